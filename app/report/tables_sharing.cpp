#include "app/report/tables_sharing.h"

#include <cmath>

#include "app/report/words.h"
#include "sim/report/sharing_study.h"
#include "sim/scenario/parse.h"
#include "sim/sharing/link_rows.h"
#include "sim/sharing/link_types.h"

namespace catchment::pipeline {
namespace {

using Rows = std::vector<std::vector<std::string>>;

std::string number(double v) { return raw_number(v); }
std::string whole(std::int64_t v) { return raw_number(v); }
std::string hours(const OpeningHours& slots) { return slots.any() ? format_opening_hours(slots) : std::string(); }
std::string_view word_of(UnmetCause cause) {
  switch (cause) {
    case UnmetCause::kNoOffer: return "no_offer";
    case UnmetCause::kOutOfReach: return "out_of_reach";
    case UnmetCause::kNoCommonHours: return "no_common_hours";
    case UnmetCause::kNoCapacity: return "no_capacity";
  }
  return "";
}

ReportTable links(const World& world) {
  ReportTable t{"sharing_links", {"id", "from", "to", "type", "kind", "unit", "capacity", "cost", "slots", "start", "end", "status", "venue", "level", "matched"}, {}};
  const PartnerIndex partners(world);
  for (const SharingLink& link : world.links) {
    const LinkRow row = row_of(world, link, partners);
    t.rows.push_back({row.id, row.from, row.to, row.type, row.kind, row.unit, row.capacity ? number(*row.capacity) : "", row.cost ? number(*row.cost) : "", row.slots, row.start, row.end,
                      row.status, row.venue, row.level > 0 ? whole(row.level) : "", link.matched ? "1" : "0"});
  }
  return t;
}

ReportTable partners(const World& world, const SharingResult& s) {
  ReportTable t{"sharing_partners",
                {"id", "name_zh", "name_en", "degree", "in_links", "out_links", "betweenness", "closeness", "clustering", "eigenvector", "pagerank", "core", "articulation", "component",
                 "community", "affiliates", "hub_score"},
                {}};
  const SharingMeasures& m = s.measures;
  for (std::uint32_t v = 0; v < s.graph.n_nodes(); ++v) {
    const Name& name = name_of(world, s.graph.node[v]);
    t.rows.push_back({id_of(world, s.graph.node[v]), name.zh, name.en, whole(m.degree[v]), whole(m.in_links[v]), whole(m.out_links[v]), number(m.betweenness[v]), number(m.closeness[v]),
                      number(m.clustering[v]), number(m.eigenvector[v]), number(m.pagerank[v]), whole(m.core[v]), m.articulation[v] ? "1" : "0", whole(m.component[v]),
                      whole(m.community[v]), whole(m.affiliates[v]), number(m.hub_score[v])});
  }
  return t;
}

ReportTable districts(const World& world, const SharingResult& s) {
  ReportTable t{"sharing_districts", {"district", "name_zh", "name_en"}, {}};
  for (std::size_t k = 0; k < kLinkTypes; ++k) t.columns.emplace_back(catchment::word_of(static_cast<LinkType>(k)));
  t.columns.emplace_back("total");
  for (const DistrictLinks& d : s.districts) {
    std::vector<std::string>& row = t.rows.emplace_back();
    if (d.district.valid()) {
      const Area& area = world.areas[d.district.value];
      row = {area.id, area.name.zh, area.name.en};
    } else {
      row = {"", "", ""};
    }
    for (const std::int64_t n : d.links) row.push_back(whole(n));
    row.push_back(whole(d.total()));
  }
  return t;
}

ReportTable rooms(const World& world, const SharingResult& s) {
  ReportTable t{"sharing_rooms", {"venue", "name_zh", "name_en", "offered_hours_month", "booked_hours_month", "bookings", "utilisation", "shortened_to"}, {}};
  for (const VenueUse& use : s.venues) {
    const Venue& v = world.venues[use.venue.value];
    t.rows.push_back({v.id, v.name.zh, v.name.en, number(use.offered_hours_month), number(use.booked_hours_month), whole(use.bookings), number(use.utilisation()), number(use.shortened)});
  }
  return t;
}

void matching(const World& world, const Matching& m, std::vector<ReportTable>& tables) {
  ReportTable shares{"sharing_matches", {"from", "to", "type", "unit", "amount", "cost", "venue", "slots"}, {}};
  for (const MatchedShare& share : m.shares) {
    const MarketEntry &offer = m.market.offers[share.offer], &need = m.market.needs[share.need];
    shares.rows.push_back({id_of(world, offer.at), id_of(world, need.at), std::string(catchment::word_of(offer.type)), std::string(unit_of(offer.type)), number(share.amount), number(share.cost),
                           offer.venue.valid() ? world.venues[offer.venue.value].id : "", hours(share.slots)});
  }
  ReportTable unmet{"sharing_unmet", {"partner", "type", "unit", "needed", "unmet", "cause"}, {}};
  for (std::size_t n = 0; n < m.market.needs.size(); ++n)
    if (m.unmet_of[n] > 0) {
      const MarketEntry& need = m.market.needs[n];
      unmet.rows.push_back({id_of(world, need.at), std::string(catchment::word_of(need.type)), std::string(unit_of(need.type)), number(need.amount), number(m.unmet_of[n]), std::string(word_of(m.cause[n]))});
    }
  tables.push_back(std::move(shares));
  tables.push_back(std::move(unmet));
}

ReportTable removals(const World& world, const SharingResult& s) {
  ReportTable t{"sharing_removals", {"step", "partner", "giant_share", "orphans", "unmet"}, {}};
  for (std::size_t k = 0; k < s.resilience.removals.size(); ++k) {
    const Removal& r = s.resilience.removals[k];
    const double unmet = k < s.first_removals.size() ? s.first_removals[k].unmet : NAN;
    t.rows.push_back({whole(static_cast<std::int64_t>(k + 1)), id_of(world, s.graph.node[r.node]), number(r.giant_share), whole(r.orphans), number(unmet)});
  }
  return t;
}

ReportTable critical(const World& world, const SharingResult& s) {
  ReportTable t{"sharing_critical", {"partner", "unmet_more", "orphans", "parts_more"}, {}};
  for (const CriticalPartner& c : s.critical) t.rows.push_back({id_of(world, s.graph.node[c.node]), number(c.unmet_more), whole(c.orphans), whole(c.parts_more)});
  return t;
}

ReportTable recommended(const World& world, const SharingResult& s) {
  ReportTable t{"sharing_recommended", {"from", "to", "type", "unit", "amount", "score", "surplus", "deficit", "distance_m", "resource_allocation", "adamic_adar", "jaccard", "persons", "slots"}, {}};
  for (const Recommendation& r : s.recommended)
    t.rows.push_back({id_of(world, s.market.offers[r.offer].at), id_of(world, s.market.needs[r.need].at), std::string(catchment::word_of(r.type)), std::string(unit_of(r.type)), number(r.amount),
                      number(r.score), number(r.surplus), number(r.deficit), r.distance_m ? number(*r.distance_m) : "", number(r.resource_allocation), number(r.adamic_adar), number(r.jaccard),
                      number(r.persons), hours(r.slots)});
  return t;
}

}  // namespace

void add_sharing_tables(const World& world, const Study& study, std::vector<ReportTable>& tables) {
  if (!study.sharing) return;
  const SharingResult& s = *study.sharing;
  tables.push_back(links(world));
  tables.push_back(partners(world, s));
  tables.push_back(districts(world, s));
  if (!s.venues.empty()) tables.push_back(rooms(world, s));
  if (s.matching) matching(world, *s.matching, tables);
  tables.push_back(removals(world, s));
  tables.push_back(critical(world, s));
  tables.push_back(recommended(world, s));
}

}  // namespace catchment::pipeline
