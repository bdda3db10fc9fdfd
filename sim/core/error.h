#pragma once

#include <stdexcept>
#include <string>
#include <vector>

namespace catchment {

/// The user's file or scenario is wrong. One sentence: where, what, remedy. Programs end with exit code 2.
class InputError : public std::runtime_error {
 public:
  InputError(std::string where, std::string what, std::string remedy)
      : std::runtime_error(where + ": " + what + (remedy.empty() ? "" : "; " + remedy)),
        where_(std::move(where)), what_(std::move(what)), remedy_(std::move(remedy)) {}
  [[nodiscard]] const std::string& where() const { return where_; }
  [[nodiscard]] const std::string& fault() const { return what_; }
  [[nodiscard]] const std::string& remedy() const { return remedy_; }

 private:
  std::string where_, what_, remedy_;
};

/// The user asked to stop. Programs end with exit code 130 and leave nothing half written.
class Cancelled : public std::runtime_error {
 public:
  Cancelled() : std::runtime_error("cancelled") {}
};

enum class Severity { kNote, kWarning, kError };

/// Worth knowing, not fatal. Shown in the report and by `catchment check`.
struct Finding {
  Severity severity = Severity::kWarning;
  std::string rule;    ///< stable id, e.g. "datum-mismatch"
  std::string where;   ///< file: layer, row
  std::string what;    ///< one sentence
  std::string remedy;  ///< what the user can do; may be empty
  friend bool operator==(const Finding&, const Finding&) = default;
};
using Findings = std::vector<Finding>;

}  // namespace catchment
