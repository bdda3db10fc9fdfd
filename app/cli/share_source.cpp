#include "app/cli/share_source.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "app/pipeline/open_world.h"
#include "app/pipeline/pipeline.h"
#include "gis/graph_file/graph_file.h"
#include "gis/graph_file/graph_world.h"
#include "sim/scenario/parse.h"
#include "sim/sharing/link_edits.h"
#include "sim/sharing/link_rows.h"
#include "sim/sharing/link_types.h"

namespace catchment::cli {

namespace {

std::map<std::string, std::string> mapping_of(const std::vector<std::string>& pairs, const char* option) {
  std::map<std::string, std::string> out;
  for (const std::string& pair : pairs) {
    const auto at = pair.find('=');
    if (at == std::string::npos || at == 0 || at + 1 == pair.size()) throw InputError(option, fmt::format("'{}' is not OURS=THEIRS", pair), "write e.g. from=source,to=target");
    out[pair.substr(0, at)] = pair.substr(at + 1);
  }
  return out;
}

template <class T>
void keep(std::vector<T>& values, const std::vector<std::uint8_t>& kept) {
  if (values.empty()) return;
  std::size_t to = 0;
  for (std::size_t k = 0; k < values.size(); ++k)
    if (kept[k]) {
      if (to != k) values[to] = std::move(values[k]);
      ++to;
    }
  values.resize(to);
}

void keep_links(gis::GraphTable& table, const std::vector<std::uint8_t>& kept) {
  keep(table.links, kept);
  keep(table.line, kept);
  keep(table.undirected, kept);
  keep(table.link_more, kept);
}

/// Two rows of one pair and type: kept, or by the rule that is asked for.
void settle_duplicates(gis::GraphTable& table, const std::string& rule) {
  if (rule == "keep") return;
  std::unordered_map<std::string, std::size_t> first;
  std::vector<std::uint8_t> kept(table.links.size(), 1);
  for (std::size_t k = 0; k < table.links.size(); ++k) {
    const LinkRow& link = table.links[k];
    const bool turned = table.undirected[k] && link.to < link.from;
    const auto [it, fresh] = first.emplace(fmt::format("{}\n{}\n{}", turned ? link.to : link.from, turned ? link.from : link.to, link.type), k);
    if (fresh) continue;
    std::size_t& before = it->second;
    if (rule == "error")
      throw InputError(table.where_link(k), fmt::format("the link {} -> {} is also in line {}", link.from, link.to, table.line[before]), "remove one, or say --duplicate-edges keep, last or min");
    if (rule == "min" && link.cost.value_or(0) >= table.links[before].cost.value_or(0)) {
      kept[k] = 0;
    } else {
      kept[before] = 0;
      before = k;
    }
  }
  keep_links(table, kept);
}

[[noreturn]] void no_partner(const std::string& id, const std::vector<std::string>& known, const std::string& where) {
  const std::string near = nearest_key(id, known);
  throw InputError(where, fmt::format("there is no partner '{}'", id), near.empty() ? fmt::format("the graph has {} partners", known.size()) : fmt::format("did you mean '{}'?", near));
}

void remove_partners_of(gis::GraphTable& table, const std::vector<std::string>& without) {
  if (without.empty()) return;
  const std::unordered_set<std::string> lost(without.begin(), without.end());
  std::vector<std::string> known;
  for (const gis::GraphNode& node : table.nodes) known.push_back(node.id);
  const std::unordered_set<std::string> there(known.begin(), known.end());
  for (const std::string& id : without)
    if (!there.contains(id)) no_partner(id, known, "--without");
  std::vector<std::uint8_t> links(table.links.size()), nodes(table.nodes.size());
  for (std::size_t k = 0; k < table.links.size(); ++k) {
    const LinkRow& link = table.links[k];
    links[k] = !lost.contains(link.from) && !lost.contains(link.to) && !lost.contains(link.venue);
  }
  for (std::size_t k = 0; k < table.nodes.size(); ++k) nodes[k] = !lost.contains(table.nodes[k].id);
  keep_links(table, links);
  keep(table.nodes, nodes);
  for (gis::GraphNode& node : table.nodes)
    if (lost.contains(node.owner)) node.owner.clear();
}

/// As the edit of a plan does it: links, offers, needs and rooms go along.
void remove_partners_of(World& world, const std::vector<std::string>& without) {
  for (const std::string& id : without) {
    Edit edit;
    edit.op = Edit::Op::kRemovePartner;
    edit.target = id;
    edit.place.file = "--without";
    edit_links(world, edit);
  }
}

/// Bits of --types.
std::uint32_t chosen_types(const ShareArguments& in) {
  if (in.types.empty()) return ~0u;
  std::uint32_t out = 0;
  for (const std::string& word : in.types) {
    const auto type = link_type_of(word);
    if (!type) {
      std::vector<std::string> known;
      for (std::size_t t = 0; t < kLinkTypes; ++t) known.emplace_back(word_of(static_cast<LinkType>(t)));
      const std::string near = nearest_key(word, known);
      throw InputError("--types", fmt::format("'{}' is no type of link", word), near.empty() ? fmt::format("write some of {}", fmt::join(known, ", ")) : fmt::format("did you mean '{}'?", near));
    }
    out |= 1u << static_cast<unsigned>(*type);
  }
  return out;
}

void keep_types(World& world, std::uint32_t types) {
  std::erase_if(world.resources, [&](const Resource& r) { return (types >> static_cast<unsigned>(r.type) & 1u) == 0; });
}

/// Of one type of goods there is one figure a node; of several there is none that would mean anything.
void take_supply(ShareSource& out) {
  out.supply.assign(out.graph.n_nodes(), 0);
  const auto& resources = out.world.resources;
  out.several_goods = std::any_of(resources.begin(), resources.end(), [&](const Resource& r) { return r.type != resources.front().type; });
  out.supply_given = !resources.empty() && !out.several_goods;
  if (out.supply_given) out.goods = resources.front().type;
  if (out.supply_given)
    for (const Resource& r : resources) out.supply[out.graph.node_of(r.at)] += r.need ? -r.amount : r.amount;
}

void from_tables(const ShareArguments& in, ShareSource& out, const Progress& progress) {
  gis::GraphReadOptions options;
  options.nodes = in.nodes;
  options.link_fields = mapping_of(in.edges_fields, "--edges-fields");
  options.node_fields = mapping_of(in.nodes_fields, "--nodes-fields");
  options.undirected = in.undirected;
  out.from_table = true;
  out.table = gis::read_graph(in.edges, options, part_of(progress, 0, 0.6));
  settle_duplicates(out.table, in.duplicate_edges);
  // Wrong links of partners that are left out are wrong too: everything is read first.
  if (in.without.empty()) {
    report(progress, 0.6, "checking links");
  } else {
    (void)gis::world_of(out.table);
    remove_partners_of(out.table, in.without);
  }
  gis::GraphWorld made = gis::world_of(out.table);
  out.world = std::move(made.world);
  out.findings = out.world.findings;
  out.undirected = in.undirected || out.table.all_undirected();
  out.options.date = in.date;
  GraphChoice choice;
  choice.date = in.date;
  choice.proposed = in.proposed;
  choice.all_organisations = true;
  choice.types = chosen_types(in);
  keep_types(out.world, choice.types);
  out.graph = sharing_graph(out.world, choice);
  out.taken.assign(out.table.links.size(), 0);
  for (const std::uint32_t k : out.graph.link) out.taken[made.row[k]] = 1;
  take_supply(out);
  bool plain = false;
  out.node_of_row.resize(out.table.nodes.size());
  for (std::size_t k = 0; k < out.table.nodes.size(); ++k) {
    out.node_of_row[k] = out.graph.node_of(made.partner[k]);
    plain = plain || out.table.nodes[k].supply || out.table.nodes[k].demand;
  }
  if (!plain) return;
  // Columns supply and demand are of whatever the links carry.
  out.supply.assign(out.graph.n_nodes(), 0);
  out.supply_given = true;
  out.goods = LinkType::kOther;
  for (std::size_t k = 0; k < out.table.nodes.size(); ++k)
    if (const std::uint32_t v = out.node_of_row[k]; v != UINT32_MAX) out.supply[v] = out.table.nodes[k].supply.value_or(0) - out.table.nodes[k].demand.value_or(0);
}

void from_world(const ShareArguments& in, ShareSource& out, const Progress& progress) {
  if (in.source.ends_with(".gpkg")) {
    if (!in.overrides.empty()) throw InputError("--set", "only a scenario has keys to change", "remove it");
    out.world = pipeline::open_world(in.source, part_of(progress, 0, 0.8)).world;
  } else {
    const Scenario scenario = pipeline::load_scenario(in.source, in.overrides);
    const auto loaded = pipeline::load_world(scenario, part_of(progress, 0, 0.8));
    out.world = pipeline::edited_world(loaded, scenario);
    out.options = scenario.sharing;
    out.network = scenario.network;
    out.language = scenario.outputs.language;
  }
  if (!in.date.empty()) out.options.date = in.date;
  remove_partners_of(out.world, in.without);
  GraphChoice choice;
  choice.date = out.options.date;
  choice.proposed = in.proposed;
  choice.responsible = !in.source.ends_with(".toml") || out.options.responsible;   // as a run of the scenario has it
  out.undirected = true;
  choice.types = chosen_types(in);
  keep_types(out.world, choice.types);
  out.graph = sharing_graph(out.world, choice);
  if (out.graph.n_nodes() == 0) throw InputError(in.source, "it has no links, offers or needs, so there is no sharing graph", "add [[sharing.links]], or give --edges");
  take_supply(out);
}

}  // namespace

std::uint32_t ShareSource::node(const std::string& partner, const std::string& where) const {
  for (std::uint32_t v = 0; v < id.size(); ++v)
    if (id[v] == partner) return v;
  no_partner(partner, id, where);
}

const std::string& ShareSource::name(std::uint32_t v, bool zh) const {
  const std::string& first = zh ? name_zh[v] : name_en[v];
  const std::string& second = zh ? name_en[v] : name_zh[v];
  return !first.empty() ? first : !second.empty() ? second : id[v];
}

ShareSource read_share_source(const ShareArguments& in, const Progress& progress) {
  if (in.source.empty() == in.edges.empty())
    throw InputError("command line", in.edges.empty() ? "there is no graph to look at" : "the graph comes from both SOURCE and --edges", "give --edges FILE, or a scenario (TOML) or world file (.gpkg)");
  if (in.edges.empty() && !in.nodes.empty()) throw InputError("--nodes", "a table of nodes is for --edges", "leave it away");
  if (!in.date.empty() && !is_date(in.date)) throw InputError("--date", fmt::format("'{}' is not a day", in.date), "write YYYY-MM-DD");
  ShareSource out;
  if (in.edges.empty()) from_world(in, out, progress);
  else from_tables(in, out, progress);
  const SharingGraph& g = out.graph;
  for (const Partner p : g.node) {
    out.id.push_back(id_of(out.world, p));
    const Name& name = name_of(out.world, p);
    out.name_zh.push_back(name.zh);
    out.name_en.push_back(name.en);
  }
  out.link_cost.resize(g.n_links());
  for (std::size_t k = 0; k < g.n_links(); ++k) out.link_cost[k] = g.link[k] == UINT32_MAX ? 0 : out.world.links[g.link[k]].cost;
  report(progress, 1, "the graph is read");
  return out;
}

std::vector<std::string> share_files(const ShareArguments& in) { return {in.source, in.edges, in.nodes, in.commodities}; }

}  // namespace catchment::cli
