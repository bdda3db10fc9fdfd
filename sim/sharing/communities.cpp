#include <algorithm>
#include <bit>
#include <cstdint>
#include <numeric>
#include <stdexcept>

#include <fmt/format.h>

#include "sim/core/random.h"
#include "sim/sharing/measure_parts.h"

namespace catchment {

namespace {

using Numbers = std::vector<std::uint32_t>;

/// A graph whose nodes are groups of the nodes of the one before. All numbers are whole, so gains compare exactly: 2m times a weight and
/// a product of two strengths stay below 2^62.
struct Level {
  Numbers begin, head;                  // [n+1], [arcs]
  std::vector<std::int64_t> weight;     // [arcs] pairs between the two groups
  std::vector<std::int64_t> strength;   // [n] sum of degrees of the group's nodes
  std::int64_t twice_pairs = 0;         // 2m
  [[nodiscard]] std::size_t n() const { return strength.size(); }
};

Level first_level(const SharingGraph& graph) {
  Level level;
  level.begin = graph.begin;
  level.head = graph.neighbour;
  level.weight.assign(graph.neighbour.size(), 1);
  for (std::uint32_t v = 0; v < graph.n_nodes(); ++v) level.strength.push_back(static_cast<std::int64_t>(graph.neighbours(v).size()));
  level.twice_pairs = static_cast<std::int64_t>(graph.neighbour.size());
  return level;
}

/// Weights from one node to groups, by group; emptied by whoever filled it.
struct Tally {
  std::vector<std::int64_t> to;
  Numbers met;
  explicit Tally(std::size_t n) : to(n, 0) {}
  void add(std::uint32_t group, std::int64_t w) {
    if (to[group] == 0) met.push_back(group);
    to[group] += w;
  }
  void clear() {
    for (const std::uint32_t g : met) to[g] = 0;
    met.clear();
  }
};

Numbers shuffled(std::size_t n, Stream& random) {
  Numbers order(n);
  std::iota(order.begin(), order.end(), 0u);
  for (std::size_t i = n; i > 1; --i) std::swap(order[i - 1], order[random.below(i)]);
  return order;
}

/// Moves nodes one by one to the community where modularity gains most, until none gains; only those beside a change are looked at again.
void move_nodes(const Level& g, Numbers& community, Stream& random) {
  const std::size_t n = g.n();
  std::vector<std::int64_t> total(n, 0);
  Numbers members(n, 0), unused;
  for (std::size_t v = 0; v < n; ++v) {
    total[community[v]] += g.strength[v];
    ++members[community[v]];
  }
  for (std::size_t c = n; c-- > 0;)
    if (members[c] == 0) unused.push_back(static_cast<std::uint32_t>(c));
  // A ring: a node is in it at most once.
  Numbers waiting = shuffled(n, random);
  std::vector<std::uint8_t> waits(n, 1);
  std::size_t front = 0, count = n;
  Tally tally(n);
  while (count > 0) {
    const std::uint32_t v = waiting[front];
    front = front + 1 == n ? 0 : front + 1;
    --count;
    waits[v] = 0;
    const std::uint32_t own = community[v];
    for (std::uint32_t a = g.begin[v]; a < g.begin[v + 1]; ++a) tally.add(community[g.head[a]], g.weight[a]);
    const auto gain = [&](std::uint32_t c, std::int64_t others) { return g.twice_pairs * tally.to[c] - g.strength[v] * others; };
    const std::int64_t stay = gain(own, total[own] - g.strength[v]);
    std::int64_t best_gain = stay;
    std::uint32_t best = own;
    for (const std::uint32_t c : tally.met) {
      if (c == own) continue;
      const std::int64_t there = gain(c, total[c]);
      if (there > best_gain || (there == best_gain && best != own && c < best)) {
        best_gain = there;
        best = c;
      }
    }
    if (best_gain < 0 && members[own] > 1) best = unused.back();  // better off alone
    tally.clear();
    if (best == own) continue;
    if (members[best]++ == 0) unused.pop_back();
    if (--members[own] == 0) unused.push_back(own);
    total[own] -= g.strength[v];
    total[best] += g.strength[v];
    community[v] = best;
    for (std::uint32_t a = g.begin[v]; a < g.begin[v + 1]; ++a) {
      const std::uint32_t u = g.head[a];
      if (waits[u] != 0 || community[u] == best) continue;
      waits[u] = 1;
      waiting[(front + count++) % n] = u;
    }
  }
}

/// Builds communities anew from single nodes, within `community` only, and only from parts that are well linked to the rest of it. What comes
/// of it is connected, and may be less than the community: that is how Leiden mends what Louvain leaves broken. The part to join is drawn with
/// a chance in proportion to its gain; Traag et al. use exp(gain / theta), whose bits differ between mathematical libraries.
Numbers refine(const Level& g, const Numbers& community, Stream& random) {
  const std::size_t n = g.n();
  Numbers part(n), members(n, 1);
  std::iota(part.begin(), part.end(), 0u);
  std::vector<std::int64_t> whole(n, 0), total = g.strength, outward(n, 0);  // of communities; of parts: strength, weight to the rest
  for (std::uint32_t v = 0; v < n; ++v) {
    whole[community[v]] += g.strength[v];
    for (std::uint32_t a = g.begin[v]; a < g.begin[v + 1]; ++a)
      if (community[g.head[a]] == community[v]) outward[v] += g.weight[a];
  }
  const auto well_linked = [&](std::uint32_t p, std::uint32_t c) { return g.twice_pairs * outward[p] >= total[p] * (whole[c] - total[p]); };
  Tally tally(n);
  std::vector<std::pair<std::uint32_t, std::int64_t>> choices;
  for (const std::uint32_t v : shuffled(n, random)) {
    const std::uint32_t c = community[v];
    if (part[v] != v || members[v] != 1 || !well_linked(v, c)) continue;
    for (std::uint32_t a = g.begin[v]; a < g.begin[v + 1]; ++a)
      if (community[g.head[a]] == c) tally.add(part[g.head[a]], g.weight[a]);
    choices.clear();
    std::int64_t largest = 0, sum = 0;
    for (const std::uint32_t p : tally.met) {
      const std::int64_t gain = g.twice_pairs * tally.to[p] - g.strength[v] * total[p];
      if (gain <= 0 || !well_linked(p, c)) continue;
      choices.emplace_back(p, gain);
      largest = std::max(largest, gain);
    }
    // Scaled so that the sum of a hub's many gains stays a 64-bit number.
    const int shift = std::max(0, static_cast<int>(std::bit_width(static_cast<std::uint64_t>(largest))) - 30);
    for (auto& [p, gain] : choices) sum += gain = std::max<std::int64_t>(1, gain >> shift);
    if (sum > 0) {
      auto draw = static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(sum)));
      std::size_t i = 0;
      while (draw >= choices[i].second) draw -= choices[i++].second;
      const std::uint32_t p = choices[i].first;
      outward[p] += outward[v] - 2 * tally.to[p];
      total[p] += g.strength[v];
      part[v] = p;
      ++members[p];
      members[v] = 0;
    }
    tally.clear();
  }
  return part;
}

/// Numbers groups 0.. by first node; returns how many.
std::size_t renumber(Numbers& group) {
  Numbers number(group.size(), UINT32_MAX);
  std::uint32_t next = 0;
  for (std::uint32_t& g : group) {
    if (number[g] == UINT32_MAX) number[g] = next++;
    g = number[g];
  }
  return next;
}

Level aggregate(const Level& g, const Numbers& part, std::size_t parts) {
  Level out;
  out.twice_pairs = g.twice_pairs;
  out.strength.assign(parts, 0);
  Numbers first(parts + 1, 0), member(g.n());
  for (std::size_t v = 0; v < g.n(); ++v) {
    out.strength[part[v]] += g.strength[v];
    ++first[part[v] + 1];
  }
  std::partial_sum(first.begin(), first.end(), first.begin());
  Numbers next(first.begin(), first.end() - 1);
  for (std::uint32_t v = 0; v < g.n(); ++v) member[next[part[v]]++] = v;
  Tally tally(parts);
  out.begin.push_back(0);
  for (std::uint32_t p = 0; p < parts; ++p) {
    for (std::uint32_t i = first[p]; i < first[p + 1]; ++i) {
      const std::uint32_t v = member[i];
      for (std::uint32_t a = g.begin[v]; a < g.begin[v + 1]; ++a)
        if (part[g.head[a]] != p) tally.add(part[g.head[a]], g.weight[a]);
    }
    for (const std::uint32_t q : tally.met) {
      out.head.push_back(q);
      out.weight.push_back(tally.to[q]);
    }
    tally.clear();
    out.begin.push_back(static_cast<std::uint32_t>(out.head.size()));
  }
  return out;
}

/// One pass of Leiden from a given division: move, refine, take the refined parts as nodes, and again until every community is one node.
void improve(const Level& base, Numbers& community, Stream& random) {
  Level level = base;
  Numbers node(base.n());  // of the current level, by node of the graph
  std::iota(node.begin(), node.end(), 0u);
  Numbers of = community;  // by node of the current level
  for (;;) {
    move_nodes(level, of, random);
    const std::size_t communities = renumber(of);
    if (communities == level.n()) break;
    Numbers part = refine(level, of, random);
    std::size_t parts = renumber(part);
    if (parts == level.n()) {  // nothing is well linked to the rest: go on with whole communities, as Louvain does
      part = of;
      parts = communities;
    }
    Numbers of_part(parts);
    for (std::size_t v = 0; v < level.n(); ++v) of_part[part[v]] = of[v];
    for (std::uint32_t& v : node) v = part[v];
    level = aggregate(level, part, parts);
    of = std::move(of_part);
  }
  for (std::size_t v = 0; v < community.size(); ++v) community[v] = of[node[v]];
}

/// Connected parts of the communities as communities of their own, which never lowers modularity.
void split_unconnected(const SharingGraph& graph, Numbers& community) {
  Numbers label(community.size(), UINT32_MAX), stack;
  for (std::uint32_t s = 0; s < community.size(); ++s) {
    if (label[s] != UINT32_MAX) continue;
    label[s] = s;
    stack.push_back(s);
    while (!stack.empty()) {
      const std::uint32_t v = stack.back();
      stack.pop_back();
      for (const std::uint32_t u : graph.neighbours(v))
        if (label[u] == UINT32_MAX && community[u] == community[v]) {
          label[u] = s;
          stack.push_back(u);
        }
    }
  }
  community = std::move(label);
}

/// Q * (2m)^2, exact: sum over communities of 2m * 2 pairs inside - (sum of degrees)^2.
std::int64_t scaled_modularity(const SharingGraph& graph, const Numbers& community) {
  const auto twice_pairs = static_cast<std::int64_t>(graph.neighbour.size());
  std::vector<std::int64_t> inside(community.size(), 0), total(community.size(), 0);
  for (std::uint32_t v = 0; v < graph.n_nodes(); ++v) {
    total[community[v]] += static_cast<std::int64_t>(graph.neighbours(v).size());
    for (const std::uint32_t u : graph.neighbours(v)) inside[community[v]] += community[u] == community[v];
  }
  std::int64_t q = 0;
  for (std::size_t c = 0; c < community.size(); ++c) q += twice_pairs * inside[c] - total[c] * total[c];
  return q;
}

/// Passes until one gains nothing; the first few bring nearly all. Returns the scaled modularity.
std::int64_t passes(const SharingGraph& graph, const Level& base, Numbers& community, Stream& random, int most) {
  std::int64_t best = scaled_modularity(graph, community);
  for (int pass = 0; pass < most; ++pass) {
    Numbers next = community;
    improve(base, next, random);
    split_unconnected(graph, next);
    const std::int64_t q = scaled_modularity(graph, next);
    if (q <= best) break;
    best = q;
    community = std::move(next);
  }
  return best;
}
constexpr int kPassesOfARun = 4, kPassesOfTheBest = 20;

void require_countable(const SharingGraph& graph) {
  constexpr std::size_t kMost = std::size_t{1} << 30;
  if (graph.n_pairs() >= kMost) throw std::invalid_argument(fmt::format("modularity: {} pairs; at most {} can be counted", graph.n_pairs(), kMost - 1));
}

}  // namespace

double modularity(const SharingGraph& graph, std::span<const std::uint32_t> community) {
  if (community.size() != graph.n_nodes())
    throw std::invalid_argument(fmt::format("modularity: {} communities for {} nodes", community.size(), graph.n_nodes()));
  require_countable(graph);
  if (graph.neighbour.empty()) return 0;
  Numbers labels(community.begin(), community.end());
  std::sort(labels.begin(), labels.end());
  labels.erase(std::unique(labels.begin(), labels.end()), labels.end());
  Numbers dense;
  for (const std::uint32_t c : community)
    dense.push_back(static_cast<std::uint32_t>(std::lower_bound(labels.begin(), labels.end(), c) - labels.begin()));
  const double twice_pairs = static_cast<double>(graph.neighbour.size());
  return static_cast<double>(scaled_modularity(graph, dense)) / (twice_pairs * twice_pairs);
}

std::vector<std::uint32_t> leiden(const SharingGraph& graph, std::uint64_t seed, int runs) {
  if (runs < 1) throw std::invalid_argument(fmt::format("leiden: {} runs; at least 1 is needed", runs));
  require_countable(graph);
  const Level base = first_level(graph);
  std::vector<Numbers> found(static_cast<std::size_t>(runs));
  std::vector<std::int64_t> quality(found.size(), 0);
  // Runs are independent and deterministic each.
#pragma omp parallel for schedule(dynamic, 1) if (graph.neighbour.size() > 2'000)
  for (int r = 0; r < runs; ++r) {
    Stream random(seed, "leiden", static_cast<std::uint64_t>(r));
    Numbers& community = found[static_cast<std::size_t>(r)];
    community.resize(graph.n_nodes());
    std::iota(community.begin(), community.end(), 0u);
    quality[static_cast<std::size_t>(r)] = passes(graph, base, community, random, kPassesOfARun);
  }
  Numbers& best = found[static_cast<std::size_t>(std::max_element(quality.begin(), quality.end()) - quality.begin())];
  Stream random(seed, "leiden of the best");
  passes(graph, base, best, random, kPassesOfTheBest);
  return numbered_by_size(best).of;
}

}  // namespace catchment
