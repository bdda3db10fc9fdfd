#include <gtest/gtest.h>

#include <cmath>

#include "sim/core/random.h"
#include "tests/support/sample_study.h"
#include "tests/viewer/scene/little_town.h"
#include "viewer/gpu/geometry_data.h"
#include "viewer/gpu/window_counts.h"
#include "viewer/scene/map_styles.h"

namespace catchment::gpu {
namespace {

Point place_of(TileAt tile, double x, double y) { return {(tile.x + 0.5) * kTileM + x * kStepM, (tile.y + 0.5) * kTileM + y * kStepM}; }

double triangle_area(Point a, Point b, Point c) { return std::abs((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)) / 2; }

/// m2 of each slot's triangles.
std::vector<double> slot_areas(const MapGeometry& g) {
  std::vector<double> out(g.spots.size(), 0);
  for (const DemandTile& t : g.tiles)
    for (std::uint32_t i = t.first_index; i < t.first_index + t.n_indices; i += 3) {
      const auto& a = g.vertices[t.first_vertex + g.indices[i]];
      const auto& b = g.vertices[t.first_vertex + g.indices[i + 1]];
      const auto& c = g.vertices[t.first_vertex + g.indices[i + 2]];
      out[a.slot & ~kRingEnd] += triangle_area(place_of(t.at, a.x, a.y), place_of(t.at, b.x, b.y), place_of(t.at, c.x, c.y));
    }
  for (std::size_t i = 0; i < g.wide.things.size(); i += 3) {
    const auto& v = g.wide.things;
    const TileAt at{v[i].tx, v[i].ty};
    out[v[i].slot] += triangle_area(place_of(at, v[i].x, v[i].y), place_of(at, v[i + 1].x, v[i + 1].y), place_of(at, v[i + 2].x, v[i + 2].y));
  }
  return out;
}

MultiPolygon box(double x, double y, double w, double h) { return {{{{{x, y}, {x + w, y}, {x + w, y + h}, {x, y + h}}}}}; }

TEST(MapGeometry, KeepsTheAreaOfEveryFootprint) {
  World w = test::sample_world();
  // Concave, holed, larger than a tile, across tiles, of two parts.
  const auto add = [&](MultiPolygon shape) {
    Building b;
    b.id = "more" + std::to_string(w.buildings.size());
    b.position = bounds(shape).centre();
    b.footprint = std::move(shape);
    w.buildings.push_back(std::move(b));
  };
  add({{{{{355000, 3456000}, {355090, 3456000}, {355090, 3456020}, {355020, 3456020}, {355020, 3456100}, {355000, 3456100}}}}});
  add({{{{{354900, 3457000}, {357900, 3457100}, {357800, 3458500}, {354950, 3458400}}, {{355900, 3457500}, {356300, 3457500}, {356300, 3457900}, {355900, 3457900}}}}});
  add(box(354304 - 100, 3456000, 200, 3));
  const auto g = build_geometry(w);
  const auto areas = slot_areas(*g);
  std::vector<double> expected, found;
  for (const auto& b : w.buildings)
    if (!b.footprint.empty()) expected.push_back(area(b.footprint));
  found = areas;
  ASSERT_EQ(g->n_buildings, expected.size());
  found.resize(0);
  for (std::size_t s = 0; s < areas.size(); ++s)
    if (g->slot_kind[s] != 255) found.push_back(areas[s]);
  std::sort(expected.begin(), expected.end());
  std::sort(found.begin(), found.end());
  // Corners move by at most half a step of 1/64 m.
  for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_NEAR(found[i], expected[i], 0.02 * std::sqrt(expected[i]) + 0.1) << i;
}

TEST(MapGeometry, KeepsTheAreaOfTheGroundAcrossTiles) {
  World w = test::sample_world();
  w.context.clear();
  ContextFeature lake;
  lake.kind = ContextKind::kWater;
  Ring outline, island;
  for (int k = 0; k < 90; ++k) {
    const double a = k * 2 * 3.14159265358979 / 90, r = k % 2 == 0 ? 3000 : 2300;
    outline.push_back({356000 + r * std::cos(a), 3458000 + r * std::sin(a)});
    island.push_back({356000 + 700 * std::cos(a), 3458000 + 500 * std::sin(a)});
  }
  lake.shape = {{{outline, island}}};
  w.context.push_back(lake);
  const auto g = build_geometry(w);
  std::array<double, scene::kGroundTints.size()> sum{};
  for (std::size_t k = 0; k < sum.size(); ++k)
    g->ground.runs(k, 0, 0, 100000, 100000, [&](std::uint32_t first, std::uint32_t n) {
      for (std::uint32_t i = first; i < first + n; i += 3) {
        const auto* v = &g->ground.things[i];
        for (int c = 0; c < 3; ++c) {
          EXPECT_EQ(v[c].tx, v[0].tx);
          EXPECT_LE(std::abs(static_cast<int>(v[c].x)), kTileSteps / 2) << "cut along the tile's borders";
        }
        const TileAt at{v[0].tx, v[0].ty};
        sum[k] += triangle_area(place_of(at, v[0].x, v[0].y), place_of(at, v[1].x, v[1].y), place_of(at, v[2].x, v[2].y));
      }
    });
  EXPECT_NEAR(sum.back() / area(lake.shape), 1, 1e-4);
  for (std::size_t k = 0; k + 1 < sum.size(); ++k) EXPECT_EQ(sum[k], 0);
}

TEST(MapGeometry, PiecesOfStreetsAreAsLongAsTheStreets) {
  World w = test::sample_world();
  auto& net = w.streets;
  net.node.push_back({340000, 3450000});
  net.node.push_back({352000, 3459000});
  const Point line[] = {net.node[net.node.size() - 2], net.node.back()};
  add_edge(net, NodeId(net.node.size() - 2), NodeId(net.node.size() - 1), line, StreetClass::kMotorway, 0);
  const auto g = build_geometry(w);
  std::vector<double> expected(scene::kStreetStyles.size(), 0), found(scene::kStreetStyles.size(), 0);
  for (std::size_t e = 0; e < net.n_edges(); ++e)
    for (std::size_t k = 0; k < expected.size(); ++k)
      if (scene::kStreetStyles[k].street_class == net.street_class[e])
        for (std::size_t i = 1; i < net.line(EdgeId(e)).size(); ++i) expected[k] += distance(net.line(EdgeId(e))[i - 1], net.line(EdgeId(e))[i]);
  for (std::size_t k = 0; k < found.size(); ++k)
    g->streets.runs(k, 0, 0, 100000, 100000, [&](std::uint32_t first, std::uint32_t n) {
      for (std::uint32_t i = first; i < first + n; ++i) {
        const Piece& p = g->streets.things[i];
        const double length = std::hypot(p.ax - p.bx, p.ay - p.by) * kStepM;
        EXPECT_LE(length, 256.1);
        found[k] += length;
      }
    });
  for (std::size_t k = 0; k < found.size(); ++k) EXPECT_NEAR(found[k], expected[k], 1e-3 * expected[k] + 0.1) << k;
}

TEST(MapGeometry, RunsAreExactlyWhatLiesInTheTilesAskedFor) {
  const auto g = build_geometry(test::little_town(20, 16).world);
  Stream s(3, "windows");
  for (int round = 0; round < 50; ++round) {
    const int x0 = static_cast<int>(s.below(8)) - 1, y0 = static_cast<int>(s.below(8)) - 1;
    const int x1 = x0 + static_cast<int>(s.below(5)), y1 = y0 + static_cast<int>(s.below(5));
    for (std::size_t k = 0; k < g->streets.groups; ++k) {
      std::size_t in_runs = 0, inside = 0;
      g->streets.runs(k, x0, y0, x1, y1, [&](std::uint32_t first, std::uint32_t n) {
        for (std::uint32_t i = first; i < first + n; ++i) {
          const Piece& p = g->streets.things[i];
          in_runs += p.tx >= x0 && p.tx <= x1 && p.ty >= y0 && p.ty <= y1;
        }
      });
      for (std::uint32_t i = g->streets.row_begin[k * g->streets.rows]; i < g->streets.row_begin[(k + 1) * g->streets.rows]; ++i) {
        const Piece& p = g->streets.things[i];
        inside += p.tx >= x0 && p.tx <= x1 && p.ty >= y0 && p.ty <= y1;
      }
      EXPECT_EQ(in_runs, inside);
    }
  }
}

TEST(MapGeometry, ABuildingWearsTheColourOfItsLargestDemandPoint) {
  World w = test::sample_world();
  DemandPoint more = w.demand[5];
  more.id = "more";
  more.persons = w.demand[5].persons + 1;
  w.demand.push_back(more);
  DemandPoint as_many = w.demand[6];
  as_many.id = "as many";
  w.demand.push_back(as_many);
  const auto g = build_geometry(w);
  EXPECT_EQ(g->slot_of_point[5], kNone);
  EXPECT_NE(g->slot_of_point[w.demand.size() - 2], kNone);
  EXPECT_NE(g->slot_of_point[6], kNone) << "ties to the lowest id";
  EXPECT_EQ(g->slot_of_point[w.demand.size() - 1], kNone);
  // Buildings 9 and 40 have no footprint, "beyond" has no building: discs.
  EXPECT_EQ(g->n_discs, 3u);
  for (std::size_t p = 0; p < w.demand.size(); ++p)
    if (g->slot_of_point[p] != kNone) {
      EXPECT_EQ(g->point_of_slot[g->slot_of_point[p]], p);
    }
}

TEST(MapGeometry, OfAnEmptyWorldIsEmpty) {
  const auto g = build_geometry(World{});
  EXPECT_TRUE(g->spots.empty());
  EXPECT_TRUE(g->tiles.empty());
}

TEST(MapGeometry, RefusesAWorldOfTwoCoordinateSystems) {
  World w = test::sample_world();
  w.buildings[3].footprint = box(121.5, 31.2, 1e-4, 1e-4);
  w.demand[0].position = {4e7, 5e7};
  EXPECT_THROW(build_geometry(w), std::runtime_error);
}

TEST(MapGeometry, CanBeCancelled) {
  EXPECT_THROW(build_geometry(test::sample_world(), [](double, std::string_view) { return false; }), Cancelled);
}

TEST(WindowCounts, FindTheFullestWindow) {
  World w = test::rows_of_buildings(20000);
  const auto g = build_geometry(w);
  const WindowCounts counts(*g);
  const auto all = counts.most(1e6, 1e6);
  EXPECT_EQ(all.points, static_cast<double>(w.demand.size()));
  EXPECT_EQ(all.buildings + all.discs, static_cast<double>(g->spots.size()));
  const auto part = counts.most(1024, 1024);
  EXPECT_GT(part.points, 0);
  EXPECT_LT(part.points, all.points);
}

}  // namespace
}  // namespace catchment::gpu
