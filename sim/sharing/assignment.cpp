#include "sim/sharing/assignment.h"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace catchment {

namespace {

constexpr std::uint32_t kNone = UINT32_MAX;
constexpr std::int64_t kFar = INT64_MAX;

/// Shortest augmenting paths on a matrix with at most as many rows as columns. Each row also has a place of its own where it stays alone;
/// that costs more than any detour, so that most pairs are made before costs are looked at.
class Augmenting {
 public:
  Augmenting(std::span<const std::int64_t> cost, std::uint32_t rows, std::uint32_t columns, bool turned, std::int64_t alone)
      : cost_(cost), rows_(rows), columns_(columns), turned_(turned), alone_(alone), row_price_(rows, 0), column_price_(columns, 0),
        row_of_(columns, kNone), column_of_(rows, kNone), distance_(columns), from_(columns), done_(columns) {}

  void run() {
    for (std::uint32_t row = 0; row < rows_; ++row) augment(row);
  }
  [[nodiscard]] std::uint32_t column_of(std::uint32_t row) const { return column_of_[row]; }

 private:
  [[nodiscard]] std::int64_t at(std::uint32_t row, std::uint32_t column) const {
    return turned_ ? cost_[std::size_t{column} * rows_ + row] : cost_[std::size_t{row} * columns_ + column];
  }

  /// Dijkstra over columns with reduced costs from one free row, until the nearest free column, or a row that had better stay alone.
  void augment(std::uint32_t start) {
    std::fill(distance_.begin(), distance_.end(), kFar);
    std::fill(done_.begin(), done_.end(), std::uint8_t{0});
    settled_.clear();
    std::int64_t here = 0;
    std::uint32_t row = start;
    // The nearest row of those reached that could stay alone, and how far that is.
    std::int64_t best_alone = kFar;
    std::uint32_t last_row = kNone, end = kNone;
    for (;;) {
      if (const std::int64_t far = here + alone_ - row_price_[row]; far < best_alone) best_alone = far, last_row = row;
      std::uint32_t nearest = kNone;
      std::int64_t least = kFar;
      for (std::uint32_t j = 0; j < columns_; ++j) {
        if (done_[j]) continue;
        if (const std::int64_t c = at(row, j); c != Assignment::kForbidden) {
          const std::int64_t far = here + c - row_price_[row] - column_price_[j];
          if (far < distance_[j]) distance_[j] = far, from_[j] = row;
        }
        // Among equally near columns a free one ends the search.
        if (distance_[j] < least || (distance_[j] == least && least != kFar && row_of_[j] == kNone && row_of_[nearest] != kNone))
          least = distance_[j], nearest = j;
      }
      if (nearest == kNone || least > best_alone) {
        here = best_alone;
        break;
      }
      here = least;
      if (row_of_[nearest] == kNone) {
        end = nearest;
        break;
      }
      done_[nearest] = 1;
      settled_.push_back(nearest);
      row = row_of_[nearest];
    }
    // Prices keep reduced costs >= 0, and 0 along what is chosen.
    row_price_[start] += here;
    for (const std::uint32_t j : settled_) {
      row_price_[row_of_[j]] += here - distance_[j];
      column_price_[j] -= here - distance_[j];
    }
    std::uint32_t j = end;
    if (end == kNone) {
      // `last_row` gives up its column; the way there is turned as usual.
      j = column_of_[last_row];
      column_of_[last_row] = kNone;
      if (last_row == start) return;
    }
    for (;;) {
      const std::uint32_t r = from_[j], before = column_of_[r];
      row_of_[j] = r;
      column_of_[r] = j;
      if (r == start) return;
      j = before;
    }
  }

  std::span<const std::int64_t> cost_;
  std::uint32_t rows_, columns_;
  bool turned_;
  std::int64_t alone_;
  std::vector<std::int64_t> row_price_, column_price_;
  std::vector<std::uint32_t> row_of_, column_of_;
  std::vector<std::int64_t> distance_;
  std::vector<std::uint32_t> from_;
  std::vector<std::uint8_t> done_;
  std::vector<std::uint32_t> settled_;
};

}  // namespace

Assignment assign(std::span<const std::int64_t> cost, std::uint32_t rows, std::uint32_t columns) {
  if (cost.size() != std::size_t{rows} * columns)
    throw std::invalid_argument("assign: " + std::to_string(cost.size()) + " costs for " + std::to_string(rows) + " rows and " +
                                std::to_string(columns) + " columns");
  std::int64_t low = 0, high = 0;
  for (const std::int64_t c : cost)
    if (c != Assignment::kForbidden) low = std::min(low, c), high = std::max(high, c);
  const bool turned = rows > columns;
  const std::uint32_t few = std::min(rows, columns), many = std::max(rows, columns);
  // One more pair changes the cost of the others by at most (few - 1) * spread, and brings at most max(|low|, |high|) itself.
  constexpr std::int64_t kLargest = std::int64_t{1} << 60;
  if (low < -kLargest || high > kLargest || (high - low) > kLargest / (std::int64_t{few} + 2) || -low > kLargest / 2 || high > kLargest / 2)
    throw std::invalid_argument("assign: the sums of costs may overflow 64 bits");
  const std::int64_t alone = (high - low) * (std::int64_t{few} + 1) + std::max(high, -low) + 1;
  Augmenting search(cost, few, many, turned, alone);
  search.run();
  Assignment out;
  out.column_of.assign(rows, kUnassigned);
  for (std::uint32_t r = 0; r < few; ++r) {
    const std::uint32_t c = search.column_of(r);
    if (c == kNone) continue;
    out.column_of[turned ? c : r] = turned ? r : c;
    ++out.pairs;
    out.cost += turned ? cost[std::size_t{c} * columns + r] : cost[std::size_t{r} * columns + c];
  }
  return out;
}

}  // namespace catchment
