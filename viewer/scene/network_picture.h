#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "sim/sharing/graph.h"
#include "sim/world/world.h"
#include "viewer/scene/colour.h"
#include "viewer/scene/display_list.h"
#include "viewer/scene/map_layers.h"

namespace catchment::scene {

/// Kinds of partners as the picture tells them apart: seven, as no legend should have more.
enum class PartnerKind : std::uint8_t { kEnterprise, kSocial, kEducation, kCommittee, kHub, kPlace, kOther };
inline constexpr std::size_t kPartnerKinds = 7;
PartnerKind partner_kind(const World& world, Partner partner);
Colour partner_colour(PartnerKind kind, bool dark);
const Name& name_of(PartnerKind kind);

/// A graph with all that its picture needs, apart from the world: any thread may draw it.
struct Network {
  SharingGraph graph;
  std::vector<LinkStatus> status;          ///< [m]
  std::vector<Name> name;                  ///< [n] the id where there is none
  std::vector<PartnerKind> kind;           ///< [n]
  std::vector<std::uint8_t> organisation_type;   ///< [n] 255: none
  std::vector<std::uint32_t> district;     ///< [n] UINT32_MAX: none
  std::vector<Point> ground;               ///< [n] m
  std::vector<std::uint8_t> placed;        ///< [n]
  std::vector<double> weight;              ///< [n] 0..1, of the node's size: share of the largest degree; or what a measure says
  std::vector<std::uint32_t> community;    ///< [n] numbered by size; empty: not worked out
  std::vector<Point> at;                   ///< [n] the layout's
};
/// Of `world`, its places not laid out yet. O(links log nodes).
Network network_of(const World& world, const GraphChoice& choice);
/// Lays it out, all rounds.
void lay_out(Network& network);

enum class NodeColouring : std::uint8_t { kKind, kCommunity };

struct NetworkPictureOptions {
  double width_px = 960, height_px = 640;
  double u = 1;                            ///< px per design px
  bool chinese = true, dark = false;
  NodeColouring colouring = NodeColouring::kKind;
  LayerFilter filter;                      ///< its parts that concern links
  Box window;                              ///< of the layout; empty: all of it
  std::size_t most_names = 30;
  bool legend = true;                      ///< kinds and types below the picture
  std::string title;                       ///< empty: none
};
/// Where the layout's places lie in a picture: y upwards becomes downwards.
struct NetworkView {
  Point centre, middle_px;
  double scale = 1;                        ///< px per unit
  [[nodiscard]] Point px(Point p) const { return {middle_px.x + (p.x - centre.x) * scale, middle_px.y - (p.y - centre.y) * scale}; }
  [[nodiscard]] Point from_px(Point p) const { return {centre.x + (p.x - middle_px.x) / scale, centre.y - (p.y - middle_px.y) / scale}; }
};
/// `frame`: px that the picture may fill. All of the network for an empty window.
NetworkView network_view(const Network& network, const Box& window, const Box& frame, double u);
/// Of node `v`, px; grows with the scale up to a size that is read at a glance.
double network_radius(const Network& network, std::uint32_t v, const NetworkView& view, double u);
/// The node whose disc lies at `px`, or is nearest within `reach_px`; UINT32_MAX: none. Ties to the heavier, then the lower. O(n).
std::uint32_t network_node_at(const Network& network, const NetworkView& view, Point px, double reach_px, double u);

/// Nodes as discs, links in their types' colours, names of the most important as far as there is room. Nothing to show is one line that says so. Deterministic.
DisplayList draw_network(const Network& network, const NetworkPictureOptions& options);

}  // namespace catchment::scene
