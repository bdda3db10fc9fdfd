// From file to plan to file: what is kept, what is written, what the saved file means to a run.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>

#include "sim/scenario/parse.h"
#include "tests/support/shared_data.h"
#include "tests/viewer/document/plans.h"
#include "viewer/document/edit_text.h"
#include "viewer/document/files.h"
#include "viewer/document/scenario_text.h"

namespace catchment::document {
namespace {

using namespace test;
using catchment::test::project_root;
using catchment::test::scratch_dir;
using testing::HasSubstr;
using testing::Not;
namespace fs = std::filesystem;

/// A small scenario with comments everywhere, values in every style, and edits in the middle.
const char* const kTown = R"(# A town   with "odd" comments
[scenario]
name = "odd"      # the name
title.zh = "怪镇"
description.en = """
Not a [[edits]] header:
[[edits]]
op = "nothing"
"""

[town]
kind = "residential"
population = 3000
area_km2 = 0.3
centres = 1
stations = 3
points = 4
homes = 5

# moved for the school
[[edits]]
op = "move"       # short word
target = "station-1"
to = [ 347000.25,   3465000.125 ]

# closed in spring
[[edits]]
op = "close_facility"
target = "point-2"
label = "春天关闭"
# a comment inside

# the levels
[[levels]]
name = "station"
title = { zh = "服务站", en = "Station" }
rank = 3
cutoff = '500 m'  # the standard

[[levels]]
name = "walk"
rank = 2
cutoff = "10 min"

[network] # last
mode = "walk"
)";

std::string town_file(const std::string& folder, const std::string& text = kTown) {
  const std::string file = folder + "/town.toml";
  write_file(file, text);
  return file;
}

Study run_file(const std::string& file) {
  const Scenario scenario = pipeline::load_scenario(file);
  const pipeline::LoadedWorld loaded = pipeline::load_world(scenario);
  return pipeline::run_study(loaded, pipeline::edited_world(loaded, scenario), scenario);
}

std::string facility(const Document& document, int level, std::size_t n = 0) {
  for (const Facility& f : document.world().facilities)
    if (f.level == level && n-- == 0) return f.id;
  return "";
}

TEST(Save, AnUnchangedPlanIsWrittenToTheByte) {
  const std::string folder = scratch_dir("save_same");
  std::string text = kTown;
  const std::string file = town_file(folder, text);
  const auto document = Document::open(file);
  EXPECT_EQ(document->steps().size(), 2u);
  EXPECT_EQ(document->text(folder), text);
  document->go_to(0);
  document->go_to(2);
  EXPECT_EQ(document->text(folder), text);
  document->save(file);
  EXPECT_EQ(read_file(file), text);
  EXPECT_FALSE(document->modified());
}

TEST(Save, TheFilesEditsAreTheFirstStepsWithTheirLabels) {
  const auto document = Document::open(town_file(scratch_dir("save_labels")));
  ASSERT_EQ(document->steps().size(), 2u);
  EXPECT_EQ(document->done(), 2u);
  EXPECT_THAT(document->steps()[0].label.en, HasSubstr("Move "));
  EXPECT_EQ(document->steps()[1].label.zh, "春天关闭");
  EXPECT_FALSE(document->modified());
  EXPECT_TRUE(document->take_touched().points.empty());
}

TEST(Save, NewStepsAreAppendedAndAllElseStaysAsItWasWritten) {
  const std::string folder = scratch_dir("save_append");
  const std::string file = town_file(folder);
  const auto document = Document::open(file);
  document->apply(step_of(move_to(facility(*document, 3, 1), {0.1, 1e-7})));
  document->save(file);
  EXPECT_EQ(read_file(file), std::string(kTown) + "\n[[edits]]\nop = \"move_facility\"\ntarget = \"" + facility(*document, 3, 1) + "\"\nto = [0.1, 1e-07]\n");
  EXPECT_FALSE(document->modified());
  const auto again = Document::open(file);
  expect_same_plan(*again, *document);
}

TEST(Save, AnEditThatIsUndoneGoesWithItsCommentAndNothingElseDoes) {
  const std::string folder = scratch_dir("save_undo");
  const auto document = Document::open(town_file(folder));
  document->go_to(1);
  std::string expected = kTown;
  const std::string gone = "\n# closed in spring\n[[edits]]\nop = \"close_facility\"\ntarget = \"point-2\"\nlabel = \"春天关闭\"\n";
  const std::size_t at = expected.find(gone);
  ASSERT_NE(at, std::string::npos);
  expected.erase(at, gone.size());
  EXPECT_EQ(document->text(folder), expected);
  document->go_to(0);
  EXPECT_THAT(document->text(folder), Not(HasSubstr("moved for the school")));
  EXPECT_THAT(document->text(folder), HasSubstr("Not a [[edits]] header:\n[[edits]]\n"));
  EXPECT_THAT(document->text(folder), HasSubstr("# the levels"));
}

TEST(Save, ACutoffIsRewrittenInItsPlace) {
  const std::string folder = scratch_dir("save_cutoff");
  const std::string file = town_file(folder);
  const auto document = Document::open(file);
  Step step;
  step.cutoff = Step::Cutoff{0, 612.5};
  document->apply(step);
  step.cutoff = Step::Cutoff{1, 750};
  document->apply(step);
  std::string expected = kTown;
  expected.replace(expected.find("'500 m'"), 7, "\"612.5 m\"");
  expected.replace(expected.find("\"10 min\""), 8, "\"12.5 min\"");
  EXPECT_EQ(document->text(folder), expected);
  document->save(file);
  const Scenario saved = pipeline::load_scenario(file);
  EXPECT_EQ(saved.levels[0].cutoff, 612.5);
  EXPECT_EQ(saved.levels[1].cutoff, 750);
  document->go_to(2);   // and back: against what the file says now
  EXPECT_TRUE(document->modified());
  EXPECT_THAT(document->text(folder), HasSubstr("cutoff = \"500 m\"  # the standard"));
}

TEST(Save, InlineEditsAndWindowsNewlinesAreUnderstood) {
  const std::string folder = scratch_dir("save_inline");
  std::string text = "edits = [ # all\r\n  { op = \"close\", target = \"station-1\" }, # ]\r\n  { op = \"open\", target = \"station-1\" },\r\n]\r\n" + std::string(R"([scenario]
name = "n"
[town]
population = 3000
area_km2 = 0.3
stations = 3
[[levels]]
name = "station"
cutoff = "400 m"
)");
  const std::string file = town_file(folder, text);
  const auto document = Document::open(file);
  ASSERT_EQ(document->steps().size(), 2u);
  EXPECT_EQ(document->text(folder), text);
  document->apply(step_of(edit_of(Edit::Op::kCloseFacility, "station-2")));
  document->save(file);
  const std::string saved = read_file(file);
  EXPECT_THAT(saved, Not(HasSubstr("edits = [")));
  EXPECT_THAT(saved, HasSubstr("[[edits]]\r\nop = \"open_facility\""));
  EXPECT_EQ(pipeline::load_scenario(file).edits.size(), 3u);
}

TEST(Save, LevelsOfAnExtendedScenarioAreWrittenWhole) {
  const std::string folder = scratch_dir("save_extends");
  town_file(folder);
  const std::string file = folder + "/plan.toml", text = "# mine\n[scenario]\nextends = \"town.toml\"\nname = \"plan\"\n";
  write_file(file, text);
  const auto document = Document::open(file);
  EXPECT_EQ(document->text(folder), text);
  Step step;
  step.cutoff = Step::Cutoff{0, 444};
  document->apply(step);
  document->save(file);
  EXPECT_TRUE(read_file(file).starts_with(text));
  const Scenario saved = pipeline::load_scenario(file);
  ASSERT_EQ(saved.levels.size(), 2u);
  EXPECT_EQ(saved.levels[0].cutoff, 444);
  EXPECT_EQ(saved.levels[1].cutoff, 600);
  EXPECT_EQ(saved.levels[0].title.en, "Station");
  EXPECT_EQ(saved.edits.size(), 2u);   // the town's own
  expect_live_equals(*document, run_file(file));
}

TEST(Save, InheritedEditsComeFirstAndUndoingOneWritesTheResolvedScenario) {
  const std::string folder = scratch_dir("save_inherited");
  town_file(folder);
  const std::string file = folder + "/plan.toml";
  write_file(file, "[scenario]\nextends = \"town.toml\"\nname = \"plan\"\n\n[[edits]]\nop = \"close\"\ntarget = \"station-3\"\n");
  const auto document = Document::open(file);
  ASSERT_EQ(document->steps().size(), 3u);
  EXPECT_EQ(document->steps()[2].edits[0].target, "station-3");
  document->go_to(2);
  EXPECT_THAT(document->text(folder), HasSubstr("extends = \"town.toml\""));
  EXPECT_THAT(document->text(folder), Not(HasSubstr("[[edits]]")));
  document->go_to(1);
  document->save(file);
  EXPECT_THAT(read_file(file), Not(HasSubstr("extends")));
  EXPECT_EQ(pipeline::load_scenario(file).edits.size(), 1u);
  expect_live_equals(*document, run_file(file));
  document->redo();
  document->save(file);
  EXPECT_EQ(pipeline::load_scenario(file).edits.size(), 2u);
  expect_live_equals(*document, run_file(file));
}

TEST(Save, PathsAreRewrittenWhenThePlanMovesToAnotherFolder) {
  const std::string folder = scratch_dir("save_paths");
  fs::create_directories(folder + "/data");
  fs::create_directories(folder + "/plans/deep");
  write_file(folder + "/data/homes.csv", "id,x,y,population\na,121.47,31.23,10\nb,121.472,31.231,20\n");
  write_file(folder + "/data/halls.csv", "id,x,y,level\nh,121.471,31.2305,3\n");
  const std::string base = folder + "/base.toml", file = folder + "/mine.toml";
  write_file(base, R"([scenario]
name = "b"
[inputs]
homes = { role = "demand", path = "data/homes.csv", crs = "EPSG:4326" } # where they live
[inputs.halls]
role = "facilities"
crs = "EPSG:4326"
path = "data/../data/halls.csv"
[network]
mode = "euclidean"
[[levels]]
name = "hall"
cutoff = "200 m"
)");
  write_file(file, "[scenario]\nextends = [\"base.toml\"] # there\nname = \"m\"\n");
  for (const std::string& start : {base, file}) {
    const auto document = Document::open(start);
    document->apply(step_of(edit_of(Edit::Op::kCloseFacility, "h")));
    const std::string moved = folder + "/plans/deep/" + fs::path(start).filename().string();
    document->save(moved);
    EXPECT_THAT(read_file(moved), HasSubstr(start == base ? "path = \"../../data/homes.csv\", crs" : "extends = [\"../../base.toml\"] # there"));
    expect_live_equals(*document, run_file(moved));
    EXPECT_EQ(document->path(), moved);
    EXPECT_THAT(document->text(folder), HasSubstr(start == base ? "path = \"data/homes.csv\", crs" : "extends = [\"base.toml\"] # there"));
  }
}

TEST(Save, WhatItReadsIsNeverOverwrittenAndOtherFilesOnlyWhenAsked) {
  const std::string folder = scratch_dir("save_refuse");
  town_file(folder);
  const std::string file = folder + "/plan.toml", other = folder + "/other.toml";
  write_file(file, "[scenario]\nextends = \"town.toml\"\nname = \"plan\"\n");
  write_file(other, "precious");
  const auto document = Document::open(file);
  document->apply(step_of(edit_of(Edit::Op::kCloseFacility, "station-3")));
  EXPECT_THROW(document->save(other), InputError);
  EXPECT_EQ(read_file(other), "precious");
  EXPECT_THROW(document->save(folder + "/town.toml", true), InputError);
  EXPECT_EQ(read_file(folder + "/town.toml"), kTown);
  EXPECT_THROW(document->save(folder), InputError);
  EXPECT_THROW(document->save(folder + "/no/such/folder.toml"), InputError);
  write_file(file, "changed by hand");
  EXPECT_THROW(document->save(file), InputError);
  EXPECT_EQ(read_file(file), "changed by hand");
  EXPECT_TRUE(document->modified());
  document->save(file, true);
  document->save(other, true);
  EXPECT_EQ(document->path(), other);
  EXPECT_EQ(pipeline::load_scenario(other).edits.size(), 3u);
}

TEST(Save, AWriteThatFailsLeavesTheOldFileWholeAndNothingBeside) {
  const std::string folder = scratch_dir("save_fail");
  const std::string file = town_file(folder);
  const auto document = Document::open(file);
  document->apply(step_of(edit_of(Edit::Op::kCloseFacility, "station-3")));
  // A limit on the size of files does what a full disk does.
  rlimit old{}, small{};
  getrlimit(RLIMIT_FSIZE, &old);
  small = old;
  small.rlim_cur = 64;
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  setrlimit(RLIMIT_FSIZE, &small);
  EXPECT_THROW(document->save(file), InputError);
  setrlimit(RLIMIT_FSIZE, &old);
  std::signal(SIGXFSZ, handler);
  EXPECT_EQ(read_file(file), kTown);
  EXPECT_TRUE(document->modified());
  EXPECT_EQ(std::distance(fs::directory_iterator(folder), fs::directory_iterator()), 1);
  document->save(file);
  EXPECT_EQ(pipeline::load_scenario(file).edits.size(), 3u);
}

TEST(Save, PermissionsStayAndALinkIsFollowed) {
  const std::string folder = scratch_dir("save_link");
  const std::string file = town_file(folder), link = folder + "/link.toml";
  ASSERT_EQ(chmod(file.c_str(), 0640), 0);
  fs::create_symlink("town.toml", link);
  const auto document = Document::open(link);
  document->apply(step_of(edit_of(Edit::Op::kCloseFacility, "station-3")));
  document->save(link);
  EXPECT_TRUE(fs::is_symlink(link));
  EXPECT_EQ(pipeline::load_scenario(file).edits.size(), 3u);
  struct stat now{};
  ASSERT_EQ(stat(file.c_str(), &now), 0);
  EXPECT_EQ(now.st_mode & 0777, 0640u);
}

TEST(Save, EveryEditIsReadBackAsItWas) {
  const std::string folder = scratch_dir("save_round");
  const auto document = Document::open(project_root() + "scenarios/linfenlu.toml");
  Stream s(3, "round");
  for (int n = 0; n < 4000; ++n) {
    const Edit edit = random_edit(document->world(), s, n);
    const Scenario read = parse_scenario("[[edits]]\n" + edit_toml(edit), "t.toml");
    ASSERT_EQ(read.edits.size(), 1u);
    EXPECT_EQ(edit_toml(read.edits[0]), edit_toml(edit));
    EXPECT_EQ(edit_inline(read.edits[0]), edit_inline(edit));
    const Edit& r = read.edits[0];
    EXPECT_TRUE(r.op == edit.op && r.target == edit.target && r.to == edit.to && r.to_building == edit.to_building && r.name == edit.name &&
                r.hours == edit.hours)
        << edit_toml(edit);
    EXPECT_TRUE(r.capacity == edit.capacity || (edit.op != Edit::Op::kResizeFacility && edit.op != Edit::Op::kAddFacility));
    if (testing::Test::HasFailure()) return;
  }
}

TEST(Save, CutoffsAreReadBackToTheBit) {
  Stream s(4, "cutoffs");
  for (int n = 0; n < 20000; ++n) {
    const double cutoff = s.chance(0.3) ? static_cast<double>(s.between(1, 100000)) : s.uniform(0.001, 1e6);
    const CostUnit unit = s.chance(0.5) ? CostUnit::kMetres : CostUnit::kSeconds;
    const Scenario read = parse_scenario("[[levels]]\nname = \"l\"\ncutoff = \"" + cutoff_text(cutoff, unit) + "\"\n", "t.toml");
    ASSERT_EQ(read.levels[0].cutoff, cutoff) << cutoff_text(cutoff, unit);
    ASSERT_EQ(read.levels[0].unit, unit);
  }
  EXPECT_EQ(cutoff_text(900, CostUnit::kSeconds), "15 min");
  EXPECT_EQ(cutoff_text(500, CostUnit::kMetres), "500 m");
  EXPECT_EQ(cutoff_text(90, CostUnit::kSeconds), "1.5 min");
}

TEST(Save, ASavedPlanRunsToTheLiveFiguresToTheLastDigit) {
  const std::string folder = scratch_dir("save_runs");
  int n = 0;
  for (const char* name : {"linfenlu.toml", "n256.toml", "systems/floating.toml", "systems/dashboard_plan.toml", "systems/stations_in_buildings.toml"}) {
    SCOPED_TRACE(name);
    const auto document = Document::open(project_root() + "scenarios/" + name);
    Stream s(7, name);
    for (int k = 0; k < 12; ++k) document->apply(random_step(*document, s, k));
    document->go_to(document->done() - s.below(3));
    const std::string file = folder + "/plan-" + std::to_string(n++) + ".toml";
    document->save(file);
    const Study run = run_file(file);
    expect_live_equals(*document, run);
    // And the worker's copy is the same run, by its number.
    const Document::Snapshot snapshot = document->snapshot();
    EXPECT_EQ(pipeline::run_study(*snapshot.loaded, snapshot.world, snapshot.scenario).run_id, run.run_id);
    const auto again = Document::open(file);
    EXPECT_EQ(again->text(folder), read_file(file));
    for (std::size_t l = 0; l < again->live().n_levels(); ++l)
      EXPECT_EQ(again->live().figures().levels()[l].persons_covered, document->live().figures().levels()[l].persons_covered);
    if (testing::Test::HasFailure()) return;
  }
}

TEST(Save, APlaceInDegreesIsProjectedAsARunDoesAndStaysInDegrees) {
  const std::string folder = scratch_dir("save_degrees");
  const std::string file = town_file(folder, std::string(kTown) + "\n[[edits]]\nop = \"move_facility\"\ntarget = \"station-2\"\nto_lonlat = [121.4701, 31.2302]\n");
  const auto document = Document::open(file);
  Edit add = edit_of(Edit::Op::kAddFacility, "in-degrees");
  add.to_lonlat = {121.4712345678, 31.2298765432};
  document->apply(step_of(add));
  document->save(file);
  EXPECT_THAT(read_file(file), HasSubstr("to_lonlat = [121.4712345678, 31.2298765432]"));
  const Scenario scenario = pipeline::load_scenario(file);
  const World run = pipeline::edited_world(pipeline::load_world(scenario), scenario);
  ASSERT_EQ(run.facilities.size(), document->world().facilities.size());
  for (std::size_t f = 0; f < run.facilities.size(); ++f) EXPECT_EQ(run.facilities[f].position, document->world().facilities[f].position);
}

TEST(Save, APlanOfAProgramWithoutTextIsRefusedInOneSentence) {
  Document document(pipeline::LoadedWorld{}, Scenario{});
  EXPECT_THROW(document.save(scratch_dir("save_none") + "/x.toml"), InputError);
}

TEST(Save, AGeneratedTownIsSavedAsItsResolvedScenario) {
  const std::string folder = scratch_dir("save_generated");
  Scenario scenario = parse_scenario(kTown, folder + "/made.toml");
  Document document(pipeline::load_world(scenario), scenario);
  EXPECT_EQ(document.steps().size(), 2u);
  EXPECT_TRUE(document.path().empty());
  document.apply(step_of(edit_of(Edit::Op::kCloseFacility, "station-3")));
  document.save(folder + "/made.toml");
  expect_live_equals(document, run_file(folder + "/made.toml"));
}

}  // namespace
}  // namespace catchment::document
