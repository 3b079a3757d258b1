#!/bin/sh
# kafka-run-class.sh CLASS ARGUMENT…: like Kafka's own, by its variables.
exec java $KAFKA_HEAP_OPTS $KAFKA_JVM_PERFORMANCE_OPTS -Dorg.slf4j.simpleLogger.defaultLogLevel=warn \
  -Dlog4j2.statusLoggerLevel=OFF -cp '/opt/kafka/libs/*' "$@"
