// What of the sharing graph is too heavy for a frame: the network's layout, coarse at once and then better; what breaks and what should come next.
#include <algorithm>
#include <mutex>
#include <utility>

#include "sim/sharing/measures.h"
#include "viewer/scene/network_layout.h"
#include "viewer/ui/application.h"
#include "viewer/ui/sharing.h"

namespace catchment::viewer {

namespace {

/// Takes the layout from its worker to the screen while it is still being made.
struct Mailbox {
  std::mutex mutex;
  std::shared_ptr<const scene::Network> newest;
};

/// Where partners stood in the picture before, so that it stays known.
void start_from(scene::Network& network, const scene::Network& before) {
  Box old;
  for (const Point p : before.at) old.add(p);
  if (old.empty()) return;
  std::vector<Point> at(network.graph.n_nodes());
  std::vector<std::uint8_t> placed(at.size(), 0);
  for (std::uint32_t v = 0; v < at.size(); ++v)
    if (const std::uint32_t w = before.graph.node_of(network.graph.node[v]); w != UINT32_MAX) at[v] = before.at[w], placed[v] = 1;
  network.ground = std::move(at), network.placed = std::move(placed);
}

void lay_out(scene::Network network, const std::shared_ptr<const scene::Network>& before, Mailbox& box, const std::function<void()>& wake, const Progress& progress) {
  if (before) start_from(network, *before);
  scene::NetworkLayout layout(network.graph, network.ground, network.placed, before ? scene::NetworkLayout::kRounds * 6 / 10 : 0);
  const auto publish = [&] {
    scene::Network shown = network;
    shown.at = layout.places();
    const auto made = std::make_shared<const scene::Network>(std::move(shown));
    {
      const std::lock_guard lock(box.mutex);
      box.newest = made;
    }
    if (wake) wake();
  };
  if (!before) publish();   // where they stand on the ground
  bool more = true;
  for (int rounds = 12; more; rounds = std::min(60, rounds * 2)) {
    report(progress, static_cast<double>(layout.rounds()) / scene::NetworkLayout::kRounds, "layout");
    more = layout.run(rounds);
    publish();
  }
  // Who belongs together, for colouring by it: last, nobody waits for it.
  if (network.graph.n_pairs() == 0) return;
  network.community = leiden(network.graph, 1, 3);
  publish();
}

}  // namespace

void Application::want_sharing(Tab& tab) {
  const auto& links = links_of(tab);
  follow_focus(tab);
  if (!state_.windows.sharing) return;
  Tab::Sharing& s = tab.sharing;
  if (s.mail) {
    const auto box = std::static_pointer_cast<Mailbox>(s.mail);
    const std::lock_guard lock(box->mutex);
    if (box->newest) s.network = std::exchange(box->newest, nullptr);
  }
  if (tab.document->grabbed()) return;
  const auto replace = [&](const document::Job*& job) {
    for (auto& other : state_.jobs)
      if (job != nullptr && other.get() == job) other->cancel();
    job = nullptr;
  };
  if (s.numbered != s.links_revision) s.numbered = s.links_revision, s.number = links ? links_number(*links) : 0;
  if (s.network_asked != s.number) {
    s.network_asked = s.number;
    replace(s.network_job);
    if (!links) {
      s.network = nullptr;
    } else {
      auto plan = std::make_shared<document::Document::Plan>(tab.document->plan());
      auto box = std::make_shared<Mailbox>();
      s.mail = box;
      const auto work = [plan, box, before = s.network, wake = around_.wake](const Progress& progress) -> std::function<void()> {
        GraphChoice choice;
        choice.proposed = choice.lapsed = true;   // the filters choose
        lay_out(scene::network_of(plan->world(), choice), before, *box, wake, progress);
        return [] {};
      };
      if (around_.synchronous) {
        work({});
        const std::lock_guard lock(box->mutex);
        s.network = std::exchange(box->newest, nullptr);
      } else {
        state_.jobs.push_back(std::make_unique<document::Job>(network_title(state_.chinese), work, around_.wake));
        s.network_job = state_.jobs.back().get();
      }
    }
  }
  if (s.facts_asked == s.links_revision) return;
  s.facts_asked = s.links_revision;
  replace(s.facts_job);
  auto plan = std::make_shared<document::Document::Plan>(tab.document->plan());
  const auto work = [plan, for_tab = &tab, life = std::weak_ptr(tab.life), known = s.facts](const Progress& progress) -> std::function<void()> {
    auto facts = std::make_shared<document::SharingFacts>();
    Scenario before = plan->scenario;
    before.edits.clear();
    if (known) facts->base = known->base;
    else facts->base = document::sharing_figures(plan->loaded->world, before, plan->loaded->matrices, part_of(progress, 0, 0.3));
    const World world = plan->world();
    facts->now = document::sharing_figures(world, plan->scenario, plan->loaded->matrices, part_of(progress, 0.3, 0.6));
    facts->orphans = document::orphans_since(facts->base, facts->now);
    facts->recommended = document::recommended_links(world, plan->scenario, part_of(progress, 0.6, 1));
    return [facts, for_tab, life] {
      if (!life.expired()) for_tab->sharing.facts = facts;
    };
  };
  if (around_.synchronous) {
    work({})();
    return;
  }
  state_.jobs.push_back(std::make_unique<document::Job>(facts_title(state_.chinese), work, around_.wake));
  s.facts_job = state_.jobs.back().get();
}

}  // namespace catchment::viewer
