#pragma once

#include "sim/network/street_network.h"

namespace catchment {

/// Renumbers the streets so that neighbours on the ground are neighbours in memory: nodes along a Hilbert curve over their
/// box (ties as they were), edges by their `from` node, then their `to` node, then as they were. Everything that refers to
/// nodes or edges inside the network goes along: ends, shapes, heights, gates; the arcs are indexed anew. The network is
/// the same one; only its numbers change, and a search over a large city touches far fewer cache lines.
/// Sorting twice changes nothing. Throws std::invalid_argument as check_network does for columns that do not fit.
/// O(n log n + m log m). Source of the curve: Hilbert (1891), Mathematische Annalen 38:459-460.
void sort_streets(StreetNetwork& net);

}  // namespace catchment
