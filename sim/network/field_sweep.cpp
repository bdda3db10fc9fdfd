#include "sim/network/field_sweep.h"

#include <memory>
#include <stdexcept>

namespace catchment {
namespace {

struct Sweeper {
  explicit Sweeper(const SweepGraph& graph) : sweep(graph) {}
  NearestSweep sweep;
  std::vector<SweepSeed> seeds;
  std::vector<OwnerLabel> labels;  // by vertex, where the orders differ
};

}  // namespace

FieldSweep field_sweep(const LiveGraph& graph, const SweepGraph& sweep) {
  if (graph.n_vertices() != sweep.n_nodes()) throw std::invalid_argument("field sweep: a hierarchy of other streets");
  const bool same_order = graph.node_of == sweep.node_at;
  auto sweeper = std::make_shared<Sweeper>(sweep);  // std::function wants to be copied
  return [&graph, &sweep, same_order, sweeper](std::span<const OwnedSeed> seeds) -> std::span<const OwnerLabel> {
    sweeper->seeds.clear();
    for (const OwnedSeed& s : seeds)
      sweeper->seeds.push_back({graph.node_of[s.vertex], static_cast<Cost>(s.label >> 32), static_cast<std::uint32_t>(s.label)});
    sweeper->sweep.run(sweeper->seeds);
    const std::span<const std::uint64_t> by_position = sweeper->sweep.by_position();
    if (same_order) return by_position;
    sweeper->labels.resize(by_position.size());
    for (std::size_t v = 0; v < by_position.size(); ++v) sweeper->labels[v] = by_position[sweep.position[graph.node_of[v]]];
    return sweeper->labels;
  };
}

}  // namespace catchment
