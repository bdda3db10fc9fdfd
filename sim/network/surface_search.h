#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/network/friction_surface.h"

namespace catchment {

/// A move from a cell to one of its neighbours: where to, through which cells, how far.
struct SurfaceMove {
  std::int32_t to = 0, through_a = 0, through_b = 0;  ///< offsets in the padded grid; knight's and diagonal moves use both
  double length_m = 0;
  enum class Kind : std::uint8_t { kStraight, kDiagonal, kKnight } kind = Kind::kStraight;
  std::uint8_t length_class = 0;                      ///< equal lengths share a class (0..4)
};

/// A surface laid out for searching: a margin of barred cells, so that no move needs a bounds check. Const once made;
/// many searches may read it at the same time.
class PreparedSurface {
 public:
  PreparedSurface(const FrictionSurface& surface, const SurfaceOptions& options);

  [[nodiscard]] std::uint32_t padded(std::uint32_t cell) const {
    return (cell / columns_ + margin_) * width_ + cell % columns_ + margin_;
  }
  [[nodiscard]] std::uint32_t unpadded(std::uint32_t p) const { return (p / width_ - margin_) * columns_ + p % width_ - margin_; }
  [[nodiscard]] std::size_t size() const { return ground_.size(); }
  [[nodiscard]] bool barred(std::uint32_t p) const { return ground_[p] == kBarredGround; }
  [[nodiscard]] const SurfaceOptions& options() const { return options_; }
  [[nodiscard]] std::uint32_t margin() const { return margin_; }
  [[nodiscard]] std::uint32_t width() const { return width_; }

 private:
  friend class SurfaceSearch;
  SurfaceOptions options_;
  std::uint32_t columns_ = 0, margin_ = 0, width_ = 0;
  std::vector<std::uint16_t> ground_;                 ///< [size] kBarredGround where nothing can go
  std::vector<float> elevation_m_;                    ///< [size] if slopes count
  std::vector<Ground> classes_;
  std::vector<double> pace_;                          ///< [n_ground] ms per metre on the flat
  std::vector<double> half_;                          ///< [5 x n_ground] flat time of half (knight: a quarter) of a move, ms
  std::vector<SurfaceMove> moves_;
  int bucket_bits_ = 0;                               ///< a bucket of the queue is 2^bits ms wide
};

/// One search after another over a prepared surface; keeps its memory between them. Not for two threads at once.
class SurfaceSearch {
 public:
  explicit SurfaceSearch(const PreparedSurface& surface);

  /// Fills cost() and owner() of every cell within the limit. `remember`: also lists them in reached(), and the next
  /// run resets only those.
  void run(std::span<const SurfaceSeed> seeds, bool remember, const Progress& progress = {});

  [[nodiscard]] std::vector<Cost>& cost() { return cost_; }              ///< [padded size]; barred cells hold 0
  [[nodiscard]] std::vector<std::uint32_t>& owner() { return owner_; }   ///< [padded size]
  [[nodiscard]] std::span<const std::uint32_t> reached() const { return reached_; }

 private:
  struct Entry { std::uint32_t cell; Cost cost; };
  static constexpr std::uint32_t kRing = 4096;
  template <bool kSlopes, bool kMeanOfSpeeds> void settle(const Progress& progress);
  template <bool kSlopes, bool kMeanOfSpeeds> void expand(Entry from);
  void reset();
  void push(std::uint32_t cell, Cost cost);
  bool next_bucket(std::vector<Entry>& out);
  void refill();

  const PreparedSurface* s_;
  std::vector<Cost> cost_;
  std::vector<std::uint32_t> owner_, reached_;
  std::vector<std::vector<Entry>> ring_, spare_;
  std::vector<Entry> later_;                          ///< beyond the ring's horizon
  std::uint32_t now_ = 0, later_from_ = UINT32_MAX;   ///< bucket numbers
  std::size_t in_ring_ = 0;
  bool remember_ = false, dirty_ = false;
};

}  // namespace catchment
