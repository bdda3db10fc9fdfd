#pragma once

#include <cstdint>
#include <vector>

#include "viewer/scene/link_table.h"
#include "viewer/scene/map_styles.h"

namespace catchment::scene {

/// Links of one type and status from one place to another, drawn as one.
struct LinkBundle {
  Point from, to;                  ///< m
  LinkType type = LinkType::kOther;
  LinkStatus status = LinkStatus::kActive;
  std::int64_t links = 0;
  double capacity = -1;            ///< sum of those stated; -1: none is
  double strength = 0;             ///< 0..1 within its type: square root of its share of the largest bundle's capacity, or of its number of links
  double width_u = 0;              ///< design px
  bool faint = false;              ///< outside the focus
  bool seen = true;                ///< for whoever draws
};
struct LinkBundles {
  std::vector<LinkBundle> bundles; ///< in the order of their first links
  bool by_cells = false;           ///< neighbours count as one place
  std::int64_t within = 0;         ///< links that begin and end in one place: not in `bundles`
  std::int64_t without_place = 0;  ///< links with an end that has no place: neither
};
/// A city's cells, and what so many links need before they can be told apart on a smaller scale; design px.
inline constexpr double kLinkCellU = 44, kCloseLinkCellU = 7;
inline constexpr std::size_t kManyLinks = 20'000;
/// Bundles in a picture: more are a cloud that tells nothing.
constexpr std::size_t most_links_drawn(Zoom zoom) { return zoom == Zoom::kCity ? 900 : 2500; }

/// The links that pass the filter, as they are drawn at this scale, whatever part of the map is in view: so nothing changes while the map is moved. At
/// city zoom places are squares on the ground, each standing where its partners are on average; else a place is a place. O(links).
LinkBundles bundle_links(const LinkTable& table, const LayerFilter& filter, Zoom zoom, double metres_per_u);

}  // namespace catchment::scene
