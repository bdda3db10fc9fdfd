// [organisations]: the two coverages.

#include "sim/scenario/decode.h"
#include "sim/scenario/table_reader.h"

namespace catchment {

namespace {

constexpr NumberRange kMinutes{.low = 0, .high = 1'000'000};

void decode_travel_limit(const TableReader& in, OrganisationOptions& out) {
  if (Measure limit; in.measure("travel_limit", limit, Quantity::kTime, kMinutes)) out.travel_limit_min = limit.value / 60;
}

/// `instructors = 230`, or a table with count, caseload and travel_limit.
void decode_instructors(const TableReader& organisations, OrganisationOptions& out) {
  const Value* value = organisations.find("instructors");
  if (value == nullptr) return;
  const NumberRange count{.low = 0, .high = 10'000'000};
  if (!value->is_table()) {
    organisations.integer("instructors", out.instructors, count);
    return;
  }
  const TableReader in(*value, organisations.path_of("instructors"), {"count", "caseload", "travel_limit"});
  in.integer("count", out.instructors, count);
  in.integer("caseload", out.caseload, {.low = 1, .high = 1'000'000});
  decode_travel_limit(in, out);
}

}  // namespace

void decode_organisations(const Value& value, OrganisationOptions& out) {
  const TableReader in(value, "organisations",
                       {"active", "eligible_min", "union_min", "own_rule", "joint", "joint_distance", "joint_by_building",
                        "denominator", "instructors", "caseload", "travel_limit", "generate", "count", "hubs",
                        "accountable", "venue_hours_month", "group_hours_month"});
  out.active = true;
  in.boolean("active", out.active);
  in.integer("eligible_min", out.eligible_min, {.low = 1});
  in.integer("union_min", out.union_min, {.low = 1});
  in.word("own_rule", out.own_rule, {"eligible", "given"});
  in.boolean("joint", out.joint);
  if (Measure apart; in.measure("joint_distance", apart, Quantity::kLength, {.low = 0, .high = 1'000'000}))
    out.joint_distance_m = apart.value;
  in.boolean("joint_by_building", out.joint_by_building);
  if (in.has("denominator")) {
    std::size_t which = 0;
    in.choice("denominator", which, {"organisations", "eligible", "employees"});
    out.denominator = static_cast<Denominator>(which);
  }
  in.integer("caseload", out.caseload, {.low = 1, .high = 1'000'000});
  decode_travel_limit(in, out);
  decode_instructors(in, out);
  in.word("generate", out.generate, {"", "reference-city"});
  in.integer("count", out.count, {.low = 0, .high = 10'000'000});
  in.integer("hubs", out.hubs, {.low = 0, .high = 1'000'000});
  if (out.generate == "reference-city") {
    if (out.count < 1) in.refuse("count", "generated organisations need a count", "write count = 14000, or remove generate");
    if (out.hubs < 1) in.refuse("hubs", "generated organisations need hubs", "write hubs = 25, or remove generate");
  }
  in.word("accountable", out.accountable, {"given", "assign"});
  in.number("venue_hours_month", out.venue_hours_month, {.low = 0, .high = 744});
  in.number("group_hours_month", out.group_hours_month, {.low = 0, .high = 744});
}

}  // namespace catchment
