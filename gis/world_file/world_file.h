#pragma once

#include <string>

#include "sim/core/progress.h"
#include "sim/world/world.h"

namespace catchment::gis {

/// The world as one GeoPackage (layers areas, buildings, demand, streets, street_nodes, gates, facilities,
/// organisations, groups, units, instructors, venues, catalogue, context, sources, world_info), exact:
/// read_world(write_world(w)) == w in every figure and coordinate. Written to a temporary name beside `path` and
/// renamed. Layers of more than 100,000 features have no spatial index. Same world, same bytes.
void write_world(const World& world, const std::string& path, const Progress& progress = {});
World read_world(const std::string& path, const Progress& progress = {});
/// Its CRS, without reading the rest. Throws InputError as read_world.
std::string world_file_crs(const std::string& path);
/// True if the file is a GeoPackage that write_world made.
bool is_world_file(const std::string& path);

}  // namespace catchment::gis
