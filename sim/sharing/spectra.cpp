#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "sim/sharing/measure_parts.h"

namespace catchment {

namespace {

constexpr std::size_t kBasis = 20;           ///< vectors of one Lanczos run
constexpr int kRestarts = 100;
constexpr double kResidual = 1e-11;          ///< of the eigenvalue
constexpr std::int64_t kParallelFrom = 20'000;  ///< nodes
using Vector = std::vector<double>;

/// In the order of nodes: the same bits for any number of threads.
double dot(const Vector& a, const Vector& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}
void subtract(Vector& a, double f, const Vector& b) {
  for (std::size_t i = 0; i < a.size(); ++i) a[i] -= f * b[i];
}
void normalise(Vector& a) {
  const double norm = std::sqrt(dot(a, a));
  if (norm > 0)
    for (double& x : a) x /= norm;
}

void multiply(const Successors& g, const Vector& x, Vector& y) {
  const auto n = static_cast<std::int64_t>(x.size());
#pragma omp parallel for schedule(static) if (n > kParallelFrom)
  for (std::int64_t v = 0; v < n; ++v) {
    double sum = 0;
    for (const std::uint32_t u : g.of(static_cast<std::uint32_t>(v))) sum += x[u];
    y[static_cast<std::size_t>(v)] = sum;
  }
}

struct TopPair {
  double value = 0;
  std::array<double, kBasis> vector{};
};
/// Largest eigenvalue of a symmetric tridiagonal matrix and its vector, by Jacobi's rotations: slow and safe, and k is 20.
TopPair top_of_tridiagonal(std::span<const double> diagonal, std::span<const double> beside) {
  const std::size_t k = diagonal.size();
  std::array<std::array<double, kBasis>, kBasis> a{}, q{};
  for (std::size_t i = 0; i < k; ++i) {
    a[i][i] = diagonal[i];
    q[i][i] = 1;
    if (i + 1 < k) a[i][i + 1] = a[i + 1][i] = beside[i];
  }
  for (int sweep = 0; sweep < 60; ++sweep) {
    double off = 0, all = 0;
    for (std::size_t i = 0; i < k; ++i)
      for (std::size_t j = 0; j < k; ++j) (i == j ? all : off) += a[i][j] * a[i][j];
    if (off <= 1e-32 * (all + off)) break;
    for (std::size_t i = 0; i < k; ++i)
      for (std::size_t j = i + 1; j < k; ++j) {
        if (a[i][j] == 0) continue;
        const double theta = (a[j][j] - a[i][i]) / (2 * a[i][j]);
        const double t = (theta >= 0 ? 1 : -1) / (std::abs(theta) + std::sqrt(theta * theta + 1));
        const double c = 1 / std::sqrt(t * t + 1), s = t * c;
        for (std::size_t r = 0; r < k; ++r) {
          const double x = a[r][i], y = a[r][j];
          a[r][i] = c * x - s * y;
          a[r][j] = s * x + c * y;
        }
        for (std::size_t r = 0; r < k; ++r) {
          const double x = a[i][r], y = a[j][r];
          a[i][r] = c * x - s * y;
          a[j][r] = s * x + c * y;
          const double u = q[r][i], w = q[r][j];
          q[r][i] = c * u - s * w;
          q[r][j] = s * u + c * w;
        }
      }
  }
  std::size_t best = 0;
  for (std::size_t i = 1; i < k; ++i)
    if (a[i][i] > a[best][best]) best = i;
  TopPair top;
  top.value = a[best][best];
  for (std::size_t i = 0; i < k; ++i) top.vector[i] = q[i][best];
  return top;
}

}  // namespace

std::vector<double> eigenvector_centrality(const Successors& graph) {
  // Plain power iteration never settles on a graph of two sides (organisations and venues): its smallest eigenvalue is as large as its
  // largest. Lanczos' method takes the largest, and needs far fewer products.
  Vector x(graph.n(), 0);
  if (graph.head.empty()) return x;
  std::fill(x.begin(), x.end(), 1.0);
  std::vector<Vector> basis;
  Vector next(graph.n());
  for (int restart = 0; restart < kRestarts; ++restart) {
    normalise(x);
    basis.assign(1, x);
    std::vector<double> diagonal, beside;
    for (;;) {
      multiply(graph, basis.back(), next);
      diagonal.push_back(dot(next, basis.back()));
      // Against all earlier vectors, twice: rounding would bring them back.
      for (int pass = 0; pass < 2; ++pass)
        for (const Vector& b : basis) subtract(next, dot(next, b), b);
      const double length = std::sqrt(dot(next, next));
      beside.push_back(length);
      if (basis.size() == kBasis || length <= 1e-14 * std::abs(diagonal.front())) break;
      for (double& v : next) v /= length;
      basis.push_back(next);
    }
    const TopPair top = top_of_tridiagonal(diagonal, beside);
    std::fill(x.begin(), x.end(), 0.0);
    for (std::size_t b = 0; b < basis.size(); ++b) subtract(x, -top.vector[b], basis[b]);
    if (beside.back() * std::abs(top.vector[basis.size() - 1]) <= kResidual * top.value) break;
  }
  if (std::accumulate(x.begin(), x.end(), 0.0) < 0)
    for (double& v : x) v = -v;
  // Exactly it has no negative part (Perron and Frobenius).
  for (double& v : x) v = std::max(v, 0.0);
  normalise(x);
  return x;
}

std::vector<double> pagerank(const Successors& graph) {
  constexpr double kDamping = 0.85, kChange = 1e-13;
  const std::size_t n = graph.n();
  const double nodes = static_cast<double>(n);
  Vector rank(n, n == 0 ? 0 : 1 / nodes), next(n);
  for (int round = 0; round < 1000; ++round) {
    double idle = 0;
    for (std::uint32_t v = 0; v < n; ++v)
      if (graph.of(v).empty()) idle += rank[v];
    std::fill(next.begin(), next.end(), (1 - kDamping + kDamping * idle) / nodes);
    for (std::uint32_t v = 0; v < n; ++v) {
      const auto heads = graph.of(v);
      const double each = kDamping * rank[v] / static_cast<double>(heads.size());
      for (const std::uint32_t u : heads) next[u] += each;
    }
    double change = 0;
    for (std::size_t v = 0; v < n; ++v) change += std::abs(next[v] - rank[v]);
    rank.swap(next);
    if (change <= kChange) break;
  }
  const double total = std::accumulate(rank.begin(), rank.end(), 0.0);
  for (double& r : rank) r /= total;
  return rank;
}

}  // namespace catchment
