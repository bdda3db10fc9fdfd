#include "gis/raster/geotiff.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "gis/crs/srs.h"
#include "gis/vector/claims.h"
#include "sim/core/error.h"

namespace catchment::gis {

namespace {

constexpr const char* kCopyAgain = "copy or export the file again";
// No compression that GeoTIFF knows packs more cells than this into one byte; beyond it the size is a claim.
constexpr double kCellsPerByte = 20000;
// A block is read as a whole: 64 million cells are 512 MB.
constexpr double kCellsPerBlock = 1 << 26;

}  // namespace

std::unique_ptr<GDALDataset> open_geotiff(const std::string& path, const std::string& wanted, GdalErrors& errors) {
  const auto bytes = static_cast<double>(require_file(path));
  const char* drivers[] = {"GTiff", nullptr};
  std::unique_ptr<GDALDataset> data(
      GDALDataset::Open(path.c_str(), GDAL_OF_RASTER | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR, drivers, nullptr, nullptr));
  if (!data) {
    const std::string said = errors.text("not recognized");
    if (said.find("not recognized") != std::string::npos)
      throw InputError(path, "it is not a GeoTIFF", fmt::format("give {} as GeoTIFF", wanted));
    throw InputError(path, fmt::format("it cannot be opened ({})", said), kCopyAgain);
  }
  if (data->GetRasterCount() < 1) throw InputError(path, "it holds no band", "give a raster of one band");
  auto* band = data->GetRasterBand(1);
  const double cells = static_cast<double>(data->GetRasterXSize()) * data->GetRasterYSize();
  const bool packed = data->GetMetadataItem("COMPRESSION", "IMAGE_STRUCTURE") != nullptr;
  if (cells > (packed ? kCellsPerByte * bytes : bytes / std::max(1, GDALGetDataTypeSizeBytes(band->GetRasterDataType()))))
    throw InputError(path, fmt::format("its header claims {} x {} cells but the file has only {}", data->GetRasterXSize(),
                                       data->GetRasterYSize(), byte_text(bytes)), kCopyAgain);
  int width = 0, height = 0;
  band->GetBlockSize(&width, &height);
  if (static_cast<double>(width) * height > kCellsPerBlock)
    throw InputError(path, fmt::format("its blocks of {} x {} cells are too large to read", width, height),
                     "write it with smaller blocks (gdal_translate -co TILED=YES)");
  return data;
}

std::array<double, 6> georeference_of(GDALDataset& data, const std::string& path) {
  std::array<double, 6> g{};
  if (data.GetGeoTransform(g.data()) != CE_None || g[1] * g[5] - g[2] * g[4] == 0 ||
      !std::all_of(g.begin(), g.end(), [](double v) { return std::isfinite(v); }))
    throw InputError(path, "it does not say where its cells lie (no georeference)", "give a GeoTIFF with a position");
  return g;
}

std::string crs_text_of(GDALDataset& data, const std::string& stated) {
  if (!stated.empty()) return stated;
  const auto* srs = data.GetSpatialRef();
  return srs != nullptr && !short_name(*srs).empty() ? full_text(*srs) : std::string();
}

}  // namespace catchment::gis
