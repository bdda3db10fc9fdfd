#include "gis/graph_file/graph_world.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <stdexcept>
#include <unordered_map>
#include <unordered_set>

#include <fmt/format.h>

#include "gis/crs/projector.h"
#include "gis/graph_file/graph_parts.h"
#include "gis/world_file/enum_text.h"
#include "sim/scenario/parse.h"
#include "sim/sharing/link_rows.h"
#include "sim/sharing/link_types.h"

namespace catchment::gis {

namespace {

constexpr Point kNowhere{std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::quiet_NaN()};

/// Columns of what is given and needed of one type: "supply_volunteer".
constexpr std::string_view kOffers = "supply_", kNeeds = "demand_";

std::optional<OrganisationType> organisation_type(std::string word) {
  std::replace(word.begin(), word.end(), '-', '_');
  const auto& words = EnumWords<OrganisationType>::words;
  const auto at = std::find(words.begin(), words.end(), word);
  if (at == words.end()) return std::nullopt;
  return static_cast<OrganisationType>(at - words.begin());
}

class Builder {
 public:
  explicit Builder(const GraphTable& table) : table_(table), nodes_(graph::index_nodes(table)) {}

  GraphWorld build() {
    const std::vector<Point> at = places();
    out_.world.findings = table_.findings;
    for (std::size_t k = 0; k < table_.nodes.size(); ++k) out_.partner.push_back(add_node(table_.nodes[k], k, at[k]));
    for (const auto& [venue, k] : owned_) give_owner(venue, k);
    add_links();
    require_free_rooms();
    add_resources();
    if (unknown_types_ > 0)
      out_.world.findings.push_back({Severity::kNote, "foreign-node-type", table_.nodes_file, fmt::format("{} nodes have a type that is none of ours, such as '{}'; they count as social organisations", unknown_types_, unknown_type_), ""});
    return std::move(out_);
  }

 private:
  std::vector<Point> places() {
    std::vector<Point> at(table_.nodes.size(), kNowhere), degrees;
    std::vector<std::size_t> of;
    bool metres = false;
    for (std::size_t k = 0; k < table_.nodes.size(); ++k) {
      const GraphNode& n = table_.nodes[k];
      if (n.x.has_value() != n.y.has_value() || n.lon.has_value() != n.lat.has_value())
        throw InputError(table_.where_node(k), fmt::format("node '{}' has half a place", n.id), "give x and y, or lon and lat, or neither");
      if (n.lon) {
        degrees.push_back({*n.lon, *n.lat});
        of.push_back(k);
      } else if (n.x) {
        at[k] = {*n.x, *n.y};
        metres = true;
      }
    }
    if (degrees.empty()) return at;
    if (metres) throw InputError(table_.nodes_file, "some nodes have lon and lat, others only x and y", "give every place in the same coordinates");
    double west = 180, east = -180, south = 90, north = -90;
    for (const Point p : degrees) west = std::min(west, p.x), east = std::max(east, p.x), south = std::min(south, p.y), north = std::max(north, p.y);
    out_.world.crs = choose_crs({(west + east) / 2, (south + north) / 2});
    const Projector projector("EPSG:4326", Datum::kDeclaredByCrs, out_.world.crs);
    std::size_t failed = 0;
    if (!projector.try_apply(degrees, &failed))
      throw InputError(table_.where_node(of[failed]), fmt::format("the place of '{}' is too far from the others for one map", table_.nodes[of[failed]].id), "check lon and lat");
    for (std::size_t k = 0; k < of.size(); ++k) at[of[k]] = degrees[k];
    return at;
  }

  [[nodiscard]] bool is_area(const std::string& id) const { return table_.nodes[nodes_.at(id)].type == "area"; }

  AreaId district(const std::string& name) {
    if (name.empty()) return {};
    const auto [it, fresh] = districts_.emplace(name, AreaId(out_.world.areas.size()));
    if (fresh) {
      Area area;
      // A district that is called as one of the nodes must not make that node's id mean two things.
      area.id = nodes_.contains(name) && !is_area(name) ? "district:" + name : name;
      area.name.zh = name;
      area.level = 1;
      out_.world.areas.push_back(std::move(area));
    }
    return it->second;
  }

  Partner add_node(const GraphNode& node, std::size_t k, Point at) {
    World& w = out_.world;
    if (node.type == "venue") {
      Venue venue;
      venue.id = node.id, venue.name = node.name, venue.kind = "hall", venue.position = at, venue.area = district(node.district);
      if (node.seats) venue.seats = static_cast<std::int32_t>(std::min(*node.seats, 1e9));
      if (!node.hours.empty()) venue.hours = parse_opening_hours(node.hours, table_.where_node(k));
      venue.shared_hours_month = hours_per_month(venue.hours);
      if (!node.owner.empty()) owned_.emplace_back(w.venues.size(), k);
      w.venues.push_back(std::move(venue));
      return VenueId(w.venues.size() - 1);
    }
    if (node.type == "facility") {
      Facility facility;
      facility.id = node.id, facility.name = node.name, facility.position = at, facility.area = district(node.district);
      if (!node.hours.empty()) facility.hours = parse_opening_hours(node.hours, table_.where_node(k));
      w.facilities.push_back(std::move(facility));
      return FacilityId(w.facilities.size() - 1);
    }
    if (node.type == "unit") {
      Unit unit;
      unit.id = node.id, unit.name = node.name;
      w.units.push_back(std::move(unit));
      return UnitId(w.units.size() - 1);
    }
    if (node.type == "area") {
      const AreaId known = district(node.id);
      w.areas[known.value].name = node.name;
      return known;
    }
    Organisation o;
    o.id = node.id, o.name = node.name, o.position = at, o.area = district(node.district);
    if (const auto type = organisation_type(node.type)) o.type = *type;
    else if (!node.type.empty() && unknown_types_++ == 0) unknown_type_ = node.type;
    w.organisations.push_back(std::move(o));
    return OrganisationId(w.organisations.size() - 1);
  }

  void give_owner(std::size_t venue, std::size_t k) {
    const std::string& id = table_.nodes[k].owner;
    if (owners_.empty())
      for (std::size_t o = 0; o < out_.world.organisations.size(); ++o) owners_.emplace(out_.world.organisations[o].id, o);
    const auto it = owners_.find(id);
    if (it == owners_.end()) {
      std::vector<std::string> known;
      for (const Organisation& o : out_.world.organisations) known.push_back(o.id);
      const std::string near = nearest_key(id, known);
      throw InputError(table_.where_node(k), fmt::format("there is no organisation '{}' to own '{}'", id, table_.nodes[k].id), near.empty() ? "add it to the nodes" : fmt::format("did you mean '{}'?", near));
    }
    out_.world.venues[venue].owner = OrganisationId(it->second);
  }

  void add_links() {
    World& w = out_.world;
    const PartnerIndex partners(w);
    std::size_t both = 0;
    for (const std::uint8_t u : table_.undirected) both += u != 0;
    w.links.reserve(table_.links.size() + both);
    out_.row.reserve(table_.links.size() + both);
    for (std::size_t k = 0; k < table_.links.size(); ++k) {
      SharingLink link = link_at(k, w, partners);
      const bool twice = k < table_.undirected.size() && table_.undirected[k] != 0;
      if (twice) {
        SharingLink back = link;
        std::swap(back.from, back.to);
        // A room is lent by its owner: the way back says only that the two are linked.
        back.venue = VenueId(), back.slots.reset();
        back.id.clear();
        w.links.push_back(std::move(link));
        w.links.push_back(std::move(back));
        out_.row.push_back(static_cast<std::uint32_t>(k));
      } else {
        w.links.push_back(std::move(link));
      }
      out_.row.push_back(static_cast<std::uint32_t>(k));
    }
  }

  /// Half a million rows are not given a text each for a message that is hardly ever needed: it is made when a row is refused.
  SharingLink link_at(std::size_t k, const World& w, const PartnerIndex& partners) const {
    try {
      return catchment::link_of(table_.links[k], w, partners);
    } catch (const InputError&) {
      LinkRow row = table_.links[k];
      row.where = table_.where_link(k);
      return catchment::link_of(row, w, partners);
    }
  }

  void require_free_rooms() const {
    try {
      require_no_double_booking(out_.world, {});
    } catch (const InputError&) {
      World told;
      told.organisations = out_.world.organisations, told.facilities = out_.world.facilities, told.venues = out_.world.venues, told.units = out_.world.units, told.areas = out_.world.areas;
      told.links = out_.world.links;
      for (std::size_t k = 0; k < told.links.size(); ++k) told.links[k].id = table_.where_link(out_.row[k]);
      require_no_double_booking(told, {});
    }
  }

  void add_resources() {
    World& w = out_.world;
    LinkType type = w.links.empty() ? LinkType::kOther : w.links.front().type;
    if (std::any_of(w.links.begin(), w.links.end(), [&](const SharingLink& l) { return l.type != type; })) type = LinkType::kOther;
    const auto add = [&](std::size_t k, LinkType of, bool need, double amount) {
      if (amount <= 0) return;
      Resource r;
      r.at = out_.partner[k], r.type = of, r.need = need, r.amount = amount;
      w.resources.push_back(r);
    };
    for (std::size_t k = 0; k < table_.nodes.size(); ++k) {
      add(k, type, false, table_.nodes[k].supply.value_or(0));
      add(k, type, true, table_.nodes[k].demand.value_or(0));
    }
    for (std::size_t c = 0; c < table_.node_columns.size(); ++c) {
      const std::string& name = table_.node_columns[c].name;
      const bool need = name.starts_with(kNeeds);
      if (!need && !name.starts_with(kOffers)) continue;
      const auto of = link_type_of(std::string_view(name).substr(need ? kNeeds.size() : kOffers.size()));
      if (!of) continue;
      for (std::size_t k = 0; k < table_.nodes.size(); ++k) {
        GraphNode amount;     // checked as supply and demand are
        if (c < table_.nodes[k].more.size()) graph::set_field(amount, graph::NodeField::kSupply, table_.nodes[k].more[c], name, table_.nodes_file, table_.nodes[k].line);
        add(k, *of, need, amount.supply.value_or(0));
      }
    }
  }

  const GraphTable& table_;
  const std::unordered_map<std::string_view, std::uint32_t> nodes_;
  GraphWorld out_;
  std::map<std::string, AreaId> districts_;
  std::unordered_map<std::string, std::size_t> owners_;
  std::vector<std::pair<std::size_t, std::size_t>> owned_;   // venue, node
  std::size_t unknown_types_ = 0;
  std::string unknown_type_;
};

const char* word_of(Partner::Table table) {
  switch (table) {
    case Partner::Table::kOrganisation: return "organisation";
    case Partner::Table::kFacility: return "facility";
    case Partner::Table::kVenue: return "venue";
    case Partner::Table::kUnit: return "unit";
    case Partner::Table::kArea: return "area";
  }
  return "";
}

}  // namespace

GraphWorld world_of(const GraphTable& table) { return Builder(table).build(); }

GraphTable table_of(const World& world, const SharingGraph& graph) {
  GraphTable out;
  out.nodes_given = true;
  std::vector<Partner> nodes = graph.node;
  // Rooms that are lent, though nobody is linked to them.
  std::unordered_set<std::uint32_t> rooms;
  for (const std::uint32_t k : graph.link)
    if (k != UINT32_MAX && world.links[k].venue.valid()) rooms.insert(world.links[k].venue.value);
  for (std::uint32_t v = 0; v < world.venues.size(); ++v)
    if (rooms.contains(v) && graph.node_of(VenueId(v)) == UINT32_MAX) nodes.emplace_back(VenueId(v));
  std::unordered_map<std::string, int> holders;
  for (const Partner p : nodes) ++holders[id_of(world, p)];
  const auto id = [&](Partner p) { return holders.at(id_of(world, p)) > 1 ? fmt::format("{}:{}", word_of(p.table), id_of(world, p)) : id_of(world, p); };

  std::optional<ToLonLat> degrees;
  if (!world.crs.empty()) degrees.emplace(world.crs);
  for (const Partner p : nodes) {
    GraphNode node;
    node.id = id(p);
    node.name = name_of(world, p);
    node.type = p.table == Partner::Table::kOrganisation ? std::string(word_of(world.organisations[p.index].type)) : std::string(word_of(p.table));
    if (const auto at = position_of(world, p); at && std::isfinite(at->x) && std::isfinite(at->y)) {
      if (degrees) {
        const LonLat there = (*degrees)(*at);
        node.lon = there.lon, node.lat = there.lat;
      }
      node.x = at->x, node.y = at->y;
    }
    if (p.table != Partner::Table::kArea)
      if (const AreaId area = district_of(world, p); area.valid()) node.district = world.areas[area.value].id.starts_with("district:") ? world.areas[area.value].name.zh : world.areas[area.value].id;
    if (p.table == Partner::Table::kVenue) {
      const Venue& v = world.venues[p.index];
      if (v.hours.any()) node.hours = format_opening_hours(v.hours);
      if (v.seats > 0) node.seats = v.seats;
      if (v.owner.valid() && graph.node_of(v.owner) != UINT32_MAX) node.owner = id(v.owner);
    }
    out.nodes.push_back(std::move(node));
  }

  // What is given and needed: one figure where there is one type, else a column for each.
  std::unordered_map<std::uint32_t, std::uint32_t> at;   // by table and index
  const auto key = [](Partner p) { return p.index * 8u + static_cast<std::uint32_t>(p.table); };
  for (std::uint32_t k = 0; k < nodes.size(); ++k) at.emplace(key(nodes[k]), k);
  std::map<std::pair<LinkType, bool>, std::vector<double>> amounts;
  std::unordered_set<int> types;
  for (const Resource& r : world.resources) {
    types.insert(static_cast<int>(r.type));
    const auto it = at.find(key(r.at));
    if (it == at.end()) continue;
    auto& of = amounts[{r.type, r.need}];
    of.resize(nodes.size());
    of[it->second] += r.amount;
  }
  for (const auto& [what, of] : amounts) {
    const auto& [type, need] = what;
    if (types.size() > 1) out.node_columns.push_back({fmt::format("{}{}", need ? kNeeds : kOffers, word_of(type)), GraphValue::kReal});
    for (std::size_t k = 0; k < nodes.size(); ++k) {
      if (types.size() > 1) out.nodes[k].more.push_back(of[k] > 0 ? graph::number_text(of[k]) : std::string());
      else if (of[k] > 0) (need ? out.nodes[k].demand : out.nodes[k].supply) = of[k];
    }
  }

  const PartnerIndex partners(world);
  for (std::size_t k = 0; k < graph.n_links(); ++k) {
    LinkRow row;
    if (graph.link[k] != UINT32_MAX) row = row_of(world, world.links[graph.link[k]], partners);
    else row.type = word_of(graph.type[k]);
    row.from = out.nodes[graph.from[k]].id;
    row.to = out.nodes[graph.to[k]].id;
    row.where.clear();
    out.links.push_back(std::move(row));
  }
  out.line.assign(out.links.size(), 0);
  out.undirected.assign(out.links.size(), 0);
  return out;
}

void add_measures(GraphTable& table, const SharingMeasures& measures, std::span<const std::uint32_t> of) {
  const std::size_t n = measures.degree.size();
  if (of.size() != table.nodes.size()) throw std::invalid_argument(fmt::format("add_measures: places of {} nodes for a table of {}", of.size(), table.nodes.size()));
  for (const std::uint32_t v : of)
    if (v != UINT32_MAX && v >= n) throw std::invalid_argument(fmt::format("add_measures: place {} of {}", v, n));
  const auto add = [&](const char* name, GraphValue kind, const auto& values, const auto& text) {
    if (values.size() != n) return;            // not asked for
    std::size_t c = 0;
    while (c < table.node_columns.size() && table.node_columns[c].name != name) ++c;
    if (c == table.node_columns.size()) table.node_columns.push_back({name, kind});
    for (std::size_t k = 0; k < table.nodes.size(); ++k) {
      auto& more = table.nodes[k].more;
      if (more.size() <= c) more.resize(c + 1);
      more[c] = of[k] == UINT32_MAX ? std::string() : text(values[of[k]]);
    }
    table.node_columns[c].value = kind;
  };
  const auto whole = [](std::uint32_t v) { return v == UINT32_MAX ? std::string() : std::to_string(v); };
  const auto real = [](double v) { return std::isfinite(v) ? graph::number_text(v) : std::string(); };
  add("degree", GraphValue::kWhole, measures.degree, whole);
  add("in_links", GraphValue::kWhole, measures.in_links, whole);
  add("out_links", GraphValue::kWhole, measures.out_links, whole);
  add("betweenness", GraphValue::kReal, measures.betweenness, real);
  add("closeness", GraphValue::kReal, measures.closeness, real);
  add("clustering", GraphValue::kReal, measures.clustering, real);
  add("eigenvector", GraphValue::kReal, measures.eigenvector, real);
  add("pagerank", GraphValue::kReal, measures.pagerank, real);
  add("core", GraphValue::kWhole, measures.core, whole);
  add("articulation", GraphValue::kTruth, measures.articulation, [](std::uint8_t v) { return std::string(v ? "true" : "false"); });
  add("component", GraphValue::kWhole, measures.component, whole);
  add("community", GraphValue::kWhole, measures.community, whole);
  add("out_capacity", GraphValue::kReal, measures.out_capacity, real);
  add("affiliates", GraphValue::kWhole, measures.affiliates, whole);
  add("hub_score", GraphValue::kReal, measures.hub_score, real);
}

}  // namespace catchment::gis
