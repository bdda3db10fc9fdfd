#pragma once

#include <imgui.h>

#include "viewer/ui/state.h"

namespace catchment::viewer {

/// "People covered by minutes" of tab.level, the base plan dashed: reads off under the cursor; a click, or the cutoff's line dragged and let go, asks for one
/// step with the new cutoff.
void draw_coverage_chart(State& state, Tab& tab, ImVec2 at, ImVec2 size);

/// Round values along an axis from 0 to `most`, about one per `px_between` of `length`.
std::vector<double> axis_ticks(double most, float length, float px_between);

}  // namespace catchment::viewer
