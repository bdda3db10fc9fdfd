#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/core/real_costs.h"

namespace catchment {

/// How a weight falls with travel cost (models.md B.1). One flat description; `decay_value` says what each field means.
struct Decay {
  enum class Kind {
    kBinary,             ///< 1
    kSteps,              ///< `at` ascending bounds [n + 1], `weight` [n] between them, 0 outside
    kLinear,             ///< 1 up to b, then a straight line to 0 at a: with b = 0, 1 - d/a
    kCosine,             ///< 1 up to b, then half a cosine wave to 0 at a. Berman, Krass & Drezner (2003), EJOR 151
    kExponential,        ///< exp(-a d)
    kGaussian,           ///< exp(-d^2 / (2 a^2))
    kTruncatedGaussian,  ///< (exp(-(d/a)^2/2) - e^(-1/2)) / (1 - e^(-1/2)), 0 beyond a. Dai (2010), Health & Place 16
    kInversePower,       ///< (d/b)^(-a); 1 where d <= b: the floor
    kLogistic,           ///< (1 + exp(-a k)) / (1 + exp((d - a) k)), k = pi / (b sqrt 3): 1 at 0, about a half at a
    kTable,              ///< the user's own: straight lines between (`at`, `weight`) [n]; flat before the first, 0 after the last
    kWeight,             ///< d/a: the table holds weights already, not costs
  };
  Kind kind = Kind::kBinary;
  double a = 0, b = 0;
  std::vector<double> at, weight;
  /// Steps only: a cost equal to a bound belongs to the zone that it ends (as a cutoff, `true`) or to the next (`false`).
  bool closed = false;
};

/// Weight of one cost >= 0.
double decay_value(const Decay& decay, double cost);

/// "binary", "linear[:D]", "linear:FULL:D", "cosine:FULL:D", "exponential:BETA", "gaussian:SIGMA", "dai[:D]", "inverse[:ALPHA[:FLOOR]]" (1, 1), "logistic:C:SD",
/// "steps:0-20:1,20-40:0.68,40-60:0.22", "weight[:SCALE]". `cutoff` fills a D that is left away.
/// Throws InputError with one sentence: an unknown word names the known ones.
Decay parse_decay(const std::string& text, std::optional<double> cutoff, const std::string& where);
/// The text that parse_decay reads back; a table as "table:0=1,10=0.5".
std::string decay_text(const Decay& decay);
/// A user's table: costs strictly ascending, weights >= 0, all finite, at least one row. `steps`: each row is a bound where
/// its weight begins, right-open, and the last holds on for ever. Throws InputError.
Decay table_decay(std::vector<double> cost, std::vector<double> weight, bool steps, const std::string& where);
/// First cost at which the weight grows again, if there is one: a warning, not an error.
std::optional<double> grows_at(const Decay& decay);

/// Weights of all pairs: 0 beyond the cutoff (inclusive; nullopt: none). -> [n_pairs]. Throws std::invalid_argument for an
/// unsound table.
std::vector<double> decay_weights(const RealCostTable& costs, const Decay& decay, std::optional<double> cutoff);

}  // namespace catchment
