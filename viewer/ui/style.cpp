#include "viewer/ui/style.h"

#include <imgui.h>

#include "viewer/scene/colour.h"
#include "viewer/scene/symbology.h"

namespace catchment::viewer {

namespace {

ImVec4 vec(scene::Colour c, double alpha = 1) {
  return {static_cast<float>(c.r) / 255, static_cast<float>(c.g) / 255, static_cast<float>(c.b) / 255,
          static_cast<float>(static_cast<double>(c.a) / 255 * alpha)};
}

void set_colours(ImGuiStyle& style, bool dark) {
  const scene::Palette& p = scene::palette(dark);
  // Steps from the panel's ground towards the ink: fields, buttons, what is under the cursor, what is pressed.
  const auto step = [&](double share) { return vec(scene::mix(p.panel, p.ink, share)); };
  const auto accent = [&](double alpha) { return vec(p.accent, alpha); };
  const ImVec4 none{0, 0, 0, 0};
  ImVec4* c = style.Colors;
  c[ImGuiCol_Text] = vec(p.ink);
  c[ImGuiCol_TextDisabled] = vec(p.soft_ink);
  c[ImGuiCol_WindowBg] = vec(p.panel);
  c[ImGuiCol_ChildBg] = none;
  c[ImGuiCol_PopupBg] = step(dark ? 0.04 : 0.0);
  c[ImGuiCol_Border] = vec(p.hairline);
  c[ImGuiCol_BorderShadow] = none;
  c[ImGuiCol_FrameBg] = step(0.055);
  c[ImGuiCol_FrameBgHovered] = step(0.10);
  c[ImGuiCol_FrameBgActive] = step(0.14);
  c[ImGuiCol_TitleBg] = c[ImGuiCol_TitleBgActive] = c[ImGuiCol_TitleBgCollapsed] = vec(p.panel);
  c[ImGuiCol_MenuBarBg] = vec(p.panel);
  c[ImGuiCol_ScrollbarBg] = none;
  c[ImGuiCol_ScrollbarGrab] = step(0.16);
  c[ImGuiCol_ScrollbarGrabHovered] = step(0.26);
  c[ImGuiCol_ScrollbarGrabActive] = step(0.36);
  c[ImGuiCol_CheckMark] = accent(1);
  c[ImGuiCol_SliderGrab] = accent(1);
  c[ImGuiCol_SliderGrabActive] = accent(1);
  c[ImGuiCol_Button] = step(0.055);
  c[ImGuiCol_ButtonHovered] = step(0.11);
  c[ImGuiCol_ButtonActive] = step(0.17);
  c[ImGuiCol_Header] = accent(dark ? 0.28 : 0.14);
  c[ImGuiCol_HeaderHovered] = step(0.07);
  c[ImGuiCol_HeaderActive] = accent(dark ? 0.38 : 0.22);
  c[ImGuiCol_Separator] = vec(p.hairline, 0.7);
  c[ImGuiCol_SeparatorHovered] = accent(0.6);
  c[ImGuiCol_SeparatorActive] = accent(1);
  c[ImGuiCol_ResizeGrip] = none;
  c[ImGuiCol_ResizeGripHovered] = accent(0.4);
  c[ImGuiCol_ResizeGripActive] = accent(0.8);
  c[ImGuiCol_Tab] = none;
  c[ImGuiCol_TabHovered] = step(0.11);
  c[ImGuiCol_TabActive] = step(0.08);
  c[ImGuiCol_TabUnfocused] = none;
  c[ImGuiCol_TabUnfocusedActive] = step(0.06);
  c[ImGuiCol_PlotLines] = c[ImGuiCol_PlotHistogram] = accent(1);
  c[ImGuiCol_PlotLinesHovered] = c[ImGuiCol_PlotHistogramHovered] = vec(p.ink);
  c[ImGuiCol_TableHeaderBg] = step(0.035);
  c[ImGuiCol_TableBorderStrong] = vec(p.hairline);
  c[ImGuiCol_TableBorderLight] = none;
  c[ImGuiCol_TableRowBg] = none;
  c[ImGuiCol_TableRowBgAlt] = step(0.03);
  c[ImGuiCol_TextSelectedBg] = accent(0.35);
  c[ImGuiCol_DragDropTarget] = accent(1);
  c[ImGuiCol_NavHighlight] = accent(1);
  c[ImGuiCol_NavWindowingHighlight] = accent(0.7);
  c[ImGuiCol_NavWindowingDimBg] = vec(p.ink, 0.2);
  c[ImGuiCol_ModalWindowDimBg] = {0, 0, 0, dark ? 0.55F : 0.35F};
}

}  // namespace

void apply_style(bool dark, double scale) {
  ImGuiStyle style;   // from the beginning: sizes that were scaled before are not scaled again
  style.Alpha = 1;
  style.DisabledAlpha = 0.45F;
  style.WindowPadding = {16, 16};
  style.WindowRounding = 4;
  style.WindowBorderSize = 1;
  style.WindowMinSize = {32, 32};
  style.WindowTitleAlign = {0.0F, 0.5F};
  style.WindowMenuButtonPosition = ImGuiDir_None;
  style.ChildRounding = 4;
  style.ChildBorderSize = 0;
  style.PopupRounding = 4;
  style.PopupBorderSize = 1;
  style.FramePadding = {8, 5};
  style.FrameRounding = 4;
  style.FrameBorderSize = 0;
  style.ItemSpacing = {8, 8};
  style.ItemInnerSpacing = {8, 4};
  style.CellPadding = {8, 4};
  style.IndentSpacing = 16;
  style.ScrollbarSize = 8;
  style.ScrollbarRounding = 4;
  style.GrabMinSize = 8;
  style.GrabRounding = 4;
  style.TabRounding = 4;
  style.TabBorderSize = 0;
  style.ButtonTextAlign = {0.5F, 0.5F};
  style.SelectableTextAlign = {0, 0.5F};
  style.DisplaySafeAreaPadding = {8, 8};
  style.AntiAliasedLinesUseTex = true;
  style.CircleTessellationMaxError = 0.25F;
  style.ScaleAllSizes(static_cast<float>(scale));
  // Hairlines stay whole pixels.
  style.WindowBorderSize = style.PopupBorderSize = 1;
  set_colours(style, dark);
  ImGui::GetStyle() = style;
}

}  // namespace catchment::viewer
