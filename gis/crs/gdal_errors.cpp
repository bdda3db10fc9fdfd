#include "gis/crs/gdal_errors.h"

#include <cpl_conv.h>
#include <cpl_error.h>
#include <gdal.h>
#include <ogr_srs_api.h>

#include <algorithm>
#include <mutex>

namespace catchment::gis {

namespace {

// A broken file can raise the same complaint for each of its records.
constexpr std::size_t kWarningsKept = 20;

void CPL_STDCALL keep_error(CPLErr severity, CPLErrorNum, const char* message) {
  if (auto* errors = static_cast<GdalErrors*>(CPLGetErrorHandlerUserData())) errors->keep(severity, message);
}

std::string one_line(const char* message) {
  std::string text = message != nullptr ? message : "";
  std::replace_if(text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
  while (!text.empty() && (text.back() == '.' || text.back() == ' ')) text.pop_back();
  return text;
}

}  // namespace

GdalErrors::GdalErrors() {
  initialise();
  CPLPushErrorHandlerEx(keep_error, this);
}

GdalErrors::~GdalErrors() { CPLPopErrorHandler(); }

std::string GdalErrors::text(const std::string& otherwise) const { return first_.empty() ? otherwise : first_; }

void GdalErrors::clear() {
  failed_ = false;
  first_.clear();
  warnings_.clear();
  CPLErrorReset();
}

void GdalErrors::keep(int severity, const char* message) {
  if (severity == CE_Failure || severity == CE_Fatal) {
    failed_ = true;
    if (first_.empty()) first_ = one_line(message);
  } else if (severity == CE_Warning && warnings_.size() < kWarningsKept) {
    warnings_.push_back(one_line(message));
  }
}

void initialise() {
  static std::once_flag once;
  std::call_once(once, [] {
    CPLSetErrorHandler(CPLQuietErrorHandler);
    GDALAllRegister();
    OSRSetPROJEnableNetwork(0);
    CPLSetConfigOption("GDAL_PAM_ENABLED", "NO");               // no .aux.xml beside the user's files
    CPLSetConfigOption("OGR_CURRENT_DATE", "2000-01-01T00:00:00.000Z");
  });
}

}  // namespace catchment::gis
