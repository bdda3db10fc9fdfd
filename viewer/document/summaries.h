#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/coverage/equity.h"
#include "viewer/document/document.h"
#include "viewer/document/search.h"

namespace catchment::document {

/// "People covered by minutes": share of the counted people whose nearest provider of a level costs at most x. Steps are exact at every x given.
struct CoverageCurve {
  std::vector<double> cost;              ///< s or m, ascending, n + 1 values from 0
  std::vector<std::int64_t> persons;     ///< covered at that cost
  std::int64_t population = 0;           ///< counted, with and without any way
};
/// From 0 to `most` in `n` equal steps. O(points).
CoverageCurve coverage_curve(const LiveStudy& study, std::size_t level, double most, std::size_t n = 120);
/// Persons per bin of cost: bin k holds k*width <= cost < (k+1)*width; the last holds all beyond.
std::vector<std::int64_t> cost_histogram(const LiveStudy& study, std::size_t level, double width, std::size_t bins);
/// Lorenz curve of travel cost, thinned to 101 points, with its Gini coefficient, as LevelEquity.
struct CostLorenz { std::vector<LorenzPoint> curve; std::optional<double> gini; };
CostLorenz cost_lorenz(const LiveStudy& study, std::size_t level);

/// A table of things, for sorting, filtering and jumping to the map.
enum class TableKind : std::uint8_t { kFacilities, kAreas, kDemand, kOrganisations, kGates };
enum class ColumnKind : std::uint8_t { kText, kWhole, kDecimal, kShare };
struct Column { std::string title; ColumnKind kind = ColumnKind::kText; std::string unit; };
struct ThingTable {
  std::vector<Column> columns;
  std::vector<Thing> things;             ///< [n_rows]
  std::vector<std::vector<std::string>> text;   ///< [n_columns][n_rows] as shown
  std::vector<std::vector<double>> number;      ///< [n_columns][n_rows]; empty for text columns; NaN: none
};
/// Facilities: name, level, capacity, staff, persons within the cutoff, edit state. Areas: persons, covered per level, share. Demand: persons,
/// cost per level, covered, split. At most 1,000,000 rows, in index order.
ThingTable make_table(const Document& document, TableKind kind, bool chinese);
/// Rows in order: those where some cell holds `filter` (without case; "column>number" forms: see docs), sorted by a column; ties by index.
std::vector<std::uint32_t> table_rows(const ThingTable& table, const std::string& filter, int sort_column, bool descending);

/// Demand points that count and are not covered on a level, most persons first (ties by index): what n and N walk through.
std::vector<DemandId> uncovered_points(const LiveStudy& study, std::size_t level);

}  // namespace catchment::document
