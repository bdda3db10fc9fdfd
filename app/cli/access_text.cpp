#include "app/cli/access_text.h"

#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "app/cli/headline.h"
#include "app/cli/table_output.h"
#include "sim/core/sum.h"
#include "sim/coverage/equity.h"
#include "sim/scenario/parse.h"

namespace catchment::cli {

namespace {

/// Whole numbers without a point, as cli.md shows them.
Json number(double value) {
  if (!std::isfinite(value)) return nullptr;
  if (std::abs(value) < 9e15 && value == std::floor(value)) return static_cast<std::int64_t>(value);
  return value;
}
Json number(const std::optional<double>& value) { return value ? number(*value) : Json(nullptr); }

/// Supply over population: who has less is under-served.
std::optional<double> fair_share(const AccessFigures& f) {
  if (f.per_person.empty() || f.demand_total <= 0) return std::nullopt;
  return f.supply_total / f.demand_total;
}

bool under_served(const AccessFigures& f, std::size_t i) {
  const auto fair = fair_share(f);
  return fair && !std::isnan(f.per_person[i]) && f.per_person[i] < *fair * (1 - 1e-12);  // rounding is no shortage
}

Json equity_json(const CostSource& source, const AccessFigures& f) {
  std::vector<double> y, p;
  std::vector<std::uint32_t> group;
  std::map<std::string, std::uint32_t> number_of;
  std::vector<std::string> names;
  std::uint32_t left_out = 0;
  const std::vector<double>& values = f.per_person.empty() ? f.access : f.per_person;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (std::isnan(values[i])) {
      ++left_out;
      continue;
    }
    y.push_back(values[i]);
    p.push_back(source.weight[i]);
    if (source.group.empty()) continue;
    const auto [it, fresh] = number_of.emplace(source.group[i], static_cast<std::uint32_t>(names.size()));
    if (fresh) names.push_back(source.group[i]);
    group.push_back(it->second);
  }
  Json out;
  out["of"] = f.per_person.empty() || f.per_person == f.access ? "access" : "per_person";
  out["values"] = y.size();
  out["values_undefined"] = left_out;
  out["gini"] = number(gini(y, p));
  out["hoover"] = number(hoover(y, p));
  out["mean_log_deviation"] = number(mean_log_deviation(y, p));
  const auto t = theil(y, p, group);
  out["theil"] = t ? Json{{"total", number(t->total)}, {"between", number(t->between)}, {"within", number(t->within)}} : Json(nullptr);
  out["palma_self_ranked"] = number(palma_self_ranked(y, p));
  const auto p10 = quantile(y, p, 0.1), p90 = quantile(y, p, 0.9);
  out["p10"] = number(p10);
  out["p90"] = number(p90);
  out["p90_p10"] = p10 && p90 && *p10 > 0 ? number(*p90 / *p10) : Json(nullptr);
  out["min"] = y.empty() ? Json(nullptr) : number(*std::min_element(y.begin(), y.end()));
  out["max"] = y.empty() ? Json(nullptr) : number(*std::max_element(y.begin(), y.end()));
  if (const auto fair = fair_share(f))
    if (const auto gap = below_floor(y, p, *fair)) out["below_mean_supply"] = {{"share", number(gap->below_share)}, {"normalised_gap", number(gap->normalised_gap)}};
  if (!names.empty()) {
    out["groups"] = Json::array();
    for (const auto& [name, g] : number_of) {
      Sum persons, value;
      for (std::size_t k = 0; k < y.size(); ++k)
        if (group[k] == g) persons.add(p[k]), value.add(p[k] * y[k]);
      out["groups"].push_back({{"group", name}, {"persons", number(persons.value())}, {"mean", persons.value() > 0 ? number(value.value() / persons.value()) : Json(nullptr)}});
    }
  }
  return out;
}

Json values_json(const CostSource& source, const AccessFigures& f) {
  Json out = Json::array();
  const bool per_person = !f.per_person.empty() && f.per_person != f.access;
  for (std::size_t i = 0; i < f.access.size(); ++i) {
    Json row;
    row["id"] = source.demand_id[i];
    row["access"] = number(f.access[i]);
    row["weight"] = number(source.weight[i]);
    if (!source.group.empty()) row["group"] = source.group[i];
    if (per_person) row["per_person"] = number(f.per_person[i]);
    row["sites_in_reach"] = f.reached[i];
    row["reached"] = f.reached[i] > 0;
    if (!f.per_person.empty()) row["under_served"] = under_served(f, i);
    if (!f.hours_unstated.empty()) row["hours_unstated"] = f.hours_unstated[i] != 0;
    if (f.nearest) {
      row["nearest"] = Json::array();
      for (std::uint64_t k = f.nearest->row_begin[i]; k < f.nearest->row_begin[i + 1]; ++k) row["nearest"].push_back({{"id", source.site_id[f.nearest->site[k]]}, {"cost", number(f.nearest->cost[k])}});
    }
    out.push_back(std::move(row));
  }
  return out;
}

Json sites_json(const CostSource& source, const AccessPlan& plan, const AccessFigures& f) {
  Json out = Json::array();
  for (std::size_t j = 0; j < source.site_id.size(); ++j) {
    Json row;
    row["id"] = source.site_id[j];
    if (plan.traits.uses_supply) row["supply"] = number(source.supply[j]);
    if (!f.ratio.empty()) row["ratio"] = number(f.ratio[j]);
    if (!f.load.empty()) row["load"] = number(f.load[j]);
    row["demand_in_reach"] = f.in_use[j] != 0;
    out.push_back(std::move(row));
  }
  return out;
}

Json flows_json(const CostSource& source, const AccessFigures& f) {
  Json out = Json::array();
  for (std::size_t i = 0; i < source.demand_id.size(); ++i)
    for (std::uint64_t k = source.costs.row_begin[i]; k < source.costs.row_begin[i + 1]; ++k) {
      if (f.flow[k] <= 0 && (f.probability.empty() || f.probability[k] <= 0)) continue;
      Json row{{"origin", source.demand_id[i]}, {"destination", source.site_id[source.costs.destination[k]]}};
      if (!f.probability.empty()) row["probability"] = number(f.probability[k]);
      row["amount"] = number(f.flow[k]);
      out.push_back(std::move(row));
    }
  return out;
}

Json parameters_json(const AccessPlan& plan, const AccessArguments& in, const AccessFigures& f) {
  Json out = Json::object();
  if (plan.method == "huff") out = {{"alpha", number(in.alpha)}, {"beta", number(in.beta)}, {"floor", number(in.floor)}};
  if (plan.method == "expected") out["q"] = number(*in.q);
  if (plan.method == "backup") out["k"] = f.at_least;
  if (plan.method == "nearest") out["k"] = in.k > 0 ? in.k : 1;
  if (plan.method == "gradual") out["aggregate"] = in.aggregate;
  if (plan.method == "temporal") out = {{"window", in.window.empty() ? "whole week" : format_opening_hours(plan.window)}, {"window_h", number(static_cast<double>(plan.window.count()) / 2)}};
  return out;
}

}  // namespace

Json access_json(const CostSource& source, const AccessPlan& plan, const AccessArguments& in, const AccessFigures& f) {
  Json out;
  out["method"] = plan.method;
  out["source"] = source.from;
  out["unit"] = source.unit.empty() ? Json(nullptr) : Json(source.unit);
  out["cutoff"] = number(in.source.cutoff);
  if (plan.traits.uses_decay) {
    out["decay"] = decay_text(plan.decay);
    if (plan.decay.kind == Decay::Kind::kSteps) out["step_ends"] = plan.decay.closed ? "closed" : "open";
  }
  if (!f.choice_set.empty()) out["choice_set"] = f.choice_set;
  const Json parameters = parameters_json(plan, in, f);
  if (!parameters.empty()) out["parameters"] = parameters;
  out["values"] = values_json(source, f);
  out["lower_is_better"] = plan.traits.lower_is_better;
  out["mean"] = number(f.mean);
  out["demand_total"] = number(f.demand_total);
  out["demand_reached"] = number(f.demand_reached);
  out["points_total"] = source.demand_id.size();
  if (plan.traits.uses_supply) {
    out["supply_total"] = number(f.supply_total);
    out["supply_in_reach"] = number(f.supply_in_use);
    if (!plan.traits.lower_is_better && plan.method != "huff") {
      out["conserved"] = number(f.conserved);
      out["conserved_is"] = "sum of " + f.conserves;
    }
    if (const auto fair = fair_share(f)) out["supply_per_person"] = number(*fair);
  }
  if (!f.backup.empty()) {
    const BackupShare& once = f.backup[f.at_least];
    out["demand_covered"] = number(once.persons);
    out["points_covered"] = once.points;
    out["share"] = f.demand_total > 0 ? number(once.persons / f.demand_total) : Json(nullptr);
    out["at_least"] = Json::array();
    out["histogram"] = Json::array();
    for (std::size_t k = 0; k < f.backup.size(); ++k) {
      const BackupShare& b = f.backup[k];
      if (k > 0) out["at_least"].push_back({{"sites", k}, {"persons", number(b.persons)}, {"points", b.points}, {"share", f.demand_total > 0 ? number(b.persons / f.demand_total) : Json(nullptr)}});
      const BackupShare next = k + 1 < f.backup.size() ? f.backup[k + 1] : BackupShare{};
      out["histogram"].push_back({{"sites", k}, {"persons", number(b.persons - next.persons)}, {"points", b.points - next.points}});
    }
  }
  if (f.raam)
    out["equilibrium"] = {{"rho", number(f.raam->rho)}, {"tau", number(*in.tau)}, {"objective", number(f.raam->objective)}, {"bound", number(f.raam->bound)}, {"gap", number(f.raam->gap)},
                          {"iterations", f.raam->sweeps}, {"stopped_by", f.raam->converged ? "gap" : "limit"}};
  if (!f.flow.empty()) out["flows"] = flows_json(source, f);
  out["sites"] = sites_json(source, plan, f);
  Json alone = Json::array(), unused = Json::array();
  Sum persons, supply;
  for (std::size_t i = 0; i < f.reached.size(); ++i)
    if (f.reached[i] == 0) alone.push_back(source.demand_id[i]), persons.add(source.weight[i]);
  for (std::size_t j = 0; j < f.in_use.size(); ++j)
    if (!f.in_use[j]) unused.push_back(source.site_id[j]), supply.add(source.supply[j]);
  out["unreachable"] = {{"points", alone.size()}, {"persons", number(persons.value())}, {"ids", alone}};
  out["sites_without_demand"] = {{"sites", unused.size()}, {"ids", unused}};
  if (plan.traits.uses_supply) out["sites_without_demand"]["supply"] = number(supply.value());
  out["equity"] = equity_json(source, f);
  out["findings"] = findings_json(source.findings);
  for (const Json& finding : findings_json(plan.findings)) out["findings"].push_back(finding);
  return out;
}

std::string access_csv(const CostSource& source, const AccessFigures& f) {
  const bool ratio = !f.per_person.empty(), per_person = ratio && f.per_person != f.access;
  std::string out = "id,weight,access,sites_in_reach";
  if (per_person) out += ",per_person";
  if (ratio) out += ",under_served";
  out += "\n";
  for (std::size_t i = 0; i < f.access.size(); ++i) {
    out += fmt::format("{},{},{},{}", csv_cell(source.demand_id[i]), plain_number(source.weight[i]), plain_number(f.access[i]), f.reached[i]);
    if (per_person) out += "," + plain_number(f.per_person[i]);
    if (ratio) out += under_served(f, i) ? ",1" : ",0";
    out += "\n";
  }
  return out;
}

std::string access_words(const CostSource& source, const AccessFigures& f, bool zh) {
  std::string out;
  std::size_t alone = 0, short_of = 0, width = 2;
  for (const std::string& id : source.demand_id) width = std::max(width, std::min<std::size_t>(id.size(), 30));
  constexpr std::size_t kShown = 1'000;
  for (std::size_t i = 0; i < f.access.size(); ++i) {
    alone += f.reached[i] == 0;
    short_of += under_served(f, i);
    if (i >= kShown) continue;
    const std::string value = std::isnan(f.access[i]) ? (zh ? "无" : "none") : fmt::format("{:.10g}", f.access[i]);
    out += fmt::format("{} {:<{}}  {}{}\n", under_served(f, i) ? "!" : " ", source.demand_id[i], width, value, f.reached[i] == 0 ? (zh ? "  范围内没有站点" : "  no site in reach") : under_served(f, i) ? (zh ? "  供给不足" : "  under-served") : "");
  }
  if (f.access.size() > kShown) out += zh ? fmt::format("… 另有 {} 个需求点，见 --format csv\n", f.access.size() - kShown) : fmt::format("... and {} more demand points, see --format csv\n", f.access.size() - kShown);
  if (f.mean) out += zh ? fmt::format("按人口平均：{:.10g}\n", *f.mean) : fmt::format("Mean over persons: {:.10g}\n", *f.mean);
  if (!f.backup.empty()) {
    const BackupShare& b = f.backup[f.at_least];
    out += zh ? fmt::format("至少 {} 个站点可达：{} / {} 人，{} / {} 个需求点\n", b.at_least, plain_number(b.persons), plain_number(f.demand_total), b.points, f.access.size())
              : fmt::format("At least {} in reach: {} of {} persons, {} of {} demand points\n", b.at_least, plain_number(b.persons), plain_number(f.demand_total), b.points, f.access.size());
  }
  if (const auto fair = fair_share(f)) {
    out += zh ? fmt::format("供给 {}，人口 {}，人均 {:.6g}；低于人均（!）：{} 个需求点；分配出 {:.10g}\n", plain_number(f.supply_total), plain_number(f.demand_total), *fair, short_of, f.conserved)
              : fmt::format("Supply {} for {} persons, {:.6g} each; below that (!): {} demand points; handed out {:.10g}\n", plain_number(f.supply_total), plain_number(f.demand_total), *fair, short_of, f.conserved);
  }
  if (f.raam)
    out += zh ? fmt::format("均衡：{} 轮，相对间隙 {:.2g}，{}\n", f.raam->sweeps, f.raam->gap, f.raam->converged ? "已收敛" : "达到轮数上限")
              : fmt::format("Equilibrium: {} sweeps, relative gap {:.2g}, {}\n", f.raam->sweeps, f.raam->gap, f.raam->converged ? "reached" : "stopped by the limit");
  const auto unused = static_cast<std::size_t>(std::count(f.in_use.begin(), f.in_use.end(), std::uint8_t{0}));
  if (alone > 0) out += zh ? fmt::format("{} 个需求点范围内没有站点（{} 人）\n", alone, plain_number(f.demand_total - f.demand_reached)) : fmt::format("{} demand points reach no site ({} persons)\n", alone, plain_number(f.demand_total - f.demand_reached));
  if (unused > 0) out += zh ? fmt::format("{} 个站点范围内没有需求\n", unused) : fmt::format("{} sites have no demand in reach\n", unused);
  return out;
}

}  // namespace catchment::cli
