#include <algorithm>
#include <cstdio>
#include <exception>
#include <new>
#include <omp.h>

#include "app/cli/commands.h"
#include "gis/vector/layer.h"
#include "sim/core/error.h"

namespace {

using namespace catchment;
using namespace catchment::cli;

enum ExitCode { kDone = 0, kFailed = 1, kMisused = 2, kCancelled = 130 };

int fail(std::string sentence, int code) {
  std::replace(sentence.begin(), sentence.end(), '\n', ' ');
  std::fprintf(stderr, "catchment: %s\n", sentence.c_str());
  return code;
}

int dispatch(const Arguments& arguments, Console& console) {
  struct Visitor {
    Console& console;
    int operator()(const RunArguments& in) const { return run_command(in, console); }
    int operator()(const CheckArguments& in) const { return check_command(in, console); }
    int operator()(const ImportArguments& in) const { return import_command(in, console); }
    int operator()(const GenerateArguments& in) const { return generate_command(in, console); }
    int operator()(const ReachArguments& in) const { return reach_command(in, console); }
    int operator()(const RenderArguments& in) const { return render_command(in, console); }
    int operator()(const BatchArguments& in) const { return batch_command(in, console); }
    int operator()(const CompareArguments& in) const { return compare_command(in, console); }
    int operator()(const OdArguments& in) const { return od_command(in, console); }
    int operator()(const WhyArguments& in) const { return why_command(in, console); }
    int operator()(const AccessArguments& in) const { return access_command(in, console); }
    int operator()(const ShareArguments& in) const { return share_command(in, console); }
    int operator()(const ViewArguments& in) const { return view_command(in, console); }
  };
  return std::visit(Visitor{console}, arguments.command);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const Parsed parsed = parse_arguments(argc, argv);
    if (parsed.answered) return parsed.exit_code;
    if (parsed.arguments.common.threads > 0) omp_set_num_threads(parsed.arguments.common.threads);
    watch_for_stop();
    gis::initialise();
    Console console(parsed.arguments.common);
    try {
      return dispatch(parsed.arguments, console);
    } catch (...) {
      console.close_line();
      throw;
    }
  } catch (const InputError& error) {
    return fail(error.what(), kMisused);
  } catch (const Cancelled&) {
    return fail("cancelled; nothing was written", kCancelled);
  } catch (const std::bad_alloc&) {
    return fail("there is not enough memory for this job; take a smaller area or fewer threads", kFailed);
  } catch (const std::exception& error) {
    return fail(std::string("failed: ") + error.what(), kFailed);
  } catch (...) {
    return fail("failed for an unknown reason", kFailed);
  }
}
