#include "sim/network/service_areas.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <stdexcept>

namespace catchment {
namespace {

using Bend = StreetCells::Bend;

/// A part of a street segment, in mm along it from its `a`.
struct Part {
  double begin, end;
  std::uint32_t label;  ///< 0: not reached
};

/// From a walk of `low` to one of `high` mm off the street.
struct Layer {
  double low, high;
  std::uint32_t label;
};

struct V2 {
  double x = 0, y = 0;
};

GridPoint on_grid(V2 p) {
  // Exact halves are common (streets along the axes); noise must not decide them.
  return {static_cast<std::int32_t>(std::floor(p.x + 0.5 + 1e-5)), static_cast<std::int32_t>(std::floor(p.y + 0.5 + 1e-5))};
}

/// Turns labels of streets into closed rings of labelled land.
class RingMaker {
 public:
  RingMaker(const StreetCells& cells, std::span<const EdgeBand> bands, std::uint32_t n_owners)
      : cells_(cells), bands_(bands), n_owners_(n_owners), n_(static_cast<std::uint32_t>(cells.n_segments())) {
    const double sagitta = std::min(1.0, 1000 * cells.options.tolerance_m / std::max(1000 * cells.options.buffer_m, 1000 * cells.options.fill_m));
    const double most = 2 * std::acos(1 - sagitta);
    arc_step_ = std::numbers::pi / 2 / std::ceil(std::numbers::pi / 2 / most);
  }

  std::vector<LabelledSide> make() {
    label_segments();
    label_points();
    fill_blocks();
    for (const std::uint32_t s : active_)
      for (std::uint32_t i = cells_.site_flank_begin[s]; i < cells_.site_flank_begin[s + 1]; ++i) segment_flank(s, cells_.site_flank[i]);
    for (const std::uint32_t p : active_points_) {
      if (point_label_[p] == 0) continue;
      const std::uint32_t site = n_ + p;
      for (std::uint32_t i = cells_.site_flank_begin[site]; i < cells_.site_flank_begin[site + 1]; ++i)
        point_flank(p, cells_.site_flank[i]);
    }
    return std::move(sides_);
  }

 private:
  // --- labels ------------------------------------------------------------------------------------------------

  [[nodiscard]] std::uint32_t band_of(std::uint32_t label) const { return (label - 1) / n_owners_; }
  [[nodiscard]] std::uint32_t in_band(std::uint32_t label, std::uint32_t band) const {
    return 1 + std::max(band, band_of(label)) * n_owners_ + (label - 1) % n_owners_;
  }
  static std::uint32_t better(std::uint32_t a, std::uint32_t b) { return a == 0 ? b : b == 0 ? a : std::min(a, b); }

  [[nodiscard]] double length(std::uint32_t s) const {
    return std::hypot(double(cells_.b[s].x) - cells_.a[s].x, double(cells_.b[s].y) - cells_.a[s].y);
  }
  [[nodiscard]] std::span<const Part> parts(std::uint32_t s) const {
    return std::span(part_).subspan(part_begin_[slot_[s]], part_begin_[slot_[s] + 1] - part_begin_[slot_[s]]);
  }
  [[nodiscard]] bool active(std::uint32_t s) const { return slot_[s] != kNone; }

  /// The reach along one source of a segment, in mm from the segment's a.
  void parts_of(const StreetCells::Source& source, double whole, std::vector<Part>& out) const {
    out.clear();
    const auto first = std::lower_bound(bands_.begin(), bands_.end(), source.edge,
                                        [](const EdgeBand& b, std::uint32_t edge) { return b.edge.value < edge; });
    const double span = source.end_mm - source.begin_mm;
    if (span == 0) {
      for (auto b = first; b != bands_.end() && b->edge.value == source.edge; ++b)
        if (b->begin_mm <= source.begin_mm && source.begin_mm <= b->end_mm) { out.push_back({0, whole, label_of(*b)}); return; }
      return;
    }
    for (auto b = first; b != bands_.end() && b->edge.value == source.edge; ++b) {
      double begin = (b->begin_mm - source.begin_mm) / span, end = (b->end_mm - source.begin_mm) / span;
      if (begin > end) std::swap(begin, end);
      begin = std::max(0.0, begin) * whole, end = std::min(1.0, end) * whole;
      if (begin < end) out.push_back({begin, end, label_of(*b)});
    }
    if (span < 0) std::reverse(out.begin(), out.end());
  }
  [[nodiscard]] std::uint32_t label_of(const EdgeBand& b) const { return 1 + b.band * n_owners_ + b.owner; }

  /// The best label of every place of a segment: gaps become parts with label 0.
  void overlay(const std::vector<Part>& in, double whole, std::vector<Part>& out) const {
    std::vector<double> cuts{0, whole};
    for (const Part& p : in) cuts.push_back(p.begin), cuts.push_back(p.end);
    std::sort(cuts.begin(), cuts.end());
    for (std::size_t i = 0; i + 1 < cuts.size(); ++i) {
      if (cuts[i + 1] <= cuts[i]) continue;
      const double middle = (cuts[i] + cuts[i + 1]) / 2;
      std::uint32_t label = 0;
      for (const Part& p : in)
        if (p.begin <= middle && middle <= p.end) label = better(label, p.label);
      if (out.size() > 0 && out.back().label == label && out.back().end == cuts[i]) out.back().end = cuts[i + 1];
      else out.push_back({cuts[i], cuts[i + 1], label});
    }
  }

  void label_segments() {
    slot_.assign(n_, kNone);
    for (std::size_t i = 0; i < bands_.size(); ++i) {
      const EdgeBand& b = bands_[i];
      if (b.edge.value + 1 >= cells_.edge_segment_begin.size() || b.owner >= n_owners_)
        throw std::invalid_argument("partition_by_reach: a band names an edge or an owner that is not there");
      if (i > 0 && b.edge == bands_[i - 1].edge) continue;
      for (std::uint32_t k = cells_.edge_segment_begin[b.edge.value]; k < cells_.edge_segment_begin[b.edge.value + 1]; ++k)
        activate(cells_.edge_segment[k]);
    }
    // Unreached streets that are passed over.
    std::vector<std::vector<Part>> all(active_.size());
    std::vector<Part> raw, one;
    const auto label_all = [&](std::size_t slot) {
      const std::uint32_t s = active_[slot];
      const double whole = length(s);
      raw.clear();
      for (std::uint32_t k = cells_.source_begin[s]; k < cells_.source_begin[s + 1]; ++k) {
        parts_of(cells_.source[k], whole, one);
        raw.insert(raw.end(), one.begin(), one.end());
      }
      all[slot].clear();
      overlay(raw, whole, all[slot]);
    };
    for (std::size_t slot = 0; slot < all.size(); ++slot) label_all(slot);
    const std::size_t reached = active_.size();
    struct Passage { std::uint32_t segment; bool at_b; std::uint32_t label; };
    std::vector<Passage> passages;
    for (std::size_t slot = 0; slot < reached; ++slot)
      for (const bool at_b : {false, true}) {
        const std::uint32_t label = at_b ? all[slot].back().label : all[slot].front().label;
        const std::uint32_t p = cells_.point_at(at_b ? cells_.b[active_[slot]] : cells_.a[active_[slot]]);
        if (label == 0 || !cells_.passed_over[p]) continue;
        for (std::uint32_t i = cells_.point_segment_begin[p]; i < cells_.point_segment_begin[p + 1]; ++i)
          passages.push_back({cells_.point_segment[i] / 2, (cells_.point_segment[i] & 1) != 0, label});
      }
    for (const Passage& passage : passages) {
      activate(passage.segment);
      if (all.size() < active_.size()) all.push_back({{0, length(passage.segment), 0}});
      std::vector<Part>& parts = all[slot_[passage.segment]];
      if ((passage.at_b ? parts.back().label : parts.front().label) != 0) continue;
      const double whole = length(passage.segment), strip = std::min(whole, 1000 * cells_.options.bridge_m);
      raw.clear();
      for (const Part& p : parts)
        if (p.label != 0) raw.push_back(p);
      Part over{passage.at_b ? whole - strip : 0, passage.at_b ? whole : strip, passage.label};
      for (const Part& p : raw) {  // what is reached in its own right stays as it is
        if (passage.at_b) over.begin = std::max(over.begin, p.end);
        else over.end = std::min(over.end, p.begin);
      }
      if (over.begin >= over.end) continue;
      raw.push_back(over);
      parts.clear();
      overlay(raw, whole, parts);
    }
    part_begin_.push_back(0);
    for (const auto& parts : all) {
      part_.insert(part_.end(), parts.begin(), parts.end());
      part_begin_.push_back(static_cast<std::uint32_t>(part_.size()));
    }
  }

  void activate(std::uint32_t s) {
    if (slot_[s] != kNone) return;
    slot_[s] = static_cast<std::uint32_t>(active_.size());
    active_.push_back(s);
  }

  void label_points() {
    point_label_.assign(cells_.point.size(), 0);
    for (const std::uint32_t s : active_)
      for (const bool at_b : {false, true}) {
        const std::uint32_t p = cells_.point_at(at_b ? cells_.b[s] : cells_.a[s]);
        const std::uint32_t label = at_b ? parts(s).back().label : parts(s).front().label;
        if (label == 0) continue;
        if (point_label_[p] == 0) active_points_.push_back(p);
        point_label_[p] = better(point_label_[p], label);
      }
    std::sort(active_points_.begin(), active_points_.end());
    std::sort(active_.begin(), active_.end());
  }

  /// Blocks all of whose streets are reached, and the band in which the last one is.
  void fill_blocks() {
    fill_band_.assign(cells_.block.size(), kNone);
    if (cells_.options.fill_m <= cells_.options.buffer_m) return;
    std::vector<std::uint8_t> seen(cells_.block.size(), 0);
    for (const std::uint32_t s : active_)
      for (std::uint32_t i = cells_.site_flank_begin[s]; i < cells_.site_flank_begin[s + 1]; ++i) {
        const std::uint32_t block = cells_.flank_block[cells_.site_flank[i]];
        if (seen[block] || cells_.block[block] != StreetCells::Block::kClosed) continue;
        seen[block] = 1;
        std::uint32_t last = 0;
        bool whole = true;
        for (std::uint32_t k = cells_.block_segment_begin[block]; whole && k < cells_.block_segment_begin[block + 1]; ++k) {
          whole = active(cells_.block_segment[k]);
          if (!whole) break;
          for (const Part& p : parts(cells_.block_segment[k])) {
            if (p.label == 0) whole = false;
            else last = std::max(last, band_of(p.label));
          }
        }
        if (whole) fill_band_[block] = last;
      }
  }

  // --- rings -------------------------------------------------------------------------------------------------

  /// How deep a label reaches into a block: one layer, or two.
  int layers(std::uint32_t label, std::uint32_t block, std::array<Layer, 2>& out) const {
    const double buffer = 1000 * cells_.options.buffer_m, fill = 1000 * cells_.options.fill_m;
    if (cells_.block[block] == StreetCells::Block::kWater) {
      out[0] = {0, 1000 * cells_.options.bridge_m, label};
      return 1;
    }
    if (fill_band_[block] == kNone) {
      out[0] = {0, buffer, label};
      return 1;
    }
    const std::uint32_t filled = in_band(label, fill_band_[block]);
    if (filled == label) {
      out[0] = {0, fill, label};
      return 1;
    }
    out[0] = {0, buffer, label};
    out[1] = {buffer, fill, filled};
    return 2;
  }

  void ring(std::span<const V2> corners, std::uint32_t label) {
    ring_.clear();
    for (const V2 c : corners) {
      const GridPoint g = on_grid(c);
      if (ring_.empty() || ring_.back() != g) ring_.push_back(g);
    }
    while (ring_.size() > 1 && ring_.front() == ring_.back()) ring_.pop_back();
    if (ring_.size() < 3) return;
    for (std::size_t i = 0; i < ring_.size(); ++i) sides_.push_back({ring_[i], ring_[(i + 1) % ring_.size()], label});
  }

  /// Land beyond a barrier's foot line that is reached from across a piece of a cell's border: `p`, `q` in the street's
  /// order. A walk to a place h above the barrier, straight from the border at distance r, is 2 r - h.
  void barrier_piece(std::uint32_t barrier, const Bend& p, const Bend& q, const Layer& layer, int depth = 0) {
    if ((p.reach + q.reach) / 2 > layer.high) return;
    const auto foot = [&](const Bend& at) -> V2 {
      if (barrier >= n_) return {double(cells_.point[barrier - n_].x), double(cells_.point[barrier - n_].y)};
      const GridPoint a = cells_.a[barrier], b = cells_.b[barrier];
      const double ux = double(b.x) - a.x, uy = double(b.y) - a.y;
      const double t = std::clamp(((at.x - a.x) * ux + (at.y - a.y) * uy) / (ux * ux + uy * uy), 0.0, 1.0);
      return {a.x + t * ux, a.y + t * uy};
    };
    const auto at_height = [&](const Bend& at, double h) -> V2 {
      const double share = at.reach > 0 ? std::clamp(h / at.reach, 0.0, 1.0) : 0;
      const V2 f = foot(at);
      if (share == 1) return {at.x, at.y};
      return {f.x + share * (at.x - f.x), f.y + share * (at.y - f.y)};
    };
    // Where a limit runs across the piece it is a curve: halved until straight, by all limits alike so that layers fit.
    const Bend middle = between(p, q, 0.5);
    for (const double limit : {1000 * cells_.options.buffer_m, 1000 * cells_.options.fill_m}) {
      const auto on_limit = [&](const Bend& at) { return at_height(at, std::max(0.0, 2 * at.reach - limit)); };
      const V2 a = on_limit(p), b = on_limit(q), m = on_limit(middle);
      if (depth > 7 || std::hypot((a.x + b.x) / 2 - m.x, (a.y + b.y) / 2 - m.y) <= 1000 * cells_.options.tolerance_m) continue;
      barrier_piece(barrier, p, middle, layer, depth + 1);
      barrier_piece(barrier, middle, q, layer, depth + 1);
      return;
    }
    const auto least = [&](const Bend& at) { return std::max(0.0, 2 * at.reach - layer.high); };
    const auto most = [&](const Bend& at) { return layer.low > 0 ? std::min(at.reach, std::max(0.0, 2 * at.reach - layer.low)) : at.reach; };
    const std::array<V2, 4> corners{at_height(q, most(q)), at_height(p, most(p)), at_height(p, least(p)), at_height(q, least(q))};
    ring(corners, layer.label);
  }

  /// The corner behind a place where a street's cell meets those of two barriers with a common end: nobody faces it
  /// straight, so whoever stands at its mouth has it, if a walk into its last end is within the limit.
  void corner_piece(std::uint32_t before, std::uint32_t after, const Bend& mouth, std::span<const Layer> layers) {
    if (before >= n_ || after >= n_ || before == after) return;
    const GridPoint a = cells_.a[before], b = cells_.b[before];
    const bool at_a = a == cells_.a[after] || a == cells_.b[after];
    if (!at_a && b != cells_.a[after] && b != cells_.b[after]) return;
    const GridPoint end = at_a ? a : b;
    const double walk = mouth.reach + std::hypot(end.x - mouth.x, end.y - mouth.y);
    const auto foot = [&](std::uint32_t s) -> V2 {
      const GridPoint p = cells_.a[s], q = cells_.b[s];
      const double ux = double(q.x) - p.x, uy = double(q.y) - p.y;
      const double t = std::clamp(((mouth.x - p.x) * ux + (mouth.y - p.y) * uy) / (ux * ux + uy * uy), 0.0, 1.0);
      return {p.x + t * ux, p.y + t * uy};
    };
    for (const Layer& layer : layers) {
      if (walk > layer.high) continue;
      const std::array<V2, 4> corners{V2{mouth.x, mouth.y}, foot(before), V2{double(end.x), double(end.y)}, foot(after)};
      ring(corners, layer.label);
      return;
    }
  }

  /// Collects what one flank gives to one layer.
  struct Run {
    std::uint32_t label = 0;
    double low = 0, high = 0;
    bool clipped = false;               ///< the last outer corner lies on the limit
    std::vector<V2> outer;
    double from = 0, to = 0;            ///< place along a segment, or direction from a point
  };

  static Bend between(const Bend& p, const Bend& q, double share) {
    return {p.x + share * (q.x - p.x), p.y + share * (q.y - p.y), p.reach + share * (q.reach - p.reach)};
  }

  template <class Take>
  void each_chord(std::uint32_t flank, const Take& take) const {
    for (std::uint32_t i = cells_.flank_begin[flank]; i < cells_.flank_begin[flank + 1]; ++i) {
      const std::uint32_t half = cells_.flank_half[i], pair = half / 2, across = cells_.half_site[half ^ 1];
      const std::uint32_t begin = cells_.bend_begin[pair], end = cells_.bend_begin[pair + 1];
      for (std::uint32_t k = begin; k + 1 < end; ++k)
        if (half & 1) take(cells_.bend[end - 1 - (k - begin)], cells_.bend[end - 2 - (k - begin)], across);
        else take(cells_.bend[k], cells_.bend[k + 1], across);
    }
  }
  [[nodiscard]] bool is_barrier(std::uint32_t site) const {
    if (site < n_) return !cells_.is_street(site);
    return cells_.point_segment_begin[site - n_] == cells_.point_segment_begin[site - n_ + 1];
  }

  void segment_flank(std::uint32_t s, std::uint32_t flank) {
    const GridPoint a = cells_.a[s], b = cells_.b[s];
    const double whole = length(s), ux = (double(b.x) - a.x) / whole, uy = (double(b.y) - a.y) / whole;
    const auto place = [&](const Bend& p) { return std::clamp((p.x - a.x) * ux + (p.y - a.y) * uy, 0.0, whole); };
    // Counter-clockwise round the cell: the right flank runs with the segment, the left one against it.
    double side = 0;
    each_chord(flank, [&](const Bend& p, const Bend& q, std::uint32_t) { side += place(q) - place(p); });
    const double nx = side > 0 ? uy : -uy, ny = side > 0 ? -ux : ux;
    const auto off = [&](double t, double h) -> V2 {
      if (t >= whole - 1e-6) return {b.x + h * nx, b.y + h * ny};
      return {a.x + t * ux + h * nx, a.y + t * uy + h * ny};
    };
    const auto all = parts(s);
    const auto close = [&](Run& run) {
      if (run.label == 0) return;
      corners_.assign(run.outer.begin(), run.outer.end());
      corners_.push_back(off(run.to, run.low));
      corners_.push_back(off(run.from, run.low));
      ring(corners_, run.label);
      run.label = 0;
    };
    const auto add = [&](Run& run, const Layer& layer, const Bend& p, const Bend& q) {
      const double middle = (p.reach + q.reach) / 2;
      if (middle <= layer.low) return close(run);
      if (run.label != layer.label || run.high != layer.high) {
        close(run);
        run.label = layer.label, run.low = layer.low, run.high = layer.high, run.clipped = false;
        run.from = place(p);
        run.outer.clear();
      }
      run.to = place(q);
      if (middle <= layer.high) {
        run.outer.push_back({p.x, p.y});
        run.outer.push_back({q.x, q.y});
        run.clipped = false;
        return;
      }
      if (run.clipped) run.outer.pop_back();
      else run.outer.push_back(off(place(p), layer.high));
      run.outer.push_back(off(place(q), layer.high));
      run.clipped = true;
    };
    Run inner, outer;
    std::array<Layer, 2> layer;
    const std::uint32_t block = cells_.flank_block[flank];
    std::uint32_t last_across = kNone;
    each_chord(flank, [&](const Bend& p, const Bend& q, std::uint32_t across) {
      const double t0 = place(p), t1 = place(q);
      const bool turns = last_across != kNone && last_across != across && is_barrier(last_across) && is_barrier(across);
      if (turns)
        for (const Part& part : all)
          if (part.label != 0 && part.begin <= t0 && t0 <= part.end) {
            const int n_layers = layers(part.label, block, layer);
            corner_piece(last_across, across, p, std::span(layer).first(static_cast<std::size_t>(n_layers)));
            break;
          }
      last_across = across;
      const bool forward = t1 >= t0;
      const std::size_t count = all.size();
      for (std::size_t i = 0; i < count; ++i) {
        const Part& part = all[forward ? i : count - 1 - i];
        const double begin = std::max(part.begin, std::min(t0, t1)), end = std::min(part.end, std::max(t0, t1));
        if (begin > end || (begin == end && t0 != t1)) continue;
        const double span = t1 - t0, first = forward ? begin : end, last = forward ? end : begin;
        const Bend from = first == t0 ? p : between(p, q, (first - t0) / span), to = last == t1 ? q : between(p, q, (last - t0) / span);
        if (part.label == 0) {
          close(inner), close(outer);
        } else {
          const int n_layers = layers(part.label, block, layer);
          add(inner, layer[0], from, to);
          if (n_layers == 2) add(outer, layer[1], from, to);
          else close(outer);
          if (is_barrier(across))
            for (int k = 0; k < n_layers; ++k) barrier_piece(across, from, to, layer[static_cast<std::size_t>(k)]);
        }
        if (t0 == t1) break;
      }
    });
    close(inner), close(outer);
  }

  void point_flank(std::uint32_t p, std::uint32_t flank) {
    const V2 at{double(cells_.point[p].x), double(cells_.point[p].y)};
    const auto direction = [&](const Bend& b) { return std::atan2(b.y - at.y, b.x - at.x); };
    const auto off = [&](double angle, double h) -> V2 { return {at.x + h * std::cos(angle), at.y + h * std::sin(angle)}; };
    /// At the end of a chord the place itself gives the direction, without the detour over an angle.
    const auto off_bend = [&](const Bend& b, double h) -> V2 {
      const double d = std::hypot(b.x - at.x, b.y - at.y);
      return d > 0 ? V2{at.x + h * (b.x - at.x) / d, at.y + h * (b.y - at.y) / d} : at;
    };
    // Corners at fixed directions, so that what lies within an arc and what lies beyond it share them.
    const auto arc = [&](double from, double to, double h, std::vector<V2>& out) {
      if (to < from) to += 2 * std::numbers::pi;
      for (auto k = static_cast<std::int64_t>(std::floor(from / arc_step_ + 1e-9)) + 1; double(k) * arc_step_ < to - 1e-9 * arc_step_; ++k)
        out.push_back(off(double(k) * arc_step_, h));
    };
    const std::uint32_t label = point_label_[p], block = cells_.flank_block[flank];
    std::array<Layer, 2> layer;
    const int n_layers = layers(label, block, layer);
    std::vector<V2> back;
    for (int k = 0; k < n_layers; ++k) {
      const Layer& l = layer[static_cast<std::size_t>(k)];
      corners_.clear();
      back.clear();
      const auto close = [&] {
        if (corners_.empty()) return;
        if (l.low > 0) corners_.insert(corners_.end(), back.rbegin(), back.rend());
        else corners_.push_back(at);
        ring(corners_, l.label);
        corners_.clear();
        back.clear();
      };
      std::uint32_t last_across = kNone;
      each_chord(flank, [&](const Bend& from, const Bend& to, std::uint32_t across) {
        if (is_barrier(across)) barrier_piece(across, from, to, l);
        if (k == 0 && last_across != kNone && last_across != across && is_barrier(last_across) && is_barrier(across))
          corner_piece(last_across, across, from, std::span(layer).first(static_cast<std::size_t>(n_layers)));
        last_across = across;
        const double middle = (from.reach + to.reach) / 2;
        if (middle <= l.low) return close();
        if (middle <= l.high) {
          corners_.push_back({from.x, from.y});
          corners_.push_back({to.x, to.y});
        } else {
          corners_.push_back(off_bend(from, l.high));
          arc(direction(from), direction(to), l.high, corners_);
          corners_.push_back(off_bend(to, l.high));
        }
        if (l.low > 0) {
          back.push_back(off_bend(from, l.low));
          arc(direction(from), direction(to), l.low, back);
          back.push_back(off_bend(to, l.low));
        }
      });
      close();
    }
  }

  static constexpr std::uint32_t kNone = 0xFFFFFFFF;
  const StreetCells& cells_;
  std::span<const EdgeBand> bands_;
  std::uint32_t n_owners_, n_;
  double arc_step_ = 0.1;
  std::vector<std::uint32_t> slot_, active_, part_begin_, active_points_, point_label_, fill_band_;
  std::vector<Part> part_;
  std::vector<LabelledSide> sides_;
  std::vector<GridPoint> ring_;
  std::vector<V2> corners_;
};

/// Faces thinner than this, in mm, are rounding.
constexpr double kThin = 4;

}  // namespace

PlanePartition partition_by_reach(const StreetCells& cells, std::span<const EdgeBand> bands, std::uint32_t n_owners) {
  if (n_owners == 0 && !bands.empty()) throw std::invalid_argument("partition_by_reach: no owners");
  return plane_partition(RingMaker(cells, bands, std::max(1u, n_owners)).make(), kThin);
}

std::vector<ServiceArea> service_areas(const PlanePartition& partition, const StreetCells& cells, std::uint32_t n_owners,
                                       std::uint8_t n_bands, AreaForm form) {
  std::vector<ServiceArea> out;
  const auto take = [&](std::vector<Dissolved> found, const auto& owner_of, const auto& band_of) {
    for (Dissolved& d : found) {
      ServiceArea one{owner_of(d.group), band_of(d.group), std::move(d.shape), 0};
      one.area_m2 = area(one.shape);
      out.push_back(std::move(one));
    }
  };
  if (form == AreaForm::kRings)
    take(dissolve(partition, [](std::uint32_t label) { return label; }, cells.origin, StreetCells::kUnitsPerM),
         [&](std::uint32_t g) { return (g - 1) % n_owners; },
         [&](std::uint32_t g) { return static_cast<std::uint8_t>((g - 1) / n_owners); });
  else
    for (std::uint8_t k = 0; k < n_bands; ++k)
      take(dissolve(partition,
                    [&](std::uint32_t label) { return (label - 1) / n_owners <= k ? 1 + (label - 1) % n_owners : 0; },
                    cells.origin, StreetCells::kUnitsPerM),
           [](std::uint32_t g) { return g - 1; }, [&](std::uint32_t) { return k; });
  std::stable_sort(out.begin(), out.end(), [](const ServiceArea& a, const ServiceArea& b) {
    return a.owner != b.owner ? a.owner < b.owner : a.band < b.band;
  });
  return out;
}

}  // namespace catchment
