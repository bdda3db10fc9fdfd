#pragma once

#include <string>
#include <vector>

namespace catchment::document {

/// What a person chose, kept between runs in config_folder()/viewer.toml.
struct Settings {
  std::string language;          ///< "zh", "en"; empty: the scenario's
  bool dark = false;
  double scale = 0;              ///< of everything on the screen; 0: the screen's own
  bool left_panel = true, right_panel = true, bottom_bar = true, minimap = true;
  int window_width = 1440, window_height = 900;
  std::vector<std::string> recent;  ///< scenario files, newest first, at most 12
  std::string last_folder;
  friend bool operator==(const Settings&, const Settings&) = default;
};
/// Unknown keys are left alone; a file that cannot be read gives the defaults and a sentence in `warning`.
Settings load_settings(const std::string& file, std::string* warning = nullptr);
/// At once or not at all. Throws InputError.
void save_settings(const Settings& settings, const std::string& file);
void remember(Settings& settings, const std::string& scenario_file);

}  // namespace catchment::document
