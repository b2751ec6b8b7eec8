-- That something was removed on request, and how much: never what it was, nor who asked.

create table stored.forgotten (
    forgotten_at timestamp not null,
    kind varchar not null,
    documents integer not null,
    failures integer not null
);

create view forgotten as select * from stored.forgotten;
