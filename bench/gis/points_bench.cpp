// How long does it take to have 1 million points of a GeoPackage in memory, four columns each? Ours (read_table, Arrow
// stream) against GDAL's plain loop over feature objects, one after the other in the same run; the tables are checked
// equal before any time is taken. `project` adds the way from degrees to metres. The file is warm in the page cache.
#include <benchmark/benchmark.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "gis/vector/layer.h"
#include "sim/core/random.h"

namespace catchment::bench {
namespace {

constexpr int kPoints = 1'000'000;

std::string make_points() {
  const auto path = std::filesystem::temp_directory_path() / "catchment-bench-points.gpkg";
  std::filesystem::remove(path);
  auto* driver = GetGDALDriverManager()->GetDriverByName("GPKG");
  const std::unique_ptr<GDALDataset> data(driver->Create(path.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
  OGRSpatialReference srs;
  srs.importFromEPSG(4326);
  srs.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
  const char* options[] = {"SPATIAL_INDEX=NO", nullptr};
  OGRLayer* layer = data->CreateLayer("points", &srs, wkbPoint, const_cast<char**>(options));
  OGRFieldDefn id("id", OFTString), name("name", OFTString), persons("persons", OFTInteger64), share("share", OFTReal);
  for (auto* field : {&id, &name, &persons, &share})
    if (layer->CreateField(field) != OGRERR_NONE) std::abort();
  if (layer->StartTransaction() != OGRERR_NONE) std::abort();
  Stream random(1, "points");
  OGRFeature feature(layer->GetLayerDefn());
  OGRPoint at;
  for (int i = 0; i < kPoints; ++i) {
    feature.SetFID(OGRNullFID);
    feature.SetField(0, (std::string("b").append(std::to_string(i))).c_str());
    feature.SetField(1, i % 3 == 0 ? "同济新村" : "a tower");
    feature.SetField(2, static_cast<GIntBig>(random.below(400)));
    feature.SetField(3, random.uniform());
    at.setX(random.uniform(121, 122));
    at.setY(random.uniform(31, 32));
    feature.SetGeometry(&at);
    if (layer->CreateFeature(&feature) != OGRERR_NONE) std::abort();
  }
  if (layer->CommitTransaction() != OGRERR_NONE) std::abort();
  return path.string();
}

const std::string& points_file() {
  gis::initialise();
  static const std::string path = make_points();
  return path;
}

struct Plain {
  std::vector<std::vector<std::string>> cells = std::vector<std::vector<std::string>>(4);
  std::vector<Point> point;
};

// The loop that everyone writes first.
Plain plain_loop(const std::string& path) {
  const std::unique_ptr<GDALDataset> data(GDALDataset::Open(path.c_str(), GDAL_OF_VECTOR));
  OGRLayer* layer = data->GetLayer(0);
  Plain out;
  while (const std::unique_ptr<OGRFeature> feature{layer->GetNextFeature()}) {
    for (int i = 0; i < 3; ++i) out.cells[static_cast<std::size_t>(i)].emplace_back(feature->GetFieldAsString(i));
    char text[40];
    out.cells[3].emplace_back(text, std::to_chars(text, text + sizeof text, feature->GetFieldAsDouble(3)).ptr);
    const auto* p = feature->GetGeometryRef()->toPoint();
    out.point.push_back({p->getX(), p->getY()});
  }
  return out;
}

bool equal_answers() {
  const auto ours = gis::read_table(points_file(), {});
  const auto plain = plain_loop(points_file());
  return ours.n_rows() == kPoints && ours.cells == plain.cells && ours.point == plain.point;
}

void ArrowStream(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(gis::read_table(points_file(), {}).point.data());
  state.SetItemsProcessed(state.iterations() * kPoints);
}
void FeatureLoop(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(plain_loop(points_file()).point.data());
  state.SetItemsProcessed(state.iterations() * kPoints);
}
void ArrowStreamAndProject(benchmark::State& state) {
  gis::ReadOptions options;
  options.project_crs = "EPSG:32651";
  for (auto _ : state) benchmark::DoNotOptimize(gis::read_table(points_file(), options).point.data());
  state.SetItemsProcessed(state.iterations() * kPoints);
}
BENCHMARK(ArrowStream)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();
BENCHMARK(FeatureLoop)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();
BENCHMARK(ArrowStreamAndProject)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();

}  // namespace
}  // namespace catchment::bench

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (!catchment::bench::equal_answers()) {
    std::fprintf(stderr, "the two ways of reading disagree\n");
    return 1;
  }
  std::printf("answers equal: 1,000,000 rows\n");
  benchmark::RunSpecifiedBenchmarks();
  std::filesystem::remove(catchment::bench::points_file());
  return 0;
}
