#include "gis/graph_file/graph_file.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <system_error>

#include <fmt/format.h>

#include "gis/graph_file/graph_parts.h"
#include "sim/core/error.h"

namespace catchment::gis {

namespace {

enum class Format { kNone, kGraphml, kGexf, kCsv };

Format format_of(const std::string& path) {
  std::string ending = std::filesystem::path(path).extension().string();
  std::transform(ending.begin(), ending.end(), ending.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (ending == ".graphml" || ending == ".xml") return Format::kGraphml;
  if (ending == ".gexf") return Format::kGexf;
  if (ending == ".csv" || ending == ".tsv" || ending == ".txt") return Format::kCsv;
  return Format::kNone;
}

[[noreturn]] void refuse_ending(const std::string& path) {
  throw InputError(path, "its ending does not say which kind of graph it is", "let its name end in .graphml, .gexf or .csv");
}

/// Complete or not there: written beside it and renamed.
void write_whole(const std::string& text, const std::string& path) {
  const std::string beside = path + ".part";
  std::error_code ignored;
  {
    std::ofstream file(beside, std::ios::binary | std::ios::trunc);
    file.write(text.data(), static_cast<std::streamsize>(text.size()));
    file.flush();
    if (!file) {
      std::filesystem::remove(beside, ignored);
      throw std::runtime_error(path + " cannot be written");
    }
  }
  std::filesystem::rename(beside, path, ignored);
  if (ignored) {
    std::filesystem::remove(beside);
    throw std::runtime_error(path + " cannot be written");
  }
}

}  // namespace

bool is_graph_file(const std::string& path) { return format_of(path) != Format::kNone; }

std::string nodes_path_of(const std::string& csv_path) {
  const std::filesystem::path path(csv_path);
  return (path.parent_path() / (path.stem().string() + "_nodes" + path.extension().string())).string();
}

GraphTable read_graph(const std::string& path, const GraphReadOptions& options, const Progress& progress) {
  const Format format = format_of(path);
  if (format == Format::kNone) refuse_ending(path);
  if (format != Format::kCsv && !options.nodes.empty()) throw InputError(options.nodes, fmt::format("{} holds its nodes itself", path), "leave the table of nodes away, or give the links as CSV");
  if (format != Format::kCsv && !(options.link_fields.empty() && options.node_fields.empty()))
    throw InputError(path, "columns are mapped, but the file is no table", "leave the mapping away, or give the links as CSV");
  GraphTable table = format == Format::kGraphml ? graph::read_graphml(path, progress) : format == Format::kGexf ? graph::read_gexf(path, progress) : graph::read_csv_graph(path, options, progress);
  if (options.undirected) std::fill(table.undirected.begin(), table.undirected.end(), std::uint8_t{1});
  return table;
}

void write_graph(const GraphTable& table, const std::string& path) {
  switch (format_of(path)) {
    case Format::kGraphml: write_whole(graph::graphml_text(table), path); return;
    case Format::kGexf: write_whole(graph::gexf_text(table), path); return;
    case Format::kCsv:
      write_whole(graph::nodes_csv_text(table), nodes_path_of(path));
      write_whole(graph::links_csv_text(table), path);
      return;
    case Format::kNone: refuse_ending(path);
  }
}

}  // namespace catchment::gis
