#include "sim/report/reach.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <tuple>
#include <unordered_map>

#include "sim/network/impedance.h"
#include "sim/network/metric_costs.h"

namespace catchment {

namespace {

std::vector<Point> places(const auto& things) {
  std::vector<Point> at;
  at.reserve(things.size());
  for (const auto& thing : things) at.push_back(thing.position);
  return at;
}

}  // namespace

Reach::Walkers Reach::walkers(const NetworkOptions& options) const {
  Walkers who;
  who.options = options;
  who.egress = options.mode == TravelMode::kMatrix ? Egress{} : egress_of(world_, options);
  who.demand = who.facility = std::make_shared<const std::vector<Snap>>();
  if (!on_streets_) return who;
  // Steps or slopes barred to a group: it is tied to the nearest street that it may use.
  if (!walkers_.empty() && barred_edges(world_.streets, options) == barred_edges(world_.streets, options_)) {
    who.ground = walkers_[0].ground;
    who.demand = walkers_[0].demand;
    who.facility = walkers_[0].facility;
  } else {
    const auto usable = usable_edges(world_.streets, options);
    who.ground = std::make_shared<const Ground>(world_.streets, usable);
    who.demand = std::make_shared<const std::vector<Snap>>(snap_all(who.ground->edges, demand_at_, options.snap_max_m));
    std::vector<Snap> snaps;
    for (const Point p : facility_at_)
      snaps.push_back(who.ground->facility_edges.snap(p, options.facility_snap_max_m >= 0 ? options.facility_snap_max_m : options.snap_max_m));
    who.facility = std::make_shared<const std::vector<Snap>>(std::move(snaps));
  }
  who.metres = impedance(world_.streets, options, CostUnit::kMetres);
  who.seconds = impedance(world_.streets, options, CostUnit::kSeconds);
  return who;
}

const Reach::Walkers& Reach::of(std::string_view group) const {
  for (const Walkers& who : walkers_)
    if (group.empty() || who.options.group == group) return who;
  throw std::invalid_argument("Reach: nobody asked for the person group '" + std::string(group) + "'");
}

Reach::Reach(const World& world, const NetworkOptions& options, const std::vector<CostMatrix>& matrices,
             std::span<const std::string> groups)
    : world_(world), options_(options), matrices_(matrices) {
  demand_at_ = places(world.demand);
  facility_at_ = places(world.facilities);
  const bool cycle = options.mode == TravelMode::kCycle;
  if (options.mode == TravelMode::kWalk || cycle) {
    if (world.streets.n_edges() == 0)
      throw InputError("network.mode", fmt::format("'{}' needs streets and the world has none", cycle ? "cycle" : "walk"),
                       "add an input with role = \"streets\", or set network.mode = \"euclidean\" with a detour_factor");
    on_streets_ = true;
  }
  walkers_.push_back(walkers(options));
  for (const std::string& group : groups)
    if (!group.empty() && std::none_of(walkers_.begin(), walkers_.end(), [&](const Walkers& w) { return w.options.group == group; }))
      walkers_.push_back(walkers(for_group(options, group)));
  if (options.mode != TravelMode::kMatrix) return;
  if (matrices.empty())
    throw InputError("network.mode", "'matrix' needs a cost table and the scenario has none",
                     "add an input with role = \"costs\"");
  matrix_unit_ = matrices.front().unit;
  std::unordered_map<std::string, std::uint32_t> demand, facility;
  for (std::size_t i = 0; i < world.demand.size(); ++i) demand.emplace(world.demand[i].id, static_cast<std::uint32_t>(i));
  for (std::size_t i = 0; i < world.facilities.size(); ++i)
    facility.emplace(world.facilities[i].id, static_cast<std::uint32_t>(i));
  for (const auto& m : matrices) {
    if (m.unit != matrix_unit_)
      throw InputError(m.input, "its unit differs from the other cost tables'", "give all cost tables one unit, \"m\" or \"s\"");
    std::size_t met = 0;
    for (std::size_t r = 0; r < m.origin.size(); ++r) {
      const auto d = demand.find(m.origin[r]);
      const auto f = facility.find(m.destination[r]);
      if (d == demand.end() || f == facility.end()) continue;
      ++met;
      matrix_.push_back({d->second, f->second, to_cost(m.cost[r])});
    }
    if (met == 0 && !m.origin.empty())
      throw InputError(m.input, fmt::format("none of its {} rows names a demand point and a facility of the world (first row: "
                                            "'{}' -> '{}')", m.origin.size(), m.origin[0], m.destination[0]),
                       "check fields.origin and fields.destination against the ids of demand and facilities");
  }
  std::sort(matrix_.begin(), matrix_.end(), [](const MatrixRow& a, const MatrixRow& b) {
    return std::tie(a.demand, a.facility, a.cost) < std::tie(b.demand, b.facility, b.cost);
  });
  matrix_.erase(std::unique(matrix_.begin(), matrix_.end(), [](const MatrixRow& a, const MatrixRow& b) {
    return a.demand == b.demand && a.facility == b.facility;
  }), matrix_.end());
}

const std::vector<Cost>& Reach::impedance_of(CostUnit unit, std::string_view group) const {
  return unit == CostUnit::kMetres ? of(group).metres : of(group).seconds;
}

SearchInput Reach::search_input(std::span<const Snap> origins, std::span<const Snap> destinations, CostUnit unit,
                                std::string_view group) const {
  const Walkers& who = of(group);
  const double speed_mps = who.options.speed_m_per_min / 60;
  return {.net = &world_.streets,
          .impedance = unit == CostUnit::kMetres ? who.metres : who.seconds,
          .origins = origins,
          .destinations = destinations,
          .snap_cost_per_m = unit == CostUnit::kMetres ? 1000 : 1000 / speed_mps,
          .places = &who.ground->places,
          .slot = options_.at};
}

std::vector<Snap> Reach::snaps_of(const Walkers& who, std::span<const FacilityId> facilities) {
  std::vector<Snap> snaps;
  for (const FacilityId f : facilities) snaps.push_back((*who.facility)[f.value]);
  return snaps;
}

CostTable Reach::matrix_table(std::span<const FacilityId> providers, CostUnit unit, Cost cutoff) const {
  if (unit != matrix_unit_)
    throw InputError("levels", "a cutoff's unit differs from the cost table's",
                     "state cutoffs in the unit of the costs input (unit = \"m\" or \"s\")");
  std::vector<std::uint32_t> place(world_.facilities.size(), std::numeric_limits<std::uint32_t>::max());
  for (std::size_t k = 0; k < providers.size(); ++k) place[providers[k].value] = static_cast<std::uint32_t>(k);
  CostTable table;
  table.n_destinations = static_cast<std::uint32_t>(providers.size());
  table.row_begin.assign(world_.demand.size() + 1, 0);
  for (const auto& row : matrix_)
    if (place[row.facility] != std::numeric_limits<std::uint32_t>::max() && row.cost <= cutoff) {
      ++table.row_begin[row.demand + 1];
      table.destination.push_back(place[row.facility]);
      table.cost.push_back(row.cost);
    }
  for (std::size_t i = 1; i < table.row_begin.size(); ++i) table.row_begin[i] += table.row_begin[i - 1];
  return table;
}

NearestTable Reach::nearest(std::span<const FacilityId> providers, CostUnit unit, std::string_view group,
                            const StreetNetwork* streets) const {
  const Walkers& who = of(group);
  const std::span<const Cost> egress = unit == CostUnit::kSeconds ? std::span<const Cost>(who.egress.cost) : std::span<const Cost>();
  if (on_streets_) {
    const auto snaps = snaps_of(who, providers);
    SearchInput input = search_input(*who.demand, snaps, unit, group);
    if (streets != nullptr) input.net = streets;
    input.origin_egress = egress;
    return catchment::nearest(input);
  }
  if (options_.mode != TravelMode::kMatrix) {
    std::vector<Point> at;
    for (const FacilityId f : providers) at.push_back(facility_at_[f.value]);
    NearestTable table = metric_nearest(demand_at_, at, who.options, unit);
    add_egress(table, egress);
    return table;
  }
  const CostTable all = matrix_table(providers, unit, kUnreachable - 1);
  NearestTable best;
  best.cost.assign(world_.demand.size(), kUnreachable);
  best.destination.assign(world_.demand.size(), std::numeric_limits<std::uint32_t>::max());
  for (std::size_t i = 0; i < all.n_origins(); ++i)
    for (std::uint32_t k = all.row_begin[i]; k < all.row_begin[i + 1]; ++k)
      if (all.cost[k] < best.cost[i]) {
        best.cost[i] = all.cost[k];
        best.destination[i] = all.destination[k];
      }
  return best;
}

NearestTable Reach::nearest_of(DemandId point, std::span<const FacilityId> providers, CostUnit unit, std::string_view group,
                               const StreetNetwork* streets) const {
  if (!on_streets_) {
    const NearestTable all = nearest(providers, unit, group);
    return {{all.cost[point.value]}, {all.destination[point.value]}};
  }
  const Walkers& who = of(group);
  const auto snaps = snaps_of(who, providers);
  SearchInput input = search_input(std::span(*who.demand).subspan(point.value, 1), snaps, unit, group);
  if (streets != nullptr) input.net = streets;
  if (unit == CostUnit::kSeconds && !who.egress.cost.empty()) input.origin_egress = std::span(who.egress.cost).subspan(point.value, 1);
  return catchment::nearest(input);
}

std::optional<Path> Reach::path(DemandId point, FacilityId to, CostUnit unit, std::string_view group, const StreetNetwork* streets) const {
  if (!on_streets_) return std::nullopt;
  const Walkers& who = of(group);
  SearchInput input = search_input(std::span(*who.demand).subspan(point.value, 1), std::span(*who.facility).subspan(to.value, 1), unit, group);
  if (streets != nullptr) input.net = streets;
  if (unit == CostUnit::kSeconds && !who.egress.cost.empty()) input.origin_egress = std::span(who.egress.cost).subspan(point.value, 1);
  return find_path(input, 0, 0);
}

CostTable Reach::within_of_places(std::span<const Point> places, CostUnit unit, Cost cutoff, std::string_view group) const {
  const Walkers& who = of(group);
  const std::span<const Cost> egress = unit == CostUnit::kSeconds ? std::span<const Cost>(who.egress.cost) : std::span<const Cost>();
  if (by_matrix()) throw std::invalid_argument("Reach: a cost table knows no other places");
  if (on_streets_) {
    std::vector<Snap> snaps;
    for (const Point p : places) snaps.push_back(snap_facility(p, group));
    SearchInput input = search_input(*who.demand, snaps, unit, group);
    input.origin_egress = egress;
    return catchments(input, cutoff);
  }
  CostTable table = metric_catchments(demand_at_, places, who.options, unit, cutoff);
  add_egress(table, egress, cutoff);
  return table;
}

Snap Reach::snap_facility(Point at, std::string_view group) const {
  const Walkers& who = of(group);
  return who.ground->facility_edges.snap(at, who.options.facility_snap_max_m >= 0 ? who.options.facility_snap_max_m : who.options.snap_max_m);
}

double Reach::nearest_street_m(Point at, std::string_view group) const {
  if (!on_streets_) return std::numeric_limits<double>::infinity();
  return of(group).ground->edges.snap(at, std::numeric_limits<double>::infinity()).distance_m;
}

CostTable Reach::within(std::span<const FacilityId> providers, CostUnit unit, Cost cutoff, const Progress& progress,
                        std::string_view group) const {
  const Walkers& who = of(group);
  const std::span<const Cost> egress = unit == CostUnit::kSeconds ? std::span<const Cost>(who.egress.cost) : std::span<const Cost>();
  if (on_streets_) {
    const auto snaps = snaps_of(who, providers);
    SearchInput input = search_input(*who.demand, snaps, unit, group);
    input.origin_egress = egress;
    return catchments(input, cutoff, progress);
  }
  if (options_.mode == TravelMode::kMatrix) return matrix_table(providers, unit, cutoff);
  std::vector<Point> at;
  for (const FacilityId f : providers) at.push_back(facility_at_[f.value]);
  CostTable table = metric_catchments(demand_at_, at, who.options, unit, cutoff);
  add_egress(table, egress, cutoff);
  return table;
}

CostTable Reach::organisations_within(std::span<const FacilityId> providers, CostUnit unit, Cost cutoff) const {
  const std::vector<Point> from = places(world_.organisations);
  if (on_streets_) {
    const Walkers& who = of({});
    return catchments(search_input(snap_all(who.ground->edges, from, options_.snap_max_m), snaps_of(who, providers), unit), cutoff);
  }
  // An imported matrix knows demand points only; organisations then travel as the crow flies times the detour factor.
  NetworkOptions metric = options_;
  if (metric.mode == TravelMode::kMatrix) metric.mode = TravelMode::kEuclidean;
  std::vector<Point> at;
  for (const FacilityId f : providers) at.push_back(facility_at_[f.value]);
  return metric_catchments(from, at, metric, unit, cutoff);
}

CostTable Reach::organisations_within(std::span<const FacilityId> bases, std::span<const double> limit_min) const {
  double widest_min = 0;
  for (const double limit : limit_min) widest_min = std::max(widest_min, limit);
  const CostTable wide = organisations_within(bases, CostUnit::kSeconds, to_cost(widest_min * 60));
  CostTable kept;
  kept.n_destinations = wide.n_destinations;
  for (std::size_t i = 0; i < wide.n_origins(); ++i) {
    for (std::uint32_t k = wide.row_begin[i]; k < wide.row_begin[i + 1]; ++k)
      if (wide.cost[k] <= to_cost(limit_min[wide.destination[k]] * 60)) {
        kept.destination.push_back(wide.destination[k]);
        kept.cost.push_back(wide.cost[k]);
      }
    kept.row_begin.push_back(static_cast<std::uint32_t>(kept.destination.size()));
  }
  return kept;
}

CostTable Reach::between(std::span<const Point> from, std::span<const Point> to, CostUnit unit, Cost cutoff) const {
  if (on_streets_) {
    const Walkers& who = of({});
    std::vector<Snap> snaps;
    for (const Point p : to) snaps.push_back(snap_facility(p));
    return catchments(search_input(snap_all(who.ground->edges, from, options_.snap_max_m), snaps, unit), cutoff);
  }
  NetworkOptions metric = options_;
  if (metric.mode == TravelMode::kMatrix) metric.mode = TravelMode::kEuclidean;
  return metric_catchments(from, to, metric, unit, cutoff);
}

std::vector<EdgeBand> Reach::bands(std::span<const FacilityId> providers, CostUnit unit, std::span<const Cost> cutoffs,
                                   std::string_view group) const {
  if (!on_streets_ || providers.empty()) return {};
  const Walkers& who = of(group);
  const auto snaps = snaps_of(who, providers);
  const SearchInput input = search_input({}, snaps, unit, group);
  return edge_bands(input, node_field(input, cutoffs.back()), cutoffs);
}

}  // namespace catchment
