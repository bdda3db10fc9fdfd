#pragma once

#include <string>
#include <vector>

#include "gis/vector/datum_check.h"
#include "gis/vector/layer.h"

namespace catchment::cli {

/// A layer of a file in degrees with all its text, before it is known which column names the same things as other files do.
struct LabelledLayer {
  gis::DatumSample sample;                        ///< places only
  std::vector<std::vector<std::string>> columns;  ///< [n_columns][n_places]
};

/// The places of a table in EPSG:4326. Empty places for a table without geometry or of mixed kinds.
LabelledLayer labelled_layer(const gis::Table& table, const std::string& where);

/// Chooses the columns to compare by, whatever they are called: as `name` the one whose values are its own in each row and
/// occur most often in another layer; for points, as `polygon_name`, the one whose values most often name polygons there.
std::vector<gis::DatumSample> named_samples(const std::vector<LabelledLayer>& layers);

}  // namespace catchment::cli
