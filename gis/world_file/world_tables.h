#pragma once

#include <algorithm>

#include "gis/world_file/gpkg_reader.h"
#include "gis/world_file/gpkg_writer.h"
#include "sim/world/world.h"

// The layers of a world file. Private to gis/world_file: write_X and read_X stand side by side over one list of
// columns.
namespace catchment::gis {

void write_areas(GpkgWriter& file, const World& world);
void write_buildings(GpkgWriter& file, const World& world);
void write_demand(GpkgWriter& file, const World& world);
void write_context(GpkgWriter& file, const World& world);
void write_streets(GpkgWriter& file, const StreetNetwork& net);
void write_services(GpkgWriter& file, const World& world);       // facilities, venues, catalogue, instructors
void write_organisations(GpkgWriter& file, const World& world);  // units, organisations, groups
void write_sharing(GpkgWriter& file, const World& world);        // links, resources
void write_notes(GpkgWriter& file, const World& world);          // sources, apportionment, joins, findings, world_info

/// An open world file.
struct WorldSource {
  GDALDataset& file;
  const std::string& path;
  std::uint64_t bytes = 0;  ///< of the file; 0: not known
  const StopFlag* stop = nullptr;
  [[nodiscard]] RowReader layer(const std::string& name, std::span<const Column> columns) const {
    return RowReader(file, path, name, columns, stop);
  }
  /// Rows to make room for: what the layer claims, within what a file of this size can well hold.
  [[nodiscard]] std::size_t room_for(const RowReader& row) const {
    return std::min<std::size_t>(row.rows(), static_cast<std::size_t>(bytes / 64));
  }
  /// For columns that files of earlier versions lack.
  [[nodiscard]] bool has_column(const std::string& layer_name, const std::string& column) const {
    return gis::has_column(file, layer_name, column);
  }
};
void read_areas(const WorldSource& in, World& world);
void read_buildings(const WorldSource& in, World& world);
void read_demand(const WorldSource& in, World& world);
void read_context(const WorldSource& in, World& world);
void read_streets(const WorldSource& in, StreetNetwork& net);
void read_services(const WorldSource& in, World& world);
void read_organisations(const WorldSource& in, World& world);
void read_sharing(const WorldSource& in, World& world);          // once all that it points to is there
void read_notes(const WorldSource& in, World& world);

}  // namespace catchment::gis
