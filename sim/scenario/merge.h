#pragma once

#include <string>
#include <utility>
#include <vector>

#include "sim/scenario/parse.h"
#include "sim/scenario/value.h"

namespace catchment {

/// `over` laid over `base`: tables merge key by key, arrays (so also [[levels]]) replace, the top-level [[edits]] append.
Value merge_tables(Value base, Value over);

/// Reads the scenarios that `scenario.extends` names, nearest first, and lays each over what it extends in turn. Relative
/// input paths of a base in another folder are rewritten so that they hold from `file`'s folder. The key is removed.
/// Throws InputError for a cycle (naming its files), more than 32 levels, or a loader that is missing.
Value resolve_extends(Value table, const std::string& file, const LoadText& load_text);

/// Sets "a.b[2].c" (also "levels[station].cutoff", the item whose name is `station`) to a TOML value. "edits[+]", or an
/// index one past the end, adds an item. Throws InputError for a path that cannot be.
void apply_override(Value& table, const std::string& path, const std::string& value_text);

}  // namespace catchment
