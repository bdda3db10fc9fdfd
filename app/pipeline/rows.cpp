#include "app/pipeline/rows.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <charconv>
#include <cmath>

#include "sim/scenario/parse.h"

namespace catchment::pipeline {

std::optional<double> parse_number(const std::string& text) {
  std::size_t begin = text.find_first_not_of(" \t"), end = text.find_last_not_of(" \t\r");
  if (begin == std::string::npos) return std::nullopt;
  if (text[begin] == '+') ++begin;
  double value = 0;
  const char* last = text.data() + end + 1;
  const auto [at, error] = std::from_chars(text.data() + begin, last, value);
  if (error != std::errc() || at != last || !std::isfinite(value)) return std::nullopt;
  return value;
}

int Rows::column_of(const std::string& field) const {
  const auto mapped = spec_.fields.find(field);
  if (mapped == spec_.fields.end()) return spec_.values.contains(field) ? -1 : table_.column(field);
  const int column = table_.column(mapped->second);
  if (column >= 0) return column;
  if (numbers_rows(field)) return -1;
  const std::string near = nearest_key(mapped->second, table_.columns);
  throw InputError(spec_.place.text(),
                   fmt::format("[inputs.{}] fields.{} names column '{}', which {} does not have", spec_.name, field,
                               mapped->second, table_.file),
                   near.empty() ? fmt::format("its columns are: {}", fmt::join(table_.columns, ", "))
                                : fmt::format("did you mean '{}'?", near));
}

bool Rows::numbers_rows(const std::string& field) const {
  const auto mapped = spec_.fields.find(field);
  return mapped != spec_.fields.end() && mapped->second == kRowNumber && table_.column(kRowNumber) < 0;
}

bool Rows::has(const std::string& field) const { return column_of(field) >= 0 || spec_.values.contains(field); }

std::string Rows::text(std::size_t row, const std::string& field) const {
  const int column = column_of(field);
  if (column >= 0) return table_.cells[static_cast<std::size_t>(column)][row];
  const auto constant = spec_.values.find(field);
  return constant == spec_.values.end() ? std::string() : constant->second;
}

std::optional<double> Rows::number(std::size_t row, const std::string& field) const {
  const std::string cell = text(row, field);
  if (cell.find_first_not_of(" \t\r") == std::string::npos) return std::nullopt;
  if (const auto value = parse_number(cell)) return value;
  throw InputError(where(row), fmt::format("{} is '{}', not a finite number", field, cell), "correct the cell or leave it empty");
}

std::optional<double> Rows::amount(std::size_t row, const std::string& field) const {
  const auto value = number(row, field);
  if (value && *value < 0)
    throw InputError(where(row), fmt::format("{} is {}, below zero", field, *value), "correct the cell");
  return value;
}

std::int64_t Rows::whole(std::size_t row, const std::string& field, std::int64_t otherwise) const {
  const auto value = amount(row, field);
  if (!value) return otherwise;
  if (*value > 9e15) throw InputError(where(row), fmt::format("{} is {}, too large to be true", field, *value), "correct the cell");
  return std::llround(*value);
}

std::string Rows::where(std::size_t row) const {
  const auto number = row < table_.row_number.size() ? table_.row_number[row] : static_cast<std::int64_t>(row + 1);
  return table_.layer.empty() ? fmt::format("{}: row {}", table_.file, number)
                              : fmt::format("{}: layer '{}', row {}", table_.file, table_.layer, number);
}

}  // namespace catchment::pipeline
