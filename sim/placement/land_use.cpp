#include "sim/placement/land_use.h"

#include <algorithm>
#include <cmath>

namespace catchment::town {

namespace {

struct Shares {
  double office, campus, industry, park, civic;
};

Shares shares_of(const TownSpec& spec) {
  if (spec.kind == "business") return {0.42, 0.0, 0.0, 0.10, 0.05};
  if (spec.kind == "campus") return {0.04, 0.22, 0.03, 0.07, 0.05};
  if (spec.kind == "city") return {0.06, 0.02, 0.10, 0.06, 0.04};
  return {0.04, 0.03, 0.04, 0.05, 0.04};
}

struct Counts {
  std::int64_t office, campus, industry, park, civic;
  [[nodiscard]] std::int64_t sum() const { return office + campus + industry + park + civic; }
};

// Of `all` built-up blocks. A town of a few blocks keeps the ones that its kind cannot do without.
Counts counts_of(const TownSpec& spec, std::int64_t all) {
  const Shares s = shares_of(spec);
  const auto n = [all](double share) { return static_cast<std::int64_t>(std::lround(share * static_cast<double>(all))); };
  const auto at_least = [&](double share, int from_blocks) {
    return share > 0 && all >= from_blocks ? std::max<std::int64_t>(1, n(share)) : n(share);
  };
  Counts c{at_least(s.office, 6), at_least(s.campus, 12), at_least(s.industry, 10), at_least(s.park, 6), at_least(s.civic, 5)};
  if (spec.colleges > 0) c.campus = std::max(c.campus, spec.colleges);
  while (c.sum() >= all && c.sum() > 0) {  // homes first: at least one residential block
    std::int64_t* largest = &c.office;
    for (auto* k : {&c.campus, &c.industry, &c.park, &c.civic})
      if (*k > *largest) largest = k;
    --*largest;
  }
  return c;
}

double wobble(std::uint64_t seed, const char* purpose, std::size_t index, double by) {
  return Stream(seed, purpose, index).uniform(-by, by);
}

}  // namespace

std::int64_t special_blocks(const TownSpec& spec, std::int64_t residential) {
  // The smallest number that leaves `residential` blocks of homes.
  for (std::int64_t special = 0; special < 4 * residential + 8; ++special)
    if (counts_of(spec, residential + special).sum() == special) return special;
  return residential / 4;
}

void choose_land_use(const GridPlan& plan, const TownSpec& spec, std::uint64_t seed, BlockPlan& out) {
  std::vector<std::uint32_t> free;
  for (std::size_t b = 0; b < out.blocks.size(); ++b)
    if (!out.blocks[b].rural) free.push_back(static_cast<std::uint32_t>(b));
  const Counts counts = counts_of(spec, static_cast<std::int64_t>(free.size()));
  std::vector<Point> centre(out.blocks.size());
  for (std::size_t b = 0; b < centre.size(); ++b) {
    const auto& p = out.blocks[b].piece;
    centre[b] = at(out.cell_quad[out.blocks[b].cell], (p.s0 + p.s1) / 2, (p.t0 + p.t1) / 2);
  }
  const auto area = [&](std::uint32_t b) { return area_of(quad_of(out.cell_quad[out.blocks[b].cell], out.blocks[b].piece)); };
  // Takes the n free blocks of lowest score.
  const auto take = [&](LandUse use, std::int64_t n, auto&& score) {
    std::vector<std::pair<double, std::uint32_t>> order;
    for (const auto b : free) order.emplace_back(score(b), b);
    const auto count = std::min<std::size_t>(static_cast<std::size_t>(std::max<std::int64_t>(0, n)), order.size());
    std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count), order.end());
    for (std::size_t k = 0; k < count; ++k) out.blocks[order[k].second].use = use;
    std::erase_if(free, [&](std::uint32_t b) { return out.blocks[b].use == use; });
  };
  const auto central = [&](std::uint32_t b) { return plan.centrality[out.blocks[b].cell]; };
  const auto district = [&](std::uint32_t b) { return plan.sub_districts[plan.sub_district_of[out.blocks[b].cell]].district; };

  // Campuses: one district after the other, large blocks first.
  const std::size_t n_districts = plan.districts.size();
  std::vector<std::int64_t> campuses(n_districts, 0);
  for (std::int64_t k = 0; k < counts.campus; ++k) ++campuses[static_cast<std::size_t>(k) % n_districts];
  for (std::size_t d = 0; d < n_districts; ++d)
    take(LandUse::kCampus, campuses[d], [&](std::uint32_t b) {
      if (district(b) != d) return 1e18;
      return -area(b) * (1 + wobble(seed, "town.campus", b, 0.5)) + (central(b) < 0.25 ? 1e6 : 0);
    });
  take(LandUse::kIndustry, counts.industry, [&](std::uint32_t b) {
    return -central(b) + wobble(seed, "town.industry", b, 0.25) + (out.blocks[b].riverside ? 0.5 : 0);
  });
  // Offices: round the heart and, in a city, round the middle of every district.
  take(LandUse::kOffice, counts.office, [&](std::uint32_t b) {
    double near = central(b) + wobble(seed, "town.office", b, spec.kind == "business" ? 0.12 : 0.2);
    if (n_districts > 1) {
      const auto& cells = plan.districts[district(b)].cells;
      const Point middle = plan.at((cells.i0 + cells.i1) / 2, (cells.j0 + cells.j1) / 2);
      near = std::min(near, distance(middle, centre[b]) / (distance(plan.at(0, 0), plan.at(plan.nx, plan.ny)) / 4) + wobble(seed, "town.office2", b, 0.05));
    }
    return near;
  });
  take(LandUse::kPark, counts.park, [&](std::uint32_t b) {
    return Stream(seed, "town.park", b).uniform() - (out.blocks[b].riverside ? 0.35 : 0);
  });
  take(LandUse::kCivic, counts.civic, [&](std::uint32_t b) { return Stream(seed, "town.civic", b).uniform() + 1.6 * central(b); });
}

int quarters_in(LandUse use, double area_m2, Stream& draw) {
  double plot = 24'000;
  switch (use) {
    case LandUse::kCampus: case LandUse::kPark: return 1;
    case LandUse::kIndustry: plot = 45'000; break;
    case LandUse::kOffice: plot = 16'000; break;
    case LandUse::kCivic: plot = 26'000; break;
    default: plot = 24'000 * draw.uniform(0.85, 1.25);
  }
  return std::clamp(static_cast<int>(std::lround(area_m2 / plot)), 1, 4);
}

void choose_homes(const GridPlan& plan, const TownSpec& spec, std::uint64_t seed, BlockPlan& out) {
  double homes_m2 = 0;
  for (const auto& q : out.quarters)
    if (is_residential(q.use)) homes_m2 += area_of(quad_of(out.cell_quad[out.blocks[q.block].cell], q.piece));
  // Slabs house about 30,000 persons per km2 of quarters, towers about 70,000.
  const double density = homes_m2 > 0 ? static_cast<double>(spec.population) / (homes_m2 / 1e6) : 0;
  const double tower_share = std::clamp((density - 26'000) / 42'000, 0.10, 0.75);
  const double lane_share = spec.kind == "business" ? 0.5 : spec.kind == "city" ? 0.35 : 0.22;
  for (std::size_t k = 0; k < out.quarters.size(); ++k) {
    QuarterPlan& q = out.quarters[k];
    if (!is_residential(q.use)) continue;
    Stream draw(seed, "town.homes", k);
    const double central = plan.centrality[out.blocks[q.block].cell];
    // Whole blocks tend to be of one age: the block draws first, the quarter may differ.
    Stream block_draw(seed, "town.homes-block", q.block);
    const double age = 0.65 * block_draw.uniform() + 0.35 * draw.uniform();
    if (age < lane_share * std::exp(-2.2 * central * central) + 0.12 * (spec.kind == "residential")) q.use = LandUse::kLanes;
    else if (draw.chance(tower_share)) q.use = draw.chance(0.7) ? LandUse::kTowers : LandUse::kMixedHomes;
    else q.use = draw.chance(0.12) ? LandUse::kMixedHomes : LandUse::kSlabs;
  }
}

}  // namespace catchment::town
