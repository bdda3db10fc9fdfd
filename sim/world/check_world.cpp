#include <algorithm>
#include <cmath>
#include <cstdint>
#include <deque>
#include <functional>
#include <iterator>
#include <set>
#include <unordered_set>

#include <fmt/format.h>

#include "sim/world/build.h"
#include "sim/world/duplicates.h"
#include "sim/world/repeated_ids.h"

namespace catchment {

namespace {

/// Findings of one rule: the first twenty by record, then how many more.
class Rule {
 public:
  Rule(Findings& out, Severity severity, std::string rule, std::string remedy)
      : out_(out), severity_(severity), rule_(std::move(rule)), remedy_(std::move(remedy)) {}
  Rule(const Rule&) = delete;
  Rule& operator=(const Rule&) = delete;
  ~Rule() = default;
  template <class What>
  void fire(const What& where_and_what) {
    if (++count_ > kShown) return;
    auto [where, what] = where_and_what();
    out_.push_back({severity_, rule_, std::move(where), std::move(what), remedy_});
  }
  void close() {
    if (count_ > kShown)
      out_.push_back({severity_, rule_, "", fmt::format("{} more records of this kind", count_ - kShown), remedy_});
  }

 private:
  static constexpr std::int64_t kShown = 20;
  Findings& out_;
  Severity severity_;
  std::string rule_, remedy_;
  std::int64_t count_ = 0;
};

using Text = std::pair<std::string, std::string>;

/// "organisations: 'id'", or the row where there is no id.
template <class Record>
std::string place(const char* table, const Record& record, std::size_t row) {
  return record.id.empty() ? fmt::format("{}: row {}", table, row + 1) : fmt::format("{}: '{}'", table, record.id);
}

/// Calls visit(table name, records) for every table with ids.
template <class Visit>
void each_table(const World& w, Visit visit) {
  visit("areas", w.areas);
  visit("buildings", w.buildings);
  visit("demand", w.demand);
  visit("facilities", w.facilities);
  visit("organisations", w.organisations);
  visit("groups", w.groups);
  visit("units", w.units);
  visit("instructors", w.instructors);
  visit("venues", w.venues);
  visit("catalogue", w.catalogue);
}

/// `repeated` [table]: rows of repeated_ids.
void check_ids(const World& w, const std::deque<std::vector<std::size_t>>& repeated, Findings& out) {
  Rule rule(out, Severity::kError, "duplicate-id", "give every record of a table an id of its own");
  std::size_t t = 0;
  each_table(w, [&](const char* table, const auto& records) {
    for (const std::size_t row : repeated[t++])
      rule.fire([&] { return Text{place(table, records[row], row), "this id is used before in the same table"}; });
  });
  rule.close();
}

void check_references(const World& w, Findings& out) {
  Rule rule(out, Severity::kError, "dangling-reference", "name a record that exists, or none");
  const auto refers = [&](const char* table, const auto& record, std::size_t row, auto id, const auto& target, const char* what) {
    if (id.valid() && id.value >= target.size())
      rule.fire([&] { return Text{place(table, record, row), fmt::format("its {} is not in the table", what)}; });
  };
  for (std::size_t i = 0; i < w.areas.size(); ++i) refers("areas", w.areas[i], i, w.areas[i].parent, w.areas, "parent");
  for (std::size_t i = 0; i < w.buildings.size(); ++i) refers("buildings", w.buildings[i], i, w.buildings[i].area, w.areas, "area");
  for (std::size_t i = 0; i < w.demand.size(); ++i) {
    refers("demand", w.demand[i], i, w.demand[i].area, w.areas, "area");
    refers("demand", w.demand[i], i, w.demand[i].building, w.buildings, "building");
  }
  for (std::size_t i = 0; i < w.facilities.size(); ++i) {
    refers("facilities", w.facilities[i], i, w.facilities[i].area, w.areas, "area");
    refers("facilities", w.facilities[i], i, w.facilities[i].building, w.buildings, "building");
  }
  for (std::size_t i = 0; i < w.organisations.size(); ++i) {
    refers("organisations", w.organisations[i], i, w.organisations[i].area, w.areas, "area");
    refers("organisations", w.organisations[i], i, w.organisations[i].building, w.buildings, "building");
    for (const UnitId u : w.organisations[i].responsible)
      refers("organisations", w.organisations[i], i, u, w.units, "responsible unit");
  }
  for (std::size_t i = 0; i < w.groups.size(); ++i) {
    refers("groups", w.groups[i], i, w.groups[i].building, w.buildings, "building");
    for (const OrganisationId o : w.groups[i].hosts) refers("groups", w.groups[i], i, o, w.organisations, "host");
  }
  for (std::size_t i = 0; i < w.instructors.size(); ++i) refers("instructors", w.instructors[i], i, w.instructors[i].base, w.facilities, "base");
  for (std::size_t i = 0; i < w.venues.size(); ++i) {
    refers("venues", w.venues[i], i, w.venues[i].area, w.areas, "area");
    refers("venues", w.venues[i], i, w.venues[i].owner, w.organisations, "owner");
  }
  rule.close();
}

void check_places(const World& w, Findings& out) {
  Rule rule(out, Severity::kError, "not-a-place", "give finite coordinates, or leave the record out");
  const auto look = [&](const char* table, const auto& records) {
    for (std::size_t i = 0; i < records.size(); ++i)
      if (!std::isfinite(records[i].position.x) || !std::isfinite(records[i].position.y))
        rule.fire([&] { return Text{place(table, records[i], i), "its coordinates are not numbers"}; });
  };
  look("buildings", w.buildings);
  look("demand", w.demand);
  look("facilities", w.facilities);
  look("organisations", w.organisations);
  look("venues", w.venues);
  rule.close();
}

void check_figures(const World& w, Findings& out) {
  Rule rule(out, Severity::kError, "negative-figure", "correct the figure; -1 means unlimited or not declared only where documented");
  const auto figure = [&](const char* table, const auto& record, std::size_t row, const char* what, auto value, double least = 0) {
    if (!(static_cast<double>(value) >= least) || !std::isfinite(static_cast<double>(value)))
      rule.fire([&] { return Text{place(table, record, row), fmt::format("{} is {}", what, value)}; });
  };
  for (std::size_t i = 0; i < w.areas.size(); ++i) figure("areas", w.areas[i], i, "population", w.areas[i].population, -1);
  for (std::size_t i = 0; i < w.buildings.size(); ++i) {
    const Building& b = w.buildings[i];
    figure("buildings", b, i, "residents", b.residents);
    figure("buildings", b, i, "workers", b.workers);
    figure("buildings", b, i, "dwellings", b.dwellings);
    figure("buildings", b, i, "floors", b.floors);
    figure("buildings", b, i, "gross area", b.gross_area_m2);
  }
  for (std::size_t i = 0; i < w.demand.size(); ++i) figure("demand", w.demand[i], i, "persons", w.demand[i].persons);
  for (std::size_t i = 0; i < w.facilities.size(); ++i) {
    const Facility& f = w.facilities[i];
    figure("facilities", f, i, "capacity", f.capacity, -1);
    figure("facilities", f, i, "staff", f.staff);
    figure("facilities", f, i, "fixed cost", f.fixed_cost_fen);
    figure("facilities", f, i, "running cost", f.running_cost_fen);
  }
  for (std::size_t i = 0; i < w.organisations.size(); ++i) {
    const Organisation& o = w.organisations[i];
    figure("organisations", o, i, "employees", o.employees);
    figure("organisations", o, i, "members", o.members);
    figure("organisations", o, i, "eligible", o.eligible);
  }
  for (std::size_t i = 0; i < w.groups.size(); ++i) figure("groups", w.groups[i], i, "members", w.groups[i].members);
  for (std::size_t i = 0; i < w.units.size(); ++i) figure("units", w.units[i], i, "capacity", w.units[i].capacity, -1);
  for (std::size_t i = 0; i < w.instructors.size(); ++i) {
    figure("instructors", w.instructors[i], i, "count", w.instructors[i].count);
    figure("instructors", w.instructors[i], i, "caseload", w.instructors[i].caseload);
  }
  for (std::size_t i = 0; i < w.venues.size(); ++i) {
    figure("venues", w.venues[i], i, "seats", w.venues[i].seats);
    figure("venues", w.venues[i], i, "shared hours", w.venues[i].shared_hours_month);
  }
  for (std::size_t i = 0; i < w.catalogue.size(); ++i) figure("catalogue", w.catalogue[i], i, "service time", w.catalogue[i].service_min);
  rule.close();

  Rule level(out, Severity::kError, "facility-level", "use 1 home, 2 point, 3 station or 4 centre");
  for (std::size_t i = 0; i < w.facilities.size(); ++i)
    if (w.facilities[i].level < 1 || w.facilities[i].level > 4)
      level.fire([&] { return Text{place("facilities", w.facilities[i], i), fmt::format("its level is {}", w.facilities[i].level)}; });
  level.close();
}

void check_area_totals(const World& w, Findings& out) {
  const std::size_t n = w.areas.size();
  // Children's declared sum, only where every child declares.
  std::vector<std::int64_t> sum(n, 0);
  std::vector<std::uint8_t> has_child(n, 0), all_declare(n, 1);
  for (const Area& a : w.areas) {
    if (a.parent.value >= n) continue;
    has_child[a.parent.value] = 1;
    if (a.population < 0) all_declare[a.parent.value] = 0;
    else sum[a.parent.value] += a.population;
  }
  Rule children(out, Severity::kWarning, "child-totals", "correct the parent's total or the children's");
  for (std::size_t a = 0; a < n; ++a)
    if (w.areas[a].population >= 0 && has_child[a] && all_declare[a] && sum[a] != w.areas[a].population)
      children.fire([&] {
        return Text{place("areas", w.areas[a], a),
                    fmt::format("{} persons are declared but its children declare {}", w.areas[a].population, sum[a])};
      });
  children.close();

  Rule total(out, Severity::kWarning, "total-mismatch", "check the totals against the records");
  for (const ApportionmentNote& note : w.apportionment)
    if (note.total != note.placed + note.lost)
      total.fire([&] {
        return Text{fmt::format("{} to {}", note.from, note.to),
                    fmt::format("{} were to be shared out but {} arrived and {} are told as lost", note.total, note.placed, note.lost)};
      });
  // Persons of demand points against the smallest areas that declare a total. Without demand in it an area says nothing.
  std::vector<std::int64_t> held(n, 0), points(n, 0);
  for (const DemandPoint& d : w.demand)
    if (d.area.value < n) {
      held[d.area.value] += d.persons;
      ++points[d.area.value];
    }
  std::vector<std::uint8_t> declared_below(n, 0);
  for (std::size_t a = n; a-- > 0;) {
    const AreaId parent = w.areas[a].parent;
    if (parent.value >= a) continue;  // a root, or not parents first
    held[parent.value] += held[a];
    points[parent.value] += points[a];
    if (w.areas[a].population >= 0 || declared_below[a]) declared_below[parent.value] = 1;
  }
  for (std::size_t a = 0; a < n; ++a)
    if (w.areas[a].population >= 0 && points[a] > 0 && !declared_below[a] && held[a] != w.areas[a].population)
      total.fire([&] {
        return Text{place("areas", w.areas[a], a),
                    fmt::format("{} persons are declared but its demand points hold {}", w.areas[a].population, held[a])};
      });
  total.close();
}

void check_organisations(const World& w, Findings& out) {
  Rule employees(out, Severity::kWarning, "members-exceed-employees", "check both counts: one of them is of another date or unit");
  Rule eligible(out, Severity::kWarning, "eligible-exceed-members", "check both counts: eligible members are members");
  for (std::size_t i = 0; i < w.organisations.size(); ++i) {
    const Organisation& o = w.organisations[i];
    if (o.employees > 0 && o.members > o.employees)
      employees.fire([&] { return Text{place("organisations", o, i), fmt::format("{} members but {} employees", o.members, o.employees)}; });
  }
  employees.close();
  for (std::size_t i = 0; i < w.organisations.size(); ++i) {
    const Organisation& o = w.organisations[i];
    if (o.members > 0 && o.eligible > o.members)
      eligible.fire([&] { return Text{place("organisations", o, i), fmt::format("{} eligible but {} members", o.eligible, o.members)}; });
  }
  eligible.close();

  Rule twice(out, Severity::kWarning, "duplicate-organisation", "keep one of them, or tell their names further apart");
  for (const DuplicatePair& pair : duplicate_organisations(w.organisations))
    twice.fire([&] {
      const Organisation &a = w.organisations[pair.earlier.value], &b = w.organisations[pair.later.value];
      return Text{place("organisations", b, pair.later.value),
                  fmt::format("'{}' is {:.0f} m from '{}' of nearly the same name", b.name.in(true), distance(a.position, b.position), a.name.in(true))};
    });
  twice.close();

  if (w.units.empty()) return;
  Rule orphan(out, Severity::kWarning, "orphan-organisation", "name one accountable unit that is open");
  Rule conflict(out, Severity::kWarning, "conflict-organisation", "leave one accountable unit");
  std::vector<std::pair<std::size_t, std::size_t>> conflicts;
  for (std::size_t i = 0; i < w.organisations.size(); ++i) {
    const Organisation& o = w.organisations[i];
    if (!o.normal_operation) continue;
    std::set<UnitId> open;
    for (const UnitId u : o.responsible)
      if (u.value < w.units.size() && w.units[u.value].open) open.insert(u);
    if (open.empty()) orphan.fire([&] { return Text{place("organisations", o, i), "no open unit is responsible for it"}; });
    if (open.size() > 1) conflicts.emplace_back(i, open.size());
  }
  orphan.close();
  for (const auto& [i, units] : conflicts)
    conflict.fire([&, row = i, n = units] { return Text{place("organisations", w.organisations[row], row), fmt::format("{} units are responsible for it", n)}; });
  conflict.close();
}

/// Within a metre of the border counts as inside: borders and points come from different hands.
bool holds(const MultiPolygon& shape, Point p) {
  if (contains(shape, p)) return true;
  for (const Polygon& polygon : shape)
    for (const Ring& ring : polygon.rings)
      for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++)
        if (nearest_on_segment(ring[j], ring[i], p).distance_m <= 1) return true;
  return false;
}

void check_inside(const World& w, Findings& out) {
  if (std::all_of(w.areas.begin(), w.areas.end(), [](const Area& a) { return a.shape.empty(); })) return;
  Rule facility(out, Severity::kWarning, "facility-outside", "check its coordinates and datum, or its area");
  for (std::size_t i = 0; i < w.facilities.size(); ++i) {
    const Facility& f = w.facilities[i];
    if (!f.area.valid()) {
      if (f.inside) facility.fire([&] { return Text{place("facilities", f, i), "it lies outside every area"}; });
    } else if (f.area.value < w.areas.size() && !w.areas[f.area.value].shape.empty() && !holds(w.areas[f.area.value].shape, f.position)) {
      facility.fire([&] { return Text{place("facilities", f, i), fmt::format("it lies outside its area '{}'", w.areas[f.area.value].id)}; });
    }
  }
  facility.close();
  Rule demand(out, Severity::kWarning, "demand-outside", "add the area that holds it, or clip the points to the study area");
  for (std::size_t i = 0; i < w.demand.size(); ++i) {
    const DemandPoint& d = w.demand[i];
    if (d.inside && d.persons > 0 && !d.area.valid())
      demand.fire([&] { return Text{place("demand", d, i), fmt::format("its {} persons lie in no area", d.persons)}; });
  }
  demand.close();
}

void check_groups(const World& w, Findings& out) {
  const auto without = buildings_without_group(w);
  if (without.empty() || without.size() == w.buildings.size()) return;  // nobody hosts any: groups are not kept by building
  constexpr std::size_t kNamed = 10;
  std::string named;
  for (std::size_t k = 0; k < std::min(kNamed, without.size()); ++k)
    named += fmt::format("{}'{}'", k > 0 ? ", " : "", w.buildings[without[k].value].id);
  out.push_back({Severity::kNote, "building-without-group", "buildings",
                 fmt::format("{} of {} host no group: {}{}", without.size(), w.buildings.size(), named, without.size() > kNamed ? ", ..." : ""),
                 "found one there, or let a neighbour's take it in"});
}

/// Last digits of counts of 10 and more: 0 and 5 should end a fifth of them. Far beyond (five standard deviations and two
/// fifths) somebody rounded. Few distinct counts say nothing.
void check_heaping(const World& w, Findings& out) {
  const auto look = [&](const char* table, const char* what, const auto& records, auto count_of) {
    std::int64_t n = 0, heaped = 0;
    std::unordered_set<std::int64_t> distinct;
    for (const auto& record : records) {
      const std::int64_t v = count_of(record);
      if (v < 10) continue;
      ++n;
      heaped += v % 5 == 0;
      if (distinct.size() < 30) distinct.insert(v);
    }
    if (n < 100 || distinct.size() < 30) return;
    const double share = static_cast<double>(heaped) / static_cast<double>(n);
    if (share > 0.4 && (share - 0.2) / std::sqrt(0.2 * 0.8 / static_cast<double>(n)) > 5)
      out.push_back({Severity::kNote, "digit-heaping", table,
                     fmt::format("{:.0f} % of {} counts of {} end in 0 or 5, where 20 % are to be expected", 100 * share, n, what),
                     "treat them as rounded"});
  };
  look("demand", "persons", w.demand, [](const DemandPoint& d) { return d.persons; });
  look("organisations", "members", w.organisations, [](const Organisation& o) { return std::int64_t{o.members}; });
}

}  // namespace

std::vector<BuildingId> buildings_without_group(const World& world) {
  std::vector<std::uint8_t> hosts(world.buildings.size(), 0);
  const auto mark = [&](BuildingId b) {
    if (b.value < hosts.size()) hosts[b.value] = 1;
  };
  for (const Group& g : world.groups) {
    mark(g.building);
    for (const OrganisationId o : g.hosts)
      if (o.value < world.organisations.size()) mark(world.organisations[o.value].building);
  }
  std::vector<BuildingId> out;
  for (std::uint32_t b = 0; b < hosts.size(); ++b)
    if (!hosts[b]) out.push_back(BuildingId(b));
  return out;
}

Findings check_totals(std::span<const DeclaredTotal> totals) {
  Findings out;
  for (const DeclaredTotal& t : totals)
    if (t.declared != t.counted)
      out.push_back({Severity::kWarning, "total-mismatch", t.where,
                     fmt::format("{} {} are declared but the records hold {}", t.declared, t.what, t.counted), "check the total against the records"});
  return out;
}

Findings check_world(const World& world) {
  // Every rule and every table's ids are a job of their own; what they found is put together in one order.
  using Check = void (*)(const World&, Findings&);
  constexpr Check kChecks[] = {check_references, check_places, check_figures, check_area_totals, check_organisations,
                               check_inside, check_groups, check_heaping};
  std::vector<Findings> found(std::size(kChecks));
  std::vector<std::function<void()>> jobs;
  std::deque<std::vector<std::size_t>> repeated;
  each_table(world, [&](const char*, const auto& records) {
    jobs.push_back([&rows = repeated.emplace_back(), &records] { rows = repeated_ids(records); });
  });
  for (std::size_t k = 0; k < std::size(kChecks); ++k) jobs.push_back([&, k] { kChecks[k](world, found[k]); });
#pragma omp parallel for schedule(dynamic, 1)
  for (const auto& job : jobs) job();

  Findings out;
  check_ids(world, repeated, out);
  for (Findings& part : found) std::move(part.begin(), part.end(), std::back_inserter(out));
  return out;
}

}  // namespace catchment
