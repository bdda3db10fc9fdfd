#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <optional>

#include "app/pipeline/files.h"
#include "app/pipeline/load_inputs.h"
#include "app/pipeline/open_world.h"
#include "app/pipeline/pipeline.h"
#include "gis/osm/line_streets.h"
#include "gis/osm/node_lines.h"
#include "gis/osm/osm_streets.h"
#include "gis/raster/elevation.h"
#include "gis/raster/population_raster.h"
#include "gis/world_file/world_file.h"
#include "sim/network/sort_streets.h"
#include "sim/placement/town.h"
#include "sim/report/compute_study.h"
#include "sim/report/reach.h"
#include "sim/report/sharing_study.h"
#include "sim/sharing/shared_places.h"

namespace catchment::pipeline {

namespace {

std::vector<const InputSpec*> with_role(const Scenario& scenario, InputRole role) {
  std::vector<const InputSpec*> found;
  for (const auto& spec : scenario.inputs)
    if (spec.role == role) found.push_back(&spec);
  return found;
}

std::string path_of(const InputSpec& spec, const Scenario& scenario) {
  if (spec.path.empty()) throw InputError(spec.place.text(), fmt::format("[inputs.{}] has no path", spec.name), "set path = \"...\"");
  return expand_path(spec.path, scenario.file);
}

/// The CRS to compute in: as asked, or chosen for the place where the first input with coordinates lies.
std::string project_crs(const Scenario& scenario) {
  if (scenario.crs != "auto") {
    gis::require_metres(scenario.crs, scenario.file + ": scenario.crs");
    return scenario.crs;
  }
  if (scenario.town.active) return gis::choose_crs({scenario.town.origin_lon, scenario.town.origin_lat});
  for (const InputSpec& spec : scenario.inputs) {
    if (spec.role == InputRole::kCatalogue || spec.role == InputRole::kCosts || spec.role == InputRole::kAreaPopulation ||
        spec.role == InputRole::kUnits || spec.role == InputRole::kElevation || spec.role == InputRole::kLinks) continue;
    const std::string path = path_of(spec, scenario);
    if (spec.role == InputRole::kWorld) return gis::world_file_crs(path);
    if (gis::is_osm_file(path) && spec.role == InputRole::kStreets) return gis::read_osm_streets(path, "").crs;
    Box box;
    if (spec.role == InputRole::kPopulationRaster) {
      for (const Point p : gis::read_population_raster(path, spec.crs, "EPSG:4326").centre) box.add(p);
    } else {
      gis::ReadOptions options;
      options.layer = spec.layer;
      options.encoding = spec.encoding;
      options.crs = spec.crs;
      options.datum = spec.datum;
      options.where = spec.where;
      options.project_crs = "EPSG:4326";
      if (spec.fields.contains("x")) options.x_field = spec.fields.at("x");
      if (spec.fields.contains("y")) options.y_field = spec.fields.at("y");
      const gis::Table table = gis::read_table(path, options);
      for (std::size_t r = 0; r < table.n_rows(); ++r)
        if (table.kind[r] != gis::GeometryKind::kNone) box.add(table.point[r]);
    }
    if (!box.empty()) return gis::choose_crs({box.centre().x, box.centre().y});
  }
  throw InputError(scenario.file, "no input has coordinates to choose a CRS from", "set scenario.crs, e.g. \"EPSG:32651\"");
}

DataSource source_of(const InputSpec& spec) {
  DataSource source;
  source.input = spec.name;
  source.path = spec.path;
  source.source = spec.source;
  source.licence = spec.licence;
  source.date = spec.date;
  source.modelled = spec.modelled;
  return source;
}

DataSource file_source(const InputSpec& spec, const std::string& path) {
  DataSource source = source_of(spec);
  source.sha256 = sha256_file(path);
  source.bytes = std::filesystem::file_size(path);
  return source;
}

void sample_datum(const InputSpec& spec, const gis::Table& table, const gis::ToLonLat& to_lonlat, LoadedWorld& loaded) {
  gis::DatumSample sample;
  sample.where = table.layer.empty() ? table.file : fmt::format("{}: layer '{}'", table.file, table.layer);
  sample.label = table.datum;
  const Rows rows(table, spec);
  // Points say in which area they think they lie; that area's polygon is their witness.
  std::string area_column;
  for (const char* column : {"subdistrict", "街道", "district", "区"})
    if (area_column.empty() && table.column(column) >= 0) area_column = column;
  // Many thousands of points add nothing to the answer.
  const std::size_t step = std::max<std::size_t>(1, table.n_rows() / 2000);
  for (std::size_t r = 0; r < table.n_rows(); r += step) {
    if (table.kind[r] == gis::GeometryKind::kNone) continue;
    const std::string name = rows.text(r, "name");
    if (table.kind[r] == gis::GeometryKind::kPolygon) {
      MultiPolygon shape = table.polygon[r];
      for (auto& polygon : shape)
        for (auto& ring : polygon.rings)
          for (Point& p : ring) {
            const auto at = to_lonlat(p);
            p = {at.lon, at.lat};
          }
      sample.shape.push_back(std::move(shape));
    } else {
      sample.point.push_back(to_lonlat(table.point[r]));
      if (!area_column.empty()) sample.polygon_name.push_back(table.cells[static_cast<std::size_t>(table.column(area_column))][r]);
    }
    sample.name.push_back(name);
  }
  // A layer is one or the other; a mixed one is no evidence.
  if (!sample.shape.empty() && !sample.point.empty()) return;
  loaded.datum_samples.push_back(std::move(sample));
}

void load_streets(const InputSpec& spec, const std::string& path, LoadedWorld& loaded, const Progress& progress) {
  World& world = loaded.world;
  if (world.streets.n_edges() > 0)
    throw InputError(spec.place.text(), "a second streets input", "merge the street files into one, e.g. with osmium merge");
  if (!gis::is_osm_file(path)) {
    gis::Table table = read_input(spec, path, loaded, true, progress);
    const bool join = spec.connect == "crossings";
    const gis::NodedLines met = gis::node_lines(table.lines, spec.tolerance_m, join);
    world.streets = gis::streets_from_lines(table, spec.tolerance_m);
    if (!join && met.touches > 0)
      world.findings.push_back({Severity::kWarning, "streets-not-joined", table.file,
                                fmt::format("{} line ends or vertices lie on another street without a joint there, and {} streets cross "
                                            "without one: nobody can turn there", met.touches, met.crossings),
                                fmt::format("if they meet on the ground, set [inputs.{}] connect = \"crossings\" (bridges then meet too)", spec.name)});
    return;
  }
  gis::OsmStreets osm = gis::read_osm_streets(path, world.crs, progress);
  DataSource source = file_source(spec, path);
  source.crs = "EPSG:4326";
  source.datum = "WGS-84";
  source.features = osm.ways_used;
  if (source.source.empty()) source.source = "© OpenStreetMap contributors";
  if (source.licence.empty()) source.licence = "ODbL";
  world.sources.push_back(source);
  world.streets = std::move(osm.net);
  world.findings.insert(world.findings.end(), osm.findings.begin(), osm.findings.end());
}

void load_elevation(const InputSpec& spec, const std::string& path, LoadedWorld& loaded) {
  World& world = loaded.world;
  if (world.streets.n_edges() == 0)
    throw InputError(spec.place.text(), "an elevation raster needs streets to lie on it, and the world has none", "add an input with role = \"streets\"");
  const gis::StreetElevation elevation = gis::add_elevation(path, spec.crs, world.crs, world.streets);
  DataSource source = file_source(spec, path);
  source.crs = elevation.crs;
  source.features = static_cast<std::int64_t>(world.streets.shape.size());
  world.sources.push_back(source);
  world.findings.insert(world.findings.end(), elevation.findings.begin(), elevation.findings.end());
}

void load_town(const Scenario& scenario, LoadedWorld& loaded, const Progress& progress) {
  TownSpec spec = scenario.town;
  if (!spec.district_table.empty() && spec.district_table.find('\n') == std::string::npos)
    spec.district_table = read_text(expand_path(spec.district_table, scenario.file));
  const Point origin = gis::Projector("EPSG:4326", Datum::kWgs84, loaded.world.crs).apply(Point{spec.origin_lon, spec.origin_lat});
  World town = generate_town(spec, scenario.seed, origin, loaded.world.crs, progress);
  town.crs = loaded.world.crs;
  town.modelled = true;
  for (DataSource& source : town.sources) {
    source.path = "[town]";
    source.crs = town.crs;
    source.datum = "WGS-84";
  }
  loaded.world = std::move(town);
}

/// Drops the rows that lie outside what [inputs.X] clip_to names: an area (id or name), or "streets".
void clip(const InputSpec& spec, const World& world, gis::Table& table) {
  std::vector<std::uint8_t> keep(table.n_rows(), 0);
  if (spec.clip_to == "streets") {
    const Box box = bounds(world.streets.node);
    for (std::size_t r = 0; r < keep.size(); ++r) keep[r] = table.kind[r] != gis::GeometryKind::kNone && box.contains(table.point[r]);
  } else {
    const auto area = std::find_if(world.areas.begin(), world.areas.end(), [&](const Area& a) {
      return a.id == spec.clip_to || a.name.zh == spec.clip_to || a.name.en == spec.clip_to;
    });
    if (area == world.areas.end())
      throw InputError(spec.place.text(), fmt::format("[inputs.{}] clip_to names '{}', which is no area", spec.name, spec.clip_to),
                       "name an area's id or name, or \"streets\"");
    for (std::size_t r = 0; r < keep.size(); ++r)
      keep[r] = table.kind[r] != gis::GeometryKind::kNone && contains(area->shape, table.point[r]);
  }
  const auto shrink = [&](auto& column) {
    if (column.size() != keep.size()) return;
    std::size_t n = 0;
    for (std::size_t r = 0; r < keep.size(); ++r)
      if (keep[r]) {
        if (n != r) column[n] = std::move(column[r]);
        ++n;
      }
    column.resize(n);
  };
  for (auto& column : table.cells) shrink(column);
  shrink(table.point);
  shrink(table.polygon);
  shrink(table.lines);
  shrink(table.row_number);
  shrink(table.kind);
}

/// Metres of the CRS must be metres on the ground: within half a percent at the middle of the data.
void check_scale(const World& world, const std::string& where) {
  Box box;
  for (const DemandPoint& d : world.demand) box.add(d.position);
  for (const Facility& f : world.facilities) box.add(f.position);
  if (box.empty()) return;
  const gis::ToLonLat to_lonlat(world.crs);
  const Point c = box.centre();
  const auto at = to_lonlat(c), east = to_lonlat({c.x + 1000, c.y}), north = to_lonlat({c.x, c.y + 1000});
  const double worst = std::max(std::abs(gis::ellipsoidal_distance_m(at, east) / 1000 - 1), std::abs(gis::ellipsoidal_distance_m(at, north) / 1000 - 1));
  if (!(worst < 0.005))
    throw InputError(where, fmt::format("{} stretches distances by {:.1f} % where the data lie ({:.3f}, {:.3f})", world.crs, 100 * worst, at.lon, at.lat),
                     fmt::format("set scenario.crs = \"{}\" or \"auto\", or check the positions and their datum", gis::choose_crs(at)));
}

void check_population(const World& world) {
  for (const DemandPoint& d : world.demand)
    if (d.persons < 0) throw InputError("demand point '" + d.id + "'", "its persons are below zero", "correct the population input");
}

}  // namespace

namespace {

/// The sharing graph, once everybody who may be an end of a link is there, and what it makes of the facilities.
void add_partners(const Scenario& scenario, LoadedWorld& loaded, const auto& each, const Progress& progress) {
  World& world = loaded.world;
  SharingOptions sharing = scenario.sharing;
  std::optional<gis::Projector> projector;
  const auto project = [&](PlaceSpec& spec) {
    if (!spec.lonlat) return;
    if (!projector) projector.emplace("EPSG:4326", Datum::kWgs84, world.crs);
    spec.at = projector->apply(Point{(*spec.lonlat)[0], (*spec.lonlat)[1]});
  };
  for (PartnerSpec& spec : sharing.partners) project(spec);
  for (VenueSpec& spec : sharing.venues) project(spec);
  add_sharing_tables(world, sharing);
  each(InputRole::kLinks, [&](const InputSpec& spec, const gis::Table& table) { load_links(spec, table, world); });
  each(InputRole::kResources, [&](const InputSpec& spec, const gis::Table& table) { load_resources(spec, table, world); });
  apply_sharing(world, sharing);
  if (!sharing.active || !sharing.match.apply) return;
  const Reach reach(world, scenario.network, loaded.matrices);
  if (const auto matching = scenario_matching(world, sharing, reach, progress)) {
    for (SharingLink& link : links_of(*matching)) world.links.push_back(std::move(link));
    apply_sharing(world, sharing);
  }
}

}  // namespace

LoadedWorld load_world(const Scenario& scenario, const Progress& progress) {
  gis::initialise();
  if (!scenario.town.active && scenario.inputs.empty())
    throw InputError(scenario.file, "the scenario has neither a [town] nor any [inputs.*]", "add one; see scenarios/linfenlu.toml");
  LoadedWorld loaded;
  World& world = loaded.world;
  report(progress, 0, "choosing the projection");
  world.crs = project_crs(scenario);
  if (scenario.town.active) load_town(scenario, loaded, part_of(progress, 0.02, 0.9));

  const auto worlds = with_role(scenario, InputRole::kWorld);
  if (worlds.size() > 1 || (!worlds.empty() && scenario.town.active))
    throw InputError(worlds.back()->place.text(), "a second world", "give one [inputs.*] with role = \"world\", or one [town]");
  for (const InputSpec* spec : worlds) {
    const std::string path = path_of(*spec, scenario);
    const std::string crs = world.crs;
    OpenedWorld opened = open_world(path, part_of(progress, 0.02, 0.9));
    world = std::move(opened.world);
    if (world.crs != crs)
      throw InputError(path, fmt::format("the world file is in {} and the scenario asks for {}", world.crs, crs),
                       "set scenario.crs to the world's, or import it again");
    DataSource& source = world.sources.emplace_back(source_of(*spec));
    source.sha256 = opened.sha256;
    source.bytes = opened.bytes;
    source.crs = world.crs;
  }

  const gis::ToLonLat to_lonlat(world.crs);
  const double steps = static_cast<double>(std::max<std::size_t>(1, scenario.inputs.size()));
  double done = 0;
  const auto each = [&](InputRole role, bool need_geometry, auto&& use) {
    for (const InputSpec* spec : with_role(scenario, role)) {
      const std::string path = path_of(*spec, scenario);
      report(progress, 0.02 + 0.9 * done / steps, fmt::format("reading {}", spec->name));
      gis::Table table = read_input(*spec, path, loaded, need_geometry, {});
      if (!spec->clip_to.empty()) clip(*spec, world, table);
      const bool comparable = role == InputRole::kAreas || role == InputRole::kDemand || role == InputRole::kFacilities;
      if (comparable) sample_datum(*spec, table, to_lonlat, loaded);
      use(*spec, table);
      done += 1;
    }
  };

  std::vector<Area> areas = std::move(world.areas);
  std::vector<std::string> parents;
  const std::size_t given_areas = areas.size();
  if (!with_role(scenario, InputRole::kAreas).empty())
    for (const Area& a : areas) parents.push_back(a.parent.valid() ? areas[a.parent.value].id : "");
  each(InputRole::kAreas, true, [&](const InputSpec& spec, const gis::Table& table) { load_areas(spec, table, areas, parents); });
  if (areas.size() > given_areas) link_areas(areas, parents, scenario.file);
  world.areas = std::move(areas);
  each(InputRole::kAreaPopulation, false,
       [&](const InputSpec& spec, const gis::Table& table) { load_area_population(spec, table, world); });
  for (const InputSpec* spec : with_role(scenario, InputRole::kStreets)) {
    report(progress, 0.02 + 0.9 * done / steps, fmt::format("reading {}", spec->name));
    load_streets(*spec, path_of(*spec, scenario), loaded, {});
    done += 1;
  }
  // Those of a world file are sorted.
  if (worlds.empty() || !with_role(scenario, InputRole::kStreets).empty()) sort_streets(world.streets);
  const auto elevations = with_role(scenario, InputRole::kElevation);
  if (elevations.size() > 1)
    throw InputError(elevations.back()->place.text(), "a second elevation input", "merge the rasters into one, e.g. with gdalbuildvrt and gdal_translate");
  for (const InputSpec* spec : elevations) {
    report(progress, 0.02 + 0.9 * done / steps, fmt::format("reading {}", spec->name));
    load_elevation(*spec, path_of(*spec, scenario), loaded);
    done += 1;
  }
  each(InputRole::kBuildings, true, [&](const InputSpec& spec, const gis::Table& table) { load_buildings(spec, table, world); });
  std::vector<double> dwellings(world.demand.size(), -1);
  each(InputRole::kDemand, true, [&](const InputSpec& spec, const gis::Table& table) { load_demand(spec, table, world, dwellings); });

  std::vector<DemandPoint> raster_cells;
  for (const InputSpec* spec : with_role(scenario, InputRole::kPopulationRaster)) {
    const std::string path = path_of(*spec, scenario);
    const auto cells = gis::read_population_raster(path, spec->crs, world.crs);
    const auto persons = gis::to_persons(cells.persons);
    const LeafLocator leaves(world.areas);
    for (std::size_t i = 0; i < persons.size(); ++i) {
      DemandPoint d;
      d.id = fmt::format("{}-{}", spec->name, i + 1);
      d.position = cells.centre[i];
      d.persons = persons[i];
      d.area = leaves.find(d.position);
      raster_cells.push_back(std::move(d));
    }
    DataSource source = file_source(*spec, path);
    source.crs = cells.crs;
    source.features = static_cast<std::int64_t>(persons.size());
    world.sources.push_back(source);
    world.findings.insert(world.findings.end(), cells.findings.begin(), cells.findings.end());
    done += 1;
  }
  each(InputRole::kFacilities, true, [&](const InputSpec& spec, const gis::Table& table) { load_facilities(spec, table, world); });
  each(InputRole::kUnits, false, [&](const InputSpec& spec, const gis::Table& table) { load_units(spec, table, world); });
  // Organisations may stand in buildings instead of at coordinates of their own.
  const auto in_buildings = [&](const InputSpec& spec) {
    gis::ReadOptions options;
    options.layer = spec.layer;
    options.encoding = spec.encoding;
    options.need_geometry = false;
    const gis::Table peek = gis::read_table(path_of(spec, scenario), options);
    const bool coordinates = spec.fields.contains("x") || std::any_of(peek.columns.begin(), peek.columns.end(), [](const std::string& c) {
      return c == "x" || c == "lon" || c == "lng" || c == "longitude" || c == "经度";
    });
    return Rows(peek, spec).has("building") && !coordinates;
  };
  const auto organisations = with_role(scenario, InputRole::kOrganisations);
  const bool without_places = !organisations.empty() && std::all_of(organisations.begin(), organisations.end(), [&](const InputSpec* o) { return in_buildings(*o); });
  each(InputRole::kOrganisations, !without_places, [&](const InputSpec& spec, const gis::Table& table) { load_organisations(spec, table, world); });
  each(InputRole::kVenues, true, [&](const InputSpec& spec, const gis::Table& table) { load_venues(spec, table, world); });
  each(InputRole::kCatalogue, false, [&](const InputSpec& spec, const gis::Table& table) { load_catalogue(spec, table, world); });
  each(InputRole::kContext, true, [&](const InputSpec& spec, const gis::Table& table) { load_context(spec, table, world); });
  each(InputRole::kCosts, false, [&](const InputSpec& spec, const gis::Table& table) { loaded.matrices.push_back(load_costs(spec, table)); });

  report(progress, 0.93, "giving people to places");
  check_population(world);
  check_scale(world, scenario.file + ": scenario.crs");
  place_people(scenario, world, dwellings, raster_cells);
  if (scenario.organisations.generate == "reference-city")
    add_reference_organisations(world, scenario.organisations.count > 0 ? scenario.organisations.count : 14000,
                                scenario.organisations.hubs, scenario.seed);
  for (const InputSpec& spec : scenario.inputs) world.modelled = world.modelled || spec.modelled;
  report(progress, 0.95, "linking partners");
  add_partners(scenario, loaded, [&](InputRole role, auto&& use) { each(role, false, use); }, part_of(progress, 0.95, 0.96));
  mark_study_area(world, scenario.study_area, scenario.file + ": scenario.study_area");
  report(progress, 0.96, "checking");
  const auto append = [&](const Findings& more) { world.findings.insert(world.findings.end(), more.begin(), more.end()); };
  append(gis::check_datums(loaded.datum_samples));
  append(check_world(world));
  // Results name files as the scenario writes them: the same bytes wherever the data lie.
  for (const InputSpec& spec : scenario.inputs) {
    const std::string path = path_of(spec, scenario);
    for (Finding& f : world.findings)
      for (std::string* text : {&f.where, &f.what, &f.remedy})
        for (std::size_t at = text->find(path); at != std::string::npos; at = text->find(path, at + spec.path.size()))
          text->replace(at, path.size(), spec.path);
  }
  report(progress, 1, "loaded");
  return loaded;
}

std::string world_key(const Scenario& scenario) {
  // Of the canonical text: the tables that shape the base world, and of two others the lines that do.
  std::string key = std::filesystem::path(scenario.file).parent_path().string() + "\n";
  std::string section;
  for (std::size_t begin = 0; begin < scenario.text.size();) {
    const std::size_t end = std::min(scenario.text.find('\n', begin), scenario.text.size());
    const std::string line = scenario.text.substr(begin, end - begin);
    begin = end + 1;
    if (line.starts_with("[")) section = line.substr(line.find_first_not_of('['), line.find_first_of(".]") - line.find_first_not_of('['));
    const auto sets = [&](std::initializer_list<const char*> keys) {
      return std::any_of(keys.begin(), keys.end(), [&](const char* k) { return line.starts_with(std::string(k) + " = "); });
    };
    if (section == "town" || section == "inputs" || section == "population" || section == "sharing" ||
        (section == "network" && scenario.sharing.match.apply) ||  // what is matched depends on who is within reach
        (section == "scenario" && sets({"seed", "crs", "study_area"})) ||
        (section == "organisations" && sets({"generate", "count", "hubs"})))
      key += line + "\n";
  }
  return key;
}

void project_edits(std::span<Edit> edits, const std::string& crs) {
  std::optional<gis::Projector> projector;
  for (Edit& edit : edits)
    if (edit.to_lonlat) {
      if (!projector) projector.emplace("EPSG:4326", Datum::kWgs84, crs);
      edit.to = projector->apply(Point{(*edit.to_lonlat)[0], (*edit.to_lonlat)[1]});
    }
}

World edited_world(const LoadedWorld& loaded, const Scenario& scenario) {
  std::vector<Edit> edits = scenario.edits;
  project_edits(edits, loaded.world.crs);
  return apply_edits(loaded.world, edits, scenario.sharing);
}

bool is_world_file(const std::string& path) { return gis::is_world_file(path); }

}  // namespace catchment::pipeline
