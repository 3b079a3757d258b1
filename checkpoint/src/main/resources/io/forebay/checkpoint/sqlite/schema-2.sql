-- Version 2: leases of single shards. A shard that has one is written under its epoch only, the
-- others under their mapping's.
create table shard_lease (
  mapping text not null,
  shard text not null,
  epoch integer not null,
  owner text not null,
  acquired_at integer not null,  -- milliseconds since 1970
  primary key (mapping, shard)
) without rowid;
