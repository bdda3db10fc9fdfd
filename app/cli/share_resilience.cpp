#include "app/cli/share_resilience.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "app/cli/share_match.h"
#include "app/cli/table_output.h"
#include "sim/sharing/resilience.h"

namespace catchment::cli {

namespace {

RemovalChoice choice_of(const ShareSource& s, const ShareArguments& in, std::string& order) {
  RemovalChoice choice;
  choice.seed = in.seed;
  choice.exact_up_to = in.exact_up_to;
  choice.samples = in.samples;
  order = in.resilience.size() == 1 ? in.resilience.front() : "given";
  if (order == "betweenness") choice.order = RemovalOrder::kBetweenness;
  else if (order == "recomputed") choice.order = RemovalOrder::kRecomputed;
  else if (order == "random") choice.order = RemovalOrder::kRandom;
  else {
    order = "given";
    choice.order = RemovalOrder::kGiven;
    for (const std::string& id : in.resilience) {
      const std::uint32_t v = s.node(id, "--resilience");
      if (std::find(choice.given.begin(), choice.given.end(), v) != choice.given.end()) throw InputError("--resilience", fmt::format("'{}' is removed twice", id), "name every partner once");
      choice.given.push_back(v);
    }
  }
  if (in.steps > 0) choice.steps = static_cast<std::size_t>(in.steps);
  choice.unmet_without = unmet_without(s, in);
  return choice;
}

}  // namespace

SharePart resilience_part(const ShareView& view, const ShareArguments& in, const Progress& progress) {
  const ShareSource& s = view.source;
  std::string order;
  const RemovalChoice choice = choice_of(s, in, order);
  const Resilience r = remove_partners(s.graph, [&](std::uint32_t v) { return s.id[v]; }, choice, progress);
  SharePart out;
  const bool unmet = static_cast<bool>(choice.unmet_without);
  if (view.json) {
    Json rows = Json::array();
    for (const Removal& step : r.removals) {
      Json row{{"id", s.id[step.node]}, {"giant_share", amount_json(step.giant_share)}, {"orphans", step.orphans}};
      if (unmet) row["unmet"] = amount_json(step.unmet);
      rows.push_back(std::move(row));
    }
    out.json["resilience"] = {{"order", order}, {"robustness", amount_json(r.robustness)}, {"removals", rows}};
    return out;
  }
  if (view.csv) {
    out.csv = unmet ? "step,id,giant_share,orphans,unmet\n" : "step,id,giant_share,orphans\n";
    for (std::size_t k = 0; k < r.removals.size(); ++k) {
      const Removal& step = r.removals[k];
      out.csv += fmt::format("{},{},{},{}", k + 1, csv_cell(s.id[step.node]), plain_number(step.giant_share), step.orphans) + (unmet ? "," + plain_number(step.unmet) : "") + "\n";
    }
    return out;
  }
  const bool zh = view.zh;
  std::string by = order;
  if (zh) by = order == "betweenness" ? "按介数" : order == "recomputed" ? "按每步重算的介数" : order == "random" ? "随机" : "按给定顺序";
  else by = order == "betweenness" ? "by betweenness" : order == "recomputed" ? "by betweenness computed anew each time" : order == "random" ? "at random" : "in the order given";
  out.text = zh ? fmt::format("{}逐个移去伙伴", by) : fmt::format("Partners removed one by one, {}", by);
  out.text += std::isfinite(r.robustness) ? (zh ? fmt::format("；稳健度 R = {:.6f}\n", r.robustness) : fmt::format("; robustness R = {:.6f}\n", r.robustness)) : std::string("\n");
  std::vector<std::vector<std::string>> rows{zh ? std::vector<std::string>{"移去", "最大部分占比", "失管组织"} : std::vector<std::string>{"removed", "largest part", "orphans"}};
  if (unmet) rows[0].push_back(zh ? "未满足" : "unmet");
  for (std::size_t k = 0; k < r.removals.size() && k < 20; ++k) {
    const Removal& step = r.removals[k];
    rows.push_back({view.called(step.node), fmt::format("{:.1f} %", 100 * step.giant_share), std::to_string(step.orphans)});
    if (unmet) rows.back().push_back(figure(step.unmet));
  }
  out.text += text_table(rows);
  if (r.removals.size() > 20) out.text += zh ? fmt::format("  … 另有 {} 步，见 --format csv\n", r.removals.size() - 20) : fmt::format("  ... and {} more, see --format csv\n", r.removals.size() - 20);
  return out;
}

SharePart critical_part(const ShareView& view, const ShareArguments& in, const Progress& progress) {
  const ShareSource& s = view.source;
  // Who gives something: by a link or by an offer.
  std::vector<std::uint32_t> givers;
  for (std::uint32_t v = 0; v < s.graph.n_nodes(); ++v)
    if (s.supply[v] > 0 || !s.graph.out_links(v).empty()) givers.push_back(v);
  if (!s.from_table)
    for (const Resource& r : s.world.resources)
      if (!r.need) givers.push_back(s.graph.node_of(r.at));
  std::sort(givers.begin(), givers.end());
  givers.erase(std::unique(givers.begin(), givers.end()), givers.end());
  const auto unmet = unmet_without(s, in);
  const double threshold = in.threshold.value_or(s.options.critical_threshold);
  const auto critical = critical_partners(s.graph, givers, threshold, unmet, progress);
  SharePart out;
  if (view.json) {
    Json rows = Json::array();
    for (const CriticalPartner& c : critical) rows.push_back({{"id", s.id[c.node]}, {"unmet_more", amount_json(c.unmet_more)}, {"orphans", c.orphans}, {"parts_more", c.parts_more}});
    out.json["critical"] = rows;
    return out;
  }
  if (view.csv) {
    out.csv = "id,unmet_more,orphans,parts_more\n";
    for (const CriticalPartner& c : critical) out.csv += fmt::format("{},{},{},{}\n", csv_cell(s.id[c.node]), plain_number(c.unmet_more), c.orphans, c.parts_more);
    return out;
  }
  const bool zh = view.zh;
  if (critical.empty()) {
    out.text = zh ? "没有关键伙伴：失去任何一个都无人因此缺少支持。\n" : "No partner is critical: whoever is lost, nobody is left without.\n";
    return out;
  }
  out.text = zh ? fmt::format("关键伙伴 {} 个\n", critical.size()) : counted(critical.size(), "critical partner", "critical partners") + "\n";
  std::vector<std::vector<std::string>> rows{zh ? std::vector<std::string>{"伙伴", "失去后新增未满足", "失管组织", "新增割裂部分"} : std::vector<std::string>{"partner", "more unmet", "orphans", "more parts"}};
  for (std::size_t k = 0; k < critical.size() && k < 50; ++k)
    rows.push_back({view.called(critical[k].node), figure(critical[k].unmet_more), std::to_string(critical[k].orphans), std::to_string(critical[k].parts_more)});
  out.text += text_table(rows);
  if (critical.size() > 50) out.text += zh ? fmt::format("  … 另有 {} 个，见 --format csv\n", critical.size() - 50) : fmt::format("  ... and {} more, see --format csv\n", critical.size() - 50);
  return out;
}

SharePart root_part(const ShareView& view, const ShareArguments& in) {
  const ShareSource& s = view.source;
  const std::uint32_t root = s.node(in.root, "--root");
  const auto loose = not_below(s.graph, root);
  SharePart out;
  if (view.json) {
    Json ids = Json::array();
    for (const std::uint32_t v : loose) ids.push_back(s.id[v]);
    out.json["root"] = {{"id", s.id[root]}, {"below", s.graph.n_nodes() - 1 - loose.size()}, {"not_below", ids}};
  } else if (view.csv) {
    out.csv = "id\n";
    for (const std::uint32_t v : loose) out.csv += csv_cell(s.id[v]) + "\n";
  } else {
    const std::size_t below = s.graph.n_nodes() - 1 - loose.size();
    std::vector<std::string> names;
    for (std::size_t k = 0; k < loose.size() && k < 20; ++k) names.push_back(view.called(loose[k]));
    if (loose.empty()) out.text = view.zh ? fmt::format("全部 {} 个伙伴都隶属于 {}\n", below, view.called(root)) : fmt::format("All {} partners hang below {}\n", below, view.called(root));
    else
      out.text = view.zh ? fmt::format("{} 之下有 {} 个伙伴，不在其下的有 {} 个：{}{}\n", view.called(root), below, loose.size(), fmt::join(names, "、"), loose.size() > 20 ? "等" : "")
                         : fmt::format("{} below {}, {} not: {}{}\n", counted(below, "partner hangs", "partners hang"), view.called(root), loose.size(), fmt::join(names, ", "), loose.size() > 20 ? ", ..." : "");
  }
  return out;
}

}  // namespace catchment::cli
