#include "sim/sharing/measures.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <map>
#include <numeric>
#include <sstream>

#include "tests/sim/sharing/graphs.h"
#include "tests/support/shared_data.h"

namespace catchment {
namespace {

using test::Pairs;
using testing::DoubleEq;
using testing::ElementsAre;
using testing::Optional;
using Numbers = std::vector<std::uint32_t>;

// ---- published graphs ------------------------------------------------------------------------------------

/// Columns of a table by name. No cell of these files has a comma in it.
std::map<std::string, std::vector<std::string>> columns(const std::string& path) {
  std::ifstream in(path);
  std::map<std::string, std::vector<std::string>> table;
  std::vector<std::string> names;
  for (std::string line; std::getline(in, line);) {
    std::istringstream cells(line);
    std::vector<std::string> row;
    for (std::string cell; std::getline(cells, cell, ',');) row.push_back(cell);
    if (names.empty()) names = row;
    else
      for (std::size_t k = 0; k < names.size(); ++k) table[names[k]].push_back(row.at(k));
  }
  return table;
}

/// A number of one graph in summary.json, a flat list of objects.
double summary_of(const std::string& text, const std::string& name, const std::string& key) {
  const std::size_t graph = text.find("\"" + name + "\""), at = text.find("\"" + key + "\":", graph);
  if (graph == std::string::npos || at == std::string::npos || at > text.find('}', graph)) {
    ADD_FAILURE() << "summary.json: no " << key << " of " << name;
    return NAN;
  }
  return std::stod(text.substr(at + key.size() + 3));
}

Pairs pairs_of(const std::map<std::string, std::vector<std::string>>& edges) {
  Pairs pairs;
  for (std::size_t k = 0; k < edges.at("u").size(); ++k)
    pairs.emplace_back(std::stoul(edges.at("u")[k]), std::stoul(edges.at("v")[k]));
  return pairs;
}

void expect_published_figures(const std::string& name, const std::string& edges_path, const std::string& nodes_path, const std::string& summary_path) {
  const auto nodes = columns(nodes_path);
  const auto n = static_cast<std::uint32_t>(nodes.at("id").size());
  const SharingGraph g = graph_of_pairs(n, pairs_of(columns(edges_path)));
  const SharingMeasures m = measure(g, {});
  const auto expect = [&](const char* column, const auto& ours, double tolerance) {
    for (std::uint32_t v = 0; v < n; ++v) EXPECT_NEAR(ours[v], std::stod(nodes.at(column)[v]), tolerance) << name << ": " << column << " of " << v;
  };
  // Nine decimals are printed.
  expect("degree", m.degree, 0);
  expect("core", m.core, 0);
  expect("betweenness", m.betweenness, 6e-10);
  expect("closeness", m.closeness, 6e-10);
  expect("clustering", m.clustering, 6e-10);
  expect("eigenvector", m.eigenvector, 6e-10);
  expect("pagerank", m.pagerank, 6e-10);

  std::ifstream in(summary_path);
  const std::string text((std::istreambuf_iterator<char>(in)), {});
  const auto whole = [&](const char* key) { return summary_of(text, name, key); };
  EXPECT_EQ(n, whole("n"));
  EXPECT_EQ(static_cast<double>(g.n_pairs()), whole("m"));
  EXPECT_NEAR(*m.density, whole("density"), 1e-15);
  EXPECT_NEAR(*m.transitivity, whole("transitivity"), 1e-15);
  EXPECT_NEAR(std::accumulate(m.clustering.begin(), m.clustering.end(), 0.0) / n, whole("avg_clustering"), 1e-14);
  EXPECT_NEAR(*m.mean_path, whole("avg_path"), 1e-14);
  EXPECT_EQ(m.diameter, whole("diameter"));
  EXPECT_NEAR(*m.assortativity, whole("assortativity"), 1e-13);
  EXPECT_EQ(m.components, whole("components"));
}

TEST(SharingMeasures, AreThePublishedOnesOfTheKarateClub) {
  CATCHMENT_NEED_SHARED_DATA(edges, "graphs/karate_edges.csv");
  CATCHMENT_NEED_SHARED_DATA(nodes, "graphs/karate_nodes.csv");
  CATCHMENT_NEED_SHARED_DATA(summary, "graphs/summary.json");
  expect_published_figures("karate", edges, nodes, summary);
  Pairs ours = test::karate();
  EXPECT_EQ(ours, pairs_of(columns(edges))) << "the list in graphs.h";
}

TEST(SharingMeasures, AreThePublishedOnesOfWomenAndEvents) {
  CATCHMENT_NEED_SHARED_DATA(edges, "graphs/davis_southern_women_edges.csv");
  CATCHMENT_NEED_SHARED_DATA(nodes, "graphs/davis_southern_women_nodes.csv");
  CATCHMENT_NEED_SHARED_DATA(summary, "graphs/summary.json");
  expect_published_figures("davis_southern_women", edges, nodes, summary);
}

TEST(SharingMeasures, OD13_KarateClub) {
  const SharingGraph g = graph_of_pairs(34, test::karate());
  EXPECT_NEAR(modularity(g, test::karate_factions()), 0.358235, 5e-7);
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    MeasureChoice choice;
    choice.seed = seed;
    const SharingMeasures m = measure(g, choice);
    EXPECT_NEAR(m.modularity, 0.419790, 5e-7) << "seed " << seed;
    EXPECT_EQ(m.communities, 4u) << "seed " << seed;
  }
  const SharingMeasures m = measure(g, {});
  for (std::uint32_t v = 0; v < 34; ++v) EXPECT_EQ(m.articulation[v], v == 0) << "member " << v + 1;
  EXPECT_EQ(std::ranges::max(m.core), 4u);
  EXPECT_EQ(std::ranges::count(m.core, 4u), 10);
}

// ---- links, direction --------------------------------------------------------------------------------------

TEST(SharingMeasures, L11_SixteenLinksOfWhichTwelveAreAnsweredHaveReciprocity075) {
  Pairs links;
  for (std::uint32_t k = 0; k < 6; ++k) {
    links.emplace_back(2 * k, 2 * k + 1);
    links.emplace_back(2 * k + 1, 2 * k);
  }
  for (std::uint32_t k = 0; k < 4; ++k) links.emplace_back(k, 12 + k);
  ASSERT_EQ(links.size(), 16u);
  EXPECT_THAT(measure(graph_of_pairs(16, links), {}).reciprocity, Optional(DoubleEq(0.75)));
  links.emplace_back(0, 1);  // said again
  EXPECT_THAT(measure(graph_of_pairs(16, links), {}).reciprocity, Optional(DoubleEq(0.75)));
}

TEST(SharingMeasures, CountLinksByDirectionAndTypeAndPartnersOnce) {
  World w;
  w.organisations.resize(3);
  const auto add = [&](std::size_t from, std::size_t to, LinkType type) {
    SharingLink l;
    l.from = OrganisationId(from);
    l.to = OrganisationId(to);
    l.type = type;
    w.links.push_back(l);
  };
  add(0, 1, LinkType::kVenue);
  add(0, 1, LinkType::kVolunteer);
  add(1, 0, LinkType::kVenue);
  add(2, 0, LinkType::kFunds);
  const SharingMeasures m = measure(sharing_graph(w, {}), {});
  EXPECT_THAT(m.degree, ElementsAre(2u, 1u, 1u));
  EXPECT_THAT(m.out_links, ElementsAre(2u, 1u, 1u));
  EXPECT_THAT(m.in_links, ElementsAre(2u, 2u, 0u));
  EXPECT_THAT(m.links_of_type[static_cast<std::size_t>(LinkType::kVenue)], ElementsAre(2u, 2u, 0u));
  EXPECT_THAT(m.links_of_type[static_cast<std::size_t>(LinkType::kFunds)], ElementsAre(1u, 0u, 1u));
  EXPECT_THAT(m.links_of_type[static_cast<std::size_t>(LinkType::kTraining)], ElementsAre(0u, 0u, 0u));
  EXPECT_THAT(m.density, Optional(DoubleEq(2.0 / 3)));
  EXPECT_THAT(m.reciprocity, Optional(DoubleEq(2.0 / 3)));
  MeasureChoice directed;
  directed.undirected = false;
  EXPECT_THAT(measure(sharing_graph(w, {}), directed).density, Optional(DoubleEq(3.0 / 6)));
}

TEST(SharingMeasures, WhatHasNoDenominatorIsUndefined) {
  const SharingMeasures none = measure(graph_of_pairs(0, {}), {});
  EXPECT_EQ(none.density, std::nullopt);
  EXPECT_EQ(none.components, 0u);
  EXPECT_TRUE(none.hub_score.empty());
  EXPECT_EQ(measure(SharingGraph(), {}).components, 0u) << "not even made";
  const SharingMeasures alone = measure(graph_of_pairs(1, {}), {});
  EXPECT_EQ(alone.density, std::nullopt);
  EXPECT_EQ(alone.mean_path, std::nullopt);
  EXPECT_THAT(alone.closeness, ElementsAre(0.0));
  EXPECT_THAT(alone.pagerank, ElementsAre(1.0));
  EXPECT_THAT(alone.eigenvector, ElementsAre(0.0));
  const SharingMeasures unlinked = measure(graph_of_pairs(3, {}), {});
  EXPECT_THAT(unlinked.density, Optional(0.0));
  EXPECT_EQ(unlinked.reciprocity, std::nullopt);
  EXPECT_EQ(unlinked.transitivity, std::nullopt);
  EXPECT_EQ(unlinked.assortativity, std::nullopt);
  EXPECT_EQ(unlinked.mean_path, std::nullopt);
  EXPECT_EQ(unlinked.components, 3u);
  EXPECT_EQ(unlinked.communities, 3u);
  EXPECT_EQ(measure(graph_of_pairs(4, Pairs{{0, 1}, {2, 3}}), {}).assortativity, std::nullopt) << "all ends have degree 1";
}

TEST(SharingMeasures, ColumnsNotAskedForAreEmpty) {
  MeasureChoice choice;
  choice.paths = choice.spectra = false;
  const SharingMeasures m = measure(test::florentine(), choice);
  EXPECT_TRUE(m.betweenness.empty());
  EXPECT_TRUE(m.closeness.empty());
  EXPECT_TRUE(m.eigenvector.empty());
  EXPECT_TRUE(m.pagerank.empty());
  EXPECT_EQ(m.mean_path, std::nullopt);
  EXPECT_EQ(m.core.size(), 15u);
  EXPECT_EQ(m.hub_score.size(), 15u);
}

// ---- against the definitions ---------------------------------------------------------------------------------

TEST(SharingMeasures, AreTheirDefinitionsOnRandomGraphs) {
  for (std::uint64_t seed = 0; seed < 150; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const std::uint32_t n = 2 + static_cast<std::uint32_t>(seed % 14);
    const Pairs links = test::random_links(seed, n, 0.03 + 0.05 * static_cast<double>(seed % 4));
    const SharingGraph g = graph_of_pairs(n, links);
    for (const bool undirected : {true, false}) {
      MeasureChoice choice;
      choice.undirected = undirected;
      const SharingMeasures m = measure(g, choice);
      std::vector<std::vector<int>> linked(n, std::vector<int>(n, 0)), either = linked;
      for (const auto& [a, b] : links) linked[a][b] = either[a][b] = either[b][a] = 1;
      if (undirected) linked = either;
      constexpr int kFar = 1000;
      const auto all_steps = [&](const std::vector<std::vector<int>>& arcs) {
        auto steps = arcs;
        for (std::uint32_t a = 0; a < n; ++a)
          for (std::uint32_t b = 0; b < n; ++b) steps[a][b] = a == b ? 0 : arcs[a][b] != 0 ? 1 : kFar;
        for (std::uint32_t k = 0; k < n; ++k)
          for (std::uint32_t a = 0; a < n; ++a)
            for (std::uint32_t b = 0; b < n; ++b) steps[a][b] = std::min(steps[a][b], steps[a][k] + steps[k][b]);
        return steps;
      };
      const auto steps = all_steps(linked), simple = all_steps(either);
      int longest = 0, sum = 0, count = 0;
      std::int64_t triangles = 0, corners = 0;
      std::vector<double> x, y;
      for (std::uint32_t v = 0; v < n; ++v) {
        int reached = 0, far = 0, own = 0;
        for (std::uint32_t u = 0; u < n; ++u) {
          if (u != v && steps[u][v] < kFar) {
            ++reached;
            far += steps[u][v];
          }
          if (u != v && m.component[v] == 0 && m.component[u] == 0) {
            sum += simple[v][u];
            ++count;
            longest = std::max(longest, simple[v][u]);
          }
          for (std::uint32_t w = 0; w < u; ++w) own += either[v][u] * either[v][w] * either[u][w];
          if (either[v][u] != 0) {
            x.push_back(m.degree[v]);
            y.push_back(m.degree[u]);
          }
        }
        EXPECT_NEAR(m.closeness[v], far == 0 ? 0.0 : static_cast<double>(reached) / far * reached / (n - 1), 1e-14);
        const int d = static_cast<int>(m.degree[v]);
        EXPECT_DOUBLE_EQ(m.clustering[v], d < 2 ? 0.0 : own / (d * (d - 1) / 2.0));
        triangles += own;
        corners += d * (d - 1) / 2;
      }
      if (corners > 0) EXPECT_THAT(m.transitivity, Optional(DoubleEq(static_cast<double>(triangles) / static_cast<double>(corners))));
      else EXPECT_EQ(m.transitivity, std::nullopt);
      EXPECT_EQ(m.diameter, static_cast<std::uint32_t>(longest));
      if (count > 0) EXPECT_THAT(m.mean_path, Optional(DoubleEq(static_cast<double>(sum) / count)));
      else EXPECT_EQ(m.mean_path, std::nullopt);
      if (m.assortativity) {
        const double ends = static_cast<double>(x.size()), mean = std::accumulate(x.begin(), x.end(), 0.0) / ends;
        double xy = 0, xx = 0;
        for (std::size_t i = 0; i < x.size(); ++i) {
          xy += (x[i] - mean) * (y[i] - mean);
          xx += (x[i] - mean) * (x[i] - mean);
        }
        EXPECT_NEAR(*m.assortativity, xy / xx, 1e-12);
      } else {
        EXPECT_TRUE(std::ranges::all_of(x, [&](double d) { return d == x.front(); }));
      }

      // PageRank: the fixed point; eigenvector: A x = lambda x with x >= 0.
      double total = 0;
      for (std::uint32_t v = 0; v < n; ++v) {
        double in = 0;
        for (std::uint32_t u = 0; u < n; ++u) {
          const int out = std::accumulate(linked[u].begin(), linked[u].end(), 0);
          in += out == 0 ? m.pagerank[u] / n : linked[u][v] * m.pagerank[u] / out;
        }
        EXPECT_NEAR(m.pagerank[v], 0.15 / n + 0.85 * in, 1e-12);
        total += m.pagerank[v];
      }
      EXPECT_NEAR(total, 1, 1e-12);
      double square = 0, lambda = 0;
      for (const double e : m.eigenvector) {
        EXPECT_GE(e, 0);
        square += e * e;
      }
      EXPECT_NEAR(square, g.n_pairs() > 0 ? 1 : 0, 1e-12);
      std::vector<double> product(n, 0);
      for (std::uint32_t v = 0; v < n; ++v) {
        for (std::uint32_t u = 0; u < n; ++u) product[v] += either[v][u] * m.eigenvector[u];
        lambda += product[v] * m.eigenvector[v];
      }
      for (std::uint32_t v = 0; v < n; ++v) EXPECT_NEAR(product[v], lambda * m.eigenvector[v], 1e-8);
    }
  }
}

TEST(SharingMeasures, TheEigenvectorTakesInEveryComponentWithTheLargestEigenvalue) {
  // Two stars of four leaves, eigenvalue 2 each, and a triangle less one side.
  Pairs links;
  for (std::uint32_t k = 1; k <= 4; ++k) {
    links.emplace_back(0, k);
    links.emplace_back(5, 5 + k);
  }
  links.emplace_back(10, 11);
  links.emplace_back(11, 12);
  const SharingMeasures m = measure(graph_of_pairs(13, links), {});
  EXPECT_NEAR(m.eigenvector[0], 0.5, 1e-12);
  EXPECT_NEAR(m.eigenvector[5], 0.5, 1e-12);
  EXPECT_NEAR(m.eigenvector[7], 0.25, 1e-12);
  EXPECT_NEAR(m.eigenvector[11], 0, 1e-10);
}

// ---- hub score -------------------------------------------------------------------------------------------------

TEST(SharingMeasures, TheHubScoreIsTheMeanOfThreeRanksAndUnitsAreNotAddedUp) {
  // 0 - 1 - 2 - 3: 0 gives 1 to fund 100 fen; 1 gives 2 eight hours; 2 gives 3 five hours and is its hub. 3 gives 2 an unstated number.
  World w;
  w.organisations.resize(5);
  const auto add = [&](std::size_t from, std::size_t to, LinkType type, double capacity) {
    SharingLink l;
    l.from = OrganisationId(from);
    l.to = OrganisationId(to);
    l.type = type;
    l.capacity = capacity;
    w.links.push_back(l);
  };
  add(0, 1, LinkType::kFunds, 100);
  add(1, 2, LinkType::kVenue, 8);
  add(2, 3, LinkType::kVenue, 3);
  add(2, 3, LinkType::kVenue, 2);
  add(2, 3, LinkType::kAffiliation, -1);
  add(3, 2, LinkType::kVenue, -1);
  GraphChoice choice;
  choice.all_organisations = true;
  const SharingGraph g = sharing_graph(w, choice);
  const SharingMeasures m = measure(g, {});
  EXPECT_THAT(m.out_capacity, ElementsAre(100, 8, 5, 0, 0));
  EXPECT_THAT(m.out_capacity_type, ElementsAre(LinkType::kFunds, LinkType::kVenue, LinkType::kVenue, LinkType::kOther, LinkType::kOther));
  EXPECT_THAT(m.affiliates, ElementsAre(0u, 0u, 1u, 0u, 0u));
  // Of the four others, as many have less:   betweenness 0 2 2 0 0; out-capacity by type; affiliates.
  EXPECT_DOUBLE_EQ(m.hub_score[0], (0 + 1 + 0) / 3.0);
  EXPECT_DOUBLE_EQ(m.hub_score[1], (0.75 + 1 + 0) / 3.0);
  EXPECT_DOUBLE_EQ(m.hub_score[2], (0.75 + 0.75 + 1) / 3.0);
  EXPECT_DOUBLE_EQ(m.hub_score[3], 0);
  MeasureChoice without;
  without.paths = false;
  EXPECT_DOUBLE_EQ(measure(g, without).hub_score[2], (0.75 + 1) / 2.0);
}

// ---- the whole -------------------------------------------------------------------------------------------------

bool same_bits(const SharingMeasures& a, const SharingMeasures& b) {
  return a.degree == b.degree && a.in_links == b.in_links && a.out_links == b.out_links && a.links_of_type == b.links_of_type &&
         a.betweenness == b.betweenness && a.closeness == b.closeness && a.clustering == b.clustering && a.eigenvector == b.eigenvector &&
         a.pagerank == b.pagerank && a.core == b.core && a.articulation == b.articulation && a.component == b.component &&
         a.community == b.community && a.out_capacity == b.out_capacity && a.out_capacity_type == b.out_capacity_type &&
         a.affiliates == b.affiliates && a.hub_score == b.hub_score && a.bridges == b.bridges && a.density == b.density &&
         a.reciprocity == b.reciprocity && a.transitivity == b.transitivity && a.assortativity == b.assortativity &&
         a.mean_path == b.mean_path && a.diameter == b.diameter && a.components == b.components && a.communities == b.communities &&
         a.modularity == b.modularity && a.sampled == b.sampled && a.sources == b.sources && a.betweenness_error == b.betweenness_error;
}

TEST(SharingMeasures, HaveTheSameBitsAt1_2And4Threads) {
  // 25 hubs and what is with them, and 4,000 links of chance; more nodes than the products of the eigenvector stay serial for.
  Pairs links;
  Stream s(1, "many");
  for (std::uint32_t v = 25; v < 21'000; ++v) links.emplace_back(v % 25, v);
  for (std::uint32_t k = 0; k < 4'000; ++k) {
    const auto a = static_cast<std::uint32_t>(s.below(21'000)), b = static_cast<std::uint32_t>(s.below(21'000));
    if (a != b) links.emplace_back(a, b);
  }
  const SharingGraph g = graph_of_pairs(21'000, links);
  for (const bool undirected : {true, false}) {
    MeasureChoice choice;
    choice.undirected = undirected;
    choice.samples = 100;
    const auto results = test::at_1_2_4_threads([&] { return measure(g, choice); });
    EXPECT_TRUE(results[0].sampled);
    EXPECT_TRUE(same_bits(results[0], results[1]));
    EXPECT_TRUE(same_bits(results[0], results[2]));
  }
}

TEST(SharingMeasures, FollowTheNodesWhenTheyAreNumberedAnew) {
  const std::uint32_t n = 40;
  const Pairs links = test::random_links(12, n, 0.04);
  Pairs turned;
  for (const auto& [a, b] : links) turned.emplace_back((7 * a + 3) % n, (7 * b + 3) % n);
  const SharingMeasures m = measure(graph_of_pairs(n, links), {}), t = measure(graph_of_pairs(n, turned), {});
  for (std::uint32_t v = 0; v < n; ++v) {
    const std::uint32_t u = (7 * v + 3) % n;
    EXPECT_EQ(m.degree[v], t.degree[u]);
    EXPECT_EQ(m.core[v], t.core[u]);
    EXPECT_EQ(m.articulation[v], t.articulation[u]);
    EXPECT_NEAR(m.betweenness[v], t.betweenness[u], 1e-14);
    EXPECT_DOUBLE_EQ(m.closeness[v], t.closeness[u]);
    EXPECT_DOUBLE_EQ(m.clustering[v], t.clustering[u]);
    EXPECT_NEAR(m.pagerank[v], t.pagerank[u], 1e-13);
    EXPECT_NEAR(m.eigenvector[v], t.eigenvector[u], 1e-8);
    EXPECT_DOUBLE_EQ(m.hub_score[v], t.hub_score[u]) << "values that differ by rounding share a rank";
  }
  EXPECT_EQ(m.diameter, t.diameter);
  EXPECT_EQ(m.mean_path, t.mean_path);
}

TEST(SharingMeasures, StopWhenAskedTo) {
  EXPECT_THROW(measure(test::florentine(), {}, [](double share, std::string_view) { return share < 0.1; }), Cancelled);
}

}  // namespace
}  // namespace catchment
