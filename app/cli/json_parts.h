#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "sim/core/error.h"
#include "sim/network/street_network.h"
#include "sim/scenario/scenario.h"

namespace catchment::cli {

using Json = nlohmann::ordered_json;

/// {"nodes","arcs","length_m","components","largest_component_share"} of the streets that the mode may use (cli.md).
Json network_json(const StreetNetwork& net, const NetworkOptions& options);
Json findings_json(const Findings& findings);
/// NaN and infinity become null.
Json number_json(double value);
/// Two spaces, a line end, broken UTF-8 replaced.
std::string dumped(const Json& json);

}  // namespace catchment::cli
