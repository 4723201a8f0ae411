"""A small country in the form of TERC: Powiat Lubelski's corner of it, Warszawa and Poznań."""

import json

HEADER = "WOJ;POW;GMI;RODZ;NAZWA;NAZWA_DOD;STAN_NA"
ROWS = {
    "06": "06;;;;LUBELSKIE;województwo;2020-01-01",
    "0609": "06;09;;;lubelski;powiat;2020-01-01",
    "060901_3": "06;09;01;3;Bełżyce;gmina miejsko-wiejska;2020-01-01",
    "060901_4": "06;09;01;4;Bełżyce;miasto;2020-01-01",
    "060901_5": "06;09;01;5;Bełżyce;obszar wiejski;2020-01-01",
    "060902_2": "06;09;02;2;Borzechów;gmina wiejska;2020-01-01",
    "060904_2": "06;09;04;2;Garbów;gmina wiejska;2020-01-01",
    "14": "14;;;;MAZOWIECKIE;województwo;2020-01-01",
    "1465": "14;65;;;Warszawa;miasto stołeczne, na prawach powiatu;2020-01-01",
    "146501_1": "14;65;01;1;Warszawa;gmina miejska, miasto stołeczne;2020-01-01",
    "146502_8": "14;65;02;8;Bemowo;dzielnica;2020-01-01",
    "146503_8": "14;65;03;8;Białołęka;dzielnica;2020-01-01",
    "30": "30;;;;WIELKOPOLSKIE;województwo;2020-01-01",
    "3064": "30;64;;;Poznań;miasto na prawach powiatu;2020-01-01",
    "306401_1": "30;64;01;1;Poznań;gmina miejska;2020-01-01",
    "306402_9": "30;64;02;9;Poznań-Grunwald;delegatura;2020-01-01",
}


def terc(*leave_out: str, and_rows: tuple[str, ...] = ()) -> str:
    """The whole as CSV, without the units LEAVE_OUT and with more rows."""
    kept = [row for code, row in ROWS.items() if code not in leave_out]
    return "\r\n".join([HEADER, *kept, *and_rows, ""])


def name_list(names: dict[str, str]) -> str:
    """NAMES by code as GeoJSON, as PRG has them: no geometry, no parents."""
    features = [
        {"type": "Feature", "properties": {"Nazwa": name, "TERYT": code}, "geometry": None}
        for code, name in names.items()
    ]
    return json.dumps({"type": "FeatureCollection", "features": features})
