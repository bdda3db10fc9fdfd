#include "gis/vector/encoding.h"

#include <iconv.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstdint>
#include <utility>

#include <fmt/format.h>

namespace catchment::gis {

namespace {

constexpr std::size_t kSamples = 4;
constexpr std::size_t kSampleBytes = 60;

// Length of a valid UTF-8 text's prefix; the rest is invalid or an unfinished character.
std::size_t valid_utf8_prefix(std::string_view s, bool* unfinished) {
  std::size_t i = 0;
  *unfinished = false;
  while (i < s.size()) {
    const auto byte = [&](std::size_t k) { return static_cast<std::uint8_t>(s[k]); };
    const std::uint8_t a = byte(i);
    if (a < 0x80) { ++i; continue; }
    const int more = a >= 0xC2 && a <= 0xDF ? 1 : (a & 0xF0) == 0xE0 ? 2 : a >= 0xF0 && a <= 0xF4 ? 3 : 0;
    if (more == 0) return i;
    for (int k = 1; k <= more; ++k) {
      if (i + k >= s.size()) {
        *unfinished = true;
        return i;
      }
      const std::uint8_t b = byte(i + k);
      std::uint8_t low = 0x80, high = 0xBF;
      if (k == 1) {
        if (a == 0xE0) low = 0xA0;
        if (a == 0xED) high = 0x9F;
        if (a == 0xF0) low = 0x90;
        if (a == 0xF4) high = 0x8F;
      }
      if (b < low || b > high) return i;
    }
    i += more + 1;
  }
  return i;
}

}  // namespace

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool is_utf8(std::string_view text) {
  bool unfinished = false;
  return valid_utf8_prefix(text, &unfinished) == text.size();
}

std::string canonical_encoding(std::string_view name) {
  std::string key;
  for (const char c : name)
    if (std::isalnum(static_cast<unsigned char>(c))) key += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  if (key.starts_with("ANSI") && key.size() > 4) key = key.substr(4);
  if (key.starts_with("CP") || key.starts_with("MS")) key = key.substr(2);
  if (key.starts_with("WINDOWS")) key = key.substr(7);
  if (key == "936" || key == "GBK" || key == "GB2312" || key == "EUCCN" || key == "GB18030" || key == "54936")
    return "GB18030";
  if (key == "65001" || key == "UTF8") return "UTF-8";
  if (key == "950" || key == "BIG5") return "BIG5";
  if (key.starts_with("ISO8859")) return "ISO-8859-" + key.substr(7);
  if (key.starts_with("8859")) return "ISO-8859-" + key.substr(4);
  if (!key.empty() && std::all_of(key.begin(), key.end(), [](unsigned char c) { return std::isdigit(c); }))
    return "CP" + key;
  std::string upper(name);
  std::transform(upper.begin(), upper.end(), upper.begin(), [](unsigned char c) { return std::toupper(c); });
  return upper;
}

Decoder::Decoder(const std::string& encoding, const std::string& where) : encoding_(canonical_encoding(encoding)) {
  if (encoding_ == "UTF-8") return;
  iconv_t cd = iconv_open("UTF-8", encoding_.c_str());
  if (cd == reinterpret_cast<iconv_t>(-1))
    throw InputError(where, fmt::format("'{}' is not a known text encoding", encoding),
                     "set encoding to \"UTF-8\" or \"GB18030\"");
  iconv_ = cd;
}

Decoder::~Decoder() {
  if (iconv_ != nullptr) iconv_close(static_cast<iconv_t>(iconv_));
}

Decoder::Decoder(Decoder&& other) noexcept
    : encoding_(std::move(other.encoding_)), iconv_(std::exchange(other.iconv_, nullptr)) {}

Decoder& Decoder::operator=(Decoder&& other) noexcept {
  std::swap(encoding_, other.encoding_);
  std::swap(iconv_, other.iconv_);
  return *this;
}

std::optional<std::string> Decoder::decode(std::string_view bytes, bool cut) const {
  if (iconv_ == nullptr) {
    bool unfinished = false;
    const std::size_t good = valid_utf8_prefix(bytes, &unfinished);
    if (good == bytes.size() || (unfinished && cut)) return std::string(bytes.substr(0, good));
    return std::nullopt;
  }
  if (is_ascii(bytes)) return std::string(bytes);
  auto cd = static_cast<iconv_t>(iconv_);
  iconv(cd, nullptr, nullptr, nullptr, nullptr);
  std::string out(bytes.size() * 3 + 8, '\0');   // no encoding of ours needs more than 3 bytes of UTF-8 for one of its own
  char* from = const_cast<char*>(bytes.data());  // iconv's interface predates const
  std::size_t left = bytes.size();
  char* to = out.data();
  std::size_t room = out.size();
  if (iconv(cd, &from, &left, &to, &room) == static_cast<std::size_t>(-1) && !(errno == EINVAL && cut))
    return std::nullopt;
  out.resize(out.size() - room);
  return out;
}

EncodingDetector::EncodingDetector() : gb18030_("GB18030", "encoding") {}

void EncodingDetector::add(std::string_view bytes, bool cut) {
  if (is_ascii(bytes)) return;
  all_ascii_ = false;
  bool unfinished = false;
  if (utf8_ok_) utf8_ok_ = valid_utf8_prefix(bytes, &unfinished) == bytes.size() || (unfinished && cut);
  if (gb18030_ok_) gb18030_ok_ = gb18030_.decode(bytes, cut).has_value();
  const std::string sample(bytes);
  if (samples_.size() < kSamples && sample.size() <= kSampleBytes &&
      std::find(samples_.begin(), samples_.end(), sample) == samples_.end())
    samples_.push_back(sample);
}

std::string EncodingDetector::encoding() const { return utf8_ok_ ? "UTF-8" : gb18030_ok_ ? "GB18030" : ""; }

Finding EncodingDetector::finding(const std::string& where, const std::string& why) const {
  const Decoder decoder(encoding(), where);
  std::string shown;
  for (const auto& sample : samples_)
    if (const auto text = decoder.decode(sample, true))
      shown += (shown.empty() ? "" : ", ") + *text;
  return {utf8_ok_ ? Severity::kNote : Severity::kWarning, "encoding-guessed", where,
          fmt::format("{}; read as {}: {}", why, encoding(), shown),
          "if these names look wrong, set encoding for this input"};
}

}  // namespace catchment::gis
