"""What every object of an EGiB file has: its name, IIP identifier and times around a body."""

from datetime import datetime

from parcels.demo.records import Life


def version_id(namespace: str, life: Life) -> str:
    """The gml:id of a version: IIP and the version's start."""
    return f"{namespace}_{life.local_id}_{_stamp(life.start).replace(':', '-')}"


def feature(namespace: str, cls: str, life: Life, body: str) -> str:
    """A feature member of a class derived from EGB_OgolnyObiekt; `body` is XML of what the class adds."""
    stamp = _stamp(life.start)
    ends = f"<egb:koniecWersjaObiekt>{_stamp(life.end)}</egb:koniecWersjaObiekt>" if life.end else ""
    ends += f"<egb:koniecObiekt>{_stamp(life.died)}</egb:koniecObiekt>" if life.died else ""
    return (
        f'<gml:featureMember><egb:{cls} gml:id="{version_id(namespace, life)}">\n'
        f"<egb:idIIP><egb:EGB_IdentyfikatorIIP><egb:lokalnyId>{life.local_id}</egb:lokalnyId>"
        f"<egb:przestrzenNazw>{namespace}</egb:przestrzenNazw><egb:wersjaId>{stamp}</egb:wersjaId>"
        f"</egb:EGB_IdentyfikatorIIP></egb:idIIP><egb:startObiekt>{_stamp(life.born)}</egb:startObiekt>"
        f"<egb:startWersjaObiekt>{stamp}</egb:startWersjaObiekt>{ends}\n{body}\n"
        f"</egb:{cls}></gml:featureMember>\n"
    )


def _stamp(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
