#include "tests/viewer/scene/sharing_town.h"

#include <fmt/format.h>

#include "sim/core/random.h"

namespace catchment::test {

LittleTown sharing_town(int columns, int rows) {
  LittleTown t = little_town(columns, rows);
  World& w = t.world;
  Stream random(11, "sharing town");
  static constexpr OrganisationType kTypes[] = {OrganisationType::kSocial, OrganisationType::kEnterprise, OrganisationType::kEnterprise, OrganisationType::kCommittee, OrganisationType::kCollege, OrganisationType::kEnterprise};
  static const char* kZh[] = {"社会服务中心", "企业", "商贸公司", "居委会", "学院", "工厂"};
  static const char* kEn[] = {"Social Service", "Company", "Trading", "Committee", "College", "Works"};
  const auto wanted = static_cast<std::size_t>(columns * rows);
  for (std::size_t i = w.organisations.size(); i < wanted; ++i) {
    Organisation o;
    o.id = fmt::format("o{}", i);
    const Building& b = w.buildings[random.below(w.buildings.size())];
    o.position = b.position, o.area = b.area, o.employees = 20;
    w.organisations.push_back(o);
  }
  for (std::size_t i = 0; i < w.organisations.size(); ++i) {
    w.organisations[i].type = kTypes[i % 6];
    w.organisations[i].name = {fmt::format("第{}{}", i / 6 + 1, kZh[i % 6]), fmt::format("{} {}", kEn[i % 6], i / 6 + 1)};
  }
  w.venues.push_back({"hall", {"文化礼堂", "Culture Hall"}, "hall", {w.organisations[4].position.x + 120, w.organisations[4].position.y + 60}, w.organisations[4].area, 120, 80, OrganisationId(4), {}});
  w.units.push_back({"hub", {"街道联合会", "Sub-district Federation"}, "hub", -1, true});
  const auto add = [&](Partner from, Partner to, LinkType type, double capacity, LinkStatus status = LinkStatus::kActive) {
    SharingLink link;
    link.id = fmt::format("l{}", w.links.size());
    link.from = from, link.to = to, link.type = type, link.capacity = capacity, link.status = status;
    w.links.push_back(std::move(link));
  };
  const auto n = static_cast<std::uint32_t>(w.organisations.size());
  for (std::uint32_t i = 0; i < n; ++i) {
    const OrganisationId o(i);
    const auto other = [&] { return OrganisationId(static_cast<std::uint32_t>(random.below(n))); };
    if (i % 12 != 0) add(OrganisationId(i / 12 * 12), o, LinkType::kAffiliation, -1);
    if (i % 6 == 4) {
      for (int k = 0; k < 3; ++k) add(o, other(), LinkType::kVenue, static_cast<double>(random.between(4, 60)), k == 2 ? LinkStatus::kProposed : LinkStatus::kActive);
      add(o, other(), LinkType::kVolunteer, static_cast<double>(random.between(10, 200)));
    }
    if (i % 6 == 1) add(o, OrganisationId((i + 5) % n), LinkType::kSecondment, static_cast<double>(random.between(1, 12)));
    if (i % 6 == 1) add(OrganisationId((i + 5) % n), o, LinkType::kTraining, static_cast<double>(random.between(10, 40)));
    if (i % 6 == 3) add(o, other(), LinkType::kAssistance, 2, i % 12 == 3 ? LinkStatus::kLapsed : LinkStatus::kAgreed);
    if (i % 9 == 2) add(other(), o, LinkType::kFunds, static_cast<double>(random.between(1, 90)) * 1'000'000);
  }
  add(VenueId(0u), OrganisationId(7u), LinkType::kVenue, 30);
  add(UnitId(0u), OrganisationId(3u), LinkType::kAffiliation, -1);
  std::erase_if(w.links, [](const SharingLink& link) { return link.from == link.to; });
  const auto resource = [&](Partner at, LinkType type, bool need, double amount) { w.resources.push_back({at, type, need, amount, {}, {}, false}); };
  for (std::uint32_t i = 0; i < n; ++i) {
    if (i % 6 == 4) resource(OrganisationId(i), LinkType::kVenue, false, 60), resource(OrganisationId(i), LinkType::kVolunteer, false, 120);
    if (i % 6 == 3) resource(OrganisationId(i), LinkType::kVenue, true, 25);
    if (i % 6 == 0) resource(OrganisationId(i), LinkType::kVolunteer, true, 80);
  }
  return t;
}

}  // namespace catchment::test
