#include <gtest/gtest.h>

#include <random>

#include "sim/scenario/parse.h"

namespace catchment {
namespace {

std::string refusal(const std::string& text) {
  try {
    parse_scenario(text, "a.toml");
  } catch (const InputError& error) {
    const std::string what = error.what();
    EXPECT_EQ(what.find('\n'), std::string::npos) << what;
    return what;
  }
  return "accepted";
}

std::string level(const std::string& cutoff) { return "[[levels]]\nname = \"a\"\ncutoff = " + cutoff + "\n"; }

TEST(Refusals, AnEmptyFile) {
  for (const char* text : {"", "   \n\t\r\n"})
    EXPECT_EQ(refusal(text), "a.toml: the file is empty; write a scenario in it, or copy one of the bundled ones");
}

TEST(Refusals, SyntaxErrorsGiveLineAndColumn) {
  EXPECT_TRUE(refusal("[network]\nmode = \n").starts_with("a.toml:2:8: not valid TOML: ")) << refusal("[network]\nmode = \n");
  EXPECT_TRUE(refusal("[network\n").starts_with("a.toml:1:")) << refusal("[network\n");
  EXPECT_TRUE(refusal("a = 1\na = 2\n").starts_with("a.toml:2:")) << refusal("a = 1\na = 2\n");
}

TEST(Refusals, InvalidUtf8) {
  const std::string what = refusal("[scenario]\nname = \"\xC1\xD9\xB7\xDA\"\n");  // GBK bytes
  EXPECT_TRUE(what.starts_with("a.toml:2:")) << what;
}

TEST(Refusals, UnknownKeysNameTheNearest) {
  EXPECT_EQ(refusal("[scenario]\nnmae = \"x\"\n"), "a.toml:2:1: key 'scenario.nmae': is not known; did you mean 'name'?");
  EXPECT_EQ(refusal("[netwrok]\nmode = \"walk\"\n"), "a.toml:1:2: key 'netwrok': is not known; did you mean 'network'?");
  EXPECT_EQ(refusal("[[levels]]\nname = \"a\"\n  cutof = \"5 m\"\n"), "a.toml:3:3: key 'levels[0].cutof': is not known; did you mean 'cutoff'?");
  EXPECT_EQ(refusal("[scenario]\ntitle = {cn = \"x\"}\n"), "a.toml:2:10: key 'scenario.title.cn': is not known; did you mean 'en'?");
  EXPECT_EQ(refusal("[inputs.demand]\npath = \"x\"\nfield = {}\n"), "a.toml:3:1: key 'inputs.demand.field': is not known; did you mean 'fields'?");
  EXPECT_EQ(refusal("[[edits]]\nop = \"close\"\ntarget = \"x\"\ncapasity = 1\n"), "a.toml:4:1: key 'edits[0].capasity': is not known; did you mean 'capacity'?");
}

TEST(Refusals, TablesOfLaterVersions) {
  for (const std::string name : {"plan", "dynamics"})
    EXPECT_EQ(refusal("[" + name + "]\n"), "a.toml:1:2: key '" + name + "': this version does not compute it yet; remove the table");
}

TEST(Refusals, ACutoffMustHaveAUnitAndBePositive) {
  EXPECT_EQ(refusal(level("500")),
            "a.toml:3:1: key 'levels[0].cutoff': is 500 without a unit; say which unit, like \"500 m\", \"15 min\" or \"900 s\"");
  EXPECT_EQ(refusal(level("\"0 m\"")), "a.toml:3:1: key 'levels[0].cutoff': is \"0 m\", out of range; give a quantity more than 0 and at most 1000000 m");
  EXPECT_EQ(refusal(level("\"-5 min\"")), "a.toml:3:1: key 'levels[0].cutoff': is \"-5 min\", out of range; give a quantity more than 0 and at most 1000000 s");
  for (const char* bad : {"\"nan m\"", "\"inf m\"", "\"1e300 m\"", "\"2000 km\"", "\"1e-9 m\""})
    EXPECT_NE(refusal(level(bad)), "accepted") << bad;
  for (const char* bad : {"\"500\"", "\"m\"", "\"\"", "\"500 yards\"", "\"five m\"", "\"5 m m\"", "\"500 m/s\""})
    EXPECT_NE(refusal(level(bad)).find("is not a quantity with a unit"), std::string::npos) << bad;
  EXPECT_NE(refusal(level("true")).find("a quantity with a unit is expected"), std::string::npos);
  EXPECT_NE(refusal("[[levels]]\nname = \"a\"\n").find("key 'levels[0].cutoff': is missing"), std::string::npos);
}

TEST(Refusals, LevelsNeedNamesOfTheirOwn) {
  EXPECT_EQ(refusal(level("\"5 m\"") + level("\"6 m\"")),
            "a.toml:5:1: key 'levels[1].name': \"a\" is the name of an earlier level too; give each level a name of its own");
  EXPECT_NE(refusal("[[levels]]\ncutoff = \"5 m\"\n").find("key 'levels[0].name': is missing"), std::string::npos);
  EXPECT_NE(refusal("[[levels]]\nname = \"\"\ncutoff = \"5 m\"\n").find("is empty"), std::string::npos);
  EXPECT_NE(refusal("[levels]\nname = \"a\"\n").find("write [[levels]], with two brackets"), std::string::npos);
  EXPECT_NE(refusal(level("\"5 m\"") + "rank = 5\n").find("give a whole number between 1 and 4"), std::string::npos);
}

TEST(Refusals, WrongTypes) {
  EXPECT_EQ(refusal("[network]\nspeed_m_per_min = \"80\"\n"),
            "a.toml:2:1: key 'network.speed_m_per_min': is \"80\", but a number is expected; write the number without quotes");
  EXPECT_EQ(refusal("[scenario]\nseed = 1.5\n"), "a.toml:2:1: key 'scenario.seed': is 1.5, but a whole number is expected; write digits only, without quotes");
  EXPECT_EQ(refusal("[scenario]\nname = 3\n"), "a.toml:2:1: key 'scenario.name': is 3, but text is expected; put it in quotes");
  EXPECT_EQ(refusal("[coverage]\nnested = \"yes\"\n"), "a.toml:2:1: key 'coverage.nested': is \"yes\", but true or false is expected; write true or false without quotes");
  EXPECT_EQ(refusal("network = 3\n"), "a.toml:1:1: key 'network': is 3, but a table is expected; write [network] and its keys below");
  EXPECT_EQ(refusal("[scenario]\ntitle = 4\n"), "a.toml:2:1: key 'scenario.title': is 4, but a name is expected; write text, or a table with zh and en");
  for (const char* text : {"inputs = 3\n", "[inputs]\ndemand = 3\n", "edits = 3\n", "edits = [3]\n", "levels = [[1]]\n", "[[network]]\n", "[inputs.demand]\npath = \"x\"\nfields = 3\n",
                           "[inputs.demand]\npath = \"x\"\nfields.id = [1]\n", "[[levels]]\nname = \"a\"\ncutoff = \"1 m\"\nservices = [1]\n",
                           "[[levels]]\nname = \"a\"\ncutoff = \"1 m\"\nservices = 1\n", "[organisations]\ninstructors = \"many\"\n",
                           "[organisations]\ninstructors = {number = 3}\n", "[town]\norigin = [1]\n", "[town]\norigin = [1, \"2\"]\n", "[town]\norigin = 1\n",
                           "[town]\nriver = 1\n", "[scenario]\nplace = []\n", "scenario = []\n", "[scenario]\nname = \"a\\u0000b\"\n"})
    EXPECT_NE(refusal(text), "accepted") << text;
}

TEST(Refusals, ValuesOutOfRange) {
  for (const char* text :
       {"[scenario]\nseed = -1\n", "[network]\nspeed_m_per_min = 0\n", "[network]\nspeed_m_per_min = -3\n", "[network]\nspeed_m_per_min = nan\n",
        "[network]\nspeed_m_per_min = inf\n", "[network]\ndetour_factor = 0.9\n", "[network]\nsnap_max = -1\n", "[network]\nsnap_max = \"2 min\"\n",
        "[network]\nsteps_factor = 0\n", "[town]\npopulation = 0\n", "[town]\narea_km2 = 0\n", "[town]\narea_km2 = -1.0\n", "[town]\nstations = -1\n",
        "[town]\norigin = [200, 0]\n", "[town]\norigin = [0, nan]\n", "[organisations]\ncaseload = 0\n", "[organisations]\neligible_min = 3000000000\n",
        "[organisations]\ntravel_limit = 30\n", "[organisations]\ntravel_limit = \"30 m\"\n", "[organisations]\njoint_distance = 300\n",
        "[organisations]\ninstructors = -2\n", "[organisations]\ngenerate = \"reference-city\"\nhubs = 3\n",
        "[organisations]\ngenerate = \"reference-city\"\ncount = 3\n", "[organisations]\nvenue_hours_month = 1000\n",
        "[outputs]\nmap_width_px = 1\n", "[coverage]\nreport_area_level = 5\n", "[scenario]\ncrs = \"\"\n"})
    EXPECT_NE(refusal(text).find("a.toml:"), std::string::npos) << text;
}

TEST(Refusals, WordsThatAreNotChoices) {
  EXPECT_EQ(refusal("[network]\nmode = \"wlak\"\n"),
            "a.toml:2:1: key 'network.mode': \"wlak\" is not one of walk, cycle, euclidean, manhattan, chebyshev, matrix; did you mean \"walk\"?");
  for (const char* text : {"[town]\nkind = \"rural\"\n", "[population]\nfrom = \"cells\"\n", "[population]\nto = \"x\"\n", "[population]\nweight = \"x\"\n",
                           "[organisations]\ndenominator = \"people\"\n", "[organisations]\nown_rule = \"x\"\n", "[organisations]\ngenerate = \"x\"\n",
                           "[outputs]\nlanguage = \"de\"\n", "[inputs.demand]\npath = \"x\"\ndatum = \"nad27\"\n", "[inputs.x]\nrole = \"y\"\npath = \"x\"\n",
                           "[inputs.costs]\npath = \"x\"\nunit = \"km\"\n"})
    EXPECT_NE(refusal(text), "accepted") << text;
}

TEST(Refusals, AMomentIsADayAndATime) {
  for (const char* bad : {"Tue", "10:00", "Tue 25:00", "Tue 24:00", "Funday 10:00", "Tue 10:00-11:00", "Tue 10:00 x", ""})
    EXPECT_EQ(refusal("[network]\nat = \"" + std::string(bad) + "\"\n"), "a.toml:2:1: key 'network.at': \"" + std::string(bad) +
              "\" is no moment of a week; write a day and a time, like \"Tue 10:00\"");
}

TEST(Refusals, InputsNeedARoleAPathAndCostsAUnit) {
  EXPECT_EQ(refusal("[inputs.quarters]\npath = \"x\"\n"),
            "a.toml:1:9: key 'inputs.quarters.role': is missing, and 'quarters' is not itself a role; write role = \"demand\", \"streets\", "
            "\"facilities\" or another");
  EXPECT_NE(refusal("[inputs.demand]\n").find("key 'inputs.demand.path': is missing"), std::string::npos);
  EXPECT_NE(refusal("[inputs.demand]\npath = \"\"\n").find("is empty"), std::string::npos);
  EXPECT_NE(refusal("[inputs.costs]\npath = \"x\"\n").find("key 'inputs.costs.unit': is missing"), std::string::npos);
  EXPECT_NE(refusal("[inputs.demand]\npath = \"x\"\nunit = \"m\"\n").find("only costs have a unit"), std::string::npos);
}

TEST(Refusals, EditsMustSayWhatTheyNeed) {
  EXPECT_NE(refusal("[[edits]]\ntarget = \"x\"\n").find("key 'edits[0].op': is missing"), std::string::npos);
  EXPECT_NE(refusal("[[edits]]\nop = \"mvoe\"\ntarget = \"x\"\n").find("is not an edit that is known here"), std::string::npos);
  EXPECT_NE(refusal("[[edits]]\nop = \"close_facilty\"\ntarget = \"x\"\n").find("did you mean \"close_facility\"?"), std::string::npos);
  EXPECT_NE(refusal("[[edits]]\nop = \"close\"\n").find("key 'edits[0].target': is missing"), std::string::npos);
  EXPECT_NE(refusal("[[edits]]\nop = \"move\"\ntarget = \"x\"\n").find("key 'edits[0].to': is missing"), std::string::npos);
  EXPECT_NE(refusal("[[edits]]\nop = \"move\"\ntarget = \"x\"\nto = [1, 2]\nto_building = \"b\"\n").find("more than one place"), std::string::npos);
  EXPECT_NE(refusal("[[edits]]\nop = \"move\"\ntarget = \"x\"\nto_lonlat = [1, 200]\n").find("not a place in degrees"), std::string::npos);
  EXPECT_NE(refusal("[[edits]]\nop = \"close\"\ntarget = \"x\"\nto = [1, 2]\n").find("this edit has no place"), std::string::npos);
  EXPECT_NE(refusal("[[edits]]\nop = \"resize\"\ntarget = \"x\"\n").find("key 'edits[0].capacity': is missing"), std::string::npos);
  EXPECT_NE(refusal("[[edits]]\nop = \"set_level\"\ntarget = \"x\"\n").find("key 'edits[0].level': is missing"), std::string::npos);
  EXPECT_NE(refusal("[[edits]]\nop = \"add_responsible\"\ntarget = \"x\"\n").find("organisations': is missing"), std::string::npos);
  EXPECT_NE(refusal("[[edits]]\nop = \"close\"\ntarget = \"x\"\norganisations = [\"a\"]\n").find("changes no organisation"), std::string::npos);
  EXPECT_NE(refusal("[[edits]]\nop = \"resize\"\ntarget = \"x\"\ncapacity = -2\n").find("out of range"), std::string::npos);
  const std::string gate = "[[edits]]\nop = \"open_gate\"\ntarget = \"x\"\n";
  EXPECT_NE(refusal("[[edits]]\nop = \"close_gate\"\ntarget = \"x\"\nhours = \"24/7\"\n").find("this edit has no hours"), std::string::npos);
  EXPECT_NE(refusal(gate + "hours = \"sometimes\"\n").find("a.toml:4:1: key 'edits[0].hours': opening hours"), std::string::npos);
  EXPECT_NE(refusal(gate + "outside_hours = \"closed\"\n").find("no hours to be outside of"), std::string::npos);
  EXPECT_NE(refusal(gate + "hours = \"24/7\"\noutside_hours = \"shut\"\n").find("is not one of open, residents_only, closed"), std::string::npos);
}

TEST(Refusals, DeepNestingHugeNumbersAndLongKeysDoNotCrash) {
  EXPECT_NE(refusal("a = " + std::string(100'000, '[')), "accepted");
  std::string nested = "a = ";
  for (int i = 0; i < 5000; ++i) nested += "{a = ";
  EXPECT_NE(refusal(nested), "accepted");
  std::string dotted = "a";
  for (int i = 0; i < 200'000; ++i) dotted += ".a";
  EXPECT_EQ(refusal(dotted + " = 1\n"), "a.toml:1:1: a dotted key has more than 200 parts; nest tables less deeply");
  EXPECT_EQ(refusal("[" + dotted + "]\n"), "a.toml:1:1: a dotted key has more than 200 parts; nest tables less deeply");
  EXPECT_NE(refusal("[scenario]\nseed = 99999999999999999999\n"), "accepted");
  EXPECT_NE(refusal("[scenario]\nseed = " + std::string(100'000, '9') + "\n"), "accepted");
  EXPECT_NE(refusal("[network]\nspeed_m_per_min = 1e999\n"), "accepted");
  EXPECT_NE(refusal(std::string(100'000, 'k') + " = 1\n"), "accepted");
  EXPECT_NE(refusal("[scenario]\nname = \"" + std::string(1000, 'x')), "accepted");
}

TEST(Refusals, DamagedTextIsRefusedOrReadButNeverCrashes) {
  const std::string good = "[scenario]\nname = \"a\"\nplace = {zh = \"上海\"}\n[[levels]]\nname = \"b\"\ncutoff = \"5 min\"\n[[edits]]\nop = \"move\"\n"
                           "target = \"F\"\nto = [1.5, 2]\n[inputs.streets]\npath = \"x\"\nfields.a = 'b'\n";
  std::mt19937 random(20240501);
  for (int round = 0; round < 3000; ++round) {
    std::string text = good;
    for (int n = 0; n < 1 + round % 4; ++n) {
      const std::size_t at = random() % text.size();
      switch (random() % 4) {
        case 0: text[at] = static_cast<char>(random() % 256); break;
        case 1: text.erase(at, 1 + random() % 5); break;
        case 2: text.insert(at, 1, "[]{}=.\"'\n#,"[random() % 12]); break;
        default: text = text.substr(0, at + 1);
      }
      if (text.empty()) text.push_back('x');
    }
    SCOPED_TRACE(testing::Message() << "round " << round << ": " << text);
    refusal(text);
  }
}

TEST(NearestKey, FindsTyposSwapsAndBeginnings) {
  const std::vector<std::string> known{"speed_m_per_min", "snap_max", "mode", "detour_factor"};
  EXPECT_EQ(nearest_key("mdoe", known), "mode");
  EXPECT_EQ(nearest_key("Mode", known), "mode");
  EXPECT_EQ(nearest_key("snap-max", known), "snap_max");
  EXPECT_EQ(nearest_key("speed", known), "speed_m_per_min");
  EXPECT_EQ(nearest_key("detourfactor", known), "detour_factor");
  EXPECT_EQ(nearest_key("colour", known), "");
  EXPECT_EQ(nearest_key("", known), "");
  EXPECT_EQ(nearest_key("ab", {"aa", "bb"}), "aa");
}

}  // namespace
}  // namespace catchment
