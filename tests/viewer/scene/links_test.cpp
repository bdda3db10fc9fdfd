// The links of the sharing graph over the map.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <tuple>

#include "sim/core/random.h"
#include "tests/viewer/scene/golden.h"
#include "tests/viewer/scene/sharing_town.h"
#include "viewer/scene/export.h"
#include "viewer/scene/link_bundles.h"
#include "viewer/scene/link_styles.h"
#include "viewer/scene/map.h"
#include "viewer/scene/map_draft.h"
#include "viewer/scene/overlay.h"
#include "viewer/scene/symbology.h"

namespace catchment::scene {
namespace {

const test::LittleTown& town() {
  static const test::LittleTown t = test::sharing_town();
  return t;
}

const DisplayLayer* layer(const DisplayList& list, const std::string& name) {
  for (const auto& l : list.layers)
    if (l.name == name) return &l;
  return nullptr;
}

DisplayList links_map(LayerFilter filter = {}, bool chinese = true, bool dark = false) {
  MapOptions o;
  o.theme = MapTheme::kLinks, o.chinese = chinese, o.dark = dark, o.filter = std::move(filter);
  return draw_map(town().world, town().study, town().scenario, o);
}

std::size_t ribbons(const DisplayList& list) {
  const auto* l = layer(list, "links");
  return l == nullptr ? 0 : static_cast<std::size_t>(std::count_if(l->shapes.begin(), l->shapes.end(), [](const Shape& s) { return s.kind == Shape::Kind::kPath; }));
}

std::string texts(const DisplayList& list) {
  std::string out;
  for (const auto& l : list.layers)
    for (const auto& s : l.shapes)
      if (s.kind == Shape::Kind::kText) out += s.text + " ";
  return out;
}

TEST(Links, ThereAndBackLieOnEitherSideOfTheStraightWay) {
  const auto there = link_ribbon({0, 0}, {100, 0}, 0.15, 6, 1), back = link_ribbon({100, 0}, {0, 0}, 0.15, 6, 1);
  for (const auto& ring : there)
    for (const Point p : ring) EXPECT_LE(p.y, 3.1) << "left of a way to the right is up";
  for (const auto& ring : back)
    for (const Point p : ring) EXPECT_GE(p.y, -3.1);
  EXPECT_NEAR(link_middle({0, 0}, {100, 0}, 0.15).y, -15, 1e-9);
  EXPECT_NEAR(link_middle({100, 0}, {0, 0}, 0.15).y, 15, 1e-9);
}

TEST(Links, ARibbonHasItsWidthsAtItsEndsAndDashesCoverTheirShare) {
  const auto whole = link_ribbon({0, 0}, {200, 0}, 0, 8, 2);
  ASSERT_EQ(whole.size(), 1U);
  EXPECT_NEAR(distance(whole[0].front(), whole[0].back()), 8, 1e-9);
  const std::size_t half = whole[0].size() / 2;
  EXPECT_NEAR(distance(whole[0][half - 1], whole[0][half]), 2, 1e-9);
  const auto dashed = link_ribbon({0, 0}, {200, 0}, 0, 4, 4, 6, 4);
  EXPECT_EQ(dashed.size(), 20U);
  double area = 0;
  for (const auto& ring : dashed) area += std::abs(signed_area(ring));
  EXPECT_NEAR(area, 0.6 * 200 * 4, 1e-6);
  EXPECT_TRUE(link_ribbon({5, 5}, {5, 5}, 0.1, 4, 1).empty());
}

TEST(Links, EveryTypeHasItsColourAndStandsOutOnItsGround) {
  for (const bool dark : {false, true}) {
    std::set<std::tuple<int, int, int>> seen;
    for (const LinkType type : kLinkTypeOrder) {
      const Colour c = link_colour(type, dark);
      seen.insert({c.r, c.g, c.b});
      EXPECT_GE(contrast(c, palette(dark).paper), 1.9) << static_cast<int>(type);
    }
    EXPECT_EQ(seen.size(), kLinkTypes);
  }
  EXPECT_EQ(link_amount(LinkType::kVenue, 1234, true), "1,234 小时/月");
  EXPECT_EQ(link_amount(LinkType::kFunds, 1'200'000, false), "¥12,000 a year");
  EXPECT_EQ(link_amount(LinkType::kAffiliation, 3, false), "3");
}

TEST(Links, TheFiltersKeepExactlyTheirLinks) {
  const LinkTable table = link_table(town().world);
  const auto& links = town().world.links;
  ASSERT_EQ(table.n_links(), links.size());
  const auto count = [&](const LayerFilter& f) {
    std::size_t n = 0;
    for (std::size_t k = 0; k < table.n_links(); ++k) n += passes(table, k, f);
    return n;
  };
  LayerFilter f;
  EXPECT_EQ(count(f), static_cast<std::size_t>(std::count_if(links.begin(), links.end(), [](const auto& l) { return l.status != LinkStatus::kLapsed; })));
  f.link_statuses = 0b1111;
  EXPECT_EQ(count(f), links.size());
  f.link_types = 1u << static_cast<unsigned>(LinkType::kVenue);
  EXPECT_EQ(count(f), static_cast<std::size_t>(std::count_if(links.begin(), links.end(), [](const auto& l) { return l.type == LinkType::kVenue; })));
  f = {};
  f.link_statuses = 1u << static_cast<unsigned>(LinkStatus::kProposed);
  EXPECT_EQ(count(f), static_cast<std::size_t>(std::count_if(links.begin(), links.end(), [](const auto& l) { return l.status == LinkStatus::kProposed; })));
  f = {};
  for (const std::uint32_t district : link_districts(table)) {
    f.link_district = district;
    std::size_t brute = 0;
    for (std::size_t k = 0; k < table.n_links(); ++k)
      brute += links[k].status != LinkStatus::kLapsed && (table.district[table.from[k]] == district || table.district[table.to[k]] == district);
    EXPECT_EQ(count(f), brute);
  }
  f = {};
  f.organisation_types = ~(1u << static_cast<unsigned>(OrganisationType::kCollege));
  for (std::size_t k = 0; k < table.n_links(); ++k)
    for (const Partner p : {links[k].from, links[k].to})
      EXPECT_FALSE(passes(table, k, f) && p.table == Partner::Table::kOrganisation && town().world.organisations[p.index].type == OrganisationType::kCollege);
}

TEST(Links, TheSumsAreThoseOfTheLinksThatPass) {
  const LinkTable table = link_table(town().world);
  const LinkSums sums = link_sums(table, {});
  for (std::size_t t = 0; t < kLinkTypes; ++t) {
    std::int64_t n = 0;
    double capacity = 0;
    for (const auto& l : town().world.links)
      if (static_cast<std::size_t>(l.type) == t && l.status != LinkStatus::kLapsed) ++n, capacity += std::max(0.0, l.capacity);
    EXPECT_EQ(sums.links[t], n);
    EXPECT_NEAR(sums.capacity[t], capacity, 1e-6);
  }
}

TEST(Links, WhoIsWithinSomeStepsIsWhatASearchFinds) {
  const LinkTable table = link_table(town().world);
  LayerFilter f;
  for (const int steps : {0, 1, 2, 3})
    for (std::uint32_t v = 0; v < table.n_nodes(); v += 5) {
      std::set<Partner> want{table.node[v]};
      for (int s = 0; s < steps; ++s) {
        auto next = want;
        for (const auto& l : town().world.links) {
          if (l.status == LinkStatus::kLapsed) continue;
          if (want.contains(l.from)) next.insert(l.to);
          if (want.contains(l.to)) next.insert(l.from);
        }
        want = std::move(next);
      }
      EXPECT_EQ(partners_within(table, table.node[v], steps, f), std::vector<Partner>(want.begin(), want.end()));
    }
  EXPECT_EQ(partners_within(table, FacilityId(0u), 2, f), std::vector<Partner>{Partner(FacilityId(0u))}) << "without links it is alone";
}

TEST(LinkBundles, NoLinkIsLostOrCountedTwice) {
  const LinkTable table = link_table(town().world);
  for (const Zoom zoom : {Zoom::kBlock, Zoom::kDistrict, Zoom::kCity})
    for (const double metres : {1.0, 8.0, 30.0}) {
      const LinkBundles all = bundle_links(table, {}, zoom, metres);
      std::int64_t links = all.within + all.without_place;
      double hours = 0;
      for (const LinkBundle& b : all.bundles) {
        links += b.links;
        if (b.type == LinkType::kVenue) hours += std::max(0.0, b.capacity);
        EXPECT_GE(b.width_u, kThinLinkU);
        EXPECT_LE(b.width_u, kWideLinkU);
      }
      EXPECT_EQ(links, link_sums(table, {}).all());
      EXPECT_EQ(all.without_place, 1) << "the unit's";
      EXPECT_TRUE(zoom == Zoom::kCity || std::abs(hours - link_sums(table, {}).capacity[static_cast<std::size_t>(LinkType::kVenue)]) < 1e-9);
    }
  EXPECT_LT(bundle_links(table, {}, Zoom::kCity, 15).bundles.size(), bundle_links(table, {}, Zoom::kBlock, 1).bundles.size());
}

TEST(LinkBundles, MoreOfATypeIsWiderAndTheMostIsTheWidest) {
  const LinkBundles all = bundle_links(link_table(town().world), {}, Zoom::kBlock, 1);
  for (const LinkType type : {LinkType::kVenue, LinkType::kVolunteer, LinkType::kSecondment, LinkType::kTraining, LinkType::kFunds}) {
    std::vector<std::pair<double, double>> of;
    for (const LinkBundle& b : all.bundles)
      if (b.type == type) of.emplace_back(b.capacity, b.width_u);
    ASSERT_GT(of.size(), 2U);
    std::sort(of.begin(), of.end());
    EXPECT_TRUE(std::is_sorted(of.begin(), of.end(), [](const auto& a, const auto& b) { return a.second < b.second; }));
    EXPECT_NEAR(of.back().second, kWideLinkU, 1e-9);
  }
}

TEST(LinkBundles, NothingChangesWhileTheMapIsMoved) {
  // Bundles do not know the window: what is drawn in both pictures is drawn alike.
  OverlayInput in;
  in.world = &town().world, in.scenario = &town().scenario;
  OverlayOptions o;
  for (auto& l : o.layers) l.visible = l.layer == MapLayer::kLinks;
  Camera c;
  c.centre = {350800, 3460600}, c.metres_per_px = 16, c.width = 900, c.height = 700;
  const auto before = draw_overlay(in, c, o);
  c.centre.x += 160;
  const auto after = draw_overlay(in, c, o);
  ASSERT_GT(ribbons(before), 10U);
  ASSERT_EQ(ribbons(before), ribbons(after));
  for (std::size_t k = 0; k < layer(before, "links")->shapes.size(); ++k) {
    const Shape &a = layer(before, "links")->shapes[k], &b = layer(after, "links")->shapes[k];
    if (a.kind != Shape::Kind::kPath) continue;
    EXPECT_NEAR(a.rings[0][0].x - 10, b.rings[0][0].x, 1e-6);
  }
}

TEST(Links, OutsideTheFocusTheyAreFaint) {
  LayerFilter f;
  const LinkTable table = link_table(town().world);
  f.link_focus = partners_within(table, OrganisationId(4u), 1, f);
  ASSERT_GT(f.link_focus.size(), 2U);
  const LinkBundles all = bundle_links(table, f, Zoom::kBlock, 1);
  std::int64_t clear = 0;
  for (const LinkBundle& b : all.bundles) clear += b.faint ? 0 : b.links;
  std::int64_t want = 0;
  for (const auto& l : town().world.links) {
    const auto in = [&](Partner p) { return std::binary_search(f.link_focus.begin(), f.link_focus.end(), p); };
    want += l.status != LinkStatus::kLapsed && in(l.from) && in(l.to);
  }
  EXPECT_EQ(clear, want);
  const auto list = links_map(f);
  std::size_t faint = 0;
  for (const auto& s : layer(list, "links")->shapes) faint += s.kind == Shape::Kind::kPath && s.fill.a < 30;
  EXPECT_GT(faint, 10U);
}

TEST(Links, TheLegendTellsTypesCountsAmountsAndWhatIsLeftOut) {
  const std::string all = texts(links_map({}, false));
  for (const char* words : {"Sharing links", "Venue", "Volunteer service", "hours a month", "Affiliation", "Proposed", "1 more have no place", "Who shares what with whom"}) EXPECT_NE(all.find(words), std::string::npos) << words;
  EXPECT_EQ(all.find("Lapsed"), std::string::npos);
  LayerFilter f;
  f.link_types = 1u << static_cast<unsigned>(LinkType::kVenue);
  const std::string one = texts(links_map(f, true));
  EXPECT_NE(one.find("场地共享"), std::string::npos);
  EXPECT_EQ(one.find("志愿服务"), std::string::npos);
}

TEST(Links, OfVeryManyTheStrongestAreDrawnAndTheLegendSaysSo) {
  test::LittleTown many = test::sharing_town(14, 8);
  World& w = many.world;
  w.links.clear();
  const auto n = static_cast<std::uint32_t>(w.organisations.size());
  Stream random(3, "many");
  for (std::uint32_t a = 0; a < n; ++a)
    for (std::uint32_t b = 0; b < n; ++b)
      for (const LinkType type : {LinkType::kVenue, LinkType::kVolunteer})
        if (a != b) {
          SharingLink link;
          link.from = OrganisationId(a), link.to = OrganisationId(b), link.type = type, link.capacity = random.uniform(1, 100);
          w.links.push_back(link);
        }
  MapOptions o;
  o.theme = MapTheme::kLinks, o.chinese = false;
  const auto list = draw_map(w, many.study, many.scenario, o);
  EXPECT_LE(ribbons(list), most_links_drawn(Zoom::kBlock));
  EXPECT_NE(texts(list).find("Only the strongest 2,500 of"), std::string::npos);
}

TEST(Links, TwoPicturesOfOneWorldAreTheSameBytes) { EXPECT_EQ(to_svg(links_map()), to_svg(links_map())); }

TEST(LinkPictures, OverTheQuietMap) {
  test::expect_golden_picture("viewer_links_zh.png", to_png(links_map()), 0.01);
  test::expect_golden_picture("viewer_links_en_dark.png", to_png(links_map({}, false, true)), 0.01);
}

TEST(LinkPictures, OneOrganisationAndItsPartners) {
  LayerFilter f;
  f.link_focus = partners_within(link_table(town().world), OrganisationId(4u), 1, f);
  test::expect_golden_picture("viewer_links_focus.png", to_png(links_map(f, false)), 0.01);
}

}  // namespace
}  // namespace catchment::scene
