#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/core/cost.h"
#include "sim/coverage/equity.h"
#include "sim/coverage/levels.h"
#include "sim/coverage/organisations.h"
#include "sim/network/search.h"
#include "sim/network/snap.h"
#include "sim/report/service_results.h"
#include "sim/scenario/scenario.h"
#include "sim/world/world.h"

namespace catchment {

struct SharingResult;                     // sim/report/sharing_study.h

/// What of a level there is without anything lent.
struct WithoutSharing {
  std::int64_t covered = 0, served = 0, no_capacity = 0, out_of_reach = 0;  ///< persons counted
};

/// One service level's results: coverage plus who is nearest, even beyond the cutoff.
struct LevelResult {
  LevelSpec spec;
  std::vector<FacilityId> providers;      ///< ascending; destination k of the tables is providers[k]
  NearestTable nearest;                   ///< [n_demand] cheapest provider, unbounded; in the level's unit
  LevelCoverage coverage;                 ///< [n_demand]
  std::vector<std::int64_t> backup_persons;  ///< persons with exactly k providers within the cutoff
  bool capacity_limited = false;          ///< some provider has a capacity
  double share = 0;                       ///< persons_covered / population; NaN if nobody is counted
  std::optional<WithoutSharing> without_sharing;  ///< where a lent room or lent people are part of it
};

/// Figures of one area: sums over the demand points inside it (exact integers), per level.
struct AreaResult {
  AreaId area;
  std::int64_t persons = 0, demand_points = 0;
  std::vector<std::int64_t> covered, served, no_capacity, out_of_reach;  ///< [n_levels]
  std::int64_t joint = 0;
};

/// Equity of the travel cost to the nearest provider of one level, persons as weights; unreachable people excluded and counted.
struct LevelEquity {
  std::optional<double> gini, hoover, palma, p90_p10;
  std::optional<Theil> theil;             ///< groups: areas of coverage.report_area_level
  std::vector<LorenzPoint> lorenz;        ///< thinned to at most 101 points
  double mean = 0, median = 0, p90 = 0, worst_tenth_mean = 0;  ///< in seconds or metres as the level's unit
  std::int64_t excluded_persons = 0;
  std::optional<double> gini_of_area_shares;  ///< of covered shares between areas, weighted by persons
};

/// A gap: an area or cluster of demand points out of reach or without a place; the report lists the ten largest.
struct Gap {
  std::string name;
  AreaId area;
  Point centre;
  std::int64_t persons = 0;
  std::size_t level = 0;                  ///< index into levels
  bool no_capacity = false;               ///< the reason: full (true) or too far (false)
  double shortfall = 0;                   ///< median excess over the cutoff, in its unit; or places missing
  FacilityId nearest;
};

/// Snapping and network health, shown in the report.
struct NetworkResult {
  bool used = false;
  Components components;
  std::size_t nodes = 0, arcs = 0, edges = 0, gates = 0;
  double length_m = 0;
  std::vector<double> demand_snap_m, facility_snap_m;  ///< +inf: not snapped
  std::size_t demand_unsnapped = 0, facilities_unsnapped = 0;
  double snap_median_m = 0, snap_p95_m = 0, snap_max_m = 0;
  /// Off the largest component: who cannot walk to it, not even with the keys of their own gates.
  std::int64_t persons_unsnapped = 0, persons_off_main = 0;
  std::array<std::size_t, 3> gates_by_state{};  ///< by GateState, at the study's moment; they sum to `gates`
  std::size_t walled_places = 0;
  std::int64_t persons_in_walled_places = 0;
  std::size_t gates_of_no_place = 0;      ///< residents-only gates with one place on both sides: nobody has a key
  std::size_t gates_of_empty_places = 0;  ///< residents-only gates of places where nobody lives
  std::size_t facilities_behind_gates = 0;  ///< that only the people of a walled place reach
  bool heights = false;                   ///< the streets have heights and are walked: times follow their slope
  bool egress_stated = false;             ///< times hold the way from door to street that demand points state
  bool egress_by_storeys = false;         ///< times hold that way by the floors of buildings ([network.vertical])
};

/// One row of catalogue coverage (N7): persons within reach of a facility that offers the item.
struct ItemResult { std::string item; std::int64_t facilities = 0, persons = 0; };

/// The relay path of U3: building -> quarter -> block -> sub-district -> district -> city.
struct LinkageResult { int hops = 0; std::int64_t points_whole = 0, points_broken = 0; std::vector<int> missing_levels; };

/// The streets within reach of one level's providers: pieces of edges by band. Empty without a street network.
struct StreetBands {
  std::size_t level = 0;                  ///< index into levels: the one with the widest cutoff
  std::vector<double> cutoffs;            ///< ascending, in the level's unit: a third, two thirds, all of its cutoff
  std::vector<EdgeBand> pieces;           ///< by edge, then begin; what is missing lies beyond the last cutoff
};

/// Everything that a run computed, as values. The report, the map, the tables and the GeoPackage all read this.
struct Study {
  std::int64_t population = 0;            ///< persons counted (inside the boundary)
  std::int64_t population_beyond = 0;     ///< persons outside it, not counted
  std::size_t demand_points = 0;          ///< counted ones
  std::vector<std::uint8_t> counted;      ///< [n_demand] 1 if inside the boundary
  std::vector<LevelResult> levels;        ///< in the scenario's order
  JointCoverage joint;
  double joint_share = 0;
  std::vector<LevelEquity> equity;        ///< [n_levels]
  std::vector<AreaResult> areas;          ///< every area with demand inside, index order
  std::vector<Gap> gaps;                  ///< ten largest
  std::vector<std::int64_t> covered_without_neighbours;  ///< F16: [n_levels] persons, facilities beyond ignored
  NetworkResult network;
  StreetBands bands;
  std::optional<OrganisationCoverage> organisations;
  std::optional<Accountability> accountability;
  std::vector<UnitId> assigned_unit;      ///< [n_organisations] with organisations.accountable = "assign"; invalid: no capacity
  std::optional<VenueHosting> venues;
  std::vector<ItemResult> items;
  std::optional<LinkageResult> linkage;
  std::vector<ExposureResult> exposure;   ///< [n_levels] if the scenario asks for it
  std::vector<ChannelResult> channels;    ///< in the scenario's order
  std::vector<AdviserResult> advisers;    ///< in the scenario's order
  std::optional<InformationReach> information;
  std::optional<DashboardResult> dashboard;
  std::shared_ptr<const SharingResult> sharing;  ///< null: the scenario does not ask for it
  Findings findings;                      ///< of the run; the world has its own
  std::string run_id;                     ///< first 12 hex digits of the hash of scenario, inputs and version
  std::string version;
};

/// The level with the smallest covered share; ties to the first. Levels must not be empty.
std::size_t weakest_level(const Study& study);

}  // namespace catchment
