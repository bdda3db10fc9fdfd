#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "viewer/document/summaries.h"

namespace catchment::viewer {

/// Rows of a table as CSV (RFC 4180, UTF-8, lines end with \r\n): a head with units, then numbers as plain numbers, texts quoted where they
/// need it; a cell without a number is empty.
std::string table_csv(const document::ThingTable& table, const std::vector<std::uint32_t>& rows);

}  // namespace catchment::viewer
