#include "app/cli/commands.h"
#include "app/cli/headline.h"
#include "app/cli/timing.h"
#include "app/pipeline/pipeline.h"

namespace catchment::cli {

int run_command(const RunArguments& arguments, Console& console) {
  RunArguments in = arguments;
  // "out/a/" is "out/a": the folder is renamed into place, and needs a name of its own.
  while (in.output.size() > 1 && in.output.back() == '/') in.output.pop_back();
  StageClock clock;
  const Progress progress = console.progress();
  Scenario scenario = pipeline::load_scenario(in.scenario, in.overrides);
  const bool chinese = console.chinese(scenario.outputs.language);
  if (!in.output.empty()) pipeline::require_free(in.output, console.common().overwrite);

  clock.start("build world");
  pipeline::LoadedWorld loaded = pipeline::load_world(scenario, part_of(progress, 0, 0.45));
  World world = pipeline::edited_world(loaded, scenario);
  clock.start("compute");
  const Study study = pipeline::run_study(loaded, world, scenario, part_of(progress, 0.45, 0.75));
  clock.start("write results");
  if (!in.output.empty()) {
    pipeline::SaveOptions options;
    options.overwrite = console.common().overwrite;
    options.language = std::string(chinese ? "zh" : "en");
    options.timing_json = [&clock] { return clock.json(); };
    pipeline::save_results(world, study, scenario, in.output, options, part_of(progress, 0.75, 1));
  }
  report(progress, 1, "done");

  if (console.common().json) {
    console.print(pipeline::summary_json(world, study, scenario));
  } else {
    std::string text = headline(world, study, scenario, chinese);
    if (!in.output.empty()) text += (chinese ? "结果：" : "Results: ") + in.output + (chinese ? "（report.html 是报告）\n" : " (report.html is the report)\n");
    console.print(text);
  }
  return 0;
}

}  // namespace catchment::cli
