#pragma once

#include "gis/vector/layer.h"
#include "sim/network/street_network.h"

namespace catchment::gis {

/// Streets from a line layer: lines are cut where they share a vertex (within `tolerance_m`), all may be walked and
/// cycled both ways unless a class that OSM knows or a `oneway` column (cycling only) says otherwise. Lengths are
/// measured along the line in the plane of its CRS, which should be in metres.
StreetNetwork streets_from_lines(const Table& lines, double tolerance_m = 0.01);

}  // namespace catchment::gis
