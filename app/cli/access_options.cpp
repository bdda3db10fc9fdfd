#include "app/cli/access_options.h"

#include <fmt/format.h>

#include "app/cli/named_table.h"
#include "sim/scenario/parse.h"
#include "sim/world/opening_hours.h"

namespace catchment::cli {

namespace {

bool floating(const std::string& m) { return m == "2sfca" || m == "e2sfca" || m == "3sfca" || m == "m2sfca" || m == "bfca" || m == "mh3sfca"; }

}  // namespace

std::vector<std::string> access_methods() {
  return {"2sfca", "e2sfca", "3sfca", "m2sfca", "bfca", "mh3sfca", "gravity", "shen", "huff", "availability", "raam", "binary", "gradual", "backup", "expected", "cumulative", "temporal", "nearest"};
}

AccessTraits traits_of(const std::string& method) {
  AccessTraits out;
  out.ratio = floating(method) || method == "shen" || method == "availability";
  out.supply_must = out.ratio || method == "huff" || method == "raam";
  out.uses_supply = out.supply_must || method == "gravity" || method == "cumulative";
  out.decay_must = method == "gravity" || method == "shen" || method == "e2sfca" || method == "availability" || method == "gradual";
  out.uses_decay = out.decay_must || out.ratio;
  out.cutoff_must = method == "binary" || method == "backup" || method == "expected" || method == "cumulative" || method == "temporal";
  out.lower_is_better = method == "raam" || method == "nearest";
  return out;
}

AccessPlan plan_access(const AccessArguments& in) {
  AccessPlan out;
  out.method = in.method;
  out.traits = traits_of(in.method);
  const auto& cutoff = in.source.cutoff;
  const bool decay_given = !in.decay.empty() || !in.decay_table.empty();
  if (!in.decay.empty() && !in.decay_table.empty()) throw InputError("command line", "--decay and --decay-table are both given", "give one of them");
  if (decay_given && !out.traits.uses_decay) throw InputError("--decay", fmt::format("the method {} has no decay", in.method), "leave it away");
  if (out.traits.decay_must && !decay_given) throw InputError("--decay", fmt::format("the method {} needs one", in.method), "give e.g. gaussian:500, or --decay-table");
  if (out.traits.cutoff_must && !cutoff) throw InputError("--cutoff", fmt::format("the method {} needs one", in.method), "give the largest cost that counts");
  if (out.traits.uses_decay && !decay_given && !cutoff) throw InputError("--cutoff", fmt::format("the method {} needs a cutoff or a decay", in.method), "give the largest cost that counts");
  if (in.method == "expected" && !in.q) throw InputError("--q", "the method expected needs it", "give the chance that a site is busy or shut, e.g. 0.2");
  if (in.method != "expected" && in.q) throw InputError("--q", fmt::format("the method {} does not know it", in.method), "leave it away");
  if (in.method == "raam" && !in.tau) throw InputError("--tau", "the method raam needs it", "give the travel cost that weighs as much as crowding 1, e.g. 60 for costs in minutes");
  if (in.method != "raam" && (in.tau || in.rho)) throw InputError("--tau", fmt::format("the method {} knows neither --tau nor --rho", in.method), "leave them away");
  if (in.k > 0 && in.method != "backup" && in.method != "nearest") throw InputError("--k", fmt::format("the method {} does not know it", in.method), "leave it away");
  if (!in.window.empty() && in.method != "temporal") throw InputError("--window", fmt::format("the method {} does not know it", in.method), "leave it away");

  if (!in.decay.empty()) {
    out.decay = parse_decay(in.decay, cutoff, "--decay");
  } else if (!in.decay_table.empty()) {
    const NamedTable table(in.decay_table, {}, {"cost", "weight"}, "--decay-table");
    table.require({"cost", "weight"});
    std::vector<double> cost, weight;
    for (std::size_t row = 0; row < table.n_rows(); ++row) {
      cost.push_back(table.amount("cost", row));
      weight.push_back(table.amount("weight", row));
    }
    out.decay = table_decay(std::move(cost), std::move(weight), in.decay_table_shape == "steps", in.decay_table);
  }
  if (out.traits.uses_decay && out.decay.kind == Decay::Kind::kBinary && !cutoff)
    throw InputError("--cutoff", "a binary decay without a cutoff would reach everything", "give the largest cost that counts");
  // The zones of a floating catchment are cutoffs, and a cost equal to a cutoff is inside; elsewhere steps are right-open (B.1).
  out.decay.closed = in.step_ends.empty() ? floating(in.method) : in.step_ends == "closed";
  if (!in.decay_table.empty() && in.step_ends.empty()) out.decay.closed = false;
  if (const auto at = grows_at(out.decay))
    out.findings.push_back({Severity::kWarning, "decay-grows", "--decay", fmt::format("the weight grows at cost {}", *at), "check the table: a decay falls with cost"});
  out.window = in.window.empty() ? whole_week() : parse_opening_hours(in.window, "--window");
  if (out.window.none()) throw InputError("--window", "no hour is in it", "give e.g. \"daily 07:00-21:00\"");
  return out;
}

}  // namespace catchment::cli
