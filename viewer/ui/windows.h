#pragma once

#include <string>

#include "viewer/ui/state.h"

// What the application needs of the windows besides drawing them.
namespace catchment::viewer {

/// Something that can be left with Esc, in the order of `windows_open`.
enum class Leaf : std::uint8_t { kNone, kQuestion, kFiles, kHelp, kSettings, kSearch, kWhy, kHistory, kTable, kCharts, kSharing };

/// The one that was opened last, kNone if only panels and map are there.
Leaf topmost(State& state);
/// Closes the topmost of them, and only it; the file dialog first leaves its question or its path field. -> false: there was
/// nothing to leave, Esc is the map's. The application calls this for Action::kLeave, also while a text field has the keyboard.
bool leave_topmost(State& state);
/// A question or a sheet lies over everything: keys other than its own do nothing.
bool sheet_open(const State& state);
/// What the windows keep between frames (folders, filters, sorted rows): forgotten, as at the start of the program.
void forget_windows();

/// Texts that windows show and no document holds (file names, folders, messages, what is typed), for `build_fonts`. Empty if nothing has changed since
/// the last call: then costs next to nothing.
std::string new_letters(const State& state);

/// Shows the file dialog with the last folder; `filter`: "all" that the mode takes, or "import" for data files.
void ask_for_file(State& state, Windows::Files mode, bool import = false);
/// The sample district that comes with the program: beside it, above it, or in the working folder; empty if it is not there.
std::string sample_scenario();
/// Adds a toast; one that says the same as the last is only made young again.
void toast(State& state, Toast::Kind kind, std::string text, std::string button = {}, std::optional<Command> on_button = {});

}  // namespace catchment::viewer
