#pragma once

#include <string>

namespace catchment::pipeline {

/// The bytes of a file. Throws InputError if it is missing, a folder or unreadable.
std::string read_text(const std::string& path);

/// Writes to a temporary name beside `path` and renames: never half a file. Throws std::runtime_error with the reason.
void write_text(const std::string& path, const std::string& bytes);

/// A path as written in a scenario: $NAME and ${NAME:-default} expanded, relative to the scenario's folder.
/// $CATCHMENT_SHARED_DATA falls back to default_shared_data().
std::string expand_path(const std::string& written, const std::string& scenario_file);

/// ../shared/data seen from the project root.
std::string default_shared_data(const std::string& scenario_file);

}  // namespace catchment::pipeline
