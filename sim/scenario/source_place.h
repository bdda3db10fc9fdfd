#pragma once

#include <string>

namespace catchment {

/// Where in a scenario file something was written; line and column from 1, 0 if not from a file.
struct SourcePlace {
  std::string file;
  int line = 0, column = 0;
  [[nodiscard]] std::string text() const;  ///< "file.toml:12:3"
};

}  // namespace catchment
