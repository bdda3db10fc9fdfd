#include <gdal_priv.h>

#include <cmath>
#include <filesystem>
#include <memory>

#include <fmt/format.h>

#include "gis/crs/gdal_errors.h"
#include "gis/crs/srs.h"
#include "gis/raster/friction_raster.h"

namespace catchment::gis {

void write_travel_times(const FrictionRaster& raster, const TravelTimes& times, const std::string& path, const Progress& progress) {
  namespace fs = std::filesystem;
  const FrictionSurface& s = raster.surface;
  const std::string temporary = path + ".part.tif";
  struct Remove {
    const std::string& file;
    ~Remove() { std::error_code ignored; fs::remove(file, ignored); }
  } remove{temporary};
  GdalErrors errors;
  const auto refuse = [&](const std::string& what) -> InputError { return {path, fmt::format("it cannot be written ({})", what), "choose another place, or make room"}; };
  auto* driver = GetGDALDriverManager()->GetDriverByName("GTiff");
  const char* options[] = {"COMPRESS=DEFLATE", "PREDICTOR=3", "TILED=YES", "INTERLEAVE=BAND", "BIGTIFF=IF_SAFER", nullptr};
  std::unique_ptr<GDALDataset> data(driver == nullptr ? nullptr : driver->Create(temporary.c_str(), static_cast<int>(s.columns), static_cast<int>(s.rows), 2, GDT_Float32, const_cast<char**>(options)));
  if (!data) throw refuse(errors.text("no driver"));
  double position[] = {raster.west, s.cell_width_m, 0, raster.north, 0, -s.cell_height_m};
  const OGRSpatialReference srs = parse_crs(raster.crs, raster.file);
  bool good = data->SetGeoTransform(position) == CE_None && data->SetSpatialRef(&srs) == CE_None;
  const char* names[] = {"seconds to the nearest facility", "number of the nearest facility, from 1"};
  for (int b = 1; b <= 2; ++b) {
    data->GetRasterBand(b)->SetDescription(names[b - 1]);
    good = good && data->GetRasterBand(b)->SetNoDataValue(-1) == CE_None;
  }
  std::vector<float> row(s.columns);
  for (int b = 1; b <= 2 && good; ++b)
    for (std::uint32_t r = 0; r < s.rows && good; ++r) {
      for (std::uint32_t c = 0; c < s.columns; ++c) {
        const std::size_t i = std::size_t{r} * s.columns + c;
        row[c] = times.cost[i] >= kUnreachable ? -1.0F : b == 1 ? static_cast<float>(from_cost(times.cost[i])) : static_cast<float>(times.owner[i] + 1);
      }
      good = data->GetRasterBand(b)->RasterIO(GF_Write, 0, static_cast<int>(r), static_cast<int>(s.columns), 1, row.data(), static_cast<int>(s.columns), 1, GDT_Float32, 0, 0, nullptr) == CE_None;
      if (r % 64 == 0) report(progress, (b - 1 + static_cast<double>(r) / s.rows) / 2, "writing " + path);
    }
  data.reset();
  if (!good || errors.failed()) throw refuse(errors.text("the disk may be full"));
  std::error_code error;
  fs::rename(temporary, path, error);
  if (error) throw refuse(error.message());
}

}  // namespace catchment::gis
