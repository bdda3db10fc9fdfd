// [town]: a generated town or city.

#include <array>

#include "sim/scenario/decode.h"
#include "sim/scenario/table_reader.h"

namespace catchment {

void decode_town(const Value& value, TownSpec& out) {
  const TableReader in(value, "town",
                       {"active", "population", "area_km2", "kind", "name", "enterprises", "social_organisations", "colleges",
                        "districts", "centres", "stations", "points", "homes", "venues", "members", "river", "origin",
                        "district_table", "buildings", "communities", "committees", "property_managers", "enterprises_in_stations",
                        "own_groups", "joint_hosts", "covered_in_stations", "service_items", "limited_items"});
  out.active = true;
  in.boolean("active", out.active);
  in.integer("population", out.population, {.low = 1, .high = 100'000'000});
  in.number("area_km2", out.area_km2, {.low = 0, .high = 100'000, .above_low = true});
  in.word("kind", out.kind, {"residential", "business", "campus", "city", "n256"});
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
  in.integer("buildings", out.buildings, count);
  in.integer("communities", out.communities, count);
  in.integer("committees", out.committees, count);
  in.integer("property_managers", out.property_managers, count);
  in.integer("enterprises_in_stations", out.enterprises_in_stations, count);
  in.integer("own_groups", out.own_groups, count);
  in.integer("joint_hosts", out.joint_hosts, count);
  in.integer("covered_in_stations", out.covered_in_stations, count);
  in.integer("service_items", out.service_items, count);
  if (const Value* items = in.find("limited_items"); items != nullptr) {
    if (!items->is_table()) in.refuse("limited_items", "is not a table", "write it like { item-17 = 2 }");
    for (std::size_t k = 0; k < items->keys.size(); ++k) {
      const Value& stations = items->items[k];
      if (stations.kind != Value::Kind::kInteger || stations.integer < 0)
        throw key_error(stations.place, in.path_of("limited_items") + "." + items->keys[k], "is not a count of stations",
                        "write a whole number from 0");
      out.limited_items[items->keys[k]] = stations.integer;
    }
  }
}

}  // namespace catchment
