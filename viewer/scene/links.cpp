// Who lends what to whom, as curves over the map.
#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <tuple>

#include <fmt/format.h>

#include "sim/sharing/link_types.h"
#include "viewer/scene/link_bundles.h"
#include "viewer/scene/link_styles.h"
#include "viewer/scene/link_table.h"
#include "viewer/scene/map_draft.h"
#include "viewer/scene/shapes.h"
#include "viewer/scene/text_format.h"

namespace catchment::scene {

namespace {

/// Which of what runs between the same two places it is: they fan out.
double bow_of(std::size_t rank) { return 0.11 + 0.055 * static_cast<double>(rank); }

/// One in the legend for each type, as on the map.
std::vector<Shape> sample(LinkType type, double u, bool dark) {
  return {fill_shape(link_ribbon({-14 * u, 4 * u}, {14 * u, 4 * u}, 0.16, 6 * u, 6 * u * kLinkTaper), link_colour(type, dark))};
}

constexpr std::size_t kMostNamedPartners = 60;

void name_partner(MapDraft& d, const LinkTable& table, Partner p) {
  const std::uint32_t v = table.node_of(p);
  if (v == UINT32_MAX || table.placed[v] == 0) return;
  const Name* name = nullptr;
  if (p.table == Partner::Table::kOrganisation) name = &d.world.organisations[p.index].name;
  if (p.table == Partner::Table::kVenue) name = &d.world.venues[p.index].name;
  if (name == nullptr || name->in(d.options.chinese).empty()) return;   // facilities and areas have theirs anyway
  LabelWish wish;
  wish.priority = 82;   // above quarters and streets, below the larger stations
  wish.main = name->in(d.options.chinese);
  wish.at = d.view.px(table.at[v]);
  wish.clearance_px = 5 * d.view.u;
  wish.size_px = 14 * d.view.u;
  wish.covers = 1;
  wish.ink = d.colours.ink, wish.halo = d.colours.halo;
  d.labels.wish(std::move(wish));
}

void explain(MapDraft& d, const LinkBundles& all, std::size_t drawn) {
  const double u = d.view.u;
  LegendBlock block{d.say("共享联系", "Sharing links"), d.say("粗端给出，细端得到；宽度示数量（同类之间）", "From the thick end to the thin; width: amount, within a type"), {}, {}, {}};
  std::array<std::int64_t, 4> of_status{};
  for (const LinkType type : kLinkTypeOrder) {
    const auto k = static_cast<std::size_t>(type);
    std::int64_t links = 0;
    double capacity = 0;
    bool stated = false, any = false;
    for (const LinkBundle& b : all.bundles) {
      if (static_cast<std::size_t>(b.type) != k || !b.seen) continue;
      any = true;
      of_status[static_cast<std::size_t>(b.status)] += b.links;
      if (b.status == LinkStatus::kProposed || b.status == LinkStatus::kLapsed) continue;   // have a line of their own
      links += b.links;
      if (b.capacity >= 0) capacity += b.capacity, stated = true;
    }
    if (!any) continue;
    std::string figure = grouped(links) + (d.options.chinese ? " 条" : links == 1 ? " link" : " links");
    if (stated && !unit_of(type).empty()) figure += " · " + link_amount(type, capacity, d.options.chinese);
    block.items.push_back({sample(type, u, d.colours.dark), name_of(type).in(d.options.chinese), std::move(figure)});
  }
  if (block.items.empty()) return;
  const Colour ink = d.colours.soft_ink;
  if (of_status[static_cast<std::size_t>(LinkStatus::kProposed)] > 0)
    block.items.push_back({{fill_shape(link_ribbon({-14 * u, 3 * u}, {14 * u, 3 * u}, 0.12, 4 * u, 2 * u, 5 * u, 3 * u), ink)}, name_of(LinkStatus::kProposed).in(d.options.chinese),
                           grouped(of_status[static_cast<std::size_t>(LinkStatus::kProposed)]) + d.say(" 条", "")});
  if (of_status[static_cast<std::size_t>(LinkStatus::kLapsed)] > 0)
    block.items.push_back({{fill_shape(link_ribbon({-14 * u, 3 * u}, {14 * u, 3 * u}, 0.12, 2 * u, 2 * u, 2 * u, 4 * u), ink)}, name_of(LinkStatus::kLapsed).in(d.options.chinese),
                           grouped(of_status[static_cast<std::size_t>(LinkStatus::kLapsed)]) + d.say(" 条", "")});
  // What is not there is said.
  const auto seen = static_cast<std::size_t>(std::count_if(all.bundles.begin(), all.bundles.end(), [](const LinkBundle& b) { return b.seen; }));
  const auto note = [&](std::string text) { block.note += (block.note.empty() ? "" : d.say("。", ". ")) + text; };
  if (all.by_cells) note(d.say("相邻单位之间的并成一束", "Those between neighbouring places are one bundle"));
  if (drawn < seen) note(fmt::format(fmt::runtime(d.say("只画最强的 {} 束，共 {} 束", "Only the strongest {} of {} bundles are drawn")), grouped(static_cast<std::int64_t>(drawn)), grouped(static_cast<std::int64_t>(seen))));
  if (all.within > 0) note(fmt::format(fmt::runtime(d.say("另有 {} 条在同一处之内", "{} more lie within one place")), grouped(all.within)));
  if (all.without_place > 0) note(fmt::format(fmt::runtime(d.say("另有 {} 条没有位置", "{} more have no place")), grouped(all.without_place)));
  d.legend.push_back(std::move(block));
}

}  // namespace

void draw_links(MapDraft& d) {
  std::optional<LinkTable> own;
  if (d.overlay == nullptr || d.overlay->links == nullptr) own = link_table(d.world);
  const LinkTable& table = own ? *own : *d.overlay->links;
  if (table.n_links() == 0) return;
  const double u = d.view.u;
  LinkBundles all = bundle_links(table, d.filter, d.zoom, d.view.metres_per_u());
  for (LinkBundle& b : all.bundles) {
    Box box;
    box.add(b.from), box.add(b.to);
    const double out = 0.3 * distance(b.from, b.to);
    b.seen = d.view.sees({box.min_x - out, box.min_y - out, box.max_x + out, box.max_y + out});
  }
  // The strongest are kept, and drawn over the weaker ones.
  std::vector<const LinkBundle*> shown;
  for (const LinkBundle& b : all.bundles)
    if (b.seen) shown.push_back(&b);
  const auto stronger = [](const LinkBundle* a, const LinkBundle* b) { return std::tuple{!a->faint, a->strength, a->links, b} > std::tuple{!b->faint, b->strength, b->links, a}; };
  const std::size_t kept = std::min(shown.size(), most_links_drawn(d.zoom));
  std::partial_sort(shown.begin(), shown.begin() + static_cast<std::ptrdiff_t>(kept), shown.end(), stronger);
  shown.resize(kept);
  std::reverse(shown.begin(), shown.end());
  explain(d, all, shown.size());
  if (shown.empty()) return;

  const auto clear = static_cast<double>(std::count_if(shown.begin(), shown.end(), [](const LinkBundle* b) { return !b->faint; }));
  // The more there are, the lighter each: what many share still adds up.
  const double opacity = std::clamp(0.88 * std::sqrt(140 / std::max(1.0, clear)), 0.16, 0.88);
  // Of several between the same two places, each has a bow of its own, by type.
  std::map<const LinkBundle*, std::size_t> rank;
  {
    std::vector<const LinkBundle*> by_way = shown;
    const auto way = [](const LinkBundle* b) { return std::tuple{b->from.x, b->from.y, b->to.x, b->to.y}; };
    std::sort(by_way.begin(), by_way.end(), [&](const LinkBundle* a, const LinkBundle* b) { return std::tuple{way(a), a->type, a->status, a->faint} < std::tuple{way(b), b->type, b->status, b->faint}; });
    for (std::size_t k = 1; k < by_way.size(); ++k)
      if (way(by_way[k - 1]) == way(by_way[k])) rank[by_way[k]] = rank[by_way[k - 1]] + 1;
  }
  auto& shapes = d.layer("links").shapes;
  std::map<std::pair<double, double>, Colour> ends;   // by place, px: so that they are drawn once
  for (const LinkBundle* b : shown) {
    const Point p = d.view.px(b->from), q = d.view.px(b->to);
    const double length = distance(p, q);
    if (length < 5 * u) continue;
    const Point along{(q.x - p.x) / length, (q.y - p.y) / length};
    const double gap = std::min(4.5 * u, length / 5);
    const bool proposed = b->status == LinkStatus::kProposed, lapsed = b->status == LinkStatus::kLapsed;
    const double wide = b->width_u * u * (proposed ? 0.8 : lapsed ? 0.5 : 1), thin = std::max(0.6 * u, wide * (proposed ? 0.5 : kLinkTaper));
    Colour colour = link_colour(b->type, d.colours.dark);
    colour.a = static_cast<std::uint8_t>(std::lround(255 * (b->faint ? 0.07 : lapsed ? 0.5 * opacity : opacity)));
    Shape s = fill_shape(link_ribbon({p.x + along.x * gap, p.y + along.y * gap}, {q.x - along.x * gap, q.y - along.y * gap}, bow_of(rank.contains(b) ? rank.at(b) : 0), wide, thin,
                                     proposed ? 8 * u : lapsed ? 2.5 * u : 0, proposed ? 5 * u : 5 * u),
                         colour);
    if (!b->faint) {
      s.title = fmt::format("{} · {}{}", name_of(b->type).in(d.options.chinese), grouped(b->links), d.options.chinese ? " 条" : b->links == 1 ? " link" : " links");
      if (b->capacity >= 0 && !unit_of(b->type).empty()) s.title += " · " + link_amount(b->type, b->capacity, d.options.chinese);
      for (const Point end : {p, q}) ends.try_emplace({end.x, end.y}, d.colours.ink);
    }
    shapes.push_back(std::move(s));
  }
  // The few in the focus are named.
  if (d.name_anything && !d.filter.link_focus.empty() && d.filter.link_focus.size() <= kMostNamedPartners)
    for (const Partner p : d.filter.link_focus) name_partner(d, table, p);
  // A picture of the links says who they are, as long as they are few.
  if (d.name_anything && d.overlay == nullptr && d.options.theme == MapTheme::kLinks && d.filter.link_focus.empty() && table.n_nodes() <= kMostNamedPartners)
    for (const Partner p : table.node) name_partner(d, table, p);
  for (const auto& [at, ink] : ends) shapes.push_back(circle_shape({at.first, at.second}, 2.1 * u, ink, {d.colours.panel, 0.9 * u, {}}));
}

void draw_catchments(MapDraft& d) {
  if (d.overlay == nullptr) return;
  auto& shapes = d.layer("catchments").shapes;
  for (std::size_t i = 0; i < d.overlay->catchments.size(); ++i) {
    auto rings = shown(d.view, d.overlay->catchments[i], 0.4);
    if (rings.empty()) continue;
    const Colour own = i < d.overlay->catchment_colour.size() ? d.overlay->catchment_colour[i] : d.colours.accent;
    Colour soft = own, line = own;
    soft.a = static_cast<std::uint8_t>(own.a * (d.colours.dark ? 0.10 : 0.07)), line.a = static_cast<std::uint8_t>(own.a * 0.95);
    shapes.push_back(fill_shape(std::move(rings), soft, {line, 2.4 * d.view.u, {}}));
  }
}

}  // namespace catchment::scene
