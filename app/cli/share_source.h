#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/cli/arguments.h"
#include "gis/graph_file/graph_table.h"
#include "sim/core/error.h"
#include "sim/core/progress.h"
#include "sim/scenario/scenario.h"
#include "sim/scenario/sharing_specs.h"
#include "sim/sharing/graph.h"
#include "sim/world/world.h"

namespace catchment::cli {

/// The sharing graph that `catchment share` looks at, from tables or from a world.
struct ShareSource {
  World world;
  SharingOptions options;
  NetworkOptions network;                          ///< how a scenario travels
  SharingGraph graph;
  std::vector<std::string> id, name_zh, name_en;   ///< [n_nodes]
  std::vector<double> supply;                      ///< [n_nodes] given less needed: columns supply and demand, else offers and needs of the one type there is; else 0
  bool supply_given = false;
  bool several_goods = false;                      ///< offers and needs are of several types
  LinkType goods = LinkType::kOther;               ///< what `supply` counts: goods of a type go along links of that type, kOther along any
  std::vector<double> link_cost;                   ///< [n_links] per unit
  gis::GraphTable table;                           ///< as read, without the partners that are left out; empty for a world
  std::vector<std::uint32_t> node_of_row;          ///< [table.nodes] node of the graph, UINT32_MAX: none
  std::vector<std::uint8_t> taken;                 ///< [table.links] 1: a link of the graph, not over or only proposed
  bool from_table = false;
  bool undirected = false;                         ///< all links count both ways
  std::string language = "en";
  Findings findings;

  /// Node of a partner's id. Throws InputError naming the nearest id.
  [[nodiscard]] std::uint32_t node(const std::string& partner, const std::string& where) const;
  [[nodiscard]] const std::string& name(std::uint32_t v, bool zh) const;
};

/// Throws InputError for whatever is wrong with the files (file, line) or contradicts itself on the command line.
ShareSource read_share_source(const ShareArguments& in, const Progress& progress);
/// The files it is read from, for refuse_input_as_output.
std::vector<std::string> share_files(const ShareArguments& in);

}  // namespace catchment::cli
