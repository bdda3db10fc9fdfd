#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "gis/vector/reading.h"

namespace catchment::gis::reading {

namespace {

template <class Real>
std::string shortest(Real value) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
  char buffer[40];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
  return {buffer, end};
}

// Text of one cell as in the file. The driver's own text is used for dates, lists and blobs.
std::string raw_cell(const OGRFeature& feature, const OGRFieldDefn& field, int i) {
  switch (field.GetType()) {
    case OFTInteger:
      if (field.GetSubType() == OFSTBoolean) return feature.GetFieldAsInteger(i) != 0 ? "true" : "false";
      return std::to_string(feature.GetFieldAsInteger(i));
    case OFTInteger64: return std::to_string(feature.GetFieldAsInteger64(i));
    case OFTReal: {
      const double value = feature.GetFieldAsDouble(i);
      return field.GetSubType() == OFSTFloat32 ? real_text(static_cast<float>(value)) : real_text(value);
    }
    default: return feature.GetFieldAsString(i);
  }
}

// DBF fields are cut at a byte; then the last character may not be whole.
bool may_be_cut(const Dataset& dataset, const OGRFieldDefn& field, std::size_t length) {
  return dataset.is_shapefile() && field.GetWidth() > 0 && length >= static_cast<std::size_t>(field.GetWidth());
}

// OSM layers share one pass over the file: the next feature of any layer, until one is ours.
std::unique_ptr<OGRFeature> next_feature(const Dataset& dataset, OGRLayer* layer, double* share) {
  if (!dataset.is_osm()) return std::unique_ptr<OGRFeature>(layer->GetNextFeature());
  for (;;) {
    OGRLayer* belongs = nullptr;
    std::unique_ptr<OGRFeature> feature(dataset.data->GetNextFeature(&belongs, share, nullptr, nullptr));
    if (!feature || belongs == layer) return feature;
  }
}

}  // namespace

std::string real_text(double value) { return shortest(value); }
std::string real_text(float value) { return shortest(value); }

RowFilter make_filter(const Table& table, const std::map<std::string, std::string>& where) {
  RowFilter filter;
  for (const auto& [name, value] : where) {
    const int column = table.column(name);
    if (column < 0)
      throw InputError(place_of(table), fmt::format("it has no column '{}' to select rows by", name),
                       fmt::format("its columns are {}", quoted_list(table.columns)));
    filter.emplace_back(column, value);
  }
  return filter;
}

bool take_columns(OGRLayer* layer, const Decoder& decoder, Table& table) {
  const OGRFeatureDefn* defn = layer->GetLayerDefn();
  for (int i = 0; i < defn->GetFieldCount(); ++i) {
    auto name = decoder.decode(defn->GetFieldDefn(i)->GetNameRef(), true);
    if (!name) return false;
    table.columns.push_back(std::move(*name));
  }
  table.cells.resize(table.columns.size());
  table.null_cells.resize(table.columns.size());
  return true;
}

bool read_features(const Dataset& dataset, OGRLayer* layer, const ReadOptions& options, const Decoder& decoder,
                   Table& table, GeometryNotes& notes, GdalErrors& errors, const Progress& progress) {
  if (!take_columns(layer, decoder, table)) return false;
  const OGRFeatureDefn* defn = layer->GetLayerDefn();
  const RowFilter filter = make_filter(table, options.where);
  const std::string where = place_of(table);
  const std::int64_t count = stated_count(dataset, layer);
  RowSink sink(table);
  if (count > 0 && filter.empty()) sink.reserve(static_cast<std::size_t>(count));
  const std::int64_t step = std::max<std::int64_t>(1000, count / 100);

  layer->ResetReading();
  if (dataset.is_osm()) dataset.data->ResetReading();
  std::vector<std::string> cells(table.columns.size());
  std::vector<char> nulls(table.columns.size());
  std::int64_t row = 0;
  double osm_share = 0;
  while (const auto feature = next_feature(dataset, layer, &osm_share)) {
    ++row;
    for (int i = 0; i < defn->GetFieldCount(); ++i) {
      const auto c = static_cast<std::size_t>(i);
      nulls[c] = !feature->IsFieldSetAndNotNull(i);
      cells[c].clear();
      if (nulls[c] != 0) continue;
      cells[c] = raw_cell(*feature, *defn->GetFieldDefn(i), i);
      if (decoder.encoding() == "UTF-8" ? is_utf8(cells[c]) : is_ascii(cells[c])) continue;
      auto text = decoder.decode(cells[c], may_be_cut(dataset, *defn->GetFieldDefn(i), cells[c].size()));
      if (!text) return false;
      cells[c] = std::move(*text);
    }
    bool keep = true;
    for (const auto& [column, value] : filter) keep = keep && cells[static_cast<std::size_t>(column)] == value;
    if (keep) {
      sink.add(row, cells, nulls);
      const OGRGeometry* shape = options.need_geometry ? feature->GetGeometryRef() : nullptr;
      // A shapefile has null shapes for rows without a place; the driver makes "empty" of a point that is not a number.
      if (shape != nullptr && dataset.is_shapefile() && shape->IsEmpty() && wkbFlatten(shape->getGeometryType()) == wkbPoint)
        throw InputError(fmt::format("{}, row {}", where, row), "a coordinate is not a finite number",
                         "mend or remove that row");
      if (options.need_geometry) take_geometry(shape, row, where, sink, notes);
    }
    // A damaged database page shows here; going on would give half a layer.
    if (errors.failed()) break;
    if (row % step == 0)
      report(progress, dataset.is_osm() ? osm_share : count > 0 ? std::min(1.0, static_cast<double>(row) / static_cast<double>(count)) : 0,
             "reading " + table.layer);
  }
  return true;
}

}  // namespace catchment::gis::reading
