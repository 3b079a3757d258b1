-- A dump of what the store of version 1 wrote, made with that version. Never changed.
pragma application_id = 1180852601;
pragma user_version = 1;
BEGIN TRANSACTION;
CREATE TABLE last_epoch (
  epoch integer not null
);
INSERT INTO "last_epoch" VALUES(2);
CREATE TABLE mapping (
  name text not null primary key,
  epoch integer not null,
  owner text not null,
  acquired_at integer not null  -- milliseconds since 1970
) without rowid;
INSERT INTO "mapping" VALUES('clicks',1,'old@host',1795416875905);
INSERT INTO "mapping" VALUES('orders',2,'old@host',1795416875910);
CREATE TABLE shard (
  mapping text not null,
  shard text not null,
  epoch integer not null,
  reached text not null,
  settled blob not null,  -- SettledMap.encode
  window_state blob,      -- reserved: state of an open tumbling window
  parked blob,            -- reserved: parked keys
  ended integer not null,
  crc integer,            -- CRC32C of mapping, shard, epoch, reached, ended; null: edited by hand, not checked
  updated_at integer not null,
  primary key (mapping, shard)
) without rowid;
INSERT INTO "shard" VALUES('clicks','c',1,'ü 漢',X'',NULL,NULL,0,1596940719,1795416875920);
INSERT INTO "shard" VALUES('orders','shard-1',2,'49590338271490',X'1256A4F8E6030EAF3E01',NULL,NULL,1,853554874,1795416875920);
INSERT INTO "shard" VALUES('orders','shard-2',2,'7',X'',NULL,NULL,0,165632878,1795416875920);
COMMIT;
