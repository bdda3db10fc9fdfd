#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include <fmt/format.h>
#include <imgui_internal.h>

#include "sim/sharing/link_types.h"
#include "viewer/scene/colour.h"
#include "viewer/scene/link_styles.h"
#include "viewer/scene/map_draft.h"
#include "viewer/scene/shapes.h"
#include "viewer/scene/text_format.h"
#include "viewer/scene/theme.h"
#include "viewer/ui/legend.h"
#include "viewer/ui/marks.h"
#include "viewer/ui/panel_parts.h"
#include "viewer/ui/rank_words.h"

// What the map shows besides the theme: each symbol that can be met there now, and no other.
namespace catchment::viewer {

namespace {

using scene::MapLayer;
using scene::Shape;
using scene::Zoom;
using scene::box_ring;
using scene::circle_shape;
using scene::fill_shape;
using scene::line_shape;

struct Entry {
  std::string id;                ///< for tests
  std::vector<Shape> symbol;     ///< about (0, 0), within 32 x 22 design px
  std::string label, figure;     ///< figure: a count or a sample; may be empty
};

/// What there is of everything, of one state of the plan.
struct Present {
  const Tab* tab = nullptr;
  const document::Document* document = nullptr;
  std::uint64_t revision = 0;
  std::size_t demand = 0, steps = 0;
  std::array<std::array<std::int64_t, 3>, 4> facilities{};   ///< by rank and status
  std::array<std::int64_t, 3> gates{};                       ///< by state
  std::array<std::int64_t, 4> edits{};                       ///< by EditState, facilities and gates
  std::array<bool, 6> areas{};                               ///< with an outline, by level
  bool metro = false, walls = false, uncounted = false;
};

void count_what_stays(Present& p, const document::Document& d) {
  const World& base = d.base();
  p.areas = {};
  p.metro = p.walls = p.uncounted = false;
  for (const Area& a : base.areas)
    if (!a.shape.empty() && a.level >= 0 && a.level < 6) p.areas[static_cast<std::size_t>(a.level)] = true;
  for (const auto& c : base.context) {
    p.metro |= c.kind == ContextKind::kMetroLine;
    p.walls |= c.kind == ContextKind::kWall || c.kind == ContextKind::kQuarter;
  }
  p.uncounted = std::any_of(base.buildings.begin(), base.buildings.end(), [](const Building& b) { return b.residents == 0 && !b.footprint.empty(); });
  const auto& counted = d.live().figures().counted();
  for (std::size_t i = 0; i < base.demand.size() && !p.uncounted; ++i) p.uncounted = counted[i] == 0 && base.demand[i].persons > 0;
}

void count_what_edits_change(Present& p, const document::Document& d) {
  const World& world = d.world();
  p.facilities = {};
  p.gates = {};
  p.edits = {};
  for (const Facility& f : world.facilities)
    ++p.facilities[static_cast<std::size_t>(std::clamp(f.level, 1, 4) - 1)][static_cast<std::size_t>(f.status)];
  for (const Gate& g : world.streets.gates)
    if (g.node.valid()) ++p.gates[static_cast<std::size_t>(g.state)];
  if (d.done() == 0) return;
  const scene::EditStates states = scene::edit_states(d.base(), world);
  for (const auto s : states.facility) ++p.edits[static_cast<std::size_t>(s)];
  for (const auto s : states.gate) ++p.edits[static_cast<std::size_t>(s)];
  p.edits[static_cast<std::size_t>(scene::EditState::kRemoved)] += static_cast<std::int64_t>(states.removed.size());
}

const Present& present(const Tab& tab) {
  static Present kept;
  const document::Document& d = *tab.document;
  const bool same_place = kept.tab == &tab && kept.document == &d && kept.demand == d.base().demand.size();
  if (!same_place) count_what_stays(kept, d);
  if (!same_place || kept.revision != tab.revision || kept.steps != d.done()) count_what_edits_change(kept, d);
  kept.tab = &tab, kept.document = &d, kept.revision = tab.revision, kept.demand = d.base().demand.size(), kept.steps = d.done();
  return kept;
}

/// Kept for a state of links and filters.
const scene::LinkSums& sums_of(const Tab& tab) {
  static struct {
    std::shared_ptr<const scene::LinkTable> links;
    scene::LayerFilter filter;
    scene::LinkSums sums;
  } kept;
  if (kept.links != tab.sharing.links || !(kept.filter == tab.filter)) kept = {tab.sharing.links, tab.filter, scene::link_sums(*tab.sharing.links, tab.filter)};
  return kept.sums;
}

/// Everything measured in design px times `u`.
struct Symbols {
  const State& state;
  const Tab& tab;
  const Present& there;
  std::vector<Entry> out;
  double u = 1;
  const scene::Palette& p;

  [[nodiscard]] bool shows(MapLayer layer) const {
    return std::any_of(tab.layers.begin(), tab.layers.end(), [&](const auto& l) { return l.layer == layer && l.visible && l.opacity > 0; });
  }
  [[nodiscard]] std::string say(const char* zh, const char* en) const { return state.say(zh, en); }
  void add(std::string id, std::vector<Shape> symbol, std::string label, std::string figure = {}) {
    out.push_back({std::move(id), std::move(symbol), std::move(label), std::move(figure)});
  }
  [[nodiscard]] Shape line(scene::Colour colour, double width_u, std::initializer_list<double> dash_u = {}) const {
    std::vector<Ring> parts;
    if (dash_u.size() == 0) {
      parts.push_back({{-14 * u, 0}, {14 * u, 0}});
    } else {
      double x = -14;
      bool on = true;
      for (auto at = dash_u.begin(); x < 14; on = !on) {
        const double end = std::min(14.0, x + *at);
        if (on) parts.push_back({{x * u, 0}, {end * u, 0}});
        x = end;
        if (++at == dash_u.end()) at = dash_u.begin();
      }
    }
    return line_shape(std::move(parts), {colour, width_u * u, {}});
  }

  void facilities();
  void edits();
  void gates();
  void organisations();
  void links();
  void reach();
  void ground();
  void people();
};

void Symbols::facilities() {
  if (!shows(MapLayer::kFacilities)) return;
  const auto& f = tab.filter;
  const auto& scenario = tab.document->scenario();
  std::array<std::int64_t, 3> of_status{};
  int largest_of[3] = {0, 0, 0};
  for (int rank = 4; rank >= 1; --rank) {
    if ((f.facility_ranks >> (rank - 1) & 1) == 0) continue;
    const auto& counts = there.facilities[static_cast<std::size_t>(rank - 1)];
    std::int64_t shown = 0;
    for (std::size_t s = 0; s < 3; ++s)
      if ((f.facility_statuses >> s & 1) != 0 && counts[s] > 0) {
        shown += counts[s], of_status[s] += counts[s];
        if (largest_of[s] == 0 || (largest_of[s] == 4 && rank == 3)) largest_of[s] = rank;   // a disc tells more of a status than a star
      }
    if (shown > 0)
      add(fmt::format("rank-{}", rank), scene::facility_symbol({0, 0}, rank, FacilityStatus::kExisting, 0.76 * u, p), rank_word(scenario, rank, state.chinese), scene::grouped(shown));
  }
  for (const auto status : {FacilityStatus::kProposed, FacilityStatus::kClosed}) {
    const auto s = static_cast<std::size_t>(status);
    if (of_status[s] > 0)
      add(fmt::format("status-{}", s), scene::facility_symbol({0, 0}, largest_of[s], status, 0.76 * u, p), status == FacilityStatus::kProposed ? say("拟建", "Proposed") : say("已关闭", "Closed"),
          scene::grouped(of_status[s]));
  }
}

void Symbols::edits() {
  const std::array<Name, 4> words{{{}, {"新增", "New"}, {"已改动", "Changed"}, {"已撤销", "Removed"}}};
  for (std::size_t k = 1; k < words.size(); ++k) {
    if (there.edits[k] == 0) continue;
    const double off = (0.72 * 3 + 3.2) * u;   // the mark stands in the middle of its place
    add(fmt::format("edit-{}", k), scene::edit_mark({-off, off}, 3 * u, static_cast<scene::EditState>(k), u, p), words[k].in(state.chinese), scene::grouped(there.edits[k]));
  }
}

void Symbols::gates() {
  if (!shows(MapLayer::kGates) || state.map.zoom != Zoom::kBlock) return;
  const std::array<Name, 3> words{{{"大门：开放", "Gate, open"}, {"大门：仅居民", "Gate, residents only"}, {"大门：关闭", "Gate, closed"}}};
  constexpr std::array kStates{GateState::kOpen, GateState::kResidentsOnly, GateState::kClosed};
  for (std::size_t k = 0; k < kStates.size(); ++k) {
    const auto n = there.gates[static_cast<std::size_t>(kStates[k])];
    if (n == 0) continue;
    // As gates.cpp of the scene: posts with nothing, a bar to the middle, or white on dark a bar from post to post.
    const double r = 6 * u, post = 0.34 * r, bar = 0.42 * r;
    const bool closed = kStates[k] == GateState::kClosed;
    std::vector<Shape> s{fill_shape({box_ring(-r, -r, 2 * r, 2 * r)}, closed ? p.gate : p.panel, {p.gate, u, {}})};
    if (closed) s.push_back(fill_shape({box_ring(-0.72 * r, -bar / 2, 1.44 * r, bar)}, p.panel));
    else
      for (const double side : {-1.0, 1.0}) s.push_back(fill_shape({box_ring(side * 0.62 * r - post / 2, -0.7 * r, post, 1.4 * r)}, p.gate));
    if (kStates[k] == GateState::kResidentsOnly) s.push_back(fill_shape({box_ring(-0.62 * r, -bar / 2, 0.72 * r, bar)}, p.gate));
    add(fmt::format("gate-state-{}", k), std::move(s), words[k].in(state.chinese), scene::grouped(n));
  }
}

void Symbols::organisations() {
  const auto& all = tab.document->base().organisations;
  if (!shows(MapLayer::kOrganisations) || all.empty()) return;
  const auto passes = [&](const Organisation& o) { return (tab.filter.organisation_types >> static_cast<unsigned>(o.type) & 1U) != 0; };
  const bool states = tab.extras && tab.extras->organisation_state.size() == all.size();
  std::array<std::int64_t, 4> count{};
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!passes(all[i]) || (states && !all[i].normal_operation)) continue;
    ++sum;
    if (states && tab.extras->organisation_state[i] < 4) ++count[tab.extras->organisation_state[i]];
  }
  if (!states) {
    if (state.map.zoom != Zoom::kCity && sum > 0)
      add("organisation", {fill_shape({box_ring(-3.6 * u, -3.6 * u, 7.2 * u, 7.2 * u)}, p.soft_ink, {p.panel, 0.8 * u, {}})}, say("单位", "Organisation"), scene::grouped(sum));
    return;
  }
  const scene::Colour own = p.dark ? p.accent : p.served;
  const double r = 5.5 * u, line = 0.28 * r;
  const struct { OrganisationState state; Name words; } rows[] = {{OrganisationState::kOwn, {"单独建立", "Own group"}},
                                                                  {OrganisationState::kJoint, {"联合建立", "Joint group"}},
                                                                  {OrganisationState::kAssigned, {"有指导员", "Instructor only"}},
                                                                  {OrganisationState::kNone, {"尚未覆盖", "Not covered"}}};
  for (const auto& row : rows) {
    const auto k = static_cast<std::size_t>(row.state);
    if (count[k] == 0) continue;
    std::vector<Shape> s;
    if (row.state == OrganisationState::kOwn) s = {circle_shape({0, 0}, r, own)};
    else s = {circle_shape({0, 0}, r - line / 2, {0, 0, 0, 0}, {row.state == OrganisationState::kNone ? p.out_of_reach : own, line, {}})};
    if (row.state == OrganisationState::kJoint) {
      Ring half;
      for (int i = 0; i <= 16; ++i) {
        const double a = std::numbers::pi / 2 + i * std::numbers::pi / 16;
        half.push_back({(r - line / 2) * std::cos(a), (r - line / 2) * std::sin(a)});
      }
      s.push_back(fill_shape({std::move(half)}, own));
    }
    add(fmt::format("organisation-{}", k), std::move(s), row.words.in(state.chinese), scene::grouped(count[k]));
  }
}

/// Each type of link that passes the filters, with how many and how much.
void Symbols::links() {
  if (!shows(MapLayer::kLinks) || !tab.sharing.links) return;
  const scene::LinkSums& sums = sums_of(tab);
  for (const LinkType type : scene::kLinkTypeOrder) {
    if (sums.links[static_cast<std::size_t>(type)] == 0) continue;
    add(fmt::format("link-{}", static_cast<int>(type)), {fill_shape(scene::link_ribbon({-13 * u, 3 * u}, {13 * u, 3 * u}, 0.16, 5 * u, 5 * u * scene::kLinkTaper), scene::link_colour(type, state.dark))},
        catchment::name_of(type).in(state.chinese), scene::grouped(sums.links[static_cast<std::size_t>(type)]));
  }
  if (sums.of_status[static_cast<std::size_t>(LinkStatus::kProposed)] > 0)
    add("link-proposed", {fill_shape(scene::link_ribbon({-13 * u, 2 * u}, {13 * u, 2 * u}, 0.12, 3.4 * u, 2 * u, 5 * u, 3 * u), p.soft_ink)}, catchment::name_of(LinkStatus::kProposed).in(state.chinese),
        scene::grouped(sums.of_status[static_cast<std::size_t>(LinkStatus::kProposed)]));
}

/// What the level reaches along the streets, and whose ground is whose.
void Symbols::reach() {
  const bool fits = tab.extras && tab.extras->level == tab.level && tab.level < tab.document->live().n_levels();
  if (!fits) return;
  const LevelSpec& spec = tab.document->live().spec(tab.level);
  if (shows(MapLayer::kBands) && !tab.extras->bands.empty()) {
    for (std::size_t k = 0; k < 3; ++k)
      add(fmt::format("band-{}", k), {line(p.minutes[k], 4)},
          fmt::format(fmt::runtime(state.say("沿街 ≤ {}", "Street, ≤ {}")), scene::cost_text(spec.cutoff * static_cast<double>(k + 1) / 3, spec.unit, state.chinese)));
  }
  if (shows(MapLayer::kCatchments) && !tab.extras->catchments.empty()) {
    scene::Colour soft = p.accent;
    soft.a = p.dark ? 61 : 43;
    add("catchment", {fill_shape({box_ring(-13 * u, -7 * u, 26 * u, 14 * u)}, soft, {p.accent, 1.8 * u, {}})}, say("各设施的服务范围", "Catchment of one facility"));
  }
}

void Symbols::ground() {
  if (shows(MapLayer::kRail) && there.metro) {
    Shape dashes = line(p.paper, 1.2, {6, 6});
    add("metro", {line(p.rail, 2.4), std::move(dashes)}, say("轨道交通", "Metro"));
  }
  if (shows(MapLayer::kWalls) && there.walls && state.map.zoom == Zoom::kBlock) add("wall", {line(p.wall, 1.4)}, say("围墙", "Wall"));
  if (!shows(MapLayer::kBoundaries)) return;
  // As areas.cpp of the scene draws them.
  const double metres = state.map.metres_per_px * state.scale;
  if (there.areas[0]) add("boundary-0", {line(p.boundary, 3.2, {18, 5, 4, 5})}, say("市界", "City boundary"));
  if (there.areas[1]) add("boundary-1", {line(p.boundary, 2.6, {14, 4, 3, 4})}, say("区界", "District boundary"));
  if (there.areas[2] && metres <= 45) add("boundary-2", {line(p.boundary, 1.8, {10, 4})}, say("街道（镇）界", "Sub-district boundary"));
  const scene::Colour quiet = scene::mix(p.boundary, p.paper, 0.35);
  if (there.areas[3] && metres <= 5) add("boundary-3", {line(quiet, 1.0, {4, 3})}, say("街坊边界", "Block boundary"));
  if (there.areas[4] && state.map.zoom == Zoom::kBlock && !there.walls) add("boundary-4", {line(quiet, 1.0, {2, 2})}, say("小区边界", "Quarter boundary"));
}

void Symbols::people() {
  if (!shows(MapLayer::kDemand)) return;
  const bool themed = tab.theming && !tab.theming->figures().classes.empty();
  if (state.map.density) return;   // told with the classes
  if (state.map.disc_persons > 0 && state.map.disc_radius_px > 0) {
    // A round sample whose disc fits the row.
    const double fit = state.map.disc_persons * std::pow(10 * u / state.map.disc_radius_px, 2);
    const double sample = std::max(1.0, scene::round_down_nice(std::min(state.map.disc_persons, fit)));
    const double r = state.map.disc_radius_px * std::sqrt(sample / state.map.disc_persons);
    add("disc", {circle_shape({0, 0}, r, p.building, {p.soft_ink, u, {}})}, say("圆面积示人数", "Disc area: persons"), scene::grouped(std::llround(sample)));
  }
  if (themed && there.uncounted)
    add("uncounted", {fill_shape({box_ring(-11 * u, -6 * u, 22 * u, 12 * u)}, p.building, {p.building_outline, 0.8 * u, {}})}, say("灰：不计入", "Grey: not counted"));
}

/// Entries in two columns; those that do not fit half the width have a row of their own. -> px that they take.
float draw_entries(const State& state, const std::vector<Entry>& entries) {
  const auto& p = colours(state);
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  ImFont* small = fonts().small;
  const ImVec2 begin = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x, half = width / 2, row = px(state, 24), symbol = px(state, 34), gap = px(state, 6);
  float y = begin.y;
  bool right = false;
  for (std::size_t k = 0; k < entries.size(); ++k) {
    const Entry& e = entries[k];
    const auto fits = [&](const Entry& x) { return symbol + width_of(small, x.label) + (x.figure.empty() ? 0 : gap + width_of(small, x.figure)) + gap <= half; };
    const bool in_half = fits(e);
    if (right && !in_half) y += row, right = false;
    const float x = begin.x + (right ? half : 0), room = (in_half ? half : width) - symbol - gap;
    draw_symbol(draw, e.symbol, {std::floor(static_cast<double>(x)) + 15 * state.scale, static_cast<double>(y + row / 2)});
    const float figure = e.figure.empty() ? 0 : width_of(small, e.figure) + gap, text_y = y + (row - small->FontSize) / 2;
    const std::string label = cut_to(small, e.label, room - figure);
    put_text(draw, small, {x + symbol, text_y}, u32(p.ink), label);
    if (!e.figure.empty()) put_text(draw, small, {x + symbol + width_of(small, label) + gap, text_y}, u32(p.soft_ink), e.figure);
    note_place("symbol-" + e.id, {x, y}, {x + (in_half ? half : width), y + row});
    if (in_half && !right) right = true;
    else y += row, right = false;
  }
  if (right) y += row;
  return y - begin.y;
}

/// While the hand is at the controls below, they keep their places: hiding a layer takes its symbols away, not the next row from under the cursor.
void draw_entries_steadily(const State& state, const std::vector<Entry>& entries) {
  ImGuiStorage& memory = *ImGui::GetStateStorage();
  const ImGuiID id = ImHashStr("symbols-height");
  const ImVec2 begin = ImGui::GetCursorScreenPos();
  const float kept = memory.GetFloat(id, -1), width = ImGui::GetContentRegionAvail().x;
  const bool below = kept >= 0 && ImGui::IsWindowHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem) && ImGui::GetIO().MousePos.y > begin.y + kept;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  if (below) draw.PushClipRect({begin.x - px(state, 8), begin.y}, {begin.x + width + px(state, 8), begin.y + kept}, true);
  const float natural = draw_entries(state, entries);
  if (below) draw.PopClipRect();
  else memory.SetFloat(id, natural);
  ImGui::Dummy({width, below ? kept : natural});
}

}  // namespace

void draw_density_key(State& state, const Tab& tab) {
  if (!state.map.density || state.map.density_high <= 0) return;
  const auto& p = colours(state);
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  ImFont* small = fonts().small;
  const auto& classes = tab.theming->figures().classes;
  const scene::Colour full = classes.empty() ? p.soft_ink : classes.front().fill;
  const auto plain = [](double v) { return v >= 1000 ? scene::grouped(std::llround(v)) : scene::decimal(v, v < 10 ? 1 : 0); };
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x, row = px(state, 22), side = px(state, 12);
  const std::string low = plain(state.map.density_low), high = plain(state.map.density_high);
  const std::array<std::string, 3> words{fmt::format("< {}", low), fmt::format("{}–{}", low, high), fmt::format("> {}", high)};
  put_text(draw, small, {at.x, at.y}, u32(p.soft_ink), state.say("深浅：人口密度（人/公顷），每格取最多的一类", "Persons per ha; a cell shows its largest class"));
  float x = at.x;
  const float y = at.y + small->FontSize + px(state, 4);
  for (std::size_t k = 0; k < 3; ++k) {
    put_swatch(state, draw, {x, y + (row - side) / 2}, {x + px(state, 22), y + (row + side) / 2}, scene::mix(p.paper, full, scene::kDensityStrength[k]), scene::Hatch::kNone);
    put_text(draw, small, {x + px(state, 28), y + (row - small->FontSize) / 2}, u32(p.ink), words[k]);
    x += px(state, 28) + width_of(small, words[k]) + px(state, 12);
  }
  ImGui::Dummy({width, small->FontSize + px(state, 4) + row});
  note_item("density-key");
}

void draw_symbol_legend(State& state, Tab& tab) {
  Symbols s{state, tab, present(tab), {}, state.scale, colours(state)};
  s.facilities();
  s.edits();
  s.gates();
  s.organisations();
  s.links();
  s.reach();
  s.people();
  s.ground();
  if (s.out.empty()) return;
  // Folded at first where the screen is low; then as the person left it, for every tab.
  ImGuiStorage& memory = *ImGui::GetStateStorage();
  const ImGuiID id = ImHashStr("symbols-open");
  bool open = memory.GetBool(id, ImGui::GetIO().DisplaySize.y >= px(state, 760));
  const auto& p = colours(state);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x, row = px(state, 24);
  if (ImGui::InvisibleButton("symbols", {width, row})) {
    open = !open;
    memory.SetBool(id, open);
  }
  note_item("symbols");
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  if (ImGui::IsItemHovered()) draw.AddRectFilled({at.x - px(state, 8), at.y}, {at.x + width + px(state, 8), at.y + row}, u32(shade(state, 0.05)), px(state, 4));
  draw_icon(draw, open ? Icon::kChevronDown : Icon::kChevronRight, {at.x + px(state, 6), at.y + row / 2}, px(state, 10), u32(p.soft_ink));
  put_text(draw, fonts().small, {at.x + px(state, 18), at.y + (row - fonts().small->FontSize) / 2}, u32(p.soft_ink), state.say("图例符号", "Symbols"));
  if (open) draw_entries_steadily(state, s.out);
  else memory.SetFloat(ImHashStr("symbols-height"), -1);
}

}  // namespace catchment::viewer
