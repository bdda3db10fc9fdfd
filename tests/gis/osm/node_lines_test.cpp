#include "gis/osm/node_lines.h"

#include <gtest/gtest.h>

#include <cmath>

#include "gis/osm/line_streets.h"
#include "sim/core/random.h"

namespace catchment::gis {
namespace {

TEST(NodeLines, ATWithoutAJointGetsOne) {
  LineRows rows{{{{0, 0}, {100, 0}}}, {{{40, 0.3}, {40, 50}}}};
  const NodedLines found = node_lines(rows, 0.5, true);
  EXPECT_EQ(found.touches, 1);
  EXPECT_EQ(found.crossings, 0);
  EXPECT_EQ(rows[0][0], (std::vector<Point>{{0, 0}, {40, 0.3}, {100, 0}}));
  EXPECT_EQ(rows[1][0].size(), 2u);
}

TEST(NodeLines, ACrossingIsOneVertexOfBothLines) {
  LineRows rows{{{{0, 0}, {100, 0}}}, {{{50, -50}, {50, 50}}}};
  EXPECT_EQ(node_lines(rows, 0.01, true).crossings, 1);
  EXPECT_EQ(rows[0][0][1], (Point{50, 0}));
  EXPECT_EQ(rows[1][0][1], (Point{50, 0}));
}

TEST(NodeLines, LookingChangesNothing) {
  const LineRows rows{{{{0, 0}, {100, 0}}}, {{{50, -50}, {50, 50}}}, {{{20, 0}, {20, 9}}}};
  LineRows looked_at = rows;
  const NodedLines found = node_lines(looked_at, 0.01, false);
  EXPECT_EQ(found.crossings, 1);
  EXPECT_EQ(found.touches, 1);
  EXPECT_EQ(looked_at, rows);
}

TEST(NodeLines, LinesThatShareVerticesNeedNothing) {
  LineRows rows{{{{0, 0}, {50, 0}, {100, 0}}}, {{{50, 0}, {50, 50}}}, {{{100, 0}, {100, 50}}}};
  const LineRows before = rows;
  const NodedLines found = node_lines(rows, 0.01, true);
  EXPECT_EQ(found.touches + found.crossings, 0);
  EXPECT_EQ(rows, before);
}

TEST(NodeLines, SeveralCrossingsOfOneSegmentComeInOrder) {
  LineRows rows{{{{0, 0}, {100, 0}}}, {{{70, -5}, {70, 5}}, {{20, -5}, {20, 5}}}, {{{45, 5}, {45, -5}}}};
  EXPECT_EQ(node_lines(rows, 0.01, true).crossings, 3);
  EXPECT_EQ(rows[0][0], (std::vector<Point>{{0, 0}, {20, 0}, {45, 0}, {70, 0}, {100, 0}}));
}

/// On a grid drawn as whole avenues and streets, every walk has Manhattan's length only once the lines meet.
TEST(NodeLines, AGridOfLongLinesBecomesANetwork) {
  LineRows rows;
  for (int k = 0; k < 5; ++k) {
    rows.push_back({{{-10, 100.0 * k}, {410, 100.0 * k}}});
    rows.push_back({{{100.0 * k, -10}, {100.0 * k, 410}}});
  }
  Table table;
  table.kind.assign(rows.size(), GeometryKind::kLine);
  table.lines = rows;
  EXPECT_EQ(streets_from_lines(table).n_nodes(), 20u);
  EXPECT_EQ(node_lines(table.lines, 0.01, true).crossings, 25);
  const auto net = streets_from_lines(table);
  EXPECT_EQ(net.n_nodes(), 45u);
  EXPECT_EQ(net.n_edges(), 10u * 6u);
}

/// Whatever is drawn: once mended there is nothing left to mend, and no line is moved by more than the tolerance.
TEST(NodeLines, OnceIsEnough) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    Stream s(seed, "lines");
    LineRows rows(6);
    for (auto& row : rows) {
      row.resize(1);
      for (int k = 0; k < 4; ++k) row[0].push_back({s.uniform(0, 100), s.uniform(0, 100)});
    }
    const auto length = [](const std::vector<Point>& line) {
      double sum = 0;
      for (std::size_t k = 1; k < line.size(); ++k) sum += distance(line[k - 1], line[k]);
      return sum;
    };
    const LineRows before = rows;
    node_lines(rows, 0.001, true);
    const NodedLines again = node_lines(rows, 0.001, true);
    EXPECT_EQ(again.crossings + again.touches, 0);
    for (std::size_t r = 0; r < rows.size(); ++r) EXPECT_NEAR(length(rows[r][0]), length(before[r][0]), 0.05);
  }
}

TEST(NodeLines, RefusesAToleranceThatIsNone) {
  LineRows rows;
  EXPECT_THROW(node_lines(rows, -1, true), std::invalid_argument);
  EXPECT_THROW(node_lines(rows, std::nan(""), true), std::invalid_argument);
}

}  // namespace
}  // namespace catchment::gis
