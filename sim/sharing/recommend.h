#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "sim/sharing/graph.h"
#include "sim/sharing/matching.h"

namespace catchment {

/// Inspection measures of a pair of nodes on the simple undirected graph; 0 without common neighbours. Zhou, Lu & Zhang 2009; Adamic & Adar 2003; Jaccard.
double resource_allocation(const SharingGraph& graph, std::uint32_t a, std::uint32_t b);
double adamic_adar(const SharingGraph& graph, std::uint32_t a, std::uint32_t b);
double jaccard(const SharingGraph& graph, std::uint32_t a, std::uint32_t b);

/// A link that should come next (models.md D.5).
struct Recommendation {
  std::uint32_t offer = 0, need = 0;     ///< into the market
  LinkType type = LinkType::kOther;
  double score = 0;                      ///< min(surplus, deficit) * exp(-d / L) * (1 + eta RA) * q
  double surplus = 0, deficit = 0;       ///< before any recommendation
  std::optional<double> distance_m;
  double resource_allocation = 0, adamic_adar = 0, jaccard = 0;
  double amount = 0;                     ///< what the joint choice gives it, > 0
  OpeningHours slots{};                  ///< where either side has hours
  double persons = 0;                    ///< filled by the caller: gain in people served
};
struct RecommendChoice {
  double decay_m = 1000, eta = 1;
  std::vector<double> quality;           ///< [n_offers] past rating share q_u in 0..1; empty: 1
  double cutoff_m = -1;                  ///< farther pairs are no candidates; -1: none
  std::size_t candidates_per_need = 50;  ///< the best by score enter the flow
  std::size_t most = 20;
};
/// Candidates: an offer and a need of one type and of different partners, common hours where both have some, no link of `graph` between the two
/// (either way) of that type. Chosen jointly, as match_market does, by a flow that serves most and, among those, has the largest sum of score
/// (a link that gets part of min(surplus, deficit) counts that part of its score), so that no offer is promised twice; by score, then offer, then
/// need. A distance that is not known counts as 0 m.
/// Throws std::invalid_argument for a decay that is not above 0, an eta below 0, or quality of another length or outside 0..1; Cancelled.
/// O(needs * offers of their type + paths of two links from needs). The result does not depend on the number of threads.
std::vector<Recommendation> recommend_links(const World& world, const SharingGraph& graph, const Market& market, const RecommendChoice& choice,
                                            const Progress& progress = {});

}  // namespace catchment
