#include <algorithm>
#include <cmath>
#include <numeric>

#include "sim/placement/names.h"
#include "sim/placement/town.h"
#include "sim/placement/town_parts.h"
#include "sim/world/build.h"

namespace catchment {

namespace town {

namespace {

struct Suffix {
  const char* zh;
  const char* en;
};
constexpr std::array<Suffix, 8> kEnterprise{{{"贸易有限公司", "Trading Co."}, {"信息科技有限公司", "Information Technology Co."},
  {"商务咨询有限公司", "Business Consulting Co."}, {"文化传播有限公司", "Culture Co."}, {"餐饮管理有限公司", "Catering Co."},
  {"物流有限公司", "Logistics Co."}, {"设计工作室", "Design Studio"}, {"会计师事务所", "Accountants"}}};
constexpr std::array<Suffix, 6> kSocial{{{"公益服务中心", "Public Benefit Centre"}, {"为老服务社", "Elder Service Society"},
  {"青少年发展中心", "Youth Development Centre"}, {"文化促进会", "Culture Association"}, {"志愿服务队", "Volunteer Service Team"},
  {"社会工作服务社", "Social Work Society"}}};

// Buildings with a weight, drawn from again and again.
class BuildingDraw {
 public:
  void add(std::uint32_t building, double weight) {
    total_ += weight;
    building_.push_back(building);
    upto_.push_back(total_);
  }
  [[nodiscard]] bool empty() const { return building_.empty(); }
  [[nodiscard]] std::uint32_t next(Stream& draw) const {
    const double at = draw.uniform() * total_;
    const auto k = static_cast<std::size_t>(std::upper_bound(upto_.begin(), upto_.end(), at) - upto_.begin());
    return building_[std::min(k, building_.size() - 1)];
  }

 private:
  std::vector<std::uint32_t> building_;
  std::vector<double> upto_;
  double total_ = 0;
};

// The area's office that is responsible for a place: one unit for every sub-district.
AreaId sub_district_of(const World& world, AreaId area) {
  while (area.valid() && world.areas[area.value].level > 2) area = world.areas[area.value].parent;
  return area;
}

class Founding {
 public:
  Founding(TownDraft& draft, World& world)
      : draft_(draft), world_(world), enterprise_names_(draft.seed, "town.enterprises"), social_names_(draft.seed, "town.social") {}

  void run() {
    const auto& spec = draft_.spec;
    if (spec.enterprises + spec.social_organisations + spec.colleges + spec.committees + spec.property_managers +
        spec.own_groups + spec.joint_hosts == 0)
      return;
    units();
    enterprises();
    social();
    colleges();
    communities();
    members();
    groups();
  }

 private:
  OrganisationId found(OrganisationType type, Name name, std::uint32_t building, std::int32_t employees) {
    const Building& host = world_.buildings[building];
    Organisation o;
    o.id = "org-" + std::to_string(world_.organisations.size() + 1);
    o.name = std::move(name);
    o.type = type;
    o.position = host.position;
    o.area = host.area;
    o.building = BuildingId(building);
    o.employees = employees;
    const AreaId sub = sub_district_of(world_, host.area);
    for (std::size_t s = 0; s < draft_.sub_district_area.size(); ++s)
      if (draft_.sub_district_area[s] == sub) o.responsible.push_back(UnitId(s));
    world_.organisations.push_back(std::move(o));
    return OrganisationId(world_.organisations.size() - 1);
  }

  void units() {
    for (std::size_t s = 0; s < draft_.sub_district_area.size(); ++s) {
      const Name& name = world_.areas[draft_.sub_district_area[s].value].name;
      world_.units.push_back({"unit-" + std::to_string(s + 1), {name.zh + "服务办公室", name.en + " Service Office"}, "area", -1, true});
    }
  }

  static std::int32_t staff(Stream& draw, double middle, double spread, int low, int high) {
    return static_cast<std::int32_t>(std::clamp<long>(std::lround(std::exp(draw.normal(std::log(middle), spread))), low, high));
  }

  void enterprises() {
    const auto& spec = draft_.spec;
    std::vector<std::uint32_t> hosts;  // buildings that hold the stations
    for (const auto& f : world_.facilities)
      if (f.level == 3 && f.building.valid()) hosts.push_back(f.building.value);
    BuildingDraw draw_from, elsewhere;
    for (std::uint32_t b = 0; b < world_.buildings.size(); ++b) {
      const Building& building = world_.buildings[b];
      double weight = 0;
      if (building.kind == BuildingKind::kOffice) weight = building.gross_area_m2;
      if (building.kind == BuildingKind::kIndustrial) weight = building.gross_area_m2 * 0.3;
      if (building.kind == BuildingKind::kMixed) weight = building.gross_area_m2 * 0.8;
      if (weight > 0) draw_from.add(b, weight);
      if (weight > 0 && std::find(hosts.begin(), hosts.end(), b) == hosts.end()) elsewhere.add(b, weight);
    }
    const std::int64_t inside = hosts.empty() ? 0 : std::min(spec.enterprises, spec.enterprises_in_stations);
    if (spec.enterprises_in_stations > 0 && inside == 0 && spec.enterprises > 0)
      throw InputError("[town]", "enterprises_in_stations needs stations", "give stations at least 1");
    const BuildingDraw& rest = spec.enterprises_in_stations > 0 ? elsewhere : draw_from;
    if (rest.empty() && inside < spec.enterprises)
      throw InputError("[town]", "no building has room for enterprises", "raise area_km2, or lower enterprises to 0");
    for (std::int64_t k = 0; k < spec.enterprises; ++k) {
      Stream draw(draft_.seed, "town.enterprise", static_cast<std::uint64_t>(k));
      const std::uint32_t building = k < inside ? hosts[static_cast<std::size_t>(k) % hosts.size()] : rest.next(draw);
      const auto& suffix = kEnterprise[draw.below(kEnterprise.size())];
      found(OrganisationType::kEnterprise, with_suffix(enterprise_names_.stem(static_cast<std::uint64_t>(k)), suffix.zh, suffix.en), building,
            staff(draw, 22, 0.9, 3, 1200));
    }
  }

  BuildingDraw anywhere() const {
    BuildingDraw draw_from;
    for (std::uint32_t b = 0; b < world_.buildings.size(); ++b) {
      const BuildingKind kind = world_.buildings[b].kind;
      if (kind == BuildingKind::kMixed || kind == BuildingKind::kPublic) draw_from.add(b, 3);
      else if (kind == BuildingKind::kResidential || kind == BuildingKind::kOffice) draw_from.add(b, 1);
    }
    return draw_from;
  }

  void social() {
    if (draft_.spec.social_organisations == 0) return;
    const BuildingDraw hosts = anywhere();
    for (std::int64_t k = 0; k < draft_.spec.social_organisations; ++k) {
      Stream draw(draft_.seed, "town.social-organisation", static_cast<std::uint64_t>(k));
      const auto& suffix = kSocial[draw.below(kSocial.size())];
      found(OrganisationType::kSocial, with_suffix(social_names_.stem(static_cast<std::uint64_t>(k)), suffix.zh, suffix.en), hosts.next(draw),
            staff(draw, 9, 0.7, 2, 200));
    }
  }

  // One college on every campus, from the first district on; the seats of its halls become a venue.
  void colleges() {
    std::vector<std::size_t> campuses;
    const auto& quarters = draft_.blocks.quarters;
    for (std::size_t q = 0; q < quarters.size(); ++q)
      if (quarters[q].use == LandUse::kCampus && draft_.content[q].first_building < draft_.content[q].end_building) campuses.push_back(q);
    if (draft_.spec.colleges > 0 && campuses.empty())
      throw InputError("[town]", "no campus fits this town", "raise area_km2, or lower colleges to 0");
    // Districts in turn, so that the first colleges lie in different districts.
    std::vector<std::vector<std::size_t>> by_district(draft_.plan.districts.size());
    for (const auto q : campuses)
      by_district[draft_.plan.sub_districts[draft_.plan.sub_district_of[draft_.blocks.blocks[quarters[q].block].cell]].district].push_back(q);
    std::vector<std::size_t> order;
    for (std::size_t round = 0; order.size() < campuses.size(); ++round)
      for (const auto& list : by_district)
        if (round < list.size()) order.push_back(list[round]);
    const NameBook names(draft_.seed, "town.colleges");
    static constexpr std::array<Suffix, 5> kKind{{{"大学", "University"}, {"理工学院", "Institute of Technology"}, {"师范学院", "Normal College"},
      {"艺术学院", "College of Arts"}, {"职业技术学院", "Vocational College"}}};
    for (std::int64_t k = 0; k < draft_.spec.colleges; ++k) {
      Stream draw(draft_.seed, "town.college", static_cast<std::uint64_t>(k));
      const auto& c = draft_.content[order[static_cast<std::size_t>(k) % order.size()]];
      const auto building = c.first_building + static_cast<std::uint32_t>(draw.below(c.end_building - c.first_building));
      const auto& kind = kKind[static_cast<std::size_t>(k) % kKind.size()];
      const Name name = with_suffix(names.stem(static_cast<std::uint64_t>(k)), kind.zh, kind.en);
      const auto college = found(OrganisationType::kCollege, name, building, staff(draw, 900, 0.4, 200, 4000));
      world_.venues.push_back({"hall-" + std::to_string(k + 1), {name.zh + "礼堂", name.en + " Hall"}, "college hall", world_.buildings[building].position,
                               world_.buildings[building].area, static_cast<std::int32_t>(draw.between(200, 900)), 16, college});
    }
  }

  void communities() {
    // First quarter with homes of each community, in order.
    std::vector<std::size_t> first;
    std::uint32_t last_block = kNoStreet;
    std::vector<std::size_t> with_homes;
    for (std::size_t q = 0; q < draft_.blocks.quarters.size(); ++q) {
      if (draft_.quarter_people[q] == 0) continue;
      with_homes.push_back(q);
      if (draft_.blocks.quarters[q].block != last_block) first.push_back(q);
      last_block = draft_.blocks.quarters[q].block;
    }
    const auto near_gate = [&](std::size_t q) {
      const auto& c = draft_.content[q];
      std::uint32_t best = c.first_building;
      for (auto b = c.first_building; b < c.end_building; ++b)
        if (distance(world_.buildings[b].position, c.main_gate) < distance(world_.buildings[best].position, c.main_gate)) best = b;
      return best;
    };
    for (std::int64_t k = 0; k < draft_.spec.committees; ++k) {
      Stream draw(draft_.seed, "town.committee", static_cast<std::uint64_t>(k));
      const std::size_t q = first[static_cast<std::size_t>(k) % first.size()];
      const Name& community = world_.areas[draft_.block_area[draft_.blocks.quarters[q].block].value].name;
      const auto again = static_cast<std::size_t>(k) / first.size();
      Name name = with_suffix(community, "居民委员会", "Residents' Committee");
      if (again > 0) name = {name.zh + std::to_string(again + 1), name.en + " " + std::to_string(again + 1)};
      found(OrganisationType::kCommittee, std::move(name), near_gate(q), static_cast<std::int32_t>(draw.between(6, 14)));
    }
    for (std::int64_t k = 0; k < draft_.spec.property_managers; ++k) {
      Stream draw(draft_.seed, "town.property", static_cast<std::uint64_t>(k));
      const std::size_t q = with_homes[draw.below(with_homes.size())];
      found(OrganisationType::kPropertyManager, with_suffix(social_names_.stem(100'000 + static_cast<std::uint64_t>(k)), "物业管理有限公司", "Property Management Co."),
            near_gate(q), static_cast<std::int32_t>(draw.between(12, 90)));
    }
  }

  void members() {
    std::vector<double> weight;
    for (const auto& o : world_.organisations) weight.push_back(o.employees);
    std::vector<std::int64_t> shared;
    if (draft_.spec.members > 0) shared = apportion(draft_.spec.members, weight);
    for (std::size_t k = 0; k < world_.organisations.size(); ++k) {
      Organisation& o = world_.organisations[k];
      Stream draw(draft_.seed, "town.members", k);
      o.members = draft_.spec.members > 0 ? static_cast<std::int32_t>(shared[k])
                                          : static_cast<std::int32_t>(std::lround(o.employees * draw.uniform(0.15, 0.6)));
      o.employees = std::max(o.employees, o.members);
      o.eligible = std::min(o.members, static_cast<std::int32_t>(std::lround(o.members * draw.uniform(0.02, 0.22))));
    }
  }

  // Groups that exist at the start, exactly as many as the scenario says, inside and outside the stations' buildings.
  void groups() {
    const auto& spec = draft_.spec;
    const std::int64_t covered = spec.own_groups + spec.joint_hosts;
    if (covered == 0) return;
    const std::int64_t inside_all = std::min(spec.enterprises, spec.enterprises_in_stations);
    const std::int64_t inside = spec.enterprises_in_stations > 0 ? spec.covered_in_stations : 0, outside = covered - inside;
    if (inside > inside_all || outside > spec.enterprises - inside_all || outside < 0)
      throw InputError("[town]", "more groups than enterprises to found them", "lower own_groups, joint_hosts or covered_in_stations");
    // Joint hosts go three by three; both sides get a multiple of three where that can be.
    std::int64_t joint_inside = std::llround(static_cast<double>(spec.joint_hosts) * static_cast<double>(inside) / static_cast<double>(covered) / 3) * 3;
    joint_inside = std::clamp<std::int64_t>(joint_inside, std::max<std::int64_t>(0, spec.joint_hosts - outside), std::min(spec.joint_hosts, inside));
    const auto choose = [&](std::int64_t from, std::int64_t to, std::int64_t joint, std::int64_t own, const char* purpose) {
      std::vector<std::uint32_t> order(static_cast<std::size_t>(to - from));
      std::iota(order.begin(), order.end(), static_cast<std::uint32_t>(from));
      Stream draw(draft_.seed, purpose);
      for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[draw.below(i)]);
      // A joint group's hosts sit in one building where they can: neighbours in the order of buildings.
      std::vector<std::uint32_t> hosts(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(joint));
      std::stable_sort(hosts.begin(), hosts.end(), [&](auto a, auto b) { return world_.organisations[a].building < world_.organisations[b].building; });
      for (std::size_t k = 0; k < hosts.size(); k += 3) {
        Group g;
        g.id = "group-" + std::to_string(world_.groups.size() + 1);
        g.kind = GroupKind::kJoint;
        for (std::size_t h = k; h < std::min(k + 3, hosts.size()); ++h) {
          Organisation& o = world_.organisations[hosts[h]];
          // Too few eligible members for a group of its own, enough with two neighbours.
          if (spec.members == 0) o.members = std::max(o.members, 2);
          o.employees = std::max(o.employees, o.members);
          o.eligible = std::min(o.members, h == k ? 2 : 1);
          g.members += o.members;
          g.hosts.push_back(OrganisationId(hosts[h]));
        }
        world_.groups.push_back(std::move(g));
      }
      for (std::size_t k = 0; k < static_cast<std::size_t>(own); ++k) {
        Organisation& o = world_.organisations[order[static_cast<std::size_t>(joint) + k]];
        if (spec.members == 0) o.members = std::max(o.members, 3);
        o.employees = std::max(o.employees, o.members);
        o.eligible = std::min(o.members, std::max(o.eligible, 3));
        Group g;
        g.id = "group-" + std::to_string(world_.groups.size() + 1);
        g.kind = GroupKind::kOwn;
        g.hosts.push_back(OrganisationId(order[static_cast<std::size_t>(joint) + k]));
        g.members = o.members;
        world_.groups.push_back(std::move(g));
      }
    };
    choose(0, inside_all, joint_inside, inside - joint_inside, "town.groups-inside");
    choose(inside_all, spec.enterprises, spec.joint_hosts - joint_inside, outside - (spec.joint_hosts - joint_inside), "town.groups-outside");
  }

  TownDraft& draft_;
  World& world_;
  NameBook enterprise_names_, social_names_;
};

}  // namespace

void place_organisations(TownDraft& draft, World& world) { Founding(draft, world).run(); }

}  // namespace town

void add_reference_organisations(World& world, std::int64_t count, std::int64_t hubs, std::uint64_t seed) {
  if (count < 0 || hubs < 0)
    throw InputError("[organisations]", "count and hubs must not be negative", "give whole numbers from 0");
  const std::size_t first_unit = world.units.size();
  for (std::int64_t h = 0; h < hubs; ++h) {
    const std::string n = std::to_string(h + 1);
    world.units.push_back({"hub-" + n, {"枢纽组织" + n, "Hub Organisation " + n}, "hub", -1, true});
  }
  const town::NameBook names(seed, "reference.organisations");
  const std::size_t n_suffixes = town::kSocial.size();
  world.organisations.reserve(world.organisations.size() + static_cast<std::size_t>(count));
  for (std::int64_t k = 0; k < count; ++k) {
    const auto index = static_cast<std::uint64_t>(k);
    const auto& suffix = town::kSocial[index % n_suffixes];
    Organisation o;
    o.id = "ref-" + std::to_string(k);
    o.name = town::with_suffix(names.stem(index / n_suffixes), suffix.zh, suffix.en);
    o.type = OrganisationType::kSocial;
    o.eligible = static_cast<std::int32_t>(k % 100 < 67 ? 3 + k % 5 : k % 3);
    o.members = 20;    // OA-3: the average of the city that the instance stands for
    o.employees = 20;
    Stream draw(seed, "reference.organisation", index);
    if (!world.buildings.empty()) {
      const auto b = static_cast<std::uint32_t>(draw.below(world.buildings.size()));
      o.position = world.buildings[b].position;
      o.area = world.buildings[b].area;
      o.building = BuildingId(b);
    } else if (!world.areas.empty()) {
      const auto a = static_cast<std::uint32_t>(draw.below(world.areas.size()));
      o.area = AreaId(a);
      o.position = inside_point(world.areas[a].shape);
    }
    if (hubs > 0) o.responsible.push_back(UnitId(first_unit + static_cast<std::size_t>(k % hubs)));
    world.organisations.push_back(std::move(o));
  }
}

}  // namespace catchment
