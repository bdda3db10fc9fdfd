#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "sim/core/progress.h"
#include "sim/sharing/graph.h"

namespace catchment {

struct MeasureChoice {
  bool undirected = true;                     ///< betweenness, closeness, PageRank and density ignore direction
  std::int64_t exact_up_to = 20'000;          ///< nodes; above, betweenness, closeness, mean path and diameter are estimated
  std::int64_t samples = 2'000;               ///< from so many chance sources of each component that has more nodes; >= 2
  std::uint64_t seed = 1;
  bool paths = true;                          ///< betweenness, closeness, mean path, diameter: O(n * m)
  bool spectra = true;                        ///< eigenvector, PageRank
};

/// Figures of every node (models.md D.2). The structural ones (core, articulation, clustering, community, eigenvector, mean path) are those
/// of the simple undirected graph; the others ignore parallel links too, where they do not count links (D.6). Columns not asked for are empty.
struct SharingMeasures {
  // [n] each
  std::vector<std::uint32_t> degree;                      ///< partners: nodes linked either way
  std::vector<std::uint32_t> in_links, out_links;         ///< of the multigraph
  std::array<std::vector<std::uint32_t>, kLinkTypes> links_of_type;  ///< in + out by type
  std::vector<double> betweenness;                        ///< normalised: (n-1)(n-2)/2 undirected, (n-1)(n-2) directed; 0 for n < 3
  std::vector<double> closeness;                          ///< (reached-1)/sum of steps * (reached-1)/(n-1); 0 alone; directed: steps towards it
  std::vector<double> clustering, eigenvector, pagerank;  ///< pagerank: damping 0.85, sums to 1; eigenvector: unit 2-norm, >= 0
  std::vector<std::uint32_t> core;                        ///< largest k with the node in the k-core
  std::vector<std::uint8_t> articulation;                 ///< its loss splits its component
  std::vector<std::uint32_t> component;                   ///< numbered by size, largest 0; ties by lowest node
  std::vector<std::uint32_t> community;                   ///< Leiden; numbered by size, largest 0; ties by lowest node
  std::vector<double> out_capacity;                       ///< sum of the stated capacities of its out-links of one type; 0: none
  std::vector<LinkType> out_capacity_type;                ///< that type: the one in which most others give less; kOther: none
  std::vector<std::uint32_t> affiliates;                  ///< affiliation links that leave it
  std::vector<double> hub_score;                          ///< mean of the shares (0..1) of other nodes with less betweenness, out-capacity (of
                                                          ///< `out_capacity_type`), affiliates; without `paths` of the last two
  // of the graph
  std::vector<std::pair<std::uint32_t, std::uint32_t>> bridges;  ///< pairs (lower, higher node) whose loss splits a component, ascending
  std::optional<double> density;                          ///< pairs of the simple graph over n(n-1)/2; directed: distinct ordered pairs over n(n-1)
  std::optional<double> reciprocity;                      ///< share of distinct ordered pairs that have their reverse
  std::optional<double> transitivity, assortativity, mean_path;  ///< mean_path and diameter: within the largest component
  std::uint32_t diameter = 0;                             ///< sampled: the longest seen, so it may be larger
  std::uint32_t components = 0, communities = 0;
  double modularity = 0;                                  ///< of `community`
  bool sampled = false;                                   ///< paths from `sources` of n nodes
  std::int64_t sources = 0;
  double betweenness_error = 0;                           ///< with 95 % confidence no node's normalised betweenness is off by more (empirical
                                                          ///< Bernstein bound, Maurer & Pontil 2009); 0 if exact
};

/// Deterministic in `choice` and graph, whatever the number of threads. O(n m) for exact paths (Brandes 2001), OpenMP over sources in
/// blocks that are added in order; all else near-linear. Progress is asked between blocks.
SharingMeasures measure(const SharingGraph& graph, const MeasureChoice& choice, const Progress& progress = {});

// The parts, for those who need one only.
std::vector<double> betweenness(const SharingGraph& graph, bool undirected, std::span<const std::uint32_t> sources = {}, const Progress& progress = {});  ///< raw, pairs counted once where undirected; sources empty: all; else scaled by n / sources
std::vector<std::uint32_t> core_numbers(const SharingGraph& graph);                     ///< Batagelj & Zaversnik 2003, O(pairs)
struct Cuts {
  std::vector<std::uint8_t> articulation;                          ///< [n]
  std::vector<std::pair<std::uint32_t, std::uint32_t>> bridges;    ///< (lower, higher), ascending
  std::vector<std::uint32_t> pieces;                               ///< [n] parts that the rest of its component falls into without it
};
Cuts cuts(const SharingGraph& graph);                                                   ///< Hopcroft & Tarjan 1973, without recursion
/// [n] component, numbered by size; `without` [n] or empty: nodes taken away get UINT32_MAX. -> sizes descending.
struct Parts { std::vector<std::uint32_t> of; std::vector<std::uint32_t> size; };
Parts connected_parts(const SharingGraph& graph, std::span<const std::uint8_t> without = {});

/// Q of a division (Newman & Girvan 2004) of the simple undirected graph; 0 without links. `community` [n].
double modularity(const SharingGraph& graph, std::span<const std::uint32_t> community);
/// Leiden (Traag, Waltman & van Eck 2019) on modularity: `runs` runs of at most 4 passes, then at most 20 more of the best, until one gains
/// nothing. Communities are connected and numbered by size, ties by lowest node. Heuristic: it may miss the best division. About
/// O(pairs) a pass, OpenMP over runs. `modularity` and `leiden` throw std::invalid_argument for arrays or numbers that do not fit.
std::vector<std::uint32_t> leiden(const SharingGraph& graph, std::uint64_t seed, int runs = 10);

}  // namespace catchment
