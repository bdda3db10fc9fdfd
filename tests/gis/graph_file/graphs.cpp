#include "tests/gis/graph_file/graphs.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "sim/core/error.h"
#include "tests/support/shared_data.h"

namespace catchment::gis::test {

std::string made(const std::string& folder, const std::string& name, const std::string& bytes) {
  const std::string path = (std::filesystem::path(catchment::test::scratch_dir("graph-" + folder)) / name).string();
  std::ofstream(path, std::ios::binary) << bytes;
  return path;
}

std::string refusal(const std::function<void()>& call) {
  try {
    call();
  } catch (const InputError& error) {
    std::string text = error.what();
    // Paths of scratch folders differ: only the file's own name is kept.
    for (std::size_t at = text.find('/'); at != std::string::npos; at = text.find('/', at + 1)) {
      if (at > 0 && text[at - 1] != ' ' && text[at - 1] != '\'') continue;   // a stroke within a word
      text.erase(at, text.rfind('/', text.find_first_of(" ',:;", at)) + 1 - at);
    }
    return text;
  }
  return "no error";
}

std::string refusal_of(const std::string& name, const std::string& bytes) {
  const std::string path = made("refused", name, bytes);
  return refusal([&] { (void)read_graph(path); });
}

GraphTable sample_table() {
  GraphTable t;
  t.nodes_given = true;
  t.node_columns = {{"score", GraphValue::kReal}, {"note", GraphValue::kText}};
  t.link_columns = {{"since", GraphValue::kWhole}};
  const auto node = [&](const char* id, const char* zh, const char* en, const char* type) -> GraphNode& {
    GraphNode& n = t.nodes.emplace_back();
    n.id = id, n.name = {zh, en}, n.type = type;
    n.more.resize(2);
    return n;
  };
  GraphNode& tj = node("tj", "同济大学", "Tongji University", "college");
  tj.lon = 121.5012, tj.lat = 31.28625, tj.supply = 40, tj.district = "杨浦区";
  tj.more = {"0.1", "三好坞 \"晚间\" <礼堂> & 更多"};
  GraphNode& st = node("sp & <4>", "四平路街道", "", "committee");
  st.lon = 121.5049, st.lat = 31.2774, st.demand = 12.5;
  GraphNode& hall = node("hall", "大礼堂", "Great Hall", "venue");
  hall.hours = "Mon-Fri 18:00-22:00", hall.seats = 300, hall.owner = "tj";
  node("alone", "", "", "");
  const auto link = [&](const char* from, const char* to, bool both) -> LinkRow& {
    LinkRow& l = t.links.emplace_back();
    l.from = from, l.to = to;
    t.line.push_back(0);
    t.undirected.push_back(both);
    t.link_more.emplace_back(1);
    return l;
  };
  LinkRow& a = link("tj", "sp & <4>", false);
  a.id = "a", a.type = "venue", a.kind = "evening hall", a.unit = "hours/month", a.capacity = 8, a.cost = 2.5, a.start = "2024-01-01", a.end = "2025-12-31", a.status = "active", a.slots = "Tue 18:00-20:00",
  a.venue = "hall", a.level = 3;
  t.link_more.back() = {"2019"};
  LinkRow& b = link("tj", "sp & <4>", false);
  b.type = "volunteer", b.capacity = 0, b.cost = 0;
  link("hall", "tj", true).type = "information";
  return t;
}

void expect_same(const GraphTable& a, const GraphTable& b) {
  ASSERT_EQ(a.nodes.size(), b.nodes.size());
  ASSERT_EQ(a.links.size(), b.links.size());
  const auto names = [](const std::vector<GraphColumn>& columns) {
    std::vector<std::string> out;
    for (const GraphColumn& c : columns) out.push_back(c.name);
    return out;
  };
  EXPECT_EQ(names(a.node_columns), names(b.node_columns));
  EXPECT_EQ(names(a.link_columns), names(b.link_columns));
  for (std::size_t k = 0; k < a.nodes.size(); ++k) {
    const GraphNode &x = a.nodes[k], &y = b.nodes[k];
    EXPECT_EQ(x.id, y.id);
    EXPECT_EQ(x.name, y.name) << x.id;
    EXPECT_EQ(x.type, y.type) << x.id;
    EXPECT_EQ(x.x, y.x) << x.id;
    EXPECT_EQ(x.y, y.y) << x.id;
    EXPECT_EQ(x.lon, y.lon) << x.id;
    EXPECT_EQ(x.lat, y.lat) << x.id;
    EXPECT_EQ(x.district, y.district) << x.id;
    EXPECT_EQ(x.supply, y.supply) << x.id;
    EXPECT_EQ(x.demand, y.demand) << x.id;
    EXPECT_EQ(x.hours, y.hours) << x.id;
    EXPECT_EQ(x.seats, y.seats) << x.id;
    EXPECT_EQ(x.owner, y.owner) << x.id;
    EXPECT_EQ(x.more, y.more) << x.id;
  }
  for (std::size_t k = 0; k < a.links.size(); ++k) {
    const LinkRow &x = a.links[k], &y = b.links[k];
    EXPECT_EQ(x.id, y.id) << k;
    EXPECT_EQ(x.from, y.from) << k;
    EXPECT_EQ(x.to, y.to) << k;
    EXPECT_EQ(x.type, y.type) << k;
    EXPECT_EQ(x.kind, y.kind) << k;
    EXPECT_EQ(x.unit, y.unit) << k;
    EXPECT_EQ(x.capacity, y.capacity) << k;
    EXPECT_EQ(x.cost, y.cost) << k;
    EXPECT_EQ(x.start, y.start) << k;
    EXPECT_EQ(x.end, y.end) << k;
    EXPECT_EQ(x.status, y.status) << k;
    EXPECT_EQ(x.slots, y.slots) << k;
    EXPECT_EQ(x.venue, y.venue) << k;
    EXPECT_EQ(x.level, y.level) << k;
    EXPECT_EQ(a.undirected[k], b.undirected[k]) << k;
    if (!a.link_columns.empty()) {
      EXPECT_EQ(a.link_more[k], b.link_more[k]) << k;
    }
  }
}

}  // namespace catchment::gis::test
