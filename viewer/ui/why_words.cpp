#include "viewer/ui/why_words.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "viewer/scene/text_format.h"
#include "viewer/scene/theme.h"

namespace catchment::viewer {

namespace {

/// Metres as such, seconds as minutes to a tenth: what is short is often less than a minute.
std::string amount(double value, CostUnit unit, bool zh) {
  if (!std::isfinite(value)) return zh ? "不通" : "no way";
  if (unit == CostUnit::kMetres) return scene::cost_text(value, unit, zh);
  return scene::decimal(value / 60, 1) + (zh ? " 分钟" : " min");
}

std::string named(const std::string& id, const Name& name, bool zh) { return name.in(zh).empty() ? id : name.in(zh); }

std::string sentence(const World& world, const Why& why, const WhyLevel& level, bool zh) {
  const std::string service = scene::level_name(level.spec, zh), cutoff = scene::cost_text(level.spec.cutoff, level.spec.unit, zh);
  std::string nearest;
  if (level.nearest && level.nearest->value < world.facilities.size()) {
    const Facility& f = world.facilities[level.nearest->value];
    nearest = named(f.id, f.name, zh);
  }
  const std::string cost = amount(from_cost(level.cost), level.spec.unit, zh), over = amount(level.shortfall, level.spec.unit, zh);
  const bool reached = level.nearest && level.cost < kUnreachable;
  const auto fill = [](const char* words, auto&&... values) { return fmt::format(fmt::runtime(words), values...); };
  switch (level.reason) {
    case WhyReason::kServed:
      return fill(zh ? "已覆盖：最近的{}，{}，标准 {}。" : "Served: {} is {} away, the standard is {}.", nearest, cost, cutoff);
    case WhyReason::kNoCapacity:
      return fill(zh ? "够得着但没有名额：{}在 {}处，还缺 {} 个名额。" : "Reached, no capacity: {} is {} away, but {} places are missing.", nearest, cost,
                  scene::grouped(level.no_capacity));
    case WhyReason::kNoProvider:
      return fill(zh ? "没有任何设施提供“{}”这一级。" : "No facility provides this level ({}).", service);
    case WhyReason::kOffStreet:
      if (!std::isfinite(level.shortfall)) return zh ? "附近没有可走的街道。" : "There is no usable street nearby.";
      return fill(zh ? "离街道太远：最近的可走街道在 {}外，比允许的接入距离远 {}。" : "Off the streets: the nearest usable one is {} away, {} more than may be bridged.",
                  std::isfinite(why.snap_m) ? scene::cost_text(why.snap_m, CostUnit::kMetres, zh) : std::string(zh ? "很远" : "far"),
                  scene::cost_text(level.shortfall, CostUnit::kMetres, zh));
    case WhyReason::kClosedHours:
      return zh ? "此时不开放：够得着的设施现在关门。" : "Closed hours: what is within reach is closed at this moment.";
    case WhyReason::kGate:
      if (!reached) return zh ? "被大门挡住：没有开着的路通到任何设施。" : "Behind a gate: no open way leads to any provider.";
      return fill(zh ? "被大门挡住：绕行到{}要 {}，超出标准 {}。" : "Behind a gate: the way round to {} is {}, {} beyond the cutoff.", nearest, cost, over);
    case WhyReason::kWrongLevel:
      if (!reached) return zh ? "够得着的设施低一级，不提供这一级。" : "What is within reach is of the level below and does not provide this one.";
      return fill(zh ? "够得着的设施低一级；提供这一级的{}在 {}外，超出标准 {}。" : "What is within reach is of the level below; {}, which provides this one, is {} away, {} beyond the cutoff.",
                  nearest, cost, over);
    case WhyReason::kTooFar:
      return fill(zh ? "太远：最近的{}在 {}外，超出标准 {}。" : "Too far: the nearest, {}, is {} away, {} beyond the cutoff.", nearest, cost, over);
    case WhyReason::kDisconnected: return zh ? "不连通：没有路通到任何设施。" : "Cut off: no way leads to any provider.";
  }
  return {};
}

std::string fix_in(const WhyLevel& level, const WhyFix& fix, bool zh) {
  std::string site = named(fix.facility, fix.site, zh);
  if (site.empty() && !fix.edits.empty()) site = fix.edits.front().target;
  const auto fill = [](const char* words, auto&&... values) { return fmt::format(fmt::runtime(words), values...); };
  switch (fix.kind) {
    case WhyFix::Kind::kOpenGates:
      if (fix.edits.size() == 1) return fill(zh ? "开放大门 {}" : "Open gate {}", fix.edits.front().target);
      return fill(zh ? "开放 {} 座大门" : "Open {} gates", fix.edits.size());
    case WhyFix::Kind::kExtendHours: return fill(zh ? "延长{}的开放时间" : "Longer hours at {}", site);
    case WhyFix::Kind::kRaiseCapacity: {
      const std::int64_t to = fix.edits.empty() ? -1 : fix.edits.front().capacity;
      if (to < 0) return fill(zh ? "{}不限名额" : "No limit of capacity at {}", site);
      return fill(zh ? "{}的名额增至 {}" : "{}: capacity up to {}", site, scene::grouped(to));
    }
    case WhyFix::Kind::kSetLevel: return fill(zh ? "把{}升为{}" : "Make {} a {}", site, scene::rank_name(fix.edits.empty() ? level.spec.rank : fix.edits.front().level, zh));
    case WhyFix::Kind::kReopenFacility: return fill(zh ? "重新开放{}" : "Reopen {}", site);
    case WhyFix::Kind::kNewFacility: {
      const std::string what = scene::rank_name(fix.edits.empty() ? level.spec.rank : fix.edits.front().level, zh);
      return fix.site.in(zh).empty() ? fill(zh ? "新设{}" : "A new {}", what) : fill(zh ? "在{}新设{}" : "At {}: a new {}", fix.site.in(zh), what);
    }
  }
  return {};
}

}  // namespace

Name why_sentence(const World& world, const Why& why, const WhyLevel& level) {
  return {sentence(world, why, level, true), sentence(world, why, level, false)};
}

Name fix_words(const WhyLevel& level, const WhyFix& fix) { return {fix_in(level, fix, true), fix_in(level, fix, false)}; }

Name fixes_heading(const WhyLevel& level) {
  // Only more places promise places; every other change brings the point within the cutoff, and no more.
  const bool places = !level.fixes.empty() && std::all_of(level.fixes.begin(), level.fixes.end(), [](const WhyFix& f) { return f.kind == WhyFix::Kind::kRaiseCapacity; });
  if (places) return {"任一项就补上这里缺的名额：", "Any one of these adds the missing places:"};
  return {"任一项就能让这里可达：", "Any one of these brings it within reach:"};
}

std::int64_t fix_places(const World& world, const WhyFix& fix) {
  if (fix.kind == WhyFix::Kind::kRaiseCapacity) return -1;
  for (const Edit& edit : fix.edits)
    if (edit.op == Edit::Op::kAddFacility) return edit.capacity;
  for (const Facility& f : world.facilities)
    if (f.id == fix.facility) return f.capacity;
  return -1;
}

Name fix_gain(const World& world, const WhyLevel& level, const WhyFix& fix) {
  const std::string n = scene::grouped(fix.persons_gained);
  Name out{"多 " + n + " 人可达", n + (fix.persons_gained == 1 ? " more person within reach" : " more people within reach")};
  if (fix.kind == WhyFix::Kind::kRaiseCapacity) out = {"多服务 " + n + " 人", n + (fix.persons_gained == 1 ? " more person served" : " more people served")};
  if (const std::int64_t places = fix_places(world, fix); places >= 0) {
    out.zh += " · 名额只有 " + scene::grouped(places);
    out.en += " · only " + scene::grouped(places) + (places == 1 ? " place" : " places");
  }
  if (fix.cost < kUnreachable) {
    out.zh += " · 到这里 " + amount(from_cost(fix.cost), level.spec.unit, true);
    out.en += " · " + amount(from_cost(fix.cost), level.spec.unit, false) + " from here";
  }
  return out;
}

}  // namespace catchment::viewer
