#pragma once

#include <span>
#include <string>

#include "app/cli/console.h"
#include "sim/core/progress.h"
#include "sim/world/world.h"

namespace catchment::cli {

/// Throws InputError unless `path` ends in .gpkg and there is no such file yet (or `overwrite`).
void require_writable_world(const std::string& path, bool overwrite);
/// Throws InputError if the file exists and may not be replaced, or is a folder. Writes nothing.
void require_writable_file(const std::string& path, bool overwrite);
/// Throws InputError if the output is one of the inputs (empty names are none): --overwrite must not cost somebody his data.
void refuse_input_as_output(const std::string& output, std::span<const std::string> inputs);
/// Makes the folder of a file that is about to be written.
void make_folder_of(const std::string& path);

/// Writes the world and prints what is in it, as text or JSON.
void write_world_output(const World& world, const std::string& path, Console& console, const Progress& progress);

}  // namespace catchment::cli
