// GraphML (Brandes et al. 2002): keys declare attributes by name and type, <data> gives them; defaults hold where there is none.
#include <map>
#include <unordered_map>

#include <fmt/format.h>

#include "gis/graph_file/graph_parts.h"
#include "gis/graph_file/xml_file.h"
#include "sim/core/error.h"

namespace catchment::gis::graph {

namespace {

GraphValue value_of(std::string_view type) {
  if (type == "int" || type == "integer" || type == "long") return GraphValue::kWhole;
  if (type == "float" || type == "double") return GraphValue::kReal;
  if (type == "boolean") return GraphValue::kTruth;
  return GraphValue::kText;
}
const char* word_of(GraphValue value) {
  switch (value) {
    case GraphValue::kWhole: return "int";
    case GraphValue::kReal: return "double";
    case GraphValue::kTruth: return "boolean";
    case GraphValue::kText: break;
  }
  return "string";
}

struct Key {
  std::string name;
  NodeField node = NodeField::kNone;
  LinkField link = LinkField::kNone;
  int node_column = -1, link_column = -1;      // of the other columns
  bool for_nodes = false, for_links = false, drawing = false;
  std::string preset;                          // its <default>
};

class Reader {
 public:
  Reader(const std::string& path, const Progress& progress) : xml_(path, "graphml"), progress_(progress) {
    table_.file = table_.nodes_file = path;
    table_.nodes_given = true;
  }

  GraphTable read() {
    for (pugi::xml_node child = xml_.root().first_child(); child; child = child.next_sibling())
      if (is(child, "key")) take_key(child);
    bool any = false;
    // Graphs nest without end in what some programs write: a list of what is still to be read instead of recursion.
    struct Open { pugi::xml_node graph; bool directed; };
    std::vector<Open> open;
    for (pugi::xml_node child = xml_.root().first_child(); child; child = child.next_sibling())
      if (is(child, "graph")) {
        if (any) throw InputError(xml_.where(child), "there is a second graph in the file", "keep one graph a file");
        any = true;
        open.push_back({child, directed_by_default(child, true)});
      }
    if (!any) throw InputError(xml_.path(), "there is no <graph> in it", "export the graph again");
    while (!open.empty()) {
      const Open here = open.back();
      open.pop_back();
      for (pugi::xml_node child = here.graph.first_child(); child; child = child.next_sibling()) {
        if (is(child, "node")) {
          take_node(child);
          if (const pugi::xml_node inner = child_of(child, "graph")) open.push_back({inner, directed_by_default(inner, here.directed)});
        } else if (is(child, "edge")) {
          take_edge(child, here.directed);
        } else if (is(child, "hyperedge")) {
          throw InputError(xml_.where(child), "a hyperedge links more than two nodes, which a sharing link cannot", "write an edge for each pair");
        }
        if (++elements_ % 20000 == 0) report(progress_, 0.5, "reading the graph");
      }
    }
    require_ends(table_);
    tame_foreign_links(table_);
    return std::move(table_);
  }

 private:
  bool directed_by_default(pugi::xml_node graph, bool otherwise) const {
    const std::string word = attribute_of(graph, "edgedefault").value();
    if (word.empty()) return otherwise;
    if (word != "directed" && word != "undirected") throw InputError(xml_.where(graph), fmt::format("edgedefault is '{}'", word), "write directed or undirected");
    return word == "directed";
  }

  void take_key(pugi::xml_node element) {
    const std::string id = attribute_of(element, "id").value();
    if (id.empty()) throw InputError(xml_.where(element), "a key has no id", "export the graph again");
    Key key;
    key.name = trimmed(attribute_of(element, "attr.name").value());
    const std::string domain = attribute_of(element, "for").value();
    key.for_nodes = domain.empty() || domain == "node" || domain == "all";
    key.for_links = domain.empty() || domain == "edge" || domain == "all";
    // yEd's drawings: a key without a name whose data are elements.
    if (key.name.empty()) {
      key.drawing = attribute_of(element, "yfiles.type") ? true : false;
      key.name = key.drawing ? "" : id;
    }
    if (const pugi::xml_node preset = child_of(element, "default")) key.preset = trimmed(text_in(preset));
    const GraphValue value = value_of(attribute_of(element, "attr.type").value());
    if (!key.drawing && key.for_nodes) {
      key.node = node_field(key.name);
      if (key.node == NodeField::kId) key.node = NodeField::kNone;      // the XML id is the id
      if (key.node == NodeField::kNone) key.node_column = column(table_.node_columns, key.name, value);
    }
    if (!key.drawing && key.for_links) {
      key.link = link_field(key.name);
      if (key.link == LinkField::kFrom || key.link == LinkField::kTo || key.link == LinkField::kDirected) key.link = LinkField::kNone;
      if (key.link == LinkField::kNone) key.link_column = column(table_.link_columns, key.name, value);
    }
    if (!keys_.emplace(id, std::move(key)).second) throw InputError(xml_.where(element), fmt::format("the key '{}' is there twice", id), "export the graph again");
    order_.push_back(id);
  }

  static int column(std::vector<GraphColumn>& columns, const std::string& name, GraphValue value) {
    for (std::size_t k = 0; k < columns.size(); ++k)
      if (columns[k].name == name) return static_cast<int>(k);
    columns.push_back({name, value});
    return static_cast<int>(columns.size()) - 1;
  }

  const Key& key_of(pugi::xml_node data) const {
    const std::string id = attribute_of(data, "key").value();
    const auto it = keys_.find(id);
    if (it == keys_.end()) throw InputError(xml_.where(data), fmt::format("there is no key '{}'", id), "declare it with <key id=... for=... attr.name=... attr.type=...>");
    return it->second;
  }

  void take_node(pugi::xml_node element) {
    GraphNode node;
    node.line = xml_.line(element);
    node.id = trimmed(attribute_of(element, "id").value());
    if (node.id.empty()) throw InputError(xml_.where(element), "a node has no id", "give every node an id of its own");
    node.more.resize(table_.node_columns.size());
    std::string shown;                     // yEd's label
    const auto give = [&](const Key& key, const std::string& value) {
      if (key.node_column >= 0) node.more[static_cast<std::size_t>(key.node_column)] = value;
      else set_field(node, key.node, value, key.name, xml_.path(), node.line);
    };
    for (const std::string& id : order_)
      if (const Key& key = keys_.at(id); key.for_nodes && !key.preset.empty()) give(key, key.preset);
    const Name preset_name = node.name;
    Name own;
    for (pugi::xml_node data = element.first_child(); data; data = data.next_sibling()) {
      if (!is(data, "data")) continue;
      const Key& key = key_of(data);
      if (key.drawing) {
        take_drawing(data, node, shown);
        continue;
      }
      if (!key.for_nodes) continue;
      const std::string value(trimmed(text_in(data)));
      // A name beats a label, in whichever order they come, and both beat a default.
      if (key.node == NodeField::kName) own.zh = value;
      else if (key.node == NodeField::kLabel) shown = value;
      else give(key, value);
    }
    if (!own.zh.empty()) node.name.zh = own.zh;
    else if (!shown.empty() && (preset_name.zh.empty() || node.name.zh == preset_name.zh)) node.name.zh = shown;
    table_.nodes.push_back(std::move(node));
  }

  // <y:ShapeNode><y:Geometry x= y=/><y:NodeLabel>text</y:NodeLabel></y:ShapeNode>, or below other wrappers.
  static void take_drawing(pugi::xml_node data, GraphNode& node, std::string& shown) {
    std::vector<pugi::xml_node> open{data};
    for (std::size_t k = 0; k < open.size() && k < 1000; ++k)
      for (pugi::xml_node child = open[k].first_child(); child; child = child.next_sibling()) {
        if (is(child, "NodeLabel") && shown.empty()) shown = trimmed(text_in(child));
        else if (is(child, "Geometry") && !node.drawn) node.drawn = Point{attribute_of(child, "x").as_double(), attribute_of(child, "y").as_double()};
        else if (child.type() == pugi::node_element) open.push_back(child);
      }
  }

  void take_edge(pugi::xml_node element, bool directed) {
    LinkRow link;
    const std::int64_t line = xml_.line(element);
    link.id = trimmed(attribute_of(element, "id").value());
    link.from = trimmed(attribute_of(element, "source").value());
    link.to = trimmed(attribute_of(element, "target").value());
    if (link.from.empty() || link.to.empty())
      throw InputError(xml_.where(element), fmt::format("an edge has no {}", link.from.empty() ? "source" : "target"), "give both ends by the ids of nodes");
    if (const pugi::xml_attribute own = attribute_of(element, "directed")) {
      const std::string word = own.value();
      if (word != "true" && word != "false" && word != "1" && word != "0") throw InputError(xml_.where(element), fmt::format("directed is '{}'", word), "write true or false");
      directed = word == "true" || word == "1";
    }
    std::vector<std::string> more(table_.link_columns.size());
    const auto give = [&](const Key& key, std::string value) {
      if (key.link_column >= 0) more[static_cast<std::size_t>(key.link_column)] = std::move(value);
      else set_field(link, key.link, std::move(value), key.name, xml_.path(), line);
    };
    for (const std::string& id : order_)
      if (const Key& key = keys_.at(id); key.for_links && !key.preset.empty()) give(key, key.preset);
    for (pugi::xml_node data = element.first_child(); data; data = data.next_sibling())
      if (is(data, "data"))
        if (const Key& key = key_of(data); key.for_links && !key.drawing) give(key, std::string(trimmed(text_in(data))));
    table_.links.push_back(std::move(link));
    table_.line.push_back(line);
    table_.undirected.push_back(!directed);
    if (!table_.link_columns.empty()) table_.link_more.push_back(std::move(more));
  }

  XmlFile xml_;
  const Progress& progress_;
  GraphTable table_;
  std::unordered_map<std::string, Key> keys_;
  std::vector<std::string> order_;
  std::size_t elements_ = 0;
};

}  // namespace

GraphTable read_graphml(const std::string& path, const Progress& progress) { return Reader(path, progress).read(); }

std::string graphml_text(const GraphTable& table) {
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                    "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
                    "xsi:schemaLocation=\"http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd\">\n";
  const auto node_fields = used_node_fields(table), link_fields = used_link_fields(table);
  const auto key = [&](const std::string& id, const char* domain, const std::string& name, GraphValue value) {
    out += fmt::format("  <key id=\"{}\" for=\"{}\" attr.name=\"{}\" attr.type=\"{}\"/>\n", id, domain, escaped(name), word_of(value));
  };
  for (const UsedField& f : node_fields) key(fmt::format("n_{}", f.name), "node", f.name, f.value);
  for (std::size_t c = 0; c < table.node_columns.size(); ++c) key(fmt::format("n{}", c), "node", table.node_columns[c].name, table.node_columns[c].value);
  for (const UsedField& f : link_fields) key(fmt::format("e_{}", f.name), "edge", f.name, f.value);
  for (std::size_t c = 0; c < table.link_columns.size(); ++c) key(fmt::format("e{}", c), "edge", table.link_columns[c].name, table.link_columns[c].value);
  const bool undirected = table.all_undirected();
  out += fmt::format("  <graph id=\"sharing\" edgedefault=\"{}\">\n", undirected ? "undirected" : "directed");
  const auto data = [&](const std::string& id, const std::string& value) {
    if (!value.empty()) out += "      <data key=\"" + id + "\">" + escaped(value) + "</data>\n";
  };
  for (const GraphNode& node : table.nodes) {
    out += "    <node id=\"" + escaped(node.id) + "\">\n";
    for (const UsedField& f : node_fields) data(std::string("n_") + f.name, text_of(node, f.node));
    for (std::size_t c = 0; c < node.more.size(); ++c) data(fmt::format("n{}", c), node.more[c]);
    out += "    </node>\n";
  }
  for (std::size_t k = 0; k < table.links.size(); ++k) {
    const LinkRow& link = table.links[k];
    out += "    <edge" + (link.id.empty() ? std::string() : " id=\"" + escaped(link.id) + "\"") + " source=\"" + escaped(link.from) + "\" target=\"" + escaped(link.to) + "\"";
    if (!undirected && k < table.undirected.size() && table.undirected[k]) out += " directed=\"false\"";
    out += ">\n";
    for (const UsedField& f : link_fields) data(std::string("e_") + f.name, text_of(link, f.link));
    if (k < table.link_more.size())
      for (std::size_t c = 0; c < table.link_more[k].size(); ++c) data(fmt::format("e{}", c), table.link_more[k][c]);
    out += "    </edge>\n";
  }
  return out + "  </graph>\n</graphml>\n";
}

}  // namespace catchment::gis::graph
