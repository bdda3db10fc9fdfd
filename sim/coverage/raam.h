#pragma once

#include <optional>
#include <span>
#include <vector>

#include "sim/core/progress.h"
#include "sim/core/real_costs.h"

namespace catchment {

struct RaamOptions {
  double tau = 60;                 ///< travel cost that weighs as much as average crowding, > 0, in the table's unit
  std::optional<double> rho;       ///< persons per unit of supply that count as crowding 1; default sum P / sum s
  std::optional<double> cutoff;    ///< inclusive
  double gap = 1e-9;               ///< stop at this relative gap (the paper's measure asks for 1e-6)
  int sweep_limit = 10'000;        ///< reaching it is a legitimate outcome: see `gap` of the result
};
struct Raam {
  std::vector<double> cost;        ///< [n_demand] A_i, crowding plus travel: lower is better; NaN where no site is in reach
  std::vector<double> flow;        ///< [n_pairs] persons
  std::vector<double> load;        ///< [n_sites] persons
  double rho = 0;
  double objective = 0, bound = 0; ///< of the convex programme; bound <= optimum <= objective
  double gap = 0;                  ///< sum x (c - min c) / sum x c
  int sweeps = 0;
  bool converged = false;
};

/// Rational agents: cost of i at j is c_ij = load_j / (rho s_j) + t_ij / tau; everybody moves to the cheapest site until nobody
/// gains (Wardrop). Solved as min sum_j l_j^2 / (2 rho s_j) + sum_ij x_ij t_ij / tau, whose optimum that is: demand point by demand
/// point, each time exactly given the others (water filling), which never raises the objective. Loads at the optimum are unique,
/// flows may not be; the order of the demand points settles them. Sites without supply are never chosen.
/// One thread. O(sweeps * pairs log pairs of a row). Throws std::invalid_argument; Cancelled.
/// Source: Saxon & Snow (2020), Annals of the AAG 110; Beckmann, McGuire & Winsten (1956) for the programme.
Raam raam(const RealCostTable& costs, std::span<const double> population, std::span<const double> supply, const RaamOptions& options,
          const Progress& progress = {});

}  // namespace catchment
