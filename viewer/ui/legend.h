#pragma once

#include "viewer/ui/state.h"

namespace catchment::viewer {

/// The legend of the theme, where it is chosen: swatches, names, persons, shares, and the shares as one bar. Marks the class under the cursor; a
/// click on a class leaves it out of the map or takes it in again (`filter.classes`), a double click shows it alone.
void draw_legend(State& state, Tab& tab);

/// In density mode: what the three strengths of a cell mean. Nothing else otherwise.
void draw_density_key(State& state, const Tab& tab);
/// The symbols that the map shows now besides the theme, with how many there are; folded at first on a low screen.
void draw_symbol_legend(State& state, Tab& tab);

}  // namespace catchment::viewer
