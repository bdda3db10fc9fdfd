#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "app/cli/commands.h"
#include "app/cli/health.h"
#include "app/pipeline/pipeline.h"

namespace catchment::cli {

namespace {

Json layer_json(const gis::LayerInfo& layer) {
  Json out;
  out["name"] = layer.name;
  out["features"] = layer.features;
  out["crs"] = layer.crs;
  out["datum"] = layer.datum;
  out["geometry"] = layer.geometry;
  out["extent_wgs84"] = Json::array();
  // A millionth of a degree is a decimetre: more digits would only differ between versions of PROJ.
  for (const double x : layer.extent_wgs84) out["extent_wgs84"].push_back(number_json(std::round(x * 1e6) / 1e6));
  return out;
}

std::string health_text(const Health& health, bool zh) {
  std::string out;
  for (const auto& layer : health.layers) {
    out += fmt::format("{}: {} {}", layer.name, layer.features, zh ? "条记录" : "features");
    if (!layer.geometry.empty()) out += ", " + layer.geometry;
    if (!layer.crs.empty()) out += ", " + layer.crs;
    if (!layer.datum.empty()) out += ", " + layer.datum;
    out += "\n";
  }
  if (health.network.is_object())
    out += fmt::format("{}: {} {}, {} {}, {:.1f} km, {} {}\n", zh ? "道路网" : "network", health.network["nodes"].get<std::int64_t>(),
                       zh ? "节点" : "nodes", health.network["arcs"].get<std::int64_t>(), zh ? "弧" : "arcs",
                       health.network["length_m"].get<double>() / 1000, health.network["components"].get<std::int64_t>(),
                       zh ? "个连通部分" : "components");
  if (health.findings.empty()) return out + (zh ? "没有发现问题。\n" : "Nothing to remark.\n");
  for (const Finding& f : health.findings) {
    const char* kind = f.severity == Severity::kError ? (zh ? "错误" : "error")
                       : f.severity == Severity::kWarning ? (zh ? "警告" : "warning")
                                                          : (zh ? "说明" : "note");
    out += fmt::format("{} [{}] {}: {}{}{}\n", kind, f.rule, f.where, f.what, f.remedy.empty() ? "" : "; ", f.remedy);
  }
  return out;
}

}  // namespace

int check_command(const CheckArguments& in, Console& console) {
  const Progress progress = console.progress();
  const bool scenario_file = in.files.size() == 1 && in.files[0].ends_with(".toml");
  Health health;
  std::string language = "en";
  if (scenario_file) {
    const Scenario scenario = pipeline::load_scenario(in.files[0], in.overrides);
    language = scenario.outputs.language;
    health = scenario_health(scenario, progress);
  } else {
    if (!in.overrides.empty()) throw InputError("--set", "only a scenario has keys to change", "remove it");
    const auto n = static_cast<double>(in.files.size());
    for (std::size_t i = 0; i < in.files.size(); ++i) {
      if (in.files[i].ends_with(".toml"))
        throw InputError(in.files[i], "a scenario is checked by itself", "name one scenario, or data files only");
      file_health(in.files[i], health, part_of(progress, static_cast<double>(i) / n, static_cast<double>(i + 1) / n));
    }
    const Findings datums = gis::check_datums(named_samples(health.places));
    health.findings.insert(health.findings.end(), datums.begin(), datums.end());
  }
  std::stable_sort(health.findings.begin(), health.findings.end(),
                   [](const Finding& a, const Finding& b) { return a.severity > b.severity; });
  if (console.common().json) {
    Json out;
    out["findings"] = findings_json(health.findings);
    out["layers"] = Json::array();
    for (const auto& layer : health.layers) out["layers"].push_back(layer_json(layer));
    out["network"] = health.network;
    console.print(dumped(out));
  } else {
    console.print(health_text(health, console.chinese(language)));
  }
  const bool error = std::any_of(health.findings.begin(), health.findings.end(),
                                 [](const Finding& f) { return f.severity == Severity::kError; });
  return in.strict && error ? 2 : 0;
}

}  // namespace catchment::cli
