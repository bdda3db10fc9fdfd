#include "viewer/ui/selection_card.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "viewer/scene/text_format.h"
#include "viewer/scene/theme.h"
#include "viewer/ui/panel_parts.h"
#include "viewer/ui/plan_figures.h"
#include "viewer/ui/rank_words.h"
#include "viewer/ui/sharing.h"
#include "viewer/ui/shortcuts.h"

namespace catchment::viewer {

namespace {

/// A row of a card: a soft name on the left, a value on the right.
void fact(const State& state, const std::string& name, const std::string& value, bool strong = false) {
  const auto& p = colours(state);
  ImFont *small = fonts().small, *font = strong ? fonts().bold : fonts().text;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  put_text(draw, small, {at.x, at.y + (font->FontSize - small->FontSize) * 0.7F}, u32(p.soft_ink), name);
  put_text_right(draw, font, at.x + width, at.y, u32(p.ink), cut_to(font, value, width - width_of(small, name) - px(state, 12)));
  ImGui::Dummy({width, font->FontSize + px(state, 2)});
}

/// The name of a row whose control follows on the right, from `x` on.
float row_name(const State& state, const char* name, float control) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  put_text(*ImGui::GetWindowDrawList(), fonts().small, {at.x, at.y + px(state, 7)}, u32(colours(state).soft_ink), name);
  ImGui::SetCursorScreenPos({at.x + width - control, at.y});
  return at.x;
}

void ask_edit(State& state, const Tab& tab, Edit edit) { state.ask(ApplyStep{edit_step(tab.document->world(), std::move(edit))}); }

const char* status_word(const State& state, FacilityStatus status) {
  switch (status) {
    case FacilityStatus::kExisting: return state.say("现有", "existing");
    case FacilityStatus::kProposed: return state.say("拟建", "proposed");
    default: return state.say("已关闭", "closed");
  }
}

void facility_card(State& state, Tab& tab, std::uint32_t index) {
  const World& world = tab.document->world();
  const Facility& f = world.facilities[index];
  const bool added = index >= tab.document->base().facilities.size(), closed = f.status == FacilityStatus::kClosed;
  fact(state, state.say("状态", "State"), added && !closed ? state.say("新增", "new") : status_word(state, f.status));

  if (f.lent) fact(state, state.say("来源", "Comes from"), state.say("共享场地", "a lent room"));
  if (f.lent_capacity > 0) fact(state, state.say("借来的名额", "Lent capacity"), scene::grouped(f.lent_capacity));

  const float field = px(state, 148);
  row_name(state, state.say("层级", "Level"), field);
  ImGui::SetNextItemWidth(field);
  if (begin_combo(state, "##rank", rank_word(tab.document->scenario(), f.level, state.chinese).c_str())) {
    for (int rank = 4; rank >= 1; --rank)
      if (ImGui::Selectable(fmt::format("{}###rank-{}", rank_word(tab.document->scenario(), rank, state.chinese), rank).c_str(), rank == f.level) && rank != f.level) {
        Edit edit = facility_edit(f, Edit::Op::kSetFacilityLevel);
        edit.level = rank;
        ask_edit(state, tab, std::move(edit));
      }
    ImGui::EndCombo();
  }
  note_item("facility-level");

  const bool limited = f.capacity >= 0;
  row_name(state, state.say("名额", "Capacity"), field);
  const float unlimited = width_of(fonts().small, state.say("不限", "no limit")) + px(state, 16);
  if (limited) {
    const double step = f.capacity >= 2000 ? 100 : f.capacity >= 200 ? 10 : 5;
    if (const auto places = edit_number(state, "##capacity", static_cast<double>(f.capacity), step, 0, 1e7, state.say("%.0f 人", "%.0f"), field - unlimited - px(state, 4),
                                        scene::grouped(f.capacity) + state.say(" 人", ""))) {
      Edit edit = facility_edit(f, Edit::Op::kResizeFacility);
      edit.capacity = std::llround(*places);
      if (edit.capacity != f.capacity) ask_edit(state, tab, std::move(edit));
    }
    note_item("facility-capacity");
    tip(state, state.say("拖动、滚轮，或双击输入", "Drag, wheel, or double-click to type"));
    ImGui::SameLine(0, px(state, 4));
  } else {
    ImGui::SetCursorScreenPos({ImGui::GetCursorScreenPos().x + field - unlimited, ImGui::GetCursorScreenPos().y + px(state, 2)});
  }
  if (chip(state, "facility-unlimited", state.say("不限", "no limit"), !limited)) {
    Edit edit = facility_edit(f, Edit::Op::kResizeFacility);
    edit.capacity = limited ? -1 : 1000;
    ask_edit(state, tab, std::move(edit));
  }

  row_name(state, state.say("人员", "Staff"), field);
  if (const auto staff = edit_number(state, "##staff", f.staff, 1, 0, 10'000, state.say("%.0f 名", "%.0f"), field)) {
    Edit edit = facility_edit(f, Edit::Op::kSetStaff);
    edit.staff = static_cast<std::int32_t>(std::llround(*staff));
    if (edit.staff != f.staff) ask_edit(state, tab, std::move(edit));
  }
  note_item("facility-staff");

  // How full it is on the level spoken of, where the places have been shared out.
  const LiveStudy& live = tab.document->live();
  if (tab.level < tab.splits.size() && tab.splits[tab.level] != nullptr && !tab.split_pending) {
    const auto& providers = live.providers(tab.level);
    const auto at = std::lower_bound(providers.begin(), providers.end(), FacilityId(index));
    const auto& load = tab.splits[tab.level]->load;
    const auto k = static_cast<std::size_t>(at - providers.begin());
    if (at != providers.end() && *at == FacilityId(index) && k < load.size())
      fact(state, fmt::format(fmt::runtime(state.say("服务人数（{}）", "Serves ({})")), scene::level_name(live.spec(tab.level), state.chinese)),
           limited ? scene::grouped(load[k]) + " / " + scene::grouped(f.capacity) : scene::grouped(load[k]));
  }
  if (f.fixed_cost_fen > 0) fact(state, state.say("建设费", "Cost to build"), money_text(f.fixed_cost_fen, state.chinese));
  if (f.running_cost_fen > 0) fact(state, state.say("年运行费", "Cost a year"), money_text(f.running_cost_fen, state.chinese));

  const char* label = closed ? state.say("重新开放", "Reopen") : added ? state.say("撤除", "Remove") : state.say("关闭", "Close");
  if (ImGui::Button(fmt::format("{}###close", label).c_str(), {ImGui::GetContentRegionAvail().x, 0})) ask_edit(state, tab, facility_edit(f, closed ? Edit::Op::kOpenFacility : Edit::Op::kCloseFacility));
  note_item("facility-close");
  if (!closed) tip(state, label, shortcut_text(Action::kRemoveFacility, state.chinese));
}

void gate_card(State& state, Tab& tab, std::uint32_t index) {
  const Gate& gate = tab.document->world().streets.gates[index];
  static const std::array<Name, 3> kStates{{{"开放", "Open"}, {"仅居民", "Residents"}, {"关闭", "Closed"}}};
  constexpr std::array kOps{Edit::Op::kOpenGate, Edit::Op::kResidentsGate, Edit::Op::kCloseGate};
  for (std::size_t k = 0; k < 3; ++k) {
    if (k > 0) ImGui::SameLine(0, px(state, 4));
    const bool on = static_cast<std::size_t>(gate.state) == k;
    if (chip(state, fmt::format("gate-{}", k).c_str(), kStates[k].in(state.chinese), on) && !on) {
      Edit edit;
      edit.op = kOps[k];
      edit.target = gate.id;
      ask_edit(state, tab, std::move(edit));
    }
    tip(state, state.say("谁可以通过", "Who may pass"), k != 1 ? shortcut_text(Action::kToggleGate, state.chinese) : "");
  }
  if (!gate.hours.none()) fact(state, state.say("时段", "Hours"), state.say("有限时", "some hours only"));
}

void demand_card(State& state, Tab& tab, std::uint32_t index) {
  const World& world = tab.document->world();
  const DemandPoint& d = world.demand[index];
  const LiveStudy& live = tab.document->live();
  const auto& p = colours(state);
  fact(state, state.say("居民", "People"), scene::grouped(d.persons), true);
  if (!d.inside) fact(state, state.say("范围", "Place"), state.say("研究范围之外，不计入", "beyond the study area, not counted"));
  for (std::size_t l = 0; l < live.n_levels(); ++l) {
    const LevelSpec& spec = live.spec(l);
    const double cost = from_cost(live.nearest_cost(l)[index]);
    const bool covered = live.backup(l)[index] > 0;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x;
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    draw_icon(draw, covered ? Icon::kTick : Icon::kClose, {at.x + px(state, 6), at.y + px(state, 9)}, px(state, 12), u32(covered ? p.accent : p.out_of_reach));
    put_text(draw, fonts().text, {at.x + px(state, 20), at.y}, u32(p.ink), cut_to(fonts().text, scene::level_name(spec, state.chinese), width * 0.45F));
    put_text_right(draw, fonts().text, at.x + width, at.y, u32(p.ink), scene::cost_text(cost, spec.unit, state.chinese));
    ImGui::Dummy({width, px(state, 18)});
    tip(state, fmt::format(fmt::runtime(state.say("标准 {}；标准内有 {} 处", "cutoff {}; {} within it")), scene::cost_text(spec.cutoff, spec.unit, state.chinese), live.backup(l)[index]));
  }
  if (live.n_levels() > 0) {
    if (accent_button(state, state.say("为什么？", "Why?"), ImGui::GetContentRegionAvail().x)) state.ask(AskWhy{index});
    note_item("why");
    tip(state, state.say("说明原因和可行的改法", "Says why, and what would change it"), shortcut_text(Action::kWhy, state.chinese));
  }
}

void building_card(State& state, const Tab& tab, std::uint32_t index) {
  const Building& b = tab.document->world().buildings[index];
  static const std::array<Name, 8> kKinds{{{"住宅", "residential"}, {"办公", "office"}, {"混合", "mixed"}, {"园区", "park"}, {"校园", "campus"}, {"工业", "industrial"}, {"公共", "public"}, {"其他", "other"}}};
  fact(state, state.say("类型", "Kind"), kKinds[static_cast<std::size_t>(b.kind)].in(state.chinese));
  fact(state, state.say("层数", "Floors"), std::to_string(b.floors));
  if (b.dwellings > 0) fact(state, state.say("住户", "Dwellings"), scene::grouped(b.dwellings));
  if (b.residents > 0) fact(state, state.say("居民", "Residents"), scene::grouped(b.residents));
  if (b.workers > 0) fact(state, state.say("就业", "Workers"), scene::grouped(b.workers));
}

void organisation_card(State& state, const Tab& tab, std::uint32_t index) {
  const Organisation& o = tab.document->world().organisations[index];
  static const std::array<Name, 8> kTypes{{{"企业", "enterprise"}, {"社会组织", "social organisation"}, {"高校", "college"}, {"学校", "school"}, {"居委会", "residents' committee"}, {"物业", "property manager"}, {"机关", "agency"}, {"联合会", "federation"}}};
  fact(state, state.say("类型", "Kind"), kTypes[static_cast<std::size_t>(o.type)].in(state.chinese));
  if (o.employees > 0) fact(state, state.say("从业人数", "Employees"), scene::grouped(o.employees));
  fact(state, state.say("成员数", "Members"), scene::grouped(o.members));
  const auto& units = tab.document->world().units;
  std::string responsible;
  for (const UnitId u : o.responsible)
    if (u.value < units.size()) responsible += (responsible.empty() ? "" : state.say("、", ", ")) + units[u.value].name.in(state.chinese);
  if (!units.empty()) fact(state, state.say("责任单位", "Unit in charge"), responsible.empty() ? state.say("无", "none") : responsible);
}

void area_card(State& state, const Tab& tab, std::uint32_t index) {
  const LiveStudy& live = tab.document->live();
  const auto& areas = live.figures().areas();
  const auto at = std::find_if(areas.begin(), areas.end(), [&](const AreaResult& a) { return a.area.value == index; });
  if (at == areas.end() || at->persons == 0) {
    fact(state, state.say("居民", "People"), state.say("无", "none"));
    return;
  }
  fact(state, state.say("居民", "People"), scene::grouped(at->persons), true);
  for (std::size_t l = 0; l < live.n_levels() && l < at->covered.size(); ++l)
    fact(state, scene::level_name(live.spec(l), state.chinese),
         scene::grouped(at->covered[l]) + "  " + scene::percent(static_cast<double>(at->covered[l]) / static_cast<double>(at->persons)));
}

const char* kind_word(const State& state, ThingKind kind) {
  switch (kind) {
    case ThingKind::kFacility: return state.say("设施", "Facility");
    case ThingKind::kGate: return state.say("大门", "Gate");
    case ThingKind::kDemand: return state.say("住户点", "Demand point");
    case ThingKind::kBuilding: return state.say("建筑", "Building");
    case ThingKind::kArea: return state.say("区域", "Area");
    case ThingKind::kOrganisation: return state.say("单位", "Organisation");
    case ThingKind::kStreet: return state.say("街道", "Street");
    case ThingKind::kVenue: return state.say("场所", "Venue");
    case ThingKind::kUnit: return state.say("责任单位", "Accountable unit");
    case ThingKind::kLink: return state.say("共享联系", "Sharing link");
    default: return state.say("位置", "Place");
  }
}

bool is_there(const World& w, Thing t) {
  switch (t.kind) {
    case ThingKind::kFacility: return t.index < w.facilities.size();
    case ThingKind::kGate: return t.index < w.streets.gates.size();
    case ThingKind::kDemand: return t.index < w.demand.size();
    case ThingKind::kBuilding: return t.index < w.buildings.size();
    case ThingKind::kArea: return t.index < w.areas.size();
    case ThingKind::kOrganisation: return t.index < w.organisations.size();
    case ThingKind::kStreet: return t.index < w.streets.n_edges();
    case ThingKind::kVenue: return t.index < w.venues.size();
    case ThingKind::kUnit: return t.index < w.units.size();
    case ThingKind::kLink: return t.index < w.links.size();
    default: return false;
  }
}

}  // namespace

void draw_selection_card(State& state, Tab& tab) {
  const World& world = tab.document->world();
  if (tab.selection.empty() || !is_there(world, tab.selection.front())) return;
  const Thing thing = tab.selection.front();
  const bool several = tab.selection.size() > 1;
  heading(state, several ? fmt::format(fmt::runtime(state.say("已选 {} 处", "{} selected")), scene::grouped(static_cast<std::int64_t>(tab.selection.size()))) : kind_word(state, thing.kind));
  ImGui::PushID(static_cast<int>(thing.kind) * 1'000'003 + static_cast<int>(thing.index));
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  if (several) {
    std::int64_t persons = 0;
    for (const Thing& t : tab.selection)
      if (t.kind == ThingKind::kDemand && is_there(world, t)) persons += world.demand[t.index].persons;
    if (persons > 0) fact(state, state.say("居民", "People"), scene::grouped(persons), true);
    if (ImGui::Button(state.say("取消选择", "Select nothing"), {width, 0})) state.ask(SelectThings{});
    ImGui::PopID();
    return;
  }
  put_text(*ImGui::GetWindowDrawList(), fonts().bold, {at.x, at.y + px(state, 3)}, u32(colours(state).ink),
           cut_to(fonts().bold, document::name_of(world, thing, state.chinese), width - px(state, 60)));
  ImGui::SetCursorScreenPos({at.x + width - px(state, 52), at.y});
  if (icon_button(state, "fly", Icon::kZoomTo, state.say("在地图上看", "Show on the map"), "", false, true, 24)) {
    if (const Box box = document::box_of(world, thing); !box.empty()) state.ask(FlyTo{box});
  }
  ImGui::SetCursorScreenPos({at.x + width - px(state, 24), at.y});
  if (icon_button(state, "unselect", Icon::kClose, state.say("取消选择", "Select nothing"), shortcut_text(Action::kLeave, state.chinese), false, true, 24)) state.ask(SelectThings{});
  ImGui::SetCursorScreenPos({at.x, at.y + px(state, 28)});
  switch (thing.kind) {
    case ThingKind::kFacility: facility_card(state, tab, thing.index); break;
    case ThingKind::kGate: gate_card(state, tab, thing.index); break;
    case ThingKind::kDemand: demand_card(state, tab, thing.index); break;
    case ThingKind::kBuilding: building_card(state, tab, thing.index); break;
    case ThingKind::kOrganisation: organisation_card(state, tab, thing.index); break;
    case ThingKind::kArea: area_card(state, tab, thing.index); break;
    case ThingKind::kVenue: fact(state, state.say("座位", "Seats"), scene::grouped(world.venues[thing.index].seats)); break;
    case ThingKind::kLink: draw_link_card(state, tab, thing.index); break;
    default: break;
  }
  if (const auto partner = document::partner_of(thing)) draw_partner_card(state, tab, *partner);
  ImGui::PopID();
}

}  // namespace catchment::viewer
