#include "tests/support/shared_data.h"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>

namespace catchment::test {

std::string project_root() { return CATCHMENT_PROJECT_ROOT; }

std::optional<std::string> shared_data(const std::string& relative) {
  const char* folder = std::getenv("CATCHMENT_SHARED_DATA");
  const std::filesystem::path root =
      folder != nullptr ? std::filesystem::path(folder) : std::filesystem::path(project_root()) / "../shared/data";
  const auto path = (root / relative).lexically_normal();
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return std::nullopt;
  return path.string();
}

std::string scratch_dir(const std::string& name) {
  const auto path = std::filesystem::temp_directory_path() / ("catchment-test-" + std::to_string(getpid())) / name;
  std::filesystem::remove_all(path);
  std::filesystem::create_directories(path);
  return path.string();
}

}  // namespace catchment::test
