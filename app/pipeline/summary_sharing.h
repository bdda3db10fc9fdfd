#pragma once

#include <nlohmann/json.hpp>

#include "sim/report/study.h"
#include "sim/world/world.h"

namespace catchment::pipeline {

/// The figures of the sharing graph for summary.json; null where the study has none.
nlohmann::ordered_json sharing_figures(const World& world, const Study& study);

}  // namespace catchment::pipeline
