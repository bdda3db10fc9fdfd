#pragma once

#include <string>

#include "sim/report/study.h"
#include "sim/world/world.h"

namespace catchment::cli {

/// What a run says of the sharing graph, in lines; "" where the study has none.
std::string sharing_lines(const World& world, const Study& study, bool chinese);

}  // namespace catchment::cli
