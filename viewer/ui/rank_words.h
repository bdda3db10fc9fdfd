#pragma once

#include <string>

#include "sim/scenario/scenario.h"

namespace catchment::viewer {

/// What facilities of a rank are called: as the scenario titles the one level of that rank; where it has none, or several, the rank's own name.
std::string rank_word(const Scenario& scenario, int rank, bool chinese);

}  // namespace catchment::viewer
