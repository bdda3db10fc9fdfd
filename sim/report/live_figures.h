#pragma once

#include <cstdint>
#include <vector>

#include "sim/report/study.h"
#include "sim/world/world.h"

namespace catchment {

/// The sums of one level over the counted demand points, exact whole numbers.
struct LiveLevelFigures {
  std::int64_t persons_covered = 0, persons_out_of_reach = 0;
  std::int64_t gained = 0, lost = 0;         ///< persons covered now and not at the start; covered at the start and not now
  std::vector<std::int64_t> backup_persons;  ///< persons with exactly k providers within the cutoff, as LevelResult
  std::int64_t unreachable_persons = 0;      ///< with no way to any provider
};

/// Figures kept up demand point by demand point: each change of a point takes its old share out and puts its new one in.
class LiveFigures {
 public:
  /// Of a world where no point has a provider; keeps references to nothing. `n_levels` of the scenario.
  LiveFigures(const World& world, std::size_t n_levels);

  /// What one demand point has on one level. O(areas above the point).
  void set(std::size_t level, std::uint32_t point, Cost nearest, std::uint32_t backup);
  /// What is covered now is the start from which `gained` and `lost` count. O(points * levels).
  void start_here();
  /// The level's split of demand, for the areas' served and no_capacity. O(points whose split changed), after a scan.
  void set_split(std::size_t level, const LevelCoverage& split);

  [[nodiscard]] const std::vector<LiveLevelFigures>& levels() const { return levels_; }
  [[nodiscard]] std::int64_t joint_persons() const { return joint_persons_; }
  [[nodiscard]] std::int64_t population() const { return population_; }
  /// As Study::areas; served and no_capacity as of the last `set_split`.
  [[nodiscard]] const std::vector<AreaResult>& areas() const { return areas_; }
  /// Mean cost to the nearest provider of the tenth of the people that has it worst, in seconds or metres (a point on the
  /// border counts in part, people without any way do not count), as LevelEquity; 0 if nobody has one. Exact sums of whole numbers,
  /// one division. One scan of the points.
  [[nodiscard]] double worst_tenth_mean(std::size_t level) const;
  [[nodiscard]] const std::vector<std::int64_t>& persons() const { return persons_; }       ///< [n_demand]
  [[nodiscard]] const std::vector<std::uint8_t>& counted() const { return counted_; }       ///< [n_demand]

 private:
  struct Level {
    std::vector<Cost> nearest;               // [n_demand]
    std::vector<std::uint32_t> backup;       // [n_demand]
    std::vector<std::uint8_t> at_start;      // [n_demand] covered
    struct Bin { std::int64_t persons = 0, cost = 0; };
    std::vector<Bin> bins;                   // persons, and persons * cost, by the upper bits of the cost
    std::int64_t reached_persons = 0;
    std::vector<std::int64_t> served, no_capacity;  // [n_demand] of the last split
  };
  template <class F>
  void each_area(std::uint32_t point, const F& f);
  void count(std::size_t level, std::uint32_t point, std::int64_t persons);

  std::vector<std::int64_t> persons_;
  std::vector<std::uint8_t> counted_;
  std::int64_t population_ = 0, joint_persons_ = 0;
  std::vector<std::uint16_t> levels_covering_;   // [n_demand]
  std::vector<std::uint32_t> first_row_, row_;   // areas_ above each point
  std::vector<AreaResult> areas_;
  std::vector<LiveLevelFigures> levels_;
  std::vector<Level> level_;
};

}  // namespace catchment
