// [town]: a generated town or city.

#include <array>

#include "sim/scenario/decode.h"
#include "sim/scenario/table_reader.h"

namespace catchment {

void decode_town(const Value& value, TownSpec& out) {
  const TableReader in(value, "town",
                       {"active", "population", "area_km2", "kind", "name", "enterprises", "social_organisations", "colleges",
                        "districts", "centres", "stations", "points", "homes", "venues", "members", "river", "origin",
                        "district_table"});
  out.active = true;
  in.boolean("active", out.active);
  in.integer("population", out.population, {.low = 1, .high = 100'000'000});
  in.number("area_km2", out.area_km2, {.low = 0, .high = 100'000, .above_low = true});
  in.word("kind", out.kind, {"residential", "business", "campus", "city"});
  in.name("name", out.name);
  const NumberRange count{.low = 0, .high = 10'000'000};
  in.integer("enterprises", out.enterprises, count);
  in.integer("social_organisations", out.social_organisations, count);
  in.integer("colleges", out.colleges, count);
  in.integer("districts", out.districts, {.low = 1, .high = 1000});
  in.integer("centres", out.centres, count);
  in.integer("stations", out.stations, count);
  in.integer("points", out.points, count);
  in.integer("homes", out.homes, count);
  in.integer("venues", out.venues, count);
  in.integer("members", out.members, {.low = 0, .high = 1'000'000'000});
  in.boolean("river", out.river);
  if (std::array<double, 2> origin{}; in.pair("origin", origin)) {
    if (origin[0] < -180 || origin[0] > 180 || origin[1] < -80 || origin[1] > 84)
      in.refuse("origin", "is not a place in degrees", "write [longitude, latitude], latitude between -80 and 84");
    out.origin_lon = origin[0];
    out.origin_lat = origin[1];
  }
  in.text("district_table", out.district_table);
}

}  // namespace catchment
