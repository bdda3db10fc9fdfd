#include <algorithm>

#include <imgui.h>
#include <imgui_stdlib.h>

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>

#include "viewer/scene/colour.h"
#include "viewer/scene/text_format.h"
#include "viewer/ui/panels.h"
#include "viewer/ui/table_csv.h"
#include "viewer/ui/window_memory.h"
#include "viewer/ui/window_parts.h"

// Things as rows: sorted, filtered, searched; what is selected here is selected on the map, and the other way round.
namespace catchment::viewer {

using namespace parts;
using document::TableKind;

namespace {

ThingKind kind_of(TableKind kind) {
  switch (kind) {
    case TableKind::kFacilities: return ThingKind::kFacility;
    case TableKind::kAreas: return ThingKind::kArea;
    case TableKind::kDemand: return ThingKind::kDemand;
    case TableKind::kOrganisations: return ThingKind::kOrganisation;
    case TableKind::kGates: return ThingKind::kGate;
    case TableKind::kLinks: return ThingKind::kLink;
  }
  return ThingKind::kNone;
}

/// The table as of the plan's revision. While something is in the hand a long one is left as it was: it is made anew on the drop.
void follow_plan(State& state, Tab& tab, TableMemory& m) {
  const bool same_place = m.made && m.tab == &tab && m.document == tab.document.get() && m.kind == tab.table && m.chinese == state.chinese;
  if (same_place && m.revision == tab.revision) return;
  if (same_place && tab.document->grabbed() && m.table.things.size() > 5000) return;
  if (!same_place) {
    if (m.kind != tab.table || m.tab != &tab) m.sort = -1, m.descending = false, m.last_clicked.reset();
    m.selection.clear();
    m.selected.clear();
  }
  m.table = document::make_table(*tab.document, tab.table, state.chinese);
  m.tab = &tab, m.document = tab.document.get(), m.revision = tab.revision, m.kind = tab.table, m.chinese = state.chinese;
  m.made = true;
  m.sorted_by = -2;   // rows anew
  if (m.sort >= static_cast<int>(m.table.columns.size())) m.sort = -1;
}

void follow_rows(State& state, TableMemory& m) {
  if (m.sorted_by == m.sort && m.sorted_descending == m.descending && m.filtered_by == m.filter) return;
  state.animating = true;   // the list's scroll range follows a frame later
  m.rows = document::table_rows(m.table, m.filter, m.sort, m.descending);
  m.sorted_by = m.sort, m.sorted_descending = m.descending, m.filtered_by = m.filter;
  m.last_clicked.reset();
}

/// A selection made on the map: its rows light up and the first of them comes into view.
void follow_selection(const Tab& tab, TableMemory& m) {
  if (m.selection == tab.selection) return;
  m.selection = tab.selection;
  m.selected.clear();
  const ThingKind kind = kind_of(m.kind);
  for (const Thing& t : tab.selection)
    if (t.kind == kind) m.selected.push_back(t.index);
  std::sort(m.selected.begin(), m.selected.end());
  if (m.selected.empty()) return;
  for (std::size_t k = 0; k < m.rows.size(); ++k)
    if (std::binary_search(m.selected.begin(), m.selected.end(), m.table.things[m.rows[k]].index)) {
      m.jump = k;
      return;
    }
}

void select(State& state, const Tab& tab, TableMemory& m, std::size_t at) {
  const ImGuiIO& io = ImGui::GetIO();
  const Thing thing = m.table.things[m.rows[at]];
  if (io.KeyShift && m.last_clicked && *m.last_clicked < m.rows.size()) {
    std::vector<Thing> range;
    for (std::size_t k = std::min(at, *m.last_clicked); k <= std::max(at, *m.last_clicked); ++k) range.push_back(m.table.things[m.rows[k]]);
    state.ask(SelectThings{std::move(range), io.KeyCtrl});
  } else {
    state.ask(SelectThings{{thing}, io.KeyCtrl});
    if (const Box box = document::box_of(tab.document->world(), thing); !box.empty()) state.ask(FlyTo{box});
    m.last_clicked = at;
  }
}

void tabs_row(State& state, Tab& tab) {
  const struct { TableKind kind; const char* name; } kinds[] = {{TableKind::kFacilities, state.say("设施", "Facilities")},
                                                                {TableKind::kAreas, state.say("区域", "Areas")},
                                                                {TableKind::kDemand, state.say("住户点", "Demand")},
                                                                {TableKind::kOrganisations, state.say("单位", "Organisations")},
                                                                {TableKind::kGates, state.say("大门", "Gates")},
                                                                {TableKind::kLinks, state.say("联系", "Links")}};
  for (const auto& k : kinds) {
    if (k.kind == TableKind::kLinks && tab.document->world().links.empty() && tab.table != k.kind) continue;
    if (choice(state, k.name, tab.table == k.kind)) tab.table = k.kind;
    ImGui::SameLine(0, px(state, 8));
  }
}

void tools_row(State& state, TableMemory& m) {
  // The right part of the row of tabs, or a row of its own where the window is narrow.
  const char* copy = state.say("复制为 CSV", "Copy as CSV");
  const float wanted = px(state, 88 + 8 + 240 + 8 + 20) + ImGui::CalcTextSize(copy).x;
  const float right = ImGui::GetWindowContentRegionMax().x;
  const bool own_row = right - ImGui::GetCursorPosX() < wanted;
  if (own_row) ImGui::NewLine();
  else ImGui::SetCursorPosX(right - wanted);
  ImGui::AlignTextToFramePadding();
  const float count_width = px(state, 88);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImGui::Dummy({count_width, 1});
  ImGui::SameLine(0, px(state, 8));
  ImGui::SetNextItemWidth(px(state, 240));
  ImGui::InputTextWithHint("##filter", state.say("筛选：文字，或 人数>500", "Filter: text, or persons>500"), &m.filter);
  note_item("filter");
  // The count of what is listed below in this very frame: the filter first, then the words about it.
  follow_rows(state, m);
  const std::string n = scene::grouped(static_cast<std::int64_t>(m.rows.size()));
  const std::string count = state.chinese ? n + " 行" : n + (m.rows.size() == 1 ? " row" : " rows");
  text_in(ImGui::GetWindowDrawList(), {at.x, at.y + px(state, 4)}, count_width, u32(colours(state).soft_ink), count, !own_row);
  m.said = m.rows.size();
  ImGui::SameLine(0, px(state, 8));
  if (choice(state, copy, false)) {
    ImGui::SetClipboardText(table_csv(m.table, m.rows).c_str());
    toast(state, Toast::Kind::kNote, state.chinese ? "已复制 " + n + " 行" : n + (m.rows.size() == 1 ? " row copied" : " rows copied"));
  }
}

struct Grid { std::vector<float> width; float whole = 0; };

/// Text columns take what the numbers leave. Where there is too little room every column gives of what it does not need: texts and heads are cut, numbers
/// never; only then it scrolls sideways. From the header and a sample of the rows: stable while scrolling.
Grid layout(const State& state, const TableMemory& m, float room) {
  Grid g;
  std::vector<std::size_t> wide;
  std::vector<float> least;
  float needed = 0;
  for (std::size_t c = 0; c < m.table.columns.size(); ++c) {
    const auto& column = m.table.columns[c];
    float inside = 0;
    float w = ImGui::CalcTextSize(column.title.c_str()).x + (column.unit.empty() ? 0 : ImGui::CalcTextSize(column.unit.c_str()).x + px(state, 6)) + px(state, 16);
    const auto& cells = m.table.text[c];
    const std::size_t step = std::max<std::size_t>(1, cells.size() / 64);
    for (std::size_t r = 0; r < cells.size(); r += step) inside = std::max(inside, ImGui::CalcTextSize(cells[r].c_str()).x);
    w = std::max(w, inside);
    w = std::clamp(w + px(state, 24), px(state, 72), px(state, column.kind == document::ColumnKind::kText ? 280 : 200));
    if (column.kind == document::ColumnKind::kText) wide.push_back(c);
    const bool is_text = column.kind == document::ColumnKind::kText;
    const float head = ImGui::CalcTextSize(column.title.c_str()).x + px(state, 18);
    least.push_back(std::min(w, is_text ? std::clamp(inside + px(state, 18), px(state, 48), px(state, c == 0 ? 112 : c + 1 == m.table.columns.size() ? 76 : 68)) : std::max(inside + px(state, 18), std::min(head, px(state, 80)))));
    needed += least.back();
    g.width.push_back(w);
    g.whole += w;
  }
  if (g.whole < room && !wide.empty()) {
    const float more = (room - g.whole) / static_cast<float>(wide.size());
    for (const std::size_t c : wide) g.width[c] += more;
    g.whole = room;
  } else if (g.whole > room) {
    const float give = std::clamp((g.whole - room) / std::max(1.0f, g.whole - needed), 0.0f, 1.0f);
    g.whole = 0;
    for (std::size_t c = 0; c < g.width.size(); ++c) {
      g.width[c] = std::floor(g.width[c] - give * (g.width[c] - least[c]));
      g.whole += g.width[c];
    }
  }
  return g;
}

bool is_number(const document::Column& column) { return column.kind != document::ColumnKind::kText; }

void head(State& state, TableMemory& m, const Grid& g) {
  const float height = px(state, 32);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImDrawList* draw = ImGui::GetWindowDrawList();
  float x = at.x;
  for (std::size_t c = 0; c < m.table.columns.size(); ++c) {
    const auto& column = m.table.columns[c];
    ImGui::SetCursorScreenPos({x, at.y});
    ImGui::PushID(static_cast<int>(c));
    if (ImGui::InvisibleButton("##column", {g.width[c], height})) {
      // Numbers the largest first, then the smallest, then as they stand.
      const int column_index = static_cast<int>(c);
      const bool first_descending = is_number(column);
      if (m.sort != column_index) m.sort = column_index, m.descending = first_descending;
      else if (m.descending == first_descending) m.descending = !m.descending;
      else m.sort = -1, m.descending = false;
    }
    note_item("column " + std::to_string(c));
    const bool hovered = ImGui::IsItemHovered();
    ImGui::PopID();
    const bool sorted = m.sort == static_cast<int>(c);
    const bool right = is_number(column);
    const std::string words = column.unit.empty() ? column.title : column.title + " (" + column.unit + ")";
    const float inset = px(state, 8), arrow = sorted ? px(state, 12) : 0;
    const float w = g.width[c] - 2 * inset - arrow;
    if (hovered && ImGui::CalcTextSize(words.c_str()).x > w) tip(state, words);
    text_in(draw, {x + inset + (right ? arrow : 0), at.y + (height - ImGui::GetFontSize()) / 2}, w, u32(sorted || hovered ? colours(state).ink : colours(state).soft_ink), words, right);
    if (sorted) {
      const float r = px(state, 4), ax = right ? x + inset + r : x + g.width[c] - inset - r, ay = at.y + height / 2, d = m.descending ? 1.0f : -1.0f;
      draw->AddTriangleFilled({ax - r, ay - d * 0.5f * r}, {ax + r, ay - d * 0.5f * r}, {ax, ay + d * 0.6f * r}, u32(colours(state).accent));
    }
    x += g.width[c];
  }
  draw->AddLine({at.x, at.y + height - 1}, {at.x + g.whole, at.y + height - 1}, u32(colours(state).hairline));
  ImGui::SetCursorScreenPos({at.x, at.y + height});
}

void keys(State& state, const Tab& tab, TableMemory& m) {
  if (!ImGui::IsWindowFocused(ImGuiFocusedFlags_RootAndChildWindows) || !keys_free() || m.rows.empty()) return;
  const auto n = static_cast<std::ptrdiff_t>(m.rows.size());
  std::ptrdiff_t at = m.last_clicked ? static_cast<std::ptrdiff_t>(*m.last_clicked) : -1;
  const std::ptrdiff_t from = at;
  if (key_pressed(GLFW_KEY_DOWN)) ++at;
  if (key_pressed(GLFW_KEY_UP)) --at;
  if (key_pressed(GLFW_KEY_PAGE_DOWN)) at += 8;
  if (key_pressed(GLFW_KEY_PAGE_UP)) at -= 8;
  if (at == from) return;
  const auto to = static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(at, 0, n - 1));
  select(state, tab, m, to);
  m.last_clicked = to;
  m.jump = to;
}

void rows(State& state, const Tab& tab, TableMemory& m) {
  const float line = px(state, 28);
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
  ImGui::BeginChild("##rows", {0, 0}, false, ImGuiWindowFlags_HorizontalScrollbar | ImGuiWindowFlags_NoNav);
  const Grid g = layout(state, m, ImGui::GetContentRegionAvail().x);
  if (m.table.things.empty() || m.rows.empty()) {
    head(state, m, g);
    gap(state, 16);
    ImGui::SetCursorPosX(px(state, 8));
    soft_text(state, m.table.things.empty() ? state.say("这个世界里没有这类数据。", "There are none of these in this world.")
                                            : state.say("没有符合筛选的行；清空筛选再试。", "No row fits the filter; clear it to see all."));
    ImGui::EndChild();
    ImGui::PopStyleVar();
    return;
  }
  // The head stays while rows scroll: it is drawn last, over them.
  const float head_height = px(state, 32);
  if (m.jump && *m.jump < m.rows.size()) {
    const float y = static_cast<float>(*m.jump) * line, shown = ImGui::GetWindowHeight() - head_height;
    if (y < ImGui::GetScrollY()) ImGui::SetScrollY(y);
    else if (y + line > ImGui::GetScrollY() + shown) ImGui::SetScrollY(y + line - shown + px(state, 8));
  }
  m.jump.reset();
  const ImVec2 origin = ImGui::GetWindowPos();
  ImGui::Dummy({g.whole, head_height});
  std::optional<std::size_t> clicked;
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const ImU32 ink = u32(colours(state).ink);
  const float text_y = (line - ImGui::GetFontSize()) / 2, inset = px(state, 8);
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(m.rows.size()), line);
  while (clipper.Step())
    for (int k = clipper.DisplayStart; k < clipper.DisplayEnd; ++k) {
      const std::size_t r = m.rows[static_cast<std::size_t>(k)];
      const bool chosen = std::binary_search(m.selected.begin(), m.selected.end(), m.table.things[r].index);
      const Row drawn = row(state, k, line, chosen, k % 2 == 1);
      note_item("table row " + std::to_string(k));
      if (drawn.clicked && ImGui::GetIO().MousePos.y > origin.y + head_height) clicked = static_cast<std::size_t>(k);
      float x = drawn.min.x;
      for (std::size_t c = 0; c < m.table.columns.size(); ++c) {
        text_in(draw, {x + inset, drawn.min.y + text_y}, g.width[c] - 2 * inset, ink, m.table.text[c][r], is_number(m.table.columns[c]));
        x += g.width[c];
      }
    }
  draw->AddRectFilled(origin, {origin.x + ImGui::GetWindowWidth(), origin.y + head_height}, u32(colours(state).panel));
  ImGui::SetCursorScreenPos({origin.x - ImGui::GetScrollX(), origin.y});
  head(state, m, g);
  ImGui::EndChild();
  ImGui::PopStyleVar();
  if (clicked) select(state, tab, m, *clicked);
}

}  // namespace

void draw_table_window(State& state) {
  Tab* tab = state.tab();
  if (!tab || !tab->document || !state.windows.table) return;
  TableMemory& m = memory().table;
  const auto& inset = state.map.panel_px;
  const ImVec2 screen = ImGui::GetIO().DisplaySize;
  const float left = static_cast<float>(inset[0]) + px(state, 16), height = std::min(px(state, 336), screen.y * 0.45f);
  const float beside = px(state, tab->why ? 376 + 16 : 0);   // the card that explains stays in sight
  const float width = std::max(px(state, 480), screen.x - left - static_cast<float>(inset[2]) - px(state, 16) - beside);
  begin_card(state, "##table", state.say("列表", "Table"), {{left, screen.y - static_cast<float>(inset[3]) - height - px(state, 16)}, {width, height}, true},
             &state.windows.table);
  tabs_row(state, *tab);
  follow_plan(state, *tab, m);
  follow_rows(state, m);
  tools_row(state, m);
  follow_selection(*tab, m);
  keys(state, *tab, m);
  gap(state, 2);
  rows(state, *tab, m);
  end_card();
}

}  // namespace catchment::viewer
