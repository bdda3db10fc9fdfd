#pragma once

#include <string>
#include <vector>

#include "app/cli/arguments.h"
#include "sim/core/geometry.h"
#include "sim/world/world.h"

namespace catchment::cli {

/// A place whose service area is asked for, in the world's CRS.
struct ReachFacility {
  std::string id;
  Point position;
};

/// From --facilities (CSV with id and x,y or lon,lat; or any point layer), else the world's own open facilities.
/// Throws InputError for missing columns, coordinates that are no numbers, repeated ids, nothing left.
std::vector<ReachFacility> reach_facilities(const ReachArguments& in, const World& world);

}  // namespace catchment::cli
