// Service areas: by hand, and against the nearest street point of thousands of places in random towns.
#include "sim/network/service_areas.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "sim/core/random.h"
#include "tests/sim/network/area_town.h"
#include "tests/sim/network/random_streets.h"
#include "tests/support/ascii_town.h"

namespace catchment {
namespace {

using test::AreaTown;
using test::ascii_town;
using test::AsciiTown;
using test::place_on;
using test::random_area_town;
using test::total_area;

const double kPi = std::acos(-1.0);
constexpr AreaOptions kPlain{.buffer_m = 10, .fill_m = 0, .bridge_m = 5, .tolerance_m = 0.01};

AreaTown town_of(const AsciiTown& drawn, char facility) {
  AreaTown town;
  town.net = drawn.streets;
  for (std::uint32_t e = 0; e < town.net.n_edges(); ++e)
    for (const bool at_to : {false, true})
      if (town.facilities.empty() && (at_to ? town.net.to : town.net.from)[e] == drawn[facility])
        town.facilities.push_back(place_on(town.net, EdgeId(e), at_to ? town.net.length_mm[e] : 0));
  return town;
}

std::vector<ServiceArea> areas_of(const AreaTown& town, const std::vector<double>& cutoffs_m, const AreaOptions& options,
                                  AreaForm form = AreaForm::kNested, int one = -1) {
  const StreetCells cells = town.cells(options);
  const std::uint32_t owners = one >= 0 ? 1 : static_cast<std::uint32_t>(town.facilities.size());
  return service_areas(partition_by_reach(cells, town.bands(cutoffs_m, one), owners), cells, owners,
                       static_cast<std::uint8_t>(cutoffs_m.size()), form);
}

bool in_any(const std::vector<ServiceArea>& areas, Point p) {
  return std::any_of(areas.begin(), areas.end(), [&](const ServiceArea& a) { return contains(a.shape, p); });
}

TEST(ServiceAreas, ADeadEndStreetIsAStripWithRoundEnds) {
  const auto town = town_of(ascii_town("A---------B", 10, {"AB"}), 'A');
  const auto areas = areas_of(town, {500}, kPlain);
  ASSERT_EQ(areas.size(), 1u);
  EXPECT_NEAR(areas[0].area_m2, 100 * 20 + kPi * 100, 0.5);
}

TEST(ServiceAreas, AStreetIsCutSquareWhereTheCutoffIsReached) {
  const auto town = town_of(ascii_town("A---------B", 10, {"AB"}), 'A');
  const auto areas = areas_of(town, {30, 60}, kPlain, AreaForm::kRings);
  ASSERT_EQ(areas.size(), 2u);
  EXPECT_NEAR(areas[0].area_m2, 30 * 20 + kPi * 50, 0.3);
  EXPECT_NEAR(areas[1].area_m2, 30 * 20, 1e-6);
  const auto nested = areas_of(town, {30, 60}, kPlain);
  EXPECT_NEAR(nested[1].area_m2, areas[0].area_m2 + areas[1].area_m2, 1e-6);
  EXPECT_EQ(nested[1].shape.size(), 1u);
}

TEST(ServiceAreas, ACrossOfStreetsHasTheAreaOfTheFormula) {
  const auto town = town_of(ascii_town(R"(
         A
         |
    B----C----D
         |
         E
  )", 20, {"AC", "BC", "CD", "CE"}), 'C');
  const auto areas = areas_of(town, {1000}, kPlain);
  ASSERT_EQ(areas.size(), 1u);
  const double across = 200, down = 80;
  EXPECT_NEAR(areas[0].area_m2, across * 20 + down * 20 - 400 + 2 * kPi * 100, 1);
  EXPECT_EQ(areas[0].shape.size(), 1u);
  EXPECT_EQ(areas[0].shape[0].rings.size(), 1u);
}

constexpr const char* kRiver = R"(
    A---B
    ~~~~|
    C---D
  )";

/// The two banks are 20 m apart, the water is 10 m wide between them, the bridge 400 m away.
AreaTown river_town() {
  AreaTown town;
  town.net.node = {{0, 0}, {400, 0}, {0, -20}, {400, -20}};
  const std::uint8_t both = kWalkForward | kWalkBackward;
  for (const auto& [a, b] : {std::pair{0, 1}, {1, 3}, {3, 2}}) {
    const Point line[] = {town.net.node[static_cast<std::size_t>(a)], town.net.node[static_cast<std::size_t>(b)]};
    add_edge(town.net, NodeId(static_cast<std::uint32_t>(a)), NodeId(static_cast<std::uint32_t>(b)), line, StreetClass::kResidential, both);
  }
  index_arcs(town.net);
  town.barriers.water.push_back({{{Ring{{-200, -5}, {600, -5}, {600, -15}, {-200, -15}}}}});
  town.facilities.push_back(place_on(town.net, EdgeId(0u), 0));
  return town;
}

double area_below(const std::vector<ServiceArea>& areas, double y) {
  // Cut by hand: sample rows of 0.1 m are enough for a yes or no.
  double sum = 0;
  for (double x = -199.95; x < 600; x += 0.5)
    for (double v = y - 0.05; v > -80; v -= 0.5) sum += in_any(areas, {x, v}) ? 0.25 : 0;
  return sum;
}

TEST(ServiceAreas, TheFarBankHasNoAreaBeforeTheBridgeIsPaidFor) {
  const AreaTown town = river_town();
  const AreaOptions wide{.buffer_m = 50, .fill_m = 200, .bridge_m = 5, .tolerance_m = 0.1};
  EXPECT_EQ(area_below(areas_of(town, {300}, wide), -15), 0);
  EXPECT_EQ(area_below(areas_of(town, {400}, wide), -5), 0);
  EXPECT_EQ(area_below(areas_of(town, {410}, wide), -15), 0);
  EXPECT_GT(area_below(areas_of(town, {460}, wide), -15), 20 * 20);
}

TEST(ServiceAreas, ABridgeIsAStripOverTheWaterAndJoinsTheBanks) {
  const AreaTown town = river_town();
  const auto areas = areas_of(town, {900}, {.buffer_m = 50, .fill_m = 200, .bridge_m = 3, .tolerance_m = 0.1});
  ASSERT_EQ(areas.size(), 1u);
  EXPECT_EQ(areas[0].shape.size(), 1u);
  EXPECT_TRUE(in_any(areas, {402.9, -10}));
  EXPECT_FALSE(in_any(areas, {403.1, -10}));
  EXPECT_TRUE(in_any(areas, {397.1, -10}));
  EXPECT_FALSE(in_any(areas, {396.9, -10}));
  EXPECT_FALSE(in_any(areas, {200, -10}));
}

TEST(ServiceAreas, AWallStopsTheAreaAndItsOwnSideIsFilledUpToIt) {
  AreaTown town;
  town.net.node = {{0, 0}, {100, 0}, {0, -40}, {100, -40}};
  for (const std::uint32_t a : {0u, 2u}) {
    const Point line[] = {town.net.node[a], town.net.node[a + 1]};
    add_edge(town.net, NodeId(a), NodeId(a + 1), line, StreetClass::kResidential, kWalkForward | kWalkBackward);
  }
  index_arcs(town.net);
  town.facilities.push_back(place_on(town.net, EdgeId(0u), 0));
  // The wall runs near the far street: without it the near street's side would end half-way, at y = -20.
  town.barriers.lines.push_back({{-100, -35}, {200, -35}});
  const AreaOptions wide{.buffer_m = 50, .fill_m = 0, .bridge_m = 5, .tolerance_m = 0.1};
  const auto walled = areas_of(town, {500}, wide);
  EXPECT_TRUE(in_any(walled, {50, -34.9}));
  EXPECT_FALSE(in_any(walled, {50, -35.1}));
  town.barriers.lines.clear();
  const auto free = areas_of(town, {500}, wide);
  EXPECT_TRUE(in_any(free, {50, -19.9}));
  EXPECT_FALSE(in_any(free, {50, -20.1}));
}

TEST(ServiceAreas, ABlockIsFilledOnceAllItsStreetsAreReached) {
  const auto town = town_of(ascii_town(R"(
    A--B
    |  |
    |  |
    C--D
  )", 40, {"AB", "BD", "DC", "CA"}), 'A');
  const AreaOptions fill{.buffer_m = 10, .fill_m = 100, .bridge_m = 5, .tolerance_m = 0.01};
  // Two sides reached and a part of the others: no fill. All reached: no hole.
  const auto rings = areas_of(town, {200, 240}, fill, AreaForm::kRings);
  ASSERT_EQ(rings.size(), 2u);
  const Point middle{town.net.node[0].x + 60, town.net.node[0].y - 60};
  EXPECT_FALSE(contains(rings[0].shape, middle));
  EXPECT_TRUE(contains(rings[1].shape, middle));
  const auto nested = areas_of(town, {200, 240}, fill);
  EXPECT_NEAR(nested[1].area_m2, 120 * 120 + 4 * 120 * 10 + kPi * 100, 0.5);
  EXPECT_EQ(nested[1].shape[0].rings.size(), 1u);
  const auto hollow = areas_of(town, {240}, kPlain);
  EXPECT_NEAR(hollow[0].area_m2, 120 * 120 + 4 * 120 * 10 + kPi * 100 - 100 * 100, 0.5);
  EXPECT_EQ(hollow[0].shape[0].rings.size(), 2u);
}

TEST(ServiceAreas, AnUnreachedStreetBelowDoesNotCutTheStreetThatPassesOverIt) {
  const auto town = town_of(ascii_town(R"(
        C
        |
    A---+---B
        |
        D
  )", 25, {"AB", "CD"}), 'A');
  const auto areas = areas_of(town, {500}, kPlain);
  ASSERT_EQ(areas.size(), 1u);
  EXPECT_EQ(areas[0].shape.size(), 1u);
  const Point middle{(town.net.node[0].x + town.net.node[1].x) / 2, town.net.node[0].y};
  EXPECT_TRUE(in_any(areas, {middle.x, middle.y + 4.5}));
  EXPECT_FALSE(in_any(areas, {middle.x, middle.y + 10.5}));
}

TEST(ServiceAreas, RefuseWhatDoesNotFit) {
  const AreaTown town = river_town();
  const Box box = bounds(town.net.shape);
  const auto usable = town.usable();
  for (const AreaOptions& bad : {AreaOptions{.buffer_m = 0}, AreaOptions{.buffer_m = NAN}, AreaOptions{.fill_m = -1},
                                 AreaOptions{.bridge_m = 60}, AreaOptions{.tolerance_m = 0}})
    EXPECT_THROW(street_cells(town.net, usable, {}, box, bad), std::invalid_argument);
  EXPECT_THROW(street_cells(town.net, std::span(usable).first(1), {}, box, {}), std::invalid_argument);
  EXPECT_THROW(street_cells(town.net, usable, {}, Box{}, {}), std::invalid_argument);
  Box far = box;
  far.add(Point{1e6, 1e6});
  AreaTown wide = river_town();
  wide.barriers.lines.push_back({{0, 100}, {800'000, 100}});
  EXPECT_THROW(street_cells(wide.net, usable, wide.barriers, box, {}), std::invalid_argument);
  const StreetCells cells = town.cells({});
  EXPECT_THROW(partition_by_reach(cells, std::vector<EdgeBand>{{EdgeId(9u), 0, 5, 0, 0}}, 1), std::invalid_argument);
  EXPECT_THROW(partition_by_reach(cells, std::vector<EdgeBand>{{EdgeId(0u), 0, 5, 0, 1}}, 1), std::invalid_argument);
  EXPECT_TRUE(service_areas(partition_by_reach(cells, {}, 0), cells, 0, 1, AreaForm::kNested).empty());
}

// --- random towns ----------------------------------------------------------------------------------------------

/// Distances from a place to the streets of each label (0: not reached), and to the barriers, all by brute force.
struct Distances {
  std::map<std::uint32_t, double> of_label;
  double barrier = INFINITY;
};

Point along(std::span<const Point> line, double share) {
  double total = 0;
  for (std::size_t i = 1; i < line.size(); ++i) total += distance(line[i - 1], line[i]);
  double left = share * total;
  for (std::size_t i = 1; i < line.size(); ++i) {
    const double step = distance(line[i - 1], line[i]);
    if (left <= step || i + 1 == line.size()) {
      const double t = step > 0 ? std::min(1.0, left / step) : 0;
      return {line[i - 1].x + t * (line[i].x - line[i - 1].x), line[i - 1].y + t * (line[i].y - line[i - 1].y)};
    }
    left -= step;
  }
  return line.back();
}

Distances distances(const AreaTown& town, const std::vector<EdgeBand>& bands, std::uint32_t owners, Point q) {
  Distances out;
  const auto near = [&](std::span<const Point> line) {
    double best = INFINITY;
    for (std::size_t i = 1; i < line.size(); ++i) best = std::min(best, nearest_on_segment(line[i - 1], line[i], q).distance_m);
    return best;
  };
  std::size_t next = 0;
  for (std::uint32_t e = 0; e < town.net.n_edges(); ++e) {
    const auto line = town.net.line(EdgeId(e));
    const double length = town.net.length_mm[e];
    double total = 0;
    for (std::size_t i = 1; i < line.size(); ++i) total += distance(line[i - 1], line[i]);
    const auto add = [&](std::uint32_t begin, std::uint32_t end, std::uint32_t label) {
      if (end <= begin) return;
      std::vector<Point> piece{along(line, begin / length)};
      double at = 0;
      for (std::size_t i = 1; i + 1 < line.size(); ++i) {
        at += distance(line[i - 1], line[i]);
        if (at > total * begin / length && at < total * end / length) piece.push_back(line[i]);
      }
      piece.push_back(along(line, end / length));
      const double d = near(piece);
      const auto [found, fresh] = out.of_label.emplace(label, d);
      if (!fresh) found->second = std::min(found->second, d);
    };
    std::uint32_t at = 0;
    for (; next < bands.size() && bands[next].edge.value == e; ++next) {
      add(at, bands[next].begin_mm, 0);
      add(bands[next].begin_mm, bands[next].end_mm, 1 + bands[next].band * owners + bands[next].owner);
      at = bands[next].end_mm;
    }
    add(at, town.net.length_mm[e], 0);
  }
  for (const auto& line : town.barriers.lines) out.barrier = std::min(out.barrier, near(line));
  for (const auto& shape : town.barriers.water)
    for (const auto& polygon : shape)
      for (Ring ring : polygon.rings) {
        ring.push_back(ring[0]);
        out.barrier = std::min(out.barrier, near(ring));
      }
  return out;
}

constexpr std::uint64_t kTowns = 100;

TEST(ServiceAreas, EveryPlaceBelongsToItsNearestStreetPoint) {
  std::size_t inside = 0, outside = 0, wet = 0;
  for (std::uint64_t seed = 0; seed < kTowns; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const AreaTown town = random_area_town(seed, seed % 2 == 1);
    const AreaOptions options{.buffer_m = 30, .fill_m = 0, .bridge_m = 0.1, .tolerance_m = 0.05};
    const auto owners = static_cast<std::uint32_t>(town.facilities.size());
    const std::vector<double> cutoffs{100, 250, 400};
    const auto bands = town.bands(cutoffs);
    const auto areas = areas_of(town, cutoffs, options, AreaForm::kRings);
    Stream s(seed, "places");
    for (int i = 0; i < 60; ++i) {
      const Point q{499'950 + 700 * s.uniform(), 3'999'950 + 700 * s.uniform()};
      const Distances d = distances(town, bands, owners, q);
      std::uint32_t label = 0;
      double best = INFINITY, second = INFINITY;
      for (const auto& [l, m] : d.of_label)
        if (m < best) second = best, best = m, label = l;
        else second = std::min(second, m);
      // Too near to a border to tell, or a barrier's own ground.
      if (second - best < 0.3 || std::abs(best - 30) < 0.2 || d.barrier < best + 0.2) continue;
      const bool water = std::any_of(town.barriers.water.begin(), town.barriers.water.end(), [&](const MultiPolygon& w) { return contains(w, q); });
      if (water && best < 0.4) continue;
      const std::uint32_t expected = best > 30 || water ? 0 : label;
      for (const ServiceArea& a : areas)
        ASSERT_EQ(contains(a.shape, q), 1 + a.band * owners + a.owner == expected)
            << q.x - 500'000 << "," << q.y - 4'000'000 << " best " << best << " second " << second << " barrier " << d.barrier;
      ASSERT_TRUE(expected == 0 || std::any_of(areas.begin(), areas.end(), [&](const ServiceArea& a) { return 1 + a.band * owners + a.owner == expected; }));
      (expected == 0 ? outside : inside) += 1;
      wet += water;
    }
  }
  EXPECT_GT(inside, 500u);
  EXPECT_GT(outside, 500u);
  EXPECT_GT(wet, 50u);
}

TEST(ServiceAreas, HoldEveryReachedStreetAndNoOther) {
  std::size_t held = 0, left_out = 0;
  for (std::uint64_t seed = 0; seed < kTowns; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const AreaTown town = random_area_town(seed, true);
    const auto owners = static_cast<std::uint32_t>(town.facilities.size());
    const std::vector<double> cutoffs{150, 300};
    const auto bands = town.bands(cutoffs);
    const auto areas = areas_of(town, cutoffs, {.buffer_m = 25, .fill_m = 120, .bridge_m = 2, .tolerance_m = 0.05}, AreaForm::kRings);
    Stream s(seed, "street points");
    for (int i = 0; i < 60; ++i) {
      const EdgeId e(s.below(town.net.n_edges()));
      const double share = s.uniform();
      const Point q = along(town.net.line(e), share);
      const Distances d = distances(town, bands, owners, q);
      double second = INFINITY;
      std::uint32_t label = 0;
      for (const auto& [l, m] : d.of_label) {
        if (m < 1e-6 && label == 0) label = l;
        else second = std::min(second, m);
      }
      if (second < 2.1) continue;  // at a border, or under a bridge
      for (const ServiceArea& a : areas)
        ASSERT_EQ(contains(a.shape, q), 1 + a.band * owners + a.owner == label) << "edge " << e.value << " at " << share;
      (label == 0 ? left_out : held) += 1;
    }
  }
  EXPECT_GT(held, 1000u);
  EXPECT_GT(left_out, 1000u);
}

/// All borders, as segments from the lower to the higher end.
std::vector<std::pair<std::pair<double, double>, std::pair<double, double>>> borders(const MultiPolygon& shape) {
  std::vector<std::pair<std::pair<double, double>, std::pair<double, double>>> out;
  for (const Polygon& polygon : shape)
    for (const Ring& ring : polygon.rings)
      for (std::size_t i = 0; i < ring.size(); ++i) {
        std::pair<double, double> a{ring[i].x, ring[i].y}, b{ring[(i + 1) % ring.size()].x, ring[(i + 1) % ring.size()].y};
        if (b < a) std::swap(a, b);
        out.emplace_back(a, b);
      }
  return out;
}

TEST(ServiceAreas, NeighboursShareTheirBorderVertexByVertexAndNothingCrosses) {
  std::size_t shared = 0;
  for (std::uint64_t seed = 0; seed < 80; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const AreaTown town = random_area_town(seed, seed % 2 == 1);
    const auto areas = areas_of(town, {100, 200, 400}, {.buffer_m = 40, .fill_m = 150, .bridge_m = 3, .tolerance_m = 0.5}, AreaForm::kRings);
    std::map<std::pair<std::pair<double, double>, std::pair<double, double>>, int> uses;
    for (const ServiceArea& a : areas) {
      for (const Polygon& polygon : a.shape)
        for (std::size_t r = 0; r < polygon.rings.size(); ++r) {
          const Ring& ring = polygon.rings[r];
          ASSERT_GE(ring.size(), 3u);
          EXPECT_EQ(signed_area(ring) > 0, r == 0);
          std::set<std::pair<double, double>> places;
          for (const Point p : ring) EXPECT_TRUE(places.emplace(p.x, p.y).second) << "a ring touches itself";
        }
      for (const auto& b : borders(a.shape)) ++uses[b];
    }
    std::vector<GridSegment> all;
    const auto grid = [](std::pair<double, double> p) {
      return GridPoint{static_cast<std::int32_t>(std::lround((p.first - 500'000) * 1000)), static_cast<std::int32_t>(std::lround((p.second - 4'000'000) * 1000))};
    };
    for (const auto& [b, n] : uses) {
      EXPECT_LE(n, 2);
      shared += n == 2;
      all.push_back({grid(b.first), grid(b.second), 0});
    }
    // Two segments have nothing in common but their ends, decided in whole numbers.
    for (std::size_t i = 0; i < all.size(); ++i)
      for (std::size_t j = i + 1; j < all.size(); ++j) {
        const GridSegment &s = all[i], &t = all[j];
        if (std::max(s.a.x, s.b.x) < std::min(t.a.x, t.b.x) || std::max(t.a.x, t.b.x) < std::min(s.a.x, s.b.x) ||
            std::max(s.a.y, s.b.y) < std::min(t.a.y, t.b.y) || std::max(t.a.y, t.b.y) < std::min(s.a.y, s.b.y))
          continue;
        const auto sign = [](std::int64_t v) { return (v > 0) - (v < 0); };
        const int a = sign(turn(s.a, s.b, t.a)), b = sign(turn(s.a, s.b, t.b)), c = sign(turn(t.a, t.b, s.a)), d = sign(turn(t.a, t.b, s.b));
        EXPECT_FALSE(a * b < 0 && c * d < 0) << "two borders cross";
        const auto strictly_on = [&](const GridSegment& u, GridPoint p) {
          return p != u.a && p != u.b && turn(u.a, u.b, p) == 0 && p.x >= std::min(u.a.x, u.b.x) && p.x <= std::max(u.a.x, u.b.x) &&
                 p.y >= std::min(u.a.y, u.b.y) && p.y <= std::max(u.a.y, u.b.y);
        };
        EXPECT_FALSE(strictly_on(s, t.a) || strictly_on(s, t.b) || strictly_on(t, s.a) || strictly_on(t, s.b)) << "a border ends inside another";
      }
    if (HasFailure()) break;
  }
  EXPECT_GT(shared, 5000u);
}

TEST(ServiceAreas, ExclusiveOnesMakeUpTheUnionOfTheOverlappingOnes) {
  for (std::uint64_t seed = 0; seed < kTowns; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const AreaTown town = random_area_town(seed, seed % 2 == 1);
    const AreaOptions options{.buffer_m = 30, .fill_m = 0, .bridge_m = 3, .tolerance_m = 0.01};
    const std::vector<double> cutoffs{120, 300};
    const double exclusive = total_area(areas_of(town, cutoffs, options, AreaForm::kRings));
    // The union: every reached street with one owner for all.
    const StreetCells cells = town.cells(options);
    std::vector<EdgeBand> all = town.bands(cutoffs);
    for (EdgeBand& b : all) b.owner = 0, b.band = 0;
    const double united = total_area(service_areas(partition_by_reach(cells, all, 1), cells, 1, 1, AreaForm::kNested));
    EXPECT_NEAR(exclusive, united, 0.05 + 1e-5 * united);  // a border of L m, rounded to the mm, is off by L / 1000 m2
    // Each facility's own area holds its exclusive one, and lies in the union.
    const auto mine = areas_of(town, cutoffs, options, AreaForm::kNested);
    for (std::uint32_t k = 0; k < town.facilities.size(); ++k) {
      const auto own = areas_of(town, cutoffs, options, AreaForm::kNested, static_cast<int>(k));
      const auto of = [&](const std::vector<ServiceArea>& areas, std::uint32_t owner) {
        double sum = 0;
        for (const ServiceArea& a : areas)
          if (a.owner == owner && a.band == 1) sum += a.area_m2;
        return sum;
      };
      // Each border is rounded to the mm on its own.
      EXPECT_LE(of(mine, k), of(own, 0) + 0.05 + 1e-5 * united);
      EXPECT_LE(of(own, 0), united + 0.05 + 1e-5 * united);
    }
  }
}

TEST(ServiceAreas, NeverShrinkWhenTheCutoffGrows) {
  for (std::uint64_t seed = 0; seed < kTowns; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const AreaTown town = random_area_town(seed, seed % 2 == 1);
    double last = 0;
    for (const double cutoff : {50.0, 100.0, 170.0, 300.0, 500.0, 2000.0}) {
      const double now = total_area(areas_of(town, {cutoff}, {.buffer_m = 30, .fill_m = 150, .bridge_m = 3, .tolerance_m = 0.1}, AreaForm::kNested, 0));
      EXPECT_GE(now, last - 0.02);
      last = now;
    }
  }
}

TEST(ServiceAreas, ChangeOnlyOwnersWhenTheFacilitiesChangePlaces) {
  for (std::uint64_t seed = 0; seed < kTowns; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    AreaTown town = random_area_town(seed, true);
    const auto before = areas_of(town, {150, 300}, {}, AreaForm::kRings);
    const auto n = static_cast<std::uint32_t>(town.facilities.size());
    std::reverse(town.facilities.begin(), town.facilities.end());
    std::vector<ServiceArea> after = areas_of(town, {150, 300}, {}, AreaForm::kRings);
    bool tie = false;  // two facilities in one place: the first takes all
    for (std::uint32_t k = 0; k + 1 < n; ++k)
      for (std::uint32_t i = k + 1; i < n; ++i) tie = tie || distance(town.facilities[k].at, town.facilities[i].at) < 0.01;
    if (tie) continue;
    for (ServiceArea& a : after) a.owner = n - 1 - a.owner;
    std::sort(after.begin(), after.end(), [](const auto& a, const auto& b) { return a.owner != b.owner ? a.owner < b.owner : a.band < b.band; });
    ASSERT_EQ(before.size(), after.size());
    for (std::size_t i = 0; i < before.size(); ++i) {
      EXPECT_EQ(before[i].owner, after[i].owner);
      EXPECT_EQ(before[i].band, after[i].band);
      EXPECT_NEAR(before[i].area_m2, after[i].area_m2, 1);
    }
  }
}

}  // namespace
}  // namespace catchment
