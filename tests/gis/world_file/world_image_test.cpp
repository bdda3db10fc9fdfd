#include "gis/world_file/world_image.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <memory>

#include "sim/core/random.h"
#include "sim/placement/town.h"
#include "sim/scenario/scenario.h"
#include "tests/support/same_world.h"
#include "tests/support/sample_study.h"

namespace catchment::gis {
namespace {

using test::expect_equal;

/// Bytes at a multiple of 64, as in a mapped file. Its end is the end of the memory: sanitizers see a read beyond.
class Bytes {
 public:
  explicit Bytes(std::span<const char> bytes) : size_(bytes.size()), data_(new (std::align_val_t{64}) char[std::max<std::size_t>(1, size_)]) {
    if (size_ > 0) std::memcpy(data_.get(), bytes.data(), size_);
  }
  [[nodiscard]] std::span<const char> span() const { return {data_.get(), size_}; }

 private:
  struct Free {
    void operator()(char* p) const { ::operator delete[](p, std::align_val_t{64}); }
  };
  std::size_t size_;
  std::unique_ptr<char, Free> data_;
};

std::vector<char> bytes_of(const WorldImage& image) {
  std::vector<char> bytes;
  EXPECT_TRUE(image.put([&](std::span<const char> part) {
    bytes.insert(bytes.end(), part.begin(), part.end());
    return true;
  }));
  EXPECT_EQ(bytes.size(), image.bytes());
  return bytes;
}

std::optional<World> world_of(std::span<const char> bytes) { return world_of_image(Bytes(bytes).span()); }

/// The sample with what it lacks: heights, bridges, links, groups, nothing at all in some lists.
World rich_world() {
  World world = test::sample_world();
  Stream s(3, "heights");
  for (std::size_t i = 0; i < world.streets.shape.size(); ++i)
    world.streets.shape_height_m.push_back(s.chance(0.2) ? std::nan("") : s.uniform(-10, 100));
  for (std::size_t e = 0; e < world.streets.n_edges(); ++e) world.streets.off_ground.push_back(e % 4 == 0);
  world.buildings[0].gross_area_m2 = std::numeric_limits<double>::infinity();
  world.buildings[1].footprint = {};
  world.buildings[2].footprint = {Polygon{}, Polygon{{Ring{}, Ring{{1, 2}}}}};
  world.facilities[0].services = {"", "a", ""};
  world.joins.push_back({"t", "l", 1, 2, 3, {"x", ""}, {}});
  world.findings.push_back({Severity::kError, "rule", "where", "what", ""});
  return world;
}

TEST(WorldImage, BringsEveryFieldBack) {
  for (const World& world : {World{}, test::sample_world(), rich_world(), test::rows_of_buildings(5000)}) {
    const auto back = world_of(bytes_of({world, "label"}));
    ASSERT_TRUE(back);
    expect_equal(*back, world);
  }
}

TEST(WorldImage, BringsAGeneratedTownBack) {
  TownSpec spec;
  spec.active = true;
  spec.kind = "city";
  spec.population = 200'000;
  spec.area_km2 = 20;
  spec.districts = 2;
  spec.venues = 5;
  spec.enterprises = 300;
  const World world = generate_town(spec, 4, {350000, 3456000}, "EPSG:32651");
  ASSERT_GT(world.buildings.size(), 1000u);
  const auto back = world_of(bytes_of({world, ""}));
  ASSERT_TRUE(back);
  expect_equal(*back, world);
}

TEST(WorldImage, CarriesItsLabelAndIsTheSameBytesForTheSameWorld) {
  const auto bytes = bytes_of({test::sample_world(), "a label\nof two lines"});
  EXPECT_EQ(label_of_image(Bytes(bytes).span()), "a label\nof two lines");
  EXPECT_EQ(bytes, bytes_of({test::sample_world(), "a label\nof two lines"}));
}

TEST(WorldImage, StopsWhereItCannotBeWritten) {
  int parts = 0;
  EXPECT_FALSE(WorldImage(test::sample_world(), "").put([&](std::span<const char>) { return ++parts < 5; }));
  EXPECT_EQ(parts, 5);
}

TEST(WorldImage, CutAnywhereIsNone) {
  const auto bytes = bytes_of({rich_world(), "label"});
  for (std::size_t size = 0; size < bytes.size(); size += size < 4000 ? 1 : 211) EXPECT_FALSE(world_of(std::span(bytes).first(size))) << size;
  auto longer = bytes;
  longer.resize(bytes.size() + 64);
  EXPECT_FALSE(world_of(longer));
}

TEST(WorldImage, AlteredAnywhereIsNoneUnlessBetweenTheSections) {
  const World world = rich_world();
  const auto bytes = bytes_of({world, "label"});
  Stream s(1, "flips");
  int noticed = 0, unnoticed = 0;
  for (int k = 0; k < 4000; ++k) {
    auto altered = bytes;
    const std::size_t at = s.below(k % 4 == 0 ? 4096 : bytes.size());  // the head, more often than its share
    altered[at] = static_cast<char>(altered[at] ^ (1 << s.below(8)));
    const auto back = world_of(altered);
    ++(back ? unnoticed : noticed);
    if (back) {
      EXPECT_EQ(bytes[at], 0) << "byte " << at << " was no filling";
      if (unnoticed % 20 == 1) expect_equal(*back, world);
    }
  }
  EXPECT_GT(noticed, 2000);
}

/// What the head and the list of sections look like.
struct Section {
  std::uint64_t begin, bytes, checksum;
};
constexpr std::size_t kHead = 32, kSections = 12, kChecksum = 24;

TEST(WorldImage, ForgedWithTheRightChecksumsDoesNoHarm) {
  const auto bytes = bytes_of({rich_world(), "label"});
  std::uint32_t n = 0;
  std::memcpy(&n, bytes.data() + kSections, sizeof n);
  Stream s(2, "forger");
  int refused = 0, taken = 0;
  for (int k = 0; k < 3000; ++k) {
    auto forged = bytes;
    std::vector<Section> sections(n);
    std::memcpy(sections.data(), forged.data() + kHead, n * sizeof(Section));
    for (std::uint64_t i = 0; i <= s.below(3); ++i) {
      Section& section = sections[s.below(n)];
      if (section.bytes == 0) continue;
      switch (s.below(4)) {
        case 0: section.bytes = s.below(section.bytes); break;  // shorter
        case 1: section.begin = 64 * s.below(forged.size() / 64); break;  // elsewhere
        case 2: {  // a large number, such as a length
          const std::uint32_t value = s.next_u32();
          const std::size_t at = s.below(section.bytes) / 4 * 4;
          std::memcpy(forged.data() + section.begin + at, &value, std::min<std::size_t>(4, section.bytes - at));
          break;
        }
        default: forged[section.begin + s.below(section.bytes)] = static_cast<char>(s.next_u32());
      }
    }
    for (Section& section : sections)
      if (section.begin <= forged.size() && section.bytes <= forged.size() - section.begin)
        section.checksum = checksum(std::span(forged).subspan(section.begin, section.bytes));
    std::memcpy(forged.data() + kHead, sections.data(), n * sizeof(Section));
    const std::uint64_t listed = checksum(std::span(forged).subspan(kHead, n * sizeof(Section)));
    std::memcpy(forged.data() + kChecksum, &listed, sizeof listed);
    ++(world_of(forged) ? taken : refused);
  }
  EXPECT_GT(refused, 300);
  EXPECT_GT(taken, 300);  // else the forger's checksums were wrong, and nothing was tried
}

TEST(Checksum, SeesEveryChangeOfOneWordAndOfTheLength) {
  Stream s(5, "checksum");
  std::vector<char> bytes(1000);
  for (char& b : bytes) b = static_cast<char>(s.next_u32());
  for (std::size_t size = 0; size < 300; ++size) {
    const auto sum = checksum(std::span(bytes).first(size));
    EXPECT_NE(sum, checksum(std::span(bytes).first(size + 1)));
    for (std::size_t at = 0; at < size; ++at) {
      auto other = bytes;
      other[at] = static_cast<char>(other[at] ^ (1 << s.below(8)));
      EXPECT_NE(checksum(std::span(other).first(size)), sum) << size << " " << at;
    }
  }
  const std::vector<char> zeros(200, 0);
  EXPECT_NE(checksum(std::span(zeros).first(64)), checksum(std::span(zeros).first(128)));
}

}  // namespace
}  // namespace catchment::gis
