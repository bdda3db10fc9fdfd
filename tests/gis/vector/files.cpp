#include "tests/gis/vector/files.h"

#include <cpl_string.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <cmath>
#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>

namespace catchment::gis::test {

void make_file(const std::string& path, const std::string& driver, const std::vector<MadeLayer>& layers) {
  initialise();
  auto* d = GetGDALDriverManager()->GetDriverByName(driver.c_str());
  if (d == nullptr) throw std::runtime_error("no driver " + driver);
  std::unique_ptr<GDALDataset> data(d->Create(path.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
  if (!data) throw std::runtime_error("cannot make " + path);
  for (const auto& made : layers) {
    OGRSpatialReference srs;
    if (!made.crs.empty()) srs.SetFromUserInput(made.crs.c_str());
    srs.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    CPLStringList options;
    for (const auto& option : made.options) options.AddString(option.c_str());
    [[maybe_unused]] OGRErr ignore = OGRERR_NONE;
    OGRLayer* layer = data->CreateLayer(made.name.c_str(), made.crs.empty() ? nullptr : &srs,
                                        static_cast<OGRwkbGeometryType>(made.geometry_type), options.List());
    if (layer == nullptr) throw std::runtime_error("cannot make layer " + made.name);
    OGRFieldDefn name("name", OFTString), value("value", OFTReal), count("count", OFTInteger), flag("flag", OFTInteger);
    if (driver == "ESRI Shapefile") name.SetWidth(30);
    flag.SetSubType(OFSTBoolean);
    ignore = layer->CreateField(&name);
    ignore = layer->CreateField(&value);
    ignore = layer->CreateField(&count);
    if (made.with_flag) ignore = layer->CreateField(&flag);
    int n = 0;
    ignore = layer->StartTransaction();
    for (const auto& f : made.features) {
      OGRFeature feature(layer->GetLayerDefn());
      feature.SetField(0, f.name.c_str());
      if (!std::isnan(f.value)) feature.SetField(1, f.value);
      feature.SetField(2, ++n);
      if (made.with_flag) feature.SetField(3, n % 2);
      if (!f.wkt.empty()) {
        OGRGeometry* geometry = nullptr;
        OGRGeometryFactory::createFromWkt(f.wkt.c_str(), nullptr, &geometry);
        if (geometry == nullptr) throw std::runtime_error("bad WKT " + f.wkt);
        feature.SetGeometryDirectly(geometry);
      }
      if (layer->CreateFeature(&feature) != OGRERR_NONE) throw std::runtime_error("cannot write to " + path);
    }
    ignore = layer->CommitTransaction();
  }
}

std::string write_text(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
  return path;
}

std::string read_bytes(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string refusal(const std::function<void()>& call) {
  try {
    call();
  } catch (const InputError& e) {
    return e.what();
  }
  return "no error";
}

std::string refusal(const std::string& path, const ReadOptions& options) {
  return refusal([&] { read_table(path, options); });
}

bool has_finding(const Findings& findings, const std::string& rule) { return !finding_text(findings, rule).empty(); }

std::string finding_text(const Findings& findings, const std::string& rule) {
  for (const auto& finding : findings)
    if (finding.rule == rule) return finding.what;
  return {};
}

}  // namespace catchment::gis::test
