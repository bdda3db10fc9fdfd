#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "sim/core/cost.h"
#include "sim/world/world.h"

namespace catchment {

/// Coverage of one catalogue item (N7).
struct ItemCoverage {
  std::string item;                        ///< id
  std::int64_t facilities = 0;             ///< that offer it
  std::int64_t persons = 0;                ///< within reach of at least one of them, each counted once
};

/// Whether a facility offers an item: its services name the item, the item's function or its category. A facility that names no
/// services offers no item of the catalogue (it then only has what its level implies). Closed ones offer nothing.
bool offers(const Facility& facility, const CatalogueItem& item);

/// For each item of the catalogue the persons in the union of the catchments of the facilities that offer it, and no others.
///
/// - `facilities`  [n_destinations] which facility each destination of `within` is
/// - `within`      rows: demand points; only pairs within the cutoff
/// - `counted`     [n_demand] or empty: 0 leaves a point out
///
/// O(pairs * items / 64 + facilities * items). Throws std::invalid_argument if lengths
/// disagree or a facility does not exist.
std::vector<ItemCoverage> item_coverage(const World& world, std::span<const FacilityId> facilities, const CostTable& within,
                                        std::span<const std::uint8_t> counted = {});

}  // namespace catchment
