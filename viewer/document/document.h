#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "app/pipeline/pipeline.h"
#include "sim/core/progress.h"
#include "sim/report/live_study.h"
#include "sim/report/why.h"
#include "sim/scenario/scenario.h"

namespace catchment::document {

/// One step of a plan: what a person did in one gesture. A plan is its base world and these, in order.
struct Step {
  std::vector<Edit> edits;       ///< one, or several that belong together (a fix that opens two gates); none where only a cutoff changes
  struct Cutoff { std::size_t level = 0; double cutoff = 0; };   ///< in the level's unit
  std::optional<Cutoff> cutoff;
  Name label;                    ///< "Move Station 4 by 210 m" / "把“四号站”移动 210 米"; empty: the document makes it
  std::uint64_t serial = 0;      ///< given by the document: no two steps ever done have the same
};
/// The label of an edit in both languages, from what the world knows of its target before the edit.
Name label_of(const World& world, const Edit& edit);
/// The label of another cutoff of a level that has `spec` now.
Name label_of(const LevelSpec& spec, double cutoff);

/// What a plan does with a facility or a gate of its base world. A facility is never gone: kRemoved is one that the plan closes.
enum class Change : std::uint8_t { kUnchanged, kNew, kMoved, kChanged, kRemoved };

/// A scenario that is open: its base world, the plan so far with what can be redone, and the study that follows it. Not thread safe: belongs to the
/// main thread once `open` has made it (on any thread). No window, no GPU.
class Document {
 public:
  /// Loads a scenario file, or a world file (.gpkg: then with the default scenario of a world: network by foot, the four levels of the living circle).
  /// The file's own [[edits]] become the first steps of the history. Throws InputError, Cancelled.
  /// `on_world`: called on the opening thread when the world is there and its study is still to be worked out: for a first picture.
  using OnWorld = std::function<void(const World&, const Scenario&)>;
  /// `overrides`: of the scenario's keys, as pipeline::load_scenario takes them (what `recover` needs).
  static std::unique_ptr<Document> open(const std::string& path, const Progress& progress = {}, const OnWorld& on_world = {},
                                        const std::vector<std::pair<std::string, std::string>>& overrides = {});
  /// A scenario that lies in no file (made by a program, found in a journal). `file` names the folder that its relative paths hold from; it has no path until it is saved.
  static std::unique_ptr<Document> open_text(const std::string& text, const std::string& file, const Progress& progress = {}, const OnWorld& on_world = {});
  /// The history anew: undoes and forgets everything, then does these steps (what `recover` needs). Stops at the first that fails, with its reason.
  std::optional<std::string> replay(const std::vector<Step>& steps);
  /// From parts already loaded (a generated city, a test). `scenario.edits` become steps.
  Document(pipeline::LoadedWorld loaded, Scenario scenario);
  ~Document();

  [[nodiscard]] const Scenario& scenario() const;      ///< as opened; its edits are the history's, not here
  [[nodiscard]] const World& base() const;             ///< before every edit
  [[nodiscard]] const World& world() const;            ///< as edited; the live study's
  [[nodiscard]] LiveStudy& live();
  [[nodiscard]] const LiveStudy& live() const;

  // -- history ---------------------------------------------------------------------------------------------------
  /// Does a step: its edits in order, then its cutoff. What can be redone is forgotten; a grabbed facility goes back first. Throws InputError
  /// with nothing changed, std::invalid_argument for a step that holds nothing.
  const LiveChange& apply(Step step);
  /// False if there is nothing to take back. While a facility is grabbed, that is what is taken back (`cancel`).
  bool undo();
  bool redo();
  /// Undoes or redoes until `done` steps are done.
  void go_to(std::size_t done);
  [[nodiscard]] const std::vector<Step>& steps() const;  ///< done ones, then those that can be redone
  [[nodiscard]] std::size_t done() const;

  /// Direct manipulation: a step that goes on changing until it is dropped or cancelled. `grab` starts it, `drag` makes the live study that
  /// of the plan with the facility at `to` (exact, every time), `drop` makes it one step of the history (none if it did not move),
  /// `cancel` takes it back to the same bytes.
  void grab(FacilityId facility);
  const LiveChange& drag(Point to);
  void drop();
  void cancel();
  [[nodiscard]] std::optional<FacilityId> grabbed() const;

  /// Demand points that any change since the last call has touched, ascending, per level; then forgets them.
  struct Touched { std::vector<std::uint32_t> points; bool all = false; };
  Touched take_touched();

  // -- the base, for before/after ------------------------------------------------------------------------------------
  /// Of the base world without edits, kept from the opening: [n_levels][n_demand].
  [[nodiscard]] std::span<const Cost> base_cost(std::size_t level) const;
  [[nodiscard]] std::span<const std::uint32_t> base_backup(std::size_t level) const;
  [[nodiscard]] const std::vector<LiveLevelFigures>& base_figures() const;
  [[nodiscard]] double base_worst_tenth(std::size_t level) const;

  /// A finished study of the plan as it is, as `catchment run` computes it (for saving pictures and reports). Heavy: on a worker,
  /// from a copy made by `snapshot`.
  struct Snapshot { std::shared_ptr<const pipeline::LoadedWorld> loaded; Scenario scenario; World world; };
  [[nodiscard]] Snapshot snapshot() const;
  /// The same without the copy of the world, which `world()` makes: so a worker thread can pay for it instead of the main thread. O(steps).
  struct Plan {
    std::shared_ptr<const pipeline::LoadedWorld> loaded;
    Scenario scenario;                                 ///< with the plan's edits and cutoffs
    [[nodiscard]] World world() const { return pipeline::edited_world(*loaded, scenario); }
  };
  [[nodiscard]] Plan plan() const;
  /// Against the base; [n_facilities] of the world as edited, [n_gates]. O(facilities), O(gates).
  [[nodiscard]] std::vector<Change> facility_changes() const;
  [[nodiscard]] std::vector<Change> gate_changes() const;
  [[nodiscard]] Why why(DemandId point, const std::string& level) const;

  // -- file -----------------------------------------------------------------------------------------------------------
  [[nodiscard]] const std::string& path() const;       ///< absolute; empty: never saved
  /// The file that opening again would start from: the scenario, or the world that was opened alone; empty: none.
  [[nodiscard]] const std::string& opened_from() const;
  /// The scenario's text as it was opened or last saved, and the edits and cutoffs it stands for, as text lines; what a journal needs.
  [[nodiscard]] std::string opened_text() const;
  [[nodiscard]] std::string text_file() const;         ///< names the folder that the text's relative paths hold from
  [[nodiscard]] std::vector<std::string> said_by_file() const;
  [[nodiscard]] std::uint64_t saves() const;           ///< how often it was saved
  [[nodiscard]] bool modified() const;                 ///< steps differ from those last saved or opened
  [[nodiscard]] Name title() const;
  /// The scenario file with this plan: the text as it was opened, comments and all, its [[edits]] replaced by the steps done. Without a file of its
  /// own (a world opened alone) a new scenario over that world. `for_folder`: relative paths hold from there.
  ///
  /// Edits of the file that are still done stay where and as they are written; those that are not go, with the comment lines directly above them;
  /// new ones are appended. A cutoff is rewritten in its place; where the levels come from a scenario that the file extends, the whole list is
  /// appended. Edits of an extended scenario come first in the history; once one of them is undone, a file that extends it cannot say the plan:
  /// then (and whenever the text could not be changed so that it says the plan exactly, which is checked) the resolved scenario is written, canonical
  /// and without `extends`. Throws InputError for a scenario that has no text (made by a program).
  [[nodiscard]] std::string text(const std::string& for_folder) const;
  /// Writes `text` to a temporary name beside `path`, syncs and renames it: the old file stays whole if that fails. An existing file that is not the
  /// one opened, or that someone else has changed since, is replaced only with `overwrite`; a file that the scenario reads never is. Throws InputError.
  void save(const std::string& path, bool overwrite = false);
  /// A new document with the same base and the same steps, unsaved, named "... (2)". Shares the loaded base.
  [[nodiscard]] std::unique_ptr<Document> branch() const;

 private:
  struct Parts;
  explicit Document(std::unique_ptr<Parts> parts);
  static std::unique_ptr<Document> follow(std::shared_ptr<const pipeline::LoadedWorld> loaded, Scenario scenario, const std::string& text, const std::string& own,
                                          const std::string& saved_at, const std::string& opened_from, const Progress& progress, const OnWorld& on_world);
  std::unique_ptr<Parts> parts_;
};

/// One edit as a line of TOML inside [[edits]]: "op = ..." and so on, exact numbers.
std::string edit_toml(const Edit& edit);   // lines "key = value\n", op first

}  // namespace catchment::document
