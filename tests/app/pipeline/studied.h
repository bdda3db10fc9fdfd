#pragma once

#include <string>
#include <utility>
#include <vector>

#include "app/pipeline/pipeline.h"
#include "tests/support/shared_data.h"

namespace catchment::test {

using Overrides = std::vector<std::pair<std::string, std::string>>;

/// A scenario of the project from its file to its study.
struct Studied {
  Scenario scenario;
  World world;
  Study study;
};

/// `file` is seen from scenarios/.
inline Studied study_of(const std::string& file, const Overrides& overrides = {}) {
  Studied r;
  r.scenario = pipeline::load_scenario(project_root() + "scenarios/" + file, overrides);
  const pipeline::LoadedWorld loaded = pipeline::load_world(r.scenario);
  r.world = pipeline::edited_world(loaded, r.scenario);
  r.study = pipeline::run_study(loaded, r.world, r.scenario);
  return r;
}

/// The sentence with which it is refused; "accepted" if it is not.
inline std::string refusal_of(const std::string& file, const Overrides& overrides) {
  try {
    study_of(file, overrides);
  } catch (const InputError& error) {
    return error.what();
  }
  return "accepted";
}

}  // namespace catchment::test
