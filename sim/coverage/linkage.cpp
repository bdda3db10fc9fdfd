#include "sim/coverage/linkage.h"

#include <algorithm>
#include <array>
#include <set>
#include <stdexcept>

namespace catchment {

namespace {
constexpr std::array<int, kBuildingLevel> kAllLevels{0, 1, 2, 3, 4};
}  // namespace

RelayPath relay_path(const std::vector<Area>& areas, AreaId leaf, std::span<const int> levels) {
  if (levels.empty()) levels = kAllLevels;
  RelayPath out;
  for (AreaId a = leaf; a.valid(); a = areas[a.value].parent) {
    if (a.value >= areas.size()) throw std::invalid_argument("relay_path: an area does not exist");
    if (out.areas.size() >= areas.size()) throw std::invalid_argument("relay_path: the areas' parents are a cycle");
    out.areas.push_back(a);
  }
  out.hops = static_cast<int>(out.areas.size());
  for (const int level : levels)
    if (std::none_of(out.areas.begin(), out.areas.end(), [&](AreaId a) { return areas[a.value].level == level; }))
      out.missing_levels.push_back(level);
  std::sort(out.missing_levels.begin(), out.missing_levels.end());
  return out;
}

Linkage relay_linkage(const std::vector<Area>& areas, std::span<const AreaId> leaf, std::span<const int> levels) {
  // Places of one leaf area share their way.
  std::vector<std::int64_t> places(areas.size(), 0);
  std::int64_t nowhere = 0;
  for (const AreaId a : leaf) {
    if (a.valid() && a.value >= areas.size()) throw std::invalid_argument("relay_linkage: a leaf area does not exist");
    ++(a.valid() ? places[a.value] : nowhere);
  }
  Linkage out;
  std::set<int> missing;
  const auto take = [&](AreaId a, std::int64_t n) {
    const RelayPath path = relay_path(areas, a, levels);
    out.hops = std::max(out.hops, path.hops);
    missing.insert(path.missing_levels.begin(), path.missing_levels.end());
    (path.missing_levels.empty() ? out.whole : out.broken) += n;
    if (a.valid() && !path.missing_levels.empty()) out.broken_at.push_back(a);
  };
  for (std::uint32_t a = 0; a < areas.size(); ++a)
    if (places[a] > 0) take(AreaId(a), places[a]);
  if (nowhere > 0) take(AreaId(), nowhere);
  out.missing_levels.assign(missing.begin(), missing.end());
  return out;
}

}  // namespace catchment
