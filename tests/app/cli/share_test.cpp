// `catchment share` on tables: the oracles of models.md D through the command, and every refusal.
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "tests/app/cli/program.h"
#include "tests/support/shared_data.h"

namespace catchment::test {
namespace {

using Json = nlohmann::json;
using Words = std::vector<std::string>;

const std::string kExchangeLinks = "data/sharing/exchange_links.csv", kExchangeNodes = "data/sharing/exchange_nodes.csv", kDistrictLinks = "data/sharing/districts_links.csv", kDistrictNodes = "data/sharing/districts_nodes.csv";

Words share(const std::string& links, const std::string& nodes, const Words& more = {}) {
  Words out{"share", "--edges", links};
  if (!nodes.empty()) out.insert(out.end(), {"--nodes", nodes});
  out.insert(out.end(), more.begin(), more.end());
  return out;
}

Json answer(Words words) {
  words.insert(words.end(), {"--format", "json"});
  const Ran ran = run_program(words);
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(ran.err, "");
  return ran.code == 0 ? Json::parse(ran.out) : Json{};
}

/// A scratch file.
std::string made(const std::string& name, const std::string& bytes) {
  static int number = 0;
  const std::string path = scratch_dir("share-" + std::to_string(number++)) + "/" + name;
  write_file(path, bytes);
  return path;
}

std::map<std::string, double> flows_of(const Json& got) {
  std::map<std::string, double> out;
  for (const Json& f : got["flows"]) out[f["from"].get<std::string>() + ">" + f["to"].get<std::string>()] += f["amount"].get<double>();
  return out;
}

std::string florentine() {
  return made("florence.csv", "from,to\nAcciaiuoli,Medici\nMedici,Barbadori\nMedici,Ridolfi\nMedici,Tornabuoni\nMedici,Albizzi\nMedici,Salviati\nCastellani,Peruzzi\nCastellani,Strozzi\nCastellani,Barbadori\n"
                              "Peruzzi,Strozzi\nPeruzzi,Bischeri\nStrozzi,Ridolfi\nStrozzi,Bischeri\nRidolfi,Tornabuoni\nTornabuoni,Guadagni\nAlbizzi,Ginori\nAlbizzi,Guadagni\nSalviati,Pazzi\nBischeri,Guadagni\nGuadagni,Lamberteschi\n");
}

// ---- measures -----------------------------------------------------------------------------------------------------

TEST(CliShare, OD8_OD9_TheFlorentineFamilies) {
  const Json got = answer(share(florentine(), "", {"--undirected", "--measures", "all"}));
  ASSERT_EQ(got["nodes"].size(), 15u);
  std::map<std::string, Json> at;
  for (const Json& node : got["nodes"]) at[node["id"]] = node;
  EXPECT_NEAR(at["Medici"]["betweenness"].get<double>(), 47.5 / 91, 1e-12);
  EXPECT_NEAR(at["Guadagni"]["betweenness"].get<double>(), 0.255, 5e-4);
  EXPECT_NEAR(at["Albizzi"]["betweenness"].get<double>(), 0.212, 5e-4);
  EXPECT_NEAR(at["Salviati"]["betweenness"].get<double>(), 0.143, 5e-4);
  EXPECT_NEAR(at["Ridolfi"]["betweenness"].get<double>(), 0.114, 5e-4);
  EXPECT_EQ(got["graph"]["articulation_points"], Json::array({"Albizzi", "Guadagni", "Medici", "Salviati"}));
  EXPECT_EQ(got["graph"]["bridges"].size(), 5u);
  EXPECT_EQ(got["graph"]["max_core"], 2);
  EXPECT_EQ(at["Medici"]["degree"], 6);
  EXPECT_EQ(at["Medici"]["articulation"], true);
  EXPECT_NEAR(got["graph"]["density"].get<double>(), 20.0 / 105, 1e-12);
  EXPECT_EQ(got["graph"]["directed"], false);
  EXPECT_EQ(got["graph"]["links"], 20);
}

TEST(CliShare, OD9_NextLinksByStructure) {
  const Json got = answer(share(florentine(), "", {"--undirected", "--recommend", "2"}))["recommendations"];
  ASSERT_EQ(got.size(), 2u);
  EXPECT_EQ(got[0]["from"], "Guadagni");
  EXPECT_EQ(got[0]["to"], "Medici");
  EXPECT_NEAR(got[0]["resource_allocation"].get<double>(), 0.6667, 5e-5);
  EXPECT_EQ(got[1]["from"], "Bischeri");
  EXPECT_EQ(got[1]["to"], "Castellani");
  EXPECT_NEAR(got[1]["resource_allocation"].get<double>(), 0.5833, 5e-5);
}

TEST(CliShare, OD10_RemovalOfTheFlorentineFamilies) {
  const std::string file = florentine();
  const Json fixed = answer(share(file, "", {"--undirected", "--resilience", "betweenness"}))["resilience"];
  EXPECT_NEAR(fixed["robustness"].get<double>(), 0.235556, 5e-7);
  EXPECT_EQ(fixed["removals"][0]["id"], "Medici");
  const Json anew = answer(share(file, "", {"--undirected", "--resilience", "recomputed"}))["resilience"];
  EXPECT_NEAR(anew["robustness"].get<double>(), 0.186667, 5e-7);
  EXPECT_NEAR(anew["removals"][0]["giant_share"].get<double>(), 11.0 / 15, 1e-12);
  EXPECT_NEAR(anew["removals"][1]["giant_share"].get<double>(), 7.0 / 15, 1e-12);
  const Json two = answer(share(file, "", {"--undirected", "--resilience", "Medici,Guadagni"}))["resilience"];
  EXPECT_EQ(two["order"], "given");
  EXPECT_EQ(two["removals"].size(), 2u);
  EXPECT_TRUE(two["robustness"].is_null()) << "R is of all removals";
}

TEST(CliShare, OD12_TwoTriangles) {
  const Json got = answer(share(made("t.csv", "from,to\n0,1\n1,2\n2,0\n3,4\n4,5\n5,3\n2,3\n"), "", {"--undirected", "--measures", "community"}));
  EXPECT_NEAR(got["graph"]["modularity"].get<double>(), 70.0 / 196, 1e-12);
  EXPECT_EQ(got["graph"]["communities"], 2);
  EXPECT_EQ(got["nodes"][0], (Json{{"id", "0"}, {"community", 0}}));
}

TEST(CliShare, OD15_AStar) {
  std::string links = "from,to\n";
  for (int k = 1; k <= 25; ++k) links += "hub,leaf" + std::to_string(k) + "\n";
  const Json got = answer(share(made("star.csv", links), "", {"--undirected"}));
  EXPECT_EQ(got["graph"]["articulation_points"], Json::array({"hub"}));
  EXPECT_EQ(got["nodes"][0]["id"], "hub");
  EXPECT_EQ(got["nodes"][0]["betweenness"], 1);
}

TEST(CliShare, OD13_TheKarateClubEqualsItsTable) {
  CATCHMENT_NEED_SHARED_DATA(folder, "graphs");
  const Json got = answer(share(folder + "/karate_edges.csv", "", {"--undirected", "--measures", "all"}));
  std::istringstream table(read_file(folder + "/karate_nodes.csv"));
  std::string line;
  std::getline(table, line);
  ASSERT_EQ(line, "id,label,group,degree,betweenness,closeness,eigenvector,pagerank,clustering,core");
  ASSERT_EQ(got["nodes"].size(), 34u);
  for (const Json& node : got["nodes"]) {
    std::getline(table, line);
    std::vector<std::string> cell;
    std::istringstream cells(line);
    for (std::string one; std::getline(cells, one, ',');) cell.push_back(one);
    ASSERT_EQ(cell.size(), 10u) << line;
    EXPECT_EQ(node["id"], cell[0]);
    EXPECT_EQ(node["degree"], std::stoi(cell[3])) << line;
    // The table has nine digits.
    EXPECT_NEAR(node["betweenness"].get<double>(), std::stod(cell[4]), 1e-9) << line;
    EXPECT_NEAR(node["closeness"].get<double>(), std::stod(cell[5]), 1e-9) << line;
    EXPECT_NEAR(node["eigenvector"].get<double>(), std::stod(cell[6]), 1e-5) << line;
    EXPECT_NEAR(node["pagerank"].get<double>(), std::stod(cell[7]), 1e-5) << line;
    EXPECT_NEAR(node["clustering"].get<double>(), std::stod(cell[8]), 1e-9) << line;
    EXPECT_EQ(node["core"], std::stoi(cell[9])) << line;
  }
  EXPECT_NEAR(got["graph"]["modularity"].get<double>(), 0.419790, 5e-7);
  EXPECT_EQ(got["graph"]["communities"], 4);
  EXPECT_EQ(got["graph"]["articulation_points"], Json::array({"0"}));
  EXPECT_EQ(got["graph"]["max_core"], 4);
  EXPECT_EQ(got["graph"]["diameter"], 5);
  EXPECT_NEAR(got["graph"]["transitivity"].get<double>(), 0.2557, 5e-5);
  EXPECT_NEAR(got["graph"]["assortativity"].get<double>(), -0.4756, 5e-5);
}

TEST(CliShare, DirectionsCountWhereTheyAreNotTakenAway) {
  const std::string file = made("d.csv", "from,to\na,b\nb,a\nb,c\nb,c\n");
  const Json directed = answer(share(file, ""))["graph"];
  EXPECT_EQ(directed["links"], 4);
  EXPECT_EQ(directed["pairs"], 2);
  EXPECT_EQ(directed["directed"], true);
  EXPECT_NEAR(directed["reciprocity"].get<double>(), 2.0 / 3, 1e-12);
  EXPECT_NEAR(directed["density"].get<double>(), 3.0 / 6, 1e-12);
  EXPECT_NEAR(answer(share(file, "", {"--undirected"}))["graph"]["density"].get<double>(), 2.0 / 3, 1e-12);
}

TEST(CliShare, MeasuresAreTheOnesThatAreAskedFor) {
  const Json got = answer(share(kExchangeLinks, kExchangeNodes, {"--measures", "degree,core"}));
  for (const Json& node : got["nodes"]) EXPECT_EQ((std::set<std::string>{node.contains("degree") ? "degree" : "", node.contains("core") ? "core" : "", node.contains("betweenness") ? "betweenness" : "degree"}), (std::set<std::string>{"core", "degree"}));
  EXPECT_FALSE(answer(share(kExchangeLinks, kExchangeNodes, {"--measures", "none", "--critical"})).contains("nodes"));
}

TEST(CliShare, ThreadsDoNotChangeAByte) {
  Words words = share(kExchangeLinks, kExchangeNodes, {"--measures", "all", "--critical", "--types", "volunteer", "--match", "--resilience", "random", "--recommend", "5", "--format", "json", "--threads", "1"});
  const std::string one = run_program(words).out;
  ASSERT_FALSE(one.empty());
  for (const char* threads : {"2", "4"}) {
    words.back() = threads;
    EXPECT_EQ(run_program(words).out, one) << threads;
  }
}

TEST(CliShare, LargeGraphsAreEstimatedAndSaySo) {
  const Json got = answer(share(florentine(), "", {"--undirected", "--measures", "betweenness", "--exact-up-to", "10", "--samples", "8", "--seed", "5"}))["graph"];
  EXPECT_EQ(got["sampled"], true);
  EXPECT_EQ(got["sources"], 8);
  EXPECT_GT(got["betweenness_error"].get<double>(), 0);
}

// ---- matching -----------------------------------------------------------------------------------------------------

TEST(CliShare, OD4_ThreeSuppliersFourDistricts) {
  const Json got = answer(share(kDistrictLinks, kDistrictNodes, {"--match"}));
  EXPECT_EQ(got["cost"], 573);
  EXPECT_EQ(got["served"], 75);
  EXPECT_EQ(got["unmet"], 0);
  double sum = 0, cost = 0;
  for (const Json& f : got["flows"]) sum += f["amount"].get<double>(), cost += f["cost"].get<double>();
  EXPECT_EQ(sum, 75);
  EXPECT_EQ(cost, 573);
  EXPECT_EQ(answer(share(kDistrictLinks, kDistrictNodes, {"--match", "--link-cap", "12"}))["cost"], 601);
}

TEST(CliShare, OD5_ASupplierIsLost) {
  const Json got = answer(share(kDistrictLinks, kDistrictNodes, {"--match", "--without", "S2", "--unmet-penalty", "100"}));
  EXPECT_EQ(got["served"], 50);
  EXPECT_EQ(got["unmet"], 25);
  EXPECT_EQ(got["demand"], 75);
  EXPECT_EQ(got["total"], 2800);
  EXPECT_EQ(got["cost"], 300);
  double unmet = 0;
  for (const Json& u : got["unmet_at"]) unmet += u["unmet"].get<double>();
  EXPECT_EQ(unmet, 25);
}

TEST(CliShare, OD1_GoodsPassThroughOthers) {
  const Json got = answer(share(made("e.csv", "from,to,capacity,cost\na,b,4,3\na,c,10,6\nb,d,9,1\nc,d,5,2\n"), made("n.csv", "id,supply,demand\na,5,\nb,,\nc,,\nd,,5\n"), {"--match"}));
  EXPECT_EQ(got["cost"], 24);
  EXPECT_EQ(flows_of(got), (std::map<std::string, double>{{"a>b", 4}, {"a>c", 1}, {"b>d", 4}, {"c>d", 1}}));
}

TEST(CliShare, OD2_BradleyHaxMagnanti) {
  const Json got = answer(share(made("e.csv", "from,to,capacity,cost\n1,2,15,4\n1,3,8,4\n2,3,,2\n2,4,4,2\n2,5,10,6\n3,4,15,1\n3,5,5,3\n4,5,,2\n5,3,4,1\n"), made("n.csv", "id,supply,demand\n1,20,\n2,,\n3,,\n4,,5\n5,,15\n"), {"--match"}));
  EXPECT_EQ(got["cost"], 150);
  EXPECT_EQ(got["served"], 20);
}

TEST(CliShare, OD7_OneToOne) {
  const Json got = answer(share(made("e.csv", "from,to,cost\nr1,c1,4\nr1,c2,1\nr1,c3,3\nr2,c1,2\nr2,c2,0\nr2,c3,5\nr3,c1,3\nr3,c2,2\nr3,c3,2\n"), "", {"--assign"}));
  EXPECT_EQ(got["cost"], 5);
  EXPECT_EQ(got["pairs"], 3);
  EXPECT_EQ(got["assigned"][0]["to"], "c2");
  EXPECT_EQ(got["assigned"][1]["to"], "c1");
  EXPECT_EQ(got["assigned"][2]["to"], "c3");
}

TEST(CliShare, UndirectedLinksCarryBothWays) {
  const std::string links = made("e.csv", "from,to,capacity,cost\nb,a,5,1\nc,b,5,1\n"), nodes = made("n.csv", "id,supply,demand\na,4,\nb,,\nc,,4\n");
  EXPECT_EQ(answer(share(links, nodes, {"--match"}))["unmet"], 4);
  const Json got = answer(share(links, nodes, {"--match", "--undirected"}));
  EXPECT_EQ(got["unmet"], 0);
  EXPECT_EQ(got["cost"], 8);
}

TEST(CliShare, GoodsOfOneTypeAreMatchedAlongItsLinks) {
  const Json got = answer(share(kExchangeLinks, kExchangeNodes, {"--types", "volunteer", "--match"}));
  EXPECT_EQ(got["demand"], 170);
  // 梧桐 gets 40 + 20, 银杏 30 + 20, 桂花 25, the school 5: 东桥 has 30.
  EXPECT_EQ(got["served"], 140);
  const Json coming = answer(share(kExchangeLinks, kExchangeNodes, {"--types", "volunteer", "--match", "--proposed"}));
  EXPECT_GE(coming["served"].get<double>(), 140);
}

TEST(CliShare, LinksCountOnTheirDays) {
  const auto links = [](const Words& more) { return answer(share(kExchangeLinks, kExchangeNodes, more))["graph"]["links"]; };
  EXPECT_EQ(links({}), 20);
  EXPECT_EQ(links({"--date", "2026-10-01"}), 16);
  EXPECT_EQ(links({"--date", "2026-10-01", "--proposed"}), 17);
  EXPECT_EQ(links({"--types", "venue,affiliation"}), 6);
}

TEST(CliShare, WhatIsCriticalAndWhoHangsLoose) {
  const Json critical = answer(share(kDistrictLinks, kDistrictNodes, {"--critical"}))["critical"];
  ASSERT_EQ(critical.size(), 3u);
  EXPECT_EQ(critical[0]["id"], "S1");
  EXPECT_EQ(critical[0]["unmet_more"], 30);
  EXPECT_EQ(answer(share(kDistrictLinks, kDistrictNodes, {"--critical", "--threshold", "25"}))["critical"].size(), 1u);
  const Json root = answer(share(kExchangeLinks, kExchangeNodes, {"--root", "federation"}))["root"];
  EXPECT_EQ(root["below"], 3);
  EXPECT_EQ(root["not_below"].size(), 6u);
}

// ---- several goods ---------------------------------------------------------------------------------------------------

TEST(CliShare, OD17_TwoGoodsOnARing) {
  const Words words = share("data/sharing/shuttle_links.csv", "", {"--undirected", "--commodities", "data/sharing/shuttle_goods.csv"});
  const Json parts = answer(words)["commodities"];
  EXPECT_NEAR(parts["value"].get<double>(), 2, 1e-9);
  EXPECT_EQ(parts["status"], "optimal");
  Words whole = words;
  whole.push_back("--whole");
  EXPECT_NEAR(answer(whole)["commodities"]["value"].get<double>(), 1, 1e-9);
}

TEST(CliShare, OD6_NoCutSaysThatThreeQuartersIsAll) {
  // K(2,3): a, b of degree three; 1, 2, 3.
  const std::string links = made("e.csv", "from,to,capacity\na,1,1\na,2,1\na,3,1\nb,1,1\nb,2,1\nb,3,1\n"), goods = made("g.csv", "from,to,amount\na,b,1\n1,2,1\n1,3,1\n2,3,1\n");
  const Json got = answer(share(links, "", {"--undirected", "--commodities", goods, "--goal", "concurrent"}))["commodities"];
  EXPECT_NEAR(got["value"].get<double>(), 0.75, 1e-9);
  EXPECT_EQ(got["goal"], "concurrent");
}

// ---- files ------------------------------------------------------------------------------------------------------------

TEST(CliShare, ConvertsAndSaysTheSameOfEveryFormat) {
  const std::string dir = scratch_dir("share-convert");
  const Json before = answer(share(kExchangeLinks, kExchangeNodes, {"--measures", "all"}));
  for (const char* name : {"g.graphml", "g.gexf", "g.csv"}) {
    const std::string path = dir + "/" + name;
    const Ran ran = run_program(share(kExchangeLinks, kExchangeNodes, {"--to", path}));
    ASSERT_EQ(ran.code, 0) << ran.err;
    EXPECT_NE(ran.out.find("12 nodes, 22 links"), std::string::npos) << ran.out;
    Words again = share(path, name == std::string("g.csv") ? dir + "/g_nodes.csv" : "", {"--measures", "all"});
    const Json after = answer(again);
    EXPECT_EQ(after["nodes"], before["nodes"]) << name;
    EXPECT_EQ(after["graph"], before["graph"]) << name;
    const Ran refused = run_program(share(kExchangeLinks, kExchangeNodes, {"--to", path}));
    EXPECT_EQ(refused.code, 2);
    EXPECT_EQ(run_program(share(kExchangeLinks, kExchangeNodes, {"--to", path, "--overwrite"})).code, 0);
  }
  // The measures travel along.
  ASSERT_EQ(run_program(share(kExchangeLinks, kExchangeNodes, {"--to", dir + "/m.gexf", "--measures", "degree,betweenness", "-o", dir + "/m.txt"})).code, 0);
  EXPECT_NE(read_file(dir + "/m.gexf").find("title=\"betweenness\" type=\"double\""), std::string::npos);
  EXPECT_NE(read_file(dir + "/m.txt").find("betweenness"), std::string::npos);
}

TEST(CliShare, DuplicateEdgesByTheirRule) {
  const std::string file = made("e.csv", "from,to,cost\na,b,3\na,b,1\na,b,2\nb,a,9\n");
  const auto links = [&](const char* rule) { return answer(share(file, "", {"--duplicate-edges", rule}))["graph"]["links"]; };
  EXPECT_EQ(links("keep"), 4);
  EXPECT_EQ(links("last"), 2);
  const std::string nodes = made("n.csv", "id,supply,demand\na,1,\nb,,1\n");
  EXPECT_EQ(answer(share(file, nodes, {"--duplicate-edges", "last", "--match"}))["cost"], 2);
  EXPECT_EQ(answer(share(file, nodes, {"--duplicate-edges", "min", "--match"}))["cost"], 1);
  const Ran refused = run_program(share(file, "", {"--duplicate-edges", "error"}));
  EXPECT_EQ(refused.code, 2);
  EXPECT_NE(refused.err.find("e.csv, line 3: the link a -> b is also in line 2"), std::string::npos) << refused.err;
}

TEST(CliShare, OneTableAsCsv) {
  EXPECT_EQ(run_program(share(made("e.csv", "from,to\na,b\nb,c\n"), "", {"--undirected", "--measures", "degree,betweenness,core", "--format", "csv"})).out, "id,degree,betweenness,core\na,1,0,1\nb,2,1,1\nc,1,0,1\n");
  EXPECT_EQ(run_program(share(made("e.csv", "from,to,cost\na,b,2\n"), made("n.csv", "id,supply,demand\na,3,\nb,,3\n"), {"--match", "--format", "csv"})).out, "from,to,amount,cost\na,b,3,6\n");
  const Ran two = run_program(share(kExchangeLinks, kExchangeNodes, {"--measures", "all", "--critical", "--format", "csv"}));
  EXPECT_EQ(two.code, 2);
  EXPECT_TRUE(is_one_sentence(two.err));
}

TEST(CliShare, InWords) {
  const auto words = [](const Words& more) {
    const Ran ran = run_program(share(kExchangeLinks, kExchangeNodes, more));
    EXPECT_EQ(ran.code, 0) << ran.err;
    EXPECT_EQ(ran.err, "");
    return ran.out;
  };
  expect_golden("share_en.txt", words({"--lang", "en"}));
  expect_golden("share_zh.txt", words({"--lang", "zh"}));
  expect_golden("share_match_en.txt", words({"--types", "volunteer", "--match", "--critical", "--recommend", "5", "--lang", "en"}));
  expect_golden("share_match_zh.txt", words({"--types", "volunteer", "--match", "--critical", "--recommend", "5", "--lang", "zh"}));
}

TEST(CliShare, DistrictsAsJson) {
  const Ran ran = run_program(share(kDistrictLinks, kDistrictNodes, {"--match", "--format", "json"}));
  EXPECT_EQ(ran.code, 0);
  expect_golden("share_match.json", ran.out);
}

// ---- of a scenario or a world file ----------------------------------------------------------------------------------------

TEST(CliShare, AScenarioIsASource) {
  const std::string scenario = cli_data("share.toml");
  const Json got = answer({"share", scenario, "--measures", "all", "--match", "--root", "hub", "--critical"});
  ASSERT_EQ(got["nodes"].size(), 4u);
  EXPECT_EQ(got["graph"]["links"], 2) << "the proposed one is not in force";
  EXPECT_EQ(answer({"share", scenario, "--proposed"})["graph"]["links"], 3);
  EXPECT_EQ(got["served"], 20);
  EXPECT_EQ(got["unmet"], 10);
  EXPECT_EQ(got["cost"], 60) << "along the proposed link";
  EXPECT_EQ(got["flows"][0]["unit"], "hours/month");
  EXPECT_EQ(got["unmet_at"][0]["id"], "committee");
  EXPECT_EQ(got["root"]["not_below"], Json::array({"college", "committee"}));
  EXPECT_EQ(answer({"share", scenario, "--set", "sharing.links[1].cost=5", "--match"})["cost"], 100);
  const Json any = answer({"share", scenario, "--match", "--over", "any"});
  EXPECT_EQ(any["cost"], 8000) << "20 hours over 400 m";
  const Json next = answer({"share", scenario, "--recommend", "3"})["recommendations"];
  ASSERT_EQ(next.size(), 1u);
  EXPECT_EQ(next[0]["from"], "helpers");
  EXPECT_EQ(next[0]["distance_m"], 400);
  EXPECT_NEAR(next[0]["score"].get<double>(), 20 * std::exp(-0.4), 1e-9);
  EXPECT_EQ(answer({"share", scenario, "--without", "helpers", "--measures", "degree"})["nodes"].size(), 2u);
  // 400 m of street at 80 m a minute are five minutes.
  const Json reach = answer({"share", scenario, "--match", "--set", "sharing.match.over=\"reach\"", "--set", "sharing.match.cutoff=\"5 min\""});
  EXPECT_EQ(reach["served"], 20);
  EXPECT_EQ(reach["cost"], 20 * 300);
  const Json too_far = answer({"share", scenario, "--match", "--over", "reach", "--set", "sharing.match.cutoff=\"299 s\""});
  EXPECT_EQ(too_far["served"], 0);
  EXPECT_EQ(too_far["unmet_at"][0]["cause"], "out_of_reach");
}

TEST(CliShare, OD4_OD5_TheBundledPlatformOfColleges) {
  const std::string platform = "scenarios/shanghai_university.toml";
  const Json got = answer({"share", platform, "--match"});
  EXPECT_EQ(got["cost"], 573);
  EXPECT_EQ(got["unmet"], 0);
  EXPECT_EQ(answer({"share", platform, "--match", "--link-cap", "12"})["cost"], 601);
  const Json lost = answer({"share", platform, "--match", "--without", "org-243"});
  EXPECT_EQ(lost["unmet"], 25);
  EXPECT_EQ(lost["total"], 2800);
}

TEST(CliShare, TheGraphOfAScenarioIsReadBackFromItsFile) {
  const std::string path = scratch_dir("share-world") + "/g.graphml";
  ASSERT_EQ(run_program({"share", cli_data("share.toml"), "--proposed", "--to", path}).code, 0);
  const Json world = answer({"share", cli_data("share.toml"), "--proposed", "--measures", "degree,betweenness"}), file = answer({"share", "--edges", path, "--undirected", "--proposed", "--measures", "degree,betweenness"});
  // A scenario is measured as a run measures it, without direction; a file's links then count both ways, which the links' own number shows.
  for (const char* key : {"density", "components", "communities", "diameter", "bridges", "articulation_points"}) EXPECT_EQ(world["graph"][key], file["graph"][key]) << key;
  EXPECT_EQ(file["nodes"], world["nodes"]);
  const Json match = answer({"share", "--edges", path, "--proposed", "--match"});
  EXPECT_EQ(match["served"], 20);
}

TEST(CliShare, AStudyWithoutLinksSaysSo) {
  const Ran ran = run_program({"share", cli_data("street.toml")});
  EXPECT_EQ(ran.code, 2);
  EXPECT_TRUE(is_one_sentence(ran.err));
  EXPECT_NE(ran.err.find("it has no links, offers or needs"), std::string::npos) << ran.err;
}

TEST(CliShare, L9_TheFifthPartnerIsListedAsWithoutAnybody) {
  std::string links = "from,to,cost\n";
  for (int h = 1; h <= 4; ++h)
    for (int p = 1; p <= 5; ++p) links += "h" + std::to_string(h) + ",p" + std::to_string(p) + "," + std::to_string(h + p) + "\n";
  const Json got = answer(share(made("l9.csv", links), "", {"--assign"}));
  EXPECT_EQ(got["pairs"], 4);
  EXPECT_EQ(got["unassigned"], Json::parse(R"(["p5"])"));
}

// Volunteers were placed along the links of rooms, which cost nothing.
TEST(CliShare, OneToOneGoesAlongLinksOfItsOwnKind) {
  const std::string links = made("kinds.csv", "from,to,type,cost\na,x,venue,0\na,x,volunteer,2\nb,y,volunteer,1\nb,x,venue,0\n");
  const std::string nodes = made("kinds_nodes.csv", "id,supply_volunteer,demand_volunteer\na,1,\nb,1,\nx,,1\ny,,1\n");
  EXPECT_EQ(answer(share(links, nodes, {"--assign"}))["cost"], 3);
}

// L7: three staff and three posts, preferences on both sides (the classic example in which the side that proposes fares best).
TEST(CliShare, L7_StaffAndPostsAreMatchedByPreferencesOfBoth) {
  const std::string table = made("prefs.csv", "from,to,from_rank,to_rank\na,x,1,3\na,y,2,2\na,z,3,1\nb,x,3,2\nb,y,1,1\nb,z,2,3\nc,x,2,1\nc,y,3,3\nc,z,1,2\n");
  const Json staff = answer({"share", "--stable", table});
  EXPECT_EQ(staff["pairs"], Json::parse(R"([{"from":"a","to":"x"},{"from":"b","to":"y"},{"from":"c","to":"z"}])"));
  EXPECT_TRUE(staff["unmatched"].empty());
  const Json posts = answer({"share", "--stable", table, "--proposing", "to"});
  EXPECT_EQ(posts["pairs"], Json::parse(R"([{"from":"a","to":"z"},{"from":"b","to":"y"},{"from":"c","to":"x"}])"));
  const Json places = answer({"share", "--stable", made("places.csv", "from,to,from_rank,to_rank,places\na,x,1,2,2\nb,x,1,1,2\nc,x,1,3,2\n")});
  EXPECT_EQ(places["pairs"].size(), 2u);
  EXPECT_EQ(places["unmatched"], Json::parse(R"(["c"])"));
  const Ran ran = run_program({"share", "--stable", made("ties.csv", "from,to,from_rank,to_rank\na,x,1,1\na,y,1,1\n")});
  EXPECT_EQ(ran.code, 2);
  EXPECT_NE(ran.err.find("'a' gives 'x' and 'y' the same rank 1"), std::string::npos) << ran.err;
}

// ---- refusals ----------------------------------------------------------------------------------------------------------

TEST(CliShare, RefusesWithOneSentence) {
  const std::string links = made("l.csv", "from,to\nlinjiang,wutong\n"), nodes = made("n.csv", "id\nlinjiang\nwutong\n");
  struct Case { Words words; std::string told; };
  const std::vector<Case> cases{
      {{"share"}, "there is no graph to look at"},
      {{"share", "scenarios/linfenlu.toml", "--edges", links}, "both SOURCE and --edges"},
      {share(links, made("n.csv", "id\nlinjian\nwutong\n")), "l.csv, line 2: there is no node 'linjiang'; did you mean 'linjian'?"},
      {share(made("l.csv", "from,to\na,a\n"), ""), "l.csv, line 2: 'a' is linked to itself"},
      {share(made("l.csv", "from,to,capacity\na,b,-1\n"), ""), "l.csv, line 2: its capacity is -1, below zero"},
      {share(made("l.csv", "from,to,start,end\na,b,2025-02-01,2025-01-31\n"), ""), "l.csv, line 2: it ends on 2025-01-31, before it starts on 2025-02-01"},
      {share(made("l.csv", "from,to,type,unit,capacity\na,b,funds,hours/month,1\n"), ""), "l.csv, line 2: its unit is 'hours/month'"},
      {share(made("l.csv", "from,cost\na,1\n"), ""), "it has no column 'to'"},
      {share(made("l.csv", "from,to,type,venue,slots\na,b,venue,h,Mon 07:00-08:00\n"), made("n.csv", "id,type,hours,owner\na,,,\nb,,,\nh,venue,daily 08:00-20:00,a\n")), "l.csv, line 2: Mon 07:00-07:30 is outside the hours of venue 'h'"},
      {share(made("l.graphml", "<graphml><graph>"), ""), "l.graphml, line 1: the XML is broken"},
      {share(links, "", {"--measures", "betweeness"}), "did you mean 'betweenness'?"},
      {share(links, "", {"--types", "volunter"}), "did you mean 'volunteer'?"},
      {share(links, "", {"--without", "wutonk"}), "--without: there is no partner 'wutonk'; did you mean 'wutong'?"},
      {share(links, "", {"--root", "nobody"}), "--root: there is no partner 'nobody'"},
      {share(links, "", {"--resilience", "linjiang,linjiang"}), "'linjiang' is removed twice"},
      {share(links, "", {"--resilience", "betwixt"}), "there is no partner 'betwixt'"},
      {share(links, nodes, {"--match"}), "no node states a supply or a demand"},
      {share(kExchangeLinks, kExchangeNodes, {"--match", "--unmet-penalty", "-1"}), "--unmet-penalty"},
      {share(links, "", {"--date", "2025-13-01"}), "'2025-13-01' is not a day"},
      {share(links, "", {"--to", "graph.docx"}), "its ending does not say"},
      {share(links, nodes, {"--to", links, "--overwrite"}), "the output is also an input"},
      {share(links, "", {"--communities", "louvain"}), "--communities"},
      {share(links, "", {"--commodities", made("g.csv", "from,to,amount\nlinjiang,wutonk,1\n")}), "g.csv, line 2: there is no partner 'wutonk'; did you mean 'wutong'?"},
      {share(links, "", {"--commodities", made("g.csv", "from,to,amount\nlinjiang,wutong,0\n")}), "'amount' is 0"},
      {share(links, "", {"--edges-fields", "from=giver"}), "it has no column 'giver'"},
      {share(made("l.csv", "from,to\na,b\n"), "", {"--assign", "--match"}), "a table is either matched or assigned one to one; keep one of --match and --assign"},
      {share(made("l.csv", "from,to\na,b\nb,c\n"), "", {"--assign"}), "'b' both gives and gets"},
      {{"share", "--nodes", nodes}, "--nodes"},
  };
  for (std::size_t k = 0; k < cases.size(); ++k) {
    const Ran ran = run_program(cases[k].words);
    EXPECT_EQ(ran.code, 2) << k << ran.err;
    EXPECT_TRUE(is_one_sentence(ran.err)) << k << ran.err;
    EXPECT_NE(ran.err.find(cases[k].told), std::string::npos) << k << " " << ran.err;
    EXPECT_EQ(ran.out, "") << k;
  }
}

TEST(CliShare, TheSameLinkTwiceIsFine) {
  const Json got = answer(share(made("l.csv", "from,to\na,b\na,b\n"), ""));
  EXPECT_EQ(got["graph"]["links"], 2);
  EXPECT_EQ(got["graph"]["pairs"], 1);
  EXPECT_EQ(got["nodes"][0]["out_links"], 2);
}

}  // namespace
}  // namespace catchment::test
