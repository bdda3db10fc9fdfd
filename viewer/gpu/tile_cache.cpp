#include "viewer/gpu/tile_cache.h"

#include <algorithm>

namespace catchment::gpu {

namespace {
constexpr std::size_t kMostBytes = 256u << 20;
}

CachedTile* TileCache::find(std::int64_t scale, std::int64_t x, std::int64_t y) {
  const auto it = tiles_.find({scale, x, y});
  return it == tiles_.end() ? nullptr : &it->second;
}

CachedTile& TileCache::make(std::int64_t scale, const TileView& view) {
  CachedTile& tile = tiles_[{scale, view.x, view.y}];
  tile.view = view;
  return tile;
}

Texture TileCache::texture() {
  if (!spare_.empty()) {
    Texture out = std::move(spare_.back());
    spare_.pop_back();
    return out;
  }
  ++textures_;
  glActiveTexture(GL_TEXTURE0 + kPictureUnit);
  return make_texture(GL_RGBA8, kScreenTile, kScreenTile, GL_RGBA, GL_UNSIGNED_BYTE);
}

void TileCache::forget(std::size_t on_screen, std::uint64_t frame) {
  const std::size_t most = std::max(2 * on_screen, kMostBytes / (2u * kScreenTile * kScreenTile * 4));
  if (tiles_.size() <= most) return;
  // A quarter more than needed goes, so that this is not done for every tile.
  std::vector<std::uint64_t> used;
  for (const auto& [key, tile] : tiles_) used.push_back(tile.used);
  const std::size_t gone = tiles_.size() - most * 3 / 4;
  std::nth_element(used.begin(), used.begin() + static_cast<std::ptrdiff_t>(gone), used.end());
  const std::uint64_t until = std::min(used[gone], frame);
  for (auto it = tiles_.begin(); it != tiles_.end();) {
    if (it->second.used >= until) {
      ++it;
      continue;
    }
    if (it->second.still) spare_.push_back(std::move(it->second.still));
    if (it->second.over) spare_.push_back(std::move(it->second.over));
    it = tiles_.erase(it);
  }
}

void TileCache::clear() {
  for (auto& [key, tile] : tiles_) {
    if (tile.still) spare_.push_back(std::move(tile.still));
    if (tile.over) spare_.push_back(std::move(tile.over));
  }
  tiles_.clear();
}

}  // namespace catchment::gpu
