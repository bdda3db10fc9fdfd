#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "sim/world/world.h"

namespace catchment {

/// Largest-remainder apportionment: integers >= 0 proportional to `weight` that sum to `total` exactly; ties to the lowest
/// index. If all weights are 0 the total is shared equally; no places and total > 0 throws std::invalid_argument.
/// Each value is its quota total * weight / sum(weight) rounded down or up. Weights must be finite and >= 0; they are read
/// as whole numbers of 2^-62 of the largest one, so every whole number below 2^53 and nearly every other double is exact,
/// and quotas are compared without rounding. O(n). Source: Balinski & Young (1982), Hamilton's method.
std::vector<std::int64_t> apportion(std::int64_t total, std::span<const double> weight);

/// Order areas so that parents come before children and check the tree (A.1): duplicate ids, missing parent, cycle, a
/// child whose level is not below its parent's. `parent_ids` [n] text, empty for roots. Throws InputError naming the area.
/// An order that has parents first already is kept; otherwise areas are sorted by level, equal levels as they were.
void link_areas(std::vector<Area>& areas, const std::vector<std::string>& parent_ids, const std::string& where);

/// Smallest area (highest level, then lowest id) whose polygon holds the point; invalid if none.
class LeafLocator {
 public:
  explicit LeafLocator(const std::vector<Area>& areas);
  LeafLocator(LeafLocator&&) = default;
  LeafLocator& operator=(LeafLocator&&) = default;
  LeafLocator(const LeafLocator&) = delete;  // the locators point into shapes_
  LeafLocator& operator=(const LeafLocator&) = delete;
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

/// Record checks of the world (F.4). Findings come rule by rule, records in id order; after twenty of one rule a last one
/// says how many more there are. Near-linear: neighbours are found in a 30 m grid. Errors throw in the pipeline.
///
/// | rule                      | severity | fires when |
/// | duplicate-id              | error    | two records of one table have the same id |
/// | dangling-reference        | error    | a record names an area, building, unit, ... that is not in its table |
/// | not-a-place               | error    | a coordinate is not finite |
/// | negative-figure           | error    | a count, area or amount is negative or not a number |
/// | facility-level            | error    | a facility's level is not 1..4 |
/// | child-totals              | warning  | an area's declared persons differ from the sum its children declare |
/// | total-mismatch            | warning  | a total that was shared out did not arrive, or an area holds other persons than declared |
/// | members-exceed-employees  | warning  | members > employees (where employees are stated) |
/// | eligible-exceed-members   | warning  | eligible > members (where members are stated) |
/// | facility-outside          | warning  | a facility lies outside every area, or outside the area it names |
/// | demand-outside            | warning  | a demand point with persons, not marked beyond the boundary, lies in no area |
/// | duplicate-organisation    | warning  | within 30 m, names at most 2 edits apart (fewer for short names), same numbers in the name |
/// | orphan-organisation       | warning  | no open unit is responsible, though units exist |
/// | conflict-organisation     | warning  | two or more open units are responsible |
/// | building-without-group    | note     | some buildings host groups, others do not (F2); one finding for all |
/// | digit-heaping             | note     | counts end in 0 or 5 far more often than chance (100 counts or more) |
Findings check_world(const World& world);

/// A total as declared and as counted from the records. -> rule "total-mismatch" for each that differs.
struct DeclaredTotal {
  std::string where, what;       ///< e.g. "members.csv", "members"
  std::int64_t declared = 0, counted = 0;
};
Findings check_totals(std::span<const DeclaredTotal> totals);

/// Buildings that host no group: neither a group of the building itself nor one of an organisation in it (F2).
std::vector<BuildingId> buildings_without_group(const World& world);

/// Least insertions, deletions and substitutions of Unicode characters that turn `a` into `b` (Levenshtein); UTF-8.
/// Gives limit + 1 as soon as it is certain to be above `limit`. O(limit * length).
int name_distance(const std::string& a, const std::string& b, int limit = 1 << 20);

}  // namespace catchment
