// Sweep files: what the runs of a batch change.

#include <algorithm>
#include <filesystem>
#include <set>

#include <fmt/format.h>

#include "app/pipeline/batch.h"
#include "app/pipeline/files.h"
#include "app/pipeline/pipeline.h"
#include "sim/scenario/table_reader.h"
#include "sim/scenario/value.h"

namespace catchment::pipeline {

namespace {

constexpr std::size_t kMaxRuns = 1'000'000;

using Setting = std::vector<std::pair<std::string, std::string>>;  // keys and values that change together

struct Variant {
  std::string name;
  std::vector<std::string> edits;
};

/// Nested tables of a point as dotted keys, so that `network.mode = ..` and `"network.mode" = ..` are one.
void flatten(const Value& value, const std::string& path, Setting& out) {
  for (std::size_t i = 0; i < value.items.size(); ++i) {
    const std::string key = path.empty() ? value.keys[i] : path + "." + value.keys[i];
    if (value.items[i].is_table()) flatten(value.items[i], key, out);
    else out.push_back({key, inline_toml(value.items[i])});
  }
}

const Value& array_at(const TableReader& in, const char* key, const char* remedy) {
  const Value* value = in.find(key);
  if (value == nullptr) in.refuse(key, "is missing", remedy);
  if (!value->is_array() || value->items.empty()) in.refuse(key, "is not a list with items", remedy);
  return *value;
}

std::vector<Setting> read_axis(const Value& value, std::size_t index) {
  const TableReader in(value, fmt::format("axes[{}]", index), {"key", "values"});
  std::vector<std::string> keys;
  in.texts("key", keys);
  if (keys.empty()) in.refuse("key", in.has("key") ? "is empty" : "is missing", "write key = \"network.speed_m_per_min\"");
  std::vector<Setting> out;
  for (const Value& item : array_at(in, "values", "write values = [60, 70, 80]").items) {
    Setting setting;
    // With several keys a list of as many values sets one each; anything else is set on all of them.
    const bool each = keys.size() > 1 && item.is_array() && item.items.size() == keys.size();
    setting.reserve(keys.size());
    for (std::size_t k = 0; k < keys.size(); ++k) setting.push_back({keys[k], inline_toml(each ? item.items[k] : item)});
    out.push_back(std::move(setting));
  }
  return out;
}

Variant read_variant(const Value& value, std::size_t index) {
  const TableReader in(value, fmt::format("variants[{}]", index), {"name", "edits"});
  Variant out;
  in.text("name", out.name);
  if (out.name.empty()) in.refuse("name", in.has("name") ? "is empty" : "is missing", "give each variant a name of its own");
  if (const Value* edits = in.find("edits")) {
    if (!edits->is_array()) in.refuse("edits", "is not a list", "write edits = [{op = \"move_facility\", ...}], or leave it out for the base itself");
    for (const Value& edit : edits->items) {
      if (!edit.is_table()) throw key_error(edit.place, in.path_of("edits"), "an edit is a table", "write {op = \"move_facility\", ...}");
      out.edits.push_back(inline_toml(edit));
    }
  }
  return out;
}

const Value* tables_at(const TableReader& in, const char* key) {
  const Value* value = in.find(key);
  if (value != nullptr && !value->is_array()) in.refuse(key, "is not a list of tables", fmt::format("write [[{}]], with two brackets", key));
  return value;
}

/// The grid over all axes, last axis fastest.
std::vector<Setting> grid(const std::vector<std::vector<Setting>>& axes) {
  std::vector<Setting> out(1);
  for (const auto& axis : axes) {
    std::vector<Setting> next;
    if (out.size() * axis.size() > kMaxRuns) return {};
    for (const Setting& before : out)
      for (const Setting& step : axis) {
        next.push_back(before);
        next.back().insert(next.back().end(), step.begin(), step.end());
      }
    out = std::move(next);
  }
  return out;
}

}  // namespace

Sweep read_sweep(const std::string& path) {
  const Value root = read_toml(read_text(path), path);
  const TableReader in(root, "", {"batch", "axes", "variants", "points"});
  Sweep out;
  out.file = path;
  const Value* head = in.find("batch");
  if (head == nullptr) throw InputError(path, "it has no [batch] table, so it is not a sweep", "write [batch] and base = \"scenario.toml\"");
  const TableReader batch(*head, "batch", {"base", "name"});
  std::string base;
  batch.text("base", base);
  batch.text("name", out.name);
  if (base.empty()) batch.refuse("base", "is missing", "name the base scenario");
  out.base = expand_path(base, path);
  const Scenario base_scenario = load_scenario(out.base);

  std::vector<std::vector<Setting>> axes;
  if (const Value* list = tables_at(in, "axes"))
    for (std::size_t i = 0; i < list->items.size(); ++i) axes.push_back(read_axis(list->items[i], i));
  std::vector<Variant> variants;
  if (const Value* list = tables_at(in, "variants")) {
    std::set<std::string> names;
    for (std::size_t i = 0; i < list->items.size(); ++i) {
      variants.push_back(read_variant(list->items[i], i));
      if (!names.insert(variants.back().name).second)
        throw key_error(list->items[i].place, fmt::format("variants[{}].name", i), "\"" + variants.back().name + "\" is the name of an earlier variant too",
                        "give each variant a name of its own");
    }
  }
  std::vector<Setting> settings;
  const Value* points = tables_at(in, "points");
  if (!axes.empty() || points == nullptr) settings = grid(axes);
  if (points != nullptr)
    for (std::size_t i = 0; i < points->items.size(); ++i) {
      if (!points->items[i].is_table() || points->items[i].items.empty())
        throw key_error(points->items[i].place, fmt::format("points[{}]", i), "a point is a table of keys and values", "write [[points]] and keys below");
      settings.emplace_back();
      flatten(points->items[i], "", settings.back());
    }

  out.has_variants = !variants.empty();
  if (variants.empty()) variants.emplace_back();
  if (settings.empty() || settings.size() * variants.size() > kMaxRuns)
    throw InputError(path, "the sweep has more than 1,000,000 runs", "take fewer values or variants");
  for (const Variant& variant : variants)
    for (const Setting& setting : settings) {
      out.runs.push_back({out.runs.size() + 1, variant.name, setting, variant.edits});
      for (const auto& [key, value] : setting)
        if (std::find(out.keys.begin(), out.keys.end(), key) == out.keys.end()) out.keys.push_back(key);
    }
  out.sha256 = sha256_hex(fmt::format("catchment {}\n{}\n---\n{}", CATCHMENT_VERSION, to_toml(root), base_scenario.text));
  return out;
}

Scenario scenario_of(const Sweep& sweep, const BatchRun& run) {
  Setting overrides = run.parameters;
  for (const std::string& edit : run.edits) overrides.push_back({"edits[+]", edit});
  return load_scenario(sweep.base, overrides);
}

}  // namespace catchment::pipeline
