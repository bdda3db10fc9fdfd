#pragma once

#include <omp.h>

#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "sim/core/random.h"
#include "sim/sharing/graph.h"

namespace catchment::test {

using Pairs = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

/// Marriages of Florentine families (Padgett & Ansell 1993; 15 families, 20 marriages), families in the order of the alphabet.
inline constexpr std::array<const char*, 15> kFamilies{"Acciaiuoli", "Albizzi", "Barbadori", "Bischeri", "Castellani", "Ginori", "Guadagni", "Lamberteschi",
                                                       "Medici", "Pazzi", "Peruzzi", "Ridolfi", "Salviati", "Strozzi", "Tornabuoni"};
enum Family : std::uint32_t { kAcciaiuoli, kAlbizzi, kBarbadori, kBischeri, kCastellani, kGinori, kGuadagni, kLamberteschi, kMedici, kPazzi, kPeruzzi,
                              kRidolfi, kSalviati, kStrozzi, kTornabuoni };
inline SharingGraph florentine() {
  const Pairs marriages{{kAcciaiuoli, kMedici}, {kMedici, kBarbadori}, {kMedici, kRidolfi}, {kMedici, kTornabuoni}, {kMedici, kAlbizzi},
                        {kMedici, kSalviati}, {kCastellani, kPeruzzi}, {kCastellani, kStrozzi}, {kCastellani, kBarbadori}, {kPeruzzi, kStrozzi},
                        {kPeruzzi, kBischeri}, {kStrozzi, kRidolfi}, {kStrozzi, kBischeri}, {kRidolfi, kTornabuoni}, {kTornabuoni, kGuadagni},
                        {kAlbizzi, kGinori}, {kAlbizzi, kGuadagni}, {kSalviati, kPazzi}, {kBischeri, kGuadagni}, {kGuadagni, kLamberteschi}};
  return graph_of_pairs(15, marriages);
}

/// A karate club that fell apart (Zachary 1977; 34 members, 78 ties), and who went with the administrator.
inline Pairs karate() {
  return {{0, 1}, {0, 2}, {0, 3}, {0, 4}, {0, 5}, {0, 6}, {0, 7}, {0, 8}, {0, 10}, {0, 11}, {0, 12}, {0, 13}, {0, 17}, {0, 19}, {0, 21},
          {0, 31}, {1, 2}, {1, 3}, {1, 7}, {1, 13}, {1, 17}, {1, 19}, {1, 21}, {1, 30}, {2, 3}, {2, 7}, {2, 8}, {2, 9}, {2, 13}, {2, 27},
          {2, 28}, {2, 32}, {3, 7}, {3, 12}, {3, 13}, {4, 6}, {4, 10}, {5, 6}, {5, 10}, {5, 16}, {6, 16}, {8, 30}, {8, 32}, {8, 33},
          {9, 33}, {13, 33}, {14, 32}, {14, 33}, {15, 32}, {15, 33}, {18, 32}, {18, 33}, {19, 33}, {20, 32}, {20, 33}, {22, 32},
          {22, 33}, {23, 25}, {23, 27}, {23, 29}, {23, 32}, {23, 33}, {24, 25}, {24, 27}, {24, 31}, {25, 31}, {26, 29}, {26, 33},
          {27, 33}, {28, 31}, {28, 33}, {29, 32}, {29, 33}, {30, 32}, {30, 33}, {31, 32}, {31, 33}, {32, 33}};
}
inline std::vector<std::uint32_t> karate_factions() {
  std::vector<std::uint32_t> side(34, 0);
  for (const std::uint32_t v : {9u, 14u, 15u, 18u, 20u, 22u, 23u, 24u, 25u, 26u, 27u, 28u, 29u, 30u, 31u, 32u, 33u}) side[v] = 1;
  return side;
}

/// 0-1-2 and 3-4-5, joined by 2-3.
inline Pairs two_triangles() { return {{0, 1}, {1, 2}, {2, 0}, {3, 4}, {4, 5}, {5, 3}, {2, 3}}; }

/// Each ordered pair with chance `p`, so that some are linked both ways, some of them twice.
inline Pairs random_links(std::uint64_t seed, std::uint32_t n, double p) {
  Stream s(seed, "random sharing graph");
  Pairs links;
  for (std::uint32_t a = 0; a < n; ++a)
    for (std::uint32_t b = 0; b < n; ++b)
      if (a != b && s.chance(p)) {
        links.emplace_back(a, b);
        if (s.chance(0.1)) links.emplace_back(a, b);
      }
  return links;
}

/// f() at 1, 2 and 4 threads.
template <class F>
auto at_1_2_4_threads(const F& f) {
  const int before = omp_get_max_threads();
  std::vector<decltype(f())> results;
  for (const int threads : {1, 2, 4}) {
    omp_set_num_threads(threads);
    results.push_back(f());
  }
  omp_set_num_threads(before);
  return results;
}

}  // namespace catchment::test
