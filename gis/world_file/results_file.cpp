#include "gis/world_file/results_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "gis/world_file/enum_text.h"
#include "gis/world_file/gpkg_writer.h"
#include "gis/world_file/results_styles.h"
#include "gis/world_file/style_table.h"
#include "sim/scenario/parse.h"
#include "sim/sharing/link_rows.h"
#include "sim/sharing/link_types.h"

namespace catchment::gis {
namespace {

using enum ColumnType;
using Columns = std::vector<Column>;

constexpr std::uint32_t kNobody = 0xffffffff;

/// What one level says of one demand point, in one word.
const char* demand_state(const World& world, const LevelResult& level, std::size_t i) {
  const DemandPoint& d = world.demand[i];
  if (!d.inside) return "beyond";
  if (d.persons == 0) return "none";
  const LevelCoverage& c = level.coverage;
  if (!c.covered[i]) return "out_of_reach";
  return c.no_capacity[i] > c.served[i] ? "no_capacity" : "served";
}

/// The part of a line between two shares of its length.
std::vector<Point> part_of_line(std::span<const Point> line, double from, double to) {
  double total = 0;
  for (std::size_t i = 1; i < line.size(); ++i) total += distance(line[i - 1], line[i]);
  const double begin = from * total, end = to * total;
  std::vector<Point> part;
  double walked = 0;
  for (std::size_t i = 1; i < line.size(); ++i) {
    const double step = distance(line[i - 1], line[i]);
    const auto at = [&](double along) {
      const double t = step > 0 ? std::clamp((along - walked) / step, 0.0, 1.0) : 0;
      return Point{line[i - 1].x + t * (line[i].x - line[i - 1].x), line[i - 1].y + t * (line[i].y - line[i - 1].y)};
    };
    if (part.empty() && begin <= walked + step) part.push_back(begin <= walked ? line[i - 1] : at(begin));
    if (!part.empty()) {
      if (end <= walked + step) {
        part.push_back(end >= walked + step ? line[i] : at(end));
        return part;
      }
      part.push_back(line[i]);
    }
    walked += step;
  }
  if (part.empty()) part.push_back(line.front());
  if (part.size() < 2) part.push_back(line.back());  // rounding at the very end
  return part;
}

/// Everything that the layers' writers need.
struct Results {
  const World& world;
  const Study& study;
  GpkgWriter& file;
  std::string sharing_date;  ///< day that links are looked at; empty: whichever
  bool chinese = true;

  [[nodiscard]] const std::string& area_id(AreaId a) const {
    static const std::string kNone;
    return a.valid() ? world.areas[a.value].id : kNone;
  }
  void add_level_columns(Columns& columns, std::initializer_list<std::pair<const char*, ColumnType>> figures) const {
    for (std::size_t k = 0; k < study.levels.size(); ++k)
      for (const auto& [figure, type] : figures) columns.push_back({level_column(study, k, figure), type});
  }

  /// The level of areas that is drawn: as asked, or the finest with demand in it.
  [[nodiscard]] int drawn_level(int asked) const {
    int found = -1;
    for (const AreaResult& r : study.areas) {
      const Area& a = world.areas[r.area.value];
      if (a.shape.empty()) continue;
      if (a.level == asked) return asked;
      found = std::max(found, a.level);
    }
    return found;
  }

  void write_areas() const {
    Columns columns{{"id"},
                    {"name_zh"},
                    {"name_en"},
                    {"level", kInteger},
                    {"parent"},
                    {"persons", kInteger},
                    {"demand_points", kInteger},
                    {"joint_share", kReal},
                    {"modelled", kBoolean}};
    add_level_columns(columns, {{"share", kReal},
                                {"covered", kInteger},
                                {"served", kInteger},
                                {"no_capacity", kInteger},
                                {"out_of_reach", kInteger}});
    std::vector<const AreaResult*> result(world.areas.size(), nullptr);
    for (const AreaResult& r : study.areas) result[r.area.value] = &r;
    RowWriter row = file.layer("areas", LayerGeometry::kMultiPolygon, columns, world.areas.size());
    for (std::size_t i = 0; i < world.areas.size(); ++i) {
      const Area& a = world.areas[i];
      const AreaResult* r = result[i];
      const auto share = [&](std::int64_t part) {
        return r && r->persons > 0 ? static_cast<double>(part) / static_cast<double>(r->persons) : std::nan("");
      };
      row.text(a.id)
          .text(a.name.zh)
          .text(a.name.en)
          .integer(a.level)
          .text(area_id(a.parent))
          .integer(r ? r->persons : 0)
          .integer(r ? r->demand_points : 0)
          .real(r ? share(r->joint) : std::nan(""))
          .boolean(a.modelled);
      for (std::size_t k = 0; k < study.levels.size(); ++k) {
        if (!r)
          row.null().null().null().null().null();
        else
          row.real(share(r->covered[k]))
              .integer(r->covered[k])
              .integer(r->served[k])
              .integer(r->no_capacity[k])
              .integer(r->out_of_reach[k]);
      }
      row.shape(a.shape).write();
    }
  }

  void demand_columns(Columns& columns) const {
    add_level_columns(columns, {{"state", kText},
                                {"cost", kReal},
                                {"nearest", kText},
                                {"providers", kInteger},
                                {"served", kInteger},
                                {"no_capacity", kInteger},
                                {"out_of_reach", kInteger}});
  }
  [[nodiscard]] int levels_covered(std::size_t i) const {
    int n = 0;
    for (const LevelResult& level : study.levels) n += level.coverage.covered[i] != 0;
    return n;
  }
  /// Costs are in seconds or metres, as the level's cutoff.
  void demand_figures(RowWriter& row, std::size_t i) const {
    for (const LevelResult& level : study.levels) {
      const std::uint32_t nearest = level.nearest.destination[i];
      const bool reached = nearest != kNobody && level.nearest.cost[i] < kUnreachable;
      row.text(demand_state(world, level, i))
          .real(reached ? from_cost(level.nearest.cost[i]) : std::nan(""))
          .text(reached ? world.facilities[level.providers[nearest].value].id : "")
          .integer(level.coverage.backup[i])
          .integer(level.coverage.served[i])
          .integer(level.coverage.no_capacity[i])
          .integer(level.coverage.out_of_reach[i]);
    }
  }
  [[nodiscard]] bool has_footprint(const DemandPoint& d) const {
    return d.building.valid() && !world.buildings[d.building.value].footprint.empty();
  }
  void write_demand() const {
    Columns columns{{"id"},
                    {"name_zh"},
                    {"name_en"},
                    {"persons", kInteger},
                    {"area"},
                    {"inside", kBoolean},
                    {"footprint", kBoolean},
                    {"levels_covered", kInteger}};
    demand_columns(columns);
    RowWriter row = file.layer("demand", LayerGeometry::kPoint, columns, world.demand.size());
    for (std::size_t i = 0; i < world.demand.size(); ++i) {
      const DemandPoint& d = world.demand[i];
      row.text(d.id)
          .text(d.name.zh)
          .text(d.name.en)
          .integer(d.persons)
          .text(area_id(d.area))
          .boolean(d.inside)
          .boolean(has_footprint(d))
          .integer(levels_covered(i));
      demand_figures(row, i);
      row.point(d.position).write();
    }
  }
  /// Footprints; those of demand points carry the figures again, so that they can be coloured.
  void write_buildings() const {
    Columns columns{{"id"},
                    {"name_zh"},
                    {"name_en"},
                    {"kind"},
                    {"floors", kInteger},
                    {"persons", kInteger},
                    {"area"},
                    {"levels_covered", kInteger}};
    demand_columns(columns);
    std::vector<std::uint32_t> demand_of(world.buildings.size(), kNobody);
    for (std::uint32_t i = 0; i < world.demand.size(); ++i)
      if (const BuildingId b = world.demand[i].building; b.valid() && demand_of[b.value] == kNobody)
        demand_of[b.value] = i;
    const auto drawn = static_cast<std::size_t>(
        std::ranges::count_if(world.buildings, [](const Building& b) { return !b.footprint.empty(); }));
    RowWriter row = file.layer("buildings", LayerGeometry::kMultiPolygon, columns, drawn);
    for (std::size_t k = 0; k < world.buildings.size(); ++k) {
      const Building& b = world.buildings[k];
      if (b.footprint.empty()) continue;
      const std::uint32_t i = demand_of[k];
      row.text(b.id)
          .text(b.name.zh)
          .text(b.name.en)
          .text(word_of(b.kind))
          .integer(b.floors)
          .integer(i == kNobody ? 0 : world.demand[i].persons)
          .text(area_id(b.area));
      if (i == kNobody) {
        row.integer(0);
        for (std::size_t l = 0; l < study.levels.size(); ++l)
          row.text("none").null().null().null().null().null().null();
      } else {
        row.integer(levels_covered(i));
        demand_figures(row, i);
      }
      row.shape(b.footprint).write();
    }
  }

  void write_facilities() const {
    Columns columns{{"id"},
                    {"name_zh"},
                    {"name_en"},
                    {"level", kInteger},
                    {"status"},
                    {"capacity", kInteger},
                    {"services"},
                    {"staff", kInteger},
                    {"hours"},
                    {"area"},
                    {"inside", kBoolean},
                    {"modelled", kBoolean}};
    add_level_columns(columns, {{"load", kInteger}});
    RowWriter row = file.layer("facilities", LayerGeometry::kPoint, columns, world.facilities.size());
    std::vector<std::vector<std::int64_t>> load(study.levels.size(),
                                                std::vector<std::int64_t>(world.facilities.size(), -1));
    for (std::size_t k = 0; k < study.levels.size(); ++k)
      for (std::size_t j = 0; j < study.levels[k].providers.size() && j < study.levels[k].coverage.load.size(); ++j)
        load[k][study.levels[k].providers[j].value] = study.levels[k].coverage.load[j];
    for (std::size_t i = 0; i < world.facilities.size(); ++i) {
      const Facility& f = world.facilities[i];
      row.text(f.id).text(f.name.zh).text(f.name.en).integer(f.level).text(word_of(f.status));
      if (f.capacity < 0)
        row.null();  // unlimited
      else
        row.integer(f.capacity);
      row.text(join_texts(f.services))
          .integer(f.staff)
          .text(f.hours.none() ? "" : format_opening_hours(f.hours))
          .text(area_id(f.area))
          .boolean(f.inside)
          .boolean(f.modelled);
      for (const auto& of_level : load) {
        if (of_level[i] < 0)
          row.null();  // not a provider of this level
        else
          row.integer(of_level[i]);
      }
      row.point(f.position).write();
    }
  }

  void write_organisations() const {
    const Columns columns{{"id"},
                          {"name_zh"},
                          {"name_en"},
                          {"type"},
                          {"employees", kInteger},
                          {"members", kInteger},
                          {"eligible", kInteger},
                          {"state"},
                          {"joint_group", kInteger},
                          {"instructor_pool"},
                          {"responsible"},
                          {"accountability"},
                          {"area"}};
    RowWriter row = file.layer("organisations", LayerGeometry::kPoint, columns, world.organisations.size());
    static constexpr std::array states{"none", "own", "joint", "assigned"};
    for (std::size_t i = 0; i < world.organisations.size(); ++i) {
      const Organisation& o = world.organisations[i];
      row.text(o.id)
          .text(o.name.zh)
          .text(o.name.en)
          .text(word_of(o.type))
          .integer(o.employees)
          .integer(o.members)
          .integer(o.eligible);
      if (const auto& c = study.organisations; c && i < c->state.size()) {
        row.text(o.normal_operation ? states[static_cast<std::size_t>(c->state[i])] : "not_operating");
        if (c->joint_group[i] == kNobody)
          row.null();
        else
          row.integer(c->joint_group[i]);
        const std::uint32_t pool = c->instructor_pool[i];
        row.text(pool < world.instructors.size() ? world.instructors[pool].id : "");
      } else {
        row.null().null().null();
      }
      std::vector<std::string> units;
      if (study.assigned_unit.size() == world.organisations.size()) {
        if (study.assigned_unit[i].valid()) units.push_back(world.units[study.assigned_unit[i].value].id);
      } else {
        for (const UnitId u : o.responsible) units.push_back(world.units[u.value].id);
      }
      const auto listed = [&](const std::vector<OrganisationId>& ids) {
        return std::ranges::find(ids, OrganisationId(i)) != ids.end();
      };
      const char* accountability = !study.accountability                     ? ""
                                   : listed(study.accountability->orphans)   ? "orphan"
                                   : listed(study.accountability->conflicts) ? "conflict"
                                                                             : "one";
      row.text(join_texts(units)).text(accountability).text(area_id(o.area)).point(o.position).write();
    }
  }

  void write_venues() const {
    const Columns columns{{"id"},
                          {"name_zh"},
                          {"name_en"},
                          {"kind"},
                          {"seats", kInteger},
                          {"shared_hours_month", kReal},
                          {"slots_used", kInteger},
                          {"area"}};
    RowWriter row = file.layer("venues", LayerGeometry::kPoint, columns, world.venues.size());
    for (std::size_t i = 0; i < world.venues.size(); ++i) {
      const Venue& v = world.venues[i];
      row.text(v.id).text(v.name.zh).text(v.name.en).text(v.kind).integer(v.seats).real(v.shared_hours_month);
      if (study.venues && i < study.venues->slots_used.size())
        row.integer(study.venues->slots_used[i]);
      else
        row.null();
      row.text(area_id(v.area)).point(v.position).write();
    }
  }

  /// A line from who gives to who gets; without one where either has no place. As wide as its capacity asks among those of its type, whose units
  /// are the same: in proportion, so that twice the capacity looks twice as much.
  void write_links() const {
    const Columns columns{{"id"},    {"from_id"},      {"to_id"},     {"from_name"}, {"to_name"}, {"type"},  {"kind"},           {"state"},          {"status"},          {"capacity", kReal},
                          {"unit"},  {"cost", kReal},  {"start"},     {"end"},       {"slots"},   {"venue"}, {"level", kInteger}, {"matched", kBoolean}, {"width_mm", kReal}};
    constexpr double kThinnest = 0.3, kWidest = 2.4, kUnstated = 0.5;
    std::array<double, kLinkTypes> most{};
    for (const SharingLink& l : world.links) most[static_cast<std::size_t>(l.type)] = std::max(most[static_cast<std::size_t>(l.type)], l.capacity);
    const PartnerIndex partners(world);
    RowWriter row = file.layer("links", LayerGeometry::kLine, columns, world.links.size());
    for (const SharingLink& l : world.links) {
      const double highest = most[static_cast<std::size_t>(l.type)];
      const double width = l.capacity < 0 || highest <= 0 ? kUnstated : kThinnest + (kWidest - kThinnest) * l.capacity / highest;
      row.text(l.id)
          .text(partners.word(world, l.from))
          .text(partners.word(world, l.to))
          .text(name_of(world, l.from).in(chinese))
          .text(name_of(world, l.to).in(chinese))
          .text(word_of(l.type))
          .text(l.kind)
          .text(link_state(l, sharing_date))
          .text(word_of(l.status));
      if (l.capacity < 0)
        row.null();  // not limited, or not stated
      else
        row.real(l.capacity);
      row.text(unit_of(l.type)).real(l.cost).text(l.start).text(l.end).text(l.slots.none() ? "" : format_opening_hours(l.slots)).text(l.venue.valid() ? world.venues[l.venue.value].id : "");
      if (l.level == 0)
        row.null();
      else
        row.integer(l.level);
      row.boolean(l.matched).real(width);
      if (const auto from = position_of(world, l.from), to = position_of(world, l.to); from && to) row.line(std::array{*from, *to});
      row.write();
    }
  }

  /// Streets cut at the borders of the bands: band 1.. is the first cutoff that holds the piece, 0 beyond, -1 not for
  /// people on foot or by cycle.
  void write_streets() const {
    const StreetNetwork& net = world.streets;
    const Columns columns{{"edge", kInteger},  {"name"},
                          {"class"},           {"walk", kBoolean},
                          {"cycle", kBoolean}, {"private", kBoolean},
                          {"length_m", kReal}, {"band", kInteger},
                          {"cutoff", kReal}};
    const auto& pieces = study.bands.pieces;
    RowWriter row = file.layer("streets", LayerGeometry::kLine, columns, net.n_edges() + pieces.size());
    std::size_t next = 0;
    for (std::uint32_t e = 0; e < net.n_edges(); ++e) {
      const std::uint32_t length = net.length_mm[e];
      const auto write_piece = [&](std::uint32_t begin, std::uint32_t end, int band) {
        const std::uint8_t access = net.access[e];
        row.integer(std::int64_t{e} + 1)
            .text(net.names[net.name[e]])
            .text(word_of(net.street_class[e]))
            .boolean(access & (kWalkForward | kWalkBackward))
            .boolean(access & (kCycleForward | kCycleBackward))
            .boolean(access & kPrivate)
            .real((end - begin) / 1000.0)
            .integer(band)
            .real(band > 0 ? study.bands.cutoffs.at(static_cast<std::size_t>(band - 1)) : std::nan(""));
        if (begin == 0 && end == length)
          row.line(net.line(EdgeId(e)));
        else
          row.line(part_of_line(net.line(EdgeId(e)), double(begin) / length, double(end) / length));
        row.write();
      };
      const int beyond = (net.access[e] & ~kPrivate) == 0 ? -1 : 0;
      std::uint32_t at = 0;
      for (; next < pieces.size() && pieces[next].edge.value <= e; ++next) {
        const EdgeBand& p = pieces[next];
        const std::uint32_t begin = std::max(p.begin_mm, at), end = std::min(p.end_mm, length);
        if (p.edge.value != e || end <= begin) continue;
        if (begin > at) write_piece(at, begin, beyond);
        write_piece(begin, end, p.band + 1);
        at = end;
      }
      if (at < length) write_piece(at, length, beyond);
    }
  }

  void write_gates() const {
    const Columns columns{{"id"}, {"state"}, {"hours"}, {"outside_hours"}};
    RowWriter row = file.layer("gates", LayerGeometry::kPoint, columns, world.streets.gates.size());
    for (const Gate& g : world.streets.gates)
      row.text(g.id)
          .text(word_of(g.state))
          .text(g.hours.none() ? "" : format_opening_hours(g.hours))
          .text(g.hours.none() ? "" : word_of(g.outside_hours))
          .point(world.streets.node[g.node.value])
          .write();
  }

  /// One layer a kind of geometry: QGIS styles no mixture.
  void write_context(const char* layer, LayerGeometry geometry) const {
    const Columns columns{{"kind"}, {"name_zh"}, {"name_en"}};
    RowWriter row = file.layer(layer, geometry, columns, world.context.size());
    for (const ContextFeature& c : world.context) {
      const bool fits = geometry == LayerGeometry::kMultiPolygon ? !c.shape.empty()
                        : geometry == LayerGeometry::kLine       ? c.line.size() > 1
                                                                 : c.line.size() == 1;
      if (!fits) continue;
      row.text(word_of(c.kind)).text(c.name.zh).text(c.name.en);
      if (geometry == LayerGeometry::kMultiPolygon)
        row.shape(c.shape);
      else if (geometry == LayerGeometry::kLine)
        row.line(c.line);
      else
        row.point(c.line[0]);
      row.write();
    }
  }
};

}  // namespace

void write_results(const World& world, const Study& study, const Scenario& scenario, const std::string& path,
                   const Progress& progress) {
  constexpr std::string_view kDoing = "writing the styled map file";
  GpkgWriter file(path, world.crs);
  const Results results{world, study, file, scenario.sharing.date, scenario.outputs.language != "en"};
  const ResultStyles styles(world, study, scenario);
  results.write_context("context", LayerGeometry::kMultiPolygon);
  results.write_context("context_lines", LayerGeometry::kLine);
  results.write_context("context_points", LayerGeometry::kPoint);
  results.write_areas();
  report(progress, 0.1, kDoing);
  results.write_streets();
  results.write_gates();
  report(progress, 0.4, kDoing);
  results.write_buildings();
  report(progress, 0.6, kDoing);
  results.write_demand();
  report(progress, 0.8, kDoing);
  results.write_links();
  results.write_venues();
  results.write_organisations();
  results.write_facilities();
  {
    const Columns columns{{"key"}, {"value"}};
    RowWriter row = file.layer("run_info", LayerGeometry::kNone, columns, 0);
    row.text("run_id").text(study.run_id).write();
    row.text("version").text(study.version).write();
    row.text("scenario").text(scenario.name).write();
    row.text("data_date").text(scenario.date).write();
    row.text("crs").text(world.crs).write();
    row.text("modelled").text(world.modelled ? "yes" : "no").write();
  }
  StyleTable table(file);
  table.add("areas", styles.areas(results.drawn_level(scenario.coverage.report_area_level)));
  table.add("buildings", styles.demand(true));
  table.add("demand", styles.demand(false));
  table.add("facilities", styles.facilities());
  table.add("organisations", styles.organisations());
  table.add("venues", styles.venues());
  table.add("links", styles.links());
  table.add("streets", styles.streets());
  table.add("gates", styles.gates());
  table.add("context", styles.context(QgisSymbol::Kind::kFill));
  table.add("context_lines", styles.context(QgisSymbol::Kind::kLine));
  table.add("context_points", styles.context(QgisSymbol::Kind::kMarker));
  report(progress, 0.9, kDoing);
  file.finish();
  report(progress, 1, kDoing);
}

}  // namespace catchment::gis
