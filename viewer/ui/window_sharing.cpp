// Who lends what to whom, beside the map: filters, the network, what breaks without somebody, which link should come next.
#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>

#include "sim/sharing/link_types.h"
#include "viewer/scene/link_styles.h"
#include "viewer/scene/text_format.h"
#include "viewer/ui/panel_parts.h"
#include "viewer/ui/panels.h"
#include "viewer/ui/sharing.h"
#include "viewer/ui/shortcuts.h"
#include "viewer/ui/window_memory.h"
#include "viewer/ui/window_parts.h"

namespace catchment::viewer {

using namespace parts;

namespace {

std::string name_of_partner(const State& state, const World& world, Partner partner) { return document::name_of(world, document::thing_of(partner), state.chinese); }

void choose(State& state, Tab& tab, Partner partner) {
  const Thing thing = document::thing_of(partner);
  state.ask(SelectThings{{thing}, ImGui::GetIO().KeyCtrl});
  // The map goes there only if it is not in sight.
  const Box box = document::box_of(tab.document->world(), thing);
  if (box.empty()) return;
  const Point px = tab.camera.to_px(box.centre());
  const auto& p = state.map.panel_px;
  if (px.x < ImGui::GetWindowPos().x + ImGui::GetWindowWidth() || px.y < p[1] || px.x > tab.camera.width - p[2] || px.y > tab.camera.height - p[3]) state.ask(FlyTo{box});
}

// -- filters ---------------------------------------------------------------------------------------------------------------

/// Sums over the links for the filters' own rows, kept for a state of links and filter.
struct FilterSums {
  std::shared_ptr<const scene::LinkTable> links;
  scene::LayerFilter filter;
  scene::LinkSums of_types, of_statuses;             // as if all types, all statuses were in
  std::vector<std::uint32_t> districts;
};
const FilterSums& filter_sums(Tab& tab) {
  static FilterSums kept;
  const auto& links = links_of(tab);
  if (kept.links == links && kept.filter == tab.filter) return kept;
  if (kept.links != links) kept.districts = scene::link_districts(*links);
  kept.links = links, kept.filter = tab.filter;
  scene::LayerFilter all = tab.filter;
  all.link_types = ~0u;
  kept.of_types = scene::link_sums(*links, all);
  all = tab.filter;
  all.link_statuses = 0b1111;
  kept.of_statuses = scene::link_sums(*links, all);
  return kept;
}

/// A type with its colour, how many there are and how much: a click takes it out, Ctrl+click leaves it alone.
void type_row(State& state, Tab& tab, LinkType type, const scene::LinkSums& sums, float width) {
  const auto& p = colours(state);
  const auto bit = 1u << static_cast<unsigned>(type);
  const bool on = (tab.filter.link_types & bit) != 0;
  const float height = px(state, 24);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImGui::PushID(static_cast<int>(type));
  if (ImGui::InvisibleButton("type", {width, height})) {
    if (ImGui::GetIO().KeyCtrl) tab.filter.link_types = tab.filter.link_types == bit ? ~0u : bit;
    else tab.filter.link_types ^= bit;
  }
  ImGui::PopID();
  note_item(fmt::format("link-type-{}", static_cast<int>(type)));
  const bool hovered = ImGui::IsItemHovered();
  const std::string figure = link_figure(sums, type, state.chinese), &name = catchment::name_of(type).in(state.chinese);
  tip(state, name + "  " + figure + state.say("\n点击去掉或恢复；Ctrl＋点击只看这一类", "\nClick: leave it out or take it back; Ctrl + click: this type alone"));
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  if (hovered) draw.AddRectFilled(at, {at.x + width, at.y + height}, u32(shade(state, 0.05)), px(state, 4));
  scene::Colour colour = scene::link_colour(type, state.dark);
  const float y = at.y + height / 2;
  for (const Ring& ring : scene::link_ribbon({at.x + px(state, 4.0), y + px(state, 3.0)}, {at.x + px(state, 28.0), y + px(state, 3.0)}, 0.14, px(state, 6.0), px(state, 1.2))) {
    // Quads along the curve: one side forth, the other back.
    const std::size_t half = ring.size() / 2;
    for (std::size_t k = 0; k + 1 < half; ++k) {
      const auto vec = [](Point q) { return ImVec2{static_cast<float>(q.x), static_cast<float>(q.y)}; };
      draw.AddQuadFilled(vec(ring[k]), vec(ring[k + 1]), vec(ring[ring.size() - 2 - k]), vec(ring[ring.size() - 1 - k]), u32(colour, on ? 1 : 0.25));
    }
  }
  ImFont* small = fonts().small;
  const std::string count = scene::grouped(sums.links[static_cast<std::size_t>(type)]);
  const float count_width = width_of(small, count), text_y = at.y + (height - small->FontSize) / 2;
  put_text(draw, small, {at.x + px(state, 34), text_y}, u32(p.ink, on ? 1 : 0.45), cut_to(small, name, width - px(state, 34 + 8 + 6) - count_width));
  put_text_right(draw, small, at.x + width - px(state, 6), text_y, u32(p.soft_ink, on ? 1 : 0.45), count);
}

void type_rows(State& state, Tab& tab) {
  const scene::LinkSums sums = filter_sums(tab).of_types;
  std::vector<LinkType> there;
  for (const LinkType type : scene::kLinkTypeOrder)
    if (sums.links[static_cast<std::size_t>(type)] > 0 || (tab.filter.link_types >> static_cast<unsigned>(type) & 1u) == 0) there.push_back(type);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float whole = ImGui::GetContentRegionAvail().x, width = std::floor(whole / 2);
  const std::size_t rows = (there.size() + 1) / 2;
  for (std::size_t k = 0; k < there.size(); ++k) {
    ImGui::SetCursorScreenPos({at.x + (k < rows ? 0 : width), at.y + px(state, 24) * static_cast<float>(k % std::max<std::size_t>(1, rows))});
    type_row(state, tab, there[k], sums, width);
  }
  ImGui::SetCursorScreenPos({at.x, at.y + px(state, 24) * static_cast<float>(rows)});
  ImGui::Dummy({whole, px(state, 4)});
}

void status_and_district(State& state, Tab& tab) {
  const scene::LinkSums sums = filter_sums(tab).of_statuses;
  bool first = true;
  for (const LinkStatus status : {LinkStatus::kActive, LinkStatus::kAgreed, LinkStatus::kProposed, LinkStatus::kLapsed}) {
    const auto k = static_cast<unsigned>(status);
    if (sums.of_status[k] == 0 && (tab.filter.link_statuses >> k & 1u) == (status == LinkStatus::kLapsed ? 0u : 1u)) continue;
    const std::string words = catchment::name_of(status).in(state.chinese) + "  " + scene::grouped(sums.of_status[k]);
    if (!first) same_line_if_fits(state, width_of(fonts().small, words) + px(state, 16), px(state, 4));
    first = false;
    if (chip(state, fmt::format("link-status-{}", k).c_str(), words, (tab.filter.link_statuses >> k & 1u) != 0)) tab.filter.link_statuses ^= static_cast<std::uint8_t>(1u << k);
  }
  const std::vector<std::uint32_t> districts = filter_sums(tab).districts;
  if (districts.size() < 2) return;
  const World& world = tab.document->world();
  const auto name = [&](std::uint32_t d) { return document::name_of(world, {ThingKind::kArea, d}, state.chinese); };
  const std::string everywhere = state.say("全部区域", "All districts");
  const float width = px(state, 152);
  same_line_if_fits(state, width, px(state, 8));
  ImGui::SetNextItemWidth(width);
  if (begin_combo(state, "##link-district", (tab.filter.link_district == UINT32_MAX ? everywhere : name(tab.filter.link_district)).c_str())) {
    if (ImGui::Selectable(everywhere.c_str(), tab.filter.link_district == UINT32_MAX)) tab.filter.link_district = UINT32_MAX;
    for (const std::uint32_t d : districts)
      if (ImGui::Selectable(fmt::format("{}###district-{}", name(d), d).c_str(), tab.filter.link_district == d)) tab.filter.link_district = d;
    ImGui::EndCombo();
  }
  note_item("link-district");
}

/// Everything, or only what lies within one or two links of the selection.
void focus_row(State& state, Tab& tab) {
  const auto partner = selected_partner(tab);
  const std::string key = shortcut_text(Action::kOnlyItsLinks, state.chinese);
  const std::array<const char*, 3> words{state.say("全部联系", "All links"), state.say("只看所选", "Selection only"), state.say("两步以内", "Within two steps")};
  for (int k = 0; k < 3; ++k) {
    if (k > 0) same_line_if_fits(state, width_of(fonts().small, words[static_cast<std::size_t>(k)]) + px(state, 16), px(state, 4));
    if (chip(state, fmt::format("focus-{}", k).c_str(), words[static_cast<std::size_t>(k)], tab.sharing.steps == k)) tab.sharing.steps = k;
    tip(state, k == 0 ? state.say("地图和网络画出全部联系", "Map and network show every link") : partner ? state.say("其余变淡", "All others become faint") : state.say("先在地图或网络里选一个伙伴", "Select a partner on the map or in the network first"), key);
  }
  if (tab.sharing.steps > 0 && partner) {
    ImGui::SameLine(0, px(state, 8));
    const std::string name = name_of_partner(state, tab.document->world(), *partner);
    put_text(*ImGui::GetWindowDrawList(), fonts().small, {ImGui::GetCursorScreenPos().x, ImGui::GetCursorScreenPos().y + px(state, 4)}, u32(colours(state).soft_ink), cut_to(fonts().small, name, ImGui::GetContentRegionAvail().x));
    ImGui::NewLine();
  }
}

// -- network ---------------------------------------------------------------------------------------------------------------

ImVec2 vec(Point p, ImVec2 origin) { return {origin.x + static_cast<float>(p.x), origin.y + static_cast<float>(p.y)}; }

/// The picture as it was drawn, moved to where its part of the layout lies now.
void put_picture(const State& state, const Tab::Sharing& s, const scene::NetworkView& now, ImVec2 at, ImVec2 size) {
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  if (s.picture == 0 || !s.drawn_of) {
    put_text(draw, fonts().small, {at.x + px(state, 12), at.y + px(state, 12)}, u32(colours(state).soft_ink), state.say("正在排布……", "Laying out…"));
    return;
  }
  const Box frame{0, 0, s.drawn.width_px, s.drawn.height_px};
  const scene::NetworkView then = scene::network_view(*s.drawn_of, s.drawn.window, frame, s.drawn.u);
  const ImVec2 a = vec(now.px(then.from_px({0, 0})), at), b = vec(now.px(then.from_px({s.drawn.width_px, s.drawn.height_px})), at);
  draw.PushClipRect(at, {at.x + size.x, at.y + size.y}, true);
  draw.AddImage(reinterpret_cast<ImTextureID>(s.picture), a, b);   // NOLINT: how ImGui names textures
  draw.PopClipRect();
}

void ring(const State& state, ImDrawList& draw, ImVec2 at, double radius, bool strong) {
  const auto r = static_cast<float>(radius) + px(state, 3);
  draw.AddCircle(at, r, u32(colours(state).halo), 0, px(state, strong ? 5 : 4));
  draw.AddCircle(at, r, u32(colours(state).accent, strong ? 1 : 0.7), 0, px(state, strong ? 2.5 : 2));
}

void network_keys(State& state, Tab& tab, const scene::Network& network) {
  if (!ImGui::IsWindowFocused(ImGuiFocusedFlags_RootAndChildWindows) || !keys_free()) return;
  const int step = (key_pressed(GLFW_KEY_PAGE_DOWN) ? 1 : 0) - (key_pressed(GLFW_KEY_PAGE_UP) ? 1 : 0);
  if (step == 0 || network.at.empty()) return;
  // From the most important partner to the least.
  std::vector<std::uint32_t> order(network.at.size());
  for (std::uint32_t v = 0; v < order.size(); ++v) order[v] = v;
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return network.weight[a] > network.weight[b]; });
  const auto partner = selected_partner(tab);
  const std::uint32_t v = partner ? network.graph.node_of(*partner) : UINT32_MAX;
  const auto found = std::find(order.begin(), order.end(), v);
  const auto n = static_cast<std::ptrdiff_t>(order.size());
  const std::ptrdiff_t at = found == order.end() ? (step > 0 ? 0 : n - 1) : std::clamp<std::ptrdiff_t>(found - order.begin() + step, 0, n - 1);
  choose(state, tab, network.graph.node[order[static_cast<std::size_t>(at)]]);
}

void draw_network_part(State& state, Tab& tab) {
  Tab::Sharing& s = tab.sharing;
  const auto& p = colours(state);
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const ImVec2 at = ImGui::GetCursorScreenPos(), room = ImGui::GetContentRegionAvail();
  const float below = px(state, 64);   // three rows of kinds
  const ImVec2 size{std::max(px(state, 120), room.x), std::max(px(state, 120), room.y - below)};
  ImGui::InvisibleButton("network", size);
  note_item("network");
  const bool hovered = ImGui::IsItemHovered(), active = ImGui::IsItemActive(), clicked = ImGui::IsItemDeactivated();
  draw.AddRect({at.x - 1, at.y - 1}, {at.x + size.x + 1, at.y + size.y + 1}, u32(p.hairline), px(state, 4));
  ImGuiIO& io = ImGui::GetIO();
  if (s.network && !s.network->at.empty()) {
    const scene::Network& network = *s.network;
    const Box frame{0, 0, size.x, size.y};
    scene::NetworkView view = scene::network_view(network, s.window, frame, state.scale);
    const Point mouse{io.MousePos.x - at.x, io.MousePos.y - at.y};
    const auto window_of = [&](const scene::NetworkView& v) {
      Box box;
      box.add(v.from_px({0, 0})), box.add(v.from_px({size.x, size.y}));
      return box;
    };
    if (hovered && io.MouseWheel != 0) {
      const Point under = view.from_px(mouse);
      view.scale = std::clamp(view.scale * std::pow(1.25, static_cast<double>(io.MouseWheel)), 0.5, 400.0);
      const Point now = view.from_px(mouse);
      view.centre = {view.centre.x + under.x - now.x, view.centre.y + under.y - now.y};
      s.window = window_of(view);
    }
    const bool dragged = ImGui::IsMouseDragging(0, px(state, 4));
    if (active && dragged && (io.MouseDelta.x != 0 || io.MouseDelta.y != 0)) {
      view.centre = {view.centre.x - static_cast<double>(io.MouseDelta.x) / view.scale, view.centre.y + static_cast<double>(io.MouseDelta.y) / view.scale};
      s.window = window_of(view);
    }
    if (hovered && ImGui::IsMouseDoubleClicked(0)) s.window = Box{};
    if (!s.window.empty()) view = scene::network_view(network, s.window, frame, state.scale);
    put_picture(state, s, view, at, size);
    draw.PushClipRect(at, {at.x + size.x, at.y + size.y}, true);
    const std::uint32_t under = hovered ? scene::network_node_at(network, view, mouse, px(state, 6), state.scale) : UINT32_MAX;
    const auto mark = [&](Partner partner, bool strong) {
      if (const std::uint32_t v = network.graph.node_of(partner); v != UINT32_MAX)
        ring(state, draw, vec(view.px(network.at[v]), at), scene::network_radius(network, v, view, state.scale), strong);
    };
    for (const Thing thing : tab.selection)
      if (const auto partner = document::partner_of(thing)) mark(*partner, true);
    if (const auto partner = document::partner_of(tab.hover); partner && under == UINT32_MAX) mark(*partner, false);
    if (under != UINT32_MAX) {
      mark(network.graph.node[under], false);
      s.hover = document::thing_of(network.graph.node[under]);
      ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
      const std::uint32_t partners = network.graph.begin[under + 1] - network.graph.begin[under];
      tip(state, network.name[under].in(state.chinese) + "\n" + scene::name_of(network.kind[under]).in(state.chinese) + " · " +
                     fmt::format(fmt::runtime(state.say("{} 个伙伴", partners == 1 ? "{} partner" : "{} partners")), partners));
    }
    draw.PopClipRect();
    if (clicked && hovered && std::hypot(io.MousePos.x - io.MouseClickedPos[0].x, io.MousePos.y - io.MouseClickedPos[0].y) < px(state, 4)) {
      if (under != UINT32_MAX) choose(state, tab, network.graph.node[under]);
      else state.ask(SelectThings{});
    }
    network_keys(state, tab, network);
    s.wanted.width_px = size.x, s.wanted.height_px = size.y, s.wanted.u = state.scale;
    s.wanted.chinese = state.chinese, s.wanted.dark = state.dark, s.wanted.colouring = s.colouring, s.wanted.filter = tab.filter;
    s.wanted.window = s.window, s.wanted.legend = false, s.wanted.most_names = 26;
    s.picture_wanted = true;
  } else {
    put_picture(state, s, {}, at, size);
  }
  // Which colour is which kind, those that are there.
  ImGui::SetCursorScreenPos({at.x, at.y + size.y + px(state, 6)});
  float x = at.x, y = at.y + size.y + px(state, 8);
  // The switch between the two stands at the right.
  const bool communities = s.network && !s.network->community.empty(), by_kind = s.colouring == scene::NodeColouring::kKind;
  const std::string other = by_kind ? state.say("按社群", "By community") : state.say("按种类", "By kind");
  const float side = communities ? width_of(fonts().small, other) + px(state, 20) : 0;
  const auto entry = [&](scene::Colour colour, const std::string& words) {
    const float width = px(state, 14) + width_of(fonts().small, words) + px(state, 12);
    if (x > at.x && x + width > at.x + size.x - side) x = at.x, y += px(state, 18);
    draw.AddCircleFilled({x + px(state, 5), y + fonts().small->FontSize / 2}, px(state, 4.5), u32(colour));
    put_text(draw, fonts().small, {x + px(state, 14), y}, u32(p.soft_ink), words);
    x += width;
  };
  if (s.network && s.colouring == scene::NodeColouring::kCommunity && !s.network->community.empty()) {
    std::array<std::int64_t, scene::kCommunityColours + 1> count{};
    for (const std::uint32_t c : s.network->community) ++count[std::min<std::size_t>(c, scene::kCommunityColours)];
    for (std::uint32_t c = 0; c <= scene::kCommunityColours; ++c)
      if (count[c] > 0) entry(scene::community_colour(c, state.dark), (c < scene::kCommunityColours ? std::to_string(c + 1) : std::string(state.say("其他", "others"))) + ": " + scene::grouped(count[c]));
  } else if (s.network) {
    std::array<std::int64_t, scene::kPartnerKinds> count{};
    for (const scene::PartnerKind kind : s.network->kind) ++count[static_cast<std::size_t>(kind)];
    for (std::size_t k = 0; k < scene::kPartnerKinds; ++k)
      if (count[k] > 0) entry(scene::partner_colour(static_cast<scene::PartnerKind>(k), state.dark), scene::name_of(static_cast<scene::PartnerKind>(k)).in(state.chinese) + " " + scene::grouped(count[k]));
  }
  if (communities) {
    ImGui::SetCursorScreenPos({at.x + size.x - side + px(state, 4), at.y + size.y + px(state, 5)});
    if (chip(state, "network-colour", other, false)) s.colouring = by_kind ? scene::NodeColouring::kCommunity : scene::NodeColouring::kKind;
    tip(state, state.say("社群：彼此联系多、与外面联系少的一群（Leiden）", "A community has many links within and few to others (Leiden)"));
  }
  ImGui::SetCursorScreenPos({at.x, at.y + size.y + px(state, 6)});
  ImGui::Dummy({size.x, below - px(state, 8)});
}

// -- what breaks -----------------------------------------------------------------------------------------------------------

void figure_row(State& state, const std::string& name, const std::string& before, const std::string& now, int sense) {
  const auto& p = colours(state);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x, height = px(state, 26), y = at.y + (height - fonts().text->FontSize) / 2;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  put_text(draw, fonts().text, {at.x, y}, u32(p.ink), cut_to(fonts().text, name, width * 0.46F));
  put_text_right(draw, fonts().text, at.x + width * 0.72F, y, u32(p.soft_ink), before);
  const bool same = before == now;
  put_text_right(draw, same ? fonts().text : fonts().bold, at.x + width - px(state, 18), y, u32(same ? p.soft_ink : p.ink), now);
  if (!same && sense != 0)
    draw_icon(draw, sense > 0 ? Icon::kTriangleUp : Icon::kTriangleDown, {at.x + width - px(state, 7), at.y + height / 2}, px(state, 10), u32(p.ink));
  draw.AddLine({at.x, at.y + height}, {at.x + width, at.y + height}, u32(p.hairline, 0.6));
  ImGui::Dummy({width, height});
  note_item("figure " + name);
}

/// An amount with its unit, which would not fit twice: "0 → 35 hours a month" at the right.
void amount_row(State& state, const std::string& name, LinkType type, double before, double now) {
  const auto& p = colours(state);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x, height = px(state, 26), y = at.y + (height - fonts().text->FontSize) / 2;
  const bool same = std::abs(now - before) < 1e-9;
  std::string value = scene::link_amount(type, now, state.chinese);
  if (!same) {
    const double shown = type == LinkType::kFunds ? before / 100 : before;
    value = (shown >= 1000 ? scene::grouped(std::llround(shown)) : scene::decimal(shown, 1)) + " → " + value;
  }
  ImFont* font = same ? fonts().text : fonts().bold;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const float value_width = width_of(font, value);
  put_text(draw, fonts().text, {at.x, y}, u32(p.ink), cut_to(fonts().text, name, width - px(state, 30) - value_width));
  put_text_right(draw, font, at.x + width - px(state, 18), y, u32(same ? p.soft_ink : p.ink), value);
  if (!same) draw_icon(draw, now > before ? Icon::kTriangleUp : Icon::kTriangleDown, {at.x + width - px(state, 7), at.y + height / 2}, px(state, 10), u32(p.ink));
  draw.AddLine({at.x, at.y + height}, {at.x + width, at.y + height}, u32(p.hairline, 0.6));
  ImGui::Dummy({width, height});
  note_item("figure " + name);
}

void draw_breaks_part(State& state, Tab& tab) {
  const Tab::Sharing& s = tab.sharing;
  const World& world = tab.document->world();
  const auto partner = selected_partner(tab);
  if (partner && can_be_removed(tab, *partner)) {
    const std::string name = name_of_partner(state, world, *partner);
    paragraph(state, fmt::format(fmt::runtime(state.say("如果“{}”退出，会怎样？", "What if {} left?")), name));
    gap(state, 4);
    if (button(state, state.say("退出共享（可撤销）", "Take it out (can be undone)"), true)) state.ask(ApplyStep{remove_partner_step(world, *partner)});
    note_item("remove-partner-window");
    tip(state, state.say("它的联系终止，余额和需求撤去；地图随之变化", "Its links end, its offers and needs go; the map follows"), shortcut_text(Action::kRemovePartner, state.chinese));
  } else {
    paragraph(state, state.say("在地图或网络里选一个伙伴，看它退出后什么会断。", "Select a partner on the map or in the network to see what breaks without it."), true);
  }
  gap(state, 8);
  if (!s.facts) {
    soft_text(state, state.say("正在计算……", "Working it out…"));
    return;
  }
  const bool stale = s.facts_asked != s.links_revision || s.facts_job != nullptr;
  {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x;
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    const auto& p = colours(state);
    put_text(draw, fonts().small, at, u32(p.soft_ink), stale ? state.say("正在更新……", "Updating…") : "");
    put_text_right(draw, fonts().small, at.x + width * 0.72F, at.y, u32(p.soft_ink), state.say("基准", "base"));
    put_text_right(draw, fonts().small, at.x + width - px(state, 18), at.y, u32(p.soft_ink), state.say("方案", "plan"));
    ImGui::Dummy({width, fonts().small->FontSize + px(state, 2)});
  }
  const document::SharingFigures &a = s.facts->base, &b = s.facts->now;
  const auto whole = [&](const std::string& name, std::int64_t before, std::int64_t now) { figure_row(state, name, scene::grouped(before), scene::grouped(now), now > before ? 1 : -1); };
  whole(state.say("伙伴", "Partners"), a.partners, b.partners);
  whole(state.say("进行中的联系", "Links in force"), a.links, b.links);
  whole(state.say("网络分成几块", "Parts of the network"), a.parts, b.parts);
  whole(state.say("最大一块的伙伴", "Partners in the largest"), a.largest, b.largest);
  whole(state.say("失去归口的单位", "Organisations orphaned"), 0, static_cast<std::int64_t>(s.facts->orphans.size()));
  for (const LinkType type : scene::kLinkTypeOrder) {
    const auto k = static_cast<std::size_t>(type);
    if (a.needed[k] <= 0 && b.needed[k] <= 0) continue;
    amount_row(state, state.say("缺：", "Unmet: ") + catchment::name_of(type).in(state.chinese), type, a.unmet[k], b.unmet[k]);
  }
  if (tab.document->scenario().sharing.match.over == MatchingSpec::Over::kNone) {
    const FontScope small(fonts().small);
    gap(state, 4);
    paragraph(state, state.say("情景没有写明如何匹配（[sharing.match]）：这里按直线、不限距离匹配。", "The scenario does not say how needs are met ([sharing.match]): here by whoever, in a straight line."), true);
  }
  if (!s.facts->orphans.empty()) {
    gap(state, 6);
    soft_text(state, state.say("失去归口的单位", "Orphaned organisations"));
    const std::size_t shown = std::min<std::size_t>(6, s.facts->orphans.size());
    for (std::size_t k = 0; k < shown; ++k) {
      ImGui::PushID(static_cast<int>(k));
      const Partner orphan(OrganisationId(s.facts->orphans[k]));
      if (link_button(state, name_of_partner(state, world, orphan))) choose(state, tab, orphan);
      ImGui::PopID();
    }
    if (shown < s.facts->orphans.size()) soft_text(state, fmt::format(fmt::runtime(state.say("……等 {} 家", "… {} in all")), s.facts->orphans.size()));
  }
}

// -- what should come next -------------------------------------------------------------------------------------------------

void recommended_row(State& state, Tab& tab, std::size_t k, const document::RecommendedLink& link, bool current) {
  const World& world = tab.document->world();
  const auto& p = colours(state);
  const float width = ImGui::GetContentRegionAvail().x, side = px(state, 84), inset = px(state, 12), room = width - side - inset - px(state, 12);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const std::string title = name_of_partner(state, world, link.from) + " → " + name_of_partner(state, world, link.to);
  const std::string what = catchment::name_of(link.type).in(state.chinese) + " · " + link.gain.in(state.chinese);
  float y = at.y + px(state, 6);
  const ImU32 ink = u32(p.ink), soft = u32(p.soft_ink);
  ImDrawListSplitter split;
  split.Split(draw, 2);
  split.SetCurrentChannel(draw, 1);
  y += lines_in(draw, {at.x + inset, y}, room, ink, title, 2, px(state, 19));
  {
    const FontScope small(fonts().small);
    y += lines_in(draw, {at.x + inset, y}, room, ink, what, 2, px(state, 16));
    y += lines_in(draw, {at.x + inset, y}, room, soft, link.reason.in(state.chinese), 3, px(state, 16));
    y += lines_in(draw, {at.x + inset, y}, room, soft, fmt::format(fmt::runtime(state.say("评分 {}", "score {}")), scene::decimal(link.score, 2)), 1, px(state, 16));
  }
  const float height = std::max(px(state, 44), y - at.y + px(state, 6));
  ImGui::PushID(static_cast<int>(k));
  ImGui::SetItemAllowOverlap();
  if (ImGui::InvisibleButton("row", {room + inset, height})) {
    state.ask(SelectThings{{document::thing_of(link.from), document::thing_of(link.to)}, false});
    Box box = document::box_of(world, document::thing_of(link.from));
    box.add(document::box_of(world, document::thing_of(link.to)));
    if (!box.empty()) state.ask(FlyTo{box});
    memory().sharing.recommended = k;
  }
  note_item("recommended " + std::to_string(k));
  const bool hovered = ImGui::IsItemHovered();
  split.SetCurrentChannel(draw, 0);
  if (current || hovered) draw->AddRectFilled(at, {at.x + width, at.y + height}, u32(shade(state, current ? 0.07 : 0.04)), px(state, 4));
  draw->AddRectFilled({at.x + px(state, 2), at.y + px(state, 6)}, {at.x + px(state, 6), at.y + height - px(state, 6)}, u32(scene::link_colour(link.type, state.dark)), px(state, 2));
  split.Merge(draw);
  ImGui::SetCursorScreenPos({at.x + width - side - px(state, 4), at.y + (height - px(state, 32)) / 2});
  if (button(state, state.say("采纳", "Accept"), k == 0, side) && ImGui::GetTime() - memory().sharing.accepted_at > 0.5) {
    // The list moves up once one is taken: a second click of the same hand is not meant for the next.
    memory().sharing.accepted_at = ImGui::GetTime();
    state.ask(ApplyStep{{{link.edit}, std::nullopt, {}}});
  }
  note_item("accept " + std::to_string(k));
  tip(state, state.say("作为一步加入方案，可以撤销", "Becomes a step of the plan; can be undone"), current ? "Enter" : "");
  ImGui::PopID();
  ImGui::SetCursorScreenPos({at.x, at.y + height + px(state, 2)});
  ImGui::Dummy({1, 1});
}

void draw_recommended_part(State& state, Tab& tab) {
  const Tab::Sharing& s = tab.sharing;
  if (!s.facts) {
    soft_text(state, state.say("正在计算……", "Working it out…"));
    return;
  }
  const auto& links = s.facts->recommended;
  if (links.empty()) {
    paragraph(state, state.say("没有可建议的：需求都已满足，或者没有人有多余。", "Nothing to suggest: every need is met, or nobody has anything to spare."), true);
    return;
  }
  std::size_t& at = memory().sharing.recommended;
  at = std::min(at, links.size() - 1);
  if (ImGui::IsWindowFocused(ImGuiFocusedFlags_RootAndChildWindows) && keys_free()) {
    if (key_pressed(GLFW_KEY_PAGE_DOWN)) at = std::min(at + 1, links.size() - 1);
    if (key_pressed(GLFW_KEY_PAGE_UP) && at > 0) --at;
    if (enter_pressed()) state.ask(ApplyStep{{{links[at].edit}, std::nullopt, {}}});
  }
  ImGui::BeginChild("##recommended", {0, 0}, false);
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
  for (std::size_t k = 0; k < links.size(); ++k) recommended_row(state, tab, k, links[k], k == at);
  ImGui::PopStyleVar();
  ImGui::EndChild();
}

}  // namespace

void draw_sharing_window(State& state) {
  Tab* tab = state.tab();
  if (tab == nullptr) return;
  tab->sharing.hover = {};
  if (!state.windows.sharing) return;
  const PanelLayout layout = layout_of(state);
  const ImVec2 screen = ImGui::GetIO().DisplaySize;
  const float margin = px(state, 16), height = std::min(px(state, 760), screen.y - layout.top - layout.bottom - 2 * margin);
  const float width = std::min(px(state, 416), screen.x - layout.left - layout.right - 2 * margin);
  begin_card(state, "##sharing", state.say("共享网络", "Sharing network"), {{layout.left + margin, layout.top + margin}, {std::max(px(state, 320), width), std::max(px(state, 320), height)}, true}, &state.windows.sharing);
  state.map.sharing_right_px = (ImGui::GetWindowPos().x + ImGui::GetWindowWidth()) * ImGui::GetIO().DisplayFramebufferScale.x;
  const auto& links = links_of(*tab);
  if (!links) {
    paragraph(state, state.say("这个情景没有共享联系。用 [sharing] 表或 links、resources 两种输入加入它们。", "This scenario has no sharing links. The [sharing] table, or inputs of the roles links and resources, add them."), true);
    end_card();
    if (!state.windows.sharing) show_sharing(state, false);
    return;
  }
  type_rows(state, *tab);
  status_and_district(state, *tab);
  focus_row(state, *tab);
  gap(state, 2);
  rule(state);
  gap(state, 2);
  SharingMemory& m = memory().sharing;
  const std::size_t suggested = tab->sharing.facts ? tab->sharing.facts->recommended.size() : 0;
  const std::array<std::string, 3> titles{state.say("网络", "Network"), state.say("谁不可少", "What breaks"), suggested > 0 ? fmt::format("{} {}", state.say("建议", "Next links"), suggested) : std::string(state.say("建议", "Next links"))};
  for (std::size_t k = 0; k < titles.size(); ++k) {
    if (k > 0) ImGui::SameLine(0, px(state, 8));
    ImGui::PushID(static_cast<int>(k));
    if (choice(state, titles[k] + "###part", m.part == k)) m.part = k;
    note_item(fmt::format("sharing-part-{}", k));
    ImGui::PopID();
  }
  gap(state, 2);
  if (m.part == 0) draw_network_part(state, *tab);
  else if (m.part == 1) draw_breaks_part(state, *tab);
  else draw_recommended_part(state, *tab);
  end_card();
  if (!state.windows.sharing) show_sharing(state, false);
}

}  // namespace catchment::viewer
