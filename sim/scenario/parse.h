#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "sim/scenario/scenario.h"

namespace catchment {

/// Gives the text of a scenario that `extends` names. `from` is the file that names it. Throws InputError if there is none.
/// Returns {file name for messages, text}.
using LoadText = std::function<std::pair<std::string, std::string>(const std::string& from, const std::string& name)>;

/// TOML text -> Scenario: parsed, merged over what it `extends` (tables merge key by key, arrays and [[levels]] replace,
/// [[edits]] append), overrides applied last, decoded and validated. No file access.
/// - `overrides`: dotted key path and a TOML value text, e.g. {"network.speed_m_per_min", "60"}, {"edits[0].to", "[1, 2]"}
/// Throws InputError "FILE:LINE:COL: key 'x': what; remedy" for syntax errors, unknown keys (names the nearest known key),
/// wrong types, values out of range, a cycle of extends, duplicate level names, unknown modes.
Scenario parse_scenario(const std::string& text, const std::string& file, const LoadText& load_text = {},
                        const std::vector<std::pair<std::string, std::string>>& overrides = {});

/// "09:00-17:00" style weekly hours: "Mon-Fri 09:00-17:00; Sat 09:00-12:00" or "daily 13:00-21:00". Half-hour slots.
OpeningHours parse_opening_hours(const std::string& text, const std::string& where);
std::string format_opening_hours(const OpeningHours& hours);
/// "Tue 10:00" -> the half hour of the week that holds it, 0..335. Days as in opening hours. Throws InputError.
int parse_week_moment(const std::string& text, const std::string& where);

/// Nearest of `known` to `word` by edit distance, or empty if nothing is near.
std::string nearest_key(const std::string& word, const std::vector<std::string>& known);

}  // namespace catchment
