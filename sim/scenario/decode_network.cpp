// [network] and [[levels]]

#include <set>

#include <fmt/format.h>

#include "sim/scenario/decode.h"
#include "sim/scenario/parse.h"
#include "sim/scenario/table_reader.h"

namespace catchment {

void decode_network(const Value& value, NetworkOptions& out) {
  const TableReader in(value, "network", {"mode", "speed_m_per_min", "detour_factor", "snap_max", "facility_snap_max",
                                              "steps_factor", "at", "group", "groups", "vertical"});
  static constexpr TravelMode kModes[] = {TravelMode::kWalk,      TravelMode::kCycle,     TravelMode::kEuclidean,
                                          TravelMode::kManhattan, TravelMode::kChebyshev, TravelMode::kMatrix};
  std::size_t mode = 0;
  if (in.has("mode")) {
    in.choice("mode", mode, {"walk", "cycle", "euclidean", "manhattan", "chebyshev", "matrix"});
    out.mode = kModes[mode];
  }
  // A bicycle is about three times as fast as feet; a stated speed always wins.
  if (out.mode == TravelMode::kCycle) out.speed_m_per_min = 240;
  if (const Value* groups = in.find("groups")) decode_groups(*groups, out.groups);
  if (const Value* vertical = in.find("vertical")) decode_vertical(*vertical, out.vertical);
  if (in.has("group")) {
    in.text("group", out.group);
    require_group(out, out.group, in.find("group")->place, in.path_of("group"));
  }
  if (out.mode != TravelMode::kCycle && (in.has("group") || in.has("groups"))) {
    const PersonGroup& group = *find_group(out.groups, out.group);
    out.speed_m_per_min = group.speed_m_per_min;
    out.steps_factor = group.steps_factor;
  }
  in.number("speed_m_per_min", out.speed_m_per_min, {.low = 0, .high = 3000, .above_low = true});
  in.number("detour_factor", out.detour_factor, {.low = 1, .high = 10});
  const NumberRange snap_range{.low = 0, .high = 100'000};
  if (Measure snap; in.measure("snap_max", snap, Quantity::kLength, snap_range, CostUnit::kMetres))
    out.snap_max_m = snap.value;
  if (Measure snap; in.measure("facility_snap_max", snap, Quantity::kLength, snap_range, CostUnit::kMetres))
    out.facility_snap_max_m = snap.value;
  in.number("steps_factor", out.steps_factor, {.low = 0, .high = 100, .above_low = true});
  if (std::string at; in.has("at")) {
    in.text("at", at);
    out.at = parse_week_moment(at, fmt::format("{}: key 'network.at'", in.find("at")->place.text()));
  }
}

namespace {

/// Costs are 32-bit whole numbers of mm or ms; more than this would not fit below kUnreachable.
constexpr double kMaxCutoff = 1'000'000;

LevelSpec decode_level(const Value& value, std::size_t index) {
  const TableReader in(value, fmt::format("levels[{}]", index),
                       {"name", "title", "rank", "cutoff", "services", "nested", "group"});
  LevelSpec out;
  in.text("name", out.name);
  if (out.name.empty()) in.refuse("name", in.has("name") ? "is empty" : "is missing", "give each level a name of its own");
  in.name("title", out.title);
  std::int64_t rank = out.rank;
  in.integer("rank", rank, {.low = 1, .high = 4});
  out.rank = static_cast<int>(rank);
  Measure cutoff;
  if (!in.measure("cutoff", cutoff, Quantity::kLengthOrTime, {.low = 0, .high = kMaxCutoff, .above_low = true}))
    in.refuse("cutoff", "is missing", "write it like \"500 m\" or \"15 min\"");
  // Costs are whole mm or ms: a smaller cutoff would be 0.
  if (cutoff.value < 0.001) in.refuse("cutoff", "is less than 1 mm or 1 ms", "write it like \"500 m\" or \"15 min\"");
  out.cutoff = cutoff.value;
  out.unit = cutoff.unit;
  in.texts("services", out.services);
  in.boolean("nested", out.nested);
  in.text("group", out.group);
  return out;
}

}  // namespace

void require_level_groups(const Value& levels, const Scenario& scenario) {
  for (std::size_t i = 0; i < levels.items.size(); ++i)
    if (const Value* group = levels.items[i].find("group"))
      require_group(scenario.network, scenario.levels[i].group, group->place, fmt::format("levels[{}].group", i));
}

void decode_levels(const Value& value, std::vector<LevelSpec>& out) {
  if (!value.is_array()) throw key_error(value.place, "levels", "is not a list of tables", "write [[levels]], with two brackets");
  std::set<std::string> names;
  for (std::size_t i = 0; i < value.items.size(); ++i) {
    LevelSpec level = decode_level(value.items[i], i);
    if (!names.insert(level.name).second)
      throw key_error(value.items[i].find("name")->place, fmt::format("levels[{}].name", i),
                      "\"" + level.name + "\" is the name of an earlier level too", "give each level a name of its own");
    out.push_back(std::move(level));
  }
}

}  // namespace catchment
