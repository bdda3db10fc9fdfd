#include "gis/osm/cut_streets.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "sim/core/random.h"

namespace catchment::gis {
namespace {

constexpr std::uint8_t kWalk = kWalkForward | kWalkBackward;

StreetChains chains_of(std::vector<Point> places, const std::vector<std::vector<std::uint32_t>>& lines) {
  StreetChains c;
  c.place = std::move(places);
  c.cut.assign(c.place.size(), 0);
  for (const auto& line : lines) {
    c.vertex.insert(c.vertex.end(), line.begin(), line.end());
    c.chain_begin.push_back(static_cast<std::uint32_t>(c.vertex.size()));
    c.street_class.push_back(StreetClass::kResidential);
    c.access.push_back(kWalk);
    c.name.push_back(0);
  }
  return c;
}

CutStreets cut(const StreetChains& c) {
  return cut_streets(c, [&](std::uint32_t a, std::uint32_t b) { return distance(c.place[a], c.place[b]); });
}

std::uint64_t total_mm(const StreetNetwork& net) {
  std::uint64_t sum = 0;
  for (const auto mm : net.length_mm) sum += mm;
  return sum;
}

const std::vector<Point> kRow{{0, 0}, {10, 0}, {20, 0}, {30, 0}, {40, 0}, {10, 10}};

TEST(CutStreets, CutsWhereLinesMeetAndEndButNotAtBends) {
  //      5
  //      |
  // 0 -- 1 -- 2 -- 3 -- 4
  const auto out = cut(chains_of(kRow, {{0, 1, 2, 3, 4}, {1, 5}}));
  EXPECT_EQ(out.net.n_nodes(), 4u);
  ASSERT_EQ(out.net.n_edges(), 3u);
  EXPECT_EQ(out.net.length_mm, (std::vector<std::uint32_t>{10000, 30000, 10000}));
  EXPECT_EQ(out.net.line(EdgeId(1)).size(), 4u);
  EXPECT_EQ(out.duplicate_segments, 0);
  EXPECT_EQ(out.net.n_arcs(), 6u);
}

TEST(CutStreets, CutsAtGates) {
  auto c = chains_of(kRow, {{0, 1, 2, 3, 4}});
  c.cut[2] = 1;
  const auto out = cut(c);
  EXPECT_EQ(out.net.n_edges(), 2u);
  EXPECT_EQ(out.net.node[out.node_of_vertex[2].value], (Point{20, 0}));
}

TEST(CutStreets, AnOutAndBackLineIsCountedOnce) {
  const auto out = cut(chains_of(kRow, {{0, 1, 2, 1, 0}}));
  EXPECT_EQ(out.duplicate_segments, 2);
  EXPECT_EQ(out.net.n_edges(), 1u);
  EXPECT_EQ(total_mm(out.net), 20000u);
}

TEST(CutStreets, ALineOverAnotherOpensTheSharedPartOnly) {
  auto c = chains_of(kRow, {{0, 1, 2, 3, 4}, {3, 2}});
  c.access = {static_cast<std::uint8_t>(kWalk | kPrivate), static_cast<std::uint8_t>(kWalk | kCycleForward)};
  const auto out = cut(c);
  EXPECT_EQ(out.duplicate_segments, 1);
  EXPECT_EQ(out.net.access, (std::vector<std::uint8_t>{kWalk | kPrivate, kWalk | kCycleBackward, kWalk | kPrivate}));
  EXPECT_EQ(out.chain_used, (std::vector<std::uint8_t>{1, 0}));
}

TEST(CutStreets, AStreetOverAClosedOneTakesItsPlace) {
  auto c = chains_of(kRow, {{0, 1}, {0, 1}});
  c.access[0] = 0;
  c.street_class = {StreetClass::kMotorway, StreetClass::kFootway};
  const auto out = cut(c);
  ASSERT_EQ(out.net.n_edges(), 1u);
  EXPECT_EQ(out.net.street_class[0], StreetClass::kFootway);
  EXPECT_EQ(out.net.access[0], kWalk);
}

TEST(CutStreets, BreaksAtUnknownVerticesAndIgnoresRepeatedOnes) {
  const auto out = cut(chains_of(kRow, {{0, 0, 1, StreetChains::kGap, 3, 4, StreetChains::kGap}}));
  EXPECT_EQ(out.net.n_edges(), 2u);
  EXPECT_EQ(out.net.n_nodes(), 4u);
  EXPECT_EQ(total_mm(out.net), 20000u);
  EXPECT_EQ(out.duplicate_segments, 0);
}

TEST(CutStreets, ARingBecomesALoopAtItsFirstVertex) {
  const auto out = cut(chains_of({{0, 0}, {10, 0}, {10, 10}}, {{0, 1, 2, 0}}));
  ASSERT_EQ(out.net.n_edges(), 1u);
  EXPECT_EQ(out.net.from[0], out.net.to[0]);
}

TEST(CutStreets, PlacesOnTopOfEachOtherGiveAMillimetre) {
  const auto out = cut(chains_of({{5, 5}, {5, 5}}, {{0, 1}}));
  EXPECT_EQ(out.net.length_mm, std::vector<std::uint32_t>{1});
}

/// The set of segments of random lines must come back exactly once each, and every vertex where the set of segments
/// forks or ends must be a node.
TEST(CutStreets, KeepsEverySegmentOfRandomLinesExactlyOnce) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    Stream s(seed, "cut");
    std::vector<Point> places;
    const std::uint32_t n = 3 + static_cast<std::uint32_t>(s.below(10));
    for (std::uint32_t i = 0; i < n; ++i) places.push_back({s.uniform(0, 100), s.uniform(0, 100)});
    std::vector<std::vector<std::uint32_t>> lines(1 + s.below(5));
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint8_t> expected;
    std::int64_t steps = 0;
    for (auto& line : lines)
      for (std::uint64_t i = 0, length = 2 + s.below(8); i < length; ++i)
        line.push_back(s.chance(0.1) ? StreetChains::kGap : static_cast<std::uint32_t>(s.below(n)));
    auto c = chains_of(places, lines);
    for (auto& a : c.access) a = static_cast<std::uint8_t>(s.below(16));
    for (std::size_t k = 0; k < lines.size(); ++k)
      for (std::size_t i = 0; i + 1 < lines[k].size(); ++i) {
        const auto a = lines[k][i], b = lines[k][i + 1];
        if (a == StreetChains::kGap || b == StreetChains::kGap || a == b) continue;
        ++steps;
        std::uint8_t bits = c.access[k];
        if (a > b) bits = static_cast<std::uint8_t>((bits & 5) << 1 | (bits & 10) >> 1);
        expected[{std::min(a, b), std::max(a, b)}] |= bits;
      }
    const auto out = cut(c);
    std::map<std::pair<double, double>, std::uint32_t> vertex_at;
    for (std::uint32_t v = 0; v < n; ++v) vertex_at[{places[v].x, places[v].y}] = v;
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint8_t> found;
    std::map<std::uint32_t, std::set<std::uint32_t>> beside;
    for (std::uint32_t e = 0; e < out.net.n_edges(); ++e) {
      const auto line = out.net.line(EdgeId(e));
      EXPECT_EQ(line.front(), out.net.node[out.net.from[e].value]);
      EXPECT_EQ(line.back(), out.net.node[out.net.to[e].value]);
      for (std::size_t i = 0; i + 1 < line.size(); ++i) {
        const auto a = vertex_at.at({line[i].x, line[i].y}), b = vertex_at.at({line[i + 1].x, line[i + 1].y});
        std::uint8_t bits = out.net.access[e];
        if (a > b) bits = static_cast<std::uint8_t>((bits & 5) << 1 | (bits & 10) >> 1);
        EXPECT_TRUE(found.emplace(std::pair{std::min(a, b), std::max(a, b)}, bits).second) << a << "-" << b << " twice";
        beside[a].insert(b);
        beside[b].insert(a);
        EXPECT_EQ(out.node_of_vertex[a].valid(), i == 0) << "nodes stand at the ends of edges";
      }
    }
    EXPECT_EQ(found, expected);
    EXPECT_EQ(out.duplicate_segments, steps - static_cast<std::int64_t>(expected.size()));
    for (const auto& [v, others] : beside) EXPECT_TRUE(others.size() == 2 || out.node_of_vertex[v].valid()) << v;
  }
}

}  // namespace
}  // namespace catchment::gis
