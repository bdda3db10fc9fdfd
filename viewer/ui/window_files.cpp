#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include <imgui.h>
#include <imgui_internal.h>   // ClearActiveID
#include <imgui_stdlib.h>

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>

#include "viewer/scene/colour.h"
#include "viewer/scene/text_format.h"
#include "viewer/ui/panels.h"
#include "viewer/ui/window_memory.h"
#include "viewer/ui/window_parts.h"

// The file dialog: open, save as, export, and data files for an import.
namespace catchment::viewer {

using namespace parts;

namespace {

using Files = Windows::Files;

const std::vector<FileKinds>& kinds_of(Files mode, bool import) {
  static const std::vector<FileKinds> open{{{"情景与世界文件（.toml .gpkg）", "Scenarios and worlds (.toml .gpkg)"}, {".toml", ".gpkg"}},
                                           {{"情景（.toml）", "Scenarios (.toml)"}, {".toml"}},
                                           {{"世界文件（.gpkg）", "World files (.gpkg)"}, {".gpkg"}},
                                           {{"全部文件", "All files"}, {}}};
  static const std::vector<FileKinds> data{{{"地图数据（.osm .pbf .gpkg .geojson .shp）", "Map data (.osm .pbf .gpkg .geojson .shp)"}, {".osm", ".pbf", ".gpkg", ".geojson", ".shp"}},
                                           {{"OpenStreetMap（.osm .pbf）", "OpenStreetMap (.osm .pbf)"}, {".osm", ".pbf"}},
                                           {{"世界文件与图层（.gpkg）", "World files and layers (.gpkg)"}, {".gpkg"}},
                                           {{"全部文件", "All files"}, {}}};
  static const std::vector<FileKinds> save{{{"情景（.toml）", "Scenario (.toml)"}, {".toml"}}};
  static const std::vector<FileKinds> picture{{{"图片 PNG", "Picture PNG"}, {".png"}},
                                              {{"矢量图 SVG", "Drawing SVG"}, {".svg"}},
                                              {{"文档 PDF", "Document PDF"}, {".pdf"}}};
  switch (mode) {
    case Files::kSaveAs: return save;
    case Files::kExport: return picture;
    default: return import ? data : open;
  }
}

bool names_a_file(Files mode) { return mode == Files::kSaveAs || mode == Files::kExport; }

const FileKinds& kind_of(const FilesMemory& f) {
  const auto& kinds = kinds_of(f.mode, f.import);
  return kinds[std::min(f.kind, kinds.size() - 1)];
}

/// The kind whose ending a typed name has; none of them: no value.
std::optional<std::size_t> kind_named(const FilesMemory& f, const std::string& name) {
  const auto& kinds = kinds_of(f.mode, f.import);
  for (std::size_t k = 0; k < kinds.size(); ++k)
    for (const std::string& ending : kinds[k].endings)
      if (has_ending(name, ending) && name.size() > ending.size()) return k;
  return std::nullopt;
}

void sort_again(FilesMemory& f) {
  const std::string kept = f.cursor && *f.cursor < f.shown.size() ? f.listing.entries[f.shown[*f.cursor]].name : "";
  f.shown = shown_entries(f.listing, kind_of(f), f.hidden, f.order, f.descending);
  f.cursor.reset();
  if (kept.empty()) return;
  for (std::size_t k = 0; k < f.shown.size(); ++k)
    if (f.listing.entries[f.shown[k]].name == kept) f.cursor = k;
}

void read_folder(FilesMemory& f, const std::string& folder, const std::string& cursor_on = {}) {
  f.listing = list_folder(folder);
  ++f.read_count;
  f.shown = shown_entries(f.listing, kind_of(f), f.hidden, f.order, f.descending);
  f.cursor.reset();
  f.problem.clear();
  f.overwrite.clear();
  f.jump.clear();
  for (std::size_t k = 0; k < f.shown.size(); ++k)
    if (f.listing.entries[f.shown[k]].name == cursor_on) f.cursor = k, f.scroll_to_cursor = true;
  if (!f.cursor && !f.shown.empty()) f.cursor = 0, f.scroll_to_cursor = true;
}

void enter_folder(State& state, FilesMemory& f, const std::string& folder, const std::string& cursor_on = {}) {
  read_folder(f, folder, cursor_on);
  if (!f.listing.problem.zh.empty() && f.listing.entries.empty()) return;
  state.settings.last_folder = folder;
}

void up(State& state, FilesMemory& f) {
  const std::string folder = f.listing.folder;
  if (folder != "/") enter_folder(state, f, parent_folder(folder), file_name(folder));
}

/// A file name from a title: what file systems do not take becomes a dash.
std::string name_from(const std::string& title) {
  std::string out;
  for (const char c : title) out += c == '/' || c == '\\' || c == ':' || static_cast<unsigned char>(c) < 32 ? '-' : c;
  return out.empty() ? "plan" : out;
}

void open_dialog(State& state, FilesMemory& f) {
  const FilesMemory before = std::move(f);
  f = FilesMemory{};
  f.read_count = before.read_count;
  f.mode = state.windows.files;
  f.import = before.ask_import && f.mode == Files::kOpen;
  f.hidden = before.hidden, f.order = before.order, f.descending = before.descending;
  std::string folder = state.settings.last_folder;
  if (const Tab* tab = state.tab(); tab && tab->document && names_a_file(f.mode)) {
    const std::string& path = tab->document->path();
    if (!path.empty()) folder = parent_folder(resolve_path(std::filesystem::current_path().string(), path));
    const std::string stem = path.empty() ? name_from(tab->document->title().in(state.chinese)) : std::filesystem::path(path).stem().string();
    f.name = stem + kind_of(f).endings.front();
  }
  if (folder.empty() || !is_folder(folder)) {
    const std::string sample = sample_scenario();
    folder = f.mode == Files::kOpen && !sample.empty() && !f.import ? parent_folder(sample) : home_folder();
  }
  read_folder(f, folder);
}

void close_dialog(State& state, FilesMemory& f) {
  state.windows.files = Files::kNone;
  f.mode = Files::kNone;
}

void accept(State& state, FilesMemory& f, const std::string& path, bool overwrite) {
  state.settings.last_folder = parent_folder(path);
  if (f.mode == Files::kSaveAs) state.ask(SaveAs{path, overwrite});
  else if (f.mode == Files::kExport) state.ask(ExportPicture{path});
  // OpenStreetMap is WGS-84 by definition; the datum of any other data has to be asked.
  else if (f.import && (has_ending(path, ".osm") || has_ending(path, ".pbf"))) state.ask(ImportDropped{path, "wgs84"});
  else if (f.import) state.windows.dropped = path;
  else state.ask(OpenPath{path});
  close_dialog(state, f);
}

/// What was typed or chosen: a folder is entered, a file opened or written.
void confirm_path(State& state, FilesMemory& f, std::string path) {
  f.problem.clear();
  if (is_folder(path)) {
    f.typing_path = false;
    enter_folder(state, f, path);
    return;
  }
  if (!names_a_file(f.mode)) {
    if (!file_there(path)) {
      f.problem = state.chinese ? "“" + path + "”：没有这个文件；请检查拼写" : path + ": there is no such file; check its spelling";
      return;
    }
    accept(state, f, path, false);
    return;
  }
  // A typed ending decides the format.
  if (const auto kind = kind_named(f, file_name(path))) f.kind = *kind;
  else path += kind_of(f).endings.front();
  if (!is_folder(parent_folder(path))) {
    f.problem = state.chinese ? "“" + parent_folder(path) + "”：没有这个文件夹；请先新建" : parent_folder(path) + ": there is no such folder; make it first";
    return;
  }
  const Tab* tab = state.tab();
  const bool own = f.mode == Files::kSaveAs && tab && tab->document && !tab->document->path().empty() &&
                   resolve_path(std::filesystem::current_path().string(), tab->document->path()) == path;
  if (file_there(path) && !own) f.overwrite = path;
  else accept(state, f, path, false);
}

void confirm(State& state, FilesMemory& f) {
  if (names_a_file(f.mode)) {
    if (f.name.empty()) f.problem = state.say("请输入文件名", "Give the file a name");
    else confirm_path(state, f, resolve_path(f.listing.folder, f.name));
    return;
  }
  if (f.cursor && *f.cursor < f.shown.size()) confirm_path(state, f, joined_path(f.listing.folder, f.listing.entries[f.shown[*f.cursor]].name));
}

/// Enter in the name field: the folder that the arrows stand on, else the name.
void confirm_name(State& state, FilesMemory& f) {
  if (f.walking && f.cursor && *f.cursor < f.shown.size() && f.listing.entries[f.shown[*f.cursor]].folder) {
    f.walking = false;
    enter_folder(state, f, joined_path(f.listing.folder, f.listing.entries[f.shown[*f.cursor]].name));
  } else {
    confirm(state, f);
  }
}

/// Begins the path field with what has been typed so far.
void type_path(FilesMemory& f, std::string text, bool typed) {
  f.typing_path = true;
  f.path_text = std::move(text);
  f.path_typed = typed;
  f.path_active = false;
}

/// What is typed while a field is still to get the keyboard, added to its text: no letter gets lost.
void take_typed(std::string& text) {
  ImGuiIO& io = ImGui::GetIO();
  if (io.KeyCtrl) return;
  for (const ImWchar c : io.InputQueueCharacters)
    if (c >= 32) text += scene::utf8(static_cast<char32_t>(c));
  io.InputQueueCharacters.resize(0);
}

/// Gives the keyboard to the field that comes next, unless a hand is at work elsewhere. It has it a frame or two later.
void take_keyboard(State& state) {
  if (ImGui::IsAnyItemActive() || ImGui::IsMouseDown(ImGuiMouseButton_Left)) return;
  ImGui::SetKeyboardFocusHere();
  state.animating = true;
}

/// A field that got the keyboard by code goes on at the end of its text.
int cursor_to_end(ImGuiInputTextCallbackData* data) {
  bool& due = *static_cast<bool*>(data->UserData);
  if (!due) return 0;
  due = false;
  data->CursorPos = data->BufTextLen;
  data->SelectionStart = data->SelectionEnd = data->BufTextLen;
  return 0;
}

/// An entry of the list, by Enter or a double click.
void activate(State& state, FilesMemory& f, std::size_t shown) {
  const FileEntry& e = f.listing.entries[f.shown[shown]];
  const std::string path = joined_path(f.listing.folder, e.name);
  if (e.folder) enter_folder(state, f, path);
  else if (names_a_file(f.mode)) f.name = e.name, confirm(state, f);
  else confirm_path(state, f, path);
}

void jump_to_typed(State& state, FilesMemory& f) {
  f.jump_age_s += state.delta_s;
  const ImGuiIO& io = ImGui::GetIO();
  if (io.KeyCtrl || io.InputQueueCharacters.empty()) return;
  if (f.jump_age_s > 1) f.jump.clear();
  f.jump_age_s = 0;
  // A path is typed as such, wherever it begins.
  if (f.jump.empty() && (io.InputQueueCharacters[0] == '/' || io.InputQueueCharacters[0] == '~')) {
    std::string text;
    take_typed(text);
    type_path(f, text, true);
    return;
  }
  for (const ImWchar c : io.InputQueueCharacters)
    if (c >= 32) f.jump += scene::utf8(static_cast<char32_t>(c));
  for (std::size_t k = 0; k < f.shown.size() && !f.jump.empty(); ++k) {
    const std::string& name = f.listing.entries[f.shown[k]].name;
    if (name.size() >= f.jump.size() && has_ending(name.substr(0, f.jump.size()), f.jump)) {
      f.cursor = k, f.scroll_to_cursor = true;
      return;
    }
  }
}

void keys(State& state, FilesMemory& f, bool free, float rows_per_page) {
  const ImGuiIO& io = ImGui::GetIO();
  if (key_pressed(GLFW_KEY_F5, false)) read_folder(f, f.listing.folder, f.cursor && *f.cursor < f.shown.size() ? f.listing.entries[f.shown[*f.cursor]].name : "");
  if (io.KeyCtrl && key_pressed(GLFW_KEY_L, false)) type_path(f, f.listing.folder, false);
  if (io.KeyCtrl && key_pressed(GLFW_KEY_H, false)) f.hidden = !f.hidden, sort_again(f);
  if (!f.overwrite.empty() || f.new_folder || f.typing_path) return;
  const auto n = static_cast<std::ptrdiff_t>(f.shown.size());
  std::ptrdiff_t at = f.cursor ? static_cast<std::ptrdiff_t>(*f.cursor) : -1;
  const std::ptrdiff_t from = at;
  const auto page = std::max<std::ptrdiff_t>(1, static_cast<std::ptrdiff_t>(rows_per_page) - 1);
  if (key_pressed(GLFW_KEY_DOWN)) ++at;
  if (key_pressed(GLFW_KEY_UP)) --at;
  if (key_pressed(GLFW_KEY_PAGE_DOWN)) at += page;
  if (key_pressed(GLFW_KEY_PAGE_UP)) at -= page;
  if (free && key_pressed(GLFW_KEY_HOME)) at = 0;
  if (free && key_pressed(GLFW_KEY_END)) at = n - 1;
  if (at != from && n > 0) {
    f.cursor = static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(at, 0, n - 1)), f.scroll_to_cursor = true;
    const FileEntry& e = f.listing.entries[f.shown[*f.cursor]];
    f.walking = true;
    if (names_a_file(f.mode) && !e.folder) ImGui::ClearActiveID(), f.name = e.name, f.name_active = false;
  }
  if (!free) return;
  if (names_a_file(f.mode)) {
    // The name field has the keyboard back in a frame; what is typed meanwhile is its own.
    if (enter_pressed()) confirm_name(state, f);
    return;
  }
  if (key_pressed(GLFW_KEY_BACKSPACE, false)) { up(state, f); return; }
  if (enter_pressed()) {
    if (f.cursor && *f.cursor < f.shown.size()) activate(state, f, *f.cursor);
    else confirm(state, f);
    return;
  }
  jump_to_typed(state, f);
}

void path_bar(State& state, FilesMemory& f) {
  if (f.typing_path) {
    if (!f.path_active && topmost(state) == Leaf::kFiles) {
      if (f.path_typed) take_typed(f.path_text);
      take_keyboard(state);
    }
    ImGui::SetNextItemWidth(ImGui::GetContentRegionAvail().x - px(state, 104));
    const bool go = ImGui::InputText("##path", &f.path_text, ImGuiInputTextFlags_EnterReturnsTrue | (f.path_typed ? ImGuiInputTextFlags_CallbackAlways : ImGuiInputTextFlags_AutoSelectAll),
                                     cursor_to_end, &f.path_end_due);
    const bool active = ImGui::IsItemActive();
    if (!active) f.path_end_due = f.path_typed;
    f.path_active = active;
    note_item("path");
    ImGui::SameLine();
    if (button(state, state.say("前往", "Go"), false, px(state, 88)) || go) {
      f.typing_path = false;
      confirm_path(state, f, resolve_path(f.listing.folder, f.path_text));
      if (!f.problem.empty()) type_path(f, f.path_text, true);
    }
    return;
  }
  // The last parts that fit, each a button to that folder.
  std::vector<std::string> chain;
  for (std::string p = f.listing.folder;; p = parent_folder(p)) {
    chain.push_back(p);
    if (p == "/" || p.empty()) break;
  }
  std::reverse(chain.begin(), chain.end());
  const float edit_width = px(state, 104), between = px(state, 4);
  float room = ImGui::GetContentRegionAvail().x - edit_width - px(state, 40);
  std::size_t first = chain.size();
  const auto label = [&chain](std::size_t k) { return k == 0 ? std::string("/") : file_name(chain[k]); };
  while (first > 0) {
    const float w = ImGui::CalcTextSize(label(first - 1).c_str()).x + px(state, 16) + between + px(state, 12);
    if (w > room && first < chain.size()) break;
    room -= w;
    --first;
  }
  const float y = ImGui::GetCursorPosY();
  if (first > 0) {
    ImGui::AlignTextToFramePadding();
    soft_text(state, "...");
    ImGui::SameLine(0, between);
  }
  std::string go;
  for (std::size_t k = first; k < chain.size(); ++k) {
    ImGui::PushID(static_cast<int>(k));
    ImGui::SetCursorPosY(y);
    if (link_button(state, label(k) + "##crumb")) go = chain[k];
    ImGui::PopID();
    ImGui::SameLine(0, between);
    if (k + 1 < chain.size()) {
      const ImVec2 c = ImGui::GetCursorScreenPos();
      const float h = ImGui::GetFrameHeight() / 2, r = px(state, 3);
      const ImVec2 line[] = {{c.x + r, c.y + h - 1.5f * r}, {c.x + 2.5f * r, c.y + h}, {c.x + r, c.y + h + 1.5f * r}};
      ImGui::GetWindowDrawList()->AddPolyline(line, 3, u32(colours(state).soft_ink), 0, 1.5f);
      ImGui::Dummy({px(state, 8), 1});
      ImGui::SameLine(0, between);
    }
  }
  const float edit = ImGui::CalcTextSize(state.say("输入路径", "Type a path")).x + px(state, 16);
  ImGui::SetCursorPos({ImGui::GetWindowContentRegionMax().x - edit, y});
  if (link_button(state, state.say("输入路径", "Type a path"))) type_path(f, f.listing.folder, false);
  if (!go.empty()) enter_folder(state, f, go);
}

void places(State& state, FilesMemory& f) {
  struct Place { const char* name; std::string folder; };
  const std::string sample = sample_scenario();
  std::vector<Place> all;
  if (!sample.empty()) all.push_back({state.say("示例情景", "Sample scenarios"), parent_folder(sample)});
  if (!state.settings.recent.empty()) all.push_back({state.say("最近所用", "Last used"), parent_folder(state.settings.recent.front())});
  all.push_back({state.say("主目录", "Home"), home_folder()});
  static const std::string desktop = desktop_folder();
  if (!desktop.empty()) all.push_back({state.say("桌面", "Desktop"), desktop});
  all.push_back({state.say("整台电脑", "Computer"), "/"});
  int id = 0;
  std::string go;
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
  for (const Place& p : all) {
    const Row r = row(state, id++, px(state, 32), p.folder == f.listing.folder);
    note_item(std::string("place ") + p.name);
    text_in(ImGui::GetWindowDrawList(), {r.min.x + px(state, 8), r.min.y + (px(state, 32) - ImGui::GetFontSize()) / 2}, r.max.x - r.min.x - px(state, 16),
            u32(colours(state).ink), p.name);
    if (r.clicked) go = p.folder;
  }
  ImGui::PopStyleVar();
  if (!go.empty()) enter_folder(state, f, go);
}

struct Columns { float name, size, time; };   // left edges, from the row's own

Columns columns_of(const State& state, float width) {
  return {px(state, 32), width - px(state, 232), width - px(state, 136)};
}

void list_head(State& state, FilesMemory& f) {
  const float width = ImGui::GetContentRegionAvail().x;
  const Columns c = columns_of(state, width);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const struct { const char* name; float x, w; FileOrder order; } heads[] = {
      {state.say("名称", "Name"), c.name, c.size - c.name - px(state, 8), FileOrder::kName},
      {state.say("大小", "Size"), c.size, px(state, 80), FileOrder::kSize},
      {state.say("修改时间", "Changed"), c.time, px(state, 136), FileOrder::kTime}};
  for (const auto& h : heads) {
    ImGui::SetCursorScreenPos({at.x + h.x, at.y});
    ImGui::PushID(h.name);
    if (ImGui::InvisibleButton("##head", {h.w, px(state, 24)})) {
      if (f.order == h.order) f.descending = !f.descending;
      else f.order = h.order, f.descending = h.order == FileOrder::kTime;
      sort_again(f);
    }
    ImGui::PopID();
    const bool right = h.order == FileOrder::kSize;
    ImDrawList* draw = ImGui::GetWindowDrawList();
    text_in(draw, {at.x + h.x, at.y + px(state, 3)}, h.w - px(state, right ? 8 : 0), u32(f.order == h.order ? colours(state).ink : colours(state).soft_ink), h.name, right);
    if (f.order == h.order) {
      const float r = px(state, 4), x = right ? at.x + h.x + r + 2 : at.x + h.x + ImGui::CalcTextSize(h.name).x + px(state, 12), y = at.y + px(state, 12);
      const float d = f.descending ? 1 : -1;
      draw->AddTriangleFilled({x - r, y - d * r * 0.5f}, {x + r, y - d * r * 0.5f}, {x, y + d * r * 0.6f}, u32(colours(state).ink));
    }
  }
  ImGui::SetCursorScreenPos({at.x, at.y + px(state, 24)});
  ImGui::Dummy({width, px(state, 2)});
}

void file_icon(const State& state, ImDrawList* draw, ImVec2 c, bool folder) {
  const auto& p = colours(state);
  const float r = px(state, 7);
  if (folder) {
    const ImU32 fill = u32(scene::mix(p.panel, p.accent, 0.55));
    draw->AddRectFilled({c.x - r, c.y - 0.75f * r}, {c.x - 0.1f * r, c.y}, fill, px(state, 2));
    draw->AddRectFilled({c.x - r, c.y - 0.5f * r}, {c.x + r, c.y + 0.8f * r}, fill, px(state, 2));
  } else {
    draw->AddRect({c.x - 0.65f * r, c.y - 0.9f * r}, {c.x + 0.65f * r, c.y + 0.9f * r}, u32(p.soft_ink), px(state, 2), 0, 1.2f);
    for (int k = 0; k < 3; ++k)
      draw->AddLine({c.x - 0.3f * r, c.y + (static_cast<float>(k) - 1) * 0.45f * r}, {c.x + 0.3f * r, c.y + (static_cast<float>(k) - 1) * 0.45f * r}, u32(p.soft_ink));
  }
}

void entries(State& state, FilesMemory& f, float height) {
  const float line = px(state, 28);
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
  ImGui::BeginChild("##files", {0, height}, false, ImGuiWindowFlags_NoNav);
  std::optional<std::size_t> opened;
  if (f.scroll_to_cursor && f.cursor) {
    const float y = static_cast<float>(*f.cursor) * line, top = ImGui::GetScrollY(), shown = ImGui::GetWindowHeight();
    if (y < top) ImGui::SetScrollY(y);
    else if (y + line > top + shown) ImGui::SetScrollY(y + line - shown);
    f.scroll_to_cursor = false;
  }
  if (f.shown.empty()) {
    gap(state, 24);
    const std::string why = !f.listing.problem.zh.empty() ? f.listing.problem.in(state.chinese)
                                                          : state.say("这里没有符合的文件", "Nothing here that fits");
    paragraph(state, why, true);
  }
  const ImU32 ink = u32(colours(state).ink), soft = u32(colours(state).soft_ink);
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(f.shown.size()), line);
  while (clipper.Step())
    for (int k = clipper.DisplayStart; k < clipper.DisplayEnd; ++k) {
      const auto at = static_cast<std::size_t>(k);
      const FileEntry& e = f.listing.entries[f.shown[at]];
      const Row r = row(state, k, line, f.cursor == at, k % 2 == 1);
      note_item("file " + e.name);
      ImDrawList* draw = ImGui::GetWindowDrawList();
      const Columns c = columns_of(state, r.max.x - r.min.x);
      const float y = r.min.y + (line - ImGui::GetFontSize()) / 2;
      file_icon(state, draw, {r.min.x + px(state, 16), r.min.y + line / 2}, e.folder);
      text_in(draw, {r.min.x + c.name, y}, c.size - c.name - px(state, 8), e.hidden ? soft : ink, e.name);
      if (!e.folder) text_in(draw, {r.min.x + c.size, y}, px(state, 72), soft, size_text(e.bytes), true);
      text_in(draw, {r.min.x + c.time, y}, px(state, 136), soft, time_text(e.modified_s));
      if (r.clicked) {
        f.cursor = at;
        f.walking = false;
        if (!names_a_file(f.mode)) f.typing_path = false;
        if (names_a_file(f.mode) && !e.folder) f.name = e.name;
      }
      if (r.twice) opened = at;
    }
  ImGui::EndChild();
  ImGui::PopStyleVar();
  if (opened) activate(state, f, *opened);
}

void note_row(State& state, FilesMemory& f) {
  if (!f.overwrite.empty()) {
    ImGui::AlignTextToFramePadding();
    text(state.chinese ? "“" + file_name(f.overwrite) + "”已存在，要替换吗？" : "Replace " + file_name(f.overwrite) + ", which is already there?");
    ImGui::SameLine();
    // The buttons' own copies: accept() closes the dialog.
    const std::string path = f.overwrite;
    if (button(state, state.say("替换", "Replace"))) accept(state, f, path, true);
    ImGui::SameLine();
    if (button(state, state.say("另取名字", "Another name"))) f.overwrite.clear();
  } else if (f.new_folder) {
    ImGui::AlignTextToFramePadding();
    text(state.say("新文件夹：", "New folder:"));
    ImGui::SameLine();
    if (f.focus_new_folder) ImGui::SetKeyboardFocusHere(), f.focus_new_folder = false;
    ImGui::SetNextItemWidth(px(state, 240));
    const bool enter = ImGui::InputText("##folder", &f.new_folder_name, ImGuiInputTextFlags_EnterReturnsTrue);
    ImGui::SameLine();
    if ((button(state, state.say("新建", "Make it")) || enter) && !f.new_folder_name.empty()) {
      const std::string path = resolve_path(f.listing.folder, f.new_folder_name);
      const Name why = make_folder(path);
      f.problem = why.in(state.chinese);
      if (f.problem.empty()) f.new_folder = false, enter_folder(state, f, path);
    }
    ImGui::SameLine();
    if (button(state, state.say("不建了", "No"))) f.new_folder = false;
  } else if (!f.problem.empty() || (!f.listing.problem.zh.empty() && !f.shown.empty())) {
    ImGui::PushStyleColor(ImGuiCol_Text, u32(colours(state).out_of_reach));
    const std::string why = f.problem.empty() ? f.listing.problem.in(state.chinese) : f.problem;
    text_in(ImGui::GetWindowDrawList(), {ImGui::GetCursorScreenPos().x, ImGui::GetCursorScreenPos().y + px(state, 6)}, ImGui::GetContentRegionAvail().x,
            ImGui::GetColorU32(ImGuiCol_Text), why);
    ImGui::Dummy({1, px(state, 32)});
    ImGui::PopStyleColor();
  } else {
    const auto& kinds = kinds_of(f.mode, f.import);
    for (std::size_t k = 0; k < kinds.size(); ++k) {
      if (k > 0) ImGui::SameLine(0, px(state, 8));
      if (choice(state, kinds[k].words.in(state.chinese), f.kind == k)) {
        if (f.mode == Files::kExport && has_ending(f.name, kind_of(f).endings.front()))
          f.name = f.name.substr(0, f.name.size() - kind_of(f).endings.front().size()) + kinds[k].endings.front();
        f.kind = k;
        sort_again(f);
      }
    }
  }
}

void bottom(State& state, FilesMemory& f) {
  const float right = ImGui::GetWindowContentRegionMax().x;
  const char* go = f.mode == Files::kOpen ? (f.import ? state.say("导入", "Import") : state.say("打开", "Open"))
                   : f.mode == Files::kSaveAs ? state.say("保存", "Save") : state.say("导出", "Export");
  const float width = px(state, 104), y = ImGui::GetCursorPosY();
  if (names_a_file(f.mode)) {
    ImGui::AlignTextToFramePadding();
    text(state.say("文件名", "File name"));
    ImGui::SameLine();
    // The name field has the keyboard whenever nothing else wants it: after a message, a chip, a row, a folder.
    const bool wanted = f.overwrite.empty() && !f.new_folder && !f.typing_path && topmost(state) == Leaf::kFiles;
    if (wanted && !f.name_active) {
      if (f.name_seen) take_typed(f.name);
      take_keyboard(state);
    }
    ImGui::SetNextItemWidth(right - ImGui::GetCursorPosX() - 2 * width - px(state, 32));
    const bool enter = ImGui::InputText("##name", &f.name, ImGuiInputTextFlags_EnterReturnsTrue | ImGuiInputTextFlags_CallbackAlways, cursor_to_end, &f.name_end_due);
    note_item("name");
    if (ImGui::IsItemEdited()) {
      f.walking = false;
      f.problem.clear();   // of the name as it was
      if (const auto kind = kind_named(f, f.name); kind && *kind != f.kind) f.kind = *kind, sort_again(f);
    }
    f.name_active = ImGui::IsItemActive();
    f.name_seen = f.name_seen || f.name_active;
    if (!f.name_active) f.name_end_due = f.name_seen;   // the first time all of it is selected
    if (enter) {
      confirm_name(state, f);
      f.name_active = false;
    }
  } else {
    ImGui::SetCursorPosY(y + px(state, 4));
    if (choice(state, state.say("显示隐藏文件", "Hidden files"), f.hidden)) f.hidden = !f.hidden, sort_again(f);
    ImGui::SameLine(0, px(state, 16));
    ImGui::SetCursorPosY(y + px(state, 8));
    soft_text(state, state.chinese ? scene::grouped(static_cast<std::int64_t>(f.shown.size())) + " 项" : scene::grouped(static_cast<std::int64_t>(f.shown.size())) + " items");
  }
  ImGui::SetCursorPos({right - 2 * width - px(state, 8), y});
  if (button(state, state.say("取消", "Cancel"), false, width)) { close_dialog(state, f); return; }
  ImGui::SetCursorPos({right - width, y});
  if (button(state, go, true, width)) confirm(state, f);
}

}  // namespace

void ask_for_file(State& state, Windows::Files mode, bool import) {
  memory().files.ask_import = import;
  memory().files.mode = Files::kNone;
  state.windows.files = mode;
}

void draw_file_dialog(State& state) {
  FilesMemory& f = memory().files;
  if (state.windows.files == Files::kNone) {
    f.mode = Files::kNone;
    return;
  }
  if (f.mode != state.windows.files) open_dialog(state, f);
  const char* title = f.mode == Files::kOpen ? (f.import ? state.say("导入地图数据", "Import map data") : state.say("打开", "Open"))
                      : f.mode == Files::kSaveAs ? state.say("另存为", "Save as") : state.say("导出图片", "Export a picture");
  bool open = true;
  const bool top = topmost(state) == Leaf::kFiles, free = keys_free();
  begin_sheet(state, "##file dialog", title, {px(state, 880), px(state, 600)}, &open);
  path_bar(state, f);
  gap(state, 4);
  const float below = px(state, 32 + 8 + 32 + 24), height = std::max(px(state, 96), ImGui::GetContentRegionAvail().y - below);
  ImGui::BeginChild("##places", {px(state, 160), height});
  places(state, f);
  if (names_a_file(f.mode)) {
    gap(state, 8);
    if (link_button(state, state.say("新建文件夹", "New folder"))) f.new_folder = f.focus_new_folder = true, f.new_folder_name.clear();
    if (link_button(state, f.hidden ? state.say("不显示隐藏文件", "Hide hidden files") : state.say("显示隐藏文件", "Show hidden files"))) f.hidden = !f.hidden, sort_again(f);
  }
  ImGui::EndChild();
  ImGui::SameLine(0, px(state, 16));
  ImGui::BeginChild("##list", {0, height});
  list_head(state, f);
  const float room = ImGui::GetContentRegionAvail().y;
  entries(state, f, room);
  ImGui::EndChild();
  gap(state, 4);
  const float y = ImGui::GetCursorPosY();
  note_row(state, f);
  ImGui::SetCursorPosY(y + px(state, 32 + 8));
  if (state.windows.files != Files::kNone) bottom(state, f);
  if (top && state.windows.files != Files::kNone) keys(state, f, free, room / px(state, 28));
  end_sheet();
  if (!open) close_dialog(state, f);
}

}  // namespace catchment::viewer
