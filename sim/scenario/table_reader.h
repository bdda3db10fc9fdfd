#pragma once

#include <array>
#include <initializer_list>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/value.h"

namespace catchment {

/// Lowest and highest accepted value, both inclusive unless `above_low`.
struct NumberRange {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  bool above_low = false;  ///< `low` itself is refused
};

/// What a quantity with a unit measures.
enum class Quantity { kLength, kTime, kLengthOrTime };

/// "500 m", "1.5 km", "15 min", "900 s", "1 h" (also in Chinese: 米 公里 千米 秒 分钟 分 小时) -> metres or seconds.
struct Measure {
  double value = 0;
  CostUnit unit = CostUnit::kMetres;
};
std::optional<Measure> parse_measure(std::string_view text);

/// Typed access to one TOML table. Every getter writes its target only if the key is there, and throws InputError
/// "FILE:LINE:COL: key 'path': what; remedy" otherwise for a wrong type or a value out of range.
class TableReader {
 public:
  /// Refuses keys that are not in `known`, naming the nearest. `value` must outlive the reader.
  TableReader(const Value& value, std::string path, std::initializer_list<std::string_view> known);

  [[nodiscard]] bool has(std::string_view key) const { return value_->find(key) != nullptr; }
  [[nodiscard]] const Value* find(std::string_view key) const { return value_->find(key); }
  [[nodiscard]] const SourcePlace& place() const { return value_->place; }
  [[nodiscard]] std::string path_of(std::string_view key) const;

  void text(std::string_view key, std::string& out) const;
  void boolean(std::string_view key, bool& out) const;
  void boolean(std::string_view key, std::optional<bool>& out) const;
  void integer(std::string_view key, std::int64_t& out, NumberRange range = {}) const;
  void integer(std::string_view key, std::int32_t& out, NumberRange range = {}) const;
  void number(std::string_view key, double& out, NumberRange range = {}) const;
  /// A text or a list of texts.
  void texts(std::string_view key, std::vector<std::string>& out) const;
  /// A list of exactly two finite numbers.
  bool pair(std::string_view key, std::array<double, 2>& out) const;
  /// A text (Chinese if it holds any non-ASCII letter, else English) or a table with zh and en.
  void name(std::string_view key, Name& out) const;
  /// A table of texts, numbers and booleans, all as text.
  void text_map(std::string_view key, std::map<std::string, std::string>& out) const;
  /// Index into `words`; refuses others and names the nearest.
  void choice(std::string_view key, std::size_t& out, std::initializer_list<std::string_view> words) const;
  void word(std::string_view key, std::string& out, std::initializer_list<std::string_view> words) const;
  /// Text with a unit; a bare number is refused (and the message asks for the unit) unless `bare_is` names its unit.
  bool measure(std::string_view key, Measure& out, Quantity quantity, NumberRange range,
               std::optional<CostUnit> bare_is = {}) const;

  [[noreturn]] void refuse(std::string_view key, const std::string& what, const std::string& remedy) const;

 private:
  const Value* value_;
  std::string path_;
};

/// "FILE:LINE:COL" + "key 'path': what" + remedy.
InputError key_error(const SourcePlace& place, const std::string& path, const std::string& what, const std::string& remedy);

}  // namespace catchment
