#include "app/cli/json_parts.h"

#include <cmath>

#include "app/report/words.h"
#include "sim/network/impedance.h"
#include "sim/network/search.h"

namespace catchment::cli {

Json number_json(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

Json network_json(const StreetNetwork& net, const NetworkOptions& options) {
  const auto cost = impedance(net, options, CostUnit::kMetres);
  const Components parts = components(net, cost);
  std::size_t nodes = 0, arcs = 0;
  for (const std::uint32_t part : parts.of_node) nodes += part != UINT32_MAX;
  for (const Cost c : cost) arcs += c < kUnreachable;
  Json out;
  out["nodes"] = nodes;
  out["arcs"] = arcs;
  out["length_m"] = std::round(parts.total_length_m * 10) / 10;
  out["components"] = parts.count;
  out["largest_component_share"] = parts.count > 0 ? number_json(parts.largest_share) : Json(nullptr);
  return out;
}

Json findings_json(const Findings& findings) {
  Json out = Json::array();
  for (const Finding& f : findings)
    out.push_back({{"severity", pipeline::word_of(f.severity)}, {"rule", f.rule}, {"where", f.where}, {"what", f.what}, {"remedy", f.remedy}});
  return out;
}

std::string dumped(const Json& json) { return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n"; }

}  // namespace catchment::cli
