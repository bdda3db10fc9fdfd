#include "viewer/scene/charts.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "sim/network/impedance.h"
#include "viewer/scene/chart_frame.h"
#include "viewer/scene/export.h"
#include "viewer/scene/shapes.h"
#include "viewer/scene/text_format.h"
#include "viewer/scene/theme.h"

namespace catchment::scene {

namespace {

void check_level(const Study& study, std::size_t level) {
  if (level >= study.levels.size())
    throw std::invalid_argument(fmt::format("chart: level {} of {}", level, study.levels.size()));
}

bool is_counted(const World& world, const Study& study, std::size_t i) {
  return study.counted.size() == world.demand.size() ? study.counted[i] != 0 : world.demand[i].inside;
}

std::string nobody(bool zh) { return zh ? "研究区内没有人口。" : "Nobody is counted in the study area."; }

Shape box(double x, double y, double w, double h, Colour fill) { return fill_shape({box_ring(x, y, w, h)}, fill); }

Shape hatched(Shape s, Colour hatch) {
  s.hatch = Hatch::kDiagonal;
  s.stroke.colour = hatch;
  return s;
}

/// Three parts side by side; returns where each begins and ends.
std::array<std::pair<double, double>, 3> put_split(std::vector<Shape>& out, const Palette& p, double x, double y, double w,
                                                   double h, std::array<double, 3> share) {
  std::array<std::pair<double, double>, 3> at{};
  const std::array colour{p.served, p.no_capacity, p.out_of_reach};
  for (std::size_t i = 0; i < 3; ++i) {
    at[i] = {x, x + share[i] * w};
    if (share[i] * w >= 0.2) {
      Shape s = box(x, y, share[i] * w, h, colour[i]);
      out.push_back(i == 1 ? hatched(std::move(s), p.hatch) : std::move(s));
    }
    x = at[i].second;
  }
  return at;
}

std::array<double, 3> shares(std::int64_t a, std::int64_t b, std::int64_t c) {
  const auto all = static_cast<double>(a + b + c);
  if (all <= 0) return {0, 0, 0};
  return {static_cast<double>(a) / all, static_cast<double>(b) / all, static_cast<double>(c) / all};
}

}  // namespace

DisplayList split_bars(const Study& study, const ChartOptions& options) {
  const bool zh = options.chinese;
  const double row = 58;
  ChartFrame f(options, 18 + row * static_cast<double>(std::max<std::size_t>(1, study.levels.size())) + 34,
               zh ? "各级服务的人口分类" : "People by service level");
  if (study.levels.empty() || study.population <= 0) return f.empty(nobody(zh));
  const double left = 8, width = f.width - 16;
  const double each = (f.height - 52) / static_cast<double>(study.levels.size());
  bool any_full = false;
  for (std::size_t l = 0; l < study.levels.size(); ++l) {
    const auto& c = study.levels[l].coverage;
    const auto& spec = study.levels[l].spec;
    const double y = 8 + each * static_cast<double>(l);
    const auto part = shares(c.persons_served, c.persons_no_capacity, c.persons_out_of_reach);
    any_full = any_full || c.persons_no_capacity > 0;
    f.text(level_name(spec, zh), {left, y + 13}, f.colours.ink, Anchor::kStart, true, 14);
    const double after = text_width(level_name(spec, zh), 14, true) + 8;
    f.text("≤ " + cost_text(spec.cutoff, spec.unit, zh), {left + after, y + 13}, f.colours.soft_ink);
    const std::string covered = zh ? "可达 " + percent(part[0] + part[1]) + " · " + grouped(c.persons_covered) + " 人"
                                   : percent(part[0] + part[1]) + " reached · " + grouped(c.persons_covered);
    f.text(covered, {left + width, y + 13}, f.colours.ink, Anchor::kEnd);
    std::vector<Shape> bars;
    const double h = std::min(22.0, each - 28);
    const auto at = put_split(bars, f.colours, left, y + 20, width, h, part);
    const std::array fills{f.colours.served, f.colours.no_capacity, f.colours.out_of_reach};
    for (auto& s : bars) f.add(std::move(s));
    for (std::size_t i = 0; i < 3; ++i) {
      const std::string label = percent(part[i]);
      const double room = at[i].second - at[i].first, wide = text_width(label, 12, true);
      if (room < wide + 12 || h < 16) continue;
      const double x = (at[i].first + at[i].second) / 2;
      // On the hatch a label needs a plain ground.
      if (i == 1) f.add(box(x - wide / 2 - 4, y + 20 + h / 2 - 8, wide + 8, 16, fills[i]));
      f.text(label, {x, y + 20 + h / 2 + 4.4}, ink_on(fills[i]), Anchor::kMiddle, true, 12);
    }
  }
  const double y = f.height - 16;
  const std::array label_zh{"已服务", "可达但无名额", "不可达"};
  const std::array label_en{"Served", "Reached, no capacity", "Out of reach"};
  const std::array fills{f.colours.served, f.colours.no_capacity, f.colours.out_of_reach};
  double x = left;
  for (std::size_t i = 0; i < 3; ++i) {
    if (i == 1 && !any_full) continue;
    Shape s = box(x, y - 10, 20, 12, fills[i]);
    f.add(i == 1 ? hatched(std::move(s), f.colours.hatch) : std::move(s));
    const std::string label = zh ? label_zh[i] : label_en[i];
    f.text(label, {x + 27, y}, f.colours.ink);
    x += 27 + text_width(label, ChartFrame::kText) + 22;
  }
  return f.done();
}

DisplayList cumulative_curve(const World& world, const Study& study, const Scenario& scenario, const ChartOptions& options) {
  const bool zh = options.chinese;
  const double legend = 22 * static_cast<double>(study.levels.size());
  ChartFrame f(options, 330 + legend, zh ? "路程与累计人口" : "People by travel to the nearest provider");
  if (study.levels.empty() || study.population <= 0) return f.empty(nobody(zh));
  const bool minutes = std::any_of(study.levels.begin(), study.levels.end(), [](const LevelResult& l) { return l.spec.unit == CostUnit::kSeconds; });
  // One unit of a level's costs on the axis; metres as time at the speed of who walks to it.
  const auto divisor_of = [&](const LevelSpec& spec) {
    if (!minutes) return 1.0;
    return spec.unit == CostUnit::kSeconds ? 60.0 : for_group(scenario.network, spec.group).speed_m_per_min;
  };
  struct Curve { std::vector<std::pair<double, std::int64_t>> steps; double cutoff = 0; };
  std::vector<Curve> curves;
  double most = 0;
  for (const auto& level : study.levels) {
    if (level.nearest.cost.size() != world.demand.size())
      throw std::invalid_argument(fmt::format("cumulative_curve: {} costs for {} demand points", level.nearest.cost.size(), world.demand.size()));
    Curve c;
    const double divisor = divisor_of(level.spec);
    c.cutoff = level.spec.cutoff / divisor;
    for (std::size_t i = 0; i < world.demand.size(); ++i)
      if (is_counted(world, study, i) && world.demand[i].persons > 0 && level.nearest.cost[i] < kUnreachable)
        c.steps.emplace_back(from_cost(level.nearest.cost[i]) / divisor, world.demand[i].persons);
    std::sort(c.steps.begin(), c.steps.end());
    // The axis ends where 98 % of every curve is shown, not at the last hermit.
    std::int64_t sum = 0, all = 0;
    for (const auto& s : c.steps) all += s.second;
    for (const auto& s : c.steps) {
      sum += s.second;
      if (static_cast<double>(sum) >= 0.98 * static_cast<double>(all)) {
        most = std::max(most, s.first);
        break;
      }
    }
    most = std::max(most, c.cutoff * 1.1);
    curves.push_back(std::move(c));
  }
  const auto x_ticks = ChartFrame::ticks(most, f.width >= 480 ? 7 : 4);
  f.set_plot(56, 34, 22, 48 + legend);
  f.set_range(x_ticks.back(), 1);
  f.y_axis({0, 0.25, 0.5, 0.75, 1}, [](double v) { return decimal(v * 100, 0) + "%"; }, zh ? "累计人口占比" : "Share of people");
  f.x_axis(x_ticks, [](double v) { return v >= 1000 ? grouped(std::llround(v)) : decimal(v, 2); }, minutes ? (zh ? "分钟" : "minutes") : (zh ? "米" : "metres"));
  const std::array<std::vector<double>, 4> dashes{std::vector<double>{}, {9, 4}, {3, 3}, {10, 3, 2, 3}};
  for (std::size_t l = 0; l < curves.size(); ++l) {
    const auto& c = curves[l];
    const auto& spec = study.levels[l].spec;
    const Colour colour = f.colours.level[static_cast<std::size_t>(std::clamp(spec.rank, 1, 4) - 1)];
    Ring line{f.at(0, 0)};
    std::int64_t sum = 0;
    double last_x = 0;
    for (std::size_t k = 0; k < c.steps.size(); ++k) {
      if (c.steps[k].first > x_ticks.back()) break;
      sum += c.steps[k].second;
      last_x = c.steps[k].first;
      const Point p = f.at(last_x, static_cast<double>(sum) / static_cast<double>(study.population));
      if (std::abs(p.x - line.back().x) < 0.4 && line.size() > 1) line.back().y = p.y;  // steps below half a pixel run together
      else line.push_back({p.x, line.back().y}), line.push_back(p);
    }
    line.push_back({f.plot().max_x, line.back().y});
    const Stroke stroke{colour, 2.4, dashes[l % 4]};
    f.add(line_shape({std::move(line)}, stroke));
    const double share = static_cast<double>(study.levels[l].coverage.persons_covered) / static_cast<double>(study.population);
    const Point at = f.at(c.cutoff, share);
    f.add(line_shape({{{at.x, f.plot().max_y}, at}}, {colour, 1, {3, 3}}));
    f.add(circle_shape(at, 4.5, colour, {f.colours.panel, 1.5, {}}));
    const double y = f.height - legend + 22 * static_cast<double>(l) + 8;
    const double left = f.width >= 400 ? f.plot().min_x : 8;
    f.add(line_shape({{{left, y - 4}, {left + 34, y - 4}}}, stroke));
    f.add(circle_shape({left + 17, y - 4}, 4, colour, {f.colours.panel, 1.2, {}}));
    const std::string figure = cost_text(spec.cutoff, spec.unit, zh) + (zh ? "以内 " : " reach ") + percent(share);
    const double room = f.width - left - 52 - text_width((zh ? "：" : ": ") + figure, ChartFrame::kText);
    f.text(shortened(level_name(spec, zh), ChartFrame::kText, room) + (zh ? "：" : ": ") + figure, {left + 44, y}, f.colours.ink);
  }
  return f.done();
}

DisplayList lorenz_chart(const Study& study, std::size_t level, const ChartOptions& options) {
  check_level(study, level);
  const bool zh = options.chinese;
  const double side = std::clamp(options.width_px, 240.0, 420.0);
  ChartOptions square = options;
  square.width_px = side;
  ChartFrame f(square, side, zh ? "洛伦兹曲线" : "Lorenz curve");
  if (level >= study.equity.size() || study.equity[level].lorenz.size() < 2)
    return f.empty(zh ? "没有可比较的路程。" : "There are no travel costs to compare.");
  const auto& e = study.equity[level];
  f.set_plot(56, 34, 18, 48);
  f.set_range(1, 1);
  const auto label = [](double v) { return decimal(v * 100, 0) + "%"; };
  f.y_axis({0, 0.25, 0.5, 0.75, 1}, label, zh ? "累计路程占比" : "Share of all travel");
  f.x_axis({0, 0.25, 0.5, 0.75, 1}, label, zh ? "人口占比，从近到远" : "People, nearest first");
  Ring curve;
  for (const auto& p : e.lorenz) curve.push_back(f.at(p.people, p.value));
  Colour soft = f.colours.accent;
  soft.a = 46;
  f.add(fill_shape({curve}, soft));
  f.add(line_shape({{f.at(0, 0), f.at(1, 1)}}, {f.colours.soft_ink, 1.2, {4, 3}}));
  f.add(line_shape({curve}, {f.colours.accent, 2.4, {}}));
  f.text(zh ? "完全均等" : "Equality", {f.at(0.30, 0.42).x, f.at(0.30, 0.42).y}, f.colours.soft_ink, Anchor::kMiddle);
  if (e.gini) f.text((zh ? "基尼系数 " : "Gini ") + fmt::format("{:.3f}", *e.gini), {f.at(0.97, 0.06).x, f.at(0.97, 0.06).y}, f.colours.ink, Anchor::kEnd, true, 15);
  return f.done();
}

namespace {

DisplayList draw_histogram(std::span<const double> values, std::span<const double> weights, const HistogramText& text,
                           double marker, double factor, Colour beyond, const std::string& note, const ChartOptions& options) {
  if (!weights.empty() && weights.size() != values.size())
    throw std::invalid_argument(fmt::format("histogram: {} weights for {} values", weights.size(), values.size()));
  ChartFrame f(options, 260 + (note.empty() ? 0 : 22), text.y + " / " + text.x);
  double least = std::numeric_limits<double>::infinity(), most = -least, all = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!std::isfinite(values[i])) throw std::invalid_argument("histogram: a value is not finite");
    least = std::min(least, values[i] * factor), most = std::max(most, values[i] * factor);
    all += weights.empty() ? 1 : weights[i];
  }
  if (values.empty() || all <= 0) return f.empty(options.chinese ? "没有数据。" : "There is nothing to show.");
  if (std::isfinite(marker)) most = std::max(most, marker * factor);
  const double from = least >= 0 ? 0 : -round_up_nice(-least);
  const double step = round_up_nice(std::max(most - from, 1e-9) / 19.999);
  const double first = std::floor(from / step) * step;
  const auto n = static_cast<std::size_t>(std::floor((most - first) / step)) + 1;
  std::vector<double> bin(n, 0);
  for (std::size_t i = 0; i < values.size(); ++i)
    bin[std::min(n - 1, static_cast<std::size_t>((values[i] * factor - first) / step))] += weights.empty() ? 1 : weights[i];
  const auto y_ticks = ChartFrame::ticks(*std::max_element(bin.begin(), bin.end()), 4);
  f.set_plot(20 + text_width(grouped(std::llround(y_ticks.back())), ChartFrame::kText), 40, 18, 48 + (note.empty() ? 0 : 22));
  f.set_range(step * static_cast<double>(n), y_ticks.back());
  f.y_axis(y_ticks, [&](double v) { return v == std::floor(v) ? grouped(std::llround(v)) : decimal(v, 2); }, text.y);
  for (std::size_t k = 0; k < n; ++k) {
    if (bin[k] <= 0) continue;
    const Point a = f.at(step * static_cast<double>(k), bin[k]), b = f.at(step * static_cast<double>(k + 1), 0);
    const bool over = std::isfinite(marker) && first + step * static_cast<double>(k) >= marker * factor - 1e-9 * step;
    f.add(box(a.x + 0.75, a.y, std::max(0.5, b.x - a.x - 1.5), b.y - a.y, over ? beyond : f.colours.served));
  }
  std::vector<double> x_ticks;
  const std::size_t every = n <= 8 ? 1 : n <= 12 ? 2 : 4;
  for (std::size_t k = 0; k <= n; k += every) x_ticks.push_back(step * static_cast<double>(k));
  f.x_axis(x_ticks, [&](double v) { return std::abs(v + first) >= 1000 ? grouped(std::llround(v + first)) : decimal(v + first, 2); }, text.x);
  if (std::isfinite(marker)) {
    const Point p = f.at(marker * factor - first, 0);
    f.add(line_shape({{{p.x, f.plot().min_y - 4}, p}}, {f.colours.ink, 1.5, {5, 3}}));
    const bool left = p.x > (f.plot().min_x + f.plot().max_x) / 2;
    f.text(text.marker_label, {p.x + (left ? -6 : 6), f.plot().min_y - 6}, f.colours.ink, left ? Anchor::kEnd : Anchor::kStart);
  }
  f.text(note, {8, f.height - 8}, f.colours.soft_ink);
  return f.done();
}

}  // namespace

DisplayList histogram(std::span<const double> values, std::span<const double> weights, const HistogramText& text,
                      double marker, const ChartOptions& options) {
  return draw_histogram(values, weights, text, marker, 1, palette(options.dark).served, "", options);
}

DisplayList cost_histogram(const World& world, const Study& study, std::size_t level, const ChartOptions& options) {
  check_level(study, level);
  const auto& result = study.levels[level];
  if (result.nearest.cost.size() != world.demand.size())
    throw std::invalid_argument(fmt::format("cost_histogram: {} costs for {} demand points", result.nearest.cost.size(), world.demand.size()));
  const bool zh = options.chinese, minutes = result.spec.unit == CostUnit::kSeconds;
  std::vector<double> values, weights;
  std::int64_t unreachable = 0;
  for (std::size_t i = 0; i < world.demand.size(); ++i) {
    if (!is_counted(world, study, i) || world.demand[i].persons <= 0) continue;
    if (result.nearest.cost[i] >= kUnreachable) {
      unreachable += world.demand[i].persons;
      continue;
    }
    values.push_back(from_cost(result.nearest.cost[i]));
    weights.push_back(static_cast<double>(world.demand[i].persons));
  }
  const HistogramText text{minutes ? (zh ? "分钟" : "minutes") : (zh ? "米" : "metres"), zh ? "人" : "Persons",
                           (zh ? "标准 " : "standard ") + cost_text(result.spec.cutoff, result.spec.unit, zh)};
  const std::string note = unreachable == 0 ? ""
                           : zh ? "另有 " + grouped(unreachable) + " 人没有可走的路。"
                                : grouped(unreachable) + " more people have no way to walk there.";
  return draw_histogram(values, weights, text, result.spec.cutoff, minutes ? 1.0 / 60 : 1, palette(options.dark).out_of_reach, note, options);
}

namespace {

DisplayList cell(const ChartOptions& options, std::vector<Shape> shapes) {
  DisplayList list;
  list.width_px = options.width_px, list.height_px = options.height_px > 0 ? options.height_px : 16;
  if (!(list.width_px > 0)) throw std::invalid_argument("chart: a table cell needs a width");
  list.map_frame = {0, 0, list.width_px, list.height_px};
  if (!options.transparent) list.background = options.dark ? palette(true).paper : palette(false).panel;
  list.layers = {{"cell", std::move(shapes), false}};
  return list;
}

}  // namespace

DisplayList bar_cell(double share, const ChartOptions& options) {
  const Palette& p = palette(options.dark);
  const double h = options.height_px > 0 ? options.height_px : 16;
  Shape ground = box(0, 2, options.width_px, h - 4, p.block);
  if (!std::isfinite(share)) {
    ground.fill = p.no_data, ground.hatch = Hatch::kDots, ground.stroke.colour = p.no_data_dots;
    DisplayList list = cell(options, {ground});
    list.title = options.chinese ? "无数据" : "no data";
    return list;
  }
  DisplayList list = cell(options, {ground, box(0, 2, std::clamp(share, 0.0, 1.0) * options.width_px, h - 4, p.served)});
  list.title = percent(share);
  return list;
}

DisplayList split_cell(std::int64_t served, std::int64_t no_capacity, std::int64_t out_of_reach, const ChartOptions& options) {
  const Palette& p = palette(options.dark);
  const double h = options.height_px > 0 ? options.height_px : 16;
  if (served < 0 || no_capacity < 0 || out_of_reach < 0) throw std::invalid_argument("split_cell: persons below 0");
  std::vector<Shape> shapes;
  const auto part = shares(served, no_capacity, out_of_reach);
  if (served + no_capacity + out_of_reach == 0) {
    Shape ground = box(0, 2, options.width_px, h - 4, p.no_data);
    ground.hatch = Hatch::kDots, ground.stroke.colour = p.no_data_dots;
    shapes.push_back(ground);
  }
  put_split(shapes, p, 0, 2, options.width_px, h - 4, part);
  DisplayList list = cell(options, std::move(shapes));
  list.title = percent(part[0]) + " · " + percent(part[1]) + " · " + percent(part[2]);
  return list;
}

}  // namespace catchment::scene
