#include "gis/osm/osm_streets.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <numeric>
#include <optional>
#include <queue>

#include "sim/network/snap.h"
#include "tests/support/shared_data.h"

namespace catchment::gis {
namespace {

using testing::HasSubstr;

constexpr std::uint8_t kWalk = kWalkForward | kWalkBackward, kCycle = kCycleForward | kCycleBackward;

/// An OSM file from lines of XML, in a folder of its own that goes with it.
class OsmFile {
 public:
  OsmFile(const std::string& name, const std::string& bytes)
      : dir_(test::scratch_dir("osm-" + std::to_string(count_++))), path_(dir_ + "/" + name) {
    std::ofstream(path_, std::ios::binary) << bytes;
  }
  ~OsmFile() { std::filesystem::remove_all(dir_); }
  OsmFile(const OsmFile&) = delete;
  OsmFile& operator=(const OsmFile&) = delete;
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  inline static int count_ = 0;
  std::string dir_, path_;
};

std::string xml(const std::string& body) {
  return "<?xml version='1.0' encoding='UTF-8'?><osm version='0.6'>" + body + "</osm>";
}
/// Node `id` at `east`, `north` hundredths of a degree from 121 E 31 N.
std::string node(int id, int east, int north, const std::string& tags = "") {
  return "<node id='" + std::to_string(id) + "' visible='true' lon='" + std::to_string(121 + east * 0.01) + "' lat='" +
         std::to_string(31 + north * 0.01) + "'>" + tags + "</node>";
}
std::string way(int id, const std::vector<int>& nodes, const std::string& tags) {
  std::string text = "<way id='" + std::to_string(id) + "' visible='true'>";
  for (const int n : nodes) text += "<nd ref='" + std::to_string(n) + "'/>";
  return text + tags + "</way>";
}
std::string tag(const std::string& k, const std::string& v) { return "<tag k='" + k + "' v='" + v + "'/>"; }
const std::string kResidential = tag("highway", "residential");

std::string fault_of(const std::string& path) {
  try {
    read_osm_streets(path, "");
  } catch (const InputError& e) {
    return e.what();
  }
  return "no error";
}

double total_km(const StreetNetwork& net) {
  double mm = 0;
  for (const auto l : net.length_mm) mm += l;
  return mm / 1e6;
}

/// Components over the edges that carry any of `bits`, or over all edges.
struct Parts {
  std::size_t count = 0;
  double largest_share = 0;
};
Parts parts_of(const StreetNetwork& net, std::optional<std::uint8_t> bits) {
  const auto counts = [&](std::size_t e) { return !bits || (net.access[e] & *bits); };
  std::vector<std::uint32_t> root(net.n_nodes());
  std::iota(root.begin(), root.end(), 0u);
  const auto find = [&](std::uint32_t v) {
    while (root[v] != v) v = root[v] = root[root[v]];
    return v;
  };
  for (std::size_t e = 0; e < net.n_edges(); ++e)
    if (counts(e)) root[find(net.from[e].value)] = find(net.to[e].value);
  std::vector<double> length(net.n_nodes(), 0);
  double all = 0;
  for (std::size_t e = 0; e < net.n_edges(); ++e)
    if (counts(e)) {
      length[find(net.from[e].value)] += net.length_mm[e];
      all += net.length_mm[e];
    }
  Parts parts;
  for (const double l : length) parts.count += l > 0;
  parts.largest_share = *std::ranges::max_element(length) / all;
  return parts;
}

TEST(OsmStreets, KnowsBridgesAndTunnelsButNotPassagesThroughBuildings) {
  const OsmFile file("a.osm", xml(node(1, 0, 0) + node(2, 1, 0) + node(3, 2, 0) + node(4, 3, 0) + node(5, 4, 0) + node(6, 5, 0) +
                                  way(1, {1, 2}, kResidential) + way(2, {2, 3}, kResidential + tag("bridge", "yes")) +
                                  way(3, {3, 4}, kResidential + tag("tunnel", "yes")) +
                                  way(4, {4, 5}, kResidential + tag("tunnel", "building_passage")) + way(5, {5, 6}, kResidential + tag("bridge", "no"))));
  const auto net = read_osm_streets(file.path(), "").net;
  ASSERT_EQ(net.n_edges(), 5u);
  EXPECT_EQ(net.off_ground, (std::vector<std::uint8_t>{0, 1, 1, 0, 0}));
  const OsmFile flat("b.osm", xml(node(1, 0, 0) + node(2, 1, 0) + way(1, {1, 2}, kResidential)));
  EXPECT_TRUE(read_osm_streets(flat.path(), "").net.off_ground.empty());
}

TEST(OsmStreets, ReadsATownOfFourStreets) {
  //  3 --- 4
  //  |     |      5 is a gate between 4 and 6
  //  1 --- 2 ---5--- 6
  const OsmFile file(
      "town.osm", xml(node(1, 0, 0) + node(2, 1, 0) + node(3, 0, 1) + node(4, 1, 1) +
                      node(5, 2, 0, tag("barrier", "gate") + tag("access", "private")) + node(6, 3, 0) + node(7, 9, 9) +
                      way(10, {1, 2, 5, 6}, kResidential + tag("name", "四平路")) +
                      way(11, {1, 3}, tag("highway", "steps")) + way(12, {3, 4}, kResidential + tag("oneway", "yes")) +
                      way(13, {4, 2}, tag("highway", "motorway")) + way(14, {7, 6}, tag("building", "yes"))));
  const OsmStreets got = read_osm_streets(file.path(), "");
  EXPECT_EQ(got.crs, "EPSG:32651");
  EXPECT_EQ(got.nodes_read, 7);
  EXPECT_EQ(got.ways_read, 5);
  EXPECT_EQ(got.ways_used, 4);
  ASSERT_EQ(got.net.n_nodes(), 6u);  // in the order of their ids; 7 is on no street
  ASSERT_EQ(got.net.n_edges(), 6u);
  EXPECT_EQ(got.net.street_class,
            (std::vector{StreetClass::kResidential, StreetClass::kResidential, StreetClass::kResidential,
                         StreetClass::kSteps, StreetClass::kResidential, StreetClass::kMotorway}));
  EXPECT_EQ(got.net.access, (std::vector<std::uint8_t>{kWalk | kCycle, kWalk | kCycle, kWalk | kCycle, kWalk,
                                                       kWalk | kCycleForward, 0}));
  EXPECT_EQ(got.net.names[got.net.name[0]], "四平路");
  EXPECT_EQ(got.net.names[got.net.name[3]], "");
  EXPECT_EQ(got.net.gates, (std::vector<Gate>{{"osm:n5", NodeId(4), GateState::kResidentsOnly}}));
  EXPECT_EQ(got.net.n_arcs(), 12u);
  EXPECT_TRUE(got.findings.empty());
}

TEST(OsmStreets, MeasuresOnTheEllipsoidWhateverTheProjection) {
  // One hundredth of a degree at 31.005 N: along the meridian 1108.6 m, along the parallel at 31 N 955.0 m (geodesics).
  const OsmFile file("a.osm", xml(node(1, 0, 0) + node(2, 0, 1) + node(3, 1, 0) + way(1, {1, 2}, kResidential) +
                                  way(2, {1, 3}, kResidential)));
  for (const char* crs : {"EPSG:32651", "EPSG:4549", "EPSG:32650"}) {
    const OsmStreets got = read_osm_streets(file.path(), crs);
    EXPECT_EQ(got.crs, crs);
    EXPECT_NEAR(got.net.length_mm[0] / 1000.0, ellipsoidal_distance_m({121, 31}, {121, 31.01}), 0.001);
    EXPECT_NEAR(got.net.length_mm[1] / 1000.0, ellipsoidal_distance_m({121, 31}, {121.01, 31}), 0.001);
  }
}

TEST(OsmStreets, CutsAndCountsWhereTheExtractLacksANode) {
  const OsmFile file("cut.osm", xml(node(1, 0, 0) + node(2, 1, 0) + node(4, 3, 0) + node(5, 4, 0) +
                                    way(1, {1, 2, 3, 4, 5, 99}, kResidential)));
  const OsmStreets got = read_osm_streets(file.path(), "");
  EXPECT_EQ(got.missing_nodes, 2);
  EXPECT_EQ(got.net.n_edges(), 2u);
  ASSERT_EQ(got.findings.size(), 1u);
  EXPECT_EQ(got.findings[0].rule, "osm-missing-nodes");
}

TEST(OsmStreets, CountsDoubledSegmentsOnceAndSaysSo) {
  const OsmFile file("twice.osm",
                     xml(node(1, 0, 0) + node(2, 1, 0) + node(3, 2, 0) + way(1, {1, 2, 3, 2, 1}, kResidential) +
                         way(2, {2, 1}, tag("highway", "footway"))));
  const OsmStreets got = read_osm_streets(file.path(), "");
  EXPECT_EQ(got.duplicate_segments, 3);
  EXPECT_NEAR(total_km(got.net), 1.91, 0.01);
  ASSERT_EQ(got.findings.size(), 1u);
  EXPECT_EQ(got.findings[0].rule, "osm-duplicate-segments");
}

TEST(OsmStreets, TheOrderOfTheFileDoesNotMatter) {
  const std::string nodes = node(3, 2, 0) + node(1, 0, 0) + node(2, 1, 0), ways = way(1, {1, 2, 3}, kResidential);
  const OsmFile before("a.osm", xml(nodes + ways)), after("b.osm", xml(ways + nodes));
  const auto a = read_osm_streets(before.path(), "").net, b = read_osm_streets(after.path(), "").net;
  EXPECT_EQ(a.node, b.node);
  EXPECT_EQ(a.length_mm, b.length_mm);
  EXPECT_EQ(a.n_edges(), 1u);
}

TEST(OsmStreets, KnowsItsFilesByName) {
  for (const char* name : {"a.pbf", "a.osm.pbf", "a.osm", "A.OSM", "a.osm.gz", "a.osm.bz2", "dir/a.osm.xml"})
    EXPECT_TRUE(is_osm_file(name)) << name;
  for (const char* name : {"a.gpkg", "a.xml", "a.gz", "osm", "", "a.osm.gpkg"}) EXPECT_FALSE(is_osm_file(name)) << name;
}

TEST(OsmStreets, RefusesWhatIsNotThereOrNotOsm) {
  const std::string dir = test::scratch_dir("refused");
  EXPECT_THAT(fault_of(dir + "/none.osm.pbf"), HasSubstr("none.osm.pbf: no such file"));
  EXPECT_THAT(fault_of(dir), HasSubstr("is not a file"));
  EXPECT_THAT(fault_of(OsmFile("empty.osm.pbf", "").path()), HasSubstr("empty.osm.pbf: the file is empty"));
  EXPECT_THAT(fault_of(OsmFile("text.osm", "id,name\n1,a\n").path()), HasSubstr("text.osm: cannot be read"));
  EXPECT_THAT(fault_of(OsmFile("text.pbf", "id,name\n1,a\n").path()), HasSubstr("text.pbf: cannot be read"));
  EXPECT_THAT(fault_of(OsmFile("text.osm.gz", "id,name\n1,a\n").path()), HasSubstr("text.osm.gz: "));
  EXPECT_THAT(fault_of(OsmFile("text.osm.bz2", "id,name\n1,a\n").path()), HasSubstr("text.osm.bz2: cannot be read"));
  EXPECT_THAT(fault_of(OsmFile("a.shp", "x").path()), HasSubstr("a.shp: the name does not say"));
  EXPECT_THAT(fault_of(OsmFile("half.osm", "<?xml version='1.0'?><osm version='0.6'><node id='1'").path()),
              HasSubstr("half.osm: cannot be read"));
}

TEST(OsmStreets, RefusesAFileWithoutAStreetForPeople) {
  EXPECT_THAT(fault_of(OsmFile("a.osm", xml(node(1, 0, 0))).path()), HasSubstr("a.osm: holds no street"));
  EXPECT_THAT(fault_of(OsmFile("b.osm", xml(way(1, {1, 2}, kResidential))).path()),
              HasSubstr("b.osm: holds no street"));
  EXPECT_THAT(
      fault_of(
          OsmFile("c.osm", xml(node(1, 0, 0) + node(2, 1, 0) + way(1, {1, 2}, tag("highway", "motorway")))).path()),
      HasSubstr("c.osm: holds no street that may be walked or cycled"));
}

TEST(OsmStreets, RefusesAPbfThatClaimsTenGigabytes) {
  // A blob header of 0x7fffffff bytes, then nothing; and one that announces a blob of 10 GB.
  EXPECT_THAT(fault_of(OsmFile("huge.pbf", std::string("\x7f\xff\xff\xff", 4)).path()),
              HasSubstr("huge.pbf: cannot be read"));
  std::string header = std::string("\x0a\x09") + "OSMHeader" + "\x18" + "\x80\x80\x80\xd0\x25";
  header = std::string(3, '\0') + static_cast<char>(header.size()) + header + "x";
  EXPECT_THAT(fault_of(OsmFile("huge2.pbf", header).path()), HasSubstr("huge2.pbf: cannot be read"));
}

TEST(OsmStreets, CanBeCancelled) {
  CATCHMENT_NEED_SHARED_DATA(path, "shanghai_tongji_osm/tongji_siping.osm.pbf");
  EXPECT_THROW(read_osm_streets(path, "", [](double, std::string_view) { return false; }), Cancelled);
}

TEST(OsmStreets, ATruncatedFileIsRefusedOrShorterButNeverHangs) {
  for (const char* name : {"tongji_siping.osm.pbf", "tongji_siping.osm"}) {
    CATCHMENT_NEED_SHARED_DATA(path, std::string("shanghai_tongji_osm/") + name);
    std::ifstream in(path, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    const auto whole = read_osm_streets(path, "").net.n_edges();
    int refused = 0, tried = 0;
    for (std::size_t size = 1; size + 1 < bytes.size(); size += 1 + bytes.size() / 60, ++tried) {
      const OsmFile cut(name, bytes.substr(0, size));
      SCOPED_TRACE(testing::Message() << name << " cut to " << size << " of " << bytes.size() << " bytes");
      try {
        EXPECT_LT(read_osm_streets(cut.path(), "").net.n_edges(), whole);  // a cut between two blobs is a valid file
      } catch (const InputError& e) {
        EXPECT_THAT(e.what(), HasSubstr(cut.path()));
        ++refused;
      }
    }
    EXPECT_GE(refused, tried - 2);
  }
}

TEST(OsmStreets, ATruncatedOrDamagedGzipIsRefused) {
  CATCHMENT_NEED_SHARED_DATA(path, "peer_osm_extracts/monaco.osm.gz");
  std::ifstream in(path, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(in), {}};
  EXPECT_THAT(fault_of(OsmFile("half.osm.gz", bytes.substr(0, bytes.size() / 2)).path()),
              HasSubstr("half.osm.gz: cannot be read"));
  bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 0x55);
  EXPECT_THAT(fault_of(OsmFile("damaged.osm.gz", bytes).path()), HasSubstr("damaged.osm.gz: cannot be read"));
}

/// The data set's own description: 204 ways with highway, as a graph of OSM nodes 837 vertices and 926 edges in 7
/// components, 33.5 km, 93.2 % of the length in the largest. Two of the ways are under construction (3 segments): they
/// are no streets, so 202 ways with 923 segments are left.
TEST(OsmStreets, TongjiAgreesWithItsDescription) {
  CATCHMENT_NEED_SHARED_DATA(pbf, "shanghai_tongji_osm/tongji_siping.osm.pbf");
  CATCHMENT_NEED_SHARED_DATA(text, "shanghai_tongji_osm/tongji_siping.osm");
  const OsmStreets got = read_osm_streets(pbf, ""), same = read_osm_streets(text, "");
  EXPECT_EQ(got.crs, "EPSG:32651");
  EXPECT_EQ(got.nodes_read, 4241);
  EXPECT_EQ(got.ways_read, 563);
  EXPECT_EQ(got.ways_used, 202);
  EXPECT_EQ(got.duplicate_segments, 0);
  EXPECT_EQ(got.missing_nodes, 0);
  EXPECT_EQ(got.net.shape.size() - got.net.n_edges(), 923u);
  EXPECT_NEAR(total_km(got.net), 33.5, 0.05);
  EXPECT_NEAR(parts_of(got.net, {}).largest_share, 0.932, 0.002);
  EXPECT_GT(parts_of(got.net, kWalk).largest_share, 0.96);  // the elevated ring road is an island of its own
  EXPECT_EQ(got.net.gates.size(), 14u);
  EXPECT_EQ(got.net.node, same.net.node);
  EXPECT_EQ(got.net.length_mm, same.net.length_mm);
  EXPECT_EQ(got.net.access, same.net.access);
  EXPECT_EQ(got.net.gates, same.net.gates);
}

/// Metres on foot between two places: snapped to the nearest walkable edge, then Dijkstra over the nodes.
double walk_m(const StreetNetwork& net, const EdgeIndex& index, Point a, Point b) {
  const Snap from = index.snap(a, 500), to = index.snap(b, 500);
  const auto forward = [&](std::uint32_t e) { return (net.access[e] & kWalkForward) != 0; };
  const auto backward = [&](std::uint32_t e) { return (net.access[e] & kWalkBackward) != 0; };
  constexpr std::uint64_t kFar = ~std::uint64_t{0} / 2;
  std::vector<std::uint64_t> best(net.n_nodes(), kFar);
  using Entry = std::pair<std::uint64_t, std::uint32_t>;
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> queue;
  const auto reach = [&](NodeId v, std::uint64_t mm) {
    if (mm < best[v.value]) queue.emplace(best[v.value] = mm, v.value);
  };
  if (backward(from.edge.value)) reach(net.from[from.edge.value], from.from_mm);
  if (forward(from.edge.value)) reach(net.to[from.edge.value], from.to_mm);
  while (!queue.empty()) {
    const auto [mm, v] = queue.top();
    queue.pop();
    if (mm > best[v]) continue;
    for (std::uint32_t k = net.first_arc[v]; k < net.first_arc[v + 1]; ++k) {
      const std::uint32_t e = net.arc_edge[k] / 2;
      if (net.arc_edge[k] % 2 == 0 ? forward(e) : backward(e)) reach(NodeId(net.arc_head[k]), mm + net.length_mm[e]);
    }
  }
  std::uint64_t mm = kFar;
  if (forward(to.edge.value)) mm = std::min(mm, best[net.from[to.edge.value].value] + to.from_mm);
  if (backward(to.edge.value)) mm = std::min(mm, best[net.to[to.edge.value].value] + to.to_mm);
  return static_cast<double>(mm) / 1000;
}

/// Shortest walks that GraphHopper's own tests assert on this extract; its access rules differ in detail.
TEST(OsmStreets, WalksInMonacoAreAsLongAsAPeerRouterSays) {
  CATCHMENT_NEED_SHARED_DATA(path, "peer_osm_extracts/monaco.osm.gz");
  const OsmStreets got = read_osm_streets(path, "");
  const EdgeIndex index(got.net, usable_edges(got.net, false));
  const Projector project("EPSG:4326", Datum::kWgs84, got.crs);
  struct Walk {
    double from_lat, from_lon, to_lat, to_lon, peer_m;
  };
  for (const Walk& w :
       {Walk{43.730729, 7.421288, 43.727697, 7.419199, 1566}, Walk{43.727687, 7.418737, 43.74958, 7.436566, 3438},
        Walk{43.728677, 7.41016, 43.739213, 7.427806, 2085}, Walk{43.733802, 7.413433, 43.739662, 7.424355, 1425}})
    EXPECT_NEAR(
        walk_m(got.net, index, project.apply(Point{w.from_lon, w.from_lat}), project.apply(Point{w.to_lon, w.to_lat})),
        w.peer_m, 0.01 * w.peer_m);
}

TEST(OsmStreets, ExtractsOfOtherCitiesHangTogether) {
  struct Known {
    const char* file;
    const char* crs;
    std::int64_t nodes, ways;
    double walk_share, cycle_share;
  };
  // Counts as their descriptions give them; shares are lower bounds: an extract's border leaves islands.
  for (const Known& known :
       {Known{"peer_portoalegre/poa_osm.pbf", "EPSG:32722", 43264, 16032, 0.98, 0.98},
        Known{"peer_osm_extracts/monaco.osm.gz", "EPSG:32632", 13739, 1944, 0.98, 0.98},
        Known{"peer_osm_extracts/andorra.osm.pbf", "EPSG:32631", 69644, 2725, 0.75, 0.95},
        Known{"peer_osm_extracts/West-Oakland.osm.bz2", "EPSG:32610", 446, 66, 0.95, 0.95},
        Known{"peer_osm_extracts/berlin-siegessaeule.osm.gz", "EPSG:32633", 5117, 418, 0.98, 0.9}}) {
    CATCHMENT_NEED_SHARED_DATA(path, known.file);
    SCOPED_TRACE(known.file);
    const OsmStreets got = read_osm_streets(path, "");
    EXPECT_EQ(got.crs, known.crs);
    EXPECT_EQ(got.nodes_read, known.nodes);
    EXPECT_EQ(got.ways_read, known.ways);
    EXPECT_GT(parts_of(got.net, kWalk).largest_share, known.walk_share);
    EXPECT_GT(parts_of(got.net, kCycle).largest_share, known.cycle_share);
  }
}

}  // namespace
}  // namespace catchment::gis
