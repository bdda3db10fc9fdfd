#include "sim/placement/grid_plan.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>

#include "sim/core/random.h"
#include "sim/placement/names.h"
#include "sim/world/build.h"

namespace catchment::town {

namespace {

constexpr double kPi = std::numbers::pi;
constexpr double kSpacing = 500;            // m between arterials, the middle of 400-700
constexpr double kUrbanDensity = 14'000;    // persons per built-up km2 where the area leaves a choice; dense districts fill up

Point lerp(Point a, Point b, double t) { return {a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t}; }

double river_width(const TownSpec& spec) {
  const double side = std::sqrt(spec.area_km2);
  if (spec.kind == "city") return std::clamp(22 * side, 60.0, 450.0);
  if (spec.kind == "business") return std::clamp(70 * side, 60.0, 400.0);
  return std::clamp(14 + 7 * side, 18.0, 140.0);
}

// Share of the area that is built up, and the scale of the pattern that gives about the buildings asked for.
double built_share(const TownSpec& spec, double& scale) {
  const double density = static_cast<double>(spec.population) / spec.area_km2;
  double urban_km2 = spec.kind == "city" ? std::min(spec.area_km2, spec.area_km2 * density / kUrbanDensity) : spec.area_km2;
  scale = 1;
  if (spec.buildings > 0) {
    const double wanted_km2 = static_cast<double>(spec.buildings) / kBuildingsPerKm2;
    if (spec.kind == "city") urban_km2 = std::clamp(wanted_km2, urban_km2, spec.area_km2);
    scale = std::clamp(std::sqrt(urban_km2 / wanted_km2), 0.5, 12.0);
  }
  return urban_km2 / spec.area_km2;
}

// One way to cut a rectangle of super-blocks in two for the first `n` and the other districts.
struct Cut {
  bool across = true;
  std::size_t n = 1;
  int at = 0;
  double cost = 1e300;
};

// Splits a rectangle of super-blocks among districts by their areas, so that neighbours on the true map stay neighbours
// where the table says where they lie, and no district gets long and thin if that can be helped.
void share_cells(std::vector<DistrictPlan>& districts, std::vector<std::size_t> which, CellRange cells) {
  if (which.size() == 1) {
    districts[which[0]].cells = cells;
    return;
  }
  const auto sorted = [&](bool across) {
    auto order = which;
    if (districts[which[0]].placed)
      std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return across ? districts[a].centre_km.x < districts[b].centre_km.x : districts[a].centre_km.y < districts[b].centre_km.y;
      });
    return order;
  };
  const auto aspect = [](int w, int h) { return w < 1 || h < 1 ? 1e9 : std::max<double>(w, h) / std::min(w, h); };
  double all = 0;
  for (const auto d : which) all += districts[d].area_km2;
  Cut best;
  for (const bool across : {true, false}) {
    const auto order = sorted(across);
    const int side = across ? cells.width() : cells.height(), other = across ? cells.height() : cells.width();
    double left = 0;
    for (std::size_t n = 1; n < order.size(); ++n) {
      left += districts[order[n - 1]].area_km2;
      // Each part keeps room for its districts: at least one super-block each.
      const int need_left = (static_cast<int>(n) + other - 1) / other;
      const int need_right = (static_cast<int>(order.size() - n) + other - 1) / other;
      if (need_left + need_right > side) continue;
      const int at = std::clamp(static_cast<int>(std::lround(side * left / all)), need_left, side - need_right);
      const double balance = std::abs(2 * static_cast<double>(n) / static_cast<double>(order.size()) - 1);
      const double cost = std::max(aspect(at, other), aspect(side - at, other)) + balance + 2 * std::abs(at - side * left / all) / at;
      if (cost < best.cost) best = {across, n, at, cost};
    }
  }
  if (best.cost >= 1e300)
    throw InputError("[town]", std::to_string(which.size()) + " districts do not fit into " + std::to_string(cells.cells()) + " super-blocks",
                     "raise area_km2 or buildings, or lower districts");
  which = sorted(best.across);
  CellRange a = cells, b = cells;
  (best.across ? a.i1 : a.j1) = (best.across ? cells.i0 : cells.j0) + best.at;
  (best.across ? b.i0 : b.j0) = best.across ? a.i1 : a.j1;
  share_cells(districts, {which.begin(), which.begin() + static_cast<std::ptrdiff_t>(best.n)}, a);
  share_cells(districts, {which.begin() + static_cast<std::ptrdiff_t>(best.n), which.end()}, b);
}

void split_sub_districts(GridPlan& plan, std::uint32_t district, CellRange cells, int most) {
  const bool across = cells.width() >= cells.height();
  const int side = across ? cells.width() : cells.height();
  if (cells.cells() <= most || side < 2) {
    plan.sub_districts.push_back({district, cells});
    return;
  }
  CellRange a = cells, b = cells;
  (across ? a.i1 : a.j1) = (across ? cells.i0 : cells.j0) + side / 2;
  (across ? b.i0 : b.j0) = across ? a.i1 : a.j1;
  split_sub_districts(plan, district, a, most);
  split_sub_districts(plan, district, b, most);
}

Point catmull_rom(Point p0, Point p1, Point p2, Point p3, double t) {
  const auto axis = [t](double a, double b, double c, double d) {
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t * t * t);
  };
  return {axis(p0.x, p1.x, p2.x, p3.x), axis(p0.y, p1.y, p2.y, p3.y)};
}

// Traces the river and says how far it strays from the straight pieces of its line, and how slanted the line is.
void trace_river(GridPlan& plan) {
  const int r = plan.river_line;
  double stray = 0, slant = 1;
  plan.river_middle.clear();
  for (int j = 0; j < plan.ny; ++j) {
    const Point p1 = plan.at(r, j), p2 = plan.at(r, j + 1);
    const Point p0 = j > 0 ? plan.at(r, j - 1) : Point{2 * p1.x - p2.x, 2 * p1.y - p2.y};
    const Point p3 = j + 2 <= plan.ny ? plan.at(r, j + 2) : Point{2 * p2.x - p1.x, 2 * p2.y - p1.y};
    for (int k = 0; k < 10; ++k) {
      const Point p = catmull_rom(p0, p1, p2, p3, k / 10.0);
      plan.river_middle.push_back(p);
      stray = std::max(stray, nearest_on_segment(p1, p2, p).distance_m);
    }
    for (const int end : {j, j + 1}) {
      for (const int step : {-1, 1}) {
        const Point n = plan.at(r, end), across = plan.at(r + step, end);
        const double cross = (p2.x - p1.x) * (across.y - n.y) - (p2.y - p1.y) * (across.x - n.x);
        slant = std::min(slant, std::abs(cross) / (distance(p1, p2) * distance(n, across)));
      }
    }
  }
  plan.river_middle.push_back(plan.at(r, plan.ny));
  plan.bank_setback_m = (plan.river_width_m * 0.56 + stray + 14 * std::min(plan.scale, 2.0)) / std::max(slant, 0.5);
}

void choose_urban(GridPlan& plan, const TownSpec& spec, double share, std::uint64_t seed) {
  const std::size_t n = plan.sub_district_of.size();
  plan.urban.assign(n, 1);
  plan.centrality.assign(n, 0);
  const double half = std::max(plan.nx, plan.ny) / 2.0;
  // The heart of a city with districts lies where its people are; of a town, in its middle.
  double weight = 0, heart_x = 0, heart_y = 0;
  for (const auto& d : plan.districts) {
    const double w = static_cast<double>(d.population) / std::max(1, d.cells.cells());
    weight += w;
    heart_x += w * (d.cells.i0 + d.cells.i1) / 2;
    heart_y += w * (d.cells.j0 + d.cells.j1) / 2;
  }
  heart_x = weight > 0 ? heart_x / weight : plan.nx / 2.0;
  heart_y = weight > 0 ? heart_y / weight : plan.ny / 2.0;
  for (int j = 0; j < plan.ny; ++j)
    for (int i = 0; i < plan.nx; ++i)
      plan.centrality[plan.cell(i, j)] = std::hypot(i + 0.5 - heart_x, j + 0.5 - heart_y) / half;
  if (share >= 0.97) return;
  // Each district builds up as many super-blocks as its people need, nearest first to its new towns and to the heart.
  for (std::size_t d = 0; d < plan.districts.size(); ++d) {
    const auto& district = plan.districts[d];
    const double people = static_cast<double>(district.population) / static_cast<double>(spec.population);
    const double wanted = share * static_cast<double>(n) * people;
    const int keep = std::clamp(static_cast<int>(std::lround(wanted)), 1, district.cells.cells());
    Stream draw(seed, "town.new-towns", d);
    std::vector<Point> hearts;
    const int n_hearts = std::clamp(keep / 25, 1, 8);
    for (int k = 0; k < n_hearts; ++k)
      hearts.push_back({draw.uniform(district.cells.i0, district.cells.i1), draw.uniform(district.cells.j0, district.cells.j1)});
    std::vector<std::pair<double, std::size_t>> score;
    for (int j = district.cells.j0; j < district.cells.j1; ++j)
      for (int i = district.cells.i0; i < district.cells.i1; ++i) {
        double near = std::hypot(i + 0.5 - heart_x, j + 0.5 - heart_y) * 0.55;
        for (std::size_t k = 0; k < hearts.size(); ++k)
          near = std::min(near, std::hypot(i + 0.5 - hearts[k].x, j + 0.5 - hearts[k].y) * (1.0 + 0.15 * static_cast<double>(k)));
        const std::size_t c = plan.cell(i, j);
        score.emplace_back(near + Stream(seed, "town.urban", c).uniform(0, 1.2), c);
        plan.urban[c] = 0;
      }
    std::sort(score.begin(), score.end());
    for (int k = 0; k < keep; ++k) plan.urban[score[static_cast<std::size_t>(k)].second] = 1;
  }
}

void check(const TownSpec& spec) {
  const auto refuse = [](const std::string& what, const std::string& remedy) { throw InputError("[town]", what, remedy); };
  if (spec.population < 1) refuse("population is " + std::to_string(spec.population), "give at least 1 person");
  if (!(spec.area_km2 > 0) || !std::isfinite(spec.area_km2)) refuse("area_km2 is not above 0", "give the area in square kilometres");
  if (spec.area_km2 < 0.16) refuse("area_km2 is below 0.16, less than one super-block of 400 m", "give a larger area_km2");
  if (spec.area_km2 > 50'000) refuse("area_km2 is above 50,000", "give a smaller area_km2");
  if (static_cast<double>(spec.population) / spec.area_km2 > 100'000)
    refuse("more than 100,000 persons per square kilometre", "raise area_km2 or lower population");
  if (spec.districts < 1) refuse("districts is below 1", "give at least one district");
  if (spec.kind != "residential" && spec.kind != "business" && spec.kind != "campus" && spec.kind != "city")
    refuse("kind '" + spec.kind + "' is not known", "write residential, business, campus, city or n256");
}

}  // namespace

Point GridPlan::bank(int i, int j, bool west) const {
  const Point p = at(i, j);
  if (i != river_line) return p;
  const Point next = at(west ? i - 1 : i + 1, j);
  return lerp(p, next, bank_setback_m / distance(p, next));
}

GridPlan plan_grid(const TownSpec& spec, std::uint64_t seed, Point origin) {
  check(spec);
  GridPlan plan;
  const double share = built_share(spec, plan.scale);
  Stream draw(seed, "town.grid");

  if (!spec.district_table.empty()) {
    plan.districts = read_district_table(spec.district_table);
  } else {
    const NameBook names(seed, "town.districts");
    plan.districts.resize(static_cast<std::size_t>(spec.districts));
    for (std::size_t d = 0; d < plan.districts.size(); ++d) plan.districts[d].name = with_suffix(names.stem(d), "区", "District");
  }
  std::vector<double> people(plan.districts.size(), 1.0);
  std::int64_t declared = 0;
  for (std::size_t d = 0; d < people.size(); ++d) {
    declared += plan.districts[d].population;
    if (plan.districts[d].population > 0) people[d] = static_cast<double>(plan.districts[d].population);
  }
  if (declared != spec.population) {
    const auto shared = apportion(spec.population, people);
    for (std::size_t d = 0; d < shared.size(); ++d) plan.districts[d].population = shared[d];
  }
  double known = 0;
  for (const auto& d : plan.districts) known += d.area_km2;
  for (auto& d : plan.districts)
    if (d.area_km2 <= 0) d.area_km2 = known > 0 ? known / static_cast<double>(plan.districts.size()) : 1;

  // Columns and rows: a slightly wide rectangle, at least one column on each side of a river.
  const double spacing = kSpacing * plan.scale, area_m2 = spec.area_km2 * 1e6;
  const double aspect = draw.uniform(1.0, 1.25);
  plan.nx = std::max(1, static_cast<int>(std::lround(std::sqrt(area_m2 * aspect) / spacing)));
  plan.ny = std::max(1, static_cast<int>(std::lround(area_m2 / (plan.nx * spacing * spacing))));
  if (static_cast<std::size_t>(plan.nx) * static_cast<std::size_t>(plan.ny) < 2 * plan.districts.size() && plan.districts.size() > 1)
    throw InputError("[town]", std::to_string(plan.districts.size()) + " districts do not fit into " +
                     std::to_string(plan.nx * plan.ny) + " super-blocks", "raise area_km2 or buildings, or lower districts");
  const bool river = spec.river && plan.nx >= 2;
  if (river) {
    plan.river_width_m = river_width(spec);
    const double at = spec.kind == "business" ? 0.3 : 0.6;
    plan.river_line = std::clamp(static_cast<int>(std::lround(plan.nx * at)), 1, plan.nx - 1);
  }
  const double extra = river ? plan.river_width_m * 0.56 + 45 : 0;

  // Straight grid first; then bend (river, warp), jitter, turn, and scale to the exact area.
  const double dx = (std::sqrt(area_m2 * plan.nx / plan.ny)) / plan.nx - 2 * extra / plan.nx;
  const double dy = area_m2 / ((dx * plan.nx + 2 * extra) * plan.ny);
  const double width = dx * plan.nx + 2 * extra, height = dy * plan.ny;
  const double meander_length = std::max(3.2 * dy, height / 1.7);
  const double sigma = std::max(1.3, plan.nx * 0.16);
  const double meander = river ? std::min({0.16 * width, (plan.nx < 8 ? 0.24 : 0.40) * meander_length / (2 * kPi), 0.42 * sigma * dx}) : 0;
  const double phase = draw.uniform(0, 2 * kPi), phase_x = draw.uniform(0, 2 * kPi), phase_y = draw.uniform(0, 2 * kPi);
  const double turn = draw.uniform(2, 6) * (draw.chance(0.5) ? 1 : -1) * kPi / 180;
  plan.corner.resize(static_cast<std::size_t>(plan.nx + 1) * static_cast<std::size_t>(plan.ny + 1));
  for (int j = 0; j <= plan.ny; ++j) {
    for (int i = 0; i <= plan.nx; ++i) {
      const std::size_t k = static_cast<std::size_t>(j) * static_cast<std::size_t>(plan.nx + 1) + static_cast<std::size_t>(i);
      double x = i * dx, y = j * dy;
      if (river && i >= plan.river_line) x += extra;
      if (river && i > plan.river_line) x += extra;
      Stream jitter(seed, "town.corner", k);
      const double off_x = jitter.uniform(-0.055, 0.055) * dx, off_y = jitter.uniform(-0.055, 0.055) * dy;
      const double bend = river ? std::exp(-std::pow((i - plan.river_line) / sigma, 2)) : 0;
      const double at_x = x, at_y = y;
      x += meander * bend * std::sin(2 * kPi * at_y / meander_length + phase) + 0.02 * width * std::sin(2 * kPi * at_y / (1.3 * height) + phase_x);
      y += 0.02 * height * std::sin(2 * kPi * at_x / (1.3 * width) + phase_y);
      if (i != plan.river_line) x += off_x;
      if (j > 0 && j < plan.ny) y += off_y;
      plan.corner[k] = {x - width / 2, y - height / 2};
    }
  }
  Ring rim;
  for (int i = 0; i <= plan.nx; ++i) rim.push_back(plan.at(i, 0));
  for (int j = 1; j <= plan.ny; ++j) rim.push_back(plan.at(plan.nx, j));
  for (int i = plan.nx - 1; i >= 0; --i) rim.push_back(plan.at(i, plan.ny));
  for (int j = plan.ny - 1; j > 0; --j) rim.push_back(plan.at(0, j));
  const double fit = std::sqrt(area_m2 / std::abs(signed_area(rim))), cos = std::cos(turn) * fit, sin = std::sin(turn) * fit;
  for (Point& p : plan.corner) p = {origin.x + cos * p.x - sin * p.y, origin.y + sin * p.x + cos * p.y};

  if (river) {
    trace_river(plan);
    plan.bridge.assign(static_cast<std::size_t>(plan.ny) + 1, 0);
    const int every = std::max(1, static_cast<int>(std::lround((spec.kind == "city" ? 2600 : 900) / dy)));
    bool any = false;
    for (int j = 1; j < plan.ny; ++j)
      if ((j - 1) % every == every / 2) plan.bridge[static_cast<std::size_t>(j)] = 1, any = true;
    if (!any) plan.bridge[static_cast<std::size_t>(plan.ny / 2)] = 1;
  }
  for (int i = 0; i < plan.nx; ++i) plan.column_cut.push_back(Stream(seed, "town.column", static_cast<std::uint64_t>(i)).uniform(0.44, 0.56));
  for (int j = 0; j < plan.ny; ++j) plan.row_cut.push_back(Stream(seed, "town.row", static_cast<std::uint64_t>(j)).uniform(0.44, 0.56));
  if (plan.nx >= 12) {
    plan.expressway_columns = {plan.nx / 5, plan.nx - 1 - plan.nx / 5};
    plan.expressway_rows = {plan.ny / 4, plan.ny - 1 - plan.ny / 4};
  } else if (plan.ny >= 3) {
    plan.expressway_rows = {plan.ny};
  }
  const int metro_every = std::max(4, plan.nx / 6);
  for (int j = plan.ny / 2; j < plan.ny && plan.ny > 1; j += metro_every) plan.metro_rows.push_back(j);
  for (int i = metro_every / 2 + 1; i < plan.nx && plan.nx > 6; i += metro_every)
    if (i != plan.river_line) plan.metro_columns.push_back(i);

  std::vector<std::size_t> all(plan.districts.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  share_cells(plan.districts, all, {0, 0, plan.nx, plan.ny});
  plan.sub_district_of.assign(static_cast<std::size_t>(plan.nx) * static_cast<std::size_t>(plan.ny), 0);
  const int most = spec.kind == "city" ? 16 : 20;
  for (std::size_t d = 0; d < plan.districts.size(); ++d)
    split_sub_districts(plan, static_cast<std::uint32_t>(d), plan.districts[d].cells, most);
  for (std::size_t s = 0; s < plan.sub_districts.size(); ++s) {
    const auto& c = plan.sub_districts[s].cells;
    for (int j = c.j0; j < c.j1; ++j)
      for (int i = c.i0; i < c.i1; ++i) plan.sub_district_of[plan.cell(i, j)] = static_cast<std::uint32_t>(s);
  }
  choose_urban(plan, spec, share, seed);
  return plan;
}

}  // namespace catchment::town
