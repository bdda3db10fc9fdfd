#include "app/report/texts.h"

namespace catchment::pipeline {

// Same rules as texts.cpp: this part holds the chapters of exposure, channels, advisers, information and dashboard.
namespace {
constexpr TextRow kTexts[] = {
    {"answer.people", "计入 {} 人；研究的内容见以下各节。", "{} people are counted; the sections below tell what the study asks."},

    // ---- exposure ----
    {"exposure.title", "组织身边的设施", "Facilities close to the organisations"},
    {"exposure.words", "“{0}”：{2} 个组织中，{1} 个（{3}）本楼就有，分布在 {4} 栋楼；{5} 个（{6}）本楼或{7}有。",
     "“{0}”: of {2} organisations, {1} ({3}) have one in their own building, in {4} buildings; {5} ({6}) in the building or {7}."},
    {"exposure.words.one", "“{0}”：{2} 个组织中，{1} 个（{3}）本楼就有，分布在 {4} 栋楼；{5} 个（{6}）本楼或{7}有。",
     "“{0}”: of {2} organisations, {1} ({3}) have one in their own building, in {4} building; {5} ({6}) in the building or {7}."},
    {"exposure.nobody", "没有正常运行的组织可以计入，接触度没有定义。", "No organisation in normal operation is counted, so exposure is undefined."},
    {"exposure.building", "本楼有", "In the own building"},
    {"exposure.within", "本楼或限度以内", "In the building or within the limit"},
    {"exposure.field", "平均接触度", "Mean exposure"},
    {"exposure.note", "接触度：本楼为 1，随距离直线下降，到限度为 0；几处设施相加，最多为 1。",
     "Exposure is 1 in the building itself and falls in a straight line to 0 at the limit; facilities add up, to 1 at most."},

    // ---- channels ----
    {"channels.title", "服务怎样送达", "How services are delivered"},
    {"channel.window", "窗口", "window"},
    {"channel.online", "电话、网上", "phone and online"},
    {"channel.field", "外出走访", "field visits"},
    {"channel.door", "送上门", "door to door"},
    {"channel.activity", "活动", "activities"},
    {"channels.name", "渠道", "Channel"},
    {"channels.kind", "方式", "Way"},
    {"channels.reach", "触达人口", "People reached"},
    {"channels.service", "每次服务（分钟）", "Service (min)"},
    {"channels.travel", "每次路程（分钟）", "Travel (min)"},
    {"channels.staff", "人员", "Staff"},
    {"channels.each", "每人每天", "Per staff-day"},
    {"channels.capacity", "每天能力", "A day"},
    {"channels.requests", "每天需求", "Asked a day"},
    {"channels.served", "满足", "Served"},
    {"channels.pace", "“{0}”：一次服务 {1} 分钟，另加路程 {2} 分钟；{3} 小时一班，每人每天 {4} 次，{5} 人共 {6} 次。",
     "“{0}”: {1} min of service and {2} min of travel make {4} contacts per staff-day of {3} h; {5} staff make {6} a day."},
    {"channels.pace.still", "“{0}”：一次服务 {1} 分钟；{2} 小时一班，每人每天 {3} 次，{4} 人共 {5} 次。",
     "“{0}”: {1} min of service make {3} contacts per staff-day of {2} h; {4} staff make {5} a day."},
    {"channels.pace.none", "“{0}”没有人员，能力为零。", "“{0}” has no staff and so no capacity."},
    {"channels.short", "每天需求 {0} 次，满足 {1} 次（{2}），积压每天增加 {3} 次。", "Of {0} requests a day, {1} ({2}) are served; the backlog grows by {3} a day."},
    {"channels.enough", "每天需求 {0} 次，够得着的都能满足。", "Of {0} requests a day, all within reach are served."},
    {"channels.far", "另有 {0} 次来自够不着的地方。", "Another {0} come from places out of reach."},
    {"channels.note", "窗口和活动要人来，限度以内才算触达；走访和送上门不限距离，但路程占用工时；每次路程按各处到最近一处的平均计算（已注明的除外），每人每天只计整次。",
     "Windows and activities need people to come, within the limit. Visits have no such limit, but travel takes working time: the mean over all places of the way from the nearest base, unless it is stated. Only whole contacts count in a day."},

    // ---- advisers ----
    {"advisers.title", "进小区的顾问", "Advisers in the quarters"},
    {"advisers.words", "“{0}”：{1} 名顾问，每人最多 {2} 个小区，单程 {3}以内，负责 {5} 个小区中的 {4} 个（{6}），居住人口 {7} 人（{8}）。",
     "“{0}”: {1} advisers of up to {2} quarters each, at most {3} away, look after {4} of {5} quarters ({6}), home to {7} people ({8})."},
    {"advisers.words.one", "“{0}”：{1} 名顾问，每人最多 {2} 个小区，单程 {3}以内，负责 {5} 个小区中的 {4} 个（{6}），居住人口 {7} 人（{8}）。",
     "“{0}”: {1} adviser of up to {2} quarters, at most {3} away, looks after {4} of {5} quarters ({6}), home to {7} people ({8})."},
    {"advisers.left", "其余小区中，{0} 个在限度以内但没有空余名额，{1} 个在限度以外。", "Of the others, {0} lie within the limit but no adviser has room; {1} lie beyond it."},
    {"advisers.note", "分配是最大流：没有别的分法能让更多小区有顾问。", "The assignment is a maximum flow: no other covers more quarters."},
    {"advisers.base", "驻点", "Base"},
    {"advisers.count", "顾问", "Advisers"},
    {"advisers.quarters", "负责的小区", "Quarters looked after"},

    // ---- information ----
    {"information.title", "信息触达", "Reach of information"},
    {"information.words", "信息能到达 {0} 的人（{1} / {2} 人）：{3} 在信息屏够得着的范围内，{4} 使用网上渠道。",
     "Information reaches {0} of people ({1} of {2}): {3} are within reach of a screen, {4} follow the online channel."},
    {"information.note", "假定同一处居民使用网上渠道与是否靠近信息屏无关；如果不作这个假定，比例在 {0} 与 {1} 之间。",
     "This takes being online as independent of living near a screen, place by place; without that assumption the share lies between {0} and {1}."},

    // ---- dashboard ----
    {"dashboard.title", "四个变化", "Four changes"},
    {"dashboard.staff", "资源下沉：{0} 级人员占比", "To the grassroots: staff at levels {0}"},
    {"dashboard.staff.detail", "{0} / {1} 名工作人员", "{0} of {1} staff"},
    {"dashboard.gini", "整体推进：区域覆盖率的基尼系数", "To overall progress: Gini of coverage by area"},
    {"dashboard.gini.detail", "{0} 个区域；0 表示各处一样", "{0} areas; 0 means equal everywhere"},
    {"dashboard.links", "走向开放：跨单位联系占比", "To openness: links across units"},
    {"dashboard.links.detail", "{0} / {1} 条联系", "{0} of {1} links"},
    {"dashboard.links.without", "{0} / {1} 条联系；另有 {2} 条有一端不属于唯一的单位", "{0} of {1} links; {2} more have an end without exactly one unit"},
    {"dashboard.error", "走向精准：投放偏差", "To precision: targeting error"},
    {"dashboard.error.detail", "要换个区域才符合需求的人员比例", "share of staff that would have to move for supply to follow need"},
    {"dashboard.error.elsewhere", "要换个区域才符合需求的人员比例；{0} 人不在这些区域", "share of staff that would have to move for supply to follow need; {0} are in none of these areas"},
    {"dashboard.table", "各区域的需求、人员与覆盖", "Need, staff and coverage by area"},
    {"dashboard.need", "需求占比", "Share of need"},
    {"dashboard.supply", "人员占比", "Share of staff"},
    {"dashboard.covered", "覆盖率", "Share covered"},
};
}  // namespace

std::span<const TextRow> service_texts() { return kTexts; }

}  // namespace catchment::pipeline
