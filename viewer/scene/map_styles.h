#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

#include "sim/network/street_network.h"
#include "sim/world/world.h"
#include "viewer/scene/colour.h"
#include "viewer/scene/symbology.h"

namespace catchment::scene {

// What ground and streets look like, for whoever draws them: the display list and the viewer's GPU layers.

/// Zoom classes, by how many metres one design pixel shows.
enum class Zoom { kBlock, kDistrict, kCity };
constexpr Zoom zoom_class(double metres_per_u) {
  return metres_per_u <= 3 ? Zoom::kBlock : metres_per_u <= 14 ? Zoom::kDistrict : Zoom::kCity;
}

/// Demand is a density grid from this many demand points in view, and where buildings would be specks of a few pixels.
inline constexpr std::size_t kDenseFrom = 60000, kSpecksFrom = 5000;
constexpr bool is_dense(std::size_t points_in_view, double metres_per_u) {
  return points_in_view > kDenseFrom || (metres_per_u > 7 && points_in_view > kSpecksFrom);
}
/// Strength of a density cell's colour, from few to many persons.
inline constexpr std::array kDensityStrength{0.38, 0.68, 1.0};

struct GroundTint { ContextKind kind; Colour Palette::*colour; const char* zh; const char* en; };
/// From the back to the front: a park may lie in a campus, a river runs over everything.
inline constexpr std::array kGroundTints{
    GroundTint{ContextKind::kBlock, &Palette::block, "街坊", "Block"},
    GroundTint{ContextKind::kQuarter, &Palette::block, "居住小区", "Residential quarter"},
    GroundTint{ContextKind::kIndustrial, &Palette::industrial, "产业园区", "Industrial park"},
    GroundTint{ContextKind::kCampus, &Palette::campus, "校园", "Campus"},
    GroundTint{ContextKind::kGreen, &Palette::green, "绿地", "Green"},
    GroundTint{ContextKind::kWater, &Palette::water, "水域", "Water"},
};
/// Edge of water, and how wide a river is that is only a line; design px.
inline constexpr double kShoreU = 0.7, kRiverU = 3;
inline Colour shore_colour(const Palette& p) { return mix(p.water, p.soft_ink, 0.25); }

struct StreetStyle { StreetClass street_class; double ground_m, least_u, most_u; Zoom until; };
/// Widths: as on the ground where the zoom allows, never thinner than can be seen. From the back to the front.
inline constexpr std::array kStreetStyles{
    StreetStyle{StreetClass::kSteps, 2.0, 0.8, 3, Zoom::kBlock},
    StreetStyle{StreetClass::kFootway, 2.0, 0.8, 3, Zoom::kBlock},
    StreetStyle{StreetClass::kCycleway, 2.5, 0.8, 3, Zoom::kBlock},
    StreetStyle{StreetClass::kLane, 4.0, 1.2, 5, Zoom::kBlock},
    StreetStyle{StreetClass::kService, 4.5, 1.2, 5, Zoom::kBlock},
    StreetStyle{StreetClass::kPedestrian, 6.0, 1.5, 7, Zoom::kBlock},
    StreetStyle{StreetClass::kResidential, 8.0, 1.3, 10, Zoom::kDistrict},
    StreetStyle{StreetClass::kTertiary, 12.0, 1.8, 13, Zoom::kDistrict},
    StreetStyle{StreetClass::kSecondary, 18.0, 1.6, 16, Zoom::kCity},
    StreetStyle{StreetClass::kPrimary, 24.0, 2.2, 20, Zoom::kCity},
    StreetStyle{StreetClass::kMotorway, 24.0, 2.4, 20, Zoom::kCity},
};

/// How one class of streets is drawn at a scale.
struct StreetLook {
  bool drawn = false;
  double width_px = 0, casing_px = 0;        ///< casing 0: none
  Colour fill, casing;
  double dash_u = 0, gap_u = 0;              ///< design px; 0: solid
};
constexpr bool is_path(StreetClass c) {
  return c == StreetClass::kSteps || c == StreetClass::kFootway || c == StreetClass::kCycleway;
}
inline StreetLook street_look(const StreetStyle& s, const Palette& p, double px_per_m, double u, bool dense) {
  StreetLook look;
  look.drawn = dense ? s.until == Zoom::kCity : static_cast<int>(zoom_class(u / px_per_m)) <= static_cast<int>(s.until);
  look.width_px = std::clamp(s.ground_m * 0.8 * px_per_m, s.least_u * u, s.most_u * u);
  if (is_path(s.street_class)) {
    look.fill = p.path;
    if (s.street_class != StreetClass::kCycleway) look.dash_u = 3, look.gap_u = 2;
    return look;
  }
  const bool fast = s.street_class == StreetClass::kMotorway, cased = look.width_px >= 1.7 * u;
  if (cased) look.casing_px = look.width_px + std::min(2.2 * u, 0.8 * u + 0.2 * look.width_px);
  look.casing = fast ? p.motorway_casing : p.street_casing;
  look.fill = fast ? p.motorway : cased ? p.street : p.dark ? p.minor_street : mix(p.street_casing, p.paper, 0.2);
  return look;
}

/// Bands on streets, design px.
constexpr double band_width_u(Zoom zoom) { return zoom == Zoom::kBlock ? 2.8 : zoom == Zoom::kDistrict ? 1.7 : 1.2; }
/// Outlines of buildings: one step darker (lighter on a dark ground) than the fill, at block zoom only.
inline Colour outline_colour(const Palette& p, Colour fill) { return mix(fill, p.dark ? rgb(0xFFFFFF) : rgb(0x000000), 0.3); }
inline constexpr double kBuildingOutlineU = 0.7, kDiscOutlineU = 0.8;

}  // namespace catchment::scene
