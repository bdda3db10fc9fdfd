#include <gtest/gtest.h>

#include <algorithm>

#include "tests/gis/graph_file/graphs.h"

namespace catchment::gis::test {
namespace {

TEST(CsvGraph, LinksAloneMakeTheirNodesInTheOrderOfIds) {
  const GraphTable t = read_graph(made("csv", "links.csv", "from,to,capacity,note\n10,2,5,a\n 2 ,9,,b\n10,2,,\n"));
  ASSERT_EQ(t.nodes.size(), 3u);
  EXPECT_EQ(t.nodes[0].id, "2");
  EXPECT_EQ(t.nodes[1].id, "9");
  EXPECT_EQ(t.nodes[2].id, "10");
  EXPECT_FALSE(t.nodes_given);
  ASSERT_EQ(t.links.size(), 3u);
  EXPECT_EQ(t.links[0].capacity, 5);
  EXPECT_EQ(t.links[1].from, "2");
  EXPECT_EQ(t.links[1].capacity, std::nullopt);
  EXPECT_EQ(t.line, (std::vector<std::int64_t>{2, 3, 4}));
  EXPECT_EQ(t.link_columns, (std::vector<GraphColumn>{{"note", GraphValue::kText}}));
  EXPECT_EQ(t.link_more[1], std::vector<std::string>{"b"});
}

TEST(CsvGraph, WhatGephiExportsIsRead) {
  const GraphTable t = read_graph(made("csv", "edges.csv", "Source,Target,Type,Id,Label,Weight\na,b,Directed,0,,1.0\nb,c,Undirected,1,,1.0\n"));
  EXPECT_EQ(t.links[0].from, "a");
  EXPECT_EQ(t.undirected, (std::vector<std::uint8_t>{0, 1}));
  EXPECT_EQ(t.links[0].type, "");
  EXPECT_EQ(t.links[1].id, "1");
}

TEST(CsvGraph, ColumnsAreMapped) {
  GraphReadOptions options;
  options.nodes = made("csv-nodes", "orgs.csv", "code,title\nA,甲\nB,乙\n");
  options.link_fields = {{"from", "giver"}, {"to", "taker"}};
  options.node_fields = {{"id", "code"}, {"name", "title"}};
  const GraphTable t = read_graph(made("csv", "l.csv", "giver,taker,directed\nA,B,0\n"), options);
  EXPECT_EQ(t.nodes[1].name.zh, "乙");
  EXPECT_TRUE(t.all_undirected());
  options.link_fields["from"] = "gives";
  EXPECT_EQ(refusal([&] { (void)read_graph(made("csv", "l.csv", "giver,taker\nA,B\n"), options); }), "l.csv: it has no column 'gives'; its columns are giver, taker");
  options.link_fields = {{"form", "giver"}};
  EXPECT_EQ(refusal([&] { (void)read_graph(made("csv", "l.csv", "giver,taker\nA,B\n"), options); }), "l.csv: there is no field 'form'; the fields are those of 'catchment share --help'");
}

TEST(CsvGraph, OptionUndirectedHoldsForEveryLink) {
  GraphReadOptions options;
  options.undirected = true;
  EXPECT_TRUE(read_graph(made("csv", "l.csv", "from,to\na,b\nb,c\n"), options).all_undirected());
  EXPECT_TRUE(read_graph(made("csv", "l.graphml", "<graphml><graph edgedefault=\"directed\"><node id=\"a\"/><node id=\"b\"/><edge source=\"a\" target=\"b\"/></graph></graphml>"), options).all_undirected());
}

TEST(CsvGraph, ChineseInGb18030IsRead) {
  const GraphTable t = read_graph(made("csv", "gbk.csv", "from,to\n\xCD\xAC\xBC\xC3,\xB8\xB4\xB5\xA9\n"));
  EXPECT_EQ(t.links[0].from, "同济");
  EXPECT_EQ(t.links[0].to, "复旦");
}

TEST(CsvGraph, IsRefusedWithTheLine) {
  EXPECT_EQ(refusal_of("l.csv", "from,cost\na,1\n"), "l.csv: it has no column 'to'; its columns are from, cost; map one of them to it");
  EXPECT_EQ(refusal_of("l.csv", "from,to\na,b\n,b\n"), "l.csv, line 3: 'from' is empty; name both ends of every link");
  EXPECT_EQ(refusal_of("l.csv", "from,to,cost\na,b,1\na,b,dear\n"), "l.csv, line 3: 'dear' in 'cost' is not a number; mend or remove it");
  EXPECT_EQ(refusal_of("l.csv", "from,to,level\na,b,2.5\n"), "l.csv, line 2: 'level' is 2.5, not a whole number; write a service level, 1 to 4");
  EXPECT_EQ(refusal_of("l.csv", "from,to,directed\na,b,perhaps\n"), "l.csv, line 2: 'perhaps' in 'directed' is neither directed nor undirected; write 1 or 0");
  const auto with_nodes = [](const std::string& nodes) {
    GraphReadOptions options;
    options.nodes = made("csv-nodes", "orgs.csv", nodes);
    const std::string links = made("refused", "l.csv", "from,to\ntj,sp\n");
    return refusal([&] { (void)read_graph(links, options); });
  };
  EXPECT_EQ(with_nodes("name\ntj\n"), "orgs.csv: it has no column 'id'; its columns are name; map one of them to it");
  EXPECT_EQ(with_nodes("id\ntj\nspl\n"), "l.csv, line 2: there is no node 'sp'; did you mean 'spl'?");
  EXPECT_EQ(with_nodes("id\ntj\nsp\ntj\n"), "orgs.csv, line 4: the id 'tj' is also that of the node in line 2; give every node an id of its own");
  EXPECT_EQ(with_nodes("id,name\ntj,a\n,b\nsp,c\n"), "orgs.csv, line 3: a node has no id; give every node an id of its own");
  EXPECT_EQ(with_nodes("id,supply\ntj,-4\nsp,\n"), "orgs.csv, line 2: 'supply' is -4, below 0; mend or remove it");
  EXPECT_EQ(with_nodes("id,lon,lat\ntj,31.2,121.5\nsp,,\n"), "orgs.csv, line 2: 'lat' is 121.5, which is no latitude; give WGS-84 degrees; metres go into x and y");
  GraphReadOptions options;
  options.nodes = "orgs.csv";
  EXPECT_EQ(refusal([&] { (void)read_graph(made("refused", "g.gexf", "<gexf/>"), options); }).substr(0, 8), "orgs.csv");
}

}  // namespace
}  // namespace catchment::gis::test
