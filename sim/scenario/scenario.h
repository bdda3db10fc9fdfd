#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sim/core/cost.h"
#include "sim/network/person_group.h"
#include "sim/scenario/service_specs.h"
#include "sim/scenario/sharing_specs.h"
#include "sim/scenario/source_place.h"
#include "sim/world/world.h"

namespace catchment {

/// Datum of coordinates. kDeclaredByCrs: the layer's own CRS is the truth (its label is then checked).
enum class Datum { kAsk, kDeclaredByCrs, kWgs84, kGcj02, kBd09, kCgcs2000 };

enum class InputRole {
  kWorld,            ///< a world file of ours: everything
  kAreas,            ///< polygons of one or more levels
  kAreaPopulation,   ///< table: area code/name -> persons, joined to areas
  kBuildings,        ///< polygons or points
  kDemand,           ///< points with persons (quarters, cells)
  kPopulationRaster, ///< GeoTIFF, persons per cell
  kStreets,          ///< OSM pbf/xml, or a line layer
  kFacilities, kOrganisations, kVenues, kUnits,
  kContext,          ///< water, green, campus, metro: drawn only
  kCosts,            ///< imported matrix origin,destination,cost
  kCatalogue,        ///< service items
  kElevation,        ///< GeoTIFF, metres above sea level: slopes of the streets
  kLinks,            ///< table from,to: who lends what to whom
  kResources,        ///< table at,type,amount: offers and needs
};

/// One [inputs.NAME] table.
struct InputSpec {
  std::string name;
  InputRole role = InputRole::kDemand;
  std::string path;              ///< as written; $VAR and ${VAR:-default} expanded by the pipeline; relative to the scenario file
  std::string layer;             ///< empty: the only or first one
  std::string encoding;          ///< "UTF-8", "GB18030"; empty: as the file says, else detected
  std::string crs;               ///< overrides the file's; needed where the file has none
  Datum datum = Datum::kDeclaredByCrs;
  std::map<std::string, std::string> fields;  ///< our field -> the file's column
  std::map<std::string, std::string> values;  ///< our field -> constant for all rows
  std::map<std::string, std::string> where;   ///< column -> value that a row must have
  std::map<std::string, std::string> aliases; ///< name in this table -> name in the joined layer
  std::string clip_to;           ///< name of an areas input or area id: keep only what lies inside
  std::string unit;              ///< costs: "m" or "s"
  std::string connect = "vertices";  ///< street lines meet where they share vertices, or also where they touch or cross: "crossings"
  double tolerance_m = 0.01;     ///< street lines: vertices this near are one
  std::string source, licence, date;  ///< attribution, shown in the report
  bool modelled = false;
  std::string outside = "error"; ///< facilities outside every area: "error", "keep" (a neighbour's), "drop"
  SourcePlace place;
};

enum class TravelMode { kWalk, kCycle, kEuclidean, kManhattan, kChebyshev, kMatrix };

/// [network.vertical]: the way between a home's door and the street, as time. See vertical_time.h.
struct VerticalOptions {
  bool active = false;               ///< the table is there
  double storey_height_m = 3;        ///< floor to floor [A]
  std::int32_t lift_from_floors = 7; ///< buildings of this many floors have a lift, where theirs is not stated; GB 50096-2011 6.4.1
  double lift_wait_s = 30;           ///< until the doors close [A]
  double lift_s_per_floor = 3;       ///< 3 m at 1 m/s [A]
  std::int32_t first_home_floor = 1; ///< lowest floor with homes: 1 is the ground floor, 2 where that holds shops
  friend bool operator==(const VerticalOptions&, const VerticalOptions&) = default;
};

struct NetworkOptions {
  TravelMode mode = TravelMode::kWalk;
  double speed_m_per_min = 80;       ///< A.3 default: 4.8 km/h
  double detour_factor = 1.2;        ///< for Euclidean etc. [A]
  double snap_max_m = 200;           ///< beyond: unreachable
  double facility_snap_max_m = -1;   ///< for facilities, where the streets end before them; -1: snap_max_m
  double steps_factor = 2.0;         ///< time on steps, times that on the flat [A]
  int at = kAnyTime;                 ///< half hour of the week (0..335) for the hours of gates and facilities; kAnyTime: hours are not looked at
  /// Whose speed and steps factor the two above are; the rest of the group is in `groups`. Walking and straight lines only.
  std::string group = "adult";
  std::vector<PersonGroup> groups = default_person_groups();
  VerticalOptions vertical;
};

struct LevelSpec {
  std::string name;                  ///< key, e.g. "station"
  Name title;
  int rank = 3;                      ///< B.6 level 1..4
  double cutoff = 500;               ///< in `unit`; inclusive; > 0
  CostUnit unit = CostUnit::kMetres;
  std::vector<std::string> services; ///< non-empty: providers are the facilities that offer one of these
  std::optional<bool> nested;        ///< overrides coverage.nested
  std::string group{};               ///< who walks to it; empty: network.group
};

struct CoverageOptions {
  bool nested = true;                ///< a level-k facility also provides levels < k (Narula 1984)
  bool capacity = true;              ///< split demand by capacity (B.2)
  bool beyond_boundary = true;       ///< facilities outside the study area serve it too (F16)
  int report_area_level = 3;         ///< level of the report's table of areas
};

enum class Denominator { kOrganisations, kEligible, kEmployees };

struct OrganisationOptions {
  bool active = false;               ///< the scenario asks for the two coverages
  std::int32_t eligible_min = 3;     ///< m_branch
  std::int32_t union_min = 25;       ///< m_union
  std::string own_rule = "eligible"; ///< "eligible": eligible >= m founds its own; "given": groups as given
  bool joint = true;
  double joint_distance_m = 300;     ///< D_joint; members pairwise within it
  bool joint_by_building = true;     ///< U5
  Denominator denominator = Denominator::kOrganisations;
  std::int64_t instructors = -1;     ///< -1: as in the world; else one pool of this many, no base
  std::int32_t caseload = 20;
  double travel_limit_min = -1;
  std::string generate;              ///< "reference-city": OA-2 organisations; "" none
  std::int64_t count = 0;            ///< of generated organisations
  std::int64_t hubs = 0;             ///< of generated hubs; organisation k belongs to hub k mod hubs
  std::string accountable = "given"; ///< "given": as listed; "assign": one of the listed (or all) units within their capacities (C7)
  double venue_hours_month = 40;     ///< OB-4
  double group_hours_month = 2;
};

/// A generated town or city (sim/placement) instead of, or before, inputs.
struct TownSpec {
  bool active = false;
  std::int64_t population = 60000;
  double area_km2 = 3;
  std::string kind = "residential";  ///< "residential", "business", "campus", "city"
  Name name;
  std::int64_t enterprises = 0, social_organisations = 0, colleges = 0;
  std::int64_t districts = 1;        ///< of a city
  std::int64_t centres = 1, stations = 4, points = 16, homes = 64;  ///< facilities placed by rule
  std::int64_t venues = 0;
  std::int64_t members = 0;          ///< as counts, shared out over organisations exactly
  bool river = true;
  double origin_lon = 121.47, origin_lat = 31.23;  ///< where on the map it is laid
  std::string district_table;        ///< CSV text of district names and populations, if any
  // Appended: how coarse the picture of a large place is, and figures that a study fixes exactly.
  std::int64_t buildings = 0;        ///< order of the number of buildings wanted; 0: as many as the density asks for.
                                     ///< Fewer than that: the pattern is drawn larger, each building stands for several
  std::int64_t communities = 0;      ///< blocks with residents; 0: about one per 6 hectares
  std::int64_t committees = 0;       ///< residents' committees, in the communities in turn
  std::int64_t property_managers = 0;
  std::int64_t enterprises_in_stations = 0;  ///< of `enterprises`: in the buildings that hold the stations, in equal shares
  std::int64_t own_groups = 0;       ///< enterprises that have a group of their own at the start
  std::int64_t joint_hosts = 0;      ///< enterprises that share a joint group at the start, three by three
  std::int64_t covered_in_stations = 0;      ///< of own_groups + joint_hosts: in the buildings that hold the stations
  std::int64_t service_items = 0;    ///< items "item-01"... that every station offers; 0: what its level implies
  std::map<std::string, std::int64_t> limited_items;  ///< item id -> how many stations offer it, if not all
};

// ---- edits (cli.md: a plan is a base world plus its list of edits) --------------------------------------

struct Edit {
  enum class Op {
    kAddFacility, kMoveFacility, kResizeFacility, kCloseFacility, kOpenFacility, kSetFacilityLevel,
    kOpenGate, kCloseGate, kResidentsGate, kClearResponsible, kAddResponsible, kCloseUnit, kSetStaff, kSetHours,
    kAddLink,                        ///< `link`
    kRemoveLink,                     ///< target: a link's id
    kRemovePartner,                  ///< target: whose links lapse, and whose offers and needs go
  };
  Op op = Op::kMoveFacility;
  std::string target;                ///< facility, gate, or unit id
  std::vector<std::string> organisations;  ///< ids, for responsibility edits
  std::optional<Point> to;           ///< m in the project CRS
  std::optional<std::array<double, 2>> to_lonlat;  ///< or WGS-84; the pipeline projects it
  std::string to_building;           ///< or a building or demand id
  std::int64_t capacity = -1;
  std::int32_t staff = -1;           ///< members of staff; -1: not said
  int level = 3;
  std::vector<std::string> services;
  Name name;
  OpeningHours hours{};              ///< of a gate (all zero: always) or facility (all zero: not stated)
  GateState outside_hours = GateState::kResidentsOnly;
  LinkRow link{};                    ///< of kAddLink
  std::string label;                 ///< for a history
  SourcePlace place;
};

struct PopulationOptions {
  std::string from = "auto";         ///< "areas", "raster", "given"
  std::string to = "auto";           ///< "buildings", "demand"
  std::string weight = "auto";       ///< "dwellings", "floor_area", "equal", "given"
  double refine_within_m = 0;        ///< > 0: persons of a demand point go on to the residential buildings nearest to it, within this
};

struct OutputOptions {
  std::string language = "zh";       ///< "zh" or "en"; --lang overrides
  double map_width_px = 1600;
};

struct Scenario {
  std::string name;
  Name title, description;
  std::uint64_t seed = 1;
  std::string crs = "auto";
  std::string date;                  ///< data date as text, shown on maps
  std::string place_name_zh, place_name_en;
  std::string study_area;            ///< area id or name: the boundary; "streets": the box of the street data; empty: everything
  TownSpec town;
  std::vector<InputSpec> inputs;
  PopulationOptions population;
  NetworkOptions network;
  std::vector<LevelSpec> levels;
  CoverageOptions coverage;
  OrganisationOptions organisations;
  ExposureOptions exposure;
  std::vector<ChannelSpec> channels;
  std::vector<AdviserSpec> advisers;
  InformationOptions information;
  DashboardOptions dashboard;
  SharingOptions sharing;
  OutputOptions outputs;
  std::vector<Edit> edits;
  std::string file;                  ///< as given by the user
  std::string text;                  ///< resolved text: what was read, with extends and overrides applied, canonical TOML
};

}  // namespace catchment
