#include "sim/coverage/joint_groups.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <stdexcept>
#include <unordered_map>
#include <utility>

namespace catchment {

namespace {

constexpr std::uint32_t kNone = UINT32_MAX;

double squared(Point a, Point b) { return (a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y); }

/// A group in the making: its members and their box, which settles most questions without asking every member.
struct Making {
  std::vector<std::uint32_t> members;
  Box box;
  std::int64_t eligible = 0;

  void add(std::uint32_t i, const JointCandidate& c) {
    members.push_back(i);
    box.add(c.position);
    eligible += c.eligible;
  }
  [[nodiscard]] bool all_within(Point p, double limit2, std::span<const JointCandidate> candidates) const {
    const double near_x = std::max({box.min_x - p.x, p.x - box.max_x, 0.0});
    const double near_y = std::max({box.min_y - p.y, p.y - box.max_y, 0.0});
    if (near_x * near_x + near_y * near_y > limit2) return false;
    const double far_x = std::max(p.x - box.min_x, box.max_x - p.x), far_y = std::max(p.y - box.min_y, box.max_y - p.y);
    if (far_x * far_x + far_y * far_y <= limit2) return true;
    return std::all_of(members.begin(), members.end(),
                       [&](std::uint32_t m) { return squared(candidates[m].position, p) <= limit2; });
  }
};

/// Candidates by cells as large as the distance, so that neighbours lie in the nine cells round a place.
class Cells {
 public:
  explicit Cells(double size) : size_(size) {}
  void add(Point p, std::uint32_t i) { cells_[key(column(p.x), column(p.y))].push_back(i); }
  template <class Visit>
  void near(Point p, Visit visit) const {
    for (std::int64_t y = column(p.y) - 1; y <= column(p.y) + 1; ++y)
      for (std::int64_t x = column(p.x) - 1; x <= column(p.x) + 1; ++x)
        if (const auto cell = cells_.find(key(x, y)); cell != cells_.end())
          for (const std::uint32_t i : cell->second) visit(i);
  }

 private:
  [[nodiscard]] std::int64_t column(double v) const { return static_cast<std::int64_t>(std::floor(v / size_)); }
  static std::uint64_t key(std::int64_t x, std::int64_t y) {
    return (static_cast<std::uint64_t>(x) << 32) ^ (static_cast<std::uint64_t>(y) & 0xffffffffu);
  }
  double size_;
  std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> cells_;
};

}  // namespace

std::vector<std::uint32_t> form_joint_groups(std::span<const JointCandidate> candidates, const JointGroupOptions& options) {
  if (options.eligible_min < 1) throw std::invalid_argument("form_joint_groups: eligible_min must be at least 1");
  if (std::isnan(options.distance_m)) throw std::invalid_argument("form_joint_groups: the distance is not a number");
  const auto n = static_cast<std::uint32_t>(candidates.size());
  std::vector<std::uint32_t> group(n, kNone);
  std::vector<Making> groups;
  const auto found = [&](Making making) {
    for (const std::uint32_t m : making.members) group[m] = static_cast<std::uint32_t>(groups.size());
    groups.push_back(std::move(making));
  };

  if (options.by_building) {
    std::map<BuildingId, Making> buildings;
    for (std::uint32_t i = 0; i < n; ++i)
      if (candidates[i].eligible >= 1 && candidates[i].building.valid())
        buildings[candidates[i].building].add(i, candidates[i]);
    for (auto& [building, making] : buildings)
      if (making.eligible >= options.eligible_min) found(std::move(making));
  }

  if (!(options.distance_m > 0)) return group;
  // A limit beyond any map is as good as none; finite, so that cells have a size.
  const double limit = std::min(options.distance_m, 1e8), limit2 = limit * limit;
  Cells free(limit), founded(limit);
  for (std::uint32_t i = 0; i < n; ++i)
    if (candidates[i].eligible >= 1 && group[i] == kNone) free.add(candidates[i].position, i);
  std::vector<std::pair<double, std::uint32_t>> around;
  for (std::uint32_t i = 0; i < n; ++i) {
    if (candidates[i].eligible < 1 || group[i] != kNone) continue;
    const Point here = candidates[i].position;
    around.clear();
    free.near(here, [&](std::uint32_t j) {
      const double d2 = squared(candidates[j].position, here);
      if (j != i && group[j] == kNone && d2 <= limit2) around.emplace_back(d2, j);
    });
    std::sort(around.begin(), around.end());
    Making making;
    making.add(i, candidates[i]);
    for (const auto& [d2, j] : around)
      if (making.all_within(candidates[j].position, limit2, candidates)) making.add(j, candidates[j]);
    if (making.eligible >= options.eligible_min) found(std::move(making));
  }

  // Groups of one place may take in a neighbour that found no partners.
  for (std::uint32_t g = 0; g < groups.size(); ++g) founded.add(candidates[groups[g].members[0]].position, g);
  std::vector<std::uint32_t> near_groups;
  for (std::uint32_t i = 0; i < n; ++i) {
    if (candidates[i].eligible < 1 || group[i] != kNone) continue;
    near_groups.clear();
    founded.near(candidates[i].position, [&](std::uint32_t g) { near_groups.push_back(g); });
    std::sort(near_groups.begin(), near_groups.end());
    for (const std::uint32_t g : near_groups) {
      if (!groups[g].all_within(candidates[i].position, limit2, candidates)) continue;
      groups[g].add(i, candidates[i]);
      group[i] = g;
      break;
    }
  }
  return group;
}

}  // namespace catchment
