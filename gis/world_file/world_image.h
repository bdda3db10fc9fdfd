#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/world/world.h"

namespace catchment::gis {

/// A World as flat columns of bytes that are read back at the speed of memory: for a cache on one machine, not for exchange.
/// The layout follows the program's records and changes with them; a program takes only what it would write itself.
class WorldImage {
 public:
  /// `label`: any text that says which world this is. Throws std::runtime_error for lists of 2^32 items and more. A thread
  /// a table.
  WorldImage(const World& world, std::string_view label);
  [[nodiscard]] std::uint64_t bytes() const;
  /// The file's bytes, part by part; `write` returns false to stop. -> whether all went.
  bool put(const std::function<bool(std::span<const char>)>& write) const;

 private:
  std::vector<std::string> sections_;
};

/// The label of an image; nullopt unless its head and its length are whole and of this program's format.
std::optional<std::string> label_of_image(std::span<const char> image);

/// The world, exactly as it was: == in every field, NaN included; nullopt unless label_of_image and every section's checksum
/// hold. Bytes that were forged to have the right checksums may give another world, but never a read or write out of
/// bounds here. `image` begins at a multiple of 64. A thread a table.
std::optional<World> world_of_image(std::span<const char> image);

/// A quick 64-bit checksum, not a cryptographic one; any change within one word of 8 bytes changes it.
std::uint64_t checksum(std::span<const char> bytes);

}  // namespace catchment::gis
