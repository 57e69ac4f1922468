"""Every screen of the portal, for accessibility tests and for `make shots`."""

# name, address, who looks (None is a stranger)
PUBLIC = [
    ("framside", "/"),
    ("metodar", "/metodar/"),
    ("metodar-filter", "/metodar/?steg=utforske&steg=ordne&n=24"),
    ("metodar-sok", "/metodar/?q=idemyldrng"),
    ("metodar-tomt", "/metodar/?q=xyzzyq"),
    ("metode", "/metodar/idemyldring/"),
    ("metodar-ingen", "/metodar/?steg=velje&tid=under-20&stad=digitalt&storleik=over-60&foremal=konflikt"),
    ("samling-tom", "/metodar/samling/"),
    ("sok", "/sok/?q=idear"),
    ("sok-tomt", "/sok/?q=xyzzyq"),
    ("oppskrifter", "/metodar/oppskrifter/"),
    ("oppskrift", "/metodar/oppskrifter/mal-og-strategi-pa-3-timar/"),
    ("handboka", "/metodar/handboka/"),
    ("koyreplan", "/koyreplan/"),
    ("koyreplan-ny", "/koyreplan/ny/?n=24"),
    (
        "koyreplan-forslag",
        "/koyreplan/forslag/?foremal=mal-og-strategi&n=12&start=09.00&slutt=12.00&form=rom&kjende=ja"
        "&usemje=0&leiar=2&leiarar=1",
    ),
    ("koyreplan-ein", "/koyreplan/mal-og-strategi-pa-3-timar/?start=12.30"),
    ("bestill", "/bestill/"),
    ("bestill-behov", "/bestill/behov/"),
    ("bestill-ring-meg", "/bestill/ring-meg/"),
    ("bestill-samtale", "/bestill/samtale/"),
    ("referansegrupper", "/referansegrupper/"),
    ("referansegruppe", "/referansegrupper/framtidas-bibliotek/"),
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
