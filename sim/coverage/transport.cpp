#include "sim/coverage/transport.h"

#include <algorithm>
#include <numeric>
#include <stdexcept>
#include <string_view>
#include <unordered_map>
#include <utility>

#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/graph/push_relabel_max_flow.hpp>
#include <boost/property_map/property_map.hpp>

namespace catchment {

namespace {

constexpr std::uint32_t kNone = UINT32_MAX;

/// Rows with equal provider sets, as one.
struct Bundle {
  std::uint32_t first_row = 0;       ///< its providers are those of this row
  std::int64_t demand = 0;
  std::vector<std::int64_t> amount;  ///< per provider of the set
};

/// Identical sets share their bytes, so the bytes are the key. Numbered by first appearance, never by hash order.
std::string_view key_of(std::span<const std::uint32_t> providers) {
  return {reinterpret_cast<const char*>(providers.data()), providers.size_bytes()};
}

/// Disjoint sets of providers (union by lower index, path halving).
struct Sets {
  explicit Sets(std::size_t n) : up(n) { std::iota(up.begin(), up.end(), 0u); }
  std::uint32_t root(std::uint32_t i) {
    while (up[i] != i) i = up[i] = up[up[i]];
    return i;
  }
  void join(std::uint32_t a, std::uint32_t b) {
    a = root(a), b = root(b);
    if (a != b) up[std::max(a, b)] = std::min(a, b);
  }
  std::vector<std::uint32_t> up;
};

/// Maximum flow of one component: `bundles` (numbers into all) over the limited providers they name.
void solve(const CostTable& may, std::vector<Bundle>& all, std::span<const std::uint32_t> bundles,
           std::span<const std::int64_t> capacity, std::vector<std::uint32_t>& local) {
  if (bundles.size() == 1) {  // one set of people: fill its providers in index order
    Bundle& b = all[bundles[0]];
    std::int64_t left = b.demand;
    const auto providers = may.destinations_of(b.first_row);
    for (std::size_t k = 0; k < providers.size(); ++k) {
      b.amount[k] = std::min(left, capacity[providers[k]]);
      left -= b.amount[k];
    }
    return;
  }
  std::vector<std::uint32_t> providers;
  for (const std::uint32_t b : bundles)
    for (const std::uint32_t j : may.destinations_of(all[b].first_row))
      if (local[j] == kNone) {
        local[j] = 0;
        providers.push_back(j);
      }
  std::sort(providers.begin(), providers.end());
  // Vertices: 0 source, 1 sink, then bundles, then providers.
  const auto first_provider = static_cast<std::uint32_t>(2 + bundles.size());
  for (std::uint32_t k = 0; k < providers.size(); ++k) local[providers[k]] = first_provider + k;
  struct Arc {
    std::uint32_t from, to, twin;
    std::int64_t capacity;
  };
  std::vector<Arc> arcs;
  const auto add = [&](std::uint32_t from, std::uint32_t to, std::int64_t amount) {
    const auto e = static_cast<std::uint32_t>(arcs.size());
    arcs.push_back({from, to, e + 1, amount});
    arcs.push_back({to, from, e, 0});
  };
  for (std::uint32_t k = 0; k < bundles.size(); ++k) {
    const Bundle& b = all[bundles[k]];
    add(0, 2 + k, b.demand);
    for (const std::uint32_t j : may.destinations_of(b.first_row)) add(2 + k, local[j], std::min(b.demand, capacity[j]));
  }
  for (const std::uint32_t j : providers) add(local[j], 1, capacity[j]);

  // Compressed rows: arcs stably ordered by tail, so that the flow depends on input order only.
  const std::size_t n_vertices = first_provider + providers.size();
  std::vector<std::uint32_t> begin(n_vertices + 1, 0), place(arcs.size());
  for (const Arc& a : arcs) ++begin[a.from + 1];
  std::partial_sum(begin.begin(), begin.end(), begin.begin());
  {
    auto next = begin;
    for (std::size_t e = 0; e < arcs.size(); ++e) place[e] = next[arcs[e].from]++;
  }
  std::vector<std::pair<std::uint32_t, std::uint32_t>> ends(arcs.size());
  std::vector<std::int64_t> room(arcs.size()), residual(arcs.size(), 0);
  for (std::size_t e = 0; e < arcs.size(); ++e) {
    ends[place[e]] = {arcs[e].from, arcs[e].to};
    room[place[e]] = arcs[e].capacity;
  }
  using Graph = boost::compressed_sparse_row_graph<boost::directedS, boost::no_property, boost::no_property,
                                                   boost::no_property, std::uint32_t, std::uint32_t>;
  const Graph graph(boost::edges_are_sorted, ends.begin(), ends.end(), static_cast<std::uint32_t>(n_vertices));
  using EdgeOf = boost::graph_traits<Graph>::edge_descriptor;
  std::vector<EdgeOf> descriptor(arcs.size()), twin(arcs.size());
  const auto edge_number = boost::get(boost::edge_index, graph);
  for (auto [edge, last] = boost::edges(graph); edge != last; ++edge) descriptor[get(edge_number, *edge)] = *edge;
  for (std::size_t e = 0; e < arcs.size(); ++e) twin[place[e]] = descriptor[place[arcs[e].twin]];
  boost::push_relabel_max_flow(graph, 0u, 1u, boost::make_iterator_property_map(room.begin(), edge_number),
                               boost::make_iterator_property_map(residual.begin(), edge_number),
                               boost::make_iterator_property_map(twin.begin(), edge_number),
                               boost::get(boost::vertex_index, graph));
  std::size_t e = 0;
  for (const std::uint32_t number : bundles) {
    e += 2;  // the source's arc
    for (std::int64_t& amount : all[number].amount) {
      amount = room[place[e]] - residual[place[e]];
      e += 2;
    }
  }
  for (const std::uint32_t j : providers) local[j] = kNone;
}

}  // namespace

std::vector<std::int64_t> maximum_transport(const CostTable& may, std::span<const std::int64_t> demand,
                                            std::span<const std::int64_t> capacity) {
  if (demand.size() != may.n_origins()) throw std::invalid_argument("maximum_transport: one demand per row is needed");
  if (capacity.size() != may.n_destinations)
    throw std::invalid_argument("maximum_transport: one capacity per provider is needed");
  for (const std::int64_t d : demand)
    if (d < 0) throw std::invalid_argument("maximum_transport: a demand is negative");
  for (const std::int64_t c : capacity)
    if (c < -1) throw std::invalid_argument("maximum_transport: a capacity is below -1");

  std::vector<std::int64_t> amount(may.destination.size(), 0);
  std::vector<Bundle> bundles;
  std::vector<std::uint32_t> bundle_of(may.n_origins(), kNone);
  std::unordered_map<std::string_view, std::uint32_t> number;
  Sets sets(capacity.size());
  for (std::uint32_t row = 0; row < may.n_origins(); ++row) {
    const auto providers = may.destinations_of(row);
    const auto costs = may.costs_of(row);
    if (demand[row] == 0 || providers.empty()) continue;
    std::size_t unlimited = providers.size();
    for (std::size_t k = 0; k < providers.size(); ++k) {
      if (providers[k] >= capacity.size()) throw std::invalid_argument("maximum_transport: a provider does not exist");
      if (capacity[providers[k]] == -1 && (unlimited == providers.size() || costs[k] < costs[unlimited])) unlimited = k;
    }
    if (unlimited < providers.size()) {
      amount[may.row_begin[row] + unlimited] = demand[row];
      continue;
    }
    const auto [found, is_new] = number.try_emplace(key_of(providers), static_cast<std::uint32_t>(bundles.size()));
    if (is_new) {
      bundles.push_back({row, 0, std::vector<std::int64_t>(providers.size(), 0)});
      for (const std::uint32_t j : providers) sets.join(providers[0], j);
    }
    bundle_of[row] = found->second;
    bundles[found->second].demand += demand[row];
  }

  // Bundles by component (root provider), components in the order of their first bundle.
  std::vector<std::uint32_t> component(capacity.size(), kNone);
  std::vector<std::vector<std::uint32_t>> members;
  for (std::uint32_t b = 0; b < bundles.size(); ++b) {
    const std::uint32_t root = sets.root(may.destinations_of(bundles[b].first_row)[0]);
    if (component[root] == kNone) {
      component[root] = static_cast<std::uint32_t>(members.size());
      members.emplace_back();
    }
    members[component[root]].push_back(b);
  }
  std::vector<std::uint32_t> local(capacity.size(), kNone);
  for (const auto& group : members) solve(may, bundles, group, capacity, local);

  // Back to rows: in row order each takes what is left of its bundle, lowest provider first.
  for (std::uint32_t row = 0; row < may.n_origins(); ++row) {
    if (bundle_of[row] == kNone) continue;
    std::int64_t left = demand[row];
    auto& from = bundles[bundle_of[row]].amount;
    for (std::size_t k = 0; k < from.size() && left > 0; ++k) {
      const std::int64_t taken = std::min(left, from[k]);
      amount[may.row_begin[row] + k] = taken;
      from[k] -= taken;
      left -= taken;
    }
  }
  return amount;
}

}  // namespace catchment
