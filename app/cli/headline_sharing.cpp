#include "app/cli/headline_sharing.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "app/cli/headline.h"
#include "app/cli/table_output.h"
#include "sim/report/sharing_study.h"
#include "sim/sharing/link_rows.h"
#include "sim/sharing/link_types.h"

namespace catchment::cli {
namespace {

std::string amount(double v) { return plain_number(std::round(v * 100) / 100); }

std::string named(const World& world, Partner p, bool zh) {
  const std::string& text = name_of(world, p).in(zh);
  return text.empty() ? id_of(world, p) : text;
}

}  // namespace

std::string sharing_lines(const World& world, const Study& study, bool zh) {
  if (!study.sharing) return "";
  const SharingResult& s = *study.sharing;
  const auto kinds = std::ranges::count_if(s.links, [](std::int64_t n) { return n > 0; });
  const auto districts = std::ranges::count_if(s.districts, [](const DistrictLinks& d) { return d.district.valid(); });
  const auto partners = static_cast<std::int64_t>(s.graph.n_nodes());
  std::string out = zh ? fmt::format("共享网络：{} 个伙伴，有效联系 {} 条，{} 类，到 {} 个区域；拟议 {} 条\n", grouped(partners), grouped(s.in_force), kinds, districts, grouped(s.proposed))
                       : fmt::format("Sharing: {} partners, {} links in force (kinds: {}, districts: {}), {} proposed\n", grouped(partners), grouped(s.in_force), kinds, districts, grouped(s.proposed));
  // Hours, seats and money do not add up: with several kinds each has a line of its own.
  std::array<double, kLinkTypes> needed{}, unmet{};
  if (s.matching)
    for (std::size_t n = 0; n < s.matching->market.needs.size(); ++n) {
      const auto type = static_cast<std::size_t>(s.matching->market.needs[n].type);
      needed[type] += s.matching->market.needs[n].amount, unmet[type] += s.matching->unmet_of[n];
    }
  const bool several = std::ranges::count_if(needed, [](double n) { return n > 0; }) > 1;
  for (std::size_t k = 0; several && k < kLinkTypes; ++k)
    if (needed[k] > 0) {
      const auto type = static_cast<LinkType>(k);
      out += zh ? fmt::format("匹配（{}，{}）：需要 {}，满足 {}，未满足 {}\n", name_of(type).zh, unit_name_of(type).zh, amount(needed[k]), amount(needed[k] - unmet[k]), amount(unmet[k]))
                : fmt::format("Matching ({}, {}): {} needed, {} met, {} unmet\n", name_of(type).en, unit_name_of(type).en, amount(needed[k]), amount(needed[k] - unmet[k]), amount(unmet[k]));
    }
  if (s.matching && !several) {
    const Matching& m = *s.matching;
    out += zh ? fmt::format("匹配：需要 {}，满足 {}，未满足 {}；成本 {}，合计 {}\n", amount(m.needed), amount(m.served), amount(m.unmet), amount(m.cost), amount(m.total))
              : fmt::format("Matching: {} needed, {} met, {} unmet; cost {}, total {}\n", amount(m.needed), amount(m.served), amount(m.unmet), amount(m.cost), amount(m.total));
  }
  for (const LevelResult& level : study.levels)
    if (level.without_sharing && (level.coverage.persons_covered != level.without_sharing->covered || level.coverage.persons_served != level.without_sharing->served)) {
      const std::string title = level.spec.title.in(zh).empty() ? level.spec.name : level.spec.title.in(zh);
      const auto& w = *level.without_sharing;
      const std::string more = grouped(level.coverage.persons_covered - w.covered), served = grouped(level.coverage.persons_served - w.served);
      out += zh ? fmt::format("借来的场地和人员：“{}”多覆盖 {} 人，有名额的多 {} 人\n", title, more, served)
                : fmt::format("Lent rooms and people: \"{}\" reaches {} more, {} more have a place\n", title, more, served);
    }
  if (s.hubs && s.hubs->lost > 0) {
    const HubLoss& h = *s.hubs;
    out += zh ? fmt::format("枢纽：{} 个中失去 {} 个，{} 家无人负责；若各有第二枢纽，预期 {} 家\n", h.hubs, h.lost, grouped(h.orphans), amount(h.expected_orphans_if_dual))
              : fmt::format("Hubs: {} of {} lost, {} organisations have nobody responsible; {} expected with a second hub each\n", h.lost, h.hubs, grouped(h.orphans), amount(h.expected_orphans_if_dual));
  }
  if (s.root && !s.not_below.empty()) {
    std::string names;
    for (std::size_t k = 0; k < s.not_below.size() && k < 10; ++k) names += (k > 0 ? (zh ? "、" : ", ") : "") + named(world, s.graph.node[s.not_below[k]], zh);
    if (s.not_below.size() > 10) names += zh ? "等" : ", ...";
    out += zh ? fmt::format("从“{}”到不了 {} 个伙伴：{}\n", named(world, s.graph.node[*s.root], zh), s.not_below.size(), names)
              : fmt::format("{} partners do not hang below \"{}\": {}\n", s.not_below.size(), named(world, s.graph.node[*s.root], zh), names);
  }
  if (!several && !s.critical.empty() && s.critical.front().unmet_more > 0)
    out += zh ? fmt::format("最关键的伙伴：{}，少了它未满足增加 {}\n", named(world, s.graph.node[s.critical.front().node], zh), amount(s.critical.front().unmet_more))
              : fmt::format("Most critical partner: {}, without it {} more go unmet\n", named(world, s.graph.node[s.critical.front().node], zh), amount(s.critical.front().unmet_more));
  return out;
}

}  // namespace catchment::cli
