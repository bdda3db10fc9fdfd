#pragma once

#include "sim/report/reach.h"
#include "sim/report/study.h"

// The figures of [exposure], [[channels]], [[advisers]], [information] and [dashboard]. Private to sim/report.
namespace catchment {

/// Needs the levels, the joint coverage and the areas of `study`. Adds nothing that the scenario does not ask for.
/// Throws InputError for a service that no facility offers, an area that is not there, and a channel without a service time.
void study_services(const World& world, const Scenario& scenario, const Reach& reach, Study& study);

}  // namespace catchment
