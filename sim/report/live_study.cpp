#include "sim/report/live_study.h"

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <unordered_map>
#include <utility>

#include "sim/network/impedance.h"
#include "sim/network/live_catchments.h"
#include "sim/network/live_nearest.h"
#include "sim/report/providers.h"
#include "sim/report/reach.h"
#include "sim/sharing/link_edits.h"
#include "sim/sharing/shared_places.h"
#include "sim/world/build.h"

namespace catchment {
namespace {

/// The streets of one person group in one unit, with the places of the facilities on them.
struct Walk {
  std::string group;
  CostUnit unit = CostUnit::kMetres;
  std::unique_ptr<LiveStreets> streets;
  std::vector<Snap> snaps;              // [n_facilities]
};

struct Level {
  LevelSpec spec;
  Cost cutoff = 0;
  std::vector<FacilityId> providers;
  std::vector<Cost> cost;               // [n_demand]
  std::vector<std::uint32_t> facility;  // [n_demand]
  std::vector<std::uint32_t> backup;    // [n_demand]
  // By streets:
  std::size_t walk = 0;                 // into Parts::walks
  std::optional<LiveNearest> nearest;
  std::optional<LiveCatchments> catchments;
  // Otherwise:
  CostTable within;

  LevelCoverage split;
  bool split_is_due = true;
};

/// What takes an edit back.
struct Undo {
  enum class Kind { kFacility, kAdded, kGate, kStreet, kCutoff, kLinks, kOther } kind = Kind::kOther;
  std::uint32_t index = 0;
  Facility facility;
  Gate gate;
  std::size_t walk = 0;
  Cost forward = 0, backward = 0;
  double cutoff = 0;
  std::vector<Organisation> organisations;
  std::vector<Unit> units;
  // kLinks: what of the sharing graph was otherwise, and the facilities that it moved. Not the whole graph: a city's is large.
  std::vector<std::pair<std::size_t, LinkStatus>> statuses;
  std::vector<std::uint32_t> withdrawn;                    // venues that were not
  std::optional<std::vector<Resource>> resources;
  std::optional<std::vector<Unit>> closed_units;
  std::vector<std::pair<std::uint32_t, Facility>> moved;   // as they were, ascending
  std::size_t facilities = 0, links = 0;                   // how many there were
};

bool concerns_links(Edit::Op op) { return op == Edit::Op::kAddLink || op == Edit::Op::kRemoveLink || op == Edit::Op::kRemovePartner; }
bool concerns_facility(Edit::Op op) {
  return op == Edit::Op::kAddFacility || op == Edit::Op::kMoveFacility || op == Edit::Op::kResizeFacility || op == Edit::Op::kCloseFacility ||
         op == Edit::Op::kOpenFacility || op == Edit::Op::kSetFacilityLevel || op == Edit::Op::kSetStaff || op == Edit::Op::kSetHours;
}
bool concerns_gate(Edit::Op op) {
  return op == Edit::Op::kOpenGate || op == Edit::Op::kCloseGate || op == Edit::Op::kResidentsGate;
}

std::unordered_map<std::string, std::uint32_t> index_of(const auto& things) {
  std::unordered_map<std::string, std::uint32_t> index;
  for (std::size_t i = 0; i < things.size(); ++i) index.emplace(things[i].id, static_cast<std::uint32_t>(i));
  return index;
}

/// Index of the first thing of this id; the number of things if there is none.
std::size_t find_id(const auto& things, const std::string& id) {
  return static_cast<std::size_t>(std::find_if(things.begin(), things.end(), [&](const auto& t) { return t.id == id; }) - things.begin());
}

}  // namespace

struct LiveStudy::Parts {
  Parts(World w, const Scenario& scenario, std::vector<CostMatrix> m)
      : world(std::move(w)), network(scenario.network), coverage(scenario.coverage), sharing(scenario.sharing), matrices(std::move(m)),
        figures(world, scenario.levels.size()), areas(world.areas) {
    facility_index = index_of(world.facilities);
    gate_index = index_of(world.streets.gates);
    change.levels.resize(scenario.levels.size());
    if (scenario.levels.empty()) return;   // nothing is followed: no streets are needed, and no city is tied to them
    for (const LevelSpec& spec : scenario.levels) groups.push_back(spec.group.empty() ? network.group : spec.group);
    reach.emplace(world, network, matrices, groups);
    on_streets = reach->on_streets();
    levels.reserve(scenario.levels.size());
    for (const LevelSpec& spec : scenario.levels) {
      Level& level = levels.emplace_back();
      level.spec = spec;
      level.cutoff = to_cost(spec.cutoff);
      level.providers = providers_of(world, spec, coverage, network.at);
      level.cost.assign(world.demand.size(), kUnreachable);
      level.facility.assign(world.demand.size(), UINT32_MAX);
      level.backup.assign(world.demand.size(), 0);
      if (!on_streets) continue;
      level.walk = walk_of(groups[levels.size() - 1], spec.unit);
      const std::vector<Snap>& snaps = walks[level.walk].snaps;
      level.nearest.emplace(streets_of(level));
      level.catchments.emplace(streets_of(level), level.cutoff);
      std::vector<LiveNearest::Placed> near;
      std::vector<LiveCatchments::Placed> within;
      for (const FacilityId f : level.providers) {
        near.push_back({f.value, snaps[f.value]});
        within.push_back({f.value, snaps[f.value]});
      }
      level.nearest->place_all(near);
      level.catchments->place_all(within);
    }
    if (on_streets) follow();
    else compute_whole();
    figures.start_here();
  }

  std::size_t walk_of(const std::string& group, CostUnit unit) {
    for (std::size_t w = 0; w < walks.size(); ++w)
      if (walks[w].group == group && walks[w].unit == unit) return w;
    SearchInput in = reach->search_input(reach->demand_snaps(group), {}, unit, group);
    if (unit == CostUnit::kSeconds) in.origin_egress = reach->egress(group).cost;
    walks.push_back({group, unit, std::make_unique<LiveStreets>(in), reach->facility_snaps(group)});
    return walks.size() - 1;
  }
  LiveStreets& streets_of(const Level& level) { return *walks[level.walk].streets; }

  void begin() {
    for (LiveChange::Level& l : change.levels) l = {};
  }

  /// One point's new answers on one level; tells and sums what is new.
  void set_point(std::size_t l, std::uint32_t i, Cost cost, std::uint32_t facility, std::uint32_t backup) {
    Level& level = levels[l];
    LiveChange::Level& told = change.levels[l];
    if (level.cost[i] != cost || level.facility[i] != facility) told.nearest.emplace_back(i);
    if (level.backup[i] != backup) {
      told.backup.emplace_back(i);
      if ((level.backup[i] > 0) != (backup > 0)) told.covered.emplace_back(i);
    }
    figures.set(l, i, cost, backup);
    level.cost[i] = cost;
    level.facility[i] = facility;
    level.backup[i] = backup;
  }

  /// Takes over what the live searches say has changed.
  void follow() {
    for (std::size_t l = 0; l < levels.size(); ++l) {
      Level& level = levels[l];
      for (const LiveNearest::Change& c : level.nearest->changes())
        set_point(l, c.origin, level.nearest->cost()[c.origin], level.nearest->facility()[c.origin], level.backup[c.origin]);
      for (const LiveCatchments::Change& c : level.catchments->changes())
        set_point(l, c.origin, level.cost[c.origin], level.facility[c.origin], level.catchments->backup()[c.origin]);
      level.nearest->forget_changes();
      level.catchments->forget_changes();
    }
  }

  /// Without streets.
  void compute_whole() {
    if (levels.empty()) return;
    const Reach now(world, network, matrices, groups);
    for (std::size_t l = 0; l < levels.size(); ++l) {
      Level& level = levels[l];
      const NearestTable nearest = now.nearest(level.providers, level.spec.unit, level.spec.group);
      CostTable within = now.within(level.providers, level.spec.unit, level.cutoff, {}, level.spec.group);
      for (std::uint32_t i = 0; i < world.demand.size(); ++i) {
        const std::uint32_t k = nearest.destination[i];
        const std::uint32_t facility = k == UINT32_MAX ? k : level.providers[k].value;
        const auto backup = static_cast<std::uint32_t>(within.destinations_of(i).size());
        if (nearest.cost[i] != level.cost[i] || facility != level.facility[i] || backup != level.backup[i])
          set_point(l, i, nearest.cost[i], facility, backup);
      }
      if (within.row_begin != level.within.row_begin || within.destination != level.within.destination || within.cost != level.within.cost)
        due(l);
      level.within = std::move(within);
    }
  }

  void due(std::size_t l) { levels[l].split_is_due = change.levels[l].split = true; }

  /// Facility `f` was `before` (or was not there), and the world holds what it is now (or it is beyond the end: gone).
  void facility_changed(std::uint32_t f, const Facility* before) {
    const Facility* now = f < world.facilities.size() ? &world.facilities[f] : nullptr;
    const bool moved = before == nullptr || now == nullptr || !(before->position == now->position);
    for (Walk& walk : walks) {
      walk.snaps.resize(world.facilities.size());
      if (now != nullptr && moved) walk.snaps[f] = reach->snap_facility(now->position, walk.group);
    }
    for (std::size_t l = 0; l < levels.size(); ++l) {
      Level& level = levels[l];
      const bool did = before != nullptr && provides(*before, level.spec, coverage, network.at);
      const bool does = now != nullptr && provides(*now, level.spec, coverage, network.at);
      if (!did && !does) continue;
      if (did != does) {
        const auto place = std::lower_bound(level.providers.begin(), level.providers.end(), FacilityId(f));
        if (does) level.providers.insert(place, FacilityId(f));
        else level.providers.erase(place);
      }
      if (did != does || moved || before->places() != now->places()) due(l);
      if (on_streets && (did != does || moved)) {
        const Snap at = does ? walks[level.walk].snaps[f] : Snap{};
        level.nearest->place(f, at);
        level.catchments->place(f, at);
      }
    }
    if (on_streets) follow();
    else compute_whole();
  }

  void change_streets_of(std::size_t walk, const StreetChange& changed) {
    LiveStreets& on = *walks[walk].streets;
    for (Level& level : levels)
      if (level.walk == walk) {
        level.nearest->before(changed);
        level.catchments->before(changed);
      }
    on.set(changed);
    for (std::size_t l = 0; l < levels.size(); ++l) {
      if (levels[l].walk != walk) continue;
      levels[l].nearest->after(changed);
      levels[l].catchments->after(changed);
      if (!levels[l].catchments->searched().empty()) due(l);
    }
  }

  void cutoff_changed(std::size_t l, double cutoff) {
    Level& level = levels[l];
    level.spec.cutoff = cutoff;
    level.cutoff = to_cost(cutoff);
    if (!on_streets) return compute_whole();
    // Every catchment of the level has another border: searched anew, all of them, in parallel.
    level.catchments.emplace(streets_of(level), level.cutoff);
    std::vector<LiveCatchments::Placed> within;
    for (const FacilityId f : level.providers) within.push_back({f.value, walks[level.walk].snaps[f.value]});
    level.catchments->place_all(within);
    level.catchments->forget_changes();
    const std::span<const std::uint32_t> backup = level.catchments->backup();
    for (std::uint32_t i = 0; i < backup.size(); ++i)
      if (backup[i] != level.backup[i]) set_point(l, i, level.cost[i], level.facility[i], backup[i]);
    due(l);
  }

  void gate_changed(std::uint32_t g) {
    if (!on_streets) return;
    const NodeId node = world.streets.gates[g].node;
    GateState state = GateState::kOpen;   // several at a node: the strictest
    for (const Gate& gate : world.streets.gates)
      if (gate.node == node) state = std::max(state, state_at(gate, network.at));
    for (std::size_t w = 0; w < walks.size(); ++w)
      if (walks[w].streets->gate_at(node) != state) change_streets_of(w, walks[w].streets->gate_change(node, state));
    follow();
  }

  /// `apply_edits` on a world that holds only what the edit names: the rules of edits stay in one place, and no city is copied.
  /// An edit that names what is not there goes to the whole world, which refuses it by name.
  /// `instead`: the facility as it is to be taken before the edit; one without an id is not there yet.
  std::optional<World> edited_part(const Edit& edit, const Facility* instead = nullptr) const {
    World part;
    std::size_t building = 0;
    if (concerns_gate(edit.op)) {
      const auto gate = gate_index.find(edit.target);
      if (gate == gate_index.end()) return std::nullopt;
      part.streets.gates.push_back(world.streets.gates[gate->second]);
    } else {
      const auto facility = facility_index.find(edit.target);
      const Facility* before = instead;
      if (instead == nullptr && facility != facility_index.end()) before = &world.facilities[facility->second];
      const bool there = before != nullptr && !before->id.empty();
      if ((edit.op == Edit::Op::kAddFacility) == there) return std::nullopt;
      if (there) part.facilities.push_back(*before);
      if (!edit.to_building.empty()) {
        // Looked for: it is asked once in a while, and an index of a million ids would weigh more than they do.
        building = find_id(world.buildings, edit.to_building);
        if (building < world.buildings.size()) {
          part.buildings.push_back(world.buildings[building]);
        } else if (const std::size_t demand = find_id(world.demand, edit.to_building); demand < world.demand.size()) {
          part.demand.push_back(world.demand[demand]);
        } else {
          return std::nullopt;
        }
      }
    }
    World done = apply_edits(part, {edit});
    if (!done.facilities.empty() && (edit.op == Edit::Op::kAddFacility || edit.op == Edit::Op::kMoveFacility)) {
      Facility& f = done.facilities.front();
      f.area = areas.find(f.position);
      if (f.building.valid() && !part.buildings.empty()) f.building = BuildingId(building);
    }
    return done;
  }

  /// A link comes or goes, or a partner: the graph first, then what it makes of the facilities.
  void edit_sharing(const Edit& edit, Undo& past) {
    past.kind = Undo::Kind::kLinks;
    past.links = world.links.size();
    past.facilities = world.facilities.size();
    const std::vector<LentPlace> lent = lent_places(world, sharing);
    std::vector<LinkStatus> statuses;
    for (const SharingLink& link : world.links) statuses.push_back(link.status);
    std::vector<std::uint8_t> withdrawn;
    for (const Venue& venue : world.venues) withdrawn.push_back(venue.withdrawn);
    if (edit.op == Edit::Op::kRemovePartner) past.resources = world.resources, past.closed_units = world.units;
    edit_links(world, edit);             // refuses before it changes anything
    for (std::size_t k = 0; k < past.links; ++k)
      if (world.links[k].status != statuses[k]) past.statuses.emplace_back(k, statuses[k]);
    for (std::uint32_t v = 0; v < withdrawn.size(); ++v)
      if (world.venues[v].withdrawn && withdrawn[v] == 0) past.withdrawn.push_back(v);
    std::vector<Facility> before = world.facilities;
    std::vector<std::uint32_t> changed;
    try {
      changed = apply_sharing(world, sharing, &lent);
    } catch (...) {
      restore_graph(past);
      world.facilities = std::move(before);
      throw;
    }
    begin();
    for (const std::uint32_t f : changed) {
      if (f >= past.facilities) {
        facility_index.emplace(world.facilities[f].id, f);
        facility_changed(f, nullptr);
      } else {
        past.moved.emplace_back(f, std::move(before[f]));
        facility_changed(f, &past.moved.back().second);
      }
    }
  }

  void restore_graph(Undo& past) {
    world.links.resize(past.links);
    for (const auto& [k, status] : past.statuses) world.links[k].status = status;
    for (const std::uint32_t v : past.withdrawn) world.venues[v].withdrawn = false;
    if (past.resources) world.resources = std::move(*past.resources);
    if (past.closed_units) world.units = std::move(*past.closed_units);
  }

  void undo_sharing(Undo& past) {
    restore_graph(past);
    while (world.facilities.size() > past.facilities) {
      const Facility edited = std::move(world.facilities.back());
      world.facilities.pop_back();
      facility_index.erase(edited.id);
      facility_changed(static_cast<std::uint32_t>(world.facilities.size()), &edited);
    }
    for (auto& [f, facility] : past.moved) {
      const Facility edited = std::exchange(world.facilities[f], std::move(facility));
      facility_changed(f, &edited);
    }
  }

  World world;
  NetworkOptions network;
  CoverageOptions coverage;
  SharingOptions sharing;
  std::vector<CostMatrix> matrices;
  LiveFigures figures;
  LeafLocator areas;
  bool on_streets = false;
  std::vector<std::string> groups;                    // [n_levels] who walks
  std::optional<Reach> reach;                         // of the world as it started: streets, demand points and who may pass
  std::vector<Walk> walks;
  std::vector<Level> levels;
  std::unordered_map<std::string, std::uint32_t> facility_index, gate_index;
  std::vector<Undo> undo;
  LiveChange change;
};

LiveStudy::LiveStudy(World world, const Scenario& scenario, std::vector<CostMatrix> matrices)
    : parts_(std::make_unique<Parts>(std::move(world), scenario, std::move(matrices))) {}
LiveStudy::~LiveStudy() = default;

const LiveChange& LiveStudy::apply(const Edit& edit) {
  Parts& p = *parts_;
  Undo undo;
  if (concerns_links(edit.op)) {
    p.edit_sharing(edit, undo);
    p.undo.push_back(std::move(undo));
    return p.change;
  }
  if (!concerns_facility(edit.op) && !concerns_gate(edit.op)) {
    // Organisations and units: nothing that is kept up here depends on them.
    World part;
    part.organisations = p.world.organisations;
    part.units = p.world.units;
    World edited = apply_edits(part, {edit});
    p.begin();
    undo.organisations = std::exchange(p.world.organisations, std::move(edited.organisations));
    undo.units = std::exchange(p.world.units, std::move(edited.units));
    p.undo.push_back(std::move(undo));
    return p.change;
  }
  std::optional<World> part = p.edited_part(edit);
  if (!part) {
    (void)apply_edits(p.world, {edit});
    throw std::logic_error("live study: an edit that its index refuses was accepted");
  }
  p.begin();
  if (concerns_gate(edit.op)) {
    undo.kind = Undo::Kind::kGate;
    undo.index = p.gate_index.at(edit.target);
    undo.gate = std::exchange(p.world.streets.gates[undo.index], part->streets.gates.front());
    p.world.streets.gates[undo.index].node = undo.gate.node;
    p.gate_changed(undo.index);
  } else if (edit.op == Edit::Op::kAddFacility) {
    undo.kind = Undo::Kind::kAdded;
    undo.index = static_cast<std::uint32_t>(p.world.facilities.size());
    p.facility_index.emplace(edit.target, undo.index);
    p.world.facilities.push_back(std::move(part->facilities.front()));
    p.facility_changed(undo.index, nullptr);
  } else {
    undo.kind = Undo::Kind::kFacility;
    undo.index = p.facility_index.at(edit.target);
    undo.facility = std::exchange(p.world.facilities[undo.index], std::move(part->facilities.front()));
    p.facility_changed(undo.index, &undo.facility);
  }
  p.undo.push_back(std::move(undo));
  return p.change;
}

const LiveChange& LiveStudy::amend(const Edit& edit) {
  Parts& p = *parts_;
  const bool adds = edit.op == Edit::Op::kAddFacility;
  const auto target = p.facility_index.find(edit.target);
  if (p.undo.empty() || !concerns_facility(edit.op) || target == p.facility_index.end() || p.undo.back().index != target->second ||
      p.undo.back().kind != (adds ? Undo::Kind::kAdded : Undo::Kind::kFacility))
    throw std::invalid_argument("live study: the last edit is none of this facility");
  Undo& undo = p.undo.back();
  std::optional<World> part = p.edited_part(edit, &undo.facility);
  if (!part) {
    World only;   // refuses by name what is not there
    only.facilities.push_back(undo.facility);
    if (adds) only.facilities.clear();
    (void)apply_edits(only, {edit});
    throw std::logic_error("live study: an edit that its index refuses was accepted");
  }
  p.begin();
  const Facility before = std::exchange(p.world.facilities[undo.index], std::move(part->facilities.front()));
  p.facility_changed(undo.index, &before);
  return p.change;
}

const LiveChange& LiveStudy::set_cutoff(std::size_t level, double cutoff) {
  Parts& p = *parts_;
  if (level >= p.levels.size()) throw std::invalid_argument("live study: there is no such level");
  if (!(cutoff >= 0.001 && cutoff <= 1'000'000))
    throw InputError(p.levels[level].spec.name + ": cutoff", "is out of range", "give metres or seconds above 0, at most 1000000");
  Undo undo;
  undo.kind = Undo::Kind::kCutoff;
  undo.index = static_cast<std::uint32_t>(level);
  undo.cutoff = p.levels[level].spec.cutoff;
  p.begin();
  p.cutoff_changed(level, cutoff);
  p.undo.push_back(std::move(undo));
  return p.change;
}

const LiveChange& LiveStudy::change_street(EdgeId edge, CostUnit unit, Cost forward, Cost backward) {
  Parts& p = *parts_;
  std::size_t walk = 0;
  while (walk < p.walks.size() && (p.walks[walk].unit != unit || p.walks[walk].group != p.network.group)) ++walk;
  if (walk == p.walks.size()) throw std::invalid_argument("live study: no level has streets in this unit");
  if (edge.value >= p.world.streets.n_edges()) throw std::invalid_argument("live study: there is no such edge");
  const LiveStreets* streets = p.walks[walk].streets.get();
  Undo undo;
  undo.kind = Undo::Kind::kStreet;
  undo.index = edge.value;
  undo.walk = walk;
  undo.forward = streets->costs().of[2 * edge.value];
  undo.backward = streets->costs().of[2 * edge.value + 1];
  p.begin();
  p.change_streets_of(walk, streets->cost_change(edge, forward, backward));
  p.follow();
  p.undo.push_back(std::move(undo));
  return p.change;
}

const LiveChange& LiveStudy::undo() {
  Parts& p = *parts_;
  if (p.undo.empty()) throw std::invalid_argument("live study: there is no edit to take back");
  Undo undo = std::move(p.undo.back());
  p.undo.pop_back();
  p.begin();
  switch (undo.kind) {
    case Undo::Kind::kFacility: {
      const Facility edited = std::exchange(p.world.facilities[undo.index], std::move(undo.facility));
      p.facility_changed(undo.index, &edited);
      break;
    }
    case Undo::Kind::kAdded: {
      const Facility edited = std::move(p.world.facilities.back());
      p.world.facilities.pop_back();
      p.facility_index.erase(edited.id);
      p.facility_changed(undo.index, &edited);
      break;
    }
    case Undo::Kind::kGate:
      p.world.streets.gates[undo.index] = std::move(undo.gate);
      p.gate_changed(undo.index);
      break;
    case Undo::Kind::kStreet: {
      const LiveStreets& streets = *p.walks[undo.walk].streets;
      p.change_streets_of(undo.walk, streets.cost_change(EdgeId(undo.index), undo.forward, undo.backward));
      p.follow();
      break;
    }
    case Undo::Kind::kCutoff:
      p.cutoff_changed(undo.index, undo.cutoff);
      break;
    case Undo::Kind::kLinks:
      p.undo_sharing(undo);
      break;
    case Undo::Kind::kOther:
      p.world.organisations = std::move(undo.organisations);
      p.world.units = std::move(undo.units);
      break;
  }
  return p.change;
}

const LiveChange& LiveStudy::last_change() const { return parts_->change; }
std::size_t LiveStudy::edits() const { return parts_->undo.size(); }
const World& LiveStudy::world() const { return parts_->world; }
std::size_t LiveStudy::n_levels() const { return parts_->levels.size(); }
const LevelSpec& LiveStudy::spec(std::size_t level) const { return parts_->levels.at(level).spec; }
const std::vector<FacilityId>& LiveStudy::providers(std::size_t level) const { return parts_->levels.at(level).providers; }
std::span<const Cost> LiveStudy::nearest_cost(std::size_t level) const { return parts_->levels.at(level).cost; }
std::span<const std::uint32_t> LiveStudy::nearest_facility(std::size_t level) const { return parts_->levels.at(level).facility; }
std::span<const std::uint32_t> LiveStudy::backup(std::size_t level) const { return parts_->levels.at(level).backup; }
const LiveFigures& LiveStudy::figures() const { return parts_->figures; }
void LiveStudy::start_here() { parts_->figures.start_here(); }

const LevelCoverage* LiveStudy::ready_split(std::size_t l) const {
  const Level& level = parts_->levels.at(l);
  return level.split_is_due ? nullptr : &level.split;
}

std::vector<std::int64_t> LiveStudy::persons_within(std::size_t l) const {
  const Level& level = parts_->levels.at(l);
  const auto &persons = parts_->figures.persons();
  const auto &counted = parts_->figures.counted();
  std::vector<std::int64_t> sum(parts_->world.facilities.size(), -1);
  for (const FacilityId f : level.providers) {
    sum[f.value] = 0;
    if (!level.catchments) continue;
    for (const LiveCatchments::Pair& pair : level.catchments->catchment(f.value)) sum[f.value] += counted[pair.origin] ? persons[pair.origin] : 0;
  }
  if (!level.catchments)
    for (std::size_t i = 0; i < level.within.n_origins(); ++i)
      for (const std::uint32_t k : level.within.destinations_of(i)) sum[level.providers[k].value] += counted[i] ? persons[i] : 0;
  return sum;
}

const LevelCoverage& LiveStudy::split(std::size_t l) {
  Level& level = parts_->levels.at(l);
  if (!level.split_is_due) return level.split;
  std::vector<std::uint32_t> providers;
  std::vector<std::int64_t> capacity;
  for (const FacilityId f : level.providers) {
    providers.push_back(f.value);
    capacity.push_back(parts_->coverage.capacity ? parts_->world.facilities[f.value].places() : -1);
  }
  level.split = level.catchments ? cover_level(level.catchments->table(providers), parts_->figures.persons(), capacity, parts_->figures.counted())
                                 : cover_level(level.within, parts_->figures.persons(), capacity, parts_->figures.counted());
  level.split_is_due = false;
  parts_->figures.set_split(l, level.split);
  return level.split;
}

}  // namespace catchment
