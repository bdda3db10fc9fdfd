#include "viewer/gpu/map_renderer.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <optional>

#include "viewer/gpu/demand_colours.h"
#include "viewer/gpu/screen.h"
#include "viewer/gpu/tile_cache.h"
#include "viewer/gpu/tile_painter.h"
#include "viewer/gpu/window_counts.h"

namespace catchment::gpu {

namespace {

using Clock = std::chrono::steady_clock;

/// Scales that differ by less than 1 in 10 million are one: the tiles of a scale that was zoomed away from and back to are found again.
constexpr double kScaleSteps = 1 << 24;

bool is_ours(scene::MapLayer layer) {
  return layer == scene::MapLayer::kGround || layer == scene::MapLayer::kStreets || layer == scene::MapLayer::kBands || layer == scene::MapLayer::kDemand;
}

}  // namespace

struct MapRenderer::Parts {
  explicit Parts(std::shared_ptr<const MapGeometry> geometry) : g(std::move(geometry)), counts(*g), colours(g), painter(g), screen(painter.programs()) {}

  std::shared_ptr<const MapGeometry> g;
  WindowCounts counts;
  DemandColours colours;
  TilePainter painter;
  Screen screen;
  TileCache cache;
  std::vector<ClassLook> looks;

  // The look of the last frame, in two halves: tiles painted in an older one are painted anew.
  MapLook look;
  bool looked = false;
  std::uint32_t still_look = 1, over_look = 1;
  std::vector<scene::LayerLook> below, over;

  std::uint64_t frame = 0;
  scene::Camera last;
  double tile_ms = 4;                     ///< what a tile costs, kept up
  Stats stats;
  struct { double mpp = 0, width = 0, height = 0, u = 0; Manner manner; bool known = false; } manner_memo;

  struct Wanted {
    TileView view;
    CachedTile* tile = nullptr;           ///< valid until the next make()
    double far = 0;
    bool edited = false;
  };

  void take_look(const MapLook& now);
  Manner manner_of(const scene::Camera& camera, double mpp);
  [[nodiscard]] PaintStyle style_of(const Manner& m) const;
  [[nodiscard]] bool still_fits(const CachedTile& t, const Manner& m) const {
    return t.still && t.still_look == still_look && t.manner.dense == m.dense;
  }
  [[nodiscard]] bool over_fits(const CachedTile& t, const Manner& m) const { return t.over && t.over_look == over_look && t.manner == m; }
  [[nodiscard]] bool colours_fit(const CachedTile& t);
  [[nodiscard]] bool final(const CachedTile* t, const Manner& m) {
    if (t == nullptr || !still_fits(*t, m)) return false;
    return over.empty() || (over_fits(*t, m) && colours_fit(*t));
  }
  [[nodiscard]] GLuint shown(const CachedTile& t) const {
    if (over.empty()) return t.still.name();
    return t.over ? t.over.name() : t.still.name();
  }
  [[nodiscard]] bool outside_world(const TileView& v) const {
    const Box b = v.box();
    const double margin = kTileM + 32 * v.metres_per_px * look.u;
    return b.max_x < -margin || b.max_y < -margin || b.min_x > g->columns * kTileM + margin || b.min_y > g->rows * kTileM + margin;
  }
  void paint(std::int64_t scale, const TileView& view, const Manner& m);
  bool draw(const scene::Camera& camera, double milliseconds, const std::array<double, 4>& covered);
};

void MapRenderer::Parts::take_look(const MapLook& now) {
  const bool other_palette = !looked || now.dark != look.dark;
  if (other_palette) {
    painter.set_palette(scene::palette(now.dark), looks);
    cache.clear();   // light tiles among dark ones would be worse than none
  }
  std::vector<scene::LayerLook> first, second;
  for (const auto& l : now.layers) {
    if (!is_ours(l.layer) || !l.visible || l.opacity <= 0) continue;
    (second.empty() && l.layer != scene::MapLayer::kDemand ? first : second).push_back(l);
  }
  if (other_palette || now.u != look.u || first != below) ++still_look, ++over_look;
  if (second != over || now.filter != look.filter) ++over_look;
  below = std::move(first), over = std::move(second);
  colours.set_filter(now.filter);
  look = now;
  looked = true;
}

Manner MapRenderer::Parts::manner_of(const scene::Camera& camera, double mpp) {
  auto& memo = manner_memo;
  if (memo.known && memo.mpp == mpp && memo.width == camera.width && memo.height == camera.height && memo.u == look.u) return memo.manner;
  const auto most = counts.most(camera.width * mpp, camera.height * mpp);
  Manner m;
  const double metres_per_u = mpp * look.u;
  m.dense = scene::is_dense(static_cast<std::size_t>(most.points), metres_per_u);
  m.specks = !m.dense && metres_per_u > 7 && most.buildings > 4 * static_cast<double>(scene::kSpecksFrom);
  if (m.dense) {
    GLint limit = 8192;
    glGetIntegerv(GL_MAX_TEXTURE_SIZE, &limit);
    const double cell_px = std::max(3.0, std::round(5 * look.u));
    m.density_exponent = colours.possible_exponent(static_cast<int>(std::lround(std::log2(cell_px * mpp))), std::min(limit, 8192));
  } else {
    m.disc_most_px = g->disc_rule.reference_px(1 / mpp, look.u);
    m.disc_px_per_root = m.disc_most_px / std::sqrt(g->disc_rule.persons);
  }
  memo = {mpp, camera.width, camera.height, look.u, m, true};
  return m;
}

PaintStyle MapRenderer::Parts::style_of(const Manner& m) const {
  return {&scene::palette(look.dark), look.u, m.dense, m.specks, m.disc_px_per_root, scene::DiscRule::kLeastU * look.u, scene::DiscRule::kMost * m.disc_most_px};
}

/// Has no colour changed in what the tile shows since it was painted?
bool MapRenderer::Parts::colours_fit(const CachedTile& t) {
  if (t.version == colours.version()) return true;
  if (t.version < colours.all_since()) return false;
  const Box box = t.view.box();
  if (t.manner.dense) {
    const DensityGrid& grid = colours.grid(t.manner.density_exponent);
    const double block = 16 * grid.cell_m();
    const int rows = (grid.rows + 15) / 16;
    const int x0 = std::max(0, static_cast<int>(std::floor(box.min_x / block))), x1 = std::min(grid.block_columns() - 1, static_cast<int>(std::floor(box.max_x / block)));
    const int y0 = std::max(0, static_cast<int>(std::floor(box.min_y / block))), y1 = std::min(rows - 1, static_cast<int>(std::floor(box.max_y / block)));
    for (int y = y0; y <= y1; ++y)
      for (int x = x0; x <= x1; ++x)
        if (grid.block_version[static_cast<std::size_t>(y * grid.block_columns() + x)] > t.version) return false;
    return true;
  }
  const double disc = t.manner.disc_most_px * scene::DiscRule::kMost + 2 * look.u + 1;
  const auto [x0, y0, x1, y1] = painter.world_tiles(box, std::max(kReachM, disc * t.view.metres_per_px));
  for (int y = std::max(0, y0); y <= std::min(y1, g->rows - 1); ++y)
    for (std::uint32_t k = g->tile_row_begin[static_cast<std::size_t>(y)]; k < g->tile_row_begin[static_cast<std::size_t>(y) + 1]; ++k)
      if (g->tiles[k].at.x >= x0 && g->tiles[k].at.x <= x1 && colours.tile_version(k) > t.version) return false;
  for (std::size_t k = 0; k < g->wide_owner.size(); ++k) {
    const Box& w = g->wide_box[k];
    if (colours.wide_version(k) > t.version && w.max_x >= box.min_x && w.min_x <= box.max_x && w.max_y >= box.min_y && w.min_y <= box.max_y) return false;
  }
  return true;
}

void MapRenderer::Parts::paint(std::int64_t scale, const TileView& view, const Manner& m) {
  CachedTile& t = cache.make(scale, view);
  const PaintStyle style = style_of(m);
  if (!still_fits(t, m)) {
    if (!t.still) t.still = cache.texture();
    painter.paint_static(view, style, below, t.still.name());
    t.still_look = still_look;
    t.over_look = 0;
  }
  if (!over.empty() && !(over_fits(t, m) && colours_fit(t))) {
    if (!t.over) t.over = cache.texture();
    painter.paint_over(view, style, t.still.name(), over, t.over.name());
    t.over_look = over_look;
  }
  t.version = colours.version();
  t.manner = m;
  t.used = frame;
  ++stats.tiles_drawn;
}

bool MapRenderer::Parts::draw(const scene::Camera& camera, double milliseconds, const std::array<double, 4>& covered) {
  const auto start = Clock::now();
  const auto spent = [&] { return std::chrono::duration<double, std::milli>(Clock::now() - start).count(); };
  ++frame;
  stats = {};
  painter.reset_counters();
  const auto scale = static_cast<std::int64_t>(std::llround(std::log2(camera.metres_per_px) * kScaleSteps));
  const double mpp = std::exp2(static_cast<double>(scale) / kScaleSteps);
  const Manner m = manner_of(camera, mpp);
  painter.upload(colours);
  stats.density = m.dense;
  if (m.dense) {
    DensityGrid& grid = colours.grid(m.density_exponent);
    painter.upload(grid);
    stats.density_cell_m = grid.cell_m(), stats.density_low = grid.low, stats.density_high = grid.high;
  } else if (g->n_discs > 0) {
    stats.disc_persons = g->disc_rule.persons, stats.disc_radius_px = m.disc_most_px;
  }
  const ScreenFrame at(camera, g->origin, mpp);

  std::vector<Wanted> wanted;
  const auto uncovered = [&](const TileView& v) {
    Box b;
    for (const Point p : at.corners(v)) b.add(p);
    return b.max_x > covered[0] && b.min_x < camera.width - covered[2] && b.max_y > covered[3] && b.min_y < camera.height - covered[1];
  };
  at.each_tile(0, [&](std::int64_t x, std::int64_t y, double far) {
    if (uncovered({mpp, x, y})) wanted.push_back({{mpp, x, y}, nullptr, far, false});
  });
  std::vector<Wanted*> missing;
  for (Wanted& w : wanted) {
    if (outside_world(w.view)) continue;
    CachedTile* t = cache.find(scale, w.view.x, w.view.y);
    if (t != nullptr) t->used = frame;
    if (final(t, m)) {
      ++stats.tiles_kept;
      continue;
    }
    w.edited = t != nullptr && still_fits(*t, m) && over_fits(*t, m);
    missing.push_back(&w);
  }
  // What an edit has changed first, then from the middle outwards.
  std::sort(missing.begin(), missing.end(), [](const Wanted* a, const Wanted* b) {
    return a->edited != b->edited ? a->edited : a->far != b->far ? a->far < b->far : a->view.y != b->view.y ? a->view.y < b->view.y : a->view.x < b->view.x;
  });
  const bool zooming = last.metres_per_px != camera.metres_per_px && last.width == camera.width;
  const auto may_paint = [&](bool first) { return milliseconds <= 0 || first || spent() + tile_ms <= milliseconds; };
  const auto paint_timed = [&](const TileView& view) {
    const double before = spent();
    paint(scale, view, m);
    if (milliseconds <= 0) return;
    glFinish();   // else software OpenGL would only have taken note of it
    tile_ms += 0.25 * (spent() - before - tile_ms);
  };
  std::size_t painted = 0;
  // While the scale changes from frame to frame, tiles for it would be thrown away at once: what there is is shown larger or smaller.
  const bool wait = milliseconds > 0 && zooming && cache.size() > 0;
  for (; painted < missing.size() && !wait && may_paint(painted == 0); ++painted) paint_timed(missing[painted]->view);
  const bool complete = painted == missing.size();
  // Where the map is being moved to, tiles are painted before they come into view.
  if (complete && milliseconds > 0 && !zooming && last.angle == camera.angle && painted == 0) {
    const Point move{camera.centre.x - last.centre.x, camera.centre.y - last.centre.y};
    if ((move.x != 0 || move.y != 0) && std::hypot(move.x, move.y) < camera.width * mpp) {
      std::optional<TileView> next;
      double nearest = 1e300;
      at.each_tile(kScreenTile * 1.25, [&](std::int64_t x, std::int64_t y, double far) {
        const TileView v{mpp, x, y};
        const Point c = v.box().centre();
        const double ahead = (c.x + g->origin.x - camera.centre.x) * move.x + (c.y + g->origin.y - camera.centre.y) * move.y;
        if (ahead <= 0 || far >= nearest || outside_world(v) || final(cache.find(scale, x, y), m)) return;
        nearest = far;
        next = v;
      });
      // One at most, even where a tile takes longer than there is time: it would have to be painted a few frames later anyway.
      if (next) paint_timed(*next);
    }
  }
  cache.forget(wanted.size(), frame);

  screen.begin(at, scene::palette(look.dark).paper);
  bool paper = false;
  std::vector<Box> holes;   // m from the origin, where a tile is to come
  for (Wanted& w : wanted) {
    w.tile = cache.find(scale, w.view.x, w.view.y);
    paper |= w.tile == nullptr;
    if (w.tile == nullptr && !outside_world(w.view)) holes.push_back(w.view.box());
  }
  if (paper) screen.clear();
  if (!holes.empty()) {
    // The two scales nearest to this one that have anything to show there, the nearer one on top.
    const auto fills = [&](const CachedTile& t) {
      const Box b = t.view.box();
      return std::any_of(holes.begin(), holes.end(), [&](const Box& h) { return b.max_x > h.min_x && b.min_x < h.max_x && b.max_y > h.min_y && b.min_y < h.max_y; });
    };
    std::vector<std::pair<double, std::int64_t>> scales;
    cache.each([&](std::int64_t s, const CachedTile& t) {
      if (s != scale && fills(t)) scales.emplace_back(std::abs(static_cast<double>(s - scale)), s);
    });
    std::sort(scales.begin(), scales.end());
    scales.erase(std::unique(scales.begin(), scales.end()), scales.end());
    for (std::size_t k = std::min<std::size_t>(2, scales.size()); k-- > 0;)
      cache.each([&](std::int64_t s, CachedTile& t) {
        if (s != scales[k].second || !fills(t)) return;
        t.used = frame;
        screen.tile(t.view, shown(t), false);
      });
  }
  for (const Wanted& w : wanted)
    if (w.tile != nullptr) screen.tile(w.view, shown(*w.tile), true);
  screen.end();

  last = camera;
  stats.buildings_drawn = painter.buildings_drawn();
  stats.bytes_gpu = painter.bytes() + cache.bytes();
  return complete;
}

MapRenderer::MapRenderer(std::shared_ptr<const MapGeometry> geometry) {
  const SavedTarget target;
  parts_ = std::make_unique<Parts>(std::move(geometry));
  target.restore();
}
MapRenderer::~MapRenderer() = default;

void MapRenderer::set_classes(std::span<const std::int8_t> of, std::vector<ClassLook> looks) {
  parts_->colours.set(of, looks.size());
  parts_->looks = std::move(looks);
  if (parts_->looked) parts_->painter.set_palette(scene::palette(parts_->look.dark), parts_->looks);
  ++parts_->over_look;
}

void MapRenderer::update_classes(std::span<const std::uint32_t> points, std::span<const std::int8_t> of) { parts_->colours.update(points, of); }

void MapRenderer::set_bands(std::span<const EdgeBand> pieces, std::vector<scene::Colour> colours) {
  parts_->painter.set_bands(pieces, std::move(colours));
  ++parts_->still_look, ++parts_->over_look;
}

bool MapRenderer::draw(const scene::Camera& camera, const MapLook& look, double milliseconds, const std::array<double, 4>& covered_px) {
  const SavedTarget target;   // put back when the tiles are painted, before the screen is drawn, and at the end
  parts_->screen.aim(target);
  if (!parts_->looked || !(look == parts_->look)) parts_->take_look(look);
  const bool final_picture = parts_->draw(camera, milliseconds, covered_px);
  target.restore();   // tiles may have been painted ahead after the screen
  return final_picture;
}

MapRenderer::Stats MapRenderer::stats() const { return parts_->stats; }

}  // namespace catchment::gpu
