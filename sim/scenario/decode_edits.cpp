// [[edits]]: what a plan changes in its base world.

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "sim/scenario/decode.h"
#include "sim/scenario/parse.h"
#include "sim/scenario/table_reader.h"

namespace catchment {

namespace {

struct OpWord { std::string_view word; Edit::Op op; };
/// The first word of each operation is its name; the rest are accepted too.
constexpr OpWord kOps[] = {
    {"add_facility", Edit::Op::kAddFacility},        {"move_facility", Edit::Op::kMoveFacility},
    {"resize_facility", Edit::Op::kResizeFacility},  {"close_facility", Edit::Op::kCloseFacility},
    {"open_facility", Edit::Op::kOpenFacility},      {"set_facility_level", Edit::Op::kSetFacilityLevel},
    {"open_gate", Edit::Op::kOpenGate},              {"close_gate", Edit::Op::kCloseGate},
    {"residents_gate", Edit::Op::kResidentsGate},
    {"clear_responsible", Edit::Op::kClearResponsible}, {"add_responsible", Edit::Op::kAddResponsible},
    {"close_unit", Edit::Op::kCloseUnit},            {"set_staff", Edit::Op::kSetStaff},
    {"set_hours", Edit::Op::kSetHours},              {"add_link", Edit::Op::kAddLink},
    {"remove_link", Edit::Op::kRemoveLink},          {"remove_partner", Edit::Op::kRemovePartner},
    {"add", Edit::Op::kAddFacility},
    {"move", Edit::Op::kMoveFacility},               {"resize", Edit::Op::kResizeFacility},
    {"close", Edit::Op::kCloseFacility},             {"open", Edit::Op::kOpenFacility},
    {"set_level", Edit::Op::kSetFacilityLevel}};

constexpr std::size_t kNames = 17;

Edit::Op decode_op(const TableReader& in) {
  std::string word;
  in.text("op", word);
  if (word.empty()) in.refuse("op", in.has("op") ? "is empty" : "is missing", "write op = \"move_facility\" or another");
  std::string name = word;
  std::replace(name.begin(), name.end(), '-', '_');
  for (const OpWord& known : kOps)
    if (known.word == name) return known.op;
  std::vector<std::string> words;
  std::string list;
  for (std::size_t i = 0; i < kNames; ++i) {
    words.emplace_back(kOps[i].word);
    list += (i > 0 ? ", " : "") + words.back();
  }
  const std::string near = nearest_key(name, words);
  in.refuse("op", "\"" + word + "\" is not an edit that is known here",
            near.empty() ? "known: " + list : "did you mean \"" + near + "\"?");
}

void decode_place(const TableReader& in, Edit& out) {
  if (std::array<double, 2> to{}; in.pair("to", to)) out.to = Point{to[0], to[1]};
  if (std::array<double, 2> at{}; in.pair("to_lonlat", at)) {
    if (at[0] < -180 || at[0] > 180 || at[1] < -90 || at[1] > 90)
      in.refuse("to_lonlat", "is not a place in degrees", "write [longitude, latitude]");
    out.to_lonlat = at;
  }
  in.text("to_building", out.to_building);
  const int places = int{out.to.has_value()} + int{out.to_lonlat.has_value()} + int{!out.to_building.empty()};
  const bool wants = out.op == Edit::Op::kAddFacility || out.op == Edit::Op::kMoveFacility;
  if (wants && places == 0)
    in.refuse("to", "is missing", "write to = [x, y] in metres, to_lonlat = [lon, lat] or to_building = \"id\"");
  if (!wants && places > 0)
    in.refuse(out.to ? "to" : out.to_lonlat ? "to_lonlat" : "to_building", "this edit has no place", "remove it");
  if (places > 1) in.refuse("to", "more than one place is given", "keep one of to, to_lonlat and to_building");
}

Edit decode_edit(const Value& value, std::size_t index) {
  const TableReader in(value, fmt::format("edits[{}]", index),
                       {"op", "target", "organisations", "to", "to_lonlat", "to_building", "capacity", "staff", "level", "services",
                        "name", "label", "hours", "outside_hours", "from", "type", "kind", "unit", "cost", "slots", "start", "end", "status", "venue"});
  Edit out;
  out.place = value.place;
  out.op = decode_op(in);
  if (out.op == Edit::Op::kAddLink) {
    for (const char* key : {"organisations", "to_lonlat", "to_building", "staff", "services", "name", "hours", "outside_hours"})
      if (in.has(key)) in.refuse(key, "a link has none", "remove it");
    out.link = decode_link_row(in);
    out.target = out.link.id;
    in.text("label", out.label);
    return out;
  }
  for (const char* key : {"from", "type", "kind", "unit", "cost", "slots", "start", "end", "status", "venue"})
    if (in.has(key)) in.refuse(key, "this edit adds no link", "remove it, or use add_link");
  in.text("target", out.target);
  in.texts("organisations", out.organisations);
  decode_place(in, out);
  in.integer("capacity", out.capacity, {.low = -1});
  in.integer("staff", out.staff, {.low = 0, .high = 10'000'000});
  std::int64_t level = out.level;
  in.integer("level", level, {.low = 1, .high = 4});
  out.level = static_cast<int>(level);
  in.texts("services", out.services);
  in.name("name", out.name);
  in.text("label", out.label);

  const bool for_gates = out.op == Edit::Op::kOpenGate || out.op == Edit::Op::kResidentsGate;
  if (in.has("hours") && !for_gates && out.op != Edit::Op::kSetHours)
    in.refuse("hours", "this edit has no hours", "remove it, or use open_gate, residents_gate or set_hours");
  if (in.has("outside_hours") && !for_gates)
    in.refuse("outside_hours", "this edit has none", "remove it, or use open_gate or residents_gate");
  if (out.op == Edit::Op::kSetHours && !in.has("hours"))
    in.refuse("hours", "is missing", "write the facility's hours, like hours = \"Mon-Fri 08:00-20:00\"");
  if (std::string hours; in.has("hours")) {
    in.text("hours", hours);
    out.hours = parse_opening_hours(hours, fmt::format("{}: key '{}'", in.find("hours")->place.text(), in.path_of("hours")));
  } else if (in.has("outside_hours")) {
    in.refuse("outside_hours", "there are no hours to be outside of", "write hours = \"daily 06:00-22:00\" too");
  }
  auto outside = static_cast<std::size_t>(out.outside_hours);
  in.choice("outside_hours", outside, {"open", "residents_only", "closed"});
  out.outside_hours = static_cast<GateState>(outside);

  const bool for_organisations = out.op == Edit::Op::kClearResponsible || out.op == Edit::Op::kAddResponsible;
  if (for_organisations && out.organisations.empty())
    in.refuse("organisations", "is missing", "list the ids of the organisations");
  if (!for_organisations && !out.organisations.empty())
    in.refuse("organisations", "this edit changes no organisation", "remove it, or use clear_responsible or add_responsible");
  if (out.target.empty() && out.op != Edit::Op::kClearResponsible)
    in.refuse("target", "is missing", out.op == Edit::Op::kAddFacility ? "give the new facility an id" : "name what to change by its id");
  if (out.op == Edit::Op::kResizeFacility && !in.has("capacity"))
    in.refuse("capacity", "is missing", "write the new capacity in persons, -1 for no limit");
  if (out.op == Edit::Op::kSetStaff && !in.has("staff")) in.refuse("staff", "is missing", "write the new number of staff");
  if (in.has("staff") && out.op != Edit::Op::kSetStaff && out.op != Edit::Op::kAddFacility)
    in.refuse("staff", "this edit changes no staff", "remove it, or use set_staff");
  if (out.op == Edit::Op::kSetFacilityLevel && !in.has("level"))
    in.refuse("level", "is missing", "write the new level, 1 to 4");
  return out;
}

}  // namespace

void decode_edits(const Value& value, std::vector<Edit>& out) {
  if (!value.is_array()) throw key_error(value.place, "edits", "is not a list of tables", "write [[edits]], with two brackets");
  for (std::size_t i = 0; i < value.items.size(); ++i) out.push_back(decode_edit(value.items[i], i));
}

}  // namespace catchment
