#include "sim/report/live_figures.h"

#include <algorithm>
#include <limits>

namespace catchment {
namespace {

constexpr int kBinShift = 16;  // about a minute, or 65 m

}  // namespace

LiveFigures::LiveFigures(const World& world, std::size_t n_levels) : levels_(n_levels), level_(n_levels) {
  const std::size_t n = world.demand.size();
  levels_covering_.assign(n, 0);
  std::vector<std::uint32_t> row_of(world.areas.size(), std::numeric_limits<std::uint32_t>::max());
  for (const DemandPoint& d : world.demand) {
    persons_.push_back(d.persons);
    counted_.push_back(d.inside);
    if (!d.inside) continue;
    population_ += d.persons;
    for (AreaId a = d.area; a.valid(); a = world.areas[a.value].parent) row_of[a.value] = 0;
  }
  for (std::size_t a = 0; a < row_of.size(); ++a) {
    if (row_of[a] != 0) continue;
    row_of[a] = static_cast<std::uint32_t>(areas_.size());
    areas_.emplace_back();
    areas_.back().area = AreaId(a);
    for (auto* figure : {&areas_.back().covered, &areas_.back().served, &areas_.back().no_capacity, &areas_.back().out_of_reach})
      figure->assign(n_levels, 0);
  }
  first_row_.push_back(0);
  for (const DemandPoint& d : world.demand) {
    if (d.inside)
      for (AreaId a = d.area; a.valid(); a = world.areas[a.value].parent) {
        row_.push_back(row_of[a.value]);
        AreaResult& area = areas_[row_of[a.value]];
        area.persons += d.persons;
        ++area.demand_points;
        for (std::int64_t& persons : area.out_of_reach) persons += d.persons;
      }
    first_row_.push_back(static_cast<std::uint32_t>(row_.size()));
  }
  for (std::size_t l = 0; l < n_levels; ++l) {
    level_[l].nearest.assign(n, kUnreachable);
    level_[l].backup.assign(n, 0);
    level_[l].at_start.assign(n, 0);
    level_[l].served.assign(n, 0);
    level_[l].no_capacity.assign(n, 0);
    level_[l].bins.resize((kUnreachable >> kBinShift) + std::size_t{1});
    levels_[l].persons_out_of_reach = levels_[l].unreachable_persons = population_;
    levels_[l].backup_persons.assign(1, population_);
  }
}

template <class F>
void LiveFigures::each_area(std::uint32_t point, const F& f) {
  for (std::uint32_t i = first_row_[point]; i < first_row_[point + 1]; ++i) f(areas_[row_[i]]);
}

/// The point is covered on the level now (persons > 0), or no longer (persons < 0).
void LiveFigures::count(std::size_t l, std::uint32_t point, std::int64_t persons) {
  LiveLevelFigures& level = levels_[l];
  level.persons_covered += persons;
  level.persons_out_of_reach -= persons;
  if (level_[l].at_start[point]) level.lost -= persons;
  else level.gained += persons;
  each_area(point, [&](AreaResult& area) {
    area.covered[l] += persons;
    area.out_of_reach[l] -= persons;
  });
}

void LiveFigures::set(std::size_t l, std::uint32_t point, Cost nearest, std::uint32_t backup) {
  Level& level = level_[l];
  const std::int64_t persons = counted_[point] ? persons_[point] : 0;
  const auto in_bin = [&](Cost cost, std::int64_t by) {
    if (cost >= kUnreachable) {
      levels_[l].unreachable_persons += by;
      return;
    }
    level.reached_persons += by;
    level.bins[cost >> kBinShift].persons += by;
    level.bins[cost >> kBinShift].cost += by * std::int64_t{cost};
  };
  in_bin(level.nearest[point], -persons);
  in_bin(nearest, persons);
  level.nearest[point] = nearest;

  const std::uint32_t before = level.backup[point];
  level.backup[point] = backup;
  if (before == backup) return;
  auto& histogram = levels_[l].backup_persons;
  if (counted_[point]) {
    if (backup >= histogram.size()) histogram.resize(backup + std::size_t{1}, 0);
    histogram[before] -= persons;
    histogram[backup] += persons;
  }
  if ((before > 0) == (backup > 0)) return;
  const bool was_joint = levels_covering_[point] == level_.size();
  if (backup > 0) ++levels_covering_[point];
  else --levels_covering_[point];
  const bool is_joint = levels_covering_[point] == level_.size();
  if (persons == 0) return;
  count(l, point, backup > 0 ? persons : -persons);
  if (was_joint == is_joint) return;
  const std::int64_t joint = is_joint ? persons : -persons;
  joint_persons_ += joint;
  each_area(point, [&](AreaResult& area) { area.joint += joint; });
}

void LiveFigures::start_here() {
  for (std::size_t l = 0; l < level_.size(); ++l) {
    levels_[l].gained = levels_[l].lost = 0;
    for (std::size_t i = 0; i < persons_.size(); ++i) level_[l].at_start[i] = level_[l].backup[i] > 0;
  }
}

void LiveFigures::set_split(std::size_t l, const LevelCoverage& split) {
  Level& level = level_[l];
  for (std::uint32_t i = 0; i < persons_.size(); ++i) {
    const std::int64_t served = split.served[i] - level.served[i], no_capacity = split.no_capacity[i] - level.no_capacity[i];
    if (served == 0 && no_capacity == 0) continue;
    each_area(i, [&](AreaResult& area) {
      area.served[l] += served;
      area.no_capacity[l] += no_capacity;
    });
    level.served[i] = split.served[i];
    level.no_capacity[i] = split.no_capacity[i];
  }
}

double LiveFigures::worst_tenth_mean(std::size_t l) const {
  const Level& level = level_[l];
  if (level.reached_persons == 0) return 0;
  // In tenths of persons, so that all is whole: `left` of them are still to be taken, from the worst bin down.
  std::int64_t left = level.reached_persons;
  double taken = 0;
  std::int64_t whole = 0;
  std::size_t bin = level.bins.size() - 1;
  for (; level.bins[bin].persons * 10 <= left; --bin) {
    left -= level.bins[bin].persons * 10;
    whole += level.bins[bin].cost;
    if (bin == 0) break;
  }
  if (left > 0) {
    std::vector<std::pair<Cost, std::int64_t>> border;
    for (std::size_t i = 0; i < persons_.size(); ++i)
      if (level.nearest[i] >> kBinShift == bin && level.nearest[i] < kUnreachable && counted_[i] && persons_[i] > 0)
        border.emplace_back(level.nearest[i], persons_[i]);
    std::sort(border.rbegin(), border.rend());
    for (const auto& [cost, persons] : border) {
      if (persons * 10 > left) {
        taken = static_cast<double>(left) / 10 * static_cast<double>(cost);
        break;
      }
      left -= persons * 10;
      whole += persons * std::int64_t{cost};
    }
  }
  return (static_cast<double>(whole) + taken) / (static_cast<double>(level.reached_persons) / 10) / 1000;
}

}  // namespace catchment
