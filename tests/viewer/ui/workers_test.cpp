// Work beside the window: when it has ended, and when it fails.
#include <gtest/gtest.h>

#include <chrono>
#include <future>
#include <thread>

#include "tests/support/shared_data.h"
#include "tests/viewer/ui/headless.h"
#include "viewer/ui/overlay_worker.h"

namespace catchment::test {
namespace {

TEST(OverlayWorkerThread, ToldOfWhatCannotBeDrawnTheProgramGoesOn) {
  const World world;
  const Scenario scenario;
  viewer::OverlayWorker::Request request;
  scene::OverlayInput input;
  input.world = &world, input.scenario = &scenario;
  request.input = std::make_shared<const scene::OverlayInput>(std::move(input));
  request.camera.width = request.camera.height = 0;
  std::promise<void> there;
  viewer::OverlayWorker worker([&] { there.set_value(); });
  worker.ask(request);
  there.get_future().wait();
  const auto result = worker.take();
  ASSERT_TRUE(result);
  EXPECT_TRUE(result->pixels.rgba.empty());
  EXPECT_FALSE(result->warning.empty());
  EXPECT_FALSE(worker.busy());
}

/// The viewer as a window runs it: files are opened by workers.
class Workers : public testing::Test {
 protected:
  void SetUp() override {
    if (const std::string why = no_offscreen(); !why.empty()) GTEST_SKIP() << why;
    viewer::ViewerOptions options;
    options.files = {project_root() + "scenarios/linfenlu.toml"};
    viewer_ = std::make_unique<Headless>(options, 800, 500, std::string(), false);
    // What has no end is ended by ctest.
    while (viewer_->state().tabs.empty()) rest();
  }
  void rest() {
    viewer_->frame();
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  std::unique_ptr<Headless> viewer_;
};

TEST_F(Workers, ATabForgetsItsWorkerWhenThatHasAnswered) {
  // The next job may lie at the address of the one that is gone: opening a file was cancelled by the next change of the plan.
  for (scene::LayerLook& look : viewer_->tab().layers)
    if (look.layer == scene::MapLayer::kBands) look.visible = true;
  while (viewer_->tab().extras_job == nullptr) rest();
  while (!viewer_->state().jobs.empty()) rest();
  EXPECT_EQ(viewer_->tab().extras_job, nullptr);
  ASSERT_NE(viewer_->tab().extras, nullptr);
  EXPECT_FALSE(viewer_->tab().extras->bands.empty());
}

}  // namespace
}  // namespace catchment::test
