#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "sim/network/street_network.h"

namespace catchment::gis {

/// One OSM tag. The views must outlive the call they are passed to.
struct OsmTag {
  std::string_view key, value;
};
using OsmTags = std::span<const OsmTag>;

/// Value of the first tag with this key; empty if there is none.
std::string_view tag_value(OsmTags tags, std::string_view key);

/// What a way is to people on foot and on a bicycle.
struct WayAccess {
  StreetClass street_class = StreetClass::kResidential;
  std::uint8_t access = 0;  ///< StreetAccess bits, along the way's own direction
  bool outline = false;     ///< an area: its ring is walked along
  friend bool operator==(const WayAccess&, const WayAccess&) = default;
};

/// Reads `highway` and the access tags of a way. std::nullopt if it is no street of today: no `highway`, one that is
/// planned, under construction, abandoned or unknown, or an area of cars.
///
/// Precedence: for walking `foot` over `access`; for cycling `bicycle` over `vehicle` over `access`; then the default
/// of the highway value. `motorroad=yes` and motorways carry neither. A trunk road is walked only if it says so by
/// `foot` or `sidewalk`, cycled only if it says so by `bicycle` or `cycleway`. Steps are walked only. `private`,
/// `permit` and `residents` set kPrivate; where walking is public and only cycling private, cycling is dropped.
/// Cycling follows `oneway:bicycle`, `cycleway*=opposite*`, `cycleway:*:oneway`, `oneway`, `junction=roundabout` in
/// this order; `oneway=reversible` is not cycled. Walking goes both ways but for `oneway:foot`, `foot:forward`,
/// `foot:backward` and escalators (`conveying`).
/// Roads for motor traffic that may neither be walked nor cycled are kMotorway.
std::optional<WayAccess> way_access(OsmTags tags);

/// Does the way leave the ground: `bridge` (any but no) or `tunnel` (any but no and building_passage)?
bool off_ground(OsmTags tags);

/// Reads `barrier` of a node. std::nullopt if it is no gate. Gates, lift and swing gates, entrances and turnstiles are
/// gates; other barriers only where walking is forbidden or private. State: `foot` over `access`: no -> kClosed,
/// private -> kResidentsOnly; then `locked=yes` -> kClosed; else kOpen.
std::optional<GateState> gate_state(OsmTags tags);

}  // namespace catchment::gis
