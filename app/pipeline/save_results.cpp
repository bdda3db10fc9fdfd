#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "app/pipeline/files.h"
#include "app/pipeline/pipeline.h"
#include "app/report/report.h"
#include "gis/world_file/results_file.h"
#include "viewer/scene/export.h"
#include "viewer/scene/map.h"

namespace catchment::pipeline {

namespace fs = std::filesystem;

void write_text(const std::string& path, const std::string& bytes) {
  const std::string temporary = fmt::format("{}.part-{}", path, getpid());
  {
    std::ofstream out(temporary, std::ios::binary | std::ios::trunc);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    out.flush();
    if (!out) {
      std::error_code ignored;
      fs::remove(temporary, ignored);
      throw std::runtime_error(fmt::format("{}: it cannot be written; is the disk full, or the folder read-only?", path));
    }
  }
  std::error_code error;
  fs::rename(temporary, path, error);
  if (error) {
    std::error_code ignored;
    fs::remove(temporary, ignored);
    throw std::runtime_error(fmt::format("{}: it cannot be written: {}", path, error.message()));
  }
}

namespace {

/// A folder beside the wanted one; gone again unless `keep_as` moved it into place.
class TemporaryFolder {
 public:
  explicit TemporaryFolder(const fs::path& wanted) : wanted_(wanted) {
    const fs::path parent = wanted.has_parent_path() ? wanted.parent_path() : fs::path(".");
    std::error_code error;
    fs::create_directories(parent, error);
    path_ = parent / fmt::format(".{}.part-{}", wanted.filename().string(), getpid());
    fs::remove_all(path_, error);
    if (!fs::create_directories(path_ / "tables", error))
      throw InputError(wanted.string(), fmt::format("the results cannot be written there: {}", error.message()), "choose another -o DIR");
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  [[nodiscard]] std::string file(const std::string& name) const { return (path_ / name).string(); }

  void keep() {
    fs::path old;
    if (fs::exists(wanted_)) {
      old = path_;
      old += ".old";
      fs::rename(wanted_, old);
    }
    fs::rename(path_, wanted_);
    path_.clear();
    std::error_code ignored;
    if (!old.empty()) fs::remove_all(old, ignored);
  }

 private:
  fs::path wanted_, path_;
};

}  // namespace

void require_free(const std::string& dir, bool overwrite) {
  std::error_code error;
  const fs::path path(dir);
  if (!fs::exists(path, error)) return;
  if (!overwrite) throw InputError(dir, "it exists already", "choose another -o DIR, or add --overwrite");
  // Only a folder of results is ever replaced: a slip of the pen must not cost somebody's home.
  if (!fs::is_directory(path, error) || (!fs::exists(path / "manifest.json", error) && !fs::is_empty(path, error)))
    throw InputError(dir, "it is not a folder of results", "choose another -o DIR; --overwrite replaces result folders only");
}

void save_results(const World& world, const Study& study, const Scenario& scenario, const std::string& dir_asked, const SaveOptions& options,
                  const Progress& progress) {
  fs::path wanted = fs::path(dir_asked).lexically_normal();
  if (!wanted.has_filename()) wanted = wanted.parent_path();
  const std::string dir = wanted.string();
  require_free(dir, options.overwrite);
  Scenario told = scenario;
  if (!options.language.empty()) told.outputs.language = options.language;
  const bool chinese = told.outputs.language == "zh";
  TemporaryFolder folder(wanted);

  report(progress, 0.0, "writing the map");
  scene::MapOptions map;
  map.chinese = chinese;
  map.width_px = told.outputs.map_width_px;
  const scene::DisplayList picture = scene::draw_map(world, study, told, map);
  write_text(folder.file("map.svg"), scene::to_svg(picture));
  write_text(folder.file("map.png"), scene::to_png(picture));
  report(progress, 0.3, "writing the report");
  write_text(folder.file("report.html"), report_html(world, study, told, chinese));
  report(progress, 0.6, "writing tables");
  for (const ReportTable& table : report_tables(world, study, told)) write_text(folder.file("tables/" + table.name + ".csv"), to_csv(table));
  write_text(folder.file("summary.json"), summary_json(world, study, told));
  write_text(folder.file("manifest.json"), manifest_json(world, study, told));
  report(progress, 0.7, "writing the GeoPackage");
  gis::write_results(world, study, told, folder.file("results.gpkg"), part_of(progress, 0.7, 0.98));
  report(progress, 0.99, "moving the results into place");
  if (options.timing_json) write_text(folder.file("timing.json"), options.timing_json());
  folder.keep();
}

}  // namespace catchment::pipeline
