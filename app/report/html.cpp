#include "app/report/html.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace catchment::pipeline {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

/// Length of the well-formed UTF-8 sequence at `at` that XML 1.0 allows; 0 if there is none.
std::size_t sequence_length(std::string_view s, std::size_t at) {
  const auto byte = [&](std::size_t k) { return static_cast<unsigned char>(s[at + k]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return lead >= 0x20 || lead == '\t' || lead == '\n' || lead == '\r' ? 1 : 0;
  const std::size_t length = lead >= 0xC2 && lead <= 0xDF ? 2 : lead >= 0xE0 && lead <= 0xEF ? 3 : lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
  if (length == 0 || at + length > s.size()) return 0;
  std::uint32_t code = lead & (0xFFu >> (length + 1));
  for (std::size_t k = 1; k < length; ++k) {
    if ((byte(k) & 0xC0) != 0x80) return 0;
    code = code << 6 | (byte(k) & 0x3Fu);
  }
  const bool overlong = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
  const bool forbidden = (code >= 0xD800 && code <= 0xDFFF) || code > 0x10FFFF || code == 0xFFFE || code == 0xFFFF;
  return overlong || forbidden ? 0 : length;
}

/// CSS length of a share, two decimals: never more digits than a picture carries.
std::string width(double share) { return fmt::format("{:.2f}%", 100.0 * std::clamp(share, 0.0, 1.0)); }

}  // namespace

std::string escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = sequence_length(text, at);
    if (length == 0) {
      out += kReplacement;
      ++at;
      continue;
    }
    if (length > 1) {
      out += text.substr(at, length);
    } else {
      switch (text[at]) {
        case '&': out += "&amp;"; break;
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '"': out += "&quot;"; break;
        case '\'': out += "&#39;"; break;
        default: out += text[at];
      }
    }
    at += length;
  }
  return out;
}

std::string html_table(const std::string& caption, const std::vector<HtmlColumn>& columns,
                       const std::vector<std::vector<HtmlCell>>& rows, const std::string& css) {
  std::string out = "<div class=\"scroll\"><table" + (css.empty() ? std::string() : " class=\"" + css + "\"") + ">\n";
  if (!caption.empty()) out += "<caption>" + escaped(caption) + "</caption>\n";
  const auto css_of = [](const HtmlColumn& c) {
    std::string classes = c.number ? "n" : "";
    if (!c.css.empty()) classes += (classes.empty() ? "" : " ") + c.css;
    return classes.empty() ? classes : " class=\"" + classes + "\"";
  };
  out += "<thead><tr>";
  for (const auto& c : columns) out += "<th scope=\"col\"" + css_of(c) + ">" + escaped(c.title) + "</th>";
  out += "</tr></thead>\n<tbody>\n";
  for (const auto& row : rows) {
    out += "<tr>";
    for (std::size_t c = 0; c < row.size() && c < columns.size(); ++c) {
      const std::string sort = row[c].sort.empty() ? "" : " data-v=\"" + escaped(row[c].sort) + "\"";
      out += c == 0 ? "<th scope=\"row\"" : "<td";
      out += css_of(columns[c]) + sort + ">" + row[c].html + (c == 0 ? "</th>" : "</td>");
    }
    out += "</tr>\n";
  }
  return out + "</tbody></table></div>\n";
}

std::string html_bar(double share, const std::string& label) {
  if (!std::isfinite(share))
    return "<span class=\"b\"><span class=\"bt none\"></span><span class=\"bl\">" + escaped(label) + "</span></span>";
  return "<span class=\"b\"><span class=\"bt\"><span class=\"bf\" style=\"width:" + width(share) +
         "\"></span></span><span class=\"bl\">" + escaped(label) + "</span></span>";
}

std::string html_split(std::int64_t served, std::int64_t no_capacity, std::int64_t out_of_reach,
                       const std::string& label) {
  const std::int64_t all = served + no_capacity + out_of_reach;
  std::string out = "<span class=\"sb\" role=\"img\" aria-label=\"" + escaped(label) + "\">";
  const auto part = [&](const char* css, std::int64_t persons) {
    if (all > 0 && persons > 0)
      out += fmt::format("<span class=\"{}\" style=\"width:{}\"></span>", css,
                         width(static_cast<double>(persons) / static_cast<double>(all)));
  };
  part("s1", served);
  part("s2", no_capacity);
  part("s3", out_of_reach);
  return out + "</span>";
}

}  // namespace catchment::pipeline
