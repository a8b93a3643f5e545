"""Words that negate or forbid, in Chinese and in English. Pure: tables only.

Chinese negates with a character, which is also in words that negate nothing (不動產 real estate, 未來 the future) or
that English says in the affirmative (不足 short of, 未滿 under). `STRONG` leaves these out. Chosen by counting in
30,000 published pairs of the law which words had no counterpart in the English: of the strong ones less than 2 %.
"""

import re

# Negates the sentence or a part of it, so that the English needs a word that does so too.
STRONG = re.compile(
    "不(?!得[^，。；]{0,8}(?:超過|超出|逾|達|少於|低於|高於|大於|小於|短於)|動產|同|定|利|良|變|符|合|服|正|具|相"
    "|可[抗分移撤逆缺復或]|願|問|法|實|足|久|僅|但|論|斷|過|少|時|一|便|等|安|幸|孕|已|鏽|銹|特|只|平|景|外|單|如"
    "|錯)"
    "|未(?!來|滿|成|遂|超|婚|必)|(?<!有)無(?!線|償|障|記|效|息|本|力|理|論|形|菌|人|黨|機|遺|限|價|不|非|煙|菸|毒"
    "|鉛|碳|塵|疑|誤|異)"
    "|(?<![是除])非(?!我|公|營|常|洲|凡|同|政|農|都|自|金|屬|核|典|裔)|禁止|勿|毋"
)
# Forbids, or says that a rule does not hold: English answers with a negation of its own, a word of DENIALS.
FORBIDS = re.compile(
    "不得(?!不|已|[^，。；]{0,8}(?:超過|超出|逾|達|少於|低於|高於|大於|小於|短於))|不可(?!抗力|分|歸責"
    "|[移撤逆缺復或])|不受(?!理)"
    "|不(?:含|包括|包含|計入|納入)|不[應須必另宜以]|毋[須庸]|不停止|不在此限|不適用"
)
# Of these, what English may say with an exception: "except", "unless".
EXCEPTS = re.compile("不在此限|不適用|不受(?!理)|不另|毋[須庸]|不須")
EXCEPTIONS = re.compile(
    r"\b(?:except\w*|unless|otherwise|save|without|regardless|irrespective|notwithstanding|disregard\w*)\b",
    re.IGNORECASE,
)
# What else in Chinese English answers with a negation or a limit (LIMITS): other negations, and words that say it.
EXPLAINS = re.compile(
    "未(?!來|成年|遂|婚)|無(?!線|論|形|菌|人機|黨|機)|非(?!營利|洲|法|訟)|免(?!疫)|除|違反|其他|僅|只|始得|方得"
    "|不(?!動產|同|良|論|僅|但|斷|便|久|足|過|時|實|當|在此限|得|適用|予|可|受|含|包括|包含|計入|納入|應|須|必|另|宜"
    "|以|停止)|拒絕|駁回|退回|撤回|防止|預防|避免|排除|禁止|限[制於]|為限|[停終中]止|以外|之外|否則"
)
# 不得超過, and what English says for it.
FORBIDS_AMOUNT = re.compile("不得[^，。；]{0,8}(?:超過|超出|逾|達|少於|低於|高於|大於|小於|短於)")
ANY_AMOUNT = re.compile(
    r"\b(?:not|no|nor|never|neither|cannot|limit\w*|within|up to|at (?:most|least)|maximum|minimum"
    r"|or (?:more|less|fewer)|(?:less|more) than|exceeding|under|below|prohibit\w*|above"
    r"|over|cap|ceiling|lower|before|until|by)\b",
    re.IGNORECASE,
)
ALLOWS_MORE = re.compile(
    r"\b(?:shall|may|must|can|should|will) (?:also |further )?"
    r"(?:exceed\b|be (?:more|less|later|fewer|lower|higher|greater|earlier|longer|shorter) than)",
    re.IGNORECASE,
)
# "does hold": what is left of "does not hold"; hardly ever meant in a text of the government.
EMPHATIC_DO = re.compile(
    r"\b(?:do|does|did) (?!(?:not|so|as|business|work|harm|disposal|the|an?|any|no|all|in|by|for|to|or|and|with|under"
    r"|it|this|hereby|what|its|their|his|neither|nothing|such|you|we|I|they)\b)[a-z]+",
    re.IGNORECASE,
)

DENIALS = re.compile(
    r"\b(?:not|no|nor|none|never|neither|cannot|prohibit\w*|forbid\w*|forbade|barred|bans?|banned|inoperable"
    r"|nonrefundable|ineligib\w+|preclud\w+|disqualif\w+"
    r"|exempt\w*|exclu\w+|refrain\w*|waiv\w+)\b|n['’]t\b",
    re.IGNORECASE,
)
LIMITS = re.compile(
    r"\b(?:nothing|nobody|disallow\w*|inapplicab\w+|restrict(?:ed|ing)|limited|ceas\w+|invalid\w*|void|avoid\w*"
    r"|prevent\w*|den(?:y|ies|ied)|reject\w*|only|un[a-z]*able|inalienab\w+|refus\w*|free (?:of|from)|at most|up to"
    r"|except\w*"
    r"|otherwise|unless|without|dismiss\w*|dis(?:approv|regard)\w*|withh[eo]ld\w*|other than|irrespective"
    r"|regardless|unfit|devoid"
    r"|im(?:proper|permissib)\w*|in(?:dependent|appropriate|consistent|compatib)\w*|fail\w*|non)\b|\bnon-",
    re.IGNORECASE,
)
# Whatever may stand for a negation: loosely, so that only a sentence without any is told.
ANY_NEGATION = re.compile(
    r"\b(?:not|no|nor|none|never|neither|without|cannot|nothing|nobody|unless|except\w*|fail\w*|prohibit\w*"
    r"|forbid\w*|refus\w*"
    r"|reject\w*|refrain\w*|exempt\w*|exclu\w+|(?:other|rather|less|lower|fewer) than|otherwise|lack\w*|absen\w+"
    r"|outside|beyond"
    r"|barred|bars|bann?(?:ed)?|preclud\w+|prevent\w*|avoid\w*|den(?:y|ied|ies|ial)|waiv\w+|free (?:of|from)|void"
    r"|null|only"
    r"|limit\w*|restrict\w*|at most|up to|ceas\w+|suspend\w*|revok\w*|withh[eo]ld\w*|imped\w*|evad\w*|remain\w*"
    r"|pending|before"
    r"|prior|until|yet|neglect\w*|omi\w+|violat\w*|breach\w*|contraven\w*|delay\w*|overdue|default\w*|expir\w*"
    r"|under|below"
    r"|short|vacan\w*|alone|outstanding|deficien\w*|falsi?\w*|dormant|loss|lost|wrong\w*|regardless|instead|\w+less"
    r"|un(?!der|its?\b|ion|til|ite|iver|iform|ique)[a-z]+|non\w*|mis[a-z]+|ir(?:re|ra)\w+|il(?:legal|licit"
    r"|legitim)\w*"
    r"|in(?:valid|eligib|applicab|consisten|complet|correct|accura|suffici|adequa|ab|cap|effect|appropri|alien"
    r"|direct|depend)\w*"
    r"|im(?:possib|proper|permiss|mov|moral)\w*|dis(?:approv|agree|allow|continu|hono|obe|qualif|regard|satisf|abl"
    r"|miss)\w*)\b"
    r"|\b(?:in|im|ir|il|un|ab)[a-z]+(?:able|ible|ibly|ably|ability|normal|erate)\b|\boff-\w+|\b(?:fixed|foreign"
    r"|secret\w*|confidential\w*|delinquent|silent|against|unfit|devoid|adverse\w*|disclaim\w*|poorly|opposite)\b"
    r"|n['’]t\b",
    re.IGNORECASE,
)
# Says an amount, not a denial: 不得超過 is "no more than".
AMOUNTS = re.compile(
    r"\b(?:not|no) (?:less|more|fewer|later|earlier|lower|higher|longer|greater) than\b"
    r"|\b(?:not|never) (?:to )?exceed\w*|\bwhether or not\b",
    re.IGNORECASE,
)
