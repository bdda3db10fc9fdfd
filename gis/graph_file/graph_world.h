#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "gis/graph_file/graph_table.h"
#include "sim/sharing/graph.h"
#include "sim/sharing/measures.h"
#include "sim/world/world.h"

namespace catchment::gis {

/// A graph of a file as a world: nothing but partners, venues, links and resources.
struct GraphWorld {
  World world;
  std::vector<Partner> partner;        ///< [table.nodes]
  std::vector<std::uint32_t> row;      ///< [world.links] into table.links: a link that counts both ways is there twice, one after the other
};

/// - A node of type "venue", "facility", "unit" or "area" goes into that table, any other is an organisation, of the type that its word
///   names, else a social organisation (a finding says how many). A district becomes an area.
/// - lon and lat are projected to the UTM zone of their middle (`world.crs`); x and y are metres as they are, and then there is no CRS. A
///   place without coordinates has the position (NaN, NaN).
/// - supply and demand become resources of the links' type where all links are of one, else of type other; other columns of the nodes that
///   are called as "supply_volunteer" or "demand_venue" become resources of that type.
///
/// Throws InputError naming file and line for whatever `link_of` and `require_no_double_booking` refuse (sim/sharing/link_rows.h), hours that cannot be read, an owner that
/// is not there, half a place, or degrees and metres in one file.
GraphWorld world_of(const GraphTable& table);

/// The graph of a world, with the links of `graph` and the rooms that they lend. Ids that several of the world's tables hold are written as
/// "venue:hall". Coordinates in metres become degrees too where the CRS is known.
GraphTable table_of(const World& world, const SharingGraph& graph);
/// Adds the measures as columns of the nodes. `of` [table.nodes]: a node's place in the measures, UINT32_MAX: it has none. Measures that were
/// not made (empty) are left out; a column of the same name is written over. Throws std::invalid_argument for another size or a place beyond.
void add_measures(GraphTable& table, const SharingMeasures& measures, std::span<const std::uint32_t> of);

}  // namespace catchment::gis
