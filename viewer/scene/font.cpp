#include "viewer/scene/font.h"

#include <cairo-ft.h>
#include <cairo.h>

#include <array>
#include <fstream>
#include <map>
#include <mutex>

#include "viewer/scene/export.h"
#include "viewer/scene/text_format.h"

namespace catchment::scene {

namespace {

constexpr std::array kCandidates{
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "/usr/share/fonts/wqy-microhei/wqy-microhei.ttc",
    "/usr/share/fonts/wenquanyi/wqy-microhei/wqy-microhei.ttc",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/google-noto-sans-cjk-fonts/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf",
    "/usr/share/fonts/truetype/droid/DroidSansFallback.ttf",
    "/System/Library/Fonts/PingFang.ttc",
    "/System/Library/Fonts/STHeiti Light.ttc",
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
    "/usr/share/fonts/TTF/DejaVuSans.ttf",
    "/usr/share/fonts/dejavu/DejaVuSans.ttf",
};

struct Loaded {
  Fonts fonts;
  FT_Face measure = nullptr;  ///< a face of its own: Cairo changes the size and transform of the one it draws with
};

Loaded load() {
  Loaded out;
  FT_Library library = nullptr;
  if (FT_Init_FreeType(&library) != 0) return out;
  for (const char* path : kCandidates) {
    if (!std::ifstream(path)) continue;
    FT_Face draw = nullptr;
    if (FT_New_Face(library, path, 0, &draw) != 0) continue;
    FT_Face draw_bold = nullptr;
    if (FT_New_Face(library, path, 0, &draw_bold) != 0 || FT_New_Face(library, path, 0, &out.measure) != 0) continue;
    constexpr int kFlags = FT_LOAD_NO_HINTING | FT_LOAD_NO_AUTOHINT;
    out.fonts.regular = cairo_ft_font_face_create_for_ft_face(draw, kFlags);
    out.fonts.bold = cairo_ft_font_face_create_for_ft_face(draw_bold, kFlags);
    cairo_ft_font_face_set_synthesize(out.fonts.bold, CAIRO_FT_SYNTHESIZE_BOLD);
    out.fonts.path = path;
    out.fonts.cjk = FT_Get_Char_Index(out.measure, 0x4E0A) != 0;  // 上
    return out;
  }
  out.fonts.regular = cairo_toy_font_face_create("sans-serif", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
  out.fonts.bold = cairo_toy_font_face_create("sans-serif", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_BOLD);
  return out;
}

const Loaded& loaded() {
  static const Loaded once = load();
  return once;
}

/// Advance at size 1 of one character.
double advance(char32_t c) {
  static std::mutex guard;
  static std::map<char32_t, double> known;
  const std::scoped_lock lock(guard);
  if (const auto found = known.find(c); found != known.end()) return found->second;
  double width = c >= 0x2E80 ? 1.0 : 0.56;  // an estimate that is right for CJK and near for Latin
  if (const FT_Face face = loaded().measure;
      face != nullptr && face->units_per_EM != 0 && FT_Load_Char(face, c, FT_LOAD_NO_SCALE) == 0)
    width = static_cast<double>(face->glyph->metrics.horiAdvance) / face->units_per_EM;
  return known[c] = width;
}

}  // namespace

const Fonts& fonts() { return loaded().fonts; }

double text_width(const std::string& utf8, double size_px, bool bold) {
  double sum = 0;
  // FreeType emboldens by 1/24 em, and widens each glyph by as much.
  for (const char32_t c : code_points(utf8)) sum += advance(c) + (bold ? 1.0 / 24 : 0);
  return sum * size_px;
}

}  // namespace catchment::scene
