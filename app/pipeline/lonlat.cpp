#include "app/pipeline/lonlat.h"

#include <cmath>
#include <span>

#include "gis/crs/projector.h"
#include "gis/vector/layer.h"
#include "sim/core/error.h"

namespace catchment::pipeline {

struct LonLatConverter::Parts {
  explicit Parts(const std::string& crs) : forward("EPSG:4326", Datum::kWgs84, crs), back(crs, Datum::kDeclaredByCrs, "EPSG:4326") {}
  gis::Projector forward, back;
};

LonLatConverter::LonLatConverter(const std::string& crs) {
  gis::initialise();
  if (crs.empty()) return;
  try {
    parts_ = std::make_unique<Parts>(crs);
  } catch (const InputError&) {
    // A plan in metres of nowhere in particular: places have no longitude.
  }
}
LonLatConverter::~LonLatConverter() = default;

std::optional<std::array<double, 2>> LonLatConverter::to_lonlat(Point m) const {
  if (!parts_ || !parts_->back.try_apply(std::span(&m, 1)) || !std::isfinite(m.x) || !std::isfinite(m.y)) return std::nullopt;
  return std::array<double, 2>{m.x, m.y};
}

std::optional<Point> LonLatConverter::to_m(double lon, double lat) const {
  if (!(std::abs(lon) <= 360 && std::abs(lat) <= 90)) return std::nullopt;
  Point p{lon, lat};
  if (!parts_ || !parts_->forward.try_apply(std::span(&p, 1)) || !std::isfinite(p.x) || !std::isfinite(p.y)) return std::nullopt;
  return p;
}

}  // namespace catchment::pipeline
