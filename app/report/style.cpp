#include "app/report/html.h"

namespace catchment::pipeline {

// One accent (#0072B2); the demand split keeps its three colours everywhere. Colours of bars must print, hence
// print-color-adjust. No '<' and no '&' in the style or the script: the page is well-formed XML too.
std::string_view page_style() {
  return R"css(
:root{--ink:#1b2026;--soft:#58626d;--line:#d8dde2;--hair:#e9ecef;--tint:#f5f7f9;--accent:#0072B2;--nocap:#E69F00;--far:#D55E00;
--sans:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,"Noto Sans CJK SC","Source Han Sans SC","PingFang SC","Microsoft YaHei","WenQuanYi Micro Hei",sans-serif}
:lang(zh){--sans:"PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Source Han Sans SC","Noto Sans SC","WenQuanYi Micro Hei",system-ui,sans-serif}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:#fff;color:var(--ink);font:16px/1.6 var(--sans);font-variant-numeric:tabular-nums;-webkit-print-color-adjust:exact;print-color-adjust:exact}
body:lang(zh){line-height:1.75}
main{max-width:960px;margin:0 auto;padding:56px 32px 72px}
.eyebrow{margin:0 0 10px;max-width:none;color:var(--soft);font-size:14px}
.eyebrow span+span::before{content:"\00b7";margin:0 .6em;color:var(--line)}
h1{font-size:36px;line-height:1.2;letter-spacing:-.01em;margin:0 0 18px;font-weight:700}
h2{font-size:23px;line-height:1.3;margin:56px 0 12px;padding-top:14px;border-top:2px solid var(--ink);font-weight:700}
h3{font-size:17px;line-height:1.4;margin:30px 0 8px;font-weight:650}
p{margin:0 0 12px;max-width:52em;text-wrap:pretty}
.answer{font-size:21px;line-height:1.5;margin:0 0 10px;max-width:none}
.answer strong{color:var(--accent);font-weight:700}
.next{color:var(--soft);max-width:none}
.note{border-left:4px solid var(--nocap);background:#fdf6e7;padding:10px 16px;margin:14px 0;max-width:none;font-size:15px}
.note.bad{border-color:var(--far);background:#fdf0e8}
.quiet{color:var(--soft);font-size:14px}
figure{margin:24px 0 28px}
figure svg{display:block;width:100%;height:auto}
figure.map svg{border:1px solid var(--line)}
figcaption{margin-top:8px;color:var(--soft);font-size:14px;line-height:1.5}
.pair{display:grid;grid-template-columns:1fr 1fr;gap:8px 28px;margin:16px 0 20px}
.pair figure{margin:6px 0}
.pair.three{grid-template-columns:repeat(3,1fr)}.pair.four{grid-template-columns:repeat(4,1fr);gap:8px 16px}
.cards{display:grid;grid-template-columns:repeat(4,1fr);gap:0;margin:28px 0 8px;padding:0;border-top:2px solid var(--ink);border-bottom:1px solid var(--line)}
.card{display:grid;grid-template-rows:subgrid;grid-row:span 2;padding:14px 18px 16px;border-left:1px solid var(--line);min-width:0}
.card:first-child{border-left:0;padding-left:0}
.card dt{font-size:14px;color:var(--soft);line-height:1.4;align-self:end}
.card dd{margin:0}
.card .v{font-size:40px;line-height:1.15;font-weight:700;color:var(--accent);letter-spacing:-.02em;white-space:nowrap}
.card .v.long{font-size:32px;line-height:1.44}.card .v.longer{font-size:27px;line-height:1.7}
.card .v small{font-size:18px;font-weight:600;letter-spacing:0;margin-left:.3em}
.card .d{font-size:13.5px;line-height:1.45;color:var(--soft);margin-top:4px}
.scroll{overflow-x:auto;margin:14px 0 22px}
table{border-collapse:collapse;width:100%;font-size:14.5px;line-height:1.4;word-break:keep-all;overflow-wrap:break-word}
caption{text-align:left;font-weight:650;padding:0 0 8px;font-size:15px}
thead th{text-align:left;vertical-align:bottom;font-weight:600;color:var(--soft);font-size:13px;padding:6px 16px 6px 0;border-bottom:1.5px solid var(--ink)}
tbody th{font-weight:500;text-align:left}
tbody th,td{padding:7px 16px 7px 0;border-bottom:1px solid var(--hair);vertical-align:top}
tbody tr:last-child th,tbody tr:last-child td{border-bottom-color:var(--line)}
td.n,th.n{text-align:right;white-space:nowrap}
thead th.n{white-space:normal}
td:last-child:not(.bar),th:last-child:not(.bar){padding-right:0}
td.bar,th.bar{min-width:112px}
.tight td,.tight th{padding-right:10px}.tight td.bar,.tight th.bar{min-width:88px}.tight .bt{min-width:28px}
td.wide,th.wide{min-width:200px}
td code,th code,p code,dd code{font:12.5px/1.4 ui-monospace,Consolas,"DejaVu Sans Mono",monospace;overflow-wrap:anywhere}
th code{display:block;min-width:17em}td code{white-space:nowrap}
thead th[aria-sort]{cursor:pointer}
thead th[aria-sort]:hover,thead th[aria-sort]:focus{color:var(--accent)}
thead th[aria-sort=ascending]::after{content:" \2191"}
thead th[aria-sort=descending]::after{content:" \2193"}
.b{display:flex;align-items:center;gap:8px}
.bt{flex:1 1 auto;height:12px;background:var(--hair);min-width:40px}
.bt.none{background:none;border:1px dotted #9aa3ac}
.bf{display:block;height:100%;background:var(--accent)}
.bl{flex:0 0 3.4em;text-align:right;white-space:nowrap}
.sb{display:flex;height:14px;background:var(--hair);min-width:150px;margin-top:3px}
.sb span{display:block;height:100%}
.s1{background:var(--accent)}
.s2{background:repeating-linear-gradient(45deg,#E69F00 0 4px,#fff3d6 4px 6px)}
.s3{background:var(--far)}
.o1{background:var(--accent)}
.o2{background:linear-gradient(90deg,#0072B2 50%,#cfe3f0 50%);background-size:8px 100%}
.o3{background:#cfe3f0;box-shadow:inset 0 0 0 2px var(--accent)}
.o4{background:#fff;box-shadow:inset 0 0 0 2px var(--far)}
.sb.big{height:34px;margin:14px 0 10px}
.key{display:flex;flex-wrap:wrap;gap:4px 22px;font-size:14px;color:var(--soft);margin:0 0 14px;padding:0;list-style:none}
.key i{display:inline-block;width:14px;height:14px;margin-right:7px;vertical-align:-2px}
dl.def{display:grid;grid-template-columns:15em 1fr;gap:6px 22px;font-size:14.5px;line-height:1.5;margin:10px 0 18px}
dl.def dt{font-weight:600}
dl.def dd{margin:0}
dl.def .id{color:var(--soft);font-weight:400;font-size:12.5px;margin-left:.5em;white-space:nowrap}
ul{margin:0 0 14px;padding-left:1.3em;max-width:52em}
li{margin:3px 0}
.names{font-size:14.5px;max-width:none}
.cmd{background:var(--tint);border:1px solid var(--hair);padding:10px 14px;font:13.5px/1.5 ui-monospace,Consolas,"DejaVu Sans Mono","WenQuanYi Micro Hei",monospace;white-space:pre-wrap;overflow-wrap:anywhere;margin:8px 0 14px}
footer{margin-top:56px;padding-top:14px;border-top:1px solid var(--line);color:var(--soft);font-size:13px}
@media (max-width:720px){main{padding:28px 16px 48px}h1{font-size:28px}.cards{grid-template-columns:1fr 1fr}.card:nth-child(odd){border-left:0;padding-left:0}.pair,.pair.three,.pair.four{grid-template-columns:1fr}dl.def{grid-template-columns:1fr}.answer{font-size:18px}}
@page{size:A4;margin:15mm 14mm 16mm}
@media print{
body{font-size:10.2pt;line-height:1.5}
main{max-width:none;padding:0}
h1{font-size:24pt}h2{font-size:15pt;margin:22pt 0 8pt}h3{font-size:11.5pt}
h1,h2,h3,caption,h2+p{break-after:avoid}
p,li{orphans:3;widows:3}
header+figure.map svg{max-height:148mm}
figure,.cards,tr,.note,.cmd,dl.def dd,.keep{break-inside:avoid}
.answer{font-size:14pt}
.cards{grid-template-columns:repeat(4,1fr)}
.card{padding:8pt 10pt}.card:first-child{padding-left:0}.card .v,.card .v.long,.card .v.longer{font-size:20pt;line-height:1.2}.card .v.longer{font-size:16pt}.card .v small{font-size:11pt}.card dt,.card .d{font-size:9pt}
table{font-size:9.2pt}thead{display:table-header-group}thead th{font-size:8.4pt}
.scroll{overflow:visible}
.pair{grid-template-columns:1fr 1fr}.pair.three{grid-template-columns:repeat(3,1fr)}.pair.four{grid-template-columns:repeat(4,1fr);gap:8px 16px}
td.bar,th.bar{min-width:72px}.bt{min-width:24px}td.wide,th.wide{min-width:110px}.sb{min-width:90px}
figcaption,.quiet,.key,dl.def{font-size:9pt}td code,th code{font-size:7.6pt}th code{min-width:14em}
}
)css";
}

std::string_view page_script() {
  return R"js(
(function(){
function value(row,k){var c=row.cells[k],v=c.getAttribute("data-v");return v===null?c.textContent.trim():v;}
Array.prototype.forEach.call(document.querySelectorAll("table.sortable"),function(table){
  Array.prototype.forEach.call(table.tHead.rows[0].cells,function(head,k){
    head.setAttribute("aria-sort","none");head.tabIndex=0;
    function sort(){
      var up=head.getAttribute("aria-sort")!=="ascending",body=table.tBodies[0];
      var rows=Array.prototype.slice.call(body.rows);
      rows.sort(function(a,b){var x=value(a,k),y=value(b,k),d=parseFloat(x)-parseFloat(y);
        if(isNaN(d)){d=x.localeCompare(y);}return up?d:-d;});
      rows.forEach(function(r){body.appendChild(r);});
      Array.prototype.forEach.call(table.tHead.rows[0].cells,function(h){h.setAttribute("aria-sort","none");});
      head.setAttribute("aria-sort",up?"ascending":"descending");
    }
    head.addEventListener("click",sort);
    head.addEventListener("keydown",function(e){if(e.key==="Enter"||e.key===" "){e.preventDefault();sort();}});
  });
});
})();
)js";
}

}  // namespace catchment::pipeline
