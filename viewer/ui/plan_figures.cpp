#include "viewer/ui/plan_figures.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <memory>

#include <fmt/format.h>

#include "viewer/scene/text_format.h"
#include "viewer/scene/theme.h"

namespace catchment::viewer {

namespace {

constexpr std::size_t kManyPoints = 200'000;
constexpr double kBetween_s = 0.1;

/// What the kept figures are of.
struct Stamp {
  const Tab* tab = nullptr;
  const document::Document* document = nullptr;
  std::uint64_t revision = 0;
  std::size_t level = 0;
  double cutoff = 0;
  std::vector<std::int64_t> sums;              ///< of the study itself: another document at the same address has others
  friend bool operator==(const Stamp&, const Stamp&) = default;
};

Stamp stamp_of(const Tab& tab, bool with_level) {
  Stamp s{&tab, tab.document.get(), tab.revision, 0, 0, {}};
  const LiveStudy& live = tab.document->live();
  if (with_level && tab.level < live.n_levels()) s.level = tab.level, s.cutoff = live.spec(tab.level).cutoff;
  s.sums.push_back(live.figures().population());
  for (const auto& l : live.figures().levels()) s.sums.push_back(l.persons_covered), s.sums.push_back(l.gained), s.sums.push_back(l.lost);
  return s;
}

using Clock = std::chrono::steady_clock;

struct Kept {
  Stamp stamp;                                 ///< of what costs little
  Stamp curve, tenth, bars;                    ///< of what takes a look at every point or every area
  Clock::time_point curve_when, tenth_when, bars_when;
  PlanFigures figures;
  std::vector<std::int64_t> base_areas;        ///< of figures.level
  std::vector<std::uint32_t> rows;             ///< of figures.area_level and figures.area_level
};
struct KeptCharts {
  Stamp stamp;
  Clock::time_point when;
  PlanCharts charts;
};

/// Entries of tabs that are no longer open go.
template <class T>
T& kept_of(std::vector<std::unique_ptr<T>>& all, const State& state, const Tab& tab) {
  std::erase_if(all, [&](const auto& k) {
    return std::none_of(state.tabs.begin(), state.tabs.end(), [&](const auto& t) { return t.get() == k->stamp.tab && t->document.get() == k->stamp.document; });
  });
  for (auto& k : all)
    if (k->stamp.tab == &tab) return *k;
  all.push_back(std::make_unique<T>());
  return *all.back();
}

/// May what is kept stay a little longer although the plan has changed? Only while a hand drags a large place.
bool may_wait(State& state, const Tab& tab, const Stamp& had, Clock::time_point when) {
  if (had.document != tab.document.get() || had.level != tab.level || !tab.document->grabbed() || tab.document->base().demand.size() <= kManyPoints) return false;
  if (std::chrono::duration<double>(Clock::now() - when).count() >= kBetween_s) return false;
  state.animating = true;
  return true;
}

/// End of the curve's axis: room for the standard and as much again, the same while a cutoff is moved within it.
double axis_end(const document::Document& document, std::size_t level) {
  const LevelSpec& spec = document.scenario().levels[level];
  const double unit = spec.unit == CostUnit::kSeconds ? 60 : 1;
  const double wish = spec.cutoff / unit * 2.2, power = std::pow(10, std::floor(std::log10(wish)));
  double end = 10 * power * unit;
  for (const double step : {8.0, 6.0, 5.0, 4.0, 3.0, 2.5, 2.0, 1.6, 1.2, 1.0})
    if (step * power >= wish * (1 - 1e-12)) end = step * power * unit;
  while (end < document.live().spec(level).cutoff * 1.1) end *= 2;
  return end;
}

/// Persons that every level reaches in the base. O(points * levels).
std::int64_t base_joint_persons(const document::Document& d) {
  const LiveFigures& figures = d.live().figures();
  const std::size_t levels = d.live().n_levels(), points = d.base().demand.size();
  if (levels == 0) return 0;
  std::vector<std::uint8_t> all(points, 1);
  for (std::size_t l = 0; l < levels; ++l) {
    const auto backup = d.base_backup(l);
    for (std::size_t i = 0; i < points; ++i) all[i] &= static_cast<std::uint8_t>(backup[i] > 0);
  }
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < points; ++i)
    if (all[i] != 0 && figures.counted()[i] != 0) sum += figures.persons()[i];
  return sum;
}

}  // namespace

PlanCost plan_cost(const World& base, const World& world) {
  PlanCost cost;
  const auto open = [](const Facility& f) { return f.status != FacilityStatus::kClosed; };
  for (std::size_t i = 0; i < world.facilities.size(); ++i) {
    const Facility& now = world.facilities[i];
    const Facility* then = i < base.facilities.size() ? &base.facilities[i] : nullptr;
    cost.stated |= now.fixed_cost_fen > 0 || now.running_cost_fen > 0;
    const bool built = open(now) && (then == nullptr || !open(*then) || then->position != now.position);
    if (built) cost.fixed_fen += now.fixed_cost_fen;
    cost.running_fen += (open(now) ? now.running_cost_fen : 0) - (then != nullptr && open(*then) ? then->running_cost_fen : 0);
  }
  return cost;
}

document::CoverageCurve base_coverage_curve(const document::Document& document, std::size_t level, double most, std::size_t n) {
  const auto cost = document.base_cost(level);
  const LiveFigures& figures = document.live().figures();
  document::CoverageCurve out;
  std::vector<Cost> ends;
  for (std::size_t k = 0; k <= n; ++k) {
    out.cost.push_back(most * static_cast<double>(k) / static_cast<double>(n));
    ends.push_back(to_cost(out.cost.back()));
  }
  out.persons.assign(n + 1, 0);
  out.population = figures.population();
  const double per_cost = ends.back() > 0 ? static_cast<double>(n) / static_cast<double>(ends.back()) : 0;
  for (std::size_t i = 0; i < cost.size(); ++i) {
    if (figures.counted()[i] == 0 || cost[i] > ends.back()) continue;
    auto k = std::min(n, static_cast<std::size_t>(static_cast<double>(cost[i]) * per_cost));
    while (k > 0 && cost[i] <= ends[k - 1]) --k;   // the first end that holds it, exactly
    while (cost[i] > ends[k]) ++k;
    out.persons[k] += figures.persons()[i];
  }
  for (std::size_t k = 1; k <= n; ++k) out.persons[k] += out.persons[k - 1];
  return out;
}

std::vector<std::int64_t> base_area_persons(const document::Document& document, std::size_t level, int area_level) {
  const World& world = document.base();
  const LiveFigures& figures = document.live().figures();
  // Parents come before children, so one pass gives every area the one of the level above it.
  std::vector<std::uint32_t> above(world.areas.size(), UINT32_MAX);
  for (std::uint32_t a = 0; a < world.areas.size(); ++a) {
    if (world.areas[a].level == area_level) above[a] = a;
    else if (world.areas[a].parent.valid() && world.areas[a].parent.value < a) above[a] = above[world.areas[a].parent.value];
  }
  std::vector<std::int64_t> persons(world.areas.size(), 0);
  const auto backup = document.base_backup(level);
  for (std::size_t i = 0; i < backup.size(); ++i) {
    if (backup[i] == 0 || figures.counted()[i] == 0 || !world.demand[i].area.valid()) continue;
    if (const std::uint32_t area = above[world.demand[i].area.value]; area != UINT32_MAX) persons[area] += figures.persons()[i];
  }
  return persons;
}

int shown_area_level(const document::Document& document) {
  const World& world = document.base();
  const auto& areas = document.live().figures().areas();
  const int wanted = document.scenario().coverage.report_area_level;
  for (int l = wanted; l >= 0; --l)
    if (std::any_of(areas.begin(), areas.end(), [&](const AreaResult& a) { return world.areas[a.area.value].level == l && a.persons > 0; })) return l;
  return wanted;
}

std::vector<std::uint32_t> area_rows(const document::Document& document, int area_level) {
  std::vector<std::uint32_t> rows;
  const auto& areas = document.live().figures().areas();
  for (std::size_t k = 0; k < areas.size(); ++k)
    if (document.base().areas[areas[k].area.value].level == area_level && areas[k].persons > 0) rows.push_back(static_cast<std::uint32_t>(k));
  return rows;
}

std::vector<AreaBar> area_bars(const document::Document& document, std::size_t level, std::span<const std::uint32_t> rows, std::span<const std::int64_t> base) {
  std::vector<AreaBar> bars;
  bars.reserve(rows.size());
  for (const std::uint32_t k : rows) {
    const AreaResult& a = document.live().figures().areas()[k];
    bars.push_back({a.area.value, a.persons, level < a.covered.size() ? a.covered[level] : 0, base[a.area.value]});
  }
  std::sort(bars.begin(), bars.end(), [](const AreaBar& a, const AreaBar& b) {
    // a.covered / a.persons < b.covered / b.persons in whole numbers: products of two populations fit 63 bits.
    const std::int64_t left = a.covered * b.persons, right = b.covered * a.persons;
    if (left != right) return left < right;
    return a.persons != b.persons ? a.persons > b.persons : a.area < b.area;
  });
  return bars;
}

const PlanFigures& plan_figures(State& state, Tab& tab) {
  static std::vector<std::unique_ptr<Kept>> all;
  Kept& kept = kept_of(all, state, tab);
  const Stamp stamp = stamp_of(tab, true);
  if (kept.curve == stamp && kept.tenth == stamp && kept.bars == stamp && kept.stamp == stamp) return kept.figures;
  const document::Document& d = *tab.document;
  const LiveStudy& live = d.live();
  PlanFigures& f = kept.figures;
  const bool leveled = tab.level < live.n_levels();
  const bool same_base = kept.stamp.document == stamp.document && !kept.stamp.sums.empty() && kept.stamp.sums.front() == stamp.sums.front();
  const bool same_level = same_base && f.level == tab.level;
  if (!same_base) f.base_joint = base_joint_persons(d);
  if (!same_level) {
    f.level = tab.level;
    f.area_level = shown_area_level(d);
    kept.base_areas = leveled ? base_area_persons(d, tab.level, f.area_level) : std::vector<std::int64_t>{};
    kept.rows = area_rows(d, f.area_level);
    f.base_curve = {};
  }
  if (kept.stamp != stamp) {
    f.cost = plan_cost(d.base(), d.world());
    kept.stamp = stamp;
  }
  // A large city has 200,000 areas, put in order by their share.
  if (kept.bars != stamp && !(same_level && may_wait(state, tab, kept.bars, kept.bars_when))) {
    f.areas = leveled ? area_bars(d, tab.level, kept.rows, kept.base_areas) : std::vector<AreaBar>{};
    kept.bars = stamp;
    kept.bars_when = Clock::now();
  }
  // At most one look at every point in a frame while a hand drags: the curve, then the farthest tenth.
  bool looked = false;
  if (kept.curve != stamp && !(same_level && may_wait(state, tab, kept.curve, kept.curve_when))) {
    if (leveled) {
      const double most = axis_end(d, tab.level);
      if (most != f.curve_most || f.base_curve.cost.empty()) f.base_curve = base_coverage_curve(d, tab.level, most);
      f.curve_most = most;
      f.curve = document::coverage_curve(live, tab.level, most);
    } else {
      f.curve = {};
    }
    kept.curve = stamp;
    kept.curve_when = Clock::now();
    looked = true;
  }
  const bool dragging = d.grabbed() && d.base().demand.size() > kManyPoints;
  if (kept.tenth != stamp && !(same_level && ((looked && dragging) || may_wait(state, tab, kept.tenth, kept.tenth_when)))) {
    f.worst_tenth = leveled ? live.figures().worst_tenth_mean(tab.level) : 0;
    f.base_worst_tenth = leveled ? d.base_worst_tenth(tab.level) : 0;
    kept.tenth = stamp;
    kept.tenth_when = Clock::now();
  } else if (kept.tenth != stamp) {
    state.animating = true;
  }
  return f;
}

const PlanCharts& plan_charts(State& state, Tab& tab) {
  static std::vector<std::unique_ptr<KeptCharts>> all;
  KeptCharts& kept = kept_of(all, state, tab);
  Stamp stamp = stamp_of(tab, true);
  if (kept.stamp == stamp || may_wait(state, tab, kept.stamp, kept.when)) return kept.charts;
  const LiveStudy& live = tab.document->live();
  PlanCharts c;
  if (tab.level < live.n_levels()) {
    const double unit = live.spec(tab.level).unit == CostUnit::kSeconds ? 60 : 1;
    c.bin = scene::round_up_nice(axis_end(*tab.document, tab.level) / unit / 24) * unit;
    c.histogram = document::cost_histogram(live, tab.level, c.bin, 25);
    c.lorenz = document::cost_lorenz(live, tab.level);
  }
  kept.charts = std::move(c);
  kept.stamp = std::move(stamp);
  kept.when = Clock::now();
  return kept.charts;
}

double round_cutoff(double cost, CostUnit unit) {
  const double step = unit == CostUnit::kSeconds ? 15 : 10;
  return std::max(step, std::round(cost / step) * step);
}

document::Step cutoff_step(const document::Document& document, std::size_t level, double cutoff) {
  const LevelSpec& spec = document.live().spec(level);
  document::Step step;
  step.cutoff = document::Step::Cutoff{level, cutoff};
  step.label.zh = fmt::format("{}标准改为 {}", scene::level_name(spec, true), scene::cost_text(cutoff, spec.unit, true));
  step.label.en = fmt::format("Set the cutoff of {} to {}", scene::level_name(spec, false), scene::cost_text(cutoff, spec.unit, false));
  return step;
}

document::Step edit_step(const World& world, Edit edit) {
  document::Step step;
  step.label = document::label_of(world, edit);
  step.edits.push_back(std::move(edit));
  return step;
}

Edit facility_edit(const Facility& facility, Edit::Op op) {
  Edit edit;
  edit.op = op;
  edit.target = facility.id;
  return edit;
}

std::string money_text(std::int64_t fen, bool chinese) {
  const double size = std::abs(static_cast<double>(fen) / 100);
  const char* sign = fen < 0 && std::llround(size) > 0 ? "−" : "";   // before the currency, and a minus sign rather than a hyphen
  if (chinese) {
    if (size >= 1e8) return fmt::format("{}{} 亿元", sign, scene::decimal(size / 1e8, 2));
    if (size >= 1e4) return fmt::format("{}{} 万元", sign, scene::decimal(size / 1e4, size < 1e6 ? 1 : 0));
    return fmt::format("{}{} 元", sign, scene::grouped(std::llround(size)));
  }
  if (size >= 1e6) return fmt::format("{}¥{} million", sign, scene::decimal(size / 1e6, 2));
  return fmt::format("{}¥{}", sign, scene::grouped(std::llround(size)));
}

}  // namespace catchment::viewer
