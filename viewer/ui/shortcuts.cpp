#include "viewer/ui/shortcuts.h"

#include <algorithm>
#include <stdexcept>

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>

namespace catchment::viewer {

namespace {

constexpr Chord key(int k) { return {k, false, false}; }
constexpr Chord ctrl(int k) { return {k, true, false}; }
constexpr Chord shift(int k) { return {k, false, true}; }
constexpr Chord ctrl_shift(int k) { return {k, true, true}; }

std::vector<Shortcut> make_table() {
  using A = Action;
  using G = ShortcutGroup;
  return {
      {A::kOpen, G::kFiles, {ctrl(GLFW_KEY_O)}, {"打开情景或世界文件", "Open a scenario or world file"}},
      {A::kSave, G::kFiles, {ctrl(GLFW_KEY_S)}, {"保存", "Save"}},
      {A::kSaveAs, G::kFiles, {ctrl_shift(GLFW_KEY_S)}, {"另存为", "Save as"}},
      {A::kExportPicture, G::kFiles, {ctrl(GLFW_KEY_E)}, {"导出图片（PNG、SVG、PDF）", "Export a picture (PNG, SVG, PDF)"}},
      {A::kBranch, G::kFiles, {ctrl(GLFW_KEY_T)}, {"从当前方案另开分支", "Branch off from this plan"}},
      {A::kNextTab, G::kFiles, {ctrl(GLFW_KEY_TAB), ctrl(GLFW_KEY_PAGE_DOWN)}, {"下一个标签页", "Next tab"}},
      {A::kPreviousTab, G::kFiles, {ctrl_shift(GLFW_KEY_TAB), ctrl(GLFW_KEY_PAGE_UP)}, {"上一个标签页", "Previous tab"}},
      {A::kCloseTab, G::kFiles, {ctrl(GLFW_KEY_W)}, {"关闭标签页", "Close the tab"}},
      {A::kQuit, G::kFiles, {ctrl(GLFW_KEY_Q)}, {"退出", "Quit"}},

      {A::kUndo, G::kPlan, {ctrl(GLFW_KEY_Z)}, {"撤销", "Undo"}},
      {A::kRedo, G::kPlan, {ctrl(GLFW_KEY_Y), ctrl_shift(GLFW_KEY_Z)}, {"重做", "Redo"}},
      {A::kAddFacility, G::kPlan, {key(GLFW_KEY_A)}, {"新增设施", "Add a facility"}},
      {A::kRemoveFacility, G::kPlan, {key(GLFW_KEY_DELETE)}, {"关闭所选设施", "Close the selected facility"}},
      {A::kToggleGate, G::kPlan, {key(GLFW_KEY_G)}, {"开关所选大门", "Open or close the selected gate"}},
      {A::kRemovePartner, G::kPlan, {key(GLFW_KEY_X)}, {"所选伙伴退出共享（假设）", "Take the selected partner out of the sharing (what if)"}},
      {A::kResize, G::kPlan, {}, {"调整设施名额", "Change a facility's capacity"}, {"Ctrl＋在设施上滚轮", "Ctrl + wheel over a facility"}},

      {A::kPan, G::kMap, {}, {"平移", "Pan"}, {"空格＋拖动", "Space + drag"}},
      {A::kMiddlePan, G::kMap, {}, {"平移", "Pan"}, {"中键拖动", "middle drag"}},
      {A::kZoom, G::kMap, {}, {"以光标为中心缩放", "Zoom to the cursor"}, {"滚轮", "wheel"}},
      {A::kZoomIntoPoint, G::kMap, {}, {"放大一倍", "Twice as close"}, {"双击", "double click"}},
      {A::kTurn, G::kMap, {}, {"转动地图", "Turn the map"}, {"右键拖动", "right drag"}},
      {A::kMoveLeft, G::kMap, {key(GLFW_KEY_LEFT)}, {"向左移", "Move left"}},
      {A::kMoveRight, G::kMap, {key(GLFW_KEY_RIGHT)}, {"向右移", "Move right"}},
      {A::kMoveUp, G::kMap, {key(GLFW_KEY_UP)}, {"向上移", "Move up"}},
      {A::kMoveDown, G::kMap, {key(GLFW_KEY_DOWN)}, {"向下移", "Move down"}},
      {A::kZoomIn, G::kMap, {key(GLFW_KEY_EQUAL), shift(GLFW_KEY_EQUAL)}, {"放大", "Closer"}},
      {A::kZoomOut, G::kMap, {key(GLFW_KEY_MINUS)}, {"缩小", "Farther"}},
      {A::kFit, G::kMap, {key(GLFW_KEY_HOME)}, {"显示全图", "Fit everything"}},
      {A::kTurnNorth, G::kMap, {key(GLFW_KEY_R)}, {"北方朝上", "Turn north up"}},

      {A::kSelectBox, G::kUnderstand, {}, {"框选", "Select by a box"}, {"Shift＋拖动", "Shift + drag"}},
      {A::kOnlyClass, G::kUnderstand, {}, {"地图只看图例的一类", "One class of the legend alone"}, {"Ctrl＋点击图例", "Ctrl + click on the legend"}},
      {A::kFind, G::kUnderstand, {ctrl(GLFW_KEY_F)}, {"查找名称、编号或坐标", "Find a name, id or coordinates"}},
      {A::kWhy, G::kUnderstand, {key(GLFW_KEY_W)}, {"所选建筑为何未覆盖", "Why is the selected building not served?"}},
      {A::kNextUncovered, G::kUnderstand, {key(GLFW_KEY_N)}, {"下一处未覆盖", "Next place out of reach"}},
      {A::kPreviousUncovered, G::kUnderstand, {shift(GLFW_KEY_N)}, {"上一处未覆盖", "Previous place out of reach"}},
      {A::kBefore, G::kUnderstand, {key(GLFW_KEY_B)}, {"按住：看改动之前", "Hold: show the plan before"}},
      {A::kDifference, G::kUnderstand, {key(GLFW_KEY_D)}, {"差异图", "Difference map"}},
      {A::kCompare, G::kUnderstand, {key(GLFW_KEY_C)}, {"与另一标签页并排比较", "Compare with another tab"}},
      {A::kOnlyItsLinks, G::kUnderstand, {key(GLFW_KEY_E)}, {"只看所选伙伴的联系", "Only the links of the selected partner"}},
      {A::kLevel1, G::kUnderstand, {key(GLFW_KEY_1)}, {"看第一级", "Show the first level"}},
      {A::kLevel2, G::kUnderstand, {key(GLFW_KEY_2)}, {"看第二级", "Show the second level"}},
      {A::kLevel3, G::kUnderstand, {key(GLFW_KEY_3)}, {"看第三级", "Show the third level"}},
      {A::kLevel4, G::kUnderstand, {key(GLFW_KEY_4)}, {"看第四级", "Show the fourth level"}},

      {A::kSelectTool, G::kPanels, {key(GLFW_KEY_5)}, {"工具：选择和移动", "Tool: select and move"}},
      {A::kAddTool, G::kPanels, {key(GLFW_KEY_6)}, {"工具：新增设施", "Tool: add a facility"}},
      {A::kMeasureTool, G::kPanels, {key(GLFW_KEY_7)}, {"工具：量距", "Tool: measure"}},
      {A::kHistory, G::kPanels, {key(GLFW_KEY_H)}, {"历史", "History"}},
      {A::kTable, G::kPanels, {key(GLFW_KEY_L)}, {"列表", "Table"}},
      {A::kCharts, G::kPanels, {key(GLFW_KEY_K)}, {"图表", "Charts"}},
      {A::kSharing, G::kPanels, {key(GLFW_KEY_S)}, {"共享网络", "Sharing network"}},
      {A::kMinimap, G::kPanels, {key(GLFW_KEY_M)}, {"小地图", "Minimap"}},
      {A::kLeftPanel, G::kPanels, {key(GLFW_KEY_LEFT_BRACKET)}, {"左侧面板", "Left panel"}},
      {A::kRightPanel, G::kPanels, {key(GLFW_KEY_RIGHT_BRACKET)}, {"右侧面板", "Right panel"}},
      {A::kBottomBar, G::kPanels, {key(GLFW_KEY_BACKSLASH)}, {"底栏", "Bottom bar"}},
      {A::kAllPanels, G::kPanels, {key(GLFW_KEY_TAB)}, {"隐藏或显示全部面板", "Hide or show all panels"}},
      {A::kSettings, G::kPanels, {ctrl(GLFW_KEY_COMMA)}, {"设置", "Settings"}},
      {A::kHelp, G::kPanels, {shift(GLFW_KEY_SLASH), key(GLFW_KEY_F1)}, {"快捷键", "This sheet"}},
      {A::kLeave, G::kPanels, {key(GLFW_KEY_ESCAPE)}, {"离开：总能退一步", "Leave: always one step back"}},
  };
}

std::string key_name(int k, bool chinese) {
  if ((k >= GLFW_KEY_A && k <= GLFW_KEY_Z) || (k >= GLFW_KEY_0 && k <= GLFW_KEY_9)) return std::string(1, static_cast<char>(k));
  switch (k) {
    case GLFW_KEY_TAB: return "Tab";
    case GLFW_KEY_ESCAPE: return "Esc";
    case GLFW_KEY_DELETE: return chinese ? "删除键" : "Delete";
    case GLFW_KEY_HOME: return "Home";
    case GLFW_KEY_PAGE_UP: return chinese ? "上翻页" : "Page Up";
    case GLFW_KEY_PAGE_DOWN: return chinese ? "下翻页" : "Page Down";
    case GLFW_KEY_F1: return "F1";
    case GLFW_KEY_LEFT: return chinese ? "左箭头" : "Left";
    case GLFW_KEY_RIGHT: return chinese ? "右箭头" : "Right";
    case GLFW_KEY_UP: return chinese ? "上箭头" : "Up";
    case GLFW_KEY_DOWN: return chinese ? "下箭头" : "Down";
    case GLFW_KEY_EQUAL: return "=";
    case GLFW_KEY_MINUS: return "-";
    case GLFW_KEY_COMMA: return ",";
    case GLFW_KEY_LEFT_BRACKET: return "[";
    case GLFW_KEY_RIGHT_BRACKET: return "]";
    case GLFW_KEY_BACKSLASH: return "\\";
    case GLFW_KEY_SLASH: return "/";
    default: return "?";
  }
}

int main_block(int k) {
  if (k >= GLFW_KEY_KP_0 && k <= GLFW_KEY_KP_9) return GLFW_KEY_0 + (k - GLFW_KEY_KP_0);
  if (k == GLFW_KEY_KP_ADD) return GLFW_KEY_EQUAL;
  if (k == GLFW_KEY_KP_SUBTRACT) return GLFW_KEY_MINUS;
  return k;
}

}  // namespace

const std::vector<Shortcut>& shortcuts() {
  static const std::vector<Shortcut> table = make_table();
  return table;
}

const Shortcut& shortcut_of(Action action) {
  const auto& all = shortcuts();
  const auto found = std::find_if(all.begin(), all.end(), [action](const Shortcut& s) { return s.action == action; });
  if (found == all.end()) throw std::logic_error("an action without a row in the table of shortcuts");
  return *found;
}

Name group_name(ShortcutGroup group) {
  switch (group) {
    case ShortcutGroup::kFiles: return {"文件与标签页", "Files and tabs"};
    case ShortcutGroup::kPlan: return {"方案", "The plan"};
    case ShortcutGroup::kMap: return {"地图", "The map"};
    case ShortcutGroup::kUnderstand: return {"看懂", "Understand"};
    case ShortcutGroup::kPanels: return {"工具与面板", "Tools and panels"};
  }
  return {};
}

std::string chord_text(const Chord& chord, bool chinese) {
  // What is printed on the keys: a question mark and a plus, not the keys that make them.
  if (chord == shift(GLFW_KEY_SLASH)) return "?";
  if (chord == shift(GLFW_KEY_EQUAL)) return "+";
  return (chord.ctrl ? "Ctrl+" : std::string()) + (chord.shift ? "Shift+" : "") + key_name(chord.key, chinese);
}

std::string shortcut_text(Action action, bool chinese) {
  const Shortcut& s = shortcut_of(action);
  return s.keys.empty() ? s.gesture.in(chinese) : chord_text(s.keys.front(), chinese);
}

std::optional<Action> action_of(int key_pressed, bool with_ctrl, bool with_shift) {
  const Chord pressed{main_block(key_pressed), with_ctrl, with_shift};
  for (const Shortcut& s : shortcuts())
    if (std::find(s.keys.begin(), s.keys.end(), pressed) != s.keys.end()) return s.action;
  return std::nullopt;
}

bool repeats(Action action) {
  switch (action) {
    case Action::kUndo: case Action::kRedo: case Action::kMoveLeft: case Action::kMoveRight: case Action::kMoveUp: case Action::kMoveDown:
    case Action::kZoomIn: case Action::kZoomOut: case Action::kNextUncovered: case Action::kPreviousUncovered: return true;
    default: return false;
  }
}

}  // namespace catchment::viewer
