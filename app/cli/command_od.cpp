#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "app/cli/commands.h"
#include "app/cli/cost_source.h"
#include "app/cli/json_parts.h"
#include "app/cli/table_output.h"
#include "app/cli/world_output.h"
#include "sim/coverage/cover_measures.h"

namespace catchment::cli {

namespace {

/// A cost table keeps all its pairs: the limits are applied here, for every source alike.
RealCostTable limited(const RealCostTable& costs, const CostSourceArguments& in) {
  const std::uint32_t k = in.nearest > 0 ? in.nearest : std::max<std::uint32_t>(1, costs.n_destinations);
  const NearestSites kept = nearest_sites(costs, k, in.cutoff);
  std::vector<RealCostPair> pairs;
  pairs.reserve(kept.site.size());
  for (std::uint32_t i = 0; i < costs.n_origins(); ++i)
    for (std::uint64_t at = kept.row_begin[i]; at < kept.row_begin[i + std::size_t{1}]; ++at) pairs.push_back({i, kept.site[at], kept.cost[at]});
  return real_costs(std::move(pairs), static_cast<std::uint32_t>(costs.n_origins()), costs.n_destinations);
}

std::string as_csv(const CostSource& source, const Progress& progress) {
  std::string out = "origin,destination,cost\n";
  std::vector<std::string> to;
  for (const std::string& id : source.site_id) to.push_back(csv_cell(id));
  const std::size_t step = std::max<std::size_t>(1, source.demand_id.size() / 200);
  for (std::size_t i = 0; i < source.demand_id.size(); ++i) {
    if (i % step == 0) report(progress, static_cast<double>(i) / static_cast<double>(source.demand_id.size()), "writing pairs");
    const std::string from = csv_cell(source.demand_id[i]);
    for (std::uint64_t k = source.costs.row_begin[i]; k < source.costs.row_begin[i + 1]; ++k)
      fmt::format_to(std::back_inserter(out), "{},{},{}\n", from, to[source.costs.destination[k]], plain_number(source.costs.cost[k]));
  }
  return out;
}

// Written by hand: a million pairs as a tree of values would take a gigabyte.
std::string as_json(const CostSource& source, const CostSourceArguments& in, const Progress& progress) {
  const auto quoted = [](const std::string& id) { return Json(id).dump(-1, ' ', false, Json::error_handler_t::replace); };
  std::vector<std::string> to;
  for (const std::string& id : source.site_id) to.push_back(quoted(id));
  std::string out = fmt::format("{{\n  \"source\": \"{}\",\n  \"unit\": {},\n  \"cutoff\": {},\n  \"k_nearest\": {},\n  \"origins\": {},\n  \"destinations\": {},\n  \"n_pairs\": {},\n  \"pairs\": [", source.from,
                                source.unit.empty() ? "null" : quoted(source.unit), in.cutoff ? plain_number(*in.cutoff) : "null", in.nearest > 0 ? std::to_string(in.nearest) : "null", source.demand_id.size(),
                                source.site_id.size(), source.costs.n_pairs());
  std::string alone;
  bool first = true;
  const std::size_t step = std::max<std::size_t>(1, source.demand_id.size() / 200);
  for (std::size_t i = 0; i < source.demand_id.size(); ++i) {
    if (i % step == 0) report(progress, static_cast<double>(i) / static_cast<double>(source.demand_id.size()), "writing pairs");
    const std::string from = quoted(source.demand_id[i]);
    if (source.costs.row_begin[i] == source.costs.row_begin[i + 1]) alone += (alone.empty() ? "" : ", ") + from;
    for (std::uint64_t k = source.costs.row_begin[i]; k < source.costs.row_begin[i + 1]; ++k, first = false)
      fmt::format_to(std::back_inserter(out), "{}\n    {{\"origin\": {}, \"destination\": {}, \"cost\": {}}}", first ? "" : ",", from, to[source.costs.destination[k]], plain_number(source.costs.cost[k]));
  }
  out += fmt::format("{}],\n  \"origins_without_pair\": [{}],\n  \"findings\": {}\n}}\n", first ? "" : "\n  ", alone, findings_json(source.findings).dump(-1, ' ', false, Json::error_handler_t::replace));
  return out;
}

}  // namespace

int od_command(const OdArguments& in, Console& console) {
  if (!in.output.empty()) require_writable_file(in.output, console.common().overwrite);
  refuse_input_as_output(in.output, source_files(in.source));
  const Progress progress = console.progress();
  CostSourceNeeds needs;
  needs.weights = false;
  needs.sorted = true;
  CostSource source = read_cost_source(in.source, needs, part_of(progress, 0, 0.6));
  if (source.from == "costs") source.costs = limited(source.costs, in.source);
  for (const Finding& finding : source.findings)
    if (!console.common().json) console.note(fmt::format("{}: {}{}{}", finding.where, finding.what, finding.remedy.empty() ? "" : "; ", finding.remedy));
  write_text(console.common().json ? as_json(source, in.source, part_of(progress, 0.6, 1)) : as_csv(source, part_of(progress, 0.6, 1)), in.output, console);
  return 0;
}

}  // namespace catchment::cli
