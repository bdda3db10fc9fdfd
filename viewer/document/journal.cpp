#include "viewer/document/journal.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>

#include "viewer/document/edit_text.h"
#include "viewer/document/journal_records.h"

namespace catchment::document {
namespace fs = std::filesystem;

struct Journal::Parts {
  int fd = -1;
  std::string file;
  off_t good = 0;                          // bytes that are whole
  bool begun = false;
  std::vector<std::uint64_t> known;        // serials of the steps written, done and undone
  std::size_t done = 0;
  std::uint64_t saves = 0;

  ~Parts() {
    if (fd >= 0) ::close(fd);
  }
  void append(const std::string& bytes);
};

void Journal::Parts::append(const std::string& bytes) {
  const auto fail = [&](int error) {
    // Half a line would spoil what is written after it.
    if (ftruncate(fd, good) == 0) lseek(fd, good, SEEK_SET);
    throw InputError(file, fmt::format("the journal cannot be written ({})", std::strerror(error)), "save the plan, and free some space");
  };
  for (std::size_t at = 0; at < bytes.size();) {
    const ssize_t n = ::write(fd, bytes.data() + at, bytes.size() - at);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) fail(n < 0 ? errno : ENOSPC);
    at += static_cast<std::size_t>(n);
  }
  if (fdatasync(fd) != 0) fail(errno);
  good += static_cast<off_t>(bytes.size());
}

Journal::Journal(const std::string& folder, const Document& document) : parts_(std::make_unique<Parts>()) {
  std::error_code ignored;
  fs::create_directories(folder, ignored);
  static int counter = 0;
  while (parts_->fd < 0) {
    parts_->file = (fs::path(folder) / fmt::format("{}-{}.journal", getpid(), ++counter)).string();
    parts_->fd = ::open(parts_->file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (parts_->fd < 0 && errno != EEXIST)
      throw InputError(parts_->file, fmt::format("the journal cannot be made ({})", std::strerror(errno)), "check the folder and its permissions");
  }
  if (const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); fd >= 0) {
    (void)fsync(fd);
    ::close(fd);
  }
  write(document);
}

Journal::~Journal() = default;

const std::string& Journal::file() const { return parts_->file; }

void Journal::write(const Document& document) {
  Parts& p = *parts_;
  if (p.fd < 0) return;
  const std::vector<Step>& steps = document.steps();
  std::string bytes;
  if (!p.begun) bytes += open_record(document);
  std::size_t same = 0;
  while (same < p.known.size() && same < steps.size() && p.known[same] == steps[same].serial) ++same;
  std::size_t done = p.done;
  std::vector<std::uint64_t> known = p.known;
  if (same < steps.size()) {
    if (done != same) bytes += go_record(same);
    known.resize(same);
    for (std::size_t s = same; s < steps.size(); ++s) {
      bytes += step_record(steps[s]);
      known.push_back(steps[s].serial);
    }
    done = steps.size();
  }
  if (done != document.done()) bytes += go_record(document.done());
  if (p.begun && p.saves != document.saves()) bytes += saved_record(document);
  if (bytes.empty()) return;
  p.append(bytes);
  p.begun = true;
  p.known = std::move(known);
  p.done = document.done();
  p.saves = document.saves();
}

void Journal::close() {
  if (parts_->fd < 0) return;
  ::close(std::exchange(parts_->fd, -1));
  unlink(parts_->file.c_str());
}

namespace {

std::optional<JournalState> read_file(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return read_journal(text.str());
}

}  // namespace

std::vector<Recoverable> recoverable(const std::string& folder) {
  std::vector<Recoverable> found;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    if (entry.path().extension() != ".journal") continue;
    const std::string file = entry.path().string();
    const std::optional<JournalState> state = read_file(file);
    if (!state || runs(state->process)) continue;
    const std::size_t steps = state->unsaved_steps();
    if (steps == 0) {
      unlink(file.c_str());
      continue;
    }
    found.push_back({file, state->path.empty() ? state->file : state->path, state->when, steps});
  }
  std::sort(found.begin(), found.end(), [](const Recoverable& a, const Recoverable& b) { return a.when != b.when ? a.when > b.when : a.file > b.file; });
  return found;
}

std::unique_ptr<Document> recover(const Recoverable& from, std::vector<std::string>& notes, const Progress& progress) {
  const std::optional<JournalState> state = read_file(from.file);
  if (!state) throw InputError(from.file, "it is no journal", "it can be discarded");
  std::unique_ptr<Document> document;
  if (state->file.empty()) {
    if (state->text.empty()) throw InputError(from.file, "the plan that it belongs to lies in no file", "it can only be discarded");
    document = Document::open_text(state->text, state->text_file, progress);
  } else {
    // Where the plan was saved, the file says its cutoffs already; the base has those that the scenario was opened with.
    std::vector<std::pair<std::string, std::string>> base;
    if (state->file.ends_with(".toml")) {
      const Scenario now = pipeline::load_scenario(state->file);
      for (std::size_t l = 0; l < std::min(now.levels.size(), state->cutoffs.size()); ++l)
        if (now.levels[l].unit == state->units[l] && cutoff_text(now.levels[l].cutoff, now.levels[l].unit) != state->cutoffs[l])
          base.emplace_back(fmt::format("levels[{}].cutoff", l), quoted_toml(state->cutoffs[l]));
    }
    document = Document::open(state->file, progress, {}, base);
    // A branch that was never saved is one again.
    if (state->path.empty() && !document->path().empty()) document = document->branch();
  }
  if (const auto failed = document->replay(state->steps)) {
    const Name label = state->steps[document->done()].label;
    notes.push_back(fmt::format("第 {} 步（{}）无法重做 / step {} ({}) could not be done again: {}", document->done() + 1, label.in(true), document->done() + 1,
                                label.in(false), *failed));
  } else {
    document->go_to(state->done);
  }
  if (state->torn) notes.emplace_back("日志末尾不完整，最后一步可能丢失 / the journal's end is not whole: the last step may be missing");
  return document;
}

void discard(const Recoverable& what) { unlink(what.file.c_str()); }

namespace {

std::string folder_of(const char* variable, const char* below_home) {
  const char* given = std::getenv(variable);
  const char* home = std::getenv("HOME");
  fs::path folder;
  if (given != nullptr && *given == '/') folder = fs::path(given) / "catchment";
  else if (home != nullptr && *home == '/') folder = fs::path(home) / below_home / "catchment";
  else folder = fs::temp_directory_path() / fmt::format("catchment-{}", getuid());
  std::error_code ignored;
  if (fs::create_directories(folder, ignored)) fs::permissions(folder, fs::perms::owner_all, ignored);
  return folder.string();
}

}  // namespace

std::string state_folder() { return folder_of("XDG_STATE_HOME", ".local/state"); }
std::string config_folder() { return folder_of("XDG_CONFIG_HOME", ".config"); }

}  // namespace catchment::document
