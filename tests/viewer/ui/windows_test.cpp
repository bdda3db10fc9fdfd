// Windows, driven by hand: what each asks for.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <set>
#include <thread>

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <imgui.h>

#include "interface_letters.h"
#include "tests/viewer/ui/stage.h"
#include "tests/viewer/ui/window_frames.h"
#include "viewer/scene/text_format.h"
#include "viewer/ui/shortcuts.h"
#include "viewer/ui/table_csv.h"
#include "viewer/ui/why_words.h"
#include "viewer/ui/window_memory.h"

namespace catchment {
namespace {

using namespace viewer;
using test::little_document;
using test::move_step;
using test::WindowFrames;

// -- history -----------------------------------------------------------------------------------------------------------------

TEST(HistoryWindow, AClickOnARowAsksForThatManySteps) {
  WindowFrames f;
  Tab& tab = f.add_tab(little_document());
  for (int k = 1; k <= 4; ++k) tab.document->apply(move_step(tab.document->world(), 0, 10 * k, "step " + std::to_string(k)));
  tab.document->undo();
  f.state.windows.history = true;
  f.frames(3);
  f.click("step 2");
  f.click("step 4");   // one that can be done again
  f.click("step 0");   // the base
  const auto asked = f.all<GoTo>();
  ASSERT_EQ(asked.size(), 3U);
  EXPECT_EQ(asked[0].done, 2U);
  EXPECT_EQ(asked[1].done, 4U);
  EXPECT_EQ(asked[2].done, 0U);
  f.forget();
  f.click("step 3");   // where it stands
  EXPECT_TRUE(f.asked.empty());
}

TEST(HistoryWindow, ALongStepTakesTwoLinesAndMovesThoseBelow) {
  WindowFrames f;
  Tab& tab = f.add_tab(little_document());
  const auto& world = tab.document->world();
  tab.document->apply(move_step(world, 0, 10, "short"));
  tab.document->apply(move_step(world, 0, 20, "At Yongyue Homestead, Building 2: a new station with places for everybody who lives there"));
  tab.document->apply(move_step(world, 0, 30, "short again"));
  f.state.windows.history = true;
  f.frames(3);
  const auto height = [&](const char* name) { return f.items.at(name)[3] - f.items.at(name)[1]; };
  EXPECT_FLOAT_EQ(height("step 1"), height("step 3"));
  EXPECT_GT(height("step 2"), height("step 1") + 10);
  EXPECT_FLOAT_EQ(f.items.at("step 2")[3], f.items.at("step 3")[1]);
  f.click("step 1");
  ASSERT_EQ(f.all<GoTo>().size(), 1U);
  EXPECT_EQ(f.all<GoTo>()[0].done, 1U);
}

TEST(HistoryWindow, ANewStepIsWhollyInSight) {
  WindowFrames f;
  Tab& tab = f.add_tab(little_document());
  f.state.windows.history = true;
  f.frames(3);
  for (int k = 1; k <= 12; ++k) {
    tab.document->apply(move_step(tab.document->world(), 0, 10 * k, "At Yongyue Homestead, Building 2: a new station, number " + std::to_string(k)));
    f.frames(4);
    const auto& row = f.items.at("step " + std::to_string(k));
    const auto& undo = f.items.at("Undo");
    EXPECT_LE(row[3], undo[1]) << k;
  }
}

TEST(HistoryWindow, OfThousandsOfStepsOnlyThoseInSightAreDrawnAndThePresentIsOneOfThem) {
  WindowFrames f;
  Tab& tab = f.add_tab(little_document());
  for (int k = 1; k <= 1000; ++k) tab.document->apply(move_step(tab.document->world(), 0, k % 2 == 0 ? 5 : -5, "step " + std::to_string(k)));
  f.state.windows.history = true;
  f.frames(4);
  EXPECT_TRUE(f.drawn("step 1000"));
  EXPECT_FALSE(f.drawn("step 1"));
  tab.document->go_to(500);
  f.frames(4);
  EXPECT_TRUE(f.drawn("step 500"));
  EXPECT_FALSE(f.drawn("step 1000"));
}

// -- why ---------------------------------------------------------------------------------------------------------------------

Why some_answer(const document::Document& d) {
  Why why;
  why.point = DemandId(std::uint32_t{0});
  WhyLevel level;
  level.spec = d.live().spec(2);
  level.reason = WhyReason::kTooFar;
  level.nearest = FacilityId(std::uint32_t{0});
  level.cost = to_cost(level.spec.cutoff + 210);
  level.shortfall = 210;
  WhyFix gates;
  gates.kind = WhyFix::Kind::kOpenGates;
  for (const char* id : {"g1", "g2"}) {
    Edit e;
    e.op = Edit::Op::kOpenGate;
    e.target = id;
    gates.edits.push_back(e);
  }
  gates.persons_gained = 1234;
  gates.cost = to_cost(level.spec.cutoff - 50);
  WhyFix raise = gates;
  raise.kind = WhyFix::Kind::kSetLevel;
  raise.edits.resize(1);
  raise.edits[0].op = Edit::Op::kSetFacilityLevel;
  raise.edits[0].target = "p1";
  raise.edits[0].level = 3;
  level.fixes = {gates, raise};
  why.levels = {level, level};
  why.levels[1].reason = WhyReason::kServed;
  why.levels[1].fixes.clear();
  return why;
}

TEST(WhyCard, ApplyingAFixAsksForExactlyItsEdits) {
  WindowFrames f;
  Tab& tab = f.add_tab(little_document());
  tab.why = some_answer(*tab.document);
  f.frames(3);
  f.click("fix 1");
  f.click("fix 0");
  const auto asked = f.all<ApplyStep>();
  ASSERT_EQ(asked.size(), 2U);
  ASSERT_EQ(asked[0].step.edits.size(), 1U);
  EXPECT_EQ(asked[0].step.edits[0].op, Edit::Op::kSetFacilityLevel);
  EXPECT_EQ(asked[0].step.edits[0].target, "p1");
  ASSERT_EQ(asked[1].step.edits.size(), 2U);
  EXPECT_EQ(asked[1].step.edits[0].target, "g1");
  EXPECT_EQ(asked[1].step.edits[1].target, "g2");
  EXPECT_FALSE(asked[1].step.label.zh.empty());
  EXPECT_FALSE(asked[1].step.label.en.empty());
  EXPECT_FALSE(asked[1].step.cutoff);
}

TEST(WhyCard, SaysTheShortfallInBothLanguagesAndShowsTheLevelThatIsClicked) {
  WindowFrames f;
  Tab& tab = f.add_tab(little_document());
  tab.why = some_answer(*tab.document);
  const Name said = why_sentence(tab.document->world(), *tab.why, tab.why->levels[0]);
  EXPECT_NE(said.en.find("210 m beyond the cutoff"), std::string::npos) << said.en;
  EXPECT_NE(said.zh.find("超出标准 210 米"), std::string::npos) << said.zh;
  f.frames(3);
  f.click("why level 1");
  EXPECT_EQ(tab.why_level, 1U);
  f.frame();
  EXPECT_FALSE(f.drawn("fix 0"));
}

TEST(WhyCard, PromisesReachAndSaysWherePlacesAreFew) {
  const auto plan = little_document();
  const World& world = plan->world();
  const auto limited = std::find_if(world.facilities.begin(), world.facilities.end(), [](const Facility& f) { return f.capacity > 0; });
  const auto unlimited = std::find_if(world.facilities.begin(), world.facilities.end(), [](const Facility& f) { return f.capacity < 0; });
  ASSERT_NE(limited, world.facilities.end());
  ASSERT_NE(unlimited, world.facilities.end());
  WhyLevel level = some_answer(*plan).levels[0];
  EXPECT_NE(fixes_heading(level).en.find("within reach"), std::string::npos);
  EXPECT_NE(fixes_heading(level).zh.find("可达"), std::string::npos);
  level.fixes[0].facility = limited->id;
  const Name few = fix_gain(world, level, level.fixes[0]);
  EXPECT_NE(few.en.find("1,234 more people within reach"), std::string::npos) << few.en;
  EXPECT_NE(few.en.find("only " + scene::grouped(limited->capacity) + " place"), std::string::npos) << few.en;
  EXPECT_NE(few.zh.find("名额只有 " + scene::grouped(limited->capacity)), std::string::npos) << few.zh;
  level.fixes[0].facility = unlimited->id;
  EXPECT_EQ(fix_gain(world, level, level.fixes[0]).en.find("place"), std::string::npos);
  WhyFix places = level.fixes[1];
  places.kind = WhyFix::Kind::kRaiseCapacity;
  places.facility = limited->id;
  level.fixes = {places};
  EXPECT_NE(fixes_heading(level).en.find("places"), std::string::npos);
  EXPECT_NE(fix_gain(world, level, places).en.find("served"), std::string::npos);
}

TEST(WhyCard, ALongChangeIsShownOverTwoLines) {
  WindowFrames f;
  Tab& tab = f.add_tab(little_document());
  tab.why = some_answer(*tab.document);
  tab.why->levels[0].fixes[0].kind = WhyFix::Kind::kNewFacility;
  tab.why->levels[0].fixes[0].site = {"永跃家园二号楼", "Yongyue Homestead, Building 2, by the canal"};
  f.frames(3);
  const auto height = [&](const char* name) { return f.items.at(name)[3] - f.items.at(name)[1]; };
  EXPECT_GT(height("fix words 0"), height("fix words 1") + 10);
  EXPECT_GE(f.items.at("fix words 1")[1], f.items.at("fix words 0")[3]);
}

TEST(WhyCard, EveryReasonIsASentenceInBothLanguages) {
  const auto plan = little_document();
  Why why = some_answer(*plan);
  std::set<std::string> zh, en;
  for (const WhyReason reason : {WhyReason::kServed, WhyReason::kNoCapacity, WhyReason::kNoProvider, WhyReason::kOffStreet, WhyReason::kClosedHours, WhyReason::kGate,
                                 WhyReason::kWrongLevel, WhyReason::kTooFar, WhyReason::kDisconnected}) {
    why.levels[0].reason = reason;
    const Name said = why_sentence(plan->world(), why, why.levels[0]);
    EXPECT_TRUE(said.zh.ends_with("。")) << said.zh;
    EXPECT_TRUE(said.en.ends_with(".")) << said.en;
    zh.insert(said.zh), en.insert(said.en);
  }
  EXPECT_EQ(zh.size(), 9U);
  EXPECT_EQ(en.size(), 9U);
}

// -- table -------------------------------------------------------------------------------------------------------------------

TEST(TableWindow, AClickOnAHeadSortsBothWaysAndThenNotAtAll) {
  WindowFrames f;
  f.add_tab(little_document());
  f.state.windows.table = true;
  f.state.tab()->table = document::TableKind::kDemand;
  f.frames(3);
  const TableMemory& m = memory().table;
  const auto persons = std::find_if(m.table.columns.begin(), m.table.columns.end(), [](const document::Column& c) { return c.kind == document::ColumnKind::kWhole; });
  ASSERT_NE(persons, m.table.columns.end());
  const auto c = static_cast<std::size_t>(persons - m.table.columns.begin());
  const std::vector<std::uint32_t> as_they_stand = m.rows;
  ASSERT_GT(as_they_stand.size(), 2U);
  const auto numbers = [&] {
    std::vector<double> out;
    for (const std::uint32_t r : m.rows) out.push_back(m.table.number[c][r]);
    return out;
  };
  f.click("column " + std::to_string(c));
  f.frame();
  const auto falling = numbers();
  EXPECT_TRUE(std::is_sorted(falling.rbegin(), falling.rend()));
  f.click("column " + std::to_string(c));
  f.frame();
  const auto rising = numbers();
  EXPECT_TRUE(std::is_sorted(rising.begin(), rising.end()));
  EXPECT_NE(falling, rising);
  f.click("column " + std::to_string(c));
  f.frame();
  EXPECT_EQ(m.rows, as_they_stand);
}

TEST(TableWindow, TheFilterLeavesTheRowsThatHoldIt) {
  WindowFrames f;
  f.add_tab(little_document());
  f.state.windows.table = true;
  f.frames(3);
  const TableMemory& m = memory().table;
  ASSERT_GT(m.rows.size(), 1U);
  const std::size_t all = m.rows.size();
  const std::string wanted = m.table.text[0][m.rows.back()];
  f.click("filter");
  f.type(wanted);
  f.frames(2);
  ASSERT_FALSE(m.rows.empty());
  EXPECT_LT(m.rows.size(), all);
  for (const std::uint32_t r : m.rows) {
    bool holds = false;
    for (const auto& cells : m.table.text) holds = holds || cells[r].find(wanted) != std::string::npos;
    EXPECT_TRUE(holds);
  }
  f.type("no row holds this");
  f.frames(2);
  EXPECT_TRUE(m.rows.empty());
}

TEST(TableWindow, TheWordsCountTheRowsThatTheSameFrameLists) {
  WindowFrames f;
  f.add_tab(little_document());
  f.state.windows.table = true;
  f.state.tab()->table = document::TableKind::kDemand;
  f.frames(3);
  const TableMemory& m = memory().table;
  const std::size_t all = m.rows.size();
  f.click("filter");
  f.frame();
  EXPECT_EQ(m.said, all);
  EXPECT_FALSE(f.state.animating);
  f.type("persons>100");   // one frame
  ASSERT_LT(m.rows.size(), all);
  EXPECT_EQ(m.said, m.rows.size());
  EXPECT_TRUE(f.state.animating) << "another frame is due after a change";
}

TEST(TableWindow, ARowSelectsAndFliesAndASelectionOnTheMapComesIntoView) {
  WindowFrames f;
  Tab& tab = f.add_tab(little_document());
  f.state.windows.table = true;
  tab.table = document::TableKind::kDemand;
  f.frames(3);
  const TableMemory& m = memory().table;
  ASSERT_TRUE(f.drawn("table row 1"));
  f.click("table row 1");
  const auto selected = f.all<SelectThings>();
  const auto flown = f.all<FlyTo>();
  ASSERT_EQ(selected.size(), 1U);
  ASSERT_EQ(flown.size(), 1U);
  const Thing thing = m.table.things[m.rows[1]];
  EXPECT_EQ(selected[0].things, std::vector<Thing>{thing});
  EXPECT_FALSE(selected[0].add);
  EXPECT_TRUE(flown[0].box.contains(tab.document->world().demand[thing.index].position));
  const std::size_t last = m.rows.size() - 1;
  const std::string name = "table row " + std::to_string(last);
  ASSERT_FALSE(f.drawn(name)) << "the little town should have more rows than the window shows";
  tab.selection = {m.table.things[m.rows[last]]};
  f.frames(3);
  EXPECT_TRUE(f.drawn(name));
  EXPECT_EQ(m.selected, std::vector<std::uint32_t>{m.table.things[m.rows[last]].index});
}

TEST(TableWindow, CopiesTheShownRowsAsCsv) {
  document::ThingTable t;
  t.columns = {{"Name, in full", document::ColumnKind::kText, ""}, {"Persons", document::ColumnKind::kWhole, "p"}};
  t.things = {{ThingKind::kArea, 0}, {ThingKind::kArea, 1}, {ThingKind::kArea, 2}};
  t.text = {{"a \"b\"", "临汾路", "plain"}, {"1,234", "–", "5"}};
  t.number = {{}, {1234, std::numeric_limits<double>::quiet_NaN(), 5}};
  EXPECT_EQ(table_csv(t, {2, 0, 1}), "\"Name, in full\",Persons (p)\r\nplain,5\r\n\"a \"\"b\"\"\",1234\r\n临汾路,\r\n");
}

TEST(TableWindow, ATableFollowsThePlan) {
  WindowFrames f;
  Tab& tab = f.add_tab(little_document());
  f.state.windows.table = true;
  f.frames(3);
  const TableMemory& m = memory().table;
  const std::size_t before = m.table.things.size();
  Edit add;
  add.op = Edit::Op::kAddFacility;
  add.target = "new-one";
  add.level = 3;
  add.to = tab.document->world().facilities[0].position;
  document::Step step;
  step.edits = {add};
  step.label = {"新增", "Add"};
  tab.document->apply(step);
  ++tab.revision;
  f.frame();
  EXPECT_EQ(m.table.things.size(), before + 1);
}

// -- search ------------------------------------------------------------------------------------------------------------------

TEST(SearchResults, EnterFliesToTheOneThatTheArrowsChose) {
  WindowFrames f;
  Tab& tab = f.add_tab(little_document());
  f.state.windows.search = true;
  const World& world = tab.document->world();
  f.state.search_text = world.facilities[0].name.zh.empty() ? world.facilities[0].id : world.facilities[0].name.zh.substr(0, 3);
  f.frames(3);
  const auto& found = memory().search.found;
  ASSERT_GE(found.size(), 2U);
  const Thing second = found[1].thing;
  f.key(GLFW_KEY_DOWN);
  f.key(GLFW_KEY_ENTER);
  const auto flown = f.all<FlyTo>();
  const auto selected = f.all<SelectThings>();
  ASSERT_EQ(flown.size(), 1U);
  ASSERT_EQ(selected.size(), 1U);
  EXPECT_EQ(selected[0].things, std::vector<Thing>{second});
  EXPECT_FALSE(f.state.windows.search);
}

TEST(SearchResults, AFoundPlaceIsPinnedAndTheNextFindTakesThePinAway) {
  WindowFrames f;
  Tab& tab = f.add_tab(little_document());
  const World& world = tab.document->world();
  const Point at = world.demand[0].position;
  f.state.windows.search = true;
  f.state.search_text = std::to_string(at.x) + " " + std::to_string(at.y);
  f.frames(3);
  ASSERT_FALSE(memory().search.found.empty());
  ASSERT_EQ(memory().search.found[0].thing.kind, ThingKind::kPlace);
  f.key(GLFW_KEY_ENTER);
  ASSERT_TRUE(tab.pin);
  EXPECT_NEAR(tab.pin->x, at.x, 0.01);
  EXPECT_NEAR(tab.pin->y, at.y, 0.01);
  f.state.windows.search = true;
  f.state.search_text = world.facilities[0].id;
  f.frames(3);
  f.key(GLFW_KEY_ENTER);
  EXPECT_FALSE(tab.pin);
}

// -- questions ---------------------------------------------------------------------------------------------------------------

TEST(Questions, ClosingAChangedTabAsksFirst) {
  WindowFrames f;
  Tab& tab = f.add_tab(little_document());
  tab.document->apply(move_step(tab.document->world(), 0, 50, "moved"));
  f.state.windows.closing = 0;
  f.frames(3);
  EXPECT_TRUE(f.asked.empty());
  ASSERT_TRUE(f.drawn("Stay (Esc)"));
  f.click("Stay (Esc)");
  EXPECT_TRUE(f.asked.empty());
  EXPECT_FALSE(f.state.windows.closing);
  f.state.windows.closing = 0;
  f.frames(3);
  f.click("Discard (D)");
  const auto closed = f.all<CloseTab>();
  ASSERT_EQ(closed.size(), 1U);
  EXPECT_EQ(closed[0].tab, 0U);
  EXPECT_TRUE(closed[0].discard);
}

TEST(Questions, SavingAPlanWithoutAFileAsksForItsNameAndClosesOnlyThen) {
  WindowFrames f;
  Tab& tab = f.add_tab(little_document());
  tab.document->apply(move_step(tab.document->world(), 0, 50, "moved"));
  f.state.windows.closing = 0;
  f.frames(3);
  f.key(GLFW_KEY_S);
  EXPECT_EQ(f.all<AskSaveAs>().size(), 1U);
  EXPECT_TRUE(f.all<CloseTab>().empty());
  f.state.windows.files = Windows::Files::kSaveAs;    // what the application does then
  f.frames(6);
  EXPECT_FALSE(f.drawn("Stay (Esc)"));
  f.state.windows.files = Windows::Files::kNone;      // cancelled
  f.frames(6);
  EXPECT_TRUE(f.drawn("Stay (Esc)"));                 // the question is back
  tab.document->undo();                               // nothing is at stake any more
  f.frames(2);
  const auto closed = f.all<CloseTab>();
  ASSERT_EQ(closed.size(), 1U);
  EXPECT_FALSE(closed[0].discard);
}

TEST(Questions, QuittingListsEveryChangedTab) {
  WindowFrames f;
  for (int k = 0; k < 3; ++k) f.add_tab(little_document());
  for (const std::size_t k : {0U, 2U}) f.state.tabs[k]->document->apply(move_step(f.state.tabs[k]->document->world(), 0, 50, "moved"));
  f.state.windows.quitting = true;
  f.frames(3);
  ASSERT_TRUE(f.drawn("Save all (S)"));
  EXPECT_TRUE(f.drawn("unsaved 0"));
  EXPECT_FALSE(f.drawn("unsaved 1"));
  EXPECT_TRUE(f.drawn("unsaved 2"));
  f.key(GLFW_KEY_D);
  const auto quit = f.all<Quit>();
  ASSERT_EQ(quit.size(), 1U);
  EXPECT_TRUE(quit[0].discard);
}

TEST(Questions, ADatumIsNeverGuessed) {
  WindowFrames f;
  f.state.windows.dropped = "/data/people.gpkg";
  f.frames(3);
  f.click("Import");
  f.key(GLFW_KEY_ENTER);
  EXPECT_TRUE(f.all<ImportDropped>().empty());
  f.click("datum gcj02");
  f.click("Import");
  const auto asked = f.all<ImportDropped>();
  ASSERT_EQ(asked.size(), 1U);
  EXPECT_EQ(asked[0].path, "/data/people.gpkg");
  EXPECT_EQ(asked[0].datum, "gcj02");
  EXPECT_TRUE(f.state.windows.dropped.empty());
  f.state.windows.dropped = "/data/other.gpkg";      // the last answer is not taken for the next
  f.frames(3);
  f.click("Import");
  EXPECT_EQ(f.all<ImportDropped>().size(), 1U);
}

// -- leaving -----------------------------------------------------------------------------------------------------------------

TEST(Windows, EscLeavesTheTopmostOnly) {
  WindowFrames f;
  Tab& tab = f.add_tab(little_document());
  tab.document->apply(move_step(tab.document->world(), 0, 50, "moved"));
  f.state.windows.history = true;
  f.frame();
  f.state.windows.table = true;
  f.frame();
  f.state.windows.help = true;
  f.frame();
  f.state.windows.closing = 0;
  f.frame();
  EXPECT_TRUE(leave_topmost(f.state));
  EXPECT_FALSE(f.state.windows.closing);
  EXPECT_TRUE(f.state.windows.help && f.state.windows.table && f.state.windows.history);
  EXPECT_TRUE(leave_topmost(f.state));
  EXPECT_FALSE(f.state.windows.help);
  EXPECT_TRUE(f.state.windows.table && f.state.windows.history);
  EXPECT_TRUE(leave_topmost(f.state));
  EXPECT_FALSE(f.state.windows.table);
  EXPECT_TRUE(f.state.windows.history);
  EXPECT_TRUE(leave_topmost(f.state));
  EXPECT_FALSE(f.state.windows.history);
  EXPECT_FALSE(leave_topmost(f.state));   // now it is the map's
}

TEST(Windows, NoSheetLetsTheMouseThrough) {
  WindowFrames f;
  f.add_tab(little_document());
  f.state.windows.settings = true;
  f.frames(2);
  ImGui::GetIO().MousePos = {20, 20};
  f.frames(2);
  EXPECT_TRUE(ImGui::GetIO().WantCaptureMouse);
}

// -- start, toasts, settings -------------------------------------------------------------------------------------------------

TEST(StartScreen, ItsCardsOpenTheSampleAskForAFileOrImport) {
  WindowFrames f;
  f.frames(3);
  ASSERT_FALSE(sample_scenario().empty());
  f.click("##sample");
  const auto opened = f.all<OpenPath>();
  ASSERT_EQ(opened.size(), 1U);
  EXPECT_TRUE(opened[0].path.ends_with("scenarios/linfenlu.toml"));
  f.click("##open");
  EXPECT_EQ(f.state.windows.files, Windows::Files::kOpen);
  f.frames(2);
  EXPECT_FALSE(memory().files.import);
  leave_topmost(f.state);
  f.frames(2);
  f.click("##import");
  f.frames(2);
  EXPECT_EQ(f.state.windows.files, Windows::Files::kOpen);
  EXPECT_TRUE(memory().files.import);
}

TEST(StartScreen, RecentFilesAndWorkThatCanBeRecovered) {
  WindowFrames f;
  f.state.settings.recent = {"/plans/a.toml", "/plans/b.toml"};
  f.state.recoverable = {{"j", "/plans/a.toml", "2026-11-26 19:20", 7}};
  f.frames(3);
  EXPECT_TRUE(f.drawn("Recover"));
  f.click("recent /plans/b.toml");
  f.click("Recover");
  f.click("Discard");
  ASSERT_EQ(f.all<OpenPath>().size(), 1U);
  EXPECT_EQ(f.all<OpenPath>()[0].path, "/plans/b.toml");
  ASSERT_EQ(f.all<Recover>().size(), 1U);
  EXPECT_EQ(f.all<Recover>()[0].which, 0U);
  EXPECT_EQ(f.all<DiscardRecovered>().size(), 1U);
}

TEST(Toasts, NotesFadeAndErrorsStayUntilTheyAreClosed) {
  WindowFrames f;
  toast(f.state, Toast::Kind::kNote, "saved");
  toast(f.state, Toast::Kind::kError, "a file: it is broken; mend it", "Open another", Command{AskOpen{}});
  f.seconds = 0.5;
  f.frames(11);
  EXPECT_EQ(f.state.toasts.size(), 2U);
  EXPECT_TRUE(f.state.animating);
  f.frames(2);
  ASSERT_EQ(f.state.toasts.size(), 1U);
  EXPECT_EQ(f.state.toasts[0].kind, Toast::Kind::kError);
  EXPECT_FALSE(f.state.animating);
  f.frames(200);
  ASSERT_EQ(f.state.toasts.size(), 1U);
  f.click("Open another");
  EXPECT_EQ(f.all<AskOpen>().size(), 1U);
  EXPECT_TRUE(f.state.toasts.empty());
}

TEST(Toasts, EscClosesTheLastOfThemWhenNothingElseIsOpen) {
  WindowFrames f;
  Tab& tab = f.add_tab(little_document());
  toast(f.state, Toast::Kind::kError, "a file: it is broken; mend it");
  toast(f.state, Toast::Kind::kError, "another: it is broken too; mend it");
  f.state.windows.history = true;
  f.frames(2);
  EXPECT_TRUE(leave_topmost(f.state));
  EXPECT_FALSE(f.state.windows.history);
  EXPECT_EQ(f.state.toasts.size(), 2U) << "the window first";
  f.state.tool = Tool::kMeasure;
  EXPECT_FALSE(leave_topmost(f.state)) << "Esc is the tool's";
  f.state.tool = Tool::kSelect;
  tab.document->grab(FacilityId(std::uint32_t{0}));
  EXPECT_FALSE(leave_topmost(f.state)) << "Esc is the hand's";
  tab.document->cancel();
  EXPECT_TRUE(leave_topmost(f.state));
  ASSERT_EQ(f.state.toasts.size(), 1U);
  EXPECT_EQ(f.state.toasts[0].text, "a file: it is broken; mend it");
  EXPECT_TRUE(leave_topmost(f.state));
  EXPECT_FALSE(leave_topmost(f.state));
}

TEST(SettingsWindow, AsksForLanguageThemeAndSize) {
  WindowFrames f;
  f.state.windows.settings = true;
  f.frames(3);
  f.click("中文");
  f.click("Dark");
  f.click("150%");
  ASSERT_EQ(f.all<SetLanguage>().size(), 1U);
  EXPECT_TRUE(f.all<SetLanguage>()[0].chinese);
  ASSERT_EQ(f.all<SetDark>().size(), 1U);
  EXPECT_TRUE(f.all<SetDark>()[0].dark);
  ASSERT_EQ(f.all<SetScale>().size(), 1U);
  EXPECT_DOUBLE_EQ(f.all<SetScale>()[0].scale, 1.5);
}

TEST(TableWindow, ShowsPersonsAndStateOfFacilitiesWithoutScrollingOnASmallScreen) {
  WindowFrames f;
  Tab& tab = f.add_tab(little_document());
  f.state.windows.table = true;
  f.state.map.panel_px = {296, 48, 320, 112};   // as the panels leave it at 1280
  for (const bool chinese : {false, true}) {
    f.state.chinese = chinese;
    f.frames(4);
    const document::ThingTable table = document::make_table(*tab.document, document::TableKind::kFacilities, chinese);
    const std::string persons = chinese ? "标准内人口" : "Persons within the cutoff", status = chinese ? "状态" : "State";
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
      if (table.columns[c].title != persons && table.columns[c].title != status) continue;
      const auto& at = f.items.at("column " + std::to_string(c));
      EXPECT_LE(at[2], 1280 - 320 - 16) << table.columns[c].title;
      EXPECT_GE(at[2] - at[0], 48) << table.columns[c].title;
    }
  }
}

// -- hover -------------------------------------------------------------------------------------------------------------------

TEST(HoverCard, NeverCoversTheCursorAndStaysOnTheScreen) {
  WindowFrames f;
  Tab& tab = f.add_tab(little_document());
  for (const Thing thing : {Thing{ThingKind::kDemand, 0}, Thing{ThingKind::kFacility, 0}, Thing{ThingKind::kGate, 0}}) {
    tab.hover = thing;
    for (const ImVec2 at : {ImVec2{640, 400}, ImVec2{3, 3}, ImVec2{1277, 3}, ImVec2{1277, 797}, ImVec2{3, 797}, ImVec2{640, 790}}) {
      ImGui::GetIO().MousePos = at;
      f.frames(4);
      const auto card = f.items.find("hover card");
      ASSERT_NE(card, f.items.end());
      const auto& [x0, y0, x1, y1] = card->second;
      EXPECT_FALSE(at.x >= x0 && at.x < x1 && at.y >= y0 && at.y < y1) << at.x << " " << at.y;
      EXPECT_TRUE(x0 >= 0 && y0 >= 0 && x1 <= 1280 && y1 <= 800) << at.x << " " << at.y;
    }
  }
}

// -- loading -----------------------------------------------------------------------------------------------------------------

TEST(LoadingCard, TellsWhatIsOpeningAndStopsIt) {
  WindowFrames f;
  f.state.jobs.push_back(std::make_unique<document::Job>("town.toml", [](const Progress& progress) -> std::function<void()> {
    for (;;) {   // until it is cancelled: `report` then throws
      report(progress, 0.25, "streets");
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
  }));
  f.frames(3);
  ASSERT_TRUE(f.drawn("loading-card"));
  EXPECT_FALSE(f.drawn("##sample")) << "no start screen over the map that is coming up";
  const auto& [x0, y0, x1, y1] = f.items.at("loading-card");
  EXPECT_LT((x1 - x0) * (y1 - y0), 0.1 * 1280 * 800) << "the map stays in sight";
  EXPECT_TRUE(f.state.animating);
  f.click("cancel-loading");
  ASSERT_EQ(f.all<CancelJob>().size(), 1U);
  EXPECT_EQ(f.all<CancelJob>()[0].job, 0U);
  f.state.jobs.clear();   // cancels and waits
  f.frames(3);
  EXPECT_FALSE(f.drawn("loading-card"));
}

// -- shortcuts ---------------------------------------------------------------------------------------------------------------

TEST(Shortcuts, NoTwoActionsShareAKeyAndEveryActionHasOneRow) {
  std::map<std::tuple<int, bool, bool>, int> keys;
  std::set<Action> actions;
  for (const Shortcut& s : shortcuts()) {
    EXPECT_TRUE(actions.insert(s.action).second) << s.words.en;
    EXPECT_FALSE(s.words.zh.empty() || s.words.en.empty());
    EXPECT_TRUE(!s.keys.empty() || (!s.gesture.zh.empty() && !s.gesture.en.empty())) << s.words.en;
    for (const Chord& c : s.keys) {
      EXPECT_EQ(++keys[std::make_tuple(c.key, c.ctrl, c.shift)], 1) << chord_text(c, false) << " " << s.words.en;
      EXPECT_EQ(action_of(c.key, c.ctrl, c.shift), s.action);
    }
  }
  EXPECT_EQ(actions.size(), static_cast<std::size_t>(Action::kLeave) + 1);
}

TEST(Shortcuts, TextsAreThoseOnTheKeys) {
  EXPECT_EQ(shortcut_text(Action::kUndo), "Ctrl+Z");
  EXPECT_EQ(shortcut_text(Action::kSaveAs), "Ctrl+Shift+S");
  EXPECT_EQ(shortcut_text(Action::kHelp), "?");
  EXPECT_EQ(shortcut_text(Action::kPan), "Space + drag");
  EXPECT_EQ(shortcut_text(Action::kPan, true), "空格＋拖动");
  EXPECT_EQ(action_of(GLFW_KEY_KP_ADD, false, false), Action::kZoomIn);
  EXPECT_EQ(action_of(GLFW_KEY_F12, false, false), std::nullopt);
}

TEST(Shortcuts, EveryLetterOfTheTableIsInTheFonts) {
  std::set<char32_t> there;
  for (const char32_t c : scene::code_points(kInterfaceLetters)) there.insert(c);
  for (const Shortcut& s : shortcuts())
    for (const std::string& words : {s.words.zh, s.gesture.zh, group_name(s.group).zh})
      for (const char32_t c : scene::code_points(words)) {
        const bool punctuation = c < 0x180 || (c >= 0x3000 && c <= 0x3017) || (c >= 0xFF01 && c <= 0xFF5E) || (c >= 0x2010 && c <= 0x2027);
        EXPECT_TRUE(punctuation || there.contains(c)) << scene::utf8(c) << " of " << words;
      }
}

}  // namespace
}  // namespace catchment
