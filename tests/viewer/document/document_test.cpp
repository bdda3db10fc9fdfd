// The history of a plan, dragging, and the figures that follow.
#include "viewer/document/document.h"

#include <gtest/gtest.h>

#include <stdexcept>

#include "tests/support/n256.h"
#include "tests/support/sample_study.h"
#include "tests/support/shared_data.h"
#include "tests/viewer/document/plans.h"

namespace catchment::document {
namespace {

using namespace test;
using catchment::test::project_root;

std::unique_ptr<Document> n256(bool nested = false) {
  return std::make_unique<Document>(pipeline::LoadedWorld{catchment::test::n256_world(), {}, {}}, catchment::test::n256_scenario(nested));
}

std::unique_ptr<Document> sample() {
  return std::make_unique<Document>(pipeline::LoadedWorld{catchment::test::sample_world(), {}, {}}, catchment::test::sample_scenario());
}

std::size_t buildings_touched(const Document::Touched& touched, const Document& document) {
  return touched.all ? document.world().demand.size() : touched.points.size();
}

TEST(Document, F10_AHomeTurnedOffLeaves252OfLevelOneAndTouchesFourBuildingsAndOnAgain256) {
  const auto document = Document::open(n256_file());
  // Non-nested: as the specification counts.
  Scenario scenario = document->scenario();
  scenario.coverage.nested = false;
  scenario.text.clear();
  Document plan(pipeline::LoadedWorld{document->base(), {}, {}}, scenario);
  ASSERT_EQ(plan.live().figures().levels()[0].persons_covered, 256);
  std::string home;
  for (const Facility& f : plan.world().facilities)
    if (f.level == 1 && home.empty()) home = f.id;
  (void)plan.take_touched();
  plan.apply(step_of(edit_of(Edit::Op::kCloseFacility, home)));
  EXPECT_EQ(plan.live().figures().levels()[0].persons_covered, 252);
  EXPECT_EQ(plan.live().figures().levels()[0].lost, 4);
  EXPECT_EQ(buildings_touched(plan.take_touched(), plan), 4u);
  plan.apply(step_of(edit_of(Edit::Op::kOpenFacility, home)));
  EXPECT_EQ(plan.live().figures().levels()[0].persons_covered, 256);
  EXPECT_EQ(buildings_touched(plan.take_touched(), plan), 4u);
  EXPECT_EQ(plan.done(), 2u);
}

TEST(Document, UndoRedoAndGoToVisitTheSamePlansAgain) {
  for (std::uint64_t seed = 0; seed < 6; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const auto document = seed % 2 == 0 ? sample() : n256();
    Stream s(seed, "history");
    std::vector<std::vector<std::int64_t>> covered;
    const auto figures = [&] {
      std::vector<std::int64_t> all;
      for (const LiveLevelFigures& level : document->live().figures().levels()) {
        all.push_back(level.persons_covered);
        all.push_back(level.gained);
        all.push_back(level.lost);
      }
      for (std::size_t l = 0; l < document->live().n_levels(); ++l) all.push_back(static_cast<std::int64_t>(1000 * document->live().spec(l).cutoff));
      return all;
    };
    covered.push_back(figures());
    for (int n = 0; n < 12; ++n) {
      document->apply(random_step(*document, s, n));
      covered.push_back(figures());
    }
    EXPECT_EQ(document->done(), 12u);
    for (int k = 0; k < 30; ++k) {
      const std::size_t to = s.below(13);
      document->go_to(to);
      EXPECT_EQ(document->done(), to);
      EXPECT_EQ(figures(), covered[to]);
      EXPECT_EQ(document->modified(), to != 0);
    }
    document->go_to(12);
    EXPECT_FALSE(document->redo());
    while (document->undo()) {}
    EXPECT_EQ(figures(), covered[0]);
    EXPECT_EQ(document->steps().size(), 12u);
    EXPECT_TRUE(document->redo());
    EXPECT_EQ(figures(), covered[1]);
    EXPECT_THROW(document->go_to(13), std::invalid_argument);
  }
}

TEST(Document, AStepAfterUndoForgetsWhatCouldBeRedone) {
  const auto document = n256();
  document->apply(step_of(edit_of(Edit::Op::kCloseFacility, "station-1")));
  document->apply(step_of(edit_of(Edit::Op::kCloseFacility, "station-2")));
  document->undo();
  document->apply(step_of(edit_of(Edit::Op::kCloseFacility, "station-3")));
  ASSERT_EQ(document->steps().size(), 2u);
  EXPECT_EQ(document->steps()[1].edits[0].target, "station-3");
  EXPECT_FALSE(document->redo());
  EXPECT_NE(document->steps()[0].serial, document->steps()[1].serial);
}

TEST(Document, AStepThatFailsHalfWayChangesNothing) {
  const auto document = n256(), untouched = n256();
  Step step;
  step.edits = {edit_of(Edit::Op::kCloseFacility, "station-1"), edit_of(Edit::Op::kCloseFacility, "station-nowhere")};
  EXPECT_THROW(document->apply(step), InputError);
  expect_same_plan(*document, *untouched);
  EXPECT_EQ(document->done(), 0u);
  step.edits.pop_back();
  step.cutoff = Step::Cutoff{0, -5};
  EXPECT_THROW(document->apply(step), InputError);
  expect_same_plan(*document, *untouched);
  EXPECT_THROW(document->apply(Step{}), std::invalid_argument);
  step.cutoff = Step::Cutoff{99, 5};
  EXPECT_THROW(document->apply(step), std::invalid_argument);
  EXPECT_FALSE(document->modified());
}

TEST(Document, AFailedStepKeepsWhatCouldBeRedone) {
  const auto document = n256();
  document->apply(step_of(edit_of(Edit::Op::kCloseFacility, "station-1")));
  document->undo();
  EXPECT_THROW(document->apply(step_of(edit_of(Edit::Op::kCloseFacility, "nowhere"))), InputError);
  EXPECT_TRUE(document->redo());
}

TEST(Document, AStepOfSeveralPartsTellsWhatAllOfThemChanged) {
  const auto document = n256();
  Step step;
  step.edits = {edit_of(Edit::Op::kCloseFacility, "station-1"), edit_of(Edit::Op::kCloseFacility, "station-2")};
  const LiveChange& change = document->apply(step);
  EXPECT_EQ(change.levels[2].covered.size(), 128u);
  EXPECT_TRUE(change.levels[2].split);
  EXPECT_TRUE(change.levels[0].covered.empty());
  step.edits = {edit_of(Edit::Op::kOpenFacility, "station-1"), edit_of(Edit::Op::kCloseFacility, "station-1")};
  EXPECT_TRUE(document->apply(step).levels[2].covered.empty());   // there and back
}

TEST(Document, DraggingGivesTheFiguresOfTheMoveAtEveryPlace) {
  for (std::uint64_t seed = 0; seed < 4; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const auto dragged = seed % 2 == 0 ? sample() : n256(), moved = seed % 2 == 0 ? sample() : n256();
    Stream s(seed, "drag");
    Box box;
    for (const DemandPoint& d : dragged->world().demand) box.add(d.position);
    for (int gesture = 0; gesture < 4; ++gesture) {
      const FacilityId f(s.below(dragged->world().facilities.size()));
      dragged->grab(f);
      EXPECT_EQ(dragged->grabbed(), f);
      Point at;
      for (int k = 0; k < 5; ++k) {
        at = {s.uniform(box.min_x, box.max_x), s.uniform(box.min_y, box.max_y)};
        dragged->drag(at);
        moved->apply(step_of(move_to(moved->world().facilities[f.value].id, at)));
        expect_same_plan(*dragged, *moved);
        moved->undo();
      }
      dragged->drop();
      EXPECT_FALSE(dragged->grabbed());
      moved->apply(step_of(move_to(moved->world().facilities[f.value].id, at)));
      EXPECT_EQ(dragged->done(), static_cast<std::size_t>(gesture + 1));
      EXPECT_EQ(dragged->steps().back().label, moved->steps().back().label);
      expect_same_plan(*dragged, *moved);
    }
    dragged->go_to(2);
    moved->go_to(2);
    expect_same_plan(*dragged, *moved);
  }
}

TEST(Document, ACancelledDragLeavesTheSameBytesAndNoStep) {
  const auto document = sample(), untouched = sample();
  (void)document->take_touched();
  document->grab(FacilityId(0));
  document->drag({100, 100});
  document->drag({900, 300});
  EXPECT_TRUE(document->modified());
  document->cancel();
  expect_same_plan(*document, *untouched);
  EXPECT_FALSE(document->modified());
  EXPECT_EQ(document->steps().size(), 0u);
  document->grab(FacilityId(0));
  document->drop();   // not moved
  EXPECT_EQ(document->steps().size(), 0u);
  const Point home = document->world().facilities[0].position;
  document->grab(FacilityId(0));
  document->drag({home.x + 300, home.y});
  document->drag(home);
  document->drop();   // there and back
  EXPECT_EQ(document->steps().size(), 0u);
  expect_same_plan(*document, *untouched);
  EXPECT_THROW(document->drag({0, 0}), std::invalid_argument);
  EXPECT_THROW(document->grab(FacilityId(10000)), std::invalid_argument);
}

TEST(Document, UndoWhileDraggingTakesTheDragBackAndNotTheStepBefore) {
  const auto document = n256();
  document->apply(step_of(edit_of(Edit::Op::kCloseFacility, "station-2")));
  document->grab(FacilityId(1));
  document->drag({0, 0});
  EXPECT_TRUE(document->undo());
  EXPECT_FALSE(document->grabbed());
  EXPECT_EQ(document->done(), 1u);
  document->grab(FacilityId(1));
  EXPECT_TRUE(document->undo());   // nothing had moved yet
  EXPECT_EQ(document->done(), 0u);
}

TEST(Document, TouchedPointsAreThoseThatDifferAndAreForgottenOnceTaken) {
  const auto document = n256();
  EXPECT_TRUE(document->take_touched().points.empty());
  const auto before = std::vector<Cost>(document->live().nearest_cost(2).begin(), document->live().nearest_cost(2).end());
  document->apply(step_of(edit_of(Edit::Op::kCloseFacility, "station-1")));
  Document::Touched touched = document->take_touched();
  ASSERT_FALSE(touched.all);
  std::vector<std::uint32_t> differ;
  for (std::uint32_t i = 0; i < before.size(); ++i)
    if (document->live().nearest_cost(2)[i] != before[i]) differ.push_back(i);
  EXPECT_EQ(touched.points, differ);
  EXPECT_TRUE(document->take_touched().points.empty());
  document->undo();
  EXPECT_EQ(document->take_touched().points, differ);
  // Every station closed: more than half of the town.
  Step all;
  for (const char* id : {"station-1", "station-2", "station-3", "station-4"}) all.edits.push_back(edit_of(Edit::Op::kCloseFacility, id));
  document->apply(all);
  EXPECT_TRUE(document->take_touched().all);
  EXPECT_FALSE(document->take_touched().all);
}

TEST(Document, ModifiedIsWhetherTheFileWouldSayAnythingElse) {
  const auto document = n256();
  EXPECT_FALSE(document->modified());
  document->apply(step_of(edit_of(Edit::Op::kCloseFacility, "station-1")));
  EXPECT_TRUE(document->modified());
  document->undo();
  EXPECT_FALSE(document->modified());
  Step cutoff;
  cutoff.cutoff = Step::Cutoff{0, 150};
  document->apply(cutoff);
  EXPECT_TRUE(document->modified());
  cutoff.cutoff = Step::Cutoff{0, 100};
  document->apply(cutoff);
  EXPECT_FALSE(document->modified());
}

TEST(Document, LabelsAreInBothLanguagesAndSayWhatChanges) {
  World world = catchment::test::n256_world();
  world.facilities[1].name = {"四号站", "Station 4"};
  world.facilities[1].capacity = 100;
  world.facilities[1].staff = 4;
  const std::string id = world.facilities[1].id;
  const Point at = world.facilities[1].position;
  EXPECT_EQ(label_of(world, move_to(id, {at.x + 210, at.y})), (Name{"把“四号站”移动 210 米", "Move Station 4 by 210 m"}));
  EXPECT_EQ(label_of(world, move_to(id, {at.x, at.y - 1250})), (Name{"把“四号站”移动 1.25 公里", "Move Station 4 by 1.25 km"}));
  Edit e = edit_of(Edit::Op::kResizeFacility, id);
  e.capacity = 1200;
  EXPECT_EQ(label_of(world, e), (Name{"“四号站”的名额：100 → 1,200", "Capacity of Station 4: 100 → 1,200"}));
  e.capacity = -1;
  EXPECT_EQ(label_of(world, e).en, "Capacity of Station 4: 100 → unlimited");
  e = edit_of(Edit::Op::kSetStaff, id);
  e.staff = 6;
  EXPECT_EQ(label_of(world, e), (Name{"“四号站”的人员：4 → 6", "Staff of Station 4: 4 → 6"}));
  EXPECT_EQ(label_of(world, edit_of(Edit::Op::kCloseFacility, id)), (Name{"关闭“四号站”", "Close Station 4"}));
  EXPECT_EQ(label_of(world, edit_of(Edit::Op::kOpenFacility, id)).en, "Reopen Station 4");
  e = edit_of(Edit::Op::kSetFacilityLevel, id);
  e.level = 4;
  EXPECT_EQ(label_of(world, e), (Name{"“四号站”改为服务中心", "Make Station 4 a centre"}));
  EXPECT_EQ(label_of(world, edit_of(Edit::Op::kResidentsGate, "g7")), (Name{"门“g7”仅限居民", "Gate g7 for residents only"}));
  e = edit_of(Edit::Op::kAddFacility, "new-1");
  EXPECT_EQ(label_of(world, e), (Name{"新增“new-1”", "Add new-1"}));
  LevelSpec level;
  level.title = {"服务站", "Station"};
  level.cutoff = 500;
  EXPECT_EQ(label_of(level, 600), (Name{"“服务站”的标准：500 米 → 600 米", "Cutoff of Station: 500 m → 600 m"}));
  for (int op = 0; op <= static_cast<int>(Edit::Op::kSetHours); ++op) {
    const Name label = label_of(world, edit_of(static_cast<Edit::Op>(op), "anything"));
    EXPECT_FALSE(label.zh.empty());
    EXPECT_FALSE(label.en.empty());
  }
}

TEST(Document, ChangesOfFacilitiesAndGatesAreToldAgainstTheBase) {
  const auto document = sample();
  ASSERT_GE(document->world().facilities.size(), 4u);
  const auto id = [&](std::size_t f) { return document->world().facilities[f].id; };
  const std::size_t n = document->world().facilities.size();
  EXPECT_EQ(document->facility_changes(), std::vector<Change>(n, Change::kUnchanged));
  std::vector<std::size_t> open;
  for (std::size_t f = 0; f < n; ++f)
    if (document->world().facilities[f].status != FacilityStatus::kClosed) open.push_back(f);
  ASSERT_GE(open.size(), 3u);
  document->apply(step_of(move_to(id(open[0]), {3, 3})));
  document->apply(step_of(edit_of(Edit::Op::kCloseFacility, id(open[1]))));
  Edit staff = edit_of(Edit::Op::kSetStaff, id(open[2]));
  staff.staff = 77;
  document->apply(step_of(staff));
  Edit add = edit_of(Edit::Op::kAddFacility, "brand-new");
  add.to = Point{1, 1};
  document->apply(step_of(add));
  const auto changes = document->facility_changes();
  EXPECT_EQ(changes[open[0]], Change::kMoved);
  EXPECT_EQ(changes[open[1]], Change::kRemoved);
  EXPECT_EQ(changes[open[2]], Change::kChanged);
  EXPECT_EQ(changes[n], Change::kNew);
  ASSERT_FALSE(document->world().streets.gates.empty());
  const Gate& gate = document->world().streets.gates[0];
  document->apply(step_of(edit_of(gate.state == GateState::kClosed ? Edit::Op::kOpenGate : Edit::Op::kCloseGate, gate.id)));
  EXPECT_EQ(document->gate_changes()[0], Change::kChanged);
  document->go_to(0);
  EXPECT_EQ(document->facility_changes(), std::vector<Change>(n, Change::kUnchanged));
  EXPECT_EQ(document->gate_changes()[0], Change::kUnchanged);
}

TEST(Document, ABranchSharesTheBaseHasTheSameStepsAndGoesItsOwnWay) {
  const auto document = n256();
  document->apply(step_of(edit_of(Edit::Op::kCloseFacility, "station-1")));
  document->apply(step_of(edit_of(Edit::Op::kCloseFacility, "station-2")));
  document->undo();
  const auto branch = document->branch();
  EXPECT_EQ(&branch->base(), &document->base());
  EXPECT_EQ(branch->steps().size(), 2u);
  EXPECT_EQ(branch->done(), 1u);
  expect_same_plan(*branch, *document);
  EXPECT_TRUE(branch->modified());
  EXPECT_TRUE(branch->path().empty());
  const std::string title = document->title().in(false);
  EXPECT_EQ(branch->title().in(false), title.empty() ? "" : title + " (2)");
  branch->redo();
  EXPECT_EQ(document->done(), 1u);
  EXPECT_EQ(branch->live().figures().levels()[2].lost, 128);
  EXPECT_EQ(document->live().figures().levels()[2].lost, 64);
}

/// Plans that grow at random: after every step a run on the snapshot says what the live study says.
void expect_runs_equal(Document& document, std::uint64_t seed, int steps, int every) {
  const Study base = pipeline::run_study({document.base(), {}, {}}, document.base(), document.scenario());
  Stream s(seed, "runs");
  for (int n = 0; n < steps; ++n) {
    SCOPED_TRACE("step " + std::to_string(n));
    document.apply(random_step(document, s, n));
    if (s.chance(0.2)) document.undo();
    if (n % every != 0) continue;
    const Document::Snapshot snapshot = document.snapshot();
    EXPECT_EQ(&snapshot.loaded->world, &document.base());
    const Study run = pipeline::run_study(*snapshot.loaded, snapshot.world, snapshot.scenario);
    expect_live_equals(document, run);
    expect_gains(document, run, base);
    if (testing::Test::HasFailure()) return;
  }
}

TEST(Document, ASnapshotRunsToTheLiveFiguresOnSmallWorlds) {
  for (std::uint64_t seed = 0; seed < 6; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    expect_runs_equal(*(seed % 2 == 0 ? sample() : n256(seed % 4 == 1)), seed, 12, 1);
  }
}

TEST(Document, ASnapshotRunsToTheLiveFiguresOnASubDistrict) {
  const auto document = Document::open(project_root() + "scenarios/linfenlu.toml");
  expect_runs_equal(*document, 5, 9, 4);
}

TEST(Document, APlanForAWorkerIsTheSnapshotWithoutItsWorld) {
  const auto document = sample();
  document->apply(step_of(move_to(document->world().facilities[0].id, {50, 60})));
  document->grab(FacilityId(1));
  document->drag({70, 80});
  const Document::Plan plan = document->plan();
  const World world = plan.world();
  for (std::size_t f = 0; f < world.facilities.size(); ++f) EXPECT_EQ(world.facilities[f].position, document->world().facilities[f].position);
}

TEST(Document, WhyAsksThePlanAsItIs) {
  const auto document = n256();
  const DemandId point(0);
  EXPECT_EQ(document->why(point, "station").levels.at(0).reason, WhyReason::kServed);
  Step near;
  near.cutoff = Step::Cutoff{2, 0.5};
  document->apply(near);
  EXPECT_EQ(document->why(point, "station").levels.at(0).reason, WhyReason::kTooFar);
  EXPECT_EQ(document->why(point, "station").levels.at(0).spec.cutoff, 0.5);
}

}  // namespace
}  // namespace catchment::document
