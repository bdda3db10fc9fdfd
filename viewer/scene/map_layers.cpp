#include "viewer/scene/map_layers.h"

namespace catchment::scene {

LayerStack default_layers() {
  LayerStack out;
  for (std::size_t k = 0; k < kMapLayers; ++k) out.push_back({static_cast<MapLayer>(k), true, 1});
  for (auto& look : out)
    if (look.layer == MapLayer::kLinks || look.layer == MapLayer::kBands || look.layer == MapLayer::kCatchments) look.visible = false;
  return out;
}

}  // namespace catchment::scene
