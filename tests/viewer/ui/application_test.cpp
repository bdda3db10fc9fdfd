// The whole viewer, driven by hand without a window: what a gesture does to the plan, and what is then seen.
#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>

#include "app/pipeline/pipeline.h"
#include "sim/core/random.h"
#include "tests/support/shared_data.h"
#include "tests/viewer/scene/golden.h"
#include "tests/viewer/ui/headless.h"

namespace catchment::test {
namespace {

viewer::ViewerOptions linfenlu(const std::string& language = "zh") {
  viewer::ViewerOptions options;
  options.files = {project_root() + "scenarios/linfenlu.toml"};
  options.language = language;
  return options;
}

#define NEED_OFFSCREEN() \
  if (const std::string why = no_offscreen(); !why.empty()) GTEST_SKIP() << why

/// Px of a facility of a level that is well inside the map and far from the others.
std::optional<std::uint32_t> free_facility(viewer::Tab& tab, int level) {
  const World& world = tab.document->world();
  std::optional<std::uint32_t> best;
  double most = 0;
  for (std::size_t f = 0; f < world.facilities.size(); ++f) {
    const Point px = tab.camera.to_px(world.facilities[f].position);
    if (world.facilities[f].level != level || px.x < 380 || px.x > 700 || px.y < 150 || px.y > 600) continue;
    double nearest = 1e9;
    for (std::size_t g = 0; g < world.facilities.size(); ++g)
      if (g != f) nearest = std::min(nearest, distance(world.facilities[f].position, world.facilities[g].position));
    if (nearest > most) most = nearest, best = static_cast<std::uint32_t>(f);
  }
  return best;
}

/// What `catchment run` would compute for the plan.
void expect_as_a_run(viewer::Tab& tab) {
  const document::Document::Snapshot plan = tab.document->snapshot();
  const Study study = pipeline::run_study(*plan.loaded, plan.world, plan.scenario);
  const LiveFigures& live = tab.document->live().figures();
  ASSERT_EQ(study.levels.size(), live.levels().size());
  EXPECT_EQ(study.joint.persons, live.joint_persons());
  for (std::size_t l = 0; l < study.levels.size(); ++l) {
    EXPECT_EQ(study.levels[l].coverage.persons_covered, live.levels()[l].persons_covered) << l;
    EXPECT_NEAR(study.equity[l].worst_tenth_mean, live.worst_tenth_mean(l), 1e-9 * study.equity[l].worst_tenth_mean) << l;  // sums in another order
    ASSERT_NE(tab.splits[l], nullptr);
    EXPECT_EQ(study.levels[l].coverage.persons_served, tab.splits[l]->persons_served) << l;
  }
}

TEST(Application, ADraggedStationIsOneStepAndEveryFigureIsThatOfARun) {
  NEED_OFFSCREEN();
  Headless viewer(linfenlu());
  viewer::Tab& tab = viewer.tab();
  const auto before = viewer.pixels();
  const auto levels = tab.document->live().figures().levels()[2].persons_covered;
  const auto f = free_facility(tab, 3);
  ASSERT_TRUE(f);
  const Point from = tab.camera.to_px(tab.document->world().facilities[*f].position);
  viewer.drag(from.x, from.y, from.x + 150, from.y + 60);
  EXPECT_EQ(tab.document->done(), 1u);
  const Point to = tab.camera.to_px(tab.document->world().facilities[*f].position);
  EXPECT_NEAR(to.x, from.x + 150, 1);
  EXPECT_NEAR(to.y, from.y + 60, 1);
  EXPECT_NE(tab.document->live().figures().levels()[2].persons_covered, levels);
  expect_as_a_run(tab);
  EXPECT_NE(viewer.pixels(), before);

  viewer.key(GLFW_KEY_Z, true);
  viewer.move(-1e6, -1e6);
  viewer.key(GLFW_KEY_ESCAPE);
  EXPECT_EQ(tab.document->done(), 0u);
  expect_as_a_run(tab);
}

TEST(Application, EscPutsAStationBackThatIsInTheHand) {
  NEED_OFFSCREEN();
  Headless viewer(linfenlu());
  viewer::Tab& tab = viewer.tab();
  const auto f = free_facility(tab, 3);
  ASSERT_TRUE(f);
  const Point at = tab.document->world().facilities[*f].position, from = tab.camera.to_px(at);
  const auto figures = tab.document->live().figures().levels()[2].persons_covered;
  viewer.move(from.x, from.y);
  viewer.press();
  viewer.move(from.x + 40, from.y);
  viewer.move(from.x + 90, from.y);
  EXPECT_TRUE(tab.document->grabbed());
  viewer.key(GLFW_KEY_ESCAPE);
  viewer.release();
  EXPECT_FALSE(tab.document->grabbed());
  EXPECT_EQ(tab.document->done(), 0u);
  EXPECT_EQ(tab.document->world().facilities[*f].position, at);
  EXPECT_EQ(tab.document->live().figures().levels()[2].persons_covered, figures);
}

TEST(Application, TheWheelKeepsThePlaceUnderTheCursor) {
  NEED_OFFSCREEN();
  Headless viewer(linfenlu());
  viewer::Tab& tab = viewer.tab();
  viewer.move(600, 300);
  const Point place = tab.camera.to_m({600, 300});
  const double metres = tab.camera.metres_per_px;
  viewer.wheel(3);
  EXPECT_LT(tab.camera.metres_per_px, metres);
  EXPECT_NEAR(tab.camera.to_px(place).x, 600, 1e-6);
  EXPECT_NEAR(tab.camera.to_px(place).y, 300, 1e-6);
  viewer.wheel(-3);
  EXPECT_NEAR(tab.camera.metres_per_px, metres, 1e-9);
}

TEST(Application, DraggingTheGroundMovesTheMapByAsMuch) {
  NEED_OFFSCREEN();
  Headless viewer(linfenlu());
  viewer::Tab& tab = viewer.tab();
  viewer.key(GLFW_KEY_HOME);
  // Somewhere without a facility under it.
  double x = 500, y = 300;
  for (; x < 700; x += 11) {
    viewer.move(x, y);
    if (tab.hover.kind != viewer::ThingKind::kFacility) break;
  }
  const Point place = tab.camera.to_m({x, y});
  viewer.drag(x, y, x + 200, y + 40);
  EXPECT_NEAR(tab.camera.to_px(place).x, x + 200, 1e-6);
  EXPECT_NEAR(tab.camera.to_px(place).y, y + 40, 1e-6);
  EXPECT_EQ(tab.document->done(), 0u);
}

TEST(Application, HoldingBShowsTheBaseAndLettingGoThePlan) {
  NEED_OFFSCREEN();
  Headless viewer(linfenlu());
  viewer::Tab& tab = viewer.tab();
  viewer.move(-1e6, -1e6);
  const auto base = viewer.pixels();
  Edit edit;
  edit.op = Edit::Op::kCloseFacility;
  for (const Facility& f : tab.document->world().facilities)
    if (f.level == 4) edit.target = f.id;
  tab.document->apply({{edit}, {}, {}});
  viewer.frame(3);
  const auto classes = [&] { return tab.theming->figures().of; };
  const auto plan = classes();
  viewer.hold(GLFW_KEY_B, true);
  EXPECT_NE(classes(), plan);
  viewer.hold(GLFW_KEY_B, false);
  EXPECT_EQ(classes(), plan);
  tab.document->undo();
  viewer.frame(3);
  EXPECT_NE(classes(), plan);
  (void)base;
}

TEST(Application, AddingByToolRemovingByKeyAndUndoingBoth) {
  NEED_OFFSCREEN();
  Headless viewer(linfenlu());
  viewer::Tab& tab = viewer.tab();
  const std::size_t before = tab.document->world().facilities.size();
  viewer.state().ask(viewer::SetTool{viewer::Tool::kAddFacility, 3});
  viewer.frame(2);
  viewer.click(560, 330);
  ASSERT_EQ(tab.document->world().facilities.size(), before + 1);
  EXPECT_EQ(tab.document->world().facilities.back().level, 3);
  EXPECT_EQ(viewer.state().tool, viewer::Tool::kSelect) << "one click, one facility";
  expect_as_a_run(tab);
  viewer.click(560, 330);
  ASSERT_EQ(tab.selection.size(), 1u);
  viewer.key(GLFW_KEY_DELETE);
  EXPECT_EQ(tab.document->world().facilities.back().status, FacilityStatus::kClosed);
  EXPECT_EQ(tab.document->done(), 2u);
  viewer.key(GLFW_KEY_Z, true);
  viewer.key(GLFW_KEY_Z, true);
  EXPECT_EQ(tab.document->world().facilities.size(), before);
  viewer.key(GLFW_KEY_Y, true);
  EXPECT_EQ(tab.document->world().facilities.size(), before + 1);
}

TEST(Application, AFileThatCannotBeOpenedIsToldAndTheWorkStays) {
  NEED_OFFSCREEN();
  Headless viewer(linfenlu());
  const std::string folder = scratch_dir("viewer-wrong");
  std::ofstream(folder + "/wrong.toml") << "[scenario]\nname = \"x\"\nspeeed = 3\n";
  for (const std::string& file : {folder + "/wrong.toml", folder + "/not-there.toml", folder + "/not-there.gpkg"}) {
    viewer.state().toasts.clear();
    viewer.state().ask(viewer::OpenPath{file});
    viewer.frame(2);
    ASSERT_EQ(viewer.state().tabs.size(), 1u);
    ASSERT_EQ(viewer.state().toasts.size(), 1u) << file;
    EXPECT_EQ(viewer.state().toasts.front().kind, viewer::Toast::Kind::kError);
    EXPECT_NE(viewer.state().toasts.front().text.find(std::filesystem::path(file).filename().string()), std::string::npos);
  }
  expect_as_a_run(viewer.tab());
}

TEST(Application, EverySystemAndScenarioOfTheProjectOpens) {
  NEED_OFFSCREEN();
  for (const char* folder : {"scenarios", "scenarios/systems"})
    for (const auto& entry : std::filesystem::directory_iterator(project_root() + folder)) {
      if (entry.path().extension() != ".toml" || entry.path().stem() == "shanghai_city") continue;   // the city has a test of its own
      viewer::ViewerOptions options;
      options.files = {entry.path().string()};
      Headless viewer(options, 900, 600);
      ASSERT_NE(viewer.state().tab(), nullptr) << entry.path();
      EXPECT_TRUE(viewer.state().toasts.empty()) << entry.path() << ": " << viewer.state().toasts.front().text;
    }
}

TEST(Application, SideBySideShowsTheSamePlacesOfBothPlans) {
  NEED_OFFSCREEN();
  viewer::ViewerOptions options = linfenlu();
  options.bare = true;
  Headless viewer(options, 800, 500);
  viewer.state().ask(viewer::Branch{});
  viewer.frame(3);
  ASSERT_EQ(viewer.state().tabs.size(), 2u);
  viewer.state().side_by_side = true;
  viewer.state().ask(viewer::Compare{0});
  viewer.frame(3);
  const auto differing = [&] {
    const auto rgba = viewer.pixels();
    int count = 0;
    for (int y = 60; y < 500; ++y)
      for (int x = 20; x < 380; ++x) {
        const auto at = [&](int column) { return &rgba[static_cast<std::size_t>((y * 800 + column) * 4)]; };
        bool same = true;
        for (int c = 0; c < 3; ++c) same = same && std::abs(at(x)[c] - at(x + 400)[c]) <= 24;
        count += !same;
      }
    return count / (440.0 * 360.0);
  };
  EXPECT_LT(differing(), 0.01) << "equal plans look alike";
  Edit edit;
  edit.op = Edit::Op::kCloseFacility;
  for (const Facility& f : viewer.tab().document->world().facilities)
    if (f.level == 4) edit.target = f.id;
  viewer.state().ask(viewer::ApplyStep{{{edit}, {}, {}}});
  viewer.frame(4);
  EXPECT_GT(differing(), 0.01) << "without its centre the branch looks different";
  EXPECT_EQ(viewer.state().tabs[0]->document->done(), 0u);
}

TEST(Application, DroppedDataAskForTheirDatumAndBecomeAnInputOfANewPlan) {
  NEED_OFFSCREEN();
  Headless viewer(linfenlu());
  const std::string folder = scratch_dir("viewer-dropped");
  std::ofstream(folder + "/facilities.csv") << "id,name,level,x,y\nextra-1,新站,3,121.455,31.315\nextra-2,新点,2,121.456,31.316\n";
  const std::size_t before = viewer.tab().document->world().facilities.size();
  viewer.app().drop({folder + "/facilities.csv"});
  viewer.frame(2);
  EXPECT_EQ(viewer.state().windows.dropped, folder + "/facilities.csv") << "it is never guessed";
  EXPECT_EQ(viewer.state().tabs.size(), 1u);
  viewer.state().ask(viewer::ImportDropped{folder + "/facilities.csv", "gcj02"});
  viewer.frame(3);
  ASSERT_EQ(viewer.state().tabs.size(), 2u) << (viewer.state().toasts.empty() ? "" : viewer.state().toasts.front().text);
  const World& world = viewer.tab().document->world();
  ASSERT_EQ(world.facilities.size(), before + 2);
  // GCJ-02 lies some 450 m from WGS-84 here: the datum was heeded.
  const auto wgs = viewer.tab().lonlat->to_m(121.455, 31.315);
  ASSERT_TRUE(wgs);
  double nearest = 1e9;
  for (const Facility& f : world.facilities)
    if (f.id == "extra-1") nearest = distance(f.position, *wgs);
  EXPECT_GT(nearest, 300);
  EXPECT_LT(nearest, 700);
  EXPECT_TRUE(viewer.tab().document->path().empty()) << "a new plan, not saved yet";
  expect_as_a_run(viewer.tab());
  // A kind of file that is not known is told.
  std::ofstream(folder + "/letter.docx") << "x";
  viewer.state().ask(viewer::ImportDropped{folder + "/letter.docx", "wgs84"});
  viewer.frame(2);
  EXPECT_EQ(viewer.state().toasts.back().kind, viewer::Toast::Kind::kError);
}

/// One in a hundred pixels may differ: other versions of Mesa and FreeType draw edges a little differently, but move nothing.
constexpr double kTolerance = 0.01;

TEST(ViewerPictures, TheSampleDistrictInBothLanguagesAndLights) {
  NEED_OFFSCREEN();
  for (const bool chinese : {true, false})
    for (const bool dark : {false, true}) {
      if (chinese == dark) continue;   // two of the four hold every word and colour
      viewer::ViewerOptions options = linfenlu(chinese ? "zh" : "en");
      options.dark = dark, options.dark_given = true;
      Headless viewer(options, 1000, 640);
      expect_golden_picture(std::string("viewer_") + (chinese ? "zh" : "en") + (dark ? "_dark" : "") + ".png", viewer.png(), kTolerance);
    }
}

/// The sample district with a graph of links by rule and by hand: committees that guide, societies that help, a hall that is lent.
std::string sharing_scenario(const std::string& name) {
  const std::string path = scratch_dir(name) + "/sharing.toml";
  std::string text = "[scenario]\nextends = \"" + project_root() + "scenarios/linfenlu.toml\"\n" + R"([sharing]
date = "2024-06-01"
[sharing.match]
over = "any"
[[sharing.rules]]
from = ["committee"]
to = ["social"]
within = "260 m"
type = "affiliation"
[[sharing.links]]
id = "hall"
from = "venue-1"
to = "org-7"
type = "venue"
venue = "venue-1"
capacity = 30
level = 3
)";
  Stream random(5, "sharing scenario");
  static constexpr const char* kTypes[] = {"volunteer", "training", "secondment", "assistance", "collaboration"};
  for (int k = 0; k < 46; ++k) {
    const auto from = random.between(1, 90), to = random.between(1, 90);
    if (from == to) continue;
    text += "[[sharing.links]]\nfrom = \"org-" + std::to_string(from) + "\"\nto = \"org-" + std::to_string(to) + "\"\ntype = \"" + kTypes[random.below(5)] + "\"\ncapacity = " + std::to_string(random.between(2, 80)) +
            (k % 8 == 0 ? "\nstatus = \"proposed\"\n" : "\n");
  }
  for (int k = 0; k < 14; ++k) {
    const char* type = kTypes[random.below(3)];
    text += "[[sharing.offers]]\nat = \"org-" + std::to_string(random.between(1, 90)) + "\"\ntype = \"" + type + "\"\namount = " + std::to_string(random.between(5, 90)) + "\n";
    text += "[[sharing.needs]]\nat = \"org-" + std::to_string(random.between(1, 90)) + "\"\ntype = \"" + type + "\"\namount = " + std::to_string(random.between(5, 90)) + "\n";
  }
  std::ofstream(path) << text;
  return path;
}

TEST(Application, APartnerIsTakenOutByAKeyTheMapFollowsAndUndoBringsItBack) {
  NEED_OFFSCREEN();
  viewer::ViewerOptions options;
  options.files = {sharing_scenario("application_sharing")};
  Headless viewer(options);
  viewer.key(GLFW_KEY_S);
  viewer.frame(3);
  viewer::Tab& tab = viewer.tab();
  ASSERT_NE(tab.sharing.network, nullptr);
  EXPECT_EQ(tab.sharing.network->at.size(), tab.sharing.network->graph.n_nodes());
  EXPECT_NE(tab.sharing.picture, 0U);
  ASSERT_NE(tab.sharing.facts, nullptr);
  EXPECT_EQ(tab.sharing.facts->base.links, tab.sharing.facts->now.links);
  const auto venue = std::find_if(tab.document->world().venues.begin(), tab.document->world().venues.end(), [](const Venue& v) { return v.id == "venue-1"; });
  ASSERT_NE(venue, tab.document->world().venues.end());
  const viewer::Thing hall{viewer::ThingKind::kVenue, static_cast<std::uint32_t>(venue - tab.document->world().venues.begin())};
  const auto open_rooms = [&] {
    return std::count_if(tab.document->world().facilities.begin(), tab.document->world().facilities.end(), [](const Facility& f) { return f.lent && f.status != FacilityStatus::kClosed; });
  };
  ASSERT_EQ(open_rooms(), 1);
  tab.selection = {hall};
  viewer.key(GLFW_KEY_X);
  viewer.frame(3);
  ASSERT_EQ(tab.document->done(), 1U);
  EXPECT_EQ(open_rooms(), 0) << "what it lent is gone";
  expect_as_a_run(tab);
  EXPECT_LT(tab.sharing.facts->now.links, tab.sharing.facts->base.links);
  EXPECT_EQ(tab.filter.link_focus.size(), 0U);
  tab.selection = {{viewer::ThingKind::kOrganisation, 6}};
  viewer.key(GLFW_KEY_E);
  viewer.frame(2);
  EXPECT_GT(tab.filter.link_focus.size(), 0U);
  viewer.key(GLFW_KEY_Z, true);
  viewer.frame(3);
  EXPECT_EQ(open_rooms(), 1);
  EXPECT_EQ(tab.sharing.facts->now.links, tab.sharing.facts->base.links);
  viewer.key(GLFW_KEY_S);
  viewer.frame(2);
  EXPECT_TRUE(tab.filter.link_focus.empty()) << "the focus ends with the window";
}

// Lent people change what a station can take and touch no demand point: the figures stood still, and the badge said that they were exact.
TEST(Application, WhenLentPeopleGoTheSplitIsThatOfTheRun) {
  NEED_OFFSCREEN();
  viewer::ViewerOptions options;
  options.files = {test::project_root() + "scenarios/systems/volunteers.toml"};
  Headless viewer(options);
  viewer.frame(3);
  viewer::Tab& tab = viewer.tab();
  const auto served = [&] { return tab.splits.at(0) == nullptr ? -1 : tab.splits.at(0)->persons_served; };
  ASSERT_EQ(served(), 140);
  const std::uint64_t before = tab.revision;
  tab.selection = {{viewer::ThingKind::kOrganisation, 0}};
  viewer.key(GLFW_KEY_S);
  viewer.frame(2);
  viewer.key(GLFW_KEY_X);
  viewer.frame(3);
  ASSERT_EQ(tab.document->done(), 1U);
  EXPECT_EQ(served(), 100);
  EXPECT_GT(tab.revision, before) << "panels and the map's links follow";
  viewer.key(GLFW_KEY_Z, true);
  viewer.frame(3);
  EXPECT_EQ(served(), 140);
}

TEST(ViewerPictures, TheSharingWindowBesideTheMap) {
  NEED_OFFSCREEN();
  for (const bool chinese : {true, false}) {
    viewer::ViewerOptions options;
    options.files = {sharing_scenario("picture_sharing")};
    options.language = chinese ? "zh" : "en";
    options.dark = !chinese, options.dark_given = true;
    Headless viewer(options, 1440, 900);
    viewer.key(GLFW_KEY_S);
    viewer.frame(2);
    viewer.tab().selection = {{viewer::ThingKind::kOrganisation, 6}};
    if (!chinese) viewer.key(GLFW_KEY_E);
    viewer.frame(4);
    expect_golden_picture(chinese ? "viewer_sharing_zh.png" : "viewer_sharing_en_dark.png", viewer.png(), kTolerance);
  }
}

TEST(ViewerPictures, TheMapAloneAtBlockZoom) {
  NEED_OFFSCREEN();
  viewer::ViewerOptions options = linfenlu("zh");
  options.bare = true;
  Headless viewer(options, 800, 520);
  viewer.tab().camera.metres_per_px = 0.8;
  viewer.frame(3);
  expect_golden_picture("viewer_block.png", viewer.png(), kTolerance);
}

}  // namespace
}  // namespace catchment::test
