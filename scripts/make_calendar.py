"""Write src/zhiheng/rulebook/calendars/cn.yaml from the package chinesecalendar, which the product never imports.

Run once a year, when the State Council's notice for the next year is out and chinesecalendar carries it:
add the year to NOTICES, run `python scripts/make_calendar.py`, read the difference against the notice, commit.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from chinese_calendar.constants import holidays, workdays

TARGET = Path(__file__).resolve().parents[1] / "src/zhiheng/rulebook/calendars/cn.yaml"

FIRST_YEAR, LAST_YEAR = 2004, 2026

NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "Mid-autumn Festival": "中秋节",
    "National Day": "国庆节",
    "Anti-Fascist 70th Day": "抗战胜利七十周年纪念日",
}

# Days where the package departs from the notice, and the notice prevails.
# 国办发明电〔2005〕35号, item 1: 「12月31日（星期六）上班」, given for 2 or 3 January 2006. The package has it at rest.
CORRECTED_WORKDAYS = {date(2005, 12, 31): "New Year's Day"}

# Numbers as the published notices carry them; the numbers for 2004 and 2005 could not be verified and stay empty.
# Several numbers: the notice and those that changed it (2015-09-03, 2019-05-01, the Spring Festival of 2020).
GOV = "https://www.gov.cn/zhengce/zhengceku/"
NOTICES: dict[int, tuple[str, str]] = {
    2004: ("", ""),
    2005: ("", ""),
    2006: ("国办发明电〔2005〕35号", "https://www.gov.cn/jrzg/2005-12/22/content_133837.htm"),
    2007: ("国办发明电〔2006〕49号", GOV + "2008-03/28/content_1761.htm"),
    2008: ("国办发明电〔2007〕52号", GOV + "2008-03/28/content_1645.htm"),
    2009: ("国办发明电〔2008〕42号", GOV + "2008-12/10/content_1572.htm"),
    2010: ("国办发明电〔2009〕27号", GOV + "2009-12/08/content_1476.htm"),
    2011: ("国办发明电〔2010〕40号", GOV + "2010-12/10/content_1423.htm"),
    2012: ("国办发明电〔2011〕45号", GOV + "2011-12/06/content_1411.htm"),
    2013: ("国办发明电〔2012〕33号", GOV + "2012-12/10/content_1353.htm"),
    2014: ("国办发明电〔2013〕28号", GOV + "2014-01/02/content_1194.htm"),
    2015: ("国办发明电〔2014〕28号 国发明电〔2015〕1号", GOV + "2014-12/16/content_9302.htm"),
    2016: ("国办发明电〔2015〕18号", GOV + "2015-12/10/content_10394.htm"),
    2017: ("国办发明电〔2016〕17号", GOV + "2016-12/01/content_5141603.htm"),
    2018: ("国办发明电〔2017〕12号", GOV + "2017-11/30/content_5243579.htm"),
    2019: ("国办发明电〔2018〕15号 国办发明电〔2019〕3号", GOV + "2018-12/06/content_5346276.htm"),
    2020: ("国办发明电〔2019〕16号 国办发明电〔2020〕1号", GOV + "2019-11/21/content_5454164.htm"),
    2021: ("国办发明电〔2020〕27号", GOV + "2020-11/25/content_5564127.htm"),
    2022: ("国办发明电〔2021〕11号", GOV + "2021-10/25/content_5644835.htm"),
    2023: ("国办发明电〔2022〕16号", GOV + "2022-12/08/content_5730844.htm"),
    2024: ("国办发明电〔2023〕7号", GOV + "202310/content_6911528.htm"),
    2025: ("国办发明电〔2024〕12号", GOV + "202411/content_6986383.htm"),
    2026: ("国办发明电〔2025〕7号", GOV + "202511/content_7047091.htm"),
}

HEADER = """\
# 全国工作日历：某年某日是否上班，依国务院办公厅每年《关于部分节假日安排的通知》。
# Working days of the State organs, after the yearly notice of the General Office of the State Council.
#
# off   周一至周五中放假的日子（周末照常休息，不列）  / weekdays that are rest days
# work  周末中调休上班的日子                          / weekend days that are worked
# 日期按其所在年份列出：2018-12-31 为 2019 年元旦放假，列在 2018 年。 / A day stands under the year it lies in.
# notice 为空：该年日期可靠，但文号未能核实，不予填写。 / Empty: the days are known, the number could not be verified.
# 由 scripts/make_calendar.py 生成，勿手改。 / Generated; do not edit by hand.
"""


def render() -> str:
    """Return the text of the calendar file."""
    rests = {day: name for day, name in holidays.items() if day.weekday() < 5}
    makeups = {day: name for day, name in workdays.items() if day.weekday() > 4} | CORRECTED_WORKDAYS
    lines = [HEADER + "id: cn", "names:", *(f"  {zh}: {en}" for en, zh in NAMES.items()), "years:"]
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        number, url = NOTICES[year]
        lines.append(f"  {year}:")
        # Quoted scalars: the YAML reader takes a third less time over them.
        lines.append(f'    notice: "{number}"')
        if url:
            lines.append(f'    url: "{url}"')
        lines.append(f'    off: "{_listed({day: name for day, name in rests.items() if day.year == year})}"')
        lines.append(f'    work: "{_listed({day: name for day, name in makeups.items() if day.year == year})}"')
    return "\n".join(lines) + "\n"


def _listed(days: dict[date, str]) -> str:
    """Write days as `name MM-DD..MM-DD MM-DD, name …`, each run of one name after another in order of date."""
    runs: list[tuple[str, date, date]] = []
    for day in sorted(days):
        name = NAMES[days[day]]
        if runs and runs[-1][0] == name and (day - runs[-1][2]).days == 1:
            runs[-1] = (name, runs[-1][1], day)
        else:
            runs.append((name, day, day))
    groups: list[tuple[str, list[str]]] = []
    for name, first, last in runs:
        span = f"{first:%m-%d}" if first == last else f"{first:%m-%d}..{last:%m-%d}"
        if groups and groups[-1][0] == name:
            groups[-1][1].append(span)
        else:
            groups.append((name, [span]))
    return ", ".join(f"{name} {' '.join(spans)}" for name, spans in groups)


if __name__ == "__main__":
    TARGET.write_text(render(), encoding="utf-8")
    print(f"wrote {TARGET.name}: {FIRST_YEAR} to {LAST_YEAR}")
