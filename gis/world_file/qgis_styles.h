#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

// QGIS layer styles (QML) as text, in the visual language of the maps. Verified with QGIS 3.22.
namespace catchment::gis {

/// 0xRRGGBB and opacity 0..1.
struct QgisColour {
  std::uint32_t rgb = 0;
  double alpha = 1;
};

/// One symbol: of areas, of lines or of points, by `kind`. Widths and sizes in millimetres on paper.
struct QgisSymbol {
  enum class Kind : std::uint8_t { kFill, kLine, kMarker } kind = Kind::kFill;
  QgisColour colour;
  QgisColour outline{0, 0};      ///< alpha 0: none
  double width = 0.1;            ///< of the outline, or of the line
  bool hatched = false;          ///< fill: diagonal hatch in the outline's colour
  bool dashed = false;           ///< line
  bool arrow = false;            ///< line: a head where it ends
  std::string width_by;          ///< line: an expression that gives its width instead, mm; or empty
  std::string shape = "circle";  ///< marker: circle, diamond, square, triangle, cross2
  double size = 2;               ///< marker
  std::string core;              ///< marker: a second, white shape inside ("star"), or empty
};

struct QgisClass {
  std::string value;            ///< value of the expression, for categories
  double lower = 0, upper = 0;  ///< for ranges: lower < value <= upper; the first includes its lower end
  std::string label;
  QgisSymbol symbol;
};

/// How one layer is drawn. Exactly one kind of classes; a single class without value is drawn everywhere.
struct QgisStyle {
  enum class By : std::uint8_t { kSingle, kCategories, kRanges } by = By::kSingle;
  std::string attribute;           ///< column or expression
  std::vector<QgisClass> classes;  ///< drawn and listed in this order; what is in none is not drawn
  std::string label;               ///< expression of the text beside each feature; empty: none
  double label_size = 8;
  std::vector<std::pair<std::string, std::string>> aliases;  ///< column -> name for people
};

/// The QML document. All text is escaped.
std::string qml(const QgisStyle& style);

}  // namespace catchment::gis
