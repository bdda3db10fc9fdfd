#include "app/pipeline/summary_services.h"

#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>

#include "app/report/words.h"

namespace catchment::pipeline {
namespace {

using Json = nlohmann::ordered_json;

Json number(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }
Json number(const std::optional<double>& value) { return value ? number(*value) : Json(nullptr); }
Json share_of(std::int64_t part, std::int64_t whole) {
  return whole > 0 ? Json(static_cast<double>(part) / static_cast<double>(whole)) : Json(nullptr);
}

Json exposure_of(const Study& study) {
  Json rows = Json::array();
  for (const ExposureResult& row : study.exposure) {
    const Exposure& e = row.exposure;
    rows.push_back({{"level", study.levels[row.level].spec.name},
                    {"organisations", e.counted},
                    {"in_building", e.counted_in_building},
                    {"in_building_share", share_of(e.counted_in_building, e.counted)},
                    {"within", e.counted_within},
                    {"within_share", share_of(e.counted_within, e.counted)},
                    {"buildings", e.buildings},
                    {"mean_field", number(e.mean_field)},
                    {"definition", "E.4"}});
  }
  return rows;
}

Json channels_of(const Study& study) {
  Json rows = Json::array();
  for (const ChannelResult& c : study.channels) {
    const DeliveryDay& day = c.day;
    const auto stated = [&](double v) { return c.requests_stated ? number(v) : Json(nullptr); };
    Json row;
    row["channel"] = c.spec.name;
    row["kind"] = word_of(c.spec.kind);
    row["level"] = c.spec.level.empty() ? Json(nullptr) : Json(c.spec.level);
    row["items"] = c.items;
    row["bases"] = c.bases;
    row["persons_reached"] = c.persons_reached;
    row["reached_share"] = share_of(c.persons_reached, study.population);
    row["service_min"] = number(c.service_s / 60);
    row["travel_min"] = number(day.mean_travel_s / 60);
    row["shift_h"] = number(c.spec.shift_s / 3600);
    row["staff"] = day.staff;
    row["per_staff_day"] = number(c.per_staff_day());
    row["capacity_day"] = day.total_capacity;
    row["requests_day"] = stated(day.asked);
    row["served_day"] = stated(day.served);
    row["served_share"] = c.requests_stated && day.asked > 0 ? number(day.served / day.asked) : Json(nullptr);
    row["backlog_day"] = stated(day.backlog());
    row["out_of_reach_day"] = stated(day.out_of_reach());
    row["definition"] = "A.2";
    rows.push_back(std::move(row));
  }
  return rows;
}

Json advisers_of(const Study& study) {
  Json rows = Json::array();
  for (const AdviserResult& a : study.advisers) {
    const auto quarters = static_cast<std::int64_t>(a.quarter.size());
    rows.push_back({{"advisers", a.spec.name},
                    {"count", a.advisers},
                    {"bases", a.bases.size()},
                    {"quarters", quarters},
                    {"covered", a.coverage.covered},
                    {"no_capacity", a.coverage.no_capacity},
                    {"out_of_reach", a.coverage.out_of_reach},
                    {"share", share_of(a.coverage.covered, quarters)},
                    {"persons_covered", a.persons_covered},
                    {"definition", "B.3"}});
  }
  return rows;
}

Json information_of(const Study& study) {
  if (!study.information) return nullptr;
  const InformationReach& r = *study.information;
  return {{"screens_share", number(r.screens)}, {"online_share", number(r.online)}, {"reached_share", number(r.reached)},
          {"at_least", number(r.at_least)},     {"at_most", number(r.at_most)},     {"persons", number(r.persons)},
          {"definition", "B.1"}};
}

Json dashboard_of(const Study& study) {
  if (!study.dashboard) return nullptr;
  const DashboardResult& d = *study.dashboard;
  return {{"low_level_staff_share", number(d.staff.share())},
          {"staff", d.staff.all},
          {"low_level_staff", d.staff.low},
          {"coverage_gini", number(d.coverage_gini)},
          {"areas", d.districts.size()},
          {"cross_unit_share", number(d.links.share())},
          {"links", d.links.links},
          {"cross_unit_links", d.links.cross},
          {"links_without_unit", d.links.without_unit},
          {"targeting_error", number(d.targeting_error)},
          {"staff_elsewhere", d.staff_elsewhere},
          {"definition", "E.9"}};
}

std::string text(const nlohmann::json& value) {
  if (value.is_number_integer()) return raw_number(value.get<std::int64_t>());
  return value.is_number() ? raw_number(value.get<double>()) : "";
}

}  // namespace

void add_service_figures(const Study& study, Json& summary) {
  summary["exposure"] = exposure_of(study);
  summary["channels"] = channels_of(study);
  summary["advisers"] = advisers_of(study);
  summary["information"] = information_of(study);
  summary["dashboard"] = dashboard_of(study);
}

std::vector<std::pair<std::string, std::string>> service_columns(const nlohmann::json& summary) {
  std::vector<std::pair<std::string, std::string>> out;
  const auto rows = [&](const char* list, const char* name, std::initializer_list<const char*> keys) {
    if (!summary.contains(list) || !summary[list].is_array()) return;
    for (const auto& row : summary[list])
      if (row.is_object() && row.contains(name) && row[name].is_string())
        for (const char* key : keys)
          if (row.contains(key)) out.emplace_back(row[name].get<std::string>() + "_" + key, text(row[key]));
  };
  const auto table = [&](const char* name, std::initializer_list<const char*> keys) {
    if (!summary.contains(name) || !summary[name].is_object()) return;
    for (const char* key : keys)
      if (summary[name].contains(key)) out.emplace_back(std::string(name) + "_" + key, text(summary[name][key]));
  };
  rows("exposure", "level", {"in_building", "in_building_share", "mean_field"});
  rows("channels", "channel", {"reached_share", "per_staff_day", "capacity_day", "served_day", "served_share"});
  rows("advisers", "advisers", {"covered", "share"});
  table("information", {"reached_share"});
  table("dashboard", {"low_level_staff_share", "coverage_gini", "cross_unit_share", "targeting_error"});
  return out;
}

std::vector<std::pair<std::string, std::string>> service_columns(const Study& study) {
  Json summary;
  add_service_figures(study, summary);
  return service_columns(nlohmann::json(summary));
}

}  // namespace catchment::pipeline
