#include "app/cli/world_output.h"

#include <filesystem>

#include <fmt/format.h>

#include "app/cli/headline.h"
#include "app/cli/json_parts.h"
#include "gis/world_file/world_file.h"

namespace catchment::cli {

void require_writable_file(const std::string& path, bool overwrite) {
  namespace fs = std::filesystem;
  std::error_code error;
  if (fs::is_directory(path, error)) throw InputError(path, "is a folder", "name a file");
  if (!overwrite && fs::exists(path, error)) throw InputError(path, "the file exists", "choose another name or add --overwrite");
}

void refuse_input_as_output(const std::string& output, std::span<const std::string> inputs) {
  std::error_code error;
  for (const std::string& input : inputs)
    if (!output.empty() && !input.empty() && std::filesystem::equivalent(output, input, error) && !error)
      throw InputError(output, "the output is also an input", "name another file for -o");
}

void make_folder_of(const std::string& path) {
  namespace fs = std::filesystem;
  const fs::path folder = fs::path(path).parent_path();
  std::error_code error;
  if (folder.empty() || fs::is_directory(folder, error)) return;
  fs::create_directories(folder, error);
  if (error) throw InputError(path, "its folder cannot be made: " + error.message(), "choose another place");
}

void require_writable_world(const std::string& path, bool overwrite) {
  if (!path.ends_with(".gpkg")) throw InputError(path, "a world file is a GeoPackage", "let its name end in .gpkg");
  require_writable_file(path, overwrite);
}

void write_world_output(const World& world, const std::string& path, Console& console, const Progress& progress) {
  std::int64_t persons = 0;
  for (const DemandPoint& d : world.demand) persons += d.persons;
  make_folder_of(path);
  gis::write_world(world, path, progress);
  const auto count = [](const auto& rows) { return static_cast<std::int64_t>(rows.size()); };
  if (console.common().json) {
    Json out;
    out["world"] = path;
    out["crs"] = world.crs;
    out["modelled"] = world.modelled;
    out["persons"] = persons;
    out["areas"] = world.areas.size();
    out["buildings"] = world.buildings.size();
    out["demand_points"] = world.demand.size();
    out["facilities"] = world.facilities.size();
    out["organisations"] = world.organisations.size();
    out["venues"] = world.venues.size();
    out["network"] = world.streets.n_edges() > 0 ? network_json(world.streets, {}) : Json(nullptr);
    out["findings"] = findings_json(world.findings);
    console.print(dumped(out));
    return;
  }
  const bool zh = console.chinese("en");
  console.print(zh ? fmt::format("{}：{} 人，建筑 {}，需求点 {}，设施 {}，组织 {}，道路 {} 段，坐标系 {}\n", path, grouped(persons),
                                 grouped(count(world.buildings)), grouped(count(world.demand)), grouped(count(world.facilities)),
                                 grouped(count(world.organisations)), grouped(static_cast<std::int64_t>(world.streets.n_edges())), world.crs)
                   : fmt::format("{}: {} persons, {} buildings, {} demand points, {} facilities, {} organisations, {} street segments, {}\n",
                                 path, grouped(persons), grouped(count(world.buildings)), grouped(count(world.demand)),
                                 grouped(count(world.facilities)), grouped(count(world.organisations)),
                                 grouped(static_cast<std::int64_t>(world.streets.n_edges())), world.crs));
  for (const Finding& f : world.findings)
    if (f.severity != Severity::kNote) console.note(fmt::format("{}: {}{}{}", f.where, f.what, f.remedy.empty() ? "" : "; ", f.remedy));
}

}  // namespace catchment::cli
