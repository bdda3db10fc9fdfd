#pragma once

#include "sim/scenario/scenario.h"

namespace catchment::gis {

struct LonLat { double lon = 0, lat = 0; };  ///< degrees

/// The shifted Chinese web-map datums, WGS-84 <-> GCJ-02 <-> BD-09, by the public approximation (no key, no table).
/// Forward is closed form. The inverse iterates until the forward of the answer is within 1e-10 degree (about 0.01 mm)
/// of the input; `residual_m` states what is left. Never applied outside mainland China's box (72.004-137.8347 E,
/// 0.8293-55.8271 N): there the functions return the input unchanged.
bool in_china(LonLat p);
LonLat wgs84_to_gcj02(LonLat wgs84);
LonLat gcj02_to_bd09(LonLat gcj02);
LonLat wgs84_to_bd09(LonLat wgs84);
struct Inverted { LonLat at; double residual_m = 0; int iterations = 0; };
Inverted gcj02_to_wgs84(LonLat gcj02);
Inverted bd09_to_gcj02(LonLat bd09);
Inverted bd09_to_wgs84(LonLat bd09);

/// To WGS-84 from a declared datum. kCgcs2000 is taken as equal (PROJ's null step; centimetres, stated in the report).
Inverted to_wgs84(LonLat p, Datum datum);
LonLat from_wgs84(LonLat wgs84, Datum datum);

/// Metres on the ground between two positions: ellipsoidal WGS-84 (O0-1: 5 551 759.400 m), Vincenty / Karney by PROJ or own.
double ellipsoidal_distance_m(LonLat a, LonLat b);
/// Haversine on a sphere of radius 6 371 008.8 m (O0-2, O0-3).
double haversine_m(LonLat a, LonLat b, double radius_m = 6371008.8);

const char* name_of(Datum datum);   ///< "WGS-84", "GCJ-02", ...

}  // namespace catchment::gis
