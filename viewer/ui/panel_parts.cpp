#include "viewer/ui/panel_parts.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include <imgui_internal.h>

#include "viewer/scene/colour.h"
#include "viewer/scene/text_format.h"

namespace catchment::viewer {

namespace {

ItemLog* item_log = nullptr;
std::string* text_log = nullptr;
int typed_frame = -1;   // the last in which a number field had the keyboard

// ImGui's own log ends with the window that it began in, so it is taken up and begun anew around each.
void begin_text() {
  if (text_log != nullptr) ImGui::LogToBuffer();
}
void take_text() {
  if (text_log == nullptr || !ImGui::GetCurrentContext()->LogEnabled) return;
  *text_log += ImGui::GetCurrentContext()->LogBuffer.c_str();
  ImGui::LogFinish();
}

}  // namespace

ImU32 u32(scene::Colour c, double alpha) {
  return IM_COL32(c.r, c.g, c.b, static_cast<int>(std::lround(static_cast<double>(c.a) * std::clamp(alpha, 0.0, 1.0))));
}

scene::Colour shade(const State& state, double share) { return scene::mix(colours(state).panel, colours(state).ink, share); }

PanelLayout layout_of(const State& state) {
  const ImVec2 screen = ImGui::GetIO().DisplaySize;
  const bool narrow = screen.x < px(state, 1200);
  PanelLayout out;
  out.top = px(state, 48);
  if (state.windows.left) out.left = px(state, narrow ? 264 : 296);
  if (state.windows.right) out.right = px(state, narrow ? 288 : 320);
  if (state.windows.bottom) out.bottom = px(state, 112);
  return out;
}

float width_of(ImFont* font, std::string_view text) {
  return font->CalcTextSizeA(font->FontSize, FLT_MAX, 0, text.data(), text.data() + text.size()).x;
}

void put_text(ImDrawList& draw, ImFont* font, ImVec2 at, ImU32 colour, std::string_view text) {
  if (text.empty()) return;
  at = {std::floor(at.x), std::floor(at.y)};
  draw.AddText(font, font->FontSize, at, colour, text.data(), text.data() + text.size());
  if (ImGui::GetCurrentContext()->LogEnabled) ImGui::LogRenderedText(&at, text.data(), text.data() + text.size());
}

void put_text_right(ImDrawList& draw, ImFont* font, float x, float y, ImU32 colour, std::string_view text) {
  put_text(draw, font, {x - width_of(font, text), y}, colour, text);
}

std::string cut_to(ImFont* font, const std::string& text, float width) {
  if (width_of(font, text) <= width) return text;
  const float room = width - width_of(font, "…");
  std::string out;
  float used = 0;
  for (const char32_t c : scene::code_points(text)) {
    const std::string letter = scene::utf8(c);
    used += width_of(font, letter);
    if (used > room) break;
    out += letter;
  }
  return out + "…";
}

std::string cut_before_number(ImFont* font, const std::string& text, float width) {
  const std::size_t open = text.rfind(" (");
  const bool numbered = open != std::string::npos && open > 0 && text.size() > open + 3 && text.back() == ')' &&
                        std::all_of(text.begin() + static_cast<std::ptrdiff_t>(open) + 2, text.end() - 1, [](char c) { return c >= '0' && c <= '9'; });
  if (!numbered || width_of(font, text) <= width) return cut_to(font, text, width);
  const std::string number = text.substr(open);
  return cut_to(font, text.substr(0, open), std::max(0.0F, width - width_of(font, number))) + number;
}

std::string tab_title(const State& state, std::size_t tab) {
  const auto title = [&](std::size_t k) { return state.tabs[k]->document->title().in(state.chinese); };
  const std::string own = title(tab), &path = state.tabs[tab]->document->path();
  if (path.empty()) return own;
  for (std::size_t k = 0; k < state.tabs.size(); ++k)
    if (k != tab && title(k) == own) return path.substr(path.rfind('/') + 1);
  return own;
}

float put_change(const State& state, ImDrawList& draw, float x, float y, std::int64_t change, const std::string& text) {
  ImFont* font = fonts().small;
  const auto& p = colours(state);
  if (change == 0) {
    put_text_right(draw, font, x, y, u32(p.soft_ink), "±0");
    return width_of(font, "±0");
  }
  const float width = width_of(font, text), arrow = px(state, 10);
  put_text_right(draw, font, x, y, u32(p.ink), text);
  draw_icon(draw, change > 0 ? Icon::kTriangleUp : Icon::kTriangleDown, {x - width - arrow * 0.8F, y + font->FontSize * 0.5F}, arrow,
            u32(change > 0 ? p.accent : p.no_capacity));
  return width + arrow * 1.4F;
}

void begin_panel(const State& state, const char* id, ImVec2 at, ImVec2 size, Edge edge, bool padded) {
  ImGui::SetNextWindowPos(at);
  ImGui::SetNextWindowSize(size);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 0);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowMinSize, ImVec2(1, 1));
  if (!padded) ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
  ImGui::Begin(id, nullptr,
               ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoCollapse | ImGuiWindowFlags_NoSavedSettings |
                   ImGuiWindowFlags_NoBringToFrontOnFocus | ImGuiWindowFlags_NoFocusOnAppearing | ImGuiWindowFlags_NoNav |
                   (padded ? 0 : ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse));
  ImGui::PopStyleVar(padded ? 3 : 4);
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const ImU32 line = u32(colours(state).hairline);
  draw.PushClipRectFullScreen();
  const ImVec2 end{at.x + size.x, at.y + size.y};
  switch (edge) {
    case Edge::kLeft: draw.AddRectFilled({end.x - 1, at.y}, end, line); break;
    case Edge::kRight: draw.AddRectFilled(at, {at.x + 1, end.y}, line); break;
    case Edge::kTop: draw.AddRectFilled({at.x, end.y - 1}, end, line); break;
    case Edge::kBottom: draw.AddRectFilled(at, {end.x, at.y + 1}, line); break;
  }
  draw.PopClipRect();
  // A panel that never overflows sideways: long texts are cut, not scrolled to.
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(px(state, 8), px(state, 6)));
  begin_text();
}

void end_panel() {
  take_text();
  ImGui::PopStyleVar();
  ImGui::End();
}

bool hidden_handle(const State& state, const char* id, Edge edge, const std::string& what, const std::string& keys) {
  const ImVec2 screen = ImGui::GetIO().DisplaySize;
  const PanelLayout layout = layout_of(state);
  const float across = px(state, 18), along = px(state, 56);
  const float middle = (layout.top + screen.y - layout.bottom) / 2;
  const bool flat = edge == Edge::kBottom;
  const ImVec2 size = flat ? ImVec2(along, across) : ImVec2(across, along);
  const ImVec2 at = flat ? ImVec2((screen.x - along) / 2, screen.y - across) : ImVec2(edge == Edge::kLeft ? 0 : screen.x - across, middle - along / 2);
  begin_panel(state, id, at, size, edge == Edge::kLeft ? Edge::kLeft : edge, false);
  ImGui::SetCursorScreenPos(at);
  const bool pressed = ImGui::InvisibleButton("show", size);
  note_item(id);
  const float turn = edge == Edge::kLeft ? 0 : edge == Edge::kRight ? 3.14159265F : -1.57079633F;
  draw_icon(*ImGui::GetWindowDrawList(), Icon::kChevronRight, {at.x + size.x / 2, at.y + size.y / 2}, px(state, 12),
            u32(ImGui::IsItemHovered() ? colours(state).ink : colours(state).soft_ink), turn);
  tip(state, what, keys);
  end_panel();
  return pressed;
}

void heading(const State& state, const std::string& text, bool first) {
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  if (!first) {
    ImGui::Dummy({0, px(state, 2)});
    const ImVec2 at = ImGui::GetCursorScreenPos();
    draw.AddRectFilled({at.x, at.y}, {at.x + ImGui::GetContentRegionAvail().x, at.y + 1}, u32(colours(state).hairline, 0.7));
    ImGui::Dummy({0, px(state, 4)});
  }
  ImGui::PushFont(fonts().small);
  ImGui::PushStyleColor(ImGuiCol_Text, u32(colours(state).soft_ink));
  ImGui::TextUnformatted(text.c_str());
  ImGui::PopStyleColor();
  ImGui::PopFont();
}

void tip(const State& state, const std::string& what, const std::string& keys) {
  if (!ImGui::IsItemHovered(ImGuiHoveredFlags_AllowWhenDisabled)) return;
  take_text();
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(px(state, 10), px(state, 6)));
  ImGui::BeginTooltip();
  begin_text();
  ImGui::PushFont(fonts().small);
  ImGui::PushTextWrapPos(px(state, 320));
  ImGui::TextUnformatted(what.c_str());
  ImGui::PopTextWrapPos();
  if (!keys.empty()) {
    ImGui::SameLine(0, px(state, 12));
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const ImVec2 size = ImGui::CalcTextSize(keys.c_str());
    ImGui::GetWindowDrawList()->AddRectFilled({at.x - px(state, 4), at.y - px(state, 1)}, {at.x + size.x + px(state, 4), at.y + size.y + px(state, 1)},
                                              u32(shade(state, 0.12)), px(state, 3));
    ImGui::TextUnformatted(keys.c_str());
  }
  ImGui::PopFont();
  take_text();
  ImGui::EndTooltip();
  ImGui::PopStyleVar();
  begin_text();
}

bool icon_button(const State& state, const char* id, Icon icon, const std::string& what, const std::string& keys, bool on, bool enabled, double size,
                 float angle) {
  const float side = px(state, size);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  if (!enabled) ImGui::BeginDisabled();
  const bool pressed = ImGui::InvisibleButton(id, {side, side});
  const bool hovered = ImGui::IsItemHovered(), held = ImGui::IsItemActive();
  note_item(id);
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const auto& p = colours(state);
  if (on || hovered || held)
    draw.AddRectFilled(at, {at.x + side, at.y + side},
                       on ? ImGui::GetColorU32(ImGuiCol_Header) : u32(shade(state, held ? 0.15 : 0.08)), px(state, 4));
  draw_icon(draw, icon, {at.x + side / 2, at.y + side / 2}, px(state, size * 0.5), u32(on ? p.accent : hovered ? p.ink : p.soft_ink, enabled ? 1 : 0.45), angle);
  if (!enabled) ImGui::EndDisabled();
  tip(state, what, keys);
  return pressed && enabled;
}

bool accent_button(const State& state, const char* label, float width) {
  const auto& p = colours(state);
  ImGui::PushStyleColor(ImGuiCol_Button, u32(p.accent));
  ImGui::PushStyleColor(ImGuiCol_ButtonHovered, u32(scene::mix(p.accent, p.ink, 0.15)));
  ImGui::PushStyleColor(ImGuiCol_ButtonActive, u32(scene::mix(p.accent, p.ink, 0.3)));
  ImGui::PushStyleColor(ImGuiCol_Text, u32(scene::ink_on(p.accent)));
  const bool pressed = ImGui::Button(label, {width, 0});
  ImGui::PopStyleColor(4);
  return pressed;
}

bool begin_combo(const State& state, const char* id, const char* preview) {
  const std::string shown = cut_to(fonts().text, preview, ImGui::CalcItemWidth() - px(state, 36));
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::CalcItemWidth(), height = ImGui::GetFrameHeight();
  const bool open = ImGui::BeginCombo(id, shown.c_str(), ImGuiComboFlags_NoArrowButton | ImGuiComboFlags_HeightLarge);
  ImDrawList& draw = open ? *ImGui::GetCurrentContext()->CurrentWindow->ParentWindow->DrawList : *ImGui::GetWindowDrawList();
  draw_icon(draw, Icon::kChevronDown, {at.x + width - px(state, 15), at.y + height / 2}, px(state, 12), u32(colours(state).soft_ink));
  return open;
}

bool chip(const State& state, const char* id, const std::string& label, bool on) {
  ImFont* font = fonts().small;
  const auto& p = colours(state);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const ImVec2 size{width_of(font, label) + px(state, 16), px(state, 24)};
  const bool pressed = ImGui::InvisibleButton(id, size);
  note_item(id);
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const bool hovered = ImGui::IsItemHovered();
  draw.AddRectFilled(at, {at.x + size.x, at.y + size.y}, on ? ImGui::GetColorU32(ImGuiCol_Header) : u32(shade(state, hovered ? 0.09 : 0.045)), px(state, 4));
  put_text(draw, font, {at.x + px(state, 8), at.y + (size.y - font->FontSize) / 2}, u32(on ? p.ink : p.soft_ink), label);
  return pressed;
}

void same_line_if_fits(const State& state, float width, float gap) {
  (void)state;
  const float used = ImGui::GetItemRectMax().x, end = ImGui::GetWindowPos().x + ImGui::GetWindowContentRegionMax().x;
  if (used + gap + width <= end) ImGui::SameLine(0, gap);
}

void put_hatch(ImDrawList& draw, ImVec2 from, ImVec2 to, ImU32 colour, float step, float width) {
  if (to.x <= from.x || to.y <= from.y) return;
  draw.PushClipRect(from, to, true);
  const float height = to.y - from.y;
  for (float x = std::floor((from.x - height) / step) * step; x < to.x; x += step) draw.AddLine({x, to.y}, {x + height, from.y}, colour, width);
  draw.PopClipRect();
}

void put_swatch(const State& state, ImDrawList& draw, ImVec2 from, ImVec2 to, scene::Colour fill, scene::Hatch hatch, bool outline) {
  const auto& p = colours(state);
  const float round = px(state, 2);
  draw.AddRectFilled(from, to, u32(fill), round);
  if (hatch == scene::Hatch::kDiagonal) put_hatch(draw, from, to, u32(p.hatch), px(state, 5), px(state, 1.4));
  if (hatch == scene::Hatch::kDots) {
    draw.PushClipRect(from, to, true);
    for (float y = from.y + px(state, 2.5); y < to.y; y += px(state, 4))
      for (float x = from.x + px(state, 2.5); x < to.x; x += px(state, 4)) draw.AddCircleFilled({x, y}, px(state, 0.8), u32(p.no_data_dots), 6);
    draw.PopClipRect();
  }
  // A pale class needs an edge to be seen on the panel.
  if (outline && scene::contrast(scene::over(fill, p.panel), p.panel) < 1.6) draw.AddRect(from, to, u32(shade(state, 0.3)), round);
}

std::optional<double> edit_number(const State& state, const char* id, double value, double step, double least, double most, const char* format, float width,
                                  const std::string& idle) {
  static std::unordered_map<ImGuiID, double> editing;
  ImGuiIO& io = ImGui::GetIO();
  const ImGuiID key = ImGui::GetID(id);
  const auto found = editing.find(key);
  double shown = found != editing.end() ? found->second : value;
  ImGui::SetNextItemWidth(width);
  const bool resting = !idle.empty() && ImGui::GetActiveID() != key;
  if (resting) ImGui::PushStyleColor(ImGuiCol_Text, 0U);
  const bool typing_before = ImGui::GetActiveID() == key && ImGui::TempInputIsActive(key);
  if (typing_before) typed_frame = ImGui::GetFrameCount();
  // A click without a drag puts the cursor into the field, with all of it selected; the keys are the field's from then on.
  const bool others = io.ConfigDragClickToInputText;
  io.ConfigDragClickToInputText = true;
  ImGui::DragScalar(id, ImGuiDataType_Double, &shown, static_cast<float>(step / 4), &least, &most, format, ImGuiSliderFlags_AlwaysClamp);
  io.ConfigDragClickToInputText = others;
  if (ImGui::TempInputIsActive(key)) io.WantTextInput = true;
  const bool given_up = typing_before && ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Escape), false);
  if (resting) {
    ImGui::PopStyleColor();
    const ImVec2 from = ImGui::GetItemRectMin(), to = ImGui::GetItemRectMax();
    ImFont* font = fonts().text;
    put_text(*ImGui::GetWindowDrawList(), font, {(from.x + to.x - width_of(font, idle)) / 2, (from.y + to.y - font->FontSize) / 2}, ImGui::GetColorU32(ImGuiCol_Text), idle);
  }
  std::optional<double> settled;
  if (ImGui::IsItemActive()) {
    editing[key] = shown;
  } else if (found != editing.end()) {
    if (!given_up && std::isfinite(shown) && shown != value) settled = std::clamp(shown, least, most);
    editing.erase(key);
  }
  if (ImGui::IsItemHovered() && !ImGui::IsItemActive() && ImGui::GetIO().MouseWheel != 0) {
    // The wheel sizes; the panel must not scroll away meanwhile.
    settled = std::clamp(std::round((value + step * static_cast<double>(ImGui::GetIO().MouseWheel)) / step) * step, least, most);
    if (*settled == value) settled.reset();
  }
  if (ImGui::IsItemHovered()) ImGui::SetItemUsingMouseWheel();
  (void)state;
  return settled;
}

bool number_field_left() { return typed_frame >= 0 && typed_frame == ImGui::GetFrameCount(); }

namespace {

struct Roll {
  double from = 0, to = 0, shown = 0, age = 1;
  int frame = 0;
};
constexpr double kRollSeconds = 0.15;

}  // namespace

double rolled(State& state, ImGuiID id, double target) {
  static std::unordered_map<ImGuiID, Roll> rolls;
  const int frame = ImGui::GetFrameCount();
  if (rolls.size() > 4096) std::erase_if(rolls, [&](const auto& r) { return r.second.frame < frame - 600; });
  const auto [at, fresh] = rolls.try_emplace(id);
  Roll& r = at->second;
  // Not seen for a while (another tab, a new window): there is nothing to roll from.
  if (fresh || frame > r.frame + 2 || frame < r.frame || !std::isfinite(target) || !std::isfinite(r.shown)) r = {target, target, target, kRollSeconds, frame};
  if (frame != r.frame) r.age += state.delta_s;
  r.frame = frame;
  if (target != r.to) r.from = r.shown, r.to = target, r.age = 0;
  if (r.age >= kRollSeconds) {
    r.shown = r.to;
  } else {
    const double t = r.age / kRollSeconds;
    r.shown = r.from + (r.to - r.from) * (1 - (1 - t) * (1 - t));
    state.animating = true;
  }
  return r.shown;
}

std::int64_t rolled(State& state, ImGuiID id, std::int64_t target) {
  const double shown = rolled(state, id, static_cast<double>(target));
  return shown == static_cast<double>(target) ? target : std::llround(shown);
}

void set_item_log(ItemLog* log, std::string* text) {
  item_log = log;
  text_log = text;
}
void note_place(const std::string& name, ImVec2 from, ImVec2 to) {
  if (item_log != nullptr) (*item_log)[name] = {from.x, from.y, to.x, to.y};
}
void note_item(const std::string& name) {
  if (item_log != nullptr) note_place(name, ImGui::GetItemRectMin(), ImGui::GetItemRectMax());
}

}  // namespace catchment::viewer
