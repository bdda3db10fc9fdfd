#include "gis/vector/layer.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>

#include <fmt/format.h>

#include "gis/crs/srs.h"
#include "gis/vector/reading.h"

namespace catchment::gis {

namespace {

bool equal_ignoring_case(const std::string& a, const std::string& b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](unsigned char x, unsigned char y) {
           return std::tolower(x) == std::tolower(y);
         });
}

}  // namespace

int Table::column(const std::string& name) const {
  for (std::size_t i = 0; i < columns.size(); ++i)
    if (columns[i] == name) return static_cast<int>(i);
  for (std::size_t i = 0; i < columns.size(); ++i)
    if (equal_ignoring_case(columns[i], name)) return static_cast<int>(i);
  return -1;
}

namespace reading {

std::string declared_encoding(const Dataset& dataset) {
  if (!dataset.is_shapefile()) return "UTF-8";
  std::filesystem::path beside = dataset.path;
  for (const char* ending : {".cpg", ".CPG", ".cst"}) {
    std::ifstream file(beside.replace_extension(ending));
    std::string name;
    if (file && std::getline(file, name)) {
      name.erase(std::remove_if(name.begin(), name.end(), [](unsigned char c) { return std::isspace(c) || c > 126; }), name.end());
      if (!name.empty()) return name;
    }
  }
  // The language byte is believed where it names a Chinese code page: 0x57 ("ANSI") is what everyone writes.
  for (const char* ending : {".dbf", ".DBF"}) {
    std::ifstream file(beside.replace_extension(ending), std::ios::binary);
    char header[32] = {};
    if (file.read(header, sizeof header)) {
      if (header[29] == 0x4D || header[29] == 0x7A) return "GB18030";
      if (header[29] == 0x4F || header[29] == 0x78) return "BIG5";
    }
  }
  return {};
}

EncodingDetector detect_encoding(OGRLayer* layer, bool cut) {
  EncodingDetector detector;
  const OGRFeatureDefn* defn = layer->GetLayerDefn();
  std::vector<int> texts;
  for (int i = 0; i < defn->GetFieldCount(); ++i)
    if (defn->GetFieldDefn(i)->GetType() == OFTString) texts.push_back(i);
  layer->ResetReading();
  while (const std::unique_ptr<OGRFeature> feature{layer->GetNextFeature()})
    for (const int i : texts) {
      const std::string_view text = feature->GetFieldAsString(i);
      const int width = defn->GetFieldDefn(i)->GetWidth();
      detector.add(text, cut && width > 0 && text.size() >= static_cast<std::size_t>(width));
    }
  // Names of columns last, so that the sample shows names of places first.
  for (int i = 0; i < defn->GetFieldCount(); ++i) detector.add(defn->GetFieldDefn(i)->GetNameRef(), cut);
  return detector;
}

}  // namespace reading

Table read_table(const std::string& path, const ReadOptions& options, const Progress& progress) {
  using namespace reading;
  Table table;
  table.file = path;
  table.datum = options.datum;
  GeometryNotes notes;
  const Progress reading_part = part_of(progress, 0, 0.7), placing_part = part_of(progress, 0.7, 1);
  if (is_csv(path)) {
    table.layer = std::filesystem::path(path).stem().string();
    read_csv(path, options, table, notes, reading_part);
    if (options.need_geometry) {
      tell(notes, table);
      place_geometry(table, options, {}, placing_part);
    }
    report(progress, 1, "reading " + table.layer);
    return table;
  }

  const Dataset dataset = open_dataset(path);
  OGRLayer* layer = choose_layer(dataset, options.layer);
  table.layer = layer->GetName();
  const std::string where = place_of(table);
  GdalErrors errors;
  const auto damaged = [&] {
    if (errors.failed()) throw InputError(where, fmt::format("it is damaged ({})", errors.text("")), kCopyAgain);
  };

  // The encoding: as the user says, as the file says if that is true, else as its bytes look.
  std::string encoding = options.encoding, declared;
  const auto detect = [&](const std::string& why) {
    const EncodingDetector detector = detect_encoding(layer, dataset.is_shapefile());
    damaged();
    if (detector.encoding().empty())
      throw InputError(where, "its texts are neither UTF-8 nor GB18030", "set encoding to the one they are in");
    if (!detector.all_ascii()) table.findings.push_back(detector.finding(where, why));
    encoding = detector.encoding();
  };
  if (encoding.empty()) {
    declared = declared_encoding(dataset);
    if (declared.empty()) detect("the shapefile has no .cpg file that says its text encoding");
    else encoding = declared;
  }

  const bool arrow = suits_arrow(dataset, layer, options);
  const auto read_all = [&] {
    const Decoder decoder(encoding, where);
    table.encoding = decoder.encoding();
    table.columns.clear();
    table.cells.clear();
    table.null_cells.clear();
    return arrow ? read_arrow(dataset, layer, options, decoder, table, notes, errors, reading_part)
                 : read_features(dataset, layer, options, decoder, table, notes, errors, reading_part);
  };
  if (!read_all()) {
    if (!options.encoding.empty())
      throw InputError(where, fmt::format("its texts are not {}", canonical_encoding(options.encoding)),
                       "set encoding to the one they are in, or leave it away to have it detected");
    detect(fmt::format("its texts are not {}, as the file says", canonical_encoding(declared)));
    Table again;
    again.file = table.file;
    again.layer = table.layer;
    again.datum = table.datum;
    again.findings = std::move(table.findings);
    table = std::move(again);
    notes = {};
    if (!read_all()) throw InputError(where, "its texts are in no single encoding", "set encoding");
  }
  damaged();

  if (options.need_geometry) {
    tell(notes, table);
    std::string crs;
    if (const OGRSpatialReference* srs = layer->GetSpatialRef(); srs != nullptr && !short_name(*srs).empty())
      crs = full_text(*srs);
    place_geometry(table, options, crs, placing_part);
  }
  report(progress, 1, "reading " + table.layer);
  return table;
}

}  // namespace catchment::gis
