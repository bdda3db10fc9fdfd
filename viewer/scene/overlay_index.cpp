#include "viewer/scene/overlay_index.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "viewer/scene/clip.h"
#include "viewer/scene/map_draft.h"

namespace catchment::scene {

namespace {

bool touch(const Box& a, const Box& b) {
  return !a.empty() && a.max_x >= b.min_x && a.min_x <= b.max_x && a.max_y >= b.min_y && a.min_y <= b.max_y;
}

MultiPolygon thinned(const MultiPolygon& shape, double tolerance) {
  MultiPolygon out;
  for (const auto& polygon : shape) {
    Polygon thin;
    for (const auto& ring : polygon.rings)
      if (Ring part = simplify_ring(ring, tolerance); part.size() >= 3) thin.rings.push_back(std::move(part));
    if (!thin.rings.empty()) out.push_back(std::move(thin));
  }
  return out;
}

}  // namespace

BoxGrid::BoxGrid(std::vector<Box> boxes) : boxes_(std::move(boxes)) {
  for (const Box& b : boxes_)
    if (!b.empty()) all_.add(b);
  if (all_.empty()) return;
  // About two boxes a cell where they spread evenly.
  const double area = std::max(1.0, all_.width()) * std::max(1.0, all_.height());
  cell_ = std::max({1.0, std::sqrt(2 * area / static_cast<double>(boxes_.size())), all_.width() / 2000, all_.height() / 2000});
  columns_ = static_cast<int>(all_.width() / cell_) + 1, rows_ = static_cast<int>(all_.height() / cell_) + 1;
  const auto cells = static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_);
  begin_.assign(cells + 1, 0);
  const auto each_cell = [&](const Box& b, const auto& f) {
    for (int y = row(b.min_y); y <= row(b.max_y); ++y)
      for (int x = column(b.min_x); x <= column(b.max_x); ++x) f(static_cast<std::size_t>(y) * static_cast<std::size_t>(columns_) + static_cast<std::size_t>(x));
  };
  const auto is_large = [&](const Box& b) { return (row(b.max_y) - row(b.min_y) + 1) * static_cast<double>(column(b.max_x) - column(b.min_x) + 1) > 64; };
  for (std::uint32_t i = 0; i < boxes_.size(); ++i) {
    if (boxes_[i].empty()) continue;
    if (is_large(boxes_[i])) large_.push_back(i);
    else each_cell(boxes_[i], [&](std::size_t c) { ++begin_[c + 1]; });
  }
  for (std::size_t c = 0; c < cells; ++c) begin_[c + 1] += begin_[c];
  in_cell_.resize(begin_.back());
  auto next = begin_;
  for (std::uint32_t i = 0; i < boxes_.size(); ++i)
    if (!boxes_[i].empty() && !is_large(boxes_[i])) each_cell(boxes_[i], [&](std::size_t c) { in_cell_[next[c]++] = i; });
}

int BoxGrid::column(double x) const { return static_cast<int>(std::clamp((x - all_.min_x) / cell_, 0.0, static_cast<double>(columns_ - 1))); }
int BoxGrid::row(double y) const { return static_cast<int>(std::clamp((y - all_.min_y) / cell_, 0.0, static_cast<double>(rows_ - 1))); }

std::vector<std::uint32_t> BoxGrid::touching(const Box& window) const {
  std::vector<std::uint32_t> out;
  if (all_.empty() || !touch(all_, window)) return out;
  for (const auto i : large_)
    if (touch(boxes_[i], window)) out.push_back(i);
  for (int y = row(window.min_y); y <= row(window.max_y); ++y)
    for (int x = column(window.min_x); x <= column(window.max_x); ++x) {
      const auto c = static_cast<std::size_t>(y) * static_cast<std::size_t>(columns_) + static_cast<std::size_t>(x);
      for (auto k = begin_[c]; k < begin_[c + 1]; ++k)
        if (touch(boxes_[in_cell_[k]], window)) out.push_back(in_cell_[k]);
    }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

std::vector<std::uint8_t> same_outline_as_child(const World& world) {
  std::vector<std::uint8_t> out(world.areas.size(), 0);
  for (const auto& child : world.areas) {
    if (!child.parent.valid() || child.parent.value >= world.areas.size() || child.shape.empty()) continue;
    const Box a = bounds(child.shape), b = bounds(world.areas[child.parent.value].shape);
    const double off = std::max({std::abs(a.min_x - b.min_x), std::abs(a.max_x - b.max_x), std::abs(a.min_y - b.min_y), std::abs(a.max_y - b.max_y)});
    if (off < 1) out[child.parent.value] = 1;
  }
  return out;
}

std::vector<std::vector<Point>> name_lines(const StreetNetwork& net, std::span<const std::uint32_t> edges) {
  // (node, which of `edges`), by node and then by edge: a row of edges for each node.
  std::vector<std::pair<std::uint32_t, std::uint32_t>> at_node;
  at_node.reserve(2 * edges.size());
  for (std::uint32_t k = 0; k < edges.size(); ++k) at_node.emplace_back(net.from[edges[k]].value, k), at_node.emplace_back(net.to[edges[k]].value, k);
  std::stable_sort(at_node.begin(), at_node.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  const auto row = [&](std::uint32_t node) {
    return std::equal_range(at_node.begin(), at_node.end(), std::pair{node, 0u}, [](const auto& a, const auto& b) { return a.first < b.first; });
  };
  std::vector<std::uint8_t> used(edges.size(), 0);
  std::vector<std::vector<Point>> out;
  const auto walk = [&](std::uint32_t node) {
    std::vector<Point> line;
    while (true) {
      std::uint32_t next = UINT32_MAX;
      double best = -2;
      const auto [from, to] = row(node);
      for (auto it = from; it != to; ++it) {
        const auto k = it->second;
        if (used[k] != 0) continue;
        const auto shape = net.line(EdgeId(edges[k]));
        const bool forward = net.from[edges[k]].value == node;
        const Point a = forward ? shape[0] : shape[shape.size() - 1], b = forward ? shape[1] : shape[shape.size() - 2];
        double straight = 0;
        if (line.size() >= 2) {
          const Point p = line[line.size() - 2], q = line.back();
          const double n = distance(p, q) * distance(a, b);
          if (n > 0) straight = ((q.x - p.x) * (b.x - a.x) + (q.y - p.y) * (b.y - a.y)) / n;
          if (straight < 0.3) continue;
        }
        if (straight > best) best = straight, next = k;
      }
      if (next == UINT32_MAX) break;
      used[next] = 1;
      const auto e = edges[next];
      const auto shape = net.line(EdgeId(e));
      const bool forward = net.from[e].value == node;
      for (std::size_t i = line.empty() ? 0 : 1; i < shape.size(); ++i)
        line.push_back(forward ? shape[i] : shape[shape.size() - 1 - i]);
      node = forward ? net.to[e].value : net.from[e].value;
    }
    if (line.size() >= 2) out.push_back(std::move(line));
  };
  for (std::size_t i = 0; i < at_node.size();) {
    std::size_t end = i;
    while (end < at_node.size() && at_node[end].first == at_node[i].first) ++end;
    if (end - i == 1) walk(at_node[i].first);
    i = end;
  }
  for (std::size_t k = 0; k < edges.size(); ++k)
    if (used[k] == 0) walk(net.from[edges[k]].value);
  return out;
}

OverlayIndex::OverlayIndex(const World& world, const Scenario& scenario) : world_(&world), same_as_child_(same_outline_as_child(world)) {
  std::array<std::vector<Box>, 16> boxes;
  for (auto& shapes : thinned_) shapes.resize(world.areas.size());
  for (std::size_t i = 0; i < world.areas.size(); ++i) {
    const Area& area = world.areas[i];
    area_box_.push_back(bounds(area.shape));
    const auto level = static_cast<std::size_t>(std::clamp(area.level, 0, 5));
    areas_[level].ids.push_back(static_cast<std::uint32_t>(i)), boxes[level].push_back(area_box_.back());
    area_label_.push_back(area.shape.empty() ? Point{} : inside_point(area.shape));
    for (std::size_t t = 0; t < 3; ++t) thinned_[t][i] = thinned(t == 0 ? area.shape : thinned_[t - 1][i], kTolerance[t]);
    quarters_named_ = quarters_named_ || (area.level == 4 && !area.shape.empty());
  }
  for (std::size_t k = 0; k < areas_.size(); ++k) areas_[k].grid = BoxGrid(std::exchange(boxes[k], {}));
  for (std::uint32_t i = 0; i < world.context.size(); ++i) {
    const auto& feature = world.context[i];
    Box b = bounds(feature.shape);
    if (!feature.line.empty()) b.add(bounds(feature.line));
    const auto kind = static_cast<std::size_t>(feature.kind);
    context_.at(kind).ids.push_back(i), boxes.at(kind).push_back(b);
    walls_ = walls_ || feature.kind == ContextKind::kWall || feature.kind == ContextKind::kQuarter;
  }
  for (std::size_t k = 0; k < context_.size(); ++k) context_[k].grid = BoxGrid(std::move(boxes[k]));
  study_ = scene::study_shape(world, scenario);
  boundary_ = scene::study_boundary(world, scenario);

  const auto& net = world.streets;
  // Edges by name and by whether the street is a larger one, so that a district's labels need not look at its lanes.
  std::vector<std::pair<std::uint64_t, std::uint32_t>> named;
  for (std::size_t e = 0; e < net.n_edges(); ++e)
    if (const auto name = net.name[e]; name != 0 && name < net.names.size() && !net.names[name].empty())
      named.emplace_back(std::uint64_t{name} * 2 + (net.street_class[e] > StreetClass::kTertiary), static_cast<std::uint32_t>(e));
  std::sort(named.begin(), named.end());
  std::vector<std::uint32_t> edges;
  std::vector<Box> line_boxes, major_boxes;
  for (std::size_t i = 0; i < named.size();) {
    edges.clear();
    auto highest = StreetClass::kPedestrian;
    const auto key = named[i].first;
    for (; i < named.size() && named[i].first == key; ++i) edges.push_back(named[i].second), highest = std::min(highest, net.street_class[named[i].second]);
    for (auto& points : name_lines(net, edges)) {
      NameLine line{static_cast<std::uint32_t>(key / 2), highest, std::move(points), {}};
      double sum = 0;
      line.along.push_back(0);
      for (std::size_t k = 1; k < line.points.size(); ++k) line.along.push_back(sum += distance(line.points[k - 1], line.points[k]));
      line_boxes.push_back(bounds(line.points));
      if (highest <= StreetClass::kTertiary) major_.push_back(static_cast<std::uint32_t>(lines_.size())), major_boxes.push_back(line_boxes.back());
      lines_.push_back(std::move(line));
    }
  }
  lines_grid_ = BoxGrid(std::move(line_boxes));
  major_grid_ = BoxGrid(std::move(major_boxes));
}

std::vector<std::uint32_t> OverlayIndex::context(const Box& window, std::uint32_t kinds) const {
  std::vector<std::uint32_t> out;
  for (std::size_t k = 0; k < context_.size(); ++k)
    if ((kinds >> k & 1u) != 0)
      for (const auto i : context_[k].grid.touching(window)) out.push_back(context_[k].ids[i]);
  std::sort(out.begin(), out.end());
  return out;
}

std::vector<std::uint32_t> OverlayIndex::areas(const Box& window, int deepest) const {
  std::vector<std::uint32_t> out;
  for (std::size_t k = 0; k < areas_.size() && static_cast<int>(k) <= deepest; ++k)
    for (const auto i : areas_[k].grid.touching(window)) out.push_back(areas_[k].ids[i]);
  std::sort(out.begin(), out.end());
  return out;
}

const MultiPolygon& OverlayIndex::area_shape(std::size_t i, double metres_per_px) const {
  for (std::size_t t = 3; t-- > 0;)
    if (kTolerance[t] <= metres_per_px / 3) return thinned_[t][i];
  return world_->areas[i].shape;
}

std::vector<std::uint32_t> OverlayIndex::lines_in(const Box& window, StreetClass lowest) const {
  if (lowest > StreetClass::kTertiary) return lines_grid_.touching(window);
  auto out = major_grid_.touching(window);
  for (auto& i : out) i = major_[i];
  std::erase_if(out, [&](std::uint32_t i) { return lines_[i].highest > lowest; });
  return out;
}

}  // namespace catchment::scene
