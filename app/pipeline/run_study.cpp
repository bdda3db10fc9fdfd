#include <fmt/format.h>

#include "app/pipeline/pipeline.h"

namespace catchment::pipeline {

std::string run_id(const World& world, const Scenario& scenario) {
  std::string all = fmt::format("catchment {}\n{}\n", CATCHMENT_VERSION, scenario.text);
  for (const DataSource& source : world.sources) all += source.input + "=" + source.sha256 + "\n";
  return sha256_hex(all).substr(0, 12);
}

Study run_study(const LoadedWorld& loaded, const World& world, const Scenario& scenario, const Progress& progress) {
  for (const Finding& f : world.findings)
    if (f.severity == Severity::kError) throw InputError(f.where, fmt::format("{} [rule {}]", f.what, f.rule), f.remedy);
  Study study = compute_study(world, scenario, loaded.matrices, progress);
  study.version = CATCHMENT_VERSION;
  study.run_id = run_id(world, scenario);
  return study;
}

}  // namespace catchment::pipeline
