#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "gis/world_file/gpkg_reader.h"
#include "sim/world/world.h"

// Words of the world file. They are part of the format: never renamed, only added to.
namespace catchment::gis {

template <class E>
struct EnumWords;
template <>
struct EnumWords<BuildingKind> {
  static constexpr std::array words{"residential", "office",     "mixed",  "park",
                                    "campus",      "industrial", "public", "other"};
};
template <>
struct EnumWords<FacilityStatus> {
  static constexpr std::array words{"existing", "proposed", "closed"};
};
template <>
struct EnumWords<OrganisationType> {
  static constexpr std::array words{"enterprise", "social",           "college", "school",
                                    "committee",  "property_manager", "agency",  "federation"};
};
template <>
struct EnumWords<GroupKind> {
  static constexpr std::array words{"own", "joint", "federation", "board_level", "temporary"};
};
template <>
struct EnumWords<LinkType> {
  static constexpr std::array words{"secondment", "volunteer", "assistance",  "collaboration", "training",
                                    "venue",      "funds",     "affiliation", "information",   "other"};
};
template <>
struct EnumWords<LinkStatus> {
  static constexpr std::array words{"proposed", "agreed", "active", "lapsed"};
};
template <>
struct EnumWords<Partner::Table> {
  static constexpr std::array words{"organisation", "facility", "venue", "unit", "area"};
};
template <>
struct EnumWords<ContextKind> {
  static constexpr std::array words{"water", "green", "campus",     "industrial",    "quarter",
                                    "block", "wall",  "metro_line", "metro_station", "expressway"};
};
template <>
struct EnumWords<StreetClass> {
  static constexpr std::array words{"motorway", "primary",  "secondary", "tertiary", "residential", "service",
                                    "lane",     "cycleway", "footway",   "steps",    "pedestrian"};
};
template <>
struct EnumWords<GateState> {
  static constexpr std::array words{"open", "residents_only", "closed"};
};
template <>
struct EnumWords<Severity> {
  static constexpr std::array words{"note", "warning", "error"};
};

template <class E>
std::string_view word_of(E value) {
  return EnumWords<E>::words.at(static_cast<std::size_t>(value));
}
/// InputError of the row if it is no word of E.
template <class E>
E take_word(RowReader& row) {
  const std::string_view text = row.text();
  const auto at = std::ranges::find(EnumWords<E>::words, text);
  if (at == EnumWords<E>::words.end()) row.refuse("'" + std::string(text) + "' is not a known word");
  return static_cast<E>(at - EnumWords<E>::words.begin());
}

/// Texts in one cell: joined by ';', with '\' before a ';' or '\' that is part of one. No texts: empty; one empty text:
/// "\e".
std::string join_texts(const std::vector<std::string>& texts);
std::vector<std::string> split_texts(std::string_view cell);

}  // namespace catchment::gis
