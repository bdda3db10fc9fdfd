#pragma once

#include "viewer/ui/state.h"

namespace catchment::viewer {

/// A bar per area of the report's level, worst first: share covered on tab.level, a tick where the base was. A click flies there and selects it.
void draw_area_list(State& state, Tab& tab);

}  // namespace catchment::viewer
