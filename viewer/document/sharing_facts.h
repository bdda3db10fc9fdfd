#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/core/progress.h"
#include "sim/report/compute_study.h"
#include "sim/scenario/scenario.h"
#include "sim/world/world.h"

namespace catchment::document {

/// What a sharing graph gives, and where it breaks. Links in force only.
struct SharingFigures {
  std::int64_t partners = 0, links = 0;
  std::int64_t parts = 0, largest = 0;               ///< components with a link, partners of the largest
  std::vector<std::uint32_t> affiliated;             ///< organisations that somebody affiliates, ascending
  std::array<double, kLinkTypes> needed{}, unmet{};  ///< in the types' units, after matching offers to needs
  double all_needed = 0, all_unmet = 0;              ///< the same as plain sums: units differ
};
/// Offers are matched to needs as [sharing.match] says; where it says nothing, to whoever is nearest in a straight line. `matrices`: as the study has them.
SharingFigures sharing_figures(const World& world, const Scenario& scenario, const std::vector<CostMatrix>& matrices = {}, const Progress& progress = {});
/// Organisations that `before` affiliates and `after` does not.
std::vector<std::uint32_t> orphans_since(const SharingFigures& before, const SharingFigures& after);

/// A link that should come next, ready to be done.
struct RecommendedLink {
  Partner from, to;
  LinkType type = LinkType::kOther;
  double score = 0, amount = 0;
  std::optional<double> distance_m;
  Name reason, gain;                                 ///< in words
  Edit edit;                                         ///< kAddLink
};
/// The best first; at most [sharing] recommendations. Each has an id that no link has: all may be done, one after the other.
std::vector<RecommendedLink> recommended_links(const World& world, const Scenario& scenario, const Progress& progress = {});

/// Base and plan side by side. Worked out on a worker.
struct SharingFacts {
  SharingFigures base, now;
  std::vector<std::uint32_t> orphans;                ///< since the base
  std::vector<RecommendedLink> recommended;
};

}  // namespace catchment::document
