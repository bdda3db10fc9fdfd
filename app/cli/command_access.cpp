#include <algorithm>

#include <fmt/format.h>

#include "app/cli/access_text.h"
#include "app/cli/commands.h"
#include "app/cli/table_output.h"
#include "app/cli/world_output.h"

namespace catchment::cli {

namespace {

/// Where a floor changes weights the user should know.
void tell_floor(const CostSource& source, AccessPlan& plan) {
  if (plan.decay.kind != Decay::Kind::kInversePower) return;
  const auto near = std::count_if(source.costs.cost.begin(), source.costs.cost.end(), [&](double c) { return c < plan.decay.b; });
  if (near > 0)
    plan.findings.push_back({Severity::kNote, "decay-floor", "--decay", fmt::format("{} pairs cost less than the floor {}; their weight is 1", near, plan.decay.b), "give a lower floor: inverse:ALPHA:FLOOR"});
}

}  // namespace

int access_command(const AccessArguments& in, Console& console) {
  AccessPlan plan = plan_access(in);
  if (!in.output.empty()) require_writable_file(in.output, console.common().overwrite);
  std::vector<std::string> inputs = source_files(in.source);
  inputs.push_back(in.decay_table);
  refuse_input_as_output(in.output, inputs);
  CostSourceNeeds needs;
  needs.bounded = in.method != "3sfca" || in.choice == "within";
  const Progress progress = console.progress();
  const CostSource source = read_cost_source(in.source, needs, part_of(progress, 0, 0.7));
  tell_floor(source, plan);
  if (plan.traits.uses_supply && !source.supply_given)
    plan.findings.push_back({Severity::kNote, "no-capacity", "--sites", "there is no column 'capacity': every site counts 1", "add it if sites differ"});
  const AccessFigures figures = access_figures(source, plan, in, part_of(progress, 0.7, 1));
  const CommonArguments& common = console.common();
  if (!common.json)
    for (const Findings& findings : {source.findings, plan.findings})
      for (const Finding& finding : findings) console.note(fmt::format("{}: {}{}{}", finding.where, finding.what, finding.remedy.empty() ? "" : "; ", finding.remedy));
  write_text(common.json ? dumped(access_json(source, plan, in, figures)) : common.csv ? access_csv(source, figures) : access_words(source, figures, console.chinese("en")), in.output, console);
  return 0;
}

}  // namespace catchment::cli
