#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>

#include "gis/crs/datum.h"
#include "sim/core/geometry.h"

namespace catchment::gis {

/// The projected CRS in metres that suits a place: UTM by zone ("EPSG:32651" at 121.47 E, 31.23 N), south zones 327xx.
/// Shanghai therefore gets EPSG:32651; EPSG:4549 may be asked for by the scenario.
std::string choose_crs(LonLat centre);

/// Refuses (InputError) an unknown or geographic CRS, every normal Mercator (EPSG:3857, 3395, ...) and equirectangular
/// one, and units other than the metre: those cannot measure metres.
/// `where` opens the message, e.g. "town.toml:4:7".
void require_metres(const std::string& crs, const std::string& where);

/// Coordinates of one source (its CRS, and its datum if that is a shifted one) into the project's CRS in metres.
/// Axis order is always x = easting/longitude, y = northing/latitude. One object per thread (PROJ is not thread-safe):
/// clone(). Throws InputError for an unknown CRS.
class Projector {
 public:
  Projector(const std::string& source_crs, Datum datum, const std::string& project_crs);
  ~Projector();
  Projector(Projector&&) noexcept;
  Projector& operator=(Projector&&) noexcept;
  [[nodiscard]] Projector clone() const;
  /// In place. Throws InputError naming the first point that cannot be projected (NaN, infinite, out of the CRS's domain).
  void apply(std::span<Point> points) const;
  [[nodiscard]] Point apply(Point p) const;
  /// As apply, but false at the first point that cannot be projected, whose index goes to `failed`; it keeps its source
  /// coordinates. For callers that can name the record.
  [[nodiscard]] bool try_apply(std::span<Point> points, std::size_t* failed = nullptr) const;
  /// Largest datum inverse residual met so far, m.
  [[nodiscard]] double residual_m() const;

 private:
  struct Rooms;
  std::unique_ptr<Rooms> rooms_;
};

/// Project CRS -> WGS-84, for reports, GeoJSON and coordinates under a cursor.
class ToLonLat {
 public:
  explicit ToLonLat(const std::string& project_crs);
  ~ToLonLat();
  ToLonLat(ToLonLat&&) noexcept;
  ToLonLat& operator=(ToLonLat&&) noexcept;
  [[nodiscard]] LonLat operator()(Point p) const;

 private:
  struct Rooms;
  std::unique_ptr<Rooms> rooms_;
};

}  // namespace catchment::gis
