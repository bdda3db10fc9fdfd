#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/core/geometry.h"
#include "sim/core/progress.h"

namespace catchment::gis {

/// Tables of `catchment reach`; costs and cutoffs are seconds.
struct ReachArea {
  std::string facility;
  double from_s = 0, cutoff_s = 0;  ///< what lies beyond `from_s`, 0 but for rings, up to the cutoff
  double length_m = 0, area_m2 = 0; ///< of this shape: a ring's own
  std::int64_t persons = 0;
  MultiPolygon shape;
};
/// A piece of street and the smallest cutoff that holds it.
struct ReachStreet {
  std::string facility;
  double cutoff_s = 0;
  std::int64_t band = 1;            ///< 1: the smallest cutoff
  std::vector<Point> line;
};
/// A demand point and its cheapest facility; `cost_s` is +infinity and `facility` empty where there is none.
struct ReachDemand {
  std::string id, facility;
  std::int64_t persons = 0;
  double cost_s = 0;
  Point position;
  bool inside = true;               ///< counted: within the study area
};
struct ReachTables {
  std::string crs;
  bool chinese = false;             ///< language of legends and names for people
  std::vector<ReachArea> areas;
  std::vector<ReachStreet> streets;
  std::vector<ReachDemand> demand;
};

/// A GeoPackage with layers service_areas, street_bands, demand, each with a QGIS style. Written to a temporary name beside
/// `path` and renamed. Same tables, same bytes. Throws InputError if it cannot be written; Cancelled.
void write_reach(const ReachTables& tables, const std::string& path, const Progress& progress = {});

}  // namespace catchment::gis
