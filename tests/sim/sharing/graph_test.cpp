#include "sim/sharing/graph.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <stdexcept>

#include "sim/core/random.h"

namespace catchment {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Pairs = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

SharingLink link(Partner from, Partner to, LinkType type = LinkType::kVolunteer, LinkStatus status = LinkStatus::kActive) {
  SharingLink l;
  l.from = from;
  l.to = to;
  l.type = type;
  l.status = status;
  return l;
}

/// Four organisations, two units, one venue.
World small_world() {
  World w;
  w.organisations.resize(4);
  w.units.resize(2);
  w.venues.resize(1);
  return w;
}

TEST(SharingGraph, NodesAreThePartnersThatHaveALinkAnOfferOrANeed) {
  World w = small_world();
  w.links = {link(VenueId(0), OrganisationId(2)), link(OrganisationId(0), OrganisationId(2))};
  Resource need;
  need.at = UnitId(1);
  need.type = LinkType::kTraining;
  need.need = true;
  w.resources = {need};
  const SharingGraph g = sharing_graph(w, {});
  EXPECT_THAT(g.node, ElementsAre(Partner(OrganisationId(0)), Partner(OrganisationId(2)), Partner(VenueId(0)), Partner(UnitId(1))));
  EXPECT_THAT(g.from, ElementsAre(2u, 0u));
  EXPECT_THAT(g.to, ElementsAre(1u, 1u));
  EXPECT_EQ(g.node_of(VenueId(0)), 2u);
  EXPECT_EQ(g.node_of(OrganisationId(1)), UINT32_MAX);

  EXPECT_EQ(sharing_graph(w, {.all_organisations = true}).n_nodes(), 6u);
  const SharingGraph volunteers = sharing_graph(w, {.types = 1u << static_cast<unsigned>(LinkType::kVolunteer)});
  EXPECT_EQ(volunteers.n_nodes(), 3u) << "the unit needs another thing";
  const SharingGraph training = sharing_graph(w, {.types = 1u << static_cast<unsigned>(LinkType::kTraining)});
  EXPECT_THAT(training.node, ElementsAre(Partner(UnitId(1))));
  EXPECT_EQ(training.n_links(), 0u);
}

TEST(SharingGraph, ParallelAndOppositeLinksAreOnePairOfTheSimpleGraph) {
  World w = small_world();
  const OrganisationId a(0), b(1), c(3);
  w.links = {link(b, a), link(a, b), link(a, b, LinkType::kFunds), link(c, a), link(a, a)};
  const SharingGraph g = sharing_graph(w, {});
  EXPECT_THAT(g.link, ElementsAre(0u, 1u, 2u, 3u)) << "a link to itself is left out";
  EXPECT_EQ(g.n_pairs(), 2u);
  EXPECT_THAT(std::vector(g.neighbours(0).begin(), g.neighbours(0).end()), ElementsAre(1u, 2u));
  EXPECT_THAT(std::vector(g.neighbours(2).begin(), g.neighbours(2).end()), ElementsAre(0u));
  EXPECT_THAT(std::vector(g.out_links(0).begin(), g.out_links(0).end()), ElementsAre(1u, 2u));
  EXPECT_THAT(std::vector(g.out_links(1).begin(), g.out_links(1).end()), ElementsAre(0u));
  EXPECT_EQ(g.type[2], LinkType::kFunds);
}

TEST(SharingGraph, TheDaySaysWhichLinksAreInForceToComeOrOver) {
  World w = small_world();
  const OrganisationId a(0), b(1);
  w.links = {link(a, b),                                                          // 0 always
             link(a, b, LinkType::kOther, LinkStatus::kProposed),                 // 1 to come
             link(a, b, LinkType::kOther, LinkStatus::kAgreed),                   // 2 to come, or in force from its first day
             link(a, b, LinkType::kOther, LinkStatus::kLapsed),                   // 3 over
             link(a, b), link(a, b)};                                             // 4 ends in June, 5 begins in August
  w.links[2].start = "2026-07-01";
  w.links[4].end = "2026-06-30";
  w.links[5].start = "2026-08-01";
  const auto links = [&](const GraphChoice& choice) { return sharing_graph(w, choice).link; };
  EXPECT_THAT(links({}), ElementsAre(0u, 4u, 5u));
  EXPECT_THAT(links({.date = "2026-06-30"}), ElementsAre(0u, 4u));
  EXPECT_THAT(links({.date = "2026-07-01"}), ElementsAre(0u, 2u));
  EXPECT_THAT(links({.date = "2026-07-01", .proposed = true}), ElementsAre(0u, 1u, 2u, 5u));
  EXPECT_THAT(links({.date = "2026-07-01", .lapsed = true}), ElementsAre(0u, 2u, 3u, 4u));
  EXPECT_THAT(links({.proposed = true, .lapsed = true}), ElementsAre(0u, 1u, 2u, 3u, 4u, 5u));
}

TEST(SharingGraph, EveryOpenResponsibleUnitIsAnAffiliation) {
  World w = small_world();
  w.organisations[0].responsible = {UnitId(0)};
  w.organisations[2].responsible = {UnitId(1), UnitId(0)};
  EXPECT_THAT(sharing_graph(w, {}).node, IsEmpty());
  const SharingGraph g = sharing_graph(w, {.responsible = true});
  EXPECT_THAT(g.link, ElementsAre(UINT32_MAX, UINT32_MAX, UINT32_MAX));
  EXPECT_THAT(g.node, ElementsAre(Partner(OrganisationId(0)), Partner(OrganisationId(2)), Partner(UnitId(0)), Partner(UnitId(1))));
  EXPECT_THAT(g.from, ElementsAre(2u, 3u, 2u));
  EXPECT_THAT(g.to, ElementsAre(0u, 1u, 1u));
  EXPECT_THAT(g.type, testing::Each(LinkType::kAffiliation));
  w.units[0].open = false;
  EXPECT_EQ(sharing_graph(w, {.responsible = true}).n_links(), 1u) << "a closed unit is responsible for nobody";
  EXPECT_EQ(sharing_graph(w, {.responsible = true, .types = 1u << static_cast<unsigned>(LinkType::kFunds)}).n_links(), 0u);
}

TEST(SharingGraph, RefusesRowsThatAreNotThere) {
  const auto message = [](const World& w, const GraphChoice& choice) {
    try {
      sharing_graph(w, choice);
    } catch (const std::invalid_argument& e) {
      return std::string(e.what());
    }
    return std::string("nothing");
  };
  World w = small_world();
  w.links = {link(OrganisationId(0), OrganisationId(1)), link(OrganisationId(4), OrganisationId(1))};
  EXPECT_EQ(message(w, {}), "sharing_graph: the giving end of link 1 names row 4 of a table of 4");
  w.links[1] = link(OrganisationId(1), Partner());
  EXPECT_EQ(message(w, {}), "sharing_graph: the taking end of link 1 names row 4294967295 of a table of 4");
  w.links.clear();
  w.resources.resize(1);
  w.resources[0].at = VenueId(1);
  EXPECT_EQ(message(w, {}), "sharing_graph: the partner of resource 0 names row 1 of a table of 1");
  w.resources.clear();
  w.organisations[3].responsible = {UnitId(2)};
  EXPECT_EQ(message(w, {}), "nothing") << "not asked";
  EXPECT_EQ(message(w, {.responsible = true}), "sharing_graph: a responsible unit of organisation 3 names row 2 of a table of 2");
}

TEST(SharingGraph, ListsOfRandomPairsAreThoseOfASet) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    Stream s(seed, "graph test");
    const auto n = static_cast<std::uint32_t>(s.between(2, 12));
    Pairs links;
    std::set<std::pair<std::uint32_t, std::uint32_t>> both;
    for (std::int64_t k = s.between(0, 40); k > 0; --k) {
      const auto a = static_cast<std::uint32_t>(s.below(n)), b = static_cast<std::uint32_t>(s.below(n));
      if (a == b) continue;
      links.emplace_back(a, b);
      both.insert({a, b});
      both.insert({b, a});
    }
    const SharingGraph g = graph_of_pairs(n, links);
    std::vector<std::pair<std::uint32_t, std::uint32_t>> listed;
    std::size_t out = 0;
    for (std::uint32_t v = 0; v < n; ++v) {
      for (const std::uint32_t u : g.neighbours(v)) listed.emplace_back(v, u);
      EXPECT_TRUE(std::ranges::is_sorted(g.out_links(v)));
      for (const std::uint32_t k : g.out_links(v)) EXPECT_EQ(links[k].first, v);
      out += g.out_links(v).size();
    }
    EXPECT_TRUE(std::ranges::equal(listed, both));
    EXPECT_EQ(out, links.size());
  }
}

TEST(GraphOfPairs, RefusesLoopsAndEndsBeyondN) {
  const auto message = [](const Pairs& links) {
    try {
      graph_of_pairs(3, links);
    } catch (const std::invalid_argument& e) {
      return std::string(e.what());
    }
    return std::string("nothing");
  };
  EXPECT_EQ(message({{0, 1}, {2, 2}}), "graph_of_pairs: link 1 goes from node 2 to itself");
  EXPECT_EQ(message({{0, 3}}), "graph_of_pairs: link 0 is 0-3, and there are 3 nodes");
}

}  // namespace
}  // namespace catchment
