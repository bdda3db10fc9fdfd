#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/core/error.h"

namespace catchment::gis {

bool is_ascii(std::string_view text);
/// Strict: no overlong forms, no surrogates, nothing above U+10FFFF.
bool is_utf8(std::string_view text);

/// "936", "GBK", "cp936", "gb2312" -> "GB18030" (which contains them all); "65001", "utf8" -> "UTF-8"; others upper case.
std::string canonical_encoding(std::string_view name);

/// Text in a declared or detected encoding -> UTF-8. Strict: bytes that the encoding does not know are not decoded.
class Decoder {
 public:
  /// Throws InputError(where, ...) for an encoding that is not known.
  Decoder(const std::string& encoding, const std::string& where);
  ~Decoder();
  Decoder(Decoder&& other) noexcept;
  Decoder& operator=(Decoder&& other) noexcept;
  /// nullopt if the bytes are not text in this encoding. `cut`: a last character that is not whole is dropped (DBF
  /// fields are cut at a byte, not at a character).
  [[nodiscard]] std::optional<std::string> decode(std::string_view bytes, bool cut = false) const;
  [[nodiscard]] const std::string& encoding() const { return encoding_; }

 private:
  std::string encoding_;
  void* iconv_ = nullptr;   // none for UTF-8
};

/// Collects raw texts and says which encoding they are in: UTF-8 if all are valid UTF-8, else GB18030 if all are valid.
class EncodingDetector {
 public:
  EncodingDetector();
  void add(std::string_view bytes, bool cut = false);
  [[nodiscard]] bool all_ascii() const { return all_ascii_; }
  /// "UTF-8", "GB18030", or empty if it is neither.
  [[nodiscard]] std::string encoding() const;
  /// The finding "encoding-guessed" with a few decoded texts for the reader to judge.
  [[nodiscard]] Finding finding(const std::string& where, const std::string& why) const;

 private:
  Decoder gb18030_;
  bool all_ascii_ = true, utf8_ok_ = true, gb18030_ok_ = true;
  std::vector<std::string> samples_;
};

}  // namespace catchment::gis
