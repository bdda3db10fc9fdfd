#include "sim/report/why.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <tuple>

#include "sim/coverage/levels.h"
#include "sim/report/providers.h"
#include "sim/report/reach.h"
#include "sim/scenario/parse.h"

namespace catchment {

namespace {

constexpr std::uint32_t kNobody = Id<void>::kInvalid;

/// One level as its demand sees it, and what would be different if something were.
class LevelQuestion {
 public:
  LevelQuestion(const World& world, const Scenario& scenario, const Reach& reach, const LevelSpec& spec, DemandId point,
                const WhyOptions& options)
      : world_(world), scenario_(scenario), reach_(reach), spec_(spec), options_(options), point_(point), cutoff_(to_cost(spec.cutoff)) {
    for (const DemandPoint& d : world.demand) {
      persons_.push_back(d.persons);
      counted_.push_back(d.inside ? 1 : 0);
    }
    const int at = scenario.network.at;
    for (const FacilityId f : providers_of(world, spec, scenario.coverage, kAnyTime))
      (open_at(world.facilities[f.value], at) ? providers_ : shut_now_).push_back(f);
    within_ = reach.within(providers_, spec.unit, cutoff_, {}, spec.group);
    coverage_ = cover_level(within_, persons_, capacities(), counted_);
  }

  WhyLevel answer() {
    WhyLevel out;
    out.spec = spec_;
    const std::uint32_t i = point_.value;
    out.served = coverage_.served[i];
    out.no_capacity = coverage_.no_capacity[i];
    find_nearest(out);
    if (coverage_.covered[i] != 0) {
      out.reason = out.no_capacity > 0 ? WhyReason::kNoCapacity : WhyReason::kServed;
      out.shortfall = static_cast<double>(out.no_capacity);
      if (out.no_capacity > 0) raise_capacity(out);
      return out;
    }
    if (const bool snapped = !reach_.on_streets() || reach_.demand_snaps(spec_.group)[i].edge.valid(); snapped) {
      open_gates(out);
      extend_hours(out);
      set_level(out);
      reopen(out);
      new_facility(out);
      std::stable_sort(out.fixes.begin(), out.fixes.end(), [](const WhyFix& a, const WhyFix& b) {
        return std::tuple(a.kind, -a.persons_gained, a.cost) < std::tuple(b.kind, -b.persons_gained, b.cost);
      });
      out.reason = binding_reason(out);
      out.shortfall = out.cost < kUnreachable ? from_cost(out.cost) - spec_.cutoff : std::numeric_limits<double>::infinity();
      if (out.reason == WhyReason::kNoProvider || out.reason == WhyReason::kClosedHours) out.shortfall = 0;
    } else {
      out.reason = providers_.empty() && shut_now_.empty() ? WhyReason::kNoProvider : WhyReason::kOffStreet;
      if (out.reason == WhyReason::kOffStreet)
        out.shortfall = reach_.nearest_street_m(world_.demand[i].position, spec_.group) - scenario_.network.snap_max_m;
    }
    return out;
  }

 private:
  [[nodiscard]] std::vector<std::int64_t> capacities() const {
    std::vector<std::int64_t> capacity;
    for (const FacilityId f : providers_)
      capacity.push_back(scenario_.coverage.capacity ? world_.facilities[f.value].places() : -1);
    return capacity;
  }

  static bool has(const WhyLevel& out, WhyFix::Kind kind) {
    return std::any_of(out.fixes.begin(), out.fixes.end(), [&](const WhyFix& fix) { return fix.kind == kind; });
  }

  [[nodiscard]] WhyReason binding_reason(const WhyLevel& out) const {
    if (providers_.empty() && shut_now_.empty())
      return has(out, WhyFix::Kind::kSetLevel) ? WhyReason::kWrongLevel : WhyReason::kNoProvider;
    if (has(out, WhyFix::Kind::kExtendHours)) return WhyReason::kClosedHours;
    if (has(out, WhyFix::Kind::kOpenGates)) return WhyReason::kGate;
    if (has(out, WhyFix::Kind::kSetLevel)) return WhyReason::kWrongLevel;
    if (out.cost < kUnreachable) return WhyReason::kTooFar;
    if (providers_.empty()) return WhyReason::kClosedHours;
    return WhyReason::kDisconnected;
  }

  void find_nearest(WhyLevel& out) const {
    const NearestTable table = reach_.nearest_of(point_, providers_, spec_.unit, spec_.group);
    if (table.destination[0] == kNobody) return;
    out.nearest = providers_[table.destination[0]];
    out.cost = table.cost[0];
    out.path = reach_.path(point_, *out.nearest, spec_.unit, spec_.group);
  }

  /// Persons who are within the cutoff of one of these destinations and of none today.
  std::int64_t gained(const CostTable& more) const {
    std::int64_t persons = 0;
    for (std::size_t i = 0; i < persons_.size(); ++i)
      if (counted_[i] != 0 && coverage_.covered[i] == 0 && !more.destinations_of(i).empty()) persons += persons_[i];
    return persons;
  }
  std::int64_t gained(const NearestTable& then) const {
    std::int64_t persons = 0;
    for (std::size_t i = 0; i < persons_.size(); ++i)
      if (counted_[i] != 0 && coverage_.covered[i] == 0 && then.cost[i] <= cutoff_) persons += persons_[i];
    return persons;
  }

  /// Opens gates on a copy of the streets, asks, and shuts them again.
  template <class Ask>
  auto with_open(std::span<const std::uint32_t> gates, const Ask& ask) {
    std::vector<Gate> before;
    for (const std::uint32_t g : gates) {
      before.push_back(streets_.gates[g]);
      streets_.gates[g].state = GateState::kOpen;
      streets_.gates[g].hours.reset();
    }
    const auto answer = ask();
    for (std::size_t k = 0; k < gates.size(); ++k) streets_.gates[gates[k]] = before[k];
    return answer;
  }

  bool add_gate_fix(std::span<const std::uint32_t> gates, WhyLevel& out) {
    const NearestTable one = with_open(gates, [&] { return reach_.nearest_of(point_, providers_, spec_.unit, spec_.group, &streets_); });
    if (one.cost[0] > cutoff_) return false;
    WhyFix fix;
    fix.kind = WhyFix::Kind::kOpenGates;
    for (const std::uint32_t g : gates) {
      Edit edit;
      edit.op = Edit::Op::kOpenGate;
      edit.target = streets_.gates[g].id;
      fix.edits.push_back(std::move(edit));
    }
    fix.facility = world_.facilities[providers_[one.destination[0]].value].id;
    fix.cost = one.cost[0];
    fix.persons_gained = gained(with_open(gates, [&] { return reach_.nearest(providers_, spec_.unit, spec_.group, &streets_); }));
    out.fixes.push_back(std::move(fix));
    return true;
  }

  void open_gates(WhyLevel& out) {
    if (!reach_.on_streets() || providers_.empty()) return;
    streets_ = world_.streets;
    std::vector<std::uint32_t> shut;
    for (std::uint32_t g = 0; g < streets_.gates.size(); ++g)
      if (state_at(streets_.gates[g], scenario_.network.at) != GateState::kOpen) shut.push_back(g);
    if (shut.empty()) return;
    // If all of them open do not help, no single one does.
    const auto all = with_open(shut, [&] { return reach_.nearest_of(point_, providers_, spec_.unit, spec_.group, &streets_); });
    if (all.cost[0] > cutoff_) return;
    const auto way = with_open(shut, [&] {
      return reach_.path(point_, providers_[all.destination[0]], spec_.unit, spec_.group, &streets_);
    });
    std::vector<std::uint32_t> needed;
    for (const std::uint32_t g : way ? way->gates : std::vector<std::uint32_t>{})
      if (std::find(shut.begin(), shut.end(), g) != shut.end() && std::find(needed.begin(), needed.end(), g) == needed.end())
        needed.push_back(g);
    // Those on the best way first, then by distance: a gate farther off than the cutoff could be walked is no help.
    const Point home = world_.demand[point_.value].position;
    const auto rank = [&](std::uint32_t g) {
      const bool on_way = std::find(needed.begin(), needed.end(), g) != needed.end();
      return std::tuple(!on_way, distance(home, streets_.node[streets_.gates[g].node.value]), g);
    };
    std::sort(shut.begin(), shut.end(), [&](std::uint32_t a, std::uint32_t b) { return rank(a) < rank(b); });
    if (shut.size() > options_.gates_tried) shut.resize(options_.gates_tried);
    std::size_t found = 0;
    for (const std::uint32_t g : shut)
      if (found < options_.fixes_of_a_kind && add_gate_fix(std::span(&g, 1), out)) ++found;
    if (found == 0 && needed.size() > 1) add_gate_fix(needed, out);
  }

  /// Other facilities that would cover the point if only they were providers: nearest first.
  std::vector<std::pair<Cost, FacilityId>> reachable(const std::vector<FacilityId>& facilities) const {
    std::vector<std::pair<Cost, FacilityId>> found;
    for (const FacilityId f : facilities) {
      const NearestTable one = reach_.nearest_of(point_, std::span(&f, 1), spec_.unit, spec_.group);
      if (one.cost[0] <= cutoff_) found.emplace_back(one.cost[0], f);
    }
    std::sort(found.begin(), found.end());
    return found;
  }

  void add_facility_fixes(WhyFix::Kind kind, const std::vector<FacilityId>& facilities, WhyLevel& out) const {
    if (facilities.empty()) return;
    // One search for all of them first: mostly none is near.
    if (reach_.nearest_of(point_, facilities, spec_.unit, spec_.group).cost[0] > cutoff_) return;
    std::size_t found = 0;
    for (const auto& [cost, f] : reachable(facilities)) {
      if (found++ == options_.fixes_of_a_kind) break;
      const Facility& facility = world_.facilities[f.value];
      WhyFix fix;
      fix.kind = kind;
      fix.site = facility.name;
      fix.facility = facility.id;
      fix.cost = cost;
      fix.persons_gained = gained(reach_.within(std::span(&f, 1), spec_.unit, cutoff_, {}, spec_.group));
      Edit edit;
      edit.target = facility.id;
      if (kind == WhyFix::Kind::kExtendHours) {
        edit.op = Edit::Op::kSetHours;
        edit.hours = facility.hours;
        edit.hours[static_cast<std::size_t>(scenario_.network.at)] = true;
      } else if (kind == WhyFix::Kind::kSetLevel) {
        edit.op = Edit::Op::kSetFacilityLevel;
        edit.level = spec_.rank;
      } else {
        edit.op = Edit::Op::kOpenFacility;
      }
      fix.edits.push_back(std::move(edit));
      out.fixes.push_back(std::move(fix));
    }
  }

  void extend_hours(WhyLevel& out) const { add_facility_fixes(WhyFix::Kind::kExtendHours, shut_now_, out); }

  /// Open facilities of the level below, which may grow into this one; where the level asks for services, their level is not
  /// what keeps them out.
  void set_level(WhyLevel& out) const {
    if (!spec_.services.empty()) return;
    std::vector<FacilityId> others;
    for (std::size_t f = 0; f < world_.facilities.size(); ++f) {
      const Facility& facility = world_.facilities[f];
      if (facility.level != spec_.rank - 1 || facility.status == FacilityStatus::kClosed || (!scenario_.coverage.beyond_boundary && !facility.inside)) continue;
      if (!open_at(facility, scenario_.network.at)) continue;
      const FacilityId id(f);
      if (std::find(providers_.begin(), providers_.end(), id) == providers_.end()) others.push_back(id);
    }
    add_facility_fixes(WhyFix::Kind::kSetLevel, others, out);
  }

  /// Closed facilities that would provide this level as they are.
  void reopen(WhyLevel& out) const {
    World opened;
    std::vector<FacilityId> closed;
    for (std::size_t f = 0; f < world_.facilities.size(); ++f) {
      if (world_.facilities[f].status != FacilityStatus::kClosed) continue;
      opened.facilities = {world_.facilities[f]};
      opened.facilities[0].status = FacilityStatus::kExisting;
      if (open_at(opened.facilities[0], scenario_.network.at) &&
          !providers_of(opened, spec_, scenario_.coverage, kAnyTime).empty())
        closed.emplace_back(f);
    }
    add_facility_fixes(WhyFix::Kind::kReopenFacility, closed, out);
  }

  /// Places where a new facility may stand: shared venues and public buildings, the nearest ones; the point itself if there are none.
  void new_facility(WhyLevel& out) const {
    if (reach_.by_matrix()) return;
    struct Site { double distance_m; Point at; Name name; std::string building; };
    const Point home = world_.demand[point_.value].position;
    std::vector<Site> sites;
    for (const Venue& v : world_.venues) sites.push_back({distance(home, v.position), v.position, v.name, ""});
    for (const Building& b : world_.buildings)
      if (b.kind != BuildingKind::kResidential && b.kind != BuildingKind::kPark && b.kind != BuildingKind::kIndustrial &&
          b.kind != BuildingKind::kOther)
        sites.push_back({distance(home, b.position), b.position, b.name, b.id});
    std::stable_sort(sites.begin(), sites.end(), [](const Site& a, const Site& b) { return a.distance_m < b.distance_m; });
    if (sites.size() > 10 * options_.fixes_of_a_kind) sites.resize(10 * options_.fixes_of_a_kind);
    sites.push_back({0, home, world_.demand[point_.value].name, ""});
    std::vector<Point> at;
    for (const Site& s : sites) at.push_back(s.at);
    const CostTable table = reach_.within_of_places(at, spec_.unit, cutoff_, spec_.group);
    std::vector<std::int64_t> gain(sites.size(), 0);
    for (std::size_t i = 0; i < persons_.size(); ++i)
      if (counted_[i] != 0 && coverage_.covered[i] == 0)
        for (const std::uint32_t k : table.destinations_of(i)) gain[k] += persons_[i];
    const auto near = table.destinations_of(point_.value);
    const auto costs = table.costs_of(point_.value);
    // The nearest site, and the one that covers most people; the point itself only where there is no other.
    std::vector<std::size_t> chosen;
    for (const bool most : {false, true}) {
      std::optional<std::size_t> best;
      for (std::size_t n = 0; n < near.size(); ++n) {
        if (near[n] + 1 == sites.size() && best) continue;
        if (!best || (most ? gain[near[n]] > gain[near[*best]] : costs[n] < costs[*best])) best = n;
      }
      if (best && (chosen.empty() || chosen[0] != *best)) chosen.push_back(*best);
    }
    std::size_t found = 0;
    for (const std::size_t n : chosen) {
      const std::uint32_t k = near[n];
      WhyFix fix;
      fix.kind = WhyFix::Kind::kNewFacility;
      fix.site = sites[k].name;
      fix.cost = costs[n];
      fix.persons_gained = gain[k];
      Edit edit;
      edit.op = Edit::Op::kAddFacility;
      edit.target = fix.facility = "new-" + spec_.name + "-" + std::to_string(found + 1);
      edit.level = spec_.rank;
      edit.services = spec_.services;
      if (sites[k].building.empty()) edit.to = sites[k].at;
      else edit.to_building = sites[k].building;
      fix.edits.push_back(std::move(edit));
      out.fixes.push_back(std::move(fix));
      ++found;
    }
  }

  /// As many places more as the point lacks, at each provider that reaches it; what that does to everybody is the flow's word.
  void raise_capacity(WhyLevel& out) const {
    const auto reached = within_.destinations_of(point_.value);
    const auto costs = within_.costs_of(point_.value);
    std::vector<std::size_t> order(reached.size());
    for (std::size_t n = 0; n < order.size(); ++n) order[n] = n;
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return costs[a] < costs[b]; });
    for (std::size_t n = 0; n < std::min(order.size(), options_.fixes_of_a_kind); ++n) {
      const std::uint32_t k = reached[order[n]];
      const Facility& facility = world_.facilities[providers_[k].value];
      auto capacity = capacities();
      capacity[k] += out.no_capacity;
      WhyFix fix;
      fix.kind = WhyFix::Kind::kRaiseCapacity;
      fix.site = facility.name;
      fix.facility = facility.id;
      fix.cost = costs[order[n]];
      fix.persons_gained = cover_level(within_, persons_, capacity, counted_).persons_served - coverage_.persons_served;
      Edit edit;
      edit.op = Edit::Op::kResizeFacility;
      edit.target = facility.id;
      edit.capacity = capacity[k];
      fix.edits.push_back(std::move(edit));
      out.fixes.push_back(std::move(fix));
    }
  }

  const World& world_;
  const Scenario& scenario_;
  const Reach& reach_;
  const LevelSpec& spec_;
  const WhyOptions& options_;
  DemandId point_;
  Cost cutoff_;
  std::vector<std::int64_t> persons_;
  std::vector<std::uint8_t> counted_;
  std::vector<FacilityId> providers_, shut_now_;   // of this level: open at the study's moment, and not
  CostTable within_;
  LevelCoverage coverage_;
  StreetNetwork streets_;                          // a copy whose gates may be opened
};

}  // namespace

Why explain(const World& world, const Scenario& scenario, const std::vector<CostMatrix>& matrices, DemandId point,
            const WhyOptions& options) {
  if (!point.valid() || point.value >= world.demand.size()) throw std::invalid_argument("explain: there is no such demand point");
  std::vector<std::string> names, groups;
  for (const LevelSpec& spec : scenario.levels) {
    names.push_back(spec.name);
    groups.push_back(spec.group);
  }
  if (!options.level.empty() && std::find(names.begin(), names.end(), options.level) == names.end()) {
    const std::string near = nearest_key(options.level, names);
    throw InputError("level", "the scenario has no level '" + options.level + "'",
                     near.empty() ? "name one of its [[levels]]" : "did you mean '" + near + "'?");
  }
  const Reach reach(world, scenario.network, matrices, groups);
  Why why;
  why.point = point;
  why.counted = world.demand[point.value].inside;
  why.snap_m = reach.on_streets() ? reach.demand_snaps()[point.value].distance_m : 0;
  for (const LevelSpec& spec : scenario.levels)
    if (options.level.empty() || spec.name == options.level)
      why.levels.push_back(LevelQuestion(world, scenario, reach, spec, point, options).answer());
  return why;
}

}  // namespace catchment
