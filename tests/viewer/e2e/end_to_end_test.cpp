// The viewer as a planner uses it: a real window on a screen that nobody sees, a real mouse and keyboard.
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/support/shared_data.h"
#include "tests/viewer/e2e/screen.h"

namespace catchment::test {
namespace {

namespace fs = std::filesystem;

constexpr int kWidth = 1280, kHeight = 800;

std::string text_of(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::stringstream out;
  out << in.rdbuf();
  return out.str();
}

/// A station well inside the map, away from panels and from other facilities, and with 200 px of map to its side.
std::optional<Json> free_station(const Json& state, int level = 3) {
  std::optional<Json> best;
  double most = 0;
  for (const Json& f : state["facilities_px"]) {
    const double x = f["x"], y = f["y"];
    if (f["level"] != level || x < 380 || x > 680 || y < 150 || y > 620) continue;
    double nearest = 1e9;
    for (const Json& other : state["facilities_px"])
      if (other["id"] != f["id"]) nearest = std::min(nearest, std::hypot(x - other["x"].get<double>(), y - other["y"].get<double>()));
    if (nearest > most) most = nearest, best = f;
  }
  return best;
}

Json levels_of(const Json& state) { return state["levels"]; }
bool at_rest(const Json& state) { return state["settled"] == true; }

class EndToEnd : public testing::Test {
 protected:
  void SetUp() override {
    if (const std::string missing = missing_for_a_screen(); !missing.empty()) GTEST_SKIP() << "not installed here: " << missing;
    folder_ = scratch_dir("viewer-e2e-" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
    scenario_ = folder_ + "/linfenlu.toml";
    fs::copy_file(project_root() + "scenarios/linfenlu.toml", scenario_, fs::copy_options::overwrite_existing);
    original_ = text_of(scenario_);
  }
  std::vector<std::string> arguments(std::vector<std::string> more = {}) const {
    std::vector<std::string> out{"--size", "1280x800", "--lang", "zh"};
    out.insert(out.end(), more.begin(), more.end());
    return out;
  }
  std::string folder_, scenario_, original_;
};

TEST_F(EndToEnd, AStationIsDraggedUndoneSavedAndTheRunSaysTheSame) {
  const Screen screen(kWidth, kHeight);
  ASSERT_TRUE(screen.here());
  ViewerProcess viewer(screen, folder_, arguments({scenario_}));
  const Json opened = viewer.wait_for("the scenario is open", [](const Json& s) { return at_rest(s) && s["tabs"].size() == 1 && s["levels"].size() == 4; });
  ASSERT_EQ(opened["done"], 0);
  const auto station = free_station(opened);
  ASSERT_TRUE(station.has_value());
  const double x = (*station)["x"], y = (*station)["y"];
  // What lies on the screen is a map: many colours, neither black nor white.
  EXPECT_GT(screen.colours(), 200);

  // 200 px to the right: one step, other figures.
  screen.drag(x, y, x + 200, y);
  const Json dragged = viewer.wait_for("the drag is one step", [](const Json& s) { return at_rest(s) && s["done"] == 1; });
  EXPECT_NE(levels_of(dragged), levels_of(opened));
  EXPECT_EQ(dragged["camera"], opened["camera"]) << "the map must not move with the station";
  for (const Json& f : dragged["facilities_px"])
    if (f["id"] == (*station)["id"]) {
      EXPECT_NEAR(f["x"].get<double>(), x + 200, 1.5);
      EXPECT_NEAR(f["y"].get<double>(), y, 1.5);
    }
  EXPECT_TRUE(dragged["tabs"][0]["modified"]);

  // Undo gives the very figures back, redo the others.
  screen.key("ctrl+z");
  const Json undone = viewer.wait_for("the step is taken back", [](const Json& s) { return at_rest(s) && s["done"] == 0; });
  EXPECT_EQ(levels_of(undone), levels_of(opened));
  EXPECT_EQ(undone["facilities_px"], opened["facilities_px"]);
  screen.key("ctrl+y");
  const Json redone = viewer.wait_for("and done again", [](const Json& s) { return at_rest(s) && s["done"] == 1; });
  EXPECT_EQ(levels_of(redone), levels_of(dragged));

  // Saved; and the command line computes what the screen shows, to the last person.
  screen.key("ctrl+s");
  viewer.wait_for("it is saved", [](const Json& s) { return at_rest(s) && s["tabs"][0]["modified"] == false; });
  EXPECT_NE(text_of(scenario_), original_);
  EXPECT_TRUE(text_of(scenario_).starts_with(original_.substr(0, 200))) << "the planner's own words and comments stay";
  std::string printed;
  ASSERT_EQ(run_catchment({"run", scenario_, "-o", folder_ + "/run", "--format", "json"}, &printed), 0);
  const Json run = Json::parse(printed);
  ASSERT_EQ(run["coverage"].size(), dragged["levels"].size());
  for (std::size_t l = 0; l < run["coverage"].size(); ++l) {
    EXPECT_EQ(run["coverage"][l]["persons"], dragged["levels"][l]["persons_covered"]) << l;
    EXPECT_EQ(run["demand_split"][l]["served"], dragged["levels"][l]["persons_served"]) << l;
    EXPECT_EQ(run["demand_split"][l]["no_capacity"], dragged["levels"][l]["persons_no_capacity"]) << l;
  }
  EXPECT_EQ(run["joint_persons"], dragged["joint_persons"]);

  // Undone and saved again, the file is what it was, byte for byte.
  screen.key("ctrl+z");
  viewer.wait_for("undone again", [](const Json& s) { return at_rest(s) && s["done"] == 0; });
  screen.key("ctrl+s");
  viewer.wait_for("saved again", [](const Json& s) { return at_rest(s) && s["tabs"][0]["modified"] == false; });
  EXPECT_EQ(text_of(scenario_), original_);
  EXPECT_EQ(viewer.end(), 130);
}

TEST_F(EndToEnd, AChineseNameIsFoundAndItsGateOpened) {
  const Screen screen(kWidth, kHeight);
  ASSERT_TRUE(screen.here());
  ViewerProcess viewer(screen, folder_, arguments({scenario_}));
  const Json opened = viewer.wait_for("the scenario is open", [](const Json& s) { return at_rest(s) && s["tabs"].size() == 1; });
  screen.move(640, 400);
  // xdotool lends each Chinese character a key for a moment; a busy machine may read the key after that. So it is typed until it is there.
  const auto is_found = [&](const Json& s) {
    return at_rest(s) && s["selection"].size() == 1 && s["camera"] != opened["camera"] && s["selection"][0]["name"].get<std::string>().find("服务中心") != std::string::npos;
  };
  for (int attempt = 0; attempt < 8 && !viewer.comes_to(is_found, 20); ++attempt) {
    screen.key("Escape");
    screen.key("ctrl+f");
    screen.key("ctrl+a");
    screen.type("服务中心", 60 + 120 * attempt);
    screen.key("Return");
  }
  const Json found = viewer.wait_for("flown to what was found", is_found);
  EXPECT_NE(found["selection"][0]["name"].get<std::string>().find("服务中心"), std::string::npos);
  EXPECT_LT(found["camera"]["metres_per_px"].get<double>(), opened["camera"]["metres_per_px"].get<double>());

  // A gate for residents only, by its id; then the key that changes what is selected.
  std::string gate;
  for (const Json& g : opened["gates_px"])
    if (g["state"] == 1 && gate.empty()) gate = g["id"];
  ASSERT_FALSE(gate.empty());
  screen.key("Escape");
  screen.key("ctrl+f");
  screen.key("ctrl+a");
  screen.type(gate);
  screen.key("Return");
  const auto state_of = [&](const Json& s) {
    for (const Json& g : s["gates_px"])
      if (g["id"] == gate) return g["state"].get<int>();
    return -1;
  };
  const Json at_gate = viewer.wait_for("at the gate", [&](const Json& s) { return at_rest(s) && s["selection"].size() == 1 && s["selection"][0]["kind"] == 2; });
  EXPECT_EQ(state_of(at_gate), 1);
  // By the mouse: the menu of the gate, its first line.
  double gx = 0, gy = 0;
  for (const Json& g : at_gate["gates_px"])
    if (g["id"] == gate) gx = g["x"], gy = g["y"];
  screen.key("Escape");
  screen.click(gx, gy, 3);
  screen.click(gx + 40, gy + 52);
  const Json changed = viewer.wait_for("the gate is open", [&](const Json& s) { return at_rest(s) && s["done"] == 1; });
  EXPECT_EQ(state_of(changed), 0);
  screen.picture(folder_ + "/gate.png");
  screen.key("ctrl+z");
  const Json back = viewer.wait_for("and as it was", [&](const Json& s) { return at_rest(s) && s["done"] == 0; });
  EXPECT_EQ(levels_of(back), levels_of(opened));
  EXPECT_EQ(viewer.end(), 130);
}

TEST_F(EndToEnd, APlanIsBranchedAndComparedByTheSwipe) {
  const Screen screen(kWidth, kHeight);
  ASSERT_TRUE(screen.here());
  ViewerProcess viewer(screen, folder_, arguments({scenario_}));
  const Json opened = viewer.wait_for("the scenario is open", [](const Json& s) { return at_rest(s) && s["tabs"].size() == 1; });
  screen.move(640, 300);
  screen.key("ctrl+t");
  const Json branched = viewer.wait_for("a branch is open", [](const Json& s) { return at_rest(s) && s["tabs"].size() == 2 && s["current"] == 1; });
  EXPECT_EQ(levels_of(branched), levels_of(opened));
  const auto station = free_station(branched);
  ASSERT_TRUE(station.has_value());
  screen.drag((*station)["x"], (*station)["y"], (*station)["x"].get<double>() + 120, (*station)["y"].get<double>() + 60);
  viewer.wait_for("the branch differs", [&](const Json& s) { return at_rest(s) && s["done"] == 1 && levels_of(s) != levels_of(opened); });
  screen.key("c");
  const Json compared = viewer.wait_for("both are side by side", [](const Json& s) { return at_rest(s) && !s["compared"].is_null(); });
  EXPECT_EQ(compared["compared"], 0);
  EXPECT_DOUBLE_EQ(compared["swipe"].get<double>(), 0.5);
  screen.drag(kWidth / 2.0, kHeight / 2.0, kWidth / 2.0 + 180, kHeight / 2.0);
  viewer.wait_for("the swipe has moved", [](const Json& s) { return at_rest(s) && std::abs(s["swipe"].get<double>() - (0.5 + 180.0 / kWidth)) < 0.01; });
  screen.picture(folder_ + "/swipe.png");
  screen.key("ctrl+Tab");
  const Json first = viewer.wait_for("the first plan is untouched", [](const Json& s) { return at_rest(s) && s["current"] == 0; });
  EXPECT_EQ(levels_of(first), levels_of(opened));
  EXPECT_EQ(viewer.end(), 130);
}

TEST_F(EndToEnd, WorkSurvivesKill9) {
  const Screen screen(kWidth, kHeight);
  ASSERT_TRUE(screen.here());
  Json before;
  {
    ViewerProcess viewer(screen, folder_, arguments({scenario_}));
    const Json opened = viewer.wait_for("the scenario is open", [](const Json& s) { return at_rest(s) && s["tabs"].size() == 1; });
    const auto station = free_station(opened);
    ASSERT_TRUE(station.has_value());
    screen.drag((*station)["x"], (*station)["y"], (*station)["x"].get<double>() + 90, (*station)["y"].get<double>() - 40);
    viewer.wait_for("one step", [](const Json& s) { return at_rest(s) && s["done"] == 1; });
    screen.key("Delete");
    viewer.wait_for("two steps", [](const Json& s) { return at_rest(s) && s["done"] == 2; });
    const auto other = free_station(opened, 2);
    ASSERT_TRUE(other.has_value());
    screen.drag((*other)["x"], (*other)["y"], (*other)["x"].get<double>() + 60, (*other)["y"].get<double>() + 40);
    before = viewer.wait_for("three steps", [](const Json& s) { return at_rest(s) && s["done"] == 3; });
    viewer.kill_hard();   // straight after a drag: dropping touches nobody's figures any more
  }
  EXPECT_EQ(text_of(scenario_), original_) << "nothing was saved";
  ViewerProcess viewer(screen, folder_, arguments());
  const Json started = viewer.wait_for("the work is offered", [](const Json& s) { return at_rest(s) && s["recoverable"] == 1; });
  ASSERT_FALSE(started["recover_px"].empty());
  screen.click(started["recover_px"][0]["x"], started["recover_px"][0]["y"]);
  const Json after = viewer.wait_for("and is there again", [](const Json& s) { return at_rest(s) && s["tabs"].size() == 1 && s["done"] == 3; });
  EXPECT_EQ(after["steps"], before["steps"]);
  EXPECT_EQ(levels_of(after), levels_of(before));
  EXPECT_TRUE(after["tabs"][0]["modified"]);
  EXPECT_EQ(viewer.end(), 130);
}

TEST_F(EndToEnd, AFileThatIsWrongLeavesTheOpenWorkAlone) {
  std::ofstream(folder_ + "/wrong.toml") << "[scenario]\nname = \"x\"\nspeeed = 3\n";
  const Screen screen(kWidth, kHeight);
  ASSERT_TRUE(screen.here());
  ViewerProcess viewer(screen, folder_, arguments({scenario_, folder_ + "/wrong.toml"}));
  const Json state = viewer.wait_for("one is open, the other is told", [](const Json& s) { return at_rest(s) && s["tabs"].size() == 1 && !s["messages"].empty(); });
  EXPECT_NE(state["messages"][0].get<std::string>().find("wrong.toml"), std::string::npos) << state["messages"].dump();
  EXPECT_EQ(state["levels"].size(), 4u);
  EXPECT_EQ(viewer.end(), 130);
}

TEST(EndToEndWithoutScreen, AClearSentenceAndAWayOut) {
  const std::string folder = scratch_dir("viewer-no-display");
  const std::string command = "env -u DISPLAY -u WAYLAND_DISPLAY " + std::string(CATCHMENT_PROGRAM) + " view " + project_root() + "scenarios/n256.toml 2> " + folder + "/err";
  const int status = std::system(command.c_str());
  EXPECT_EQ(WEXITSTATUS(status), 2);
  const std::string said = text_of(folder + "/err");
  EXPECT_NE(said.find("--screenshot"), std::string::npos) << said;
  EXPECT_EQ(std::count(said.begin(), said.end(), '\n'), 1) << said;
}

}  // namespace
}  // namespace catchment::test
