#include <algorithm>
#include <cmath>

#include "app/report/page.h"
#include "app/report/words.h"
#include "sim/network/impedance.h"

namespace catchment::pipeline {
namespace {

struct Definition { std::string term, text, id; };

void write_definitions(Page& p, const std::vector<Definition>& list) {
  p.html += "<dl class=\"def\">\n";
  for (const auto& d : list) {
    p.html += "<dt>" + escaped(d.term);
    if (!d.id.empty()) p.html += "<span class=\"id\">" + escaped(d.id) + "</span>";
    p.html += "</dt><dd>" + escaped(d.text) + "</dd>\n";
  }
  p.html += "</dl>\n";
}

/// A word that is safe between single quotes of a shell.
std::string shell_word(const std::string& word) {
  const bool plain = !word.empty() && std::all_of(word.begin(), word.end(), [](unsigned char c) {
    return std::isalnum(c) || c >= 0x80 || c == '/' || c == '.' || c == '_' || c == '-';
  });
  if (plain) return word;
  std::string out = "'";
  for (const char c : word) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

/// Person groups that some level is computed for; none where nobody walks.
std::vector<std::string> groups_used(const Page& p) {
  const NetworkOptions& n = p.scenario.network;
  if (n.mode == TravelMode::kCycle || n.mode == TravelMode::kMatrix) return {};
  std::vector<std::string> used;
  const auto add = [&](const std::string& name) {
    if (std::find(used.begin(), used.end(), name) == used.end()) used.push_back(name);
  };
  for (const LevelResult& level : p.study.levels) add(level.spec.group.empty() ? n.group : level.spec.group);
  if (used.empty()) add(n.group);
  return used;
}

std::string group_title(const Page& p, const std::string& name) {
  const PersonGroup* group = find_group(p.scenario.network.groups, name);
  return group == nullptr ? name : name_or_id(group->title, name, p.zh);
}

/// "wheelchair users (wheelchair): no steps, no street steeper than 8.3 %; levels: station"
std::string group_text(const Page& p, const std::string& name) {
  std::string out = group_title(p, name);
  const PersonGroup* group = find_group(p.scenario.network.groups, name);
  if (group == nullptr) return out;
  std::vector<std::string> limits;
  if (!group->steps) limits.push_back(p.t("method.group.no-steps"));
  if (std::isfinite(group->max_slope) && p.study.network.heights)
    limits.push_back(p.t("method.group.max-slope", decimal_text(group->max_slope * 100, 1)));
  const auto named = std::any_of(p.study.levels.begin(), p.study.levels.end(), [](const LevelResult& l) { return !l.spec.group.empty(); });
  if (named) {
    std::string levels;
    for (std::size_t l = 0; l < p.study.levels.size(); ++l) {
      const std::string& who = p.study.levels[l].spec.group;
      if ((who.empty() ? p.scenario.network.group : who) == name) levels += (levels.empty() ? "" : p.zh ? "、" : ", ") + level_title(p, l);
    }
    limits.push_back(p.t("method.group.levels", levels));
  }
  for (std::size_t i = 0; i < limits.size(); ++i) out += (i == 0 ? (p.zh ? "：" : ": ") : (p.zh ? "；" : "; ")) + limits[i];
  return out;
}

bool uses(const World& world, const std::string& datum) {
  return std::any_of(world.sources.begin(), world.sources.end(), [&](const DataSource& s) { return s.datum == datum; });
}

}  // namespace

void write_method(Page& p) {
  const auto& n = p.scenario.network;
  const bool streets = n.mode == TravelMode::kWalk || n.mode == TravelMode::kCycle;
  p.chapter("method", p.t("method.title"));
  std::vector<Definition> facts;
  facts.push_back({p.t("method.mode"), p.t("method.mode." + std::string(word_of(n.mode)), decimal_text(n.detour_factor, 2)),
                   "A.3"});
  const bool timed = std::any_of(p.study.levels.begin(), p.study.levels.end(),
                                 [](const LevelResult& l) { return l.spec.unit == CostUnit::kSeconds; });
  const auto groups = groups_used(p);
  for (const std::string& group : groups)
    facts.push_back({p.t("method.group"), group_text(p, group), ""});
  if (n.mode != TravelMode::kMatrix && timed)
    for (const std::string& group : groups.empty() ? std::vector<std::string>{""} : groups) {
      const double speed = for_group(n, group).speed_m_per_min;
      const std::string value = p.t("method.speed.value", decimal_text(speed, 1), decimal_text(speed * 0.06, 1));
      facts.push_back({p.t("method.speed"), groups.size() > 1 ? group_title(p, group) + (p.zh ? "：" : ": ") + value : value, ""});
    }
  if (streets) {
    facts.push_back({p.t("method.snap"), p.t("method.snap.value", metres_text(n.snap_max_m, p.zh)), ""});
    if (timed) facts.push_back({p.t("method.steps"), p.t("method.steps.value", decimal_text(n.steps_factor, 1)), ""});
  }
  if (n.mode == TravelMode::kWalk)
    facts.push_back({p.t("method.slope"), p.t(p.study.network.heights ? "method.slope.on" : "method.slope.off"), ""});
  if (n.mode != TravelMode::kMatrix)
    facts.push_back({p.t("method.vertical"), p.t(p.study.network.egress_by_storeys ? "method.vertical.storeys"
                                                 : p.study.network.egress_stated   ? "method.vertical.stated"
                                                                                   : "method.vertical.off"), ""});
  if (!p.study.levels.empty()) {
    facts.push_back({p.t("method.boundary"),
                     p.t(p.scenario.coverage.beyond_boundary ? "method.boundary.open" : "method.boundary.closed"), ""});
    facts.push_back({p.t("method.capacity"), p.t(p.scenario.coverage.capacity ? "method.capacity.on" : "method.capacity.off"),
                     "B.2"});
  }
  facts.push_back({p.t("method.crs"), p.t("method.crs.value", p.world.crs.empty() ? kUndefined : p.world.crs), ""});
  facts.push_back({p.t("method.seed"), std::to_string(p.scenario.seed), ""});
  p.section(p.t("method.travel"));
  write_definitions(p, facts);

  p.section(p.t("method.definitions"));
  std::vector<Definition> list;
  const auto add = [&](const std::string& key, const char* id) { list.push_back({p.t(key), p.t(key + ".text"), id}); };
  if (!p.study.levels.empty()) {
    add("def.coverage", "B.1");
    if (p.study.levels.size() > 1) add("def.joint", "B.6");
    add("def.backup", "B.1");
    add("def.split", "B.2");
  }
  if (p.study.organisations) {
    add("def.oc", "B.3");
    add("def.wc", "B.3");
  }
  if (!p.study.levels.empty())
    for (const char* key : {"def.worst", "def.gini", "def.hoover", "def.palma", "def.p90", "def.theil"}) add(key, "B.5");
  write_definitions(p, list);
}

void write_limits(Page& p) {
  const auto& n = p.scenario.network;
  p.chapter("limits", p.t("limits.title"));
  std::vector<std::string> limits;
  if (straight_line(n.mode)) limits.push_back(p.t("limit.straight", decimal_text(n.detour_factor, 2)));
  if (n.mode == TravelMode::kMatrix) limits.push_back(p.t("limit.matrix"));
  if (p.study.network.used) limits.push_back(p.t("limit.streets"));
  if (std::any_of(p.world.streets.gates.begin(), p.world.streets.gates.end(),
                  [](const Gate& g) { return g.state == GateState::kResidentsOnly; }))
    limits.push_back(p.t("limit.gates"));
  if (p.world.modelled) limits.push_back(p.t("limit.modelled"));
  if (!p.world.apportionment.empty()) limits.push_back(p.t("limit.apportion"));
  if (std::any_of(p.study.levels.begin(), p.study.levels.end(), [](const LevelResult& l) { return l.capacity_limited; }))
    limits.push_back(p.t("limit.capacity"));
  if (!p.study.levels.empty()) {
    limits.push_back(p.t("limit.static"));
    limits.push_back(p.t("limit.nearest"));
  }
  if (uses(p.world, "CGCS2000")) limits.push_back(p.t("limit.cgcs2000"));
  limits.push_back(p.t("limit.persons"));
  p.html += "<ul>\n";
  for (const auto& limit : limits) p.html += "<li>" + escaped(limit) + "</li>\n";
  p.html += "</ul>\n";
}

void write_reproduce(Page& p) {
  p.chapter("reproduce", p.t("repro.title"));
  const auto known = [](const std::string& text) { return text.empty() ? std::string(kUndefined) : text; };
  p.paragraph(p.t("repro.words", known(p.study.run_id), known(p.study.version), p.scenario.seed));
  if (!p.scenario.edits.empty()) {
    const auto n = static_cast<std::int64_t>(p.scenario.edits.size());
    p.paragraph(p.tn("repro.edits", n, n));
  }
  p.paragraph(p.t("repro.command"));
  const std::string file = p.scenario.file.empty() ? "SCENARIO.toml" : shell_word(p.scenario.file);
  const std::string folder = shell_word(p.scenario.name.empty() ? "results" : "results/" + p.scenario.name);
  p.html += "<pre class=\"cmd\">" + escaped("catchment run " + file + " -o " + folder + (p.zh ? " --lang zh" : " --lang en")) +
            "</pre>\n";
  p.paragraph(p.t("repro.files"));
}

}  // namespace catchment::pipeline
