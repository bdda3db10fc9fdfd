#pragma once

#include <array>

#include "viewer/scene/display_list.h"

namespace catchment::scene {

/// WCAG 2.1 relative luminance, 0..1, alpha ignored.
double luminance(Colour c);
/// WCAG 2.1 contrast ratio, 1..21, of two opaque colours.
double contrast(Colour a, Colour b);
/// `top` laid over `ground` with top's alpha; opaque result.
Colour over(Colour top, Colour ground);
/// share 0: a, 1: b; in sRGB.
Colour mix(Colour a, Colour b, double share);
/// Black or white ink, whichever reads better on `ground`.
Colour ink_on(Colour ground);

/// CIE L*a*b* (D65) of an sRGB colour.
struct Lab { double l = 0, a = 0, b = 0; };
Lab lab(Colour c);
/// CIEDE2000 colour difference; 1 is just noticeable side by side, below about 10 is "the same colour" in a legend.
/// Source: Sharma, Wu & Dalal (2005), Color Research & Application 30(1):21-30.
double colour_difference(const Lab& a, const Lab& b);
double colour_difference(Colour a, Colour b);

/// How a dichromat sees a colour.
/// Source: Machado, Oliveira & Fernandes (2009), IEEE TVCG 15(6):1291-1298, severity 1.0.
enum class Vision { kNormal, kDeutan, kProtan, kTritan };
Colour simulate(Colour c, Vision vision);

}  // namespace catchment::scene
