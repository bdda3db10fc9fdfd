#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace catchment {

/// Philox4x32-10, a counter-based generator: one 128-bit block for a counter and a key.
/// Source: Salmon et al. (2011), SC11. Checked by OE-27..29.
std::array<std::uint32_t, 4> philox4x32(std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key);

/// Random numbers that depend only on what they are for: seed, purpose and index. Two streams never share
/// draws, so a new building does not shift the draws of the others, and thread order does not matter.
/// Own distributions: the standard library's differ between implementations.
class Stream {
 public:
  Stream(std::uint64_t seed, std::string_view purpose, std::uint64_t index = 0);
  std::uint32_t next_u32();
  std::uint64_t next_u64();                       ///< (word0 << 32) | word1
  double uniform();                               ///< [0, 1), 53 bits
  double uniform(double low, double high);        ///< [low, high)
  std::uint64_t below(std::uint64_t n);           ///< 0..n-1, unbiased; n >= 1
  std::int64_t between(std::int64_t low, std::int64_t high);  ///< low..high inclusive
  bool chance(double p);
  double normal(double mean, double sd);          ///< Box-Muller, one value a call

 private:
  std::array<std::uint32_t, 2> key_;
  std::array<std::uint32_t, 4> counter_;
  std::array<std::uint32_t, 4> block_{};
  int used_ = 4;
};

}  // namespace catchment
