#pragma once

#include <cstdint>
#include <vector>

#include "sim/world/world.h"

namespace catchment::scene {

/// What the viewer's map is made of. The first four are geometry in GPU buffers; the others come from the display list.
enum class MapLayer : std::uint8_t {
  kGround,         ///< water, green, campus, blocks
  kStreets,
  kBands,          ///< what of each street is how far from the level's providers
  kDemand,         ///< buildings and discs in the colours of the theme; a density grid at city zoom
  kRail,           ///< metro lines and stations
  kCatchments,     ///< service areas
  kBoundaries,     ///< areas, and the veil beyond the study area
  kWalls,
  kLinks,          ///< who lends what to whom
  kOrganisations,
  kGates,
  kFacilities,
  kLabels,
};
inline constexpr std::size_t kMapLayers = 13;

struct LayerLook {
  MapLayer layer = MapLayer::kGround;
  bool visible = true;
  double opacity = 1;   ///< 0..1
  friend bool operator==(const LayerLook&, const LayerLook&) = default;
};
/// Back to front; every layer once.
using LayerStack = std::vector<LayerLook>;
LayerStack default_layers();

/// How a thing differs from the base plan: hue and shape.
enum class EditState : std::uint8_t { kUnchanged, kNew, kChanged, kRemoved };

/// What is left out of the layers. Masks have bit k set for what is shown.
struct LayerFilter {
  std::uint8_t facility_ranks = 0b1111;       ///< bit rank - 1
  std::uint8_t facility_statuses = 0b111;     ///< by FacilityStatus
  std::uint32_t organisation_types = ~0u;     ///< by OrganisationType
  std::uint32_t building_kinds = ~0u;         ///< by BuildingKind
  std::uint32_t classes = ~0u;                ///< of the theme's legend
  std::int64_t least_persons = 0;             ///< of a demand point
  std::uint32_t link_types = ~0u;             ///< by LinkType
  std::uint8_t link_statuses = 0b0111;        ///< by LinkStatus; those that have lapsed only if asked for
  std::uint32_t link_district = UINT32_MAX;   ///< an area: links with an end in it; UINT32_MAX: all
  std::vector<Partner> link_focus;            ///< ascending; not empty: links between these as they are, all others faint
  friend bool operator==(const LayerFilter&, const LayerFilter&) = default;
};

}  // namespace catchment::scene
