#include "viewer/scene/map.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>
#include <string>

#include "tests/viewer/scene/golden.h"
#include "tests/viewer/scene/little_town.h"
#include "viewer/scene/colour.h"
#include "viewer/scene/export.h"
#include "viewer/scene/font.h"
#include "viewer/scene/map_draft.h"
#include "viewer/scene/symbology.h"
#include "viewer/scene/text_format.h"

namespace catchment::scene {
namespace {

using test::little_town;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

const test::LittleTown& town() {
  static const test::LittleTown t = little_town();
  return t;
}

constexpr MapTheme kThemes[] = {MapTheme::kCoverage, MapTheme::kMinutes, MapTheme::kLevels,
                                MapTheme::kAreaShare, MapTheme::kOrganisations, MapTheme::kDifference};
constexpr const char* kNames[] = {"coverage", "minutes", "levels", "areas", "organisations", "difference"};

DisplayList draw(MapTheme theme, bool chinese = true, bool dark = false, double width = 1600) {
  static const Study before = test::little_town_before(town());
  MapOptions o;
  o.theme = theme, o.level = 2, o.chinese = chinese, o.dark = dark, o.width_px = width, o.base = &before;
  return draw_map(town().world, town().study, town().scenario, o);
}

const DisplayLayer* layer(const DisplayList& list, const std::string& name) {
  for (const auto& l : list.layers)
    if (l.name == name) return &l;
  return nullptr;
}

std::vector<std::string> texts(const DisplayList& list, const std::string& name) {
  std::vector<std::string> out;
  if (const auto* l = layer(list, name))
    for (const auto& s : l->shapes)
      if (s.kind == Shape::Kind::kText) out.push_back(s.text);
  return out;
}

Box text_box(const Shape& s) {
  const double w = text_width(s.text, s.size_px, s.bold);
  const double x = s.centre.x - (s.anchor == Anchor::kStart ? 0 : s.anchor == Anchor::kMiddle ? w / 2 : w);
  return {x, s.centre.y - 0.75 * s.size_px, x + w, s.centre.y + 0.1 * s.size_px};
}

bool overlap(const Box& a, const Box& b) {
  return a.min_x < b.max_x && b.min_x < a.max_x && a.min_y < b.max_y && b.min_y < a.max_y;
}

TEST(Map, TellsItsContentInWordsInBothLanguages) {
  // Golden: what stands on the sheet beside the map, and how many shapes each layer has. A reviewer can read it.
  for (const bool chinese : {true, false}) {
    std::string summary;
    for (std::size_t t = 0; t < 6; ++t) {
      const auto list = draw(kThemes[t], chinese);
      summary += std::string("== ") + kNames[t] + "\n" + list.title + "\n";
      for (const auto& l : list.layers) summary += l.name + " " + std::to_string(l.shapes.size()) + "\n";
      for (const auto& text : texts(list, "furniture")) summary += "  " + text + "\n";
    }
    test::expect_golden_text(chinese ? "maps_zh.txt" : "maps_en.txt", summary);
  }
}

TEST(Map, LooksAsItDid) {
  if (fonts().path.find("wqy-microhei") == std::string::npos)
    GTEST_SKIP() << "the golden pictures are drawn with WenQuanYi Micro Hei; here: " << fonts().path;
  test::expect_golden_picture("levels_zh.png", to_png(draw(MapTheme::kLevels, true, false, 800)), 0.004);
  test::expect_golden_picture("coverage_en_dark.png", to_png(draw(MapTheme::kCoverage, false, true, 800)), 0.004);
  test::expect_golden_picture("areas_en.png", to_png(draw(MapTheme::kAreaShare, false, false, 800)), 0.004);
}

TEST(Map, IsTheSameEveryTime) {
  for (const auto theme : kThemes) EXPECT_EQ(to_svg(draw(theme)), to_svg(draw(theme)));
}

TEST(Map, LegendShowsThePersonsOfTheStudy) {
  const auto& c = town().study.levels[2].coverage;
  const auto zh = texts(draw(MapTheme::kCoverage, true), "furniture");
  const auto en = texts(draw(MapTheme::kCoverage, false), "furniture");
  for (const auto persons : {c.persons_served, c.persons_no_capacity, c.persons_out_of_reach}) {
    EXPECT_THAT(zh, Contains(HasSubstr(grouped(persons) + " 人")));
    EXPECT_THAT(en, Contains(HasSubstr(grouped(persons) + " · ")));
  }
  EXPECT_THAT(zh, Contains("可达但无名额"));
  EXPECT_THAT(en, Contains("Reached, no capacity"));
}

TEST(Map, LegendListsOnlyWhatIsVisible) {
  EXPECT_THAT(texts(draw(MapTheme::kLevels), "furniture"), Contains("服务站（关闭）"));
  auto t = town();
  std::erase_if(t.world.facilities, [](const Facility& f) { return f.status == FacilityStatus::kClosed; });
  std::erase_if(t.world.context, [](const ContextFeature& f) { return f.kind == ContextKind::kWater; });
  const auto list = texts(draw_map(t.world, t.study, t.scenario, {}), "furniture");
  EXPECT_THAT(list, Not(Contains("服务站（关闭）")));
  EXPECT_THAT(list, Not(Contains("水域")));
}

TEST(Map, FurnitureNamesDateCrsRunAndSources) {
  const auto list = texts(draw(MapTheme::kLevels, false), "furniture");
  EXPECT_THAT(list, Contains("Data as of 2024-06-30"));
  EXPECT_THAT(list, Contains("EPSG:32651 · WGS 84 / UTM 51N"));
  EXPECT_THAT(list, Contains("Run 4f2a91c07be3"));
  EXPECT_THAT(list, Contains(HasSubstr("OpenStreetMap contributors (ODbL 1.0")));
  EXPECT_THAT(list, Contains("N"));
}

TEST(Map, IsStampedAsModelledOnlyIfItIs) {
  EXPECT_THAT(texts(draw(MapTheme::kLevels), "furniture"), Contains("示意地图（模型生成）"));
  auto t = town();
  t.world.modelled = false;
  EXPECT_THAT(texts(draw_map(t.world, t.study, t.scenario, {}), "furniture"), Not(Contains("示意地图（模型生成）")));
}

TEST(Map, FurnitureStaysOnTheSheetAndItsTextsDoNotOverlap) {
  for (const double width : {700.0, 1100.0, 1600.0, 2400.0})
    for (const bool chinese : {true, false})
      for (const auto theme : kThemes) {
        const auto list = draw(theme, chinese, false, width);
        const auto* f = layer(list, "furniture");
        ASSERT_NE(f, nullptr);
        std::vector<std::pair<Box, std::string>> boxes;
        for (const auto& s : f->shapes) {
          if (s.kind != Shape::Kind::kText) continue;
          const Box b = text_box(s);
          EXPECT_GE(b.min_x, 0) << s.text;
          EXPECT_LE(b.max_x, list.width_px + 0.01) << s.text << " at " << width;
          EXPECT_LE(b.max_y, list.height_px) << s.text << " at " << width;
          for (const auto& [other, text] : boxes) EXPECT_FALSE(overlap(b, other)) << s.text << " over " << text << " at " << width;
          boxes.emplace_back(b, s.text);
        }
      }
}

TEST(Map, ALegendThatShrinksShrinksItsSymbolsWithItsTexts) {
  // Wide and low: the column is too short for all there is to say.
  MapOptions o;
  o.theme = MapTheme::kLevels, o.level = 2, o.chinese = false;
  const Box all = default_window(town().world, town().study, town().scenario);
  const Point c = all.centre();
  o.window = Box{c.x - 2 * all.width(), c.y - all.height() / 4, c.x + 2 * all.width(), c.y + all.height() / 4};
  const auto list = draw_map(town().world, town().study, town().scenario, o);
  const auto find = [&](const DisplayList& l, auto&& fits) -> const Shape* {
    for (const auto& s : layer(l, "furniture")->shapes)
      if (fits(s)) return &s;
    return nullptr;
  };
  const auto none = [](const Shape& s) { return s.text == "None"; };
  const Shape* label = find(list, none);
  ASSERT_NE(label, nullptr);
  EXPECT_LT(label->size_px, 15.5) << "there is need to shrink";
  const double k = label->size_px / 16;
  const auto swatch = [&](const Shape& s) { return !s.rings.empty() && s.closed && std::abs(bounds(s.rings[0]).centre().y - label->centre.y) < 8 && bounds(s.rings[0]).max_x < label->centre.x; };
  const Shape* box = find(list, swatch);
  ASSERT_NE(box, nullptr);
  EXPECT_NEAR(bounds(box->rings[0]).width(), 30 * k, 0.01);
  EXPECT_NEAR(bounds(box->rings[0]).height(), 16 * k, 0.01);
  EXPECT_NEAR(box->stroke.width_px, 0.8 * k, 0.01);
}

TEST(Map, LabelsDoNotOverlapEachOtherAndStayInTheFrame) {
  for (const bool chinese : {true, false})
    for (const auto theme : kThemes) {
      const auto list = draw(theme, chinese);
      std::vector<std::pair<Box, std::string>> boxes;
      for (const auto& s : layer(list, "labels")->shapes) {
        if (s.angle_deg != 0) continue;  // boxed along their line by the placer
        const Box b = text_box(s);
        EXPECT_GE(b.min_x, list.map_frame.min_x);
        EXPECT_LE(b.max_x, list.map_frame.max_x);
        for (const auto& [other, text] : boxes) EXPECT_FALSE(overlap(b, other)) << s.text << " over " << text;
        boxes.emplace_back(b, s.text);
      }
      EXPECT_GT(boxes.size(), 10u);
    }
}

TEST(Map, PutsTheOtherLanguageBelowWhereThereIsRoom) {
  const auto zh = texts(draw(MapTheme::kLevels, true), "labels"), en = texts(draw(MapTheme::kLevels, false), "labels");
  EXPECT_THAT(zh, Contains("长春服务中心"));
  EXPECT_THAT(zh, Contains("Changchun Centre"));
  EXPECT_THAT(en, Contains("Changchun Centre"));
}

TEST(Map, NothingOfTheMapReachesFarBeyondItsFrame) {
  MapOptions o;
  o.window = Box{350300, 3460250, 350900, 3460700};
  const auto list = draw_map(town().world, town().study, town().scenario, o);
  const Box& f = list.map_frame;
  for (const auto& l : list.layers) {
    if (!l.clip_to_map) continue;
    for (const auto& s : l.shapes)
      for (const auto& ring : s.rings)
        for (const Point p : ring) {
          // Clipped geometry ends 8 px outside; symbols may stick out by their own size.
          EXPECT_GT(p.x, f.min_x - 30) << l.name;
          EXPECT_LT(p.x, f.max_x + 30) << l.name;
          EXPECT_GT(p.y, f.min_y - 30) << l.name;
          EXPECT_LT(p.y, f.max_y + 30) << l.name;
        }
  }
  EXPECT_LT(to_svg(list).size(), 0.5 * static_cast<double>(to_svg(draw(MapTheme::kLevels)).size()));
}

TEST(Map, WindowGrowsToTheFrameSoThatScaleIsTheSameBothWays) {
  MapOptions o;
  o.furniture = false;
  o.window = Box{350000, 3460000, 351600, 3460100};  // far wider than the sheet allows
  const auto list = draw_map(town().world, town().study, town().scenario, o);
  EXPECT_DOUBLE_EQ(list.height_px, 0.55 * list.width_px);
  EXPECT_DOUBLE_EQ(list.map_frame.width(), list.width_px);
}

TEST(Map, OfASubDistrictStaysBelowThreeMegabytes) {
  const auto t = little_town(20, 14);  // 3,000 buildings and more
  ASSERT_GT(t.world.buildings.size(), 3000u);
  for (const bool chinese : {true, false}) {
    MapOptions o;
    o.chinese = chinese;
    EXPECT_LT(to_svg(draw_map(t.world, t.study, t.scenario, o)).size(), 3u << 20);
  }
}

TEST(Map, DrawsADensityGridInsteadOfMoreThanSixtyThousandPlaces) {
  auto t = little_town(4, 3);
  // Every demand point as five hundred: same people, far too many outlines.
  const auto few = t.world.demand;
  auto& c = t.study.levels;
  t.world.demand.clear();
  t.study.counted.clear();
  std::vector<LevelResult> old = c;
  for (auto& level : c) level.coverage.covered.clear(), level.nearest.cost.clear();
  for (std::size_t i = 0; i < few.size(); ++i)
    for (int k = 0; k < 500; ++k) {
      auto d = few[i];
      d.position.x += k % 25, d.position.y += k / 25.0;
      t.world.demand.push_back(d);
      t.study.counted.push_back(1);
      for (std::size_t l = 0; l < c.size(); ++l) {
        c[l].coverage.covered.push_back(old[l].coverage.covered[i]);
        c[l].nearest.cost.push_back(old[l].nearest.cost[i]);
      }
    }
  ASSERT_GT(t.world.demand.size(), 60000u);
  const auto list = draw_map(t.world, t.study, t.scenario, {});
  EXPECT_NE(layer(list, "density"), nullptr);
  EXPECT_EQ(layer(list, "buildings"), nullptr);
  EXPECT_THAT(texts(list, "furniture"), Contains(HasSubstr("人/公顷")));
}

TEST(Map, DifferenceCountsWhoWinsAndWhoLoses) {
  const Study before = test::little_town_before(town());
  std::int64_t gained = 0;
  for (std::size_t i = 0; i < town().world.demand.size(); ++i)
    if (town().study.levels[2].coverage.covered[i] && !before.levels[2].coverage.covered[i]) gained += town().world.demand[i].persons;
  ASSERT_GT(gained, 0);
  EXPECT_THAT(texts(draw(MapTheme::kDifference, false), "furniture"), Contains(HasSubstr(grouped(gained) + " people gained, 0 lost")));
}

TEST(Map, MinutesFollowTheStreets) {
  const auto* bands = [&] {
    static const auto list = draw(MapTheme::kMinutes);
    return layer(list, "street-bands");
  }();
  ASSERT_NE(bands, nullptr);
  EXPECT_EQ(bands->shapes.back().stroke.colour, palette(false).minutes[0]);  // the nearest band on top
}

TEST(Map, OfAnEmptyWorldIsASheetThatSaysSo) {
  const auto list = draw_map(World{}, Study{}, Scenario{}, {});
  EXPECT_THAT(texts(list, "furniture"), Contains("研究区内没有人口。"));
  EXPECT_NO_THROW(to_png(list));
}

TEST(Map, DarkIsDark) {
  EXPECT_EQ(draw(MapTheme::kLevels, true, true).background, rgb(0x15181C));
  EXPECT_GT(luminance(draw(MapTheme::kLevels, true, false).background), 0.8);
}

TEST(Map, EscapesNamesFromData) {
  auto t = town();
  t.scenario.title = {"<script>alert(1)</script>", "<script>"};
  EXPECT_THAT(to_svg(draw_map(t.world, t.study, t.scenario, {})), Not(HasSubstr("<script")));
}

TEST(Map, VeilsWhatLiesBeyondTheStudyArea) {
  auto t = town();
  t.scenario.study_area = "S1";
  EXPECT_NE(layer(draw_map(t.world, t.study, t.scenario, {}), "veil"), nullptr);
  EXPECT_EQ(layer(draw(MapTheme::kLevels), "veil"), nullptr);
}

TEST(Map, RefusesWhatDoesNotFit) {
  MapOptions o;
  o.theme = MapTheme::kCoverage;
  o.level = 9;
  EXPECT_THROW(draw_map(town().world, town().study, town().scenario, o), std::invalid_argument);
  o.level = 0, o.width_px = 10;
  EXPECT_THROW(draw_map(town().world, town().study, town().scenario, o), std::invalid_argument);
  o.width_px = 800, o.window = Box{5, 5, 5, 5};
  EXPECT_THROW(draw_map(town().world, town().study, town().scenario, o), std::invalid_argument);
  o.window.reset();
  o.theme = MapTheme::kDifference;
  EXPECT_THROW(draw_map(town().world, town().study, town().scenario, o), std::invalid_argument);  // no base
  auto t = town();
  t.study.levels[0].coverage.covered.pop_back();
  o.theme = MapTheme::kLevels;
  EXPECT_THROW(draw_map(t.world, t.study, t.scenario, o), std::invalid_argument);
  t.study.organisations.reset();
  o.theme = MapTheme::kOrganisations;
  EXPECT_THROW(draw_map(t.world, t.study, t.scenario, o), std::invalid_argument);
}

TEST(FacilitySymbols, DifferBySizeForEveryRankAndByFormForEveryStatus) {
  for (int rank = 2; rank <= 4; ++rank) EXPECT_GT(facility_radius(rank, 1), 1.4 * facility_radius(rank - 1, 1));
  const auto& p = palette(false);
  for (int rank = 1; rank <= 4; ++rank) {
    const auto existing = facility_symbol({}, rank, FacilityStatus::kExisting, 1, p);
    const auto proposed = facility_symbol({}, rank, FacilityStatus::kProposed, 1, p);
    const auto closed = facility_symbol({}, rank, FacilityStatus::kClosed, 1, p);
    EXPECT_EQ(proposed.back().fill, p.panel) << "white core";
    EXPECT_EQ(existing.back().fill, p.level[static_cast<std::size_t>(rank - 1)]);
    EXPECT_EQ(closed.back().rings.size(), 2u) << "a cross";
  }
}

TEST(CrsText, NamesTheUsualOnesAndPassesTheRest) {
  EXPECT_EQ(crs_text("EPSG:32651"), "EPSG:32651 · WGS 84 / UTM 51N");
  EXPECT_EQ(crs_text("EPSG:4549"), "EPSG:4549 · CGCS2000 / Gauss-Krüger");
  EXPECT_EQ(crs_text("LOCAL"), "LOCAL");
  EXPECT_EQ(crs_text("EPSG:x"), "EPSG:x");
}

}  // namespace
}  // namespace catchment::scene
