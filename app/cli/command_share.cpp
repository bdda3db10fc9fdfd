#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "app/cli/commands.h"
#include "app/cli/share_commodities.h"
#include "app/cli/share_match.h"
#include "app/cli/share_measures.h"
#include "app/cli/share_recommend.h"
#include "app/cli/share_resilience.h"
#include "app/cli/share_source.h"
#include "app/cli/share_stable.h"
#include "app/cli/table_output.h"
#include "app/cli/world_output.h"
#include "gis/graph_file/graph_file.h"
#include "gis/graph_file/graph_world.h"

namespace catchment::cli {

namespace {

/// How many questions are asked.
int asked(const ShareArguments& in) {
  return static_cast<int>(in.match || in.assign) + !in.resilience.empty() + in.critical + !in.root.empty() + (in.recommend > 0) + !in.commodities.empty();
}

void check(const ShareArguments& in, const MeasureWords& wanted, const CommonArguments& common) {
  if (common.csv && asked(in) + wanted.any() > 1)
    throw InputError("--format csv", "more than one table is asked for", "ask for one at a time, or take --format json");
  if (!in.to.empty()) {
    if (!gis::is_graph_file(in.to)) throw InputError(in.to, "its ending does not say which kind of graph it is", "let its name end in .graphml, .gexf or .csv");
    require_writable_file(in.to, common.overwrite);
    if (in.to.ends_with(".csv")) require_writable_file(gis::nodes_path_of(in.to), common.overwrite);
    refuse_input_as_output(in.to, share_files(in));
    if (in.to == in.output) throw InputError(in.to, "--to and -o name one file", "give two");
  }
  if (!in.output.empty()) require_writable_file(in.output, common.overwrite);
  refuse_input_as_output(in.output, share_files(in));
}

/// The graph as a file, with the measures that were made.
std::string write_to(const ShareSource& s, const SharingMeasures* measures, const std::string& path, bool zh) {
  make_folder_of(path);
  gis::GraphTable table = s.from_table ? s.table : gis::table_of(s.world, s.graph);
  std::vector<std::uint32_t> of = s.node_of_row;
  if (!s.from_table) {
    of.assign(table.nodes.size(), UINT32_MAX);
    for (std::uint32_t v = 0; v < s.graph.n_nodes(); ++v) of[v] = v;
  }
  if (measures) gis::add_measures(table, *measures, of);
  gis::write_graph(table, path);
  return zh ? fmt::format("{}：{} 个节点，{} 条链接\n", path, table.nodes.size(), table.links.size()) : fmt::format("{}: {} nodes, {} links\n", path, table.nodes.size(), table.links.size());
}

}  // namespace

int share_command(const ShareArguments& in, Console& console) {
  const CommonArguments& common = console.common();
  if (!in.stable.empty()) {
    if (!in.source.empty() || !in.edges.empty() || asked(in) > 0) throw InputError("--stable", "preferences are a table of their own", "ask for it alone");
    return stable_command(in, console);
  }
  // Where nothing is asked, everything is said of the graph; a conversion alone computes nothing.
  const MeasureWords wanted(!in.measures.empty() || asked(in) > 0 || !in.to.empty() ? in.measures : std::vector<std::string>{"all"});
  check(in, wanted, common);
  const Progress progress = console.progress();
  const ShareSource source = read_share_source(in, part_of(progress, 0, 0.3));
  const ShareView view{source, common.json, common.csv, console.chinese(source.language)};
  if (!common.json)
    for (const Finding& f : source.findings) console.note(fmt::format("{}: {}{}{}", f.where, f.what, f.remedy.empty() ? "" : "; ", f.remedy));

  std::vector<SharePart> parts;
  SharingMeasures figures;
  if (wanted.any()) {
    MeasureChoice choice;
    choice.undirected = source.undirected;
    choice.exact_up_to = in.exact_up_to;
    choice.samples = in.samples;
    choice.seed = in.seed;
    choice.paths = wanted.paths();
    choice.spectra = wanted.spectra();
    figures = measure(source.graph, choice, part_of(progress, 0.3, 0.6));
    parts.push_back(measures_part(view, figures, wanted));
  }
  if (in.match && in.assign && source.from_table) throw InputError("--assign", "a table is either matched or assigned one to one", "keep one of --match and --assign");
  if (in.match) parts.push_back(match_part(view, in, part_of(progress, 0.6, 0.7)));
  else if (in.assign) parts.push_back(assign_part(view, in));
  if (!in.resilience.empty()) parts.push_back(resilience_part(view, in, part_of(progress, 0.7, 0.8)));
  if (in.critical) parts.push_back(critical_part(view, in, part_of(progress, 0.8, 0.9)));
  if (!in.root.empty()) parts.push_back(root_part(view, in));
  if (in.recommend > 0) parts.push_back(recommend_part(view, in));
  if (!in.commodities.empty()) parts.push_back(commodities_part(view, in));
  std::string written;
  if (!in.to.empty()) written = write_to(source, wanted.any() ? &figures : nullptr, in.to, view.zh);

  std::string text;
  if (common.json) {
    Json all = Json::object();
    // Moved: the figures of a hundred thousand partners are not held twice.
    for (SharePart& part : parts)
      for (auto item : part.json.items()) all[item.key()] = std::move(item.value());
    if (!in.to.empty()) all["written"] = in.to;
    all["findings"] = findings_json(source.findings);
    text = dumped(all);
  } else {
    for (const SharePart& part : parts) text += common.csv ? part.csv : (text.empty() ? "" : "\n") + part.text;
    if (!common.csv) text += written;
  }
  report(progress, 1, "done");
  write_text(text, in.output, console);
  return 0;
}

}  // namespace catchment::cli
