#include "sim/coverage/equity.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <tuple>

#include "sim/core/sum.h"

namespace catchment {

namespace {

struct Item {
  double y = 0, p = 0, rank = 0;
  std::uint32_t group = 0;
};

/// Items of positive weight, ascending by y (then weight, group, rank), with their totals.
struct Sample {
  std::vector<Item> items;
  double weight = 0, total = 0;
  [[nodiscard]] double mean() const { return total / weight; }
  [[nodiscard]] bool defined() const { return weight > 0 && total > 0; }
};

Sample sorted_sample(std::span<const double> y, std::span<const double> p, bool any_sign = false,
                     std::span<const std::uint32_t> group = {}, std::span<const double> rank = {}) {
  if (!p.empty() && p.size() != y.size()) throw std::invalid_argument("equity: values and weights differ in number");
  if (!group.empty() && group.size() != y.size()) throw std::invalid_argument("equity: values and groups differ in number");
  Sample out;
  out.items.reserve(y.size());
  for (std::size_t i = 0; i < y.size(); ++i) {
    const double w = p.empty() ? 1.0 : p[i];
    if (!std::isfinite(y[i]) || (!any_sign && y[i] < 0)) throw std::invalid_argument("equity: a value is negative or not finite");
    if (!std::isfinite(w) || w < 0) throw std::invalid_argument("equity: a weight is negative or not finite");
    if (w > 0) out.items.push_back({y[i], w, rank.empty() ? 0.0 : rank[i], group.empty() ? 0u : group[i]});
  }
  std::sort(out.items.begin(), out.items.end(), [](const Item& a, const Item& b) {
    return std::tie(a.y, a.p, a.group, a.rank) < std::tie(b.y, b.p, b.group, b.rank);
  });
  Sum weight, total;
  for (const Item& item : out.items) {
    weight.add(item.p);
    total.add(item.p * item.y);
  }
  out.weight = weight.value();
  out.total = total.value();
  return out;
}

/// Items in the order of their ranking variable, equal ranks merged into one item with their mean value.
std::vector<Item> by_rank(Sample& sample) {
  std::sort(sample.items.begin(), sample.items.end(),
            [](const Item& a, const Item& b) { return std::tie(a.rank, a.y, a.p) < std::tie(b.rank, b.y, b.p); });
  std::vector<Item> merged;
  for (std::size_t i = 0; i < sample.items.size();) {
    Sum weight, total;
    std::size_t j = i;
    for (; j < sample.items.size() && sample.items[j].rank == sample.items[i].rank; ++j) {
      weight.add(sample.items[j].p);
      total.add(sample.items[j].p * sample.items[j].y);
    }
    merged.push_back({total.value() / weight.value(), weight.value(), sample.items[i].rank, 0});
    i = j;
  }
  return merged;
}

/// Twice the covariance of value and middle position, over the mean: the Gini if the items ascend by value.
/// sum p y (2 C_before + p - P) / (P * sum p y).
double concentration(std::span<const Item> items, double weight, double total) {
  Sum sum, before;
  for (const Item& item : items) {
    sum.add(item.p * item.y * (2 * before.value() + item.p - weight));
    before.add(item.p);
  }
  return sum.value() / (weight * total);
}

/// Total value held by the first `share` of the people.
double held_by_first(std::span<const Item> items, double weight, double share) {
  const double limit = share * weight;
  Sum people, value;
  for (const Item& item : items) {
    const double taken = std::min(item.p, limit - people.value());
    if (taken <= 0) break;
    value.add(taken * item.y);
    people.add(item.p);
  }
  return value.value();
}

std::optional<double> palma(std::span<const Item> items, double weight, double total) {
  const double bottom = held_by_first(items, weight, 0.4);
  if (!(bottom > 0)) return std::nullopt;
  return (total - held_by_first(items, weight, 0.9)) / bottom;
}

void check_rank(std::span<const double> y, std::span<const double> rank) {
  if (rank.size() != y.size()) throw std::invalid_argument("equity: values and ranking variable differ in number");
  for (const double r : rank)
    if (!std::isfinite(r)) throw std::invalid_argument("equity: the ranking variable is not finite");
}

/// x ln x, 0 at 0.
double x_log_x(double x) { return x > 0 ? x * std::log(x) : 0; }

}  // namespace

std::vector<LorenzPoint> lorenz(std::span<const double> y, std::span<const double> p) {
  const Sample sample = sorted_sample(y, p);
  if (!sample.defined()) return {};
  std::vector<LorenzPoint> out{{0, 0}};
  Sum people, value;
  for (const Item& item : sample.items) {
    people.add(item.p);
    value.add(item.p * item.y);
    out.push_back({people.value() / sample.weight, value.value() / sample.total});
  }
  return out;
}

std::optional<double> gini(std::span<const double> y, std::span<const double> p) {
  const Sample sample = sorted_sample(y, p);
  if (!sample.defined()) return std::nullopt;
  return std::max(0.0, concentration(sample.items, sample.weight, sample.total));
}

std::optional<double> concentration_index(std::span<const double> y, std::span<const double> p,
                                          std::span<const double> rank) {
  check_rank(y, rank);
  Sample sample = sorted_sample(y, p, false, {}, rank);
  if (!sample.defined()) return std::nullopt;
  return concentration(by_rank(sample), sample.weight, sample.total);
}

std::optional<Theil> theil(std::span<const double> y, std::span<const double> p, std::span<const std::uint32_t> group) {
  Sample sample = sorted_sample(y, p, false, group);
  if (!sample.defined()) return std::nullopt;
  const double mean = sample.mean();
  Sum total;
  for (const Item& item : sample.items) total.add(item.p / sample.weight * x_log_x(item.y / mean));
  std::stable_sort(sample.items.begin(), sample.items.end(), [](const Item& a, const Item& b) { return a.group < b.group; });
  Sum between, within;
  for (std::size_t i = 0; i < sample.items.size();) {
    Sum weight, value;
    std::size_t j = i;
    for (; j < sample.items.size() && sample.items[j].group == sample.items[i].group; ++j) {
      weight.add(sample.items[j].p);
      value.add(sample.items[j].p * sample.items[j].y);
    }
    const double group_mean = value.value() / weight.value();
    between.add(weight.value() / sample.weight * x_log_x(group_mean / mean));
    if (group_mean > 0)
      for (std::size_t k = i; k < j; ++k)
        within.add(sample.items[k].p / sample.weight * (group_mean / mean) * x_log_x(sample.items[k].y / group_mean));
    i = j;
  }
  return Theil{total.value(), between.value(), within.value()};
}

std::optional<double> mean_log_deviation(std::span<const double> y, std::span<const double> p) {
  const Sample sample = sorted_sample(y, p);
  if (!sample.defined() || sample.items.front().y == 0) return std::nullopt;
  const double mean = sample.mean();
  Sum sum;
  for (const Item& item : sample.items) sum.add(item.p / sample.weight * std::log(mean / item.y));
  return sum.value();
}

std::optional<Atkinson> atkinson(std::span<const double> y, std::span<const double> p, double epsilon) {
  if (!std::isfinite(epsilon) || epsilon < 0) throw std::invalid_argument("atkinson: epsilon must be finite and >= 0");
  const Sample sample = sorted_sample(y, p);
  if (!sample.defined()) return std::nullopt;
  const double mean = sample.mean();
  double equivalent = 0;
  // With aversion of 1 or more, one person with nothing makes the equivalent 0.
  if (epsilon < 1 || sample.items.front().y > 0) {
    // Relative to the mean below 1 and to the smallest above: no power then overflows.
    const double scale = epsilon > 1 ? sample.items.front().y : mean;
    Sum sum;
    for (const Item& item : sample.items)
      sum.add(item.p / sample.weight * (epsilon == 1 ? std::log(item.y / scale) : std::pow(item.y / scale, 1 - epsilon)));
    equivalent = scale * (epsilon == 1 ? std::exp(sum.value()) : std::pow(sum.value(), 1 / (1 - epsilon)));
  }
  return Atkinson{1 - equivalent / mean, equivalent};
}

std::optional<double> hoover(std::span<const double> y, std::span<const double> p) {
  const Sample sample = sorted_sample(y, p);
  if (!sample.defined()) return std::nullopt;
  Sum sum;
  for (const Item& item : sample.items) sum.add(item.p * std::abs(item.y - sample.mean()));
  return sum.value() / (2 * sample.total);
}

std::optional<double> palma_self_ranked(std::span<const double> y, std::span<const double> p) {
  const Sample sample = sorted_sample(y, p);
  if (!sample.defined()) return std::nullopt;
  return palma(sample.items, sample.weight, sample.total);
}

std::optional<double> palma_ranked(std::span<const double> y, std::span<const double> p, std::span<const double> rank) {
  check_rank(y, rank);
  Sample sample = sorted_sample(y, p, false, {}, rank);
  if (!sample.defined()) return std::nullopt;
  return palma(by_rank(sample), sample.weight, sample.total);
}

std::optional<double> quantile(std::span<const double> y, std::span<const double> p, double q) {
  if (!(q >= 0 && q <= 1)) throw std::invalid_argument("quantile: q must be in 0..1");
  const Sample sample = sorted_sample(y, p, /*any_sign=*/true);
  if (sample.items.empty()) return std::nullopt;
  const auto& items = sample.items;
  const bool whole = std::all_of(items.begin(), items.end(), [](const Item& i) { return i.p == std::floor(i.p); });
  const bool equal = std::all_of(items.begin(), items.end(), [&](const Item& i) { return i.p == items.front().p; });
  const bool plain = !whole && equal;  // e.g. 0.5 each: no repetition to speak of, the plain sample
  const double n = plain ? static_cast<double>(items.size()) : sample.weight;
  const double h = std::max(0.0, (n - 1) * q);
  const double low = std::floor(h);
  // Values at positions `low` and `low + 1` (from 0) of the repeated sample.
  double at_low = items.back().y, at_next = items.back().y, before = 0;
  bool found_low = false;
  for (const Item& item : items) {
    before += plain ? 1.0 : item.p;
    if (!found_low && before > low) {
      at_low = item.y;
      found_low = true;
    }
    if (before > low + 1) {
      at_next = item.y;
      break;
    }
  }
  return at_low + (h - low) * (at_next - at_low);
}

std::optional<PovertyGap> below_floor(std::span<const double> y, std::span<const double> p, double floor) {
  if (!std::isfinite(floor)) throw std::invalid_argument("below_floor: the floor is not finite");
  const Sample sample = sorted_sample(y, p);
  if (sample.items.empty()) return std::nullopt;
  Sum below, gap;
  for (const Item& item : sample.items) {
    if (item.y >= floor) break;
    below.add(item.p);
    gap.add(item.p * (floor - item.y) / floor);
  }
  return PovertyGap{below.value() / sample.weight, gap.value() / sample.weight};
}

}  // namespace catchment
