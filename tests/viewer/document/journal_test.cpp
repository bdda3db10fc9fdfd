// A crash loses at most the last edit.
#include "viewer/document/journal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>

#include "app/pipeline/files.h"
#include "tests/support/shared_data.h"
#include "tests/viewer/document/plans.h"
#include "viewer/document/journal_records.h"

namespace catchment::document {
namespace {

using namespace test;
using catchment::test::scratch_dir;
namespace fs = std::filesystem;

const char* const kTown = R"([scenario]
name = "small"
[town]
population = 2000
area_km2 = 0.2
stations = 3
points = 4
[[levels]]
name = "station"
cutoff = "400 m"
[[edits]]
op = "close"
target = "point-1"
)";

constexpr const char* kChildFolder = "CATCHMENT_JOURNAL_CHILD";

/// The steps that the child does, the same every time.
Step child_step(const Document& document, int n) {
  Stream s(static_cast<std::uint64_t>(n), "child");
  return random_step(document, s, n);
}

/// Started again by a test with a folder in the environment, this program is the one that crashes: it opens the town there, does step after step,
/// writes each down, tells the number of each that is written, and waits for its end.
class Child : public testing::Environment {
 public:
  void SetUp() override {
    const char* folder = std::getenv(kChildFolder);
    if (folder == nullptr) return;
    const auto document = Document::open(std::string(folder) + "/town.toml");
    Journal journal(std::string(folder) + "/state", *document);
    for (int n = 0; n < 100000; ++n) {
      document->apply(child_step(*document, n));
      if (n % 7 == 3) {
        document->undo();
        document->undo();
      }
      journal.write(*document);
      if (::write(STDOUT_FILENO, "x", 1) != 1) _exit(1);
    }
    _exit(0);
  }
};
const auto* const kChild = testing::AddGlobalTestEnvironment(new Child);

/// What the child's history is after so many rounds.
void do_rounds(Document& document, int rounds) {
  for (int n = 0; n < rounds; ++n) {
    document.apply(child_step(document, n));
    if (n % 7 == 3) {
      document.undo();
      document.undo();
    }
  }
}

bool same_history(const Document& a, const Document& b) {
  if (a.done() != b.done()) return false;
  for (std::size_t s = 0; s < a.done(); ++s) {
    const Step &x = a.steps()[s], &y = b.steps()[s];
    if (!(x.label == y.label) || x.edits.size() != y.edits.size() || x.cutoff.has_value() != y.cutoff.has_value()) return false;
    if (x.cutoff && (x.cutoff->level != y.cutoff->level || x.cutoff->cutoff != y.cutoff->cutoff)) return false;
    for (std::size_t e = 0; e < x.edits.size(); ++e)
      if (edit_toml(x.edits[e]) != edit_toml(y.edits[e])) return false;
  }
  return true;
}

TEST(Journal, AKilledProcessLosesAtMostTheLastEdit) {
  ASSERT_NE(kChild, nullptr);
  for (int round = 0; round < 6; ++round) {
    SCOPED_TRACE("round " + std::to_string(round));
    const std::string folder = scratch_dir("journal_kill_" + std::to_string(round));
    write_file(folder + "/town.toml", kTown);
    int ends[2];
    ASSERT_EQ(pipe(ends), 0);
    const pid_t pid = fork();
    ASSERT_GE(pid, 0);
    if (pid == 0) {
      dup2(ends[1], STDOUT_FILENO);
      close(ends[0]);
      close(ends[1]);
      setenv(kChildFolder, folder.c_str(), 1);
      execl("/proc/self/exe", "document_test", static_cast<char*>(nullptr));
      _exit(127);
    }
    close(ends[1]);
    // Killed somewhere after so many rounds, wherever it happens to be.
    const int wanted = 3 + 9 * round;
    int rounds = 0;
    char c = 0;
    // What gtest prints itself is read over.
    while (rounds < wanted && read(ends[0], &c, 1) == 1) rounds += c == 'x' ? 1 : 0;
    usleep(static_cast<useconds_t>(700 * round));
    kill(pid, SIGKILL);
    int status = 0;
    waitpid(pid, &status, 0);
    while (read(ends[0], &c, 1) == 1) rounds += c == 'x' ? 1 : 0;
    close(ends[0]);
    ASSERT_TRUE(WIFSIGNALED(status));
    ASSERT_GE(rounds, wanted);

    const auto left = recoverable(folder + "/state");
    ASSERT_EQ(left.size(), 1u);
    EXPECT_GT(left[0].steps, 0u);
    EXPECT_EQ(left[0].scenario, folder + "/town.toml");
    std::vector<std::string> notes;
    const auto recovered = recover(left[0], notes);
    EXPECT_TRUE(recovered->modified());
    // As after what was told, or one round more (written, not told any more; or its middle, where it was cut).
    const auto expected = Document::open(folder + "/town.toml");
    do_rounds(*expected, rounds);
    bool found = same_history(*recovered, *expected);
    if (!found) {
      expected->apply(child_step(*expected, rounds));
      found = same_history(*recovered, *expected);
    }
    if (!found && rounds % 7 == 3) {
      expected->undo();
      expected->undo();
      found = same_history(*recovered, *expected);
    }
    EXPECT_TRUE(found) << recovered->done() << " done after " << rounds << " rounds";
    if (found) expect_same_plan(*recovered, *expected);
    discard(left[0]);
    EXPECT_TRUE(recoverable(folder + "/state").empty());
  }
}

TEST(Journal, CutAnywhereItGivesTheStepsThatAreWhole) {
  const std::string folder = scratch_dir("journal_cut");
  write_file(folder + "/town.toml", kTown);
  const auto document = Document::open(folder + "/town.toml");
  Journal journal(folder + "/state", *document);
  std::vector<std::size_t> size{fs::file_size(journal.file())};
  for (int n = 0; n < 5; ++n) {
    document->apply(child_step(*document, n));
    journal.write(*document);
    size.push_back(fs::file_size(journal.file()));
  }
  const std::string whole = read_file(journal.file());
  for (std::size_t cut = size[0]; cut <= whole.size(); ++cut) {
    const auto state = read_journal(whole.substr(0, cut));
    ASSERT_TRUE(state);
    std::size_t n = 0;
    while (n + 1 < size.size() && size[n + 1] <= cut) ++n;
    ASSERT_EQ(state->done, 1 + n) << cut;
    ASSERT_EQ(state->torn, cut != size[n]) << cut;
  }
  for (std::size_t cut = 0; cut <= whole.find('\n'); ++cut) EXPECT_FALSE(read_journal(whole.substr(0, cut)));
  // A byte that is another one in the middle: what comes before it holds.
  std::string spoilt = whole;
  spoilt[size[2] + 30] ^= 1;
  EXPECT_EQ(read_journal(spoilt)->done, 3u);
  EXPECT_EQ(read_journal(whole + std::string(512, '\0'))->done, 6u);   // a block that the disk never filled
}

TEST(Journal, KeepsUndoRedoAndSaves) {
  const std::string folder = scratch_dir("journal_undo");
  write_file(folder + "/town.toml", kTown);
  const auto document = Document::open(folder + "/town.toml");
  Journal journal(folder + "/state", *document);
  const auto state = [&] {
    journal.write(*document);
    return *read_journal(read_file(journal.file()));
  };
  EXPECT_EQ(state().unsaved_steps(), 0u);
  EXPECT_EQ(state().steps.size(), 1u);   // the file's own
  document->apply(step_of(edit_of(Edit::Op::kCloseFacility, "station-1")));
  document->apply(step_of(edit_of(Edit::Op::kCloseFacility, "station-2")));
  EXPECT_EQ(state().unsaved_steps(), 2u);
  document->undo();
  EXPECT_EQ(state().done, 2u);
  EXPECT_EQ(state().steps.size(), 3u);
  EXPECT_EQ(state().unsaved_steps(), 1u);
  document->apply(step_of(edit_of(Edit::Op::kCloseFacility, "station-3")));
  EXPECT_EQ(state().steps.size(), 3u);
  EXPECT_EQ(state().steps[2].edits[0].target, "station-3");
  document->save(folder + "/plan.toml");
  EXPECT_EQ(state().unsaved_steps(), 0u);
  EXPECT_EQ(state().file, folder + "/plan.toml");
  document->go_to(1);
  EXPECT_EQ(state().unsaved_steps(), 1u);
  Step cutoff;
  cutoff.cutoff = Step::Cutoff{0, 321.5};
  document->go_to(3);
  document->apply(cutoff);
  EXPECT_EQ(state().steps[3].cutoff->cutoff, 321.5);
  EXPECT_EQ(state().unsaved_steps(), 1u);
  const auto before = fs::file_size(journal.file());
  journal.write(*document);
  EXPECT_EQ(fs::file_size(journal.file()), before);   // nothing new, nothing written
  // Recovered over the plan that was saved.
  std::vector<std::string> notes;
  const auto again = recover({journal.file(), "", "", 1}, notes);
  EXPECT_TRUE(notes.empty());
  EXPECT_EQ(again->path(), folder + "/plan.toml");
  EXPECT_TRUE(again->modified());
  EXPECT_TRUE(same_history(*again, *document));
  again->undo();
  journal.close();
  EXPECT_FALSE(fs::exists(journal.file()));
}

// The file said the new cutoff already when its journal was read: undoing all steps once gave the figures of the new cutoff, not of the old.
TEST(Journal, ACutoffThatWasSavedIsTakenBackAfterRecovery) {
  const std::string folder = scratch_dir("journal_cutoff");
  write_file(folder + "/town.toml", kTown);
  const auto document = Document::open(folder + "/town.toml");
  Journal journal(folder + "/state", *document);
  Step cutoff;
  cutoff.cutoff = Step::Cutoff{0, 150};
  document->apply(cutoff);
  document->save(folder + "/town.toml", true);
  journal.write(*document);
  document->apply(step_of(edit_of(Edit::Op::kCloseFacility, "station-1")));
  journal.write(*document);
  std::vector<std::string> notes;
  const auto again = recover({journal.file(), "", "", 1}, notes);
  EXPECT_TRUE(notes.empty());
  expect_same_plan(*again, *document);
  EXPECT_EQ(again->base_figures()[0].persons_covered, document->base_figures()[0].persons_covered);
  document->go_to(1);
  again->go_to(1);
  EXPECT_EQ(again->live().spec(0).cutoff, 400);
  expect_same_plan(*again, *document);
  again->save(folder + "/town.toml", true);
  EXPECT_EQ(catchment::pipeline::read_text(folder + "/town.toml"), kTown) << "byte for byte as it was opened";
}

TEST(Journal, UndoneStepsCanBeRedoneAfterRecovery) {
  const std::string folder = scratch_dir("journal_redo");
  write_file(folder + "/town.toml", kTown);
  const auto document = Document::open(folder + "/town.toml");
  document->apply(step_of(edit_of(Edit::Op::kCloseFacility, "station-1")));
  document->apply(step_of(edit_of(Edit::Op::kCloseFacility, "station-2")));
  document->undo();
  Journal journal(folder + "/state", *document);   // begun late: all of the history is in it
  std::vector<std::string> notes;
  const auto again = recover({journal.file(), "", "", 1}, notes);
  EXPECT_EQ(again->done(), 2u);
  EXPECT_EQ(again->steps().size(), 3u);
  EXPECT_TRUE(again->redo());
  document->redo();
  expect_same_plan(*again, *document);
  expect_same_plan(*again, *again->branch());
}

TEST(Journal, OneOfAProcessThatRunsIsLeftAloneAndOneThatHoldsNothingIsRemoved) {
  const std::string folder = scratch_dir("journal_alive"), state = folder + "/state";
  write_file(folder + "/town.toml", kTown);
  const auto document = Document::open(folder + "/town.toml");
  Journal journal(state, *document), second(state, *document);
  EXPECT_NE(journal.file(), second.file());
  document->apply(step_of(edit_of(Edit::Op::kCloseFacility, "station-1")));
  journal.write(*document);
  EXPECT_TRUE(recoverable(state).empty());
  EXPECT_TRUE(fs::exists(journal.file()));

  Process other = this_process();
  EXPECT_TRUE(runs(other));
  other.start = "1";   // the number is given out again
  EXPECT_FALSE(runs(other));
  other = this_process();
  other.boot = "another";
  EXPECT_FALSE(runs(other));
  other = this_process();
  other.pid = 0;
  EXPECT_FALSE(runs(other));

  write_file(state + "/notes.journal", "not a journal\n");
  write_file(state + "/empty.journal", "");
  EXPECT_TRUE(recoverable(state).empty());
  EXPECT_TRUE(fs::exists(state + "/notes.journal"));
  EXPECT_TRUE(recoverable(folder + "/nowhere").empty());
}

TEST(Journal, AFullDiskIsToldAndSpoilsNothingThatWasWritten) {
  const std::string folder = scratch_dir("journal_full");
  write_file(folder + "/town.toml", kTown);
  const auto document = Document::open(folder + "/town.toml");
  Journal journal(folder + "/state", *document);
  document->apply(step_of(edit_of(Edit::Op::kCloseFacility, "station-1")));
  rlimit old{}, small{};
  getrlimit(RLIMIT_FSIZE, &old);
  small = old;
  small.rlim_cur = fs::file_size(journal.file()) + 20;   // half a line fits
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  setrlimit(RLIMIT_FSIZE, &small);
  EXPECT_THROW(journal.write(*document), InputError);
  setrlimit(RLIMIT_FSIZE, &old);
  std::signal(SIGXFSZ, handler);
  EXPECT_EQ(read_journal(read_file(journal.file()))->steps.size(), 1u);
  EXPECT_FALSE(read_journal(read_file(journal.file()))->torn);
  journal.write(*document);   // tries again
  EXPECT_EQ(read_journal(read_file(journal.file()))->steps.size(), 2u);
}

TEST(Journal, AScenarioThatIsGoneIsRefusedAndOneThatHasChangedKeepsTheStepsThatFit) {
  const std::string folder = scratch_dir("journal_gone");
  write_file(folder + "/town.toml", kTown);
  const auto document = Document::open(folder + "/town.toml");
  document->apply(step_of(edit_of(Edit::Op::kCloseFacility, "station-1")));
  document->apply(step_of(edit_of(Edit::Op::kCloseFacility, "station-3")));
  Journal journal(folder + "/state", *document);
  std::string fewer = kTown;
  fewer.replace(fewer.find("stations = 3"), 12, "stations = 2");
  write_file(folder + "/town.toml", fewer);
  std::vector<std::string> notes;
  const auto again = recover({journal.file(), "", "", 1}, notes);
  EXPECT_EQ(again->done(), 2u);
  ASSERT_EQ(notes.size(), 1u);
  EXPECT_THAT(notes[0], testing::HasSubstr("station-3"));
  fs::remove(folder + "/town.toml");
  EXPECT_THROW(recover({journal.file(), "", "", 1}, notes), InputError);
}

TEST(Journal, APlanThatLiesInNoFileIsRecoveredFromItsText) {
  const std::string folder = scratch_dir("journal_text");
  const auto made = Document::open_text(kTown, folder + "/made.toml");
  made->apply(step_of(edit_of(Edit::Op::kCloseFacility, "station-2")));
  Journal journal(folder + "/state", *made);
  std::vector<std::string> notes;
  const auto again = recover({journal.file(), "", "", 1}, notes);
  expect_same_plan(*again, *made);
  EXPECT_TRUE(same_history(*again, *made));
  // A branch that was never saved is one again.
  write_file(folder + "/town.toml", kTown);
  const auto branch = Document::open(folder + "/town.toml")->branch();
  branch->apply(step_of(edit_of(Edit::Op::kCloseFacility, "station-3")));
  Journal of_branch(folder + "/state", *branch);
  const auto branched = recover({of_branch.file(), "", "", 1}, notes);
  EXPECT_TRUE(branched->path().empty());
  EXPECT_EQ(branched->title(), branch->title());
  EXPECT_TRUE(same_history(*branched, *branch));
}

TEST(Folders, FollowTheDesktopsRules) {
  const std::string folder = scratch_dir("folders");
  const auto restore = [](const char* name, const char* value) { value != nullptr ? setenv(name, value, 1) : unsetenv(name); };
  const char *home = std::getenv("HOME"), *state = std::getenv("XDG_STATE_HOME"), *config = std::getenv("XDG_CONFIG_HOME");
  const std::string old_home = home != nullptr ? home : "", old_state = state != nullptr ? state : "", old_config = config != nullptr ? config : "";
  setenv("HOME", folder.c_str(), 1);
  unsetenv("XDG_STATE_HOME");
  unsetenv("XDG_CONFIG_HOME");
  EXPECT_EQ(state_folder(), folder + "/.local/state/catchment");
  EXPECT_TRUE(fs::is_directory(folder + "/.local/state/catchment"));
  EXPECT_EQ(config_folder(), folder + "/.config/catchment");
  setenv("XDG_STATE_HOME", (folder + "/s").c_str(), 1);
  setenv("XDG_CONFIG_HOME", "relative", 1);   // to be ignored
  EXPECT_EQ(state_folder(), folder + "/s/catchment");
  EXPECT_EQ(config_folder(), folder + "/.config/catchment");
  restore("HOME", home != nullptr ? old_home.c_str() : nullptr);
  restore("XDG_STATE_HOME", state != nullptr ? old_state.c_str() : nullptr);
  restore("XDG_CONFIG_HOME", config != nullptr ? old_config.c_str() : nullptr);
}

}  // namespace
}  // namespace catchment::document
