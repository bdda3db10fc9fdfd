#include <algorithm>
#include <cmath>
#include <filesystem>

#include "viewer/scene/colour.h"
#include "viewer/ui/panels.h"
#include "viewer/ui/shortcuts.h"
#include "viewer/ui/window_memory.h"
#include "viewer/ui/window_parts.h"

// Nothing open: three cards, recent files, work that a crash left behind.
namespace catchment::viewer {

using namespace parts;

namespace {

std::string look_for_sample() {
  namespace fs = std::filesystem;
  std::error_code bad;
  std::vector<fs::path> from;
  const fs::path program = fs::read_symlink("/proc/self/exe", bad);
  if (!bad) from.push_back(program.parent_path());
  const fs::path here = fs::current_path(bad);
  if (!bad) from.push_back(here);
  for (const fs::path& start : from) {
    fs::path at = start;
    for (int k = 0; k < 5; ++k) {
      for (const char* below : {"scenarios/linfenlu.toml", "share/catchment/scenarios/linfenlu.toml"})
        if (fs::exists(at / below, bad)) return (at / below).lexically_normal().string();
      if (at == at.parent_path()) break;
      at = at.parent_path();
    }
  }
  return {};
}

enum class Picture { kSample, kOpen, kImport };

/// A little map: blocks, a street, stations with what they reach.
void draw_picture(const State& state, ImDrawList* draw, ImVec2 a, ImVec2 b, Picture which) {
  const auto& p = colours(state);
  draw->AddRectFilled(a, b, u32(p.block), px(state, 8), ImDrawFlags_RoundCornersTop);
  draw->PushClipRect(a, b, true);
  const float w = b.x - a.x, h = b.y - a.y;
  const auto at = [&](double x, double y) { return ImVec2{a.x + static_cast<float>(x) * w, a.y + static_cast<float>(y) * h}; };
  if (which == Picture::kSample) {
    const ImVec2 river[] = {at(0, 0.92), at(0.22, 0.80), at(0.5, 0.86), at(0.8, 0.74), at(1.0, 0.80)};
    draw->AddPolyline(river, 5, u32(p.water), 0, px(state, 14));
    for (int i = 0; i < 11; ++i)
      for (int j = 0; j < 5; ++j) {
        if ((i * 7 + j * 3) % 11 == 4) continue;
        const double x = 0.035 + 0.088 * i, y = 0.07 + 0.145 * j;
        const double d = std::min(std::hypot((x - 0.30) * 1.9, y - 0.33), std::hypot((x - 0.70) * 1.9, y - 0.42));
        const scene::Colour c = d < 0.30 ? p.served : d < 0.45 ? p.no_capacity : p.out_of_reach;
        draw->AddRectFilled(at(x, y), at(x + 0.055, y + 0.085), u32(scene::mix(p.block, c, 0.62)), px(state, 1));
      }
    for (const ImVec2 c : {at(0.30, 0.36), at(0.70, 0.46)}) {
      draw->AddCircleFilled(c, px(state, 10), u32(p.panel));
      draw->AddCircleFilled(c, px(state, 8), u32(p.level[2]));
      draw->AddCircle(c, px(state, 8), u32(p.panel), 0, px(state, 1.5));
    }
  } else if (which == Picture::kOpen) {
    const float s = px(state, 30);
    const ImVec2 c = at(0.5, 0.5);
    const ImU32 fill = u32(scene::mix(p.block, p.accent, 0.55)), front = u32(scene::mix(p.block, p.accent, 0.8));
    draw->AddRectFilled({c.x - s * 1.3f, c.y - s}, {c.x - s * 0.1f, c.y}, fill, px(state, 4));
    draw->AddRectFilled({c.x - s * 1.3f, c.y - s * 0.7f}, {c.x + s * 1.3f, c.y + s}, fill, px(state, 4));
    draw->AddRectFilled({c.x - s * 0.8f, c.y - s * 0.95f}, {c.x + s * 0.9f, c.y + s * 0.6f}, u32(p.panel), px(state, 2));
    for (int k = 0; k < 3; ++k)
      draw->AddRectFilled({c.x - s * 0.6f, c.y - s * (0.75f - 0.25f * static_cast<float>(k))},
                          {c.x + s * (k == 1 ? 0.3f : 0.65f), c.y - s * (0.67f - 0.25f * static_cast<float>(k))}, u32(p.hairline));
    draw->AddRectFilled({c.x - s * 1.3f, c.y - s * 0.1f}, {c.x + s * 1.3f, c.y + s}, front, px(state, 4));
  } else {
    for (int k = 0; k < 5; ++k) {
      draw->AddLine(at(-0.02, 0.14 + 0.19 * k), at(0.47, 0.06 + 0.21 * k), u32(p.street_casing), px(state, 2));
      draw->AddLine(at(0.03 + 0.11 * k, -0.02), at(0.0 + 0.12 * k, 1.02), u32(p.street_casing), px(state, k == 2 ? 5 : 2));
    }
    draw->AddRectFilled(at(0.5, 0), at(1, 1), u32(p.paper));
    for (int i = 0; i < 5; ++i)
      for (int j = 0; j < 5; ++j)
        if ((i + 2 * j) % 7 != 3) draw->AddRectFilled(at(0.6 + 0.075 * i, 0.1 + 0.17 * j), at(0.65 + 0.075 * i, 0.2 + 0.17 * j), u32(p.minutes[static_cast<std::size_t>((i + j) % 3)]), px(state, 1));
    const ImVec2 c = at(0.5, 0.5);
    draw->AddCircleFilled(c, px(state, 18), u32(p.accent));
    const ImU32 on = u32(scene::ink_on(p.accent));
    draw->AddLine({c.x - px(state, 8), c.y}, {c.x + px(state, 7), c.y}, on, px(state, 2.5));
    const ImVec2 head[] = {{c.x + px(state, 1), c.y - px(state, 6)}, {c.x + px(state, 7), c.y}, {c.x + px(state, 1), c.y + px(state, 6)}};
    draw->AddPolyline(head, 3, on, 0, px(state, 2.5));
  }
  draw->PopClipRect();
}

/// -> clicked.
bool card(const State& state, const char* id, ImVec2 at, ImVec2 size, Picture picture, const std::string& title, const std::string& words, const std::string& key, bool usable) {
  const auto& p = colours(state);
  ImGui::SetCursorScreenPos(at);
  const bool clicked = ImGui::InvisibleButton(id, size) && usable;
  note_item(id);
  const bool hovered = ImGui::IsItemHovered() && usable;
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const ImVec2 b{at.x + size.x, at.y + size.y};
  for (int k = hovered ? 4 : 2; k >= 1; --k)
    draw->AddRectFilled({at.x - px(state, k), at.y}, {b.x + px(state, k), b.y + px(state, 2 * k)}, IM_COL32(0, 0, 0, 10), px(state, 8 + k));
  draw->AddRectFilled(at, b, u32(p.panel), px(state, 8));
  const float picture_height = px(state, 136);
  draw_picture(state, draw, at, {b.x, at.y + picture_height}, picture);
  draw->AddRect(at, b, u32(hovered ? p.accent : p.hairline), px(state, 8), 0, hovered ? px(state, 2) : 1.0f);
  const float inset = px(state, 16);
  ImGui::SetCursorScreenPos({at.x + inset, at.y + picture_height + px(state, 16)});
  ImGui::BeginChild((std::string(id) + "words").c_str(), {size.x - 2 * inset, size.y - picture_height - px(state, 24)}, false,
                    ImGuiWindowFlags_NoInputs | ImGuiWindowFlags_NoScrollbar);
  text_in(ImGui::GetWindowDrawList(), ImGui::GetCursorScreenPos(), ImGui::GetContentRegionAvail().x, u32(usable ? p.ink : p.soft_ink), title);
  if (!key.empty())
    text_in(ImGui::GetWindowDrawList(), ImGui::GetCursorScreenPos(), ImGui::GetContentRegionAvail().x, u32(p.soft_ink), key, true);
  ImGui::Dummy({1, ImGui::GetFontSize() + px(state, 4)});
  {
    const FontScope small(fonts().small);
    paragraph(state, words, true);
  }
  ImGui::EndChild();
  return clicked;
}

void recoverable_rows(State& state, float width) {
  state.map.recover_px.clear();
  if (state.recoverable.empty()) return;
  soft_text(state, state.say("上次没有正常退出，这些改动还在：", "The last run did not end in order; this work is still there:"));
  gap(state, 4);
  for (std::size_t k = 0; k < state.recoverable.size(); ++k) {
    const auto& r = state.recoverable[k];
    ImGui::PushID(static_cast<int>(k));
    const ImVec2 at = ImGui::GetCursorScreenPos();
    ImDrawList* draw = ImGui::GetWindowDrawList();
    const float height = px(state, 48);
    draw->AddRectFilled(at, {at.x + width, at.y + height}, u32(colours(state).panel), px(state, 8));
    draw->AddRectFilled(at, {at.x + px(state, 4), at.y + height}, u32(colours(state).no_capacity), px(state, 8), ImDrawFlags_RoundCornersLeft);
    const std::string name = r.scenario.empty() ? std::string(state.say("未保存的方案", "a plan never saved")) : file_name(r.scenario);
    const std::string steps = std::to_string(r.steps);
    const std::string words = state.chinese ? r.when + " · " + steps + " 步未保存" : r.when + " · " + steps + (r.steps == 1 ? " step not saved" : " steps not saved");
    const float room = width - px(state, 256);
    text_in(draw, {at.x + px(state, 16), at.y + px(state, 6)}, room, u32(colours(state).ink), name);
    {
      const FontScope small(fonts().small);
      text_in(draw, {at.x + px(state, 16), at.y + px(state, 27)}, room, u32(colours(state).soft_ink), words);
    }
    ImGui::SetCursorScreenPos({at.x + width - px(state, 224), at.y + px(state, 8)});
    if (button(state, state.say("恢复", "Recover"), true, px(state, 104))) state.ask(Recover{k});
    const ImVec2 low = ImGui::GetItemRectMin(), high = ImGui::GetItemRectMax();
    state.map.recover_px.push_back({(low.x + high.x) / 2, (low.y + high.y) / 2});
    ImGui::SetCursorScreenPos({at.x + width - px(state, 112), at.y + px(state, 8)});
    if (button(state, state.say("丢弃", "Discard"), false, px(state, 104))) state.ask(DiscardRecovered{k});
    ImGui::SetCursorScreenPos({at.x, at.y + height + px(state, 8)});
    ImGui::PopID();
  }
  gap(state, 8);
}

void recent_rows(State& state) {
  if (state.settings.recent.empty()) return;
  soft_text(state, state.say("最近打开", "Recent"));
  gap(state, 4);
  for (std::size_t k = 0; k < std::min<std::size_t>(state.settings.recent.size(), 6); ++k) {
    const std::string& path = state.settings.recent[k];
    const Row r = row(state, 1000 + static_cast<int>(k), px(state, 32), false);
    note_item("recent " + path);
    ImDrawList* draw = ImGui::GetWindowDrawList();
    const float y = r.min.y + (px(state, 32) - ImGui::GetFontSize()) / 2, name_width = std::min(px(state, 240), ImGui::CalcTextSize(file_name(path).c_str()).x + px(state, 16));
    text_in(draw, {r.min.x + px(state, 8), y}, name_width, u32(colours(state).accent), file_name(path));
    text_in(draw, {r.min.x + px(state, 16) + name_width, y}, r.max.x - r.min.x - name_width - px(state, 24), u32(colours(state).soft_ink), parent_folder(path));
    if (r.clicked) state.ask(OpenPath{path});
  }
}

}  // namespace

std::string sample_scenario() {
  StartMemory& m = memory().start;
  if (!m.looked) m.sample = look_for_sample(), m.looked = true;
  return m.sample;
}

void draw_start_screen(State& state) {
  const ImVec2 screen = ImGui::GetIO().DisplaySize;
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize(screen);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 0.0f);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0.0f);
  ImGui::PushStyleColor(ImGuiCol_WindowBg, u32(colours(state).paper));
  ImGui::Begin("##start", nullptr, ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                                       ImGuiWindowFlags_NoBringToFrontOnFocus);
  ImGui::PopStyleColor();
  ImGui::PopStyleVar(3);

  const float gutter = px(state, 24);
  const float card_width = std::min(px(state, 288), (screen.x - 4 * gutter) / 3), card_height = px(state, 264);
  const float width = 3 * card_width + 2 * gutter, left = std::floor((screen.x - width) / 2);
  const float rows = px(state, static_cast<double>(state.recoverable.size()) * 56 + (state.recoverable.empty() ? 0 : 48)) +
                     px(state, static_cast<double>(std::min<std::size_t>(state.settings.recent.size(), 6)) * 32 + (state.settings.recent.empty() ? 0 : 32));
  const float whole = px(state, 112) + card_height + px(state, 32) + rows;
  float y = std::max(px(state, 24), std::floor((screen.y - whole) / 2));

  ImGui::SetCursorScreenPos({left, y});
  large_heading(state, state.say("哪里够得着，哪里够不着？", "Who is within reach, and who is not?"));
  ImGui::SetCursorScreenPos({left, y + px(state, 44)});
  soft_text(state, state.say("打开一个地区，拖动站点，看覆盖率随手变化。", "Open a district, drag a station, and watch the coverage follow."));
  y += px(state, 96);

  const std::string sample = sample_scenario();
  ImVec2 at{left, y};
  if (card(state, "##sample", at, {card_width, card_height}, Picture::kSample, state.say("示例街道：临汾路", "Sample sub-district: Linfen Road"),
           sample.empty() ? state.say("没有找到随程序附带的 scenarios/linfenlu.toml；请在程序所在文件夹中启动。",
                                      "scenarios/linfenlu.toml, which comes with the program, was not found; start from the program's folder.")
                          : state.say("一个中心、九个站点、七万五千居民。先在这里试试手。", "One centre, nine stations, 75,000 residents. Try your hand here first."),
           "", !sample.empty()))
    state.ask(OpenPath{sample});
  at.x += card_width + gutter;
  if (card(state, "##open", at, {card_width, card_height}, Picture::kOpen, state.say("打开你的情景", "Open yours"),
           state.say("情景文件（.toml）或世界文件（.gpkg）；也可以把文件拖进窗口。", "A scenario (.toml) or a world file (.gpkg). Files can also be dropped onto the window."),
           shortcut_text(Action::kOpen, state.chinese), true))
    ask_for_file(state, Windows::Files::kOpen);
  at.x += card_width + gutter;
  if (card(state, "##import", at, {card_width, card_height}, Picture::kImport, state.say("导入一座城市", "Import a city"),
           state.say("OpenStreetMap 摘录或图层（.osm .gpkg）变成世界文件；命令行的 catchment import 做同样的事。",
                     "An OpenStreetMap extract or layers (.osm .gpkg) become a world file, as `catchment import` makes it."),
           "", true))
    ask_for_file(state, Windows::Files::kOpen, true);

  y += card_height + px(state, 32);
  ImGui::SetCursorScreenPos({left, y});
  ImGui::BeginChild("##below", {width, std::max(px(state, 8), screen.y - y - px(state, 16))});
  recoverable_rows(state, width);
  recent_rows(state);
  ImGui::EndChild();
  ImGui::End();
}

}  // namespace catchment::viewer
