#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/scenario.h"

namespace catchment {

/// A TOML value with the place where it was written. A table keeps its keys sorted, so that nothing downstream depends
/// on the order in a file. Dates and times are kept as the text that TOML prints for them.
struct Value {
  enum class Kind : std::uint8_t { kText, kInteger, kReal, kBoolean, kArray, kTable };
  Kind kind = Kind::kTable;
  std::string text;
  std::int64_t integer = 0;
  double real = 0;
  bool boolean = false;
  std::vector<std::string> keys;  ///< [n_items] of a table, ascending; empty for an array
  std::vector<Value> items;       ///< of a table or an array
  SourcePlace place;

  [[nodiscard]] bool is_table() const { return kind == Kind::kTable; }
  [[nodiscard]] bool is_array() const { return kind == Kind::kArray; }
  /// The item of a table, or nullptr.
  [[nodiscard]] const Value* find(std::string_view key) const;
  [[nodiscard]] Value* find(std::string_view key);
  /// Adds or replaces an item of a table.
  Value& set(const std::string& key, Value item);
  void erase(std::string_view key);
};

/// TOML text -> table. Throws InputError "FILE:LINE:COL: what; remedy" for an empty text, bad syntax, bad UTF-8, nesting
/// deeper than 256, a text over 64 MiB.
Value read_toml(const std::string& text, const std::string& file);

/// One TOML value, e.g. "[1, 2]", as an override gives it. Text that is no TOML value at all ("walk", "500 m") is taken as
/// a string, because shells strip quotes; text that starts like an array, table or string must be one.
Value read_toml_value(const std::string& text, const std::string& place);

/// The table as TOML: keys sorted, tables of tables as [headers], lists of tables as [[headers]], shortest numbers.
/// Equal tables give equal texts, and reading the text gives an equal table.
std::string to_toml(const Value& table);

/// One value on one line, as it would stand behind `key = `.
std::string inline_toml(const Value& value);

/// "text", "a whole number", ...: for messages.
const char* kind_name(Value::Kind kind);

}  // namespace catchment
