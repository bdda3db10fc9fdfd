// A graph as one or two CSV tables.
#include <algorithm>
#include <cctype>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "gis/graph_file/graph_parts.h"
#include "gis/vector/layer.h"
#include "sim/core/error.h"

namespace catchment::gis::graph {

namespace {

Table plain_table(const std::string& path, const Progress& progress) {
  ReadOptions options;
  options.need_geometry = false;
  return read_table(path, options, progress);
}

// Column -> our field: as the user maps it, else by its name, the first of several.
template <class Field, class ByName>
std::vector<Field> fields_of(const Table& table, const std::map<std::string, std::string>& mapping, const ByName& by_name) {
  std::vector<Field> out(table.columns.size(), Field::kNone);
  const auto taken = [&](Field field) { return std::find(out.begin(), out.end(), field) != out.end(); };
  for (const auto& [ours, theirs] : mapping) {
    const Field field = by_name(ours);
    if (field == Field::kNone) throw InputError(table.file, fmt::format("there is no field '{}'", ours), "the fields are those of 'catchment share --help'");
    const int column = table.column(theirs);
    if (column < 0) throw InputError(table.file, fmt::format("it has no column '{}'", theirs), fmt::format("its columns are {}", fmt::join(table.columns, ", ")));
    out[static_cast<std::size_t>(column)] = field;
  }
  for (std::size_t c = 0; c < table.columns.size(); ++c)
    if (const Field field = by_name(table.columns[c]); out[c] == Field::kNone && field != Field::kNone && !taken(field)) out[c] = field;
  return out;
}

template <class Field>
void require_field(const Table& table, const std::vector<Field>& fields, Field field, const char* name) {
  if (std::find(fields.begin(), fields.end(), field) == fields.end())
    throw InputError(table.file, fmt::format("it has no column '{}'", name), fmt::format("its columns are {}; map one of them to it", fmt::join(table.columns, ", ")));
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

// In place: nothing is copied where there is nothing to trim.
std::string& trim(std::string& cell) {
  const auto inner = trimmed(cell);
  if (inner.size() != cell.size()) cell = std::string(inner);
  return cell;
}

bool is_directed(const std::string& word, const std::string& column, const std::string& file, std::int64_t line) {
  const std::string small = lower(word);
  if (small.empty() || small == "1" || small == "true" || small == "yes" || small == "directed") return true;
  if (small == "0" || small == "false" || small == "no" || small == "undirected" || small == "mutual") return false;
  throw InputError(at_line(file, line), fmt::format("'{}' in '{}' is neither directed nor undirected", word, column), "write 1 or 0");
}

// Gephi writes Directed or Undirected into a column Type.
bool says_direction(std::vector<std::string>& cells) {
  return !cells.empty() && std::all_of(cells.begin(), cells.end(), [](std::string& cell) {
    if (cell.empty() || (cell[0] != 'D' && cell[0] != 'd' && cell[0] != 'U' && cell[0] != 'u' && cell[0] != 'M' && cell[0] != 'm')) return false;
    const std::string word = lower(trim(cell));
    return word == "directed" || word == "undirected" || word == "mutual";
  });
}

void read_nodes(const std::string& path, const GraphReadOptions& options, GraphTable& out, const Progress& progress) {
  Table table = plain_table(path, progress);
  const auto fields = fields_of<NodeField>(table, options.node_fields, node_field);
  require_field(table, fields, NodeField::kId, "id");
  std::vector<std::size_t> other;
  for (std::size_t c = 0; c < fields.size(); ++c)
    if (fields[c] == NodeField::kNone) {
      other.push_back(c);
      out.node_columns.push_back({table.columns[c], GraphValue::kText});
    }
  out.nodes.resize(table.n_rows());
  for (std::size_t row = 0; row < table.n_rows(); ++row) {
    GraphNode& node = out.nodes[row];
    node.line = table.row_number[row];
    for (std::size_t c = 0; c < fields.size(); ++c)
      if (fields[c] != NodeField::kNone) set_field(node, fields[c], std::move(trim(table.cells[c][row])), table.columns[c], path, node.line);
    if (!other.empty()) {
      node.more.reserve(other.size());
      for (const std::size_t c : other) node.more.push_back(std::move(trim(table.cells[c][row])));
    }
  }
  out.findings.insert(out.findings.end(), table.findings.begin(), table.findings.end());
}

}  // namespace

GraphTable read_csv_graph(const std::string& path, const GraphReadOptions& options, const Progress& progress) {
  GraphTable out;
  out.file = path;
  out.nodes_file = options.nodes.empty() ? path : options.nodes;
  out.nodes_given = !options.nodes.empty();
  if (out.nodes_given) read_nodes(options.nodes, options, out, part_of(progress, 0, 0.2));
  Table table = plain_table(path, part_of(progress, 0.2, 0.8));
  auto fields = fields_of<LinkField>(table, options.link_fields, link_field);
  require_field(table, fields, LinkField::kFrom, "from");
  require_field(table, fields, LinkField::kTo, "to");
  const std::size_t n = table.n_rows();
  int direction = -1;
  for (std::size_t c = 0; c < fields.size(); ++c) {
    if (fields[c] == LinkField::kType && says_direction(table.cells[c])) fields[c] = LinkField::kDirected;
    if (fields[c] == LinkField::kDirected) direction = static_cast<int>(c);
  }
  out.links.resize(n);
  out.line.resize(n);
  out.undirected.assign(n, 0);
  for (std::size_t row = 0; row < n; ++row) out.line[row] = table.row_number[row];
  std::vector<std::size_t> other;
  for (std::size_t c = 0; c < fields.size(); ++c)
    if (fields[c] == LinkField::kNone) {
      other.push_back(c);
      out.link_columns.push_back({table.columns[c], GraphValue::kText});
    }
  if (!other.empty()) out.link_more.resize(n);
  // Row by row: a link is some hundred bytes, and is fetched once.
  for (std::size_t row = 0; row < n; ++row) {
    LinkRow& link = out.links[row];
    for (std::size_t c = 0; c < fields.size(); ++c) {
      const LinkField field = fields[c];
      if (field == LinkField::kNone || field == LinkField::kDirected) continue;
      std::string& text = trim(table.cells[c][row]);
      if (field == LinkField::kFrom || field == LinkField::kTo) {
        if (text.empty()) throw InputError(at_line(path, out.line[row]), fmt::format("'{}' is empty", table.columns[c]), "name both ends of every link");
        (field == LinkField::kFrom ? link.from : link.to) = std::move(text);
      } else if (!text.empty()) {
        set_field(link, field, std::move(text), table.columns[c], path, out.line[row]);
      }
    }
    for (const std::size_t c : other) out.link_more[row].push_back(std::move(trim(table.cells[c][row])));
  }
  if (direction >= 0) {
    const auto c = static_cast<std::size_t>(direction);
    for (std::size_t row = 0; row < n; ++row) out.undirected[row] = !is_directed(trim(table.cells[c][row]), table.columns[c], path, out.line[row]);
  }
  out.findings.insert(out.findings.end(), table.findings.begin(), table.findings.end());
  report(progress, 0.9, "joining links and nodes");
  if (out.nodes_given) require_ends(out);
  else nodes_from_ends(out);
  return out;
}

namespace {

std::string cell(const std::string& text) {
  if (text.find_first_of(",;\t|\"\r\n") == std::string::npos && (text.empty() || (text.front() != ' ' && text.back() != ' '))) return text;
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

}  // namespace

std::string links_csv_text(const GraphTable& table) {
  const auto fields = used_link_fields(table);
  const bool ids = std::any_of(table.links.begin(), table.links.end(), [](const LinkRow& l) { return !l.id.empty(); });
  const bool both_ways = std::any_of(table.undirected.begin(), table.undirected.end(), [](std::uint8_t u) { return u != 0; });
  std::string out = "from,to";
  for (const UsedField& f : fields) out += std::string(",") + f.name;
  if (ids) out += ",id";
  if (both_ways) out += ",directed";
  for (const GraphColumn& c : table.link_columns) out += "," + cell(c.name);
  out += "\n";
  for (std::size_t k = 0; k < table.links.size(); ++k) {
    const LinkRow& link = table.links[k];
    out += cell(link.from) + "," + cell(link.to);
    for (const UsedField& f : fields) out += "," + cell(text_of(link, f.link));
    if (ids) out += "," + cell(link.id);
    if (both_ways) out += table.undirected[k] ? ",0" : ",1";
    for (std::size_t c = 0; c < table.link_columns.size(); ++c) out += "," + (k < table.link_more.size() && c < table.link_more[k].size() ? cell(table.link_more[k][c]) : std::string());
    out += "\n";
  }
  return out;
}

std::string nodes_csv_text(const GraphTable& table) {
  const auto fields = used_node_fields(table);
  std::string out = "id";
  for (const UsedField& f : fields) out += std::string(",") + f.name;
  for (const GraphColumn& c : table.node_columns) out += "," + cell(c.name);
  out += "\n";
  for (const GraphNode& node : table.nodes) {
    out += cell(node.id);
    for (const UsedField& f : fields) out += "," + cell(text_of(node, f.node));
    for (std::size_t c = 0; c < table.node_columns.size(); ++c) out += "," + (c < node.more.size() ? cell(node.more[c]) : std::string());
    out += "\n";
  }
  return out;
}

}  // namespace catchment::gis::graph
