#include "viewer/scene/network_picture.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "sim/sharing/link_rows.h"
#include "sim/sharing/link_types.h"
#include "viewer/scene/export.h"
#include "viewer/scene/labels.h"
#include "viewer/scene/link_styles.h"
#include "viewer/scene/network_layout.h"
#include "viewer/scene/shapes.h"
#include "viewer/scene/symbology.h"
#include "viewer/scene/text_format.h"

namespace catchment::scene {

namespace {

constexpr std::uint32_t kNone = UINT32_MAX;
constexpr std::size_t kFewLinks = 900;       // so many are curves that taper; more are hairlines

const std::array<Name, kPartnerKinds>& kind_names() {
  static const std::array<Name, kPartnerKinds> all{{{"企业", "Enterprises"}, {"社会组织", "Social organisations"}, {"院校", "Colleges and schools"}, {"居委会与机关", "Committees and agencies"},
                                                    {"枢纽与联合会", "Hubs and federations"}, {"设施与场所", "Facilities and venues"}, {"其他", "Others"}}};
  return all;
}

struct Draft {
  const Network& n;
  const NetworkPictureOptions& o;
  const Palette& p;
  NetworkView view;
  Box frame;
  std::vector<std::uint8_t> in_focus;   // [n]
  std::vector<std::uint8_t> kept;       // [m]

  [[nodiscard]] bool passes(std::size_t k) const {
    const LayerFilter& f = o.filter;
    const std::uint32_t a = n.graph.from[k], b = n.graph.to[k];
    if ((f.link_types >> static_cast<unsigned>(n.graph.type[k]) & 1u) == 0 || (f.link_statuses >> static_cast<unsigned>(n.status[k]) & 1u) == 0) return false;
    for (const std::uint32_t v : {a, b})
      if (n.organisation_type[v] != 255 && (f.organisation_types >> n.organisation_type[v] & 1u) == 0) return false;
    return f.link_district == kNone || n.district[a] == f.link_district || n.district[b] == f.link_district;
  }
  [[nodiscard]] Colour colour_of(std::uint32_t v) const {
    if (o.colouring == NodeColouring::kCommunity && v < n.community.size()) {
      return community_colour(n.community[v], o.dark);
    }
    return partner_colour(n.kind[v], o.dark);
  }
  [[nodiscard]] bool in_frame(Point a, Point b) const {
    return std::max(a.x, b.x) >= frame.min_x && std::min(a.x, b.x) <= frame.max_x && std::max(a.y, b.y) >= frame.min_y && std::min(a.y, b.y) <= frame.max_y;
  }
};

void draw_edges(Draft& d, DisplayList& list) {
  const double u = d.o.u;
  std::array<std::array<std::vector<Ring>, 2>, kLinkTypes> lines;   // by type; faint, clear
  std::size_t clear = 0;
  for (std::size_t k = 0; k < d.kept.size(); ++k) clear += d.kept[k] != 0 && d.in_focus[d.n.graph.from[k]] != 0 && d.in_focus[d.n.graph.to[k]] != 0;
  const bool curves = clear <= kFewLinks;
  const double opacity = std::clamp(0.75 * std::sqrt(260 / std::max(1.0, static_cast<double>(clear))), 0.10, 0.75);
  // Of several from one partner to another, each has a bow of its own.
  std::vector<std::uint32_t> parallel(d.kept.size(), 0);
  if (curves) {
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> so_far;
    for (std::size_t k = 0; k < d.kept.size(); ++k)
      if (d.kept[k] != 0) parallel[k] = so_far[{d.n.graph.from[k], d.n.graph.to[k]}]++;
  }
  DisplayLayer faint{"links-faint", {}, true}, strong{"links", {}, true};
  for (std::size_t k = 0; k < d.kept.size(); ++k) {
    if (d.kept[k] == 0) continue;
    const std::uint32_t a = d.n.graph.from[k], b = d.n.graph.to[k];
    const Point p = d.view.px(d.n.at[a]), q = d.view.px(d.n.at[b]);
    if (!d.in_frame(p, q)) continue;
    const bool focus = d.in_focus[a] != 0 && d.in_focus[b] != 0;
    const LinkType type = d.n.graph.type[k];
    if (!curves || !focus) {
      lines[static_cast<std::size_t>(type)][focus ? 1 : 0].push_back({p, q});
      continue;
    }
    Colour colour = link_colour(type, d.o.dark);
    colour.a = static_cast<std::uint8_t>(std::lround(255 * opacity));
    const bool proposed = d.n.status[k] == LinkStatus::kProposed;
    const double wide = (conserves(type) ? 3.4 : 2.2) * u;
    Shape s = fill_shape(link_ribbon(p, q, 0.07 + 0.07 * static_cast<double>(parallel[k]), wide, wide * (proposed ? 0.6 : 0.25), proposed ? 6 * u : 0, 4 * u), colour);
    s.title = name_of(type).in(d.o.chinese) + ": " + d.n.name[a].in(d.o.chinese) + " → " + d.n.name[b].in(d.o.chinese);
    strong.shapes.push_back(std::move(s));
  }
  for (const LinkType type : kLinkTypeOrder)
    for (const std::size_t focus : {0u, 1u}) {
      auto& parts = lines[static_cast<std::size_t>(type)][focus];
      if (parts.empty()) continue;
      Colour colour = link_colour(type, d.o.dark);
      colour.a = static_cast<std::uint8_t>(std::lround(255 * (focus != 0 ? std::max(0.16, opacity) : 0.06)));
      // In pieces: one path of fifty thousand lines takes a rasteriser longer than fifty of a thousand.
      constexpr std::size_t kPiece = 400;
      for (std::size_t from = 0; from < parts.size(); from += kPiece) {
        const auto first = parts.begin() + static_cast<std::ptrdiff_t>(from), last = parts.begin() + static_cast<std::ptrdiff_t>(std::min(parts.size(), from + kPiece));
        (focus != 0 ? strong : faint).shapes.push_back(line_shape({std::make_move_iterator(first), std::make_move_iterator(last)}, {colour, (focus != 0 ? 0.9 : 0.7) * u, {}}));
      }
    }
  list.layers.push_back(std::move(faint));
  list.layers.push_back(std::move(strong));
}

void draw_nodes(Draft& d, DisplayList& list, const std::vector<std::uint8_t>& linked) {
  const double u = d.o.u;
  std::vector<std::uint32_t> order;
  for (std::uint32_t v = 0; v < d.n.at.size(); ++v) {
    const Point at = d.view.px(d.n.at[v]);
    const double r = network_radius(d.n, v, d.view, u);
    if (linked[v] != 0 && at.x > d.frame.min_x - r && at.x < d.frame.max_x + r && at.y > d.frame.min_y - r && at.y < d.frame.max_y + r) order.push_back(v);
  }
  // The heavy ones over the light ones.
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return std::pair(d.in_focus[a], d.n.weight[a]) < std::pair(d.in_focus[b], d.n.weight[b]); });
  DisplayLayer nodes{"nodes", {}, true};
  for (const std::uint32_t v : order) {
    Colour fill = d.colour_of(v), rim = d.p.panel;
    if (d.in_focus[v] == 0) fill.a = 40, rim.a = 0;
    const double r = network_radius(d.n, v, d.view, u);
    Shape s = circle_shape(d.view.px(d.n.at[v]), r, fill, {rim, std::min(1.1 * u, 0.3 * r), {}});
    if (d.in_focus[v] != 0) s.title = fmt::format("{} · {}", d.n.name[v].in(d.o.chinese), name_of(d.n.kind[v]).in(d.o.chinese));
    nodes.shapes.push_back(std::move(s));
  }
  list.layers.push_back(std::move(nodes));

  LabelPlacer labels(d.frame);
  std::size_t names = 0;
  for (auto at = order.rbegin(); at != order.rend(); ++at) {
    const std::uint32_t v = *at;
    const Point px = d.view.px(d.n.at[v]);
    const double r = network_radius(d.n, v, d.view, u);
    if (d.in_focus[v] == 0) continue;
    if (r > 4.5 * u) labels.block({px.x - r, px.y - r, px.x + r, px.y + r}, 1 + static_cast<int>(std::min(20.0, r / u)));
    if (names >= d.o.most_names) continue;
    ++names;
    LabelWish wish;
    wish.priority = static_cast<int>(1000 * d.n.weight[v]);
    wish.main = d.n.name[v].in(d.o.chinese);
    wish.at = px, wish.clearance_px = r + 1.5 * u;
    wish.size_px = (d.n.weight[v] > 0.5 ? 14.5 : 12.5) * u, wish.bold = d.n.weight[v] > 0.5;
    wish.covers = 6;
    wish.ink = d.p.ink, wish.halo = d.p.halo;
    labels.wish(std::move(wish));
  }
  list.layers.push_back({"names", labels.place(), true});
}

/// Rows of symbol and words below the picture. -> their height; drawn only into `out` if it is given.
double put_legend(const Draft& d, std::vector<Shape>* out, double left, double top, double width, const std::vector<std::uint8_t>& linked) {
  const double u = d.o.u, row = 22 * u, size = 13.5 * u;
  double x = left, y = top;
  const auto entry = [&](const std::vector<Shape>& symbol, const std::string& words) {
    const double needs = 34 * u + text_width(words, size) + 18 * u;
    if (x > left && x + needs > left + width) x = left, y += row;
    if (out != nullptr) {
      for (Shape s : symbol) {
        for (Ring& ring : s.rings)
          for (Point& p : ring) p = {p.x + x + 14 * u, p.y + y + row / 2};
        s.centre = {s.centre.x + x + 14 * u, s.centre.y + y + row / 2};
        out->push_back(std::move(s));
      }
      out->push_back(text_shape(words, {x + 32 * u, y + row / 2 + 4.8 * u}, size, d.p.ink));
    }
    x += needs;
  };
  if (d.o.colouring == NodeColouring::kKind) {
    std::array<std::int64_t, kPartnerKinds> count{};
    for (std::uint32_t v = 0; v < linked.size(); ++v) count[static_cast<std::size_t>(d.n.kind[v])] += linked[v];
    for (std::size_t k = 0; k < kPartnerKinds; ++k)
      if (count[k] > 0) entry({circle_shape({4 * u, 0}, 6 * u, partner_colour(static_cast<PartnerKind>(k), d.o.dark), {d.p.panel, u, {}})}, kind_names()[k].in(d.o.chinese) + "  " + grouped(count[k]));
  } else if (!d.n.community.empty()) {
    std::array<std::int64_t, 8> count{};
    for (std::uint32_t v = 0; v < linked.size(); ++v) count[std::min<std::uint32_t>(7, d.n.community[v])] += linked[v];
    for (std::size_t k = 0; k < 8; ++k)
      if (count[k] > 0)
        entry({circle_shape({4 * u, 0}, 6 * u, community_colour(static_cast<std::uint32_t>(k), d.o.dark), {d.p.panel, u, {}})},
              k < 7 ? fmt::format("{} {}  {}", d.o.chinese ? "社群" : "Community", k + 1, grouped(count[k])) : fmt::format("{}  {}", d.o.chinese ? "其他社群" : "Smaller communities", grouped(count[k])));
  }
  if (x > left) x = left, y += row;
  std::array<std::int64_t, kLinkTypes> links{};
  for (std::size_t k = 0; k < d.kept.size(); ++k) links[static_cast<std::size_t>(d.n.graph.type[k])] += d.kept[k];
  for (const LinkType type : kLinkTypeOrder)
    if (links[static_cast<std::size_t>(type)] > 0)
      entry({fill_shape(link_ribbon({-8 * u, 2 * u}, {15 * u, 2 * u}, 0.14, 5 * u, u), link_colour(type, d.o.dark))}, name_of(type).in(d.o.chinese) + "  " + grouped(links[static_cast<std::size_t>(type)]));
  return y + (x > left ? row : 0) - top;
}

}  // namespace

PartnerKind partner_kind(const World& world, Partner p) {
  switch (p.table) {
    case Partner::Table::kFacility:
    case Partner::Table::kVenue: return PartnerKind::kPlace;
    case Partner::Table::kUnit: return PartnerKind::kHub;
    case Partner::Table::kArea: return PartnerKind::kOther;
    case Partner::Table::kOrganisation: break;
  }
  switch (world.organisations[p.index].type) {
    case OrganisationType::kEnterprise: return PartnerKind::kEnterprise;
    case OrganisationType::kSocial: return PartnerKind::kSocial;
    case OrganisationType::kCollege:
    case OrganisationType::kSchool: return PartnerKind::kEducation;
    case OrganisationType::kCommittee:
    case OrganisationType::kAgency: return PartnerKind::kCommittee;
    case OrganisationType::kFederation: return PartnerKind::kHub;
    case OrganisationType::kPropertyManager: break;
  }
  return PartnerKind::kOther;
}

Colour partner_colour(PartnerKind kind, bool dark) {
  switch (kind) {
    case PartnerKind::kEnterprise: return rgb(0x56B4E9);
    case PartnerKind::kSocial: return rgb(0x009E73);
    case PartnerKind::kEducation: return rgb(0xCC79A7);
    case PartnerKind::kCommittee: return rgb(0xE69F00);
    case PartnerKind::kHub: return dark ? rgb(0xF2F4F6) : rgb(0x24282E);
    case PartnerKind::kPlace: return dark ? rgb(0x2E93D0) : rgb(0x0072B2);
    case PartnerKind::kOther: break;
  }
  return rgb(0x8D949C);
}

const Name& name_of(PartnerKind kind) { return kind_names()[static_cast<std::size_t>(kind)]; }

Network network_of(const World& world, const GraphChoice& choice) {
  Network out;
  out.graph = sharing_graph(world, choice);
  const SharingGraph& g = out.graph;
  const std::size_t n = g.n_nodes();
  out.status.reserve(g.n_links());
  for (const std::uint32_t link : g.link) out.status.push_back(link < world.links.size() ? world.links[link].status : LinkStatus::kActive);
  double most = 1;
  for (std::uint32_t v = 0; v < n; ++v) most = std::max(most, static_cast<double>(g.begin[v + 1] - g.begin[v]));
  for (std::uint32_t v = 0; v < n; ++v) {
    const Partner p = g.node[v];
    Name name = catchment::name_of(world, p);
    if (name == Name{}) name = {id_of(world, p), id_of(world, p)};
    out.name.push_back(std::move(name));
    out.kind.push_back(partner_kind(world, p));
    out.organisation_type.push_back(p.table == Partner::Table::kOrganisation ? static_cast<std::uint8_t>(world.organisations[p.index].type) : std::uint8_t{255});
    const AreaId district = district_of(world, p);
    out.district.push_back(district.valid() ? district.value : kNone);
    const auto place = position_of(world, p);
    out.ground.push_back(place.value_or(Point{}));
    out.placed.push_back(place.has_value());
    out.weight.push_back(static_cast<double>(g.begin[v + 1] - g.begin[v]) / most);
  }
  return out;
}

void lay_out(Network& network) {
  NetworkLayout layout(network.graph, network.ground, network.placed);
  layout.run(NetworkLayout::kRounds);
  network.at = layout.places();
}

NetworkView network_view(const Network& network, const Box& window, const Box& frame, double u) {
  Box box = window;
  if (box.empty())
    for (const Point p : network.at) box.add(p);
  if (box.empty()) box = {0, 0, 1, 1};
  NetworkView view;
  view.centre = box.centre();
  view.middle_px = frame.centre();
  const double margin = window.empty() ? 22 * u : 0;
  view.scale = std::min(std::max(10.0, frame.width() - 2 * margin) / std::max(box.width(), 1e-6), std::max(10.0, frame.height() - 2 * margin) / std::max(box.height(), 1e-6));
  view.scale = std::min(view.scale, 90 * u);   // a few nodes are not blown up to fill the picture
  return view;
}

double network_radius(const Network& network, std::uint32_t v, const NetworkView& view, double u) {
  // A small part of what a node has for itself; hubs up to three times that.
  const double own = std::clamp(0.13 * view.scale, 1.1 * u, 5 * u);
  return own * (1 + 2.2 * std::sqrt(std::clamp(network.weight[v], 0.0, 1.0)));
}

std::uint32_t network_node_at(const Network& network, const NetworkView& view, Point px, double reach_px, double u) {
  std::uint32_t best = kNone;
  double nearest = reach_px;
  for (std::uint32_t v = 0; v < network.at.size(); ++v) {
    const double away = std::max(0.0, distance(view.px(network.at[v]), px) - network_radius(network, v, view, u));
    if (away < nearest || (best != kNone && away == nearest && network.weight[v] > network.weight[best])) best = v, nearest = away;
  }
  return best;
}

DisplayList draw_network(const Network& n, const NetworkPictureOptions& o) {
  Draft d{n, o, palette(o.dark), {}, {}, {}, {}};
  DisplayList list;
  list.width_px = o.width_px, list.height_px = o.height_px;
  list.background = d.p.panel;
  list.title = o.title;
  const double u = o.u, margin = o.legend ? 16 * u : 0;
  d.kept.resize(n.graph.n_links());
  std::vector<std::uint8_t> linked(n.graph.n_nodes(), 0);
  for (std::size_t k = 0; k < d.kept.size(); ++k) {
    d.kept[k] = d.passes(k);
    if (d.kept[k] != 0) linked[n.graph.from[k]] = linked[n.graph.to[k]] = 1;
  }
  // Without a filter those that have no link are there as well.
  const LayerFilter& f = o.filter;
  const std::uint32_t all = (1u << kLinkTypes) - 1;
  if ((f.link_types & all) == all && f.link_district == kNone && f.organisation_types == ~0u) std::fill(linked.begin(), linked.end(), std::uint8_t{1});
  d.in_focus.assign(n.graph.n_nodes(), f.link_focus.empty() ? 1 : 0);
  for (const Partner p : f.link_focus)
    if (const std::uint32_t v = n.graph.node_of(p); v != kNone) d.in_focus[v] = 1;

  double top = margin;
  DisplayLayer words{"words", {}, false};
  if (!o.title.empty()) {
    words.shapes.push_back(text_shape(shortened(o.title, 20 * u, o.width_px - 2 * margin, true), {margin, margin + 18 * u}, 20 * u, d.p.ink, Anchor::kStart, true));
    top += 32 * u;
  }
  double bottom = o.height_px - margin;
  if (o.legend) {
    const double height = put_legend(d, nullptr, margin, 0, o.width_px - 2 * margin, linked);
    bottom -= height + 6 * u;
    put_legend(d, &words.shapes, margin, bottom + 6 * u, o.width_px - 2 * margin, linked);
  }
  d.frame = {margin, top, o.width_px - margin, std::max(top + 20, bottom)};
  list.map_frame = d.frame;
  if (n.at.empty()) {
    words.shapes.push_back(text_shape(o.chinese ? "没有共享联系" : "There are no sharing links", {o.width_px / 2, (d.frame.min_y + d.frame.max_y) / 2}, 15 * u, d.p.soft_ink, Anchor::kMiddle));
    list.layers.push_back(std::move(words));
    return list;
  }
  d.view = network_view(n, o.window, d.frame, u);
  draw_edges(d, list);
  draw_nodes(d, list, linked);
  list.layers.push_back(std::move(words));
  std::erase_if(list.layers, [](const DisplayLayer& layer) { return layer.shapes.empty(); });
  return list;
}

}  // namespace catchment::scene
