#include "viewer/document/texts.h"

#include <fmt/format.h>

#include <cmath>

namespace catchment::document {

std::string grouped(std::int64_t n) {
  std::string digits = fmt::format("{}", n < 0 ? -n : n);
  for (std::size_t i = digits.size(); i > 3; i -= 3) digits.insert(i - 3, ",");
  return (n < 0 ? "-" : "") + digits;
}

std::string decimal(double value, int places) {
  std::string text = fmt::format("{:.{}f}", value, places);
  if (text.find('.') == std::string::npos) return text;
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text == "-0" ? "0" : text;
}

std::string length_text(double metres, bool chinese) {
  if (!std::isfinite(metres)) return "–";
  if (metres < 999.5) return decimal(metres, metres < 9.95 ? 1 : 0) + (chinese ? " 米" : " m");
  return decimal(metres / 1000, 2) + (chinese ? " 公里" : " km");
}

std::string cost_text(double value, CostUnit unit, bool chinese) {
  if (!std::isfinite(value)) return "–";
  if (unit == CostUnit::kMetres) return length_text(value, chinese);
  if (value < 60) return decimal(value, 0) + (chinese ? " 秒" : " s");
  return decimal(value / 60, 1) + (chinese ? " 分钟" : " min");
}

std::string percent(double share) { return std::isfinite(share) ? decimal(100 * share, 1) + "%" : "–"; }

const char* rank_name(int rank, bool chinese) {
  switch (rank) {
    case 1: return chinese ? "楼组" : "contact home";
    case 2: return chinese ? "服务点" : "point";
    case 3: return chinese ? "服务站" : "station";
    default: return chinese ? "服务中心" : "centre";
  }
}

std::string folded(const std::string& utf8) {
  std::string out;
  out.reserve(utf8.size());
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    const auto c = static_cast<unsigned char>(utf8[i]);
    const auto next = [&](std::size_t k) { return i + k < utf8.size() ? static_cast<unsigned char>(utf8[i + k]) : 0; };
    if (c < 0x80) {
      out += static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    } else if (c == 0xC3 && next(1) >= 0x80 && next(1) <= 0x9E && next(1) != 0x97) {      // Latin-1 capitals
      out += static_cast<char>(c);
      out += static_cast<char>(next(1) + 0x20);
      ++i;
    } else if (c == 0xD0 && next(1) >= 0x90 && next(1) <= 0xAF) {                           // Cyrillic А..Я
      const unsigned code = 0x410u + next(1) - 0x90u + 0x20u;
      out += static_cast<char>(0xC0 | (code >> 6));
      out += static_cast<char>(0x80 | (code & 0x3F));
      ++i;
    } else if (c == 0xCE && next(1) >= 0x91 && next(1) <= 0xA9) {                           // Greek Α..Ω
      const unsigned code = 0x391u + next(1) - 0x91u + 0x20u;
      out += static_cast<char>(0xC0 | (code >> 6));
      out += static_cast<char>(0x80 | (code & 0x3F));
      ++i;
    } else if (c == 0xEF && (next(1) == 0xBC || next(1) == 0xBD) && next(2) != 0) {         // full-width ASCII
      const unsigned code = 0xF000u | ((next(1) & 0x3Fu) << 6) | (next(2) & 0x3Fu);
      if (code >= 0xFF01 && code <= 0xFF5E) {
        const unsigned ascii = code - 0xFF01 + 0x21;
        out += static_cast<char>(ascii >= 'A' && ascii <= 'Z' ? ascii + 32 : ascii);
        i += 2;
      } else {
        out += static_cast<char>(c);
      }
    } else {
      out += static_cast<char>(c);
    }
  }
  return out;
}

}  // namespace catchment::document
