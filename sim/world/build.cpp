#include "sim/world/build.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>
#include <unordered_map>

#include <fmt/format.h>

namespace catchment {

namespace {

__extension__ typedef unsigned __int128 Wide;

}  // namespace

std::vector<std::int64_t> apportion(std::int64_t total, std::span<const double> weight) {
  if (total < 0) throw std::invalid_argument("apportion: total is negative");
  double largest = 0;
  for (const double w : weight) {
    if (!std::isfinite(w) || w < 0) throw std::invalid_argument("apportion: a weight is negative or not finite");
    largest = std::max(largest, w);
  }
  const std::size_t n = weight.size();
  if (n == 0) {
    if (total > 0) throw std::invalid_argument("apportion: a total but no places to give it to");
    return {};
  }
  std::vector<std::int64_t> out(n, 0);
  if (largest == 0) {
    const auto places = static_cast<std::int64_t>(n);
    for (std::size_t i = 0; i < n; ++i) out[i] = total / places + (static_cast<std::int64_t>(i) < total % places ? 1 : 0);
    return out;
  }
  // Whole numbers with the largest weight just below 2^62: total * weight then fits 128 bits, and every remainder has
  // the same denominator, so quotas are compared exactly.
  const int shift = 61 - std::ilogb(largest);
  std::vector<Wide> remainder(n);
  Wide sum = 0;
  for (std::size_t i = 0; i < n; ++i) {
    remainder[i] = static_cast<Wide>(std::llround(std::ldexp(weight[i], shift)));
    sum += remainder[i];
  }
  std::int64_t given = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const Wide share = static_cast<Wide>(total) * remainder[i];
    out[i] = static_cast<std::int64_t>(share / sum);
    remainder[i] = share % sum;
    given += out[i];
  }
  const auto left = static_cast<std::size_t>(total - given);  // < n: each remainder is below one
  if (left > 0) {
    std::vector<std::uint32_t> order(n);
    std::iota(order.begin(), order.end(), 0u);
    const auto larger = [&](std::uint32_t a, std::uint32_t b) {
      return remainder[a] != remainder[b] ? remainder[a] > remainder[b] : a < b;
    };
    std::nth_element(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(left), order.end(), larger);
    for (std::size_t k = 0; k < left; ++k) ++out[order[k]];
  }
  return out;
}

void link_areas(std::vector<Area>& areas, const std::vector<std::string>& parent_ids, const std::string& where) {
  const std::size_t n = areas.size();
  if (parent_ids.size() != n)
    throw std::invalid_argument(fmt::format("link_areas: {} areas but {} parent ids", n, parent_ids.size()));
  std::unordered_map<std::string, std::uint32_t> index;
  for (std::uint32_t i = 0; i < n; ++i) {
    if (areas[i].id.empty())
      throw InputError(where, fmt::format("area in row {} has no id", i + 1), "give every area an id of its own");
    if (areas[i].level < 0 || areas[i].level >= kBuildingLevel)
      throw InputError(where, fmt::format("area '{}' has level {}", areas[i].id, areas[i].level),
                       "use 0 city, 1 district, 2 sub-district, 3 block or 4 quarter");
    if (!index.emplace(areas[i].id, i).second)
      throw InputError(where, fmt::format("area id '{}' is used twice", areas[i].id), "give every area an id of its own");
  }
  std::vector<std::uint32_t> parent(n, AreaId::kInvalid);
  for (std::uint32_t i = 0; i < n; ++i) {
    if (parent_ids[i].empty()) continue;
    const auto found = index.find(parent_ids[i]);
    if (found == index.end())
      throw InputError(where, fmt::format("area '{}': its parent '{}' does not exist", areas[i].id, parent_ids[i]),
                       "add the parent or leave the field empty for a root");
    parent[i] = found->second;
  }
  // A chain of parents that comes back to itself. Every area is walked once: 0 new, 1 on this walk, 2 done.
  std::vector<std::uint8_t> seen(n, 0);
  for (std::uint32_t start = 0; start < n; ++start) {
    std::uint32_t at = start;
    while (at != AreaId::kInvalid && seen[at] == 0) {
      seen[at] = 1;
      at = parent[at];
    }
    if (at != AreaId::kInvalid && seen[at] == 1) {
      std::string chain = areas[at].id;
      std::uint32_t next = parent[at];
      for (int shown = 0; next != at && shown < 8; ++shown, next = parent[next]) chain += " > " + areas[next].id;
      chain += next == at ? " > " + areas[at].id : " > ...";
      throw InputError(where, fmt::format("area '{}': its chain of parents is a cycle ({})", areas[at].id, chain),
                       "let the chain end at a root without a parent");
    }
    for (at = start; at != AreaId::kInvalid && seen[at] == 1; at = parent[at]) seen[at] = 2;
  }
  bool parents_first = true;
  for (std::uint32_t i = 0; i < n; ++i) {
    if (parent[i] == AreaId::kInvalid) continue;
    const Area& above = areas[parent[i]];
    if (areas[i].level <= above.level)
      throw InputError(where,
                       fmt::format("area '{}' has level {} but its parent '{}' has level {}", areas[i].id, areas[i].level,
                                   above.id, above.level),
                       "a child's level must be greater than its parent's");
    parents_first = parents_first && parent[i] < i;
  }
  std::vector<std::uint32_t> order(n), place(n);
  std::iota(order.begin(), order.end(), 0u);
  if (!parents_first)
    std::stable_sort(order.begin(), order.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return areas[a].level < areas[b].level; });
  for (std::uint32_t k = 0; k < n; ++k) place[order[k]] = k;
  std::vector<Area> sorted;
  sorted.reserve(n);
  for (const std::uint32_t i : order) {
    sorted.push_back(std::move(areas[i]));
    sorted.back().parent = parent[i] == AreaId::kInvalid ? AreaId() : AreaId(place[parent[i]]);
  }
  areas = std::move(sorted);
}

LeafLocator::LeafLocator(const std::vector<Area>& areas) : shapes_(kBuildingLevel), ids_(kBuildingLevel) {
  for (std::uint32_t i = 0; i < areas.size(); ++i) {
    if (areas[i].shape.empty() || areas[i].level < 0 || areas[i].level >= kBuildingLevel) continue;
    const auto level = static_cast<std::size_t>(areas[i].level);
    shapes_[level].push_back(areas[i].shape);
    ids_[level].push_back(AreaId(i));
  }
  locators_.reserve(shapes_.size());
  for (const auto& shapes : shapes_) locators_.emplace_back(shapes);
}

AreaId LeafLocator::find(Point p) const {
  for (std::size_t level = locators_.size(); level-- > 0;) {
    const int found = locators_[level].find(p);
    if (found >= 0) return ids_[level][static_cast<std::size_t>(found)];
  }
  return {};
}

std::vector<std::int64_t> roll_up(const std::vector<Area>& areas, std::span<const AreaId> leaf,
                                  std::span<const std::int64_t> value, std::int64_t* outside) {
  if (leaf.size() != value.size())
    throw std::invalid_argument(fmt::format("roll_up: {} leaf areas but {} values", leaf.size(), value.size()));
  std::vector<std::int64_t> sum(areas.size(), 0);
  std::int64_t none = 0;
  for (std::size_t i = 0; i < leaf.size(); ++i) {
    if (!leaf[i].valid()) {
      none += value[i];
      continue;
    }
    if (leaf[i].value >= areas.size()) throw std::invalid_argument("roll_up: a leaf area does not exist");
    sum[leaf[i].value] += value[i];
  }
  for (std::size_t a = areas.size(); a-- > 0;) {
    if (!areas[a].parent.valid()) continue;
    if (areas[a].parent.value >= a) throw std::invalid_argument("roll_up: areas must have parents before children");
    sum[areas[a].parent.value] += sum[a];
  }
  if (outside) *outside = none;
  return sum;
}

AreaId ancestor_at(const std::vector<Area>& areas, AreaId area, int level) {
  while (area.valid() && areas.at(area.value).level > level) area = areas[area.value].parent;
  return area.valid() && areas[area.value].level == level ? area : AreaId();
}

}  // namespace catchment
