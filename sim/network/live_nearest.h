#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/network/edge_lists.h"
#include "sim/network/live_field.h"
#include "sim/network/live_streets.h"

namespace catchment {

/// Each demand point's cheapest facility, kept up while facilities come, go and move and streets change: always what `nearest`
/// (search.h, unbounded) gives for the facilities there are, in ascending order of their numbers. Work as LiveField, plus the demand
/// points at the vertices that change and on the edges concerned, plus the walled places where something changes on what their
/// people's ways depend on (each place remembers which vertices these are).
class LiveNearest {
 public:
  /// Keeps a reference to `streets`.
  explicit LiveNearest(const LiveStreets& streets);

  /// Facility `f` (not UINT32_MAX) now stands here; a snap with no edge takes it away. Throws std::invalid_argument, with
  /// nothing changed, if the snap is no place of this network.
  void place(std::uint32_t f, const Snap& snap);
  struct Placed { std::uint32_t facility; Snap snap; };
  void place_all(std::span<const Placed> facilities);
  void before(const StreetChange& change);  ///< see change_streets
  void after(const StreetChange& change);

  [[nodiscard]] std::span<const Cost> cost() const { return cost_; }                   ///< [n_origins]
  [[nodiscard]] std::span<const std::uint32_t> facility() const { return facility_; }  ///< [n_origins] UINT32_MAX: none

  /// Demand points whose cost or facility differs from what it was at the last `forget_changes`, with what it was then.
  struct Change {
    std::uint32_t origin;
    Cost cost;
    std::uint32_t facility;
  };
  std::span<const Change> changes();
  void forget_changes();

  /// The field of the streets' vertices; its `changes` are those of the last call here.
  [[nodiscard]] LiveField& field() { return field_; }

 private:
  void refresh(std::uint32_t origin);
  void read(std::uint32_t origin);
  void refresh_on(EdgeId edge);
  void mark(std::uint32_t vertex);
  void finish();
  void search_for_key_holders(std::uint32_t group);

  const LiveStreets* streets_;
  LiveField field_;
  EdgeLists facilities_;
  std::vector<Cost> cost_;
  std::vector<std::uint32_t> facility_;
  std::vector<Change> change_;
  std::vector<std::uint8_t> touched_;   // [n_origins] 1: in change_
  std::vector<std::vector<std::uint32_t>> depends_;  // [n_groups of key holders] vertices
  std::vector<std::vector<std::uint32_t>> blocks_;   // [n_groups] the blocks of vertices that hold `depends_`, each once
  std::vector<std::uint64_t> marked_;   // one bit a vertex: something changed there in this call
  std::vector<std::uint64_t> marked_blocks_;  // one bit a block: so that a city's untouched places cost a glance each
  std::vector<std::uint32_t> marks_;
  std::vector<OwnedSeed> seeds_;
};

}  // namespace catchment
