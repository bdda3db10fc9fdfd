#pragma once

#include "viewer/ui/state.h"

namespace catchment::viewer {

/// Some long work is still running.
bool busy(const State& state);
/// Long work in the bottom bar, from (x, y) on: what it does, how far it is, how long yet, and a way to stop it.
void draw_jobs(State& state, float x, float y, float width);
/// The same as one line in the lower right corner of the map, for when there is no bottom bar.
void draw_jobs_chip(State& state);

}  // namespace catchment::viewer
