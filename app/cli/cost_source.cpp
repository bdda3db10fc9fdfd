#include "app/cli/cost_source.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <numeric>
#include <optional>
#include <tuple>
#include <unordered_map>

#include <fmt/format.h>

#include "app/cli/named_table.h"
#include "app/pipeline/pipeline.h"
#include "gis/world_file/world_file.h"
#include "sim/network/cost_graph.h"
#include "sim/network/point_costs.h"
#include "sim/report/reach.h"
#include "sim/scenario/parse.h"

namespace catchment::cli {

namespace {

using Index = std::unordered_map<std::string, std::uint32_t>;

Index index_of(const std::vector<std::string>& ids) {
  Index out;
  out.reserve(ids.size());
  for (std::uint32_t k = 0; k < ids.size(); ++k) out.emplace(ids[k], k);
  return out;
}

PointMetric metric_of(const std::string& word) {
  if (word == "euclidean-floor") return PointMetric::kEuclideanFloor;
  if (word == "manhattan") return PointMetric::kManhattan;
  if (word == "chebyshev") return PointMetric::kChebyshev;
  if (word == "great-circle") return PointMetric::kGreatCircle;
  return PointMetric::kEuclidean;
}

std::string some(const std::vector<std::string>& ids) {
  std::string out;
  for (std::size_t k = 0; k < ids.size() && k < 5; ++k) out += (k ? ", " : "") + ids[k];
  return ids.size() > 5 ? out + fmt::format(" and {} more", ids.size() - 5) : out;
}

template <class T>
void permute(std::vector<T>& values, const std::vector<std::uint32_t>& order) {
  if (values.empty()) return;
  std::vector<T> out;
  out.reserve(values.size());
  for (const std::uint32_t k : order) out.push_back(values[k]);
  values = std::move(out);
}

class Reader {
 public:
  Reader(const CostSourceArguments& in, const CostSourceNeeds& needs, const Progress& progress) : in_(in), needs_(needs), progress_(progress) {}

  CostSource read() {
    const int sources = !in_.world.empty() + !in_.costs.empty() + !in_.edges.empty() + !in_.points.empty();
    if (sources > 1) throw InputError("command line", "travel costs come from more than one of WORLD, --costs, --edges, --points", "give one of them");
    if (in_.metric_given && (!in_.world.empty() || !in_.costs.empty() || !in_.edges.empty()))
      throw InputError("--metric", "a metric is for coordinates, but the costs come from elsewhere", "leave it away");
    if (!in_.world.empty()) world();
    else if (!in_.costs.empty()) cost_table();
    else if (!in_.edges.empty()) edge_list();
    else coordinates();
    return std::move(out_);
  }

 private:
  [[nodiscard]] const char* demand_option() const { return needs_.weights ? "--demand" : "--origins"; }
  [[nodiscard]] const char* sites_option() const { return needs_.weights ? "--sites" : "--destinations"; }

  void read_demand(std::vector<Point>* places = nullptr) {
    const NamedTable table(in_.demand, in_.demand_fields, {"id", "weight", "x", "y", "group"}, fmt::format("{}-fields", demand_option()));
    out_.demand_id = table.ids("id");
    take(table);
    weights_of(table);
    if (table.has("group"))
      for (std::size_t row = 0; row < table.n_rows(); ++row) out_.group.push_back(table.text("group", row));
    if (places) *places = places_of(table);
    sort_demand(places);
  }

  void weights_of(const NamedTable& table) {
    if (!needs_.weights || in_.unweighted) {
      out_.weight.assign(table.n_rows(), 1);
      return;
    }
    table.require({"weight"});
    for (std::size_t row = 0; row < table.n_rows(); ++row) out_.weight.push_back(table.amount("weight", row));
  }

  void supply_of(const NamedTable& table, const std::vector<std::size_t>& rows) {
    out_.supply_given = table.has("capacity");
    for (const std::size_t row : rows) out_.supply.push_back(out_.supply_given ? table.amount("capacity", row) : 1);
  }

  void read_sites(std::vector<Point>* places = nullptr) {
    const NamedTable table(in_.sites, in_.sites_fields, {"id", "x", "y", "capacity", "status", "hours"}, fmt::format("{}-fields", sites_option()));
    const auto ids = table.ids("id");
    take(table);
    std::vector<std::size_t> rows;
    for (std::size_t row = 0; row < table.n_rows(); ++row) {
      const std::string status = table.text("status", row);
      if (!status.empty() && status != "candidate" && status != "required" && status != "closed" && status != "existing" && status != "proposed")
        throw InputError(table.where(row), fmt::format("there is no status '{}'", status), "write candidate, required, existing, proposed or closed");
      if (status == "closed") closed_.emplace(ids[row], 0);
      else rows.push_back(row);
    }
    if (rows.empty()) throw InputError(in_.sites, "all its sites are closed", "keep at least one open");
    for (const std::size_t row : rows) out_.site_id.push_back(ids[row]);
    supply_of(table, rows);
    out_.hours_given = table.has("hours");
    for (const std::size_t row : rows) {
      const std::string text = table.text("hours", row);
      out_.hours.push_back(text.empty() ? OpeningHours{} : parse_opening_hours(text, table.where(row)));
    }
    if (places) {
      const auto all = places_of(table);
      for (const std::size_t row : rows) places->push_back(all[row]);
    }
    sort_sites(places);
  }

  std::vector<Point> places_of(const NamedTable& table) const {
    table.require({"x", "y"});
    std::vector<Point> out;
    for (std::size_t row = 0; row < table.n_rows(); ++row) {
      out.push_back({table.number("x", row), table.number("y", row)});
      if (in_.metric == "great-circle" && (std::abs(out.back().x) > 180 || std::abs(out.back().y) > 90))
        throw InputError(table.where(row), fmt::format("{}, {} is not a longitude and a latitude", out.back().x, out.back().y), "give degrees, or take another --metric");
    }
    return out;
  }

  void sort_demand(std::vector<Point>* places) {
    if (!needs_.sorted) return;
    const auto order = order_of_ids(out_.demand_id);
    permute(out_.demand_id, order);
    permute(out_.weight, order);
    permute(out_.group, order);
    if (places) permute(*places, order);
  }

  void sort_sites(std::vector<Point>* places) {
    if (!needs_.sorted) return;
    const auto order = order_of_ids(out_.site_id);
    permute(out_.site_id, order);
    permute(out_.supply, order);
    permute(out_.hours, order);
    if (places) permute(*places, order);
  }

  /// Every id is both, in order of `ids`.
  void both(const std::vector<std::string>& ids) {
    if (in_.demand.empty()) {
      out_.demand_id = ids;
      if (out_.weight.empty()) out_.weight.assign(ids.size(), 1);
      sort_demand(nullptr);
    }
    if (in_.sites.empty()) {
      out_.site_id = ids;
      out_.supply.assign(ids.size(), 1);
      out_.hours.assign(ids.size(), OpeningHours{});
      sort_sites(nullptr);
    }
  }

  [[nodiscard]] TableLimits limits() const {
    TableLimits out;
    if (needs_.bounded) out.cutoff = in_.cutoff;
    out.nearest = in_.nearest;
    return out;
  }

  void cost_table() {
    out_.from = "costs";
    const NamedTable table(in_.costs, in_.costs_fields, {"origin", "destination", "cost"}, "--costs-fields");
    table.require({"origin", "destination", "cost"});
    const auto origin = table.ids("origin", true), destination = table.ids("destination", true);
    take(table);
    if (needs_.weights && (in_.demand.empty() || in_.sites.empty()))
      throw InputError("command line", "a cost table needs --demand and --sites", "give both; they are joined to it by id");
    if (!in_.demand.empty()) read_demand();
    else distinct(origin, out_.demand_id), out_.weight.assign(out_.demand_id.size(), 1), sort_demand(nullptr);
    if (!in_.sites.empty()) read_sites();
    else distinct(destination, out_.site_id), out_.supply.assign(out_.site_id.size(), 1), out_.hours.resize(out_.site_id.size()), sort_sites(nullptr);
    const Index demand = index_of(out_.demand_id), site = index_of(out_.site_id);

    struct Row { std::uint32_t i, j; std::size_t row; double cost; };
    std::vector<Row> rows;
    Index strange_origins, strange_destinations;
    for (std::size_t row = 0; row < table.n_rows(); ++row) {
      const double cost = table.amount("cost", row);
      const auto i = demand.find(origin[row]);
      const auto j = site.find(destination[row]);
      if (i == demand.end()) strange_origins.emplace(origin[row], 0);
      if (j == site.end() && !closed_.contains(destination[row])) strange_destinations.emplace(destination[row], 0);
      if (i != demand.end() && j != site.end()) rows.push_back({i->second, j->second, row, cost});
    }
    if (rows.empty())
      throw InputError(in_.costs, "none of its rows has an origin and a destination of the other tables",
                       fmt::format("origin must be an id like '{}', destination one like '{}'; rows are never joined by their order", out_.demand_id.front(), out_.site_id.front()));
    strange(in_.costs, "origin", strange_origins, in_.demand);
    strange(in_.costs, "destination", strange_destinations, in_.sites);
    std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return std::tie(a.i, a.j, a.row) < std::tie(b.i, b.j, b.row); });
    std::vector<RealCostPair> pairs;
    for (std::size_t k = 0; k < rows.size(); ++k) {
      if (k > 0 && rows[k].i == rows[k - 1].i && rows[k].j == rows[k - 1].j) {
        if (in_.duplicate_pairs == "error")
          throw InputError(table.where(rows[k].row), fmt::format("the pair {}, {} is also in {}", origin[rows[k].row], destination[rows[k].row], table.where(rows[k - 1].row)), "remove one of them, or say --duplicate-pairs last or min");
        pairs.back().cost = in_.duplicate_pairs == "last" ? rows[k].cost : std::min(pairs.back().cost, rows[k].cost);
        continue;
      }
      pairs.push_back({rows[k].i, rows[k].j, rows[k].cost});
    }
    out_.costs = real_costs(std::move(pairs), static_cast<std::uint32_t>(out_.demand_id.size()), static_cast<std::uint32_t>(out_.site_id.size()));
  }

  static void distinct(const std::vector<std::string>& ids, std::vector<std::string>& out) {
    Index seen;
    for (const std::string& id : ids)
      if (seen.emplace(id, 0).second) out.push_back(id);
  }

  void strange(const std::string& file, const char* what, const Index& ids, const std::string& other) {
    if (ids.empty()) return;
    std::vector<std::string> names;
    for (const auto& entry : ids) names.push_back(entry.first);
    std::sort(names.begin(), names.end());
    out_.findings.push_back({Severity::kWarning, "unknown-ids", file, fmt::format("{} values of '{}' are no id of {}: {}", names.size(), what, other, some(names)), "their rows are left out"});
  }

  void edge_list() {
    out_.from = "edges";
    const NamedTable table(in_.edges, in_.edges_fields, {"from", "to", "cost", "directed"}, "--edges-fields");
    table.require({"from", "to", "cost"});
    const auto from = table.ids("from", true), to = table.ids("to", true);
    take(table);
    Index node;
    std::vector<std::string> ids;
    const auto number = [&](const std::string& id) {
      const auto [it, fresh] = node.emplace(id, static_cast<std::uint32_t>(ids.size()));
      if (fresh) ids.push_back(id);
      return it->second;
    };
    std::vector<CostEdge> edges;
    for (std::size_t row = 0; row < table.n_rows(); ++row) {
      CostEdge edge;
      edge.from = number(from[row]);
      edge.to = number(to[row]);
      edge.cost = table.amount("cost", row);
      edge.directed = table.has("directed") ? truth(table, row) : in_.directed;
      edges.push_back(edge);
    }
    if (in_.duplicate_edges == "error")
      if (const auto twice = first_duplicate(edges))
        throw InputError(table.where(twice->second), fmt::format("the edge {}, {} is also in {}", from[twice->second], to[twice->second], table.where(twice->first)),
                         "remove one of them, or say --duplicate-edges last or min");
    both(ids);
    if (!in_.demand.empty()) read_demand(), meet(out_.demand_id, node, in_.demand);
    if (!in_.sites.empty()) read_sites(), meet(out_.site_id, node, in_.sites);
    std::vector<std::uint32_t> origins, destinations;
    for (const std::string& id : out_.demand_id) origins.push_back(number(id));
    for (const std::string& id : out_.site_id) destinations.push_back(number(id));
    const CostGraph graph = make_cost_graph(static_cast<std::uint32_t>(ids.size()), edges, in_.duplicate_edges == "last" ? DuplicateEdges::kLast : DuplicateEdges::kMin);
    const GraphParts parts = parts_of(graph);
    if (parts.size.size() > 1)
      out_.findings.push_back({Severity::kWarning, "several-parts", in_.edges,
                               fmt::format("the graph has {} parts that are not joined; the largest has {} of {} nodes", parts.size.size(), *std::max_element(parts.size.begin(), parts.size.end()), ids.size()), ""});
    out_.costs = graph_costs(graph, origins, destinations, limits(), progress_);
    out_.complete = !needs_.bounded || !in_.cutoff;
  }

  static bool truth(const NamedTable& table, std::size_t row) {
    std::string word = table.text("directed", row);
    std::transform(word.begin(), word.end(), word.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (word == "1" || word == "true" || word == "yes") return true;
    if (word.empty() || word == "0" || word == "false" || word == "no") return false;
    throw InputError(table.where(row), fmt::format("'{}' in 'directed' is neither true nor false", word), "write 1 or 0");
  }

  void meet(const std::vector<std::string>& ids, const Index& node, const std::string& file) {
    std::vector<std::string> alone;
    for (const std::string& id : ids)
      if (!node.contains(id)) alone.push_back(id);
    if (alone.size() == ids.size()) throw InputError(file, "none of its ids is a node of the edges", fmt::format("use ids like those in {}", in_.edges));
    if (!alone.empty())
      out_.findings.push_back({Severity::kWarning, "unknown-ids", file, fmt::format("{} ids are on no edge: {}", alone.size(), some(alone)), "they are kept, and reach nothing but themselves"});
  }

  void coordinates() {
    std::vector<Point> origins, destinations;
    if (!in_.points.empty()) {
      if (!in_.demand.empty() || !in_.sites.empty()) throw InputError("command line", "--points already are both sides", fmt::format("leave {} and {} away", demand_option(), sites_option()));
      out_.from = "points";
      const NamedTable table(in_.points, in_.points_fields, {"id", "x", "y", "weight", "capacity"}, "--points-fields");
      const auto ids = table.ids("id");
      take(table);
      origins = destinations = places_of(table);
      weights_of(table);
      std::vector<std::size_t> rows(table.n_rows());
      std::iota(rows.begin(), rows.end(), std::size_t{0});
      supply_of(table, rows);
      out_.demand_id = out_.site_id = ids;
      out_.hours.assign(ids.size(), OpeningHours{});
      sort_demand(&origins);
      sort_sites(&destinations);
    } else {
      if (in_.demand.empty() || in_.sites.empty())
        throw InputError("command line", "it does not say where travel costs come from", fmt::format("give --costs, --edges, --points, a world, or {} and {} with x and y", demand_option(), sites_option()));
      out_.from = "coordinates";
      read_demand(&origins);
      read_sites(&destinations);
    }
    out_.costs = point_costs(metric_of(in_.metric), origins, destinations, limits(), in_.earth_radius_m);
    out_.complete = !needs_.bounded || !in_.cutoff;
    if (in_.metric == "great-circle") out_.unit = "m";
  }

  void world() {
    out_.from = "world";
    if (!in_.demand.empty() || !in_.sites.empty()) throw InputError("command line", "a world has its own demand points and facilities", fmt::format("leave {} and {} away", demand_option(), sites_option()));
    if (!in_.cutoff) throw InputError("--cutoff", "on a world's streets a cutoff is needed", "give one, e.g. 900 for 15 minutes");
    const CostUnit unit = in_.unit == "m" ? CostUnit::kMetres : CostUnit::kSeconds;
    if (*in_.cutoff < 0.001 || *in_.cutoff > 1'000'000) throw InputError("--cutoff", fmt::format("{} is out of range", *in_.cutoff), "give more than 0 and at most 1000000");
    NetworkOptions network;
    std::vector<CostMatrix> matrices;
    World w;
    if (in_.world.ends_with(".toml")) {
      const Scenario scenario = pipeline::load_scenario(in_.world);
      network = scenario.network;
      auto loaded = pipeline::load_world(scenario, part_of(progress_, 0, 0.5));
      w = pipeline::edited_world(loaded, scenario);
      matrices = std::move(loaded.matrices);
    } else {
      if (!gis::is_world_file(in_.world)) throw InputError(in_.world, "it is not a world file", "make one with 'catchment import' or 'catchment generate town', or name a scenario");
      w = gis::read_world(in_.world, part_of(progress_, 0, 0.5));
    }
    if (network.mode == TravelMode::kWalk || network.mode == TravelMode::kCycle) {
      const TravelMode mode = in_.mode == "cycle" ? TravelMode::kCycle : TravelMode::kWalk;
      if (network.mode != mode) network.speed_m_per_min = mode == TravelMode::kCycle ? 240 : 80;
      network.mode = mode;
      network.snap_max_m = in_.snap_max_m;
    }
    if (in_.speed_m_per_min > 0) network.speed_m_per_min = in_.speed_m_per_min;

    std::vector<FacilityId> open;
    for (std::size_t f = 0; f < w.facilities.size(); ++f)
      if (w.facilities[f].status != FacilityStatus::kClosed && (in_.level == 0 || w.facilities[f].level == in_.level)) open.emplace_back(f);
    if (open.empty()) throw InputError(in_.world, in_.level ? fmt::format("it has no open facility of level {}", in_.level) : "it has no open facility", "choose another --level or add facilities");
    if (w.demand.empty()) throw InputError(in_.world, "it has no demand points", "add a demand input");
    std::vector<std::uint32_t> rows(w.demand.size());
    std::iota(rows.begin(), rows.end(), 0u);
    for (const DemandPoint& point : w.demand) {
      out_.demand_id.push_back(point.id);
      out_.weight.push_back(static_cast<double>(point.persons));
      if (!w.areas.empty()) out_.group.push_back(point.area.valid() ? w.areas[point.area.value].id : "");
    }
    for (const FacilityId f : open) out_.site_id.push_back(w.facilities[f.value].id);
    if (needs_.sorted) {
      rows = order_of_ids(out_.demand_id);
      permute(out_.demand_id, rows);
      permute(out_.weight, rows);
      permute(out_.group, rows);
      const auto order = order_of_ids(out_.site_id);
      permute(out_.site_id, order);
      permute(open, order);
    }
    out_.supply_given = out_.hours_given = true;
    for (const FacilityId f : open) {
      const Facility& facility = w.facilities[f.value];
      out_.unlimited += facility.capacity < 0;
      out_.supply.push_back(facility.capacity < 0 ? 1 : static_cast<double>(facility.capacity));
      out_.hours.push_back(facility.hours);
    }
    const Reach reach(w, network, matrices);
    const RealCostTable all = real_costs(reach.within(open, unit, to_cost(*in_.cutoff), part_of(progress_, 0.5, 1)));
    out_.costs.n_destinations = all.n_destinations;
    for (const std::uint32_t row : rows) {
      std::vector<std::pair<double, std::uint32_t>> pairs;
      for (std::uint64_t k = all.row_begin[row]; k < all.row_begin[row + std::size_t{1}]; ++k) pairs.emplace_back(all.cost[k], all.destination[k]);
      if (in_.nearest > 0 && pairs.size() > in_.nearest) {
        std::sort(pairs.begin(), pairs.end());
        pairs.resize(in_.nearest);
        std::sort(pairs.begin(), pairs.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
      }
      for (const auto& [cost, site] : pairs) {
        out_.costs.destination.push_back(site);
        out_.costs.cost.push_back(cost);
      }
      out_.costs.row_begin.push_back(out_.costs.cost.size());
    }
    out_.complete = false;
    out_.unit = in_.unit;
  }

  void take(const NamedTable& table) { out_.findings.insert(out_.findings.end(), table.findings().begin(), table.findings().end()); }

  const CostSourceArguments& in_;
  const CostSourceNeeds& needs_;
  const Progress& progress_;
  CostSource out_;
  Index closed_;
};

}  // namespace

std::vector<std::uint32_t> order_of_ids(const std::vector<std::string>& ids) {
  const bool numbers = std::all_of(ids.begin(), ids.end(), [](const std::string& id) {
    return !id.empty() && id.size() <= 18 && (id == "0" || id[0] != '0') && std::all_of(id.begin(), id.end(), [](char c) { return c >= '0' && c <= '9'; });
  });
  std::vector<std::uint32_t> out(ids.size());
  std::iota(out.begin(), out.end(), 0u);
  std::sort(out.begin(), out.end(), [&](std::uint32_t a, std::uint32_t b) {
    if (numbers && ids[a].size() != ids[b].size()) return ids[a].size() < ids[b].size();
    return ids[a] < ids[b];
  });
  return out;
}

CostSource read_cost_source(const CostSourceArguments& in, const CostSourceNeeds& needs, const Progress& progress) {
  return Reader(in, needs, progress).read();
}

std::vector<std::string> source_files(const CostSourceArguments& in) {
  return {in.world, in.demand, in.sites, in.costs, in.edges, in.points};
}

}  // namespace catchment::cli
