#include <charconv>

#include "sim/placement/grid_plan.h"

namespace catchment::town {

namespace {

std::vector<std::string> cells_of(const std::string& row) {
  std::vector<std::string> cells{""};
  for (const char c : row) {
    if (c == ',') cells.emplace_back();
    else if (c != '\r' && c != '"') cells.back() += c;
  }
  for (auto& cell : cells) {
    while (!cell.empty() && cell.front() == ' ') cell.erase(cell.begin());
    while (!cell.empty() && cell.back() == ' ') cell.pop_back();
  }
  return cells;
}

double number(const std::string& cell, const std::string& where, const char* column) {
  double value = 0;
  const auto [end, fault] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  if (fault != std::errc() || end != cell.data() + cell.size())
    throw InputError(where, std::string(column) + " '" + cell + "' is not a number", "write digits only");
  return value;
}

}  // namespace

std::vector<DistrictPlan> read_district_table(const std::string& text) {
  std::vector<DistrictPlan> districts;
  std::vector<std::string> header;
  std::size_t begin = 0;
  int line = 0;
  while (begin < text.size()) {
    std::size_t end = text.find('\n', begin);
    if (end == std::string::npos) end = text.size();
    const std::string row = text.substr(begin, end - begin);
    begin = end + 1;
    ++line;
    if (row.find_first_not_of(" \t\r") == std::string::npos || row[row.find_first_not_of(" \t")] == '#') continue;
    const auto cells = cells_of(row);
    const std::string where = "[town] district_table, line " + std::to_string(line);
    if (header.empty()) {
      header = cells;
      const std::vector<std::string> needed{"name_zh", "name_en", "population"};
      for (std::size_t k = 0; k < needed.size(); ++k)
        if (header.size() <= k || header[k] != needed[k])
          throw InputError(where, "the header does not begin with name_zh,name_en,population", "write that header row first");
      continue;
    }
    if (cells.size() != header.size())
      throw InputError(where, "has " + std::to_string(cells.size()) + " cells where the header has " + std::to_string(header.size()),
                       "give every column a cell");
    DistrictPlan d;
    d.name = {cells[0], cells[1]};
    const double persons = number(cells[2], where, "population");
    if (!(persons >= 0) || persons > 1e9 || persons != static_cast<double>(static_cast<std::int64_t>(persons)))
      throw InputError(where, "population '" + cells[2] + "' is not a count of persons", "write a whole number from 0 to 1000000000");
    d.population = static_cast<std::int64_t>(persons);
    bool has_x = false, has_y = false;
    for (std::size_t k = 3; k < header.size(); ++k) {
      const double value = number(cells[k], where, header[k].c_str());
      if (header[k] == "area_km2") d.area_km2 = value;
      if (header[k] == "x_km") d.centre_km.x = value, has_x = true;
      if (header[k] == "y_km") d.centre_km.y = value, has_y = true;
    }
    if (!(d.area_km2 >= 0)) throw InputError(where, "area_km2 is negative", "write the area in square kilometres");
    d.placed = has_x && has_y;
    districts.push_back(std::move(d));
  }
  if (districts.empty()) throw InputError("[town] district_table", "holds no district", "add one row per district");
  return districts;
}

}  // namespace catchment::town
