#include "viewer/scene/raster_text.h"

#include <cairo.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <numbers>
#include <string>
#include <tuple>
#include <vector>

#include "viewer/scene/export.h"
#include "viewer/scene/font.h"
#include "viewer/scene/text_format.h"

namespace catchment::scene {

namespace {

/// The glyphs of a text around its anchor at (0, 0), placed by our own widths, the same that laid the picture out; clusters keep the text
/// searchable in PDF.
class Glyphs {
 public:
  Glyphs(cairo_t* c, const Shape& s) {
    cairo_set_font_face(c, s.bold ? fonts().bold : fonts().regular);
    cairo_set_font_size(c, s.size_px);
    const double width = text_width(s.text, s.size_px, s.bold);
    const double x = s.anchor == Anchor::kStart ? 0 : s.anchor == Anchor::kMiddle ? -width / 2 : -width;
    // Text that is not UTF-8 gives none: nothing that could be drawn.
    if (cairo_scaled_font_text_to_glyphs(cairo_get_scaled_font(c), x, 0, s.text.data(), static_cast<int>(s.text.size()), &glyphs, &count,
                                         &clusters, &n_clusters, &flags) != CAIRO_STATUS_SUCCESS) {
      count = 0;
      return;
    }
    if (const auto letters = code_points(s.text); static_cast<int>(letters.size()) == count) {
      double pen = x;
      for (int i = 0; i < count; ++i) {
        glyphs[i].x = pen;
        pen += text_width(utf8(letters[static_cast<std::size_t>(i)]), s.size_px, s.bold);
      }
    }
  }
  ~Glyphs() {
    cairo_glyph_free(glyphs);
    cairo_text_cluster_free(clusters);
  }
  Glyphs(const Glyphs&) = delete;
  Glyphs& operator=(const Glyphs&) = delete;

  cairo_glyph_t* glyphs = nullptr;
  cairo_text_cluster_t* clusters = nullptr;
  int count = 0, n_clusters = 0;
  cairo_text_cluster_flags_t flags{};
};

void source(cairo_t* c, Colour colour) {
  cairo_set_source_rgba(c, colour.r / 255.0, colour.g / 255.0, colour.b / 255.0, colour.a / 255.0);
}

using Mask = std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)>;

/// Pixels of a text and of its halo, relative to the whole pixel that its anchor is in.
struct TextMask {
  int left = 0, top = 0;
  Mask letters{nullptr, &cairo_surface_destroy}, halo{nullptr, &cairo_surface_destroy};
};

Mask new_mask(int width, int height) {
  return {cairo_image_surface_create(CAIRO_FORMAT_A8, width, height), &cairo_surface_destroy};
}

/// The letters grown by `radius` px: at every pixel the largest of the letters' values within it, weighted at the rim.
void grow(cairo_surface_t* from, cairo_surface_t* to, double radius) {
  const int width = cairo_image_surface_get_width(from), height = cairo_image_surface_get_height(from);
  const int stride = cairo_image_surface_get_stride(from), reach = static_cast<int>(std::ceil(radius));
  const unsigned char* in = cairo_image_surface_get_data(from);
  unsigned char* out = cairo_image_surface_get_data(to);
  for (int dy = -reach; dy <= reach; ++dy)
    for (int dx = -reach; dx <= reach; ++dx) {
      const auto weight = static_cast<unsigned>(std::lround(256 * std::clamp(radius + 0.5 - std::hypot(dx, dy), 0.0, 1.0)));
      if (weight == 0) continue;
      const int x0 = std::max(0, -dx), x1 = std::min(width, width - dx);
      for (int y = std::max(0, -dy); y < std::min(height, height - dy); ++y) {
        const unsigned char* a = in + (y + dy) * stride + dx;
        unsigned char* b = out + y * stride;
        for (int x = x0; x < x1; ++x) {
          const auto v = static_cast<unsigned char>(a[x] * weight >> 8);
          b[x] = v > b[x] ? v : b[x];
        }
      }
    }
}

/// `fx`, `fy`: where in its pixel the anchor stands, 0..1; `scale`: device pixels per px.
TextMask make_mask(const Shape& s, double scale, double fx, double fy) {
  const double rad = s.angle_deg * std::numbers::pi / 180, size = s.size_px * scale, halo = s.halo_px * scale;
  const double width = text_width(s.text, size, s.bold);
  const double x = s.anchor == Anchor::kStart ? 0 : s.anchor == Anchor::kMiddle ? -width / 2 : -width;
  Box box;
  for (const double bx : {x - 0.2 * size, x + width + 0.2 * size})
    for (const double by : {-1.1 * size, 0.4 * size}) box.add(Point{bx * std::cos(rad) - by * std::sin(rad), bx * std::sin(rad) + by * std::cos(rad)});
  const double pad = halo + 2;
  TextMask out;
  out.left = static_cast<int>(std::floor(box.min_x - pad)), out.top = static_cast<int>(std::floor(box.min_y - pad));
  const int w = static_cast<int>(std::ceil(box.max_x + pad)) - out.left + 1, h = static_cast<int>(std::ceil(box.max_y + pad)) - out.top + 1;
  out.letters = new_mask(w, h);
  {
    const std::unique_ptr<cairo_t, decltype(&cairo_destroy)> c(cairo_create(out.letters.get()), &cairo_destroy);
    plain_fonts(c.get());
    cairo_translate(c.get(), fx - out.left, fy - out.top);
    cairo_scale(c.get(), scale, scale);
    cairo_rotate(c.get(), rad);
    const Glyphs run(c.get(), s);
    cairo_glyph_path(c.get(), run.glyphs, run.count);
    cairo_fill(c.get());
  }
  cairo_surface_flush(out.letters.get());
  if (halo > 0 && s.halo.a != 0) {
    out.halo = new_mask(w, h);
    grow(out.letters.get(), out.halo.get(), halo);
    cairo_surface_mark_dirty(out.halo.get());
  }
  return out;
}

/// Everything that decides the pixels of a text but its colours and its whole-pixel place.
using Key = std::tuple<std::string, double, double, double, int, bool, int, int>;

std::shared_ptr<const TextMask> kept_mask(const Shape& s, double scale, int quarter_x, int quarter_y) {
  constexpr std::size_t kMost = 4000;  // some 15 MB
  static std::mutex guard;
  static std::map<Key, std::shared_ptr<const TextMask>> now, before;  // two generations: what a whole one did not use is forgotten
  const Key key{s.text, s.size_px * scale, s.angle_deg, s.halo.a == 0 ? 0 : s.halo_px * scale, static_cast<int>(s.anchor), s.bold, quarter_x, quarter_y};
  {
    const std::scoped_lock lock(guard);
    if (const auto found = now.find(key); found != now.end()) return found->second;
    if (const auto found = before.find(key); found != before.end()) return now[key] = found->second;
  }
  auto made = std::make_shared<const TextMask>(make_mask(s, scale, quarter_x / 4.0, quarter_y / 4.0));
  const std::scoped_lock lock(guard);
  if (now.size() >= kMost) before = std::move(now), now.clear();
  return now[key] = std::move(made);
}

}  // namespace

void plain_fonts(cairo_t* c) {
  cairo_font_options_t* options = cairo_font_options_create();
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
  cairo_set_font_options(c, options);
  cairo_font_options_destroy(options);
}

void draw_text(cairo_t* c, const Shape& s) {
  if (s.text.empty()) return;
  cairo_save(c);
  cairo_translate(c, s.centre.x, s.centre.y);
  if (s.angle_deg != 0) cairo_rotate(c, s.angle_deg * std::numbers::pi / 180);
  const Glyphs run(c, s);
  if (s.halo_px > 0 && s.halo.a != 0) {
    cairo_new_path(c);
    cairo_glyph_path(c, run.glyphs, run.count);
    source(c, s.halo);
    cairo_set_line_width(c, 2 * s.halo_px);
    cairo_set_line_join(c, CAIRO_LINE_JOIN_ROUND);
    cairo_stroke(c);
  }
  source(c, s.fill);
  cairo_new_path(c);
  if (cairo_surface_get_type(cairo_get_target(c)) == CAIRO_SURFACE_TYPE_IMAGE) {
    // Outlines instead of cached bitmaps: those sit on whole pixels, which makes small text dance.
    cairo_save(c);
    cairo_set_fill_rule(c, CAIRO_FILL_RULE_WINDING);
    cairo_glyph_path(c, run.glyphs, run.count);
    cairo_fill(c);
    cairo_restore(c);
  } else {
    cairo_show_text_glyphs(c, s.text.data(), static_cast<int>(s.text.size()), run.glyphs, run.count, run.clusters, run.n_clusters, run.flags);
  }
  cairo_restore(c);
}

void draw_text_mask(cairo_t* c, const Shape& s) {
  if (s.text.empty()) return;
  double x = s.centre.x, y = s.centre.y, scale = 1, none = 0;
  cairo_user_to_device(c, &x, &y);
  cairo_user_to_device_distance(c, &scale, &none);
  const double qx = std::round(x * 4), qy = std::round(y * 4);
  const double px = std::floor(qx / 4), py = std::floor(qy / 4);
  const auto mask = kept_mask(s, scale, static_cast<int>(qx - 4 * px), static_cast<int>(qy - 4 * py));
  cairo_save(c);
  cairo_identity_matrix(c);
  if (mask->halo != nullptr) {
    source(c, s.halo);
    cairo_mask_surface(c, mask->halo.get(), px + mask->left, py + mask->top);
  }
  source(c, s.fill);
  cairo_mask_surface(c, mask->letters.get(), px + mask->left, py + mask->top);
  cairo_restore(c);
}

}  // namespace catchment::scene
