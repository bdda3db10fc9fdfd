#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "viewer/document/document.h"
#include "viewer/document/job.h"
#include "viewer/document/journal.h"
#include "viewer/document/pick.h"
#include "viewer/document/search.h"
#include "viewer/document/settings.h"
#include "viewer/document/sharing_facts.h"
#include "viewer/document/summaries.h"
#include "viewer/gpu/map_geometry.h"
#include "viewer/scene/camera.h"
#include "viewer/scene/link_table.h"
#include "viewer/scene/map_layers.h"
#include "viewer/scene/map_styles.h"
#include "viewer/scene/network_picture.h"
#include "viewer/scene/overlay.h"
#include "viewer/scene/overlay_index.h"
#include "viewer/scene/theming.h"

// What the viewer shows and what a person has chosen, as plain data: panels read it and put commands into `commands`; the
// application carries them out after the frame. So every panel can be driven by a test without window or GPU.
namespace catchment::viewer {

using document::Thing;
using document::ThingKind;

enum class Tool : std::uint8_t { kSelect, kAddFacility, kMeasure };

// -- commands: what panels ask for -----------------------------------------------------------------------------------------
struct OpenPath { std::string path; };                       ///< scenario or world file; another tab
struct AskOpen {};                                           ///< shows the file dialog
struct Save {};                                              ///< asks for a name if there is none
struct AskSaveAs {};
struct SaveAs { std::string path; bool overwrite = false; };
struct ExportPicture { std::string path; };                  ///< .png, .svg, .pdf: the map with its furniture, print layout
struct CloseTab { std::size_t tab = 0; bool discard = false; };
struct ShowTab { std::size_t tab = 0; };
struct Branch {};
struct Recover { std::size_t which = 0; };                   ///< of state.recoverable
struct DiscardRecovered { std::size_t which = 0; };
struct ImportDropped { std::string path, datum; };           ///< a dropped data file, with the datum that was asked for
struct Undo {};
struct Redo {};
struct GoTo { std::size_t done = 0; };
struct ApplyStep { document::Step step; };
struct SelectThings { std::vector<Thing> things; bool add = false; };
struct FlyTo { Box box; };                                   ///< a box without size: keeps the scale, or block zoom if farther out
struct FlyHome {};
struct TurnNorth {};
struct ZoomBy { double factor = 1; };                        ///< > 1: closer, about the middle
struct NextUncovered { int step = 1; };                      ///< 1 or -1
struct AskWhy { std::uint32_t demand = 0; };
struct CloseWhy {};
struct SetFigure { scene::Figure figure; };
struct SetClassing { scene::Classing classing; };
struct SetLevel { std::size_t level = 0; };                  ///< the level that bands, curve and headline speak of
struct SetLanguage { bool chinese = true; };
struct SetDark { bool dark = false; };
struct SetScale { double scale = 0; };
struct SetTool { Tool tool = Tool::kSelect; int rank = 3; };
struct Compare { std::optional<std::size_t> tab; };          ///< side by side with another tab, or no more
struct CancelJob { std::size_t job = 0; };
struct Quit { bool discard = false; };

using Command = std::variant<OpenPath, AskOpen, Save, AskSaveAs, SaveAs, ExportPicture, CloseTab, ShowTab, Branch, Recover, DiscardRecovered,
                             ImportDropped, Undo, Redo, GoTo, ApplyStep, SelectThings, FlyTo, FlyHome, TurnNorth, ZoomBy, NextUncovered, AskWhy,
                             CloseWhy, SetFigure, SetClassing, SetLevel, SetLanguage, SetDark, SetScale, SetTool, Compare, CancelJob, Quit>;

// -- state -----------------------------------------------------------------------------------------------------------------

/// One open document and how it is looked at.
struct Tab {
  std::unique_ptr<document::Document> document;
  std::unique_ptr<document::Journal> journal;
  std::unique_ptr<document::SearchIndex> search;
  std::unique_ptr<document::PickIndex> pick;
  std::unique_ptr<document::LonLat> lonlat;
  std::shared_ptr<const gpu::MapGeometry> geometry;
  std::shared_ptr<const scene::OverlayIndex> overlay_index;
  std::unique_ptr<scene::Theming> theming;
  Box home;                                ///< m, what "fit" shows
  scene::Camera camera;
  bool fit_due = true;                     ///< the home box is shown between the panels, as soon as they have been drawn
  scene::LayerStack layers = scene::default_layers();
  scene::LayerFilter filter;
  scene::Figure figure;
  scene::Classing classing;
  std::size_t level = 0;
  std::vector<Thing> selection;
  Thing hover;                             ///< under the cursor
  std::optional<Point> pin;                ///< m, a place that was searched for
  std::optional<Why> why;                  ///< of the point asked about
  std::size_t why_level = 0;
  std::vector<const LevelCoverage*> splits;  ///< [n_levels] null where the split is not up to date
  bool split_pending = false;              ///< the badge then says so
  std::uint64_t revision = 0;              ///< grows with every change of the plan: panels keep what they computed for one
  document::TableKind table = document::TableKind::kFacilities;
  /// What a worker computes when the hand rests: bands along the streets, states of organisations, catchments.
  struct Extras {
    std::uint64_t revision = 0;
    std::size_t level = 0;
    std::vector<EdgeBand> bands;
    std::vector<std::uint8_t> organisation_state;   ///< OrganisationState; empty: the scenario does not ask for it
    std::vector<MultiPolygon> catchments;
    std::vector<std::uint32_t> catchment_facility;
  };
  std::shared_ptr<const Extras> extras;
  std::uint64_t extras_asked = UINT64_MAX; ///< what the newest of them was asked for
  const document::Job* extras_job = nullptr;   ///< works them out; null: none does
  /// The sharing graph as the panels show it.
  struct Sharing {
    std::shared_ptr<const scene::LinkTable> links;     ///< of the plan; made anew by `links_of` when the plan has changed
    const void* links_of = nullptr;                    ///< which document, and which of its steps was the last one, they are of
    std::uint64_t links_plan = 0;
    std::uint64_t links_revision = 0;                  ///< grows whenever they are made anew
    std::shared_ptr<const scene::Network> network;     ///< laid out by a worker, coarse at first; null: not asked for yet
    std::uint64_t numbered = UINT64_MAX, number = 0;   ///< `links_number` of the links of that links_revision
    std::uint64_t network_asked = 0;                   ///< which links it was last asked for: a number of theirs; 0: none
    std::shared_ptr<const document::SharingFacts> facts;   ///< of base and plan, with what should come next; null: not there yet
    std::uint64_t facts_asked = 0;                     ///< links_revision that they were last asked for
    std::shared_ptr<void> mail;                        ///< from the worker that lays the network out
    const document::Job *network_job = nullptr, *facts_job = nullptr;   ///< null: none at work
    int steps = 0;                                     ///< only what lies within so many links of the selection; 0: everything
    std::vector<Partner> focus_of;                     ///< for which `filter.link_focus` was worked out
    std::uint64_t focus_key = 0;
    Thing hover;                                       ///< pointed at in the window: the map marks it too
    Box window;                                        ///< of the layout, what the picture shows; empty: all
    scene::NodeColouring colouring = scene::NodeColouring::kKind;
    // What the window wants drawn, and what has been: the application draws it on a worker.
    scene::NetworkPictureOptions wanted;
    bool picture_wanted = false;
    std::uintptr_t picture = 0;                        ///< texture; 0: none yet
    scene::NetworkPictureOptions drawn;                ///< what the texture shows
    std::shared_ptr<const scene::Network> drawn_of;
  } sharing;
  /// Ends with the tab. A worker that answers for a tab asks this first: another tab may lie at the same address by then.
  std::shared_ptr<const bool> life = std::make_shared<const bool>(true);
};

struct Toast {
  enum class Kind : std::uint8_t { kNote, kWarning, kError } kind = Kind::kNote;
  std::string text;                        ///< one sentence: where, what, remedy
  std::string button;                      ///< empty: none
  std::optional<Command> on_button;
  double age_s = 0;                        ///< notes fade after 6 s; errors stay until closed
};

/// Which windows are open, besides the panels.
struct Windows {
  bool left = true, right = true, bottom = true, minimap = true;
  bool history = false, table = false, help = false, search = false, settings = false, charts = false, sharing = false;
  enum class Files : std::uint8_t { kNone, kOpen, kSaveAs, kExport } files = Files::kNone;
  std::string dropped;                     ///< a data file whose datum must be asked
  std::optional<std::size_t> closing;      ///< a tab with unsaved steps, about to be closed
  bool quitting = false;
};

/// What the map has worked out for the panels to show this frame.
struct MapFacts {
  std::optional<Point> cursor;             ///< m, if over the map
  std::optional<std::array<double, 2>> cursor_lonlat;
  double metres_per_px = 1;
  std::optional<int> class_under_cursor;   ///< of the legend
  bool holding_base = false;               ///< the key for "before" is down
  bool picture_final = true;
  std::array<double, 4> panel_px{};        ///< left, top, right, bottom covered by panels
  double sharing_right_px = 0;             ///< right edge of the sharing window; 0: closed
  std::vector<Point> recover_px;           ///< middles of the start screen's buttons that bring work back, for scripts
  // How demand is drawn, for the legend.
  bool density = false;                    ///< as cells of persons per hectare
  double density_low = 0, density_high = 0;  ///< persons per hectare between its three strengths
  double disc_persons = 0, disc_radius_px = 0;  ///< a sample disc; 0: none drawn
  scene::Zoom zoom = scene::Zoom::kDistrict;
};

struct State {
  std::vector<std::unique_ptr<Tab>> tabs;
  std::size_t current = 0;
  std::optional<std::size_t> compared;     ///< tab on the other side of the swipe
  double swipe = 0.5;                      ///< share of the width
  bool side_by_side = false;               ///< else swipe
  document::Settings settings;
  bool chinese = true, dark = false;
  double scale = 1;                        ///< px per design px
  Tool tool = Tool::kSelect;
  int new_rank = 3;
  Windows windows;
  MapFacts map;
  std::vector<document::Recoverable> recoverable;
  std::vector<std::unique_ptr<document::Job>> jobs;
  std::deque<Toast> toasts;
  std::string search_text;
  std::vector<Command> commands;           ///< asked for in this frame
  double delta_s = 1.0 / 60;
  bool animating = false;                  ///< a panel wants another frame soon (rolling numbers, fading toasts)

  /// Two maps side by side rather than one under a swipe.
  [[nodiscard]] bool side() const { return side_by_side && compared && *compared < tabs.size() && *compared != current; }
  [[nodiscard]] Tab* tab() { return current < tabs.size() ? tabs[current].get() : nullptr; }
  void ask(Command c) { commands.push_back(std::move(c)); }
  [[nodiscard]] const char* say(const char* zh, const char* en) const { return chinese ? zh : en; }
};

}  // namespace catchment::viewer
