#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>

#include "app/pipeline/pipeline.h"
#include "app/pipeline/summary_services.h"
#include "app/pipeline/summary_sharing.h"
#include "app/report/words.h"

namespace catchment::pipeline {
namespace {

using Json = nlohmann::ordered_json;

/// An undefined figure is null, never NaN and never 0.
Json number(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }
Json number(const std::optional<double>& value) { return value ? number(*value) : Json(nullptr); }
Json share_of(std::int64_t part, std::int64_t whole) {
  return whole > 0 ? Json(static_cast<double>(part) / static_cast<double>(whole)) : Json(nullptr);
}

/// Person groups walk the streets or in straight lines.
bool walked(TravelMode mode) { return mode != TravelMode::kCycle && mode != TravelMode::kMatrix; }

Json coverage_of(const Study& study, const Scenario& scenario) {
  Json rows = Json::array();
  for (std::size_t k = 0; k < study.levels.size(); ++k) {
    const auto& level = study.levels[k];
    const bool seconds = level.spec.unit == CostUnit::kSeconds;
    std::int64_t twice = 0;
    for (std::size_t b = 2; b < level.backup_persons.size(); ++b) twice += level.backup_persons[b];
    Json row;
    row["level"] = level.spec.name;
    row["rank"] = level.spec.rank;
    row["cutoff_s"] = seconds ? number(level.spec.cutoff) : Json(nullptr);
    row["cutoff_m"] = seconds ? Json(nullptr) : number(level.spec.cutoff);
    row["facilities"] = level.providers.size();
    row["group"] = walked(scenario.network.mode) ? Json(level.spec.group.empty() ? scenario.network.group : level.spec.group) : Json(nullptr);
    row["persons"] = level.coverage.persons_covered;
    row["share"] = number(level.share);
    row["persons_with_backup"] = twice;
    row["persons_without_neighbours"] =
        k < study.covered_without_neighbours.size() ? Json(study.covered_without_neighbours[k]) : Json(nullptr);
    row["definition"] = "B.1";
    rows.push_back(std::move(row));
  }
  return rows;
}

Json split_of(const Study& study) {
  Json rows = Json::array();
  for (const auto& level : study.levels) {
    const auto& c = level.coverage;
    rows.push_back({{"level", level.spec.name},
                    {"served", c.persons_served},
                    {"no_capacity", c.persons_no_capacity},
                    {"out_of_reach", c.persons_out_of_reach},
                    {"capacity_limited", level.capacity_limited},
                    {"definition", "B.2"}});
  }
  return rows;
}

Json equity_of(const Study& study) {
  Json rows = Json::array();
  for (std::size_t k = 0; k < study.levels.size() && k < study.equity.size(); ++k) {
    const auto& e = study.equity[k];
    Json row;
    row["level"] = study.levels[k].spec.name;
    row["of"] = "travel cost to the nearest facility";
    row["unit"] = word_of(study.levels[k].spec.unit);
    row["mean"] = number(e.mean);
    row["median"] = number(e.median);
    row["p90"] = number(e.p90);
    row["worst_tenth_mean"] = number(e.worst_tenth_mean);
    row["gini"] = number(e.gini);
    row["hoover"] = number(e.hoover);
    row["palma_self_ranked"] = number(e.palma);
    row["p90_p10"] = number(e.p90_p10);
    row["theil"] = e.theil ? Json{{"total", number(e.theil->total)},
                                  {"between", number(e.theil->between)},
                                  {"within", number(e.theil->within)}}
                           : Json(nullptr);
    row["gini_of_area_shares"] = number(e.gini_of_area_shares);
    row["excluded_persons"] = e.excluded_persons;
    row["definition"] = "B.5";
    rows.push_back(std::move(row));
  }
  return rows;
}

Json organisations_of(const Study& study, const Scenario& scenario) {
  if (!study.organisations) return nullptr;
  const auto& o = *study.organisations;
  Json j;
  j["denominator"] = word_of(scenario.organisations.denominator);
  j["counted"] = o.counted;
  j["own"] = o.own;
  j["joint"] = o.joint;
  j["assigned"] = o.assigned;
  j["none"] = o.none;
  j["organisations"] = o.organisations;
  j["joint_groups"] = o.joint_groups;
  j["instructor_places"] = o.instructor_places;
  j["instructor_places_used"] = o.instructor_places_used;
  j["definition"] = "B.3";
  return j;
}

Json accountability_of(const Study& study) {
  if (!study.accountability) return nullptr;
  const auto& a = *study.accountability;
  return {{"orphans", a.orphans.size()},
          {"conflicts", a.conflicts.size()},
          {"overloaded_units", a.overloaded.size()},
          {"definition", "B.3"}};
}

Json venues_of(const Study& study) {
  if (!study.venues) return nullptr;
  const auto& v = *study.venues;
  return {{"venues", v.venues},
          {"groups", v.groups},
          {"hosted", v.hosted},
          {"no_slot", v.no_slot},
          {"share", share_of(v.hosted, v.groups)},
          {"hours_needed_per_venue", number(v.hours_needed_per_venue)},
          {"definition", "B.3"}};
}

Json network_of(const Study& study, const Scenario& scenario) {
  const auto& n = study.network;
  Json j;
  j["mode"] = word_of(scenario.network.mode);
  j["group"] = walked(scenario.network.mode) ? Json(scenario.network.group) : Json(nullptr);
  j["speed_m_per_min"] = scenario.network.mode == TravelMode::kMatrix ? Json(nullptr) : number(scenario.network.speed_m_per_min);
  j["slope"] = n.heights;
  j["vertical"] = n.egress_by_storeys ? "storeys" : n.egress_stated ? "stated" : "none";
  j["used"] = n.used;
  j["nodes"] = n.nodes;
  j["edges"] = n.edges;
  j["arcs"] = n.arcs;
  j["gates"] = n.gates;
  j["gates_open"] = n.gates_by_state[0];
  j["gates_residents_only"] = n.gates_by_state[1];
  j["gates_closed"] = n.gates_by_state[2];
  j["walled_places"] = n.walled_places;
  j["persons_in_walled_places"] = n.persons_in_walled_places;
  j["facilities_behind_gates"] = n.facilities_behind_gates;
  j["length_m"] = number(n.length_m);
  j["components"] = n.components.count;
  j["largest_component_share"] = n.used ? number(n.components.largest_share) : Json(nullptr);
  j["snap_median_m"] = number(n.snap_median_m);
  j["snap_p95_m"] = number(n.snap_p95_m);
  j["snap_max_m"] = number(n.snap_max_m);
  j["demand_unsnapped"] = n.demand_unsnapped;
  j["facilities_unsnapped"] = n.facilities_unsnapped;
  j["persons_unsnapped"] = n.persons_unsnapped;
  j["persons_off_main"] = n.persons_off_main;
  j["definition"] = "A.3";
  return j;
}

Json findings_of(const World& world, const Study& study) {
  Json rows = Json::array();
  for (const Findings* list : {&world.findings, &study.findings})
    for (const Finding& f : *list)
      rows.push_back({{"severity", word_of(f.severity)},
                      {"rule", f.rule},
                      {"where", f.where},
                      {"what", f.what},
                      {"remedy", f.remedy}});
  return rows;
}

/// Text of a file or of a user may hold broken UTF-8: it is replaced, not refused.
std::string dumped(const Json& j) { return j.dump(2, ' ', false, Json::error_handler_t::replace) + "\n"; }

}  // namespace

std::string summary_json(const World& world, const Study& study, const Scenario& scenario) {
  Json j;
  j["scenario"] = scenario.name;
  j["title"] = {{"zh", scenario.title.in(true)}, {"en", scenario.title.in(false)}};
  j["run_id"] = study.run_id;
  j["version"] = study.version;
  j["seed"] = scenario.seed;
  j["crs"] = world.crs;
  j["modelled"] = world.modelled;
  j["definitions"] = {{"population", "A.2"},           {"coverage", "B.1"},
                      {"joint_share", "B.6"},          {"demand_split", "B.2"},
                      {"organisation_coverage", "B.3"}, {"work_coverage", "B.3"},
                      {"equity", "B.5"},               {"network", "A.3"}};
  j["population"] = study.population;
  j["population_beyond_boundary"] = study.population_beyond;
  j["demand_points"] = study.demand_points;
  j["coverage"] = coverage_of(study, scenario);
  j["joint_persons"] = study.levels.empty() ? Json(nullptr) : Json(study.joint.persons);
  j["joint_share"] = study.levels.empty() ? Json(nullptr) : number(study.joint_share);
  j["weakest_level"] = study.levels.empty() || study.population == 0 ? Json(nullptr) : Json(study.levels[weakest_level(study)].spec.name);
  j["demand_split"] = split_of(study);
  const auto* o = study.organisations ? &*study.organisations : nullptr;
  j["organisation_coverage"] = o ? share_of(o->own + o->joint, o->counted) : Json(nullptr);
  j["work_coverage"] = o ? share_of(o->own + o->joint + o->assigned, o->counted) : Json(nullptr);
  j["organisations"] = organisations_of(study, scenario);
  j["accountability"] = accountability_of(study);
  j["venues"] = venues_of(study);
  j["equity"] = equity_of(study);
  Json items = Json::array();
  for (const auto& item : study.items)
    items.push_back({{"item", item.item},
                     {"facilities", item.facilities},
                     {"persons", item.persons},
                     {"share", share_of(item.persons, study.population)},
                     {"definition", "B.1"}});
  j["items"] = std::move(items);
  j["linkage"] = study.linkage ? Json{{"hops", study.linkage->hops},
                                      {"points_whole", study.linkage->points_whole},
                                      {"points_broken", study.linkage->points_broken},
                                      {"missing_levels", study.linkage->missing_levels},
                                      {"definition", "A.1"}}
                               : Json(nullptr);
  add_service_figures(study, j);
  Json conservation = Json::array();
  for (const auto& a : world.apportionment)
    conservation.push_back({{"rule", a.rule}, {"from", a.from}, {"to", a.to}, {"total", a.total},
                            {"placed", a.placed}, {"lost", a.lost}, {"definition", "A.1"}});
  j["conservation"] = std::move(conservation);
  j["network"] = network_of(study, scenario);
  j["plan"] = nullptr;
  j["sharing"] = sharing_figures(world, study);
  j["dynamics"] = nullptr;
  j["findings"] = findings_of(world, study);
  return dumped(j);
}

std::string manifest_json(const World& world, const Study& study, const Scenario& scenario) {
  Json j;
  j["program"] = "catchment";
  j["version"] = study.version;
  j["run_id"] = study.run_id;
  j["seed"] = scenario.seed;
  j["crs"] = world.crs;
  j["modelled"] = world.modelled;
  j["scenario"] = {{"name", scenario.name}, {"file", scenario.file}, {"text", scenario.text}};
  Json inputs = Json::array();
  for (const auto& s : world.sources) {
    Json row;
    row["input"] = s.input;
    row["path"] = s.path;
    row["layer"] = s.layer;
    row["sha256"] = s.sha256;
    row["bytes"] = s.bytes;
    row["features"] = s.features;
    row["datum"] = s.datum;
    row["crs"] = s.crs;
    row["source"] = s.source;
    row["licence"] = s.licence;
    row["date"] = s.date;
    row["modelled"] = s.modelled;
    inputs.push_back(std::move(row));
  }
  j["inputs"] = std::move(inputs);
  return dumped(j);
}

}  // namespace catchment::pipeline
