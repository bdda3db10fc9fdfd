#include "app/cli/reach_friction.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "app/cli/headline.h"
#include "app/cli/json_parts.h"
#include "app/cli/reach_facilities.h"
#include "app/cli/world_output.h"
#include "gis/raster/friction_raster.h"
#include "gis/raster/population_raster.h"
#include "sim/core/sum.h"
#include "sim/network/surface_reach.h"

namespace catchment::cli {

namespace {

struct SurfaceAnswer {
  gis::FrictionRaster raster;
  std::vector<ReachFacility> facilities;
  std::vector<NearestCell> place;            ///< [n_facilities]
  std::vector<std::int32_t> persons;         ///< [n_cells] or empty
  std::int64_t persons_total = 0, persons_outside = 0, persons_barred = 0;
  std::uint64_t passable = 0, barriers = 0, roads = 0;
  SurfaceOptions options;
  std::vector<double> seconds;
  SurfaceReach reach;
};

/// FILE:LAYER[:COLUMN]; a drive letter is not split off.
struct LayerName { std::string file, layer, column; };
LayerName layer_name(const std::string& text) {
  LayerName out;
  const auto first = text.find(':', 2);
  out.file = text.substr(0, first);
  if (first == std::string::npos) return out;
  const auto second = text.find(':', first + 1);
  out.layer = text.substr(first + 1, second == std::string::npos ? second : second - first - 1);
  if (second != std::string::npos) out.column = text.substr(second + 1);
  return out;
}

gis::Table read_lines(const LayerName& name, const FrictionArguments& in, const std::string& crs) {
  gis::ReadOptions options;
  options.layer = name.layer;
  options.project_crs = crs;
  for (const gis::LayerInfo& info : gis::list_layers(name.file))
    if ((name.layer.empty() || info.name == name.layer) && info.crs.empty()) options.crs = in.crs;
  return gis::read_table(name.file, options);
}

std::vector<Cost> cutoffs_of(const ReachArguments& in, std::vector<double>& seconds) {
  seconds = in.cutoffs_s;
  std::sort(seconds.begin(), seconds.end());
  seconds.erase(std::unique(seconds.begin(), seconds.end()), seconds.end());
  if (seconds.empty() || seconds.size() > 100) throw InputError("--cutoff", "between 1 and 100 cutoffs are possible", "give some, e.g. 1800,3600,7200");
  std::vector<Cost> out;
  for (const double s : seconds) {
    if (!std::isfinite(s) || s < 0.001 || s > 1'000'000) throw InputError("--cutoff", fmt::format("{} is out of range", s), "give seconds, more than 0 and at most 1000000");
    out.push_back(to_cost(s));
  }
  return out;
}

SurfaceOptions options_of(const FrictionArguments& in) {
  if (in.speeds.empty()) throw InputError("--friction", "the speeds of the land cover's classes are missing", "give the table with --speeds TABLE.csv");
  if (in.anisotropic && in.elevation.empty()) throw InputError("--anisotropic", "slopes need heights", "give them with --elevation DEM.tif");
  if (!in.anisotropic && !in.elevation.empty()) throw InputError("--elevation", "heights count only with slopes", "add --anisotropic");
  if (!in.anisotropic && (in.towards || in.from)) throw InputError(in.from ? "--from" : "--towards", "without slopes both directions take equally long", "add --anisotropic");
  SurfaceOptions o;
  if (in.convention == "accessmod") o = accessmod_options();
  if (in.moves != 0) o.moves = in.moves;
  o.slopes = in.anisotropic;
  o.towards = !in.from;
  return o;
}

/// Each raster cell's people go to the cell of the surface that holds its centre.
void place_people(SurfaceAnswer& out, const std::string& path, const FrictionArguments& in, const Progress& progress) {
  const FrictionSurface& s = out.raster.surface;
  gis::RasterCells people;
  try {
    people = gis::read_population_raster(path, "", out.raster.crs, progress);
  } catch (const InputError& error) {
    if (in.crs.empty() || error.fault() != "it has no CRS") throw;
    people = gis::read_population_raster(path, in.crs, out.raster.crs, progress);
  }
  const auto persons = gis::to_persons(people.persons);
  out.persons.assign(s.n_cells(), 0);
  for (std::size_t i = 0; i < persons.size(); ++i) {
    out.persons_total += persons[i];
    const Point p = out.raster.in_cells(people.centre[i]);
    if (!(p.x >= 0) || !(p.y >= 0) || !(p.x < s.columns) || !(p.y < s.rows)) {
      out.persons_outside += persons[i];
      continue;
    }
    const std::size_t cell = static_cast<std::size_t>(p.y) * s.columns + static_cast<std::size_t>(p.x);
    if (persons[i] > INT32_MAX - out.persons[cell]) throw InputError(path, "a cell holds more than 2147483647 persons", "correct it");
    out.persons[cell] += static_cast<std::int32_t>(persons[i]);
    if (!s.passable(cell)) out.persons_barred += persons[i];
  }
}

SurfaceAnswer compute(const ReachArguments& in, const std::vector<Cost>& cutoffs, const Progress& progress) {
  const FrictionArguments& f = in.friction;
  SurfaceAnswer out;
  out.options = options_of(f);
  out.raster = gis::read_friction_raster(f.land_cover, f.crs, gis::read_speed_table(f.speeds), part_of(progress, 0, 0.2));
  FrictionSurface& s = out.raster.surface;
  for (const std::string& text : f.barriers) out.barriers += gis::burn_barriers(out.raster, read_lines(layer_name(text), f, out.raster.crs));
  for (const std::string& text : f.roads) {
    const LayerName name = layer_name(text);
    out.roads += gis::burn_roads(out.raster, read_lines(name, f, out.raster.crs), name.column.empty() ? "class" : name.column);
  }
  if (f.anisotropic) gis::read_elevation(out.raster, f.elevation, f.crs, part_of(progress, 0.2, 0.3));
  if (!f.population.empty()) place_people(out, f.population, f, part_of(progress, 0.3, 0.4));
  for (std::size_t i = 0; i < s.n_cells(); ++i) out.passable += s.passable(i) && (!f.anisotropic || !std::isnan(s.elevation_m[i]));

  World frame;  // its CRS is all that the reader of facilities needs
  frame.crs = out.raster.crs;
  out.facilities = reach_facilities(in, frame);
  std::vector<SurfaceSeed> seeds;
  for (const ReachFacility& facility : out.facilities) {
    const NearestCell near = nearest_passable(s, out.raster.in_cells(facility.position), in.snap_max_m, f.anisotropic);
    out.place.push_back(near);
    SurfaceSeed seed{near.cell, 0, 0};
    if (near.cell != UINT32_MAX) seed.cost = to_cost(near.distance_m / s.ground[s.cell[near.cell]].speed_mps);
    seeds.push_back(seed);
  }
  if (std::none_of(out.place.begin(), out.place.end(), [](const NearestCell& p) { return p.cell != UINT32_MAX; }))
    throw InputError(in.facilities, fmt::format("no facility lies on the land cover within {:.6g} m of a passable cell", in.snap_max_m), "check the CRS, or give a larger --snap-max");
  out.reach = surface_reach(s, seeds, cutoffs, out.persons, out.options, part_of(progress, 0.4, 0.9));
  return out;
}

double rounded(double value, double digits) { return std::round(value * digits) / digits; }

Json surface_json(const SurfaceAnswer& a, const FrictionArguments& in) {
  const FrictionSurface& s = a.raster.surface;
  const double cell_m2 = s.cell_width_m * s.cell_height_m;
  const bool people = !a.persons.empty();
  const auto persons = [&](std::int64_t n) { return people ? Json(n) : Json(nullptr); };
  Json out;
  out["mode"] = "surface";
  out["anisotropic"] = a.options.slopes;
  out["direction"] = !a.options.slopes ? Json(nullptr) : Json(a.options.towards ? "towards" : "from");
  out["moves"] = a.options.moves;
  out["convention"] = in.convention;
  std::vector<std::uint64_t> count(a.raster.classes.size());
  for (const std::uint16_t c : s.cell)
    if (c != kBarredGround) ++count[c];
  Json classes = Json::array();
  static constexpr const char* kModes[] = {"walking", "cycling", "motorised"};
  for (std::size_t c = 0; c < count.size(); ++c)
    classes.push_back({{"class", a.raster.classes[c].id}, {"label", a.raster.classes[c].label}, {"speed_kmh", a.raster.classes[c].speed_kmh},
                       {"mode", kModes[static_cast<int>(a.raster.classes[c].mode)]}, {"cells", count[c]}});
  out["surface"] = {{"columns", s.columns}, {"rows", s.rows}, {"cell_m", {rounded(s.cell_width_m, 1e6), rounded(s.cell_height_m, 1e6)}},
                    {"passable_cells", a.passable}, {"barred_cells", s.n_cells() - a.passable},
                    {"burnt_barrier_cells", a.barriers}, {"burnt_road_cells", a.roads}, {"classes", std::move(classes)}};
  out["facilities"] = Json::array();
  const std::size_t n = a.seconds.size();
  for (std::size_t f = 0; f < a.facilities.size(); ++f) {
    const bool placed = a.place[f].cell != UINT32_MAX;
    Json row;
    row["id"] = a.facilities[f].id;
    row["number"] = f + 1;
    row["snap_m"] = placed ? Json(rounded(a.place[f].distance_m, 1000)) : Json(nullptr);
    row["cutoffs"] = Json::array();
    for (std::size_t c = 0; c < n; ++c) {
      const SurfaceFigure own = a.reach.own[f * n + c], nearest = a.reach.nearest[f * n + c];
      row["cutoffs"].push_back({{"cutoff_s", a.seconds[c]}, {"area_m2", rounded(static_cast<double>(own.cells) * cell_m2, 10)}, {"persons", persons(own.persons)},
                                {"nearest_area_m2", rounded(static_cast<double>(nearest.cells) * cell_m2, 10)}, {"nearest_persons", persons(nearest.persons)}});
    }
    out["facilities"].push_back(std::move(row));
  }
  out["reached"] = Json::array();
  for (std::size_t c = 0; c < n; ++c) {
    const SurfaceFigure all = a.reach.all[c];
    out["reached"].push_back({{"cutoff_s", a.seconds[c]}, {"cells", all.cells}, {"share_of_cells", rounded(static_cast<double>(all.cells) / static_cast<double>(s.n_cells()), 1e6)},
                              {"area_m2", rounded(static_cast<double>(all.cells) * cell_m2, 10)}, {"persons", persons(all.persons)}});
  }
  const SurfaceFigure last = a.reach.all.back();
  out["unreached"] = {{"persons", persons(a.persons_total - last.persons)}, {"cells", s.n_cells() - last.cells}, {"passable_cells", a.passable - last.cells},
                      {"persons_on_barred_cells", persons(a.persons_barred)}, {"persons_outside", persons(a.persons_outside)}};
  out["findings"] = findings_json(a.raster.findings);
  return out;
}

std::string surface_text(const SurfaceAnswer& a, bool zh) {
  const FrictionSurface& s = a.raster.surface;
  const double cell_km2 = s.cell_width_m * s.cell_height_m / 1e6;
  const std::size_t n = a.seconds.size();
  std::string out;
  const auto figure = [&](double seconds, const SurfaceFigure& f, bool first) {
    out += fmt::format(fmt::runtime(zh ? "{}{:.6g} 分钟 {:.3f} km2" : "{}{:.6g} min {:.3f} km2"), first ? "" : (zh ? "；" : "; "), seconds / 60, static_cast<double>(f.cells) * cell_km2);
    if (!a.persons.empty()) out += fmt::format(fmt::runtime(zh ? "、{} 人" : ", {} persons"), grouped(f.persons));
  };
  for (std::size_t f = 0; f < a.facilities.size(); ++f) {
    out += a.facilities[f].id;
    if (a.place[f].cell == UINT32_MAX) {
      out += zh ? "：附近没有可通行的格网\n" : ": no passable cell near\n";
      continue;
    }
    out += zh ? "：" : ": ";
    for (std::size_t c = 0; c < n; ++c) figure(a.seconds[c], a.reach.own[f * n + c], c == 0);
    if (a.place[f].distance_m > 0) out += fmt::format(fmt::runtime(zh ? "（移到 {:.0f} 米外的可通行格网）" : " (moved {:.0f} m to a passable cell)"), a.place[f].distance_m);
    out += "\n";
  }
  out += zh ? "到最近设施：" : "Nearest facility: ";
  for (std::size_t c = 0; c < n; ++c) figure(a.seconds[c], a.reach.all[c], c == 0);
  const SurfaceFigure last = a.reach.all.back();
  out += zh ? fmt::format("\n未覆盖：{} 个格网（其中可通行 {} 个）", grouped(static_cast<std::int64_t>(s.n_cells() - last.cells)), grouped(static_cast<std::int64_t>(a.passable - last.cells)))
            : fmt::format("\nUnreached: {} cells, {} of them passable", grouped(static_cast<std::int64_t>(s.n_cells() - last.cells)), grouped(static_cast<std::int64_t>(a.passable - last.cells)));
  if (!a.persons.empty()) out += fmt::format(fmt::runtime(zh ? "，{} 人" : ", {} persons"), grouped(a.persons_total - last.persons));
  return out + "\n";
}

}  // namespace

int reach_friction_command(const ReachArguments& in, Console& console) {
  if (in.facilities.empty()) throw InputError("--friction", "the facilities are missing", "give them with --facilities FILE [--layer NAME]");
  if (!in.world.empty()) throw InputError(in.world, "a surface needs no world file", "leave it out with --friction");
  std::vector<double> seconds;
  const auto cutoffs = cutoffs_of(in, seconds);
  if (!in.output.empty()) {
    if (!in.output.ends_with(".tif")) throw InputError(in.output, "travel times over a surface are a GeoTIFF", "let its name end in .tif");
    require_writable_file(in.output, console.common().overwrite);
    const std::string inputs[] = {in.friction.land_cover, in.friction.speeds, in.friction.elevation, in.friction.population, in.facilities};
    refuse_input_as_output(in.output, inputs);
  }
  const Progress progress = console.progress();
  SurfaceAnswer answer = compute(in, cutoffs, progress);
  answer.seconds = seconds;
  if (!in.output.empty()) {
    make_folder_of(in.output);
    gis::write_travel_times(answer.raster, answer.reach.times, in.output, part_of(progress, 0.9, 1));
  }
  if (console.common().json) console.print(dumped(surface_json(answer, in.friction)));
  else {
    const bool zh = console.chinese("en");
    console.print(surface_text(answer, zh));
    for (const Finding& f : answer.raster.findings) console.note(fmt::format("{}: {}{}{}", f.where, f.what, f.remedy.empty() ? "" : "; ", f.remedy));
  }
  return 0;
}

}  // namespace catchment::cli
