#include "app/cli/share_stable.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "app/cli/named_table.h"
#include "app/cli/share_part.h"
#include "app/cli/table_output.h"
#include "app/cli/world_output.h"
#include "sim/sharing/assignment.h"

namespace catchment::cli {

namespace {

/// One side of the table: ids in the order in which they first appear, and whom each likes, best first.
struct Side {
  std::vector<std::string> id;
  std::map<std::string, std::uint32_t> at;
  std::vector<std::vector<std::pair<double, std::uint32_t>>> ranked;
  std::uint32_t add(const std::string& name) {
    const auto [found, made] = at.emplace(name, static_cast<std::uint32_t>(id.size()));
    if (made) id.push_back(name), ranked.emplace_back();
    return found->second;
  }
  [[nodiscard]] std::vector<std::vector<std::uint32_t>> likes(const std::vector<std::string>& others, const std::string& path) const {
    std::vector<std::vector<std::uint32_t>> out;
    for (std::size_t k = 0; k < ranked.size(); ++k) {
      auto list = ranked[k];
      std::sort(list.begin(), list.end());
      std::vector<std::uint32_t>& best_first = out.emplace_back();
      for (std::size_t i = 0; i < list.size(); ++i) {
        if (i > 0 && list[i].first == list[i - 1].first)
          throw InputError(path, fmt::format("'{}' gives '{}' and '{}' the same rank {}", id[k], others[list[i - 1].second], others[list[i].second], plain_number(list[i].first)), "rank them one after the other");
        best_first.push_back(list[i].second);
      }
    }
    return out;
  }
};

}  // namespace

int stable_command(const ShareArguments& in, Console& console) {
  const CommonArguments& common = console.common();
  if (!in.output.empty()) require_writable_file(in.output, common.overwrite);
  refuse_input_as_output(in.output, std::vector<std::string>{in.stable});
  const NamedTable table(in.stable, {}, {"from", "to", "from_rank", "to_rank", "places"}, "--stable");
  table.require({"from", "to", "from_rank", "to_rank"});
  const auto from = table.ids("from", true), to = table.ids("to", true);
  Side givers, takers;
  std::vector<std::uint32_t> places;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::size_t> seen;
  for (std::size_t row = 0; row < table.n_rows(); ++row) {
    const std::uint32_t a = givers.add(from[row]), b = takers.add(to[row]);
    if (!seen.emplace(std::pair{a, b}, row).second) throw InputError(table.where(row), fmt::format("'{}' and '{}' are ranked twice", from[row], to[row]), "keep one of the rows");
    givers.ranked[a].emplace_back(table.number("from_rank", row), b);
    takers.ranked[b].emplace_back(table.number("to_rank", row), a);
    places.resize(takers.id.size(), 1);
    if (table.has("places") && !table.text("places", row).empty()) {
      const double n = table.amount("places", row);
      if (n != static_cast<double>(static_cast<std::uint32_t>(std::min(n, 4e9)))) throw InputError(table.where(row), fmt::format("places {} is no whole number", plain_number(n)), "write how many it takes");
      places[b] = static_cast<std::uint32_t>(n);
    }
  }
  const bool givers_propose = in.proposing != "to";
  const auto giver_likes = givers.likes(takers.id, in.stable), taker_likes = takers.likes(givers.id, in.stable);
  std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;   // giver, taker
  if (givers_propose) {
    const auto found = stable_matching(giver_likes, taker_likes, places);
    for (std::uint32_t a = 0; a < found.size(); ++a)
      if (found[a] != kUnassigned) pairs.emplace_back(a, found[a]);
  } else {
    // Who takes several proposes with each place: as many proposers, alike.
    std::vector<std::vector<std::uint32_t>> proposers, acceptors(giver_likes.size());
    std::vector<std::uint32_t> owner, first(takers.id.size());
    for (std::uint32_t b = 0; b < takers.id.size(); ++b) {
      first[b] = static_cast<std::uint32_t>(owner.size());
      for (std::uint32_t k = 0; k < places[b]; ++k) owner.push_back(b), proposers.push_back(taker_likes[b]);
      if (owner.size() > 10'000'000) throw InputError(in.stable, "there are more than ten million places", "write how many there really are");
    }
    for (std::size_t a = 0; a < giver_likes.size(); ++a)
      for (const std::uint32_t b : giver_likes[a])
        for (std::uint32_t k = 0; k < places[b]; ++k) acceptors[a].push_back(first[b] + k);
    const auto found = stable_matching(proposers, acceptors, std::vector<std::uint32_t>(giver_likes.size(), 1));
    for (std::uint32_t p = 0; p < found.size(); ++p)
      if (found[p] != kUnassigned) pairs.emplace_back(found[p], owner[p]);
    std::sort(pairs.begin(), pairs.end());
  }
  std::vector<std::string> alone;
  for (std::uint32_t a = 0; a < givers.id.size(); ++a)
    if (std::ranges::none_of(pairs, [&](const auto& pair) { return pair.first == a; })) alone.push_back(givers.id[a]);
  for (std::uint32_t b = 0; b < takers.id.size(); ++b)
    if (std::ranges::none_of(pairs, [&](const auto& pair) { return pair.second == b; })) alone.push_back(takers.id[b]);

  const bool zh = console.chinese("en");
  std::string text;
  if (common.json) {
    Json rows = Json::array();
    for (const auto& [a, b] : pairs) rows.push_back({{"from", givers.id[a]}, {"to", takers.id[b]}});
    text = dumped(Json{{"pairs", rows}, {"unmatched", alone}, {"proposing", givers_propose ? "from" : "to"}, {"method", "deferred acceptance"}});
  } else if (common.csv) {
    text = "from,to\n";
    for (const auto& [a, b] : pairs) text += csv_cell(givers.id[a]) + "," + csv_cell(takers.id[b]) + "\n";
  } else {
    text = zh ? fmt::format("稳定匹配 {} 对（由{}提出）：没有两方更愿意彼此而不愿意现在的对方\n", pairs.size(), givers_propose ? "给出的一方" : "得到的一方")
              : counted(pairs.size(), "stable pair", "stable pairs") + fmt::format(" ({} propose): no two prefer each other to whom they have\n", givers_propose ? "those who give" : "those who get");
    std::vector<std::vector<std::string>> rows{zh ? std::vector<std::string>{"给出", "得到"} : std::vector<std::string>{"from", "to"}};
    for (const auto& [a, b] : pairs) rows.push_back({givers.id[a], takers.id[b]});
    text += text_table(rows);
    if (!alone.empty()) text += (zh ? "没有对方：" : "without anybody: ") + fmt::format("{}\n", fmt::join(alone, zh ? "、" : ", "));
  }
  write_text(text, in.output, console);
  return 0;
}

}  // namespace catchment::cli
