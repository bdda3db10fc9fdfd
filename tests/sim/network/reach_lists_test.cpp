// Many sources in lanes, against a textbook Dijkstra from each of them.
#include "sim/network/reach_lists.h"

#include <gtest/gtest.h>
#include <omp.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <stdexcept>

#include "sim/core/random.h"
#include "tests/sim/network/random_graphs.h"

namespace catchment {
namespace {

using test::RandomGraph;
using test::random_graph;

constexpr std::uint64_t kWorlds = 300;

ReachGraph prepared(const RandomGraph& world) { return reach_graph(world.graph, world.at); }

/// Sources from no node, one, or several, some twice.
ReachSources random_sources(const RandomGraph& world, std::uint64_t seed, std::uint64_t most) {
  Stream s(seed, "sources");
  ReachSources sources;
  const std::uint64_t n = s.below(most + 1);
  for (std::uint64_t i = 0; i < n; ++i) {
    const std::uint64_t seeds = world.n() == 0 ? 0 : s.below(3);
    for (std::uint64_t k = 0; k < seeds; ++k)
      sources.seed.push_back({static_cast<std::uint32_t>(s.below(world.n())), static_cast<Cost>(s.below(2) * s.below(30))});
    sources.first.push_back(static_cast<std::uint32_t>(sources.seed.size()));
  }
  return sources;
}

/// -> [n_sources][n_nodes]; kUnreachable past the cutoff.
std::vector<std::vector<Cost>> by_textbook(const RandomGraph& world, const ReachSources& sources, Cost cutoff) {
  std::vector<std::vector<Cost>> rows;
  for (std::uint32_t i = 0; i < sources.size(); ++i) {
    std::vector<test::LabelSeed> seeds;
    for (std::uint32_t k = sources.first[i]; k < sources.first[i + 1]; ++k)
      seeds.push_back({sources.seed[k].node, sources.seed[k].cost, 0});
    rows.emplace_back();
    for (const std::uint64_t label : test::labels_by_textbook(world.graph, seeds, cutoff))
      rows.back().push_back(static_cast<Cost>(label >> 32));
  }
  return rows;
}

std::vector<std::vector<Cost>> by_visits(const RandomGraph& world, const ReachGraph& graph, const ReachSources& sources, Cost cutoff) {
  std::vector<std::vector<Cost>> rows(sources.size(), std::vector<Cost>(world.n(), kUnreachable));
  std::vector<int> visits(sources.size());
  visit_reach(graph, sources, cutoff, [&](const ReachBlock& block) {
    for (std::size_t l = 0; l < block.source.size(); ++l) {
      ++visits[block.source[l]];
      for (std::size_t i = 0; i < block.node.size(); ++i)
        if (block.row[i].lane[l] <= block.cutoff) rows[block.source[l]][block.node[i]] = block.row[i].lane[l];
    }
  });
  EXPECT_EQ(std::count(visits.begin(), visits.end(), 1), static_cast<std::ptrdiff_t>(sources.size()));
  return rows;
}

Cost random_cutoff(std::uint64_t seed) {
  const Cost cutoffs[] = {0, 1, 7, 40, 90, 30000, 250000, kUnreachable - 1};
  return cutoffs[seed % std::size(cutoffs)];
}

TEST(Reach, EqualsTheTextbookFromEachSource) {
  std::uint64_t pairs = 0;
  for (std::uint64_t seed = 0; seed < 2 * kWorlds; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const RandomGraph world = random_graph(seed, 40);
    const ReachGraph graph = prepared(world);
    const ReachSources sources = random_sources(world, seed, 50);
    const Cost cutoff = random_cutoff(seed);
    const auto expected = by_textbook(world, sources, cutoff);
    EXPECT_EQ(by_visits(world, graph, sources, cutoff), expected);

    const ReachLists lists = reach_lists(graph, sources, cutoff);
    std::uint64_t reached = 0;
    for (std::uint32_t i = 0; i < sources.size(); ++i) {
      std::vector<Cost> row(world.n(), kUnreachable);
      lists.each(i, [&](std::uint32_t node, Cost cost) {
        EXPECT_EQ(row[node], kUnreachable);
        row[node] = cost;
      });
      EXPECT_EQ(row, expected[i]) << "source " << i;
      reached += static_cast<std::uint64_t>(std::count_if(row.begin(), row.end(), [](Cost c) { return c < kUnreachable; }));
    }
    EXPECT_EQ(lists.n_pairs(), reached);
    pairs += reached;
  }
  EXPECT_GT(pairs, 10000u);
}

TEST(Reach, SumsEqualTheTextbookAddedNodeByNode) {
  for (std::uint64_t seed = 0; seed < kWorlds; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const RandomGraph world = random_graph(seed, 40);
    const ReachGraph graph = prepared(world);
    const ReachSources sources = random_sources(world, seed, 40);
    const Cost cutoff = std::min<Cost>(random_cutoff(seed), 40);
    Stream s(seed, "weights");
    std::vector<double> weight(world.n()), decay((cutoff >> 1) + 1);
    for (double& w : weight) w = s.uniform(0, 3);
    for (double& d : decay) d = s.uniform(0, 1);
    const auto rows = by_textbook(world, sources, cutoff);
    std::vector<double> plain, decayed;
    for (const auto& row : rows) {  // in the order of positions, which is the promise
      double a = 0, b = 0;
      for (const std::uint32_t v : graph.sweep.node_at) {
        if (row[v] > cutoff) continue;
        a += weight[v];
        b += weight[v] * decay[row[v] >> 1];
      }
      plain.push_back(a);
      decayed.push_back(b);
    }
    EXPECT_EQ(sums_within(graph, sources, cutoff, weight), plain);
    EXPECT_EQ(decay_sums(graph, sources, cutoff, weight, decay, 1), decayed);
  }
}

TEST(Reach, MatrixEqualsTheTextbook) {
  for (std::uint64_t seed = 0; seed < kWorlds; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const RandomGraph world = random_graph(seed, 40);
    if (world.n() == 0) continue;
    const ReachGraph graph = prepared(world);
    const ReachSources sources = random_sources(world, seed, 40);
    Stream s(seed, "targets");
    std::vector<std::uint32_t> targets(s.below(30));
    for (std::uint32_t& t : targets) t = static_cast<std::uint32_t>(s.below(world.n()));
    std::vector<Cost> expected;
    for (const auto& row : by_textbook(world, sources, kUnreachable - 1))
      for (const std::uint32_t t : targets) expected.push_back(row[t]);
    EXPECT_EQ(cost_matrix(graph, sources, targets), expected);
  }
}

/// A town of 60 x 60 junctions with one-way streets.
RandomGraph town() {
  Stream s(9, "town");
  constexpr std::uint32_t kSide = 60;
  RandomGraph world;
  std::vector<std::vector<ReverseGraph::Arc>> rows(kSide * kSide);
  const auto join = [&](std::uint32_t a, std::uint32_t b) {
    rows[a].push_back({b, static_cast<Cost>(50 + s.below(100))});
    if (s.below(4) != 0) rows[b].push_back({a, static_cast<Cost>(50 + s.below(100))});
  };
  for (std::uint32_t y = 0; y < kSide; ++y)
    for (std::uint32_t x = 0; x < kSide; ++x) {
      world.at.push_back({x * 1.0, y * 1.0});
      if (x + 1 < kSide) join(y * kSide + x, y * kSide + x + 1);
      if (y + 1 < kSide) join(y * kSide + x, y * kSide + x + kSide);
    }
  for (const auto& row : rows) {
    world.graph.arc.insert(world.graph.arc.end(), row.begin(), row.end());
    world.graph.first.push_back(static_cast<std::uint32_t>(world.graph.arc.size()));
  }
  choose_buckets(world.graph);
  return world;
}

TEST(Reach, IsTheSameAtAnyNumberOfThreads) {
  const RandomGraph world = town();
  const ReachGraph graph = prepared(world);
  std::vector<std::uint32_t> all(world.n());
  std::iota(all.begin(), all.end(), 0u);
  const ReachSources sources = sources_at(all);
  std::vector<double> weight(world.n());
  Stream s(1, "weights");
  for (double& w : weight) w = s.uniform(0, 1);
  const std::vector<double> decay(601, 0.3);
  const int before = omp_get_max_threads();
  std::vector<double> first, first_decayed;
  std::vector<Cost> first_matrix;
  for (const int threads : {1, 2, 4}) {
    omp_set_num_threads(threads);
    const auto sums = sums_within(graph, sources, 600, weight), decayed = decay_sums(graph, sources, 600, weight, decay);
    const auto matrix = cost_matrix(graph, sources_at(std::span(all).first(100)), std::span(all).last(50));
    if (threads == 1) first = sums, first_decayed = decayed, first_matrix = matrix;
    EXPECT_EQ(sums, first);
    EXPECT_EQ(decayed, first_decayed);
    EXPECT_EQ(matrix, first_matrix);
  }
  omp_set_num_threads(before);
}

TEST(Reach, SumsDoNotDependOnTheOtherSources) {
  const RandomGraph world = town();
  const ReachGraph graph = prepared(world);
  std::vector<std::uint32_t> all(world.n());
  std::iota(all.begin(), all.end(), 0u);
  std::vector<double> weight(world.n());
  Stream s(2, "weights");
  for (double& w : weight) w = s.uniform(0, 1);
  const auto together = sums_within(graph, sources_at(all), 900, weight);
  for (std::uint32_t v = 0; v < world.n(); v += 97)
    EXPECT_EQ(sums_within(graph, sources_at(std::span(&v, 1)), 900, weight), std::vector<double>{together[v]});
}

TEST(Reach, GrowsWithTheCutoff) {
  const RandomGraph world = town();
  const ReachGraph graph = prepared(world);
  std::vector<std::uint32_t> all(world.n());
  std::iota(all.begin(), all.end(), 0u);
  const std::vector<double> one(world.n(), 1.0);
  std::vector<double> last(world.n(), 0.0);
  for (const Cost cutoff : {0u, 100u, 400u, 1600u}) {
    const auto sums = sums_within(graph, sources_at(all), cutoff, one);
    for (std::uint32_t v = 0; v < world.n(); ++v) EXPECT_GE(sums[v], last[v]);
    if (cutoff == 0) { EXPECT_EQ(sums, one); }  // no arc is free: each node reaches itself
    last = sums;
  }
}

TEST(Reach, TellsHowFarItIsAndStopsWhenTold) {
  const RandomGraph world = town();
  const ReachGraph graph = prepared(world);
  std::vector<std::uint32_t> all(world.n());
  std::iota(all.begin(), all.end(), 0u);
  const ReachSources sources = sources_at(all);
  std::vector<double> told;
  const auto lists = reach_lists(graph, sources, 300, [&](double share, std::string_view) {
    told.push_back(share);
    return true;
  });
  EXPECT_EQ(lists.n_pairs(), reach_lists(graph, sources, 300).n_pairs());
  EXPECT_TRUE(std::is_sorted(told.begin(), told.end()));
  ASSERT_GE(told.size(), 2u);
  EXPECT_EQ(told.front(), 0);
  EXPECT_EQ(told.back(), 1);
  const auto stop = [](double, std::string_view) { return false; };
  EXPECT_THROW(reach_lists(graph, sources, 300, stop), Cancelled);
  EXPECT_THROW(cost_matrix(graph, sources, all, stop), Cancelled);
  EXPECT_THROW(sums_within(graph, sources, 300, std::vector<double>(world.n()), stop), Cancelled);
  EXPECT_THROW(reach_graph(world.graph, world.at, stop), Cancelled);
}

TEST(Reach, RefusesWhatDoesNotFit) {
  const RandomGraph world = town(), other = random_graph(3, 30);
  const ReachGraph graph = prepared(world);
  const std::uint32_t far[] = {world.n()}, near[] = {0};
  const std::vector<double> few(world.n() - 1), weight(world.n()), decay(5);
  EXPECT_THROW(reach_lists(graph, sources_at(far), 10), std::invalid_argument);
  EXPECT_THROW(cost_matrix(graph, sources_at(far), near), std::invalid_argument);
  EXPECT_THROW(cost_matrix(graph, sources_at(near), far), std::invalid_argument);
  EXPECT_THROW(sums_within(graph, sources_at(near), 10, few), std::invalid_argument);
  EXPECT_THROW(decay_sums(graph, sources_at(near), 10, weight, decay), std::invalid_argument);
  EXPECT_THROW(decay_sums(graph, sources_at(near), 10, weight, decay, -1), std::invalid_argument);
  EXPECT_THROW(reach_graph(other.graph, graph.sweep, world.at), std::invalid_argument);
  EXPECT_THROW(reach_graph(world.graph, graph.sweep, other.at), std::invalid_argument);
}

TEST(LaneKernels, GiveTheSameBitsOnAllInstructionSets) {
  const auto kernels = lane_kernels();
  ASSERT_GE(kernels.size(), 1u);
  ASSERT_STREQ(kernels.back().name, "portable");
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    Stream s(seed, "lanes");
    const auto n = static_cast<std::uint32_t>(1 + s.below(60));
    std::vector<LaneRow> start(n);
    for (LaneRow& row : start)
      for (Cost& c : row.lane) c = s.below(2) == 0 ? kUnreachable : static_cast<Cost>(s.below(seed % 2 == 0 ? 100 : kUnreachable));
    std::vector<LaneArc> up, down;
    std::vector<std::uint32_t> end_up, end_down;
    for (std::uint32_t i = 0; i < n; ++i) {
      for (std::uint64_t k = s.below(5); k > 0 && i + 1 < n; --k)
        up.push_back({static_cast<std::uint32_t>(i + 1 + s.below(n - i - 1)), static_cast<Cost>(s.below(kUnreachable))});
      for (std::uint64_t k = s.below(5); k > 0; --k) down.push_back({static_cast<std::uint32_t>(s.below(n)), static_cast<Cost>(s.below(200))});
      end_up.push_back(static_cast<std::uint32_t>(up.size()));
      end_down.push_back(static_cast<std::uint32_t>(down.size()));
    }
    std::vector<double> weight(n), decay(64);
    for (double& w : weight) w = s.uniform(0, 10);
    for (double& d : decay) d = s.uniform(0, 1);
    const Cost cutoff = seed % 2 == 0 ? 63 : kUnreachable - 1;

    // Lane by lane, in plain words.
    std::vector<LaneRow> climbed = start, descended = start;
    for (std::uint32_t l = 0; l < kLanes; ++l)
      for (std::uint32_t i = 0; i < n; ++i) {
        for (std::uint32_t a = i == 0 ? 0 : end_up[i - 1]; a < end_up[i]; ++a)
          climbed[up[a].row].lane[l] = std::min(climbed[up[a].row].lane[l], climbed[i].lane[l] + up[a].weight);
        Cost best = kUnreachable;
        for (std::uint32_t a = i == 0 ? 0 : end_down[i - 1]; a < end_down[i]; ++a)
          best = std::min(best, descended[down[a].row].lane[l] + down[a].weight);
        descended[i].lane[l] = best;
      }
    const auto bits = [](const std::vector<LaneRow>& rows) {
      std::vector<Cost> all;
      for (const LaneRow& row : rows) all.insert(all.end(), std::begin(row.lane), std::end(row.lane));
      return all;
    };
    std::vector<std::uint16_t> mask(n);
    std::vector<Cost> packed;
    std::array<double, kLanes> within{}, decayed{};
    for (std::uint32_t i = 0; i < n; ++i)
      for (std::uint32_t l = 0; l < kLanes; ++l) {
        const Cost c = start[i].lane[l];
        if (c > cutoff) continue;
        mask[i] = static_cast<std::uint16_t>(mask[i] | 1u << l);
        packed.push_back(c);
        within[l] += weight[i];
        if (seed % 2 == 0) decayed[l] += weight[i] * decay[c >> 1];
      }
    for (const LaneKernels& k : kernels) {
      SCOPED_TRACE(k.name);
      std::vector<LaneRow> rows = start;
      k.climb(rows.data(), end_up.data(), up.data(), n);
      EXPECT_EQ(bits(rows), bits(climbed));
      rows = start;
      k.descend(rows.data(), rows.data(), 0, end_down.data(), down.data(), n);
      EXPECT_EQ(bits(rows), bits(descended));
      std::vector<std::uint16_t> got_mask(n);
      std::vector<Cost> got(16 * n);
      got.resize(k.pack(start.data(), n, cutoff, got_mask.data(), got.data()));
      EXPECT_EQ(got, packed);
      EXPECT_EQ(got_mask, mask);
      std::array<double, kLanes> sum{};
      k.sum_within(start.data(), weight.data(), n, cutoff, sum.data());
      EXPECT_EQ(sum, within);
      if (seed % 2 != 0) continue;
      sum = {};
      k.sum_decay(start.data(), weight.data(), n, cutoff, decay.data(), 1, sum.data());
      EXPECT_EQ(sum, decayed);
    }
  }
}

}  // namespace
}  // namespace catchment
