#pragma once

#include <string>

struct _cairo_font_face;

namespace catchment::scene {

/// The faces that pictures are drawn with: the first CJK font found on this machine, its bold made by FreeType.
/// Loaded once; never freed (Cairo keeps references in its caches).
struct Fonts {
  _cairo_font_face* regular = nullptr;
  _cairo_font_face* bold = nullptr;
  std::string path;       ///< empty: none found, Cairo's own sans-serif is used
  bool cjk = false;       ///< has Chinese glyphs
};
const Fonts& fonts();

}  // namespace catchment::scene
