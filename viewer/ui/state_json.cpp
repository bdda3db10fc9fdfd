// What is open and how it is looked at, as JSON for scripts and tests (docs/viewer.md).
#include <nlohmann/json.hpp>

#include "viewer/ui/application.h"

namespace catchment::viewer {

using Json = nlohmann::ordered_json;

std::string Application::state_json() const {
  const State& s = state_;
  Json out;
  out["language"] = s.chinese ? "zh" : "en";
  out["dark"] = s.dark;
  out["scale"] = s.scale;
  out["settled"] = settled();
  Json tabs = Json::array();
  for (const auto& tab : s.tabs) tabs.push_back({{"path", tab->document->path()}, {"title", tab->document->title().in(s.chinese)}, {"modified", tab->document->modified()}});
  out["tabs"] = tabs;
  out["current"] = s.current;
  out["compared"] = s.compared ? Json(*s.compared) : Json();
  Json toasts = Json::array();
  for (const Toast& t : s.toasts) toasts.push_back(t.text);
  out["messages"] = toasts;
  out["swipe"] = s.swipe;
  out["recoverable"] = s.recoverable.size();
  Json recover = Json::array();
  for (const Point p : s.map.recover_px) recover.push_back({{"x", p.x}, {"y", p.y}});
  out["recover_px"] = recover;
  if (s.current >= s.tabs.size()) return out.dump(2) + "\n";
  const Tab& tab = *s.tabs[s.current];
  const document::Document& document = *tab.document;
  const World& world = document.world();
  out["camera"] = {{"x", tab.camera.centre.x}, {"y", tab.camera.centre.y}, {"metres_per_px", tab.camera.metres_per_px}, {"angle", tab.camera.angle},
                   {"width", tab.camera.width}, {"height", tab.camera.height}};
  Json selection = Json::array();
  for (const Thing thing : tab.selection) selection.push_back({{"kind", static_cast<int>(thing.kind)}, {"index", thing.index}, {"name", document::name_of(world, thing, s.chinese)}});
  out["selection"] = selection;
  out["hover"] = tab.hover.kind == ThingKind::kNone ? Json() : Json(document::name_of(world, tab.hover, s.chinese));
  const LiveFigures& figures = document.live().figures();
  out["population"] = figures.population();
  out["joint_persons"] = figures.joint_persons();
  Json levels = Json::array();
  for (std::size_t l = 0; l < document.live().n_levels(); ++l) {
    const LiveLevelFigures& f = figures.levels()[l];
    levels.push_back({{"name", document.live().spec(l).name}, {"persons_covered", f.persons_covered}, {"gained", f.gained}, {"lost", f.lost},
                      {"persons_out_of_reach", f.persons_out_of_reach}, {"worst_tenth_mean", figures.worst_tenth_mean(l)}});
    if (l < tab.splits.size() && tab.splits[l] != nullptr) {
      levels.back()["persons_served"] = tab.splits[l]->persons_served;
      levels.back()["persons_no_capacity"] = tab.splits[l]->persons_no_capacity;
    }
  }
  out["levels"] = levels;
  out["level"] = tab.level;
  out["figure"] = scene::figure_title(tab.figure, document.scenario(), false);
  Json steps = Json::array();
  for (const document::Step& step : document.steps()) steps.push_back(step.label.in(s.chinese));
  out["steps"] = steps;
  out["done"] = document.done();
  out["why"] = tab.why ? Json(tab.why->point.value) : Json();
  const Tab::Sharing& sharing = tab.sharing;
  out["sharing"] = {{"window", s.windows.sharing}, {"links", world.links.size()}, {"focus", tab.filter.link_focus.size()}, {"network", sharing.network ? sharing.network->at.size() : 0}, {"recommended", sharing.facts ? sharing.facts->recommended.size() : 0}};
  if (sharing.facts)
    out["sharing"]["base"] = {{"links", sharing.facts->base.links}, {"parts", sharing.facts->base.parts}, {"unmet", sharing.facts->base.all_unmet}},
    out["sharing"]["plan"] = {{"links", sharing.facts->now.links}, {"parts", sharing.facts->now.parts}, {"unmet", sharing.facts->now.all_unmet}, {"orphans", sharing.facts->orphans.size()}};
  // Where things are on the screen, so that a script can point at them without knowing the panels' sizes.
  Json facilities = Json::array();
  for (std::size_t f = 0; f < world.facilities.size() && f < 400; ++f) {
    const Point px = tab.camera.to_px(world.facilities[f].position);
    facilities.push_back({{"id", world.facilities[f].id}, {"level", world.facilities[f].level}, {"x", px.x}, {"y", px.y}});
  }
  out["facilities_px"] = facilities;
  Json gates = Json::array();
  for (std::size_t g = 0; g < world.streets.gates.size() && g < 400; ++g) {
    const Gate& gate = world.streets.gates[g];
    if (!gate.node.valid()) continue;
    const Point px = tab.camera.to_px(world.streets.node[gate.node.value]);
    gates.push_back({{"id", gate.id}, {"state", static_cast<int>(gate.state)}, {"x", px.x}, {"y", px.y}});
  }
  out["gates_px"] = gates;
  return out.dump(2) + "\n";
}

}  // namespace catchment::viewer
