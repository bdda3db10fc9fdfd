#pragma once

#include <string>

#include "viewer/scene/display_list.h"

namespace catchment::cli {

/// Throws InputError unless the name ends in .png, .svg or .pdf and the file may be written.
void require_picture(const std::string& path, bool overwrite);

/// Draws by the name's ending; at once or not at all. Returns a warning of the fonts, or empty.
std::string write_picture(const scene::DisplayList& picture, const std::string& path);

}  // namespace catchment::cli
