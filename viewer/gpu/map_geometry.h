#pragma once

#include <cstdint>
#include <memory>

#include "sim/core/progress.h"
#include "sim/world/world.h"

namespace catchment::gpu {

/// Everything of a world that the GPU draws, as flat arrays ready to be uploaded: ground and building triangles and street
/// pieces in square tiles, tile-major, corners as 16-bit steps of their tile (a step is at most 5 cm); and for each demand
/// point what it colours. Made once per world, on any thread; constant. About 90 bytes per building of four corners, and 36 per
/// demand point; a copy of the former goes to the GPU.
struct MapGeometry;
/// O(corners + demand points), on all threads: 1 million buildings of four corners in about half a second of two. Places that are not
/// finite are left out. Throws std::runtime_error for a world more than 30,000 km wide, Cancelled.
std::shared_ptr<const MapGeometry> build_geometry(const World& world, const Progress& progress = {});

}  // namespace catchment::gpu
