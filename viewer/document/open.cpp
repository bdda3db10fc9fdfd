// From a file to a document.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "app/pipeline/files.h"
#include "sim/scenario/parse.h"
#include "viewer/document/document_parts.h"
#include "viewer/document/edit_text.h"
#include "viewer/document/files.h"

namespace catchment::document {
namespace fs = std::filesystem;

namespace {

/// The scenario of a world that comes alone: the levels of the living circle (GB 50180-2018) that it has facilities of.
std::string text_for_world(const std::string& file, const World* world) {
  const std::string stem = fs::path(file).stem().string();
  std::string text = fmt::format(
      "# {}：世界文件的默认方案 / the scenario that a world file gets when it is opened alone.\n\n"
      "[scenario]\nname = {}\ntitle.zh = {}\ntitle.en = {}\n\n[inputs.world]\nrole = \"world\"\npath = {}\n",
      stem, quoted_toml(stem), quoted_toml(stem), quoted_toml(stem), quoted_toml(fs::path(file).filename().string()));
  if (world == nullptr) return text;
  text += fmt::format("\n[network]\nmode = \"{}\"\n", world->streets.n_edges() > 0 ? "walk" : "euclidean");
  struct Circle { int rank; const char *name, *zh, *en, *cutoff; };
  for (const Circle& c : {Circle{1, "home", "楼组", "Contact home", "100 m"}, Circle{2, "point", "服务点", "Point", "300 m"},
                          Circle{3, "station", "服务站", "Station", "500 m"}, Circle{4, "centre", "服务中心", "Centre", "1000 m"}})
    if (std::any_of(world->facilities.begin(), world->facilities.end(), [&](const Facility& f) { return f.level == c.rank; }))
      text += fmt::format("\n[[levels]]\nname = \"{}\"\ntitle.zh = \"{}\"\ntitle.en = \"{}\"\nrank = {}\ncutoff = \"{}\"\n", c.name, c.zh, c.en, c.rank, c.cutoff);
  return text;
}

/// Whether bytes are text in UTF-8: no NUL, no byte out of place (RFC 3629; overlong forms and surrogates do not count as text).
bool is_text(const std::string& bytes) {
  for (std::size_t k = 0; k < bytes.size();) {
    const auto c = static_cast<unsigned char>(bytes[k]);
    const std::size_t n = c == 0 ? 0 : c < 0x80 ? 1 : c >= 0xC2 && c < 0xE0 ? 2 : c >= 0xE0 && c < 0xF0 ? 3 : c >= 0xF0 && c < 0xF5 ? 4 : 0;
    if (n == 0 || k + n > bytes.size()) return false;
    for (std::size_t m = 1; m < n; ++m)
      if ((static_cast<unsigned char>(bytes[k + m]) & 0xC0) != 0x80) return false;
    const auto second = static_cast<unsigned char>(n > 1 ? bytes[k + 1] : 0x80);
    if ((c == 0xE0 && second < 0xA0) || (c == 0xED && second > 0x9F) || (c == 0xF0 && second < 0x90) || (c == 0xF4 && second > 0x8F)) return false;
    k += n;
  }
  return true;
}

}  // namespace

std::unique_ptr<Document> Document::open(const std::string& path, const Progress& progress, const OnWorld& on_world,
                                         const std::vector<std::pair<std::string, std::string>>& overrides) {
  const std::string file = absolute_path(path);
  std::string extension = fs::path(file).extension().string();
  std::transform(extension.begin(), extension.end(), extension.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  const bool world_alone = extension == ".gpkg";
  std::string text, own, saved_at;
  Scenario scenario;
  if (world_alone) {
    std::error_code ignored;
    if (!fs::exists(file, ignored)) throw InputError(path, "there is no such file", "check the path");
    own = fs::path(file).replace_extension(".toml").string();
    scenario = parse_scenario(text_for_world(file, nullptr), own);
  } else {
    text = pipeline::read_text(file);
    if (!is_text(text)) throw InputError(path, "it is not a text file", "a scenario is a TOML text in UTF-8; choose a .toml or a world file (.gpkg)");
    // SVG, XML, HTML and PDF begin as no TOML can.
    if (const std::size_t first = text.find_first_not_of(" \t\r\n\xEF\xBB\xBF"); first != std::string::npos && (text[first] == '<' || text[first] == '%'))
      throw InputError(path, "it is a drawing or a document and no scenario", "a scenario is a TOML text; choose a .toml or a world file (.gpkg)");
    own = saved_at = file;
    scenario = pipeline::load_scenario(file, overrides);
  }
  auto loaded = std::make_shared<pipeline::LoadedWorld>(pipeline::load_world(scenario, part_of(progress, 0, 0.8)));
  if (world_alone) {
    text = text_for_world(file, &loaded->world);
    scenario = parse_scenario(text, own);
  }
  return follow(std::move(loaded), std::move(scenario), text, own, saved_at, file, progress, on_world);
}

std::unique_ptr<Document> Document::open_text(const std::string& text, const std::string& file, const Progress& progress, const OnWorld& on_world) {
  const std::string own = absolute_path(file);
  Scenario scenario = pipeline::parse_scenario_text(text, own);
  auto loaded = std::make_shared<pipeline::LoadedWorld>(pipeline::load_world(scenario, part_of(progress, 0, 0.8)));
  return follow(std::move(loaded), std::move(scenario), text, own, "", "", progress, on_world);
}

std::unique_ptr<Document> Document::follow(std::shared_ptr<const pipeline::LoadedWorld> loaded, Scenario scenario, const std::string& text, const std::string& own,
                                           const std::string& saved_at, const std::string& opened_from, const Progress& progress, const OnWorld& on_world) {
  if (on_world) on_world(loaded->world, scenario);
  report(progress, 0.82, "following the levels");
  auto parts = std::make_unique<Parts>(std::move(loaded), std::move(scenario), ScenarioText(text, own), saved_at);
  parts->opened_from = opened_from;
  report(progress, 1, "opened");
  return std::unique_ptr<Document>(new Document(std::move(parts)));
}

Document::Document(pipeline::LoadedWorld loaded, Scenario scenario) {
  std::optional<ScenarioText> text;
  // The resolved text stands for a file: canonical, without `extends`.
  if (!scenario.text.empty()) text.emplace(scenario.text, absolute_path(scenario.file.empty() ? "plan.toml" : scenario.file));
  parts_ = std::make_unique<Parts>(std::make_shared<pipeline::LoadedWorld>(std::move(loaded)), std::move(scenario), std::move(text), "");
}

std::unique_ptr<Document> Document::branch() const {
  const Parts& p = *parts_;
  Scenario scenario = p.scenario;
  auto parts = std::make_unique<Parts>(p.loaded, std::move(scenario), p.text, "");
  for (Step step : p.steps) parts->add_step(std::move(step));
  std::unique_ptr<Document> copy(new Document(std::move(parts)));
  copy->go_to(p.done);
  Parts& c = *copy->parts_;
  c.saved.reset();
  c.opened_from = p.opened_from;
  ++c.revision;
  (void)copy->take_touched();
  const auto next = [](const std::string& title) {
    // "Plan (2)" -> "Plan (3)"
    const std::size_t open = title.rfind(" (");
    const bool numbered = open != std::string::npos && title.back() == ')' && open + 3 < title.size() && title.size() - open < 9 &&
                          std::all_of(title.begin() + static_cast<std::ptrdiff_t>(open) + 2, title.end() - 1, [](char d) { return d >= '0' && d <= '9'; });
    return numbered ? fmt::format("{} ({})", title.substr(0, open), std::stoi(title.substr(open + 2)) + 1) : title + " (2)";
  };
  c.title = {p.title.zh.empty() ? "" : next(p.title.zh), p.title.en.empty() ? "" : next(p.title.en)};
  return copy;
}

}  // namespace catchment::document
