#include <gtest/gtest.h>

#include <cmath>

#include "gis/graph_file/graph_world.h"
#include "sim/sharing/graph.h"
#include "sim/sharing/link_rows.h"
#include "sim/world/opening_hours.h"
#include "tests/gis/graph_file/graphs.h"
#include "tests/support/shared_data.h"

namespace catchment::gis::test {
namespace {

std::string refusal_of_links(const std::string& links, const std::string& nodes = {}) {
  GraphReadOptions options;
  if (!nodes.empty()) options.nodes = made("world-nodes", "orgs.csv", nodes);
  const std::string path = made("world-links", "l.csv", links);
  return refusal([&] { (void)world_of(read_graph(path, options)); });
}

TEST(GraphWorld, NodesBecomeThingsOfTheirTables) {
  const GraphWorld made_world = world_of(sample_table());
  const World& w = made_world.world;
  ASSERT_EQ(w.organisations.size(), 3u);
  EXPECT_EQ(w.organisations[0].type, OrganisationType::kCollege);
  EXPECT_EQ(w.organisations[0].name.zh, "同济大学");
  EXPECT_EQ(w.crs, "EPSG:32651");
  EXPECT_NEAR(w.organisations[0].position.x, 357'200, 500);
  EXPECT_TRUE(std::isnan(w.organisations[2].position.x));
  ASSERT_EQ(w.venues.size(), 1u);
  EXPECT_EQ(w.venues[0].owner, OrganisationId(0));
  EXPECT_EQ(w.venues[0].hours, weekly_hours(0, 4, 18 * 60, 22 * 60));
  EXPECT_EQ(w.venues[0].seats, 300);
  // Two links, and one that counts both ways.
  ASSERT_EQ(w.links.size(), 4u);
  EXPECT_EQ(w.links[2].from, w.links[3].to);
  EXPECT_EQ(w.links[2].to, w.links[3].from);
  EXPECT_EQ(made_world.row, (std::vector<std::uint32_t>{0, 1, 2, 2}));
  EXPECT_EQ(w.links[0].venue, VenueId(std::size_t{0}));
  EXPECT_EQ(w.links[0].slots, weekly_hours(1, 1, 18 * 60, 20 * 60));
  ASSERT_EQ(w.resources.size(), 2u);
  EXPECT_EQ(w.resources[1].amount, 12.5);
  EXPECT_TRUE(w.resources[1].need);
  EXPECT_EQ(w.areas.size(), 1u);
}

TEST(GraphWorld, OfAWorldAndBack) {
  const World before = world_of(sample_table()).world;
  GraphChoice choice;
  choice.all_organisations = true;
  const GraphTable table = table_of(before, sharing_graph(before, choice));
  const std::string path = catchment::test::scratch_dir("graph-world") + "/g.graphml";
  write_graph(table, path);
  GraphTable read = read_graph(path);
  for (GraphNode& node : read.nodes) node.x.reset(), node.y.reset();   // the same place in degrees
  const World after = world_of(read).world;
  ASSERT_EQ(after.organisations.size(), before.organisations.size());
  for (std::size_t k = 0; k < before.organisations.size(); ++k) {
    EXPECT_EQ(after.organisations[k].id, before.organisations[k].id);
    EXPECT_EQ(after.organisations[k].name, before.organisations[k].name);
    EXPECT_EQ(after.organisations[k].type, before.organisations[k].type);
    if (std::isfinite(before.organisations[k].position.x)) {
      EXPECT_NEAR(distance(after.organisations[k].position, before.organisations[k].position), 0, 1e-3);
    }
  }
  EXPECT_EQ(after.links, before.links);
  EXPECT_EQ(after.resources, before.resources);
  ASSERT_EQ(after.venues.size(), 1u);
  EXPECT_EQ(after.venues[0].hours, before.venues[0].hours);
}

TEST(GraphWorld, IdsThatTwoTablesHoldAreToldApart) {
  World w;
  w.organisations.resize(2);
  w.organisations[0].id = "hall", w.organisations[1].id = "b";
  w.venues.resize(1);
  w.venues[0].id = "hall";
  w.links.resize(1);
  w.links[0].from = VenueId(std::size_t{0}), w.links[0].to = OrganisationId(std::size_t{0}), w.links[0].type = LinkType::kInformation;
  const GraphTable t = table_of(w, sharing_graph(w, {}));
  ASSERT_EQ(t.nodes.size(), 2u);
  EXPECT_EQ(t.nodes[0].id, "organisation:hall");
  EXPECT_EQ(t.nodes[1].id, "venue:hall");
  EXPECT_EQ(t.links[0].from, "venue:hall");
}

TEST(GraphWorld, MeasuresBecomeColumns) {
  GraphTable t = sample_table();
  SharingMeasures m;
  m.degree = {3, 1};
  m.betweenness = {0.5, 0};
  m.articulation = {1, 0};
  const std::vector<std::uint32_t> of{1, 0, UINT32_MAX, UINT32_MAX};
  add_measures(t, m, of);
  ASSERT_EQ(t.node_columns.size(), 5u);
  EXPECT_EQ(t.node_columns[2], (GraphColumn{"degree", GraphValue::kWhole}));
  EXPECT_EQ(t.nodes[0].more[2], "1");
  EXPECT_EQ(t.nodes[1].more[3], "0.5");
  EXPECT_EQ(t.nodes[1].more[4], "true");
  EXPECT_EQ(t.nodes[3].more[2], "");
  add_measures(t, m, of);
  EXPECT_EQ(t.node_columns.size(), 5u) << "written over, not added again";
  EXPECT_THROW(add_measures(t, m, std::vector<std::uint32_t>{0}), std::invalid_argument);
  EXPECT_THROW(add_measures(t, m, std::vector<std::uint32_t>{0, 1, 2, 3}), std::invalid_argument);
}

TEST(GraphWorld, BadLinksAreRefusedWithFileAndLine) {
  EXPECT_EQ(refusal_of_links("from,to\na,b\nb,b\n"), "l.csv, line 3: 'b' is linked to itself; remove the row, or correct one end");
  EXPECT_EQ(refusal_of_links("from,to,capacity\na,b,-3\n"), "l.csv, line 2: its capacity is -3, below zero; write a number from 0, or leave it empty");
  EXPECT_EQ(refusal_of_links("from,to,start,end\na,b,2024-05-01,2024-04-30\n"), "l.csv, line 2: it ends on 2024-04-30, before it starts on 2024-05-01; correct one of the dates");
  EXPECT_EQ(refusal_of_links("from,to,start\na,b,2024-02-30\n"), "l.csv, line 2: its start '2024-02-30' is no date; write it as YYYY-MM-DD");
  EXPECT_EQ(refusal_of_links("from,to,type\na,b,volunter\n"), "l.csv, line 2: 'volunter' is no type of link; did you mean 'volunteer'?");
  EXPECT_EQ(refusal_of_links("from,to,type,unit,capacity\na,b,volunteer,projects/yr,3\n"), "l.csv, line 2: its unit is 'projects/yr', and volunteer is counted in 'hours/month'; convert the amount to hours/month");
  EXPECT_EQ(refusal_of_links("from,to,status\na,b,maybe\n"), "l.csv, line 2: 'maybe' is no status of a link; write proposed, agreed, active or lapsed");
  EXPECT_EQ(refusal_of_links("from,to,slots\na,b,Funday 10:00-11:00\n").substr(0, 14), "l.csv, line 2:");
  const std::string nodes = "id,type,hours,owner\na,college,,\nb,committee,,\nhall,venue,Mon-Fri 18:00-22:00,a\n";
  EXPECT_EQ(refusal_of_links("from,to,type,venue,slots\na,b,venue,hall,Tue 17:00-19:00\n", nodes),
            "l.csv, line 2: Tue 17:00-17:30 is outside the hours of venue 'hall' (Mon-Fri 18:00-22:00); keep to the venue's hours, or extend them");
  EXPECT_EQ(refusal_of_links("from,to,type,venue,slots\nb,a,venue,hall,Tue 18:00-19:00\n", nodes), "l.csv, line 2: venue 'hall' belongs to 'a', and 'b' cannot lend it; let the link start at the owner");
  EXPECT_EQ(refusal_of_links("from,to,type,venue,slots\na,b,venue,hall,Tue 18:00-19:00\na,b,venue,hall,Tue 18:30-19:30\n", nodes),
            "link 'l.csv, line 3': venue 'hall' is booked twice at Tue 18:30-19:00: link 'l.csv, line 2' has it already; give it other slots, or set sharing.overbooking = \"shorten\"");
  EXPECT_EQ(refusal_of_links("from,to\na,b\n", "id,type,owner\na,,\nb,,\nhall,venue,aa\n"), "orgs.csv, line 4: there is no organisation 'aa' to own 'hall'; did you mean 'a'?");
  EXPECT_EQ(refusal_of_links("from,to\na,b\n", "id,x,y\na,5,\nb,1,1\n"), "orgs.csv, line 2: node 'a' has half a place; give x and y, or lon and lat, or neither");
  EXPECT_EQ(refusal_of_links("from,to\na,b\n", "id,x,y,lon,lat\na,5,5,,\nb,,,121,31\n"), "orgs.csv: some nodes have lon and lat, others only x and y; give every place in the same coordinates");
  EXPECT_EQ(refusal_of_links("from,to\na,b\na,b\n"), "no error") << "parallel links are links";
}

TEST(GraphWorld, ADistrictMayBeCalledAsAnOrganisation) {
  GraphReadOptions options;
  options.nodes = made("world-nodes", "orgs.csv", "id,district\n杨浦,杨浦\nb,杨浦\n");
  const World w = world_of(read_graph(made("world-links", "l.csv", "from,to\n杨浦,b\n"), options)).world;
  EXPECT_EQ(w.links[0].from, Partner(OrganisationId(std::size_t{0})));
  EXPECT_EQ(table_of(w, sharing_graph(w, {})).nodes[1].district, "杨浦");
}

TEST(GraphWorld, ColumnsOfATypeAreOffersAndNeedsOfThatType) {
  GraphReadOptions options;
  options.nodes = made("world-nodes", "orgs.csv", "id,supply_volunteer,demand_venue,supply_chain\na,5,,9\nb,,2.5,9\n");
  const GraphTable table = read_graph(made("world-links", "l.csv", "from,to,type\na,b,volunteer\nb,a,venue\n"), options);
  const World w = world_of(table).world;
  ASSERT_EQ(w.resources.size(), 2u) << "supply_chain is a column like any other";
  EXPECT_EQ(w.resources[0].type, LinkType::kVolunteer);
  EXPECT_FALSE(w.resources[0].need);
  EXPECT_EQ(w.resources[1].type, LinkType::kVenue);
  EXPECT_EQ(w.resources[1].amount, 2.5);
  // And back into such columns.
  const GraphTable again = table_of(w, sharing_graph(w, {}));
  ASSERT_EQ(again.node_columns.size(), 2u);
  EXPECT_EQ(world_of(again).world.resources, w.resources);
  options.nodes = made("world-nodes", "orgs.csv", "id,supply_volunteer\na,-5\nb,\n");
  EXPECT_EQ(refusal([&] { (void)world_of(read_graph(made("world-links", "l.csv", "from,to\na,b\n"), options)); }), "orgs.csv, line 2: 'supply_volunteer' is -5, below 0; mend or remove it");
}

TEST(GraphWorld, TypesOfOthersAreTold) {
  GraphReadOptions options;
  options.nodes = made("world-nodes", "orgs.csv", "id,type\na,person\nb,college\n");
  const World w = world_of(read_graph(made("world-links", "l.csv", "from,to\na,b\n"), options)).world;
  ASSERT_EQ(w.findings.size(), 1u);
  EXPECT_EQ(w.findings[0].what, "1 nodes have a type that is none of ours, such as 'person'; they count as social organisations");
}

}  // namespace
}  // namespace catchment::gis::test
