import requests

address = "https://sip.example/api/v1/parcels/"
query = {"precinct": "060902_5.0001", "crs": 2180, "limit": 1000}
parcels = []
with requests.Session() as session:
    while address:
        answer = session.get(address, params=query, timeout=30)
        answer.raise_for_status()
        parcels += answer.json()["features"]
        address, query = answer.links.get("next", {}).get("url"), None

area = sum(parcel["properties"]["registered_area_ha"] or 0 for parcel in parcels)
print(f"{len(parcels)} działek, {area:.4f} ha")
