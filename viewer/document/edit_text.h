#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/core/cost.h"
#include "sim/scenario/scenario.h"
#include "sim/scenario/value.h"

// Edits and cutoffs as text of a scenario file. Private to the room.
namespace catchment::document {

/// One edit as an inline table: what its operation needs and nothing else, in one order. Equal edits give equal texts.
std::string edit_inline(const Edit& edit);
/// Edits from a TOML list of tables, as a scenario file's `edits`. Throws InputError.
std::vector<Edit> edits_from(const Value& list);
/// "500 m", "15 min", "90 s": reading it gives the same double.
std::string cutoff_text(double cutoff, CostUnit unit);
/// A text in quotes, as TOML wants it.
std::string quoted_toml(const std::string& text);

}  // namespace catchment::document
