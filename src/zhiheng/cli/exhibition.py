"""The folder that `zhiheng serve` shows: ledger, results, forms and the page that lists them, made where missing."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import zhiheng
from zhiheng import api
from zhiheng.cli.website import Sheet
from zhiheng.domain.evaluation import Evaluation
from zhiheng.domain.refusals import Fault, Place, Refusal
from zhiheng.domain.texts import Text
from zhiheng.ledgers.demonstration import write_demonstration
from zhiheng.reports.html.index_page import Listed, Step, render_index
from zhiheng.reports.template import write_template

LEDGER, RESULTS = "ledger", "results"
#: What this command alone writes: the page, the blank forms, and marks of what each was made from.
OWN, INDEX, FORMS, MARKS = ".served", "index.html", "forms", "marks.json"
#: What the demonstration evaluates: a scheme, and the completion that it needs, by its name in the ledger's folder.
RUNS = (("hunan-2020", ""), ("chongqing-interim", "chongqing-completion.yaml"))
_FILES = {
    "report.html": Text("评价报告", "report"),
    "scorecards.xlsx": Text("评分卡（Excel）", "Scorecards (Excel)"),
    "report.docx": Text("评价报告（Word）", "Report (Word)"),
    "result.json": Text("结果数据（JSON）", "Result data (JSON)"),
}
_SAVED_AS = {"scorecards.xlsx": "评分卡", "report.docx": "评价报告", "result.json": "结果"}
_FORM = Text("空白自评表（Excel）", "Blank self-evaluation form (Excel)")

Tell = Callable[[Text], None]


@dataclass(frozen=True)
class Exhibition:
    """What is on show: `folder` holds it, `program` is how the commands of the page call zhiheng."""

    folder: Path
    program: str
    tell: Tell

    def prepare(self, *, demonstration: bool) -> dict[str, Sheet]:
        """Make what is missing or belongs to another version; return the files to serve by address.

        Raises Refusal where the folder cannot be used, an input cannot be evaluated, or there is nothing to show.
        """
        with _writing(self.folder):
            (self.folder / OWN / FORMS).mkdir(parents=True, exist_ok=True)
            marks = self._read_marks()
            if demonstration:
                self._make_ledger()
                self._evaluate(marks)
            names = self._results()
            if not names:
                raise Refusal(self._nothing())
            self._write_index(names, marks, demonstration=demonstration)
            return self._sheets(names)

    def _make_ledger(self) -> None:
        """Make the ledger where there is none; one that is there stays as it is, changes included."""
        ledger = self.folder / LEDGER
        if (ledger / "ledger.yaml").is_file():
            return
        self.tell(Text("正在生成演示台账……", "Making the demonstration ledger …"))
        if ledger.exists():
            write_demonstration(ledger)  # refuses whatever is not empty
        else:
            with self._draft(ledger) as draft:
                write_demonstration(draft)

    def _evaluate(self, marks: dict[str, str]) -> None:
        program, ledger = digest_of_folder(Path(zhiheng.__file__).parent), digest_of_folder(self.folder / LEDGER)
        for scheme, completion in RUNS:
            mark = _digest(program, ledger, scheme)
            out = self.folder / RESULTS / scheme
            if marks.get(scheme) == mark and all((out / name).is_file() for name in _FILES):
                continue
            self._refuse_foreign_result(scheme, marks)
            self.tell(Text(f"正在按 {scheme} 评价……", f"Evaluating under {scheme} …"))
            complete = self.folder / LEDGER / completion if completion else None
            with self._draft(out) as draft:
                api.evaluate_files(api.Job(scheme=scheme, ledger=self.folder / LEDGER, out=draft, complete=complete))
            marks |= {scheme: mark, f"{scheme}/result": self._seal(scheme)}
            self._write_marks(marks)

    def _refuse_foreign_result(self, name: str, marks: dict[str, str]) -> None:
        """Refuse to replace a result that was not made here: somebody's own may stand under the same name."""
        out = self.folder / RESULTS / name
        if not out.exists() or (f"{name}/result" in marks and self._seal(name) in ("", marks[f"{name}/result"])):
            return
        reason = Text("这里有别的评价结果，不予覆盖", "another result stands here and is not overwritten")
        remedy = Text(
            f"演示用另一个文件夹：--folder demo；看这里的结果：{self.program} serve --folder {self.folder}",
            f"take another folder for the demonstration (--folder demo); to see these results: "
            f"{self.program} serve --folder {self.folder}",
        )
        raise Refusal(Fault("foreign_result", Place(file=str(out)), reason, remedy))

    def _seal(self, name: str) -> str:
        """Return the digest of a result's file; empty where there is none."""
        path = self.folder / RESULTS / name / "result.json"
        return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""

    def _results(self) -> list[str]:
        """Return the names of the folders with results, those of the demonstration first."""
        found = sorted(path.parent.name for path in (self.folder / RESULTS).glob("*/result.json"))
        whole = [name for name in found if all((self.folder / RESULTS / name / file).is_file() for file in _FILES)]
        order = [scheme for scheme, _ in RUNS]
        return sorted(whole, key=lambda name: (order.index(name) if name in order else len(order), name))

    def _write_index(self, names: list[str], marks: dict[str, str], *, demonstration: bool) -> None:
        """Write the page and the blank forms, unless those that are there belong to these results."""
        seals = [part for name in names for part in (name, self._seal(name))]
        program = digest_of_folder(Path(zhiheng.__file__).parent)
        mark = _digest(program, self.program, str(self.folder), str(demonstration), *seals)
        own = self.folder / OWN
        if marks.get(INDEX) == mark and (own / INDEX).is_file():
            return
        evaluations = {name: api.scoring.read_evaluation(self.folder / RESULTS / name) for name in names}
        for evaluation in evaluations.values():
            write_template(evaluation.scheme, own / FORMS / f"{evaluation.scheme.id}.xlsx")
        listed = [self._listed(name, evaluation) for name, evaluation in evaluations.items()]
        told = steps(self.program, self.folder / LEDGER if demonstration else None)
        page = render_index(listed, told, is_demonstration=demonstration)
        _write_text(own / INDEX, page)
        marks[INDEX] = mark
        self._write_marks(marks)

    def _listed(self, name: str, evaluation: Evaluation) -> Listed:
        downloads = [(label, f"{RESULTS}/{name}/{file}") for file, label in _FILES.items() if file in _SAVED_AS]
        downloads.append((_FORM, f"{FORMS}/{evaluation.scheme.id}.xlsx"))
        return Listed(name, f"{RESULTS}/{name}/report.html", evaluation, downloads)

    def _sheets(self, names: list[str]) -> dict[str, Sheet]:
        """Return the whole of what is served; a link out of the folder is not followed."""
        own = self.folder / OWN
        sheets = {"/": Sheet(own / INDEX), f"/{INDEX}": Sheet(own / INDEX)}
        for name in names:
            for file in _FILES:
                path = self.folder / RESULTS / name / file
                saved_as = f"{_SAVED_AS[file]}-{name}{path.suffix}" if file in _SAVED_AS else ""
                sheets[f"/{RESULTS}/{name}/{file}"] = Sheet(path, saved_as)
        for path in sorted((own / FORMS).glob("*.xlsx")):
            sheets[f"/{FORMS}/{path.name}"] = Sheet(path, f"自评表-{path.name}")
        home = self.folder.resolve()
        return {address: sheet for address, sheet in sheets.items() if sheet.path.resolve().is_relative_to(home)}

    @contextmanager
    def _draft(self, target: Path) -> Iterator[Path]:
        """Yield an empty folder that takes the place of `target` when the block ends well, and vanishes otherwise."""
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self.folder / OWN, prefix="draft-") as held:
            draft = Path(held) / "new"
            draft.mkdir()
            yield draft
            if target.is_dir():
                target.replace(Path(held) / "old")
            draft.replace(target)

    def _read_marks(self) -> dict[str, str]:
        try:
            marks = json.loads((self.folder / OWN / MARKS).read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            return {}
        return {str(key): str(value) for key, value in marks.items()} if isinstance(marks, dict) else {}

    def _write_marks(self, marks: dict[str, str]) -> None:
        _write_text(self.folder / OWN / MARKS, json.dumps(marks, indent=1, sort_keys=True) + "\n")

    def _nothing(self) -> Fault:
        reason = Text("文件夹里没有评价结果", "the folder holds no results")
        remedy = Text(
            f"看演示用 {self.program} serve --demo；自己的结果写到 {self.folder / RESULTS / '名称'}："
            f"{self.program} evaluate … --out {self.folder / RESULTS / '名称'}",
            f"for the demonstration: {self.program} serve --demo; your own results go to {self.folder / RESULTS}: "
            f"{self.program} evaluate … --out {self.folder / RESULTS / 'NAME'}",
        )
        return Fault("no_results", Place(file=str(self.folder / RESULTS)), reason, remedy)


def steps(program: str, demonstration: Path | None) -> tuple[Step, ...]:
    """Return how to evaluate one's own data, with the lines to type; at last how to play with the demonstration's."""
    own = (
        Step(
            Text(
                "新建文件夹“我的台账”，放一个 ledger.yaml，写明名称、评价期间和数据截止日：",
                "Make a folder 我的台账 with a ledger.yaml that states name, period and as-of date:",
            ),
            ("name: 我市 2025 年", "period: {from: 2025-01-01, to: 2026-01-01}", "as_of: 2025-11-15"),
        ),
        Step(
            Text(
                "生成空白自评表，填好后放进这个文件夹：", "Make the blank form; fill it in and put it into that folder:"
            ),
            (f"{program} template hunan-2020 --out 我的台账/自评表.xlsx",),
        ),
        Step(
            Text(
                "有案件、人员、投诉等表的，按演示台账的表头存成 .csv 或 .xlsx 放进去；先校验：",
                "Add tables of cases, officers, complaints with the demonstration's headers; then validate:",
            ),
            (f"{program} ledger validate 我的台账",),
        ),
        Step(
            Text("评价，然后打开结果：", "Evaluate, then open the results:"),
            (
                f"{program} evaluate --scheme hunan-2020 --ledger 我的台账 --out 我的结果/results/hunan-2020",
                f"{program} serve --folder 我的结果 --port 8001",
            ),
        ),
    )
    if demonstration is None:
        return own
    words = Text(
        "本页的演示数据在下列文件夹；改动其中的表，重新启动就按改动后的数据评价：",
        "The data of this page stand here; change a table and start again to see the scores change:",
    )
    return (*own, Step(words, (str(demonstration),)))


def digest_of_folder(folder: Path) -> str:
    """Return one digest over the names and bytes of all files below a folder.

    Compiled Python does not count, nor does what checks prepared beside a ledger's tables: both follow from the rest.
    """
    seal = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not {"__pycache__", ".canonical"}.intersection(path.relative_to(folder).parts):
            name, data = str(path.relative_to(folder)).encode(), path.read_bytes()
            seal.update(b"%d:%s%d:" % (len(name), name, len(data)))
            seal.update(data)
    return seal.hexdigest()


def _digest(*parts: str) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _write_text(path: Path, text: str) -> None:
    draft = path.with_name(f".{path.name}.new")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    """Turn what the operating system refuses into a refusal that says how to mend it."""
    try:
        yield
    except OSError as wrong:
        reason = Text("数据文件夹不能使用", "the data folder cannot be used")
        remedy = Text("用 --folder 换一个可写的文件夹", "choose a folder that can be written with --folder")
        place = Place(file=str(wrong.filename or folder))
        raise Refusal(Fault("bad_folder", place, reason, remedy, wrong.strerror or "")) from None
