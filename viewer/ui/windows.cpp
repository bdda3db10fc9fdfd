#include "viewer/ui/windows.h"

#include <algorithm>
#include <functional>

#include "viewer/ui/panel_parts.h"
#include "viewer/ui/sharing.h"
#include "viewer/ui/window_memory.h"

namespace catchment::viewer {

namespace {

WindowMemory& the_memory() {
  static WindowMemory kept;
  return kept;
}

bool is_open(const State& state, Leaf leaf) {
  const Windows& w = state.windows;
  const Tab* tab = state.current < state.tabs.size() ? state.tabs[state.current].get() : nullptr;
  switch (leaf) {
    case Leaf::kNone: return false;
    case Leaf::kQuestion: return !w.dropped.empty() || w.closing || w.quitting;
    case Leaf::kFiles: return w.files != Windows::Files::kNone;
    case Leaf::kHelp: return w.help;
    case Leaf::kSettings: return w.settings;
    case Leaf::kSearch: return w.search;
    case Leaf::kWhy: return tab && tab->why;
    case Leaf::kHistory: return tab && w.history;
    case Leaf::kTable: return tab && w.table;
    case Leaf::kCharts: return tab && w.charts;
    case Leaf::kSharing: return tab && w.sharing;
  }
  return false;
}

/// Keeps the order in which windows were opened; those opened in one frame lie as `Leaf` has them, questions on top.
void follow(const State& state, std::vector<Leaf>& stack) {
  std::erase_if(stack, [&state](Leaf leaf) { return !is_open(state, leaf); });
  for (int k = static_cast<int>(Leaf::kSharing); k > 0; --k) {
    const auto leaf = static_cast<Leaf>(k);
    if (is_open(state, leaf) && std::find(stack.begin(), stack.end(), leaf) == stack.end()) stack.push_back(leaf);
  }
}

}  // namespace

WindowMemory& memory() { return the_memory(); }
void forget_windows() { the_memory() = WindowMemory{}; }

Leaf topmost(State& state) {
  auto& stack = memory().stack;
  follow(state, stack);
  return stack.empty() ? Leaf::kNone : stack.back();
}

bool sheet_open(const State& state) {
  return is_open(state, Leaf::kQuestion) || is_open(state, Leaf::kFiles) || is_open(state, Leaf::kHelp) || is_open(state, Leaf::kSettings);
}

bool leave_topmost(State& state) {
  Windows& w = state.windows;
  if (number_field_left()) return true;   // Esc gave the field its old number back, and that was all
  switch (topmost(state)) {
    case Leaf::kNone: {
      // Messages last, and never instead of what the hand is doing.
      const Tab* tab = state.tab();
      const bool busy = state.tool != Tool::kSelect || state.compared || (tab && tab->document && tab->document->grabbed());
      if (busy || state.toasts.empty()) return false;
      state.toasts.pop_back();
      return true;
    }
    case Leaf::kQuestion:
      // One question is shown at a time, in this order.
      if (!w.dropped.empty()) w.dropped.clear();
      else w.closing.reset(), w.quitting = false;
      memory().question = QuestionMemory{};
      break;
    case Leaf::kFiles: {
      FilesMemory& f = memory().files;
      if (!f.overwrite.empty()) f.overwrite.clear();
      else if (f.new_folder) f.new_folder = false;
      else if (f.typing_path) f.typing_path = false;
      else w.files = Windows::Files::kNone;
      break;
    }
    case Leaf::kHelp: w.help = false; break;
    case Leaf::kSettings: w.settings = false; break;
    case Leaf::kSearch:
      w.search = false;
      state.search_text.clear();
      break;
    case Leaf::kWhy: state.ask(CloseWhy{}); break;
    case Leaf::kHistory: w.history = false; break;
    case Leaf::kTable: w.table = false; break;
    case Leaf::kCharts: w.charts = false; break;
    case Leaf::kSharing: show_sharing(state, false); break;
  }
  return true;
}

std::string new_letters(const State& state) {
  const WindowMemory& m = memory();
  std::string out = state.search_text + state.windows.dropped + m.files.path_text + m.files.name + m.files.new_folder_name + m.files.problem + m.files.listing.folder +
                    state.settings.last_folder + m.table.filter;
  for (const std::string& s : state.settings.recent) out += s;
  for (const auto& r : state.recoverable) out += r.scenario;
  for (const Toast& t : state.toasts) out += t.text + t.button;
  for (const auto& job : state.jobs) out += job->title();
  const std::uint64_t now = std::hash<std::string>{}(out) ^ (m.files.read_count * 0x9E3779B97F4A7C15ULL);
  if (now == m.letters) return {};
  memory().letters = now;
  for (const FileEntry& e : m.files.listing.entries) out += e.name;
  return out;
}

void toast(State& state, Toast::Kind kind, std::string text, std::string button, std::optional<Command> on_button) {
  if (!state.toasts.empty() && state.toasts.back().text == text && state.toasts.back().kind == kind) {
    state.toasts.back().age_s = 0;
    return;
  }
  state.toasts.push_back({kind, std::move(text), std::move(button), std::move(on_button), 0});
}

}  // namespace catchment::viewer
