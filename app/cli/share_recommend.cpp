#include "app/cli/share_recommend.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "app/cli/table_output.h"
#include "sim/scenario/parse.h"
#include "sim/sharing/link_types.h"
#include "sim/sharing/recommend.h"

namespace catchment::cli {

namespace {

struct Pair { std::uint32_t a = 0, b = 0; double index = 0; };

/// Unlinked pairs with a partner in common, by the resource-allocation index. O(sum of degrees squared).
std::vector<Pair> pairs_in_common(const SharingGraph& g, std::size_t most) {
  std::vector<Pair> out;
  std::vector<std::uint32_t> seen(g.n_nodes(), UINT32_MAX);
  const auto better = [](const Pair& x, const Pair& y) { return x.index != y.index ? x.index > y.index : std::pair(x.a, x.b) < std::pair(y.a, y.b); };
  for (std::uint32_t a = 0; a < g.n_nodes(); ++a) {
    seen[a] = a;
    for (const std::uint32_t b : g.neighbours(a)) seen[b] = a;
    for (const std::uint32_t common : g.neighbours(a))
      for (const std::uint32_t b : g.neighbours(common)) {
        if (seen[b] == a) continue;
        seen[b] = a;
        if (b > a) out.push_back({a, b, resource_allocation(g, a, b)});
      }
    // Only the best are kept while the list grows.
    if (out.size() > 4 * most + 10'000) {
      std::nth_element(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(most), out.end(), better);
      out.resize(most);
    }
  }
  std::sort(out.begin(), out.end(), better);
  if (out.size() > most) out.resize(most);
  return out;
}

SharePart by_structure(const ShareView& view, const ShareArguments& in) {
  const ShareSource& s = view.source;
  const auto pairs = pairs_in_common(s.graph, static_cast<std::size_t>(in.recommend));
  SharePart out;
  Json rows = Json::array();
  std::vector<std::vector<std::string>> table{view.zh ? std::vector<std::string>{"甲", "乙", "资源分配指数", "Adamic-Adar", "Jaccard"} : std::vector<std::string>{"one", "other", "resource allocation", "Adamic-Adar", "Jaccard"}};
  if (view.csv) out.csv = "from,to,score,resource_allocation,adamic_adar,jaccard\n";
  for (const Pair& p : pairs) {
    const double aa = adamic_adar(s.graph, p.a, p.b), j = jaccard(s.graph, p.a, p.b);
    if (view.json)
      rows.push_back({{"from", s.id[p.a]}, {"to", s.id[p.b]}, {"score", amount_json(p.index)}, {"resource_allocation", amount_json(p.index)}, {"adamic_adar", amount_json(aa)}, {"jaccard", amount_json(j)}});
    else if (view.csv) out.csv += fmt::format("{},{},{},{},{},{}\n", csv_cell(s.id[p.a]), csv_cell(s.id[p.b]), plain_number(p.index), plain_number(p.index), plain_number(aa), plain_number(j));
    else table.push_back({view.called(p.a), view.called(p.b), figure(p.index), figure(aa), figure(j)});
  }
  if (view.json) out.json["recommendations"] = rows, out.json["recommended_by"] = "resource_allocation";
  else if (!view.csv)
    out.text = (view.zh ? "下一条链接：共同伙伴最多、彼此还没有链接的（没有供需，只看结构）\n" : "Links that could come next: unlinked pairs with most in common (no supply or demand is stated, so by structure alone)\n") + text_table(table);
  return out;
}

}  // namespace

SharePart recommend_part(const ShareView& view, const ShareArguments& in) {
  const ShareSource& s = view.source;
  if (s.world.resources.empty()) return by_structure(view, in);
  const Market market = market_of(s.world, s.options, true);
  RecommendChoice choice;
  choice.decay_m = in.decay_m.value_or(s.options.decay_m);
  choice.eta = in.eta.value_or(s.options.eta);
  choice.cutoff_m = in.recommend_cutoff_m.value_or(-1);
  choice.most = static_cast<std::size_t>(in.recommend);
  const auto list = recommend_links(s.world, s.graph, market, choice);
  SharePart out;
  Json rows = Json::array();
  const bool zh = view.zh;
  std::vector<std::vector<std::string>> table{zh ? std::vector<std::string>{"给出", "得到", "种类", "数量", "得分", "米", "RA"} : std::vector<std::string>{"from", "to", "what", "amount", "score", "m", "RA"}};
  if (view.csv) out.csv = "from,to,type,unit,amount,score,surplus,deficit,distance_m,resource_allocation,adamic_adar,jaccard,slots\n";
  for (const Recommendation& r : list) {
    const Partner from = market.offers[r.offer].at, to = market.needs[r.need].at;
    const std::string hours = r.slots.any() ? format_opening_hours(r.slots) : std::string();
    if (view.json) {
      Json row{{"from", view.id(from)}, {"to", view.id(to)}, {"type", word_of(r.type)}, {"unit", unit_of(r.type)}, {"amount", amount_json(r.amount)}, {"score", amount_json(r.score)}, {"surplus", amount_json(r.surplus)},
               {"deficit", amount_json(r.deficit)}, {"distance_m", r.distance_m ? amount_json(*r.distance_m) : Json(nullptr)}, {"resource_allocation", amount_json(r.resource_allocation)},
               {"adamic_adar", amount_json(r.adamic_adar)}, {"jaccard", amount_json(r.jaccard)}};
      if (!hours.empty()) row["slots"] = hours;
      rows.push_back(std::move(row));
    } else if (view.csv) {
      out.csv += fmt::format("{},{},{},{},{},{},{},{},{},{},{},{},{}\n", csv_cell(view.id(from)), csv_cell(view.id(to)), word_of(r.type), unit_of(r.type), plain_number(r.amount), plain_number(r.score), plain_number(r.surplus),
                             plain_number(r.deficit), r.distance_m ? plain_number(*r.distance_m) : "", plain_number(r.resource_allocation), plain_number(r.adamic_adar), plain_number(r.jaccard), csv_cell(hours));
    } else {
      table.push_back({view.called(from), view.called(to), name_of(r.type).in(zh), figure(r.amount), figure(r.score), r.distance_m ? fmt::format("{:.0f}", *r.distance_m) : "–", figure(r.resource_allocation)});
    }
  }
  if (view.json) out.json["recommendations"] = rows, out.json["recommended_by"] = "surplus, need, distance and structure";
  else if (!view.csv && list.empty()) out.text = zh ? "没有可推荐的链接：没有余量能补上缺口。\n" : "No link to recommend: nothing is left over for what is lacking.\n";
  else if (!view.csv) out.text = (zh ? fmt::format("建议的下一批链接 {} 条\n", list.size()) : counted(list.size(), "link", "links") + " that should come next\n") + text_table(table);
  return out;
}

}  // namespace catchment::cli
