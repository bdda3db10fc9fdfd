#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <tuple>

#include "sim/sharing/link_rows.h"
#include "viewer/scene/map_draft.h"
#include "viewer/scene/shapes.h"

namespace catchment::scene {

namespace {

/// Links of one kind from one place to another.
struct Bundle {
  Point from, to;              ///< m
  std::size_t kind = 0;
  std::int64_t links = 0;
};

constexpr std::size_t kMostBundles = 2500;

/// Links of the same kind between the same two places; at city zoom between the same two cells of the ground.
std::vector<Bundle> bundles(const MapDraft& d) {
  std::map<std::string, std::size_t> kinds;
  for (const auto& link : d.world.links) kinds.emplace(link.kind, 0);
  std::size_t next = 0;
  for (auto& [name, number] : kinds) number = next++;  // in the words' order: a colour does not depend on the data's
  const double cell = d.zoom == Zoom::kCity ? 40 * d.view.metres_per_u() : 0;
  const auto place = [&](Point at) {
    if (cell == 0) return at;
    return Point{(std::floor(at.x / cell) + 0.5) * cell, (std::floor(at.y / cell) + 0.5) * cell};
  };
  std::vector<Bundle> all;
  for (const auto& link : d.world.links) {
    if (link.status == LinkStatus::kLapsed) continue;
    const auto passes = [&](Partner p) {
      return p.table != Partner::Table::kOrganisation || (d.filter.organisation_types >> static_cast<unsigned>(d.world.organisations[p.index].type) & 1u) != 0;
    };
    const auto from = position_of(d.world, link.from), to = position_of(d.world, link.to);
    if (!from || !to || !passes(link.from) || !passes(link.to)) continue;
    const Bundle bundle{place(*from), place(*to), kinds.at(link.kind), 1};
    if (bundle.from == bundle.to) continue;
    const Point ends[] = {bundle.from, bundle.to};
    if (d.view.sees(bounds(ends))) all.push_back(bundle);
  }
  const auto key = [](const Bundle& b) { return std::tuple{b.from.x, b.from.y, b.to.x, b.to.y, b.kind}; };
  std::stable_sort(all.begin(), all.end(), [&](const Bundle& a, const Bundle& b) { return key(a) < key(b); });
  std::vector<Bundle> out;
  for (const Bundle& b : all) {
    if (!out.empty() && key(out.back()) == key(b)) ++out.back().links;
    else out.push_back(b);
  }
  // Too many say nothing: the thickest stay, drawn from the thin to the thick.
  std::stable_sort(out.begin(), out.end(), [](const Bundle& a, const Bundle& b) { return a.links > b.links; });
  if (out.size() > kMostBundles) out.resize(kMostBundles);
  std::reverse(out.begin(), out.end());
  return out;
}

}  // namespace

void draw_links(MapDraft& d) {
  const auto all = bundles(d);
  if (all.empty()) return;
  const double u = d.view.u;
  // The more there are, the lighter each: what many share still adds up.
  const double opacity = std::clamp(0.8 * std::sqrt(120 / static_cast<double>(all.size())), 0.14, 0.8);
  static constexpr std::size_t kColour[] = {4, 6, 2, 1, 0, 5, 3};
  auto& shapes = d.layer("links").shapes;
  for (const Bundle& b : all) {
    const Point p = d.view.px(b.from), q = d.view.px(b.to);
    const double length = distance(p, q);
    if (length < 4 * u) continue;
    const Point along{(q.x - p.x) / length, (q.y - p.y) / length}, side{-along.y, along.x};
    // Thick where it starts, a point where it ends: the way it goes, without an arrow's clutter.
    const double thick = std::min(9.0, 2.2 + 1.5 * (std::sqrt(static_cast<double>(b.links)) - 1)) * u / 2, thin = 0.35 * u;
    const double gap = std::min(5 * u, length / 4);
    const Point a{p.x + along.x * gap, p.y + along.y * gap}, e{q.x - along.x * gap, q.y - along.y * gap};
    Colour colour = okabe_ito()[kColour[b.kind % 7]];
    colour.a = static_cast<std::uint8_t>(std::lround(255 * opacity));
    shapes.push_back(fill_shape({{{a.x + side.x * thick, a.y + side.y * thick}, {e.x + side.x * thin, e.y + side.y * thin},
                                  {e.x - side.x * thin, e.y - side.y * thin}, {a.x - side.x * thick, a.y - side.y * thick}}}, colour));
  }
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
