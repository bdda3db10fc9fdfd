#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "sim/world/world.h"

namespace catchment {

/// Largest-remainder apportionment: integers >= 0 proportional to `weight` that sum to `total` exactly; ties to the lowest
/// index. If all weights are 0 the total is shared equally; no places and total > 0 throws std::invalid_argument.
/// Weights must be finite and >= 0. O(n log n). Source: Balinski & Young (1982), Hamilton's method.
std::vector<std::int64_t> apportion(std::int64_t total, std::span<const double> weight);

/// Order areas so that parents come before children and check the tree (A.1): duplicate ids, missing parent, cycle, a
/// child whose level is not below its parent's. `parent_ids` [n] text, empty for roots. Throws InputError naming the area.
void link_areas(std::vector<Area>& areas, const std::vector<std::string>& parent_ids, const std::string& where);

/// Smallest area (highest level, then lowest id) whose polygon holds the point; invalid if none.
class LeafLocator {
 public:
  explicit LeafLocator(const std::vector<Area>& areas);
  [[nodiscard]] AreaId find(Point p) const;

 private:
  std::vector<std::vector<MultiPolygon>> shapes_;   // per level
  std::vector<std::vector<AreaId>> ids_;
  std::vector<AreaLocator> locators_;
};

/// Sum of an extensive figure of the leaves rolled up to every area: exact integers (A.1). `leaf` [n] area or invalid.
/// -> [n_areas]; what lies in no area is returned in `outside`.
std::vector<std::int64_t> roll_up(const std::vector<Area>& areas, std::span<const AreaId> leaf,
                                  std::span<const std::int64_t> value, std::int64_t* outside = nullptr);

/// The ancestor of `area` at `level`, or invalid.
AreaId ancestor_at(const std::vector<Area>& areas, AreaId area, int level);

/// Record checks of the world (models.md F.4, systems L13, J2): duplicate ids, parent totals that differ from children, members > employees,
/// negative figures, facility outside every area, duplicate organisation within 30 m, ... Errors throw in the pipeline.
Findings check_world(const World& world);

}  // namespace catchment
