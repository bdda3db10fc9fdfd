#pragma once

#include <string>
#include <vector>

#include "gis/world_file/gpkg_writer.h"
#include "gis/world_file/qgis_styles.h"

namespace catchment::gis {

/// The table that QGIS looks into when it opens a layer.
class StyleTable {
 public:
  explicit StyleTable(GpkgWriter& file)
      : row_(file.layer("layer_styles", LayerGeometry::kNone,
                        std::vector<Column>{{"f_table_catalog"},
                                            {"f_table_schema"},
                                            {"f_table_name"},
                                            {"f_geometry_column"},
                                            {"styleName"},
                                            {"styleQML"},
                                            {"styleSLD"},
                                            {"useAsDefault", ColumnType::kBoolean},
                                            {"description"},
                                            {"owner"},
                                            {"ui"},
                                            {"update_time"}},
                        0, "id")) {}
  void add(const std::string& table, const QgisStyle& style) {
    row_.empty_text()
        .empty_text()
        .text(table)
        .text("geom")
        .text(table)
        .text(qml(style))
        .empty_text()
        .boolean(true)
        .empty_text()
        .empty_text()
        .null()
        .text("2000-01-01T00:00:00.000Z")
        .write();
  }

 private:
  RowWriter row_;
};

}  // namespace catchment::gis
