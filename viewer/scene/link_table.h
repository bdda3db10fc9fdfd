#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "sim/core/geometry.h"
#include "sim/world/world.h"
#include "viewer/scene/map_layers.h"

namespace catchment::scene {

/// The links of a world as flat arrays: half a million are looked through in a few milliseconds. A value: may be read by any thread while the world
/// goes on changing.
struct LinkTable {
  std::vector<Partner> node;                       ///< [n] ascending: partners at an end of a link
  std::vector<Point> at;                           ///< [n] m
  std::vector<std::uint8_t> placed;                ///< [n] it has a place
  std::vector<std::uint32_t> district;             ///< [n] area; UINT32_MAX: none
  std::vector<std::uint8_t> organisation_type;     ///< [n] by OrganisationType; 255: not an organisation
  std::vector<std::uint32_t> from, to;             ///< [m] nodes, in the order of World::links
  std::vector<LinkType> type;                      ///< [m]
  std::vector<LinkStatus> status;                  ///< [m]
  std::vector<double> capacity;                    ///< [m] -1: not limited or not stated

  [[nodiscard]] std::size_t n_nodes() const { return node.size(); }
  [[nodiscard]] std::size_t n_links() const { return from.size(); }
  [[nodiscard]] std::uint32_t node_of(Partner partner) const;  ///< UINT32_MAX: none. O(log n)
};
/// O(links + partners).
LinkTable link_table(const World& world);

/// Kept by the filter: type, status, kinds of organisation at both ends, a district at either end. Not the focus.
bool passes(const LinkTable& table, std::size_t link, const LayerFilter& filter);

/// Who is within `steps` links of `centre` either way, along links that pass `filter` (its own focus is not looked at); ascending, with the centre itself.
/// O(links * steps).
std::vector<Partner> partners_within(const LinkTable& table, Partner centre, int steps, const LayerFilter& filter);

/// Sums over the links that pass.
struct LinkSums {
  std::array<std::int64_t, kLinkTypes> links{};
  std::array<double, kLinkTypes> capacity{};       ///< of those that state one
  std::array<std::int64_t, kLinkTypes> stated{};   ///< how many do
  std::array<std::int64_t, 4> of_status{};
  [[nodiscard]] std::int64_t all() const { return of_status[0] + of_status[1] + of_status[2] + of_status[3]; }
};
LinkSums link_sums(const LinkTable& table, const LayerFilter& filter);
/// Districts that some partner with a link lies in, ascending.
std::vector<std::uint32_t> link_districts(const LinkTable& table);

}  // namespace catchment::scene
