#include "app/cli/why_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/cli/headline.h"
#include "sim/scenario/parse.h"

namespace catchment::cli {

namespace {

const char* word_of(WhyReason reason) {
  switch (reason) {
    case WhyReason::kServed: return "served";
    case WhyReason::kNoCapacity: return "no_capacity";
    case WhyReason::kNoProvider: return "no_provider";
    case WhyReason::kOffStreet: return "off_street";
    case WhyReason::kClosedHours: return "closed_hours";
    case WhyReason::kGate: return "gate";
    case WhyReason::kWrongLevel: return "wrong_level";
    case WhyReason::kTooFar: return "too_far";
    case WhyReason::kDisconnected: return "disconnected";
  }
  return "";
}

const char* word_of(WhyFix::Kind kind) {
  switch (kind) {
    case WhyFix::Kind::kOpenGates: return "open_gate";
    case WhyFix::Kind::kExtendHours: return "extend_hours";
    case WhyFix::Kind::kRaiseCapacity: return "raise_capacity";
    case WhyFix::Kind::kSetLevel: return "set_level";
    case WhyFix::Kind::kReopenFacility: return "reopen_facility";
    case WhyFix::Kind::kNewFacility: return "new_facility";
  }
  return "";
}

double rounded(double value) { return std::round(value * 1000) / 1000; }

/// As it would stand under [[edits]].
Json edit_json(const Edit& edit) {
  Json out;
  switch (edit.op) {
    case Edit::Op::kOpenGate: out["op"] = "open_gate"; break;
    case Edit::Op::kSetHours: out["op"] = "set_hours"; break;
    case Edit::Op::kResizeFacility: out["op"] = "resize_facility"; break;
    case Edit::Op::kSetFacilityLevel: out["op"] = "set_facility_level"; break;
    case Edit::Op::kOpenFacility: out["op"] = "open_facility"; break;
    default: out["op"] = "add_facility"; break;
  }
  out["target"] = edit.target;
  if (edit.op == Edit::Op::kSetHours) out["hours"] = format_opening_hours(edit.hours);
  if (edit.op == Edit::Op::kResizeFacility) out["capacity"] = edit.capacity;
  if (edit.op == Edit::Op::kSetFacilityLevel || edit.op == Edit::Op::kAddFacility) out["level"] = edit.level;
  if (edit.to) out["to"] = {rounded(edit.to->x), rounded(edit.to->y)};
  if (!edit.to_building.empty()) out["to_building"] = edit.to_building;
  if (!edit.services.empty()) out["services"] = edit.services;
  return out;
}

/// The streets walked, in order, one after the other only if the name changes.
std::vector<std::string> street_names(const StreetNetwork& net, const Path& path) {
  std::vector<std::string> names;
  for (const PathStep& step : path.steps) {
    const std::string& name = net.names[net.name[step.edge.value]];
    if (!name.empty() && (names.empty() || names.back() != name)) names.push_back(name);
  }
  return names;
}

Json path_json(const StreetNetwork& net, const Path& path) {
  Json out{{"length_m", rounded(path.length_m)}, {"off_street_m", rounded(path.off_street_m)}, {"streets", street_names(net, path)}};
  out["gates"] = Json::array();
  for (const std::uint32_t g : path.gates) out["gates"].push_back(net.gates[g].id);
  out["line"] = Json::array();
  for (const Point p : path.line) out["line"].push_back({rounded(p.x), rounded(p.y)});
  return out;
}

const char* unit_word(CostUnit unit) { return unit == CostUnit::kMetres ? "m" : "s"; }

/// 431 m, or 6.2 min.
std::string amount(double value, CostUnit unit, bool zh) {
  if (!std::isfinite(value)) return zh ? "不通" : "no way";
  return unit == CostUnit::kMetres ? fmt::format(fmt::runtime(zh ? "{:.0f} 米" : "{:.0f} m"), value)
                                   : fmt::format(fmt::runtime(zh ? "{:.1f} 分钟" : "{:.1f} min"), value / 60);
}

std::string named(const std::string& id, const Name& name, bool zh) {
  const std::string& text = name.in(zh);
  return text.empty() || text == id ? id : fmt::format(fmt::runtime(zh ? "{}（{}）" : "{} ({})"), text, id);
}

std::string reason_text(const World& world, const WhyLevel& level, bool zh) {
  const std::string nearest = level.nearest ? named(world.facilities[level.nearest->value].id, world.facilities[level.nearest->value].name, zh) : "";
  const std::string cost = amount(from_cost(level.cost), level.spec.unit, zh), over = amount(level.shortfall, level.spec.unit, zh);
  const std::string where = !level.nearest ? (zh ? "到不了任何设施" : "no way leads to any provider")
                            : fmt::format(fmt::runtime(zh ? "最近的 {} 在 {} 之外，超出 {}" : "the nearest, {}, is {} away, {} beyond the cutoff"),
                                          nearest, cost, over);
  switch (level.reason) {
    case WhyReason::kServed:
      return fmt::format(fmt::runtime(zh ? "已覆盖：最近的 {} 在 {} 处" : "covered: the nearest, {}, is {} away"), nearest, cost);
    case WhyReason::kNoCapacity:
      return fmt::format(fmt::runtime(zh ? "没有名额：最近的 {} 在 {} 处，但缺 {} 个名额" : "no capacity: the nearest, {}, is {} away, but {} places are missing"),
                         nearest, cost, grouped(level.no_capacity));
    case WhyReason::kNoProvider: return zh ? "没有提供这项服务的设施" : "no provider: no facility provides this level";
    case WhyReason::kOffStreet:
      return fmt::format(fmt::runtime(zh ? "离街道太远：比允许的接入距离还远 {}" : "off the streets: {} farther from any street than snap_max allows"),
                         amount(level.shortfall, CostUnit::kMetres, zh));
    case WhyReason::kClosedHours: {
      const auto fix = std::find_if(level.fixes.begin(), level.fixes.end(), [](const WhyFix& f) { return f.kind == WhyFix::Kind::kExtendHours; });
      if (fix == level.fixes.end()) return zh ? "时间不开放：提供这项服务的设施此时都关门" : "closed hours: all that provide this level are closed at this moment";
      return fmt::format(fmt::runtime(zh ? "时间不开放：{} 在 {} 处，此时关门" : "closed hours: {}, {} away, is closed at this moment"),
                         named(fix->facility, fix->site, zh), amount(from_cost(fix->cost), level.spec.unit, zh));
    }
    case WhyReason::kGate: return (zh ? "门禁：" : "gate: ") + where;
    case WhyReason::kWrongLevel: return (zh ? "层级不符：够得着的设施不提供这一级；" : "wrong level: a facility within the cutoff does not provide this one; ") + where;
    case WhyReason::kTooFar: return (zh ? "太远：" : "too far: ") + where;
    case WhyReason::kDisconnected: return zh ? "不连通：没有路通到任何设施" : "disconnected: no way leads to any provider";
  }
  return "";
}

std::string fix_text(const WhyLevel& level, const WhyFix& fix, bool zh) {
  const std::string site = named(fix.facility, fix.site, zh);
  std::string what;
  switch (fix.kind) {
    case WhyFix::Kind::kOpenGates: {
      std::string ids;
      for (const Edit& edit : fix.edits) ids += (ids.empty() ? "" : zh ? "、" : " and ") + edit.target;
      what = fmt::format(fmt::runtime(zh ? "打开门 {}" : "open gate {}"), ids);
      break;
    }
    case WhyFix::Kind::kExtendHours: what = fmt::format(fmt::runtime(zh ? "延长 {} 的开放时间" : "longer hours at {}"), site); break;
    case WhyFix::Kind::kRaiseCapacity:
      what = fmt::format(fmt::runtime(zh ? "把 {} 的名额增至 {}" : "raise the capacity of {} to {}"), site, grouped(fix.edits[0].capacity));
      break;
    case WhyFix::Kind::kSetLevel:
      what = fmt::format(fmt::runtime(zh ? "把 {} 改为第 {} 级" : "make {} a facility of level {}"), site, fix.edits[0].level);
      break;
    case WhyFix::Kind::kReopenFacility: what = fmt::format(fmt::runtime(zh ? "重新开放 {}" : "reopen {}"), site); break;
    case WhyFix::Kind::kNewFacility: {
      const Edit& edit = fix.edits[0];
      std::string place = fix.site.in(zh);
      if (!edit.to_building.empty()) place = named(edit.to_building, fix.site, zh);
      if (place.empty() && edit.to) place = fmt::format("({:.0f}, {:.0f})", edit.to->x, edit.to->y);
      what = fmt::format(fmt::runtime(zh ? "在 {} 新建设施" : "a new facility at {}"), place);
      break;
    }
  }
  const std::string to = fix.kind == WhyFix::Kind::kOpenGates ? fmt::format(fmt::runtime(zh ? "到 {} " : " to {}"), fix.facility) : "";
  const bool places = fix.kind == WhyFix::Kind::kRaiseCapacity;
  return zh ? fmt::format("{}：{}{}；{}新增 {} 人", what, to, amount(from_cost(fix.cost), level.spec.unit, zh), places ? "全区有名额的" : "全区覆盖", grouped(fix.persons_gained))
            : fmt::format("{}: {}{}; {} more persons {} in all", what, amount(from_cost(fix.cost), level.spec.unit, zh), to, grouped(fix.persons_gained),
                          places ? "served" : "covered");
}

}  // namespace

Json why_json(const World& world, const Why& why) {
  const DemandPoint& point = world.demand[why.point.value];
  Json out{{"point", point.id}, {"persons", point.persons}, {"x", rounded(point.position.x)}, {"y", rounded(point.position.y)},
           {"counted", why.counted}, {"snap_m", number_json(rounded(why.snap_m))}};
  out["levels"] = Json::array();
  for (const WhyLevel& level : why.levels) {
    Json row{{"level", level.spec.name}, {"cutoff", level.spec.cutoff}, {"unit", unit_word(level.spec.unit)}};
    row["covered"] = level.reason == WhyReason::kServed || level.reason == WhyReason::kNoCapacity;
    row["reason"] = word_of(level.reason);
    row["served"] = level.served;
    row["no_capacity"] = level.no_capacity;
    row["shortfall"] = number_json(rounded(level.shortfall));
    row["shortfall_unit"] = level.reason == WhyReason::kNoCapacity  ? "places"
                            : level.reason == WhyReason::kOffStreet ? "m"
                                                                    : unit_word(level.spec.unit);
    row["nearest"] = level.nearest ? Json(world.facilities[level.nearest->value].id) : Json(nullptr);
    row["cost"] = level.nearest ? Json(from_cost(level.cost)) : Json(nullptr);
    row["path"] = level.path ? path_json(world.streets, *level.path) : Json(nullptr);
    row["fixes"] = Json::array();
    for (const WhyFix& fix : level.fixes) {
      Json f{{"kind", word_of(fix.kind)}, {"facility", fix.facility}, {"cost", from_cost(fix.cost)}, {"persons_gained", fix.persons_gained}};
      f["edits"] = Json::array();
      for (const Edit& edit : fix.edits) f["edits"].push_back(edit_json(edit));
      row["fixes"].push_back(std::move(f));
    }
    out["levels"].push_back(std::move(row));
  }
  return out;
}

std::string why_text(const World& world, const Why& why, bool zh) {
  const DemandPoint& point = world.demand[why.point.value];
  std::string out = fmt::format(fmt::runtime(zh ? "{}：{} 人" : "{}: {} persons"), named(point.id, point.name, zh), grouped(point.persons));
  if (!why.counted) out += zh ? "（在研究边界之外，不计入）" : " (beyond the study boundary, not counted)";
  out += "\n";
  for (const WhyLevel& level : why.levels) {
    const std::string& title = level.spec.title.in(zh).empty() ? level.spec.name : level.spec.title.in(zh);
    out += fmt::format(fmt::runtime(zh ? "{}（{}）：{}\n" : "{} ({}): {}\n"), title, cutoff_text(level.spec, zh), reason_text(world, level, zh));
    if (level.path && !level.path->steps.empty()) {
      std::string streets;
      for (const std::string& name : street_names(world.streets, *level.path)) streets += (streets.empty() ? "" : " → ") + name;
      if (!streets.empty()) out += (zh ? "  路线：" : "  way: ") + streets + "\n";
    }
    std::size_t number = 0;
    for (const WhyFix& fix : level.fixes) out += fmt::format("  {}. {}\n", ++number, fix_text(level, fix, zh));
  }
  return out;
}

}  // namespace catchment::cli
