#pragma once

namespace catchment {

/// Speeds on slopes. `slope` is rise over horizontal run in the direction of travel (0.1 = 10 % uphill); distances are
/// horizontal, as in the sources. No function throws; a flat speed of 0 gives 0.

/// How many times longer a walker takes per metre than on the flat: 1 at slope 0, least (0.84) at -0.05.
/// Tobler (1993), Three presentations on geographical analysis and modeling, NCGIA Technical Report 93-1; scaled so
/// that the flat speed is the caller's, not 5.04 km/h.
double tobler_pace_factor(double slope);

/// Cycling speed, m/s. Uphill it falls by 6.66 times the slope, downhill it grows by 3.96 times the slope until -5.5 %;
/// on steeper descents riders brake (3.68 per unit of slope until -10 %, then 7.6). Where riding is slower than pushing
/// (Tobler's curve from 3.2 km/h or the flat speed, whichever is less) the cycle is pushed.
/// Parkin & Rotheram (2010), Transport Policy 17:335-341; Fluegel et al. (2019), Transportation 46:1395-1419.
double cycling_speed_mps(double flat_mps, double slope);

/// Cycling speed as AccessMod 5 computed it until 2024 (r.walk.accessmod), m/s: the power that holds the flat speed,
/// spent on the slope (rider 80 kg, cycle 12 kg). Kept to compare with its results: its flat speed comes out higher
/// than the one asked for (17.2 km/h for 15), and a rider on a steep descent has no brakes.
double accessmod_cycling_speed_mps(double flat_mps, double slope);

}  // namespace catchment
