#include "sim/coverage/organisations.h"

#include <algorithm>
#include <limits>
#include <stdexcept>

#include "sim/coverage/joint_groups.h"
#include "sim/coverage/transport.h"

namespace catchment {

namespace {

constexpr std::uint32_t kNone = UINT32_MAX;

void own_groups_as_given(const World& world, OrganisationCoverage& out) {
  for (const Group& g : world.groups)
    for (const OrganisationId o : g.hosts) {
      if (o.value >= out.state.size()) throw std::invalid_argument("cover_organisations: a group's host does not exist");
      if (g.kind == GroupKind::kOwn && world.organisations[o.value].normal_operation)
        out.state[o.value] = OrganisationState::kOwn;
    }
  // Organisations by building, only where a building hosts a group of its own accord.
  std::vector<std::vector<std::uint32_t>> tenants;
  for (const Group& g : world.groups) {
    if (g.kind != GroupKind::kJoint) continue;
    bool used = false;
    const auto take = [&](std::uint32_t o) {
      if (!world.organisations[o].normal_operation || out.state[o] != OrganisationState::kNone) return;
      out.state[o] = OrganisationState::kJoint;
      out.joint_group[o] = out.joint_groups;
      used = true;
    };
    for (const OrganisationId o : g.hosts) take(o.value);
    if (g.hosts.empty() && g.building.valid()) {
      if (tenants.empty()) {
        tenants.resize(world.buildings.size());
        for (std::uint32_t o = 0; o < world.organisations.size(); ++o)
          if (world.organisations[o].building.valid()) tenants.at(world.organisations[o].building.value).push_back(o);
      }
      for (const std::uint32_t o : tenants.at(g.building.value)) take(o);
    }
    if (used) ++out.joint_groups;
  }
}

void found_groups(const World& world, const OrganisationOptions& options, OrganisationCoverage& out) {
  std::vector<JointCandidate> candidates;
  std::vector<std::uint32_t> who;
  for (std::uint32_t o = 0; o < world.organisations.size(); ++o) {
    const Organisation& org = world.organisations[o];
    if (!org.normal_operation) continue;
    if (org.eligible >= options.eligible_min) {
      out.state[o] = OrganisationState::kOwn;
    } else if (org.eligible >= 1) {
      candidates.push_back({org.position, org.building, org.eligible});
      who.push_back(o);
    }
  }
  if (!options.joint) return;
  const auto group = form_joint_groups(
      candidates, {.eligible_min = options.eligible_min, .distance_m = options.joint_distance_m, .by_building = options.joint_by_building});
  for (std::size_t k = 0; k < group.size(); ++k) {
    if (group[k] == kNone) continue;
    out.state[who[k]] = OrganisationState::kJoint;
    out.joint_group[who[k]] = group[k];
    out.joint_groups = std::max(out.joint_groups, group[k] + 1);
  }
}

struct Pool {
  std::int64_t places = 0;
  bool reaches_all = true;
};

std::vector<Pool> pools_of(const World& world, const OrganisationOptions& options) {
  const auto places = [](std::int64_t count, std::int64_t caseload) {
    if (count < 0 || caseload < 0) throw std::invalid_argument("cover_organisations: negative instructors or caseload");
    if (caseload > 0 && count > std::numeric_limits<std::int64_t>::max() / caseload)
      throw std::invalid_argument("cover_organisations: count times caseload does not fit 64 bits");
    return count * caseload;
  };
  if (options.instructors >= 0) return {{places(options.instructors, options.caseload), true}};
  std::vector<Pool> out;
  for (const InstructorPool& pool : world.instructors) {
    const double limit = pool.travel_limit_min >= 0 ? pool.travel_limit_min : options.travel_limit_min;
    out.push_back({places(pool.count, pool.caseload != 0 ? pool.caseload : options.caseload),
                   !pool.base.valid() || limit < 0});
  }
  return out;
}

/// Pools with a limit first, by maximum flow; then those that reach everyone take whoever is left. That is a maximum of both
/// together: the latter serve min(their places, the rest), so the fewer the former leave, the better.
void assign_instructors(const World& world, const std::vector<Pool>& pools, const CostTable& travel,
                        OrganisationCoverage& out) {
  const std::size_t n = out.state.size();
  std::vector<std::int64_t> need(n);
  for (std::size_t o = 0; o < n; ++o)
    need[o] = world.organisations[o].normal_operation && out.state[o] == OrganisationState::kNone ? 1 : 0;
  const auto assign = [&](std::size_t o, std::size_t pool) {
    out.state[o] = OrganisationState::kAssigned;
    out.instructor_pool[o] = static_cast<std::uint32_t>(pool);
    need[o] = 0;
    ++out.instructor_places_used;
  };
  if (std::any_of(pools.begin(), pools.end(), [](const Pool& p) { return !p.reaches_all; })) {
    if (travel.n_origins() != n || travel.n_destinations != pools.size())
      throw std::invalid_argument("cover_organisations: the travel table does not fit organisations and pools");
    std::vector<std::int64_t> places;
    for (const Pool& p : pools) places.push_back(p.reaches_all ? 0 : p.places);
    const auto amount = maximum_transport(travel, need, places);
    for (std::size_t o = 0; o < n; ++o)
      for (std::size_t pair = travel.row_begin[o]; pair < travel.row_begin[o + 1]; ++pair)
        if (amount[pair] > 0) assign(o, travel.destination[pair]);
  }
  std::size_t pool = 0;
  std::int64_t used = 0;
  for (std::size_t o = 0; o < n; ++o) {
    if (need[o] == 0) continue;
    while (pool < pools.size() && (!pools[pool].reaches_all || used >= pools[pool].places)) ++pool, used = 0;
    if (pool == pools.size()) break;
    assign(o, pool);
    ++used;
  }
}

}  // namespace

double OrganisationCoverage::organisation_coverage() const {
  return counted > 0 ? static_cast<double>(own + joint) / static_cast<double>(counted)
                     : std::numeric_limits<double>::quiet_NaN();
}

double OrganisationCoverage::work_coverage() const {
  return counted > 0 ? static_cast<double>(own + joint + assigned) / static_cast<double>(counted)
                     : std::numeric_limits<double>::quiet_NaN();
}

OrganisationCoverage cover_organisations(const World& world, const OrganisationOptions& options, const CostTable& travel) {
  const std::size_t n = world.organisations.size();
  OrganisationCoverage out;
  out.state.assign(n, OrganisationState::kNone);
  out.joint_group.assign(n, kNone);
  out.instructor_pool.assign(n, kNone);
  for (const Organisation& o : world.organisations)
    if (o.eligible < 0 || o.employees < 0) throw std::invalid_argument("cover_organisations: negative eligible or employees");

  if (options.own_rule == "given") {
    own_groups_as_given(world, out);
  } else if (options.own_rule == "eligible") {
    found_groups(world, options, out);
  } else {
    throw std::invalid_argument("cover_organisations: own_rule must be 'eligible' or 'given', not '" + options.own_rule + "'");
  }

  const auto pools = pools_of(world, options);
  for (const Pool& pool : pools) out.instructor_places += pool.places;
  assign_instructors(world, pools, travel, out);

  for (std::size_t o = 0; o < n; ++o) {
    const Organisation& org = world.organisations[o];
    if (!org.normal_operation) continue;
    ++out.organisations;
    std::int64_t weight = 1;
    if (options.denominator == Denominator::kEligible) weight = org.eligible >= 1;
    if (options.denominator == Denominator::kEmployees) weight = org.employees;
    out.counted += weight;
    switch (out.state[o]) {
      case OrganisationState::kNone: out.none += weight; break;
      case OrganisationState::kOwn: out.own += weight; break;
      case OrganisationState::kJoint: out.joint += weight; break;
      case OrganisationState::kAssigned: out.assigned += weight; break;
    }
  }
  return out;
}

}  // namespace catchment
