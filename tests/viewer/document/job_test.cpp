// Long work beside the window.
#include "viewer/document/job.h"

#include <gtest/gtest.h>

#include <condition_variable>
#include <stdexcept>

namespace catchment::document {
namespace {

/// Opens once.
class Door {
 public:
  void open() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    news_.notify_all();
  }
  void wait() {
    std::unique_lock lock(mutex_);
    news_.wait(lock, [&] { return open_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable news_;
  bool open_ = false;
};

void wait_until_done(const Job& job) {
  while (!job.state().done) std::this_thread::yield();
}

TEST(Job, TheResultIsTakenByWhoeverFinishesAndOnce) {
  const auto main_thread = std::this_thread::get_id();
  int taken = 0;
  std::thread::id taken_on, worked_on;
  Job job("open", [&](const Progress& progress) {
    worked_on = std::this_thread::get_id();
    report(progress, 0.5, "half");
    return [&] {
      ++taken;
      taken_on = std::this_thread::get_id();
    };
  });
  EXPECT_EQ(job.title(), "open");
  wait_until_done(job);
  EXPECT_EQ(taken, 0);
  job.finish();
  job.finish();
  EXPECT_EQ(taken, 1);
  EXPECT_EQ(taken_on, main_thread);
  EXPECT_NE(worked_on, main_thread);
}

TEST(Job, ProgressIsSeenAndTheWindowIsWoken) {
  Door told, go_on;
  std::atomic<int> woken{0};
  Job job(
      "work",
      [&](const Progress& progress) {
        report(progress, 0.25, "a quarter");
        told.open();
        go_on.wait();
        return [] {};
      },
      [&] { ++woken; });
  told.wait();
  EXPECT_EQ(job.state().share, 0.25);
  EXPECT_EQ(job.state().doing, "a quarter");
  EXPECT_FALSE(job.state().done);
  EXPECT_GE(woken, 1);
  go_on.open();
  wait_until_done(job);
  EXPECT_FALSE(job.state().seconds_left);
  job.finish();
  EXPECT_GE(woken, 2);
}

TEST(Job, CancellingEndsTheWorkAtItsNextReport) {
  Door begun, go_on;
  Job job("work", [&](const Progress& progress) -> std::function<void()> {
    begun.open();
    go_on.wait();
    for (;;) report(progress, 0.5, "on and on");
  });
  begun.wait();
  job.cancel();
  go_on.open();
  wait_until_done(job);
  EXPECT_THROW(job.finish(), Cancelled);
  job.finish();   // told once
}

TEST(Job, WhatTheWorkThrowsIsThrownToWhoeverFinishes) {
  Job job("work", [](const Progress&) -> std::function<void()> { throw std::runtime_error("broken"); });
  wait_until_done(job);
  EXPECT_THROW(job.finish(), std::runtime_error);
}

TEST(Job, OneThatIsDroppedIsCancelledAndWaitedFor) {
  std::atomic<bool> ended{false};
  {
    Door begun;
    Job job("work", [&](const Progress& progress) -> std::function<void()> {
      begun.open();
      try {
        for (;;) report(progress, 0.1, "on and on");
      } catch (const Cancelled&) {
        ended = true;
        throw;
      }
    });
    begun.wait();
  }
  EXPECT_TRUE(ended);
}

}  // namespace
}  // namespace catchment::document
