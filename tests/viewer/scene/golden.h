#pragma once

#include <string>

namespace catchment::test {

/// Compares with tests/golden/scene/NAME. On a difference the new text or picture is left in the test's scratch folder as
/// NAME.actual (and NAME.diff.png), and the message names it. CATCHMENT_UPDATE_GOLDEN=1 rewrites the file and fails.
void expect_golden_text(const std::string& name, const std::string& actual);
/// At most `share` of the pixels may differ by more than 32 in a channel: other versions of Cairo and FreeType draw edges
/// a little differently, but move nothing.
void expect_golden_picture(const std::string& name, const std::string& actual_png, double share);

}  // namespace catchment::test
