#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "app/cli/commands.h"
#include "app/cli/world_output.h"
#include "app/pipeline/pipeline.h"
#include "gis/osm/osm_streets.h"
#include "gis/vector/layer.h"
#include "gis/world_file/world_file.h"
#include "sim/scenario/parse.h"
#include "sim/scenario/value.h"

namespace catchment::cli {

namespace {

constexpr const char* kRoles[] = {"world", "areas", "area_population", "buildings", "demand", "population_raster", "streets",
                                  "facilities", "organisations", "venues", "units", "context", "costs", "catalogue", "elevation"};

bool is_role(const std::string& word) {
  return std::any_of(std::begin(kRoles), std::end(kRoles), [&](const char* role) { return word == role; });
}

/// The role that the kind of file suggests; a vector file could be anything, so there the user is asked.
std::string guess_role(const std::string& path, const ImportArguments& in) {
  if (!in.role.empty()) return in.role;
  if (gis::is_osm_file(path)) return "streets";
  if (path.ends_with(".tif") || path.ends_with(".tiff")) return "population_raster";
  if (path.ends_with(".gpkg") && std::filesystem::exists(path) && gis::is_world_file(path)) return "world";
  const std::string stem = std::filesystem::path(path).stem().string();
  if (is_role(stem)) return stem;
  throw InputError(path, "it does not show what it holds", "write areas=" + path + ", buildings=..., demand=..., streets=... or give --role");
}

Value text_value(const std::string& text) {
  Value out;
  out.kind = Value::Kind::kText;
  out.text = text;
  return out;
}

Value pairs_table(const std::vector<std::string>& pairs, const char* option) {
  Value out;
  for (const std::string& pair : pairs) {
    const auto at = pair.find('=');
    if (at == std::string::npos || at == 0) throw InputError(option, "'" + pair + "' is not OURS=THEIRS", "write it like persons=people");
    out.set(pair.substr(0, at), text_value(pair.substr(at + 1)));
  }
  return out;
}

/// The sources as a scenario's text, so that they are checked and read exactly as [inputs] are.
std::string scenario_text(const ImportArguments& in) {
  Value inputs;
  for (std::size_t i = 0; i < in.sources.size(); ++i) {
    std::string path = in.sources[i], role;
    if (const auto at = path.find('='); at != std::string::npos && is_role(path.substr(0, at))) {
      role = path.substr(0, at);
      path = path.substr(at + 1);
    }
    std::error_code error;
    if (!std::filesystem::exists(path, error)) throw InputError(path, "there is no such file", "check the path");
    if (role.empty()) role = guess_role(path, in);
    Value input;
    input.set("role", text_value(role));
    input.set("path", text_value(std::filesystem::absolute(path).lexically_normal().string()));
    const auto put = [&](const char* key, const std::string& text) {
      if (!text.empty()) input.set(key, text_value(text));
    };
    put("layer", in.layer);
    put("encoding", in.encoding);
    put("crs", in.source_crs);
    put("datum", in.datum);
    put("source", in.source);
    put("licence", in.licence);
    put("date", in.date);
    if (!in.fields.empty()) input.set("fields", pairs_table(in.fields, "--field"));
    if (!in.values.empty()) input.set("values", pairs_table(in.values, "--value"));
    inputs.set(fmt::format("{}_{}", role, i + 1), std::move(input));
  }
  Value head;
  head.set("name", text_value("import"));
  if (!in.crs.empty()) head.set("crs", text_value(in.crs));
  Value root;
  root.set("scenario", std::move(head));
  root.set("inputs", std::move(inputs));
  return to_toml(root);
}

}  // namespace

int import_command(const ImportArguments& in, Console& console) {
  if (!in.role.empty() && !is_role(in.role)) {
    const std::vector<std::string> known(std::begin(kRoles), std::end(kRoles));
    const std::string near = nearest_key(in.role, known);
    throw InputError("--role", "'" + in.role + "' is not a role", near.empty() ? "write streets, areas, buildings, demand, facilities, ..." : "did you mean '" + near + "'?");
  }
  require_writable_world(in.output, console.common().overwrite);
  const Scenario scenario = parse_scenario(scenario_text(in), "catchment import");
  const Progress progress = console.progress();
  const auto loaded = pipeline::load_world(scenario, part_of(progress, 0, 0.8));
  write_world_output(loaded.world, in.output, console, part_of(progress, 0.8, 1));
  return 0;
}

}  // namespace catchment::cli
