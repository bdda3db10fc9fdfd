#include "sim/sharing/min_cost_flow.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

namespace catchment {

namespace {

__extension__ typedef __int128 Wide;

constexpr std::uint32_t kNone = UINT32_MAX;
/// Potentials stay below three of these, so that a reduced cost fits in 64 bits.
constexpr std::int64_t kMostPenalty = std::int64_t{1} << 59;

struct Checked {
  std::int64_t most_flow = 0;   ///< every arc can be held to this without changing the optimum
  std::int64_t penalty = 0;     ///< of a unit that no path carries: more than any path costs
};

/// An optimal flow splits into paths, which carry the supply, and cycles of negative cost, each of which fills an arc of negative cost. So
/// one exists with at most F = supply + sum of those arcs' capacities on any arc. Holding arcs to F + 1 then changes neither the optimum nor
/// what potentials prove: an arc full at F + 1 with a negative reduced cost would be full in every optimum, and is not in that one.
Checked check(const FlowProblem& p) {
  const std::size_t n = p.supply.size(), m = p.tail.size();
  if (p.head.size() != m || p.capacity.size() != m || p.cost.size() != m)
    throw std::invalid_argument("min_cost_flow: " + std::to_string(m) + " tails, " + std::to_string(p.head.size()) + " heads, " +
                                std::to_string(p.capacity.size()) + " capacities and " + std::to_string(p.cost.size()) + " costs");
  if (n + m >= kNone - 1) throw std::invalid_argument("min_cost_flow: too many nodes and arcs for 32-bit numbers");
  Wide sum = 0, given = 0;
  for (const std::int64_t s : p.supply) {
    sum += s;
    if (s > 0) given += s;
  }
  if (sum != 0) throw std::invalid_argument("min_cost_flow: the supplies sum to " + std::to_string(static_cast<double>(sum)) + ", not to 0");
  Wide largest = 0;
  for (std::size_t a = 0; a < m; ++a) {
    if (p.tail[a] >= n || p.head[a] >= n)
      throw std::invalid_argument("min_cost_flow: arc " + std::to_string(a) + " joins a node that is not there (" + std::to_string(n) + " nodes)");
    if (p.capacity[a] < 0) throw std::invalid_argument("min_cost_flow: arc " + std::to_string(a) + " has a negative capacity");
    if (p.cost[a] < 0) {
      if (p.capacity[a] >= FlowProblem::kNoLimit)
        throw std::invalid_argument("min_cost_flow: arc " + std::to_string(a) + " has a negative cost and no capacity");
      given += p.capacity[a];
    }
    const Wide size = p.cost[a] < 0 ? -static_cast<Wide>(p.cost[a]) : static_cast<Wide>(p.cost[a]);
    largest = std::max(largest, size);
  }
  if (given >= FlowProblem::kNoLimit) throw std::invalid_argument("min_cost_flow: the sums of supplies and capacities may overflow 64 bits");
  const Wide penalty = largest * static_cast<Wide>(n) + 1;
  if (penalty > kMostPenalty) throw std::invalid_argument("min_cost_flow: the sums of costs may overflow 64 bits");
  return {static_cast<std::int64_t>(given) + 1, static_cast<std::int64_t>(penalty)};
}

enum : std::int8_t { kAtCapacity = -1, kInTree = 0, kEmpty = 1 };

/// Primal network simplex. The basis is a spanning tree that hangs from an artificial root; from every node an artificial arc leads to or
/// from the root. The tree is kept strongly feasible: flow can go from every node to the root along the tree. With Cunningham's rule for the
/// leaving arc this rules out cycling (Ahuja, Magnanti & Orlin 1993, 11.6).
class NetworkSimplex {
 public:
  NetworkSimplex(const FlowProblem& problem, const Checked& checked)
      : n_(static_cast<std::uint32_t>(problem.supply.size())), m_(static_cast<std::uint32_t>(problem.tail.size())), root_(n_) {
    lay_out_arcs(problem, checked.most_flow);
    hang_from_root(problem, checked);
  }

  /// Pivots until no arc improves. A flow that meets every need does not use artificial arcs, so those are offered again only if some of
  /// their flow will not go away: then as little as possible shall stay.
  void solve(const Progress& progress) {
    priced_ = m_;
    pivot_all(progress);
    if (unrouted() > 0) {
      priced_ = m_ + n_;
      pivot_all(progress);
    }
  }

  [[nodiscard]] std::int64_t unrouted() const {
    std::int64_t sum = 0;
    for (std::uint32_t a = m_; a < m_ + n_; ++a)
      if (tail_[a] == root_) sum += flow_[a];
    return sum;
  }

  void write(FlowResult& out, const FlowProblem& problem) const {
    out.flow.resize(m_);
    for (std::uint32_t k = 0; k < m_; ++k) out.flow[arc_at_[k]] = flow_[k];
    out.potential.assign(potential_.begin(), potential_.begin() + n_);
    Wide cost = 0;
    for (std::uint32_t a = 0; a < m_; ++a) cost += static_cast<Wide>(problem.cost[a]) * out.flow[a];
    if (cost > INT64_MAX || cost < INT64_MIN) throw std::invalid_argument("min_cost_flow: the cost of the flow overflows 64 bits");
    out.cost = static_cast<std::int64_t>(cost);
  }

 private:
  /// The tree: every node's way to the root, its children as a list, and how many nodes hang from it, itself included.
  struct Hanging {
    std::uint32_t parent = kNone, arc = kNone, size = 1;
    std::uint32_t child = kNone, next = kNone, previous = kNone;
    bool up = true;   ///< its arc leads to the parent
  };

  /// Arcs of one tail often lie side by side. A block of neighbours would then see few nodes, so they are dealt out with a stride.
  void lay_out_arcs(const FlowProblem& p, std::int64_t most) {
    const std::size_t all = std::size_t{m_} + n_;
    tail_.resize(all), head_.resize(all), cost_.resize(all), capacity_.resize(all), flow_.assign(all, 0), state_.assign(all, kEmpty);
    arc_at_.reserve(m_);
    const std::uint32_t stride = std::max<std::uint32_t>(m_ / std::max<std::uint32_t>(n_, 1), 3);
    for (std::uint32_t first = 0; first < stride; ++first)
      for (std::uint32_t a = first; a < m_; a += stride) arc_at_.push_back(a);
    for (std::uint32_t k = 0; k < m_; ++k) {
      const std::uint32_t a = arc_at_[k];
      tail_[k] = p.tail[a], head_[k] = p.head[a], cost_[k] = p.cost[a], capacity_[k] = std::min(p.capacity[a], most);
    }
  }

  /// Supply goes up to the root for nothing; each unit of need that comes down from it costs the penalty. Arcs without flow lead up, which
  /// makes the first tree strongly feasible.
  void hang_from_root(const FlowProblem& p, const Checked& checked) {
    tree_.assign(std::size_t{n_} + 1, {});
    potential_.assign(std::size_t{n_} + 1, 0);
    tree_[root_].size = n_ + 1;
    for (std::uint32_t v = n_; v-- > 0;) {
      const std::uint32_t a = m_ + v;
      const bool up = p.supply[v] >= 0;
      tail_[a] = up ? v : root_, head_[a] = up ? root_ : v;
      cost_[a] = up ? 0 : checked.penalty;
      capacity_[a] = FlowProblem::kNoLimit;
      flow_[a] = up ? p.supply[v] : -p.supply[v];
      state_[a] = kInTree;
      tree_[v].arc = a, tree_[v].up = up;
      potential_[v] = up ? 0 : checked.penalty;
      attach(v, root_);
    }
  }

  void attach(std::uint32_t v, std::uint32_t parent) {
    Hanging& t = tree_[v];
    t.parent = parent, t.previous = kNone, t.next = tree_[parent].child;
    if (t.next != kNone) tree_[t.next].previous = v;
    tree_[parent].child = v;
  }
  void detach(std::uint32_t v) {
    const Hanging& t = tree_[v];
    if (t.previous != kNone) tree_[t.previous].next = t.next;
    else tree_[t.parent].child = t.next;
    if (t.next != kNone) tree_[t.next].previous = t.previous;
  }

  void pivot_all(const Progress& progress) {
    const auto block = std::max<std::uint32_t>(static_cast<std::uint32_t>(std::sqrt(static_cast<double>(priced_))), 20);
    std::uint32_t at = 0;
    for (std::uint64_t pivots = 0;; ++pivots) {
      if (pivots % 16384 == 0) report(progress, 0, "minimum-cost flow");
      const std::uint32_t entering = best_of_a_block(at, block);
      if (entering == kNone) return;
      pivot(entering);
    }
  }

  /// The arc with the most negative reduced cost of the first block that has one; goes on where the last search ended.
  std::uint32_t best_of_a_block(std::uint32_t& at, std::uint32_t block) const {
    for (std::uint32_t seen = 0; seen < priced_;) {
      const std::uint32_t end = std::min(at + block, priced_);
      std::int64_t least = 0;
      std::uint32_t best = kNone;
      for (std::uint32_t a = at; a < end; ++a) {
        const std::int64_t reduced = state_[a] * (cost_[a] + potential_[tail_[a]] - potential_[head_[a]]);
        if (reduced < least) least = reduced, best = a;
      }
      seen += end - at;
      at = end == priced_ ? 0 : end;
      if (best != kNone) return best;
    }
    return kNone;
  }

  /// What an arc of the tree can still take from a node towards its parent, and from the parent towards the node.
  [[nodiscard]] std::int64_t room_up(std::uint32_t v) const {
    const Hanging& t = tree_[v];
    return t.up ? capacity_[t.arc] - flow_[t.arc] : flow_[t.arc];
  }
  [[nodiscard]] std::int64_t room_down(std::uint32_t v) const {
    const Hanging& t = tree_[v];
    return t.up ? flow_[t.arc] : capacity_[t.arc] - flow_[t.arc];
  }

  void pivot(std::uint32_t entering) {
    // The cycle goes from the join down to `first`, over the entering arc, and from `second` up to the join.
    const bool forward = state_[entering] == kEmpty;
    const std::uint32_t first = forward ? tail_[entering] : head_[entering], second = forward ? head_[entering] : tail_[entering];
    std::uint32_t join = first;
    for (std::uint32_t v = second; join != v;)
      if (tree_[join].size < tree_[v].size) join = tree_[join].parent;
      else v = tree_[v].parent;
    // The last arc of the cycle that blocks leaves: on the way down the deepest, then the entering arc itself, on the way up the highest.
    std::int64_t amount = capacity_[entering];
    std::uint32_t cut = kNone;
    bool cut_first = false;
    for (std::uint32_t v = first; v != join; v = tree_[v].parent)
      if (const std::int64_t room = room_down(v); room < amount) amount = room, cut = v, cut_first = true;
    for (std::uint32_t v = second; v != join; v = tree_[v].parent)
      if (const std::int64_t room = room_up(v); room <= amount) amount = room, cut = v, cut_first = false;
    if (amount > 0) {
      flow_[entering] += forward ? amount : -amount;
      for (std::uint32_t v = first; v != join; v = tree_[v].parent) flow_[tree_[v].arc] += tree_[v].up ? -amount : amount;
      for (std::uint32_t v = second; v != join; v = tree_[v].parent) flow_[tree_[v].arc] += tree_[v].up ? amount : -amount;
    }
    if (cut == kNone) {
      state_[entering] = static_cast<std::int8_t>(-state_[entering]);
      return;
    }
    const std::uint32_t leaving = tree_[cut].arc;
    state_[entering] = kInTree;
    state_[leaving] = flow_[leaving] == 0 ? kEmpty : kAtCapacity;
    rehang(entering, cut, cut_first ? first : second, cut_first ? second : first, join);
  }

  /// Cuts the tree above `cut` and hangs that part by its node `inside` from `outside` with the entering arc.
  void rehang(std::uint32_t entering, std::uint32_t cut, std::uint32_t inside, std::uint32_t outside, std::uint32_t join) {
    const std::uint32_t moved = tree_[cut].size;
    for (std::uint32_t v = tree_[cut].parent; v != join; v = tree_[v].parent) tree_[v].size -= moved;
    for (std::uint32_t v = outside; v != join; v = tree_[v].parent) tree_[v].size += moved;
    // Along the way from `inside` to `cut` parents become children; what hung below a node before now hangs above it.
    std::uint32_t parent = outside, arc = entering, below = 0;
    bool up = tail_[entering] == inside;
    for (std::uint32_t v = inside;;) {
      const Hanging old = tree_[v];
      detach(v);
      attach(v, parent);
      Hanging& t = tree_[v];
      t.arc = arc, t.up = up, t.size = moved - below;
      if (v == cut) break;
      parent = v, arc = old.arc, up = !old.up, below = old.size;
      v = old.parent;
    }
    const std::int64_t price = tail_[entering] == inside ? potential_[outside] - cost_[entering] : potential_[outside] + cost_[entering];
    shift(inside, price - potential_[inside]);
  }

  /// Adds to the potentials of all nodes that hang from `top`.
  void shift(std::uint32_t top, std::int64_t by) {
    std::uint32_t v = top;
    for (;;) {
      potential_[v] += by;
      if (tree_[v].child != kNone) {
        v = tree_[v].child;
        continue;
      }
      while (v != top && tree_[v].next == kNone) v = tree_[v].parent;
      if (v == top) return;
      v = tree_[v].next;
    }
  }

  std::uint32_t n_, m_, root_, priced_ = 0;
  std::vector<std::uint32_t> tail_, head_, arc_at_;   // arc_at_: [m] number of the problem's arc at each place
  std::vector<std::int64_t> cost_, capacity_, flow_;
  std::vector<std::int8_t> state_;
  std::vector<Hanging> tree_;
  std::vector<std::int64_t> potential_;
};

}  // namespace

FlowResult min_cost_flow(const FlowProblem& problem, const Progress& progress) {
  NetworkSimplex simplex(problem, check(problem));
  simplex.solve(progress);
  FlowResult out;
  out.unrouted = simplex.unrouted();
  out.feasible = out.unrouted == 0;
  if (out.feasible) simplex.write(out, problem);
  return out;
}

bool proves_optimal(const FlowProblem& problem, const FlowResult& result) {
  const std::size_t n = problem.supply.size(), m = problem.tail.size();
  if (!result.feasible || result.unrouted != 0 || result.flow.size() != m || result.potential.size() != n) return false;
  std::vector<Wide> left(problem.supply.begin(), problem.supply.end());
  Wide cost = 0;
  for (std::size_t a = 0; a < m; ++a) {
    const std::int64_t flow = result.flow[a];
    const bool unlimited = problem.capacity[a] >= FlowProblem::kNoLimit;
    if (flow < 0 || (!unlimited && flow > problem.capacity[a])) return false;
    left[problem.tail[a]] -= flow;
    left[problem.head[a]] += flow;
    cost += static_cast<Wide>(problem.cost[a]) * flow;
    const Wide reduced = static_cast<Wide>(problem.cost[a]) + result.potential[problem.tail[a]] - result.potential[problem.head[a]];
    if (reduced < 0 && (unlimited || flow < problem.capacity[a])) return false;
    if (reduced > 0 && flow > 0) return false;
  }
  return cost == result.cost && std::all_of(left.begin(), left.end(), [](Wide x) { return x == 0; });
}

}  // namespace catchment
