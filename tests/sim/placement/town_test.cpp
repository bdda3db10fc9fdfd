#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>
#include <set>

#include "sim/core/random.h"
#include "sim/world/build.h"
#include "tests/sim/placement/towns.h"

namespace catchment {
namespace {

using test::make;
using test::many_towns;
using test::residential_town;

// FNV-1a over every figure and text of a world.
class Digest {
 public:
  void bytes(const void* data, std::size_t n) {
    for (std::size_t k = 0; k < n; ++k) h_ = (h_ ^ static_cast<const unsigned char*>(data)[k]) * 1099511628211ull;
  }
  void text(const std::string& s) { bytes(s.data(), s.size()); }
  template <class T>
  void value(T v) { bytes(&v, sizeof v); }
  void point(Point p) { value(p.x), value(p.y); }
  void shape(const MultiPolygon& m) {
    for (const auto& p : m)
      for (const auto& r : p.rings)
        for (const auto& q : r) point(q);
  }
  [[nodiscard]] std::uint64_t sum() const { return h_; }

 private:
  std::uint64_t h_ = 14695981039346656037ull;
};

std::uint64_t digest(const World& w) {
  Digest d;
  for (const auto& a : w.areas) d.text(a.id), d.text(a.name.zh), d.text(a.name.en), d.shape(a.shape), d.value(a.population), d.value(a.parent.value);
  for (const auto& b : w.buildings) d.text(b.id), d.point(b.position), d.shape(b.footprint), d.value(b.residents), d.value(b.dwellings), d.value(b.floors), d.value(b.workers);
  for (const auto& p : w.demand) d.text(p.id), d.point(p.position), d.value(p.persons);
  for (const auto& p : w.streets.node) d.point(p);
  for (std::size_t e = 0; e < w.streets.n_edges(); ++e) d.value(w.streets.from[e].value), d.value(w.streets.to[e].value), d.value(w.streets.length_mm[e]), d.value(w.streets.access[e]);
  for (const auto& g : w.streets.gates) d.text(g.id), d.value(g.node.value), d.value(g.state);
  for (const auto& f : w.facilities) d.text(f.id), d.text(f.name.zh), d.point(f.position), d.value(f.capacity), d.value(f.staff);
  for (const auto& o : w.organisations) d.text(o.id), d.text(o.name.zh), d.point(o.position), d.value(o.members), d.value(o.eligible);
  for (const auto& c : w.context) d.value(c.kind), d.shape(c.shape);
  return d.sum();
}

bool walkable(const StreetNetwork& net, std::size_t e) { return (net.access[e] & (kWalkForward | kWalkBackward)) != 0; }

// Components of the walkable edges that avoid `cut` nodes; the label of each node.
std::vector<std::uint32_t> walk_components(const StreetNetwork& net, const std::set<std::uint32_t>& cut = {}) {
  std::vector<std::uint32_t> root(net.n_nodes());
  std::iota(root.begin(), root.end(), 0u);
  const auto find = [&](std::uint32_t x) {
    while (root[x] != x) x = root[x] = root[root[x]];
    return x;
  };
  for (std::size_t e = 0; e < net.n_edges(); ++e) {
    if (!walkable(net, e) || cut.contains(net.from[e].value) || cut.contains(net.to[e].value)) continue;
    const auto a = find(net.from[e].value), b = find(net.to[e].value);
    root[std::max(a, b)] = std::min(a, b);
  }
  for (auto& r : root) r = find(r);
  return root;
}

bool segments_cross(Point a, Point b, Point c, Point d) {
  const auto side = [](Point p, Point q, Point r) { return (q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x); };
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}

bool rings_overlap(const Ring& a, const Ring& b) {
  for (std::size_t i = 0; i < a.size(); ++i)
    for (std::size_t j = 0; j < b.size(); ++j)
      if (segments_cross(a[i], a[(i + 1) % a.size()], b[j], b[(j + 1) % b.size()])) return true;
  return contains({Polygon{{a}}}, b[0]) || contains({Polygon{{b}}}, a[0]);
}

const Ring& footprint(const Building& b) { return b.footprint[0].rings[0]; }

TEST(Town, SameSpecAndSeedGiveTheSameBytesAndAnotherSeedDoesNot) {
  for (const auto& spec : many_towns()) {
    EXPECT_EQ(digest(make(spec, 5)), digest(make(spec, 5))) << spec.kind << " " << spec.area_km2;
    EXPECT_NE(digest(make(spec, 5)), digest(make(spec, 6))) << spec.kind << " " << spec.area_km2;
  }
}

TEST(Town, NoBuildingOverlapsAnotherOrWater) {
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    for (const auto& spec : many_towns()) {
      SCOPED_TRACE(testing::Message() << spec.kind << " " << spec.area_km2 << " km2, seed " << seed);
      const World w = make(spec, seed);
      std::vector<std::size_t> order(w.buildings.size());
      std::iota(order.begin(), order.end(), std::size_t{0});
      std::vector<Box> box;
      for (const auto& b : w.buildings) box.push_back(bounds(b.footprint));
      std::sort(order.begin(), order.end(), [&](auto a, auto b) { return box[a].min_x < box[b].min_x; });
      int overlaps = 0, wet = 0;
      for (std::size_t i = 0; i < order.size(); ++i)
        for (std::size_t j = i + 1; j < order.size() && box[order[j]].min_x <= box[order[i]].max_x; ++j) {
          const auto &a = box[order[i]], &b = box[order[j]];
          if (a.max_y < b.min_y || b.max_y < a.min_y) continue;
          overlaps += rings_overlap(footprint(w.buildings[order[i]]), footprint(w.buildings[order[j]]));
        }
      for (const auto& c : w.context) {
        if (c.kind != ContextKind::kWater) continue;
        const Box water = bounds(c.shape);
        for (std::size_t k = 0; k < box.size(); ++k)
          if (box[k].min_x <= water.max_x && box[k].max_x >= water.min_x) wet += rings_overlap(footprint(w.buildings[k]), c.shape[0].rings[0]);
      }
      EXPECT_EQ(overlaps, 0);
      EXPECT_EQ(wet, 0);
    }
  }
}

TEST(Town, NoStreetOrPathRunsThroughABuilding) {
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    for (const auto& spec : many_towns()) {
      SCOPED_TRACE(testing::Message() << spec.kind << " " << spec.area_km2 << " km2, seed " << seed);
      const World w = make(spec, seed);
      std::vector<std::pair<Box, const Ring*>> houses;
      for (const auto& b : w.buildings) houses.emplace_back(bounds(b.footprint), &footprint(b));
      std::sort(houses.begin(), houses.end(), [](const auto& a, const auto& b) { return a.first.min_x < b.first.min_x; });
      double widest = 0;
      for (const auto& h : houses) widest = std::max(widest, h.first.width());
      int hits = 0;
      for (std::size_t e = 0; e < w.streets.n_edges(); ++e) {
        const auto line = w.streets.line(EdgeId(e));
        const Box box = bounds(line);
        auto it = std::lower_bound(houses.begin(), houses.end(), box.min_x - widest, [](const auto& h, double x) { return h.first.min_x < x; });
        for (; it != houses.end() && it->first.min_x <= box.max_x; ++it) {
          if (it->first.max_y < box.min_y || it->first.min_y > box.max_y || it->first.max_x < box.min_x) continue;
          const Ring& ring = *it->second;
          bool hit = contains({Polygon{{ring}}}, line.front()) || contains({Polygon{{ring}}}, line.back());
          for (std::size_t k = 0; k < ring.size(); ++k) hit |= segments_cross(line.front(), line.back(), ring[k], ring[(k + 1) % ring.size()]);
          hits += hit;
        }
      }
      EXPECT_EQ(hits, 0);
    }
  }
}

TEST(Town, EveryPathLeadsToOneNetworkAndOnlyTheExpresswayStandsApart) {
  for (const auto& spec : many_towns()) {
    const World w = make(spec, 11);
    const auto component = walk_components(w.streets);
    std::set<std::uint32_t> seen;
    for (std::size_t e = 0; e < w.streets.n_edges(); ++e) {
      EXPECT_EQ(walkable(w.streets, e), w.streets.street_class[e] != StreetClass::kMotorway);
      if (walkable(w.streets, e)) seen.insert(component[w.streets.from[e].value]);
    }
    EXPECT_EQ(seen.size(), 1u) << spec.kind << " " << spec.area_km2;
  }
}

TEST(Town, EveryHomeHasAPathWithinASnapDistance) {
  for (const auto& spec : many_towns()) {
    const World w = make(spec, 12);
    double worst = 0;
    for (const auto& p : w.demand) {
      double best = 1e9;
      for (std::size_t e = 0; e < w.streets.n_edges(); ++e) {
        if (!walkable(w.streets, e)) continue;
        const auto line = w.streets.line(EdgeId(e));
        best = std::min(best, nearest_on_segment(line.front(), line.back(), p.position).distance_m);
      }
      worst = std::max(worst, best);
    }
    EXPECT_LT(worst, 60) << spec.kind << " " << spec.area_km2;
  }
}

TEST(Town, GatesAreTheOnlyWayIntoAWalledQuarter) {
  for (const auto& spec : many_towns()) {
    const World w = make(spec, 13);
    std::set<std::uint32_t> gates;
    for (const auto& g : w.streets.gates) gates.insert(g.node.value);
    ASSERT_FALSE(gates.empty());
    const auto component = walk_components(w.streets, gates);
    // With every gate shut, no inner path meets a street.
    std::set<std::uint32_t> inner, outer;
    for (std::size_t e = 0; e < w.streets.n_edges(); ++e) {
      if (!walkable(w.streets, e)) continue;
      for (const auto n : {w.streets.from[e].value, w.streets.to[e].value}) {
        if (gates.contains(n)) continue;
        ((w.streets.access[e] & kPrivate) ? inner : outer).insert(component[n]);
      }
    }
    for (const auto c : inner) EXPECT_FALSE(outer.contains(c)) << spec.kind << " " << spec.area_km2;
    // And each gate opens a quarter: it has a public and a private edge.
    std::vector<std::pair<int, int>> ends(w.streets.n_nodes());
    for (std::size_t e = 0; e < w.streets.n_edges(); ++e)
      for (const auto n : {w.streets.from[e].value, w.streets.to[e].value}) ((w.streets.access[e] & kPrivate) ? ends[n].second : ends[n].first) += 1;
    for (const auto g : gates) {
      EXPECT_EQ(ends[g].first, 1);
      EXPECT_EQ(ends[g].second, 1);
    }
  }
}

TEST(Town, WalledQuartersHaveOneToFourGates) {
  const World w = make(residential_town(), 3);
  std::map<std::uint32_t, int> per_quarter;
  const LeafLocator locate(w.areas);
  for (const auto& g : w.streets.gates) {
    const AreaId a = locate.find(w.streets.node[g.node.value]);
    ASSERT_TRUE(a.valid());
    ++per_quarter[a.value];
  }
  EXPECT_GT(per_quarter.size(), 30u);
  for (const auto& [area, n] : per_quarter) {
    EXPECT_LE(n, 4);
    EXPECT_EQ(w.areas[area].level, 4);
  }
}

TEST(Town, StreetsCrossTheRiverOnlyOnBridges) {
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    for (const auto& spec : many_towns()) {
      SCOPED_TRACE(testing::Message() << spec.kind << " " << spec.area_km2 << " km2, seed " << seed);
      const World w = make(spec, seed);
      const auto water = std::find_if(w.context.begin(), w.context.end(), [](const auto& c) { return c.kind == ContextKind::kWater; });
      ASSERT_NE(water, w.context.end());
      const Ring& river = water->shape[0].rings[0];
      int bridges = 0;
      for (std::size_t e = 0; e < w.streets.n_edges(); ++e) {
        if (!walkable(w.streets, e)) continue;
        const auto line = w.streets.line(EdgeId(e));
        bool crosses = contains(water->shape, line.front()) || contains(water->shape, line.back());
        for (std::size_t k = 0; k < river.size(); ++k) crosses |= segments_cross(line.front(), line.back(), river[k], river[(k + 1) % river.size()]);
        if (!crosses) continue;
        ++bridges;
        EXPECT_THAT(w.streets.names[w.streets.name[e]], testing::HasSubstr("桥"));
      }
      EXPECT_GE(bridges, 1);
      EXPECT_LE(bridges, 4);
    }
  }
}

TEST(Town, WithoutARiverThereIsNoWaterAndNoBridge) {
  TownSpec spec = residential_town();
  spec.river = false;
  const World w = make(spec, 1);
  for (const auto& c : w.context) EXPECT_NE(c.kind, ContextKind::kWater);
  for (const auto& n : w.streets.names) EXPECT_EQ(n.find("桥 "), std::string::npos);
}

TEST(Town, ChildrenTileTheirParentsExactly) {
  for (const auto& spec : many_towns()) {
    SCOPED_TRACE(testing::Message() << spec.kind << " " << spec.area_km2);
    TownSpec with_districts = spec;
    with_districts.districts = spec.area_km2 > 4 ? 3 : 1;
    const World w = make(with_districts, 21);
    EXPECT_NEAR(area(w.areas[0].shape), with_districts.area_km2 * 1e6, 1);
    std::vector<double> children(w.areas.size(), 0);
    std::vector<std::uint8_t> has(w.areas.size(), 0);
    for (const auto& a : w.areas)
      if (a.parent.valid()) {
        EXPECT_EQ(w.areas[a.parent.value].level, a.level - 1);
        children[a.parent.value] += area(a.shape);
        has[a.parent.value] = 1;
      }
    for (std::size_t k = 0; k < w.areas.size(); ++k)
      if (has[k]) {
        EXPECT_NEAR(children[k], area(w.areas[k].shape), 0.5) << w.areas[k].id;
      }
    // Equal area sums leave room for gaps that overlaps make up: every random place lies in exactly one quarter.
    Stream draw(1, "places");
    const Box box = bounds(w.areas[0].shape);
    for (int k = 0; k < 300; ++k) {
      const Point p{draw.uniform(box.min_x, box.max_x), draw.uniform(box.min_y, box.max_y)};
      if (!contains(w.areas[0].shape, p)) continue;
      for (int level = 1; level <= 3; ++level) {
        int holders = 0;
        for (const auto& a : w.areas) holders += a.level == level && contains(a.shape, p);
        EXPECT_EQ(holders, 1) << "level " << level;
      }
    }
  }
}

TEST(Town, AreaNamesAreUniqueInBothLanguages) {
  for (const auto& spec : many_towns()) {
    const World w = make(spec, 31);
    std::set<std::string> zh, en, ids;
    for (const auto& a : w.areas) {
      EXPECT_TRUE(ids.insert(a.id).second) << a.id;
      if (a.level < 1) continue;
      EXPECT_TRUE(zh.insert(a.name.zh).second) << a.name.zh;
      EXPECT_TRUE(en.insert(a.name.en).second) << a.name.en;
    }
  }
}

TEST(Town, FitsManySizes) {
  for (const double area : {0.2, 0.5, 1.0, 3.0, 12.0, 40.0}) {
    for (const auto& kind : {"residential", "business", "campus", "city"}) {
      for (const std::int64_t density : {200, 5'000, 60'000}) {
        TownSpec spec = residential_town();
        spec.kind = kind;
        spec.area_km2 = area;
        spec.population = std::max<std::int64_t>(1, static_cast<std::int64_t>(area * static_cast<double>(density)));
        const World w = make(spec, 2);
        std::int64_t people = 0;
        for (const auto& b : w.buildings) people += b.residents;
        EXPECT_EQ(people, spec.population) << kind << " " << area << " km2 " << density;
        EXPECT_FALSE(w.streets.n_arcs() == 0);
        EXPECT_EQ(w.demand.size(), static_cast<std::size_t>(std::count_if(w.buildings.begin(), w.buildings.end(), [](const auto& b) { return b.residents > 0; })));
      }
    }
  }
}

TEST(Town, DrawsALargeCityCoarserOnRequest) {
  TownSpec spec = residential_town();
  spec.kind = "city";
  spec.area_km2 = 600;
  spec.population = 6'000'000;
  spec.buildings = 6000;
  const World w = make(spec, 1);
  EXPECT_GT(w.buildings.size(), 3000u);
  EXPECT_LT(w.buildings.size(), 12'000u);
  EXPECT_TRUE(std::any_of(w.findings.begin(), w.findings.end(), [](const Finding& f) { return f.rule == "town-coarse"; }));
}

TEST(Town, RefusesSizesThatCannotBe) {
  const auto refused = [](auto&& change) {
    TownSpec spec = residential_town();
    change(spec);
    EXPECT_THROW(make(spec, 1), InputError);
  };
  refused([](TownSpec& s) { s.population = 0; });
  refused([](TownSpec& s) { s.area_km2 = 0; });
  refused([](TownSpec& s) { s.area_km2 = std::nan(""); });
  refused([](TownSpec& s) { s.area_km2 = 0.1; });
  refused([](TownSpec& s) { s.area_km2 = 1e6; });
  refused([](TownSpec& s) { s.population = 400'000; });
  refused([](TownSpec& s) { s.districts = 0; });
  refused([](TownSpec& s) { s.districts = 100; });
  refused([](TownSpec& s) { s.kind = "village"; });
  refused([](TownSpec& s) { s.own_groups = 5; });
  refused([](TownSpec& s) { s.enterprises = 5, s.enterprises_in_stations = 5, s.stations = 0; });
  refused([](TownSpec& s) { s.district_table = "a,b\n"; });
  refused([](TownSpec& s) { s.district_table = "name_zh,name_en,population\n"; });
  refused([](TownSpec& s) { s.district_table = "name_zh,name_en,population\n东区,East,-4\n"; });
  refused([](TownSpec& s) { s.district_table = "name_zh,name_en,population\n东区,East,many\n"; });
  refused([](TownSpec& s) { s.district_table = "name_zh,name_en,population\n东区,East\n"; });
}

TEST(Town, StopsWhenAskedTo) {
  EXPECT_THROW(generate_town(residential_town(), 1, test::kMiddle, "EPSG:32651", [](double, std::string_view) { return false; }), Cancelled);
}

}  // namespace
}  // namespace catchment
