#include "viewer/ui/work_words.h"

#include <array>
#include <utility>

namespace catchment::viewer {

std::string work_words(const std::string& doing, bool chinese) {
  if (!chinese) return doing;
  static constexpr std::array<std::pair<const char*, const char*>, 30> kWhole{{
      {"buildings", "建筑"}, {"streets", "街道"}, {"heights of the streets", "街道高程"}, {"organisations", "组织"}, {"done", "完成"},
      {"building the street network", "建立街道网络"}, {"writing the report", "写报告"}, {"writing the map", "写地图"},
      {"writing the GeoPackage", "写 GeoPackage"}, {"writing tables", "写表格"}, {"town", "生成城区"}, {"street bands", "街道分段"},
      {"snapping places to streets", "把地点连到街道"}, {"service areas", "服务范围"}, {"reading the world file", "读取世界文件"},
      {"people", "人口"}, {"opened", "已打开"}, {"names", "名称"}, {"map", "地图"}, {"loaded", "已载入"}, {"ground", "底图"},
      {"giving people to places", "把人口分到地点"}, {"following the levels", "计算各层级覆盖"}, {"figures by area", "分区汇总"},
      {"facilities and organisations", "设施与组织"}, {"elevation", "高程"}, {"drawing", "绘图"}, {"demand points", "住户点"},
      {"checking", "检查"}, {"catchments", "服务范围"},
  }};
  static constexpr std::array<std::pair<const char*, const char*>, 3> kBeginnings{{{"reading ", "读取 "}, {"projecting ", "投影 "}, {"writing ", "写入 "}}};
  for (const auto& [en, zh] : kWhole)
    if (doing == en) return zh;
  for (const auto& [en, zh] : kBeginnings)
    if (doing.starts_with(en)) return zh + doing.substr(std::string(en).size());
  return doing;
}

}  // namespace catchment::viewer
