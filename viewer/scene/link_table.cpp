#include "viewer/scene/link_table.h"

#include <algorithm>

#include "sim/sharing/link_rows.h"

namespace catchment::scene {

namespace {

constexpr std::uint32_t kNone = UINT32_MAX;
constexpr std::size_t kTables = 5;

std::array<std::size_t, kTables> sizes(const World& w) { return {w.organisations.size(), w.facilities.size(), w.venues.size(), w.units.size(), w.areas.size()}; }

}  // namespace

LinkTable link_table(const World& world) {
  LinkTable out;
  const auto size = sizes(world);
  std::array<std::vector<std::uint32_t>, kTables> node_of;
  for (std::size_t t = 0; t < kTables; ++t) node_of[t].assign(size[t], kNone);
  const auto slot = [&](Partner p) -> std::uint32_t* {
    const auto t = static_cast<std::size_t>(p.table);
    return t < kTables && p.index < size[t] ? &node_of[t][p.index] : nullptr;
  };
  for (const SharingLink& link : world.links)
    for (const Partner end : {link.from, link.to})
      if (std::uint32_t* at = slot(end)) *at = 0;
  for (std::size_t t = 0; t < kTables; ++t)
    for (std::uint32_t i = 0; i < size[t]; ++i) {
      if (node_of[t][i] == kNone) continue;
      node_of[t][i] = static_cast<std::uint32_t>(out.node.size());
      const Partner partner(static_cast<Partner::Table>(t), i);
      out.node.push_back(partner);
      const auto place = position_of(world, partner);
      out.at.push_back(place.value_or(Point{}));
      out.placed.push_back(place.has_value());
      const AreaId district = district_of(world, partner);
      out.district.push_back(district.valid() ? district.value : kNone);
      out.organisation_type.push_back(partner.table == Partner::Table::kOrganisation ? static_cast<std::uint8_t>(world.organisations[i].type) : std::uint8_t{255});
    }
  const std::size_t m = world.links.size();
  out.from.reserve(m), out.to.reserve(m), out.type.reserve(m), out.status.reserve(m), out.capacity.reserve(m);
  for (const SharingLink& link : world.links) {
    const std::uint32_t *a = slot(link.from), *b = slot(link.to);
    out.from.push_back(a != nullptr ? *a : kNone);
    out.to.push_back(b != nullptr ? *b : kNone);
    out.type.push_back(link.type);
    out.status.push_back(link.status);
    out.capacity.push_back(link.capacity);
  }
  return out;
}

std::uint32_t LinkTable::node_of(Partner partner) const {
  const auto found = std::lower_bound(node.begin(), node.end(), partner);
  return found != node.end() && *found == partner ? static_cast<std::uint32_t>(found - node.begin()) : kNone;
}

bool passes(const LinkTable& t, std::size_t k, const LayerFilter& f) {
  if ((f.link_types >> static_cast<unsigned>(t.type[k]) & 1u) == 0 || (f.link_statuses >> static_cast<unsigned>(t.status[k]) & 1u) == 0) return false;
  const std::uint32_t a = t.from[k], b = t.to[k];
  if (a == kNone || b == kNone || a == b) return false;
  const auto kind = [&](std::uint32_t v) { return t.organisation_type[v] == 255 || (f.organisation_types >> t.organisation_type[v] & 1u) != 0; };
  if (!kind(a) || !kind(b)) return false;
  return f.link_district == kNone || t.district[a] == f.link_district || t.district[b] == f.link_district;
}

std::vector<Partner> partners_within(const LinkTable& t, Partner centre, int steps, const LayerFilter& filter) {
  std::vector<Partner> out{centre};
  const std::uint32_t start = t.node_of(centre);
  if (start == kNone) return out;
  std::vector<std::uint8_t> near(t.n_nodes(), 0);
  near[start] = 1;
  for (int step = 0; step < steps; ++step) {
    std::vector<std::uint32_t> next;
    for (std::size_t k = 0; k < t.n_links(); ++k) {
      const std::uint32_t a = t.from[k], b = t.to[k];
      if (a == kNone || b == kNone || near[a] == near[b] || !passes(t, k, filter)) continue;
      next.push_back(near[a] != 0 ? b : a);
    }
    for (const std::uint32_t v : next) near[v] = 1;
  }
  out.clear();
  for (std::uint32_t v = 0; v < near.size(); ++v)
    if (near[v] != 0) out.push_back(t.node[v]);
  return out;
}

LinkSums link_sums(const LinkTable& t, const LayerFilter& filter) {
  LinkSums out;
  for (std::size_t k = 0; k < t.n_links(); ++k) {
    if (!passes(t, k, filter)) continue;
    const auto type = static_cast<std::size_t>(t.type[k]);
    ++out.links[type];
    ++out.of_status[static_cast<std::size_t>(t.status[k])];
    if (t.capacity[k] >= 0) out.capacity[type] += t.capacity[k], ++out.stated[type];
  }
  return out;
}

std::vector<std::uint32_t> link_districts(const LinkTable& t) {
  std::vector<std::uint32_t> out;
  for (const std::uint32_t d : t.district)
    if (d != kNone) out.push_back(d);
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

}  // namespace catchment::scene
