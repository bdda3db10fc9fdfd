#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <utility>
#include <vector>

#include "sim/report/study.h"

namespace catchment::pipeline {

/// Adds `exposure`, `channels`, `advisers`, `information` and `dashboard` to summary.json: null or an empty list where the
/// scenario does not ask for them, each figure with its definition id.
void add_service_figures(const Study& study, nlohmann::ordered_json& summary);

/// The same figures by name, as columns of `compare` and of a batch; an undefined one is an empty text.
std::vector<std::pair<std::string, std::string>> service_columns(const Study& study);
/// The same from a summary.json that was read back.
std::vector<std::pair<std::string, std::string>> service_columns(const nlohmann::json& summary);

}  // namespace catchment::pipeline
