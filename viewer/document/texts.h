#pragma once

#include <cstdint>
#include <string>

#include "sim/core/cost.h"

// Figures as people read them, in labels, lists and tables. No locale. Private to the room.
namespace catchment::document {

std::string grouped(std::int64_t n);                                      ///< 60000 -> "60,000"
std::string decimal(double value, int places);                            ///< trailing zeros dropped
std::string length_text(double metres, bool chinese);                     ///< "210 m", "1.25 km"
std::string cost_text(double value, CostUnit unit, bool chinese);         ///< metres, or seconds as "8.5 min"
std::string percent(double share);                                        ///< "91.2%"; NaN: "–"
const char* rank_name(int rank, bool chinese);                            ///< "station"

/// Lower case of ASCII, Latin-1, Greek and Cyrillic letters, full-width ASCII as ASCII; the rest as it is.
std::string folded(const std::string& utf8);

}  // namespace catchment::document
