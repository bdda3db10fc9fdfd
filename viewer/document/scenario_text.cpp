#include "viewer/document/scenario_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <functional>

#include "app/pipeline/files.h"
#include "sim/scenario/decode.h"
#include "sim/scenario/merge.h"
#include "viewer/document/document.h"
#include "viewer/document/edit_text.h"
#include "viewer/document/toml_spans.h"

namespace catchment::document {
namespace {

namespace fs = std::filesystem;

Value resolved(const std::string& text, const std::string& file) {
  return resolve_extends(read_toml(text, file), file, [](const std::string& from, const std::string& name) {
    const std::string other = (fs::path(from).parent_path() / name).lexically_normal().string();
    return std::pair(other, pipeline::read_text(other));
  });
}

std::vector<std::string> edits_of(const Value& root) {
  std::vector<std::string> texts;
  if (const Value* list = root.find("edits"))
    for (const Edit& edit : edits_from(*list)) texts.push_back(edit_toml(edit));
  return texts;
}

std::vector<double> cutoffs_of(const Value& root) {
  std::vector<LevelSpec> levels;
  if (const Value* list = root.find("levels")) decode_levels(*list, levels);
  std::vector<double> cutoffs;
  for (const LevelSpec& level : levels) cutoffs.push_back(level.cutoff);
  return cutoffs;
}

CostUnit unit_of(const Value& levels, std::size_t level) {
  std::vector<LevelSpec> specs;
  decode_levels(levels, specs);
  return specs.at(level).unit;
}

Value text_value(std::string text) {
  Value v;
  v.kind = Value::Kind::kText;
  v.text = std::move(text);
  return v;
}

/// Every text of a scenario that is a path, with the file it stands in.
template <class V, class F>
void each_path(V& root, const F& use) {
  if (auto* inputs = root.find("inputs"); inputs != nullptr && inputs->is_table())
    for (auto& input : inputs->items)
      if (auto* path = input.is_table() ? input.find("path") : nullptr; path != nullptr && path->kind == Value::Kind::kText && !path->text.empty()) use(*path);
  if (auto* town = root.find("town"); town != nullptr && town->is_table())
    if (auto* table = town->find("district_table"); table != nullptr && table->kind == Value::Kind::kText)
      if (!table->text.empty() && table->text.find('\n') == std::string::npos) use(*table);
}

std::string expanded(const std::string& written, const std::string& file) {
  try {
    return pipeline::expand_path(written, file);
  } catch (const InputError&) {
    return {};   // a variable that is not set here: nothing is known of the place
  }
}

std::string newline_of(const std::string& text) {
  const std::size_t first = text.find('\n');
  return first != std::string::npos && first > 0 && text[first - 1] == '\r' ? "\r\n" : "\n";
}

std::string with_newlines(const std::string& text, const std::string& newline) {
  if (newline == "\n") return text;
  std::string out;
  for (const char c : text) {
    if (c == '\n') out += newline;
    else out += c;
  }
  return out;
}

std::string edits_block(const std::vector<std::string>& edits, std::size_t from) {
  std::string out;
  for (std::size_t i = from; i < edits.size(); ++i) out.append("\n[[edits]]\n").append(edits[i]);
  return out;
}

}  // namespace

std::string moved_path(const std::string& written, const std::string& from, const std::string& to) {
  const std::string meant = expanded(written, from);
  if (meant.empty() || meant == expanded(written, to)) return written;
  if (written[0] == '$') return meant;
  const fs::path relative = fs::path(meant).lexically_relative(fs::path(to).parent_path());
  return relative.empty() ? meant : relative.generic_string();
}

ScenarioText::ScenarioText(std::string text, std::string file) : text_(std::move(text)), file_(std::move(file)) {
  own_ = read_toml(text_, file_);
  whole_ = resolved(text_, file_);
  edits_ = edits_of(whole_);
  cutoffs_ = cutoffs_of(whole_);
  const Value* list = own_.find("edits");
  inherited_ = edits_.size() - (list != nullptr ? list->items.size() : 0);
}

std::vector<std::string> ScenarioText::files_read() const {
  std::vector<std::string> files;
  each_path(whole_, [&](const Value& path) { files.push_back(expanded(path.text, file_)); });
  if (const Value* head = own_.find("scenario"))
    if (const Value* extends = head->find("extends")) {
      const auto add = [&](const Value& name) { files.push_back((fs::path(file_).parent_path() / name.text).lexically_normal().string()); };
      if (extends->is_array()) std::for_each(extends->items.begin(), extends->items.end(), add);
      else add(*extends);
    }
  return files;
}

Value ScenarioText::levels_with(const std::vector<double>& cutoffs) const {
  Value levels = *whole_.find("levels");
  for (std::size_t l = 0; l < cutoffs.size(); ++l)
    if (cutoffs[l] != cutoffs_[l]) levels.items[l].set("cutoff", text_value(cutoff_text(cutoffs[l], unit_of(*whole_.find("levels"), l))));
  return levels;
}

std::string ScenarioText::resolved_with(const std::vector<Edit>& edits, const std::vector<double>& cutoffs, const std::string& for_file) const {
  Value root = whole_;
  each_path(root, [&](Value& path) { path.text = moved_path(path.text, file_, for_file); });
  if (!cutoffs.empty()) root.set("levels", levels_with(cutoffs));
  // What is still as the files say it stays in their words: the text is that of a file that `with` wrote, to the byte.
  Value list;
  list.kind = Value::Kind::kArray;
  const Value* old = whole_.find("edits");
  for (std::size_t i = 0; i < edits.size(); ++i) {
    if (i == list.items.size() && i < edits_.size() && old != nullptr && edit_toml(edits[i]) == edits_[i]) list.items.push_back(old->items[i]);
    else break;
  }
  for (std::size_t i = list.items.size(); i < edits.size(); ++i)
    list.items.push_back(*read_toml("edit = " + edit_inline(edits[i]), for_file).find("edit"));
  if (edits.empty()) root.erase("edits");
  else root.set("edits", std::move(list));
  return to_toml(root);
}

std::string ScenarioText::own_with(const std::vector<std::string>& edits, std::size_t kept, const std::vector<double>& cutoffs,
                                   const std::string& for_file) const {
  std::vector<Replacement> changes;
  std::string appended;

  // Paths.
  each_path(own_, [&](const Value& path) {
    const std::string moved = moved_path(path.text, file_, for_file);
    if (moved == path.text) return;
    if (const auto span = value_at(text_, path.place)) changes.push_back({*span, quoted_toml(moved)});
  });
  if (const Value* head = own_.find("scenario"); head != nullptr && fs::path(file_).parent_path() != fs::path(for_file).parent_path())
    if (const Value* extends = head->find("extends")) {
      const auto moved = [&](const Value& name, bool is_value) {
        const fs::path meant = (fs::path(file_).parent_path() / name.text).lexically_normal();
        const fs::path relative = meant.lexically_relative(fs::path(for_file).parent_path());
        if (const auto span = value_at(text_, name.place, is_value))
          changes.push_back({*span, quoted_toml(relative.empty() ? meant.string() : relative.generic_string())});
      };
      if (extends->is_array()) for (const Value& name : extends->items) moved(name, true);
      else moved(*extends, false);
    }

  // Cutoffs.
  if (cutoffs != cutoffs_) {
    if (const Value* levels = own_.find("levels")) {
      for (std::size_t l = 0; l < cutoffs.size(); ++l) {
        if (cutoffs[l] == cutoffs_[l]) continue;
        if (const auto span = value_at(text_, levels->items[l].find("cutoff")->place))
          changes.push_back({*span, quoted_toml(cutoff_text(cutoffs[l], unit_of(*levels, l)))});
      }
    } else {
      Value only;
      only.set("levels", levels_with(cutoffs));
      appended.append("\n").append(to_toml(only));
    }
  }

  // Edits: `kept` of the file's own stay as they are written.
  const Value* list = own_.find("edits");
  const std::size_t own = list != nullptr ? list->items.size() : 0;
  if (kept != own || edits.size() != inherited_ + own) {
    if (const auto inline_list = top_statement(text_, "edits")) {
      changes.push_back({*inline_list, ""});
      kept = 0;
    } else {
      std::size_t seen = 0;
      for (const Section& section : sections(text_)) {
        if (section.first_key != "edits") continue;
        if (section.top && section.list) ++seen;
        if (seen <= kept) continue;
        // With the blank line above it.
        std::size_t begin = section.comments;
        if (begin >= 2 && text_[begin - 1] == '\n' && text_[begin - 2] == '\n') --begin;
        else if (begin >= 4 && text_.compare(begin - 4, 4, "\r\n\r\n") == 0) begin -= 2;
        changes.push_back({{begin, section.end}, ""});
      }
    }
    appended += edits_block(edits, inherited_ + kept);
  }

  std::string out = replaced(text_, std::move(changes));
  if (appended.empty()) return out;
  const std::string newline = newline_of(text_);
  if (!out.empty() && out.back() != '\n') out += newline;
  return out + with_newlines(appended, newline);
}

bool ScenarioText::says(const std::string& text, const std::vector<std::string>& edits, const std::vector<double>& cutoffs,
                        const std::string& for_file) const try {
  Value now = resolved(text, for_file), was = whole_;
  if (edits_of(now) != edits || cutoffs_of(now) != cutoffs) return false;
  for (Value* root : {&now, &was}) {
    const std::string& file = root == &now ? for_file : file_;
    each_path(*root, [&](Value& path) {
      if (const std::string meant = expanded(path.text, file); !meant.empty()) path.text = meant;
    });
    root->erase("edits");
    if (Value* levels = root->find("levels"); levels != nullptr && levels->is_array())
      for (Value& level : levels->items)
        if (level.is_table()) level.erase("cutoff");
  }
  return to_toml(now) == to_toml(was);
} catch (const InputError&) {
  return false;
}

std::string ScenarioText::with(const std::vector<Edit>& edits, const std::vector<double>& cutoffs, const std::string& for_file) const {
  std::vector<std::string> texts;
  for (const Edit& edit : edits) texts.push_back(edit_toml(edit));
  std::size_t same = 0;
  while (same < texts.size() && same < edits_.size() && texts[same] == edits_[same]) ++same;
  if (same >= inherited_) {
    std::string text = own_with(texts, same - inherited_, cutoffs, for_file);
    if (says(text, texts, cutoffs, for_file)) return text;
  }
  return resolved_with(edits, cutoffs, for_file);
}

}  // namespace catchment::document
