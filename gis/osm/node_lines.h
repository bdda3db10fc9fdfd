#pragma once

#include <cstdint>
#include <vector>

#include "sim/core/geometry.h"

namespace catchment::gis {

/// Lines as a layer gives them: rows of parts of points, in metres.
using LineRows = std::vector<std::vector<std::vector<Point>>>;

/// What was found, and with `insert` mended.
struct NodedLines {
  std::int64_t touches = 0;    ///< vertices of one line that lie on another between its vertices (a T without a joint)
  std::int64_t crossings = 0;  ///< places where two segments cross between their vertices
};

/// Finds, within `tolerance_m`, where lines touch or cross each other, or themselves, without a vertex there. With `insert`
/// each line gets the missing vertices, so that lines which meet on the map also meet in the network; a touching vertex
/// itself is what is inserted, a crossing is computed once for both. Bridges and tunnels meet too, so use it for layers
/// that were drawn without them.
/// Throws std::invalid_argument if the tolerance is negative or not finite. O((segments + places) log segments).
NodedLines node_lines(LineRows& rows, double tolerance_m, bool insert);

}  // namespace catchment::gis
