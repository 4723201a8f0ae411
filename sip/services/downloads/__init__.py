"""Files of a parcel for other programs: GeoJSON, GML, DXF, points as CSV; made in memory, of former parcels too."""
