#pragma once

#include <optional>
#include <string>

#include "sim/report/study.h"
#include "sim/scenario/scenario.h"
#include "sim/world/world.h"
#include "viewer/scene/display_list.h"
#include "viewer/scene/figure.h"
#include "viewer/scene/map_layers.h"

namespace catchment::scene {

enum class MapTheme {
  kCoverage,        ///< demand split of one level: served / no capacity / out of reach, facilities, streets
  kMinutes,         ///< edge bands and demand by travel cost to the nearest provider of one level
  kLevels,          ///< how many of the levels reach each demand point
  kAreaShare,       ///< choropleth: share covered per area of the report level
  kOrganisations,   ///< organisation states
  kDifference,      ///< study minus base: newly covered, lost, unchanged
  kLinks,           ///< who lends what to whom: the sharing graph over a quiet map, as `filter` has it
};

struct MapOptions {
  MapTheme theme = MapTheme::kLevels;
  std::size_t level = 0;             ///< for the themes of one level
  double width_px = 1600;            ///< height follows the world's shape, between 0.55 and 1.1 of the width
  bool chinese = true;
  bool dark = false;
  bool furniture = true;             ///< title, legend, scale bar, north arrow, date, CRS, run id, "modelled" stamp
  const Study* base = nullptr;       ///< for kDifference: same world of demand points
  std::optional<Box> window;         ///< m; default: the study area
  std::optional<Figure> figure;      ///< any figure of demand instead of `theme` and `level`
  Classing classing;                 ///< for the figures that are classed by method
  // As the viewer shows it. Without a stack: the layers that the theme needs, in the print's order.
  std::optional<LayerStack> layers;  ///< kCatchments is not drawn; organisations where the study has their coverage
  LayerFilter filter;
  std::vector<EditState> facility_state, gate_state;  ///< [n_facilities], [n_gates]; empty: all unchanged
  std::vector<Facility> removed;     ///< of the base, not in the world: drawn grey with a cross
  std::string title;                 ///< default: from the scenario and theme
};

/// The map of a study as a display list (map-design.md). Deterministic. At city size (more than 60,000 demand points in
/// view, or 5,000 that would be specks) demand is drawn as a density grid, streets only from secondary up.
DisplayList draw_map(const World& world, const Study& study, const Scenario& scenario, const MapOptions& options);

}  // namespace catchment::scene
