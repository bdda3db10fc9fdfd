#pragma once

#include "app/cli/share_part.h"

namespace catchment::cli {

/// --resilience: partners removed one by one.
SharePart resilience_part(const ShareView& view, const ShareArguments& in, const Progress& progress);
/// --critical: whose loss leaves somebody unmet, orphaned or cut off.
SharePart critical_part(const ShareView& view, const ShareArguments& in, const Progress& progress);
/// --root: who does not hang below it by affiliation.
SharePart root_part(const ShareView& view, const ShareArguments& in);

}  // namespace catchment::cli
