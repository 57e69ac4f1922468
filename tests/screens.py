"""Every screen of the portal, for accessibility tests and for `make shots`."""

# name, address, who looks (None is a stranger)
PUBLIC = [
    ("framside", "/"),
    ("metodar", "/metodar/"),
    ("metodar-filter", "/metodar/?steg=utforske&steg=ordne&n=24"),
    ("metodar-sok", "/metodar/?q=idemyldrng"),
    ("metodar-tomt", "/metodar/?q=xyzzyq"),
    ("metode", "/metodar/idemyldring/"),
    ("oppskrifter", "/metodar/oppskrifter/"),
    ("oppskrift", "/metodar/oppskrifter/mal-og-strategi-pa-3-timar/"),
    ("koyreplan", "/koyreplan/"),
    ("koyreplan-ein", "/koyreplan/mal-og-strategi-pa-3-timar/?start=12.30"),
    ("bestill", "/bestill/"),
    ("bestill-behov", "/bestill/behov/"),
    ("bestill-ring-meg", "/bestill/ring-meg/"),
    ("bestill-samtale", "/bestill/samtale/"),
    ("referansegrupper", "/referansegrupper/"),
    ("referansegruppe", "/referansegrupper/framtidas-bibliotek/"),
    ("loddtrekking", "/referansegrupper/framtidas-bibliotek/loddtrekking/1/"),
    ("loddtrekking-prov", "/referansegrupper/framtidas-bibliotek/loddtrekking/1/?fro=terning+3"),
    ("loddtrekking-feil", "/referansegrupper/framtidas-bibliotek/loddtrekking/1/?nummer=123"),
    ("aktuelt", "/aktuelt/"),
    ("nyhend", "/aktuelt/no-kan-de-bestille-prosessleiar-her/"),
    ("om", "/om/"),
    ("tilsette", "/tilsette/"),
    ("personvern", "/personvern/"),
    ("tilgjenge", "/tilgjenge/"),
    ("logg-inn", "/logg-inn/"),
    ("finst-ikkje", "/finst-ikkje/"),
]
LOOKS = [(width, scheme) for width in (1280, 390) for scheme in ("light", "dark")]
