#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "viewer/document/document.h"
#include "viewer/document/scenario_text.h"

// What a document is made of. Private to the room.
namespace catchment::document {

struct Document::Parts {
  /// The scenario's own edits become the first steps, all done. `as_opened`: a plan that stands so in its file.
  Parts(std::shared_ptr<const pipeline::LoadedWorld> world, Scenario as_opened, std::optional<ScenarioText> text_of, std::string saved_at);

  void note(const LiveChange& change);
  const LiveChange& do_step(const Step& step);
  void undo_step(const Step& step);
  void add_step(Step step);
  /// The edits of the plan one by one, with that of a facility in the hand.
  [[nodiscard]] std::vector<Edit> edits() const;
  [[nodiscard]] std::vector<double> cutoffs() const;
  /// What would be written, for comparing.
  [[nodiscard]] std::vector<std::string> said() const;
  [[nodiscard]] Scenario scenario_now() const;

  std::shared_ptr<const pipeline::LoadedWorld> loaded;
  Scenario scenario;                       // as opened, without edits
  std::optional<ScenarioText> text;        // nothing: made by a program
  std::string path, opened_from;           // absolute
  std::uint64_t saves = 0;
  Name title;
  std::unique_ptr<LiveStudy> live;
  std::vector<Step> steps;
  std::size_t done = 0;
  std::uint64_t last_serial = 0;
  std::uint64_t revision = 0;              // grows with every change of what is done
  std::optional<std::vector<std::string>> saved;   // `said` of what the file holds
  mutable std::optional<std::pair<std::uint64_t, bool>> is_modified;  // of a revision

  std::vector<std::vector<Cost>> base_cost;             // [n_levels][n_demand]
  std::vector<std::vector<std::uint32_t>> base_backup;  // [n_levels][n_demand]
  std::vector<LiveLevelFigures> base_figures;
  std::vector<double> base_worst_tenth;

  std::vector<std::uint8_t> is_touched;    // [n_demand] 1: in `touched`
  std::vector<std::uint32_t> touched;
  LiveChange change;                       // of a step of several parts

  struct Grab {
    FacilityId facility;
    Edit edit;                             // the move
    bool applied = false;
    Name label;
    Point from;
  };
  std::optional<Grab> grab;
};

}  // namespace catchment::document
