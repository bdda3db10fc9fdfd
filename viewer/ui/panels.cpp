#include "viewer/ui/panels.h"

#include "viewer/ui/panel_jobs.h"

namespace catchment::viewer {

void draw_panels(State& state) {
  if (state.tabs.empty() && busy(state)) {
    draw_loading_card(state);
  } else if (state.tabs.empty()) {
    draw_start_screen(state);
  } else {
    draw_top_bar(state);
    draw_left_panel(state);
    draw_right_panel(state);
    draw_bottom_bar(state);
    draw_minimap(state);
    draw_hover_card(state);
    draw_why_card(state);
    draw_history_window(state);
    draw_table_window(state);
    draw_charts_window(state);
    draw_sharing_window(state);
    draw_search_results(state);
  }
  draw_file_dialog(state);
  draw_help_sheet(state);
  draw_settings_window(state);
  draw_questions(state);
  draw_toasts(state);
}

}  // namespace catchment::viewer
