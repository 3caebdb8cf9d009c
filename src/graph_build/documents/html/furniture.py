"""What on a page is not its document: menus, breadcrumbs, search boxes, page heads and feet, hidden parts."""

from __future__ import annotations

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

_ZONES = frozenset(["nav", "form", "menu", "dialog", "button", "select"])
_EDGES = frozenset(["header", "footer", "aside"])
_ROLES = frozenset(["navigation", "banner", "contentinfo", "search", "complementary", "menu", "menubar"])
# Words of class and id attributes, whole: `globalNavi`, `topic-path`, `l_footer`.
_NAMES = {
    **dict.fromkeys(
        [
            "nav",
            "navi",
            "navigation",
            "gnav",
            "gnavi",
            "lnav",
            "lnavi",
            "globalnav",
            "globalnavi",
            "localnav",
            "localnavi",
            "breadcrumb",
            "breadcrumbs",
            "topicpath",
            "topicspath",
            "pankuzu",
            "breadlist",
            "sidebar",
            "sidemenu",
            "footer",
            "header",
            "menu",
            "submenu",
            "share",
            "sns",
            "pagetop",
            "gotop",
            "skip",
            "skiplink",
            "search",
            "fontsize",
            "banner",
            "banners",
            "toolbar",
            "utility",
            "copyright",
            "hyoji",
        ],
        "navigation",
    ),
    **dict.fromkeys(["inquiry", "contact", "toiawase", "otoiawase"], "contact"),
}
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_SUBHEADINGS = _HEADINGS[1:]
"""Headings but for the one of the page, which may be the title of the document."""
_ARTICLE = re.compile(r"第\s*[0-9０-９一二三四五六七八九十百]+\s*条")
_INSTRUMENT = re.compile(r"(?:協約|協定)書?(?:の一部|を|について|$)|ビジョン|^議(?:案)?第")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_OPENS = re.compile(r".{0,20}(?:開く|開閉(?:する)?|表示(?:する)?|(?:もっと|詳しく)?見る|詳細)[+＋▼▽]?")
"""Words to press, that tell nothing of what they open."""
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


@dataclass(frozen=True, slots=True)
class Furniture:
    """The furniture of one page, found from its main part and its whole length."""

    length: int
    main: LexborNode | None = None
    ancestors: frozenset[int] = frozenset()
    active: bool = True

    @classmethod
    def of(cls, root: LexborNode) -> Furniture:
        """Look at a page as a whole."""
        length = len(_text(root))
        mains = root.css("main, [role=main]")
        if len(mains) == 1:
            text = _text(mains[0])
            if len(text) * 2 >= length or _ARTICLE.search(text):
                return cls(length, mains[0], frozenset(_ancestors(mains[0])))
        return cls(length)

    @classmethod
    def none(cls) -> Furniture:
        """For the inside of table cells and of what is set aside already."""
        return cls(0, active=False)

    def reason(self, node: LexborNode) -> str | None:
        """Why a node is set aside; None if it is content."""
        attributes = node.attributes
        if "hidden" in attributes or _HIDDEN.search(attributes.get("style") or ""):
            return "hidden"
        if not self.active:
            return None
        if self.main is not None and node.mem_id not in self.ancestors and not self._in_main(node):
            return "navigation" if not _ARTICLE.search(_text(node)) else None
        reason = self._by_name(node)
        if reason and not self._holds_content(node):
            return reason
        if node.tag == "label" and node.css_first("input") is not None:
            return "navigation"  # an answer to choose in a poll on the page
        if node.tag == "summary" and _OPENS.fullmatch(_text(node)):
            return "navigation"
        if node.tag in _SUBHEADINGS and self._heads_links(node):
            return "navigation"
        links = node.css("a") if node.tag in ("ul", "ol", "dl", "table", "p", "div") else []
        inside = all((link.attributes.get("href") or "").startswith("#") for link in links)
        listed = node.tag in ("ul", "ol", "dl", "table") and _link_share(node) >= 0.9
        contents = (
            listed and inside and len(links) == 2
        )  # 「協約の全文」, 「別表」: places on the page itself
        if contents or (len(links) >= 3 and (listed or (inside and _link_share(node) >= 0.7))):
            return "navigation"
        return None

    def _heads_links(self, heading: LexborNode) -> bool:
        """Whether nothing but lists of links stands below a heading, up to the next of its level: 「ほかの町村との協定」."""
        level = _HEADINGS.index(heading.tag or "h6")
        found = False
        node = heading.next
        while node is not None and not _begins_with_heading(node, level):
            if _text(node):
                if node.tag not in ("ul", "ol") or self.reason(node) != "navigation":
                    return False
                found = True
            node = node.next
        return found and not _ARTICLE.search(_text(heading))

    def _in_main(self, node: LexborNode) -> bool:
        """Only nodes directly below an ancestor of the main part are asked, so one look up is enough."""
        parent = node.parent
        return parent is None or parent.mem_id not in self.ancestors or node.mem_id == self.main_id

    @property
    def main_id(self) -> int:
        """Identity of the main part's node; 0 without one."""
        return self.main.mem_id if self.main is not None else 0

    def _by_name(self, node: LexborNode) -> str | None:
        attributes, tag = node.attributes, node.tag or ""
        if tag in _ZONES or (attributes.get("role") or "") in _ROLES:
            return "navigation"
        if tag in _EDGES and not any(node_tag in ("main", "article") for node_tag in _tags_above(node)):
            return "navigation"
        if tag in ("body", "html", "table", "thead", "tbody", "tr", "td", "th", "span", "a"):
            return None
        named = f"{attributes.get('id') or ''} {attributes.get('class') or ''}"
        for name in named.split():
            words = [word.lower() for word in _WORDS.findall(name)]
            for word in (*words, "".join(words)):
                if word in _NAMES:
                    return _NAMES[word]
        return None

    def _holds_content(self, node: LexborNode) -> bool:
        """A zone by its name may hold the document all the same: never lose that for a name."""
        text = _text(node)
        if _link_share(node) >= 0.5:
            return False
        if _is_head(node) and any(_names_instrument(heading) for heading in node.css("h1, h2, h3")):
            return True
        return len(text) * 2 >= self.length or _ARTICLE.search(text) is not None


def _begins_with_heading(node: LexborNode, level: int) -> bool:
    """Whether a node is a heading of this level or above it, or holds nothing in front of one."""
    if node.tag in _HEADINGS:
        return _HEADINGS.index(node.tag) <= level
    first = (
        node.css_first(", ".join(_HEADINGS[: level + 1]))
        if node.tag in ("div", "section", "article")
        else None
    )
    return first is not None and _text(node).startswith(_text(first))


def _text(node: LexborNode) -> str:
    return re.sub(r"\s+", "", node.text() or "")


def _is_head(node: LexborNode) -> bool:
    """Whether a zone is the head of a page or of an article by its tag or its names."""
    named = f"{node.attributes.get('id') or ''} {node.attributes.get('class') or ''}"
    return node.tag == "header" or "header" in (word.lower() for word in _WORDS.findall(named))


def _names_instrument(heading: LexborNode) -> bool:
    """Whether a heading, as that of an article (entry-header), is the title of an agreement or plan and leads nowhere."""
    return not heading.css("a") and _INSTRUMENT.search(_text(heading)) is not None


def _link_share(node: LexborNode) -> float:
    whole = len(_text(node))
    return sum(len(_text(link)) for link in node.css("a")) / whole if whole else 1.0


def _ancestors(node: LexborNode) -> list[int]:
    found, parent = [], node.parent
    while parent is not None:
        found.append(parent.mem_id)
        parent = parent.parent
    return found


def _tags_above(node: LexborNode) -> list[str]:
    found, parent = [], node.parent
    while parent is not None:
        found.append(parent.tag or "")
        parent = parent.parent
    return found
