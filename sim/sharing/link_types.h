#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sim/world/world.h"

namespace catchment {

/// Words of files and options: "secondment", "volunteer", "assistance", "collaboration", "training", "venue", "funds", "affiliation",
/// "information", "other".
std::string_view word_of(LinkType type);
std::string_view word_of(LinkStatus status);   ///< "proposed", "agreed", "active", "lapsed"
std::optional<LinkType> link_type_of(std::string_view word);
std::optional<LinkStatus> link_status_of(std::string_view word);
/// What people read: 挂职锻炼 / secondment, ...
const Name& name_of(LinkType type);
const Name& name_of(LinkStatus status);

/// Unit of capacities, offers and needs of a type, as files write it: "person-months/yr", "hours/month", "projects/yr", "seats/session",
/// "hours/month", "money/yr", "messages/month"; "" for affiliation and other (models.md D.1).
std::string_view unit_of(LinkType type);
const Name& unit_name_of(LinkType type);
/// Is capacity used up by being given (everything but affiliation, information and other)?
bool conserves(LinkType type);
/// Lends people: secondment and volunteers.
bool lends_people(LinkType type);

/// Weeks of an average month: 52 weeks in 12 months.
inline constexpr double kWeeksPerMonth = 52.0 / 12.0;
/// Hours a month of weekly half hours.
double hours_per_month(const OpeningHours& slots);

/// "YYYY-MM-DD" that is a day of the calendar.
bool is_date(std::string_view text);
/// In force on a day ("" : whichever): active, or agreed and begun by then; and not before `start` or after `end`.
bool in_force(const SharingLink& link, std::string_view date);

}  // namespace catchment
