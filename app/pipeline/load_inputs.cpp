#include "app/pipeline/load_inputs.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <unordered_map>
#include <unordered_set>

#include "gis/raster/population_raster.h"
#include "gis/vector/join.h"
#include "sim/scenario/parse.h"
#include "sim/sharing/link_rows.h"
#include "sim/world/privacy.h"

namespace catchment::pipeline {

namespace {

Name name_of(const Rows& rows, std::size_t r) { return {rows.text(r, "name"), rows.text(r, "name_en")}; }

std::string id_of(const Rows& rows, std::size_t r, const InputSpec& spec) {
  std::string id = rows.text(r, "id");
  if (id.empty()) {
    if (spec.fields.contains("id") && !rows.numbers_rows("id"))
      throw InputError(rows.where(r), "its id is empty", "give every row an id, or set fields.id = \"#\" to have them numbered");
    id = fmt::format("{}-{}", spec.name, r + 1);
  }
  return id;
}

/// "a;b,c" -> {a, b, c}
std::vector<std::string> split_list(const std::string& text) {
  std::vector<std::string> parts;
  std::string part;
  for (const char c : text + ";") {
    if (c != ';' && c != ',' && c != '|') {
      part += c;
      continue;
    }
    const auto begin = part.find_first_not_of(' ');
    if (begin != std::string::npos) parts.push_back(part.substr(begin, part.find_last_not_of(' ') - begin + 1));
    part.clear();
  }
  return parts;
}

/// Seconds from the home's door to the street, -1 where the row does not say.
double egress_of(const Rows& rows, std::size_t r) { return rows.amount(r, rows.has("egress") ? "egress" : "egress_s").value_or(-1); }

/// 1 yes, 0 no, -1 where the row does not say.
std::int8_t lift_of(const Rows& rows, std::size_t r) {
  const std::string word = rows.text(r, "lift");
  if (word.empty()) return -1;
  for (const char* yes : {"yes", "1", "true", "y", "是", "有"})
    if (word == yes) return 1;
  for (const char* no : {"no", "0", "false", "n", "否", "无"})
    if (word == no) return 0;
  throw InputError(rows.where(r), fmt::format("lift is '{}'", word), "write yes or no, or leave it empty");
}

template <class Things>
void require_unique_things(const Things& things, const std::string& what, const std::string& where) {
  std::vector<std::string> ids;
  for (const auto& t : things) ids.push_back(t.id);
  require_unique(ids, what, where);
}

template <class Things>
std::unordered_map<std::string, std::uint32_t> index_of(const Things& things) {
  std::unordered_map<std::string, std::uint32_t> index;
  for (std::size_t i = 0; i < things.size(); ++i) index.emplace(things[i].id, static_cast<std::uint32_t>(i));
  return index;
}

bool has_place(const gis::Table& table, std::size_t r) { return table.kind[r] != gis::GeometryKind::kNone; }

/// Tells once how many rows of an input have no position and were left out.
void note_unplaced(const gis::Table& table, const InputSpec& spec, World& world) {
  std::int64_t n = 0;
  std::string first;
  for (std::size_t r = 0; r < table.n_rows(); ++r)
    if (!has_place(table, r) && n++ == 0) first = fmt::format("row {}", table.row_number[r]);
  if (n > 0)
    world.findings.push_back({Severity::kWarning, "no-position", fmt::format("{}: {}", table.file, first),
                              fmt::format("{} of {} rows of [inputs.{}] have no position and are left out", n, table.n_rows(), spec.name),
                              "give them coordinates"});
}

BuildingKind building_kind(const std::string& text) {
  static const std::map<std::string, BuildingKind> kinds = {
      {"residential", BuildingKind::kResidential}, {"apartments", BuildingKind::kResidential}, {"house", BuildingKind::kResidential},
      {"detached", BuildingKind::kResidential}, {"terrace", BuildingKind::kResidential}, {"dormitory", BuildingKind::kResidential},
      {"semidetached_house", BuildingKind::kResidential}, {"bungalow", BuildingKind::kResidential},
      {"office", BuildingKind::kOffice}, {"commercial", BuildingKind::kOffice}, {"mixed", BuildingKind::kMixed},
      {"mixed_use", BuildingKind::kMixed}, {"park", BuildingKind::kPark}, {"campus", BuildingKind::kCampus},
      {"university", BuildingKind::kCampus}, {"college", BuildingKind::kCampus}, {"school", BuildingKind::kCampus},
      {"kindergarten", BuildingKind::kCampus}, {"industrial", BuildingKind::kIndustrial}, {"warehouse", BuildingKind::kIndustrial},
      {"public", BuildingKind::kPublic}, {"civic", BuildingKind::kPublic}, {"hospital", BuildingKind::kPublic},
      {"government", BuildingKind::kPublic}, {"library", BuildingKind::kPublic}, {"train_station", BuildingKind::kPublic},
      {"retail", BuildingKind::kPublic}, {"hotel", BuildingKind::kPublic}};
  const auto found = kinds.find(text);
  return found == kinds.end() ? BuildingKind::kOther : found->second;
}

/// Value of a key in GDAL's `other_tags` text ("a"=>"b","c"=>"d"); empty if absent.
std::string osm_tag(const std::string& other_tags, const std::string& key) {
  const std::size_t at = other_tags.find("\"" + key + "\"=>\"");
  if (at == std::string::npos) return {};
  const std::size_t begin = at + key.size() + 5;
  return other_tags.substr(begin, other_tags.find('"', begin) - begin);
}

}  // namespace

void require_unique(const std::vector<std::string>& ids, const std::string& what, const std::string& where) {
  std::unordered_map<std::string, std::size_t> first;
  for (std::size_t i = 0; i < ids.size(); ++i)
    if (const auto [at, fresh] = first.emplace(ids[i], i); !fresh)
      throw InputError(where, fmt::format("{} '{}' appears twice (records {} and {})", what, ids[i], at->second + 1, i + 1),
                       "give each its own id, or number the rows with fields.id = \"#\"");
}

gis::Table read_input(const InputSpec& spec, const std::string& path, LoadedWorld& loaded, bool need_geometry, const Progress& progress) {
  World& world = loaded.world;
  gis::ReadOptions options;
  options.layer = spec.layer;
  options.encoding = spec.encoding;
  options.crs = spec.crs;
  options.datum = spec.datum;
  options.project_crs = need_geometry ? world.crs : std::string();
  options.need_geometry = need_geometry;
  options.where = spec.where;
  if (spec.fields.contains("x")) options.x_field = spec.fields.at("x");
  if (spec.fields.contains("y")) options.y_field = spec.fields.at("y");
  gis::Table table = gis::read_table(path, options, progress);
  // Columns that score private persons are refused at the door (models.md F.5).
  for (const Finding& f : person_columns(table.columns, path)) throw InputError(f.where, fmt::format("{} [rule {}]", f.what, f.rule), f.remedy);
  world.findings.insert(world.findings.end(), table.findings.begin(), table.findings.end());
  DataSource source;
  source.input = spec.name;
  source.path = spec.path;
  source.layer = table.layer;
  source.crs = table.crs;
  source.datum = gis::name_of(table.datum);
  source.source = spec.source;
  source.licence = spec.licence;
  source.date = spec.date;
  source.sha256 = sha256_file(path);
  source.bytes = std::filesystem::file_size(path);
  source.features = static_cast<std::int64_t>(table.n_rows());
  source.modelled = spec.modelled;
  world.sources.push_back(source);
  if (table.datum_residual_m > 0)
    world.findings.push_back({Severity::kNote, "datum-converted", path,
                              fmt::format("converted from {} to WGS-84, largest residual of the inverse {:.2g} m",
                                          gis::name_of(table.datum), table.datum_residual_m), ""});
  return table;
}

void load_areas(const InputSpec& spec, const gis::Table& table, std::vector<Area>& areas, std::vector<std::string>& parents) {
  const Rows rows(table, spec);
  for (std::size_t r = 0; r < table.n_rows(); ++r) {
    Area area;
    area.id = id_of(rows, r, spec);
    area.name = name_of(rows, r);
    area.level = static_cast<int>(rows.whole(r, "level", 2));
    if (area.level > 4)
      throw InputError(rows.where(r), fmt::format("area level {} is not 0 (city) to 4 (quarter)", area.level), "correct `level`");
    area.population = rows.whole(r, "population", -1);
    area.modelled = spec.modelled;
    if (table.kind[r] == gis::GeometryKind::kPolygon) area.shape = table.polygon[r];
    else if (has_place(table, r))
      throw InputError(rows.where(r), "an area must be a polygon", "name a polygon layer");
    areas.push_back(std::move(area));
    parents.push_back(rows.text(r, "parent"));
  }
}

void load_area_population(const InputSpec& spec, const gis::Table& table, World& world) {
  const Rows rows(table, spec);
  if (!rows.has("population"))
    throw InputError(spec.place.text(), fmt::format("[inputs.{}] does not say which column holds the population", spec.name),
                     "set fields.population");
  std::vector<std::string> code, name;
  for (std::size_t r = 0; r < table.n_rows(); ++r) {
    code.push_back(rows.text(r, "id"));
    name.push_back(rows.text(r, "name"));
  }
  const int level = spec.values.contains("level") ? static_cast<int>(parse_number(spec.values.at("level")).value_or(-1)) : -1;
  const auto join = gis::join_to_areas(spec.name, code, name, spec.aliases, world.areas, level);
  std::int64_t total = 0, met = 0;
  for (std::size_t r = 0; r < table.n_rows(); ++r) {
    const std::int64_t persons = rows.whole(r, "population", 0);
    total += persons;
    if (!join.area[r].valid()) continue;
    world.areas[join.area[r].value].population = persons;
    met += persons;
  }
  world.joins.push_back(join.note);
  if (!join.note.unmatched_rows.empty())
    world.findings.push_back({Severity::kWarning, "unmatched-rows", table.file,
                              fmt::format("{} rows with {} persons met no area (first: {})", join.note.unmatched_rows.size(), total - met,
                                          join.note.unmatched_rows.front()), "add aliases to the input, or the missing areas"});
}

void load_buildings(const InputSpec& spec, const gis::Table& table, World& world) {
  const Rows rows(table, spec);
  const bool osm = table.column("other_tags") >= 0 && table.column("building") >= 0;
  const LeafLocator leaves(world.areas);
  for (std::size_t r = 0; r < table.n_rows(); ++r) {
    if (!has_place(table, r)) continue;
    const std::string tag = osm ? table.cells[static_cast<std::size_t>(table.column("building"))][r] : rows.text(r, "kind");
    if (osm && (tag.empty() || tag == "no")) continue;
    Building b;
    b.id = osm && !spec.fields.contains("id")
               ? fmt::format("{}{}", rows.text(r, "osm_way_id").empty() ? "r" : "w",
                             rows.text(r, "osm_way_id").empty() ? rows.text(r, "osm_id") : rows.text(r, "osm_way_id"))
               : id_of(rows, r, spec);
    b.name = name_of(rows, r);
    b.position = table.point[r];
    if (!table.polygon.empty()) b.footprint = table.polygon[r];
    b.area = leaves.find(b.position);
    b.kind = building_kind(tag);
    const std::string storeys = osm ? osm_tag(rows.text(r, "other_tags"), "building:levels") : std::string();
    b.floors = static_cast<std::int32_t>(std::clamp<std::int64_t>(
        osm ? std::llround(parse_number(storeys).value_or(0)) : rows.whole(r, "floors", 0), 0, 300));
    const bool known_floors = b.floors > 0;
    if (!known_floors) b.floors = b.kind == BuildingKind::kResidential ? 6 : 1;
    b.gross_area_m2 = rows.amount(r, "gross_area").value_or(area(b.footprint) * b.floors);
    b.dwellings = static_cast<std::int32_t>(rows.whole(r, "dwellings", 0));
    b.residents = rows.whole(r, "residents", 0);
    b.workers = rows.whole(r, "workers", 0);
    b.egress_s = egress_of(rows, r);
    b.lift = lift_of(rows, r);
    world.buildings.push_back(std::move(b));
  }
  note_unplaced(table, spec, world);
  require_unique_things(world.buildings, "building", table.file);
}

void load_demand(const InputSpec& spec, const gis::Table& table, World& world, std::vector<double>& dwellings) {
  const Rows rows(table, spec);
  const LeafLocator leaves(world.areas);
  const bool census = std::any_of(world.areas.begin(), world.areas.end(), [](const Area& a) { return a.population >= 0; });
  if (!rows.has("population") && !rows.has("dwellings") && !census)
    throw InputError(spec.place.text(), fmt::format("[inputs.{}] does not say which column of {} holds the people", spec.name, table.file),
                     fmt::format("set fields.population; its columns are: {}", fmt::join(table.columns, ", ")));
  // Cells of a grid hold fractions of persons: whole ones are shared out so that the layer's total stays.
  std::vector<double> persons;
  double fraction = 0;
  const std::size_t first = world.demand.size();
  for (std::size_t r = 0; r < table.n_rows(); ++r) {
    if (!has_place(table, r)) continue;
    DemandPoint d;
    d.id = id_of(rows, r, spec);
    d.name = name_of(rows, r);
    d.position = table.point[r];
    persons.push_back(rows.amount(r, "population").value_or(0));
    if (persons.back() > 9e15)
      throw InputError(rows.where(r), fmt::format("population is {}, too large to be true", persons.back()), "correct the cell");
    fraction += persons.back() != std::floor(persons.back());
    d.area = leaves.find(d.position);
    d.egress_s = egress_of(rows, r);
    dwellings.push_back(rows.amount(r, "dwellings").value_or(-1));
    world.demand.push_back(std::move(d));
  }
  const auto whole = gis::to_persons(persons);
  for (std::size_t i = 0; i < whole.size(); ++i) world.demand[first + i].persons = whole[i];
  if (fraction > 0)
    world.findings.push_back({Severity::kNote, "fractions-of-persons", table.file,
                              fmt::format("{} rows hold fractions of persons; whole persons were shared out by largest remainder, the total stays", fraction), ""});
  note_unplaced(table, spec, world);
  require_unique_things(world.demand, "demand point", table.file);
}

void load_facilities(const InputSpec& spec, const gis::Table& table, World& world) {
  const Rows rows(table, spec);
  const LeafLocator leaves(world.areas);
  // Two inputs may number alike (schools and clinics of one grid): the later one's ids then carry its name.
  const auto earlier = index_of(world.facilities), buildings = index_of(world.buildings);
  const bool areas_drawn = std::any_of(world.areas.begin(), world.areas.end(), [](const Area& a) { return !a.shape.empty(); });
  for (std::size_t r = 0; r < table.n_rows(); ++r) {
    if (!has_place(table, r)) continue;
    // `count`: how many facilities a row stands for (cells of a grid that hold schools); 0 is none.
    const std::int64_t count = rows.has("count") ? rows.whole(r, "count", 0) : 1;
    if (count == 0) continue;
    Facility f;
    f.id = id_of(rows, r, spec);
    if (earlier.contains(f.id)) f.id = spec.name + ":" + f.id;
    f.name = name_of(rows, r);
    f.position = table.point[r];
    f.level = static_cast<int>(rows.whole(r, "level", 3));
    if (f.level < 1 || f.level > 4)
      throw InputError(rows.where(r), fmt::format("facility level {} is not 1 (home), 2 (point), 3 (station) or 4 (centre)", f.level),
                       "correct `level`");
    f.capacity = rows.whole(r, "capacity", -1);
    if (f.capacity >= 0) f.capacity *= count;
    f.services = split_list(rows.text(r, "services"));
    f.staff = static_cast<std::int32_t>(rows.whole(r, "staff", 0));
    if (const std::string hours = rows.text(r, "hours"); !hours.empty()) f.hours = parse_opening_hours(hours, rows.where(r));
    if (const std::string building = rows.text(r, "building"); !building.empty()) {
      const auto found = buildings.find(building);
      if (found == buildings.end())
        throw InputError(rows.where(r), fmt::format("building '{}' is not in the world", building), "add it, or correct the id");
      f.building = BuildingId(found->second);
    }
    f.area = leaves.find(f.position);
    f.modelled = spec.modelled;
    if (areas_drawn && !f.area.valid()) {
      if (spec.outside == "drop") continue;
      if (spec.outside == "error")
        throw InputError(rows.where(r), fmt::format("facility '{}' lies outside every area", f.id),
                         fmt::format("check its coordinates and datum, or set [inputs.{}] outside = \"keep\" (a neighbour's) or \"drop\"", spec.name));
      f.inside = false;
    }
    world.facilities.push_back(std::move(f));
  }
  note_unplaced(table, spec, world);
  require_unique_things(world.facilities, "facility", table.file);
}

void load_units(const InputSpec& spec, const gis::Table& table, World& world) {
  const Rows rows(table, spec);
  for (std::size_t r = 0; r < table.n_rows(); ++r) {
    Unit u;
    u.id = id_of(rows, r, spec);
    u.name = name_of(rows, r);
    u.pool = rows.text(r, "pool");
    u.capacity = rows.whole(r, "capacity", -1);
    world.units.push_back(std::move(u));
  }
  require_unique_things(world.units, "unit", table.file);
}

void load_organisations(const InputSpec& spec, const gis::Table& table, World& world) {
  static const std::map<std::string, OrganisationType> types = {
      {"enterprise", OrganisationType::kEnterprise}, {"social", OrganisationType::kSocial}, {"college", OrganisationType::kCollege},
      {"school", OrganisationType::kSchool}, {"committee", OrganisationType::kCommittee},
      {"property-manager", OrganisationType::kPropertyManager}, {"agency", OrganisationType::kAgency}, {"federation", OrganisationType::kFederation}};
  const Rows rows(table, spec);
  const LeafLocator leaves(world.areas);
  const auto units = index_of(world.units), buildings = index_of(world.buildings);
  for (std::size_t r = 0; r < table.n_rows(); ++r) {
    Organisation o;
    o.id = id_of(rows, r, spec);
    o.name = name_of(rows, r);
    if (const std::string type = rows.text(r, "type"); !type.empty()) {
      const auto found = types.find(type);
      if (found == types.end())
        throw InputError(rows.where(r), fmt::format("organisation type '{}' is not known", type),
                         "use enterprise, social, college, school, committee, property-manager, agency or federation");
      o.type = found->second;
    }
    if (const std::string building = rows.text(r, "building"); !building.empty()) {
      const auto found = buildings.find(building);
      if (found == buildings.end())
        throw InputError(rows.where(r), fmt::format("building '{}' is not in the world", building), "add it, or correct the id");
      o.building = BuildingId(found->second);
      o.position = world.buildings[found->second].position;
    } else if (has_place(table, r)) {
      o.position = table.point[r];
    } else {
      throw InputError(rows.where(r), fmt::format("organisation '{}' has neither a position nor a building", o.id), "give it one");
    }
    o.area = leaves.find(o.position);
    o.employees = static_cast<std::int32_t>(rows.whole(r, "employees", 0));
    o.members = static_cast<std::int32_t>(rows.whole(r, "members", 0));
    o.eligible = static_cast<std::int32_t>(rows.whole(r, "eligible", 0));
    const std::string normal = rows.text(r, "normal");
    o.normal_operation = normal != "0" && normal != "false" && normal != "no";
    for (const std::string& unit : split_list(rows.text(r, "responsible"))) {
      const auto found = units.find(unit);
      if (found == units.end())
        throw InputError(rows.where(r), fmt::format("responsible unit '{}' is not in the world", unit), "add it to an input with role = \"units\"");
      o.responsible.emplace_back(found->second);
    }
    world.organisations.push_back(std::move(o));
  }
  require_unique_things(world.organisations, "organisation", table.file);
}

void load_links(const InputSpec& spec, const gis::Table& table, World& world) {
  const Rows rows(table, spec);
  for (const char* field : {"from", "to"})
    if (!rows.has(field))
      throw InputError(spec.place.text(), fmt::format("[inputs.{}] does not say which column is the {} of a link", spec.name, field),
                       fmt::format("set fields.{}", field));
  const PartnerIndex partners(world);
  world.links.reserve(world.links.size() + table.n_rows());
  std::unordered_set<std::string> ids;
  for (const SharingLink& link : world.links) ids.insert(link.id);
  for (std::size_t r = 0; r < table.n_rows(); ++r) {
    LinkRow row;
    row.where = rows.where(r);
    row.id = rows.text(r, "id");
    row.from = rows.text(r, "from");
    row.to = rows.text(r, "to");
    row.type = rows.text(r, "type");
    row.kind = rows.text(r, "kind");
    row.unit = rows.text(r, "unit");
    row.capacity = rows.number(r, "capacity");
    row.cost = rows.number(r, "cost");
    row.slots = rows.text(r, "slots");
    row.start = rows.text(r, "start");
    row.end = rows.text(r, "end");
    row.status = rows.text(r, "status");
    row.venue = rows.text(r, "venue");
    row.level = static_cast<int>(rows.whole(r, "level", 0));
    if (!row.id.empty() && !ids.insert(row.id).second) throw InputError(row.where, fmt::format("there is a link '{}' already", row.id), "give every link its own id, or leave it empty");
    world.links.push_back(link_of(row, world, partners));
  }
}

void load_resources(const InputSpec& spec, const gis::Table& table, World& world) {
  const Rows rows(table, spec);
  for (const char* field : {"at", "type", "amount"})
    if (!rows.has(field))
      throw InputError(spec.place.text(), fmt::format("[inputs.{}] does not say which column is the {} of an offer or need", spec.name, field),
                       fmt::format("set fields.{}", field));
  const PartnerIndex partners(world);
  const auto yes = [&](std::size_t r, const char* field) {
    const std::string text = rows.text(r, field);
    return text == "1" || text == "true" || text == "yes" || text == "是";
  };
  for (std::size_t r = 0; r < table.n_rows(); ++r) {
    ResourceRow row;
    row.where = rows.where(r);
    row.at = rows.text(r, "at");
    row.type = rows.text(r, "type");
    row.unit = rows.text(r, "unit");
    row.venue = rows.text(r, "venue");
    row.slots = rows.text(r, "slots");
    const auto amount = rows.number(r, "amount");
    if (!amount) throw InputError(row.where, "its amount is empty", "write how much is offered or needed");
    row.amount = *amount;
    const std::string side = rows.text(r, "side");
    if (!side.empty() && side != "offer" && side != "need") throw InputError(row.where, fmt::format("its side '{}' is neither offer nor need", side), "write offer or need");
    row.need = side == "need" || (side.empty() && yes(r, "need"));
    row.whole = yes(r, "whole");
    world.resources.push_back(resource_of(row, world, partners));
  }
}

void load_venues(const InputSpec& spec, const gis::Table& table, World& world) {
  const Rows rows(table, spec);
  decltype(index_of(world.organisations)) organisations;
  const LeafLocator leaves(world.areas);
  for (std::size_t r = 0; r < table.n_rows(); ++r) {
    if (!has_place(table, r)) continue;
    Venue v;
    v.id = id_of(rows, r, spec);
    v.name = name_of(rows, r);
    v.kind = rows.text(r, "kind");
    v.position = table.point[r];
    v.area = leaves.find(v.position);
    v.seats = static_cast<std::int32_t>(rows.whole(r, "seats", 0));
    v.shared_hours_month = rows.amount(r, "shared_hours_month").value_or(0);
    if (const std::string hours = rows.text(r, "hours"); !hours.empty()) v.hours = parse_opening_hours(hours, rows.where(r));
    if (const std::string owner = rows.text(r, "owner"); !owner.empty()) {
      if (organisations.empty()) organisations = index_of(world.organisations);
      const auto found = organisations.find(owner);
      if (found == organisations.end())
        throw InputError(rows.where(r), fmt::format("there is no organisation '{}' to own the venue", owner), "add it to an input with role = \"organisations\", or correct the id");
      v.owner = OrganisationId(found->second);
    }
    world.venues.push_back(std::move(v));
  }
  note_unplaced(table, spec, world);
  require_unique_things(world.venues, "venue", table.file);
}

void load_catalogue(const InputSpec& spec, const gis::Table& table, World& world) {
  const Rows rows(table, spec);
  for (std::size_t r = 0; r < table.n_rows(); ++r) {
    CatalogueItem item;
    item.id = id_of(rows, r, spec);
    item.name = name_of(rows, r);
    item.function = rows.text(r, "function");
    item.category = rows.text(r, "category");
    if (const std::string channel = rows.text(r, "channel"); !channel.empty()) item.channel = channel;
    item.service_min = rows.amount(r, "service_min").value_or(0);
    world.catalogue.push_back(std::move(item));
  }
  require_unique_things(world.catalogue, "catalogue item", table.file);
}

void load_context(const InputSpec& spec, const gis::Table& table, World& world) {
  static const std::map<std::string, ContextKind> kinds = {
      {"water", ContextKind::kWater}, {"green", ContextKind::kGreen}, {"campus", ContextKind::kCampus},
      {"industrial", ContextKind::kIndustrial}, {"quarter", ContextKind::kQuarter}, {"block", ContextKind::kBlock},
      {"wall", ContextKind::kWall}, {"metro_line", ContextKind::kMetroLine}, {"metro_station", ContextKind::kMetroStation},
      {"expressway", ContextKind::kExpressway}};
  const Rows rows(table, spec);
  // OSM polygons sort themselves; anything else says its kind.
  const bool osm = table.column("other_tags") >= 0 && table.column("landuse") >= 0;
  const auto osm_kind = [&](std::size_t r) -> std::string {
    const std::string landuse = rows.text(r, "landuse"), leisure = rows.text(r, "leisure"), natural = rows.text(r, "natural"),
                      amenity = rows.text(r, "amenity");
    if (!rows.text(r, "building").empty()) return "";
    if (natural == "water" || landuse == "reservoir" || landuse == "basin") return "water";
    if (leisure == "park" || leisure == "garden" || leisure == "pitch" || landuse == "grass" || landuse == "forest" || natural == "wood" ||
        landuse == "recreation_ground" || landuse == "meadow") return "green";
    if (amenity == "university" || amenity == "college" || amenity == "school" || landuse == "education") return "campus";
    if (landuse == "industrial") return "industrial";
    if (landuse == "residential") return "quarter";
    return "";
  };
  for (std::size_t r = 0; r < table.n_rows(); ++r) {
    if (!has_place(table, r)) continue;
    std::string kind = rows.text(r, "kind");
    if (kind.empty() && osm) {
      kind = osm_kind(r);
      if (kind.empty()) continue;
    }
    const auto found = kinds.find(kind);
    if (found == kinds.end())
      throw InputError(rows.where(r), fmt::format("context kind '{}' is not known", kind),
                       fmt::format("set [inputs.{}] values.kind to water, green, campus, industrial, quarter, block, wall, metro_line, "
                                   "metro_station or expressway", spec.name));
    ContextFeature feature;
    feature.kind = found->second;
    feature.name = name_of(rows, r);
    if (table.kind[r] == gis::GeometryKind::kPolygon) feature.shape = table.polygon[r];
    if (table.kind[r] == gis::GeometryKind::kPoint) feature.line = {table.point[r]};
    if (table.kind[r] != gis::GeometryKind::kLine) {
      world.context.push_back(std::move(feature));
      continue;
    }
    for (const auto& part : table.lines[r]) {
      feature.line = part;
      world.context.push_back(feature);
    }
  }
}

CostMatrix load_costs(const InputSpec& spec, const gis::Table& table) {
  const Rows rows(table, spec);
  CostMatrix matrix;
  matrix.input = table.file;
  if (spec.unit != "m" && spec.unit != "s")
    throw InputError(spec.place.text(), fmt::format("[inputs.{}] does not say the unit of its costs", spec.name), "set unit = \"m\" or unit = \"s\"");
  matrix.unit = spec.unit == "m" ? CostUnit::kMetres : CostUnit::kSeconds;
  for (const char* field : {"origin", "destination", "cost"})
    if (!rows.has(field))
      throw InputError(spec.place.text(), fmt::format("[inputs.{}] does not say which column is the {}", spec.name, field),
                       fmt::format("set fields.{}", field));
  for (std::size_t r = 0; r < table.n_rows(); ++r) {
    const auto cost = rows.amount(r, "cost");
    if (!cost) continue;   // a missing pair is unreachable
    matrix.origin.push_back(rows.text(r, "origin"));
    matrix.destination.push_back(rows.text(r, "destination"));
    matrix.cost.push_back(*cost);
  }
  return matrix;
}

}  // namespace catchment::pipeline
