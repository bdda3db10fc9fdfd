#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "sim/core/cost.h"
#include "sim/scenario/source_place.h"
#include "sim/world/world.h"

namespace catchment {

/// [exposure]: organisations with a facility in their own building, or within the cutoff, level by level (N5).
struct ExposureOptions {
  bool active = false;
  std::vector<OrganisationType> types;   ///< of organisations counted; empty: all
};

/// How a service meets those who ask for it (A.2): the words of the catalogue.
enum class ChannelKind {
  kWindow,    ///< they come: within the cutoff of the level
  kOnline,    ///< nobody travels: everyone is reached
  kField,     ///< staff come, whatever the distance, but travel takes their time
  kDoor,      ///< the same, at the home
  kActivity,  ///< they come, many at once
};

/// One [[channels]] table: a delivery channel with its staff and shift (N8, J10).
struct ChannelSpec {
  std::string name;
  Name title;
  ChannelKind kind = ChannelKind::kWindow;
  std::string level;                     ///< its providers are the bases; "": none (online only)
  double service_s = -1;                 ///< of one visit; -1: the mean of the catalogue's items of this channel
  double shift_s = 8 * 3600;             ///< working time of one member of staff a day [A]
  std::int64_t staff = -1;               ///< one pool for all bases; -1: the staff of each base
  double travel_s = -1;                  ///< of one visit in all; -1: from the travel costs
  int trips = 2;                         ///< 2: there and back from the base for each visit; 1: one way
  double travel_limit_s = -1;            ///< one way; beyond it a place is not visited; -1: none
  double requests_per_day = -1;          ///< of everyone counted, shared out by persons; -1: not stated
  double requests_per_1000 = -1;         ///< the same as requests a day of 1000 persons
  std::int64_t attendance = 1;           ///< persons that one activity serves
  SourcePlace place;
  [[nodiscard]] bool staff_travel() const { return kind == ChannelKind::kField || kind == ChannelKind::kDoor; }
};

/// One [[advisers]] table: advisers that travel into quarters, each with a caseload (F15).
struct AdviserSpec {
  std::string name;
  Name title;
  std::vector<std::string> services;     ///< bases: open facilities that offer one of these; each has its `staff` of advisers
  std::int64_t caseload = 1;             ///< quarters each
  double travel_limit = 0;               ///< one way, in `unit`; > 0
  CostUnit unit = CostUnit::kSeconds;
  int area_level = -1;                   ///< quarters are the areas of this level; -1: the demand points
  SourcePlace place;
};

/// [information]: reached by screens on the spot or online (J11).
struct InformationOptions {
  bool active = false;
  std::vector<std::string> levels;       ///< whose providers are the screens: any of them within its cutoff
  double online = 0;                     ///< share of persons that follow the online channel, 0..1
  std::map<std::string, double> online_by_area;  ///< area id or name -> share; the smallest area around a place counts
  SourcePlace place;
};

/// [dashboard]: the figures of the four changes (U2).
struct DashboardOptions {
  bool active = false;
  std::vector<int> levels{1, 2};         ///< the grassroots
  int area_level = 1;                    ///< of the districts compared
  std::string coverage;                  ///< name of the level whose coverage is compared; "": covered on every level
  std::map<std::string, double> need;    ///< area id or name -> need; empty: the persons of the area
  SourcePlace place;
};

}  // namespace catchment
