#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "sim/report/study.h"
#include "sim/world/world.h"

namespace catchment::pipeline {

/// The figures of the sharing graph for summary.json; null where the study has none.
nlohmann::ordered_json sharing_figures(const World& world, const Study& study);

/// Its headline figures by name, as columns of `compare` and of a batch, like service_columns.
std::vector<std::pair<std::string, std::string>> sharing_columns(const World& world, const Study& study);
/// The same from a summary.json that was read back.
std::vector<std::pair<std::string, std::string>> sharing_columns(const nlohmann::json& summary);

}  // namespace catchment::pipeline
