#include "sim/placement/names.h"

#include <array>
#include <string_view>

#include "sim/core/random.h"

namespace catchment::town {

namespace {

struct Syllable {
  const char* zh;
  const char* en;
};

// Directions are kept out of the first list, so that a stem with a direction before it can be no other stem.
constexpr std::array<Syllable, 60> kFirst{{
    {"临", "Lin"},   {"宝", "Bao"},   {"阳", "Yang"},  {"岭", "Ling"},  {"景", "Jing"},  {"平", "Ping"},
    {"和", "He"},    {"江", "Jiang"}, {"广", "Guang"}, {"武", "Wu"},    {"定", "Ding"},  {"新", "Xin"},
    {"康", "Kang"},  {"华", "Hua"},   {"嘉", "Jia"},   {"瑞", "Rui"},   {"锦", "Jin"},   {"昌", "Chang"},
    {"泰", "Tai"},   {"德", "De"},    {"丰", "Feng"},  {"高", "Gao"},   {"海", "Hai"},   {"虹", "Hong"},
    {"开", "Kai"},   {"兰", "Lan"},   {"明", "Ming"},  {"牡", "Mu"},    {"青", "Qing"},  {"善", "Shan"},
    {"松", "Song"},  {"田", "Tian"},  {"同", "Tong"},  {"万", "Wan"},   {"文", "Wen"},   {"祥", "Xiang"},
    {"兴", "Xing"},  {"永", "Yong"},  {"玉", "Yu"},    {"源", "Yuan"},  {"云", "Yun"},   {"昭", "Zhao"},
    {"真", "Zhen"},  {"志", "Zhi"},   {"中", "Zhong"}, {"竹", "Zhu"},   {"翠", "Cui"},   {"民", "Min"},
    {"古", "Gu"},    {"政", "Zheng"}, {"国", "Guo"},   {"汾", "Fen"},   {"柳", "Liu"},   {"曹", "Cao"},
    {"龙", "Long"},  {"梅", "Mei"},   {"凉", "Liang"}, {"殷", "Yin"},   {"控", "Kong"},  {"双", "Shuang"},
}};

constexpr std::array<Syllable, 49> kSecond{{
    {"汾", "fen"},   {"泽", "ze"},    {"德", "de"},    {"泉", "quan"},  {"曲", "qu"},    {"桥", "qiao"},  {"园", "yuan"},
    {"城", "cheng"}, {"州", "zhou"},  {"水", "shui"},  {"山", "shan"},  {"川", "chuan"}, {"塘", "tang"},  {"浦", "pu"},
    {"湾", "wan"},   {"庭", "ting"},  {"台", "tai"},   {"林", "lin"},   {"龙", "long"},  {"凤", "feng"},  {"河", "he"},
    {"湖", "hu"},    {"乐", "le"},    {"宁", "ning"},  {"昌", "chang"}, {"田", "tian"},  {"波", "bo"},    {"海", "hai"},
    {"岩", "yan"},   {"通", "tong"},  {"贤", "xian"},  {"明", "ming"},  {"祥", "xiang"}, {"福", "fu"},    {"康", "kang"},
    {"怡", "yi"},    {"华", "hua"},   {"松", "song"},  {"梅", "mei"},   {"竹", "zhu"},   {"柏", "bai"},   {"云", "yun"},
    {"月", "yue"},   {"星", "xing"},  {"石", "shi"},   {"池", "chi"},   {"良", "liang"}, {"盛", "sheng"}, {"茂", "mao"},
}};

// Pairs that already name, or in pinyin spell, a city, a province or a known person.
bool taken(const Syllable& a, const Syllable& b) {
  const std::string pair = std::string(a.en).append(b.en);
  for (const char* name : {"Taiwan", "Jiangze", "Zhongshan", "Wenzhou", "Haining", "Wuchang", "Xining", "Kunming", "Jinan", "Guoming"})
    if (pair == name) return true;
  return std::string_view(b.en) == "zhou";
}

constexpr std::array<Syllable, 6> kDirection{{
    {"东", "East "}, {"西", "West "}, {"南", "South "}, {"北", "North "}, {"上", "Upper "}, {"下", "Lower "},
}};

}  // namespace

NameBook::NameBook(std::uint64_t seed, std::string_view purpose) {
  for (std::uint8_t a = 0; a < kFirst.size(); ++a)
    for (std::uint8_t b = 0; b < kSecond.size(); ++b)
      if (std::string_view(kFirst[a].zh) != kSecond[b].zh && !taken(kFirst[a], kSecond[b])) order_.emplace_back(a, b);
  Stream draw(seed, purpose);
  for (std::size_t i = order_.size(); i > 1; --i) std::swap(order_[i - 1], order_[draw.below(i)]);
}

Name NameBook::stem(std::uint64_t k) const {
  const auto [a, b] = order_[k % order_.size()];
  Name name{std::string(kFirst[a].zh) + kSecond[b].zh, std::string(kFirst[a].en) + kSecond[b].en};
  // Bijective numeration in directions: no two k give the same row of them.
  for (std::uint64_t rest = k / order_.size(); rest > 0; rest = (rest - 1) / kDirection.size()) {
    const auto& d = kDirection[(rest - 1) % kDirection.size()];
    name = {std::string(d.zh).append(name.zh), std::string(d.en).append(name.en)};
  }
  return name;
}

Name with_suffix(const Name& stem, std::string_view zh, std::string_view en) {
  return {stem.zh + std::string(zh), stem.en + " " + std::string(en)};
}

Name ordinal(int n) {
  static constexpr std::array<const char*, 10> kZh{"一", "二", "三", "四", "五", "六", "七", "八", "九", "十"};
  const int last = n % 10, teens = n / 10 % 10;
  const char* ending = teens == 1 ? "th" : last == 1 ? "st" : last == 2 ? "nd" : last == 3 ? "rd" : "th";
  return {n >= 1 && n <= 10 ? kZh[static_cast<std::size_t>(n - 1)] : std::to_string(n), std::to_string(n) + ending};
}

std::string numbered(std::string_view word, std::size_t n) { return std::string(word).append(std::to_string(n)); }

}  // namespace catchment::town
