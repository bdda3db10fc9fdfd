#pragma once

#include <string>

#include "viewer/ui/state.h"

struct ImFont;

namespace catchment::viewer {

/// Our own look for Dear ImGui: 8 px grid, 4 px corners, no borders inside panels, one accent, zebra tables. From the scene's palette.
void apply_style(bool dark, double scale);

/// The interface's fonts: the first CJK font of the machine; glyphs of the interface, of Latin and of every text that the open documents hold.
struct Fonts {
  ImFont* text = nullptr;      ///< 16 px
  ImFont* small = nullptr;     ///< 13 px
  ImFont* bold = nullptr;      ///< 16 px, headings
  ImFont* large = nullptr;     ///< 26 px bold figures; has the interface's characters, not the data's
  std::string path;            ///< empty: none found, ImGui's own
  std::string warning;         ///< one sentence if Chinese cannot be drawn
};
const Fonts& fonts();
/// (Re)builds the atlas for these code points, in addition to those of the interface. Call outside a frame; upload anew afterwards.
/// -> false if everything was there already.
bool build_fonts(const std::string& all_text, double scale);
/// Every text of a world, once per code point.
std::string letters_of(const World& world);
/// Its titles, places and the names of its levels.
std::string letters_of(const Scenario& scenario);

}  // namespace catchment::viewer
