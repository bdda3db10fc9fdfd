#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <fstream>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "app/report/figures.h"
#include "app/report/html.h"
#include "app/report/report.h"
#include "app/report/texts.h"
#include "sim/placement/town.h"
#include "sim/report/compute_study.h"
#include "sim/scenario/parse.h"
#include "tests/app/report/small_study.h"
#include "tests/support/shared_data.h"

namespace catchment {
namespace {

using pipeline::report_html;
using test::add_organisations;
using test::small_study;
using test::SmallStudy;

/// A small well-formedness check: every tag closed in order, attributes quoted, no raw '<' or '&' in text.
/// Returns the fault, or an empty text.
std::string fault_of(const std::string& page) {
  std::vector<std::string> open;
  std::size_t at = 0;
  const auto near = [&](std::size_t k) { return page.substr(k, 60); };
  while (at < page.size()) {
    if (page[at] == '&') {
      const auto end = page.find(';', at);
      if (end == std::string::npos || end - at > 8) return "bare & near " + near(at);
    }
    if (page[at] == '>') return "bare > near " + near(at);
    if (page[at] != '<') {
      ++at;
      continue;
    }
    if (page.compare(at, 2, "<!") == 0) {
      at = page.find('>', at) + 1;
      continue;
    }
    const bool closing = page[at + 1] == '/';
    std::size_t k = at + 1 + (closing ? 1 : 0);
    std::string name;
    while (k < page.size() && (std::isalnum(static_cast<unsigned char>(page[k])) || page[k] == '-')) name += page[k++];
    if (name.empty()) return "no tag name near " + near(at);
    bool self = false;
    for (char quote = 0; k < page.size(); ++k) {
      if (quote == 0 && page[k] == '>') break;
      if (quote != 0 && page[k] == '<') return "'<' in an attribute near " + near(at);
      if (quote == 0 && (page[k] == '"' || page[k] == '\'')) quote = page[k];
      else if (quote == page[k]) quote = 0;
      self = quote == 0 && page[k] == '/';
    }
    if (closing) {
      if (open.empty() || open.back() != name) return "</" + name + "> closes nothing near " + near(at);
      open.pop_back();
    } else if (!self) {
      open.push_back(name);
      if (name == "script" || name == "style") {
        const auto end = page.find("</" + name, k);
        if (end == std::string::npos) return "unclosed " + name;
        const std::string inside = page.substr(k + 1, end - k - 1);
        if (inside.find_first_of("<&") != std::string::npos) return "'<' or '&' inside " + name;
        k = end - 1;
      }
    }
    at = k + 1;
  }
  return open.empty() ? "" : "unclosed " + open.back();
}

std::vector<std::string> values_of(const std::string& page, const std::string& attribute) {
  std::vector<std::string> values;
  const std::string key = " " + attribute + "=\"";
  for (auto at = page.find(key); at != std::string::npos; at = page.find(key, at + 1)) {
    const auto begin = at + key.size();
    values.push_back(page.substr(begin, page.find('"', begin) - begin));
  }
  return values;
}

/// The studies that the report must tell without stumbling.
std::map<std::string, SmallStudy> variants() {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  std::map<std::string, SmallStudy> all;
  all["plain"] = small_study();
  all["organisations"] = small_study();
  add_organisations(all["organisations"]);
  {
    auto& s = all["organisations only"] = small_study();
    add_organisations(s);
    s.study.population = 0;
    s.study.levels.clear();
    s.study.equity.clear();
    s.study.gaps.clear();
    s.study.areas.clear();
    s.study.joint = {};
    s.study.joint_share = nan;
    s.study.covered_without_neighbours.clear();
  }
  {
    auto& s = all["weighted, nobody counted"] = small_study();
    add_organisations(s);
    s.scenario.organisations.denominator = Denominator::kEmployees;
    s.study.organisations->counted = 0;
  }
  {
    auto& s = all["straight line"] = small_study();
    s.scenario.network.mode = TravelMode::kEuclidean;
    s.study.network = {};
    s.world.streets = {};
  }
  {
    auto& s = all["matrix"] = small_study();
    s.scenario.network.mode = TravelMode::kMatrix;
    s.study.network = {};
    s.world.streets = {};
    s.study.gaps[0].shortfall = std::numeric_limits<double>::infinity();
    s.study.gaps[1].nearest = {};
  }
  {
    auto& s = all["no areas"] = small_study();
    s.world.areas.clear();
    s.study.areas.clear();
    for (auto& d : s.world.demand) d.area = {};
    for (auto& b : s.world.buildings) b.area = {};
    for (auto& f : s.world.facilities) f.area = {};
    for (auto& g : s.study.gaps) g.area = {};
  }
  {
    auto& s = all["nobody"] = small_study();
    s.study.population = 0;
    s.study.counted = {0, 0, 0, 0};
    for (auto& l : s.study.levels) {
      l.share = nan;
      l.coverage.persons_covered = l.coverage.persons_served = l.coverage.persons_no_capacity =
          l.coverage.persons_out_of_reach = 0;
    }
    s.study.joint = {0, {0, 0, 0, 0}};
    s.study.joint_share = nan;
    s.study.equity = {LevelEquity{}, LevelEquity{}};
    s.study.gaps.clear();
    s.study.areas.clear();
  }
  {
    auto& s = all["services"] = small_study();
    s.study.levels[0].spec.services = {"school"};
    s.study.levels[1].spec.services = {"clinic"};
  }
  {
    auto& s = all["one level, no capacity"] = small_study();
    s.study.levels.erase(s.study.levels.begin());
    s.study.equity.pop_back();
    s.study.gaps.resize(1);
    s.study.gaps[0].level = 0;
    s.study.covered_without_neighbours.clear();
    for (auto& a : s.study.areas)
      for (auto* column : {&a.covered, &a.served, &a.no_capacity, &a.out_of_reach}) column->erase(column->begin());
    s.study.joint_share = 0.7;
  }
  {
    auto& s = all["bare"];  // nothing at all
    s.scenario.name = "bare";
  }
  return all;
}

TEST(ReportHtml, IsWellFormedInBothLanguagesForEveryKindOfStudy) {
  for (const auto& [name, s] : variants())
    for (const bool chinese : {true, false}) {
      SCOPED_TRACE(name + (chinese ? " zh" : " en"));
      EXPECT_EQ(fault_of(report_html(s.world, s.study, s.scenario, chinese)), "");
    }
}

TEST(ReportHtml, TheWellFormednessCheckFindsFaults) {
  EXPECT_NE(fault_of("<p>a<b></p></b>"), "");
  EXPECT_NE(fault_of("<p>a & b</p>"), "");
  EXPECT_NE(fault_of("<p>"), "");
  EXPECT_NE(fault_of("</p>"), "");
  EXPECT_NE(fault_of("<p a=\"<\"></p>"), "");
  EXPECT_EQ(fault_of("<!DOCTYPE html><p a='x'>a &amp; b<br/></p>"), "");
}

TEST(ReportHtml, EscapesEverythingThatComesFromData) {
  auto s = small_study();
  add_organisations(s);
  // Every text of the world and the scenario that can reach the page.
  const std::string hostile = test::kHostile;
  s.scenario.title = s.scenario.description = {hostile, hostile};
  s.scenario.place_name_zh = s.scenario.place_name_en = s.scenario.date = s.scenario.name = s.scenario.file = hostile;
  s.study.run_id = s.study.version = s.world.crs = hostile;
  for (auto& l : s.study.levels) l.spec.title = {hostile, hostile};
  for (auto& a : s.world.areas) a.name = {hostile, hostile};
  for (auto& f : s.world.facilities) f.name = {hostile, hostile};
  for (auto& u : s.world.units) u.name = {hostile, hostile};
  for (auto& c : s.world.catalogue) c.name = {hostile, hostile}, c.category = hostile;
  for (auto& d : s.world.sources)
    d.input = d.path = d.layer = d.datum = d.crs = d.source = d.licence = d.date = d.sha256 = hostile;
  for (auto& a : s.world.apportionment) a.rule = a.from = a.to = hostile;
  for (auto& j : s.world.joins) j.table = j.layer = hostile;
  for (auto& f : s.world.findings) f.rule = f.where = f.what = f.remedy = hostile;
  for (const bool chinese : {true, false}) {
    const std::string page = report_html(s.world, s.study, s.scenario, chinese);
    EXPECT_EQ(fault_of(page), "");
    EXPECT_EQ(page.find("<script>alert"), std::string::npos);
    EXPECT_NE(page.find("&lt;script&gt;alert(&#39;x&#39;)"), std::string::npos);
    // The only script is the page's own.
    EXPECT_EQ(page.find("<script", page.find("<script") + 1), std::string::npos);
  }
}

TEST(Escaped, ReplacesBrokenUtf8AndWhatXmlForbids) {
  using pipeline::escaped;
  EXPECT_EQ(escaped("a<b>&\"'"), "a&lt;b&gt;&amp;&quot;&#39;");
  EXPECT_EQ(escaped("中文\t\n"), "中文\t\n");
  const std::string bad = "\xEF\xBF\xBD";
  EXPECT_EQ(escaped(std::string("\x01", 1)), bad);
  EXPECT_EQ(escaped("\xC9\xCF"), bad + bad);              // GB18030 bytes
  EXPECT_EQ(escaped("\xC0\xAF"), bad + bad);              // overlong
  EXPECT_EQ(escaped("\xED\xA0\x80"), bad + bad + bad);    // surrogate
  EXPECT_EQ(escaped("\xE4\xB8"), bad + bad);              // cut short
  EXPECT_EQ(escaped("\xF0\x9F\x8C\x8D"), "\xF0\x9F\x8C\x8D");
}

TEST(ReportHtml, ReferencesNothingOutsideItself) {
  for (const auto& [name, s] : variants())
    for (const bool chinese : {true, false}) {
      SCOPED_TRACE(name);
      const std::string page = report_html(s.world, s.study, s.scenario, chinese);
      for (const char* attribute : {"src", "href", "xlink:href", "action", "data", "poster", "srcset"})
        for (const auto& value : values_of(page, attribute)) EXPECT_EQ(value.substr(0, 1), "#") << attribute;
      for (const char* outside : {"@import", "url(http", "url(//", "<link", "<iframe", "<img", "fetch(", "XMLHttp"})
        EXPECT_EQ(page.find(outside), std::string::npos) << outside;
    }
}

TEST(ReportHtml, NeverShowsNanInfinityOrAnUnfilledPlace) {
  for (const auto& [name, s] : variants())
    for (const bool chinese : {true, false}) {
      SCOPED_TRACE(name);
      const std::string page = report_html(s.world, s.study, s.scenario, chinese);
      const std::string body = page.substr(page.find("</style>"), page.find("<script>") - page.find("</style>"));
      for (const char* fault : {"nan", "NaN", "inf<", "inf ", ">inf", "{}", "{0}", "18446744073709551615", "-1<"})
        EXPECT_EQ(body.find(fault), std::string::npos) << fault << ": " << body.substr(body.find(fault) < 80 ? 0 : body.find(fault) - 80, 120);
    }
}

TEST(ReportHtml, IsAccessible) {
  for (const auto& [name, s] : variants())
    for (const bool chinese : {true, false}) {
      SCOPED_TRACE(name);
      const std::string page = report_html(s.world, s.study, s.scenario, chinese);
      EXPECT_NE(page.find(chinese ? "<html lang=\"zh-CN\"" : "<html lang=\"en\""), std::string::npos);
      // One h1, and no heading skips a level.
      int h1 = 0, last = 0;
      for (auto at = page.find("<h"); at != std::string::npos; at = page.find("<h", at + 1)) {
        const char level = page[at + 2];
        if (level < '1' || level > '6') continue;
        h1 += level == '1';
        EXPECT_LE(level - '0', last + 1);
        last = level - '0';
      }
      EXPECT_EQ(h1, 1);
      const auto count = [&](const std::string& text) {
        std::size_t n = 0;
        for (auto at = page.find(text); at != std::string::npos; at = page.find(text, at + 1)) ++n;
        return n;
      };
      EXPECT_EQ(count("<table"), count("<thead>"));
      EXPECT_EQ(count("<th>"), 0u);  // every header cell says its scope
      EXPECT_GE(count("<title"), count("<svg") + 1);
      // Ids are unique, so that labels and clips of one picture never point into another.
      const auto ids = values_of(page, "id");
      EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()).size(), ids.size());
    }
}

TEST(ReportHtml, IsTheSameBytesTwice) {
  for (const auto& [name, s] : variants())
    EXPECT_EQ(report_html(s.world, s.study, s.scenario, true), report_html(s.world, s.study, s.scenario, true)) << name;
}

TEST(ReportHtml, AnswersInOneSentenceFromTheNumbers) {
  const auto all = variants();
  const auto page = [&](const std::string& name, bool chinese) {
    const auto& s = all.at(name);
    std::string html = report_html(s.world, s.study, s.scenario, chinese);
    for (const std::string tag : {"<strong>", "</strong>"})
      for (auto at = html.find(tag); at != std::string::npos; at = html.find(tag)) html.erase(at, tag.size());
    return html;
  };
  EXPECT_NE(page("plain", false).find("70.0% of 1,000 people have both levels of service within reach on foot. The weaker "
                                      "level is “Service point”: 2 facilities cover 70.0% within 5 min, leaving 300 people "
                                      "out of reach."),
            std::string::npos);
  EXPECT_NE(page("plain", true).find("1,000 人中有 70.0% 同时处在两个层级的服务范围内（步行）；较弱的是“服务点”：2 处设施在 5 "
                                     "分钟以内覆盖 70.0%，300 人够不着。"),
            std::string::npos);
  EXPECT_NE(page("organisations only", false).find("Of 5 organisations, 60.0% have a group of their own or a joint one; "
                                                   "with instructors, work coverage reaches 80.0%."),
            std::string::npos);
  EXPECT_NE(page("nobody", false).find("No people are counted in this study, so coverage is undefined."), std::string::npos);
  EXPECT_NE(page("services", false).find("have both services within reach"), std::string::npos);
}

TEST(ReportHtml, SaysProminentlyThatAStudyHasNoStreets) {
  auto s = variants().at("straight line");
  s.scenario.network.detour_factor = 1.35;
  const std::string en = report_html(s.world, s.study, s.scenario, false);
  const auto at = en.find("No street network: every distance is a straight line times 1.35.");
  ASSERT_NE(at, std::string::npos);
  EXPECT_LT(at, en.find("<figure"));  // before the first picture
  EXPECT_NE(report_html(s.world, s.study, s.scenario, true).find("没有街道网络：距离一律按直线乘以 1.35 计算"), std::string::npos);
}

TEST(ReportHtml, ListsAreasWorstFirst) {
  const auto s = small_study();
  const std::string page = report_html(s.world, s.study, s.scenario, false);
  const auto table = page.find("<table class=\"sortable\"");
  ASSERT_NE(table, std::string::npos);
  const auto at = [&](const char* name) { return page.find(name, table); };
  EXPECT_LT(at("Block C"), at("Block A"));  // none of C has both levels
  EXPECT_LT(at("Block A"), at("Block B"));  // equal shares: the larger first
}

TEST(ReportHtml, DrawsNoGroundUnderItsCharts) {
  // A list's default ground is opaque black; a chart on the page must have none.
  const auto s = small_study();
  const std::string page = report_html(s.world, s.study, s.scenario, false);
  EXPECT_EQ(page.find("fill=\"#000000\""), std::string::npos);
}

TEST(ReportHtml, NamesOrphansConflictsAndOverloadedUnits) {
  const auto s = variants().at("organisations");
  const std::string page = report_html(s.world, s.study, s.scenario, false);
  EXPECT_NE(page.find("1 organisation has no responsible unit: &lt;script&gt;"), std::string::npos);
  EXPECT_NE(page.find("1 organisation has more than one responsible unit: Firm 4 (Hub One and Hub Two)."), std::string::npos);
  EXPECT_NE(page.find("1 unit is over its capacity: Hub One (4 of 2)."), std::string::npos);
  EXPECT_NE(page.find("1 venue can host 1 of 3 groups (33.3%); 2 find no slot."), std::string::npos);
}

TEST(ReportHtml, ListsTheGapsWithTheirReasonAndAHint) {
  const auto s = small_study();
  const std::string en = report_html(s.world, s.study, s.scenario, false), zh = report_html(s.world, s.study, s.scenario, true);
  for (const char* said : {"Facilities nearby are full: 200 places short", "About 200 more places at “Station One”",
                           "Too far, by about 350 m", "A new “Service station” nearby",
                           "“Station One” is only 0.5 min too far"})
    EXPECT_NE(en.find(said), std::string::npos) << said;
  for (const char* said : {"附近设施已满：缺 200 个名额", "“一号站”增加约 200 个名额", "太远：约超出 350 米",
                           "离“一号站”只差 0.5 分钟"})
    EXPECT_NE(zh.find(said), std::string::npos) << said;
}

TEST(ReportHtml, GivesTheCommandThatMadeIt) {
  auto s = small_study();
  s.scenario.file = "my data/it's.toml";
  const std::string page = report_html(s.world, s.study, s.scenario, false);
  EXPECT_NE(page.find("catchment run &#39;my data/it&#39;\\&#39;&#39;s.toml&#39; -o results/small --lang en"), std::string::npos);
}

TEST(Texts, AreCompleteInBothLanguagesWithTheSamePlaces) {
  std::set<std::string_view> keys;
  const auto places = [](std::string_view text) {
    int n = 0;
    std::set<char> numbered;
    for (std::size_t k = 0; k + 1 < text.size(); ++k)
      if (text[k] == '{') text[k + 1] == '}' ? void(++n) : void(numbered.insert(text[k + 1]));
    // fmt refuses a text that mixes both kinds.
    if (n > 0 && !numbered.empty()) return -1;
    return n > 0 ? n : static_cast<int>(numbered.size());
  };
  for (const auto& row : pipeline::all_texts()) {
    SCOPED_TRACE(std::string(row.key));
    EXPECT_TRUE(keys.insert(row.key).second);
    EXPECT_FALSE(row.zh.empty());
    EXPECT_FALSE(row.en.empty());
    EXPECT_GE(places(row.zh), 0);
    EXPECT_EQ(places(row.zh), places(row.en));
    // Chinese text holds Chinese, English text holds none (but for quotation marks and dashes).
    for (const char c : row.en.substr(0, row.en.size()))
      EXPECT_FALSE(static_cast<unsigned char>(c) >= 0xE3 && static_cast<unsigned char>(c) <= 0xE9) << row.en;
  }
  EXPECT_THROW((void)pipeline::text_of("no.such.key", true), std::logic_error);
}

TEST(Figures, ReadAsPeopleReadThem) {
  using namespace pipeline;
  EXPECT_EQ(count_text(0), "0");
  EXPECT_EQ(count_text(999), "999");
  EXPECT_EQ(count_text(812935), "812,935");
  EXPECT_EQ(count_text(-1234567), "−1,234,567");
  EXPECT_EQ(share_text(0.9117), "91.2%");
  EXPECT_EQ(share_text(1), "100%");
  EXPECT_EQ(share_text(0.99999), ">99.9%");   // not everyone, so never "100%"
  EXPECT_EQ(share_text(0.00001), "<0.1%");
  EXPECT_EQ(share_text(0), "0%");
  EXPECT_EQ(share_text(0, 0), kUndefined);
  EXPECT_EQ(decimal_text(1234.50, 2), "1,234.5");
  EXPECT_EQ(decimal_text(-0.001, 2), "0");
  EXPECT_EQ(decimal_text(std::optional<double>(), 2), kUndefined);
  EXPECT_EQ(metres_text(640, false), "640 m");
  EXPECT_EQ(metres_text(12345, false), "12.3 km");
  EXPECT_EQ(cost_text(510, CostUnit::kSeconds, true), "8.5 分钟");
  EXPECT_EQ(cost_text(std::numeric_limits<double>::infinity(), CostUnit::kSeconds, true), kUndefined);
}

/// A whole study of a generated town, of four levels and with organisations: nothing filled in by hand.
SmallStudy town_study(const std::vector<std::pair<std::string, std::string>>& more = {}) {
  SmallStudy s;
  s.scenario = parse_scenario(R"(
    [scenario]
    name = "town"
    title.zh = "示范街道：四级服务网络"
    title.en = "A model sub-district: four levels of service"
    [town]
    population = 20000
    area_km2 = 1.2
    enterprises = 60
    social_organisations = 20
    venues = 6
    [[levels]]
    name = "centre"
    title = { zh = "中心", en = "Centre" }
    rank = 4
    cutoff = "1 km"
    [[levels]]
    name = "station"
    title = { zh = "站", en = "Station" }
    rank = 3
    cutoff = "10 min"
    [[levels]]
    name = "point"
    title = { zh = "点", en = "Point" }
    rank = 2
    cutoff = "300 m"
    [organisations]
    instructors = 3
  )", "town.toml", {}, more);
  s.world = generate_town(s.scenario.town, s.scenario.seed, {354000, 3456000}, "EPSG:32651");
  s.study = compute_study(s.world, s.scenario);
  s.study.run_id = "0123456789ab";
  s.study.version = "0.1.0";
  return s;
}

TEST(ReportHtml, TellsExposureChannelsAdvisersInformationAndTheDashboardWellFormed) {
  const SmallStudy s = town_study(
      {{"town.service_items", "3"},
       {"exposure", "{ types = [] }"},
       {"channels", "[{ name = \"<door> & co\", kind = \"door\", level = \"station\", service = \"30 min\", requests_per_1000 = 2 },"
                    " { name = \"hall\", kind = \"activity\", level = \"centre\", service = \"2 h\", staff = 0, attendance = 30 },"
                    " { name = \"net\", kind = \"online\", service = \"5 min\", staff = 2, requests_per_day = 10 }]"},
       {"advisers", "[{ name = \"legal\", services = [\"item-01\"], caseload = 2, travel_limit = \"10 min\", quarters = \"areas\" }]"},
       {"information", "{ levels = [\"point\"], online = 0.5 }"},
       {"dashboard", "{ area_level = 3 }"}});
  ASSERT_EQ(s.study.channels.size(), 3u);
  for (const bool chinese : {true, false}) {
    const std::string page = report_html(s.world, s.study, s.scenario, chinese);
    EXPECT_EQ(fault_of(page), "");
    for (const char* id : {"exposure", "channels", "advisers", "information", "dashboard"})
      EXPECT_NE(page.find("<h2 id=\"" + std::string(id) + "\""), std::string::npos) << id;
    EXPECT_NE(page.find("&lt;door&gt; &amp; co"), std::string::npos);
    EXPECT_EQ(page.find("nan"), std::string::npos);
  }
}

TEST(ReportHtml, TellsAWholeStudyOfAGeneratedTown) {
  const SmallStudy s = town_study();
  ASSERT_EQ(s.study.population, 20000);
  for (const bool chinese : {true, false}) {
    const std::string page = report_html(s.world, s.study, s.scenario, chinese);
    EXPECT_EQ(fault_of(page), "");
    EXPECT_NE(page.find("20,000"), std::string::npos);
    for (const char* id : {"levels", "areas", "gaps", "maps", "equity", "organisations", "method", "data", "limits", "reproduce"})
      EXPECT_NE(page.find("<h2 id=\"" + std::string(id) + "\""), std::string::npos) << id;
    EXPECT_EQ(page.find("nan"), std::string::npos);
  }
}

}  // namespace
}  // namespace catchment
