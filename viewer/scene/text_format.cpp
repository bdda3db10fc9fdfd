#include "viewer/scene/text_format.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "viewer/scene/export.h"

namespace catchment::scene {

std::string grouped(std::int64_t n) {
  const std::string digits = std::to_string(n);
  std::string out;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const std::size_t left = digits.size() - i;
    if (i > 0 && left % 3 == 0 && digits[i - 1] != '-') out += ',';
    out += digits[i];
  }
  return out;
}

std::string decimal(double value, int places) {
  std::string text = fmt::format("{:.{}f}", value, places);
  if (text.find('.') != std::string::npos) {
    while (text.back() == '0') text.pop_back();
    if (text.back() == '.') text.pop_back();
  }
  return text == "-0" ? "0" : text;
}

std::string percent(double share) {
  if (!std::isfinite(share)) return "–";
  // 99.97 % is not all: never round a share that is not 0 or 1 to 0 % or 100 %.
  if (share == 0) return "0%";
  if (share == 1) return "100%";
  double value = std::round(share * 1000) / 10;
  if (share < 1 && value >= 100) value = 99.9;
  if (share > 0 && value <= 0) return "<0.1%";
  return fmt::format("{:.1f}%", value);
}

std::string cost_text(double value, CostUnit unit, bool chinese) {
  if (!std::isfinite(value)) return chinese ? "不可达" : "unreachable";
  if (unit == CostUnit::kSeconds) {
    const double minutes = value / 60;
    return decimal(minutes, minutes < 20 ? 1 : 0) + (chinese ? " 分钟" : " min");
  }
  if (value >= 2000) return decimal(value / 1000, 1) + (chinese ? " 公里" : " km");
  return grouped(std::llround(value)) + (chinese ? " 米" : " m");
}

double round_down_nice(double value) {
  const double power = std::pow(10, std::floor(std::log10(value)));
  for (const double step : {10.0, 5.0, 2.5, 2.0})
    if (step * power <= value * (1 + 1e-12)) return step * power;
  return power;
}

double round_up_nice(double value) {
  const double power = std::pow(10, std::floor(std::log10(value)));
  for (const double step : {1.0, 2.0, 2.5, 5.0})
    if (step * power >= value * (1 - 1e-12)) return step * power;
  return 10 * power;
}

std::vector<char32_t> code_points(std::string_view s) {
  std::vector<char32_t> out;
  for (std::size_t i = 0; i < s.size();) {
    const auto byte = static_cast<unsigned char>(s[i]);
    const int length = byte < 0x80 ? 1 : byte >= 0xC2 && byte < 0xE0 ? 2 : byte >= 0xE0 && byte < 0xF0 ? 3
                       : byte >= 0xF0 && byte < 0xF5 ? 4 : 0;
    char32_t c = length == 1 ? byte : length == 2 ? byte & 0x1F : length == 3 ? byte & 0x0F : byte & 0x07;
    bool good = length > 0 && i + static_cast<std::size_t>(length) <= s.size();
    for (int k = 1; good && k < length; ++k) {
      const auto next = static_cast<unsigned char>(s[i + static_cast<std::size_t>(k)]);
      if ((next & 0xC0) != 0x80) good = false;
      c = (c << 6) | (next & 0x3F);
    }
    if (good && ((length == 3 && (c < 0x800 || (c >= 0xD800 && c < 0xE000))) ||
                 (length == 4 && (c < 0x10000 || c > 0x10FFFF))))
      good = false;
    out.push_back(good ? c : 0xFFFD);
    i += good ? static_cast<std::size_t>(length) : 1;
  }
  return out;
}

std::string utf8(char32_t c) {
  std::string s;
  if (c < 0x80) s += static_cast<char>(c);
  else if (c < 0x800) s += static_cast<char>(0xC0 | (c >> 6)), s += static_cast<char>(0x80 | (c & 0x3F));
  else if (c < 0x10000)
    s += static_cast<char>(0xE0 | (c >> 12)), s += static_cast<char>(0x80 | ((c >> 6) & 0x3F)),
        s += static_cast<char>(0x80 | (c & 0x3F));
  else
    s += static_cast<char>(0xF0 | (c >> 18)), s += static_cast<char>(0x80 | ((c >> 12) & 0x3F)),
        s += static_cast<char>(0x80 | ((c >> 6) & 0x3F)), s += static_cast<char>(0x80 | (c & 0x3F));
  return s;
}

namespace {

bool wide(char32_t c) { return c >= 0x2E80 && c < 0xFFA0; }
bool closes(char32_t c) {  // must not start a line
  return std::u32string_view(U"，。、；：！？）》」』”’%,.;:!?)]}").find(c) != std::u32string_view::npos;
}

}  // namespace

std::vector<std::string> wrapped(const std::string& text, double size_px, double width_px, bool bold) {
  // Words: pieces between which a line may break. A space belongs to the piece before it.
  const auto points = code_points(text);
  std::vector<std::string> words;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const bool starts = i == 0 || (!closes(points[i]) && (points[i - 1] == ' ' || wide(points[i]) || wide(points[i - 1]) ||
                                                           points[i - 1] == '/'));
    if (starts || words.empty()) words.emplace_back();
    words.back() += utf8(points[i]);
  }
  std::vector<std::string> lines;
  std::string line;
  const auto width = [&](std::string part) {
    while (!part.empty() && part.back() == ' ') part.pop_back();
    return text_width(part, size_px, bold);
  };
  const auto flush = [&] {
    while (!line.empty() && line.back() == ' ') line.pop_back();
    if (!line.empty()) lines.push_back(line);
    line.clear();
  };
  for (const auto& word : words) {
    if (!line.empty() && width(line + word) > width_px) flush();
    if (line.empty() && width(word) > width_px) {
      for (const char32_t c : code_points(word)) {
        if (!line.empty() && width(line + utf8(c)) > width_px) flush();
        line += utf8(c);
      }
    } else {
      line += word;
    }
  }
  flush();
  return lines;
}

std::string shortened(const std::string& text, double size_px, double width_px, bool bold) {
  if (text_width(text, size_px, bold) <= width_px) return text;
  std::string out;
  for (const char32_t c : code_points(text)) {
    if (text_width(out + utf8(c) + "…", size_px, bold) > width_px) break;
    out += utf8(c);
  }
  return out + "…";
}

}  // namespace catchment::scene
