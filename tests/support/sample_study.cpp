#include "tests/support/sample_study.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <string>

#include "sim/core/random.h"

namespace catchment::test {
namespace {

constexpr double kX = 354000, kY = 3456000;  // south-west corner
constexpr std::uint8_t kWalk = kWalkForward | kWalkBackward, kBoth = kWalk | kCycleForward | kCycleBackward;

MultiPolygon box(double x0, double y0, double x1, double y1) {
  return {{{{{kX + x0, kY + y0}, {kX + x1, kY + y0}, {kX + x1, kY + y1}, {kX + x0, kY + y1}}}}};
}

void add_places(World& w) {
  w.areas.push_back({"310110009", {"样例街道", "Sample sub-district"}, 2, AreaId(), box(0, 0, 800, 800), -1, true});
  for (int b = 0; b < 4; ++b) {
    const double x = 400 * (b % 2), y = 400 * (b / 2);
    const std::string number = std::to_string(b + 1);
    w.areas.push_back({"block-" + number,
                       {"第" + number + "街坊", "Block " + number},
                       3,
                       AreaId(0),
                       box(x, y, x + 400, y + 400),
                       -1,
                       true});
  }
  for (int j = 0; j < 8; ++j)
    for (int i = 0; i < 8; ++i) {
      const int n = j * 8 + i;
      Building b;
      b.id = "b" + std::to_string(n + 1);
      b.position = {kX + 100 * i + 50, kY + 100 * j + 50};
      if (n != 9 && n != 40) b.footprint = box(100 * i + 20, 100 * j + 30, 100 * i + 80, 100 * j + 70);
      b.area = AreaId(1 + i / 4 + 2 * (j / 4));
      b.kind = n % 11 == 3 ? BuildingKind::kOffice : BuildingKind::kResidential;
      b.floors = 3 + n % 5;
      b.gross_area_m2 = 2400.0 * b.floors + 0.1;
      b.dwellings = 10 + n % 7;
      b.residents = b.kind == BuildingKind::kOffice ? 0 : 25 + n % 13;
      b.workers = b.kind == BuildingKind::kOffice ? 80 : 0;
      w.buildings.push_back(b);
      w.demand.push_back({b.id, b.name, b.position, b.residents, b.area, BuildingId(n), true});
    }
  // A courtyard, and a building of two parts.
  w.buildings[0].footprint[0].rings.push_back(
      {{kX + 40, kY + 45}, {kX + 60, kY + 45}, {kX + 60, kY + 55}, {kX + 40, kY + 55}});
  w.buildings[63].footprint.push_back(box(782, 782, 792, 792)[0]);
  w.buildings[27].name = {"四平大楼；\"甲\"座", "Siping Mansion, \\ tower; \"A\""};
  w.demand.push_back({"beyond", {"界外", "Beyond"}, {kX + 870, kY + 400}, 40, AreaId(), BuildingId(), false});
}

void add_streets(World& w) {
  StreetNetwork& net = w.streets;
  net.names = {"", "四平路", "Chifeng Road"};
  for (int j = 0; j <= 4; ++j)
    for (int i = 0; i <= 4; ++i) net.node.push_back({kX + 200 * i, kY + 200 * j});
  const auto join = [&](int a, int b, StreetClass c, std::uint8_t access, std::uint32_t name) {
    const Point p = net.node[static_cast<std::size_t>(a)], q = net.node[static_cast<std::size_t>(b)];
    // A slight bend, so that lines are more than their ends.
    const Point middle{(p.x + q.x) / 2 + (p.x == q.x ? 3 : 0), (p.y + q.y) / 2 + (p.y == q.y ? 3 : 0)};
    const Point line[] = {p, middle, q};
    add_edge(net, NodeId(a), NodeId(b), line, c, access, name);
  };
  for (int j = 0; j <= 4; ++j)
    for (int i = 0; i < 4; ++i) {
      const bool main = j == 2;
      join(5 * j + i, 5 * j + i + 1,
           main               ? StreetClass::kPrimary
           : j == 3 && i == 1 ? StreetClass::kSteps
                              : StreetClass::kResidential,
           j == 3 && i == 1 ? kWalk : kBoth, main ? 1 : 0);
    }
  for (int i = 0; i <= 4; ++i)
    for (int j = 0; j < 4; ++j)
      join(5 * j + i, 5 * (j + 1) + i,
           i == 2   ? StreetClass::kSecondary
           : i == 1 ? StreetClass::kFootway
                    : StreetClass::kLane,
           i == 1   ? kWalk
           : i == 3 ? kBoth | kPrivate
                    : kWalk | kCycleForward,
           i == 2 ? 2 : 0);
  net.node.push_back({kX - 60, kY + 860});
  net.node.push_back({kX + 860, kY + 860});
  join(25, 26, StreetClass::kMotorway, 0, 0);
  index_arcs(net);
  net.gates = {{"g1", NodeId(8), GateState::kOpen},
               {"g2", NodeId(13), GateState::kResidentsOnly, OpeningHours("1100"), GateState::kClosed},
               {"g3", NodeId(18), GateState::kClosed}};
}

void add_services(World& w) {
  const auto add = [&](std::string id, Name name, int level, double x, double y, std::int64_t capacity) -> Facility& {
    Facility f;
    f.id = std::move(id);
    f.name = std::move(name);
    f.level = level;
    f.position = {kX + x, kY + y};
    f.capacity = capacity;
    f.area = AreaId(1 + (x > 400) + 2 * (y > 400));
    w.facilities.push_back(f);
    return w.facilities.back();
  };
  Facility& centre = add("centre", {"样例党群服务中心", "Sample service centre"}, 4, 330, 330, -1);
  centre.services = {"advice", "activities; indoors", "back\\slash"};
  centre.staff = 12;
  for (int slot = 18; slot < 34; ++slot)
    for (int day = 0; day < 5; ++day) centre.hours.set(static_cast<std::size_t>(48 * day + slot));
  centre.hours.set(335);  // Sunday, the last half hour
  centre.fixed_cost_fen = 123456789012;
  centre.building = BuildingId(27);
  add("station-1", {"东站", "East station"}, 3, 650, 250, 200);
  add("station-2", {"西北站", "North-west station"}, 3, 150, 650, -1).modelled = true;
  add("point-1", {"东北点", "North-east point"}, 2, 650, 650, 80).status = FacilityStatus::kProposed;
  add("home-1", {"之家", "Home"}, 1, 250, 150, 30).status = FacilityStatus::kClosed;
  Facility& neighbour = add("station-9", {"邻街道站", "Neighbour's station"}, 3, 900, 450, 60);
  neighbour.inside = false;
  neighbour.area = AreaId();
  w.venues = {
      {"v1", {"报告厅", "Hall"}, "college hall", {kX + 550, kY + 520}, AreaId(4), 120, 40.5, OrganisationId(2)},
      {"v2", {"活动室", "Room"}, "culture and sports", {kX + 90, kY + 330}, AreaId(1), 30, 12, OrganisationId()}};
  w.catalogue = {{"advice", {"咨询", "Advice"}, "guide", "service", "window", 15},
                 {"visit", {"走访", "Visit"}, "care", "service", "door", 40.25}};
}

void add_organisations(World& w) {
  w.units = {{"u1", {"街道党工委", "Sub-district office"}, "area", 10, true},
             {"u2", {"行业党委", "Industry office"}, "industry", -1, false}};
  for (int k = 0; k < 12; ++k) {
    Organisation o;
    o.id = "org" + std::to_string(k + 1);
    o.name = {"企业" + std::to_string(k + 1), "Company " + std::to_string(k + 1)};
    o.type = static_cast<OrganisationType>(k % 8);
    o.position = {kX + 60 + 61 * k, kY + 90 + 59 * k};
    o.area = AreaId(1 + (o.position.x > kX + 400) + 2 * (o.position.y > kY + 400));
    o.employees = 10 * k;
    o.members = 2 * k;
    o.eligible = k;
    o.normal_operation = k != 11;
    if (k % 3 != 0) o.responsible.push_back(UnitId(0));
    if (k % 5 == 4) o.responsible.push_back(UnitId(1));
    w.organisations.push_back(o);
  }
  SharingLink plain;
  plain.from = OrganisationId(2), plain.to = OrganisationId(0);
  SharingLink lends;
  lends.id = "l1", lends.from = OrganisationId(0), lends.to = FacilityId(0), lends.type = LinkType::kSecondment, lends.kind = "挂职";
  lends.capacity = 6.5, lends.cost = 2, lends.start = "2026-01-01", lends.end = "2026-12-31", lends.status = LinkStatus::kAgreed, lends.level = 2;
  lends.slots.set(40), lends.slots.set(41), lends.matched = true;
  w.links = {lends, plain};
  Resource need;
  need.at = OrganisationId(3), need.type = LinkType::kVolunteer, need.need = true, need.amount = 12.5, need.whole = true, need.slots.set(200);
  w.resources = {need};
  w.groups = {{"gr1", GroupKind::kOwn, {OrganisationId(5)}, BuildingId(), 8},
              {"gr2", GroupKind::kJoint, {OrganisationId(1), OrganisationId(2)}, BuildingId(27), 3}};
  w.instructors = {{"pool", FacilityId(0), 3, 20, 15}, {"city", FacilityId(), 2, 21, -1}};
}

void add_context(World& w) {
  w.context.push_back({ContextKind::kWater, {"样例河", "Sample river"}, box(-80, -120, 900, -40), {}});
  w.context.push_back({ContextKind::kGreen, {"公园", "Park"}, box(420, 420, 580, 480), {}});
  w.context.push_back({ContextKind::kCampus, {"学校", "College"}, box(500, 500, 600, 600), {}});
  w.context.push_back({ContextKind::kWall, {}, {}, {{kX + 605, kY + 5}, {kX + 605, kY + 395}, {kX + 795, kY + 395}}});
  w.context.push_back(
      {ContextKind::kMetroLine, {"10号线", "Line 10"}, {}, {{kX - 80, kY + 420}, {kX + 880, kY + 380}}});
  w.context.push_back({ContextKind::kMetroStation, {"四平路", "Siping Road"}, {}, {{kX + 400, kY + 400}}});
  w.context.push_back(
      {ContextKind::kQuarter, {"两者", "both"}, box(10, 610, 190, 790), {{kX + 10, kY + 610}, {kX + 190, kY + 790}}});
}

}  // namespace

World sample_world() {
  World w;
  w.crs = "EPSG:32651";
  w.modelled = true;
  add_places(w);
  add_streets(w);
  add_services(w);
  add_organisations(w);
  add_context(w);
  w.sources = {{"buildings", "$CATCHMENT_SHARED_DATA/b.gpkg", "b", "WGS-84", "EPSG:4326", "OpenStreetMap", "ODbL",
                "2026-03", std::string(64, 'a'), 123456, 64, true}};
  w.apportionment = {{"dwellings", "areas", "buildings", 1750, 1749, 1}};
  w.joins = {{"census", "areas", 3, 2, 1, {"甲; 乙", ""}, {"x\\y"}}, {"other", "areas", 0, 0, 0, {}, {""}}};
  w.findings = {{Severity::kWarning, "snap-far", "streets", "2 places are far from a street", "look at them"}};
  return w;
}

Scenario sample_scenario() {
  Scenario s;
  s.name = "sample";
  s.title = {"样例", "Sample"};
  s.date = "2026-03";
  s.crs = "EPSG:32651";
  s.network.mode = TravelMode::kEuclidean;
  s.network.detour_factor = 1;
  for (const auto& [name, title, rank, cutoff] : {std::tuple{"station", Name{"站点", "Station"}, 3, 250.0},
                                                  std::tuple{"centre", Name{"中心", "Centre"}, 4, 500.0}}) {
    LevelSpec level;
    level.name = name;
    level.title = title;
    level.rank = rank;
    level.cutoff = cutoff;
    s.levels.push_back(level);
  }
  return s;
}

Study sample_study() {
  const World w = sample_world();
  const Scenario scenario = sample_scenario();
  Study study;
  const std::size_t n = w.demand.size();
  for (const DemandPoint& d : w.demand) {
    study.counted.push_back(d.inside);
    (d.inside ? study.population : study.population_beyond) += d.persons;
    study.demand_points += d.inside;
  }
  for (const LevelSpec& spec : scenario.levels) {
    LevelResult level;
    level.spec = spec;
    for (std::uint32_t f = 0; f < w.facilities.size(); ++f)
      if (w.facilities[f].level >= spec.rank && w.facilities[f].status != FacilityStatus::kClosed)
        level.providers.push_back(FacilityId(f));
    LevelCoverage& c = level.coverage;
    c.load.assign(level.providers.size(), 0);
    for (std::size_t i = 0; i < n; ++i) {
      const DemandPoint& d = w.demand[i];
      Cost best = kUnreachable;
      std::uint32_t best_provider = std::numeric_limits<std::uint32_t>::max(), within = 0;
      std::int64_t left = d.persons;
      for (std::uint32_t k = 0; k < level.providers.size(); ++k) {
        const Facility& f = w.facilities[level.providers[k].value];
        const Cost cost = to_cost(distance(d.position, f.position));
        if (cost < best) best = cost, best_provider = k;
        if (cost > to_cost(spec.cutoff)) continue;
        ++within;
        const std::int64_t room = f.capacity < 0 ? left : std::max<std::int64_t>(0, f.capacity - c.load[k]);
        const std::int64_t given = d.inside ? std::min(left, room) : 0;
        c.load[k] += given;
        left -= given;
      }
      level.nearest.cost.push_back(best);
      level.nearest.destination.push_back(best_provider);
      const std::int64_t persons = d.inside ? d.persons : 0;
      c.covered.push_back(within > 0);
      c.backup.push_back(within);
      c.served.push_back(within > 0 && d.inside ? persons - left : 0);
      c.no_capacity.push_back(within > 0 && d.inside ? left : 0);
      c.out_of_reach.push_back(within > 0 ? 0 : persons);
      c.persons_covered += within > 0 ? persons : 0;
      c.persons_served += c.served.back();
      c.persons_no_capacity += c.no_capacity.back();
      c.persons_out_of_reach += c.out_of_reach.back();
      if (level.backup_persons.size() <= within) level.backup_persons.resize(within + 1);
      level.backup_persons[within] += persons;
    }
    level.capacity_limited = true;
    level.share = static_cast<double>(c.persons_covered) / static_cast<double>(study.population);
    study.levels.push_back(std::move(level));
  }
  for (std::size_t i = 0; i < n; ++i) {
    study.joint.covered.push_back(study.levels[0].coverage.covered[i] && study.levels[1].coverage.covered[i]);
    if (study.joint.covered[i] && w.demand[i].inside) study.joint.persons += w.demand[i].persons;
  }
  study.joint_share = static_cast<double>(study.joint.persons) / static_cast<double>(study.population);
  for (std::uint32_t a = 0; a < w.areas.size(); ++a) {
    AreaResult r;
    r.area = AreaId(a);
    for (auto* column : {&r.covered, &r.served, &r.no_capacity, &r.out_of_reach})
      column->assign(study.levels.size(), 0);
    for (std::size_t i = 0; i < n; ++i) {
      if (!w.demand[i].inside || (a != 0 && w.demand[i].area != AreaId(a))) continue;
      r.persons += w.demand[i].persons;
      ++r.demand_points;
      if (study.joint.covered[i]) r.joint += w.demand[i].persons;
      for (std::size_t k = 0; k < study.levels.size(); ++k) {
        const LevelCoverage& c = study.levels[k].coverage;
        r.covered[k] += c.covered[i] ? w.demand[i].persons : 0;
        r.served[k] += c.served[i];
        r.no_capacity[k] += c.no_capacity[i];
        r.out_of_reach[k] += c.out_of_reach[i];
      }
    }
    study.areas.push_back(r);
  }
  study.equity.resize(study.levels.size());
  study.covered_without_neighbours.assign(study.levels.size(), 0);
  // Streets by how far their middle is from a station; every tenth is cut in two bands.
  study.bands.cutoffs = {250.0 / 3, 500.0 / 3, 250};
  for (std::uint32_t e = 0; e + 1 < w.streets.n_edges(); ++e) {
    const Point middle = w.streets.line(EdgeId(e))[1];
    double nearest = 1e9;
    for (const FacilityId f : study.levels[0].providers)
      nearest = std::min(nearest, distance(middle, w.facilities[f.value].position));
    if (nearest > 250) continue;
    const auto band = static_cast<std::uint8_t>(nearest > 500.0 / 3 ? 2 : nearest > 250.0 / 3 ? 1 : 0);
    const std::uint32_t length = w.streets.length_mm[e], cut = e % 10 == 0 ? length / 3 : length;
    study.bands.pieces.push_back({EdgeId(e), 0, cut, band});
    if (cut < length && band < 2)
      study.bands.pieces.push_back({EdgeId(e), cut, length, static_cast<std::uint8_t>(band + 1)});
  }
  study.network.used = true;
  study.network.nodes = w.streets.n_nodes();
  study.network.edges = w.streets.n_edges();
  study.network.arcs = w.streets.n_arcs();
  study.network.gates = w.streets.gates.size();
  study.network.length_m = std::accumulate(w.streets.length_mm.begin(), w.streets.length_mm.end(), 0.0) / 1000;
  OrganisationCoverage o;
  for (std::size_t k = 0; k < w.organisations.size(); ++k) {
    o.state.push_back(k == 11 ? OrganisationState::kNone : static_cast<OrganisationState>(k % 4));
    o.joint_group.push_back(o.state[k] == OrganisationState::kJoint ? static_cast<std::uint32_t>(k / 8)
                                                                    : std::numeric_limits<std::uint32_t>::max());
    o.instructor_pool.push_back(o.state[k] == OrganisationState::kAssigned ? 0
                                                                           : std::numeric_limits<std::uint32_t>::max());
  }
  o.joint_groups = 2;
  o.counted = o.organisations = 11;
  o.own = 3, o.joint = 3, o.assigned = 2, o.none = 3;
  study.organisations = o;
  Accountability a;
  a.load.assign(w.units.size(), 0);
  for (std::uint32_t k = 0; k < w.organisations.size(); ++k) {
    const auto& units = w.organisations[k].responsible;
    if (units.empty()) a.orphans.push_back(OrganisationId(k));
    if (units.size() > 1) a.conflicts.push_back(OrganisationId(k));
    for (const UnitId u : units) ++a.load[u.value];
  }
  study.accountability = a;
  study.run_id = "0123456789ab";
  study.version = "0.1.0";
  return study;
}

World rows_of_buildings(std::size_t n) {
  World w;
  w.crs = "EPSG:32651";
  Stream s(1, "rows of buildings");
  for (std::size_t i = 0; i < n; ++i) {
    const double x = 40.0 * static_cast<double>(i % 1000), y = 40.0 * static_cast<double>(i / 1000);
    Building b;
    b.id = "b" + std::to_string(i);
    b.position = {kX + x + s.uniform(), kY + y + s.uniform()};
    b.footprint = box(x, y, x + 20 + s.uniform(), y + 12);
    b.dwellings = static_cast<std::int32_t>(s.below(60));
    b.residents = b.dwellings * 2;
    w.demand.push_back({b.id, {}, b.position, b.residents, AreaId(), BuildingId(i), true});
    w.buildings.push_back(std::move(b));
  }
  return w;
}

}  // namespace catchment::test
