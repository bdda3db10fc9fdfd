#include <algorithm>
#include <cmath>
#include <filesystem>

#include <fmt/format.h>

#include "app/cli/commands.h"
#include "app/cli/headline.h"
#include "app/cli/json_parts.h"
#include "app/cli/reach_compute.h"
#include "app/cli/reach_friction.h"
#include "app/cli/world_output.h"
#include "app/pipeline/pipeline.h"
#include "gis/world_file/reach_file.h"
#include "gis/world_file/world_file.h"
#include "sim/network/impedance.h"

namespace catchment::cli {

namespace {

World load(const ReachArguments& in, NetworkOptions& network, const Progress& progress) {
  if (!in.world.ends_with(".toml")) {
    if (!std::filesystem::exists(in.world)) throw InputError(in.world, "no such file", "check the path");
    if (!gis::is_world_file(in.world))
      throw InputError(in.world, "it is not a world file",
                       "make one with 'catchment import' or 'catchment generate town', or name a scenario");
    return gis::read_world(in.world, progress);
  }
  const Scenario scenario = pipeline::load_scenario(in.world);
  network = scenario.network;
  const auto loaded = pipeline::load_world(scenario, progress);
  return pipeline::edited_world(loaded, scenario);
}

std::vector<Cost> sorted_cutoffs(const ReachArguments& in, std::vector<double>& seconds) {
  seconds = in.cutoffs_s;
  std::sort(seconds.begin(), seconds.end());
  seconds.erase(std::unique(seconds.begin(), seconds.end()), seconds.end());
  std::vector<Cost> out;
  for (const double s : seconds) {
    if (!std::isfinite(s) || s < 0.001 || s > 1'000'000)
      throw InputError("--cutoff", fmt::format("{} is out of range", s), "give seconds, more than 0 and at most 1000000");
    out.push_back(to_cost(s));
  }
  if (seconds.empty() || seconds.size() > 100)
    throw InputError("--cutoff", "between 1 and 100 cutoffs are possible", "give some, e.g. 300,600,900");
  return out;
}

/// As --group asks.
NetworkOptions group_options(const NetworkOptions& network, const std::string& name) {
  if (network.mode != TravelMode::kWalk) throw InputError("--group", "person groups walk, and the mode is 'cycle'", "remove it, or set --mode walk");
  if (find_group(network.groups, name) == nullptr) {
    std::string list;
    for (const PersonGroup& group : network.groups) list += (list.empty() ? "" : ", ") + group.name;
    throw InputError("--group", "'" + name + "' is no person group", "known: " + list);
  }
  return for_group(network, name);
}

double rounded(double value, double digits) { return std::round(value * digits) / digits; }

Json reach_json(const Reach& reach, const ReachArguments& in, const World& world, const NetworkOptions& network,
                std::span<const double> seconds) {
  Json out;
  out["mode"] = in.mode;
  out["group"] = network.mode == TravelMode::kWalk ? Json(network.group) : Json(nullptr);
  out["speed_m_per_min"] = network.speed_m_per_min;
  out["slope"] = network.mode == TravelMode::kWalk && !world.streets.shape_height_m.empty();
  out["buffer_m"] = in.buffer_m;
  out["areas"] = in.areas;
  out["fill_m"] = in.fill_m;
  out["bridge_m"] = std::min(in.bridge_m, in.buffer_m);
  out["network"] = network_json(world.streets, network);
  out["facilities"] = Json::array();
  for (std::size_t k = 0; k < reach.facilities.size(); ++k) {
    Json row;
    row["id"] = reach.facilities[k].id;
    const double snap_m = reach.snap_m[k];
    row["snap_m"] = std::isfinite(snap_m) ? Json(rounded(snap_m, 1000)) : Json(nullptr);
    row["cutoffs"] = Json::array();
    for (std::size_t c = 0; c < seconds.size(); ++c) {
      const ReachFigure& figure = reach.figures[k][c];
      row["cutoffs"].push_back({{"cutoff_s", seconds[c]}, {"length_m", rounded(figure.length_m, 1000)},
                                {"area_m2", rounded(figure.area_m2, 10)}, {"persons", figure.persons}});
    }
    out["facilities"].push_back(std::move(row));
  }
  out["unreached"] = {{"persons", reach.unreached_persons}, {"points", reach.unreached_points}};
  return out;
}

std::string reach_text(const Reach& reach, std::span<const double> seconds, bool zh) {
  std::string out;
  for (std::size_t k = 0; k < reach.facilities.size(); ++k) {
    out += reach.facilities[k].id;
    if (!std::isfinite(reach.snap_m[k])) {
      out += zh ? "：附近没有可走的道路\n" : ": no usable street near\n";
      continue;
    }
    out += zh ? "：" : ": ";
    for (std::size_t c = 0; c < seconds.size(); ++c) {
      const ReachFigure& figure = reach.figures[k][c];
      const char* text = zh ? "{}{:.6g} 分钟 {} 人、道路 {:.2f} km、面积 {:.3f} km2"
                            : "{}{:.6g} min {} persons, {:.2f} km of streets, {:.3f} km2";
      out += fmt::format(fmt::runtime(text), c == 0 ? "" : (zh ? "；" : "; "), seconds[c] / 60, grouped(figure.persons),
                         figure.length_m / 1000, figure.area_m2 / 1e6);
    }
    out += "\n";
  }
  out += zh ? fmt::format("未覆盖：{} 人，{} 个需求点\n", grouped(reach.unreached_persons), grouped(reach.unreached_points))
            : fmt::format("Unreached: {} persons at {} demand points\n", grouped(reach.unreached_persons), grouped(reach.unreached_points));
  return out;
}

}  // namespace

int reach_command(const ReachArguments& in, Console& console) {
  if (!in.friction.land_cover.empty()) return reach_friction_command(in, console);
  if (in.world.empty()) throw InputError("reach", "WORLD is missing", "name a world file or scenario, or a land cover with --friction");
  std::vector<double> seconds;
  const auto cutoffs = sorted_cutoffs(in, seconds);
  if (!in.output.empty()) require_writable_world(in.output, console.common().overwrite);
  const std::string inputs[] = {in.world, in.facilities};
  refuse_input_as_output(in.output, inputs);
  const Progress progress = console.progress();
  NetworkOptions network;
  const World world = load(in, network, part_of(progress, 0, 0.4));
  if (world.streets.n_edges() == 0) throw InputError(in.world, "it has no streets", "add a streets input");
  const TravelMode mode = in.mode == "cycle" ? TravelMode::kCycle : TravelMode::kWalk;
  if (network.mode != mode)
    network.speed_m_per_min = mode == TravelMode::kCycle ? 240 : find_group(network.groups, network.group)->speed_m_per_min;
  network.mode = mode;
  if (!in.group.empty()) network = group_options(network, in.group);
  if (in.speed_m_per_min > 0) network.speed_m_per_min = in.speed_m_per_min;
  network.snap_max_m = in.snap_max_m;
  Reach reach = compute_reach(in, world, network, seconds, cutoffs, part_of(progress, 0.4, 0.9));
  if (!in.output.empty()) {
    reach.tables.crs = world.crs;
    reach.tables.chinese = console.chinese("en");
    make_folder_of(in.output);
    gis::write_reach(reach.tables, in.output, part_of(progress, 0.9, 1));
  }
  if (console.common().json) console.print(dumped(reach_json(reach, in, world, network, seconds)));
  else console.print(reach_text(reach, seconds, console.chinese("en")));
  return 0;
}

}  // namespace catchment::cli
