#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/core/geometry.h"
#include "sim/core/ids.h"

namespace catchment {

/// An organisation that could be a member of a joint group.
struct JointCandidate {
  Point position;
  BuildingId building;                 ///< invalid if it has none
  std::int32_t eligible = 0;           ///< members able to found a group, >= 1 to take part
};

struct JointGroupOptions {
  std::int32_t eligible_min = 3;       ///< a group's summed eligible is at least this
  double distance_m = 300;             ///< members lie pairwise within this (inclusive); <= 0: no groups by distance
  bool by_building = true;             ///< a building or park hosts one group of all its candidates
};

/// Joint groups of organisations too small for one of their own. Candidates without any eligible member take no part: a group
/// is made of those who can found it.
///
/// 1. By building, in building order: all candidates of a building, if together they have eligible_min.
/// 2. By distance, in id order: the first candidate without a group takes its neighbours, nearest first (ties to the lowest
///    id), each if it lies within distance_m of everyone taken so far. If together they have eligible_min they are a group;
///    if not, nobody is bound. A group takes all it can, so that nobody near it is left out.
/// 3. A candidate still without a group joins the first group of whose members all lie within distance_m of it.
///
/// The greatest coverage by such groups is a clique partition (NP-hard); this greedy rule is deterministic and each group
/// cannot be enlarged. -> [n] group number from 0 in the order of founding, UINT32_MAX if none.
/// Throws std::invalid_argument if eligible_min < 1 or the distance is NaN. O(n * neighbours).
std::vector<std::uint32_t> form_joint_groups(std::span<const JointCandidate> candidates, const JointGroupOptions& options);

}  // namespace catchment
