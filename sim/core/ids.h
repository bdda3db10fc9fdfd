#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>

namespace catchment {

/// A 32-bit index into one table, typed by that table so that an index of another does not compile.
/// Invalid by default. Orders by value; ties anywhere in the program go to the lowest id.
template <class Tag>
struct Id {
  static constexpr std::uint32_t kInvalid = std::numeric_limits<std::uint32_t>::max();
  std::uint32_t value = kInvalid;

  constexpr Id() = default;
  constexpr explicit Id(std::uint32_t v) : value(v) {}
  constexpr explicit Id(std::size_t v) : value(static_cast<std::uint32_t>(v)) {}
  constexpr explicit Id(int v) : value(static_cast<std::uint32_t>(v)) {}
  [[nodiscard]] constexpr bool valid() const { return value != kInvalid; }
  friend constexpr auto operator<=>(Id, Id) = default;
};

using AreaId = Id<struct AreaTag>;
using BuildingId = Id<struct BuildingTag>;
using DemandId = Id<struct DemandTag>;
using FacilityId = Id<struct FacilityTag>;
using OrganisationId = Id<struct OrganisationTag>;
using GroupId = Id<struct GroupTag>;
using UnitId = Id<struct UnitTag>;
using VenueId = Id<struct VenueTag>;
using InstructorId = Id<struct InstructorTag>;
using NodeId = Id<struct NodeTag>;
using EdgeId = Id<struct EdgeTag>;
using GateId = Id<struct GateTag>;

}  // namespace catchment

template <class Tag>
struct std::hash<catchment::Id<Tag>> {
  std::size_t operator()(catchment::Id<Tag> id) const noexcept { return std::hash<std::uint32_t>{}(id.value); }
};
