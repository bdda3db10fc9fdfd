#include "viewer/document/settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "app/pipeline/files.h"
#include "sim/scenario/value.h"
#include "viewer/document/files.h"

namespace catchment::document {
namespace {

constexpr std::size_t kRecent = 12;

/// Reads what is there and of the right kind; what is not stays as it was and is told.
class Reader {
 public:
  explicit Reader(const Value& root) : root_(root) {}
  void read(const char* key, bool& out) {
    if (const Value* v = of(key, Value::Kind::kBoolean)) out = v->boolean;
  }
  void read(const char* key, std::string& out) {
    if (const Value* v = of(key, Value::Kind::kText)) out = v->text;
  }
  void read(const char* key, int& out, std::int64_t low, std::int64_t high) {
    if (const Value* v = of(key, Value::Kind::kInteger)) {
      if (v->integer >= low && v->integer <= high) out = static_cast<int>(v->integer);
      else wrong_.push_back(key);
    }
  }
  void read(const char* key, double& out, double low, double high) {
    const Value* v = root_.find(key);
    if (v == nullptr) return;
    const double value = v->kind == Value::Kind::kReal ? v->real : v->kind == Value::Kind::kInteger ? static_cast<double>(v->integer) : NAN;
    if (value >= low && value <= high) out = value;
    else wrong_.push_back(key);
  }
  void read(const char* key, std::vector<std::string>& out) {
    const Value* v = of(key, Value::Kind::kArray);
    if (v == nullptr) return;
    for (const Value& item : v->items)
      if (item.kind == Value::Kind::kText && !item.text.empty() && out.size() < kRecent) out.push_back(item.text);
  }
  [[nodiscard]] std::vector<std::string> wrong() const { return wrong_; }

 private:
  const Value* of(const char* key, Value::Kind kind) {
    const Value* v = root_.find(key);
    if (v == nullptr || v->kind == kind) return v;
    wrong_.push_back(key);
    return nullptr;
  }
  const Value& root_;
  std::vector<std::string> wrong_;
};

Value text_value(const std::string& text) {
  Value v;
  v.kind = Value::Kind::kText;
  v.text = text;
  return v;
}
Value boolean_value(bool b) {
  Value v;
  v.kind = Value::Kind::kBoolean;
  v.boolean = b;
  return v;
}
Value whole_value(std::int64_t n) {
  Value v;
  v.kind = Value::Kind::kInteger;
  v.integer = n;
  return v;
}
Value real_value(double x) {
  Value v;
  v.kind = Value::Kind::kReal;
  v.real = x;
  return v;
}

}  // namespace

Settings load_settings(const std::string& file, std::string* warning) {
  Settings s;
  std::error_code ignored;
  if (!std::filesystem::exists(file, ignored)) return s;
  try {
    const std::string text = pipeline::read_text(file);
    if (text.find_first_not_of(" \t\r\n") == std::string::npos) return s;
    const Value root = read_toml(text, file);
    Reader in(root);
    in.read("language", s.language);
    if (s.language != "zh" && s.language != "en") s.language.clear();
    in.read("dark", s.dark);
    in.read("scale", s.scale, 0, 8);
    in.read("left_panel", s.left_panel);
    in.read("right_panel", s.right_panel);
    in.read("bottom_bar", s.bottom_bar);
    in.read("minimap", s.minimap);
    in.read("window_width", s.window_width, 320, 32768);
    in.read("window_height", s.window_height, 240, 32768);
    in.read("recent", s.recent);
    in.read("last_folder", s.last_folder);
    if (warning != nullptr && !in.wrong().empty()) {
      std::string keys;
      for (const std::string& key : in.wrong()) keys += (keys.empty() ? "" : ", ") + key;
      *warning = fmt::format("{}：以下设置无法识别，已用默认值：{} / these settings make no sense and their defaults are used: {}", file, keys, keys);
    }
  } catch (const InputError& e) {
    if (warning != nullptr) *warning = fmt::format("设置无法读取，已用默认值 / the settings cannot be read and defaults are used: {}", e.what());
    return {};
  }
  return s;
}

void save_settings(const Settings& s, const std::string& file) {
  Value root;
  try {
    std::error_code ignored;
    if (std::filesystem::exists(file, ignored)) root = read_toml(pipeline::read_text(file), file);
  } catch (const InputError&) {
    root = Value();   // nothing in it that could be kept
  }
  root.set("language", text_value(s.language));
  root.set("dark", boolean_value(s.dark));
  root.set("scale", real_value(s.scale));
  root.set("left_panel", boolean_value(s.left_panel));
  root.set("right_panel", boolean_value(s.right_panel));
  root.set("bottom_bar", boolean_value(s.bottom_bar));
  root.set("minimap", boolean_value(s.minimap));
  root.set("window_width", whole_value(s.window_width));
  root.set("window_height", whole_value(s.window_height));
  root.set("last_folder", text_value(s.last_folder));
  Value recent;
  recent.kind = Value::Kind::kArray;
  for (const std::string& path : s.recent) recent.items.push_back(text_value(path));
  root.set("recent", std::move(recent));
  write_whole(file, to_toml(root));
}

void remember(Settings& s, const std::string& scenario_file) {
  const std::string file = absolute_path(scenario_file);
  std::erase(s.recent, file);
  s.recent.insert(s.recent.begin(), file);
  if (s.recent.size() > kRecent) s.recent.resize(kRecent);
  s.last_folder = std::filesystem::path(file).parent_path().string();
}

}  // namespace catchment::document
