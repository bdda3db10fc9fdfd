#include "sim/world/privacy.h"

#include <gtest/gtest.h>

#include <functional>
#include <set>
#include <stdexcept>

#include "sim/core/random.h"

namespace catchment {
namespace {

TEST(PersonScoreColumn, L13_NamesInBothLanguages) {
  for (const char* name : {"person_score", "personal_rating", "PersonalRating", "member-rank", "Staff KPI", "staffKPIScore", "employee performance",
                           "resident_score", "social_credit", "CREDIT_SCORE", "volunteer_points", "leader_appraisal", "个人评分", "个人积分",
                           "考核得分", "党员考核", "居民积分", "信用分", "员工 绩效", "志愿者星级", "干部考核等级", "个人_score", "person得分"})
    EXPECT_TRUE(is_person_score_column(name)) << name;
}

TEST(PersonScoreColumn, L13_UnitsAndCountsMayPass) {
  for (const char* name : {"name", "persons", "members", "staff", "residents", "facility_score", "star_level", "rating", "grade", "points",
                           "persons_points", "resident_rating", "population_rank", "personnel", "starting", "operating", "单位考核得分",
                           "组织评级", "会员单位评分", "党员人数", "居民评价", "服务站星级", "个人会员数", "街道", "设施等级", "居民委员会排名", ""})
    EXPECT_FALSE(is_person_score_column(name)) << name;
}

TEST(PersonColumns, L13_AreErrorsWithTheirRuleId) {
  const std::vector<std::string> columns{"id", "person_score", "members", "个人积分"};
  const auto found = person_columns(columns, "staff.csv");
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].rule, "person-score");
  EXPECT_EQ(found[0].severity, Severity::kError);
  EXPECT_EQ(found[0].where, "staff.csv");
  EXPECT_NE(found[1].what.find("个人积分"), std::string::npos);
  EXPECT_TRUE(person_columns({}, "x").empty());
}

using Counts = std::vector<std::int64_t>;
using Cells = std::vector<std::optional<std::int64_t>>;

TEST(SuppressSmallCells, OF12_ThreeAndNineAreSuppressedAndTheTotalKept) {
  const auto s = suppress_small_cells(Counts{12, 3, 9});
  EXPECT_EQ(s.cells, (Cells{12, std::nullopt, std::nullopt}));
  EXPECT_EQ(s.total, 24);
}

TEST(SuppressSmallCells, LeavesLargeCountsAndZerosAlone) {
  EXPECT_EQ(suppress_small_cells(Counts{5, 0, 7}).cells, (Cells{5, 0, 7}));
  EXPECT_EQ(suppress_small_cells(Counts{}).total, 0);
}

TEST(SuppressSmallCells, HidesTheTotalOnlyIfNothingElseProtects) {
  EXPECT_EQ(suppress_small_cells(Counts{3}).total, std::nullopt);
  EXPECT_EQ(suppress_small_cells(Counts{3, 0}).total, std::nullopt);
  EXPECT_EQ(suppress_small_cells(Counts{2, 3}).total, 5);             // (1,4) (2,3) (3,2) (4,1)
  EXPECT_EQ(suppress_small_cells(Counts{4, 4}).total, std::nullopt);  // 8 of two small ones is 4 and 4
  EXPECT_EQ(suppress_small_cells(Counts{1, 2, 50}).cells, (Cells{std::nullopt, std::nullopt, std::nullopt}));  // 3 persons in all
}

TEST(SuppressSmallCells, NobodyCanWorkOutASmallCountFromTheRest) {
  // All tables that publish the same, as far as a reader knows who knows only that hidden counts are at least 1: each hidden
  // small count must take more than one value among them.
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    Stream random(seed, "cells");
    Counts counts;
    const auto n = random.between(1, 4);
    for (std::int64_t i = 0; i < n; ++i) counts.push_back(random.between(0, 9));
    const auto s = suppress_small_cells(counts);
    std::vector<std::size_t> hidden;
    std::int64_t sum = 0;
    bool small = true;
    for (std::size_t i = 0; i < counts.size(); ++i) {
      EXPECT_TRUE(counts[i] == 0 || counts[i] >= 5 || !s.cells[i]);
      if (s.cells[i]) {
        EXPECT_EQ(*s.cells[i], counts[i]);
        continue;
      }
      hidden.push_back(i);
      sum += counts[i];
      small = small && counts[i] < 5;
    }
    if (hidden.empty() || !s.total) continue;
    EXPECT_EQ(*s.total, sum + [&] { std::int64_t shown = 0; for (const auto& c : s.cells) shown += c.value_or(0); return shown; }());
    EXPECT_GE(hidden.size(), 2u);
    EXPECT_GE(sum, 5);
    // With every hidden cell small (the reader's strongest guess), values 1..4; else 1..sum.
    const std::int64_t most = small ? 4 : sum;
    std::set<std::int64_t> first_values;
    const std::function<void(std::size_t, std::int64_t, std::int64_t)> fill = [&](std::size_t k, std::int64_t left, std::int64_t first) {
      if (k == hidden.size()) {
        if (left == 0) first_values.insert(first);
        return;
      }
      for (std::int64_t v = 1; v <= std::min(left, most); ++v) fill(k + 1, left - v, k == 0 ? v : first);
    };
    fill(0, sum, 0);
    EXPECT_GE(first_values.size(), 2u);
  }
}

TEST(SuppressSmallCells, RefusesNegativeCountsAndThresholds) {
  EXPECT_THROW(suppress_small_cells(Counts{-1}), std::invalid_argument);
  EXPECT_THROW(suppress_small_cells(Counts{1}, 0), std::invalid_argument);
}

}  // namespace
}  // namespace catchment
