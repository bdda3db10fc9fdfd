// Tabs, bars and menus around the map, driven by hand without window or GPU.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <map>
#include <thread>

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <unistd.h>

#include "interface_letters.h"
#include "tests/support/shared_data.h"
#include "tests/viewer/ui/stage.h"
#include "viewer/scene/text_format.h"
#include "viewer/scene/theme.h"
#include "viewer/ui/layer_list.h"
#include "viewer/ui/minimap_picture.h"
#include "viewer/ui/plan_figures.h"
#include "viewer/ui/rank_words.h"
#include "viewer/ui/work_words.h"

namespace catchment {
namespace {

using namespace viewer;
using test::little_document;
using test::Stage;

bool contains_text(const std::string& all, const std::string& part) { return all.find(part) != std::string::npos; }

/// A job that waits for a word before it ends.
std::unique_ptr<document::Job> waiting_job(const std::shared_ptr<std::atomic<bool>>& end) {
  return std::make_unique<document::Job>("town.toml", [end](const Progress& progress) -> std::function<void()> {
    while (!*end) {
      report(progress, 0.4, "streets");
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return [] {};
  });
}

TEST(Panels, ANarrowWindowFoldsTheRightPanelUntilAPersonOpensIt) {
  Stage s(little_document(), 700, 450);
  s.frame();
  s.frame();
  EXPECT_FALSE(s.state.windows.right);
  EXPECT_TRUE(right_panel_wanted(s.state)) << "the settings keep what was chosen";
  ImGui::GetIO().DisplaySize = {1440, 900};
  s.frame();
  EXPECT_TRUE(s.state.windows.right) << "it comes back with the room";
  ImGui::GetIO().DisplaySize = {700, 450};
  s.frame();
  s.frame();
  ASSERT_FALSE(s.state.windows.right);
  s.click("show-right");
  s.frame();
  EXPECT_TRUE(s.state.windows.right);
  ImGui::GetIO().DisplaySize = {1440, 900};
  s.frame();
  ImGui::GetIO().DisplaySize = {700, 450};
  s.frame();
  s.frame();
  EXPECT_TRUE(s.state.windows.right) << "a person opened it";
}

TEST(Panels, AHiddenRightPanelStaysHiddenInAWideWindow) {
  Stage s(little_document(), 700, 450);
  s.state.windows.right = false;
  s.frame();
  EXPECT_FALSE(right_panel_wanted(s.state));
  ImGui::GetIO().DisplaySize = {1440, 900};
  s.frame();
  EXPECT_FALSE(s.state.windows.right);
}

TEST(Panels, ANumberOfABranchStaysWhereATitleIsCut) {
  Stage s(little_document());
  ImFont* font = fonts().text;
  const std::string title = "A very long title of a plan for the whole district (2)";
  const float room = width_of(font, "A very long title…(2)");
  const std::string cut = cut_before_number(font, title, room);
  EXPECT_TRUE(cut.ends_with("… (2)")) << cut;
  EXPECT_TRUE(cut.starts_with("A very")) << cut;
  EXPECT_LE(width_of(font, cut), room);
  EXPECT_EQ(cut_before_number(font, title, 4000), title);
  EXPECT_TRUE(cut_before_number(font, "A very long title of a plan (with words)", room).ends_with("…"));
}

TEST(Panels, TheCurrentTabIsInTheBarAndAMenuHasTheOthers) {
  Stage s(little_document(), 700, 450);
  for (int k = 0; k < 3; ++k) s.add_tab(little_document());
  s.state.current = 3;
  s.frame();
  s.frame();
  ASSERT_TRUE(s.items.contains("tab-3"));
  EXPECT_FALSE(s.items.contains("tab-0"));
  EXPECT_GE(s.items.at("tab-3")[2] - s.items.at("tab-3")[0], 8 * fonts().text->FontSize) << "eight letters of its title";
  EXPECT_LE(s.items.at("tab-3")[2], s.items.at("undo")[0]);
  s.click("tabs");
  s.frame();
  s.click("tabs-menu-0");
  const auto shown = s.all<ShowTab>();
  ASSERT_EQ(shown.size(), 1U);
  EXPECT_EQ(shown[0].tab, 0U);
}

TEST(Panels, TheSearchOfANarrowWindowOpensFromItsButton) {
  Stage s(little_document(), 700, 450);
  s.frame();
  s.click("search");
  EXPECT_TRUE(s.state.windows.search);
  s.frame();
  s.frame();
  s.frame();
  EXPECT_TRUE(ImGui::GetIO().WantTextInput);
  EXPECT_GT(s.items.at("search")[2] - s.items.at("search")[0], 100);
}

TEST(Panels, TabsOfOneTitleAreToldApartByTheirFiles) {
  const auto sample = [] { return document::Document::open(test::project_root() + "scenarios/linfenlu.toml"); };
  Stage s(sample());
  const std::string title = s.tab().document->title().in(true);
  EXPECT_EQ(tab_title(s.state, 0), title) << "alone, the title is enough";
  s.add_tab(sample());
  const std::string file = ::testing::TempDir() + "p2-" + std::to_string(::getpid()) + ".toml";
  s.state.tabs[1]->document->save(file, true);   // under another name, the title is the same
  EXPECT_EQ(tab_title(s.state, 0), "linfenlu.toml");
  EXPECT_EQ(tab_title(s.state, 1), file.substr(file.rfind('/') + 1));
  std::remove(file.c_str());
}

TEST(WorkWords, AreInTheLanguageOfTheInterface) {
  EXPECT_EQ(work_words("following the levels", true), "计算各层级覆盖");
  EXPECT_EQ(work_words("reading town.gpkg", true), "读取 town.gpkg");
  EXPECT_EQ(work_words("following the levels", false), "following the levels");
  EXPECT_EQ(work_words("something new", true), "something new");
}

TEST(Panels, AJobIsSeenAndStoppedWithoutTheBottomBarToo) {
  Stage s(little_document());
  const auto end = std::make_shared<std::atomic<bool>>(false);
  s.state.jobs.push_back(waiting_job(end));
  for (const bool bar : {true, false}) {
    s.state.windows.bottom = bar;
    s.forget();
    s.frame();
    s.frame();
    EXPECT_EQ(s.items.contains("jobs-chip"), !bar);
    s.click("cancel-job-0");
    ASSERT_EQ(s.all<CancelJob>().size(), 1U) << bar;
    EXPECT_EQ(s.all<CancelJob>()[0].job, 0U);
  }
  *end = true;
}

TEST(Panels, ResettingTheLayersTakesThePlaceOfNoOtherControl) {
  Stage s(little_document(), 1440, 1600);
  s.frame();
  const auto places = [&] {
    std::map<std::string, std::array<float, 4>> out;
    for (const auto& [name, at] : s.items)
      if (name == "filters" || name.starts_with("layer-") || name.starts_with("legend-") || name.starts_with("symbol")) out[name] = at;
    return out;
  };
  const auto before = places();
  ASSERT_TRUE(before.contains("filters"));
  EXPECT_FALSE(s.items.contains("layers-default"));
  for (auto& layer : s.tab().layers)
    if (layer.layer == scene::MapLayer::kGround) layer.visible = false;
  s.frame();
  ASSERT_TRUE(s.items.contains("layers-default"));
  EXPECT_EQ(places(), before) << "nothing moves when it comes";
  const auto& reset = s.items.at("layers-default");
  for (const auto& [name, at] : before)
    EXPECT_FALSE(reset[0] < at[2] && at[0] < reset[2] && reset[1] < at[3] && at[1] < reset[3]) << name;
  s.click("layers-default");
  EXPECT_EQ(s.tab().layers, scene::default_layers());
}

TEST(Panels, ShowingAllClassesAgainMovesNothing) {
  Stage s(little_document(), 1440, 1600);
  s.frame();
  const auto symbols = s.items.at("symbols");
  s.click("legend-class-0");
  s.frame();
  ASSERT_TRUE(s.items.contains("legend-all"));
  EXPECT_EQ(s.items.at("symbols"), symbols);
  s.click("legend-all");
  EXPECT_EQ(s.tab().filter.classes, ~0U);
}

TEST(Panels, TheFigureMenuGroupsByLevelAndFitsTheScreen) {
  Stage s(little_document(), 1280, 720);
  s.frame();
  s.click("figure");
  s.frame();
  s.frame();
  const std::size_t levels = s.tab().document->scenario().levels.size();
  for (std::size_t l = 0; l < levels; ++l) ASSERT_TRUE(s.items.contains("figures-of-" + std::to_string(l))) << l;
  EXPECT_TRUE(s.items.contains("figure-0-0")) << "levels within reach, in the menu itself";
  const std::string split = "figure-" + std::to_string(static_cast<int>(scene::FigureKind::kSplit)) + "-1";
  EXPECT_FALSE(s.items.contains(split));
  for (const auto& [name, at] : s.items)
    if (name.starts_with("figure-") || name.starts_with("figures-of-")) { EXPECT_TRUE(at[1] >= 0 && at[3] <= 720) << name; }
  s.click("figures-of-1");
  s.frame();
  s.frame();
  ASSERT_TRUE(s.items.contains(split));
  s.click(split);
  ASSERT_EQ(s.all<SetFigure>().size(), 1U);
  EXPECT_EQ(s.all<SetFigure>()[0].figure, (scene::Figure{scene::FigureKind::kSplit, 1}));
}

TEST(Panels, AreasWithoutAnybodyCoveredShareARow) {
  Stage s(little_document(), 1440, 1800);
  // Every facility closed: all areas are at 0 %.
  document::Step step;
  for (const Facility& f : s.tab().document->world().facilities)
    if (f.status != FacilityStatus::kClosed) step.edits.push_back(facility_edit(f, Edit::Op::kCloseFacility));
  s.tab().document->apply(step);
  ++s.tab().revision;
  for (auto& split : s.tab().splits) split = nullptr;
  s.frame();
  const auto bars = plan_figures(s.state, s.tab()).areas;
  const std::size_t n = bars.size();
  const bool many = n >= 3;
  ASSERT_EQ(std::count_if(bars.begin(), bars.end(), [](const AreaBar& a) { return a.covered == 0; }), static_cast<std::ptrdiff_t>(n));
  EXPECT_EQ(s.items.contains("areas-none"), many);
  EXPECT_EQ(s.items.contains("area-" + std::to_string(bars.front().area)), !many);
  if (!many) return;
  EXPECT_TRUE(contains_text(s.text, std::to_string(n) + " 个片区为 0%"));
  s.click("areas-none");
  s.frame();
  for (const AreaBar& bar : bars) EXPECT_TRUE(s.items.contains("area-" + std::to_string(bar.area)));
}

TEST(PanelWords, MoneyHasItsSignBeforeTheCurrencyAndAMinusSign) {
  EXPECT_EQ(money_text(-84'000'000, false), "−¥840,000");
  EXPECT_EQ(money_text(-84'000'000, true), "−84 万元");
  EXPECT_EQ(money_text(-250'000'000, false), "−¥2.5 million");
  EXPECT_EQ(money_text(84'000'000, false), "¥840,000");
  EXPECT_EQ(money_text(-12, true), "0 元");
  EXPECT_EQ(money_text(123'456'789'000, true), "12.35 亿元");
}

TEST(PanelWords, ARankIsCalledAsTheScenarioCallsItsOnlyLevel) {
  Scenario scenario;
  LevelSpec station;
  station.rank = 3;
  station.title = {"邻里汇", "Neighbourhood hub"};
  scenario.levels = {station};
  EXPECT_EQ(rank_word(scenario, 3, true), "邻里汇");
  EXPECT_EQ(rank_word(scenario, 3, false), "Neighbourhood hub");
  EXPECT_EQ(rank_word(scenario, 4, true), scene::rank_name(4, true));
  // Two services of one rank: neither names the rank.
  station.title = {"诊所", "Clinic"};
  scenario.levels.push_back(station);
  EXPECT_EQ(rank_word(scenario, 3, false), scene::rank_name(3, false));
}

TEST(MinimapPicture, ShowsMainStreetsWhereThereIsNoWaterOrGreen) {
  World world = little_document()->base();
  std::erase_if(world.context, [](const ContextFeature& c) { return c.kind == ContextKind::kWater || c.kind == ContextKind::kGreen; });
  EXPECT_FALSE(minimap_picture(world, 88, 68).streets.empty());
  for (const auto& street : minimap_picture(world, 88, 68).streets) EXPECT_GE(street.size(), 2U);
  ContextFeature lake;
  lake.kind = ContextKind::kWater;
  const Point c = minimap_picture(world, 88, 68).box.centre();
  lake.shape = {Polygon{{{{c.x - 200, c.y - 200}, {c.x + 200, c.y - 200}, {c.x + 200, c.y + 200}, {c.x - 200, c.y + 200}}}}};
  world.context.push_back(lake);
  EXPECT_TRUE(minimap_picture(world, 88, 68).streets.empty());
}

}  // namespace
}  // namespace catchment
