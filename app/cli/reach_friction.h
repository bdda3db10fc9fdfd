#pragma once

#include "app/cli/arguments.h"
#include "app/cli/console.h"

namespace catchment::cli {

/// `catchment reach --friction LANDCOVER.tif`: travel times over cells, off the streets (docs/methods/friction.md).
int reach_friction_command(const ReachArguments& in, Console& console);

}  // namespace catchment::cli
