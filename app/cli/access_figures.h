#pragma once

#include <optional>
#include <vector>

#include "app/cli/access_options.h"
#include "app/cli/cost_source.h"
#include "sim/coverage/cover_measures.h"
#include "sim/coverage/raam.h"

namespace catchment::cli {

/// The answer of `access`, whatever the method; parts that a method has not are empty.
struct AccessFigures {
  std::vector<double> access;              ///< [n_demand] NaN: undefined (no site in reach, where less is better)
  std::vector<double> per_person;          ///< [n_demand] what is compared with supply over population; empty: nothing is
  std::vector<std::uint32_t> reached;      ///< [n_demand] sites in reach
  std::vector<double> ratio, load;         ///< [n_sites] R_j, and the demand set against the supply
  std::vector<double> flow, probability;   ///< [n_pairs]
  std::optional<Raam> raam;
  std::optional<NearestSites> nearest;
  std::vector<BackupShare> backup;
  std::uint32_t at_least = 1;              ///< sites that count as cover, an index of `backup`
  std::vector<std::uint8_t> hours_unstated;  ///< [n_demand]
  std::vector<std::uint8_t> in_use;        ///< [n_sites] demand of more than 0 persons in reach
  double demand_total = 0, demand_reached = 0, supply_total = 0, supply_in_use = 0, conserved = 0;
  std::optional<double> mean;              ///< of access over persons, undefined values left out
  std::string choice_set;                  ///< 3sfca: "all" or "within"
  std::string conserves;                   ///< what `conserved` is the sum of
};

/// Throws InputError where a supply is missing or unlimited, or Huff meets a cost of 0; Cancelled.
AccessFigures access_figures(const CostSource& source, const AccessPlan& plan, const AccessArguments& in, const Progress& progress);

}  // namespace catchment::cli
