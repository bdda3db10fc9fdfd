#include <algorithm>
#include <cmath>
#include <array>
#include <cmath>
#include <map>

#include "sim/placement/names.h"
#include "sim/placement/town_parts.h"

namespace catchment::town {

namespace {

struct Suffix {
  const char* zh;
  const char* en;
};

// Suffixes of quarters by their form; a block numbers those that come twice.
Suffix suffix_of(LandUse use, Stream& draw) {
  static constexpr std::array<Suffix, 3> kSlabNames{{{"新村", "New Village"}, {"小区", "Estate"}, {"家园", "Homestead"}}};
  static constexpr std::array<Suffix, 4> kTowerNames{{{"花园", "Garden"}, {"公寓", "Apartments"}, {"名苑", "Court"}, {"佳园", "Residence"}}};
  static constexpr std::array<Suffix, 2> kLaneNames{{{"里", "Li"}, {"坊", "Fang"}}};
  static constexpr std::array<Suffix, 3> kOfficeNames{{{"中心", "Centre"}, {"广场", "Plaza"}, {"大厦", "Tower"}}};
  switch (use) {
    case LandUse::kSlabs: return kSlabNames[draw.below(3)];
    case LandUse::kTowers: case LandUse::kMixedHomes: return kTowerNames[draw.below(4)];
    case LandUse::kLanes: return kLaneNames[draw.below(2)];
    case LandUse::kOffice: return kOfficeNames[draw.below(3)];
    case LandUse::kCampus: return {"学院", "College"};
    case LandUse::kIndustry: return {"产业园", "Industrial Park"};
    case LandUse::kPark: return {"公园", "Park"};
    case LandUse::kCivic: return {"公共服务区", "Civic Quarter"};
  }
  return {"", ""};
}

MultiPolygon ring(std::initializer_list<Point> points) { return {Polygon{{Ring(points)}}}; }

// Outline of a range of super-blocks along the corners of the grid.
MultiPolygon outline(const GridPlan& plan, const CellRange& c) {
  Ring rim;
  for (int i = c.i0; i < c.i1; ++i) rim.push_back(plan.at(i, c.j0));
  for (int j = c.j0; j < c.j1; ++j) rim.push_back(plan.at(c.i1, j));
  for (int i = c.i1; i > c.i0; --i) rim.push_back(plan.at(i, c.j1));
  for (int j = c.j1; j > c.j0; --j) rim.push_back(plan.at(c.i0, j));
  return {Polygon{{rim}}};
}

AreaId add_area(World& world, std::string id, Name name, int level, AreaId parent, MultiPolygon shape) {
  Area a;
  a.id = std::move(id);
  a.name = std::move(name);
  a.level = level;
  a.parent = parent;
  a.shape = std::move(shape);
  a.modelled = true;
  world.areas.push_back(std::move(a));
  return AreaId(world.areas.size() - 1);
}

Point on_river_line(const GridPlan& plan, int j, double t) {
  const Point a = plan.at(plan.river_line, j), b = plan.at(plan.river_line, j + 1);
  return {a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t};
}

}  // namespace

void make_areas(TownDraft& draft, World& world) {
  const GridPlan& plan = draft.plan;
  const auto& spec = draft.spec;
  const bool one = plan.districts.size() == 1 && plan.sub_districts.size() == 1;
  const Name city_name = spec.name.zh.empty() && spec.name.en.empty() ? Name{"示范城区", "Model Town"} : spec.name;
  const auto city = add_area(world, "city", one ? Name{"示范市", "Model City"} : city_name, 0, AreaId(), outline(plan, {0, 0, plan.nx, plan.ny}));
  for (std::size_t d = 0; d < plan.districts.size(); ++d)
    draft.district_area.push_back(add_area(world, numbered("d", d + 1), plan.districts[d].name, 1, city, outline(plan, plan.districts[d].cells)));
  const NameBook sub_names(draft.seed, "town.sub-districts");
  for (std::size_t s = 0; s < plan.sub_districts.size(); ++s) {
    const auto& sub = plan.sub_districts[s];
    const bool rural = std::none_of(plan.urban.begin(), plan.urban.end(), [](auto u) { return u; }) ||
                       !plan.urban[plan.cell((sub.cells.i0 + sub.cells.i1) / 2, (sub.cells.j0 + sub.cells.j1) / 2)];
    Name name = rural ? with_suffix(sub_names.stem(s), "镇", "Town") : with_suffix(sub_names.stem(s), "路街道", "Road Sub-district");
    if (one) name = city_name;
    draft.sub_district_area.push_back(add_area(world, numbered("s", s + 1), std::move(name), 2, draft.district_area[sub.district], outline(plan, sub.cells)));
  }
  const NameBook stems(draft.seed, "town.quarters");
  const auto& blocks = draft.blocks.blocks;
  std::vector<AreaId> strip_parent;
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    const Block& block = blocks[b];
    const Quad& cell = draft.blocks.cell_quad[block.cell];
    const Quad q = quad_of(cell, block.piece);
    const int j = static_cast<int>(block.cell) / plan.nx;
    const bool east_bank = static_cast<int>(block.cell) % plan.nx == plan.river_line;
    MultiPolygon shape = ring({q[0], q[1], q[2], q[3]});
    if (block.riverside) {
      const Point low = on_river_line(plan, j, block.piece.t0), high = on_river_line(plan, j, block.piece.t1);
      shape = east_bank ? ring({low, q[0], q[1], q[2], q[3], high}) : ring({q[0], q[1], low, high, q[2], q[3]});
    }
    const Name stem = stems.stem(b);
    Name name = block.rural                  ? with_suffix(stem, "村", "Village Fields")
                : is_residential(block.use) ? with_suffix(stem, "社区", "Community")
                : block.use == LandUse::kOffice ? with_suffix(stem, "商务区", "Business Block")
                                            : with_suffix(stem, "片区", "Block");
    draft.block_area.push_back(add_area(world, numbered("b", b + 1), std::move(name), 3,
                                        draft.sub_district_area[plan.sub_district_of[block.cell]], std::move(shape)));
  }
  const auto& quarters = draft.blocks.quarters;
  std::size_t first = 0;
  while (first < quarters.size()) {
    const std::uint32_t b = quarters[first].block;
    std::map<std::string, int> used;  // ordered; only asked by key
    const Name stem = stems.stem(b);
    for (; first < quarters.size() && quarters[first].block == b; ++first) {
      Stream draw(draft.seed, "town.quarter-names", first);
      const Suffix suffix = suffix_of(quarters[first].use, draw);
      const int count = ++used[suffix.zh];
      Name name = with_suffix(stem, suffix.zh, suffix.en);
      if (count > 1) {
        const Name n = ordinal(count);
        name = suffix.zh == std::string_view("新村") ? Name{stem.zh + n.zh + "村", stem.en + " " + n.en + " Village"}
                                                      : Name{name.zh + "（" + n.zh + "）", name.en + " " + std::to_string(count)};
      }
      const Quad q = quad_of(draft.blocks.cell_quad[blocks[b].cell], quarters[first].piece);
      draft.quarter_area.push_back(add_area(world, numbered("q", first + 1), std::move(name), 4, draft.block_area[b], ring({q[0], q[1], q[2], q[3]})));
    }
  }
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    const Block& block = blocks[b];
    if (!block.riverside) continue;
    const int j = static_cast<int>(block.cell) / plan.nx;
    const bool east_bank = static_cast<int>(block.cell) % plan.nx == plan.river_line;
    const Quad q = quad_of(draft.blocks.cell_quad[block.cell], block.piece);
    const Point low = on_river_line(plan, j, block.piece.t0), high = on_river_line(plan, j, block.piece.t1);
    const MultiPolygon shape = east_bank ? ring({low, q[0], q[3], high}) : ring({q[1], low, high, q[2]});
    add_area(world, numbered("r", b + 1), with_suffix(stems.stem(b), "滨江绿地", "Riverside"), 4, draft.block_area[b], shape);
  }
}

void make_context(TownDraft& draft, World& world) {
  const GridPlan& plan = draft.plan;
  auto& net = world.streets;
  if (plan.river_line >= 0) {
    // Greens between the bank streets and the river's line first; the water is drawn over them.
    for (const bool west : {true, false}) {
      ContextFeature green;
      green.kind = ContextKind::kGreen;
      green.name = {"滨江绿地", "Riverside green"};
      Ring rim;
      for (int j = 0; j <= plan.ny; ++j) {
        const Point line = plan.at(plan.river_line, j), bank = plan.bank(plan.river_line, j, west);
        const double d = distance(line, bank), back = std::min(d * 0.5, 13.0 * std::min(plan.scale, 2.0));
        rim.push_back({bank.x + (line.x - bank.x) * back / d, bank.y + (line.y - bank.y) * back / d});
      }
      for (int j = plan.ny; j >= 0; --j) rim.push_back(plan.at(plan.river_line, j));
      green.shape = {Polygon{{rim}}};
      world.context.push_back(std::move(green));
    }
    ContextFeature water;
    water.kind = ContextKind::kWater;
    water.name = draft.spec.kind == "residential" ? Name{"云浦河", "Yunpu Creek"} : Name{"云江", "Yun River"};
    Ring left, right;
    const auto& mid = plan.river_middle;
    for (std::size_t k = 0; k < mid.size(); ++k) {
      const Point a = mid[k > 0 ? k - 1 : 0], b = mid[std::min(k + 1, mid.size() - 1)];
      const double length = distance(a, b);
      const double half = plan.river_width_m / 2 * (1 + 0.1 * std::sin(static_cast<double>(k) * 0.37));
      const Point n{-(b.y - a.y) / length * half, (b.x - a.x) / length * half};
      left.push_back({mid[k].x + n.x, mid[k].y + n.y});
      right.push_back({mid[k].x - n.x, mid[k].y - n.y});
    }
    left.insert(left.end(), right.rbegin(), right.rend());
    water.shape = {Polygon{{left}}};
    world.context.push_back(std::move(water));
  }

  const auto expressway = [&](const std::vector<Point>& line, const Name& name) {
    ContextFeature f;
    f.kind = ContextKind::kExpressway;
    f.name = name;
    f.line = line;
    world.context.push_back(std::move(f));
    net.names.push_back(name.zh + " " + name.en);
    NodeId last;
    for (const Point p : line) {
      net.node.push_back(p);
      const NodeId next(net.node.size() - 1);
      if (last.valid()) {
        const std::array<Point, 2> shape{net.node[last.value], p};
        add_edge(net, last, next, shape, StreetClass::kMotorway, 0, static_cast<std::uint32_t>(net.names.size() - 1));
      }
      last = next;
    }
  };
  const auto row_line = [&](int j) {
    std::vector<Point> line;
    for (int i = 0; i <= plan.nx; ++i) line.push_back(plan.at(i, j));
    return line;
  };
  const auto column_line = [&](int i) {
    std::vector<Point> line;
    for (int j = 0; j <= plan.ny; ++j) line.push_back(plan.at(i, j));
    return line;
  };
  const NameBook names(draft.seed, "town.expressways");
  std::uint64_t n = 0;
  for (const int j : plan.expressway_rows) expressway(row_line(j), with_suffix(names.stem(n++), "高架路", "Elevated Road"));
  for (const int i : plan.expressway_columns) expressway(column_line(i), with_suffix(names.stem(n++), "高架路", "Elevated Road"));

  const NameBook stations(draft.seed, "town.metro");
  std::uint64_t station = 0;
  int line_number = 1;
  // Lines run as far as the built-up town does and stop where there is one.
  const auto metro = [&](std::vector<Point> line, const std::vector<std::uint8_t>& served) {
    const auto first = std::find(served.begin(), served.end(), 1);
    const auto last = std::find(served.rbegin(), served.rend(), 1);
    if (first == served.end() || last.base() - first < 2) return;
    const auto begin = first - served.begin();
    const std::vector<std::uint8_t> stops(first, last.base());
    line = std::vector<Point>(line.begin() + begin, line.begin() + (last.base() - served.begin()));
    ContextFeature f;
    f.kind = ContextKind::kMetroLine;
    f.name = {"轨道交通示范" + std::to_string(line_number) + "号线", "Model Metro Line " + std::to_string(line_number)};
    ++line_number;
    f.line = line;
    world.context.push_back(std::move(f));
    const std::size_t every = draft.plan.scale > 1.5 || line.size() < 6 ? 1 : 2;
    for (std::size_t k = line.size() > 2 && line.size() < 6 ? 1 : 0; k < line.size(); k += every) {
      if (!stops[k]) continue;
      ContextFeature s;
      s.kind = ContextKind::kMetroStation;
      s.name = with_suffix(stations.stem(station++), "站", "Station");
      s.line = {line[k]};
      world.context.push_back(std::move(s));
    }
  };
  const auto near_town = [&](int i, int j) {
    for (const int a : {i - 1, i})
      for (const int b : {j - 1, j})
        if (a >= 0 && b >= 0 && a < plan.nx && b < plan.ny && plan.urban[plan.cell(a, b)]) return std::uint8_t{1};
    return std::uint8_t{0};
  };
  for (const int j : plan.metro_rows) {
    std::vector<std::uint8_t> served;
    for (int i = 0; i <= plan.nx; ++i) served.push_back(near_town(i, j));
    metro(row_line(j), served);
  }
  for (const int i : plan.metro_columns) {
    std::vector<std::uint8_t> served;
    for (int j = 0; j <= plan.ny; ++j) served.push_back(near_town(i, j));
    metro(column_line(i), served);
  }
}

}  // namespace catchment::town
