#include <imgui.h>
#include <imgui_freetype.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <set>
#include <vector>

#include "interface_letters.h"
#include "viewer/scene/font.h"
#include "viewer/scene/text_format.h"
#include "viewer/ui/style.h"

namespace catchment::viewer {

namespace {

/// Faces that fill what the first lacks: signs, other scripts, rarer characters.
constexpr std::array kFillers{
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", "/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf",
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",        "/usr/share/fonts/TTF/DejaVuSans.ttf",
    "/usr/share/fonts/dejavu/DejaVuSans.ttf",
};
constexpr int kMostPx = 4096;   ///< of the atlas, either side: what every OpenGL 3.3 driver takes

struct Built {
  Fonts fonts;
  const ImFontAtlas* atlas = nullptr;
  double scale = 0;
  std::set<char32_t> letters;                        ///< of the data, asked for so far
  std::array<ImVector<ImWchar>, 4> ranges;           ///< ImGui keeps pointers into them until the atlas is built
};

Built& built() {
  static Built b;
  return b;
}

int face_of(const std::string& path) { return path.find("NotoSansCJK") != std::string::npos ? 2 : 0; }   // of the collection: simplified Chinese

bool has_file(const std::string& path) { return !path.empty() && static_cast<bool>(std::ifstream(path)); }

/// Latin, Latin-1, Latin Extended-A, general punctuation, CJK punctuation and full-width forms, and the letters of the interface.
void add_interface(ImFontGlyphRangesBuilder& b) {
  static constexpr ImWchar kRanges[] = {0x20, 0x17F, 0x2010, 0x2027, 0x2030, 0x203A, 0x3000, 0x3017, 0xFF01, 0xFF5E, 0xFFFD, 0xFFFD, 0};
  b.AddRanges(kRanges);
  b.AddText(kInterfaceLetters);
}

ImFont* add_font(ImFontAtlas& atlas, const std::string& path, double px, const ImVector<ImWchar>& ranges, bool bold, const std::vector<std::string>& fillers) {
  ImFontConfig config;
  config.OversampleH = config.OversampleV = 1;
  config.PixelSnapH = true;
  config.FontNo = face_of(path);
  config.FontBuilderFlags = ImGuiFreeTypeBuilderFlags_LightHinting;
  if (bold) config.FontBuilderFlags |= ImGuiFreeTypeBuilderFlags_Bold;
  // Emboldening widens every letter by a 24th of the size, which rounds up to a gap between small letters.
  if (bold && px < 20) config.GlyphExtraSpacing.x = -1;
  const auto size = static_cast<float>(std::round(px));
  ImFont* font = atlas.AddFontFromFileTTF(path.c_str(), size, &config, ranges.Data);
  config.MergeMode = true;
  for (const std::string& filler : fillers) {
    config.FontNo = face_of(filler);
    atlas.AddFontFromFileTTF(filler.c_str(), size, &config, ranges.Data);
  }
  return font;
}

/// `common`: also the 2,500 characters that people are likely to type.
void build(Built& b, double scale, bool common) {
  ImGuiIO& io = ImGui::GetIO();
  ImFontAtlas& atlas = *io.Fonts;
  atlas.Clear();
  atlas.FontBuilderIO = ImGuiFreeType::GetBuilderForFreeType();
  atlas.Flags |= ImFontAtlasFlags_NoPowerOfTwoHeight;
  atlas.TexGlyphPadding = 1;
  atlas.TexDesiredWidth = scale > 1.3 ? kMostPx : 2048;
  b.fonts.path = scene::fonts().path;
  if (!has_file(b.fonts.path)) {
    b.fonts.path.clear();
    ImFontConfig config;
    config.SizePixels = static_cast<float>(std::round(16 * scale));
    b.fonts.text = atlas.AddFontDefault(&config);
    config.SizePixels = static_cast<float>(std::round(13 * scale));
    b.fonts.small = atlas.AddFontDefault(&config);
    config.SizePixels = static_cast<float>(std::round(26 * scale));
    b.fonts.large = atlas.AddFontDefault(&config);
    b.fonts.bold = b.fonts.text;
    atlas.Build();
    return;
  }
  std::vector<std::string> fillers;
  for (const char* path : kFillers)
    if (path != b.fonts.path && has_file(path)) fillers.emplace_back(path);

  const auto ranges = [&](ImVector<ImWchar>& out, bool data, bool typed) -> const ImVector<ImWchar>& {
    ImFontGlyphRangesBuilder g;
    add_interface(g);
    if (data)
      for (const char32_t c : b.letters)
        if (c <= IM_UNICODE_CODEPOINT_MAX) g.AddChar(static_cast<ImWchar>(c));
    if (typed) g.AddRanges(atlas.GetGlyphRangesChineseSimplifiedCommon());
    out.clear();
    g.BuildRanges(&out);
    return out;
  };
  b.fonts.text = add_font(atlas, b.fonts.path, 16 * scale, ranges(b.ranges[0], true, common), false, fillers);
  b.fonts.small = add_font(atlas, b.fonts.path, 13 * scale, ranges(b.ranges[1], true, false), false, fillers);
  b.fonts.bold = add_font(atlas, b.fonts.path, 16 * scale, ranges(b.ranges[2], true, false), true, fillers);
  b.fonts.large = add_font(atlas, b.fonts.path, 26 * scale, ranges(b.ranges[3], false, false), true, fillers);
  atlas.Build();
}

/// One sentence about what cannot be drawn; empty if all can.
std::string warning_of(const Built& b) {
  if (b.fonts.path.empty())
    return "No font was found on this machine, so Chinese cannot be shown; install the package fonts-wqy-microhei. "
           "本机没有可用字体，无法显示中文；请安装软件包 fonts-wqy-microhei。";
  if (b.fonts.text->FindGlyphNoFallback(0x4E0A) == nullptr)
    return "The font " + b.fonts.path + " has no Chinese characters; install the package fonts-wqy-microhei. 字体缺少中文字符，请安装软件包 fonts-wqy-microhei。";
  std::size_t missing = 0;
  std::string example;
  for (const char32_t c : b.letters) {
    if (c < 0x20 || (c <= IM_UNICODE_CODEPOINT_MAX && b.fonts.text->FindGlyphNoFallback(static_cast<ImWchar>(c)) != nullptr)) continue;
    if (missing++ == 0) {
      constexpr char kHex[] = "0123456789ABCDEF";
      for (int shift = c > 0xFFFF ? 20 : 12; shift >= 0; shift -= 4) example += kHex[(c >> static_cast<unsigned>(shift)) & 15U];
    }
  }
  if (missing == 0) return {};
  return "No font of this machine draws " + std::to_string(missing) + " of the data's characters (the first is U+" + example +
         "); they show as ?; install the package fonts-noto-cjk. 本机字体缺少数据中的 " + std::to_string(missing) + " 个字符，请安装软件包 fonts-noto-cjk。";
}

}  // namespace

const Fonts& fonts() { return built().fonts; }

bool build_fonts(const std::string& all_text, double scale) {
  Built& b = built();
  ImFontAtlas* atlas = ImGui::GetIO().Fonts;
  const bool other = b.atlas != atlas || b.scale != scale || b.fonts.text == nullptr ||
                     std::find(atlas->Fonts.begin(), atlas->Fonts.end(), b.fonts.text) == atlas->Fonts.end();
  bool fresh = false;
  for (const char32_t c : scene::code_points(all_text))
    if (c >= 0x20 && b.letters.insert(c).second && !other)
      fresh |= c > IM_UNICODE_CODEPOINT_MAX || b.fonts.text->FindGlyphNoFallback(static_cast<ImWchar>(c)) == nullptr ||
               b.fonts.small->FindGlyphNoFallback(static_cast<ImWchar>(c)) == nullptr;
  if (!other && !fresh) return false;
  build(b, scale, true);
  // A very large scale: what people might type is the first to go, then size.
  if (atlas->TexHeight > kMostPx) build(b, scale, false);
  for (double smaller = scale * 0.8; atlas->TexHeight > kMostPx && smaller > 0.5; smaller *= 0.8) build(b, smaller, false);
  b.atlas = atlas;
  b.scale = scale;
  b.fonts.warning = warning_of(b);
  ImGui::GetIO().FontDefault = b.fonts.text;
  return true;
}

std::string letters_of(const Scenario& scenario) {
  std::string out = scenario.name + scenario.title.zh + scenario.title.en + scenario.description.zh + scenario.description.en + scenario.place_name_zh +
                    scenario.place_name_en + scenario.date + scenario.town.name.zh + scenario.town.name.en;
  for (const LevelSpec& level : scenario.levels) out += level.name + level.title.zh + level.title.en;
  for (const Edit& edit : scenario.edits) out += edit.label + edit.name.zh + edit.name.en;
  for (const InputSpec& input : scenario.inputs) out += input.path + input.source + input.licence;
  return out;
}

std::string letters_of(const World& world) {
  std::set<char32_t> letters;
  const auto add = [&](const std::string& text) {
    // Most texts are ids in Latin that every font has: looked at byte by byte only.
    if (std::all_of(text.begin(), text.end(), [](char c) { return static_cast<signed char>(c) >= 0; })) return;
    for (const char32_t c : scene::code_points(text)) letters.insert(c);
  };
  const auto add_all = [&](const auto& things) {
    for (const auto& t : things) {
      add(t.id);
      add(t.name.zh);
      add(t.name.en);
    }
  };
  add_all(world.areas);
  add_all(world.buildings);
  add_all(world.demand);
  add_all(world.facilities);
  add_all(world.organisations);
  add_all(world.units);
  add_all(world.venues);
  add_all(world.catalogue);
  for (const auto& f : world.facilities)
    for (const auto& s : f.services) add(s);
  for (const auto& v : world.venues) add(v.kind);
  for (const auto& l : world.links) add(l.kind);
  for (const auto& g : world.groups) add(g.id);
  for (const auto& c : world.context) add(c.name.zh), add(c.name.en);
  for (const auto& g : world.streets.gates) add(g.id);
  for (const auto& n : world.streets.names) add(n);
  for (const auto& s : world.sources) add(s.input), add(s.path), add(s.layer), add(s.source), add(s.licence), add(s.date);
  for (const auto& n : world.apportionment) add(n.rule), add(n.from), add(n.to);
  std::string out;
  for (const char32_t c : letters) out += scene::utf8(c);
  return out;
}

}  // namespace catchment::viewer
