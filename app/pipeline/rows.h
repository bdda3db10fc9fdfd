#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "gis/vector/layer.h"
#include "sim/scenario/scenario.h"

namespace catchment::pipeline {

/// `fields.id = "#"` numbers the rows, also where the file has a column of that name whose values are no ids.
inline constexpr const char* kRowNumber = "#";

/// Reads our fields from a table's columns as an [inputs.X] table maps them: `fields.F` names the column, `values.F` is a
/// constant for all rows, else a column called F itself is taken. Errors name file, row, column and value.
class Rows {
 public:
  Rows(const gis::Table& table, const InputSpec& spec) : table_(table), spec_(spec) {}
  /// Column or constant present? Throws InputError if `fields.F` names a column that is not there.
  [[nodiscard]] bool has(const std::string& field) const;
  /// Empty text if the field is absent or null.
  [[nodiscard]] std::string text(std::size_t row, const std::string& field) const;
  /// nullopt if absent or empty. Throws InputError unless it is a finite number.
  [[nodiscard]] std::optional<double> number(std::size_t row, const std::string& field) const;
  /// A number >= 0; `what` for the message, e.g. "population". Whole numbers that are written as 12.0 are fine.
  [[nodiscard]] std::optional<double> amount(std::size_t row, const std::string& field) const;
  [[nodiscard]] std::int64_t whole(std::size_t row, const std::string& field, std::int64_t otherwise) const;
  /// Does the scenario ask to have `field` numbered (kRowNumber)? Then its text is empty.
  [[nodiscard]] bool numbers_rows(const std::string& field) const;
  /// "file: layer, row 12"
  [[nodiscard]] std::string where(std::size_t row) const;

 private:
  [[nodiscard]] int column_of(const std::string& field) const;
  const gis::Table& table_;
  const InputSpec& spec_;
};

/// Text as a finite number, the whole text; nullopt otherwise. Locale-free.
std::optional<double> parse_number(const std::string& text);

}  // namespace catchment::pipeline
