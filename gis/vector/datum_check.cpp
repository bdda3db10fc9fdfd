#include "gis/vector/datum_check.h"

#include <ogr_geometry.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <initializer_list>
#include <map>
#include <memory>
#include <numbers>
#include <optional>
#include <stdexcept>

#include <fmt/format.h>

#include "gis/crs/gdal_errors.h"

namespace catchment::gis {

namespace {

constexpr std::size_t kFewestPlaces = 3;
constexpr double kOverlapGain = 0.05;
constexpr double kShift_m = 100;
// More pairs add nothing: the median of some hundred is known to a few metres.
constexpr std::size_t kMostShapes = 64, kMostPoints = 20000;
constexpr std::array kTruths = {Datum::kWgs84, Datum::kGcj02, Datum::kBd09};

Datum plain(Datum label) { return label == Datum::kGcj02 || label == Datum::kBd09 ? label : Datum::kWgs84; }

// Where a place would lie if its coordinates, labelled `label`, were truly in `truth`.
LonLat as_if(LonLat labelled_wgs84, Datum label, Datum truth) {
  if (plain(label) == plain(truth)) return labelled_wgs84;
  return to_wgs84(from_wgs84(labelled_wgs84, plain(label)), truth).at;
}

MultiPolygon as_if(const MultiPolygon& shape, Datum label, Datum truth) {
  MultiPolygon moved = shape;
  for (auto& polygon : moved)
    for (auto& ring : polygon.rings)
      for (Point& p : ring) {
        const LonLat at = as_if(LonLat{p.x, p.y}, label, truth);
        p = {at.lon, at.lat};
      }
  return moved;
}

std::unique_ptr<OGRGeometry> to_ogr(const MultiPolygon& shape) {
  auto out = std::make_unique<OGRMultiPolygon>();
  for (const auto& polygon : shape) {
    auto one = std::make_unique<OGRPolygon>();
    for (const auto& points : polygon.rings) {
      auto ring = std::make_unique<OGRLinearRing>();
      ring->setNumPoints(static_cast<int>(points.size()), FALSE);
      for (std::size_t i = 0; i < points.size(); ++i) ring->setPoint(static_cast<int>(i), points[i].x, points[i].y);
      ring->closeRings();
      one->addRingDirectly(ring.release());
    }
    out->addGeometryDirectly(one.release());
  }
  std::unique_ptr<OGRGeometry> whole = std::move(out);
  if (!whole->IsValid()) whole.reset(whole->MakeValid());
  return whole;
}

double ogr_area(const OGRGeometry* g) {
  if (g == nullptr) return 0;
  switch (wkbFlatten(g->getGeometryType())) {
    case wkbPolygon: return g->toPolygon()->get_Area();
    case wkbMultiPolygon: return g->toMultiPolygon()->get_Area();
    case wkbGeometryCollection: return g->toGeometryCollection()->get_Area();
    default: return 0;
  }
}

double median(std::vector<double> values) {
  if (values.empty()) return 0;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

struct Shift { double east_m, north_m; };

Shift between(LonLat from, LonLat to) {
  constexpr double metres_per_degree = 111195.08;   // on the mean sphere; a shift needs no more
  return {(to.lon - from.lon) * metres_per_degree * std::cos(from.lat * std::numbers::pi / 180),
          (to.lat - from.lat) * metres_per_degree};
}

// Places of two layers that bear the same name, each name once on both sides.
std::vector<std::pair<std::size_t, std::size_t>> shared_names(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  const auto once = [](const std::vector<std::string>& names) {
    std::map<std::string, std::ptrdiff_t> index;
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (names[i].empty()) continue;
      const auto [at, fresh] = index.try_emplace(names[i], static_cast<std::ptrdiff_t>(i));
      if (!fresh) at->second = -1;
    }
    return index;
  };
  const auto in_a = once(a), in_b = once(b);
  std::vector<std::pair<std::size_t, std::size_t>> pairs;
  for (const auto& [name, i] : in_a)
    if (const auto at = in_b.find(name); i >= 0 && at != in_b.end() && at->second >= 0)
      pairs.emplace_back(static_cast<std::size_t>(i), static_cast<std::size_t>(at->second));
  return pairs;
}

template <class T>
void thin(std::vector<T>& items, std::size_t most) {
  if (items.size() <= most) return;
  std::vector<T> kept;
  for (std::size_t k = 0; k < most; ++k) kept.push_back(items[k * items.size() / most]);
  items = std::move(kept);
}

// How well one layer fits another under each truth of its label. `fit` is a share 0..1 where there are areas.
struct Comparison {
  std::size_t reference = 0, places = 0;
  std::array<double, kTruths.size()> fit{}, distance_m{};
  std::array<Shift, kTruths.size()> shift{};
  bool has_fit = false;
  std::string kind;   // "median overlap" or "share inside"
};

std::optional<Comparison> compare(const DatumSample& a, const DatumSample& b) {
  Comparison out;
  const auto by_shift = [&](auto place_a, auto place_b, const auto& pairs, std::size_t t) {
    std::vector<double> east, north, far;
    for (const auto& [i, j] : pairs) {
      const Shift s = between(place_b(j), place_a(i));
      east.push_back(s.east_m);
      north.push_back(s.north_m);
      far.push_back(std::hypot(s.east_m, s.north_m));
    }
    out.shift[t] = {median(std::move(east)), median(std::move(north))};
    out.distance_m[t] = median(std::move(far));
  };
  if (!a.shape.empty() && !b.shape.empty()) {
    auto pairs = shared_names(a.name, b.name);
    thin(pairs, kMostShapes);
    if (pairs.size() < kFewestPlaces) return std::nullopt;
    out.places = pairs.size();
    out.has_fit = true;
    out.kind = "median overlap";
    std::vector<MultiPolygon> theirs;
    for (const auto& [i, j] : pairs) theirs.push_back(b.shape[j]);
    for (std::size_t t = 0; t < kTruths.size(); ++t) {
      std::vector<MultiPolygon> ours;
      std::vector<std::pair<std::size_t, std::size_t>> places;
      for (std::size_t k = 0; k < pairs.size(); ++k) {
        ours.push_back(as_if(a.shape[pairs[k].first], a.label, kTruths[t]));
        places.emplace_back(k, k);
      }
      const auto middle = [](const MultiPolygon& shape) {
        const Point c = centroid(shape);
        return LonLat{c.x, c.y};
      };
      out.fit[t] = overlap(ours, theirs);
      by_shift([&](std::size_t k) { return middle(ours[k]); }, [&](std::size_t k) { return middle(theirs[k]); }, places, t);
    }
    return out;
  }
  if (!a.point.empty() && !b.point.empty()) {
    auto pairs = shared_names(a.name, b.name);
    thin(pairs, kMostPoints);
    if (pairs.size() < kFewestPlaces) return std::nullopt;
    out.places = pairs.size();
    for (std::size_t t = 0; t < kTruths.size(); ++t)
      by_shift([&](std::size_t i) { return as_if(a.point[i], a.label, kTruths[t]); }, [&](std::size_t j) { return b.point[j]; }, pairs, t);
    return out;
  }
  if (a.point.empty() || b.shape.empty()) return std::nullopt;
  // Points and the polygons that they say they lie in.
  std::map<std::string, std::ptrdiff_t> named;
  for (std::size_t j = 0; j < b.name.size(); ++j)
    if (const auto [at, fresh] = named.try_emplace(b.name[j], static_cast<std::ptrdiff_t>(j)); !fresh) at->second = -1;
  std::vector<std::pair<std::size_t, std::size_t>> pairs;
  const auto& areas = a.polygon_name.empty() ? a.name : a.polygon_name;
  for (std::size_t i = 0; i < areas.size(); ++i)
    if (const auto at = named.find(areas[i]); !areas[i].empty() && at != named.end() && at->second >= 0)
      pairs.emplace_back(i, static_cast<std::size_t>(at->second));
  thin(pairs, kMostPoints);
  if (pairs.size() < kFewestPlaces) return std::nullopt;
  out.places = pairs.size();
  out.has_fit = true;
  out.kind = "share inside";
  std::vector<Box> boxes;
  for (const auto& shape : b.shape) boxes.push_back(bounds(shape));
  for (std::size_t t = 0; t < kTruths.size(); ++t) {
    std::size_t inside = 0;
    std::vector<double> east, north;
    for (const auto& [i, j] : pairs) {
      const LonLat at = as_if(a.point[i], a.label, kTruths[t]);
      const Point p{at.lon, at.lat};
      inside += boxes[j].contains(p) && contains(b.shape[j], p) ? 1 : 0;
      const Shift s = between(at, a.point[i]);   // what this truth would take off
      east.push_back(s.east_m);
      north.push_back(s.north_m);
    }
    out.fit[t] = static_cast<double>(inside) / static_cast<double>(pairs.size());
    out.shift[t] = {median(std::move(east)), median(std::move(north))};
  }
  return out;
}

// What one truth wins over the label; negative if it does worse.
struct Gain {
  double fit = 0, metres = 0;
  bool convincing = false;
};

Gain gain_of(const Comparison& c, std::size_t label, std::size_t truth) {
  Gain gain;
  if (c.has_fit) gain.fit = c.fit[truth] - c.fit[label];
  gain.metres = c.distance_m[label] - c.distance_m[truth];
  const bool points_in_areas = c.kind == "share inside";
  const bool fits = c.has_fit && gain.fit >= kOverlapGain &&
                    (!points_in_areas || gain.fit * static_cast<double>(c.places) >= static_cast<double>(kFewestPlaces) - 1e-9);
  const bool closes = !points_in_areas && c.distance_m[label] >= kShift_m && c.distance_m[truth] <= c.distance_m[label] / 3;
  gain.convincing = fits || closes;
  return gain;
}

std::string shift_text(Shift s) {
  const auto side = [](double m, const char* plus, const char* minus) {
    return fmt::format("{:.0f} m {}", std::round(std::abs(m) / 5) * 5, m >= 0 ? plus : minus);
  };
  return fmt::format("{}, {}", side(s.east_m, "east", "west"), side(s.north_m, "north", "south"));
}

const char* option_of(Datum datum) {
  return datum == Datum::kGcj02 ? "gcj02" : datum == Datum::kBd09 ? "bd09" : "wgs84";
}

}  // namespace

double overlap(const std::vector<MultiPolygon>& a, const std::vector<MultiPolygon>& b) {
  if (a.size() != b.size())
    throw std::invalid_argument(fmt::format("overlap: {} shapes against {}", a.size(), b.size()));
  GdalErrors quiet;
  std::vector<double> ratio;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const auto p = to_ogr(a[i]), q = to_ogr(b[i]);
    if (!p || !q) continue;
    const std::unique_ptr<OGRGeometry> both(p->Intersection(q.get()));
    const double common = ogr_area(both.get());
    const double either = ogr_area(p.get()) + ogr_area(q.get()) - common;
    if (either > 0) ratio.push_back(common / either);
  }
  return median(std::move(ratio));
}

Findings check_datums(const std::vector<DatumSample>& layers) {
  struct Suspicion {
    std::size_t truth = 0, supporters = 0;
    double score = 0;
    const Comparison* best = nullptr;
  };
  for (const auto& layer : layers)
    if ((!layer.shape.empty() && layer.shape.size() != layer.name.size()) ||
        (!layer.point.empty() && layer.point.size() != layer.name.size()) ||
        (!layer.polygon_name.empty() && layer.polygon_name.size() != layer.point.size()))
      throw std::invalid_argument("check_datums: names and places of " + layer.where + " differ in number");

  std::vector<DatumSample> current = layers;   // labels are corrected as lies are found
  std::vector<bool> told(layers.size(), false);
  Findings findings;
  for (std::size_t round = 0; round < layers.size(); ++round) {
    std::optional<std::size_t> liar;
    Suspicion worst;
    Comparison evidence;
    for (std::size_t a = 0; a < current.size(); ++a) {
      if (told[a]) continue;
      std::vector<Comparison> comparisons;
      for (std::size_t b = 0; b < current.size(); ++b)
        if (b != a)
          if (auto c = compare(current[a], current[b])) {
            c->reference = b;
            comparisons.push_back(*c);
          }
      const auto label = static_cast<std::size_t>(
          std::find(kTruths.begin(), kTruths.end(), plain(current[a].label)) - kTruths.begin());
      for (std::size_t t = 0; t < kTruths.size(); ++t) {
        if (t == label) continue;
        Suspicion s;
        s.truth = t;
        double most = -1;
        std::size_t against = 0;
        for (const auto& c : comparisons) {
          const Gain gain = gain_of(c, label, t);
          const double score = std::max(gain.fit, 0.0) + std::max(gain.metres, 0.0) / 1000;
          if (gain.convincing) {
            ++s.supporters;
            s.score += score;
            if (score > most) {
              most = score;
              s.best = &c;
            }
          } else if (gain.fit < -kOverlapGain || gain.metres < -kShift_m) {
            ++against;
          }
        }
        if (s.supporters <= against) continue;
        // Of two ways to bring two layers together, the one whose label is a shifted datum is the likelier lie.
        const bool stronger = !liar || s.supporters > worst.supporters ||
                              (s.supporters == worst.supporters && s.score > worst.score + 1e-3) ||
                              (s.supporters == worst.supporters && s.score > worst.score - 1e-3 &&
                               plain(current[a].label) != Datum::kWgs84 && plain(current[*liar].label) == Datum::kWgs84);
        if (!stronger) continue;
        liar = a;
        worst = s;
        evidence = *s.best;
      }
    }
    if (!liar) break;
    DatumSample& lying = current[*liar];
    told[*liar] = true;
    const auto label = static_cast<std::size_t>(std::find(kTruths.begin(), kTruths.end(), plain(lying.label)) - kTruths.begin());
    const Shift shift = evidence.kind == "share inside" ? evidence.shift[worst.truth] : evidence.shift[label];
    std::string what = fmt::format("labelled {} but lies about {} of {} ({} places of the same name)", name_of(plain(lying.label)),
                                   shift_text(shift), current[evidence.reference].where, evidence.places);
    if (evidence.has_fit)
      what += fmt::format(", {} {:.2f} as labelled and {:.2f} as {}", evidence.kind, evidence.fit[label],
                          evidence.fit[worst.truth], name_of(kTruths[worst.truth]));
    else
      what += fmt::format(", median distance {:.0f} m as labelled and {:.0f} m as {}", evidence.distance_m[label],
                          evidence.distance_m[worst.truth], name_of(kTruths[worst.truth]));
    what += fmt::format(": it is likely {}", name_of(kTruths[worst.truth]));
    findings.push_back({Severity::kError, "datum-mismatch", lying.where, what,
                        fmt::format("declare datum = \"{}\" for this layer", option_of(kTruths[worst.truth]))});
    const Datum was = lying.label;
    for (auto& shape : lying.shape) shape = as_if(shape, was, kTruths[worst.truth]);
    for (auto& p : lying.point) p = as_if(p, was, kTruths[worst.truth]);
    lying.label = kTruths[worst.truth];
  }
  return findings;
}

namespace {

int first_column(const Table& table, std::initializer_list<const char*> names) {
  for (const char* name : names)
    if (const int column = table.column(name); column >= 0) return column;
  return -1;
}

}  // namespace

DatumSample datum_sample(const Table& table, const std::string& name_column) {
  DatumSample sample;
  sample.where = table.layer.empty() ? table.file : fmt::format("{}: {}", table.file, table.layer);
  sample.label = table.datum;
  int name = table.column(name_column);
  if (name_column.empty())
    name = first_column(table, {"name", "name_zh", "名称", "subdistrict", "街道", "district", "区县", "区", "name_en"});
  if (name < 0) return sample;
  const int inside = first_column(table, {"subdistrict", "街道", "town", "district", "区县", "区"});
  std::size_t polygons = 0, points = 0;
  for (const auto kind : table.kind) {
    polygons += kind == GeometryKind::kPolygon;
    points += kind == GeometryKind::kPoint;
  }
  for (std::size_t row = 0; row < table.n_rows(); ++row) {
    const bool polygon = table.kind[row] == GeometryKind::kPolygon;
    if (polygons >= points ? !polygon : table.kind[row] != GeometryKind::kPoint) continue;
    sample.name.push_back(table.cells[static_cast<std::size_t>(name)][row]);
    if (polygon) {
      sample.shape.push_back(table.polygon[row]);
    } else {
      sample.point.push_back({table.point[row].x, table.point[row].y});
      if (inside >= 0) sample.polygon_name.push_back(table.cells[static_cast<std::size_t>(inside)][row]);
    }
  }
  return sample;
}

}  // namespace catchment::gis
