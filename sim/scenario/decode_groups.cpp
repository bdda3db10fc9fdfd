// [network.groups.NAME], [network.vertical] and what levels say of groups.

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "sim/scenario/decode.h"
#include "sim/scenario/parse.h"
#include "sim/scenario/table_reader.h"

namespace catchment {

namespace {

std::optional<double> real_of(const Value& value) {
  if (value.kind == Value::Kind::kReal && std::isfinite(value.real)) return value.real;
  if (value.kind == Value::Kind::kInteger) return static_cast<double>(value.integer);
  return std::nullopt;
}

/// "tobler", "none", or the group's own curve: [[slope, factor], ...].
void decode_slope(const TableReader& in, PersonGroup& out) {
  const Value* value = in.find("slope");
  if (value == nullptr) return;
  if (!value->is_array()) {
    std::string word;
    in.word("slope", word, {"tobler", "none"});
    out.slope = word == "none" ? SlopeRule::kNone : SlopeRule::kTobler;
    out.curve.clear();
    return;
  }
  const std::string remedy = "write pairs of slope and share of the level speed, e.g. [[-0.1, 0.9], [0, 1], [0.1, 0.6]]";
  std::vector<SlopePoint> curve;
  for (const Value& item : value->items) {
    const auto slope = item.is_array() && item.items.size() == 2 ? real_of(item.items[0]) : std::nullopt;
    const auto factor = slope ? real_of(item.items[1]) : std::nullopt;
    if (!factor) in.refuse("slope", "is not a list of pairs of numbers", remedy);
    if (std::abs(*slope) > 1) in.refuse("slope", fmt::format("{} is not a slope between -1 and 1", *slope), remedy);
    if (!(*factor >= 0.01) || *factor > 10)
      in.refuse("slope", fmt::format("{} is not a share of the level speed between 0.01 and 10", *factor), remedy);
    if (!curve.empty() && *slope <= curve.back().slope) in.refuse("slope", "its slopes do not ascend", remedy);
    curve.push_back({*slope, *factor});
  }
  if (curve.size() < 2) in.refuse("slope", "has fewer than two points", remedy);
  out.slope = SlopeRule::kCurve;
  out.curve = std::move(curve);
  if (std::abs(slope_factor(out, 0) - 1) > 1e-9)
    in.refuse("slope", fmt::format("its share at slope 0 is {:.4g}, not 1", slope_factor(out, 0)),
              "let the curve pass through [0, 1]: speed_m_per_min is the speed on level ground");
}

void decode_group(const Value& value, const std::string& name, std::vector<PersonGroup>& groups) {
  const TableReader in(value, "network.groups." + name,
                       {"like", "title", "speed_m_per_min", "steps", "steps_factor", "slope", "max_slope", "climb_m_per_min", "lift"});
  const auto known = std::find_if(groups.begin(), groups.end(), [&](const PersonGroup& g) { return g.name == name; });
  PersonGroup group;
  if (known != groups.end()) group = *known;
  if (in.has("like")) {
    std::string like;
    in.text("like", like);
    const PersonGroup* model = find_group(groups, like);
    if (model == nullptr) in.refuse("like", "'" + like + "' is no person group", "name adult, elder, child, wheelchair or a group before it");
    group = *model;
    group.title = {};
  }
  if (known == groups.end() || in.has("like")) group.name = name;
  if (known == groups.end() && !in.has("like")) group.title = {};
  in.name("title", group.title);
  in.number("speed_m_per_min", group.speed_m_per_min, {.low = 0, .high = 3000, .above_low = true});
  in.boolean("steps", group.steps);
  in.number("steps_factor", group.steps_factor, {.low = 0, .high = 100, .above_low = true});
  decode_slope(in, group);
  in.number("max_slope", group.max_slope, {.low = 0, .high = 10, .above_low = true});
  in.number("climb_m_per_min", group.climb_m_per_min, {.low = 0, .high = 1000});
  in.boolean("lift", group.lift);
  if (known != groups.end()) *known = std::move(group);
  else groups.push_back(std::move(group));
}

}  // namespace

void decode_groups(const Value& value, std::vector<PersonGroup>& out) {
  if (!value.is_table())
    throw key_error(value.place, "network.groups", "is not a table", "write one [network.groups.NAME] table for each group");
  for (std::size_t i = 0; i < value.items.size(); ++i) decode_group(value.items[i], value.keys[i], out);
}

void decode_vertical(const Value& value, VerticalOptions& out) {
  const TableReader in(value, "network.vertical",
                       {"active", "storey_height_m", "lift_from_floors", "lift_wait_s", "lift_s_per_floor", "first_home_floor"});
  out.active = true;
  in.boolean("active", out.active);
  in.number("storey_height_m", out.storey_height_m, {.low = 0, .high = 20, .above_low = true});
  in.integer("lift_from_floors", out.lift_from_floors, {.low = 1});
  in.number("lift_wait_s", out.lift_wait_s, {.low = 0, .high = 3600});
  in.number("lift_s_per_floor", out.lift_s_per_floor, {.low = 0, .high = 600});
  in.integer("first_home_floor", out.first_home_floor, {.low = 1, .high = 200});
}

void require_group(const NetworkOptions& network, const std::string& name, const SourcePlace& place, const std::string& path) {
  if (network.mode == TravelMode::kCycle || network.mode == TravelMode::kMatrix)
    throw key_error(place, path, "person groups walk, and the mode is " + std::string(network.mode == TravelMode::kCycle ? "'cycle'" : "'matrix'"),
                    "remove it, or set network.mode = \"walk\"");
  if (find_group(network.groups, name) != nullptr) return;
  std::vector<std::string> names;
  std::string list;
  for (const PersonGroup& g : network.groups) {
    names.push_back(g.name);
    list += (list.empty() ? "" : ", ") + g.name;
  }
  const std::string near = nearest_key(name, names);
  throw key_error(place, path, "'" + name + "' is no person group",
                  near.empty() ? "known: " + list + "; or add [network.groups." + name + "]" : "did you mean '" + near + "'?");
}

}  // namespace catchment
