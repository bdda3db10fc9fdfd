#include "sim/placement/quarter_layout.h"

#include <algorithm>
#include <cmath>

#include "sim/placement/names.h"

namespace catchment::town {

namespace {

// One row of buildings: lengths along the row and depths across it, m at scale 1.
struct RowStyle {
  double length_min, length_max, depth, gap, row_gap;
  int floors_min, floors_max;
  BuildingKind kind;
  double skip = 0;      // share of places left open
  bool path = true;     // a path runs along its north side
};

RowStyle style_of(LandUse use, Stream& draw) {
  const auto r = BuildingKind::kResidential;
  switch (use) {
    case LandUse::kTowers: return {26, 34, draw.uniform(15, 19), draw.uniform(20, 28), draw.uniform(32, 42), 18, 33, r, 0.04};
    case LandUse::kLanes: return {34, 58, draw.uniform(9, 10.5), 4.5, draw.uniform(4.6, 5.6), 2, 3, r, 0.02};
    case LandUse::kOffice: return {36, 50, draw.uniform(30, 40), draw.uniform(16, 24), draw.uniform(22, 30), 14, 46, BuildingKind::kOffice, 0.1};
    case LandUse::kCampus: return {46, 74, draw.uniform(15, 18), draw.uniform(16, 24), draw.uniform(26, 34), 4, 7, BuildingKind::kCampus, 0.34};
    case LandUse::kIndustry: return {60, 90, draw.uniform(32, 42), 14, draw.uniform(14, 20), 1, 4, BuildingKind::kIndustrial, 0.08};
    case LandUse::kCivic: return {34, 56, draw.uniform(13, 16), 14, draw.uniform(20, 26), 3, 5, BuildingKind::kPublic, 0.2};
    case LandUse::kPark: return {10, 14, 8, 50, 62, 1, 1, BuildingKind::kPark, 0.8};
    default: return {42, 62, draw.uniform(10.5, 12), draw.uniform(6, 9), draw.uniform(14, 18), 5, 7, r, 0.02};
  }
}

class Layout {
 public:
  Layout(const QuarterPlan& quarter, const Quad& wall, AreaId area, const Name& name, const LayoutOptions& options, Stream& draw,
         StreetLines& lines, World& world)
      : quarter_(quarter), wall_(wall), area_(area), name_(name), options_(options), draw_(draw), lines_(lines), world_(world),
        k_(options.scale), width_(std::min(distance(wall[0], wall[1]), distance(wall[3], wall[2])) / k_),
        height_(std::min(distance(wall[0], wall[3]), distance(wall[1], wall[2])) / k_) {}

  QuarterContent run() {
    content_.first_building = static_cast<std::uint32_t>(world_.buildings.size());
    content_.first_gate = static_cast<std::uint32_t>(world_.streets.gates.size());
    content_.main_gate = place(width_ / 2, height_ / 2);
    walled_ = quarter_.use != LandUse::kOffice && quarter_.use != LandUse::kPark && quarter_.use != LandUse::kCivic;
    lay_rows();
    lay_paths();
    context();
    content_.end_building = static_cast<std::uint32_t>(world_.buildings.size());
    content_.end_gate = static_cast<std::uint32_t>(world_.streets.gates.size());
    return content_;
  }

 private:
  // Everything below is in metres at scale 1 from the wall's south-west corner, x along the south side.
  Point place(double x, double y) const { return at(wall_, x / width_, y / height_); }

  // Tangent of the angle by which the west-east and south-north directions miss the square, the worse of two corners.
  double slant() const {
    double worst = 0;
    for (const std::size_t k : {std::size_t{0}, std::size_t{2}}) {
      const Point o = wall_[k], a = wall_[(k + 1) % 4], b = wall_[(k + 3) % 4];
      const double dot = (a.x - o.x) * (b.x - o.x) + (a.y - o.y) * (b.y - o.y);
      const double cross = (a.x - o.x) * (b.y - o.y) - (a.y - o.y) * (b.x - o.x);
      worst = std::max(worst, std::abs(dot / cross));
    }
    return worst;
  }

  void lay_rows() {
    RowStyle base = style_of(quarter_.use, draw_);
    if (options_.scale < 1) base.row_gap *= 1.05;
    // In a slanted quarter the spine leans against the square ends of the buildings: leave that much more room.
    const double lean = base.depth * slant();
    const double margin = lean / 2 + (quarter_.use == LandUse::kLanes ? 4.5 : quarter_.use == LandUse::kIndustry || quarter_.use == LandUse::kOffice ? 11 : 7.5);
    // The spine, the path that all rows meet: in the middle third where both sides hold a building, else at the edge.
    const double spine_w = lean + (quarter_.use == LandUse::kLanes ? 6 : 9);
    if (width_ >= 2 * base.length_min * 0.8 + spine_w + 2 * margin) spine_ = width_ * draw_.uniform(0.38, 0.62);
    else spine_ = (margin + lean) / 2 + 1.5;
    const double left_end = spine_ - spine_w / 2, right_begin = std::max(margin, spine_ + spine_w / 2);

    std::vector<RowStyle> rows;
    double y = margin;
    // Shops stand in the wall's line where a larger street passes the south side.
    const bool homes = is_residential(quarter_.use);
    const RowStyle shops{16, 30, 9, 1.5, 9, 2, 3, BuildingKind::kMixed, 0.05, false};
    const auto busy = [&](Side side) {
      const auto street = quarter_.piece.side[side];
      return street != kNoStreet && lines_.street_class(street) <= StreetClass::kSecondary;
    };
    if (homes && height_ > 60 && busy(kSouth) && draw_.chance(0.6)) {
      shop_row(0.6, shops, left_end, right_begin, margin);
      y = 0.6 + shops.depth + shops.row_gap;
    }
    double top = height_ - margin;
    const bool north_shops = homes && height_ > 75 && busy(kNorth) && draw_.chance(0.6);
    if (north_shops) {
      top = height_ - 0.6 - shops.depth - shops.row_gap;
      shop_row(height_ - 0.6 - shops.depth, shops, left_end, right_begin, margin);
    }
    const double available = top - y;
    int n = static_cast<int>(std::floor((available + base.row_gap * 0.8) / (base.depth + base.row_gap)));
    if (n < 1 && available >= base.depth + 2) n = 1;
    if (n < 1) return;
    const double gap = n > 1 ? std::min(base.row_gap * 1.35, (available - n * base.depth) / (n - 1)) : 0;
    const double start = y + std::max(0.0, (available - n * base.depth - (n - 1) * gap) / 2);
    const int open_row = n >= 3 ? n / 2 : -1;  // the courtyard green
    const bool open_left = draw_.chance(0.5);
    for (int r = 0; r < n; ++r) {
      RowStyle row = base;
      const double y0 = start + r * (base.depth + gap);
      if (quarter_.use == LandUse::kMixedHomes && r >= n - std::max(1, n / 3)) {
        row.length_min = 24, row.length_max = 30, row.gap = 22, row.floors_min = 16, row.floors_max = 28;
      }
      const double path_y = r + 1 < n ? y0 + base.depth + gap * 0.5 : y0 + base.depth + std::min(3.6, (height_ - y0 - base.depth) * 0.5);
      const bool green_here = r == open_row && quarter_.use != LandUse::kLanes && quarter_.use != LandUse::kIndustry;
      double first = spine_, last = spine_;
      for (const bool left : {true, false}) {
        const double a = left ? margin : right_begin, b = left ? left_end : width_ - margin;
        if (b - a < base.length_min * 0.5) continue;
        if (green_here && left == open_left) {
          courtyard(a, y0, b, y0 + base.depth);
          continue;
        }
        double from = 0, to = 0;
        if (!bars(row, a, b, y0, from, to)) continue;
        first = std::min(first, from);
        last = std::max(last, to);
      }
      row_path_.push_back({path_y, first, last});
    }
  }

  // Bars of one row between a and b; `from`, `to`: middles of the first and the last one.
  bool bars(const RowStyle& row, double a, double b, double y0, double& from, double& to) {
    const double room = b - a;
    double length = draw_.uniform(row.length_min, (row.length_min + row.length_max) / 2);
    int n = static_cast<int>(std::floor((room + row.gap) / (length + row.gap)));
    if (n < 1) n = 1, length = room;
    length = std::min({row.length_max, (room - (n - 1) * row.gap) / n});
    if (length < row.length_min * 0.45) return false;
    const double slack = (room - n * length - (n - 1) * row.gap) / n;
    bool any = false;
    for (int k = 0; k < n; ++k) {
      const double x0 = a + k * (length + row.gap + slack) + slack / 2;
      if (draw_.chance(row.skip)) continue;
      add_building(x0, y0, length, row.depth, row);
      if (!any) from = x0 + length / 2;
      to = x0 + length / 2;
      any = true;
    }
    return any;
  }

  void shop_row(double y0, const RowStyle& shops, double left_end, double right_begin, double margin) {
    double unused_from = 0, unused_to = 0;
    if (left_end - margin > shops.length_min) bars(shops, margin, left_end - 2, y0, unused_from, unused_to);
    if (width_ - margin - right_begin > shops.length_min) bars(shops, right_begin + 2, width_ - margin, y0, unused_from, unused_to);
  }

  void add_building(double x0, double y0, double length, double depth, const RowStyle& row) {
    const double xm = x0 + length / 2, ym = y0 + depth / 2;
    const Point middle = place(xm, ym), west = place(0, ym), east = place(width_, ym);
    const double across = distance(west, east);
    const Point e{(east.x - west.x) / across * k_, (east.y - west.y) / across * k_};
    const auto corner = [&](double u, double v) { return Point{middle.x + e.x * u - e.y * v, middle.y + e.y * u + e.x * v}; };
    Building b;
    b.position = middle;
    const double u = length / 2, v = depth / 2;
    b.footprint = {Polygon{{{corner(-u, -v), corner(u, -v), corner(u, v), corner(-u, v)}}}};
    b.area = area_;
    b.kind = row.kind;
    b.floors = static_cast<std::int32_t>(draw_.between(row.floors_min, row.floors_max));
    if (row.kind == BuildingKind::kOffice && draw_.chance(0.12)) b.floors += static_cast<std::int32_t>(draw_.between(10, 30));
    b.gross_area_m2 = std::round(length * depth * k_ * k_ * b.floors);
    if (row.kind == BuildingKind::kResidential) content_.homes_m2 += b.gross_area_m2;
    world_.buildings.push_back(std::move(b));
  }

  void courtyard(double x0, double y0, double x1, double y1) {
    if (!options_.greens) return;
    ContextFeature green;
    green.kind = ContextKind::kGreen;
    green.shape = {Polygon{{{place(x0, y0), place(x1, y0), place(x1, y1), place(x0, y1)}}}};
    world_.context.push_back(std::move(green));
  }

  void path(NodeId a, NodeId b, StreetClass street_class, std::uint8_t access) {
    const std::array<Point, 2> line{world_.streets.node[a.value], world_.streets.node[b.value]};
    add_edge(world_.streets, a, b, line, street_class, access);
  }

  void lay_paths() {
    if (row_path_.empty()) return;
    const bool open = !walled_;
    inner_class_ = quarter_.use == LandUse::kLanes ? StreetClass::kLane
                   : quarter_.use == LandUse::kIndustry || quarter_.use == LandUse::kCampus ? StreetClass::kService
                   : quarter_.use == LandUse::kPark ? StreetClass::kFootway
                   : quarter_.use == LandUse::kOffice ? StreetClass::kPedestrian : StreetClass::kFootway;
    inner_access_ = open ? kEveryone : static_cast<std::uint8_t>(kEveryone | kPrivate);
    choose_gates();
    NodeId below;  // last node of the spine
    if (gate_[kSouth]) below = open_gate(kSouth, spine_, 0);
    for (std::size_t r = 0; r < row_path_.size(); ++r) {
      const auto [y, first, last] = row_path_[r];
      const NodeId middle = lines_.add_node(place(spine_, y));
      if (below.valid()) path(below, middle, inner_class_, inner_access_);
      below = middle;
      // A gate on the west or east side prolongs the row's path to the wall.
      NodeId west = middle, east = middle;
      if (first < spine_ - 2) path(middle, west = lines_.add_node(place(first, y)), inner_class_, inner_access_);
      if (last > spine_ + 2) path(middle, east = lines_.add_node(place(last, y)), inner_class_, inner_access_);
      if (gate_[kWest] && r == side_row_[0]) path(west, open_gate(kWest, 0, y), inner_class_, inner_access_);
      if (gate_[kEast] && r == side_row_[1]) path(east, open_gate(kEast, width_, y), inner_class_, inner_access_);
    }
    if (gate_[kNorth]) path(below, open_gate(kNorth, spine_, height_), inner_class_, inner_access_);
  }

  void choose_gates() {
    side_row_ = {draw_.below(row_path_.size()), draw_.below(row_path_.size())};
    std::vector<Side> on_street;
    for (const Side side : {kSouth, kEast, kNorth, kWest})
      if (quarter_.piece.side[side] != kNoStreet) on_street.push_back(side);
    if (on_street.empty()) return;
    const double p = walled_ ? 0.6 : 0.85;
    bool any = false;
    for (const Side side : on_street)
      if (draw_.chance(p)) gate_[side] = any = true;
    if (!any) gate_[on_street[draw_.below(on_street.size())]] = true;
  }

  // A node in the wall, joined to the street outside. Only the gate's node lies in the wall, so shutting it shuts the way.
  NodeId open_gate(Side side, double x, double y) {
    const Point in_wall = place(x, y);
    const std::uint32_t street = quarter_.piece.side[side];
    const NodeId outside = lines_.stop(street, in_wall, 4 * k_);
    const NodeId node = lines_.add_node(in_wall);
    path(outside, node, StreetClass::kService, kEveryone);
    opening_[side] = side == kSouth || side == kNorth ? x : y;
    if (walled_) {
      const bool main = world_.streets.gates.size() == content_.first_gate;
      Gate gate;
      gate.id = numbered("G", world_.streets.gates.size() + 1);
      gate.node = node;
      gate.state = main || draw_.chance(0.35) ? GateState::kOpen : GateState::kResidentsOnly;
      world_.streets.gates.push_back(std::move(gate));
      if (main) content_.main_gate = in_wall;
    } else {
      content_.main_gate = in_wall;
    }
    return node;
  }

  void context() {
    ContextFeature land;
    land.name = name_;
    land.shape = {Polygon{{{wall_[0], wall_[1], wall_[2], wall_[3]}}}};
    land.kind = quarter_.use == LandUse::kCampus    ? ContextKind::kCampus
                : quarter_.use == LandUse::kIndustry ? ContextKind::kIndustrial
                : quarter_.use == LandUse::kPark     ? ContextKind::kGreen
                                                     : ContextKind::kQuarter;
    world_.context.push_back(std::move(land));
    if (!walled_ || !options_.walls) return;
    const double door = 4;  // half an opening, m
    for (const Side side : {kSouth, kEast, kNorth, kWest}) {
      const bool flat = side == kSouth || side == kNorth;
      const double length = flat ? width_ : height_;
      const auto along = [&](double u) {
        return flat ? place(u, side == kSouth ? 0 : height_) : place(side == kWest ? 0 : width_, u);
      };
      const auto wall = [&](double a, double b) {
        if (b - a < 1) return;
        ContextFeature piece;
        piece.kind = ContextKind::kWall;
        piece.line = {along(a), along(b)};
        world_.context.push_back(std::move(piece));
      };
      if (opening_[side] >= 0) {
        wall(0, opening_[side] - door);
        wall(opening_[side] + door, length);
      } else {
        wall(0, length);
      }
    }
  }

  struct RowPath {
    double y, first, last;
  };
  const QuarterPlan& quarter_;
  const Quad& wall_;
  AreaId area_;
  const Name& name_;
  const LayoutOptions& options_;
  Stream& draw_;
  StreetLines& lines_;
  World& world_;
  double k_, width_, height_;
  bool walled_ = true;
  double spine_ = 0;
  std::vector<RowPath> row_path_;
  std::array<bool, 4> gate_{};
  std::array<double, 4> opening_{-1, -1, -1, -1};
  std::array<std::size_t, 2> side_row_{};
  StreetClass inner_class_ = StreetClass::kFootway;
  std::uint8_t inner_access_ = kEveryone;
  QuarterContent content_;
};

}  // namespace

double setback_m(const StreetLines& lines, std::uint32_t street) {
  if (street == kNoStreet) return 1.6;
  switch (lines.street_class(street)) {
    case StreetClass::kPrimary: return 21;
    case StreetClass::kSecondary: return 16;
    case StreetClass::kTertiary: return 11.5;
    default: return 8;
  }
}

QuarterContent lay_out_quarter(const QuarterPlan& quarter, const Quad& land, AreaId area, const Name& name,
                               const LayoutOptions& options, Stream& draw, StreetLines& lines, World& world) {
  std::array<double, 4> by{};
  for (std::size_t side = 0; side < 4; ++side) by[side] = setback_m(lines, quarter.piece.side[side]) * options.scale;
  Quad wall;
  if (!inset(land, by, wall)) {
    QuarterContent none;
    none.first_building = none.end_building = static_cast<std::uint32_t>(world.buildings.size());
    none.first_gate = none.end_gate = static_cast<std::uint32_t>(world.streets.gates.size());
    none.main_gate = at(land, 0.5, 0.5);
    return none;
  }
  return Layout(quarter, wall, area, name, options, draw, lines, world).run();
}

}  // namespace catchment::town
