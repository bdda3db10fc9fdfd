#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/core/progress.h"
#include "sim/sharing/measures.h"
#include "sim/sharing/path_figures.h"

namespace catchment {

// The parts of measure(), which fill their columns of `m`. Nothing for other callers.

/// betweenness, closeness, mean_path, diameter, sampled, sources, betweenness_error; needs `component`.
void measure_paths(const SharingGraph& graph, const MeasureChoice& choice, const Parts& parts, SharingMeasures& m, const Progress& progress);
/// clustering, transitivity; needs `degree`.
void measure_triangles(const SharingGraph& graph, SharingMeasures& m);
/// out_capacity, out_capacity_type, affiliates, hub_score; needs `betweenness`, or leaves it out of the score where it is empty.
void measure_hubs(const SharingGraph& graph, SharingMeasures& m);

/// Groups of nodes, numbered by size, largest first, ties by lowest node. `label` [n]: any number below n, or UINT32_MAX for those in none.
Parts numbered_by_size(std::span<const std::uint32_t> label);

/// Unit 2-norm, >= 0: the direction of A^k 1 for large k, also where several components share the largest eigenvalue. All 0 without links.
/// Lanczos' method from the vector of ones, restarted until the residual is below 1e-11 of the eigenvalue or after 100 restarts.
std::vector<double> eigenvector_centrality(const Successors& graph);
/// PageRank, damping 0.85; a node without successors passes on to all alike. To a change of 1e-13 in all, at most 1000 rounds.
std::vector<double> pagerank(const Successors& graph);

/// [n] groups of equal values, numbered by ascending value. Equal: within 1e-9 of the value or 1e-12 of the largest, which is more than sums
/// in another order can differ by, so that nodes that are alike stay alike however they are numbered.
std::vector<std::uint32_t> rank_groups(std::span<const double> value);
/// [n] share of the others whose value is smaller, 0..1; equal values have the same rank, and the smallest has 0.
std::vector<double> percentile_ranks(std::span<const double> value);

}  // namespace catchment
