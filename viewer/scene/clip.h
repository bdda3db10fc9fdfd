#pragma once

#include <span>
#include <vector>

#include "sim/core/geometry.h"

namespace catchment::scene {

/// The part of a closed ring inside a box. Concave rings may come back with edges along the border (they fill right and
/// are outside a slightly larger frame): pass a box a few pixels larger than what is shown. Source: Sutherland & Hodgman
/// (1974), CACM 17(1):32-42. O(vertices). Empty if nothing is left.
Ring clip_ring(std::span<const Point> ring, const Box& box);

/// The parts of a line inside a box, in order (Liang & Barsky 1984, ACM TOG 3(1):1-22). O(vertices).
std::vector<Ring> clip_line(std::span<const Point> line, const Box& box);

/// Drops vertices that move the outline by less than `tolerance`. Douglas & Peucker (1973). A closed ring keeps at least
/// three vertices, or is returned empty if its box is smaller than the tolerance in both directions; a line keeps its
/// two ends.
Ring simplify_ring(std::span<const Point> ring, double tolerance);
Ring simplify_line(std::span<const Point> line, double tolerance);

}  // namespace catchment::scene
