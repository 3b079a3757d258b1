-- Forebay's checkpoints, version 1. Text is compared by its bytes: a new version of the system's
-- collations must not make the indexes wrong.
create table version (
  version integer not null
);
insert into version values (0);
comment on table version is 'Forebay checkpoints: version of the tables of this schema';

-- The last epoch given to anyone: never goes back, not even when a mapping is deleted.
create table last_epoch (
  epoch bigint not null
);
insert into last_epoch values (0);

-- Who owns a mapping. A checkpoint of another epoch is refused.
create table mapping (
  name text collate "C" not null primary key,
  epoch bigint not null,
  owner text not null,
  acquired_at bigint not null  -- milliseconds since 1970
);

-- Who owns a single shard, where an engine took it for itself: then the mapping's epoch does not
-- count for it.
create table shard_lease (
  mapping text collate "C" not null,
  shard text collate "C" not null,
  epoch bigint not null,
  owner text not null,
  acquired_at bigint not null,  -- milliseconds since 1970
  primary key (mapping, shard)
);

create table shard (
  mapping text collate "C" not null,
  shard text collate "C" not null,
  epoch bigint not null,
  reached text not null,
  settled bytea not null,  -- SettledMap.encode
  window_state bytea,      -- reserved: state of an open tumbling window
  parked bytea,            -- reserved: parked keys
  ended boolean not null,
  crc bigint,              -- CRC32C of mapping, shard, epoch, reached, ended; null: edited by hand, not checked
  updated_at bigint not null,
  primary key (mapping, shard)
) with (fillfactor = 70);  -- rows are updated all the time: with room on the page no index changes
