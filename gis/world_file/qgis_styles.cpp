#include "gis/world_file/qgis_styles.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace catchment::gis {
namespace {

std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\n':
        out += "&#10;";
        break;
      default:
        if (static_cast<unsigned char>(c) >= 0x20 || c == '\t') out += c;  // XML has no other control characters
    }
  return out;
}

std::string rgba(QgisColour c) {
  return fmt::format("{},{},{},{}", c.rgb >> 16 & 255, c.rgb >> 8 & 255, c.rgb & 255,
                     static_cast<int>(std::lround(std::clamp(c.alpha, 0.0, 1.0) * 255)));
}

using Properties = std::vector<std::pair<const char*, std::string>>;

std::string layer(const char* kind, const Properties& properties, const std::string& more = {}) {
  std::string out = fmt::format("<layer class=\"{}\" enabled=\"1\" locked=\"0\" pass=\"0\">", kind);
  for (const auto& [key, value] : properties) out += fmt::format("<prop k=\"{}\" v=\"{}\"/>", key, escaped(value));
  return out + more + "</layer>";
}

/// A property of a symbol layer that an expression over the feature's columns gives.
std::string data_defined(const char* property, const std::string& expression) {
  return fmt::format("<data_defined_properties><Option type=\"Map\"><Option name=\"name\" value=\"\" type=\"QString\"/><Option name=\"properties\" type=\"Map\"><Option name=\"{}\" type=\"Map\">"
                     "<Option name=\"active\" value=\"true\" type=\"bool\"/><Option name=\"expression\" value=\"{}\" type=\"QString\"/><Option name=\"type\" value=\"3\" type=\"int\"/></Option></Option>"
                     "<Option name=\"type\" value=\"collection\" type=\"QString\"/></Option></data_defined_properties>",
                     property, escaped(expression));
}

std::string number(double value) { return fmt::format("{}", value); }

std::string fill(const QgisSymbol& s) {
  std::string out = layer("SimpleFill", {{"color", rgba(s.colour)},
                                         {"style", "solid"},
                                         {"outline_color", rgba(s.outline)},
                                         {"outline_style", s.outline.alpha > 0 ? "solid" : "no"},
                                         {"outline_width", number(s.width)},
                                         {"outline_width_unit", "MM"},
                                         {"joinstyle", "round"}});
  if (s.hatched)
    out += layer("SimpleFill", {{"color", rgba(s.outline)}, {"style", "b_diagonal"}, {"outline_style", "no"}});
  return out;
}

std::string line(const QgisSymbol& s) {
  const auto stroke = [&](QgisColour colour, double width, bool dashed) {
    return layer("SimpleLine", {{"line_color", rgba(colour)},
                                {"line_style", dashed ? "dash" : "solid"},
                                {"line_width", number(width)},
                                {"line_width_unit", "MM"},
                                {"capstyle", dashed ? "flat" : "round"},
                                {"joinstyle", "round"}},
                 s.width_by.empty() ? std::string() : data_defined("outlineWidth", s.width_by));
  };
  std::string out;
  if (s.outline.alpha > 0) out += stroke(s.outline, s.width + 0.3, false);  // casing
  out += stroke(s.colour, s.width, s.dashed);
  if (s.arrow) {
    const std::string head = layer("SimpleMarker", {{"name", "filled_arrowhead"},
                                                    {"color", rgba(s.colour)},
                                                    {"outline_style", "no"},
                                                    {"size", number(2.4)},
                                                    {"size_unit", "MM"},
                                                    {"scale_method", "diameter"}});
    out += layer("MarkerLine", {{"placement", "lastvertex"}, {"rotate", "1"}},
                 "<symbol type=\"marker\" name=\"head\" alpha=\"1\" clip_to_extent=\"1\" force_rhr=\"0\">" + head + "</symbol>");
  }
  return out;
}

std::string marker(const QgisSymbol& s) {
  const auto mark = [&](const std::string& shape, QgisColour colour, QgisColour outline, double width, double size) {
    return layer("SimpleMarker", {{"name", shape},
                                  {"color", rgba(colour)},
                                  {"outline_color", rgba(outline)},
                                  {"outline_style", outline.alpha > 0 ? "solid" : "no"},
                                  {"outline_width", number(width)},
                                  {"outline_width_unit", "MM"},
                                  {"size", number(size)},
                                  {"size_unit", "MM"},
                                  {"scale_method", "diameter"}});
  };
  std::string out = mark(s.shape, s.colour, s.outline, s.width, s.size);
  if (!s.core.empty()) out += mark(s.core, {0xFFFFFF, 1}, {0xFFFFFF, 0}, 0, s.size * 0.62);
  return out;
}

std::string symbol(const QgisSymbol& s, std::size_t name) {
  using Kind = QgisSymbol::Kind;
  const char* type = s.kind == Kind::kFill ? "fill" : s.kind == Kind::kLine ? "line" : "marker";
  return fmt::format("<symbol type=\"{}\" name=\"{}\" alpha=\"1\" clip_to_extent=\"1\" force_rhr=\"0\">{}</symbol>\n",
                     type, name,
                     s.kind == Kind::kFill   ? fill(s)
                     : s.kind == Kind::kLine ? line(s)
                                             : marker(s));
}

std::string renderer(const QgisStyle& style) {
  std::string symbols = "<symbols>\n", classes;
  for (std::size_t i = 0; i < style.classes.size(); ++i) {
    const QgisClass& c = style.classes[i];
    symbols += symbol(c.symbol, i);
    if (style.by == QgisStyle::By::kCategories)
      classes += fmt::format("<category value=\"{}\" type=\"string\" symbol=\"{}\" label=\"{}\" render=\"true\"/>\n",
                             escaped(c.value), i, escaped(c.label));
    if (style.by == QgisStyle::By::kRanges)
      classes +=
          fmt::format("<range lower=\"{:.15f}\" upper=\"{:.15f}\" symbol=\"{}\" label=\"{}\" render=\"true\"/>\n",
                      c.lower, c.upper, i, escaped(c.label));
  }
  symbols += "</symbols>\n";
  const std::string common =
      fmt::format("attr=\"{}\" symbollevels=\"0\" forceraster=\"0\" enableorderby=\"0\"", escaped(style.attribute));
  switch (style.by) {
    case QgisStyle::By::kCategories:
      return fmt::format(
          "<renderer-v2 type=\"categorizedSymbol\" {}>\n<categories>\n{}</categories>\n{}</renderer-v2>\n", common,
          classes, symbols);
    case QgisStyle::By::kRanges:
      return fmt::format(
          "<renderer-v2 type=\"graduatedSymbol\" graduatedMethod=\"GraduatedColor\" {}>\n<ranges>\n{}</ranges>\n{}"
          "</renderer-v2>\n",
          common, classes, symbols);
    case QgisStyle::By::kSingle:
      break;
  }
  return fmt::format(
      "<renderer-v2 type=\"singleSymbol\" symbollevels=\"0\" forceraster=\"0\" "
      "enableorderby=\"0\">\n{}</renderer-v2>\n",
      symbols);
}

std::string labelling(const QgisStyle& style) {
  return fmt::format(
      "<labeling type=\"simple\"><settings calloutType=\"simple\">"
      "<text-style fieldName=\"{}\" isExpression=\"1\" fontSize=\"{}\" fontSizeUnit=\"Point\" fontFamily=\"Noto Sans "
      "CJK SC\" "
      "textColor=\"31,35,40,255\" textOpacity=\"1\" namedStyle=\"Regular\">"
      "<text-buffer bufferDraw=\"1\" bufferSize=\"0.8\" bufferSizeUnits=\"MM\" bufferColor=\"255,255,255,230\" "
      "bufferOpacity=\"1\" "
      "bufferJoinStyle=\"128\"/></text-style>"
      "<placement placement=\"{}\" dist=\"2.4\" distUnits=\"MM\" priority=\"5\" quadOffset=\"7\" "
      "predefinedPositionOrder=\"BR,B,TR,R,BL,TL,L,T\"/>"
      "<rendering drawLabels=\"1\" obstacle=\"1\" scaleVisibility=\"0\"/></settings></labeling>\n",
      escaped(style.label), number(style.label_size),
      !style.classes.empty() && style.classes[0].symbol.kind == QgisSymbol::Kind::kMarker ? 6 : 1);
}

}  // namespace

std::string qml(const QgisStyle& style) {
  std::string out = fmt::format(
      "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
      "<qgis version=\"3.22\" styleCategories=\"Symbology|Labeling|Fields\" labelsEnabled=\"{}\">\n",
      style.label.empty() ? 0 : 1);
  out += renderer(style);
  if (!style.label.empty()) out += labelling(style);
  out += "<blendMode>0</blendMode><featureBlendMode>0</featureBlendMode><layerOpacity>1</layerOpacity>\n<aliases>\n";
  for (std::size_t i = 0; i < style.aliases.size(); ++i)
    out += fmt::format("<alias field=\"{}\" index=\"{}\" name=\"{}\"/>\n", escaped(style.aliases[i].first), i + 1,
                       escaped(style.aliases[i].second));
  return out + "</aliases>\n</qgis>\n";
}

}  // namespace catchment::gis
