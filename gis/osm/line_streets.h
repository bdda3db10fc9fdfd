#pragma once

#include "gis/vector/layer.h"
#include "sim/network/street_network.h"

namespace catchment::gis {

/// Streets from a line layer: lines are cut where they share a vertex (within `tolerance_m`), all may be walked and
/// cycled both ways unless a `oneway` column says otherwise. Columns used if present: highway/class/fclass, oneway, name.
StreetNetwork streets_from_lines(const Table& lines, double tolerance_m = 0.01);

}  // namespace catchment::gis
