// Every scenario that comes with the program opens, and a world file alone does.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "gis/world_file/world_file.h"
#include "tests/support/sample_study.h"
#include "tests/support/shared_data.h"
#include "tests/viewer/document/plans.h"

namespace catchment::document {
namespace {

using namespace test;
using catchment::test::project_root;
using catchment::test::scratch_dir;
namespace fs = std::filesystem;

void expect_opens(const std::string& file) {
  SCOPED_TRACE(file);
  const Scenario scenario = pipeline::load_scenario(file);
  const auto document = Document::open(file);
  EXPECT_EQ(document->steps().size(), scenario.edits.size());
  EXPECT_EQ(document->live().n_levels(), scenario.levels.size());
  EXPECT_EQ(document->text(fs::path(file).parent_path().string()), read_file(file));
  EXPECT_FALSE(document->modified());
  EXPECT_FALSE(document->title().in(true).empty());
}

std::vector<std::string> scenarios_in(const std::string& folder) {
  std::vector<std::string> files;
  for (const auto& entry : fs::directory_iterator(project_root() + folder))
    if (entry.path().extension() == ".toml") files.push_back(entry.path().string());
  std::sort(files.begin(), files.end());
  return files;
}

TEST(Open, EveryBundledScenarioOpensWithItsEditsAsSteps) {
  std::size_t n = 0;
  for (const char* folder : {"scenarios", "scenarios/systems"})
    for (const std::string& file : scenarios_in(folder)) {
      expect_opens(file);
      ++n;
    }
  EXPECT_GE(n, 18u);
}

TEST(Open, APictureIsSaidToBeNoScenario) {
  const std::string file = scratch_dir("open_picture") + "/map.toml";
  const auto said_of = [&](const std::string& bytes) -> std::string {
    std::ofstream(file, std::ios::binary) << bytes;
    try {
      (void)Document::open(file);
    } catch (const InputError& e) {
      return e.what();
    }
    return "opened";
  };
  using namespace std::string_literals;
  for (const std::string& bytes : {"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"s, "%PDF-1.4\n%\xE2\xE3\xCF\xD3\n"s, "name = \"a\"\0"s, "\xC0\xAF"s, "\xED\xA0\x80"s, "abc\xE4\xB8"s})
    EXPECT_THAT(said_of(bytes), ::testing::HasSubstr("it is not a text file")) << ::testing::PrintToString(bytes);
  EXPECT_THAT(said_of("<?xml version=\"1.0\"?>\n<svg></svg>\n"), ::testing::HasSubstr("no scenario"));
  // Text that is no scenario is another matter, Chinese and emoji included.
  EXPECT_THAT(said_of("# 临汾路 😀\n"), ::testing::Not(::testing::HasSubstr("not a text file")));
}

TEST(Open, EveryScenarioOfRealPlacesOpens) {
  CATCHMENT_NEED_SHARED_DATA(data, "peer_soho/Soho_Network.shp");
  for (const std::string& file : scenarios_in("scenarios/real")) expect_opens(file);
}

TEST(Open, AnOrganisationsOnlyScenarioHasNoLevelsAndTakesEdits) {
  const auto document = Document::open(project_root() + "scenarios/systems/joint_groups.toml");
  const std::size_t levels = document->live().n_levels();
  EXPECT_EQ(document->live().figures().levels().size(), levels);
  const Document::Snapshot snapshot = document->snapshot();
  expect_live_equals(*document, pipeline::run_study(*snapshot.loaded, snapshot.world, snapshot.scenario));
}

TEST(Open, AWorldFileGetsTheLevelsThatItHasFacilitiesOf) {
  const std::string folder = scratch_dir("open_world");
  World world = catchment::test::sample_world();
  std::erase_if(world.facilities, [](const Facility& f) { return f.level == 2; });
  world.instructors.clear();
  const std::string file = folder + "/my town.gpkg";
  gis::write_world(world, file);
  const auto document = Document::open(file);
  ASSERT_EQ(document->live().n_levels(), 3u);
  EXPECT_EQ(document->live().spec(0).name, "home");
  EXPECT_EQ(document->live().spec(0).cutoff, 100);
  EXPECT_EQ(document->live().spec(1).name, "station");
  EXPECT_EQ(document->live().spec(1).cutoff, 500);
  EXPECT_EQ(document->live().spec(2).title, (Name{"服务中心", "Centre"}));
  EXPECT_TRUE(document->path().empty());
  EXPECT_EQ(document->title().in(false), "my town");
  EXPECT_FALSE(document->modified());
  document->apply(step_of(move_to(document->world().facilities[0].id, document->world().demand[5].position)));
  fs::create_directories(folder + "/plans");
  EXPECT_THROW(document->save(file, true), InputError);   // the world itself
  const std::string saved = folder + "/plans/first.toml";
  document->save(saved);
  const Scenario scenario = pipeline::load_scenario(saved);
  const pipeline::LoadedWorld loaded = pipeline::load_world(scenario);
  expect_live_equals(*document, pipeline::run_study(loaded, pipeline::edited_world(loaded, scenario), scenario));
  EXPECT_EQ(document->path(), saved);
}

TEST(Open, AWorldWithoutStreetsIsMeasuredInStraightLines) {
  const std::string file = scratch_dir("open_bare") + "/bare.gpkg";
  World world = catchment::test::rows_of_buildings(50);
  world.crs = "EPSG:32651";
  gis::write_world(world, file);
  const auto document = Document::open(file);
  EXPECT_EQ(document->scenario().network.mode, TravelMode::kEuclidean);
  EXPECT_EQ(document->live().n_levels(), 0u);
}

TEST(Open, WhatIsNotThereOrNoScenarioIsRefusedInOneSentence) {
  const std::string folder = scratch_dir("open_bad");
  EXPECT_THROW(Document::open(folder + "/none.toml"), InputError);
  EXPECT_THROW(Document::open(folder + "/none.gpkg"), InputError);
  write_file(folder + "/bad.toml", "[scenario\n");
  EXPECT_THROW(Document::open(folder + "/bad.toml"), InputError);
  write_file(folder + "/edit.toml", "[scenario]\nname = \"e\"\n[town]\npopulation = 3000\narea_km2 = 0.3\nstations = 2\n[[levels]]\nname = \"s\"\ncutoff = \"400 m\"\n"
                                    "[[edits]]\nop = \"close\"\ntarget = \"staton-1\"\n");
  try {
    (void)Document::open(folder + "/edit.toml");
    FAIL() << "accepted";
  } catch (const InputError& e) {
    EXPECT_THAT(e.what(), testing::HasSubstr("edit.toml:10"));
    EXPECT_THAT(e.what(), testing::HasSubstr("station-1"));
  }
}

TEST(Open, CancellingStopsIt) {
  EXPECT_THROW(Document::open(project_root() + "scenarios/linfenlu.toml", [](double, std::string_view) { return false; }), Cancelled);
}

}  // namespace
}  // namespace catchment::document
