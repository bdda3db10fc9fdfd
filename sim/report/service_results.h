#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "sim/coverage/advisers.h"
#include "sim/coverage/dashboard.h"
#include "sim/coverage/delivery.h"
#include "sim/coverage/exposure.h"
#include "sim/coverage/information.h"
#include "sim/scenario/service_specs.h"

namespace catchment {

/// N5: exposure of the organisations to one level's providers.
struct ExposureResult {
  std::size_t level = 0;                 ///< index into levels
  Exposure exposure;                     ///< [n_organisations]
};

/// N8, J10: a delivery channel's reach and its day.
struct ChannelResult {
  ChannelSpec spec;
  std::size_t level = SIZE_MAX;          ///< index into levels; SIZE_MAX: none
  std::int64_t items = 0;                ///< of the catalogue delivered by this channel
  std::int64_t bases = 0;                ///< open facilities that deliver it
  double service_s = 0;                  ///< of one visit
  std::int64_t persons_reached = 0;
  bool requests_stated = false;          ///< false: requests are one per person, for weights only, and served is not told
  DeliveryDay day;                       ///< one entry per base, or one in all for a pool of staff
  /// Contacts a day of one member of staff, over all bases; NaN without staff.
  [[nodiscard]] double per_staff_day() const;
};

/// F15: advisers that travel into quarters.
struct AdviserResult {
  AdviserSpec spec;
  std::vector<FacilityId> bases;         ///< open facilities that offer the service; those of the load
  std::int64_t advisers = 0;
  std::vector<std::uint32_t> quarter;    ///< [n_quarters] index of the area, or of the demand point
  AdviserCoverage coverage;              ///< [n_quarters]
  std::int64_t persons = 0, persons_covered = 0;  ///< living in the quarters
};

/// U2: the figures of the four changes.
struct DashboardResult {
  LevelShare staff;                      ///< of open facilities inside the boundary
  std::optional<double> coverage_gini;   ///< between districts, persons as weights
  CrossUnitLinks links;
  std::optional<double> targeting_error;
  struct District { AreaId area; std::int64_t persons = 0, covered = 0, staff = 0; double need = 0; };
  std::vector<District> districts;       ///< areas of the level compared, index order
  std::int64_t staff_elsewhere = 0;      ///< in none of these areas: left out of the targeting error
};

}  // namespace catchment
