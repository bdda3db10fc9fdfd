#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/core/error.h"
#include "sim/core/geometry.h"
#include "sim/scenario/sharing_specs.h"
#include "sim/world/world.h"

namespace catchment::gis {

/// What a column that is none of ours holds.
enum class GraphValue : std::uint8_t { kText, kWhole, kReal, kTruth };
struct GraphColumn {
  std::string name;
  GraphValue value = GraphValue::kText;
  friend bool operator==(const GraphColumn&, const GraphColumn&) = default;
};

/// A node as a file has it.
struct GraphNode {
  std::string id;
  Name name;
  std::string type;                        ///< a word of OrganisationType, "venue", "facility", "unit", "area", or any other text
  std::optional<double> x, y;              ///< in the file's own metres
  std::optional<double> lon, lat;          ///< WGS-84, degrees
  std::string district;
  std::optional<double> supply, demand;    ///< >= 0
  std::string hours, owner;                ///< of a venue: when it may be used, whose it is (a node's id)
  std::optional<double> seats;             ///< of a venue
  std::optional<Point> drawn;              ///< where a drawing program put it: no place on any map
  std::vector<std::string> more;           ///< [node_columns] or shorter
  std::int64_t line = 0;                   ///< in the file, from 1; 0: it has none of its own
};

/// A sharing graph as GraphML, GEXF or a pair of CSV tables say it, before anything is checked against a world.
struct GraphTable {
  std::string file, nodes_file;            ///< for messages; equal where one file holds both
  bool nodes_given = false;                ///< else `nodes` are the ends of the links
  std::vector<GraphNode> nodes;            ///< ids are unique
  std::vector<LinkRow> links;              ///< ends are ids of nodes, or in a table without nodes any; `where` is left empty
  std::vector<std::int64_t> line;          ///< [links] in the file, from 1
  std::vector<std::uint8_t> undirected;    ///< [links] it counts both ways
  std::vector<GraphColumn> node_columns;   ///< of `GraphNode::more`
  std::vector<GraphColumn> link_columns;   ///< of `link_more`
  std::vector<std::vector<std::string>> link_more;  ///< [links], or empty if there are no such columns
  Findings findings;

  /// "graph.gexf, line 7"
  [[nodiscard]] std::string where_link(std::size_t k) const;
  [[nodiscard]] std::string where_node(std::size_t k) const;
  [[nodiscard]] bool all_undirected() const;
};

}  // namespace catchment::gis
