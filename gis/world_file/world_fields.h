#pragma once

#include <tuple>
#include <type_traits>

#include "sim/world/world.h"

// Every field of every record of the world, in order. The structured bindings do not compile once a record has other
// fields than are listed: whoever adds one is led here, and raises kImageFormat (world_image.cpp). Private to gis/world_file.
namespace catchment::gis {

template <class T, class Type>
concept Is = std::is_same_v<std::remove_const_t<T>, Type>;

#define CATCHMENT_FIELDS(Type, ...)       \
  template <Is<Type> T>                   \
  auto fields_of(T& record) {             \
    auto& [__VA_ARGS__] = record;         \
    return std::tie(__VA_ARGS__);         \
  }

CATCHMENT_FIELDS(Name, zh, en)
CATCHMENT_FIELDS(Polygon, rings)
CATCHMENT_FIELDS(Area, id, name, level, parent, shape, population, modelled)
CATCHMENT_FIELDS(Building, id, name, position, footprint, area, kind, floors, gross_area_m2, dwellings, residents, workers, egress_s, lift)
CATCHMENT_FIELDS(DemandPoint, id, name, position, persons, area, building, inside, egress_s)
CATCHMENT_FIELDS(Facility, id, name, level, position, capacity, services, staff, hours, area, building, status, fixed_cost_fen,
                 running_cost_fen, inside, modelled, lent, lent_capacity, lent_hours_month)
CATCHMENT_FIELDS(Organisation, id, name, type, position, area, building, employees, members, eligible, normal_operation, responsible)
CATCHMENT_FIELDS(Group, id, kind, hosts, building, members)
CATCHMENT_FIELDS(Unit, id, name, pool, capacity, open)
CATCHMENT_FIELDS(Partner, table, index)
CATCHMENT_FIELDS(SharingLink, id, from, to, type, kind, capacity, cost, slots, start, end, status, venue, level, matched)
CATCHMENT_FIELDS(Resource, at, type, need, amount, slots, venue, whole)
CATCHMENT_FIELDS(InstructorPool, id, base, count, caseload, travel_limit_min)
CATCHMENT_FIELDS(Venue, id, name, kind, position, area, seats, shared_hours_month, owner, hours, withdrawn)
CATCHMENT_FIELDS(CatalogueItem, id, name, function, category, channel, service_min)
CATCHMENT_FIELDS(ContextFeature, kind, name, shape, line)
CATCHMENT_FIELDS(DataSource, input, path, layer, datum, crs, source, licence, date, sha256, bytes, features, modelled)
CATCHMENT_FIELDS(ApportionmentNote, rule, from, to, total, placed, lost)
CATCHMENT_FIELDS(JoinNote, table, layer, by_code, by_name, by_alias, unmatched_rows, unmatched_areas)
CATCHMENT_FIELDS(Finding, severity, rule, where, what, remedy)
CATCHMENT_FIELDS(Gate, id, node, state, hours, outside_hours)
CATCHMENT_FIELDS(StreetNetwork, node, from, to, shape_begin, shape, length_mm, street_class, access, name, names, gates, shape_height_m,
                 off_ground, first_arc, arc_head, arc_edge)
CATCHMENT_FIELDS(World, crs, modelled, areas, buildings, demand, streets, facilities, organisations, groups, units, links, resources, instructors,
                 venues, catalogue, context, sources, apportionment, joins, findings)

#undef CATCHMENT_FIELDS

template <class T>
concept Record = requires(T& t) { fields_of(t); };

}  // namespace catchment::gis
