#pragma once

#include <cstdint>
#include <vector>

#include "sim/network/impedance.h"
#include "sim/network/service_areas.h"

namespace catchment::test {

/// Streets in the plane with facilities on them, and what stands between.
struct AreaTown {
  StreetNetwork net;
  Barriers barriers;
  std::vector<Snap> facilities;
  [[nodiscard]] std::vector<std::uint8_t> usable() const { return usable_edges(net, false); }
  /// Edge bands by walking distance in m: of facility `one`, or of all with the nearest as owner.
  [[nodiscard]] std::vector<EdgeBand> bands(const std::vector<double>& cutoffs_m, int one = -1) const;
  [[nodiscard]] StreetCells cells(const AreaOptions& options) const;
};

/// A tangle of some 30 streets in 600 m: bends, crossings without a junction, streets over each other, dead ends, loops;
/// facilities anywhere on them. With `barriers`: two ponds, one with an island, and walls.
AreaTown random_area_town(std::uint64_t seed, bool barriers);

double total_area(const std::vector<ServiceArea>& areas);

}  // namespace catchment::test
