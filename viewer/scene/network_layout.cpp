#include "viewer/scene/network_layout.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "sim/core/random.h"

namespace catchment::scene {

namespace {

constexpr double kOpening = 0.85;      // a square this small, of its distance, counts as one
constexpr double kRepulsion = 0.35, kGravity = 0.012, kStep = 0.7;
constexpr std::uint32_t kNone = UINT32_MAX;

/// Masses of some nodes in nested squares.
class Quadtree {
 public:
  Quadtree(const std::vector<Point>& at, const std::vector<double>& mass, std::span<const std::uint32_t> members) : at_(at), mass_(mass) {
    Box box;
    for (const std::uint32_t v : members) box.add(at[v]);
    side_ = std::max({box.width(), box.height(), 1e-6}) * 1.0001;
    low_ = {box.min_x, box.min_y};
    cells_.reserve(members.size() * 2);
    cells_.push_back({});
    for (const std::uint32_t v : members) add(v);
  }
  /// Sum over all others of mass / distance, away from them.
  [[nodiscard]] Point repulsion(std::uint32_t v) const {
    const Point p = at_[v];
    Point sum;
    std::array<std::pair<std::uint32_t, double>, 160> stack;
    std::size_t top = 0;
    stack[top++] = {0, side_};
    while (top > 0) {
      const auto [index, side] = stack[--top];
      const Cell& c = cells_[index];
      const double x = p.x - c.x / c.mass, y = p.y - c.y / c.mass, square = x * x + y * y;
      if (c.child == kNone || side * side < kOpening * kOpening * square) {
        double mass = c.mass;
        if (c.child == kNone && c.holds(v)) mass -= mass_[v];
        if (mass > 0 && square > 1e-12) sum.x += mass * x / square, sum.y += mass * y / square;
        continue;
      }
      for (std::uint32_t k = 0; k < 4; ++k)
        if (cells_[c.child + k].mass > 0 && top < stack.size()) stack[top++] = {c.child + k, side / 2};
    }
    return sum;
  }

 private:
  struct Cell {
    double mass = 0, x = 0, y = 0;     // x, y: sums of mass times place
    std::uint32_t child = kNone;       // of four in a row
    std::uint32_t first = kNone;       // the only one in it
    bool several = false;              // too deep to be told apart
    [[nodiscard]] bool holds(std::uint32_t v) const { return first == v; }
  };
  void add(std::uint32_t v) {
    std::uint32_t at = 0;
    double x = low_.x, y = low_.y, side = side_;
    for (int depth = 0;; ++depth) {
      cells_[at].mass += mass_[v], cells_[at].x += mass_[v] * at_[v].x, cells_[at].y += mass_[v] * at_[v].y;
      if (cells_[at].child == kNone) {
        if (cells_[at].first == kNone && !cells_[at].several) {
          cells_[at].first = v;
          return;
        }
        if (depth >= 30) {
          cells_[at].several = true;
          return;
        }
        const std::uint32_t other = std::exchange(cells_[at].first, kNone);
        cells_[at].child = static_cast<std::uint32_t>(cells_.size());
        cells_.resize(cells_.size() + 4);
        if (other != kNone) {
          Cell& to = cells_[cells_[at].child + quarter(at_[other], x, y, side)];
          to.first = other, to.mass = mass_[other], to.x = mass_[other] * at_[other].x, to.y = mass_[other] * at_[other].y;
        }
      }
      const std::uint32_t q = quarter(at_[v], x, y, side);
      at = cells_[at].child + q;
      side /= 2;
      x += (q & 1u) != 0 ? side : 0, y += (q & 2u) != 0 ? side : 0;
    }
  }
  static std::uint32_t quarter(Point p, double x, double y, double side) { return (p.x >= x + side / 2 ? 1u : 0u) + (p.y >= y + side / 2 ? 2u : 0u); }

  const std::vector<Point>& at_;
  const std::vector<double>& mass_;
  std::vector<Cell> cells_;
  Point low_;
  double side_ = 1;
};

/// Components by size, ties to the lowest node.
std::uint32_t find_parts(const SharingGraph& g, std::vector<std::uint32_t>& of) {
  const auto n = static_cast<std::uint32_t>(g.n_nodes());
  of.assign(n, kNone);
  std::vector<std::uint32_t> size, queue;
  for (std::uint32_t s = 0; s < n; ++s) {
    if (of[s] != kNone) continue;
    const auto part = static_cast<std::uint32_t>(size.size());
    of[s] = part;
    queue.assign(1, s);
    for (std::size_t k = 0; k < queue.size(); ++k)
      for (const std::uint32_t w : g.neighbours(queue[k]))
        if (of[w] == kNone) of[w] = part, queue.push_back(w);
    size.push_back(static_cast<std::uint32_t>(queue.size()));
  }
  std::vector<std::uint32_t> order(size.size()), rank(size.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return size[a] > size[b]; });
  for (std::uint32_t i = 0; i < order.size(); ++i) rank[order[i]] = i;
  for (std::uint32_t& p : of) p = rank[p];
  return static_cast<std::uint32_t>(size.size());
}

}  // namespace

NetworkLayout::NetworkLayout(const SharingGraph& graph, std::span<const Point> start, std::span<const std::uint8_t> placed, int first_round)
    : graph_(graph), round_(first_round) {
  const std::size_t n = graph.n_nodes();
  if (start.size() != n || placed.size() != n) throw std::invalid_argument(fmt::format("network layout: {} places and {} marks for {} nodes", start.size(), placed.size(), n));
  std::vector<std::uint32_t> part;
  members_.resize(find_parts(graph, part));
  for (std::uint32_t v = 0; v < n; ++v) members_[part[v]].push_back(v);
  force_.resize(n), mass_.resize(n), at_.resize(n);
  Box box;
  for (std::size_t v = 0; v < n; ++v) {
    mass_[v] = static_cast<double>(graph.begin[v + 1] - graph.begin[v]) + 1;
    if (placed[v] != 0) box.add(start[v]);
  }
  const double ground = box.empty() ? 1 : std::max({box.width(), box.height(), 1.0}), side = std::sqrt(static_cast<double>(std::max<std::size_t>(1, n)));
  for (std::size_t v = 0; v < n; ++v) {
    Stream random(1, "network layout", v);
    const Point shake{random.uniform(-0.05, 0.05), random.uniform(-0.05, 0.05)};
    if (placed[v] != 0) {
      at_[v] = {(start[v].x - box.min_x) / ground * side + shake.x, (start[v].y - box.min_y) / ground * side + shake.y};
      continue;
    }
    Point sum;
    double count = 0;
    for (const std::uint32_t w : graph.neighbours(static_cast<std::uint32_t>(v)))
      if (placed[w] != 0) sum.x += start[w].x, sum.y += start[w].y, ++count;
    if (count > 0) at_[v] = {(sum.x / count - box.min_x) / ground * side + shake.x, (sum.y / count - box.min_y) / ground * side + shake.y};
    else at_[v] = {random.uniform(0, side), random.uniform(0, side)};
  }
}

void NetworkLayout::one_round() {
  // Parts know nothing of each other. All forces are divided by the node's own mass: then no step depends on how many links a hub has.
  const double cool = 0.12 * std::pow(0.02, static_cast<double>(round_) / kRounds);
  for (const auto& members : members_) {
    if (members.size() < 2) continue;
    const Quadtree tree(at_, mass_, members);
    const double most = std::sqrt(static_cast<double>(members.size())) * cool;
    Point middle;
    double weight = 0;
    for (const std::uint32_t v : members) middle.x += mass_[v] * at_[v].x, middle.y += mass_[v] * at_[v].y, weight += mass_[v];
    middle = {middle.x / weight, middle.y / weight};
    for (const std::uint32_t v : members) {
      const Point away = tree.repulsion(v);
      Point f{kRepulsion * away.x, kRepulsion * away.y};
      for (const std::uint32_t w : graph_.neighbours(v)) f.x += (at_[w].x - at_[v].x) / mass_[v], f.y += (at_[w].y - at_[v].y) / mass_[v];
      f.x += kGravity * (middle.x - at_[v].x), f.y += kGravity * (middle.y - at_[v].y);
      const double length = std::hypot(f.x, f.y), step = length > 0 ? std::min(kStep, most / length) : 0;
      force_[v] = {f.x * step, f.y * step};
    }
    for (const std::uint32_t v : members) at_[v] = {at_[v].x + force_[v].x, at_[v].y + force_[v].y};
  }
  ++round_;
}

bool NetworkLayout::run(int rounds) {
  if (graph_.n_pairs() == 0) round_ = kRounds;
  for (int k = 0; k < rounds && round_ < kRounds; ++k) one_round();
  return round_ < kRounds;
}

std::vector<Point> NetworkLayout::places() const {
  const auto n = static_cast<std::uint32_t>(at_.size());
  std::vector<Point> out(n);
  double x = 0, y = 0, row = 0, room = 0;
  constexpr double kGap = 1.4;
  for (const auto& part : members_) {
    Box box;
    for (const std::uint32_t v : part) box.add(at_[v]);
    const double large = std::max({box.width(), box.height(), 1e-9}), area = std::max(box.width() * box.height(), 0.12 * large * large);
    const double k = part.size() == 1 ? 0 : std::sqrt(static_cast<double>(part.size()) * 1.6 / area);
    const double width = std::max(0.2, box.width() * k), height = std::max(0.2, box.height() * k);
    if (room == 0) room = std::max(width, 2 * std::sqrt(static_cast<double>(n)));
    if (x > 0 && x + width > room) x = 0, y -= row + kGap, row = 0;
    for (const std::uint32_t v : part) out[v] = {x + (at_[v].x - box.min_x) * k, y - (box.max_y - at_[v].y) * k};
    row = std::max(row, height);
    x += width + kGap;
  }
  return out;
}

}  // namespace catchment::scene
