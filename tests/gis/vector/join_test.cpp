#include "gis/vector/join.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

#include "gis/vector/layer.h"
#include "tests/gis/vector/files.h"
#include "tests/support/shared_data.h"

namespace catchment::gis {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<Area> areas() {
  const auto area = [](const char* id, const char* zh, const char* en, int level) {
    Area a;
    a.id = id;
    a.name = {zh, en};
    a.level = level;
    return a;
  };
  return {area("310110", "杨浦区", "Yangpu", 1), area("310110009", "四平路街道", "Siping Road", 2),
          area("310110101", "五角场镇", "Wujiaochang Town", 2), area("310110013", "长白新村街道", "Changbai", 2),
          area("310110014", "重名", "", 2), area("310110015", "重名", "", 2)};
}

std::vector<int> indices(const JoinResult& result) {
  std::vector<int> out;
  for (const AreaId a : result.area) out.push_back(a.valid() ? static_cast<int>(a.value) : -1);
  return out;
}

TEST(Join, GoesByCodeThenNameThenAlias) {
  const auto r = join_to_areas("census", {"310110009", "", "310110021"}, {"whatever", "长白新村街道", "长海路街道"},
                               {{"长海路街道", "五角场镇"}}, areas(), 2);
  EXPECT_THAT(indices(r), ElementsAre(1, 3, 2));
  EXPECT_EQ(r.note.by_code, 1);
  EXPECT_EQ(r.note.by_name, 1);
  EXPECT_EQ(r.note.by_alias, 1);
  EXPECT_EQ(r.note.table, "census");
  EXPECT_THAT(r.note.unmatched_rows, IsEmpty());
  EXPECT_THAT(r.note.unmatched_areas, ElementsAre("重名 (310110014)", "重名 (310110015)"));
}

TEST(Join, ListsWhatDidNotJoin) {
  const auto r = join_to_areas("census", {"310110021", "1"}, {"长海路街道", ""}, {}, areas(), -1);
  EXPECT_THAT(indices(r), ElementsAre(-1, -1));
  EXPECT_THAT(r.note.unmatched_rows, ElementsAre("长海路街道 (310110021)", "1"));
}

TEST(Join, TakesEnglishNamesSpacesAndLongCodes) {
  EXPECT_THAT(indices(join_to_areas("t", {}, {" Siping Road "}, {}, areas(), 2)), ElementsAre(1));
  EXPECT_THAT(indices(join_to_areas("t", {"310110009000", " 310110013"}, {}, {}, areas(), 2)), ElementsAre(1, 3));
}

TEST(Join, KeepsToItsLevel) {
  EXPECT_THAT(indices(join_to_areas("t", {"310110"}, {}, {}, areas(), 2)), ElementsAre(-1));
  EXPECT_THAT(indices(join_to_areas("t", {"310110"}, {}, {}, areas(), -1)), ElementsAre(0));
}

TEST(Join, ANameThatTwoAreasBearJoinsNothing) {
  EXPECT_THAT(indices(join_to_areas("t", {}, {"重名"}, {}, areas(), 2)), ElementsAre(-1));
}

TEST(Join, TheNameHoldsWhereARenumberedCodeMeansANeighbour) {
  const auto r = join_to_areas("t", {"310110013"}, {"四平路街道"}, {}, areas(), 2);
  EXPECT_THAT(indices(r), ElementsAre(1));
  EXPECT_EQ(r.note.by_name, 1);
}

TEST(Join, ASecondRowForAnAreaIsRefusedNamingBoth) {
  const auto text = test::refusal([] {
    join_to_areas("census", {"310110009", "310110013", ""}, {"", "", "四平路街道"}, {}, areas(), 2);
  });
  EXPECT_THAT(text, HasSubstr("census: rows 1 '310110009' and 3 '四平路街道' both mean the area '四平路街道 (310110009)'"));
}

TEST(Join, ColumnsOfUnequalLengthAreTheCallersError) {
  EXPECT_THROW(join_to_areas("t", {"1", "2"}, {"a"}, {}, areas(), 2), std::invalid_argument);
}

TEST(Join, RealCensusOfYangpuMeetsTwelvePolygons) {
  CATCHMENT_NEED_SHARED_DATA(boundaries, "shanghai_boundaries/shanghai_boundaries.gpkg");
  CATCHMENT_NEED_SHARED_DATA(census, "shanghai_yangpu_services/population_census2020.csv");
  const Table polygons = read_table(boundaries, {.layer = "subdistricts", .project_crs = "EPSG:32651", .where = {{"district", "杨浦区"}}});
  std::vector<Area> yangpu;
  for (std::size_t row = 0; row < polygons.n_rows(); ++row) {
    Area a;
    a.id = polygons.cells[static_cast<std::size_t>(polygons.column("code9"))][row];
    a.name.zh = polygons.cells[static_cast<std::size_t>(polygons.column("name"))][row];
    yangpu.push_back(a);
  }
  ASSERT_EQ(yangpu.size(), 12u);
  const Table rows = read_table(census, {.need_geometry = false});
  const auto& names = rows.cells[static_cast<std::size_t>(rows.column("subdistrict"))];
  const auto without = join_to_areas("census", rows.cells[static_cast<std::size_t>(rows.column("code9"))], names, {}, yangpu, 2);
  EXPECT_THAT(without.note.unmatched_rows, ElementsAre(HasSubstr("长海路街道")));
  EXPECT_THAT(without.note.unmatched_areas, ElementsAre("五角场镇 (310110101)"));
  const auto with = join_to_areas("census", rows.cells[static_cast<std::size_t>(rows.column("code9"))], names,
                                  {{"长海路街道", "五角场镇"}}, yangpu, 2);
  EXPECT_THAT(with.note.unmatched_rows, IsEmpty());
  EXPECT_EQ(with.note.by_alias, 1);
}

}  // namespace
}  // namespace catchment::gis
