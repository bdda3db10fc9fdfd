#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "gis/raster/friction_raster.h"

namespace catchment::gis {

namespace {

template <class T>
bool parse(const std::string& text, T& out) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc{} && end == text.data() + text.size();
}

}  // namespace

std::vector<SpeedClass> read_speed_table(const std::string& path) {
  ReadOptions options;
  options.need_geometry = false;
  const Table table = read_table(path, options);
  const auto column = [&](const char* name) {
    const int found = table.column(name);
    if (found < 0) throw InputError(path, fmt::format("it has no column '{}'", name), "it needs the columns class,label,speed,mode");
    return static_cast<std::size_t>(found);
  };
  const std::size_t id = column("class"), speed = column("speed"), mode = column("mode");
  const int label = table.column("label");
  std::vector<SpeedClass> out;
  std::set<std::int64_t> seen;
  for (std::size_t row = 0; row < table.n_rows(); ++row) {
    const std::string where = fmt::format("{}: row {}", path, table.row_number[row]);
    SpeedClass c;
    if (!parse(table.cells[id][row], c.id)) throw InputError(where, fmt::format("the class '{}' is not a whole number", table.cells[id][row]), "correct it");
    if (!seen.insert(c.id).second) throw InputError(where, fmt::format("class {} is there twice", c.id), "keep one row");
    if (!parse(table.cells[speed][row], c.speed_kmh) || !std::isfinite(c.speed_kmh))
      throw InputError(where, fmt::format("the speed '{}' is not a number", table.cells[speed][row]), "give km/h");
    if (c.speed_kmh < 0) throw InputError(where, fmt::format("the speed {} is negative", c.speed_kmh), "give km/h; 0 bars the class");
    if (c.speed_kmh > 300) throw InputError(where, fmt::format("a speed of {} km/h", c.speed_kmh), "give km/h, at most 300");
    std::string word = table.cells[mode][row];
    std::transform(word.begin(), word.end(), word.begin(), [](unsigned char ch) { return static_cast<char>(std::tolower(ch)); });
    if (word == "walking") c.mode = GroundMode::kWalking;
    else if (word == "bicycling" || word == "cycling") c.mode = GroundMode::kCycling;
    else if (word == "motorized" || word == "motorised") c.mode = GroundMode::kMotorised;
    else throw InputError(where, fmt::format("the mode '{}' is not known", table.cells[mode][row]), "walking, bicycling or motorized");
    if (label >= 0) c.label = table.cells[static_cast<std::size_t>(label)][row];
    out.push_back(std::move(c));
  }
  if (out.empty()) throw InputError(path, "it has no rows", "give a speed for each class of the land cover");
  if (out.size() >= kBarredGround) throw InputError(path, "it has too many classes", "at most 65534");
  return out;
}

}  // namespace catchment::gis
