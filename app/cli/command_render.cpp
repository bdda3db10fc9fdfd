#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "app/cli/commands.h"
#include "app/cli/json_parts.h"
#include "app/cli/picture.h"
#include "app/pipeline/compare.h"
#include "sim/scenario/parse.h"
#include "viewer/scene/map.h"

namespace catchment::cli {

namespace {

scene::MapTheme theme_of(const std::string& word) {
  if (word == "coverage") return scene::MapTheme::kCoverage;
  if (word == "minutes") return scene::MapTheme::kMinutes;
  if (word == "area-share") return scene::MapTheme::kAreaShare;
  if (word == "organisations") return scene::MapTheme::kOrganisations;
  if (word == "links") return scene::MapTheme::kLinks;
  return scene::MapTheme::kLevels;
}

std::size_t level_of(const std::string& name, const Study& study) {
  std::vector<std::string> known;
  for (std::size_t k = 0; k < study.levels.size(); ++k) {
    if (study.levels[k].spec.name == name) return k;
    known.push_back(study.levels[k].spec.name);
  }
  if (name.empty()) return 0;
  std::string list;
  for (const std::string& word : known) list += (list.empty() ? "" : ", ") + word;
  const std::string near = nearest_key(name, known);
  throw InputError("--level", "there is no level '" + name + "'", near.empty() ? "there are: " + list : "did you mean '" + near + "'?");
}

}  // namespace

int render_command(const RenderArguments& in, Console& console) {
  require_picture(in.output, console.common().overwrite);
  const Progress progress = console.progress();
  pipeline::Rebuilt run;
  if (std::filesystem::is_directory(in.source)) {
    if (!in.overrides.empty()) throw InputError("--set", "a finished run has no keys to change", "render the scenario instead");
    run = pipeline::rebuild_run(in.source, part_of(progress, 0, 0.8));
    if (run.study.run_id != run.run_id_in_manifest)
      console.note(fmt::format("catchment: note: the inputs or the program have changed since run {}; the picture is of run {}", run.run_id_in_manifest, run.study.run_id));
  } else {
    run.scenario = pipeline::load_scenario(in.source, in.overrides);
    run.loaded = pipeline::load_world(run.scenario, part_of(progress, 0, 0.5));
    run.world = pipeline::edited_world(run.loaded, run.scenario);
    run.study = pipeline::run_study(run.loaded, run.world, run.scenario, part_of(progress, 0.5, 0.8));
  }
  scene::MapOptions options;
  options.theme = theme_of(in.theme);
  options.level = level_of(in.level, run.study);
  options.width_px = in.width_px > 0 ? in.width_px : run.scenario.outputs.map_width_px;
  options.chinese = console.chinese(run.scenario.outputs.language);
  options.dark = in.dark;
  if (options.theme == scene::MapTheme::kOrganisations && !run.study.organisations)
    throw InputError("--theme", "the scenario has no [organisations]", "choose another theme");
  if (options.theme == scene::MapTheme::kLinks && run.world.links.empty())
    throw InputError("--theme", "the scenario has no links between partners", "add [[sharing.links]] or an input with role = \"links\", or choose another theme");
  if (options.theme != scene::MapTheme::kOrganisations && options.theme != scene::MapTheme::kLinks && run.study.levels.empty())
    throw InputError("--theme", "the scenario has no [[levels]] to draw", run.study.organisations ? "take --theme organisations" : "add levels to it");
  report(progress, 0.85, "drawing");
  const scene::DisplayList picture = scene::draw_map(run.world, run.study, run.scenario, options);
  report(progress, 0.95, "writing");
  const std::string warning = write_picture(picture, in.output);
  if (!warning.empty()) console.note("catchment: " + warning);
  if (console.common().json) {
    console.print(dumped({{"picture", in.output}, {"theme", in.theme}, {"run_id", run.study.run_id}, {"width_px", picture.width_px}, {"height_px", picture.height_px}}));
  } else {
    console.print(in.output + "\n");
  }
  return 0;
}

}  // namespace catchment::cli
