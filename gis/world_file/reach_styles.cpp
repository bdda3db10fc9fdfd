#include "gis/world_file/reach_styles.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

namespace catchment::gis {
namespace {

// Dark is near; the same blues as the street bands of a run's results.
constexpr std::array<std::uint32_t, 6> kBands{0x0B3C5D, 0x1E5F8C, 0x2F7FB5, 0x5A9FCC, 0x86BBDD, 0xB4D5EA};

std::uint32_t band_colour(std::size_t band, std::size_t n) {
  return n < 2 ? kBands[2] : kBands[std::min(kBands.size() - 1, band * (kBands.size() - 1) / (n - 1))];
}

/// Cutoffs of the file, ascending, as classes of a column.
QgisStyle by_cutoff(const ReachTables& tables, QgisSymbol::Kind kind) {
  std::set<double> cutoffs;
  for (const ReachArea& a : tables.areas) cutoffs.insert(a.cutoff_s);
  for (const ReachStreet& s : tables.streets) cutoffs.insert(s.cutoff_s);
  QgisStyle style;
  style.by = QgisStyle::By::kRanges;
  style.attribute = "cutoff_s";
  double last = 0;
  std::size_t band = 0;
  for (const double cutoff : cutoffs) {
    QgisClass c;
    c.lower = last;
    c.upper = cutoff;
    c.label = fmt::format(fmt::runtime(tables.chinese ? "{:.4g} 分钟" : "{:.4g} min"), cutoff / 60);
    c.symbol.kind = kind;
    c.symbol.colour = {band_colour(band++, cutoffs.size()), kind == QgisSymbol::Kind::kFill ? 0.45 : 1};
    if (kind == QgisSymbol::Kind::kFill) c.symbol.outline = {0xFFFFFF, 1}, c.symbol.width = 0.15;
    else c.symbol.width = 0.5;
    style.classes.push_back(std::move(c));
    last = cutoff;
  }
  const auto say = [&](const char* zh, const char* en) { return std::string(tables.chinese ? zh : en); };
  style.aliases = {{"facility", say("设施", "Facility")}, {"cutoff_s", say("限值（秒）", "Cutoff, s")}, {"from_s", say("起始（秒）", "From, s")},
                   {"length_m", say("道路长度（米）", "Streets, m")}, {"area_m2", say("面积（平方米）", "Area, m2")},
                   {"persons", say("人数", "Persons")}, {"band", say("圈层", "Band")}};
  return style;
}

}  // namespace

QgisStyle reach_areas_style(const ReachTables& tables) {
  QgisStyle style = by_cutoff(tables, QgisSymbol::Kind::kFill);
  style.label = "\"facility\"";
  style.label_size = 7;
  return style;
}

QgisStyle reach_streets_style(const ReachTables& tables) { return by_cutoff(tables, QgisSymbol::Kind::kLine); }

QgisStyle reach_demand_style(const ReachTables& tables) {
  const auto say = [&](const char* zh, const char* en) { return std::string(tables.chinese ? zh : en); };
  QgisStyle style;
  style.by = QgisStyle::By::kCategories;
  style.attribute = "CASE WHEN \"facility\" IS NULL THEN 'no' ELSE 'yes' END";
  for (const bool reached : {true, false}) {
    QgisClass c;
    c.value = reached ? "yes" : "no";
    c.label = reached ? say("可达", "Reached") : say("不可达", "Out of reach");
    c.symbol.kind = QgisSymbol::Kind::kMarker;
    c.symbol.colour = {reached ? 0x0072B2u : 0xD55E00u, 1};
    c.symbol.outline = {0xFFFFFF, 1};
    c.symbol.width = 0.1;
    c.symbol.size = 1.2;
    if (!reached) c.symbol.shape = "triangle";
    style.classes.push_back(std::move(c));
  }
  style.aliases = {{"persons", say("人数", "Persons")}, {"facility", say("最近设施", "Nearest facility")},
                   {"cost_s", say("用时（秒）", "Time, s")}, {"inside", say("在研究范围内", "In the study area")}};
  return style;
}

}  // namespace catchment::gis
