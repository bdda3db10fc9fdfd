#pragma once

#include "viewer/ui/state.h"

// Every panel and window: a function from state to ImGui calls, which asks for commands. All are called each frame between ImGui::NewFrame and
// Render and decide by themselves whether they show. Sizes are in design px times state.scale.
namespace catchment::viewer {

/// Sets `state.map.panel_px`. Order: panels first, then windows.
void draw_panels(State& state);

// Panels (panel_*.cpp)
void draw_top_bar(State& state);          ///< tabs, search box, undo/redo, save, view buttons
void draw_left_panel(State& state);       ///< scenario, levels, theme and its legend, layers
void draw_right_panel(State& state);      ///< headline figures with their change, split, per-district bars, selection
void draw_bottom_bar(State& state);       ///< coverage curve, progress, coordinates, scale bar
void draw_minimap(State& state);

// Cards and windows (window_*.cpp)
void draw_start_screen(State& state);     ///< nothing open, nothing opening: three cards, recent and recoverable files
void draw_loading_card(State& state);     ///< no tab open and a job runs: what it does, how far, a way to stop it; the map behind stays in sight
void draw_hover_card(State& state);
void draw_why_card(State& state);
void draw_history_window(State& state);
void draw_table_window(State& state);
void draw_sharing_window(State& state);   ///< the graph as a network, its filters, what breaks and what should come next
void draw_charts_window(State& state);    ///< histogram, Lorenz curve
void draw_search_results(State& state);
void draw_file_dialog(State& state);
void draw_help_sheet(State& state);
void draw_settings_window(State& state);
void draw_questions(State& state);        ///< unsaved work, datum of a dropped file, overwriting
void draw_toasts(State& state);

}  // namespace catchment::viewer
