#include "viewer/ui/window_parts.h"

#include <algorithm>
#include <cmath>

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>

#include "viewer/scene/colour.h"
#include "viewer/scene/text_format.h"

namespace catchment::viewer::parts {

namespace {

scene::Colour hover_ground(const State& state) {
  const auto& p = colours(state);
  return scene::mix(p.panel, p.accent, state.dark ? 0.22 : 0.10);
}

/// -> the cross was clicked.
bool title_row(const State& state, const std::string& title, bool cross_wanted) {
  const float line = px(state, 24);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const float text_y = at.y + (line - ImGui::GetFontSize()) / 2;
  {
    const FontScope bold(fonts().bold);
    text_in(draw, {at.x, text_y}, width - px(state, 32), u32(colours(state).ink), title);
  }
  bool clicked = false;
  if (cross_wanted) {
    ImGui::SetCursorScreenPos({at.x + width - line, at.y});
    clicked = ImGui::InvisibleButton("##close", {line, line});
    const bool hovered = ImGui::IsItemHovered();
    if (hovered) draw->AddRectFilled(ImGui::GetItemRectMin(), ImGui::GetItemRectMax(), u32(hover_ground(state)), px(state, 4));
    cross(draw, {at.x + width - line / 2, at.y + line / 2}, px(state, 5), u32(hovered ? colours(state).ink : colours(state).soft_ink));
    if (hovered) ImGui::SetTooltip("%s", state.say("关闭（Esc）", "Close (Esc)"));
  }
  ImGui::SetCursorScreenPos({at.x, at.y + line});
  ImGui::Dummy({width, px(state, 8)});
  return clicked;
}

}  // namespace

bool begin_card(const State& state, const char* id, const std::string& title, const CardPlace& place, bool* open) {
  ImGui::SetNextWindowPos(place.pos, ImGuiCond_Appearing);
  if (place.size.x > 0) ImGui::SetNextWindowSize(place.size, place.resizable ? ImGuiCond_Appearing : ImGuiCond_Always);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {px(state, 16), px(state, 12)});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, px(state, 8));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 1);
  ImGui::PushStyleColor(ImGuiCol_WindowBg, u32(colours(state).panel));
  ImGui::PushStyleColor(ImGuiCol_Border, u32(colours(state).hairline));
  ImGuiWindowFlags flags = ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoCollapse | ImGuiWindowFlags_NoSavedSettings |
                           ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse;
  if (!place.resizable) flags |= ImGuiWindowFlags_NoResize;
  if (place.size.y <= 0) flags |= ImGuiWindowFlags_AlwaysAutoResize;
  ImGui::Begin(id, nullptr, flags);
  ImGui::PopStyleColor(2);
  ImGui::PopStyleVar(3);
  if (!title.empty() && title_row(state, title, open != nullptr) && open) *open = false;
  return true;
}

void end_card() { ImGui::End(); }

bool begin_sheet(const State& state, const char* id, const std::string& title, ImVec2 size, bool* open) {
  const ImVec2 screen = ImGui::GetIO().DisplaySize;
  const float margin = px(state, 24);
  size.x = std::min(size.x, screen.x - 2 * margin);
  size.y = std::min(size.y, screen.y - 2 * margin);
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize(screen);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 0.0f);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0.0f);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  ImGui::PushStyleColor(ImGuiCol_WindowBg, state.dark ? IM_COL32(0, 0, 0, 150) : IM_COL32(31, 35, 40, 90));
  ImGui::Begin(id, nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoScrollWithMouse);
  ImGui::PopStyleColor();
  ImGui::PopStyleVar(3);
  const ImVec2 pos{std::floor((screen.x - size.x) / 2), std::floor((screen.y - size.y) / 2)};
  ImDrawList* draw = ImGui::GetWindowDrawList();
  for (int i = 3; i >= 1; --i)   // a soft shadow in three steps
    draw->AddRectFilled({pos.x - px(state, 2 * i), pos.y - px(state, i)}, {pos.x + size.x + px(state, 2 * i), pos.y + size.y + px(state, 3 * i)},
                        IM_COL32(0, 0, 0, 14), px(state, 8 + 2 * i));
  ImGui::SetCursorPos(pos);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {px(state, 24), px(state, 20)});
  ImGui::PushStyleVar(ImGuiStyleVar_ChildRounding, px(state, 8));
  ImGui::PushStyleVar(ImGuiStyleVar_ChildBorderSize, 1.0f);
  ImGui::PushStyleColor(ImGuiCol_ChildBg, u32(colours(state).panel));
  ImGui::PushStyleColor(ImGuiCol_Border, u32(colours(state).hairline));
  ImGui::BeginChild("##sheet", size, true,
                    ImGuiWindowFlags_AlwaysUseWindowPadding | ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse);
  ImGui::PopStyleColor(2);
  ImGui::PopStyleVar(3);
  if (!title.empty() && title_row(state, title, open != nullptr) && open) *open = false;
  return true;
}

void end_sheet() {
  ImGui::EndChild();
  ImGui::End();
}

void large_heading(const State& state, const std::string& s) {
  const FontScope large(fonts().large);
  ImGui::PushStyleColor(ImGuiCol_Text, u32(colours(state).ink));
  ImGui::TextUnformatted(s.c_str());
  ImGui::PopStyleColor();
}

void text(const std::string& s) { ImGui::TextUnformatted(s.c_str()); }

void soft_text(const State& state, const std::string& s) {
  ImGui::PushStyleColor(ImGuiCol_Text, u32(colours(state).soft_ink));
  ImGui::TextUnformatted(s.c_str());
  ImGui::PopStyleColor();
}

std::vector<std::string> broken(const std::string& s, float width) {
  // ImGui breaks at spaces alone; Chinese has none.
  std::vector<std::string> out;
  std::string line, word;
  const auto end_line = [&] {
    while (!line.empty() && line.back() == ' ') line.pop_back();
    out.push_back(std::move(line));
    line.clear();
  };
  const auto end_word = [&] {
    if (!line.empty() && ImGui::CalcTextSize((line + word).c_str()).x > width) end_line();
    line += word;
    word.clear();
  };
  static const std::u32string closing = U"，。、；：？！）」』”’》％%,.;:?!)", opening = U"（「『“‘《";
  bool after_opening = false;
  const std::vector<char32_t> letters = scene::code_points(s);
  for (std::size_t k = 0; k < letters.size(); ++k) {
    const char32_t c = letters[k];
    if (c == U'\n') {
      end_word();
      end_line();
      continue;
    }
    // May break before a Chinese character, never before closing or after opening punctuation. What is longer than a line is cut.
    if (c >= 0x2E80 && closing.find(c) == std::u32string::npos && !after_opening) end_word();
    after_opening = opening.find(c) != std::u32string::npos;
    const std::string next = scene::utf8(c);
    if (!word.empty() && ImGui::CalcTextSize((word + next).c_str()).x > width) end_word();
    word += next;
    // A number and its Chinese unit stay together.
    const bool unit_follows = c == U' ' && k > 0 && letters[k - 1] >= U'0' && letters[k - 1] <= U'9' && k + 1 < letters.size() && letters[k + 1] >= 0x2E80;
    if (unit_follows) after_opening = true;
    else if (c == U' ') end_word();
  }
  end_word();
  if (!line.empty()) end_line();
  return out;
}

void paragraph(const State& state, const std::string& s, bool soft) {
  const float width = std::max(px(state, 48), ImGui::GetContentRegionAvail().x);
  ImGui::PushStyleColor(ImGuiCol_Text, u32(soft ? colours(state).soft_ink : colours(state).ink));
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {ImGui::GetStyle().ItemSpacing.x, px(state, 3)});
  for (const std::string& line : broken(s, width)) ImGui::TextUnformatted(line.c_str());
  ImGui::PopStyleVar();
  ImGui::PopStyleColor();
}

bool button(const State& state, const std::string& label, bool primary, float width) {
  const auto& p = colours(state);
  const scene::Colour ground = primary ? p.accent : p.panel;
  const scene::Colour hovered = primary ? scene::mix(p.accent, p.ink, 0.15) : hover_ground(state);
  ImGui::PushStyleColor(ImGuiCol_Button, u32(ground));
  ImGui::PushStyleColor(ImGuiCol_ButtonHovered, u32(hovered));
  ImGui::PushStyleColor(ImGuiCol_ButtonActive, u32(scene::mix(hovered, p.ink, 0.12)));
  ImGui::PushStyleColor(ImGuiCol_Text, u32(primary ? scene::ink_on(p.accent) : p.ink));
  ImGui::PushStyleColor(ImGuiCol_Border, u32(primary ? p.accent : p.hairline));
  ImGui::PushStyleVar(ImGuiStyleVar_FrameRounding, px(state, 4));
  ImGui::PushStyleVar(ImGuiStyleVar_FrameBorderSize, 1.0f);
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {px(state, 12), px(state, 6)});
  const bool clicked = ImGui::Button(label.c_str(), {width, px(state, 32)});
  note_item(label);
  ImGui::PopStyleVar(3);
  ImGui::PopStyleColor(5);
  return clicked;
}

bool link_button(const State& state, const std::string& label) {
  const auto& p = colours(state);
  ImGui::PushStyleColor(ImGuiCol_Button, IM_COL32(0, 0, 0, 0));
  ImGui::PushStyleColor(ImGuiCol_ButtonHovered, u32(hover_ground(state)));
  ImGui::PushStyleColor(ImGuiCol_ButtonActive, u32(scene::mix(hover_ground(state), p.ink, 0.12)));
  ImGui::PushStyleColor(ImGuiCol_Text, u32(p.accent));
  ImGui::PushStyleVar(ImGuiStyleVar_FrameRounding, px(state, 4));
  ImGui::PushStyleVar(ImGuiStyleVar_FrameBorderSize, 0.0f);
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {px(state, 8), px(state, 4)});
  const bool clicked = ImGui::Button(label.c_str());
  note_item(label);
  ImGui::PopStyleVar(3);
  ImGui::PopStyleColor(4);
  return clicked;
}

bool choice(const State& state, const std::string& label, bool chosen) {
  const auto& p = colours(state);
  const scene::Colour ground = chosen ? scene::mix(p.panel, p.accent, state.dark ? 0.35 : 0.18) : p.panel;
  ImGui::PushStyleColor(ImGuiCol_Button, u32(ground));
  ImGui::PushStyleColor(ImGuiCol_ButtonHovered, u32(chosen ? ground : hover_ground(state)));
  ImGui::PushStyleColor(ImGuiCol_ButtonActive, u32(ground));
  ImGui::PushStyleColor(ImGuiCol_Text, u32(p.ink));
  ImGui::PushStyleColor(ImGuiCol_Border, u32(chosen ? p.accent : p.hairline));
  ImGui::PushStyleVar(ImGuiStyleVar_FrameRounding, px(state, 4));
  ImGui::PushStyleVar(ImGuiStyleVar_FrameBorderSize, 1.0f);
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {px(state, 10), px(state, 4)});
  const bool clicked = ImGui::Button(label.c_str());
  note_item(label);
  ImGui::PopStyleVar(3);
  ImGui::PopStyleColor(5);
  return clicked;
}

void rule(const State& state) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  ImGui::GetWindowDrawList()->AddLine({at.x, at.y}, {at.x + width, at.y}, u32(colours(state).hairline));
  ImGui::Dummy({width, px(state, 1)});
}

void gap(const State& state, double design) { ImGui::Dummy({1, px(state, design)}); }

Row row(const State& state, int id, float height, bool chosen, bool zebra) {
  Row out;
  ImGui::PushID(id);
  const float width = std::max(1.0f, ImGui::GetContentRegionAvail().x);
  out.clicked = ImGui::InvisibleButton("##row", {width, height});
  out.hovered = ImGui::IsItemHovered();
  out.twice = out.hovered && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left);
  out.min = ImGui::GetItemRectMin(), out.max = ImGui::GetItemRectMax();
  const auto& p = colours(state);
  ImDrawList* draw = ImGui::GetWindowDrawList();
  if (chosen) draw->AddRectFilled(out.min, out.max, u32(scene::mix(p.panel, p.accent, state.dark ? 0.35 : 0.18)), px(state, 4));
  else if (out.hovered) draw->AddRectFilled(out.min, out.max, u32(hover_ground(state)), px(state, 4));
  else if (zebra) draw->AddRectFilled(out.min, out.max, u32(scene::mix(p.panel, p.ink, 0.035)));
  ImGui::PopID();
  return out;
}

void text_in(ImDrawList* draw, ImVec2 pos, float width, ImU32 colour, const std::string& s, bool right) {
  if (width <= 0) return;
  float w = ImGui::CalcTextSize(s.c_str(), s.c_str() + s.size()).x;
  if (w <= width) {
    draw->AddText({right ? pos.x + width - w : pos.x, pos.y}, colour, s.c_str(), s.c_str() + s.size());
    return;
  }
  const float dots = ImGui::CalcTextSize("...").x;
  std::size_t end = s.size();
  while (end > 0 && w + dots > width) {
    do --end; while (end > 0 && (static_cast<unsigned char>(s[end]) & 0xC0) == 0x80);
    w = ImGui::CalcTextSize(s.c_str(), s.c_str() + end).x;
  }
  const std::string cut = s.substr(0, end) + "...";
  draw->AddText(pos, colour, cut.c_str());
}

float lines_in(ImDrawList* draw, ImVec2 pos, float width, ImU32 colour, const std::string& s, std::size_t most, float line_height) {
  if (width <= 0 || most == 0) return 0;
  std::vector<std::string> lines = broken(s, width);
  if (lines.size() > most) {
    // What is left over goes into the last line, which is cut.
    for (std::size_t k = most; k < lines.size(); ++k) lines[most - 1] += " " + lines[k];
    lines.resize(most);
  }
  for (std::size_t k = 0; k < lines.size(); ++k) text_in(draw, {pos.x, pos.y + static_cast<float>(k) * line_height}, width, colour, lines[k]);
  return static_cast<float>(lines.size()) * line_height;
}

std::size_t lines_of(const std::string& s, float width, std::size_t most) {
  if (width <= 0 || ImGui::CalcTextSize(s.c_str()).x <= width) return 1;
  return std::clamp<std::size_t>(broken(s, width).size(), 1, most);
}

void tick(ImDrawList* draw, ImVec2 c, float r, ImU32 colour) {
  const ImVec2 line[] = {{c.x - r, c.y}, {c.x - 0.3f * r, c.y + 0.75f * r}, {c.x + r, c.y - 0.75f * r}};
  draw->AddPolyline(line, 3, colour, 0, std::max(1.5f, 0.35f * r));
}

void cross(ImDrawList* draw, ImVec2 c, float r, ImU32 colour) {
  const float w = std::max(1.5f, 0.3f * r);
  draw->AddLine({c.x - r, c.y - r}, {c.x + r, c.y + r}, colour, w);
  draw->AddLine({c.x - r, c.y + r}, {c.x + r, c.y - r}, colour, w);
}

void thing_icon(const State& state, ImDrawList* draw, ImVec2 c, float r, ThingKind kind, int rank) {
  const auto& p = colours(state);
  const ImU32 ink = u32(p.soft_ink);
  const float w = std::max(1.2f, r * 0.2f);
  switch (kind) {
    case ThingKind::kFacility: {
      const ImU32 fill = u32(p.level[static_cast<std::size_t>(std::clamp(rank > 0 ? rank : 3, 1, 4) - 1)]);
      if (rank == 4) draw->AddCircle(c, r, fill, 0, 2 * w);
      draw->AddCircleFilled(c, rank == 4 ? 0.5f * r : rank == 3 || rank == 0 ? 0.85f * r : rank == 2 ? 0.65f * r : 0.4f * r, fill);
      break;
    }
    case ThingKind::kGate:
      draw->AddLine({c.x - r, c.y}, {c.x - 0.35f * r, c.y}, ink, 2 * w);
      draw->AddLine({c.x + 0.35f * r, c.y}, {c.x + r, c.y}, ink, 2 * w);
      draw->AddCircle(c, 0.4f * r, ink, 0, w);
      break;
    case ThingKind::kDemand: case ThingKind::kBuilding:
      draw->AddRectFilled({c.x - 0.7f * r, c.y - 0.8f * r}, {c.x + 0.7f * r, c.y + 0.8f * r}, u32(p.building));
      draw->AddRect({c.x - 0.7f * r, c.y - 0.8f * r}, {c.x + 0.7f * r, c.y + 0.8f * r}, ink, 0, 0, w);
      break;
    case ThingKind::kArea: {
      const ImVec2 shape[] = {{c.x - r, c.y - 0.4f * r}, {c.x + 0.1f * r, c.y - 0.9f * r}, {c.x + r, c.y - 0.1f * r}, {c.x + 0.4f * r, c.y + 0.9f * r}, {c.x - 0.7f * r, c.y + 0.6f * r}};
      draw->AddPolyline(shape, 5, u32(p.boundary), ImDrawFlags_Closed, 1.5f * w);
      break;
    }
    case ThingKind::kOrganisation: {
      const ImVec2 a{c.x, c.y - r}, b{c.x + 0.8f * r, c.y}, d{c.x, c.y + r}, e{c.x - 0.8f * r, c.y};
      draw->AddQuad(a, b, d, e, u32(scene::okabe_ito()[2]), 1.6f * w);
      break;
    }
    case ThingKind::kStreet:
      draw->AddLine({c.x - r, c.y + 0.6f * r}, {c.x + r, c.y - 0.6f * r}, ink, 3 * w);
      draw->AddLine({c.x - r, c.y + 0.6f * r}, {c.x + r, c.y - 0.6f * r}, u32(p.street), 1.4f * w);
      break;
    case ThingKind::kVenue:
      draw->AddTriangle({c.x, c.y - 0.9f * r}, {c.x + 0.9f * r, c.y + 0.7f * r}, {c.x - 0.9f * r, c.y + 0.7f * r}, ink, 1.4f * w);
      break;
    case ThingKind::kLink:
      draw->AddCircleFilled({c.x - 0.75f * r, c.y + 0.35f * r}, 0.3f * r, ink);
      draw->AddCircleFilled({c.x + 0.75f * r, c.y + 0.35f * r}, 0.2f * r, ink);
      draw->AddBezierQuadratic({c.x - 0.75f * r, c.y + 0.35f * r}, {c.x, c.y - 0.9f * r}, {c.x + 0.75f * r, c.y + 0.35f * r}, ink, 1.6f * w);
      break;
    case ThingKind::kUnit:
      draw->AddCircleFilled(c, 0.42f * r, ink);
      for (int k = 0; k < 3; ++k) {
        const float a = 2.094f * static_cast<float>(k) - 1.571f;
        draw->AddLine(c, {c.x + r * std::cos(a), c.y + r * std::sin(a)}, ink, 1.4f * w);
      }
      break;
    case ThingKind::kPlace: case ThingKind::kNone:
      draw->AddLine({c.x - r, c.y}, {c.x + r, c.y}, u32(p.accent), 1.4f * w);
      draw->AddLine({c.x, c.y - r}, {c.x, c.y + r}, u32(p.accent), 1.4f * w);
      break;
  }
}

bool key_pressed(int glfw_key, bool repeat) { return ImGui::IsKeyPressed(glfw_key, repeat); }
bool enter_pressed() { return key_pressed(GLFW_KEY_ENTER, false) || key_pressed(GLFW_KEY_KP_ENTER, false); }
bool keys_free() { return !ImGui::GetIO().WantTextInput && !ImGui::IsAnyItemActive(); }

std::string kind_name(const State& state, ThingKind kind) {
  switch (kind) {
    case ThingKind::kFacility: return state.say("设施", "Facility");
    case ThingKind::kGate: return state.say("大门", "Gate");
    case ThingKind::kDemand: return state.say("住户点", "Demand point");
    case ThingKind::kBuilding: return state.say("建筑", "Building");
    case ThingKind::kArea: return state.say("区域", "Area");
    case ThingKind::kOrganisation: return state.say("单位", "Organisation");
    case ThingKind::kStreet: return state.say("街道", "Street");
    case ThingKind::kVenue: return state.say("场所", "Venue");
    case ThingKind::kUnit: return state.say("责任单位", "Accountable unit");
    case ThingKind::kLink: return state.say("共享联系", "Sharing link");
    case ThingKind::kPlace: return state.say("位置", "Place");
    case ThingKind::kNone: return "";
  }
  return "";
}

std::string cost_words(const State& state, Cost cost, CostUnit unit) {
  if (cost >= kUnreachable) return state.say("走不到", "no way");
  return scene::cost_text(from_cost(cost), unit, state.chinese);
}

}  // namespace catchment::viewer::parts
