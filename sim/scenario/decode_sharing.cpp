// [sharing]: the resource-sharing graph.

#include <algorithm>

#include <fmt/format.h>

#include "sim/scenario/decode.h"
#include "sim/scenario/parse.h"
#include "sim/scenario/table_reader.h"
#include "sim/sharing/link_types.h"

namespace catchment {

namespace {

constexpr NumberRange kAmount{.low = 0, .high = 1e12};
const std::initializer_list<std::string_view> kOrganisationTypes{"enterprise", "social", "college", "school", "committee", "property_manager", "agency", "federation"};
const std::initializer_list<std::string_view> kLinkTypeWords{"secondment", "volunteer", "assistance", "collaboration", "training", "venue", "funds", "affiliation", "information", "other"};

LinkType decode_link_type(const TableReader& in, const char* key) {
  auto type = static_cast<std::size_t>(LinkType::kOther);
  in.choice(key, type, kLinkTypeWords);
  return static_cast<LinkType>(type);
}

/// A list of words, each one of `words`.
template <class E>
void decode_words(const TableReader& in, const char* key, std::initializer_list<std::string_view> words, std::vector<E>& out) {
  std::vector<std::string> texts;
  in.texts(key, texts);
  for (const std::string& text : texts) {
    const auto at = std::find(words.begin(), words.end(), text);
    if (at == words.end()) {
      const std::string near = nearest_key(text, {words.begin(), words.end()});
      in.refuse(key, fmt::format("\"{}\" is not known here", text), near.empty() ? fmt::format("known: {}", fmt::join(words, ", ")) : fmt::format("did you mean \"{}\"?", near));
    }
    out.push_back(static_cast<E>(at - words.begin()));
  }
}

void decode_place(const TableReader& in, PlaceSpec& out) {
  out.place = in.place();
  in.text("id", out.id);
  if (out.id.empty()) in.refuse("id", in.has("id") ? "is empty" : "is missing", "give it an id of its own");
  in.name("name", out.name);
  if (std::array<double, 2> at{}; in.pair("at", at)) out.at = Point{at[0], at[1]};
  if (std::array<double, 2> at{}; in.pair("lonlat", at)) {
    if (at[0] < -180 || at[0] > 180 || at[1] < -90 || at[1] > 90) in.refuse("lonlat", "is not a place in degrees", "write [longitude, latitude]");
    out.lonlat = at;
  }
  in.text("building", out.building);
  in.text("area", out.area);
  const int places = int{out.at.has_value()} + int{out.lonlat.has_value()} + int{!out.building.empty()} + int{!out.area.empty()};
  if (places != 1) in.refuse("lonlat", places == 0 ? "is missing" : "more than one place is given", "write one of lonlat = [lon, lat], at = [x, y], building and area");
}

PartnerSpec decode_partner(const Value& value, std::size_t index) {
  const TableReader in(value, fmt::format("sharing.partners[{}]", index), {"id", "name", "type", "at", "lonlat", "building", "area"});
  PartnerSpec out;
  decode_place(in, out);
  auto type = static_cast<std::size_t>(out.type);
  in.choice("type", type, kOrganisationTypes);
  out.type = static_cast<OrganisationType>(type);
  return out;
}

VenueSpec decode_venue(const Value& value, std::size_t index) {
  const TableReader in(value, fmt::format("sharing.venues[{}]", index), {"id", "name", "kind", "owner", "seats", "hours_month", "hours", "at", "lonlat", "building", "area"});
  VenueSpec out;
  decode_place(in, out);
  in.text("kind", out.kind);
  in.text("owner", out.owner);
  in.integer("seats", out.seats, {.low = 0, .high = 1'000'000});
  in.number("hours_month", out.hours_month, {.low = 0, .high = 744});
  if (std::string hours; in.has("hours")) {
    in.text("hours", hours);
    out.hours = parse_opening_hours(hours, fmt::format("{}: key '{}'", in.find("hours")->place.text(), in.path_of("hours")));
  }
  return out;
}

ResourceRow decode_resource(const Value& value, const std::string& list, std::size_t index, bool need) {
  const TableReader in(value, fmt::format("sharing.{}[{}]", list, index), {"at", "type", "unit", "venue", "slots", "amount", "whole"});
  ResourceRow out;
  out.where = value.place.text();
  out.need = need;
  in.text("at", out.at);
  in.text("type", out.type);
  in.text("unit", out.unit);
  in.text("venue", out.venue);
  in.text("slots", out.slots);
  if (!in.has("amount")) in.refuse("amount", "is missing", "say how much, in the type's unit");
  in.number("amount", out.amount);
  in.boolean("whole", out.whole);
  return out;
}

LinkRule decode_rule(const Value& value, std::size_t index) {
  const TableReader in(value, fmt::format("sharing.rules[{}]", index), {"from", "to", "within", "type", "kind"});
  LinkRule out;
  out.place = value.place;
  decode_words(in, "from", kOrganisationTypes, out.from);
  decode_words(in, "to", kOrganisationTypes, out.to);
  if (out.from.empty() || out.to.empty()) in.refuse(out.from.empty() ? "from" : "to", "is missing", "list the types of organisation, like [\"committee\"]");
  if (Measure within; in.measure("within", within, Quantity::kLength, {.low = 0, .high = 1'000'000})) out.within_m = within.value;
  out.type = decode_link_type(in, "type");
  in.text("kind", out.kind);
  return out;
}

void decode_matching(const TableReader& sharing, MatchingSpec& out) {
  const Value* value = sharing.find("match");
  if (value == nullptr) return;
  const TableReader in(*value, "sharing.match", {"over", "types", "cutoff", "unmet_penalty", "link_cap", "one_to_one", "apply"});
  std::size_t over = 2;
  in.choice("over", over, {"none", "links", "reach", "any"});
  out.over = static_cast<MatchingSpec::Over>(over);
  decode_words(in, "types", kLinkTypeWords, out.types);
  if (Measure cutoff; in.measure("cutoff", cutoff, Quantity::kLengthOrTime, {.low = 0, .high = 1'000'000, .above_low = true})) {
    out.cutoff = cutoff.value;
    out.unit = cutoff.unit;
  }
  in.number("unmet_penalty", out.unmet_penalty, {.low = 0, .high = 1e9});
  in.number("link_cap", out.link_cap, kAmount);
  in.boolean("one_to_one", out.one_to_one);
  in.boolean("apply", out.apply);
}

template <class F>
void each_table(const TableReader& in, const char* key, F&& f) {
  const Value* value = in.find(key);
  if (value == nullptr) return;
  if (!value->is_array()) in.refuse(key, "is not a list of tables", fmt::format("write [[sharing.{}]], with two brackets", key));
  for (std::size_t i = 0; i < value->items.size(); ++i) f(value->items[i], i);
}

}  // namespace

LinkRow decode_link_row(const TableReader& in) {
  LinkRow out;
  out.where = in.place().text();
  in.text(in.has("target") ? "target" : "id", out.id);
  in.text("from", out.from);
  in.text("to", out.to);
  for (const char* key : {"from", "to"})
    if (!in.has(key)) in.refuse(key, "is missing", "name the partner by its id");
  in.text("type", out.type);
  in.text("kind", out.kind);
  in.text("unit", out.unit);
  double number = 0;
  if (in.has("capacity")) in.number("capacity", number), out.capacity = number;
  if (in.has("cost")) in.number("cost", number), out.cost = number;
  in.text("slots", out.slots);
  in.text("start", out.start);
  in.text("end", out.end);
  in.text("status", out.status);
  in.text("venue", out.venue);
  std::int64_t level = 0;
  in.integer("level", level, {.low = 1, .high = 4});
  out.level = static_cast<int>(level);
  return out;
}

void decode_sharing(const Value& value, SharingOptions& out) {
  const TableReader in(value, "sharing",
                       {"active", "date", "responsible", "groups_need_rooms", "venue_level", "session_hours", "visits_per_person_month", "persons_per_staff_hour", "hours_per_person_month", "overbooking",
                        "betweenness_exact_up_to", "betweenness_samples", "removal", "critical_threshold", "root", "decay", "eta", "recommendations", "match", "partners", "venues",
                        "links", "offers", "needs", "rules"});
  out.active = true;
  in.boolean("active", out.active);
  in.text("date", out.date);
  if (!out.date.empty() && !is_date(out.date)) in.refuse("date", "is no date", "write it as YYYY-MM-DD");
  in.boolean("responsible", out.responsible);
  in.boolean("groups_need_rooms", out.groups_need_rooms);
  in.integer("venue_level", out.venue_level, {.low = 1, .high = 4});
  in.number("session_hours", out.session_hours, {.low = 0, .high = 24, .above_low = true});
  in.number("visits_per_person_month", out.visits_per_person_month, {.low = 0, .high = 1000, .above_low = true});
  in.number("persons_per_staff_hour", out.persons_per_staff_hour, {.low = 0, .high = 1000});
  in.number("hours_per_person_month", out.hours_per_person_month, {.low = 0, .high = 744, .above_low = true});
  in.word("overbooking", out.overbooking, {"refuse", "shorten"});
  in.integer("betweenness_exact_up_to", out.betweenness_exact_up_to, {.low = 0, .high = 10'000'000});
  in.integer("betweenness_samples", out.betweenness_samples, {.low = 10, .high = 10'000'000});
  in.word("removal", out.removal, {"betweenness", "recomputed", "random"});
  in.number("critical_threshold", out.critical_threshold, kAmount);
  in.text("root", out.root);
  if (Measure decay; in.measure("decay", decay, Quantity::kLength, {.low = 0, .high = 1'000'000, .above_low = true})) out.decay_m = decay.value;
  in.number("eta", out.eta, {.low = 0, .high = 1000});
  in.integer("recommendations", out.recommendations, {.low = 0, .high = 10'000});
  decode_matching(in, out.match);
  each_table(in, "partners", [&](const Value& v, std::size_t i) { out.partners.push_back(decode_partner(v, i)); });
  each_table(in, "venues", [&](const Value& v, std::size_t i) { out.venues.push_back(decode_venue(v, i)); });
  each_table(in, "links", [&](const Value& v, std::size_t i) {
    out.links.push_back(decode_link_row(TableReader(v, fmt::format("sharing.links[{}]", i),
                                                    {"id", "from", "to", "type", "kind", "unit", "capacity", "cost", "slots", "start", "end", "status", "venue", "level"})));
  });
  each_table(in, "offers", [&](const Value& v, std::size_t i) { out.resources.push_back(decode_resource(v, "offers", i, false)); });
  each_table(in, "needs", [&](const Value& v, std::size_t i) { out.resources.push_back(decode_resource(v, "needs", i, true)); });
  each_table(in, "rules", [&](const Value& v, std::size_t i) { out.rules.push_back(decode_rule(v, i)); });
}

}  // namespace catchment
