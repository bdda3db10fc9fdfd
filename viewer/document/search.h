#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/core/geometry.h"
#include "sim/world/world.h"

namespace catchment::document {

enum class ThingKind : std::uint8_t { kNone, kFacility, kGate, kDemand, kBuilding, kArea, kOrganisation, kStreet, kVenue, kPlace, kUnit, kLink };
/// Something on the map that can be pointed at. `index` into the world's table of that kind (kPlace: none).
struct Thing {
  ThingKind kind = ThingKind::kNone;
  std::uint32_t index = 0;
  friend bool operator==(const Thing&, const Thing&) = default;
};

struct Found {
  Thing thing;
  std::string name, detail;      ///< as shown; detail: kind, area, id
  Box box;                       ///< m, to fly to; a point has no width
  int score = 0;
};

/// Finds names, ids and coordinates. Names in both languages; Chinese by any part, Latin by words' beginnings, then parts, without case; of several
/// words each must occur. Memory: the folded ids and names, once (a building without a name of its own is found as its demand point). Facilities
/// and gates are few and looked through as they are now, so an edited world may be given to `find`.
class SearchIndex {
 public:
  explicit SearchIndex(const World& world);
  /// Best first. Exact id or name, then beginning, then part; ties by kind (facilities first), size and index. A pair of numbers is a place:
  /// "31.23, 121.47" (latitude, longitude, WGS-84; also the other way round where that is the only reading inside the map, also 31°13′48″N, 北纬31.23°)
  /// or metres of the project's CRS ("354000 3456000"). One pass over the index: about 10 ms for a million entries.
  [[nodiscard]] std::vector<Found> find(const std::string& text, const World& world, bool chinese, std::size_t most = 12) const;

 private:
  std::string keys_;                        // "id \x1f zh \x1f en \n" folded, entry after entry
  std::vector<std::uint32_t> first_;        // [n_entries + 1] into keys_
  struct Range { ThingKind kind; std::uint32_t first_entry; std::vector<std::uint32_t> index; };  // index: [entries of the range], largest thing first
  std::vector<Range> ranges_;
  Box map_;
};

/// "Station", "Residential building": what kind of thing it is, in words.
std::string kind_text(const World& world, Thing thing, bool chinese);
/// A thing as an end of a link, and the other way round. nullopt: nobody shares anything with it.
std::optional<Partner> partner_of(Thing thing);
Thing thing_of(Partner partner);
/// Two numbers as a coordinate pair, read as SearchIndex does; nullopt if the text is none. `map`: where the plan lies.
std::optional<Point> place_from_text(const std::string& text, const std::string& crs, const Box& map);

/// The name of a thing as lists and cards show it, and the box to fly to.
std::string name_of(const World& world, Thing thing, bool chinese);
Box box_of(const World& world, Thing thing);

/// WGS-84 longitude and latitude of a place, and back. Keeps the projection of one CRS; not thread safe.
class LonLat {
 public:
  explicit LonLat(const std::string& crs);
  ~LonLat();
  [[nodiscard]] std::optional<std::array<double, 2>> to_lonlat(Point m) const;   ///< nullopt: the CRS is not a known one
  [[nodiscard]] std::optional<Point> to_m(double lon, double lat) const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace catchment::document
