#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "sim/core/geometry.h"
#include "sim/core/ids.h"

namespace catchment {

enum class StreetClass : std::uint8_t {
  kMotorway,   ///< drawn as context, never walked or cycled
  kPrimary, kSecondary, kTertiary, kResidential, kService, kLane, kCycleway, kFootway, kSteps, kPedestrian,
};

/// Who may use an edge, per direction. `from -> to` is forward.
enum StreetAccess : std::uint8_t {
  kWalkForward = 1, kWalkBackward = 2, kCycleForward = 4, kCycleBackward = 8,
  kPrivate = 16,   ///< inner path of a walled quarter or campus: only that place's people, or through a gate
};

enum class GateState : std::uint8_t { kOpen, kResidentsOnly, kClosed };

/// A barrier=gate or a quarter's gate: a node that may be shut. A closed gate cuts every edge end at its node.
/// In this first form a residents-only gate lets everyone through and is drawn as such.
struct Gate {
  std::string id;
  NodeId node;
  GateState state = GateState::kOpen;
  friend bool operator==(const Gate&, const Gate&) = default;
};

/// Streets as a graph of junctions and the street segments between them, plus each segment's line.
/// Topology and geometry only: travel cost per arc is a separate array (`impedance.h`).
/// Edges are undirected segments; arcs are their two directions, in compressed rows.
struct StreetNetwork {
  // Nodes (junctions, ends, gates)
  std::vector<Point> node;                       ///< [n_nodes] m
  // Edges
  std::vector<NodeId> from, to;                  ///< [n_edges]
  std::vector<std::uint32_t> shape_begin{0};     ///< [n_edges + 1] into `shape`
  std::vector<Point> shape;                      ///< each edge's line, both ends included, from -> to
  std::vector<std::uint32_t> length_mm;          ///< [n_edges] along the line, on the ground
  std::vector<StreetClass> street_class;         ///< [n_edges]
  std::vector<std::uint8_t> access;              ///< [n_edges] StreetAccess bits
  std::vector<std::uint32_t> name;               ///< [n_edges] into `names`; 0 is "no name"
  std::vector<std::string> names{""};
  std::vector<Gate> gates;
  // Height, where it is known (street_heights.h)
  std::vector<double> shape_height_m;            ///< [n shape points] m above sea level, NaN where unknown; empty: none
  std::vector<std::uint8_t> off_ground;          ///< [n_edges] 1: on a bridge or in a tunnel; empty: not known of any
  // Arcs: built by index_arcs()
  std::vector<std::uint32_t> first_arc{0};       ///< [n_nodes + 1]
  std::vector<std::uint32_t> arc_head;           ///< [n_arcs] node
  std::vector<std::uint32_t> arc_edge;           ///< [n_arcs] edge * 2 + (1 if against the edge's direction)

  [[nodiscard]] std::size_t n_nodes() const { return node.size(); }
  [[nodiscard]] std::size_t n_edges() const { return from.size(); }
  [[nodiscard]] std::size_t n_arcs() const { return arc_head.size(); }
  [[nodiscard]] std::span<const Point> line(EdgeId e) const {
    return std::span(shape).subspan(shape_begin[e.value], shape_begin[e.value + 1] - shape_begin[e.value]);
  }
};

/// Appends an edge; its length is measured along `line` unless given. Call index_arcs() when all are in.
/// `line` has at least two points; its ends should be the nodes' places. Throws std::invalid_argument if a node or the
/// name is not there, or the line has fewer than two points, one that is not finite, or more than 4,294 km.
EdgeId add_edge(StreetNetwork& net, NodeId from, NodeId to, std::span<const Point> line, StreetClass street_class,
                std::uint8_t access, std::uint32_t name = 0, std::uint32_t length_mm = 0);

/// Fills first_arc, arc_head, arc_edge: for every edge two arcs, in each row sorted by (head, edge). O(n + m).
void index_arcs(StreetNetwork& net);

/// Throws std::invalid_argument, naming the first fault, unless all columns fit each other, every index is in range, every
/// place is finite and the arcs are indexed. For networks that come from a file. O(n + m).
void check_network(const StreetNetwork& net);

}  // namespace catchment
