#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/network/search.h"
#include "sim/scenario/scenario.h"
#include "sim/world/world.h"
#include "viewer/scene/camera.h"
#include "viewer/scene/display_list.h"
#include "viewer/scene/map_layers.h"
#include "viewer/scene/study_view.h"

namespace catchment::scene {

class OverlayIndex;   // overlay_index.h
struct LinkTable;     // link_table.h

/// All that the viewer draws over its GPU layers. Read on a worker thread while the live world goes on changing: what edits
/// change (facilities, gates) comes as copies, the rest of `world` never changes.
struct OverlayInput {
  const World* world = nullptr;
  const Scenario* scenario = nullptr;
  std::vector<Facility> facilities;
  std::vector<Gate> gates;
  std::vector<EditState> facility_state;             ///< [n_facilities]; empty: all unchanged
  std::vector<EditState> gate_state;                 ///< [n_gates]
  bool gates_of_world = false;                       ///< no gate is edited: those of `world` are drawn, and `gates` and `gate_state` stay empty
  std::vector<Facility> removed;                     ///< of the base, not in `facilities`: drawn grey with a cross
  std::vector<std::uint8_t> organisation_state;      ///< [n_organisations] OrganisationState; empty: drawn plain
  std::vector<MultiPolygon> catchments;              ///< service areas, with `catchment_colour`
  std::vector<Colour> catchment_colour;
  std::uint32_t hidden_facility = UINT32_MAX;        ///< in the hand: the viewer draws it itself
  std::optional<std::vector<Point>> path;            ///< a way that is shown (why-not), m
  std::vector<FacilityId> providers;                 ///< ascending, of the level shown: the others step back; empty: all alike
  /// Of this world and scenario, made once (a second for a million streets) and shared by all pictures; null: made anew for
  /// each, which is as slow as the world is large.
  std::shared_ptr<const OverlayIndex> index;
  std::shared_ptr<const LinkTable> links;            ///< of the plan; null: those of `world`
};

struct OverlayOptions {
  LayerStack layers = default_layers();
  LayerFilter filter;
  bool chinese = true, dark = false;
  double u = 1;                  ///< px per design px (screen scale)
  std::optional<Box> free;       ///< px of the picture: what nothing lies over. Labels lie wholly inside it or wholly outside
};

/// Facilities, gates, walls, boundaries, organisations, links, rail and labels for what `camera` sees: the display list's own layers in the
/// stack's order, transparent ground. Texts stay upright whatever the camera's angle, and keep their places while the camera pans.
/// Reads of `world` neither facilities nor (unless `gates_of_world`) gates nor who is responsible. Deterministic. O(facilities + gates + organisations + links +
/// what shows), given the index. Throws std::invalid_argument if the camera has no size or scale, or columns do not fit.
DisplayList draw_overlay(const OverlayInput& input, const Camera& camera, const OverlayOptions& options);

/// What a plan does to the base: by id. Closed by the plan counts as removed. Reads both worlds' facilities and gates: call it where they
/// stand still, and give the copies to the worker. `gates`: false: they are not looked at, and `gate` stays empty. O(facilities + gates), a
/// comparison each where both worlds hold them in the same order.
struct EditStates {
  std::vector<EditState> facility, gate;             ///< [n_facilities], [n_gates] of the plan
  std::vector<Facility> removed;                     ///< of the base, not in the plan
};
EditStates edit_states(const World& base, const World& plan, bool gates = true);

/// Pixels of a display list: RGBA, premultiplied, rows from the top, `width * height * 4` bytes.
struct Pixels {
  int width = 0, height = 0;
  std::vector<std::uint8_t> rgba;
};
Pixels to_pixels(const DisplayList& list, double scale = 1.0, std::string* warning = nullptr);
/// Bytes of a PNG file of such pixels laid over `ground` (opaque).
std::string png_of(const Pixels& pixels, Colour ground);

}  // namespace catchment::scene
