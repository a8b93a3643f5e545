"""Words for which the dictionary is not asked: grammar, which it explains instead of translating, and words whose first
gloss is not the one that a government text in Taiwan means.
"""

# One translation a line, then the words that it stands for; nothing before the colon is for mere grammar.
_ENGLISH = """
: 的 了 之 得 著 們 所 個
and: 及 與 和 並 且 以及 而
or: 或
in: 於 在 中
on: 上
to: 至 到 向 對 赴
from: 自 從
by: 由 被
with: 以
as: 為
will: 將
and others: 等
its: 其
this: 此 該 本 本次
each: 各
all: 均 皆
is: 是 係
has: 有
already: 已
shall: 應
must: 須
may: 可 得以
please: 請
but: 但
then: 則
also: 也 亦
most: 最
because of: 因
according to: 據
starting: 起
until: 止
within: 內
between: 間
after: 後
before: 前
under: 下
above: 以上
when: 時
end: 底
about: 約
nearly: 近
more than: 逾
reaching: 達
those: 者
said: 說 表示
pointed out: 指出
explained: 說明
stressed: 強調
announced: 宣布
released: 公布
expected: 預計
scheduled: 預定
promote: 推動
invest: 投入
provide: 提供
support: 支持
open: 開放
use: 使用
apply for: 申請
carry out: 執行
cooperation: 合作
maintenance: 維護
registration: 報名
research: 研究
jointly: 共同
joint: 聯合
domestic: 國內
overseas: 國外
digital: 數位
online: 線上
growth: 成長
employment: 就業
statistics: 統計
industry: 產業
institution: 機構
program: 計畫
project: 案
field: 領域
event: 活動
period: 期間
announcement: 公告
regulations: 規定
ceiling: 上限
result: 結果
computing: 運算
talent: 人才
material: 資料
both sides: 雙方
rate: 率
Shilin: 士林
Neihu: 內湖
New Taipei: 新北
"""

_CHINESE = """
: the a an be been being do does did that it there
的: of
及: and
或: or
在: in at
於: on
至: to until through
為: for
與: with
由: by
自: from
作為: as
將: will
是: is are was were
已: has have had
不: not
無: no
其: its their
本: this
這些: these
他們: they
我們: we us our
其中: which
者: who
時: when
而: while
如: if
因此: so
可: can may
須: must
應: should
依: under
約: about
逾: over
較: than
增加: up increase
每: each per
所有: all
也: also
但: but
之間: between
內: within
後: after
前: before
期間: during
請: please
表示: said
宣布: announce announced
公布: release released
預計: expected
啟動: launch
簽署: sign
舉行: held
申請: apply application
提供: provide offer
支持: support
測試: test
開放: open
計畫: program project plan
科學: science
研究: research
研究人員: researcher
夥伴: partner
資料: data
資訊: information
網路: network
系統: system
數位: digital
線上: online
軟體: software
硬體: hardware
品質: quality
團隊: team
機構: institution
專家: expert
國家: national
歐洲: european
法律: law
辦公室: office
營業額: revenue
成長: growth
結果: result
新聞: news
貨物: goods
海關: customs
方式: means
系列: series
統計: statistics
政治: politics
物理: physics
經濟: economics
銷售: sales
聯合: joint
完成: complete
活動: event
人: people
水: water
新: new
首: first
大: large
年: year
月: month
週: week
日: day
小時: hour
分鐘: minute
倍: times
千: thousand
百萬: million
十億: billion
兆: trillion
"""


def _table(lines: str) -> dict[str, str]:
    pairs = (line.partition(":") for line in lines.strip().splitlines())
    return {word: translation for translation, _, words in pairs for word in words.split()}


ENGLISH = _table(_ENGLISH)
"""Chinese word → English, "" for mere grammar."""

CHINESE = _table(_CHINESE)
"""English base form in lower case → Chinese, "" for mere grammar."""
