#include "viewer/document/toml_spans.h"

#include <algorithm>
#include <string_view>

namespace catchment::document {
namespace {

/// Walks over a text that is known to be valid TOML.
class Walker {
 public:
  explicit Walker(const std::string& text) : text_(text) {
    if (text_.starts_with("\xEF\xBB\xBF")) at = 3;
  }
  std::size_t at = 0;

  [[nodiscard]] bool done() const { return at >= text_.size(); }
  [[nodiscard]] char now() const { return done() ? '\0' : text_[at]; }
  void skip_blanks() {
    while (now() == ' ' || now() == '\t') ++at;
  }
  void skip_line() {
    at = text_.find('\n', at);
    at = at == std::string::npos ? text_.size() : at + 1;
  }
  /// From an opening quote to behind the closing one.
  void skip_string() {
    const char quote = now();
    const std::string three(3, quote);
    if (text_.compare(at, 3, three) == 0) {
      at += 3;
      while (!done() && text_.compare(at, 3, three) != 0) at += quote == '"' && now() == '\\' ? 2 : 1;
      at = std::min(at + 3, text_.size());
      while (now() == quote) ++at;         // up to two quotes may stand right before the closing three
      return;
    }
    for (++at; !done() && now() != quote && now() != '\n'; ++at)
      if (quote == '"' && now() == '\\') ++at;
    at = std::min(at + 1, text_.size());
  }
  /// A key up to its `=`, `]` or `.`: its text without quotes.
  std::string take_key_part() {
    skip_blanks();
    std::string part;
    if (now() == '"' || now() == '\'') {
      const std::size_t begin = at + 1;
      skip_string();
      part = text_.substr(begin, at - 1 - begin);
    } else {
      while (!done() && std::string_view("=]. \t\r\n").find(now()) == std::string_view::npos) part += text_[at++];
    }
    skip_blanks();
    return part;
  }
  /// To behind the next `=` that is in no quotes.
  void skip_equals() {
    while (!done() && now() != '=') {
      if (now() == '"' || now() == '\'') skip_string();
      else ++at;
    }
    ++at;
    skip_blanks();
  }
  /// A value, lists over several lines too; ends before what separates it from the next.
  void skip_value() {
    int depth = 0;
    while (!done()) {
      const char c = now();
      if (c == '"' || c == '\'') {
        skip_string();
        if (depth == 0) return;
      } else if (c == '[' || c == '{') {
        ++depth;
        ++at;
      } else if (c == ']' || c == '}') {
        if (depth == 0) return;
        ++at;
        if (--depth == 0) return;
      } else if (c == '#') {
        if (depth == 0) return;
        skip_line();
      } else if (depth == 0 && (c == '\n' || c == '\r' || c == ',')) {
        return;
      } else {
        ++at;
      }
    }
  }

 private:
  const std::string& text_;
};

}  // namespace

std::vector<Section> sections(const std::string& text) {
  std::vector<Section> found;
  std::size_t comments = std::string::npos;  // where the comment lines directly above begin
  for (Walker in(text); !in.done();) {
    const std::size_t begin = in.at;
    in.skip_blanks();
    if (in.now() == '#') {
      if (comments == std::string::npos) comments = begin;
      in.skip_line();
      continue;
    }
    if (in.now() == '\n' || in.now() == '\r' || in.done()) {
      comments = std::string::npos;
      in.skip_line();
      continue;
    }
    if (in.now() == '[') {
      Section section;
      ++in.at;
      section.list = in.now() == '[';
      if (section.list) ++in.at;
      section.first_key = in.take_key_part();
      section.top = in.now() == ']';
      while (in.now() == '.') {
        ++in.at;
        (void)in.take_key_part();
      }
      in.skip_line();
      section.header = {begin, in.at};
      section.comments = std::min(comments, begin);
      section.end = in.at;
      found.push_back(section);
    } else {
      in.skip_equals();
      in.skip_value();
      in.skip_line();
      if (!found.empty()) found.back().end = in.at;
    }
    comments = std::string::npos;
  }
  return found;
}

std::optional<Span> top_statement(const std::string& text, const std::string& key) {
  for (Walker in(text); !in.done();) {
    const std::size_t begin = in.at;
    in.skip_blanks();
    if (in.now() == '[') return std::nullopt;
    if (in.now() == '#' || in.now() == '\n' || in.now() == '\r' || in.done()) {
      in.skip_line();
      continue;
    }
    const std::string name = in.take_key_part();
    const bool whole = in.now() == '=';
    in.skip_equals();
    in.skip_value();
    in.skip_line();
    if (whole && name == key) return Span{begin, in.at};
  }
  return std::nullopt;
}

std::optional<Span> value_at(const std::string& text, const SourcePlace& place, bool is_value) {
  if (place.line < 1 || place.column < 1) return std::nullopt;
  std::size_t at = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  for (int line = 1; line < place.line; ++line) {
    at = text.find('\n', at);
    if (at == std::string::npos) return std::nullopt;
    ++at;
  }
  for (int column = 1; column < place.column && at < text.size(); ++column) {
    ++at;
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) ++at;
  }
  if (at >= text.size()) return std::nullopt;
  Walker in(text);
  in.at = at;
  if (!is_value) in.skip_equals();
  Span span{in.at, in.at};
  in.skip_value();
  span.end = in.at;
  while (span.end > span.begin && (text[span.end - 1] == ' ' || text[span.end - 1] == '\t')) --span.end;
  if (span.begin >= span.end) return std::nullopt;
  return span;
}

std::string replaced(const std::string& text, std::vector<Replacement> replacements) {
  std::sort(replacements.begin(), replacements.end(), [](const Replacement& a, const Replacement& b) { return a.span.begin < b.span.begin; });
  std::string out;
  std::size_t at = 0;
  for (const Replacement& r : replacements) {
    if (r.span.begin < at) continue;
    out.append(text, at, r.span.begin - at);
    out += r.text;
    at = r.span.end;
  }
  return out.append(text, at);
}

}  // namespace catchment::document
