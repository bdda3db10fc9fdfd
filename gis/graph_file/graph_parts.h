#pragma once

// The steps of read_graph and write_graph, shared by its files; not for other rooms.

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "gis/graph_file/graph_file.h"

namespace catchment::gis::graph {

GraphTable read_graphml(const std::string& path, const Progress& progress);
GraphTable read_gexf(const std::string& path, const Progress& progress);
GraphTable read_csv_graph(const std::string& path, const GraphReadOptions& options, const Progress& progress);

std::string graphml_text(const GraphTable& table);
std::string gexf_text(const GraphTable& table);
std::string links_csv_text(const GraphTable& table);
std::string nodes_csv_text(const GraphTable& table);

/// Our fields. `name` in any letter case.
enum class NodeField { kNone, kId, kName, kNameEn, kLabel, kType, kX, kY, kLon, kLat, kDistrict, kSupply, kDemand, kHours, kSeats, kOwner };
enum class LinkField { kNone, kFrom, kTo, kType, kKind, kUnit, kCapacity, kCost, kStart, kEnd, kStatus, kSlots, kVenue, kLevel, kId, kDirected };
NodeField node_field(std::string_view name);
LinkField link_field(std::string_view name);

/// Text -> field. `where`: made only when something is wrong. Throws InputError. `value` is trimmed by the caller.
void set_field(GraphNode& node, NodeField field, std::string value, const std::string& column, const std::string& file, std::int64_t line);
/// kFrom, kTo, kDirected are the caller's.
void set_field(LinkRow& link, LinkField field, std::string value, const std::string& column, const std::string& file, std::int64_t line);

/// Fields of ours that a table uses, in the order in which they are written; and their values as text, "" for none.
struct UsedField { const char* name; NodeField node = NodeField::kNone; LinkField link = LinkField::kNone; GraphValue value = GraphValue::kText; };
std::vector<UsedField> used_node_fields(const GraphTable& table);
std::vector<UsedField> used_link_fields(const GraphTable& table);
std::string text_of(const GraphNode& node, NodeField field);
std::string text_of(const LinkRow& link, LinkField field);

/// Throws InputError for an id that is empty or there twice. -> index by id
std::unordered_map<std::string_view, std::uint32_t> index_nodes(const GraphTable& table);
/// Every end of a link is a node; throws InputError naming the nearest id.
void require_ends(const GraphTable& table);
/// Edge ids that repeat (as networkX numbers the parallel links of each pair anew) are no ids: they are dropped, with a finding. The same for
/// a type that is none of ours: it becomes the link's kind.
void tame_foreign_links(GraphTable& table);
/// Nodes by the ends of links, in the order of ids: by number if all are whole numbers, else by bytes.
void nodes_from_ends(GraphTable& table);

std::string_view trimmed(std::string_view text);
/// "file, line 7"
std::string at_line(const std::string& file, std::int64_t line);
/// Shortest text that reads back to the same number; whole numbers without a point.
std::string number_text(double value);

}  // namespace catchment::gis::graph
