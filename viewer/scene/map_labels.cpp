#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <utility>

#include "viewer/scene/export.h"
#include "viewer/scene/map_draft.h"
#include "viewer/scene/text_format.h"

namespace catchment::scene {

namespace {

LabelWish named(const MapDraft& d, const Name& name, int priority, Point at, double size_u, Colour ink) {
  const bool zh = d.options.chinese;
  LabelWish w;
  w.priority = priority;
  w.main = name.in(zh);
  // A long English name takes two lines, cut at the space nearest to its middle.
  if (text_width(w.main, 1) > 9.5) {
    std::size_t best = std::string::npos;
    for (std::size_t i = 0; i < w.main.size(); ++i)
      if (w.main[i] == ' ' && (best == std::string::npos || std::abs(2.0 * static_cast<double>(i) - static_cast<double>(w.main.size())) <
                                                                std::abs(2.0 * static_cast<double>(best) - static_cast<double>(w.main.size()))))
        best = i;
    if (best != std::string::npos) w.main[best] = '\n';
  }
  const std::string& other = zh ? name.en : name.zh;
  if (other != w.main) w.below = other;
  w.at = at;
  w.size_px = size_u * d.view.u;
  w.ink = ink;
  w.halo = d.colours.halo;
  return w;
}

/// Quarters are named where a design pixel shows at most this many metres; else their names hide their buildings.
constexpr double kQuarterNames = 1.1, kBlockNames = 5;

void area_labels(MapDraft& d) {
  struct Look { int level, priority; double size_u; bool bold; Zoom from, to; };
  constexpr std::array<Look, 5> kLooks{Look{0, 110, 26, true, Zoom::kCity, Zoom::kCity},
                                       Look{1, 100, 22, true, Zoom::kDistrict, Zoom::kCity},
                                       Look{2, 90, 17, true, Zoom::kBlock, Zoom::kCity},
                                       Look{3, 55, 14, false, Zoom::kBlock, Zoom::kDistrict},
                                       Look{4, 30, 12.5, false, Zoom::kBlock, Zoom::kBlock}};
  const Area* boundary = d.index != nullptr ? d.index->study_boundary() : study_boundary(d.world, d.scenario);
  std::vector<std::uint32_t> areas;
  if (d.index != nullptr) areas = d.index->areas(d.view.window, d.view.metres_per_u() <= kQuarterNames ? 4 : d.view.metres_per_u() <= kBlockNames ? 3 : 2);
  else areas.resize(d.world.areas.size()), std::iota(areas.begin(), areas.end(), 0u);
  for (const auto a : areas) {
    const Area& area = d.world.areas[a];
    if (area.shape.empty() || &area == boundary) continue;  // the title names the study area
    if (area.level == 4 && d.view.metres_per_u() > kQuarterNames) continue;
    if (area.level == 3 && d.view.metres_per_u() > kBlockNames) continue;
    const Look* look = nullptr;
    for (const Look& l : kLooks)
      if (l.level == area.level && d.zoom >= l.from && d.zoom <= l.to) look = &l;
    if (look == nullptr) continue;
    const Box box = d.index != nullptr ? d.index->area_box(a) : bounds(area.shape);
    if (!d.view.sees(box)) continue;
    const double width = box.width() * d.view.scale, height = box.height() * d.view.scale;
    if (width * height > 0.7 * d.view.frame.width() * d.view.frame.height()) continue;  // fills the map: says nothing
    const Point m = d.index != nullptr ? d.index->area_label(a) : inside_point(area.shape);
    if (!d.view.window.contains(m)) continue;
    const Colour ink = area.level >= 4 ? d.colours.soft_ink : area.level == 3 ? d.colours.ink : d.colours.boundary;
    LabelWish w = named(d, area.name, look->priority, d.view.px(m), look->size_u, ink);
    w.bold = look->bold;
    if (area.level <= 2) {
      if (d.zoom != Zoom::kBlock) w.covers = symbol_weight(3);
      w.spread = {0.2 * width, 0.25 * height};
      w.gap_em = 1.2;
    }
    if (area.level >= 3) w.below.clear();
    const auto cut = w.main.find('\n');
    if (text_width(w.main.substr(0, cut), w.size_px, w.bold) > 1.15 * width) continue;
    if (text_width(w.below, w.size_px * 0.78) > 0.9 * width) w.below.clear();
    d.labels.wish(std::move(w));
  }
}

void facility_labels(MapDraft& d) {
  std::array<std::size_t, 4> in_view{};
  const auto drawn = drawn_facilities(d);
  for (const auto i : drawn)
    if (const auto& f = d.facilities[i]; d.view.window.contains(f.position)) ++in_view[static_cast<std::size_t>(std::clamp(f.level, 1, 4) - 1)];
  const double shrink = d.zoom == Zoom::kBlock ? 1 : d.zoom == Zoom::kDistrict ? 0.8 : 0.6;
  constexpr std::array kMost{25u, 60u, 120u, 200u};
  // Over the viewer's map the scale alone decides, so that names do not come and go while it pans.
  constexpr std::array kCoarsest{0.8, 3.0, 30.0, 45.0};
  constexpr std::array kSize{12.0, 12.5, 15.0, 17.0};
  const int least_rank = d.overlay != nullptr ? least_drawn_rank(d) : 1;
  for (const auto i : drawn) {
    const auto& f = d.facilities[i];
    const auto rank = static_cast<std::size_t>(std::clamp(f.level, 1, 4) - 1);
    if (!d.view.window.contains(f.position)) continue;
    const bool edited = d.state_of_facility(i) != EditState::kUnchanged;
    if (d.overlay == nullptr ? in_view[rank] > kMost[rank] : !edited && (d.view.metres_per_u() > kCoarsest[rank] || static_cast<int>(rank) + 1 < least_rank)) continue;
    // Centres and stations come before the names of sub-districts, where the map is near enough to be about them.
    const int priority = rank >= 2 && d.zoom != Zoom::kCity ? 75 + 10 * static_cast<int>(rank) : 60 + 5 * static_cast<int>(rank);
    LabelWish w = named(d, f.name, priority, d.view.px(f.position), kSize[rank], d.colours.ink);
    w.bold = rank >= 2;
    if (rank >= 2) w.covers = symbol_weight(2);
    if (rank < 2) w.below.clear();
    w.clearance_px = facility_radius(f.level, d.view.u * shrink) + 1.5 * d.view.u;
    if (w.main.find('\n') != std::string::npos) w.below.clear();
    d.labels.wish(std::move(w));
  }
}

void context_labels(MapDraft& d) {
  // Where quarters are areas of the tree, their names come from there; twice would be once too often.
  const bool quarters_named = d.index != nullptr ? d.index->quarters_named() : std::any_of(d.world.areas.begin(), d.world.areas.end(), [](const Area& a) { return a.level == 4 && !a.shape.empty(); });
  // What has no name at this scale is not even asked for.
  std::uint32_t kinds = context_bits(ContextKind::kWater);
  if (d.view.metres_per_u() <= kBlockNames)
    kinds |= context_bits(ContextKind::kGreen, ContextKind::kCampus, ContextKind::kIndustrial, ContextKind::kMetroStation);
  if (!quarters_named && d.view.metres_per_u() <= kQuarterNames) kinds |= context_bits(ContextKind::kQuarter);
  d.each_context(kinds, [&](const ContextFeature& feature) {
    if (d.options.theme == MapTheme::kAreaShare && feature.kind != ContextKind::kWater) return;
    Colour ink = d.colours.soft_ink;
    int priority = 40;
    double size = 13;
    Point at;
    double clearance = 0;
    switch (feature.kind) {
      case ContextKind::kWater: ink = mix(d.colours.water, d.colours.dark ? rgb(0xFFFFFF) : rgb(0x0B3550), 0.75), priority = 45, size = 15; break;
      case ContextKind::kGreen: ink = mix(d.colours.green, d.colours.dark ? rgb(0xFFFFFF) : rgb(0x22380F), 0.8); break;
      case ContextKind::kCampus:
      case ContextKind::kIndustrial: priority = 50, size = 14; break;
      case ContextKind::kMetroStation: priority = 58, clearance = 6 * d.view.u; break;
      case ContextKind::kQuarter: priority = 30, size = 12.5; break;
      default: return;
    }
    if (feature.kind == ContextKind::kMetroStation && !feature.line.empty()) at = feature.line.front();
    else if (!feature.shape.empty()) at = inside_point(feature.shape);
    else return;
    if (!d.view.window.contains(at)) return;
    if (clearance == 0) {
      const Box box = bounds(feature.shape);
      if (text_width(feature.name.in(d.options.chinese), size * d.view.u) > 1.3 * box.width() * d.view.scale) return;
    }
    LabelWish w = named(d, feature.name, priority, d.view.px(at), size, ink);
    w.below.clear();
    w.clearance_px = clearance;
    d.labels.wish(std::move(w));
  });
}

/// Streets have one text: "国海路 Guohai Road" is both languages with a space between. The part in the picture's
/// language, or all of it if it is in one.
std::string in_language(const std::string& name, bool chinese) {
  const auto has_han = [](const std::string& part) {
    const auto letters = code_points(part);
    return std::any_of(letters.begin(), letters.end(), [](char32_t c) { return c >= 0x2E80; });
  };
  const auto space = name.find(' ');
  if (space == std::string::npos) return name;
  const std::string first = name.substr(0, space), rest = name.substr(space + 1);
  if (has_han(first) == has_han(rest) || rest.empty()) return name;
  return has_han(first) == chinese ? first : rest;
}

/// The straightest stretch of a line that holds a text of this width: nullopt-like empty if every one bends too much.
std::vector<Point> straight_stretch(const std::vector<Point>& line, double width, double most_off, double near_share) {
  std::vector<double> along{0};
  for (std::size_t i = 1; i < line.size(); ++i) along.push_back(along.back() + distance(line[i - 1], line[i]));
  const double total = along.back();
  if (total < width) return {};
  const auto at = [&](double s) {
    const auto i = std::min(static_cast<std::size_t>(std::upper_bound(along.begin(), along.end(), s) - along.begin()), line.size() - 1);
    const double step = along[i] - along[i - 1];
    const double t = step > 0 ? (s - along[i - 1]) / step : 0;
    return Point{line[i - 1].x + (line[i].x - line[i - 1].x) * t, line[i - 1].y + (line[i].y - line[i - 1].y) * t};
  };
  std::vector<Point> best;
  double best_cost = 1e300;
  constexpr int kTries = 24;
  for (int k = 0; k <= kTries; ++k) {
    const double s = (total - width) * k / kTries;
    const Point a = at(s), b = at(s + width);
    if (distance(a, b) < 0.97 * width) continue;
    double off = 0;
    for (std::size_t i = 0; i < line.size(); ++i)
      if (along[i] > s && along[i] < s + width) off = std::max(off, nearest_on_segment(a, b, line[i]).distance_m);
    if (off > most_off) continue;
    const double cost = off / most_off + std::abs((s + width / 2) / total - near_share);
    if (cost < best_cost) best_cost = cost, best = {a, b};
  }
  return best;
}

/// The part of a line between two distances from its start.
std::vector<Point> part_of(const NameLine& line, double from, double to) {
  std::vector<Point> out;
  const auto at = [&](double s, std::size_t i) {  // on the segment that ends at point i
    const double step = line.along[i] - line.along[i - 1], t = step > 0 ? (s - line.along[i - 1]) / step : 0;
    return Point{line.points[i - 1].x + (line.points[i].x - line.points[i - 1].x) * t, line.points[i - 1].y + (line.points[i].y - line.points[i - 1].y) * t};
  };
  const auto segment = [&](double s) {
    const auto i = static_cast<std::size_t>(std::upper_bound(line.along.begin(), line.along.end(), s) - line.along.begin());
    return std::clamp<std::size_t>(i, 1, line.points.size() - 1);
  };
  const std::size_t first = segment(from), last = segment(to);
  out.push_back(at(from, first));
  for (std::size_t i = first; i < last; ++i) out.push_back(line.points[i]);
  out.push_back(at(to, last));
  return out;
}

double street_name_size(const MapDraft& d, StreetClass highest) {
  return (highest <= StreetClass::kSecondary ? 14.5 : highest <= StreetClass::kResidential ? 12.5 : 11) * d.view.u;
}

LabelWish street_wish(const MapDraft& d, std::string name, std::vector<Point> along, double size, int priority) {
  LabelWish w;
  w.priority = priority;
  w.main = std::move(name);
  w.along = std::move(along);
  w.size_px = size;
  w.ink = d.colours.soft_ink;
  w.halo = d.colours.halo;
  return w;
}

/// Names at places of the ground: each line is cut into pieces of a length that only the scale decides, and the straightest stretch
/// near a piece's middle holds the name. So a name stays where it is while the map pans, and mostly while it zooms.
void street_labels_over_map(MapDraft& d) {
  const auto& net = d.world.streets;
  const double metres = 1 / d.view.scale;
  const StreetClass lowest = d.view.metres_per_u() > kBlockNames ? StreetClass::kPrimary : d.zoom == Zoom::kDistrict ? StreetClass::kTertiary : StreetClass::kPedestrian;
  const double spacing = std::exp2(std::ceil(std::log2(450 * d.view.metres_per_u())));
  for (const auto i : d.index->lines_in(d.view.window, lowest)) {
    const NameLine& line = d.index->lines()[i];
    const double size = street_name_size(d, line.highest), total = line.along.back();
    if (total < 2 * size * metres) continue;
    const std::string name = in_language(net.names[line.name], d.options.chinese);
    const double width = text_width(name, size) * 1.15 * metres;
    if (total < width) continue;
    const auto pieces = static_cast<std::size_t>(std::max(1.0, std::floor(total / spacing)));
    for (std::size_t k = 0; k < pieces; ++k) {
      const double from = total * static_cast<double>(k) / static_cast<double>(pieces), to = total * static_cast<double>(k + 1) / static_cast<double>(pieces);
      const auto part = part_of(line, from, to);
      if (!d.view.sees(bounds(part))) continue;
      auto stretch = straight_stretch(part, width, 0.3 * size * metres, 0.5);
      if (stretch.empty()) continue;
      if (!d.view.window.contains({(stretch[0].x + stretch[1].x) / 2, (stretch[0].y + stretch[1].y) / 2})) continue;
      for (Point& p : stretch) p = d.view.px(p);
      d.labels.wish(street_wish(d, name, std::move(stretch), size, 25 - static_cast<int>(line.highest)));
    }
  }
}

void street_labels(MapDraft& d) {
  const auto& net = d.world.streets;
  if (d.zoom == Zoom::kCity) return;
  if (d.index != nullptr) return street_labels_over_map(d);
  std::vector<std::vector<std::uint32_t>> by_name(net.names.size());
  for (std::size_t e = 0; e < net.n_edges(); ++e) {
    const auto name = net.name[e];
    if (name == 0 || name >= net.names.size() || net.names[name].empty()) continue;
    if (d.zoom == Zoom::kDistrict && net.street_class[e] > StreetClass::kTertiary) continue;
    if (d.view.metres_per_u() > kBlockNames && net.street_class[e] > StreetClass::kPrimary) continue;
    if (d.view.sees(bounds(net.line(EdgeId(e))))) by_name[name].push_back(static_cast<std::uint32_t>(e));
  }
  for (std::size_t n = 1; n < by_name.size(); ++n) {
    if (by_name[n].empty()) continue;
    auto highest = StreetClass::kPedestrian;
    for (const auto e : by_name[n]) highest = std::min(highest, net.street_class[e]);
    const double size = street_name_size(d, highest);
    const std::string name = in_language(net.names[n], d.options.chinese);
    const double width = text_width(name, size) * 1.15;
    for (const auto& line : name_lines(net, by_name[n])) {
      for (const auto& part : shown_line(d.view, line, 0.3)) {
        double length = 0;
        for (std::size_t i = 1; i < part.size(); ++i) length += distance(part[i - 1], part[i]);
        // A long street is named again about every 600 px.
        const int repeats = std::clamp(static_cast<int>(length / (600 * d.view.u)), 1, 3);
        for (int k = 0; k < repeats; ++k) {
          auto stretch = straight_stretch(part, width, 0.3 * size, (k + 0.5) / repeats);
          if (stretch.empty()) continue;
          d.labels.wish(street_wish(d, name, std::move(stretch), size, 25 - static_cast<int>(highest) - k));
        }
      }
    }
  }
}

}  // namespace

void draw_labels(MapDraft& d) {
  area_labels(d);
  if (d.name_facilities) facility_labels(d);
  context_labels(d);
  if (d.name_streets) street_labels(d);
  d.layer("labels").shapes = d.labels.place();
}

}  // namespace catchment::scene
