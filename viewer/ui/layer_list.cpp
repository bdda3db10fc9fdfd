#include "viewer/ui/layer_list.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <imgui_internal.h>

#include "viewer/scene/theme.h"
#include "viewer/ui/panel_parts.h"
#include "viewer/ui/rank_words.h"

namespace catchment::viewer {

namespace {

using scene::LayerLook;
using scene::MapLayer;

/// A thin slider without text: 0..1.
bool opacity_slider(const State& state, const char* id, double& value, float width, float height) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImGui::InvisibleButton(id, {width, height});
  note_item(id);
  bool changed = false;
  if (ImGui::IsItemActive()) {
    const double share = std::clamp(static_cast<double>((ImGui::GetIO().MousePos.x - at.x) / width), 0.0, 1.0);
    const double rounded = static_cast<double>(static_cast<int>(share * 20 + 0.5)) / 20;
    changed = rounded != value;
    value = rounded;
  }
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const auto& p = colours(state);
  const float y = at.y + height / 2, knob = at.x + static_cast<float>(value) * width;
  // Quiet until the hand is there: a dozen of them stand in a column.
  const bool near = ImGui::IsItemHovered() || ImGui::IsItemActive();
  const ImU32 colour = near ? u32(p.accent) : u32(shade(state, 0.38));
  draw.AddRectFilled({at.x, y - px(state, 1)}, {at.x + width, y + px(state, 1)}, u32(shade(state, 0.14)), px(state, 1));
  draw.AddRectFilled({at.x, y - px(state, 1)}, {knob, y + px(state, 1)}, colour, px(state, 1));
  draw.AddCircleFilled({knob, y}, px(state, near ? 6 : 4), colour);
  return changed;
}

/// What the world holds, so that nothing is offered that is not there.
struct Kinds {
  const document::Document* document = nullptr;
  std::size_t buildings = 0, organisations = 0;
  std::uint32_t building_kinds = 0, organisation_types = 0;
  bool proposed = false;
};

const Kinds& kinds_of(const Tab& tab) {
  static Kinds kept;
  const World& base = tab.document->base();
  if (kept.document != tab.document.get() || kept.buildings != base.buildings.size() || kept.organisations != base.organisations.size()) {
    kept = {tab.document.get(), base.buildings.size(), base.organisations.size(), 0, 0, false};
    for (const auto& b : base.buildings) kept.building_kinds |= 1U << static_cast<unsigned>(b.kind);
    for (const auto& o : base.organisations) kept.organisation_types |= 1U << static_cast<unsigned>(o.type);
  }
  return kept;
}

const std::array<Name, 8>& building_kind_names() {
  static const std::array<Name, 8> k{{{"住宅", "Residential"}, {"办公", "Office"}, {"混合", "Mixed"}, {"园区", "Park"}, {"校园", "Campus"}, {"工业", "Industrial"}, {"公共", "Public"}, {"其他", "Other"}}};
  return k;
}
const std::array<Name, 8>& organisation_type_names() {
  static const std::array<Name, 8> k{{{"企业", "Enterprise"}, {"社会组织", "Social"}, {"高校", "College"}, {"学校", "School"}, {"居委会", "Committee"}, {"物业", "Property manager"}, {"机关", "Agency"}, {"联合会", "Federation"}}};
  return k;
}

/// Chips of a mask; those of `present` only.
template <class Mask, std::size_t N>
void mask_chips(const State& state, const char* id, Mask& mask, const std::array<Name, N>& names, std::uint32_t present) {
  bool first = true;
  ImGui::PushID(id);
  for (std::size_t k = 0; k < N; ++k) {
    if ((present >> k & 1U) == 0) continue;
    const std::string& name = names[k].in(state.chinese);
    if (!first) same_line_if_fits(state, width_of(fonts().small, name) + px(state, 16), px(state, 4));
    first = false;
    if (chip(state, fmt::format("{}-{}", id, k).c_str(), name, (mask >> k & 1U) != 0)) mask = static_cast<Mask>(mask ^ static_cast<Mask>(1U << k));
  }
  ImGui::PopID();
}

void small_label(const State& state, const char* text) {
  ImGui::PushFont(fonts().small);
  ImGui::PushStyleColor(ImGuiCol_Text, u32(colours(state).soft_ink));
  ImGui::TextUnformatted(text);
  ImGui::PopStyleColor();
  ImGui::PopFont();
}

}  // namespace

std::string layer_name(MapLayer layer, bool zh) {
  switch (layer) {
    case MapLayer::kGround: return zh ? "底图" : "Ground";
    case MapLayer::kStreets: return zh ? "街道" : "Streets";
    case MapLayer::kBands: return zh ? "沿街可达" : "Reach by street";
    case MapLayer::kDemand: return zh ? "建筑与居民" : "Buildings";
    case MapLayer::kRail: return zh ? "轨道交通" : "Metro";
    case MapLayer::kCatchments: return zh ? "服务范围" : "Catchments";
    case MapLayer::kBoundaries: return zh ? "边界" : "Boundaries";
    case MapLayer::kWalls: return zh ? "围墙" : "Walls";
    case MapLayer::kLinks: return zh ? "共享联系" : "Sharing links";
    case MapLayer::kOrganisations: return zh ? "单位" : "Organisations";
    case MapLayer::kGates: return zh ? "大门" : "Gates";
    case MapLayer::kFacilities: return zh ? "设施" : "Facilities";
    case MapLayer::kLabels: return zh ? "注记" : "Labels";
  }
  return {};
}

Box box_of_layer(const Tab& tab, MapLayer layer) {
  const World& w = tab.document->world();
  Box box;
  switch (layer) {
    case MapLayer::kFacilities:
      for (std::size_t i = 0; i < w.facilities.size(); ++i)
        if ((tab.filter.facility_ranks >> (w.facilities[i].level - 1) & 1) != 0) box.add(w.facilities[i].position);
      break;
    case MapLayer::kGates:
      for (const Gate& g : w.streets.gates)
        if (g.node.value < w.streets.node.size()) box.add(w.streets.node[g.node.value]);
      break;
    case MapLayer::kLinks:
      if (tab.sharing.links)
        for (std::size_t v = 0; v < tab.sharing.links->n_nodes(); ++v)
          if (tab.sharing.links->placed[v] != 0) box.add(tab.sharing.links->at[v]);
      break;
    case MapLayer::kOrganisations:
      for (const auto& o : w.organisations) box.add(o.position);
      break;
    case MapLayer::kBoundaries:
      for (const auto& a : w.areas)
        if (!a.shape.empty()) box.add(bounds(a.shape));
      break;
    case MapLayer::kStreets:
    case MapLayer::kBands: box = bounds(w.streets.node); break;
    case MapLayer::kDemand:
      for (const auto& d : w.demand) box.add(d.position);
      break;
    case MapLayer::kRail:
    case MapLayer::kWalls:
      for (const auto& c : w.context) {
        const bool rail = c.kind == ContextKind::kMetroLine || c.kind == ContextKind::kMetroStation;
        if (rail == (layer == MapLayer::kRail) && (rail || c.kind == ContextKind::kWall)) box.add(bounds(c.line)), box.add(bounds(c.shape));
      }
      break;
    default: box = tab.home; break;
  }
  return box;
}

void draw_layer_list(State& state, Tab& tab) {
  const auto& p = colours(state);
  const float row = px(state, 28), pad = px(state, 8);
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
  const ImVec2 begin = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const std::size_t n = tab.layers.size();
  std::optional<std::pair<std::size_t, std::size_t>> swap;   // stack indices
  for (std::size_t r = 0; r < n; ++r) {
    const std::size_t at = n - 1 - r;   // the top of the map first
    LayerLook& look = tab.layers[at];
    const ImVec2 from{begin.x, begin.y + static_cast<float>(r) * row};
    const std::string name = layer_name(look.layer, state.chinese);
    ImGui::PushID(static_cast<int>(look.layer));
    ImGui::SetCursorScreenPos(from);
    const float slider = px(state, 52), zoom = px(state, 24), eye = px(state, 26), handle = px(state, 16);
    ImGui::InvisibleButton("handle", {width - slider - zoom - eye - px(state, 12), row});
    note_item(fmt::format("layer-{}", static_cast<int>(look.layer)));
    const bool held = ImGui::IsItemActive(), hovered = ImGui::IsMouseHoveringRect(from, {from.x + width, from.y + row}) && ImGui::IsWindowHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem);
    if (held && ImGui::IsMouseDragging(0, px(state, 3))) {
      const float y = ImGui::GetIO().MousePos.y;
      if (y < from.y && r > 0) swap = {at, at + 1};
      if (y > from.y + row && r + 1 < n) swap = {at, at - 1};
    }
    if (!held && ImGui::GetIO().MousePos.x < from.x + handle) tip(state, state.say("拖动以改变次序", "Drag to change the order"));
    if (held || hovered) draw.AddRectFilled({from.x - pad, from.y}, {from.x + width + pad, from.y + row}, u32(shade(state, held ? 0.09 : 0.045)), px(state, 4));
    draw_icon(draw, Icon::kHandle, {from.x + px(state, 4), from.y + row / 2}, px(state, 14), u32(p.soft_ink, hovered || held ? 1 : 0.5));
    ImFont* font = width_of(fonts().text, name) <= width - slider - zoom - eye - handle - px(state, 12) ? fonts().text : fonts().small;
    put_text(draw, font, {from.x + handle, from.y + (row - font->FontSize) / 2}, u32(p.ink, look.visible ? 1 : 0.45),
             cut_to(font, name, width - slider - zoom - eye - handle - px(state, 12)));
    ImGui::SetCursorScreenPos({from.x + width - slider - zoom - eye - px(state, 6), from.y});
    if (look.visible) {
      ImGui::SetCursorScreenPos({from.x + width - slider - zoom - eye - px(state, 8), from.y});
      opacity_slider(state, "opacity", look.opacity, slider, row);
      tip(state, fmt::format(fmt::runtime(state.say("不透明度 {:.0f}%", "Opacity {:.0f}%")), look.opacity * 100));
    }
    ImGui::SetCursorScreenPos({from.x + width - zoom - eye, from.y + px(state, 2)});
    if (icon_button(state, "zoom", Icon::kZoomTo, state.say("缩放到这一图层", "Zoom to this layer"), "", false, true, 24)) {
      const Box box = box_of_layer(tab, look.layer);
      if (!box.empty()) state.ask(FlyTo{box});
    }
    ImGui::SetCursorScreenPos({from.x + width - px(state, 24), from.y + px(state, 2)});
    if (icon_button(state, "eye", look.visible ? Icon::kEye : Icon::kEyeShut, look.visible ? state.say("隐藏", "Hide") : state.say("显示", "Show"), "", false, true, 24))
      look.visible = !look.visible;
    note_item(fmt::format("layer-eye-{}", static_cast<int>(look.layer)));
    ImGui::PopID();
  }
  if (swap) std::swap(tab.layers[swap->first], tab.layers[swap->second]);
  ImGui::SetCursorScreenPos({begin.x, begin.y + static_cast<float>(n) * row});
  ImGui::Dummy({width, px(state, 2)});
  ImGui::PopStyleVar();
}

void draw_layer_filters(State& state, Tab& tab) {
  const Kinds& kinds = kinds_of(tab);
  scene::LayerFilter& f = tab.filter;
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(px(state, 4), px(state, 4)));
  small_label(state, state.say("设施层级", "Facilities of level"));
  std::array<Name, 4> ranks;
  for (int r = 1; r <= 4; ++r) ranks[static_cast<std::size_t>(r - 1)] = {rank_word(tab.document->scenario(), r, true), rank_word(tab.document->scenario(), r, false)};
  mask_chips(state, "rank", f.facility_ranks, ranks, 0b1111);
  small_label(state, state.say("设施状态", "Facilities that are"));
  static const std::array<Name, 3> kStatuses{{{"现有", "Existing"}, {"拟建", "Proposed"}, {"已关闭", "Closed"}}};
  mask_chips(state, "status", f.facility_statuses, kStatuses, 0b111);
  if (kinds.organisation_types != 0) {
    small_label(state, state.say("单位类型", "Organisations"));
    mask_chips(state, "organisation", f.organisation_types, organisation_type_names(), kinds.organisation_types);
  }
  if ((kinds.building_kinds & (kinds.building_kinds - 1)) != 0) {
    small_label(state, state.say("建筑类型", "Buildings"));
    mask_chips(state, "building", f.building_kinds, building_kind_names(), kinds.building_kinds);
  }
  small_label(state, state.say("人数不少于", "Places with at least"));
  if (const auto least = edit_number(state, "##least", static_cast<double>(f.least_persons), 10, 0, 1e6, state.say("%.0f 人", "%.0f persons"), px(state, 120)))
    f.least_persons = static_cast<std::int64_t>(*least);
  note_item("least-persons");
  scene::LayerFilter all;
  all.classes = f.classes;
  all.link_focus = f.link_focus;   // follows the selection
  if (!(f == all)) {
    ImGui::PushFont(fonts().small);
    if (ImGui::SmallButton(state.say("取消全部筛选", "Show everything again"))) f = all;
    note_item("filters-off");
    ImGui::PopFont();
  }
  ImGui::PopStyleVar();
}

}  // namespace catchment::viewer
