#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include <imgui.h>

#include "viewer/scene/symbology.h"
#include "viewer/ui/icons.h"
#include "viewer/ui/state.h"
#include "viewer/ui/style.h"

// What the panels are put together from.
namespace catchment::viewer {

// -- colours and sizes ---------------------------------------------------------------------------------------------------
ImU32 u32(scene::Colour c, double alpha = 1);
inline const scene::Palette& colours(const State& state) { return scene::palette(state.dark); }
/// Design px -> px of the screen.
inline float px(const State& state, double design) { return static_cast<float>(design * state.scale); }
/// Between the panel's ground and the ink.
scene::Colour shade(const State& state, double share);

/// Where the panels lie: px covered on the four sides, for those that are shown.
struct PanelLayout { float left = 0, top = 0, right = 0, bottom = 0; };
PanelLayout layout_of(const State& state);
/// Shown, or folded only because the window is narrow: what the settings keep.
bool right_panel_wanted(const State& state);

// -- text ----------------------------------------------------------------------------------------------------------------
float width_of(ImFont* font, std::string_view text);
/// Text into a draw list, at its upper left corner; also into ImGui's log, as its own text does.
void put_text(ImDrawList& draw, ImFont* font, ImVec2 at, ImU32 colour, std::string_view text);
/// Ends at x.
void put_text_right(ImDrawList& draw, ImFont* font, float x, float y, ImU32 colour, std::string_view text);
/// Cut with an ellipsis to `width` px.
std::string cut_to(ImFont* font, const std::string& text, float width);
/// The same, but the number of a branch at the end, " (2)", stays: "Linfen Ro… (2)".
std::string cut_before_number(ImFont* font, const std::string& text, float width);
/// What a tab is called: the plan's title; the name of its file where another tab has the same title.
std::string tab_title(const State& state, std::size_t tab);
/// +1,234 with an arrow: up and blue for more, down and orange for less, a dash for none. Ends at x; -> its width.
float put_change(const State& state, ImDrawList& draw, float x, float y, std::int64_t change, const std::string& text);

// -- parts ---------------------------------------------------------------------------------------------------------------
enum class Edge : std::uint8_t { kLeft, kTop, kRight, kBottom };
/// A panel at the edge of the window, with a hairline towards the map. Always followed by `end_panel`.
void begin_panel(const State& state, const char* id, ImVec2 at, ImVec2 size, Edge edge, bool padded = true);
void end_panel();
/// A small handle at the edge where a hidden panel was: brings it back by mouse. -> it was pressed.
bool hidden_handle(const State& state, const char* id, Edge edge, const std::string& what, const std::string& keys);
/// Title of a part of a panel, with a hairline above unless it is the first.
void heading(const State& state, const std::string& text, bool first = false);
/// Tooltip of the last item: what it does, and its key.
void tip(const State& state, const std::string& what, const std::string& keys = {});
bool icon_button(const State& state, const char* id, Icon icon, const std::string& what, const std::string& keys = {}, bool on = false, bool enabled = true,
                 double size = 32, float angle = 0);
/// A button in the accent colour.
bool accent_button(const State& state, const char* label, float width = 0);
/// ImGui::BeginCombo with an arrow of ours; as that, followed by ImGui::EndCombo if it returns true. Give the width before.
bool begin_combo(const State& state, const char* id, const char* preview);
/// A word that is on or off.
bool chip(const State& state, const char* id, const std::string& label, bool on);
/// Goes to the next line if what comes would not fit.
void same_line_if_fits(const State& state, float width, float gap);
/// A filled square of a legend with its hatch.
void put_swatch(const State& state, ImDrawList& draw, ImVec2 from, ImVec2 to, scene::Colour fill, scene::Hatch hatch, bool outline = true);
/// Diagonal lines over a rectangle.
void put_hatch(ImDrawList& draw, ImVec2 from, ImVec2 to, ImU32 colour, float step, float width);

/// Edits a number in place: a field that takes dragging, wheel and typing (after one click). -> the value once the person has settled on one: Enter
/// or leaving the field; Esc gives the old one back.
/// `idle`: what it shows while nobody edits it; empty: as `format`.
std::optional<double> edit_number(const State& state, const char* id, double value, double step, double least, double most, const char* format, float width,
                                  const std::string& idle = {});

/// A number field had the keyboard when this frame began: its Esc is no other's.
bool number_field_left();

/// A number on its way from what it showed to what it is, within 150 ms; asks for another frame while it rolls. Always ends at `target` exactly.
double rolled(State& state, ImGuiID id, double target);
std::int64_t rolled(State& state, ImGuiID id, std::int64_t target);

// -- for tests and tools ---------------------------------------------------------------------------------------------------
/// Where things were drawn in the last frame, by name: [min x, min y, max x, max y] px.
using ItemLog = std::map<std::string, std::array<float, 4>>;
/// `text`: also all that panels write is added to it.
void set_item_log(ItemLog* log, std::string* text = nullptr);
/// Notes the last item's place, if anybody wants to know.
void note_item(const std::string& name);
void note_place(const std::string& name, ImVec2 from, ImVec2 to);

}  // namespace catchment::viewer
