// Which rows of a table, in which order.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <functional>
#include <string_view>

#include "viewer/document/summaries.h"
#include "viewer/document/texts.h"

namespace catchment::document {
namespace {

std::string trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return std::string(text);
}

/// "1,200", "90%", "500 m" -> number; what follows the digits is the column's unit or a percent sign.
struct Number { double value = 0; bool percent = false; };
std::optional<Number> number_from(const std::string& text) {
  std::string digits;
  for (const char c : text)
    if (c != ',') digits += c;
  Number out;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), out.value);
  if (error != std::errc()) return std::nullopt;
  const std::string rest = trimmed({end, static_cast<std::size_t>(digits.data() + digits.size() - end)});
  if (rest == "%") out.percent = true;
  else if (!rest.empty() && rest != "m" && rest != "min" && rest != "米" && rest != "分钟" && rest != "人") return std::nullopt;
  return out;
}

using Condition = std::function<bool(std::uint32_t)>;

/// "column > 500" if it is one; otherwise nothing, and the text is looked for as it is.
Condition comparison(const ThingTable& table, const std::string& text) {
  // The first sign; ">=" before ">".
  static const std::pair<const char*, int> kSigns[] = {{">=", 2}, {"<=", -2}, {"≥", 2}, {"≤", -2}, {">", 1}, {"<", -1}, {"=", 0}};
  std::size_t at = std::string::npos, size = 0;
  int sign = 0;
  for (const auto& [word, means] : kSigns)
    if (const std::size_t found = text.find(word); found < at) {
      at = found;
      size = std::string_view(word).size();
      sign = means;
    }
  if (at == std::string::npos) return {};
  const std::string title = trimmed(std::string_view(text).substr(0, at)), right = trimmed(std::string_view(text).substr(at + size));
  if (title.empty() || right.empty()) return {};
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    if (!folded(table.columns[c].title).starts_with(title)) continue;
    if (table.number[c].empty()) {
      if (sign != 0 || table.columns[c].kind != ColumnKind::kText) continue;
      return [&table, c, right](std::uint32_t r) { return folded(table.text[c][r]) == right; };
    }
    const auto number = number_from(right);
    if (!number) continue;
    double value = number->value;
    if (table.columns[c].kind == ColumnKind::kShare && (number->percent || std::abs(value) > 1)) value /= 100;
    const std::vector<double>& cells = table.number[c];
    switch (sign) {
      case 2: return [&cells, value](std::uint32_t r) { return cells[r] >= value; };
      case -2: return [&cells, value](std::uint32_t r) { return cells[r] <= value; };
      case 1: return [&cells, value](std::uint32_t r) { return cells[r] > value; };
      case -1: return [&cells, value](std::uint32_t r) { return cells[r] < value; };
      default: return [&cells, value](std::uint32_t r) { return cells[r] == value; };
    }
  }
  return {};
}

std::vector<Condition> conditions(const ThingTable& table, const std::string& filter) {
  std::vector<Condition> all;
  const std::string text = folded(filter) + ";";   // a full-width semicolon is a plain one there
  for (std::size_t begin = 0, end = text.find(';'); end != std::string::npos; begin = end + 1, end = text.find(';', begin)) {
    const std::string part = trimmed(std::string_view(text).substr(begin, end - begin));
    if (part.empty()) continue;
    if (Condition condition = comparison(table, part)) {
      all.push_back(std::move(condition));
      continue;
    }
    // Numbers hold no letters: only a part that might stand in one is looked for there.
    const bool numeric = part.find_first_not_of("0123456789.,-%") == std::string::npos;
    all.push_back([&table, part, numeric](std::uint32_t r) {
      for (std::size_t c = 0; c < table.columns.size(); ++c)
        if ((numeric || table.number[c].empty()) && folded(table.text[c][r]).find(part) != std::string::npos) return true;
      return false;
    });
  }
  return all;
}

bool digit(char c) { return c >= '0' && c <= '9'; }

/// Numbers inside texts by their value. Negative, 0 or positive.
int natural_order(std::string_view a, std::string_view b) {
  std::size_t i = 0, j = 0;
  while (i < a.size() && j < b.size()) {
    if (digit(a[i]) && digit(b[j])) {
      while (i < a.size() && a[i] == '0') ++i;
      while (j < b.size() && b[j] == '0') ++j;
      std::size_t m = i, n = j;
      while (m < a.size() && digit(a[m])) ++m;
      while (n < b.size() && digit(b[n])) ++n;
      if (m - i != n - j) return m - i < n - j ? -1 : 1;
      if (const int order = a.substr(i, m - i).compare(b.substr(j, n - j)); order != 0) return order;
      i = m;
      j = n;
    } else {
      if (a[i] != b[j]) return static_cast<unsigned char>(a[i]) < static_cast<unsigned char>(b[j]) ? -1 : 1;
      ++i;
      ++j;
    }
  }
  return i < a.size() ? 1 : j < b.size() ? -1 : 0;
}

}  // namespace

std::vector<std::uint32_t> table_rows(const ThingTable& table, const std::string& filter, int sort_column, bool descending) {
  const std::vector<Condition> wanted = conditions(table, filter);
  std::vector<std::uint32_t> rows;
  for (std::uint32_t r = 0; r < table.things.size(); ++r)
    if (std::all_of(wanted.begin(), wanted.end(), [&](const Condition& c) { return c(r); })) rows.push_back(r);
  if (sort_column < 0 || static_cast<std::size_t>(sort_column) >= table.columns.size()) return rows;
  const auto column = static_cast<std::size_t>(sort_column);
  if (const std::vector<double>& number = table.number[column]; !number.empty()) {
    std::stable_sort(rows.begin(), rows.end(), [&](std::uint32_t a, std::uint32_t b) {
      if (std::isnan(number[a]) || std::isnan(number[b])) return !std::isnan(number[a]) && std::isnan(number[b]);
      return descending ? number[a] > number[b] : number[a] < number[b];
    });
    return rows;
  }
  std::vector<std::string> text(table.things.size());
  for (const std::uint32_t r : rows) text[r] = folded(table.text[column][r]);
  std::stable_sort(rows.begin(), rows.end(), [&](std::uint32_t a, std::uint32_t b) {
    const int order = natural_order(text[a], text[b]);
    return descending ? order > 0 : order < 0;
  });
  return rows;
}

}  // namespace catchment::document
