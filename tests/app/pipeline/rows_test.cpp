#include "app/pipeline/rows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

namespace catchment::pipeline {
namespace {

using testing::HasSubstr;

struct Case {
  gis::Table table;
  InputSpec spec;
  Case() {
    table.file = "f.csv";
    table.columns = {"code", "persons", "bad"};
    table.cells = {{"a", "b"}, {"12", " 7.0 "}, {"nan", "-3"}};
    table.kind = {gis::GeometryKind::kNone, gis::GeometryKind::kNone};
    table.row_number = {2, 3};
    spec.name = "people";
    spec.fields = {{"id", "code"}, {"population", "persons"}};
    spec.values = {{"level", "3"}};
  }
};

std::string message(const std::function<void()>& f) {
  try {
    f();
  } catch (const InputError& e) {
    return e.what();
  }
  return "accepted";
}

TEST(Rows, MapsColumnsAndConstants) {
  const Case c;
  const Rows rows(c.table, c.spec);
  EXPECT_EQ(rows.text(1, "id"), "b");
  EXPECT_EQ(rows.whole(0, "population", 0), 12);
  EXPECT_EQ(rows.whole(1, "population", 0), 7);
  EXPECT_EQ(rows.whole(1, "level", 0), 3);
  EXPECT_EQ(rows.whole(1, "capacity", -1), -1);
}

TEST(Rows, RefusesWhatIsNoNumberAndSaysWhere) {
  Case c;
  c.spec.fields["population"] = "bad";
  const Rows rows(c.table, c.spec);
  EXPECT_THAT(message([&] { (void)rows.whole(0, "population", 0); }), HasSubstr("f.csv: row 2: population is 'nan'"));
  EXPECT_THAT(message([&] { (void)rows.whole(1, "population", 0); }), HasSubstr("f.csv: row 3: population is -3, below zero"));
}

TEST(Rows, NamesTheNearestColumn) {
  Case c;
  c.spec.fields["population"] = "person";
  const Rows rows(c.table, c.spec);
  EXPECT_THAT(message([&] { (void)rows.text(0, "population"); }), HasSubstr("did you mean 'persons'"));
}

TEST(ParseNumber, TakesTheWholeTextOrNothing) {
  EXPECT_EQ(parse_number("+1.5"), 1.5);
  EXPECT_EQ(parse_number("1e3"), 1000);
  for (const char* bad : {"", "  ", "1,5", "12 m", "nan", "inf", "0x10", "--1"}) EXPECT_FALSE(parse_number(bad)) << bad;
}

TEST(Rows, CanBeNumberedWhereTheColumnHoldsNoIds) {
  Case c;
  c.spec.fields["id"] = kRowNumber;
  const Rows rows(c.table, c.spec);
  EXPECT_TRUE(rows.numbers_rows("id"));
  EXPECT_FALSE(rows.has("id"));
  EXPECT_EQ(rows.text(0, "id"), "");
  // A column that is really called so is a column.
  c.table.columns[0] = kRowNumber;
  EXPECT_FALSE(rows.numbers_rows("id"));
  EXPECT_EQ(rows.text(0, "id"), "a");
}

}  // namespace
}  // namespace catchment::pipeline
