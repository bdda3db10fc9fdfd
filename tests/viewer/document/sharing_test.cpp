// Links as steps of a plan: what they change, their words, their text, and what is worked out about them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "sim/sharing/link_rows.h"
#include "tests/support/shared_data.h"
#include "tests/viewer/document/plans.h"
#include "viewer/document/journal.h"
#include "viewer/document/sharing_facts.h"

namespace catchment::document {
namespace {

using namespace test;
using catchment::test::scratch_dir;
using testing::HasSubstr;

/// One hall, lent by a college to a society: it is the only station for whoever lives near it.
const char* const kShared = R"(# a town that shares
[scenario]
name = "shared"
[town]
population = 2000
area_km2 = 0.2
stations = 1
points = 2
social_organisations = 8

[[levels]]
name = "station"
rank = 3
cutoff = "250 m"

[sharing]
recommendations = 5

[sharing.match]
over = "any"

[[sharing.partners]]
id = "college"
name.zh = "师范学院"
name.en = "Normal College"
type = "college"
building = "B1"

[[sharing.venues]]
id = "hall"
name.zh = "礼堂"
name.en = "Great Hall"
owner = "college"
seats = 100
hours_month = 60
building = "B1"

[[sharing.links]]
id = "evening"
from = "college"
to = "org-1"
type = "venue"
venue = "hall"
capacity = 40
level = 3

[[sharing.links]]
from = "org-1"
to = "org-2"
type = "affiliation"

[[sharing.links]]
from = "org-1"
to = "org-3"
type = "affiliation"

[[sharing.offers]]
at = "org-1"
type = "volunteer"
amount = 60

[[sharing.offers]]
at = "org-4"
type = "volunteer"
amount = 20

[[sharing.needs]]
at = "org-2"
type = "volunteer"
amount = 50

[[sharing.needs]]
at = "org-5"
type = "volunteer"
amount = 30
)";

std::unique_ptr<Document> shared() {
  const std::string folder = scratch_dir("sharing_" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
  write_file(folder + "/town.toml", kShared);
  return Document::open(folder + "/town.toml");
}

const Facility* lent_hall(const World& world) {
  const auto at = std::find_if(world.facilities.begin(), world.facilities.end(), [](const Facility& f) { return f.lent; });
  return at == world.facilities.end() ? nullptr : &*at;
}

TEST(SharingSteps, AHallThatIsNoLongerLentCoversNobodyAndUndoLendsItAgain) {
  const auto document = shared();
  const Facility* hall = lent_hall(document->world());
  ASSERT_NE(hall, nullptr);
  EXPECT_NE(hall->status, FacilityStatus::kClosed);
  const std::int64_t before = document->live().figures().levels()[0].persons_covered;
  document->apply(step_of(edit_of(Edit::Op::kRemovePartner, "college")));
  EXPECT_EQ(document->steps()[0].label.zh, "“师范学院”退出共享");
  EXPECT_EQ(document->steps()[0].label.en, "Normal College leaves the sharing");
  EXPECT_EQ(lent_hall(document->world())->status, FacilityStatus::kClosed);
  EXPECT_LT(document->live().figures().levels()[0].persons_covered, before) << "sharing moves coverage";
  EXPECT_FALSE(document->take_touched().points.empty()) << "the map is told";
  const auto now = document->snapshot();
  expect_live_equals(*document, pipeline::run_study(*now.loaded, now.world, now.scenario));
  EXPECT_TRUE(document->undo());
  EXPECT_EQ(document->live().figures().levels()[0].persons_covered, before);
  EXPECT_EQ(document->world().links, document->base().links);
  EXPECT_TRUE(document->redo());
  EXPECT_LT(document->live().figures().levels()[0].persons_covered, before);
}

TEST(SharingSteps, EndingOneLinkAndAddingAnotherAreStepsWithWords) {
  const auto document = shared();
  document->apply(step_of(edit_of(Edit::Op::kRemoveLink, "evening")));
  EXPECT_EQ(document->steps()[0].label.en, "End a link (Venue): Normal College → " + document->world().organisations[document->world().links[0].to.index].name.en);
  Edit add;
  add.op = Edit::Op::kAddLink;
  add.link.id = "new";
  add.link.from = "college", add.link.to = "org-6", add.link.type = "training", add.link.capacity = 12;
  document->apply(step_of(add));
  EXPECT_THAT(document->steps()[1].label.zh, HasSubstr("新增教育培训：“师范学院” → "));
  EXPECT_EQ(document->world().links.size(), document->base().links.size() + 1);
  // What cannot be is refused, and nothing has changed.
  const std::size_t links = document->world().links.size();
  EXPECT_THROW(document->apply(step_of(add)), InputError);
  EXPECT_THROW(document->apply(step_of(edit_of(Edit::Op::kRemovePartner, "nobody"))), InputError);
  EXPECT_EQ(document->world().links.size(), links);
  EXPECT_EQ(document->done(), 2U);
}

TEST(SharingSteps, TheSavedFileSaysThemAndUndoneItIsTheFileAgain) {
  const auto document = shared();
  const std::string path = document->path();
  document->apply(step_of(edit_of(Edit::Op::kRemovePartner, "college")));
  Edit add;
  add.op = Edit::Op::kAddLink;
  add.link.id = "new", add.link.from = "org-4", add.link.to = "org-5", add.link.type = "volunteer", add.link.capacity = 7.5, add.link.slots = "Mo 18:00-20:00";
  document->apply(step_of(add));
  document->save(path);
  const std::string text = read_file(path);
  EXPECT_THAT(text, HasSubstr("op = \"remove_partner\"\ntarget = \"college\""));
  EXPECT_THAT(text, HasSubstr("op = \"add_link\"\ntarget = \"new\"\nfrom = \"org-4\"\nto = \"org-5\"\ntype = \"volunteer\""));
  const auto again = Document::open(path);
  ASSERT_EQ(again->done(), 2U);
  EXPECT_EQ(again->world().links, document->world().links);
  EXPECT_EQ(again->live().figures().levels()[0].persons_covered, document->live().figures().levels()[0].persons_covered);
  document->go_to(0);
  document->save(path);
  EXPECT_EQ(read_file(path), kShared);
}

TEST(SharingSteps, AJournalBringsThemBack) {
  const std::string folder = scratch_dir("sharing_journal");
  write_file(folder + "/town.toml", kShared);
  const auto document = Document::open(folder + "/town.toml");
  Journal journal(folder + "/state", *document);
  document->apply(step_of(edit_of(Edit::Op::kRemovePartner, "college")));
  document->apply(step_of(edit_of(Edit::Op::kRemoveLink, "org-1>org-2:affiliation")));
  journal.write(*document);
  std::vector<std::string> notes;
  const auto recovered = recover({journal.file(), "", "", 1}, notes);
  EXPECT_TRUE(notes.empty());
  ASSERT_EQ(recovered->done(), 2U);
  EXPECT_EQ(recovered->world().links[0].status, LinkStatus::kLapsed);
  EXPECT_EQ(recovered->world().links[1].status, LinkStatus::kLapsed);
  EXPECT_EQ(recovered->world().links[2].status, LinkStatus::kActive);
}

TEST(SharingFacts, WithoutAPartnerNeedGrowsOrganisationsAreOrphanedAndTheNetworkFallsApart) {
  const auto document = shared();
  const SharingFigures base = sharing_figures(document->base(), document->scenario());
  const auto volunteer = static_cast<std::size_t>(LinkType::kVolunteer);
  EXPECT_EQ(base.links, 3);
  EXPECT_EQ(base.partners, 4);
  EXPECT_EQ(base.parts, 1);
  EXPECT_EQ(base.largest, 4);
  EXPECT_DOUBLE_EQ(base.needed[volunteer], 80);
  EXPECT_NEAR(base.unmet[volunteer], 0, 1e-9);
  document->apply(step_of(edit_of(Edit::Op::kRemovePartner, "org-1")));
  const SharingFigures now = sharing_figures(document->world(), document->scenario());
  EXPECT_EQ(now.links, 0);
  EXPECT_EQ(now.parts, 0);
  EXPECT_NEAR(now.unmet[volunteer], 60, 1e-9) << "of 80, 20 are left";
  const auto orphans = orphans_since(base, now);
  ASSERT_EQ(orphans.size(), 2U);
  EXPECT_EQ(document->base().organisations[orphans[0]].id, "org-2");
  EXPECT_EQ(document->base().organisations[orphans[1]].id, "org-3");
  EXPECT_TRUE(orphans_since(base, base).empty());
}

TEST(SharingFacts, EveryRecommendedLinkCanBeDoneAndGivesWhatItSays) {
  const auto document = shared();
  const auto links = recommended_links(document->world(), document->scenario());
  ASSERT_FALSE(links.empty());
  double gives = 0;
  for (std::size_t k = 0; k < links.size(); ++k) {
    EXPECT_GT(links[k].amount, 0);
    EXPECT_LE(links[k].score, links[k > 0 ? k - 1 : 0].score);
    EXPECT_FALSE(links[k].reason.zh.empty() || links[k].reason.en.empty() || links[k].gain.zh.empty() || links[k].gain.en.empty());
    gives += links[k].amount;
    document->apply(step_of(links[k].edit));
    const SharingLink& made = document->world().links.back();
    EXPECT_EQ(made.from, links[k].from);
    EXPECT_EQ(made.to, links[k].to);
    EXPECT_DOUBLE_EQ(made.capacity, links[k].amount);
  }
  EXPECT_NEAR(gives, 80, 1e-6) << "all that is needed, as there is enough";
  EXPECT_TRUE(recommended_links(document->world(), document->scenario()).empty()) << "nothing is promised twice";
}

}  // namespace
}  // namespace catchment::document
