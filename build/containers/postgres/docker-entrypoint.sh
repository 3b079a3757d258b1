#!/bin/sh
# docker-entrypoint.sh postgres ARGUMENT…: makes the data at the first start, superuser postgres with $POSTGRES_PASSWORD.
set -e
PATH=$(echo /usr/lib/postgresql/*/bin):$PATH
as_postgres='setpriv --reuid=postgres --regid=postgres --init-groups'

if [ ! -e "$PGDATA/PG_VERSION" ]; then
  install -d -o postgres -m 700 "$PGDATA"
  install -o postgres -m 600 /dev/null /tmp/password
  printf %s "$POSTGRES_PASSWORD" >/tmp/password
  $as_postgres initdb -D "$PGDATA" -U postgres --pwfile=/tmp/password \
    --auth-local=trust --auth-host=scram-sha-256 --encoding=UTF8 --locale=C --no-sync >/dev/null
  echo 'host all all all scram-sha-256' >>"$PGDATA/pg_hba.conf"
fi
exec $as_postgres "$@" -c listen_addresses='*'
