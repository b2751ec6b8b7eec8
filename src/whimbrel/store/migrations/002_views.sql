-- What people query: every document with its own copy of what its content's coding holds.

create view documents as
select
    d.id as document, d.title, d.outlet, d.published, d.published_day, d.url,
    coalesce(c.lang, d.lang) as lang, d.authors, c.events, c.claims,
    c.coder, c.version, c.codebook, c.coded_at, d.added_at, d.content_key, d.text
from stored.documents d
left join stored.codings c using (content_key);

create view events as
select
    d.id as document, e.id as event, e.date_from, e.date_to, e.type, e.mode, e.status,
    e.actors, e.recipients, e.actor_countries, e.recipient_countries,
    e.place, e.lat, e.lon, e.country, e.according_to, e."trigger", e.sentence,
    e.modes, e.contexts, e.quad, e.goldstein, e.cameo, e.confidence, e.rationale, e.claim_id,
    e.trigger_start, e.trigger_end, e.sentence_start, e.sentence_end,
    e.date_text, e.place_text, e.place_precision, e.admin1, e.geonameid,
    d.title, d.outlet, d.url, d.published, d.published_day
from stored.documents d
join stored.events e using (content_key);

create view claims as
select
    d.id as document, c.id as claim, c.according_to, c.cue, c.content, c.stance, c.kind, c.via,
    c.speaker, c.speaker_country, c.speaker_actor_id, c.source, c.within, c.date_from, c.date_to,
    c.confidence, c.content_start, c.content_end,
    d.title, d.outlet, d.url, d.published, d.published_day
from stored.documents d
join stored.claims c using (content_key);

create view participants as
select
    d.id as document, p.part, p."of", p.name, p.text, p.country, p.sectors, p.actor_id, p.mention,
    p.confidence, p."start", p."end",
    d.outlet, d.published, d.published_day
from stored.documents d
join stored.participants p using (content_key);

create view mentions as
select
    d.id as document, m.id as mention, m.kind, m.text, m.actor_id, m.head, m.role,
    m."start", m."end",
    d.title, d.outlet, d.url, d.published, d.published_day
from stored.documents d
join stored.mentions m using (content_key);

create view places as
select
    d.id as document, p.text, p.name, p.country, p.admin1, p.lat, p.lon, p."precision",
    p.geonameid, p.confidence, p."start", p."end",
    d.outlet, d.published, d.published_day
from stored.documents d
join stored.places p using (content_key);

create view times as
select
    d.id as document, t.text, t.type, t.value, t.date_from, t.date_to, t."start", t."end",
    d.outlet, d.published, d.published_day
from stored.documents d
join stored.times t using (content_key);

create view quantities as
select
    d.id as document, q.id as quantity, q.what, q.low, q.high, q.unit, q.hedge, q.text, q."of",
    q.part_of, q.claim_id, q.events, q."start", q."end",
    d.outlet, d.published, d.published_day
from stored.documents d
join stored.quantities q using (content_key);

create view causes as
select
    d.id as document, c.id, c.cause, c."signal", c.effect, c.sign, c.relation,
    c.cause_event, c.effect_event, c.claim_id,
    c.cause_start, c.cause_end, c.effect_start, c.effect_end,
    d.outlet, d.published, d.published_day
from stored.documents d
join stored.causes c using (content_key);

create view failures as
select document_id as document, "where", stage, reason, failed_at
from stored.failures;

create view runs as
select id as run, coder, version, codebook, documents, failures, started_at, written_at
from stored.runs;
