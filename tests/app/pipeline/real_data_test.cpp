// The studies on real data, from the files as they are. Skipped visibly where the data sets are not there.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <functional>
#include <map>
#include <queue>
#include <utility>
#include <vector>

#include "app/pipeline/pipeline.h"
#include "gis/crs/projector.h"
#include "gis/vector/layer.h"
#include "tests/support/shared_data.h"

namespace catchment::pipeline {
namespace {

struct Studied {
  Scenario scenario;
  LoadedWorld loaded;
  Study study;
};

Studied run(const std::string& name) {
  Studied r;
  r.scenario = load_scenario(test::project_root() + "scenarios/real/" + name);
  r.loaded = load_world(r.scenario);
  r.study = run_study(r.loaded, edited_world(r.loaded, r.scenario), r.scenario);
  return r;
}

std::int64_t persons(const World& world) {
  std::int64_t sum = 0;
  for (const auto& d : world.demand) sum += d.persons;
  return sum;
}

void expect_split_adds_up(const Study& study) {
  for (const auto& l : study.levels)
    EXPECT_EQ(l.coverage.persons_served + l.coverage.persons_no_capacity + l.coverage.persons_out_of_reach, study.population)
        << l.spec.name;
}

TEST(RealData, SipingRoadKeepsItsCensusToThePerson) {
  CATCHMENT_NEED_SHARED_DATA(file, "shanghai_tongji_osm/tongji_siping.osm.pbf");
  const Studied r = run("siping_road.toml");
  EXPECT_EQ(persons(r.loaded.world), 92400);
  EXPECT_EQ(r.study.population + r.study.population_beyond, 92400);
  EXPECT_GT(r.study.population, 5000);   // quarters inside the extract
  for (const auto& note : r.loaded.world.apportionment) EXPECT_EQ(note.total, note.placed);
  EXPECT_TRUE(r.study.network.used);
  EXPECT_GT(r.study.network.components.count, 1u);
  expect_split_adds_up(r.study);
}

TEST(RealData, YangpuKeepsItsCensusAndJoinsTheRenamedSubdistrict) {
  CATCHMENT_NEED_SHARED_DATA(file, "shanghai_quarters/quarters.gpkg");
  const Studied r = run("yangpu.toml");
  EXPECT_EQ(persons(r.loaded.world), 1242600);   // the sub-districts' census in hundreds
  EXPECT_EQ(r.study.population, 1242600);
  ASSERT_EQ(r.loaded.world.joins.size(), 1u);
  EXPECT_TRUE(r.loaded.world.joins[0].unmatched_rows.empty());
  EXPECT_EQ(r.loaded.world.joins[0].by_alias, 1);
  EXPECT_FALSE(r.study.network.used);
  EXPECT_EQ(r.loaded.world.facilities.size(), 129u);   // 131 less two culture centres without a position
  expect_split_adds_up(r.study);
}

TEST(RealData, PortoAlegreCountsEveryCell) {
  CATCHMENT_NEED_SHARED_DATA(file, "peer_portoalegre/poa_osm.pbf");
  const Studied r = run("porto_alegre.toml");
  EXPECT_EQ(r.study.population, 812935);
  EXPECT_EQ(r.loaded.world.demand.size(), 1227u);
  expect_split_adds_up(r.study);
}

/// A second, simple method: every street is tried for every place, then a textbook Dijkstra over junctions from all clinics at
/// once. A place gets onto the junctions either at the nearest one, or at both ends of its nearest street.
class SimpleSearch {
 public:
  SimpleSearch(const World& world, double speed_mps, double snap_max_m, bool onto_streets)
      : world_(world), net_(world.streets), speed_mps_(speed_mps), snap_max_m_(snap_max_m), onto_streets_(onto_streets) {
    out_.resize(net_.n_nodes());
    for (std::size_t e = 0; e < net_.n_edges(); ++e) {
      if (!walkable(e)) continue;
      // Searched from the clinics: against the direction of walking.
      if (net_.access[e] & kWalkForward) out_[net_.to[e].value].push_back({net_.from[e].value, seconds(e)});
      if (net_.access[e] & kWalkBackward) out_[net_.from[e].value].push_back({net_.to[e].value, seconds(e)});
    }
    for (const Gate& gate : net_.gates)
      if (gate.state == GateState::kClosed) {
        out_[gate.node.value].clear();
        for (auto& arcs : out_) std::erase_if(arcs, [&](const auto& a) { return a.first == gate.node.value; });
      }
  }

  /// [n_demand] seconds to the nearest of `to`; 1e9 if there is none.
  std::vector<double> run(const std::vector<FacilityId>& to) const {
    std::vector<double> cost(net_.n_nodes(), 1e9);
    std::priority_queue<std::pair<double, std::size_t>, std::vector<std::pair<double, std::size_t>>, std::greater<>> queue;
    std::map<std::size_t, std::vector<Door>> clinics_on;
    for (const FacilityId f : to)
      for (const Door& door : doors(world_.facilities[f.value].position)) {
        clinics_on[door.edge].push_back(door);
        if (door.seconds < cost[door.node]) queue.push({cost[door.node] = door.seconds, door.node});
      }
    while (!queue.empty()) {
      const auto [c, v] = queue.top();
      queue.pop();
      if (c > cost[v]) continue;
      for (const auto& [head, walk] : out_[v])
        if (c + walk < cost[head]) queue.push({cost[head] = c + walk, head});
    }
    std::vector<double> best;
    for (const DemandPoint& d : world_.demand) {
      best.push_back(1e9);
      for (const Door& door : doors(d.position)) {
        best.back() = std::min(best.back(), door.seconds + cost[door.node]);
        if (onto_streets_)   // along the shared street, without a junction
          for (const Door& clinic : clinics_on[door.edge])
            best.back() = std::min(best.back(), door.off_street_s + clinic.off_street_s + std::abs(door.along - clinic.along) * seconds(door.edge));
      }
    }
    return best;
  }

 private:
  struct Door { std::size_t node = 0, edge = 0; double seconds = 0, off_street_s = 0, along = 0; };

  bool walkable(std::size_t e) const {
    return net_.street_class[e] != StreetClass::kMotorway && (net_.access[e] & (kWalkForward | kWalkBackward)) != 0;
  }
  double seconds(std::size_t e) const {
    return net_.length_mm[e] / 1000.0 / speed_mps_ * (net_.street_class[e] == StreetClass::kSteps ? 2 : 1);
  }
  std::vector<Door> doors(Point p) const {
    if (!onto_streets_) {
      Door door;
      double best = 1e9;
      for (std::size_t v = 0; v < net_.n_nodes(); ++v)
        if (!out_[v].empty() && distance(p, net_.node[v]) < best) {
          best = distance(p, net_.node[v]);
          door.node = v;
        }
      door.seconds = best / speed_mps_;
      return best <= snap_max_m_ ? std::vector{door} : std::vector<Door>{};
    }
    double best = 1e9, along = 0;
    std::size_t edge = 0;
    for (std::size_t e = 0; e < net_.n_edges(); ++e) {
      if (!walkable(e)) continue;
      const auto line = net_.line(EdgeId(e));
      double total = 0, before = 0, at = 0, nearest = 1e9;
      for (std::size_t k = 0; k + 1 < line.size(); ++k) {
        const auto n = nearest_on_segment(line[k], line[k + 1], p);
        const double length = distance(line[k], line[k + 1]);
        if (n.distance_m < nearest) nearest = n.distance_m, at = before + n.along * length;
        before += length;
        total = before;
      }
      if (nearest < best) best = nearest, edge = e, along = total > 0 ? at / total : 0;
    }
    if (best > snap_max_m_) return {};
    const double walk = best / speed_mps_;
    return {{net_.from[edge].value, edge, walk + along * seconds(edge), walk, along},
            {net_.to[edge].value, edge, walk + (1 - along) * seconds(edge), walk, along}};
  }

  const World& world_;
  const StreetNetwork& net_;
  double speed_mps_, snap_max_m_;
  bool onto_streets_;
  std::vector<std::vector<std::pair<std::size_t, double>>> out_;
};

TEST(RealData, PortoAlegreClinicsAgreeWithASimpleSecondMethod) {
  CATCHMENT_NEED_SHARED_DATA(file, "peer_portoalegre/poa_osm.pbf");
  Studied r = run("porto_alegre.toml");
  const std::int64_t as_it_is = r.study.levels.at(1).coverage.persons_covered;
  // The simple method knows no private paths and no gates that some may pass: both go through all of them here.
  for (auto& access : r.loaded.world.streets.access) access &= static_cast<std::uint8_t>(~kPrivate);
  for (Gate& gate : r.loaded.world.streets.gates)
    if (gate.state == GateState::kResidentsOnly) gate.state = GateState::kOpen;
  r.study = run_study(r.loaded, edited_world(r.loaded, r.scenario), r.scenario);
  const LevelResult& clinic = r.study.levels.at(1);
  std::printf("with private paths and gates as they are: %lld\n", static_cast<long long>(as_it_is));
  EXPECT_LT(as_it_is, clinic.coverage.persons_covered);
  EXPECT_GT(as_it_is, clinic.coverage.persons_covered * 97 / 100);
  ASSERT_EQ(clinic.spec.name, "clinic");
  const double speed_mps = r.scenario.network.speed_m_per_min / 60, snap_max_m = r.scenario.network.snap_max_m;
  const auto covered = [&](const std::vector<double>& seconds) {
    std::int64_t persons = 0;
    for (std::size_t i = 0; i < seconds.size(); ++i)
      if (seconds[i] <= 900) persons += r.loaded.world.demand[i].persons;
    return persons;
  };
  const auto by_streets = SimpleSearch(r.loaded.world, speed_mps, snap_max_m, true).run(clinic.providers);
  const auto by_junctions = SimpleSearch(r.loaded.world, speed_mps, snap_max_m, false).run(clinic.providers);
  std::printf("clinic within 15 min: %lld persons (%.4f); simple search from streets %lld, from junctions %lld (%.4f)\n",
              static_cast<long long>(clinic.coverage.persons_covered), clinic.share, static_cast<long long>(covered(by_streets)),
              static_cast<long long>(covered(by_junctions)), static_cast<double>(covered(by_junctions)) / 812935);
  // With places on streets the two methods are one: only rounding to milliseconds (half of one per street walked) is left.
  std::size_t apart = 0;
  for (std::size_t i = 0; i < by_streets.size(); ++i)
    if (by_streets[i] < 1e8 || clinic.nearest.cost[i] < kUnreachable) apart += std::abs(by_streets[i] - from_cost(clinic.nearest.cost[i])) > 0.5;
  EXPECT_EQ(apart, 0u);
  EXPECT_EQ(covered(by_streets), clinic.coverage.persons_covered);
  // So what snapping to junctions adds is all that is left between 74 % and its figure: under 3 points here.
  EXPECT_NEAR(static_cast<double>(covered(by_junctions)) / 812935, clinic.share, 0.03);
}

/// John Snow, 1854: on foot, the pump of Broad Street was the nearest to most of those who died. The files are in EPSG:3857: in its
/// plane streets would be 1.6 times too long.
TEST(RealData, InSohoTheBroadStreetPumpTakesMostDeathsAndMetresAreTrue) {
  CATCHMENT_NEED_SHARED_DATA(file, "peer_soho/Soho_Network.shp");
  const Studied r = run("soho.toml");
  ASSERT_EQ(r.loaded.world.facilities.size(), 13u);
  EXPECT_EQ(r.study.population, 392);
  const Point broad_street = gis::Projector("EPSG:4326", Datum::kWgs84, r.loaded.world.crs).apply(Point{-0.136668, 51.513341});
  const NearestTable& nearest = r.study.levels.at(0).nearest;
  std::map<std::uint32_t, std::int64_t> deaths;
  for (std::size_t i = 0; i < r.loaded.world.demand.size(); ++i)
    if (nearest.cost[i] < kUnreachable) deaths[nearest.destination[i]] += r.loaded.world.demand[i].persons;
  std::int64_t at_broad_street = 0;
  for (const auto& [k, n] : deaths) {
    const bool broad = distance(r.loaded.world.facilities[r.study.levels[0].providers[k].value].position, broad_street) < 15;
    if (broad) at_broad_street += n;
    std::printf("%s: %lld deaths\n", r.loaded.world.facilities[r.study.levels[0].providers[k].value].id.c_str(), static_cast<long long>(n));
  }
  EXPECT_GT(2 * at_broad_street, r.study.population);
  // The same streets measured in the plane of the file and on the ground.
  gis::ReadOptions plane;
  plane.crs = "EPSG:3857";
  double plane_m = 0, ground_m = 0;
  const gis::Table lines = gis::read_table(file, plane);
  for (const auto& parts : lines.lines)
    for (const auto& part : parts)
      for (std::size_t k = 1; k < part.size(); ++k) plane_m += distance(part[k - 1], part[k]);
  for (const auto mm : r.loaded.world.streets.length_mm) ground_m += mm / 1000.0;
  EXPECT_NEAR(plane_m / ground_m, 1 / std::cos(51.513 * 3.14159265358979 / 180), 0.01);
}

TEST(RealData, SanFranciscoIsJoinedByNameNotByPosition) {
  CATCHMENT_NEED_SHARED_DATA(file, "peer_sf_spopt/SF_store_site_16_longlat.csv");
  Studied r = run("sf_spopt.toml");
  EXPECT_EQ(r.study.population, 955113);
  EXPECT_EQ(r.loaded.matrices.at(0).cost.size(), 205u * 16u);
  // The published plan of four stores within 5,000 m: 875,247 people, 184 of 205 tracts (OC-26).
  std::vector<Edit> edits;
  for (const auto& f : r.loaded.world.facilities)
    if (f.id != "Store_2" && f.id != "Store_11" && f.id != "Store_12" && f.id != "Store_15") {
      Edit e;
      e.op = Edit::Op::kCloseFacility;
      e.target = f.id;
      edits.push_back(e);
    }
  r.scenario.edits = edits;
  const Study plan = run_study(r.loaded, edited_world(r.loaded, r.scenario), r.scenario);
  EXPECT_EQ(plan.levels[0].coverage.persons_covered, 875247);
  std::size_t tracts = 0;
  for (const auto c : plan.levels[0].coverage.covered) tracts += c;
  EXPECT_EQ(tracts, 184u);
}

}  // namespace
}  // namespace catchment::pipeline
