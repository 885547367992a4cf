"""Verifies a bundle without a network: the zip, the digests, and the result made again from what is packed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from zhiheng.domain.canonical import digest_of
from zhiheng.domain.refusals import Fault, Place, Refusal
from zhiheng.domain.scheme import Scheme
from zhiheng.domain.texts import Text
from zhiheng.engine.results import FORMAT as RESULT_FORMAT
from zhiheng.engine.stored import REQUEST
from zhiheng.ledgers import read_ledger
from zhiheng.schemes import built_in_schemes, read_scheme
from zhiheng.seal.archive import Limits, digest_of_file, packed, unpack, write_archive
from zhiheng.seal.comparing import Difference, differences, line_of
from zhiheng.seal.contents import ALLOWED, GUIDE, INPUTS, MANIFEST, REPORTS, REQUIRED, RESULT
from zhiheng.seal.guide import GUIDE_TEXT
from zhiheng.seal.manifest import PROGRAM, Manifest, head_of, read_manifest, without_repetition
from zhiheng.seal.recomputing import LEDGER_DIGEST, expected_from, recompute


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the verification of a bundle found. `ok`: every file, digest and line is as the bundle states.

    `digest` is of the file as a whole: what was published beside the bundle is compared with it. `not_recomputed` is
    what the bundle alone cannot show; `remarks` is what a reader should know although everything agrees.
    """

    digest: str
    result_digest: str
    scheme_id: str
    scheme_version: str
    scheme_digest: str
    ledger_name: str
    ledger_digest: str
    program: str
    differences: tuple[Difference, ...] = ()
    not_recomputed: tuple[Text, ...] = ()
    remarks: tuple[Text, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether nothing differs."""
        return not self.differences

    @property
    def first_line(self) -> Difference | None:
        """The first line of the result that differs."""
        return next((one for one in self.differences if one.kind == "line" and one.path.startswith(RESULT)), None)

    @property
    def first_rule(self) -> Difference | None:
        """The first line within a rule that differs: most often the cause of those before it."""
        return next((one for one in self.differences if one.kind == "line" and one.rule_id), None)


@dataclass(frozen=True, slots=True)
class Examined:
    """A folder of a bundle examined: the scheme where it could be read, what differs, what was taken over."""

    scheme: Scheme | None
    differences: tuple[Difference, ...]
    not_recomputed: tuple[Text, ...] = ()


def verify_bundle(path: Path, *, expect: str = "", ledger: Path | None = None, limits: Limits | None = None) -> Verdict:
    """Verify a bundle. `expect` is a digest published elsewhere, of the bundle or its result; `ledger` the original.

    Raises Refusal where the file is no bundle that could be verified: no sound zip, unsafe names, too large, no
    manifest or no result of a known format.
    """
    with TemporaryDirectory(prefix="zhiheng-") as name:
        folder = Path(name)
        names = unpack(path, folder, allowed=ALLOWED, limits=limits or Limits())
        _refuse_incomplete(path, names)
        manifest = read_manifest(folder / MANIFEST)
        body = read_body(folder / RESULT)
        digest = digest_of_file(path)
        found = [*_files_against(manifest, folder, names), *_head_against(manifest, body)]
        found += _expected(expect, path, (digest, body["digest"]))
        for extra in set(names) & ALLOWED - set(manifest.files) - {MANIFEST}:
            (folder / extra).unlink()  # a file that the manifest does not list takes no part in the result
        examined = examine(folder, body)
        found += [*examined.differences, *_ledger_against(ledger, body)]
        is_as_sealed = _is_as_sealed(path, folder, names, limits or Limits())
        return Verdict(
            digest=digest,
            result_digest=body["digest"],
            scheme_id=body["scheme"]["id"],
            scheme_version=body["scheme"]["version"],
            scheme_digest=body["scheme"]["digest"],
            ledger_name=body["ledger"]["name"],
            ledger_digest=body["ledger"]["digest"],
            program=manifest.program,
            differences=tuple(found),
            not_recomputed=tuple(one for one in examined.not_recomputed if ledger is None or one != LEDGER_DIGEST),
            remarks=tuple(_remarks(manifest, folder, examined.scheme, is_as_sealed=is_as_sealed)),
        )


def examine(folder: Path, body: Mapping[str, Any]) -> Examined:
    """Make the result of an unpacked bundle again and compare it, line by line, with the one that is stated."""
    own = {name: value for name, value in body.items() if name != "digest"}
    found: list[Difference] = []
    fitting = digest_of(own)
    try:
        evaluation = recompute(folder / INPUTS)
    except Refusal as refusal:
        told = _without_folder(refusal, folder)
        found = [Difference("recomputation", INPUTS, "", "", told), *_own_digest(body, fitting)]
        return Examined(None, tuple(found))
    expected, taken = expected_from(evaluation, body)
    found += [_with_line(one, body, folder / RESULT) for one in differences(RESULT, own, expected)]
    found += _own_digest(body, fitting)
    asked = json.loads((folder / INPUTS / REQUEST).read_text(encoding="utf-8"))
    found += differences(f"{INPUTS}/{REQUEST}", {"scheme": asked["scheme"]}, {"scheme": evaluation.scheme.id})
    return Examined(evaluation.scheme, tuple(found), taken)


def read_body(path: Path) -> dict[str, Any]:
    """Return a `result.json` as parsed JSON, unknown members included.

    Raises Refusal where it is no such file: another format, a member twice, numbers that canonical JSON does not hold.
    """
    try:
        body: dict[str, Any] = json.loads(path.read_bytes().decode("utf-8"), object_pairs_hook=without_repetition)
        if body["format"] != RESULT_FORMAT:
            raise ValueError(str(body["format"]))
        told = head_of(body)
        words = (told["result"]["digest"], *told["scheme"].values(), *told["ledger"].values())
        if not all(isinstance(word, str) for word in words):
            raise TypeError("text")
        digest_of(body)
        return body
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        reason = Text(f"这不是 {RESULT_FORMAT} 格式的结果", f"this is no result of the format {RESULT_FORMAT}")
        remedy = Text("给出 zhiheng evaluate 写的结果", "give a result that `zhiheng evaluate` wrote")
        raise Refusal(Fault("no_result", Place(file=path.name), reason, remedy)) from None


def _refuse_incomplete(path: Path, names: tuple[str, ...]) -> None:
    missing = [name for name in REQUIRED if name not in names]
    if missing:
        reason = Text("包里缺少这个文件", "the bundle lacks this file")
        remedy = Text("向出具方索取 zhiheng seal 生成的原件", "ask for the original that `zhiheng seal` made")
        raise Refusal(Fault("no_bundle", Place(file=str(path)), reason, remedy, name) for name in missing)


def _files_against(manifest: Manifest, folder: Path, names: tuple[str, ...]) -> Iterator[Difference]:
    """Yield every file that is not as the manifest lists it, that it does not list, or that is gone."""
    for name in sorted({*manifest.files, *names} - {MANIFEST}):
        listed = manifest.files.get(name)
        if name not in names:
            text = Text("清单里有，包里没有", "the manifest lists it, the bundle lacks it")
            yield Difference("file", name, listed.sha256 if listed else "", "", text)
        elif name not in ALLOWED or listed is None:
            text = Text("不属于这种包的文件", "a file that has no place in such a bundle")
            if name in ALLOWED:
                text = Text("清单里没有这个文件", "the manifest does not list this file")
            yield Difference("file", name, "", digest_of_file(folder / name) if name in ALLOWED else "", text)
        elif (found := packed(folder, name)) != listed:
            text = Text("文件内容被改动", "the file was changed")
            yield Difference("file", name, listed.sha256, found.sha256, text)


def _head_against(manifest: Manifest, body: Mapping[str, Any]) -> Iterator[Difference]:
    yield from differences(MANIFEST, dict(manifest.head), head_of(body))


def _expected(expect: str, path: Path, digests: tuple[str, str]) -> Iterator[Difference]:
    """Compare a digest published elsewhere: the only thing that shows a bundle made anew from end to end."""
    wanted = expect.strip().lower().removeprefix("sha256:")
    if wanted and f"sha256:{wanted}" not in digests:
        text = Text("不是公布摘要的那一份", "it is not the one whose digest was published")
        yield Difference("digest", path.name, f"sha256:{wanted}", digests[0], text)


def _own_digest(body: Mapping[str, Any], fitting: str) -> Iterator[Difference]:
    if body["digest"] != fitting:
        text = Text("结果与它自带的摘要不符", "the result does not fit its own digest")
        yield Difference("digest", f"{RESULT}#.digest", body["digest"], fitting, text)


def _ledger_against(ledger: Path | None, body: Mapping[str, Any]) -> Iterator[Difference]:
    if ledger is None:
        return
    digest = read_ledger(ledger).digest
    if digest != body["ledger"]["digest"]:
        text = Text("给出的台账不是评价所用的台账", "the ledger given is not the one that was evaluated")
        yield Difference("digest", f"{RESULT}#.ledger.digest", body["ledger"]["digest"], digest, text)


def _with_line(one: Difference, body: Mapping[str, Any], file: Path) -> Difference:
    """Add the line of the file, as `evaluate` writes it, a member a line."""
    return replace(one, line=line_of(body, one.path.partition("#")[2])) if one.stated else one


def _without_folder(refusal: Refusal, folder: Path) -> Text:
    """Return why nothing can be computed; the folder in which the bundle was unpacked means nothing to a reader."""
    told = [refusal.of(language).replace(f"{folder}/", "") for language in ("zh", "en")]
    return Text(*told)


def _is_as_sealed(path: Path, folder: Path, names: tuple[str, ...], limits: Limits) -> bool:
    """Say whether the file is, byte for byte, what sealing these files gives: nothing hides between them."""
    if any(not (folder / name).is_file() for name in names):
        return False
    if path.stat().st_size > sum((folder / name).stat().st_size for name in names) + limits.directory:
        return False
    again = folder / "again.zip"
    with again.open("wb") as file:
        write_archive(folder, names, file)
    return digest_of_file(again) == digest_of_file(path)


def _remarks(manifest: Manifest, folder: Path, scheme: Scheme | None, *, is_as_sealed: bool) -> Iterator[Text]:
    if scheme is not None:
        yield from _scheme_remarks(scheme)
    if not is_as_sealed:
        yield Text(
            "包被重新压缩过，或者夹带了别的内容：文件逐个核对，整包摘要与封装时不同",
            "the bundle was packed anew or carries something besides: its files count, its digest is another",
        )
    if manifest.program != PROGRAM:
        yield Text(
            f"由 {manifest.program} 封装，现用 {PROGRAM} 核验；只有措辞不同时，可用原版本再核验",
            f"sealed by {manifest.program}, verified by {PROGRAM}; if only wording differs, try the former",
        )
    elif (folder / GUIDE).is_file() and (folder / GUIDE).read_text(encoding="utf-8", errors="replace") != GUIDE_TEXT:
        yield Text(f"{GUIDE} 不是本程序写的说明", f"{GUIDE} is not what this program writes")
    if any(name.startswith(f"{REPORTS}/") for name in manifest.files):
        yield Text(
            "随包的报告只核对了摘要，没有重新生成；以 result.json 为准",
            "the reports in the bundle were checked by digest and not made again; result.json is what counts",
        )


def _scheme_remarks(scheme: Scheme) -> Iterator[Text]:
    built_in = built_in_schemes().get(scheme.id)
    if built_in is None:
        told = f"方案 {scheme.id} 不是内置方案，按包里的方案重算"
        yield Text(told, f"scheme {scheme.id} is not a built-in one; the packed one was used")
        return
    here = read_scheme(built_in)
    if here.digest == scheme.digest:
        return
    if here.version == scheme.version:
        yield Text(
            f"包里的方案自称 {scheme.id} {scheme.version}，但与内置的同一版本内容不同",
            f"the packed scheme calls itself {scheme.id} {scheme.version} but is not the built-in one of that version",
        )
    else:
        yield Text(
            f"按包里的 {scheme.id} {scheme.version} 版重算；内置的是 {here.version} 版",
            f"the packed version {scheme.version} of {scheme.id} was used; the built-in one is {here.version}",
        )
