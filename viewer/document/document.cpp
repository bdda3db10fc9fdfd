// The history of a plan and the study that follows it. Opening is in open.cpp, files in save.cpp.
#include "viewer/document/document.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "viewer/document/document_parts.h"
#include "viewer/document/edit_text.h"

namespace catchment::document {
namespace {

/// A label that a file gives: as other names there, Chinese if it has any letter beyond ASCII.
Name label_from(const std::string& text) {
  const bool ascii = std::all_of(text.begin(), text.end(), [](char c) { return (c & 0x80) == 0; });
  return ascii ? Name{"", text} : Name{text, ""};
}

void merge(std::vector<DemandId>& into, const std::vector<DemandId>& more) {
  into.insert(into.end(), more.begin(), more.end());
  std::sort(into.begin(), into.end());
  into.erase(std::unique(into.begin(), into.end()), into.end());
}

/// Twice is not at all.
void merge_flips(std::vector<DemandId>& into, const std::vector<DemandId>& more) {
  into.insert(into.end(), more.begin(), more.end());
  std::sort(into.begin(), into.end());
  std::vector<DemandId> odd;
  for (std::size_t i = 0; i < into.size();) {
    std::size_t end = i;
    while (end < into.size() && into[end] == into[i]) ++end;
    if ((end - i) % 2 == 1) odd.push_back(into[i]);
    i = end;
  }
  into = std::move(odd);
}

}  // namespace

Document::Parts::Parts(std::shared_ptr<const pipeline::LoadedWorld> world, Scenario as_opened, std::optional<ScenarioText> text_of, std::string saved_at)
    : loaded(std::move(world)), scenario(std::move(as_opened)), text(std::move(text_of)), path(std::move(saved_at)) {
  std::vector<Edit> first = std::exchange(scenario.edits, {});
  title = scenario.title;
  if (title == Name{}) title = {scenario.name, scenario.name};
  live = std::make_unique<LiveStudy>(loaded->world, scenario, loaded->matrices);
  for (std::size_t l = 0; l < live->n_levels(); ++l) {
    const auto cost = live->nearest_cost(l);
    const auto backup = live->backup(l);
    base_cost.emplace_back(cost.begin(), cost.end());
    base_backup.emplace_back(backup.begin(), backup.end());
    base_worst_tenth.push_back(live->figures().worst_tenth_mean(l));
  }
  base_figures = live->figures().levels();
  is_touched.assign(loaded->world.demand.size(), 0);
  for (Edit& edit : first) {
    Step step;
    step.label = edit.label.empty() ? Name{} : label_from(edit.label);
    step.edits.push_back(std::move(edit));
    add_step(std::move(step));
  }
  saved = said();
  for (const std::uint32_t i : touched) is_touched[i] = 0;
  touched.clear();
}

void Document::Parts::note(const LiveChange& what) {
  ++revision;
  for (const LiveChange::Level& level : what.levels)
    for (const std::vector<DemandId>* points : {&level.nearest, &level.backup})
      for (const DemandId d : *points)
        if (std::exchange(is_touched[d.value], std::uint8_t{1}) == 0) touched.push_back(d.value);
}

const LiveChange& Document::Parts::do_step(const Step& step) {
  const std::size_t parts = step.edits.size() + (step.cutoff ? 1 : 0);
  const auto part = [&](std::size_t k) -> const LiveChange& {
    const LiveChange& what = k < step.edits.size() ? live->apply(step.edits[k]) : live->set_cutoff(step.cutoff->level, step.cutoff->cutoff);
    note(what);
    return what;
  };
  if (parts == 1) return part(0);
  change.levels.assign(live->n_levels(), {});
  for (std::size_t k = 0; k < parts; ++k) {
    const LiveChange* what = nullptr;
    try {
      what = &part(k);
    } catch (...) {
      for (; k > 0; --k) note(live->undo());
      throw;
    }
    for (std::size_t l = 0; l < change.levels.size(); ++l) {
      merge(change.levels[l].nearest, what->levels[l].nearest);
      merge(change.levels[l].backup, what->levels[l].backup);
      merge_flips(change.levels[l].covered, what->levels[l].covered);
      change.levels[l].split = change.levels[l].split || what->levels[l].split;
    }
  }
  return change;
}

void Document::Parts::undo_step(const Step& step) {
  for (std::size_t k = step.edits.size() + (step.cutoff ? 1 : 0); k > 0; --k) note(live->undo());
}

void Document::Parts::add_step(Step step) {
  if (step.edits.empty() && !step.cutoff) throw std::invalid_argument("document: a step that holds nothing");
  if (step.cutoff && step.cutoff->level >= live->n_levels()) throw std::invalid_argument("document: there is no such level");
  pipeline::project_edits(step.edits, loaded->world.crs);
  if (step.label == Name{})
    step.label = step.edits.empty() ? label_of(live->spec(step.cutoff->level), step.cutoff->cutoff) : label_of(live->world(), step.edits.front());
  do_step(step);
  step.serial = ++last_serial;
  steps.resize(done);
  steps.push_back(std::move(step));
  ++done;
}

std::vector<Edit> Document::Parts::edits() const {
  std::vector<Edit> all;
  for (std::size_t s = 0; s < done; ++s) all.insert(all.end(), steps[s].edits.begin(), steps[s].edits.end());
  if (grab && grab->applied) all.push_back(grab->edit);
  return all;
}

std::vector<double> Document::Parts::cutoffs() const {
  std::vector<double> all;
  for (std::size_t l = 0; l < live->n_levels(); ++l) all.push_back(live->spec(l).cutoff);
  return all;
}

std::vector<std::string> Document::Parts::said() const {
  std::vector<std::string> all;
  for (std::size_t s = 0; s < done; ++s)
    for (const Edit& edit : steps[s].edits) all.push_back(edit_inline(edit));
  for (std::size_t l = 0; l < live->n_levels(); ++l) all.push_back(cutoff_text(live->spec(l).cutoff, live->spec(l).unit));
  return all;
}

Scenario Document::Parts::scenario_now() const {
  Scenario now = scenario;
  now.edits = edits();
  for (std::size_t l = 0; l < now.levels.size(); ++l) now.levels[l].cutoff = live->spec(l).cutoff;
  if (text) now.text = text->resolved_with(now.edits, cutoffs(), text->file());
  return now;
}

Document::Document(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Document::~Document() = default;

const Scenario& Document::scenario() const { return parts_->scenario; }
const World& Document::base() const { return parts_->loaded->world; }
const World& Document::world() const { return parts_->live->world(); }
LiveStudy& Document::live() { return *parts_->live; }
const LiveStudy& Document::live() const { return *parts_->live; }
const std::vector<Step>& Document::steps() const { return parts_->steps; }
std::size_t Document::done() const { return parts_->done; }
std::span<const Cost> Document::base_cost(std::size_t level) const { return parts_->base_cost.at(level); }
std::span<const std::uint32_t> Document::base_backup(std::size_t level) const { return parts_->base_backup.at(level); }
const std::vector<LiveLevelFigures>& Document::base_figures() const { return parts_->base_figures; }
double Document::base_worst_tenth(std::size_t level) const { return parts_->base_worst_tenth.at(level); }

const LiveChange& Document::apply(Step step) {
  cancel();
  Parts& p = *parts_;
  p.add_step(std::move(step));
  // What the last part of the step changed is the live study's; of several parts, the sum is kept here.
  const Step& last = p.steps.back();
  return last.edits.size() + (last.cutoff ? 1 : 0) == 1 ? p.live->last_change() : p.change;
}

bool Document::undo() {
  if (parts_->grab) {
    const bool moved = parts_->grab->applied;
    cancel();
    if (moved) return true;
  }
  if (parts_->done == 0) return false;
  parts_->undo_step(parts_->steps[--parts_->done]);
  return true;
}

bool Document::redo() {
  cancel();
  if (parts_->done == parts_->steps.size()) return false;
  (void)parts_->do_step(parts_->steps[parts_->done]);
  ++parts_->done;
  return true;
}

void Document::go_to(std::size_t done) {
  cancel();
  if (done > parts_->steps.size()) throw std::invalid_argument("document: there are not so many steps");
  while (parts_->done > done) undo();
  while (parts_->done < done) redo();
}

std::optional<std::string> Document::replay(const std::vector<Step>& steps) {
  go_to(0);
  parts_->steps.clear();
  for (const Step& step : steps) try {
      parts_->add_step(step);
    } catch (const InputError& e) {
      return e.what();
    } catch (const std::invalid_argument& e) {
      return e.what();
    }
  return std::nullopt;
}

void Document::grab(FacilityId facility) {
  cancel();
  const auto& facilities = world().facilities;
  if (facility.value >= facilities.size()) throw std::invalid_argument("document: there is no such facility");
  Parts::Grab grab;
  grab.facility = facility;
  grab.edit.op = Edit::Op::kMoveFacility;
  grab.edit.target = facilities[facility.value].id;
  grab.from = facilities[facility.value].position;
  parts_->grab = std::move(grab);
}

const LiveChange& Document::drag(Point to) {
  Parts& p = *parts_;
  if (!p.grab) throw std::invalid_argument("document: nothing is grabbed");
  Edit edit = p.grab->edit;
  edit.to = to;
  const LiveChange& what = p.grab->applied ? p.live->amend(edit) : p.live->apply(edit);
  p.grab->edit = std::move(edit);
  p.grab->applied = true;
  p.note(what);
  return what;
}

void Document::drop() {
  Parts& p = *parts_;
  if (!p.grab) return;
  if (!p.grab->applied || *p.grab->edit.to == p.grab->from) return cancel();
  Parts::Grab grab = std::move(*p.grab);
  p.grab.reset();
  Step step;
  World before;   // only what the label says something of
  before.facilities.push_back(world().facilities[grab.facility.value]);
  before.facilities.front().position = grab.from;
  step.label = label_of(before, grab.edit);
  step.edits.push_back(std::move(grab.edit));
  step.serial = ++p.last_serial;
  p.steps.resize(p.done);
  p.steps.push_back(std::move(step));
  ++p.done;
  ++p.revision;
}

void Document::cancel() {
  Parts& p = *parts_;
  if (!p.grab) return;
  const bool applied = p.grab->applied;
  p.grab.reset();
  if (applied) p.note(p.live->undo());
}

std::optional<FacilityId> Document::grabbed() const {
  return parts_->grab ? std::optional(parts_->grab->facility) : std::nullopt;
}

Document::Touched Document::take_touched() {
  Parts& p = *parts_;
  Touched out;
  // Past half of them a list is longer than the picture.
  out.all = !p.touched.empty() && 2 * p.touched.size() > p.is_touched.size();
  for (const std::uint32_t i : p.touched) p.is_touched[i] = 0;
  if (!out.all) {
    std::sort(p.touched.begin(), p.touched.end());
    out.points = p.touched;
  }
  p.touched.clear();
  return out;
}

Document::Plan Document::plan() const { return {parts_->loaded, parts_->scenario_now()}; }

Document::Snapshot Document::snapshot() const { return {parts_->loaded, parts_->scenario_now(), world()}; }

Why Document::why(DemandId point, const std::string& level) const {
  WhyOptions options;
  options.level = level;
  return explain(world(), parts_->scenario_now(), parts_->loaded->matrices, point, options);
}

std::vector<Change> Document::facility_changes() const {
  const std::vector<Facility>& now = world().facilities;
  const std::vector<Facility>& then = base().facilities;
  std::vector<Change> changes(now.size(), Change::kUnchanged);
  for (std::size_t f = 0; f < now.size(); ++f) {
    const bool closed = now[f].status == FacilityStatus::kClosed;
    if (f >= then.size()) changes[f] = closed ? Change::kRemoved : Change::kNew;
    else if (closed && then[f].status != FacilityStatus::kClosed) changes[f] = Change::kRemoved;
    else if (!(now[f].position == then[f].position)) changes[f] = Change::kMoved;
    else if (now[f].capacity != then[f].capacity || now[f].level != then[f].level || now[f].staff != then[f].staff || now[f].hours != then[f].hours ||
             (then[f].status == FacilityStatus::kClosed && !closed))
      changes[f] = Change::kChanged;
  }
  return changes;
}

std::vector<Change> Document::gate_changes() const {
  const std::vector<Gate>& now = world().streets.gates;
  std::vector<Change> changes(now.size(), Change::kUnchanged);
  for (std::size_t g = 0; g < now.size(); ++g)
    if (!(now[g] == base().streets.gates[g])) changes[g] = Change::kChanged;
  return changes;
}

Name Document::title() const { return parts_->title; }
const std::string& Document::path() const { return parts_->path; }
const std::string& Document::opened_from() const { return parts_->opened_from; }
std::string Document::opened_text() const { return parts_->text ? parts_->text->text() : std::string(); }
std::vector<std::string> Document::said_by_file() const { return parts_->saved.value_or(std::vector<std::string>()); }
std::uint64_t Document::saves() const { return parts_->saves; }

bool Document::modified() const {
  const Parts& p = *parts_;
  if (p.grab && p.grab->applied) return true;
  if (!p.is_modified || p.is_modified->first != p.revision) p.is_modified.emplace(p.revision, !p.saved || *p.saved != p.said());
  return p.is_modified->second;
}

}  // namespace catchment::document
