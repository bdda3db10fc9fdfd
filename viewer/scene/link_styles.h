#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "sim/world/world.h"
#include "viewer/scene/colour.h"

// What the links of the sharing graph look like and are called, for whoever draws or lists them: map, network picture, report, panels.
namespace catchment::scene {

/// Each type always the same colour. Okabe & Ito's eight, yellow and black fitted to the ground, and two quiet ones for what carries little.
Colour link_colour(LinkType type, bool dark);

/// Communities of the network: the largest each in a colour of its own, the others in grey.
inline constexpr std::uint32_t kCommunityColours = 7;
Colour community_colour(std::uint32_t community, bool dark);

/// An amount in the type's unit as people read it: "120 小时/月", "¥12,000 a year"; the number alone for a type without a unit.
std::string link_amount(LinkType type, double amount, bool chinese);

/// The order in which types are listed: what lends most directly first.
inline constexpr std::array<LinkType, kLinkTypes> kLinkTypeOrder{
    LinkType::kVenue, LinkType::kSecondment, LinkType::kVolunteer, LinkType::kTraining, LinkType::kAssistance, LinkType::kCollaboration,
    LinkType::kFunds, LinkType::kAffiliation, LinkType::kInformation, LinkType::kOther};

/// Widths of a link in design px.
inline constexpr double kThinLinkU = 1.5, kWideLinkU = 9;
/// How wide the end of a link is, of its beginning: the way it goes, without an arrow's clutter (Holten & van Wijk 2009).
inline constexpr double kLinkTaper = 0.18;

/// A link's outline from `a` to `b`, px: a quadratic curve that leaves the straight line by `bow` of its length, to the left of the way as seen on the
/// picture, `wide` px at its beginning and `thin` at its end; so that the way there and the way back lie apart. `on_px` > 0: in dashes that long, as
/// many rings. Every ring runs along one side and back along the other.
std::vector<Ring> link_ribbon(Point a, Point b, double bow, double wide, double thin, double on_px = 0, double off_px = 0);
/// The middle of that curve.
Point link_middle(Point a, Point b, double bow);

}  // namespace catchment::scene
