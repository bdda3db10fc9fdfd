#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/placement/town.h"

namespace catchment::test {

inline constexpr Point kMiddle{355'000, 3'456'000};

inline TownSpec residential_town() {
  TownSpec spec;
  spec.active = true;
  return spec;
}

/// Towns of every kind and many sizes, small enough for a brute force.
inline std::vector<TownSpec> many_towns() {
  std::vector<TownSpec> towns;
  for (const char* kind : {"residential", "business", "campus", "city"})
    for (const double area : {1.0, 2.1, 5.0, 9.0}) {
      TownSpec spec = residential_town();
      spec.kind = kind;
      spec.area_km2 = area;
      spec.population = static_cast<std::int64_t>(area * (spec.kind == "business" ? 12'000 : 30'000)) + 7;
      spec.colleges = spec.kind == "campus" ? 2 : 0;
      spec.enterprises = 40;
      spec.social_organisations = 15;
      spec.members = 777;
      towns.push_back(spec);
    }
  return towns;
}

inline World make(const TownSpec& spec, std::uint64_t seed) { return generate_town(spec, seed, kMiddle, "EPSG:32651"); }

}  // namespace catchment::test
