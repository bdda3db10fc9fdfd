#include "sim/network/path.h"

#include <algorithm>
#include <queue>
#include <stdexcept>

namespace catchment {
namespace {

// Cost in the high half, edges walked in the low half: cheapest, then fewest edges.
using Label = std::uint64_t;
constexpr Label kUnset = Label{kUnreachable} << 32;
Cost cost_of(Label label) { return static_cast<Cost>(label >> 32); }

/// Labels from one origin forwards over the streets as its people may walk them.
class ForwardSearch {
 public:
  ForwardSearch(const PreparedSearch& search, std::uint32_t origin)
      : search_(search), label_(search.in->net->n_nodes(), kUnset) {
    const SearchInput& in = *search.in;
    const Snap& from = in.origins[origin];
    if (in.residents && search.costs.places != nullptr) place_ = search.costs.places->at(from.edge);
    ends_ = leave_costs(*in.net, search.costs, from, in.snap_cost_per_m, place_);
    if (ends_.from < kUnreachable) offer(in.net->from[from.edge.value].value, Label{ends_.from} << 32);
    if (ends_.to < kUnreachable) offer(in.net->to[from.edge.value].value, Label{ends_.to} << 32);
  }

  /// The next junction in the order of labels, settled and with its arcs looked at; nothing when all are, or cost more.
  std::optional<std::uint32_t> settle(Cost limit) {
    const StreetNetwork& net = *search_.in->net;
    while (!queue_.empty()) {
      const auto [label, node] = queue_.top();
      if (cost_of(label) > limit) return std::nullopt;
      queue_.pop();
      if (label_[node] != label) continue;
      for (std::uint32_t a = net.first_arc[node]; a < net.first_arc[node + 1]; ++a) {
        const std::uint32_t code = net.arc_edge[a];
        if (const Label next = onwards(label, code); next < kUnset) offer(net.arc_head[a], next);
      }
      return node;
    }
    return std::nullopt;
  }
  /// A label one edge further along the arc; kUnset or more if barred.
  [[nodiscard]] Label onwards(Label label, std::uint32_t code) const {
    const Cost weight = search_.costs.of[code];
    if (weight >= kUnreachable || !search_.costs.open_through(code / 2, place_)) return kUnset;
    return label + (Label{weight} << 32) + 1;
  }

  [[nodiscard]] Label label(NodeId node) const { return label_[node.value]; }
  [[nodiscard]] Cost cost(std::uint32_t node) const { return cost_of(label_[node]); }
  [[nodiscard]] EndCosts leave() const { return ends_; }
  [[nodiscard]] std::uint32_t place() const { return place_; }

 private:
  using Entry = std::pair<Label, std::uint32_t>;
  void offer(std::uint32_t node, Label label) {
    if (label >= label_[node]) return;
    label_[node] = label;
    queue_.emplace(label, node);
  }
  const PreparedSearch& search_;
  std::uint32_t place_ = WalledPlaces::kOutside;
  EndCosts ends_;
  std::vector<Label> label_;
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> queue_;
};

/// Off the street, along the edge that both are on, off the street; kUnreachable or more if there is no such way.
std::uint64_t direct_cost(const SearchInput& in, const PreparedSearch& search, const Snap& from, const Snap& to) {
  if (!from.edge.valid() || from.edge != to.edge) return kUnreachable;
  return std::uint64_t{off_street_cost(from, in.snap_cost_per_m)} + shared_edge_cost(*in.net, search.costs, from, to) +
         off_street_cost(to, in.snap_cost_per_m);
}

void check(const PreparedSearch& search, std::uint32_t origin, std::uint32_t destination) {
  if (origin >= search.in->origins.size()) throw std::out_of_range("path: no origin " + std::to_string(origin));
  if (destination >= search.in->destinations.size())
    throw std::out_of_range("path: no destination " + std::to_string(destination));
}

Point point_at(const StreetNetwork& net, EdgeId edge, std::uint32_t mm) {
  const auto line = net.line(edge);
  const double share = net.length_mm[edge.value] > 0 ? static_cast<double>(mm) / net.length_mm[edge.value] : 0;
  double whole = 0;
  for (std::size_t i = 1; i < line.size(); ++i) whole += distance(line[i - 1], line[i]);
  double left = share * whole;
  for (std::size_t i = 1; i < line.size(); ++i) {
    const double piece = distance(line[i - 1], line[i]);
    if (left <= piece && piece > 0) {
      const double t = left / piece;
      return {line[i - 1].x + t * (line[i].x - line[i - 1].x), line[i - 1].y + t * (line[i].y - line[i - 1].y)};
    }
    left -= piece;
  }
  return line.back();
}

/// Puts a step's points after those of the steps before it.
void draw_step(const StreetNetwork& net, const PathStep& step, std::vector<Point>& out) {
  const auto add = [&](Point p) {
    if (out.empty() || !(out.back() == p)) out.push_back(p);
  };
  const auto line = net.line(step.edge);
  double whole = 0, along = 0;
  for (std::size_t i = 1; i < line.size(); ++i) whole += distance(line[i - 1], line[i]);
  const double per_mm = net.length_mm[step.edge.value] > 0 ? whole / net.length_mm[step.edge.value] : 0;
  const double low = std::min(step.begin_mm, step.end_mm) * per_mm, high = std::max(step.begin_mm, step.end_mm) * per_mm;
  std::vector<Point> between;
  for (std::size_t i = 1; i + 1 < line.size(); ++i) {
    along += distance(line[i - 1], line[i]);
    if (along > low && along < high) between.push_back(line[i]);
  }
  if (step.begin_mm > step.end_mm) std::reverse(between.begin(), between.end());
  add(point_at(net, step.edge, step.begin_mm));
  for (const Point p : between) add(p);
  add(point_at(net, step.edge, step.end_mm));
}

/// Everything but the steps and junctions of a path.
void complete(const PreparedSearch& search, const Snap& from, const Snap& to, std::span<const std::uint32_t> junctions,
              Path& path) {
  const StreetNetwork& net = *search.in->net;
  std::erase_if(path.steps, [](const PathStep& s) { return s.begin_mm == s.end_mm; });
  std::uint64_t length_mm = 0;
  path.line.push_back(point_at(net, from.edge, from.from_mm));
  for (const PathStep& s : path.steps) {
    length_mm += s.begin_mm > s.end_mm ? s.begin_mm - s.end_mm : s.end_mm - s.begin_mm;
    draw_step(net, s, path.line);
  }
  path.length_m = static_cast<double>(length_mm) / 1000;
  path.off_street_m = from.distance_m + to.distance_m;
  if (net.gates.empty()) return;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> gates;
  for (std::uint32_t g = 0; g < net.gates.size(); ++g) gates.emplace_back(net.gates[g].node.value, g);
  std::sort(gates.begin(), gates.end());
  for (const std::uint32_t node : junctions)
    for (const auto& [at, g] : std::ranges::equal_range(gates, node, {}, &std::pair<std::uint32_t, std::uint32_t>::first))
      path.gates.push_back(g);
}

}  // namespace

OneToAll one_to_all(const PreparedSearch& search, std::uint32_t origin, Cost limit) {
  const SearchInput& in = *search.in;
  if (origin >= in.origins.size()) throw std::out_of_range("one_to_all: no origin " + std::to_string(origin));
  limit = std::min(limit, kUnreachable - 1);
  ForwardSearch walk(search, origin);
  while (walk.settle(limit)) {}
  OneToAll all;
  for (std::uint32_t v = 0; v < in.net->n_nodes(); ++v) all.node.push_back(walk.cost(v) <= limit ? walk.cost(v) : kUnreachable);
  for (const Snap& to : in.destinations) {
    std::uint64_t best = direct_cost(in, search, in.origins[origin], to);
    if (to.edge.valid()) {
      const EndCosts ends = enter_costs(*in.net, search.costs, to, in.snap_cost_per_m, walk.place());
      best = std::min<std::uint64_t>(best, std::uint64_t{all.node[in.net->from[to.edge.value].value]} + ends.from);
      best = std::min<std::uint64_t>(best, std::uint64_t{all.node[in.net->to[to.edge.value].value]} + ends.to);
    }
    all.destination.push_back(best <= limit ? static_cast<Cost>(best) : kUnreachable);
  }
  return all;
}

std::optional<Path> find_path(const PreparedSearch& search, std::uint32_t origin, std::uint32_t destination) {
  check(search, origin, destination);
  const SearchInput& in = *search.in;
  const StreetNetwork& net = *in.net;
  const Snap &from = in.origins[origin], &to = in.destinations[destination];
  if (!from.edge.valid() || !to.edge.valid()) return std::nullopt;
  const std::uint32_t first_edge = from.edge.value, last_edge = to.edge.value;
  Path path;
  const std::uint64_t direct = direct_cost(in, search, from, to);

  ForwardSearch walk(search, origin);
  const EndCosts enter = enter_costs(net, search.costs, to, in.snap_cost_per_m, walk.place());
  const auto total = [&](NodeId node, Cost cost) {
    return cost < kUnreachable && walk.label(node) < kUnset ? walk.label(node) + (Label{cost} << 32) : kUnset;
  };
  const auto by_streets = [&] { return std::min(total(net.from[last_edge], enter.from), total(net.to[last_edge], enter.to)); };
  // A junction that costs as much as the best way so far cannot lead to a cheaper one, but to one of fewer edges.
  while (walk.settle(static_cast<Cost>(std::min<std::uint64_t>({direct, by_streets() >> 32, kUnreachable - 1})))) {}
  const Label streets = by_streets();
  if (direct < kUnreachable && direct <= (streets >> 32)) {
    path.cost = static_cast<Cost>(direct);
    path.steps.push_back({from.edge, from.from_mm, to.from_mm});
    complete(search, from, to, {}, path);
    return path;
  }
  if (streets >= kUnset) return std::nullopt;
  path.cost = cost_of(streets);

  // Back from the destination: the edge before is the lowest of those that give the junction its label.
  std::vector<std::uint32_t> junctions;
  const bool by_from = total(net.from[last_edge], enter.from) == streets;
  NodeId at = by_from ? net.from[last_edge] : net.to[last_edge];
  path.steps.push_back({to.edge, by_from ? 0u : net.length_mm[last_edge], to.from_mm});
  for (;;) {
    junctions.push_back(at.value);
    const Label label = walk.label(at);
    if (static_cast<std::uint32_t>(label) == 0) break;
    std::uint32_t best = Id<void>::kInvalid;
    for (std::uint32_t a = net.first_arc[at.value]; a < net.first_arc[at.value + 1]; ++a) {
      const std::uint32_t code = net.arc_edge[a] ^ 1u;  // the arc into `at`
      const Label before = walk.label(NodeId(net.arc_head[a]));
      if (before < kUnset && walk.onwards(before, code) == label) best = std::min(best, code);
    }
    const std::uint32_t e = best / 2, length = net.length_mm[e];
    path.steps.push_back(best % 2 == 0 ? PathStep{EdgeId(e), 0, length} : PathStep{EdgeId(e), length, 0});
    at = best % 2 == 0 ? net.from[e] : net.to[e];
  }
  const bool left_by_from = at == net.from[first_edge] && walk.leave().from == walk.cost(at.value);
  path.steps.push_back({from.edge, from.from_mm, left_by_from ? 0u : net.length_mm[first_edge]});
  std::reverse(path.steps.begin(), path.steps.end());
  std::reverse(junctions.begin(), junctions.end());
  complete(search, from, to, junctions, path);
  return path;
}

std::optional<Path> find_path(const SearchInput& in, std::uint32_t origin, std::uint32_t destination) {
  return find_path(prepare_search(in), origin, destination);
}

}  // namespace catchment
