// The figures of [exposure], [[channels]], [[advisers]], [information] and [dashboard] on a street of three blocks.
#include <gtest/gtest.h>
#include <omp.h>

#include <cmath>

#include "sim/report/compute_study.h"

namespace catchment {
namespace {

/// Three places 480 m apart on a line: 100, 300, 600 persons, in quarters q0, q1 (district west) and q2 (district east).
/// A station with 4 staff at the first, offering "legal"; a centre with 36 at the last. Straight lines, 80 m a minute.
struct Street {
  World world;
  Scenario scenario;
  Street() {
    const auto area = [&](const char* id, int level, AreaId parent) {
      Area a;
      a.id = id;
      a.name = {"", std::string("Area ") + id};
      a.level = level;
      a.parent = parent;
      world.areas.push_back(a);
      return AreaId(world.areas.size() - 1);
    };
    const AreaId city = area("city", 0, {}), west = area("west", 1, city), east = area("east", 1, city);
    const AreaId quarter[] = {area("q0", 4, west), area("q1", 4, west), area("q2", 4, east)};
    const std::int64_t persons[] = {100, 300, 600};
    for (int i = 0; i < 3; ++i) {
      DemandPoint d;
      d.id = "d" + std::to_string(i);
      d.position = {480.0 * i, 0};
      d.persons = persons[i];
      d.area = quarter[i];
      world.demand.push_back(d);
    }
    const auto facility = [&](const char* id, int level, double x, std::int32_t staff, AreaId a, std::vector<std::string> services) {
      Facility f;
      f.id = id;
      f.level = level;
      f.position = {x, 0};
      f.staff = staff;
      f.area = a;
      f.services = std::move(services);
      world.facilities.push_back(f);
    };
    facility("station", 3, 0, 4, quarter[0], {"legal"});
    facility("centre", 4, 960, 36, quarter[2], {"office"});
    scenario.network.mode = TravelMode::kEuclidean;
    scenario.network.detour_factor = 1;
    scenario.coverage.nested = false;
    LevelSpec level;
    level.name = "station";
    level.cutoff = 480;
    scenario.levels = {level};
  }
  [[nodiscard]] Study study() const { return compute_study(world, scenario); }
};

ChannelSpec visits(ChannelKind kind = ChannelKind::kField) {
  ChannelSpec c;
  c.name = "c";
  c.kind = kind;
  c.level = "station";
  c.service_s = 1800;
  c.shift_s = 7 * 3600;
  c.place = {"s.toml", 9, 1};
  return c;
}

std::string refusal(const Street& s) {
  try {
    (void)s.study();
  } catch (const InputError& error) {
    return error.what();
  }
  return "accepted";
}

TEST(StudyServices, AreEmptyUnlessAskedFor) {
  const Study study = Street().study();
  EXPECT_TRUE(study.exposure.empty() && study.channels.empty() && study.advisers.empty());
  EXPECT_FALSE(study.information || study.dashboard);
}

TEST(StudyServices, N8_AWindowNeedsTheCutoffAFieldVisitDoesNot) {
  Street s;
  s.scenario.channels = {visits(ChannelKind::kWindow), visits(), visits(ChannelKind::kOnline)};
  const Study study = s.study();
  EXPECT_EQ(study.channels[0].persons_reached, 400);
  EXPECT_EQ(study.channels[1].persons_reached, 1000);
  EXPECT_EQ(study.channels[2].persons_reached, 1000);
  EXPECT_EQ(study.channels[0].day.total_capacity, 4 * 14);
  EXPECT_EQ(study.channels[2].day.total_capacity, 4 * 14);
  // There and back: (100 * 0 + 300 * 12 + 600 * 24) / 1000 = 18 min; 420 / 48 = 8 visits.
  EXPECT_DOUBLE_EQ(study.channels[1].day.mean_travel_s, 18 * 60);
  EXPECT_DOUBLE_EQ(study.channels[1].per_staff_day(), 8);
  EXPECT_FALSE(study.channels[1].requests_stated);
}

TEST(StudyServices, N8_TravelOneWayOrStatedOrLimited) {
  Street s;
  ChannelSpec one_way = visits(), stated = visits(), limited = visits();
  one_way.trips = 1;
  stated.travel_s = 720;
  stated.staff = 6;
  stated.requests_per_day = 75;
  limited.travel_limit_s = 6 * 60;   // the second place, exactly
  limited.requests_per_1000 = 100;
  s.scenario.channels = {one_way, stated, limited};
  const Study study = s.study();
  EXPECT_DOUBLE_EQ(study.channels[0].day.mean_travel_s, 9 * 60);
  EXPECT_DOUBLE_EQ(study.channels[1].per_staff_day(), 10);
  EXPECT_DOUBLE_EQ(study.channels[1].day.served, 60);
  EXPECT_DOUBLE_EQ(study.channels[1].day.backlog(), 15);
  EXPECT_EQ(study.channels[2].persons_reached, 400);
  EXPECT_NEAR(study.channels[2].day.asked, 100, 1e-9);
  EXPECT_NEAR(study.channels[2].day.reached, 40, 1e-9);
  EXPECT_NEAR(study.channels[2].day.out_of_reach(), 60, 1e-9);
}

TEST(StudyServices, N8_TheCatalogueGivesTheServiceTimeOfAChannel) {
  Street s;
  for (const double minutes : {20.0, 40.0, 0.0}) {
    CatalogueItem item;
    item.id = "i" + std::to_string(s.world.catalogue.size());
    item.channel = "field";
    item.service_min = minutes;
    s.world.catalogue.push_back(item);
  }
  ChannelSpec c = visits();
  c.service_s = -1;
  c.travel_s = 720;
  s.scenario.channels = {c};
  const Study study = s.study();
  EXPECT_EQ(study.channels[0].items, 3);
  EXPECT_DOUBLE_EQ(study.channels[0].service_s, 1800);   // an item without a time counts, but not in the mean
  s.world.catalogue.clear();
  EXPECT_EQ(refusal(s), "s.toml:9:1: channel 'c' has no service time and the catalogue has no timed item of channel 'field'; write service = \"30 min\"");
}

TEST(StudyServices, N8_AClosedBaseReachesNobodyAndACostTableInMetresCannotSayHowLongAVisitTakes) {
  Street s;
  s.scenario.channels = {visits()};
  s.world.facilities[0].status = FacilityStatus::kClosed;
  const Study closed = s.study();
  EXPECT_EQ(closed.channels[0].persons_reached, 0);
  EXPECT_TRUE(std::isnan(closed.channels[0].per_staff_day()));
  s.world.facilities[0].status = FacilityStatus::kExisting;
  s.scenario.network.mode = TravelMode::kMatrix;
  const CostMatrix matrix{"m.csv", CostUnit::kMetres, {"d0"}, {"station"}, {1}};
  EXPECT_THROW(compute_study(s.world, s.scenario, {matrix}), InputError);
}

TEST(StudyServices, F15_QuartersAreDemandPointsOrAreasAndTheBaseHasItsStaff) {
  Street s;
  AdviserSpec a;
  a.name = "legal";
  a.services = {"legal"};
  a.caseload = 1;
  a.travel_limit = 6 * 60;
  a.place = {"s.toml", 5, 1};
  s.world.facilities[0].staff = 1;
  s.scenario.advisers = {a};
  const Study one = s.study();
  EXPECT_EQ(one.advisers[0].advisers, 1);
  EXPECT_EQ(one.advisers[0].coverage.covered, 1);
  EXPECT_EQ(one.advisers[0].coverage.no_capacity, 1);
  EXPECT_EQ(one.advisers[0].coverage.out_of_reach, 1);
  EXPECT_EQ(one.advisers[0].persons, 1000);
  // By district: the west is reached through its nearest place, the east is not.
  s.scenario.advisers[0].area_level = 1;
  s.scenario.advisers[0].travel_limit = 60;
  const Study areas = s.study();
  ASSERT_EQ(areas.advisers[0].quarter, (std::vector<std::uint32_t>{1, 2}));
  EXPECT_EQ(areas.advisers[0].coverage.covered, 1);
  EXPECT_EQ(areas.advisers[0].persons_covered, 400);
  s.scenario.advisers[0].services = {"legl"};
  EXPECT_EQ(refusal(s), "s.toml:5:1: no facility offers the service 'legl' of the advisers 'legal'; did you mean 'legal'?");
}

TEST(StudyServices, J11_OnlineSharesFollowTheSmallestAreaAroundAPlace) {
  Street s;
  s.scenario.information.active = true;
  s.scenario.information.levels = {"station"};
  s.scenario.information.online = 0.5;
  s.scenario.information.place = {"s.toml", 3, 1};
  EXPECT_DOUBLE_EQ(s.study().information->reached, 0.4 + 0.6 * 0.5);
  s.scenario.information.online_by_area = {{"city", 0.1}, {"Area east", 0.2}};
  const InformationReach r = *s.study().information;
  EXPECT_DOUBLE_EQ(r.reached, 0.4 + 0.6 * 0.2);
  EXPECT_DOUBLE_EQ(r.online, (400 * 0.1 + 600 * 0.2) / 1000);
  s.scenario.information.online_by_area = {{"wset", 0.1}};
  EXPECT_EQ(refusal(s), "s.toml:3:1: there is no area 'wset' for information.online_by_area; did you mean 'west'?");
}

TEST(StudyServices, U2_TheDashboardFollowsAnEditOfStaff) {
  Street s;
  s.scenario.dashboard.active = true;
  const DashboardResult before = *s.study().dashboard;
  EXPECT_EQ(before.staff.share(), 0);
  ASSERT_EQ(before.districts.size(), 2u);
  // Need .4/.6, supply .1/.9.
  EXPECT_NEAR(*before.targeting_error, 0.3, 1e-12);
  // West 400 of 400 covered, east none of 600: Lorenz by persons.
  EXPECT_NEAR(*before.coverage_gini, 0.6, 1e-12);
  EXPECT_FALSE(before.links.share());

  Edit add, fewer;
  add.op = Edit::Op::kAddFacility;
  add.target = "point";
  add.level = 2;
  add.staff = 10;
  add.to = Point{480, 0};
  fewer.op = Edit::Op::kSetStaff;
  fewer.target = "centre";
  fewer.staff = 26;
  World edited = apply_edits(s.world, {add, fewer});
  edited.facilities.back().area = AreaId(4);   // these areas have no shape to find it in
  const DashboardResult after = *compute_study(edited, s.scenario).dashboard;
  EXPECT_EQ(after.staff.share(), 0.25);
  EXPECT_NEAR(*after.targeting_error, 0.4 - 14.0 / 40, 1e-12);
  EXPECT_EQ(apply_edits(s.world, {fewer}).facilities[1].staff, 26);
}

TEST(StudyServices, U2_NeedMayBeGivenAndLinksUseTheUnitOfTheirEnds) {
  Street s;
  s.scenario.dashboard.active = true;
  s.scenario.dashboard.need = {{"west", 4}, {"east", 36}};
  s.scenario.dashboard.place = {"s.toml", 3, 1};
  s.world.units = {{"u", {}, "", -1, true}, {"v", {}, "", -1, true}};
  for (const auto& units : std::vector<std::vector<UnitId>>{{UnitId(0)}, {UnitId(1)}, {UnitId(1)}, {}, {UnitId(0), UnitId(1)}}) {
    Organisation o;
    o.id = "o" + std::to_string(s.world.organisations.size());
    o.responsible = units;
    s.world.organisations.push_back(o);
  }
  const auto link = [](int from, int to) {
    SharingLink l;
    l.from = OrganisationId(from), l.to = OrganisationId(to);
    return l;
  };
  s.world.links = {link(0, 1), link(1, 2), link(2, 3), link(4, 0)};
  const DashboardResult d = *s.study().dashboard;
  EXPECT_NEAR(*d.targeting_error, 0, 1e-12);
  EXPECT_EQ(d.links.share(), 0.5);
  EXPECT_EQ(d.links.without_unit, 2);
  s.scenario.dashboard.need = {{"nroth", 1}};
  EXPECT_NE(refusal(s).find("there is no area 'nroth' for dashboard.need"), std::string::npos);
}

TEST(StudyServices, N5_OrganisationsOfOtherTypesOrNotInOperationAreNotCounted) {
  Street s;
  s.scenario.exposure.active = true;
  s.scenario.exposure.types = {OrganisationType::kEnterprise};
  s.world.buildings.resize(2);
  s.world.facilities[0].building = BuildingId(0);
  for (int k = 0; k < 4; ++k) {
    Organisation o;
    o.id = "o" + std::to_string(k);
    o.type = k == 2 ? OrganisationType::kSchool : OrganisationType::kEnterprise;
    o.normal_operation = k != 3;
    o.building = BuildingId(k == 1 ? 1 : 0);
    o.position = {k == 1 ? 240.0 : 0.0, 0};
    s.world.organisations.push_back(o);
  }
  const Exposure e = s.study().exposure.at(0).exposure;
  EXPECT_EQ(e.counted, 2);
  EXPECT_EQ(e.counted_in_building, 1);
  EXPECT_EQ(e.counted_within, 2);
  EXPECT_DOUBLE_EQ(e.mean_field, 0.75);
}

TEST(StudyServices, AreTheSameAtOneTwoAndFourThreads) {
  Street s;
  s.scenario.channels = {visits()};
  s.scenario.dashboard.active = s.scenario.exposure.active = true;
  std::vector<double> travel, error;
  for (const int threads : {1, 2, 4}) {
    omp_set_num_threads(threads);
    const Study study = s.study();
    travel.push_back(study.channels[0].day.mean_travel_s);
    error.push_back(*study.dashboard->targeting_error);
  }
  EXPECT_EQ(travel, std::vector<double>(3, travel[0]));
  EXPECT_EQ(error, std::vector<double>(3, error[0]));
}

}  // namespace
}  // namespace catchment
