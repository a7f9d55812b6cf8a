-- Names that are somebody's, what people have read, and what they and rooms tell of themselves.
-- What the columns mean stands in the file for SQLite.

CREATE TABLE account (
    folded BYTEA PRIMARY KEY,
    name BYTEA NOT NULL,
    created BIGINT NOT NULL,
    last_seen BIGINT NOT NULL,
    password_hash BYTEA NOT NULL,
    scram BYTEA NOT NULL,
    email BYTEA NOT NULL,
    must_change INTEGER NOT NULL
);

CREATE TABLE account_key (
    fingerprint BYTEA PRIMARY KEY,
    account BYTEA NOT NULL,
    position INTEGER NOT NULL
);

CREATE TABLE read_mark (
    account BYTEA NOT NULL,
    target BYTEA NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (account, target)
);

CREATE TABLE metadata (
    kind INTEGER NOT NULL,
    subject BYTEA NOT NULL,
    name BYTEA NOT NULL,
    content BYTEA NOT NULL,
    PRIMARY KEY (kind, subject, name)
);
