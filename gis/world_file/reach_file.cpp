#include "gis/world_file/reach_file.h"

#include <cmath>

#include "gis/world_file/gpkg_writer.h"
#include "gis/world_file/reach_styles.h"
#include "gis/world_file/style_table.h"

namespace catchment::gis {

void write_reach(const ReachTables& tables, const std::string& path, const Progress& progress) {
  GpkgWriter file(path, tables.crs);
  {
    static const Column columns[] = {{"facility", ColumnType::kText}, {"cutoff_s", ColumnType::kReal},
                                     {"length_m", ColumnType::kReal}, {"area_m2", ColumnType::kReal},
                                     {"persons", ColumnType::kInteger}, {"from_s", ColumnType::kReal}};
    RowWriter row = file.layer("service_areas", LayerGeometry::kMultiPolygon, columns, tables.areas.size());
    // Largest first, so that the smaller ones are drawn on top.
    for (auto area = tables.areas.rbegin(); area != tables.areas.rend(); ++area) {
      row.text(area->facility).real(area->cutoff_s).real(area->length_m).real(area->area_m2).integer(area->persons);
      row.real(area->from_s).shape(area->shape).write();
    }
  }
  report(progress, 0.3, "service areas");
  {
    static const Column columns[] = {{"facility", ColumnType::kText}, {"cutoff_s", ColumnType::kReal}, {"band", ColumnType::kInteger}};
    RowWriter row = file.layer("street_bands", LayerGeometry::kLine, columns, tables.streets.size());
    for (const ReachStreet& street : tables.streets)
      row.text(street.facility).real(street.cutoff_s).integer(street.band).line(street.line).write();
  }
  report(progress, 0.7, "street bands");
  {
    static const Column columns[] = {{"id", ColumnType::kText}, {"persons", ColumnType::kInteger}, {"facility", ColumnType::kText},
                                     {"cost_s", ColumnType::kReal}, {"inside", ColumnType::kBoolean}};
    RowWriter row = file.layer("demand", LayerGeometry::kPoint, columns, tables.demand.size());
    for (const ReachDemand& d : tables.demand) {
      row.text(d.id).integer(d.persons).text(d.facility).real(std::isfinite(d.cost_s) ? d.cost_s : NAN).boolean(d.inside);
      row.point(d.position).write();
    }
  }
  report(progress, 0.9, "demand points");
  {
    StyleTable styles(file);
    styles.add("service_areas", reach_areas_style(tables));
    styles.add("street_bands", reach_streets_style(tables));
    styles.add("demand", reach_demand_style(tables));
  }
  file.finish();
}

}  // namespace catchment::gis
