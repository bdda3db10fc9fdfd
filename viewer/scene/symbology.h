#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "viewer/scene/colour.h"
#include "viewer/scene/display_list.h"

namespace catchment::scene {

/// Colours of one variant (light or dark) of every picture: map, charts, report. The three colours of the demand split
/// are the same in both.
struct Palette {
  bool dark = false;
  Colour paper, water, green, block, campus, industrial;    ///< the quiet ground
  Colour ink, soft_ink, hairline, panel, halo;              ///< text and furniture; panel: the legend's ground
  Colour building, building_outline;                        ///< buildings without a figure
  Colour street, street_casing, minor_street, motorway, motorway_casing, path;
  Colour wall, gate, rail, boundary;
  Colour veil;                                              ///< over what lies beyond the study area
  Colour served, no_capacity, out_of_reach, hatch;          ///< the demand split
  Colour covered_before, uncovered_before;                  ///< unchanged, of kDifference
  Colour no_data, no_data_dots;
  Colour accent;
  std::array<Colour, 4> level;                              ///< facilities by rank 1..4: one hue, four lightnesses
  std::array<Colour, 4> minutes;                            ///< bands, near to far
};
const Palette& palette(bool dark);

/// `n` steps (1..7) of a sequential figure, low to high: cividis, its light end low on a light ground and high on a dark.
std::vector<Colour> sequential(std::size_t n, bool dark);
/// Colours of "reached by k of n levels", k = 0..n: k = 0 is "out of reach", then blues that grow stronger.
std::vector<Colour> level_counts(std::size_t n, bool dark);
/// `2 * steps + 1` steps (steps 1..3) of a difference, about zero in the middle: blue for less, white (on a dark ground a quiet grey),
/// orange for more. Never red against green.
std::vector<Colour> diverging(std::size_t steps, bool dark);
/// Okabe & Ito's seven for nominal classes.
const std::array<Colour, 7>& okabe_ito();
/// Colours of service areas, [n]: none is near the demand split's, and areas whose boxes touch differ as far as there are colours.
/// An area keeps its facility's own colour where no neighbour has it. O(n^2), n some hundreds.
std::vector<Colour> catchment_colours(std::span<const MultiPolygon> catchments, std::span<const std::uint32_t> facilities, bool dark);

}  // namespace catchment::scene
