#include "viewer/scene/theme_rule.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>
#include <unordered_map>

#include <fmt/format.h>

namespace catchment::scene {

namespace {

void check_length(const char* what, std::size_t has, std::size_t wants) {
  if (has != wants)
    throw std::invalid_argument(fmt::format("draw_map: {} has {} values for {} demand points", what, has, wants));
}

void check_level(const StudyView& view, std::size_t level) {
  if (level >= view.levels.size())
    throw std::invalid_argument(fmt::format("draw_map: level {} of {}", level, view.levels.size()));
}

void check_covered(const LevelView& level, std::size_t n, const char* what) {
  check_length(what, level.covered.empty() ? level.backup.size() : level.covered.size(), n);
}

bool of_building(FigureKind kind) {
  return kind == FigureKind::kFloors || kind == FigureKind::kDwellings || kind == FigureKind::kBuildingKind;
}

const Building* building_of(const World& world, std::size_t i) {
  const auto id = world.demand[i].building;
  return id.valid() && id.value < world.buildings.size() ? &world.buildings[id.value] : nullptr;
}

/// Rounded so that the legend's numbers are the classes' ends themselves, not near them.
double rounded(double v, FigureKind kind, CostUnit unit) {
  if (kind == FigureKind::kPersonsPerHectare) return v < 10 ? std::round(v * 10) / 10 : std::round(v);
  if (kind != FigureKind::kCost && kind != FigureKind::kCostChange) return std::round(v);
  if (unit == CostUnit::kSeconds) return v < 1200 ? std::round(v / 6) * 6 : std::round(v / 60) * 60;
  return v < 100 ? std::round(v) : v < 2000 ? std::round(v / 10) * 10 : std::round(v / 100) * 100;
}

/// Thresholds that planners know, with the level's own cutoff among them: the living circle's 5, 10 and 15 minutes on foot, or its
/// service radii of 300, 500 and 1,000 m (GB 50180-2018, tables B.0.1 to B.0.3).
std::vector<double> standard_costs(const LevelSpec& spec) {
  std::vector<double> out = spec.unit == CostUnit::kSeconds ? std::vector<double>{300, 600, 900, 1800} : std::vector<double>{300, 500, 1000, 2000};
  // A threshold close to the cutoff would make a sliver of a class beside it.
  std::erase_if(out, [&](double v) { return v != spec.cutoff && std::abs(v - spec.cutoff) < 0.2 * spec.cutoff; });
  out.push_back(spec.cutoff);
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

}  // namespace

void ThemeRule::check() const {
  const std::size_t n = world.demand.size();
  if (!now.counted.empty()) check_length("counted", now.counted.size(), n);
  if (figure.kind == FigureKind::kLevels)
    for (const auto& l : now.levels) check_covered(l, n, "covered");
  if (!of_one_level(figure.kind)) return;
  if (needs_base(figure.kind) && base == nullptr) throw std::invalid_argument("draw_map: the difference needs a base study");
  check_level(now, figure.level);
  if (needs_base(figure.kind)) check_level(*base, figure.level);
  const LevelView& l = level();
  switch (figure.kind) {
    case FigureKind::kSplit:
      if (l.served.empty()) {
        check_covered(l, n, "served");
        break;
      }
      check_length("served", l.served.size(), n);
      check_length("no_capacity", l.no_capacity.size(), n);
      check_length("out_of_reach", l.out_of_reach.size(), n);
      break;
    case FigureKind::kBackup: check_length("backup", l.backup.size(), n); break;
    case FigureKind::kDifference:
      check_covered(l, n, "covered");
      check_covered(base->levels[figure.level], n, "the base's covered");
      break;
    case FigureKind::kCostChange:
      check_length("the base's nearest.cost", base->levels[figure.level].nearest_cost.size(), n);
      [[fallthrough]];
    default: check_length("nearest.cost", l.nearest_cost.size(), n);
  }
}

bool ThemeRule::carries(std::size_t i) const {
  const bool inside = now.counted.size() == world.demand.size() ? now.counted[i] != 0 : world.demand[i].inside;
  return inside && (world.demand[i].persons > 0 || of_building(figure.kind));
}

std::optional<double> ThemeRule::value(std::size_t i) const {
  if (!carries(i)) return std::nullopt;
  const auto known = [](double v) { return std::isfinite(v) ? std::optional(v) : std::nullopt; };
  const Building* building = building_of(world, i);
  switch (figure.kind) {
    case FigureKind::kLevels: {
      double k = 0;
      for (const auto& l : now.levels) k += l.is_covered(i);
      return k;
    }
    case FigureKind::kSplit: return std::nullopt;
    case FigureKind::kMinutes:
    case FigureKind::kCost: return known(from_cost(level().nearest_cost[i]));
    case FigureKind::kBackup: return level().backup[i];
    case FigureKind::kDifference: return static_cast<double>(level().is_covered(i)) - static_cast<double>(base->levels[figure.level].is_covered(i));
    case FigureKind::kCostChange: return known(from_cost(level().nearest_cost[i]) - from_cost(base->levels[figure.level].nearest_cost[i]));
    case FigureKind::kPersons: return static_cast<double>(world.demand[i].persons);
    case FigureKind::kPersonsPerHectare: return i < density.size() ? std::optional(density[i]) : std::nullopt;
    case FigureKind::kFloors: return building == nullptr || building->floors <= 0 ? std::nullopt : std::optional<double>(building->floors);
    case FigureKind::kDwellings: return building == nullptr || building->dwellings <= 0 ? std::nullopt : std::optional<double>(building->dwellings);
    case FigureKind::kBuildingKind:
    case FigureKind::kNone: break;
  }
  return std::nullopt;
}

std::vector<double> ThemeRule::breaks(const Classing& classing) const {
  if (figure.kind == FigureKind::kMinutes) return minute_bands(*level().spec, scenario.network);
  if (!is_classed(figure.kind)) return {};
  const bool change = figure.kind == FigureKind::kCostChange, cost = figure.kind == FigureKind::kCost;
  const CostUnit unit = of_one_level(figure.kind) ? level().spec->unit : CostUnit::kMetres;
  if (cost && classing.method == ClassMethod::kStandard) return standard_costs(*level().spec);
  // Classes of a travel cost hold people, those of a building's figure hold buildings.
  const bool of_people = change || cost || figure.kind == FigureKind::kPersonsPerHectare;
  std::vector<double> values, weights;
  for (std::size_t i = 0; i < world.demand.size(); ++i) {
    const auto v = value(i);
    if (!v || (change && rounded(std::abs(*v), figure.kind, unit) == 0)) continue;
    values.push_back(change ? std::abs(*v) : *v);
    if (of_people) weights.push_back(static_cast<double>(world.demand[i].persons));
  }
  Classing wanted = classing;
  // One class for "as before", as many on either side of it.
  const std::size_t sides = std::clamp<std::size_t>((classing.classes - 1) / 2, 1, 3);
  if (change) wanted.classes = std::max<std::size_t>(2, sides);
  auto out = change && sides == 1 ? std::vector<double>{} : class_breaks(values, weights, wanted);
  const double high = values.empty() ? 0 : *std::max_element(values.begin(), values.end());
  for (double& b : out) b = rounded(b, figure.kind, unit);
  out.erase(std::unique(out.begin(), out.end()), out.end());
  std::erase_if(out, [&](double b) { return b >= high || b < 0 || (change && b <= 0); });
  if (!change) return out;
  // Both sides have the same ends, the smallest step that counts as a change in the middle.
  const double least = unit == CostUnit::kSeconds ? 3 : 0.5;
  std::vector<double> both;
  for (std::size_t k = out.size(); k-- > 0;) both.push_back(-out[k]);
  both.push_back(-least), both.push_back(least);
  both.insert(both.end(), out.begin(), out.end());
  return both;
}

int ThemeRule::class_of(std::size_t i, std::span<const double> ends) const {
  if (figure.kind == FigureKind::kNone || !carries(i)) return -1;
  const auto in_ends = [&](double v) { return static_cast<int>(std::lower_bound(ends.begin(), ends.end(), v) - ends.begin()); };
  switch (figure.kind) {
    case FigureKind::kLevels: {
      std::size_t k = 0;
      for (const auto& l : now.levels) k += l.is_covered(i);
      return now.levels.empty() ? -1 : level_count_class(k, now.levels.size());
    }
    case FigureKind::kSplit: {
      const LevelView& l = level();
      if (l.served.empty()) return l.is_covered(i) ? 0 : 2;
      return l.out_of_reach[i] > 0 ? 2 : l.no_capacity[i] > l.served[i] ? 1 : 0;
    }
    case FigureKind::kMinutes: return in_ends(from_cost(level().nearest_cost[i]));
    case FigureKind::kBackup: return static_cast<int>(std::min<std::uint32_t>(level().backup[i], 5));
    case FigureKind::kDifference: {
      const bool was = base->levels[figure.level].is_covered(i), is = level().is_covered(i);
      return is ? (was ? 2 : 0) : (was ? 1 : 3);
    }
    case FigureKind::kCostChange: {
      const Cost is = level().nearest_cost[i], was = base->levels[figure.level].nearest_cost[i];
      if (is >= kUnreachable && was >= kUnreachable) return static_cast<int>(ends.size()) + 1;  // no way, then or now
      if (is >= kUnreachable || was >= kUnreachable) return is >= kUnreachable ? static_cast<int>(ends.size()) : 0;
      return in_ends(from_cost(is) - from_cost(was));
    }
    case FigureKind::kBuildingKind: {
      const Building* b = building_of(world, i);
      return b == nullptr ? 7 : std::min(static_cast<int>(b->kind), 6);
    }
    default: {
      const auto v = value(i);
      return v ? in_ends(*v) : static_cast<int>(ends.size()) + 1;
    }
  }
}

void ThemeRule::exact_sums(ThemeFigures& f) const {
  if (!split_known() || f.classes.size() != 3) return;
  f.classes[0].persons = level().persons_served;
  f.classes[1].persons = level().persons_no_capacity;
  f.classes[2].persons = level().persons_out_of_reach;
}

ThemeFigures ThemeRule::all(std::span<const double> ends) const {
  ThemeFigures f = classes(ends);
  f.of.assign(world.demand.size(), -1);
  if (f.classes.empty()) return f;
  for (std::size_t i = 0; i < world.demand.size(); ++i) {
    const int c = class_of(i, ends);
    if (c < 0) continue;
    f.of[i] = static_cast<std::int8_t>(c);
    f.classes[static_cast<std::size_t>(c)].persons += world.demand[i].persons;
    ++f.classes[static_cast<std::size_t>(c)].places;
  }
  exact_sums(f);
  return f;
}

std::vector<double> hectare_density(const World& world) {
  constexpr double kCell = 100;
  const auto cell = [](double v) { return static_cast<std::int64_t>(std::floor(v / kCell)); };
  const auto key = [](std::int64_t x, std::int64_t y) { return (x << 32) ^ (y & 0xFFFFFFFF); };
  std::unordered_map<std::int64_t, std::int64_t> persons;
  persons.reserve(world.demand.size() / 4 + 16);
  for (const auto& d : world.demand) persons[key(cell(d.position.x), cell(d.position.y))] += d.persons;
  std::unordered_map<std::int64_t, double> mean;  // of the nine cells, asked for once a cell
  std::vector<double> out(world.demand.size());
  for (std::size_t i = 0; i < out.size(); ++i) {
    const auto x = cell(world.demand[i].position.x), y = cell(world.demand[i].position.y);
    const auto [slot, fresh] = mean.try_emplace(key(x, y), 0.0);
    if (fresh) {
      std::int64_t sum = 0;
      for (int dy = -1; dy <= 1; ++dy)
        for (int dx = -1; dx <= 1; ++dx)
          if (const auto found = persons.find(key(x + dx, y + dy)); found != persons.end()) sum += found->second;
      slot->second = static_cast<double>(sum) / 9;
    }
    out[i] = slot->second;
  }
  return out;
}

}  // namespace catchment::scene
