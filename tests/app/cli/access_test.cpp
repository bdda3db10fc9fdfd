// `catchment access` on tables: the oracles of models.md B.1-B.4 and the known figures of real data.
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <nlohmann/json.hpp>

#include "tests/app/cli/program.h"
#include "tests/support/shared_data.h"

namespace catchment::test {
namespace {

using Json = nlohmann::json;
using Words = std::vector<std::string>;

Json answer(Words words) {
  words.insert(words.end(), {"--format", "json"});
  const Ran ran = run_program(words);
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(ran.err, "");
  return ran.code == 0 ? Json::parse(ran.out) : Json{};
}

Words tables(const std::string& folder, const std::string& name, const Words& more) {
  Words out{"access", "--demand", folder + "/" + name + "_demand.csv", "--sites", folder + "/" + name + "_sites.csv", "--costs", folder + "/" + name + "_costs.csv"};
  out.insert(out.end(), more.begin(), more.end());
  return out;
}
Words bundled(const std::string& name, const Words& more) { return tables("data/access", name, more); }

void expect_access(const Json& got, const std::vector<double>& want, double relative = 1e-9) {
  ASSERT_EQ(got["values"].size(), want.size());
  for (std::size_t k = 0; k < want.size(); ++k) EXPECT_NEAR(got["values"][k]["access"].get<double>(), want[k], relative * want[k]) << k;
}

/// A folder with x_demand.csv, x_sites.csv and x_costs.csv.
std::string folder_of(const std::string& name, const std::string& demand, const std::string& sites, const std::string& costs) {
  const std::string dir = scratch_dir(name);
  write_file(dir + "/x_demand.csv", demand);
  write_file(dir + "/x_sites.csv", sites);
  write_file(dir + "/x_costs.csv", costs);
  return dir;
}

constexpr const char* kZones = "steps:0-20:1,20-40:0.68,40-60:0.22";

TEST(CliAccess, OB5_TwoStepOfThreeHospitals) {
  const Json got = answer(bundled("h3", {"--method", "2sfca", "--cutoff", "61", "--decay", "inverse"}));
  expect_access(got, {0.3314441170, 0.5798281321, 7.2864181699});
  EXPECT_EQ(got["supply_total"], 135);
  EXPECT_NEAR(got["conserved"].get<double>(), 135, 1e-9);
  EXPECT_EQ(got["method"], "2sfca");
}

TEST(CliAccess, J18_PlacesOneAndTwoAreUnderServed) {
  const Words words = bundled("h3", {"--method", "2sfca", "--cutoff", "61", "--decay", "inverse"});
  const Json got = answer(words);
  EXPECT_EQ(got["values"][0]["under_served"], true);
  EXPECT_EQ(got["values"][1]["under_served"], true);
  EXPECT_EQ(got["values"][2]["under_served"], false);
  const Ran text = run_program(words);
  EXPECT_NE(text.out.find("! 1 "), std::string::npos) << text.out;
  EXPECT_NE(text.out.find("! 2 "), std::string::npos) << text.out;
  EXPECT_EQ(text.out.find("! 3 "), std::string::npos) << text.out;
}

TEST(CliAccess, OB6_ThreeStep) {
  const Json got = answer(bundled("h3", {"--method", "3sfca", "--cutoff", "61", "--decay", "inverse"}));
  expect_access(got, {0.1562565883, 0.4062164525, 9.9063518548});
  EXPECT_NEAR(got["conserved"].get<double>(), 135, 1e-9);
  EXPECT_EQ(got["choice_set"], "all");
}

TEST(CliAccess, OB7_AShorterWayIn) {
  const std::string dir = folder_of("access-ob7", read_file(project_root() + "data/access/h3_demand.csv"), read_file(project_root() + "data/access/h3_sites.csv"),
                                    "origin,destination,cost\n1,1,1\n1,2,80\n1,3,20\n2,1,80\n2,2,1\n2,3,20\n3,1,40\n3,2,40\n3,3,1\n");
  expect_access(answer(tables(dir, "x", {"--method", "2sfca", "--cutoff", "61", "--decay", "inverse"})), {0.4353402209, 0.6837242360, 5.7279766114});
}

TEST(CliAccess, OB8_TwoStepBelowThirty) { expect_access(answer(bundled("k32", {"--method", "2sfca", "--cutoff", "30"})), {1, 1.0 / 6, 1.0 / 6}); }

TEST(CliAccess, OB9_OB10_OB11_TheFamilyInZones) {
  const std::map<std::string, std::vector<double>> want{{"e2sfca", {0.1579507935, 0.2959652979, 0.2250118611}}, {"3sfca", {0.1889701188, 0.3148141633, 0.2181401555}}, {"bfca", {0.1002686179, 0.2086920663, 0.1558192888}},
                                                        {"m2sfca", {0.1199020130, 0.2722098394, 0.1530080655}}, {"mh3sfca", {0.1690047003, 0.2143673487, 0.1570897154}}};
  for (const auto& [method, values] : want) {
    const Json got = answer(bundled("k32", {"--method", method, "--decay", kZones}));
    expect_access(got, values);
    EXPECT_EQ(got["step_ends"], "closed") << method;
    if (method == "e2sfca" || method == "3sfca") {
      EXPECT_NEAR(got["conserved"].get<double>(), 15, 1e-9) << method;
    } else {
      EXPECT_LT(got["conserved"].get<double>(), 14.9) << method;
    }
  }
}

TEST(CliAccess, OB12_WeightsInsteadOfCosts) {
  std::string demand = "id,weight\n", sites = "id,capacity\n", costs = "origin,destination,cost\n";
  for (int i = 1; i <= 4; ++i) demand += std::to_string(i) + "," + std::to_string(i) + "\n";
  for (int j = 1; j <= 6; ++j) sites += "s" + std::to_string(j) + "," + std::to_string(j) + "\n";
  for (int i = 0; i < 4; ++i)
    for (int j = 0; j < 6; ++j) costs += std::to_string(i + 1) + ",s" + std::to_string(j + 1) + "," + std::to_string(6 * i + j + 1) + "\n";
  expect_access(answer(tables(folder_of("access-ob12", demand, sites, costs), "x", {"--method", "mh3sfca", "--decay", "weight"})), {9.617634, 21.717421, 34.325798, 47.032856}, 1e-7);
}

TEST(CliAccess, OB13_SpatialAvailability) {
  const std::string dir = folder_of("access-ob13", "id,weight\na,50000\nb,150000\nc,10000\n", "id,capacity\nA,100000\nB,100000\nC,10000\n",
                                    "origin,destination,cost\na,A,15\na,B,30\na,C,100\nb,A,30\nb,B,15\nb,C,100\nc,A,100\nc,B,100\nc,C,15\n");
  const Json got = answer(tables(dir, "x", {"--method", "availability", "--decay", "exponential:0.1"}));
  expect_access(got, {66833.466, 133203.363, 9963.171}, 1e-7);
  EXPECT_NEAR(got["conserved"].get<double>(), 210000, 1e-6);
  EXPECT_NEAR(got["values"][0]["per_person"].get<double>(), 1.33666932, 1e-8);
}

TEST(CliAccess, OB14_OB15_RationalAgents) {
  const std::string one = folder_of("access-ob14", "id,weight\na,100\n", "id,capacity\nA,10\nB,10\n", "origin,destination,cost\na,A,0\na,B,30\n");
  const Json got = answer(tables(one, "x", {"--method", "raam", "--tau", "60"}));
  expect_access(got, {1.25});
  EXPECT_EQ(got["flows"][0]["amount"], 62.5);
  EXPECT_EQ(got["flows"][1]["amount"], 37.5);
  const std::string two = folder_of("access-ob15", "id,weight\na,60\nb,40\n", "id,capacity\nA,10\nB,10\n", "origin,destination,cost\na,A,5\na,B,20\nb,A,15\nb,B,10\n");
  const Json both = answer(tables(two, "x", {"--method", "raam", "--tau", "60"}));
  expect_access(both, {1.2083333333, 1.0416666667});
  EXPECT_NEAR(both["flows"][0]["amount"].get<double>(), 56.25, 1e-6);
  EXPECT_NEAR(both["flows"][1]["amount"].get<double>(), 3.75, 1e-6);
  EXPECT_EQ(both["equilibrium"]["stopped_by"], "gap");
  EXPECT_LT(both["equilibrium"]["gap"].get<double>(), 1e-6);
  EXPECT_EQ(answer(tables(two, "x", {"--method", "raam", "--tau", "60", "--iterations", "1", "--gap", "0"}))["equilibrium"]["stopped_by"], "limit");
}

TEST(CliAccess, OB16_Huff) {
  const std::string dir = folder_of("access-ob16", "id,weight\na,70\n", "id,capacity\nA,100\nB,200\nC,50\n", "origin,destination,cost\na,A,2\na,B,4\na,C,1\n");
  const Json got = answer(tables(dir, "x", {"--method", "huff", "--alpha", "1", "--beta", "2"}));
  const double want[] = {2.0 / 7, 1.0 / 7, 4.0 / 7};
  for (std::size_t k = 0; k < 3; ++k) {
    EXPECT_NEAR(got["flows"][k]["probability"].get<double>(), want[k], 1e-12);
    EXPECT_NEAR(got["sites"][k]["load"].get<double>(), 70 * want[k], 1e-10);
  }
}

TEST(CliAccess, OB17_FromCoordinates) {
  const std::string dir = scratch_dir("access-ob17");
  std::string points = "id,x,y,weight,capacity\n";
  for (int x = 0; x < 5; ++x)
    for (int y = 0; y < 5; ++y) points += std::to_string(x) + "-" + std::to_string(y) + "," + std::to_string(x) + "," + std::to_string(y) + ",1,1\n";
  write_file(dir + "/p.csv", points);
  const Json got = answer({"access", "--method", "gravity", "--points", dir + "/p.csv", "--metric", "euclidean", "--decay", "weight:60"});
  std::map<std::string, double> value;
  for (const Json& row : got["values"]) value[row["id"]] = row["access"];
  EXPECT_NEAR(value["0-0"], 1.322340210, 1e-9);
  EXPECT_NEAR(value["2-2"], 0.780985109, 1e-9);
  EXPECT_NEAR(value["3-3"], 0.925540119, 1e-9);
  EXPECT_NEAR(value["4-3"], 1.133733026, 1e-9);
}

TEST(CliAccess, OB18_DecayValues) {
  const std::string dir = folder_of("access-ob18", "id,weight\na,1\nb,1\nc,1\nd,1\ne,1\n", "id,capacity\nS,1\n", "origin,destination,cost\na,S,0\nb,S,10\nc,S,20\nd,S,30\ne,S,40\n");
  expect_access(answer(tables(dir, "x", {"--method", "gravity", "--decay", "steps:0-10:1,10-20:0.75,20-30:0.5,30-40:0.25"})), {1, 0.75, 0.5, 0.25, 0});
  EXPECT_NEAR(answer(tables(dir, "x", {"--method", "gravity", "--decay", "logistic:20:2"}))["values"][2]["access"].get<double>(), 0.5, 1e-7);
  EXPECT_NEAR(answer(tables(dir, "x", {"--method", "gravity", "--decay", "logistic:30:10"}))["values"][3]["access"].get<double>(), 0.502, 5e-4);
}

TEST(CliAccess, OA1_OpeningHoursOfTwoFacilities) {
  const std::string dir = folder_of("access-oa1", "id,weight\na,1\n", "id,hours\nA,Mon-Fri 09:00-17:00\nB,daily 13:00-21:00\n", "origin,destination,cost\na,A,5\na,B,5\n");
  expect_access(answer(tables(dir, "x", {"--method", "temporal", "--cutoff", "10"})), {76.0 / 168});
  expect_access(answer(tables(dir, "x", {"--method", "temporal", "--cutoff", "10", "--window", "daily 07:00-21:00"})), {76.0 / 98});
}

TEST(CliAccess, TheOtherMeasuresOfCover) {
  const std::string dir = folder_of("access-cover", "id,weight,group\na,10,n\nb,20,n\nc,30,s\n", "id,capacity\nA,3\nB,4\nC,5\n", "origin,destination,cost\na,A,5\na,B,10\na,C,11\nb,A,10\n");
  const Json backup = answer(tables(dir, "x", {"--method", "backup", "--cutoff", "10"}));
  EXPECT_EQ(backup["demand_covered"], 10);
  EXPECT_EQ(backup["at_least"][0]["persons"], 30);
  EXPECT_EQ(backup["histogram"][0]["persons"], 30);
  EXPECT_EQ(backup["unreachable"]["ids"], Json::array({"c"}));
  EXPECT_EQ(backup["sites_without_demand"]["ids"], Json::array({"C"}));
  expect_access(answer(tables(dir, "x", {"--method", "expected", "--q", "0.5", "--cutoff", "10"})), {0.75, 0.5, 0});
  expect_access(answer(tables(dir, "x", {"--method", "cumulative", "--cutoff", "10"})), {7, 3, 0});
  expect_access(answer(tables(dir, "x", {"--method", "gradual", "--decay", "linear:5:15"})), {1, 0.5, 0});
  expect_access(answer(tables(dir, "x", {"--method", "gradual", "--decay", "cosine:0:20", "--aggregate", "joint"})), {1 - (1 - 0.5 * (1 + std::sqrt(0.5))) * 0.5 * (1 - 0.5 * (1 + std::cos(std::acos(-1.0) * 0.55))), 0.5, 0});
  const Json near = answer(tables(dir, "x", {"--method", "nearest", "--k", "2"}));
  EXPECT_EQ(near["values"][0]["access"], 7.5);
  EXPECT_TRUE(near["values"][2]["access"].is_null());
  EXPECT_EQ(near["equity"]["values_undefined"], 1);
  const Json grouped = answer(tables(dir, "x", {"--method", "2sfca", "--cutoff", "10"}))["equity"];
  EXPECT_NEAR(grouped["theil"]["total"].get<double>(), grouped["theil"]["between"].get<double>() + grouped["theil"]["within"].get<double>(), 1e-12);
  EXPECT_EQ(grouped["groups"].size(), 2u);
}

TEST(CliAccess, TheSanFranciscoMatrixIsJoinedByName) {
  CATCHMENT_NEED_SHARED_DATA(folder, "peer_sf_spopt");
  const std::string dir = scratch_dir("access-sf");
  write_file(dir + "/stores.csv", "id\nStore_2\nStore_11\nStore_12\nStore_15\n");
  const Words common{"--demand", folder + "/SF_demand_205_centroid_uniform_weight.csv", "--demand-fields", "id=NAME,weight=POP2000", "--sites", dir + "/stores.csv",
                     "--costs", folder + "/SF_network_distance_candidateStore_16_censusTract_205_new.csv", "--costs-fields", "origin=DestinationName,destination=name,cost=distance"};
  Words words{"access", "--method", "binary", "--cutoff", "5000"};
  words.insert(words.end(), common.begin(), common.end());
  const Json cover = answer(words);
  EXPECT_EQ(cover["demand_covered"], 875247);
  EXPECT_EQ(cover["points_covered"], 184);
  EXPECT_EQ(cover["points_total"], 205);
  words = {"access", "--method", "nearest"};
  words.insert(words.end(), common.begin(), common.end());
  EXPECT_NEAR(answer(words)["mean"].get<double>(), 2982.1269, 1e-4);
}

TEST(CliAccess, SeattlesPartsAreToldAndNobodyIsDropped) {
  CATCHMENT_NEED_SHARED_DATA(folder, "peer_pandana");
  const std::string dir = scratch_dir("access-seattle");
  write_file(dir + "/site.csv", "id,capacity\n53114882,100\n");
  const Json got = answer({"access", "--method", "binary", "--cutoff", "100000", "--unweighted", "--demand", folder + "/nodes.csv", "--sites", dir + "/site.csv", "--edges", folder + "/edges.csv", "--edges-fields", "cost=weight",
                           "--duplicate-edges", "min"});
  EXPECT_EQ(got["points_total"], 1498);
  EXPECT_EQ(got["points_covered"].get<int>() + got["unreachable"]["points"].get<int>(), 1498);
  EXPECT_NE(got["findings"].dump().find("the largest has 477 of"), std::string::npos) << got["findings"].dump();
}

TEST(CliAccess, AWorldsOwnStreets) {
  const Json got = answer({"access", "scenarios/linfenlu.toml", "--method", "binary", "--cutoff", "600", "--level", "3"});
  EXPECT_EQ(got["source"], "world");
  EXPECT_EQ(got["unit"], "s");
  EXPECT_GT(got["demand_covered"].get<double>(), 0);
  EXPECT_LE(got["demand_covered"].get<double>(), got["demand_total"].get<double>());
}

TEST(CliAccess, WorksWithMarksCarriageReturnsQuotesAndChinese) {
  const std::string dir = folder_of("access-text", "\xEF\xBB\xBF" "id,weight\r\n\"临汾路, 1\",100\r\n二,50\r\n", "id,capacity\r\n\"站\",15\r\n", "origin,destination,cost\r\n\"临汾路, 1\",站,5\r\n");
  const Json got = answer(tables(dir, "x", {"--method", "2sfca", "--cutoff", "10"}));
  EXPECT_EQ(got["values"][0]["id"], "临汾路, 1");
  EXPECT_EQ(got["values"][0]["access"], 0.15);
  EXPECT_EQ(got["unreachable"]["ids"], Json::array({"二"}));
  const Ran csv = run_program(tables(dir, "x", {"--method", "2sfca", "--cutoff", "10", "--format", "csv"}));
  EXPECT_EQ(csv.out, "id,weight,access,sites_in_reach,under_served\n\"临汾路, 1\",100,0.15,1,0\n二,50,0,0,1\n");
}

TEST(CliAccess, ThreadsChangeNoByteAndTheFileIsWhatIsPrinted) {
  const Words words = bundled("h3", {"--method", "mh3sfca", "--decay", "gaussian:30", "--format", "json"});
  const Ran one = run_program(words);
  for (const char* threads : {"1", "2", "4"}) {
    Words more = words;
    more.insert(more.end(), {"--threads", threads});
    EXPECT_EQ(run_program(more).out, one.out);
  }
  const std::string file = scratch_dir("access-file") + "/deep/a.json";
  Words more = words;
  more.insert(more.end(), {"-o", file});
  EXPECT_EQ(run_program(more).out, "");
  EXPECT_EQ(read_file(file), one.out);
  EXPECT_EQ(run_program(more).code, 2);
}

TEST(CliAccess, WhatIsWrongIsOneSentenceAndExitTwo) {
  const std::string ok_d = "id,weight\na,10\n", ok_s = "id,capacity\nA,3\n", ok_c = "origin,destination,cost\na,A,5\n";
  struct Case { std::string demand, sites, costs; Words more; std::string told; };
  const Words plain{"--method", "2sfca", "--cutoff", "10"};
  const std::vector<Case> cases{
      {ok_d, ok_s, "cost\n5\n", plain, "no column 'origin'"},
      {ok_d, ok_s, "origin,destination,cost\n1,1,5\n", plain, "never joined by their order"},
      {ok_d, ok_s, ok_c + "a,A,6\n", plain, "also in"},
      {ok_d, ok_s, "origin,destination,cost\na,A,-5\n", plain, "below 0"},
      {ok_d, ok_s, "origin,destination,cost\na,A,nan\n", plain, "not a number"},
      {ok_d, ok_s, "origin,destination,cost\na,A,far\n", plain, "not a number"},
      {ok_d, ok_s, "origin,destination,cost\na,A,\n", plain, "is empty"},
      {ok_d, ok_s, "origin,destination,cost\n", plain, "no rows"},
      {ok_d, ok_s, "", plain, "empty"},
      {"id,weight\na,-1\n", ok_s, ok_c, plain, "below 0"},
      {"id,weight\na,1\na,2\n", ok_s, ok_c, plain, "also in"},
      {"id\na\n", ok_s, ok_c, plain, "no column 'weight'"},
      {ok_d, "id\nA\n", ok_c, plain, "no column 'capacity'"},
      {ok_d, "id,capacity,status\nA,3,closed\n", ok_c, plain, "closed"},
      {ok_d, "id,capacity,status\nA,3,maybe\n", ok_c, plain, "no status"},
      {ok_d, ok_s, ok_c, {"--method", "2sfca"}, "--cutoff"},
      {ok_d, ok_s, ok_c, {"--method", "gravity"}, "--decay"},
      {ok_d, ok_s, ok_c, {"--method", "gravity", "--decay", "fast"}, "there is no decay"},
      {ok_d, ok_s, ok_c, {"--method", "raam"}, "--tau"},
      {ok_d, ok_s, ok_c, {"--method", "expected", "--cutoff", "5"}, "--q"},
      {ok_d, ok_s, ok_c, {"--method", "2sfca", "--cutoff", "10", "--q", "0.5"}, "--q"},
      {ok_d, ok_s, ok_c, {"--method", "2sfca", "--cutoff", "10", "--demand-fields", "id=NAME"}, "no column 'NAME'"},
      {ok_d, ok_s, ok_c, {"--method", "2sfca", "--cutoff", "10", "--demand-fields", "name=id"}, "no field 'name'"},
      {ok_d, ok_s, ok_c, {"--method", "2sfca", "--cutoff", "10", "--edges", "e.csv"}, "more than one"},
      {ok_d, ok_s, "origin,destination,cost\na,A,0\n", {"--method", "huff"}, "--floor"},
      {ok_d, ok_s, ok_c, {"--method", "temporal", "--cutoff", "10"}, "hours"},
  };
  for (std::size_t k = 0; k < cases.size(); ++k) {
    const Case& c = cases[k];
    const Ran ran = run_program(tables(folder_of("access-wrong", c.demand, c.sites, c.costs), "x", c.more));
    EXPECT_EQ(ran.code, 2) << k << ran.err;
    EXPECT_TRUE(is_one_sentence(ran.err)) << k;
    EXPECT_NE(ran.err.find(c.told), std::string::npos) << k << ran.err;
    EXPECT_EQ(ran.out, "") << k;
  }
}

TEST(CliAccess, ARuleSettlesDoublePairsAndStrangersAreTold) {
  const std::string dir = folder_of("access-double", "id,weight\na,10\n", "id,capacity\nA,3\n", "origin,destination,cost\na,A,7\na,A,5\na,A,6\nb,A,1\na,B,1\n");
  for (const auto& [rule, cost] : std::map<std::string, int>{{"last", 6}, {"min", 5}}) {
    const Json got = answer(tables(dir, "x", {"--method", "nearest", "--duplicate-pairs", rule}));
    EXPECT_EQ(got["values"][0]["access"], cost);
    EXPECT_EQ(got["findings"].size(), 2u);
  }
}

TEST(CliOd, SortedExactAndWithinLimits) {
  const std::string dir = scratch_dir("od");
  write_file(dir + "/e.csv", "from,to,cost,directed\n10,2,5,0\n2,3,4,0\n3,10,2,1\n7,8,1.5,0\n");
  EXPECT_EQ(run_program({"od", "--edges", dir + "/e.csv"}).out,
            "origin,destination,cost\n2,2,0\n2,3,4\n2,10,5\n3,2,4\n3,3,0\n3,10,2\n7,7,0\n7,8,1.5\n8,7,1.5\n8,8,0\n10,2,5\n10,3,9\n10,10,0\n");
  EXPECT_EQ(run_program({"od", "--edges", dir + "/e.csv", "--cutoff", "4"}).out, "origin,destination,cost\n2,2,0\n2,3,4\n3,2,4\n3,3,0\n3,10,2\n7,7,0\n7,8,1.5\n8,7,1.5\n8,8,0\n10,10,0\n");
  EXPECT_EQ(run_program({"od", "--edges", dir + "/e.csv", "--k-nearest", "1"}).out, "origin,destination,cost\n2,2,0\n3,3,0\n7,7,0\n8,8,0\n10,10,0\n");
  write_file(dir + "/twice.csv", "from,to,cost\na,b,5\nb,a,3\na,b,4\n");
  const Ran refused = run_program({"od", "--edges", dir + "/twice.csv"});
  EXPECT_EQ(refused.code, 2);
  EXPECT_TRUE(is_one_sentence(refused.err));
  EXPECT_EQ(run_program({"od", "--edges", dir + "/twice.csv", "--duplicate-edges", "last"}).out, "origin,destination,cost\na,a,0\na,b,4\nb,a,4\nb,b,0\n");
  EXPECT_EQ(run_program({"od", "--edges", dir + "/twice.csv", "--duplicate-edges", "min"}).out, "origin,destination,cost\na,a,0\na,b,3\nb,a,3\nb,b,0\n");
  const Json json = answer({"od", "--edges", dir + "/e.csv", "--cutoff", "4"});
  EXPECT_EQ(json["n_pairs"], 10);
  EXPECT_EQ(json["pairs"][1]["cost"], 4);
}

TEST(CliOd, O0_2_O0_3_GreatCircleWithItsRadius) {
  const std::string dir = scratch_dir("od-sphere");
  write_file(dir + "/p.csv", "id,x,y\na,-73.8,40.6\nb,-0.5,51.6\n");
  EXPECT_NEAR(answer({"od", "--points", dir + "/p.csv", "--metric", "great-circle"})["pairs"][1]["cost"].get<double>(), 5536891.987, 1e-3);
  EXPECT_NEAR(answer({"od", "--points", dir + "/p.csv", "--metric", "great-circle", "--earth-radius", "6371000"})["pairs"][1]["cost"].get<double>(), 5536891.987 * 6371000 / 6371008.8, 1e-2);
}

TEST(CliOd, SeattlesLargestPartHas477Nodes) {
  CATCHMENT_NEED_SHARED_DATA(folder, "peer_pandana");
  const Json got = answer({"od", "--origins", folder + "/nodes.csv", "--destinations", folder + "/nodes.csv", "--edges", folder + "/edges.csv", "--edges-fields", "cost=weight", "--duplicate-edges", "min"});
  std::map<std::string, int> reached;
  for (const Json& pair : got["pairs"]) ++reached[pair["origin"].get<std::string>()];
  EXPECT_EQ(reached.size(), 1498u);
  std::map<int, int> sizes;
  for (const auto& entry : reached) ++sizes[entry.second];
  EXPECT_EQ(sizes.rbegin()->first, 477);
  EXPECT_EQ(sizes.rbegin()->second, 477);
  EXPECT_EQ(sizes[12], 12);
}

}  // namespace
}  // namespace catchment::test
