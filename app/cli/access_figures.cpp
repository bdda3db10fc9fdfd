#include "app/cli/access_figures.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "sim/core/sum.h"
#include "sim/coverage/floating_catchment.h"
#include "sim/coverage/huff.h"
#include "sim/coverage/spatial_availability.h"
#include "sim/world/opening_hours.h"

namespace catchment::cli {

namespace {

AccessMethod method_of(const std::string& word) {
  if (word == "gravity") return AccessMethod::kGravity;
  if (word == "3sfca") return AccessMethod::k3sfca;
  if (word == "m2sfca") return AccessMethod::kM2sfca;
  if (word == "bfca") return AccessMethod::kBfca;
  if (word == "mh3sfca") return AccessMethod::kMh3sfca;
  return AccessMethod::k2sfca;
}

void require_supply(const CostSource& source, const AccessPlan& plan, const AccessArguments& in) {
  if (!plan.traits.supply_must) return;
  const std::string where = !in.source.sites.empty() ? in.source.sites : !in.source.points.empty() ? in.source.points : !in.source.world.empty() ? in.source.world : in.source.edges;
  if (!source.supply_given) throw InputError(where, fmt::format("it has no column 'capacity', the supply that the method {} shares out", plan.method), "add it, or map one with --sites-fields capacity=THEIRS");
  if (source.unlimited > 0) throw InputError(where, fmt::format("{} of {} facilities have no capacity, so there is no supply to share out", source.unlimited, source.site_id.size()), "give them one, choose a --level that has, or take a method without supply");
}

/// Weekly hours of the sites within the cutoff, united.
void temporal(const CostSource& source, const AccessPlan& plan, std::optional<double> cutoff, AccessFigures& out) {
  for (std::size_t i = 0; i < source.demand_id.size(); ++i) {
    OpeningHours open;
    bool unstated = false;
    for (std::uint64_t k = source.costs.row_begin[i]; k < source.costs.row_begin[i + 1]; ++k) {
      if (cutoff && source.costs.cost[k] > *cutoff) continue;
      const OpeningHours& hours = source.hours[source.costs.destination[k]];
      unstated = unstated || hours.none();
      open |= hours;
    }
    out.access.push_back(static_cast<double>((open & plan.window).count()) / static_cast<double>(plan.window.count()));
    out.hours_unstated.push_back(unstated);
  }
}

double total(std::span<const double> values) {
  Sum sum;
  for (const double v : values) sum.add(v);
  return sum.value();
}

}  // namespace

AccessFigures access_figures(const CostSource& source, const AccessPlan& plan, const AccessArguments& in, const Progress& progress) {
  require_supply(source, plan, in);
  AccessFigures out;
  const RealCostTable& costs = source.costs;
  const std::string& m = plan.method;
  const auto& cutoff = in.source.cutoff;
  std::vector<std::uint8_t> usable(costs.n_pairs(), 0);  // pairs that count
  for (std::size_t k = 0; k < usable.size(); ++k) usable[k] = !cutoff || costs.cost[k] <= *cutoff;

  std::vector<double> weight;
  if (plan.traits.uses_decay) {
    weight = decay_weights(costs, plan.decay, cutoff);
    for (std::size_t k = 0; k < usable.size(); ++k) usable[k] = weight[k] > 0;
  }
  if (m == "availability") {
    SpatialAvailability found = spatial_availability(costs, weight, source.weight, source.supply);
    out.access = std::move(found.available);
    out.per_person = std::move(found.per_person);
    out.load = std::move(found.demand_of_site);
  } else if (m == "gradual") {
    for (const double w : weight)
      if (w > 1) throw InputError("--decay", fmt::format("a weight of {} is above 1, which is full cover", w), "scale it to at most 1");
    out.access = gradual_cover(costs, weight, in.aggregate == "joint" ? CoverAggregate::kJoint : CoverAggregate::kBest);
  } else if (plan.traits.uses_decay) {
    std::vector<double> choice;
    if (m == "3sfca") {
      out.choice_set = in.choice == "all" && (source.complete || !cutoff) ? "all" : "within";
      if (out.choice_set == "all") choice = decay_weights(costs, plan.decay, std::nullopt);
    }
    FloatingCatchment found = floating_catchment(method_of(m), costs, weight, source.weight, source.supply, choice);
    out.access = std::move(found.access);
    out.ratio = std::move(found.ratio);
    out.load = std::move(found.demand_of_site);
    if (plan.traits.ratio) out.per_person = out.access;
  } else if (m == "huff") {
    HuffOptions options;
    options.alpha = in.alpha;
    options.beta = in.beta;
    options.floor = in.floor;
    options.cutoff = cutoff;
    for (std::size_t k = 0; k < usable.size(); ++k) {
      usable[k] = usable[k] && source.supply[costs.destination[k]] > 0;
      if (in.beta > 0 && in.floor <= 0 && costs.cost[k] <= 0)
        throw InputError("--floor", "a cost is 0, and 0 to the power -beta is infinite", "give the least cost that counts, e.g. --floor 1");
    }
    Huff found = huff(costs, source.weight, source.supply, options);
    out.access = std::move(found.potential);
    out.probability = std::move(found.probability);
    out.load = std::move(found.load);
    out.flow = out.probability;
    for (std::size_t i = 0; i < costs.n_origins(); ++i)
      for (std::uint64_t k = costs.row_begin[i]; k < costs.row_begin[i + 1]; ++k) out.flow[k] *= source.weight[i];
  } else if (m == "raam") {
    RaamOptions options;
    options.tau = *in.tau;
    options.rho = in.rho;
    options.cutoff = cutoff;
    options.gap = in.gap;
    options.sweep_limit = in.sweep_limit;
    for (std::size_t k = 0; k < usable.size(); ++k) usable[k] = usable[k] && source.supply[costs.destination[k]] > 0;
    out.raam = raam(costs, source.weight, source.supply, options, progress);
    out.access = out.raam->cost;
    out.flow = out.raam->flow;
    out.load = out.raam->load;
  } else if (m == "nearest") {
    out.nearest = nearest_sites(costs, in.k > 0 ? in.k : 1, cutoff);
    for (std::size_t i = 0; i < costs.n_origins(); ++i) {  // the mean of the k costs; fewer than k: of those
      Sum sum;
      const std::uint64_t begin = out.nearest->row_begin[i], end = out.nearest->row_begin[i + 1];
      for (std::uint64_t k = begin; k < end; ++k) sum.add(out.nearest->cost[k]);
      out.access.push_back(end > begin ? sum.value() / static_cast<double>(end - begin) : std::numeric_limits<double>::quiet_NaN());
    }
  } else if (m == "temporal") {
    if (!source.hours_given) throw InputError(in.source.sites.empty() ? "--sites" : in.source.sites, "it has no column 'hours'", "add one, e.g. \"Mon-Fri 09:00-17:00\"");
    temporal(source, plan, cutoff, out);
  } else if (m == "cumulative") {
    out.access = cumulative_opportunities(costs, source.supply, cutoff);
  } else {
    const auto count = sites_within(costs, cutoff);
    if (m == "expected") out.access = expected_cover(count, *in.q);
    const std::uint32_t least = m == "backup" ? (in.k > 0 ? in.k : 2) : 1;
    if (m != "expected")
      for (const std::uint32_t b : count) out.access.push_back(b >= least ? 1 : 0);
    out.backup = backup_shares(count, source.weight, least);
    out.at_least = least;
  }

  out.reached.assign(costs.n_origins(), 0);
  out.in_use.assign(source.site_id.size(), 0);
  for (std::size_t i = 0; i < costs.n_origins(); ++i)
    for (std::uint64_t k = costs.row_begin[i]; k < costs.row_begin[i + 1]; ++k) {
      out.reached[i] += usable[k];
      if (usable[k] && source.weight[i] > 0) out.in_use[costs.destination[k]] = 1;
    }
  Sum persons, supply, conserved, value, counted;
  for (std::size_t i = 0; i < costs.n_origins(); ++i) {
    if (out.reached[i] > 0) persons.add(source.weight[i]);
    if (std::isnan(out.access[i])) continue;
    conserved.add(m == "availability" ? out.access[i] : source.weight[i] * out.access[i]);
    value.add(source.weight[i] * out.access[i]);
    counted.add(source.weight[i]);
  }
  for (std::size_t j = 0; j < source.supply.size(); ++j)
    if (out.in_use[j]) supply.add(source.supply[j]);
  out.demand_total = total(source.weight);
  out.demand_reached = persons.value();
  out.supply_total = total(source.supply);
  out.supply_in_use = supply.value();
  out.conserved = conserved.value();
  out.conserves = m == "availability" ? "available" : "weight * access";
  if (counted.value() > 0) out.mean = value.value() / counted.value();
  return out;
}

}  // namespace catchment::cli
