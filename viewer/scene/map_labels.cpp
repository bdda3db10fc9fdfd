#include <algorithm>
#include <array>
#include <cmath>
#include <map>
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
  const Area* boundary = study_boundary(d.world, d.scenario);
  for (const auto& area : d.world.areas) {
    if (area.shape.empty() || &area == boundary) continue;  // the title names the study area
    if (area.level == 4 && d.view.metres_per_u() > kQuarterNames) continue;
    if (area.level == 3 && d.view.metres_per_u() > kBlockNames) continue;
    const Look* look = nullptr;
    for (const Look& l : kLooks)
      if (l.level == area.level && d.zoom >= l.from && d.zoom <= l.to) look = &l;
    const Box box = bounds(area.shape);
    if (look == nullptr || !d.view.sees(box)) continue;
    const double width = box.width() * d.view.scale, height = box.height() * d.view.scale;
    if (width * height > 0.7 * d.view.frame.width() * d.view.frame.height()) continue;  // fills the map: says nothing
    const Point m = inside_point(area.shape);
    if (!d.view.window.contains(m)) continue;
    const Colour ink = area.level >= 4 ? d.colours.soft_ink : area.level == 3 ? d.colours.ink : d.colours.boundary;
    LabelWish w = named(d, area.name, look->priority, d.view.px(m), look->size_u, ink);
    w.bold = look->bold;
    w.over_symbols = area.level <= 2 && d.zoom != Zoom::kBlock;
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
    if (const auto& f = d.world.facilities[i]; d.view.window.contains(f.position)) ++in_view[static_cast<std::size_t>(std::clamp(f.level, 1, 4) - 1)];
  const double shrink = d.zoom == Zoom::kBlock ? 1 : d.zoom == Zoom::kDistrict ? 0.8 : 0.6;
  constexpr std::array kMost{25u, 60u, 120u, 200u};
  constexpr std::array kSize{12.0, 12.5, 15.0, 17.0};
  for (const auto i : drawn) {
    const auto& f = d.world.facilities[i];
    const auto rank = static_cast<std::size_t>(std::clamp(f.level, 1, 4) - 1);
    if (in_view[rank] > kMost[rank] || !d.view.window.contains(f.position)) continue;
    LabelWish w = named(d, f.name, 60 + 5 * static_cast<int>(rank), d.view.px(f.position), kSize[rank], d.colours.ink);
    w.bold = rank >= 2;
    if (rank < 2) w.below.clear();
    w.clearance_px = facility_radius(f.level, d.view.u * shrink) + 1.5 * d.view.u;
    if (w.main.find('\n') != std::string::npos) w.below.clear();
    d.labels.wish(std::move(w));
  }
}

void context_labels(MapDraft& d) {
  // Where quarters are areas of the tree, their names come from there; twice would be once too often.
  const bool quarters_named = std::any_of(d.world.areas.begin(), d.world.areas.end(), [](const Area& a) { return a.level == 4 && !a.shape.empty(); });
  for (const auto& feature : d.world.context) {
    if (d.options.theme == MapTheme::kAreaShare && feature.kind != ContextKind::kWater) continue;
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
      default: continue;
    }
    if (d.view.metres_per_u() > kBlockNames && feature.kind != ContextKind::kWater) continue;
    if (feature.kind == ContextKind::kQuarter && (quarters_named || d.view.metres_per_u() > kQuarterNames)) continue;
    if (feature.kind == ContextKind::kMetroStation && !feature.line.empty()) at = feature.line.front();
    else if (!feature.shape.empty()) at = inside_point(feature.shape);
    else continue;
    if (!d.view.window.contains(at)) continue;
    if (clearance == 0) {
      const Box box = bounds(feature.shape);
      if (text_width(feature.name.in(d.options.chinese), size * d.view.u) > 1.3 * box.width() * d.view.scale) continue;
    }
    LabelWish w = named(d, feature.name, priority, d.view.px(at), size, ink);
    w.below.clear();
    w.clearance_px = clearance;
    d.labels.wish(std::move(w));
  }
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

/// Joins the edges of one name into lines: from each free end walk on, straight ahead where there is a choice.
std::vector<std::vector<Point>> name_lines(const StreetNetwork& net, const std::vector<std::uint32_t>& edges) {
  std::map<std::uint32_t, std::vector<std::uint32_t>> at_node;
  for (const auto e : edges) at_node[net.from[e].value].push_back(e), at_node[net.to[e].value].push_back(e);
  std::map<std::uint32_t, bool> used;
  std::vector<std::vector<Point>> out;
  const auto walk = [&](std::uint32_t node) {
    std::vector<Point> line;
    while (true) {
      std::uint32_t next = UINT32_MAX;
      double best = -2;
      for (const auto e : at_node[node]) {
        if (used[e]) continue;
        const auto shape = net.line(EdgeId(e));
        const bool forward = net.from[e].value == node;
        const Point a = forward ? shape[0] : shape[shape.size() - 1], b = forward ? shape[1] : shape[shape.size() - 2];
        double straight = 0;
        if (line.size() >= 2) {
          const Point p = line[line.size() - 2], q = line.back();
          const double n = distance(p, q) * distance(a, b);
          if (n > 0) straight = ((q.x - p.x) * (b.x - a.x) + (q.y - p.y) * (b.y - a.y)) / n;
          if (straight < 0.3) continue;
        }
        if (straight > best) best = straight, next = e;
      }
      if (next == UINT32_MAX) break;
      used[next] = true;
      const auto shape = net.line(EdgeId(next));
      const bool forward = net.from[next].value == node;
      for (std::size_t i = line.empty() ? 0 : 1; i < shape.size(); ++i)
        line.push_back(forward ? shape[i] : shape[shape.size() - 1 - i]);
      node = forward ? net.to[next].value : net.from[next].value;
    }
    if (line.size() >= 2) out.push_back(std::move(line));
  };
  for (const auto& [node, list] : at_node)
    if (list.size() == 1) walk(node);
  for (const auto e : edges)
    if (!used[e]) walk(net.from[e].value);
  return out;
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

void street_labels(MapDraft& d) {
  const auto& net = d.world.streets;
  if (d.zoom == Zoom::kCity) return;
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
    const bool major = highest <= StreetClass::kSecondary;
    const double size = (major ? 14.5 : highest <= StreetClass::kResidential ? 12.5 : 11) * d.view.u;
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
          LabelWish w;
          w.priority = 25 - static_cast<int>(highest) - k;
          w.main = name;
          w.along = std::move(stretch);
          w.size_px = size;
          w.ink = d.colours.soft_ink;
          w.halo = d.colours.halo;
          d.labels.wish(std::move(w));
        }
      }
    }
  }
}

}  // namespace

void draw_labels(MapDraft& d) {
  area_labels(d);
  facility_labels(d);
  context_labels(d);
  street_labels(d);
  d.layer("labels").shapes = d.labels.place();
}

}  // namespace catchment::scene
