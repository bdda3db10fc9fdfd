#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "sim/core/progress.h"
#include "sim/core/week.h"

namespace catchment {

/// One type's part of the market in whole numbers; what match_market works with, not for other callers.
struct TypeMarket {
  struct Pair {
    std::uint32_t offer = 0, need = 0;
    std::int64_t cost = 0;                 ///< per unit of amount
    std::int64_t cap = 0;
  };
  bool by_the_hour = false;                ///< amounts are in 6000ths of an hour a month, and hours of the week limit them
  std::vector<std::int64_t> have, want;    ///< [offers], [needs]
  std::vector<OpeningHours> offer_hours, need_hours;  ///< all zero: any time
  std::vector<std::uint32_t> room;         ///< [offers] UINT32_MAX: none
  std::vector<std::uint8_t> one_at_a_time; ///< [offers] a room, or no more than one person's hours: no half hour is given twice
  std::vector<std::uint8_t> whole;         ///< [needs] met whole or not at all
  std::vector<Pair> pairs;                 ///< each with common hours, where both sides have some
  std::int64_t penalty = 0;                ///< of a unit that is not met
};

struct TypeShare {
  std::uint32_t pair = 0;
  std::int64_t amount = 0;
  OpeningHours slots;
};
struct TypeMatching {
  std::vector<TypeShare> shares;
  std::int64_t total = 0;                  ///< cost + penalty
  std::int64_t bound = 0;                  ///< least possible
};

/// Least cost + penalty by flow. 4 rounds at most where half hours do not come out even.
TypeMatching match_by_flow(const TypeMarket& market, const Progress& progress);
/// One pair each: most pairs, then least cost.
TypeMatching match_one_to_one(const TypeMarket& market);

/// What a share of that much may call its own: the half hours that both sides have, all of the week where neither has any.
OpeningHours common_hours(const OpeningHours& offer, const OpeningHours& need);
/// A half hour of every week is 13/6 hours a month: 13,000 in 6000ths.
inline constexpr std::int64_t kHalfHour = 13'000;
constexpr std::int64_t half_hours_for(std::int64_t amount) { return (amount + kHalfHour - 1) / kHalfHour; }
inline std::int64_t amount_in(const OpeningHours& hours) { return kHalfHour * static_cast<std::int64_t>(hours.count()); }
/// The first `n` half hours of a week.
OpeningHours first_half_hours(const OpeningHours& hours, std::int64_t n);

/// The flow of one type, with needs fixed to be met whole (kIn) or not at all (kOut).
enum class Fixed : std::uint8_t { kFree, kIn, kOut };
struct TypeFlow {
  bool feasible = false;
  std::int64_t total = 0;
  std::vector<std::int64_t> served;        ///< [needs]
  struct Direct { std::uint32_t pair; std::int64_t amount; };
  std::vector<Direct> direct;              ///< from offers that no hours limit
  struct Timed { std::uint32_t need; std::int64_t amount; };   ///< need: position in the group's needs
  std::vector<std::vector<Timed>> timed;   ///< [groups]
};

/// Offers that share their hours: those of one room, or one offer with hours.
struct TimedGroup {
  std::vector<std::uint32_t> offers;
  bool exclusive = false;                  ///< no half hour is given twice
  std::vector<OpeningHours> class_hours;   ///< half hours that the same offers and needs have
  std::vector<std::int64_t> class_capacity;
  std::vector<std::vector<std::uint32_t>> class_offers;   ///< [classes] positions in `offers`
  std::vector<std::vector<std::uint32_t>> pattern_classes;///< [patterns] classes that needs of like hours and offers can use
  struct Need {
    std::uint32_t need, pattern;
    std::int64_t cost, cap;                ///< of the cheapest of its pairs; of all
    std::uint32_t begin, end;              ///< its pairs, in `pairs`
  };
  std::vector<Need> needs;                 ///< ascending
  std::vector<std::uint32_t> pairs;        ///< numbers of the market's pairs, ascending
  [[nodiscard]] std::span<const std::uint32_t> pairs_of(const Need& need) const { return std::span(pairs).subspan(need.begin, need.end - need.begin); }
};
std::vector<TimedGroup> timed_groups(const TypeMarket& market);
/// [pairs] is it part of one of those groups?
std::vector<std::uint8_t> timed_pairs(const TypeMarket& market, const std::vector<TimedGroup>& groups);

/// The network, built once, solved for different `fixed` needs.
class TypeNetwork {
 public:
  TypeNetwork(const TypeMarket& market, const std::vector<TimedGroup>& groups);
  [[nodiscard]] TypeFlow solve(const std::vector<Fixed>& fixed, const Progress& progress);
  [[nodiscard]] std::size_t n_arcs() const;

 private:
  const TypeMarket& market_;
  std::vector<std::int64_t> supply_;
  std::vector<std::uint32_t> tail_, head_;
  std::vector<std::int64_t> capacity_, cost_;
  std::vector<std::uint32_t> direct_pair_, direct_arc_;            // parallel
  std::vector<std::vector<std::uint32_t>> timed_arc_;              // [groups][needs]
  std::uint32_t first_unmet_ = 0, dump_ = 0;
};

/// The flow in whole half hours, where offers may give more than they have: exact where hours are what is short, as the other is where amounts
/// are. `total` is a bound. Nothing if some pair is not limited by half hours.
std::optional<TypeFlow> half_hour_flow(const TypeMarket& market, const std::vector<TimedGroup>& groups, const Progress& progress);

/// Gives the shares of a group half hours of their own. What does not come out even is cut.
void give_half_hours(const TypeMarket& market, const TimedGroup& group, const std::vector<TypeFlow::Timed>& flow, std::vector<TypeShare>& shares);

}  // namespace catchment
