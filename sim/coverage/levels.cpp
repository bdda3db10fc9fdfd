#include "sim/coverage/levels.h"

#include <algorithm>
#include <stdexcept>

#include "sim/coverage/transport.h"

namespace catchment {

namespace {

void check_sizes(std::size_t n, std::span<const std::int64_t> persons, std::span<const std::uint8_t> counted,
                 const char* who) {
  if (persons.size() != n) throw std::invalid_argument(std::string(who) + ": persons and demand points differ in number");
  if (!counted.empty() && counted.size() != n)
    throw std::invalid_argument(std::string(who) + ": counted and demand points differ in number");
  for (const std::int64_t p : persons)
    if (p < 0) throw std::invalid_argument(std::string(who) + ": negative persons");
}

bool counts(std::span<const std::uint8_t> counted, std::size_t i) { return counted.empty() || counted[i] != 0; }

}  // namespace

LevelCoverage cover_level(const CostTable& within, std::span<const std::int64_t> persons,
                          std::span<const std::int64_t> capacity, std::span<const std::uint8_t> counted) {
  const std::size_t n = within.n_origins();
  check_sizes(n, persons, counted, "cover_level");
  if (capacity.size() != within.n_destinations)
    throw std::invalid_argument("cover_level: capacities and providers differ in number");

  LevelCoverage out;
  out.covered.resize(n);
  out.backup.resize(n);
  out.served.resize(n);
  out.no_capacity.resize(n);
  out.out_of_reach.resize(n);
  out.load.resize(capacity.size());
  std::vector<std::int64_t> demand(persons.begin(), persons.end());
  for (std::size_t i = 0; i < n; ++i) {
    out.backup[i] = static_cast<std::uint32_t>(within.destinations_of(i).size());
    out.covered[i] = out.backup[i] > 0;
    if (!counts(counted, i)) demand[i] = 0;
  }
  const auto amount = maximum_transport(within, demand, capacity);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t pair = within.row_begin[i]; pair < within.row_begin[i + 1]; ++pair) {
      out.served[i] += amount[pair];
      out.load[within.destination[pair]] += amount[pair];
    }
    (out.covered[i] ? out.no_capacity : out.out_of_reach)[i] = demand[i] - out.served[i];
    if (out.covered[i]) out.persons_covered += demand[i];
    out.persons_served += out.served[i];
    out.persons_no_capacity += out.no_capacity[i];
    out.persons_out_of_reach += out.out_of_reach[i];
  }
  return out;
}

JointCoverage joint_coverage(std::span<const std::vector<std::uint8_t>> covered, std::span<const std::int64_t> persons,
                             std::span<const std::uint8_t> counted) {
  const std::size_t n = persons.size();
  check_sizes(n, persons, counted, "joint_coverage");
  JointCoverage out;
  out.covered.assign(n, covered.empty() ? 0 : 1);
  for (const auto& level : covered) {
    if (level.size() != n) throw std::invalid_argument("joint_coverage: a level has another number of demand points");
    for (std::size_t i = 0; i < n; ++i) out.covered[i] = out.covered[i] && level[i];
  }
  for (std::size_t i = 0; i < n; ++i)
    if (out.covered[i] && counts(counted, i)) out.persons += persons[i];
  return out;
}

std::vector<std::int64_t> backup_histogram(std::span<const std::uint32_t> backup, std::span<const std::int64_t> persons,
                                           std::span<const std::uint8_t> counted) {
  check_sizes(backup.size(), persons, counted, "backup_histogram");
  std::vector<std::int64_t> out(1, 0);
  for (std::size_t i = 0; i < backup.size(); ++i) {
    if (!counts(counted, i)) continue;
    if (backup[i] >= out.size()) out.resize(backup[i] + 1, 0);
    out[backup[i]] += persons[i];
  }
  return out;
}

}  // namespace catchment
