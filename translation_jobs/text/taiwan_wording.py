"""Words of the Mainland with the words that Taiwan's government uses, and where 臺 and 台 stand. Pure: tables only.

Machine translation into Chinese picks them up with its training texts. In `ALWAYS` are words that Taiwan's official
texts do not use in any meaning; in `SOMETIMES` those that they use in another one (項目 is an item, not a project),
so that a person must look. Source: OpenCC's TWPhrases table (https://github.com/BYVoid/OpenCC, Apache License 2.0),
read through and added to.
"""

import re


def _table(rows: str) -> dict[str, str]:
    """`軟件=軟體 硬件=硬體` as a dictionary."""
    return dict(row.split("=") for row in rows.split())


ALWAYS = _table(
    "軟件=軟體 硬件=硬體 固件=韌體 互聯網=網際網路 因特網=網際網路 網絡=網路 物聯網絡=物聯網 局域網=區域網路 "
    "以太網=乙太網路 萬維網=全球資訊網 "
    "服務器=伺服器 數據庫=資料庫 雲計算=雲端運算 人工智能=人工智慧 智能手機=智慧型手機 智能城市=智慧城市 "
    "智能製造=智慧製造 智能化=智慧化 "
    "芯片=晶片 晶體管=電晶體 二極管=二極體 三極管=三極體 納米=奈米 光盤=光碟 硬盤=硬碟 優盤=隨身碟 U盤=隨身碟 "
    "鼠標=滑鼠 打印機=印表機 "
    "掃描儀=掃描器 屏幕=螢幕 觸摸屏=觸控螢幕 筆記本電腦=筆記型電腦 臺式電腦=桌上型電腦 台式電腦=桌上型電腦 "
    "操作系統=作業系統 "
    "應用程序=應用程式 源代碼=原始碼 程序員=程式設計師 用戶界面=使用者介面 門戶網站=入口網站 博客=部落格 音頻=音訊 "
    "集成電路=積體電路 傳感器=感測器 量子計算機=量子電腦 超級計算機=超級電腦 量子比特=量子位元 字節=位元組 "
    "數字化=數位化 "
    "數字經濟=數位經濟 數字轉型=數位轉型 數字政府=數位政府 數字技術=數位技術 信息技術=資訊技術 信息安全=資訊安全 "
    "信息系統=資訊系統 "
    "信號處理=訊號處理 初創企業=新創企業 初創公司=新創公司 營商環境=經商環境 宇航員=太空人 航天=航太 核電站=核電廠 "
    "新能源汽車=電動車 公交車=公車 地鐵站=捷運站 出租車=計程車 立交橋=交流道 知識產權=智慧財產權 艾滋病=愛滋病 "
    "轉基因=基因改造 全球變暖=全球暖化 高質量=高品質 質量管理=品質管理 產品質量=產品品質 空氣質量=空氣品質 "
    "質量控制=品質管制 教育質量=教育品質 "
    "土豆=馬鈴薯 菠蘿=鳳梨 西蘭花=青花菜 三文魚=鮭魚 老撾=寮國 新西蘭=紐西蘭 意大利=義大利 悉尼=雪梨 "
    "沙特阿拉伯=沙烏地阿拉伯 "
    "肯尼亞=肯亞 也門=葉門 特朗普=川普 普京=普丁 奧巴馬=歐巴馬 硅谷=矽谷 硅片=矽晶圓 硅晶圓=矽晶圓 碳化硅=碳化矽"
)
SOMETIMES = _table(
    "塑料=塑膠 信息=資訊 項目=計畫 質量=品質 通信=通訊 用戶=使用者 程序=程式 數據=資料 智能=智慧 計算機=電腦 "
    "文檔=文件 視頻=影片 短信=簡訊 打印=列印 優化=最佳化 帶寬=頻寬 "
    "數字=數位 水平=水準 激光=雷射 默認=預設 激活=啟用 渠道=管道 反饋=回饋 兼容=相容 遙感=遙測 概率=機率 攻關=突破 "
    "立項=核定計畫 編程=程式設計 光伏=太陽光電"
)

# 台 that is 臺 in the formal style: 臺灣, 臺北, 平臺. Not in 台端 (a form of address), 天台 or the 台州 of Zhejiang.
SHORT_TAI = re.compile(
    "台(?=[灣北中南東大幣語商胞電糖鐵澎金馬閩美日歐])|(?<=[新舞講月看擂])台(?![積達塑泥郡州端])|(?<=平)台"
    "|(?<=[全來赴駐訪返])台(?![階詞])"
)
LONG_TAI = re.compile("臺")
# Names that are registered with 台, whatever the house style.
KEEPS_TAI = re.compile(
    "台灣半導體研究中心|台灣科學及科技中心|台灣積體電路|台積|台灣大哥大|台達|台灣塑膠|台塑|台泥|台灣水泥"
    "|台灣高速鐵路|台灣高鐵|台新金|台新銀行|台郡|台光電"
)


def pattern_of(words: dict[str, str]) -> re.Pattern[str]:
    """Any of the words, the longest first."""
    return re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)))
