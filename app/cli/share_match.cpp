#include "app/cli/share_match.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <memory>
#include <utility>

#include <fmt/format.h>

#include "app/cli/share_reach.h"
#include "app/cli/table_output.h"
#include "sim/scenario/parse.h"
#include "sim/sharing/assignment.h"
#include "sim/sharing/market_without.h"
#include "sim/sharing/link_types.h"
#include "sim/sharing/matching.h"

namespace catchment::cli {

namespace {

constexpr std::array kCauses{"no_offer", "out_of_reach", "no_common_hours", "no_capacity"};
constexpr std::array kCausesZh{"无人可供", "够不着", "时间不合", "余量不足"};
constexpr std::array kCausesEn{"no offer", "out of reach", "no common hours", "no capacity"};

void require_supply(const ShareSource& source, const char* option) {
  if (source.supply_given) return;
  if (source.several_goods) throw InputError(source.table.nodes_file, "its offers and needs are of several types", "choose one with --types");
  throw InputError(source.table.nodes_file, "no node states a supply or a demand", fmt::format("{} needs a table of nodes with columns supply and demand (--nodes)", option));
}

/// "100 of 120 served ..." and the table of who gives what to whom.
SharePart flow_part(const ShareView& view, const GraphFlow& flow) {
  const ShareSource& s = view.source;
  const SharingGraph& g = s.graph;
  double needed = 0, given = 0;
  for (const double v : s.supply) (v < 0 ? needed : given) += std::abs(v);
  SharePart out;
  if (view.json) {
    Json flows = Json::array(), unmet = Json::array();
    for (std::size_t k = 0; k < g.n_links(); ++k) {
      if (flow.flow[k] <= 0) continue;
      Json row{{"from", s.id[g.from[k]]}, {"to", s.id[g.to[k]]}, {"amount", amount_json(flow.flow[k])}, {"cost", amount_json(flow.flow[k] * s.link_cost[k])}};
      if (g.type[k] != LinkType::kOther) row["type"] = word_of(g.type[k]);
      if (g.link[k] != UINT32_MAX && !s.world.links[g.link[k]].id.empty()) row["link"] = s.world.links[g.link[k]].id;
      flows.push_back(std::move(row));
    }
    for (std::uint32_t v = 0; v < g.n_nodes(); ++v)
      if (flow.unmet_of[v] > 0) unmet.push_back({{"id", s.id[v]}, {"unmet", amount_json(flow.unmet_of[v])}});
    out.json = {{"cost", amount_json(flow.cost)}, {"served", amount_json(flow.served)}, {"unmet", amount_json(flow.unmet)}, {"flows", flows}, {"supply", amount_json(given)}, {"demand", amount_json(needed)},
                {"penalty_per_unit", amount_json(flow.penalty_per_unit)}, {"total", amount_json(flow.total)}, {"unmet_at", unmet}, {"status", "optimal"}};
    return out;
  }
  if (view.csv) {
    out.csv = "from,to,amount,cost\n";
    for (std::size_t k = 0; k < g.n_links(); ++k)
      if (flow.flow[k] > 0) out.csv += fmt::format("{},{},{},{}\n", csv_cell(s.id[g.from[k]]), csv_cell(s.id[g.to[k]]), plain_number(flow.flow[k]), plain_number(flow.flow[k] * s.link_cost[k]));
    return out;
  }
  const bool zh = view.zh;
  out.text = zh ? fmt::format("需求 {}，满足 {}，未满足 {}；费用 {}", figure(needed), figure(flow.served), figure(flow.unmet), figure(flow.cost))
                : fmt::format("{} needed: {} met, {} unmet; cost {}", figure(needed), figure(flow.served), figure(flow.unmet), figure(flow.cost));
  if (flow.unmet > 0) out.text += zh ? fmt::format("，连同未满足的罚值（每单位 {}）共 {}", figure(flow.penalty_per_unit), figure(flow.total)) : fmt::format(", {} with the penalty of {} for each unit unmet", figure(flow.total), figure(flow.penalty_per_unit));
  out.text += "\n";
  std::vector<std::vector<std::string>> rows{zh ? std::vector<std::string>{"给出", "得到", "数量", "费用"} : std::vector<std::string>{"from", "to", "amount", "cost"}};
  constexpr std::size_t kShown = 100;
  std::size_t more = 0;
  for (std::size_t k = 0; k < g.n_links(); ++k) {
    if (flow.flow[k] <= 0) continue;
    if (rows.size() > kShown) ++more;
    else rows.push_back({view.called(g.from[k]), view.called(g.to[k]), figure(flow.flow[k]), figure(flow.flow[k] * s.link_cost[k])});
  }
  if (rows.size() > 1) out.text += text_table(rows);
  if (more > 0) out.text += zh ? fmt::format("  … 另有 {} 条，见 --format csv\n", more) : fmt::format("  ... and {} more, see --format csv\n", more);
  for (std::uint32_t v = 0; v < g.n_nodes(); ++v)
    if (flow.unmet_of[v] > 0) out.text += zh ? fmt::format("{}还缺 {}\n", view.called(v), figure(flow.unmet_of[v])) : fmt::format("{} still lacks {}\n", view.called(v), figure(flow.unmet_of[v]));
  return out;
}

MatchingSpec spec_of(const ShareSource& s, const ShareArguments& in) {
  MatchingSpec spec = s.options.match;
  if (in.over == "links" || (in.over.empty() && spec.over == MatchingSpec::Over::kNone)) spec.over = MatchingSpec::Over::kLinks;
  if (in.over == "any") spec.over = MatchingSpec::Over::kAny;
  if (in.over == "reach") spec.over = MatchingSpec::Over::kReach;
  if (in.unmet_penalty) spec.unmet_penalty = *in.unmet_penalty;
  if (in.link_cap) spec.link_cap = *in.link_cap;
  if (in.assign) spec.one_to_one = true;
  return spec;
}

std::vector<MarketPair> pairs_of(const ShareSource& s, const Market& market, const MatchingSpec& spec) {
  const World& world = s.world;
  const SharingOptions& options = s.options;
  if (spec.over == MatchingSpec::Over::kReach) return pairs_in_reach(s, market, spec);
  return spec.over == MatchingSpec::Over::kAny ? pairs_by_distance(world, market, -1) : pairs_along_links(world, market, options.date);
}

Market chosen_market(const ShareSource& s, const MatchingSpec& spec) {
  Market market = market_of(s.world, s.options);
  if (spec.types.empty()) return market;
  const auto other = [&](const MarketEntry& e) { return std::find(spec.types.begin(), spec.types.end(), e.type) == spec.types.end(); };
  std::erase_if(market.offers, other);
  std::erase_if(market.needs, other);
  return market;
}

SharePart market_part(const ShareView& view, const ShareArguments& in, const Progress& progress) {
  const ShareSource& s = view.source;
  const MatchingSpec spec = spec_of(s, in);
  Market market = chosen_market(s, spec);
  if (market.needs.empty()) throw InputError(in.source, "no partner needs anything, so there is nothing to match", "add [[sharing.needs]]");
  const auto pairs = pairs_of(s, market, spec);
  const Matching m = match_market(std::move(market), pairs, spec, progress);
  SharePart out;
  if (view.json) {
    Json flows = Json::array(), unmet = Json::array(), causes = Json::object();
    for (const MatchedShare& share : m.shares) {
      const MarketEntry &offer = m.market.offers[share.offer], &need = m.market.needs[share.need];
      Json row{{"from", view.id(offer.at)}, {"to", view.id(need.at)}, {"amount", amount_json(share.amount)}, {"cost", amount_json(share.cost)}, {"type", word_of(offer.type)}, {"unit", unit_of(offer.type)}};
      if (offer.venue.valid()) row["venue"] = s.world.venues[offer.venue.value].id;
      if (share.slots.any()) row["slots"] = format_opening_hours(share.slots);
      flows.push_back(std::move(row));
    }
    for (std::size_t k = 0; k < m.market.needs.size(); ++k)
      if (m.unmet_of[k] > 0)
        unmet.push_back({{"id", view.id(m.market.needs[k].at)}, {"type", word_of(m.market.needs[k].type)}, {"unmet", amount_json(m.unmet_of[k])}, {"cause", kCauses[static_cast<std::size_t>(m.cause[k])]}});
    for (std::size_t c = 0; c < kUnmetCauses; ++c) causes[kCauses[c]] = amount_json(m.unmet_by_cause[c]);
    out.json = {{"cost", amount_json(m.cost)}, {"served", amount_json(m.served)}, {"unmet", amount_json(m.unmet)}, {"flows", flows}, {"demand", amount_json(m.needed)}, {"penalty_per_unit", amount_json(m.penalty_per_unit)},
                {"total", amount_json(m.total)}, {"bound", amount_json(m.bound)}, {"unmet_at", unmet}, {"unmet_by_cause", causes}, {"status", m.status}};
    return out;
  }
  if (view.csv) {
    out.csv = "from,to,type,unit,amount,cost,venue,slots\n";
    for (const MatchedShare& share : m.shares) {
      const MarketEntry &offer = m.market.offers[share.offer], &need = m.market.needs[share.need];
      out.csv += fmt::format("{},{},{},{},{},{},{},{}\n", csv_cell(view.id(offer.at)), csv_cell(view.id(need.at)), word_of(offer.type), unit_of(offer.type), plain_number(share.amount), plain_number(share.cost),
                             offer.venue.valid() ? csv_cell(s.world.venues[offer.venue.value].id) : "", share.slots.any() ? csv_cell(format_opening_hours(share.slots)) : "");
    }
    return out;
  }
  const bool zh = view.zh;
  out.text = zh ? fmt::format("需求 {}，满足 {}，未满足 {}；费用 {}\n", figure(m.needed), figure(m.served), figure(m.unmet), figure(m.cost)) : fmt::format("{} needed: {} met, {} unmet; cost {}\n", figure(m.needed), figure(m.served), figure(m.unmet), figure(m.cost));
  std::vector<std::vector<std::string>> rows{zh ? std::vector<std::string>{"给出", "得到", "种类", "数量", "费用"} : std::vector<std::string>{"from", "to", "what", "amount", "cost"}};
  for (std::size_t k = 0; k < m.shares.size() && k < 100; ++k) {
    const MarketEntry &offer = m.market.offers[m.shares[k].offer], &need = m.market.needs[m.shares[k].need];
    rows.push_back({view.called(offer.at), view.called(need.at), name_of(offer.type).in(zh), fmt::format("{} {}", figure(m.shares[k].amount), unit_name_of(offer.type).in(zh)), figure(m.shares[k].cost)});
  }
  if (rows.size() > 1) out.text += text_table(rows);
  if (m.shares.size() > 100) out.text += zh ? fmt::format("  … 另有 {} 条，见 --format csv\n", m.shares.size() - 100) : fmt::format("  ... and {} more, see --format csv\n", m.shares.size() - 100);
  for (std::size_t k = 0; k < m.market.needs.size(); ++k) {
    if (m.unmet_of[k] <= 0) continue;
    const MarketEntry& need = m.market.needs[k];
    const auto cause = static_cast<std::size_t>(m.cause[k]);
    out.text += zh ? fmt::format("{}还缺 {} {}（{}）：{}\n", view.called(need.at), figure(m.unmet_of[k]), unit_name_of(need.type).zh, name_of(need.type).zh, kCausesZh[cause])
                   : fmt::format("{} still lacks {} {} ({}): {}\n", view.called(need.at), figure(m.unmet_of[k]), unit_name_of(need.type).en, name_of(need.type).en, kCausesEn[cause]);
  }
  return out;
}

/// A copy in which links of other types than the goods carry nothing.
SharingGraph for_goods(const ShareSource& s) {
  SharingGraph out = s.graph;
  if (s.goods == LinkType::kOther) return out;
  for (std::size_t k = 0; k < out.n_links(); ++k)
    if (out.type[k] != s.goods) out.capacity[k] = 0;
  return out;
}

/// A copy in which the links of lost nodes carry nothing.
SharingGraph cut_off(const SharingGraph& graph, std::span<const std::uint8_t> lost) {
  SharingGraph out = graph;
  for (std::size_t k = 0; k < out.n_links(); ++k)
    if (lost[out.from[k]] || lost[out.to[k]]) out.capacity[k] = 0;
  return out;
}

}  // namespace

SharePart match_part(const ShareView& view, const ShareArguments& in, const Progress& progress) {
  const ShareSource& s = view.source;
  if (!s.from_table) return market_part(view, in, progress);
  require_supply(s, "--match");
  return flow_part(view, flow_on_graph(for_goods(s), s.link_cost, s.supply, in.unmet_penalty.value_or(-1), in.link_cap.value_or(-1)));
}

SharePart assign_part(const ShareView& view, const ShareArguments& in) {
  const ShareSource& s = view.source;
  if (!s.from_table) throw InputError("--assign", "a world is matched one to one with --match --assign", "add --match, or give --edges");
  if (s.several_goods) throw InputError(s.table.nodes_file, "its offers and needs are of several types", "choose one with --types");
  const SharingGraph g = for_goods(s);   // volunteers go along links of volunteers
  // Who gives and who gets: by supply and demand where they are stated, else by which way the links run.
  std::vector<std::uint8_t> gives(g.n_nodes(), 0), gets(g.n_nodes(), 0);
  for (std::uint32_t v = 0; v < g.n_nodes(); ++v) gives[v] = s.supply[v] > 0, gets[v] = s.supply[v] < 0;
  if (!s.supply_given)
    for (std::size_t k = 0; k < g.n_links(); ++k) gives[g.from[k]] = 1, gets[g.to[k]] = 1;
  std::vector<std::uint32_t> row(g.n_nodes(), kUnassigned), column(g.n_nodes(), kUnassigned), row_node, column_node;
  for (std::uint32_t v = 0; v < g.n_nodes(); ++v) {
    if (gives[v] && gets[v]) throw InputError(in.edges, fmt::format("'{}' both gives and gets", s.id[v]), "for --assign, let every link run from one of the one side to one of the other, or state supply and demand");
    if (gives[v]) row[v] = static_cast<std::uint32_t>(row_node.size()), row_node.push_back(v);
    if (gets[v]) column[v] = static_cast<std::uint32_t>(column_node.size()), column_node.push_back(v);
  }
  const auto rows = static_cast<std::uint32_t>(row_node.size()), columns = static_cast<std::uint32_t>(column_node.size());
  if (std::uint64_t{rows} * columns > 100'000'000) throw InputError(in.edges, fmt::format("{} by {} partners are too many to be assigned one to one", rows, columns), "take a part of them, or --match");
  // In thousandths, so that an optimum is exact.
  std::vector<std::int64_t> cost(std::size_t{rows} * columns, Assignment::kForbidden);
  for (std::size_t k = 0; k < g.n_links(); ++k) {
    if (row[g.from[k]] == kUnassigned || column[g.to[k]] == kUnassigned || g.capacity[k] == 0) continue;
    if (s.link_cost[k] > 1e12) throw InputError(in.edges, fmt::format("a cost of {} is too large", s.link_cost[k]), "use a larger unit of money");
    std::int64_t& c = cost[std::size_t{row[g.from[k]]} * columns + column[g.to[k]]];
    c = std::min(c, static_cast<std::int64_t>(std::llround(s.link_cost[k] * 1000)));
  }
  const Assignment a = assign(cost, rows, columns);
  SharePart out;
  const bool zh = view.zh;
  const double total = static_cast<double>(a.cost) / 1000;
  Json pairs = Json::array(), left = Json::array();
  std::vector<std::vector<std::string>> table{zh ? std::vector<std::string>{"给出", "得到", "费用"} : std::vector<std::string>{"from", "to", "cost"}};
  if (view.csv) out.csv = "from,to,cost\n";
  for (std::uint32_t r = 0; r < rows; ++r) {
    if (a.column_of[r] == kUnassigned) {
      left.push_back(s.id[row_node[r]]);
      continue;
    }
    const std::uint32_t from = row_node[r], to = column_node[a.column_of[r]];
    const double each = static_cast<double>(cost[std::size_t{r} * columns + a.column_of[r]]) / 1000;
    if (view.json) pairs.push_back({{"from", s.id[from]}, {"to", s.id[to]}, {"cost", amount_json(each)}});
    else if (view.csv) out.csv += fmt::format("{},{},{}\n", csv_cell(s.id[from]), csv_cell(s.id[to]), plain_number(each));
    else table.push_back({view.called(from), view.called(to), figure(each)});
  }
  // Of both sides: who gives to nobody, and who gets from nobody.
  std::string alone;
  const auto name_alone = [&](std::uint32_t v) { alone += (alone.empty() ? "" : zh ? "、" : ", ") + view.called(v); };
  std::vector<std::uint8_t> taken(columns, 0);
  for (std::uint32_t r = 0; r < rows; ++r)
    if (a.column_of[r] == kUnassigned) name_alone(row_node[r]);
    else taken[a.column_of[r]] = 1;
  for (std::uint32_t c = 0; c < columns; ++c)
    if (taken[c] == 0) left.push_back(s.id[column_node[c]]), name_alone(column_node[c]);
  if (view.json) out.json = {{"cost", amount_json(total)}, {"pairs", a.pairs}, {"assigned", pairs}, {"unassigned", left}};
  else if (!view.csv) out.text = (zh ? fmt::format("一对一配对 {} 对，费用 {}\n", a.pairs, figure(total)) : fmt::format("{}, one to one; cost {}\n", counted(a.pairs, "pair", "pairs"), figure(total))) + text_table(table);
  if (view.words() && !alone.empty()) out.text += (zh ? "没有对方：" : "without anybody: ") + alone + "\n";
  return out;
}

std::function<double(std::span<const std::uint8_t>)> unmet_without(const ShareSource& source, const ShareArguments& in) {
  if (source.from_table) {
    if (!source.supply_given) return {};
    return [&source, &in, graph = for_goods(source)](std::span<const std::uint8_t> lost) {
      std::vector<double> supply = source.supply;
      for (std::size_t v = 0; v < supply.size(); ++v)
        if (lost[v]) supply[v] = 0;
      return flow_on_graph(cut_off(graph, lost), source.link_cost, supply, in.unmet_penalty.value_or(-1), in.link_cap.value_or(-1)).unmet;
    };
  }
  const MatchingSpec spec = spec_of(source, in);
  auto market = std::make_shared<Market>(chosen_market(source, spec));
  if (market->needs.empty()) return {};
  auto pairs = std::make_shared<std::vector<MarketPair>>(pairs_of(source, *market, spec));
  return [&source, spec, market, pairs](std::span<const std::uint8_t> lost) { return catchment::unmet_without(*market, *pairs, spec, source.graph, lost); };
}

}  // namespace catchment::cli
