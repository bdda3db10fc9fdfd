#pragma once

#include <array>
#include <cstdint>
#include <optional>
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
/// A room that shares hours is an offer of its owner (of itself without one) even if no row says so: its stated hours a month, else the
/// hours of its week. Hours of a room that a link in force takes up are not offered any more, whoever offers the room.
/// `matched_too`: what earlier matchings took over is counted like any link in force: what is left to promise.
Market market_of(const World& world, const SharingOptions& options, bool matched_too = false);
/// Where it is given or wanted: a room is where it is, not where its owner is. nullopt: nowhere.
std::optional<Point> place_of(const World& world, const MarketEntry& entry);

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
  std::string status = "optimal";        ///< or "within_gap": whole needs or half hours did not come out even, then `bound`
  double bound = 0;                      ///< least possible total; = total if optimal
};

/// Least cost + penalty * unmet over offers, needs and pairs, by minimum-cost flow, each type apart. Amounts are whole thousandths of a unit;
/// hours a month are whole 6000ths, in which a half hour of every week (13/6 hours a month) is whole, and within 0.005 of whole half hours are
/// taken to be those (8.67 is two hours a week). Without a penalty (-1) it is 100 times the cost of the dearest pair; 1 if all cost nothing.
///
/// Hours a month with times of the week are given half hour by half hour, whole, so that nothing is booked twice:
/// - a room (and an offer of no more hours than its times hold: one person) does one thing at a time, whoever offers it;
/// - an offer of more hours than its times hold is several people, spread evenly over those times;
/// - an offer without times and without a room is limited by its amount only.
/// A share that is not a multiple of 13/6 hours has its last half hour to itself. Two flows bound that: one in hours, exact where amounts are
/// short, and, where it does not come out even, one in whole half hours, exact where those are short. Shares lose what does not fit, what they
/// lost looks for another place (4 rounds at most), the better of the two is kept, and unless it is worth what a flow promised the status is
/// "within_gap" and `bound` the flow's. Other units have no hours to run out of: times only have to agree.
///
/// Needs that are `whole` are met whole or not at all: branch and bound on the flow up to 2,000 flows (fewer above 5,000 pairs), then the best
/// found with its bound. `spec.one_to_one`: one pair each, most pairs first, then least cost, by assignment.
/// Pairs of different types, or without common hours where both have some, are ignored; a flow also leaves out what costs more than the penalty,
/// and calls a need that has nothing else out of reach.
/// Throws std::invalid_argument for an index out of range, or a number that is negative or none; Cancelled. The result does not depend on the
/// number of threads, nor on the order of pairs.
Matching match_market(Market market, std::span<const MarketPair> pairs, const MatchingSpec& spec, const Progress& progress = {});

/// Pairs along links (proposed, agreed or in force; lapsed and past ones not) between a supplier and a needy partner of the link's type, at most
/// the link's capacity each. A given link in force that states its capacity is left out: market_of has counted it as used up.
std::vector<MarketPair> pairs_along_links(const World& world, const Market& market, std::string_view date);
/// Pairs of every offer with every need of its type within a straight line; cost in metres, rounded to whole millimetres. `cutoff_m` < 0:
/// none. Nobody is paired with itself. Partners without a place are in nobody's reach unless
/// there is no cutoff (cost 0).
std::vector<MarketPair> pairs_by_distance(const World& world, const Market& market, double cutoff_m);
/// From a table of travel costs: rows needs, destinations offers; pairs of one type and of different partners only; cost in seconds or metres.
/// Throws std::invalid_argument for a table of another size.
std::vector<MarketPair> pairs_of_table(const Market& market, const CostTable& within);

/// Minimum-cost flow on the graph itself: goods may pass on through partners that neither give nor need (OD-1, OD-2; cli.md `share --match`).
/// `link_cost` [n_links] per unit, `supply` [n_nodes] > 0 gives, < 0 needs; they need not balance: what is not met costs `penalty` each (-1: 100
/// times the largest cost, 1 if all cost nothing). Links hold their capacity and at most `link_cap` (-1: no limit). In whole thousandths of a
/// unit. Throws std::invalid_argument for arrays that do not fit, and numbers that are none, negative costs, amounts beyond 1e12.
struct GraphFlow {
  double cost = 0, served = 0, unmet = 0, penalty_per_unit = 0, total = 0;
  std::vector<double> flow;              ///< [n_links]
  std::vector<double> unmet_of;          ///< [n_nodes]
};
GraphFlow flow_on_graph(const SharingGraph& graph, std::span<const double> link_cost, std::span<const double> supply, double penalty = -1, double link_cap = -1);

/// The shares as links in force of kind "matched".
std::vector<SharingLink> links_of(const Matching& matching);

}  // namespace catchment
