#pragma once

#include <optional>
#include <vector>

#include "sim/core/cost.h"
#include "sim/network/search.h"
#include "sim/report/compute_study.h"
#include "sim/scenario/scenario.h"
#include "sim/world/world.h"

namespace catchment {

/// Who is how far from whom, whatever the travel mode: streets, a metric or an imported matrix. Snaps every place once and
/// keeps one impedance per cutoff unit, so that several levels share the work.
class Reach {
 public:
  /// Keeps references to `world`, `options` and `matrices`. Throws InputError for matrix mode without a matrix, and for walk or
  /// cycle mode without streets.
  Reach(const World& world, const NetworkOptions& options, const std::vector<CostMatrix>& matrices);

  /// Demand points (rows) against facilities: the cheapest one, unbounded.
  NearestTable nearest(std::span<const FacilityId> providers, CostUnit unit) const;
  /// Demand points (rows) against facilities: all pairs within the cutoff.
  CostTable within(std::span<const FacilityId> providers, CostUnit unit, Cost cutoff, const Progress& progress = {}) const;
  /// Organisations (rows) against one base facility each: pairs within each base's own limit in minutes.
  CostTable organisations_within(std::span<const FacilityId> bases, std::span<const double> limit_min) const;
  /// Pieces of streets within the cutoffs of the nearest provider; empty without streets.
  std::vector<EdgeBand> bands(std::span<const FacilityId> providers, CostUnit unit, std::span<const Cost> cutoffs) const;

  [[nodiscard]] bool on_streets() const { return on_streets_; }
  [[nodiscard]] const std::vector<Snap>& demand_snaps() const { return demand_snaps_; }
  [[nodiscard]] const std::vector<Snap>& facility_snaps() const { return facility_snaps_; }
  [[nodiscard]] const std::vector<Cost>& impedance_of(CostUnit unit) const;
  [[nodiscard]] const WalledPlaces& walled_places() const { return places_; }
  /// What a search on the streets needs, with the gates as they are at the study's moment.
  [[nodiscard]] SearchInput search_input(std::span<const Snap> origins, std::span<const Snap> destinations, CostUnit unit) const;

 private:
  std::vector<Snap> snaps_of(std::span<const FacilityId> facilities) const;
  CostTable matrix_table(std::span<const FacilityId> providers, CostUnit unit, Cost cutoff) const;

  const World& world_;
  const NetworkOptions& options_;
  const std::vector<CostMatrix>& matrices_;
  bool on_streets_ = false;
  std::optional<EdgeIndex> edges_;
  WalledPlaces places_;
  std::vector<Snap> demand_snaps_, facility_snaps_;
  std::vector<Point> demand_at_, facility_at_;
  std::vector<Cost> metres_, seconds_;
  struct MatrixRow { std::uint32_t demand, facility; Cost cost; };
  std::vector<MatrixRow> matrix_;        // sorted by (demand, facility), cheapest of doubles kept
  CostUnit matrix_unit_ = CostUnit::kMetres;
};

}  // namespace catchment
