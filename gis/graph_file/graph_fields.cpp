// Which columns and attributes are ours, and their values as text and back.
#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "gis/graph_file/graph_parts.h"
#include "sim/core/error.h"

namespace catchment::gis::graph {

namespace {

struct NodeWord { const char* word; NodeField field; };
struct LinkWord { const char* word; LinkField field; };

// The first word of a field is the one that is written.
constexpr std::array kNodeWords{
    NodeWord{"id", NodeField::kId}, NodeWord{"name", NodeField::kName}, NodeWord{"name_en", NodeField::kNameEn}, NodeWord{"type", NodeField::kType},
    NodeWord{"x", NodeField::kX}, NodeWord{"y", NodeField::kY}, NodeWord{"lon", NodeField::kLon}, NodeWord{"lat", NodeField::kLat},
    NodeWord{"district", NodeField::kDistrict}, NodeWord{"supply", NodeField::kSupply}, NodeWord{"demand", NodeField::kDemand},
    NodeWord{"hours", NodeField::kHours}, NodeWord{"seats", NodeField::kSeats}, NodeWord{"owner", NodeField::kOwner},
    NodeWord{"name_zh", NodeField::kName}, NodeWord{"label", NodeField::kLabel}, NodeWord{"lng", NodeField::kLon}, NodeWord{"longitude", NodeField::kLon},
    NodeWord{"latitude", NodeField::kLat}};
constexpr std::array kLinkWords{
    LinkWord{"id", LinkField::kId}, LinkWord{"from", LinkField::kFrom}, LinkWord{"to", LinkField::kTo}, LinkWord{"type", LinkField::kType},
    LinkWord{"kind", LinkField::kKind}, LinkWord{"unit", LinkField::kUnit}, LinkWord{"capacity", LinkField::kCapacity}, LinkWord{"cost", LinkField::kCost},
    LinkWord{"start", LinkField::kStart}, LinkWord{"end", LinkField::kEnd}, LinkWord{"status", LinkField::kStatus}, LinkWord{"slots", LinkField::kSlots},
    LinkWord{"venue", LinkField::kVenue}, LinkWord{"level", LinkField::kLevel}, LinkWord{"directed", LinkField::kDirected},
    LinkWord{"source", LinkField::kFrom}, LinkWord{"target", LinkField::kTo}, LinkWord{"u", LinkField::kFrom}, LinkWord{"v", LinkField::kTo},
    LinkWord{"hours", LinkField::kSlots}};

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

std::optional<double> number_of(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

double finite(const std::string& value, const std::string& column, const std::string& file, std::int64_t line) {
  const auto number = number_of(value);
  if (!number) throw InputError(at_line(file, line), fmt::format("'{}' in '{}' is not a number", value, column), "mend or remove it");
  if (!std::isfinite(*number)) throw InputError(at_line(file, line), fmt::format("'{}' in '{}' is not a finite number", value, column), "mend or remove it");
  return *number;
}

double amount(const std::string& value, const std::string& column, const std::string& file, std::int64_t line) {
  const double number = finite(value, column, file, line);
  if (number < 0) throw InputError(at_line(file, line), fmt::format("'{}' is {}, below 0", column, number_text(number)), "mend or remove it");
  return number;
}

double degrees(const std::string& value, double most, const std::string& column, const std::string& file, std::int64_t line) {
  const double number = finite(value, column, file, line);
  if (std::abs(number) > most)
    throw InputError(at_line(file, line), fmt::format("'{}' is {}, which is no {}", column, number_text(number), most > 90 ? "longitude" : "latitude"), "give WGS-84 degrees; metres go into x and y");
  return number;
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  const auto space = [](char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; };
  while (!text.empty() && space(text.front())) text.remove_prefix(1);
  while (!text.empty() && space(text.back())) text.remove_suffix(1);
  return text;
}

std::string at_line(const std::string& file, std::int64_t line) { return line > 0 ? fmt::format("{}, line {}", file, line) : file; }

std::string number_text(double value) {
  if (std::abs(value) < 9e15 && value == std::floor(value)) return fmt::format("{}", static_cast<long long>(value));
  return fmt::format("{}", value);
}

NodeField node_field(std::string_view name) {
  const std::string word = lower(trimmed(name));
  for (const NodeWord& w : kNodeWords)
    if (word == w.word) return w.field;
  return NodeField::kNone;
}

LinkField link_field(std::string_view name) {
  const std::string word = lower(trimmed(name));
  for (const LinkWord& w : kLinkWords)
    if (word == w.word) return w.field;
  return LinkField::kNone;
}

void set_field(GraphNode& node, NodeField field, std::string value, const std::string& column, const std::string& file, std::int64_t line) {
  if (value.empty()) return;
  switch (field) {
    case NodeField::kId: node.id = std::move(value); break;
    case NodeField::kName: node.name.zh = std::move(value); break;
    case NodeField::kLabel:
      if (node.name.zh.empty()) node.name.zh = std::move(value);
      break;
    case NodeField::kNameEn: node.name.en = std::move(value); break;
    case NodeField::kType: node.type = std::move(value); break;
    case NodeField::kX: node.x = finite(value, column, file, line); break;
    case NodeField::kY: node.y = finite(value, column, file, line); break;
    case NodeField::kLon: node.lon = degrees(value, 180, column, file, line); break;
    case NodeField::kLat: node.lat = degrees(value, 90, column, file, line); break;
    case NodeField::kDistrict: node.district = std::move(value); break;
    case NodeField::kSupply: node.supply = amount(value, column, file, line); break;
    case NodeField::kDemand: node.demand = amount(value, column, file, line); break;
    case NodeField::kHours: node.hours = std::move(value); break;
    case NodeField::kSeats: node.seats = amount(value, column, file, line); break;
    case NodeField::kOwner: node.owner = std::move(value); break;
    case NodeField::kNone: break;
  }
}

void set_field(LinkRow& link, LinkField field, std::string value, const std::string& column, const std::string& file, std::int64_t line) {
  if (value.empty()) return;
  switch (field) {
    case LinkField::kId: link.id = std::move(value); break;
    case LinkField::kType: link.type = std::move(value); break;
    case LinkField::kKind: link.kind = std::move(value); break;
    case LinkField::kUnit: link.unit = std::move(value); break;
    case LinkField::kCapacity: link.capacity = finite(value, column, file, line); break;
    case LinkField::kCost: link.cost = finite(value, column, file, line); break;
    case LinkField::kStart: link.start = std::move(value); break;
    case LinkField::kEnd: link.end = std::move(value); break;
    case LinkField::kStatus: link.status = std::move(value); break;
    case LinkField::kSlots: link.slots = std::move(value); break;
    case LinkField::kVenue: link.venue = std::move(value); break;
    case LinkField::kLevel: {
      const double level = finite(value, column, file, line);
      if (level != std::floor(level) || std::abs(level) > 1000) throw InputError(at_line(file, line), fmt::format("'{}' is {}, not a whole number", column, value), "write a service level, 1 to 4");
      link.level = static_cast<int>(level);
      break;
    }
    case LinkField::kFrom: case LinkField::kTo: case LinkField::kDirected: case LinkField::kNone: break;
  }
}

std::string text_of(const GraphNode& node, NodeField field) {
  const auto number = [](const std::optional<double>& value) { return value ? number_text(*value) : std::string(); };
  switch (field) {
    case NodeField::kId: return node.id;
    case NodeField::kName: case NodeField::kLabel: return node.name.zh;
    case NodeField::kNameEn: return node.name.en;
    case NodeField::kType: return node.type;
    case NodeField::kX: return number(node.x);
    case NodeField::kY: return number(node.y);
    case NodeField::kLon: return number(node.lon);
    case NodeField::kLat: return number(node.lat);
    case NodeField::kDistrict: return node.district;
    case NodeField::kSupply: return number(node.supply);
    case NodeField::kDemand: return number(node.demand);
    case NodeField::kHours: return node.hours;
    case NodeField::kSeats: return number(node.seats);
    case NodeField::kOwner: return node.owner;
    case NodeField::kNone: break;
  }
  return {};
}

std::string text_of(const LinkRow& link, LinkField field) {
  const auto number = [](const std::optional<double>& value) { return value ? number_text(*value) : std::string(); };
  switch (field) {
    case LinkField::kId: return link.id;
    case LinkField::kFrom: return link.from;
    case LinkField::kTo: return link.to;
    case LinkField::kType: return link.type;
    case LinkField::kKind: return link.kind;
    case LinkField::kUnit: return link.unit;
    case LinkField::kCapacity: return number(link.capacity);
    case LinkField::kCost: return number(link.cost);
    case LinkField::kStart: return link.start;
    case LinkField::kEnd: return link.end;
    case LinkField::kStatus: return link.status;
    case LinkField::kSlots: return link.slots;
    case LinkField::kVenue: return link.venue;
    case LinkField::kLevel: return link.level == 0 ? std::string() : std::to_string(link.level);
    case LinkField::kDirected: case LinkField::kNone: break;
  }
  return {};
}

std::vector<UsedField> used_node_fields(const GraphTable& table) {
  std::vector<UsedField> out;
  for (const NodeWord& w : kNodeWords) {
    if (w.field == NodeField::kId || w.field == NodeField::kLabel) continue;
    if (std::any_of(out.begin(), out.end(), [&](const UsedField& f) { return f.node == w.field; })) continue;
    if (std::none_of(table.nodes.begin(), table.nodes.end(), [&](const GraphNode& n) { return !text_of(n, w.field).empty(); })) continue;
    const bool real = w.field == NodeField::kX || w.field == NodeField::kY || w.field == NodeField::kLon || w.field == NodeField::kLat || w.field == NodeField::kSupply || w.field == NodeField::kDemand ||
                      w.field == NodeField::kSeats;
    out.push_back({w.word, w.field, LinkField::kNone, real ? GraphValue::kReal : GraphValue::kText});
  }
  return out;
}

std::vector<UsedField> used_link_fields(const GraphTable& table) {
  std::vector<UsedField> out;
  for (const LinkWord& w : kLinkWords) {
    if (w.field == LinkField::kId || w.field == LinkField::kFrom || w.field == LinkField::kTo || w.field == LinkField::kDirected) continue;
    if (std::any_of(out.begin(), out.end(), [&](const UsedField& f) { return f.link == w.field; })) continue;
    if (std::none_of(table.links.begin(), table.links.end(), [&](const LinkRow& l) { return !text_of(l, w.field).empty(); })) continue;
    const bool real = w.field == LinkField::kCapacity || w.field == LinkField::kCost;
    out.push_back({w.word, NodeField::kNone, w.field, real ? GraphValue::kReal : w.field == LinkField::kLevel ? GraphValue::kWhole : GraphValue::kText});
  }
  return out;
}

}  // namespace catchment::gis::graph
