#pragma once

#include <string>
#include <vector>

#include "gis/vector/layer.h"

namespace catchment::gis {

/// A layer for the datum check: its places in WGS-84 degrees *as labelled*, with an optional name per place.
struct DatumSample {
  std::string where;                         ///< "file: layer"
  Datum label = Datum::kWgs84;
  std::vector<std::string> name;             ///< names that can be compared with other layers' names
  std::vector<MultiPolygon> shape;           ///< degrees; for polygon layers
  std::vector<LonLat> point;                 ///< for point layers
};

/// Compares layers that show the same things (polygons or points with equal names; points inside named polygons) and
/// finds one whose label lies: the hypothesis (as labelled, GCJ-02, BD-09) that brings it onto the others. A finding
/// "datum-mismatch" states the shift in metres east and south/north, the overlap before and after, and the likely truth.
/// Needs evidence: at least 3 shared places, and an overlap gain of 0.05 or a median shift above 100 m removed.
Findings check_datums(const std::vector<DatumSample>& layers);

/// Intersection over union of two polygon sets that share names, averaged by area. For tests and messages.
double overlap(const std::vector<MultiPolygon>& a, const std::vector<MultiPolygon>& b);

}  // namespace catchment::gis
