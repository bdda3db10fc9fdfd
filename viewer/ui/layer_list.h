#pragma once

#include <string>

#include "viewer/ui/state.h"

namespace catchment::viewer {

std::string layer_name(scene::MapLayer layer, bool chinese);
/// The layers, top of the map first: drag to reorder, eye, opacity, zoom to.
void draw_layer_list(State& state, Tab& tab);
/// What is left out of the layers: ranks and states of facilities, kinds of organisations and buildings, small demand points.
void draw_layer_filters(State& state, Tab& tab);
/// What a layer covers, m; empty if there is nothing in it.
Box box_of_layer(const Tab& tab, scene::MapLayer layer);

}  // namespace catchment::viewer
