#pragma once

#include "viewer/scene/display_list.h"

typedef struct _cairo cairo_t;

namespace catchment::scene {

/// Unhinted, grey: texts stand where the layout says, whatever the pixel grid.
void plain_fonts(cairo_t* c);

/// A text with its halo as outlines: for files.
void draw_text(cairo_t* c, const Shape& text);

/// The same for the screen, on an image surface: the halo is grown from the pixels of the letters instead of stroked along their
/// outlines, and both are kept for the next picture, which after a step of panning has mostly the same texts. Places are rounded to a
/// quarter of a pixel. Same picture whether kept or new. Any thread.
void draw_text_mask(cairo_t* c, const Shape& text);

}  // namespace catchment::scene
