#pragma once

#include <optional>

#include "viewer/ui/state.h"

// The sharing graph in the viewer: what its window, the selection's card, keys and map have in common.
namespace catchment::viewer {

/// The links of the plan as it is. Made anew where the plan has changed: O(links). Null while the world has none.
const std::shared_ptr<const scene::LinkTable>& links_of(Tab& tab);
/// A number of what there is between whom: the same links, the same number. 0: none.
std::uint64_t links_number(const scene::LinkTable& links);

/// Opens or closes the window. The first time the links' layer comes with it.
void show_sharing(State& state, bool open);
/// The map and the network show the links of the selection only: off, one step, two steps, off.
void toggle_focus(State& state, Tab& tab);
/// `filter.link_focus` follows selection and steps. Once a frame.
void follow_focus(Tab& tab);

/// The first of the selection that can be an end of a link.
std::optional<Partner> selected_partner(const Tab& tab);
/// Links with this partner at an end, ascending. Kept: a look at all of them only when partner or links are others.
const std::vector<std::uint32_t>& links_of_partner(Tab& tab, Partner partner);
/// It has links in force or to come, offers or needs: what would be gone without it.
bool can_be_removed(Tab& tab, Partner partner);
document::Step remove_partner_step(const World& world, Partner partner);
document::Step remove_link_step(const World& world, const SharingLink& link);

/// Links, offers and needs of the selected partner, with what can be done about it.
void draw_partner_card(State& state, Tab& tab, Partner partner);

/// A link: what, how much, when, and a way to end it.
void draw_link_card(State& state, Tab& tab, std::uint32_t link);

/// How the map's link legend and the window's filters write a type: "25 · 820 hours a month".
std::string link_figure(const scene::LinkSums& sums, LinkType type, bool chinese);

}  // namespace catchment::viewer
