#include "gis/osm/line_streets.h"

#include <array>
#include <cmath>
#include <stdexcept>
#include <unordered_map>

#include "gis/osm/cut_streets.h"
#include "gis/osm/osm_access.h"

namespace catchment::gis {
namespace {

/// Numbers places so that two within the tolerance are one; the first place seen stands for all.
class VertexTable {
 public:
  VertexTable(double tolerance_m, std::vector<Point>& places) : tolerance_(tolerance_m), places_(places) {}

  std::uint32_t number_of(Point p) {
    const auto column = cell(p.x), row = cell(p.y);
    std::uint32_t found = StreetChains::kGap;
    // A place within the tolerance lies in this cell or one beside it; ties go to the lowest number.
    for (std::int64_t r = row - 1; r <= row + 1; ++r)
      for (std::int64_t c = column - 1; c <= column + 1; ++c)
        if (const auto list = cells_.find(key(c, r)); list != cells_.end())
          for (const std::uint32_t v : list->second)
            if (v < found && distance(places_[v], p) <= tolerance_) found = v;
    if (found != StreetChains::kGap) return found;
    places_.push_back(p);
    cells_[key(column, row)].push_back(static_cast<std::uint32_t>(places_.size() - 1));
    return static_cast<std::uint32_t>(places_.size() - 1);
  }

 private:
  [[nodiscard]] std::int64_t cell(double v) const {
    return static_cast<std::int64_t>(std::floor(v / std::max(tolerance_, 1e-6)));
  }
  // Two cells may share a key: the distance decides, so that costs time and never a wrong match.
  static std::uint64_t key(std::int64_t c, std::int64_t r) {
    return static_cast<std::uint64_t>(c) * 0x9E3779B97F4A7C15u + static_cast<std::uint64_t>(r);
  }
  double tolerance_;
  std::vector<Point>& places_;
  std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> cells_;
};

int first_column(const Table& t, std::initializer_list<const char*> names) {
  for (const char* name : names)
    if (const int c = t.column(name); c >= 0) return c;
  return -1;
}

std::string_view cell(const Table& t, int column, std::size_t row) {
  return column < 0 ? std::string_view{} : std::string_view(t.cells[static_cast<std::size_t>(column)][row]);
}

/// Common exports write F, T and B (along, against, both) where OSM writes yes, -1 and no.
std::string_view osm_oneway(std::string_view value) {
  if (value == "F" || value == "FT") return "yes";
  if (value == "T" || value == "TF") return "-1";
  if (value == "B") return "no";
  return value;
}

/// Likewise F, 0 and false for no.
std::string_view osm_yes(std::string_view value) {
  return value == "F" || value == "0" || value == "false" ? std::string_view("no") : value;
}

}  // namespace

StreetNetwork streets_from_lines(const Table& lines, double tolerance_m) {
  if (!(tolerance_m >= 0) || !std::isfinite(tolerance_m))
    throw std::invalid_argument("streets_from_lines: tolerance must be finite and >= 0");
  const int class_column = first_column(lines, {"highway", "fclass", "class", "type"});
  const int oneway_column = first_column(lines, {"oneway"}), name_column = first_column(lines, {"name"});
  const int bridge_column = first_column(lines, {"bridge"}), tunnel_column = first_column(lines, {"tunnel"});

  StreetChains chains;
  VertexTable vertices(tolerance_m, chains.place);
  std::unordered_map<std::string, std::uint32_t> name_number{{"", 0}};
  for (std::size_t row = 0; row < lines.lines.size(); ++row) {
    const auto kind = cell(lines, class_column, row);
    const auto highway = kind.starts_with("track") ? std::string_view("track") : kind;
    const std::array<OsmTag, 2> tags{{{"highway", highway}, {"oneway", osm_oneway(cell(lines, oneway_column, row))}}};
    auto access = way_access(tags);
    if (!access) {  // no class, or one of the layer's own: a street for all
      const std::array<OsmTag, 2> street{{{"highway", "residential"}, tags[1]}};
      access = way_access(street);
    }
    const std::string name(cell(lines, name_column, row));
    const auto [number, fresh] = name_number.try_emplace(name, static_cast<std::uint32_t>(chains.names.size()));
    if (fresh) chains.names.push_back(name);
    for (const auto& part : lines.lines[row]) {
      if (part.size() < 2) continue;
      for (const Point p : part) chains.vertex.push_back(vertices.number_of(p));
      chains.chain_begin.push_back(static_cast<std::uint32_t>(chains.vertex.size()));
      chains.street_class.push_back(access->street_class);
      chains.access.push_back(access->access);
      const std::array<OsmTag, 2> lifted{{{"bridge", osm_yes(cell(lines, bridge_column, row))}, {"tunnel", osm_yes(cell(lines, tunnel_column, row))}}};
      chains.off_ground.push_back(off_ground(lifted) ? 1 : 0);
      chains.name.push_back(number->second);
    }
  }
  chains.cut.assign(chains.place.size(), 0);
  auto cut =
      cut_streets(chains, [&](std::uint32_t a, std::uint32_t b) { return distance(chains.place[a], chains.place[b]); });
  if (cut.net.n_edges() == 0)
    throw InputError(lines.file + (lines.layer.empty() ? "" : ": layer '" + lines.layer + "'"),
                     "holds no line with two different ends", "name a layer of street lines");
  return std::move(cut.net);
}

}  // namespace catchment::gis
