#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace catchment::gis {

/// While it lives, GDAL's errors and warnings of this thread are kept here and go nowhere else. Nests.
class GdalErrors {
 public:
  GdalErrors();
  ~GdalErrors();
  GdalErrors(const GdalErrors&) = delete;
  GdalErrors& operator=(const GdalErrors&) = delete;

  /// True if an error (not a mere warning) was raised since the last clear().
  [[nodiscard]] bool failed() const { return failed_; }
  /// The first error, or `otherwise` if there was none: one line, without a full stop at its end.
  [[nodiscard]] std::string text(const std::string& otherwise) const;
  [[nodiscard]] const std::vector<std::string>& warnings() const { return warnings_; }
  void clear();
  void keep(int severity, const char* message);   ///< called by GDAL's handler

 private:
  bool failed_ = false;
  std::string first_;
  std::vector<std::string> warnings_;
};

/// Registers drivers and makes GDAL silent, off the network, and free of the clock in files that it writes. Any thread,
/// any number of times. Public under the same name in gis/vector/layer.h.
void initialise();

}  // namespace catchment::gis
