#include "sim/network/facility_snap.h"

namespace catchment {

FacilityIndex::FacilityIndex(const StreetNetwork& net, std::span<const std::uint8_t> usable, const WalledPlaces& places,
                             const EdgeIndex& all)
    : all_(&all) {
  if (places.count() == 0) return;
  std::vector<std::uint8_t> gated(places.count(), 0);
  for (const std::uint32_t owner : places.owner) gated[owner] = 1;
  std::vector<std::uint8_t> rest(usable.begin(), usable.end());
  ungated_.assign(net.n_edges(), 0);
  bool any = false;
  for (std::uint32_t e = 0; e < net.n_edges(); ++e) {
    const std::uint32_t place = places.at(EdgeId(e));
    if (place == WalledPlaces::kOutside || gated[place] != 0) continue;
    ungated_[e] = 1;
    rest[e] = 0;
    any = any || usable[e] != 0;
  }
  if (any) others_.emplace(net, rest);
  else ungated_.clear();
}

Snap FacilityIndex::snap(Point p, double max_m) const {
  const Snap nearest = all_->snap(p, max_m);
  if (ungated_.empty() || !nearest.edge.valid() || ungated_[nearest.edge.value] == 0) return nearest;
  const Snap outside = others_->snap(p, max_m);
  return outside.edge.valid() ? outside : nearest;
}

}  // namespace catchment
