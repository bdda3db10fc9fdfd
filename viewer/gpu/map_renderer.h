#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "sim/network/search.h"
#include "viewer/gpu/map_geometry.h"
#include "viewer/scene/camera.h"
#include "viewer/scene/map_layers.h"
#include "viewer/scene/symbology.h"

namespace catchment::gpu {

/// How a class of demand points looks.
struct ClassLook {
  scene::Colour fill;
  scene::Hatch hatch = scene::Hatch::kNone;
};

/// What is drawn this frame.
struct MapLook {
  bool dark = false;
  double u = 1;                          ///< px per design px (screen scale)
  scene::LayerStack layers = scene::default_layers();   ///< the four GPU layers of it are read
  scene::LayerFilter filter;             ///< building_kinds, classes, least_persons are read
  friend bool operator==(const MapLook&, const MapLook&) = default;
};

/// Draws the ground, the streets, their bands and the demand of one world. Needs a current OpenGL 3.3 core context, for its
/// whole life. Tiles of the screen are kept as textures: panning copies them and draws only what comes in; an edit draws anew only
/// the tiles where a colour has changed. Where a building would be under about 2.5 px, demand is a density grid.
///
/// Same widths, colours and zoom classes as `scene::draw_map` (scene/map_styles.h). Three things differ, so that nothing changes its manner while the
/// map is moved: whether the map is dense, and how large discs are, follow from the fullest window of this size anywhere in the
/// world; the steps of density from all people of the world; and upright maps lie on whole pixels, at most half a pixel from the camera.
///
/// Textures: at most 256 MB, or twice what is on the screen. A tile of 256 x 256 px costs software OpenGL 1 to 3 ms.
class MapRenderer {
 public:
  explicit MapRenderer(std::shared_ptr<const MapGeometry> geometry);
  ~MapRenderer();
  MapRenderer(const MapRenderer&) = delete;
  MapRenderer& operator=(const MapRenderer&) = delete;

  /// The class of every demand point (-1: none; the building is plain) and how classes look. O(points).
  void set_classes(std::span<const std::int8_t> of, std::vector<ClassLook> looks);
  /// The classes of these points are now those of `of`. O(points given): bytes change, geometry does not.
  void update_classes(std::span<const std::uint32_t> points, std::span<const std::int8_t> of);
  /// Pieces of streets by band (edge ids of the world that the geometry is of), near to far; empty: no bands.
  void set_bands(std::span<const EdgeBand> pieces, std::vector<scene::Colour> colours);

  /// Draws into the bound frame buffer at its lower left corner, viewport camera.width x camera.height; leaves the usual state (no depth
  /// test, blending as ImGui sets it itself). A scissor box that is on is kept. `milliseconds`: roughly how long new tiles may take this
  /// frame (one is drawn in any case); 0: until the picture is final. While the scale changes from frame to frame, tiles of other scales are
  /// shown and none drawn. `covered_px`: at the left, top, right and bottom, by something opaque that is drawn later: no tile is needed that
  /// lies wholly under it. -> whether the picture is final (nothing is coarser than it should be).
  bool draw(const scene::Camera& camera, const MapLook& look, double milliseconds, const std::array<double, 4>& covered_px = {});

  struct Stats {
    std::size_t tiles_drawn = 0, tiles_kept = 0, buildings_drawn = 0;
    std::size_t bytes_gpu = 0;
    bool density = false;
    // For the legend:
    double density_cell_m = 0, density_low = 0, density_high = 0;   ///< persons per hectare at which the strength changes
    double disc_persons = 0, disc_radius_px = 0;                    ///< a disc of so many persons is so large; 0: there are none
  };
  [[nodiscard]] Stats stats() const;     ///< of the last draw

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace catchment::gpu
