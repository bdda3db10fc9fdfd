#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/cli/arguments.h"
#include "sim/coverage/decay.h"
#include "sim/world/world.h"

namespace catchment::cli {

/// Every word that --method takes.
std::vector<std::string> access_methods();

/// What a method needs and what its values mean.
struct AccessTraits {
  bool ratio = false;      ///< supply per person: below supply over population is under-served
  bool uses_supply = false;
  bool supply_must = false;  ///< a missing capacity is an error; else each site counts 1
  bool uses_decay = false, decay_must = false;
  bool cutoff_must = false;
  bool lower_is_better = false;
};
AccessTraits traits_of(const std::string& method);

/// A checked command line of `access`.
struct AccessPlan {
  std::string method;
  AccessTraits traits;
  Decay decay;
  OpeningHours window;
  Findings findings;       ///< a decay that grows
};
/// Reads --decay-table. Throws InputError: a value that the method needs is missing, or one that it does not know is given.
AccessPlan plan_access(const AccessArguments& in);

}  // namespace catchment::cli
