// Run by the build: every character that the program's own texts can show, read from its sources, written as a C++ header. So the font
// atlas holds the interface's characters without anybody keeping a list.
//   letters_of_sources OUTPUT LIST     (LIST: a file that names the sources, one a line)
#include <fstream>
#include <iostream>
#include <iterator>
#include <set>
#include <string>

namespace {

/// Adds the characters of a UTF-8 text that take more than one byte.
void add_letters(const std::string& text, std::set<std::string>& letters) {
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const std::size_t length = byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
    if (length > 1 && i + length <= text.size()) letters.insert(text.substr(i, length));
    i += length;
  }
}

std::string whole(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

int main(int count, char** words) {
  if (count != 3) return std::cerr << "usage: letters_of_sources OUTPUT LIST\n", 2;
  std::set<std::string> letters;
  std::ifstream list(words[2]);
  for (std::string path; std::getline(list, path);)
    if (!path.empty()) add_letters(whole(path), letters);
  std::string text = "#pragma once\n\n// Written by letters_of_sources from the program's sources.\nnamespace catchment::viewer {\ninline constexpr char kInterfaceLetters[] =\n";
  std::string line;
  const auto flush = [&] {
    if (!line.empty()) text += "    \"" + line + "\"\n";
    line.clear();
  };
  for (const std::string& letter : letters) {
    line += letter;
    if (line.size() > 110) flush();
  }
  flush();
  text += "    \"\";\n}  // namespace catchment::viewer\n";
  if (whole(words[1]) == text) return 0;   // the same: what includes it need not be compiled again
  std::ofstream out(words[1], std::ios::binary);
  out << text;
  return out.flush() ? 0 : 1;
}
