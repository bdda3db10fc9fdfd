#pragma once

#include <map>
#include <string>
#include <vector>

#include "sim/world/world.h"

namespace catchment::gis {

struct JoinResult {
  std::vector<AreaId> area;                  ///< [n_rows] invalid if the row met none
  JoinNote note;
};
/// Joins a table's rows to areas by code, then by name, then by alias (name in the table -> name of the area). A row
/// meets at most one area and an area at most one row; a second row for the same area is an InputError naming both.
/// A code of 12 digits equals its first 9 if the rest is 000. Where code and name mean two different areas the name
/// holds: codes are renumbered over the years. A name that two areas bear joins nothing. O((rows + areas) log areas).
/// `code` and `name` are [n_rows]; either may be empty.
JoinResult join_to_areas(const std::string& table, const std::vector<std::string>& code,
                         const std::vector<std::string>& name, const std::map<std::string, std::string>& aliases,
                         const std::vector<Area>& areas, int level /* -1: any */);

}  // namespace catchment::gis
