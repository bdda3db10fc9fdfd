#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "sim/core/geometry.h"
#include "sim/core/progress.h"

namespace catchment::gis {

/// What lies within `buffer_m` of a reached street: round ends, united, holes kept. Metres in, metres out.
/// O(n log n) in the lines' points. Throws std::invalid_argument unless 0 < buffer_m.
MultiPolygon area_around(std::span<const std::vector<Point>> lines, double buffer_m);

/// Tables of `catchment reach`; costs and cutoffs are seconds.
struct ReachArea {
  std::string facility;
  double cutoff_s = 0, length_m = 0, area_m2 = 0;
  std::int64_t persons = 0;
  MultiPolygon shape;
};
/// A piece of street and the smallest cutoff that holds it.
struct ReachStreet {
  std::string facility;
  double cutoff_s = 0;
  std::vector<Point> line;
};
/// A demand point and its cheapest facility; `cost_s` is +infinity and `facility` empty where there is none.
struct ReachDemand {
  std::string id, facility;
  std::int64_t persons = 0;
  double cost_s = 0;
  Point position;
};
struct ReachTables {
  std::string crs;
  std::vector<ReachArea> areas;
  std::vector<ReachStreet> streets;
  std::vector<ReachDemand> demand;
};

/// A GeoPackage with layers service_areas, street_bands, demand. Written to a temporary name beside `path` and renamed.
/// Same tables, same bytes. Throws InputError if it cannot be written; Cancelled.
void write_reach(const ReachTables& tables, const std::string& path, const Progress& progress = {});

}  // namespace catchment::gis
