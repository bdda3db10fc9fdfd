// Layers street_nodes, street_names, streets, gates of a world file.
#include "gis/world_file/enum_text.h"
#include "gis/world_file/world_tables.h"
#include "sim/core/error.h"
#include "sim/scenario/parse.h"

namespace catchment::gis {
namespace {

using enum ColumnType;
const std::vector<Column> kNodes{};
const std::vector<Column> kNames{{"name"}};
// `name` repeats the text for people who open the layer; `name_fid` is what counts.
const std::vector<Column> kStreets{{"from_node", kInteger},
                                   {"to_node", kInteger},
                                   {"length_mm", kInteger},
                                   {"class"},
                                   {"access", kInteger},
                                   {"name_fid", kInteger},
                                   {"name"}};
const std::vector<Column> kGates{{"id"}, {"node", kInteger}, {"state"}, {"hours"}, {"outside_hours"}};

}  // namespace

void write_streets(GpkgWriter& file, const StreetNetwork& net) {
  {
    RowWriter row = file.layer("street_nodes", LayerGeometry::kPoint, kNodes, net.n_nodes());
    for (const Point p : net.node) row.point(p).write();
  }
  {
    RowWriter row = file.layer("street_names", LayerGeometry::kNone, kNames, net.names.size());
    for (const std::string& name : net.names) row.text(name).write();
  }
  {
    RowWriter row = file.layer("streets", LayerGeometry::kLine, kStreets, net.n_edges());
    for (std::uint32_t e = 0; e < net.n_edges(); ++e)
      row.link(net.from[e])
          .link(net.to[e])
          .integer(net.length_mm[e])
          .text(word_of(net.street_class[e]))
          .integer(net.access[e])
          .integer(std::int64_t{net.name[e]} + 1)
          .text(net.names.at(net.name[e]))
          .line(net.line(EdgeId(e)))
          .write();
  }
  RowWriter row = file.layer("gates", LayerGeometry::kPoint, kGates, net.gates.size());
  for (const Gate& g : net.gates)
    row.text(g.id)
        .link(g.node)
        .text(word_of(g.state))
        .text(g.hours.none() ? "" : format_opening_hours(g.hours))
        .text(word_of(g.outside_hours))
        .point(net.node.at(g.node.value))
        .write();
}

void read_streets(const WorldSource& in, StreetNetwork& net) {
  constexpr std::int64_t kMost = 0xffffffff;
  {
    RowReader row = in.layer("street_nodes", kNodes);
    while (row.next()) net.node.push_back(row.point());
  }
  {
    net.names.clear();
    RowReader row = in.layer("street_names", kNames);
    while (row.next()) net.names.emplace_back(row.text());
    if (net.names.empty() || !net.names[0].empty())
      throw InputError(in.path, "layer 'street_names' does not begin with an empty name", "make the world file again");
  }
  {
    RowReader row = in.layer("streets", kStreets);
    while (row.next()) {
      const auto from = row.link<NodeId>(), to = row.link<NodeId>();
      const auto length = row.integer(1, kMost);
      const auto street_class = take_word<StreetClass>(row);
      const auto access = row.integer(0, 31);
      const auto name = row.integer(1, static_cast<std::int64_t>(net.names.size())) - 1;
      row.append_line(net.shape);
      if (!from.valid() || !to.valid()) row.refuse("it has no node at an end");
      row.require_link(from, net.n_nodes());
      row.require_link(to, net.n_nodes());
      if (net.shape.size() < net.shape_begin.back() + 2u) row.refuse("its line has fewer than two points");
      net.from.push_back(from);
      net.to.push_back(to);
      net.shape_begin.push_back(static_cast<std::uint32_t>(net.shape.size()));
      net.length_mm.push_back(static_cast<std::uint32_t>(length));
      net.street_class.push_back(street_class);
      net.access.push_back(static_cast<std::uint8_t>(access));
      net.name.push_back(static_cast<std::uint32_t>(name));
    }
  }
  // Files from before gates had hours lack the last two columns.
  const bool timed = in.has_column("gates", "hours");
  RowReader row = in.layer("gates", std::span(kGates).first(timed ? kGates.size() : kGates.size() - 2));
  while (row.next()) {
    Gate& g = net.gates.emplace_back();
    g.id = row.text();
    g.node = row.link<NodeId>();
    g.state = take_word<GateState>(row);
    if (timed) {
      if (const auto hours = row.text(); !hours.empty()) g.hours = parse_opening_hours(std::string(hours), row.where());
      g.outside_hours = take_word<GateState>(row);
    }
    if (!g.node.valid()) row.refuse("it stands at no node");
    row.require_link(g.node, net.n_nodes());
  }
  index_arcs(net);
}

}  // namespace catchment::gis
