#pragma once

#include <string>

#include "app/cli/console.h"

namespace catchment::cli {

/// Quoted where it holds a separator, a quote or a line end (RFC 4180).
std::string csv_cell(const std::string& text);
/// Shortest text that reads back to the same number; whole numbers without a point; "" for NaN.
std::string plain_number(double value);
/// To standard output, or to a file that is complete or not there: written beside it and renamed.
/// Throws std::runtime_error if it cannot be written.
void write_text(const std::string& text, const std::string& path, Console& console);

}  // namespace catchment::cli
