#include "tests/viewer/scene/golden.h"

#include <cairo.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>

#include "tests/support/shared_data.h"

namespace catchment::test {

namespace {

std::filesystem::path golden_path(const std::string& name) {
  return std::filesystem::path(project_root()) / "tests" / "golden" / "scene" / name;
}

std::string read(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

void write(const std::filesystem::path& path, const std::string& bytes) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << bytes;
}

bool update(const std::string& name, const std::string& bytes) {
  const char* wanted = std::getenv("CATCHMENT_UPDATE_GOLDEN");
  if (wanted == nullptr || std::strcmp(wanted, "1") != 0) return false;
  write(golden_path(name), bytes);
  ADD_FAILURE() << "rewrote " << name << "; look at it, then run without CATCHMENT_UPDATE_GOLDEN";
  return true;
}

std::string leave(const std::string& name, const std::string& bytes) {
  const auto path = std::filesystem::path(scratch_dir("scene-golden")) / name;
  write(path, bytes);
  return path.string();
}

using Picture = std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)>;

Picture decode(const std::string& bytes) {
  struct Reader { const std::string* bytes; std::size_t at = 0; } reader{&bytes};
  return {cairo_image_surface_create_from_png_stream(
              [](void* closure, unsigned char* data, unsigned int length) {
                auto& r = *static_cast<Reader*>(closure);
                if (r.at + length > r.bytes->size()) return CAIRO_STATUS_READ_ERROR;
                std::memcpy(data, r.bytes->data() + r.at, length);
                r.at += length;
                return CAIRO_STATUS_SUCCESS;
              },
              &reader),
          &cairo_surface_destroy};
}

}  // namespace

void expect_golden_text(const std::string& name, const std::string& actual) {
  if (update(name, actual)) return;
  const std::string expected = read(golden_path(name));
  if (expected == actual) return;
  ADD_FAILURE() << name << " differs; the new text is in " << leave(name + ".actual", actual);
  EXPECT_EQ(actual, expected);
}

void expect_golden_picture(const std::string& name, const std::string& actual_png, double share) {
  if (update(name, actual_png)) return;
  const auto expected = decode(read(golden_path(name))), actual = decode(actual_png);
  ASSERT_EQ(cairo_surface_status(expected.get()), CAIRO_STATUS_SUCCESS) << "no picture " << golden_path(name);
  ASSERT_EQ(cairo_surface_status(actual.get()), CAIRO_STATUS_SUCCESS);
  const int width = cairo_image_surface_get_width(actual.get()), height = cairo_image_surface_get_height(actual.get());
  ASSERT_EQ(cairo_image_surface_get_width(expected.get()), width);
  ASSERT_EQ(cairo_image_surface_get_height(expected.get()), height);
  const Picture diff(cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height), &cairo_surface_destroy);
  std::int64_t differ = 0;
  for (int y = 0; y < height; ++y) {
    const auto row = [&](const Picture& p) { return cairo_image_surface_get_data(p.get()) + y * cairo_image_surface_get_stride(p.get()); };
    const unsigned char *a = row(expected), *b = row(actual);
    unsigned char* out = row(diff);
    for (int x = 0; x < width; ++x) {
      bool same = true;
      for (int c = 0; c < 3; ++c) same = same && std::abs(a[4 * x + c] - b[4 * x + c]) <= 32;
      differ += !same;
      for (int c = 0; c < 3; ++c) out[4 * x + c] = same ? static_cast<unsigned char>(192 + b[4 * x + c] / 4) : c == 2 ? 220 : 0;
    }
  }
  cairo_surface_mark_dirty(diff.get());
  const double found = static_cast<double>(differ) / (static_cast<double>(width) * height);
  if (found <= share) return;
  const auto path = leave(name + ".actual.png", actual_png);
  const auto diff_path = std::filesystem::path(path).replace_filename(name + ".diff.png").string();
  cairo_surface_write_to_png(diff.get(), diff_path.c_str());
  ADD_FAILURE() << name << ": " << 100 * found << " % of the pixels differ (allowed " << 100 * share << " %); see " << path
                << " and " << diff_path;
}

}  // namespace catchment::test
