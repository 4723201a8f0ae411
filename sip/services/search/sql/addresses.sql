-- Addresses in named streets and places, each with the parcel it stands on. A name may be another gmina's too: only
-- addresses within what the name takes up are meant.
SELECT address.place, address.street, address.number, address.postcode, address.is_exact, wanted.place_in_order::integer,
    ARRAY[ST_X(address.geom), ST_Y(address.geom)], parcel.identifier, parcel.extent
FROM unnest(%(places)s::text[], %(streets)s::text[], %(west)s::float8[], %(south)s::float8[], %(east)s::float8[], %(north)s::float8[])
    WITH ORDINALITY AS wanted(place, street, west, south, east, north, place_in_order)
CROSS JOIN LATERAL (
    SELECT *, lower(replace(number, ' ', '')) = %(number)s AS is_exact FROM address_public
    WHERE place = wanted.place AND street = wanted.street AND lower(replace(number, ' ', '')) LIKE %(begun)s
        AND (%(postcode)s = '' OR postcode = %(postcode)s)
        AND geom && ST_MakeEnvelope(wanted.west, wanted.south, wanted.east, wanted.north, %(srid)s)
    ORDER BY is_exact DESC, length(number), number LIMIT %(limit)s
) AS address
LEFT JOIN LATERAL (
    SELECT identifier, ARRAY[ST_XMin(geom), ST_YMin(geom), ST_XMax(geom), ST_YMax(geom)] AS extent
    FROM parcel_public WHERE ST_Intersects(geom, address.geom) ORDER BY identifier LIMIT 1
) AS parcel ON true
ORDER BY address.is_exact DESC, wanted.place_in_order, length(address.number), address.number
LIMIT %(limit)s
