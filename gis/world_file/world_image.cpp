#include "gis/world_file/world_image.h"

#include <array>
#include <atomic>
#include <bit>
#include <cstring>

#include "gis/world_file/image_columns.h"

namespace catchment::gis {
namespace {

/// Raised with every change of what the bytes mean: of a record, a column, or how read_world fills a field.
constexpr std::uint32_t kImageFormat = 3;
constexpr std::array<char, 8> kMagic{'c', 'a', 't', 'c', 'h', 'w', 'i', '\n'};
constexpr std::size_t kAlign = 64;
constexpr std::array<char, kAlign> kZeros{};

struct Head {
  std::array<char, 8> magic = kMagic;
  std::uint32_t format = kImageFormat, sections = 0;
  std::uint64_t bytes = 0;     ///< of the whole file
  std::uint64_t checksum = 0;  ///< of the list of sections
};
struct Section {
  std::uint64_t begin = 0, bytes = 0, checksum = 0;
};
static_assert(std::has_unique_object_representations_v<Head> && std::has_unique_object_representations_v<Section>);

std::uint64_t filled(std::uint64_t bytes) { return (bytes + kAlign - 1) / kAlign * kAlign; }

/// Columns of the tables of a World, by the numbers of its fields.
using WorldColumns = FieldColumns<PutColumn, World>;
constexpr std::size_t kTables = std::tuple_size_v<WorldColumns>;

/// use(column, table) for each table, a thread each; false if one of them threw.
template <class Columns, class AnyWorld, class Use>
bool each_table(Columns& columns, AnyWorld& world, Use use) {
  auto fields = fields_of(world);
  std::array<std::function<void()>, kTables> jobs;
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    ((jobs[I] = [&] { use(std::get<I>(columns), std::get<I>(fields)); }), ...);
  }(std::make_index_sequence<kTables>{});
  std::atomic<bool> whole{true};
#pragma omp parallel for schedule(dynamic, 1)
  for (std::size_t t = 0; t < kTables; ++t) try {
      jobs[t]();
    } catch (const std::exception&) {
      whole = false;
    }
  return whole;
}

/// Where the sections lie; nothing unless the head is whole.
std::vector<Section> sections_of(std::span<const char> image) {
  Head head;
  if (image.size() < sizeof head) return {};
  std::memcpy(&head, image.data(), sizeof head);
  const auto rest = image.subspan(sizeof head);
  if (head.magic != kMagic || head.format != kImageFormat || head.bytes != image.size() || head.sections == 0 ||
      head.sections > rest.size() / sizeof(Section))
    return {};
  std::vector<Section> sections(head.sections);
  const auto list = rest.first(head.sections * sizeof(Section));
  if (checksum(list) != head.checksum) return {};
  std::memcpy(sections.data(), list.data(), list.size());
  for (const Section& s : sections)
    if (s.begin % kAlign != 0 || s.begin > image.size() || s.bytes > image.size() - s.begin) return {};
  return sections;
}

bool holds(std::span<const char> image, const Section& s) { return checksum(image.subspan(s.begin, s.bytes)) == s.checksum; }

}  // namespace

std::uint64_t checksum(std::span<const char> bytes) {
  // Eight lanes keep the multiplier busy. Each step is one to one in the lane and in the word, and so is the end in each
  // lane: one altered word cannot stay unnoticed.
  constexpr std::uint64_t kOdd = 0x9e3779b97f4a7c15u;
  std::array<std::uint64_t, 8> lane{1, 2, 3, 4, 5, 6, 7, 8}, word{};
  const auto step = [&] {
    for (std::size_t k = 0; k < lane.size(); ++k) lane[k] = std::rotl((lane[k] ^ word[k]) * kOdd, 29);
  };
  std::size_t at = 0;
  for (; at + sizeof word <= bytes.size(); at += sizeof word) {
    std::memcpy(word.data(), bytes.data() + at, sizeof word);
    step();
  }
  word = {};
  if (at < bytes.size()) std::memcpy(word.data(), bytes.data() + at, bytes.size() - at);
  step();
  std::uint64_t sum = bytes.size();
  for (const std::uint64_t l : lane) {
    sum = (sum ^ l) * kOdd;
    sum ^= sum >> 32;
  }
  return sum;
}

WorldImage::WorldImage(const World& world, std::string_view label) {
  WorldColumns columns;
  const bool whole = each_table(columns, world, [&](auto& column, const auto& table) {
    column.put(table);
  });
  if (!whole) throw std::runtime_error("the world is too large for an image");
  sections_.emplace_back(label);
  std::apply([&](auto&... column) { (column.finish(sections_), ...); }, columns);
}

std::uint64_t WorldImage::bytes() const {
  std::uint64_t sum = filled(sizeof(Head) + sections_.size() * sizeof(Section));
  for (const std::string& section : sections_) sum += filled(section.size());
  return sum;
}

bool WorldImage::put(const std::function<bool(std::span<const char>)>& write) const {
  std::vector<Section> list(sections_.size());
  const std::uint64_t head_bytes = sizeof(Head) + list.size() * sizeof(Section);
  std::uint64_t at = filled(head_bytes);
  for (std::size_t k = 0; k < list.size(); ++k) {
    list[k] = {at, sections_[k].size(), checksum(sections_[k])};
    at += filled(sections_[k].size());
  }
  const std::span<const char> listed(reinterpret_cast<const char*>(list.data()), list.size() * sizeof(Section));
  Head head;
  head.sections = static_cast<std::uint32_t>(list.size());
  head.bytes = at;
  head.checksum = checksum(listed);
  const auto fill = [&](std::uint64_t bytes) { return write(std::span(kZeros).first(filled(bytes) - bytes)); };
  if (!write({reinterpret_cast<const char*>(&head), sizeof head}) || !write(listed) || !fill(head_bytes)) return false;
  for (const std::string& section : sections_)
    if (!write(section) || !fill(section.size())) return false;
  return true;
}

std::optional<std::string> label_of_image(std::span<const char> image) {
  const auto sections = sections_of(image);
  if (sections.empty() || !holds(image, sections[0])) return std::nullopt;
  return std::string(image.data() + sections[0].begin, sections[0].bytes);
}

std::optional<World> world_of_image(std::span<const char> image) try {
  const auto sections = sections_of(image);
  if (sections.empty()) return std::nullopt;
  std::atomic<bool> whole{true};
#pragma omp parallel for schedule(dynamic, 1)
  for (std::size_t k = 0; k < sections.size(); ++k)
    if (!holds(image, sections[k])) whole = false;
  if (!whole) return std::nullopt;

  std::vector<std::span<const char>> bytes;
  for (const Section& s : std::span(sections).subspan(1)) bytes.push_back(image.subspan(s.begin, s.bytes));
  SectionList list(bytes);
  FieldColumns<TakeColumn, World> columns;
  std::apply([&](auto&... column) { (column.start(list), ...); }, columns);
  if (!list.empty()) return std::nullopt;
  std::optional<World> world(std::in_place);
  const bool taken = each_table(columns, *world, [](auto& column, auto& table) {
    column.take(table);
    column.end();
  });
  if (!taken) world.reset();
  return world;
} catch (const BadImage&) {
  return std::nullopt;
}

}  // namespace catchment::gis
