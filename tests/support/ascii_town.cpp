#include "tests/support/ascii_town.h"

#include <algorithm>
#include <cctype>
#include <stdexcept>

namespace catchment::test {

EdgeId AsciiTown::edge(char a, char b) const {
  const NodeId from = node.at(a), to = node.at(b);
  for (std::size_t e = 0; e < streets.n_edges(); ++e)
    if ((streets.from[e] == from && streets.to[e] == to) || (streets.from[e] == to && streets.to[e] == from))
      return EdgeId(e);
  throw std::out_of_range(std::string("no way between ") + a + " and " + b);
}

AsciiTown ascii_town(std::string_view drawing, double cell_m, const std::vector<std::string>& ways) {
  AsciiTown town;
  std::map<char, Point> place;
  double x = 0, y = 0;
  for (const char c : drawing) {
    if (c == '\n') {
      x = 0;
      y -= cell_m;
      continue;
    }
    if (std::isalnum(static_cast<unsigned char>(c)) && !place.emplace(c, Point{x, y}).second)
      throw std::invalid_argument(std::string("drawn twice: ") + c);
    x += cell_m;
  }
  for (const auto& [letter, p] : place) {
    town.node[letter] = NodeId(town.streets.n_nodes());
    town.streets.node.push_back(p);
  }
  for (const std::string& way : ways) {
    const std::size_t letters = std::min(way.find_first_of(">:"), way.size());
    const std::string kind = way.substr(letters);
    auto street_class = StreetClass::kResidential;
    int access = kWalkForward | kWalkBackward | kCycleForward | kCycleBackward;
    if (kind == ">") access = kWalkForward | kCycleForward;
    else if (kind == ":steps") street_class = StreetClass::kSteps;
    else if (kind == ":motorway") street_class = StreetClass::kMotorway, access = 0;
    else if (kind == ":private") access |= kPrivate;
    else if (!kind.empty()) throw std::invalid_argument("unknown kind of way: " + way);
    if (letters < 2) throw std::invalid_argument("a way needs two letters: " + way);
    for (std::size_t i = 1; i < letters; ++i) {
      if (!place.contains(way[i - 1]) || !place.contains(way[i])) throw std::invalid_argument("not drawn: " + way);
      const Point line[] = {place.at(way[i - 1]), place.at(way[i])};
      add_edge(town.streets, town[way[i - 1]], town[way[i]], line, street_class, static_cast<std::uint8_t>(access));
    }
  }
  index_arcs(town.streets);
  return town;
}

}  // namespace catchment::test
