#pragma once

#include <optional>

#include "viewer/ui/state.h"

namespace catchment::viewer {

/// What mouse and trackpad do on the map: pan (left or middle drag), zoom to the cursor (wheel), turn (right drag), select (click; Shift
/// adds; Shift+drag selects what a box holds), move a facility (drag it), size it (Ctrl+wheel over it), the menu (right click), place a new
/// one (tool). Reads ImGui's input of the frame; what panels have taken is left alone.
class Gestures {
 public:
  /// Between NewFrame and Render, after the panels. `pixels_per_point`: frame buffer pixels per point of ImGui.
  void frame(State& state, double pixels_per_point);
  /// Begins a flight of the camera, about 0.35 s.
  void fly(State& state, const scene::Camera& to);
  /// A flight or a hand in motion: the next frame should come at once.
  [[nodiscard]] bool moving() const { return flight_.has_value(); }
  [[nodiscard]] bool holding() const { return hand_ != Hand::kNone; }
  /// Esc: puts back what is in the hand. -> whether something was.
  bool leave(State& state);

 private:
  enum class Hand { kNone, kPressed, kPan, kFacility, kTurn, kBox, kMeasure };
  struct Flight { scene::Camera from, to; double t = 0; };
  void step_flight(State& state);
  void hover(State& state, Point px);
  void begin(State& state, Point px, int button);
  void move(State& state, Point px);
  void end(State& state, Point px, int button);
  void wheel(State& state, Point px);
  void draw_menu(State& state);
  void draw_box(const State& state, Point px, double pixels_per_point) const;
  void draw_measure(const State& state, double pixels_per_point) const;

  Hand hand_ = Hand::kNone;
  Point pressed_, last_;                   // px
  int button_ = 0;
  Thing pressed_on_;
  scene::Camera turned_from_;
  std::optional<Flight> flight_;
  Point menu_at_;                          // m
  Thing menu_on_;
  std::vector<Point> measured_;            // m
  double last_resize_s_ = -10;             // time of the last Ctrl+wheel
};

/// The step that adds a facility of a rank at a place, with an id and a name that nobody has: "new-3", "新服务站 3".
document::Step new_facility_step(const World& world, int rank, Point at);
/// The camera that shows a box as FlyTo promises.
scene::Camera camera_for(const State& state, const Tab& tab, const Box& box);
/// One step of one edit with its label.
document::Step step_of(const World& world, Edit edit);

}  // namespace catchment::viewer
