#include "sim/sharing/resilience.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <stdexcept>

#include <fmt/format.h>

#include "sim/core/random.h"
#include "sim/sharing/measure_parts.h"

namespace catchment {

namespace {

using Numbers = std::vector<std::uint32_t>;
using Marks = std::span<const std::uint8_t>;

bool is_organisation(const SharingGraph& graph, std::uint32_t v) { return graph.node[v].table == Partner::Table::kOrganisation; }

void require_marks(const SharingGraph& graph, Marks marks, const char* what) {
  if (!marks.empty() && marks.size() != graph.n_nodes())
    throw std::invalid_argument(fmt::format("{}: {} marks for {} nodes", what, marks.size(), graph.n_nodes()));
}
bool marked(Marks marks, std::uint32_t v) { return !marks.empty() && marks[v] != 0; }

/// Calls take(hub, organisation) for every affiliation link, in the order of links.
template <class Take>
void each_affiliation(const SharingGraph& graph, const Take& take) {
  for (std::size_t k = 0; k < graph.n_links(); ++k)
    if (graph.type[k] == LinkType::kAffiliation && is_organisation(graph, graph.to[k])) take(graph.from[k], graph.to[k]);
}

/// Betweenness of all nodes, of any scale, kept up to date component by component: a removal changes nothing elsewhere.
class KeptBetweenness {
 public:
  KeptBetweenness(const SharingGraph& graph, const RemovalChoice& choice, const Progress& progress)
      : graph_(&graph), choice_(&choice), value_(graph.n_nodes(), 0), number_(graph.n_nodes(), UINT32_MAX), gone_(graph.n_nodes(), 0) {
    const Parts parts = connected_parts(graph);
    std::vector<Numbers> members(parts.size.size());
    for (std::uint32_t v = 0; v < graph.n_nodes(); ++v) members[parts.of[v]].push_back(v);
    for (std::size_t c = 0; c < members.size(); ++c) work_out(members[c], c == 0 ? progress : Progress{});  // the largest takes the time
  }
  [[nodiscard]] const std::vector<double>& value() const { return value_; }
  [[nodiscard]] bool gone(std::uint32_t v) const { return gone_[v] != 0; }

  void remove(std::uint32_t v) {
    gone_[v] = 1;
    value_[v] = 0;
    ++removed_;
    std::vector<std::uint8_t> met(graph_->n_nodes(), 0);
    for (const std::uint32_t first : graph_->neighbours(v)) {
      if (gone(first) || met[first] != 0) continue;
      Numbers members{first};
      met[first] = 1;
      for (std::size_t i = 0; i < members.size(); ++i)
        for (const std::uint32_t u : graph_->neighbours(members[i]))
          if (!gone(u) && met[u] == 0) {
            met[u] = 1;
            members.push_back(u);
          }
      std::sort(members.begin(), members.end());
      work_out(members, {});
    }
  }

 private:
  /// `members`: a whole component of what is left, ascending.
  void work_out(const Numbers& members, const Progress& progress) {
    const std::size_t n = members.size();
    if (n <= 2) {  // nobody is between two
      for (const std::uint32_t v : members) value_[v] = 0;
      return;
    }
    for (std::uint32_t i = 0; i < n; ++i) number_[members[i]] = i;
    OwnedSuccessors lists;
    lists.begin.push_back(0);
    for (const std::uint32_t v : members) {
      for (const std::uint32_t u : graph_->neighbours(v))
        if (!gone(u)) lists.head.push_back(number_[u]);
      lists.begin.push_back(static_cast<std::uint32_t>(lists.head.size()));
    }
    Numbers sources;
    if (static_cast<std::int64_t>(n) <= std::max(choice_->exact_up_to, choice_->samples)) {
      sources.resize(n);
      std::iota(sources.begin(), sources.end(), 0u);
    } else {
      Stream draw(choice_->seed, "removal sources", removed_ << 32 | members.front());
      for (std::int64_t k = 0; k < choice_->samples; ++k) sources.push_back(static_cast<std::uint32_t>(draw.below(n)));
    }
    const PathFigures paths = path_figures(lists.view(), sources, true, progress, "betweenness");
    const double scale = static_cast<double>(n) / static_cast<double>(sources.size());
    for (std::size_t i = 0; i < n; ++i) value_[members[i]] = paths.through[i] * scale;
  }

  const SharingGraph* graph_;
  const RemovalChoice* choice_;
  std::vector<double> value_;
  Numbers number_;  // within the component that is worked out
  std::vector<std::uint8_t> gone_;
  std::uint64_t removed_ = 0;
};

/// `nodes`, highest value first, ties by id. `value` [nodes].
Numbers by_value(const Numbers& nodes, std::span<const double> value, const std::function<std::string(std::uint32_t)>& id_of) {
  const Numbers group = rank_groups(value);
  std::vector<std::string> id;
  if (id_of)
    for (const std::uint32_t v : nodes) id.push_back(id_of(v));
  Numbers order(nodes.size());
  std::iota(order.begin(), order.end(), 0u);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    if (group[a] != group[b]) return group[a] > group[b];
    if (id_of && id[a] != id[b]) return id[a] < id[b];
    return a < b;
  });
  for (std::uint32_t& v : order) v = nodes[v];
  return order;
}

Numbers recomputed_order(const SharingGraph& graph, const std::function<std::string(std::uint32_t)>& id_of, const RemovalChoice& choice,
                         std::size_t steps, const Progress& progress) {
  Numbers order;
  if (steps == 0) return order;
  KeptBetweenness kept(graph, choice, {});
  while (order.size() < steps) {
    if (order.size() % (steps / 100 + 1) == 0) report(progress, static_cast<double>(order.size()) / static_cast<double>(steps), "removal");
    const double largest = *std::max_element(kept.value().begin(), kept.value().end());
    // Within rounding of the largest; where nobody is between two any more, all that are left, in the order in which they will go.
    Numbers tied;
    for (std::uint32_t v = 0; v < graph.n_nodes(); ++v)
      if (!kept.gone(v) && kept.value()[v] >= largest * (1 - 1e-9)) tied.push_back(v);
    tied = by_value(tied, std::vector<double>(tied.size(), 0.0), id_of);
    if (largest == 0) {
      order.insert(order.end(), tied.begin(), tied.end());
      break;
    }
    order.push_back(tied.front());
    kept.remove(tied.front());
  }
  return order;
}

Numbers removal_order(const SharingGraph& graph, const std::function<std::string(std::uint32_t)>& id_of, const RemovalChoice& choice,
                      const Progress& progress) {
  const std::size_t n = graph.n_nodes(), steps = std::min(choice.steps, n);
  if (choice.samples < 1) throw std::invalid_argument(fmt::format("remove_partners: {} samples; at least 1 is needed", choice.samples));
  Numbers order;
  switch (choice.order) {
    case RemovalOrder::kGiven: {
      std::vector<std::uint8_t> seen(n, 0);
      for (const std::uint32_t v : choice.given) {
        if (v >= n) throw std::invalid_argument(fmt::format("remove_partners: node {} of a graph of {}", v, n));
        if (seen[v]++ != 0) throw std::invalid_argument(fmt::format("remove_partners: node {} is removed twice", v));
      }
      order = choice.given;
      break;
    }
    case RemovalOrder::kRandom: {
      order.resize(n);
      std::iota(order.begin(), order.end(), 0u);
      Stream random(choice.seed, "removal order");
      for (std::size_t i = n; i > 1; --i) std::swap(order[i - 1], order[random.below(i)]);
      break;
    }
    case RemovalOrder::kBetweenness: {
      if (!choice.betweenness.empty() && choice.betweenness.size() != n)
        throw std::invalid_argument(fmt::format("remove_partners: betweenness of {} nodes for a graph of {}", choice.betweenness.size(), n));
      Numbers all(n);
      std::iota(all.begin(), all.end(), 0u);
      order = by_value(all, choice.betweenness.empty() ? KeptBetweenness(graph, choice, progress).value() : choice.betweenness, id_of);
      break;
    }
    case RemovalOrder::kRecomputed: order = recomputed_order(graph, id_of, choice, steps, progress); break;
  }
  if (order.size() > steps) order.resize(steps);
  return order;
}

/// Sizes of the largest component after each removal. Backwards a removal is a node that joins its neighbours' components.
Numbers giant_sizes(const SharingGraph& graph, const Numbers& order) {
  const std::size_t n = graph.n_nodes();
  Numbers parent(n), size(n, 1), giant(order.size());
  std::iota(parent.begin(), parent.end(), 0u);
  std::vector<std::uint8_t> there(n, 1);
  for (const std::uint32_t v : order) there[v] = 0;
  std::uint32_t largest = 0;
  const auto root = [&](std::uint32_t v) {
    while (parent[v] != v) v = parent[v] = parent[parent[v]];
    return v;
  };
  const auto join = [&](std::uint32_t v) {
    largest = std::max(largest, 1u);
    for (const std::uint32_t u : graph.neighbours(v)) {
      if (there[u] == 0) continue;
      std::uint32_t a = root(u), b = root(v);
      if (a == b) continue;
      if (size[a] < size[b]) std::swap(a, b);
      parent[b] = a;
      size[a] += size[b];
      largest = std::max(largest, size[a]);
    }
  };
  for (std::uint32_t v = 0; v < n; ++v)
    if (there[v] != 0) join(v);
  for (std::size_t i = order.size(); i-- > 0;) {
    giant[i] = largest;
    there[order[i]] = 1;
    join(order[i]);
  }
  return giant;
}

/// Orphans after each removal.
std::vector<std::int64_t> orphan_counts(const SharingGraph& graph, const Numbers& order) {
  Numbers left(graph.n_nodes(), 0);  // affiliations from nodes that are there
  each_affiliation(graph, [&](std::uint32_t, std::uint32_t to) { ++left[to]; });
  std::vector<std::uint8_t> gone(graph.n_nodes(), 0), orphan(graph.n_nodes(), 0);
  std::vector<std::int64_t> counts;
  std::int64_t count = 0;
  for (const std::uint32_t v : order) {
    gone[v] = 1;
    if (orphan[v] != 0) --count;
    for (const std::uint32_t k : graph.out_links(v)) {
      const std::uint32_t to = graph.to[k];
      if (graph.type[k] != LinkType::kAffiliation || !is_organisation(graph, to) || --left[to] > 0 || gone[to] != 0) continue;
      orphan[to] = 1;
      ++count;
    }
    counts.push_back(count);
  }
  return counts;
}

}  // namespace

Resilience remove_partners(const SharingGraph& graph, const std::function<std::string(std::uint32_t)>& id_of, const RemovalChoice& choice,
                           const Progress& progress) {
  const std::size_t n = graph.n_nodes();
  const Progress unmet_progress = choice.unmet_without ? part_of(progress, 0.5, 1) : Progress{};
  const Numbers order = removal_order(graph, id_of, choice, choice.unmet_without ? part_of(progress, 0, 0.5) : progress);
  const Numbers giant = giant_sizes(graph, order);
  const std::vector<std::int64_t> orphans = orphan_counts(graph, order);
  Resilience out;
  std::vector<std::uint8_t> gone(n, 0);
  double sum = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    gone[order[i]] = 1;
    double unmet = std::numeric_limits<double>::quiet_NaN();
    if (choice.unmet_without) {
      if (i % (order.size() / 100 + 1) == 0) report(unmet_progress, static_cast<double>(i) / static_cast<double>(order.size()), "removal");
      unmet = choice.unmet_without(gone);
    }
    out.removals.push_back({order[i], static_cast<double>(giant[i]) / static_cast<double>(n), unmet, orphans[i]});
    sum += giant[i];
  }
  const double nodes = static_cast<double>(n);
  out.robustness = n > 0 && order.size() == n ? sum / nodes / nodes : std::numeric_limits<double>::quiet_NaN();
  return out;
}

std::vector<std::uint32_t> orphans_without(const SharingGraph& graph, Marks lost) {
  require_marks(graph, lost, "orphans_without");
  std::vector<std::uint8_t> had(graph.n_nodes(), 0), has(graph.n_nodes(), 0);
  each_affiliation(graph, [&](std::uint32_t from, std::uint32_t to) {
    had[to] = 1;
    if (!marked(lost, from)) has[to] = 1;
  });
  Numbers orphans;
  for (std::uint32_t v = 0; v < graph.n_nodes(); ++v)
    if (had[v] != 0 && has[v] == 0 && !marked(lost, v)) orphans.push_back(v);
  return orphans;
}

double orphans_with_dual_affiliation(const SharingGraph& graph, Marks lost) {
  require_marks(graph, lost, "orphans_with_dual_affiliation");
  std::vector<std::uint8_t> hub(graph.n_nodes(), 0);
  Numbers only(graph.n_nodes(), UINT32_MAX);  // its hub, if it has one
  std::vector<std::uint8_t> several(graph.n_nodes(), 0);
  each_affiliation(graph, [&](std::uint32_t from, std::uint32_t to) {
    hub[from] = 1;
    if (only[to] == UINT32_MAX) only[to] = from;
    else if (only[to] != from) several[to] = 1;
  });
  std::int64_t hubs = 0, lost_hubs = 0;
  for (std::uint32_t v = 0; v < graph.n_nodes(); ++v)
    if (hub[v] != 0) {
      ++hubs;
      lost_hubs += marked(lost, v);
    }
  // Whole numbers of organisations by what may be drawn, so that the sum does not depend on their order.
  std::int64_t surely = 0, single = 0, single_hubs = 0;
  for (const std::uint32_t v : orphans_without(graph, lost)) {
    if (several[v] != 0) ++surely;
    else if (hub[v] != 0) ++single_hubs;
    else ++single;
  }
  const auto expected = [&](std::int64_t count, std::int64_t others) {
    return count == 0 ? 0.0 : others <= 0 ? static_cast<double>(count) : static_cast<double>(count) * static_cast<double>(lost_hubs - 1) / static_cast<double>(others);
  };
  return static_cast<double>(surely) + expected(single, hubs - 1) + expected(single_hubs, hubs - 2);
}

std::vector<CriticalPartner> critical_partners(const SharingGraph& graph, std::span<const std::uint32_t> candidates, double threshold,
                                               const std::function<double(std::span<const std::uint8_t>)>& unmet_without, const Progress& progress) {
  const std::size_t n = graph.n_nodes();
  for (const std::uint32_t v : candidates)
    if (v >= n) throw std::invalid_argument(fmt::format("critical_partners: node {} of a graph of {}", v, n));
  const Numbers pieces = cuts(graph).pieces;
  Numbers affiliations(n, 0), by_hub(n, 0);
  each_affiliation(graph, [&](std::uint32_t, std::uint32_t to) { ++affiliations[to]; });
  std::vector<std::uint8_t> gone(n, 0);
  const double before = unmet_without ? unmet_without(gone) : 0;
  std::vector<CriticalPartner> critical;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (i % (candidates.size() / 100 + 1) == 0) report(progress, static_cast<double>(i) / static_cast<double>(candidates.size()), "critical partners");
    CriticalPartner c;
    c.node = candidates[i];
    const auto each_of_its_own = [&](const auto& take) {
      for (const std::uint32_t k : graph.out_links(c.node))
        if (graph.type[k] == LinkType::kAffiliation && is_organisation(graph, graph.to[k])) take(graph.to[k]);
    };
    // Orphans: those with no more affiliations than come from here.
    each_of_its_own([&](std::uint32_t to) { c.orphans += ++by_hub[to] == affiliations[to]; });
    each_of_its_own([&](std::uint32_t to) { by_hub[to] = 0; });
    c.parts_more = pieces[c.node] > 1 ? pieces[c.node] - 1 : 0;
    if (unmet_without) {
      gone[c.node] = 1;
      c.unmet_more = unmet_without(gone) - before;
      gone[c.node] = 0;
    }
    if (c.unmet_more > threshold || c.orphans > 0 || c.parts_more > 0) critical.push_back(c);
  }
  std::sort(critical.begin(), critical.end(), [](const CriticalPartner& a, const CriticalPartner& b) {
    if (a.unmet_more != b.unmet_more) return a.unmet_more > b.unmet_more;
    if (a.orphans != b.orphans) return a.orphans > b.orphans;
    if (a.parts_more != b.parts_more) return a.parts_more > b.parts_more;
    return a.node < b.node;
  });
  return critical;
}

std::vector<std::uint32_t> not_below(const SharingGraph& graph, std::uint32_t root, Marks lost) {
  require_marks(graph, lost, "not_below");
  const std::size_t n = graph.n_nodes();
  if (root >= n) throw std::invalid_argument(fmt::format("not_below: root {} of a graph of {} nodes", root, n));
  std::vector<std::uint8_t> reached(n, 0);
  Numbers stack;
  if (!marked(lost, root)) {
    reached[root] = 1;
    stack.push_back(root);
  }
  while (!stack.empty()) {
    const std::uint32_t v = stack.back();
    stack.pop_back();
    for (const std::uint32_t k : graph.out_links(v)) {
      const std::uint32_t u = graph.to[k];
      if (graph.type[k] != LinkType::kAffiliation || reached[u] != 0 || marked(lost, u)) continue;
      reached[u] = 1;
      stack.push_back(u);
    }
  }
  Numbers out;
  for (std::uint32_t v = 0; v < n; ++v)
    if (reached[v] == 0 && !marked(lost, v)) out.push_back(v);
  return out;
}

}  // namespace catchment
