// The sharing window, by frames without window or GPU.
#include <gtest/gtest.h>

#include <algorithm>

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>

#include "tests/viewer/ui/stage.h"
#include "tests/viewer/ui/window_frames.h"
#include "viewer/scene/network_picture.h"
#include "viewer/ui/sharing.h"
#include "viewer/ui/shortcuts.h"
#include "viewer/ui/window_memory.h"

namespace catchment::test {
namespace {

using namespace viewer;

/// The window open over a document that shares, its network laid out.
Tab& open_sharing(WindowFrames& f) {
  Tab& tab = f.add_tab(sharing_document());
  tab.camera.width = 1280, tab.camera.height = 800;
  show_sharing(f.state, true);
  GraphChoice choice;
  choice.proposed = choice.lapsed = true;
  auto network = std::make_shared<scene::Network>(scene::network_of(tab.document->world(), choice));
  scene::lay_out(*network);
  tab.sharing.network = network;
  f.frames(3);
  return tab;
}

std::string type_item(LinkType type) { return "link-type-" + std::to_string(static_cast<int>(type)); }

bool links_shown(const Tab& tab) {
  return std::any_of(tab.layers.begin(), tab.layers.end(), [](const auto& l) { return l.layer == scene::MapLayer::kLinks && l.visible; });
}

TEST(SharingWindow, OpensWithItsLayerAndListsTheTypesThatAreThere) {
  WindowFrames f;
  const Tab& tab = open_sharing(f);
  EXPECT_TRUE(links_shown(tab));
  std::array<bool, kLinkTypes> there{};
  for (const auto& link : tab.document->world().links) there[static_cast<std::size_t>(link.type)] = true;
  for (std::size_t k = 0; k < kLinkTypes; ++k) EXPECT_EQ(f.drawn(type_item(static_cast<LinkType>(k))), there[k]) << k;
  EXPECT_TRUE(f.drawn("network"));
  EXPECT_TRUE(leave_topmost(f.state));
  f.frame();
  EXPECT_FALSE(f.drawn("network"));
}

TEST(SharingWindow, AClickLeavesATypeOutCtrlClickLeavesItAloneAndStatusesAreChips) {
  WindowFrames f;
  Tab& tab = open_sharing(f);
  f.click(type_item(LinkType::kVenue));
  EXPECT_EQ(tab.filter.link_types, ~0u & ~(1u << static_cast<unsigned>(LinkType::kVenue)));
  f.click(type_item(LinkType::kVenue));
  EXPECT_EQ(tab.filter.link_types, ~0u);
  ImGui::GetIO().KeyCtrl = true;
  f.click(type_item(LinkType::kFunds));
  ImGui::GetIO().KeyCtrl = false;
  EXPECT_EQ(tab.filter.link_types, 1u << static_cast<unsigned>(LinkType::kFunds));
  EXPECT_TRUE(f.drawn(type_item(LinkType::kVenue))) << "what is left out can be taken back";
  tab.filter.link_types = ~0u;
  f.frame();
  f.click("link-status-3");
  EXPECT_EQ(tab.filter.link_statuses, 0b1111) << "lapsed ones too";
  f.click("link-status-0");
  EXPECT_EQ(tab.filter.link_statuses, 0b1110) << "proposed ones not";
}

TEST(SharingWindow, ThePictureIsAskedForAsTheFilterHasIt) {
  WindowFrames f;
  Tab& tab = open_sharing(f);
  EXPECT_TRUE(tab.sharing.picture_wanted);
  EXPECT_GT(tab.sharing.wanted.width_px, 200);
  f.click(type_item(LinkType::kVenue));
  f.frame();
  EXPECT_EQ(tab.sharing.wanted.filter, tab.filter);
}

/// Px of a partner in the window's picture.
ImVec2 spot(const WindowFrames& f, const Tab& tab, Partner partner) {
  const auto& [x0, y0, x1, y1] = f.items.at("network");
  const auto view = scene::network_view(*tab.sharing.network, tab.sharing.window, {0, 0, x1 - x0, y1 - y0}, f.state.scale);
  const Point px = view.px(tab.sharing.network->at[tab.sharing.network->graph.node_of(partner)]);
  return {x0 + static_cast<float>(px.x), y0 + static_cast<float>(px.y)};
}

TEST(SharingWindow, APartnerThatIsClickedInTheNetworkIsSelectedAndMarkedOnTheMap) {
  WindowFrames f;
  Tab& tab = open_sharing(f);
  const Partner partner(OrganisationId(0u));
  ImGuiIO& io = ImGui::GetIO();
  io.MousePos = spot(f, tab, partner);
  f.frames(2);
  EXPECT_EQ(tab.sharing.hover, document::thing_of(partner));
  io.MouseDown[0] = true;
  f.frame();
  io.MouseDown[0] = false;
  f.frames(2);
  const auto selected = f.all<SelectThings>();
  ASSERT_FALSE(selected.empty());
  EXPECT_EQ(selected.back().things, std::vector<Thing>{document::thing_of(partner)});
  io.MousePos = {-100, -100};
  f.frames(2);
  EXPECT_EQ(tab.sharing.hover.kind, ThingKind::kNone);
}

TEST(SharingWindow, TheWheelKeepsThePartnerUnderTheCursorAndADragMovesThePicture) {
  WindowFrames f;
  Tab& tab = open_sharing(f);
  const Partner partner(OrganisationId(0u));
  ImGuiIO& io = ImGui::GetIO();
  const ImVec2 at = spot(f, tab, partner);
  io.MousePos = at;
  f.frames(2);
  io.MouseWheel = 3;
  f.frame();
  io.MouseWheel = 0;
  f.frame();
  EXPECT_FALSE(tab.sharing.window.empty());
  // The cursor stands on whole pixels, the partner up to one beside it; three notches make two of that.
  EXPECT_NEAR(spot(f, tab, partner).x, at.x, 1);
  EXPECT_NEAR(spot(f, tab, partner).y, at.y, 1);
  io.MouseDown[0] = true;
  f.frame();
  const ImVec2 before = spot(f, tab, partner);
  io.MousePos = {at.x + 30, at.y + 20};
  f.frames(2);
  io.MouseDown[0] = false;
  f.frame();
  EXPECT_NEAR(spot(f, tab, partner).x, before.x + 30, 1);
  EXPECT_NEAR(spot(f, tab, partner).y, before.y + 20, 1);
}

TEST(SharingWindow, TheFocusFollowsTheSelectionAndEndsWithIt) {
  WindowFrames f;
  Tab& tab = open_sharing(f);
  tab.selection = {{ThingKind::kOrganisation, 4}};
  f.click("focus-1");
  follow_focus(tab);
  const auto one = scene::partners_within(*links_of(tab), OrganisationId(4u), 1, {});
  EXPECT_EQ(tab.filter.link_focus, one);
  f.click("focus-2");
  follow_focus(tab);
  EXPECT_GT(tab.filter.link_focus.size(), one.size());
  tab.selection = {{ThingKind::kOrganisation, 0}};
  follow_focus(tab);
  EXPECT_EQ(tab.filter.link_focus, scene::partners_within(*links_of(tab), OrganisationId(0u), 2, {}));
  tab.selection.clear();
  follow_focus(tab);
  EXPECT_TRUE(tab.filter.link_focus.empty());
  // The key goes round: off, one step, two, off.
  tab.selection = {{ThingKind::kOrganisation, 4}};
  tab.sharing.steps = 0;
  for (const int want : {1, 2, 0}) {
    toggle_focus(f.state, tab);
    EXPECT_EQ(tab.sharing.steps, want);
  }
}

TEST(SharingWindow, TakingAPartnerOutAsksForThatStepAndTheTableSaysBeforeAndAfter) {
  WindowFrames f;
  Tab& tab = open_sharing(f);
  auto facts = std::make_shared<document::SharingFacts>();
  facts->base.partners = 50, facts->base.links = 96, facts->base.parts = 1, facts->now = facts->base;
  facts->now.parts = 3, facts->orphans = {5, 6};
  tab.sharing.facts = facts;
  f.click("sharing-part-1");
  f.frames(2);
  EXPECT_FALSE(f.drawn("remove-partner-window")) << "nobody is selected";
  EXPECT_TRUE(f.drawn("figure Parts of the network"));
  tab.selection = {{ThingKind::kOrganisation, 0}};
  f.frames(2);
  f.click("remove-partner-window");
  const auto steps = f.all<ApplyStep>();
  ASSERT_EQ(steps.size(), 1U);
  ASSERT_EQ(steps[0].step.edits.size(), 1U);
  EXPECT_EQ(steps[0].step.edits[0].op, Edit::Op::kRemovePartner);
  EXPECT_EQ(steps[0].step.edits[0].target, tab.document->world().organisations[0].id);
  tab.document->apply(steps[0].step);
  for (const auto& link : tab.document->world().links)
    EXPECT_TRUE(link.from != Partner(OrganisationId(0u)) || link.status == LinkStatus::kLapsed);
  f.frames(2);
  EXPECT_FALSE(f.drawn("remove-partner-window")) << "it has left";
}

TEST(SharingWindow, ARecommendedLinkIsShownOnTheMapAndAcceptedAsAStep) {
  WindowFrames f;
  Tab& tab = open_sharing(f);
  auto facts = std::make_shared<document::SharingFacts>();
  for (const unsigned k : {0u, 1u}) {
    document::RecommendedLink link;
    link.from = OrganisationId(4u + k), link.to = OrganisationId(9u + k), link.type = LinkType::kVenue, link.score = 3 - k, link.amount = 20;
    link.gain = {"多满足 20 小时/月", "meets 20 hours a month more"}, link.reason = {"相距 400 米", "400 m apart"};
    link.edit.op = Edit::Op::kAddLink;
    link.edit.link.id = "accepted-" + std::to_string(k), link.edit.link.from = "o" + std::to_string(4 + k), link.edit.link.to = "o" + std::to_string(9 + k), link.edit.link.type = "venue", link.edit.link.capacity = 20;
    facts->recommended.push_back(link);
  }
  tab.sharing.facts = facts;
  f.click("sharing-part-2");
  f.frames(2);
  f.click("recommended 1");
  const auto selected = f.all<SelectThings>();
  ASSERT_EQ(selected.size(), 1U);
  EXPECT_EQ(selected[0].things.size(), 2U);
  EXPECT_EQ(f.all<FlyTo>().size(), 1U);
  f.click("accept 0");
  const auto steps = f.all<ApplyStep>();
  ASSERT_EQ(steps.size(), 1U);
  EXPECT_EQ(steps[0].step.edits[0].link.id, "accepted-0");
  const std::size_t before = tab.document->world().links.size();
  tab.document->apply(steps[0].step);
  EXPECT_EQ(tab.document->world().links.size(), before + 1);
  // By keys: the second is the one, as it was clicked.
  f.forget();
  f.key(GLFW_KEY_ENTER);
  const auto by_key = f.all<ApplyStep>();
  ASSERT_EQ(by_key.size(), 1U);
  EXPECT_EQ(by_key[0].step.edits[0].link.id, "accepted-1");
}

TEST(SharingWindow, WithoutLinksItSaysHowToGetSome) {
  WindowFrames f;
  f.add_tab(little_document());
  show_sharing(f.state, true);
  f.frames(2);
  EXPECT_FALSE(f.drawn("network"));
}

TEST(TableWindow, ListsTheLinksAndARowIsSelected) {
  WindowFrames f;
  Tab& tab = f.add_tab(sharing_document());
  f.state.windows.table = true;
  tab.table = document::TableKind::kLinks;
  f.frames(3);
  const TableMemory& m = memory().table;
  EXPECT_EQ(m.rows.size(), tab.document->world().links.size());
  f.click("filter");
  f.type("type=venue");
  f.frames(2);
  EXPECT_EQ(m.rows.size(), static_cast<std::size_t>(std::count_if(tab.document->world().links.begin(), tab.document->world().links.end(), [](const auto& l) { return l.type == LinkType::kVenue; })));
  f.click("table row 0");
  const auto selected = f.all<SelectThings>();
  ASSERT_FALSE(selected.empty());
  EXPECT_EQ(selected.back().things[0].kind, ThingKind::kLink);
}

TEST(SharingCard, TellsWhatAPartnerGivesAndGetsAndItsButtonsWork) {
  Stage s(sharing_document(), 1440, 1400);
  s.state.chinese = false;
  s.tab().selection = {{ThingKind::kOrganisation, 4}};
  s.frame();
  for (const char* words : {"Gives", "Gets", "Offers", "Venue", "Volunteer service", "With"}) EXPECT_NE(s.text.find(words), std::string::npos) << words;
  s.click("only-its-links");
  EXPECT_EQ(s.tab().sharing.steps, 1);
  s.click("remove-partner");
  const auto steps = s.all<ApplyStep>();
  ASSERT_EQ(steps.size(), 1U);
  EXPECT_EQ(steps[0].step.edits[0].op, Edit::Op::kRemovePartner);
  s.frame();
  EXPECT_FALSE(s.items.contains("remove-partner")) << "nothing is left of it";
  // A link of its own: ended by its button.
  s.forget();
  s.tab().document->undo();
  s.tab().selection = {{ThingKind::kLink, 0}};
  s.frame();
  s.click("remove-link");
  ASSERT_EQ(s.all<ApplyStep>().size(), 1U);
  EXPECT_EQ(s.all<ApplyStep>()[0].step.edits[0].op, Edit::Op::kRemoveLink);
  EXPECT_EQ(s.tab().document->world().links[0].status, LinkStatus::kLapsed);
}

}  // namespace
}  // namespace catchment::test
