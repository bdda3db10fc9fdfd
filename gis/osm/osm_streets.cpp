// The only translation unit that sees libosmium: its headers cost seconds of compile time.
#include "gis/osm/osm_streets.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <numbers>
#include <osmium/io/bzip2_compression.hpp>
#include <osmium/io/gzip_compression.hpp>
#include <osmium/io/pbf_input.hpp>
#include <osmium/io/reader.hpp>
#include <osmium/io/xml_input.hpp>
#include <osmium/osm/node.hpp>
#include <osmium/osm/way.hpp>
#include <unordered_map>

#include "gis/osm/cut_streets.h"
#include "gis/osm/osm_access.h"

namespace catchment::gis {
namespace {

struct OsmNode {
  std::int64_t id;
  osmium::Location at;
};

struct OsmGate {
  std::int64_t node;
  GateState state;
};

/// What a file holds of streets, as it stands there.
struct OsmExtract {
  std::vector<OsmNode> nodes;  // ascending by id once read
  std::vector<OsmGate> gates;
  std::vector<std::int64_t> reference;  // node ids of all street ways, one after the other
  StreetChains chains;                  // all but `place`, `cut` and `vertex`
  std::int64_t nodes_read = 0, ways_read = 0;
};

std::string lower(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

/// libosmium's name of the format, by file name; empty if it is none that holds OSM data.
std::string osm_format(const std::string& path) {
  const std::string name = lower(std::filesystem::path(path).filename().string());
  for (const auto& [ending, format] : {std::pair{".pbf", "pbf"},
                                       {".osm", "xml"},
                                       {".osm.xml", "xml"},
                                       {".osm.gz", "xml.gz"},
                                       {".osm.xml.gz", "xml.gz"},
                                       {".osm.bz2", "xml.bz2"},
                                       {".osm.xml.bz2", "xml.bz2"}})
    if (name.ends_with(ending)) return format;
  return {};
}

template <class Object>
void collect_tags(const Object& object, std::vector<OsmTag>& tags) {
  tags.clear();
  for (const auto& tag : object.tags()) tags.push_back({tag.key(), tag.value()});
}

/// Collects names once each; number 0 is "no name".
class NameTable {
 public:
  explicit NameTable(std::vector<std::string>& names) : names_(names) {}
  std::uint32_t number_of(std::string_view name) {
    if (name.empty()) return 0;
    const auto [at, fresh] = number_.try_emplace(std::string(name), static_cast<std::uint32_t>(names_.size()));
    if (fresh) names_.emplace_back(name);
    return at->second;
  }

 private:
  std::vector<std::string>& names_;
  std::unordered_map<std::string, std::uint32_t> number_;
};

void take_way(const osmium::Way& way, std::vector<OsmTag>& tags, NameTable& names, OsmExtract& out) {
  collect_tags(way, tags);
  const auto access = way_access(tags);
  if (!access || way.nodes().size() < 2) return;
  for (const auto& node : way.nodes()) out.reference.push_back(node.ref());
  auto name = tag_value(tags, "name");
  for (const std::string_view key : {"name:zh", "name:en"})
    if (name.empty()) name = tag_value(tags, key);
  out.chains.chain_begin.push_back(static_cast<std::uint32_t>(out.reference.size()));
  out.chains.street_class.push_back(access->street_class);
  out.chains.access.push_back(access->access);
  out.chains.off_ground.push_back(off_ground(tags) ? 1 : 0);
  out.chains.name.push_back(names.number_of(name));
}

OsmExtract read_extract(const std::string& path, const Progress& progress) {
  OsmExtract out;
  NameTable names(out.chains.names);
  std::vector<OsmTag> tags;
  osmium::io::Reader reader{osmium::io::File{path, osm_format(path)},
                            osmium::osm_entity_bits::node | osmium::osm_entity_bits::way};
  const auto size = static_cast<double>(std::max<std::size_t>(reader.file_size(), 1));
  int buffers = 0;
  while (osmium::memory::Buffer buffer = reader.read()) {
    for (const auto& entity : buffer) {
      if (entity.type() == osmium::item_type::node) {
        const auto& node = static_cast<const osmium::Node&>(entity);
        ++out.nodes_read;
        if (!node.visible() || !node.location().valid()) continue;
        out.nodes.push_back({node.id(), node.location()});
        if (node.tags().empty()) continue;
        collect_tags(node, tags);
        if (const auto state = gate_state(tags)) out.gates.push_back({node.id(), *state});
      } else if (entity.type() == osmium::item_type::way) {
        ++out.ways_read;
        const auto& way = static_cast<const osmium::Way&>(entity);
        if (way.visible()) take_way(way, tags, names, out);
      }
    }
    if (++buffers % 8 == 0)
      report(progress, std::min(0.8, 0.8 * static_cast<double>(reader.offset()) / size), "reading OpenStreetMap data");
  }
  reader.close();
  return out;
}

/// Most files are sorted by id. An editor's need not be; of several versions the last one counts.
void sort_nodes(std::vector<OsmNode>& nodes) {
  const auto by_id = [](const OsmNode& a, const OsmNode& b) { return a.id < b.id; };
  if (!std::ranges::is_sorted(nodes, by_id)) std::ranges::stable_sort(nodes, by_id);
  std::size_t kept = 0;
  for (std::size_t i = 0; i < nodes.size(); ++i)
    if (i + 1 == nodes.size() || nodes[i].id != nodes[i + 1].id) nodes[kept++] = nodes[i];
  nodes.resize(kept);
}

/// Number of the node with this id, or kGap. Ways often run over consecutive ids: look beside the last find first.
class NodeFinder {
 public:
  explicit NodeFinder(const std::vector<OsmNode>& nodes) : nodes_(nodes) {}
  std::uint32_t operator()(std::int64_t id) {
    if (last_ + 1 < nodes_.size() && nodes_[last_ + 1].id == id) return static_cast<std::uint32_t>(++last_);
    const auto at = std::ranges::lower_bound(nodes_, id, {}, &OsmNode::id);
    if (at == nodes_.end() || at->id != id) return StreetChains::kGap;
    last_ = static_cast<std::size_t>(at - nodes_.begin());
    return static_cast<std::uint32_t>(last_);
  }

 private:
  const std::vector<OsmNode>& nodes_;
  std::size_t last_ = 0;
};

/// Metres on the WGS-84 ellipsoid between neighbouring nodes: the radii of curvature at the middle latitude make it
/// exact to about (distance / earth radius)^2 / 24, under a micrometre per 100 m.
double segment_length_m(osmium::Location a, osmium::Location b) {
  constexpr double kMajor_m = 6378137.0, kE2 = 6.69437999014e-3, kDegree = std::numbers::pi / 180;
  const double middle = (a.lat() + b.lat()) / 2 * kDegree;
  const double s = std::sin(middle), w2 = 1 - kE2 * s * s;
  const double prime_vertical = kMajor_m / std::sqrt(w2), meridional = prime_vertical * (1 - kE2) / w2;
  return std::hypot((b.lon() - a.lon()) * kDegree * prime_vertical * std::cos(middle),
                    (b.lat() - a.lat()) * kDegree * meridional);
}

/// Median longitude and latitude: one stray node far away must not choose the zone.
LonLat centre_of(const std::vector<osmium::Location>& places) {
  std::vector<double> lon, lat;
  for (const auto& p : places) lon.push_back(p.lon()), lat.push_back(p.lat());
  const auto middle = static_cast<std::ptrdiff_t>(places.size() / 2);
  std::ranges::nth_element(lon, lon.begin() + middle);
  std::ranges::nth_element(lat, lat.begin() + middle);
  return {lon[static_cast<std::size_t>(middle)], lat[static_cast<std::size_t>(middle)]};
}

void refuse_unreadable(const std::string& path) {
  namespace fs = std::filesystem;
  std::error_code error;
  if (!fs::exists(path, error)) throw InputError(path, "no such file", "check the path");
  if (!fs::is_regular_file(path, error)) throw InputError(path, "is not a file", "name a .osm or .pbf file");
  if (fs::file_size(path, error) == 0) throw InputError(path, "the file is empty", "download the extract again");
  if (osm_format(path).empty())
    throw InputError(path, "the name does not say which kind of OpenStreetMap file this is",
                     "use .pbf, .osm, .osm.gz or .osm.bz2");
}

}  // namespace

bool is_osm_file(const std::string& path) { return !osm_format(path).empty(); }

OsmStreets read_osm_streets(const std::string& path, const std::string& project_crs, const Progress& progress) {
  refuse_unreadable(path);
  OsmExtract extract;
  try {
    extract = read_extract(path, progress);
  } catch (const Cancelled&) {
    throw;
  } catch (const std::bad_alloc&) {
    throw InputError(path, "claims more than fits into memory", "the file is damaged, or cut it to the study area");
  } catch (const std::exception& e) {
    throw InputError(path, fmt::format("cannot be read as OpenStreetMap data ({})", e.what()),
                     "the file is truncated, damaged or of another kind: download it again");
  }
  report(progress, 0.8, "building the street network");
  sort_nodes(extract.nodes);

  OsmStreets out;
  out.nodes_read = extract.nodes_read;
  out.ways_read = extract.ways_read;
  StreetChains& chains = extract.chains;
  // Number of a node of the file -> vertex, for nodes on streets only; vertices keep the order of the ids.
  std::vector<std::uint32_t> vertex_of(extract.nodes.size(), StreetChains::kGap);
  NodeFinder find(extract.nodes);
  chains.vertex.reserve(extract.reference.size());
  for (const std::int64_t id : extract.reference) {
    const std::uint32_t node = find(id);
    chains.vertex.push_back(node);
    if (node == StreetChains::kGap)
      ++out.missing_nodes;
    else
      vertex_of[node] = 0;
  }
  std::vector<osmium::Location> places;
  for (std::size_t i = 0; i < vertex_of.size(); ++i)
    if (vertex_of[i] == 0) {
      vertex_of[i] = static_cast<std::uint32_t>(places.size());
      places.push_back(extract.nodes[i].at);
    }
  for (std::uint32_t& v : chains.vertex)
    if (v != StreetChains::kGap) v = vertex_of[v];
  if (places.empty())
    throw InputError(path, fmt::format("holds no street (no highway among {} ways)", out.ways_read),
                     "use an extract with its nodes and its highway ways");

  out.crs = project_crs.empty() ? choose_crs(centre_of(places)) : project_crs;
  chains.place.reserve(places.size());
  for (const auto& p : places) chains.place.push_back({p.lon(), p.lat()});
  Projector("EPSG:4326", Datum::kWgs84, out.crs).apply(chains.place);

  chains.cut.assign(places.size(), 0);
  std::vector<std::pair<std::uint32_t, OsmGate>> gates;  // on streets
  for (const OsmGate& gate : extract.gates)
    if (const auto node = find(gate.node); node != StreetChains::kGap && vertex_of[node] != StreetChains::kGap) {
      gates.emplace_back(vertex_of[node], gate);
      chains.cut[vertex_of[node]] = 1;
    }
  std::ranges::stable_sort(gates, {}, [](const auto& g) { return g.first; });

  CutStreets cut =
      cut_streets(chains, [&](std::uint32_t a, std::uint32_t b) { return segment_length_m(places[a], places[b]); });
  out.net = std::move(cut.net);
  out.duplicate_segments = cut.duplicate_segments;
  out.ways_used = std::ranges::count(cut.chain_used, 1);
  for (const auto& [vertex, gate] : gates) {
    const NodeId node = cut.node_of_vertex[vertex];
    if (!node.valid() || (!out.net.gates.empty() && out.net.gates.back().node == node)) continue;
    out.net.gates.push_back({fmt::format("osm:n{}", gate.node), node, gate.state});
  }
  const bool usable = std::ranges::any_of(out.net.access, [](std::uint8_t a) { return (a & ~kPrivate) != 0; });
  if (!usable)
    throw InputError(path, "holds no street that may be walked or cycled", "use an extract with its highway ways");
  if (out.missing_nodes > 0)
    out.findings.push_back(
        {Severity::kNote, "osm-missing-nodes", path,
         fmt::format("{} node references of street ways point outside the extract; the ways are cut there",
                     out.missing_nodes),
         "cut the extract with whole ways if streets near its border matter"});
  if (out.duplicate_segments > 0)
    out.findings.push_back(
        {Severity::kNote, "osm-duplicate-segments", path,
         fmt::format("{} street segments repeat another one and were counted once", out.duplicate_segments), ""});
  report(progress, 1, "building the street network");
  return out;
}

}  // namespace catchment::gis
