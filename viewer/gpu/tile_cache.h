#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "viewer/gpu/tile_painter.h"

namespace catchment::gpu {

/// Which manner a tile was painted in, as far as it follows from the scale.
struct Manner {
  bool dense = false, specks = false;
  int density_exponent = 0;
  double disc_px_per_root = 0, disc_most_px = 0;
  friend bool operator==(const Manner&, const Manner&) = default;
};

/// A tile of the screen, kept.
struct CachedTile {
  TileView view;
  Texture still, over;                     ///< layers below the demand; all layers. `over` is not used where there is nothing over
  std::uint32_t still_look = 0, over_look = 0;   ///< which look they were painted in; 0: never
  std::uint32_t version = 0;               ///< of the colours in `over`
  Manner manner;
  std::uint64_t used = 0;                  ///< frame that showed it last
};

/// Tiles by scale and number, those unused for longest forgotten first. At most 256 MB of textures (512 tiles), or twice what is on the screen.
class TileCache {
 public:
  [[nodiscard]] CachedTile* find(std::int64_t scale, std::int64_t x, std::int64_t y);
  CachedTile& make(std::int64_t scale, const TileView& view);
  /// Tiles of other scales that have a picture, grouped by scale.
  template <class Visit>
  void each(Visit&& visit) {
    for (auto& [key, tile] : tiles_) visit(key.scale, tile);
  }
  Texture texture();
  void forget(std::size_t on_screen, std::uint64_t frame);
  void clear();
  [[nodiscard]] std::size_t size() const { return tiles_.size(); }
  [[nodiscard]] std::size_t bytes() const { return textures_ * kScreenTile * kScreenTile * 4; }

 private:
  struct Key {
    std::int64_t scale, x, y;
    friend bool operator==(const Key&, const Key&) = default;
  };
  struct Hash {
    std::size_t operator()(const Key& k) const noexcept {
      auto h = static_cast<std::uint64_t>(k.scale) * 0x9E3779B97F4A7C15u;
      h = (h ^ static_cast<std::uint64_t>(k.x)) * 0xBF58476D1CE4E5B9u;
      h = (h ^ (h >> 31) ^ static_cast<std::uint64_t>(k.y)) * 0x94D049BB133111EBu;
      return static_cast<std::size_t>(h ^ (h >> 29));
    }
  };
  std::unordered_map<Key, CachedTile, Hash> tiles_;
  std::vector<Texture> spare_;
  std::size_t textures_ = 0;
};

}  // namespace catchment::gpu
