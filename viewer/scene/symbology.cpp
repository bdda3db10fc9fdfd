#include "viewer/scene/symbology.h"

#include <algorithm>
#include <cmath>
#include <span>

namespace catchment::scene {

namespace {

Palette light_palette() {
  Palette p;
  p.paper = rgb(0xF7F6F2), p.water = rgb(0xC9DCE6), p.green = rgb(0xDDE6CF), p.block = rgb(0xEFEDE6);
  p.campus = rgb(0xEDE6DA), p.industrial = rgb(0xE6E4E1);
  p.ink = rgb(0x1F2328), p.soft_ink = rgb(0x565C64), p.hairline = rgb(0xCFCBC0), p.panel = rgb(0xFFFFFF);
  p.halo = rgb(0xFFFFFF, 230);
  p.building = rgb(0xDEDAD0), p.building_outline = rgb(0xB9B4A7);
  p.street = rgb(0xFFFFFF), p.street_casing = rgb(0xCDC8BB), p.minor_street = rgb(0xFFFFFF);
  p.motorway = rgb(0xE9E2D2), p.motorway_casing = rgb(0xB5AC97), p.path = rgb(0xBDB6A6);
  p.wall = rgb(0x6B655B), p.gate = rgb(0x2B2F36), p.rail = rgb(0x8C8F96), p.boundary = rgb(0x5B4B66);
  p.veil = rgb(0xF7F6F2, 165);
  p.covered_before = rgb(0xC4D3DD), p.uncovered_before = rgb(0x9B9892);
  p.no_data = rgb(0xE4E2DC), p.no_data_dots = rgb(0x9A968D);
  p.accent = rgb(0x0072B2);
  p.level = {rgb(0xB07CBB), rgb(0x8A3E94), rgb(0x5A1A66), rgb(0x2D0B3A)};
  p.minutes = {rgb(0x0B3C5D), rgb(0x2F7FB5), rgb(0x86BBDD), rgb(0xD3DFE6)};
  return p;
}

Palette dark_palette() {
  Palette p;
  p.dark = true;
  p.paper = rgb(0x15181C), p.water = rgb(0x243A4A), p.green = rgb(0x26352A), p.block = rgb(0x1B1F24);
  p.campus = rgb(0x221F1C), p.industrial = rgb(0x201F22);
  p.ink = rgb(0xEEF0F2), p.soft_ink = rgb(0xA9B0B8), p.hairline = rgb(0x3A4048), p.panel = rgb(0x1C2025);
  p.halo = rgb(0x15181C, 230);
  p.building = rgb(0x30353C), p.building_outline = rgb(0x4A515A);
  p.street = rgb(0x3C424A), p.street_casing = rgb(0x0E1013), p.minor_street = rgb(0x31363D);
  p.motorway = rgb(0x4B4636), p.motorway_casing = rgb(0x0E1013), p.path = rgb(0x454B53);
  p.wall = rgb(0x7C828A), p.gate = rgb(0xE3E6EA), p.rail = rgb(0x6C727B), p.boundary = rgb(0xB7A3C6);
  p.veil = rgb(0x15181C, 165);
  p.covered_before = rgb(0x34434F), p.uncovered_before = rgb(0x6D6A66);
  p.no_data = rgb(0x24282D), p.no_data_dots = rgb(0x777D85);
  p.accent = rgb(0x56B4E9);
  p.level = {rgb(0xA06BB0), rgb(0xBE8CCB), rgb(0xDDB6E6), rgb(0xF6E6FA)};
  p.minutes = {rgb(0xD6ECFA), rgb(0x6FB4E0), rgb(0x2F6E9C), rgb(0x25303A)};
  return p;
}

Colour along(std::span<const Colour> ramp, double t) {
  const double at = std::clamp(t, 0.0, 1.0) * static_cast<double>(ramp.size() - 1);
  const auto i = std::min(static_cast<std::size_t>(at), ramp.size() - 2);
  return mix(ramp[i], ramp[i + 1], at - static_cast<double>(i));
}

}  // namespace

const Palette& palette(bool dark) {
  static const Palette both[2] = {[] {
                                    Palette p = light_palette();
                                    p.served = rgb(0x0072B2), p.no_capacity = rgb(0xE69F00), p.out_of_reach = rgb(0xD55E00);
                                    p.hatch = rgb(0x5C3F00);
                                    return p;
                                  }(),
                                  [] {
                                    Palette p = dark_palette();
                                    p.served = rgb(0x0072B2), p.no_capacity = rgb(0xE69F00), p.out_of_reach = rgb(0xD55E00);
                                    p.hatch = rgb(0x5C3F00);
                                    return p;
                                  }()};
  return both[dark ? 1 : 0];
}

std::vector<Colour> sequential(std::size_t n, bool dark) {
  // cividis of Nunez, Anderton & Renslow (2018), PLoS ONE 13(7): made for normal and colour-deficient eyes alike.
  static const std::array kCividis{rgb(0x00224E), rgb(0x123570), rgb(0x3B496C), rgb(0x575D6D), rgb(0x707173),
                                   rgb(0x8A8678), rgb(0xA59C74), rgb(0xC3B369), rgb(0xE1CC55), rgb(0xFEE838)};
  n = std::clamp<std::size_t>(n, 1, 7);
  std::vector<Colour> out;
  for (std::size_t i = 0; i < n; ++i) {
    const double t = n == 1 ? 0.2 : static_cast<double>(i) / static_cast<double>(n - 1);
    out.push_back(along(kCividis, dark ? 0.05 + 0.95 * t : 1 - 0.97 * t));
  }
  return out;
}

std::vector<Colour> level_counts(std::size_t n, bool dark) {
  static const std::array kLight{rgb(0xC8DFEF), rgb(0x74ACD7), rgb(0x2C7FBC), rgb(0x083D77)};
  static const std::array kDark{rgb(0x1F4668), rgb(0x2F75AB), rgb(0x62B5E8), rgb(0xD5ECFB)};
  std::vector<Colour> out{palette(dark).out_of_reach};
  for (std::size_t k = 1; k <= n; ++k)
    out.push_back(along(dark ? kDark : kLight, n == 1 ? 0.75 : static_cast<double>(k - 1) / static_cast<double>(n - 1)));
  return out;
}

std::vector<Colour> diverging(std::size_t steps, bool dark) {
  // Strongest first; lightness falls (on a dark ground: grows) evenly on both sides, so that print in grey still shows how much.
  static const std::array kBlue{rgb(0x08519C), rgb(0x4A96CC), rgb(0xA9CFE8)}, kOrange{rgb(0x9C4A00), rgb(0xE0832A), rgb(0xF7C48F)};
  static const std::array kDarkBlue{rgb(0xA6DBFF), rgb(0x4C9BD9), rgb(0x1F5C8F)}, kDarkOrange{rgb(0xFFCF8F), rgb(0xE58A1F), rgb(0x8F4E10)};
  steps = std::clamp<std::size_t>(steps, 1, 3);
  const auto& blue = dark ? kDarkBlue : kBlue;
  const auto& orange = dark ? kDarkOrange : kOrange;
  const auto pick = [&](const std::array<Colour, 3>& ramp, std::size_t step) {  // step 1 is the weakest
    static constexpr std::size_t kOf[3][3] = {{1, 0, 0}, {2, 0, 0}, {2, 1, 0}};
    return ramp[kOf[steps - 1][step - 1]];
  };
  std::vector<Colour> out;
  for (std::size_t k = steps; k >= 1; --k) out.push_back(pick(blue, k));
  out.push_back(dark ? rgb(0x3A3F46) : rgb(0xFAFAF8));
  for (std::size_t k = 1; k <= steps; ++k) out.push_back(pick(orange, k));
  return out;
}

const std::array<Colour, 7>& okabe_ito() {
  static const std::array<Colour, 7> kSeven{rgb(0xE69F00), rgb(0x56B4E9), rgb(0x009E73), rgb(0xF0E442),
                                            rgb(0x0072B2), rgb(0xD55E00), rgb(0xCC79A7)};
  return kSeven;
}

std::vector<Colour> catchment_colours(std::span<const MultiPolygon> catchments, std::span<const std::uint32_t> facilities, bool dark) {
  static const std::array kLight{rgb(0x00795A), rgb(0xB5518A), rgb(0x6E6A12), rgb(0x5F4BB6), rgb(0x4D5358)};
  static const std::array kDark{rgb(0x3CC79A), rgb(0xE79AC6), rgb(0xC9C65A), rgb(0xA99BEF), rgb(0xC3C8CD)};
  constexpr std::size_t kColours = kLight.size();
  const auto& colours = dark ? kDark : kLight;
  const std::size_t n = std::min(catchments.size(), facilities.size());
  std::vector<Box> box(n);
  for (std::size_t i = 0; i < n; ++i) box[i] = bounds(catchments[i]);
  std::vector<std::size_t> of(n, 0);
  std::vector<Colour> out;
  for (std::size_t i = 0; i < n; ++i) {
    std::array<std::size_t, kColours> taken{};
    for (std::size_t j = 0; j < i; ++j)
      if (!box[i].empty() && !box[j].empty() && box[i].max_x >= box[j].min_x && box[i].min_x <= box[j].max_x && box[i].max_y >= box[j].min_y && box[i].min_y <= box[j].max_y)
        ++taken[of[j]];
    of[i] = facilities[i] % kColours;
    for (std::size_t k = 1; k < kColours; ++k)
      if (const std::size_t other = (facilities[i] + k) % kColours; taken[other] < taken[of[i]]) of[i] = other;
    out.push_back(colours[of[i]]);
  }
  return out;
}

}  // namespace catchment::scene
