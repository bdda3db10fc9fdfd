// GraphML as other programs write it. The texts follow the shape of their exports.
#include <gtest/gtest.h>

#include <filesystem>

#include "tests/gis/graph_file/graphs.h"

namespace catchment::gis::test {
namespace {

GraphTable graph(const std::string& bytes) { return read_graph(made("graphml", "g.graphml", bytes)); }

// networkx 2.8: ids are the nodes themselves; a multigraph numbers the parallel links of each pair anew.
constexpr const char* kNetworkx = R"(<?xml version='1.0' encoding='utf-8'?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
  <key id="d2" for="edge" attr.name="capacity" attr.type="double" />
  <key id="d1" for="node" attr.name="club" attr.type="string" />
  <key id="d0" for="node" attr.name="supply" attr.type="long" />
  <graph edgedefault="directed">
    <node id="同济"><data key="d0">5</data><data key="d1">Mr. Hi</data></node>
    <node id="2" />
    <node id="3"><data key="d1">Officer</data></node>
    <edge source="同济" target="2" id="0"><data key="d2">4.5</data></edge>
    <edge source="同济" target="2" id="1" />
    <edge source="2" target="3" id="0" />
  </graph>
</graphml>)";

TEST(Graphml, WhatNetworkxWritesIsRead) {
  const GraphTable t = graph(kNetworkx);
  ASSERT_EQ(t.nodes.size(), 3u);
  EXPECT_EQ(t.nodes[0].id, "同济");
  EXPECT_EQ(t.nodes[0].supply, 5);
  EXPECT_EQ(t.node_columns, (std::vector<GraphColumn>{{"club", GraphValue::kText}}));
  EXPECT_EQ(t.nodes[2].more, std::vector<std::string>{"Officer"});
  ASSERT_EQ(t.links.size(), 3u);
  EXPECT_EQ(t.links[0].capacity, 4.5);
  EXPECT_EQ(t.links[1].capacity, std::nullopt);
  EXPECT_EQ(t.links[1].to, "2");
  EXPECT_EQ(t.undirected, (std::vector<std::uint8_t>{0, 0, 0}));
  EXPECT_EQ(t.line, (std::vector<std::int64_t>{10, 11, 12}));
  // The ids of edges repeat: they are none.
  EXPECT_EQ(t.links[0].id, "");
  ASSERT_EQ(t.findings.size(), 1u);
  EXPECT_EQ(t.findings[0].rule, "edge-ids-repeat");
}

// yEd 3: keys without names hold drawings, labels stand in them, groups are nested graphs.
TEST(Graphml, WhatYedWritesIsRead) {
  const GraphTable t = graph(R"(<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:y="http://www.yworks.com/xml/graphml" xmlns:yed="http://www.yworks.com/xml/yed/3">
  <key for="port" id="d0" yfiles.type="portgraphics"/>
  <key attr.name="url" attr.type="string" for="node" id="d3"/>
  <key for="node" id="d5" yfiles.type="nodegraphics"/>
  <key for="edge" id="d8" yfiles.type="edgegraphics"/>
  <graph edgedefault="directed" id="G">
    <data key="d0"/>
    <node id="n0">
      <data key="d5"><y:ShapeNode><y:Geometry height="30.0" width="30.0" x="585.5" y="-12.0"/><y:NodeLabel alignment="center">四平路街道<y:LabelModel/></y:NodeLabel></y:ShapeNode></data>
    </node>
    <node id="n1" yfiles.foldertype="group">
      <data key="d5"><y:ProxyAutoBoundsNode><y:Realizers active="0"><y:GroupNode><y:NodeLabel>Campus</y:NodeLabel></y:GroupNode></y:Realizers></y:ProxyAutoBoundsNode></data>
      <graph edgedefault="directed" id="n1:">
        <node id="n1::n0"><data key="d5"><y:ShapeNode><y:NodeLabel>Hall</y:NodeLabel></y:ShapeNode></data></node>
        <edge id="n1::e0" source="n1::n0" target="n0"><data key="d8"><y:PolyLineEdge><y:Arrows source="none" target="standard"/></y:PolyLineEdge></data></edge>
      </graph>
    </node>
    <edge id="e0" source="n1" target="n0"/>
  </graph>
</graphml>)");
  ASSERT_EQ(t.nodes.size(), 3u);
  EXPECT_EQ(t.nodes[0].name.zh, "四平路街道");
  EXPECT_EQ(t.nodes[0].drawn->x, 585.5);
  EXPECT_EQ(t.nodes[1].name.zh, "Campus");
  EXPECT_EQ(t.nodes[2].id, "n1::n0");
  EXPECT_EQ(t.links.size(), 2u);
  EXPECT_EQ(t.links[0].id, "e0");
  EXPECT_EQ(t.links[1].from, "n1::n0");
}

TEST(Graphml, DefaultsHoldWhereNothingIsGivenAndNamesBeatLabels) {
  const GraphTable t = graph(R"(<graphml><key id="t" for="node" attr.name="type" attr.type="string"><default>college</default></key>
<key id="c" for="edge" attr.name="cost" attr.type="double"><default>7</default></key>
<key id="l" for="node" attr.name="label" attr.type="string"/><key id="n" for="all" attr.name="name" attr.type="string"/>
<graph edgedefault="undirected"><node id="a"><data key="l">label</data><data key="n">name</data></node><node id="b"><data key="t">school</data><data key="l">only</data></node>
<edge source="a" target="b"/><edge source="b" target="a" directed="true"><data key="c">1</data></edge></graph></graphml>)");
  EXPECT_EQ(t.nodes[0].type, "college");
  EXPECT_EQ(t.nodes[0].name.zh, "name");
  EXPECT_EQ(t.nodes[1].type, "school");
  EXPECT_EQ(t.nodes[1].name.zh, "only");
  EXPECT_EQ(t.links[0].cost, 7);
  EXPECT_EQ(t.links[1].cost, 1);
  EXPECT_EQ(t.undirected, (std::vector<std::uint8_t>{1, 0}));
  EXPECT_FALSE(t.all_undirected());
}

TEST(Graphml, PrefixesCommentsAndCdataAreRead) {
  const GraphTable t = graph("<?xml version=\"1.0\"?><!-- a graph --><g:graphml xmlns:g=\"http://graphml.graphdrawing.org/xmlns\"><g:key id=\"n\" for=\"node\" attr.name=\"name\" attr.type=\"string\"/>"
                             "<g:graph edgedefault=\"directed\"><g:node id=\"a&amp;b\"><g:data key=\"n\"><![CDATA[x < y & z]]></g:data></g:node></g:graph></g:graphml>");
  ASSERT_EQ(t.nodes.size(), 1u);
  EXPECT_EQ(t.nodes[0].id, "a&b");
  EXPECT_EQ(t.nodes[0].name.zh, "x < y & z");
}

TEST(Graphml, EncodingsThatAreDeclaredAreRead) {
  const std::string head = "<?xml version=\"1.0\" encoding=\"GBK\"?>", body = "<graphml><graph edgedefault=\"directed\"><node id=\"", tail = "\"/></graph></graphml>";
  EXPECT_EQ(graph(head + body + "\xCD\xAC\xBC\xC3" + tail).nodes[0].id, "同济");
  const std::string latin = "<?xml version='1.0' encoding='ISO-8859-1'?>" + body + "Z\xFCrich" + tail;
  EXPECT_EQ(graph(latin).nodes[0].id, "Zürich");
  std::string wide = "\xFF\xFE";
  for (const char c : "<?xml version=\"1.0\" encoding=\"UTF-16\"?>" + body) wide += c, wide += '\0';
  wide += "\x0C\x54\x4E\x6D";   // 同济, low byte first
  for (const char c : tail) wide += c, wide += '\0';
  EXPECT_EQ(graph(wide).nodes[0].id, "同济");
  EXPECT_EQ(graph(wide.substr(2)).nodes[0].id, "同济") << "without its mark";
}

TEST(Graphml, IsRefusedWithTheLine) {
  const std::string open = "<graphml>\n<key id=\"c\" for=\"edge\" attr.name=\"capacity\" attr.type=\"double\"/>\n<graph edgedefault=\"directed\">\n<node id=\"tj\"/>\n<node id=\"sp\"/>\n", close = "</graph></graphml>";
  EXPECT_EQ(refusal_of("g.graphml", open + "<edge source=\"tj\" target=\"sp\">" + close), "g.graphml, line 6: the XML is broken: start-end tags mismatch; export the file again");
  EXPECT_EQ(refusal_of("g.graphml", open + "<node/>" + close), "g.graphml, line 6: a node has no id; give every node an id of its own");
  EXPECT_EQ(refusal_of("g.graphml", open + "<node id=\"tj\"/>" + close), "g.graphml, line 6: the id 'tj' is also that of the node in line 4; give every node an id of its own");
  EXPECT_EQ(refusal_of("g.graphml", open + "<edge source=\"tj\"/>" + close), "g.graphml, line 6: an edge has no target; give both ends by the ids of nodes");
  EXPECT_EQ(refusal_of("g.graphml", open + "\n<edge source=\"tj\" target=\"spp\"/>" + close), "g.graphml, line 7: there is no node 'spp'; did you mean 'sp'?");
  EXPECT_EQ(refusal_of("g.graphml", open + "<edge source=\"tj\" target=\"sp\"><data key=\"c\">ten</data></edge>" + close), "g.graphml, line 6: 'ten' in 'capacity' is not a number; mend or remove it");
  EXPECT_EQ(refusal_of("g.graphml", open + "<edge source=\"tj\" target=\"sp\"><data key=\"c\">inf</data></edge>" + close), "g.graphml, line 6: 'inf' in 'capacity' is not a finite number; mend or remove it");
  EXPECT_EQ(refusal_of("g.graphml", open + "<edge source=\"tj\" target=\"sp\"><data key=\"d9\">1</data></edge>" + close),
            "g.graphml, line 6: there is no key 'd9'; declare it with <key id=... for=... attr.name=... attr.type=...>");
  EXPECT_EQ(refusal_of("g.graphml", open + "<hyperedge/>" + close), "g.graphml, line 6: a hyperedge links more than two nodes, which a sharing link cannot; write an edge for each pair");
  EXPECT_EQ(refusal_of("g.graphml", "<graphml><graph edgedefault=\"sideways\"/></graphml>"), "g.graphml, line 1: edgedefault is 'sideways'; write directed or undirected");
  EXPECT_EQ(refusal_of("g.graphml", "<graphml/>"), "g.graphml: there is no <graph> in it; export the graph again");
  EXPECT_EQ(refusal_of("g.graphml", "<gexf/>"), "g.graphml, line 1: its root is <gexf>, not <graphml>; let the ending of the name say what the file is: .graphml or .gexf");
  EXPECT_EQ(refusal_of("g.graphml", "not XML at all"), "g.graphml, line 1: the XML is broken: no document element found; export the file again");
  EXPECT_EQ(refusal_of("g.graphml", ""), "g.graphml: it is empty (0 bytes); copy or export the file again");
  EXPECT_EQ(refusal_of("g.graphml", "<graphml><graph><node id=\"\xCD\xAC\xBC\xC3\"/></graph></graphml>"), "g.graphml: it is not UTF-8 text; declare the encoding that it is in, or save it as UTF-8");
  EXPECT_EQ(refusal_of("g.graphml", "<?xml version=\"1.0\" encoding=\"klingon\"?><graphml/>"), "g.graphml: 'klingon' is not a known text encoding; set encoding to \"UTF-8\" or \"GB18030\"");
  EXPECT_EQ(refusal_of("g.net", "*Vertices 2"), "g.net: its ending does not say which kind of graph it is; let its name end in .graphml, .gexf or .csv");
}

// "Billion laughs": ten levels of ten would be 10^10 characters.
TEST(Graphml, EntityBombsAreRefusedUnread) {
  std::string bomb = "<?xml version=\"1.0\"?>\n<!DOCTYPE graphml [\n<!ENTITY a \"ha\">\n";
  for (char c = 'b'; c < 'l'; ++c) {
    bomb += std::string("<!ENTITY ") + c + " \"";
    for (int k = 0; k < 10; ++k) bomb += std::string("&") + static_cast<char>(c - 1) + ";";
    bomb += "\">\n";
  }
  EXPECT_EQ(refusal_of("g.graphml", bomb + "]>\n<graphml><graph edgedefault=\"directed\"><node id=\"&k;\"/></graph></graphml>"),
            "g.graphml, line 3: the document declares entities of its own, which are not read; export the graph again without a document type");
}

// The file is a hole: nothing of it is read.
TEST(Graphml, FilesThatWouldFillTheMemoryAreRefusedUnread) {
  const std::string path = made("huge", "g.graphml", "<graphml>");
  std::filesystem::resize_file(path, (std::uintmax_t{1} << 30) + 1);
  EXPECT_EQ(refusal([&] { (void)read_graph(path); }), "g.graphml: it has 1.1 GB; XML is read up to 1 GiB; write the graph as a CSV table of links");
  std::filesystem::remove(path);
}

// A hundred thousand groups inside each other: nothing of ours recurses.
TEST(Graphml, DeepNestingIsNoDanger) {
  std::string text = "<graphml><graph edgedefault=\"directed\">";
  constexpr int kDeep = 100'000;
  for (int k = 0; k < kDeep; ++k) text += "<node id=\"" + std::to_string(k) + "\"><graph edgedefault=\"directed\">";
  for (int k = 0; k < kDeep; ++k) text += "</graph></node>";
  EXPECT_EQ(graph(text + "</graph></graphml>").nodes.size(), static_cast<std::size_t>(kDeep));
}

}  // namespace
}  // namespace catchment::gis::test
