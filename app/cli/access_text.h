#pragma once

#include <string>

#include "app/cli/access_figures.h"
#include "app/cli/json_parts.h"

namespace catchment::cli {

/// The shapes of `access`: see docs/commands.md and docs/methods/access.md.
Json access_json(const CostSource& source, const AccessPlan& plan, const AccessArguments& in, const AccessFigures& figures);
std::string access_csv(const CostSource& source, const AccessFigures& figures);
std::string access_words(const CostSource& source, const AccessFigures& figures, bool chinese);

}  // namespace catchment::cli
