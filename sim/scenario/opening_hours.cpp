#include <array>
#include <optional>
#include <string_view>

#include <fmt/format.h>

#include "sim/scenario/parse.h"

namespace catchment {

namespace {

constexpr int kDaySlots = 48;
constexpr std::string_view kDays[7] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

struct DayWord { std::string_view word; int day; };
/// Longer words first, so that "Monday" is not read as "Mon" + "day".
constexpr DayWord kDayWords[] = {
    {"Monday", 0}, {"Tuesday", 1}, {"Wednesday", 2}, {"Thursday", 3}, {"Friday", 4}, {"Saturday", 5}, {"Sunday", 6},
    {"Mon", 0}, {"Tue", 1}, {"Wed", 2}, {"Thu", 3}, {"Fri", 4}, {"Sat", 5}, {"Sun", 6},
    {"Mo", 0}, {"Tu", 1}, {"We", 2}, {"Th", 3}, {"Fr", 4}, {"Sa", 5}, {"Su", 6},
    {"周一", 0}, {"周二", 1}, {"周三", 2}, {"周四", 3}, {"周五", 4}, {"周六", 5}, {"周日", 6}, {"周天", 6}};

class Cursor {
 public:
  Cursor(std::string_view text, const std::string& where) : rest_(text), whole_(text), where_(where) {}
  void skip_space() {
    while (!rest_.empty() && (rest_[0] == ' ' || rest_[0] == '\t')) rest_.remove_prefix(1);
  }
  [[nodiscard]] bool done() {
    skip_space();
    return rest_.empty();
  }
  bool take(std::string_view word) {
    skip_space();
    if (!rest_.starts_with(word)) return false;
    rest_.remove_prefix(word.size());
    return true;
  }
  std::optional<int> take_day() {
    for (const DayWord& day : kDayWords)
      if (take(day.word)) return day.day;
    return std::nullopt;
  }
  bool take_dash() { return take("-") || take("–") || take("~") || take("至"); }
  /// "9:00" or "09:30" -> minutes of the day, 0..1440.
  int take_time() {
    skip_space();
    const int hour = take_number();
    if (!take(":") && !take("：")) fail();
    if (rest_.size() < 2) fail();
    const int minute = take_number();
    if (minute > 59 || hour * 60 + minute > 24 * 60) fail();
    return hour * 60 + minute;
  }
  [[noreturn]] void fail() const {
    throw InputError(where_, fmt::format("opening hours \"{}\" cannot be read", whole_),
                     "write them like \"Mon-Fri 09:00-17:00; Sat 09:00-12:00\" or \"daily 13:00-21:00\"");
  }

 private:
  int take_number() {
    int value = 0, digits = 0;
    while (!rest_.empty() && rest_[0] >= '0' && rest_[0] <= '9' && digits < 2) {
      value = value * 10 + (rest_[0] - '0');
      rest_.remove_prefix(1);
      ++digits;
    }
    if (digits == 0) fail();
    return value;
  }
  std::string_view rest_, whole_;
  const std::string& where_;
};

std::array<bool, 7> take_days(Cursor& in) {
  std::array<bool, 7> days{};
  if (in.take("daily") || in.take("Daily") || in.take("每天") || in.take("每日")) {
    days.fill(true);
    return days;
  }
  bool any = false;
  do {
    const auto first = in.take_day();
    if (!first) {
      if (any) in.fail();
      days.fill(true);  // no day named: "09:00-17:00" is every day
      return days;
    }
    any = true;
    int last = *first;
    if (in.take_dash()) {
      const auto end = in.take_day();
      if (!end) in.fail();
      last = *end;
    }
    for (int day = *first;; day = (day + 1) % 7) {
      days[static_cast<std::size_t>(day)] = true;
      if (day == last) break;
    }
  } while (in.take(",") || in.take("、"));
  return days;
}

std::string clock(int slot) { return fmt::format("{:02}:{:02}", slot / 2, slot % 2 * 30); }

std::string ranges_of(const OpeningHours& hours, int day) {
  std::string out;
  for (int slot = 0; slot < kDaySlots;) {
    const auto open = [&](int s) { return hours[static_cast<std::size_t>(day * kDaySlots + s)]; };
    if (!open(slot)) {
      ++slot;
      continue;
    }
    int end = slot;
    while (end < kDaySlots && open(end)) ++end;
    out += fmt::format("{}{}-{}", out.empty() ? "" : ",", clock(slot), clock(end));
    slot = end;
  }
  return out;
}

}  // namespace

OpeningHours parse_opening_hours(const std::string& text, const std::string& where) {
  OpeningHours out;
  Cursor in(text, where);
  if (in.done()) return out;
  if (in.take("24/7")) {
    if (!in.done()) in.fail();
    return out.set();
  }
  do {
    if (in.done()) break;  // a closing semicolon
    const auto days = take_days(in);
    do {
      const int from = in.take_time();
      if (!in.take_dash()) in.fail();
      int to = in.take_time();
      if (from == to) in.fail();
      if (to < from) to += 24 * 60;  // past midnight
      // To the nearest half hour: 08:45 counts from 09:00, 08:40 from 08:30.
      const int first = (from + 15) / 30, last = (to + 15) / 30;
      for (int day = 0; day < 7; ++day)
        if (days[static_cast<std::size_t>(day)])
          for (int slot = first; slot < last; ++slot)
            out.set(static_cast<std::size_t>((day * kDaySlots + slot) % kWeekSlots));
    } while (in.take(",") || in.take("、"));
  } while (in.take(";") || in.take("；"));
  if (!in.done()) in.fail();
  return out;
}

int parse_week_moment(const std::string& text, const std::string& where) {
  Cursor in(text, where);
  const auto fail = [&] {
    throw InputError(where, fmt::format("\"{}\" is no moment of a week", text), "write a day and a time, like \"Tue 10:00\"");
  };
  int minutes = 0;
  std::optional<int> day;
  try {
    in.skip_space();
    day = in.take_day();
    if (day) minutes = in.take_time();
  } catch (const InputError&) {
    day.reset();
  }
  if (!day || !in.done() || minutes == 24 * 60) fail();
  return *day * kDaySlots + minutes / 30;
}

std::string format_opening_hours(const OpeningHours& hours) {
  std::array<std::string, 7> ranges;
  for (int day = 0; day < 7; ++day) ranges[static_cast<std::size_t>(day)] = ranges_of(hours, day);
  std::string out;
  for (std::size_t day = 0; day < 7;) {
    std::size_t end = day + 1;
    while (end < 7 && ranges[end] == ranges[day]) ++end;
    if (!ranges[day].empty()) {
      const std::string days = end - day == 7 ? "daily"
                               : end - day == 1 ? std::string(kDays[day])
                                                : fmt::format("{}-{}", kDays[day], kDays[end - 1]);
      out += (out.empty() ? "" : "; ") + days + " " + ranges[day];
    }
    day = end;
  }
  return out;
}

}  // namespace catchment
