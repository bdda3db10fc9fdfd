#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/core/error.h"

namespace catchment {

// The privacy guard (F.5): units and places are scored, natural persons never; small counts of persons are not published.

/// Whether a column's name says that it scores, ranks or grades natural persons: a word for a person with a word for a score
/// ("member_rating", "staffScore", "个人积分", "党员考核得分"), or a term that is always about persons ("credit_score", "社会信用分").
/// Scores of units are not ("facility_score", "单位考核得分"), nor counts of persons ("members", "党员人数"). A bare "考核得分" with no
/// unit named is taken for a person's; a "resident_rating" or "居民评价" for one that residents give. English by words (snake_case, camelCase, spaces), Chinese by substrings; case-blind.
bool is_person_score_column(std::string_view name);

/// An error of rule "person-score" for each such column, in the order given.
Findings person_columns(std::span<const std::string> columns, const std::string& where);

/// A row of counts as it may be published; nullopt is suppressed.
struct SuppressedCells {
  std::vector<std::optional<std::int64_t>> cells;
  std::optional<std::int64_t> total;
};

/// Suppresses every count of 1..k-1 persons, and as many others, smallest first (ties to the lowest index), as it takes that
/// nobody can find a suppressed one from the total and the rest, even knowing k: at least two are suppressed, and their sum
/// leaves room for more than one solution. The total is kept unless nothing else protects a cell. 0 is published: it is
/// nobody's figure.
/// Throws std::invalid_argument for a negative count or k < 1. O(n log n). Source: OF-12; Cox (1980).
SuppressedCells suppress_small_cells(std::span<const std::int64_t> counts, std::int64_t k = 5);

}  // namespace catchment
