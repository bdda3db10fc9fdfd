#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <utility>
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
/// Persons per bin of cost: bin k holds k*width <= cost < (k+1)*width; the last holds all beyond. Counted people; those without any way are in
/// none (LiveLevelFigures::unreachable_persons).
std::vector<std::int64_t> cost_histogram(const LiveStudy& study, std::size_t level, double width, std::size_t bins);
/// Lorenz curve of travel cost, thinned to 101 points, with its Gini coefficient, as LevelEquity.
struct CostLorenz { std::vector<LorenzPoint> curve; std::optional<double> gini; };
CostLorenz cost_lorenz(const LiveStudy& study, std::size_t level);

/// A table of things, for sorting, filtering and jumping to the map.
enum class TableKind : std::uint8_t { kFacilities, kAreas, kDemand, kOrganisations, kGates, kLinks };
enum class ColumnKind : std::uint8_t { kText, kWhole, kDecimal, kShare };
struct Column { std::string title; ColumnKind kind = ColumnKind::kText; std::string unit; };
/// The cells of one column as shown. Numbers become text only when they are looked at: a million rows do not fill the memory with digits.
class Cells {
 public:
  Cells() = default;
  Cells(std::initializer_list<std::string> texts) : texts_(texts) {}
  explicit Cells(std::vector<std::string> texts) : texts_(std::move(texts)) {}
  /// One of a few words for each row.
  Cells(std::vector<std::string> words, std::vector<std::uint32_t> word_of_row) : texts_(std::move(words)), word_(std::move(word_of_row)) {}
  Cells(ColumnKind kind, std::vector<double> numbers) : kind_(kind), numbers_(std::move(numbers)) {}
  [[nodiscard]] std::size_t size() const { return !numbers_.empty() ? numbers_.size() : !word_.empty() ? word_.size() : texts_.size(); }
  [[nodiscard]] bool empty() const { return size() == 0; }
  [[nodiscard]] std::string operator[](std::size_t row) const;

 private:
  ColumnKind kind_ = ColumnKind::kText;
  std::vector<std::string> texts_;
  std::vector<std::uint32_t> word_;
  std::vector<double> numbers_;
};
struct ThingTable {
  std::vector<Column> columns;
  std::vector<Thing> things;             ///< [n_rows]
  std::vector<Cells> text;                      ///< [n_columns][n_rows] as shown
  std::vector<std::vector<double>> number;      ///< [n_columns][n_rows]; empty for text columns; NaN: none
};
/// Facilities: name, level, capacity (none: no limit), staff, persons within the cutoff of the highest level that each provides, what the plan does with
/// it. Areas: persons, covered per level, share. Demand: persons, cost per level (m or min), covered, persons without a place (where the level's split
/// is ready). Organisations: counts only. At most 1,000,000 rows, in index order.
ThingTable make_table(const Document& document, TableKind kind, bool chinese);
/// Rows in order: those that `filter` leaves, sorted by a column (-1: as they stand); ties by index, rows without a number last, numbers inside texts
/// as numbers (station-2 before station-10).
///
/// A filter is one condition or several parted by ";" that must all hold. "column > 500" (also <, >=, <=, =, ≥, ≤ and their full-width forms) compares
/// the first number column whose title begins so, without case; "1,200", "90%" and "500 m" are numbers (units are those of the column), and for a share a
/// number above 1 is in percent. "column = text" keeps rows whose text column is exactly that. Anything else is text that some cell must hold, without
/// case. Rows without a number meet no comparison.
std::vector<std::uint32_t> table_rows(const ThingTable& table, const std::string& filter, int sort_column, bool descending);

/// Demand points that count and are not covered on a level, most persons first (ties by index): what n and N walk through.
std::vector<DemandId> uncovered_points(const LiveStudy& study, std::size_t level);

}  // namespace catchment::document
