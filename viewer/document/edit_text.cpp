#include "viewer/document/edit_text.h"

#include <fmt/format.h>

#include <utility>

#include "sim/scenario/decode.h"
#include "sim/scenario/parse.h"
#include "sim/scenario/table_reader.h"
#include "viewer/document/document.h"

namespace catchment::document {
namespace {

const char* word_of(Edit::Op op) {
  switch (op) {
    case Edit::Op::kAddFacility: return "add_facility";
    case Edit::Op::kMoveFacility: return "move_facility";
    case Edit::Op::kResizeFacility: return "resize_facility";
    case Edit::Op::kCloseFacility: return "close_facility";
    case Edit::Op::kOpenFacility: return "open_facility";
    case Edit::Op::kSetFacilityLevel: return "set_facility_level";
    case Edit::Op::kOpenGate: return "open_gate";
    case Edit::Op::kCloseGate: return "close_gate";
    case Edit::Op::kResidentsGate: return "residents_gate";
    case Edit::Op::kClearResponsible: return "clear_responsible";
    case Edit::Op::kAddResponsible: return "add_responsible";
    case Edit::Op::kCloseUnit: return "close_unit";
    case Edit::Op::kSetStaff: return "set_staff";
    case Edit::Op::kSetHours: return "set_hours";
    case Edit::Op::kAddLink: return "add_link";
    case Edit::Op::kRemoveLink: return "remove_link";
    case Edit::Op::kRemovePartner: return "remove_partner";
  }
  return "";
}

std::string real_toml(double value) {
  Value v;
  v.kind = Value::Kind::kReal;
  v.real = value;
  return inline_toml(v);
}

std::string list_toml(const std::vector<std::string>& texts) {
  std::string out = "[";
  for (const std::string& text : texts) out += (out.size() > 1 ? ", " : "") + quoted_toml(text);
  return out + "]";
}

std::vector<std::pair<const char*, std::string>> items_of(const Edit& e) {
  using Op = Edit::Op;
  std::vector<std::pair<const char*, std::string>> items{{"op", quoted_toml(word_of(e.op))}};
  const bool adds = e.op == Op::kAddFacility;
  const std::string& target = e.op == Op::kAddLink ? e.link.id : e.target;
  if (!target.empty()) items.emplace_back("target", quoted_toml(target));
  if (e.op == Op::kClearResponsible || e.op == Op::kAddResponsible) items.emplace_back("organisations", list_toml(e.organisations));
  if (adds || e.op == Op::kMoveFacility) {
    if (!e.to_building.empty()) items.emplace_back("to_building", quoted_toml(e.to_building));
    else if (e.to_lonlat) items.emplace_back("to_lonlat", fmt::format("[{}, {}]", real_toml((*e.to_lonlat)[0]), real_toml((*e.to_lonlat)[1])));
    else if (e.to) items.emplace_back("to", fmt::format("[{}, {}]", real_toml(e.to->x), real_toml(e.to->y)));
  }
  if (adds && !(e.name == Name{})) {
    std::string name;
    if (!e.name.zh.empty()) name += "zh = " + quoted_toml(e.name.zh);
    if (!e.name.en.empty()) name += (name.empty() ? "en = " : ", en = ") + quoted_toml(e.name.en);
    items.emplace_back("name", "{ " + name + " }");
  }
  if (adds || e.op == Op::kSetFacilityLevel) items.emplace_back("level", fmt::format("{}", e.level));
  if (e.op == Op::kResizeFacility || (adds && e.capacity >= 0)) items.emplace_back("capacity", fmt::format("{}", e.capacity));
  if (e.op == Op::kSetStaff || (adds && e.staff >= 0)) items.emplace_back("staff", fmt::format("{}", e.staff));
  if (adds && !e.services.empty()) items.emplace_back("services", list_toml(e.services));
  const bool gate = e.op == Op::kOpenGate || e.op == Op::kResidentsGate;
  if (e.op == Op::kSetHours || (gate && e.hours.any())) items.emplace_back("hours", quoted_toml(format_opening_hours(e.hours)));
  if (gate && e.hours.any() && e.outside_hours != GateState::kResidentsOnly)
    items.emplace_back("outside_hours", e.outside_hours == GateState::kOpen ? "\"open\"" : "\"closed\"");
  if (e.op == Op::kAddLink) {
    const LinkRow& l = e.link;
    const std::pair<const char*, const std::string*> texts[] = {{"from", &l.from}, {"to", &l.to}, {"type", &l.type}, {"kind", &l.kind}, {"unit", &l.unit}, {"slots", &l.slots},
                                                                {"start", &l.start}, {"end", &l.end}, {"status", &l.status}, {"venue", &l.venue}};
    for (const auto& [key, text] : texts)
      if (!text->empty()) items.emplace_back(key, quoted_toml(*text));
    if (l.capacity) items.emplace_back("capacity", real_toml(*l.capacity));
    if (l.cost) items.emplace_back("cost", real_toml(*l.cost));
    if (l.level > 0) items.emplace_back("level", fmt::format("{}", l.level));
  }
  if (!e.label.empty()) items.emplace_back("label", quoted_toml(e.label));
  return items;
}

}  // namespace

std::string quoted_toml(const std::string& text) {
  Value v;
  v.kind = Value::Kind::kText;
  v.text = text;
  return inline_toml(v);
}

std::string edit_toml(const Edit& edit) {
  std::string out;
  for (const auto& [key, value] : items_of(edit)) out += fmt::format("{} = {}\n", key, value);
  return out;
}

std::string edit_inline(const Edit& edit) {
  std::string out;
  for (const auto& [key, value] : items_of(edit)) out += fmt::format("{}{} = {}", out.empty() ? "{ " : ", ", key, value);
  return out + " }";
}

std::vector<Edit> edits_from(const Value& list) {
  std::vector<Edit> edits;
  decode_edits(list, edits);
  return edits;
}

std::string cutoff_text(double cutoff, CostUnit unit) {
  if (unit == CostUnit::kMetres) return fmt::format("{} m", cutoff);
  // In minutes only where that is the same number again.
  const std::string minutes = fmt::format("{} min", cutoff / 60), seconds = fmt::format("{} s", cutoff);
  const auto again = parse_measure(minutes);
  return again && again->value == cutoff && minutes.size() <= seconds.size() + 3 ? minutes : seconds;
}

}  // namespace catchment::document
