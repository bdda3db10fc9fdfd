// The only file that sees CLI11: from words to plain structs. It opens no file and computes nothing.

#include "app/cli/arguments.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <memory>
#include <string>

#include "app/cli/access_options.h"

namespace catchment::cli {

namespace {

/// A finite number for which `holds`; CLI11's own checks let "nan" through and print 309 digits.
template <class Holds>
CLI::Validator number_that(const std::string& what, const std::string& shown, const Holds& holds) {
  return {[=](std::string& text) -> std::string {
            double value = 0;
            const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
            const bool number = error == std::errc() && end == text.data() + text.size() && std::isfinite(value);
            if (number && holds(value)) return {};
            return "'" + text + "' is not " + what + (number ? "" : ", without a unit");
          },
          shown};
}
CLI::Validator non_negative() { return number_that("a number of 0 or more", "NONNEGATIVE", [](double v) { return v >= 0; }); }
CLI::Validator positive() { return number_that("a number above 0", "POSITIVE", [](double v) { return v > 0; }); }
template <class Number>
CLI::Validator within(Number low, Number high) {
  return number_that(fmt::format("a number from {} to {}", low, high), fmt::format("in [{} - {}]", low, high),
                     [=](double v) { return v >= static_cast<double>(low) && v <= static_cast<double>(high); });
}

/// "key=value" pieces as CLI11 collects them.
struct Raw { std::vector<std::string> set; };

std::pair<std::string, std::string> split_set(const std::string& text) {
  const auto at = text.find('=');
  if (at == std::string::npos || at == 0)
    throw CLI::ValidationError("--set", "'" + text + "' is not KEY=VALUE");
  return {text.substr(0, at), text.substr(at + 1)};
}

enum class Formats { kTextJson, kTextJsonCsv, kCsvJson };

void add_common(CLI::App& app, CommonArguments& common, Formats formats = Formats::kTextJson) {
  const auto take = [&common](const std::string& word) {
    common.json = word == "json";
    common.csv = word == "csv";
  };
  if (formats == Formats::kTextJson)
    app.add_option_function<std::string>("--format", take, "text (default) or json: one object on standard output")->check(CLI::IsMember({"text", "json"}));
  else if (formats == Formats::kTextJsonCsv)
    app.add_option_function<std::string>("--format", take, "text (default), json or csv")->check(CLI::IsMember({"text", "json", "csv"}));
  else
    app.add_option_function<std::string>("--format", take, "csv (default) or json")->check(CLI::IsMember({"csv", "json"}));
  app.add_option("--lang", common.language, "zh or en; default: the scenario's")->check(CLI::IsMember({"zh", "en"}));
  app.add_option("--threads", common.threads, "threads to use; changes speed only, never a result")->check(within(1, 1024));
  app.add_flag("--progress", common.progress, "tell the progress on standard error, also where that is no terminal");
}

void add_overwrite(CLI::App& app, CommonArguments& common) {
  app.add_flag("--overwrite", common.overwrite, "replace an existing output, only after success");
}

void add_set(CLI::App& app, Raw& raw) {
  app.add_option("--set", raw.set, "KEY=VALUE: change a key of the scenario, e.g. network.speed_m_per_min=60; may be repeated")
      ->type_name("KEY=VALUE")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

void example(CLI::App& app, const std::string& text) { app.footer("Example (on the bundled data):\n  " + text); }

CLI::App* setup_run(CLI::App& app, RunArguments& run, CommonArguments& common, Raw& raw) {
  CLI::App* c = app.add_subcommand("run", "The main job: load, build the world, reach, coverage, report");
  c->add_option("SCENARIO", run.scenario, "scenario file (TOML)")->required();
  c->add_option("-o,--output", run.output, "result folder; without it only the headline figures are printed");
  add_set(*c, raw);
  add_overwrite(*c, common);
  add_common(*c, common);
  example(*c, "catchment run scenarios/linfenlu.toml -o out/linfenlu");
  return c;
}

CLI::App* setup_check(CLI::App& app, CheckArguments& check, CommonArguments& common, Raw& raw) {
  CLI::App* c = app.add_subcommand("check", "Health of a scenario or of data files: datum, islands, duplicates, totals, joins");
  c->add_option("FILE", check.files, "a scenario (TOML), or one or more data files, checked against each other")->required();
  c->add_flag("--strict", check.strict, "exit with 2 if a finding is an error");
  add_set(*c, raw);
  add_common(*c, common);
  example(*c, "catchment check scenarios/linfenlu.toml --format json");
  return c;
}

CLI::App* setup_import(CLI::App& app, ImportArguments& in, CommonArguments& common) {
  CLI::App* c = app.add_subcommand("import", "OSM, vector, raster and table files into one world file");
  c->add_option("SOURCE", in.sources, "files, each as PATH or ROLE=PATH (streets=, areas=, buildings=, demand=, facilities=, ...)")->required();
  c->add_option("-o,--output", in.output, "world file to write (.gpkg)")->required();
  c->add_option("--role", in.role, "role of the sources that have none; default: by the kind of file");
  c->add_option("--layer", in.layer, "layer to read where a file has several");
  c->add_option("--datum", in.datum, "wgs84, gcj02, bd09 or cgcs2000, where the file does not say or lies");
  c->add_option("--encoding", in.encoding, "UTF-8 or GB18030, where the file does not say");
  c->add_option("--source-crs", in.source_crs, "CRS of the sources, where a file has none");
  c->add_option("--crs", in.crs, "projected CRS of the world, in metres; default: chosen for the place");
  c->add_option("--field", in.fields, "OURS=THEIRS: which column holds a field, e.g. persons=people")->type_name("OURS=THEIRS")->expected(1)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  c->add_option("--value", in.values, "OURS=CONSTANT: a field with one value for all rows, e.g. level=3")->type_name("OURS=CONSTANT")->expected(1)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  c->add_option("--source", in.source, "who made the data, for the report");
  c->add_option("--licence", in.licence, "licence of the data, for the report");
  c->add_option("--date", in.date, "date of the data, for the report");
  add_overwrite(*c, common);
  add_common(*c, common);
  example(*c, "catchment import demand=data/systems/floating_people.csv --source-crs EPSG:32651 -o out/people.gpkg");
  return c;
}

CLI::App* setup_generate(CLI::App& app, GenerateArguments& in, CommonArguments& common, CLI::App** town) {
  CLI::App* c = app.add_subcommand("generate", "Synthetic data");
  c->require_subcommand(1);
  CLI::App* t = c->add_subcommand("town", "A synthetic sub-district or city as a world file");
  TownSpec& spec = in.town;
  t->add_option("-o,--output", in.output, "world file to write (.gpkg)")->required();
  t->add_option("--population", spec.population, "persons")->capture_default_str();
  t->add_option("--area-km2", spec.area_km2, "size, km2")->capture_default_str();
  t->add_option("--seed", in.seed, "same seed, same bytes")->capture_default_str();
  t->add_option("--kind", spec.kind, "residential, business, campus or city")->check(CLI::IsMember({"residential", "business", "campus", "city"}))->capture_default_str();
  t->add_option("--name-zh", spec.name.zh, "its name in Chinese");
  t->add_option("--name-en", spec.name.en, "its name in English");
  t->add_option("--enterprises", spec.enterprises, "organisations that are enterprises")->check(non_negative())->capture_default_str();
  t->add_option("--social-organisations", spec.social_organisations, "social organisations")->check(non_negative())->capture_default_str();
  t->add_option("--colleges", spec.colleges, "colleges")->check(non_negative())->capture_default_str();
  t->add_option("--members", spec.members, "members, shared out over the organisations as counts")->check(non_negative())->capture_default_str();
  t->add_option("--districts", spec.districts, "districts of a city")->check(positive())->capture_default_str();
  t->add_option("--centres", spec.centres, "facilities of level 4")->check(non_negative())->capture_default_str();
  t->add_option("--stations", spec.stations, "facilities of level 3")->check(non_negative())->capture_default_str();
  t->add_option("--points", spec.points, "facilities of level 2")->check(non_negative())->capture_default_str();
  t->add_option("--homes", spec.homes, "facilities of level 1")->check(non_negative())->capture_default_str();
  t->add_option("--venues", spec.venues, "shared venues")->check(non_negative())->capture_default_str();
  t->add_flag("!--no-river", spec.river, "without a river");
  t->add_option("--lon", spec.origin_lon, "where on the map it is laid, degrees")->check(within(-180.0, 180.0))->capture_default_str();
  t->add_option("--lat", spec.origin_lat, "where on the map it is laid, degrees")->check(within(-80.0, 84.0))->capture_default_str();
  t->add_option("--crs", in.crs, "projected CRS in metres; auto: chosen for the place")->capture_default_str();
  add_overwrite(*t, common);
  add_common(*t, common);
  example(*t, "catchment generate town -o out/town.gpkg --population 60000 --area-km2 3 --seed 1");
  *town = t;
  example(*c, "catchment generate town -o out/town.gpkg --population 60000 --area-km2 3 --seed 1");
  return c;
}

CLI::Option* add_friction(CLI::App& app, FrictionArguments& in) {
  const std::string group = "Off the streets";
  CLI::Option* friction = app.add_option("--friction", in.land_cover, "GeoTIFF of land cover: travel over its cells instead of streets; needs --speeds and --facilities")->group(group);
  const auto add = [&](CLI::Option* option) { option->needs(friction)->group(group); return option; };
  add(app.add_option("--speeds", in.speeds, "table class,label,speed,mode: km/h and walking, bicycling or motorized"));
  add(app.add_option("--roads", in.roads, "FILE:LAYER[:COLUMN] burnt over the land cover, with their class (column 'class')"))->expected(1)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  add(app.add_option("--barriers", in.barriers, "FILE:LAYER burnt as barred, below the roads; may be repeated"))->expected(1)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  add(app.add_option("--elevation", in.elevation, "GeoTIFF of heights, m"));
  add(app.add_flag("--anisotropic", in.anisotropic, "speeds depend on the slope and the direction"));
  CLI::Option* towards = add(app.add_flag("--towards", in.towards, "with slopes: people go to the facility (default)"));
  add(app.add_flag("--from", in.from, "with slopes: from the facility to people"))->excludes(towards);
  add(app.add_option("--moves", in.moves, "directions from a cell: 8, or 16 with knight's moves (default)"))->check(CLI::IsMember({8, 16}));
  add(app.add_option("--convention", in.convention, "catchment, or accessmod: times as AccessMod 5 computes them by default"))->check(CLI::IsMember({"catchment", "accessmod"}))->capture_default_str();
  add(app.add_option("--population", in.population, "GeoTIFF of persons per cell"));
  add(app.add_option("--crs", in.crs, "CRS of the rasters and layers that have none, e.g. EPSG:26713"));
  return friction;
}

CLI::App* setup_reach(CLI::App& app, ReachArguments& in, CommonArguments& common) {
  CLI::App* c = app.add_subcommand("reach", "Service areas of facilities on a street network, and whom they reach");
  c->add_option("WORLD", in.world, "world file (.gpkg) or scenario (TOML); not with --friction");
  c->add_option("--facilities", in.facilities, "table with id and x,y (metres in the world's CRS) or lon,lat; default: the world's own");
  c->add_option("--layer", in.layer, "layer of that file, where it has several");
  c->add_option("--datum", in.datum, "datum of lon,lat: wgs84, gcj02, bd09 or cgcs2000")->check(CLI::IsMember({"wgs84", "gcj02", "bd09", "cgcs2000"}))->capture_default_str();
  CLI::Option* level_given = c->add_option("--level", in.level, "only the world's facilities of this level")->check(within(1, 4));
  c->add_option("--cutoff", in.cutoffs_s, "seconds, one or more, e.g. 300,600,900; a cost equal to the cutoff is inside")->delimiter(',');
  CLI::Option* mode_given = c->add_option("--mode", in.mode, "walk or cycle")->check(CLI::IsMember({"walk", "cycle"}))->capture_default_str();
  CLI::Option* group_given = c->add_option("--group", in.group, "who walks: adult, elder, child, wheelchair, or a group of the scenario; default: the scenario's, else adult");
  CLI::Option* speed_given = c->add_option("--speed", in.speed_m_per_min, "m/min on level ground; default: the group's on foot (adult 80), 240 by bicycle")->check(positive());
  c->add_option("--snap-max", in.snap_max_m, "longest way to the nearest street, or passable cell, m")->check(non_negative())->capture_default_str();
  CLI::Option* buffer_given = c->add_option("--buffer", in.buffer_m, "an area is what lies within this of a reached street, m")->check(within(1.0, 1000.0))->capture_default_str();
  CLI::Option* fill_given = c->add_option("--fill", in.fill_m, "as far as this inside a block all of whose streets are reached, m; 0: no filling")->check(within(0.0, 10'000.0))->capture_default_str();
  CLI::Option* bridge_given = c->add_option("--bridge", in.bridge_m, "half the width of a street's strip over water, m")->check(within(0.1, 100.0))->capture_default_str();
  CLI::Option* areas_given = c->add_option("--areas", in.areas, "overlapping: each facility's own; exclusive: each place to its nearest facility")->check(CLI::IsMember({"overlapping", "exclusive"}))->capture_default_str();
  CLI::Option* rings = c->add_flag("--rings", in.rings, "areas of the file lie between two cutoffs");
  c->add_flag_function("--nested", [](std::int64_t) {}, "areas of the file hold all up to their cutoff (default)")->excludes(rings);
  c->add_option("-o,--output", in.output, "GeoPackage with areas, street bands and demand; with --friction a GeoTIFF of travel times and nearest facilities");
  CLI::Option* friction = add_friction(*c, in.friction);
  for (CLI::Option* of_streets : {group_given, speed_given, mode_given, areas_given, buffer_given, fill_given, bridge_given, level_given, rings}) friction->excludes(of_streets);
  add_overwrite(*c, common);
  add_common(*c, common);
  example(*c, "catchment reach scenarios/linfenlu.toml --level 3 --cutoff 300,600,900 --format json");
  return c;
}

CLI::App* setup_render(CLI::App& app, RenderArguments& in, CommonArguments& common, Raw& raw) {
  CLI::App* c = app.add_subcommand("render", "The map as a picture: PNG, SVG or PDF");
  c->add_option("SOURCE", in.source, "scenario (TOML) or result folder of a run")->required();
  c->add_option("-o,--output", in.output, "picture to write: .png, .svg or .pdf")->required();
  c->add_option("--theme", in.theme, "levels, coverage, minutes, area-share, organisations or links")
      ->check(CLI::IsMember({"levels", "coverage", "minutes", "area-share", "organisations", "links"}))->capture_default_str();
  c->add_option("--level", in.level, "name of the level that coverage and minutes show; default: the first");
  c->add_option("--width", in.width_px, "px; default: the scenario's")->check(within(320.0, 20000.0));
  c->add_flag("--dark", in.dark, "on a dark ground");
  add_set(*c, raw);
  add_overwrite(*c, common);
  add_common(*c, common);
  example(*c, "catchment render scenarios/linfenlu.toml -o out/linfenlu.png --theme coverage --lang en");
  return c;
}

CLI::App* setup_view(CLI::App& app, ViewArguments& in, CommonArguments& common) {
  CLI::App* c = app.add_subcommand("view", "The viewer: drag a station, see the city answer; or one picture of it without a screen");
  c->add_option("FILES", in.files, "scenarios (TOML) or world files (.gpkg), a tab each; none: a start screen");
  c->add_option("--screenshot", in.screenshot, "draw one frame offscreen into this PNG and exit");
  c->add_flag("--map-only", in.map_only, "without panels");
  c->add_option("--size", in.size, "of window or screenshot, px, as 1440x900");
  c->add_option("--at", in.at, "where to look: a name, an id, or coordinates as 31.31,121.45");
  c->add_option("--metres-per-px", in.metres_per_px, "scale; default: all of it, or a block with --at")->check(within(0.02, 2000.0));
  c->add_option("--theme", in.theme, "what colours the buildings")
      ->check(CLI::IsMember({"levels", "coverage", "minutes", "difference", "persons", "none"}));
  c->add_option("--level", in.level, "name of the level that is looked at");
  c->add_flag("--dark", in.dark, "on a dark ground");
  c->add_option("--scale", in.scale, "size of everything; default: the screen's")->check(within(0.5, 4.0));
  c->add_option("--state", in.state, "JSON of camera, figures and history, written whenever the viewer comes to rest");
  add_overwrite(*c, common);
  add_common(*c, common);
  example(*c, "catchment view scenarios/linfenlu.toml");
  return c;
}

CLI::App* setup_batch(CLI::App& app, BatchArguments& in, CommonArguments& common) {
  CLI::App* c = app.add_subcommand("batch", "Many runs: grids and lists over scenario keys, named edit lists as variants");
  c->add_option("SWEEP", in.sweep, "sweep file (TOML)")->required();
  c->add_option("-o,--output", in.output, "folder for results.csv and the finished runs")->required();
  c->add_option("--workers", in.workers, "runs at the same time")->check(within(1, 1024))->capture_default_str();
  c->add_flag("--resume", in.resume, "go on with a folder that was interrupted");
  add_overwrite(*c, common);
  add_common(*c, common);
  example(*c, "catchment batch scenarios/sweeps/linfenlu_stations.toml -o out/sweep --workers 2");
  return c;
}

CLI::App* setup_compare(CLI::App& app, CompareArguments& in, CommonArguments& common) {
  CLI::App* c = app.add_subcommand("compare", "Runs side by side: a ranked table, and a difference map of two");
  c->add_option("DIR", in.folders, "result folders of runs, or one folder of a batch")->required();
  c->add_option("--by", in.by, "figure to rank by: joint_share, organisation_coverage, work_coverage, or the name of a level");
  c->add_option("-o,--output", in.output, "difference map of exactly two runs: .png, .svg or .pdf");
  c->add_option("--level", in.level, "level that the difference map shows; default: the one that changes most");
  add_overwrite(*c, common);
  add_common(*c, common);
  example(*c, "catchment batch scenarios/sweeps/linfenlu_stations.toml -o out/stations && catchment compare out/stations --by station");
  return c;
}

void add_fields(CLI::App& app, const std::string& name, std::vector<std::string>& fields, const std::string& ours) {
  app.add_option(name, fields, "OURS=THEIRS,...: which columns hold " + ours)->type_name("OURS=THEIRS")->delimiter(',')->expected(1)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

/// Options of od and access alike.
void add_cost_source(CLI::App& c, CostSourceArguments& in) {
  CLI::Option* world = c.add_option("WORLD", in.world, "world file (.gpkg) or scenario (TOML): its demand points, facilities and streets");
  CLI::Option* costs = c.add_option("--costs", in.costs, "table origin,destination,cost, joined by id; a missing pair is unreachable");
  CLI::Option* edges = c.add_option("--edges", in.edges, "table from,to,cost[,directed]: a graph whose nodes are the ids");
  c.add_option("--points", in.points, "table id,x,y[,weight][,capacity]: every point is both");
  c.add_option_function<std::string>("--metric", [&in](const std::string& word) { in.metric = word; in.metric_given = true; },
                                     "euclidean (default), euclidean-floor, manhattan, chebyshev or great-circle (x longitude, y latitude)")
      ->check(CLI::IsMember({"euclidean", "euclidean-floor", "manhattan", "chebyshev", "great-circle"}));
  c.add_option("--earth-radius", in.earth_radius_m, "m, for great-circle")->check(positive())->capture_default_str();
  c.add_flag("--directed", in.directed, "edges hold in one direction where the table has no column 'directed'")->needs(edges);
  c.add_option("--duplicate-edges", in.duplicate_edges, "two rows for one pair of nodes: last, min or error")->check(CLI::IsMember({"last", "min", "error"}))->capture_default_str()->needs(edges);
  c.add_option("--duplicate-pairs", in.duplicate_pairs, "two rows for one pair of the cost table: last, min or error")->check(CLI::IsMember({"last", "min", "error"}))->capture_default_str()->needs(costs);
  c.add_option("--cutoff", in.cutoff, "largest cost that counts, in the unit of the costs; a cost equal to it is inside")->check(non_negative());
  c.add_option("--mode", in.mode, "on a world's streets: walk or cycle")->check(CLI::IsMember({"walk", "cycle"}))->capture_default_str()->needs(world);
  c.add_option("--unit", in.unit, "on a world's streets: s or m")->check(CLI::IsMember({"s", "m"}))->capture_default_str()->needs(world);
  c.add_option("--level", in.level, "on a world's streets: only facilities of this level")->check(within(1, 4))->needs(world);
  c.add_option("--speed", in.speed_m_per_min, "on a world's streets: m/min; default 80 on foot, 240 by bicycle")->check(positive())->needs(world);
  c.add_option("--snap-max", in.snap_max_m, "on a world's streets: longest way to the nearest street, m")->check(non_negative())->capture_default_str()->needs(world);
  add_fields(c, "--costs-fields", in.costs_fields, "origin, destination and cost");
  add_fields(c, "--edges-fields", in.edges_fields, "from, to, cost and directed");
  add_fields(c, "--points-fields", in.points_fields, "id, x, y, weight and capacity");
}

CLI::App* setup_od(CLI::App& app, OdArguments& in, CommonArguments& common) {
  CLI::App* c = app.add_subcommand("od", "Costs between origins and destinations: from edges, coordinates, a cost table or a world's streets");
  add_cost_source(*c, in.source);
  c->add_option("--origins", in.source.demand, "table id[,x,y]; default: every node or point");
  c->add_option("--destinations", in.source.sites, "table id[,x,y]; default: every node or point");
  add_fields(*c, "--origins-fields", in.source.demand_fields, "id, x and y");
  add_fields(*c, "--destinations-fields", in.source.sites_fields, "id, x and y");
  c->add_option("--k-nearest", in.source.nearest, "only the k nearest destinations of each origin, ties to the lowest id")->check(positive());
  c->add_option("-o,--output", in.output, "file to write; default: standard output");
  add_overwrite(*c, common);
  add_common(*c, common, Formats::kCsvJson);
  example(*c, "catchment od --edges data/access/edges.csv --cutoff 12");
  return c;
}

CLI::App* setup_why(CLI::App& app, WhyArguments& in, CommonArguments& common, Raw& raw) {
  CLI::App* c = app.add_subcommand("why", "Why is this place (not) covered: the binding reason, the way, and what would help");
  c->add_option("SCENARIO", in.scenario, "scenario (TOML)")->required();
  c->add_option("--point", in.points, "id of a demand point, or of its building; may be repeated")->required();
  c->add_option("--level", in.level, "only this level; default: all");
  add_set(*c, raw);
  add_common(*c, common);
  example(*c, "catchment why scenarios/linfenlu.toml --point B7 --lang en");
  return c;
}

CLI::App* setup_share(CLI::App& app, ShareArguments& in, CommonArguments& common, Raw& raw) {
  CLI::App* c = app.add_subcommand("share", "The resource-sharing graph: who lends what to whom, what breaks, which link comes next");
  const auto words = [&](const char* name, std::vector<std::string>& list, const char* what) {
    return c->add_option(name, list, what)->delimiter(',')->expected(1)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  };
  c->add_option("SOURCE", in.source, "scenario (TOML) or world file (.gpkg) with links; or give --edges");
  CLI::Option* edges = c->add_option("--edges", in.edges, "links: .csv with from,to[,type,kind,unit,capacity,cost,start,end,status,slots,venue,level,id], .graphml or .gexf");
  c->add_option("--nodes", in.nodes, "partners beside a .csv of links: id[,name,name_en,type,x,y,lon,lat,district,supply,demand,supply_TYPE,demand_TYPE,hours,seats,owner]")->needs(edges);
  add_fields(*c, "--edges-fields", in.edges_fields, "from, to and the other fields of links");
  add_fields(*c, "--nodes-fields", in.nodes_fields, "id and the other fields of partners");
  c->add_option("--duplicate-edges", in.duplicate_edges, "two rows of one pair and type: keep (parallel links), last, min (the cheapest) or error")->check(CLI::IsMember({"keep", "last", "min", "error"}))->capture_default_str()->needs(edges);
  c->add_flag("--undirected", in.undirected, "every link counts both ways")->needs(edges);
  words("--without", in.without, "ID,...: partners that are taken away first")->type_name("ID,...");
  words("--types", in.types, "only links, offers and needs of these types: secondment, volunteer, assistance, collaboration, training, venue, funds, affiliation, information, other")->type_name("TYPE,...");
  c->add_option("--date", in.date, "YYYY-MM-DD: only links in force on this day");
  c->add_flag("--proposed", in.proposed, "also links that are proposed or agreed, or begin later");
  words("--measures", in.measures, "all, none, or some of degree, links, betweenness, closeness, clustering, eigenvector, pagerank, core, articulation, component, community, capacity, affiliates, hub_score; default: all where nothing else is asked")->type_name("WORD,...");
  c->add_option("--exact-up-to", in.exact_up_to, "partners up to which betweenness and closeness are exact; above, they are estimated")->check(within(0, 10'000'000))->capture_default_str();
  c->add_option("--samples", in.samples, "sources for the estimate")->check(within(2, 10'000'000))->capture_default_str();
  c->add_option("--seed", in.seed, "for the estimate, communities and random removal")->capture_default_str();
  c->add_option_function<std::string>("--communities", [](const std::string&) {}, "leiden")->check(CLI::IsMember({"leiden"}));
  c->add_flag("--match", in.match, "meet demand from supply at least cost: along the links and through others (tables), or by the world's offers and needs");
  c->add_flag("--assign", in.assign, "one to one: each giver to one that gets");
  c->add_option("--over", in.over, "matching of a world: along its links, within reach by its network (sharing.match.cutoff, 15 min), or any offer with any need by distance; default: the scenario's, else links")->check(CLI::IsMember({"links", "reach", "any"}));
  c->add_option("--unmet-penalty", in.unmet_penalty, "cost of a unit of demand that is not met; default: 100 times the largest link cost")->check(non_negative());
  c->add_option("--link-cap", in.link_cap, "most on any one link")->check(non_negative());
  CLI::Option* resilience = words("--resilience", in.resilience, "remove partners one by one: betweenness, recomputed, random, or ID,ID,...")->type_name("ORDER");
  c->add_option("--steps", in.steps, "how many are removed; default: all")->check(positive())->needs(resilience);
  CLI::Option* critical = c->add_flag("--critical", in.critical, "partners whose loss leaves demand unmet, organisations without their unit, or the network split");
  c->add_option("--threshold", in.threshold, "critical: unmet demand beyond it; default: the scenario's, else 0")->check(non_negative())->needs(critical);
  c->add_option("--root", in.root, "ID: who does not hang below it by links of affiliation");
  CLI::Option* recommend = c->add_option("--recommend", in.recommend, "N links that should come next")->check(within(1, 100'000));
  c->add_option("--decay", in.decay_m, "recommend: distance at which a score falls to 1/e, m; default: the scenario's, else 1000")->check(positive())->needs(recommend);
  c->add_option("--eta", in.eta, "recommend: weight of partners in common; default: the scenario's, else 1")->check(non_negative())->needs(recommend);
  c->add_option("--cutoff", in.recommend_cutoff_m, "recommend: farther pairs are no candidates, m")->check(non_negative())->needs(recommend);
  CLI::Option* stable = c->add_option("--stable", in.stable, "table from,to,from_rank,to_rank[,places]: stable matching by preferences on both sides, 1 the best; whom a side does not list it will not have");
  c->add_option("--proposing", in.proposing, "stable: the side that proposes, and fares best: from or to")->check(CLI::IsMember({"from", "to"}))->capture_default_str()->needs(stable);
  CLI::Option* goods = c->add_option("--commodities", in.commodities, "table from,to,amount[,name]: several kinds of goods that share the capacities of the links")->needs(edges);
  add_fields(*c, "--commodities-fields", in.commodities_fields, "from, to, amount and name");
  c->add_option("--goal", in.goal, "commodities: total (the most in all) or concurrent (the largest share of every amount at once)")->check(CLI::IsMember({"total", "concurrent"}))->capture_default_str()->needs(goods);
  c->add_flag("--whole", in.whole, "commodities: in whole units")->needs(goods);
  c->add_option("--gap", in.gap, "commodities: stop at this relative gap")->check(non_negative())->capture_default_str()->needs(goods);
  c->add_option("--time-limit", in.time_limit_s, "commodities: a safety stop, s; the answer says if it was used")->check(positive())->capture_default_str()->needs(goods);
  c->add_option("--to", in.to, "write the graph: .graphml, .gexf, or .csv with its nodes beside it; with the measures that are asked for");
  c->add_option("-o,--output", in.output, "file for the answer; default: standard output");
  add_set(*c, raw);
  add_overwrite(*c, common);
  add_common(*c, common, Formats::kTextJsonCsv);
  c->footer("Examples (on the bundled data):\n"
            "  catchment share --edges data/sharing/exchange_links.csv --nodes data/sharing/exchange_nodes.csv --lang zh\n"
            "  catchment share --match --edges data/sharing/districts_links.csv --nodes data/sharing/districts_nodes.csv\n"
            "  catchment share --edges data/sharing/exchange_links.csv --nodes data/sharing/exchange_nodes.csv --resilience betweenness\n"
            "  catchment share --edges data/sharing/exchange_links.csv --nodes data/sharing/exchange_nodes.csv --measures all --to out/exchange.gexf\n"
            "  catchment share scenarios/shanghai_university.toml --match --critical --lang en");
  return c;
}

CLI::App* setup_access(CLI::App& app, AccessArguments& in, CommonArguments& common) {
  CLI::App* c = app.add_subcommand("access", "Accessibility of demand points: floating catchments, gravity, Huff, availability, RAAM, cover measures");
  c->add_option("--method", in.method, "see docs/methods/access.md")->required()->check(CLI::IsMember(access_methods()));
  add_cost_source(*c, in.source);
  c->add_option("--demand", in.source.demand, "table id,weight[,x,y][,group]");
  c->add_option("--sites", in.source.sites, "table id[,x,y][,capacity][,status][,hours]; capacity is the supply");
  add_fields(*c, "--demand-fields", in.source.demand_fields, "id, weight, x, y and group");
  add_fields(*c, "--sites-fields", in.source.sites_fields, "id, x, y, capacity, status and hours");
  c->add_flag("--unweighted", in.source.unweighted, "every demand point counts 1");
  c->add_option("--decay", in.decay, "binary, linear:D, linear:FULL:D, cosine:FULL:D, exponential:BETA, gaussian:SIGMA, dai:D, inverse[:ALPHA[:FLOOR]], logistic:C:SD, steps:0-20:1,20-40:0.68, weight[:SCALE]");
  c->add_option("--decay-table", in.decay_table, "your own decay: table cost,weight");
  c->add_option("--decay-table-shape", in.decay_table_shape, "between its rows: linear, or steps that begin at each row")->check(CLI::IsMember({"linear", "steps"}))->capture_default_str();
  c->add_option("--step-ends", in.step_ends, "a cost equal to a bound of steps: closed (in the zone that ends; default of the floating catchments) or open (in the next; default elsewhere)")->check(CLI::IsMember({"open", "closed"}));
  c->add_option("--choice", in.choice, "3sfca: people choose among all sites of the table, or those within the cutoff")->check(CLI::IsMember({"all", "within"}))->capture_default_str();
  c->add_option("--alpha", in.alpha, "huff: power of the attraction")->check(non_negative())->capture_default_str();
  c->add_option("--beta", in.beta, "huff: power of the cost")->check(non_negative())->capture_default_str();
  c->add_option("--floor", in.floor, "huff: a cost below it counts as it")->check(non_negative())->capture_default_str();
  c->add_option("--rho", in.rho, "raam: persons per unit of supply that are crowding 1; default: all demand over all supply")->check(positive());
  c->add_option("--tau", in.tau, "raam: travel cost that weighs as much as crowding 1")->check(positive());
  c->add_option("--gap", in.gap, "raam: relative gap at which it stops")->check(non_negative())->capture_default_str();
  c->add_option("--iterations", in.sweep_limit, "raam: most sweeps; the answer says if they ran out")->check(positive())->capture_default_str();
  c->add_option("--q", in.q, "expected: chance that a site is busy or shut")->check(within(0.0, 1.0));
  c->add_option("--k", in.k, "backup: at least k sites (2); nearest: how many sites (1)")->check(positive());
  c->add_option("--aggregate", in.aggregate, "gradual: best or joint")->check(CLI::IsMember({"best", "joint"}))->capture_default_str();
  c->add_option("--window", in.window, "temporal: hours that count, e.g. \"daily 07:00-21:00\"; default: the whole week");
  c->add_option("-o,--output", in.output, "file to write; default: standard output");
  add_overwrite(*c, common);
  add_common(*c, common, Formats::kTextJsonCsv);
  example(*c, "catchment access --method 2sfca --demand data/access/h3_demand.csv --sites data/access/h3_sites.csv --costs data/access/h3_costs.csv --cutoff 61 --decay inverse");
  return c;
}

/// CLI11's texts in one line.
std::string one_line(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '.')) text.pop_back();
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

}  // namespace

Parsed parse_arguments(int argc, char** argv) {
  CLI::App app("Catchment: where service stations go, whom they reach, and what happens next.", "catchment");
  app.set_version_flag("--version", std::string("catchment ") + CATCHMENT_VERSION);
  app.require_subcommand(1);
  app.set_help_all_flag("--help-all", "help of every command");
  app.footer("Examples (on the bundled data):\n"
             "  catchment run scenarios/linfenlu.toml -o out/linfenlu\n"
             "  catchment COMMAND --help");

  CommonArguments common;
  RunArguments run;
  CheckArguments check;
  ImportArguments import;
  GenerateArguments generate;
  ReachArguments reach;
  RenderArguments render;
  BatchArguments batch;
  CompareArguments compare;
  OdArguments od;
  AccessArguments access;
  WhyArguments why;
  ShareArguments share;
  ViewArguments view;
  Raw raw;
  CLI::App* town = nullptr;
  const CLI::App* c_run = setup_run(app, run, common, raw);
  const CLI::App* c_check = setup_check(app, check, common, raw);
  const CLI::App* c_import = setup_import(app, import, common);
  const CLI::App* c_generate = setup_generate(app, generate, common, &town);
  const CLI::App* c_reach = setup_reach(app, reach, common);
  const CLI::App* c_render = setup_render(app, render, common, raw);
  const CLI::App* c_batch = setup_batch(app, batch, common);
  const CLI::App* c_compare = setup_compare(app, compare, common);
  const CLI::App* c_od = setup_od(app, od, common);
  const CLI::App* c_access = setup_access(app, access, common);
  const CLI::App* c_why = setup_why(app, why, common, raw);
  const CLI::App* c_share = setup_share(app, share, common, raw);
  const CLI::App* c_view = setup_view(app, view, common);

  Parsed out;
  try {
    app.parse(argc, argv);
    std::vector<std::pair<std::string, std::string>> overrides;
    for (const std::string& text : raw.set) overrides.push_back(split_set(text));
    run.overrides = check.overrides = render.overrides = why.overrides = share.overrides = overrides;
  } catch (const CLI::ParseError& error) {
    out.answered = true;
    if (error.get_exit_code() == 0) {
      app.exit(error);  // help or version, on standard output
      return out;
    }
    const auto chosen = app.get_subcommands();
    const std::string command = chosen.empty() ? "" : chosen.front()->get_name() + " ";
    std::fprintf(stderr, "catchment: %s; see 'catchment %s--help'\n", one_line(error.what()).c_str(), command.c_str());
    out.exit_code = 2;
    return out;
  }

  out.arguments.common = common;
  CommandArguments& chosen = out.arguments.command;
  if (c_run->parsed()) chosen = std::move(run);
  else if (c_check->parsed()) chosen = std::move(check);
  else if (c_import->parsed()) chosen = std::move(import);
  else if (c_generate->parsed()) chosen = std::move(generate);
  else if (c_reach->parsed()) chosen = std::move(reach);
  else if (c_render->parsed()) chosen = std::move(render);
  else if (c_batch->parsed()) chosen = std::move(batch);
  else if (c_compare->parsed()) chosen = std::move(compare);
  else if (c_od->parsed()) chosen = std::move(od);
  else if (c_access->parsed()) chosen = std::move(access);
  else if (c_why->parsed()) chosen = std::move(why);
  else if (c_share->parsed()) chosen = std::move(share);
  else if (c_view->parsed()) chosen = std::move(view);
  return out;
}

}  // namespace catchment::cli
