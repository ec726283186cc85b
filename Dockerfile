FROM python:3.11-slim

ENV PYTHONUNBUFFERED=1 \
    UV_SYSTEM_PYTHON=1 \
    VAR_DIR=/data

WORKDIR /app
COPY requirements.txt ./
RUN pip install --no-cache-dir uv==0.13.9 \
    && uv pip install --no-cache --compile-bytecode --require-hashes -r requirements.txt

COPY . .
# The static files become part of the image; the key signs nothing here.
RUN DEBUG=false SECRET_KEY=only-to-collect-static python manage.py collectstatic --noinput --skip-checks \
    && python -m compileall -q agents notifications segusoporte surveys tickets \
    && useradd --system --create-home --uid 10001 segusoporte \
    && install -d -o segusoporte -g segusoporte /data

USER segusoporte
VOLUME /data
EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--blocking-threads", "4", "segusoporte.wsgi:application"]
