#include "viewer/document/sharing_facts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <set>
#include <utility>

#include "sim/report/reach.h"
#include "sim/report/sharing_study.h"
#include "sim/sharing/graph.h"
#include "sim/sharing/link_rows.h"
#include "sim/sharing/link_types.h"
#include "sim/sharing/matching.h"
#include "sim/sharing/measures.h"
#include "sim/sharing/recommend.h"
#include "sim/sharing/recommended_link.h"
#include "viewer/document/texts.h"

namespace catchment::document {
namespace {

std::string amount_text(LinkType type, double amount, bool zh) {
  if (type == LinkType::kFunds) return zh ? fmt::format("{} 元/年", grouped(std::llround(amount / 100))) : fmt::format("¥{} a year", grouped(std::llround(amount / 100)));
  const std::string number = amount >= 1000 ? grouped(std::llround(amount)) : decimal(amount, amount < 10 ? 1 : 0), unit = unit_name_of(type).in(zh);
  return unit.empty() ? number : number + " " + unit;
}

Name reason_of(const Recommendation& r) {
  Name out{fmt::format("一方多 {}，一方缺 {}", amount_text(r.type, r.surplus, true), amount_text(r.type, r.deficit, true)),
           fmt::format("one has {} to spare, the other lacks {}", amount_text(r.type, r.surplus, false), amount_text(r.type, r.deficit, false))};
  if (r.distance_m) out.zh += "；相距 " + length_text(*r.distance_m, true), out.en += "; " + length_text(*r.distance_m, false) + " apart";
  if (r.resource_allocation > 0) out.zh += "；有共同伙伴", out.en += "; they have partners in common";
  if (r.slots.any()) out.zh += "；时段相合", out.en += "; their hours meet";
  return out;
}

}  // namespace

SharingFigures sharing_figures(const World& world, const Scenario& scenario, const std::vector<CostMatrix>& matrices, const Progress& progress) {
  SharingFigures out;
  GraphChoice choice;
  choice.date = scenario.sharing.date;
  choice.responsible = scenario.sharing.responsible;
  const SharingGraph graph = sharing_graph(world, choice);
  out.links = static_cast<std::int64_t>(graph.n_links());
  for (std::uint32_t v = 0; v < graph.n_nodes(); ++v) out.partners += graph.begin[v + 1] > graph.begin[v] ? 1 : 0;
  for (const std::uint32_t size : connected_parts(graph).size)
    if (size > 1) ++out.parts, out.largest = std::max<std::int64_t>(out.largest, size);
  std::set<std::uint32_t> affiliated;
  for (std::size_t k = 0; k < graph.n_links(); ++k)
    if (const Partner to = graph.node[graph.to[k]]; graph.type[k] == LinkType::kAffiliation && to.table == Partner::Table::kOrganisation) affiliated.insert(to.index);
  out.affiliated.assign(affiliated.begin(), affiliated.end());

  report(progress, 0.3, "needs");
  Market market = market_of(world, scenario.sharing);
  SharingOptions options = scenario.sharing;
  std::vector<MarketPair> pairs;
  if (options.match.over == MatchingSpec::Over::kReach) {
    std::vector<std::string> groups;
    for (const LevelSpec& level : scenario.levels)
      if (!level.group.empty()) groups.push_back(level.group);
    pairs = market_pairs(world, options, Reach(world, scenario.network, matrices, groups), market);
  } else {
    pairs = options.match.over == MatchingSpec::Over::kLinks ? pairs_along_links(world, market, options.date) : pairs_by_distance(world, market, -1);
  }
  const Matching matching = match_market(std::move(market), pairs, options.match, part_of(progress, 0.4, 1));
  for (std::size_t k = 0; k < matching.market.needs.size(); ++k) {
    const MarketEntry& need = matching.market.needs[k];
    const auto type = static_cast<std::size_t>(need.type);
    out.needed[type] += need.amount, out.unmet[type] += matching.unmet_of[k];
  }
  out.all_needed = matching.needed, out.all_unmet = matching.unmet;
  return out;
}

std::vector<std::uint32_t> orphans_since(const SharingFigures& before, const SharingFigures& after) {
  std::vector<std::uint32_t> out;
  std::set_difference(before.affiliated.begin(), before.affiliated.end(), after.affiliated.begin(), after.affiliated.end(), std::back_inserter(out));
  return out;
}

std::vector<RecommendedLink> recommended_links(const World& world, const Scenario& scenario, const Progress& progress) {
  const SharingOptions& options = scenario.sharing;
  GraphChoice choice;
  choice.date = options.date;
  choice.responsible = options.responsible;
  const SharingGraph graph = sharing_graph(world, choice);
  const Market market = market_of(world, options, true);
  RecommendChoice wanted;
  wanted.decay_m = options.decay_m, wanted.eta = options.eta;
  wanted.most = static_cast<std::size_t>(std::max<std::int64_t>(0, options.recommendations));
  report(progress, 0.3, "links");
  const PartnerIndex partners(world);
  std::vector<RecommendedLink> out;
  for (const Recommendation& r : recommend_links(world, graph, market, wanted)) {
    const MarketEntry &offer = market.offers[r.offer], &need = market.needs[r.need];
    RecommendedLink made;
    made.from = offer.at, made.to = need.at, made.type = r.type, made.score = r.score, made.amount = r.amount, made.distance_m = r.distance_m;
    made.reason = reason_of(r);
    made.gain = {"可给 " + amount_text(r.type, r.amount, true), "gives " + amount_text(r.type, r.amount, false)};
    made.edit.op = Edit::Op::kAddLink;
    made.edit.link = recommended_link(world, market, r, partners);
    out.push_back(std::move(made));
  }
  return out;
}

}  // namespace catchment::document
