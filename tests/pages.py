"""One page of each kind that a visitor can meet, by a name; of each kind of record the one with most on it."""

LISTS = {
    "programmes": "/finansiering/",
    "calls": "/finansiering/utlysningar/",
    "projects": "/projekt/",
    "networks": "/natverk/",
    "events": "/evenemang/",
    "knowledge": "/kunskap/",
    "organisations": "/aktorer/",
}
DETAILS = {
    "programme": "/finansiering/program/amif-nationell/",
    "call": "/finansiering/utlysningar/amif-2016/",
    "project": "/projekt/kin/",
    "network": "/natverk/erlai/",
    "event": "/evenemang/strategiskt-forum-lund/",
    "knowledge entry": "/kunskap/overenskommelsen-inom-integrationsomradet/",
    "indicator": "/kunskap/konferens-deltagare-totalt/",
    "organisation": "/aktorer/migrationsverket/",
    "municipality": "/kommuner/kristianstad/",
    "municipality without content": "/kommuner/gotland/",
    "source": "/om/kallor/rapport-integration-och-eu/",
}
NARROWED = {
    "programmes": "/finansiering/?tema=arbete-och-etablering&tema=halsa&laget=avslutat&sortera=start",
    "calls": "/finansiering/utlysningar/?datum=2016-01-20&laget=planned&laget=open&laget=unknown",
    "projects": "/projekt/?lan=skane-lan&land=SE&roll=owner&sortera=budget",
    "networks": "/natverk/?avgift=unknown&svenska=ja&svenska=nej&sortera=avgift",
    "events": "/evenemang/?nar=tidigare&plats=G%C3%B6teborg&plats=Lund&plats=Stockholm",
    "knowledge": "/kunskap/?q=integration&land=SE&sida=2",
    "organisations": "/aktorer/?typ=municipality&land=SE&sida=2",
}
# Nothing left, two choices that can be let go, and something that was not understood.
EMPTY = {
    "programmes": "/finansiering/?q=xyzzy&laget=avslutat&sortera=slump",
    "calls": "/finansiering/utlysningar/?q=xyzzy&laget=closed&datum=slump",
    "projects": "/projekt/?q=xyzzy&land=SE&sortera=slump",
    "networks": "/natverk/?q=xyzzy&avgift=paid&sortera=slump",
    "events": "/evenemang/?q=xyzzy&nar=tidigare&sortera=slump",
    "knowledge": "/kunskap/?q=xyzzy&typ=practice&sortera=slump",
    "organisations": "/aktorer/?q=xyzzy&typ=municipality&sortera=slump",
}
ERASMUS = "/finansiering/utlysningar/erasmus-strategiska-partnerskap-2016/"
OTHERS = {
    "start": "/",
    # Its first question, which a browser with script leaves for the page with all of them.
    "finder": "/finansiering/hitta/?steg=1",
    "finder, all questions": "/finansiering/hitta/?steg=alla",
    "finder, a question with something wrong": "/finansiering/hitta/?steg=5&fran=5&budget=mycket&kommun=Lund",
    "finder, the answer": "/finansiering/hitta/?vi=kommun&kommun=Kristianstad&utland=0&datum=2015-10-30",
    "finder, answered in part": "/finansiering/hitta/?kommun=Atlantis&tema=slump&q=integration&langd=24&sida=2",
    "timeline": "/finansiering/tidslinje/",
    "map": "/projekt/karta/",
    "municipalities": "/kommuner/",
    "networks compared": "/natverk/jamfor/?natverk=erlai&natverk=ensa&natverk=slump",
    "programmes compared": "/finansiering/jamfor/?program=amif-nationell&program=erasmus-plus-strategiska-partnerskap",
    "nothing compared": "/natverk/jamfor/",
    "calculator": "/finansiering/program/amif-nationell/kalkyl/",
    "calculator with all": "/finansiering/program/erasmus-plus-strategiska-partnerskap/kalkyl/?budget=4+miljoner+kr"
    "&start=2016-03&manader=30&timmar=1200&timkostnad=450&stodniva=80&kurs=11.25&kursdag=2016-01-15&eget=100000+kr",
    "calculator with what is wrong": "/finansiering/utlysningar/amif-2016/kalkyl/?budget=mycket&manader=0&kurs=0",
    "shortlist": "/finansiering/urval/?utlysning=amif-2016&utlysning=easi-2015&utlysning=slump",
    "shortlist with nothing on it": "/finansiering/urval/",
    "call with an amount that is none": "/finansiering/utlysningar/amif-2016/?budget=mycket",
    "plan of a call": f"{ERASMUS}plan/?datum=2016-03-24&namnd=13/4%202016",
    "plan of a programme": "/finansiering/program/amif-nationell/plan/",
    "plan with what was not understood": f"{ERASMUS}plan/?sista_dag=snart&handlingar=sju&namnd=x",
    "sources": "/om/kallor/",
    "search": "/sok/",
    "search with hits": "/sok/?q=integration",
    "search of a place": "/sok/?q=Lycksele",
    "search of one kind": "/sok/?q=integration&typ=kunskap&sida=2",
    "search without hits": "/sok/?q=xyzzy&typ=slump",
    "about": "/om/",
    "accessibility statement": "/om/tillganglighet/",
    "privacy": "/om/personuppgifter/",
    "roles": "/om/roller/",
    "what to correct": "/rattelse/projekt/kin/",
    "a correction": "/rattelse/projekt/kin/?falt=summary",
    "thanks for a correction": "/rattelse/projekt/kin/tack/",
    "what can be followed": "/bevaka/",
    "follow a call": "/bevaka/?vad=/finansiering/utlysningar/amif-2016/",
    "save a search": "/bevaka/?vad=/finansiering/utlysningar/%3Flaget%3Dclosed",
    "asked to follow": "/bevaka/skickat/",
    "sign in": "/konto/logga-in/",
    "not found": "/projekt/finns-inte/",
}
PAGES = {
    **OTHERS,
    **DETAILS,
    **{f"list of {name}": path for name, path in LISTS.items()},
    **{f"{name}, narrowed": path for name, path in NARROWED.items()},
    **{f"{name}, empty": path for name, path in EMPTY.items()},
}


def in_english(path):
    return f"/en{path}"
