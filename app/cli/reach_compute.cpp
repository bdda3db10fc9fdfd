#include "app/cli/reach_compute.h"

#include <omp.h>

#include <algorithm>
#include <cmath>
#include <exception>

#include "sim/core/sum.h"
#include "sim/network/facility_snap.h"
#include "sim/network/impedance.h"
#include "sim/network/search.h"
#include "sim/network/service_areas.h"
#include "sim/report/catchment_areas.h"
#include "sim/report/egress.h"

namespace catchment::cli {
namespace {

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

/// `work(k)` for all k below n, in parallel; what is thrown first by index is thrown on.
template <class Work>
void each(std::size_t n, const Progress& progress, const char* doing, const Work& work) {
  const std::size_t block = std::max<std::size_t>(16, (n + 99) / 100);
  for (std::size_t begin = 0; begin < n; begin += block) {
    report(progress, static_cast<double>(begin) / static_cast<double>(n), doing);
    const std::size_t end = std::min(n, begin + block);
    std::vector<std::exception_ptr> thrown(end - begin);
#pragma omp parallel for schedule(dynamic, 1)
    for (std::int64_t k = static_cast<std::int64_t>(begin); k < static_cast<std::int64_t>(end); ++k) {
      try {
        work(static_cast<std::size_t>(k));
      } catch (...) {
        thrown[static_cast<std::size_t>(k) - begin] = std::current_exception();
      }
    }
    for (const auto& t : thrown)
      if (t) std::rethrow_exception(t);
  }
  report(progress, 1, doing);
}

/// Bands that are drawn together: one facility's own, or all exclusive ones. `facility` of a band's owner.
struct BandSet {
  std::vector<EdgeBand> bands;
  std::vector<std::uint32_t> facility;
  std::vector<ServiceArea> nested, rings;
};

void count_persons(const ReachArguments& in, const World& world, std::span<const Cost> cutoffs, const CostTable& within, Reach& out) {
  const bool exclusive = in.areas == "exclusive";
  for (std::size_t d = 0; d < world.demand.size(); ++d) {
    const DemandPoint& point = world.demand[d];
    const auto destinations = within.destinations_of(d);
    const auto costs = within.costs_of(d);
    std::size_t best = 0;
    for (std::size_t i = 0; i < destinations.size(); ++i)
      if (costs[i] < costs[best]) best = i;
    if (point.inside)
      for (std::size_t i = 0; i < destinations.size(); ++i)
        for (std::size_t c = 0; c < cutoffs.size(); ++c)
          if (costs[i] <= cutoffs[c] && (!exclusive || i == best)) out.figures[destinations[i]][c].persons += point.persons;
    if (destinations.empty() && point.inside) {
      out.unreached_persons += point.persons;
      ++out.unreached_points;
    }
    if (in.output.empty()) continue;
    const bool reached = !destinations.empty();
    out.tables.demand.push_back({point.id, reached ? out.facilities[destinations[best]].id : "", point.persons,
                                 reached ? from_cost(costs[best]) : INFINITY, point.position, point.inside});
  }
}

void measure(const BandSet& set, std::size_t n_cutoffs, Reach& out) {
  std::vector<std::vector<Sum>> length(set.facility.size(), std::vector<Sum>(n_cutoffs));
  for (const EdgeBand& b : set.bands) length[b.owner][b.band].add((b.end_mm - b.begin_mm) / 1000.0);
  for (std::size_t o = 0; o < set.facility.size(); ++o) {
    double sum = 0;
    for (std::size_t c = 0; c < n_cutoffs; ++c) out.figures[set.facility[o]][c].length_m = sum += length[o][c].value();
  }
  for (const ServiceArea& a : set.nested) out.figures[set.facility[a.owner]][a.band].area_m2 = a.area_m2;
}

void fill_tables(const ReachArguments& in, const StreetNetwork& net, BandSet& set, std::span<const double> seconds, Reach& out) {
  for (const EdgeBand& b : set.bands)
    out.tables.streets.push_back({out.facilities[set.facility[b.owner]].id, seconds[b.band], b.band + 1,
                                  piece_of(net.line(b.edge), net.length_mm[b.edge.value], b.begin_mm, b.end_mm)});
  for (ServiceArea& a : in.rings ? set.rings : set.nested) {
    const std::uint32_t k = set.facility[a.owner];
    const ReachFigure &upto = out.figures[k][a.band], before = in.rings && a.band > 0 ? out.figures[k][a.band - 1u] : ReachFigure{};
    out.tables.areas.push_back({out.facilities[k].id, in.rings && a.band > 0 ? seconds[a.band - 1u] : 0, seconds[a.band],
                                upto.length_m - before.length_m, a.area_m2, upto.persons - before.persons, std::move(a.shape)});
  }
}

}  // namespace

Reach compute_reach(const ReachArguments& in, const World& world, const NetworkOptions& network,
                    std::span<const double> seconds, std::span<const Cost> cutoffs, const Progress& progress) {
  const StreetNetwork& net = world.streets;
  Reach out;
  out.facilities = reach_facilities(in, world);
  const auto costs = impedance(net, network, CostUnit::kSeconds);
  const auto usable = usable_edges(net, network);
  const Egress egress = egress_of(world, network);
  const EdgeIndex index(net, usable);
  std::vector<Point> places, homes;
  for (const auto& f : out.facilities) places.push_back(f.position);
  for (const DemandPoint& d : world.demand) homes.push_back(d.position);
  const double facility_max = network.facility_snap_max_m >= 0 ? network.facility_snap_max_m : network.snap_max_m;
  const WalledPlaces walled = walled_places(net, usable);
  const FacilityIndex entrances(net, usable, walled, index);
  std::vector<Snap> facility_snaps;
  for (const Point p : places) facility_snaps.push_back(entrances.snap(p, facility_max));
  const auto demand_snaps = snap_all(index, homes, network.snap_max_m);
  for (const Snap& snap : facility_snaps) out.snap_m.push_back(snap.distance_m);

  SearchInput search;
  search.net = &net;
  search.impedance = costs;
  search.origins = demand_snaps;
  search.destinations = facility_snaps;
  search.snap_cost_per_m = 1000.0 / (network.speed_m_per_min / 60);
  search.places = &walled;
  search.slot = network.at;
  search.origin_egress = egress.cost;
  const CostTable within = catchments(search, cutoffs.back(), part_of(progress, 0, 0.3));
  out.figures.assign(out.facilities.size(), std::vector<ReachFigure>(cutoffs.size()));
  count_persons(in, world, cutoffs, within, out);

  const bool exclusive = in.areas == "exclusive";
  std::vector<BandSet> sets(exclusive ? 1 : out.facilities.size());
  each(sets.size(), part_of(progress, 0.3, 0.5), "street bands", [&](std::size_t k) {
    SearchInput own = search;
    own.origins = {};
    own.origin_egress = {};
    own.residents = false;  // areas are for the general public
    if (!exclusive) own.destinations = search.destinations.subspan(k, 1);
    for (std::size_t i = 0; i < own.destinations.size(); ++i) sets[k].facility.push_back(static_cast<std::uint32_t>(exclusive ? i : k));
    sets[k].bands = edge_bands(own, node_field(own, cutoffs.back()), cutoffs);
    std::erase_if(sets[k].bands, [](const EdgeBand& b) { return b.end_mm <= b.begin_mm; });
  });
  Box reached;
  for (const BandSet& set : sets)
    for (const EdgeBand& b : set.bands) reached.add(bounds(net.line(b.edge)));
  if (!reached.empty()) {
    const AreaOptions options{.buffer_m = in.buffer_m, .fill_m = in.fill_m, .bridge_m = std::min(in.bridge_m, in.buffer_m)};
    const StreetCells cells = street_cells(net, usable, barriers_of(world, usable), reached, options);
    report(progress, 0.7, "service areas");
    const auto n_bands = static_cast<std::uint8_t>(cutoffs.size());
    each(sets.size(), part_of(progress, 0.7, 1), "service areas", [&](std::size_t k) {
      const auto owners = static_cast<std::uint32_t>(sets[k].facility.size());
      const PlanePartition partition = partition_by_reach(cells, sets[k].bands, owners);
      sets[k].nested = service_areas(partition, cells, owners, n_bands, AreaForm::kNested);
      if (in.rings && !in.output.empty()) sets[k].rings = service_areas(partition, cells, owners, n_bands, AreaForm::kRings);
      if (in.output.empty())
        for (ServiceArea& a : sets[k].nested) MultiPolygon().swap(a.shape);
    });
  }
  for (BandSet& set : sets) {
    measure(set, cutoffs.size(), out);
    if (!in.output.empty()) fill_tables(in, net, set, seconds, out);
  }
  return out;
}

}  // namespace catchment::cli
