#include "app/cli/health.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <map>
#include <optional>

#include <fmt/format.h>

#include "app/pipeline/files.h"
#include "app/pipeline/pipeline.h"
#include "gis/crs/projector.h"
#include "gis/osm/osm_streets.h"
#include "gis/raster/population_raster.h"
#include "gis/world_file/world_file.h"
#include "sim/report/compute_study.h"
#include "sim/world/build.h"

namespace catchment::cli {

namespace {

void add_new(Findings& out, const Findings& more) {
  for (const Finding& f : more)
    if (std::find(out.begin(), out.end(), f) == out.end()) out.push_back(f);
}

bool has_suffix(std::string path, std::initializer_list<const char*> suffixes) {
  std::transform(path.begin(), path.end(), path.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return std::any_of(suffixes.begin(), suffixes.end(), [&](const char* s) { return path.ends_with(s); });
}

std::string file_name(const std::string& path) { return std::filesystem::path(path).filename().string(); }

Box bounds_of(std::span<const Point> points) { return bounds(points); }

void set_extent(gis::LayerInfo& layer, const Box& box, const std::string& project_crs) {
  if (box.empty()) return;
  const gis::ToLonLat to_lonlat(project_crs);
  const gis::LonLat low = to_lonlat({box.min_x, box.min_y}), high = to_lonlat({box.max_x, box.max_y});
  layer.extent_wgs84[0] = low.lon;
  layer.extent_wgs84[1] = low.lat;
  layer.extent_wgs84[2] = high.lon;
  layer.extent_wgs84[3] = high.lat;
}

/// Where the things of an input lie in the world; the whole world for one without a role (a generated town).
Box extent_of(const World& world, std::optional<InputRole> role) {
  Box out;
  const bool all = !role || *role == InputRole::kWorld;
  const auto add = [&](InputRole of, const auto& things, const auto& box_of) {
    if (all || *role == of)
      for (const auto& thing : things) out.add(box_of(thing));
  };
  const auto position = [](const auto& thing) { return thing.position; };
  add(InputRole::kStreets, world.streets.node, [](Point p) { return p; });
  if (role == InputRole::kElevation) out.add(bounds(world.streets.node));  // what is used of it
  add(InputRole::kAreas, world.areas, [](const Area& a) { return bounds(a.shape); });
  add(InputRole::kBuildings, world.buildings, position);
  add(InputRole::kDemand, world.demand, position);
  add(InputRole::kPopulationRaster, world.demand, position);
  add(InputRole::kFacilities, world.facilities, position);
  add(InputRole::kOrganisations, world.organisations, position);
  add(InputRole::kVenues, world.venues, position);
  return out;
}

gis::LayerInfo layer_of(const std::string& name, const std::string& crs, const std::string& project_crs, std::int64_t features,
                        const char* geometry, const Box& box) {
  gis::LayerInfo out;
  out.name = name;
  out.crs = crs;
  out.datum = gis::name_of(Datum::kWgs84);
  out.features = features;
  out.geometry = geometry;
  set_extent(out, box, project_crs);
  return out;
}

int column_of(const gis::Table& table, std::initializer_list<const char*> names) {
  for (const char* name : names)
    if (const int c = table.column(name); c >= 0) return c;
  return -1;
}

std::string where_of(const gis::Table& table) {
  return table.layer.empty() ? file_name(table.file) : fmt::format("{}: layer '{}'", file_name(table.file), table.layer);
}

/// Ids that repeat, and figures of people that are no numbers or are negative.
void check_rows(const gis::Table& table, Findings& out) {
  const std::string where = where_of(table);
  const auto row_text = [&](std::size_t row) { return fmt::format("{}, row {}", where, table.row_number[row]); };
  if (const int c = column_of(table, {"id", "code", "code9"}); c >= 0) {
    std::map<std::string, std::size_t> first;
    std::size_t repeats = 0;
    for (std::size_t row = 0; row < table.n_rows(); ++row) {
      const std::string& id = table.cells[static_cast<std::size_t>(c)][row];
      if (id.empty()) continue;
      const auto [at, fresh] = first.emplace(id, row);
      if (fresh || ++repeats > 10) continue;
      out.push_back({Severity::kError, "duplicate-id", row_text(row),
                     fmt::format("the id '{}' is that of row {} too", id, table.row_number[at->second]), "give each row an id of its own"});
    }
    if (repeats > 10)
      out.push_back({Severity::kError, "duplicate-id", where, fmt::format("{} ids repeat in all", repeats), "give each row an id of its own"});
  }
  if (const int c = column_of(table, {"persons", "population", "residents"}); c >= 0) {
    std::size_t bad = 0;
    for (std::size_t row = 0; row < table.n_rows(); ++row) {
      const std::string& cell = table.cells[static_cast<std::size_t>(c)][row];
      if (cell.empty()) continue;
      double value = 0;
      const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
      const bool good = error == std::errc() && end == cell.data() + cell.size() && std::isfinite(value) && value >= 0;
      if (good || ++bad > 10) continue;
      out.push_back({Severity::kError, "bad-population", row_text(row),
                     fmt::format("the population '{}' is not a number of persons", cell), "correct it or leave it empty"});
    }
  }
}

void vector_health(const std::string& path, Health& out, const Progress& progress) {
  const auto layers = gis::list_layers(path);
  for (std::size_t i = 0; i < layers.size(); ++i) {
    out.layers.push_back(layers[i]);
    const Progress part = part_of(progress, static_cast<double>(i) / static_cast<double>(layers.size()),
                                  static_cast<double>(i + 1) / static_cast<double>(layers.size()));
    gis::ReadOptions options;
    options.layer = layers[i].name;
    options.need_geometry = layers[i].geometry != "none";
    if (options.need_geometry) options.project_crs = "EPSG:4326";
    try {
      const gis::Table table = gis::read_table(path, options, part);
      add_new(out.findings, table.findings);
      check_rows(table, out.findings);
      if (options.need_geometry) out.places.push_back(labelled_layer(table, where_of(table)));
    } catch (const InputError& error) {
      out.findings.push_back({Severity::kError, "unreadable-layer", error.where(), error.fault(), error.remedy()});
      if (!options.need_geometry) continue;
      // Its places cannot be read (no CRS, say); what stands in its columns still can be looked at.
      options.need_geometry = false;
      options.project_crs.clear();
      try {
        check_rows(gis::read_table(path, options, part), out.findings);
      } catch (const InputError&) {
        // Told above.
      }
    }
  }
}

void osm_health(const std::string& path, Health& out, const Progress& progress) {
  const gis::OsmStreets osm = gis::read_osm_streets(path, "", progress);
  add_new(out.findings, osm.findings);
  out.layers.push_back(layer_of("streets", "EPSG:4326", osm.crs, static_cast<std::int64_t>(osm.net.n_edges()), "line",
                                bounds_of(osm.net.node)));
  out.network = network_json(osm.net, {});
}

void raster_health(const std::string& path, Health& out, const Progress& progress) {
  // Its own coordinates first: they say where it is, and so which CRS measures metres there.
  const Box box = bounds_of(gis::read_population_raster(path, "", "EPSG:4326").centre);
  const std::string crs = gis::choose_crs({box.centre().x, box.centre().y});
  const gis::RasterCells cells = gis::read_population_raster(path, "", crs, progress);
  add_new(out.findings, cells.findings);
  gis::LayerInfo layer = layer_of(file_name(path), cells.crs, crs, static_cast<std::int64_t>(cells.persons.size()), "raster",
                                  bounds_of(cells.centre));
  out.layers.push_back(layer);
  out.findings.push_back({Severity::kNote, "raster-total", file_name(path),
                          fmt::format("{:.1f} persons in {} cells of {:.0f} x {:.0f} m; {} cells without data, {} empty", cells.total,
                                      cells.persons.size(), cells.cell_width_m, cells.cell_height_m, cells.nodata_cells, cells.zero_cells),
                          ""});
}

void world_health(const std::string& path, Health& out, const Progress& progress) {
  const World world = gis::read_world(path, progress);
  add_new(out.findings, world.findings);
  add_new(out.findings, check_world(world));
  const auto add = [&](const char* name, std::int64_t features, const char* geometry, const Box& box) {
    if (features > 0) out.layers.push_back(layer_of(name, world.crs, world.crs, features, geometry, box));
  };
  Box areas, buildings, demand, facilities;
  for (const Area& a : world.areas) areas.add(bounds(a.shape));
  for (const Building& b : world.buildings) buildings.add(b.position);
  for (const DemandPoint& d : world.demand) demand.add(d.position);
  for (const Facility& f : world.facilities) facilities.add(f.position);
  add("areas", static_cast<std::int64_t>(world.areas.size()), "polygon", areas);
  add("buildings", static_cast<std::int64_t>(world.buildings.size()), "polygon", buildings);
  add("demand", static_cast<std::int64_t>(world.demand.size()), "point", demand);
  add("streets", static_cast<std::int64_t>(world.streets.n_edges()), "line", bounds_of(world.streets.node));
  add("facilities", static_cast<std::int64_t>(world.facilities.size()), "point", facilities);
  if (world.streets.n_edges() > 0) out.network = network_json(world.streets, {});
}

}  // namespace

Health scenario_health(const Scenario& scenario, const Progress& progress) {
  Health out;
  const pipeline::LoadedWorld loaded = pipeline::load_world(scenario, part_of(progress, 0, 0.6));
  add_new(out.findings, loaded.world.findings);
  add_new(out.findings, gis::check_datums(loaded.datum_samples));
  try {
    const World world = pipeline::edited_world(loaded, scenario);
    const Study study = compute_study(world, scenario, loaded.matrices, part_of(progress, 0.6, 1));
    add_new(out.findings, study.findings);
    if (world.streets.n_edges() > 0) out.network = network_json(world.streets, scenario.network);
  } catch (const InputError& error) {
    out.findings.push_back({Severity::kError, "cannot-run", error.where(), error.fault(), error.remedy()});
  }
  for (const DataSource& source : loaded.world.sources) {
    gis::LayerInfo layer;
    const auto spec = std::find_if(scenario.inputs.begin(), scenario.inputs.end(), [&](const InputSpec& s) { return s.name == source.input; });
    if (spec != scenario.inputs.end() && spec->role != InputRole::kStreets && spec->role != InputRole::kPopulationRaster &&
        spec->role != InputRole::kElevation) {
      try {
        for (const auto& info : gis::list_layers(pipeline::expand_path(spec->path, scenario.file), spec->encoding))
          if (source.layer.empty() || info.name == source.layer) {
            layer = info;
            break;
          }
      } catch (const InputError&) {
        // The world was built from it, so it can be read; it only has no layers to list (a plain table, a folder).
      }
    }
    layer.name = source.input;
    set_extent(layer, extent_of(loaded.world, spec != scenario.inputs.end() ? std::optional(spec->role) : std::nullopt), loaded.world.crs);
    layer.features = source.features;
    if (!source.crs.empty()) layer.crs = source.crs;
    if (!source.datum.empty()) layer.datum = source.datum;
    out.layers.push_back(layer);
  }
  return out;
}

void file_health(const std::string& path, Health& out, const Progress& progress) {
  std::error_code error;
  if (!std::filesystem::exists(path, error)) throw InputError(path, "there is no such file", "check the path");
  if (gis::is_osm_file(path)) osm_health(path, out, progress);
  else if (has_suffix(path, {".tif", ".tiff"})) raster_health(path, out, progress);
  else if (has_suffix(path, {".gpkg"}) && gis::is_world_file(path)) world_health(path, out, progress);
  else vector_health(path, out, progress);
}

}  // namespace catchment::cli
