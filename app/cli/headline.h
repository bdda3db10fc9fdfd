#pragma once

#include <cstdint>
#include <string>

#include "sim/report/study.h"
#include "sim/scenario/scenario.h"
#include "sim/world/world.h"

namespace catchment::cli {

/// The headline figures in words, some ten lines, in Chinese or English.
std::string headline(const World& world, const Study& study, const Scenario& scenario, bool chinese);

std::string grouped(std::int64_t value);       ///< 70,000
std::string percent(double share);             ///< "93.5 %", "-" if it is undefined
std::string cutoff_text(const LevelSpec& level, bool chinese);

}  // namespace catchment::cli
