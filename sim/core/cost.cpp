#include "sim/core/cost.h"

#include <cmath>
#include <limits>

namespace catchment {

Cost to_cost(double value) {
  const double milli = std::round(value * 1000);
  return milli < kUnreachable ? static_cast<Cost>(milli) : kUnreachable - 1;
}

double from_cost(Cost cost) {
  return cost >= kUnreachable ? std::numeric_limits<double>::infinity() : cost / 1000.0;
}

}  // namespace catchment
