#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "app/cli/commands.h"
#include "app/cli/why_text.h"
#include "app/pipeline/pipeline.h"
#include "sim/scenario/parse.h"

namespace catchment::cli {

namespace {

/// A demand point's id, else the id of the building that it stands for.
DemandId find_point(const World& world, const std::string& id) {
  std::vector<std::string> known;
  for (std::size_t i = 0; i < world.demand.size(); ++i) {
    if (world.demand[i].id == id) return DemandId(i);
    known.push_back(world.demand[i].id);
  }
  for (std::size_t i = 0; i < world.demand.size(); ++i)
    if (const BuildingId b = world.demand[i].building; b.valid() && world.buildings[b.value].id == id) return DemandId(i);
  const std::string near = nearest_key(id, known);
  throw InputError("--point", fmt::format("there is no demand point '{}'", id),
                   near.empty() ? fmt::format("the world has {} of them; 'catchment run ... -o DIR' lists them in DIR/results.gpkg", known.size())
                                : fmt::format("did you mean '{}'?", near));
}

}  // namespace

int why_command(const WhyArguments& in, Console& console) {
  const Progress progress = console.progress();
  const Scenario scenario = pipeline::load_scenario(in.scenario, in.overrides);
  if (scenario.levels.empty()) throw InputError(in.scenario, "it has no [[levels]], so nothing is to be covered", "add one");
  const auto loaded = pipeline::load_world(scenario, part_of(progress, 0, 0.6));
  const World world = pipeline::edited_world(loaded, scenario);
  Json all = Json::array();
  std::string text;
  WhyOptions options;
  options.level = in.level;
  std::vector<DemandId> points;
  for (const std::string& id : in.points)
    if (const DemandId point = find_point(world, id); std::find(points.begin(), points.end(), point) == points.end()) points.push_back(point);
  for (std::size_t k = 0; k < points.size(); ++k) {
    report(progress, 0.6 + 0.4 * static_cast<double>(k) / static_cast<double>(points.size()), "asking why");
    const Why why = explain(world, scenario, loaded.matrices, points[k], options);
    if (console.common().json) all.push_back(why_json(world, why));
    else text += why_text(world, why, console.chinese(scenario.outputs.language));
  }
  report(progress, 1, "done");
  // One point, one object; several, a list of them.
  console.print(console.common().json ? dumped(points.size() == 1 ? all[0] : all) : text);
  return 0;
}

}  // namespace catchment::cli
