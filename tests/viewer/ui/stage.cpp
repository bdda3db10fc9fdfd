#include "tests/viewer/ui/stage.h"

#include <gtest/gtest.h>
#include <imgui.h>

#include "tests/viewer/scene/little_town.h"
#include "tests/viewer/scene/sharing_town.h"

namespace catchment::test {

using namespace viewer;

Stage::Stage(std::unique_ptr<document::Document> document, double width, double height, double scale) {
  ImGui::CreateContext();
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.DisplaySize = {static_cast<float>(width), static_cast<float>(height)};
  io.BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset;
  io.MousePos = {-100, -100};
  add_tab(std::move(document));
  dress(scale);
}

Stage::~Stage() {
  set_item_log(nullptr);
  ImGui::DestroyContext();
}

void Stage::add_tab(std::unique_ptr<document::Document> document) {
  auto t = std::make_unique<Tab>();
  t->document = std::move(document);
  t->theming = std::make_unique<scene::Theming>(t->document->base(), t->document->scenario());
  Box home;
  for (const auto& d : t->document->base().demand) home.add(d.position);
  t->home = home;
  const ImVec2 screen = ImGui::GetIO().DisplaySize;
  t->camera = scene::fit(home, screen.x, screen.y, 300, 48, 320, 112);
  t->level = t->document->live().n_levels() > 2 ? 2 : 0;
  t->splits.assign(t->document->live().n_levels(), nullptr);
  for (std::size_t l = 0; l < t->splits.size(); ++l) t->splits[l] = &t->document->live().split(l);
  theme(*t);
  state.tabs.push_back(std::move(t));
}

void Stage::theme(Tab& t) {
  const scene::StudyView now = scene::view_of(t.document->live(), t.splits);
  t.theming->set(t.figure, t.classing, now, &now, state.chinese, state.dark);
}

void Stage::dress(double scale) {
  state.scale = scale;
  apply_style(state.dark, scale);
  std::string letters;
  for (const auto& t : state.tabs) letters += letters_of(t->document->base());
  build_fonts(letters, scale);
  for (const auto& t : state.tabs) theme(*t);
}

void Stage::frame(bool act) {
  ImGuiIO& io = ImGui::GetIO();
  io.DeltaTime = static_cast<float>(seconds);
  state.delta_s = seconds;
  state.animating = false;
  state.commands.clear();
  state.map.metres_per_px = tab().camera.metres_per_px;
  items.clear();
  text.clear();
  set_item_log(&items, &text);
  ImGui::NewFrame();
  draw_top_bar(state);
  draw_left_panel(state);
  draw_right_panel(state);
  draw_bottom_bar(state);
  draw_minimap(state);
  draw_charts_window(state);
  ImGui::Render();
  io.MouseWheel = 0;
  asked = std::move(state.commands);
  state.commands.clear();
  for (const Command& c : asked) {
    history_.push_back(c);
    if (act) carry_out(c);
  }
}

void Stage::carry_out(const Command& command) {
  Tab& t = tab();
  if (const auto* step = std::get_if<ApplyStep>(&command)) t.document->apply(step->step);
  else if (std::holds_alternative<Undo>(command)) t.document->undo();
  else if (std::holds_alternative<Redo>(command)) t.document->redo();
  else if (const auto* level = std::get_if<SetLevel>(&command)) t.level = level->level;
  else if (const auto* figure = std::get_if<SetFigure>(&command)) t.figure = figure->figure;
  else if (const auto* classing = std::get_if<SetClassing>(&command)) t.classing = classing->classing;
  else if (const auto* things = std::get_if<SelectThings>(&command)) t.selection = things->things;
  else if (const auto* tool = std::get_if<SetTool>(&command)) state.tool = tool->tool, state.new_rank = tool->rank;
  else return;
  ++t.revision;
  for (std::size_t l = 0; l < t.splits.size(); ++l) t.splits[l] = &t.document->live().split(l);
  theme(t);
}

void Stage::point(double x, double y) {
  ImGui::GetIO().MousePos = {static_cast<float>(x), static_cast<float>(y)};
  frame();
}
void Stage::press() {
  ImGui::GetIO().MouseDown[0] = true;
  frame();
}
void Stage::release() {
  ImGui::GetIO().MouseDown[0] = false;
  frame();
}
void Stage::click(double x, double y) {
  point(x, y);
  frame();   // what is hovered is known a frame later
  press();
  release();
}
std::array<double, 2> Stage::middle(const std::string& item, double across, double down) const {
  const auto found = items.find(item);
  if (found == items.end()) {
    ADD_FAILURE() << "nothing named " << item << " was drawn";
    return {0, 0};
  }
  const auto& [x0, y0, x1, y1] = found->second;
  return {x0 + (x1 - x0) * across, y0 + (y1 - y0) * down};
}
void Stage::click(const std::string& item, double across, double down) {
  const auto at = middle(item, across, down);
  click(at[0], at[1]);
}
void Stage::drag(const std::string& from, const std::string& to) {
  const auto a = middle(from), b = middle(to);
  point(a[0], a[1]);
  frame();
  press();
  for (const double t : {0.34, 0.67, 1.0}) {
    point(a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t);
    frame();   // a layer moves by one place a frame
    frame();
  }
  release();
}

namespace {

std::unique_ptr<document::Document> document_of(LittleTown town) {
  pipeline::LoadedWorld loaded;
  loaded.world = std::move(town.world);
  Scenario scenario = town.scenario;
  scenario.network.mode = TravelMode::kEuclidean;
  scenario.levels.back().unit = CostUnit::kMetres;
  return std::make_unique<document::Document>(std::move(loaded), scenario);
}

}  // namespace

std::unique_ptr<document::Document> little_document() { return document_of(little_town()); }
std::unique_ptr<document::Document> sharing_document() { return document_of(sharing_town()); }

}  // namespace catchment::test
