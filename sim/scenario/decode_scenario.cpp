// [scenario], [population], [coverage], [outputs]

#include "sim/scenario/decode.h"
#include "sim/scenario/table_reader.h"

namespace catchment {

void decode_scenario_table(const Value& value, Scenario& out) {
  const TableReader in(value, "scenario", {"name", "title", "description", "seed", "crs", "date", "place", "study_area", "extends"});
  in.text("name", out.name);
  in.name("title", out.title);
  in.name("description", out.description);
  std::int64_t seed = static_cast<std::int64_t>(out.seed);
  in.integer("seed", seed, {.low = 0});
  out.seed = static_cast<std::uint64_t>(seed);
  in.text("crs", out.crs);
  if (out.crs.empty()) in.refuse("crs", "is empty", "write \"auto\" or a projected CRS like \"EPSG:32651\"");
  in.text("date", out.date);
  Name place;
  in.name("place", place);
  out.place_name_zh = place.zh;
  out.place_name_en = place.en;
  in.text("study_area", out.study_area);
}

void decode_population(const Value& value, PopulationOptions& out) {
  const TableReader in(value, "population", {"from", "to", "weight", "refine_within"});
  in.word("from", out.from, {"auto", "areas", "raster", "given"});
  in.word("to", out.to, {"auto", "buildings", "demand"});
  in.word("weight", out.weight, {"auto", "dwellings", "floor_area", "equal", "given"});
  const NumberRange range{.low = 0, .high = 100'000};
  if (Measure within; in.measure("refine_within", within, Quantity::kLength, range, CostUnit::kMetres))
    out.refine_within_m = within.value;
}

void decode_coverage(const Value& value, CoverageOptions& out) {
  const TableReader in(value, "coverage", {"nested", "capacity", "beyond_boundary", "report_area_level"});
  in.boolean("nested", out.nested);
  in.boolean("capacity", out.capacity);
  in.boolean("beyond_boundary", out.beyond_boundary);
  std::int64_t level = out.report_area_level;
  in.integer("report_area_level", level, {.low = 0, .high = 4});
  out.report_area_level = static_cast<int>(level);
}

void decode_outputs(const Value& value, OutputOptions& out) {
  const TableReader in(value, "outputs", {"language", "map_width_px"});
  in.word("language", out.language, {"zh", "en"});
  in.number("map_width_px", out.map_width_px, {.low = 320, .high = 20000});
}

}  // namespace catchment
