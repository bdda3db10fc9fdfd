#include "gis/vector/claims.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>
#include <string_view>

#include <fmt/format.h>

#include "sim/core/error.h"

namespace catchment::gis {

namespace {

constexpr const char* kCopyAgain = "copy or export the file again";

// A file's bytes, mapped; every read is checked against the end.
class Mapped {
 public:
  explicit Mapped(const std::string& path) {
    const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) throw InputError(path, std::strerror(errno), "check the path and the rights");
    struct stat info {};
    if (fstat(file, &info) == 0 && info.st_size > 0) {
      void* at = mmap(nullptr, static_cast<std::size_t>(info.st_size), PROT_READ, MAP_PRIVATE, file, 0);
      if (at != MAP_FAILED) {
        data_ = static_cast<const unsigned char*>(at);
        size_ = static_cast<std::uint64_t>(info.st_size);
      }
    }
    close(file);
  }
  ~Mapped() {
    if (data_ != nullptr) munmap(const_cast<unsigned char*>(data_), size_);
  }
  Mapped(const Mapped&) = delete;
  Mapped& operator=(const Mapped&) = delete;

  [[nodiscard]] std::uint64_t size() const { return size_; }
  [[nodiscard]] bool has(std::uint64_t at, std::uint64_t n) const { return at <= size_ && n <= size_ - at; }
  [[nodiscard]] bool starts_with(std::string_view magic) const {
    return has(0, magic.size()) && std::memcmp(data_, magic.data(), magic.size()) == 0;
  }
  [[nodiscard]] std::uint64_t little(std::uint64_t at, int n) const {
    std::uint64_t value = 0;
    for (int i = n - 1; i >= 0; --i) value = value << 8 | data_[at + static_cast<std::uint64_t>(i)];
    return value;
  }
  [[nodiscard]] std::uint64_t big(std::uint64_t at, int n) const {
    std::uint64_t value = 0;
    for (int i = 0; i < n; ++i) value = value << 8 | data_[at + static_cast<std::uint64_t>(i)];
    return value;
  }

 private:
  const unsigned char* data_ = nullptr;
  std::uint64_t size_ = 0;
};

[[noreturn]] void too_much(const std::string& path, const std::string& claim, std::uint64_t holds) {
  throw InputError(path, fmt::format("its header claims {} but the file has only {}", claim,
                                     byte_text(static_cast<double>(holds))),
                   kCopyAgain);
}

void check_sqlite(const std::string& path, const Mapped& file) {
  if (!file.has(0, 100)) throw InputError(path, "it ends inside its header", kCopyAgain);
  const std::uint64_t stated = file.big(16, 2);
  const std::uint64_t page = stated == 1 ? 65536 : stated;
  // The page count is only valid if the two counters agree (SQLite file format, 1.3.7).
  if (file.big(24, 4) == file.big(92, 4) && page * file.big(28, 4) > file.size())
    too_much(path, byte_text(static_cast<double>(page * file.big(28, 4))), file.size());
}

void check_shapefile(const std::string& path, const Mapped& shp) {
  const auto claimed = [](const Mapped& file) { return file.big(24, 4) * 2; };   // both files count 16-bit words
  if (!shp.has(0, 100)) throw InputError(path, "it ends inside its header", kCopyAgain);
  if (claimed(shp) > shp.size()) too_much(path, byte_text(static_cast<double>(claimed(shp))), shp.size());

  std::filesystem::path beside = path;
  for (const char* ending : {".shx", ".SHX"}) {
    beside.replace_extension(ending);
    std::error_code error;
    if (!std::filesystem::exists(beside, error)) continue;
    const Mapped shx(beside.string());
    if (!shx.has(0, 100)) throw InputError(beside.string(), "it ends inside its header", kCopyAgain);
    if (claimed(shx) > shx.size())
      too_much(beside.string(), byte_text(static_cast<double>(claimed(shx))), shx.size());
    for (std::uint64_t at = 100, row = 1; shx.has(at, 8) && at + 8 <= claimed(shx); at += 8, ++row)
      if (!shp.has(shx.big(at, 4) * 2, 8 + shx.big(at + 4, 4) * 2))
        throw InputError(path, fmt::format("record {} claims {} but the file ends before", row,
                                           byte_text(static_cast<double>(shx.big(at + 4, 4) * 2))),
                         kCopyAgain);
    return;
  }
  throw InputError(path, "the .shx file that belongs to it is not beside it", "copy all files of the shapefile together");
}

void check_dbf(const std::string& path) {
  const Mapped dbf(path);
  if (!dbf.has(0, 32)) throw InputError(path, "it ends inside its header", kCopyAgain);
  const std::uint64_t records = dbf.little(4, 4), header = dbf.little(8, 2), record = dbf.little(10, 2);
  if (header + records * record > dbf.size())
    too_much(path, fmt::format("{} records of {} bytes", records, record), dbf.size());
}

// Offset of a table's field in a flatbuffer, if it is set. `table` is the offset of the table.
std::optional<std::uint64_t> flat_field(const Mapped& file, std::uint64_t table, std::uint64_t end, int index, int bytes) {
  if (table + 4 > end) return std::nullopt;
  const auto back = static_cast<std::int64_t>(static_cast<std::int32_t>(file.little(table, 4)));
  const std::int64_t vtable = static_cast<std::int64_t>(table) - back;
  if (vtable < 0 || static_cast<std::uint64_t>(vtable) + 4 > end) return std::nullopt;
  const std::uint64_t v = static_cast<std::uint64_t>(vtable), slot = v + 4 + 2 * static_cast<std::uint64_t>(index);
  if (slot + 2 > end || slot + 2 > v + file.little(v, 2)) return std::nullopt;
  const std::uint64_t offset = file.little(slot, 2);
  if (offset == 0 || table + offset + static_cast<std::uint64_t>(bytes) > end) return std::nullopt;
  return table + offset;
}

void check_flatgeobuf(const std::string& path, const Mapped& file) {
  if (!file.has(0, 12)) throw InputError(path, "it ends inside its header", kCopyAgain);
  const std::uint64_t header = file.little(8, 4);
  if (header < 8 || !file.has(12, header))
    too_much(path, fmt::format("a header of {}", byte_text(static_cast<double>(header))), file.size());
  const std::uint64_t end = 12 + header, table = 12 + file.little(12, 4);
  const auto count_at = flat_field(file, table, end, 8, 8);
  const auto node_at = flat_field(file, table, end, 9, 2);
  const std::uint64_t count = count_at ? file.little(*count_at, 8) : 0;
  const std::uint64_t node = node_at ? file.little(*node_at, 2) : 16;
  if (count > file.size() / 8) too_much(path, fmt::format("{} features", count), file.size());
  std::uint64_t at = end;
  if (count > 0 && node > 0) {   // a packed R-tree of 40-byte nodes
    std::uint64_t level = count, nodes = count;
    while (level > 1) {
      level = (level + std::max<std::uint64_t>(node, 2) - 1) / std::max<std::uint64_t>(node, 2);
      nodes += level;
    }
    if (count == 1) nodes = 2;
    if (!file.has(at, nodes * 40)) too_much(path, fmt::format("an index of {} features", count), file.size());
    at += nodes * 40;
  }
  std::uint64_t held = 0;
  while (file.has(at, 4)) {
    const std::uint64_t length = file.little(at, 4);
    if (length < 8 || !file.has(at + 4, length))
      throw InputError(path, fmt::format("feature {} claims {} but the file ends before", held + 1,
                                         byte_text(static_cast<double>(length))), kCopyAgain);
    at += 4 + length;
    ++held;
  }
  if (at != file.size() || (count > 0 && held != count))
    throw InputError(path, fmt::format("its header claims {} features but the file holds {}", count, held), kCopyAgain);
}

}  // namespace

std::string byte_text(double bytes) {
  static constexpr std::array<const char*, 6> units = {"bytes", "kB", "MB", "GB", "TB", "PB"};
  std::size_t unit = 0;
  while (bytes >= 1000 && unit + 1 < units.size()) {
    bytes /= 1000;
    ++unit;
  }
  return unit == 0 ? fmt::format("{:.0f} {}", bytes, units[0]) : fmt::format("{:.1f} {}", bytes, units[unit]);
}

std::uint64_t require_file(const std::string& path) {
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (!std::filesystem::exists(status)) throw InputError(path, "no such file", "check the path");
  if (std::filesystem::is_directory(status)) {
    if (path.ends_with(".gdb") || path.ends_with(".gdb/")) return 0;
    throw InputError(path, "it is a folder", "name the file in it");
  }
  if (!std::filesystem::is_regular_file(status)) throw InputError(path, "it is not a regular file", "check the path");
  if (access(path.c_str(), R_OK) != 0) throw InputError(path, "it cannot be read", "check its rights");
  const std::uint64_t bytes = std::filesystem::file_size(path, error);
  if (error || bytes == 0) throw InputError(path, "it is empty (0 bytes)", kCopyAgain);
  return bytes;
}

void check_claims(const std::string& path, std::uint64_t bytes) {
  if (bytes == 0) return;
  const Mapped file(path);
  using namespace std::string_view_literals;
  if (file.starts_with("SQLite format 3\0"sv)) check_sqlite(path, file);
  if (file.starts_with("fgb\x03"
                       "fgb"sv)) check_flatgeobuf(path, file);
  if (file.starts_with("\x00\x00\x27\x0a"sv) && file.size() >= 32) {
    check_shapefile(path, file);
    std::filesystem::path beside = path;
    for (const char* ending : {".dbf", ".DBF"}) {
      std::error_code error;
      if (std::filesystem::exists(beside.replace_extension(ending), error)) {
        check_dbf(beside.string());
        break;
      }
    }
  }
  if (path.ends_with(".dbf") || path.ends_with(".DBF")) check_dbf(path);
}

}  // namespace catchment::gis
