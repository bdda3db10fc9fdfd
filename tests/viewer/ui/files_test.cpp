// The file dialog, driven by hand.
#include <gtest/gtest.h>

#include <filesystem>

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>

#include "tests/viewer/ui/window_frames.h"
#include "viewer/ui/file_listing.h"
#include "viewer/ui/window_memory.h"

namespace catchment {
namespace {

using namespace viewer;
using test::TestFolder;
using test::WindowFrames;
using Files = Windows::Files;

std::vector<std::string> shown_names() {
  const FilesMemory& f = memory().files;
  std::vector<std::string> out;
  for (const std::uint32_t i : f.shown) out.push_back(f.listing.entries[i].name);
  return out;
}

struct Dialog {
  Dialog(const std::string& name, Files mode) : folder(name) {
    folder.folder("彭浦新村");
    folder.folder("b-folder");
    folder.file("plan 10.toml");
    folder.file("plan 2.toml");
    folder.file("world.GPKG");
    folder.file("notes.txt");
    folder.file(".hidden.toml");
    folder.file("彭浦新村/更新方案.toml");
    frames.state.settings.last_folder = folder.path;
    frames.state.windows.files = mode;
    frames.frames(3);
  }
  TestFolder folder;
  WindowFrames frames;
};

TEST(FileDialog, ListsFoldersFirstThenWhatFitsWithNumbersInOrder) {
  Dialog d("lists", Files::kOpen);
  EXPECT_EQ(shown_names(), (std::vector<std::string>{"b-folder", "彭浦新村", "plan 2.toml", "plan 10.toml", "world.GPKG"}));
  for (const std::string& name : shown_names()) EXPECT_TRUE(d.frames.drawn("file " + name)) << name;
}

TEST(FileDialog, FiltersByKindAndShowsHiddenFilesWhenAsked) {
  Dialog d("filters", Files::kOpen);
  d.frames.click("World files (.gpkg)");
  EXPECT_EQ(shown_names(), (std::vector<std::string>{"b-folder", "彭浦新村", "world.GPKG"}));
  d.frames.click("Scenarios (.toml)");
  d.frames.click("Hidden files");
  EXPECT_EQ(shown_names(), (std::vector<std::string>{"b-folder", "彭浦新村", ".hidden.toml", "plan 2.toml", "plan 10.toml"}));
  d.frames.click("All files");
  EXPECT_EQ(shown_names().size(), 7U);
}

TEST(FileDialog, ADoubleClickEntersAFolderWithAChineseNameAndOpensTheFileInIt) {
  Dialog d("chinese", Files::kOpen);
  d.frames.twice("file 彭浦新村");
  d.frames.frame();
  EXPECT_EQ(memory().files.listing.folder, d.folder.at("彭浦新村"));
  ASSERT_EQ(shown_names(), (std::vector<std::string>{"更新方案.toml"}));
  d.frames.twice("file 更新方案.toml");
  const auto opened = d.frames.all<OpenPath>();
  ASSERT_EQ(opened.size(), 1U);
  EXPECT_EQ(opened[0].path, d.folder.at("彭浦新村/更新方案.toml"));
  EXPECT_EQ(d.frames.state.windows.files, Files::kNone);
  EXPECT_EQ(d.frames.state.settings.last_folder, d.folder.at("彭浦新村"));
}

TEST(FileDialog, KeysAloneOpenAFile) {
  Dialog d("keys", Files::kOpen);
  d.frames.key(GLFW_KEY_DOWN);
  d.frames.key(GLFW_KEY_ENTER);      // into 彭浦新村
  EXPECT_EQ(memory().files.listing.folder, d.folder.at("彭浦新村"));
  d.frames.key(GLFW_KEY_BACKSPACE);  // up again, with the cursor on it
  EXPECT_EQ(memory().files.listing.folder, d.folder.path);
  ASSERT_TRUE(memory().files.cursor);
  EXPECT_EQ(shown_names()[*memory().files.cursor], "彭浦新村");
  d.frames.type("PLAN 1");           // jumps
  ASSERT_TRUE(memory().files.cursor);
  EXPECT_EQ(shown_names()[*memory().files.cursor], "plan 10.toml");
  d.frames.key(GLFW_KEY_ENTER);
  const auto opened = d.frames.all<OpenPath>();
  ASSERT_EQ(opened.size(), 1U);
  EXPECT_EQ(opened[0].path, d.folder.at("plan 10.toml"));
}

TEST(FileDialog, ATypedPathIsOpenedAndAWrongOneIsToldAndKept) {
  Dialog d("typed", Files::kOpen);
  d.frames.key(GLFW_KEY_L, true);
  d.frames.frames(2);
  d.frames.key(GLFW_KEY_A, true);
  d.frames.type(d.folder.at("no such.toml"));
  d.frames.key(GLFW_KEY_ENTER);
  d.frames.frame();
  EXPECT_TRUE(d.frames.all<OpenPath>().empty());
  EXPECT_NE(memory().files.problem.find("no such.toml"), std::string::npos);
  EXPECT_TRUE(memory().files.typing_path);
  d.frames.click("path");
  d.frames.key(GLFW_KEY_A, true);
  d.frames.type("彭浦新村/更新方案.toml");   // from the folder that is shown
  d.frames.key(GLFW_KEY_ENTER);
  const auto opened = d.frames.all<OpenPath>();
  ASSERT_EQ(opened.size(), 1U);
  EXPECT_EQ(opened[0].path, d.folder.at("彭浦新村/更新方案.toml"));
}

TEST(FileDialog, NeverReplacesAFileWithoutAsking) {
  Dialog d("overwrite", Files::kExport);
  d.folder.file("map.png", "old");
  d.frames.key(GLFW_KEY_A, true);
  d.frames.type("map");
  d.frames.key(GLFW_KEY_ENTER);
  d.frames.frame();
  EXPECT_TRUE(d.frames.all<ExportPicture>().empty());
  ASSERT_TRUE(d.frames.drawn("Replace"));
  EXPECT_TRUE(leave_topmost(d.frames.state));   // Esc leaves the question, not the dialog
  d.frames.frame();
  EXPECT_FALSE(d.frames.drawn("Replace"));
  EXPECT_EQ(d.frames.state.windows.files, Files::kExport);
  d.frames.click("Export");
  d.frames.frame();
  d.frames.click("Replace");
  const auto exported = d.frames.all<ExportPicture>();
  ASSERT_EQ(exported.size(), 1U);
  EXPECT_EQ(exported[0].path, d.folder.at("map.png"));
}

TEST(FileDialog, SavesUnderAFreshNameAtOnceWithTheRightEnding) {
  Dialog d("fresh", Files::kSaveAs);
  d.frames.type("方案二");
  d.frames.key(GLFW_KEY_ENTER);
  const auto saved = d.frames.all<SaveAs>();
  ASSERT_EQ(saved.size(), 1U);
  EXPECT_EQ(saved[0].path, d.folder.at("方案二.toml"));
  EXPECT_FALSE(saved[0].overwrite);
}

TEST(FileDialog, ATypedEndingDecidesTheFormatAndMovesTheChip) {
  Dialog d("ending", Files::kExport);
  d.frames.type("p2.svg");
  EXPECT_EQ(memory().files.kind, 1U);
  d.frames.key(GLFW_KEY_ENTER);
  ASSERT_EQ(d.frames.all<ExportPicture>().size(), 1U);
  EXPECT_EQ(d.frames.all<ExportPicture>()[0].path, d.folder.at("p2.svg"));
  d.frames.forget();
  d.frames.state.windows.files = Files::kExport;
  d.frames.frames(3);
  d.frames.type("p3.jpg");   // none of the three
  d.frames.key(GLFW_KEY_ENTER);
  ASSERT_EQ(d.frames.all<ExportPicture>().size(), 1U);
  EXPECT_EQ(d.frames.all<ExportPicture>()[0].path, d.folder.at("p3.jpg.png"));
}

TEST(FileDialog, TheNameIsTypedOnAfterAMessageWithoutAClick) {
  Dialog d("message", Files::kSaveAs);
  d.frames.type("nowhere/plan");
  d.frames.key(GLFW_KEY_ENTER);
  d.frames.frame();
  EXPECT_NE(memory().files.problem.find("no such folder"), std::string::npos) << memory().files.problem;
  EXPECT_TRUE(d.frames.all<SaveAs>().empty());
  EXPECT_EQ(memory().files.listing.folder, d.folder.path) << "Enter is the name's, not the first folder's";
  d.frames.frames(3);
  d.frames.key(GLFW_KEY_A, true);
  d.frames.type("mine");
  EXPECT_TRUE(memory().files.problem.empty()) << "it was about the name before";
  d.frames.key(GLFW_KEY_ENTER);
  ASSERT_EQ(d.frames.all<SaveAs>().size(), 1U);
  EXPECT_EQ(d.frames.all<SaveAs>()[0].path, d.folder.at("mine.toml"));
}

TEST(FileDialog, TheNameIsTypedOnAfterAClickOnAChip) {
  Dialog d("chip", Files::kExport);
  d.frames.type("map");
  d.frames.click("Document PDF");
  EXPECT_TRUE(d.frames.state.animating) << "the keyboard is on its way";
  d.frames.type("-two");          // as quick as a hand can be: no letter is lost
  d.frames.frames(3);
  d.frames.type("-three");
  d.frames.key(GLFW_KEY_ENTER);
  ASSERT_EQ(d.frames.all<ExportPicture>().size(), 1U);
  EXPECT_EQ(d.frames.all<ExportPicture>()[0].path, d.folder.at("map-two-three.pdf"));
}

TEST(FileDialog, TheArrowsChooseANameToReplaceOrAFolderToEnter) {
  Dialog d("arrows", Files::kSaveAs);
  d.frames.key(GLFW_KEY_DOWN);
  d.frames.key(GLFW_KEY_DOWN);
  d.frames.frames(3);
  EXPECT_EQ(memory().files.name, "plan 2.toml");
  d.frames.key(GLFW_KEY_UP);
  d.frames.frames(3);
  d.frames.key(GLFW_KEY_ENTER);
  d.frames.frames(3);
  EXPECT_EQ(memory().files.listing.folder, d.folder.at("彭浦新村"));
  d.frames.key(GLFW_KEY_ENTER);
  ASSERT_EQ(d.frames.all<SaveAs>().size(), 1U);
  EXPECT_EQ(d.frames.all<SaveAs>()[0].path, d.folder.at("彭浦新村/plan 2.toml"));
}

TEST(FileDialog, APathIsTypedFromItsFirstLetterOn) {
  Dialog d("path", Files::kOpen);
  const std::string path = d.folder.at("plan 10.toml");
  for (const char c : path) d.frames.type(std::string(1, c));
  EXPECT_EQ(memory().files.path_text, path);
  d.frames.key(GLFW_KEY_ENTER);
  ASSERT_EQ(d.frames.all<OpenPath>().size(), 1U);
  EXPECT_EQ(d.frames.all<OpenPath>()[0].path, path);
}

TEST(FileDialog, MakesAFolderAndGoesThere) {
  Dialog d("make", Files::kSaveAs);
  d.frames.click("New folder");
  d.frames.frames(2);
  d.frames.type("新文件夹");
  d.frames.click("Make it");
  d.frames.frame();
  EXPECT_TRUE(is_folder(d.folder.at("新文件夹")));
  EXPECT_EQ(memory().files.listing.folder, d.folder.at("新文件夹"));
}

TEST(FileDialog, DataFilesAreNotOpenedBeforeTheirDatumIsKnown) {
  Dialog d("import", Files::kNone);
  d.folder.file("people.geojson");
  d.folder.file("city.osm.pbf");
  ask_for_file(d.frames.state, Files::kOpen, true);
  d.frames.frames(3);
  d.frames.twice("file people.geojson");
  EXPECT_TRUE(d.frames.all<ImportDropped>().empty());
  EXPECT_EQ(d.frames.state.windows.dropped, d.folder.at("people.geojson"));
  d.frames.state.windows.dropped.clear();
  ask_for_file(d.frames.state, Files::kOpen, true);
  d.frames.frames(3);
  d.frames.twice("file city.osm.pbf");
  const auto imported = d.frames.all<ImportDropped>();
  ASSERT_EQ(imported.size(), 1U);   // OpenStreetMap's is WGS-84 by definition
  EXPECT_EQ(imported[0].datum, "wgs84");
}

TEST(FileListing, LinksInACircleAreHarmless) {
  const TestFolder folder("circle");
  std::filesystem::create_symlink(folder.at("b"), folder.at("a"));
  std::filesystem::create_symlink(folder.at("a"), folder.at("b"));
  std::filesystem::create_directory_symlink(folder.path, folder.at("again"));
  const Listing listing = list_folder(folder.path);
  EXPECT_TRUE(listing.problem.en.empty());
  ASSERT_EQ(listing.entries.size(), 3U);
  for (const FileEntry& e : listing.entries) EXPECT_EQ(e.folder, e.name == "again") << e.name;
}

TEST(FileListing, AFolderThatIsNotThereIsToldInASentence) {
  const TestFolder folder("gone");
  const Listing listing = list_folder(folder.at("nowhere"));
  EXPECT_NE(listing.problem.en.find("there is no such folder"), std::string::npos);
  EXPECT_NE(listing.problem.zh.find("没有这个文件夹"), std::string::npos);
  EXPECT_TRUE(listing.entries.empty());
}

TEST(FileListing, TypedPathsAreResolved) {
  EXPECT_EQ(resolve_path("/a/b", "c.toml"), "/a/b/c.toml");
  EXPECT_EQ(resolve_path("/a/b", " ../c/ "), "/a/c");
  EXPECT_EQ(resolve_path("/a/b", "/x/./y"), "/x/y");
  EXPECT_EQ(resolve_path("/a/b", "~/plan.toml"), home_folder() + "/plan.toml");
  EXPECT_EQ(resolve_path("/a/b", "../../.."), "/");
}

TEST(FileListing, SortsThousandsBySizeWithFoldersFirst) {
  Listing listing;
  for (int k = 0; k < 5000; ++k) listing.entries.push_back({"f" + std::to_string(k), k % 100 == 0, false, static_cast<std::uintmax_t>((k * 7919) % 5000), 0});
  const auto shown = shown_entries(listing, {}, false, FileOrder::kSize, true);
  ASSERT_EQ(shown.size(), 5000U);
  for (std::size_t k = 0; k < 50; ++k) EXPECT_TRUE(listing.entries[shown[k]].folder);
  for (std::size_t k = 51; k < shown.size(); ++k) EXPECT_GE(listing.entries[shown[k - 1]].bytes, listing.entries[shown[k]].bytes);
}

}  // namespace
}  // namespace catchment
