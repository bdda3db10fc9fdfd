// The only file that sees toml++.

#include <algorithm>
#include <sstream>
#include <toml++/toml.h>

#include "sim/scenario/value.h"

namespace catchment {

namespace {

constexpr std::size_t kMaxBytes = std::size_t{64} << 20;
constexpr int kMaxKeyParts = 200;

SourcePlace place_of(const toml::source_position& at, const std::string& file) {
  return {file, static_cast<int>(at.line), static_cast<int>(at.column)};
}

Value convert(const toml::node& node, const std::string& file) {
  Value out;
  out.place = place_of(node.source().begin, file);
  switch (node.type()) {
    case toml::node_type::table: {
      out.kind = Value::Kind::kTable;
      for (const auto& [key, item] : *node.as_table()) {
        Value value = convert(item, file);
        // Point at the key: that is where a reader looks for it.
        if (key.source().begin.line > 0) value.place = place_of(key.source().begin, file);
        out.set(std::string(key.str()), std::move(value));
      }
      break;
    }
    case toml::node_type::array:
      out.kind = Value::Kind::kArray;
      for (const auto& item : *node.as_array()) out.items.push_back(convert(item, file));
      break;
    case toml::node_type::string:
      out.kind = Value::Kind::kText;
      out.text = node.as_string()->get();
      break;
    case toml::node_type::integer:
      out.kind = Value::Kind::kInteger;
      out.integer = node.as_integer()->get();
      break;
    case toml::node_type::floating_point:
      out.kind = Value::Kind::kReal;
      out.real = node.as_floating_point()->get();
      break;
    case toml::node_type::boolean:
      out.kind = Value::Kind::kBoolean;
      out.boolean = node.as_boolean()->get();
      break;
    default: {
      std::ostringstream text;
      if (const auto* date = node.as_date()) text << date->get();
      if (const auto* time = node.as_time()) text << time->get();
      if (const auto* both = node.as_date_time()) text << both->get();
      out.kind = Value::Kind::kText;
      out.text = text.str();
    }
  }
  return out;
}

/// Dotted keys nest without a limit in toml++, and tables are freed recursively: refuse long ones before they are read.
void check_dotted_keys(const std::string& text, const std::string& file) {
  int line = 1, parts = 0;
  bool in_part = false;
  for (const char c : text) {
    if (c == '\n') {
      ++line;
      parts = 0;
      in_part = false;
    } else if (c == '.') {
      parts = in_part ? parts + 1 : 0;
      in_part = false;
      if (parts > kMaxKeyParts)
        throw InputError(SourcePlace{file, line, 1}.text(), "a dotted key has more than 200 parts",
                         "nest tables less deeply");
    } else if (c == '=' || c == ',' || c == '[' || c == ']' || c == '{' || c == '}' || c == '#') {
      parts = 0;
      in_part = false;
    } else if (c != ' ' && c != '\t') {
      in_part = true;
    }
  }
}

toml::table parse(const std::string& text, const std::string& file) {
  try {
    return toml::parse(text, file);
  } catch (const toml::parse_error& error) {
    const auto at = error.source().begin;
    std::string what(error.description());
    std::replace_if(what.begin(), what.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
    throw InputError(SourcePlace{file, static_cast<int>(at.line), static_cast<int>(at.column)}.text(),
                     "not valid TOML: " + what, "correct the text there");
  }
}

}  // namespace

Value read_toml(const std::string& text, const std::string& file) {
  if (text.find_first_not_of(" \t\r\n") == std::string::npos)
    throw InputError(file, "the file is empty", "write a scenario in it, or copy one of the bundled ones");
  if (text.size() > kMaxBytes) throw InputError(file, "the scenario is larger than 64 MiB", "put data in files of their own");
  check_dotted_keys(text, file);
  Value out = convert(parse(text, file), file);
  out.place = {file, 1, 1};
  return out;
}

Value read_toml_value(const std::string& text, const std::string& place) {
  const auto first = text.find_first_not_of(" \t");
  const bool must = first != std::string::npos && std::string("[{\"'").find(text[first]) != std::string::npos;
  Value out;
  bool read = false;
  if (first != std::string::npos && text.find('\n') == std::string::npos) {
    check_dotted_keys(text, place);
    try {
      const toml::table table = toml::parse("v = " + text);
      if (const auto* node = table.get("v"); node != nullptr && table.size() == 1) {
        out = convert(*node, place);
        read = true;
      }
    } catch (const toml::parse_error& error) {
      if (must)
        throw InputError(place, "not a valid TOML value: " + std::string(error.description()), "quote it as in a scenario file");
    }
  }
  if (!read) {
    out.kind = Value::Kind::kText;
    out.text = text;
  }
  // There is no line to point at inside an override.
  const auto clear = [&place](auto&& self, Value& value) -> void {
    value.place = {place, 0, 0};
    for (auto& item : value.items) self(self, item);
  };
  clear(clear, out);
  return out;
}

}  // namespace catchment
