#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "app/cli/commands.h"
#include "app/cli/headline.h"
#include "app/cli/json_parts.h"
#include "app/cli/reach_facilities.h"
#include "app/cli/world_output.h"
#include "app/pipeline/pipeline.h"
#include "gis/world_file/reach_file.h"
#include "gis/world_file/world_file.h"
#include "sim/network/impedance.h"
#include "sim/network/search.h"
#include "sim/report/egress.h"

namespace catchment::cli {

namespace {

/// Figures of one facility and one cutoff.
struct ReachFigure { double length_m = 0, area_m2 = 0; std::int64_t persons = 0; };

struct Reach {
  std::vector<ReachFacility> facilities;
  std::vector<double> snap_m;               ///< [n_facilities] +infinity: no street near
  std::vector<std::vector<ReachFigure>> figures;  ///< [n_facilities][n_cutoffs]
  std::int64_t unreached_persons = 0, unreached_points = 0;
  gis::ReachTables tables;                  ///< filled only for -o
};

World load(const ReachArguments& in, NetworkOptions& network, const Progress& progress) {
  if (!in.world.ends_with(".toml")) {
    if (!gis::is_world_file(in.world)) throw InputError(in.world, "it is not a world file", "make one with 'catchment import' or 'catchment generate town', or name a scenario");
    return gis::read_world(in.world, progress);
  }
  const Scenario scenario = pipeline::load_scenario(in.world);
  network = scenario.network;
  const auto loaded = pipeline::load_world(scenario, progress);
  return pipeline::edited_world(loaded, scenario);
}

/// Part of an edge's line between two lengths from its start. The stated length may differ from the drawn one (ground
/// against projection), so it is the share that counts.
std::vector<Point> piece_of(std::span<const Point> line, std::uint32_t length_mm, std::uint32_t begin_mm, std::uint32_t end_mm) {
  std::vector<double> along(line.size(), 0);
  for (std::size_t i = 1; i < line.size(); ++i) along[i] = along[i - 1] + distance(line[i - 1], line[i]);
  const double scale = length_mm > 0 ? along.back() / length_mm : 0;
  const double begin = begin_mm * scale, end = end_mm * scale;
  const auto at = [&](double place) {
    std::size_t i = 1;
    while (i + 1 < line.size() && along[i] < place) ++i;
    const double span = along[i] - along[i - 1];
    const double t = span > 0 ? std::clamp((place - along[i - 1]) / span, 0.0, 1.0) : 0;
    return Point{line[i - 1].x + t * (line[i].x - line[i - 1].x), line[i - 1].y + t * (line[i].y - line[i - 1].y)};
  };
  std::vector<Point> out{at(begin)};
  for (std::size_t i = 0; i < line.size(); ++i)
    if (along[i] > begin && along[i] < end) out.push_back(line[i]);
  out.push_back(at(end));
  return out;
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
  if (seconds.empty() || seconds.size() > 100) throw InputError("--cutoff", "between 1 and 100 cutoffs are possible", "give some, e.g. 300,600,900");
  return out;
}

void measure_bands(const ReachArguments& in, const World& world, const SearchInput& search, std::size_t k,
                   std::span<const double> seconds, std::span<const Cost> cutoffs, Reach& out) {
  const StreetNetwork& net = world.streets;
  SearchInput one = search;
  one.destinations = search.destinations.subspan(k, 1);
  const NodeField field = node_field(one, cutoffs.back());
  const auto bands = edge_bands(one, field, cutoffs);
  std::vector<std::vector<Point>> lines;
  std::vector<double> length(cutoffs.size(), 0);
  for (const EdgeBand& band : bands) length[band.band] += (band.end_mm - band.begin_mm) / 1000.0;
  double sum = 0;
  for (std::size_t c = 0; c < cutoffs.size(); ++c) {
    for (const EdgeBand& band : bands) {
      if (band.band != c || band.end_mm <= band.begin_mm) continue;
      lines.push_back(piece_of(net.line(band.edge), net.length_mm[band.edge.value], band.begin_mm, band.end_mm));
      if (!in.output.empty()) out.tables.streets.push_back({out.facilities[k].id, seconds[c], lines.back()});
    }
    sum += length[c];
    ReachFigure& figure = out.figures[k][c];
    figure.length_m = sum;
    MultiPolygon shape = gis::area_around(lines, in.buffer_m);
    figure.area_m2 = area(shape);
    if (!in.output.empty())
      out.tables.areas.push_back({out.facilities[k].id, seconds[c], figure.length_m, figure.area_m2, figure.persons, std::move(shape)});
  }
}

Reach compute_reach(const ReachArguments& in, const World& world, const NetworkOptions& network, std::span<const double> seconds,
                    std::span<const Cost> cutoffs, const Progress& progress) {
  const StreetNetwork& net = world.streets;
  Reach out;
  out.facilities = reach_facilities(in, world);
  const auto costs = impedance(net, network, CostUnit::kSeconds);
  const EdgeIndex index(net, usable_edges(net, network));
  const Egress egress = egress_of(world, network);
  std::vector<Point> places, homes;
  for (const auto& f : out.facilities) places.push_back(f.position);
  for (const DemandPoint& d : world.demand) homes.push_back(d.position);
  const auto facility_snaps = snap_all(index, places, network.facility_snap_max_m >= 0 ? network.facility_snap_max_m : network.snap_max_m), demand_snaps = snap_all(index, homes, network.snap_max_m);
  for (const Snap& snap : facility_snaps) out.snap_m.push_back(snap.distance_m);

  SearchInput search;
  search.net = &net;
  search.impedance = costs;
  search.origins = demand_snaps;
  search.destinations = facility_snaps;
  search.snap_cost_per_m = 1000.0 / (network.speed_m_per_min / 60);
  search.origin_egress = egress.cost;
  const CostTable within = catchments(search, cutoffs.back(), part_of(progress, 0, 0.3));

  out.figures.assign(out.facilities.size(), std::vector<ReachFigure>(cutoffs.size()));
  for (std::size_t d = 0; d < world.demand.size(); ++d) {
    const auto destinations = within.destinations_of(d);
    const auto costs_of = within.costs_of(d);
    std::size_t best = 0;
    for (std::size_t i = 0; i < destinations.size(); ++i) {
      for (std::size_t c = 0; c < cutoffs.size(); ++c)
        if (costs_of[i] <= cutoffs[c]) out.figures[destinations[i]][c].persons += world.demand[d].persons;
      if (costs_of[i] < costs_of[best]) best = i;
    }
    if (destinations.empty()) {
      out.unreached_persons += world.demand[d].persons;
      ++out.unreached_points;
    }
    if (!in.output.empty()) {
      const bool reached = !destinations.empty();
      out.tables.demand.push_back({world.demand[d].id, reached ? out.facilities[destinations[best]].id : "", world.demand[d].persons,
                                   reached ? from_cost(costs_of[best]) : INFINITY, world.demand[d].position});
    }
  }
  for (std::size_t k = 0; k < out.facilities.size(); ++k) {
    report(progress, 0.3 + 0.7 * static_cast<double>(k) / static_cast<double>(out.facilities.size()), "service areas");
    measure_bands(in, world, search, k, seconds, cutoffs, out);
  }
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

Json reach_json(const Reach& reach, const ReachArguments& in, const World& world, const NetworkOptions& network, std::span<const double> seconds) {
  Json out;
  out["mode"] = in.mode;
  out["group"] = network.mode == TravelMode::kWalk ? Json(network.group) : Json(nullptr);
  out["speed_m_per_min"] = network.speed_m_per_min;
  out["slope"] = network.mode == TravelMode::kWalk && !world.streets.shape_height_m.empty();
  out["buffer_m"] = in.buffer_m;
  out["network"] = network_json(world.streets, network);
  out["facilities"] = Json::array();
  for (std::size_t k = 0; k < reach.facilities.size(); ++k) {
    Json row;
    row["id"] = reach.facilities[k].id;
    row["snap_m"] = std::isfinite(reach.snap_m[k]) ? Json(rounded(reach.snap_m[k], 1000)) : Json(nullptr);
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
      out += fmt::format(fmt::runtime(zh ? "{}{:.6g} 分钟 {} 人、道路 {:.2f} km、面积 {:.3f} km2" : "{}{:.6g} min {} persons, {:.2f} km of streets, {:.3f} km2"), c == 0 ? "" : (zh ? "；" : "; "), seconds[c] / 60,
                         grouped(figure.persons), figure.length_m / 1000, figure.area_m2 / 1e6);
    }
    out += "\n";
  }
  out += zh ? fmt::format("未覆盖：{} 人，{} 个需求点\n", grouped(reach.unreached_persons), grouped(reach.unreached_points))
            : fmt::format("Unreached: {} persons at {} demand points\n", grouped(reach.unreached_persons), grouped(reach.unreached_points));
  return out;
}

}  // namespace

int reach_command(const ReachArguments& in, Console& console) {
  std::vector<double> seconds;
  const auto cutoffs = sorted_cutoffs(in, seconds);
  if (!in.output.empty()) require_writable_world(in.output, console.common().overwrite);
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
    make_folder_of(in.output);
    gis::write_reach(reach.tables, in.output, part_of(progress, 0.9, 1));
  }
  if (console.common().json) console.print(dumped(reach_json(reach, in, world, network, seconds)));
  else console.print(reach_text(reach, seconds, console.chinese("en")));
  return 0;
}

}  // namespace catchment::cli
