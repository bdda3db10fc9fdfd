#include "sim/sharing/link_types.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

namespace catchment {

namespace {

struct TypeWords {
  std::string_view word, unit;
  Name name, unit_name;
  bool conserves;
};
/// In the order of LinkType.
const std::array<TypeWords, kLinkTypes>& types() {
  static const std::array<TypeWords, kLinkTypes> all{{
      {"secondment", "person-months/yr", {"挂职锻炼", "Secondment"}, {"人月/年", "person-months a year"}, true},
      {"volunteer", "hours/month", {"志愿服务", "Volunteer service"}, {"小时/月", "hours a month"}, true},
      {"assistance", "projects/yr", {"结对帮扶", "Partner assistance"}, {"项/年", "projects a year"}, true},
      {"collaboration", "projects/yr", {"校企合作", "School-enterprise collaboration"}, {"项/年", "projects a year"}, true},
      {"training", "seats/session", {"教育培训", "Training"}, {"座/场", "seats a session"}, true},
      {"venue", "hours/month", {"场地共享", "Venue"}, {"小时/月", "hours a month"}, true},
      {"funds", "money/yr", {"资金支持", "Funds"}, {"分/年", "fen a year"}, true},
      {"affiliation", "", {"归口指导", "Affiliation and guidance"}, {"", ""}, false},
      {"information", "messages/month", {"信息交流", "Information"}, {"条/月", "messages a month"}, false},
      {"other", "", {"其他联系", "Other link"}, {"", ""}, false},
  }};
  return all;
}

const TypeWords& of(LinkType type) { return types()[static_cast<std::size_t>(type)]; }

constexpr std::array<std::string_view, 4> kStatusWords{"proposed", "agreed", "active", "lapsed"};

}  // namespace

std::string_view word_of(LinkType type) { return of(type).word; }
std::string_view word_of(LinkStatus status) { return kStatusWords[static_cast<std::size_t>(status)]; }

std::optional<LinkType> link_type_of(std::string_view word) {
  const auto at = std::ranges::find(types(), word, &TypeWords::word);
  if (at == types().end()) return std::nullopt;
  return static_cast<LinkType>(at - types().begin());
}

std::optional<LinkStatus> link_status_of(std::string_view word) {
  const auto at = std::ranges::find(kStatusWords, word);
  if (at == kStatusWords.end()) return std::nullopt;
  return static_cast<LinkStatus>(at - kStatusWords.begin());
}

const Name& name_of(LinkType type) { return of(type).name; }

const Name& name_of(LinkStatus status) {
  static const std::array<Name, 4> names{{{"拟议", "Proposed"}, {"已商定", "Agreed"}, {"进行中", "Active"}, {"已终止", "Lapsed"}}};
  return names[static_cast<std::size_t>(status)];
}

std::string_view unit_of(LinkType type) { return of(type).unit; }
const Name& unit_name_of(LinkType type) { return of(type).unit_name; }
bool conserves(LinkType type) { return of(type).conserves; }
bool lends_people(LinkType type) { return type == LinkType::kSecondment || type == LinkType::kVolunteer; }

double hours_per_month(const OpeningHours& slots) { return static_cast<double>(slots.count()) / 2 * kWeeksPerMonth; }

bool is_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  const auto number = [&](std::size_t begin, std::size_t n) {
    int value = -1;
    const auto [end, error] = std::from_chars(text.data() + begin, text.data() + begin + n, value);
    return error == std::errc() && end == text.data() + begin + n ? value : -1;
  };
  const int year = number(0, 4), month = number(5, 2), day = number(8, 2);
  if (year < 0 || month < 0 || day < 0) return false;
  return std::chrono::year_month_day(std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                     std::chrono::day(static_cast<unsigned>(day)))
      .ok();
}

bool in_force(const SharingLink& link, std::string_view date) {
  if (link.status != LinkStatus::kActive && link.status != LinkStatus::kAgreed) return false;
  // An agreed link begins on its first day; without a day to look at, or without a first day, nobody knows that it has.
  if (link.status == LinkStatus::kAgreed && (date.empty() || link.start.empty())) return false;
  if (date.empty()) return true;
  return (link.start.empty() || std::string_view(link.start) <= date) && (link.end.empty() || date <= std::string_view(link.end));
}

}  // namespace catchment
