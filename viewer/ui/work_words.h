#pragma once

#include <string>

namespace catchment::viewer {

/// What a worker is doing (sim/core/progress.h, in English), in the words of the interface. Words that are not known stay as they are.
std::string work_words(const std::string& doing, bool chinese);

}  // namespace catchment::viewer
