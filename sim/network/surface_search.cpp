#include "sim/network/surface_search.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <stdexcept>

#include <fmt/format.h>

#include "sim/network/slope_speed.h"

namespace catchment {

namespace {

void check(const FrictionSurface& s, const SurfaceOptions& o) {
  if (s.columns == 0 || s.rows == 0) throw std::invalid_argument("friction surface: it has no cells");
  if (s.cell.size() != s.n_cells())
    throw std::invalid_argument(fmt::format("friction surface: {} cells in {} columns and {} rows", s.cell.size(), s.columns, s.rows));
  if ((std::size_t{s.columns} + 4) * (std::size_t{s.rows} + 4) > INT32_MAX)
    throw std::invalid_argument("friction surface: more than 2^31 cells");
  if (!(s.cell_width_m > 0) || !(s.cell_height_m > 0) || !std::isfinite(s.cell_width_m) || !std::isfinite(s.cell_height_m))
    throw std::invalid_argument("friction surface: the size of a cell is not positive");
  if (s.ground.size() >= kBarredGround) throw std::invalid_argument("friction surface: too many classes of ground");
  for (const Ground& g : s.ground)
    if (!(g.speed_mps >= 0) || !std::isfinite(g.speed_mps))
      throw std::invalid_argument(fmt::format("friction surface: a speed of {} m/s", g.speed_mps));
  for (const std::uint16_t c : s.cell)
    if (c != kBarredGround && c >= s.ground.size())
      throw std::invalid_argument(fmt::format("friction surface: class {} of {}", c, s.ground.size()));
  if (!s.elevation_m.empty() && s.elevation_m.size() != s.cell.size())
    throw std::invalid_argument(fmt::format("friction surface: {} elevations for {} cells", s.elevation_m.size(), s.cell.size()));
  if (o.slopes && s.elevation_m.empty()) throw std::invalid_argument("friction surface: slopes need elevations");
  if (o.moves != 8 && o.moves != 16) throw std::invalid_argument(fmt::format("friction surface: {} moves, not 8 or 16", o.moves));
}

/// Whole milliseconds, at least 1; too long for any limit is unreachable.
Cost rounded(double ms) {
  if (!(ms < kUnreachable)) return kUnreachable;
  return std::max<Cost>(1, static_cast<Cost>(ms + 0.5));
}

}  // namespace

PreparedSurface::PreparedSurface(const FrictionSurface& s, const SurfaceOptions& options) : options_(options) {
  check(s, options);
  columns_ = s.columns;
  margin_ = options.moves == 16 ? 2 : 1;
  width_ = s.columns + 2 * margin_;
  const std::size_t n = std::size_t{width_} * (s.rows + 2 * margin_);
  ground_.assign(n, kBarredGround);
  if (options.slopes) elevation_m_.assign(n, 0);
  for (std::uint32_t row = 0; row < s.rows; ++row) {
    const std::size_t from = std::size_t{row} * columns_, to = std::size_t{row + margin_} * width_ + margin_;
    for (std::uint32_t c = 0; c < columns_; ++c) {
      if (!s.passable(from + c)) continue;
      if (options.slopes) {
        if (!std::isfinite(s.elevation_m[from + c])) continue;
        elevation_m_[to + c] = s.elevation_m[from + c];
      }
      ground_[to + c] = s.cell[from + c];
    }
  }
  classes_ = s.ground;
  double fastest = 0;
  for (const Ground& g : s.ground) {
    pace_.push_back(g.speed_mps > 0 ? 1000 / g.speed_mps : INFINITY);
    fastest = std::max(fastest, g.speed_mps);
  }
  const double w = s.cell_width_m, h = s.cell_height_m;
  const double length[] = {w, h, std::hypot(w, h), std::hypot(w, 2 * h), std::hypot(2 * w, h)};
  const auto add = [&](int rows, int columns) {
    SurfaceMove m;
    const auto at = [&](int r, int c) { return r * static_cast<std::int32_t>(width_) + c; };
    m.to = at(rows, columns);
    if (rows == 0 || columns == 0) {
      m.length_class = rows == 0 ? 0 : 1;
    } else if (std::abs(rows) == std::abs(columns)) {
      m.kind = SurfaceMove::Kind::kDiagonal;
      m.length_class = 2;
      m.through_a = at(rows, 0);
      m.through_b = at(0, columns);
    } else {  // the straight line crosses the next cell along the long axis, then the one diagonally
      m.kind = SurfaceMove::Kind::kKnight;
      m.length_class = std::abs(rows) == 2 ? 3 : 4;
      m.through_a = std::abs(rows) == 2 ? at(rows / 2, 0) : at(0, columns / 2);
      m.through_b = std::abs(rows) == 2 ? at(rows / 2, columns) : at(rows, columns / 2);
    }
    m.length_m = length[m.length_class];
    moves_.push_back(m);
  };
  for (const int r : {-1, 0, 1})
    for (const int c : {-1, 0, 1})
      if (r != 0 || c != 0) add(r, c);
  if (options.moves == 16)
    for (const int sign_r : {-1, 1})
      for (const int sign_c : {-1, 1}) {
        add(2 * sign_r, sign_c);
        add(sign_r, 2 * sign_c);
      }
  for (int k = 0; k < 5; ++k)
    for (const double pace : pace_) half_.push_back(length[k] * pace / (k < 3 ? 2 : 4));
  // With buckets no wider than the shortest move a cell is settled once; slopes may undercut it, then it is settled again.
  if (fastest > 0) bucket_bits_ = std::bit_width(std::min<Cost>(rounded(std::min(w, h) * 1000 / fastest), 1u << 20)) - 1;
}

SurfaceSearch::SurfaceSearch(const PreparedSurface& surface) : s_(&surface) {
  cost_.assign(surface.size(), kUnreachable);
  // A barred cell looks as if it were reached at once, so that the search never tries to enter it.
  for (std::size_t i = 0; i < cost_.size(); ++i)
    if (surface.ground_[i] == kBarredGround) cost_[i] = 0;
  owner_.assign(surface.size(), UINT32_MAX);
  ring_.resize(kRing);
}

void SurfaceSearch::reset() {
  if (!dirty_) return;
  if (remember_) {
    for (const std::uint32_t p : reached_) {
      cost_[p] = kUnreachable;
      owner_[p] = UINT32_MAX;
    }
  } else {
    for (std::size_t i = 0; i < cost_.size(); ++i)
      if (s_->ground_[i] != kBarredGround) cost_[i] = kUnreachable;
    std::fill(owner_.begin(), owner_.end(), UINT32_MAX);
  }
  reached_.clear();
  for (auto& bucket : ring_) bucket.clear();          // a cancelled search leaves entries
  later_.clear();
  in_ring_ = 0;
}

void SurfaceSearch::run(std::span<const SurfaceSeed> seeds, bool remember, const Progress& progress) {
  const Cost limit = s_->options_.limit;
  for (const SurfaceSeed& seed : seeds) {
    const std::uint32_t p = seed.cell < UINT32_MAX ? s_->padded(seed.cell) : UINT32_MAX;
    if (p >= s_->size() || s_->barred(p))
      throw std::invalid_argument(fmt::format("friction surface: the seed at cell {} is outside or on a barred cell", seed.cell));
  }
  reset();
  remember_ = remember;
  dirty_ = true;
  now_ = UINT32_MAX;
  later_from_ = UINT32_MAX;
  for (const SurfaceSeed& seed : seeds) {
    if (seed.cost < kUnreachable) now_ = std::min(now_, seed.cost >> s_->bucket_bits_);
  }
  for (const SurfaceSeed& seed : seeds) {
    const std::uint32_t p = s_->padded(seed.cell);
    if (seed.cost > limit || seed.cost >= kUnreachable || seed.cost > cost_[p] || (seed.cost == cost_[p] && owner_[p] <= seed.owner)) continue;
    if (remember_ && cost_[p] == kUnreachable) reached_.push_back(p);
    cost_[p] = seed.cost;
    owner_[p] = seed.owner;
    push(p, seed.cost);
  }
  const bool mean = s_->options_.mean_of_speeds;
  if (s_->options_.slopes) mean ? settle<true, true>(progress) : settle<true, false>(progress);
  else mean ? settle<false, true>(progress) : settle<false, false>(progress);
}

void SurfaceSearch::push(std::uint32_t cell, Cost cost) {
  const std::uint32_t bucket = cost >> s_->bucket_bits_;
  if (bucket >= now_ + kRing) {
    later_.push_back({cell, cost});
    later_from_ = std::min(later_from_, bucket);
    return;
  }
  auto& entries = ring_[bucket % kRing];
  if (entries.capacity() == 0 && !spare_.empty()) {
    entries = std::move(spare_.back());
    spare_.pop_back();
  }
  entries.push_back({cell, cost});
  ++in_ring_;
}

void SurfaceSearch::refill() {
  std::vector<Entry> waiting;
  waiting.swap(later_);
  later_from_ = UINT32_MAX;
  for (const Entry e : waiting)
    if (cost_[e.cell] == e.cost) push(e.cell, e.cost);
}

bool SurfaceSearch::next_bucket(std::vector<Entry>& out) {
  for (;;) {
    if (in_ring_ == 0) {
      if (later_.empty()) return false;
      now_ = later_from_;
      refill();
      continue;
    }
    if (now_ >= later_from_) refill();
    auto& entries = ring_[now_ % kRing];
    if (!entries.empty()) {
      out.clear();
      spare_.push_back(std::move(out));
      out = std::move(entries);
      entries = {};
      in_ring_ -= out.size();
      return true;  // now_ stays: cells settled here may push into the same bucket
    }
    ++now_;
  }
}

template <bool kSlopes, bool kMeanOfSpeeds>
void SurfaceSearch::settle(const Progress& progress) {
  std::vector<Entry> bucket;
  std::size_t settled = 0, told = 0;
  const std::size_t step = s_->size() / 100 + 1;
  while (next_bucket(bucket)) {
    for (const Entry e : bucket) {
      if (cost_[e.cell] != e.cost) continue;  // a cheaper way was found since
      ++settled;
      expand<kSlopes, kMeanOfSpeeds>(e);
    }
    if (progress && settled >= told + step) {
      told = settled;
      report(progress, std::min(1.0, static_cast<double>(settled) / static_cast<double>(s_->size())), "travel times");
    }
  }
}

template <bool kSlopes, bool kMeanOfSpeeds>
void SurfaceSearch::expand(Entry from) {
  const PreparedSurface& s = *s_;
  const std::uint32_t u = from.cell, owner = owner_[u];
  const std::uint16_t ground_u = s.ground_[u];
  const std::size_t n_ground = s.pace_.size();
  const Cost limit = s.options_.limit;
  const bool sealed = s.options_.sealed_diagonals;
  for (const SurfaceMove& m : s.moves_) {
    const std::uint32_t v = u + static_cast<std::uint32_t>(m.to);
    if (cost_[v] <= from.cost) continue;
    const std::uint32_t a = u + static_cast<std::uint32_t>(m.through_a), b = u + static_cast<std::uint32_t>(m.through_b);
    std::uint16_t ground[4] = {ground_u, s.ground_[v], 0, 0};
    const int cells = m.kind == SurfaceMove::Kind::kKnight ? 4 : 2;
    if (m.kind != SurfaceMove::Kind::kStraight) {
      ground[2] = s.ground_[a];
      ground[3] = s.ground_[b];
      if (m.kind == SurfaceMove::Kind::kKnight ? (ground[2] == kBarredGround || ground[3] == kBarredGround)
                                               : (sealed && ground[2] == kBarredGround && ground[3] == kBarredGround))
        continue;
    }
    double ms = 0;
    if constexpr (!kSlopes && !kMeanOfSpeeds) {
      const double* half = s.half_.data() + m.length_class * n_ground;
      for (int i = 0; i < cells; ++i) ms += half[ground[i]];
    } else {
      double slope = 0, walking = 1;
      if constexpr (kSlopes) {
        const double rise = static_cast<double>(s.elevation_m_[v]) - static_cast<double>(s.elevation_m_[u]);
        slope = (s.options_.towards ? -rise : rise) / m.length_m;
        walking = tobler_pace_factor(slope);
      }
      double sum = 0;  // of paces, ms/m, or of speeds, m/s
      for (int i = 0; i < cells; ++i) {
        const Ground& g = s.classes_[ground[i]];
        double pace = s.pace_[ground[i]];
        if constexpr (kSlopes) {
          if (g.mode == GroundMode::kWalking) pace *= walking;
          if (g.mode == GroundMode::kCycling)
            pace = 1000 / (s.options_.accessmod_cycling ? accessmod_cycling_speed_mps(g.speed_mps, slope) : cycling_speed_mps(g.speed_mps, slope));
        }
        sum += kMeanOfSpeeds ? 1000 / pace : pace;
      }
      ms = kMeanOfSpeeds ? m.length_m * 1000 * cells / sum : m.length_m * sum / cells;
    }
    const Cost move = rounded(ms);
    if (move >= kUnreachable) continue;
    const Cost cost = from.cost + move;
    if (cost > limit || cost >= kUnreachable || cost > cost_[v] || (cost == cost_[v] && owner_[v] <= owner)) continue;
    if (remember_ && cost_[v] == kUnreachable) reached_.push_back(v);
    cost_[v] = cost;
    owner_[v] = owner;
    push(v, cost);
  }
}

}  // namespace catchment
