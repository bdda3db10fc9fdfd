// The print of what the viewer shows: any figure, its layers, filter and edit states.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/viewer/scene/little_town.h"
#include "viewer/scene/export.h"
#include "viewer/scene/map.h"
#include "viewer/scene/overlay.h"
#include "viewer/scene/text_format.h"
#include "viewer/scene/theme.h"

namespace catchment::scene {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;

const test::LittleTown& town() {
  static const test::LittleTown t = test::little_town();
  return t;
}
const Study& before() {
  static const Study s = test::little_town_before(town());
  return s;
}

DisplayList print(const MapOptions& options) { return draw_map(town().world, town().study, town().scenario, options); }

std::vector<std::string> texts(const DisplayList& list, const std::string& name) {
  std::vector<std::string> out;
  for (const auto& l : list.layers)
    if (l.name == name)
      for (const auto& s : l.shapes)
        if (s.kind == Shape::Kind::kText) out.push_back(s.text);
  return out;
}

const DisplayLayer* layer(const DisplayList& list, const std::string& name) {
  for (const auto& l : list.layers)
    if (l.name == name) return &l;
  return nullptr;
}

MapOptions with(FigureKind kind) {
  MapOptions o;
  o.figure = Figure{kind, 2}, o.base = &before(), o.chinese = false;
  return o;
}

TEST(Print, OfAFigureThatIsAThemeIsTheThemesMap) {
  const std::pair<FigureKind, MapTheme> same[] = {{FigureKind::kLevels, MapTheme::kLevels}, {FigureKind::kSplit, MapTheme::kCoverage},
                                                  {FigureKind::kMinutes, MapTheme::kMinutes}, {FigureKind::kDifference, MapTheme::kDifference}};
  for (const auto& [kind, theme] : same) {
    MapOptions o;
    o.theme = theme, o.level = 2, o.base = &before(), o.chinese = false;
    EXPECT_EQ(to_svg(print(with(kind))), to_svg(print(o)));
  }
}

TEST(Print, OfAnyFigureHasItsTitleItsClassesAndAllItsPeople) {
  for (const auto kind : {FigureKind::kCost, FigureKind::kBackup, FigureKind::kCostChange, FigureKind::kPersons, FigureKind::kPersonsPerHectare, FigureKind::kBuildingKind})
    for (const auto method : {ClassMethod::kQuantile, ClassMethod::kStandard}) {
      auto o = with(kind);
      o.classing = {method, 5};
      const auto list = print(o);
      EXPECT_THAT(list.title, HasSubstr(figure_title(*o.figure, town().scenario, false)));
      EXPECT_NE(layer(list, "buildings"), nullptr);
      EXPECT_THAT(texts(list, "furniture"), Contains("N"));
      EXPECT_GT(std::count_if(layer(list, "furniture")->shapes.begin(), layer(list, "furniture")->shapes.end(), [](const Shape& s) { return s.text.find('%') != std::string::npos; }), 0)
          << "shares of the classes";
    }
}

TEST(Print, WithoutAFigureColoursNothing) {
  EXPECT_THAT(texts(print(with(FigureKind::kNone)), "furniture"), Contains("Building"));
}

TEST(Print, ShowsTheLayersThatTheViewerShows) {
  MapOptions o;
  o.layers = default_layers();
  for (auto& l : *o.layers) {
    if (l.layer == MapLayer::kFacilities || l.layer == MapLayer::kGround) l.visible = false;
    if (l.layer == MapLayer::kStreets) l.opacity = 0.5;
    if (l.layer == MapLayer::kLabels) l.opacity = 0.7;
  }
  const auto list = print(o);
  EXPECT_EQ(layer(list, "facilities"), nullptr);
  EXPECT_EQ(layer(list, "ground"), nullptr);
  EXPECT_NE(layer(list, "paper"), nullptr);
  EXPECT_DOUBLE_EQ(layer(list, "streets")->opacity, 0.5);
  EXPECT_DOUBLE_EQ(layer(list, "labels")->opacity, 0.7);
  EXPECT_THAT(texts(list, "labels"), Not(Contains(HasSubstr("服务中心"))));
  EXPECT_THAT(texts(list, "furniture"), Contains("街道"));
  EXPECT_THAT(texts(list, "furniture"), Not(Contains("水域"))) << "the legend lists only what is visible";
}

TEST(Print, LayersLieInTheStacksOrder) {
  MapOptions o;
  o.layers = default_layers();
  std::reverse(o.layers->begin(), o.layers->end());
  const auto list = print(o);
  EXPECT_LT(layer(list, "facilities") - list.layers.data(), layer(list, "buildings") - list.layers.data());
}

TEST(Print, LeavesOutWhatTheFilterLeavesOut) {
  MapOptions o;
  o.filter.facility_ranks = 0b1000, o.filter.classes = 0b1;
  const auto list = print(o);
  EXPECT_EQ(layer(list, "facilities")->shapes.size(), 3u) << "one centre";
  for (const auto& s : layer(list, "buildings")->shapes) EXPECT_EQ(s.title.find("一级也不可达"), std::string::npos);
}

TEST(Print, TellsWhatThePlanChanges) {
  World plan = town().world;
  plan.facilities[1].position.x += 90;
  plan.facilities[0].status = FacilityStatus::kClosed;
  plan.facilities.push_back(plan.facilities[2]);
  plan.facilities.back().id = "new", plan.facilities.back().position.y += 200;
  plan.streets.gates[0].state = GateState::kClosed, plan.streets.gates[1].state = plan.streets.gates[1].state == GateState::kOpen ? GateState::kClosed : GateState::kOpen;
  World base = town().world;
  base.streets.gates[0].state = GateState::kClosed;
  base.facilities.push_back(base.facilities[3]);
  base.facilities.back().id = "gone";
  const auto states = edit_states(base, plan);
  ASSERT_EQ(states.facility.size(), plan.facilities.size());
  EXPECT_EQ(states.facility[0], EditState::kRemoved);
  EXPECT_EQ(states.facility[1], EditState::kChanged);
  EXPECT_EQ(states.facility[2], EditState::kUnchanged);
  EXPECT_EQ(states.facility.back(), EditState::kNew);
  ASSERT_EQ(states.removed.size(), 1u);
  EXPECT_EQ(states.removed[0].id, "gone");
  EXPECT_EQ(states.gate[0], EditState::kUnchanged);
  EXPECT_EQ(states.gate[1], EditState::kChanged);

  MapOptions o;
  o.facility_state = states.facility, o.removed = states.removed, o.gate_state = states.gate;
  const auto legend = texts(draw_map(plan, town().study, town().scenario, o), "furniture");
  EXPECT_THAT(legend, Contains("新增"));
  EXPECT_THAT(legend, Contains("已改动"));
  EXPECT_THAT(legend, Contains("已撤销"));
  EXPECT_THAT(texts(print({}), "furniture"), Not(Contains("新增")));
}

TEST(Print, TheCutoffEndsABandOfTheMinutesAndIsMarked) {
  for (std::size_t level = 0; level < 4; ++level) {
    const auto& spec = town().scenario.levels[level];
    const auto ends = minute_bands(spec, town().scenario.network);
    EXPECT_EQ(ends.size(), 3u);
    EXPECT_TRUE(std::is_sorted(ends.begin(), ends.end()));
    EXPECT_THAT(ends, Contains(spec.cutoff));
    MapOptions o;
    o.theme = MapTheme::kMinutes, o.level = level, o.chinese = false;
    EXPECT_THAT(texts(print(o), "furniture"), Contains(HasSubstr("(standard)")));
  }
}

TEST(Print, DrawsTheBoxOfTheStreetsWhereThatIsTheStudyArea) {
  auto t = town();
  t.scenario.study_area = "streets";
  const auto list = draw_map(t.world, t.study, t.scenario, {});
  ASSERT_NE(layer(list, "veil"), nullptr);
  const Box box = bounds(t.world.streets.node), line = bounds(layer(list, "veil")->shapes.back().rings.at(0));
  EXPECT_NEAR(line.width() / line.height(), box.width() / box.height(), 1e-3);
  EXPECT_GT(line.width(), 0.7 * list.map_frame.width()) << "the window is the study area's";
}

TEST(Print, TellsWhatTheGreyDiscsAre) {
  auto t = town();
  for (std::size_t i = 0; i < t.world.demand.size(); ++i) t.world.demand[i].building = {};
  EXPECT_THAT(texts(draw_map(t.world, t.study, t.scenario, {}), "furniture"), Not(Contains("不计入的人口")));
  t.study.counted[0] = 0;
  EXPECT_THAT(texts(draw_map(t.world, t.study, t.scenario, {}), "furniture"), Contains("不计入的人口"));
}

TEST(Print, WrapsALongLegendTitleInsteadOfCuttingIt) {
  auto t = town();
  for (auto& l : t.study.levels) l.spec.title.en = "community service station for elderly and young residents";
  MapOptions o;
  o.theme = MapTheme::kCoverage, o.level = 2, o.chinese = false;
  const auto list = draw_map(t.world, t.study, t.scenario, o);
  for (const auto& s : layer(list, "furniture")->shapes) {
    if (s.kind != Shape::Kind::kText || s.anchor != Anchor::kStart) continue;
    EXPECT_LE(s.centre.x + text_width(s.text, s.size_px, s.bold), list.width_px) << s.text;
  }
  EXPECT_THAT(texts(list, "furniture"), Contains(testing::StartsWith("Coverage: community service")));
}

TEST(Print, SaysTheFixedWordsOfItsSourcesInTheLanguageOfThePicture) {
  auto t = town();
  t.world.sources[1].licence = "none stated";
  EXPECT_THAT(texts(draw_map(t.world, t.study, t.scenario, {}), "furniture"), Contains(HasSubstr("OpenStreetMap 贡献者（未注明许可")));
  MapOptions o;
  o.chinese = false;
  EXPECT_THAT(texts(draw_map(t.world, t.study, t.scenario, o), "furniture"), Contains(HasSubstr("OpenStreetMap contributors (none stated")));
}

TEST(Print, SpeaksOfServicesWhereLevelsAreServices) {
  auto t = town();
  for (auto& l : t.study.levels) l.spec.services = {"school"};
  MapOptions o;
  o.chinese = false;
  const auto list = draw_map(t.world, t.study, t.scenario, o);
  EXPECT_THAT(list.title, HasSubstr("Coverage by service"));
  EXPECT_THAT(list.title, Not(HasSubstr("level")));
  EXPECT_THAT(texts(list, "furniture"), Contains(HasSubstr("within reach of every service")));
}

}  // namespace
}  // namespace catchment::scene
