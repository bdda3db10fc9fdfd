#include "gis/graph_file/graph_table.h"

#include <algorithm>
#include <charconv>
#include <numeric>
#include <unordered_set>

#include <fmt/format.h>

#include "gis/graph_file/graph_parts.h"
#include "sim/scenario/parse.h"
#include "sim/sharing/link_types.h"

namespace catchment::gis {

std::string GraphTable::where_link(std::size_t k) const { return graph::at_line(file, k < line.size() ? line[k] : 0); }
std::string GraphTable::where_node(std::size_t k) const { return graph::at_line(nodes_file.empty() ? file : nodes_file, nodes[k].line); }
bool GraphTable::all_undirected() const {
  return !undirected.empty() && std::all_of(undirected.begin(), undirected.end(), [](std::uint8_t u) { return u != 0; });
}

namespace graph {

std::unordered_map<std::string_view, std::uint32_t> index_nodes(const GraphTable& table) {
  std::unordered_map<std::string_view, std::uint32_t> out;
  out.reserve(table.nodes.size());
  for (std::uint32_t k = 0; k < table.nodes.size(); ++k) {
    const GraphNode& node = table.nodes[k];
    if (node.id.empty()) throw InputError(table.where_node(k), "a node has no id", "give every node an id of its own");
    const auto [it, fresh] = out.emplace(node.id, k);
    if (!fresh) throw InputError(table.where_node(k), fmt::format("the id '{}' is also that of the node in line {}", node.id, table.nodes[it->second].line), "give every node an id of its own");
  }
  return out;
}

void require_ends(const GraphTable& table) {
  const auto at = index_nodes(table);
  for (std::size_t k = 0; k < table.links.size(); ++k)
    for (const std::string* end : {&table.links[k].from, &table.links[k].to}) {
      if (at.contains(*end)) continue;
      std::vector<std::string> known;
      for (const GraphNode& node : table.nodes) known.push_back(node.id);
      const std::string near = nearest_key(*end, known);
      throw InputError(table.where_link(k), fmt::format("there is no node '{}'", *end),
                       near.empty() ? fmt::format("{} has {} nodes; add it to them", table.nodes_file, table.nodes.size()) : fmt::format("did you mean '{}'?", near));
    }
}

void tame_foreign_links(GraphTable& table) {
  std::unordered_set<std::string_view> seen;
  const bool repeated = std::any_of(table.links.begin(), table.links.end(), [&](const LinkRow& l) { return !l.id.empty() && !seen.insert(l.id).second; });
  if (repeated) {
    for (LinkRow& link : table.links) link.id.clear();
    table.findings.push_back({Severity::kNote, "edge-ids-repeat", table.file, "ids of edges repeat, so they are not kept", ""});
  }
  std::size_t foreign = 0;
  std::string word;
  for (LinkRow& link : table.links) {
    if (link.type.empty() || link_type_of(link.type)) continue;
    if (foreign++ == 0) word = link.type;
    if (link.kind.empty()) link.kind = link.type;
    link.type.clear();
  }
  if (foreign > 0)
    table.findings.push_back({Severity::kWarning, "foreign-link-type", table.file, fmt::format("{} links have a type that is none of ours, such as '{}'; it is kept as their kind", foreign, word),
                              "write secondment, volunteer, assistance, collaboration, training, venue, funds, affiliation, information or other"});
}

void nodes_from_ends(GraphTable& table) {
  std::vector<std::string_view> ids;
  std::unordered_set<std::string_view> seen;
  for (const LinkRow& link : table.links)
    for (const std::string* end : {&link.from, &link.to})
      if (seen.insert(*end).second) ids.push_back(*end);
  const auto whole = [](std::string_view id, std::int64_t& value) {
    const auto [end, error] = std::from_chars(id.data(), id.data() + id.size(), value);
    return error == std::errc{} && end == id.data() + id.size();
  };
  std::vector<std::int64_t> number(ids.size());
  bool numbers = true;
  for (std::size_t k = 0; k < ids.size() && numbers; ++k) numbers = whole(ids[k], number[k]);
  std::vector<std::uint32_t> order(ids.size());
  std::iota(order.begin(), order.end(), 0u);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return numbers && number[a] != number[b] ? number[a] < number[b] : ids[a] < ids[b]; });
  table.nodes.reserve(ids.size());
  for (const std::uint32_t k : order) table.nodes.emplace_back().id = std::string(ids[k]);
}

}  // namespace graph

}  // namespace catchment::gis
