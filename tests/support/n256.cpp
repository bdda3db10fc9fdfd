#include "tests/support/n256.h"

#include <string>

namespace catchment::test {

World n256_world() {
  World world;
  world.crs = "local metres";
  world.modelled = true;
  for (int j = 0; j < 16; ++j)
    for (int i = 0; i < 16; ++i) {
      DemandPoint d;
      d.id = "b-" + std::to_string(j * 16 + i + 1);
      d.position = {(i + 0.5) * 100, (j + 0.5) * 100};
      d.persons = 1;
      world.demand.push_back(d);
    }
  const auto add = [&](const std::string& name, int level, int n, double first, double step) {
    int number = 0;
    for (int b = 0; b < n; ++b)
      for (int a = 0; a < n; ++a) {
        Facility f;
        f.id = n == 1 ? name : name + "-" + std::to_string(++number);
        f.level = level;
        f.position = {(first + step * a) * 100, (first + step * b) * 100};
        world.facilities.push_back(f);
      }
  };
  add("centre", 4, 1, 8, 0);
  add("station", 3, 2, 4, 8);
  add("point", 2, 4, 2, 4);
  add("home", 1, 8, 1, 2);
  return world;
}

Scenario n256_scenario(bool nested) {
  Scenario scenario;
  scenario.name = "n256";
  scenario.network.mode = TravelMode::kChebyshev;
  scenario.network.detour_factor = 1;
  scenario.coverage.nested = nested;
  const char* names[] = {"home", "point", "station", "centre"};
  for (int rank = 1; rank <= 4; ++rank) {
    LevelSpec level;
    level.name = names[rank - 1];
    level.rank = rank;
    level.cutoff = 100 * (1 << (rank - 1));
    scenario.levels.push_back(level);
  }
  return scenario;
}

}  // namespace catchment::test
