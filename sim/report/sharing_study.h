#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/core/progress.h"
#include "sim/report/compute_study.h"
#include "sim/report/reach.h"
#include "sim/sharing/graph.h"
#include "sim/sharing/matching.h"
#include "sim/sharing/measures.h"
#include "sim/sharing/recommend.h"
#include "sim/sharing/resilience.h"
#include "sim/sharing/shared_places.h"

namespace catchment {

/// Links in force by the district of who gets, or of who gives where that has none.
struct DistrictLinks {
  AreaId district;                                       ///< invalid: neither end lies in one
  std::array<std::int64_t, kLinkTypes> links{};
  [[nodiscard]] std::int64_t total() const;
};

/// Hubs that have left (closed units), and whom they leave without anybody responsible (C2, OD-16).
struct HubLoss {
  std::int64_t hubs = 0, lost = 0;                       ///< units that organisations name, and those of them that are closed
  std::int64_t affiliates = 0, orphans = 0;              ///< organisations with a unit; of them, whose every unit is closed
  double expected_orphans_if_dual = 0;
};

/// Partners whose loss is tried, at most: each costs a flow. Those who give most come first.
inline constexpr std::size_t kMostCritical = 200;

/// The resource-sharing graph of a study (models.md D).
struct SharingResult {
  SharingGraph graph;                                    ///< links in force; nodes: whoever has a link, offer or need
  SharingMeasures measures;                              ///< [n_nodes]
  std::array<std::int64_t, kLinkTypes> links{};          ///< in force, by type
  std::array<double, kLinkTypes> capacity{};             ///< sum of stated capacities, by type
  std::int64_t in_force = 0, proposed = 0, lapsed = 0;   ///< of the world's links: proposed counts agreed ones that have not begun
  std::vector<DistrictLinks> districts;                  ///< by area, the one of no district last; only those with links
  std::vector<VenueUse> venues;                          ///< rooms that offer hours or are booked, in the world's order
  std::optional<Matching> matching;
  Resilience resilience;                                 ///< all nodes, in the order that the scenario names
  std::vector<Removal> first_removals;                   ///< the same order, the first ten, with unmet need
  std::vector<CriticalPartner> critical;
  std::size_t critical_asked = 0;                        ///< partners whose loss was tried
  Market market;                                         ///< what is left to give and still needed; where the matching is taken over, after it
  std::vector<Recommendation> recommended;               ///< into `market`
  std::optional<std::uint32_t> root;                     ///< node that everybody should reach
  std::vector<std::uint32_t> not_below;                  ///< nodes that do not
  std::optional<HubLoss> hubs;
};

/// nullptr unless the scenario asks for sharing. Reads the levels of `study`. The longest parts (exact betweenness, a flow for every partner that might be
/// critical) ask `progress`. Throws InputError for a root that is not there; Cancelled.
std::shared_ptr<const SharingResult> study_sharing(const World& world, const Scenario& scenario, const Reach& reach, const Study& study,
                                                   const std::vector<CostMatrix>& matrices, const Progress& progress);

/// The level if nothing were lent: lent facilities gone, lent people too. nullopt if it holds neither. `within`: as the level's own coverage was computed from.
std::optional<WithoutSharing> without_sharing(const World& world, const LevelResult& level, const CostTable& within, std::span<const std::int64_t> persons,
                                              std::span<const std::uint8_t> counted, bool by_capacity);

/// Which offer of `market` may go to which need as the scenario says.
std::vector<MarketPair> market_pairs(const World& world, const SharingOptions& options, const Reach& reach, const Market& market);
/// The matching that the scenario asks for; nullopt if it asks for none.
std::optional<Matching> scenario_matching(const World& world, const SharingOptions& options, const Reach& reach, const Progress& progress = {});

}  // namespace catchment
