#include "gis/world_file/world_file.h"

#include <fmt/format.h>
#include <ogrsf_frmts.h>

#include <chrono>
#include <filesystem>
#include <future>

#include "gis/crs/gdal_errors.h"
#include "gis/world_file/world_tables.h"
#include "sim/core/error.h"

namespace catchment::gis {
namespace {

// Raised when a column's meaning changes, so that an old program refuses a new file instead of misreading it.
constexpr std::string_view kFormat = "catchment world", kVersion = "1";
const std::vector<Column> kInfo{{"key"}, {"value"}};

}  // namespace

void write_world(const World& world, const std::string& path, const Progress& progress) {
  GpkgWriter file(path, world.crs);
  {
    RowWriter row = file.layer("world_info", LayerGeometry::kNone, kInfo, 4);
    row.text("format").text(kFormat).write();
    row.text("version").text(kVersion).write();
    row.text("crs").text(world.crs).write();
    row.text("modelled").text(world.modelled ? "yes" : "no").write();
  }
  constexpr std::string_view kDoing = "writing the world file";
  report(progress, 0, kDoing);
  write_areas(file, world);
  write_buildings(file, world);
  report(progress, 0.3, kDoing);
  write_demand(file, world);
  report(progress, 0.5, kDoing);
  write_streets(file, world.streets);
  report(progress, 0.8, kDoing);
  write_organisations(file, world);
  write_services(file, world);
  write_sharing(file, world);
  write_context(file, world);
  write_notes(file, world);
  report(progress, 0.9, kDoing);
  file.finish();
  report(progress, 1, kDoing);
}

namespace {

/// Crs and `modelled`, once it is known to be a world file of this version.
World read_info(GpkgDataset& file, const std::string& path) {
  const WorldSource in{*file, path};
  if (file->GetLayerByName("world_info") == nullptr)
    throw InputError(path, "is a GeoPackage, but not a world file", "name its layers as inputs of a scenario");
  World world;
  std::string format, version;
  RowReader row = in.layer("world_info", kInfo);
  while (row.next()) {
    const std::string key(row.text()), value(row.text());
    if (key == "format") format = value;
    if (key == "version") version = value;
    if (key == "crs") world.crs = value;
    if (key == "modelled") world.modelled = value == "yes";
  }
  if (format != kFormat)
    throw InputError(path, "is a GeoPackage, but not a world file", "name its layers as inputs of a scenario");
  if (version != kVersion)
    throw InputError(path,
                     fmt::format("is a world file of version '{}'; this program reads version {}", version, kVersion),
                     "make it again, or use the program that wrote it");
  return world;
}

}  // namespace

std::string world_file_crs(const std::string& path) {
  GpkgDataset file = open_gpkg(path);
  return read_info(file, path).crs;
}

World read_world(const std::string& path, const Progress& progress) {
  GpkgDataset file = open_gpkg(path);
  World world = read_info(file, path);
  constexpr std::string_view kDoing = "reading the world file";
  report(progress, 0, kDoing);

  // Streets and the rest do not point to each other: two threads, each with a dataset of its own.
  StopFlag stop = false;
  std::atomic<int> layers{0};
  constexpr double kLayers = 7;
  std::error_code error;
  const std::uint64_t bytes = std::filesystem::file_size(path, error);
  const auto read = [&](GDALDataset& from, auto&&... tables) {
    const WorldSource in{from, path, error ? 0 : bytes, &stop};
    (..., (tables(in), ++layers));
  };
  std::future<void> streets = std::async(std::launch::async, [&] {
    const GpkgDataset own = open_gpkg(path);
    read(*own, [&](const WorldSource& in) { read_streets(in, world.streets); });
  });
  // What others point to comes first: organisations own venues, facilities are bases of instructors.
  std::future<void> places = std::async(std::launch::async, [&] {
    read(
        *file, [&](const WorldSource& in) { read_areas(in, world); }, [&](const WorldSource& in) { read_buildings(in, world); },
        [&](const WorldSource& in) { read_demand(in, world); }, [&](const WorldSource& in) { read_organisations(in, world); },
        [&](const WorldSource& in) { read_services(in, world), read_sharing(in, world); },
        [&](const WorldSource& in) { read_context(in, world), read_notes(in, world); });
  });
  try {
    for (std::future<void>* lane : {&places, &streets})
      while (lane->wait_for(std::chrono::milliseconds(100)) != std::future_status::ready) report(progress, layers / kLayers, kDoing);
    places.get();
    streets.get();
  } catch (...) {
    stop = true;  // the threads end before what they write to does
    for (std::future<void>* lane : {&places, &streets})
      if (lane->valid()) lane->wait();
    throw;
  }
  report(progress, 1, kDoing);
  return world;
}

bool is_world_file(const std::string& path) try {
  const GpkgDataset file = open_gpkg(path);
  if (file->GetLayerByName("world_info") == nullptr) return false;
  RowReader row(*file, path, "world_info", kInfo);
  return row.next() && row.text() == "format" && row.text() == kFormat;
} catch (const InputError&) {
  return false;
}

}  // namespace catchment::gis
