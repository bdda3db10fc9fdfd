// Columns straight from the driver's batches: no feature object per row. Source: Arrow C data interface.
#include <ogr_recordbatch.h>

#include <charconv>
#include <cmath>
#include <cstring>

#include <fmt/format.h>

#include "gis/vector/reading.h"

namespace catchment::gis::reading {

namespace {

struct Stream : ArrowArrayStream {
  Stream() { std::memset(static_cast<ArrowArrayStream*>(this), 0, sizeof(ArrowArrayStream)); }
  ~Stream() { if (release != nullptr) release(this); }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
};
struct Schema : ArrowSchema {
  Schema() { std::memset(static_cast<ArrowSchema*>(this), 0, sizeof(ArrowSchema)); }
  ~Schema() { if (release != nullptr) release(this); }
  Schema(const Schema&) = delete;
  Schema& operator=(const Schema&) = delete;
};
struct Batch : ArrowArray {
  Batch() { std::memset(static_cast<ArrowArray*>(this), 0, sizeof(ArrowArray)); }
  ~Batch() { if (release != nullptr) release(this); }
  Batch(const Batch&) = delete;
  Batch& operator=(const Batch&) = delete;
};

template <class T>
const T* buffer(const ArrowArray& array, int i) { return static_cast<const T*>(array.buffers[i]); }

bool is_null(const ArrowArray& array, std::int64_t row) {
  if (array.n_buffers == 0 || array.buffers[0] == nullptr || array.null_count == 0) return false;
  const std::int64_t i = row + array.offset;
  return (buffer<std::uint8_t>(array, 0)[i / 8] >> (i % 8) & 1) == 0;
}

std::string_view bytes_at(const ArrowArray& array, char format, std::int64_t row) {
  const std::int64_t i = row + array.offset;
  if (format == 'u' || format == 'z') {
    const auto* ends = buffer<std::int32_t>(array, 1);
    return {buffer<char>(array, 2) + ends[i], static_cast<std::size_t>(ends[i + 1] - ends[i])};
  }
  const auto* ends = buffer<std::int64_t>(array, 1);
  return {buffer<char>(array, 2) + ends[i], static_cast<std::size_t>(ends[i + 1] - ends[i])};
}

template <class Integer>
void put_integer(Integer value, std::string& out) {
  char buffer[24];
  out.assign(buffer, std::to_chars(buffer, buffer + sizeof buffer, value).ptr);
}

void cell_text(const ArrowArray& array, char format, std::int64_t row, std::string& out) {
  const std::int64_t i = row + array.offset;
  switch (format) {
    case 's': return put_integer(buffer<std::int16_t>(array, 1)[i], out);
    case 'i': return put_integer(buffer<std::int32_t>(array, 1)[i], out);
    case 'l': return put_integer(buffer<std::int64_t>(array, 1)[i], out);
    case 'f': out = real_text(buffer<float>(array, 1)[i]); return;
    case 'g': out = real_text(buffer<double>(array, 1)[i]); return;
    default: out = bytes_at(array, format, row);
  }
}

// A two-dimensional or higher little-endian ISO or extended WKB point; anything else goes the general way.
bool plain_point(std::string_view wkb, Point* p) {
  if (wkb.size() < 21 || wkb[0] != 1) return false;
  std::uint32_t type = 0;
  std::memcpy(&type, wkb.data() + 1, 4);
  if (type != 1 && type != 1001 && type != 2001 && type != 3001 && type != 0x80000001u) return false;
  std::memcpy(&p->x, wkb.data() + 5, 8);
  std::memcpy(&p->y, wkb.data() + 13, 8);
  return std::isfinite(p->x) && std::isfinite(p->y);
}

}  // namespace

bool suits_arrow(const Dataset& dataset, OGRLayer* layer, const ReadOptions& options) {
  if (dataset.driver != "GPKG" && dataset.driver != "FlatGeobuf") return false;
  const OGRFeatureDefn* defn = layer->GetLayerDefn();
  if (!options.need_geometry || defn->GetGeomFieldCount() != 1 || wkbFlatten(layer->GetGeomType()) != wkbPoint) return false;
  for (int i = 0; i < defn->GetFieldCount(); ++i) {
    const auto type = defn->GetFieldDefn(i)->GetType();
    if (type != OFTInteger && type != OFTInteger64 && type != OFTReal && type != OFTString) return false;
    // GDAL 3.6's GeoPackage stream keeps only the last true value of each byte of truth values.
    if (defn->GetFieldDefn(i)->GetSubType() == OFSTBoolean) return false;
  }
  return true;
}

bool read_arrow(const Dataset& dataset, OGRLayer* layer, const ReadOptions& options, const Decoder& decoder,
                Table& table, GeometryNotes& notes, GdalErrors& errors, const Progress& progress) {
  const auto plainly = [&] {
    return read_features(dataset, layer, options, decoder, table, notes, errors, progress);
  };
  const OGRFeatureDefn* defn = layer->GetLayerDefn();
  const int n_fields = defn->GetFieldCount();
  const std::int64_t count = stated_count(dataset, layer);
  layer->ResetReading();
  Stream stream;
  const char* stream_options[] = {"INCLUDE_FID=NO", nullptr};
  Schema schema;
  if (!layer->GetArrowStream(&stream, stream_options) || stream.get_schema(&stream, &schema) != 0) return plainly();
  // Fields in order, then the geometry; one-letter formats only.
  if (schema.n_children != n_fields + 1) return plainly();
  std::string formats;
  for (std::int64_t i = 0; i < schema.n_children; ++i) {
    const std::string format = schema.children[i]->format;
    const bool geometry = i == n_fields;
    if (format.size() != 1 || (geometry ? "zZ" : std::string("silfguU")).find(format[0]) == std::string::npos)
      return plainly();
    if (!geometry && std::strcmp(schema.children[i]->name, defn->GetFieldDefn(static_cast<int>(i))->GetNameRef()) != 0)
      return plainly();
    formats += format;
  }

  if (!take_columns(layer, decoder, table)) return false;
  const RowFilter filter = make_filter(table, options.where);
  const std::string where = place_of(table);
  RowSink sink(table);
  if (count > 0 && filter.empty()) sink.reserve(static_cast<std::size_t>(count));

  std::vector<std::string> cells(table.columns.size());
  std::vector<char> nulls(table.columns.size());
  std::int64_t row = 0;
  for (;;) {
    Batch batch;
    if (stream.get_next(&stream, &batch) != 0) {
      const char* said = stream.get_last_error != nullptr ? stream.get_last_error(&stream) : nullptr;
      throw InputError(where, fmt::format("it is damaged ({})", errors.text(said != nullptr ? said : "a batch failed")),
                       kCopyAgain);
    }
    if (batch.release == nullptr) break;
    for (std::int64_t i = 0; i < batch.length; ++i) {
      ++row;
      for (int f = 0; f < n_fields; ++f) {
        const auto c = static_cast<std::size_t>(f);
        const ArrowArray& column = *batch.children[f];
        nulls[c] = is_null(column, i);
        cells[c].clear();
        if (nulls[c] != 0) continue;
        cell_text(column, formats[c], i, cells[c]);
        if (formats[c] != 'u' && formats[c] != 'U') continue;
        if (decoder.encoding() == "UTF-8" ? is_utf8(cells[c]) : is_ascii(cells[c])) continue;
        auto text = decoder.decode(cells[c]);
        if (!text) return false;
        cells[c] = std::move(*text);
      }
      bool keep = true;
      for (const auto& [column, value] : filter) keep = keep && cells[static_cast<std::size_t>(column)] == value;
      if (!keep) continue;
      sink.add(row, cells, nulls);
      const ArrowArray& shapes = *batch.children[n_fields];
      if (is_null(shapes, i)) {
        notes.missing.push_back(row);
        continue;
      }
      const std::string_view wkb = bytes_at(shapes, formats.back(), i);
      if (Point p; plain_point(wkb, &p)) {
        sink.set_point(p);
        continue;
      }
      OGRGeometry* made = nullptr;
      OGRGeometryFactory::createFromWkb(wkb.data(), nullptr, &made, wkb.size());
      const std::unique_ptr<OGRGeometry> geometry(made);
      take_geometry(geometry.get(), row, where, sink, notes);
    }
    report(progress, count > 0 ? std::min(1.0, static_cast<double>(row) / static_cast<double>(count)) : 0,
           "reading " + table.layer);
    if (errors.failed()) break;
  }
  return true;
}

}  // namespace catchment::gis::reading
