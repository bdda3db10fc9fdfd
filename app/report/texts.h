#pragma once

#include <fmt/format.h>

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace catchment::pipeline {

/// One string of the report in both languages; `{}` or `{0}` stand for values. Chinese and English are equal: every
/// sentence that the page says is here, none in the code.
struct TextRow { std::string_view key, zh, en; };
std::span<const TextRow> all_texts();                      ///< sorted by nothing; keys are unique
std::span<const TextRow> service_texts();                  ///< the part of them in texts_services.cpp
std::span<const TextRow> sharing_texts();                  ///< and in texts_sharing.cpp

/// The string of `key`, if there is one.
std::optional<std::string_view> find_text(std::string_view key, bool chinese);
/// The string of `key`. Throws std::logic_error for an unknown key: a fault of the program.
std::string_view text_of(std::string_view key, bool chinese);

template <class... Args>
std::string text(std::string_view key, bool chinese, const Args&... args) {
  return fmt::format(fmt::runtime(text_of(key, chinese)), args...);
}
/// English has a singular: `key.one` for n == 1 where it exists, else `key`.
template <class... Args>
std::string text_n(std::string_view key, bool chinese, std::int64_t n, const Args&... args) {
  const std::string one = std::string(key) + ".one";
  return text(n == 1 && find_text(one, chinese) ? std::string_view(one) : key, chinese, args...);
}

}  // namespace catchment::pipeline
