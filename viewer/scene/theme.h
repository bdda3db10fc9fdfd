#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "viewer/scene/map_draft.h"

namespace catchment::scene {

/// One class of a theme: how it looks, what it is called, how many people and places are in it.
struct ThemeClass {
  Colour fill;
  Hatch hatch = Hatch::kNone;
  std::string label;
  std::int64_t persons = 0;      ///< inside the boundary
  std::int64_t places = 0;       ///< demand points
};

/// The figure that demand points are coloured by.
struct ThemeFigures {
  std::string title, note;
  std::vector<ThemeClass> classes;   ///< in legend order
  std::vector<std::int8_t> of;       ///< [n_demand] class, -1: not counted, or nobody lives there
};

/// Of the draft's own figure, else of its theme. Throws std::invalid_argument if a level does not exist or the study's arrays do not fit the world's demand.
/// Empty classes for the themes that do not colour demand (areas, organisations).
ThemeFigures theme_figures(const MapDraft& draft);
/// The figure that a map is coloured by; nullopt for the themes that do not colour demand.
std::optional<Figure> figure_of(const MapOptions& options);

/// The class of a place reached by k of n levels, best first. Up to six levels each count has its own, more share: never over seven.
int level_count_class(std::size_t k, std::size_t n);

/// Name of a level as the scenario titles it, else of its rank.
std::string level_name(const LevelSpec& spec, bool chinese);
std::string rank_name(int rank, bool chinese, bool plural = false);

/// Upper ends of the bands of kMinutes in the level's unit: 5, 10, 15 minutes (for metres the same at the walking speed), the nearest of
/// them replaced by the level's cutoff.
std::vector<double> minute_bands(const LevelSpec& spec, const NetworkOptions& network);

}  // namespace catchment::scene
