-- Forebay's checkpoints, version 1. The id says whose file it is: "Fbay".
pragma application_id = 1180852601;

-- The last epoch given to anyone: never goes back, not even when a mapping is deleted.
create table last_epoch (
  epoch integer not null
);
insert into last_epoch values (0);

-- Who owns a mapping. A checkpoint of another epoch is refused.
create table mapping (
  name text not null primary key,
  epoch integer not null,
  owner text not null,
  acquired_at integer not null  -- milliseconds since 1970
) without rowid;

create table shard (
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
