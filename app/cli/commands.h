#pragma once

#include "app/cli/arguments.h"
#include "app/cli/console.h"

namespace catchment::cli {

/// One function and one file per command; each returns the exit code of cli.md. They throw InputError, Cancelled and
/// std::exception; main turns those into a sentence and an exit code.
int run_command(const RunArguments& in, Console& console);
int check_command(const CheckArguments& in, Console& console);
int import_command(const ImportArguments& in, Console& console);
int generate_command(const GenerateArguments& in, Console& console);
int reach_command(const ReachArguments& in, Console& console);
int render_command(const RenderArguments& in, Console& console);
int batch_command(const BatchArguments& in, Console& console);
int compare_command(const CompareArguments& in, Console& console);
int od_command(const OdArguments& in, Console& console);
int why_command(const WhyArguments& in, Console& console);
int access_command(const AccessArguments& in, Console& console);
int share_command(const ShareArguments& in, Console& console);
int view_command(const ViewArguments& in, Console& console);

}  // namespace catchment::cli
