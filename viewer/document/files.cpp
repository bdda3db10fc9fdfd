#include "viewer/document/files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include "sim/core/error.h"

namespace catchment::document {
namespace fs = std::filesystem;

namespace {

/// Closes and removes what is left of an attempt.
struct Attempt {
  int fd = -1;
  std::string path;
  ~Attempt() {
    if (fd >= 0) close(fd);
    if (!path.empty()) unlink(path.c_str());
  }
};

[[noreturn]] void fail(const std::string& path, int error) {
  throw InputError(path, fmt::format("it cannot be written ({})", std::strerror(error)),
                   error == ENOSPC || error == EDQUOT ? "free some space, or save elsewhere" : "check the folder and its permissions, or save elsewhere");
}

}  // namespace

std::string absolute_path(const std::string& path) { return fs::absolute(path).lexically_normal().string(); }

void write_whole(const std::string& path, const std::string& bytes) {
  std::error_code ignored;
  fs::path target = path;
  if (fs::is_symlink(target, ignored))
    if (const fs::path real = fs::weakly_canonical(target, ignored); !ignored) target = real;
  struct stat old{};
  const bool exists = stat(target.c_str(), &old) == 0;
  Attempt attempt;
  for (int n = 0; attempt.fd < 0; ++n) {
    const std::string name = (target.parent_path() / fmt::format(".{}.{}-{}", target.filename().string(), getpid(), n)).string();
    attempt.fd = ::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, exists ? old.st_mode & 07777 : 0666);
    if (attempt.fd >= 0) attempt.path = name;
    else if (errno != EEXIST || n > 1000) fail(path, errno);
  }
  if (exists) (void)fchmod(attempt.fd, old.st_mode & 07777);
  for (std::size_t done = 0; done < bytes.size();) {
    const ssize_t n = ::write(attempt.fd, bytes.data() + done, bytes.size() - done);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) fail(path, n < 0 ? errno : ENOSPC);
    done += static_cast<std::size_t>(n);
  }
  if (fsync(attempt.fd) != 0) fail(path, errno);
  if (close(std::exchange(attempt.fd, -1)) != 0) fail(path, errno);
  if (rename(attempt.path.c_str(), target.c_str()) != 0) fail(path, errno);
  attempt.path.clear();
  // The new name itself must survive a power cut too; where a file system cannot do that, the file is whole all the same.
  const std::string folder = target.has_parent_path() ? target.parent_path().string() : ".";
  if (const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); fd >= 0) {
    (void)fsync(fd);
    close(fd);
  }
}

}  // namespace catchment::document
