#include "sim/scenario/table_reader.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "sim/scenario/parse.h"

namespace catchment {

InputError key_error(const SourcePlace& place, const std::string& path, const std::string& what, const std::string& remedy) {
  return InputError(place.text(), "key '" + path + "': " + what, remedy);
}

namespace {

std::string shown(const Value& value) {
  switch (value.kind) {
    case Value::Kind::kText: {
      // Cut long texts between characters.
      std::string text = value.text;
      if (text.size() > 40) {
        std::size_t end = 40;
        while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
        text = text.substr(0, end) + "...";
      }
      std::replace_if(text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
      return "\"" + text + "\"";
    }
    case Value::Kind::kInteger: return std::to_string(value.integer);
    case Value::Kind::kReal: return fmt::format("{}", value.real);
    case Value::Kind::kBoolean: return value.boolean ? "true" : "false";
    case Value::Kind::kArray: return "a list";
    case Value::Kind::kTable: return "a table";
  }
  return "";
}

std::string list_of(std::initializer_list<std::string_view> words) {
  std::string out;
  for (const auto word : words) out += (out.empty() ? "" : ", ") + std::string(word);
  return out;
}

std::string range_text(NumberRange range) {
  if (std::isinf(range.high)) return fmt::format("{} {}", range.above_low ? "more than" : "at least", range.low);
  if (std::isinf(range.low)) return fmt::format("at most {}", range.high);
  return range.above_low ? fmt::format("more than {} and at most {}", range.low, range.high)
                         : fmt::format("between {} and {}", range.low, range.high);
}

bool inside(double value, NumberRange range) {
  return (range.above_low ? value > range.low : value >= range.low) && value <= range.high;
}

}  // namespace

std::optional<Measure> parse_measure(std::string_view text) {
  struct UnitWord { std::string_view word; double factor; CostUnit unit; };
  static constexpr UnitWord kUnits[] = {
      {"m", 1, CostUnit::kMetres},      {"km", 1000, CostUnit::kMetres},    {"米", 1, CostUnit::kMetres},
      {"公里", 1000, CostUnit::kMetres}, {"千米", 1000, CostUnit::kMetres},   {"s", 1, CostUnit::kSeconds},
      {"min", 60, CostUnit::kSeconds},  {"h", 3600, CostUnit::kSeconds},    {"秒", 1, CostUnit::kSeconds},
      {"分钟", 60, CostUnit::kSeconds},  {"分", 60, CostUnit::kSeconds},      {"小时", 3600, CostUnit::kSeconds}};
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc()) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  for (const UnitWord& unit : kUnits)
    if (text == unit.word) return Measure{value * unit.factor, unit.unit};
  return std::nullopt;
}

TableReader::TableReader(const Value& value, std::string path, std::initializer_list<std::string_view> known)
    : value_(&value), path_(std::move(path)) {
  if (!value.is_table())
    throw key_error(value.place, path_, fmt::format("is {}, but a table is expected", shown(value)),
                    fmt::format("write [{}] and its keys below", path_));
  for (std::size_t i = 0; i < value.keys.size(); ++i) {
    const std::string& key = value.keys[i];
    if (std::find(known.begin(), known.end(), key) != known.end()) continue;
    const std::vector<std::string> words(known.begin(), known.end());
    const std::string near = nearest_key(key, words);
    throw key_error(value.items[i].place, path_of(key), "is not known",
                    near.empty() ? "known here: " + list_of(known) : "did you mean '" + near + "'?");
  }
}

std::string TableReader::path_of(std::string_view key) const {
  return path_.empty() ? std::string(key) : path_ + "." + std::string(key);
}

void TableReader::refuse(std::string_view key, const std::string& what, const std::string& remedy) const {
  const Value* item = value_->find(key);
  throw key_error(item != nullptr ? item->place : value_->place, path_of(key), what, remedy);
}

void TableReader::text(std::string_view key, std::string& out) const {
  const Value* item = find(key);
  if (item == nullptr) return;
  if (item->kind != Value::Kind::kText)
    refuse(key, fmt::format("is {}, but text is expected", shown(*item)), "put it in quotes");
  if (item->text.find('\0') != std::string::npos) refuse(key, "holds a zero byte", "remove it");
  out = item->text;
}

void TableReader::boolean(std::string_view key, bool& out) const {
  const Value* item = find(key);
  if (item == nullptr) return;
  if (item->kind != Value::Kind::kBoolean)
    refuse(key, fmt::format("is {}, but true or false is expected", shown(*item)), "write true or false without quotes");
  out = item->boolean;
}

void TableReader::boolean(std::string_view key, std::optional<bool>& out) const {
  if (!has(key)) return;
  bool value = false;
  boolean(key, value);
  out = value;
}

void TableReader::integer(std::string_view key, std::int64_t& out, NumberRange range) const {
  const Value* item = find(key);
  if (item == nullptr) return;
  if (item->kind != Value::Kind::kInteger)
    refuse(key, fmt::format("is {}, but a whole number is expected", shown(*item)), "write digits only, without quotes");
  if (!inside(static_cast<double>(item->integer), range))
    refuse(key, fmt::format("is {}, out of range", item->integer), "give a whole number " + range_text(range));
  out = item->integer;
}

void TableReader::integer(std::string_view key, std::int32_t& out, NumberRange range) const {
  std::int64_t wide = out;
  range.high = std::min(range.high, 2147483647.0);
  range.low = std::max(range.low, -2147483648.0);
  integer(key, wide, range);
  out = static_cast<std::int32_t>(wide);
}

void TableReader::number(std::string_view key, double& out, NumberRange range) const {
  const Value* item = find(key);
  if (item == nullptr) return;
  double value = 0;
  if (item->kind == Value::Kind::kInteger) {
    value = static_cast<double>(item->integer);
  } else if (item->kind == Value::Kind::kReal) {
    value = item->real;
  } else {
    refuse(key, fmt::format("is {}, but a number is expected", shown(*item)), "write the number without quotes");
  }
  if (!std::isfinite(value) || !inside(value, range))
    refuse(key, fmt::format("is {}, out of range", shown(*item)), "give a number " + range_text(range));
  out = value;
}

void TableReader::texts(std::string_view key, std::vector<std::string>& out) const {
  const Value* item = find(key);
  if (item == nullptr) return;
  std::vector<std::string> list;
  if (item->kind == Value::Kind::kText) {
    list.push_back(item->text);
  } else if (item->is_array()) {
    for (const Value& part : item->items) {
      if (part.kind != Value::Kind::kText)
        throw key_error(part.place, path_of(key), fmt::format("holds {}, but a list of texts is expected", shown(part)),
                        "put each item in quotes");
      list.push_back(part.text);
    }
  } else {
    refuse(key, fmt::format("is {}, but a list of texts is expected", shown(*item)), "write it like [\"a\", \"b\"]");
  }
  out = std::move(list);
}

bool TableReader::pair(std::string_view key, std::array<double, 2>& out) const {
  const Value* item = find(key);
  if (item == nullptr) return false;
  bool good = item->is_array() && item->items.size() == 2;
  std::array<double, 2> both{};
  for (std::size_t i = 0; good && i < 2; ++i) {
    const Value& part = item->items[i];
    good = part.kind == Value::Kind::kInteger || part.kind == Value::Kind::kReal;
    both[i] = part.kind == Value::Kind::kInteger ? static_cast<double>(part.integer) : part.real;
    good = good && std::isfinite(both[i]);
  }
  if (!good) refuse(key, fmt::format("is {}, but two finite numbers are expected", shown(*item)), "write it like [121.47, 31.23]");
  out = both;
  return true;
}

void TableReader::name(std::string_view key, Name& out) const {
  const Value* item = find(key);
  if (item == nullptr) return;
  if (item->kind == Value::Kind::kText) {
    const bool ascii = std::all_of(item->text.begin(), item->text.end(), [](char c) { return (c & 0x80) == 0; });
    out = ascii ? Name{"", item->text} : Name{item->text, ""};
    return;
  }
  if (!item->is_table())
    refuse(key, fmt::format("is {}, but a name is expected", shown(*item)), "write text, or a table with zh and en");
  const TableReader both(*item, path_of(key), {"zh", "en"});
  both.text("zh", out.zh);
  both.text("en", out.en);
}

void TableReader::text_map(std::string_view key, std::map<std::string, std::string>& out) const {
  const Value* item = find(key);
  if (item == nullptr) return;
  if (!item->is_table())
    refuse(key, fmt::format("is {}, but a table is expected", shown(*item)), "write it like {name = \"value\"}");
  for (std::size_t i = 0; i < item->items.size(); ++i) {
    const Value& part = item->items[i];
    if (part.is_table() || part.is_array())
      throw key_error(part.place, path_of(key) + "." + item->keys[i],
                      fmt::format("is {}, but text is expected", shown(part)), "put it in quotes");
    std::string text = part.kind == Value::Kind::kText ? part.text : shown(part);
    out[item->keys[i]] = std::move(text);
  }
}

void TableReader::choice(std::string_view key, std::size_t& out, std::initializer_list<std::string_view> words) const {
  if (!has(key)) return;
  std::string word;
  text(key, word);
  const auto at = std::find(words.begin(), words.end(), word);
  if (at == words.end()) {
    const std::string near = nearest_key(word, std::vector<std::string>(words.begin(), words.end()));
    refuse(key, fmt::format("\"{}\" is not one of {}", word, list_of(words)),
           near.empty() ? "choose one of them" : "did you mean \"" + near + "\"?");
  }
  out = static_cast<std::size_t>(at - words.begin());
}

void TableReader::word(std::string_view key, std::string& out, std::initializer_list<std::string_view> words) const {
  std::size_t index = 0;
  if (!has(key)) return;
  choice(key, index, words);
  out = std::string(words.begin()[index]);
}

bool TableReader::measure(std::string_view key, Measure& out, Quantity quantity, NumberRange range,
                          std::optional<CostUnit> bare_is) const {
  const Value* item = find(key);
  if (item == nullptr) return false;
  const char* example = quantity == Quantity::kLength ? "\"500 m\""
                        : quantity == Quantity::kTime ? "\"15 min\" or \"900 s\""
                                                      : "\"500 m\", \"15 min\" or \"900 s\"";
  const bool is_number = item->kind == Value::Kind::kInteger || item->kind == Value::Kind::kReal;
  Measure found;
  if (is_number && bare_is) {
    found = {item->kind == Value::Kind::kInteger ? static_cast<double>(item->integer) : item->real, *bare_is};
  } else if (is_number) {
    refuse(key, fmt::format("is {} without a unit", shown(*item)), fmt::format("say which unit, like {}", example));
  } else if (item->kind != Value::Kind::kText) {
    refuse(key, fmt::format("is {}, but a quantity with a unit is expected", shown(*item)), fmt::format("write it like {}", example));
  } else {
    const auto parsed = parse_measure(item->text);
    if (!parsed) refuse(key, fmt::format("{} is not a quantity with a unit", shown(*item)), fmt::format("write it like {}", example));
    found = *parsed;
  }
  if ((quantity == Quantity::kLength && found.unit != CostUnit::kMetres) ||
      (quantity == Quantity::kTime && found.unit != CostUnit::kSeconds))
    refuse(key, fmt::format("{} is {}, but {} is expected", shown(*item), found.unit == CostUnit::kMetres ? "a length" : "a time",
                            quantity == Quantity::kLength ? "a length" : "a time"),
           fmt::format("write it like {}", example));
  if (!std::isfinite(found.value) || !inside(found.value, range))
    refuse(key, fmt::format("is {}, out of range", shown(*item)),
           fmt::format("give a quantity {} {}", range_text(range), found.unit == CostUnit::kMetres ? "m" : "s"));
  out = found;
  return true;
}

}  // namespace catchment
