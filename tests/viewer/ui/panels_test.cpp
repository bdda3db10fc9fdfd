// The panels, driven by hand without window or GPU.
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

namespace catchment {
namespace {

using namespace viewer;
using test::little_document;
using test::Stage;

bool contains_text(const std::string& all, const std::string& part) { return all.find(part) != std::string::npos; }

TEST(Panels, AClickOnALegendClassLeavesItOutAndAnotherTakesItBack) {
  Stage s(little_document());
  s.frame();
  ASSERT_GE(s.tab().theming->figures().classes.size(), 3U);
  s.click("legend-class-1");
  EXPECT_EQ(s.tab().filter.classes, ~0U & ~2U);
  s.click("legend-class-1");
  EXPECT_EQ(s.tab().filter.classes, ~0U);
}

TEST(Panels, TheLegendShowsThePersonsOfItsClasses) {
  Stage s(little_document());
  s.frame();
  for (const auto& c : s.tab().theming->figures().classes) EXPECT_TRUE(contains_text(s.text, scene::grouped(c.persons))) << c.label;
}

TEST(Panels, TheLegendExplainsTheSymbolsThatTheMapShowsAndNoOther) {
  Stage s(little_document(), 1440, 1400);
  const auto drawn = [&](const std::string& name) { return s.items.contains("symbol-" + name); };
  s.state.map.zoom = scene::Zoom::kBlock;
  s.frame();
  const auto& world = s.tab().document->world();
  for (int rank = 1; rank <= 4; ++rank)
    EXPECT_EQ(drawn("rank-" + std::to_string(rank)), std::any_of(world.facilities.begin(), world.facilities.end(), [&](const Facility& f) { return f.level == rank; })) << rank;
  for (const auto status : {FacilityStatus::kProposed, FacilityStatus::kClosed})
    EXPECT_EQ(drawn("status-" + std::to_string(static_cast<int>(status))),
              std::any_of(world.facilities.begin(), world.facilities.end(), [&](const Facility& f) { return f.status == status; }));
  ASSERT_FALSE(world.streets.gates.empty());
  EXPECT_TRUE(drawn("gate-state-0") || drawn("gate-state-1") || drawn("gate-state-2"));
  EXPECT_FALSE(drawn("edit-1") || drawn("edit-2") || drawn("edit-3")) << "nothing was changed";
  EXPECT_FALSE(drawn("disc"));
  // Zoomed out there are no gates; what is filtered out is not explained.
  s.state.map.zoom = scene::Zoom::kCity;
  s.tab().filter.facility_ranks = 0b1011;
  s.frame();
  EXPECT_FALSE(drawn("gate-state-0") || drawn("gate-state-1") || drawn("gate-state-2"));
  EXPECT_FALSE(drawn("rank-3"));
  EXPECT_TRUE(drawn("rank-4") || drawn("rank-2"));
  for (auto& layer : s.tab().layers)
    if (layer.layer == scene::MapLayer::kFacilities) layer.visible = false;
  s.frame();
  EXPECT_FALSE(drawn("rank-4") || drawn("rank-2"));
}

TEST(Panels, TheLegendExplainsTheMarksOfAPlanWithSteps) {
  Stage s(little_document(), 1440, 1400);
  s.frame();
  s.tab().document->apply(edit_step(s.tab().document->world(), facility_edit(s.tab().document->world().facilities[1], Edit::Op::kCloseFacility)));
  ++s.tab().revision;
  s.frame();
  EXPECT_TRUE(s.items.contains("symbol-edit-3"));
  s.tab().document->undo();
  ++s.tab().revision;
  s.frame();
  EXPECT_FALSE(s.items.contains("symbol-edit-3"));
}

TEST(Panels, TheLegendTellsDiscsAndStrengthsAsTheMapHasThem) {
  Stage s(little_document(), 1440, 1400);
  s.state.map.disc_persons = 1000, s.state.map.disc_radius_px = 8;
  s.frame();
  EXPECT_TRUE(s.items.contains("symbol-disc"));
  EXPECT_FALSE(s.items.contains("density-key"));
  // A disc too large for its row: fewer persons, in proportion to the area.
  s.state.map.disc_radius_px = 40;
  s.frame();
  EXPECT_TRUE(contains_text(s.text, "圆面积示人数 50")) << s.text;
  s.state.map.density = true, s.state.map.density_low = 37, s.state.map.density_high = 412;
  s.frame();
  EXPECT_FALSE(s.items.contains("symbol-disc"));
  EXPECT_TRUE(s.items.contains("density-key"));
  for (const char* words : {"< 37", "37–412", "> 412"}) EXPECT_TRUE(contains_text(s.text, words)) << words;
}

TEST(Panels, TheSymbolsAreFoldedOnALowScreenUntilSomebodyOpensThem) {
  Stage low(little_document(), 1280, 720);
  low.frame();
  EXPECT_FALSE(low.items.contains("symbol-rank-4"));
  low.frame();
  low.click("symbols");
  low.frame();
  EXPECT_TRUE(low.items.contains("symbol-rank-4"));
  low.add_tab(little_document());
  low.state.current = 1;
  low.frame();
  EXPECT_TRUE(low.items.contains("symbol-rank-4")) << "kept for the next tab";
}

TEST(Panels, AFacilitysPlacesAreChangedInOneStep) {
  Stage s(little_document());
  const auto& facilities = s.tab().document->world().facilities;
  const auto limited = std::find_if(facilities.begin(), facilities.end(), [](const Facility& f) { return f.capacity > 0; });
  ASSERT_NE(limited, facilities.end());
  const auto index = static_cast<std::uint32_t>(limited - facilities.begin());
  const std::int64_t before = limited->capacity;
  s.tab().selection = {{ThingKind::kFacility, index}};
  s.frame();
  s.frame();
  const auto at = s.middle("facility-capacity");
  s.point(at[0], at[1]);
  s.frame();
  s.press();
  for (int k = 1; k <= 8; ++k) s.point(at[0] + k * 6, at[1]);
  EXPECT_TRUE(s.all<ApplyStep>().empty()) << "while the hand still holds the field";
  s.release();
  s.frame();
  const auto steps = s.all<ApplyStep>();
  ASSERT_EQ(steps.size(), 1U);
  ASSERT_EQ(steps[0].step.edits.size(), 1U);
  EXPECT_EQ(steps[0].step.edits[0].op, Edit::Op::kResizeFacility);
  EXPECT_EQ(steps[0].step.edits[0].target, s.tab().document->base().facilities[index].id);
  EXPECT_GT(steps[0].step.edits[0].capacity, before);
  EXPECT_FALSE(steps[0].step.label.zh.empty());
  EXPECT_FALSE(steps[0].step.label.en.empty());
  EXPECT_EQ(s.tab().document->world().facilities[index].capacity, steps[0].step.edits[0].capacity);
}

TEST(Panels, TheWheelOverAFacilitysPlacesIsOneStepOfARoundNumber) {
  Stage s(little_document());
  const auto& facilities = s.tab().document->world().facilities;
  const auto limited = std::find_if(facilities.begin(), facilities.end(), [](const Facility& f) { return f.capacity > 2000; });
  ASSERT_NE(limited, facilities.end());
  const std::int64_t before = limited->capacity;
  s.tab().selection = {{ThingKind::kFacility, static_cast<std::uint32_t>(limited - facilities.begin())}};
  s.frame();
  const auto at = s.middle("facility-capacity");
  s.point(at[0], at[1]);
  s.frame();
  ImGui::GetIO().MouseWheel = 1;
  s.frame();
  const auto steps = s.all<ApplyStep>();
  ASSERT_EQ(steps.size(), 1U);
  EXPECT_EQ(steps[0].step.edits.at(0).capacity, before + 100);
}

TEST(Panels, ClosingAndReopeningAFacilityAreSteps) {
  Stage s(little_document());
  const auto& facilities = s.tab().document->world().facilities;
  const auto open = std::find_if(facilities.begin(), facilities.end(), [](const Facility& f) { return f.status == FacilityStatus::kExisting && f.level == 3; });
  const auto index = static_cast<std::uint32_t>(open - facilities.begin());
  s.tab().selection = {{ThingKind::kFacility, index}};
  s.frame();
  s.frame();
  s.click("facility-close");
  EXPECT_EQ(s.tab().document->world().facilities[index].status, FacilityStatus::kClosed);
  s.frame();   // the card of a closed facility is another
  s.click("facility-close");
  EXPECT_EQ(s.tab().document->world().facilities[index].status, FacilityStatus::kExisting);
  EXPECT_EQ(s.all<ApplyStep>().size(), 2U);
}

TEST(Panels, AGateIsOpenedByItsCard) {
  Stage s(little_document());
  const auto& gates = s.tab().document->world().streets.gates;
  const auto shut = std::find_if(gates.begin(), gates.end(), [](const Gate& g) { return g.state != GateState::kOpen; });
  ASSERT_NE(shut, gates.end());
  const auto index = static_cast<std::uint32_t>(shut - gates.begin());
  s.tab().selection = {{ThingKind::kGate, index}};
  s.frame();
  s.frame();
  s.click("gate-0");
  const auto steps = s.all<ApplyStep>();
  ASSERT_EQ(steps.size(), 1U);
  EXPECT_EQ(steps[0].step.edits.at(0).op, Edit::Op::kOpenGate);
  EXPECT_EQ(s.tab().document->world().streets.gates[index].state, GateState::kOpen);
}

TEST(Panels, WhyIsAskedOfTheDemandPointThatIsSelected) {
  Stage s(little_document());
  s.tab().selection = {{ThingKind::kDemand, 7}};
  s.frame();
  s.frame();
  s.click("why");
  const auto asked = s.all<AskWhy>();
  ASSERT_EQ(asked.size(), 1U);
  EXPECT_EQ(asked[0].demand, 7U);
}

TEST(Panels, AClickOnTheCurveSetsTheCutoffThatLiesThere) {
  Stage s(little_document());
  s.frame();
  const double most = plan_figures(s.state, s.tab()).curve_most;
  const double share = 0.63;
  s.click("coverage-plot", share, 0.4);
  const auto steps = s.all<ApplyStep>();
  ASSERT_EQ(steps.size(), 1U);
  ASSERT_TRUE(steps[0].step.cutoff.has_value());
  EXPECT_TRUE(steps[0].step.edits.empty());
  EXPECT_EQ(steps[0].step.cutoff->level, s.tab().level);
  // Within the rounding to 10 m, and the pixel that was hit.
  const auto& plot = s.items.at("coverage-plot");
  EXPECT_NEAR(steps[0].step.cutoff->cutoff, share * most, 5 + most / static_cast<double>(plot[2] - plot[0]));
  EXPECT_EQ(std::fmod(steps[0].step.cutoff->cutoff, 10), 0);
  EXPECT_EQ(s.tab().document->live().spec(s.tab().level).cutoff, steps[0].step.cutoff->cutoff);
}

TEST(Panels, DraggingTheCutoffIsOneStepWhenItIsLetGo) {
  Stage s(little_document());
  s.frame();
  const auto from = s.middle("coverage-plot", 0.3, 0.5), to = s.middle("coverage-plot", 0.8, 0.5);
  s.point(from[0], from[1]);
  s.frame();
  s.press();
  for (const double t : {0.2, 0.5, 1.0}) s.point(from[0] + (to[0] - from[0]) * t, from[1]);
  EXPECT_TRUE(s.all<ApplyStep>().empty());
  s.release();
  EXPECT_EQ(s.all<ApplyStep>().size(), 1U);
}

TEST(Panels, TheFiguresSayWhatTheLiveStudyHolds) {
  Stage s(little_document());
  const auto check = [&](const char* when) {
    s.frame();
    s.frame();
    const LiveFigures& f = s.tab().document->live().figures();
    for (std::size_t l = 0; l < f.levels().size(); ++l) {
      EXPECT_TRUE(contains_text(s.text, scene::grouped(f.levels()[l].persons_covered))) << when << ", level " << l;
      EXPECT_TRUE(contains_text(s.text, scene::percent(static_cast<double>(f.levels()[l].persons_covered) / static_cast<double>(f.population())))) << when;
    }
    EXPECT_TRUE(contains_text(s.text, scene::grouped(f.levels()[s.tab().level].gained))) << when;
    EXPECT_TRUE(contains_text(s.text, scene::grouped(f.levels()[s.tab().level].lost))) << when;
    EXPECT_TRUE(contains_text(s.text, scene::grouped(f.joint_persons()))) << when;
    EXPECT_TRUE(contains_text(s.text, scene::cost_text(f.worst_tenth_mean(s.tab().level), CostUnit::kMetres, true))) << when;
  };
  check("at first");
  Edit edit;
  edit.op = Edit::Op::kCloseFacility;
  edit.target = s.tab().document->world().facilities[1].id;
  s.tab().document->apply(edit_step(s.tab().document->world(), edit));
  ++s.tab().revision;
  check("after closing a station");
  const auto& figures = s.tab().document->live().figures().levels();
  EXPECT_TRUE(std::any_of(figures.begin(), figures.end(), [](const LiveLevelFigures& l) { return l.lost > 0; })) << "the edit must matter for this test to mean anything";
}

TEST(Panels, ANumberThatRollsEndsAtItsValueExactly) {
  Stage s(little_document());
  s.frame();
  const auto covered = [&] { return scene::grouped(s.tab().document->live().figures().levels()[s.tab().level].persons_covered); };
  const std::string before = covered();
  Edit edit;
  edit.op = Edit::Op::kCloseFacility;
  edit.target = s.tab().document->world().facilities[1].id;
  s.tab().document->apply(edit_step(s.tab().document->world(), edit));
  ++s.tab().revision;
  ASSERT_NE(covered(), before);
  s.seconds = 0.05;
  s.frame();
  EXPECT_TRUE(s.state.animating) << "it asks for the next frame";
  for (int k = 0; k < 3; ++k) s.frame();
  EXPECT_FALSE(s.state.animating) << "150 ms later it stands still";
  EXPECT_TRUE(contains_text(s.text, covered()));
}

TEST(Panels, TheBaseCurveAndTheAreasCountTheSamePeopleAsTheStudy) {
  const auto d = little_document();
  const LiveStudy& live = d->live();
  for (std::size_t l = 0; l < live.n_levels(); ++l) {
    const double most = live.spec(l).cutoff * 2;
    const auto curve = base_coverage_curve(*d, l, most, 100);
    EXPECT_EQ(curve.persons[50], d->base_figures()[l].persons_covered) << "the middle of the axis is the cutoff itself";
    EXPECT_TRUE(std::is_sorted(curve.persons.begin(), curve.persons.end()));
    EXPECT_LE(curve.persons.back(), curve.population);
    const auto now = document::coverage_curve(live, l, most, 100);
    EXPECT_EQ(now.persons, curve.persons) << "nothing was changed";
    const int level = shown_area_level(*d);
    const auto bars = area_bars(*d, l, area_rows(*d, level), base_area_persons(*d, l, level));
    ASSERT_FALSE(bars.empty());
    for (const AreaBar& bar : bars) EXPECT_EQ(bar.covered, bar.base_covered) << d->base().areas[bar.area].id;
    for (std::size_t k = 1; k < bars.size(); ++k) EXPECT_LE(bars[k - 1].share(), bars[k].share());
  }
}

TEST(Panels, LayersAreReorderedByDragging) {
  Stage s(little_document(), 1440, 1400);
  s.frame();
  const auto before = s.tab().layers;
  const auto top = before.back().layer, third = before[before.size() - 3].layer;
  s.drag("layer-" + std::to_string(static_cast<int>(top)), "layer-" + std::to_string(static_cast<int>(third)));
  EXPECT_EQ(s.tab().layers[before.size() - 3].layer, top);
  EXPECT_EQ(s.tab().layers.back().layer, before[before.size() - 2].layer);
  EXPECT_TRUE(std::is_permutation(before.begin(), before.end(), s.tab().layers.begin(), [](const auto& a, const auto& b) { return a.layer == b.layer; }));
}

TEST(Panels, TheEyeHidesALayer) {
  Stage s(little_document(), 1440, 1400);
  s.frame();
  const auto layer = static_cast<int>(scene::MapLayer::kFacilities);
  const auto visible = [&] {
    return std::find_if(s.tab().layers.begin(), s.tab().layers.end(), [](const auto& l) { return l.layer == scene::MapLayer::kFacilities; })->visible;
  };
  s.click("layer-eye-" + std::to_string(layer));
  EXPECT_FALSE(visible());
  s.click("layer-eye-" + std::to_string(layer));
  EXPECT_TRUE(visible());
}

TEST(Panels, HidingAPanelGivesItsRoomToTheMap) {
  Stage s(little_document());
  s.frame();
  for (const double side : s.state.map.panel_px) EXPECT_GT(side, 0);
  s.state.windows.left = s.state.windows.right = s.state.windows.bottom = false;
  s.frame();
  EXPECT_EQ(s.state.map.panel_px[0], 0);
  EXPECT_GT(s.state.map.panel_px[1], 0);
  EXPECT_EQ(s.state.map.panel_px[2], 0);
  EXPECT_EQ(s.state.map.panel_px[3], 0);
  for (const char* handle : {"show-left", "show-right", "show-bottom"}) {
    s.frame();
    s.click(handle);
  }
  EXPECT_TRUE(s.state.windows.left && s.state.windows.right && s.state.windows.bottom) << "a mouse brings them back";
}

TEST(Panels, ALevelsCutoffIsEditedInItsRow) {
  Stage s(little_document());
  s.frame();
  const auto at = s.middle("cutoff-1");
  s.point(at[0], at[1]);
  s.frame();
  ImGui::GetIO().MouseWheel = 1;
  s.frame();
  const auto steps = s.all<ApplyStep>();
  ASSERT_EQ(steps.size(), 1U);
  ASSERT_TRUE(steps[0].step.cutoff);
  EXPECT_EQ(steps[0].step.cutoff->level, 1U);
  EXPECT_EQ(steps[0].step.cutoff->cutoff, 350);
}

/// Text keys for the stage, as GLFW's backend has them.
void map_keys() {
  const std::pair<int, int> keys[] = {{ImGuiKey_Enter, GLFW_KEY_ENTER}, {ImGuiKey_Escape, GLFW_KEY_ESCAPE}, {ImGuiKey_Backspace, GLFW_KEY_BACKSPACE}};
  for (const auto& [name, glfw] : keys) ImGui::GetIO().KeyMap[name] = glfw;
}
void strike(Stage& s, int key) {
  ImGui::GetIO().KeysDown[key] = true;
  s.frame();
  ImGui::GetIO().KeysDown[key] = false;
  s.frame();
}

TEST(Panels, OneClickTypesACutoffAndEnterAppliesIt) {
  Stage s(little_document());
  map_keys();
  s.frame();
  s.click("cutoff-1");
  EXPECT_TRUE(ImGui::GetIO().WantTextInput) << "the next key is the field's";
  for (const char* digit : {"4", "5", "0"}) {
    ImGui::GetIO().AddInputCharactersUTF8(digit);
    s.frame();
    EXPECT_TRUE(ImGui::GetIO().WantTextInput);
  }
  EXPECT_TRUE(s.all<ApplyStep>().empty());
  strike(s, GLFW_KEY_ENTER);
  const auto steps = s.all<ApplyStep>();
  ASSERT_EQ(steps.size(), 1U);
  ASSERT_TRUE(steps[0].step.cutoff);
  EXPECT_EQ(steps[0].step.cutoff->level, 1U);
  EXPECT_EQ(steps[0].step.cutoff->cutoff, 450);
  s.frame();
  EXPECT_FALSE(ImGui::GetIO().WantTextInput);
}

TEST(Panels, EscGivesANumberFieldItsOldValueBackAndLeavingItAppliesTheNewOne) {
  Stage s(little_document());
  map_keys();
  s.frame();
  s.click("cutoff-1");
  ImGui::GetIO().AddInputCharactersUTF8("450");
  s.frame();
  ImGui::GetIO().KeysDown[GLFW_KEY_ESCAPE] = true;
  s.frame();
  EXPECT_TRUE(number_field_left()) << "this Esc closes nothing else";
  ImGui::GetIO().KeysDown[GLFW_KEY_ESCAPE] = false;
  s.frame();
  EXPECT_FALSE(number_field_left());
  EXPECT_TRUE(s.all<ApplyStep>().empty());
  s.click("cutoff-1");
  ImGui::GetIO().AddInputCharactersUTF8("450");
  s.frame();
  s.click("split-bar");
  const auto steps = s.all<ApplyStep>();
  ASSERT_EQ(steps.size(), 1U);
  EXPECT_EQ(steps[0].step.cutoff->cutoff, 450);
  s.forget();
  s.click("cutoff-1");   // in and out without typing
  s.click("split-bar");
  EXPECT_TRUE(s.all<ApplyStep>().empty());
}

TEST(Panels, AClickOnALevelSpeaksOfIt) {
  Stage s(little_document());
  s.frame();
  s.click("level-0");
  EXPECT_EQ(s.tab().level, 0U);
  s.click("figure-level-3");
  EXPECT_EQ(s.tab().level, 3U);
}

TEST(Panels, AClickOnAnAreaFliesThereAndSelectsIt) {
  Stage s(little_document(), 1440, 1400);
  s.frame();
  const auto bars = plan_figures(s.state, s.tab()).areas;
  ASSERT_FALSE(bars.empty());
  s.click("area-" + std::to_string(bars.front().area));
  EXPECT_EQ(s.all<FlyTo>().size(), 1U);
  const auto selected = s.all<SelectThings>();
  ASSERT_EQ(selected.size(), 1U);
  EXPECT_EQ(selected[0].things, (std::vector<Thing>{{ThingKind::kArea, bars.front().area}}));
}

TEST(Panels, TheMinimapKeepsTheScaleAndGoesWhereItIsClicked) {
  Stage s(little_document());
  s.frame();
  s.frame();
  s.click("minimap", 0.25, 0.25);
  const auto flights = s.all<FlyTo>();
  ASSERT_FALSE(flights.empty());
  const Box& box = flights.back().box;
  const auto& camera = s.tab().camera;
  const auto& panel = s.state.map.panel_px;
  EXPECT_NEAR(box.width(), (camera.width - panel[0] - panel[2]) * camera.metres_per_px, 1e-6);
  EXPECT_LT(box.centre().x, s.tab().home.centre().x);
  EXPECT_GT(box.centre().y, s.tab().home.centre().y);
}

TEST(Panels, ToolsAndViewButtonsAskForWhatTheyShow) {
  Stage s(little_document());
  s.frame();
  s.click("tool-add-2");
  EXPECT_EQ(s.state.tool, Tool::kAddFacility);
  EXPECT_EQ(s.state.new_rank, 2);
  s.click("undo");
  EXPECT_TRUE(s.all<Undo>().empty()) << "nothing to undo";
  s.click("north"), s.click("fit"), s.click("zoom-in"), s.click("language"), s.click("dark"), s.click("save"), s.click("open");
  EXPECT_EQ(s.all<TurnNorth>().size(), 1U);
  EXPECT_EQ(s.all<FlyHome>().size(), 1U);
  ASSERT_EQ(s.all<ZoomBy>().size(), 1U);
  EXPECT_GT(s.all<ZoomBy>()[0].factor, 1);
  ASSERT_EQ(s.all<SetLanguage>().size(), 1U);
  EXPECT_FALSE(s.all<SetLanguage>()[0].chinese);
  ASSERT_EQ(s.all<SetDark>().size(), 1U);
  EXPECT_EQ(s.all<Save>().size(), 1U);
  EXPECT_EQ(s.all<AskOpen>().size(), 1U);
}

TEST(Panels, TabsAreShownAndClosed) {
  Stage s(little_document());
  s.add_tab(little_document());
  s.frame();
  s.frame();
  s.click("tab-1", 0.3);
  ASSERT_EQ(s.all<ShowTab>().size(), 1U);
  EXPECT_EQ(s.all<ShowTab>()[0].tab, 1U);
  s.click("close-tab-0");
  ASSERT_EQ(s.all<CloseTab>().size(), 1U);
  EXPECT_EQ(s.all<CloseTab>()[0].tab, 0U);
  EXPECT_EQ(s.all<ShowTab>().size(), 1U) << "closing does not show";
}

TEST(Panels, TypingInTheSearchBoxOpensTheResults) {
  Stage s(little_document());
  s.frame();
  s.click("search");
  ImGui::GetIO().AddInputCharactersUTF8("服务");
  s.frame();
  s.frame();
  EXPECT_EQ(s.state.search_text, "服务");
  EXPECT_TRUE(s.state.windows.search);
}

/// Every character that the panels write, in both languages, light and dark, at two scales and in a small window, has a glyph.
class EveryLook : public testing::TestWithParam<std::tuple<bool, double>> {};
TEST_P(EveryLook, DrawsAllItsCharacters) {
  const auto [chinese, scale] = GetParam();
  Stage s(little_document(), 1024 * scale, 640 * scale);
  s.state.chinese = chinese;
  s.state.dark = !chinese;
  s.state.windows.charts = true;
  s.dress(scale);
  std::string written;
  const std::vector<Thing> things{{ThingKind::kFacility, 1}, {ThingKind::kGate, 0}, {ThingKind::kDemand, 3}, {ThingKind::kBuilding, 2}, {ThingKind::kArea, 1}, {ThingKind::kOrganisation, 0}};
  for (const Thing& t : things) {
    s.tab().selection = {t};
    s.frame();
    s.frame();
    written += s.text;
  }
  EXPECT_GT(written.size(), 2000U);
  ASSERT_FALSE(fonts().path.empty());
  for (const char32_t c : scene::code_points(written)) {
    if (c >= 0x20) { EXPECT_NE(fonts().text->FindGlyphNoFallback(static_cast<ImWchar>(c)), nullptr) << scene::utf8(c); }
  }
  EXPECT_FALSE(contains_text(written, "\xEF\xBF\xBD")) << "a text that is not UTF-8";
}
INSTANTIATE_TEST_SUITE_P(Looks, EveryLook, testing::Combine(testing::Bool(), testing::Values(1.0, 2.0)));

TEST(ViewerFonts, HoldEveryCharacterOfTheInterfaceInEverySize) {
  Stage s(little_document());
  for (const ImFont* font : {fonts().text, fonts().small, fonts().bold, fonts().large})
    for (const char32_t c : scene::code_points(kInterfaceLetters)) EXPECT_NE(font->FindGlyphNoFallback(static_cast<ImWchar>(c)), nullptr) << scene::utf8(c);
}

TEST(ViewerFonts, TakeARareCharacterOfTheDataOnceItIsAskedFor) {
  Stage s(little_document());
  EXPECT_FALSE(build_fonts("服务站", 1)) << "all there already";
  const std::string rare = "\xE6\xB7\xBB\xE7\x94\xAA\xE5\x9F\x97";   // 甪, 埗: place names that no common list has
  const bool built = build_fonts(rare, 1);
  for (const char32_t c : scene::code_points(rare)) EXPECT_NE(fonts().small->FindGlyphNoFallback(static_cast<ImWchar>(c)), nullptr) << scene::utf8(c);
  EXPECT_TRUE(built);
  EXPECT_FALSE(build_fonts(rare, 1));
  EXPECT_LE(ImGui::GetIO().Fonts->TexHeight, 4096);
}

TEST(ViewerFonts, StayWithinWhatEveryDriverTakes) {
  Stage s(little_document());
  for (const double scale : {1.0, 2.0, 3.0}) {
    build_fonts("", scale);
    EXPECT_LE(ImGui::GetIO().Fonts->TexWidth, 4096) << scale;
    EXPECT_LE(ImGui::GetIO().Fonts->TexHeight, 4096) << scale;
    EXPECT_NEAR(fonts().text->FontSize, 16 * scale, 1) << scale;
  }
}

}  // namespace
}  // namespace catchment
