// GEXF 1.1 to 1.3 (Gephi): attributes are declared by class, nodes and edges give them as attvalues. 1.3 is written.
#include <map>
#include <unordered_map>

#include <fmt/format.h>

#include "gis/graph_file/graph_parts.h"
#include "gis/graph_file/xml_file.h"
#include "sim/core/error.h"
#include "sim/sharing/link_types.h"

namespace catchment::gis::graph {

namespace {

GraphValue value_of(std::string_view type) {
  if (type == "integer" || type == "long" || type == "short" || type == "byte") return GraphValue::kWhole;
  if (type == "float" || type == "double") return GraphValue::kReal;
  if (type == "boolean") return GraphValue::kTruth;
  return GraphValue::kText;
}
const char* word_of(GraphValue value) {
  switch (value) {
    case GraphValue::kWhole: return "integer";
    case GraphValue::kReal: return "double";
    case GraphValue::kTruth: return "boolean";
    case GraphValue::kText: break;
  }
  return "string";
}

constexpr const char* kWeight = "weight";

struct Attribute {
  std::string title;
  NodeField node = NodeField::kNone;
  LinkField link = LinkField::kNone;
  int column = -1;
  std::string preset;
};
using Attributes = std::map<std::string, Attribute>;

class Reader {
 public:
  Reader(const std::string& path, const Progress& progress) : xml_(path, "gexf"), progress_(progress) {
    table_.file = table_.nodes_file = path;
    table_.nodes_given = true;
  }

  GraphTable read() {
    const pugi::xml_node graph = child_of(xml_.root(), "graph");
    if (!graph) throw InputError(xml_.path(), "there is no <graph> in it", "export the graph again");
    directed_ = direction(graph, "defaultedgetype", false);
    for (pugi::xml_node child = graph.first_child(); child; child = child.next_sibling())
      if (is(child, "attributes")) take_attributes(child);
    std::vector<pugi::xml_node> open{graph};
    std::vector<pugi::xml_node> edges;
    // Nodes hold nodes in hierarchies: a list instead of recursion; edges once all nodes are there.
    for (std::size_t k = 0; k < open.size(); ++k)
      for (pugi::xml_node child = open[k].first_child(); child; child = child.next_sibling()) {
        if (is(child, "nodes")) {
          for (pugi::xml_node node = child.first_child(); node; node = node.next_sibling())
            if (is(node, "node")) {
              take_node(node);
              open.push_back(node);
            }
        } else if (is(child, "edges")) {
          edges.push_back(child);
        }
      }
    for (const pugi::xml_node list : edges)
      for (pugi::xml_node edge = list.first_child(); edge; edge = edge.next_sibling())
        if (is(edge, "edge")) take_edge(edge);
    require_ends(table_);
    tame_foreign_links(table_);
    return std::move(table_);
  }

 private:
  // "undirected" is GEXF's own default; "mutual" counts both ways too.
  bool direction(pugi::xml_node element, const char* attribute, bool otherwise) const {
    const std::string word = attribute_of(element, attribute).value();
    if (word.empty()) return otherwise;
    if (word != "directed" && word != "undirected" && word != "mutual") throw InputError(xml_.where(element), fmt::format("{} is '{}'", attribute, word), "write directed, undirected or mutual");
    return word == "directed";
  }

  void take_attributes(pugi::xml_node list) {
    const std::string of = attribute_of(list, "class").value();
    if (of != "node" && of != "edge") return;
    for (pugi::xml_node element = list.first_child(); element; element = element.next_sibling()) {
      if (!is(element, "attribute")) continue;
      const std::string id = attribute_of(element, "id").value();
      if (id.empty()) throw InputError(xml_.where(element), "an attribute has no id", "export the graph again");
      Attribute a;
      a.title = trimmed(attribute_of(element, "title").value());
      if (a.title.empty()) a.title = id;
      if (const pugi::xml_node preset = child_of(element, "default")) a.preset = trimmed(text_in(preset));
      const GraphValue value = value_of(attribute_of(element, "type").value());
      auto& columns = of == "node" ? table_.node_columns : table_.link_columns;
      if (of == "node") {
        a.node = node_field(a.title);
        if (a.node == NodeField::kId) a.node = NodeField::kNone;
      } else {
        a.link = link_field(a.title);
        if (a.link == LinkField::kFrom || a.link == LinkField::kTo || a.link == LinkField::kDirected) a.link = LinkField::kNone;
      }
      if (a.node == NodeField::kNone && a.link == LinkField::kNone) a.column = column(columns, a.title, value);
      if (!(of == "node" ? of_nodes_ : of_links_).emplace(id, std::move(a)).second) throw InputError(xml_.where(element), fmt::format("the attribute '{}' is there twice", id), "export the graph again");
    }
  }

  static int column(std::vector<GraphColumn>& columns, const std::string& name, GraphValue value) {
    for (std::size_t k = 0; k < columns.size(); ++k)
      if (columns[k].name == name) return static_cast<int>(k);
    columns.push_back({name, value});
    return static_cast<int>(columns.size()) - 1;
  }

  /// Defaults first, then what the element gives.
  template <class Give>
  void values(pugi::xml_node element, const Attributes& attributes, const Give& give) const {
    for (const auto& entry : attributes)
      if (!entry.second.preset.empty()) give(entry.second, entry.second.preset);
    for (pugi::xml_node list = element.first_child(); list; list = list.next_sibling()) {
      if (!is(list, "attvalues")) continue;
      for (pugi::xml_node value = list.first_child(); value; value = value.next_sibling()) {
        if (!is(value, "attvalue")) continue;
        pugi::xml_attribute of = attribute_of(value, "for");
        if (!of) of = attribute_of(value, "id");      // 1.1
        const auto it = attributes.find(of.value());
        if (it == attributes.end()) throw InputError(xml_.where(value), fmt::format("there is no attribute '{}'", of.value()), "declare it with <attribute id=... title=... type=...>");
        give(it->second, std::string(trimmed(attribute_of(value, "value").value())));
      }
    }
  }

  void take_node(pugi::xml_node element) {
    GraphNode node;
    node.line = xml_.line(element);
    node.id = trimmed(attribute_of(element, "id").value());
    if (node.id.empty()) throw InputError(xml_.where(element), "a node has no id", "give every node an id of its own");
    node.more.resize(table_.node_columns.size());
    values(element, of_nodes_, [&](const Attribute& a, const std::string& value) {
      if (a.column >= 0) node.more[static_cast<std::size_t>(a.column)] = value;
      else set_field(node, a.node, value, a.title, xml_.path(), node.line);
    });
    // The label of a node that has no name: not if it only repeats the id, or the English name that is there.
    const std::string label(trimmed(attribute_of(element, "label").value()));
    if (node.name.zh.empty() && label != node.id && label != node.name.en) node.name.zh = label;
    const bool placed = (node.x && node.y) || (node.lon && node.lat);
    if (const pugi::xml_node at = child_of(element, "position"); at && !placed) node.drawn = Point{attribute_of(at, "x").as_double(), attribute_of(at, "y").as_double()};
    table_.nodes.push_back(std::move(node));
    if (table_.nodes.size() % 20000 == 0) report(progress_, 0.3, "reading nodes");
  }

  void take_edge(pugi::xml_node element) {
    LinkRow link;
    const std::int64_t line = xml_.line(element);
    link.id = trimmed(attribute_of(element, "id").value());
    link.from = trimmed(attribute_of(element, "source").value());
    link.to = trimmed(attribute_of(element, "target").value());
    if (link.from.empty() || link.to.empty())
      throw InputError(xml_.where(element), fmt::format("an edge has no {}", link.from.empty() ? "source" : "target"), "give both ends by the ids of nodes");
    // Times of a dynamic graph are a link's first and last day where they are days.
    for (const auto& [name, day] : {std::pair{"start", &link.start}, std::pair{"end", &link.end}})
      if (const std::string text = attribute_of(element, name).value(); is_date(std::string_view(text).substr(0, 10))) *day = text.substr(0, 10);
    std::vector<std::string> more(table_.link_columns.size());
    std::string weight = attribute_of(element, kWeight).value();
    values(element, of_links_, [&](const Attribute& a, const std::string& value) {
      if (a.column >= 0) more[static_cast<std::size_t>(a.column)] = value;
      else set_field(link, a.link, value, a.title, xml_.path(), line);
    });
    if (link.kind.empty()) link.kind = trimmed(attribute_of(element, "label").value());
    if (!weight.empty() && !link.capacity) {
      // A weight of Gephi's is no capacity, and is kept as what it is.
      const auto at = static_cast<std::size_t>(column(table_.link_columns, kWeight, GraphValue::kReal));
      if (more.size() <= at) more.resize(at + 1);
      if (more[at].empty()) more[at] = std::move(weight);
    }
    table_.links.push_back(std::move(link));
    table_.line.push_back(line);
    table_.undirected.push_back(!direction(element, "type", directed_));
    if (!table_.link_columns.empty()) {
      table_.link_more.resize(table_.links.size());
      table_.link_more.back() = std::move(more);
    }
    if (table_.links.size() % 20000 == 0) report(progress_, 0.7, "reading edges");
  }

  XmlFile xml_;
  const Progress& progress_;
  GraphTable table_;
  Attributes of_nodes_, of_links_;
  bool directed_ = false;
};

}  // namespace

GraphTable read_gexf(const std::string& path, const Progress& progress) { return Reader(path, progress).read(); }

std::string gexf_text(const GraphTable& table) {
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                    "<gexf xmlns=\"http://gexf.net/1.3\" xmlns:viz=\"http://gexf.net/1.3/viz\" version=\"1.3\">\n"
                    "  <meta>\n    <creator>Catchment</creator>\n  </meta>\n";
  const bool undirected = table.all_undirected();
  out += fmt::format("  <graph defaultedgetype=\"{}\" mode=\"static\">\n", undirected ? "undirected" : "directed");
  const auto node_fields = used_node_fields(table), link_fields = used_link_fields(table);
  const auto declare = [&](const char* of, const std::vector<UsedField>& fields, const std::vector<GraphColumn>& columns) {
    if (fields.empty() && columns.empty()) return;
    out += fmt::format("    <attributes class=\"{}\" mode=\"static\">\n", of);
    for (const UsedField& f : fields) out += fmt::format("      <attribute id=\"{}\" title=\"{}\" type=\"{}\"/>\n", f.name, f.name, word_of(f.value));
    for (std::size_t c = 0; c < columns.size(); ++c) out += fmt::format("      <attribute id=\"{}\" title=\"{}\" type=\"{}\"/>\n", c, escaped(columns[c].name), word_of(columns[c].value));
    out += "    </attributes>\n";
  };
  declare("node", node_fields, table.node_columns);
  declare("edge", link_fields, table.link_columns);
  std::string values;
  const auto give = [&](const std::string& id, const std::string& value) {
    if (!value.empty()) values += "          <attvalue for=\"" + id + "\" value=\"" + escaped(value) + "\"/>\n";
  };
  const auto close = [&](const char* element, const std::string& drawn) {
    if (values.empty() && drawn.empty()) out += "/>\n";
    else out += ">\n" + (values.empty() ? std::string() : "        <attvalues>\n" + values + "        </attvalues>\n") + drawn + "      </" + element + ">\n";
    values.clear();
  };
  out += fmt::format("    <nodes count=\"{}\">\n", table.nodes.size());
  for (const GraphNode& node : table.nodes) {
    const std::string& label = !node.name.zh.empty() ? node.name.zh : !node.name.en.empty() ? node.name.en : node.id;
    out += "      <node id=\"" + escaped(node.id) + "\" label=\"" + escaped(label) + "\"";
    for (const UsedField& f : node_fields) give(f.name, text_of(node, f.node));
    for (std::size_t c = 0; c < node.more.size(); ++c) give(std::to_string(c), node.more[c]);
    // Where it is on the map, so that Gephi opens the graph laid out: metres, else degrees, else as it was drawn.
    const std::optional<Point> at = node.x && node.y ? Point{*node.x, *node.y} : node.lon && node.lat ? Point{*node.lon, *node.lat} : node.drawn;
    close("node", at ? fmt::format("        <viz:position x=\"{}\" y=\"{}\" z=\"0\"/>\n", number_text(at->x), number_text(at->y)) : std::string());
  }
  out += fmt::format("    </nodes>\n    <edges count=\"{}\">\n", table.links.size());
  std::size_t weights = table.link_columns.size();
  for (std::size_t c = 0; c < table.link_columns.size(); ++c)
    if (table.link_columns[c].name == kWeight) weights = c;
  for (std::size_t k = 0; k < table.links.size(); ++k) {
    const LinkRow& link = table.links[k];
    out += "      <edge" + (link.id.empty() ? std::string() : " id=\"" + escaped(link.id) + "\"") + " source=\"" + escaped(link.from) + "\" target=\"" + escaped(link.to) + "\"";
    if (!undirected && k < table.undirected.size() && table.undirected[k]) out += " type=\"undirected\"";
    if (k < table.link_more.size() && weights < table.link_more[k].size() && !table.link_more[k][weights].empty()) out += " weight=\"" + escaped(table.link_more[k][weights]) + "\"";
    else if (link.capacity && *link.capacity > 0) out += " weight=\"" + number_text(*link.capacity) + "\"";
    for (const UsedField& f : link_fields) give(f.name, text_of(link, f.link));
    if (k < table.link_more.size())
      for (std::size_t c = 0; c < table.link_more[k].size(); ++c) give(std::to_string(c), table.link_more[k][c]);
    close("edge", {});
  }
  return out + "    </edges>\n  </graph>\n</gexf>\n";
}

}  // namespace catchment::gis::graph
