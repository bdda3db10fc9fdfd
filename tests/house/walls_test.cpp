// Who may include whom (docs/architecture.md): the walls between the rooms, read from the sources themselves.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "tests/support/shared_data.h"

namespace catchment {
namespace {

namespace fs = std::filesystem;

struct Line { std::string file, text; };

std::vector<Line> includes_below(const std::string& room) {
  std::vector<Line> found;
  const fs::path root = test::project_root();
  for (const auto& entry : fs::recursive_directory_iterator(root / room)) {
    const auto extension = entry.path().extension();
    if (extension != ".h" && extension != ".cpp") continue;
    std::ifstream in(entry.path());
    for (std::string line; std::getline(in, line);)
      if (line.starts_with("#include")) found.push_back({fs::relative(entry.path(), root).string(), line});
  }
  EXPECT_FALSE(found.empty()) << room << " has no sources: is the test looking in the right place?";
  return found;
}

void expect_no_include(const std::string& room, const std::vector<std::string>& forbidden) {
  for (const Line& line : includes_below(room))
    for (const std::string& what : forbidden)
      EXPECT_EQ(line.text.find(what), std::string::npos) << line.file << " includes what " << room << " may not know: " << line.text;
}

TEST(Walls, SimKnowsNothingOfMapsFilesAndWindows) {
  expect_no_include("sim", {"<gdal", "<ogr", "<cpl_", "<osmium", "imgui", "GLFW", "cairo", "\"gis/", "\"viewer/", "\"app/", "<iostream>", "<fstream>"});
}

TEST(Walls, GisKnowsOnlySim) { expect_no_include("gis", {"\"viewer/", "\"app/", "imgui", "GLFW", "cairo"}); }

TEST(Walls, SceneKnowsOnlySim) { expect_no_include("viewer/scene", {"\"gis/", "\"app/", "\"viewer/ui", "imgui", "GLFW", "<gdal", "<ogr"}); }

TEST(Walls, GpuKnowsSimAndScene) { expect_no_include("viewer/gpu", {"\"gis/", "\"app/", "\"viewer/ui", "\"viewer/document", "imgui", "GLFW"}); }

TEST(Walls, DocumentsKnowNoWindow) { expect_no_include("viewer/document", {"\"viewer/ui", "\"viewer/gpu", "imgui", "GLFW", "epoxy", "\"app/cli"}); }

TEST(Walls, ViewerDoesNotKnowTheCommandLine) { expect_no_include("viewer/ui", {"\"app/cli", "\"gis/"}); }

TEST(Walls, OnlyGisSeesGdal) {
  expect_no_include("app", {"<gdal", "<ogr", "<cpl_", "<osmium"});
  expect_no_include("viewer", {"<gdal", "<ogr", "<cpl_", "<osmium"});
}

}  // namespace
}  // namespace catchment
