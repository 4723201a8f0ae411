import requests

query = {"request": "GetParcelById", "id": "060902_5.0001.154", "result": "geom_wkt,teryt,region"}
answer = requests.get("https://sip.example/uldk/", params=query, timeout=30)
status, *lines = answer.text.splitlines()
if status != "0":
    raise SystemExit(answer.text)
for line in lines:
    geometry, identifier, precinct = line.split("|")
    print(identifier, precinct, geometry[:40])
