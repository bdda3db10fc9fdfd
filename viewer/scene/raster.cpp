#include <cairo-pdf.h>
#include <cairo.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <memory>
#include <numbers>
#include <stdexcept>
#include <string>

#include "viewer/scene/export.h"
#include "viewer/scene/font.h"
#include "viewer/scene/overlay.h"
#include "viewer/scene/raster_text.h"

namespace catchment::scene {

namespace {

struct FreeSurface { void operator()(cairo_surface_t* s) const { cairo_surface_destroy(s); } };
struct FreeContext { void operator()(cairo_t* c) const { cairo_destroy(c); } };
using Surface = std::unique_ptr<cairo_surface_t, FreeSurface>;
using Context = std::unique_ptr<cairo_t, FreeContext>;

cairo_status_t append_bytes(void* closure, const unsigned char* data, unsigned int length) {
  static_cast<std::string*>(closure)->append(reinterpret_cast<const char*>(data), length);
  return CAIRO_STATUS_SUCCESS;
}

void source(cairo_t* c, Colour colour) {
  cairo_set_source_rgba(c, colour.r / 255.0, colour.g / 255.0, colour.b / 255.0, colour.a / 255.0);
}

void trace(cairo_t* c, const Shape& s) {
  cairo_new_path(c);
  if (s.kind == Shape::Kind::kCircle) {
    cairo_arc(c, s.centre.x, s.centre.y, s.radius_px, 0, 2 * std::numbers::pi);
    cairo_close_path(c);
    return;
  }
  for (const Ring& ring : s.rings) {
    if (ring.size() < 2) continue;
    cairo_move_to(c, ring[0].x, ring[0].y);
    for (std::size_t i = 1; i < ring.size(); ++i) cairo_line_to(c, ring[i].x, ring[i].y);
    if (s.closed) cairo_close_path(c);
  }
}

/// The same 6 px pattern as in SVG, tied to the picture's origin so that neighbours line up.
void hatch(cairo_t* c, const Shape& s) {
  trace(c, s);
  double x0, y0, x1, y1;
  cairo_path_extents(c, &x0, &y0, &x1, &y1);
  cairo_save(c);
  cairo_clip(c);
  source(c, s.stroke.colour);
  if (s.hatch == Hatch::kDiagonal) {
    cairo_set_line_width(c, 2.6);
    const double step = 6 * std::numbers::sqrt2;
    for (double k = std::floor((x0 + y0) / step) * step; k <= x1 + y1 + step; k += step) {
      cairo_move_to(c, k - y0 + 3, y0 - 3);
      cairo_line_to(c, k - y1 - 3, y1 + 3);
    }
    cairo_stroke(c);
  } else {
    for (double y = std::floor(y0 / 6) * 6 + 3; y < y1 + 1; y += 6)
      for (double x = std::floor(x0 / 6) * 6 + 3; x < x1 + 1; x += 6) {
        cairo_new_sub_path(c);
        cairo_arc(c, x, y, 0.9, 0, 2 * std::numbers::pi);
      }
    cairo_fill(c);
  }
  cairo_restore(c);
}

enum class Texts { kOutlines, kMasks };

void draw(cairo_t* c, const Shape& s, Texts texts) {
  if (s.kind == Shape::Kind::kText) return texts == Texts::kMasks ? draw_text_mask(c, s) : draw_text(c, s);
  const bool filled = s.closed || s.kind == Shape::Kind::kCircle;
  if (filled && s.fill.a != 0) {
    trace(c, s);
    source(c, s.fill);
    cairo_fill(c);
  }
  if (filled && s.hatch != Hatch::kNone) hatch(c, s);
  if (s.stroke.width_px <= 0 || s.stroke.colour.a == 0) return;
  trace(c, s);
  source(c, s.stroke.colour);
  cairo_set_line_width(c, s.stroke.width_px);
  cairo_set_line_join(c, CAIRO_LINE_JOIN_ROUND);
  const auto& dash = s.stroke.dash_px;
  cairo_set_line_cap(c, !filled && dash.empty() ? CAIRO_LINE_CAP_ROUND : CAIRO_LINE_CAP_BUTT);
  cairo_set_dash(c, dash.data(), static_cast<int>(dash.size()), 0);
  cairo_stroke(c);
}

void draw(cairo_t* c, const DisplayList& list, Texts texts = Texts::kOutlines) {
  plain_fonts(c);
  cairo_set_fill_rule(c, CAIRO_FILL_RULE_EVEN_ODD);
  if (list.background.a != 0) {
    source(c, list.background);
    cairo_paint(c);
  }
  for (const auto& layer : list.layers) {
    cairo_save(c);
    if (const Box& f = list.map_frame; layer.clip_to_map && !f.empty()) {
      cairo_rectangle(c, f.min_x, f.min_y, f.width(), f.height());
      cairo_clip(c);
    }
    const bool group = layer.opacity < 1;
    if (group) cairo_push_group(c);
    if (group) plain_fonts(c), cairo_set_fill_rule(c, CAIRO_FILL_RULE_EVEN_ODD);
    for (const auto& shape : layer.shapes) draw(c, shape, texts);
    if (group) cairo_pop_group_to_source(c), cairo_paint_with_alpha(c, std::clamp(layer.opacity, 0.0, 1.0));
    cairo_restore(c);
  }
}

void warn_about_fonts(std::string* warning) {
  if (warning == nullptr) return;
  warning->clear();
  if (!fonts().cjk)
    *warning = "no Chinese font found: Chinese text shows as boxes in PNG and PDF; install WenQuanYi Micro Hei, "
               "Noto Sans CJK or Droid Sans Fallback";
}

void check_size(const DisplayList& list, double scale) {
  if (!(list.width_px > 0) || !(list.height_px > 0) || !(scale > 0))
    throw std::invalid_argument("picture: width, height and scale must be above 0");
  if (list.width_px * scale > 30000 || list.height_px * scale > 30000)
    throw std::invalid_argument("picture: more than 30,000 pixels on a side");
}

void require(cairo_status_t status, const char* what) {
  if (status != CAIRO_STATUS_SUCCESS)
    throw std::runtime_error(std::string(what) + ": " + cairo_status_to_string(status));
}

/// Cairo's pixel is a native word 0xAARRGGBB; ours are the bytes R, G, B, A. No branch, so that the compiler makes vectors of it.
void swap_bytes(std::vector<std::uint8_t>& rgba) {
  for (std::size_t i = 0; i + 4 <= rgba.size(); i += 4) {
    std::uint32_t p;
    std::memcpy(&p, &rgba[i], 4);
    if constexpr (std::endian::native == std::endian::little) p = (p & 0xFF00FF00u) | ((p >> 16) & 0xFFu) | ((p & 0xFFu) << 16);
    else p = (p << 8) | (p >> 24);
    std::memcpy(&rgba[i], &p, 4);
  }
}

}  // namespace

std::string to_png(const DisplayList& list, double scale, std::string* warning) {
  check_size(list, scale);
  warn_about_fonts(warning);
  const Surface surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, static_cast<int>(std::ceil(list.width_px * scale)),
                                                   static_cast<int>(std::ceil(list.height_px * scale))));
  require(cairo_surface_status(surface.get()), "PNG");
  const Context context(cairo_create(surface.get()));
  // RGB has no "nothing": what the picture leaves open is paper.
  source(context.get(), rgb(0xFFFFFF));
  cairo_paint(context.get());
  cairo_scale(context.get(), scale, scale);
  draw(context.get(), list);
  require(cairo_status(context.get()), "PNG");
  std::string bytes;
  require(cairo_surface_write_to_png_stream(surface.get(), append_bytes, &bytes), "PNG");
  return bytes;
}

Pixels to_pixels(const DisplayList& list, double scale, std::string* warning) {
  check_size(list, scale);
  warn_about_fonts(warning);
  Pixels out;
  out.width = static_cast<int>(std::ceil(list.width_px * scale));
  out.height = static_cast<int>(std::ceil(list.height_px * scale));
  out.rgba.assign(static_cast<std::size_t>(out.width) * static_cast<std::size_t>(out.height) * 4, 0);
  // Cairo draws into our own bytes: its row of 4 bytes a pixel needs no padding.
  const Surface surface(cairo_image_surface_create_for_data(out.rgba.data(), CAIRO_FORMAT_ARGB32, out.width, out.height, out.width * 4));
  require(cairo_surface_status(surface.get()), "pixels");
  const Context context(cairo_create(surface.get()));
  cairo_scale(context.get(), scale, scale);
  draw(context.get(), list, Texts::kMasks);
  require(cairo_status(context.get()), "pixels");
  cairo_surface_flush(surface.get());
  swap_bytes(out.rgba);
  return out;
}

std::string png_of(const Pixels& pixels, Colour ground) {
  const Surface surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, pixels.width, pixels.height));
  require(cairo_surface_status(surface.get()), "PNG");
  unsigned char* data = cairo_image_surface_get_data(surface.get());
  const int stride = cairo_image_surface_get_stride(surface.get());
  const std::uint32_t under[3] = {ground.r, ground.g, ground.b};
  for (int y = 0; y < pixels.height; ++y)
    for (int x = 0; x < pixels.width; ++x) {
      const std::uint8_t* p = &pixels.rgba[(static_cast<std::size_t>(y) * static_cast<std::size_t>(pixels.width) + static_cast<std::size_t>(x)) * 4];
      std::uint32_t out = 0;
      for (int c = 0; c < 3; ++c) out = out << 8 | std::min<std::uint32_t>(255, p[c] + (under[c] * (255u - p[3]) + 127) / 255);
      std::memcpy(data + static_cast<std::ptrdiff_t>(y) * stride + static_cast<std::ptrdiff_t>(x) * 4, &out, 4);
    }
  cairo_surface_mark_dirty(surface.get());
  std::string bytes;
  require(cairo_surface_write_to_png_stream(surface.get(), append_bytes, &bytes), "PNG");
  return bytes;
}

std::string to_pdf(const DisplayList& list, std::string* warning) {
  check_size(list, 1);
  warn_about_fonts(warning);
  constexpr double kPointsPerPx = 0.75;
  std::string bytes;
  {
    const Surface surface(cairo_pdf_surface_create_for_stream(append_bytes, &bytes, list.width_px * kPointsPerPx,
                                                              list.height_px * kPointsPerPx));
    require(cairo_surface_status(surface.get()), "PDF");
    cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_TITLE, list.title.c_str());
    cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_CREATE_DATE, "2000-01-01T00:00:00Z");
    const Context context(cairo_create(surface.get()));
    cairo_scale(context.get(), kPointsPerPx, kPointsPerPx);
    draw(context.get(), list);
    cairo_show_page(context.get());
    require(cairo_status(context.get()), "PDF");
    cairo_surface_finish(surface.get());
    require(cairo_surface_status(surface.get()), "PDF");
  }
  // Cairo always writes a date. The clock has no place in a result and a made-up date would be untrue: blank the entry,
  // byte for byte, so that the file's table of offsets still holds.
  if (const auto at = bytes.find("/CreationDate"); at != std::string::npos) {
    const auto end = bytes.find(')', at);
    if (end != std::string::npos) bytes.replace(at, end + 1 - at, end + 1 - at, ' ');
  }
  return bytes;
}

}  // namespace catchment::scene
