#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>

#include "viewer/scene/export.h"
#include "viewer/scene/text_format.h"

namespace catchment::scene {

namespace {

constexpr const char* kFontStack =
    "'Noto Sans CJK SC','WenQuanYi Micro Hei','PingFang SC','Microsoft YaHei',sans-serif";

std::int64_t hundredths(double v) { return std::isfinite(v) ? std::llround(v * 100) : 0; }

/// Hundredths as the shortest decimal: 1250 -> "12.5", -5 -> "-.05".
void append(std::string& out, std::int64_t n) {
  if (n < 0) out += '-', n = -n;
  const auto whole = n / 100, part = n % 100;
  if (whole != 0 || part == 0) out += std::to_string(whole);
  if (part == 0) return;
  out += '.';
  out += static_cast<char>('0' + part / 10);
  if (part % 10 != 0) out += static_cast<char>('0' + part % 10);
}

std::string number(double v) {
  std::string out;
  append(out, hundredths(v));
  return out;
}

void append_hex(std::string& out, Colour c) {
  static constexpr char kHex[] = "0123456789abcdef";
  out += '#';
  for (const std::uint8_t v : {c.r, c.g, c.b}) out += kHex[v >> 4], out += kHex[v & 15];
}

/// Escaped for text and attributes; characters that XML forbids become U+FFFD.
std::string escaped(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x80) {
      switch (text[i]) {
        case '&': out += "&amp;"; break;
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '"': out += "&quot;"; break;
        case '\'': out += "&#39;"; break;
        default:
          if (byte < 0x20 && byte != '\n' && byte != '\t') out += "\xEF\xBF\xBD";
          else out += text[i];
      }
      ++i;
      continue;
    }
    const std::size_t length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2;
    const auto piece = std::string_view(text).substr(i, length);
    const auto one = code_points(piece);
    const bool whole = piece.size() == length && one.size() == 1;
    if (whole && one[0] != 0xFFFE && one[0] != 0xFFFF) out += piece;
    else out += "\xEF\xBF\xBD";
    i += whole ? length : 1;
  }
  return out;
}

void append_path(std::string& out, const std::vector<Ring>& rings, bool closed) {
  for (const Ring& ring : rings) {
    if (ring.size() < 2) continue;
    std::int64_t x = hundredths(ring[0].x), y = hundredths(ring[0].y);
    out += 'M';
    append(out, x);
    if (y >= 0) out += ' ';
    append(out, y);
    char command = 'M';
    for (std::size_t i = 1; i < ring.size(); ++i) {
      const std::int64_t nx = hundredths(ring[i].x), ny = hundredths(ring[i].y);
      const std::int64_t dx = nx - x, dy = ny - y;
      if (dx == 0 && dy == 0 && !(i == 1 && ring.size() == 2)) continue;
      x = nx, y = ny;
      if (dy == 0 || dx == 0) {
        command = dy == 0 ? 'h' : 'v';
        out += command;
        append(out, dy == 0 ? dx : dy);
        continue;
      }
      if (command != 'l') out += command = 'l';
      else if (dx >= 0) out += ' ';
      append(out, dx);
      if (dy >= 0) out += ' ';
      append(out, dy);
    }
    if (closed) out += 'z';
  }
}

using HatchKey = std::tuple<Hatch, std::uint8_t, std::uint8_t, std::uint8_t, std::uint8_t>;
HatchKey hatch_key(const Shape& s) {
  const Colour c = s.stroke.colour;
  return {s.hatch, c.r, c.g, c.b, c.a};
}

class Writer {
 public:
  Writer(const DisplayList& list, const std::string& prefix) : list_(list), prefix_(escaped(prefix)) {}

  std::string write() {
    out_.reserve(1 << 16);
    head();
    for (const auto& layer : list_.layers) {
      if (layer.shapes.empty()) continue;
      out_ += "<g id=\"" + prefix_ + "-" + escaped(layer.name) + "\"";
      if (layer.clip_to_map) out_ += " clip-path=\"url(#" + prefix_ + "-clip)\"";
      if (layer.opacity < 1) out_ += " opacity=\"" + number(std::max(0.0, layer.opacity)) + "\"";
      out_ += ">\n";
      std::string run;
      for (const auto& shape : layer.shapes) {
        // Neighbours that look alike share one group, so that each carries only its geometry.
        std::string style = style_of(shape);
        if (style != run) {
          if (!run.empty()) out_ += "</g>\n";
          out_ += "<g" + style + ">\n";
          run = std::move(style);
        }
        put(shape);
      }
      if (!run.empty()) out_ += "</g>\n";
      out_ += "</g>\n";
    }
    out_ += "</svg>\n";
    return std::move(out_);
  }

 private:
  void head() {
    out_ += "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + number(list_.width_px) + " " +
            number(list_.height_px) + "\" width=\"" + number(list_.width_px) + "\" height=\"" +
            number(list_.height_px) + "\" role=\"img\" aria-labelledby=\"" + prefix_ + "-title\" font-family=\"" +
            kFontStack + "\">\n<title id=\"" + prefix_ + "-title\">" + escaped(list_.title) + "</title>\n<defs>\n";
    const Box& f = list_.map_frame;
    if (!f.empty())
      out_ += "<clipPath id=\"" + prefix_ + "-clip\"><rect x=\"" + number(f.min_x) + "\" y=\"" + number(f.min_y) +
              "\" width=\"" + number(f.width()) + "\" height=\"" + number(f.height()) + "\"/></clipPath>\n";
    for (const auto& layer : list_.layers)
      for (const auto& shape : layer.shapes)
        if (shape.hatch != Hatch::kNone) pattern(shape);
    out_ += "</defs>\n";
    if (list_.background.a != 0) {
      out_ += "<rect width=\"" + number(list_.width_px) + "\" height=\"" + number(list_.height_px) + "\" fill=\"";
      append_hex(out_, list_.background);
      out_ += "\"/>\n";
    }
  }

  void pattern(const Shape& s) {
    const auto [at, is_new] = patterns_.try_emplace(hatch_key(s), patterns_.size());
    if (!is_new) return;
    std::string colour;
    append_hex(colour, s.stroke.colour);
    const std::string id = "<pattern id=\"" + prefix_ + "-h" + std::to_string(at->second) +
                           "\" patternUnits=\"userSpaceOnUse\" width=\"6\" height=\"6\"";
    if (s.hatch == Hatch::kDiagonal)
      out_ += id + " patternTransform=\"rotate(45)\"><path d=\"M0 0v6\" stroke=\"" + colour +
              "\" stroke-width=\"2.6\"/></pattern>\n";
    else
      out_ += id + "><circle cx=\"3\" cy=\"3\" r=\".9\" fill=\"" + colour + "\"/></pattern>\n";
  }

  static void paint(std::string& out, const char* what, Colour c) {
    out += ' ';
    out += what;
    out += "=\"";
    if (c.a == 0) {
      out += "none\"";
      return;
    }
    append_hex(out, c);
    out += '"';
    if (c.a != 255) {
      out += ' ';
      out += what;
      out += "-opacity=\"" + number(c.a / 255.0) + "\"";
    }
  }

  static std::string style_of(const Shape& s) {
    std::string out;
    if (s.kind == Shape::Kind::kText) {
      paint(out, "fill", s.fill);
      out += " font-size=\"" + number(s.size_px) + "\"";
      if (s.bold) out += " font-weight=\"bold\"";
      if (s.anchor != Anchor::kStart)
        out += s.anchor == Anchor::kMiddle ? " text-anchor=\"middle\"" : " text-anchor=\"end\"";
      if (s.halo_px > 0 && s.halo.a != 0) {
        paint(out, "stroke", s.halo);
        out += " stroke-width=\"" + number(2 * s.halo_px) + "\" stroke-linejoin=\"round\" paint-order=\"stroke\"";
      }
      return out;
    }
    paint(out, "fill", s.kind == Shape::Kind::kPath && !s.closed ? Colour{0, 0, 0, 0} : s.fill);
    if (s.kind == Shape::Kind::kPath && s.closed && s.fill.a != 0) out += " fill-rule=\"evenodd\"";
    if (s.stroke.width_px > 0 && s.stroke.colour.a != 0) {
      paint(out, "stroke", s.stroke.colour);
      out += " stroke-width=\"" + number(s.stroke.width_px) + "\" stroke-linejoin=\"round\"";
      if (!s.stroke.dash_px.empty()) {
        out += " stroke-dasharray=\"";
        for (std::size_t i = 0; i < s.stroke.dash_px.size(); ++i)
          append(out += i ? " " : "", hundredths(s.stroke.dash_px[i]));
        out += '"';
      } else if (!s.closed) {
        out += " stroke-linecap=\"round\"";
      }
    }
    return out;
  }

  void geometry(const Shape& s) {
    if (s.kind == Shape::Kind::kCircle) {
      out_ += "<circle cx=\"" + number(s.centre.x) + "\" cy=\"" + number(s.centre.y) + "\" r=\"" +
              number(s.radius_px) + "\"";
      return;
    }
    out_ += "<path d=\"";
    append_path(out_, s.rings, s.closed);
    out_ += '"';
  }

  void close(const Shape& s, const char* element) {
    if (s.title.empty()) out_ += "/>\n";
    else out_ += "><title>" + escaped(s.title) + "</title></" + element + ">\n";
  }

  void put(const Shape& s) {
    if (s.kind == Shape::Kind::kText) {
      out_ += "<text x=\"" + number(s.centre.x) + "\" y=\"" + number(s.centre.y) + "\"";
      if (s.angle_deg != 0)
        out_ += " transform=\"rotate(" + number(s.angle_deg) + " " + number(s.centre.x) + " " + number(s.centre.y) +
                ")\"";
      out_ += '>';
      if (!s.title.empty()) out_ += "<title>" + escaped(s.title) + "</title>";
      out_ += escaped(s.text) + "</text>\n";
      return;
    }
    const char* element = s.kind == Shape::Kind::kCircle ? "circle" : "path";
    if (s.kind == Shape::Kind::kPath && s.rings.empty()) return;
    geometry(s);
    close(s, element);
    if (s.hatch == Hatch::kNone) return;
    geometry(s);
    out_ += " fill=\"url(#" + prefix_ + "-h" + std::to_string(patterns_.at(hatch_key(s))) + ")\" stroke=\"none\"";
    close(s, element);
  }

  const DisplayList& list_;
  std::string prefix_;
  std::string out_;
  std::map<HatchKey, std::size_t> patterns_;
};

}  // namespace

std::string to_svg(const DisplayList& list, const std::string& id_prefix) {
  if (!(list.width_px > 0) || !(list.height_px > 0))
    throw std::invalid_argument("to_svg: the picture has no size");
  return Writer(list, id_prefix).write();
}

}  // namespace catchment::scene
