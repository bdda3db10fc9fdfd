// What [sharing] itself adds to the world.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "sim/scenario/parse.h"
#include "sim/sharing/link_rows.h"
#include "sim/sharing/shared_places.h"
#include "sim/world/build.h"

namespace catchment {

namespace {

/// Position, area and building of a thing that the scenario names.
struct Site {
  Point at{NAN, NAN};
  AreaId area;
  BuildingId building;
};

std::size_t index_of(const auto& things, const std::string& id) {
  return static_cast<std::size_t>(std::ranges::find_if(things, [&](const auto& t) { return t.id == id; }) - things.begin());
}

Site site_of(const PlaceSpec& spec, const World& world, const LeafLocator& leaves) {
  Site site;
  const std::string where = spec.place.text();
  if (!spec.building.empty()) {
    if (const std::size_t b = index_of(world.buildings, spec.building); b < world.buildings.size()) {
      const Building& building = world.buildings[b];
      return {building.position, building.area, BuildingId(b)};
    }
    if (const std::size_t d = index_of(world.demand, spec.building); d < world.demand.size()) {
      const DemandPoint& point = world.demand[d];
      return {point.position, point.area, point.building};
    }
    throw InputError(where, fmt::format("there is no building or demand point '{}'", spec.building), "correct the id, or give lonlat = [lon, lat]");
  }
  if (!spec.area.empty()) {
    const auto area = std::ranges::find_if(world.areas, [&](const Area& a) { return a.id == spec.area || a.name.zh == spec.area || a.name.en == spec.area; });
    if (area == world.areas.end()) {
      std::vector<std::string> known;
      for (const Area& a : world.areas)
        for (const std::string* name : {&a.id, &a.name.zh, &a.name.en})
          if (!name->empty()) known.push_back(*name);
      const std::string near = nearest_key(spec.area, known);
      throw InputError(where, fmt::format("there is no area '{}'", spec.area), near.empty() ? "name an area's id or name" : fmt::format("did you mean '{}'?", near));
    }
    site.area = AreaId(static_cast<std::size_t>(area - world.areas.begin()));
    if (!area->shape.empty()) site.at = inside_point(area->shape);
    return site;
  }
  if (spec.at) {
    if (!(std::abs(spec.at->x) < 1e8 && std::abs(spec.at->y) < 1e8)) throw InputError(where, fmt::format("'{}' lies nowhere on the map", spec.id), "give at = [x, y] in metres of the project's CRS");
    site.at = *spec.at;
    site.area = leaves.find(site.at);
  }
  return site;
}

std::set<std::string> ids_of(const auto& things) {
  std::set<std::string> ids;
  for (const auto& t : things) ids.insert(t.id);
  return ids;
}

void require_new(std::set<std::string>& taken, const std::string& id, const char* what, const std::string& where) {
  if (!taken.insert(id).second) throw InputError(where, fmt::format("there is {} '{}' already", what, id), "give it another id");
}

void add_rule(World& world, const LinkRule& rule) {
  // Pairs within the distance by cells of its size, in the order of the organisations.
  const auto is = [](const std::vector<OrganisationType>& types, const Organisation& o) { return std::ranges::find(types, o.type) != types.end(); };
  const double cell = std::max(rule.within_m, 1.0);
  const auto key = [&](double x, double y) { return std::pair{static_cast<std::int64_t>(std::floor(x / cell)), static_cast<std::int64_t>(std::floor(y / cell))}; };
  std::map<std::pair<std::int64_t, std::int64_t>, std::vector<std::uint32_t>> cells;
  for (std::uint32_t i = 0; i < world.organisations.size(); ++i) {
    const Organisation& o = world.organisations[i];
    if (is(rule.to, o) && o.normal_operation && std::isfinite(o.position.x)) cells[key(o.position.x, o.position.y)].push_back(i);
  }
  std::set<std::pair<std::uint32_t, std::uint32_t>> made;   // two rules' types may overlap: A-B and B-A are one partnership
  for (std::uint32_t i = 0; i < world.organisations.size(); ++i) {
    const Organisation& o = world.organisations[i];
    if (!is(rule.from, o) || !o.normal_operation || !std::isfinite(o.position.x)) continue;
    std::vector<std::uint32_t> near;
    const auto [cx, cy] = key(o.position.x, o.position.y);
    for (std::int64_t y = cy - 1; y <= cy + 1; ++y)
      for (std::int64_t x = cx - 1; x <= cx + 1; ++x)
        if (const auto found = cells.find({x, y}); found != cells.end())
          for (const std::uint32_t j : found->second)
            if (j != i && distance(o.position, world.organisations[j].position) <= rule.within_m) near.push_back(j);
    std::sort(near.begin(), near.end());
    for (const std::uint32_t j : near) {
      if (!made.emplace(std::min(i, j), std::max(i, j)).second) continue;
      SharingLink link;
      link.from = OrganisationId(i);
      link.to = OrganisationId(j);
      link.type = rule.type;
      link.kind = rule.kind;
      world.links.push_back(std::move(link));
    }
  }
}

}  // namespace

void add_sharing_tables(World& world, const SharingOptions& options) {
  if (options.partners.empty() && options.venues.empty() && options.links.empty() && options.resources.empty() && options.rules.empty()) return;
  const LeafLocator leaves(world.areas);
  if (!options.partners.empty()) {
    std::set<std::string> taken = ids_of(world.organisations);
    for (const PartnerSpec& spec : options.partners) {
      require_new(taken, spec.id, "an organisation", spec.place.text());
      const Site site = site_of(spec, world, leaves);
      if (!std::isfinite(site.at.x)) throw InputError(spec.place.text(), fmt::format("partner '{}' has no place", spec.id), "give lonlat = [lon, lat], at = [x, y] in metres, building or area");
      Organisation o;
      o.id = spec.id;
      o.name = spec.name;
      o.type = spec.type;
      o.position = site.at;
      o.area = site.area;
      o.building = site.building;
      o.normal_operation = false;   // an end of links only: none of those that should have a group of their own
      world.organisations.push_back(std::move(o));
    }
  }
  if (!options.venues.empty()) {
    std::set<std::string> taken = ids_of(world.venues);
    for (const VenueSpec& spec : options.venues) {
      require_new(taken, spec.id, "a venue", spec.place.text());
      const Site site = site_of(spec, world, leaves);
      if (!std::isfinite(site.at.x)) throw InputError(spec.place.text(), fmt::format("venue '{}' has no place", spec.id), "give lonlat = [lon, lat], at = [x, y] in metres, building or area");
      Venue v;
      v.id = spec.id;
      v.name = spec.name;
      v.kind = spec.kind;
      v.position = site.at;
      v.area = site.area;
      v.seats = spec.seats;
      v.shared_hours_month = spec.hours_month;
      v.hours = spec.hours;
      if (!spec.owner.empty()) {
        const std::size_t owner = index_of(world.organisations, spec.owner);
        if (owner == world.organisations.size()) throw InputError(spec.place.text(), fmt::format("there is no organisation '{}' to own the venue", spec.owner), "correct the id, or add it to [[sharing.partners]]");
        v.owner = OrganisationId(owner);
      }
      world.venues.push_back(std::move(v));
    }
  }
  const PartnerIndex partners(world);
  std::set<std::string> taken;
  for (const SharingLink& link : world.links)
    if (!link.id.empty()) taken.insert(link.id);
  for (const LinkRow& row : options.links) {
    if (!row.id.empty()) require_new(taken, row.id, "a link", row.where);
    world.links.push_back(link_of(row, world, partners));
  }
  for (const ResourceRow& row : options.resources) world.resources.push_back(resource_of(row, world, partners));
  for (const LinkRule& rule : options.rules) add_rule(world, rule);
}

}  // namespace catchment
