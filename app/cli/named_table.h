#pragma once

#include <map>
#include <string>
#include <vector>

#include "gis/vector/layer.h"

namespace catchment::cli {

/// A table whose columns are found by name, ours or as the user maps them ("OURS=THEIRS"). Cells are trimmed.
class NamedTable {
 public:
  /// Throws InputError for a file that cannot be read or has no rows, a mapping that is not OURS=THEIRS, an OURS that is none
  /// of `known`, or a THEIRS that the table lacks.
  NamedTable(const std::string& path, const std::vector<std::string>& mapping, const std::vector<std::string>& known, const std::string& option);

  [[nodiscard]] std::size_t n_rows() const { return table_.n_rows(); }
  [[nodiscard]] bool has(const std::string& ours) const { return column(ours) >= 0; }
  /// Throws InputError if a column is missing.
  void require(const std::vector<std::string>& ours) const;
  /// "" where the column is missing.
  [[nodiscard]] std::string text(const std::string& ours, std::size_t row) const;
  /// Throws InputError unless the cell is a finite number.
  [[nodiscard]] double number(const std::string& ours, std::size_t row) const;
  [[nodiscard]] double amount(const std::string& ours, std::size_t row) const;  ///< number >= 0
  /// Ids, not empty; unless `repeat`, each once. Throws InputError naming the rows.
  [[nodiscard]] std::vector<std::string> ids(const std::string& ours, bool repeat = false) const;
  /// "file: line 7"
  [[nodiscard]] std::string where(std::size_t row) const;
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] const Findings& findings() const { return table_.findings; }

 private:
  [[nodiscard]] int column(const std::string& ours) const;
  std::string path_;
  gis::Table table_;
  std::map<std::string, int> columns_;
};

}  // namespace catchment::cli
