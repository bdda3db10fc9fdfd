#include "sim/scenario/parse.h"

#include "sim/scenario/decode.h"
#include "sim/scenario/merge.h"
#include "sim/scenario/table_reader.h"
#include "sim/scenario/value.h"

namespace catchment {

std::string SourcePlace::text() const {
  if (line <= 0) return file;
  return file + ":" + std::to_string(line) + ":" + std::to_string(column);
}

namespace {

void refuse_reserved(const Value& root) {
  for (const char* key : {"plan", "dynamics"})
    if (const Value* item = root.find(key))
      throw key_error(item->place, key, "this version does not compute it yet", "remove the table");
}

Scenario decode(const Value& root, const std::string& file) {
  Scenario out;
  out.file = file;
  refuse_reserved(root);
  const TableReader in(root, "", {"scenario", "town", "inputs", "population", "network", "levels", "coverage",
                                  "organisations", "exposure", "channels", "advisers", "information", "dashboard", "sharing", "outputs", "edits"});
  if (const Value* v = in.find("scenario")) decode_scenario_table(*v, out);
  if (const Value* v = in.find("town")) decode_town(*v, out.town);
  if (const Value* v = in.find("inputs")) decode_inputs(*v, out.inputs);
  if (const Value* v = in.find("population")) decode_population(*v, out.population);
  if (const Value* v = in.find("network")) decode_network(*v, out.network);
  if (const Value* v = in.find("levels")) decode_levels(*v, out.levels);
  if (const Value* v = in.find("coverage")) decode_coverage(*v, out.coverage);
  if (const Value* v = in.find("organisations")) decode_organisations(*v, out.organisations);
  if (const Value* v = in.find("exposure")) decode_exposure(*v, out.exposure);
  if (const Value* v = in.find("channels")) decode_channels(*v, out.levels, out.channels);
  if (const Value* v = in.find("advisers")) decode_advisers(*v, out.advisers);
  if (const Value* v = in.find("information")) decode_information(*v, out.levels, out.information);
  if (const Value* v = in.find("dashboard")) decode_dashboard(*v, out.levels, out.dashboard);
  if (const Value* v = in.find("sharing")) decode_sharing(*v, out.sharing);
  if (const Value* v = in.find("outputs")) decode_outputs(*v, out.outputs);
  if (const Value* v = in.find("levels")) require_level_groups(*v, out);
  if (const Value* v = in.find("edits")) decode_edits(*v, out.edits);
  return out;
}

}  // namespace

Scenario parse_scenario(const std::string& text, const std::string& file, const LoadText& load_text,
                        const std::vector<std::pair<std::string, std::string>>& overrides) {
  Value root = resolve_extends(read_toml(text, file), file, load_text);
  for (const auto& [path, value] : overrides) apply_override(root, path, value);
  Scenario out = decode(root, file);
  out.text = to_toml(root);
  return out;
}

}  // namespace catchment
