#include <cmath>

#include "app/report/tables_services.h"
#include "app/report/words.h"

namespace catchment::pipeline {
namespace {

std::string number(double v) { return raw_number(v); }
std::string number(std::int64_t v) { return raw_number(v); }
std::string number(const std::optional<double>& v) { return v ? raw_number(*v) : std::string(); }
std::string per(double part, double whole) { return whole > 0 ? raw_number(part / whole) : std::string(); }

ReportTable exposure(const Study& study) {
  ReportTable t{"exposure",
                {"level", "organisations", "in_building", "in_building_share", "within", "within_share", "buildings", "mean_field"},
                {}};
  for (const ExposureResult& row : study.exposure) {
    const Exposure& e = row.exposure;
    t.rows.push_back({study.levels[row.level].spec.name, number(e.counted), number(e.counted_in_building),
                      raw_share(e.counted_in_building, e.counted), number(e.counted_within), raw_share(e.counted_within, e.counted),
                      number(e.buildings), number(e.mean_field)});
  }
  return t;
}

/// One row per organisation and level.
ReportTable exposure_field(const World& world, const Study& study) {
  ReportTable t{"exposure_field", {"organisation", "level", "in_building", "within", "field"}, {}};
  for (const ExposureResult& row : study.exposure)
    for (std::size_t o = 0; o < row.exposure.field.size() && o < world.organisations.size(); ++o)
      t.rows.push_back({world.organisations[o].id, study.levels[row.level].spec.name, row.exposure.in_building[o] ? "1" : "0",
                        row.exposure.within[o] ? "1" : "0", number(row.exposure.field[o])});
  return t;
}

ReportTable channels(const Study& study) {
  ReportTable t{"channels",
                {"channel", "title_zh", "title_en", "kind", "level", "items", "bases", "persons_reached", "share", "service_min", "travel_min",
                 "shift_h", "staff", "per_staff_day", "capacity_day", "requests_day", "served_day", "served_share", "backlog_day",
                 "out_of_reach_day"},
                {}};
  for (const ChannelResult& c : study.channels) {
    const auto stated = [&](double v) { return c.requests_stated ? number(v) : std::string(); };
    t.rows.push_back({c.spec.name, c.spec.title.zh, c.spec.title.en, std::string(word_of(c.spec.kind)), c.spec.level, number(c.items),
                      number(c.bases), number(c.persons_reached), raw_share(c.persons_reached, study.population), number(c.service_s / 60),
                      number(c.day.mean_travel_s / 60), number(c.spec.shift_s / 3600), number(c.day.staff), number(c.per_staff_day()),
                      number(c.day.total_capacity), stated(c.day.asked), stated(c.day.served),
                      c.requests_stated ? per(c.day.served, c.day.asked) : "", stated(c.day.backlog()), stated(c.day.out_of_reach())});
  }
  return t;
}

/// One row per quarter.
ReportTable advisers(const World& world, const Study& study) {
  ReportTable t{"advisers", {"advisers", "quarter", "name_zh", "name_en", "state", "base"}, {}};
  for (const AdviserResult& a : study.advisers)
    for (std::size_t q = 0; q < a.quarter.size(); ++q) {
      const bool areas = a.spec.area_level >= 0;
      const std::string& id = areas ? world.areas[a.quarter[q]].id : world.demand[a.quarter[q]].id;
      const Name& name = areas ? world.areas[a.quarter[q]].name : world.demand[a.quarter[q]].name;
      const bool covered = a.coverage.base[q] != UINT32_MAX;
      t.rows.push_back({a.spec.name, id, name.zh, name.en,
                        covered ? "covered" : a.coverage.in_reach[q] != 0 ? "no_capacity" : "out_of_reach",
                        covered ? world.facilities[a.bases[a.coverage.base[q]].value].id : ""});
    }
  return t;
}

ReportTable information(const Study& study) {
  const InformationReach& r = *study.information;
  return {"information",
          {"screens", "online", "reached", "at_least", "at_most", "persons"},
          {{number(r.screens), number(r.online), number(r.reached), number(r.at_least), number(r.at_most), number(r.persons)}}};
}

ReportTable dashboard(const Study& study) {
  const DashboardResult& d = *study.dashboard;
  ReportTable t{"dashboard", {"figure", "value", "of", "definition"}, {}};
  t.rows.push_back({"low_level_staff_share", number(d.staff.share()), number(d.staff.all), "E.9"});
  t.rows.push_back({"coverage_gini", number(d.coverage_gini), std::to_string(d.districts.size()), "B.5"});
  t.rows.push_back({"cross_unit_share", number(d.links.share()), number(d.links.links), "E.9"});
  t.rows.push_back({"targeting_error", number(d.targeting_error), std::to_string(d.districts.size()), "E.9"});
  return t;
}

ReportTable dashboard_areas(const World& world, const Study& study) {
  ReportTable t{"dashboard_areas", {"area", "name_zh", "name_en", "persons", "covered", "share", "need", "staff"}, {}};
  for (const auto& row : study.dashboard->districts) {
    const Area& area = world.areas[row.area.value];
    t.rows.push_back({area.id, area.name.zh, area.name.en, number(row.persons), number(row.covered), raw_share(row.covered, row.persons),
                      number(row.need), number(row.staff)});
  }
  return t;
}

}  // namespace

void add_service_tables(const World& world, const Study& study, std::vector<ReportTable>& tables) {
  if (!study.exposure.empty()) {
    tables.push_back(exposure(study));
    tables.push_back(exposure_field(world, study));
  }
  if (!study.channels.empty()) tables.push_back(channels(study));
  if (!study.advisers.empty()) tables.push_back(advisers(world, study));
  if (study.information) tables.push_back(information(study));
  if (study.dashboard) {
    tables.push_back(dashboard(study));
    tables.push_back(dashboard_areas(world, study));
  }
}

}  // namespace catchment::pipeline
