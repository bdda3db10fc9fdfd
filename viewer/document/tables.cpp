// Tables of things.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>

#include "sim/scenario/parse.h"
#include "sim/sharing/link_types.h"
#include "viewer/document/summaries.h"
#include "viewer/document/texts.h"

namespace catchment::document {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kMostRows = 1'000'000;

class Builder {
 public:
  Builder(const Document& document, bool chinese) : document_(document), world_(document.world()), zh_(chinese) {}

  void rows(ThingKind kind, std::size_t n) {
    n = std::min(n, kMostRows);
    table.things.reserve(n);
    for (std::uint32_t i = 0; i < n; ++i) table.things.push_back({kind, i});
  }
  template <class F>
  void texts(const char* zh, const char* en, const F& text_of) {
    std::vector<std::string> cells;
    cells.reserve(table.things.size());
    for (const Thing t : table.things) cells.push_back(text_of(t.index));
    add({zh_ ? zh : en, ColumnKind::kText, ""}, Cells(std::move(cells)), {});
  }
  /// `word_of` gives a number below words.size().
  template <class F>
  void words(std::string title, std::vector<std::string> words, const F& word_of) {
    std::vector<std::uint32_t> of_row;
    of_row.reserve(table.things.size());
    for (const Thing t : table.things) of_row.push_back(static_cast<std::uint32_t>(word_of(t.index)));
    add({std::move(title), ColumnKind::kText, ""}, Cells(std::move(words), std::move(of_row)), {});
  }
  template <class F>
  void numbers(std::string title, ColumnKind kind, std::string unit, const F& number_of) {
    std::vector<double> cells;
    cells.reserve(table.things.size());
    for (const Thing t : table.things) cells.push_back(number_of(t.index));
    std::vector<double> same = cells;
    add({std::move(title), kind, std::move(unit)}, Cells(kind, std::move(cells)), std::move(same));
  }
  template <class F>
  void areas(const F& area_of) {
    std::vector<std::string> names{"–"};
    for (std::uint32_t a = 0; a < world_.areas.size(); ++a) names.push_back(name_of(world_, {ThingKind::kArea, a}, zh_));
    words(say("地区", "Area"), std::move(names), [&](std::uint32_t i) {
      const AreaId a = area_of(i);
      return a.valid() ? a.value + 1 : 0;
    });
  }
  [[nodiscard]] std::string say(const char* zh, const char* en) const { return zh_ ? zh : en; }
  [[nodiscard]] std::string level_title(std::size_t l) const {
    const LevelSpec& spec = document_.live().spec(l);
    return spec.title.in(zh_).empty() ? spec.name : spec.title.in(zh_);
  }

  void facilities();
  void areas_table();
  void demand();
  void organisations();
  void gates();
  void links();

  ThingTable table;

 private:
  void add(Column column, Cells text, std::vector<double> number) {
    table.columns.push_back(std::move(column));
    table.text.push_back(std::move(text));
    table.number.push_back(std::move(number));
  }

  const Document& document_;
  const World& world_;
  bool zh_;
};

void Builder::facilities() {
  rows(ThingKind::kFacility, world_.facilities.size());
  const auto& f = world_.facilities;
  texts("名称", "Name", [&](std::uint32_t i) { return name_of(world_, {ThingKind::kFacility, i}, zh_); });
  words(say("层级", "Level"), {rank_name(1, zh_), rank_name(2, zh_), rank_name(3, zh_), rank_name(4, zh_)},
        [&](std::uint32_t i) { return std::clamp(f[i].level, 1, 4) - 1; });
  numbers(say("名额", "Capacity"), ColumnKind::kWhole, "", [&](std::uint32_t i) { return f[i].capacity < 0 ? kNone : static_cast<double>(f[i].capacity); });
  numbers(say("人员", "Staff"), ColumnKind::kWhole, "", [&](std::uint32_t i) { return static_cast<double>(f[i].staff); });
  // Within the cutoff of the highest level that it provides.
  const LiveStudy& live = document_.live();
  std::vector<double> within(f.size(), kNone);
  std::vector<int> rank(f.size(), 0);
  for (std::size_t l = 0; l < live.n_levels(); ++l) {
    const std::vector<std::int64_t> persons = live.persons_within(l);
    for (std::size_t i = 0; i < f.size(); ++i)
      if (persons[i] >= 0 && live.spec(l).rank > rank[i]) {
        rank[i] = live.spec(l).rank;
        within[i] = static_cast<double>(persons[i]);
      }
  }
  numbers(say("标准内人口", "Persons within the cutoff"), ColumnKind::kWhole, "", [&](std::uint32_t i) { return within[i]; });
  const std::vector<Change> changes = document_.facility_changes();
  words(say("状态", "State"),
        {say("现有", "existing"), say("新增", "new"), say("移动", "moved"), say("调整", "changed"), say("方案关闭", "closed by the plan"), say("关闭", "closed")},
        [&](std::uint32_t i) { return changes[i] == Change::kUnchanged && f[i].status == FacilityStatus::kClosed ? 5 : static_cast<int>(changes[i]); });
  areas([&](std::uint32_t i) { return f[i].area; });
  texts("编号", "Id", [&](std::uint32_t i) { return f[i].id; });
}

void Builder::areas_table() {
  const LiveFigures& figures = document_.live().figures();
  const auto& areas = figures.areas();
  std::vector<const AreaResult*> row_of(world_.areas.size(), nullptr);
  for (const AreaResult& a : areas) {
    row_of[a.area.value] = &a;
    if (table.things.size() < kMostRows) table.things.push_back({ThingKind::kArea, a.area.value});
  }
  texts("名称", "Name", [&](std::uint32_t i) { return name_of(world_, {ThingKind::kArea, i}, zh_); });
  texts("类别", "Kind", [&](std::uint32_t i) { return kind_text(world_, {ThingKind::kArea, i}, zh_); });
  numbers(say("人口", "Persons"), ColumnKind::kWhole, "", [&](std::uint32_t i) { return static_cast<double>(row_of[i]->persons); });
  for (std::size_t l = 0; l < document_.live().n_levels(); ++l) {
    const std::string title = level_title(l);
    numbers(fmt::format(fmt::runtime(zh_ ? "{}覆盖人口" : "{}: covered"), title), ColumnKind::kWhole, "",
            [&](std::uint32_t i) { return static_cast<double>(row_of[i]->covered[l]); });
    numbers(fmt::format(fmt::runtime(zh_ ? "{}覆盖率" : "{}: share"), title), ColumnKind::kShare, "", [&](std::uint32_t i) {
      return row_of[i]->persons > 0 ? static_cast<double>(row_of[i]->covered[l]) / static_cast<double>(row_of[i]->persons) : kNone;
    });
  }
  texts("编号", "Id", [&](std::uint32_t i) { return world_.areas[i].id; });
}

void Builder::demand() {
  rows(ThingKind::kDemand, world_.demand.size());
  const LiveStudy& live = document_.live();
  texts("名称", "Name", [&](std::uint32_t i) { return name_of(world_, {ThingKind::kDemand, i}, zh_); });
  numbers(say("人口", "Persons"), ColumnKind::kWhole, "", [&](std::uint32_t i) { return static_cast<double>(world_.demand[i].persons); });
  for (std::size_t l = 0; l < live.n_levels(); ++l) {
    const std::string title = level_title(l);
    const auto cost = live.nearest_cost(l);
    const auto backup = live.backup(l);
    const bool time = live.spec(l).unit == CostUnit::kSeconds;
    numbers(fmt::format(fmt::runtime(zh_ ? "到{}" : "{}: to the nearest"), title), ColumnKind::kDecimal, time ? say("分钟", "min") : say("米", "m"),
            [&](std::uint32_t i) { return cost[i] >= kUnreachable ? kNone : from_cost(cost[i]) / (time ? 60 : 1); });
    words(fmt::format(fmt::runtime(zh_ ? "{}覆盖" : "{}: covered"), title), {say("否", "no"), say("是", "yes")}, [&](std::uint32_t i) { return backup[i] > 0 ? 1 : 0; });
    if (const LevelCoverage* split = live.ready_split(l))
      numbers(fmt::format(fmt::runtime(zh_ ? "{}无名额" : "{}: without a place"), title), ColumnKind::kWhole, "",
              [&](std::uint32_t i) { return static_cast<double>(split->no_capacity[i]); });
  }
  areas([&](std::uint32_t i) { return world_.demand[i].area; });
}

void Builder::organisations() {
  rows(ThingKind::kOrganisation, world_.organisations.size());
  const auto& o = world_.organisations;
  texts("名称", "Name", [&](std::uint32_t i) { return name_of(world_, {ThingKind::kOrganisation, i}, zh_); });
  texts("类别", "Kind", [&](std::uint32_t i) { return kind_text(world_, {ThingKind::kOrganisation, i}, zh_); });
  numbers(say("员工", "Employees"), ColumnKind::kWhole, "", [&](std::uint32_t i) { return static_cast<double>(o[i].employees); });
  numbers(say("成员", "Members"), ColumnKind::kWhole, "", [&](std::uint32_t i) { return static_cast<double>(o[i].members); });
  numbers(say("可建组成员", "Eligible"), ColumnKind::kWhole, "", [&](std::uint32_t i) { return static_cast<double>(o[i].eligible); });
  numbers(say("责任单位数", "Responsible units"), ColumnKind::kWhole, "", [&](std::uint32_t i) { return static_cast<double>(o[i].responsible.size()); });
  areas([&](std::uint32_t i) { return o[i].area; });
  texts("编号", "Id", [&](std::uint32_t i) { return o[i].id; });
}

void Builder::gates() {
  rows(ThingKind::kGate, world_.streets.gates.size());
  const auto& g = world_.streets.gates;
  texts("编号", "Id", [&](std::uint32_t i) { return g[i].id; });
  words(say("通行", "Lets through"), {say("所有人", "everybody"), say("仅居民", "residents only"), say("关闭", "nobody")},
        [&](std::uint32_t i) { return static_cast<int>(g[i].state); });
  texts("时间", "Hours", [&](std::uint32_t i) {
    const std::string hours = format_opening_hours(g[i].hours);
    return hours.empty() ? say("全天", "always") : hours;
  });
  const std::vector<Change> changes = document_.gate_changes();
  words(say("状态", "State"), {say("现有", "existing"), say("调整", "changed")}, [&](std::uint32_t i) { return changes[i] == Change::kUnchanged ? 0 : 1; });
}

void Builder::links() {
  rows(ThingKind::kLink, world_.links.size());
  const auto& l = world_.links;
  const auto end = [&](Partner p) { return name_of(world_, thing_of(p), zh_); };
  texts("给出", "From", [&](std::uint32_t i) { return end(l[i].from); });
  texts("得到", "To", [&](std::uint32_t i) { return end(l[i].to); });
  std::vector<std::string> types, units, statuses;
  for (std::size_t k = 0; k < kLinkTypes; ++k)
    types.push_back(catchment::name_of(static_cast<LinkType>(k)).in(zh_)), units.push_back(unit_name_of(static_cast<LinkType>(k)).in(zh_));
  for (unsigned k = 0; k < 4; ++k) statuses.push_back(catchment::name_of(static_cast<LinkStatus>(k)).in(zh_));
  words(say("类型", "Type"), std::move(types), [&](std::uint32_t i) { return l[i].type; });
  numbers(say("数量", "Amount"), ColumnKind::kDecimal, "", [&](std::uint32_t i) { return l[i].capacity < 0 ? kNone : l[i].capacity; });
  words(say("单位", "Unit"), std::move(units), [&](std::uint32_t i) { return l[i].type; });
  words(say("状态", "State"), std::move(statuses), [&](std::uint32_t i) { return l[i].status; });
  texts("时段", "Hours", [&](std::uint32_t i) { return format_opening_hours(l[i].slots); });
  texts("编号", "Id", [&](std::uint32_t i) { return l[i].id; });
}

}  // namespace

std::string Cells::operator[](std::size_t row) const {
  if (!word_.empty()) return texts_[word_[row]];
  if (numbers_.empty()) return texts_[row];
  const double x = numbers_[row];
  if (!std::isfinite(x)) return "–";
  switch (kind_) {
    case ColumnKind::kWhole: return grouped(static_cast<std::int64_t>(std::llround(x)));
    case ColumnKind::kShare: return percent(x);
    default: return decimal(x, 1);
  }
}

ThingTable make_table(const Document& document, TableKind kind, bool chinese) {
  Builder builder(document, chinese);
  switch (kind) {
    case TableKind::kFacilities: builder.facilities(); break;
    case TableKind::kAreas: builder.areas_table(); break;
    case TableKind::kDemand: builder.demand(); break;
    case TableKind::kOrganisations: builder.organisations(); break;
    case TableKind::kGates: builder.gates(); break;
    case TableKind::kLinks: builder.links(); break;
  }
  return std::move(builder.table);
}

}  // namespace catchment::document
