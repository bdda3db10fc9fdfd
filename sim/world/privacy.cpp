#include "sim/world/privacy.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <stdexcept>

#include <fmt/format.h>

namespace catchment {

namespace {

using Words = std::span<const std::string_view>;

// People whose work or membership is appraised, and the public, whose "rating" is usually one that it gives, not gets.
constexpr std::array kPerson = std::to_array<std::string_view>(
    {"person", "persons", "personal", "individual", "individuals", "member", "members", "staff", "employee", "employees", "worker",
     "workers", "volunteer", "volunteers", "leader", "leaders", "cadre", "cadres", "student", "students", "teacher", "teachers",
     "secretary"});
constexpr std::array kPublic =
    std::to_array<std::string_view>({"citizen", "citizens", "resident", "residents", "household", "households"});
constexpr std::array kScore = std::to_array<std::string_view>(
    {"score", "scores", "scored", "scoring", "rank", "ranks", "ranking", "credit", "credits", "appraisal", "appraisals", "grade",
     "grades", "merit", "merits", "kpi", "reputation", "performance"});
constexpr std::array kOpinion = std::to_array<std::string_view>(
    {"rating", "ratings", "rated", "evaluation", "evaluations", "assessment", "assessments"});
/// Pairs that are about persons whoever else is named. "Points" alone are places.
constexpr std::array kAlways = std::to_array<std::array<std::string_view, 2>>(
    {{"credit", "score"}, {"social", "credit"}, {"trust", "score"}, {"personal", "points"}, {"individual", "points"},
     {"member", "points"}, {"resident", "points"}, {"citizen", "points"}, {"volunteer", "points"}});
constexpr std::array kPersonZh = std::to_array<std::string_view>(
    {"个人", "党员", "员工", "职工", "人员", "干部", "会员", "志愿者", "学生", "教师", "负责人", "本人", "书记", "工人", "团员",
     "带头人"});
constexpr std::array kPublicZh =
    std::to_array<std::string_view>({"居民", "公民", "户主", "住户", "业主", "群众", "村民", "市民"});
constexpr std::array kScoreZh = std::to_array<std::string_view>(
    {"得分", "积分", "分数", "考核", "排名", "信用", "绩效", "等级", "诚信", "考评"});
constexpr std::array kOpinionZh = std::to_array<std::string_view>({"评分", "评级", "评价", "打分", "测评", "评定", "星级"});
constexpr std::array kAlwaysZh = std::to_array<std::string_view>({"信用分", "信用积分", "诚信分", "社会信用评", "文明积分"});
constexpr std::array kAppraisalZh = std::to_array<std::string_view>({"考核得分", "考核分", "考评得分"});
constexpr std::array kUnitZh = std::to_array<std::string_view>(
    {
    "会员单位", "单位", "组织", "企业", "机构", "站点", "设施", "街道", "社区", "园区", "楼宇", "团体", "支部", "工会",
    "部门", "小区", "学校", "中心", "服务站", "场馆", "场所", "项目", "商户", "公司", "活动", "枢纽", "委员会", "居委",
    "物业", "区域", "高校", "医院", "村"});
/// Words that hold a person's word but name a unit; taken out before looking.
constexpr std::array kNotPersonZh = std::to_array<std::string_view>({"会员单位", "居民委员会", "居民区", "居民小区", "党员中心", "职工之家"});

bool has(std::string_view text, Words words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view w) { return text.find(w) != std::string_view::npos; });
}

/// Lower-case English words of a name: letters and digits apart, camelCase split ("staffScore2" -> staff, score).
std::vector<std::string> words_of(std::string_view name) {
  std::vector<std::string> out;
  const auto upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  const auto letter = [&](char c) { return (c >= 'a' && c <= 'z') || upper(c); };
  bool inside = false;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    if (!letter(c)) {
      inside = false;
      continue;
    }
    // A capital starts a word after a small letter, or before one at the end of an abbreviation ("KPIScore").
    const bool starts = upper(c) && i > 0 && (!upper(name[i - 1]) || (i + 1 < name.size() && letter(name[i + 1]) && !upper(name[i + 1])));
    if (!inside || starts) out.emplace_back();
    inside = true;
    out.back() += upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return out;
}

}  // namespace

bool is_person_score_column(std::string_view name) {
  const auto words = words_of(name);
  const auto any = [&](Words list) {
    return std::any_of(words.begin(), words.end(), [&](const std::string& w) { return std::find(list.begin(), list.end(), w) != list.end(); });
  };
  const auto word = [&](std::string_view w) { return std::find(words.begin(), words.end(), w) != words.end(); };
  if (any(kPerson) && (any(kScore) || any(kOpinion))) return true;
  if (any(kPublic) && any(kScore)) return true;
  for (const auto& pair : kAlways)
    if (word(pair[0]) && word(pair[1])) return true;

  std::string text(name);
  // Spaces inside Chinese names carry no meaning.
  std::erase_if(text, [](char c) { return c == ' ' || c == '_' || c == '-' || c == '\t'; });
  if (has(text, kAlwaysZh)) return true;
  const bool unit = has(text, kUnitZh);
  std::string rest = text;
  for (const std::string_view w : kNotPersonZh)
    for (std::size_t at = rest.find(w); at != std::string::npos; at = rest.find(w)) rest.erase(at, w.size());
  const bool person = has(rest, kPersonZh) || any(kPerson), scored = has(rest, kScoreZh) || any(kScore);
  if (person && (scored || has(rest, kOpinionZh) || any(kOpinion))) return true;
  if (has(rest, kPublicZh) && scored) return true;
  return has(text, kAppraisalZh) && !unit;
}

Findings person_columns(std::span<const std::string> columns, const std::string& where) {
  Findings out;
  for (const std::string& column : columns)
    if (is_person_score_column(column))
      out.push_back({Severity::kError, "person-score", where, fmt::format("column '{}' scores natural persons; only units and places are evaluated here", column),
                     "remove the column, or give counts by unit instead"});
  return out;
}

SuppressedCells suppress_small_cells(std::span<const std::int64_t> counts, std::int64_t k) {
  if (k < 1) throw std::invalid_argument("suppress_small_cells: k must be at least 1");
  std::int64_t total = 0;
  for (const std::int64_t c : counts) {
    if (c < 0) throw std::invalid_argument("suppress_small_cells: a count is negative");
    total += c;
  }
  SuppressedCells out;
  out.cells.assign(counts.begin(), counts.end());
  out.total = total;
  std::int64_t hidden = 0, sum = 0, small = 0;
  const auto hide = [&](std::size_t i) {
    out.cells[i].reset();
    ++hidden;
    sum += counts[i];
    small += counts[i] < k;
  };
  for (std::size_t i = 0; i < counts.size(); ++i)
    if (counts[i] > 0 && counts[i] < k) hide(i);
  if (hidden == 0) return out;
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < counts.size(); ++i)
    if (counts[i] >= k) order.push_back(i);
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return counts[a] != counts[b] ? counts[a] < counts[b] : a < b; });
  // Alone, a cell is the total less the rest. If all hidden cells are small, all ones or all k - 1 are told by their sum; and a
  // sum below k is itself a published count of fewer than k persons.
  const auto open = [&] { return hidden < 2 || sum < k || (small == hidden && (sum == hidden || sum == hidden * (k - 1))); };
  for (std::size_t next = 0; open() && next < order.size(); ++next) hide(order[next]);
  if (open()) out.total.reset();
  return out;
}

}  // namespace catchment
