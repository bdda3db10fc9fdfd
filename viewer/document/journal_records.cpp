#include "viewer/document/journal_records.h"

#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <ctime>
#include <fstream>
#include <sstream>

#include "sim/scenario/value.h"
#include "viewer/document/edit_text.h"

namespace catchment::document {
namespace {

/// FNV-1a: told apart are lines that were written whole, not forged ones.
std::uint64_t check_sum(const std::string& text) {
  std::uint64_t hash = 14695981039346656037u;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
  return hash;
}

std::string line(const std::string& record) { return fmt::format("{:016x} {}\n", check_sum(record), record); }

std::string list_of(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) out += (out.empty() ? "[" : ", ") + quoted_toml(text);
  return out.empty() ? "[]" : out + "]";
}

std::string first_line(const std::string& file) {
  std::ifstream in(file);
  std::string text;
  std::getline(in, text);
  return text;
}

/// The 22nd field; the second may hold blanks and brackets.
std::string start_of(std::int64_t pid) {
  const std::string stat = first_line(fmt::format("/proc/{}/stat", pid));
  const std::size_t bracket = stat.rfind(')');
  if (bracket == std::string::npos) return {};
  std::istringstream fields(stat.substr(bracket + 1));
  std::string field;
  for (int k = 3; k <= 22; ++k) {
    if (!(fields >> field)) return {};
    if (k == 3 && (field == "Z" || field == "X")) return {};   // dead, and nobody has asked how it ended
  }
  return field;
}

std::string text_of(const Value& table, const char* key) {
  const Value* v = table.find(key);
  return v != nullptr ? v->text : std::string();
}
std::int64_t whole_of(const Value& table, const char* key) {
  const Value* v = table.find(key);
  return v != nullptr ? v->integer : 0;
}
std::vector<std::string> texts_of(const Value& table, const char* key) {
  std::vector<std::string> texts;
  if (const Value* v = table.find(key))
    for (const Value& item : v->items) texts.push_back(item.text);
  return texts;
}

Step step_of(const Value& record) {
  Step step;
  if (const Value* label = record.find("label")) step.label = {text_of(*label, "zh"), text_of(*label, "en")};
  if (const Value* edits = record.find("edits")) step.edits = edits_from(*edits);
  if (const Value* cutoff = record.find("cutoff"))
    step.cutoff = Step::Cutoff{static_cast<std::size_t>(whole_of(*cutoff, "level")), cutoff->find("value") != nullptr ? cutoff->find("value")->real : 0};
  return step;
}

}  // namespace

Process this_process() { return {getpid(), start_of(getpid()), first_line("/proc/sys/kernel/random/boot_id")}; }

bool runs(const Process& process) {
  if (process.boot != first_line("/proc/sys/kernel/random/boot_id")) return false;
  if (process.pid <= 0 || (kill(static_cast<pid_t>(process.pid), 0) != 0 && errno == ESRCH)) return false;
  return start_of(process.pid) == process.start;
}

std::string open_record(const Document& document) {
  const Process self = this_process();
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  localtime_r(&now, &local);
  char when[32] = "";
  std::strftime(when, sizeof when, "%Y-%m-%d %H:%M", &local);
  std::vector<std::string> cutoffs, units;
  for (std::size_t l = 0; l < document.live().n_levels(); ++l) {
    const LevelSpec& level = document.scenario().levels[l];
    cutoffs.push_back(cutoff_text(level.cutoff, level.unit));
    units.push_back(level.unit == CostUnit::kMetres ? "m" : "s");
  }
  std::string text;
  if (document.opened_from().empty()) text = fmt::format(", text = {}, text_file = {}", quoted_toml(document.opened_text()), quoted_toml(document.text_file()));
  return line(fmt::format("{{ record = \"open\", version = 1, file = {}, path = {}, pid = {}, start = {}, boot = {}, when = {}, cutoffs = {}, units = {}, "
                          "saved = {}{} }}",
                          quoted_toml(document.opened_from()), quoted_toml(document.path()), self.pid, quoted_toml(self.start), quoted_toml(self.boot),
                          quoted_toml(when), list_of(cutoffs), list_of(units), list_of(document.said_by_file()), text));
}

std::string step_record(const Step& step) {
  std::string edits;
  for (const Edit& edit : step.edits) edits += (edits.empty() ? "" : ", ") + edit_inline(edit);
  std::string cutoff;
  if (step.cutoff) {
    Value value;
    value.kind = Value::Kind::kReal;
    value.real = step.cutoff->cutoff;
    cutoff = fmt::format(", cutoff = {{ level = {}, value = {} }}", step.cutoff->level, inline_toml(value));
  }
  return line(fmt::format("{{ record = \"step\", label = {{ zh = {}, en = {} }}, edits = [{}]{} }}", quoted_toml(step.label.zh), quoted_toml(step.label.en),
                          edits, cutoff));
}

std::string go_record(std::size_t done) { return line(fmt::format("{{ record = \"go\", done = {} }}", done)); }

std::string saved_record(const Document& document) {
  return line(fmt::format("{{ record = \"saved\", path = {} }}", quoted_toml(document.path())));
}

std::vector<std::string> JournalState::said() const {
  std::vector<std::string> all, now = cutoffs;
  for (std::size_t s = 0; s < done; ++s) {
    for (const Edit& edit : steps[s].edits) all.push_back(edit_inline(edit));
    if (const auto& c = steps[s].cutoff; c && c->level < now.size()) now[c->level] = cutoff_text(c->cutoff, units[c->level]);
  }
  all.insert(all.end(), now.begin(), now.end());
  return all;
}

std::size_t JournalState::unsaved_steps() const {
  if (said() == saved) return 0;
  std::size_t same = 0, told = 0;
  for (; same < done; ++same) {
    bool fits = true;
    std::size_t next = told;
    for (const Edit& edit : steps[same].edits) {
      fits = fits && next < saved.size() && saved[next] == edit_inline(edit);
      ++next;
    }
    if (!fits || (steps[same].edits.empty() && steps[same].cutoff)) break;
    told = next;
  }
  return std::max<std::size_t>(1, done - same);
}

std::optional<JournalState> read_journal(const std::string& text) {
  std::optional<JournalState> state;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    const std::string whole = text.substr(at, end == std::string::npos ? end : end - at);
    const std::string record = whole.size() > 17 ? whole.substr(17) : "";
    if (end == std::string::npos || record.empty() || whole != fmt::format("{:016x} {}", check_sum(record), record)) {
      if (state) state->torn = true;
      break;
    }
    at = end + 1;
    try {
      const Value root = read_toml("r = " + record, "journal");
      const Value& r = *root.find("r");
      const std::string kind = text_of(r, "record");
      if (!state) {
        if (kind != "open" || whole_of(r, "version") != 1) return std::nullopt;
        state.emplace();
        state->process = {whole_of(r, "pid"), text_of(r, "start"), text_of(r, "boot")};
        state->file = text_of(r, "file");
        state->path = text_of(r, "path");
        state->text = text_of(r, "text");
        state->text_file = text_of(r, "text_file");
        state->when = text_of(r, "when");
        state->saved = texts_of(r, "saved");
        state->cutoffs = texts_of(r, "cutoffs");
        for (const std::string& unit : texts_of(r, "units")) state->units.push_back(unit == "s" ? CostUnit::kSeconds : CostUnit::kMetres);
        if (state->units.size() != state->cutoffs.size()) return std::nullopt;
      } else if (kind == "step") {
        Step step = step_of(r);
        state->steps.resize(state->done);
        state->steps.push_back(std::move(step));
        ++state->done;
      } else if (kind == "go") {
        state->done = std::min(state->steps.size(), static_cast<std::size_t>(std::max<std::int64_t>(0, whole_of(r, "done"))));
      } else if (kind == "saved") {
        state->file = state->path = text_of(r, "path");
        state->saved = state->said();
      }
    } catch (const InputError&) {
      // A record of a version that this program does not know: what comes after it cannot be trusted either.
      if (!state) return std::nullopt;
      state->torn = true;
      break;
    }
  }
  return state;
}

}  // namespace catchment::document
