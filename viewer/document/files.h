#pragma once

#include <string>

// Files that must not be lost. Private to the room.
namespace catchment::document {

/// Writes all of it to a new file beside `path`, syncs, and renames it over `path` (through a symbolic link to what it names; the old file's
/// permissions stay). Whatever fails, `path` is either what it was or whole, and nothing else is left. Throws InputError.
void write_whole(const std::string& path, const std::string& bytes);

/// Absolute, without "." and "..".
std::string absolute_path(const std::string& path);

}  // namespace catchment::document
