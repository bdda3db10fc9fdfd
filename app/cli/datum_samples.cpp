#include "app/cli/datum_samples.h"

#include <set>

namespace catchment::cli {

namespace {

std::set<std::string> values_of(const std::vector<std::string>& column) {
  std::set<std::string> out(column.begin(), column.end());
  out.erase("");
  return out;
}

/// A name is (nearly) one per place; a kind or a district repeats.
bool names_its_rows(const std::set<std::string>& values, std::size_t rows) { return values.size() * 10 >= rows * 9; }

std::size_t shared(const std::set<std::string>& a, const std::set<std::string>& b) {
  std::size_t n = 0;
  for (const std::string& value : a) n += b.count(value);
  return n;
}

}  // namespace

LabelledLayer labelled_layer(const gis::Table& table, const std::string& where) {
  LabelledLayer out;
  out.sample.where = where;
  out.sample.label = Datum::kWgs84;
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < table.n_rows(); ++row) {
    if (table.kind[row] == gis::GeometryKind::kPoint) out.sample.point.push_back({table.point[row].x, table.point[row].y});
    else if (table.kind[row] == gis::GeometryKind::kPolygon) out.sample.shape.push_back(table.polygon[row]);
    else continue;
    rows.push_back(row);
  }
  if (!out.sample.shape.empty() && !out.sample.point.empty()) return {};
  for (const auto& cells : table.cells) {
    std::vector<std::string> column;
    for (const std::size_t row : rows) column.push_back(cells[row]);
    out.columns.push_back(std::move(column));
  }
  return out;
}

std::vector<gis::DatumSample> named_samples(const std::vector<LabelledLayer>& layers) {
  std::vector<std::vector<std::set<std::string>>> values(layers.size());
  for (std::size_t i = 0; i < layers.size(); ++i)
    for (const auto& column : layers[i].columns) values[i].push_back(values_of(column));

  std::vector<gis::DatumSample> out;
  for (std::size_t i = 0; i < layers.size(); ++i) {
    gis::DatumSample sample = layers[i].sample;
    const std::size_t rows = sample.shape.size() + sample.point.size();
    std::size_t name = SIZE_MAX, most = 0, polygon = SIZE_MAX, most_polygons = 0;
    for (std::size_t c = 0; c < values[i].size(); ++c) {
      const bool own = names_its_rows(values[i][c], rows);
      for (std::size_t j = 0; j < layers.size(); ++j) {
        if (j == i) continue;
        for (const auto& other : values[j]) {
          if (!names_its_rows(other, layers[j].sample.shape.size() + layers[j].sample.point.size())) continue;
          const std::size_t n = shared(values[i][c], other);
          if (own && n > most) {
            most = n;
            name = c;
          }
          if (!sample.point.empty() && !layers[j].sample.shape.empty() && n > most_polygons) {
            most_polygons = n;
            polygon = c;
          }
        }
      }
    }
    sample.name = name == SIZE_MAX ? std::vector<std::string>(rows) : layers[i].columns[name];
    if (polygon != SIZE_MAX) sample.polygon_name = layers[i].columns[polygon];
    out.push_back(std::move(sample));
  }
  return out;
}

}  // namespace catchment::cli
