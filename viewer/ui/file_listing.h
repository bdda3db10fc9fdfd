#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/world/world.h"

// Folders as the file dialog shows them: read once, then filtered and sorted in memory. No ImGui.
namespace catchment::viewer {

struct FileEntry {
  std::string name;
  bool folder = false, hidden = false;
  std::uintmax_t bytes = 0;
  std::int64_t modified_s = 0;   ///< since 1970, UTC
};

struct Listing {
  std::string folder;            ///< absolute, no trailing slash but for "/"
  std::vector<FileEntry> entries;
  Name problem;                  ///< why it could not be read: one sentence; empty if it was
};
/// Reads a folder. Never throws: one that cannot be read is empty with a `problem`; links that lead nowhere or in circles are
/// files. Links are followed one step, to tell folders from files. O(entries).
Listing list_folder(const std::string& folder);

struct FileKinds {
  Name words;
  std::vector<std::string> endings;   ///< ".toml"; empty: all
};
enum class FileOrder : std::uint8_t { kName, kSize, kTime };
/// Which entries are shown, folders first, by name without case (numbers by value), size or time; ties by name.
std::vector<std::uint32_t> shown_entries(const Listing& listing, const FileKinds& kinds, bool hidden, FileOrder order, bool descending);

/// What a typed path means from a folder: absolute, or below it; "~" is the home folder; ".." and "." are taken out.
std::string resolve_path(const std::string& folder, const std::string& typed);
std::string parent_folder(const std::string& path);
/// The last part of a path.
std::string file_name(const std::string& path);
std::string joined_path(const std::string& folder, const std::string& name);
bool has_ending(const std::string& name, const std::string& ending);   ///< without case
bool is_folder(const std::string& path);
bool file_there(const std::string& path);
/// -> empty, or why not.
Name make_folder(const std::string& path);

std::string home_folder();
/// The desktop as the user's own settings name it ($XDG_CONFIG_HOME/user-dirs.dirs), else ~/Desktop; empty if there is none.
std::string desktop_folder();
std::string size_text(std::uintmax_t bytes);
/// Local time, "2026-11-26 19:20".
std::string time_text(std::int64_t seconds);

}  // namespace catchment::viewer
