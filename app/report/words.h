#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sim/scenario/scenario.h"
#include "sim/world/world.h"

namespace catchment::pipeline {

/// Machine words of the tables: stable, in English, the same in every language of the report.
std::string_view word_of(TravelMode mode);
std::string_view word_of(CostUnit unit);            ///< "s" or "m"
std::string_view word_of(Denominator denominator);
std::string_view word_of(Severity severity);
std::string_view word_of(FacilityStatus status);
std::string_view word_of(OrganisationType type);
std::string_view word_of(Edit::Op op);
std::string_view word_of(ChannelKind kind);

/// Shortest text that reads back as the same number, locale-free; empty for NaN and infinity.
std::string raw_number(double value);
std::string raw_number(std::int64_t value);
/// part / whole as raw_number; empty if `whole` is 0.
std::string raw_share(std::int64_t part, std::int64_t whole);

}  // namespace catchment::pipeline
