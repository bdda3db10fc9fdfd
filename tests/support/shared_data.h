#pragma once

#include <optional>
#include <string>

namespace catchment::test {

/// Path of a file of the shared real data sets: $CATCHMENT_SHARED_DATA, by default ../shared/data beside the project.
/// nullopt if the folder is not there; tests then GTEST_SKIP() with CATCHMENT_NEED_SHARED_DATA, visibly.
std::optional<std::string> shared_data(const std::string& relative);

/// A folder of its own for one test, empty, removed by the caller if it likes; under the build folder's temp.
std::string scratch_dir(const std::string& name);

/// The project's root folder (where scenarios/ is), with a slash at its end.
std::string project_root();

}  // namespace catchment::test

#define CATCHMENT_NEED_SHARED_DATA(variable, relative)                                     \
  const auto variable##_found = ::catchment::test::shared_data(relative);                  \
  if (!variable##_found) GTEST_SKIP() << "shared data not here: " << (relative);           \
  const std::string variable = *variable##_found
