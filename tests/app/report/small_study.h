#pragma once

#include "sim/report/study.h"
#include "sim/scenario/scenario.h"
#include "sim/world/world.h"

namespace catchment::test {

/// A study of 1,000 people in four blocks, filled in by hand so that every figure of the report can be checked on paper,
/// with names that would break a page that does not escape them.
///
/// Blocks A (400 persons), B (300), C (200), D (100), one building each, 400 m apart in a row.
/// Level "station" (500 m, rank 3): reaches A, B, C: 900; capacity 700: 200 of B without a place.
/// Level "point" (5 min, rank 2): reaches A and B: 700; unlimited.  Both: 700.
struct SmallStudy {
  World world;
  Study study;
  Scenario scenario;
};
SmallStudy small_study();
/// Adds 5 organisations (2 own, 2 joint, 0..1 assigned, 1 none), an orphan, a conflict, venues.
void add_organisations(SmallStudy& s);

inline constexpr const char* kHostile = "<script>alert('x')</script> & \"q\"";

}  // namespace catchment::test
