#pragma once

#include <span>
#include <vector>

#include "sim/world/world.h"

namespace catchment {

struct DuplicatePair {
  OrganisationId earlier, later;
};

/// Organisations entered twice: within 30 m, with names at most 2 edits apart (1 for names of 4-6 characters, 0 for shorter
/// ones, which differ by little anyway) and the same numbers in them: "Company 12" and "Company 13" are two. Names that share an
/// ending of 4 or more characters must also be alike before it: companies of one trade are not duplicates. One name in common,
/// Chinese or English, is enough; nameless ones are never duplicates. Each later one is paired with its lowest earlier one.
/// A 30 m grid, then names with equal numbers; pairs are screened by the letters they use, so O(n) but for many names of one
/// place without numbers.
std::vector<DuplicatePair> duplicate_organisations(std::span<const Organisation> organisations);

}  // namespace catchment
