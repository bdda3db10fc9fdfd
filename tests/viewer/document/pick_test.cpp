// What lies under the cursor, against a look at everything.
#include "viewer/document/pick.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <optional>

#include "sim/core/random.h"
#include "tests/support/sample_study.h"

namespace catchment::document {
namespace {

World scattered(std::uint64_t seed) {
  World w;
  Stream s(seed, "pick");
  const auto place = [&] {
    if (s.chance(0.01)) return Point{s.uniform(1e6, 2e6), s.uniform(-1e6, 0)};   // a few at the other end of the world
    return Point{s.uniform(0, 1000), s.uniform(0, 600)};
  };
  const auto n = s.between(1, 400);
  for (std::int64_t i = 0; i < n; ++i) {
    Building b;
    b.position = place();
    if (s.chance(0.7)) {
      const double a = s.uniform(2, 20), c = s.uniform(2, 20);
      const Point p = b.position;
      b.footprint = {Polygon{{{{p.x - a, p.y - c}, {p.x + a, p.y - c}, {p.x, p.y + c}}}}};   // a triangle: the box holds more
    }
    w.buildings.push_back(b);
    if (s.chance(0.6)) {
      DemandPoint d;
      d.position = b.position;
      d.building = BuildingId(static_cast<std::size_t>(i));
      w.demand.push_back(d);
    }
  }
  for (auto k = s.between(0, 20); k > 0; --k) {
    DemandPoint d;
    d.position = place();
    w.demand.push_back(d);
  }
  for (auto k = s.between(0, 10); k > 0; --k) {
    Organisation o;
    o.position = place();
    w.organisations.push_back(o);
  }
  for (auto k = s.between(0, 10); k > 0; --k) {
    Facility f;
    f.level = static_cast<int>(s.between(1, 4));
    f.position = place();
    w.facilities.push_back(f);
    w.streets.node.push_back(place());
    w.streets.gates.push_back({"g", NodeId(w.streets.node.size() - 1)});
  }
  return w;
}

template <class T, class P>
std::pair<std::uint32_t, double> nearest(const std::vector<T>& things, Point m, double radius, const P& place) {
  std::pair<std::uint32_t, double> best{UINT32_MAX, radius};
  for (std::uint32_t i = 0; i < things.size(); ++i)
    if (const auto p = place(things[i]))
      if (const double d = distance(*p, m); d < best.second || (d == best.second && best.first == UINT32_MAX)) best = {i, d};
  return best;
}

/// As the header says, with a look at everything.
Thing slow_pick(const World& w, Point m, double radius, std::uint8_t ranks, bool gates, bool organisations) {
  const auto f = nearest(w.facilities, m, radius, [&](const Facility& x) { return (ranks >> (x.level - 1)) & 1 ? std::optional(x.position) : std::nullopt; });
  const auto g = nearest(w.streets.gates, m, radius, [&](const Gate& x) { return gates ? std::optional(w.streets.node[x.node.value]) : std::nullopt; });
  if (f.first != UINT32_MAX && (g.first == UINT32_MAX || f.second <= g.second)) return {ThingKind::kFacility, f.first};
  if (g.first != UINT32_MAX) return {ThingKind::kGate, g.first};
  const auto o = nearest(w.organisations, m, radius, [&](const Organisation& x) { return organisations ? std::optional(x.position) : std::nullopt; });
  if (o.first != UINT32_MAX) return {ThingKind::kOrganisation, o.first};
  std::uint32_t inside = UINT32_MAX;
  for (std::uint32_t b = 0; b < w.buildings.size(); ++b)
    if (contains(w.buildings[b].footprint, m) && (inside == UINT32_MAX || area(w.buildings[b].footprint) < area(w.buildings[inside].footprint))) inside = b;
  for (std::uint32_t d = 0; d < w.demand.size() && inside != UINT32_MAX; ++d)
    if (w.demand[d].building == BuildingId(inside)) return {ThingKind::kDemand, d};
  const auto d = nearest(w.demand, m, radius, [](const DemandPoint& x) { return std::optional(x.position); });
  if (d.first != UINT32_MAX) return {ThingKind::kDemand, d.first};
  if (inside != UINT32_MAX) return {ThingKind::kBuilding, inside};
  const auto b = nearest(w.buildings, m, radius, [](const Building& x) { return x.footprint.empty() ? std::optional(x.position) : std::nullopt; });
  return b.first != UINT32_MAX ? Thing{ThingKind::kBuilding, b.first} : Thing{};
}

TEST(Pick, FindsWhatALookAtEverythingFinds) {
  std::array<int, 16> kinds{};
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    const World w = scattered(seed);
    const PickIndex index(w);
    Stream s(seed, "where");
    for (int k = 0; k < 200; ++k) {
      const Point m = s.chance(0.05) ? Point{s.uniform(1e6, 2e6), s.uniform(-1e6, 0)} : Point{s.uniform(-100, 1100), s.uniform(-100, 700)};
      const double radius = s.chance(0.1) ? 1e5 : s.uniform(0, 40);
      const auto ranks = static_cast<std::uint8_t>(s.below(16));
      const bool gates = s.chance(0.5), organisations = s.chance(0.5);
      const Thing expected = slow_pick(w, m, radius, ranks, gates, organisations);
      ASSERT_EQ(index.at(w, m, radius, ranks, gates, organisations), expected) << seed << " " << k;
      ++kinds[static_cast<std::size_t>(expected.kind)];
    }
  }
  for (const ThingKind kind : {ThingKind::kNone, ThingKind::kFacility, ThingKind::kGate, ThingKind::kDemand, ThingKind::kBuilding, ThingKind::kOrganisation})
    EXPECT_GT(kinds[static_cast<std::size_t>(kind)], 50) << static_cast<int>(kind);
}

TEST(Pick, ARectangleHoldsWhatLiesInIt) {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    const World w = scattered(seed);
    const PickIndex index(w);
    Stream s(seed, "box");
    for (int k = 0; k < 50; ++k) {
      Box box;
      box.add(Point{s.uniform(-50, 1050), s.uniform(-50, 650)});
      box.add(s.chance(0.1) ? Point{3e6, -3e6} : Point{s.uniform(-50, 1050), s.uniform(-50, 650)});
      std::vector<std::uint32_t> expected;
      for (std::uint32_t i = 0; i < w.demand.size(); ++i)
        if (box.contains(w.demand[i].position)) expected.push_back(i);
      ASSERT_EQ(index.demand_in(w, box), expected);
    }
    EXPECT_TRUE(index.demand_in(w, {}).empty());
  }
}

TEST(Pick, AFacilityIsPickedWhereThePlanHasMovedIt) {
  World w = catchment::test::sample_world();
  const PickIndex index(w);
  w.facilities[0].position = {123.5, 77.25};
  EXPECT_EQ(index.at(w, {123.5, 77.25}, 1, 0b1111, false, false), (Thing{ThingKind::kFacility, 0}));
  Facility added = w.facilities[0];
  added.position = {5, 5};
  w.facilities.push_back(added);
  EXPECT_EQ(index.at(w, {5, 5.5}, 1), (Thing{ThingKind::kFacility, static_cast<std::uint32_t>(w.facilities.size() - 1)}));
}

TEST(Pick, AnEmptyWorldHasNothing) {
  const World w;
  const PickIndex index(w);
  EXPECT_EQ(index.at(w, {0, 0}, 100), Thing{});
  EXPECT_TRUE(index.demand_in(w, Box{0, 0, 1, 1}).empty());
}

TEST(Pick, EveryPlaceOfALargeTownIsPickedThoughOneLiesFarAway) {
  World w = catchment::test::rows_of_buildings(20000);
  DemandPoint far;
  far.position = {9e7, 9e7};
  w.demand.push_back(far);
  const PickIndex index(w);
  for (std::size_t i = 0; i < w.demand.size(); i += 97) {
    const Thing thing = index.at(w, w.demand[i].position, 0.001, 0, false, false);
    ASSERT_EQ(thing.kind, ThingKind::kDemand);
    ASSERT_EQ(thing.index, i);
  }
}

}  // namespace
}  // namespace catchment::document
