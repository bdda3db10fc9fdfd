#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>

#include "sim/core/geometry.h"

namespace catchment::pipeline {

/// Metres of one CRS to longitude and latitude (WGS-84, degrees) and back, for what stands on the pipeline and may not know gis. A CRS
/// that is not known, and places outside its domain, have no answer. Not thread safe.
class LonLatConverter {
 public:
  explicit LonLatConverter(const std::string& crs);
  ~LonLatConverter();
  LonLatConverter(const LonLatConverter&) = delete;
  LonLatConverter& operator=(const LonLatConverter&) = delete;
  [[nodiscard]] std::optional<std::array<double, 2>> to_lonlat(Point m) const;
  [[nodiscard]] std::optional<Point> to_m(double lon, double lat) const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace catchment::pipeline
