#include "gis/vector/join.h"

#include <algorithm>
#include <cctype>
#include <stdexcept>
#include <string_view>

#include <fmt/format.h>

namespace catchment::gis {

namespace {

std::string trimmed(const std::string& text) {
  const auto space = [](unsigned char c) { return std::isspace(c) != 0; };
  const auto begin = std::find_if_not(text.begin(), text.end(), space);
  const auto end = std::find_if_not(text.rbegin(), std::make_reverse_iterator(begin), space).base();
  return {begin, end};
}

// Index of the one area that a key means; a key that means two areas means none.
class Lookup {
 public:
  void add(const std::string& key, std::size_t area) {
    if (key.empty()) return;
    const auto [at, fresh] = index_.try_emplace(key, static_cast<std::ptrdiff_t>(area));
    if (!fresh && at->second != static_cast<std::ptrdiff_t>(area)) at->second = -1;
  }
  [[nodiscard]] std::ptrdiff_t find(const std::string& key) const {
    const auto at = index_.find(key);
    return key.empty() || at == index_.end() ? -1 : at->second;
  }

 private:
  std::map<std::string, std::ptrdiff_t> index_;
};

// Statistical codes of sub-districts are written with 9 digits, or with 12 of which the last three are 0.
std::string short_code(const std::string& code) {
  return code.size() == 12 && code.ends_with("000") ? code.substr(0, 9) : code;
}

std::string label(const std::string& name, const std::string& code) {
  if (name.empty()) return code;
  return code.empty() ? name : fmt::format("{} ({})", name, code);
}

}  // namespace

JoinResult join_to_areas(const std::string& table, const std::vector<std::string>& code,
                         const std::vector<std::string>& name, const std::map<std::string, std::string>& aliases,
                         const std::vector<Area>& areas, int level) {
  if (!code.empty() && !name.empty() && code.size() != name.size())
    throw std::invalid_argument(fmt::format("join_to_areas: {} codes but {} names", code.size(), name.size()));
  const std::size_t n = std::max(code.size(), name.size());
  Lookup by_code, by_name;
  for (std::size_t a = 0; a < areas.size(); ++a) {
    if (level >= 0 && areas[a].level != level) continue;
    by_code.add(short_code(areas[a].id), a);
    by_name.add(areas[a].name.zh, a);
    by_name.add(areas[a].name.en, a);
  }

  JoinResult result;
  result.area.resize(n);
  result.note.table = table;
  constexpr std::size_t kNoRow = static_cast<std::size_t>(-1);
  std::vector<std::size_t> row_of(areas.size(), kNoRow);
  const auto label_of = [&](std::size_t row) {
    return label(name.empty() ? "" : trimmed(name[row]), code.empty() ? "" : trimmed(code[row]));
  };
  for (std::size_t row = 0; row < n; ++row) {
    const std::string row_name = name.empty() ? "" : trimmed(name[row]);
    const std::ptrdiff_t named = by_name.find(row_name);
    std::ptrdiff_t area = code.empty() ? -1 : by_code.find(short_code(trimmed(code[row])));
    // Codes are renumbered over the years and then mean a neighbour: a name that is another area's own name wins.
    if (area >= 0 && named >= 0 && named != area) area = -1;
    std::int64_t* met = &result.note.by_code;
    if (area < 0) {
      area = named;
      met = &result.note.by_name;
    }
    if (area < 0) {
      if (const auto alias = aliases.find(row_name); alias != aliases.end()) area = by_name.find(alias->second);
      met = &result.note.by_alias;
    }
    if (area < 0) {
      result.note.unmatched_rows.push_back(label_of(row));
      continue;
    }
    const auto a = static_cast<std::size_t>(area);
    if (row_of[a] != kNoRow)
      throw InputError(table,
                       fmt::format("rows {} '{}' and {} '{}' both mean the area '{}'", row_of[a] + 1, label_of(row_of[a]),
                                   row + 1, label_of(row), label(areas[a].name.in(true), areas[a].id)),
                       "remove one of them or correct its code, name or alias");
    row_of[a] = row;
    ++*met;
    result.area[row] = AreaId(a);
  }

  // An area misses its row only where the table speaks of its level at all.
  std::vector<int> levels;
  for (const AreaId a : result.area)
    if (a.valid()) levels.push_back(areas[a.value].level);
  for (std::size_t a = 0; a < areas.size(); ++a)
    if (row_of[a] == kNoRow && std::find(levels.begin(), levels.end(), areas[a].level) != levels.end())
      result.note.unmatched_areas.push_back(label(areas[a].name.in(true), areas[a].id));
  return result;
}

}  // namespace catchment::gis
