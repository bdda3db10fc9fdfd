#include <fmt/format.h>

#include "app/cli/commands.h"
#include "app/cli/json_parts.h"
#include "app/pipeline/batch.h"

namespace catchment::cli {

int batch_command(const BatchArguments& in, Console& console) {
  if (in.resume && console.common().overwrite)
    throw InputError("--resume", "it cannot be combined with --overwrite", "choose one of them");
  const pipeline::Sweep sweep = pipeline::read_sweep(in.sweep);
  pipeline::BatchOptions options;
  options.workers = in.workers;
  options.resume = in.resume;
  options.overwrite = console.common().overwrite;
  pipeline::BatchOutcome outcome;
  try {
    outcome = pipeline::run_batch(sweep, in.output, options, console.progress());
  } catch (const Cancelled&) {
    console.note(fmt::format("catchment: cancelled; the finished runs are kept, go on with: catchment batch {} -o {} --workers {} --resume",
                             in.sweep, in.output, in.workers));
    return 130;
  }
  const std::string table = in.output + "/results.csv";
  if (console.common().json) {
    console.print(dumped({{"runs", outcome.total}, {"ok", outcome.ok}, {"failed", outcome.failed}, {"resumed", outcome.resumed}, {"results", table}}));
  } else if (console.chinese("en")) {
    console.print(fmt::format("共 {} 次运行：成功 {}，失败 {}（其中 {} 次此前已完成）；结果表 {}\n", outcome.total, outcome.ok, outcome.failed, outcome.resumed, table));
  } else {
    console.print(fmt::format("{} runs: {} ok, {} failed ({} were finished before); table: {}\n", outcome.total, outcome.ok, outcome.failed, outcome.resumed, table));
  }
  return 0;
}

}  // namespace catchment::cli
