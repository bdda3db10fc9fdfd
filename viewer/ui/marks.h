#pragma once

#include <vector>

#include "viewer/scene/display_list.h"
#include "viewer/ui/state.h"

struct ImDrawList;

namespace catchment::viewer {

/// Over the map, under the panels: rings around what is selected and what the cursor is over, the station in the hand with the
/// place where it came from, the station about to be added. Sizes in ImGui's points; the camera's pixels are `pixels_per_point` of them; all
/// of it `right` points further to the right.
void draw_tab_marks(const State& state, const Tab& tab, ImDrawList& list, double pixels_per_point, double right = 0);

/// Symbol of a facility (map_draft.h's, as on map and report) around a place in points.
void draw_facility(ImDrawList& list, Point at, int rank, FacilityStatus status, double scale, bool dark);

/// Shapes of a symbol that was made about (0, 0), moved to `at`: circles, lines, parts that are star-shaped about their middle. Dashes are not drawn.
void draw_symbol(ImDrawList& list, const std::vector<scene::Shape>& shapes, Point at);

}  // namespace catchment::viewer
