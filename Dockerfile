# mhaudit with what some formats need: Chromium, which prints PDF, and tshark, which reads packet captures.
#   docker build --tag mhaudit .
#   docker run --rm --network none --user "$(id -u):$(id -g)" --volume "$PWD:/data" mhaudit audit traffic.har
FROM python:3.13-slim-bookworm

RUN apt-get update -q \
    && DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends chromium tshark \
    && rm -rf /var/lib/apt/lists/*

COPY requirements/demo.txt /opt/mhaudit/requirements/demo.txt
RUN python -m pip install --no-cache-dir --disable-pip-version-check --require-hashes \
    --requirement /opt/mhaudit/requirements/demo.txt

COPY pyproject.toml README.md LICENSE NOTICE /opt/mhaudit/
COPY docs/mhaudit.1 /opt/mhaudit/docs/
COPY fixtures/meadow /opt/mhaudit/fixtures/meadow
COPY policies /opt/mhaudit/policies
COPY src /opt/mhaudit/src
RUN python -m pip install --no-cache-dir --disable-pip-version-check --no-deps --no-build-isolation /opt/mhaudit \
    && rm -rf /opt/mhaudit

ENV MHAUDIT_CACHE_DIR=/tmp/mhaudit MHAUDIT_CHROMIUM=/usr/bin/chromium
USER nobody
WORKDIR /data
ENTRYPOINT ["mhaudit"]
CMD ["--help"]
