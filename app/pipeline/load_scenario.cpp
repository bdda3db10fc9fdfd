#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "app/pipeline/files.h"
#include "app/pipeline/pipeline.h"
#include "sim/scenario/parse.h"

namespace catchment::pipeline {

namespace fs = std::filesystem;

std::string read_text(const std::string& path) {
  std::error_code error;
  if (!fs::exists(path, error)) throw InputError(path, "there is no such file", "check the path");
  if (fs::is_directory(path, error)) throw InputError(path, "it is a folder, not a file", "name a file");
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  if (!in || !(text << in.rdbuf())) {
    // An empty file sets failbit too; tell it apart.
    if (in && fs::file_size(path, error) == 0) return {};
    throw InputError(path, "it cannot be read", "check its permissions");
  }
  return text.str();
}

Scenario load_scenario(const std::string& path, const std::vector<std::pair<std::string, std::string>>& overrides) {
  return parse_scenario_text(read_text(path), path, overrides);
}

Scenario parse_scenario_text(const std::string& text, const std::string& path, const std::vector<std::pair<std::string, std::string>>& overrides) {
  if (text.find_first_not_of(" \t\r\n") == std::string::npos)
    throw InputError(path, "the scenario file is empty", "start from one of scenarios/*.toml");
  const LoadText other = [](const std::string& from, const std::string& name) {
    const std::string file = (fs::path(from).parent_path() / name).lexically_normal().string();
    return std::pair(file, read_text(file));
  };
  Scenario scenario = parse_scenario(text, path, other, overrides);
  scenario.file = path;
  return scenario;
}

std::string expand_path(const std::string& written, const std::string& scenario_file) {
  std::string path;
  for (std::size_t i = 0; i < written.size();) {
    if (written[i] != '$') {
      path += written[i++];
      continue;
    }
    std::string name, fallback;
    ++i;
    if (i < written.size() && written[i] == '{') {
      const std::size_t end = written.find('}', i);
      if (end == std::string::npos) throw InputError(scenario_file, fmt::format("path '{}' has an open '${{'", written), "close it with '}'");
      name = written.substr(i + 1, end - i - 1);
      if (const std::size_t dash = name.find(":-"); dash != std::string::npos) {
        fallback = name.substr(dash + 2);
        name.resize(dash);
      }
      i = end + 1;
    } else {
      while (i < written.size() && (std::isalnum(static_cast<unsigned char>(written[i])) || written[i] == '_')) name += written[i++];
    }
    if (const char* value = std::getenv(name.c_str()); value != nullptr && *value != '\0') path += value;
    else if (!fallback.empty()) path += fallback;
    else if (name == "CATCHMENT_SHARED_DATA") path += default_shared_data(scenario_file);
    else throw InputError(scenario_file, fmt::format("path '{}' uses ${}, which is not set", written, name), "set it, or write ${NAME:-default}");
  }
  const fs::path p(path);
  return p.is_absolute() ? p.lexically_normal().string()
                         : (fs::path(scenario_file).parent_path() / p).lexically_normal().string();
}

std::string default_shared_data(const std::string& scenario_file) {
  // ../shared/data seen from the project root: the nearest folder above the scenario that holds `scenarios/`.
  std::error_code error;
  fs::path at = fs::absolute(scenario_file, error).lexically_normal().parent_path();
  for (; at.has_relative_path(); at = at.parent_path())
    if (fs::is_directory(at / "scenarios", error)) break;
  return (at / "../shared/data").lexically_normal().string();
}

}  // namespace catchment::pipeline
