"""Streets, house numbers and the words in which citizens complain: all invented, as data and as numbered series."""

from __future__ import annotations

from collections.abc import Mapping

from zhiheng.ledgers.demonstration.profiles import EVERYONE, Profile

_FIRST = "青禾 望江 松鹤 云杉 白鹭 晴川 竹影 梅溪 兰舟 石桥 柳岸 枫桥 鹿鸣 星海 锦绣 长亭 碧波 朝阳 紫荆 银杏".split()
_SECOND = "东路 西路 南路 北路 中路 大道 横街 直街 老街 新街 一巷 二巷 三巷 里弄 环路 支路 后街 前街 滨道 广场".split()
_STREETS = len(_FIRST) * len(_SECOND)
_HOUSES, _SERIES = 300, 3
#: Where a unit works, if its name does not say so in three characters.
_TERRITORIES = {"YL14": "青漪州", "LG01": "岚港市江东片", "LG02": "岚港市江北片", "LG03": "岚港市江南片"}

#: How a complaint tells each sort of problem; {place} is filled in. Several wordings mean the same.
WORDINGS: Mapping[str, tuple[str, ...]] = {
    "摆摊": ("{place}有人占道摆摊，行人无法通行，请尽快处理", "{place}流动摊贩占用人行道经营，影响通行，希望管一管"),
    "烧烤": ("{place}露天烧烤油烟很大，夜里吵闹，请查处", "{place}有商户在店外烧烤，烟味呛人，请求制止"),
    "广告": ("{place}违规架设大型广告牌，有坠落危险，请核查", "{place}擅自设置户外广告设施，请依法拆除"),
    "渣土": ("{place}渣土车沿途撒漏泥土，扬尘严重，请查处", "{place}运土车辆未盖篷布，路面全是泥，请处理"),
    "建筑垃圾": ("{place}有人偷倒建筑垃圾，堆了好几天，请清理查处", "{place}随意倾倒装修垃圾，无人清运，请处理"),
    "生活垃圾": ("{place}垃圾不分类乱投放，气味难闻，请督促", "{place}垃圾桶旁堆满混装垃圾，请处理"),
    "道路": ("{place}路面被擅自挖开，没有围挡，请核查", "{place}有人私自开挖道路，出行不便，请处理"),
    "设施": ("{place}公共设施被人损坏，存在安全隐患，请查处", "{place}市政设施遭破坏，请尽快修复并查处"),
    "树木": ("{place}有人擅自砍伐行道树，请核查", "{place}几棵大树被锯断，请查处"),
    "绿地": ("{place}绿地被圈占硬化，请恢复并查处", "{place}小区旁绿化带被毁坏占用，请处理"),
    "搭建": ("{place}有人加盖房屋，遮挡采光，请核查", "{place}楼顶正在违法搭建，请制止"),
    "噪声扰民": ("{place}深夜施工噪声扰民，请劝导", "{place}晚上音响声音太大，影响休息，请处理"),
    "机动车乱停": ("{place}车辆乱停堵住消防通道，请疏导", "{place}机动车占用盲道停放，请移走"),
}
_SORT_OF: Mapping[str, str] = {
    "擅自占用城市道路摆摊经营": "摆摊", "在公园内违规设摊": "摆摊", "在非指定区域露天烧烤": "烧烤",
    "擅自设置户外广告设施": "广告", "运输渣土沿途遗撒": "渣土", "随意倾倒建筑垃圾": "建筑垃圾",
    "未按规定分类投放生活垃圾": "生活垃圾", "擅自挖掘城市道路": "道路", "擅自砍伐城市树木": "树木",
    "损坏城市绿地": "绿地", "擅自占用城市绿地": "绿地", "未取得规划许可建设附属房屋": "搭建",
    "擅自搭建屋顶构筑物": "搭建", "擅自改变外墙设置阳光房": "搭建", "临时建筑逾期不拆除": "搭建",
}  # fmt: skip


def place_of(profile: Profile, number: int, *, series: int = 0) -> str:
    """Return the `number`-th place of a unit's territory: no other number or series has the same lane and house.

    Series: 0 cases, 1 complaints without a case, 2 those of planted scenes.
    """
    # Each unit has another street at a number: what two cities call alike stands at other numbers.
    street = street_name((number * 37 + series * 11 + EVERYONE.index(profile) * 53) % _STREETS)
    lane, house = divmod(number, _HOUSES)
    territory = _TERRITORIES.get(profile.unit_id, profile.name[:3])
    return f"{territory}{street}{f'{lane}弄' if lane else ''}{_SERIES * house + series + 1}号"


def street_name(street: int) -> str:
    """Return the name of a street by its number."""
    return _FIRST[street % len(_FIRST)] + _SECOND[street // len(_FIRST) % len(_SECOND)]


def wordings_of(issue: str) -> tuple[str, ...]:
    """Return the wordings in which a cause, or a sort of problem without a case, is complained of."""
    return WORDINGS[_SORT_OF.get(issue, issue if issue in WORDINGS else "设施")]
