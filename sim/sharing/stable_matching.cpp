#include <algorithm>
#include <stdexcept>
#include <string>
#include <utility>

#include "sim/sharing/assignment.h"

namespace catchment {

namespace {

void require_lists(std::span<const std::vector<std::uint32_t>> lists, std::size_t others, const char* who, const char* whom) {
  std::vector<std::uint32_t> seen_by(others, UINT32_MAX);
  for (std::uint32_t i = 0; i < lists.size(); ++i)
    for (const std::uint32_t j : lists[i]) {
      if (j >= others)
        throw std::invalid_argument(std::string("stable_matching: ") + who + " " + std::to_string(i) + " lists " + whom + " " + std::to_string(j) +
                                    " of " + std::to_string(others));
      if (seen_by[j] == i)
        throw std::invalid_argument(std::string("stable_matching: ") + who + " " + std::to_string(i) + " lists " + whom + " " + std::to_string(j) +
                                    " twice");
      seen_by[j] = i;
    }
}

}  // namespace

std::vector<std::uint32_t> stable_matching(std::span<const std::vector<std::uint32_t>> proposer_likes,
                                           std::span<const std::vector<std::uint32_t>> acceptor_likes, std::span<const std::uint32_t> places) {
  if (places.size() != acceptor_likes.size())
    throw std::invalid_argument("stable_matching: " + std::to_string(places.size()) + " numbers of places for " +
                                std::to_string(acceptor_likes.size()) + " acceptors");
  require_lists(proposer_likes, acceptor_likes.size(), "proposer", "acceptor");
  require_lists(acceptor_likes, proposer_likes.size(), "acceptor", "proposer");
  // Ranks of proposers with each acceptor, sorted by proposer for look-up.
  std::vector<std::vector<std::pair<std::uint32_t, std::uint32_t>>> rank(acceptor_likes.size());
  for (std::size_t a = 0; a < acceptor_likes.size(); ++a) {
    for (std::uint32_t r = 0; r < acceptor_likes[a].size(); ++r) rank[a].emplace_back(acceptor_likes[a][r], r);
    std::sort(rank[a].begin(), rank[a].end());
  }
  std::vector<std::uint32_t> matched(proposer_likes.size(), kUnassigned);
  std::vector<std::size_t> next(proposer_likes.size(), 0);
  std::vector<std::vector<std::pair<std::uint32_t, std::uint32_t>>> held(acceptor_likes.size());  // heap of (rank, proposer), worst on top
  std::vector<std::uint32_t> free;
  for (std::uint32_t p = static_cast<std::uint32_t>(proposer_likes.size()); p-- > 0;) free.push_back(p);
  while (!free.empty()) {
    const std::uint32_t p = free.back();
    free.pop_back();
    while (next[p] < proposer_likes[p].size()) {
      const std::uint32_t a = proposer_likes[p][next[p]++];
      const auto at = std::lower_bound(rank[a].begin(), rank[a].end(), std::pair(p, std::uint32_t{0}));
      if (places[a] == 0 || at == rank[a].end() || at->first != p) continue;
      auto& heap = held[a];
      if (heap.size() == places[a] && heap.front().first < at->second) continue;
      heap.emplace_back(at->second, p);
      std::push_heap(heap.begin(), heap.end());
      matched[p] = a;
      if (heap.size() > places[a]) {
        std::pop_heap(heap.begin(), heap.end());
        const std::uint32_t out = heap.back().second;
        heap.pop_back();
        matched[out] = kUnassigned;
        free.push_back(out);
      }
      break;
    }
  }
  return matched;
}

}  // namespace catchment
