#include "sim/placement/blocks.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "sim/core/random.h"
#include "sim/placement/land_use.h"
#include "sim/placement/names.h"
#include "sim/world/build.h"

namespace catchment::town {

namespace {

/// Names of streets, each stored once in the network.
class StreetNames {
 public:
  StreetNames(StreetNetwork& net, std::uint64_t seed) : net_(net), book_(seed, "town.roads") {}
  std::uint32_t next(std::string_view zh, std::string_view en) {
    const Name name = with_suffix(book_.stem(used_++), zh, en);
    return put(name.zh + " " + name.en);
  }
  std::uint32_t put(std::string text) {
    net_.names.push_back(std::move(text));
    return static_cast<std::uint32_t>(net_.names.size() - 1);
  }

 private:
  StreetNetwork& net_;
  NameBook book_;
  std::uint64_t used_ = 0;
};

struct Drawing {
  const GridPlan& plan;
  const TownSpec& spec;
  std::uint64_t seed;
  StreetLines& lines;
  StreetNetwork& net;
  StreetNames names;
  BlockPlan out;
  std::vector<std::array<std::uint32_t, 4>> cell_side;  // [nx * ny] streets round each super-block
  std::vector<std::uint32_t> column_name, row_name;     // streets that go on through a column or row of super-blocks
};

bool built_up(const GridPlan& plan, int i, int j) {
  return i >= 0 && j >= 0 && i < plan.nx && j < plan.ny && plan.urban[plan.cell(i, j)];
}

// Arterials with their nodes; the river's line becomes two bank streets, joined by the bridges only.
void draw_arterials(Drawing& d) {
  const GridPlan& plan = d.plan;
  const auto node_index = [&](int i, int j) { return static_cast<std::size_t>(j) * static_cast<std::size_t>(plan.nx + 1) + static_cast<std::size_t>(i); };
  std::vector<NodeId> west(plan.corner.size()), east(plan.corner.size());  // as seen from the west and the east of a corner
  for (int j = 0; j <= plan.ny; ++j) {
    for (int i = 0; i <= plan.nx; ++i) {
      const std::size_t k = node_index(i, j);
      west[k] = d.lines.add_node(plan.bank(i, j, true));
      east[k] = i == plan.river_line ? d.lines.add_node(plan.bank(i, j, false)) : west[k];
    }
  }
  std::vector<std::uint32_t> column_road, row_road;
  for (int i = 0; i <= plan.nx; ++i) column_road.push_back(d.names.next("路", "Road"));
  for (int j = 0; j <= plan.ny; ++j) row_road.push_back(d.names.next("路", "Road"));
  for (int i = 0; i < plan.nx; ++i) d.column_name.push_back(d.names.next("街", "Street"));
  for (int j = 0; j < plan.ny; ++j) d.row_name.push_back(d.names.next("街", "Street"));
  const auto arterial = [](int k) { return k % 2 == 0 ? StreetClass::kPrimary : StreetClass::kSecondary; };
  d.cell_side.resize(plan.urban.size());
  // Rows first: the street along the south of super-block (i, j) is that along the north of (i, j - 1).
  for (int j = 0; j <= plan.ny; ++j) {
    for (int i = 0; i < plan.nx; ++i) {
      const bool town = built_up(plan, i, j - 1) || built_up(plan, i, j);
      const auto street = d.lines.add(east[node_index(i, j)], west[node_index(i + 1, j)],
                                      town ? arterial(j) : StreetClass::kTertiary, row_road[static_cast<std::size_t>(j)]);
      if (j < plan.ny) d.cell_side[plan.cell(i, j)][kSouth] = street;
      if (j > 0) d.cell_side[plan.cell(i, j - 1)][kNorth] = street;
    }
    if (plan.river_line > 0 && plan.bridge[static_cast<std::size_t>(j)]) {
      const std::size_t k = node_index(plan.river_line, j);
      const std::string& road = d.net.names[row_road[static_cast<std::size_t>(j)]];
      const std::size_t space = road.find(' ');
      const auto name = d.names.put(road.substr(0, space) + "桥" + road.substr(space) + " Bridge");
      d.lines.add(west[k], east[k], arterial(j), name);
    }
  }
  const auto bank_west = d.names.put("滨江西路 West Riverside Road"), bank_east = d.names.put("滨江东路 East Riverside Road");
  for (int i = 0; i <= plan.nx; ++i) {
    for (int j = 0; j < plan.ny; ++j) {
      const std::size_t a = node_index(i, j), b = node_index(i, j + 1);
      const bool town = built_up(plan, i - 1, j) || built_up(plan, i, j);
      const auto road = column_road[static_cast<std::size_t>(i)];
      if (i == plan.river_line) {
        d.cell_side[plan.cell(i - 1, j)][kEast] = d.lines.add(west[a], west[b], StreetClass::kSecondary, bank_west);
        d.cell_side[plan.cell(i, j)][kWest] = d.lines.add(east[a], east[b], StreetClass::kSecondary, bank_east);
        continue;
      }
      const auto street = d.lines.add(west[a], west[b], town ? arterial(i) : StreetClass::kTertiary, road);
      if (i > 0) d.cell_side[plan.cell(i - 1, j)][kEast] = street;
      if (i < plan.nx) d.cell_side[plan.cell(i, j)][kWest] = street;
    }
  }
}

double mean_width(const Quad& q) { return (distance(q[0], q[1]) + distance(q[3], q[2])) / 2; }
double mean_height(const Quad& q) { return (distance(q[0], q[3]) + distance(q[1], q[2])) / 2; }

// Cuts a piece in two at share `cut` of its width or height; a street runs along the cut unless `street_class` is absent.
std::array<Piece, 2> cut_piece(Drawing& d, const Quad& cell, const Piece& p, bool vertical, double cut, const StreetClass* street_class,
                               std::uint32_t name) {
  Piece a = p, b = p;
  std::uint32_t street = kNoStreet;
  const double merge = 6 * d.plan.scale;
  const auto junction = [&](Side side, Point place) { return d.lines.stop(p.side[side], place, merge); };
  if (vertical) {
    const double s = p.s0 + (p.s1 - p.s0) * cut;
    a.s1 = b.s0 = s;
    if (street_class)
      street = d.lines.add(junction(kSouth, at(cell, s, p.t0)), junction(kNorth, at(cell, s, p.t1)), *street_class, name);
    a.side[kEast] = b.side[kWest] = street;
  } else {
    const double t = p.t0 + (p.t1 - p.t0) * cut;
    a.t1 = b.t0 = t;
    if (street_class)
      street = d.lines.add(junction(kWest, at(cell, p.s0, t)), junction(kEast, at(cell, p.s1, t)), *street_class, name);
    a.side[kNorth] = b.side[kSouth] = street;
  }
  return {a, b};
}

void split_blocks(Drawing& d, std::uint32_t cell, const Piece& p, int n, Stream& draw, bool whole) {
  const Quad& quad = d.out.cell_quad[cell];
  if (n <= 1) {
    Block block;
    block.cell = cell;
    block.piece = p;
    d.out.blocks.push_back(block);
    return;
  }
  const Quad q = quad_of(quad, p);
  const double w = mean_width(q), h = mean_height(q);
  const bool vertical = w > 1.15 * h || (h <= 1.15 * w && draw.chance(0.5));
  const int first = n / 2;
  double cut = static_cast<double>(first) / n + draw.uniform(-0.05, 0.05);
  std::uint32_t name = 0;
  const int i = static_cast<int>(cell) % d.plan.nx, j = static_cast<int>(cell) / d.plan.nx;
  if (whole && n % 2 == 0) {
    cut = vertical ? d.plan.column_cut[static_cast<std::size_t>(i)] : d.plan.row_cut[static_cast<std::size_t>(j)];
    name = vertical ? d.column_name[static_cast<std::size_t>(i)] : d.row_name[static_cast<std::size_t>(j)];
  } else {
    name = d.names.next("支路", "Branch Road");
  }
  const StreetClass street = whole ? StreetClass::kTertiary : StreetClass::kResidential;
  const auto parts = cut_piece(d, quad, p, vertical, cut, &street, name);
  split_blocks(d, cell, parts[0], first, draw, false);
  split_blocks(d, cell, parts[1], n - first, draw, false);
}

void split_quarters(Drawing& d, std::uint32_t block_index, const Piece& p, int n, Stream& draw, bool may_street) {
  const Block block = d.out.blocks[block_index];
  const Quad& quad = d.out.cell_quad[block.cell];
  if (n <= 1) {
    d.out.quarters.push_back({block_index, p, block.use});
    return;
  }
  const Quad q = quad_of(quad, p);
  const bool vertical = mean_width(q) >= mean_height(q);
  const int first = n / 2;
  const double cut = static_cast<double>(first) / n + draw.uniform(-0.07, 0.07);
  // A street may only be cut where both its ends meet streets; beyond a wall the parts are back to back.
  const bool ends = vertical ? p.side[kSouth] != kNoStreet && p.side[kNorth] != kNoStreet
                             : p.side[kWest] != kNoStreet && p.side[kEast] != kNoStreet;
  const bool street = may_street && ends && draw.chance(0.5);
  const StreetClass quiet = StreetClass::kResidential;
  const auto parts = cut_piece(d, quad, p, vertical, cut, street ? &quiet : nullptr, 0);
  split_quarters(d, block_index, parts[0], first, draw, street);
  split_quarters(d, block_index, parts[1], n - first, draw, street);
}

// How many blocks each built-up super-block is cut into.
std::vector<std::int64_t> block_counts(const Drawing& d) {
  const double unit = 62'000 * d.plan.scale * d.plan.scale;  // m2
  std::vector<double> weight(d.out.cell_quad.size(), 0);
  std::int64_t total = 0;
  for (std::size_t c = 0; c < weight.size(); ++c)
    if (d.plan.urban[c]) weight[c] = area_of(d.out.cell_quad[c]);
  if (d.spec.communities > 0) {
    total = d.spec.communities + special_blocks(d.spec, d.spec.communities);
    return apportion(total, weight);
  }
  std::vector<std::int64_t> counts(weight.size(), 0);
  for (std::size_t c = 0; c < weight.size(); ++c)
    if (weight[c] > 0) counts[c] = std::clamp<std::int64_t>(std::llround(weight[c] / unit), 1, 6);
  return counts;
}

}  // namespace

BlockPlan plan_blocks(const GridPlan& plan, const TownSpec& spec, std::uint64_t seed, StreetLines& lines, StreetNetwork& net) {
  Drawing d{plan, spec, seed, lines, net, StreetNames(net, seed), {}, {}, {}, {}};
  draw_arterials(d);
  for (int j = 0; j < plan.ny; ++j)
    for (int i = 0; i < plan.nx; ++i)
      d.out.cell_quad.push_back({plan.bank(i, j, false), plan.bank(i + 1, j, true), plan.bank(i + 1, j + 1, true), plan.bank(i, j + 1, false)});
  const auto counts = block_counts(d);
  for (const auto& sub_district : plan.sub_districts) {
    for (int j = sub_district.cells.j0; j < sub_district.cells.j1; ++j) {
      for (int i = sub_district.cells.i0; i < sub_district.cells.i1; ++i) {
        const std::size_t cell = plan.cell(i, j);
        Piece whole;
        whole.side = d.cell_side[cell];
        Stream draw(seed, "town.blocks", cell);
        const std::size_t first = d.out.blocks.size();
        split_blocks(d, static_cast<std::uint32_t>(cell), whole, static_cast<int>(std::max<std::int64_t>(1, counts[cell])), draw, true);
        for (std::size_t b = first; b < d.out.blocks.size(); ++b) {
          Block& block = d.out.blocks[b];
          block.rural = !plan.urban[cell];
          block.riverside = (i + 1 == plan.river_line && block.piece.s1 == 1.0) || (i == plan.river_line && block.piece.s0 == 0.0);
        }
      }
    }
  }
  choose_land_use(plan, spec, seed, d.out);
  for (std::size_t b = 0; b < d.out.blocks.size(); ++b) {
    const Block& block = d.out.blocks[b];
    if (block.rural) continue;
    const double area = area_of(quad_of(d.out.cell_quad[block.cell], block.piece)) / (plan.scale * plan.scale);
    Stream draw(seed, "town.quarters", b);
    split_quarters(d, static_cast<std::uint32_t>(b), block.piece, quarters_in(block.use, area, draw), draw, true);
  }
  choose_homes(plan, spec, seed, d.out);
  return std::move(d.out);
}

}  // namespace catchment::town
