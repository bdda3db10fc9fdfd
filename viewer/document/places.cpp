// Coordinates: read from text, and turned into degrees and back.
#include <charconv>
#include <cmath>
#include <string_view>

#include "app/pipeline/lonlat.h"
#include "viewer/document/search.h"

namespace catchment::document {
namespace {

/// One of the two numbers: metres or degrees, with the letter that says which way.
struct Reading {
  double value = 0;
  bool degrees = false;      // a degree sign, or a letter
  char letter = '\0';        // N, S, E, W
};

class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}
  bool take(std::string_view word) {
    skip_blanks();
    if (!rest_.starts_with(word)) return false;
    rest_.remove_prefix(word.size());
    parted_ = true;
    return true;
  }
  template <class... Words>
  bool take_any(const Words&... words) { return (take(words) || ...); }
  bool done() {
    skip_blanks();
    return rest_.empty();
  }
  std::optional<double> number() {
    skip_blanks();
    bool minus = false;
    if (rest_.starts_with("+") || rest_.starts_with("-")) {
      minus = rest_[0] == '-';
      rest_.remove_prefix(1);
    } else if (rest_.starts_with("−")) {
      minus = true;
      rest_.remove_prefix(std::string_view("−").size());
    }
    if (rest_.empty() || !((rest_[0] >= '0' && rest_[0] <= '9') || rest_[0] == '.')) return std::nullopt;
    double value = 0;
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value, std::chars_format::fixed);
    if (error != std::errc()) return std::nullopt;
    rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
    parted_ = false;
    return minus ? -value : value;
  }
  /// Something stands between the last number and what follows: "1-2" is no pair.
  [[nodiscard]] bool parted() const { return parted_; }
  char letter() {
    if (take_any("N", "n", "北纬", "北")) return 'N';
    if (take_any("S", "s", "南纬", "南")) return 'S';
    if (take_any("E", "e", "东经", "東經", "东")) return 'E';
    if (take_any("W", "w", "西经", "西經", "西")) return 'W';
    return '\0';
  }

 private:
  void skip_blanks() {
    while (!rest_.empty() && (rest_[0] == ' ' || rest_[0] == '\t')) {
      rest_.remove_prefix(1);
      parted_ = true;
    }
  }
  std::string_view rest_;
  bool parted_ = false;
};

std::optional<Reading> take_reading(Scanner& in) {
  Reading r;
  r.letter = in.letter();
  const std::optional<double> first = in.number();
  if (!first) return std::nullopt;
  double value = std::abs(*first);
  if (in.take_any("°", "º", "度", "d")) {
    r.degrees = true;
    const Scanner before_minutes = in;
    if (const auto minutes = in.number(); minutes && *minutes >= 0 && *minutes < 60 && in.take_any("′", "'", "’", "分")) {
      value += *minutes / 60;
      const Scanner before_seconds = in;
      if (const auto seconds = in.number(); seconds && *seconds >= 0 && *seconds < 60 && in.take_any("″", "\"", "''", "”", "秒")) value += *seconds / 3600;
      else in = before_seconds;
    } else {
      in = before_minutes;
    }
  } else {
    (void)in.take_any("m", "米");
  }
  if (r.letter == '\0') r.letter = in.letter();
  if (r.letter != '\0') r.degrees = true;
  r.value = std::signbit(*first) != (r.letter == 'S' || r.letter == 'W') ? -value : value;
  return r;
}

}  // namespace

std::optional<Point> place_from_text(const std::string& text, const std::string& crs, const Box& map) {
  Scanner in(text);
  (void)in.take_any("(", "（", "[");
  const auto a = take_reading(in);
  if (!a) return std::nullopt;
  (void)in.take_any(",", "，", ";", "；", "/", "、");
  if (!in.parted()) return std::nullopt;
  const auto b = take_reading(in);
  if (!b) return std::nullopt;
  (void)in.take_any(")", "）", "]");
  if (!in.done()) return std::nullopt;

  const auto north = [](char letter) { return letter == 'N' || letter == 'S'; };
  const auto east = [](char letter) { return letter == 'E' || letter == 'W'; };
  const bool degrees = a->degrees || b->degrees;
  std::vector<Point> readings;
  std::unique_ptr<LonLat> lonlat;
  const auto as_degrees = [&](const Reading& lat, const Reading& lon) {
    if (east(lat.letter) || north(lon.letter) || std::abs(lat.value) > 90 || std::abs(lon.value) > 180) return;
    if (!lonlat) lonlat = std::make_unique<LonLat>(crs);
    if (const auto m = lonlat->to_m(lon.value, lat.value)) readings.push_back(*m);
  };
  as_degrees(*a, *b);
  as_degrees(*b, *a);
  if (!degrees) {
    readings.push_back({a->value, b->value});
    readings.push_back({b->value, a->value});
  }
  // The first that lies on the map or near it, else the first.
  const double margin = 0.1 * std::max(map.width(), map.height());
  for (const Point& p : readings)
    if (!map.empty() && p.x >= map.min_x - margin && p.x <= map.max_x + margin && p.y >= map.min_y - margin && p.y <= map.max_y + margin) return p;
  return readings.empty() ? std::nullopt : std::optional(readings.front());
}

struct LonLat::Parts {
  explicit Parts(const std::string& crs) : converter(crs) {}
  pipeline::LonLatConverter converter;
};

LonLat::LonLat(const std::string& crs) : parts_(std::make_unique<Parts>(crs)) {}
LonLat::~LonLat() = default;
std::optional<std::array<double, 2>> LonLat::to_lonlat(Point m) const { return parts_->converter.to_lonlat(m); }
std::optional<Point> LonLat::to_m(double lon, double lat) const { return parts_->converter.to_m(lon, lat); }

}  // namespace catchment::document
