"""What is known of each language for cutting text into sentences: tables only, `segmentation` is the machine. Pure.

The rules are those of real news releases and statutes. A word belongs in a table if it decides nearly always the same
way; whatever is uncertain is left out, so that it does not break: two sentences in one segment read well, half a
sentence does not.
"""

import re
from dataclasses import dataclass

# --- Marks, the same in all languages ---

MARKS = "。｡．.！!？?‼⁇⁈⁉…⋯‥\ufe56\ufe57"
FULL_STOPS = frozenset("。｡．.")
DOTS = frozenset("．.…⋯‥")
CLOSER_OF = dict(zip("「『（(《〈【［[〔｛{“‘﹁﹃〝", "」』）)》〉】］]〕｝}”’﹂﹄〞", strict=True))
CLOSERS = frozenset(CLOSER_OF.values()) | {'"'}
TITLE_OPENERS = frozenset("《〈")  # the name of a book or a law ends nothing, whatever mark it ends in
BRACKET_OPENERS = frozenset("（(【［[〔｛{")
WIDE_OPENERS = frozenset("「『（《〈【［〔｛“﹁﹃〝")  # need no space before them
INTRODUCES = frozenset("：:，,")  # what stands before the words of a speaker
GOES_ON = frozenset("，、；：,;:—─～~·")  # a sentence that has such a mark next has not ended

# Emoji after an end mark belong to its sentence, but not those that point at what follows (👉 📍 📌 📅 📢 🔗 ✅).
PICTURES = re.compile(
    "(?:[\u263a\u2665\u2728\u2764\u2b50\U0001f300-\U0001f448\U0001f44a-\U0001f4c4\U0001f4c8-\U0001f4cb\U0001f4cf-\U0001f4e1"
    "\U0001f4e4-\U0001f516\U0001f518-\U0001faff][\ufe0f\u200d\U0001f3fb-\U0001f3ff]*)+"
)
# A remark in brackets after an end mark that has none of its own belongs to the sentence before: 。（如附件一）
# Not the marker of an item, （一）, nor two or three characters that head what follows, （左起）王大明.
REMARK = re.compile(
    r"[（(](?![一二三四五六七八九十\d]{1,3}[）)]|[A-Za-z]{1,4}[）)]|[甲乙丙丁戊己庚辛壬癸][）)])"
    r"(?:[^（）()。！？!?…]{1,40}[）)]$|[^（）()。！？!?…]{4,40}[）)](?=[\u3400-\u9fff「『《]))"
)
# Enough of a clause before a full-width dot for it to be a full stop.
CLAUSE = re.compile("[\u3400-\u9fffA-Za-z0-9]{8,}$|[，、；][^，、；]*$")

HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff〇○]")

# Web and mail addresses. Only ASCII: Chinese text stands right beside them. Marks at their end are the sentence's.
ADDRESS = re.compile(
    r"""(?:https?://|www\.)[!#-;=?-~]*[^\s.,;:!?'"<>)\]}\u0080-\U0010ffff]|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+""",
    re.ASCII | re.IGNORECASE,
)
NAMES_WITH_MARK = re.compile(r"\bYahoo!$", re.IGNORECASE | re.ASCII)
# What heads an item, at the start of a sentence or after a mark inside it: 1. / 2.1. / A. / iv. / 一. / 甲.
ITEM = re.compile(
    r"(?:^|[:;,、，：；(（]\s*)"
    r"(?:\d{1,3}(?:[.．]\d{1,3})*|[A-Za-z]|[ivxIVX]{1,5}|[一二三四五六七八九十百]{1,3}|[甲乙丙丁戊己庚辛壬癸])$"
)

# --- Characters around a half-width dot ---

CHINESE_DIGITS = frozenset("〇○零一二三四五六七八九")  # 二．五公頃
# Characters that write foreign names, which stand on both sides of the dot in 史蒂夫.賈伯斯.
NAME_SYLLABLES = frozenset(
    "亞伊佛佩倫傑克列利勒卡史吉喬坦埃塔夏多大夫奇奧妮娜婭安密巴布希帕弗德戴托拉拿摩文斯曼朗本林查柏格桑森歐比"
    "沃法波泰洛海爾特理瑞瑟瑪瓊登維羅肯艾芬茲莉莎莫菲萊葛蒂蓋薩蘇詹諾貝費賈賴路辛達邁里門阿雷雪霍韋頓馬魯麥默"
)
LATIN_WORD = re.compile(r"(?<!\d)[A-Za-zÀ-ɏ](?:[A-Za-zÀ-ɏ.'’&-]*[A-Za-zÀ-ɏ])?$")
INITIALS = re.compile(r"(?:[A-Za-z]{1,2}\.)*[A-Za-z]|(?:[A-Za-z]{1,2}\.)+[A-Za-z]{1,2}")  # J / U.S / p.m / Ph.D
SENTENCE_CASE = re.compile(r"[A-ZÀ-Þ0-9]|[a-z]+[A-Z]")  # iPhone begins a sentence too

# Before a name: never the end.
BEFORE_A_NAME = frozenset(
    {"dr", "mr", "mrs", "ms", "mx", "prof", "hon", "rev", "gen", "col", "maj", "capt", "lt", "sgt", "gov", "sen", "rep"}
    | {"pres", "messrs", "st", "mt", "ft", "univ", "inst", "dept", "assoc", "asst"}
    | {"commun", "chem", "phys", "biol", "lett", "proc", "natl", "acad", "mater", "appl", "environ", "technol"}
    | {"approx", "ca", "cf", "vs", "viz", "e.g", "i.e", "esp", "incl", "attn"}
)
# Before a number not the end; otherwise a word like any other ("Do you agree? No.").
BEFORE_A_NUMBER = frozenset(
    {"no", "nos", "vol", "vols", "fig", "figs", "art", "arts", "sec", "secs", "ch", "chap", "para", "paras", "p", "pp"}
    | {"ed", "eds", "eq", "ser", "tel", "ext", "est"}
    | {"jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec"}
)
A_NUMBER = re.compile(r"[^\s]*\d")  # 3, II-3, Shi-Zi-720
# May stand at the end of a sentence: the end only if a word follows that begins one.
AFTER_A_NAME = frozenset({"inc", "co", "corp", "ltd", "llc", "plc", "etc", "al", "jr", "sr", "bros"})
FIRST_WORDS = re.compile(
    r"(?:The|This|That|These|Those|It|Its|He|She|We|They|There|Their|His|Her|Our|In|On|At|By|For|From|With|Under|After|"
    r"Before|During|Since|A|An|As|If|When|While|But|And|So|However|Meanwhile|Moreover|Therefore|Applicants|Please)\b(?!\.)"
)


@dataclass(frozen=True, slots=True)
class Language:
    """What the words after an end mark tell. All patterns are matched at the first character of what follows.

    continues: goes on with the sentence after a closing quote or bracket, unless `begins` matches more of it.
    begins: begins a new one after all.
    resumes: begins a new sentence after an ellipsis; anything else goes on.
    names: makes what was quoted a name (「動手做！」活動), if it ends in no full stop.
    says_who: names the speaker of the words just quoted.
    separator: what stands between two sentences.
    """

    continues: re.Pattern[str]
    begins: re.Pattern[str]
    resumes: re.Pattern[str]
    names: re.Pattern[str]
    says_who: re.Pattern[str]
    separator: str


_NEVER = re.compile(r"(?!)")

CHINESE = Language(
    continues=re.compile(
        "的|之|等|及|和|與|或|跟|以及|並|且|也|亦|還|更|又|再|而|是|乃|就是|才是|都是|都讓|都能|讓|使得|令人|後|時"
        "|聲中|聲不|聲此|聲四|為題|為名|為主|為號召|為口號|為目標|為訴求|為由|為例"
        "|一詞|一文|一書|一語|一句|一席|一案|一事|一題|一問|這句|這番|這席|此語|此話|此言"
        "|字樣|口號|標語|隨後|隨即|作為|做為|之類|一類"
    ),
    begins=re.compile(
        "的確|之後(?![便就才即隨又並])|之前|等到|等待|及時|及至|和平|和解|與會|與此|或許|或者|跟進|也許|還有|更多|更重要|再者|再次|再加上"
        "|而後|是否|是日|後來|後續|後者|後天|時間|時值|時至|時任"
    ),
    resumes=re.compile(
        "後來|然後|但|不過|然而|可是|只是|結果|最後|最終|接著|隨後|其實|原來|因此|所以|於是|我|你|您|他|她"
        "|如今|現在|今天|沒想到|直到|幸好"
    ),
    names=re.compile(
        "活動|典禮|特展|展覽|一展|論壇|講座|系列|競賽|比賽|專案|計畫|記者會|座談會|研討會|影片|節目|單元|專題|專欄|報導"
    ),
    says_who=re.compile(
        "[^，。！？：；、,.!?:;\\s「」『』（）]{0,14}?"
        "(?:說道|(?<![小學演解傳])說|表示|指出|強調|坦言|直言|補充|回應|解釋|透露|呼籲|感嘆|喊道|喊|問道|(?<![提追訪顧疑詢慰])問"
        "|答道|答|寫道|認為|提到|形容|期許|勉勵|宣布)(?=[，,。.！!]|$)"
    ),
    separator="",
)

ENGLISH = Language(
    continues=re.compile(r"[(\[{“‘\"]*[a-zà-ÿ](?![a-z]*[A-Z])"),
    begins=_NEVER,
    resumes=SENTENCE_CASE,
    names=_NEVER,
    says_who=re.compile(
        r"[^.,;:!?\"”]{0,60}?\b"
        r"(?:said|says|asked|asks|replied|added|noted|wrote|explained|stressed|remarked|exclaimed)(?=[.,]|$)"
    ),
    separator=" ",
)

LANGUAGES = {"zh-hant": CHINESE, "en": ENGLISH}
