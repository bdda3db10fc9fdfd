#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/core/cost.h"
#include "sim/scenario/source_place.h"
#include "sim/world/world.h"

namespace catchment {

/// A link as a file, a scenario or an edit writes it: ends by id. What is not written is empty, NaN-free and at its default.
struct LinkRow {
  std::string id, from, to, type, kind, unit, start, end, status, venue, slots;
  std::optional<double> capacity, cost;
  int level = 0;
  std::string where;             ///< "file: row 12" or the scenario's place, for messages
};
/// A supply or a need as a file or scenario writes it.
struct ResourceRow {
  std::string at, type, unit, venue, slots;
  double amount = 0;
  bool need = false, whole = false;
  std::string where;
};
/// A partner or a venue that the scenario itself names, at a place of its own.
struct PlaceSpec {
  std::string id;
  Name name;
  std::optional<Point> at;                         ///< m
  std::optional<std::array<double, 2>> lonlat;     ///< WGS-84
  std::string building, area;                      ///< or the id of a building, demand point or area
  SourcePlace place;
};
struct PartnerSpec : PlaceSpec { OrganisationType type = OrganisationType::kSocial; };
struct VenueSpec : PlaceSpec {
  std::string kind = "hall", owner;                ///< owner: organisation id; may be empty
  std::int32_t seats = 0;
  double hours_month = 0;
  OpeningHours hours{};
};
/// Links by rule (F1): one for every pair of the two kinds of organisation within a straight line of `within_m`.
struct LinkRule {
  std::vector<OrganisationType> from, to;
  double within_m = 300;
  LinkType type = LinkType::kOther;
  std::string kind;
  SourcePlace place;
};

/// How needs are matched to offers (models.md D.3).
struct MatchingSpec {
  /// kNone: not; kLinks: along the links that are proposed or in force, at their cost; kReach: between whoever is within `cutoff` by the
  /// scenario's network, at travel cost; kAny: whoever, at the straight-line distance.
  enum class Over { kNone, kLinks, kReach, kAny } over = Over::kNone;
  std::vector<LinkType> types;                     ///< empty: all that have a need
  double cutoff = 900;                             ///< for kReach, in `unit`; inclusive
  CostUnit unit = CostUnit::kSeconds;
  double unmet_penalty = -1;                       ///< per unit; -1: 100 times the largest link cost
  double link_cap = -1;                            ///< most on any one link; -1: no limit
  bool one_to_one = false;                         ///< whole pairs: assignment
  bool apply = false;                              ///< the matched shares are taken over as links in force
};

/// [sharing]
struct SharingOptions {
  bool active = false;
  std::string date;                                ///< day that the links are looked at; empty: whichever
  bool responsible = false;                        ///< who is responsible for whom (units of organisations) is part of the graph, as affiliation
  bool groups_need_rooms = false;                  ///< every organisation with a group of its own needs group_hours_month of a room (C10), and every venue offers
                                                   ///< what it shares: both enter the matching
  // How lent things become capacity of a service.
  int venue_level = 2;                             ///< service level that a lent room offers, 1..4
  double session_hours = 2;                        ///< of one use of a room [A]
  double visits_per_person_month = 2;              ///< one person's [A]
  double persons_per_staff_hour = 0.5;             ///< persons a month that an hour a month of lent people adds (L8)
  double hours_per_person_month = 160;             ///< of a seconded person [A]
  std::string overbooking = "refuse";              ///< or "shorten": uses of one room at one time share it in equal parts (U7)
  // Measures, resilience, recommendation.
  std::int64_t betweenness_exact_up_to = 20'000;   ///< nodes; above: sampled
  std::int64_t betweenness_samples = 2'000;
  std::string removal = "betweenness";             ///< order of the resilience chapter: "betweenness", "recomputed", "random"
  double critical_threshold = 0;                   ///< unmet demand, in units, that the loss of a partner must exceed to be critical
  std::string root;                                ///< id of the node that everybody should reach by affiliation (J1); empty: none
  double decay_m = 1000;                           ///< L of D.5
  double eta = 1;                                  ///< weight of the resource-allocation index
  std::int64_t recommendations = 20;               ///< how many are shown
  MatchingSpec match;
  std::vector<PartnerSpec> partners;
  std::vector<VenueSpec> venues;
  std::vector<LinkRow> links;
  std::vector<ResourceRow> resources;
  std::vector<LinkRule> rules;
};

}  // namespace catchment
