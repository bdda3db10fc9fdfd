#include "app/pipeline/summary_sharing.h"

#include <algorithm>
#include <cmath>

#include "app/report/words.h"
#include "sim/report/sharing_study.h"
#include "sim/sharing/link_rows.h"
#include "sim/sharing/link_types.h"

namespace catchment::pipeline {
namespace {

using Json = nlohmann::ordered_json;

Json number(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }
Json number(const std::optional<double>& value) { return value ? number(*value) : Json(nullptr); }

Json matching_of(const Matching& m) {
  Json j;
  j["needed"] = m.needed;
  j["served"] = m.served;
  j["unmet"] = m.unmet;
  j["cost"] = m.cost;
  j["penalty_per_unit"] = m.penalty_per_unit;
  j["total"] = m.total;
  j["bound"] = m.bound;
  j["status"] = m.status;
  j["shares"] = m.shares.size();
  const char* causes[] = {"no_offer", "out_of_reach", "no_common_hours", "no_capacity"};
  for (std::size_t c = 0; c < kUnmetCauses; ++c) j["unmet_by_cause"][causes[c]] = m.unmet_by_cause[c];
  j["definition"] = "D.3";
  return j;
}

}  // namespace

Json sharing_figures(const World& world, const Study& study) {
  if (!study.sharing) return nullptr;
  const SharingResult& s = *study.sharing;
  const SharingMeasures& m = s.measures;
  Json j;
  j["partners"] = s.graph.n_nodes();
  j["links_in_force"] = s.in_force;
  j["links_proposed"] = s.proposed;
  j["links_lapsed"] = s.lapsed;
  j["links_by_type"] = Json::object();
  for (std::size_t k = 0; k < kLinkTypes; ++k)
    if (s.links[k] > 0) j["links_by_type"][std::string(word_of(static_cast<LinkType>(k)))] = s.links[k];
  Json districts = Json::array();
  for (const DistrictLinks& d : s.districts) {
    Json row;
    row["district"] = d.district.valid() ? Json(world.areas[d.district.value].id) : Json(nullptr);
    for (std::size_t k = 0; k < kLinkTypes; ++k)
      if (s.links[k] > 0) row[std::string(word_of(static_cast<LinkType>(k)))] = d.links[k];
    row["total"] = d.total();
    districts.push_back(std::move(row));
  }
  j["districts"] = std::move(districts);
  j["graph"] = {{"density", number(m.density)}, {"reciprocity", number(m.reciprocity)}, {"transitivity", number(m.transitivity)}, {"assortativity", number(m.assortativity)},
                {"components", m.components}, {"communities", m.communities}, {"modularity", number(m.modularity)},
                {"articulation_points", std::ranges::count(m.articulation, 1)}, {"bridges", m.bridges.size()}, {"sampled", m.sampled}, {"definition", "D.2"}};
  Json lent = Json::array();
  for (const LevelResult& level : study.levels)
    if (level.without_sharing) {
      const WithoutSharing& w = *level.without_sharing;
      lent.push_back({{"level", level.spec.name}, {"persons_without", w.covered}, {"persons_with", level.coverage.persons_covered}, {"persons_gained", level.coverage.persons_covered - w.covered},
                      {"served_without", w.served}, {"served_with", level.coverage.persons_served}, {"served_gained", level.coverage.persons_served - w.served}, {"definition", "D.3"}});
    }
  j["lending"] = std::move(lent);
  double offered = 0, booked = 0;
  for (const VenueUse& use : s.venues) offered += use.offered_hours_month, booked += use.booked_hours_month;
  j["rooms"] = {{"rooms", s.venues.size()}, {"offered_hours_month", offered}, {"booked_hours_month", booked}};
  j["matching"] = s.matching ? matching_of(*s.matching) : Json(nullptr);
  j["robustness"] = number(s.resilience.robustness);
  Json critical = Json::array();
  for (const CriticalPartner& c : s.critical) {
    if (critical.size() == 20) break;
    critical.push_back({{"partner", id_of(world, s.graph.node[c.node])}, {"unmet_more", c.unmet_more}, {"orphans", c.orphans}, {"parts_more", c.parts_more}, {"definition", "D.4"}});
  }
  j["critical"] = std::move(critical);
  j["critical_partners"] = s.critical.size();
  if (s.hubs)
    j["hubs"] = {{"hubs", s.hubs->hubs}, {"lost", s.hubs->lost}, {"affiliates", s.hubs->affiliates}, {"orphans", s.hubs->orphans},
                 {"expected_orphans_if_dual", s.hubs->expected_orphans_if_dual}, {"definition", "D.4"}};
  else
    j["hubs"] = nullptr;
  if (s.root) {
    Json below = Json::array();
    for (const std::uint32_t v : s.not_below) below.push_back(id_of(world, s.graph.node[v]));
    j["root"] = {{"root", id_of(world, s.graph.node[*s.root])}, {"not_reached", std::move(below)}};
  }
  Json recommended = Json::array();
  for (const Recommendation& r : s.recommended)
    recommended.push_back({{"from", id_of(world, s.market.offers[r.offer].at)}, {"to", id_of(world, s.market.needs[r.need].at)}, {"type", word_of(r.type)}, {"amount", r.amount},
                           {"score", r.score}, {"distance_m", number(r.distance_m)}, {"persons", r.persons}, {"definition", "D.5"}});
  j["recommended"] = std::move(recommended);
  return j;
}

std::vector<std::pair<std::string, std::string>> sharing_columns(const nlohmann::json& summary) {
  std::vector<std::pair<std::string, std::string>> out;
  const auto found = summary.find("sharing");
  if (found == summary.end() || !found->is_object()) return out;
  const nlohmann::json& s = *found;
  const auto put = [&](const std::string& name, const nlohmann::json& of, const char* key) {
    if (!of.is_object() || !of.contains(key)) return;
    const nlohmann::json& value = of[key];
    out.emplace_back(name, value.is_number_integer() ? raw_number(value.get<std::int64_t>()) : value.is_number() ? raw_number(value.get<double>()) : "");
  };
  for (const char* key : {"partners", "links_in_force", "critical_partners", "robustness"}) put(std::string("sharing_") + key, s, key);
  if (s.contains("matching"))
    for (const char* key : {"needed", "served", "unmet", "cost", "total"}) put(std::string("sharing_") + key, s["matching"], key);
  if (s.contains("hubs"))
    for (const char* key : {"lost", "orphans", "expected_orphans_if_dual"}) put(std::string("hubs_") + key, s["hubs"], key);
  if (s.contains("lending") && s["lending"].is_array())
    for (const auto& row : s["lending"])
      if (row.is_object() && row.contains("level") && row["level"].is_string())
        for (const char* key : {"persons_gained", "served_gained"}) put(row["level"].get<std::string>() + "_lending_" + key, row, key);
  return out;
}

std::vector<std::pair<std::string, std::string>> sharing_columns(const World& world, const Study& study) {
  return sharing_columns(nlohmann::json{{"sharing", nlohmann::json(sharing_figures(world, study))}});
}

}  // namespace catchment::pipeline
