#include "gis/osm/line_streets.h"

#include <gtest/gtest.h>

namespace catchment::gis {
namespace {

Table table_of(std::vector<std::vector<std::vector<Point>>> lines) {
  Table t;
  t.file = "streets.gpkg";
  t.layer = "roads";
  t.kind.assign(lines.size(), GeometryKind::kLine);
  t.lines = std::move(lines);
  return t;
}

TEST(LineStreets, CutsWhereLinesShareAVertexWithinTheTolerance) {
  // The second line starts 8 mm beside the middle of the first.
  const auto net = streets_from_lines(table_of({{{{0, 0}, {50, 0}, {100, 0}}}, {{{50.008, 0}, {50, 40}}}}), 0.01);
  EXPECT_EQ(net.n_nodes(), 4u);
  EXPECT_EQ(net.n_edges(), 3u);
  const auto apart = streets_from_lines(table_of({{{{0, 0}, {50, 0}, {100, 0}}}, {{{50.008, 0}, {50, 40}}}}), 0.001);
  EXPECT_EQ(apart.n_nodes(), 4u);
  EXPECT_EQ(apart.n_edges(), 2u);
}

TEST(LineStreets, VerticesMeetAcrossTheCellsOfTheGrid) {
  // 0.0999 and 0.1001 fall into different cells of 0.1 m.
  const auto net = streets_from_lines(table_of({{{{-50, 0}, {0.0999, 0}}}, {{{0.1001, 0}, {50, 0}}}}), 0.1);
  EXPECT_EQ(net.n_nodes(), 3u);
}

TEST(LineStreets, LinesThatCrossWithoutAVertexAreABridge) {
  const auto net = streets_from_lines(table_of({{{{0, 0}, {100, 0}}}, {{{50, -50}, {50, 50}}}}));
  EXPECT_EQ(net.n_nodes(), 4u);
  EXPECT_EQ(net.n_edges(), 2u);
}

TEST(LineStreets, ReadsClassNameAndOneWayWhereThereAreColumns) {
  Table t = table_of({{{{0, 0}, {100, 0}}}, {{{0, 0}, {0, 100}}}, {{{100, 0}, {100, 100}}}, {{{0, 100}, {100, 100}}}});
  t.columns = {"FCLASS", "oneway", "name"};
  t.cells = {{"steps", "residential", "track_grade2", "our own"},
             {"", "F", "", "T"},
             {"", "四平路", "", "四平路"}};
  if (t.column("fclass") < 0) GTEST_FAIL() << "columns are found whatever their case";
  const auto net = streets_from_lines(t);
  const std::uint8_t walk = kWalkForward | kWalkBackward;
  EXPECT_EQ(net.street_class, (std::vector{StreetClass::kSteps, StreetClass::kResidential, StreetClass::kLane,
                                           StreetClass::kResidential}));
  EXPECT_EQ(net.access, (std::vector<std::uint8_t>{walk, walk | kCycleForward, walk | kCycleForward | kCycleBackward,
                                                   walk | kCycleBackward}));
  EXPECT_EQ(net.names, (std::vector<std::string>{"", "四平路"}));
  EXPECT_EQ(net.name, (std::vector<std::uint32_t>{0, 1, 0, 1}));
}

TEST(LineStreets, ReadsBridgesAndTunnelsWhereThereAreColumns) {
  Table t = table_of({{{{0, 0}, {100, 0}}}, {{{100, 0}, {200, 0}}}, {{{200, 0}, {300, 0}}}, {{{300, 0}, {400, 0}}}});
  t.columns = {"bridge", "tunnel"};
  t.cells = {{"F", "T", "", "0"}, {"F", "F", "yes", "false"}};
  EXPECT_EQ(streets_from_lines(t).off_ground, (std::vector<std::uint8_t>{0, 1, 1, 0}));
}

TEST(LineStreets, RefusesALayerWithoutLines) {
  EXPECT_THROW(streets_from_lines(table_of({})), InputError);
  EXPECT_THROW(streets_from_lines(table_of({{{{1, 1}, {1, 1}}}})), InputError);
  EXPECT_THROW(streets_from_lines(table_of({{{{1, 1}, {2, 1}}}}), -1), std::invalid_argument);
}

}  // namespace
}  // namespace catchment::gis
