#include "tests/viewer/document/plans.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "tests/support/shared_data.h"

namespace catchment::document::test {
namespace {

template <class T>
std::vector<T> copy(std::span<const T> s) { return {s.begin(), s.end()}; }

std::vector<std::int64_t> without_trailing_zeros(std::vector<std::int64_t> v) {
  while (!v.empty() && v.back() == 0) v.pop_back();
  return v;
}

}  // namespace

Edit random_edit(const World& world, Stream& s, int n) {
  Box box;
  for (const DemandPoint& d : world.demand) box.add(d.position);
  Edit e;
  const auto somewhere = [&] {
    if (s.chance(0.2)) e.to_building = world.demand[s.below(world.demand.size())].id;
    else e.to = Point{s.uniform(box.min_x, box.max_x), s.uniform(box.min_y, box.max_y)};
  };
  const auto kind = s.below(10);
  if (kind < 2 || world.facilities.empty()) {
    e.op = Edit::Op::kAddFacility;
    e.target = "new-" + std::to_string(n);
    e.level = static_cast<int>(s.between(1, 4));
    if (s.chance(0.5)) e.capacity = s.between(0, 900);
    if (s.chance(0.5)) e.name = {"新站 \"" + std::to_string(n) + "\"", s.chance(0.5) ? "New\tone" : ""};
    if (s.chance(0.3)) e.staff = 3;
    somewhere();
    return e;
  }
  if (kind < 4 && !world.streets.gates.empty()) {
    const Edit::Op ops[] = {Edit::Op::kOpenGate, Edit::Op::kCloseGate, Edit::Op::kResidentsGate};
    e.op = ops[s.below(3)];
    e.target = world.streets.gates[s.below(world.streets.gates.size())].id;
    if (e.op != Edit::Op::kCloseGate && s.chance(0.3)) {
      for (int slot = 12; slot < 40; ++slot) e.hours.set(static_cast<std::size_t>(slot + 48 * static_cast<int>(s.below(7))));
      if (s.chance(0.5)) e.outside_hours = GateState::kClosed;
    }
    return e;
  }
  const Edit::Op ops[] = {Edit::Op::kMoveFacility, Edit::Op::kMoveFacility, Edit::Op::kResizeFacility, Edit::Op::kCloseFacility,
                          Edit::Op::kOpenFacility, Edit::Op::kSetFacilityLevel, Edit::Op::kSetStaff, Edit::Op::kSetHours};
  e.op = ops[s.below(8)];
  e.target = world.facilities[s.below(world.facilities.size())].id;
  if (e.op == Edit::Op::kMoveFacility) somewhere();
  if (e.op == Edit::Op::kResizeFacility) e.capacity = s.chance(0.2) ? -1 : s.between(0, 900);
  if (e.op == Edit::Op::kSetFacilityLevel) e.level = static_cast<int>(s.between(1, 4));
  if (e.op == Edit::Op::kSetStaff) e.staff = static_cast<std::int32_t>(s.between(0, 20));
  if (e.op == Edit::Op::kSetHours)
    for (int k = 0; k < 20; ++k) e.hours.set(s.below(kWeekSlots));
  return e;
}

Step random_step(const Document& document, Stream& s, int n) {
  Step step;
  const auto kind = s.below(10);
  if (kind < 8) step.edits.push_back(random_edit(document.world(), s, 2 * n));
  if (kind == 7) step.edits.push_back(random_edit(document.world(), s, 2 * n + 1));
  // The second may not name what only the first adds or adds again.
  if (step.edits.size() == 2 && step.edits[0].op == Edit::Op::kAddFacility && step.edits[1].target == step.edits[0].target) step.edits.pop_back();
  if (kind >= 8 || (kind == 6 && s.chance(0.5))) {
    const std::size_t l = s.below(document.live().n_levels());
    step.cutoff = Step::Cutoff{l, std::max(0.5, document.live().spec(l).cutoff * s.uniform(0.5, 1.7))};
  }
  return step;
}

void expect_live_equals(Document& document, const Study& run) {
  LiveStudy& live = document.live();
  ASSERT_EQ(live.n_levels(), run.levels.size());
  const LiveFigures& figures = live.figures();
  EXPECT_EQ(figures.population(), run.population);
  if (!run.levels.empty()) {
    EXPECT_EQ(figures.joint_persons(), run.joint.persons);
  }
  for (std::size_t l = 0; l < run.levels.size(); ++l) {
    const LevelResult& level = run.levels[l];
    EXPECT_EQ(live.spec(l).cutoff, level.spec.cutoff);
    ASSERT_EQ(live.providers(l), level.providers);
    EXPECT_TRUE(copy(live.nearest_cost(l)) == level.nearest.cost);
    EXPECT_TRUE(copy(live.backup(l)) == level.coverage.backup);
    EXPECT_EQ(figures.levels()[l].persons_covered, level.coverage.persons_covered);
    EXPECT_EQ(figures.levels()[l].persons_out_of_reach, level.coverage.persons_out_of_reach);
    EXPECT_EQ(without_trailing_zeros(figures.levels()[l].backup_persons), without_trailing_zeros(level.backup_persons));
    EXPECT_EQ(figures.levels()[l].unreachable_persons, run.equity[l].excluded_persons);
    EXPECT_NEAR(figures.worst_tenth_mean(l), run.equity[l].worst_tenth_mean, 1e-9 * (1 + run.equity[l].worst_tenth_mean));
    const LevelCoverage& split = live.split(l);
    EXPECT_TRUE(split.served == level.coverage.served);
    EXPECT_TRUE(split.no_capacity == level.coverage.no_capacity);
    EXPECT_TRUE(split.load == level.coverage.load);
  }
  ASSERT_EQ(figures.areas().size(), run.levels.empty() ? figures.areas().size() : run.areas.size());
  for (std::size_t a = 0; a < run.areas.size() && !run.levels.empty(); ++a) {
    const AreaResult &x = figures.areas()[a], &y = run.areas[a];
    EXPECT_TRUE(x.area == y.area && x.persons == y.persons && x.covered == y.covered && x.served == y.served && x.no_capacity == y.no_capacity &&
                x.out_of_reach == y.out_of_reach && x.joint == y.joint)
        << a;
  }
}

void expect_gains(Document& document, const Study& run, const Study& base) {
  for (std::size_t l = 0; l < run.levels.size(); ++l) {
    std::int64_t gained = 0, lost = 0;
    for (std::size_t i = 0; i < document.world().demand.size(); ++i) {
      if (!run.counted[i]) continue;
      const bool was = base.levels[l].coverage.covered[i] != 0, is = run.levels[l].coverage.covered[i] != 0;
      gained += is && !was ? document.world().demand[i].persons : 0;
      lost += was && !is ? document.world().demand[i].persons : 0;
    }
    EXPECT_EQ(document.live().figures().levels()[l].gained, gained);
    EXPECT_EQ(document.live().figures().levels()[l].lost, lost);
    EXPECT_EQ(document.base_figures()[l].persons_covered, base.levels[l].coverage.persons_covered);
    EXPECT_TRUE(copy(document.base_cost(l)) == base.levels[l].nearest.cost);
    EXPECT_TRUE(copy(document.base_backup(l)) == base.levels[l].coverage.backup);
  }
}

void expect_same_plan(Document& a, Document& b) {
  const std::vector<Facility>&x = a.world().facilities, &y = b.world().facilities;
  ASSERT_EQ(x.size(), y.size());
  for (std::size_t f = 0; f < x.size(); ++f)
    EXPECT_TRUE(x[f].id == y[f].id && x[f].name == y[f].name && x[f].position == y[f].position && x[f].capacity == y[f].capacity && x[f].level == y[f].level &&
                x[f].staff == y[f].staff && x[f].status == y[f].status && x[f].area == y[f].area && x[f].building == y[f].building &&
                x[f].services == y[f].services && x[f].hours == y[f].hours)
        << x[f].id;
  EXPECT_TRUE(a.world().streets.gates == b.world().streets.gates);
  LiveStudy &s = a.live(), &t = b.live();
  ASSERT_EQ(s.n_levels(), t.n_levels());
  EXPECT_EQ(s.figures().joint_persons(), t.figures().joint_persons());
  for (std::size_t l = 0; l < s.n_levels(); ++l) {
    EXPECT_EQ(s.spec(l).cutoff, t.spec(l).cutoff);
    EXPECT_EQ(s.providers(l), t.providers(l));
    EXPECT_TRUE(copy(s.nearest_cost(l)) == copy(t.nearest_cost(l)));
    EXPECT_TRUE(copy(s.nearest_facility(l)) == copy(t.nearest_facility(l)));
    EXPECT_TRUE(copy(s.backup(l)) == copy(t.backup(l)));
    const LiveLevelFigures &p = s.figures().levels()[l], &q = t.figures().levels()[l];
    EXPECT_EQ(p.persons_covered, q.persons_covered);
    EXPECT_EQ(p.gained, q.gained);
    EXPECT_EQ(p.lost, q.lost);
    EXPECT_EQ(s.figures().worst_tenth_mean(l), t.figures().worst_tenth_mean(l));
    EXPECT_TRUE(s.split(l).served == t.split(l).served && s.split(l).load == t.split(l).load);
  }
}

void write_file(const std::string& path, const std::string& text) {
  std::ofstream out(path, std::ios::binary);
  out << text;
  ASSERT_TRUE(out.good()) << path;
}

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

Edit edit_of(Edit::Op op, const std::string& target) {
  Edit e;
  e.op = op;
  e.target = target;
  return e;
}

Edit move_to(const std::string& facility, Point to) {
  Edit e = edit_of(Edit::Op::kMoveFacility, facility);
  e.to = to;
  return e;
}

Step step_of(Edit edit) {
  Step step;
  step.edits.push_back(std::move(edit));
  return step;
}

std::string n256_file() { return catchment::test::project_root() + "scenarios/n256.toml"; }

}  // namespace catchment::document::test
