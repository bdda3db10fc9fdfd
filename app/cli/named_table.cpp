#include "app/cli/named_table.h"

#include <algorithm>
#include <unordered_map>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "app/pipeline/rows.h"
#include "sim/core/error.h"

namespace catchment::cli {

namespace {

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

}  // namespace

NamedTable::NamedTable(const std::string& path, const std::vector<std::string>& mapping, const std::vector<std::string>& known, const std::string& option)
    : path_(path) {
  gis::ReadOptions options;
  options.need_geometry = false;
  table_ = gis::read_table(path, options);
  for (const std::string& name : known) columns_[name] = table_.column(name);
  for (const std::string& pair : mapping) {
    const auto at = pair.find('=');
    if (at == std::string::npos || at == 0 || at + 1 == pair.size()) throw InputError(option, fmt::format("'{}' is not OURS=THEIRS", pair), "write e.g. id=NAME,weight=POP");
    const std::string ours = pair.substr(0, at), theirs = pair.substr(at + 1);
    if (std::find(known.begin(), known.end(), ours) == known.end())
      throw InputError(option, fmt::format("there is no field '{}'", ours), fmt::format("the fields are {}", fmt::join(known, ", ")));
    columns_[ours] = table_.column(theirs);
    if (columns_[ours] < 0) throw InputError(path, fmt::format("it has no column '{}'", theirs), fmt::format("its columns are {}", fmt::join(table_.columns, ", ")));
  }
  if (n_rows() == 0) throw InputError(path, "it has no rows", "give a table with at least one row under its header");
}

int NamedTable::column(const std::string& ours) const {
  const auto it = columns_.find(ours);
  return it == columns_.end() ? -1 : it->second;
}

void NamedTable::require(const std::vector<std::string>& ours) const {
  for (const std::string& name : ours)
    if (!has(name))
      throw InputError(path_, fmt::format("it has no column '{}'", name), fmt::format("its columns are {}; map one of them to it, rows are never joined by their order", fmt::join(table_.columns, ", ")));
}

std::string NamedTable::text(const std::string& ours, std::size_t row) const {
  const int c = column(ours);
  return c < 0 ? std::string{} : trimmed(table_.cells[static_cast<std::size_t>(c)][row]);
}

double NamedTable::number(const std::string& ours, std::size_t row) const {
  const std::string cell = text(ours, row);
  const auto value = pipeline::parse_number(cell);
  if (!value) throw InputError(where(row), cell.empty() ? fmt::format("'{}' is empty", ours) : fmt::format("'{}' in '{}' is not a number", cell, ours), "mend or remove that row");
  return *value;
}

double NamedTable::amount(const std::string& ours, std::size_t row) const {
  const double value = number(ours, row);
  if (value < 0) throw InputError(where(row), fmt::format("'{}' is {}, below 0", ours, value), "mend or remove that row");
  return value;
}

std::vector<std::string> NamedTable::ids(const std::string& ours, bool repeat) const {
  require({ours});
  std::vector<std::string> out;
  std::unordered_map<std::string, std::size_t> first;
  for (std::size_t row = 0; row < n_rows(); ++row) {
    out.push_back(text(ours, row));
    if (out.back().empty()) throw InputError(where(row), fmt::format("'{}' is empty", ours), "give every row its id");
    if (repeat) continue;
    const auto [it, fresh] = first.emplace(out.back(), row);
    if (!fresh) throw InputError(where(row), fmt::format("the id '{}' is also in {}", out.back(), where(it->second)), "give every row an id of its own");
  }
  return out;
}

std::string NamedTable::where(std::size_t row) const { return fmt::format("{}, line {}", path_, table_.row_number[row]); }

}  // namespace catchment::cli
