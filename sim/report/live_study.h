#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "sim/core/cost.h"
#include "sim/report/compute_study.h"
#include "sim/report/live_figures.h"
#include "sim/scenario/scenario.h"
#include "sim/world/world.h"

namespace catchment {

/// What one edit changed.
struct LiveChange {
  struct Level {
    std::vector<DemandId> nearest;    ///< points whose cheapest provider, or the cost to it, is another now
    std::vector<DemandId> backup;     ///< points with another number of providers within the cutoff
    std::vector<DemandId> covered;    ///< of these, points that are covered now and were not, or the other way round
    bool split = false;               ///< the demand split has to be computed anew
  };
  std::vector<Level> levels;          ///< [n_levels]
};

/// A study that follows edits at the speed of a hand: after every edit its figures are those that `compute_study` gives for the
/// edited world, whole numbers to the last digit, and only what the edit can have changed was computed.
///
/// By streets (walk, cycle): see LiveNearest and LiveCatchments. Without streets (metrics, matrix): the costs are computed whole, the
/// figures follow. The split of demand by capacity is a maximum flow over a whole level; it is computed when it is asked for
/// and something that it depends on has changed.
class LiveStudy {
 public:
  /// The scenario's own edits are not applied: give the world as it starts. A scenario without levels has no figures, and edits are
  /// followed all the same. Throws as `compute_study`.
  LiveStudy(World world, const Scenario& scenario, std::vector<CostMatrix> matrices = {});
  ~LiveStudy();
  LiveStudy(const LiveStudy&) = delete;
  LiveStudy& operator=(const LiveStudy&) = delete;

  /// One edit, as `apply_edits` does it (a facility that moves is tied to its street anew). -> what changed; valid until the next
  /// call. Throws InputError as `apply_edits`, with nothing changed.
  const LiveChange& apply(const Edit& edit);
  /// Another edit in place of the last one, where both concern the same facility: as `undo` and then `apply(edit)`, at the price of
  /// one change, and `undo` then goes back to before the first. What changed is told against the world as it was just now. For a
  /// facility that follows a hand. Throws std::invalid_argument if the last edit is another's (or one adds and the other does not),
  /// InputError as `apply`, with nothing changed.
  const LiveChange& amend(const Edit& edit);
  /// Another cutoff of one level, in its unit. Taken back by `undo`. All catchments of the level are searched anew. Throws
  /// std::invalid_argument if there is no such level, InputError for a cutoff that a scenario may not have.
  const LiveChange& set_cutoff(std::size_t level, double cutoff);
  /// Takes the last edit back, as if it had never been; the same bytes. Throws std::invalid_argument if there is none.
  const LiveChange& undo();
  [[nodiscard]] const LiveChange& last_change() const; ///< what the last call changed
  [[nodiscard]] std::size_t edits() const;             ///< that can be taken back
  /// A street's new impedance in either direction, ms or mm as the level's unit (kUnreachable bars it), for the levels of that
  /// unit that the scenario's own person group walks to; closed gates stay closed. Taken back by `undo`. Throws std::invalid_argument without streets, if no level has the unit, or if
  /// the edge is not there.
  const LiveChange& change_street(EdgeId edge, CostUnit unit, Cost forward, Cost backward);

  [[nodiscard]] const World& world() const;            ///< as edited
  [[nodiscard]] std::size_t n_levels() const;
  [[nodiscard]] const LevelSpec& spec(std::size_t level) const;
  [[nodiscard]] const std::vector<FacilityId>& providers(std::size_t level) const;           ///< ascending
  /// The cheapest provider of each demand point and its cost, unbounded, in the level's unit; [n_demand].
  [[nodiscard]] std::span<const Cost> nearest_cost(std::size_t level) const;
  [[nodiscard]] std::span<const std::uint32_t> nearest_facility(std::size_t level) const;    ///< FacilityId value; UINT32_MAX: none
  [[nodiscard]] std::span<const std::uint32_t> backup(std::size_t level) const;              ///< [n_demand] providers within the cutoff
  /// Sums, gained and lost against the start, areas, the worst-served tenth. The areas' served and no_capacity are as of the last
  /// `split` of the level.
  [[nodiscard]] const LiveFigures& figures() const;
  /// As LevelResult::coverage. Computed now if it is not what it should be: O(pairs within the cutoff) and a maximum flow.
  const LevelCoverage& split(std::size_t level);
  /// The last split of the level if nothing has changed since, else null.
  [[nodiscard]] const LevelCoverage* ready_split(std::size_t level) const;
  /// Counted persons within the cutoff of each facility, [n_facilities]; -1 where it does not provide the level. O(pairs within the cutoff).
  [[nodiscard]] std::vector<std::int64_t> persons_within(std::size_t level) const;
  /// From here on `gained` and `lost` count against the world as it is now.
  void start_here();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace catchment
