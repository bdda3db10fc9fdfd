#pragma once

#include <cstdint>
#include <memory>

#include "sim/core/progress.h"
#include "sim/world/world.h"

namespace catchment::gpu {

/// Everything of a world that the GPU draws, as flat arrays ready to be uploaded: ground and building triangles and street
/// pieces in square tiles, tile-major, corners as 16-bit steps of their tile (a step is at most 5 cm); and for each demand
/// point what it colours. Made once per world, on any thread; constant. About 40 bytes per building of four corners.
struct MapGeometry;
std::shared_ptr<const MapGeometry> build_geometry(const World& world, const Progress& progress = {});

}  // namespace catchment::gpu
