#include "tests/app/report/small_study.h"

namespace catchment::test {
namespace {

MultiPolygon square(double x, double y, double half) {
  return {Polygon{{Ring{{x - half, y - half}, {x + half, y - half}, {x + half, y + half}, {x - half, y + half}}}}};
}

LevelResult level(const std::string& name, Name title, int rank, double cutoff, CostUnit unit) {
  LevelResult l;
  l.spec.name = name;
  l.spec.title = std::move(title);
  l.spec.rank = rank;
  l.spec.cutoff = cutoff;
  l.spec.unit = unit;
  return l;
}

LevelEquity equity() {
  LevelEquity e;
  e.gini = 0.25;
  e.hoover = 0.2;
  e.palma = 0.9;
  e.p90_p10 = 4;
  e.theil = Theil{0.12, 0.08, 0.04};
  e.lorenz = {{0, 0}, {0.4, 0.1}, {0.7, 0.4}, {1, 1}};
  e.mean = 320;
  e.median = 300;
  e.p90 = 700;
  e.worst_tenth_mean = 800;
  e.gini_of_area_shares = 0.15;
  return e;
}

}  // namespace

SmallStudy small_study() {
  SmallStudy s;
  World& w = s.world;
  w.crs = "EPSG:32651";
  Area town;
  town.id = "T";
  town.name = {"小镇", "Small Town"};
  town.level = 2;
  town.shape = square(600, 0, 900);
  town.population = 1000;
  w.areas.push_back(town);
  const std::int64_t persons[] = {400, 300, 200, 100};
  for (int k = 0; k < 4; ++k) {
    Area block;
    block.id = std::string(1, static_cast<char>('A' + k));
    block.name = {block.id + "片", "Block " + block.id};
    if (k == 3) block.name = {kHostile, kHostile};
    block.level = 3;
    block.parent = AreaId(0);
    block.shape = square(400.0 * k, 0, 190);
    block.population = persons[k];
    w.areas.push_back(block);
    Building building;
    building.id = "h" + std::to_string(k);
    building.position = {400.0 * k, 0};
    building.footprint = square(400.0 * k, 0, 20);
    building.area = AreaId(k + 1);
    building.floors = 6;
    building.dwellings = static_cast<std::int32_t>(persons[k] / 3);
    building.residents = persons[k];
    w.buildings.push_back(building);
    DemandPoint d;
    d.id = building.id;
    d.position = building.position;
    d.persons = persons[k];
    d.area = AreaId(k + 1);
    d.building = BuildingId(k);
    w.demand.push_back(d);
  }
  for (int k = 0; k < 2; ++k) {
    Facility f;
    f.id = "f" + std::to_string(k);
    f.name = k == 0 ? Name{"一号站", "Station One"} : Name{"便民点", "Corner Point"};
    f.level = k == 0 ? 3 : 2;
    f.position = {k == 0 ? 400.0 : 200.0, 30};
    f.capacity = k == 0 ? 700 : -1;
    f.area = AreaId(k + 1);
    w.facilities.push_back(f);
  }
  auto& net = w.streets;
  for (int k = 0; k < 4; ++k) net.node.push_back({400.0 * k, -20});
  for (int k = 0; k < 3; ++k) {
    const Point line[] = {net.node[static_cast<std::size_t>(k)], net.node[static_cast<std::size_t>(k) + 1]};
    net.from.push_back(NodeId(k));
    net.to.push_back(NodeId(k + 1));
    net.shape.insert(net.shape.end(), line, line + 2);
    net.shape_begin.push_back(static_cast<std::uint32_t>(net.shape.size()));
    net.length_mm.push_back(400000);
    net.street_class.push_back(StreetClass::kResidential);
    net.access.push_back(kWalkForward | kWalkBackward);
    net.name.push_back(0);
  }
  w.sources.push_back({"streets", "streets.osm.pbf", "", "WGS-84", "EPSG:4326", "OpenStreetMap", "ODbL", "2026-01-01",
                       std::string(64, 'a'), 1234567, 3, false});
  w.sources.push_back({"town", "town generator", "", "WGS-84", "EPSG:32651", "", "", "", "", 0, 4, true});
  w.apportionment.push_back({"dwellings", "4 blocks", "4 buildings", 1000, 1000, 0});
  w.joins.push_back({"census.csv", "blocks", 3, 0, 1, {kHostile}, {"E片"}});
  w.findings.push_back({Severity::kWarning, "datum-mismatch", "a.shp: blocks", kHostile, "declare gcj02"});

  Study& r = s.study;
  r.population = 1000;
  r.demand_points = 4;
  r.counted = {1, 1, 1, 1};
  r.run_id = "0123456789ab";
  r.version = "0.1.0";
  auto station = level("station", {"服务站", "Service station"}, 3, 500, CostUnit::kMetres);
  station.providers = {FacilityId(0)};
  station.nearest = {{450000, 50000, 450000, 850000}, {0, 0, 0, 0}};
  station.coverage = {{1, 1, 1, 0}, {1, 1, 1, 0}, {400, 100, 200, 0}, {0, 200, 0, 0}, {0, 0, 0, 100},
                      900, 700, 200, 100, {700}};
  station.backup_persons = {100, 900};
  station.capacity_limited = true;
  station.share = 0.9;
  auto point = level("point", {"服务点", "Service point"}, 2, 300, CostUnit::kSeconds);
  point.providers = {FacilityId(0), FacilityId(1)};
  point.nearest = {{180000, 60000, 330000, 640000}, {1, 0, 0, 0}};
  point.coverage = {{1, 1, 0, 0}, {1, 2, 0, 0}, {400, 300, 0, 0}, {0, 0, 0, 0}, {0, 0, 200, 100},
                    700, 700, 0, 300, {300, 400}};
  point.backup_persons = {300, 400, 300};
  point.share = 0.7;
  r.levels = {station, point};
  r.joint = {700, {1, 1, 0, 0}};
  r.joint_share = 0.7;
  r.equity = {equity(), equity()};
  r.equity[1].palma.reset();
  r.equity[1].excluded_persons = 12;
  r.areas.push_back({AreaId(0), 1000, 4, {900, 700}, {700, 700}, {200, 0}, {100, 300}, 700});
  for (int k = 0; k < 4; ++k) {
    const std::int64_t n = persons[k];
    const bool one = k < 3, two = k < 2;
    r.areas.push_back({AreaId(k + 1), n, 1, {one ? n : 0, two ? n : 0}, {k == 1 ? 100 : one ? n : 0, two ? n : 0},
                       {k == 1 ? 200 : 0, 0}, {one ? 0 : n, two ? 0 : n}, two ? n : 0});
  }
  r.gaps.push_back({"C片", AreaId(3), {800, 0}, 200, 1, false, 30, FacilityId(0)});
  r.gaps.push_back({"B片", AreaId(2), {400, 0}, 200, 0, true, 200, FacilityId(0)});
  r.gaps.push_back({"", AreaId(4), {1200, 0}, 100, 0, false, 350, FacilityId(0)});
  r.covered_without_neighbours = {800, 700};
  r.network.used = true;
  r.network.components.count = 2;
  r.network.components.nodes = {3, 1};
  r.network.components.length_m = {800, 400};
  r.network.components.total_length_m = 1200;
  r.network.components.largest_share = 2.0 / 3;
  r.network.nodes = 4;
  r.network.arcs = 6;
  r.network.edges = 3;
  r.network.length_m = 1200;
  r.network.demand_snap_m = {20, 20, 20, 20};
  r.network.facility_snap_m = {50, 50};
  r.network.snap_median_m = r.network.snap_p95_m = r.network.snap_max_m = 20;
  r.items.push_back({"advice", 1, 900});
  r.items.push_back({"repairs", 2, 1000});
  w.catalogue.push_back({"advice", {"政策咨询", "Advice"}, "info", "A", "window", 10});
  w.catalogue.push_back({"repairs", {"维修", "Repairs"}, "help", "B", "door", 30});
  r.linkage = LinkageResult{2, 3, 1, {4}};

  Scenario& c = s.scenario;
  c.name = "small";
  c.title = {"小镇服务覆盖研究", "Service coverage of Small Town"};
  c.place_name_zh = "上海";
  c.place_name_en = "Shanghai";
  c.date = "2026-01-01";
  c.file = "small.toml";
  c.text = "[scenario]\nname = \"small\"\n";
  for (const auto& l : r.levels) c.levels.push_back(l.spec);
  return s;
}

void add_organisations(SmallStudy& s) {
  World& w = s.world;
  w.units.push_back({"u0", {"一枢纽", "Hub One"}, "hub", 2, true});
  w.units.push_back({"u1", {"二枢纽", "Hub Two"}, "hub", -1, true});
  for (int k = 0; k < 5; ++k) {
    Organisation o;
    o.id = "o" + std::to_string(k);
    o.name = {"企业" + std::to_string(k), "Firm " + std::to_string(k)};
    if (k == 3) o.name = {kHostile, kHostile};
    o.type = OrganisationType::kEnterprise;
    o.position = {300.0 * k, 60};
    o.employees = 10 * (k + 1);
    o.eligible = k < 2 ? 3 : 1;
    if (k != 3) o.responsible.push_back(UnitId(0));
    if (k == 4) o.responsible.push_back(UnitId(1));
    w.organisations.push_back(o);
  }
  InstructorPool pool;
  pool.id = "pool";
  pool.count = 1;
  pool.caseload = 20;
  w.instructors.push_back(pool);
  Venue v;
  v.id = "v0";
  v.name = {"大礼堂", "Great Hall"};
  v.position = {500, 80};
  v.shared_hours_month = 2;
  w.venues.push_back(v);

  OrganisationCoverage o;
  o.state = {OrganisationState::kOwn, OrganisationState::kOwn, OrganisationState::kJoint, OrganisationState::kAssigned,
             OrganisationState::kNone};
  o.joint_group = {UINT32_MAX, UINT32_MAX, 0, UINT32_MAX, UINT32_MAX};
  o.joint_groups = 1;
  o.instructor_pool = {UINT32_MAX, UINT32_MAX, UINT32_MAX, 0, UINT32_MAX};
  o.counted = 5;
  o.own = 2;
  o.joint = 1;
  o.assigned = 1;
  o.none = 1;
  o.organisations = 5;
  o.instructor_places = 20;
  o.instructor_places_used = 1;
  s.study.organisations = o;
  Accountability a;
  a.orphans = {OrganisationId(3)};
  a.conflicts = {OrganisationId(4)};
  a.load = {4, 1};
  a.overloaded = {UnitId(0)};
  s.study.accountability = a;
  VenueHosting h;
  h.groups = 3;
  h.hosted = 1;
  h.no_slot = 2;
  h.venues = 1;
  h.hours_needed_per_venue = 6;
  h.slots_used = {1};
  s.study.venues = h;
  s.scenario.organisations.active = true;
}

}  // namespace catchment::test
