#include "sim/report/sharing_study.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "sim/report/live_study.h"
#include "sim/sharing/link_rows.h"
#include "sim/sharing/link_types.h"
#include "sim/sharing/market_without.h"
#include "sim/sharing/recommended_link.h"

namespace catchment {

namespace {

constexpr std::size_t kFirstRemovals = 10;
/// Nodes of a graph of which all may be removed in recomputed order.
constexpr std::size_t kMostRecomputed = 2'000;

void count_links(const World& world, const SharingOptions& options, SharingResult& out) {
  std::map<AreaId, DistrictLinks> by_district;
  for (const SharingLink& link : world.links) {
    const bool over = link.status == LinkStatus::kLapsed || (!options.date.empty() && !link.end.empty() && link.end < options.date);
    if (over) ++out.lapsed;
    else if (!in_force(link, options.date)) ++out.proposed;
    if (!in_force(link, options.date)) continue;
    ++out.in_force;
    const auto type = static_cast<std::size_t>(link.type);
    ++out.links[type];
    out.capacity[type] += link.type == LinkType::kVenue ? booked_hours(link) : std::max(0.0, link.capacity);
    AreaId district = district_of(world, link.to);
    if (!district.valid()) district = district_of(world, link.from);
    DistrictLinks& row = by_district[district];
    row.district = district;
    ++row.links[type];
  }
  if (options.responsible)
    for (std::uint32_t o = 0; o < world.organisations.size(); ++o)
      for (const UnitId unit : world.organisations[o].responsible) {
        if (!world.units[unit.value].open) continue;
        const AreaId district = district_of(world, OrganisationId(o));
        DistrictLinks& row = by_district[district];
        row.district = district;
        ++row.links[static_cast<std::size_t>(LinkType::kAffiliation)];
        ++out.links[static_cast<std::size_t>(LinkType::kAffiliation)];
        ++out.in_force;
      }
  for (const auto& [district, row] : by_district) out.districts.push_back(row);   // an invalid id is the largest: last
}

std::optional<HubLoss> hub_loss(const World& world) {
  HubLoss out;
  std::int64_t several = 0;                  // orphans that had several already: a second one saves none of them
  std::vector<std::uint8_t> named(world.units.size(), 0);
  for (const Organisation& o : world.organisations) {
    if (!o.normal_operation || o.responsible.empty()) continue;
    ++out.affiliates;
    bool open = false;
    for (const UnitId u : o.responsible) named[u.value] = 1, open = open || world.units[u.value].open;
    out.orphans += !open;
    several += !open && o.responsible.size() > 1;
  }
  for (std::size_t u = 0; u < world.units.size(); ++u) out.hubs += named[u], out.lost += named[u] && !world.units[u].open;
  if (out.hubs == 0) return std::nullopt;
  // A second hub drawn from the others saves an organisation unless that one is lost too.
  if (out.hubs > 1)
    out.expected_orphans_if_dual = static_cast<double>(several) + static_cast<double>(out.orphans - several) * static_cast<double>(std::max<std::int64_t>(0, out.lost - 1)) / static_cast<double>(out.hubs - 1);
  else out.expected_orphans_if_dual = static_cast<double>(out.orphans);
  return out;
}

/// OB-4: groups of organisations want a room, venues have hours. Entries stay by type, then partner.
void add_groups_and_rooms(const World& world, const Scenario& scenario, const Study& study, Market& market) {
  const auto add = [](std::vector<MarketEntry>& entries, std::vector<MarketEntry> more) {
    entries.insert(entries.end(), more.begin(), more.end());
    std::stable_sort(entries.begin(), entries.end(), [](const MarketEntry& a, const MarketEntry& b) { return std::tie(a.type, a.at) < std::tie(b.type, b.at); });
  };
  std::vector<MarketEntry> offers, needs;
  // Those that state their hours are in the market already; the others share what the scenario says of all.
  std::vector<double> booked(world.venues.size(), 0);
  for (const VenueUse& use : venue_use(world, scenario.sharing)) booked[use.venue.value] = use.booked_hours_month;
  for (std::uint32_t v = 0; v < world.venues.size(); ++v) {
    const Venue& venue = world.venues[v];
    if (venue.withdrawn || shared_hours(venue) > 0) continue;
    if (const double left = scenario.organisations.venue_hours_month - booked[v]; left > 0) offers.push_back({VenueId(v), LinkType::kVenue, left, {}, VenueId(v), false});
  }
  if (study.organisations)
    for (std::uint32_t o = 0; o < world.organisations.size(); ++o)
      if (study.organisations->state[o] == OrganisationState::kOwn)
        needs.push_back({OrganisationId(o), LinkType::kVenue, scenario.organisations.group_hours_month, {}, {}, false});
  add(market.offers, std::move(offers));
  add(market.needs, std::move(needs));
}

/// People whom the recommended link would newly serve, by what it would open or add: the plan is changed, looked at, and changed back.
void add_gains(const World& world, const Scenario& scenario, const std::vector<CostMatrix>& matrices, SharingResult& out, const Progress& progress) {
  const auto moves_coverage = [&](const Recommendation& r) {
    return (r.type == LinkType::kVenue && out.market.offers[r.offer].venue.valid()) ||
           (lends_people(r.type) && out.market.needs[r.need].at.table == Partner::Table::kFacility);
  };
  if (scenario.levels.empty() || std::ranges::none_of(out.recommended, moves_coverage)) return;
  LiveStudy live(world, scenario, matrices);
  const PartnerIndex partners(world);
  // By level: one person served on two of them is one person, so the level that gains most is told.
  const auto served = [&] {
    std::vector<std::int64_t> by_level;
    for (std::size_t l = 0; l < live.n_levels(); ++l) by_level.push_back(live.split(l).persons_served);
    return by_level;
  };
  const std::vector<std::int64_t> before = served();
  double done = 0;
  for (Recommendation& r : out.recommended) {
    report(progress, done++ / static_cast<double>(out.recommended.size()), "what recommended links would serve");
    if (!moves_coverage(r)) continue;
    Edit edit;
    edit.op = Edit::Op::kAddLink;
    edit.link = recommended_link(world, out.market, r, partners);
    try {
      live.apply(edit);
    } catch (const InputError&) {
      continue;   // the room is taken at those hours by then: no gain can be told
    }
    const std::vector<std::int64_t> after = served();
    for (std::size_t l = 0; l < after.size(); ++l) r.persons = std::max(r.persons, static_cast<double>(after[l] - before[l]));
    live.undo();
  }
}

}  // namespace

std::int64_t DistrictLinks::total() const {
  std::int64_t sum = 0;
  for (const std::int64_t n : links) sum += n;
  return sum;
}

std::vector<MarketPair> market_pairs(const World& world, const SharingOptions& options, const Reach& reach, const Market& market) {
  switch (options.match.over) {
    case MatchingSpec::Over::kNone: return {};
    case MatchingSpec::Over::kLinks: return pairs_along_links(world, market, options.date);
    case MatchingSpec::Over::kAny: return pairs_by_distance(world, market, -1);
    case MatchingSpec::Over::kReach: break;
  }
  // An offered room is where the room is; everybody else where they are. Without a place: nowhere.
  const auto place = [&](const MarketEntry& e) { return e.venue.valid() ? std::optional(world.venues[e.venue.value].position) : position_of(world, e.at); };
  std::vector<Point> from, to;
  std::vector<std::uint32_t> need, offer;
  for (std::uint32_t n = 0; n < market.needs.size(); ++n)
    if (const auto at = place(market.needs[n])) from.push_back(*at), need.push_back(n);
  for (std::uint32_t o = 0; o < market.offers.size(); ++o)
    if (const auto at = place(market.offers[o])) to.push_back(*at), offer.push_back(o);
  const CostTable found = reach.between(from, to, options.match.unit, to_cost(options.match.cutoff));
  CostTable table;
  table.n_destinations = static_cast<std::uint32_t>(market.offers.size());
  std::size_t row = 0;
  for (std::uint32_t n = 0; n < market.needs.size(); ++n) {
    if (row < need.size() && need[row] == n) {
      for (const std::uint32_t d : found.destinations_of(row)) table.destination.push_back(offer[d]);
      table.cost.insert(table.cost.end(), found.costs_of(row).begin(), found.costs_of(row).end());
      ++row;
    }
    table.row_begin.push_back(static_cast<std::uint32_t>(table.destination.size()));
  }
  return pairs_of_table(market, table);
}

std::optional<Matching> scenario_matching(const World& world, const SharingOptions& options, const Reach& reach, const Progress& progress) {
  if (options.match.over == MatchingSpec::Over::kNone) return std::nullopt;
  Market market = market_of(world, options);
  const std::vector<MarketPair> pairs = market_pairs(world, options, reach, market);
  return match_market(std::move(market), pairs, options.match, progress);
}

std::optional<WithoutSharing> without_sharing(const World& world, const LevelResult& level, const CostTable& within, std::span<const std::int64_t> persons,
                                              std::span<const std::uint8_t> counted, bool by_capacity) {
  const auto facility = [&](std::uint32_t k) -> const Facility& { return world.facilities[level.providers[k].value]; };
  bool lent = false;
  for (std::uint32_t k = 0; k < level.providers.size(); ++k) lent = lent || facility(k).lent || facility(k).lent_capacity > 0;
  if (!lent) return std::nullopt;
  CostTable own;
  own.n_destinations = within.n_destinations;
  for (std::size_t i = 0; i < within.n_origins(); ++i) {
    const auto destinations = within.destinations_of(i);
    const auto costs = within.costs_of(i);
    for (std::size_t d = 0; d < destinations.size(); ++d)
      if (!facility(destinations[d]).lent) own.destination.push_back(destinations[d]), own.cost.push_back(costs[d]);
    own.row_begin.push_back(static_cast<std::uint32_t>(own.destination.size()));
  }
  std::vector<std::int64_t> capacity;
  for (std::uint32_t k = 0; k < level.providers.size(); ++k) capacity.push_back(by_capacity ? facility(k).capacity : -1);
  const LevelCoverage cover = cover_level(own, persons, capacity, counted);
  return WithoutSharing{cover.persons_covered, cover.persons_served, cover.persons_no_capacity, cover.persons_out_of_reach};
}

std::shared_ptr<const SharingResult> study_sharing(const World& world, const Scenario& scenario, const Reach& reach, const Study& study,
                                                   const std::vector<CostMatrix>& matrices, const Progress& progress) {
  const SharingOptions& options = scenario.sharing;
  if (!options.active) return nullptr;
  auto made = std::make_shared<SharingResult>();
  SharingResult& out = *made;
  GraphChoice choice;
  choice.date = options.date;
  choice.responsible = options.responsible;
  out.graph = sharing_graph(world, choice);
  report(progress, 0, "measures of the sharing graph");
  MeasureChoice measures;
  measures.exact_up_to = options.betweenness_exact_up_to;
  measures.samples = options.betweenness_samples;
  measures.seed = scenario.seed;
  out.measures = measure(out.graph, measures, part_of(progress, 0, 0.3));
  count_links(world, options, out);
  for (const VenueUse& use : venue_use(world, options))
    if (use.offered_hours_month > 0 || use.bookings > 0) out.venues.push_back(use);
  out.hubs = hub_loss(world);

  out.market = market_of(world, options);
  if (options.groups_need_rooms) add_groups_and_rooms(world, scenario, study, out.market);
  std::vector<MarketPair> pairs;
  if (options.match.over != MatchingSpec::Over::kNone) {
    report(progress, 0.3, "matching needs to offers");
    pairs = market_pairs(world, options, reach, out.market);
    out.matching = match_market(out.market, pairs, options.match, part_of(progress, 0.3, 0.5));
  }

  const auto id = [&](std::uint32_t v) { return id_of(world, out.graph.node[v]); };
  std::function<double(std::span<const std::uint8_t>)> unmet;
  if (out.matching)
    unmet = [&, spec = options.match](std::span<const std::uint8_t> gone) mutable {
      spec.unmet_penalty = out.matching->penalty_per_unit;   // what is dear does not depend on who is there
      return unmet_without(out.market, pairs, spec, out.graph, gone);
    };
  RemovalChoice removal;
  removal.order = options.removal == "random" ? RemovalOrder::kRandom : options.removal == "recomputed" ? RemovalOrder::kRecomputed : RemovalOrder::kBetweenness;
  removal.seed = scenario.seed;
  removal.exact_up_to = options.betweenness_exact_up_to;
  removal.samples = options.betweenness_samples;
  if (removal.order == RemovalOrder::kBetweenness) removal.betweenness = out.measures.betweenness;
  // Each step costs a betweenness: of a large graph only the beginning is looked at, and R stays untold.
  if (removal.order == RemovalOrder::kRecomputed && out.graph.n_nodes() > kMostRecomputed) removal.steps = kFirstRemovals;
  out.resilience = remove_partners(out.graph, id, removal, part_of(progress, 0.5, 0.6));
  removal.steps = kFirstRemovals;
  removal.unmet_without = unmet;
  if (unmet) out.first_removals = remove_partners(out.graph, id, removal, part_of(progress, 0.6, 0.65)).removals;

  // Who gives most first: where there are too many to try them all, the small ones are left out.
  std::vector<double> gives(out.graph.n_nodes(), 0);
  if (out.matching)
    for (const MatchedShare& share : out.matching->shares)
      if (const std::uint32_t v = out.graph.node_of(out.matching->market.offers[share.offer].at); v != UINT32_MAX) gives[v] += share.amount;
  std::vector<std::uint32_t> candidates;
  for (std::uint32_t v = 0; v < gives.size(); ++v)
    if (gives[v] > 0 || out.measures.articulation[v] || out.measures.affiliates[v] > 0) candidates.push_back(v);
  std::stable_sort(candidates.begin(), candidates.end(), [&](std::uint32_t a, std::uint32_t b) {
    return std::pair(gives[a], out.measures.betweenness[a]) > std::pair(gives[b], out.measures.betweenness[b]);
  });
  if (candidates.size() > kMostCritical) candidates.resize(kMostCritical);
  std::sort(candidates.begin(), candidates.end());
  out.critical_asked = candidates.size();
  out.critical = critical_partners(out.graph, candidates, options.critical_threshold, unmet, part_of(progress, 0.65, 0.8));

  if (!options.root.empty()) {
    const std::uint32_t root = out.graph.node_of(PartnerIndex(world).find(options.root, scenario.file + ": sharing.root"));
    if (root == UINT32_MAX) throw InputError(scenario.file + ": sharing.root", fmt::format("'{}' has no link, offer or need", options.root), "name a partner that has links of type affiliation");
    out.root = root;
    out.not_below = not_below(out.graph, root);
  }

  if (options.match.apply) out.market = market_of(world, options, true);   // what was taken over is promised already
  if (options.recommendations > 0 && !out.market.offers.empty() && !out.market.needs.empty()) {
    report(progress, 0.8, "links to recommend");
    RecommendChoice recommend;
    recommend.decay_m = options.decay_m;
    recommend.eta = options.eta;
    recommend.most = static_cast<std::size_t>(options.recommendations);
    out.recommended = recommend_links(world, out.graph, out.market, recommend);
    add_gains(world, scenario, matrices, out, part_of(progress, 0.85, 1));
  }
  return made;
}

}  // namespace catchment
