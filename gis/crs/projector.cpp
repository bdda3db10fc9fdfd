#include "gis/crs/projector.h"

#include <cpl_conv.h>
#include <ogr_spatialref.h>

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "gis/crs/gdal_errors.h"
#include "gis/crs/srs.h"
#include "sim/core/error.h"

namespace catchment::gis {

namespace {

bool is_shifted(Datum datum) { return datum == Datum::kGcj02 || datum == Datum::kBd09; }

// The CRS that the coordinates are in once the datum's own shift is taken off.
std::string effective_crs(const std::string& crs, Datum datum) {
  if (is_shifted(datum)) return "EPSG:4326";
  if (!crs.empty()) return crs;
  if (datum == Datum::kWgs84) return "EPSG:4326";
  if (datum == Datum::kCgcs2000) return "EPSG:4490";
  return {};
}

struct DestroyTransformation {
  void operator()(OGRCoordinateTransformation* t) const { OGRCoordinateTransformation::DestroyCT(t); }
};
using Transformation = std::unique_ptr<OGRCoordinateTransformation, DestroyTransformation>;

Transformation make_transformation(const OGRSpatialReference& from, const OGRSpatialReference& to) {
  GdalErrors errors;
  Transformation t(OGRCreateCoordinateTransformation(&from, &to));
  if (!t)
    throw InputError("CRS", fmt::format("no way from '{}' to '{}' ({})", short_name(from), short_name(to),
                                        errors.text("PROJ knows none")),
                     "choose another CRS");
  t->SetEmitErrors(false);
  return t;
}

}  // namespace

OGRSpatialReference parse_crs(const std::string& text, const std::string& where) {
  GdalErrors errors;
  OGRSpatialReference srs;
  const bool ok = !text.empty() &&
                  srs.SetFromUserInput(text.c_str(), OGRSpatialReference::SET_FROM_USER_INPUT_LIMITATIONS_get()) ==
                      OGRERR_NONE;
  if (!ok)
    throw InputError(where, fmt::format("'{}' is not a coordinate reference system that PROJ knows", text.substr(0, 80)),
                     "write an EPSG code such as \"EPSG:4326\" or \"EPSG:32651\"");
  srs.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
  return srs;
}

std::string short_name(const OGRSpatialReference& srs) {
  const char* authority = srs.GetAuthorityName(nullptr);
  const char* code = srs.GetAuthorityCode(nullptr);
  if (authority != nullptr && code != nullptr) return fmt::format("{}:{}", authority, code);
  const char* name = srs.GetName();
  if (name == nullptr) return {};
  const std::string text = name;
  return text.starts_with("Undefined") || text.starts_with("undefined") || text == "unknown" ? std::string{} : text;
}

std::string full_text(const OGRSpatialReference& srs) {
  GdalErrors errors;
  char* wkt = nullptr;
  const char* options[] = {"FORMAT=WKT2_2019", nullptr};
  srs.exportToWkt(&wkt, options);
  std::string text = wkt != nullptr ? wkt : "";
  CPLFree(wkt);
  return text;
}

std::string choose_crs(LonLat centre) {
  if (!std::isfinite(centre.lon) || !std::isfinite(centre.lat) || std::abs(centre.lat) > 90)
    throw InputError("CRS", fmt::format("no place at longitude {}, latitude {}", centre.lon, centre.lat),
                     "set \"crs\" to a projected CRS in metres");
  if (centre.lat >= 84) return "EPSG:32661";   // universal polar stereographic
  if (centre.lat <= -80) return "EPSG:32761";
  const double turned = centre.lon - 360 * std::floor((centre.lon + 180) / 360);  // [-180, 180)
  const int zone = std::clamp(static_cast<int>(std::floor((turned + 180) / 6)) + 1, 1, 60);
  return fmt::format("EPSG:{}", (centre.lat < 0 ? 32700 : 32600) + zone);
}

void require_metres(const std::string& crs, const std::string& where) {
  const std::string remedy =
      "choose a projected CRS in metres, e.g. \"EPSG:32651\" for Shanghai, or \"auto\" to have one chosen";
  const OGRSpatialReference srs = parse_crs(crs, where);
  const auto refuse = [&](const std::string& why) {
    throw InputError(where, fmt::format("CRS '{}' cannot measure metres: {}", crs.substr(0, 80), why), remedy);
  };
  if (srs.IsGeographic()) refuse("it is in degrees");
  if (!srs.IsProjected()) refuse("it is not a projected CRS");
  const char* method = srs.GetAttrValue("PROJECTION");
  const std::string projection = method != nullptr ? method : "";
  if (projection.starts_with("Mercator") || projection.find("Pseudo_Mercator") != std::string::npos ||
      projection.find("Pseudo-Mercator") != std::string::npos)
    refuse("it is a Mercator projection, whose metres grow with latitude (at Shanghai 17 % too long)");
  if (projection.starts_with("Equirectangular") || projection.starts_with("Plate_Carree") ||
      projection.starts_with("Equidistant_Cylindrical") || projection.starts_with("Miller"))
    refuse("its metres east grow with latitude");
  const char* unit = nullptr;
  const double metres = srs.GetLinearUnits(&unit);
  if (std::abs(metres - 1) > 1e-12)
    refuse(fmt::format("its unit is '{}'", unit != nullptr ? unit : "unknown"));
}

struct Projector::Rooms {
  OGRSpatialReference from, to;
  bool same = false;
  bool degrees = false;            // of the source
  Datum datum = Datum::kDeclaredByCrs;
  Transformation transformation;   // none if `same`
  double residual_m = 0;

  // The index of the first point that fails, or -1.
  std::ptrdiff_t run(std::span<Point> points);
};

std::ptrdiff_t Projector::Rooms::run(std::span<Point> points) {
  constexpr std::size_t block = 2048;
  std::array<double, block> x, y;
  std::array<int, block> ok;
  GdalErrors errors;
  for (std::size_t begin = 0; begin < points.size(); begin += block) {
    const std::size_t n = std::min(block, points.size() - begin);
    for (std::size_t i = 0; i < n; ++i) {
      const Point p = points[begin + i];
      if (!std::isfinite(p.x) || !std::isfinite(p.y)) return static_cast<std::ptrdiff_t>(begin + i);
      if (degrees && (std::abs(p.y) > 90.0000001 || std::abs(p.x) > 360.0000001))
        return static_cast<std::ptrdiff_t>(begin + i);
      x[i] = p.x;
      y[i] = p.y;
      if (is_shifted(datum)) {
        const Inverted wgs84 = to_wgs84({p.x, p.y}, datum);
        residual_m = std::max(residual_m, wgs84.residual_m);
        x[i] = wgs84.at.lon;
        y[i] = wgs84.at.lat;
      }
    }
    if (!same) transformation->Transform(static_cast<int>(n), x.data(), y.data(), nullptr, nullptr, ok.data());
    for (std::size_t i = 0; i < n; ++i) {
      if (!same && (ok[i] == 0 || !std::isfinite(x[i]) || !std::isfinite(y[i])))
        return static_cast<std::ptrdiff_t>(begin + i);
      points[begin + i] = {x[i], y[i]};
    }
  }
  return -1;
}

Projector::Projector(const std::string& source_crs, Datum datum, const std::string& project_crs)
    : rooms_(std::make_unique<Rooms>()) {
  if (datum == Datum::kAsk)
    throw InputError("CRS", "the datum of the coordinates is not declared",
                     "declare datum as wgs84, gcj02, bd09 or cgcs2000");
  rooms_->from = parse_crs(effective_crs(source_crs, datum), "CRS of the source");
  rooms_->to = parse_crs(project_crs, "CRS of the project");
  rooms_->datum = datum;
  rooms_->degrees = rooms_->from.IsGeographic();
  rooms_->same = rooms_->from.IsSame(&rooms_->to);   // then coordinates keep their bits
  if (!rooms_->same) rooms_->transformation = make_transformation(rooms_->from, rooms_->to);
}

Projector::~Projector() = default;
Projector::Projector(Projector&&) noexcept = default;
Projector& Projector::operator=(Projector&&) noexcept = default;

Projector Projector::clone() const {
  return {full_text(rooms_->from), rooms_->datum, full_text(rooms_->to)};
}

bool Projector::try_apply(std::span<Point> points, std::size_t* failed) const {
  // PROJ wraps longitudes round the globe; a longitude of 221.5 in a file is a slip, not a place.
  if (rooms_->degrees)
    for (std::size_t i = 0; i < points.size(); ++i)
      if (!(std::abs(points[i].x) <= 180.000001 && std::abs(points[i].y) <= 90.000001)) {
        if (failed != nullptr) *failed = i;
        return false;
      }
  const std::ptrdiff_t bad = rooms_->run(points);
  if (bad >= 0 && failed != nullptr) *failed = static_cast<std::size_t>(bad);
  return bad < 0;
}

void Projector::apply(std::span<Point> points) const {
  std::size_t failed = 0;
  // The failed point still has its source coordinates: only whole blocks before it were changed.
  if (!try_apply(points, &failed))
    throw InputError(fmt::format("point {}", failed + 1),
                     fmt::format("({}, {}) cannot be projected from '{}' to '{}'", points[failed].x, points[failed].y,
                                 short_name(rooms_->from), short_name(rooms_->to)),
                     rooms_->degrees ? "its longitude or latitude is out of range" : "check the CRS of the source");
}

Point Projector::apply(Point p) const {
  apply(std::span(&p, 1));
  return p;
}

double Projector::residual_m() const { return rooms_->residual_m; }

struct ToLonLat::Rooms {
  Transformation transformation;
};

ToLonLat::ToLonLat(const std::string& project_crs) : rooms_(std::make_unique<Rooms>()) {
  const auto from = parse_crs(project_crs, "CRS of the project");
  rooms_->transformation = make_transformation(from, parse_crs("EPSG:4326", "CRS"));
}

ToLonLat::~ToLonLat() = default;
ToLonLat::ToLonLat(ToLonLat&&) noexcept = default;
ToLonLat& ToLonLat::operator=(ToLonLat&&) noexcept = default;

LonLat ToLonLat::operator()(Point p) const {
  int ok = 0;
  GdalErrors errors;
  rooms_->transformation->Transform(1, &p.x, &p.y, nullptr, nullptr, &ok);
  if (ok == 0 || !std::isfinite(p.x) || !std::isfinite(p.y))
    throw InputError("CRS", "a point lies outside the domain of the project's CRS", "check the CRS of the sources");
  return {p.x, p.y};
}

}  // namespace catchment::gis
