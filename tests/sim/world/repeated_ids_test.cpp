#include "sim/world/repeated_ids.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "sim/core/random.h"

namespace catchment {
namespace {

struct Record {
  std::string id;
};

TEST(RepeatedIds, AreTheRowsThatASetOfTheEarlierIdsHolds) {
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    Stream s(seed, "ids");
    std::vector<Record> records(s.below(3000));
    for (Record& r : records) r.id = s.chance(0.1) ? "" : "id " + std::to_string(s.below(seed % 2 == 0 ? 100 : 100'000));
    std::set<std::string> seen;
    std::vector<std::size_t> expected;
    for (std::size_t i = 0; i < records.size(); ++i)
      if (!records[i].id.empty() && !seen.insert(records[i].id).second) expected.push_back(i);
    EXPECT_EQ(repeated_ids(records), expected) << "seed " << seed;
  }
}

}  // namespace
}  // namespace catchment
