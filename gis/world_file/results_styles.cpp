#include "gis/world_file/results_styles.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <tuple>

#include "gis/world_file/enum_text.h"
#include "sim/sharing/link_rows.h"
#include "sim/sharing/link_types.h"

namespace catchment::gis {
namespace {

using Kind = QgisSymbol::Kind;
constexpr std::uint32_t kServed = 0x0072B2, kNoCapacity = 0xE69F00, kOutOfReach = 0xD55E00, kHatch = 0x5C3F00;
constexpr std::uint32_t kInk = 0x1F2328, kBuilding = 0xDEDAD0, kBuildingOutline = 0xB9B4A7;
constexpr std::array<std::uint32_t, 4> kLevel{0xB07CBB, 0x8A3E94, 0x5A1A66, 0x2D0B3A};
constexpr std::array<std::uint32_t, 3> kBands{0x0B3C5D, 0x2F7FB5, 0x86BBDD};
constexpr std::array<std::uint32_t, 5> kShares{0xFEF0A8, 0xD3C377, 0x9A9378, 0x5F6573, 0x123570};  // light is low

/// By LinkType. Those that lend people are cool, places and money warm, the loose ones grey.
constexpr std::array<std::uint32_t, kLinkTypes> kLinks{0x0072B2, 0x009E73, 0x56B4E9, 0xCC79A7, 0xE69F00, 0xD55E00, 0x8B6F00, 0x5B4B66, 0x8C8F96, 0x4A4D52};

QgisSymbol filled(QgisColour colour, QgisColour outline = {0, 0}, double width = 0.1) {
  QgisSymbol s;
  s.colour = colour;
  s.outline = outline;
  s.width = width;
  return s;
}
QgisSymbol stroke(std::uint32_t rgb, double width, bool dashed = false) {
  QgisSymbol s;
  s.kind = Kind::kLine;
  s.colour = {rgb, 1};
  s.width = width;
  s.dashed = dashed;
  return s;
}
QgisSymbol mark(const std::string& shape, double size, QgisColour colour, QgisColour outline, double width) {
  QgisSymbol s;
  s.kind = Kind::kMarker;
  s.shape = shape;
  s.size = size;
  s.colour = colour;
  s.outline = outline;
  s.width = width;
  return s;
}

QgisClass category(std::string value, std::string label, QgisSymbol symbol) {
  QgisClass c;
  c.value = std::move(value);
  c.label = std::move(label);
  c.symbol = std::move(symbol);
  return c;
}

QgisStyle categories(std::string attribute, std::vector<QgisClass> classes) {
  QgisStyle style;
  style.by = QgisStyle::By::kCategories;
  style.attribute = std::move(attribute);
  style.classes = std::move(classes);
  return style;
}

/// Size and shape by level, fill by status: centre = large ring with a star core, station = disc, point = small disc,
/// home = dot; proposed with a white core and a thick outline, closed crossed.
QgisSymbol facility_symbol(int level, FacilityStatus status) {
  constexpr std::array sizes{1.8, 2.6, 3.8, 5.6};
  const std::uint32_t colour = kLevel[static_cast<std::size_t>(level - 1)];
  const double size = sizes[static_cast<std::size_t>(level - 1)];
  if (status == FacilityStatus::kClosed) return mark("cross2", size, {0x707070, 1}, {0x707070, 1}, 0.5);
  if (status == FacilityStatus::kProposed) return mark("circle", size, {0xFFFFFF, 1}, {colour, 1}, 0.7);
  QgisSymbol s = mark("circle", size, {colour, 1}, {0xFFFFFF, 1}, 0.4);
  if (level == 4) s.core = "star";
  return s;
}

}  // namespace

std::string level_column(const Study& study, std::size_t level, const std::string& figure) {
  const auto plain = [&](std::size_t k) {
    std::string name;
    for (const char c : study.levels[k].spec.name)
      name += (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ? c : '_';
    return name;
  };
  // Columns know no case and names may differ in other characters only: then the level's number tells them apart.
  const auto folded = [](std::string text) {
    for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    return text;
  };
  std::string name = plain(level);
  for (std::size_t k = 0; k < study.levels.size(); ++k)
    if (k != level && folded(plain(k)) == folded(name)) return fmt::format("{}_{}_{}", name, level + 1, figure);
  return name + "_" + figure;
}

ResultStyles::ResultStyles(const World& world, const Study& study, const Scenario& scenario)
    : world_(world), study_(study), sharing_date_(scenario.sharing.date), zh_(scenario.outputs.language != "en") {}

std::vector<std::pair<std::string, std::string>> ResultStyles::aliases(
    const std::vector<std::string>& per_level) const {
  struct Word {
    const char *column, *chinese, *english;
  };
  static constexpr std::array words{Word{"id", "编号", "Id"},
                                    Word{"name_zh", "中文名", "Name (Chinese)"},
                                    Word{"name_en", "英文名", "Name (English)"},
                                    Word{"level", "层级", "Level"},
                                    Word{"persons", "人数", "Persons"},
                                    Word{"demand_points", "需求点数", "Demand points"},
                                    Word{"inside", "在研究区内", "Inside the boundary"},
                                    Word{"levels_covered", "覆盖的层级数", "Levels covered"},
                                    Word{"area", "所属区域", "Area"},
                                    Word{"kind", "类型", "Kind"},
                                    Word{"type", "类型", "Type"},
                                    Word{"status", "状态", "Status"},
                                    Word{"capacity", "容量（人）", "Capacity (persons)"},
                                    Word{"staff", "工作人员", "Staff"},
                                    Word{"services", "服务", "Services"},
                                    Word{"hours", "开放时间", "Opening hours"},
                                    Word{"state", "状态", "State"},
                                    Word{"employees", "职工数", "Employees"},
                                    Word{"members", "成员数", "Members"},
                                    Word{"eligible", "可建组人数", "Able to found a group"},
                                    Word{"responsible", "责任单位", "Responsible units"},
                                    Word{"accountability", "责任关系", "Accountability"},
                                    Word{"class", "道路类别", "Street class"},
                                    Word{"name", "名称", "Name"},
                                    Word{"length_m", "长度（米）", "Length (m)"},
                                    Word{"cutoff", "可达范围", "Within"},
                                    Word{"modelled", "为模拟数据", "Modelled"},
                                    Word{"joint_share", "各级同时覆盖占比", "Share on all levels"}};
  static constexpr std::array figures{Word{"share", "覆盖占比", "share covered"},
                                      Word{"state", "状态", "state"},
                                      Word{"covered", "覆盖人数", "persons covered"},
                                      Word{"served", "已服务人数", "persons served"},
                                      Word{"no_capacity", "无余量人数", "persons without a place"},
                                      Word{"out_of_reach", "够不着人数", "persons out of reach"},
                                      Word{"cost", "到最近设施", "cost to the nearest"},
                                      Word{"nearest", "最近设施", "nearest facility"},
                                      Word{"providers", "可达设施数", "facilities within reach"},
                                      Word{"load", "已服务人数", "persons served"}};
  std::vector<std::pair<std::string, std::string>> out;
  for (const Word& w : words) out.emplace_back(w.column, say(w.chinese, w.english));
  for (std::size_t k = 0; k < study_.levels.size(); ++k) {
    const LevelSpec& spec = study_.levels[k].spec;
    const std::string& title = spec.title.in(zh_).empty() ? spec.name : spec.title.in(zh_);
    for (const Word& w : figures)
      if (std::ranges::find(per_level, w.column) != per_level.end())
        out.emplace_back(level_column(study_, k, w.column),
                         fmt::format("{}{}{}", title, zh_ ? "：" : ": ", say(w.chinese, w.english)));
  }
  return out;
}

QgisStyle ResultStyles::areas(int drawn_level) const {
  QgisStyle style;
  if (study_.levels.empty()) {
    style.classes = {category("", say("区域", "Areas"), filled({0, 0}, {0x5B4B66, 1}, 0.3))};
  } else {
    const LevelSpec& spec = study_.levels[0].spec;
    const std::string& title = spec.title.in(zh_).empty() ? spec.name : spec.title.in(zh_);
    style.by = QgisStyle::By::kRanges;
    style.attribute =
        fmt::format("CASE WHEN \"level\" = {} THEN \"{}\" END", drawn_level, level_column(study_, 0, "share"));
    for (std::size_t k = 0; k < kShares.size(); ++k) {
      const double low = static_cast<double>(k) / kShares.size(), high = static_cast<double>(k + 1) / kShares.size();
      QgisClass c = category(
          "", fmt::format("{}{:.0f} – {:.0f} %", k == 0 ? title + say("覆盖 ", ": ") : "", 100 * low, 100 * high),
          filled({kShares[k], 0.3}, {0x5B4B66, 1}, 0.3));
      c.lower = low;
      c.upper = high;
      style.classes.push_back(c);
    }
  }
  style.label = fmt::format("CASE WHEN \"level\" = {} THEN coalesce(\"{}\", \"{}\") END", drawn_level,
                            zh_ ? "name_zh" : "name_en", zh_ ? "name_en" : "name_zh");
  style.aliases = aliases({"share", "covered", "served", "no_capacity", "out_of_reach"});
  return style;
}

QgisStyle ResultStyles::demand(bool polygons) const {
  const auto symbol = [&](std::uint32_t rgb, bool hatched) {
    if (!polygons) return mark("circle", 1.6, {rgb, 1}, {0xFFFFFF, 0.8}, 0.15);
    QgisSymbol s = filled({rgb, 1}, {hatched ? kHatch : rgb, 1}, 0.1);
    s.hatched = hatched;
    return s;
  };
  QgisStyle style;
  const QgisSymbol plain = polygons ? filled({kBuilding, 1}, {kBuildingOutline, 1})
                                    : mark("circle", 1.2, {kBuilding, 1}, {kBuildingOutline, 1}, 0.15);
  if (study_.levels.empty()) {
    style.classes = {category("", say("需求点", "Demand"), plain)};
  } else {
    const LevelSpec& spec = study_.levels[0].spec;
    const std::string& title = spec.title.in(zh_).empty() ? spec.name : spec.title.in(zh_);
    const std::string column = level_column(study_, 0, "state");
    // Points under a drawn footprint would hide it.
    style = categories(
        polygons ? column : fmt::format("CASE WHEN \"footprint\" = 0 THEN \"{}\" END", column),
        {category("served", title + say("：已服务", ": served"), symbol(kServed, false)),
         category("no_capacity", title + say("：够得着但无余量", ": in reach, no capacity"), symbol(kNoCapacity, true)),
         category("out_of_reach", title + say("：够不着", ": out of reach"), symbol(kOutOfReach, false)),
         category("none", say("无需求", "No demand"), plain),
         category("beyond", say("研究区外", "Beyond the boundary"),
                  polygons ? filled({0xEFEDE6, 1}, {kBuildingOutline, 1})
                           : mark("circle", 1.2, {0xFFFFFF, 1}, {kBuildingOutline, 1}, 0.3))});
  }
  style.aliases = aliases({"state", "cost", "nearest", "providers", "served", "no_capacity", "out_of_reach"});
  return style;
}

QgisStyle ResultStyles::facilities() const {
  static constexpr std::array level_zh{"家", "点", "站", "中心"};
  static constexpr std::array level_en{"Home", "Point", "Station", "Centre"};
  const auto title = [&](int level) {
    for (const LevelResult& l : study_.levels)
      if (l.spec.rank == level && l.spec.services.empty() && !l.spec.title.in(zh_).empty()) return l.spec.title.in(zh_);
    return say(level_zh[static_cast<std::size_t>(level - 1)], level_en[static_cast<std::size_t>(level - 1)]);
  };
  std::vector<QgisClass> classes;
  for (int level = 4; level >= 1; --level)
    for (const auto status : {FacilityStatus::kExisting, FacilityStatus::kProposed, FacilityStatus::kClosed}) {
      if (std::ranges::none_of(world_.facilities,
                               [&](const Facility& f) { return f.level == level && f.status == status; }))
        continue;
      const std::string suffix = status == FacilityStatus::kProposed ? say("（拟建）", " (proposed)")
                                 : status == FacilityStatus::kClosed ? say("（关闭）", " (closed)")
                                                                     : "";
      classes.push_back(category(fmt::format("{} {}", level, word_of(status)), title(level) + suffix,
                                 facility_symbol(level, status)));
    }
  QgisStyle style = categories("\"level\" || ' ' || \"status\"", std::move(classes));
  style.label = fmt::format("CASE WHEN \"level\" >= 3 THEN coalesce(\"{}\", \"{}\") END", zh_ ? "name_zh" : "name_en",
                            zh_ ? "name_en" : "name_zh");
  style.label_size = 9;
  style.aliases = aliases({"load"});
  return style;
}

QgisStyle ResultStyles::organisations() const {
  QgisStyle style = categories(
      "state",
      {category("own", say("自建组织", "Own group"), mark("square", 2, {kServed, 1}, {0xFFFFFF, 1}, 0.2)),
       category("joint", say("联合组织", "Joint group"), mark("diamond", 2.6, {0x56B4E9, 1}, {kServed, 1}, 0.25)),
       category("assigned", say("指导员联系", "Instructor assigned"),
                mark("triangle", 2.4, {0xFFFFFF, 1}, {kServed, 1}, 0.45)),
       category("none", say("未覆盖", "None"), mark("square", 2, {0xFFFFFF, 1}, {kOutOfReach, 1}, 0.5)),
       category("not_operating", say("非正常经营", "Not operating"),
                mark("cross2", 1.6, {0x909090, 1}, {0x909090, 1}, 0.3))});
  if (!study_.organisations) {
    style = {};
    style.classes = {
        category("", say("组织", "Organisations"), mark("square", 1.6, {0x7A756B, 1}, {0xFFFFFF, 1}, 0.2))};
  }
  style.aliases = aliases({});
  return style;
}

QgisStyle ResultStyles::venues() const {
  QgisStyle style;
  style.classes = {
      category("", say("共享场地", "Shared venues"), mark("pentagon", 2.6, {0x009E73, 1}, {0xFFFFFF, 1}, 0.3))};
  style.aliases = aliases({});
  return style;
}

const char* link_state(const SharingLink& link, const std::string& date) {
  if (in_force(link, date)) return "in_force";
  // Dates are "YYYY-MM-DD": their order as text is their order in time.
  return link.status == LinkStatus::kLapsed || (!date.empty() && !link.end.empty() && link.end < date) ? "over" : "planned";
}

QgisStyle ResultStyles::links() const {
  std::vector<QgisClass> classes;
  for (std::size_t t = 0; t < kLinkTypes; ++t)
    for (const std::string_view state : {"in_force", "planned"}) {
      const auto type = static_cast<LinkType>(t);
      // Those that are over are in the table, and not drawn.
      if (std::ranges::none_of(world_.links, [&](const SharingLink& l) {
            return l.type == type && link_state(l, sharing_date_) == state && position_of(world_, l.from) && position_of(world_, l.to);
          }))
        continue;
      QgisSymbol symbol = stroke(kLinks[t], 0.6, state == "planned");
      symbol.width_by = "\"width_mm\"";
      symbol.arrow = true;
      classes.push_back(category(fmt::format("{} {}", word_of(type), state), name_of(type).in(zh_) + (state == "planned" ? say("（拟议）", " (planned)") : ""), std::move(symbol)));
    }
  QgisStyle style = categories("\"type\" || ' ' || \"state\"", std::move(classes));
  style.aliases = aliases({});
  for (auto& [column, alias] : style.aliases)
    if (column == "capacity") alias = say("容量", "Capacity");
  for (const auto& [column, chinese, english] : {std::tuple{"from_id", "给出方", "From"}, std::tuple{"to_id", "接受方", "To"}, std::tuple{"from_name", "给出方名称", "From (name)"}, std::tuple{"to_name", "接受方名称", "To (name)"},
                                                 std::tuple{"unit", "单位", "Unit"}, std::tuple{"cost", "单位费用", "Cost per unit"}, std::tuple{"start", "开始", "First day"}, std::tuple{"end", "结束", "Last day"},
                                                 std::tuple{"slots", "时段", "Hours"}, std::tuple{"venue", "场地", "Room"}, std::tuple{"matched", "由匹配提出", "By matching"}, std::tuple{"width_mm", "线宽（毫米）", "Width (mm)"}})
    style.aliases.emplace_back(column, say(chinese, english));
  return style;
}

QgisStyle ResultStyles::streets() const {
  std::vector<QgisClass> classes;
  const auto& cutoffs = study_.bands.cutoffs;
  const bool seconds = !study_.levels.empty() && study_.bands.level < study_.levels.size() &&
                       study_.levels[study_.bands.level].spec.unit == CostUnit::kSeconds;
  for (std::size_t k = 0; k < cutoffs.size(); ++k) {
    const auto in_unit = [&](double v) { return seconds ? fmt::format("{:.3g}", v / 60) : fmt::format("{:.0f}", v); };
    classes.push_back(category(std::to_string(k + 1),
                               fmt::format("{}{} – {} {}", k == 0 ? say("到设施 ", "To a facility: ") : "",
                                           in_unit(k == 0 ? 0 : cutoffs[k - 1]), in_unit(cutoffs[k]),
                                           seconds ? say("分钟", "min") : say("米", "m")),
                               stroke(kBands[std::min(k, kBands.size() - 1)], 0.7)));
  }
  classes.push_back(
      category("0", cutoffs.empty() ? say("街道", "Streets") : say("更远", "Beyond"), stroke(0xB5AF9F, 0.35)));
  classes.push_back(category("-1", say("不可步行或骑行", "Neither walked nor cycled"), stroke(0xB5AC97, 0.9)));
  QgisStyle style = categories("\"band\"", std::move(classes));
  style.aliases = aliases({});
  return style;
}

QgisStyle ResultStyles::gates() const {
  QgisStyle style = categories(
      "state",
      {category("open", say("门（开放）", "Gate, open"), mark("square", 1.4, {0xFFFFFF, 1}, {0x2B2F36, 1}, 0.3)),
       category("residents_only", say("门（仅居民）", "Gate, residents only"),
                mark("square", 1.4, {0x9A968D, 1}, {0x2B2F36, 1}, 0.3)),
       category("closed", say("门（关闭）", "Gate, closed"), mark("square", 1.4, {0x2B2F36, 1}, {0x2B2F36, 1}, 0.3))});
  style.aliases = aliases({});
  return style;
}

QgisStyle ResultStyles::context(QgisSymbol::Kind geometry) const {
  struct Look {
    ContextKind kind;
    const char *chinese, *english;
    std::uint32_t rgb;
    double width;
  };
  static constexpr std::array areas{Look{ContextKind::kWater, "水面", "Water", 0xC9DCE6, 0},
                                    Look{ContextKind::kGreen, "绿地", "Green", 0xDDE6CF, 0},
                                    Look{ContextKind::kCampus, "校园", "Campus", 0xEDE6DA, 0},
                                    Look{ContextKind::kIndustrial, "产业用地", "Industrial", 0xE6E4E1, 0},
                                    Look{ContextKind::kQuarter, "小区", "Residential quarter", 0xF3F1EA, 0},
                                    Look{ContextKind::kBlock, "街坊", "Block", 0xEFEDE6, 0}};
  static constexpr std::array strokes{Look{ContextKind::kWall, "围墙", "Wall", 0x6B655B, 0.25},
                                      Look{ContextKind::kMetroLine, "地铁线", "Metro line", 0x8C8F96, 0.8},
                                      Look{ContextKind::kMetroStation, "地铁站", "Metro station", 0x8C8F96, 2.4},
                                      Look{ContextKind::kExpressway, "快速路", "Expressway", 0xB5AC97, 1.1},
                                      Look{ContextKind::kWater, "河流", "River", 0xC9DCE6, 1.2}};
  std::vector<QgisClass> classes;
  const auto add = [&](const Look& look) {
    const bool there = std::ranges::any_of(world_.context, [&](const ContextFeature& c) {
      return c.kind == look.kind && (geometry == Kind::kFill   ? !c.shape.empty()
                                     : geometry == Kind::kLine ? c.line.size() > 1
                                                               : c.line.size() == 1);
    });
    if (!there) return;
    QgisSymbol symbol = geometry == Kind::kFill   ? filled({look.rgb, 1})
                        : geometry == Kind::kLine ? stroke(look.rgb, look.width, look.kind == ContextKind::kMetroLine)
                                                  : mark("circle", look.width, {0xFFFFFF, 1}, {look.rgb, 1}, 0.6);
    classes.push_back(category(std::string(word_of(look.kind)), say(look.chinese, look.english), std::move(symbol)));
  };
  if (geometry == Kind::kFill)
    std::ranges::for_each(areas, add);
  else
    std::ranges::for_each(strokes, add);
  QgisStyle style = categories("kind", std::move(classes));
  style.aliases = aliases({});
  return style;
}

}  // namespace catchment::gis
