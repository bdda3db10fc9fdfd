#include "viewer/ui/table_csv.h"

#include <cmath>

#include <fmt/format.h>

namespace catchment::viewer {

namespace {

std::string quoted(const std::string& s) {
  if (s.find_first_of(",\"\r\n") == std::string::npos) return s;
  std::string out = "\"";
  for (const char c : s) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

}  // namespace

std::string table_csv(const document::ThingTable& table, const std::vector<std::uint32_t>& rows) {
  std::string out;
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    const auto& column = table.columns[c];
    if (c > 0) out += ',';
    out += quoted(column.unit.empty() ? column.title : column.title + " (" + column.unit + ")");
  }
  out += "\r\n";
  for (const std::uint32_t r : rows) {
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
      if (c > 0) out += ',';
      if (table.number[c].empty()) out += quoted(table.text[c][r]);
      else if (std::isfinite(table.number[c][r])) out += fmt::format("{}", table.number[c][r]);
    }
    out += "\r\n";
  }
  return out;
}

}  // namespace catchment::viewer
