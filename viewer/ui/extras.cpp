// What is too heavy to follow the hand: bands along the streets, states of organisations, catchments. Worked out on a copy of the plan
// when the hand rests, and only if a layer asks for it.
#include <algorithm>
#include <utility>

#include "sim/coverage/organisations.h"
#include "sim/network/search.h"
#include "sim/report/catchment_areas.h"
#include "sim/report/providers.h"
#include "sim/report/reach.h"
#include "viewer/ui/application.h"

namespace catchment::viewer {

namespace {

struct Wanted {
  bool bands = false, organisations = false, catchments = false;
};

bool shown(const Tab& tab, scene::MapLayer layer) {
  return std::any_of(tab.layers.begin(), tab.layers.end(), [&](const scene::LayerLook& look) { return look.layer == layer && look.visible && look.opacity > 0; });
}

Wanted wanted_of(const Tab& tab) {
  const Scenario& scenario = tab.document->scenario();
  const TravelMode mode = scenario.network.mode;
  const bool streets = (mode == TravelMode::kWalk || mode == TravelMode::kCycle) && tab.document->live().n_levels() > 0;
  return {streets && shown(tab, scene::MapLayer::kBands), scenario.organisations.active && shown(tab, scene::MapLayer::kOrganisations),
          streets && shown(tab, scene::MapLayer::kCatchments)};
}

std::shared_ptr<const Tab::Extras> work_out(const document::Document::Plan& plan, Wanted wanted, std::size_t level, std::uint64_t revision, const Progress& progress) {
  auto out = std::make_shared<Tab::Extras>();
  out->revision = revision;
  out->level = level;
  const World world = plan.world();
  if (wanted.organisations) {
    report(progress, 0.1, "organisations");
    const Study study = pipeline::run_study(*plan.loaded, world, plan.scenario, part_of(progress, 0.1, 0.6));
    if (study.organisations)
      for (const OrganisationState s : study.organisations->state) out->organisation_state.push_back(static_cast<std::uint8_t>(s));
  }
  if (wanted.bands || wanted.catchments) {
    const LevelSpec& spec = plan.scenario.levels[level];
    std::vector<std::string> groups;
    for (const LevelSpec& l : plan.scenario.levels)
      if (!l.group.empty()) groups.push_back(l.group);
    report(progress, 0.6, "streets");
    const Reach reach(world, plan.scenario.network, plan.loaded->matrices, groups);
    const auto providers = providers_of(world, spec, plan.scenario.coverage, plan.scenario.network.at);
    if (wanted.bands && !providers.empty()) {
      const std::vector<Cost> cutoffs{to_cost(spec.cutoff / 3), to_cost(spec.cutoff * 2 / 3), to_cost(spec.cutoff)};
      out->bands = reach.bands(providers, spec.unit, cutoffs, spec.group);
    }
    report(progress, 0.8, "catchments");
    if (wanted.catchments)
      for (ServiceArea& area : catchment_areas(world, plan.scenario.network, reach, spec, providers)) {
        out->catchments.push_back(std::move(area.shape));
        out->catchment_facility.push_back(providers[area.owner].value);
      }
  }
  return out;
}

}  // namespace

void Application::want_extras(Tab& tab) {
  const Wanted wanted = wanted_of(tab);
  if (!wanted.bands && !wanted.organisations && !wanted.catchments) return;
  const std::uint64_t key = tab.revision * 64 + tab.level * 8 + (wanted.bands ? 1u : 0u) + (wanted.organisations ? 2u : 0u) + (wanted.catchments ? 4u : 0u);
  if (tab.extras_asked == key) return;
  tab.extras_asked = key;
  auto plan = std::make_shared<document::Document::Plan>(tab.document->plan());
  const auto work = [plan, wanted, level = tab.level, revision = tab.revision, for_tab = &tab, life = std::weak_ptr(tab.life)](const Progress& progress) -> std::function<void()> {
    auto extras = work_out(*plan, wanted, level, revision, progress);
    return [extras, for_tab, life] {
      if (!life.expired()) for_tab->extras = extras;
    };
  };
  if (around_.synchronous) {
    work({})();
    canvas(tab).follow(state_);
    return;
  }
  // A newer wish takes the place of one that is still worked on.
  if (tab.extras_job != nullptr)
    for (auto& job : state_.jobs)
      if (job.get() == tab.extras_job) job->cancel();
  state_.jobs.push_back(std::make_unique<document::Job>(extras_title(state_.chinese), work, around_.wake));
  tab.extras_job = state_.jobs.back().get();
}

}  // namespace catchment::viewer
