#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/pipeline/pipeline.h"
#include "app/pipeline/rows.h"
#include "sim/world/build.h"

// One function per kind of input; each appends to the world. Private to the pipeline.
namespace catchment::pipeline {

/// The input's table in the project's CRS, with its DataSource and findings appended to the world.
gis::Table read_input(const InputSpec& spec, const std::string& path, LoadedWorld& loaded, bool need_geometry, const Progress& progress);

/// Every area row of an input; linked into the tree once all inputs are in (`link_areas`).
void load_areas(const InputSpec& spec, const gis::Table& table, std::vector<Area>& areas, std::vector<std::string>& parents);
void load_area_population(const InputSpec& spec, const gis::Table& table, World& world);
void load_buildings(const InputSpec& spec, const gis::Table& table, World& world);
/// `dwellings` gets the weight of each new demand point (its dwellings; -1 where the table has none).
void load_demand(const InputSpec& spec, const gis::Table& table, World& world, std::vector<double>& dwellings);
void load_facilities(const InputSpec& spec, const gis::Table& table, World& world);
void load_units(const InputSpec& spec, const gis::Table& table, World& world);
void load_organisations(const InputSpec& spec, const gis::Table& table, World& world);
/// Both need all partners: organisations, facilities, venues, units, areas. Errors as link_of, resource_of.
void load_resources(const InputSpec& spec, const gis::Table& table, World& world);
void load_links(const InputSpec& spec, const gis::Table& table, World& world);
void load_venues(const InputSpec& spec, const gis::Table& table, World& world);
void load_catalogue(const InputSpec& spec, const gis::Table& table, World& world);
void load_context(const InputSpec& spec, const gis::Table& table, World& world);
CostMatrix load_costs(const InputSpec& spec, const gis::Table& table);

/// Gives people to places (models.md A.1, A.3): area totals to demand points or buildings, raster cells to buildings or to
/// points of their own, demand points on to buildings. Every step conserves its total to the person and leaves a note.
void place_people(const Scenario& scenario, World& world, const std::vector<double>& dwellings,
                  const std::vector<DemandPoint>& raster_cells);

/// Throws InputError naming both rows if an id appears twice. `what` e.g. "demand point".
void require_unique(const std::vector<std::string>& ids, const std::string& what, const std::string& where);

}  // namespace catchment::pipeline
