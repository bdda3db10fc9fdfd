#include "sim/network/street_network.h"

#include <cmath>
#include <limits>
#include <stdexcept>

namespace catchment {
namespace {

bool finite(Point p) { return std::isfinite(p.x) && std::isfinite(p.y); }

void require(bool holds, const char* what, std::size_t index = Id<void>::kInvalid) {
  if (holds) return;
  throw std::invalid_argument(std::string("street network: ") + what +
                              (index == Id<void>::kInvalid ? "" : " (" + std::to_string(index) + ")"));
}

}  // namespace

EdgeId add_edge(StreetNetwork& net, NodeId from, NodeId to, std::span<const Point> line, StreetClass street_class,
                std::uint8_t access, std::uint32_t name, std::uint32_t length_mm) {
  require(from.value < net.n_nodes() && to.value < net.n_nodes(), "edge to a node that is not there", net.n_edges());
  require(line.size() >= 2, "edge with fewer than two points", net.n_edges());
  require(name < net.names.size(), "edge with a name that is not there", net.n_edges());
  double length_m = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    require(finite(line[i]), "edge with a point that is not finite", net.n_edges());
    if (i > 0) length_m += distance(line[i - 1], line[i]);
  }
  if (length_mm == 0) {
    const double mm = std::round(length_m * 1000);
    require(mm <= std::numeric_limits<std::uint32_t>::max(), "edge longer than 4,294 km", net.n_edges());
    length_mm = static_cast<std::uint32_t>(mm);
  }
  const EdgeId edge(net.n_edges());
  net.from.push_back(from);
  net.to.push_back(to);
  net.shape.insert(net.shape.end(), line.begin(), line.end());
  net.shape_begin.push_back(static_cast<std::uint32_t>(net.shape.size()));
  net.length_mm.push_back(length_mm);
  net.street_class.push_back(street_class);
  net.access.push_back(access);
  net.name.push_back(name);
  return edge;
}

void index_arcs(StreetNetwork& net) {
  const std::size_t n = net.n_nodes(), arcs = 2 * net.n_edges();
  const auto head_of = [&](std::uint32_t code) { return (code % 2 == 0 ? net.to : net.from)[code / 2].value; };
  const auto tail_of = [&](std::uint32_t code) { return (code % 2 == 0 ? net.from : net.to)[code / 2].value; };

  // Two stable counting sorts, by head and then by tail, leave each tail's row sorted by (head, edge).
  std::vector<std::uint32_t> begin(n + 1, 0), by_head(arcs);
  for (std::uint32_t code = 0; code < arcs; ++code) ++begin[head_of(code) + 1];
  for (std::size_t v = 0; v < n; ++v) begin[v + 1] += begin[v];
  for (std::uint32_t code = 0; code < arcs; ++code) by_head[begin[head_of(code)]++] = code;

  net.first_arc.assign(n + 1, 0);
  for (std::uint32_t code = 0; code < arcs; ++code) ++net.first_arc[tail_of(code) + 1];
  for (std::size_t v = 0; v < n; ++v) net.first_arc[v + 1] += net.first_arc[v];
  std::vector<std::uint32_t> next(net.first_arc.begin(), net.first_arc.end() - 1);
  net.arc_head.resize(arcs);
  net.arc_edge.resize(arcs);
  for (const std::uint32_t code : by_head) {
    const std::uint32_t arc = next[tail_of(code)]++;
    net.arc_head[arc] = head_of(code);
    net.arc_edge[arc] = code;
  }
}

void check_network(const StreetNetwork& net) {
  const std::size_t n = net.n_nodes(), m = net.n_edges();
  for (std::size_t v = 0; v < n; ++v) require(finite(net.node[v]), "node at a place that is not finite", v);
  require(net.to.size() == m && net.length_mm.size() == m && net.street_class.size() == m && net.access.size() == m &&
              net.name.size() == m && net.shape_begin.size() == m + 1,
          "edge columns of unequal length");
  require(net.off_ground.empty() || net.off_ground.size() == m, "edge columns of unequal length");
  require(net.shape_height_m.empty() || net.shape_height_m.size() == net.shape.size(), "heights that do not fit the shape");
  require(net.shape_begin.front() == 0 && net.shape_begin.back() == net.shape.size(),
          "shape_begin does not span the shape");
  for (std::size_t e = 0; e < m; ++e) {
    require(net.from[e].value < n && net.to[e].value < n, "edge to a node that is not there", e);
    require(net.shape_begin[e] <= net.shape_begin[e + 1] && net.shape_begin[e + 1] - net.shape_begin[e] >= 2,
            "edge with fewer than two points", e);
    require(net.name[e] < net.names.size(), "edge with a name that is not there", e);
  }
  for (std::size_t i = 0; i < net.shape.size(); ++i) require(finite(net.shape[i]), "shape point that is not finite", i);
  for (std::size_t g = 0; g < net.gates.size(); ++g)
    require(net.gates[g].node.value < n, "gate at a node that is not there", g);

  require(net.first_arc.size() == n + 1 && net.arc_head.size() == 2 * m && net.arc_edge.size() == 2 * m &&
              net.first_arc.front() == 0 && net.first_arc.back() == 2 * m,
          "arcs are not indexed; call index_arcs");
  for (std::size_t v = 0; v < n; ++v) {
    require(net.first_arc[v] <= net.first_arc[v + 1], "arc rows out of order", v);
    for (std::uint32_t a = net.first_arc[v]; a < net.first_arc[v + 1]; ++a) {
      const std::uint32_t code = net.arc_edge[a];
      require(code < 2 * m, "arc of an edge that is not there", a);
      const bool against = code % 2 != 0;
      require((against ? net.to : net.from)[code / 2].value == v &&
                  (against ? net.from : net.to)[code / 2].value == net.arc_head[a],
              "arc that disagrees with its edge; call index_arcs", a);
      // Strictly ascending within all rows, 2 m arcs in all: then each arc is there exactly once.
      require(a == net.first_arc[v] || net.arc_head[a - 1] < net.arc_head[a] ||
                  (net.arc_head[a - 1] == net.arc_head[a] && net.arc_edge[a - 1] < code),
              "arcs of a row out of order", a);
    }
  }
}

}  // namespace catchment
