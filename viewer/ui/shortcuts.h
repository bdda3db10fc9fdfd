#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/world/world.h"

// One table of all that keys and gestures do: the help sheet, the tooltips and the application's input read the same rows.
namespace catchment::viewer {

enum class Action : std::uint8_t {
  // files and tabs
  kOpen, kSave, kSaveAs, kExportPicture, kCloseTab, kBranch, kNextTab, kPreviousTab, kQuit,
  // the plan
  kUndo, kRedo, kAddFacility, kRemoveFacility, kToggleGate, kResize, kRemovePartner,
  // the map
  kPan, kMiddlePan, kZoom, kZoomIntoPoint, kTurn, kMoveLeft, kMoveRight, kMoveUp, kMoveDown, kZoomIn, kZoomOut, kFit, kTurnNorth,
  // understand
  kSelectBox, kOnlyClass, kFind, kBefore, kDifference, kCompare, kNextUncovered, kPreviousUncovered, kWhy, kOnlyItsLinks, kLevel1, kLevel2, kLevel3, kLevel4,
  // tools and panels
  kSelectTool, kAddTool, kMeasureTool, kHistory, kTable, kCharts, kSharing, kSettings, kMinimap, kLeftPanel, kRightPanel, kBottomBar, kAllPanels,
  kHelp, kLeave,
};

enum class ShortcutGroup : std::uint8_t { kFiles, kPlan, kMap, kUnderstand, kPanels };

/// Keys pressed together. `key` is GLFW's number of the key.
struct Chord {
  int key = 0;
  bool ctrl = false, shift = false;
  friend bool operator==(const Chord&, const Chord&) = default;
};

struct Shortcut {
  Action action;
  ShortcutGroup group;
  std::vector<Chord> keys;       ///< the first is the one that tooltips show; empty for a gesture of the mouse
  Name words;                    ///< what it does
  Name gesture{};                ///< of the mouse; empty: keys alone
};

/// Every action once, in the order of the help sheet.
const std::vector<Shortcut>& shortcuts();
const Shortcut& shortcut_of(Action action);
Name group_name(ShortcutGroup group);
/// "Ctrl+Z"; a gesture's words where there is no key.
std::string shortcut_text(Action action, bool chinese = false);
std::string chord_text(const Chord& chord, bool chinese);
/// What a key press asks for: for the application's key callback. Keys of the number pad are those of the main block.
std::optional<Action> action_of(int key, bool ctrl, bool shift);
/// Repeats while the key is held: moving, zooming, undo, walking through uncovered points.
bool repeats(Action action);

}  // namespace catchment::viewer
