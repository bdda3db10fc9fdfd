#include "viewer/ui/minimap_picture.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace catchment::viewer {

namespace {

/// Marks the cells whose middle lies inside, even-odd, row by row. O(vertices + cells marked) per row touched.
void fill(const MultiPolygon& shape, const MinimapPicture& p, std::vector<MinimapPicture::Ground>& cells, MinimapPicture::Ground ground) {
  const Box b = bounds(shape);
  if (b.empty()) return;
  const auto row_of = [&](double y) { return static_cast<int>(std::floor((p.box.max_y - y) / p.cell_m)); };
  std::vector<double> crossings;
  for (int r = std::max(0, row_of(b.max_y)); r <= std::min(p.rows - 1, row_of(b.min_y)); ++r) {
    const double y = p.box.max_y - (r + 0.5) * p.cell_m;
    crossings.clear();
    for (const Polygon& polygon : shape)
      for (const Ring& ring : polygon.rings)
        for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++)
          if ((ring[i].y > y) != (ring[j].y > y)) crossings.push_back(ring[i].x + (y - ring[i].y) / (ring[j].y - ring[i].y) * (ring[j].x - ring[i].x));
    std::sort(crossings.begin(), crossings.end());
    for (std::size_t k = 0; k + 1 < crossings.size(); k += 2) {
      const int from = std::max(0, static_cast<int>(std::ceil((crossings[k] - p.box.min_x) / p.cell_m - 0.5)));
      const int to = std::min(p.columns, static_cast<int>(std::ceil((crossings[k + 1] - p.box.min_x) / p.cell_m - 0.5)));
      for (int c = from; c < to; ++c) cells[static_cast<std::size_t>(r * p.columns + c)] = ground;
    }
  }
}

void add_outline(MinimapPicture& p, const Ring& ring) {
  std::vector<Point> thin;
  for (const Point& at : ring)
    if (thin.empty() || distance(thin.back(), at) >= p.cell_m) thin.push_back(at);
  if (thin.size() >= 3) p.outlines.push_back(std::move(thin));
}

/// Motorways to secondary streets; where there are none, the next lower class that is there.
void add_streets(MinimapPicture& p, const StreetNetwork& net) {
  const auto at_least = [&](StreetClass c) {
    static constexpr std::array kUp{StreetClass::kMotorway, StreetClass::kPrimary, StreetClass::kSecondary, StreetClass::kTertiary, StreetClass::kResidential};
    const auto of = [](StreetClass x) { return std::find(kUp.begin(), kUp.end(), x) - kUp.begin(); };
    std::vector<std::vector<Point>> out;
    for (std::uint32_t e = 0; e < net.n_edges(); ++e) {
      if (of(net.street_class[e]) > of(c)) continue;
      const auto line = net.line(EdgeId(e));
      if (line.size() < 2) continue;
      std::vector<Point> thin{line.front()};
      for (const Point& at : line)
        if (distance(thin.back(), at) >= p.cell_m) thin.push_back(at);
      if (distance(thin.back(), line.back()) > 0) thin.push_back(line.back());
      if (thin.size() >= 2) out.push_back(std::move(thin));
    }
    return out;
  };
  constexpr std::size_t kMost = 6000;   // lines: more are a smear, and slow
  for (const StreetClass c : {StreetClass::kSecondary, StreetClass::kTertiary, StreetClass::kResidential}) {
    auto lines = at_least(c);
    if (lines.empty()) continue;
    if (lines.size() <= kMost) p.streets = std::move(lines);
    return;
  }
}

}  // namespace

MinimapPicture minimap_picture(const World& world, int most_columns, int most_rows) {
  MinimapPicture p;
  for (const DemandPoint& d : world.demand)
    if (d.inside) p.box.add(d.position);
  for (const Facility& f : world.facilities)
    if (f.inside) p.box.add(f.position);
  if (p.box.empty())
    for (const Area& a : world.areas) p.box.add(bounds(a.shape));
  if (p.box.empty()) return p;
  const double margin = std::max({p.box.width(), p.box.height(), 50.0}) * 0.04;
  p.box = {p.box.min_x - margin, p.box.min_y - margin, p.box.max_x + margin, p.box.max_y + margin};
  p.cell_m = std::max(p.box.width() / most_columns, p.box.height() / most_rows);
  p.columns = std::clamp(static_cast<int>(std::ceil(p.box.width() / p.cell_m - 1e-9)), 1, most_columns);
  p.rows = std::clamp(static_cast<int>(std::ceil(p.box.height() / p.cell_m - 1e-9)), 1, most_rows);
  p.box.max_x = p.box.min_x + p.columns * p.cell_m;
  p.box.min_y = p.box.max_y - p.rows * p.cell_m;

  const auto n = static_cast<std::size_t>(p.columns) * static_cast<std::size_t>(p.rows);
  std::vector<MinimapPicture::Ground> ground(n, MinimapPicture::Ground::kNone);
  for (const auto& c : world.context)
    if (c.kind == ContextKind::kGreen) fill(c.shape, p, ground, MinimapPicture::Ground::kGreen);
  for (const auto& c : world.context)
    if (c.kind == ContextKind::kWater) fill(c.shape, p, ground, MinimapPicture::Ground::kWater);
  std::vector<double> persons(n, 0);
  for (const DemandPoint& d : world.demand) {
    const int c = static_cast<int>((d.position.x - p.box.min_x) / p.cell_m), r = static_cast<int>((p.box.max_y - d.position.y) / p.cell_m);
    if (c >= 0 && r >= 0 && c < p.columns && r < p.rows) persons[static_cast<std::size_t>(r * p.columns + c)] += static_cast<double>(d.persons);
  }
  // Four steps up to what all but the fullest few cells hold.
  std::vector<double> full;
  for (const double v : persons)
    if (v > 0) full.push_back(v);
  double top = 1;
  if (!full.empty()) {
    const auto at = full.begin() + static_cast<std::ptrdiff_t>(static_cast<double>(full.size() - 1) * 0.95);
    std::nth_element(full.begin(), at, full.end());
    top = *at;
  }
  const auto density = [&](double v) { return v <= 0 ? 0 : std::clamp(static_cast<int>(std::ceil(std::sqrt(v / top) * 4)), 1, 4); };
  for (int r = 0; r < p.rows; ++r)
    for (int c = 0; c < p.columns;) {
      const auto at = static_cast<std::size_t>(r * p.columns + c);
      MinimapPicture::Run run{static_cast<std::uint16_t>(r), static_cast<std::uint16_t>(c), 0, ground[at], static_cast<std::uint8_t>(density(persons[at]))};
      int end = c + 1;
      while (end < p.columns && ground[static_cast<std::size_t>(r * p.columns + end)] == run.ground && density(persons[static_cast<std::size_t>(r * p.columns + end)]) == run.density) ++end;
      run.to = static_cast<std::uint16_t>(end);
      if (run.ground != MinimapPicture::Ground::kNone || run.density > 0) p.runs.push_back(run);
      c = end;
    }
  // The uppermost areas that are more than one, so that the picture is divided; else the one there is.
  for (int level = 0; level < kBuildingLevel; ++level) {
    std::vector<const Area*> of;
    for (const Area& a : world.areas)
      if (a.level == level && !a.shape.empty()) of.push_back(&a);
    if (of.empty() || of.size() > 60) continue;
    p.outlines.clear();
    for (const Area* a : of)
      for (const Polygon& polygon : a->shape)
        if (!polygon.rings.empty()) add_outline(p, polygon.rings.front());
    if (of.size() > 1) break;
  }
  if (std::none_of(p.runs.begin(), p.runs.end(), [](const auto& r) { return r.ground != MinimapPicture::Ground::kNone; })) add_streets(p, world.streets);
  return p;
}

}  // namespace catchment::viewer
