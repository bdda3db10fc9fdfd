#pragma once

#include "app/cli/arguments.h"
#include "app/cli/console.h"

namespace catchment::cli {

/// `share --stable`: who is matched with whom by preferences on both sides (Gale & Shapley 1962), from a table of its own. Exit code.
int stable_command(const ShareArguments& in, Console& console);

}  // namespace catchment::cli
