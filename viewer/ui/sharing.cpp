#include "viewer/ui/sharing.h"

#include <algorithm>

#include "sim/sharing/link_edits.h"
#include "sim/sharing/link_rows.h"
#include "sim/sharing/link_types.h"
#include "viewer/scene/link_styles.h"
#include "viewer/scene/text_format.h"
#include "viewer/ui/plan_figures.h"

namespace catchment::viewer {

const std::shared_ptr<const scene::LinkTable>& links_of(Tab& tab) {
  Tab::Sharing& s = tab.sharing;
  const World& world = tab.document->world();
  // A plan is told by its last step. What is in the hand is none: only a place would change, and the map draws the hand itself.
  const std::size_t done = tab.document->done();
  const std::uint64_t plan = done == 0 ? 0 : tab.document->steps()[done - 1].serial;
  if (s.links_of == tab.document.get() && s.links_plan == plan) return s.links;
  s.links_of = tab.document.get(), s.links_plan = plan, ++s.links_revision;
  s.links = world.links.empty() ? nullptr : std::make_shared<const scene::LinkTable>(scene::link_table(world));
  return s.links;
}

std::uint64_t links_number(const scene::LinkTable& t) {
  std::uint64_t h = 0xCBF29CE484222325ULL;
  const auto mix = [&h](std::uint64_t v) { h = (h ^ v) * 0x9E3779B97F4A7C15ULL, h ^= h >> 29; };
  for (const Partner p : t.node) mix(static_cast<std::uint64_t>(p.table) << 32 | p.index);
  for (std::size_t k = 0; k < t.n_links(); ++k) mix(std::uint64_t{t.from[k]} << 32 | t.to[k]), mix(static_cast<std::uint64_t>(t.type[k]) * 8 + static_cast<std::uint64_t>(t.status[k]));
  return std::max<std::uint64_t>(1, h);
}

void show_sharing(State& state, bool open) {
  state.windows.sharing = open;
  Tab* tab = state.tab();
  if (tab == nullptr) return;
  if (open) {
    for (scene::LayerLook& look : tab->layers)
      if (look.layer == scene::MapLayer::kLinks) look.visible = true;
  } else {
    tab->sharing.steps = 0;
  }
}

void toggle_focus(State& state, Tab& tab) {
  if (tab.sharing.steps == 0 && !selected_partner(tab)) return;
  tab.sharing.steps = (tab.sharing.steps + 1) % 3;
  if (tab.sharing.steps > 0)
    for (scene::LayerLook& look : tab.layers)
      if (look.layer == scene::MapLayer::kLinks) look.visible = true;
  state.animating = true;
}

void follow_focus(Tab& tab) {
  Tab::Sharing& s = tab.sharing;
  const auto partner = selected_partner(tab);
  if (s.steps == 0 || !partner) {
    if (!tab.filter.link_focus.empty()) tab.filter.link_focus.clear();
    s.focus_key = 0;
    return;
  }
  const auto& links = links_of(tab);
  scene::LayerFilter without = tab.filter;
  without.link_focus.clear();
  // What it was worked out from: plan, partner, steps, filter.
  std::uint64_t key = tab.sharing.links_revision;
  for (const std::uint64_t part : {std::uint64_t{partner->index} << 3 | static_cast<std::uint64_t>(partner->table), static_cast<std::uint64_t>(s.steps), std::uint64_t{without.link_types},
                                   std::uint64_t{without.link_statuses}, std::uint64_t{without.link_district}, std::uint64_t{without.organisation_types}})
    key = (key ^ part) * 0x9E3779B97F4A7C15ULL, key ^= key >> 31;
  key = std::max<std::uint64_t>(1, key);
  if (key == s.focus_key) return;
  s.focus_key = key;
  tab.filter.link_focus = links ? scene::partners_within(*links, *partner, s.steps, without) : std::vector<Partner>{*partner};
}

std::optional<Partner> selected_partner(const Tab& tab) {
  for (const Thing thing : tab.selection)
    if (const auto partner = document::partner_of(thing)) return partner;
  return std::nullopt;
}

const std::vector<std::uint32_t>& links_of_partner(Tab& tab, Partner partner) {
  static struct {
    std::shared_ptr<const scene::LinkTable> links;
    Partner partner;
    std::vector<std::uint32_t> own;
  } kept;
  const auto& links = links_of(tab);
  if (kept.links == links && kept.partner == partner && links) return kept.own;
  kept = {links, partner, {}};
  const std::uint32_t v = links ? links->node_of(partner) : UINT32_MAX;
  if (v == UINT32_MAX) return kept.own;
  for (std::uint32_t k = 0; k < links->n_links(); ++k)
    if (links->from[k] == v || links->to[k] == v) kept.own.push_back(k);
  return kept.own;
}

bool can_be_removed(Tab& tab, Partner partner) {
  const World& world = tab.document->world();
  if (std::any_of(world.resources.begin(), world.resources.end(), [&](const Resource& r) { return r.at == partner; })) return true;
  const auto& own = links_of_partner(tab, partner);
  return std::any_of(own.begin(), own.end(), [&](std::uint32_t k) { return tab.sharing.links->status[k] != LinkStatus::kLapsed; });
}

document::Step remove_partner_step(const World& world, Partner partner) {
  Edit edit;
  edit.op = Edit::Op::kRemovePartner;
  edit.target = PartnerIndex(world).word(world, partner);
  return edit_step(world, std::move(edit));
}

document::Step remove_link_step(const World& world, const SharingLink& link) {
  Edit edit;
  edit.op = Edit::Op::kRemoveLink;
  edit.target = link_word(world, link, PartnerIndex(world));
  return edit_step(world, std::move(edit));
}

std::string link_figure(const scene::LinkSums& sums, LinkType type, bool chinese) {
  const auto k = static_cast<std::size_t>(type);
  std::string out = scene::grouped(sums.links[k]);
  if (sums.stated[k] > 0 && !unit_of(type).empty()) out += " · " + scene::link_amount(type, sums.capacity[k], chinese);
  return out;
}

}  // namespace catchment::viewer
