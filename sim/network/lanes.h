#pragma once

#include <cstdint>
#include <span>

#include "sim/core/cost.h"

namespace catchment {

/// Sixteen searches side by side: one row of costs for each node of a small graph, lane l for search l.
inline constexpr std::uint32_t kLanes = 16;
struct alignas(64) LaneRow { Cost lane[kLanes]; };
/// An arc of the small graph; the row that it comes from (`descend`) or goes to (`climb`).
struct LaneArc { std::uint32_t row; Cost weight; };

/// The inner loops over lanes, compiled for several instruction sets from one text; all give the same bits.
struct LaneKernels {
  /// For each i in order: carries row[i] along its arcs, arc[end[i - 1]] up to arc[end[i]], to rows after i.
  void (*climb)(LaneRow* row, const std::uint32_t* end, const LaneArc* arc, std::uint32_t n);
  /// For each i in order: row[i] = the least over its arcs of the row that the arc comes from, counted from `base`, plus its
  /// weight, at most kUnreachable. The arcs of i end before arc[end[i]]; those of the first one begin at arc[begin].
  void (*descend)(const LaneRow* base, LaneRow* row, std::uint32_t begin, const std::uint32_t* end, const LaneArc* arc,
                  std::uint32_t n);
  /// mask[i]: lanes of row i at most `cutoff`; their costs are packed into `cost`, which has room for 16 n. -> how many.
  std::uint64_t (*pack)(const LaneRow* row, std::uint32_t n, Cost cutoff, std::uint16_t* mask, Cost* cost);
  /// sum[l] += weight[i] for each row i whose lane l is at most `cutoff`, rows in order.
  void (*sum_within)(const LaneRow* row, const double* weight, std::uint32_t n, Cost cutoff, double* sum);
  /// sum[l] += weight[i] * decay[cost >> shift] likewise.
  void (*sum_decay)(const LaneRow* row, const double* weight, std::uint32_t n, Cost cutoff, const double* decay, int shift,
                    double* sum);
  const char* name;
};

/// All that this processor can run, the widest first; the last one runs anywhere.
std::span<const LaneKernels> lane_kernels();

}  // namespace catchment
