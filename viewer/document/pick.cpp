#include "viewer/document/pick.h"

#include <algorithm>
#include <cmath>

namespace catchment::document {
namespace {

Box box_at(Point p) {
  Box box;
  box.add(p);
  return box;
}

constexpr std::uint32_t kNobody = UINT32_MAX;

}  // namespace

void PickIndex::Grid::build(const std::vector<Box>& boxes) {
  *this = {};
  if (boxes.empty()) return;
  // Of the middle 99.8 %: one place at the other end of the world may not make all others share a cell.
  std::vector<double> x, y;
  for (const Box& b : boxes) {
    x.push_back(b.centre().x);
    y.push_back(b.centre().y);
  }
  const std::size_t low = x.size() / 1000, high = x.size() - 1 - low;
  const auto at = [](std::vector<double>& v, std::size_t k) {
    std::nth_element(v.begin(), v.begin() + static_cast<std::ptrdiff_t>(k), v.end());
    return v[k];
  };
  box = {at(x, low), at(y, low), at(x, high), at(y, high)};
  // About two things a cell.
  const double n = std::max(1.0, static_cast<double>(boxes.size()) / 2);
  cell = std::max({std::sqrt(std::max(box.width(), 1.0) * std::max(box.height(), 1.0) / n), std::max(box.width(), box.height()) / 4096, 1e-6});
  columns = static_cast<std::uint32_t>(box.width() / cell) + 1;
  rows = static_cast<std::uint32_t>(box.height() / cell) + 1;
  first.assign(std::size_t{columns} * rows + 1, 0);
  const auto each = [&](const Box& b, const auto& use) {
    for (std::uint32_t r = row(b.min_y); r <= row(b.max_y); ++r)
      for (std::uint32_t c = column(b.min_x); c <= column(b.max_x); ++c) use(std::size_t{r} * columns + c);
  };
  for (const Box& b : boxes) each(b, [&](std::size_t k) { ++first[k + 1]; });
  for (std::size_t k = 1; k < first.size(); ++k) first[k] += first[k - 1];
  item.resize(first.back());
  std::vector<std::uint32_t> next(first.begin(), first.end() - 1);
  for (std::uint32_t i = 0; i < boxes.size(); ++i) each(boxes[i], [&](std::size_t k) { item[next[k]++] = i; });
}

std::uint32_t PickIndex::Grid::column(double x) const {
  return static_cast<std::uint32_t>(std::clamp((x - box.min_x) / cell, 0.0, static_cast<double>(columns - 1)));
}
std::uint32_t PickIndex::Grid::row(double y) const {
  return static_cast<std::uint32_t>(std::clamp((y - box.min_y) / cell, 0.0, static_cast<double>(rows - 1)));
}

/// Ring after ring of cells outwards. Ties to the lowest index.
template <class Distance>
std::uint32_t PickIndex::Grid::nearest(Point m, double radius, const Distance& distance_to) const {
  if (item.empty()) return kNobody;
  const auto c0 = static_cast<std::int64_t>(column(m.x)), r0 = static_cast<std::int64_t>(row(m.y));
  const auto n_columns = static_cast<std::int64_t>(columns), n_rows = static_cast<std::int64_t>(rows);
  const std::int64_t last = std::max({c0, n_columns - 1 - c0, r0, n_rows - 1 - r0});
  std::uint32_t best = kNobody;
  double reach = radius;
  const auto look = [&](std::int64_t c, std::int64_t r) {
    if (c < 0 || r < 0 || c >= n_columns || r >= n_rows) return;
    const auto k = static_cast<std::size_t>(r * n_columns + c);
    for (std::uint32_t i = first[k]; i < first[k + 1]; ++i) {
      const double d = distance_to(item[i]);
      if (d < reach || (d == reach && (best == kNobody || item[i] < best))) {
        best = item[i];
        reach = d;
      }
    }
  };
  for (std::int64_t ring = 0; ring <= last; ++ring) {
    // What lies in this ring is at least so far away.
    if (static_cast<double>(ring - 1) * cell > reach) break;
    if (ring == 0) {
      look(c0, r0);
      continue;
    }
    for (std::int64_t c = c0 - ring; c <= c0 + ring; ++c) {
      look(c, r0 - ring);
      look(c, r0 + ring);
    }
    for (std::int64_t r = r0 - ring + 1; r < r0 + ring; ++r) {
      look(c0 - ring, r);
      look(c0 + ring, r);
    }
  }
  return best;
}

PickIndex::PickIndex(const World& world) : demand_of_building_(world.buildings.size(), kNobody) {
  std::vector<Box> boxes;
  for (const Building& b : world.buildings) boxes.push_back(b.footprint.empty() ? box_at(b.position) : bounds(b.footprint));
  buildings_.build(boxes);
  boxes.clear();
  for (const DemandPoint& d : world.demand) boxes.push_back(box_at(d.position));
  demand_.build(boxes);
  boxes.clear();
  for (const Organisation& o : world.organisations) boxes.push_back(box_at(o.position));
  organisations_.build(boxes);
  for (std::uint32_t d = 0; d < world.demand.size(); ++d)
    if (const BuildingId b = world.demand[d].building; b.valid() && demand_of_building_[b.value] == kNobody) demand_of_building_[b.value] = d;
}

Thing PickIndex::at(const World& world, Point m, double radius_m, std::uint8_t ranks, bool gates, bool organisations) const {
  Thing thing;
  double reach = radius_m;
  for (std::uint32_t f = 0; f < world.facilities.size(); ++f) {
    const Facility& facility = world.facilities[f];
    if (((ranks >> (std::clamp(facility.level, 1, 4) - 1)) & 1) == 0) continue;
    const double d = distance(facility.position, m);
    if (d < reach || (d == reach && thing.kind == ThingKind::kNone)) {
      thing = {ThingKind::kFacility, f};
      reach = d;
    }
  }
  if (gates)
    for (std::uint32_t g = 0; g < world.streets.gates.size(); ++g) {
      const double d = distance(world.streets.node[world.streets.gates[g].node.value], m);
      if (d < reach || (d == reach && thing.kind == ThingKind::kNone)) {
        thing = {ThingKind::kGate, g};
        reach = d;
      }
    }
  if (thing.kind != ThingKind::kNone) return thing;
  if (organisations)
    if (const std::uint32_t o = organisations_.nearest(m, radius_m, [&](std::uint32_t i) { return distance(world.organisations[i].position, m); }); o != kNobody)
      return {ThingKind::kOrganisation, o};

  // The building that the place is inside of; of several the smallest.
  std::uint32_t inside = kNobody;
  if (!buildings_.item.empty()) {
    const std::size_t k = std::size_t{buildings_.row(m.y)} * buildings_.columns + buildings_.column(m.x);
    double least = 0;
    for (std::uint32_t i = buildings_.first[k]; i < buildings_.first[k + 1]; ++i) {
      const MultiPolygon& shape = world.buildings[buildings_.item[i]].footprint;
      if (shape.empty() || !bounds(shape).contains(m) || !contains(shape, m)) continue;
      const double size = area(shape);
      if (inside == kNobody || size < least) {
        inside = buildings_.item[i];
        least = size;
      }
    }
  }
  if (inside != kNobody && demand_of_building_[inside] != kNobody) return {ThingKind::kDemand, demand_of_building_[inside]};
  if (const std::uint32_t d = demand_.nearest(m, radius_m, [&](std::uint32_t i) { return distance(world.demand[i].position, m); }); d != kNobody)
    return {ThingKind::kDemand, d};
  if (inside != kNobody) return {ThingKind::kBuilding, inside};
  const std::uint32_t b = buildings_.nearest(m, radius_m, [&](std::uint32_t i) {
    return world.buildings[i].footprint.empty() ? distance(world.buildings[i].position, m) : INFINITY;
  });
  return b != kNobody ? Thing{ThingKind::kBuilding, b} : Thing{};
}

std::vector<std::uint32_t> PickIndex::demand_in(const World& world, const Box& box) const {
  std::vector<std::uint32_t> inside;
  if (demand_.item.empty() || box.empty()) return inside;
  for (std::uint32_t r = demand_.row(box.min_y); r <= demand_.row(box.max_y); ++r)
    for (std::uint32_t c = demand_.column(box.min_x); c <= demand_.column(box.max_x); ++c) {
      const std::size_t k = std::size_t{r} * demand_.columns + c;
      for (std::uint32_t i = demand_.first[k]; i < demand_.first[k + 1]; ++i)
        if (box.contains(world.demand[demand_.item[i]].position)) inside.push_back(demand_.item[i]);
    }
  std::sort(inside.begin(), inside.end());
  return inside;
}

}  // namespace catchment::document
