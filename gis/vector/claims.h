#pragma once

#include <cstdint>
#include <string>

namespace catchment::gis {

/// Size of a file that is there, readable and not empty. Throws InputError otherwise; a folder is refused too, but for
/// one that ends in .gdb (size 0).
std::uint64_t require_file(const std::string& path);

/// Headers are believed only as far as the file reaches: throws InputError if a GeoPackage, FlatGeobuf or Shapefile (with
/// its .shx and .dbf) claims more bytes or records than the file holds. Before anything is allocated by such a claim.
/// FlatGeobuf: O(features), each length in the file is followed once; the others O(1), a .shx O(records).
void check_claims(const std::string& path, std::uint64_t bytes);

/// "10.7 GB"
std::string byte_text(double bytes);

}  // namespace catchment::gis
