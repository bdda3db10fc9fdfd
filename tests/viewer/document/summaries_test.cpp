// Curves and tables against plain loops over the demand points.
#include "viewer/document/summaries.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "tests/support/sample_study.h"
#include "tests/support/shared_data.h"
#include "tests/viewer/document/plans.h"

namespace catchment::document {
namespace {

using namespace test;

/// A town with streets, some steps into its plan.
std::unique_ptr<Document> town() {
  static const std::string text = R"([scenario]
name = "town"
[town]
population = 9000
area_km2 = 0.5
centres = 1
stations = 4
points = 9
homes = 20
social_organisations = 12
committees = 3
[[levels]]
name = "point"
title = { zh = "服务点", en = "Point" }
rank = 2
cutoff = "200 m"
[[levels]]
name = "station"
title = { zh = "服务站", en = "Station" }
rank = 3
cutoff = "5 min"
)";
  auto document = Document::open_text(text, catchment::test::scratch_dir("summaries") + "/town.toml");
  Stream s(2, "summaries");
  for (int n = 0; n < 6; ++n) document->apply(random_step(*document, s, n));
  return document;
}

TEST(Summaries, TheCurveHoldsWhoReachesAProviderAtEachCost) {
  const auto document = town();
  const LiveStudy& live = document->live();
  for (std::size_t l = 0; l < live.n_levels(); ++l)
    for (const auto& [most, n] : {std::pair{1000.0, std::size_t{120}}, {333.3, std::size_t{7}}, {0.01, std::size_t{3}}, {1e6, std::size_t{50}}}) {
      const CoverageCurve curve = coverage_curve(live, l, most, n);
      ASSERT_EQ(curve.cost.size(), n + 1);
      ASSERT_EQ(curve.persons.size(), n + 1);
      EXPECT_EQ(curve.cost.front(), 0);
      EXPECT_EQ(curve.cost.back(), most);
      EXPECT_EQ(curve.population, live.figures().population());
      for (std::size_t k = 0; k <= n; ++k) {
        std::int64_t persons = 0;
        for (std::size_t i = 0; i < document->world().demand.size(); ++i)
          if (live.figures().counted()[i] && live.nearest_cost(l)[i] <= to_cost(curve.cost[k])) persons += document->world().demand[i].persons;
        ASSERT_EQ(curve.persons[k], persons) << l << " " << most << " " << k;
      }
    }
  // At the cutoff itself it is the headline's figure.
  for (std::size_t l = 0; l < live.n_levels(); ++l)
    EXPECT_EQ(coverage_curve(live, l, live.spec(l).cutoff, 10).persons.back(), live.figures().levels()[l].persons_covered);
  EXPECT_THROW(coverage_curve(live, 0, 0, 10), std::invalid_argument);
  EXPECT_THROW(coverage_curve(live, 0, 10, 0), std::invalid_argument);
}

TEST(Summaries, TheHistogramHoldsEverybodyWithAWayOnce) {
  const auto document = town();
  const LiveStudy& live = document->live();
  for (std::size_t l = 0; l < live.n_levels(); ++l)
    for (const auto& [width, bins] : {std::pair{25.0, std::size_t{40}}, {33.3, std::size_t{5}}, {0.001, std::size_t{9}}}) {
      std::vector<std::int64_t> expected(bins, 0);
      for (std::size_t i = 0; i < document->world().demand.size(); ++i) {
        const Cost cost = live.nearest_cost(l)[i];
        if (!live.figures().counted()[i] || cost >= kUnreachable) continue;
        std::size_t k = 0;
        while (k + 1 < bins && to_cost(width * static_cast<double>(k + 1)) <= cost) ++k;
        expected[k] += document->world().demand[i].persons;
      }
      const auto sum = cost_histogram(live, l, width, bins);
      EXPECT_EQ(sum, expected);
      std::int64_t all = live.figures().levels()[l].unreachable_persons;
      for (const std::int64_t persons : sum) all += persons;
      EXPECT_EQ(all, live.figures().population());
    }
  EXPECT_THROW(cost_histogram(live, 0, -1, 5), std::invalid_argument);
}

TEST(Summaries, TheLorenzCurveAndGiniAreThoseOfARun) {
  const auto document = town();
  const Document::Snapshot snapshot = document->snapshot();
  const Study run = pipeline::run_study(*snapshot.loaded, snapshot.world, snapshot.scenario);
  for (std::size_t l = 0; l < run.levels.size(); ++l) {
    const CostLorenz mine = cost_lorenz(document->live(), l);
    EXPECT_EQ(mine.gini, run.equity[l].gini);
    ASSERT_EQ(mine.curve.size(), run.equity[l].lorenz.size());
    for (std::size_t k = 0; k < mine.curve.size(); ++k) {
      EXPECT_EQ(mine.curve[k].people, run.equity[l].lorenz[k].people);
      EXPECT_EQ(mine.curve[k].value, run.equity[l].lorenz[k].value);
    }
  }
}

TEST(Summaries, UncoveredPointsAreAllThatCountMostPersonsFirst) {
  const auto document = town();
  Step near;
  near.cutoff = Step::Cutoff{0, 60};
  document->apply(near);
  const LiveStudy& live = document->live();
  const std::vector<DemandId> points = uncovered_points(live, 0);
  ASSERT_GT(points.size(), 10u);
  std::int64_t persons = 0;
  for (std::size_t k = 0; k < points.size(); ++k) {
    EXPECT_EQ(live.backup(0)[points[k].value], 0u);
    persons += live.figures().persons()[points[k].value];
    if (k == 0) continue;
    const std::int64_t before = live.figures().persons()[points[k - 1].value], now = live.figures().persons()[points[k].value];
    EXPECT_TRUE(before > now || (before == now && points[k - 1] < points[k]));
  }
  EXPECT_EQ(persons, live.figures().levels()[0].persons_out_of_reach);
}

TEST(Summaries, PersonsWithinTheCutoffOfAFacilityAreThoseWhoReachIt) {
  const auto document = town();
  const LiveStudy& live = document->live();
  const Document::Snapshot snapshot = document->snapshot();
  for (std::size_t l = 0; l < live.n_levels(); ++l) {
    const std::vector<std::int64_t> within = live.persons_within(l);
    ASSERT_EQ(within.size(), document->world().facilities.size());
    for (std::size_t f = 0; f < within.size(); ++f) {
      const auto& providers = live.providers(l);
      if (!std::binary_search(providers.begin(), providers.end(), FacilityId(f))) {
        EXPECT_EQ(within[f], -1);
        continue;
      }
      if (f % 5 != 0) continue;
      // Alone on the level it covers exactly these.
      World alone = snapshot.world;
      for (std::size_t o = 0; o < alone.facilities.size(); ++o)
        if (o != f) alone.facilities[o].status = FacilityStatus::kClosed;
      Scenario scenario = snapshot.scenario;
      EXPECT_EQ(compute_study(alone, scenario).levels[l].coverage.persons_covered, within[f]);
    }
  }
}

std::size_t column_of(const ThingTable& table, const std::string& title) {
  for (std::size_t c = 0; c < table.columns.size(); ++c)
    if (table.columns[c].title == title) return c;
  ADD_FAILURE() << "no column " << title;
  return 0;
}

TEST(Tables, EveryKindHasARowForEachThingAndTheFiguresOfTheStudy) {
  const auto document = town();
  const World& w = document->world();
  for (const bool zh : {true, false}) {
    for (const auto& [kind, rows] : {std::pair{TableKind::kFacilities, w.facilities.size()}, {TableKind::kAreas, document->live().figures().areas().size()},
                                     {TableKind::kDemand, w.demand.size()}, {TableKind::kOrganisations, w.organisations.size()}, {TableKind::kGates, w.streets.gates.size()}}) {
      const ThingTable t = make_table(*document, kind, zh);
      EXPECT_EQ(t.things.size(), rows);
      EXPECT_GT(rows, 0u);
      ASSERT_EQ(t.text.size(), t.columns.size());
      ASSERT_EQ(t.number.size(), t.columns.size());
      for (std::size_t c = 0; c < t.columns.size(); ++c) {
        EXPECT_FALSE(t.columns[c].title.empty());
        EXPECT_EQ(t.text[c].size(), rows);
        EXPECT_EQ(t.number[c].size(), t.columns[c].kind == ColumnKind::kText ? 0 : rows);
        for (std::size_t r = 0; r < rows; r += 1 + rows / 50) EXPECT_FALSE(t.text[c][r].empty()) << t.columns[c].title;
      }
    }
  }
  const ThingTable facilities = make_table(*document, TableKind::kFacilities, false);
  const auto state = column_of(facilities, "State");
  const auto changes = document->facility_changes();
  for (std::size_t f = 0; f < w.facilities.size(); ++f) {
    if (changes[f] == Change::kNew) {      EXPECT_EQ(facilities.text[state][f], "new");    }
    if (changes[f] == Change::kMoved) {      EXPECT_EQ(facilities.text[state][f], "moved");    }
    if (changes[f] == Change::kRemoved) {      EXPECT_EQ(facilities.text[state][f], "closed by the plan");    }
  }
  const ThingTable areas = make_table(*document, TableKind::kAreas, false);
  for (std::size_t r = 0; r < areas.things.size(); ++r) {
    const AreaResult& a = document->live().figures().areas()[r];
    EXPECT_EQ(areas.number[column_of(areas, "Persons")][r], static_cast<double>(a.persons));
    EXPECT_EQ(areas.number[column_of(areas, "Station: covered")][r], static_cast<double>(a.covered[1]));
  }
  const ThingTable demand = make_table(*document, TableKind::kDemand, false);
  const auto cost = column_of(demand, "Point: to the nearest"), minutes = column_of(demand, "Station: to the nearest"), covered = column_of(demand, "Point: covered");
  EXPECT_EQ(demand.columns[cost].unit, "m");
  EXPECT_EQ(demand.columns[minutes].unit, "min");
  for (std::size_t i = 0; i < w.demand.size(); ++i) {
    const Cost way = document->live().nearest_cost(0)[i];
    EXPECT_TRUE(way < kUnreachable ? demand.number[cost][i] == from_cost(way) : std::isnan(demand.number[cost][i]));
    EXPECT_EQ(demand.text[covered][i], document->live().backup(0)[i] > 0 ? "yes" : "no");
  }
}

TEST(Tables, TheSplitIsShownOnceItIsReady) {
  const auto document = Document::open(n256_file());
  const auto columns = [&] { return make_table(*document, TableKind::kDemand, false).columns.size(); };
  const std::size_t before = columns();
  const LevelCoverage split = document->live().split(0);
  EXPECT_EQ(columns(), before + 1);
  const ThingTable t = make_table(*document, TableKind::kDemand, false);
  const auto c = std::find_if(t.columns.begin(), t.columns.end(), [](const Column& x) { return x.title.ends_with("without a place"); }) - t.columns.begin();
  for (std::size_t i = 0; i < t.things.size(); ++i) ASSERT_EQ(t.number[static_cast<std::size_t>(c)][i], static_cast<double>(split.no_capacity[i]));
}

/// Name, persons, share.
ThingTable little_table() {
  ThingTable t;
  t.columns = {{"Name", ColumnKind::kText, ""}, {"Persons", ColumnKind::kWhole, ""}, {"覆盖率", ColumnKind::kShare, ""}, {"Persons left", ColumnKind::kDecimal, "m"}};
  const double none = std::numeric_limits<double>::quiet_NaN();
  t.text = {{"Station 2", "station 10", "四平 Station", "ÉCOLE 1234"},
            Cells(ColumnKind::kWhole, {1200, 500, 90, none}),
            Cells(ColumnKind::kShare, {0.9, 0.25, 1, 0}),
            Cells(ColumnKind::kDecimal, {1.25, 2, 3, 4})};
  t.number = {{}, {1200, 500, 90, none}, {0.9, 0.25, 1, 0}, {1.25, 2, 3, 4}};
  for (std::uint32_t i = 0; i < 4; ++i) t.things.push_back({ThingKind::kArea, i});
  return t;
}

using Rows = std::vector<std::uint32_t>;

TEST(Tables, NumbersBecomeTextAsPeopleReadThem) {
  const ThingTable t = little_table();
  EXPECT_EQ(t.text[1][0], "1,200");
  EXPECT_EQ(t.text[1][3], "–");
  EXPECT_EQ(t.text[2][0], "90%");
  EXPECT_EQ(t.text[3][0], "1.2");
  EXPECT_EQ(t.text[0][2], "四平 Station");
}

TEST(Tables, AFilterIsTextOrAComparisonOrSeveral) {
  const ThingTable t = little_table();
  const auto rows = [&](const char* filter) { return table_rows(t, filter, -1, false); };
  EXPECT_EQ(rows(""), (Rows{0, 1, 2, 3}));
  EXPECT_EQ(rows("STATION"), (Rows{0, 1, 2}));
  EXPECT_EQ(rows("四平"), (Rows{2}));
  EXPECT_EQ(rows("école"), (Rows{3}));
  EXPECT_EQ(rows("1,200"), (Rows{0}));
  EXPECT_EQ(rows("1234"), (Rows{3}));
  EXPECT_EQ(rows("nothing"), Rows{});
  EXPECT_EQ(rows("persons > 500"), (Rows{0}));
  EXPECT_EQ(rows("persons>=500"), (Rows{0, 1}));
  EXPECT_EQ(rows("pers ≤ 500"), (Rows{1, 2}));
  EXPECT_EQ(rows("Persons＜100"), (Rows{2}));
  EXPECT_EQ(rows("persons = 1,200"), (Rows{0}));
  EXPECT_EQ(rows("persons left > 2 m"), (Rows{2, 3}));
  EXPECT_EQ(rows("覆盖率 >= 90%"), (Rows{0, 2}));
  EXPECT_EQ(rows("覆盖 >= 90"), (Rows{0, 2}));
  EXPECT_EQ(rows("覆盖率 < 0.5"), (Rows{1, 3}));
  EXPECT_EQ(rows("覆盖率 = 1"), (Rows{2}));
  EXPECT_EQ(rows("name = station 10"), (Rows{1}));
  EXPECT_EQ(rows("station; persons < 1000"), (Rows{1, 2}));
  EXPECT_EQ(rows("station；persons < 1000 ; 四"), (Rows{2}));
  EXPECT_EQ(rows("persons > many"), Rows{});      // no comparison: looked for as text
  EXPECT_EQ(rows("no such column > 5"), Rows{});
  EXPECT_EQ(rows("persons >"), Rows{});
}

TEST(Tables, RowsAreSortedByNumberWithNoneLastAndTextsByTheNumbersInThem) {
  const ThingTable t = little_table();
  EXPECT_EQ(table_rows(t, "", 1, false), (Rows{2, 1, 0, 3}));
  EXPECT_EQ(table_rows(t, "", 1, true), (Rows{0, 1, 2, 3}));
  EXPECT_EQ(table_rows(t, "station", 0, false), (Rows{0, 1, 2}));
  EXPECT_EQ(table_rows(t, "station", 0, true), (Rows{2, 1, 0}));
  EXPECT_EQ(table_rows(t, "", 99, true), (Rows{0, 1, 2, 3}));
  ThingTable ties = little_table();
  ties.number[1] = {5, 7, 5, 7};
  EXPECT_EQ(table_rows(ties, "", 1, true), (Rows{1, 3, 0, 2}));
  EXPECT_EQ(table_rows(ties, "", 1, false), (Rows{0, 2, 1, 3}));
}

}  // namespace
}  // namespace catchment::document
