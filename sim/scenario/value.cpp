#include "sim/scenario/value.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

namespace catchment {

const Value* Value::find(std::string_view key) const {
  const auto at = std::lower_bound(keys.begin(), keys.end(), key);
  return at != keys.end() && *at == key ? &items[static_cast<std::size_t>(at - keys.begin())] : nullptr;
}

Value* Value::find(std::string_view key) { return const_cast<Value*>(std::as_const(*this).find(key)); }

Value& Value::set(const std::string& key, Value item) {
  const auto at = std::lower_bound(keys.begin(), keys.end(), key);
  const auto index = at - keys.begin();
  if (at != keys.end() && *at == key) {
    items[static_cast<std::size_t>(index)] = std::move(item);
  } else {
    keys.insert(at, key);
    items.insert(items.begin() + index, std::move(item));
  }
  return items[static_cast<std::size_t>(index)];
}

void Value::erase(std::string_view key) {
  const auto at = std::lower_bound(keys.begin(), keys.end(), key);
  if (at == keys.end() || *at != key) return;
  items.erase(items.begin() + (at - keys.begin()));
  keys.erase(at);
}

const char* kind_name(Value::Kind kind) {
  switch (kind) {
    case Value::Kind::kText: return "text";
    case Value::Kind::kInteger: return "a whole number";
    case Value::Kind::kReal: return "a number";
    case Value::Kind::kBoolean: return "true or false";
    case Value::Kind::kArray: return "a list";
    case Value::Kind::kTable: return "a table";
  }
  return "";
}

namespace {

std::string quoted(const std::string& text) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      (out += '\\') += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (c == '\r') {
      out += "\\r";
    } else if (byte < 0x20 || byte == 0x7f) {
      ((out += "\\u00") += kHex[byte >> 4]) += kHex[byte & 15];
    } else {
      out += c;
    }
  }
  return out + "\"";
}

std::string key_text(const std::string& key) {
  const bool bare = !key.empty() && std::all_of(key.begin(), key.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
  return bare ? key : quoted(key);
}

std::string real_text(double value) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value < 0 ? "-inf" : "inf";
  char buffer[64];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
  std::string out(buffer, end);
  // Without a point or an exponent it would be read back as a whole number.
  if (out.find_first_of(".e") == std::string::npos) out += ".0";
  return out;
}

void write_inline(std::string& out, const Value& value) {
  switch (value.kind) {
    case Value::Kind::kText: out += quoted(value.text); return;
    case Value::Kind::kInteger: out += std::to_string(value.integer); return;
    case Value::Kind::kReal: out += real_text(value.real); return;
    case Value::Kind::kBoolean: out += value.boolean ? "true" : "false"; return;
    case Value::Kind::kArray:
    case Value::Kind::kTable: {
      const bool table = value.is_table();
      out += table ? "{" : "[";
      for (std::size_t i = 0; i < value.items.size(); ++i) {
        if (i > 0) out += ", ";
        if (table) (out += key_text(value.keys[i])) += " = ";
        write_inline(out, value.items[i]);
      }
      out += table ? "}" : "]";
    }
  }
}

bool list_of_tables(const Value& value) {
  return value.is_array() && !value.items.empty() &&
         std::all_of(value.items.begin(), value.items.end(), [](const Value& v) { return v.is_table(); });
}

void write_plain_items(std::string& out, const Value& table) {
  for (std::size_t i = 0; i < table.items.size(); ++i) {
    if (table.items[i].is_table() || list_of_tables(table.items[i])) continue;
    (out += key_text(table.keys[i])) += " = ";
    write_inline(out, table.items[i]);
    out += "\n";
  }
}

void write_table(std::string& out, const Value& table, const std::string& path) {
  write_plain_items(out, table);
  for (std::size_t i = 0; i < table.items.size(); ++i) {
    const Value& item = table.items[i];
    const std::string name = (path.empty() ? "" : path + ".") + key_text(table.keys[i]);
    if (item.is_table()) {
      if (!out.empty()) out += "\n";
      out += "[" + name + "]\n";
      write_table(out, item, name);
    } else if (list_of_tables(item)) {
      for (const Value& row : item.items) {
        if (!out.empty()) out += "\n";
        out += "[[" + name + "]]\n";
        for (std::size_t k = 0; k < row.items.size(); ++k) {
          (out += key_text(row.keys[k])) += " = ";
          write_inline(out, row.items[k]);
          out += "\n";
        }
      }
    }
  }
}

}  // namespace

std::string inline_toml(const Value& value) {
  std::string out;
  write_inline(out, value);
  return out;
}

std::string to_toml(const Value& table) {
  std::string out;
  write_table(out, table, "");
  return out;
}

}  // namespace catchment
