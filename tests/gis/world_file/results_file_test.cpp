#include "gis/world_file/results_file.h"

#include <cpl_minixml.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <ogrsf_frmts.h>
#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include "gis/world_file/gpkg_reader.h"
#include "gis/world_file/qgis_styles.h"
#include "gis/world_file/world_file.h"
#include "sim/core/error.h"
#include "tests/support/sample_study.h"
#include "tests/support/shared_data.h"

namespace catchment::gis {
namespace {

using enum ColumnType;

std::string bytes_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

class ResultsFile : public testing::Test {
 protected:
  ~ResultsFile() override { std::filesystem::remove_all(dir_); }

  void write(const char* language = "zh") {
    scenario_.outputs.language = language;
    write_results(world_, study_, scenario_, path_);
  }
  /// Calls `take` for every row of a layer with these columns.
  template <class Take>
  void each(const std::string& layer, const std::vector<Column>& columns, Take take) {
    const GpkgDataset file = open_gpkg(path_);
    RowReader row(*file, path_, layer, columns);
    while (row.next()) take(row);
  }
  std::map<std::string, std::string> styles() {
    std::map<std::string, std::string> found;
    each("layer_styles", {{"f_table_name"}, {"styleQML"}, {"useAsDefault", kBoolean}}, [&](RowReader& row) {
      const std::string table(row.text());
      found[table] = row.text();
      EXPECT_TRUE(row.boolean()) << table;
    });
    return found;
  }

  World world_ = test::sample_world();
  Study study_ = test::sample_study();
  Scenario scenario_ = test::sample_scenario();
  std::string dir_ = test::scratch_dir("results-file");
  std::string path_ = dir_ + "/results.gpkg";
};

TEST_F(ResultsFile, DemandCarriesTheFiguresOfEveryLevel) {
  write();
  std::size_t i = 0;
  std::int64_t served = 0, no_capacity = 0, out_of_reach = 0;
  std::set<std::string> states;
  each("demand",
       {{"id"},
        {"persons", kInteger},
        {"levels_covered", kInteger},
        {"station_state"},
        {"station_cost", kReal},
        {"station_nearest"},
        {"station_served", kInteger},
        {"station_no_capacity", kInteger},
        {"station_out_of_reach", kInteger},
        {"centre_providers", kInteger}},
       [&](RowReader& row) {
         EXPECT_EQ(row.text(), world_.demand[i].id);
         EXPECT_EQ(row.integer(), world_.demand[i].persons);
         EXPECT_EQ(row.integer(), study_.levels[0].coverage.covered[i] + study_.levels[1].coverage.covered[i]);
         states.emplace(row.text());
         const LevelResult& station = study_.levels[0];
         EXPECT_DOUBLE_EQ(row.real(), from_cost(station.nearest.cost[i]));
         EXPECT_EQ(row.text(), world_.facilities[station.providers[station.nearest.destination[i]].value].id);
         served += row.integer();
         no_capacity += row.integer();
         out_of_reach += row.integer();
         EXPECT_EQ(row.integer(), study_.levels[1].coverage.backup[i]);
         EXPECT_EQ(row.point(), world_.demand[i].position);
         ++i;
       });
  EXPECT_EQ(i, world_.demand.size());
  EXPECT_EQ(served, study_.levels[0].coverage.persons_served);
  EXPECT_EQ(no_capacity, study_.levels[0].coverage.persons_no_capacity);
  EXPECT_EQ(out_of_reach, study_.levels[0].coverage.persons_out_of_reach);
  EXPECT_EQ(states, (std::set<std::string>{"served", "no_capacity", "out_of_reach", "none", "beyond"}));
}

TEST_F(ResultsFile, BuildingsAreTheFootprintsOnly) {
  write();
  std::int64_t persons = 0, expected = 0, rows = 0;
  each("buildings", {{"persons", kInteger}, {"station_state"}}, [&](RowReader& row) {
    persons += row.integer();
    EXPECT_FALSE(row.text().empty());
    EXPECT_FALSE(row.shape().empty());
    ++rows;
  });
  for (const Building& b : world_.buildings) expected += b.footprint.empty() ? 0 : b.residents;
  EXPECT_EQ(rows, 62);
  EXPECT_EQ(persons, expected);
}

TEST_F(ResultsFile, AreasCarrySharesOfTheirPersons) {
  write();
  std::size_t i = 0;
  each("areas", {{"id"}, {"persons", kInteger}, {"station_share", kReal}, {"station_covered", kInteger}},
       [&](RowReader& row) {
         const AreaResult& r = study_.areas[i++];
         EXPECT_EQ(row.text(), world_.areas[r.area.value].id);
         EXPECT_EQ(row.integer(), r.persons);
         EXPECT_DOUBLE_EQ(row.real(), static_cast<double>(r.covered[0]) / static_cast<double>(r.persons));
         EXPECT_EQ(row.integer(), r.covered[0]);
       });
  EXPECT_EQ(i, 5u);
}

TEST_F(ResultsFile, AnAreaWithoutPeopleHasNoShare) {
  study_.areas.pop_back();
  study_.areas[0].persons = 0;
  write();
  std::vector<double> shares;
  each("areas", {{"station_share", kReal}}, [&](RowReader& row) { shares.push_back(row.real()); });
  ASSERT_EQ(shares.size(), 5u);
  EXPECT_TRUE(std::isnan(shares[0]));
  EXPECT_FALSE(std::isnan(shares[1]));
  EXPECT_TRUE(std::isnan(shares[4]));
}

TEST_F(ResultsFile, StreetsAreCutAtTheBandsAndKeepTheirLength) {
  write();
  std::map<std::int64_t, double> by_edge, by_band, expected;
  std::map<std::int64_t, double> drawn;
  each("streets", {{"edge", kInteger}, {"length_m", kReal}, {"band", kInteger}}, [&](RowReader& row) {
    const auto edge = row.integer() - 1;
    const double length = row.real();
    by_edge[edge] += length;
    by_band[row.integer()] += length;
    std::vector<Point> line;
    row.append_line(line);
    for (std::size_t k = 1; k < line.size(); ++k) drawn[edge] += distance(line[k - 1], line[k]);
  });
  const StreetNetwork& net = world_.streets;
  ASSERT_EQ(by_edge.size(), net.n_edges());
  for (std::uint32_t e = 0; e < net.n_edges(); ++e) {
    EXPECT_NEAR(by_edge[e], net.length_mm[e] / 1000.0, 1e-6) << e;
    EXPECT_NEAR(drawn[e], net.length_mm[e] / 1000.0, 2e-3) << e;
  }
  for (const EdgeBand& p : study_.bands.pieces) expected[p.band + 1] += (p.end_mm - p.begin_mm) / 1000.0;
  for (const auto& [band, length] : expected) EXPECT_NEAR(by_band[band], length, 1e-6) << band;
  EXPECT_NEAR(by_band[-1], net.length_mm.back() / 1000.0, 1e-6);  // the motorway
}

TEST_F(ResultsFile, FacilitiesAndOrganisationsCarryTheirState) {
  write();
  std::map<std::string, std::int64_t> load;
  each("facilities", {{"id"}, {"capacity", kInteger}, {"station_load", kInteger}}, [&](RowReader& row) {
    const std::string id(row.text());
    row.integer();
    load[id] = row.integer();
  });
  EXPECT_EQ(load.at("station-1"), 200);
  EXPECT_EQ(load.size(), world_.facilities.size());
  std::vector<std::string> states, accountability;
  each("organisations", {{"state"}, {"accountability"}}, [&](RowReader& row) {
    states.emplace_back(row.text());
    accountability.emplace_back(row.text());
  });
  EXPECT_EQ(states, (std::vector<std::string>{"none", "own", "joint", "assigned", "none", "own", "joint", "assigned",
                                              "none", "own", "joint", "not_operating"}));
  EXPECT_EQ(std::ranges::count(accountability, "orphan"), 3);
  EXPECT_EQ(std::ranges::count(accountability, "conflict"), 1);
}

TEST_F(ResultsFile, LinksAreLinesFromWhoGivesToWhoGets) {
  SharingLink half = world_.links[0];
  half.id = "l2", half.capacity = 3.25, half.status = LinkStatus::kActive, half.end = "2026-06-30";
  SharingLink nowhere = world_.links[1];
  nowhere.from = UnitId(0);
  world_.links.push_back(half);
  world_.links.push_back(nowhere);
  scenario_.sharing.date = "2026-07-01";
  write("en");
  const GpkgDataset file = open_gpkg(path_);
  OGRLayer* layer = file->GetLayerByName("links");
  ASSERT_NE(layer, nullptr);
  std::vector<OGRFeatureUniquePtr> rows;
  for (auto& feature : *layer) rows.emplace_back(feature->Clone());
  ASSERT_EQ(rows.size(), 4u);
  const OGRLineString* line = rows[0]->GetGeometryRef()->toLineString();
  EXPECT_EQ(line->getX(0), world_.organisations[0].position.x);
  EXPECT_EQ(line->getY(1), world_.facilities[0].position.y);
  EXPECT_STREQ(rows[0]->GetFieldAsString("from_id"), world_.organisations[0].id.c_str());
  EXPECT_STREQ(rows[0]->GetFieldAsString("unit"), "person-months/yr");
  EXPECT_STREQ(rows[0]->GetFieldAsString("state"), "in_force") << "agreed, and begun by then";
  EXPECT_STREQ(rows[2]->GetFieldAsString("state"), "over");
  // Half the capacity of the largest of its type, half of what is left over the thinnest.
  EXPECT_DOUBLE_EQ(rows[0]->GetFieldAsDouble("width_mm"), 2.4);
  EXPECT_DOUBLE_EQ(rows[2]->GetFieldAsDouble("width_mm"), 0.3 + 2.1 / 2);
  EXPECT_DOUBLE_EQ(rows[1]->GetFieldAsDouble("width_mm"), 0.5) << "none stated";
  EXPECT_EQ(rows[3]->GetGeometryRef(), nullptr) << "a unit has no place";
  const std::string style = styles().at("links");
  EXPECT_THAT(style, testing::HasSubstr("value=\"secondment in_force\""));
  EXPECT_THAT(style, testing::HasSubstr("Secondment"));
  EXPECT_THAT(style, testing::HasSubstr("width_mm"));
  EXPECT_THAT(style, testing::Not(testing::HasSubstr("volunteer"))) << "none is there";
}

TEST_F(ResultsFile, EveryLayerHasAStyleThatIsWellFormed) {
  scenario_.levels[0].title = study_.levels[0].spec.title = {"站<点>&\"'", "Sta<tion> & \"co\"'"};
  for (const char* language : {"zh", "en"}) {
    write(language);
    const auto found = styles();
    EXPECT_EQ(found.size(), 12u);
    for (const auto& [table, text] : found) {
      CPLXMLNode* tree = CPLParseXMLString(text.c_str());
      EXPECT_NE(tree, nullptr) << table << "\n" << text;
      CPLDestroyXMLNode(tree);
    }
  }
}

TEST_F(ResultsFile, LegendsAreInTheLanguageOfTheRun) {
  write("zh");
  EXPECT_THAT(styles().at("buildings"), testing::HasSubstr("站点：够不着"));
  EXPECT_THAT(styles().at("areas"), testing::ContainsRegex("field=.persons. index=.[0-9]+. name=.人数."));
  write("en");
  EXPECT_THAT(styles().at("buildings"), testing::HasSubstr("Station: out of reach"));
  EXPECT_THAT(styles().at("areas"), testing::ContainsRegex("field=.persons. index=.[0-9]+. name=.Persons."));
  for (const auto& [table, text] : styles()) EXPECT_THAT(text, testing::Not(testing::HasSubstr("站"))) << table;
}

TEST_F(ResultsFile, LegendsListOnlyWhatIsThere) {
  write("en");
  const auto found = styles();
  EXPECT_THAT(found.at("facilities"), testing::HasSubstr("Home (closed)"));
  EXPECT_THAT(found.at("facilities"), testing::Not(testing::HasSubstr("Centre (proposed)")));
  EXPECT_THAT(found.at("context"), testing::Not(testing::HasSubstr("Industrial")));
}

TEST_F(ResultsFile, LevelsWithLikeNamesGetColumnsOfTheirOwn) {
  study_.levels[0].spec.name = "Point-A";
  study_.levels[1].spec.name = "point a";
  write();
  std::size_t rows = 0;
  each("demand", {{"Point_A_1_state"}, {"point_a_2_state"}}, [&](RowReader&) { ++rows; });
  EXPECT_EQ(rows, world_.demand.size());
}

TEST_F(ResultsFile, AWorldWithNothingInItIsWrittenToo) {
  world_ = {};
  world_.crs = "EPSG:32651";
  study_ = {};
  write();
  EXPECT_EQ(styles().size(), 12u);
  EXPECT_FALSE(is_world_file(path_));
}

TEST_F(ResultsFile, SameStudySameBytes) {
  write();
  const std::string first = bytes_of(path_);
  write();
  EXPECT_TRUE(bytes_of(path_) == first);
}

TEST_F(ResultsFile, RefusesAFolderThatIsNotThereAndLeavesNothingWhenCancelled) {
  EXPECT_THROW(write_results(world_, study_, scenario_, dir_ + "/no/r.gpkg"), InputError);
  EXPECT_THROW(
      write_results(world_, study_, scenario_, path_, [](double share, std::string_view) { return share < 0.5; }),
      Cancelled);
  EXPECT_TRUE(std::filesystem::is_empty(dir_));
}

/// QGIS itself opens the file without a window, applies the stored styles and draws them.
TEST_F(ResultsFile, OpensStyledInQgis) {
  const std::string python = std::filesystem::exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";
  for (const char* language : {"zh", "en"}) {
    write(language);
    const std::string log = dir_ + "/log.txt";
    const std::string command =
        python + " '" RENDER_IN_QGIS "' '" + path_ + "' '" + dir_ + "/map.png' > '" + log + "' 2>&1";
    const int status = std::system(command.c_str());
    const int code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    if (code == 77 || code == 127) GTEST_SKIP() << "PyQGIS is not installed";
    ASSERT_EQ(code, 0) << bytes_of(log);
    EXPECT_GT(std::filesystem::file_size(dir_ + "/map.png"), 10'000u);
  }
}

TEST(Qml, EscapesWhatDataBringsAlong) {
  QgisStyle style;
  style.by = QgisStyle::By::kCategories;
  style.attribute = "a < 'b' && \"c\"";
  style.classes = {{"<v>", 0, 0, "l\x01\"&", {}}};
  style.aliases = {{"f\"", "<名>"}};
  const std::string text = qml(style);
  EXPECT_THAT(text, testing::HasSubstr("attr=\"a &lt; 'b' &amp;&amp; &quot;c&quot;\""));
  EXPECT_THAT(text, testing::HasSubstr("label=\"l&quot;&amp;\""));
  CPLXMLNode* tree = CPLParseXMLString(text.c_str());
  EXPECT_NE(tree, nullptr);
  CPLDestroyXMLNode(tree);
}

}  // namespace
}  // namespace catchment::gis
