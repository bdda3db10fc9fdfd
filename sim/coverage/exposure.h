#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/core/cost.h"
#include "sim/core/ids.h"

namespace catchment {

/// Exposure of organisations to the facilities of one level (N5; the field X of E.4).
struct Exposure {
  std::vector<double> field;             ///< [n_organisations] X, 0..1; 0 for those not counted
  std::vector<std::uint8_t> in_building; ///< [n_organisations] 1 if a facility stands in its own building
  std::vector<std::uint8_t> within;      ///< [n_organisations] 1 if a facility is in its building or within the cutoff
  std::int64_t counted = 0;              ///< organisations
  std::int64_t counted_in_building = 0, counted_within = 0;  ///< in_building <= within <= counted
  std::int64_t buildings = 0;            ///< that hold a facility and at least one counted organisation
  double mean_field = 0;                 ///< over the counted ones; NaN if none is counted
};

/// X = min(1, sum over facilities of phi(d)), phi falling in a straight line from 1 at d = 0 to 0 at the cutoff; a facility in
/// the organisation's own building has d = 0 whatever the travel table says. All facilities count alike (q = h = 1 of E.4).
///
/// - `within`             rows: organisations; destinations: facilities; only pairs within the cutoff
/// - `cutoff`             > 0, in the table's unit
/// - `building`           [n_organisations] invalid where it has none
/// - `facility_building`  [n_destinations] invalid where it has none
/// - `counted`            [n_organisations] 0 leaves one out
///
/// Adding a facility never lowers a figure. O(pairs + facilities log facilities + organisations).
/// Throws std::invalid_argument if lengths disagree, the cutoff is 0 or a cost lies beyond it.
Exposure expose(const CostTable& within, Cost cutoff, std::span<const BuildingId> building,
                std::span<const BuildingId> facility_building, std::span<const std::uint8_t> counted);

}  // namespace catchment
