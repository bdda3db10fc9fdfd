#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "sim/scenario/scenario.h"
#include "sim/scenario/value.h"

// The text of a scenario that a plan is written into. Private to the room.
namespace catchment::document {

class ScenarioText {
 public:
  /// A file's own text and name (absolute). What it extends is read. Throws InputError.
  ScenarioText(std::string text, std::string file);

  /// The text with this plan in it: as Document::text says. `cutoffs`: [n_levels] of the plan. `for_file`: where it will lie (absolute; names
  /// the folder that relative paths hold from).
  [[nodiscard]] std::string with(const std::vector<Edit>& edits, const std::vector<double>& cutoffs, const std::string& for_file) const;
  /// The whole scenario without `extends`, canonical.
  [[nodiscard]] std::string resolved_with(const std::vector<Edit>& edits, const std::vector<double>& cutoffs, const std::string& for_file) const;

  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] const std::string& file() const { return file_; }
  /// Files that the scenario reads: its inputs and what it extends; absolute.
  [[nodiscard]] std::vector<std::string> files_read() const;

 private:
  [[nodiscard]] std::string own_with(const std::vector<std::string>& edits, std::size_t kept, const std::vector<double>& cutoffs,
                                     const std::string& for_file) const;
  [[nodiscard]] bool says(const std::string& text, const std::vector<std::string>& edits, const std::vector<double>& cutoffs,
                          const std::string& for_file) const;
  [[nodiscard]] Value levels_with(const std::vector<double>& cutoffs) const;

  std::string text_, file_;
  Value own_, whole_;                      // the file alone; over all that it extends
  std::vector<std::string> edits_;         // of the whole, each as edit_toml
  std::size_t inherited_ = 0;              // of these, from what it extends: they come first
  std::vector<double> cutoffs_;            // [n_levels] of the whole
};

/// A path as written in the scenario `from`, so that it means the same file in the scenario `to`. Unchanged where it does already.
std::string moved_path(const std::string& written, const std::string& from, const std::string& to);

}  // namespace catchment::document
