#pragma once

#include <cstdint>
#include <cstring>
#include <limits>
#include <span>
#include <stdexcept>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "gis/world_file/enum_text.h"
#include "gis/world_file/world_fields.h"

// Values as columns of bytes and back. Each type is one or more sections: a number, enum, id or place is an array of
// itself; a text or list is an array of lengths and then its contents; a record is the sections of its fields. Sections of
// a type are always the same ones in the same order, so that a reader needs no names. Private to gis/world_file.
namespace catchment::gis {

/// The bytes are no image of this type.
struct BadImage : std::runtime_error {
  BadImage() : std::runtime_error("not a whole image") {}
};

/// The sections that a reader has not taken yet.
class SectionList {
 public:
  explicit SectionList(std::span<const std::span<const char>> sections) : rest_(sections) {}
  std::span<const char> next() {
    if (rest_.empty()) throw BadImage();
    const auto section = rest_.front();
    rest_ = rest_.subspan(1);
    return section;
  }
  [[nodiscard]] bool empty() const { return rest_.empty(); }

 private:
  std::span<const std::span<const char>> rest_;
};

template <class T>
inline constexpr bool kIsList = false;
template <class T>
inline constexpr bool kIsList<std::vector<T>> = true;

/// Stored as it lies in memory.
template <class T>
concept Plain = std::is_trivially_copyable_v<T> && !kIsList<T> && !Record<T>;

/// Lengths are stored in 32 bits.
template <class List>
std::uint32_t length_of(const List& list) {
  if (list.size() > std::numeric_limits<std::uint32_t>::max()) throw BadImage();
  return static_cast<std::uint32_t>(list.size());
}

/// put() each value, then finish(); start(), take() as many, then end(), which refuses values left over.
template <class T>
class PutColumn;
template <class T>
class TakeColumn;

template <Plain T>
class PutColumn<T> {
 public:
  void put(const T& value) { put(std::span(&value, 1)); }
  void put(std::span<const T> values) {
    bytes_.append(reinterpret_cast<const char*>(values.data()), values.size_bytes());
  }
  void finish(std::vector<std::string>& sections) { sections.push_back(std::move(bytes_)); }

 private:
  std::string bytes_;
};
template <Plain T>
class TakeColumn<T> {
 public:
  void start(SectionList& sections) { rest_ = sections.next(); }
  [[nodiscard]] bool holds(std::size_t n) const { return n <= rest_.size() / sizeof(T); }
  void take(T& value) {
    if (!holds(1)) throw BadImage();
    if constexpr (std::is_same_v<T, bool>) {
      if (static_cast<unsigned char>(rest_[0]) > 1) throw BadImage();
    }
    std::memcpy(&value, rest_.data(), sizeof(T));
    if constexpr (std::is_enum_v<T>) {
      if (static_cast<std::size_t>(value) >= EnumWords<T>::words.size()) throw BadImage();
    }
    rest_ = rest_.subspan(sizeof(T));
  }
  void take(std::vector<T>& values, std::size_t n) {
    if (!holds(n)) throw BadImage();
    if constexpr (std::is_enum_v<T>) {
      values.resize(n);
      for (T& value : values) take(value);
    } else {
      // Sections begin at multiples of 64 bytes, and a section holds one type: aligned.
      const auto* first = reinterpret_cast<const T*>(rest_.data());
      values.assign(first, first + n);
      rest_ = rest_.subspan(n * sizeof(T));
    }
  }
  void end() const {
    if (!rest_.empty()) throw BadImage();
  }

 private:
  std::span<const char> rest_;
};

template <>
class PutColumn<std::string> {
 public:
  void put(const std::string& text) {
    length_.put(length_of(text));
    bytes_ += text;
  }
  void finish(std::vector<std::string>& sections) {
    length_.finish(sections);
    sections.push_back(std::move(bytes_));
  }

 private:
  PutColumn<std::uint32_t> length_;
  std::string bytes_;
};
template <>
class TakeColumn<std::string> {
 public:
  void start(SectionList& sections) {
    length_.start(sections);
    rest_ = sections.next();
  }
  [[nodiscard]] bool holds(std::size_t n) const { return length_.holds(n); }
  void take(std::string& text) {
    std::uint32_t length = 0;
    length_.take(length);
    if (length > rest_.size()) throw BadImage();
    text.assign(rest_.data(), length);
    rest_ = rest_.subspan(length);
  }
  void end() const {
    length_.end();
    if (!rest_.empty()) throw BadImage();
  }

 private:
  TakeColumn<std::uint32_t> length_;
  std::span<const char> rest_;
};

template <class T>
class PutColumn<std::vector<T>> {
 public:
  void put(const std::vector<T>& list) {
    length_.put(length_of(list));
    if constexpr (Plain<T>)
      values_.put(std::span<const T>(list));
    else
      for (const T& value : list) values_.put(value);
  }
  void finish(std::vector<std::string>& sections) {
    length_.finish(sections);
    values_.finish(sections);
  }

 private:
  PutColumn<std::uint32_t> length_;
  PutColumn<T> values_;
};
template <class T>
class TakeColumn<std::vector<T>> {
 public:
  void start(SectionList& sections) {
    length_.start(sections);
    values_.start(sections);
  }
  [[nodiscard]] bool holds(std::size_t n) const { return length_.holds(n); }
  void take(std::vector<T>& list) {
    std::uint32_t n = 0;
    length_.take(n);
    if (!values_.holds(n)) throw BadImage();
    if constexpr (Plain<T>) {
      values_.take(list, n);
    } else {
      list.clear();
      list.reserve(n);
      for (std::uint32_t i = 0; i < n; ++i) values_.take(list.emplace_back());
    }
  }
  void end() const {
    length_.end();
    values_.end();
  }

 private:
  TakeColumn<std::uint32_t> length_;
  TakeColumn<T> values_;
};

/// A column for each of the fields.
template <template <class> class Column, class Fields>
struct ColumnsOf;
template <template <class> class Column, class... Fields>
struct ColumnsOf<Column, std::tuple<Fields&...>> {
  using type = std::tuple<Column<std::remove_const_t<Fields>>...>;
};
template <template <class> class Column, class T>
using FieldColumns = typename ColumnsOf<Column, decltype(fields_of(std::declval<T&>()))>::type;

/// visit(column, field) for each field of a record.
template <class Columns, class T, class Visit>
void each_field(Columns& columns, T& record, Visit visit) {
  auto fields = fields_of(record);
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    (visit(std::get<I>(columns), std::get<I>(fields)), ...);
  }(std::make_index_sequence<std::tuple_size_v<Columns>>{});
}

template <Record T>
class PutColumn<T> {
 public:
  void put(const T& record) {
    each_field(columns_, record, [](auto& column, const auto& field) { column.put(field); });
  }
  void finish(std::vector<std::string>& sections) {
    std::apply([&](auto&... column) { (column.finish(sections), ...); }, columns_);
  }

 private:
  FieldColumns<PutColumn, T> columns_;
};
template <Record T>
class TakeColumn<T> {
 public:
  void start(SectionList& sections) {
    std::apply([&](auto&... column) { (column.start(sections), ...); }, columns_);
  }
  [[nodiscard]] bool holds(std::size_t n) const { return std::get<0>(columns_).holds(n); }
  void take(T& record) {
    each_field(columns_, record, [](auto& column, auto& field) { column.take(field); });
  }
  void end() const {
    std::apply([](const auto&... column) { (column.end(), ...); }, columns_);
  }

 private:
  FieldColumns<TakeColumn, T> columns_;
};

}  // namespace catchment::gis
