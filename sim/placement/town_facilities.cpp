#include <algorithm>
#include <cmath>
#include <cstdio>

#include "sim/placement/spread.h"
#include "sim/placement/town_parts.h"

namespace catchment::town {

namespace {

OpeningHours hours(int first_day, int last_day, double from, double to) {
  OpeningHours h;
  for (int day = first_day; day <= last_day; ++day)
    for (int slot = static_cast<int>(from * 2); slot < static_cast<int>(to * 2); ++slot) h.set(static_cast<std::size_t>(day * 48 + slot));
  return h;
}

class Placement {
 public:
  Placement(TownDraft& draft, World& world) : draft_(draft), world_(world), used_(world.buildings.size(), 0) {
    for (std::size_t q = 0; q < draft.content.size(); ++q) {
      const auto& c = draft.content[q];
      if (c.first_building == c.end_building) continue;
      const LandUse use = draft.blocks.quarters[q].use;
      if (draft.quarter_people[q] > 0) homes_.push_back(static_cast<std::uint32_t>(q));
      if (use == LandUse::kCivic) civic_.push_back(static_cast<std::uint32_t>(q));
      if (use == LandUse::kOffice) offices_.push_back(static_cast<std::uint32_t>(q));
    }
  }

  void run() {
    const auto& spec = draft_.spec;
    const bool business = spec.enterprises_in_stations > 0 && !offices_.empty();
    // Capacity: a share of the people that the level is for, spread unevenly, so that some places are full.
    level(4, spec.centres, "centre", {"社区服务中心", "Community Service Centre"}, 1.10, {18, 40}, hours(0, 6, 8.5, 20.5),
          civic_.empty() ? homes_ : civic_, true);
    level(3, spec.stations, "station", {"社区服务站", "Community Service Station"}, 0.95, {5, 12}, hours(0, 5, 9, 17),
          business ? offices_ : homes_, true);
    level(2, spec.points, "point", {"社区服务点", "Community Service Point"}, 0.80, {1, 4}, hours(0, 4, 9, 17), homes_, true);
    level(1, spec.homes, "home", {"楼组服务之家", "Contact Home"}, 0.40, {1, 1}, hours(0, 6, 13, 21), homes_, false);
    assortments();
    venues();
  }

 private:
  // An unused building of the quarter, nearest to its main gate or drawn; the first one if all are used.
  std::uint32_t pick_building(std::uint32_t q, bool by_gate, Stream& draw, bool largest) {
    const auto& c = draft_.content[q];
    std::uint32_t best = c.end_building;
    double best_score = 1e300;
    for (auto b = c.first_building; b < c.end_building; ++b) {
      const Building& building = world_.buildings[b];
      if (used_[b] || building.kind == BuildingKind::kPark) continue;
      const double score = largest ? -building.gross_area_m2 : by_gate ? distance(building.position, c.main_gate) : draw.uniform();
      if (score < best_score) best_score = score, best = b;
    }
    return best;
  }

  void level(int level, std::int64_t count, const std::string& word, const Name& title, double share, std::pair<int, int> staff,
             const OpeningHours& open, const std::vector<std::uint32_t>& quarters, bool by_gate) {
    if (count <= 0 || homes_.empty() || quarters.empty()) return;
    std::vector<Point> from_places, to_places;
    std::vector<double> weight;
    for (const auto q : homes_) {
      from_places.push_back(middle(q));
      weight.push_back(static_cast<double>(draft_.quarter_people[q]));
    }
    for (const auto q : quarters) to_places.push_back(middle(q));
    const auto k = static_cast<std::size_t>(count);
    const bool offices = &quarters == &offices_;
    // Stations for enterprises stand where the work is, all others where the people live.
    Stream draw(draft_.seed, "town." + word);
    const auto targets = offices ? spread_targets(to_places, std::vector<double>(to_places.size(), 1.0), k, draw)
                                 : spread_targets(from_places, weight, k, draw);
    const NearestPlaces nearest(to_places), nearest_homes(from_places);
    for (std::size_t n = 0; n < k; ++n) {
      // Not perfect: sites are found where there is room, not where the optimum lies.
      Point want = targets[n];
      const double off = (level == 1 ? 20 : 70) * draft_.plan.scale;
      want.x += draw.normal(0, off);
      want.y += draw.normal(0, off);
      std::uint32_t building = static_cast<std::uint32_t>(world_.buildings.size());
      std::uint32_t q = 0;
      for (int attempt = 0; attempt < 24 && building == world_.buildings.size(); ++attempt) {
        q = quarters[nearest.find(want)];
        // A centre stands in a civic quarter if one is near, else among the homes.
        if (level == 4 && (attempt > 2 || distance(middle(q), want) > 450 * draft_.plan.scale)) q = homes_[nearest_homes.find(want)];
        building = pick_building(q, by_gate, draw, offices);
        if (building == draft_.content[q].end_building) {
          building = static_cast<std::uint32_t>(world_.buildings.size());
          const double step = 60.0 * (attempt + 1) * draft_.plan.scale;
          want = {targets[n].x + draw.normal(0, step), targets[n].y + draw.normal(0, step)};
        }
      }
      // All full round here: the next quarter along the map that has a building left.
      for (std::size_t step = 0; step < draft_.content.size() && building == world_.buildings.size(); ++step) {
        const auto next = static_cast<std::uint32_t>((q + step) % draft_.content.size());
        if (const auto found = pick_building(next, by_gate, draw, false); found != draft_.content[next].end_building) building = found;
      }
      if (building == world_.buildings.size()) building = static_cast<std::uint32_t>(n % world_.buildings.size());
      used_[building] = 1;
      const Building& host = world_.buildings[building];
      Facility f;
      f.id = word + "-" + std::to_string(n + 1);
      f.name = facility_name(host, level, title, n + 1);
      f.level = level;
      f.position = host.position;
      f.area = host.area;
      f.building = BuildingId(building);
      f.staff = static_cast<std::int32_t>(draw.between(staff.first, staff.second));
      f.capacity = std::max<std::int64_t>(1, std::llround(share * static_cast<double>(draft_.spec.population) / static_cast<double>(count) * draw.uniform(0.75, 1.25)));
      f.hours = open;
      f.modelled = true;
      f.fixed_cost_fen = level == 4 ? 2'000'000'00 : level == 3 ? 300'000'00 : level == 2 ? 30'000'00 : 1'000'00;
      f.running_cost_fen = f.staff * 120'000'00LL;
      world_.facilities.push_back(std::move(f));
    }
  }

  Name facility_name(const Building& host, int level, const Name& title, std::size_t number) const {
    AreaId named = host.area;
    // Centres carry their sub-district's name, stations their community's, points their quarter's.
    const int wanted = level == 4 ? 2 : level == 3 ? 3 : 4;
    while (named.valid() && world_.areas[named.value].level > wanted) named = world_.areas[named.value].parent;
    Name place = named.valid() ? world_.areas[named.value].name : Name{};
    const auto drop = [](std::string& text, std::string_view end) {
      if (text.size() > end.size() && text.ends_with(end)) text.resize(text.size() - end.size());
    };
    if (level == 3) {
      drop(place.zh, "社区");
      drop(place.en, " Community");
    }
    Name name{place.zh + title.zh, place.en + " " + title.en};
    for (const auto& f : world_.facilities)
      if (f.level == level && draft_.detailed && f.name == name) return {name.zh + std::to_string(number), name.en + " " + std::to_string(number)};
    if (!draft_.detailed) return {name.zh + std::to_string(number), name.en + " " + std::to_string(number)};
    return name;
  }

  void assortments() {
    if (draft_.spec.service_items <= 0) return;
    std::vector<std::size_t> stations;
    for (std::size_t f = 0; f < world_.facilities.size(); ++f)
      if (world_.facilities[f].level == 3) stations.push_back(f);
    for (std::int64_t item = 1; item <= draft_.spec.service_items; ++item) {
      char id[32];
      std::snprintf(id, sizeof id, "item-%02lld", static_cast<long long>(item));
      std::int64_t offered = static_cast<std::int64_t>(stations.size());
      if (const auto found = draft_.spec.limited_items.find(id); found != draft_.spec.limited_items.end()) offered = std::min(offered, found->second);
      // A limited item starts at a station of its own draw, so that not always the first ones have it.
      const std::size_t start = stations.empty() ? 0 : Stream(draft_.seed, "town.items", static_cast<std::uint64_t>(item)).below(stations.size());
      std::vector<std::uint8_t> has(stations.size(), 0);
      for (std::int64_t n = 0; n < offered; ++n) has[(start + static_cast<std::size_t>(n) * std::max<std::size_t>(1, stations.size() / static_cast<std::size_t>(offered))) % stations.size()] = 1;
      for (std::size_t s = 0; s < stations.size(); ++s)
        if (has[s]) world_.facilities[stations[s]].services.emplace_back(id);
    }
  }

  void venues() {
    for (const auto& f : world_.facilities) {
      if (f.level != 4) continue;
      world_.venues.push_back({"venue-" + f.id, f.name, "service centre", f.position, f.area,
                               static_cast<std::int32_t>(Stream(draft_.seed, "town.seats", world_.venues.size()).between(60, 200)), 40, OrganisationId()});
    }
    if (homes_.empty() || draft_.spec.venues <= 0) return;
    std::vector<Point> places;
    std::vector<double> weight;
    for (const auto q : homes_) places.push_back(middle(q)), weight.push_back(static_cast<double>(draft_.quarter_people[q]));
    Stream draw(draft_.seed, "town.venues");
    const auto targets = spread_targets(places, weight, static_cast<std::size_t>(draft_.spec.venues), draw);
    const auto& hosts = civic_.empty() ? homes_ : civic_;
    std::vector<Point> host_places;
    for (const auto q : hosts) host_places.push_back(middle(q));
    const NearestPlaces nearest(host_places);
    for (std::size_t n = 0; n < targets.size(); ++n) {
      const auto& c = draft_.content[hosts[nearest.find(targets[n])]];
      const auto b = c.first_building + static_cast<std::uint32_t>(draw.below(c.end_building - c.first_building));
      const Building& host = world_.buildings[b];
      const Name& place = world_.areas[host.area.value].name;
      const std::string number = std::to_string(n + 1);
      world_.venues.push_back({"venue-" + number, {place.zh + "文体活动中心" + number, place.en + " Culture and Sports Centre " + number},
                               "culture and sports", host.position, host.area, static_cast<std::int32_t>(draw.between(40, 400)), 40, OrganisationId()});
    }
  }

  Point middle(std::uint32_t q) const {
    const auto& plan = draft_.blocks.quarters[q];
    return at(draft_.blocks.cell_quad[draft_.blocks.blocks[plan.block].cell], (plan.piece.s0 + plan.piece.s1) / 2, (plan.piece.t0 + plan.piece.t1) / 2);
  }

  TownDraft& draft_;
  World& world_;
  std::vector<std::uint8_t> used_;
  std::vector<std::uint32_t> homes_, civic_, offices_;  // quarters
};

}  // namespace

void place_facilities(TownDraft& draft, World& world) { Placement(draft, world).run(); }

}  // namespace catchment::town
