#include "gis/vector/datum_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include "sim/core/random.h"
#include "tests/gis/vector/files.h"
#include "tests/support/shared_data.h"

namespace catchment::gis {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

// Squares of about 1 km in Shanghai, named 0, 1, 2, ...
DatumSample squares(int n, Datum truth) {
  DatumSample sample;
  sample.where = "squares";
  for (int i = 0; i < n; ++i) {
    const double x = 121.3 + 0.03 * (i % 5), y = 31.1 + 0.03 * (i / 5);
    Ring ring = {{x, y}, {x + 0.01, y}, {x + 0.01, y + 0.01}, {x, y + 0.01}};
    for (Point& p : ring) {
      const LonLat at = from_wgs84({p.x, p.y}, truth);
      p = {at.lon, at.lat};
    }
    sample.name.push_back(std::string("a").append(std::to_string(i)));
    sample.shape.push_back({Polygon{{ring}}});
  }
  return sample;
}

DatumSample points_in_squares(int n, Datum truth, std::uint64_t seed) {
  DatumSample sample;
  sample.where = "points";
  Stream random(seed, "points");
  for (int i = 0; i < n; ++i) {
    const int k = static_cast<int>(random.below(10));
    const double x = 121.3 + 0.03 * (k % 5) + random.uniform(0.0001, 0.0099), y = 31.1 + 0.03 * (k / 5) + random.uniform(0.0001, 0.0099);
    sample.point.push_back(from_wgs84({x, y}, truth));
    sample.name.push_back(std::string("p").append(std::to_string(i)));
    sample.polygon_name.push_back(std::string("a").append(std::to_string(k)));
  }
  return sample;
}

TEST(Overlap, IsOneForEqualShapesAndAThirdForHalfShifted) {
  const auto a = squares(4, Datum::kWgs84).shape;
  EXPECT_NEAR(overlap(a, a), 1, 1e-12);
  auto b = a;
  for (auto& shape : b)
    for (Point& p : shape[0].rings[0]) p.x += 0.005;
  EXPECT_NEAR(overlap(a, b), 1.0 / 3, 1e-9);
  EXPECT_EQ(overlap({}, {}), 0);
  EXPECT_THROW(overlap(a, {}), std::invalid_argument);
}

TEST(CheckDatums, SaysNothingWhereLayersAgree) {
  EXPECT_THAT(check_datums({squares(10, Datum::kWgs84), squares(10, Datum::kWgs84), points_in_squares(200, Datum::kWgs84, 1)}), IsEmpty());
  EXPECT_THAT(check_datums({}), IsEmpty());
  EXPECT_THAT(check_datums({squares(10, Datum::kGcj02)}), IsEmpty()) << "one layer alone is no evidence";
  EXPECT_THAT(check_datums({squares(2, Datum::kWgs84), squares(2, Datum::kGcj02)}), IsEmpty()) << "two places are no evidence";
}

TEST(CheckDatums, FindsTheLayerOfPolygonsThatLies) {
  for (const Datum truth : {Datum::kGcj02, Datum::kBd09}) {
    auto lying = squares(10, truth);
    lying.where = "lying";
    const auto findings = check_datums({squares(10, Datum::kWgs84), lying, squares(8, Datum::kWgs84)});
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_EQ(findings[0].rule, "datum-mismatch");
    EXPECT_EQ(findings[0].where, "lying");
    EXPECT_THAT(findings[0].what, HasSubstr(std::string("it is likely ") + name_of(truth)));
  }
}

TEST(CheckDatums, FindsAShiftedLabelOnUnshiftedCoordinates) {
  // Labelled GCJ-02, so converted, though it was WGS-84 all along.
  auto lying = squares(10, Datum::kWgs84);
  lying.label = Datum::kGcj02;
  lying.where = "lying";
  for (auto& shape : lying.shape)
    for (Point& p : shape[0].rings[0]) {
      const LonLat at = to_wgs84({p.x, p.y}, Datum::kGcj02).at;
      p = {at.lon, at.lat};
    }
  const auto findings = check_datums({lying, squares(10, Datum::kWgs84)});
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].where, "lying");
  EXPECT_THAT(findings[0].what, HasSubstr("likely WGS-84"));
}

TEST(CheckDatums, FindsPointsThatLieOutsideTheAreasTheyName) {
  for (const Datum truth : {Datum::kGcj02, Datum::kBd09}) {
    const auto findings = check_datums({squares(10, Datum::kWgs84), points_in_squares(300, truth, 2)});
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_EQ(findings[0].where, "points");
    EXPECT_THAT(findings[0].what, HasSubstr("share inside"));
    EXPECT_THAT(findings[0].what, HasSubstr(std::string("likely ") + name_of(truth)));
  }
}

TEST(CheckDatums, FindsPointsAwayFromTheirNamesakes) {
  auto a = points_in_squares(50, Datum::kWgs84, 3), b = points_in_squares(50, Datum::kGcj02, 3);
  b.where = "lying";
  const auto findings = check_datums({a, b});
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].where, "lying");
  EXPECT_THAT(findings[0].what, HasSubstr("median distance"));
}

TEST(CheckDatums, NamesAndPlacesMustAgreeInNumber) {
  auto bad = squares(5, Datum::kWgs84);
  bad.name.pop_back();
  EXPECT_THROW(check_datums({bad, squares(5, Datum::kWgs84)}), std::invalid_argument);
}

double number(const std::string& text) {
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

TEST(CheckDatums, RealDistrictsLabelledWgs84AreFoundToBeGcj02) {
  CATCHMENT_NEED_SHARED_DATA(path, "shanghai_boundaries/shanghai_boundaries.gpkg");
  const Table truth = read_table(path, {.layer = "districts", .project_crs = "EPSG:4326"});
  const Table shifted = read_table(path, {.layer = "districts_gcj02_shifted", .project_crs = "EPSG:4326"});
  const auto findings = check_datums({datum_sample(truth), datum_sample(shifted)});
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_THAT(findings[0].where, HasSubstr("districts_gcj02_shifted"));
  EXPECT_THAT(findings[0].what, HasSubstr("likely GCJ-02"));
  EXPECT_THAT(findings[0].what, testing::ContainsRegex("about 4[0-9][05] m east, 2[0-4][05] m south"));
  std::cout << findings[0].where << ": " << findings[0].what << "\n";

  // In metres, by name. Four coastal districts count tidal flats in one source only (Chongming is 1.56 times as large
  // there), which no datum can mend: the median tells the shift, the mean does not.
  const Table t = read_table(path, {.layer = "districts", .project_crs = "EPSG:32651"});
  const auto pairs = [&](const Table& other) {
    std::vector<MultiPolygon> ours;
    for (const auto& name : t.cells[static_cast<std::size_t>(t.column("district"))]) {
      const auto& names = other.cells[static_cast<std::size_t>(other.column("name"))];
      const auto at = std::find(names.begin(), names.end(), name);
      if (at == names.end()) throw std::runtime_error("no district " + name);
      ours.push_back(other.polygon[static_cast<std::size_t>(at - names.begin())]);
    }
    return overlap(ours, t.polygon);
  };
  const double labelled = pairs(read_table(path, {.layer = "districts_gcj02_shifted", .project_crs = "EPSG:32651"}));
  const double declared = pairs(read_table(path, {.layer = "districts_gcj02_shifted", .datum = Datum::kGcj02, .project_crs = "EPSG:32651"}));
  std::cout << "overlap as labelled " << labelled << ", declared as GCJ-02 " << declared << "\n";
  EXPECT_LT(labelled, 0.85);
  EXPECT_GT(labelled, 0.70);
  EXPECT_GE(declared, 0.97);
}

TEST(CheckDatums, RealQuartersInBd09LandOnTheirWgs84Places) {
  CATCHMENT_NEED_SHARED_DATA(path, "shanghai_quarters/quarters.gpkg");
  CATCHMENT_NEED_SHARED_DATA(boundaries, "shanghai_boundaries/shanghai_boundaries.gpkg");
  const Table t = read_table(path, {.project_crs = "EPSG:4326"});
  const auto& lon = t.cells[static_cast<std::size_t>(t.column("bd09_lon"))];
  const auto& lat = t.cells[static_cast<std::size_t>(t.column("bd09_lat"))];
  std::string csv = "name,district,lon,lat\n";
  double worst = 0;
  for (std::size_t row = 0; row < t.n_rows(); ++row) {
    const LonLat at = to_wgs84({number(lon[row]), number(lat[row])}, Datum::kBd09).at;
    worst = std::max(worst, ellipsoidal_distance_m(at, {t.point[row].x, t.point[row].y}));
    csv.append("q").append(std::to_string(row)).append(",").append(t.cells[static_cast<std::size_t>(t.column("district"))][row]);
    csv.append(",").append(lon[row]).append(",").append(lat[row]).append("\n");
  }
  std::cout << "worst distance " << worst << " m over " << t.n_rows() << " quarters\n";
  EXPECT_LT(worst, 2);

  // The raw columns as a table that claims to be WGS-84.
  const std::string file = test::write_text(catchment::test::scratch_dir("quarters") + "/quarters.csv", csv);
  const Table raw = read_table(file, {.datum = Datum::kWgs84, .project_crs = "EPSG:4326"});
  const Table districts = read_table(boundaries, {.layer = "districts", .project_crs = "EPSG:4326"});
  const auto findings = check_datums({datum_sample(raw), datum_sample(districts)});
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_THAT(findings[0].where, HasSubstr("quarters"));
  EXPECT_THAT(findings[0].what, HasSubstr("likely BD-09"));
  std::cout << findings[0].what << "\n";
  // Against the namesakes of the true layer the distance alone tells.
  DatumSample same = datum_sample(raw), good = same;
  good.where = "good";
  for (std::size_t row = 0; row < t.n_rows(); ++row) good.point[row] = {t.point[row].x, t.point[row].y};
  const auto by_name = check_datums({same, good});
  ASSERT_EQ(by_name.size(), 1u);
  EXPECT_THAT(by_name[0].what, HasSubstr("likely BD-09"));
}

TEST(CheckDatums, RealTrueLayersRaiseNoSuspicion) {
  CATCHMENT_NEED_SHARED_DATA(boundaries, "shanghai_boundaries/shanghai_boundaries.gpkg");
  CATCHMENT_NEED_SHARED_DATA(quarters, "shanghai_quarters/quarters.gpkg");
  CATCHMENT_NEED_SHARED_DATA(pois, "shanghai_pois/pois.gpkg");
  std::vector<DatumSample> samples;
  for (const char* layer : {"districts", "subdistricts", "osm_subdistrict_reference"})
    samples.push_back(datum_sample(read_table(boundaries, {.layer = layer, .project_crs = "EPSG:4326"})));
  samples.push_back(datum_sample(read_table(quarters, {.project_crs = "EPSG:4326"})));
  for (const char* layer : {"medical", "metro_station"})
    samples.push_back(datum_sample(read_table(pois, {.layer = layer, .project_crs = "EPSG:4326"})));
  const auto findings = check_datums(samples);
  for (const auto& finding : findings) ADD_FAILURE() << finding.where << ": " << finding.what;
}

}  // namespace
}  // namespace catchment::gis
