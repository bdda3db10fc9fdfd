// The part of the selection's card that tells what a partner gives, gets, offers and needs.
#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

#include "sim/scenario/parse.h"
#include "sim/sharing/link_types.h"
#include "viewer/scene/link_styles.h"
#include "viewer/scene/text_format.h"
#include "viewer/ui/panel_parts.h"
#include "viewer/ui/sharing.h"
#include "viewer/ui/shortcuts.h"

namespace catchment::viewer {

namespace {

constexpr std::size_t kMostRows = 8;

/// A dot in the type's colour, words, a figure at the right. -> clicked.
bool line(const State& state, const char* id, LinkType type, const std::string& words, const std::string& figure, bool button) {
  const auto& p = colours(state);
  ImFont* small = fonts().small;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x, height = px(state, 20), y = at.y + (height - small->FontSize) / 2;
  bool clicked = false, hovered = false;
  if (button) {
    clicked = ImGui::InvisibleButton(id, {width, height});
    hovered = ImGui::IsItemHovered();
    note_item(id);
  } else {
    ImGui::Dummy({width, height});
  }
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  if (hovered) draw.AddRectFilled({at.x - px(state, 4), at.y}, {at.x + width + px(state, 4), at.y + height}, u32(shade(state, 0.05)), px(state, 4));
  draw.AddRectFilled({at.x, at.y + px(state, 6)}, {at.x + px(state, 9), at.y + height - px(state, 6)}, u32(scene::link_colour(type, state.dark)), px(state, 2));
  const float figure_width = width_of(small, figure);
  put_text(draw, small, {at.x + px(state, 16), y}, u32(p.ink), cut_to(small, words, width - px(state, 24) - figure_width));
  put_text_right(draw, small, at.x + width, y, u32(p.soft_ink), figure);
  return clicked;
}

void small_heading(const char* words) {
  ImGui::PushFont(fonts().small);
  ImGui::TextDisabled("%s", words);
  ImGui::PopFont();
}

/// What it gives and what it gets, of links that are not over: by type and way, then with whom.
void draw_links(State& state, Tab& tab, Partner partner) {
  const World& world = tab.document->world();
  const auto& table = links_of(tab);
  const std::uint32_t v = table ? table->node_of(partner) : UINT32_MAX;
  if (v == UINT32_MAX) return;
  struct Sum { std::int64_t links = 0; double capacity = 0; bool stated = false; };
  std::array<std::array<Sum, 2>, kLinkTypes> sums{};
  std::vector<std::size_t> own;
  for (const std::uint32_t k : links_of_partner(tab, partner)) {
    if (table->status[k] == LinkStatus::kLapsed) continue;
    own.push_back(k);
    Sum& sum = sums[static_cast<std::size_t>(table->type[k])][table->from[k] == v ? 0 : 1];
    ++sum.links;
    if (table->capacity[k] >= 0) sum.capacity += table->capacity[k], sum.stated = true;
  }
  for (const int way : {0, 1}) {
    bool any = false;
    for (const LinkType type : scene::kLinkTypeOrder) {
      const Sum& sum = sums[static_cast<std::size_t>(type)][static_cast<std::size_t>(way)];
      if (sum.links == 0) continue;
      if (!any) small_heading(way == 0 ? state.say("给出", "Gives") : state.say("得到", "Gets"));
      any = true;
      std::string figure = scene::grouped(sum.links);
      if (sum.stated && !unit_of(type).empty()) figure += " · " + scene::link_amount(type, sum.capacity, state.chinese);
      line(state, "", type, catchment::name_of(type).in(state.chinese), figure, false);
    }
  }
  if (own.empty()) return;
  small_heading(state.say("与谁", "With"));
  // The largest first.
  std::stable_sort(own.begin(), own.end(), [&](std::size_t a, std::size_t b) { return table->capacity[a] > table->capacity[b]; });
  for (std::size_t i = 0; i < std::min(kMostRows, own.size()); ++i) {
    const std::size_t k = own[i];
    const bool gives = table->from[k] == v;
    const Partner other = table->node[gives ? table->to[k] : table->from[k]];
    std::string figure = table->capacity[k] >= 0 && !unit_of(table->type[k]).empty() ? scene::link_amount(table->type[k], table->capacity[k], state.chinese) : std::string();
    if (table->status[k] == LinkStatus::kProposed) figure = catchment::name_of(LinkStatus::kProposed).in(state.chinese) + (figure.empty() ? "" : " · ") + figure;
    ImGui::PushID(static_cast<int>(i));
    const std::string name = document::name_of(world, document::thing_of(other), state.chinese);
    if (line(state, fmt::format("link-{}", i).c_str(), table->type[k], (gives ? "→ " : "← ") + name, figure, true)) {
      state.ask(SelectThings{{document::thing_of(other)}, false});
      const Box box = document::box_of(world, document::thing_of(other));
      if (!box.empty()) state.ask(FlyTo{box});
    }
    tip(state, catchment::name_of(table->type[k]).in(state.chinese) + (gives ? state.say("：给出", ": gives") : state.say("：得到", ": gets")));
    ImGui::PopID();
  }
  if (own.size() > kMostRows) {
    ImGui::PushFont(fonts().small);
    ImGui::TextDisabled("%s", fmt::format(fmt::runtime(state.say("……共 {} 条", "… {} in all")), own.size()).c_str());
    ImGui::PopFont();
  }
}

void draw_resources(const State& state, const World& world, Partner partner) {
  for (const bool need : {false, true}) {
    std::map<LinkType, double> sums;
    for (const Resource& r : world.resources)
      if (r.at == partner && r.need == need) sums[r.type] += r.amount;
    if (sums.empty()) continue;
    small_heading(need ? state.say("需要", "Needs") : state.say("可提供", "Offers"));
    for (const auto& [type, amount] : sums) line(state, "", type, catchment::name_of(type).in(state.chinese), scene::link_amount(type, amount, state.chinese), false);
  }
}

}  // namespace

void draw_link_card(State& state, Tab& tab, std::uint32_t index) {
  const World& world = tab.document->world();
  const SharingLink& link = world.links[index];
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(px(state, 4), px(state, 1)));
  line(state, "", link.type, catchment::name_of(link.type).in(state.chinese), link.capacity >= 0 && !unit_of(link.type).empty() ? scene::link_amount(link.type, link.capacity, state.chinese) : "", false);
  const auto fact = [&](const char* name, const std::string& value) {
    if (!value.empty()) line(state, "", link.type, name, value, false);
  };
  fact(state.say("状态", "State"), catchment::name_of(link.status).in(state.chinese));
  fact(state.say("时段", "Hours"), format_opening_hours(link.slots));
  fact(state.say("自", "From"), link.start);
  fact(state.say("至", "Until"), link.end);
  if (link.venue.valid()) fact(state.say("场地", "Room"), document::name_of(world, {ThingKind::kVenue, link.venue.value}, state.chinese));
  fact(state.say("编号", "Id"), link.id);
  for (const bool gives : {true, false}) {
    const Partner end = gives ? link.from : link.to;
    const Thing thing = document::thing_of(end);
    if (line(state, gives ? "link-from" : "link-to", link.type, (gives ? state.say("给出：", "From: ") : state.say("得到：", "To: ")) + document::name_of(world, thing, state.chinese), "", true))
      state.ask(SelectThings{{thing}, false});
  }
  ImGui::PopStyleVar();
  if (link.status == LinkStatus::kLapsed) return;
  ImGui::Dummy({1, px(state, 4)});
  if (ImGui::Button(fmt::format("{}###remove-link", state.say("终止这条联系", "End this link")).c_str(), {ImGui::GetContentRegionAvail().x, 0})) state.ask(ApplyStep{remove_link_step(world, link)});
  note_item("remove-link");
}

void draw_partner_card(State& state, Tab& tab, Partner partner) {
  const World& world = tab.document->world();
  if (!can_be_removed(tab, partner)) return;
  ImGui::Dummy({1, px(state, 4)});
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(px(state, 4), px(state, 1)));
  draw_links(state, tab, partner);
  draw_resources(state, world, partner);
  ImGui::PopStyleVar();
  ImGui::Dummy({1, px(state, 4)});
  const float width = ImGui::GetContentRegionAvail().x, half = (width - px(state, 8)) / 2;
  const bool focused = tab.sharing.steps > 0;
  const std::string only = focused ? state.say("看全部联系", "All links") : state.say("只看它的联系", "Only its links");
  if (ImGui::Button(fmt::format("{}###only-its-links", only).c_str(), {half, 0})) {
    if (focused) tab.sharing.steps = 0;
    else toggle_focus(state, tab);
  }
  note_item("only-its-links");
  tip(state, state.say("其余联系变淡；再按看两步以内", "All other links become faint; again: two steps"), shortcut_text(Action::kOnlyItsLinks, state.chinese));
  ImGui::SameLine(0, px(state, 8));
  if (ImGui::Button(fmt::format("{}###remove-partner", state.say("退出（假设）", "What if it left?")).c_str(), {half, 0})) state.ask(ApplyStep{remove_partner_step(world, partner)});
  note_item("remove-partner");
  tip(state, state.say("它退出共享：联系终止，余额和需求撤去。可以撤销", "It leaves the sharing: its links end, its offers and needs go. Can be undone"), shortcut_text(Action::kRemovePartner, state.chinese));
}

}  // namespace catchment::viewer
