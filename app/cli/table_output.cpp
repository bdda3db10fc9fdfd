#include "app/cli/table_output.h"

#include <fmt/format.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <system_error>

#include "app/cli/world_output.h"

namespace catchment::cli {

std::string csv_cell(const std::string& text) {
  if (text.find_first_of(",;\t|\"\r\n") == std::string::npos) return text;
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

std::string plain_number(double value) {
  if (std::isnan(value)) return {};
  if (std::abs(value) < 9e15 && value == std::floor(value)) return fmt::format("{}", static_cast<long long>(value));
  return fmt::format("{}", value);
}

void write_text(const std::string& text, const std::string& path, Console& console) {
  if (path.empty()) {
    console.print(text);
    return;
  }
  make_folder_of(path);
  const std::string beside = path + ".part";
  {
    std::ofstream file(beside, std::ios::binary | std::ios::trunc);
    file.write(text.data(), static_cast<std::streamsize>(text.size()));
    file.flush();
    if (!file) {
      std::error_code ignored;
      std::filesystem::remove(beside, ignored);
      throw std::runtime_error(path + " cannot be written");
    }
  }
  std::filesystem::rename(beside, path);
}

}  // namespace catchment::cli
