#include "sim/coverage/decay.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <numbers>
#include <string_view>

#include <fmt/format.h>

#include "sim/core/error.h"

namespace catchment {

namespace {

constexpr const char* kKnown = "binary, linear:D, linear:FULL:D, cosine:FULL:D, exponential:BETA, gaussian:SIGMA, dai:D, inverse:ALPHA:FLOOR, logistic:C:SD, steps:0-20:1,20-40:0.68, weight:SCALE";

std::optional<double> number_of(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

std::vector<std::string_view> pieces_of(std::string_view text, char separator) {
  std::vector<std::string_view> out;
  for (;;) {
    const auto at = text.find(separator);
    out.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return out;
    text.remove_prefix(at + 1);
  }
}

double positive(std::string_view text, const std::string& where, std::string_view name) {
  const auto value = number_of(text);
  if (!value || *value <= 0) throw InputError(where, fmt::format("'{}' is not a number above 0 for {}", text, name), "write e.g. gaussian:500");
  return *value;
}

Decay parse_steps(std::string_view text, const std::string& where) {
  Decay out;
  out.kind = Decay::Kind::kSteps;
  const auto fail = [&](const std::string& what) { throw InputError(where, what, "write e.g. steps:0-20:1,20-40:0.68,40-60:0.22"); };
  for (const std::string_view zone : pieces_of(text, ',')) {
    const auto colon = zone.find(':');
    const auto dash = zone.find('-');
    if (colon == std::string_view::npos || dash == std::string_view::npos || dash > colon) fail(fmt::format("'{}' is not FROM-TO:WEIGHT", zone));
    const auto from = number_of(zone.substr(0, dash)), to = number_of(zone.substr(dash + 1, colon - dash - 1)), weight = number_of(zone.substr(colon + 1));
    if (!from || !to || !weight || *from < 0 || *weight < 0) fail(fmt::format("'{}' is not FROM-TO:WEIGHT with numbers of 0 or more", zone));
    if (*to <= *from) fail(fmt::format("the step '{}' ends before it begins", zone));
    if (out.at.empty()) out.at.push_back(*from);
    else if (out.at.back() != *from) fail(fmt::format("the step '{}' does not begin where the one before it ends ({})", zone, out.at.back()));
    out.at.push_back(*to);
    out.weight.push_back(*weight);
  }
  return out;
}

}  // namespace

double decay_value(const Decay& decay, double d) {
  switch (decay.kind) {
    case Decay::Kind::kBinary: return 1;
    case Decay::Kind::kSteps: {
      // Closed: the first zone whose end is >= d. Open: the last zone whose begin is <= d. The very first bound is always inside.
      if (d < decay.at.front()) return 0;
      const auto first = decay.at.begin();
      const auto it = decay.closed && d > decay.at.front() ? std::lower_bound(first, decay.at.end(), d) : std::upper_bound(first, decay.at.end(), d);
      if (it == decay.at.end()) return 0;
      return decay.weight[static_cast<std::size_t>(it - first) - 1];
    }
    case Decay::Kind::kLinear: return d <= decay.b ? 1 : d >= decay.a ? 0 : (decay.a - d) / (decay.a - decay.b);
    case Decay::Kind::kCosine:
      return d <= decay.b ? 1 : d >= decay.a ? 0 : (1 + std::cos(std::numbers::pi * (d - decay.b) / (decay.a - decay.b))) / 2;
    case Decay::Kind::kExponential: return std::exp(-decay.a * d);
    case Decay::Kind::kGaussian: return std::exp(-d * d / (2 * decay.a * decay.a));
    case Decay::Kind::kTruncatedGaussian: {
      if (d >= decay.a) return 0;
      const double e = std::exp(-0.5), share = d / decay.a;
      return (std::exp(-share * share / 2) - e) / (1 - e);
    }
    case Decay::Kind::kInversePower: return d <= decay.b ? 1 : (decay.a == 1 ? decay.b / d : std::pow(d / decay.b, -decay.a));
    case Decay::Kind::kLogistic: {
      const double k = std::numbers::pi / (decay.b * std::numbers::sqrt3);
      return (1 + std::exp(-decay.a * k)) / (1 + std::exp((d - decay.a) * k));
    }
    case Decay::Kind::kTable: {
      if (d <= decay.at.front()) return decay.weight.front();
      if (d > decay.at.back()) return 0;
      const auto k = static_cast<std::size_t>(std::lower_bound(decay.at.begin(), decay.at.end(), d) - decay.at.begin());
      const double t = (d - decay.at[k - 1]) / (decay.at[k] - decay.at[k - 1]);
      return t >= 1 ? decay.weight[k] : decay.weight[k - 1] + t * (decay.weight[k] - decay.weight[k - 1]);
    }
    case Decay::Kind::kWeight: return d / decay.a;
  }
  return 0;
}

Decay parse_decay(const std::string& text, std::optional<double> cutoff, const std::string& where) {
  const auto colon = text.find(':');
  const std::string word = text.substr(0, colon);
  const std::string_view rest = colon == std::string::npos ? std::string_view{} : std::string_view(text).substr(colon + 1);
  if (word == "steps") return parse_steps(rest, where);
  const auto parts = colon == std::string::npos ? std::vector<std::string_view>{} : pieces_of(rest, ':');
  const auto take = [&](std::size_t least, std::size_t most) {
    if (parts.size() < least || parts.size() > most)
      throw InputError(where, fmt::format("the decay '{}' has {} values but takes {}", text, parts.size(), least == most ? std::to_string(least) : fmt::format("{} to {}", least, most)),
                       fmt::format("known are {}", kKnown));
  };
  const auto reach = [&]() {
    if (!parts.empty()) return positive(parts[0], where, word);
    if (!cutoff || *cutoff <= 0) throw InputError(where, fmt::format("the decay '{}' needs the cost at which it ends", word), fmt::format("write {}:D, or give a cutoff", word));
    return *cutoff;
  };
  Decay out;
  if (word == "binary") {
    take(0, 0);
  } else if (word == "cosine" || (word == "linear" && parts.size() == 2)) {
    take(2, 2);
    out.kind = word == "cosine" ? Decay::Kind::kCosine : Decay::Kind::kLinear;
    const auto full = number_of(parts[0]);
    out.a = positive(parts[1], where, word);
    if (!full || *full < 0 || *full >= out.a)
      throw InputError(where, fmt::format("'{}' does not begin to fall before it ends", text), fmt::format("write {}:FULL:D with FULL below D", word));
    out.b = *full;
  } else if (word == "linear") {
    take(0, 2);
    out.kind = Decay::Kind::kLinear;
    out.a = reach();
  } else if (word == "exponential") {
    take(1, 1);
    out.kind = Decay::Kind::kExponential;
    out.a = positive(parts[0], where, word);
  } else if (word == "gaussian") {
    take(1, 1);
    out.kind = Decay::Kind::kGaussian;
    out.a = positive(parts[0], where, word);
  } else if (word == "dai" || word == "truncated-gaussian") {
    take(0, 1);
    out.kind = Decay::Kind::kTruncatedGaussian;
    out.a = reach();
  } else if (word == "inverse") {
    take(0, 2);
    out.kind = Decay::Kind::kInversePower;
    out.a = parts.empty() ? 1 : positive(parts[0], where, word);
    out.b = parts.size() < 2 ? 1 : positive(parts[1], where, "the floor");
  } else if (word == "logistic") {
    take(2, 2);
    out.kind = Decay::Kind::kLogistic;
    out.a = positive(parts[0], where, word);
    out.b = positive(parts[1], where, word);
  } else if (word == "weight") {
    take(0, 1);
    out.kind = Decay::Kind::kWeight;
    out.a = parts.empty() ? 1 : positive(parts[0], where, word);
  } else {
    throw InputError(where, fmt::format("there is no decay '{}'", word), fmt::format("known are {}", kKnown));
  }
  return out;
}

std::string decay_text(const Decay& decay) {
  switch (decay.kind) {
    case Decay::Kind::kBinary: return "binary";
    case Decay::Kind::kSteps: {
      std::string out = "steps:";
      for (std::size_t k = 0; k < decay.weight.size(); ++k) out += fmt::format("{}{}-{}:{}", k ? "," : "", decay.at[k], decay.at[k + 1], decay.weight[k]);
      return out;
    }
    case Decay::Kind::kLinear: return decay.b > 0 ? fmt::format("linear:{}:{}", decay.b, decay.a) : fmt::format("linear:{}", decay.a);
    case Decay::Kind::kCosine: return fmt::format("cosine:{}:{}", decay.b, decay.a);
    case Decay::Kind::kExponential: return fmt::format("exponential:{}", decay.a);
    case Decay::Kind::kGaussian: return fmt::format("gaussian:{}", decay.a);
    case Decay::Kind::kTruncatedGaussian: return fmt::format("dai:{}", decay.a);
    case Decay::Kind::kInversePower: return fmt::format("inverse:{}:{}", decay.a, decay.b);
    case Decay::Kind::kLogistic: return fmt::format("logistic:{}:{}", decay.a, decay.b);
    case Decay::Kind::kTable: {
      std::string out = "table:";
      for (std::size_t k = 0; k < decay.at.size(); ++k) out += fmt::format("{}{}={}", k ? "," : "", decay.at[k], decay.weight[k]);
      return out;
    }
    case Decay::Kind::kWeight: return fmt::format("weight:{}", decay.a);
  }
  return {};
}

Decay table_decay(std::vector<double> cost, std::vector<double> weight, bool steps, const std::string& where) {
  if (cost.empty() || cost.size() != weight.size()) throw InputError(where, "the decay table has no rows", "give rows of cost and weight");
  for (std::size_t k = 0; k < cost.size(); ++k) {
    if (!std::isfinite(cost[k]) || !std::isfinite(weight[k]) || cost[k] < 0 || weight[k] < 0)
      throw InputError(where, fmt::format("row {} of the decay table is negative or not a number", k + 1), "give costs and weights of 0 or more");
    if (k > 0 && cost[k] <= cost[k - 1])
      throw InputError(where, fmt::format("the cost {} of the decay table does not come after {}", cost[k], cost[k - 1]), "sort the rows by cost, each cost once");
  }
  Decay out;
  out.kind = steps ? Decay::Kind::kSteps : Decay::Kind::kTable;
  if (steps) cost.push_back(std::numeric_limits<double>::infinity());
  out.at = std::move(cost);
  out.weight = std::move(weight);
  return out;
}

std::optional<double> grows_at(const Decay& decay) {
  if (decay.kind != Decay::Kind::kSteps && decay.kind != Decay::Kind::kTable) return std::nullopt;
  if (decay.kind == Decay::Kind::kSteps && decay.at.front() > 0) return decay.at.front();
  for (std::size_t k = 1; k < decay.weight.size(); ++k)
    if (decay.weight[k] > decay.weight[k - 1]) return decay.at[k];
  return std::nullopt;
}

std::vector<double> decay_weights(const RealCostTable& costs, const Decay& decay, std::optional<double> cutoff) {
  require_sound(costs, "decay_weights");
  std::vector<double> out(costs.n_pairs(), 0);
  const auto n = static_cast<std::int64_t>(costs.n_pairs());
#pragma omp parallel for schedule(static) if (n > 20'000)
  for (std::int64_t k = 0; k < n; ++k) {
    const auto at = static_cast<std::size_t>(k);
    if (!cutoff || costs.cost[at] <= *cutoff) out[at] = decay_value(decay, costs.cost[at]);
  }
  return out;
}

}  // namespace catchment
