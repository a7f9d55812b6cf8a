-- Histories, rooms, and the index of the search. A statement ends with a semicolon at the end of a line.

-- Whose history. kind: 0 a channel, 1 a direct conversation; -1: it is forgotten, and its entries go bit by bit. entries: how
-- many of them were counted (see upkeep).
CREATE TABLE place (
    id INTEGER PRIMARY KEY,
    kind INTEGER NOT NULL,
    key BLOB NOT NULL,
    entries INTEGER NOT NULL DEFAULT 0,
    UNIQUE (kind, key)
) STRICT;

-- Who has a part in a direct conversation.
CREATE TABLE partner (
    account BLOB NOT NULL,
    place INTEGER NOT NULL,
    PRIMARY KEY (account, place)
) STRICT, WITHOUT ROWID;

-- id: the order of commits. time: milliseconds since 1970 in UTC, ascends with the id. traits: the verb, 256 times its readers,
-- 65536 for a bot. line: message id, source, account, target (empty: the key of the place), tags and text, a newline between
-- them: one value, since each that is bound costs more than SQLite needs to write it.
CREATE TABLE entry (
    id INTEGER PRIMARY KEY,
    place INTEGER NOT NULL,
    time INTEGER NOT NULL,
    traits INTEGER NOT NULL,
    line BLOB NOT NULL
) STRICT;

-- The only index, and one to whose ends entries are added: what it costs does not grow with the history. The id is its tail.
CREATE INDEX entry_by_time ON entry (place, time);

CREATE TABLE room (
    place INTEGER PRIMARY KEY,
    name BLOB NOT NULL,
    created INTEGER NOT NULL,
    topic BLOB NOT NULL,
    topic_by BLOB NOT NULL,
    topic_at INTEGER NOT NULL,
    join_key BLOB NOT NULL,
    member_limit INTEGER NOT NULL,
    flags BLOB NOT NULL
) STRICT;

CREATE TABLE room_mask (
    place INTEGER NOT NULL,
    position INTEGER NOT NULL,
    letter INTEGER NOT NULL,
    mask BLOB NOT NULL,
    set_by BLOB NOT NULL,
    set_at INTEGER NOT NULL,
    PRIMARY KEY (place, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE room_rank (
    place INTEGER NOT NULL,
    position INTEGER NOT NULL,
    account BLOB NOT NULL,
    fingerprint BLOB NOT NULL,
    mask BLOB NOT NULL,
    is_operator INTEGER NOT NULL,
    has_voice INTEGER NOT NULL,
    PRIMARY KEY (place, position)
) STRICT, WITHOUT ROWID;

-- What is written to know whether writing works.
CREATE TABLE probe (
    id INTEGER PRIMARY KEY,
    ballast BLOB NOT NULL
) STRICT;

-- What is put off. Entries up to counted_to are in the numbers of places, those up to indexed_to in the index of the search.
CREATE TABLE upkeep (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    counted_to INTEGER NOT NULL,
    indexed_to INTEGER NOT NULL
) STRICT;

INSERT INTO upkeep (id, counted_to, indexed_to) VALUES (1, 0, 0);

-- The full-text tables words_<block>, one for so many ids. is_dirty: holds traces of what was erased.
CREATE TABLE search_block (
    block INTEGER PRIMARY KEY,
    is_dirty INTEGER NOT NULL DEFAULT 0
) STRICT;
