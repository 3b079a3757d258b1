# A Docker engine and images for the tests that use servers. Sourced by bin/verify, whose say and install it uses.
# What is started and made here is ended and deleted by containers_down; an engine that was there before is left alone.

containers_home='' # the folder of our engine
containers_dockerd='' # its process
containers_bridge='' # its network link

# containers_tagged: whether all tests that use servers, by themselves or by a class beside them, have the tag they are
# picked by.
containers_tagged() {
  local users='KafkaServer|PostgresServer' untagged
  users+=$(find . -path '*/src/test/*.java' ! -path './test-servers/*' ! -name '*Test.java' -exec grep -lwE "$users" {} + | sed 's|.*/\(.*\)\.java|\1|; s/^/|/' | tr -d '\n')
  untagged=$(find . -path '*/src/test/*Test.java' -exec grep -lwE "$users" {} + | xargs grep -L '^@Tag("servers")')
  [ -z "$untagged" ] && return
  printf 'verify: these tests use servers; give their classes @Tag("servers"):\n%s\n' "$untagged" >&2
  return 1
}

# containers_up: sees to an engine and the images, and sets the environment by which tests use them.
containers_up() {
  local kafka
  containers_home=$(mktemp -d "${TMPDIR:-/tmp}/forebay-docker.XXXXXX")
  kafka=$(sed -n 's/.*<kafka.version>\(.*\)<.*/\1/p' pom.xml)
  containers_engine || return 1
  # the names as in test-servers: BrokerContainer, PostgresContainer
  containers_image FOREBAY_TEST_KAFKA_IMAGE "apache/kafka:$kafka" kafka || return 1
  containers_image FOREBAY_TEST_POSTGRES_IMAGE postgres:17 postgres || return 1
  docker events --filter type=container --filter event=start --format '{{.From}}' >"$containers_home/started" 2>/dev/null &
  export FOREBAY_TEST_SERVERS=containers
}

# containers_engine: the one that answers, or one of our own that changes nothing of the machine's network rules.
containers_engine() {
  local missing=() tries
  if docker info >/dev/null 2>&1; then
    say "containers in the Docker engine $(docker version --format '{{.Server.Version}}')"
    return 0
  fi
  [ "$(id -u)" = 0 ] || { echo 'verify: no Docker engine answers, and only root can start one: start it, or run this as root' >&2; return 1; }
  command -v dockerd >/dev/null && command -v docker >/dev/null || missing+=(docker.io)
  command -v iptables >/dev/null || missing+=(iptables)
  command -v ip >/dev/null || missing+=(iproute2)
  [ ${#missing[@]} = 0 ] || install "${missing[@]}" || return 1

  [ -e /sys/class/net/docker0 ] || containers_bridge=docker0
  export DOCKER_HOST=unix://$containers_home/docker.sock
  dockerd --data-root "$containers_home/data" --exec-root "$containers_home/exec" --pidfile "$containers_home/pid" \
    -H "$DOCKER_HOST" --iptables=false --ip6tables=false --ip-forward=false --ip-masq=false \
    >"$containers_home/dockerd.log" 2>&1 </dev/null &
  containers_dockerd=$!
  for ((tries = 0; tries < 150; tries++)); do
    docker info >/dev/null 2>&1 && break
    kill -0 "$containers_dockerd" 2>/dev/null || break
    sleep 0.2
  done
  docker info >/dev/null 2>&1 || { tail -n 20 "$containers_home/dockerd.log" >&2; echo 'verify: dockerd did not start' >&2; return 1; }
  say "containers in a Docker engine of our own, $(docker version --format '{{.Server.Version}}')"
  # Whatever is left goes with the engine. And this machine may itself look like a container, which it is not to its engine.
  export TESTCONTAINERS_RYUK_DISABLED=true TESTCONTAINERS_CHECKS_DISABLE=true TESTCONTAINERS_HOST_OVERRIDE=127.0.0.1
}

# containers_image VARIABLE IMAGE FOLDER: the image that the variable names, or this one, or our own of build/containers.
containers_image() {
  if [ -n "${!1:-}" ]; then
    echo "$1=${!1}"
  elif docker image inspect "$2" >/dev/null 2>&1 || timeout 120 docker pull -q "$2" 2>"$containers_home/pull.log"; then
    echo "image $2"
  else
    echo "image $2 can't be pulled ($(tail -n 1 "$containers_home/pull.log" | cut -c 1-160)): building forebay-test/$3"
    containers_build "$3" >"$containers_home/build.log" 2>&1 || { tail -n 30 "$containers_home/build.log" >&2; return 1; }
    export "$1=forebay-test/$3" TESTCONTAINERS_RYUK_DISABLED=true TESTCONTAINERS_CHECKS_DISABLE=true
  fi
}

# containers_build FOLDER: makes an image of Debian's packages and, for Kafka, the jars that Maven fetches for test-servers.
containers_build() {
  local context=$containers_home/$1 debian=$containers_home/debian
  if ! docker image inspect forebay-test/debian >/dev/null 2>&1; then
    command -v debootstrap >/dev/null || install debootstrap || return 1
    debootstrap --variant=minbase bookworm "$debian" "${FOREBAY_DEBIAN_MIRROR:-http://deb.debian.org/debian}" || return 1
    tar -C "$debian" -c . | docker import - forebay-test/debian || return 1
    rm -rf "$debian"
  fi
  cp -r "build/containers/$1" "$context"
  if [ "$1" = kafka ]; then
    mkdir "$context/libs" "$context/bin"
    mv "$context"/*.sh "$context/bin"
    mvn -B -q --no-transfer-progress -Pfast process-resources -pl test-servers </dev/null || return 1
    xargs -d '\n' cp -t "$context/libs" <test-servers/target/classes/io/forebay/servers/broker-jars.txt || return 1
  fi
  # The host's network: packages are fetched, and our engine has no way out of its own.
  DOCKER_BUILDKIT=0 docker build --network host -t "forebay-test/$1" "$context"
}

# containers_count: how many were started, by image.
containers_count() {
  sort "$containers_home/started" | uniq -c | while read -r count image; do echo "$count containers of $image"; done
}

# containers_down: ends our engine, and all that was made for it.
containers_down() {
  local mount
  [ -n "$containers_home" ] || return 0
  if [ -n "$containers_dockerd" ]; then
    docker ps -aq | xargs -r docker rm -f >/dev/null
    kill "$containers_dockerd" 2>/dev/null && wait "$containers_dockerd"
    [ -z "$containers_bridge" ] || ip link del "$containers_bridge" 2>/dev/null
    awk -v home="$containers_home/" 'index($2, home) == 1 { print $2 }' /proc/mounts | sort -r |
      while read -r mount; do umount "$mount"; done
  fi
  kill $(jobs -p) 2>/dev/null # docker events
  rm -rf --one-file-system "$containers_home"
  containers_home=''
}
