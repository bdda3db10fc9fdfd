#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

#include <fmt/format.h>

#include "viewer/scene/figure.h"
#include "viewer/scene/text_format.h"

namespace catchment::scene {

namespace {

constexpr std::size_t kExactUpTo = 2000;

struct Weighted { double value = 0, weight = 0; };

/// Distinct values, ascending, each with the weight of all that share it; what weighs nothing is left out.
std::vector<Weighted> distinct(std::span<const double> values, std::span<const double> weights) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  std::vector<Weighted> out;
  for (const auto i : order) {
    const double weight = weights.empty() ? 1 : weights[i];
    if (weight == 0) continue;
    if (!out.empty() && out.back().value == values[i]) out.back().weight += weight;
    else out.push_back({values[i], weight});
  }
  return out;
}

std::vector<double> quantiles(const std::vector<Weighted>& v, std::size_t classes) {
  double total = 0;
  for (const auto& x : v) total += x.weight;
  std::vector<double> out;
  double sum = 0;
  std::size_t k = 1;
  for (const auto& x : v) {
    sum += x.weight;
    bool reached = false;
    for (; k < classes && sum >= total * static_cast<double>(k) / static_cast<double>(classes) * (1 - 1e-12); ++k) reached = true;
    if (reached) out.push_back(x.value);
  }
  return out;
}

/// Least sum of squared deviations from the classes' means: dynamic programme over the distinct values, each class a run of them.
std::vector<double> natural(const std::vector<Weighted>& v, std::size_t classes) {
  const std::size_t n = v.size();
  classes = std::min(classes, n);
  // Sums of weight, weight*x and weight*x^2 about the middle of the values, so that the squares do not cancel.
  const double middle = (v.front().value + v.back().value) / 2;
  std::vector<double> w(n + 1, 0), wx(n + 1, 0), wxx(n + 1, 0);
  for (std::size_t i = 0; i < n; ++i) {
    const double x = v[i].value - middle;
    w[i + 1] = w[i] + v[i].weight, wx[i + 1] = wx[i] + v[i].weight * x, wxx[i + 1] = wxx[i] + v[i].weight * x * x;
  }
  const auto spread = [&](std::size_t a, std::size_t b) {  // of the values a..b-1
    const double sw = w[b] - w[a], sx = wx[b] - wx[a];
    return std::max(0.0, wxx[b] - wxx[a] - sx * sx / sw);
  };
  std::vector<double> best(n + 1, 0), next(n + 1, 0);
  std::vector<std::vector<std::uint32_t>> from(classes + 1, std::vector<std::uint32_t>(n + 1, 0));
  for (std::size_t b = 1; b <= n; ++b) best[b] = spread(0, b);
  for (std::size_t k = 2; k <= classes; ++k) {
    for (std::size_t b = k; b <= n; ++b) {
      double least = INFINITY;
      for (std::size_t a = k - 1; a < b; ++a)
        if (const double cost = best[a] + spread(a, b); cost < least) least = cost, from[k][b] = static_cast<std::uint32_t>(a);
      next[b] = least;
    }
    best.swap(next);
  }
  std::vector<double> out;
  std::size_t b = n;
  for (std::size_t k = classes; k >= 2; --k) {
    b = from[k][b];
    out.push_back(v[b - 1].value);
  }
  std::reverse(out.begin(), out.end());
  return out;
}

/// At most `most` values that stand for equal shares of the weight each.
std::vector<Weighted> thinned(const std::vector<Weighted>& v, std::size_t most) {
  double total = 0, sum = 0;
  for (const auto& x : v) total += x.weight;
  std::vector<Weighted> out;
  Weighted run;
  std::size_t slot = 0;
  for (const auto& x : v) {
    const auto now = std::min(most - 1, static_cast<std::size_t>(sum / total * static_cast<double>(most)));
    if (now != slot && run.weight > 0) out.push_back(run), run = {};
    slot = now;
    run = {x.value, run.weight + x.weight};  // its upper end stands for it: a break is then a value that exists
    sum += x.weight;
  }
  if (run.weight > 0) out.push_back(run);
  return out;
}

/// Ends at multiples of the smallest round step that needs no more than the classes asked for.
std::vector<double> round_numbers(double low, double high, std::size_t classes) {
  double step = round_up_nice((high - low) / static_cast<double>(classes));
  while (true) {
    std::vector<double> out;
    for (double k = std::floor(low / step) + 1; k * step < high && out.size() <= classes; ++k) out.push_back(k * step);
    if (out.size() < classes) return out;
    step = round_up_nice(step * 1.01);
  }
}

}  // namespace

std::vector<double> class_breaks(std::span<const double> values, std::span<const double> weights, const Classing& classing) {
  if (!weights.empty() && weights.size() != values.size())
    throw std::invalid_argument(fmt::format("class_breaks: {} weights for {} values", weights.size(), values.size()));
  for (const double v : values)
    if (!std::isfinite(v)) throw std::invalid_argument("class_breaks: a value is not finite");
  for (const double w : weights)
    if (!(w >= 0) || !std::isfinite(w)) throw std::invalid_argument("class_breaks: a weight is below 0 or not finite");
  const std::size_t classes = std::clamp<std::size_t>(classing.classes, 2, 7);
  const auto v = distinct(values, weights);
  if (v.size() < 2) return {};
  const double low = v.front().value, high = v.back().value;
  std::vector<double> out;
  switch (classing.method) {
    case ClassMethod::kQuantile: out = quantiles(v, classes); break;
    case ClassMethod::kEqual:
      for (std::size_t k = 1; k < classes; ++k)
        out.push_back(low + (high - low) * static_cast<double>(k) / static_cast<double>(classes));
      break;
    case ClassMethod::kNaturalBreaks: out = natural(v.size() > kExactUpTo ? thinned(v, kExactUpTo) : v, classes); break;
    case ClassMethod::kStandard: out = round_numbers(low, high, classes); break;
  }
  out.erase(std::unique(out.begin(), out.end()), out.end());
  std::erase_if(out, [&](double b) { return b >= high; });  // a class above the highest value would be empty
  return out;
}

}  // namespace catchment::scene
