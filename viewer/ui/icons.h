#pragma once

#include <cstdint>

#include <imgui.h>

namespace catchment::viewer {

enum class Icon : std::uint8_t {
  kUndo, kRedo, kSave, kSearch, kCompare, kMoon, kSun, kHelp, kPlus, kMinus, kClose, kSelect, kRuler, kEye, kEyeShut, kHandle, kZoomTo, kFit, kNorth,
  kTable, kCharts, kSharing, kHistory, kSettings, kChevronDown, kChevronRight, kTriangleUp, kTriangleDown, kTick, kFilter,
  kRank1, kRank2, kRank3, kRank4,   ///< home, point, station, centre: as on the map
};

/// Drawn as lines within a square of `size` px about `centre`, so that no font needs to hold it. `angle` turns it clockwise, rad.
void draw_icon(ImDrawList& draw, Icon icon, ImVec2 centre, float size, ImU32 colour, float angle = 0);

}  // namespace catchment::viewer
