-- Names that are somebody's, what people have read, and what they and rooms tell of themselves.

-- folded, as all accounts below: as names are compared; name: as it is shown. Moments: milliseconds since 1970 in UTC.
CREATE TABLE account (
    folded BLOB PRIMARY KEY,
    name BLOB NOT NULL,
    created INTEGER NOT NULL,
    last_seen INTEGER NOT NULL,
    password_hash BLOB NOT NULL,
    scram BLOB NOT NULL,
    email BLOB NOT NULL,
    must_change INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Certificates that sign in: each is of one account.
CREATE TABLE account_key (
    fingerprint BLOB PRIMARY KEY,
    account BLOB NOT NULL,
    position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- target: the key of a channel, or the other account.
CREATE TABLE read_mark (
    account BLOB NOT NULL,
    target BLOB NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (account, target)
) STRICT, WITHOUT ROWID;

-- kind: 0 an account, 1 a channel.
CREATE TABLE metadata (
    kind INTEGER NOT NULL,
    subject BLOB NOT NULL,
    name BLOB NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (kind, subject, name)
) STRICT, WITHOUT ROWID;
