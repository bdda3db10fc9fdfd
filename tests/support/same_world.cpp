#include "tests/support/same_world.h"

#include <gtest/gtest.h>

#include <cmath>
#include <tuple>

namespace catchment::test {

void expect_equal(const StreetNetwork& a, const StreetNetwork& b) {
  EXPECT_EQ(a.node, b.node);
  EXPECT_EQ(a.from, b.from);
  EXPECT_EQ(a.to, b.to);
  EXPECT_EQ(a.shape_begin, b.shape_begin);
  EXPECT_EQ(a.shape, b.shape);
  EXPECT_EQ(a.length_mm, b.length_mm);
  EXPECT_EQ(a.street_class, b.street_class);
  EXPECT_EQ(a.access, b.access);
  EXPECT_EQ(a.name, b.name);
  EXPECT_EQ(a.names, b.names);
  EXPECT_EQ(a.gates, b.gates);
  EXPECT_EQ(a.off_ground, b.off_ground);
  ASSERT_EQ(a.shape_height_m.size(), b.shape_height_m.size());
  for (std::size_t i = 0; i < a.shape_height_m.size(); ++i)
    EXPECT_TRUE(a.shape_height_m[i] == b.shape_height_m[i] || (std::isnan(a.shape_height_m[i]) && std::isnan(b.shape_height_m[i]))) << i;
  EXPECT_EQ(a.first_arc, b.first_arc);
  EXPECT_EQ(a.arc_head, b.arc_head);
  EXPECT_EQ(a.arc_edge, b.arc_edge);
}

void expect_equal(const World& a, const World& b) {
  EXPECT_EQ(a.crs, b.crs);
  EXPECT_EQ(a.modelled, b.modelled);
  const auto each = [](const auto& as, const auto& bs, auto fields) {
    ASSERT_EQ(as.size(), bs.size());
    for (std::size_t i = 0; i < as.size(); ++i) EXPECT_TRUE(fields(as[i]) == fields(bs[i])) << "row " << i;
  };
  each(a.areas, b.areas,
       [](const Area& t) { return std::tie(t.id, t.name, t.level, t.parent, t.shape, t.population, t.modelled); });
  each(a.buildings, b.buildings, [](const Building& t) {
    return std::tie(t.id, t.name, t.position, t.footprint, t.area, t.kind, t.floors, t.gross_area_m2, t.dwellings,
                    t.residents, t.workers, t.egress_s, t.lift);
  });
  each(a.demand, b.demand, [](const DemandPoint& t) {
    return std::tie(t.id, t.name, t.position, t.persons, t.area, t.building, t.inside, t.egress_s);
  });
  each(a.facilities, b.facilities, [](const Facility& t) {
    return std::tie(t.id, t.name, t.level, t.position, t.capacity, t.services, t.staff, t.hours, t.area, t.building,
                    t.status, t.fixed_cost_fen, t.running_cost_fen, t.inside, t.modelled, t.lent, t.lent_capacity,
                    t.lent_hours_month);
  });
  each(a.organisations, b.organisations, [](const Organisation& t) {
    return std::tie(t.id, t.name, t.type, t.position, t.area, t.building, t.employees, t.members, t.eligible,
                    t.normal_operation, t.responsible);
  });
  EXPECT_EQ(a.links, b.links);
  EXPECT_EQ(a.resources, b.resources);
  each(a.groups, b.groups, [](const Group& t) { return std::tie(t.id, t.kind, t.hosts, t.building, t.members); });
  each(a.units, b.units, [](const Unit& t) { return std::tie(t.id, t.name, t.pool, t.capacity, t.open); });
  each(a.instructors, b.instructors,
       [](const InstructorPool& t) { return std::tie(t.id, t.base, t.count, t.caseload, t.travel_limit_min); });
  each(a.venues, b.venues, [](const Venue& t) {
    return std::tie(t.id, t.name, t.kind, t.position, t.area, t.seats, t.shared_hours_month, t.owner, t.hours);
  });
  each(a.catalogue, b.catalogue,
       [](const CatalogueItem& t) { return std::tie(t.id, t.name, t.function, t.category, t.channel, t.service_min); });
  each(a.context, b.context, [](const ContextFeature& t) { return std::tie(t.kind, t.name, t.shape, t.line); });
  each(a.sources, b.sources, [](const DataSource& t) {
    return std::tie(t.input, t.path, t.layer, t.datum, t.crs, t.source, t.licence, t.date, t.sha256, t.bytes,
                    t.features, t.modelled);
  });
  each(a.apportionment, b.apportionment,
       [](const ApportionmentNote& t) { return std::tie(t.rule, t.from, t.to, t.total, t.placed, t.lost); });
  each(a.joins, b.joins, [](const JoinNote& t) {
    return std::tie(t.table, t.layer, t.by_code, t.by_name, t.by_alias, t.unmatched_rows, t.unmatched_areas);
  });
  EXPECT_EQ(a.findings, b.findings);
  expect_equal(a.streets, b.streets);
}

}  // namespace catchment::test
