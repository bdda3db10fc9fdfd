#include <fmt/format.h>

#include "app/cli/commands.h"
#include "app/cli/headline.h"
#include "app/cli/world_output.h"
#include "app/pipeline/pipeline.h"

namespace catchment::cli {

int generate_command(const GenerateArguments& in, Console& console) {
  require_writable_world(in.output, console.common().overwrite);
  Scenario scenario;
  scenario.name = "town";
  scenario.file = "catchment generate town";
  scenario.seed = in.seed;
  scenario.crs = in.crs;
  scenario.town = in.town;
  scenario.town.active = true;
  const Progress progress = console.progress();
  const auto loaded = pipeline::load_world(scenario, part_of(progress, 0, 0.7));
  write_world_output(loaded.world, in.output, console, part_of(progress, 0.7, 1));
  return 0;
}

}  // namespace catchment::cli
