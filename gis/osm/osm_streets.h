#pragma once

#include <string>

#include "gis/crs/projector.h"
#include "sim/core/error.h"
#include "sim/core/progress.h"
#include "sim/network/street_network.h"

namespace catchment::gis {

struct OsmStreets {
  StreetNetwork net;  ///< indexed; in the project's CRS
  std::string crs;    ///< the project's CRS: as asked, or chosen for the place
  std::int64_t nodes_read = 0, ways_read = 0, ways_used = 0;
  std::int64_t duplicate_segments = 0;  ///< out-and-back or doubled segments counted once
  std::int64_t missing_nodes = 0;       ///< references to nodes that the extract does not hold
  Findings findings;
};

/// Walking and cycling network from OSM (pbf, xml, also .gz/.bz2) through libosmium. Edges run between junctions, ends
/// and gates. Access by tags (foot, bicycle, access, motorroad, sidewalk...; see the .cpp's table), highway=steps as
/// kSteps, bridges and tunnels as off_ground, one-way for cycles (oneway, oneway:bicycle, cycleway=opposite*), foot both ways unless oneway:foot;
/// motor-only roads kept as kMotorway without access; barrier=gate, lift_gate, swing_gate etc. kept as gates with their
/// access (private -> residents only, no -> closed); segments that repeat the same node pair are counted once.
/// `project_crs` empty: chosen from the data's centre.
/// Throws InputError for a missing, empty or truncated file, or one without a usable street.
OsmStreets read_osm_streets(const std::string& path, const std::string& project_crs, const Progress& progress = {});

bool is_osm_file(const std::string& path);  ///< by name: .pbf, .osm, .osm.gz, .osm.bz2, .osm.xml

}  // namespace catchment::gis
