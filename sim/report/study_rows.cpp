#include "sim/report/study_rows.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "sim/world/build.h"

namespace catchment {

std::size_t weakest_level(const Study& study) {
  std::size_t weakest = 0;
  for (std::size_t k = 1; k < study.levels.size(); ++k)
    if (study.levels[k].coverage.persons_covered < study.levels[weakest].coverage.persons_covered) weakest = k;
  return weakest;
}

std::vector<AreaResult> area_results(const World& world, const Study& study) {
  const std::size_t n_levels = study.levels.size();
  std::vector<AreaResult> all(world.areas.size());
  for (std::size_t a = 0; a < all.size(); ++a) {
    all[a].area = AreaId(a);
    for (auto* figure : {&all[a].covered, &all[a].served, &all[a].no_capacity, &all[a].out_of_reach}) figure->assign(n_levels, 0);
  }
  for (std::size_t i = 0; i < world.demand.size(); ++i) {
    if (!study.counted[i]) continue;
    for (AreaId a = world.demand[i].area; a.valid(); a = world.areas[a.value].parent) {
      AreaResult& row = all[a.value];
      row.persons += world.demand[i].persons;
      ++row.demand_points;
      if (!study.joint.covered.empty() && study.joint.covered[i]) row.joint += world.demand[i].persons;
      for (std::size_t l = 0; l < n_levels; ++l) {
        const LevelCoverage& c = study.levels[l].coverage;
        if (c.covered[i]) row.covered[l] += world.demand[i].persons;
        row.served[l] += c.served[i];
        row.no_capacity[l] += c.no_capacity[i];
        row.out_of_reach[l] += c.out_of_reach[i];
      }
    }
  }
  std::erase_if(all, [](const AreaResult& row) { return row.demand_points == 0; });
  return all;
}

LevelEquity level_equity(const World& world, const Study& study, const LevelResult& level, int area_level) {
  LevelEquity equity;
  std::vector<double> y, p;
  std::vector<std::uint32_t> group;
  for (std::size_t i = 0; i < world.demand.size(); ++i) {
    const std::int64_t persons = world.demand[i].persons;
    if (!study.counted[i] || persons == 0) continue;
    if (level.nearest.cost[i] >= kUnreachable) {
      equity.excluded_persons += persons;
      continue;
    }
    y.push_back(from_cost(level.nearest.cost[i]));
    p.push_back(static_cast<double>(persons));
    const AreaId area = ancestor_at(world.areas, world.demand[i].area, area_level);
    group.push_back(area.valid() ? area.value : static_cast<std::uint32_t>(world.areas.size()));
  }
  if (!y.empty()) {
    equity.gini = gini(y, p);
    equity.hoover = hoover(y, p);
    equity.palma = palma_self_ranked(y, p);
    equity.theil = theil(y, p, group);
    const auto p90 = quantile(y, p, 0.9), p10 = quantile(y, p, 0.1);
    equity.median = quantile(y, p, 0.5).value_or(0);
    equity.p90 = p90.value_or(0);
    if (p90 && p10 && *p10 > 0) equity.p90_p10 = *p90 / *p10;
    // Thinned to what a chart can show; the ends stay.
    const auto curve = lorenz(y, p);
    const std::size_t keep = std::min<std::size_t>(curve.size(), 101);
    for (std::size_t k = 0; k < keep; ++k) equity.lorenz.push_back(curve[keep > 1 ? k * (curve.size() - 1) / (keep - 1) : 0]);
    // Mean, and the mean of the worst tenth of the people (whole persons; a point on the border counts in part).
    std::vector<std::size_t> order(y.size());
    for (std::size_t k = 0; k < order.size(); ++k) order[k] = k;
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return y[a] > y[b]; });
    double people = 0, total = 0;
    for (const std::size_t k : order) {
      people += p[k];
      total += p[k] * y[k];
    }
    equity.mean = total / people;
    double left = people / 10, worst = 0;
    for (const std::size_t k : order) {
      const double taken = std::min(left, p[k]);
      worst += taken * y[k];
      left -= taken;
      if (left <= 0) break;
    }
    equity.worst_tenth_mean = worst / (people / 10);
  }
  std::vector<double> share, weight;
  const std::size_t l = static_cast<std::size_t>(&level - study.levels.data());
  for (const AreaResult& row : study.areas)
    if (world.areas[row.area.value].level == area_level && row.persons > 0) {
      share.push_back(static_cast<double>(row.covered[l]) / static_cast<double>(row.persons));
      weight.push_back(static_cast<double>(row.persons));
    }
  if (share.size() > 1) equity.gini_of_area_shares = gini(share, weight);
  return equity;
}

std::vector<Gap> largest_gaps(const World& world, const Study& study) {
  struct Member { std::size_t point; std::int64_t persons; };
  std::vector<Gap> gaps;
  for (std::size_t l = 0; l < study.levels.size(); ++l) {
    const LevelResult& level = study.levels[l];
    for (const bool full : {false, true}) {
      const auto& missing = full ? level.coverage.no_capacity : level.coverage.out_of_reach;
      std::map<std::uint32_t, std::vector<Member>> by_area;   // ordered: the same gaps on every machine
      for (std::size_t i = 0; i < missing.size(); ++i)
        if (study.counted[i] && missing[i] > 0) {
          const AreaId area = world.demand[i].area;
          by_area[area.valid() ? area.value : static_cast<std::uint32_t>(world.areas.size() + i)].push_back({i, missing[i]});
        }
      for (const auto& [key, members] : by_area) {
        Gap gap;
        gap.level = l;
        gap.no_capacity = full;
        if (key < world.areas.size()) gap.area = AreaId(key);
        gap.name = gap.area.valid() ? world.areas[key].id : world.demand[members.front().point].id;
        double x = 0, y = 0;
        std::vector<double> excess, weight;
        std::map<std::uint32_t, std::int64_t> nearest_of;
        for (const Member& m : members) {
          const double w = static_cast<double>(m.persons);
          gap.persons += m.persons;
          x += w * world.demand[m.point].position.x;
          y += w * world.demand[m.point].position.y;
          if (level.nearest.cost[m.point] < kUnreachable) {
            excess.push_back(from_cost(level.nearest.cost[m.point]) - level.spec.cutoff);
            weight.push_back(w);
            nearest_of[level.nearest.destination[m.point]] += m.persons;
          }
        }
        gap.centre = {x / static_cast<double>(gap.persons), y / static_cast<double>(gap.persons)};
        std::int64_t most = 0;
        for (const auto& [k, persons] : nearest_of)
          if (persons > most) {
            most = persons;
            gap.nearest = level.providers[k];
          }
        gap.shortfall = full ? static_cast<double>(gap.persons) : quantile(excess, weight, 0.5).value_or(INFINITY);
        gaps.push_back(gap);
      }
    }
  }
  const auto larger = [](const Gap& a, const Gap& b) {
    return std::tuple(-a.persons, a.level, a.no_capacity, a.area.value) < std::tuple(-b.persons, b.level, b.no_capacity, b.area.value);
  };
  std::stable_sort(gaps.begin(), gaps.end(), larger);
  if (gaps.size() > 10) gaps.resize(10);
  return gaps;
}

}  // namespace catchment
