#include "viewer/scene/theming.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>
#include <string>

#include "sim/core/random.h"
#include "tests/viewer/scene/little_town.h"
#include "viewer/scene/colour.h"
#include "viewer/scene/map_draft.h"
#include "viewer/scene/symbology.h"
#include "viewer/scene/theme_rule.h"

namespace catchment::scene {
namespace {

const test::LittleTown& town() {
  static const test::LittleTown t = [] {
    auto made = test::little_town();
    Stream random(3, "floors");
    for (auto& b : made.world.buildings) b.floors = static_cast<std::int32_t>(random.between(1, 30)), b.dwellings = b.floors * 4;
    made.study.levels[1].nearest.cost[5] = kUnreachable;
    return made;
  }();
  return t;
}
const Study& before() {
  static const Study s = test::little_town_before(town());
  return s;
}

constexpr FigureKind kKinds[] = {FigureKind::kLevels, FigureKind::kSplit, FigureKind::kMinutes, FigureKind::kCost, FigureKind::kBackup,
                                 FigureKind::kDifference, FigureKind::kCostChange, FigureKind::kPersons, FigureKind::kPersonsPerHectare,
                                 FigureKind::kFloors, FigureKind::kDwellings, FigureKind::kBuildingKind, FigureKind::kNone};
constexpr ClassMethod kMethods[] = {ClassMethod::kQuantile, ClassMethod::kEqual, ClassMethod::kNaturalBreaks, ClassMethod::kStandard};

void expect_same(const ThemeFigures& a, const ThemeFigures& b) {
  EXPECT_EQ(a.title, b.title);
  EXPECT_EQ(a.note, b.note);
  EXPECT_EQ(a.of, b.of);
  ASSERT_EQ(a.classes.size(), b.classes.size());
  for (std::size_t k = 0; k < a.classes.size(); ++k) {
    EXPECT_EQ(a.classes[k].fill, b.classes[k].fill);
    EXPECT_EQ(a.classes[k].hatch, b.classes[k].hatch);
    EXPECT_EQ(a.classes[k].label, b.classes[k].label);
    EXPECT_EQ(a.classes[k].persons, b.classes[k].persons) << a.title << " " << a.classes[k].label;
    EXPECT_EQ(a.classes[k].places, b.classes[k].places);
  }
}

TEST(Theming, IsTheThemeOfThePrint) {
  for (const bool chinese : {true, false})
    for (const auto theme : {MapTheme::kLevels, MapTheme::kCoverage, MapTheme::kMinutes, MapTheme::kDifference}) {
      MapOptions o;
      o.theme = theme, o.level = 2, o.chinese = chinese, o.base = &before();
      const MapDraft d{town().world, town().study, town().scenario, o, palette(false), {}, Zoom::kBlock, false, {}, {}, LabelPlacer{}};
      Theming t(town().world, town().scenario);
      const StudyView now = view_of(town().study), base = view_of(before());
      t.set(*figure_of(o), {}, now, &base, chinese, false);
      expect_same(t.figures(), theme_figures(d));
      EXPECT_FALSE(t.figures().classes.empty());
    }
}

TEST(Theming, CountsEverybodyOnceInEveryFigure) {
  const StudyView now = view_of(town().study), base = view_of(before());
  for (const auto kind : kKinds)
    for (const auto method : kMethods)
      for (std::size_t classes = 2; classes <= 7; ++classes) {
        Theming t(town().world, town().scenario);
        t.set({kind, 1}, {method, classes}, now, &base, false, false);
        const auto& f = t.figures();
        std::int64_t persons = 0, ramp = 0;
        for (const auto& c : f.classes) persons += c.persons, ramp += c.hatch != Hatch::kDots;
        if (kind == FigureKind::kNone) EXPECT_TRUE(f.classes.empty());
        else EXPECT_EQ(persons, town().study.population) << f.title;
        EXPECT_LE(ramp, 7) << "more than seven classes: " << f.title;
        for (std::size_t i = 0; i < f.of.size(); ++i)
          ASSERT_TRUE(f.of[i] < static_cast<int>(f.classes.size())) << f.title;
      }
}

TEST(Theming, ClassesHoldTheValuesTheirLabelsSay) {
  // "Up to 410 m", "410–640 m", ...: classes ascend and no value of a class is above the next one's.
  const StudyView now = view_of(town().study), base = view_of(before());
  for (const auto kind : {FigureKind::kCost, FigureKind::kPersons, FigureKind::kPersonsPerHectare, FigureKind::kFloors, FigureKind::kCostChange})
    for (const auto method : kMethods) {
      Theming t(town().world, town().scenario);
      t.set({kind, 2}, {method, 5}, now, &base, false, false);
      std::vector<double> low(t.figures().classes.size(), INFINITY), high(low.size(), -INFINITY);
      for (std::size_t i = 0; i < town().world.demand.size(); ++i)
        if (const auto v = t.value(i, now, &base); v && t.figures().of[i] >= 0) {
          const auto c = static_cast<std::size_t>(t.figures().of[i]);
          low[c] = std::min(low[c], *v), high[c] = std::max(high[c], *v);
        }
      double last = -INFINITY;
      for (std::size_t c = 0; c < low.size(); ++c)
        if (high[c] >= low[c]) {
          EXPECT_GT(low[c], last) << t.figures().title;
          last = high[c];
        }
      EXPECT_GT(last, -INFINITY);
    }
}

TEST(Theming, StandardClassesOfACostEndAtTheCutoffAndSaySo) {
  const StudyView now = view_of(town().study);
  for (std::size_t level = 0; level < 4; ++level) {
    Theming t(town().world, town().scenario);
    t.set({FigureKind::kCost, level}, {ClassMethod::kStandard, 5}, now, nullptr, false, false);
    std::int64_t within = 0;
    bool marked = false;
    for (const auto& c : t.figures().classes) {
      if (!marked) within += c.persons;
      marked = marked || c.label.find("(standard)") != std::string::npos;
    }
    EXPECT_TRUE(marked) << level;
    EXPECT_EQ(within, level == 1 ? within : town().study.levels[level].coverage.persons_covered);
  }
}

TEST(Theming, UnreachablePeopleHaveAClassOfTheirOwnThatIsNotWhite) {
  const StudyView now = view_of(town().study);
  for (const bool dark : {false, true}) {
    Theming t(town().world, town().scenario);
    t.set({FigureKind::kCost, 1}, {}, now, nullptr, false, dark);
    const auto& last = t.figures().classes.back();
    EXPECT_EQ(t.figures().of[5], static_cast<int>(t.figures().classes.size()) - 1);
    EXPECT_EQ(last.persons, town().world.demand[5].persons);
    EXPECT_EQ(last.hatch, Hatch::kDots);
    EXPECT_GT(colour_difference(last.fill, rgb(0xFFFFFF)), 5);
    EXPECT_FALSE(t.value(5, now, nullptr).has_value());
    EXPECT_EQ(t.value_text(5, now, nullptr), "");
  }
}

/// The town's study with some of its points changed at random, and which.
struct Changed { Study study; std::vector<std::uint32_t> points; };
Changed changed_at_random(const Study& from, std::uint64_t seed) {
  Changed out{from, {}};
  Stream random(seed, "changes");
  for (std::uint32_t i = 0; i < from.counted.size(); ++i) {
    if (random.between(0, 9) > 1) continue;
    out.points.push_back(i);
    for (auto& l : out.study.levels) {
      const auto persons = town().world.demand[i].persons;
      const auto cost = static_cast<Cost>(random.between(0, 1500000));
      l.nearest.cost[i] = random.between(0, 20) == 0 ? kUnreachable : cost;
      l.coverage.backup[i] = static_cast<std::uint32_t>(random.between(0, 8));
      l.coverage.covered[i] = l.coverage.backup[i] > 0;
      auto& c = l.coverage;
      c.persons_served -= c.served[i], c.persons_no_capacity -= c.no_capacity[i], c.persons_out_of_reach -= c.out_of_reach[i];
      c.served[i] = c.covered[i] ? random.between(0, persons) : 0;
      c.no_capacity[i] = c.covered[i] ? persons - c.served[i] : 0;
      c.out_of_reach[i] = c.covered[i] ? 0 : persons;
      c.persons_served += c.served[i], c.persons_no_capacity += c.no_capacity[i], c.persons_out_of_reach += c.out_of_reach[i];
    }
  }
  return out;
}

TEST(Theming, AfterAnUpdateIsWhatItWouldBeAnewWithTheSameBreaks) {
  const StudyView base = view_of(before());
  for (const auto kind : kKinds) {
    Theming t(town().world, town().scenario), whole(town().world, town().scenario);
    Study at = town().study;
    const StudyView start = view_of(at);
    t.set({kind, 2}, {}, start, &base, true, false);
    whole.set({kind, 2}, {}, start, &base, true, false);
    for (std::uint64_t round = 0; round < 5; ++round) {
      const auto was = t.figures().of;
      auto next = changed_at_random(at, round);
      at = std::move(next.study);
      const StudyView now = view_of(at);
      const auto moved = t.update(next.points, now, &base);
      std::size_t differ = 0;
      for (std::size_t i = 0; i < was.size(); ++i) differ += was[i] != t.figures().of[i];
      EXPECT_EQ(moved.size(), differ);
      EXPECT_TRUE(kind >= FigureKind::kPersons || differ > 0);
      whole.refresh(now, &base);
      expect_same(t.figures(), whole.figures());
    }
  }
}

TEST(Theming, ShowsWhoIsReachedUntilThePlacesAreSharedOut) {
  StudyView now = view_of(town().study);
  const StudyView split = now;
  auto& l = now.levels[2];
  l.served = l.no_capacity = l.out_of_reach = {};
  Theming t(town().world, town().scenario);
  t.set({FigureKind::kSplit, 2}, {}, now, nullptr, false, false);
  EXPECT_EQ(t.figures().classes[0].label, "Reached (places not yet shared out)");
  EXPECT_EQ(t.figures().classes[0].persons, town().study.levels[2].coverage.persons_covered);
  EXPECT_EQ(t.figures().classes[1].persons, 0);
  t.update({}, split, nullptr);  // it is there now: seen without being told which points
  Theming anew(town().world, town().scenario);
  anew.set({FigureKind::kSplit, 2}, {}, split, nullptr, false, false);
  expect_same(t.figures(), anew.figures());
}

TEST(Theming, ChangeOfTravelIsBlueWhiteOrangeAboutZero) {
  const StudyView now = view_of(town().study), base = view_of(before());
  Theming t(town().world, town().scenario);
  t.set({FigureKind::kCostChange, 2}, {ClassMethod::kQuantile, 7}, now, &base, false, false);
  const auto& classes = t.figures().classes;
  const std::size_t middle = (classes.size() - 1) / 2;  // the last one is "never reached"
  EXPECT_EQ(classes[middle].label, "As before");
  EXPECT_GT(luminance(classes[middle].fill), 0.9);
  for (std::size_t k = 0; k < middle; ++k) {
    EXPECT_GT(classes[k].fill.b, classes[k].fill.r) << "nearer is blue";
    EXPECT_GT(classes[classes.size() - 2 - k].fill.r, classes[classes.size() - 2 - k].fill.b) << "farther is orange";
  }
  for (std::size_t i = 0; i < town().world.demand.size(); ++i) {
    const auto v = t.value(i, now, &base);
    if (!v || t.figures().of[i] < 0) continue;
    const auto c = static_cast<std::size_t>(t.figures().of[i]);
    EXPECT_EQ(*v < -0.5, c < middle);
    EXPECT_EQ(*v > 0.5, c > middle);
  }
}

TEST(Theming, RefusesWhatDoesNotFitAndKeepsWhatItHad) {
  const StudyView now = view_of(town().study);
  Theming t(town().world, town().scenario);
  t.set({FigureKind::kSplit, 2}, {}, now, nullptr, false, false);
  EXPECT_THROW(t.set({FigureKind::kSplit, 9}, {}, now, nullptr, false, false), std::invalid_argument);
  EXPECT_THROW(t.set({FigureKind::kDifference, 0}, {}, now, nullptr, false, false), std::invalid_argument);
  StudyView torn = now;
  torn.levels[0].nearest_cost = torn.levels[0].nearest_cost.first(3);
  EXPECT_THROW(t.set({FigureKind::kCost, 0}, {}, torn, nullptr, false, false), std::invalid_argument);
  EXPECT_EQ(t.figure(), (Figure{FigureKind::kSplit, 2}));
  EXPECT_EQ(t.figures().classes.size(), 3u);
}

TEST(FiguresOf, OffersEachLevelAndOnlyWhatTheBuildingsHave) {
  const auto all = figures_of(town().world, town().scenario);
  EXPECT_EQ(std::count_if(all.begin(), all.end(), [](const Figure& f) { return f.kind == FigureKind::kSplit; }), 4);
  const auto has = [](const std::vector<Figure>& list, FigureKind kind) { return std::any_of(list.begin(), list.end(), [&](const Figure& f) { return f.kind == kind; }); };
  EXPECT_TRUE(has(all, FigureKind::kFloors));
  auto plain = town().world;
  for (auto& b : plain.buildings) b.floors = 1, b.dwellings = 0;
  EXPECT_FALSE(has(figures_of(plain, town().scenario), FigureKind::kFloors));
  EXPECT_FALSE(has(figures_of(plain, town().scenario), FigureKind::kDwellings));
  for (const auto& f : all)
    for (const bool chinese : {true, false}) EXPECT_NE(figure_title(f, town().scenario, chinese), "");
}

TEST(LevelCountClass, NeverMakesMoreThanSevenClassesAndKeepsAllAndNoneAlone) {
  for (std::size_t n = 1; n <= 40; ++n) {
    int last = -1;
    for (std::size_t k = n + 1; k-- > 0;) {
      const int c = level_count_class(k, n);
      EXPECT_GE(c, last);
      EXPECT_LE(c, 6);
      EXPECT_EQ(c == 0, k == n);
      last = c;
    }
    EXPECT_EQ(last, static_cast<int>(std::min<std::size_t>(n, 6)));
    if (n > 1) { EXPECT_NE(level_count_class(1, n), level_count_class(0, n)); }
  }
}

// -- breaks ----------------------------------------------------------------------------------------------------------------

double spread(const std::vector<double>& sorted, const std::vector<double>& breaks) {
  double all = 0;
  std::size_t from = 0;
  for (std::size_t k = 0; k <= breaks.size(); ++k) {
    std::size_t to = from;
    while (to < sorted.size() && (k == breaks.size() || sorted[to] <= breaks[k])) ++to;
    const double n = static_cast<double>(to - from);
    const double mean = n > 0 ? std::accumulate(sorted.begin() + static_cast<std::ptrdiff_t>(from), sorted.begin() + static_cast<std::ptrdiff_t>(to), 0.0) / n : 0;
    for (std::size_t i = from; i < to; ++i) all += (sorted[i] - mean) * (sorted[i] - mean);
    from = to;
  }
  return all;
}

TEST(ClassBreaks, NaturalOnesAreTheBestOfAllPossible) {
  Stream random(11, "breaks");
  for (int round = 0; round < 200; ++round) {
    std::vector<double> v;
    const auto n = random.between(2, 11);
    for (std::int64_t i = 0; i < n; ++i) v.push_back(static_cast<double>(random.between(0, 30)));
    std::sort(v.begin(), v.end());
    std::vector<double> distinct = v;
    distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
    const auto classes = static_cast<std::size_t>(random.between(2, 5));
    // Every set of ends, by the bits of a number.
    double best = INFINITY;
    for (std::uint32_t bits = 0; bits < (1u << (distinct.size() - 1)); ++bits) {
      std::vector<double> ends;
      for (std::size_t i = 0; i + 1 < distinct.size(); ++i)
        if (bits >> i & 1u) ends.push_back(distinct[i]);
      if (ends.size() + 1 <= classes) best = std::min(best, spread(v, ends));
    }
    const auto found = class_breaks(v, {}, {ClassMethod::kNaturalBreaks, classes});
    EXPECT_LE(found.size() + 1, classes);
    EXPECT_NEAR(spread(v, found), best, 1e-9);
  }
}

TEST(ClassBreaks, WeightsCountAsSoManyEqualValues) {
  Stream random(5, "weights");
  std::vector<double> v, w, repeated;
  for (int i = 0; i < 40; ++i) {
    v.push_back(random.uniform(0, 100));
    w.push_back(static_cast<double>(random.between(0, 6)));
    for (int k = 0; k < static_cast<int>(w.back()); ++k) repeated.push_back(v.back());
  }
  for (const auto method : kMethods)
    for (std::size_t classes = 2; classes <= 7; ++classes)
      EXPECT_EQ(class_breaks(v, w, {method, classes}), class_breaks(repeated, {}, {method, classes}));
}

TEST(ClassBreaks, QuantilesShareTheWeightEvenly) {
  std::vector<double> v(1000);
  std::iota(v.begin(), v.end(), 1.0);
  EXPECT_EQ(class_breaks(v, {}, {ClassMethod::kQuantile, 5}), (std::vector<double>{200, 400, 600, 800}));
  EXPECT_EQ(class_breaks(v, {}, {ClassMethod::kEqual, 4}), (std::vector<double>{250.75, 500.5, 750.25}));
  EXPECT_EQ(class_breaks(v, {}, {ClassMethod::kStandard, 5}), (std::vector<double>{200, 400, 600, 800}));
}

TEST(ClassBreaks, AreAscendingDistinctAndBelowTheHighestValue) {
  Stream random(8, "any values");
  for (int round = 0; round < 300; ++round) {
    std::vector<double> v;
    const double scale = std::pow(10, random.uniform(-3, 6));
    const auto n = random.between(1, 60);
    for (std::int64_t i = 0; i < n; ++i) v.push_back(std::round(random.uniform(-3, 9)) * scale);
    const double high = *std::max_element(v.begin(), v.end()), low = *std::min_element(v.begin(), v.end());
    for (const auto method : kMethods)
      for (std::size_t classes = 2; classes <= 7; ++classes) {
        const auto b = class_breaks(v, {}, {method, classes});
        EXPECT_LT(b.size(), classes);
        EXPECT_TRUE(std::is_sorted(b.begin(), b.end()));
        EXPECT_EQ(std::adjacent_find(b.begin(), b.end()), b.end());
        if (!b.empty()) {
          EXPECT_GE(b.front(), low);
          EXPECT_LT(b.back(), high);
        }
      }
  }
}

TEST(ClassBreaks, OfManyValuesAreThinnedAndStillNearTheBest) {
  std::vector<double> v;
  Stream random(2, "three heaps");
  for (int i = 0; i < 30000; ++i) v.push_back((i % 3) * 1000 + random.uniform(0, 100));
  const auto b = class_breaks(v, {}, {ClassMethod::kNaturalBreaks, 3});
  ASSERT_EQ(b.size(), 2u);
  EXPECT_TRUE(b[0] >= 99 && b[0] < 1000) << b[0];
  EXPECT_TRUE(b[1] >= 1099 && b[1] < 2000) << b[1];
}

TEST(ClassBreaks, RefuseWhatIsNoNumber) {
  EXPECT_THROW(class_breaks(std::vector<double>{1, NAN}, {}, {}), std::invalid_argument);
  EXPECT_THROW(class_breaks(std::vector<double>{1, 2}, std::vector<double>{1}, {}), std::invalid_argument);
  EXPECT_THROW(class_breaks(std::vector<double>{1, 2}, std::vector<double>{1, -1}, {}), std::invalid_argument);
  EXPECT_TRUE(class_breaks({}, {}, {}).empty());
  EXPECT_TRUE(class_breaks(std::vector<double>{4, 4}, {}, {}).empty());
}

// -- colours ---------------------------------------------------------------------------------------------------------------

/// CIEDE2000 between neighbouring classes of a ramp, under every kind of colour vision: 5 is seen at once side by side, and seven classes of
/// one ramp cannot have much more.
constexpr double kNeighboursApart = 5;

TEST(Ramps, NeighboursStayApartForEveryKindOfColourVision) {
  for (const bool dark : {false, true})
    for (const Vision v : {Vision::kNormal, Vision::kDeutan, Vision::kProtan, Vision::kTritan}) {
      const auto apart = [&](const std::vector<Colour>& ramp, const char* name) {
        for (std::size_t i = 1; i < ramp.size(); ++i)
          EXPECT_GE(colour_difference(simulate(ramp[i - 1], v), simulate(ramp[i], v)), kNeighboursApart)
              << name << " of " << ramp.size() << ", step " << i << (dark ? ", dark" : ", light") << ", vision " << static_cast<int>(v);
      };
      for (std::size_t n = 2; n <= 7; ++n) apart(sequential(n, dark), "sequential");
      for (std::size_t n = 1; n <= 3; ++n) apart(diverging(n, dark), "diverging");
      for (std::size_t n = 1; n <= 6; ++n) apart(level_counts(n, dark), "level counts");
      const StudyView now = view_of(town().study), base = view_of(before());
      for (const auto kind : kKinds) {
        Theming t(town().world, town().scenario);
        t.set({kind, 2}, {ClassMethod::kQuantile, 7}, now, &base, false, dark);
        std::vector<Colour> fills;
        for (const auto& c : t.figures().classes)
          if (c.hatch != Hatch::kDots) fills.push_back(c.fill);
        apart(fills, t.figures().title.c_str());
      }
    }
}

TEST(Diverging, IsAsStrongOnBothSidesAndQuietInTheMiddle) {
  for (const bool dark : {false, true})
    for (std::size_t steps = 1; steps <= 3; ++steps) {
      const auto ramp = diverging(steps, dark);
      ASSERT_EQ(ramp.size(), 2 * steps + 1);
      const double ground = lab(palette(dark).paper).l;
      for (std::size_t k = 0; k < steps; ++k) {
        EXPECT_NEAR(lab(ramp[k]).l, lab(ramp[2 * steps - k]).l, 8) << "as light on both sides";
        EXPECT_GT(std::abs(lab(ramp[k]).l - ground), std::abs(lab(ramp[k + 1]).l - ground)) << "stronger outwards";
      }
    }
}

}  // namespace
}  // namespace catchment::scene
