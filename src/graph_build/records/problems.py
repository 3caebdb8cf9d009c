"""Problems: one type for everything that has to be reported, and one table of what the codes mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from graph_build.records.evidence import Span

Severity: TypeAlias = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """What a code means: its usual severity, a message with ``{value}``, and what to do, in ja and en."""

    severity: Severity
    ja: str
    en: str
    todo_ja: str
    todo_en: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Something the reader of a result has to be told.

    ``value`` is what was found (at most 60 characters, the document's words shortened), ``about`` the id or file it
    concerns, ``place`` where it stands. Messages come from `KINDS`; ``severity`` None means the code's usual one.
    """

    code: str
    value: str = ""
    about: str | None = None
    place: Span | None = None
    override: Severity | None = None
    value_ja: str | None = None
    """``value`` in Japanese, where it holds words of this program and not only the document's."""

    def __post_init__(self) -> None:
        if self.code not in KINDS:
            raise ValueError(f"unknown problem code {self.code}")
        for name in ("value", "value_ja"):
            words = getattr(self, name)
            if words and len(words) > 60:
                object.__setattr__(self, name, words[:59] + "…")

    @property
    def kind(self) -> ProblemKind:
        """The row of the table behind the code."""
        return KINDS[self.code]

    @property
    def severity(self) -> Severity:
        """How bad it is here."""
        return self.override or self.kind.severity

    def message(self, lang: Literal["ja", "en"] = "en") -> str:
        """What is wrong, in words."""
        if lang == "ja":
            return self.kind.ja.replace("{value}", self.detail_ja)
        return self.kind.en.replace("{value}", self.value)

    @property
    def detail_ja(self) -> str:
        """What was found, in Japanese."""
        return self.value if self.value_ja is None else self.value_ja

    def todo(self, lang: Literal["ja", "en"] = "en") -> str:
        """What to do about it."""
        return self.kind.todo_ja if lang == "ja" else self.kind.todo_en


KINDS: dict[str, ProblemKind] = {
    "unreadable_file": ProblemKind(
        "error",
        "ファイルを読めません：{value}",
        "the file cannot be read: {value}",
        "文字データを含む txt・md・html・docx・pdf を指定してください。",
        "give a txt, md, html, docx or pdf file that holds text.",
    ),
    "not_utf8": ProblemKind(
        "error",
        "UTF-8 ではないため {value} として読みました",
        "the file is not UTF-8; it was read as {value}",
        "読んだ内容は残しました。UTF-8 に変換した写しを使うと確実です。",
        "what was read is kept; to be sure, give a copy converted to UTF-8.",
    ),
    "empty_file": ProblemKind(
        "error",
        "ファイルに文字がありません",
        "the file holds no text",
        "別のファイルを指定するか、画像の場合は文字認識をしてください。",
        "give another file, or run character recognition if it is a scan.",
    ),
    "not_an_agreement": ProblemKind(
        "error",
        "協約・協定・ビジョン・議案ではありません：{value}",
        "this is no agreement, plan or bill; it seems to be {value}",
        "対象は連携協約、定住自立圏形成協定、都市圏ビジョン及びそれらの議案です。",
        "only cooperation agreements, plans and bills about them are read.",
    ),
    "duplicate_document": ProblemKind(
        "warning",
        "同じ主題の文書がもう一つあり、こちらは使いませんでした：{value}",
        "another document on the same topic was used instead of this one: {value}",
        "どちらか一方だけを指定してください。",
        "give only one of the two.",
    ),
    "same_day_acts": ProblemKind(
        "note",
        "同じ日に締結された別の変更があるため、それぞれの識別子に変更内容の要約値を付けました：{value}",
        "another change of the same agreement was signed on this day; both identifiers name what is changed: {value}",
        "同じ文書の写しなら、どちらか一方だけを指定してください。",
        "if the files are copies of one document, give only one of them.",
    ),
    "duplicate_id": ProblemKind(
        "warning",
        "二つの項目が同じ識別子になるため番号を付けました：{value}",
        "two items would get one identifier, so a number was added: {value}",
        "文書に同じ項目が二度書かれていないか確かめてください。",
        "check whether the document prints the same item twice.",
    ),
    "unknown_core": ProblemKind(
        "warning",
        "圏域の中心市が分からないため、圏域を作りませんでした",
        "the core city of the area is not known, so no area was made",
        "data/areas.tsv に出典とともに一行を加えてください。",
        "add a row with its source to data/areas.tsv.",
    ),
    "register_differs": ProblemKind(
        "warning",
        "登録簿の事実と文書が異なります：{value}",
        "the register and the document differ: {value}",
        "文書の版を確かめてください。文書の値を使いました。",
        "check which edition the document is; the document's value was used.",
    ),
    "truncated": ProblemKind(
        "error",
        "文書が途中で切れています：{value}",
        "the document is cut off: {value}",
        "完全なファイルを指定してください。読めた部分は残しました。",
        "give the whole file; what could be read was kept.",
    ),
    "missing_annex": ProblemKind(
        "error",
        "本文が参照する別表がありません：{value}",
        "an annex that the text refers to is missing: {value}",
        "別表を含むファイルを指定してください。",
        "give the file with its annexes.",
    ),
    "missing_date": ProblemKind(
        "warning",
        "締結日が書かれていません",
        "no date of signing is printed",
        "日付のある写しを使うか、そのままにしてください（undated として扱います）。",
        "use a dated copy, or leave it: it is treated as undated.",
    ),
    "corrupt_text": ProblemKind(
        "warning",
        "文字が壊れている可能性があります：{value}",
        "the text seems damaged: {value}",
        "元の PDF などを確かめてください。",
        "check the original document.",
    ),
    "ambiguous_municipality": ProblemKind(
        "warning",
        "同じ名前の市町村が複数あり、決められません：{value}",
        "several municipalities have this name and the text does not settle which: {value}",
        "都道府県名や住所のある文書を使ってください。",
        "use a copy that prints the prefecture or an address.",
    ),
    "unknown_municipality": ProblemKind(
        "warning",
        "現在の市町村の一覧にない名前です：{value}",
        "no present municipality has this name: {value}",
        "誤字か、合併前の名前でないか確かめてください。",
        "check for a misprint or a name from before a merger.",
    ),
    "total_mismatch": ProblemKind(
        "warning",
        "各年度の和と合計が一致しません：{value}",
        "the years do not add up to the printed total: {value}",
        "元の表を確かめてください。印刷された値をそのまま残しました。",
        "check the table in the source; the printed values were kept.",
    ),
    "statistics_total_mismatch": ProblemKind(
        "warning",
        "構成市町村の和と圏域の合計が一致しません：{value}",
        "the members do not add up to the printed total of the area: {value}",
        "元の表を確かめてください。",
        "check the table in the source.",
    ),
    "blank_budget_cell": ProblemKind(
        "note",
        "事業費が空欄です：{value}",
        "a budget cell is empty: {value}",
        "空欄は0ではありません。必要なら発行者に確かめてください。",
        "empty is not zero; ask the issuer if it matters.",
    ),
    "blank_cost_sharing": ProblemKind(
        "note",
        "費用負担が空欄です",
        "the cost-sharing cell is empty",
        "必要なら発行者に確かめてください。",
        "ask the issuer if it matters.",
    ),
    "number_misprint": ProblemKind(
        "note",
        "印刷された番号が並び順と合いません：{value}",
        "a printed number contradicts the sequence: {value}",
        "並び順の番号を使い、印刷された番号も残しました。",
        "the number by sequence was used, the printed one kept.",
    ),
    "title_differs": ProblemKind(
        "note",
        "同じ項目の名前が場所によって異なります：{value}",
        "the same item is named differently in two places: {value}",
        "見出しの表記を使いました。",
        "the wording of the heading was used.",
    ),
    "wording_differs": ProblemKind(
        "note",
        "ビジョンの取組の文言が協約・協定と異なります：{value}",
        "a measure of the plan is worded otherwise than in the agreement: {value}",
        "両方の文書を確かめてください。どちらもそのまま残しました。",
        "compare the two documents; both were kept as they are.",
    ),
    "change_not_applied": ProblemKind(
        "warning",
        "変更を変更前の文面に正確に当てはめられません：{value}",
        "a change cannot be applied exactly to the text before it: {value}",
        "変更後の文面は一部のみです。変更の文と変更前の文面を確かめてください。",
        "the text after the change stays partly known; compare the change with the text before it.",
    ),
    "missing_base": ProblemKind(
        "note",
        "変更前の文面が資料にないため、変更後の文面は一部のみです：{value}",
        "the text that this act changes is not among the documents, so the text after it stays partly known: {value}",
        "変更前の文面（締結時の協約・協定又はその後の変更を示す例規のページ）を加えると、変更後の文面の全体が得られます。",
        "add the document that has it (as signed, or a page that shows the changes up to then) to get the whole text after it.",
    ),
    "change_included": ProblemKind(
        "note",
        "この変更は、資料にある文面に反映済みのため、改めて当てはめていません：{value}",
        "the text that the corpus has shows this change already; it was not applied again: {value}",
        "変更前の文面が必要なら、その文書を加えてください。",
        "add the document with the earlier text if you need what stood before.",
    ),
    "later_effect": ProblemKind(
        "note",
        "一部の変更は別の日に効力を生じます。変更後の文面はすべての変更を当てはめたものです：{value}",
        "some changes take effect on another day; the text after the act has all of them: {value}",
        "その日より前の文面が必要なら、変更ごとの施行日（rk:effectiveOn）を見てください。",
        "for the text before that day see the day of each change (rk:effectiveOn).",
    ),
    "participant_not_member": ProblemKind(
        "warning",
        "事業の関係市町村が圏域の構成市町村にありません：{value}",
        "a participant of a project is no member of the area: {value}",
        "元の表と構成市町村の一覧を確かめてください。印刷された参加はそのまま残しました。",
        "check the table and the list of members in the source; the printed participation was kept.",
    ),
    "missing_header": ProblemKind(
        "error",
        "見出しの行がないため、値の意味（年度・項目）が分かりません：{value}",
        "a header row is missing, so what the values mean (year, item) is not known: {value}",
        "元の表を確かめてください。値は推測せず、グラフに入れませんでした。",
        "check the table in the source; nothing was guessed, the values are not in the graph.",
    ),
    "unordered_years": ProblemKind(
        "warning",
        "年度の見出しが順に並んでいません",
        "the years over a table are not in order",
        "列が入れ替わっていないか元の表を確かめてください。値は印刷された年度に置きました。",
        "check whether columns were swapped; the values stand under the years as printed.",
    ),
    "missing_unit": ProblemKind(
        "warning",
        "金額の単位が書かれていません：{value}",
        "no unit is printed for an amount: {value}",
        "元の表を確かめてください。円に直せないため、金額はグラフに入れませんでした。",
        "check the source; the amount cannot be given in yen and is not in the graph.",
    ),
    "unreadable_figure": ProblemKind(
        "warning",
        "数値として読めません：{value}",
        "this cannot be read as a figure: {value}",
        "元の表を確かめてください。",
        "check the table in the source.",
    ),
    "missing_section": ProblemKind(
        "warning",
        "目次にある見出しが本文にありません：{value}",
        "the contents list a heading that the text lacks: {value}",
        "この部分が元の文書にあるか確かめてください。",
        "check whether the source holds this part.",
    ),
    "lost_figure": ProblemKind(
        "note",
        "図・グラフの内容が失われています：{value}",
        "the content of a figure or chart is lost: {value}",
        "数値が必要なら元の文書の図を見てください。",
        "see the figure in the source if its values matter.",
    ),
    "kpi_differs": ProblemKind(
        "warning",
        "同じKPIの値が二つの表で異なります：{value}",
        "two tables print different values of one KPI: {value}",
        "元の表を確かめてください。先に現れた値を使いました。",
        "check the tables in the source; the value printed first was used.",
    ),
    "missing_members": ProblemKind(
        "warning",
        "圏域の構成市町村の一覧が見つかりません",
        "no list of the area's members was found",
        "構成市町村を含む文書を指定してください。「全市町村」を市町村に展開できません。",
        "give the document with its list of members; groups like 全市町村 cannot be expanded without it.",
    ),
    "no_operation": ProblemKind(
        "warning",
        "変更又は廃止の文書ですが、何を変えるのか読み取れません：{value}",
        "the document changes or ends a text, but no change was read: {value}",
        "変更の文が本文・別紙にあるか元の文書を確かめてください。",
        "check whether the sentences of the change are in the document.",
    ),
    "no_measure": ProblemKind(
        "warning",
        "取組が一つも読み取れません：{value}",
        "not one measure was read: {value}",
        "取組が別表・別紙や別の文書に書かれていないか確かめてください。",
        "check whether the measures stand in an annex, or in another document.",
    ),
    "role_not_read": ProblemKind(
        "warning",
        "当事者の役割を述べる条ですが、取組として読み取れません：{value}",
        "an article says what a party does, but no measure was read from it: {value}",
        "条の文は入っています。役割が必要なら元の文書を確かめてください。",
        "the article's words are there; look up the roles in the document.",
    ),
    "columns_assumed": ProblemKind(
        "warning",
        "列の見出しがない行を、取組の内容、各当事者の役割の順として読みました：{value}",
        "rows without heads were read in the usual order of columns, content and then each party's role: {value}",
        "別表の列の順を元の文書で確かめてください。",
        "check the order of the annex's columns in the document.",
    ),
    "unknown_label": ProblemKind(
        "warning",
        "語彙にない見出し語が取組や事業ごとに繰り返されています：{value}",
        "a label that is not in the vocabulary recurs in the measures or projects: {value}",
        "当事者の欄の直前のものは取組の内容、ビジョンでは値と位置から「→」の右のとおりとし、ほか（？）は文として残しました。元の文書で確かめてください。",
        "right before the parties it was read as what is done, in plans as its values and place tell (→), else (？) kept as text.",
    ),
    "unknown_holder": ProblemKind(
        "warning",
        "役割の担い手が当事者のどれか分かりません：{value}",
        "it is not known which of the parties a role is of: {value}",
        "元の文書の当事者の定義を確かめてください。担い手は印刷のとおり入れました。",
        "check how the document defines its parties; the holder is given as printed.",
    ),
    "party_without_role": ProblemKind(
        "warning",
        "役割が一つも読み取れない当事者があります：{value}",
        "not one role was read for a party that the text names: {value}",
        "その当事者の役割の欄が読まれているか元の文書を確かめてください。",
        "check in the document whether the party's roles were all read.",
    ),
    "unresolved_block": ProblemKind(
        "warning",
        "どの規則でも読めない部分があります：{value}",
        "no rule understands this part: {value}",
        "この部分はグラフに入っていません。",
        "this part is not in the graph.",
    ),
    "scanned_page": ProblemKind(
        "error",
        "画像だけのページで、文字を読めません：{value}",
        "a page is a picture and its text was not read: {value}",
        "renkei[ocr] と tesseract（jpn）を入れるか、文字データのあるファイルを指定してください。",
        "install renkei[ocr] and tesseract with jpn, or give a file that holds text.",
    ),
    "read_by_ocr": ProblemKind(
        "warning",
        "画像から文字認識で読みました。誤りがあり得ます：{value}",
        "read from a picture by character recognition; expect errors: {value}",
        "値を元の文書と照らし合わせてください。",
        "compare the values with the original document.",
    ),
    "doubtful_reading": ProblemKind(
        "warning",
        "文字認識の確からしさが低い部分です：{value}",
        "character recognition is in doubt here: {value}",
        "この部分を元の画像と照らし合わせてください。",
        "compare this part with the picture.",
    ),
    "reading_corrected": ProblemKind(
        "note",
        "文字認識の誤りとみて、前後の語から改めました：{value}",
        "taken for an error of character recognition and read as the words around it demand: {value}",
        "元の画像と照らし合わせてください。認識したままの文字は本文に残してあります。",
        "compare it with the picture; the text keeps what was recognised.",
    ),
    "cells_inferred": ProblemKind(
        "note",
        "複数の行にわたる欄の切れ目を、左右の欄の対応から判断しました：{value}",
        "cells over several lines were parted by how the two columns fit together: {value}",
        "左右の欄の対応を元の文書と照らし合わせてください。",
        "compare what stands side by side with the original document.",
    ),
    "tab_columns_unknown": ProblemKind(
        "warning",
        "行によってタブの数が違い、タブの位置からも列を決められません：{value}",
        "rows have different numbers of tabs, and the tab stops do not settle the columns: {value}",
        "タブの一つずつを列の区切りとしました。元の文書で列を確かめてください。",
        "each tab was taken for the end of a column; check the columns in the document.",
    ),
    "table_without_rules": ProblemKind(
        "note",
        "罫線のない表を、文字の並びから表として読みました：{value}",
        "a table without rules was read by how its text is aligned: {value}",
        "行と列の分け方を元の文書と照らし合わせてください。",
        "compare its rows and columns with the original document.",
    ),
    "part_not_read": ProblemKind(
        "warning",
        "読まなかった部分があります：{value}",
        "part of the file was not read: {value}",
        "元の文書で確かめてください。",
        "look it up in the original document.",
    ),
    "converter_failed": ProblemKind(
        "error",
        "変換中に予期しない誤りが起きました：{value}",
        "an unexpected failure while converting: {value}",
        "この文書は入っていません。プログラムの誤りですので、お知らせください。",
        "the document was left out; this is a fault of the program, please report it.",
    ),
}
