#include "viewer/scene/link_bundles.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>
#include <vector>

#include "sim/sharing/link_types.h"
#include "viewer/scene/link_styles.h"

namespace catchment::scene {

namespace {

constexpr std::uint32_t kNone = UINT32_MAX;

/// Which place each partner stands in, and where that is.
struct Places {
  std::vector<std::uint32_t> of;   ///< [n_nodes]; kNone: nowhere
  std::vector<Point> at;           ///< m, ordered by (y, x) of the square
};

Places places_of(const LinkTable& t, double cell) {
  Places out;
  out.of.assign(t.n_nodes(), kNone);
  std::vector<std::tuple<double, double, std::uint32_t>> key;
  for (std::uint32_t v = 0; v < t.n_nodes(); ++v) {
    if (t.placed[v] == 0) continue;
    if (cell > 0) key.emplace_back(std::floor(t.at[v].y / cell), std::floor(t.at[v].x / cell), v);
    else key.emplace_back(t.at[v].y, t.at[v].x, v);
  }
  std::sort(key.begin(), key.end());
  for (std::size_t i = 0; i < key.size();) {
    std::size_t end = i;
    Point sum;
    for (; end < key.size() && std::get<0>(key[end]) == std::get<0>(key[i]) && std::get<1>(key[end]) == std::get<1>(key[i]); ++end) {
      const std::uint32_t v = std::get<2>(key[end]);
      out.of[v] = static_cast<std::uint32_t>(out.at.size());
      sum.x += t.at[v].x, sum.y += t.at[v].y;
    }
    const auto n = static_cast<double>(end - i);
    out.at.push_back(cell > 0 ? Point{sum.x / n, sum.y / n} : t.at[std::get<2>(key[i])]);
    i = end;
  }
  return out;
}

/// Open addressing: which bundle a key has. Bundles are numbered as they come, so that nothing depends on the hash.
class Numbers {
 public:
  explicit Numbers(std::size_t expected) {
    std::size_t n = 1024;
    while (n < expected * 2) n *= 2;
    slot_.assign(n, kNone);
  }
  template <class Same>
  std::uint32_t& find(std::uint64_t key, const Same& same) {
    key *= 0x9E3779B97F4A7C15ULL;
    key ^= key >> 31;
    for (std::size_t at = key & (slot_.size() - 1);; at = (at + 1) & (slot_.size() - 1))
      if (slot_[at] == kNone || same(slot_[at])) return slot_[at];
  }

 private:
  std::vector<std::uint32_t> slot_;
};

}  // namespace

LinkBundles bundle_links(const LinkTable& t, const LayerFilter& filter, Zoom zoom, double metres_per_u) {
  LinkBundles out;
  const bool many = t.n_links() > kManyLinks;
  out.by_cells = zoom == Zoom::kCity || many;
  const Places places = places_of(t, zoom == Zoom::kCity ? kLinkCellU * metres_per_u : many ? kCloseLinkCellU * metres_per_u : 0);
  std::vector<std::uint8_t> in_focus(t.n_nodes(), filter.link_focus.empty() ? 1 : 0);
  for (const Partner p : filter.link_focus)
    if (const std::uint32_t v = t.node_of(p); v != kNone) in_focus[v] = 1;

  struct Key { std::uint32_t from, to; std::uint8_t kind; };
  std::vector<Key> keys;
  std::vector<LinkBundle>& bundles = out.bundles;
  Numbers numbers(t.n_links());
  for (std::size_t k = 0; k < t.n_links(); ++k) {
    if (!passes(t, k, filter)) continue;
    const std::uint32_t a = places.of[t.from[k]], b = places.of[t.to[k]];
    if (a == kNone || b == kNone) {
      ++out.without_place;
      continue;
    }
    if (a == b) {
      ++out.within;
      continue;
    }
    const bool faint = in_focus[t.from[k]] == 0 || in_focus[t.to[k]] == 0;
    const auto kind = static_cast<std::uint8_t>(static_cast<unsigned>(t.type[k]) * 8 + static_cast<unsigned>(t.status[k]) * 2 + (faint ? 1 : 0));
    std::uint32_t& at = numbers.find((std::uint64_t{a} << 36) ^ (std::uint64_t{b} << 8) ^ kind, [&](std::uint32_t n) { return keys[n].from == a && keys[n].to == b && keys[n].kind == kind; });
    if (at == kNone) {
      at = static_cast<std::uint32_t>(bundles.size());
      keys.push_back({a, b, kind});
      LinkBundle made;
      made.from = places.at[a], made.to = places.at[b], made.type = t.type[k], made.status = t.status[k], made.faint = faint;
      bundles.push_back(made);
    }
    LinkBundle& bundle = bundles[at];
    ++bundle.links;
    if (t.capacity[k] >= 0) bundle.capacity = std::max(0.0, bundle.capacity) + t.capacity[k];
  }

  std::array<double, kLinkTypes> most{}, most_links{};
  for (const LinkBundle& b : bundles) {
    const auto type = static_cast<std::size_t>(b.type);
    most[type] = std::max(most[type], b.capacity), most_links[type] = std::max(most_links[type], static_cast<double>(b.links));
  }
  for (LinkBundle& b : bundles) {
    const auto type = static_cast<std::size_t>(b.type);
    if (conserves(b.type) && b.capacity >= 0 && most[type] > 0) {
      b.strength = std::sqrt(b.capacity / most[type]);
      b.width_u = kThinLinkU + (kWideLinkU - kThinLinkU) * b.strength;
    } else {
      // Nothing is stated that could be measured: how many there are, and never as wide as what is.
      const auto links = static_cast<double>(b.links);
      b.strength = 0.5 * std::sqrt(links / most_links[type]);
      b.width_u = std::min(0.6 * kWideLinkU, kThinLinkU + 0.9 * (std::sqrt(links) - 1));
    }
  }
  return out;
}

}  // namespace catchment::scene
