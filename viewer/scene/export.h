#pragma once

#include <string>

#include "viewer/scene/display_list.h"

namespace catchment::scene {

/// Self-contained SVG: text as <text> with a system font stack that includes CJK; text is escaped; numbers with at most
/// two decimals, no locale. `id_prefix` keeps ids apart where several pictures share a page.
std::string to_svg(const DisplayList& list, const std::string& id_prefix = "m");

/// PNG (RGB, `scale` device pixels per px) and PDF through Cairo with the first CJK font found (WenQuanYi Micro Hei,
/// Noto Sans CJK, Droid Sans Fallback); glyphs as FreeType gives them. Same list, same bytes: no dates inside.
/// Throws std::runtime_error if the file cannot be written; a missing CJK font is told in `warning`.
std::string to_png(const DisplayList& list, double scale = 1.0, std::string* warning = nullptr);  ///< the file's bytes
std::string to_pdf(const DisplayList& list, std::string* warning = nullptr);

/// Width of a text in px at size 1, for label placement and legends: from the same font as the PNG, else an estimate.
double text_width(const std::string& utf8, double size_px, bool bold = false);

}  // namespace catchment::scene
