// OGR geometries -> rings, lines and points of ours.
#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "gis/vector/reading.h"

namespace catchment::gis::reading {

namespace {

struct Parts {
  MultiPolygon polygon;
  std::vector<std::vector<Point>> lines;
  std::vector<Point> points;
};

bool take_curve(const OGRSimpleCurve& curve, std::vector<Point>& out) {
  out.reserve(static_cast<std::size_t>(curve.getNumPoints()));
  for (int i = 0; i < curve.getNumPoints(); ++i) {
    const Point p{curve.getX(i), curve.getY(i)};
    if (!std::isfinite(p.x) || !std::isfinite(p.y)) return false;
    out.push_back(p);
  }
  return true;
}

bool take_polygon(const OGRPolygon& polygon, Parts& parts) {
  Polygon shape;
  for (int r = -1; r < polygon.getNumInteriorRings(); ++r) {
    const OGRLinearRing* ring = r < 0 ? polygon.getExteriorRing() : polygon.getInteriorRing(r);
    Ring points;
    if (ring != nullptr && !take_curve(*ring, points)) return false;
    while (points.size() > 1 && points.front() == points.back()) points.pop_back();
    if (points.size() >= 3) shape.rings.push_back(std::move(points));
    else if (r < 0) return true;   // no outer ring, no polygon
  }
  parts.polygon.push_back(std::move(shape));
  return true;
}

// False for a coordinate that is not a number. Curves have been made straight before.
bool take_parts(const OGRGeometry& geometry, Parts& parts) {
  if (geometry.IsEmpty()) return true;
  switch (wkbFlatten(geometry.getGeometryType())) {
    case wkbPoint: {
      const auto* point = geometry.toPoint();
      parts.points.push_back({point->getX(), point->getY()});
      return std::isfinite(point->getX()) && std::isfinite(point->getY());
    }
    case wkbLineString: {
      std::vector<Point> line;
      if (!take_curve(*geometry.toLineString(), line)) return false;
      if (line.size() >= 2) parts.lines.push_back(std::move(line));
      return true;
    }
    case wkbPolygon: case wkbTriangle: return take_polygon(*geometry.toPolygon(), parts);
    case wkbPolyhedralSurface: case wkbTIN: {
      for (const auto* patch : *geometry.toPolyhedralSurface())
        if (!take_polygon(*patch, parts)) return false;
      return true;
    }
    case wkbMultiPoint: case wkbMultiLineString: case wkbMultiPolygon: case wkbGeometryCollection: {
      for (const auto* part : *geometry.toGeometryCollection())
        if (!take_parts(*part, parts)) return false;
      return true;
    }
    default: return true;
  }
}

}  // namespace

void take_geometry(const OGRGeometry* geometry, std::int64_t row, const std::string& where, RowSink& sink,
                   GeometryNotes& notes) {
  if (geometry == nullptr || geometry->IsEmpty()) {
    notes.missing.push_back(row);
    return;
  }
  std::unique_ptr<OGRGeometry> straight;
  if (geometry->hasCurveGeometry()) {
    straight.reset(geometry->getLinearGeometry());
    geometry = straight.get();
  }
  Parts parts;
  if (!take_parts(*geometry, parts))
    throw InputError(fmt::format("{}, row {}", where, row), "a coordinate is not a finite number",
                     "mend or remove that row");
  if (!parts.polygon.empty()) {
    GdalErrors quiet;   // what GEOS says of invalid rings is told by the finding
    std::unique_ptr<OGRGeometry> flat(geometry->clone());
    flat->flattenTo2D();
    if (!flat->IsValid()) {
      const std::unique_ptr<OGRGeometry> mended(flat->MakeValid());
      Parts whole;
      if (mended != nullptr && take_parts(*mended, whole) && !whole.polygon.empty()) {
        parts.polygon = std::move(whole.polygon);
        notes.mended.push_back(row);
      } else {
        notes.lost.push_back(row);
        return;
      }
    }
    sink.set_polygon(std::move(parts.polygon));
  } else if (!parts.lines.empty()) {
    sink.set_lines(std::move(parts.lines));
  } else if (!parts.points.empty()) {
    if (parts.points.size() > 1) notes.several.push_back(row);
    sink.set_point(parts.points.front());
  } else {
    notes.lost.push_back(row);   // a polygon without area, a line of one point
  }
}

void tell(const GeometryNotes& notes, Table& table) {
  const std::string where = place_of(table);
  const auto add = [&](const std::vector<std::int64_t>& rows, Severity severity, const char* rule, const char* what,
                       const char* remedy) {
    if (!rows.empty())
      table.findings.push_back({severity, rule, where, fmt::format("{}: {}", fmt::format(fmt::runtime(what), rows.size()),
                                                                   some_rows(rows)), remedy});
  };
  add(notes.mended, Severity::kWarning, "geometry-mended", "{} polygons were invalid and were mended",
      "look at these shapes on the map");
  add(notes.lost, Severity::kWarning, "geometry-lost", "{} shapes have no area or length and were left out",
      "mend or remove these rows");
  add(notes.missing, Severity::kWarning, "no-position", "{} rows have no position", "add coordinates or remove these rows");
  add(notes.several, Severity::kNote, "several-points", "{} rows hold several points; the first was taken", "");
}

void RowSink::reserve(std::size_t rows) {
  for (auto& column : table_.cells) column.reserve(rows);
  table_.kind.reserve(rows);
  table_.point.reserve(rows);
  table_.row_number.reserve(rows);
}

void RowSink::add(std::int64_t row_number, std::vector<std::string>& cells, const std::vector<char>& nulls) {
  const std::size_t row = table_.kind.size();
  for (std::size_t c = 0; c < cells.size(); ++c) {
    table_.cells[c].push_back(std::move(cells[c]));
    auto& null = table_.null_cells[c];
    if (nulls[c] != 0) null.resize(row, false);
    if (nulls[c] != 0 || !null.empty()) null.push_back(nulls[c] != 0);
  }
  table_.kind.push_back(GeometryKind::kNone);
  table_.point.push_back({});
  table_.row_number.push_back(row_number);
  if (!table_.polygon.empty()) table_.polygon.emplace_back();
  if (!table_.lines.empty()) table_.lines.emplace_back();
}

void RowSink::set_point(Point p) {
  table_.kind.back() = GeometryKind::kPoint;
  table_.point.back() = p;
}

void RowSink::set_polygon(MultiPolygon&& shape) {
  table_.kind.back() = GeometryKind::kPolygon;
  table_.polygon.resize(table_.kind.size());
  table_.polygon.back() = std::move(shape);
}

void RowSink::set_lines(std::vector<std::vector<Point>>&& lines) {
  table_.kind.back() = GeometryKind::kLine;
  table_.lines.resize(table_.kind.size());
  table_.lines.back() = std::move(lines);
}

}  // namespace catchment::gis::reading
