#include "viewer/document/search.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <string_view>
#include <utility>

#include "viewer/document/texts.h"

namespace catchment::document {
namespace {

constexpr char kField = '\x1f', kEntry = '\n';

void append_folded(std::string& keys, const std::string& text) {
  const std::size_t from = keys.size();
  keys += folded(text);
  std::replace_if(keys.begin() + static_cast<std::ptrdiff_t>(from), keys.end(), [](char c) { return c == kField || c == kEntry; }, ' ');
}

void append_key(std::string& keys, const std::string& id, const Name& name) {
  append_folded(keys, id);
  keys += kField;
  append_folded(keys, name.zh);
  keys += kField;
  append_folded(keys, name.en);
  keys += kEntry;
}

bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

/// How well one place answers: 4 the whole of a field, 3 its beginning, 2 the beginning of a word, 1 a part. Keys end in kEntry.
int quality_at(const char* keys, std::size_t key_begin, std::size_t at, std::size_t size) {
  const bool begins = at == key_begin || keys[at - 1] == kField;
  if (begins) return keys[at + size] == kField || keys[at + size] == kEntry ? 4 : 3;
  return !is_word(keys[at]) || !is_word(keys[at - 1]) ? 2 : 1;
}

/// The best of all places; 0: there is none.
int quality(std::string_view key, std::string_view wanted) {
  int best = 0;
  for (std::size_t at = key.find(wanted); at != std::string_view::npos && best < 4; at = key.find(wanted, at + 1))
    best = std::max(best, quality_at(key.data(), 0, at, wanted.size()));
  return best;
}

struct Query {
  std::string whole;
  std::vector<std::string> words;          // longest first

  explicit Query(const std::string& text) {
    std::string word;
    for (const char c : folded(text) + " ") {
      if (c != ' ' && c != '\t' && c != '\n' && c != kField) {
        word += c;
      } else if (!word.empty()) {
        if (!whole.empty()) whole += ' ';
        whole += word;
        words.push_back(std::exchange(word, {}));
      }
    }
    std::stable_sort(words.begin(), words.end(), [](const std::string& a, const std::string& b) { return a.size() > b.size(); });
  }
  /// 100 .. 400, or 50 where the words stand apart; 0: no answer.
  [[nodiscard]] int score(std::string_view key) const {
    if (const int q = quality(key, whole)) return 100 * q;
    if (words.size() < 2) return 0;
    for (const std::string& word : words)
      if (key.find(word) == std::string_view::npos) return 0;
    return 50;
  }
};

int kind_order(ThingKind kind) {
  switch (kind) {
    case ThingKind::kFacility: return 0;
    case ThingKind::kArea: return 1;
    case ThingKind::kOrganisation: return 2;
    case ThingKind::kVenue: return 3;
    case ThingKind::kStreet: return 4;
    case ThingKind::kGate: return 5;
    case ThingKind::kBuilding: return 6;
    default: return 7;
  }
}

double size_of(const World& w, Thing t) {
  switch (t.kind) {
    case ThingKind::kArea: return 10 - w.areas[t.index].level;
    case ThingKind::kOrganisation: return w.organisations[t.index].employees;
    case ThingKind::kVenue: return w.venues[t.index].seats;
    case ThingKind::kBuilding: return w.buildings[t.index].gross_area_m2;
    case ThingKind::kDemand: return static_cast<double>(w.demand[t.index].persons);
    default: return 0;
  }
}

struct Hit {
  int score = 0;
  Thing thing;
  double size = 0;                         // compared within one kind only
  /// Better ones first.
  bool operator<(const Hit& o) const {
    if (score != o.score) return score > o.score;
    if (thing.kind != o.thing.kind) return kind_order(thing.kind) < kind_order(o.thing.kind);
    if (size != o.size) return size > o.size;
    return thing.index < o.thing.index;
  }
};

/// The best few of many.
class Best {
 public:
  explicit Best(std::size_t most) : most_(most) {}
  /// No score below this is kept.
  [[nodiscard]] int least() const { return hits_.size() == most_ ? hits_.front().score : 1; }
  void add(const Hit& hit) {
    if (hits_.size() == most_) {
      if (!(hit < hits_.front())) return;
      std::pop_heap(hits_.begin(), hits_.end());
      hits_.pop_back();
    }
    hits_.push_back(hit);
    std::push_heap(hits_.begin(), hits_.end());
  }
  std::vector<Hit> sorted() {
    std::sort_heap(hits_.begin(), hits_.end());
    return std::move(hits_);
  }

 private:
  std::size_t most_;
  std::vector<Hit> hits_;                  // a heap: the worst on top
};

AreaId area_of(const World& w, Thing t) {
  switch (t.kind) {
    case ThingKind::kFacility: return w.facilities[t.index].area;
    case ThingKind::kArea: return w.areas[t.index].parent;
    case ThingKind::kOrganisation: return w.organisations[t.index].area;
    case ThingKind::kVenue: return w.venues[t.index].area;
    case ThingKind::kBuilding: return w.buildings[t.index].area;
    case ThingKind::kDemand: return w.demand[t.index].area;
    default: return {};
  }
}

std::string id_of(const World& w, Thing t) {
  switch (t.kind) {
    case ThingKind::kFacility: return w.facilities[t.index].id;
    case ThingKind::kArea: return w.areas[t.index].id;
    case ThingKind::kOrganisation: return w.organisations[t.index].id;
    case ThingKind::kVenue: return w.venues[t.index].id;
    case ThingKind::kBuilding: return w.buildings[t.index].id;
    case ThingKind::kDemand: return w.demand[t.index].id;
    case ThingKind::kGate: return w.streets.gates[t.index].id;
    default: return {};
  }
}

Found found(const World& world, const Hit& hit, bool chinese) {
  Found out;
  out.thing = hit.thing;
  out.score = hit.score;
  out.name = name_of(world, hit.thing, chinese);
  out.detail = kind_text(world, hit.thing, chinese);
  if (const AreaId area = area_of(world, hit.thing); area.valid())
    out.detail += " · " + name_of(world, {ThingKind::kArea, area.value}, chinese);
  if (const std::string id = id_of(world, hit.thing); !id.empty() && id != out.name) out.detail += " · " + id;
  out.box = box_of(world, hit.thing);
  return out;
}

std::string place_name(const std::string& crs, Point m, bool chinese) {
  if (const auto at = LonLat(crs).to_lonlat(m)) {
    const double lon = (*at)[0], lat = (*at)[1];
    if (chinese) return fmt::format("{} {:.6f}°，{} {:.6f}°", lat < 0 ? "南纬" : "北纬", std::abs(lat), lon < 0 ? "西经" : "东经", std::abs(lon));
    return fmt::format("{:.6f}°{}, {:.6f}°{}", std::abs(lat), lat < 0 ? "S" : "N", std::abs(lon), lon < 0 ? "W" : "E");
  }
  return fmt::format("{:.1f}, {:.1f}", m.x, m.y);
}

}  // namespace

SearchIndex::SearchIndex(const World& world) {
  for (const Area& a : world.areas) map_.add(bounds(a.shape));
  map_.add(bounds(world.streets.node));
  for (const Building& b : world.buildings) map_.add(b.position);
  for (const DemandPoint& d : world.demand) map_.add(d.position);

  first_.push_back(0);
  const auto add = [&](ThingKind kind, const auto& things, const auto& key, const auto& wanted) {
    Range range;
    range.kind = kind;
    range.first_entry = static_cast<std::uint32_t>(first_.size() - 1);
    std::vector<double> size(things.size());
    for (std::uint32_t i = 0; i < things.size(); ++i) {
      if (!wanted(things[i])) continue;
      range.index.push_back(i);
      size[i] = size_of(world, {kind, i});
    }
    std::stable_sort(range.index.begin(), range.index.end(), [&](std::uint32_t a, std::uint32_t b) { return size[a] > size[b]; });
    for (const std::uint32_t i : range.index) {
      key(things[i]);
      first_.push_back(static_cast<std::uint32_t>(keys_.size()));
    }
    if (first_.size() - 1 > range.first_entry) ranges_.push_back(std::move(range));
  };
  const auto id_and_name = [&](const auto& t) { append_key(keys_, t.id, t.name); };
  const auto always = [](const auto&) { return true; };
  add(ThingKind::kArea, world.areas, id_and_name, always);
  add(ThingKind::kOrganisation, world.organisations, id_and_name, always);
  add(ThingKind::kVenue, world.venues, id_and_name, always);
  add(ThingKind::kStreet, world.streets.names, [&](const std::string& name) { append_key(keys_, name, {}); }, [](const std::string& name) { return !name.empty(); });
  std::vector<std::uint8_t> lived_in(world.buildings.size(), 0);
  for (const DemandPoint& d : world.demand)
    if (d.building.valid()) lived_in[d.building.value] = 1;
  add(ThingKind::kBuilding, world.buildings, id_and_name,
      [&](const Building& b) { return lived_in[static_cast<std::size_t>(&b - world.buildings.data())] == 0 || !(b.name == Name{}); });
  add(ThingKind::kDemand, world.demand, id_and_name, always);
  keys_.shrink_to_fit();
  first_.shrink_to_fit();
}

std::vector<Found> SearchIndex::find(const std::string& text, const World& world, bool chinese, std::size_t most) const {
  std::vector<Found> out;
  const Query query(text);
  if (query.words.empty() || most == 0) return out;
  if (const auto place = place_from_text(text, world.crs, map_)) {
    Found f;
    f.thing.kind = ThingKind::kPlace;
    f.name = place_name(world.crs, *place, chinese);
    f.detail = fmt::format("{} · x {:.1f}, y {:.1f}", kind_text(world, f.thing, chinese), place->x, place->y);
    f.box.add(*place);
    f.score = 1000;
    out.push_back(std::move(f));
  }

  Best best(most);
  std::string key;
  for (std::uint32_t i = 0; i < world.facilities.size(); ++i) {
    key.clear();
    append_key(key, world.facilities[i].id, world.facilities[i].name);
    if (const int score = query.score(key)) best.add({score, {ThingKind::kFacility, i}, static_cast<double>(world.facilities[i].level)});
  }
  for (std::uint32_t i = 0; i < world.streets.gates.size(); ++i) {
    key.clear();
    append_key(key, world.streets.gates[i].id, {});
    if (const int score = query.score(key)) best.add({score, {ThingKind::kGate, i}, 0});
  }

  // One pass for the longest word: place after place, and each entry told once it is left.
  const std::string& wanted = query.words.front();
  const bool one_word = query.words.size() == 1;
  const char* const begin = keys_.data();
  const char* const end = begin + keys_.size();
  std::size_t entry = 0, range = 0;
  int quality_here = 0;
  const auto leave = [&] {
    const int score = one_word ? 100 * quality_here : query.score({begin + first_[entry], first_[entry + 1] - first_[entry]});
    quality_here = 0;
    if (score < best.least()) return;
    while (range + 1 < ranges_.size() && ranges_[range + 1].first_entry <= entry) ++range;
    const Range& r = ranges_[range];
    // A kind's entries stand in order of size: the place says it, and the world need not be looked at.
    best.add({score, {r.kind, r.index[entry - r.first_entry]}, -static_cast<double>(entry)});
  };
  for (const char* at = begin; at < end;) {
    const auto* hit = static_cast<const char*>(memmem(at, static_cast<std::size_t>(end - at), wanted.data(), wanted.size()));
    if (hit == nullptr) break;
    const auto offset = static_cast<std::uint32_t>(hit - begin);
    if (offset >= first_[entry + 1]) {
      if (quality_here > 0) leave();
      // Steps of doubling length: cheap where hits are dense, and where they are rare.
      std::size_t step = 1;
      while (entry + step < first_.size() && first_[entry + step] <= offset) entry += step, step *= 2;
      entry = static_cast<std::size_t>(std::upper_bound(first_.begin() + static_cast<std::ptrdiff_t>(entry),
                                                        first_.begin() + static_cast<std::ptrdiff_t>(std::min(entry + step + 1, first_.size())), offset) -
                                       first_.begin()) -
              1;
    }
    quality_here = std::max(quality_here, quality_at(begin, first_[entry], offset, wanted.size()));
    at = hit + 1;
  }
  if (quality_here > 0) leave();
  for (const Hit& hit : best.sorted()) {
    if (out.size() == most) break;
    out.push_back(found(world, hit, chinese));
  }
  return out;
}

}  // namespace catchment::document
