# The production image: the portal and what requirements.lock pins; no embedded server, no test tools.
# One image, three commands (docker-compose.yml): web, worker, beat.

FROM python:3.11-slim-bookworm AS build
WORKDIR /srv/portal
RUN python -m venv /srv/venv
COPY requirements.lock .
RUN /srv/venv/bin/python -m pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.lock

FROM python:3.11-slim-bookworm
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /srv/portal --shell /usr/sbin/nologin portal \
    && install -d -o portal -g portal -m 0700 /srv/files /srv/beat
ENV PATH=/srv/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=portal.settings.production
WORKDIR /srv/portal
COPY --from=build /srv/venv /srv/venv
COPY . .
# Settings read the environment when they load; these values serve this one command and are not kept in the image.
RUN SECRET_KEY=build ALLOWED_HOSTS=localhost PORTAL_ADDRESS=https://localhost DATABASE_URL=postgres://build@localhost/build \
    CELERY_BROKER_URL=redis://localhost EMAIL_URL=smtp://localhost DEFAULT_FROM_EMAIL=build@localhost \
    python manage.py collectstatic --noinput
USER portal
VOLUME ["/srv/files", "/srv/beat"]
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=10s --start-period=40s --retries=3 \
    CMD ["python", "ops/healthy.py"]
CMD ["gunicorn", "portal.wsgi", "--bind=0.0.0.0:8000", "--worker-class=gthread", "--workers=2", "--threads=4", \
     "--max-requests=2000", "--max-requests-jitter=200", "--no-control-socket"]
