// [exposure], [[channels]], [[advisers]], [information], [dashboard]

#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "sim/scenario/decode.h"
#include "sim/scenario/parse.h"
#include "sim/scenario/table_reader.h"

namespace catchment {

namespace {

constexpr NumberRange kDay{.low = 0, .high = 86'400};
constexpr NumberRange kDayAboveNothing{.low = 0, .high = 86'400, .above_low = true};

/// The level that a key names must be one of [[levels]].
void require_level(const TableReader& in, std::string_view key, const std::string& name, const std::vector<LevelSpec>& levels) {
  std::vector<std::string> known;
  for (const LevelSpec& level : levels) known.push_back(level.name);
  if (std::find(known.begin(), known.end(), name) != known.end()) return;
  const std::string near = nearest_key(name, known);
  in.refuse(key, "there is no level \"" + name + "\"",
            !near.empty() ? "did you mean \"" + near + "\"?" : known.empty() ? "add [[levels]]" : "name one of [[levels]]");
}

/// A table of area id or name -> number.
void number_map(const TableReader& in, std::string_view key, std::map<std::string, double>& out, double high, const char* remedy) {
  const Value* table = in.find(key);
  if (table == nullptr) return;
  if (!table->is_table()) in.refuse(key, "is not a table", "write it like { \"area id\" = 0.5 }");
  for (std::size_t k = 0; k < table->keys.size(); ++k) {
    const Value& item = table->items[k];
    double value = -1;
    if (item.kind == Value::Kind::kInteger) value = static_cast<double>(item.integer);
    if (item.kind == Value::Kind::kReal) value = item.real;
    if (!(value >= 0 && value <= high && std::isfinite(value)))
      throw key_error(item.place, in.path_of(key) + "." + table->keys[k], "is out of range, or no number", remedy);
    out[table->keys[k]] = value;
  }
}

void require_list(const Value& value, const char* key) {
  if (!value.is_array()) throw key_error(value.place, key, "is not a list of tables", fmt::format("write [[{}]], with two brackets", key));
}

/// A name of its own, so that figures and tables can name it.
std::string unique_name(const TableReader& in, std::set<std::string>& names) {
  std::string name;
  in.text("name", name);
  if (name.empty()) in.refuse("name", in.has("name") ? "is empty" : "is missing", "give each a name of its own");
  if (!names.insert(name).second) in.refuse("name", "\"" + name + "\" is the name of an earlier one too", "give each a name of its own");
  return name;
}

ChannelSpec decode_channel(const Value& value, std::size_t index, const std::vector<LevelSpec>& levels, std::set<std::string>& names) {
  const TableReader in(value, fmt::format("channels[{}]", index),
                       {"name", "title", "kind", "level", "service", "shift", "staff", "travel", "trips", "travel_limit",
                        "requests_per_day", "requests_per_1000", "attendance"});
  ChannelSpec out;
  out.place = value.place;
  out.name = unique_name(in, names);
  in.name("title", out.title);
  std::size_t kind = 0;
  if (!in.has("kind")) in.refuse("kind", "is missing", "write kind = \"window\", \"online\", \"field\", \"door\" or \"activity\"");
  in.choice("kind", kind, {"window", "online", "field", "door", "activity"});
  out.kind = static_cast<ChannelKind>(kind);
  in.text("level", out.level);
  if (!out.level.empty()) require_level(in, "level", out.level, levels);
  if (out.level.empty() && out.kind != ChannelKind::kOnline) in.refuse("level", "is missing", "name the level whose facilities deliver it");
  if (Measure m; in.measure("service", m, Quantity::kTime, kDayAboveNothing)) out.service_s = m.value;
  if (Measure m; in.measure("shift", m, Quantity::kTime, kDayAboveNothing)) out.shift_s = m.value;
  in.integer("staff", out.staff, {.low = 0, .high = 10'000'000});
  if (out.level.empty() && out.staff < 0) in.refuse("staff", "is missing", "without a level there are no facilities whose staff could count");
  if (Measure m; in.measure("travel", m, Quantity::kTime, kDay)) out.travel_s = m.value;
  std::int64_t trips = out.trips;
  in.integer("trips", trips, {.low = 1, .high = 2});
  out.trips = static_cast<int>(trips);
  if (Measure m; in.measure("travel_limit", m, Quantity::kTime, kDayAboveNothing)) out.travel_limit_s = m.value;
  if (!out.staff_travel())
    for (const char* key : {"travel", "trips", "travel_limit"})
      if (in.has(key)) in.refuse(key, "staff do not travel on this channel", "remove it, or set kind = \"field\" or \"door\"");
  if (in.has("travel") && in.has("trips")) in.refuse("trips", "travel states the whole travel of a visit already", "keep one of travel and trips");
  in.number("requests_per_day", out.requests_per_day, {.low = 0, .high = 1e12});
  in.number("requests_per_1000", out.requests_per_1000, {.low = 0, .high = 1e6});
  if (in.has("requests_per_day") && in.has("requests_per_1000"))
    in.refuse("requests_per_1000", "both rates are given", "keep one of requests_per_day and requests_per_1000");
  in.integer("attendance", out.attendance, {.low = 1, .high = 1'000'000});
  if (in.has("attendance") && out.kind != ChannelKind::kActivity)
    in.refuse("attendance", "only an activity serves many at once", "remove it, or set kind = \"activity\"");
  return out;
}

AdviserSpec decode_adviser(const Value& value, std::size_t index, std::set<std::string>& names) {
  const TableReader in(value, fmt::format("advisers[{}]", index),
                       {"name", "title", "services", "caseload", "travel_limit", "quarters", "area_level"});
  AdviserSpec out;
  out.place = value.place;
  out.name = unique_name(in, names);
  in.name("title", out.title);
  in.texts("services", out.services);
  if (out.services.empty()) in.refuse("services", in.has("services") ? "is empty" : "is missing", "name the service that the advisers' bases offer");
  if (!in.has("caseload")) in.refuse("caseload", "is missing", "write how many quarters one adviser looks after");
  in.integer("caseload", out.caseload, {.low = 1, .high = 1'000'000});
  Measure limit;
  if (!in.measure("travel_limit", limit, Quantity::kLengthOrTime, {.low = 0, .high = 1'000'000, .above_low = true}))
    in.refuse("travel_limit", "is missing", "write it like \"30 min\" or \"2 km\"");
  out.travel_limit = limit.value;
  out.unit = limit.unit;
  std::size_t areas = 0;
  in.choice("quarters", areas, {"demand", "areas"});
  if (areas == 1) {
    std::int64_t level = 4;
    in.integer("area_level", level, {.low = 0, .high = 4});
    out.area_level = static_cast<int>(level);
  } else if (in.has("area_level")) {
    in.refuse("area_level", "quarters are demand points here", "remove it, or set quarters = \"areas\"");
  }
  return out;
}

}  // namespace

void decode_exposure(const Value& value, ExposureOptions& out) {
  const TableReader in(value, "exposure", {"active", "types"});
  out.active = true;
  in.boolean("active", out.active);
  static constexpr std::string_view kTypes[] = {"enterprise", "social", "college", "school", "committee", "property-manager", "agency", "federation"};
  std::vector<std::string> words;
  in.texts("types", words);
  for (const std::string& word : words) {
    const auto at = std::find(std::begin(kTypes), std::end(kTypes), word);
    if (at == std::end(kTypes)) {
      const std::vector<std::string> known(std::begin(kTypes), std::end(kTypes));
      const std::string near = nearest_key(word, known);
      in.refuse("types", "\"" + word + "\" is not a type of organisation",
                near.empty() ? "use enterprise, social, college, school, committee, property-manager, agency or federation"
                             : "did you mean \"" + near + "\"?");
    }
    out.types.push_back(static_cast<OrganisationType>(at - std::begin(kTypes)));
  }
}

void decode_channels(const Value& value, const std::vector<LevelSpec>& levels, std::vector<ChannelSpec>& out) {
  require_list(value, "channels");
  std::set<std::string> names;
  for (std::size_t i = 0; i < value.items.size(); ++i) out.push_back(decode_channel(value.items[i], i, levels, names));
}

void decode_advisers(const Value& value, std::vector<AdviserSpec>& out) {
  require_list(value, "advisers");
  std::set<std::string> names;
  for (std::size_t i = 0; i < value.items.size(); ++i) out.push_back(decode_adviser(value.items[i], i, names));
}

void decode_information(const Value& value, const std::vector<LevelSpec>& levels, InformationOptions& out) {
  const TableReader in(value, "information", {"active", "levels", "online", "online_by_area"});
  out.active = true;
  out.place = value.place;
  in.boolean("active", out.active);
  in.texts("levels", out.levels);
  for (const std::string& level : out.levels) require_level(in, "levels", level, levels);
  in.number("online", out.online, {.low = 0, .high = 1});
  number_map(in, "online_by_area", out.online_by_area, 1, "give a share from 0 to 1");
}

void decode_dashboard(const Value& value, const std::vector<LevelSpec>& levels, DashboardOptions& out) {
  const TableReader in(value, "dashboard", {"active", "levels", "area_level", "coverage", "need"});
  out.active = true;
  out.place = value.place;
  in.boolean("active", out.active);
  if (const Value* list = in.find("levels"); list != nullptr) {
    out.levels.clear();
    if (list->is_array())
      for (const Value& item : list->items)
        if (item.kind == Value::Kind::kInteger && item.integer >= 1 && item.integer <= 4) out.levels.push_back(static_cast<int>(item.integer));
    if (!list->is_array() || out.levels.empty() || out.levels.size() != list->items.size())
      in.refuse("levels", "is not a list of facility levels from 1 to 4", "write it like [1, 2]");
  }
  std::int64_t level = out.area_level;
  in.integer("area_level", level, {.low = 0, .high = 4});
  out.area_level = static_cast<int>(level);
  in.text("coverage", out.coverage);
  if (!out.coverage.empty()) require_level(in, "coverage", out.coverage, levels);
  number_map(in, "need", out.need, 1e15, "give a need from 0");
}

}  // namespace catchment
