#pragma once

#include "viewer/ui/state.h"

namespace catchment::viewer {

/// What is selected, and what can be changed about it: a facility's level, places, staff, open or closed; a gate's state; why a demand point is not
/// served. Every change is asked for as one step (`ApplyStep`) with its label.
void draw_selection_card(State& state, Tab& tab);

}  // namespace catchment::viewer
