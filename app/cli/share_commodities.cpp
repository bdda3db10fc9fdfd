#include "app/cli/share_commodities.h"

#include <cmath>
#include <limits>
#include <unordered_map>

#include <fmt/format.h>

#include "app/cli/named_table.h"
#include "app/cli/table_output.h"
#include "sim/sharing/link_types.h"
#include "sim/sharing/multi_commodity.h"

namespace catchment::cli {

namespace {

struct Goods {
  std::vector<std::string> name;           ///< [k]
  CommodityProblem problem;
};

Goods goods_of(const ShareSource& s, const ShareArguments& in) {
  if (!s.from_table) throw InputError("--commodities", "several goods flow over a table of links", "give --edges");
  const gis::GraphTable& t = s.table;
  Goods out;
  CommodityProblem& p = out.problem;
  p.nodes = static_cast<std::uint32_t>(t.nodes.size());
  p.undirected = s.undirected;
  std::unordered_map<std::string, std::uint32_t> at;
  for (std::uint32_t v = 0; v < t.nodes.size(); ++v) at.emplace(t.nodes[v].id, v);
  for (std::size_t k = 0; k < t.links.size(); ++k) {
    if (!s.taken[k]) continue;
    if (!p.undirected && t.undirected[k])
      throw InputError(t.where_link(k), "some edges hold both ways and others do not, and goods of different kinds share them", "write an edge that holds both ways as two, or say --undirected");
    const LinkRow& link = t.links[k];
    p.tail.push_back(at.at(link.from));
    p.head.push_back(at.at(link.to));
    p.capacity.push_back(link.capacity ? *link.capacity : std::numeric_limits<double>::infinity());
    p.cost.push_back(link.cost.value_or(0));
  }
  if (in.link_cap)
    for (double& c : p.capacity) c = std::min(c, *in.link_cap);
  const NamedTable table(in.commodities, in.commodities_fields, {"from", "to", "amount", "name"}, "--commodities-fields");
  table.require({"from", "to", "amount"});
  const auto from = table.ids("from", true), to = table.ids("to", true);
  for (std::size_t row = 0; row < table.n_rows(); ++row) {
    CommodityProblem::Commodity c{};
    for (const auto& [end, id] : {std::pair{&c.from, &from[row]}, std::pair{&c.to, &to[row]}}) {
      const auto it = at.find(*id);
      if (it == at.end()) (void)s.node(*id, table.where(row));   // throws, naming the nearest
      *end = it->second;
    }
    c.amount = table.amount("amount", row);
    if (c.from == c.to) throw InputError(table.where(row), fmt::format("goods go from '{}' to itself", from[row]), "remove that row");
    if (c.amount == 0) throw InputError(table.where(row), "'amount' is 0", "remove that row");
    p.commodities.push_back(c);
    const std::string name = table.text("name", row);
    out.name.push_back(name.empty() ? from[row] + " > " + to[row] : name);
  }
  return out;
}

}  // namespace

SharePart commodities_part(const ShareView& view, const ShareArguments& in) {
  const ShareSource& s = view.source;
  const Goods goods = goods_of(s, in);
  const CommodityProblem& p = goods.problem;
  CommodityOptions options;
  options.goal = in.goal == "concurrent" ? CommodityGoal::kConcurrent : CommodityGoal::kTotal;
  options.whole = in.whole;
  options.gap = in.gap;
  options.time_limit_s = in.time_limit_s;
  const CommodityFlow f = multi_commodity_flow(p, options);
  const auto id = [&](std::uint32_t v) -> const std::string& { return s.table.nodes[v].id; };
  const std::size_t m = p.tail.size();
  SharePart out;
  /// The linear program ends within rounding of nothing.
  constexpr double kNothing = 1e-9;
  const auto each_flow = [&](const auto& tell) {
    for (std::size_t k = 0; k < p.commodities.size(); ++k)
      for (std::size_t e = 0; e < m; ++e) {
        const double amount = f.flow[k * m + e];
        if (std::abs(amount) <= kNothing) continue;
        tell(k, id(amount > 0 ? p.tail[e] : p.head[e]), id(amount > 0 ? p.head[e] : p.tail[e]), std::abs(amount));
      }
  };
  if (view.json) {
    Json served = Json::array(), flows = Json::array();
    for (std::size_t k = 0; k < p.commodities.size(); ++k)
      served.push_back({{"name", goods.name[k]}, {"from", id(p.commodities[k].from)}, {"to", id(p.commodities[k].to)}, {"amount", amount_json(p.commodities[k].amount)}, {"served", amount_json(f.served[k])}});
    each_flow([&](std::size_t k, const std::string& from, const std::string& to, double amount) { flows.push_back({{"name", goods.name[k]}, {"from", from}, {"to", to}, {"amount", amount_json(amount)}}); });
    out.json["commodities"] = {{"goal", in.goal}, {"whole", in.whole}, {"status", f.status}, {"value", amount_json(f.value)}, {"bound", amount_json(f.bound)}, {"gap", amount_json(f.gap())},
                               {"cost", amount_json(f.cost)}, {"served", served}, {"flows", flows}};
    return out;
  }
  if (view.csv) {
    out.csv = "name,from,to,amount\n";
    each_flow([&](std::size_t k, const std::string& from, const std::string& to, double amount) { out.csv += fmt::format("{},{},{},{}\n", csv_cell(goods.name[k]), csv_cell(from), csv_cell(to), plain_number(amount)); });
    return out;
  }
  const bool zh = view.zh;
  const std::string proof = f.status == "optimal" ? (zh ? "已证明最优" : "proved optimal") : zh ? fmt::format("上界 {}，间隙 {:.2g}", figure(f.bound), f.gap()) : fmt::format("bound {}, gap {:.2g}", figure(f.bound), f.gap());
  out.text = options.goal == CommodityGoal::kConcurrent
                 ? (zh ? fmt::format("所有需求可同时满足的最大份额 {}（{}）", figure(f.value), proof) : fmt::format("The largest share of every amount that can be served at once: {} ({})", figure(f.value), proof))
                 : (zh ? fmt::format("可满足的总量 {}（{}）", figure(f.value), proof) : fmt::format("The largest total that can be served: {} ({})", figure(f.value), proof));
  out.text += zh ? fmt::format("，费用 {}\n", figure(f.cost)) : fmt::format(", cost {}\n", figure(f.cost));
  std::vector<std::vector<std::string>> rows{zh ? std::vector<std::string>{"货物", "所求", "满足"} : std::vector<std::string>{"goods", "wanted", "served"}};
  for (std::size_t k = 0; k < p.commodities.size(); ++k) rows.push_back({goods.name[k], figure(p.commodities[k].amount), figure(f.served[k])});
  out.text += text_table(rows);
  return out;
}

}  // namespace catchment::cli
