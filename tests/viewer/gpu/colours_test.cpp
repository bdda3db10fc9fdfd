#include <gtest/gtest.h>

#include <numeric>

#include "sim/core/random.h"
#include "tests/viewer/scene/little_town.h"
#include "viewer/gpu/demand_colours.h"
#include "viewer/gpu/shaders.h"

namespace catchment::gpu {
namespace {

std::vector<std::int8_t> some_classes(std::size_t n, std::uint64_t seed) {
  Stream s(seed, "classes");
  std::vector<std::int8_t> of(n);
  for (auto& c : of) c = static_cast<std::int8_t>(static_cast<int>(s.below(5)) - 1);
  return of;
}

std::int64_t sum_of(const DensityGrid& grid) { return std::accumulate(grid.persons.begin(), grid.persons.end(), std::int64_t{0}); }

TEST(DensityGrid, HoldsEverybodyWhoHasAClassWhateverTheCell) {
  const World w = test::little_town().world;
  DemandColours colours(build_geometry(w));
  const auto of = some_classes(w.demand.size(), 1);
  colours.set(of, 4);
  std::int64_t expected = 0;
  for (std::size_t i = 0; i < of.size(); ++i) expected += of[i] >= 0 ? w.demand[i].persons : 0;
  for (const int e : {3, 5, 8, 12}) EXPECT_EQ(sum_of(colours.grid(e)), expected) << e;
  colours.set({}, 0);
  std::int64_t all = 0;
  for (const auto& d : w.demand) all += d.persons;
  EXPECT_EQ(sum_of(colours.grid(5)), all) << "without classes everybody is in it";
}

TEST(DensityGrid, KeptUpIsTheGridMadeAnew) {
  const World w = test::little_town().world;
  const auto g = build_geometry(w);
  DemandColours kept(g);
  auto of = some_classes(w.demand.size(), 1);
  kept.set(of, 4);
  for (const int e : {4, 6, 9}) kept.grid(e);
  Stream s(9, "edits");
  for (int round = 0; round < 20; ++round) {
    std::vector<std::uint32_t> points;
    std::vector<std::int8_t> now;
    for (int k = 0; k < 40; ++k) {
      points.push_back(static_cast<std::uint32_t>(s.below(w.demand.size())));
      now.push_back(static_cast<std::int8_t>(static_cast<int>(s.below(5)) - 1));
      of[points.back()] = now.back();
    }
    kept.update(points, now);
  }
  DemandColours anew(g);
  anew.set(of, 4);
  EXPECT_TRUE(std::ranges::equal(kept.bytes(), anew.bytes()));
  for (const int e : {4, 6, 9}) {
    EXPECT_EQ(kept.grid(e).persons, anew.grid(e).persons);
    EXPECT_EQ(kept.grid(e).look, anew.grid(e).look);
    EXPECT_EQ(kept.grid(e).low, anew.grid(e).low) << "an edit does not move the steps of strength";
  }
}

TEST(DensityGrid, IsNoLargerThanTheDriverAllows) {
  const auto g = build_geometry(test::little_town().world);
  const DemandColours colours(g);
  const int e = colours.possible_exponent(0, 100);
  EXPECT_LE(std::ceil(std::max(g->columns, g->rows) * kTileM / std::ldexp(1.0, e)), 100);
  EXPECT_GT(std::ceil(std::max(g->columns, g->rows) * kTileM / std::ldexp(1.0, e - 1)), 100);
  EXPECT_EQ(colours.possible_exponent(20, 100), 20);
}

TEST(DemandColours, TouchOnlyTheTilesThatChange) {
  const World w = test::little_town(20, 16).world;
  const auto g = build_geometry(w);
  DemandColours colours(g);
  std::vector<std::int8_t> of(w.demand.size(), 0);
  colours.set(of, 3);
  std::fill(colours.dirty_rows().begin(), colours.dirty_rows().end(), std::uint8_t{0});
  const auto before = colours.version();
  std::uint32_t point = 0;
  while (g->slot_of_point[point] == kNone) ++point;
  const std::uint32_t points[] = {point};
  const std::int8_t now[] = {2}, same[] = {0};
  colours.update(points, same);
  for (std::size_t t = 0; t < g->tiles.size(); ++t) EXPECT_LE(colours.tile_version(t), before) << "nothing has changed";
  colours.update(points, now);
  std::size_t changed = 0;
  for (std::size_t t = 0; t < g->tiles.size(); ++t) changed += colours.tile_version(t) > before;
  EXPECT_EQ(changed, 1u);
  EXPECT_GT(colours.tile_version(g->slot_tile[g->slot_of_point[point]]), before);
  EXPECT_EQ(std::count(colours.dirty_rows().begin(), colours.dirty_rows().end(), 1), 1);
}

TEST(DemandColours, FiltersHideByKindClassAndPersons) {
  World w = test::little_town().world;
  for (std::size_t b = 0; b < w.buildings.size(); ++b) w.buildings[b].kind = b % 3 == 0 ? BuildingKind::kOffice : BuildingKind::kResidential;
  const auto g = build_geometry(w);
  DemandColours colours(g);
  const auto of = some_classes(w.demand.size(), 4);
  colours.set(of, 4);
  scene::LayerFilter filter;
  filter.building_kinds = ~(1u << static_cast<int>(BuildingKind::kOffice));
  filter.classes = ~(1u << 2);
  filter.least_persons = 12;
  colours.set_filter(filter);
  for (std::size_t s = 0; s < g->spots.size(); ++s) {
    const auto p = g->point_of_slot[s];
    const bool hidden = g->slot_kind[s] == static_cast<std::uint8_t>(BuildingKind::kOffice) || p == kNone || w.demand[p].persons < 12 || of[p] == 2;
    EXPECT_EQ(colours.bytes()[s] == kHiddenByte, hidden) << s;
    if (!hidden) {
      EXPECT_EQ(colours.bytes()[s], of[p] < 0 ? kPlainByte : static_cast<int>(of[p]));
    }
  }
}

TEST(DemandColours, RefuseClassesOfAnotherWorld) {
  DemandColours colours(build_geometry(test::little_town().world));
  EXPECT_THROW(colours.set(std::vector<std::int8_t>(3, 0), 2), std::invalid_argument);
}

}  // namespace
}  // namespace catchment::gpu
