"""VERIFY.md: how a bundle is verified, with this program or by hand. The same text in every bundle of a version."""

GUIDE_TEXT = """\
# 怎样核验 / How to verify

这个包封存了一次执法评价：`result.json` 是结果；`inputs/` 是评价所用的方案、补充值和台账行（不含当事人、人员姓名）；
`manifest.json` 列出每个文件的大小和 SHA-256。格式：`zhiheng-bundle/1`。
This bundle seals an evaluation: `result.json` is the result; `inputs/` holds scheme, completion and ledger rows that it
was made from (no names of parties or officers); `manifest.json` lists size and SHA-256 of every file.

## 用程序 / With the program

```
zhiheng verify B.zip
zhiheng verify B.zip --expect sha256:…      # 同时核对公布的摘要 / against a digest published elsewhere
zhiheng verify B.zip --ledger LEDGER        # 有原台账的 / where the original ledger is at hand
```

不联网。逐个核对文件摘要，用包里的方案和数据重算，与 `result.json` 逐行比较，指出第一处不同。
退出状态：0 一致；1 不一致；2 文件不能用。
It needs no network. Status 0: verified; 1: it differs, and the first line that does is named; 2: unusable.

## 手工 / By hand

1. 整包的摘要与公布的是否一致 / is the digest of the bundle the one published: `sha256sum B.zip`
2. 解开后逐个核对文件；没有输出就是一致 / unpack, then check every file; no output means that all agree:

```
python3 - <<'END'
import hashlib, json, pathlib
for f in json.load(open("manifest.json", encoding="utf-8"))["files"]:
    data = pathlib.Path(f["path"]).read_bytes()
    if (len(data), "sha256:" + hashlib.sha256(data).hexdigest()) != (f["size"], f["sha256"]):
        print("DIFFERS", f["path"])
r = json.load(open("result.json", encoding="utf-8"))
stated = r.pop("digest")
text = json.dumps(r, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
if "sha256:" + hashlib.sha256(text.encode()).hexdigest() != stated:
    print("DIFFERS result.json: digest")
END
```

3. 任选一条规则：`result.json` 里它的 `rows` 就是 `inputs/*.csv` 里的编号，按 `inputs/scheme.yaml` 的条文自己算一遍。
   Take any rule: its `rows` are ids in `inputs/*.csv`; do the sum after the clause in `inputs/scheme.yaml`.

## 证明什么，不证明什么 / What it shows and what not

一致说明：这个结果就是由这些数据、按这个方案算出来的，一处未改。不说明：数据属实；也防不了有人改了数据、重算、再封一个新包——
所以出具方应当公布摘要，核验时用 `--expect` 核对。
Agreement shows that this result follows from these data under this scheme. It does not show that the data are true, nor
that nobody changed the data, computed anew and sealed again: hence publish the digest, and check it with `--expect`.
"""
