#include "gis/world_file/reach_file.h"

#include <ogr_geometry.h>

#include <cmath>
#include <memory>
#include <stdexcept>

#include "gis/crs/gdal_errors.h"
#include "gis/world_file/gpkg_writer.h"

namespace catchment::gis {

namespace {

void add_line(OGRLineString& out, const std::vector<Point>& line) {
  out.setNumPoints(static_cast<int>(line.size()));
  for (std::size_t i = 0; i < line.size(); ++i) out.setPoint(static_cast<int>(i), line[i].x, line[i].y);
}

Ring ring_of(const OGRLinearRing& ring) {
  Ring out;
  // OGR closes rings by repeating the first point; ours close by themselves.
  for (int i = 0; i + 1 < ring.getNumPoints(); ++i) out.push_back({ring.getX(i), ring.getY(i)});
  return out;
}

void add_polygon(MultiPolygon& out, const OGRPolygon& polygon) {
  if (polygon.getExteriorRing() == nullptr || polygon.IsEmpty()) return;
  Polygon ours;
  ours.rings.push_back(ring_of(*polygon.getExteriorRing()));
  for (int i = 0; i < polygon.getNumInteriorRings(); ++i) ours.rings.push_back(ring_of(*polygon.getInteriorRing(i)));
  out.push_back(std::move(ours));
}

}  // namespace

MultiPolygon area_around(std::span<const std::vector<Point>> lines, double buffer_m) {
  if (!(buffer_m > 0) || !std::isfinite(buffer_m)) throw std::invalid_argument("area_around: buffer_m must be above 0");
  initialise();
  OGRMultiLineString all;
  for (const auto& line : lines) {
    if (line.size() < 2) continue;
    OGRLineString part;
    add_line(part, line);
    all.addGeometry(&part);
  }
  MultiPolygon out;
  if (all.IsEmpty()) return out;
  const GdalErrors errors;
  const std::unique_ptr<OGRGeometry> around(all.Buffer(buffer_m, 4));
  if (!around) throw std::runtime_error("the area round the streets cannot be formed: " + errors.text("GEOS gave no reason"));
  if (wkbFlatten(around->getGeometryType()) == wkbPolygon) {
    add_polygon(out, *around->toPolygon());
  } else if (wkbFlatten(around->getGeometryType()) == wkbMultiPolygon) {
    for (const OGRPolygon* part : *around->toMultiPolygon()) add_polygon(out, *part);
  }
  return out;
}

void write_reach(const ReachTables& tables, const std::string& path, const Progress& progress) {
  GpkgWriter file(path, tables.crs);
  {
    static const Column columns[] = {{"facility", ColumnType::kText}, {"cutoff_s", ColumnType::kReal}, {"length_m", ColumnType::kReal},
                                     {"area_m2", ColumnType::kReal}, {"persons", ColumnType::kInteger}};
    RowWriter row = file.layer("service_areas", LayerGeometry::kMultiPolygon, columns, tables.areas.size());
    // Largest first, so that the smaller ones are drawn on top.
    for (auto area = tables.areas.rbegin(); area != tables.areas.rend(); ++area) {
      row.text(area->facility).real(area->cutoff_s).real(area->length_m).real(area->area_m2).integer(area->persons);
      row.shape(area->shape).write();
    }
  }
  report(progress, 0.3, "service areas");
  {
    static const Column columns[] = {{"facility", ColumnType::kText}, {"cutoff_s", ColumnType::kReal}};
    RowWriter row = file.layer("street_bands", LayerGeometry::kLine, columns, tables.streets.size());
    for (const ReachStreet& street : tables.streets) row.text(street.facility).real(street.cutoff_s).line(street.line).write();
  }
  report(progress, 0.7, "street bands");
  {
    static const Column columns[] = {{"id", ColumnType::kText}, {"persons", ColumnType::kInteger}, {"facility", ColumnType::kText}, {"cost_s", ColumnType::kReal}};
    RowWriter row = file.layer("demand", LayerGeometry::kPoint, columns, tables.demand.size());
    for (const ReachDemand& d : tables.demand) {
      row.text(d.id).integer(d.persons).text(d.facility).real(std::isfinite(d.cost_s) ? d.cost_s : NAN);
      row.point(d.position).write();
    }
  }
  report(progress, 0.9, "demand points");
  file.finish();
}

}  // namespace catchment::gis
