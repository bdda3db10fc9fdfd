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
  std::vector<std::string> polygon_name{};   ///< for points: name of the area each says it lies in; empty: its own name
};

/// Sample of a table that was read with project_crs "EPSG:4326": its names from `name_column`, or from a column that is
/// usually a name (name, 名称, subdistrict, district, ...), and for points the area they say they lie in (subdistrict,
/// district, ...). Empty names and places where there is no such column.
DatumSample datum_sample(const Table& table, const std::string& name_column = {});

/// Compares layers that show the same things (polygons or points with equal names; points inside named polygons) and
/// finds one whose label lies: the hypothesis (as labelled, GCJ-02, BD-09) that brings it onto the others. A finding
/// "datum-mismatch" states the shift in metres east and south/north, the overlap before and after, and the likely truth.
/// Needs evidence: at least 3 shared places, and an overlap gain of 0.05 or a median shift above 100 m of which two
/// thirds go away; names that occur twice in a layer are no evidence. Lies are told one by one, the best supported first.
/// O(layers^2 * (64 shapes or 20,000 points)). Throws std::invalid_argument if names and places differ in number.
Findings check_datums(const std::vector<DatumSample>& layers);

/// Median over the pairs of shapes a[i], b[i] of intersection over union, 0..1. The median, because one source may count
/// the sea to a district and another not (Shanghai: Pudong and Chongming). Any coordinates: it does not change under
/// stretching. Throws std::invalid_argument if the sizes differ.
double overlap(const std::vector<MultiPolygon>& a, const std::vector<MultiPolygon>& b);

}  // namespace catchment::gis
