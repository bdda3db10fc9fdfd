#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "viewer/scene/labels.h"
#include "viewer/scene/map.h"
#include "viewer/scene/map_styles.h"
#include "viewer/scene/symbology.h"

namespace catchment::scene {

/// From metres to pixels. `u` is one design pixel: the picture is designed at 1600 px and everything that is read
/// (text, symbols, lines) is measured in u, so that a small picture stays readable.
struct MapView {
  Box window;              ///< m, shown in the frame
  Box frame;               ///< px
  double scale = 1;        ///< px per m
  double u = 1;            ///< px per design px
  [[nodiscard]] Point px(Point m) const {
    return {frame.min_x + (m.x - window.min_x) * scale, frame.max_y - (m.y - window.min_y) * scale};
  }
  [[nodiscard]] bool sees(const Box& b) const {
    return !b.empty() && b.max_x >= window.min_x && b.min_x <= window.max_x && b.max_y >= window.min_y &&
           b.min_y <= window.max_y;
  }
  /// Frame with a margin, for clipping: outlines along the border stay out of sight.
  [[nodiscard]] Box clip_box() const {
    return {frame.min_x - 8, frame.min_y - 8, frame.max_x + 8, frame.max_y + 8};
  }
  [[nodiscard]] double metres_per_u() const { return u / scale; }
};

struct LegendItem {
  std::vector<Shape> symbol;   ///< drawn around (0, 0), within 32 x 20 design px
  std::string label;
  std::string figure;          ///< counts, persons, shares; may be empty
};
struct LegendBlock {
  std::string title, note;
  std::vector<LegendItem> items;
  std::vector<std::pair<double, Colour>> bar;  ///< shares of the theme's classes, drawn as one stacked bar
  std::vector<Colour> bar_hatch;               ///< [bar] hatch colour, alpha 0: none
};

/// A map being drawn: what it is drawn from, and what the layers have told so far.
struct MapDraft {
  const World& world;
  const Study& study;
  const Scenario& scenario;
  const MapOptions& options;
  const Palette& colours;
  MapView view;
  Zoom zoom = Zoom::kBlock;
  bool dense = false;          ///< demand as a density grid
  DisplayList list;
  std::vector<LegendBlock> legend;
  LabelPlacer labels;

  /// Does demand point i count in the headline figures?
  [[nodiscard]] bool counts(std::size_t i) const {
    const bool inside = study.counted.size() == world.demand.size() ? study.counted[i] != 0 : world.demand[i].inside;
    return inside && world.demand[i].persons > 0;
  }
  [[nodiscard]] const std::string& say(const std::string& zh, const std::string& en) const {
    return options.chinese ? zh : en;
  }
  DisplayLayer& layer(const std::string& name);  ///< appended; valid until the next call
};

/// A polygon in pixels, clipped to the frame and simplified; empty if nothing of it shows.
std::vector<Ring> shown(const MapView& view, const MultiPolygon& shape, double tolerance_px = 0.25);
std::vector<Ring> shown_line(const MapView& view, std::span<const Point> line, double tolerance_px = 0.25);

/// Layout (layout.cpp): which metres go where. The study area is what the scenario names, else what is counted.
const Area* study_boundary(const World& world, const Scenario& scenario);
Box default_window(const World& world, const Study& study, const Scenario& scenario);

/// Lines of text above and below the map, wrapped to the picture's width (furniture.cpp).
std::vector<std::string> headline_lines(const MapDraft& draft);
std::vector<std::string> source_lines(const MapDraft& draft);
/// Place of the "modelled" stamp, kept clear of labels (furniture.cpp).
Box stamp_box(const MapDraft& draft);

// The layers, in the order in which draw_map calls them. Each appends to `list`, `legend` and `labels`.
void draw_ground(MapDraft& draft);
void draw_area_shares(MapDraft& draft);       // areas.cpp
void draw_streets(MapDraft& draft);
void draw_street_bands(MapDraft& draft);      // kMinutes: what of each street is how far
void draw_walls_and_gates(MapDraft& draft);
void draw_demand(MapDraft& draft);
void draw_boundaries(MapDraft& draft);        // areas.cpp
void draw_organisations(MapDraft& draft);
void draw_facilities(MapDraft& draft);
void draw_labels(MapDraft& draft);            // map_labels.cpp
void draw_furniture(MapDraft& draft);

/// Title and the sentence with the headline figures (headline.cpp).
std::string map_title(const MapDraft& draft);
std::string map_headline(const MapDraft& draft);
/// "EPSG:32651 · WGS 84 / UTM 51N".
std::string crs_text(const std::string& crs);

/// Symbol of a facility around a place: ring with a star, disc, small disc, dot; white core if proposed, crossed if closed.
std::vector<Shape> facility_symbol(Point at, int rank, FacilityStatus status, double u, const Palette& colours);
double facility_radius(int rank, double u);
/// Which facilities a theme shows, ascending: for the themes of one level its providers, and those of its rank that are
/// not (yet) open; for organisations stations and centres; else all.
std::vector<std::size_t> drawn_facilities(const MapDraft& draft);

}  // namespace catchment::scene
