#include "viewer/scene/study_view.h"

namespace catchment::scene {

namespace {

void set_split(LevelView& view, const LevelCoverage& c) {
  view.served = c.served, view.no_capacity = c.no_capacity, view.out_of_reach = c.out_of_reach;
  view.persons_served = c.persons_served, view.persons_no_capacity = c.persons_no_capacity;
  view.persons_out_of_reach = c.persons_out_of_reach;
}

}  // namespace

StudyView view_of(const Study& study) {
  StudyView out;
  out.counted = study.counted;
  for (const auto& level : study.levels) {
    LevelView view;
    view.spec = &level.spec;
    view.providers = level.providers;
    view.nearest_cost = level.nearest.cost;
    view.covered = level.coverage.covered;
    view.backup = level.coverage.backup;
    set_split(view, level.coverage);
    out.levels.push_back(view);
  }
  return out;
}

StudyView view_of(const LiveStudy& study, std::span<const LevelCoverage* const> splits) {
  StudyView out;
  out.counted = study.figures().counted();
  for (std::size_t l = 0; l < study.n_levels(); ++l) {
    LevelView view;
    view.spec = &study.spec(l);
    view.providers = study.providers(l);
    view.nearest_cost = study.nearest_cost(l);
    view.backup = study.backup(l);
    if (l < splits.size() && splits[l] != nullptr) set_split(view, *splits[l]);
    out.levels.push_back(view);
  }
  return out;
}

}  // namespace catchment::scene
