#pragma once

#include <string>
#include <vector>

#include "app/cli/arguments.h"
#include "sim/core/error.h"
#include "sim/core/progress.h"
#include "sim/core/real_costs.h"
#include "sim/world/world.h"

namespace catchment::cli {

/// Demand points (or origins), sites (or destinations) and the costs between them, wherever they come from.
struct CostSource {
  std::vector<std::string> demand_id, site_id;
  std::vector<double> weight;              ///< [n_demand] persons
  std::vector<std::string> group;          ///< [n_demand] or empty
  std::vector<double> supply;              ///< [n_sites]; 1 each where `supply_given` is false
  bool supply_given = false;
  std::uint32_t unlimited = 0;             ///< sites of a world without a capacity
  std::vector<OpeningHours> hours;         ///< [n_sites]; all zero: not stated
  bool hours_given = false;
  RealCostTable costs;
  bool complete = true;                    ///< pairs beyond the cutoff are in the table too
  std::string unit;                        ///< "s", "m" or empty: that of the table
  std::string from;                        ///< "costs", "edges", "points", "coordinates" or "world"
  Findings findings;
};

struct CostSourceNeeds {
  bool weights = true;                     ///< access: a weight of every demand point; od: ids alone
  bool bounded = true;                     ///< pairs beyond the cutoff may be left out
  bool sorted = false;                     ///< ids in order: by number if all are whole numbers, else by bytes
};

/// Everything is joined by id, never by position. Throws InputError: sources missing or contradicting each other, columns
/// missing, ids empty, repeated or meeting nothing, negative or unreadable numbers, double pairs without a rule.
CostSource read_cost_source(const CostSourceArguments& in, const CostSourceNeeds& needs, const Progress& progress);

/// The files it is read from, for refuse_input_as_output.
std::vector<std::string> source_files(const CostSourceArguments& in);

/// Order of ids: see CostSourceNeeds::sorted. -> permutation
std::vector<std::uint32_t> order_of_ids(const std::vector<std::string>& ids);

}  // namespace catchment::cli
