#include <algorithm>
#include <cmath>

#include "app/report/report.h"
#include "app/report/tables_services.h"
#include "app/report/tables_sharing.h"
#include "app/report/words.h"

namespace catchment::pipeline {
namespace {

using Row = std::vector<std::string>;

std::string text(std::int64_t v) { return raw_number(v); }
std::string text(std::size_t v) { return std::to_string(v); }
std::string text(std::uint32_t v) { return std::to_string(v); }
std::string text(double v) { return raw_number(v); }
std::string text(const std::optional<double>& v) { return v ? raw_number(*v) : std::string(); }
std::string text(std::string_view v) { return std::string(v); }
std::string flag(bool v) { return v ? "1" : "0"; }

/// Id of a row of another table; empty if there is none.
template <class IdType, class Table>
std::string id_of(IdType id, const Table& table) {
  return id.valid() && id.value < table.size() ? table[id.value].id : std::string();
}

ReportTable levels(const Study& study) {
  ReportTable t{"levels",
                {"level", "title_zh", "title_en", "rank", "cutoff", "unit", "facilities", "population", "persons_covered",
                 "share", "served", "no_capacity", "out_of_reach", "capacity_limited", "persons_without_neighbours",
                 "share_without_neighbours"},
                {}};
  for (std::size_t k = 0; k < study.levels.size(); ++k) {
    const auto& l = study.levels[k];
    const bool alone = k < study.covered_without_neighbours.size();
    t.rows.push_back({l.spec.name, l.spec.title.zh, l.spec.title.en, std::to_string(l.spec.rank), text(l.spec.cutoff),
                      text(word_of(l.spec.unit)), text(l.providers.size()), text(study.population),
                      text(l.coverage.persons_covered), raw_share(l.coverage.persons_covered, study.population),
                      text(l.coverage.persons_served), text(l.coverage.persons_no_capacity),
                      text(l.coverage.persons_out_of_reach), flag(l.capacity_limited),
                      alone ? text(study.covered_without_neighbours[k]) : "",
                      alone ? raw_share(study.covered_without_neighbours[k], study.population) : ""});
  }
  if (study.levels.size() > 1) {
    Row joint(t.columns.size());
    joint[0] = "all";
    joint[7] = text(study.population);
    joint[8] = text(study.joint.persons);
    joint[9] = raw_share(study.joint.persons, study.population);
    t.rows.push_back(std::move(joint));
  }
  return t;
}

ReportTable split(const Study& study) {
  ReportTable t{"split", {"level", "outcome", "persons", "share"}, {}};
  for (const auto& l : study.levels) {
    const auto& c = l.coverage;
    const auto add = [&](const char* outcome, std::int64_t persons) {
      t.rows.push_back({l.spec.name, outcome, text(persons), raw_share(persons, study.population)});
    };
    add("served", c.persons_served);
    add("no_capacity", c.persons_no_capacity);
    add("out_of_reach", c.persons_out_of_reach);
  }
  return t;
}

ReportTable areas(const World& world, const Study& study) {
  ReportTable t{"areas",
                {"area", "name_zh", "name_en", "area_level", "parent", "persons", "demand_points", "joint", "joint_share",
                 "level", "covered", "share", "served", "no_capacity", "out_of_reach"},
                {}};
  for (const auto& a : study.areas) {
    if (!a.area.valid() || a.area.value >= world.areas.size()) continue;
    const Area& area = world.areas[a.area.value];
    for (std::size_t k = 0; k < study.levels.size() && k < a.covered.size(); ++k)
      t.rows.push_back({area.id, area.name.zh, area.name.en, std::to_string(area.level), id_of(area.parent, world.areas),
                        text(a.persons), text(a.demand_points), text(a.joint), raw_share(a.joint, a.persons),
                        study.levels[k].spec.name, text(a.covered[k]), raw_share(a.covered[k], a.persons),
                        text(a.served[k]), text(a.no_capacity[k]), text(a.out_of_reach[k])});
  }
  return t;
}

ReportTable backup(const Study& study) {
  ReportTable t{"backup", {"level", "facilities_within_cutoff", "persons", "share"}, {}};
  for (const auto& l : study.levels)
    for (std::size_t b = 0; b < l.backup_persons.size(); ++b)
      t.rows.push_back(
          {l.spec.name, text(b), text(l.backup_persons[b]), raw_share(l.backup_persons[b], study.population)});
  return t;
}

ReportTable gaps(const World& world, const Study& study) {
  ReportTable t{"gaps",
                {"rank", "level", "area", "name", "x", "y", "persons", "reason", "shortfall", "unit", "nearest"},
                {}};
  std::size_t rank = 0;
  for (const auto& g : study.gaps) {
    const auto* spec = g.level < study.levels.size() ? &study.levels[g.level].spec : nullptr;
    t.rows.push_back({text(++rank), spec ? spec->name : "", id_of(g.area, world.areas), g.name, text(g.centre.x),
                      text(g.centre.y), text(g.persons), g.no_capacity ? "no_capacity" : "out_of_reach",
                      text(g.shortfall), g.no_capacity ? "persons" : spec ? text(word_of(spec->unit)) : "",
                      id_of(g.nearest, world.facilities)});
  }
  return t;
}

ReportTable equity(const Study& study) {
  ReportTable t{"equity",
                {"level", "unit", "mean", "median", "p90", "worst_tenth_mean", "gini", "hoover", "palma_self_ranked",
                 "p90_p10", "theil", "theil_between", "theil_within", "gini_of_area_shares", "excluded_persons"},
                {}};
  for (std::size_t k = 0; k < study.levels.size() && k < study.equity.size(); ++k) {
    const auto& e = study.equity[k];
    t.rows.push_back({study.levels[k].spec.name, text(word_of(study.levels[k].spec.unit)), text(e.mean), text(e.median),
                      text(e.p90), text(e.worst_tenth_mean), text(e.gini), text(e.hoover), text(e.palma),
                      text(e.p90_p10), e.theil ? text(e.theil->total) : "", e.theil ? text(e.theil->between) : "",
                      e.theil ? text(e.theil->within) : "", text(e.gini_of_area_shares), text(e.excluded_persons)});
  }
  return t;
}

ReportTable lorenz_points(const Study& study) {
  ReportTable t{"lorenz", {"level", "people", "value"}, {}};
  for (std::size_t k = 0; k < study.levels.size() && k < study.equity.size(); ++k)
    for (const auto& p : study.equity[k].lorenz)
      t.rows.push_back({study.levels[k].spec.name, text(p.people), text(p.value)});
  return t;
}

/// One row per facility and level that it provides; a facility that provides none (closed) has one row.
ReportTable facilities(const World& world, const Study& study) {
  ReportTable t{"facilities",
                {"facility", "name_zh", "name_en", "own_level", "status", "inside", "modelled", "x", "y", "capacity",
                 "area", "snap_m", "level", "load"},
                {}};
  // The k of each level's provider tables, found once.
  std::vector<std::vector<std::pair<std::size_t, std::size_t>>> provides(world.facilities.size());
  for (std::size_t l = 0; l < study.levels.size(); ++l)
    for (std::size_t k = 0; k < study.levels[l].providers.size(); ++k) {
      const FacilityId f = study.levels[l].providers[k];
      if (f.value < provides.size()) provides[f.value].emplace_back(l, k);
    }
  for (std::size_t f = 0; f < world.facilities.size(); ++f) {
    const Facility& facility = world.facilities[f];
    const auto& snaps = study.network.facility_snap_m;
    Row row{facility.id, facility.name.zh, facility.name.en, std::to_string(facility.level),
            text(word_of(facility.status)), flag(facility.inside), flag(facility.modelled), text(facility.position.x),
            text(facility.position.y), facility.capacity < 0 ? "" : text(facility.capacity),
            id_of(facility.area, world.areas), f < snaps.size() ? text(snaps[f]) : "", "", ""};
    for (const auto& [l, k] : provides[f]) {
      row[12] = study.levels[l].spec.name;
      const auto& load = study.levels[l].coverage.load;
      row[13] = k < load.size() ? text(load[k]) : "";
      t.rows.push_back(row);
    }
    if (provides[f].empty()) t.rows.push_back(std::move(row));
  }
  return t;
}

ReportTable organisations_summary(const Study& study, const Scenario& scenario) {
  ReportTable t{"organisations_summary", {"figure", "value", "definition"}, {}};
  const auto& o = *study.organisations;
  const auto add = [&](const char* figure, std::string value, const char* definition = "B.3") {
    t.rows.push_back({figure, std::move(value), definition});
  };
  add("denominator", text(word_of(scenario.organisations.denominator)));
  add("counted", text(o.counted));
  add("own", text(o.own));
  add("joint", text(o.joint));
  add("assigned", text(o.assigned));
  add("none", text(o.none));
  add("organisation_coverage", raw_share(o.own + o.joint, o.counted));
  add("work_coverage", raw_share(o.own + o.joint + o.assigned, o.counted));
  add("organisations", text(o.organisations));
  add("joint_groups", text(o.joint_groups));
  add("instructor_places", text(o.instructor_places));
  add("instructor_places_used", text(o.instructor_places_used));
  if (study.accountability) {
    add("orphans", text(study.accountability->orphans.size()));
    add("conflicts", text(study.accountability->conflicts.size()));
    add("overloaded_units", text(study.accountability->overloaded.size()));
  }
  if (study.venues) {
    add("venues", text(study.venues->venues));
    add("groups", text(study.venues->groups));
    add("groups_hosted", text(study.venues->hosted));
    add("groups_without_slot", text(study.venues->no_slot));
    add("hours_needed_per_venue", text(study.venues->hours_needed_per_venue));
  }
  return t;
}

ReportTable organisations(const World& world, const Study& study) {
  ReportTable t{"organisations",
                {"organisation", "name_zh", "name_en", "type", "area", "employees", "eligible", "normal_operation", "state",
                 "joint_group", "instructor_pool"},
                {}};
  const auto& o = *study.organisations;
  static constexpr const char* kStates[] = {"none", "own", "joint", "assigned"};
  for (std::size_t i = 0; i < world.organisations.size(); ++i) {
    const auto& org = world.organisations[i];
    const auto group = i < o.joint_group.size() ? o.joint_group[i] : UINT32_MAX;
    const auto pool = i < o.instructor_pool.size() ? o.instructor_pool[i] : UINT32_MAX;
    t.rows.push_back({org.id, org.name.zh, org.name.en, text(word_of(org.type)), id_of(org.area, world.areas),
                      std::to_string(org.employees), std::to_string(org.eligible), flag(org.normal_operation),
                      i < o.state.size() ? kStates[static_cast<std::size_t>(o.state[i])] : "",
                      group == UINT32_MAX ? "" : text(group),
                      pool < world.instructors.size() ? world.instructors[pool].id : pool == UINT32_MAX ? "" : text(pool)});
  }
  return t;
}

ReportTable orphans_conflicts(const World& world, const Study& study) {
  ReportTable t{"orphans_conflicts", {"kind", "organisation", "name_zh", "name_en", "responsible"}, {}};
  const auto add = [&](const char* kind, const std::vector<OrganisationId>& ids) {
    for (const auto id : ids) {
      if (!id.valid() || id.value >= world.organisations.size()) continue;
      const auto& org = world.organisations[id.value];
      std::string units;
      for (const auto unit : org.responsible) {
        if (!units.empty()) units += ';';
        units += id_of(unit, world.units);
      }
      t.rows.push_back({kind, org.id, org.name.zh, org.name.en, units});
    }
  };
  add("orphan", study.accountability->orphans);
  add("conflict", study.accountability->conflicts);
  return t;
}

ReportTable units(const World& world, const Study& study) {
  ReportTable t{"units", {"unit", "name_zh", "name_en", "pool", "open", "capacity", "load", "overloaded"}, {}};
  const auto& a = *study.accountability;
  for (std::size_t u = 0; u < world.units.size(); ++u) {
    const auto& unit = world.units[u];
    const bool over = std::find(a.overloaded.begin(), a.overloaded.end(), UnitId(u)) != a.overloaded.end();
    t.rows.push_back({unit.id, unit.name.zh, unit.name.en, unit.pool, flag(unit.open),
                      unit.capacity < 0 ? "" : text(unit.capacity), u < a.load.size() ? text(a.load[u]) : "", flag(over)});
  }
  return t;
}

ReportTable venues(const World& world, const Study& study) {
  ReportTable t{"venues", {"venue", "name_zh", "name_en", "kind", "area", "seats", "shared_hours_month", "slots_used"}, {}};
  const auto& used = study.venues->slots_used;
  for (std::size_t v = 0; v < world.venues.size(); ++v) {
    const auto& venue = world.venues[v];
    t.rows.push_back({venue.id, venue.name.zh, venue.name.en, venue.kind, id_of(venue.area, world.areas),
                      std::to_string(venue.seats), text(venue.shared_hours_month), v < used.size() ? text(used[v]) : ""});
  }
  return t;
}

ReportTable items(const World& world, const Study& study) {
  ReportTable t{"items", {"item", "name_zh", "name_en", "category", "function", "facilities", "persons", "share"}, {}};
  for (const auto& item : study.items) {
    const auto found = std::find_if(world.catalogue.begin(), world.catalogue.end(),
                                    [&](const CatalogueItem& c) { return c.id == item.item; });
    const CatalogueItem none;
    const CatalogueItem& c = found == world.catalogue.end() ? none : *found;
    t.rows.push_back({item.item, c.name.zh, c.name.en, c.category, c.function, text(item.facilities), text(item.persons),
                      raw_share(item.persons, study.population)});
  }
  return t;
}

ReportTable linkage(const Study& study) {
  ReportTable t{"linkage", {"hops", "points_whole", "points_broken", "missing_levels"}, {}};
  std::string missing;
  for (const int level : study.linkage->missing_levels) {
    if (!missing.empty()) missing += ';';
    missing += std::to_string(level);
  }
  t.rows.push_back({std::to_string(study.linkage->hops), text(study.linkage->points_whole),
                    text(study.linkage->points_broken), missing});
  return t;
}

ReportTable sources(const World& world) {
  ReportTable t{"sources",
                {"input", "path", "layer", "features", "datum", "crs", "source", "licence", "date", "modelled", "bytes",
                 "sha256"},
                {}};
  for (const auto& s : world.sources)
    t.rows.push_back({s.input, s.path, s.layer, text(s.features), s.datum, s.crs, s.source, s.licence, s.date,
                      flag(s.modelled), std::to_string(s.bytes), s.sha256});
  return t;
}

ReportTable apportionment(const World& world) {
  ReportTable t{"apportionment", {"rule", "from", "to", "given", "placed", "lost"}, {}};
  for (const auto& a : world.apportionment)
    t.rows.push_back({a.rule, a.from, a.to, text(a.total), text(a.placed), text(a.lost)});
  return t;
}

ReportTable joins(const World& world) {
  ReportTable t{"joins", {"table", "layer", "by_code", "by_name", "by_alias", "unmatched_rows", "unmatched_areas"}, {}};
  for (const auto& j : world.joins)
    t.rows.push_back({j.table, j.layer, text(j.by_code), text(j.by_name), text(j.by_alias), text(j.unmatched_rows.size()),
                      text(j.unmatched_areas.size())});
  return t;
}

ReportTable joins_unmatched(const World& world) {
  ReportTable t{"joins_unmatched", {"table", "layer", "side", "name"}, {}};
  for (const auto& j : world.joins) {
    for (const auto& name : j.unmatched_rows) t.rows.push_back({j.table, j.layer, "table", name});
    for (const auto& name : j.unmatched_areas) t.rows.push_back({j.table, j.layer, "layer", name});
  }
  return t;
}

ReportTable network_components(const Study& study) {
  ReportTable t{"network_components", {"component", "nodes", "length_m", "share_of_length"}, {}};
  const auto& c = study.network.components;
  for (std::uint32_t k = 0; k < c.count; ++k) {
    const double length = k < c.length_m.size() ? c.length_m[k] : 0;
    t.rows.push_back({text(k), k < c.nodes.size() ? text(c.nodes[k]) : "", text(length),
                      c.total_length_m > 0 ? text(length / c.total_length_m) : ""});
  }
  return t;
}

ReportTable snap(const Study& study) {
  ReportTable t{"snap", {"what", "count", "not_snapped", "median_m", "p95_m", "max_m"}, {}};
  const auto& n = study.network;
  // The study's own median and quantile are of the demand points; those of the facilities are few: type 7.
  t.rows.push_back({"demand", text(n.demand_snap_m.size()), text(n.demand_unsnapped), text(n.snap_median_m),
                    text(n.snap_p95_m), text(n.snap_max_m)});
  std::vector<double> found;
  for (const double d : n.facility_snap_m)
    if (std::isfinite(d)) found.push_back(d);
  std::sort(found.begin(), found.end());
  const auto at = [&](double q) -> std::string {
    if (found.empty()) return {};
    const double place = q * static_cast<double>(found.size() - 1);
    const auto low = static_cast<std::size_t>(place);
    const std::size_t high = std::min(low + 1, found.size() - 1);
    return text(found[low] + (found[high] - found[low]) * (place - static_cast<double>(low)));
  };
  t.rows.push_back({"facilities", text(n.facility_snap_m.size()), text(n.facilities_unsnapped), at(0.5), at(0.95), at(1)});
  return t;
}

ReportTable edits(const Scenario& scenario) {
  ReportTable t{"edits", {"number", "op", "target", "x", "y", "building", "capacity", "level", "label"}, {}};
  std::size_t number = 0;
  for (const auto& e : scenario.edits)
    t.rows.push_back({text(++number), text(word_of(e.op)), e.target, e.to ? text(e.to->x) : "", e.to ? text(e.to->y) : "",
                      e.to_building, e.capacity < 0 ? "" : text(e.capacity), std::to_string(e.level), e.label});
  return t;
}

ReportTable findings(const World& world, const Study& study) {
  ReportTable t{"findings", {"of", "severity", "rule", "where", "what", "remedy"}, {}};
  for (const auto& f : world.findings)
    t.rows.push_back({"data", text(word_of(f.severity)), f.rule, f.where, f.what, f.remedy});
  for (const auto& f : study.findings)
    t.rows.push_back({"run", text(word_of(f.severity)), f.rule, f.where, f.what, f.remedy});
  return t;
}

}  // namespace

std::vector<ReportTable> report_tables(const World& world, const Study& study, const Scenario& scenario) {
  std::vector<ReportTable> tables;
  if (!study.levels.empty()) {
    tables.push_back(levels(study));
    tables.push_back(split(study));
    tables.push_back(areas(world, study));
    tables.push_back(backup(study));
    tables.push_back(gaps(world, study));
    tables.push_back(equity(study));
    tables.push_back(lorenz_points(study));
    tables.push_back(facilities(world, study));
  }
  if (study.organisations) {
    tables.push_back(organisations_summary(study, scenario));
    tables.push_back(organisations(world, study));
  }
  if (study.accountability) {
    tables.push_back(orphans_conflicts(world, study));
    tables.push_back(units(world, study));
  }
  if (study.venues) tables.push_back(venues(world, study));
  if (!study.items.empty()) tables.push_back(items(world, study));
  if (study.linkage) tables.push_back(linkage(study));
  add_service_tables(world, study, tables);
  add_sharing_tables(world, study, tables);
  tables.push_back(sources(world));
  tables.push_back(apportionment(world));
  tables.push_back(joins(world));
  tables.push_back(joins_unmatched(world));
  if (study.network.used) {
    tables.push_back(network_components(study));
    tables.push_back(snap(study));
  }
  if (!scenario.edits.empty()) tables.push_back(edits(scenario));
  tables.push_back(findings(world, study));
  return tables;
}

std::string to_csv(const ReportTable& table) {
  std::string csv;
  const auto line = [&](const std::vector<std::string>& cells) {
    for (std::size_t c = 0; c < cells.size(); ++c) {
      if (c > 0) csv += ',';
      const std::string& cell = cells[c];
      if (cell.find_first_of(",\"\r\n") == std::string::npos) {
        csv += cell;
      } else {
        csv += '"';
        for (const char character : cell) csv.append(character == '"' ? 2 : 1, character);
        csv += '"';
      }
    }
    csv += '\n';
  };
  line(table.columns);
  for (const auto& row : table.rows) line(row);
  return csv;
}

}  // namespace catchment::pipeline
