#include <algorithm>
#include <cctype>

#include "sim/scenario/parse.h"

namespace catchment {

namespace {

/// Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours each cost 1; letter case and
/// '-' for '_' are free. O(length^2).
std::size_t edit_distance(const std::string& a, const std::string& b) {
  std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  const auto folded = [](char c) { return c == '-' ? '_' : static_cast<char>(std::tolower(static_cast<unsigned char>(c))); };
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        d[i][j] = i + j;
        continue;
      }
      const char x = folded(a[i - 1]), y = folded(b[j - 1]);
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (x == y ? 0 : 1)});
      if (i > 1 && j > 1 && x == folded(b[j - 2]) && folded(a[i - 2]) == y) d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  }
  return d[a.size()][b.size()];
}

}  // namespace

std::string nearest_key(const std::string& word, const std::vector<std::string>& known) {
  if (word.empty() || word.size() > 100) return {};
  std::string best;
  std::size_t best_distance = 0;
  for (const std::string& candidate : known) {
    if (candidate.empty()) continue;
    std::size_t distance = edit_distance(word, candidate);
    // "speed" for "speed_m_per_min": the beginning of a longer key is near too.
    if (word.size() >= 3 && candidate.starts_with(word)) distance = std::min<std::size_t>(distance, 2);
    // One third of the letters may be wrong, and at least one.
    if (distance > std::max<std::size_t>(word.size() < 3 ? 1 : 2, word.size() / 3)) continue;
    if (best.empty() || distance < best_distance) {
      best = candidate;
      best_distance = distance;
    }
  }
  return best;
}

}  // namespace catchment
