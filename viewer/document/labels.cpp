// What a step is called, in both languages.
#include <fmt/format.h>

#include <algorithm>

#include "sim/scenario/parse.h"
#include "sim/sharing/link_edits.h"
#include "sim/sharing/link_rows.h"
#include "sim/sharing/link_types.h"
#include "viewer/document/document.h"
#include "viewer/document/texts.h"

namespace catchment::document {
namespace {

template <class T>
const T* find_id(const std::vector<T>& things, const std::string& id) {
  const auto at = std::find_if(things.begin(), things.end(), [&](const T& t) { return t.id == id; });
  return at == things.end() ? nullptr : &*at;
}

/// Both names; the id where there is none.
Name named(const Name& name, const std::string& id) {
  const Name n = name == Name{} ? Name{id, id} : name;
  return {fmt::format("“{}”", n.in(true)), n.in(false)};
}

std::optional<Point> place_of(const World& world, const Edit& edit) {
  if (edit.to_building.empty()) return edit.to;
  if (const Building* b = find_id(world.buildings, edit.to_building)) return b->position;
  if (const DemandPoint* d = find_id(world.demand, edit.to_building)) return d->position;
  return std::nullopt;
}

std::string places_text(std::int64_t capacity, bool zh) { return capacity < 0 ? (zh ? "不限" : "unlimited") : grouped(capacity); }

std::string hours_text(const OpeningHours& hours, bool zh) {
  const std::string text = format_opening_hours(hours);
  return text.empty() ? (zh ? "不限" : "not stated") : text;
}

}  // namespace

namespace {

/// Of whatever table; the id itself where it is none's.
Name partner_name(const World& world, const std::string& id) {
  const std::string plain = id.substr(id.find(':') == std::string::npos ? 0 : id.find(':') + 1);
  const auto among = [&](const auto& things) -> std::optional<Name> {
    const auto* thing = find_id(things, plain);
    if (thing == nullptr) return std::nullopt;
    return named(thing->name, plain);
  };
  if (const auto name = among(world.organisations)) return *name;
  if (const auto name = among(world.facilities)) return *name;
  if (const auto name = among(world.venues)) return *name;
  if (const auto name = among(world.units)) return *name;
  if (const auto name = among(world.areas)) return *name;
  return {id, id};
}

}  // namespace

Name label_of(const World& world, const Edit& edit) {
  using Op = Edit::Op;
  const Facility* f = find_id(world.facilities, edit.target);
  const Unit* unit = find_id(world.units, edit.target);
  const Name who = named(f != nullptr ? f->name : edit.op == Op::kAddFacility ? edit.name : unit != nullptr ? unit->name : Name{}, edit.target);
  const auto both = [&](const char* zh, const char* en) { return Name{fmt::format(fmt::runtime(zh), who.zh), fmt::format(fmt::runtime(en), who.en)}; };
  switch (edit.op) {
    case Op::kAddFacility: return both("新增{}", "Add {}");
    case Op::kMoveFacility: {
      const std::optional<Point> to = place_of(world, edit);
      if (f == nullptr || !to) return both("移动{}", "Move {}");
      const double metres = distance(f->position, *to);
      return {fmt::format("把{}移动 {}", who.zh, length_text(metres, true)), fmt::format("Move {} by {}", who.en, length_text(metres, false))};
    }
    case Op::kResizeFacility:
      return {fmt::format("{}的名额：{} → {}", who.zh, f != nullptr ? places_text(f->capacity, true) : "?", places_text(edit.capacity, true)),
              fmt::format("Capacity of {}: {} → {}", who.en, f != nullptr ? places_text(f->capacity, false) : "?", places_text(edit.capacity, false))};
    case Op::kCloseFacility: return both("关闭{}", "Close {}");
    case Op::kOpenFacility: return both("重新开放{}", "Reopen {}");
    case Op::kSetFacilityLevel:
      return {fmt::format("{}改为{}", who.zh, rank_name(edit.level, true)), fmt::format("Make {} a {}", who.en, rank_name(edit.level, false))};
    case Op::kOpenGate: return both("打开门{}", "Open gate {}");
    case Op::kCloseGate: return both("关闭门{}", "Close gate {}");
    case Op::kResidentsGate: return both("门{}仅限居民", "Gate {} for residents only");
    case Op::kClearResponsible:
      return {fmt::format("清除 {} 家组织的责任单位", edit.organisations.size()),
              fmt::format("Clear who is responsible for {} organisations", edit.organisations.size())};
    case Op::kAddResponsible:
      return {fmt::format("由{}负责 {} 家组织", who.zh, edit.organisations.size()),
              fmt::format("Make {} responsible for {} organisations", who.en, edit.organisations.size())};
    case Op::kCloseUnit: return both("撤销单位{}", "Close unit {}");
    case Op::kSetStaff:
      return {fmt::format("{}的人员：{} → {}", who.zh, f != nullptr ? grouped(f->staff) : "?", grouped(edit.staff)),
              fmt::format("Staff of {}: {} → {}", who.en, f != nullptr ? grouped(f->staff) : "?", grouped(edit.staff))};
    case Op::kSetHours:
      return {fmt::format("{}的开放时间：{}", who.zh, hours_text(edit.hours, true)), fmt::format("Hours of {}: {}", who.en, hours_text(edit.hours, false))};
    case Op::kAddLink: {
      const LinkType type = link_type_of(edit.link.type).value_or(edit.link.venue.empty() ? LinkType::kOther : LinkType::kVenue);
      const Name from = partner_name(world, edit.link.from), to = partner_name(world, edit.link.to);
      return {fmt::format("新增{}：{} → {}", name_of(type).zh, from.zh, to.zh), fmt::format("Add a link ({}): {} → {}", name_of(type).en, from.en, to.en)};
    }
    case Op::kRemoveLink: {
      const PartnerIndex partners(world);
      for (const SharingLink& link : world.links)
        if (link_word(world, link, partners) == edit.target) {
          const Name from = partner_name(world, id_of(world, link.from)), to = partner_name(world, id_of(world, link.to));
          return {fmt::format("终止{}：{} → {}", name_of(link.type).zh, from.zh, to.zh), fmt::format("End a link ({}): {} → {}", name_of(link.type).en, from.en, to.en)};
        }
      return both("终止联系{}", "End link {}");
    }
    case Op::kRemovePartner: {
      const Name partner = partner_name(world, edit.target);
      return {fmt::format("{}退出共享", partner.zh), fmt::format("{} leaves the sharing", partner.en)};
    }
  }
  return who;
}

Name label_of(const LevelSpec& spec, double cutoff) {
  const Name who = named(spec.title, spec.name);
  return {fmt::format("{}的标准：{} → {}", who.zh, cost_text(spec.cutoff, spec.unit, true), cost_text(cutoff, spec.unit, true)),
          fmt::format("Cutoff of {}: {} → {}", who.en, cost_text(spec.cutoff, spec.unit, false), cost_text(cutoff, spec.unit, false))};
}

}  // namespace catchment::document
