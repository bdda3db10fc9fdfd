#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/core/geometry.h"
#include "sim/network/plane_partition.h"
#include "sim/network/search.h"
#include "sim/network/street_cells.h"

namespace catchment {

/// Whether an area is what lies between two cutoffs, or all up to one.
enum class AreaForm { kRings, kNested };

struct ServiceArea {
  std::uint32_t owner = 0;   ///< destination index
  std::uint8_t band = 0;     ///< index of the (outer) cutoff
  MultiPolygon shape;        ///< m; valid: simple rings, no overlaps; never empty
  double area_m2 = 0;
};

/// The places of the plane by what their nearest street point (`StreetCells`) is: in which band, and whose. A street
/// point that two pieces share takes the lower band, then the lower owner. Reaches `options.buffer_m` from the streets; in a
/// block all of whose streets are reached `fill_m`, from the band on in which its last street is; over water `bridge_m`.
/// An unreached street that a reached one crosses without a junction is passed over for `bridge_m` to each side.
/// `bands` as from `edge_bands`, with owners below `n_owners`. Label k of the partition: band (k - 1) / n_owners, owner
/// (k - 1) % n_owners. O(s log s) in the street segments reached and their neighbours.
/// Throws std::invalid_argument for a band that does not fit the cells or n_owners.
PlanePartition partition_by_reach(const StreetCells& cells, std::span<const EdgeBand> bands, std::uint32_t n_owners);

/// Areas of a partition by owner and band. Areas of one form do not overlap (rings), or hold each other (nested: those
/// of one owner); neighbours share their border vertices. What is empty is missing. -> by owner, then band.
std::vector<ServiceArea> service_areas(const PlanePartition& partition, const StreetCells& cells, std::uint32_t n_owners,
                                       std::uint8_t n_bands, AreaForm form);

}  // namespace catchment
