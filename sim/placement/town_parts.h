#pragma once

#include <vector>

#include "sim/core/progress.h"
#include "sim/placement/blocks.h"
#include "sim/placement/quarter_layout.h"

namespace catchment::town {

/// A town while it is being made: the world so far and what its parts need to know of each other.
struct TownDraft {
  const TownSpec& spec;
  std::uint64_t seed = 0;
  GridPlan plan;
  BlockPlan blocks;
  std::vector<QuarterContent> content;     ///< [n_quarters]
  std::vector<AreaId> quarter_area;        ///< [n_quarters]
  std::vector<AreaId> block_area;          ///< [n_blocks]
  std::vector<AreaId> sub_district_area, district_area;
  std::vector<std::int64_t> quarter_people;  ///< [n_quarters] residents
  bool detailed = true;                    ///< small enough for a name and a wall for everything
};

/// City, districts, sub-districts, blocks, quarters and riverside strips: polygons that tile, parents before children.
void make_areas(TownDraft& draft, World& world);
/// River, expressways and metro as context and, for the expressways, as streets that nobody walks.
void make_context(TownDraft& draft, World& world);
/// Dwellings, residents (exact totals by district), workers, demand points, populations of all areas.
void settle_people(TownDraft& draft, World& world);
/// Facilities of four levels and venues. Call after settle_people.
void place_facilities(TownDraft& draft, World& world);
/// Enterprises, social organisations, colleges, committees, property managers, their members, groups and units.
void place_organisations(TownDraft& draft, World& world);

/// Instance N256 of the four nested levels: 256 demand points of one person, 85 facilities; 1 cell = 100 m.
World make_n256(Point origin, const std::string& crs);

/// The quarter's short English or Chinese stem is its block's; see make_areas.
inline constexpr std::uint64_t kDetailedBuildings = 30'000;

}  // namespace catchment::town
