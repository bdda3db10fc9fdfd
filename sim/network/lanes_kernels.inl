// The loops over lanes. Included once for each instruction set, inside a namespace, with
//   LANES_BYTES  size of the vectors to work with: 16, 32 or 64
// Costs are below 2^31, so that signed comparisons, which every processor has, do.

typedef std::int32_t Part __attribute__((vector_size(LANES_BYTES), may_alias));
constexpr int kParts = 64 / LANES_BYTES;

inline const Part* parts(const LaneRow& row) { return reinterpret_cast<const Part*>(&row); }
inline Part* parts(LaneRow& row) { return reinterpret_cast<Part*>(&row); }

void climb(LaneRow* row, const std::uint32_t* end, const LaneArc* arc, std::uint32_t n) {
  const LaneArc* a = arc;
  for (std::uint32_t i = 0; i < n; ++i) {
    Part from[kParts];
    for (int k = 0; k < kParts; ++k) from[k] = parts(row[i])[k];
    for (const LaneArc* const stop = arc + end[i]; a < stop; ++a) {
      Part* const to = parts(row[a->row]);
      for (int k = 0; k < kParts; ++k) {
        const Part offer = from[k] + static_cast<std::int32_t>(a->weight);
        to[k] = offer < to[k] ? offer : to[k];
      }
    }
  }
}

void descend(const LaneRow* base, LaneRow* row, std::uint32_t begin, const std::uint32_t* end, const LaneArc* arc,
             std::uint32_t n) {
  const LaneArc* a = arc + begin;
  for (std::uint32_t i = 0; i < n; ++i) {
    Part best[kParts];
    for (int k = 0; k < kParts; ++k) best[k] = Part{} + static_cast<std::int32_t>(kUnreachable);
    for (const LaneArc* const stop = arc + end[i]; a < stop; ++a) {
      const Part* const from = parts(base[a->row]);
      for (int k = 0; k < kParts; ++k) {
        const Part offer = from[k] + static_cast<std::int32_t>(a->weight);
        best[k] = offer < best[k] ? offer : best[k];
      }
    }
    for (int k = 0; k < kParts; ++k) parts(row[i])[k] = best[k];
  }
}

void sum_within(const LaneRow* row, const double* weight, std::uint32_t n, Cost cutoff, double* sum) {
  typedef std::int32_t Half __attribute__((vector_size(LANES_BYTES / 2), may_alias));
  typedef std::int64_t Wide __attribute__((vector_size(LANES_BYTES), may_alias));
  typedef double Sum __attribute__((vector_size(LANES_BYTES), may_alias));
  Sum total[2 * kParts];
  for (int k = 0; k < 2 * kParts; ++k) __builtin_memcpy(&total[k], sum + k * (LANES_BYTES / 8), LANES_BYTES);
  const auto most = static_cast<std::int32_t>(cutoff);
  for (std::uint32_t i = 0; i < n; ++i) {
    const Sum w = Sum{} + weight[i];
    const Half* const half = reinterpret_cast<const Half*>(&row[i]);
    for (int k = 0; k < 2 * kParts; ++k) {
      const Wide inside = __builtin_convertvector(half[k] <= most, Wide);  // all bits, or none: adding 0 changes no bit
      total[k] += (Sum)(inside & (Wide)w);
    }
  }
  for (int k = 0; k < 2 * kParts; ++k) __builtin_memcpy(sum + k * (LANES_BYTES / 8), &total[k], LANES_BYTES);
}
