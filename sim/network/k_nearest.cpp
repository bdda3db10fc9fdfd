#include "sim/network/k_nearest.h"

#include <algorithm>
#include <queue>
#include <stdexcept>

#include "sim/network/reverse_search.h"

namespace catchment {
namespace {

// Cost in the high half, destination in the low half, as in `nearest`.
using Label = std::uint64_t;
constexpr Label kNone = (Label{kUnreachable} << 32) | Id<void>::kInvalid;
constexpr std::size_t kParallelFrom = 4096;

std::uint32_t owner_of(Label label) { return static_cast<std::uint32_t>(label); }
Label with(Label label, Cost cost) { return label + (Label{cost} << 32); }

/// Puts a label into an ascending row with at most one label a destination; false if the row is better off without it.
bool insert(std::span<Label> row, Label label) {
  std::size_t at = 0;
  for (; at < row.size() && row[at] <= label; ++at)
    if (owner_of(row[at]) == owner_of(label)) return false;
  if (at == row.size()) return false;
  std::size_t drop = at;
  while (drop + 1 < row.size() && owner_of(row[drop]) != owner_of(label)) ++drop;
  std::move_backward(row.begin() + static_cast<std::ptrdiff_t>(at), row.begin() + static_cast<std::ptrdiff_t>(drop),
                     row.begin() + static_cast<std::ptrdiff_t>(drop) + 1);
  row[at] = label;
  return true;
}

class KSearch {
 public:
  KSearch(const PreparedSearch& search, std::uint32_t k, Cost limit)
      : search_(search), k_(k), most_((Label{std::min(limit, kUnreachable - 1)} << 32) | Id<void>::kInvalid),
        labels_(search.in->net->n_nodes() * k, kNone) {}

  std::span<const Label> row(std::uint32_t node) const { return std::span(labels_).subspan(std::size_t{node} * k_, k_); }

  void run() {
    for (std::uint32_t d = 0; d < search_.in->destinations.size(); ++d) enter(d, WalledPlaces::kOutside);
    spread(WalledPlaces::kOutside);
  }
  /// Lowers the labels by what the keys of one group open, until `undo`.
  void lower(std::uint32_t group) {
    const KeyHolders& keys = search_.keys;
    const StreetNetwork& net = *search_.in->net;
    const std::uint32_t place = keys.place[group];
    logged_ = true;
    for (std::uint32_t i = keys.first_edge[group]; i < keys.first_edge[group + 1]; ++i) {
      const std::uint32_t e = keys.edge[i];
      for (std::uint32_t d = search_.first_at_edge[e]; d < search_.first_at_edge[e + 1]; ++d)
        enter(search_.destination_at_edge[d], place);
      if (!search_.costs.open_through(e, place)) continue;
      walk(net.to[e].value, net.from[e].value, search_.costs.of[2 * e]);
      walk(net.from[e].value, net.to[e].value, search_.costs.of[2 * e + 1]);
    }
    spread(place);
  }
  void undo() {
    for (std::size_t i = changed_.size(); i-- > 0;)
      std::copy_n(before_.begin() + static_cast<std::ptrdiff_t>(i * k_), k_,
                  labels_.begin() + static_cast<std::ptrdiff_t>(std::size_t{changed_[i]} * k_));
    changed_.clear();
    before_.clear();
    logged_ = false;
  }

 private:
  struct Entry { Label label; std::uint32_t node; };
  struct Later {
    bool operator()(const Entry& a, const Entry& b) const { return a.label != b.label ? a.label > b.label : a.node > b.node; }
  };

  void offer(std::uint32_t node, Label label) {
    if (label > most_) return;
    const std::span<Label> labels = std::span(labels_).subspan(std::size_t{node} * k_, k_);
    if (label >= labels.back()) return;
    const std::size_t saved = before_.size();
    if (logged_) before_.insert(before_.end(), labels.begin(), labels.end());
    if (!insert(labels, label)) {
      before_.resize(saved);
      return;
    }
    if (logged_) changed_.push_back(node);
    queue_.push({label, node});
  }
  void enter(std::uint32_t destination, std::uint32_t place) {
    const SearchInput& in = *search_.in;
    const Snap& snap = in.destinations[destination];
    const EndCosts ends = enter_costs(*in.net, search_.costs, snap, in.snap_cost_per_m, place);
    if (ends.from < kUnreachable) offer(in.net->from[snap.edge.value].value, with(destination, ends.from));
    if (ends.to < kUnreachable) offer(in.net->to[snap.edge.value].value, with(destination, ends.to));
  }
  void walk(std::uint32_t from, std::uint32_t to, Cost weight) {
    if (weight >= kUnreachable) return;
    const std::vector<Label> now(row(from).begin(), row(from).end());  // `to` may be the same node
    for (const Label label : now)
      if (label != kNone) offer(to, with(label, weight));
  }
  void spread(std::uint32_t place) {
    const KeyHolders& keys = search_.keys;
    const ReverseGraph& graph = search_.graph;
    while (!queue_.empty()) {
      const Entry entry = queue_.top();
      queue_.pop();
      if (std::ranges::find(row(entry.node), entry.label) == row(entry.node).end()) continue;  // better ones came later
      for (std::uint32_t a = graph.first[entry.node]; a < graph.first[entry.node + 1]; ++a)
        offer(graph.arc[a].head, with(entry.label, graph.arc[a].weight));
      if (place == WalledPlaces::kOutside) continue;
      for (std::uint32_t a = keys.first_arc[entry.node]; a < keys.first_arc[entry.node + 1]; ++a)
        if (search_.costs.open_through(keys.arc[a].edge, place))
          offer(keys.arc[a].head, with(entry.label, keys.arc[a].weight));
    }
  }

  const PreparedSearch& search_;
  std::size_t k_;
  Label most_;
  std::vector<Label> labels_;  // [n_nodes x k] ascending in each row
  std::priority_queue<Entry, std::vector<Entry>, Later> queue_;
  bool logged_ = false;
  std::vector<std::uint32_t> changed_;
  std::vector<Label> before_;  // rows as they were, one for each of changed_
};

/// The k best of one origin, cheapest first.
std::vector<Label> best_of(const PreparedSearch& search, const KSearch& labels, std::uint32_t o, std::uint32_t place,
                           std::size_t k, Cost limit) {
  const SearchInput& in = *search.in;
  const Snap& from = in.origins[o];
  std::vector<Label> best;
  if (!from.edge.valid()) return best;
  const std::uint32_t e = from.edge.value;
  const EndCosts ends = leave_costs(*in.net, search.costs, from, in.snap_cost_per_m, place);
  const auto take = [&](Label label) {
    if (const Label cost = label >> 32; cost < kUnreachable && cost <= limit) best.push_back(label);
  };
  if (ends.from < kUnreachable)
    for (const Label label : labels.row(in.net->from[e].value)) take(with(label, ends.from));
  if (ends.to < kUnreachable)
    for (const Label label : labels.row(in.net->to[e].value)) take(with(label, ends.to));
  for (std::uint32_t i = search.first_at_edge[e]; i < search.first_at_edge[e + 1]; ++i) {
    const std::uint32_t d = search.destination_at_edge[i];
    const std::uint64_t cost = std::uint64_t{off_street_cost(from, in.snap_cost_per_m)} +
                               shared_edge_cost(*in.net, search.costs, from, in.destinations[d]) +
                               off_street_cost(in.destinations[d], in.snap_cost_per_m);
    if (cost < kUnreachable) take((Label{cost} << 32) | d);
  }
  std::sort(best.begin(), best.end());
  std::vector<Label> kept;
  for (const Label label : best) {
    if (kept.size() == k) break;
    if (std::ranges::none_of(kept, [&](Label other) { return owner_of(other) == owner_of(label); })) kept.push_back(label);
  }
  return kept;
}

}  // namespace

CostTable k_nearest(const SearchInput& in, std::uint32_t k, Cost limit) {
  if (k == 0) throw std::invalid_argument("k_nearest: k is 0");
  const PreparedSearch search = prepare_search(in);
  k = std::min(k, std::max<std::uint32_t>(1, static_cast<std::uint32_t>(in.destinations.size())));
  KSearch labels(search, k, limit);
  labels.run();
  const auto n = static_cast<std::int64_t>(in.origins.size());
  std::vector<std::vector<Label>> rows(in.origins.size());
#pragma omp parallel for schedule(static) if (in.origins.size() > kParallelFrom)
  for (std::int64_t o = 0; o < n; ++o)
    rows[o] = best_of(search, labels, static_cast<std::uint32_t>(o), WalledPlaces::kOutside, k, limit);
  const KeyHolders& keys = search.keys;
  for (std::uint32_t g = 0; g < keys.count(); ++g) {
    labels.lower(g);
    for (std::uint32_t i = keys.first_origin[g]; i < keys.first_origin[g + 1]; ++i)
      rows[keys.origin[i]] = best_of(search, labels, keys.origin[i], keys.place[g], k, limit);
    labels.undo();
  }

  CostTable table;
  table.n_destinations = static_cast<std::uint32_t>(in.destinations.size());
  for (std::vector<Label>& row : rows) {
    std::ranges::sort(row, {}, owner_of);
    for (const Label label : row) {
      table.destination.push_back(owner_of(label));
      table.cost.push_back(static_cast<Cost>(label >> 32));
    }
    table.row_begin.push_back(static_cast<std::uint32_t>(table.destination.size()));
  }
  return table;
}

}  // namespace catchment
