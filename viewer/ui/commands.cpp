// What panels, keys and gestures have asked for, carried out after they have all been drawn.
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <utility>

#include <fmt/format.h>

#include "app/pipeline/files.h"
#include "viewer/scene/export.h"
#include "viewer/scene/map.h"
#include "viewer/ui/application.h"
#include "viewer/ui/style.h"
#include "viewer/document/dropped_input.h"
#include "viewer/ui/windows.h"

namespace catchment::viewer {

namespace fs = std::filesystem;

namespace {

std::string lower_ending(const std::string& path) {
  std::string ending = fs::path(path).extension().string();
  std::transform(ending.begin(), ending.end(), ending.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return ending;
}

bool opens_alone(const std::string& path) { return lower_ending(path) == ".toml" || lower_ending(path) == ".gpkg"; }

Box home_of(const World& world, const Scenario& scenario, const Study& nothing) {
  return scene::default_window(world, nothing, scenario);
}

/// The figure that a scenario is opened with: what it asks most directly.
scene::Figure first_figure(const Scenario& scenario) {
  if (scenario.levels.size() > 1) return {scene::FigureKind::kLevels, 0};
  if (scenario.levels.size() == 1) return {scene::FigureKind::kSplit, 0};
  return {scene::FigureKind::kNone, 0};
}

scene::Figure figure_named(const std::string& theme, std::size_t level, const Scenario& scenario) {
  if (theme == "coverage") return {scene::FigureKind::kSplit, level};
  if (theme == "minutes") return {scene::FigureKind::kMinutes, level};
  if (theme == "difference") return {scene::FigureKind::kDifference, level};
  if (theme == "persons") return {scene::FigureKind::kPersons, 0};
  if (theme == "none") return {scene::FigureKind::kNone, 0};
  if (theme == "levels") return {scene::FigureKind::kLevels, 0};
  return first_figure(scenario);
}

/// Everything of a tab that needs no context: made on the worker.
std::unique_ptr<Tab> make_tab(std::unique_ptr<document::Document> document, std::shared_ptr<const gpu::MapGeometry> geometry, const Progress& progress) {
  auto tab = std::make_unique<Tab>();
  const World& world = document->base();
  tab->geometry = geometry ? std::move(geometry) : gpu::build_geometry(world, part_of(progress, 0.9, 0.95));
  report(progress, 0.95, "names");
  tab->search = std::make_unique<document::SearchIndex>(world);
  tab->pick = std::make_unique<document::PickIndex>(world);
  tab->lonlat = std::make_unique<document::LonLat>(world.crs);
  tab->overlay_index = std::make_shared<scene::OverlayIndex>(world, document->scenario());
  tab->home = home_of(world, document->scenario(), {});
  tab->figure = first_figure(document->scenario());
  tab->document = std::move(document);
  return tab;
}

}  // namespace

void Application::toast(Toast::Kind kind, std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  viewer::toast(state_, kind, std::move(text));
}

void Application::open(const std::string& path, Make make, std::function<void()> then) {
  if (!make) {
    std::error_code ignored;
    for (std::size_t k = 0; k < state_.tabs.size(); ++k)
      if (!state_.tabs[k]->document->path().empty() && fs::equivalent(state_.tabs[k]->document->path(), path, ignored)) {
        state_.current = k;
        return;
      }
    make = [this, path](const Progress& progress) {
      return document::Document::open(path, progress, [this, path, &progress](const World& world, const Scenario& scenario) {
        // The world can be looked at while its study is being worked out.
        auto geometry = gpu::build_geometry(world, part_of(progress, 0.3, 0.35));
        {
          const std::lock_guard lock(preview_mutex_);
          preview_ = Preview{std::move(geometry), home_of(world, scenario, {}), path};
        }
        if (around_.wake) around_.wake();
      });
    };
  }
  const std::string title = fmt::format("{}{}", state_.say("打开 ", "Opening "), fs::path(path).filename().string());
  const auto work = [this, path, make = std::move(make), then = std::move(then)](const Progress& progress) -> std::function<void()> {
    // Whatever comes of it, the preview is over when the job is.
    const std::shared_ptr<void> preview_ends(nullptr, [this](void*) {
      const std::lock_guard lock(preview_mutex_);
      preview_.reset();
    });
    std::unique_ptr<document::Document> document = make(part_of(progress, 0, 0.9));
    std::shared_ptr<const gpu::MapGeometry> geometry;
    {
      const std::lock_guard lock(preview_mutex_);
      if (preview_) geometry = preview_->geometry;
    }
    auto tab = std::make_shared<std::unique_ptr<Tab>>(make_tab(std::move(document), std::move(geometry), progress));
    auto letters = std::make_shared<std::string>(letters_of((*tab)->document->base()) + letters_of((*tab)->document->scenario()));
    return [this, tab, letters, path, then] {
      letters_ += *letters;
      fonts_due_ = true;
      if (lower_ending(path) == ".toml" || lower_ending(path) == ".gpkg") {
        document::remember(state_.settings, fs::absolute(path).lexically_normal().string());
        state_.settings.last_folder = fs::absolute(path).parent_path().string();
      }
      show_opened(std::move(*tab));
      if (then) then();
    };
  };
  if (around_.synchronous) {
    work({})();   // errors reach whoever asked for the picture
    return;
  }
  state_.jobs.push_back(std::make_unique<document::Job>(title, work, around_.wake));
}

void Application::show_opened(std::unique_ptr<Tab> tab) {
  if (options_.language.empty() && state_.settings.language.empty() && state_.tabs.empty())
    state_.chinese = tab->document->scenario().outputs.language != "en";
  tab->camera.width = std::max(1.0, tab->camera.width);
  const ImGuiIO& io = ImGui::GetIO();
  if (const Tab* before = state_.tab()) tab->camera.width = before->camera.width, tab->camera.height = before->camera.height;
  else tab->camera.width = std::max(320.0f, io.DisplaySize.x * io.DisplayFramebufferScale.x), tab->camera.height = std::max(240.0f, io.DisplaySize.y * io.DisplayFramebufferScale.y);
  const auto& panel = state_.map.panel_px;
  tab->camera = scene::fit(tab->home, tab->camera.width, tab->camera.height, panel[0], panel[1], panel[2], panel[3]);
  const Scenario& scenario = tab->document->scenario();
  for (std::size_t l = 0; l < scenario.levels.size(); ++l)
    if (scenario.levels[l].name == options_.level) tab->level = l;
  if (options_.level.empty() && !scenario.levels.empty()) {
    // The level that most people stand for: the widest reach is "covered everywhere" and says little, so the third or the last but one.
    tab->level = scenario.levels.size() >= 3 ? scenario.levels.size() - 2 : 0;
  }
  if (!options_.theme.empty()) tab->figure = figure_named(options_.theme, tab->level, scenario);
  if (!around_.state_folder.empty()) guarded([&] { tab->journal = std::make_unique<document::Journal>(around_.state_folder, *tab->document); });
  state_.tabs.push_back(std::move(tab));
  state_.current = state_.tabs.size() - 1;
  state_.windows.files = Windows::Files::kNone;
  quiet_s_ = 0;
}

void Application::close_tab(std::size_t index, bool discard) {
  if (index >= state_.tabs.size()) return;
  Tab& tab = *state_.tabs[index];
  if (tab.document->modified() && !discard) {
    state_.windows.closing = index;
    return;
  }
  if (tab.journal) tab.journal->close();
  for (auto& job : state_.jobs)
    if (job.get() == tab.extras_job || job.get() == tab.sharing.network_job || job.get() == tab.sharing.facts_job) job->cancel();
  canvases_.erase(&tab);
  networks_.erase(&tab);
  if (uncovered_of_ == &tab) uncovered_of_ = nullptr;
  state_.tabs.erase(state_.tabs.begin() + static_cast<std::ptrdiff_t>(index));
  state_.compared.reset();
  state_.windows.closing.reset();
  if (state_.current >= index && state_.current > 0) --state_.current;
}

void Application::save(Tab& tab, const std::string& path, bool overwrite) {
  try {
    tab.document->save(path, overwrite);
    if (tab.journal) tab.journal->write(*tab.document);
    document::remember(state_.settings, fs::absolute(path).lexically_normal().string());
    state_.settings.last_folder = fs::absolute(path).parent_path().string();
    toast(Toast::Kind::kNote, fmt::format("{}{}", state_.say("已保存 ", "Saved "), path));
    state_.windows.files = Windows::Files::kNone;
  } catch (const InputError& error) {
    // There is a file that is not ours to replace without asking: changed by somebody since, or another's.
    std::error_code ignored;
    if (!overwrite && fs::is_regular_file(path, ignored)) viewer::toast(state_, Toast::Kind::kError, error.what(), state_.say("仍要替换", "Replace it"), Command(SaveAs{path, true}));
    else toast(Toast::Kind::kError, error.what());
  } catch (const std::exception& error) {
    toast(Toast::Kind::kError, error.what());
  }
}

void Application::export_picture(Tab& tab, const std::string& path) {
  auto plan = std::make_shared<document::Document::Plan>(tab.document->plan());
  scene::MapOptions options;
  options.chinese = state_.chinese, options.dark = state_.dark;
  options.level = tab.figure.level;
  options.figure = tab.figure, options.classing = tab.classing;
  options.layers = tab.layers, options.filter = tab.filter;
  options.window = tab.camera.seen();
  const scene::EditStates states = scene::edit_states(tab.document->base(), tab.document->world());
  options.facility_state = states.facility, options.gate_state = states.gate, options.removed = states.removed;
  const std::string title = fmt::format("{}{}", state_.say("输出图片 ", "Drawing "), fs::path(path).filename().string());
  const auto work = [this, plan, options, path](const Progress& progress) mutable -> std::function<void()> {
    const World world = plan->world();
    const Study study = pipeline::run_study(*plan->loaded, world, plan->scenario, part_of(progress, 0, 0.7));
    Study base;
    if (options.figure && scene::needs_base(options.figure->kind)) {
      Scenario before = plan->scenario;
      before.edits.clear();
      base = pipeline::run_study(*plan->loaded, plan->loaded->world, before, part_of(progress, 0.7, 0.85));
      options.base = &base;
    }
    report(progress, 0.9, "drawing");
    const scene::DisplayList picture = scene::draw_map(world, study, plan->scenario, options);
    const std::string ending = lower_ending(path);
    const std::string bytes = ending == ".svg" ? scene::to_svg(picture) : ending == ".pdf" ? scene::to_pdf(picture) : scene::to_png(picture, 2.0);
    pipeline::write_text(path, bytes);
    return [this, path] { toast(Toast::Kind::kNote, fmt::format("{}{}", state_.say("图片已保存：", "Picture saved: "), path)); };
  };
  state_.windows.files = Windows::Files::kNone;
  state_.jobs.push_back(std::make_unique<document::Job>(title, work, around_.wake));
}

void Application::import_dropped(const std::string& path, const std::string& datum) {
  Tab* tab = state_.tab();
  if (tab == nullptr) {
    // Nothing is open: a plan of this file alone, to look at and to add to.
    const fs::path file = fs::absolute(path);
    const std::string stem = file.stem().string();
    const std::string text = "[scenario]\nname = \"dropped\"\n" + document::titles_toml(stem) + document::input_toml(path, datum);
    open(stem, [text, own = (file.parent_path() / (stem + ".toml")).string()](const Progress& progress) { return document::Document::open_text(text, own, progress); });
    return;
  }
  // A plan over the open one: its file, its steps, and one more input. It opens beside it, unsaved.
  const std::string folder = fs::absolute(tab->document->path().empty() ? "." : tab->document->path()).parent_path().string();
  const std::string text = tab->document->text(folder) + document::input_toml(path, datum);
  const std::string name = fs::path(path).stem().string() + ".toml";
  open(name, [text, file = (fs::path(folder) / name).string()](const Progress& progress) { return document::Document::open_text(text, file, progress); });
}

void Application::ask_why(Tab& tab, std::uint32_t demand) {
  if (demand >= tab.document->world().demand.size() || tab.document->live().n_levels() == 0) return;
  constexpr std::size_t kAtOnce = 40'000;
  if (tab.document->world().demand.size() <= kAtOnce || around_.synchronous) {
    guarded([&] {
      tab.why = tab.document->why(DemandId(demand), {});
      tab.why_level = std::min(tab.level, tab.why->levels.size() - 1);
      bring_into_sight(tab);
    });
    return;
  }
  auto plan = std::make_shared<document::Document::Plan>(tab.document->plan());
  const auto work = [plan, demand, for_tab = &tab, life = std::weak_ptr(tab.life), revision = tab.document->done()](const Progress&) -> std::function<void()> {
    auto why = std::make_shared<Why>(explain(plan->world(), plan->scenario, plan->loaded->matrices, DemandId(demand)));
    return [why, for_tab, life, revision] {
      if (life.expired() || for_tab->document->done() != revision) return;
      for_tab->why = *why, for_tab->why_level = std::min(for_tab->level, why->levels.size() - 1);
    };
  };
  state_.jobs.push_back(std::make_unique<document::Job>(state_.say("查找原因", "Finding out why"), work, around_.wake));
}

/// The place and the way that is explained are moved out from under the panels and the card, if they are not all in sight.
void Application::bring_into_sight(Tab& tab) {
  if (!tab.why || tab.why->point.value >= tab.document->world().demand.size()) return;
  Box box;
  box.add(tab.document->world().demand[tab.why->point.value].position);
  if (tab.why_level < tab.why->levels.size())
    if (const auto& path = tab.why->levels[tab.why_level].path) box.add(bounds(path->line));
  auto panel = state_.map.panel_px;
  panel[2] += 400 * state_.scale;   // the card stands there
  const double edge = 24 * state_.scale;
  bool seen = true;
  for (const Point m : {Point{box.min_x, box.min_y}, Point{box.max_x, box.min_y}, Point{box.min_x, box.max_y}, Point{box.max_x, box.max_y}}) {
    const Point px = tab.camera.to_px(m);
    seen = seen && px.x > panel[0] + edge && px.x < tab.camera.width - panel[2] - edge && px.y > panel[1] + edge && px.y < tab.camera.height - panel[3] - edge;
  }
  if (seen) return;
  scene::Camera to = scene::fit(box, tab.camera.width, tab.camera.height, panel[0], panel[1], panel[2], panel[3]);
  to.angle = tab.camera.angle;
  to.metres_per_px = std::max(to.metres_per_px * 1.25, tab.camera.metres_per_px);
  const double right = (panel[0] - panel[2]) / 2 * to.metres_per_px, up = (panel[1] - panel[3]) / 2 * to.metres_per_px;
  const double c = std::cos(to.angle), n = std::sin(to.angle);
  to.centre = {box.centre().x - (right * c - up * n), box.centre().y + (right * n + up * c)};
  gestures_.fly(state_, to);
}

void Application::next_uncovered(Tab& tab, int step) {
  if (tab.document->live().n_levels() == 0) return;
  if (uncovered_of_ != &tab || uncovered_revision_ != tab.revision || uncovered_level_ != tab.level) {
    const bool same_list = uncovered_of_ == &tab && uncovered_level_ == tab.level;
    uncovered_ = document::uncovered_points(tab.document->live(), tab.level);
    uncovered_of_ = &tab, uncovered_revision_ = tab.revision, uncovered_level_ = tab.level;
    uncovered_at_ = same_list ? std::min(uncovered_at_, uncovered_.size()) : SIZE_MAX;
  }
  if (uncovered_.empty()) {
    toast(Toast::Kind::kNote, state_.say("这一层级已覆盖所有人", "Everybody is covered on this level"));
    return;
  }
  const auto n = static_cast<std::int64_t>(uncovered_.size());
  std::int64_t at = uncovered_at_ == SIZE_MAX ? (step > 0 ? 0 : n - 1) : static_cast<std::int64_t>(uncovered_at_) + step;
  at = (at % n + n) % n;
  uncovered_at_ = static_cast<std::size_t>(at);
  const DemandId point = uncovered_[uncovered_at_];
  tab.selection = {{ThingKind::kDemand, point.value}};
  const Point m = tab.document->world().demand[point.value].position;
  Box box;
  box.add(m);
  gestures_.fly(state_, camera_for(state_, tab, box));
  if (tab.why) ask_why(tab, point.value);
}

/// Visits one command at a time.
struct Executor {
  Application& app;
  State& state;

  [[nodiscard]] Tab* tab() const { return state.tab(); }
  template <class F>
  void with_tab(F&& f) const {
    if (Tab* t = tab()) f(*t);
  }
  /// A change of the plan; what was explained no longer holds.
  template <class F>
  void change(F&& f) const {
    with_tab([&](Tab& t) {
      if (t.document->grabbed()) t.document->cancel();
      app.guarded([&] { f(*t.document); });
      if (t.why) app.ask_why(t, t.why->point.value);
      std::erase_if(t.selection, [&](Thing thing) { return thing.kind == ThingKind::kFacility && thing.index >= t.document->world().facilities.size(); });
    });
  }

  void operator()(const OpenPath& c) const { app.guarded([&] { app.open(c.path); }); }
  void operator()(const AskOpen&) const { ask_for_file(state, Windows::Files::kOpen); }
  void operator()(const Save&) const {
    with_tab([&](Tab& t) {
      // A world that was opened alone, and the plan of a branch, have no file of their own yet.
      if (t.document->path().empty() || !t.document->path().ends_with(".toml")) ask_for_file(state, Windows::Files::kSaveAs);
      else app.save(t, t.document->path(), false);
    });
  }
  void operator()(const AskSaveAs&) const {
    if (tab() != nullptr) ask_for_file(state, Windows::Files::kSaveAs);
  }
  void operator()(const SaveAs& c) const {
    with_tab([&](Tab& t) { app.save(t, c.path, c.overwrite); });
  }
  void operator()(const ExportPicture& c) const {
    with_tab([&](Tab& t) {
      if (c.path.empty()) ask_for_file(state, Windows::Files::kExport);
      else app.guarded([&] { app.export_picture(t, c.path); });
    });
  }
  void operator()(const CloseTab& c) const { app.close_tab(c.tab, c.discard); }
  void operator()(const ShowTab& c) const {
    if (c.tab >= state.tabs.size() || c.tab == state.current) return;
    if (tab() != nullptr && tab()->document->grabbed()) tab()->document->cancel();
    state.current = c.tab;
    if (state.compared == c.tab) state.compared.reset();
  }
  void operator()(const Branch&) const {
    with_tab([&](Tab& t) {
      app.guarded([&] {
        auto copy = std::make_unique<Tab>();
        copy->document = t.document->branch();
        copy->geometry = t.geometry;
        copy->overlay_index = t.overlay_index;
        copy->search = std::make_unique<document::SearchIndex>(*t.search);
        copy->pick = std::make_unique<document::PickIndex>(*t.pick);
        copy->lonlat = std::make_unique<document::LonLat>(copy->document->base().crs);
        copy->home = t.home;
        copy->layers = t.layers, copy->filter = t.filter, copy->figure = t.figure, copy->classing = t.classing;
        const scene::Camera camera = t.camera;
        const std::size_t level = t.level;
        const scene::Figure figure = t.figure;
        app.show_opened(std::move(copy));
        state.tab()->camera = camera, state.tab()->fit_due = false, state.tab()->level = level, state.tab()->figure = figure;
      });
    });
  }
  void operator()(const Recover& c) const {
    if (c.which >= state.recoverable.size()) return;
    const document::Recoverable from = state.recoverable[c.which];
    state.recoverable.erase(state.recoverable.begin() + static_cast<std::ptrdiff_t>(c.which));
    auto notes = std::make_shared<std::vector<std::string>>();
    // The old journal goes only when the new one holds the same steps.
    app.open(from.scenario, [from, notes](const Progress& progress) { return document::recover(from, *notes, progress); },
             [from, notes, &app = app] {
               app.guarded([&] { document::discard(from); });
               for (const std::string& note : *notes) app.toast(Toast::Kind::kWarning, note);
             });
  }
  void operator()(const DiscardRecovered& c) const {
    if (c.which >= state.recoverable.size()) return;
    app.guarded([&] { document::discard(state.recoverable[c.which]); });
    state.recoverable.erase(state.recoverable.begin() + static_cast<std::ptrdiff_t>(c.which));
  }
  void operator()(const ImportDropped& c) const {
    state.windows.dropped.clear();
    app.guarded([&] { app.import_dropped(c.path, c.datum); });
  }
  void operator()(const Undo&) const {
    change([](document::Document& d) { d.undo(); });
  }
  void operator()(const Redo&) const {
    change([](document::Document& d) { d.redo(); });
  }
  void operator()(const GoTo& c) const {
    change([&](document::Document& d) { d.go_to(c.done); });
  }
  void operator()(const ApplyStep& c) const {
    change([&](document::Document& d) { d.apply(c.step); });
  }
  void operator()(const SelectThings& c) const {
    with_tab([&](Tab& t) {
      if (!c.add) {
        t.selection = c.things;
        return;
      }
      for (const Thing thing : c.things) {
        const auto at = std::find(t.selection.begin(), t.selection.end(), thing);
        if (at == t.selection.end()) t.selection.push_back(thing);
        else t.selection.erase(at);
      }
    });
  }
  void operator()(const FlyTo& c) const {
    with_tab([&](Tab& t) { app.gestures_.fly(state, camera_for(state, t, c.box)); });
  }
  void operator()(const FlyHome&) const {
    with_tab([&](Tab& t) { app.gestures_.fly(state, camera_for(state, t, t.home)); });
  }
  void operator()(const TurnNorth&) const {
    with_tab([&](Tab& t) {
      scene::Camera to = t.camera;
      to.angle = 0;
      app.gestures_.fly(state, to);
    });
  }
  void operator()(const ZoomBy& c) const {
    with_tab([&](Tab& t) {
      const auto& p = state.map.panel_px;
      app.gestures_.fly(state, t.camera.zoomed_at({(p[0] + t.camera.width - p[2]) / 2, (p[1] + t.camera.height - p[3]) / 2}, std::clamp(t.camera.metres_per_px / c.factor, 0.02, 2000.0)));
    });
  }
  void operator()(const NextUncovered& c) const {
    with_tab([&](Tab& t) { app.next_uncovered(t, c.step); });
  }
  void operator()(const AskWhy& c) const {
    with_tab([&](Tab& t) {
      t.selection = {{ThingKind::kDemand, c.demand}};
      app.ask_why(t, c.demand);
    });
  }
  void operator()(const CloseWhy&) const {
    with_tab([](Tab& t) { t.why.reset(); });
  }
  void operator()(const SetFigure& c) const {
    with_tab([&](Tab& t) { t.figure = c.figure; });
  }
  void operator()(const SetClassing& c) const {
    with_tab([&](Tab& t) { t.classing = c.classing; });
  }
  void operator()(const SetLevel& c) const {
    with_tab([&](Tab& t) {
      if (c.level >= t.document->live().n_levels()) return;
      t.level = c.level;
      if (scene::of_one_level(t.figure.kind)) t.figure.level = c.level;
      if (t.why) t.why_level = std::min(c.level, t.why->levels.size() - 1);
    });
  }
  void operator()(const SetLanguage& c) const {
    state.chinese = c.chinese;
    state.settings.language = c.chinese ? "zh" : "en";
  }
  void operator()(const SetDark& c) const {
    state.dark = state.settings.dark = c.dark;
    apply_style(state.dark, state.scale);
  }
  void operator()(const SetScale& c) const {
    state.settings.scale = c.scale;
    state.scale = c.scale > 0 ? c.scale : app.around_.screen_scale;
    apply_style(state.dark, state.scale);
    app.fonts_due_ = true;
  }
  void operator()(const SetTool& c) const { state.tool = c.tool, state.new_rank = c.rank; }
  void operator()(const Compare& c) const {
    state.compared = c.tab && *c.tab < state.tabs.size() && *c.tab != state.current ? c.tab : std::nullopt;
  }
  void operator()(const CancelJob& c) const {
    if (c.job < state.jobs.size()) state.jobs[c.job]->cancel();
  }
  void operator()(const Quit& c) const {
    const bool unsaved = std::any_of(state.tabs.begin(), state.tabs.end(), [](const auto& t) { return t->document->modified(); });
    if (unsaved && !c.discard) {
      state.windows.quitting = true;
      return;
    }
    for (auto& t : state.tabs)
      if (t->journal) t->journal->close();
    app.finished_ = true;
  }
};

void Application::execute() {
  // Commands may ask for more; those come in the same frame, but not for ever.
  for (int round = 0; round < 4 && !state_.commands.empty(); ++round)
    for (const Command& c : std::exchange(state_.commands, {})) std::visit(Executor{*this, state_}, c);
}

void Application::drop(const std::vector<std::string>& files) {
  for (const std::string& file : files) {
    if (opens_alone(file)) state_.ask(OpenPath{file});
    else state_.windows.dropped = file;
  }
}

}  // namespace catchment::viewer
