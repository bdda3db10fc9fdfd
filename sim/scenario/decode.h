#pragma once

#include "sim/scenario/scenario.h"
#include "sim/scenario/value.h"

namespace catchment {

/// One function per table of the file; each reads `value` into its part of the scenario and validates it.
/// All throw InputError "FILE:LINE:COL: key 'path': what; remedy".
void decode_scenario_table(const Value& value, Scenario& out);
void decode_town(const Value& value, TownSpec& out);
void decode_inputs(const Value& value, std::vector<InputSpec>& out);
void decode_population(const Value& value, PopulationOptions& out);
void decode_network(const Value& value, NetworkOptions& out);
/// Changes and adds to the groups that are there; a new one starts as the adult, or as the one that `like` names.
void decode_groups(const Value& value, std::vector<PersonGroup>& out);
void decode_vertical(const Value& value, VerticalOptions& out);
/// Refuses a name that is no group of `network`, and any in a mode that nobody walks.
void require_group(const NetworkOptions& network, const std::string& name, const SourcePlace& place, const std::string& path);
void decode_levels(const Value& value, std::vector<LevelSpec>& out);
/// Once [network] is read too: the groups that levels name are there.
void require_level_groups(const Value& levels, const Scenario& scenario);
void decode_coverage(const Value& value, CoverageOptions& out);
void decode_organisations(const Value& value, OrganisationOptions& out);
void decode_exposure(const Value& value, ExposureOptions& out);
/// Those with `levels` check the levels that they name against them.
void decode_channels(const Value& value, const std::vector<LevelSpec>& levels, std::vector<ChannelSpec>& out);
void decode_advisers(const Value& value, std::vector<AdviserSpec>& out);
void decode_information(const Value& value, const std::vector<LevelSpec>& levels, InformationOptions& out);
void decode_dashboard(const Value& value, const std::vector<LevelSpec>& levels, DashboardOptions& out);
void decode_sharing(const Value& value, SharingOptions& out);
class TableReader;
/// One link: [[sharing.links]] and the edit add_link, whose `target` is the link's id.
LinkRow decode_link_row(const TableReader& in);
void decode_outputs(const Value& value, OutputOptions& out);
void decode_edits(const Value& value, std::vector<Edit>& out);

}  // namespace catchment
