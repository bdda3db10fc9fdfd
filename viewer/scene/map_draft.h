#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "viewer/scene/labels.h"
#include "viewer/scene/map.h"
#include "viewer/scene/map_layers.h"
#include "viewer/scene/map_styles.h"
#include "viewer/scene/overlay.h"
#include "viewer/scene/overlay_index.h"
#include "viewer/scene/symbology.h"

namespace catchment::scene {

/// From metres to pixels. `u` is one design pixel: the picture is designed at 1600 px and everything that is read
/// (text, symbols, lines) is measured in u, so that a small picture stays readable.
struct MapView {
  Box window;              ///< m, shown in the frame
  Box frame;               ///< px
  double scale = 1;        ///< px per m
  double u = 1;            ///< px per design px
  bool turned = false;     ///< seen by a camera: then `window` is the box of all that may show, wider than the frame
  Point at_m, at_px;       ///< turned: the camera's middle
  double cos = 1, sin = 0;
  [[nodiscard]] Point px(Point m) const {
    if (turned) {
      const double x = (m.x - at_m.x) * scale, y = (m.y - at_m.y) * scale;
      return {at_px.x + x * cos - y * sin, at_px.y - (x * sin + y * cos)};
    }
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

  // What edits change. `take` points at the world's own, the viewer's overlay at its copies.
  std::span<const Facility> facilities{}, removed{};
  std::span<const Gate> gates{};
  std::span<const EditState> facility_state{}, gate_state{};///< empty: all unchanged
  LayerFilter filter{};
  const OverlayInput* overlay = nullptr;                   ///< drawn over the viewer's map: no study, no legend
  const OverlayIndex* index = nullptr;                     ///< with `overlay`, always
  bool name_facilities = true, name_streets = true, name_anything = true;  ///< false: their layer is hidden

  void take(const World& from) { facilities = from.facilities, gates = from.streets.gates; }
  [[nodiscard]] EditState state_of_facility(std::size_t i) const { return i < facility_state.size() ? facility_state[i] : EditState::kUnchanged; }
  [[nodiscard]] EditState state_of_gate(std::size_t i) const { return i < gate_state.size() ? gate_state[i] : EditState::kUnchanged; }

  /// Calls f(feature) for the context of these kinds (bits) that may show, in the world's order.
  template <class F>
  void each_context(std::uint32_t kinds, F&& f) const {
    if (index != nullptr) {
      for (const auto i : index->context(view.window, kinds)) f(world.context[i]);
      return;
    }
    for (const auto& feature : world.context)
      if (kinds >> static_cast<unsigned>(feature.kind) & 1u) f(feature);
  }

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

/// Bits for each_context.
template <class... Kinds>
constexpr std::uint32_t context_bits(Kinds... kinds) {
  return ((1u << static_cast<unsigned>(kinds)) | ...);
}

/// Layout (layout.cpp): which metres go where. The study area is what the scenario names, else what is counted.
const Area* study_boundary(const World& world, const Scenario& scenario);
/// What the study area covers: the named area, or the box of the streets where the scenario says so. Empty: no boundary.
MultiPolygon study_shape(const World& world, const Scenario& scenario);
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
void draw_rail(MapDraft& draft);              // streets.cpp
void draw_walls(MapDraft& draft);
void draw_gates(MapDraft& draft);
void draw_demand(MapDraft& draft);
void draw_boundaries(MapDraft& draft);        // areas.cpp
void draw_organisations(MapDraft& draft);
void draw_facilities(MapDraft& draft);
void draw_links(MapDraft& draft);
void draw_catchments(MapDraft& draft);
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
/// Of a facility's symbol, for the names that want its place.
constexpr int symbol_weight(int rank) { return std::clamp(rank, 2, 4) - 1; }
/// A mark beside a symbol of this radius, at its upper right corner: blue plus, orange triangle, grey cross. None if unchanged.
std::vector<Shape> edit_mark(Point at, double radius_px, EditState state, double u, const Palette& colours);
/// How many metres from which on a rank's facilities step back, so that what is drawn does not depend on where the window lies.
int least_drawn_rank(const MapDraft& draft);
/// Which facilities a theme shows, ascending: for the themes of one level its providers, and those of its rank that are
/// not (yet) open; for organisations stations and centres; else all.
std::vector<std::size_t> drawn_facilities(const MapDraft& draft);

}  // namespace catchment::scene
