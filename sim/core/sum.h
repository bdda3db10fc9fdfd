#pragma once

#include <cmath>

namespace catchment {

/// Compensated sum: city-sized samples keep their digits. Source: Neumaier (1974), ZAMM 54:39-51.
class Sum {
 public:
  void add(double v) {
    const double t = sum_ + v;
    lost_ += std::abs(sum_) >= std::abs(v) ? (sum_ - t) + v : (v - t) + sum_;
    sum_ = t;
  }
  [[nodiscard]] double value() const { return sum_ + lost_; }

 private:
  double sum_ = 0, lost_ = 0;
};

}  // namespace catchment
