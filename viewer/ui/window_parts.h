#pragma once

#include <string>
#include <vector>

#include <imgui.h>

#include "viewer/ui/panel_parts.h"
#include "viewer/ui/windows.h"

// Parts that the windows are put together from, on the 8 px grid.
namespace catchment::viewer::parts {

/// Pushes a font for a scope; none if the interface's fonts have not been built.
class FontScope {
 public:
  explicit FontScope(ImFont* font) : pushed_(font != nullptr) { if (pushed_) ImGui::PushFont(font); }
  ~FontScope() { if (pushed_) ImGui::PopFont(); }
  FontScope(const FontScope&) = delete;
  FontScope& operator=(const FontScope&) = delete;

 private:
  bool pushed_;
};

/// A floating window with a title row and a cross. `open` null: no cross. Call `end_card` if it returns true.
struct CardPlace {
  ImVec2 pos, size;              ///< size 0: as its content
  bool resizable = false;
};
bool begin_card(const State& state, const char* id, const std::string& title, const CardPlace& place, bool* open);
void end_card();

/// A card in the middle over a veil that keeps mouse and keys from everything below. Call `end_sheet` always.
bool begin_sheet(const State& state, const char* id, const std::string& title, ImVec2 size, bool* open);
void end_sheet();

void large_heading(const State& state, const std::string& text);
void text(const std::string& s);
void soft_text(const State& state, const std::string& s);
/// Lines no wider than `width` px: broken at spaces and between Chinese characters.
std::vector<std::string> broken(const std::string& s, float width);
/// Broken at the width of the content.
void paragraph(const State& state, const std::string& s, bool soft = false);
bool button(const State& state, const std::string& label, bool primary = false, float width = 0);
bool link_button(const State& state, const std::string& label);
/// Filled if chosen.
bool choice(const State& state, const std::string& label, bool chosen);
void rule(const State& state);
void gap(const State& state, double design);

/// A row of a list over the whole width: its ground and its click. What it says is drawn over it by the caller.
struct Row {
  bool clicked = false, twice = false, hovered = false;
  ImVec2 min, max;
};
Row row(const State& state, int id, float height, bool chosen, bool zebra = false);
/// Text inside a box, cut with an ellipsis; the right end for numbers.
void text_in(ImDrawList* draw, ImVec2 pos, float width, ImU32 colour, const std::string& s, bool right = false);
/// The same over at most so many lines, the last cut if there are more. -> height of what was drawn, px.
float lines_in(ImDrawList* draw, ImVec2 pos, float width, ImU32 colour, const std::string& s, std::size_t most, float line_height);
/// How many lines `lines_in` draws.
std::size_t lines_of(const std::string& s, float width, std::size_t most);

void tick(ImDrawList* draw, ImVec2 centre, float r, ImU32 colour);
void cross(ImDrawList* draw, ImVec2 centre, float r, ImU32 colour);
/// What kind of thing it is, as a small picture.
void thing_icon(const State& state, ImDrawList* draw, ImVec2 centre, float r, ThingKind kind, int rank = 0);

bool key_pressed(int glfw_key, bool repeat = true);
bool enter_pressed();
/// No text field has the keyboard.
bool keys_free();

std::string kind_name(const State& state, ThingKind kind);
/// "8 分钟" of a cost in a level's unit; "no way" for kUnreachable.
std::string cost_words(const State& state, Cost cost, CostUnit unit);

}  // namespace catchment::viewer::parts
