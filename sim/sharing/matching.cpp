#include "sim/sharing/matching.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>

#include "sim/sharing/link_types.h"
#include "sim/sharing/type_market.h"

namespace catchment {

namespace {

constexpr double kCostUnits = 1000;
constexpr double kEvenHours = 0.005;                            // a month: what two decimals lose
constexpr double kMostTotal = 4e18;                             // of amount * cost, in 64 bits
constexpr std::uint32_t kNone = UINT32_MAX;

bool by_the_hour(LinkType type) { return unit_of(type) == "hours/month"; }
/// Whole numbers in a unit: thousandths, or 6000ths of an hour, in which half hours of the week are whole.
double units_of(LinkType type) { return by_the_hour(type) ? 6000 : 1000; }

/// 8.67 hours a month are meant to be two hours a week, 8.666...
std::int64_t whole_number(double amount, LinkType type) {
  const std::int64_t x = std::llround(amount * units_of(type));
  if (!by_the_hour(type)) return x;
  const std::int64_t even = (x + kHalfHour / 2) / kHalfHour * kHalfHour;
  return even > 0 && std::abs(static_cast<double>(x - even)) <= kEvenHours * units_of(type) ? even : x;
}

void require(const Market& market, std::span<const MarketPair> pairs) {
  const auto where = [](std::size_t p) { return "match_market: pair " + std::to_string(p); };
  for (std::size_t p = 0; p < pairs.size(); ++p) {
    const MarketPair& pair = pairs[p];
    if (pair.offer >= market.offers.size() || pair.need >= market.needs.size())
      throw std::invalid_argument(where(p) + " joins offer " + std::to_string(pair.offer) + " of " + std::to_string(market.offers.size()) + " and need " +
                                  std::to_string(pair.need) + " of " + std::to_string(market.needs.size()));
    if (!(pair.cost >= 0) || !std::isfinite(pair.cost)) throw std::invalid_argument(where(p) + " has a cost that is negative or no number");
    if (std::isnan(pair.cap)) throw std::invalid_argument(where(p) + " has a cap that is no number");
  }
  const auto check = [](const std::vector<MarketEntry>& entries, const char* what) {
    for (std::size_t k = 0; k < entries.size(); ++k)
      if (!(entries[k].amount >= 0) || entries[k].amount > 1e12)
        throw std::invalid_argument(std::string("match_market: ") + what + " " + std::to_string(k) + " has an amount outside 0 to 1e12");
  };
  check(market.offers, "offer");
  check(market.needs, "need");
}

bool hours_agree(const MarketEntry& offer, const MarketEntry& need) {
  return offer.slots.none() || need.slots.none() || (offer.slots & need.slots).any();
}

/// One type's market in whole numbers, and what its rows are in the whole one.
struct Part {
  TypeMarket market;
  std::vector<std::uint32_t> offers, needs, pairs;   ///< rows of the market; of the caller's pairs
  std::int64_t divisor = 1;                          ///< of the market's whole numbers against those of `whole_number`
  double cost_unit = kCostUnits;                         ///< whole numbers that one of cost is
};

/// `pairs`: those of the type that can be used, by need and offer.
Part part_of_type(const Market& market, std::span<const MarketPair> all, std::vector<std::uint32_t> pairs, LinkType type, double penalty,
                  const MatchingSpec& spec) {
  Part part;
  TypeMarket& t = part.market;
  t.by_the_hour = by_the_hour(type);
  std::vector<std::uint32_t> offer_at(market.offers.size(), kNone), need_at(market.needs.size(), kNone);
  for (std::uint32_t o = 0; o < market.offers.size(); ++o) {
    const MarketEntry& offer = market.offers[o];
    if (offer.type != type) continue;
    offer_at[o] = static_cast<std::uint32_t>(part.offers.size());
    part.offers.push_back(o);
    t.have.push_back(whole_number(offer.amount, type));
    t.offer_hours.push_back(offer.slots);
    t.room.push_back(offer.venue.valid() ? offer.venue.value : kNone);
    t.one_at_a_time.push_back(t.by_the_hour && (offer.venue.valid() ||
                                                (offer.slots.any() && t.have.back() <= amount_in(offer.slots))));
  }
  for (std::uint32_t j = 0; j < market.needs.size(); ++j) {
    const MarketEntry& need = market.needs[j];
    if (need.type != type) continue;
    need_at[j] = static_cast<std::uint32_t>(part.needs.size());
    part.needs.push_back(j);
    t.want.push_back(whole_number(need.amount, type));
    t.need_hours.push_back(need.slots);
    t.whole.push_back(need.whole);
  }
  part.pairs = std::move(pairs);
  std::int64_t divisor = 0;
  for (const std::int64_t x : t.have) divisor = std::gcd(divisor, x);
  for (const std::int64_t x : t.want) divisor = std::gcd(divisor, x);
  double dearest = penalty;
  for (const std::uint32_t p : part.pairs) {
    TypeMarket::Pair pair{offer_at[all[p].offer], need_at[all[p].need], 0, 0};
    pair.cap = std::min(t.have[pair.offer], t.want[pair.need]);
    for (const double cap : {all[p].cap, spec.link_cap})
      if (cap >= 0 && cap < 1e12) pair.cap = std::min(pair.cap, whole_number(cap, type));
    divisor = std::gcd(divisor, pair.cap);
    t.pairs.push_back(pair);
  }
  // Amounts that are all whole, as money is, need no thousandths; half hours do.
  if (!t.by_the_hour && divisor > 1) {
    for (auto* column : {&t.have, &t.want})
      for (std::int64_t& x : *column) x /= divisor;
    for (auto& pair : t.pairs) pair.cap /= divisor;
    part.divisor = divisor;
  }
  // Costs in thousandths, or coarser where their sums would leave 64 bits.
  for (const std::uint32_t p : part.pairs) dearest = std::max(dearest, all[p].cost);
  double wanted = 0;
  for (const std::int64_t w : t.want) wanted += static_cast<double>(t.by_the_hour ? std::max(w, kHalfHour) : w) * 2;
  const double nodes = static_cast<double>(t.have.size() + t.want.size()) + 1000, steps = nodes * (t.by_the_hour ? 8.0 * kHalfHour : 16);
  while (dearest * part.cost_unit * std::max(wanted, steps) > kMostTotal) part.cost_unit /= 10;
  if (spec.one_to_one && !t.want.empty()) {
    const double pairs_at_most = static_cast<double>(std::min(t.have.size(), t.want.size())) + 4;
    while (dearest * part.cost_unit * pairs_at_most * static_cast<double>(*std::max_element(t.want.begin(), t.want.end())) > kMostTotal / 8)
      part.cost_unit /= 10;
  }
  for (std::size_t k = 0; k < part.pairs.size(); ++k) t.pairs[k].cost = std::llround(all[part.pairs[k]].cost * part.cost_unit);
  t.penalty = std::llround(penalty * part.cost_unit);
  return part;
}

/// Why a need is not met, by the pairs it has.
std::vector<UnmetCause> causes(const Market& market, std::span<const MarketPair> pairs, double dearest) {
  std::array<bool, kLinkTypes> offered{};
  for (const MarketEntry& offer : market.offers) offered[static_cast<std::size_t>(offer.type)] = true;
  std::vector<UnmetCause> cause(market.needs.size());
  for (std::size_t j = 0; j < cause.size(); ++j)
    cause[j] = offered[static_cast<std::size_t>(market.needs[j].type)] ? UnmetCause::kOutOfReach : UnmetCause::kNoOffer;
  for (const MarketPair& pair : pairs) {
    const MarketEntry &offer = market.offers[pair.offer], &need = market.needs[pair.need];
    if (offer.type != need.type || pair.cost > dearest) continue;
    cause[pair.need] = std::max(cause[pair.need], hours_agree(offer, need) ? UnmetCause::kNoCapacity : UnmetCause::kNoCommonHours);
  }
  return cause;
}

}  // namespace

Matching match_market(Market market, std::span<const MarketPair> pairs, const MatchingSpec& spec, const Progress& progress) {
  require(market, pairs);
  if (!std::isfinite(spec.unmet_penalty) || std::isnan(spec.link_cap)) throw std::invalid_argument("match_market: a penalty or cap that is no number");
  const auto asked = [&](LinkType type) { return spec.types.empty() || std::find(spec.types.begin(), spec.types.end(), type) != spec.types.end(); };
  std::array<std::vector<std::uint32_t>, kLinkTypes> of_type;
  double largest = 0;
  for (std::uint32_t p = 0; p < pairs.size(); ++p) {
    const MarketEntry &offer = market.offers[pairs[p].offer], &need = market.needs[pairs[p].need];
    if (offer.type != need.type || !asked(offer.type) || !hours_agree(offer, need)) continue;
    of_type[static_cast<std::size_t>(offer.type)].push_back(p);
    largest = std::max(largest, pairs[p].cost);
  }
  Matching out;
  // Where nothing costs anything, serving must still be better than not.
  out.penalty_per_unit = spec.unmet_penalty >= 0 ? spec.unmet_penalty : largest > 0 ? 100 * largest : 1;
  out.unmet_of.assign(market.needs.size(), 0);
  bool optimal = true;
  std::vector<std::int64_t> served(market.needs.size(), 0);
  for (std::size_t k = 0; k < kLinkTypes; ++k) {
    const auto type = static_cast<LinkType>(k);
    if (!asked(type) || std::none_of(market.needs.begin(), market.needs.end(), [&](const MarketEntry& n) { return n.type == type; })) continue;
    auto& rows = of_type[k];
    const auto before = [&](auto a, auto b) {
      const MarketPair &x = pairs[a], &y = pairs[b];
      return std::tie(x.need, x.offer, x.cost, x.cap) < std::tie(y.need, y.offer, y.cost, y.cap);
    };
    if (!std::is_sorted(rows.begin(), rows.end(), before)) std::sort(rows.begin(), rows.end(), before);
    const Part part = part_of_type(market, pairs, std::move(rows), type, out.penalty_per_unit, spec);
    const Progress mine = part_of(progress, static_cast<double>(k) / kLinkTypes, static_cast<double>(k + 1) / kLinkTypes);
    const TypeMatching matched = spec.one_to_one ? match_one_to_one(part.market) : match_by_flow(part.market, mine);
    const double units = units_of(type);
    double type_total = 0;
    for (const TypeShare& s : matched.shares) {
      const MarketPair& pair = pairs[part.pairs[s.pair]];
      served[pair.need] += s.amount * part.divisor;
      const double amount = static_cast<double>(s.amount * part.divisor) / units;
      type_total += amount * pair.cost;
      // Of one offer to one need there is one share, however many ways led there.
      if (!out.shares.empty() && out.shares.back().offer == pair.offer && out.shares.back().need == pair.need) {
        MatchedShare& last = out.shares.back();
        last.amount += amount, last.cost += amount * pair.cost, last.slots |= s.slots;
      } else {
        out.shares.push_back({pair.offer, pair.need, amount, amount * pair.cost, s.slots});
      }
    }
    out.cost += type_total;
    std::int64_t needed = 0, met = 0;
    for (const std::uint32_t j : part.needs) {
      const std::int64_t want = whole_number(market.needs[j].amount, type);
      out.unmet_of[j] = static_cast<double>(want - served[j]) / units;
      needed += want, met += served[j];
    }
    out.needed += static_cast<double>(needed) / units;
    out.served += static_cast<double>(met) / units;
    out.unmet += static_cast<double>(needed - met) / units;
    type_total += static_cast<double>(needed - met) / units * out.penalty_per_unit;
    const bool proved = matched.bound >= matched.total;
    optimal = optimal && proved;
    const double bound = static_cast<double>(matched.bound) * static_cast<double>(part.divisor) / units / part.cost_unit;
    out.bound += proved ? type_total : std::min(type_total, bound);
  }
  std::stable_sort(out.shares.begin(), out.shares.end(), [](const MatchedShare& a, const MatchedShare& b) {
    return std::pair(a.need, a.offer) < std::pair(b.need, b.offer);
  });
  out.total = out.cost + out.penalty_per_unit * out.unmet;
  out.status = optimal ? "optimal" : "within_gap";
  if (optimal) out.bound = out.total;
  // A flow leaves out what costs more than the penalty; one to one pairs are made whatever they cost.
  out.cause = causes(market, pairs, spec.one_to_one ? std::numeric_limits<double>::infinity() : out.penalty_per_unit);
  for (std::size_t j = 0; j < out.unmet_of.size(); ++j) out.unmet_by_cause[static_cast<std::size_t>(out.cause[j])] += out.unmet_of[j];
  out.market = std::move(market);
  return out;
}

}  // namespace catchment
