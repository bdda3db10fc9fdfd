#pragma once

#include "app/cli/share_part.h"

namespace catchment::cli {

/// --recommend: links that should come next: from whoever has something over to whoever lacks it; where nothing is offered or needed, pairs that have
/// most in common by the resource-allocation index.
SharePart recommend_part(const ShareView& view, const ShareArguments& in);

}  // namespace catchment::cli
