#include "sim/coverage/catalogue.h"

#include <algorithm>
#include <bit>
#include <stdexcept>

namespace catchment {

bool offers(const Facility& facility, const CatalogueItem& item) {
  if (facility.status == FacilityStatus::kClosed) return false;
  return std::any_of(facility.services.begin(), facility.services.end(), [&](const std::string& s) {
    return !s.empty() && (s == item.id || s == item.function || s == item.category);
  });
}

std::vector<ItemCoverage> item_coverage(const World& world, std::span<const FacilityId> facilities, const CostTable& within,
                                        std::span<const std::uint8_t> counted) {
  if (facilities.size() != within.n_destinations) throw std::invalid_argument("item_coverage: facilities do not fit the table");
  if (within.n_origins() != world.demand.size()) throw std::invalid_argument("item_coverage: the table does not fit the demand");
  if (!counted.empty() && counted.size() != world.demand.size())
    throw std::invalid_argument("item_coverage: counted and demand points differ in number");
  std::vector<ItemCoverage> out;
  // One bit per item in blocks of 64: a demand point's items are the union of its facilities' bits.
  const std::size_t blocks = (world.catalogue.size() + 63) / 64;
  std::vector<std::uint64_t> has(facilities.size() * blocks, 0);
  for (std::size_t k = 0; k < world.catalogue.size(); ++k) {
    out.push_back({world.catalogue[k].id, 0, 0});
    for (std::size_t j = 0; j < facilities.size(); ++j) {
      if (facilities[j].value >= world.facilities.size()) throw std::invalid_argument("item_coverage: a facility does not exist");
      if (!offers(world.facilities[facilities[j].value], world.catalogue[k])) continue;
      has[j * blocks + k / 64] |= std::uint64_t{1} << (k % 64);
      ++out[k].facilities;
    }
  }
  for (std::size_t i = 0; i < world.demand.size(); ++i) {
    if ((!counted.empty() && counted[i] == 0) || world.demand[i].persons == 0) continue;
    for (std::size_t b = 0; b < blocks; ++b) {
      std::uint64_t items = 0;
      for (const std::uint32_t j : within.destinations_of(i)) items |= has[j * blocks + b];
      for (; items != 0; items &= items - 1)
        out[b * 64 + static_cast<std::size_t>(std::countr_zero(items))].persons += world.demand[i].persons;
    }
  }
  return out;
}

}  // namespace catchment
