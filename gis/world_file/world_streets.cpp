// Layers street_nodes, street_names, streets, gates of a world file.
#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <limits>

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
                                   {"name"},
                                   {"off_ground", kBoolean, true},
                                   {"heights_m", kText, true}};
const std::vector<Column> kGates{{"id"}, {"node", kInteger}, {"state"}, {"hours"}, {"outside_hours"}};

/// Heights of an edge's shape points, "12.3 12.45 ?"; empty where none is known.
std::string heights_text(const StreetNetwork& net, std::uint32_t e) {
  std::string text;
  bool any = false;
  if (net.shape_height_m.empty()) return text;
  for (std::uint32_t i = net.shape_begin[e]; i < net.shape_begin[e + 1]; ++i) {
    const double h = net.shape_height_m[i];
    text += fmt::format("{}{}", text.empty() ? "" : " ", std::isnan(h) ? "?" : fmt::format("{}", h));
    any = any || !std::isnan(h);
  }
  return any ? text : std::string();
}

/// The inverse: [n] heights, all NaN for an empty text. False if it holds something else.
bool read_heights(std::string_view text, std::size_t n, std::vector<double>& out) {
  const std::size_t first = out.size();
  out.resize(first + n, std::numeric_limits<double>::quiet_NaN());
  if (text.empty()) return true;
  std::size_t k = 0;
  for (std::size_t begin = 0; begin <= text.size(); ++k) {
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    const std::string_view word = text.substr(begin, end - begin);
    begin = end + 1;
    if (k >= n) return false;
    if (word == "?") continue;
    const auto [at, error] = std::from_chars(word.data(), word.data() + word.size(), out[first + k]);
    if (error != std::errc() || at != word.data() + word.size() || !std::isfinite(out[first + k])) return false;
  }
  return k == n;
}

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
          .boolean(!net.off_ground.empty() && net.off_ground[e] != 0)
          .text(heights_text(net, e))
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
    net.node.reserve(in.room_for(row));
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
    const std::size_t room = in.room_for(row);
    net.from.reserve(room);
    net.to.reserve(room);
    net.shape_begin.reserve(room + 1);
    net.shape.reserve(2 * room);
    net.length_mm.reserve(room);
    net.street_class.reserve(room);
    net.access.reserve(room);
    net.name.reserve(room);
    net.off_ground.reserve(room);
    std::vector<double> heights;
    bool any_off_ground = false, any_height = false;
    while (row.next()) {
      const auto from = row.link<NodeId>(), to = row.link<NodeId>();
      const auto length = row.integer(1, kMost);
      const auto street_class = take_word<StreetClass>(row);
      const auto access = row.integer(0, 31);
      const auto name = row.integer(1, static_cast<std::int64_t>(net.names.size())) - 1;
      row.text();  // the name again
      net.off_ground.push_back(row.boolean());
      any_off_ground = any_off_ground || net.off_ground.back() != 0;
      const std::string_view heights_m = row.text();
      row.append_line(net.shape);
      if (!from.valid() || !to.valid()) row.refuse("it has no node at an end");
      row.require_link(from, net.n_nodes());
      row.require_link(to, net.n_nodes());
      if (net.shape.size() < net.shape_begin.back() + 2u) row.refuse("its line has fewer than two points");
      any_height = any_height || !heights_m.empty();
      // Most files hold no heights at all: room for them is made at the first.
      if (any_height && heights.empty()) heights.resize(net.shape_begin.back(), std::numeric_limits<double>::quiet_NaN());
      if (any_height && !read_heights(heights_m, net.shape.size() - net.shape_begin.back(), heights))
        row.refuse("its heights_m are not one number for each point of its line");
      net.from.push_back(from);
      net.to.push_back(to);
      net.shape_begin.push_back(static_cast<std::uint32_t>(net.shape.size()));
      net.length_mm.push_back(static_cast<std::uint32_t>(length));
      net.street_class.push_back(street_class);
      net.access.push_back(static_cast<std::uint8_t>(access));
      net.name.push_back(static_cast<std::uint32_t>(name));
    }
    if (!any_off_ground) net.off_ground.clear();
    if (any_height) net.shape_height_m = std::move(heights);
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
