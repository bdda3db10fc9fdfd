#pragma once

#include "sim/report/study.h"
#include "sim/scenario/scenario.h"
#include "sim/world/world.h"

namespace catchment::test {

/// A town of `columns` x `rows` blocks of 200 m with twelve buildings each, laid out by rule, to draw pictures of: river,
/// park, campus, walled quarters with gates, metro, areas of levels 1 to 4, facilities of four ranks in every status,
/// organisations. Its study is filled by straight-line distances; what it claims is consistent (persons are conserved).
struct LittleTown {
  World world;
  Scenario scenario;
  Study study;
};
LittleTown little_town(int columns = 8, int rows = 6);

/// The same town with one station closed and another proposed: for differences. Same demand points.
Study little_town_before(const LittleTown& town);

}  // namespace catchment::test
