#include <algorithm>

#include <fmt/format.h>

#include "app/cli/commands.h"
#include "app/cli/headline.h"
#include "app/cli/json_parts.h"
#include "app/cli/picture.h"
#include "app/pipeline/compare.h"
#include "app/pipeline/rows.h"
#include "viewer/scene/map.h"
#include "viewer/scene/export.h"

namespace catchment::cli {

namespace {

/// Persons that one level's cover gained and lost, between two runs of one base world.
struct Change {
  std::string level;
  std::int64_t gained = 0, lost = 0;
};

Change change_of(const pipeline::Rebuilt& before, const pipeline::Rebuilt& after, std::size_t level) {
  Change out;
  out.level = after.study.levels[level].spec.name;
  const auto& a = before.study.levels[level].coverage.covered;
  const auto& b = after.study.levels[level].coverage.covered;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    if (!after.world.demand[i].inside || a[i] == b[i]) continue;
    (b[i] != 0 ? out.gained : out.lost) += after.world.demand[i].persons;
  }
  return out;
}

/// The level that --level names, else the one whose cover changes for most people; ties to the first.
std::size_t level_of(const CompareArguments& in, const pipeline::Rebuilt& before, const pipeline::Rebuilt& after) {
  std::size_t best = 0;
  std::int64_t most = -1;
  std::string list;
  for (std::size_t k = 0; k < after.study.levels.size(); ++k) {
    const Change change = change_of(before, after, k);
    if (change.level == in.level) return k;
    list += (k > 0 ? ", " : "") + change.level;
    if (change.gained + change.lost > most) {
      most = change.gained + change.lost;
      best = k;
    }
  }
  if (!in.level.empty()) throw InputError("--level", "there is no level '" + in.level + "'", "there are: " + list);
  return best;
}

Change draw_difference(const CompareArguments& in, Console& console) {
  const Progress progress = console.progress();
  const auto before = pipeline::rebuild_run(in.folders[0], part_of(progress, 0, 0.45));
  const auto after = pipeline::rebuild_run(in.folders[1], part_of(progress, 0.45, 0.9));
  for (const auto* run : {&before, &after})
    if (run->study.run_id != run->run_id_in_manifest)
      console.note(fmt::format("catchment: note: the inputs or the program have changed since run {}; the map is of run {}", run->run_id_in_manifest, run->study.run_id));
  pipeline::require_same_demand(before.world, after.world, in.folders[1]);
  if (before.study.levels.size() != after.study.levels.size() || before.study.levels.empty())
    throw InputError(in.folders[1], "the two runs do not have the same levels", "a difference map needs runs with the same [[levels]]");
  scene::MapOptions options;
  options.theme = scene::MapTheme::kDifference;
  options.base = &before.study;
  options.level = level_of(in, before, after);
  options.chinese = console.chinese(after.scenario.outputs.language);
  options.width_px = after.scenario.outputs.map_width_px;
  const std::string warning = write_picture(scene::draw_map(after.world, after.study, after.scenario, options), in.output);
  if (!warning.empty()) console.note("catchment: " + warning);
  return change_of(before, after, options.level);
}

/// Columns that tell the rows apart or rank them; run ids and empty columns are left to the JSON.
std::string table_text(const pipeline::ReportTable& table, const std::string& by) {
  std::vector<std::size_t> shown;
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    const std::string& name = table.columns[c];
    const bool detail = name == "run_id" || name.ends_with("_served") || name.ends_with("_no_capacity") || name.ends_with("_out_of_reach");
    const bool any = std::any_of(table.rows.begin(), table.rows.end(), [&](const auto& row) { return !row[c].empty(); });
    if (name == by || (!detail && (any || name == "rank"))) shown.push_back(c);
  }
  // The figure that ranks stands beside the rank.
  const auto ranks = std::find_if(shown.begin(), shown.end(), [&](std::size_t c) { return table.columns[c] == by; });
  if (ranks != shown.end() && shown.size() > 2) std::rotate(shown.begin() + 1, ranks, ranks + 1);
  const auto cell_text = [&](std::size_t c, const std::string& text) {
    const bool share = table.columns[c].ends_with("_share") || table.columns[c].ends_with("_coverage");
    const auto value = share ? pipeline::parse_number(text) : std::nullopt;
    return value ? percent(*value) : text;
  };
  std::vector<std::size_t> width;
  for (const std::size_t c : shown) {
    std::size_t w = table.columns[c].size();
    for (const auto& row : table.rows) w = std::max(w, cell_text(c, row[c]).size());
    width.push_back(w);
  }
  std::string out;
  const auto line = [&](const auto& text_of) {
    std::string row;
    for (std::size_t i = 0; i < shown.size(); ++i) row += fmt::format("{}{:<{}}", i > 0 ? "  " : "", text_of(shown[i]), width[i]);
    out += row.substr(0, row.find_last_not_of(' ') + 1) + "\n";
  };
  line([&](std::size_t c) { return table.columns[c]; });
  for (const auto& row : table.rows) line([&](std::size_t c) { return cell_text(c, row[c]); });
  return out;
}

Json comparison_json(const pipeline::Comparison& comparison) {
  Json out;
  out["by"] = comparison.by;
  out["rows"] = Json::array();
  for (const auto& row : comparison.table.rows) {
    Json item;
    for (std::size_t c = 0; c < row.size(); ++c) {
      const std::string& name = comparison.table.columns[c];
      const auto value = name == "run_id" || name == "variant" || name == "error" ? std::nullopt : pipeline::parse_number(row[c]);
      const bool whole = value && row[c].find_first_not_of("-0123456789") == std::string::npos;
      item[name] = row[c].empty() ? Json(nullptr) : !value ? Json(row[c]) : whole ? Json(static_cast<std::int64_t>(*value)) : Json(*value);
    }
    out["rows"].push_back(std::move(item));
  }
  return out;
}

}  // namespace

int compare_command(const CompareArguments& in, Console& console) {
  const bool batch = std::any_of(in.folders.begin(), in.folders.end(), [](const std::string& dir) { return pipeline::is_batch_folder(dir); });
  if (batch && in.folders.size() != 1) throw InputError(in.folders[0], "a batch is compared by itself", "name one batch folder, or result folders of runs");
  if (!batch && in.folders.size() < 2) throw InputError(in.folders[0], "one run has nothing to be compared with", "name two or more result folders, or one batch folder");
  if (!in.output.empty()) {
    if (batch || in.folders.size() != 2) throw InputError("-o", "a difference map needs exactly two runs", "name two result folders");
    require_picture(in.output, console.common().overwrite);
  }
  const pipeline::Comparison comparison = batch ? pipeline::compare_batch(in.folders[0], in.by) : pipeline::compare_folders(in.folders, in.by);
  Change change;
  if (!in.output.empty()) change = draw_difference(in, console);
  if (console.common().json) {
    Json out = comparison_json(comparison);
    if (!in.output.empty()) out["difference"] = {{"map", in.output}, {"level", change.level}, {"persons_gained", change.gained}, {"persons_lost", change.lost}};
    console.print(dumped(out));
    return 0;
  }
  std::string text = table_text(comparison.table, comparison.by);
  if (!in.output.empty())
    text += console.chinese("en") ? fmt::format("{}：新增覆盖 {} 人，失去 {} 人；差异图 {}\n", change.level, grouped(change.gained), grouped(change.lost), in.output)
                                  : fmt::format("{}: {} persons gained, {} lost; map: {}\n", change.level, grouped(change.gained), grouped(change.lost), in.output);
  console.print(text);
  return 0;
}

}  // namespace catchment::cli
