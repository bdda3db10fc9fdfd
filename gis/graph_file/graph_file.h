#pragma once

#include <map>
#include <string>

#include "gis/graph_file/graph_table.h"
#include "sim/core/progress.h"

namespace catchment::gis {

/// For tables whose columns have other names: ours -> theirs, e.g. {"from", "u"}.
struct GraphReadOptions {
  std::string nodes;                           ///< table of nodes beside a CSV of links; empty: none
  std::map<std::string, std::string> link_fields, node_fields;
  bool undirected = false;                     ///< every link counts both ways, whatever the file says
};

/// Is it a graph by its name: .graphml, .gexf, .csv, .tsv or .txt?
bool is_graph_file(const std::string& path);

/// Reads a graph by its ending. Links that a file marks as undirected (GraphML `edgedefault`, `directed`; GEXF `defaultedgetype`, `type`;
/// a column `directed`) are marked; parallel links are kept.
///
/// - GraphML: as networkX, yEd, Gephi and igraph write it: keys with types and defaults, nested graphs, any namespace prefix, yEd's labels
///   as names. An id stays an id; `name`, else `label`, is the name.
/// - GEXF 1.1 to 1.3: attributes with defaults, nested nodes, `viz:position` as where it was drawn.
/// - CSV: columns `from`, `to` (also `source`, `target`; `u`, `v`), [type, kind, unit, capacity, cost, start, end, status, slots, venue,
///   level, id, directed]; nodes `id`, [name, name_en, type, x, y, lon, lat, district, supply, demand, hours, seats, owner].
///
/// Columns and attributes that are none of these are kept as they are. XML in any encoding that it declares. Entities of a document's own are
/// refused unread. Throws InputError with file and line for: no such file, broken XML, another root, ids that are missing or there twice, links to
/// nodes that are not there (the nearest id is named), columns that are missing, numbers that are none, negative supply or demand, a latitude
/// or longitude out of range; files above 1 GiB in XML.
/// O(bytes).
GraphTable read_graph(const std::string& path, const GraphReadOptions& options = {}, const Progress& progress = {});

/// Writes GraphML, GEXF 1.3, or CSV (the nodes beside it: `nodes_path_of`). The file appears under its name only when it is whole. What is
/// written is read back equal, but where a node was drawn: GEXF alone keeps that. Same table, same bytes. Throws InputError for another ending, std::runtime_error if it cannot be written.
void write_graph(const GraphTable& table, const std::string& path);
/// "links.csv" -> "links_nodes.csv"
std::string nodes_path_of(const std::string& csv_path);

}  // namespace catchment::gis
