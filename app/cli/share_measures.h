#pragma once

#include <string>
#include <vector>

#include "app/cli/share_part.h"
#include "sim/sharing/measures.h"

namespace catchment::cli {

/// Which figures are wanted: words of `--measures`, "all" or "none".
class MeasureWords {
 public:
  /// Throws InputError for a word that is none, naming the nearest.
  explicit MeasureWords(const std::vector<std::string>& words);
  [[nodiscard]] bool has(const std::string& word) const;
  [[nodiscard]] bool any() const { return all_ || !words_.empty(); }
  [[nodiscard]] bool paths() const;
  [[nodiscard]] bool spectra() const { return has("eigenvector") || has("pagerank"); }

 private:
  bool all_ = false;
  std::vector<std::string> words_;
};

SharePart measures_part(const ShareView& view, const SharingMeasures& figures, const MeasureWords& wanted);

}  // namespace catchment::cli
