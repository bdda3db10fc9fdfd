#include "sim/sharing/graph.h"

#include <algorithm>
#include <numeric>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "sim/sharing/link_rows.h"
#include "sim/sharing/link_types.h"

namespace catchment {

namespace {

/// Links as pairs of partners, before the partners have node numbers.
struct Ends {
  std::vector<Partner> from, to;
};

bool chosen(const SharingLink& link, const GraphChoice& choice) {
  if ((choice.types >> static_cast<unsigned>(link.type) & 1u) == 0) return false;
  if (in_force(link, choice.date)) return true;
  // Dates are "YYYY-MM-DD": their order as text is their order in time.
  const bool over = link.status == LinkStatus::kLapsed || (!choice.date.empty() && !link.end.empty() && link.end < choice.date);
  return over ? choice.lapsed : choice.proposed;
}

std::size_t rows_of(const World& world, Partner::Table table) {
  switch (table) {
    case Partner::Table::kOrganisation: return world.organisations.size();
    case Partner::Table::kFacility: return world.facilities.size();
    case Partner::Table::kVenue: return world.venues.size();
    case Partner::Table::kUnit: return world.units.size();
    case Partner::Table::kArea: return world.areas.size();
  }
  return 0;
}

void require_partner(const World& world, Partner p, const char* what, std::size_t row) {
  const std::size_t rows = rows_of(world, p.table);
  if (p.index >= rows)
    throw std::invalid_argument(fmt::format("sharing_graph: {} {} names row {} of a table of {}", what, row, p.index, rows));
}

/// Fills the arcs by sender and the simple undirected graph from `from` and `to`.
void index_links(SharingGraph& g) {
  const std::size_t n = g.n_nodes(), m = g.n_links();
  g.out_begin.assign(n + 1, 0);
  g.begin.assign(n + 1, 0);
  for (std::size_t k = 0; k < m; ++k) {
    ++g.out_begin[g.from[k] + 1];
    ++g.begin[g.from[k] + 1];
    ++g.begin[g.to[k] + 1];
  }
  std::partial_sum(g.out_begin.begin(), g.out_begin.end(), g.out_begin.begin());
  std::partial_sum(g.begin.begin(), g.begin.end(), g.begin.begin());

  g.out_link.resize(m);
  g.neighbour.resize(2 * m);
  std::vector<std::uint32_t> next_out(g.out_begin.begin(), g.out_begin.end() - 1), next(g.begin.begin(), g.begin.end() - 1);
  for (std::size_t k = 0; k < m; ++k) {
    g.out_link[next_out[g.from[k]]++] = static_cast<std::uint32_t>(k);
    g.neighbour[next[g.from[k]]++] = g.to[k];
    g.neighbour[next[g.to[k]]++] = g.from[k];
  }
  // Each list sorted, parallel links once; lists move up into the room that this frees.
  std::size_t end = 0;
  for (std::size_t v = 0, first = 0; v < n; ++v) {
    const std::size_t last = g.begin[v + 1];
    const auto list = g.neighbour.begin() + static_cast<std::ptrdiff_t>(first);
    const auto stop = g.neighbour.begin() + static_cast<std::ptrdiff_t>(last);
    std::sort(list, stop);
    const auto kept = std::unique(list, stop);
    g.begin[v] = static_cast<std::uint32_t>(end);
    end = static_cast<std::size_t>(std::copy(list, kept, g.neighbour.begin() + static_cast<std::ptrdiff_t>(end)) - g.neighbour.begin());
    first = last;
  }
  g.begin[n] = static_cast<std::uint32_t>(end);
  g.neighbour.resize(end);
  g.neighbour.shrink_to_fit();
}

}  // namespace

std::uint32_t SharingGraph::node_of(Partner partner) const {
  const auto at = std::lower_bound(node.begin(), node.end(), partner);
  return at != node.end() && *at == partner ? static_cast<std::uint32_t>(at - node.begin()) : UINT32_MAX;
}

SharingGraph sharing_graph(const World& world, const GraphChoice& choice) {
  SharingGraph g;
  Ends ends;
  const auto add = [&](std::uint32_t row, Partner from, Partner to, LinkType type, double capacity) {
    g.link.push_back(row);
    ends.from.push_back(from);
    ends.to.push_back(to);
    g.type.push_back(type);
    g.capacity.push_back(capacity);
  };
  for (std::size_t k = 0; k < world.links.size(); ++k) {
    const SharingLink& link = world.links[k];
    require_partner(world, link.from, "the giving end of link", k);
    require_partner(world, link.to, "the taking end of link", k);
    if (link.from != link.to && chosen(link, choice)) add(static_cast<std::uint32_t>(k), link.from, link.to, link.type, link.capacity);
  }
  const bool affiliation = (choice.types >> static_cast<unsigned>(LinkType::kAffiliation) & 1u) != 0;
  if (choice.responsible && affiliation)
    for (std::size_t o = 0; o < world.organisations.size(); ++o)
      for (const UnitId u : world.organisations[o].responsible) {
        require_partner(world, u, "a responsible unit of organisation", o);
        if (world.units[u.value].open) add(UINT32_MAX, u, OrganisationId(o), LinkType::kAffiliation, -1);
      }

  g.node = ends.from;
  g.node.insert(g.node.end(), ends.to.begin(), ends.to.end());
  for (std::size_t r = 0; r < world.resources.size(); ++r) {
    const Resource& resource = world.resources[r];
    require_partner(world, resource.at, "the partner of resource", r);
    if ((choice.types >> static_cast<unsigned>(resource.type) & 1u) != 0) g.node.push_back(resource.at);
  }
  // Rooms are offered without a row of their own, once somebody needs one: so their owners are partners.
  const auto wants_room = [](const Resource& r) { return r.need && r.type == LinkType::kVenue; };
  if ((choice.types >> static_cast<unsigned>(LinkType::kVenue) & 1u) != 0 && std::ranges::any_of(world.resources, wants_room))
    for (std::size_t v = 0; v < world.venues.size(); ++v)
      if (const Venue& venue = world.venues[v]; shared_hours(venue) > 0) g.node.push_back(venue.owner.valid() ? Partner(venue.owner) : Partner(VenueId(v)));
  if (choice.all_organisations)
    for (std::size_t o = 0; o < world.organisations.size(); ++o) g.node.emplace_back(OrganisationId(o));
  std::sort(g.node.begin(), g.node.end());
  g.node.erase(std::unique(g.node.begin(), g.node.end()), g.node.end());

  g.from.reserve(ends.from.size());
  g.to.reserve(ends.to.size());
  for (std::size_t k = 0; k < ends.from.size(); ++k) {
    g.from.push_back(g.node_of(ends.from[k]));
    g.to.push_back(g.node_of(ends.to[k]));
  }
  index_links(g);
  return g;
}

SharingGraph graph_of_pairs(std::uint32_t n, std::span<const std::pair<std::uint32_t, std::uint32_t>> links) {
  SharingGraph g;
  g.node.reserve(n);
  for (std::uint32_t v = 0; v < n; ++v) g.node.emplace_back(OrganisationId(v));
  for (std::size_t k = 0; k < links.size(); ++k) {
    const auto [a, b] = links[k];
    if (a >= n || b >= n) throw std::invalid_argument(fmt::format("graph_of_pairs: link {} is {}-{}, and there are {} nodes", k, a, b, n));
    if (a == b) throw std::invalid_argument(fmt::format("graph_of_pairs: link {} goes from node {} to itself", k, a));
    g.link.push_back(static_cast<std::uint32_t>(k));
    g.from.push_back(a);
    g.to.push_back(b);
  }
  g.type.assign(links.size(), LinkType::kOther);
  g.capacity.assign(links.size(), -1);
  index_links(g);
  return g;
}

}  // namespace catchment
