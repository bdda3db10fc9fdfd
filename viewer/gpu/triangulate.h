#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/core/geometry.h"

namespace catchment::gpu {

/// Is a ring convex and simple (a turn of zero is allowed)? Then a fan from its first corner fills it. O(corners).
bool is_convex(std::span<const Point> ring);

/// Appends triples of corner numbers that fill a simple ring. False, and nothing appended, if the ring crosses or touches
/// itself or has no area. O(corners^2) for the check, O(corners^2) to O(corners^3) for the cutting: for small rings.
/// Source: Meisters (1975), American Mathematical Monthly 82(6):648-651.
bool cut_ears(std::span<const Point> ring, std::vector<std::uint32_t>& triangles);

/// Appends triples of corners that fill a polygon by the even-odd rule, whatever its rings do: holes, touching, crossing
/// themselves (then first made valid). Constrained Delaunay triangles of GEOS for all but convex and small simple rings.
/// Rings that are not finite, or without area, give none. Any thread.
void triangulate(const Polygon& polygon, std::vector<Point>& triangles);

}  // namespace catchment::gpu
