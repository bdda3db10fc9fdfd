#include "viewer/ui/file_listing.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <system_error>

#include <fmt/format.h>
#include <sys/stat.h>

namespace catchment::viewer {

namespace fs = std::filesystem;

namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool digit(char c) { return c >= '0' && c <= '9'; }

/// Without case, runs of digits by their value: "plan 2" before "plan 10".
int compare_names(const std::string& a, const std::string& b) {
  std::size_t i = 0, j = 0;
  while (i < a.size() && j < b.size()) {
    if (digit(a[i]) && digit(b[j])) {
      while (i < a.size() && a[i] == '0') ++i;
      while (j < b.size() && b[j] == '0') ++j;
      const std::size_t ai = i, bj = j;
      while (i < a.size() && digit(a[i])) ++i;
      while (j < b.size() && digit(b[j])) ++j;
      if (i - ai != j - bj) return i - ai < j - bj ? -1 : 1;
      const int c = a.compare(ai, i - ai, b, bj, j - bj);
      if (c != 0) return c;
      continue;
    }
    const auto x = static_cast<unsigned char>(lower(a[i])), y = static_cast<unsigned char>(lower(b[j]));
    if (x != y) return x < y ? -1 : 1;
    ++i, ++j;
  }
  if (i < a.size() || j < b.size()) return i < a.size() ? 1 : -1;
  return a.compare(b);
}

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

}  // namespace

Listing list_folder(const std::string& folder) {
  Listing out;
  out.folder = folder;
  std::error_code bad;
  fs::directory_iterator it(folder, bad);
  if (bad) {
    if (bad == std::errc::permission_denied)
      out.problem = {"“" + folder + "”：没有读取权限；请换一个文件夹，或请管理员开放权限", folder + ": you may not read this folder; choose another, or ask for the permission"};
    else if (bad == std::errc::no_such_file_or_directory)
      out.problem = {"“" + folder + "”：没有这个文件夹；请检查路径", folder + ": there is no such folder; check the path"};
    else
      out.problem = {"“" + folder + "”：无法读取（" + bad.message() + "）；请换一个文件夹", folder + ": it cannot be read (" + bad.message() + "); choose another"};
    return out;
  }
  while (it != fs::directory_iterator()) {
    FileEntry e;
    e.name = it->path().filename().string();
    e.hidden = !e.name.empty() && e.name[0] == '.';
    struct stat s {};
    // One call tells all; a link in a circle or to nowhere fails here and is shown as a file without size.
    if (::stat(it->path().c_str(), &s) == 0) {
      e.folder = S_ISDIR(s.st_mode);
      e.bytes = e.folder ? 0 : static_cast<std::uintmax_t>(s.st_size);
      e.modified_s = s.st_mtime;
    }
    out.entries.push_back(std::move(e));
    it.increment(bad);
    if (bad) {
      out.problem = {"“" + folder + "”：只读出了一部分（" + bad.message() + "）；按 F5 再试", folder + ": only a part could be read (" + bad.message() + "); press F5 to try again"};
      break;
    }
  }
  return out;
}

std::vector<std::uint32_t> shown_entries(const Listing& listing, const FileKinds& kinds, bool hidden, FileOrder order, bool descending) {
  std::vector<std::uint32_t> out;
  for (std::uint32_t i = 0; i < listing.entries.size(); ++i) {
    const FileEntry& e = listing.entries[i];
    if (e.hidden && !hidden) continue;
    if (!e.folder && !kinds.endings.empty() &&
        std::none_of(kinds.endings.begin(), kinds.endings.end(), [&e](const std::string& ending) { return has_ending(e.name, ending); }))
      continue;
    out.push_back(i);
  }
  std::sort(out.begin(), out.end(), [&](std::uint32_t a, std::uint32_t b) {
    const FileEntry &x = listing.entries[a], &y = listing.entries[b];
    if (x.folder != y.folder) return x.folder;
    int c = 0;
    if (order == FileOrder::kSize) c = x.bytes < y.bytes ? -1 : x.bytes > y.bytes ? 1 : 0;
    if (order == FileOrder::kTime) c = x.modified_s < y.modified_s ? -1 : x.modified_s > y.modified_s ? 1 : 0;
    if (c != 0) return descending ? c > 0 : c < 0;
    c = compare_names(x.name, y.name);
    return descending && order == FileOrder::kName ? c > 0 : c < 0;
  });
  return out;
}

std::string resolve_path(const std::string& folder, const std::string& typed) {
  std::string t = typed;
  while (!t.empty() && std::isspace(static_cast<unsigned char>(t.front()))) t.erase(t.begin());
  while (!t.empty() && std::isspace(static_cast<unsigned char>(t.back()))) t.pop_back();
  if (t == "~" || t.starts_with("~/")) t = home_folder() + t.substr(1);
  std::string out = (t.starts_with("/") ? fs::path(t) : fs::path(folder) / t).lexically_normal().string();
  while (out.size() > 1 && out.back() == '/') out.pop_back();
  return out;
}

std::string parent_folder(const std::string& path) {
  const std::string up = fs::path(path).parent_path().string();
  return up.empty() ? "/" : up;
}

std::string file_name(const std::string& path) { return fs::path(path).filename().string(); }
std::string joined_path(const std::string& folder, const std::string& name) { return folder == "/" ? "/" + name : folder + "/" + name; }

bool has_ending(const std::string& name, const std::string& ending) {
  return name.size() >= ending.size() &&
         std::equal(ending.begin(), ending.end(), name.end() - static_cast<std::ptrdiff_t>(ending.size()), [](char a, char b) { return lower(a) == lower(b); });
}

bool is_folder(const std::string& path) {
  std::error_code bad;
  return fs::is_directory(path, bad);
}

bool file_there(const std::string& path) {
  std::error_code bad;
  return fs::exists(path, bad) && !bad;
}

Name make_folder(const std::string& path) {
  std::error_code bad;
  if (fs::create_directory(path, bad)) return {};
  if (!bad) return {"“" + path + "”：已经有同名的文件或文件夹；请换一个名字", path + ": there is one of this name already; choose another name"};
  return {"“" + path + "”：无法新建（" + bad.message() + "）；请换一个位置", path + ": it cannot be made (" + bad.message() + "); choose another place"};
}

std::string home_folder() {
  std::string home = environment("HOME");
  while (home.size() > 1 && home.back() == '/') home.pop_back();
  return home.empty() ? "/" : home;
}

std::string desktop_folder() {
  std::string config = environment("XDG_CONFIG_HOME");
  if (config.empty()) config = home_folder() + "/.config";
  std::ifstream in(config + "/user-dirs.dirs");
  for (std::string line; std::getline(in, line);) {
    const std::string key = "XDG_DESKTOP_DIR=\"";
    if (!line.starts_with(key)) continue;
    std::string value = line.substr(key.size());
    value = value.substr(0, value.find('"'));
    if (value.starts_with("$HOME")) value = home_folder() + value.substr(5);
    if (is_folder(value)) return value;
  }
  for (const char* name : {"/Desktop", "/桌面"})
    if (is_folder(home_folder() + name)) return home_folder() + name;
  return {};
}

std::string size_text(std::uintmax_t bytes) {
  const auto b = static_cast<double>(bytes);
  if (bytes < 1024) return fmt::format("{} B", bytes);
  if (b < 1024.0 * 1024) return fmt::format("{:.0f} KB", b / 1024);
  if (b < 1024.0 * 1024 * 1024) return fmt::format("{:.1f} MB", b / (1024.0 * 1024));
  return fmt::format("{:.1f} GB", b / (1024.0 * 1024 * 1024));
}

std::string time_text(std::int64_t seconds) {
  if (seconds == 0) return "";
  const auto t = static_cast<std::time_t>(seconds);
  std::tm local{};
  localtime_r(&t, &local);
  char text[32];
  const std::size_t n = std::strftime(text, sizeof text, "%Y-%m-%d %H:%M", &local);
  return std::string(text, n);
}

}  // namespace catchment::viewer
