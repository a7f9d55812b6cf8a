-- Histories, rooms, and the index of the search. A statement ends with a semicolon at the end of a line.
-- What the columns mean stands in the file for SQLite.

CREATE TABLE place (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind INTEGER NOT NULL,
    key BYTEA NOT NULL,
    entries BIGINT NOT NULL DEFAULT 0,
    UNIQUE (kind, key)
);

CREATE TABLE partner (
    account BYTEA NOT NULL,
    place BIGINT NOT NULL,
    PRIMARY KEY (account, place)
);

-- words: what was spoken, cut by ourselves, and marks for the place, the readers and the sender. No configuration of a language
-- has a part in it, so that a search means the same on every server.
CREATE TABLE entry (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    place BIGINT NOT NULL,
    time BIGINT NOT NULL,
    traits INTEGER NOT NULL,
    line BYTEA NOT NULL,
    words TSVECTOR
);

CREATE INDEX entry_by_time ON entry (place, time, id);

-- Additions wait in a list that every search reads: a short one.
CREATE INDEX entry_by_words ON entry USING gin (words) WITH (gin_pending_list_limit = 256);

CREATE TABLE room (
    place BIGINT PRIMARY KEY,
    name BYTEA NOT NULL,
    created BIGINT NOT NULL,
    topic BYTEA NOT NULL,
    topic_by BYTEA NOT NULL,
    topic_at BIGINT NOT NULL,
    join_key BYTEA NOT NULL,
    member_limit BIGINT NOT NULL,
    flags BYTEA NOT NULL
);

CREATE TABLE room_mask (
    place BIGINT NOT NULL,
    position INTEGER NOT NULL,
    letter INTEGER NOT NULL,
    mask BYTEA NOT NULL,
    set_by BYTEA NOT NULL,
    set_at BIGINT NOT NULL,
    PRIMARY KEY (place, position)
);

CREATE TABLE room_rank (
    place BIGINT NOT NULL,
    position INTEGER NOT NULL,
    account BYTEA NOT NULL,
    fingerprint BYTEA NOT NULL,
    mask BYTEA NOT NULL,
    is_operator INTEGER NOT NULL,
    has_voice INTEGER NOT NULL,
    PRIMARY KEY (place, position)
);

CREATE TABLE probe (
    id BIGINT PRIMARY KEY,
    ballast BYTEA NOT NULL
);

CREATE TABLE upkeep (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    counted_to BIGINT NOT NULL,
    indexed_to BIGINT NOT NULL
);

INSERT INTO upkeep (id, counted_to, indexed_to) VALUES (1, 0, 0);
