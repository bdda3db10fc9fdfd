#include "sim/world/duplicates.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>
#include <numeric>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "sim/world/build.h"

namespace catchment {

namespace {

constexpr double kNear_m = 30;

/// Unicode characters of UTF-8 text; a byte that is none stands for itself.
std::u32string characters(std::string_view text) {
  std::u32string out;
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t length = lead < 0x80 ? 1 : lead >> 5 == 6 ? 2 : lead >> 4 == 14 ? 3 : lead >> 3 == 30 ? 4 : 1;
    char32_t c = length == 1 ? lead : lead & (0x7fu >> length);
    bool whole = i + length <= text.size();
    for (std::size_t k = 1; whole && k < length; ++k) {
      const auto next = static_cast<unsigned char>(text[i + k]);
      whole = next >> 6 == 2;
      c = c << 6 | (next & 0x3f);
    }
    out += whole ? c : char32_t{lead};
    i += whole ? length : 1;
  }
  return out;
}

int distance_of(std::u32string_view a, std::u32string_view b, int limit) {
  if (a.size() > b.size()) std::swap(a, b);
  if (static_cast<std::int64_t>(b.size() - a.size()) > limit) return limit + 1;
  std::vector<int> row(a.size() + 1);
  std::iota(row.begin(), row.end(), 0);
  for (std::size_t j = 1; j <= b.size(); ++j) {
    int diagonal = row[0], least = row[0] = static_cast<int>(j);
    for (std::size_t i = 1; i <= a.size(); ++i) {
      const int substituted = diagonal + (a[i - 1] != b[j - 1]);
      diagonal = row[i];
      row[i] = std::min({row[i] + 1, row[i - 1] + 1, substituted});
      least = std::min(least, row[i]);
    }
    if (least > limit) return limit + 1;
  }
  return std::min(row.back(), limit + 1);
}

bool is_number(char32_t c) {
  static constexpr std::u32string_view kNumbers = U"0123456789０１２３４５６７８９〇零一二三四五六七八九十百千";
  return kNumbers.find(c) != std::u32string_view::npos;
}

/// A name split into its numbers and the rest, with a mask of the characters of the rest.
struct Key {
  std::u32string numbers, letters;
  std::uint64_t mask = 0;
};

Key key_of(const std::string& name) {
  Key key;
  bool in_number = false;
  for (char32_t c : characters(name)) {
    if (is_number(c)) {
      if (!in_number) key.numbers += U' ';
      key.numbers += c;
      in_number = true;
      continue;
    }
    in_number = false;
    if (c >= U'A' && c <= U'Z') c += U'a' - U'A';
    key.letters += c;
    key.mask |= std::uint64_t{1} << (c % 61);
  }
  return key;
}

bool alike(const Key& a, const Key& b) {
  // One edit changes at most two bits of the mask: one letter gone, one come.
  if (a.numbers != b.numbers || std::popcount(a.mask ^ b.mask) > 4) return false;
  const std::size_t longer = std::max(a.letters.size() + a.numbers.size(), b.letters.size() + b.numbers.size());
  const int allowed = longer >= 7 ? 2 : longer >= 4 ? 1 : 0;
  const int edits = distance_of(a.letters, b.letters, allowed);
  if (edits > allowed) return false;
  // Companies of one trade share a long ending ("...餐饮管理有限公司"): what stands before it must be alike too.
  std::size_t shared = 0;
  const std::size_t shorter = std::min(a.letters.size(), b.letters.size());
  while (shared < shorter && a.letters[a.letters.size() - 1 - shared] == b.letters[b.letters.size() - 1 - shared]) ++shared;
  const std::size_t own = std::max(a.letters.size(), b.letters.size()) - shared;
  return shared < 4 || own == 0 || static_cast<std::size_t>(edits) < own;
}

}  // namespace

int name_distance(const std::string& a, const std::string& b, int limit) {
  return distance_of(characters(a), characters(b), limit);
}

std::vector<DuplicatePair> duplicate_organisations(std::span<const Organisation> organisations) {
  std::vector<DuplicatePair> out;
  std::vector<std::uint32_t> lowest(organisations.size(), UINT32_MAX);
  const auto of_language = [&](bool chinese) {
    // Cell and numbers in one key: only those can be duplicates.
    std::map<std::pair<std::pair<std::int64_t, std::int64_t>, std::u32string>, std::vector<std::uint32_t>> cells;
    std::vector<Key> keys(organisations.size());
    for (std::uint32_t i = 0; i < organisations.size(); ++i) {
      const Organisation& o = organisations[i];
      const std::string& name = chinese ? o.name.zh : o.name.en;
      if (name.empty() || !std::isfinite(o.position.x) || !std::isfinite(o.position.y)) continue;
      if (std::abs(o.position.x) > 1e12 || std::abs(o.position.y) > 1e12) continue;
      keys[i] = key_of(name);
      const auto column = static_cast<std::int64_t>(std::floor(o.position.x / kNear_m));
      const auto row = static_cast<std::int64_t>(std::floor(o.position.y / kNear_m));
      for (std::int64_t dy = -1; dy <= 1; ++dy)
        for (std::int64_t dx = -1; dx <= 1; ++dx) {
          const auto cell = cells.find({{column + dx, row + dy}, keys[i].numbers});
          if (cell == cells.end()) continue;
          for (const std::uint32_t j : cell->second) {
            if (j >= lowest[i]) break;  // ids ascend in a cell
            if (alike(keys[j], keys[i]) && distance(organisations[j].position, o.position) <= kNear_m) lowest[i] = j;
          }
        }
      cells[{{column, row}, keys[i].numbers}].push_back(i);
    }
  };
  of_language(true);
  of_language(false);
  for (std::uint32_t i = 0; i < lowest.size(); ++i)
    if (lowest[i] != UINT32_MAX) out.push_back({OrganisationId(lowest[i]), OrganisationId(i)});
  return out;
}

}  // namespace catchment
