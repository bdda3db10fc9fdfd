#include "app/cli/picture.h"

#include "app/cli/world_output.h"
#include "app/pipeline/files.h"
#include "viewer/scene/export.h"

namespace catchment::cli {

void require_picture(const std::string& path, bool overwrite) {
  if (!path.ends_with(".png") && !path.ends_with(".svg") && !path.ends_with(".pdf"))
    throw InputError(path, "the kind of picture is not known", "let its name end in .png, .svg or .pdf");
  require_writable_file(path, overwrite);
}

std::string write_picture(const scene::DisplayList& picture, const std::string& path) {
  std::string warning, bytes;
  if (path.ends_with(".svg")) bytes = scene::to_svg(picture);
  else if (path.ends_with(".pdf")) bytes = scene::to_pdf(picture, &warning);
  else bytes = scene::to_png(picture, 1.0, &warning);
  make_folder_of(path);
  pipeline::write_text(path, bytes);
  return warning;
}

}  // namespace catchment::cli
