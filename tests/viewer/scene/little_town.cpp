#include "tests/viewer/scene/little_town.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "sim/core/random.h"

namespace catchment::test {

namespace {

constexpr double kBlock = 200, kX0 = 350000, kY0 = 3460000;

MultiPolygon rectangle(double x, double y, double w, double h) {
  return {{{{{x, y}, {x + w, y}, {x + w, y + h}, {x, y + h}}}}};
}

LevelResult reach(const World& world, const LevelSpec& spec, bool capacity, const std::vector<std::string>& without = {}) {
  LevelResult out;
  out.spec = spec;
  for (std::size_t i = 0; i < world.facilities.size(); ++i) {
    const auto& f = world.facilities[i];
    const bool shut = f.status == FacilityStatus::kClosed || std::count(without.begin(), without.end(), f.id) > 0;
    if (f.level >= spec.rank && !shut) out.providers.push_back(FacilityId(i));
  }
  const std::size_t n = world.demand.size();
  auto& c = out.coverage;
  c.covered.assign(n, 0), c.backup.assign(n, 0), c.served.assign(n, 0), c.no_capacity.assign(n, 0), c.out_of_reach.assign(n, 0);
  c.load.assign(out.providers.size(), 0);
  out.nearest.cost.assign(n, kUnreachable), out.nearest.destination.assign(n, UINT32_MAX);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t k = 0; k < out.providers.size(); ++k) {
      const double metres = 1.3 * distance(world.demand[i].position, world.facilities[out.providers[k].value].position);
      const Cost cost = to_cost(spec.unit == CostUnit::kMetres ? metres : metres / 80 * 60);
      if (cost < out.nearest.cost[i]) out.nearest.cost[i] = cost, out.nearest.destination[i] = static_cast<std::uint32_t>(k);
      c.backup[i] += cost <= to_cost(spec.cutoff);
    }
    if (!world.demand[i].inside) continue;
    const auto persons = world.demand[i].persons;
    c.covered[i] = c.backup[i] > 0;
    if (!c.covered[i]) {
      c.out_of_reach[i] = persons;
    } else {
      const auto k = out.nearest.destination[i];
      const auto places = world.facilities[out.providers[k].value].capacity;
      c.served[i] = capacity && places >= 0 ? std::clamp<std::int64_t>(places - c.load[k], 0, persons) : persons;
      c.no_capacity[i] = persons - c.served[i];
      c.load[k] += c.served[i];
    }
    c.persons_served += c.served[i], c.persons_no_capacity += c.no_capacity[i], c.persons_out_of_reach += c.out_of_reach[i];
    c.persons_covered += c.covered[i] ? persons : 0;
    out.capacity_limited = capacity;
  }
  return out;
}

Study fill(const World& world, const Scenario& scenario, const std::vector<std::string>& without) {
  Study s;
  for (const auto& d : world.demand) {
    s.counted.push_back(d.inside);
    (d.inside ? s.population : s.population_beyond) += d.persons;
    s.demand_points += d.inside;
  }
  std::vector<std::uint8_t> all(world.demand.size(), 1);
  for (const auto& spec : scenario.levels) {
    auto level = reach(world, spec, spec.rank == 3, without);
    level.share = static_cast<double>(level.coverage.persons_covered) / static_cast<double>(s.population);
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = all[i] && level.coverage.covered[i];
    LevelEquity e;
    std::vector<std::pair<double, double>> cost;
    double people = 0, sum = 0;
    for (std::size_t i = 0; i < world.demand.size(); ++i)
      if (world.demand[i].inside && level.nearest.cost[i] < kUnreachable)
        cost.emplace_back(from_cost(level.nearest.cost[i]), static_cast<double>(world.demand[i].persons));
    std::sort(cost.begin(), cost.end());
    for (const auto& [value, persons] : cost) people += persons, sum += value * persons;
    double p = 0, v = 0, under = 0;
    e.lorenz.push_back({0, 0});
    for (const auto& [value, persons] : cost) {
      if (p < people / 2 && p + persons >= people / 2) e.median = value;
      if (p < people * 0.9 && p + persons >= people * 0.9) e.p90 = value;
      const double p0 = p / people, v0 = v / sum;
      p += persons, v += value * persons;
      under += (p / people - p0) * (v0 + v / sum) / 2;
      if (p / people - e.lorenz.back().people > 0.02 || p == people) e.lorenz.push_back({p / people, v / sum});
    }
    e.mean = sum / people, e.worst_tenth_mean = e.p90 * 1.15, e.gini = 1 - 2 * under;
    s.equity.push_back(std::move(e));
    s.levels.push_back(std::move(level));
  }
  s.joint.covered = all;
  for (std::size_t i = 0; i < all.size(); ++i) s.joint.persons += all[i] && world.demand[i].inside ? world.demand[i].persons : 0;
  s.joint_share = static_cast<double>(s.joint.persons) / static_cast<double>(s.population);
  for (std::size_t a = 0; a < world.areas.size(); ++a) {
    AreaResult r;
    r.area = AreaId(a);
    const auto n = s.levels.size();
    r.covered.assign(n, 0), r.served.assign(n, 0), r.no_capacity.assign(n, 0), r.out_of_reach.assign(n, 0);
    for (std::size_t i = 0; i < world.demand.size(); ++i) {
      AreaId up = world.demand[i].area;
      while (up.valid() && up != r.area) up = world.areas[up.value].parent;
      if (up != r.area || !world.demand[i].inside) continue;
      r.persons += world.demand[i].persons;
      ++r.demand_points;
      for (std::size_t l = 0; l < n; ++l) {
        const auto& c = s.levels[l].coverage;
        r.covered[l] += c.covered[i] ? world.demand[i].persons : 0;
        r.served[l] += c.served[i], r.no_capacity[l] += c.no_capacity[i], r.out_of_reach[l] += c.out_of_reach[i];
      }
    }
    if (r.persons > 0) s.areas.push_back(std::move(r));
  }
  if (!world.organisations.empty()) {
    OrganisationCoverage o;
    for (std::size_t i = 0; i < world.organisations.size(); ++i) {
      const auto state = i % 10 < 5 ? OrganisationState::kOwn : i % 10 < 7 ? OrganisationState::kJoint
                         : i % 10 < 9 ? OrganisationState::kAssigned : OrganisationState::kNone;
      o.state.push_back(state);
      ++(state == OrganisationState::kOwn ? o.own : state == OrganisationState::kJoint ? o.joint
         : state == OrganisationState::kAssigned ? o.assigned : o.none);
    }
    o.counted = o.organisations = static_cast<std::int64_t>(world.organisations.size());
    s.organisations = std::move(o);
  }
  s.run_id = "4f2a91c07be3";
  s.version = "0.1.0";
  return s;
}

}  // namespace

LittleTown little_town(int columns, int rows) {
  LittleTown t;
  World& w = t.world;
  w.crs = "EPSG:32651";
  w.modelled = true;
  const double width = columns * kBlock, height = rows * kBlock;
  const auto area = [&](std::string id, Name name, int level, AreaId parent, MultiPolygon shape) {
    w.areas.push_back({std::move(id), std::move(name), level, parent, std::move(shape), -1, true});
    return AreaId(w.areas.size() - 1);
  };
  const AreaId district = area("D", {"示例区", "Sample District"}, 1, {}, rectangle(kX0 - 100, kY0 - 100, width + 200, height + 200));
  const AreaId west = area("S1", {"河西街道", "Hexi Sub-district"}, 2, district, rectangle(kX0, kY0, width / 2, height));
  const AreaId east = area("S2", {"河东街道", "Hedong Sub-district"}, 2, district, rectangle(kX0 + width / 2, kY0, width / 2, height));
  static const char* kZh[] = {"长春", "和平", "光华", "新民", "同心", "向阳", "东升", "明德"};
  static const char* kEn[] = {"Changchun", "Heping", "Guanghua", "Xinmin", "Tongxin", "Xiangyang", "Dongsheng", "Mingde"};

  auto& net = w.streets;
  const auto node = [&](int x, int y) { return NodeId(y * (columns + 1) + x); };
  for (int y = 0; y <= rows; ++y)
    for (int x = 0; x <= columns; ++x) net.node.push_back({kX0 + x * kBlock, kY0 + y * kBlock + 18 * std::sin(x * 0.8)});
  const auto street = [&](NodeId a, NodeId b, StreetClass c, std::uint32_t name) {
    const Point line[] = {net.node[a.value], net.node[b.value]};
    add_edge(net, a, b, line, c, kWalkForward | kWalkBackward | kCycleForward | kCycleBackward, name);
  };
  for (int y = 0; y <= rows; ++y) {
    net.names.push_back(std::string(kZh[y % 8]) + "路");
    const auto name = static_cast<std::uint32_t>(net.names.size() - 1);
    for (int x = 0; x < columns; ++x)
      street(node(x, y), node(x + 1, y), y % 3 == 0 ? StreetClass::kPrimary : y % 3 == 1 ? StreetClass::kResidential : StreetClass::kTertiary, name);
  }
  for (int x = 0; x <= columns; ++x) {
    net.names.push_back(std::string(kZh[x % 8]) + "街");
    const auto name = static_cast<std::uint32_t>(net.names.size() - 1);
    for (int y = 0; y < rows; ++y)
      street(node(x, y), node(x, y + 1), x % 4 == 0 ? StreetClass::kSecondary : StreetClass::kResidential, name);
  }

  Stream random(7, "little town");
  for (int by = 0; by < rows; ++by)
    for (int bx = 0; bx < columns; ++bx) {
      const double x = kX0 + bx * kBlock, y = kY0 + by * kBlock;
      const AreaId sub = bx < columns / 2 ? west : east;
      const int which = by * columns + bx;
      const Name quarter{std::string(kZh[which % 8]) + std::to_string(which / 8 + 1) + "村", std::string(kEn[which % 8]) + " " + std::to_string(which / 8 + 1)};
      const AreaId leaf = area("Q" + std::to_string(which), quarter, 4, sub, rectangle(x + 12, y + 20, kBlock - 24, kBlock - 36));
      if (which % 11 == 5) {
        w.context.push_back({ContextKind::kGreen, {"和平公园", "Heping Park"}, rectangle(x + 15, y + 22, kBlock - 30, kBlock - 40), {}});
        continue;
      }
      if (which % 17 == 9) w.context.push_back({ContextKind::kCampus, {"明德中学", "Mingde School"}, rectangle(x + 14, y + 22, kBlock - 28, kBlock - 38), {}});
      else if (which % 3 == 0) {
        const Ring ring = rectangle(x + 14, y + 22, kBlock - 28, kBlock - 38)[0].rings[0];
        Ring wall = ring;
        wall.push_back(ring[0]);
        w.context.push_back({ContextKind::kWall, {}, {}, wall});
        net.node.push_back({x + kBlock / 2, y + 22});
        const NodeId gate(net.node.size() - 1), street_end = node(bx, by);
        const Point line[] = {net.node[street_end.value], net.node[gate.value]};
        add_edge(net, street_end, gate, line, StreetClass::kFootway, kWalkForward | kWalkBackward | kPrivate);
        net.gates.push_back({"g" + std::to_string(which), gate, static_cast<GateState>(which % 9 / 3)});
      }
      for (int r = 0; r < 4; ++r)
        for (int c = 0; c < 3; ++c) {
          const bool office = which % 7 == 3 && r == 0;
          const double px = x + 26 + c * 52, py = y + 34 + r * 36;
          Building b;
          b.id = "b" + std::to_string(which) + "-" + std::to_string(r * 3 + c);
          b.footprint = rectangle(px, py, 40, 13 + random.uniform(0, 4));
          b.position = {px + 20, py + 7};
          b.area = leaf;
          b.kind = office ? BuildingKind::kOffice : BuildingKind::kResidential;
          b.residents = office ? 0 : random.between(40, 260);
          w.buildings.push_back(b);
          const BuildingId id(w.buildings.size() - 1);
          if (office) {
            Organisation o;
            o.id = "o" + std::to_string(w.organisations.size());
            o.position = b.position;
            o.building = id;
            o.area = leaf;
            o.employees = 30;
            w.organisations.push_back(o);
            o.id = "o" + std::to_string(w.organisations.size());
            w.organisations.push_back(o);
          } else {
            w.demand.push_back({b.id, {}, b.position, b.residents, leaf, id, true});
          }
        }
    }
  index_arcs(net);
  const double river = kX0 + width / 2 + 60;
  Ring bank;
  for (int i = 0; i <= 20; ++i) bank.push_back({river + 40 * std::sin(i * 0.5), kY0 - 400 + i * (height + 800) / 20});
  for (int i = 20; i >= 0; --i) bank.push_back({bank[static_cast<std::size_t>(i)].x + 45, bank[static_cast<std::size_t>(i)].y});
  w.context.push_back({ContextKind::kWater, {"长河", "Chang River"}, {{{bank}}}, {}});
  w.context.push_back({ContextKind::kMetroLine, {"轨道交通 1 号线", "Metro line 1"}, {}, {{kX0 - 300, kY0 + 430}, {kX0 + width / 2, kY0 + 500}, {kX0 + width + 300, kY0 + 520}}});
  w.context.push_back({ContextKind::kMetroStation, {"长春路站", "Changchun Road"}, {}, {{kX0 + width / 4, kY0 + 465}}});

  const auto facility = [&](int level, double x, double y, std::int64_t capacity, FacilityStatus status = FacilityStatus::kExisting) {
    Facility f;
    static const char* kRankZh[] = {"邻里驿站", "服务点", "服务站", "服务中心"};
    static const char* kRankEn[] = {"Corner", "Point", "Station", "Centre"};
    const auto n = w.facilities.size();
    f.id = "f" + std::to_string(n);
    f.name = {std::string(kZh[n % 8]) + kRankZh[level - 1], std::string(kEn[n % 8]) + " " + kRankEn[level - 1]};
    f.level = level, f.capacity = capacity, f.status = status;
    f.position = {kX0 + x * width, kY0 + y * height};
    w.facilities.push_back(f);
  };
  facility(4, 0.46, 0.53, -1);
  facility(3, 0.15, 0.22, 8000), facility(3, 0.27, 0.80, 5000), facility(3, 0.80, 0.28, 12000);
  facility(3, 0.86, 0.78, 8000, FacilityStatus::kProposed), facility(3, 0.62, 0.62, 4000, FacilityStatus::kClosed);
  for (int i = 0; i < columns * rows / 4; ++i)
    facility(2, random.uniform(0.03, 0.97), random.uniform(0.04, 0.96), -1, i % 7 == 6 ? FacilityStatus::kProposed : FacilityStatus::kExisting);
  for (int i = 0; i < columns * rows / 2; ++i) facility(1, random.uniform(0.02, 0.98), random.uniform(0.03, 0.97), -1);

  w.sources.push_back({"town generator", "", "", "WGS84", "EPSG:32651", "little town of the tests", "CC0-1.0", "2024-06-30", "", 0, 0, true});
  w.sources.push_back({"streets", "streets.osm", "", "WGS84", "EPSG:4326", "© OpenStreetMap contributors", "ODbL 1.0", "2024-05-01", "", 0, 0, false});
  auto& s = t.scenario;
  s.name = "little-town";
  s.title = {"示例街道", "Sample town"};
  s.date = "2024-06-30";
  s.coverage.report_area_level = 4;
  s.levels = {{"home", {"邻里驿站", "corner"}, 1, 200, CostUnit::kMetres, {}, {}},
              {"point", {"服务点", "point"}, 2, 300, CostUnit::kMetres, {}, {}},
              {"station", {"服务站", "station"}, 3, 500, CostUnit::kMetres, {}, {}},
              {"centre", {"服务中心", "centre"}, 4, 900, CostUnit::kSeconds, {}, {}}};
  t.study = fill(w, s, {"f4"});
  return t;
}

Study little_town_before(const LittleTown& town) { return fill(town.world, town.scenario, {"f2", "f4"}); }

}  // namespace catchment::test
