#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "sim/core/cost.h"
#include "sim/core/progress.h"
#include "sim/scenario/sharing_specs.h"
#include "sim/sharing/graph.h"
#include "sim/world/world.h"

namespace catchment {

/// One side of the market: what is left of a partner's supply or need of one type once its links in force are counted (those that an
/// earlier matching made are not).
struct MarketEntry {
  Partner at;
  LinkType type = LinkType::kOther;
  double amount = 0;                     ///< in the type's unit, > 0
  OpeningHours slots{};                  ///< all zero: any time
  VenueId venue;                         ///< of an offered room
  bool whole = false;
};
struct Market {
  std::vector<MarketEntry> offers, needs;  ///< by type, then partner; of one partner, type, room and hours one entry
};
Market market_of(const World& world, const SharingOptions& options);

/// Which offer may go to which need, and at what cost per unit.
struct MarketPair { std::uint32_t offer = 0, need = 0; double cost = 0, cap = -1; };

enum class UnmetCause : std::uint8_t { kNoOffer, kOutOfReach, kNoCommonHours, kNoCapacity };
inline constexpr std::size_t kUnmetCauses = 4;

struct MatchedShare {
  std::uint32_t offer = 0, need = 0;     ///< into the market
  double amount = 0, cost = 0;           ///< cost: of all of it
  OpeningHours slots{};                  ///< the half hours of the week it was given, where either side has hours
};
struct Matching {
  Market market;
  std::vector<MatchedShare> shares;      ///< by need, then offer
  double needed = 0, served = 0, unmet = 0, cost = 0;   ///< cost without penalty
  double penalty_per_unit = 0, total = 0;               ///< total = cost + penalty * unmet
  std::vector<double> unmet_of;          ///< [n_needs]
  std::vector<UnmetCause> cause;         ///< [n_needs] where unmet
  std::array<double, kUnmetCauses> unmet_by_cause{};
  std::string status = "optimal";        ///< or "within_gap": whole needs met heuristically, then `bound`
  double bound = 0;                      ///< least possible total; = total if optimal
};

/// Least cost + penalty * unmet over offers, needs and pairs, by minimum-cost flow in thousandths of a unit. An offer with hours is given hour by
/// hour: what it gives at one time is at most what it has then, so that nothing is booked twice. Needs that are `whole` are met whole or not at all:
/// branch and bound on the flow up to 2,000 nodes, then the best found with its bound.
/// `spec.one_to_one`: one pair each, by assignment. Pairs of different types, or without common hours where both have some, are ignored.
/// Throws std::invalid_argument for an index out of range; Cancelled. The result does not depend on the number of threads.
Matching match_market(Market market, std::span<const MarketPair> pairs, const MatchingSpec& spec, const Progress& progress = {});

/// Pairs along links (proposed, agreed or in force; lapsed ones not) between a supplier and a needy partner of the link's type.
std::vector<MarketPair> pairs_along_links(const World& world, const Market& market, std::string_view date);
/// Pairs of every offer with every need of its type within a straight line; cost in metres, rounded to whole millimetres. `cutoff_m` < 0: none. Partners without
/// a place are in nobody's reach unless there is no cutoff (cost 0).
std::vector<MarketPair> pairs_by_distance(const World& world, const Market& market, double cutoff_m);
/// From a table of travel costs: rows needs, destinations offers; pairs of one type only; cost in seconds or metres.
std::vector<MarketPair> pairs_of_table(const Market& market, const CostTable& within);

/// Minimum-cost flow on the graph itself: goods may pass on through partners that neither give nor need (OD-1, OD-2; cli.md `share --match`).
/// `supply` [n_nodes] > 0 gives, < 0 needs; they need not balance: what is not met costs `penalty` each (-1: 100 times the largest cost).
struct GraphFlow {
  double cost = 0, served = 0, unmet = 0, penalty_per_unit = 0, total = 0;
  std::vector<double> flow;              ///< [n_links]
  std::vector<double> unmet_of;          ///< [n_nodes]
};
GraphFlow flow_on_graph(const SharingGraph& graph, std::span<const double> link_cost, std::span<const double> supply, double penalty = -1, double link_cap = -1);

/// The shares as links in force of kind "matched".
std::vector<SharingLink> links_of(const Matching& matching);

}  // namespace catchment
