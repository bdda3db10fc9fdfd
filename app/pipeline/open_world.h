#pragma once

#include <cstdint>
#include <string>

#include "sim/core/progress.h"
#include "sim/world/world.h"

namespace catchment::pipeline {

/// The world of a world file as the pipeline uses it.
struct OpenedWorld {
  World world;               ///< as gis::read_world gives it, its streets sorted (sort_streets)
  std::string sha256;        ///< of the file
  std::uint64_t bytes = 0;   ///< of the file
};

/// Reads a world file; its digest is taken beside the reading. Files of 8 MiB and more are kept in the user's cache
/// (world_cache.h) in a form that is read again at the speed of memory, as long as the file stays as it is. Throws
/// InputError as gis::read_world.
OpenedWorld open_world(const std::string& path, const Progress& progress = {});

}  // namespace catchment::pipeline
