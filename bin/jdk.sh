# Finding a JDK; sourced by bin/forebay and bin/verify.

# jdk_version HOME: prints the feature version (17, 25, …) of the JDK or JRE there, or nothing.
jdk_version() {
  local version
  [ -x "$1/bin/java" ] || return 0
  version=$(sed -n 's/^JAVA_VERSION="\([^"]*\)".*/\1/p' "$1/release" 2>/dev/null)
  [ -n "$version" ] || version=$("$1/bin/java" -version 2>&1 | sed -n 's/.*version "\([^"]*\)".*/\1/p' | head -n 1)
  version=${version#1.}
  printf '%s' "${version%%[!0-9]*}"
}

# jdk_homes: the places where one may be, one a line.
jdk_homes() {
  local java
  [ -z "${JAVA_HOME:-}" ] || printf '%s\n' "$JAVA_HOME"
  java=$(command -v java) && java=$(readlink -f "$java") && printf '%s\n' "${java%/bin/java}"
  printf '%s\n' /usr/lib/jvm/* /Library/Java/JavaVirtualMachines/*/Contents/Home
}

# jdk_find TOOL LEAST [MOST]: prints the home of the newest JDK of a version from LEAST to MOST that has bin/TOOL.
jdk_find() {
  local home version best='' best_version=0
  while IFS= read -r home; do
    [ -x "$home/bin/$1" ] || continue
    version=$(jdk_version "$home")
    [ -n "$version" ] && [ "$version" -ge "$2" ] && [ "$version" -le "${3:-999}" ] || continue
    if [ "$version" -gt "$best_version" ]; then
      best=$home
      best_version=$version
    fi
  done < <(jdk_homes)
  [ -n "$best" ] && printf '%s' "$best"
}
