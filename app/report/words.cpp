#include "app/report/words.h"

#include <charconv>
#include <cmath>

namespace catchment::pipeline {

std::string_view word_of(TravelMode mode) {
  switch (mode) {
    case TravelMode::kWalk: return "walk";
    case TravelMode::kCycle: return "cycle";
    case TravelMode::kEuclidean: return "euclidean";
    case TravelMode::kManhattan: return "manhattan";
    case TravelMode::kChebyshev: return "chebyshev";
    case TravelMode::kMatrix: return "matrix";
  }
  return "";
}

std::string_view word_of(CostUnit unit) { return unit == CostUnit::kSeconds ? "s" : "m"; }

std::string_view word_of(Denominator denominator) {
  switch (denominator) {
    case Denominator::kOrganisations: return "organisations";
    case Denominator::kEligible: return "eligible";
    case Denominator::kEmployees: return "employees";
  }
  return "";
}

std::string_view word_of(Severity severity) {
  switch (severity) {
    case Severity::kNote: return "note";
    case Severity::kWarning: return "warning";
    case Severity::kError: return "error";
  }
  return "";
}

std::string_view word_of(FacilityStatus status) {
  switch (status) {
    case FacilityStatus::kExisting: return "existing";
    case FacilityStatus::kProposed: return "proposed";
    case FacilityStatus::kClosed: return "closed";
  }
  return "";
}

std::string_view word_of(OrganisationType type) {
  switch (type) {
    case OrganisationType::kEnterprise: return "enterprise";
    case OrganisationType::kSocial: return "social";
    case OrganisationType::kCollege: return "college";
    case OrganisationType::kSchool: return "school";
    case OrganisationType::kCommittee: return "committee";
    case OrganisationType::kPropertyManager: return "property-manager";
    case OrganisationType::kAgency: return "agency";
    case OrganisationType::kFederation: return "federation";
  }
  return "";
}

std::string_view word_of(Edit::Op op) {
  switch (op) {
    case Edit::Op::kAddFacility: return "add-facility";
    case Edit::Op::kMoveFacility: return "move-facility";
    case Edit::Op::kResizeFacility: return "resize-facility";
    case Edit::Op::kCloseFacility: return "close-facility";
    case Edit::Op::kOpenFacility: return "open-facility";
    case Edit::Op::kSetFacilityLevel: return "set-facility-level";
    case Edit::Op::kOpenGate: return "open-gate";
    case Edit::Op::kCloseGate: return "close-gate";
    case Edit::Op::kResidentsGate: return "residents-gate";
    case Edit::Op::kClearResponsible: return "clear-responsible";
    case Edit::Op::kAddResponsible: return "add-responsible";
    case Edit::Op::kCloseUnit: return "close-unit";
    case Edit::Op::kSetStaff: return "set-staff";
    case Edit::Op::kSetHours: return "set-hours";
    case Edit::Op::kAddLink: return "add-link";
    case Edit::Op::kRemoveLink: return "remove-link";
    case Edit::Op::kRemovePartner: return "remove-partner";
  }
  return "";
}

std::string_view word_of(ChannelKind kind) {
  switch (kind) {
    case ChannelKind::kWindow: return "window";
    case ChannelKind::kOnline: return "online";
    case ChannelKind::kField: return "field";
    case ChannelKind::kDoor: return "door";
    case ChannelKind::kActivity: return "activity";
  }
  return "";
}

std::string raw_number(double value) {
  if (!std::isfinite(value)) return {};
  char text[40];
  const auto end = std::to_chars(text, text + sizeof text, value).ptr;
  return {text, end};
}

std::string raw_number(std::int64_t value) { return std::to_string(value); }

std::string raw_share(std::int64_t part, std::int64_t whole) {
  return whole == 0 ? std::string() : raw_number(static_cast<double>(part) / static_cast<double>(whole));
}

}  // namespace catchment::pipeline
