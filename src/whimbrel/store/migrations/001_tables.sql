-- What was read and coded. A coding hangs on its content, not on a document, so that the same wire
-- copy from two outlets is two documents and one coding. The views of the next step join the two.

create schema stored;

create table stored.documents (
    id varchar primary key,
    content_key varchar not null,
    text varchar not null,
    title varchar,
    published varchar,
    published_day date,
    outlet varchar,
    url varchar,
    lang varchar,
    authors varchar[],
    warnings varchar[],
    added_at timestamp not null
);

-- `body` is the record as JSON without what the document's own row holds.
create table stored.codings (
    content_key varchar primary key,
    coder varchar not null,
    version varchar not null,
    codebook varchar not null,
    models varchar not null,
    lang varchar,
    warnings varchar[],
    events integer not null,
    claims integer not null,
    body varchar not null,
    coded_at timestamp not null
);

create table stored.events (
    content_key varchar not null,
    position integer not null,
    id varchar not null,
    type varchar not null,
    mode varchar,
    modes varchar[],
    contexts varchar[],
    status varchar not null,
    "trigger" varchar not null,
    trigger_start integer not null,
    trigger_end integer not null,
    sentence varchar not null,
    sentence_start integer not null,
    sentence_end integer not null,
    actors varchar,
    recipients varchar,
    actor_countries varchar[],
    recipient_countries varchar[],
    date_from date,
    date_to date,
    date_text varchar,
    place varchar,
    place_text varchar,
    geonameid bigint,
    lat double,
    lon double,
    country varchar,
    admin1 varchar,
    place_precision varchar,
    claim_id varchar,
    according_to varchar,
    cameo varchar,
    goldstein double,
    quad varchar,
    confidence double,
    rationale varchar
);

create table stored.claims (
    content_key varchar not null,
    position integer not null,
    id varchar not null,
    according_to varchar,
    source varchar,
    speaker varchar,
    speaker_country varchar,
    speaker_actor_id varchar,
    cue varchar,
    content varchar,
    content_start integer,
    content_end integer,
    kind varchar not null,
    stance varchar not null,
    within varchar,
    via varchar,
    date_from date,
    date_to date,
    confidence double
);

-- `part` is actor or recipient of an event, or speaker of a claim; `of` is the event's or claim's id.
create table stored.participants (
    content_key varchar not null,
    position integer not null,
    part varchar not null,
    "of" varchar not null,
    "start" integer not null,
    "end" integer not null,
    text varchar not null,
    mention varchar,
    actor_id varchar,
    name varchar,
    country varchar,
    sectors varchar[],
    confidence double
);

create table stored.mentions (
    content_key varchar not null,
    position integer not null,
    id varchar not null,
    kind varchar not null,
    "start" integer not null,
    "end" integer not null,
    text varchar not null,
    actor_id varchar,
    head varchar,
    role varchar
);

create table stored.places (
    content_key varchar not null,
    position integer not null,
    "start" integer not null,
    "end" integer not null,
    text varchar not null,
    geonameid bigint,
    name varchar,
    lat double,
    lon double,
    country varchar,
    admin1 varchar,
    "precision" varchar,
    confidence double
);

create table stored.times (
    content_key varchar not null,
    position integer not null,
    "start" integer not null,
    "end" integer not null,
    text varchar not null,
    type varchar not null,
    value varchar,
    date_from date,
    date_to date
);

create table stored.quantities (
    content_key varchar not null,
    position integer not null,
    id varchar not null,
    "start" integer not null,
    "end" integer not null,
    text varchar not null,
    what varchar not null,
    low double,
    high double,
    unit varchar,
    hedge varchar,
    "of" varchar,
    part_of varchar,
    claim_id varchar,
    events varchar[]
);

create table stored.causes (
    content_key varchar not null,
    position integer not null,
    id varchar not null,
    cause varchar not null,
    effect varchar not null,
    "signal" varchar,
    sign integer,
    relation varchar not null,
    cause_event varchar,
    effect_event varchar,
    claim_id varchar,
    cause_start integer not null,
    cause_end integer not null,
    effect_start integer not null,
    effect_end integer not null
);

-- `key` is a hash of the rest, so that a failure that comes again is listed once.
create table stored.failures (
    key varchar primary key,
    document_id varchar,
    "where" varchar not null,
    stage varchar not null,
    reason varchar not null,
    failed_at timestamp not null
);

create table stored.runs (
    id varchar primary key,
    coder varchar,
    version varchar,
    codebook varchar,
    documents integer not null,
    failures integer not null,
    started_at timestamp not null,
    written_at timestamp not null
);

-- Batches taken in from the inbox, by name, so that each is taken in once.
create table stored.inbox (
    name varchar primary key,
    taken_at timestamp not null
);
