#include "viewer/scene/link_styles.h"

#include <algorithm>
#include <cmath>

#include "sim/sharing/link_types.h"
#include "viewer/scene/symbology.h"
#include "viewer/scene/text_format.h"

namespace catchment::scene {

Colour link_colour(LinkType type, bool dark) {
  switch (type) {
    case LinkType::kSecondment: return rgb(0xD55E00);
    case LinkType::kVolunteer: return rgb(0x009E73);
    case LinkType::kAssistance: return rgb(0xE69F00);
    case LinkType::kCollaboration: return rgb(0x56B4E9);
    case LinkType::kTraining: return rgb(0xCC79A7);
    case LinkType::kVenue: return dark ? rgb(0x2E93D0) : rgb(0x0072B2);
    case LinkType::kFunds: return dark ? rgb(0xF0E442) : rgb(0xA39600);
    case LinkType::kAffiliation: return dark ? rgb(0xE8EAED) : rgb(0x24282E);
    case LinkType::kInformation: return dark ? rgb(0xB79268) : rgb(0x7B4F1D);
    case LinkType::kOther: break;
  }
  return dark ? rgb(0x8D949C) : rgb(0x8A9098);
}

Colour community_colour(std::uint32_t community, bool dark) {
  return community < kCommunityColours ? okabe_ito()[(community * 3 + 2) % 7] : palette(dark).no_data_dots;
}

std::string link_amount(LinkType type, double amount, bool chinese) {
  const auto number = [](double v) { return std::abs(v) >= 1000 ? grouped(std::llround(v)) : decimal(v, std::abs(v) < 10 ? 1 : 0); };
  if (type == LinkType::kFunds) return chinese ? number(amount / 100) + " 元/年" : "¥" + number(amount / 100) + " a year";
  const std::string& unit = unit_name_of(type).in(chinese);
  return unit.empty() ? number(amount) : number(amount) + " " + unit;
}

namespace {

struct Curve {
  Point a, c, b;
  [[nodiscard]] Point at(double t) const {
    const double s = 1 - t;
    return {s * s * a.x + 2 * s * t * c.x + t * t * b.x, s * s * a.y + 2 * s * t * c.y + t * t * b.y};
  }
  /// Unit vector to the side.
  [[nodiscard]] Point side(double t) const {
    const double x = (1 - t) * (c.x - a.x) + t * (b.x - c.x), y = (1 - t) * (c.y - a.y) + t * (b.y - c.y), n = std::hypot(x, y);
    return n > 0 ? Point{-y / n, x / n} : Point{0, 0};
  }
};

Curve curve_of(Point a, Point b, double bow) {
  // Pixels run downwards: (dy, -dx) is the left of the way as it is seen. The curve's middle lies half as far off as its control point.
  return {a, {(a.x + b.x) / 2 + 2 * bow * (b.y - a.y), (a.y + b.y) / 2 - 2 * bow * (b.x - a.x)}, b};
}

}  // namespace

Point link_middle(Point a, Point b, double bow) { return curve_of(a, b, bow).at(0.5); }

std::vector<Ring> link_ribbon(Point a, Point b, double bow, double wide, double thin, double on_px, double off_px) {
  const double length = distance(a, b);
  if (!(length > 0)) return {};
  const Curve curve = curve_of(a, b, bow);
  const int steps = std::clamp(static_cast<int>(length / 9), 5, 26);
  const auto part = [&](double from, double to, int n) {
    Ring ring;
    for (int k = 0; k <= n; ++k) {
      const double t = from + (to - from) * k / n, half = (wide + (thin - wide) * t) / 2;
      const Point p = curve.at(t), s = curve.side(t);
      ring.push_back({p.x + s.x * half, p.y + s.y * half});
    }
    for (int k = n; k >= 0; --k) {
      const double t = from + (to - from) * k / n, half = (wide + (thin - wide) * t) / 2;
      const Point p = curve.at(t), s = curve.side(t);
      ring.push_back({p.x - s.x * half, p.y - s.y * half});
    }
    return ring;
  };
  if (!(on_px > 0) || length <= on_px) return {part(0, 1, steps)};
  std::vector<Ring> out;
  const double on = on_px / length, period = (on_px + off_px) / length;
  for (double t = 0; t < 1; t += period) out.push_back(part(t, std::min(1.0, t + on), 2));
  return out;
}

}  // namespace catchment::scene
