// Delimited text (RFC 4180): our own reader, because rows must be named by their line, encodings detected over the whole
// file, and a wrong coordinate refused instead of becoming 0.
#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <fmt/format.h>

#include "gis/vector/claims.h"
#include "gis/vector/reading.h"

namespace catchment::gis::reading {

namespace {

std::string whole_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string bytes(std::istreambuf_iterator<char>(file), {});
  if (file.bad()) throw InputError(path, "it cannot be read to its end", kCopyAgain);
  return bytes;
}

// Bytes -> UTF-8, and what the table says of it.
std::string decoded(const std::string& path, std::string bytes, const ReadOptions& options, Table& table) {
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF"))
    throw InputError(path, "it is UTF-16 text", "save it as CSV UTF-8");
  if (bytes.find('\0') != std::string::npos) throw InputError(path, "it is not a text file", "give a CSV file");
  const bool marked = bytes.starts_with("\xEF\xBB\xBF");
  if (marked) bytes.erase(0, 3);
  const std::string declared = marked ? "UTF-8" : options.encoding;
  if (!declared.empty()) {
    const Decoder decoder(declared, path);
    table.encoding = decoder.encoding();
    auto text = decoder.decode(bytes);
    if (!text)
      throw InputError(path, fmt::format("it is not {} text", decoder.encoding()), "set encoding to the one it is in");
    return std::move(*text);
  }
  EncodingDetector detector;
  // The whole text decides; its lines are what is shown.
  detector.add(bytes);
  table.encoding = detector.encoding();
  if (table.encoding.empty())
    throw InputError(path, "its text is neither UTF-8 nor GB18030", "set encoding to the one it is in");
  if (table.encoding == "UTF-8") return bytes;
  for (std::size_t begin = 0, end = 0; begin < bytes.size(); begin = end + 1) {
    end = std::min(bytes.find_first_of(",\n\r\"\t;", begin), bytes.size());
    detector.add(std::string_view(bytes).substr(begin, end - begin));
  }
  table.findings.push_back(detector.finding(path, "the file does not say its text encoding"));
  return *Decoder(table.encoding, path).decode(bytes);
}

// Splits records one by one.
class Records {
 public:
  Records(const std::string& path, std::string_view text) : path_(path), text_(text) {
    std::size_t best = 0;
    const auto first_line = text.substr(0, std::min(text.find('\n'), text.size()));
    for (const char c : {',', ';', '\t', '|'}) {
      const auto n = static_cast<std::size_t>(std::count(first_line.begin(), first_line.end(), c));
      if (n > best) {
        best = n;
        separator_ = c;
      }
    }
  }
  // False at the end. `line` is where the record begins, from 1. Blank lines are skipped.
  bool next(std::vector<std::string>& cells, std::int64_t* line) {
    while (at_ < text_.size() && (text_[at_] == '\n' || text_[at_] == '\r')) step();
    if (at_ >= text_.size()) return false;
    *line = line_;
    cells.clear();
    for (;;) {
      cells.push_back(cell());
      if (at_ < text_.size() && text_[at_] == separator_) {
        step();
        continue;
      }
      return true;
    }
  }
  [[nodiscard]] double share() const { return static_cast<double>(at_) / static_cast<double>(text_.size()); }

 private:
  void step() {
    if (text_[at_] == '\n') ++line_;
    ++at_;
  }
  std::string cell() {
    std::string out;
    if (at_ < text_.size() && text_[at_] == '"') {
      const std::int64_t opened = line_;
      step();
      for (;;) {
        if (at_ >= text_.size())
          throw InputError(fmt::format("{}, line {}", path_, opened), "a quote is opened and never closed",
                           "close it, or write \"\" for a quote inside a cell");
        if (text_[at_] == '"') {
          step();
          if (at_ >= text_.size() || text_[at_] != '"') break;
        }
        out += text_[at_];
        step();
      }
    }
    while (at_ < text_.size() && text_[at_] != separator_ && text_[at_] != '\n' && text_[at_] != '\r') {
      out += text_[at_];
      step();
    }
    return out;
  }

  const std::string& path_;
  std::string_view text_;
  char separator_ = ',';
  std::size_t at_ = 0;
  std::int64_t line_ = 1;
};

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front()))) text.remove_prefix(1);
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back()))) text.remove_suffix(1);
  return text;
}

double coordinate(std::string_view text, const std::string& where, const std::string& column) {
  text = trimmed(text);
  if (text.starts_with('+')) text.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size())
    throw InputError(where, fmt::format("'{}' in column '{}' is not a number", text, column), "mend or remove that row");
  if (!std::isfinite(value))
    throw InputError(where, fmt::format("the coordinate in column '{}' is not a finite number", column),
                     "mend or remove that row");
  return value;
}

int named_column(const Table& table, const std::string& name) {
  const int column = table.column(name);
  if (column < 0)
    throw InputError(place_of(table), fmt::format("it has no column '{}'", name),
                     fmt::format("its columns are {}", quoted_list(table.columns)));
  return column;
}

}  // namespace

std::pair<int, int> coordinate_columns(const Table& table) {
  static constexpr const char* kX[] = {"lon", "lng", "long", "longitude", "x", "经度", "easting", "x_coord", "X坐标"};
  static constexpr const char* kY[] = {"lat", "latitude", "y", "纬度", "northing", "y_coord", "Y坐标"};
  const auto first = [&](auto& names) {
    for (const char* name : names)
      if (const int column = table.column(name); column >= 0) return column;
    return -1;
  };
  return {first(kX), first(kY)};
}

void read_csv(const std::string& path, const ReadOptions& options, Table& table, GeometryNotes& notes,
              const Progress& progress) {
  require_file(path);
  if (!options.layer.empty() && options.layer != std::filesystem::path(path).stem().string())
    throw InputError(path, fmt::format("it has no layer '{}'", options.layer), "a CSV is one table: leave layer away");
  const std::string text = decoded(path, whole_file(path), options, table);
  Records records(path, text);
  std::vector<std::string> cells;
  std::int64_t line = 0;
  if (!records.next(cells, &line)) throw InputError(path, "it has no header row", "write the column names in its first line");
  for (const auto& cell : cells) table.columns.emplace_back(trimmed(cell));
  table.cells.resize(table.columns.size());
  table.null_cells.resize(table.columns.size());
  const RowFilter filter = make_filter(table, options.where);

  int x = -1, y = -1;
  if (options.need_geometry) {
    std::tie(x, y) = coordinate_columns(table);
    if (!options.x_field.empty()) x = named_column(table, options.x_field);
    if (!options.y_field.empty()) y = named_column(table, options.y_field);
    if (x < 0 || y < 0)
      throw InputError(path, "it has no coordinate columns such as lon and lat",
                       fmt::format("name them with fields x and y; its columns are {}", quoted_list(table.columns)));
  }

  RowSink sink(table);
  std::vector<char> nulls(table.columns.size());
  std::vector<std::int64_t> short_rows;
  for (std::int64_t n = 0; records.next(cells, &line); ++n) {
    const std::string where = fmt::format("{}, line {}", path, line);
    while (cells.size() > table.columns.size() && cells.back().empty()) cells.pop_back();
    if (cells.size() > table.columns.size())
      throw InputError(where, fmt::format("it has {} cells but the header has {}", cells.size(), table.columns.size()),
                       "put cells that hold a separator in quotes");
    if (cells.size() < table.columns.size()) short_rows.push_back(line);
    cells.resize(table.columns.size());
    bool keep = true;
    for (const auto& [column, value] : filter) keep = keep && cells[static_cast<std::size_t>(column)] == value;
    if (!keep) continue;
    std::string x_text, y_text;
    if (x >= 0) {
      x_text = trimmed(cells[static_cast<std::size_t>(x)]);
      y_text = trimmed(cells[static_cast<std::size_t>(y)]);
    }
    for (std::size_t c = 0; c < cells.size(); ++c) nulls[c] = cells[c].empty();
    sink.add(line, cells, nulls);
    if (x >= 0) {
      if (x_text.empty() && y_text.empty()) notes.missing.push_back(line);
      else
        sink.set_point({coordinate(x_text, where, table.columns[static_cast<std::size_t>(x)]),
                        coordinate(y_text, where, table.columns[static_cast<std::size_t>(y)])});
    }
    if (n % 20000 == 0) report(progress, records.share(), "reading " + table.layer);
  }
  if (!short_rows.empty())
    table.findings.push_back({Severity::kWarning, "short-rows", path,
                              fmt::format("{} rows have fewer cells than the header; the rest is taken as empty: {}",
                                          short_rows.size(), some_rows(short_rows)), "complete these rows"});
}

}  // namespace catchment::gis::reading
