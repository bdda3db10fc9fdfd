#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "app/report/report.h"
#include "app/report/words.h"
#include "tests/app/report/small_study.h"

namespace catchment {
namespace {

using pipeline::report_tables;
using pipeline::ReportTable;
using pipeline::to_csv;
using test::add_organisations;
using test::small_study;

const ReportTable& find(const std::vector<ReportTable>& tables, const std::string& name) {
  for (const auto& t : tables)
    if (t.name == name) return t;
  throw std::runtime_error("no table " + name);
}

TEST(Csv, QuotesOnlyWhatNeedsIt) {
  const ReportTable t{"t", {"plain", "comma", "quote", "lines"}, {{"a b", "a,b", "say \"so\"", "one\ntwo"}, {"", "", "", "\r"}}};
  EXPECT_EQ(to_csv(t), "plain,comma,quote,lines\na b,\"a,b\",\"say \"\"so\"\"\",\"one\ntwo\"\n,,,\"\r\"\n");
}

TEST(RawNumber, IsShortestAndEmptyWhereUndefined) {
  EXPECT_EQ(pipeline::raw_number(0.1), "0.1");
  EXPECT_EQ(pipeline::raw_number(std::numeric_limits<double>::quiet_NaN()), "");
  EXPECT_EQ(pipeline::raw_number(std::numeric_limits<double>::infinity()), "");
  EXPECT_EQ(pipeline::raw_share(1, 0), "");
  EXPECT_EQ(pipeline::raw_share(9380, 14000), "0.67");
}

TEST(ReportTables, AreRectangularUniquelyNamedAndStable) {
  auto s = small_study();
  add_organisations(s);
  const auto tables = report_tables(s.world, s.study, s.scenario);
  std::set<std::string> names;
  for (const auto& t : tables) {
    SCOPED_TRACE(t.name);
    EXPECT_TRUE(names.insert(t.name).second);
    EXPECT_EQ(std::set<std::string>(t.columns.begin(), t.columns.end()).size(), t.columns.size());
    for (const auto& row : t.rows) EXPECT_EQ(row.size(), t.columns.size());
  }
  for (const char* name : {"levels", "split", "areas", "backup", "gaps", "equity", "lorenz", "facilities",
                           "organisations_summary", "organisations", "orphans_conflicts", "units", "venues", "items",
                           "linkage", "sources", "apportionment", "joins", "joins_unmatched", "network_components", "snap",
                           "findings"})
    EXPECT_TRUE(names.contains(name)) << name;
  const auto again = report_tables(s.world, s.study, s.scenario);
  ASSERT_EQ(again.size(), tables.size());
  for (std::size_t k = 0; k < tables.size(); ++k) EXPECT_EQ(to_csv(again[k]), to_csv(tables[k]));
}

TEST(ReportTables, SplitConservesThePopulationOfEveryLevel) {
  const auto s = small_study();
  const auto tables = report_tables(s.world, s.study, s.scenario);
  const auto& t = find(tables, "split");
  ASSERT_EQ(t.rows.size(), 6u);
  for (std::size_t k = 0; k < 6; k += 3)
    EXPECT_EQ(std::stoll(t.rows[k][2]) + std::stoll(t.rows[k + 1][2]) + std::stoll(t.rows[k + 2][2]), 1000);
}

TEST(ReportTables, ListEveryFacilityWithItsLoadPerLevelThatItProvides) {
  const auto s = small_study();
  const auto tables = report_tables(s.world, s.study, s.scenario);
  const auto& t = find(tables, "facilities");
  ASSERT_EQ(t.rows.size(), 3u);  // f0 provides both levels, f1 one
  const auto row = [&](std::size_t k) { return std::pair(t.rows[k][0] + ":" + t.rows[k][12], t.rows[k][13]); };
  EXPECT_EQ(row(0), std::pair(std::string("f0:station"), std::string("700")));
  EXPECT_EQ(row(1), std::pair(std::string("f0:point"), std::string("300")));
  EXPECT_EQ(row(2), std::pair(std::string("f1:point"), std::string("400")));
  EXPECT_EQ(t.rows[2][9], "");  // unlimited capacity is empty, not -1
}

TEST(ReportTables, NameOrphansAndConflictsWithTheirUnits) {
  auto s = small_study();
  add_organisations(s);
  const auto tables = report_tables(s.world, s.study, s.scenario);
  const auto& t = find(tables, "orphans_conflicts");
  ASSERT_EQ(t.rows.size(), 2u);
  EXPECT_THAT(t.rows[0], testing::ElementsAre("orphan", "o3", test::kHostile, test::kHostile, ""));
  EXPECT_THAT(t.rows[1], testing::ElementsAre("conflict", "o4", "企业4", "Firm 4", "u0;u1"));
}

TEST(ReportTables, LeaveOutWhatTheScenarioDidNotAsk) {
  auto s = small_study();
  s.study.network.used = false;
  s.study.items.clear();
  s.study.linkage.reset();
  const auto tables = report_tables(s.world, s.study, s.scenario);
  for (const auto& t : tables)
    for (const char* absent : {"organisations", "orphans_conflicts", "venues", "items", "linkage", "snap"})
      EXPECT_NE(t.name, absent);
}

TEST(ReportTables, LeaveUndefinedFiguresEmpty) {
  auto s = small_study();
  s.study.population = 0;
  for (auto& a : s.study.areas) a.persons = 0;
  for (const auto& t : report_tables(s.world, s.study, s.scenario)) {
    const std::string csv = to_csv(t);
    EXPECT_EQ(csv.find("nan"), std::string::npos) << t.name;
    EXPECT_EQ(csv.find("inf,"), std::string::npos) << t.name;
  }
}

}  // namespace
}  // namespace catchment
