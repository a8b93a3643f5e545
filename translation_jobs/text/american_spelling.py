"""British spellings and the American ones of the same words. Pure: a table only.

Source: conventions "Text form", spelling: Taiwan's government writes American English (program 78 times, programme
none). Names keep their own spelling (World Trade Centre), so what stands with a capital letter inside a sentence is
left alone by whoever uses the table. Words that American English has in both forms (judgement, advisor, towards,
dialogue, catalogue,
cancelled) are not in it.
"""

import re

_WORDS = (
    "programme=program centre=center theatre=theater metre=meter kilometre=kilometer centimetre=centimeter "
    "millimetre=millimeter "
    "nanometre=nanometer litre=liter fibre=fiber calibre=caliber colour=color behaviour=behavior labour=labor "
    "favour=favor "
    "honour=honor neighbour=neighbor harbour=harbor endeavour=endeavor humour=humor rumour=rumor vapour=vapor "
    "tumour=tumor "
    "favourable=favorable neighbouring=neighboring neighbourhood=neighborhood behavioural=behavioral labourer=laborer "
    "defence=defense offence=offense licence=license pretence=pretense organise=organize organisation=organization "
    "recognise=recognize "
    "realise=realize utilise=utilize utilisation=utilization optimise=optimize optimisation=optimization "
    "emphasise=emphasize "
    "summarise=summarize standardise=standardize standardisation=standardization commercialise=commercialize "
    "commercialisation=commercialization globalisation=globalization modernise=modernize modernisation=modernization "
    "minimise=minimize maximise=maximize prioritise=prioritize finalise=finalize specialise=specialize "
    "subsidise=subsidize "
    "authorise=authorize authorisation=authorization mobilise=mobilize mobilisation=mobilization digitalise=digitalize "
    "digitalisation=digitalization digitise=digitize digitisation=digitization "
    "revitalise=revitalize apologise=apologize "
    "characterise=characterize visualise=visualize visualisation=visualization industrialisation=industrialization "
    "internationalisation=internationalization urbanisation=urbanization privatisation=privatization urbanise=urbanize "
    "analyse=analyze catalyse=catalyze paralyse=paralyze travelling=traveling traveller=traveler travelled=traveled "
    "labelling=labeling labelled=labeled modelling=modeling modelled=modeled fuelled=fueled "
    "signalling=signaling "
    "totalling=totaling channelled=channeled enrol=enroll enrolment=enrollment fulfil=fulfill "
    "fulfilment=fulfillment instalment=installment "
    "skilful=skillful grey=gray tyre=tire aluminium=aluminum aeroplane=airplane sulphur=sulfur sulphate=sulfate "
    "mould=mold plough=plow "
    "cheque=check artefact=artifact manoeuvre=maneuver paediatric=pediatric "
    "anaesthesia=anesthesia "
    "anaemia=anemia haemorrhage=hemorrhage leukaemia=leukemia oestrogen=estrogen foetus=fetus "
    "encyclopaedia=encyclopedia orientated=oriented"
)
# American words that are British too, in another meaning.
_BOTH = frozenset({"check", "tire", "meter", "program", "license", "mold", "story", "draft"})


def _forms() -> dict[str, str]:
    forms: dict[str, str] = {}
    for pair in _WORDS.split():
        british, american = pair.split("=")
        forms[british] = american
        forms[f"{british}s"] = f"{american}s"
        if british.endswith(("ise", "yse")):
            forms |= {f"{british}{end}": f"{american}{end}" for end in ("d", "r", "rs")}
            forms |= {f"{british[:-1]}ing": f"{american[:-1]}ing"}
        elif british.endswith(("our", "ould")):
            forms |= {f"{british}{end}": f"{american}{end}" for end in ("ed", "ing")}
    del forms["analyses"]  # of analysis, everywhere
    return forms


AMERICAN_OF = _forms()
BRITISH_OF = {american: british for british, american in AMERICAN_OF.items() if american.removesuffix("s") not in _BOTH}
# A quick look at what nearly all of them hold, before the words are read one by one.
MAYBE_BRITISH = re.compile(
    r"(?:is|ys)(?:e|ing|ation)|our|tre\b|tres\b|mme|ence|ell|ae|oe|lph|grey|tyre|ium|heque|aught|rey|efact|ould"
    r"|plough|fulfil|nrol|stalm|skil|orientat"
)
