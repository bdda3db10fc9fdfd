#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <vector>

#include <epoxy/gl.h>

#include "bench/viewer/frame_times.h"
#include "viewer/gpu/demand_colours.h"
#include "viewer/gpu/geometry_data.h"
#include "viewer/gpu/map_renderer.h"
#include "viewer/gpu/offscreen.h"
#include "viewer/gpu/tile_painter.h"

namespace catchment::bench {

/// The simple way: all streets and buildings from the same buffers, without culling, without a density grid and without keeping anything (into
/// 256 x 256 pixels, so that only the geometry costs). Processor time in ms, median of five.
inline double everything_ms(gpu::Offscreen& screen, const std::shared_ptr<const gpu::MapGeometry>& geometry, const std::vector<std::int8_t>& of, const std::vector<gpu::ClassLook>& looks) {
  screen.bind();
  gpu::TilePainter painter(geometry);
  gpu::DemandColours colours(geometry);
  colours.set(of, looks.size());
  painter.upload(colours);
  painter.set_palette(scene::palette(false), looks);
  const gpu::Texture still = gpu::make_texture(GL_RGBA8, gpu::kScreenTile, gpu::kScreenTile, GL_RGBA, GL_UNSIGNED_BYTE);
  const gpu::Texture over = gpu::make_texture(GL_RGBA8, gpu::kScreenTile, gpu::kScreenTile, GL_RGBA, GL_UNSIGNED_BYTE);
  gpu::TileView all;
  all.metres_per_px = std::max(geometry->columns, geometry->rows) * gpu::kTileM / gpu::kScreenTile;
  gpu::PaintStyle style;
  style.palette = &scene::palette(false);
  style.u = 5 / all.metres_per_px;   // as if at district zoom: buildings without outlines, no paths
  const scene::LayerLook below[] = {{scene::MapLayer::kGround}, {scene::MapLayer::kStreets}}, above[] = {{scene::MapLayer::kDemand}};
  Times times;
  for (int k = 0; k < 5; ++k) {
    const double before = cpu_ms();
    painter.paint_static(all, style, below, still.name());
    painter.paint_over(all, style, still.name(), above, over.name());
    glFinish();
    times.ms.push_back(cpu_ms() - before);
  }
  return times.at(0.5);
}

}  // namespace catchment::bench
