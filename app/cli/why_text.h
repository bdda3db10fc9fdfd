#pragma once

#include <string>

#include "app/cli/json_parts.h"
#include "sim/report/why.h"

namespace catchment::cli {

/// An explanation as JSON (docs/commands.md) and in words. Edits are those of a scenario's [[edits]].
Json why_json(const World& world, const Why& why);
std::string why_text(const World& world, const Why& why, bool chinese);

}  // namespace catchment::cli
