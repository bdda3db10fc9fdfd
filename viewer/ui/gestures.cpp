#include "viewer/ui/gestures.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "viewer/scene/symbology.h"
#include "viewer/scene/text_format.h"
#include "viewer/scene/theme.h"
#include "viewer/ui/rank_words.h"

namespace catchment::viewer {

namespace {

constexpr double kClick = 4;                 // design px that a click may move
constexpr double kClosest = 0.02;            // metres per px
constexpr double kFlightSeconds = 0.35;

double farthest(const Tab& tab) {
  return 4 * scene::fit(tab.home, tab.camera.width, tab.camera.height).metres_per_px;
}

/// Shown in the layers panel, and drawn at this scale.
bool pickable(const Tab& tab, scene::MapLayer layer) {
  for (const auto& look : tab.layers)
    if (look.layer == layer) return look.visible && look.opacity > 0;
  return false;
}

/// Who stands at the end of a link there: also venues and areas, and farther out than single organisations can be pointed at.
Thing partner_at(const Tab& tab, Point px, double reach) {
  if (!tab.sharing.links || !pickable(tab, scene::MapLayer::kLinks)) return {};
  const scene::LinkTable& links = *tab.sharing.links;
  std::uint32_t best = UINT32_MAX;
  double nearest = reach * tab.camera.metres_per_px;
  const Point m = tab.camera.to_m(px);
  for (std::uint32_t v = 0; v < links.n_nodes(); ++v) {
    if (links.placed[v] == 0 || links.node[v].table == Partner::Table::kFacility) continue;   // a facility can be taken up: it is picked as always
    if (const double away = distance(links.at[v], m); away < nearest) best = v, nearest = away;
  }
  return best == UINT32_MAX ? Thing{} : document::thing_of(links.node[best]);
}

double metres_per_u(const State& state, const Tab& tab) { return tab.camera.metres_per_px * state.scale; }

}  // namespace

document::Step step_of(const World& world, Edit edit) {
  document::Step step;
  step.label = document::label_of(world, edit);
  step.edits.push_back(std::move(edit));
  return step;
}

document::Step new_facility_step(const World& world, int rank, Point at) {
  std::set<std::string> taken;
  for (const auto& f : world.facilities) taken.insert(f.id);
  int n = 1;
  while (taken.contains(fmt::format("new-{}", n))) ++n;
  Edit edit;
  edit.op = Edit::Op::kAddFacility;
  edit.target = fmt::format("new-{}", n);
  edit.level = rank;
  edit.to = at;
  static constexpr const char* kZh[] = {"新楼组", "新服务点", "新服务站", "新服务中心"};
  static constexpr const char* kEn[] = {"New home", "New point", "New station", "New centre"};
  const auto k = static_cast<std::size_t>(std::clamp(rank, 1, 4) - 1);
  edit.name = {fmt::format("{} {}", kZh[k], n), fmt::format("{} {}", kEn[k], n)};
  return step_of(world, std::move(edit));
}

scene::Camera camera_for(const State& state, const Tab& tab, const Box& box) {
  auto panel = state.map.panel_px;
  // What is flown to is shown beside the sharing window, where that leaves room.
  if (state.windows.sharing && !state.side() && state.map.sharing_right_px < 0.6 * (tab.camera.width - panel[2])) panel[0] = std::max(panel[0], state.map.sharing_right_px);
  if (state.side()) panel[2] = tab.camera.width / 2;   // the right half is the other plan's
  scene::Camera out = scene::fit(box, tab.camera.width, tab.camera.height, panel[0], panel[1], panel[2], panel[3]);
  const double block = 1.2 / state.scale;    // block zoom: a house is some 15 px
  if (box.width() < 1 && box.height() < 1) {
    const double metres = std::min(tab.camera.metres_per_px, block);
    out = tab.camera;
    out.metres_per_px = metres;
    const double off_x = (panel[0] - panel[2]) / 2 * metres, off_y = (panel[1] - panel[3]) / 2 * metres;
    const double c = std::cos(out.angle), s = std::sin(out.angle);
    out.centre = {box.centre().x - (off_x * c - off_y * s), box.centre().y + (off_x * s + off_y * c)};
    return out;
  }
  out.metres_per_px = std::max(out.metres_per_px * 1.08, block / 3);
  const Point middle = box.centre();
  out.centre = {middle.x - (panel[0] - panel[2]) / 2 * out.metres_per_px, middle.y + (panel[1] - panel[3]) / 2 * out.metres_per_px};
  return out;
}

void Gestures::fly(State& state, const scene::Camera& to) {
  Tab* tab = state.tab();
  if (tab == nullptr) return;
  flight_ = Flight{tab->camera, to, 0};
}

void Gestures::step_flight(State& state) {
  Tab& tab = *state.tab();
  // Where time stands still (pictures, tests) a flight has no middle.
  flight_->t = state.delta_s > 0 ? std::min(1.0, flight_->t + state.delta_s / kFlightSeconds) : 1;
  const double s = flight_->t * flight_->t * (3 - 2 * flight_->t);
  const scene::Camera &a = flight_->from, &b = flight_->to;
  scene::Camera c = tab.camera;
  // Between scales the middle moves by the share of the scale that is done, so that the goal does not race across the screen.
  const double from = std::log(a.metres_per_px), to = std::log(b.metres_per_px);
  c.metres_per_px = std::exp(from + (to - from) * s);
  const double ratio = b.metres_per_px / a.metres_per_px;
  const double along = std::abs(ratio - 1) < 1e-6 ? s : (std::pow(ratio, s) - 1) / (ratio - 1);
  c.centre = {a.centre.x + (b.centre.x - a.centre.x) * along, a.centre.y + (b.centre.y - a.centre.y) * along};
  c.angle = a.angle + std::remainder(b.angle - a.angle, 2 * std::numbers::pi) * s;
  if (flight_->t >= 1) {
    c.centre = b.centre, c.metres_per_px = b.metres_per_px, c.angle = b.angle;
    flight_.reset();
  }
  tab.camera = c;
}

bool Gestures::leave(State& state) {
  Tab* tab = state.tab();
  flight_.reset();
  if (hand_ == Hand::kFacility && tab != nullptr) tab->document->cancel();
  const bool had = hand_ != Hand::kNone || !measured_.empty();
  hand_ = Hand::kNone;
  measured_.clear();
  return had;
}

void Gestures::hover(State& state, Point px) {
  Tab& tab = *state.tab();
  const Point m = tab.camera.to_m(px);
  state.map.cursor = m;
  state.map.cursor_lonlat = tab.lonlat ? tab.lonlat->to_lonlat(m) : std::nullopt;
  const double metres = metres_per_u(state, tab);
  const bool block = metres <= 3;
  tab.hover = {};
  state.map.class_under_cursor.reset();
  if (const Thing partner = partner_at(tab, px, 8 * state.scale); partner.kind != ThingKind::kNone) {
    // Not where a facility lies: that can be taken up.
    const Thing facility = tab.pick->at(tab.document->world(), m, 9 * metres, pickable(tab, scene::MapLayer::kFacilities) ? tab.filter.facility_ranks : std::uint8_t{0}, false, false);
    tab.hover = facility.kind == ThingKind::kFacility ? facility : partner;
    return;
  }
  if (state.map.density) {
    // A cell stands for thousands of buildings: only what has a symbol can be pointed at.
    tab.hover = tab.pick->at(tab.document->world(), m, 9 * metres, pickable(tab, scene::MapLayer::kFacilities) ? tab.filter.facility_ranks : std::uint8_t{0}, false, false);
    if (tab.hover.kind != ThingKind::kFacility) tab.hover = {};
    return;
  }
  tab.hover = tab.pick->at(tab.document->world(), m, 9 * metres, pickable(tab, scene::MapLayer::kFacilities) ? tab.filter.facility_ranks : std::uint8_t{0},
                           block && pickable(tab, scene::MapLayer::kGates), block && pickable(tab, scene::MapLayer::kOrganisations));
  state.map.class_under_cursor.reset();
  if (tab.hover.kind == ThingKind::kDemand && tab.theming) {
    const auto& of = tab.theming->figures().of;
    if (tab.hover.index < of.size() && of[tab.hover.index] >= 0) state.map.class_under_cursor = of[tab.hover.index];
  }
}

void Gestures::begin(State& state, Point px, int button) {
  Tab& tab = *state.tab();
  flight_.reset();
  hand_ = Hand::kPressed;
  button_ = button;
  pressed_ = last_ = px;
  pressed_on_ = tab.hover;
  turned_from_ = tab.camera;
}

void Gestures::move(State& state, Point px) {
  Tab& tab = *state.tab();
  const ImGuiIO& io = ImGui::GetIO();
  if (hand_ == Hand::kPressed && std::hypot(px.x - pressed_.x, px.y - pressed_.y) > kClick * state.scale) {
    const bool space = ImGui::IsKeyDown(ImGui::GetKeyIndex(ImGuiKey_Space));
    if (button_ == 1) hand_ = Hand::kTurn;
    else if (button_ == 2 || space) hand_ = Hand::kPan;
    else if (state.tool == Tool::kMeasure) hand_ = Hand::kPan;
    else if (io.KeyShift) hand_ = Hand::kBox;
    else if (pressed_on_.kind == ThingKind::kFacility && state.tool == Tool::kSelect && !state.map.holding_base) {
      hand_ = Hand::kFacility;
      tab.document->grab(FacilityId(pressed_on_.index));
      tab.selection = {pressed_on_};
    } else hand_ = Hand::kPan;
  }
  if (hand_ == Hand::kPan) {
    const Point a = tab.camera.to_m(last_), b = tab.camera.to_m(px);
    tab.camera.centre = {tab.camera.centre.x + a.x - b.x, tab.camera.centre.y + a.y - b.y};
  } else if (hand_ == Hand::kTurn) {
    const Point middle{tab.camera.width / 2, tab.camera.height / 2};
    const double from = std::atan2(pressed_.y - middle.y, pressed_.x - middle.x), to = std::atan2(px.y - middle.y, px.x - middle.x);
    tab.camera.angle = std::remainder(turned_from_.angle - (to - from), 2 * std::numbers::pi);
    if (std::abs(tab.camera.angle) < 0.03) tab.camera.angle = 0;   // north holds on
  } else if (hand_ == Hand::kFacility && !(px == last_)) {
    tab.document->drag(tab.camera.to_m(px));
  }
  last_ = px;
}

void Gestures::end(State& state, Point px, int button) {
  if (hand_ == Hand::kNone || button != button_) return;
  Tab& tab = *state.tab();
  const ImGuiIO& io = ImGui::GetIO();
  const Hand was = std::exchange(hand_, Hand::kNone);
  const Point m = tab.camera.to_m(px);
  if (was == Hand::kFacility) {
    tab.document->drop();
  } else if (was == Hand::kBox) {
    Box box;
    box.add(tab.camera.to_m(pressed_));
    box.add(m);
    std::vector<Thing> things;
    const World& world = tab.document->world();
    for (std::size_t f = 0; f < world.facilities.size(); ++f)
      if (box.contains(world.facilities[f].position)) things.push_back({ThingKind::kFacility, static_cast<std::uint32_t>(f)});
    if (things.empty())
      for (const auto i : tab.pick->demand_in(world, box)) things.push_back({ThingKind::kDemand, i});
    state.ask(SelectThings{std::move(things), false});
  } else if (was == Hand::kPressed && button == 1) {
    menu_at_ = m;
    menu_on_ = pressed_on_;
    ImGui::OpenPopup("map menu");
  } else if (was == Hand::kPressed && button == 0) {
    if (state.tool == Tool::kAddFacility) {
      state.ask(ApplyStep{new_facility_step(tab.document->world(), state.new_rank, m)});
      if (!io.KeyShift) state.ask(SetTool{Tool::kSelect, state.new_rank});
    } else if (state.tool == Tool::kMeasure) {
      measured_.push_back(m);
    } else if (pressed_on_.kind == ThingKind::kNone) {
      if (!io.KeyShift) state.ask(SelectThings{{}, false});
    } else {
      state.ask(SelectThings{{pressed_on_}, io.KeyShift});
      if (pressed_on_.kind == ThingKind::kDemand && tab.why) state.ask(AskWhy{pressed_on_.index});
    }
  }
}

void Gestures::wheel(State& state, Point px) {
  const ImGuiIO& io = ImGui::GetIO();
  Tab& tab = *state.tab();
  if (io.MouseWheelH != 0) {
    const double by = -60 * io.MouseWheelH * state.scale;
    const Point a = tab.camera.to_m({0, 0}), b = tab.camera.to_m({by, 0});
    tab.camera.centre = {tab.camera.centre.x + b.x - a.x, tab.camera.centre.y + b.y - a.y};
  }
  if (io.MouseWheel == 0) return;
  if (io.KeyCtrl && tab.hover.kind == ThingKind::kFacility) {
    // Direct sizing: a tenth of the capacity a notch, at least ten persons; notches that follow each other are one step.
    const World& world = tab.document->world();
    const Facility& f = world.facilities[tab.hover.index];
    if (f.status == FacilityStatus::kClosed) return;
    const std::int64_t now = f.capacity < 0 ? 1000 : f.capacity;
    const auto by = static_cast<std::int64_t>(std::llround(std::max(10.0, std::round(static_cast<double>(now) / 100) * 10) * io.MouseWheel));
    Edit edit;
    edit.op = Edit::Op::kResizeFacility;
    edit.target = f.id;
    edit.capacity = std::max<std::int64_t>(0, now + by);
    const auto& steps = tab.document->steps();
    const std::size_t done = tab.document->done();
    const bool follows = ImGui::GetTime() - last_resize_s_ < 1.0 && done > 0 && steps[done - 1].edits.size() == 1 &&
                         steps[done - 1].edits[0].op == Edit::Op::kResizeFacility && steps[done - 1].edits[0].target == edit.target;
    last_resize_s_ = ImGui::GetTime();
    if (follows) state.ask(Undo{});
    document::Step step;   // its label is made when it is done: then the places are those before the first notch
    step.edits.push_back(std::move(edit));
    state.ask(ApplyStep{std::move(step)});
    return;
  }
  flight_.reset();
  const double metres = std::clamp(tab.camera.metres_per_px * std::pow(1.25, -static_cast<double>(io.MouseWheel)), kClosest, farthest(tab));
  tab.camera = tab.camera.zoomed_at(px, metres);
}

void Gestures::draw_menu(State& state) {
  if (!ImGui::BeginPopup("map menu")) return;
  Tab& tab = *state.tab();
  const World& world = tab.document->world();
  const auto apply = [&](Edit edit) { state.ask(ApplyStep{step_of(world, std::move(edit))}); };
  if (menu_on_.kind == ThingKind::kFacility && menu_on_.index < world.facilities.size()) {
    const Facility& f = world.facilities[menu_on_.index];
    ImGui::TextUnformatted(document::name_of(world, menu_on_, state.chinese).c_str());
    ImGui::Separator();
    for (int rank = 4; rank >= 1; --rank) {
      const std::string text = fmt::format("{} {}", state.say("改为", "Make it a"), rank_word(tab.document->scenario(), rank, state.chinese));
      if (ImGui::MenuItem(text.c_str(), nullptr, f.level == rank, f.level != rank)) {
        Edit edit;
        edit.op = Edit::Op::kSetFacilityLevel, edit.target = f.id, edit.level = rank;
        apply(std::move(edit));
      }
    }
    ImGui::Separator();
    Edit edit;
    edit.target = f.id;
    if (f.status == FacilityStatus::kClosed) {
      if (ImGui::MenuItem(state.say("重新开放", "Open it again"))) edit.op = Edit::Op::kOpenFacility, apply(edit);
    } else if (ImGui::MenuItem(state.say("撤销该设施", "Close it"), "Del")) {
      edit.op = Edit::Op::kCloseFacility, apply(edit);
    }
    if (ImGui::MenuItem(state.say("名额不限", "No limit of capacity"), nullptr, f.capacity < 0, f.capacity >= 0)) edit.op = Edit::Op::kResizeFacility, edit.capacity = -1, apply(edit);
  } else if (menu_on_.kind == ThingKind::kGate && menu_on_.index < world.streets.gates.size()) {
    const Gate& gate = world.streets.gates[menu_on_.index];
    ImGui::TextUnformatted(document::name_of(world, menu_on_, state.chinese).c_str());
    ImGui::Separator();
    const std::array<std::pair<Edit::Op, const char*>, 3> ways{{{Edit::Op::kOpenGate, state.say("对所有人开放", "Open to everybody")},
                                                                {Edit::Op::kResidentsGate, state.say("仅限居民", "Residents only")},
                                                                {Edit::Op::kCloseGate, state.say("关闭", "Closed")}}};
    for (std::size_t k = 0; k < ways.size(); ++k) {
      const bool is = gate.state == static_cast<GateState>(k);
      if (ImGui::MenuItem(ways[k].second, nullptr, is, !is)) {
        Edit edit;
        edit.op = ways[k].first, edit.target = gate.id;
        apply(std::move(edit));
      }
    }
  } else {
    if (menu_on_.kind == ThingKind::kDemand) {
      ImGui::TextUnformatted(document::name_of(world, menu_on_, state.chinese).c_str());
      if (ImGui::MenuItem(state.say("为何未覆盖？", "Why not?"), "W")) state.ask(AskWhy{menu_on_.index});
      ImGui::Separator();
    }
    for (int rank = 4; rank >= 1; --rank) {
      const std::string text = fmt::format("{}{}", state.say("在此新增", "Add here: "), rank_word(tab.document->scenario(), rank, state.chinese));
      if (ImGui::MenuItem(text.c_str())) state.ask(ApplyStep{new_facility_step(world, rank, menu_at_)});
    }
  }
  ImGui::EndPopup();
}

void Gestures::draw_box(const State& state, Point px, double pixels_per_point) const {
  const scene::Colour c = scene::palette(state.dark).accent;
  const auto point = [&](Point p) { return ImVec2(static_cast<float>(p.x / pixels_per_point), static_cast<float>(p.y / pixels_per_point)); };
  ImDrawList& list = *ImGui::GetBackgroundDrawList();
  list.AddRectFilled(point(pressed_), point(px), IM_COL32(c.r, c.g, c.b, 40));
  list.AddRect(point(pressed_), point(px), IM_COL32(c.r, c.g, c.b, 255), 0, 0, 1.5f);
}

void Gestures::draw_measure(const State& state, double pixels_per_point) const {
  const Tab* tab = const_cast<State&>(state).tab();
  if (measured_.empty() || tab == nullptr) return;
  std::vector<Point> line = measured_;
  if (state.map.cursor) line.push_back(*state.map.cursor);
  const scene::Palette& colours = scene::palette(state.dark);
  std::vector<ImVec2> points;
  double metres = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const Point px = tab->camera.to_px(line[i]);
    points.emplace_back(static_cast<float>(px.x / pixels_per_point), static_cast<float>(px.y / pixels_per_point));
    if (i > 0) metres += distance(line[i - 1], line[i]);
  }
  ImDrawList& list = *ImGui::GetBackgroundDrawList();
  list.AddPolyline(points.data(), static_cast<int>(points.size()), IM_COL32(colours.halo.r, colours.halo.g, colours.halo.b, 230), 0, 5);
  list.AddPolyline(points.data(), static_cast<int>(points.size()), IM_COL32(colours.accent.r, colours.accent.g, colours.accent.b, 255), 0, 2);
  for (const ImVec2 p : points) list.AddCircleFilled(p, 3.5f, IM_COL32(colours.accent.r, colours.accent.g, colours.accent.b, 255));
  const std::string text = fmt::format("{} {}", state.say("直线", "straight"), scene::cost_text(metres, CostUnit::kMetres, state.chinese));
  const ImVec2 size = ImGui::CalcTextSize(text.c_str()), at{points.back().x + 12, points.back().y - 8};
  list.AddRectFilled({at.x - 6, at.y - 3}, {at.x + size.x + 6, at.y + size.y + 3}, IM_COL32(colours.panel.r, colours.panel.g, colours.panel.b, 235), 4);
  list.AddText(at, IM_COL32(colours.ink.r, colours.ink.g, colours.ink.b, 255), text.c_str());
}

void Gestures::frame(State& state, double pixels_per_point) {
  Tab* tab = state.tab();
  state.map.cursor.reset();
  state.map.cursor_lonlat.reset();
  if (tab == nullptr || !tab->document || !tab->pick) return;
  if (flight_) step_flight(state);
  const ImGuiIO& io = ImGui::GetIO();
  const bool seen = ImGui::IsMousePosValid();
  Point px{io.MousePos.x * pixels_per_point, io.MousePos.y * pixels_per_point};
  // Two maps side by side show the same places: the right one half a screen further on.
  if (state.side() && px.x > tab->camera.width / 2) px.x -= std::floor(tab->camera.width / 2);
  const bool over_map = seen && !io.WantCaptureMouse;
  if (hand_ == Hand::kNone) {
    tab->hover = {};
    state.map.class_under_cursor.reset();
    if (over_map) {
      hover(state, px);
      for (int b = 0; b < 3; ++b)
        if (ImGui::IsMouseClicked(b)) begin(state, px, b);
      if (ImGui::IsMouseDoubleClicked(0) && tab->hover.kind != ThingKind::kFacility && state.tool == Tool::kSelect)
        fly(state, tab->camera.zoomed_at(px, std::max(kClosest, tab->camera.metres_per_px / 2)));
      wheel(state, px);
    }
  }
  if (hand_ != Hand::kNone && seen) {
    state.map.cursor = tab->camera.to_m(px);
    state.map.cursor_lonlat = tab->lonlat ? tab->lonlat->to_lonlat(*state.map.cursor) : std::nullopt;
    move(state, px);
    if (hand_ != Hand::kPressed) tab->hover = {};   // no card in the way of what the hand does
    for (int b = 0; b < 3; ++b)
      if (ImGui::IsMouseReleased(b)) end(state, px, b);
    if (hand_ == Hand::kBox) draw_box(state, px, pixels_per_point);
  }
  draw_measure(state, pixels_per_point);
  draw_menu(state);
  state.map.metres_per_px = tab->camera.metres_per_px;
  if (over_map || hand_ != Hand::kNone) {
    if (hand_ == Hand::kFacility || hand_ == Hand::kPan) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeAll);
    else if (tab->hover.kind == ThingKind::kFacility || tab->hover.kind == ThingKind::kGate) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  }
}

}  // namespace catchment::viewer
