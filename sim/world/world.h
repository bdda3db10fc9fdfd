#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/core/error.h"
#include "sim/core/geometry.h"
#include "sim/core/ids.h"
#include "sim/core/week.h"
#include "sim/network/street_network.h"

namespace catchment {

/// A name in both languages. Either may be empty; `in(lang)` falls back to the other, then to the id by callers.
struct Name {
  std::string zh, en;
  [[nodiscard]] const std::string& in(bool chinese) const {
    return chinese ? (zh.empty() ? en : zh) : (en.empty() ? zh : en);
  }
  friend bool operator==(const Name&, const Name&) = default;
};

// ---- A.1 the administrative tree -------------------------------------------------------------------------

/// 0 city, 1 district, 2 sub-district, 3 block, 4 residential quarter or building complex, 5 building.
inline constexpr int kBuildingLevel = 5;

struct Area {
  std::string id;
  Name name;
  int level = 2;          ///< 0..4; buildings are not areas
  AreaId parent;          ///< invalid for a root
  MultiPolygon shape;     ///< m; may be empty
  std::int64_t population = -1;  ///< declared total, persons; -1 if not declared
  bool modelled = false;
};

// ---- A.2 entities ------------------------------------------------------------------------------------------

enum class BuildingKind : std::uint8_t { kResidential, kOffice, kMixed, kPark, kCampus, kIndustrial, kPublic, kOther };

struct Building {
  std::string id;
  Name name;
  Point position;
  MultiPolygon footprint;        ///< m; may be empty
  AreaId area;                   ///< leaf area; invalid if it lies in none
  BuildingKind kind = BuildingKind::kResidential;
  std::int32_t floors = 1;
  double gross_area_m2 = 0;
  std::int32_t dwellings = 0;
  std::int64_t residents = 0;    ///< persons, exact integers
  std::int64_t workers = 0;
  double egress_s = -1;          ///< from the door of its homes to the street, s; -1: not stated
  std::int8_t lift = -1;         ///< 1 it has one, 0 none, -1 not stated
};

/// A place with a weight that needs a service: a building, a quarter, a cell of a population grid.
struct DemandPoint {
  std::string id;
  Name name;
  Point position;
  std::int64_t persons = 0;
  AreaId area;                   ///< leaf area
  BuildingId building;           ///< invalid if it is not a building
  bool inside = true;            ///< false: beyond the study boundary (F16): not counted in headline figures
  double egress_s = -1;          ///< from the door of the home to the street, s, part of every cost in time; -1: not stated,
                                 ///< then 0, or by the building's floors where the scenario has [network.vertical]
};

enum class FacilityStatus : std::uint8_t { kExisting, kProposed, kClosed };

struct Facility {
  std::string id;
  Name name;
  int level = 3;                 ///< 1 home, 2 point, 3 station, 4 centre
  Point position;
  std::int64_t capacity = -1;    ///< persons it can serve on each level it provides; -1 is unlimited
  std::vector<std::string> services;  ///< service or catalogue item ids it offers; empty: what its level implies
  std::int32_t staff = 0;
  OpeningHours hours;            ///< all zero: not stated
  AreaId area;
  BuildingId building;
  FacilityStatus status = FacilityStatus::kExisting;
  std::int64_t fixed_cost_fen = 0, running_cost_fen = 0;
  bool inside = true;            ///< false: a neighbour's facility beyond the study boundary (F16)
  bool modelled = false;
  // What links of the sharing graph bring (sim/sharing/shared_places.h); never set by hand.
  bool lent = false;             ///< a place that is there only because somebody lends it: `hours` are the lent ones
  std::int64_t lent_capacity = 0;///< persons that lent people and rooms add to `capacity`
  double lent_hours_month = 0;   ///< staff hours that lent people bring

  /// Persons it can serve, own and lent; -1 is unlimited.
  [[nodiscard]] std::int64_t places() const { return capacity < 0 ? -1 : capacity + lent_capacity; }
};

enum class OrganisationType : std::uint8_t {
  kEnterprise, kSocial, kCollege, kSchool, kCommittee, kPropertyManager, kAgency, kFederation,
};

struct Organisation {
  std::string id;
  Name name;
  OrganisationType type = OrganisationType::kSocial;
  Point position;
  AreaId area;
  BuildingId building;           ///< invalid if it has none
  std::int32_t employees = 0;
  std::int32_t members = 0;      ///< counts only, never persons
  std::int32_t eligible = 0;     ///< members able to found a group
  bool normal_operation = true;
  std::vector<UnitId> responsible;  ///< accountable units: exactly one is right; 0 is an orphan, 2+ a conflict
};

enum class GroupKind : std::uint8_t { kOwn, kJoint, kFederation, kBoardLevel, kTemporary };

struct Group {
  std::string id;
  GroupKind kind = GroupKind::kOwn;
  std::vector<OrganisationId> hosts;
  BuildingId building;           ///< "branch plus": hosted by a building or park (U5)
  std::int32_t members = 0;
};

/// An accountable unit: a hub, a federation, an area's office, an industry's office (C1, C2, C7).
struct Unit {
  std::string id;
  Name name;
  std::string pool;              ///< "hub", "area", "industry", ...
  std::int64_t capacity = -1;    ///< organisations it can be responsible for; -1 is unlimited
  bool open = true;
};

// ---- D.1 the sharing graph -----------------------------------------------------------------------------------

/// What a link carries. The unit of its capacity and of offers and needs of that type: `unit_of` in sim/sharing/link_types.h.
enum class LinkType : std::uint8_t {
  kSecondment, kVolunteer, kAssistance, kCollaboration, kTraining, kVenue, kFunds, kAffiliation, kInformation,
  kOther,                        ///< not said: who works with whom
};
inline constexpr std::size_t kLinkTypes = 10;

enum class LinkStatus : std::uint8_t { kProposed, kAgreed, kActive, kLapsed };

/// One end of a link: a thing of one of the world's tables. Orders by table, then index.
struct Partner {
  enum class Table : std::uint8_t { kOrganisation, kFacility, kVenue, kUnit, kArea };
  Table table = Table::kOrganisation;
  std::uint32_t index = UINT32_MAX;
  Partner() = default;
  Partner(Table t, std::uint32_t i) : table(t), index(i) {}
  Partner(OrganisationId id) : table(Table::kOrganisation), index(id.value) {}  // NOLINT: every id of these tables is a partner
  Partner(FacilityId id) : table(Table::kFacility), index(id.value) {}          // NOLINT
  Partner(VenueId id) : table(Table::kVenue), index(id.value) {}                // NOLINT
  Partner(UnitId id) : table(Table::kUnit), index(id.value) {}                  // NOLINT
  Partner(AreaId id) : table(Table::kArea), index(id.value) {}                  // NOLINT
  [[nodiscard]] bool valid() const { return index != UINT32_MAX; }
  friend auto operator<=>(const Partner&, const Partner&) = default;
};

/// Who lends what to whom. Directed: `from` gives, `to` gets.
struct SharingLink {
  std::string id;                ///< unique among those that have one; may be empty
  Partner from, to;
  LinkType type = LinkType::kOther;
  std::string kind;              ///< free word, e.g. "evening hall"; may be empty
  double capacity = -1;          ///< in the type's unit, >= 0; -1: not limited or not stated
  double cost = 0;               ///< per unit of capacity, >= 0
  OpeningHours slots{};          ///< half hours of the week that it takes up; all zero: not tied to hours
  std::string start, end;        ///< dates "YYYY-MM-DD", the first and the last day; empty: open
  LinkStatus status = LinkStatus::kActive;
  VenueId venue;                 ///< the room that it lends, if it lends one
  int level = 0;                 ///< 1..4: the service level that is offered in the lent room; 0: the scenario's sharing.venue_level
  bool matched = false;          ///< not given: proposed by the matching and taken over (sharing.match.apply)
  friend bool operator==(const SharingLink&, const SharingLink&) = default;
};

/// What a partner can give, or needs, beside its links. Of one type; several rows of one partner and type add up.
struct Resource {
  Partner at;
  LinkType type = LinkType::kOther;
  bool need = false;             ///< else a supply
  double amount = 0;             ///< in the type's unit, >= 0
  OpeningHours slots{};          ///< when it can be given, or is wanted; all zero: any time
  VenueId venue;                 ///< of a supply of type venue: the room
  bool whole = false;            ///< a need that is met whole or not at all
  friend bool operator==(const Resource&, const Resource&) = default;
};

/// A base with `count` instructors, each of caseload K (organisations) and a travel limit (minutes).
struct InstructorPool {
  std::string id;
  FacilityId base;               ///< invalid: no place, then no travel limit applies
  std::int64_t count = 0;
  std::int32_t caseload = 0;
  double travel_limit_min = -1;  ///< -1: none
};

struct Venue {
  std::string id;
  Name name;
  std::string kind;              ///< "service centre", "culture and sports", "college hall", ...
  Point position;
  AreaId area;
  std::int32_t seats = 0;
  double shared_hours_month = 0;
  OrganisationId owner;
  OpeningHours hours{};          ///< half hours of the week that it is offered for sharing; all zero: not stated
  bool withdrawn = false;        ///< an edit has taken its owner out of the sharing: it is lent no more; never in a file
};

struct CatalogueItem {
  std::string id;
  Name name;
  std::string function, category;
  std::string channel = "window"; ///< window, online, field, door, activity
  double service_min = 0;
};

// ---- context that is drawn but not computed with ---------------------------------------------------------

enum class ContextKind : std::uint8_t { kWater, kGreen, kCampus, kIndustrial, kQuarter, kBlock, kWall, kMetroLine, kMetroStation, kExpressway };

struct ContextFeature {
  ContextKind kind = ContextKind::kGreen;
  Name name;
  MultiPolygon shape;            ///< for areas
  std::vector<Point> line;       ///< for lines; one point for a metro station
};

/// Where something in the world came from; shown in the report, written to the manifest.
struct DataSource {
  std::string input;             ///< name of the [inputs.X] table, or "town generator"
  std::string path;              ///< as written in the scenario
  std::string layer, datum, crs, source, licence, date;
  std::string sha256;            ///< of the file
  std::uint64_t bytes = 0;
  std::int64_t features = 0;     ///< read
  bool modelled = false;
};

/// Outcome of giving totals to places (A.1 exactness): one row of the report's conservation table.
struct ApportionmentNote {
  std::string rule;              ///< "dwellings", "floor area", "equal", "raster cells", "as given"
  std::string from, to;          ///< what was shared out to what
  std::int64_t total = 0;        ///< persons given
  std::int64_t placed = 0;       ///< persons that arrived; equal to total, or `lost` says where
  std::int64_t lost = 0;
};

/// Records of a table that met no polygon (or the other way round).
struct JoinNote {
  std::string table, layer;
  std::int64_t by_code = 0, by_name = 0, by_alias = 0;
  std::vector<std::string> unmatched_rows, unmatched_areas;
};

/// Everything placed on the map; constant once built. All coordinates are metres in `crs`.
/// Tables are vectors; an Id is an index into its table.
struct World {
  std::string crs;               ///< e.g. "EPSG:32651"; opaque here
  bool modelled = false;         ///< any geometry that was generated: then the map says so
  std::vector<Area> areas;       ///< parents before children
  std::vector<Building> buildings;
  std::vector<DemandPoint> demand;
  StreetNetwork streets;         ///< may be empty
  std::vector<Facility> facilities;
  std::vector<Organisation> organisations;
  std::vector<Group> groups;
  std::vector<Unit> units;
  std::vector<SharingLink> links;
  std::vector<Resource> resources;
  std::vector<InstructorPool> instructors;
  std::vector<Venue> venues;
  std::vector<CatalogueItem> catalogue;
  std::vector<ContextFeature> context;
  std::vector<DataSource> sources;
  std::vector<ApportionmentNote> apportionment;
  std::vector<JoinNote> joins;
  Findings findings;
};

}  // namespace catchment
