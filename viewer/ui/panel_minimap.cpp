#include <algorithm>
#include <cmath>

#include "viewer/scene/colour.h"
#include "viewer/ui/minimap_picture.h"
#include "viewer/ui/panel_parts.h"
#include "viewer/ui/panels.h"
#include "viewer/ui/shortcuts.h"

namespace catchment::viewer {

namespace {

constexpr int kColumns = 88, kRows = 68;   ///< cells of 2 design px

const MinimapPicture& picture_of(const Tab& tab) {
  static struct {
    const document::Document* document = nullptr;
    std::size_t demand = 0;
    std::int64_t population = 0;
    MinimapPicture picture;
  } kept;
  const std::int64_t population = tab.document->live().figures().population();
  if (kept.document != tab.document.get() || kept.demand != tab.document->base().demand.size() || kept.population != population)
    kept = {tab.document.get(), tab.document->base().demand.size(), population, minimap_picture(tab.document->base(), kColumns, kRows)};
  return kept.picture;
}

}  // namespace

void draw_minimap(State& state) {
  Tab* tab = state.tab();
  if (tab == nullptr || !state.windows.minimap) return;
  const MinimapPicture& picture = picture_of(*tab);
  if (picture.columns == 0) return;
  const ImVec2 screen = ImGui::GetIO().DisplaySize;
  const PanelLayout layout = layout_of(state);
  const float cell = px(state, 2), width = cell * static_cast<float>(picture.columns), height = cell * static_cast<float>(picture.rows), margin = px(state, 12), rim = px(state, 4);
  const float room_x = screen.x - layout.left - layout.right, room_y = screen.y - layout.top - layout.bottom;
  if (room_x < width * 2 || room_y < height * 2) return;   // a small window is for the map
  const ImVec2 at{layout.left + margin, screen.y - layout.bottom - margin - height - rim * 2};
  ImGui::SetNextWindowPos(at);
  ImGui::SetNextWindowSize({width + rim * 2, height + rim * 2});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(rim, rim));
  ImGui::Begin("##minimap", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBringToFrontOnFocus |
                   ImGuiWindowFlags_NoFocusOnAppearing | ImGuiWindowFlags_NoNav | ImGuiWindowFlags_NoScrollWithMouse);
  ImGui::PopStyleVar();
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const auto& p = colours(state);
  const ImVec2 from{at.x + rim, at.y + rim}, to{from.x + width, from.y + height};
  const auto px_of = [&](Point m) {
    return ImVec2{from.x + static_cast<float>((m.x - picture.box.min_x) / picture.cell_m) * cell, from.y + static_cast<float>((picture.box.max_y - m.y) / picture.cell_m) * cell};
  };
  draw.PushClipRect(from, to, true);
  draw.AddRectFilled(from, to, u32(p.paper));
  const auto flags = draw.Flags;
  draw.Flags &= ~ImDrawListFlags_AntiAliasedFill;
  for (const auto& run : picture.runs) {
    scene::Colour c = run.ground == MinimapPicture::Ground::kWater ? p.water : run.ground == MinimapPicture::Ground::kGreen ? p.green : p.paper;
    if (run.density > 0) c = scene::mix(c, p.ink, 0.10 + 0.11 * run.density);
    const float y = from.y + cell * static_cast<float>(run.row);
    draw.AddRectFilled({from.x + cell * static_cast<float>(run.from), y}, {from.x + cell * static_cast<float>(run.to), y + cell}, u32(c));
  }
  draw.Flags = flags;
  std::vector<ImVec2> line;
  for (const auto& outline : picture.outlines) {
    line.clear();
    for (const Point& m : outline) line.push_back(px_of(m));
    draw.AddPolyline(line.data(), static_cast<int>(line.size()), u32(p.boundary, 0.55), ImDrawFlags_Closed, px(state, 1));
  }
  for (const auto& street : picture.streets) {
    line.clear();
    for (const Point& m : street) line.push_back(px_of(m));
    draw.AddPolyline(line.data(), static_cast<int>(line.size()), u32(p.soft_ink, 0.35), 0, px(state, 1));
  }
  const auto& facilities = tab->document->world().facilities;
  const int least_rank = facilities.size() > 2000 ? 4 : 3;
  for (const Facility& f : facilities)
    if (f.level >= least_rank && f.status != FacilityStatus::kClosed) {
      const ImVec2 spot = px_of(f.position);
      draw.AddCircleFilled(spot, px(state, f.level >= 4 ? 3.2 : 2.2), u32(p.panel), 10);
      draw.AddCircleFilled(spot, px(state, f.level >= 4 ? 2.4 : 1.5), u32(p.level[static_cast<std::size_t>(std::clamp(f.level, 1, 4) - 1)]), 10);
    }

  // What the map shows between the panels.
  const scene::Camera& camera = tab->camera;
  const double l = layout.left, t = layout.top, r = camera.width - layout.right, b = camera.height - layout.bottom;
  std::array<ImVec2, 4> seen;
  const std::array<Point, 4> corners{Point{l, t}, Point{r, t}, Point{r, b}, Point{l, b}};
  for (std::size_t k = 0; k < 4; ++k) seen[k] = px_of(camera.to_m(corners[k]));
  // What is not seen steps back: four sides, from the edges of what is seen to far beyond the picture.
  const ImVec2 middle{(seen[0].x + seen[2].x) / 2, (seen[0].y + seen[2].y) / 2};
  const float reach = 4 * (width + height) / std::max(1.0F, std::min(std::hypot(seen[1].x - seen[0].x, seen[1].y - seen[0].y), std::hypot(seen[2].x - seen[1].x, seen[2].y - seen[1].y))) + 4;
  const auto far_out = [&](ImVec2 v) { return ImVec2{middle.x + (v.x - middle.x) * reach, middle.y + (v.y - middle.y) * reach}; };
  draw.Flags &= ~ImDrawListFlags_AntiAliasedFill;
  for (std::size_t k = 0; k < 4; ++k) {
    const ImVec2 one = seen[k], next = seen[(k + 1) % 4];
    draw.AddQuadFilled(one, next, far_out(next), far_out(one), u32(p.dark ? scene::rgb(0x000000) : p.soft_ink, p.dark ? 0.38 : 0.16));
  }
  draw.Flags = flags;
  draw.AddPolyline(seen.data(), 4, u32(p.accent), ImDrawFlags_Closed, px(state, 2));
  // Zoomed far in, the rectangle is a speck: a cross keeps it findable.
  if (std::abs(seen[1].x - seen[0].x) < px(state, 6)) draw.AddCircle({(seen[0].x + seen[2].x) / 2, (seen[0].y + seen[2].y) / 2}, px(state, 6), u32(p.accent), 0, px(state, 2));
  draw.PopClipRect();

  ImGui::SetCursorScreenPos(from);
  ImGui::InvisibleButton("minimap", {width, height});
  note_item("minimap");
  if (ImGui::IsItemActivated() || (ImGui::IsItemActive() && (ImGui::GetIO().MouseDelta.x != 0 || ImGui::GetIO().MouseDelta.y != 0))) {
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    const Point m{picture.box.min_x + static_cast<double>((mouse.x - from.x) / cell) * picture.cell_m, picture.box.max_y - static_cast<double>((mouse.y - from.y) / cell) * picture.cell_m};
    // A box of what is seen now, so that the scale stays.
    const double half_x = std::max(1.0, (r - l) / 2) * camera.metres_per_px, half_y = std::max(1.0, (b - t) / 2) * camera.metres_per_px;
    state.ask(FlyTo{Box{m.x - half_x, m.y - half_y, m.x + half_x, m.y + half_y}});
  }
  if (!ImGui::IsItemActive()) tip(state, state.say("点击或拖动以移动地图", "Click or drag to move the map"), shortcut_text(Action::kMinimap, state.chinese));
  ImGui::End();
}

}  // namespace catchment::viewer
