#include "gis/osm/osm_access.h"

#include <algorithm>
#include <array>

namespace catchment::gis {
namespace {

/// The default of a highway value.
struct HighwayRule {
  std::string_view highway;
  StreetClass street_class;
  bool walk, cycle;
  bool motor;  ///< built for motor traffic: without walking and cycling it is drawn as a motorway
};

using enum StreetClass;
constexpr std::array kHighways{
    HighwayRule{"motorway", kMotorway, false, false, true},
    HighwayRule{"motorway_link", kMotorway, false, false, true},
    HighwayRule{"trunk", kPrimary, false, false, true},
    HighwayRule{"trunk_link", kPrimary, false, false, true},
    HighwayRule{"primary", kPrimary, true, true, true},
    HighwayRule{"primary_link", kPrimary, true, true, true},
    HighwayRule{"secondary", kSecondary, true, true, true},
    HighwayRule{"secondary_link", kSecondary, true, true, true},
    HighwayRule{"tertiary", kTertiary, true, true, true},
    HighwayRule{"tertiary_link", kTertiary, true, true, true},
    HighwayRule{"unclassified", kResidential, true, true, false},
    HighwayRule{"residential", kResidential, true, true, false},
    HighwayRule{"living_street", kResidential, true, true, false},
    HighwayRule{"road", kResidential, true, true, false},
    HighwayRule{"service", kService, true, true, false},
    HighwayRule{"track", kLane, true, true, false},
    HighwayRule{"path", kFootway, true, true, false},
    HighwayRule{"bridleway", kFootway, true, false, false},
    HighwayRule{"cycleway", kCycleway, true, true, false},
    HighwayRule{"footway", kFootway, true, false, false},
    HighwayRule{"platform", kFootway, true, false, false},
    HighwayRule{"corridor", kFootway, true, false, false},
    HighwayRule{"elevator", kFootway, true, false, false},
    HighwayRule{"pedestrian", kPedestrian, true, false, false},
    HighwayRule{"steps", kSteps, true, false, false},
};

enum class Permission { kDefault, kAllowed, kPrivate, kDenied };

Permission permission(std::string_view value) {
  constexpr std::array allowed{"yes",    "designated", "permissive",  "official",
                               "public", "customers",  "destination", "optional_sidepath"};
  constexpr std::array residents{"private", "permit", "residents"};
  constexpr std::array denied{"no",        "use_sidepath", "dismount", "agricultural", "forestry",
                              "emergency", "military",     "delivery", "restricted"};
  if (std::ranges::find(allowed, value) != allowed.end()) return Permission::kAllowed;
  if (std::ranges::find(residents, value) != residents.end()) return Permission::kPrivate;
  if (std::ranges::find(denied, value) != denied.end()) return Permission::kDenied;
  return Permission::kDefault;
}

/// The first of the keys that says something.
template <class... Keys>
Permission first_permission(OsmTags tags, Keys... keys) {
  Permission found = Permission::kDefault;
  for (const std::string_view key : {std::string_view(keys)...})
    if (found == Permission::kDefault) found = permission(tag_value(tags, key));
  return found;
}

bool yes(std::string_view value) { return value == "yes" || value == "true" || value == "1"; }
bool against(std::string_view value) { return value == "-1" || value == "reverse"; }

struct Directions {
  bool forward = true, backward = true;
};

/// `oneway=...` as directions; std::nullopt if it says nothing.
std::optional<Directions> oneway_directions(std::string_view value) {
  if (yes(value)) return Directions{true, false};
  if (against(value)) return Directions{false, true};
  if (value == "reversible") return Directions{false, false};  // its direction changes by the hour
  if (value == "no" || value == "false" || value == "0" || value == "alternating") return Directions{};
  return std::nullopt;
}

/// A `cycleway`, `cycleway:left` ... that runs against the one-way.
bool has_contraflow_lane(OsmTags tags) {
  for (const std::string_view key : {"cycleway", "cycleway:left", "cycleway:right", "cycleway:both"})
    if (tag_value(tags, key).starts_with("opposite")) return true;
  for (const std::string_view key : {"cycleway:left:oneway", "cycleway:right:oneway"}) {
    const auto value = tag_value(tags, key);
    if (against(value) || value == "no") return true;
  }
  return false;
}

void narrow(Directions& d, OsmTags tags, std::string_view forward_key, std::string_view backward_key) {
  const auto forward = permission(tag_value(tags, forward_key)), backward = permission(tag_value(tags, backward_key));
  if (forward == Permission::kDenied) d.forward = false;
  if (forward == Permission::kAllowed) d.forward = true;
  if (backward == Permission::kDenied) d.backward = false;
  if (backward == Permission::kAllowed) d.backward = true;
}

Directions cycling_directions(OsmTags tags) {
  Directions d;
  const auto by_vehicle = oneway_directions(tag_value(tags, "oneway"));
  const auto junction = tag_value(tags, "junction");
  if (by_vehicle)
    d = *by_vehicle;
  else if (junction == "roundabout" || junction == "circular")
    d = {true, false};
  if (d.forward != d.backward && has_contraflow_lane(tags)) d = {};
  if (const auto own = oneway_directions(tag_value(tags, "oneway:bicycle"))) d = *own;
  narrow(d, tags, "bicycle:forward", "bicycle:backward");
  return d;
}

Directions walking_directions(OsmTags tags) {
  Directions d;
  const auto conveying = tag_value(tags, "conveying");
  if (conveying == "forward") d = {true, false};
  if (conveying == "backward") d = {false, true};
  if (const auto own = oneway_directions(tag_value(tags, "oneway:foot"))) d = *own;
  narrow(d, tags, "foot:forward", "foot:backward");
  return d;
}

/// A pavement, whether drawn on this way or as one of its own beside it.
bool has_sidewalk(OsmTags tags) {
  for (const std::string_view key : {"sidewalk", "sidewalk:left", "sidewalk:right", "sidewalk:both"}) {
    const auto value = tag_value(tags, key);
    if (value == "both" || value == "left" || value == "right" || value == "separate" || yes(value)) return true;
  }
  return false;
}

bool has_cycleway(OsmTags tags) {
  for (const std::string_view key : {"cycleway", "cycleway:left", "cycleway:right", "cycleway:both"}) {
    const auto value = tag_value(tags, key);
    if (!value.empty() && value != "no" && value != "none") return true;
  }
  return false;
}

}  // namespace

std::string_view tag_value(OsmTags tags, std::string_view key) {
  for (const OsmTag& tag : tags)
    if (tag.key == key) return tag.value;
  return {};
}

std::optional<WayAccess> way_access(OsmTags tags) {
  const auto highway = tag_value(tags, "highway");
  const auto* const rule = std::ranges::find(kHighways, highway, &HighwayRule::highway);
  if (highway.empty() || rule == kHighways.end()) return std::nullopt;

  WayAccess way;
  way.street_class = rule->street_class;
  if (yes(tag_value(tags, "area"))) {
    // People cross a square; along its ring is the nearest that lines can say. A car park's ring is no way.
    if (rule->street_class != kPedestrian && rule->street_class != kFootway) return std::nullopt;
    way.outline = true;
  }
  if (highway == "service" && tag_value(tags, "service") == "alley") way.street_class = kLane;

  bool may_walk = rule->walk, may_cycle = rule->cycle;
  if (highway.starts_with("trunk")) {
    may_walk = has_sidewalk(tags);
    may_cycle = has_cycleway(tags);
  }
  // A mode's own tag opens and shuts; a general one (access, vehicle) shuts only: access=yes makes no steps cyclable.
  const auto walk = first_permission(tags, "foot", "access");
  const auto cycle = first_permission(tags, "bicycle", "vehicle", "access");
  const auto opens = [&](Permission p, std::string_view own_key) {
    return (p == Permission::kAllowed || p == Permission::kPrivate) &&
           permission(tag_value(tags, own_key)) != Permission::kDefault;
  };
  if (opens(walk, "foot")) may_walk = true;
  if (opens(cycle, "bicycle")) may_cycle = true;
  if (walk == Permission::kDenied) may_walk = false;
  if (cycle == Permission::kDenied) may_cycle = false;
  if (rule->street_class == kSteps) may_cycle = false;
  if (rule->street_class == kMotorway || yes(tag_value(tags, "motorroad"))) may_walk = may_cycle = false;

  const bool walk_private = may_walk && walk == Permission::kPrivate;
  const bool cycle_private = may_cycle && cycle == Permission::kPrivate;
  if (may_walk && !walk_private && cycle_private) may_cycle = false;
  if (may_walk) {
    const Directions d = walking_directions(tags);
    if (d.forward) way.access |= kWalkForward;
    if (d.backward) way.access |= kWalkBackward;
  }
  if (may_cycle) {
    const Directions d = cycling_directions(tags);
    if (d.forward) way.access |= kCycleForward;
    if (d.backward) way.access |= kCycleBackward;
  }
  if (way.access != 0 && (walk_private || (!may_walk && cycle_private))) way.access |= kPrivate;
  if (way.access == 0 && rule->motor) way.street_class = kMotorway;
  return way;
}

std::optional<GateState> gate_state(OsmTags tags) {
  constexpr std::array gates{"gate",
                             "lift_gate",
                             "swing_gate",
                             "kissing_gate",
                             "entrance",
                             "wicket_gate",
                             "sliding_gate",
                             "sliding_beam",
                             "hampshire_gate",
                             "turnstile",
                             "full-height_turnstile",
                             "sally_port"};
  const auto barrier = tag_value(tags, "barrier");
  if (barrier.empty()) return std::nullopt;
  const bool is_gate = std::ranges::find(gates, barrier) != gates.end();
  const auto walk = is_gate ? first_permission(tags, "foot", "access") : permission(tag_value(tags, "foot"));
  switch (walk) {
    case Permission::kDenied:
      return GateState::kClosed;
    case Permission::kPrivate:
      return GateState::kResidentsOnly;
    case Permission::kAllowed:
      return is_gate ? std::optional(GateState::kOpen) : std::nullopt;
    case Permission::kDefault:
      break;
  }
  if (!is_gate) return std::nullopt;
  return yes(tag_value(tags, "locked")) ? GateState::kClosed : GateState::kOpen;
}

bool off_ground(OsmTags tags) {
  const auto bridge = tag_value(tags, "bridge"), tunnel = tag_value(tags, "tunnel");
  return (!bridge.empty() && bridge != "no") || (!tunnel.empty() && tunnel != "no" && tunnel != "building_passage");
}

}  // namespace catchment::gis
