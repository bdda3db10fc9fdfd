#include <algorithm>
#include <cmath>
#include <filesystem>

#include <fmt/format.h>

#include "gis/crs/srs.h"
#include "gis/vector/reading.h"

namespace catchment::gis {

namespace {

using namespace reading;

std::string geometry_name(OGRwkbGeometryType type) {
  switch (wkbFlatten(type)) {
    case wkbNone: return "none";
    case wkbPoint: case wkbMultiPoint: return "point";
    case wkbLineString: case wkbMultiLineString: case wkbCircularString: case wkbCompoundCurve: case wkbMultiCurve: return "line";
    case wkbPolygon: case wkbMultiPolygon: case wkbCurvePolygon: case wkbMultiSurface: case wkbTriangle: case wkbTIN:
    case wkbPolyhedralSurface: return "polygon";
    default: return "";
  }
}

std::string datum_name(const OGRSpatialReference& srs) {
  const char* name = srs.GetAttrValue("DATUM");
  const std::string text = name != nullptr ? name : "";
  if (text.find("WGS_1984") != std::string::npos || text.find("World Geodetic System 1984") != std::string::npos)
    return name_of(Datum::kWgs84);
  if (text.find("China_2000") != std::string::npos || text.find("CGCS2000") != std::string::npos ||
      text.find("China Geodetic Coordinate System 2000") != std::string::npos)
    return name_of(Datum::kCgcs2000);
  return text;
}

void set_extent(LayerInfo& info, const OGREnvelope& box, const OGRSpatialReference& srs) {
  GdalErrors quiet;
  OGRSpatialReference from(srs);
  from.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
  const OGRSpatialReference to = parse_crs("EPSG:4326", "CRS");
  double out[4];
  OGRCoordinateTransformation* t = OGRCreateCoordinateTransformation(&from, &to);
  const bool ok = t != nullptr && t->TransformBounds(box.MinX, box.MinY, box.MaxX, box.MaxY, &out[0], &out[1], &out[2], &out[3], 21);
  OGRCoordinateTransformation::DestroyCT(t);
  if (ok && std::all_of(out, out + 4, [](double v) { return std::isfinite(v); })) std::copy(out, out + 4, info.extent_wgs84);
}

LayerInfo csv_layer(const std::string& path, const std::string& encoding) {
  ReadOptions options;
  options.encoding = encoding;
  options.need_geometry = false;
  const Table table = read_table(path, options);
  LayerInfo info;
  info.name = table.layer;
  info.features = static_cast<std::int64_t>(table.n_rows());
  const auto [x, y] = coordinate_columns(table);
  info.geometry = x >= 0 && y >= 0 ? "point" : "none";
  return info;
}

// OSM files state no counts: one pass over all layers.
void count_osm(const Dataset& dataset, std::vector<LayerInfo>& layers) {
  std::vector<OGREnvelope> box(layers.size());
  OGRLayer* belongs = nullptr;
  while (const std::unique_ptr<OGRFeature> feature{dataset.data->GetNextFeature(&belongs, nullptr, nullptr, nullptr)})
    for (std::size_t i = 0; i < layers.size(); ++i)
      if (belongs != nullptr && layers[i].name == belongs->GetName()) {
        ++layers[i].features;
        OGREnvelope one;
        if (feature->GetGeometryRef() != nullptr && !feature->GetGeometryRef()->IsEmpty()) {
          feature->GetGeometryRef()->getEnvelope(&one);
          box[i].Merge(one);
        }
      }
  for (std::size_t i = 0; i < layers.size(); ++i)
    if (box[i].IsInit()) set_extent(layers[i], box[i], parse_crs("EPSG:4326", "CRS"));
}

// What a layer of "any" geometry holds: its first shape says.
std::string first_geometry(OGRLayer* layer) {
  layer->ResetReading();
  for (int i = 0; i < 100; ++i) {
    const std::unique_ptr<OGRFeature> feature(layer->GetNextFeature());
    if (!feature) break;
    if (const auto* shape = feature->GetGeometryRef()) return geometry_name(shape->getGeometryType());
  }
  return "none";
}

}  // namespace

std::vector<LayerInfo> list_layers(const std::string& path, const std::string& encoding) {
  if (is_csv(path)) return {csv_layer(path, encoding)};
  const Dataset dataset = open_dataset(path);
  GdalErrors errors;
  std::vector<LayerInfo> layers;
  for (OGRLayer* layer : dataset.data->GetLayers()) {
    LayerInfo info;
    info.name = layer->GetName();
    info.geometry = geometry_name(layer->GetGeomType());
    const OGRSpatialReference* srs = layer->GetSpatialRef();
    if (srs != nullptr) {
      info.crs = short_name(*srs);
      if (!info.crs.empty()) info.datum = datum_name(*srs);
    }
    if (!dataset.is_osm()) {
      stated_count(dataset, layer);
      info.features = std::max<std::int64_t>(0, layer->GetFeatureCount(TRUE));
      if (info.geometry.empty()) info.geometry = first_geometry(layer);
      OGREnvelope box;
      if (!info.crs.empty() && info.geometry != "none" && info.features > 0 && layer->GetExtent(&box, TRUE) == OGRERR_NONE)
        set_extent(info, box, *srs);
    } else if (info.geometry.empty()) {
      info.geometry = info.name == "multilinestrings" ? "line" : "none";
    }
    layers.push_back(info);
  }
  if (dataset.is_osm()) count_osm(dataset, layers);
  if (errors.failed()) throw InputError(path, fmt::format("it is damaged ({})", errors.text("")), kCopyAgain);
  return layers;
}

}  // namespace catchment::gis
