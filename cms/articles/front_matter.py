"""An article file: YAML front matter between two `---` lines, then a Markdown body. Knows no models."""

import math
import re
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

import yaml
from django.utils.translation import gettext as _

MAX_BYTES = 1024 * 1024

_FENCE = re.compile(r"---[ \t]*")
# Characters that a database cannot hold: NUL, and halves of a surrogate pair (YAML lets them in as "\ud800").
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class ArticleFileError(ValueError):
    """What is wrong with a file, for the person who wrote it; `line` counts from 1, None if no line is to blame."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.line = line

    def __str__(self) -> str:
        if self.line is None:
            return self.message
        return _("line %(line)d: %(message)s") % {"line": self.line, "message": self.message}


@dataclass(frozen=True, slots=True)
class ArticleFile:
    """One article as its file says it.

    `fields` is the front matter: text, numbers, booleans, lists and mappings that JSON can hold; a date is the text
    that stands in the file. `body` is Markdown with `\\n` line ends; `body_line` is the file's line it begins on.
    """

    name: str
    fields: dict[str, Any]
    body: str
    body_line: int = 1

    def text(self, field: str) -> str:
        """The field's text without surrounding space; "" if it is missing or empty.

        Raises ArticleFileError if it is there and is no text.
        """
        value = self.fields.get(field)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise ArticleFileError(
                _("“%(field)s” in the front matter must be text; put its value in quotation marks.") % {"field": field}
            )
        return value.strip()


def parse_article(data: bytes, name: str) -> ArticleFile:
    """The article in `data`, a UTF-8 file (a byte order mark and CRLF line ends are accepted) called `name`.

    Raises ArticleFileError for anything that would have to be guessed or left out: another encoding, missing or
    unclosed front matter, YAML that is no plain mapping, a missing title, an empty body, more than MAX_BYTES bytes.
    """
    if len(data) > MAX_BYTES:
        raise ArticleFileError(
            _("The file has %(size)d bytes; at most %(most)d are accepted.") % {"size": len(data), "most": MAX_BYTES}
        )
    lines = _decoded(data).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not _FENCE.fullmatch(lines[0]):
        raise ArticleFileError(_("The file must begin with front matter: a line of three hyphens (---)."), 1)
    end = next((number for number, line in enumerate(lines[1:], start=1) if _FENCE.fullmatch(line)), None)
    if end is None:
        raise ArticleFileError(_("The front matter is not closed: a second line of three hyphens is missing."), 1)
    article = ArticleFile(
        name,
        _fields("".join(f"{line}\n" for line in lines[1:end]), first_line=2),
        "\n".join(lines[end + 1 :]),
        body_line=end + 2,
    )
    if not article.text("title"):
        raise ArticleFileError(_("The front matter has no title."), 1)
    if not article.body.strip():
        raise ArticleFileError(_("There is no text after the front matter."), end + 1)
    return article


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ArticleFileError(_("The file is not UTF-8; save it in that encoding."), line) from error


class _Loader(yaml.SafeLoader):
    """SafeLoader that keeps dates as they are written and refuses what it would otherwise drop or multiply."""

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        peek: Callable[[], Any] = self.peek_event
        if self.check_event(yaml.AliasEvent):
            raise yaml.MarkedYAMLError(
                problem=_("references (*name) are not supported"), problem_mark=peek().start_mark
            )
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key, _value in node.value if isinstance(node, yaml.MappingNode) else []:
            if isinstance(key, yaml.ScalarNode) and key.value in seen:
                raise yaml.MarkedYAMLError(
                    problem=_("“%(key)s” is there twice") % {"key": key.value}, problem_mark=key.start_mark
                )
            seen.add(str(key.value))
        return super().construct_mapping(node, deep=deep)


# YAML 1.1 would make 2023-01-03 a date, 12:30 the number 750 and 0123 the number 83: only plain numbers are numbers.
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag.rpartition(":")[2] not in ("timestamp", "int", "float")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"[-+]?(?:0|[1-9]\d*)\Z"), list("-+0123456789"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:float", re.compile(r"[-+]?\d+\.\d+\Z"), list("-+0123456789"))


def _fields(text: str, first_line: int) -> dict[str, Any]:
    try:
        fields = yaml.load(text, _Loader)  # noqa: S506  a SafeLoader
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = error.problem or _("cannot be read")
        # What is never closed is found at the end, behind the last line.
        line = first_line + min(mark.line, text.count("\n") - 1) if mark else None
        raise _yaml_error(problem, line) from error
    except yaml.reader.ReaderError as error:
        raise _yaml_error(error.reason, first_line + text.count("\n", 0, error.position)) from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise _yaml_error(str(error), None) from error
    if not isinstance(fields, dict):
        raise ArticleFileError(_("The front matter must be a list of “name: value” lines."), first_line)
    for name, value in fields.items():
        if not isinstance(name, str) or not _is_storable({name: value}):
            raise ArticleFileError(
                _("“%(field)s” in the front matter holds a value that cannot be kept; put it in quotation marks.")
                % {"field": str(name).encode("ascii", "backslashreplace").decode() if not _is_storable(name) else name},
                first_line,
            )
    return fields


def _yaml_error(problem: str, line: int | None) -> ArticleFileError:
    return ArticleFileError(
        _("The front matter is not valid YAML (%(problem)s). A value with “: ” or “#” in it needs quotation marks.")
        % {"problem": problem},
        line,
    )


def _is_storable(value: Any) -> bool:
    """Whether `value` comes back the same from a JSON column."""
    if isinstance(value, str):
        return not _UNSTORABLE.search(value)
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, list):
        return all(_is_storable(item) for item in value)
    if isinstance(value, dict):
        return all(isinstance(key, str) and _is_storable(key) and _is_storable(item) for key, item in value.items())
    return value is None or isinstance(value, (bool, int))
