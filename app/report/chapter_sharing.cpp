#include <algorithm>
#include <cmath>
#include <numeric>

#include "app/report/page.h"
#include "app/report/pictures.h"
#include "app/report/words.h"
#include "sim/report/sharing_study.h"
#include "sim/scenario/parse.h"
#include "sim/sharing/link_rows.h"
#include "sim/sharing/link_types.h"

namespace catchment::pipeline {
namespace {

constexpr std::size_t kRowsShown = 20, kHubsShown = 12;

std::string partner_text(const Page& p, Partner partner) {
  return name_or_id(name_of(p.world, partner), id_of(p.world, partner), p.zh);
}

std::string amount(double value) { return decimal_text(value, 2); }
std::string kind_text(const Page& p, LinkType type) { return name_of(type).in(p.zh); }

void write_districts(Page& p, const SharingResult& s) {
  std::vector<LinkType> kinds;
  for (std::size_t k = 0; k < kLinkTypes; ++k)
    if (s.links[k] > 0) kinds.push_back(static_cast<LinkType>(k));
  std::vector<HtmlColumn> columns{{p.t("share.district"), false, ""}};
  for (const LinkType k : kinds) columns.push_back({kind_text(p, k), true, ""});
  columns.push_back({p.t("share.total"), true, ""});
  std::vector<std::vector<HtmlCell>> rows;
  for (const DistrictLinks& d : s.districts) {
    std::vector<HtmlCell>& row = rows.emplace_back();
    row.push_back(cell(d.district.valid() ? area_name(p, d.district) : p.t("share.nowhere")));
    for (const LinkType k : kinds) row.push_back(cell(d.links[static_cast<std::size_t>(k)]));
    row.push_back(cell(d.total()));
  }
  std::vector<HtmlCell>& sum = rows.emplace_back();
  sum.push_back(cell(p.t("share.total")));
  for (const LinkType k : kinds) sum.push_back(cell(s.links[static_cast<std::size_t>(k)]));
  sum.push_back(cell(s.in_force));
  if (std::ranges::any_of(kinds, [&](LinkType k) { return s.capacity[static_cast<std::size_t>(k)] > 0; })) {
    std::vector<HtmlCell>& capacity = rows.emplace_back();
    capacity.push_back(cell(p.t("share.capacity")));
    for (const LinkType k : kinds) {
      const double c = s.capacity[static_cast<std::size_t>(k)];
      capacity.push_back(c > 0 ? cell_number(amount(c) + " " + unit_name_of(k).in(p.zh), c) : cell(kUndefined));
    }
    capacity.push_back(cell(""));
  }
  p.table(p.t("share.districts"), columns, rows);
}

void write_lending(Page& p) {
  bool any = false;
  for (const LevelResult& level : p.study.levels) any = any || level.without_sharing;
  if (!any) return;
  p.section(p.t("share.lends"));
  std::vector<std::vector<HtmlCell>> rows;
  for (std::size_t l = 0; l < p.study.levels.size(); ++l) {
    const LevelResult& level = p.study.levels[l];
    if (!level.without_sharing) continue;
    const WithoutSharing& w = *level.without_sharing;
    const auto& c = level.coverage;
    // Where nobody is turned away for want of room, places say nothing that reach does not.
    const bool limited = level.capacity_limited;
    if (c.persons_covered == w.covered && c.persons_served == w.served) continue;
    if (!limited) {
      p.paragraph(p.t("share.lends.reach", level_title(p, l), within_text(p, l), count_text(c.persons_covered - w.covered), count_text(w.covered), count_text(c.persons_covered)));
      rows.push_back({cell(level_title(p, l) + " · " + p.t("share.lends.covered")), cell(w.covered), cell(c.persons_covered), cell(c.persons_covered - w.covered)});
      continue;
    }
    p.paragraph(p.t("share.lends.words", level_title(p, l), within_text(p, l), count_text(c.persons_covered - w.covered), count_text(w.covered),
                    count_text(c.persons_covered), count_text(c.persons_served - w.served), count_text(w.served), count_text(c.persons_served)));
    rows.push_back({cell(level_title(p, l) + " · " + p.t("share.lends.covered")), cell(w.covered), cell(c.persons_covered), cell(c.persons_covered - w.covered)});
    rows.push_back({cell(level_title(p, l) + " · " + p.t("share.lends.served")), cell(w.served), cell(c.persons_served), cell(c.persons_served - w.served)});
  }
  if (rows.empty()) return p.paragraph(p.t("share.lends.none"));
  p.table("", {{p.t("share.lends.level"), false, ""}, {p.t("share.lends.without"), true, ""}, {p.t("share.lends.with"), true, ""}, {p.t("share.lends.gain"), true, ""}}, rows);
}

void write_rooms(Page& p, const SharingResult& s) {
  std::vector<VenueUse> used;
  for (const VenueUse& use : s.venues)
    if (use.bookings > 0) used.push_back(use);
  if (used.empty()) return;
  p.section(p.t("share.rooms"));
  std::stable_sort(used.begin(), used.end(), [](const VenueUse& a, const VenueUse& b) { return a.booked_hours_month > b.booked_hours_month; });
  std::vector<std::vector<HtmlCell>> rows;
  for (const VenueUse& use : used) {
    const Venue& v = p.world.venues[use.venue.value];
    if (use.shortened < 1) p.paragraph(p.t("share.room.cut", partner_text(p, use.venue), share_text(use.shortened)));
    if (rows.size() < kRowsShown)
      rows.push_back({cell(partner_text(p, use.venue)), cell(v.owner.valid() ? partner_text(p, v.owner) : ""), cell(std::int64_t{use.bookings}),
                      cell_number(amount(use.offered_hours_month), use.offered_hours_month), cell_number(amount(use.booked_hours_month), use.booked_hours_month),
                      cell_bar(use.utilisation())});
  }
  p.table("", {{p.t("share.room"), false, ""}, {p.t("share.room.owner"), false, ""}, {p.t("share.room.bookings"), true, ""}, {p.t("share.room.offered"), true, ""},
               {p.t("share.room.booked"), true, ""}, {p.t("share.room.use"), false, "bar"}}, rows);
}

void write_matching(Page& p, const Matching& m) {
  p.section(p.t("share.match"));
  const MatchingSpec& spec = p.scenario.sharing.match;
  if (spec.one_to_one) p.paragraph(p.t("share.match.one", count_text(static_cast<std::int64_t>(m.shares.size())), amount(m.cost)));
  else p.paragraph(p.t(spec.unmet_penalty < 0 ? "share.match.words" : "share.match.priced"));
  // Hours, seats and money do not add up.
  const bool several = std::ranges::any_of(m.market.needs, [&](const MarketEntry& e) { return e.type != m.market.needs.front().type; });
  if (!several) p.paragraph(p.t("share.match.cost", amount(m.needed), amount(m.served), amount(m.unmet), amount(m.cost), amount(m.penalty_per_unit), amount(m.total)));
  if (m.status != "optimal") p.paragraph(p.t("share.match.bound", amount(m.bound)), "quiet");
  struct Sums { double offered = 0, needed = 0, unmet = 0, cause[kUnmetCauses] = {}; };
  std::array<Sums, kLinkTypes> sums{};
  for (const MarketEntry& e : m.market.offers) sums[static_cast<std::size_t>(e.type)].offered += e.amount;
  for (std::size_t n = 0; n < m.market.needs.size(); ++n) {
    Sums& of = sums[static_cast<std::size_t>(m.market.needs[n].type)];
    of.needed += m.market.needs[n].amount;
    of.unmet += m.unmet_of[n];
    if (m.unmet_of[n] > 0) of.cause[static_cast<std::size_t>(m.cause[n])] += m.unmet_of[n];
  }
  std::vector<std::vector<HtmlCell>> rows;
  for (std::size_t k = 0; k < kLinkTypes; ++k) {
    const Sums& of = sums[k];
    if (of.needed == 0) continue;
    const auto type = static_cast<LinkType>(k);
    std::vector<HtmlCell>& row = rows.emplace_back();
    row = {cell(kind_text(p, type)), cell(unit_name_of(type).in(p.zh)), cell_number(amount(of.offered), of.offered), cell_number(amount(of.needed), of.needed),
           cell_bar((of.needed - of.unmet) / of.needed)};
    for (const double c : of.cause) row.push_back(cell_number(c > 0 ? amount(c) : "", c));
  }
  std::vector<HtmlColumn> columns{{p.t("share.kind"), false, ""}, {p.t("share.unit"), false, ""}, {p.t("share.offered"), true, ""}, {p.t("share.needed"), true, ""}, {p.t("share.met"), false, "bar"}};
  for (std::size_t c = 0; c < kUnmetCauses; ++c) columns.push_back({p.t("share.cause." + std::to_string(c)), true, ""});
  p.table("", columns, rows);

  std::vector<std::size_t> order(m.shares.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return m.shares[a].amount > m.shares[b].amount; });
  if (order.size() > kRowsShown) order.resize(kRowsShown);
  std::sort(order.begin(), order.end());
  rows.clear();
  for (const std::size_t k : order) {
    const MatchedShare& share = m.shares[k];
    const MarketEntry &offer = m.market.offers[share.offer], &need = m.market.needs[share.need];
    rows.push_back({cell(partner_text(p, offer.at)), cell(partner_text(p, need.at)), cell(kind_text(p, offer.type)),
                    cell_number(amount(share.amount) + " " + unit_name_of(offer.type).in(p.zh), share.amount), cell(share.slots.any() ? format_opening_hours(share.slots) : "")});
  }
  if (!rows.empty())
    p.table(p.t("share.flows", count_text(static_cast<std::int64_t>(rows.size()))),
            {{p.t("share.from"), false, ""}, {p.t("share.to"), false, ""}, {p.t("share.kind"), false, ""}, {p.t("share.amount"), true, ""}, {p.t("share.hours"), false, ""}}, rows, "sortable");

  order.clear();
  for (std::size_t n = 0; n < m.market.needs.size(); ++n)
    if (m.unmet_of[n] > 0) order.push_back(n);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return m.unmet_of[a] > m.unmet_of[b]; });
  if (order.size() > kRowsShown) order.resize(kRowsShown);
  rows.clear();
  for (const std::size_t n : order)
    rows.push_back({cell(partner_text(p, m.market.needs[n].at)), cell(kind_text(p, m.market.needs[n].type)),
                    cell_number(amount(m.unmet_of[n]) + " " + unit_name_of(m.market.needs[n].type).in(p.zh), m.unmet_of[n]),
                    cell(p.t("share.cause." + std::to_string(static_cast<int>(m.cause[n]))))});
  if (!rows.empty())
    p.table(p.t("share.unmet.title"), {{p.t("share.partner"), false, ""}, {p.t("share.kind"), false, ""}, {p.t("share.unmet"), true, ""}, {p.t("share.why"), false, ""}}, rows, "sortable");
}

void write_hubs(Page& p, const SharingResult& s) {
  const SharingMeasures& m = s.measures;
  p.section(p.t("share.hubs"));
  const auto n_cut = static_cast<std::int64_t>(std::ranges::count(m.articulation, 1));
  p.paragraph(p.t("share.graph", decimal_text(m.density, 4), decimal_text(m.reciprocity, 4), decimal_text(m.modularity, 4), count_text(m.communities), count_text(m.components),
                  count_text(n_cut), count_text(static_cast<std::int64_t>(m.bridges.size()))));
  if (m.sampled) p.paragraph(p.t("share.sampled", count_text(m.sources), decimal_text(m.betweenness_error, 4)), "quiet");
  std::vector<std::uint32_t> order(s.graph.n_nodes());
  std::iota(order.begin(), order.end(), 0u);
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return std::pair(m.hub_score[a], m.degree[a]) > std::pair(m.hub_score[b], m.degree[b]); });
  if (order.size() > kHubsShown) order.resize(kHubsShown);
  std::vector<std::vector<HtmlCell>> rows;
  for (const std::uint32_t v : order)
    rows.push_back({cell(partner_text(p, s.graph.node[v])), cell_number(fixed_text(m.hub_score[v], 3), m.hub_score[v]), cell(std::int64_t{m.degree[v]}),
                    cell_number(fixed_text(m.betweenness[v], 4), m.betweenness[v]), cell(std::int64_t{m.core[v]}), cell(std::int64_t{m.affiliates[v]}),
                    cell(std::int64_t{m.community[v]}), cell(m.articulation[v] ? p.t("share.yes") : "")});
  p.table("", {{p.t("share.partner"), false, ""}, {p.t("share.hub"), true, ""}, {p.t("share.degree"), true, ""}, {p.t("share.between"), true, ""}, {p.t("share.core"), true, ""},
               {p.t("share.affiliates"), true, ""}, {p.t("share.community"), true, ""}, {p.t("share.cut"), false, ""}}, rows, "sortable");
  p.paragraph(p.t("share.hub.note"), "quiet");
}

void write_breaks(Page& p, const SharingResult& s) {
  p.section(p.t("share.breaks"));
  if (std::isfinite(s.resilience.robustness))
    p.paragraph(p.t("share.robust", p.t("share.order." + p.scenario.sharing.removal), fixed_text(s.resilience.robustness, 4)));
  if (s.hubs && s.hubs->lost > 0) {
    const HubLoss& h = *s.hubs;
    p.paragraph(p.t("share.hubloss", count_text(h.hubs), count_text(h.lost), count_text(h.orphans), count_text(h.affiliates), share_text(h.orphans, h.affiliates),
                    decimal_text(h.expected_orphans_if_dual, 2), share_text(h.expected_orphans_if_dual / static_cast<double>(h.affiliates))));
  }
  if (s.root) {
    const std::string root = partner_text(p, s.graph.node[*s.root]);
    if (s.not_below.empty()) {
      p.paragraph(p.t("share.root.all", root));
    } else {
      std::vector<std::string> names;
      for (const std::uint32_t v : s.not_below) names.push_back(partner_text(p, s.graph.node[v]));
      const auto n = static_cast<std::int64_t>(names.size());
      p.paragraph(p.tn("share.root.some", n, root, count_text(n), names_text(p, names, 40)), "names");
    }
  }
  if (s.critical.empty()) {
    p.paragraph(p.t("share.critical.none"));
  } else {
    p.paragraph(p.t("share.critical"));
    if (s.matching && std::ranges::any_of(s.matching->market.needs, [&](const MarketEntry& e) { return e.type != s.matching->market.needs.front().type; }))
      p.paragraph(p.t("share.critical.mixed"), "quiet");
    std::vector<std::vector<HtmlCell>> rows;
    for (const CriticalPartner& c : s.critical) {
      if (rows.size() == kRowsShown) break;
      rows.push_back({cell(partner_text(p, s.graph.node[c.node])), cell_number(amount(c.unmet_more), c.unmet_more), cell(c.orphans), cell(std::int64_t{c.parts_more})});
    }
    p.table("", {{p.t("share.partner"), false, ""}, {p.t("share.more.unmet"), true, ""}, {p.t("share.more.orphans"), true, ""}, {p.t("share.more.parts"), true, ""}}, rows, "sortable");
  }
  if (s.critical_asked == kMostCritical) p.paragraph(p.t("share.critical.some", count_text(static_cast<std::int64_t>(kMostCritical))), "quiet");
  const std::vector<Removal>& first = s.first_removals.empty() ? s.resilience.removals : s.first_removals;
  if (first.empty()) return;
  std::vector<std::vector<HtmlCell>> rows;
  for (std::size_t k = 0; k < first.size() && k < 10; ++k)
    rows.push_back({cell(static_cast<std::int64_t>(k + 1)), cell(partner_text(p, s.graph.node[first[k].node])), cell_bar(first[k].giant_share), cell(first[k].orphans),
                    std::isfinite(first[k].unmet) ? cell_number(amount(first[k].unmet), first[k].unmet) : cell(kUndefined)});
  p.table(p.t("share.removals", count_text(static_cast<std::int64_t>(rows.size()))),
          {{p.t("share.step"), true, ""}, {p.t("share.partner"), false, ""}, {p.t("share.giant"), false, "bar"}, {p.t("share.more.orphans"), true, ""}, {p.t("share.unmet"), true, ""}}, rows);
}

void write_next(Page& p, const SharingResult& s) {
  if (p.scenario.sharing.recommendations == 0 || (s.market.needs.empty() && s.market.offers.empty())) return;
  p.section(p.t("share.next"));
  if (s.recommended.empty()) {
    p.paragraph(p.t("share.next.none"));
    return;
  }
  p.paragraph(p.t("share.next.words", metres_text(p.scenario.sharing.decay_m, p.zh), decimal_text(p.scenario.sharing.eta, 2)));
  std::vector<std::vector<HtmlCell>> rows;
  for (const Recommendation& r : s.recommended) {
    std::string why = r.distance_m ? p.t("share.reason.near", metres_text(*r.distance_m, p.zh), amount(r.surplus), amount(r.deficit)) : p.t("share.reason.noplace", amount(r.surplus), amount(r.deficit));
    if (r.resource_allocation > 0) why += p.t("share.reason.common");
    rows.push_back({cell(partner_text(p, s.market.offers[r.offer].at)), cell(partner_text(p, s.market.needs[r.need].at)), cell(kind_text(p, r.type)),
                    cell_number(amount(r.amount) + " " + unit_name_of(r.type).in(p.zh), r.amount), cell_number(fixed_text(r.score, 3), r.score), r.persons > 0 ? cell(static_cast<std::int64_t>(r.persons)) : cell(kUndefined), cell(why)});
  }
  p.table("", {{p.t("share.from"), false, ""}, {p.t("share.to"), false, ""}, {p.t("share.kind"), false, ""}, {p.t("share.amount"), true, ""}, {p.t("share.score"), true, ""},
               {p.t("share.gain"), true, ""}, {p.t("share.reason"), false, ""}}, rows, "sortable");
}

}  // namespace

void write_sharing(Page& p) {
  if (!p.study.sharing) return;
  const SharingResult& s = *p.study.sharing;
  p.chapter("sharing", p.t("share.title"));
  if (s.in_force == 0) {
    p.paragraph(p.t("share.none"));
  } else {
    const auto kinds = static_cast<std::int64_t>(std::ranges::count_if(s.links, [](std::int64_t n) { return n > 0; }));
    const auto districts = static_cast<std::int64_t>(std::ranges::count_if(s.districts, [](const DistrictLinks& d) { return d.district.valid(); }));
    p.paragraph(p.tn("share.words", s.in_force, count_text(s.in_force), count_text(std::ranges::count_if(s.measures.degree, [](std::uint32_t n) { return n > 0; })), count_text(kinds), count_text(districts)));
  }
  if (s.proposed + s.lapsed > 0) p.paragraph(p.t("share.more", count_text(s.proposed), count_text(s.lapsed)), "quiet");
  if (s.in_force > 0) write_districts(p, s);
  const bool given = std::ranges::any_of(s.graph.link, [](std::uint32_t k) { return k != UINT32_MAX; });
  if (given) {
    p.figure(links_svg(p), p.t("share.map"), "map");
    p.figure(network_svg(p), p.t("share.picture"));
  }
  write_lending(p);
  write_rooms(p, s);
  if (s.matching) write_matching(p, *s.matching);
  if (s.graph.n_links() > 0) {
    write_hubs(p, s);
    write_breaks(p, s);
  }
  write_next(p, s);
}

}  // namespace catchment::pipeline
