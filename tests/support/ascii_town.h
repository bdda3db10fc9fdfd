#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sim/network/street_network.h"

namespace catchment::test {

/// A town small enough to check on paper.
struct AsciiTown {
  StreetNetwork streets;
  std::map<char, NodeId> node;
  /// The node drawn with this letter. Throws std::out_of_range.
  NodeId operator[](char letter) const { return node.at(letter); }
  /// The edge of the way between two letters, whichever way round. Throws std::out_of_range.
  [[nodiscard]] EdgeId edge(char a, char b) const;
  [[nodiscard]] Point at(char letter) const { return streets.node[node.at(letter).value]; }
};

/// Draws nodes as letters and digits, `cell_m` metres a character and a line, north up; all else is scenery. Node ids
/// ascend by character.
/// Ways: "AB" a street walked and cycled both ways; "ABC" one edge for each pair of neighbours; "AB>" one way from A to B;
/// "AB:steps", "AB:motorway", "AB:private" other kinds of edge. Throws std::invalid_argument for letters not drawn.
AsciiTown ascii_town(std::string_view drawing, double cell_m, const std::vector<std::string>& ways);

}  // namespace catchment::test
