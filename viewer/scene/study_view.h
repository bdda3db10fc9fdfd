#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/core/cost.h"
#include "sim/core/ids.h"
#include "sim/report/live_study.h"
#include "sim/report/study.h"

namespace catchment::scene {

/// What a map shows of one level: spans over the arrays of a finished Study or of a LiveStudy, which must outlive it.
struct LevelView {
  const LevelSpec* spec = nullptr;
  std::span<const FacilityId> providers;             ///< ascending
  std::span<const Cost> nearest_cost;                ///< [n_demand] in the level's unit, unbounded
  std::span<const std::uint8_t> covered;             ///< [n_demand]; or, of a live study, empty and
  std::span<const std::uint32_t> backup;             ///< [n_demand] providers within the cutoff
  std::span<const std::int64_t> served, no_capacity, out_of_reach;  ///< [n_demand] persons; empty: not split (yet)
  std::int64_t persons_served = 0, persons_no_capacity = 0, persons_out_of_reach = 0;
  [[nodiscard]] bool is_covered(std::size_t i) const { return covered.empty() ? backup[i] > 0 : covered[i] != 0; }
};

struct StudyView {
  std::span<const std::uint8_t> counted;             ///< [n_demand]
  std::vector<LevelView> levels;                     ///< in the scenario's order
};

/// Cheap: nothing is copied but the levels' heads.
StudyView view_of(const Study& study);
/// `splits` are pointers to each level's last split, null where there is none that fits.
StudyView view_of(const LiveStudy& study, std::span<const LevelCoverage* const> splits);

}  // namespace catchment::scene
