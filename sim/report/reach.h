#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/core/cost.h"
#include "sim/network/facility_snap.h"
#include "sim/network/path.h"
#include "sim/network/search.h"
#include "sim/report/compute_study.h"
#include "sim/report/egress.h"
#include "sim/scenario/scenario.h"
#include "sim/world/world.h"

namespace catchment {

/// Who is how far from whom, whatever the travel mode: streets, a metric or an imported matrix. Snaps every place once and
/// keeps one impedance per person group and cutoff unit, so that several levels share the work. Costs in time hold what it
/// takes to get from the home's door to the street (egress.h), but for an imported matrix, which is taken as it stands.
class Reach {
 public:
  /// Keeps references to `world`, `options` and `matrices`. `groups`: names of the person groups that will be asked for besides
  /// options.group. Throws InputError for matrix mode without a matrix, and for walk or cycle mode without streets;
  /// std::invalid_argument for a group that options.groups does not hold.
  Reach(const World& world, const NetworkOptions& options, const std::vector<CostMatrix>& matrices,
        std::span<const std::string> groups = {});

  /// `group` below: who walks; empty is options.group. Throws std::invalid_argument for one that was not announced.
  ///
  /// Demand points (rows) against facilities: the cheapest one, unbounded.
  /// `streets`: the world's own with other gates, to ask what if; null: as they are.
  NearestTable nearest(std::span<const FacilityId> providers, CostUnit unit, std::string_view group = {},
                       const StreetNetwork* streets = nullptr) const;
  /// The same for one demand point: tables of one row. Without streets it is read from the whole table.
  NearestTable nearest_of(DemandId point, std::span<const FacilityId> providers, CostUnit unit, std::string_view group = {},
                          const StreetNetwork* streets = nullptr) const;
  /// The way from a demand point to a facility; nothing if there is none, or without streets.
  std::optional<Path> path(DemandId point, FacilityId to, CostUnit unit, std::string_view group = {},
                           const StreetNetwork* streets = nullptr) const;
  /// Demand points (rows) against facilities: all pairs within the cutoff.
  CostTable within(std::span<const FacilityId> providers, CostUnit unit, Cost cutoff, const Progress& progress = {},
                   std::string_view group = {}) const;
  /// Demand points (rows) against places where a facility might stand: all pairs within the cutoff. Throws std::invalid_argument
  /// for a matrix, which knows no other places.
  CostTable within_of_places(std::span<const Point> places, CostUnit unit, Cost cutoff, std::string_view group = {}) const;
  /// Organisations (rows) against one base facility each: pairs within each base's own limit in minutes. Without egress.
  CostTable organisations_within(std::span<const FacilityId> bases, std::span<const double> limit_min) const;
  /// Organisations (rows) against facilities: all pairs within the cutoff. An imported matrix knows demand points only:
  /// organisations then travel in a straight line times the detour factor.
  CostTable organisations_within(std::span<const FacilityId> providers, CostUnit unit, Cost cutoff) const;
  /// Any places (rows) against any others, as a person of options.group travels from door to door: all pairs within the cutoff, without egress. An
  /// imported matrix knows neither: then in a straight line times the detour factor.
  CostTable between(std::span<const Point> from, std::span<const Point> to, CostUnit unit, Cost cutoff) const;
  /// Pieces of streets within the cutoffs of the nearest provider; empty without streets.
  std::vector<EdgeBand> bands(std::span<const FacilityId> providers, CostUnit unit, std::span<const Cost> cutoffs,
                              std::string_view group = {}) const;

  /// False where an imported matrix is in the other unit.
  [[nodiscard]] bool knows(CostUnit unit) const { return options_.mode != TravelMode::kMatrix || unit == matrix_unit_; }
  [[nodiscard]] bool on_streets() const { return on_streets_; }
  [[nodiscard]] const std::vector<Snap>& demand_snaps(std::string_view group = {}) const { return *of(group).demand; }
  [[nodiscard]] const std::vector<Snap>& facility_snaps(std::string_view group = {}) const { return *of(group).facility; }
  [[nodiscard]] const std::vector<Cost>& impedance_of(CostUnit unit, std::string_view group = {}) const;
  [[nodiscard]] const Egress& egress(std::string_view group = {}) const { return of(group).egress; }
  /// Where a facility at this place would be tied to the streets.
  [[nodiscard]] Snap snap_facility(Point at, std::string_view group = {}) const;
  /// Metres to the nearest street that the group may use, however far; infinity without streets.
  [[nodiscard]] double nearest_street_m(Point at, std::string_view group = {}) const;
  [[nodiscard]] bool by_matrix() const { return options_.mode == TravelMode::kMatrix; }
  [[nodiscard]] const WalledPlaces& walled_places(std::string_view group = {}) const { return of(group).ground->places; }
  /// What a search on the streets needs, with the gates as they are at the study's moment. Without egress: `origins` may be any.
  [[nodiscard]] SearchInput search_input(std::span<const Snap> origins, std::span<const Snap> destinations, CostUnit unit,
                                         std::string_view group = {}) const;

 private:
  /// The edges that a group may use, and whose gates are whose on them.
  struct Ground {
    EdgeIndex edges;
    WalledPlaces places;
    FacilityIndex facility_edges;        // of the two above: made in place, never moved
    Ground(const StreetNetwork& net, std::span<const std::uint8_t> usable)
        : edges(net, usable), places(catchment::walled_places(net, usable)), facility_edges(net, usable, places, edges) {}
    Ground(const Ground&) = delete;
    Ground& operator=(const Ground&) = delete;
  };
  /// The streets as one person group sees them. Groups that may use the same edges share ground and snaps.
  struct Walkers {
    NetworkOptions options;
    std::shared_ptr<const Ground> ground;
    std::shared_ptr<const std::vector<Snap>> demand, facility;
    std::vector<Cost> metres, seconds;   ///< [n_arcs]
    Egress egress;
  };
  Walkers walkers(const NetworkOptions& options) const;
  const Walkers& of(std::string_view group) const;
  static std::vector<Snap> snaps_of(const Walkers& who, std::span<const FacilityId> facilities);
  CostTable matrix_table(std::span<const FacilityId> providers, CostUnit unit, Cost cutoff) const;

  const World& world_;
  const NetworkOptions& options_;
  const std::vector<CostMatrix>& matrices_;
  bool on_streets_ = false;
  std::vector<Point> demand_at_, facility_at_;
  std::vector<Walkers> walkers_;         // options.group first
  struct MatrixRow { std::uint32_t demand, facility; Cost cost; };
  std::vector<MatrixRow> matrix_;        // sorted by (demand, facility), cheapest of doubles kept
  CostUnit matrix_unit_ = CostUnit::kMetres;
};

}  // namespace catchment
