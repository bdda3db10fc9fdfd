#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "sim/core/progress.h"
#include "sim/sharing/graph.h"

namespace catchment {

enum class RemovalOrder { kBetweenness, kRecomputed, kRandom, kGiven };

/// Removing nodes one by one (models.md D.4).
struct Removal {
  std::uint32_t node = 0;
  double giant_share = 0;                ///< nodes of the largest component left, over all n at the start
  double unmet = 0;                      ///< what `unmet_without` said; NaN if not asked
  std::int64_t orphans = 0;              ///< organisations that had affiliations and have none left, removed ones not counted
};
struct Resilience {
  std::vector<Removal> removals;
  double robustness = 0;                 ///< R = 1/N sum of giant_share over all N removals (Schneider et al. 2011); NaN unless all are removed
};
struct RemovalChoice {
  /// The first two: highest betweenness first (undirected; of the graph at the start, or of what is left each time), ties by the node's id text.
  RemovalOrder order = RemovalOrder::kBetweenness;
  std::vector<std::uint32_t> given{};    ///< for kGiven: distinct nodes
  std::vector<double> betweenness{};     ///< for kBetweenness, of any scale, if it is known already; empty: worked out
  std::int64_t exact_up_to = 20'000;     ///< nodes; of larger components betweenness is estimated from `samples` chance sources
  std::int64_t samples = 2'000;
  std::size_t steps = SIZE_MAX;          ///< at most n, or as many as are given
  std::uint64_t seed = 1;
  /// Unmet need with these nodes gone ([n] 1: gone); empty: not asked.
  std::function<double(std::span<const std::uint8_t>)> unmet_without{};
};
/// `id_of`: for ties; empty: the lowest node goes first. Betweenness values that differ by rounding only are ties.
/// Without `unmet_without`, an order known at the start costs O(n + m) in all: components are joined backwards. kRecomputed costs, a step, a
/// betweenness of the component that lost a node: give it `steps` where n is large.
/// Throws std::invalid_argument for a given node that is none or comes twice, a `betweenness` of another length, or no samples.
Resilience remove_partners(const SharingGraph& graph, const std::function<std::string(std::uint32_t)>& id_of, const RemovalChoice& choice, const Progress& progress = {});

/// Organisations whose every affiliation came from `lost` nodes, ascending; lost ones not counted. `lost` [n] here and below.
std::vector<std::uint32_t> orphans_without(const SharingGraph& graph, std::span<const std::uint8_t> lost);
/// Expected orphans if each organisation with one affiliation had a second one with another hub drawn at random (OD-16): the sum over those with a lost hub of
/// (lost hubs - 1) / (hubs - 1). Hubs: nodes that affiliate somebody. Those with two or more hubs keep them: 1 if all are lost, else 0. A hub is not its own
/// second hub; where there is no second hub to be had, the organisation stays an orphan.
double orphans_with_dual_affiliation(const SharingGraph& graph, std::span<const std::uint8_t> lost);

/// A partner whose loss raises unmet need.
struct CriticalPartner { std::uint32_t node = 0; double unmet_more = 0; std::int64_t orphans = 0; std::uint32_t parts_more = 0; };
/// Of the nodes that give something (`candidates`), those whose loss raises `unmet_without` by more than `threshold`, or orphans somebody, or
/// splits a component; by unmet_more, then orphans, parts, all descending, then node. An empty `unmet_without` raises nothing.
std::vector<CriticalPartner> critical_partners(const SharingGraph& graph, std::span<const std::uint32_t> candidates, double threshold,
                                               const std::function<double(std::span<const std::uint8_t>)>& unmet_without, const Progress& progress = {});

/// Nodes that no path of affiliation links from `root` reaches (J1), ascending; with `lost` nodes gone.
std::vector<std::uint32_t> not_below(const SharingGraph& graph, std::uint32_t root, std::span<const std::uint8_t> lost = {});

}  // namespace catchment
