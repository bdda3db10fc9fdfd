#include "sim/network/lanes.h"

#include <array>
#include <bit>

// The target pragmas are GCC's; with another compiler the portable loops serve.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define CATCHMENT_WIDE_LANES 1
#include <immintrin.h>
#endif

namespace catchment {
namespace {

namespace portable {
#define LANES_BYTES 16
#include "sim/network/lanes_kernels.inl"
#undef LANES_BYTES

std::uint32_t lanes_within(const LaneRow& row, Cost cutoff) {
  std::uint32_t mask = 0;
  for (std::uint32_t l = 0; l < kLanes; ++l) mask |= static_cast<std::uint32_t>(row.lane[l] <= cutoff) << l;
  return mask;
}

std::uint64_t pack(const LaneRow* row, std::uint32_t n, Cost cutoff, std::uint16_t* mask, Cost* cost) {
  const Cost* const begin = cost;
  for (std::uint32_t i = 0; i < n; ++i) {
    std::uint32_t lanes = lanes_within(row[i], cutoff);
    mask[i] = static_cast<std::uint16_t>(lanes);
    for (; lanes != 0; lanes &= lanes - 1) *cost++ = row[i].lane[std::countr_zero(lanes)];
  }
  return static_cast<std::uint64_t>(cost - begin);
}

void sum_decay(const LaneRow* row, const double* weight, std::uint32_t n, Cost cutoff, const double* decay, int shift,
               double* sum) {
  for (std::uint32_t i = 0; i < n; ++i)
    for (std::uint32_t lanes = lanes_within(row[i], cutoff); lanes != 0; lanes &= lanes - 1) {
      const int l = std::countr_zero(lanes);
      sum[l] += weight[i] * decay[row[i].lane[l] >> shift];
    }
}
}  // namespace portable

#ifdef CATCHMENT_WIDE_LANES
#pragma GCC push_options
#pragma GCC target("avx2")
namespace avx2 {
#define LANES_BYTES 32
#include "sim/network/lanes_kernels.inl"
#undef LANES_BYTES
}  // namespace avx2
#pragma GCC pop_options

#pragma GCC push_options
#pragma GCC target("avx512f,avx512bw,avx512dq,avx512vl,prefer-vector-width=512,popcnt")
namespace avx512 {
#define LANES_BYTES 64
#include "sim/network/lanes_kernels.inl"
#undef LANES_BYTES

std::uint64_t pack(const LaneRow* row, std::uint32_t n, Cost cutoff, std::uint16_t* mask, Cost* cost) {
  const Cost* const begin = cost;
  const __m512i most = _mm512_set1_epi32(static_cast<int>(cutoff));
  for (std::uint32_t i = 0; i < n; ++i) {
    const __m512i costs = _mm512_load_si512(&row[i]);
    const __mmask16 within = _mm512_cmple_epi32_mask(costs, most);
    mask[i] = within;
    // Whole vectors are stored; the next one begins where the packed part of this one ends.
    _mm512_storeu_si512(cost, _mm512_maskz_compress_epi32(within, costs));
    cost += __builtin_popcount(within);
  }
  return static_cast<std::uint64_t>(cost - begin);
}

void sum_decay(const LaneRow* row, const double* weight, std::uint32_t n, Cost cutoff, const double* decay, int shift,
               double* sum) {
  __m512d low = _mm512_loadu_pd(sum), high = _mm512_loadu_pd(sum + 8);
  const __m512i most = _mm512_set1_epi32(static_cast<int>(cutoff));
  const __m128i by = _mm_cvtsi32_si128(shift);
  for (std::uint32_t i = 0; i < n; ++i) {
    const __m512i costs = _mm512_load_si512(&row[i]);
    const __mmask16 within = _mm512_cmple_epi32_mask(costs, most);
    if (within == 0) continue;
    const __m512i place = _mm512_maskz_srl_epi32(0xffff, costs, by);  // the plain form warns in g++ 12 (GCC bug 105593)
    const __m512d w = _mm512_set1_pd(weight[i]);
    const auto low_lanes = static_cast<__mmask8>(within), high_lanes = static_cast<__mmask8>(within >> 8);
    const __m512d f_low = _mm512_mask_i32gather_pd(_mm512_setzero_pd(), low_lanes, _mm512_maskz_extracti64x4_epi64(0xf, place, 0), decay, 8);
    const __m512d f_high =
        _mm512_mask_i32gather_pd(_mm512_setzero_pd(), high_lanes, _mm512_maskz_extracti64x4_epi64(0xf, place, 1), decay, 8);
    low = _mm512_mask_add_pd(low, low_lanes, low, _mm512_mul_pd(w, f_low));
    high = _mm512_mask_add_pd(high, high_lanes, high, _mm512_mul_pd(w, f_high));
  }
  _mm512_storeu_pd(sum, low);
  _mm512_storeu_pd(sum + 8, high);
}
}  // namespace avx512
#pragma GCC pop_options
#endif

constexpr LaneKernels kPortable = {portable::climb, portable::descend, portable::pack, portable::sum_within,
                                   portable::sum_decay, "portable"};

struct Found {
  std::array<LaneKernels, 3> kernels{};
  std::size_t n = 0;
  Found() {
#ifdef CATCHMENT_WIDE_LANES
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
        __builtin_cpu_supports("avx512vl"))
      kernels[n++] = {avx512::climb, avx512::descend, avx512::pack, avx512::sum_within, avx512::sum_decay, "avx512"};
    if (__builtin_cpu_supports("avx2"))
      kernels[n++] = {avx2::climb, avx2::descend, portable::pack, avx2::sum_within, portable::sum_decay, "avx2"};
#endif
    kernels[n++] = kPortable;
  }
};

}  // namespace

std::span<const LaneKernels> lane_kernels() {
  static const Found found;
  return std::span(found.kernels).first(found.n);
}

}  // namespace catchment
