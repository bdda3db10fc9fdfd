#include "app/pipeline/compare.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>

#include <fmt/format.h>

#include "app/pipeline/files.h"
#include "app/pipeline/rows.h"
#include "app/pipeline/summary_services.h"
#include "app/pipeline/summary_sharing.h"
#include "app/report/words.h"
#include "sim/scenario/parse.h"

namespace catchment::pipeline {

namespace fs = std::filesystem;

namespace {

using Json = nlohmann::json;

Json read_json(const std::string& path, const char* remedy) {
  Json out = Json::parse(read_text(path), nullptr, false);
  if (out.is_discarded() || !out.is_object()) throw InputError(path, "it is not a JSON object", remedy);
  return out;
}

/// One run's figures, by name, in a fixed order.
using Figures = std::vector<std::pair<std::string, std::string>>;

std::string cell(const Json& value) {
  if (value.is_number_integer()) return raw_number(value.get<std::int64_t>());
  if (value.is_number()) return raw_number(value.get<double>());
  return value.is_string() ? value.get<std::string>() : "";
}

const std::string* figure(const Figures& figures, const std::string& name) {
  for (const auto& [key, value] : figures)
    if (key == name) return &value;
  return nullptr;
}

Figures figures_of(const std::string& folder) {
  const std::string path = (fs::path(folder) / "summary.json").string();
  std::error_code error;
  if (!fs::exists(path, error)) throw InputError(folder, "it is not the result folder of a run", "name a folder that 'catchment run -o' made");
  const Json summary = read_json(path, "run it again");
  Figures out;
  const auto put = [&](const std::string& name, const Json& from, const char* key) {
    if (from.is_object() && from.contains(key)) out.emplace_back(name, cell(from[key]));
  };
  put("run_id", summary, "run_id");
  put("population", summary, "population");
  const auto levels = [&](const char* list, std::initializer_list<const char*> keys) {
    if (!summary.contains(list) || !summary[list].is_array()) return;
    for (const Json& row : summary[list])
      if (row.is_object() && row.contains("level") && row["level"].is_string())
        for (const char* key : keys) put(row["level"].get<std::string>() + "_" + key, row, key);
  };
  levels("coverage", {"persons", "share"});
  levels("demand_split", {"served", "no_capacity", "out_of_reach"});
  for (const char* key : {"joint_persons", "joint_share", "organisation_coverage", "work_coverage"}) put(key, summary, key);
  for (auto& column : service_columns(summary)) out.push_back(std::move(column));
  for (auto& column : sharing_columns(summary)) out.push_back(std::move(column));
  return out;
}

/// "station" is short for "station_share".
std::string column_for(const std::string& by, const std::vector<std::string>& columns, const std::string& where) {
  for (const std::string& candidate : {by, by + "_share"})
    if (std::find(columns.begin(), columns.end(), candidate) != columns.end()) return candidate;
  std::vector<std::string> known = columns;
  const std::string near = nearest_key(by, known);
  std::string list;
  for (const std::string& name : columns) list += (list.empty() ? "" : ", ") + name;
  throw InputError(where, fmt::format("there is no figure '{}' to rank by", by), near.empty() ? "there are: " + list : "did you mean '" + near + "'?");
}

/// Rows ranked by a column, larger first; rows without a number keep their order at the end and have no rank.
Comparison ranked(const std::vector<std::string>& columns, std::vector<std::vector<std::string>> rows, const std::string& by) {
  Comparison out;
  out.by = by;
  const auto at = static_cast<std::size_t>(std::find(columns.begin(), columns.end(), by) - columns.begin());
  const auto value = [&](const std::vector<std::string>& row) { return at < row.size() ? parse_number(row[at]) : std::nullopt; };
  std::stable_sort(rows.begin(), rows.end(), [&](const auto& a, const auto& b) {
    const auto x = value(a), y = value(b);
    if (!x || !y) return x.has_value() && !y.has_value();
    return *x > *y;
  });
  out.table.name = "comparison";
  out.table.columns = columns;
  out.table.columns.insert(out.table.columns.begin(), "rank");
  std::optional<double> last;
  std::size_t rank = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto mine = value(rows[i]);
    if (mine && mine != last) rank = i + 1;  // equal figures share a rank
    last = mine;
    rows[i].insert(rows[i].begin(), mine ? std::to_string(rank) : "");
    out.table.rows.push_back(std::move(rows[i]));
  }
  return out;
}

}  // namespace

Comparison compare_folders(const std::vector<std::string>& folders, const std::string& by) {
  std::vector<Figures> runs;
  std::vector<std::string> columns{"run"};
  for (const std::string& folder : folders) {
    runs.push_back(figures_of(folder));
    for (const auto& [name, text] : runs.back())
      if (std::find(columns.begin(), columns.end(), name) == columns.end()) columns.push_back(name);
  }
  std::string rank_by = by;
  if (by.empty()) {
    std::vector<std::string> candidates{"joint_share"};
    for (const std::string& name : columns)
      if (name.ends_with("_share") && name != "joint_share") candidates.push_back(name);
    candidates.insert(candidates.end(), {"organisation_coverage", "work_coverage", "population"});
    for (const std::string& name : candidates)
      if (std::all_of(runs.begin(), runs.end(), [&](const Figures& f) { return figure(f, name) != nullptr && !figure(f, name)->empty(); })) {
        rank_by = name;
        break;
      }
    if (rank_by.empty()) throw InputError(folders.front(), "the runs have no figure in common", "compare runs of the same kind");
  } else {
    rank_by = column_for(by, columns, "--by");
  }
  std::vector<std::vector<std::string>> rows;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    std::vector<std::string> row{folders[i]};
    for (std::size_t c = 1; c < columns.size(); ++c) {
      const std::string* text = figure(runs[i], columns[c]);
      row.push_back(text == nullptr ? "" : *text);
    }
    rows.push_back(std::move(row));
  }
  return ranked(columns, std::move(rows), rank_by);
}

bool is_batch_folder(const std::string& folder) {
  std::error_code error;
  return fs::exists(fs::path(folder) / "batch.json", error);
}

Comparison compare_batch(const std::string& folder, const std::string& by) {
  const std::string path = (fs::path(folder) / "results.csv").string();
  std::error_code error;
  if (!fs::exists(path, error)) throw InputError(folder, "the batch is not finished: it has no results.csv", "go on with it: catchment batch SWEEP.toml -o DIR --resume");
  auto rows = parse_csv(read_text(path), path);
  if (rows.empty()) throw InputError(path, "it is empty", "run the batch again");
  const std::vector<std::string> columns = rows.front();
  rows.erase(rows.begin());
  std::string rank_by;
  if (by.empty()) {
    std::vector<std::string> candidates{"joint_share"};
    for (const std::string& name : columns)
      if (name.ends_with("_share") && name != "joint_share") candidates.push_back(name);
    candidates.insert(candidates.end(), {"organisation_coverage", "work_coverage"});
    for (const std::string& name : candidates) {
      const auto at = static_cast<std::size_t>(std::find(columns.begin(), columns.end(), name) - columns.begin());
      if (at < columns.size() && std::any_of(rows.begin(), rows.end(), [&](const auto& row) { return !row[at].empty(); })) {
        rank_by = name;
        break;
      }
    }
    if (rank_by.empty()) throw InputError(path, "no run has a figure to rank by", "look at the column 'error'");
  } else {
    rank_by = column_for(by, columns, "--by");
  }
  return ranked(columns, std::move(rows), rank_by);
}

Rebuilt rebuild_run(const std::string& folder, const Progress& progress) {
  const std::string path = (fs::path(folder) / "manifest.json").string();
  std::error_code error;
  if (!fs::exists(path, error)) throw InputError(folder, "it is not the result folder of a run", "name a folder that 'catchment run -o' made");
  const Json manifest = read_json(path, "run it again");
  const auto text_at = [&](const Json& from, const char* key) {
    if (!from.is_object() || !from.contains(key) || !from[key].is_string()) throw InputError(path, fmt::format("it has no '{}'", key), "run it again");
    return from[key].get<std::string>();
  };
  const Json scenario = manifest.value("scenario", Json());
  Rebuilt out;
  // The text is resolved: it extends nothing. Its relative paths hold from the scenario file's folder.
  out.scenario = parse_scenario(text_at(scenario, "text"), text_at(scenario, "file"));
  out.run_id_in_manifest = text_at(manifest, "run_id");
  out.loaded = load_world(out.scenario, part_of(progress, 0, 0.6));
  out.world = edited_world(out.loaded, out.scenario);
  out.study = run_study(out.loaded, out.world, out.scenario, part_of(progress, 0.6, 1));
  return out;
}

void require_same_demand(const World& a, const World& b, const std::string& where) {
  bool same = a.crs == b.crs && a.demand.size() == b.demand.size();
  for (std::size_t i = 0; same && i < a.demand.size(); ++i)
    same = a.demand[i].id == b.demand[i].id && a.demand[i].position == b.demand[i].position;
  if (!same) throw InputError(where, "the two runs do not have the same demand points", "a difference map needs runs of one base world");
}

std::vector<std::vector<std::string>> parse_csv(const std::string& text, const std::string& where) {
  std::vector<std::vector<std::string>> rows;
  std::vector<std::string> row;
  std::string field;
  bool quoted = false, any = false;
  const auto end_row = [&] {
    row.push_back(std::move(field));
    field.clear();
    if (!rows.empty() && row.size() != rows.front().size())
      throw InputError(where, fmt::format("row {} has {} cells, the header has {}", rows.size() + 1, row.size(), rows.front().size()), "write it again");
    rows.push_back(std::move(row));
    row.clear();
    any = false;
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c != '"') field += c;
      else if (i + 1 < text.size() && text[i + 1] == '"') field += text[++i];
      else quoted = false;
      continue;
    }
    if (c == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
    if (c == '\n') {
      end_row();
      continue;
    }
    any = true;
    if (c == '"') quoted = true;
    else if (c == ',') {
      row.push_back(std::move(field));
      field.clear();
    } else field += c;
  }
  if (quoted) throw InputError(where, "a quote is never closed", "write it again");
  if (any) end_row();
  return rows;
}

}  // namespace catchment::pipeline
