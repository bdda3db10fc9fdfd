#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "sim/scenario/scenario.h"

namespace catchment::cli {

/// Options that every command takes.
struct CommonArguments {
  bool json = false;
  bool csv = false;              ///< only where a command offers it
  std::string language;          ///< "zh", "en" or empty: the scenario's
  int threads = 0;               ///< 0: all
  bool overwrite = false;
  bool progress = false;         ///< also where standard error is no terminal
};

using Overrides = std::vector<std::pair<std::string, std::string>>;

struct RunArguments { std::string scenario, output; Overrides overrides; };
struct CheckArguments { std::vector<std::string> files; Overrides overrides; bool strict = false; };
struct ImportArguments {
  std::vector<std::string> sources;          ///< PATH or ROLE=PATH
  std::string output, datum, encoding, crs, layer, role, source_crs, source, licence, date;
  std::vector<std::string> fields, values;   ///< OURS=THEIRS
};
struct GenerateArguments { std::string output; TownSpec town; std::uint64_t seed = 1; std::string crs = "auto"; };
/// `reach --friction`: travel over cells, off the streets.
struct FrictionArguments {
  std::string land_cover, speeds, elevation, population, crs, convention = "catchment";
  std::vector<std::string> roads, barriers;  ///< FILE:LAYER[:COLUMN], FILE:LAYER
  bool anisotropic = false, towards = false, from = false;
  int moves = 0;                             ///< 0: the convention's
};
struct ReachArguments {
  std::string world, facilities, layer, output, mode = "walk", datum = "wgs84";
  std::vector<double> cutoffs_s{300, 600, 900};
  int level = 0;                             ///< 0: every level
  double speed_m_per_min = 0;                ///< 0: the mode's or the group's default
  double snap_max_m = 200, buffer_m = 50, fill_m = 200, bridge_m = 5;
  std::string areas = "overlapping";         ///< or "exclusive": each place to its nearest facility
  bool rings = false;                        ///< areas between two cutoffs; else all up to one
  std::string group;                         ///< person group; empty: the scenario's, else adults
  FrictionArguments friction;
};
struct RenderArguments { std::string source, output, theme = "levels", level; Overrides overrides; bool dark = false; double width_px = 0; };
struct BatchArguments { std::string sweep, output; int workers = 1; bool resume = false; };
struct CompareArguments { std::vector<std::string> folders; std::string output, by, level; };
/// Where travel costs come from: a cost table, an edge list, coordinates, or a world's streets.
struct CostSourceArguments {
  std::string world, demand, sites, costs, edges, points, metric = "euclidean", duplicate_edges = "error", duplicate_pairs = "error";
  std::vector<std::string> demand_fields, sites_fields, costs_fields, edges_fields, points_fields;  ///< OURS=THEIRS
  bool metric_given = false, directed = false, unweighted = false;
  double earth_radius_m = 6'371'008.8;
  std::optional<double> cutoff;
  std::uint32_t nearest = 0;                 ///< 0: all
  std::string mode = "walk", unit = "s";
  int level = 0;
  double speed_m_per_min = 0, snap_max_m = 200;
};
struct OdArguments { CostSourceArguments source; std::string output; };
struct WhyArguments { std::string scenario, level; std::vector<std::string> points; Overrides overrides; };
struct AccessArguments {
  CostSourceArguments source;
  std::string method, decay, decay_table, decay_table_shape = "linear", step_ends, choice = "all", aggregate = "best", window, output;
  double alpha = 1, beta = 2, floor = 0, gap = 1e-9;
  std::optional<double> rho, tau, q;
  int sweep_limit = 10'000;
  std::uint32_t k = 0;                       ///< 0: the method's default
};
struct ShareArguments {
  std::string source;                        ///< scenario or world file; or edges and nodes
  Overrides overrides;
  std::string edges, nodes, duplicate_edges = "keep", date;
  std::vector<std::string> edges_fields, nodes_fields, without, types;
  bool undirected = false, proposed = false;
  std::vector<std::string> measures;         ///< empty: all where nothing else is asked
  std::int64_t exact_up_to = 20'000, samples = 2'000;
  std::uint64_t seed = 1;
  bool match = false, assign = false;
  std::string over;                          ///< of a world's matching: links, reach or any; empty: the scenario's, else links
  std::optional<double> unmet_penalty, link_cap, threshold;
  std::vector<std::string> resilience;       ///< an order's name, or ids
  std::int64_t steps = 0;                    ///< 0: all
  bool critical = false;
  std::string root;
  std::int64_t recommend = 0;
  std::optional<double> decay_m, eta, recommend_cutoff_m;
  std::string stable, proposing = "from";    ///< table of preferences; which side proposes
  std::string commodities, goal = "total";
  std::vector<std::string> commodities_fields;
  bool whole = false;
  double gap = 0, time_limit_s = 60;
  std::string to, output;
};
struct ViewArguments {
  std::vector<std::string> files;
  std::string screenshot, size, at, theme, level, state;
  double metres_per_px = 0, scale = 0;       ///< 0: the default
  bool map_only = false, dark = false;
};

using CommandArguments = std::variant<RunArguments, CheckArguments, ImportArguments, GenerateArguments, ReachArguments,
                                      RenderArguments, BatchArguments, CompareArguments, OdArguments, AccessArguments, WhyArguments,
                                      ShareArguments, ViewArguments>;

struct Arguments {
  CommonArguments common;
  CommandArguments command;
};

/// What the command line says, or that the program has already answered (--help, --version, misuse): then `exit_code`.
struct Parsed {
  Arguments arguments;
  bool answered = false;
  int exit_code = 0;
};
Parsed parse_arguments(int argc, char** argv);

}  // namespace catchment::cli
