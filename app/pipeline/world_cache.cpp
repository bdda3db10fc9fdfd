#include "app/pipeline/world_cache.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <mutex>
#include <span>
#include <thread>
#include <tuple>
#include <vector>

#include "gis/world_file/world_image.h"

namespace catchment::pipeline {
namespace {

namespace fs = std::filesystem;
constexpr const char *kSuffix = ".world", *kUnfinished = ".part";

/// One image a path: a file that changed replaces its old image.
std::string image_path(const std::string& folder, const std::string& path) {
  std::error_code error;
  const std::string whole = fs::weakly_canonical(path, error).string();
  return fmt::format("{}/{:016x}{}", folder, gis::checksum(whole), kSuffix);
}

class MappedFile {
 public:
  explicit MappedFile(const std::string& path) {
    const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    struct stat state {};
    if (file >= 0 && fstat(file, &state) == 0 && S_ISREG(state.st_mode) && state.st_size > 0) {
      size_ = static_cast<std::size_t>(state.st_size);
      data_ = mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, file, 0);
      // Least recently used goes first: the time of change is the time of use.
      if (data_ != MAP_FAILED) futimens(file, nullptr);
    }
    if (file >= 0) close(file);
  }
  ~MappedFile() {
    if (data_ != MAP_FAILED) munmap(data_, size_);
  }
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;
  [[nodiscard]] std::span<const char> bytes() const {
    if (data_ == MAP_FAILED) return {};
    return {static_cast<const char*>(data_), size_};
  }

 private:
  void* data_ = MAP_FAILED;
  std::size_t size_ = 0;
};

void write_image(const gis::WorldImage& image, const std::string& path) {
  const std::string folder = fs::path(path).parent_path().string();
  std::error_code error;
  if (fs::create_directories(folder, error); error) return;
  fs::permissions(folder, fs::perms::owner_all, error);  // plans may be confidential
  const std::string part = fmt::format("{}.{}{}", path, getpid(), kUnfinished);
  const int file = open(part.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) return;
  const bool all = image.put([&](std::span<const char> bytes) {
    while (!bytes.empty()) {
      const ssize_t n = write(file, bytes.data(), bytes.size());
      if (n <= 0 && errno != EINTR) return false;
      if (n > 0) bytes = bytes.subspan(static_cast<std::size_t>(n));
    }
    return true;
  });
  if (close(file) != 0 || !all || std::rename(part.c_str(), path.c_str()) != 0) unlink(part.c_str());
  trim_cache(folder, kLargestCache);
}

/// One image is written at a time; the last one is waited for when the program ends.
class Writer {
 public:
  ~Writer() { finish(); }
  void start(gis::WorldImage image, std::string path) {
    const std::lock_guard lock(guard_);
    if (thread_.joinable()) thread_.join();
    thread_ = std::thread([image = std::move(image), path = std::move(path)] {
      try {
        write_image(image, path);
      } catch (const std::exception&) {  // no memory left, or the like: then there is no image
      }
    });
  }
  void finish() {
    const std::lock_guard lock(guard_);
    if (thread_.joinable()) thread_.join();
  }

 private:
  std::mutex guard_;
  std::thread thread_;
};

Writer& writer() {
  static Writer one;
  return one;
}

}  // namespace

std::optional<std::string> cache_folder() {
  const auto set = [](const char* name) {
    const char* value = std::getenv(name);
    return std::string(value != nullptr ? value : "");
  };
  if (set("CATCHMENT_CACHE") == "off") return std::nullopt;
  // Relative folders are to be ignored (XDG Base Directory Specification).
  if (const std::string base = set("XDG_CACHE_HOME"); base.starts_with('/')) return base + "/catchment";
  if (const std::string home = set("HOME"); home.starts_with('/')) return home + "/.cache/catchment";
  return std::nullopt;
}

std::optional<std::string> cache_key(const std::string& path) {
  std::error_code error;
  const std::string whole = fs::canonical(path, error).string();
  struct stat s {};
  if (error || !cache_folder() || stat(whole.c_str(), &s) != 0 || !S_ISREG(s.st_mode) ||
      static_cast<std::uint64_t>(s.st_size) < kSmallestCached)
    return std::nullopt;
  return fmt::format("catchment {}\n{}\n{} {} {} {}.{:09} {}.{:09}\n", CATCHMENT_VERSION, whole, s.st_dev, s.st_ino, s.st_size, s.st_mtim.tv_sec,
                     s.st_mtim.tv_nsec, s.st_ctim.tv_sec, s.st_ctim.tv_nsec);
}

std::optional<OpenedWorld> recall(const std::string& path, const std::string& key) {
  const auto folder = cache_folder();
  if (!folder) return std::nullopt;
  finish_remembering();
  const MappedFile file(image_path(*folder, path));
  const auto label = gis::label_of_image(file.bytes());
  if (!label || !label->starts_with(key)) return std::nullopt;
  auto world = gis::world_of_image(file.bytes());
  if (!world) return std::nullopt;
  OpenedWorld opened;
  opened.world = std::move(*world);
  opened.sha256 = label->substr(key.size());
  std::error_code error;
  opened.bytes = fs::file_size(path, error);
  return opened;
}

void remember(const std::string& path, const std::string& key, const OpenedWorld& opened) noexcept try {
  const auto folder = cache_folder();
  if (!folder) return;
  gis::WorldImage image(opened.world, key + opened.sha256);
  if (image.bytes() <= kLargestCache) writer().start(std::move(image), image_path(*folder, path));
} catch (const std::exception&) {
}

void finish_remembering() { writer().finish(); }

void trim_cache(const std::string& folder, std::uint64_t most) {
  struct Entry {
    fs::path path;
    fs::file_time_type used;
    std::uint64_t bytes;
  };
  std::vector<Entry> entries;
  std::error_code error;
  std::uint64_t sum = 0;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    std::error_code gone;
    const Entry entry{at->path(), at->last_write_time(gone), at->file_size(gone)};
    if (gone) continue;
    if (entry.path.extension() == kUnfinished && entry.used < fs::file_time_type::clock::now() - std::chrono::hours(1))
      fs::remove(entry.path, gone);
    if (entry.path.extension() != kSuffix) continue;
    sum += entry.bytes;
    entries.push_back(entry);
  }
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return std::tie(a.used, a.path) < std::tie(b.used, b.path); });
  for (const Entry& entry : entries) {
    if (sum <= most) break;
    std::error_code gone;
    if (fs::remove(entry.path, gone)) sum -= entry.bytes;
  }
}

}  // namespace catchment::pipeline
