// What the keys of the shortcut table do.
#include <imgui.h>
#include <imgui_internal.h>   // ClosePopupToLevel

#include <algorithm>
#include <cmath>

#include "viewer/ui/application.h"
#include "viewer/ui/sharing.h"
#include "viewer/ui/shortcuts.h"
#include "viewer/ui/windows.h"

namespace catchment::viewer {

namespace {

/// Moves the map by a share of what is seen.
void pan(Tab& tab, double right, double up) {
  const Point a = tab.camera.to_m({0, 0});
  const Point b = tab.camera.to_m({right * tab.camera.width, -up * tab.camera.height});
  tab.camera.centre = {tab.camera.centre.x + b.x - a.x, tab.camera.centre.y + b.y - a.y};
}

/// The next state of a gate: open, residents only, closed, open again.
document::Step toggled(const World& world, const Gate& gate) {
  Edit edit;
  edit.target = gate.id;
  edit.op = gate.state == GateState::kOpen ? Edit::Op::kResidentsGate : gate.state == GateState::kResidentsOnly ? Edit::Op::kCloseGate : Edit::Op::kOpenGate;
  return step_of(world, std::move(edit));
}

}  // namespace

void Application::act(Action action) {
  State& s = state_;
  Tab* tab = s.tab();
  Windows& w = s.windows;
  switch (action) {
    case Action::kOpen: s.ask(AskOpen{}); return;
    case Action::kQuit: s.ask(Quit{}); return;
    case Action::kHelp: w.help = !w.help; return;
    case Action::kSettings: w.settings = !w.settings; return;
    case Action::kLeave:
      // The topmost window first; then the hand, the tool, the comparison, the explanation, the selection.
      if (ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopupId | ImGuiPopupFlags_AnyPopupLevel)) {
        ImGui::ClosePopupToLevel(0, true);
        return;
      }
      if (leave_topmost(s) || gestures_.leave(s)) return;
      if (s.tool != Tool::kSelect) s.tool = Tool::kSelect;
      else if (s.compared) s.compared.reset();
      else if (tab != nullptr && tab->why) tab->why.reset();
      else if (tab != nullptr && tab->pin) tab->pin.reset();
      else if (tab != nullptr) tab->selection.clear();
      return;
    default: break;
  }
  if (tab == nullptr) return;
  const World& world = tab->document->world();
  switch (action) {
    case Action::kSave: s.ask(Save{}); break;
    case Action::kSaveAs: s.ask(AskSaveAs{}); break;
    case Action::kExportPicture: s.ask(ExportPicture{}); break;
    case Action::kCloseTab: s.ask(CloseTab{s.current, false}); break;
    case Action::kBranch: s.ask(Branch{}); break;
    case Action::kNextTab: s.ask(ShowTab{(s.current + 1) % s.tabs.size()}); break;
    case Action::kPreviousTab: s.ask(ShowTab{(s.current + s.tabs.size() - 1) % s.tabs.size()}); break;
    case Action::kUndo: s.ask(Undo{}); break;
    case Action::kRedo: s.ask(Redo{}); break;
    case Action::kAddFacility:
    case Action::kAddTool: s.ask(SetTool{Tool::kAddFacility, s.new_rank}); break;
    case Action::kSelectTool: s.ask(SetTool{Tool::kSelect, s.new_rank}); break;
    case Action::kMeasureTool: s.ask(SetTool{Tool::kMeasure, s.new_rank}); break;
    case Action::kRemoveFacility: {
      document::Step step;
      for (const Thing thing : tab->selection) {
        if (thing.kind != ThingKind::kFacility || thing.index >= world.facilities.size()) continue;
        if (world.facilities[thing.index].status == FacilityStatus::kClosed) continue;
        Edit edit;
        edit.op = Edit::Op::kCloseFacility;
        edit.target = world.facilities[thing.index].id;
        if (step.edits.empty()) step.label = document::label_of(world, edit);
        step.edits.push_back(std::move(edit));
      }
      if (!step.edits.empty()) s.ask(ApplyStep{std::move(step)});
      break;
    }
    case Action::kToggleGate:
      for (const Thing thing : tab->selection)
        if (thing.kind == ThingKind::kGate && thing.index < world.streets.gates.size()) s.ask(ApplyStep{toggled(world, world.streets.gates[thing.index])});
      break;
    case Action::kMoveLeft: pan(*tab, -0.12, 0); break;
    case Action::kMoveRight: pan(*tab, 0.12, 0); break;
    case Action::kMoveUp: pan(*tab, 0, 0.12); break;
    case Action::kMoveDown: pan(*tab, 0, -0.12); break;
    case Action::kZoomIn: s.ask(ZoomBy{1.6}); break;
    case Action::kZoomOut: s.ask(ZoomBy{1 / 1.6}); break;
    case Action::kFit: s.ask(FlyHome{}); break;
    case Action::kTurnNorth: s.ask(TurnNorth{}); break;
    case Action::kFind: w.search = true; break;
    case Action::kDifference:
      if (tab->figure.kind == scene::FigureKind::kDifference) tab->figure = {scene::FigureKind::kLevels, 0};
      else if (tab->document->live().n_levels() > 0) tab->figure = {scene::FigureKind::kDifference, tab->level};
      break;
    case Action::kCompare:
      if (s.compared) s.ask(Compare{});
      else if (s.tabs.size() > 1) s.ask(Compare{(s.current + 1) % s.tabs.size()});
      else toast(Toast::Kind::kNote, s.say("先打开或分支出另一个方案，再作比较", "Open or branch a second plan to compare with"));
      break;
    case Action::kNextUncovered: s.ask(NextUncovered{1}); break;
    case Action::kPreviousUncovered: s.ask(NextUncovered{-1}); break;
    case Action::kWhy:
      for (const Thing thing : tab->selection)
        if (thing.kind == ThingKind::kDemand) {
          s.ask(AskWhy{thing.index});
          break;
        }
      break;
    case Action::kLevel1: s.ask(SetLevel{0}); break;
    case Action::kLevel2: s.ask(SetLevel{1}); break;
    case Action::kLevel3: s.ask(SetLevel{2}); break;
    case Action::kLevel4: s.ask(SetLevel{3}); break;
    case Action::kHistory: w.history = !w.history; break;
    case Action::kTable: w.table = !w.table; break;
    case Action::kCharts: w.charts = !w.charts; break;
    case Action::kSharing: show_sharing(s, !w.sharing); break;
    case Action::kOnlyItsLinks: toggle_focus(s, *tab); break;
    case Action::kRemovePartner:
      if (const auto partner = selected_partner(*tab); partner && can_be_removed(*tab, *partner)) s.ask(ApplyStep{remove_partner_step(world, *partner)});
      break;
    case Action::kMinimap: w.minimap = !w.minimap; break;
    case Action::kLeftPanel: w.left = !w.left; break;
    case Action::kRightPanel: w.right = !w.right; break;
    case Action::kBottomBar: w.bottom = !w.bottom; break;
    case Action::kAllPanels: {
      const bool any = w.left || w.right || w.bottom;
      w.left = w.right = w.bottom = !any;
      break;
    }
    default: break;   // gestures, and keys that are held
  }
}

void Application::keyboard() {
  const ImGuiIO& io = ImGui::GetIO();
  const bool typing = io.WantTextInput;
  for (const Shortcut& row : shortcuts())
    for (const Chord& chord : row.keys) {
      if (chord.ctrl != io.KeyCtrl || chord.shift != io.KeyShift || io.KeyAlt) continue;
      // Esc leaves a text field's window as well; else letters, and undo, are the field's.
      if (typing && row.action != Action::kLeave && (!chord.ctrl || row.action == Action::kUndo || row.action == Action::kRedo)) continue;
      if (sheet_open(state_) && row.action != Action::kLeave && row.action != Action::kQuit) continue;
      if (row.action == Action::kBefore) continue;
      if (ImGui::IsKeyPressed(chord.key, repeats(row.action))) act(row.action);
    }
  state_.map.holding_base = false;
  if (!typing && state_.tab() != nullptr && !state_.tab()->document->grabbed())
    for (const Chord& chord : shortcut_of(Action::kBefore).keys)
      if (ImGui::IsKeyDown(chord.key)) state_.map.holding_base = true;
}

}  // namespace catchment::viewer
