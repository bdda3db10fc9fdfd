#include "sim/placement/town_parts.h"

namespace catchment::town {

namespace {

constexpr double kCell = 100;  // m

}  // namespace

World make_n256(Point origin, const std::string& crs) {
  World world;
  world.crs = crs;
  world.modelled = true;
  const auto place = [&](double i, double j) { return Point{origin.x + (i - 8) * kCell, origin.y + (j - 8) * kCell}; };
  // The chain of areas that the relay path of the four levels climbs: city, district, sub-district, block, quarter.
  const std::vector<Name> names{{"示范市", "Model City"}, {"示范区", "Model District"}, {"示范街道", "Model Sub-district"}, {"示范片区", "Model Block"}, {"示范小区", "Model Quarter"}};
  for (int level = 0; level < 5; ++level) {
    Area a;
    a.id = "area-" + std::to_string(level);
    a.name = names[static_cast<std::size_t>(level)];
    a.level = level;
    if (level > 0) a.parent = AreaId(level - 1);
    a.shape = {Polygon{{{place(0, 0), place(16, 0), place(16, 16), place(0, 16)}}}};
    a.population = 256;
    a.modelled = true;
    world.areas.push_back(std::move(a));
  }
  for (int j = 0; j < 16; ++j) {
    for (int i = 0; i < 16; ++i) {
      const std::string id = "building-" + std::to_string(i) + "-" + std::to_string(j);
      Building b;
      b.id = id;
      b.position = place(i + 0.5, j + 0.5);
      b.footprint = {Polygon{{{place(i + 0.2, j + 0.35), place(i + 0.8, j + 0.35), place(i + 0.8, j + 0.65), place(i + 0.2, j + 0.65)}}}};
      b.area = AreaId(4);
      b.floors = 6;
      b.gross_area_m2 = 60 * 30 * 6;
      b.dwellings = 1;
      b.residents = 1;
      world.buildings.push_back(b);
      DemandPoint p;
      p.id = id;
      p.position = b.position;
      p.persons = 1;
      p.area = b.area;
      p.building = BuildingId(world.buildings.size() - 1);
      world.demand.push_back(std::move(p));
    }
  }
  const auto facility = [&](const std::string& id, const Name& name, int level, double i, double j) {
    Facility f;
    f.id = id;
    f.name = name;
    f.level = level;
    f.position = place(i, j);
    f.area = AreaId(4);
    f.modelled = true;
    world.facilities.push_back(std::move(f));
  };
  const auto grid = [&](int level, const std::string& word, const Name& name, int first, int step) {
    for (int j = first; j < 16; j += step)
      for (int i = first; i < 16; i += step) {
        const std::string at = std::to_string(i) + "-" + std::to_string(j);
        facility(word + "-" + at, {name.zh + " " + at, name.en + " " + at}, level, i, j);
      }
  };
  facility("centre-8-8", {"社区服务中心", "Community Service Centre"}, 4, 8, 8);
  grid(3, "station", {"社区服务站", "Community Service Station"}, 4, 8);
  grid(2, "point", {"社区服务点", "Community Service Point"}, 2, 4);
  grid(1, "home", {"楼组服务之家", "Contact Home"}, 1, 2);
  DataSource source;
  source.input = "town generator";
  source.source = "Instance N256: 16 x 16 buildings, nested service levels (Narula 1984)";
  source.features = 256;
  source.modelled = true;
  world.sources.push_back(std::move(source));
  world.apportionment.push_back({"as given", "the instance", "buildings", 256, 256, 0});
  return world;
}

}  // namespace catchment::town
