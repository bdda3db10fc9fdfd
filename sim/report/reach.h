#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/core/cost.h"
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
  NearestTable nearest(std::span<const FacilityId> providers, CostUnit unit, std::string_view group = {}) const;
  /// Demand points (rows) against facilities: all pairs within the cutoff.
  CostTable within(std::span<const FacilityId> providers, CostUnit unit, Cost cutoff, const Progress& progress = {},
                   std::string_view group = {}) const;
  /// Organisations (rows) against one base facility each: pairs within each base's own limit in minutes. Without egress.
  CostTable organisations_within(std::span<const FacilityId> bases, std::span<const double> limit_min) const;
  /// Pieces of streets within the cutoffs of the nearest provider; empty without streets.
  std::vector<EdgeBand> bands(std::span<const FacilityId> providers, CostUnit unit, std::span<const Cost> cutoffs,
                              std::string_view group = {}) const;

  [[nodiscard]] bool on_streets() const { return on_streets_; }
  [[nodiscard]] const std::vector<Snap>& demand_snaps(std::string_view group = {}) const { return *of(group).demand; }
  [[nodiscard]] const std::vector<Snap>& facility_snaps(std::string_view group = {}) const { return *of(group).facility; }
  [[nodiscard]] const std::vector<Cost>& impedance_of(CostUnit unit, std::string_view group = {}) const;
  [[nodiscard]] const Egress& egress(std::string_view group = {}) const { return of(group).egress; }

 private:
  /// The streets as one person group sees them. Groups that may use the same edges share their snaps.
  struct Walkers {
    NetworkOptions options;
    std::shared_ptr<const EdgeIndex> edges;
    std::shared_ptr<const std::vector<Snap>> demand, facility;
    std::vector<Cost> metres, seconds;   ///< [n_arcs]
    Egress egress;
  };
  Walkers walkers(const NetworkOptions& options) const;
  const Walkers& of(std::string_view group) const;
  static SearchInput search_input(const World& world, const Walkers& who, std::span<const Snap> origins,
                                  std::span<const Snap> destinations, CostUnit unit);
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
