#include "app/cli/share_measures.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <numeric>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "app/cli/table_output.h"
#include "sim/scenario/parse.h"
#include "sim/sharing/link_types.h"

namespace catchment::cli {

namespace {

const std::vector<std::string> kWords{"degree", "links", "betweenness", "closeness", "clustering", "eigenvector", "pagerank", "core", "articulation", "component", "community", "capacity", "affiliates", "hub_score"};

Json of(const std::optional<double>& value) { return value ? amount_json(*value) : Json(nullptr); }

/// Figures of a node in the order in which they are shown.
Json node_json(const ShareView& view, const SharingMeasures& m, const MeasureWords& wanted, std::uint32_t v) {
  const ShareSource& s = view.source;
  Json row;
  row["id"] = s.id[v];
  if (!s.name_zh[v].empty()) row["name"] = s.name_zh[v];
  if (!s.name_en[v].empty()) row["name_en"] = s.name_en[v];
  if (wanted.has("degree")) row["degree"] = m.degree[v];
  if (wanted.has("links")) {
    row["in_links"] = m.in_links[v];
    row["out_links"] = m.out_links[v];
    Json types = Json::object();
    for (std::size_t t = 0; t < kLinkTypes; ++t)
      if (m.links_of_type[t].size() > v && m.links_of_type[t][v] > 0) types[std::string(word_of(static_cast<LinkType>(t)))] = m.links_of_type[t][v];
    row["links_by_type"] = types;
  }
  if (wanted.has("betweenness")) row["betweenness"] = amount_json(m.betweenness[v]);
  if (wanted.has("closeness")) row["closeness"] = amount_json(m.closeness[v]);
  if (wanted.has("clustering")) row["clustering"] = amount_json(m.clustering[v]);
  if (wanted.has("eigenvector")) row["eigenvector"] = amount_json(m.eigenvector[v]);
  if (wanted.has("pagerank")) row["pagerank"] = amount_json(m.pagerank[v]);
  if (wanted.has("core")) row["core"] = m.core[v];
  if (wanted.has("articulation")) row["articulation"] = m.articulation[v] != 0;
  if (wanted.has("component")) row["component"] = m.component[v];
  if (wanted.has("community")) row["community"] = m.community[v];
  if (wanted.has("capacity")) {
    row["out_capacity"] = amount_json(m.out_capacity[v]);
    row["out_capacity_type"] = m.out_capacity[v] > 0 ? Json(word_of(m.out_capacity_type[v])) : Json(nullptr);
  }
  if (wanted.has("affiliates")) row["affiliates"] = m.affiliates[v];
  if (wanted.has("hub_score")) row["hub_score"] = amount_json(m.hub_score[v]);
  return row;
}

/// A link that counts both ways is one link.
std::size_t links_of(const ShareSource& s) {
  return s.from_table ? static_cast<std::size_t>(std::count(s.taken.begin(), s.taken.end(), std::uint8_t{1})) : s.graph.n_links();
}

std::uint32_t largest_part(const SharingMeasures& m) {
  return static_cast<std::uint32_t>(std::count(m.component.begin(), m.component.end(), 0u));
}

Json graph_json(const ShareView& view, const SharingMeasures& m, const MeasureWords& wanted) {
  const ShareSource& s = view.source;
  const SharingGraph& g = s.graph;
  Json out;
  out["nodes"] = g.n_nodes();
  out["links"] = links_of(s);
  out["pairs"] = g.n_pairs();
  out["directed"] = !s.undirected;
  out["density"] = of(m.density);
  out["reciprocity"] = of(m.reciprocity);
  out["transitivity"] = of(m.transitivity);
  out["assortativity"] = of(m.assortativity);
  out["components"] = m.components;
  out["largest_component"] = largest_part(m);
  if (wanted.paths()) {
    out["mean_path"] = of(m.mean_path);
    out["diameter"] = m.diameter;
  }
  out["communities"] = m.communities;
  out["modularity"] = amount_json(m.modularity);
  out["community_method"] = "leiden";
  out["max_core"] = m.core.empty() ? 0 : *std::max_element(m.core.begin(), m.core.end());
  out["articulation_points"] = Json::array();
  for (std::uint32_t v = 0; v < g.n_nodes(); ++v)
    if (m.articulation[v]) out["articulation_points"].push_back(s.id[v]);
  out["bridges"] = Json::array();
  for (const auto& [a, b] : m.bridges) out["bridges"].push_back({s.id[a], s.id[b]});
  if (wanted.paths()) {
    out["sampled"] = m.sampled;
    if (m.sampled) {
      out["sources"] = m.sources;
      out["betweenness_error"] = amount_json(m.betweenness_error);
    }
  }
  return out;
}

std::string as_csv(const ShareView& view, const SharingMeasures& m, const MeasureWords& wanted) {
  std::string out;
  for (std::uint32_t v = 0; v < view.source.graph.n_nodes(); ++v) {
    Json row = node_json(view, m, wanted, v);
    row.erase("links_by_type");
    row.erase("name");
    row.erase("name_en");
    if (v == 0) {
      std::vector<std::string> head;
      for (const auto& [name, value] : row.items()) head.push_back(name);
      out = fmt::format("{}\n", fmt::join(head, ","));
    }
    std::vector<std::string> cells;
    for (const auto& [name, value] : row.items())
      cells.push_back(value.is_string() ? csv_cell(value.get<std::string>()) : value.is_boolean() ? (value.get<bool>() ? "1" : "0") : value.is_null() ? "" : plain_number(value.get<double>()));
    fmt::format_to(std::back_inserter(out), "{}\n", fmt::join(cells, ","));
  }
  return out;
}

std::string in_words(const ShareView& view, const SharingMeasures& m, const MeasureWords& wanted) {
  const ShareSource& s = view.source;
  const SharingGraph& g = s.graph;
  const bool zh = view.zh;
  const auto value = [](const std::optional<double>& v) { return v ? figure(*v) : std::string("–"); };
  std::string out = zh ? fmt::format("{} 个伙伴，{} 条链接（{} 对），密度 {}，互惠率 {}\n", g.n_nodes(), links_of(s), g.n_pairs(), value(m.density), value(m.reciprocity))
                       : fmt::format("{}, {} ({}), density {}, reciprocity {}\n", counted(g.n_nodes(), "partner", "partners"), counted(links_of(s), "link", "links"), counted(g.n_pairs(), "pair", "pairs"), value(m.density), value(m.reciprocity));
  out += zh ? fmt::format("{} 个连通部分，最大的有 {} 个伙伴；{} 个社群，模块度 {}\n", m.components, largest_part(m), m.communities, figure(m.modularity))
            : fmt::format("{}, the largest of {}; {}, modularity {}\n", counted(m.components, "connected part", "connected parts"), counted(largest_part(m), "partner", "partners"), counted(m.communities, "community", "communities"), figure(m.modularity));
  if (wanted.paths() && m.mean_path)
    out += zh ? fmt::format("最大部分内平均隔 {} 步，最远 {} 步；集聚 {}，同配 {}\n", figure(*m.mean_path), m.diameter, value(m.transitivity), value(m.assortativity))
              : fmt::format("Within the largest, {} steps apart on average and {} at most; transitivity {}, assortativity {}\n", figure(*m.mean_path), m.diameter, value(m.transitivity), value(m.assortativity));
  if (m.sampled && wanted.paths())
    out += zh ? fmt::format("介数和接近度由 {} 个起点估计，介数误差不超过 {}（95 %）\n", m.sources, figure(m.betweenness_error))
              : fmt::format("Betweenness and closeness are estimated from {} sources; betweenness is off by at most {} (95 %)\n", m.sources, figure(m.betweenness_error));
  std::vector<std::string> weak;
  std::size_t points = 0;
  for (std::uint32_t v = 0; v < g.n_nodes(); ++v)
    if (m.articulation[v] && ++points <= 10) weak.push_back(view.called(v));
  if (points > 0)
    out += zh ? fmt::format("一旦失去就会割裂网络的伙伴 {} 个：{}{}\n", points, fmt::join(weak, "、"), points > 10 ? "等" : "")
              : fmt::format("{} whose loss splits the network: {}{}\n", counted(points, "partner", "partners"), fmt::join(weak, ", "), points > 10 ? ", ..." : "");
  if (!m.bridges.empty()) out += zh ? fmt::format("无可替代的伙伴关系 {} 对\n", m.bridges.size()) : counted(m.bridges.size(), "pair", "pairs") + " that nothing else connects\n";

  const std::vector<double>& rank_by = wanted.has("hub_score") ? m.hub_score : m.betweenness;
  std::vector<std::uint32_t> order(g.n_nodes());
  std::iota(order.begin(), order.end(), 0u);
  const auto score = [&](std::uint32_t v) { return v < rank_by.size() ? rank_by[v] : static_cast<double>(m.degree[v]); };
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return score(a) > score(b); });
  constexpr std::size_t kShown = 20;
  std::vector<std::vector<std::string>> rows(1);
  const auto head = [&](const char* word, const char* chinese, const char* english) {
    if (wanted.has(word)) rows[0].push_back(zh ? chinese : english);
  };
  rows[0].push_back(zh ? "伙伴" : "partner");
  head("degree", "伙伴数", "degree"), head("betweenness", "介数", "betweenness"), head("closeness", "接近度", "closeness"), head("core", "核数", "core"), head("community", "社群", "community"), head("hub_score", "枢纽分", "hub score");
  for (std::size_t k = 0; k < std::min(order.size(), kShown); ++k) {
    const std::uint32_t v = order[k];
    auto& row = rows.emplace_back();
    row.push_back(view.called(v));
    if (wanted.has("degree")) row.push_back(std::to_string(m.degree[v]));
    if (wanted.has("betweenness")) row.push_back(figure(m.betweenness[v]));
    if (wanted.has("closeness")) row.push_back(figure(m.closeness[v]));
    if (wanted.has("core")) row.push_back(std::to_string(m.core[v]));
    if (wanted.has("community")) row.push_back(std::to_string(m.community[v]));
    if (wanted.has("hub_score")) row.push_back(figure(m.hub_score[v]));
  }
  out += text_table(rows);
  if (order.size() > kShown) out += zh ? fmt::format("  … 另有 {} 个，见 --format csv\n", order.size() - kShown) : fmt::format("  ... and {} more, see --format csv\n", order.size() - kShown);
  return out;
}

}  // namespace

MeasureWords::MeasureWords(const std::vector<std::string>& words) {
  for (const std::string& word : words) {
    if (word == "none") continue;
    if (word == "all") {
      all_ = true;
      continue;
    }
    if (std::find(kWords.begin(), kWords.end(), word) == kWords.end()) {
      const std::string near = nearest_key(word, kWords);
      throw InputError("--measures", fmt::format("there is no measure '{}'", word), near.empty() ? fmt::format("write all, none, or some of {}", fmt::join(kWords, ", ")) : fmt::format("did you mean '{}'?", near));
    }
    words_.push_back(word);
  }
}

bool MeasureWords::has(const std::string& word) const { return all_ || std::find(words_.begin(), words_.end(), word) != words_.end(); }

bool MeasureWords::paths() const { return has("betweenness") || has("closeness") || has("hub_score"); }

SharePart measures_part(const ShareView& view, const SharingMeasures& figures, const MeasureWords& wanted) {
  SharePart out;
  if (view.json) {
    Json nodes = Json::array();
    for (std::uint32_t v = 0; v < view.source.graph.n_nodes(); ++v) nodes.push_back(node_json(view, figures, wanted, v));
    out.json["nodes"] = std::move(nodes);
    out.json["graph"] = graph_json(view, figures, wanted);
  } else if (view.csv) {
    out.csv = as_csv(view, figures, wanted);
  } else {
    out.text = in_words(view, figures, wanted);
  }
  return out;
}

}  // namespace catchment::cli
