// GEXF as Gephi and networkX write it.
#include <gtest/gtest.h>

#include "tests/gis/graph_file/graphs.h"

namespace catchment::gis::test {
namespace {

GraphTable graph(const std::string& bytes) { return read_graph(made("gexf", "g.gexf", bytes)); }

// Gephi 0.10.
TEST(Gexf, WhatGephiWritesIsRead) {
  const GraphTable t = graph(R"(<?xml version='1.0' encoding='UTF-8'?>
<gexf xmlns="http://gexf.net/1.3" version="1.3" xmlns:viz="http://gexf.net/1.3/viz" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd">
  <meta lastmodifieddate="2024-03-05"><creator>Gephi 0.10.1</creator></meta>
  <graph defaultedgetype="directed" mode="static">
    <attributes class="node" mode="static">
      <attribute id="supply" title="Supply" type="double"><default>3</default></attribute>
      <attribute id="modularity_class" title="Modularity Class" type="integer"/>
    </attributes>
    <attributes class="edge" mode="static"><attribute id="0" title="cost" type="double"/></attributes>
    <nodes count="2">
      <node id="11" label="同济大学">
        <attvalues><attvalue for="modularity_class" value="2"/></attvalues>
        <viz:size value="10.0"/><viz:position x="-262.5" y="51.25" z="0.0"/><viz:color r="235" g="81" b="72"/>
      </node>
      <node id="12" label="12"><attvalues><attvalue for="supply" value="0.0"/></attvalues></node>
    </nodes>
    <edges count="3">
      <edge id="5" source="11" target="12" weight="2.5"><attvalues><attvalue for="0" value="4"/></attvalues></edge>
      <edge id="6" source="12" target="11" type="undirected"/>
      <edge id="7" source="12" target="11" type="mutual" start="2024-01-01" end="2024-06-30T00:00:00"/>
    </edges>
  </graph>
</gexf>)");
  ASSERT_EQ(t.nodes.size(), 2u);
  EXPECT_EQ(t.nodes[0].id, "11");
  EXPECT_EQ(t.nodes[0].name.zh, "同济大学");
  EXPECT_EQ(t.nodes[0].supply, 3) << "the default";
  EXPECT_EQ(t.nodes[1].supply, 0);
  EXPECT_EQ(t.nodes[1].name.zh, "") << "a label that repeats the id is no name";
  EXPECT_EQ(t.nodes[0].drawn->x, -262.5);
  EXPECT_FALSE(t.nodes[0].x) << "where it was drawn is no place";
  EXPECT_EQ(t.node_columns, (std::vector<GraphColumn>{{"Modularity Class", GraphValue::kWhole}}));
  EXPECT_EQ(t.nodes[0].more, std::vector<std::string>{"2"});
  ASSERT_EQ(t.links.size(), 3u);
  EXPECT_EQ(t.links[0].cost, 4);
  EXPECT_EQ(t.links[0].capacity, std::nullopt) << "a weight is no capacity";
  EXPECT_EQ(t.link_columns.at(0).name, "weight");
  EXPECT_EQ(t.link_more[0], std::vector<std::string>{"2.5"});
  EXPECT_EQ(t.undirected, (std::vector<std::uint8_t>{0, 1, 1}));
  EXPECT_EQ(t.links[2].start, "2024-01-01");
  EXPECT_EQ(t.links[2].end, "2024-06-30");
  EXPECT_EQ(t.links[2].id, "7");
}

// networkx 2.8 writes 1.2, whose default direction it names; ids of attributes are numbers.
TEST(Gexf, WhatNetworkxWritesIsRead) {
  const GraphTable t = graph(R"(<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">
  <graph defaultedgetype="undirected" mode="static" name="">
    <attributes mode="static" class="edge"><attribute id="1" title="type" type="string" /></attributes>
    <attributes mode="static" class="node"><attribute id="0" title="club" type="string" /></attributes>
    <nodes><node id="a" label="a"><attvalues><attvalue for="0" value="Hi" /></attvalues></node><node id="b" label="b" /></nodes>
    <edges><edge source="a" target="b" id="0"><attvalues><attvalue for="1" value="friend" /></attvalues></edge></edges>
  </graph></gexf>)");
  EXPECT_TRUE(t.all_undirected());
  EXPECT_EQ(t.nodes[0].more, std::vector<std::string>{"Hi"});
  EXPECT_EQ(t.links[0].type, "");
  EXPECT_EQ(t.links[0].kind, "friend") << "a type of others becomes the kind";
  ASSERT_EQ(t.findings.size(), 1u);
  EXPECT_EQ(t.findings[0].rule, "foreign-link-type");
}

TEST(Gexf, NodesInsideNodesAndOldAttributesAreRead) {
  const GraphTable t = graph(R"(<gexf version="1.1"><graph><attributes class="node"><attribute id="0" title="lon" type="float"/><attribute id="1" title="lat" type="float"/></attributes>
<nodes><node id="a" label="A"><attvalues><attvalue id="0" value="121.5"/><attvalue id="1" value="31.25"/></attvalues><nodes><node id="b" label="B"/></nodes><edges><edge id="0" source="a" target="b"/></edges></node></nodes></graph></gexf>)");
  ASSERT_EQ(t.nodes.size(), 2u);
  EXPECT_EQ(t.nodes[0].lon, 121.5);
  EXPECT_EQ(t.nodes[1].id, "b");
  ASSERT_EQ(t.links.size(), 1u);
  EXPECT_TRUE(t.all_undirected()) << "GEXF's own default";
}

TEST(Gexf, IsRefusedWithTheLine) {
  const std::string open = "<gexf>\n<graph>\n<nodes>\n<node id=\"tj\"/>\n<node id=\"sp\"/>\n</nodes>\n<edges>\n", close = "</edges></graph></gexf>";
  EXPECT_EQ(refusal_of("g.gexf", open + "<edge source=\"tj\" target=\"tx\"/>" + close), "g.gexf, line 8: there is no node 'tx'; did you mean 'tj'?");
  EXPECT_EQ(refusal_of("g.gexf", open + "<edge target=\"tj\"/>" + close), "g.gexf, line 8: an edge has no source; give both ends by the ids of nodes");
  EXPECT_EQ(refusal_of("g.gexf", open + "<edge source=\"tj\" target=\"sp\" type=\"odd\"/>" + close), "g.gexf, line 8: type is 'odd'; write directed, undirected or mutual");
  EXPECT_EQ(refusal_of("g.gexf", open + "<edge source=\"tj\" target=\"sp\"><attvalues><attvalue for=\"9\" value=\"1\"/></attvalues></edge>" + close),
            "g.gexf, line 8: there is no attribute '9'; declare it with <attribute id=... title=... type=...>");
  EXPECT_EQ(refusal_of("g.gexf", "<gexf><graph>\n<nodes><node label=\"x\"/></nodes></graph></gexf>"), "g.gexf, line 2: a node has no id; give every node an id of its own");
  EXPECT_EQ(refusal_of("g.gexf", "<gexf><graph><nodes>\n<node id=\"a\"/>\n<node id=\"a\"/></nodes></graph></gexf>"), "g.gexf, line 3: the id 'a' is also that of the node in line 2; give every node an id of its own");
  EXPECT_EQ(refusal_of("g.gexf", "<gexf/>"), "g.gexf: there is no <graph> in it; export the graph again");
  EXPECT_EQ(refusal_of("g.gexf", "<gexf><graph>"), "g.gexf, line 1: the XML is broken: start-end tags mismatch; export the file again");
}

}  // namespace
}  // namespace catchment::gis::test
