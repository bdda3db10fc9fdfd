#include "sim/sharing/recommend.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>

namespace catchment {

namespace {

constexpr std::uint32_t kNone = UINT32_MAX;
/// Scores per unit become costs with six digits more than match_market keeps.
constexpr double kFine = 1e6;

/// Calls `visit` with every common neighbour.
template <class Visit>
void common_neighbours(const SharingGraph& graph, std::uint32_t a, std::uint32_t b, const Visit& visit) {
  const auto x = graph.neighbours(a), y = graph.neighbours(b);
  for (std::size_t i = 0, j = 0; i < x.size() && j < y.size();)
    if (x[i] < y[j]) ++i;
    else if (y[j] < x[i]) ++j;
    else visit(x[i]), ++i, ++j;
}

double degree(const SharingGraph& graph, std::uint32_t v) { return static_cast<double>(graph.neighbours(v).size()); }

struct Candidate {
  std::uint32_t offer = 0;
  double score = 0;
  std::optional<double> distance_m;
};

/// What is looked up for one need after the other.
class Around {
 public:
  explicit Around(const SharingGraph& graph) : graph_(&graph), index_(graph.n_nodes(), 0), linked_(graph.n_nodes(), 0) {}

  /// Resource allocation with, and types of links to or from, every node around `v`.
  void look(std::uint32_t v) {
    for (const std::uint32_t u : touched_) index_[u] = 0, linked_[u] = 0;
    touched_.clear();
    if (v == kNone) return;
    for (const std::uint32_t z : graph_->neighbours(v)) {
      touched_.push_back(z);
      for (const std::uint32_t u : graph_->neighbours(z)) {
        if (u == v) continue;
        touched_.push_back(u);
        index_[u] += 1 / degree(*graph_, z);
      }
    }
  }
  void link(std::uint32_t u, LinkType type) { linked_[u] |= 1u << static_cast<unsigned>(type); }
  [[nodiscard]] double index(std::uint32_t u) const { return u == kNone ? 0 : index_[u]; }
  [[nodiscard]] bool linked(std::uint32_t u, LinkType type) const { return u != kNone && (linked_[u] >> static_cast<unsigned>(type) & 1u) != 0; }

 private:
  const SharingGraph* graph_;
  std::vector<double> index_;
  std::vector<std::uint32_t> linked_, touched_;
};

void require(const Market& market, const RecommendChoice& choice) {
  if (!(choice.decay_m > 0) || !std::isfinite(choice.decay_m)) throw std::invalid_argument("recommend_links: a decay that is not above 0 m");
  if (!(choice.eta >= 0) || !std::isfinite(choice.eta)) throw std::invalid_argument("recommend_links: an eta below 0");
  if (!choice.quality.empty() && choice.quality.size() != market.offers.size())
    throw std::invalid_argument("recommend_links: quality of " + std::to_string(choice.quality.size()) + " offers of " + std::to_string(market.offers.size()));
  for (const double q : choice.quality)
    if (!(q >= 0 && q <= 1)) throw std::invalid_argument("recommend_links: a quality outside 0..1");
}

}  // namespace

double resource_allocation(const SharingGraph& graph, std::uint32_t a, std::uint32_t b) {
  double sum = 0;
  common_neighbours(graph, a, b, [&](std::uint32_t z) { sum += 1 / degree(graph, z); });
  return sum;
}

double adamic_adar(const SharingGraph& graph, std::uint32_t a, std::uint32_t b) {
  if (a == b) return 0;   // a neighbour with one link only would count without end
  double sum = 0;
  common_neighbours(graph, a, b, [&](std::uint32_t z) { sum += 1 / std::log(degree(graph, z)); });
  return sum;
}

double jaccard(const SharingGraph& graph, std::uint32_t a, std::uint32_t b) {
  double both = 0;
  common_neighbours(graph, a, b, [&](std::uint32_t) { ++both; });
  const double either = degree(graph, a) + degree(graph, b) - both;
  return either > 0 ? both / either : 0;
}

std::vector<Recommendation> recommend_links(const World& world, const SharingGraph& graph, const Market& market, const RecommendChoice& choice,
                                            const Progress& progress) {
  require(market, choice);
  const std::size_t n_needs = market.needs.size(), n_offers = market.offers.size();
  std::array<std::vector<std::uint32_t>, kLinkTypes> offers_of;
  std::vector<std::uint32_t> offer_node(n_offers), need_node(n_needs);
  std::vector<std::optional<Point>> offer_at(n_offers), need_at(n_needs);
  for (std::uint32_t o = 0; o < n_offers; ++o) {
    offers_of[static_cast<std::size_t>(market.offers[o].type)].push_back(o);
    offer_node[o] = graph.node_of(market.offers[o].at);
    offer_at[o] = place_of(world, market.offers[o]);
  }
  for (std::size_t j = 0; j < n_needs; ++j) need_node[j] = graph.node_of(market.needs[j].at), need_at[j] = place_of(world, market.needs[j]);
  std::vector<std::vector<std::uint32_t>> in_links(graph.n_nodes());
  for (std::uint32_t l = 0; l < graph.n_links(); ++l) in_links[graph.to[l]].push_back(l);

  report(progress, 0, "candidates for links");
  std::vector<std::vector<Candidate>> candidates(n_needs);
#pragma omp parallel if (n_needs > 64)
  {
    Around around(graph);
#pragma omp for schedule(dynamic, 16)
    for (std::size_t j = 0; j < n_needs; ++j) {
      const MarketEntry& need = market.needs[j];
      around.look(need_node[j]);
      if (need_node[j] != kNone) {
        for (const std::uint32_t l : graph.out_links(need_node[j])) around.link(graph.to[l], graph.type[l]);
        for (const std::uint32_t l : in_links[need_node[j]]) around.link(graph.from[l], graph.type[l]);
      }
      auto& mine = candidates[j];
      for (const std::uint32_t o : offers_of[static_cast<std::size_t>(need.type)]) {
        const MarketEntry& offer = market.offers[o];
        if (offer.at == need.at || around.linked(offer_node[o], need.type)) continue;
        if (offer.slots.any() && need.slots.any() && (offer.slots & need.slots).none()) continue;
        Candidate c{o, 0, {}};
        if (offer_at[o] && need_at[j]) c.distance_m = distance(*offer_at[o], *need_at[j]);
        const double far = c.distance_m.value_or(0);
        if (choice.cutoff_m >= 0 && far > choice.cutoff_m) continue;
        c.score = std::min(offer.amount, need.amount) * std::exp(-far / choice.decay_m) * (1 + choice.eta * around.index(offer_node[o])) *
                  (choice.quality.empty() ? 1 : choice.quality[o]);
        if (c.score > 0) mine.push_back(c);
      }
      const auto better = [](const Candidate& a, const Candidate& b) { return a.score != b.score ? a.score > b.score : a.offer < b.offer; };
      const auto kept = static_cast<std::ptrdiff_t>(std::min(choice.candidates_per_need, mine.size()));
      std::partial_sort(mine.begin(), mine.begin() + kept, mine.end(), better);
      mine.erase(mine.begin() + kept, mine.end());
    }
  }

  // Serving comes first: one unit more is worth more than all the detours that it may cause along a path of offers and needs.
  std::vector<MarketPair> pairs;
  std::vector<const Candidate*> of_pair;
  double best = 0;
  const auto per_unit = [&](std::size_t j, const Candidate& c) { return c.score / std::min(market.offers[c.offer].amount, market.needs[j].amount); };
  for (std::size_t j = 0; j < n_needs; ++j)
    for (const Candidate& c : candidates[j]) best = std::max(best, per_unit(j, c));
  for (std::size_t j = 0; j < n_needs; ++j) {
    std::sort(candidates[j].begin(), candidates[j].end(), [](const Candidate& a, const Candidate& b) { return a.offer < b.offer; });
    for (const Candidate& c : candidates[j]) {
      pairs.push_back({c.offer, static_cast<std::uint32_t>(j), (best - per_unit(j, c)) / best * kFine, -1});
      of_pair.push_back(&c);
    }
  }
  MatchingSpec spec;
  spec.unmet_penalty = kFine * static_cast<double>(2 * std::min(n_needs, n_offers) + 2);
  const Matching chosen = match_market(market, pairs, spec, part_of(progress, 0.3, 1));

  std::vector<Recommendation> out;
  std::size_t p = 0;   // pairs and shares are both by need, then offer
  for (const MatchedShare& share : chosen.shares) {
    while (std::pair(pairs[p].need, pairs[p].offer) != std::pair(share.need, share.offer)) ++p;
    Recommendation r;
    r.offer = share.offer, r.need = share.need;
    r.type = market.needs[share.need].type;
    r.score = of_pair[p]->score;
    r.surplus = market.offers[share.offer].amount, r.deficit = market.needs[share.need].amount;
    r.distance_m = of_pair[p]->distance_m;
    const std::uint32_t u = offer_node[share.offer], v = need_node[share.need];
    if (u != kNone && v != kNone) {
      r.resource_allocation = resource_allocation(graph, u, v);
      r.adamic_adar = adamic_adar(graph, u, v);
      r.jaccard = jaccard(graph, u, v);
    }
    r.amount = share.amount;
    r.slots = share.slots;
    out.push_back(r);
  }
  std::sort(out.begin(), out.end(), [](const Recommendation& a, const Recommendation& b) {
    return a.score != b.score ? a.score > b.score : std::pair(a.offer, a.need) < std::pair(b.offer, b.need);
  });
  if (out.size() > choice.most) out.resize(choice.most);
  return out;
}

}  // namespace catchment
