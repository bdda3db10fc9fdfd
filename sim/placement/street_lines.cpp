#include "sim/placement/street_lines.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace catchment::town {

NodeId StreetLines::add_node(Point p) {
  net_.node.push_back(p);
  return NodeId(net_.node.size() - 1);
}

std::uint32_t StreetLines::add(NodeId from, NodeId to, StreetClass street_class, std::uint32_t name) {
  lines_.push_back({from, to, street_class, name, {}});
  return static_cast<std::uint32_t>(lines_.size() - 1);
}

NodeId StreetLines::stop(std::uint32_t street, Point p, double merge_m) {
  Line& line = lines_[street];
  const Point a = net_.node[line.from.value], b = net_.node[line.to.value];
  const double along = nearest_on_segment(a, b, p).along;
  const double merge = merge_m / std::max(distance(a, b), 1e-9);
  if (along <= merge) return line.from;
  if (along >= 1 - merge) return line.to;
  for (const Stop& s : line.stops)
    if (std::abs(s.along - along) <= merge) return s.node;
  const NodeId node = add_node({a.x + (b.x - a.x) * along, a.y + (b.y - a.y) * along});
  line.stops.push_back({along, node});
  return node;
}

void StreetLines::emit() {
  for (Line& line : lines_) {
    std::sort(line.stops.begin(), line.stops.end(), [](const Stop& a, const Stop& b) {
      return a.along != b.along ? a.along < b.along : a.node < b.node;
    });
    NodeId last = line.from;
    const auto join = [&](NodeId next) {
      const std::array<Point, 2> shape{net_.node[last.value], net_.node[next.value]};
      add_edge(net_, last, next, shape, line.street_class, kEveryone, line.name);
      last = next;
    };
    for (const Stop& s : line.stops) join(s.node);
    join(line.to);
    line.stops = {};
  }
}

}  // namespace catchment::town
