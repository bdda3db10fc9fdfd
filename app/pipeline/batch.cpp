#include "app/pipeline/batch.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <new>
#include <nlohmann/json.hpp>
#include <omp.h>
#include <optional>
#include <thread>

#include <fmt/format.h>

#include "app/pipeline/files.h"
#include "app/pipeline/pipeline.h"
#include "app/pipeline/summary_services.h"
#include "app/pipeline/summary_sharing.h"
#include "app/report/report.h"
#include "app/report/words.h"

namespace catchment::pipeline {

namespace fs = std::filesystem;

namespace {

using Json = nlohmann::ordered_json;
using Figures = std::vector<std::pair<std::string, std::string>>;

/// What is kept of a finished run.
struct Record {
  bool ok = false;
  std::string error;
  Figures figures;
};

std::string share(double value) { return raw_number(value); }

Figures figures_of(const World& world, const Study& study) {
  Figures out;
  out.reserve(6 + 5 * study.levels.size());
  out.push_back({"run_id", study.run_id});
  out.push_back({"population", raw_number(study.population)});
  for (const LevelResult& level : study.levels) {
    const LevelCoverage& c = level.coverage;
    const std::string& name = level.spec.name;
    out.push_back({name + "_persons", raw_number(c.persons_covered)});
    out.push_back({name + "_share", share(level.share)});
    out.push_back({name + "_served", raw_number(c.persons_served)});
    out.push_back({name + "_no_capacity", raw_number(c.persons_no_capacity)});
    out.push_back({name + "_out_of_reach", raw_number(c.persons_out_of_reach)});
  }
  if (!study.levels.empty()) {
    out.push_back({"joint_persons", raw_number(study.joint.persons)});
    out.push_back({"joint_share", share(study.joint_share)});
  }
  if (study.organisations) {
    out.push_back({"organisation_coverage", share(study.organisations->organisation_coverage())});
    out.push_back({"work_coverage", share(study.organisations->work_coverage())});
  }
  for (auto& column : service_columns(study)) out.push_back(std::move(column));
  for (auto& column : sharing_columns(world, study)) out.push_back(std::move(column));
  return out;
}

std::string record_path(const std::string& dir, std::size_t number) {
  return (fs::path(dir) / "runs" / fmt::format("{:04}.json", number)).string();
}

std::string record_text(const BatchRun& run, const Record& record) {
  Json j;
  j["run"] = run.number;
  j["status"] = record.ok ? "ok" : "failed";
  j["error"] = record.error;
  j["figures"] = Json::array();
  for (const auto& [name, value] : record.figures) j["figures"].push_back({name, value});
  return j.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

/// A record that is whole; anything else counts as not finished.
std::optional<Record> read_record(const std::string& path, std::size_t number) {
  std::error_code error;
  if (!fs::exists(path, error)) return std::nullopt;
  const Json j = Json::parse(read_text(path), nullptr, false);
  if (!j.is_object() || j.value("run", std::size_t{0}) != number || !j.contains("figures") || !j["figures"].is_array()) return std::nullopt;
  Record out;
  out.ok = j.value("status", "") == "ok";
  out.error = j.value("error", "");
  for (const Json& pair : j["figures"]) {
    if (!pair.is_array() || pair.size() != 2 || !pair[0].is_string() || !pair[1].is_string()) return std::nullopt;
    out.figures.emplace_back(pair[0].get<std::string>(), pair[1].get<std::string>());
  }
  return out;
}

/// A base world and how many runs still need it; freed with the last of them.
struct SharedWorld {
  std::mutex loading;
  std::shared_ptr<const LoadedWorld> world;
  std::exception_ptr failure;
  std::size_t runs_left = 0;
};

struct Job {
  const BatchRun* run = nullptr;
  std::optional<Scenario> scenario;           ///< empty: it could not be read
  std::string error;
  SharedWorld* shared = nullptr;
};

std::string one_line(std::string text) {
  std::replace_if(text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
  return text;
}

/// Holds the folder against a second process; the lock goes with the process, however it ends.
class FolderLock {
 public:
  explicit FolderLock(const std::string& dir) {
    const std::string path = (fs::path(dir) / "batch.json").string();
    file_ = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file_ >= 0 && flock(file_, LOCK_EX | LOCK_NB) != 0) {
      close(file_);
      throw InputError(dir, "another process is working on this batch", "wait until it ends");
    }
  }
  ~FolderLock() {
    if (file_ >= 0) close(file_);
  }
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

 private:
  int file_ = -1;
};

void prepare_folder(const Sweep& sweep, const std::string& dir, const BatchOptions& options) {
  const std::string manifest = (fs::path(dir) / "batch.json").string();
  std::error_code error;
  const bool exists = fs::exists(dir, error), batch = fs::exists(manifest, error);
  if (options.resume && exists && !fs::is_empty(dir, error)) {
    if (!batch) throw InputError(dir, "it is not the folder of a batch", "name the folder that the interrupted batch wrote, or another new one");
    const Json j = Json::parse(read_text(manifest), nullptr, false);
    if (!j.is_object() || j.value("sweep_sha256", "") != sweep.sha256)
      throw InputError(dir, "the sweep, its base scenario or the program has changed since this batch was started",
                       "restore them, or start again with --overwrite or in another folder");
    return;
  }
  if (exists && !fs::is_empty(dir, error)) {
    if (!options.overwrite)
      throw InputError(dir, "the folder exists", batch ? "go on with --resume, start again with --overwrite, or choose another -o DIR"
                                                       : "choose another -o DIR");
    // Only what a batch wrote is removed: a mistyped -o must not cost somebody's files.
    if (!batch) throw InputError(dir, "the folder exists and is not that of a batch", "choose another -o DIR");
    const FolderLock lock(dir);
    fs::remove_all(fs::path(dir) / "runs");
    fs::remove(fs::path(dir) / "results.csv");
    fs::remove(manifest);
  }
  fs::create_directories(fs::path(dir) / "runs", error);
  if (error) throw InputError(dir, "it cannot be made: " + error.message(), "choose another -o DIR");
  Json j;
  j["batch"] = sweep.name;
  j["sweep"] = sweep.file;
  j["base"] = sweep.base;
  j["runs"] = sweep.runs.size();
  j["version"] = CATCHMENT_VERSION;
  j["sweep_sha256"] = sweep.sha256;
  write_text(manifest, j.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
}

ReportTable results_table(const Sweep& sweep, const std::vector<Record>& records) {
  ReportTable table;
  table.name = "results";
  table.columns.push_back("run");
  if (sweep.has_variants) table.columns.push_back("variant");
  table.columns.insert(table.columns.end(), sweep.keys.begin(), sweep.keys.end());
  table.columns.push_back("status");
  const std::size_t first_figure = table.columns.size();
  for (const Record& record : records)
    for (const auto& [name, value] : record.figures)
      if (std::find(table.columns.begin() + static_cast<std::ptrdiff_t>(first_figure), table.columns.end(), name) == table.columns.end())
        table.columns.push_back(name);
  const std::size_t n_figures = table.columns.size() - first_figure;
  table.columns.push_back("error");
  for (std::size_t i = 0; i < records.size(); ++i) {
    const BatchRun& run = sweep.runs[i];
    std::vector<std::string> row{std::to_string(run.number)};
    if (sweep.has_variants) row.push_back(run.variant);
    for (const std::string& key : sweep.keys) {
      // The last setting of a key is the one that counts, as for overrides.
      const auto at = std::find_if(run.parameters.rbegin(), run.parameters.rend(), [&](const auto& p) { return p.first == key; });
      std::string text = at == run.parameters.rend() ? "" : at->second;
      if (text.size() >= 2 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
      row.push_back(std::move(text));
    }
    row.push_back(records[i].ok ? "ok" : "failed");
    for (std::size_t f = 0; f < n_figures; ++f) {
      const auto& figures = records[i].figures;
      const auto at = std::find_if(figures.begin(), figures.end(), [&](const auto& p) { return p.first == table.columns[first_figure + f]; });
      row.push_back(at == figures.end() ? "" : at->second);
    }
    row.push_back(records[i].error);
    table.rows.push_back(std::move(row));
  }
  return table;
}

class Batch {
 public:
  Batch(const Sweep& sweep, std::string dir, const BatchOptions& options, const Progress& progress)
      : sweep_(sweep), dir_(std::move(dir)), options_(options), progress_(progress), records_(sweep.runs.size()) {}

  BatchOutcome run() {
    plan();
    std::vector<std::thread> workers;
    const auto n = std::min<std::size_t>(static_cast<std::size_t>(std::max(1, options_.workers)), jobs_.size());
    for (std::size_t w = 0; w < n; ++w) workers.emplace_back([this] { work(); });
    for (std::thread& worker : workers) worker.join();
    if (fatal_) std::rethrow_exception(fatal_);
    if (cancelled_) throw Cancelled();

    BatchOutcome out;
    out.total = records_.size();
    out.resumed = resumed_;
    std::vector<Record> records;
    for (auto& record : records_) {
      (record->ok ? out.ok : out.failed) += 1;
      records.push_back(std::move(*record));
    }
    write_text((fs::path(dir_) / "results.csv").string(), to_csv(results_table(sweep_, records)));
    report(progress_, 1, "done");
    return out;
  }

 private:
  /// Which runs are left, grouped by base world so that few worlds are in memory at a time.
  void plan() {
    std::map<std::string, std::size_t> group_of;
    std::vector<std::pair<std::size_t, Job>> grouped;
    for (std::size_t i = 0; i < sweep_.runs.size(); ++i) {
      const BatchRun& run = sweep_.runs[i];
      records_[i] = read_record(record_path(dir_, run.number), run.number);
      if (records_[i]) {
        ++resumed_;
        continue;
      }
      Job job;
      job.run = &run;
      std::size_t group = 0;
      try {
        job.scenario = scenario_of(sweep_, run);
        const auto [at, fresh] = group_of.emplace(world_key(*job.scenario), worlds_.size());
        if (fresh) worlds_.push_back(std::make_unique<SharedWorld>());
        group = at->second;
        job.shared = worlds_[group].get();
        ++job.shared->runs_left;
      } catch (const InputError& error) {
        job.error = one_line(error.what());
      }
      grouped.emplace_back(group, std::move(job));
    }
    std::stable_sort(grouped.begin(), grouped.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    for (auto& [group, job] : grouped) jobs_.push_back(std::move(job));
    done_ = resumed_;
    tell();
  }

  void work() {
    omp_set_num_threads(1);
    try {
      for (;;) {
        const std::size_t next = next_.fetch_add(1);
        if (next >= jobs_.size() || cancelled_) return;
        Job& job = jobs_[next];
        Record record = compute(job);
        job.scenario.reset();
        write_text(record_path(dir_, job.run->number), record_text(*job.run, record));
        records_[job.run->number - 1] = std::move(record);
        ++done_;
        tell();
      }
    } catch (const Cancelled&) {
      cancelled_ = true;
    } catch (...) {
      // Not this run's own failure (the folder cannot be written): the batch ends.
      const std::lock_guard lock(telling_);
      if (!fatal_) fatal_ = std::current_exception();
      cancelled_ = true;
    }
  }

  Record compute(Job& job) {
    Record record;
    record.error = job.error;
    if (!job.scenario) return record;
    const Progress alive = [this](double, std::string_view) { return ask(); };
    try {
      const auto loaded = world_for(job, alive);
      const World world = edited_world(*loaded, *job.scenario);
      record.figures = figures_of(world, run_study(*loaded, world, *job.scenario, alive));
      record.ok = true;
    } catch (const Cancelled&) {
      throw;
    } catch (const std::bad_alloc&) {
      record.error = "not enough memory";
    } catch (const std::exception& error) {
      record.error = one_line(error.what());
    }
    release(*job.shared);
    return record;
  }

  std::shared_ptr<const LoadedWorld> world_for(const Job& job, const Progress& alive) {
    SharedWorld& shared = *job.shared;
    const std::lock_guard lock(shared.loading);
    if (shared.failure) std::rethrow_exception(shared.failure);
    if (!shared.world) {
      try {
        shared.world = std::make_shared<const LoadedWorld>(load_world(*job.scenario, alive));
      } catch (const Cancelled&) {
        throw;
      } catch (...) {
        shared.failure = std::current_exception();
        throw;
      }
    }
    return shared.world;
  }

  static void release(SharedWorld& shared) {
    const std::lock_guard lock(shared.loading);
    if (--shared.runs_left == 0) shared.world.reset();
  }

  bool ask() {
    const std::lock_guard lock(telling_);
    if (!cancelled_ && progress_ && !progress_(part(), doing())) cancelled_ = true;
    return !cancelled_;
  }
  void tell() {
    if (!ask()) throw Cancelled();
  }
  [[nodiscard]] double part() const { return sweep_.runs.empty() ? 1 : static_cast<double>(done_) / static_cast<double>(sweep_.runs.size()); }
  [[nodiscard]] std::string doing() const { return fmt::format("run {} of {}", done_.load(), sweep_.runs.size()); }

  const Sweep& sweep_;
  const std::string dir_;
  const BatchOptions options_;
  const Progress& progress_;
  std::vector<std::optional<Record>> records_;       // one slot per run, each written by one worker
  std::vector<std::unique_ptr<SharedWorld>> worlds_;
  std::vector<Job> jobs_;
  std::atomic<std::size_t> next_{0}, done_{0};
  std::atomic<bool> cancelled_{false};
  std::mutex telling_;
  std::exception_ptr fatal_;
  std::size_t resumed_ = 0;
};

}  // namespace

BatchOutcome run_batch(const Sweep& sweep, const std::string& dir, const BatchOptions& options, const Progress& progress) {
  prepare_folder(sweep, dir, options);
  const FolderLock lock(dir);
  return Batch(sweep, dir, options, progress).run();
}

}  // namespace catchment::pipeline
