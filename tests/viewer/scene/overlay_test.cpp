#include "viewer/scene/overlay.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <stdexcept>
#include <string>

#include "sim/core/random.h"
#include "tests/viewer/scene/little_town.h"
#include "viewer/scene/discs.h"
#include "viewer/scene/export.h"
#include "viewer/scene/map_draft.h"
#include "viewer/scene/overlay_index.h"

namespace catchment::scene {
namespace {

const test::LittleTown& town() {
  static const test::LittleTown t = [] {
    auto made = test::little_town(20, 14);
    Stream random(4, "links");
    const auto n = static_cast<std::int64_t>(made.world.organisations.size());
    for (int i = 0; i < 200; ++i) {
      SharingLink link;
      link.from = OrganisationId(static_cast<std::uint32_t>(random.between(0, n - 1))), link.to = OrganisationId(static_cast<std::uint32_t>(random.between(0, n - 1)));
      if (i % 3 == 0) link.type = LinkType::kSecondment, link.capacity = 2;
      made.world.links.push_back(link);
    }
    return made;
  }();
  return t;
}

OverlayInput input() {
  OverlayInput in;
  in.world = &town().world, in.scenario = &town().scenario;
  in.facilities = town().world.facilities, in.gates = town().world.streets.gates;
  static const auto index = std::make_shared<const OverlayIndex>(town().world, town().scenario);
  in.index = index;
  return in;
}

Camera camera(double metres_per_px = 1, double angle = 0) {
  Camera c;
  c.centre = {351900, 3461300}, c.metres_per_px = metres_per_px, c.angle = angle, c.width = 1280, c.height = 800;
  return c;
}

const DisplayLayer* layer(const DisplayList& list, const std::string& name) {
  for (const auto& l : list.layers)
    if (l.name == name) return &l;
  return nullptr;
}

std::size_t shapes_of(const DisplayList& list, const std::string& name) {
  const auto* l = layer(list, name);
  return l == nullptr ? 0 : l->shapes.size();
}

TEST(Overlay, StandsWhereTheCameraSees) {
  for (const double angle : {0.0, 0.4, -2.1}) {
    auto in = input();
    in.facilities = {town().world.facilities[0]};
    OverlayOptions o;
    for (auto& l : o.layers) l.visible = l.layer == MapLayer::kFacilities;
    const Camera c = camera(2, angle);
    const auto list = draw_overlay(in, c, o);
    ASSERT_EQ(shapes_of(list, "facilities"), 3u) << "casing, ring, star";
    const Point want = c.to_px(in.facilities[0].position);
    EXPECT_NEAR(layer(list, "facilities")->shapes[0].centre.x, want.x, 1e-6);
    EXPECT_NEAR(layer(list, "facilities")->shapes[0].centre.y, want.y, 1e-6);
  }
}

TEST(Overlay, NeverReadsTheFacilitiesAndGatesOfTheWorld) {
  // The live world changes under the worker's hands: the same picture must come without them.
  World bare = town().world;
  auto in = input();
  in.facility_state.assign(in.facilities.size(), EditState::kChanged);
  const auto list = to_svg(draw_overlay(in, camera(), {}));
  bare.facilities.clear(), bare.streets.gates.clear();
  for (auto& o : bare.organisations) o.responsible = {UnitId(0)};
  in.world = &bare;
  EXPECT_EQ(to_svg(draw_overlay(in, camera(), {})), list);
  in.index = nullptr;  // also not the index that it would make for itself
  EXPECT_EQ(to_svg(draw_overlay(in, camera(), {})), list);
}

TEST(Overlay, IsTheSameEveryTimeAndLeavesTheGroundOpen) {
  const auto list = draw_overlay(input(), camera(2.9), {});
  EXPECT_EQ(to_svg(list), to_svg(draw_overlay(input(), camera(2.9), {})));
  EXPECT_EQ(list.background.a, 0);
  for (const char* name : {"rail", "boundaries", "walls", "gates", "facilities", "labels"}) EXPECT_GT(shapes_of(list, name), 0u) << name;
  EXPECT_EQ(layer(list, "links"), nullptr) << "off by default";
}

/// Where each text stands on the ground, by its words.
std::map<std::string, std::vector<Point>> on_the_ground(const DisplayList& list, const Camera& c) {
  std::map<std::string, std::vector<Point>> out;
  for (const auto& s : layer(list, "labels")->shapes) out[s.text].push_back(c.to_m(s.centre));
  return out;
}

TEST(Overlay, LabelsKeepTheirPlacesWhileTheMapPans) {
  for (const bool chinese : {true, false})
    for (const double metres : {0.4, 1.0, 2.2, 4.5}) {
      OverlayOptions o;
      o.chinese = chinese;
      const Camera before = camera(metres);
      const auto old_list = draw_overlay(input(), before, o);
      for (const Point step : {Point{200, 0}, Point{-200, 0}, Point{0, 200}, Point{140, -140}}) {
        Camera after = before;
        after.centre = {before.centre.x + step.x * metres, before.centre.y + step.y * metres};
        const auto now = on_the_ground(draw_overlay(input(), after, o), after);
        std::size_t stay = 0, kept = 0;
        for (const auto& s : layer(old_list, "labels")->shapes) {
          const Point m = before.to_m(s.centre), px = after.to_px(m);
          if (px.x < 0 || px.x > after.width || px.y < 0 || px.y > after.height) continue;
          if (s.centre.x < 0 || s.centre.x > before.width || s.centre.y < 0 || s.centre.y > before.height) continue;
          ++stay;
          const auto found = now.find(s.text);
          kept += found != now.end() && std::any_of(found->second.begin(), found->second.end(), [&](Point p) { return distance(p, m) < 0.01 * metres; });
        }
        ASSERT_GT(stay, 8u);
        EXPECT_GE(static_cast<double>(kept), 0.9 * static_cast<double>(stay)) << kept << " of " << stay << " at " << metres << " m/px";
      }
    }
}

TEST(Overlay, TextsStayUprightWhateverTheAngle) {
  for (const double angle : {0.0, 0.7, 2.5, -3.0}) {
    const auto list = draw_overlay(input(), camera(1, angle), {});
    std::size_t level = 0;
    for (const auto& s : layer(list, "labels")->shapes) {
      EXPECT_LE(std::abs(s.angle_deg), 90) << s.text;
      level += s.angle_deg == 0;
    }
    EXPECT_GT(level, 5u);
  }
}

TEST(Overlay, LabelsDoNotOverlapEachOther) {
  for (const bool chinese : {true, false}) {
    OverlayOptions o;
    o.chinese = chinese;
    const auto list = draw_overlay(input(), camera(1.2), o);
    std::vector<Box> boxes;
    for (const auto& s : layer(list, "labels")->shapes) {
      if (s.angle_deg != 0) continue;
      const double w = text_width(s.text, s.size_px, s.bold), x = s.centre.x - (s.anchor == Anchor::kStart ? 0 : s.anchor == Anchor::kMiddle ? w / 2 : w);
      const Box b{x, s.centre.y - 0.75 * s.size_px, x + w, s.centre.y + 0.1 * s.size_px};
      for (const Box& other : boxes) EXPECT_FALSE(b.min_x < other.max_x && other.min_x < b.max_x && b.min_y < other.max_y && other.min_y < b.max_y) << s.text;
      boxes.push_back(b);
    }
    EXPECT_GT(boxes.size(), 10u);
  }
}

TEST(Overlay, LabelsLieWhollyInsideWhatIsFreeOrWhollyOutside) {
  for (const double metres : {0.6, 1.2, 2.2})
    for (const bool chinese : {true, false}) {
      OverlayOptions o;
      o.chinese = chinese;
      const auto across = [&](const Box& free) {
        std::array<std::size_t, 3> n{};   // inside, outside, across
        const auto list = draw_overlay(input(), camera(metres), o);
        for (const auto& s : layer(list, "labels")->shapes) {
          if (s.angle_deg != 0) continue;
          const double w = text_width(s.text, s.size_px, s.bold), x = s.centre.x - (s.anchor == Anchor::kStart ? 0 : s.anchor == Anchor::kMiddle ? w / 2 : w);
          const Box b{x, s.centre.y - 0.75 * s.size_px, x + w, s.centre.y + 0.1 * s.size_px};
          const bool touches = b.min_x < free.max_x && b.max_x > free.min_x && b.min_y < free.max_y && b.max_y > free.min_y;
          const bool whole = b.min_x >= free.min_x && b.max_x <= free.max_x && b.min_y >= free.min_y && b.max_y <= free.max_y;
          ++n[whole ? 0 : touches ? 2 : 1];
        }
        return n;
      };
      const Box free{330, 90, 1010, 640};
      const auto before = across(free);
      o.free = free;
      const auto now = across(free);
      EXPECT_GT(before[2], 0u) << "there is something to keep apart at " << metres;
      EXPECT_EQ(now[2], 0u) << metres;
      EXPECT_GT(now[1], 3u) << "what is under the panels is there when the map is moved";
      EXPECT_GE(now[0] + 1, before[0]) << "and hardly one is lost inside";
    }
}

TEST(Labels, OfWhatMattersCoverLesserSymbolsRatherThanGoMissing) {
  const auto placed = [](int covers, int weight) {
    LabelPlacer p({0, 0, 400, 400});
    LabelWish w;
    w.main = "Station", w.at = {200, 200}, w.clearance_px = 8, w.covers = covers;
    p.wish(w);
    // Points all around, but for the station's own place.
    for (int y = 0; y < 400; y += 16)
      for (int x = 0; x < 400; x += 16)
        if (std::hypot(x - 200, y - 200) > 14) p.block({x - 4.0, y - 4.0, x + 4.0, y + 4.0}, weight);
    return p.place().size();
  };
  EXPECT_EQ(placed(0, 1), 0u) << "a lesser name goes missing";
  EXPECT_EQ(placed(1, 1), 1u);
  EXPECT_EQ(placed(1, 2), 0u) << "never over what matters as much";
}

TEST(Labels, OfAnAreaGoBesideASymbolBeforeTheyCoverIt) {
  LabelPlacer p({0, 0, 600, 600});
  LabelWish w;
  w.main = "District", w.at = {300, 300}, w.size_px = 20, w.covers = 2, w.spread = {120, 120};
  p.wish(w);
  const Box centre{270, 270, 330, 330};
  p.block(centre, 1);
  const auto texts = p.place();
  ASSERT_EQ(texts.size(), 1u);
  EXPECT_TRUE(texts[0].centre.y < centre.min_y || texts[0].centre.y - 15 > centre.max_y) << texts[0].centre.y;
}

TEST(Labels, OfTwoAreasDoNotReadAsOne) {
  const auto places = [](double gap) {
    LabelPlacer p({0, 0, 600, 200});
    LabelWish w;
    w.main = "Liumei", w.size_px = 20, w.gap_em = gap, w.at = {200, 100}, w.spread = {0, 60};
    p.wish(w);
    w.main = "Yongyue", w.at.x = 200 + text_width("Liumei", 20) / 2 + text_width("Yongyue", 20) / 2 + 8;
    p.wish(w);
    return p.place();
  };
  EXPECT_EQ(places(0)[0].centre.y, places(0)[1].centre.y) << "side by side they would stand";
  ASSERT_EQ(places(1.2).size(), 2u);
  const auto apart = places(1.2);
  EXPECT_TRUE(apart[0].centre.y != apart[1].centre.y || std::abs(apart[1].centre.x - apart[0].centre.x) > text_width("LiumeiYongyue", 20) / 2 + 20);
}

TEST(Discs, KeepApartInAGridAndDoNotDependOnTheWindow) {
  std::vector<Point> points;
  std::vector<std::int64_t> persons;
  for (int y = 0; y < 40; ++y)
    for (int x = 0; x < 40; ++x) points.push_back({x * 300.0, y * 300.0}), persons.push_back(100 + (x * 7 + y * 13) % 900);
  const DiscRule rule = disc_rule(points, persons);
  EXPECT_NEAR(rule.spacing_m, 300, 45);
  for (const double px_per_m : {0.02, 0.04, 0.1}) {
    EXPECT_LT(2 * rule.radius_px(1e9, px_per_m, 1), 1.25 * 300 * px_per_m) << "the largest hardly touch";
    EXPECT_NEAR(rule.radius_px(rule.persons, px_per_m, 1) / rule.radius_px(rule.persons / 4, px_per_m, 1), 2, px_per_m < 0.03 ? 0.4 : 1e-9) << "area says persons";
  }
  EXPECT_LE(rule.radius_px(rule.persons, 1, 1), 13) << "and never larger than can be read";
}

TEST(Catchments, HaveColoursOfTheirOwnAndOtherThanTheirNeighbours) {
  for (const bool dark : {false, true}) {
    std::vector<MultiPolygon> areas;
    std::vector<std::uint32_t> facilities;
    for (std::uint32_t i = 0; i < 12; ++i) {
      const double x = i * 90.0;
      areas.push_back({{{{{x, 0}, {x + 100, 0}, {x + 100, 100}, {x, 100}}}}});
      facilities.push_back(i * 5);   // all of them want the same colour
    }
    const auto colours = catchment_colours(areas, facilities, dark);
    ASSERT_EQ(colours.size(), 12u);
    for (std::size_t i = 1; i < colours.size(); ++i) EXPECT_FALSE(colours[i] == colours[i - 1]) << i;
    for (const Colour c : colours)
      for (const Colour split : {palette(dark).served, palette(dark).no_capacity, palette(dark).out_of_reach}) EXPECT_GT(colour_difference(c, split), 15);
    EXPECT_EQ(catchment_colours(std::span(areas).first(1), facilities, dark)[0], catchment_colours(std::span(areas).subspan(5, 1), facilities, dark)[0]);
  }
}

TEST(Overlay, FiltersFacilitiesByRankAndStatusAndTheirNamesWithThem) {
  OverlayOptions all;
  const auto count = [&](const OverlayOptions& o) { return shapes_of(draw_overlay(input(), camera(2), o), "facilities"); };
  OverlayOptions stations = all, open = all, nothing = all;
  stations.filter.facility_ranks = 0b0100, open.filter.facility_statuses = 0b001, nothing.filter.facility_ranks = 0;
  EXPECT_LT(count(stations), count(all));
  EXPECT_GT(count(stations), 0u);
  EXPECT_LT(count(open), count(all));
  EXPECT_EQ(count(nothing), 0u);
  const auto bare = draw_overlay(input(), camera(2), nothing);
  for (const auto& s : layer(bare, "labels")->shapes) EXPECT_EQ(s.text.find("服务"), std::string::npos) << s.text;
}

TEST(Overlay, FollowsTheStacksOrderVisibilityAndOpacity) {
  OverlayOptions o;
  std::reverse(o.layers.begin(), o.layers.end());
  for (auto& l : o.layers) {
    if (l.layer == MapLayer::kGates) l.opacity = 0.4;
    if (l.layer == MapLayer::kWalls) l.visible = false;
  }
  const auto list = draw_overlay(input(), camera(), o);
  EXPECT_EQ(list.layers.front().name, "labels");
  EXPECT_EQ(layer(list, "walls"), nullptr);
  EXPECT_DOUBLE_EQ(layer(list, "gates")->opacity, 0.4);
  EXPECT_DOUBLE_EQ(layer(list, "facilities")->opacity, 1);
}

TEST(Overlay, LeavesOutTheFacilityInTheHandWithItsName) {
  auto in = input();
  const auto with = draw_overlay(in, camera(2), {});
  in.hidden_facility = 0;
  const auto without = draw_overlay(in, camera(2), {});
  EXPECT_EQ(shapes_of(without, "facilities") + 3, shapes_of(with, "facilities"));
  const auto& name = in.facilities[0].name.zh;
  const auto has = [&](const DisplayList& l) { return on_the_ground(l, camera(2)).count(name) > 0; };
  EXPECT_TRUE(has(with));
  EXPECT_FALSE(has(without));
}

TEST(Overlay, FacilitiesOfOtherLevelsStepBack) {
  auto in = input();
  in.providers = {FacilityId(0)};
  const auto list = draw_overlay(in, camera(2), {});
  std::size_t full = 0, weak = 0;
  for (const auto& s : layer(list, "facilities")->shapes) (s.fill.a == 255 || s.stroke.colour.a == 255 ? full : weak) += 1;
  EXPECT_EQ(full, 3u);
  EXPECT_GT(weak, 10u);
}

TEST(Overlay, MarksWhatThePlanChangesAndShowsWhatItTakesAway) {
  auto in = input();
  const auto plain = shapes_of(draw_overlay(in, camera(2), {}), "facilities");
  in.facility_state.assign(in.facilities.size(), EditState::kUnchanged);
  in.facility_state[0] = EditState::kNew, in.facility_state[1] = EditState::kChanged;
  in.gate_state.assign(in.gates.size(), EditState::kUnchanged);
  EXPECT_GT(shapes_of(draw_overlay(in, camera(2), {}), "facilities"), plain);
  const auto marked = shapes_of(draw_overlay(in, camera(2), {}), "facilities");
  Facility gone = in.facilities[1];
  gone.position = camera().centre;
  in.removed = {gone};
  EXPECT_GT(shapes_of(draw_overlay(in, camera(2), {}), "facilities"), marked);
  const auto gates = shapes_of(draw_overlay(in, camera(2), {}), "gates");
  std::fill(in.gate_state.begin(), in.gate_state.end(), EditState::kChanged);
  EXPECT_GT(shapes_of(draw_overlay(in, camera(2), {}), "gates"), gates);
}

TEST(EditMarks, DifferByHueAndByShape) {
  for (const bool dark : {false, true}) {
    const Palette& p = palette(dark);
    const auto fresh = edit_mark({0, 0}, 8, EditState::kNew, 1, p), changed = edit_mark({0, 0}, 8, EditState::kChanged, 1, p),
               removed = edit_mark({0, 0}, 8, EditState::kRemoved, 1, p);
    EXPECT_TRUE(edit_mark({0, 0}, 8, EditState::kUnchanged, 1, p).empty());
    EXPECT_EQ(fresh.back().rings.size(), 2u) << "a plus of two bars";
    EXPECT_EQ(fresh.back().rings[0][0].y, fresh.back().rings[0][1].y) << "one of them level";
    EXPECT_EQ(changed.back().rings[0].size(), 3u) << "a triangle";
    EXPECT_EQ(removed.back().rings.size(), 2u) << "a cross";
    EXPECT_NE(removed.back().rings[0][0].y, removed.back().rings[0][1].y) << "of slanting bars";
    EXPECT_GT(fresh.back().stroke.colour.b, fresh.back().stroke.colour.r) << "blue";
    EXPECT_GT(changed.back().fill.r, changed.back().fill.b) << "orange";
    const Colour grey = removed.back().stroke.colour;
    EXPECT_LT(std::abs(grey.r - grey.b), 20) << "grey";
    for (const auto& mark : {fresh, changed, removed}) EXPECT_GT(mark.front().centre.x, 4) << "at the corner";
  }
}

TEST(Overlay, GatesHaveAFormForEachState) {
  std::set<std::string> forms;
  for (const auto state : {GateState::kOpen, GateState::kResidentsOnly, GateState::kClosed}) {
    auto in = input();
    in.gates.resize(1);
    in.gates[0].state = state;
    Camera c = camera(1);
    c.centre = town().world.streets.node[in.gates[0].node.value];
    std::string form;
    const auto list = draw_overlay(in, c, {});
    ASSERT_NE(layer(list, "gates"), nullptr);
    Box box;
    for (const auto& s : layer(list, "gates")->shapes) {
      form += std::to_string(s.rings.size()) + ":" + std::to_string(static_cast<int>(bounds(s.rings[0]).width() * 10)) + " ";
      box.add(bounds(s.rings[0]));
    }
    EXPECT_GE(box.width(), 11) << "large enough to be read";
    forms.insert(form);
  }
  EXPECT_EQ(forms.size(), 3u);
}

TEST(Overlay, LinksTaperTowardsTheirEndAndAreBundledInACity) {
  OverlayOptions o;
  for (auto& l : o.layers) l.visible = l.layer == MapLayer::kLinks;
  const auto near = draw_overlay(input(), camera(3), o);
  ASSERT_GT(shapes_of(near, "links"), 20u);
  for (const auto& s : layer(near, "links")->shapes) {
    if (s.kind != Shape::Kind::kPath) continue;
    // Along one side and back along the other: the first point lies across from the last, the middle ones across from each other.
    const Ring& r = s.rings[0];
    EXPECT_GT(distance(r.front(), r.back()), 2 * distance(r[r.size() / 2 - 1], r[r.size() / 2]));
    EXPECT_LT(s.fill.a, 255);
  }
  EXPECT_LT(shapes_of(draw_overlay(input(), camera(20), o), "links"), shapes_of(near, "links"));
}

TEST(Overlay, ShowsCatchmentsUnderAndThePathOverTheStreets) {
  auto in = input();
  const Point c = camera().centre;
  in.catchments = {{{{{{c.x - 200, c.y - 200}, {c.x + 200, c.y - 200}, {c.x, c.y + 200}}}}}};
  in.catchment_colour = {rgb(0x0072B2)};
  in.path = std::vector<Point>{{c.x - 100, c.y}, {c.x + 100, c.y}};
  OverlayOptions options;
  for (auto& look : options.layers) look.visible = true;   // catchments are off at first
  const auto list = draw_overlay(in, camera(), options);
  ASSERT_EQ(shapes_of(list, "catchments"), 1u);
  EXPECT_LT(layer(list, "catchments")->shapes[0].fill.a, 80) << "soft";
  ASSERT_EQ(shapes_of(list, "path"), 6u);
  EXPECT_GT(layer(list, "path")->shapes[0].stroke.width_px, layer(list, "path")->shapes[1].stroke.width_px) << "casing";
  EXPECT_LT(layer(list, "path") - list.layers.data(), layer(list, "facilities") - list.layers.data());
}

TEST(Overlay, ShowsOrganisationsByTheirCoverage) {
  auto in = input();
  for (std::size_t i = 0; i < town().world.organisations.size(); ++i) in.organisation_state.push_back(static_cast<std::uint8_t>(i % 4));
  const auto by_state = draw_overlay(in, camera(2), {});
  std::set<std::uint32_t> colours;
  for (const auto& s : layer(by_state, "organisations")->shapes) colours.insert(s.fill.a == 0 ? 1u : s.fill.r * 65536u + s.fill.b);
  EXPECT_GE(colours.size(), 3u);
  in.organisation_state.pop_back();
  EXPECT_THROW(draw_overlay(in, camera(2), {}), std::invalid_argument);
}

TEST(Overlay, RefusesACameraThatSeesNothing) {
  Camera c = camera();
  c.metres_per_px = 0;
  EXPECT_THROW(draw_overlay(input(), c, {}), std::invalid_argument);
  EXPECT_THROW(draw_overlay(OverlayInput{}, camera(), {}), std::invalid_argument);
}

TEST(Overlay, OfAnEmptyWorldIsEmpty) {
  const World world;
  const Scenario scenario;
  OverlayInput in;
  in.world = &world, in.scenario = &scenario;
  EXPECT_TRUE(draw_overlay(in, camera(), {}).layers.empty());
}

TEST(BoxGrid, FindsTheBoxesThatALookAtEachWouldFind) {
  Stream random(9, "boxes");
  std::vector<Box> boxes;
  for (int i = 0; i < 800; ++i) {
    const double x = random.uniform(0, 1000), y = random.uniform(0, 700), size = i % 50 == 0 ? 600 : 12;
    boxes.push_back(i % 97 == 0 ? Box{} : Box{x, y, x + random.uniform(0, size), y + random.uniform(0, size)});
  }
  const BoxGrid grid(boxes);
  for (int i = 0; i < 200; ++i) {
    const double x = random.uniform(-200, 1200), y = random.uniform(-200, 900);
    const Box window{x, y, x + random.uniform(0, 300), y + random.uniform(0, 300)};
    std::vector<std::uint32_t> want;
    for (std::uint32_t k = 0; k < boxes.size(); ++k)
      if (!boxes[k].empty() && boxes[k].max_x >= window.min_x && boxes[k].min_x <= window.max_x && boxes[k].max_y >= window.min_y && boxes[k].min_y <= window.max_y) want.push_back(k);
    EXPECT_EQ(grid.touching(window), want);
  }
  EXPECT_TRUE(BoxGrid().touching({0, 0, 1, 1}).empty());
}

}  // namespace
}  // namespace catchment::scene
