#include "sim/scenario/merge.h"

#include <algorithm>
#include <charconv>
#include <filesystem>

#include "sim/scenario/table_reader.h"

namespace catchment {

namespace {

Value merge_below(Value base, Value over, bool top) {
  if (!base.is_table() || !over.is_table()) return over;
  for (std::size_t i = 0; i < over.items.size(); ++i) {
    const std::string& key = over.keys[i];
    Value& item = over.items[i];
    Value* old = base.find(key);
    if (old == nullptr) {
      base.set(key, std::move(item));
    } else if (top && key == "edits" && old->is_array() && item.is_array()) {
      for (Value& edit : item.items) old->items.push_back(std::move(edit));
    } else {
      Value merged = merge_below(std::move(*old), std::move(item), false);
      base.set(key, std::move(merged));
    }
  }
  base.place = over.place;
  return base;
}

/// Paths in a scenario are relative to its own folder. Names only: no file is touched.
void rebase_path(Value* path, const std::string& from_file, const std::string& to_file) {
  namespace fs = std::filesystem;
  if (path == nullptr || path->kind != Value::Kind::kText || path->text.empty()) return;
  if (path->text[0] == '$' || path->text[0] == '/') return;
  const fs::path from = fs::path(from_file).parent_path().lexically_normal();
  const fs::path to = fs::path(to_file).parent_path().lexically_normal();
  if (from == to) return;
  const fs::path full = (from / path->text).lexically_normal();
  const fs::path relative = full.lexically_relative(to.empty() ? fs::path(".") : to);
  path->text = (relative.empty() ? full : relative).generic_string();
}

void rebase_paths(Value& table, const std::string& from_file, const std::string& to_file) {
  if (Value* inputs = table.find("inputs"); inputs != nullptr && inputs->is_table())
    for (Value& input : inputs->items)
      if (input.is_table()) rebase_path(input.find("path"), from_file, to_file);
  if (Value* town = table.find("town"); town != nullptr && town->is_table())
    rebase_path(town->find("district_table"), from_file, to_file);
}

Value resolve(Value table, const std::string& file, const LoadText& load_text, std::vector<std::string>& chain) {
  Value* head = table.find("scenario");
  if (head == nullptr || !head->is_table()) return table;
  const Value* extends = head->find("extends");
  if (extends == nullptr) return table;

  std::vector<std::string> names;
  const auto refuse = [&](const std::string& what, const std::string& remedy) {
    throw key_error(extends->place, "scenario.extends", what, remedy);
  };
  if (extends->kind == Value::Kind::kText) names.push_back(extends->text);
  else if (!extends->is_array()) refuse("text or a list of texts is expected", "write it like \"base.toml\"");
  else
    for (const Value& part : extends->items) {
      if (part.kind != Value::Kind::kText) refuse("text or a list of texts is expected", "write it like [\"a.toml\", \"b.toml\"]");
      names.push_back(part.text);
    }
  if (chain.size() >= 32) refuse("scenarios extend each other more than 32 levels deep", "join some of them");

  Value base;
  for (const std::string& name : names) {
    if (!load_text) refuse("another scenario cannot be read here", "write everything in one text");
    if (name.empty()) refuse("is empty", "name a scenario file");
    auto [base_file, text] = load_text(file, name);
    // Compare as paths, so that "./a.toml" and "a.toml" are one.
    const std::string id = std::filesystem::path(base_file).lexically_normal().string();
    if (const auto at = std::find(chain.begin(), chain.end(), id); at != chain.end()) {
      std::string round;
      for (auto it = at; it != chain.end(); ++it) round += *it + " -> ";
      refuse("scenarios extend each other in a circle: " + round + id, "remove one of these links");
    }
    chain.push_back(id);
    Value below = resolve(read_toml(text, base_file), base_file, load_text, chain);
    chain.pop_back();
    rebase_paths(below, base_file, file);
    base = merge_tables(std::move(base), std::move(below));
  }
  head->erase("extends");
  return merge_tables(std::move(base), std::move(table));
}

struct PathPart {
  std::string key;
  bool is_index = false;  ///< [2] or [station]
};

std::vector<PathPart> split_path(const std::string& path, const std::string& where) {
  const auto bad = [&]() -> InputError {
    return InputError(where, "\"" + path + "\" is not a key", "write it like network.speed_m_per_min or levels[0].cutoff");
  };
  std::vector<PathPart> parts;
  std::size_t i = 0;
  while (i < path.size()) {
    if (path[i] == '[') {
      const auto end = path.find(']', i);
      if (parts.empty() || end == std::string::npos || end == i + 1) throw bad();
      parts.push_back({path.substr(i + 1, end - i - 1), true});
      i = end + 1;
      if (i < path.size() && path[i] != '.' && path[i] != '[') throw bad();
      if (i < path.size() && path[i] == '.' && ++i == path.size()) throw bad();
    } else if (path[i] == '"' || path[i] == '\'') {
      const auto end = path.find(path[i], i + 1);
      if (end == std::string::npos) throw bad();
      parts.push_back({path.substr(i + 1, end - i - 1), false});
      i = end + 1;
      if (i < path.size() && path[i] == '.' && ++i == path.size()) throw bad();
    } else {
      const auto end = std::min(path.find_first_of(".[", i), path.size());
      if (end == i) throw bad();
      parts.push_back({path.substr(i, end - i), false});
      i = end;
      if (i < path.size() && path[i] == '.' && ++i == path.size()) throw bad();
    }
    if (parts.size() > 32) throw bad();
  }
  if (parts.empty()) throw bad();
  return parts;
}

Value& step_into(Value& at, const PathPart& part, const std::string& path, const std::string& where) {
  if (!part.is_index) {
    if (!at.is_table())
      throw key_error({where, 0, 0}, path, "'" + part.key + "' is asked of something that is not a table",
                      "address items of a list as [0], [1], ...");
    Value* item = at.find(part.key);
    if (item != nullptr) return *item;
    Value fresh;
    fresh.place = {where, 0, 0};
    return at.set(part.key, std::move(fresh));
  }
  // A key that the step before created: it becomes a list.
  if (at.is_table() && at.items.empty()) at.kind = Value::Kind::kArray;
  if (!at.is_array())
    throw key_error({where, 0, 0}, path, "[" + part.key + "] is asked of something that is not a list", "name a key instead");
  std::size_t index = 0;
  if (part.key == "+") {
    Value fresh;
    fresh.place = {where, 0, 0};
    at.items.push_back(std::move(fresh));
    return at.items.back();
  }
  const auto [end, error] = std::from_chars(part.key.data(), part.key.data() + part.key.size(), index);
  if (error != std::errc() || end != part.key.data() + part.key.size()) {
    for (Value& item : at.items)
      if (const Value* name = item.find("name"); item.is_table() && name != nullptr && name->text == part.key) return item;
    throw key_error({where, 0, 0}, path, "no item is named '" + part.key + "'",
                    "the list has " + std::to_string(at.items.size()) + " items, numbered from 0");
  }
  if (index > at.items.size())
    throw key_error({where, 0, 0}, path, "there is no item [" + part.key + "]",
                    "the list has " + std::to_string(at.items.size()) + " items, numbered from 0");
  if (index == at.items.size()) {
    Value fresh;
    fresh.place = {where, 0, 0};
    at.items.push_back(std::move(fresh));
  }
  return at.items[index];
}

}  // namespace

Value merge_tables(Value base, Value over) { return merge_below(std::move(base), std::move(over), true); }

Value resolve_extends(Value table, const std::string& file, const LoadText& load_text) {
  std::vector<std::string> chain{std::filesystem::path(file).lexically_normal().string()};
  return resolve(std::move(table), file, load_text, chain);
}

void apply_override(Value& table, const std::string& path, const std::string& value_text) {
  const std::string where = "override " + path + "=" + value_text;
  Value* at = &table;
  for (const PathPart& part : split_path(path, where)) at = &step_into(*at, part, path, where);
  *at = read_toml_value(value_text, where);
}

}  // namespace catchment
