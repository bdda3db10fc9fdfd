// The sharing graph as a picture of its own.
#include "viewer/scene/network_picture.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "sim/core/random.h"
#include "tests/viewer/scene/golden.h"
#include "tests/viewer/scene/sharing_town.h"
#include "viewer/scene/export.h"
#include "viewer/scene/link_table.h"
#include "viewer/scene/network_layout.h"

namespace catchment::scene {
namespace {

GraphChoice with_proposed() {
  GraphChoice choice;
  choice.proposed = true;
  return choice;
}

const Network& network() {
  static const Network n = [] {
    const auto town = test::sharing_town();
    Network made = network_of(town.world, with_proposed());
    lay_out(made);
    return made;
  }();
  return n;
}

/// Two rings of twelve joined by one link, a triangle apart, two nodes alone.
SharingGraph two_rings() {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> links;
  for (std::uint32_t i = 0; i < 12; ++i)
    for (const std::uint32_t base : {0u, 12u})
      for (const std::uint32_t step : {1u, 2u, 3u}) links.emplace_back(base + i, base + (i + step) % 12);
  links.emplace_back(0, 12);
  links.emplace_back(24, 25), links.emplace_back(25, 26), links.emplace_back(26, 24);
  return graph_of_pairs(29, links);
}

double mean(const std::vector<double>& v) { return std::accumulate(v.begin(), v.end(), 0.0) / static_cast<double>(v.size()); }

TEST(NetworkLayout, LinkedNodesLieTogetherAndPartsApart) {
  const SharingGraph g = two_rings();
  const std::vector<Point> start(29);
  const std::vector<std::uint8_t> placed(29, 0);
  NetworkLayout layout(g, start, placed);
  layout.run(NetworkLayout::kRounds);
  const auto at = layout.places();
  std::vector<double> linked, unlinked;
  for (std::uint32_t a = 0; a < 24; ++a)
    for (std::uint32_t b = a + 1; b < 24; ++b) {
      const auto n = g.neighbours(a);
      (std::find(n.begin(), n.end(), b) != n.end() ? linked : unlinked).push_back(distance(at[a], at[b]));
    }
  EXPECT_LT(mean(linked), 0.55 * mean(unlinked));
  // The two rings do not lie over each other.
  Point west, east;
  for (std::uint32_t v = 0; v < 12; ++v) west.x += at[v].x / 12, west.y += at[v].y / 12, east.x += at[v + 12].x / 12, east.y += at[v + 12].y / 12;
  EXPECT_GT(distance(west, east), 1.5 * mean(linked));
  // Parts that nothing joins have boxes of their own.
  Box whole, triangle;
  for (std::uint32_t v = 0; v < 24; ++v) whole.add(at[v]);
  for (std::uint32_t v = 24; v < 27; ++v) triangle.add(at[v]);
  const bool apart = triangle.min_x > whole.max_x || triangle.max_x < whole.min_x || triangle.min_y > whole.max_y || triangle.max_y < whole.min_y;
  EXPECT_TRUE(apart);
  for (std::uint32_t a = 0; a < 29; ++a)
    for (std::uint32_t b = a + 1; b < 29; ++b) EXPECT_GT(distance(at[a], at[b]), 1e-3) << a << " " << b;
}

TEST(NetworkLayout, IsTheSameEveryTimeAndInPieces) {
  const SharingGraph g = two_rings();
  const std::vector<Point> start(29);
  const std::vector<std::uint8_t> placed(29, 0);
  NetworkLayout once(g, start, placed), pieces(g, start, placed);
  once.run(1000);
  while (pieces.run(7)) {}
  EXPECT_EQ(once.rounds(), NetworkLayout::kRounds);
  EXPECT_EQ(once.places(), pieces.places());
}

TEST(NetworkLayout, BeginsWherePartnersStandOnTheGround) {
  const std::vector<std::pair<std::uint32_t, std::uint32_t>> links{{0, 1}, {1, 2}, {2, 3}, {3, 0}};
  const SharingGraph g = graph_of_pairs(4, links);
  const std::vector<Point> start{{0, 0}, {100, 0}, {100, 100}, {0, 100}};
  const std::vector<std::uint8_t> placed(4, 1);
  const auto at = NetworkLayout(g, start, placed).places();
  EXPECT_LT(at[0].x, at[1].x);
  EXPECT_LT(at[0].y, at[3].y);
  EXPECT_NEAR(at[1].x, at[2].x, 0.3);
}

TEST(NetworkLayout, CarriesNodesInOnePlaceApartAndRefusesWhatDoesNotFit) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> links;
  for (std::uint32_t i = 1; i < 40; ++i) links.emplace_back(0, i);
  const SharingGraph star = graph_of_pairs(40, links);
  const std::vector<Point> start(40, Point{350000, 3460000});
  const std::vector<std::uint8_t> placed(40, 1);
  NetworkLayout layout(star, start, placed);
  layout.run(NetworkLayout::kRounds);
  const auto at = layout.places();
  for (std::uint32_t a = 0; a < 40; ++a) {
    EXPECT_TRUE(std::isfinite(at[a].x) && std::isfinite(at[a].y));
    for (std::uint32_t b = a + 1; b < 40; ++b) EXPECT_GT(distance(at[a], at[b]), 0.02);
  }
  EXPECT_THROW(NetworkLayout(star, std::vector<Point>(39), placed), std::invalid_argument);
}

TEST(NetworkPicture, HasADiscForEveryPartnerAndPicksIt) {
  NetworkPictureOptions o;
  o.legend = false;
  const auto list = draw_network(network(), o);
  std::size_t discs = 0;
  for (const auto& l : list.layers)
    if (l.name == "nodes") discs = l.shapes.size();
  EXPECT_EQ(discs, network().graph.n_nodes());
  const NetworkView view = network_view(network(), {}, {0, 0, 960, 640}, 1);
  std::size_t found = 0;
  for (std::uint32_t v = 0; v < network().at.size(); ++v) {
    const Point px = view.px(network().at[v]);
    EXPECT_TRUE((Box{0, 0, 960, 640}.contains(px)));
    found += network_node_at(network(), view, px, 4, 1) == v;
    EXPECT_NEAR(view.from_px(px).x, network().at[v].x, 1e-9);
  }
  EXPECT_GT(found, network().at.size() * 9 / 10) << "a heavier neighbour may lie over a light one";
  EXPECT_EQ(network_node_at(network(), view, {-500, -500}, 4, 1), UINT32_MAX);
}

TEST(NetworkPicture, TheFilterTakesTypesAwayAndTheFocusLeavesTheOthersFaint) {
  NetworkPictureOptions o;
  o.chinese = false;
  const auto count = [&](const NetworkPictureOptions& options) {
    std::size_t clear = 0, faint = 0;
    for (const auto& l : draw_network(network(), options).layers)
      if (l.name == "nodes")
        for (const auto& s : l.shapes) ++(s.fill.a > 100 ? clear : faint);
    return std::pair{clear, faint};
  };
  EXPECT_EQ(count(o).second, 0U);
  o.filter.link_types = 1u << static_cast<unsigned>(LinkType::kVenue);
  const auto venue = count(o);
  EXPECT_LT(venue.first, network().graph.n_nodes());
  o.filter = {};
  o.filter.link_focus = {Partner(OrganisationId(4u)), Partner(OrganisationId(0u))};
  EXPECT_EQ(count(o).first, 2U);
}

TEST(NetworkPicture, NamesDoNotOverlap) {
  NetworkPictureOptions o;
  const auto list = draw_network(network(), o);
  std::vector<Box> boxes;
  for (const auto& l : list.layers)
    if (l.name == "names")
      for (const auto& s : l.shapes) {
        const double w = text_width(s.text, s.size_px, s.bold), left = s.anchor == Anchor::kMiddle ? s.centre.x - w / 2 : s.anchor == Anchor::kEnd ? s.centre.x - w : s.centre.x;
        boxes.push_back({left, s.centre.y - 0.7 * s.size_px, left + w, s.centre.y});
      }
  ASSERT_GT(boxes.size(), 8U);
  for (std::size_t a = 0; a < boxes.size(); ++a)
    for (std::size_t b = a + 1; b < boxes.size(); ++b)
      EXPECT_FALSE(boxes[a].min_x < boxes[b].max_x && boxes[b].min_x < boxes[a].max_x && boxes[a].min_y < boxes[b].max_y && boxes[b].min_y < boxes[a].max_y);
}

TEST(NetworkPicture, WithoutLinksItSaysSo) {
  const Network none;
  std::string words;
  NetworkPictureOptions o;
  o.chinese = false;
  for (const auto& l : draw_network(none, o).layers)
    for (const auto& s : l.shapes) words += s.text;
  EXPECT_EQ(words, "There are no sharing links");
}

TEST(NetworkPictures, ByKindAndByCommunity) {
  NetworkPictureOptions o;
  o.title = "资源共享网络";
  test::expect_golden_picture("viewer_network_zh.png", to_png(draw_network(network(), o)), 0.01);
  Network coloured = network();
  for (std::uint32_t v = 0; v < coloured.at.size(); ++v) coloured.community.push_back(v / 8);
  o.colouring = NodeColouring::kCommunity, o.chinese = false, o.dark = true, o.title.clear();
  o.filter.link_focus = {};
  test::expect_golden_picture("viewer_network_en_dark.png", to_png(draw_network(coloured, o)), 0.01);
}

}  // namespace
}  // namespace catchment::scene
