#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "sim/core/error.h"
#include "tests/gis/graph_file/graphs.h"
#include "tests/support/shared_data.h"

namespace catchment::gis::test {
namespace {

std::string bytes_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

GraphTable again(const std::string& path) {
  GraphReadOptions options;
  if (path.ends_with(".csv")) options.nodes = nodes_path_of(path);
  return read_graph(path, options);
}

class GraphRoundTrip : public testing::TestWithParam<const char*> {};
INSTANTIATE_TEST_SUITE_P(Formats, GraphRoundTrip, testing::Values("g.graphml", "g.gexf", "g.csv"), [](const auto& i) { return std::string(i.param).substr(2); });

TEST_P(GraphRoundTrip, WhatIsWrittenIsReadBackEqual) {
  const std::string path = catchment::test::scratch_dir("graph-round") + "/" + GetParam();
  const GraphTable before = sample_table();
  write_graph(before, path);
  const GraphTable after = again(path);
  expect_same(before, after);
  EXPECT_TRUE(after.findings.empty());
  // And once more: the same bytes.
  const std::string first = bytes_of(path);
  write_graph(after, path);
  if (!path.ends_with(".csv")) {  // a CSV does not say what its columns hold
    EXPECT_EQ(bytes_of(path), first);
  }
}

TEST_P(GraphRoundTrip, AGraphWithoutLinksOrWithOneNodeIsKept) {
  const std::string path = catchment::test::scratch_dir("graph-round") + "/" + GetParam();
  GraphTable one;
  one.nodes.emplace_back().id = "独";
  write_graph(one, path);
  if (path.ends_with(".csv")) {
    EXPECT_EQ(bytes_of(path), "from,to\n");
    return;
  }
  const GraphTable after = again(path);
  ASSERT_EQ(after.nodes.size(), 1u);
  EXPECT_EQ(after.nodes[0].id, "独");
}

TEST_P(GraphRoundTrip, NothingIsLeftBesideTheFile) {
  const std::string folder = catchment::test::scratch_dir("graph-whole");
  write_graph(sample_table(), folder + "/" + GetParam());
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) files += entry.path().extension() != ".part";
  EXPECT_EQ(files, std::string(GetParam()).ends_with(".csv") ? 2u : 1u);
  EXPECT_EQ(static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder), {})), files);
}

// Cut anywhere, or with any one byte turned into another, a file is read or refused: nothing else.
TEST_P(GraphRoundTrip, BrokenFilesAreReadOrRefused) {
  const std::string folder = catchment::test::scratch_dir("graph-broken"), path = folder + "/" + GetParam();
  write_graph(sample_table(), path);
  const std::string whole = bytes_of(path);
  std::size_t refused = 0, read = 0;
  const auto attempt = [&](const std::string& bytes) {
    std::filesystem::remove(path);   // a file that is cut to nothing and written anew waits for the disk
    std::ofstream(path, std::ios::binary) << bytes;
    try {
      (void)read_graph(path);
      ++read;
    } catch (const InputError& error) {
      EXPECT_FALSE(std::string(error.what()).empty());
      ++refused;
    }
  };
  for (std::size_t k = 0; k < whole.size(); k += 17) attempt(whole.substr(0, k));
  for (std::size_t k = 0; k < whole.size(); k += 17) {
    std::string bytes = whole;
    bytes[k] = static_cast<char>(bytes[k] ^ (k % 2 == 0 ? 0x04 : 0x81));
    attempt(bytes);
  }
  EXPECT_GT(refused, 0u);
  EXPECT_GT(read, 0u);
}

TEST(GraphWriter, RefusesAnEndingThatSaysNothing) {
  EXPECT_EQ(refusal([] { write_graph({}, "graph.docx"); }), "graph.docx: its ending does not say which kind of graph it is; let its name end in .graphml, .gexf or .csv");
}

TEST(GraphWriter, AFolderThatIsNotThereIsAFailureAndLeavesNothing) {
  EXPECT_THROW(write_graph(sample_table(), catchment::test::scratch_dir("graph-none") + "/not/there/g.gexf"), std::runtime_error);
}

// Characters that XML cannot hold are shown as such, the rest of the text stays.
TEST(GraphWriter, ControlCharactersDoNotBreakTheFile) {
  const std::string path = catchment::test::scratch_dir("graph-control") + "/g.graphml";
  GraphTable t;
  t.nodes.emplace_back().id = "a";
  t.nodes[0].name.zh = "x\x01y\nz";
  write_graph(t, path);
  EXPECT_EQ(read_graph(path).nodes[0].name.zh, "x\xEF\xBF\xBDy\nz");
}

}  // namespace
}  // namespace catchment::gis::test
