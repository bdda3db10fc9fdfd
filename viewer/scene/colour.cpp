#include "viewer/scene/colour.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace catchment::scene {

namespace {

double to_linear(std::uint8_t v) {
  const double s = v / 255.0;
  return s <= 0.04045 ? s / 12.92 : std::pow((s + 0.055) / 1.055, 2.4);
}

std::uint8_t from_linear(double v) {
  v = std::clamp(v, 0.0, 1.0);
  const double s = v <= 0.0031308 ? 12.92 * v : 1.055 * std::pow(v, 1 / 2.4) - 0.055;
  return static_cast<std::uint8_t>(std::lround(s * 255));
}

std::uint8_t blend(std::uint8_t a, std::uint8_t b, double share) {
  return static_cast<std::uint8_t>(std::lround(a + (b - a) * share));
}

}  // namespace

double luminance(Colour c) { return 0.2126 * to_linear(c.r) + 0.7152 * to_linear(c.g) + 0.0722 * to_linear(c.b); }

double contrast(Colour a, Colour b) {
  const double la = luminance(a), lb = luminance(b);
  return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

Colour over(Colour top, Colour ground) {
  Colour out = mix(ground, top, top.a / 255.0);
  out.a = 255;
  return out;
}

Colour mix(Colour a, Colour b, double share) {
  share = std::clamp(share, 0.0, 1.0);
  return {blend(a.r, b.r, share), blend(a.g, b.g, share), blend(a.b, b.b, share), blend(a.a, b.a, share)};
}

Colour ink_on(Colour ground) {
  const Colour dark = rgb(0x16181B), light = rgb(0xFFFFFF);
  return contrast(dark, ground) >= contrast(light, ground) ? dark : light;
}

Lab lab(Colour c) {
  const double r = to_linear(c.r), g = to_linear(c.g), b = to_linear(c.b);
  const double x = (0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047;
  const double y = 0.2126729 * r + 0.7151522 * g + 0.0721750 * b;
  const double z = (0.0193339 * r + 0.1191920 * g + 0.9503041 * b) / 1.08883;
  const auto f = [](double t) { return t > 216.0 / 24389 ? std::cbrt(t) : (24389.0 / 27 * t + 16) / 116; };
  return {116 * f(y) - 16, 500 * (f(x) - f(y)), 200 * (f(y) - f(z))};
}

double colour_difference(Colour a, Colour b) { return colour_difference(lab(a), lab(b)); }

double colour_difference(const Lab& p, const Lab& q) {
  constexpr double kPi = std::numbers::pi, kTo25To7 = 6103515625.0;
  const double mean_chroma7 = std::pow((std::hypot(p.a, p.b) + std::hypot(q.a, q.b)) / 2, 7);
  const double g = 0.5 * (1 - std::sqrt(mean_chroma7 / (mean_chroma7 + kTo25To7)));
  const double a1 = p.a * (1 + g), a2 = q.a * (1 + g);
  const double c1 = std::hypot(a1, p.b), c2 = std::hypot(a2, q.b);
  const auto hue = [](double a, double b) {
    if (a == 0 && b == 0) return 0.0;
    const double h = std::atan2(b, a);
    return h < 0 ? h + 2 * kPi : h;
  };
  const double h1 = hue(a1, p.b), h2 = hue(a2, q.b);
  const double dl = q.l - p.l, dc = c2 - c1;
  double dh = 0, mean_h = h1 + h2;
  if (c1 * c2 != 0) {
    dh = h2 - h1;
    if (dh > kPi) dh -= 2 * kPi;
    if (dh < -kPi) dh += 2 * kPi;
    mean_h = std::abs(h1 - h2) <= kPi ? (h1 + h2) / 2 : (h1 + h2 + (h1 + h2 < 2 * kPi ? 2 * kPi : -2 * kPi)) / 2;
  }
  const double big_dh = 2 * std::sqrt(c1 * c2) * std::sin(dh / 2);
  const double mean_l = (p.l + q.l) / 2, mean_c = (c1 + c2) / 2;
  const double deg = kPi / 180;
  const double t = 1 - 0.17 * std::cos(mean_h - 30 * deg) + 0.24 * std::cos(2 * mean_h) +
                   0.32 * std::cos(3 * mean_h + 6 * deg) - 0.20 * std::cos(4 * mean_h - 63 * deg);
  const double l50 = (mean_l - 50) * (mean_l - 50);
  const double sl = 1 + 0.015 * l50 / std::sqrt(20 + l50);
  const double sc = 1 + 0.045 * mean_c, sh = 1 + 0.015 * mean_c * t;
  const double turn = (mean_h / deg - 275) / 25;
  const double mean_c7 = std::pow(mean_c, 7);
  const double rt = -2 * std::sqrt(mean_c7 / (mean_c7 + kTo25To7)) * std::sin(60 * deg * std::exp(-turn * turn));
  const double l = dl / sl, c = dc / sc, h = big_dh / sh;
  return std::sqrt(std::max(0.0, l * l + c * c + h * h + rt * c * h));
}

Colour simulate(Colour c, Vision vision) {
  using Matrix = std::array<double, 9>;
  static constexpr Matrix kProtan{0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998};
  static constexpr Matrix kDeutan{0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881};
  static constexpr Matrix kTritan{1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900};
  if (vision == Vision::kNormal) return c;
  const Matrix& m = vision == Vision::kProtan ? kProtan : vision == Vision::kDeutan ? kDeutan : kTritan;
  const double r = to_linear(c.r), g = to_linear(c.g), b = to_linear(c.b);
  return {from_linear(m[0] * r + m[1] * g + m[2] * b), from_linear(m[3] * r + m[4] * g + m[5] * b),
          from_linear(m[6] * r + m[7] * g + m[8] * b), c.a};
}

}  // namespace catchment::scene
